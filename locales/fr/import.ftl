import-title = Importer des contacts
import-start = Importer une liste de contacts
import-settings-words = Faire entrer une liste : chaque ligne est montrée avant d’être écrite, et tout s’annule.
import-intro = Un tableur devient des contacts. Vous voyez tout, ligne par ligne, avant que rien ne soit écrit.
import-file = Fichier
import-file-help = Excel, LibreOffice, CSV, ou les fiches d’un carnet d’adresses (.vcf). Les colonnes sont reconnues par leur nom et leur contenu.
import-paste-instead = Coller des lignes plutôt qu’un fichier
import-paste = Lignes copiées d’un tableur
import-paste-example = Nom    Prénom    Mail
import-pasted = lignes-collees
import-look = Voir les colonnes
import-vcards = Plutôt un carnet d’adresses (vCard, .vcf) ?
import-nothing-yet = Rien n’est écrit avant votre accord.
import-nothing-handed = Choisissez un fichier ou collez des lignes.
import-too-large = Ce fichier est trop lourd. Partagez la liste en plusieurs fichiers.
import-past = Imports précédents
import-columns = { $count ->
    [one] { $count } colonne
   *[other] { $count } colonnes
  }
import-counted = { $created ->
    [one] { $created } créé
   *[other] { $created } créés
  }, { $updated } mis à jour, { $refused ->
    [one] { $refused } refusé
   *[other] { $refused } refusés
  }
import-counted-undone = { $count ->
    [0] Aucune ligne reprise
    [one] { $count } ligne reprise
   *[other] { $count } lignes reprises
  }
import-stage-draft = brouillon
import-stage-rehearsing = répétition en cours
import-stage-rehearsed = répété
import-stage-importing = import en cours
import-stage-imported = importé
import-stage-undoing = annulation en cours
import-stage-undone = annulé
import-column-file = Fichier
import-column-stage = État
import-column-rows = Lignes
import-column-who = Par
import-column-when = Quand
import-column-line = Ligne
import-column-contact = Contact
import-column-will = Ce qui changera
import-column-has = Ce qui a changé
import-column-keep = Garder
import-step-file = Fichier
import-step-columns = Colonnes
import-step-rehearsal = Répétition
import-step-import = Import
import-columns-intro = { $known } colonnes reconnues sur { $count }. Corrigez, puis répétez : rien n’est encore écrit.
import-columns-known = { $known } sur { $count } reconnues
import-rehearse = Répéter
import-rehearse-again = Répéter de nouveau
import-delete = Jeter cet import
import-options = Options
import-goal-of = Champ pour la colonne { $name }
import-goal-none = Ne pas importer
import-goals-person = Personne
import-goals-ways = Pour joindre
import-goals-address = Adresse
import-goals-ties = Liens et classement
import-goals-more = Autres champs
import-goal-full-name = Prénom et nom, à séparer
import-goal-organization = Nom de l’organisation
import-goal-id = Numéro de contact dans Ruche
import-goal-email = E-mail
import-goal-phone = Téléphone
import-goal-website = Site web
import-goal-employer = Employeur
import-goal-household = Foyer
import-goal-group = Groupe
import-goal-tag = Étiquette
import-goal-note = Note
import-known = Les contacts déjà connus
import-all-of-them = Tous les contacts de la liste
import-type = La liste contient des
import-mode = Quand un contact est déjà connu
import-mode-update = Mettre à jour
import-mode-update-note = La liste a raison ; une cellule vide ne change rien.
import-mode-fill = Compléter
import-mode-fill-note = Ce qui est connu reste, les champs vides sont remplis.
import-mode-skip = Laisser tel quel
import-mode-skip-note = La ligne est passée.
import-mode-create = Créer quand même
import-mode-create-note = Personne n’est recherché : chaque ligne devient un contact.
import-rule = Règle qui reconnaît
import-rule-help = Le numéro d’adhérent ou de contact passe toujours avant.
import-rule-none = Aucune
import-likeness = Demander en cas de ressemblance
import-likeness-help = Un nom presque pareil : vous décidez.
import-names = Dans le nom complet
import-names-first = Prénom puis nom
import-names-last = Nom puis prénom
import-calm = Calmer les MAJUSCULES des noms
import-zeros = Rendre les zéros perdus
import-zeros-help = Téléphones et codes postaux que le tableur a pris pour des nombres.
import-always = Pour toutes les lignes
import-always-help = Le pays, l’origine… Une cellule remplie passe avant.
import-always-value = Valeur
import-missing = Créer ce qui manque
import-missing-help = Employeurs, foyers, étiquettes et groupes nommés dans la liste.
import-remember = Retenir pour ce modèle de fichier
import-remember-help = La prochaine liste ira plus vite.
import-tag = Étiquette pour tous
import-group = Groupe pour tous
import-new-of-file = Nouveau, au nom du fichier
import-reading-options = Comment le fichier est lu
import-read-anew = Relire le fichier
import-encoding = Encodage
import-delimiter = Entre les cellules
import-delimiter-semicolon = Point-virgule
import-delimiter-comma = Virgule
import-delimiter-tab = Tabulation
import-delimiter-bar = Barre
import-sheet = Feuille
import-decimal = Nombres
import-decimal-comma = 12,50
import-decimal-point = 12.50
import-dates = Dates
import-dates-day = jour, mois, année
import-dates-month = mois, jour, année
import-dates-year = année, mois, jour
import-header = La première ligne nomme les colonnes
import-problem-twice = « { $one } » et « { $other } » remplissent le même champ. Choisissez-en une, ou un autre lieu.
import-problem-nobody = Aucune colonne ne dit qui c’est : il faut un nom, un e-mail ou un numéro.
import-rehearsing-intro = Chaque ligne est comparée à vos contacts. Rien n’est écrit.
import-importing-intro = Les lignes deviennent des contacts.
import-undoing-intro = L’import est repris, ligne après ligne.
import-reading = Lecture du fichier…
import-halted = Le travail s’est arrêté.
import-halted-words = Rien n’est fait à moitié : il reprend là où il en était.
import-go-on = Reprendre
import-to-columns = Revenir aux colonnes
import-undo = Annuler l’import
import-undo-title = Annuler cet import ?
import-undo-intro = Contacts créés : { $created }, mis à jour : { $updated }. Tout redevient comme avant.
import-undo-not = Garder l’import
import-undo-whole = Rien n’a changé depuis : tout peut être repris.
import-undo-stays = Ces contacts ont changé depuis l’import. Ce qui ne peut être repris sans perte restera comme il est :
import-undo-promise = Après l’import, tout peut être annulé d’un seul geste pendant 30 jours, sauf ce qui aura été modifié depuis.
import-rehearsed-intro = Rien n’est encore écrit. Voici, ligne par ligne, ce que ferait cette liste.
import-go = { $count ->
    [0] Rien à importer
    [one] Importer { $count } ligne
   *[other] Importer { $count } lignes
  }
import-another = Importer une autre liste
import-tally = Résultat de la répétition
import-tally-created = { $count ->
    [one] contact créé
   *[other] contacts créés
  }
import-tally-updated = mis à jour
import-tally-unchanged = sans changement
import-tally-doubtful = à trancher
import-tally-refused = en erreur
import-tally-skipped = passés
import-tally-kept = restés, modifiés depuis
import-tally-undone = lignes reprises
import-no-rows = Aucune ligne ici
import-no-rows-words = Choisissez un autre chiffre ci-dessus.
import-keep-line = Garder la ligne { $line }
import-keep-choices = Retenir ces choix
import-more-rows = Lignes suivantes
import-undecide = Revenir sur ce choix
import-doubt = Est-ce cette personne ?
import-doubt-new = Non, un nouveau contact
import-look-at = voir
import-mend = Corriger
import-refused-download = Télécharger les lignes en erreur
import-refused-file = a-corriger
import-how-id = par son numéro de contact
import-how-external = par son identifiant
import-how-rule = par la règle
import-how-likeness = par ressemblance
import-how-line = déjà plus haut dans la liste
import-how-decided = choisi par vous
import-how-decided-new = nouveau, choisi par vous
import-how-new = nouveau contact
import-fault-long = Trop long pour ce champ.
import-fault-number = « { $value } » n’est pas un nombre.
import-fault-date = « { $value } » n’est pas une date.
import-fault-yes = « { $value } » ne dit ni oui ni non.
import-fault-choice = « { $value } » ne figure pas dans la liste des choix.
import-fault-email = « { $value } » n’est pas une adresse e-mail.
import-fault-id = Aucun contact ne porte le numéro { $value }.
import-fault-nobody = Cette ligne ne dit pas qui c’est.
import-fault-refused = Refusé : { $value }
import-unreadable-empty = Ce fichier est vide.
import-unreadable-other = Ce n’est pas un tableau : on dirait { $kind }. Enregistrez la liste en .xlsx, .ods ou .csv.
import-unreadable-wide = La ligne { $line } a plus de { $most } colonnes : est-ce le bon fichier ?
import-unreadable-long = Une cellule de la ligne { $line } est bien trop longue : un guillemet n’est peut-être pas fermé.
import-unreadable-bomb = Une fois ouvert, ce classeur serait bien trop gros.
import-unreadable-damaged = Ce fichier est abîmé. Ouvrez-le dans votre tableur et enregistrez-le de nouveau.
import-unreadable-sheet = Il n’y a pas de feuille « { $name } ».
import-unreadable-so = Le fichier ne se laisse pas lire ainsi.
import-see = Voir l’import
import-job-rehearse = Répétition d’un import
import-job-import = Import de contacts
import-job-undo = Annulation d’un import
import-told-rehearsed = { $count ->
    [one] { $count } ligne comparée à vos contacts
   *[other] { $count } lignes comparées à vos contacts
  }
said-import-deleted = L’import est jeté.
said-import-moved-on = L’import a avancé entre-temps.
said-import-read-anew = Le fichier est relu.
