place-search = Recherches
compose-new = Nouvelle recherche
compose-new-words = Partez d'une question que beaucoup d'associations se posent, puis changez-en les mots.
compose-presets = Questions fréquentes
compose-from-nothing = Ou partir de
compose-sentence = La question
compose-find = Je cherche
compose-others = Et aussi
compose-first = dont
compose-tie-first = qui
compose-and = et
compose-or = ou
compose-except = sauf si
compose-one-of = l'une de ces conditions
compose-all-of = toutes ces conditions
compose-flip = Passer de « et » à « ou »
compose-not-drop = Retirer « sauf si »
compose-add-first = Ajouter une condition
compose-add-and = et…
compose-add-or = ou…
compose-add-not = sauf si…
compose-add-tie = qui ont, ou n'ont pas…
compose-add-which = dont…
compose-some-of = ont des
compose-none-of = sont sans
compose-known = on connaît des { $what }
compose-unknown = on ne connaît pas d'/de { $what }
compose-by-word = par
compose-group = compter par…
compose-group-more = et par…
compose-keep-word = où
compose-keep = ne garder que…
compose-show-word = montrer
compose-column = une colonne…
compose-measure = une somme, un nombre…
compose-remove = Retirer { $what }
compose-left = Déplacer { $what } vers la gauche
compose-pick = À choisir
compose-pick-where = Une condition sur…
compose-pick-group = Compter par…
compose-pick-measure = Montrer de chaque groupe…
compose-pick-column = Montrer aussi…
compose-pick-keep = Ne garder que les groupes avec…
compose-pick-tie = Qui ont, ou n'ont pas…
compose-pick-find = Chercher une rubrique
compose-pick-none = Aucune rubrique ne porte ce nom.
compose-back = Revenir au début
compose-further = Aller plus loin
compose-condition = Condition
compose-operator = Comparaison
compose-value = Valeur
compose-range = Période
compose-range-none = un jour ci-dessous
compose-from = Du
compose-to = Au
compose-apply = Appliquer
compose-count-of = Nombre d'/de { $what }
compose-between = { $from } et { $to }
compose-or-list = { $rest } ou { $last }
compose-quoted = « { $text } »
# Le genre du premier mot d'un libellé, pour l'article et l'accord : f, m, fp et mp (plusieurs), count (on en dit le
# nombre), x (inconnu : le libellé est cité).
compose-word = { $word ->
    [accord] m
    [action] f
    [activite] f
    [adresse] f
    [age] m
    [allergie] f
    [annee] f
    [association] f
    [auto-evaluation] f
    [batiment] m
    [canal] m
    [categorie] f
    [civilite] f
    [classe] f
    [code] m
    [commentaire] m
    [commune] f
    [competence] f
    [competences] fp
    [complement] m
    [compte] m
    [contact] m
    [cotisation] f
    [couleur] f
    [creneau] m
    [cursus] m
    [date] f
    [debut] m
    [deces] m
    [departement] m
    [description] f
    [destinataire] m
    [deuxieme] m
    [diplome] m
    [diplomes] mp
    [disponibilite] f
    [disponibilites] fp
    [distance] f
    [domaine] m
    [duree] f
    [e-mail] m
    [ecole] f
    [employeur] m
    [entreprise] f
    [equipe] f
    [etiquettes] fp
    [facturation] f
    [famille] f
    [fin] f
    [fonction] f
    [formation] f
    [formations] fp
    [formule] f
    [foyer] m
    [frequence] f
    [genre] m
    [groupe] m
    [groupes] mp
    [heure] f
    [horaire] m
    [identifiant] m
    [initiale] f
    [jour] m
    [jours] count
    [langue] f
    [langues] fp
    [latitude] f
    [lien] m
    [lieu] m
    [lieu-dit] m
    [longitude] f
    [mention] f
    [metier] m
    [mois] m
    [montant] m
    [motif] m
    [moyen] m
    [moyenne] f
    [nationalite] f
    [niveau] m
    [nom] m
    [nombre] m
    [note] f
    [numero] m
    [objectif] m
    [objet] m
    [organisation] f
    [origine] f
    [pays] m
    [permis] m
    [personne] f
    [photo] f
    [piece] f
    [poste] m
    [prefixe] m
    [prenom] m
    [principal] m
    [priorite] f
    [profession] f
    [qualite] f
    [quartier] m
    [question] f
    [raison] f
    [regime] m
    [region] f
    [remarque] f
    [reponse] f
    [resultat] m
    [role] m
    [rue] f
    [score] m
    [secteur] m
    [section] f
    [service] m
    [sexe] m
    [site] m
    [situation] f
    [solde] m
    [somme] f
    [source] f
    [sous-type] m
    [statut] m
    [structure] f
    [suffixe] m
    [surnom] m
    [taille] f
    [tarif] m
    [taux] m
    [telephone] m
    [titre] m
    [ton] m
    [total] m
    [tranche] f
    [trimestre] m
    [type] m
    [ville] f
    [visibilite] f
    [voie] f
   *[x] x
}
compose-subject = { $kind ->
    [f] l'/la { $what }
    [m] l'/le { $what }
    [fp] les { $what }
    [mp] les { $what }
    [count] le nombre d'/de { $what }
    [box] la case « { $label } »
   *[x] le champ « { $label } »
}
compose-not = non ({ $what })
compose-has-some = qui ont des { $what }
compose-has-none = qui n'ont pas d'/de { $what }
compose-has-any = avec leurs { $what }
compose-whose = dont { $what }
compose-unless = , sauf si { $what }
compose-by = , par { $what }
compose-keeping = , où { $what }
compose-wrong = Cette question n'a pas de réponse :
compose-too-slow = Cette question demande trop de temps. Ajoutez une condition ou retirez une colonne.
compose-nothing = Rien ne correspond.
compose-result = Résultat
compose-found = { $count ->
    [one] { $count } résultat
   *[other] { $count } résultats
}
compose-count = { $count ->
    [one] résultat
   *[other] résultats
}
compose-first-rows = les { $count } premiers
compose-took = en { $ms } ms
compose-funnel = Comment on y arrive
compose-draw = Présenter en
compose-api = Appel de l'API et SQL
compose-undo = Annuler la dernière étape
compose-counting = La réponse demande un peu de temps…
compose-wait = Attendre la réponse
compose-api-do = Poser cette question
compose-or-some-of = ou ont des
compose-or-none-of = ou sont sans
compose-any-of = avec leurs
compose-compute = Calculer une colonne…
compose-pick-compute = Calculer à partir de
compose-formula-first = Premier nombre
compose-formula-sign = Signe
compose-formula-second = Rubrique ou nombre
compose-view = Ouvrir
compose-save = Garder cette recherche
compose-save-changes = Garder les changements
compose-save-do = Enregistrer
compose-save-new = Enregistrer à part
compose-label = Nom
compose-label-missing = Donnez un nom à la recherche.
compose-description = À quoi elle sert
compose-expires = Utile jusqu'au
compose-pin = La mettre sur mon tableau de bord
compose-pin-do = Mettre sur mon tableau
compose-group-do = Faire un groupe
compose-manage = Partage et historique
compose-cell-keep = Enregistrer
draw-as-table = Voir le tableau
export-csv = Fichier CSV
export-xlsx = Fichier Excel
export-ods = Fichier LibreOffice
export-json = Fichier JSON
export-pdf = Fichier PDF
export-svg = Dessin (SVG)
search-intro = Des questions gardées, dont la réponse est recalculée à chaque fois.
search-find = Chercher une recherche
search-all = Toutes
search-mine = Les miennes
search-none = Pas encore de recherche
search-none-words = Posez une question, voyez la réponse, gardez-la si elle sert.
search-about = Porte sur
search-owner = Créée par
search-used-by = Utilisée par
search-changed = Modifiée
search-used-group = groupe { $title }
search-used-board = { $count ->
    [one] un tableau de bord
   *[other] { $count } tableaux de bord
}
search-open = Ouvrir la question
search-share = Qui la voit
search-share-words = Rien de coché : toutes les personnes qui peuvent chercher. Chacune voit les lignes qu'elle a le droit de voir.
search-share-do = Enregistrer
search-unused = Rien ne l'utilise encore.
search-past = Historique
search-version = Voir cette version
search-regular = Export régulier
search-regular-words = Un fichier écrit tout seul, avec les lignes que vous avez le droit de voir. Les douze derniers sont gardés ici.
search-rhythm = Rythme
search-rhythm-never = Jamais
search-rhythm-daily = Chaque jour
search-rhythm-weekly = Chaque semaine
search-rhythm-monthly = Chaque mois
search-delete = Supprimer la recherche
find-title = Chercher partout
find-intro = Contacts, échanges, notes et fichiers, avec ou sans accents.
find-box = Mots à chercher
find-none = Rien trouvé
find-none-words = Essayez moins de mots, ou une autre orthographe.
find-too-slow = La recherche a pris trop de temps. Essayez un mot de plus, ou un mot plus rare.
find-contacts = Contacts
find-activities = Échanges
find-notes = Notes
find-files = Fichiers
find-elsewhere = Échanges, notes, fichiers
find-searches = Recherches
form-new-search = Nouvelle recherche
said-search-saved = Recherche enregistrée
said-search-deleted = Recherche supprimée
said-search-shared = Partage enregistré
said-search-grouped = Le groupe suit désormais la recherche
said-regular-set = Export régulier enregistré
said-cell-saved = Valeur enregistrée
said-records-changed = Fiches modifiées
said-records-deleted = Fiches supprimées
said-records-some = Fait, sauf pour les fiches que vous ne pouvez pas changer
said-records-none = Aucune de ces fiches ne peut être changée par vous
problem-display-bypass = Seules les personnes qui peuvent tout voir peuvent laisser une présentation tout montrer.
problem-display-settings = Les réglages d'une présentation forment un objet.
problem-segment-range = Une tranche se compose de comparaisons avec des valeurs simples.
view-table = Tableau
view-list = Liste
view-grid = Cartes
view-bar = Barres
view-line = Courbe
view-area = Aire
view-pie = Camembert
view-number = Nombre
view-calendar = Calendrier
view-pivot = Tableau croisé
view-map = Carte
view-tree = Arborescence
view-map-nowhere = Aucun de ces résultats n'a de coordonnées.
view-map-count = { $count ->
    [one] { $count } sur la carte
   *[other] { $count } sur la carte
}
view-map-without = , { $count } sans coordonnées
view-total = Total
view-pivot-needs = Un tableau croisé demande deux colonnes qui nomment et une qui compte.
view-adjust = Ajuster
view-filter = Filtrer
view-edit-cell = Modifier { $what }
view-task-update = Modifier une rubrique
view-task-delete = Supprimer
view-task-field = Rubrique
view-task-next = Continuer
view-task-other = Une autre rubrique
view-task-enable = Activer
view-task-disable = Désactiver
view-task-tag = Étiqueter
view-task-untag = Retirer une étiquette
view-task-export = Exporter
view-task-more = { $count ->
    [one] et une autre
   *[other] et { $count } autres
}
view-task-later = Cela se fait en arrière-plan : vous suivez l'avancement, et vous pouvez arrêter ou revenir en arrière.
view-task-too-many = Au-delà de { $count } contacts, faites d'abord un groupe de cette recherche : tout ce qui se fait avec une liste se fait avec le groupe.
view-task-job = Tâche sur les résultats d'une recherche
view-task-ended = { $count ->
    [0] Rien n'a été modifié.
    [one] Une fiche modifiée.
   *[other] { $count } fiches modifiées.
}
view-task-ended-deleted = { $count ->
    [0] Rien n'a été supprimé.
    [one] Une fiche supprimée.
   *[other] { $count } fiches supprimées.
}
view-task-refused = { $count ->
    [one] Une autre est restée comme elle était.
   *[other] { $count } autres sont restées comme elles étaient.
}
view-task-back = Revenir à la recherche
view-task-intro = { $count ->
    [one] Une fiche est concernée ({ $what }).
   *[other] { $count } fiches sont concernées ({ $what }).
}
view-task-delete-do = { $count ->
    [one] Supprimer cette fiche
   *[other] Supprimer { $count } fiches
}
view-task-update-do = { $count ->
    [one] Modifier cette fiche
   *[other] Modifier { $count } fiches
}
form-preset-contacts = Contacts
form-preset-contacts-words = Tout le monde, avec ville, e-mail et téléphone
form-preset-new-contacts = Nouveaux contacts
form-preset-new-contacts-words = Ajoutés ces 30 derniers jours
form-preset-birthdays = Anniversaires du mois
form-preset-birthdays-words = Les personnes dont l'anniversaire tombe dans les 31 jours
form-preset-no-email = Sans e-mail
form-preset-no-email-words = Celles et ceux que la lettre n'atteint pas
form-preset-no-address = Sans adresse
form-preset-no-address-words = Celles et ceux qu'un courrier n'atteint pas
form-preset-groups = Membres des groupes
form-preset-groups-words = Qui est dans quel groupe
form-preset-towns = Contacts par ville
form-preset-towns-words = Combien vivent où
form-preset-employers = Employeurs
form-preset-employers-words = Combien de personnes travaillent pour qui, et où
form-preset-activities = Échanges récents
form-preset-activities-words = Des 90 derniers jours
form-preset-activity-kinds = Échanges par type
form-preset-activity-kinds-words = Combien d'appels, de rencontres, de courriers
filter-name-Address-geo_code_1 = Latitude
filter-name-Address-geo_code_2 = Longitude
filter-op-eq = est
filter-op-ne = n'est pas
filter-op-has = contient
filter-op-has-not = ne contient pas
filter-op-starts = commence par
filter-op-starts-not = ne commence pas par
filter-op-gt = est de plus de
filter-op-ge = est d'au moins
filter-op-lt = est de moins de
filter-op-le = est d'au plus
filter-op-between = est entre
filter-op-in = est
filter-op-not-in = n'est pas
filter-op-in-several = { $kind ->
    [fp] comprennent
    [mp] comprennent
   *[x] comprend
}
filter-op-not-in-several = { $kind ->
    [fp] ne comprennent pas
    [mp] ne comprennent pas
   *[x] ne comprend pas
}
filter-op-ticked = est cochée
filter-op-unticked = n'est pas cochée
filter-op-during = tombe pendant
filter-op-empty = { $kind ->
    [fp] sont vides
    [mp] sont vides
   *[x] est vide
}
filter-op-not-empty = { $kind ->
    [f] est renseignée
    [fp] sont renseignées
    [mp] sont renseignés
   *[x] est renseigné
}
filter-op-ge-day = est à partir du
filter-op-le-day = est jusqu'au
filter-op-gt-day = est après le
filter-op-lt-day = est avant le
filter-fn-sum = Somme de { $field }
filter-fn-avg = Moyenne de { $field }
filter-fn-min = Plus petite valeur de { $field }
filter-fn-max = Plus grande valeur de { $field }
filter-fn-count = Nombre de { $field }
filter-fn-group-concat = Tous les { $field }
filter-fn-year = Année de { $field }
filter-fn-month = Mois de { $field }
filter-fn-extract = Mois de { $field }
filter-fn-quarter = Trimestre de { $field }
filter-fn-year-month = Mois et année de { $field }
filter-fn-upper = { $field } en majuscules
filter-fn-lower = { $field } en minuscules
filter-fn-initial = Initiale de { $field }
filter-fn-left = Initiale de { $field }
filter-fn-round = { $field }, sans décimales
filter-fn-abs = { $field }, sans signe
filter-fn-day = Chaque jour de { $field }
filter-fn-if = Tranche de { $field }
filter-range-this-day = aujourd'hui
filter-range-this-week = cette semaine
filter-range-this-month = ce mois-ci
filter-range-this-quarter = ce trimestre
filter-range-this-year = cette année
filter-range-this-fiscal-year = cet exercice
filter-range-previous-day = hier
filter-range-previous-week = la semaine dernière
filter-range-previous-month = le mois dernier
filter-range-previous-quarter = le trimestre dernier
filter-range-previous-year = l'année dernière
filter-range-previous-fiscal-year = l'exercice précédent
filter-range-ending-week = les 7 derniers jours
filter-range-ending-30-day = les 30 derniers jours
filter-range-ending-60-day = les 60 derniers jours
filter-range-ending-90-day = les 90 derniers jours
filter-range-ending-year = les 12 derniers mois
filter-range-ending-2-year = les 2 dernières années
filter-range-ending-3-year = les 3 dernières années
filter-range-next-week = la semaine prochaine
filter-range-next-month = le mois prochain
filter-range-next-quarter = le trimestre prochain
filter-range-next-year = l'année prochaine
filter-range-starting-week = les 7 prochains jours
filter-range-starting-month = les 30 prochains jours
filter-range-starting-2-month = les 60 prochains jours
filter-range-starting-quarter = les 3 prochains mois
filter-range-starting-year = les 12 prochains mois
filter-range-earlier-day = avant aujourd'hui
filter-range-greater-day = à partir d'aujourd'hui
filter-many-Contact = contacts
filter-many-Individual = personnes
filter-many-Organization = organisations
filter-many-Household = foyers
filter-many-Activity = échanges
filter-many-Relationship = liens
filter-many-GroupContact = membres de groupes
filter-many-Group = groupes
filter-many-Tag = étiquettes
filter-many-Note = notes
filter-many-Email = adresses e-mail
filter-many-Phone = téléphones
filter-many-Address = adresses
filter-many-Website = sites web
filter-many-IM = messageries
filter-many-OpenID = identités OpenID
filter-many-EntityFile = fichiers attachés
filter-name-EntityFile-entity_table = à quoi il est attaché
filter-name-Activity-all_contact_id = Qui y prend part
filter-many-File = fichiers
filter-many-SavedSearch = recherches
filter-many-EntityTag = fiches étiquetées
filter-many-User = comptes
filter-many-Country = pays
filter-many-StateProvince = départements et provinces
filter-many-RelationshipType = types de lien
filter-many-RelationshipCache = liens vus des deux côtés
filter-many-OptionValue = choix
filter-many-OptionGroup = listes de choix
filter-many-ContactType = types de contact
filter-many-LocationType = types de lieu
filter-many-CustomField = rubriques ajoutées
filter-many-CustomGroup = ensembles de rubriques
filter-many-SubscriptionHistory = entrées et sorties des groupes
filter-many-ActivityContact = participants aux échanges
filter-many-SearchDisplay = présentations
filter-many-SearchSegment = tranches
filter-many-Dashboard = tuiles
filter-many-County = comtés
filter-many-WorldRegion = régions du monde
filter-many-Role = rôles
filter-many-UserRole = rôles des comptes
filter-many-UserJob = tâches
filter-step-address_primary = Adresse
filter-step-email_primary = E-mail
filter-step-phone_primary = Téléphone
filter-step-im_primary = Messagerie
filter-step-employer_id = Employeur
filter-step-contact_id = Contact
filter-step-group_id = Groupe
filter-step-tag_id = Étiquette
filter-step-contact_id_a = Premier contact
filter-step-contact_id_b = Second contact
filter-step-relationship_type_id = Type de lien
filter-step-created_id = Créé par
filter-step-modified_id = Modifié par
filter-step-source_contact_id = Ajouté par
filter-step-country_id = Pays
filter-step-state_province_id = Département ou province
filter-step-location_type_id = Type de lieu
filter-step-parent_id = Parent
filter-step-activity_id = Échange
filter-step-original_id = Original
filter-step-saved_search_id = Recherche
filter-name-Contact-display_name = Nom complet
filter-name-Contact-age_years = Âge
filter-name-Contact-next_birthday = Jours avant l'anniversaire
filter-name-Contact-groups = Groupes
filter-name-Contact-tags = Étiquettes
filter-name-Contact-id = Numéro
filter-name-Contact-contact_type = Type
filter-name-Contact-contact_sub_type = Sous-type
filter-name-Contact-created_date = Ajouté le
filter-name-Contact-modified_date = Modifié le
filter-name-Contact-is_deleted = Dans la corbeille
filter-name-Contact-is_opt_out = Pas d'envoi groupé
filter-name-Contact-external_identifier = Numéro externe
filter-name-Contact-image_URL = Photo
filter-name-Contact-addressee_display = Destinataire
filter-name-Contact-email_greeting_display = Formule de l'e-mail
filter-name-Contact-postal_greeting_display = Formule du courrier
filter-name-Address-city = Ville
filter-name-Address-street_address = Rue
filter-name-Address-postal_code = Code postal
filter-name-Address-country_id = Pays
filter-name-Address-state_province_id = Département ou province
filter-name-Email-email = E-mail
filter-name-Email-on_hold = En attente
filter-name-Phone-phone = Téléphone
filter-name-Activity-subject = Objet
filter-name-Activity-activity_date_time = Date
filter-name-Activity-activity_type_id = Type
filter-name-Activity-status_id = Statut
filter-name-Activity-duration = Durée (minutes)
filter-name-Activity-location = Lieu
filter-name-Activity-details = Détails
filter-name-Activity-priority_id = Priorité
filter-name-Activity-id = Numéro
filter-name-Group-title = Groupe
filter-name-Group-description = Description
filter-name-Group-is_active = Actif
filter-name-GroupContact-status = Statut
filter-name-Tag-label = Étiquette
filter-name-Note-subject = Objet
filter-name-Note-note = Note
filter-name-Relationship-start_date = Début
filter-name-Relationship-end_date = Fin
filter-name-Relationship-is_active = En cours
filter-name-RelationshipType-label_a_b = Lien
filter-name-RelationshipType-label_b_a = Lien (inverse)
filter-name-Individual-display_name = Nom complet
filter-name-Individual-age_years = Âge
filter-name-Individual-next_birthday = Jours avant l'anniversaire
filter-name-Individual-groups = Groupes
filter-name-Individual-tags = Étiquettes
filter-name-Individual-id = Numéro
filter-name-Individual-contact_type = Type
filter-name-Individual-contact_sub_type = Sous-type
filter-name-Individual-created_date = Ajouté le
filter-name-Individual-modified_date = Modifié le
filter-name-Individual-is_deleted = Dans la corbeille
filter-name-Individual-is_opt_out = Pas d'envoi groupé
filter-name-Individual-external_identifier = Numéro externe
filter-name-Individual-image_URL = Photo
filter-name-Individual-addressee_display = Destinataire
filter-name-Individual-email_greeting_display = Formule de l'e-mail
filter-name-Individual-postal_greeting_display = Formule du courrier
filter-name-Organization-display_name = Nom complet
filter-name-Organization-age_years = Âge
filter-name-Organization-next_birthday = Jours avant l'anniversaire
filter-name-Organization-groups = Groupes
filter-name-Organization-tags = Étiquettes
filter-name-Organization-id = Numéro
filter-name-Organization-contact_type = Type
filter-name-Organization-contact_sub_type = Sous-type
filter-name-Organization-created_date = Ajouté le
filter-name-Organization-modified_date = Modifié le
filter-name-Organization-is_deleted = Dans la corbeille
filter-name-Organization-is_opt_out = Pas d'envoi groupé
filter-name-Organization-external_identifier = Numéro externe
filter-name-Organization-image_URL = Photo
filter-name-Organization-addressee_display = Destinataire
filter-name-Organization-email_greeting_display = Formule de l'e-mail
filter-name-Organization-postal_greeting_display = Formule du courrier
filter-name-Household-display_name = Nom complet
filter-name-Household-age_years = Âge
filter-name-Household-next_birthday = Jours avant l'anniversaire
filter-name-Household-groups = Groupes
filter-name-Household-tags = Étiquettes
filter-name-Household-id = Numéro
filter-name-Household-contact_type = Type
filter-name-Household-contact_sub_type = Sous-type
filter-name-Household-created_date = Ajouté le
filter-name-Household-modified_date = Modifié le
filter-name-Household-is_deleted = Dans la corbeille
filter-name-Household-is_opt_out = Pas d'envoi groupé
filter-name-Household-external_identifier = Numéro externe
filter-name-Household-image_URL = Photo
filter-name-Household-addressee_display = Destinataire
filter-name-Household-email_greeting_display = Formule de l'e-mail
filter-name-Household-postal_greeting_display = Formule du courrier
form-export-contacts = Tableur
view-design = Composer l'affichage
view-design-new = Nouvel affichage
view-design-preview = Aperçu
view-design-shape = L'affichage
view-design-sort = Trié par
view-design-sort-own = l'ordre de la recherche
view-design-way = Sens
view-design-up = du plus petit au plus grand
view-design-down = du plus grand au plus petit
view-design-columns = Colonnes
view-design-columns-words = Glissez-les dans l'ordre voulu, cochez celles à montrer.
view-design-column = Réglages
view-design-label = Titre
view-design-width = Largeur
view-width-own = selon les mots
view-width-narrow = étroite
view-width-medium = moyenne
view-width-wide = large
view-design-rewrite = Texte
view-design-rewrite-hint = Mettez la valeur d'une colonne entre crochets : [first_name] [last_name].
view-design-blank = Si vide
view-design-hint = Explication au survol
view-design-link = Lien
view-design-link-none = aucun
view-design-link-record = la fiche
view-design-link-path = l'adresse ci-dessous
view-design-link-kept = comme il est
view-design-path = Adresse
view-design-tally = Sous la colonne
view-tally-none = rien
view-tally-sum = somme
view-tally-avg = moyenne
view-tally-count = nombre
view-tally-min = plus petite valeur
view-tally-max = plus grande valeur
view-design-style = Aspect de la case
view-design-icon = Icône
view-design-row = Aspect de la ligne
view-design-none = aucun
view-design-if = Condition
view-design-always = toujours
view-design-when = si { $what }
view-look-strong = gras
view-look-success = vert
view-look-warning = jaune
view-look-danger = rouge
view-look-info = bleu
view-look-faded = estompé
view-look-struck = barré
view-icon-star = étoile
view-icon-check = coche
view-icon-warning = attention
view-icon-ban = interdit
view-icon-clock = horloge
view-icon-cake = gâteau
view-icon-phone = téléphone
view-icon-mail = enveloppe
view-icon-home = maison
view-icon-tag = étiquette
view-design-edit = Se modifie dans le tableau
view-design-around = Autour des lignes
view-design-limit = Lignes par page
view-design-empty = Quand rien ne correspond
view-design-weight = Les lignes se rangent à la main selon
view-design-toolbar = Boutons au-dessus
view-design-button = Bouton
view-design-try = Voir l'aperçu
view-design-delete = Supprimer cet affichage
view-order = Ordre
said-display-saved = L'affichage est enregistré.
said-display-deleted = L'affichage est supprimé.
said-rows-ordered = Le nouvel ordre est enregistré.
export-png = Image (PNG)
filter-op-near = est à moins de
filter-name-Address-proximity = Distance
compose-near = { $distance } { $unit } d'/de { $place }
compose-miles = miles
compose-distance = Distance
compose-unit = Unité
compose-around = Autour de
compose-around-words = Une ville, un code postal, une rue et sa ville, le nom d'une personne, ou une latitude et une longitude. Le lieu doit être l'adresse de quelqu'un.
form-preset-around = Contacts autour d'un lieu
form-preset-around-words = Qui habite à moins de tant de kilomètres d'une ville ou de quelqu'un
search-file = Un fichier
search-file-words = Toutes les lignes trouvées que vous avez le droit de voir.
search-file-format = Format
search-file-columns = Colonnes
search-file-own = celles de la recherche
search-file-whole = la fiche entière
search-file-merge = Lignes
search-file-each = une par contact
search-file-household = une par foyer
search-file-address = une par adresse
search-file-merge-words = Les membres d'un foyer lui laissent la place. Les personnes d'une même adresse partagent une ligne et sont saluées ensemble.
search-file-letters = Pour un envoi postal : sans les refus, les personnes décédées ni les adresses manquantes ; trié par code postal
search-file-do = Télécharger
search-file-keep = Garder ces colonnes
search-file-keep-words = Sous un nom, pour les reprendre dans un autre fichier.
search-file-more = Colonnes, foyers, envoi postal…
said-columns-kept = Les colonnes sont gardées.
said-columns-forgotten = Le jeu de colonnes est supprimé.
problem-column-set = Un jeu de colonnes porte déjà ce nom.
filter-fn-segment = { $field }
search-regular-rows = Seulement s'il y a des résultats
search-regular-mail = Aussi par e-mail à
search-regular-mail-words = Des adresses séparées par des virgules. Le fichier est joint au message.
search-regular-wrong = L'une de ces adresses n'est pas une adresse e-mail, ou il y en a plus de vingt.
search-mail-subject = { $name }, { $day }
search-mail-text = Voici la liste « { $name } » du { $day }. Si aucun fichier n'est joint, il était trop gros pour un message : il vous attend sur la page de la recherche, sous « Export régulier ».
search-segments = Tranches
search-segments-words = Des noms pour des tranches d'un nombre : les recherches les montrent et comptent par elles comme par une rubrique.
search-segment-new = Nouvelles tranches
search-segment-change = Les modifier
search-segment-fields = Voir ses nombres
search-segment-field = Nombre
search-segment-ranges = Tranches
search-segment-range = Nom de la tranche
search-segment-below = moins de
search-segment-hint = La tranche sans limite prend le reste. Ce qui n'a pas de nombre n'entre dans aucune.
search-segment-missing = Donnez un nom, un nombre et au moins une tranche.
said-segment-saved = Les tranches sont enregistrées.
said-segment-deleted = Les tranches sont supprimées.
compose-range-more = Et aussi

# Tableaux de saisie : plusieurs fiches à la fois
view-batch = Tableau de saisie
view-entity = Table de la base de données
task-grid = Modifier en tableau
grid-enter-intro = Saisissez vos { $what } comme dans un tableur, puis enregistrez le tout. Votre saisie est gardée d'ici là.
grid-change-intro =
    { $count ->
        [one] Une fiche. Modifiez ce que vous voulez, puis enregistrez.
       *[other] { $count } fiches. Modifiez ce que vous voulez, puis enregistrez le tout.
    }
grid-draft-kept = Votre brouillon est gardé.
grid-no-columns = Aucune colonne de cet affichage ne peut être saisie.
grid-save = Enregistrer les lignes
grid-more = Plus de lignes
grid-clear = Recommencer
grid-record = Fiche
grid-line = Ligne
grid-down = Recopier vers le bas
grid-down-of = Recopier « { $what } » vers le bas
grid-drop = Retirer
grid-drop-line = Retirer la ligne { $number }
grid-columns = Autres colonnes
grid-columns-do = Montrer ces colonnes
grid-wrong =
    { $count ->
        [one] Une case est à corriger. Rien n'est encore enregistré.
       *[other] { $count } cases sont à corriger. Rien n'est encore enregistré.
    }
grid-changed-meanwhile = Quelqu'un d'autre vient d'y mettre « { $what } ».
said-rows-entered = Les lignes sont enregistrées
said-grid-nothing = Il n'y a rien ici que vous puissiez modifier en tableau
said-grid-too-many = Un tableau prend 100 fiches au plus
said-entity-made = La table est à jour
view-entity-name = Pour d'autres recherches et programmes :
view-entity-made = Au { $at }, refaite toutes les heures.
view-entity-waits = Elle est en préparation.
view-entity-refresh = Refaire maintenant

# Affichages hors du cadre
view-design-outside = Ailleurs
view-design-tab = En onglet des contacts, par
view-design-tab-self = le contact lui-même
view-design-public = Tout le monde peut le lire sur une page à lui
view-design-whole = Tout le monde lit toutes les lignes
view-design-whole-words = Sinon, chacun ne lit que ce qu'il peut déjà voir, souvent rien. Les noms et adresses deviennent publics : demandez l'accord des personnes.
tab-whole = Toute la liste
embed-title = Listes publiques
embed-words = Les listes que tout le monde lit, et les sites web qui les montrent.
embed-intro = Une liste devient publique dans les réglages de son affichage. Elle montre les colonnes que vous avez choisies, et rien d'autre.
embed-none = Aucune liste n'est publique.
embed-whole = toutes les lignes, pour tout le monde
embed-frame = À mettre dans une page de votre site web
embed-sites = Sites web qui peuvent les montrer
embed-sites-help = Une adresse par ligne, par exemple https://www.exemple.org. Aucun autre site ne le peut.
embed-no-site = « { $what } » n'est pas l'adresse d'un site web comme https://www.exemple.org.
embed-too-many = { $count } sites au plus.

# Ce qui se fait avec les contacts cochés
task-activity = Noter un échange
task-wishes = Changer les préférences
task-unhold = Réactiver les adresses
task-labels = Étiquettes d'envoi
task-letters = Lettres sur papier
task-map = Sur une carte
task-print = Imprimer la liste
wishes-words =
    { $count ->
        [one] Pour un contact. Ce que vous laissez ne change pas.
       *[other] Pour { $count } contacts. Ce que vous laissez ne change pas.
    }
wishes-leave = laisser
said-wishes = Les préférences sont changées
said-none-held = Aucune de leurs adresses n'est en attente
said-unheld = Les adresses sont réactivées
unhold-words =
    { $count ->
        [0] Aucune adresse n'est suspendue pour cause de retours.
        [one] Une adresse est suspendue parce que du courrier est revenu.
       *[other] { $count } adresses sont suspendues parce que du courrier est revenu.
    }
unhold-wished =
    { $count ->
        [one] Aussi celle qui a été suspendue à la demande de la personne
       *[other] Aussi les { $count } qui ont été suspendues à la demande des personnes
    }
unhold-wished-help = Seulement si elles ont demandé à recevoir de nouveau du courrier.
act-words =
    { $count ->
        [one] Avec un contact.
       *[other] Avec { $count } contacts.
    }
act-how = Combien d'échanges
act-each = Un avec chacun
act-together = Un avec tous
said-acted = L'échange est noté
labels-words =
    { $left ->
        [0] { $count ->
            [one] Un contact.
           *[other] { $count } contacts.
        }
       *[other] { $count ->
            [one] Un contact ; { $left } de côté, faute d'adresse, à leur demande ou décédés.
           *[other] { $count } contacts ; { $left } de côté, faute d'adresse, à leur demande ou décédés.
        }
    }
labels-size = { $size } mm, { $count } par planche
labels-sheet = Étiquettes sur A4
labels-skip = Étiquettes déjà utilisées
labels-sort = Triées par
labels-by-code = code postal
labels-by-name = nom
labels-do = Faire les planches
letters-subject = Objet
letters-text = Lettre
letters-help = {"{"}contact.first_name{"}"}, {"{"}contact.postal_greeting{"}"} et toute autre rubrique se remplissent pour chacun.
letters-help-activities = Outre ce qui désigne le contact, comme {"{"}contact.first_name{"}"} : {"{"}activity.subject{"}"}, {"{"}activity.activity_type{"}"}, {"{"}activity.date{"}"}, {"{"}activity.details{"}"}.
letters-words =
    { $left ->
        [0] { $count ->
            [one] Une lettre, à la personne que l'échange concerne.
           *[other] { $count } lettres : à chaque personne concernée, une par échange.
        }
       *[other] { $count ->
            [one] Une lettre ; { $left } de côté, faute d'adresse, à leur demande ou décédés.
           *[other] { $count } lettres ; { $left } de côté, faute d'adresse, à leur demande ou décédés.
        }
    }
said-letters-nobody = Ces échanges ne concernent personne à qui écrire
said-letters-noted = Les fiches gardent que les lettres ont été écrites
letters-usual = {"{"}contact.postal_greeting{"}"},
letters-note = Garder dans chaque fiche que cette lettre a été écrite
letters-do = Faire les lettres
letters-unknown = Ces noms ne désignent rien : { $names }.
said-letters-too-many = 1 000 lettres au plus en une fois

# Tout le site en une archive
whole-title = Tout emporter
whole-words = Tout le site en tableaux simples, pour d'autres logiciels.
whole-intro = Une archive avec un tableau CSV par sorte de fiche, le sens de chaque colonne et les fichiers. Les mots de passe et les clés n'y sont pas.
whole-care = Elle contient tout sur tout le monde : gardez-la là où personne d'autre ne lit, et supprimez-la quand elle ne sert plus. Pour revenir dans Ruche, servez-vous plutôt d'une sauvegarde.
whole-do = Faire l'archive
whole-readme = Tout ce que contenait ce site le jour de l'archive. tables/ a un fichier CSV par sorte de fiche (UTF-8, virgules, RFC 4180 ; première ligne : noms des champs ; listes en JSON ; oui et non en 1 et 0). fields.csv dit le sens de chaque champ et à quelles fiches ses numéros renvoient. files/ contient les fichiers, chacun précédé de son numéro dans tables/File.csv.
