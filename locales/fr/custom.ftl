# Blocs de champs : où on les construit, et comment ils se présentent sur une fiche.
problem-custom-misfit = Des fiches portent des valeurs qui ne conviennent pas à cette nature.
problem-custom-one-by-one = Déplacez d’abord le champ, puis changez sa nature, ou l’inverse.
problem-custom-file = Un champ de fichiers reste un champ de fichiers, dans son bloc.
problem-custom-move = Un champ se déplace seulement entre blocs des mêmes fiches, à une ligne par fiche.
problem-several-found = Plusieurs fiches portent ce nom ; donnez le numéro de l’une d’elles, par exemple #12.
problem-reference-filter = Ce champ n’accepte pas cette fiche : elle ne fait pas partie de celles que son filtre laisse passer.
problem-custom-condition = Choisissez un champ et de quoi le comparer.
problem-custom-formula = Ceci ne peut pas être compté : choisissez d’autres enregistrements, ou un autre champ.
problem-custom-full = Il n’y a plus de place ici pour une ligne.
problem-custom-no-options = Proposez au moins un choix.

custom-answers = { $count ->
    [one] 1 réponse
   *[other] { $count } réponses
}
custom-yes = Oui
custom-no = Non
custom-record-add = Ajouter une ligne
custom-record-edit = Modifier cette ligne
custom-record-copy = Copier cette ligne
custom-record-delete = Supprimer cette ligne
custom-record-tools = Actions
custom-file-held = Ici maintenant : { $name }. Un nouveau fichier prend sa place.
custom-no-records = Rien ici pour l’instant
custom-no-records-help = Chaque ligne est un enregistrement : une formation, un diplôme, un séjour.

said-set-kept = Bloc enregistré
said-set-deleted = Bloc supprimé, ses valeurs sont gardées 30 jours
said-field-kept = Champ enregistré
said-field-deleted = Champ supprimé, ses valeurs sont gardées 30 jours
said-field-moved = Champ déplacé, avec ses valeurs

settings-fields = Blocs de champs
settings-fields-words = Ce que vous voulez savoir des personnes, des groupes ou des liens, au-delà de ce que sait toute association.
settings-data = Champs

fields-title = Blocs de champs
fields-intro = Ce que votre association veut savoir, dans ses mots.
fields-none = Aucun bloc pour l’instant
fields-none-help = Un bloc réunit des champs qui vont ensemble, par exemple « Bénévolat » avec savoir-faire et disponibilités.
fields-lists = Listes partagées
fields-lists-intro = Des listes de choix que plusieurs champs utilisent. Changez la liste une fois, tous suivent.
fields-lists-none = Aucune liste partagée pour l’instant
fields-lists-none-help = La liste d’un de vos champs peut aussi servir à d’autres : choisissez-la là où un champ demande ses choix.
fields-list-add = Nouvelle liste
fields-list-title = Nom de la liste
fields-list-choices = Choix, un par ligne
fields-list-used = { $count ->
    [0] aucun champ ne l’utilise
    [one] utilisée par 1 champ
   *[other] utilisée par { $count } champs
}
fields-set-add = Nouveau bloc
fields-set-new = Un nouveau bloc
fields-set-title = Nom du bloc
fields-set-extends = Sur quoi
fields-set-only = Seulement pour
fields-set-only-help = Rien de coché : pour tous.
fields-set-style = Où il se trouve
fields-set-style-inline = Un bloc sur la fiche
fields-set-style-inline-note = Vu d’un coup d’œil, modifié sur place.
fields-set-style-tab = Un onglet à lui
fields-set-style-tab-note = Pour les formulaires plus longs.
fields-set-style-table = Un tableau de plusieurs lignes
fields-set-style-table-note = Formations, diplômes, séjours : autant de lignes qu’il en faut.
fields-set-most = Nombre de lignes au plus
fields-set-collapsed = Replié tant qu’on ne l’ouvre pas
fields-set-public = Peut figurer sur les pages publiques
fields-set-help-before = Dit avant les champs
fields-set-help-after = Dit après les champs
fields-set-about = Le bloc
fields-set-look = Sa présentation
fields-set-settings = Réglages du bloc
fields-set-more = Autres actions sur ce bloc
fields-set-rest = Mettre au repos
fields-set-wake = Remettre en service
fields-set-delete = Supprimer le bloc
fields-set-of = { $count ->
    [0] aucun champ
    [one] 1 champ
   *[other] { $count } champs
}
fields-set-intro = { $count ->
    [0] Un bloc encore sans champ, sur : { $where }.
    [one] Un bloc d’un champ, sur : { $where }.
   *[other] Un bloc de { $count } champs, sur : { $where }.
}
fields-set-table = tableau
fields-set-tab = onglet
fields-of-set = Champs du bloc
fields-no-field = Aucun champ pour l’instant
fields-no-field-help = Ajoutez le premier : choisissez sa nature d’après un exemple.
fields-add = Ajouter un champ
fields-new = Un nouveau champ
fields-more = Plus de réglages
fields-preview = Aperçu
fields-preview-show = Aperçu
fields-preview-empty = Les champs apparaissent ici à mesure que vous les ajoutez.
fields-move = Déplacer vers un autre bloc
fields-move-title = Déplacer « { $name } »
fields-move-intro = Ses valeurs suivent, pour toutes les fiches à la fois.
fields-move-to = Vers le bloc
fields-move-none = Il n’y a pas d’autre bloc pour les mêmes fiches.
fields-move-do = Déplacer le champ
fields-rest = Mettre au repos
fields-wake = Remettre en service
fields-delete = Supprimer
fields-options = Choix proposés
fields-options-help = La coche marque ce qui est proposé d’office. Un choix retiré reste lisible sur les fiches qui le portent.
fields-options-shared = Modifier les choix de cette liste
fields-option = Choix
fields-option-add = Un choix de plus
fields-option-drop = Retirer « { $name } »
fields-option-used = { $count ->
    [one] sur 1 fiche
   *[other] sur { $count } fiches
}
fields-propose = Proposer « { $name } » d’office
fields-proposed = Proposé d’office
fields-list-own = Ses propres choix
fields-list = Les choix viennent de
fields-label = Nom du champ
fields-kind = Nature
fields-kind-which = Que voulez-vous savoir ?
fields-kind-group-text = Texte
fields-kind-group-choice = Choix
fields-kind-group-number = Nombres et dates
fields-kind-group-link = Liens
fields-kind-text = Texte court
help-kind-text = Surnom, numéro de carte
fields-kind-long = Texte long
help-kind-long = Remarques, parcours
fields-kind-rich = Texte mis en forme
help-kind-rich = Avec du gras et des listes
fields-kind-select = Un choix, dans une liste
help-kind-select = Taille de tee-shirt : S, M, L
fields-kind-radio = Un choix, tous visibles
help-kind-radio = Le matin ou le soir
fields-kind-several = Plusieurs choix
help-kind-several = Couture, permis B, anglais
fields-kind-several-list = Plusieurs choix, dans une liste
help-kind-several-list = Pour les longues listes
fields-kind-bool = Oui ou non
help-kind-bool = Charte signée
fields-kind-int = Nombre entier
help-kind-int = Nombre d’enfants
fields-kind-float = Nombre
help-kind-float = Heures données : 12,5
fields-kind-money = Somme
help-kind-money = Caution : 50,00 €
fields-kind-date = Date
help-kind-date = Brevet de secourisme : 12 mars 2026
fields-kind-country = Pays
help-kind-country = Nationalité
fields-kind-province = Département ou province
help-kind-province = Lieu de naissance
fields-kind-url = Adresse web
help-kind-url = https://example.org
fields-kind-contact = Un contact
help-kind-contact = Parrain, médecin, tuteur
fields-kind-contacts = Plusieurs contacts
help-kind-contacts = Enfants gardés
fields-kind-record = Une autre fiche
help-kind-record = Un groupe, une étiquette, un échange
fields-kind-file = Fichier
help-kind-file = Charte signée
fields-kind-other = { $data }, { $input }
fields-kind-total = Calculé
help-kind-total = Réunions suivies, dernier échange
fields-total = Ce qui est compté
fields-total-help = Calculé d’après les enregistrements où la personne figure, et tenu à jour. Personne ne le saisit.
fields-total-entity = Enregistrements
fields-total-function = Ce qu’on en tire
fields-total-count = Combien il y en a
fields-total-sum = Le total de
fields-total-average = La moyenne de
fields-total-greatest = Le plus grand ou le plus récent
fields-total-least = Le plus petit ou le plus ancien
fields-total-last = Ce que dit le plus récent
fields-total-first = Ce que dit le plus ancien
fields-total-field = De quel champ
fields-total-role = Au titre de
fields-total-period = Sur la période
fields-when-title = Conditions
fields-when = Ce champ
fields-when-never = est toujours montré
fields-when-show = est montré seulement si
fields-when-require = est obligatoire si
fields-when-both = est montré, et obligatoire, seulement si
fields-when-kept = suit des conditions posées par un autre programme
fields-when-how = Ces conditions valent
fields-when-all = toutes
fields-when-any = l’une d’elles
fields-when-field = Autre champ
fields-when-operator = Comparaison
fields-when-value = Avec
fields-when-is = est
fields-when-is-not = n’est pas
fields-when-filled = est rempli
fields-when-empty = est vide
fields-when-least = est au moins
fields-when-most = est au plus
fields-when-record = La fiche elle-même
fields-required = À remplir obligatoirement
fields-searchable = Dans les recherches et les filtres
fields-range = Recherché de … à …
fields-view = Montré seulement, rempli par un programme
fields-in-table = Montré dans le tableau
fields-default = Proposé d’office
fields-default-date = Proposée d’office
fields-default-date-help = Une date comme 2026-01-31, ou « today » pour aujourd’hui.
fields-help-before = Dit avant le champ
fields-help-after = Aide sous le champ
fields-length = Nombre de signes au plus
fields-rows = Lignes montrées
fields-columns = Choix en colonnes
fields-date-parts = Ce qu’on demande
fields-date-day = Jour, mois et année
fields-date-month = Mois et année
fields-date-year = Année
fields-date-time = Jour et heure
fields-years-before = Années en arrière
fields-years-after = Années en avant
fields-entity = Quelles fiches
fields-filter-group = Seulement les membres de
fields-filter-group-help = Un groupe parmi lequel on choisit les contacts.
choices-edit-here = Changer ces choix
fields-filter-type = Seulement ces contacts
fields-filter = Seulement les fiches avec
fields-filter-help = Comme l’API l’écrit : is_active=1&source=Web
fields-misfit-title = Ces valeurs ne conviennent pas
fields-misfit-line = { $count ->
    [one] « { $value } » sur 1 fiche
   *[other] « { $value } » sur { $count } fiches
}
fields-colon = {" : "}
fields-from = de
fields-to = à

entity-custom = un bloc de champs
entity-CustomGroup = un bloc de champs
entity-CustomField = un champ

view-on-Contact = Tous les contacts
view-on-Individual = Personnes
view-on-Household = Foyers
view-on-Organization = Organisations
view-on-Activity = Échanges
view-on-Relationship = Liens
view-on-Group = Groupes
view-on-Contribution = Dons
view-on-ContributionRecur = Dons réguliers
view-on-Membership = Adhésions
view-on-Event = Événements
view-on-Participant = Inscriptions
view-on-Pledge = Promesses
view-on-Campaign = Campagnes
view-on-Case = Dossiers
view-on-Grant = Subventions
view-on-Address = Adresses
view-on-Phone = Téléphones
view-on-Email = Adresses e-mail
view-on-IM = Messageries
view-on-OpenID = Comptes OpenID
view-on-Survey = Enquêtes
