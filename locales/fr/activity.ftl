# Échanges : la boîte du fil, pages, liste, tâches, agenda, séries, messages en attente.
activity = Échange
activities = Échanges
activities-none = Rien n'est encore noté
activities-none-help = Appels, rencontres, courriers et tâches se retrouvent ici, avec qui que ce soit.
activities-none-here = Aucun échange n'est noté avec ce contact.
activities-search = Chercher dans les objets
activity-new = Nouvel échange
activity-edit = Modifier l'échange
activity-save = Noter l'échange
activity-what = Quoi
activity-who = Qui
activity-who-intro = Commencez un nom, puis choisissez-le. Sans script, écrivez le nom entier ou le numéro de la fiche.
activity-standing = Où cela en est
activity-status-help = Sans précision, ce qui est à venir est prévu et le reste est fait.
activity-tags = Étiquettes
activity-files = Fichiers
activity-files-add = Ajouter un fichier
activity-next = Et ensuite ?
activity-next-intro = Une tâche qui en découle, pour vous ou pour quelqu'un d'autre.
activity-next-what = Ce qu'il faudra faire
activity-next-when = Le
activity-next-who = Par
activity-minutes = Minutes
activity-when = Quand
activity-when-help = Vide : maintenant.
activity-log-more = Durée, date, suite
activity-done = Fait
activity-reopen = Rouvrir
activity-follow = Donner suite
activity-repeat = Répéter
activity-facts = À propos
activity-no-details = Rien de plus n'a été noté.
activity-linked = Avant et après
activity-after = Fait suite à
activity-then = A donné lieu à
activity-series = Se répète
activity-in-bin = Cet échange est dans la corbeille.
activity-period = Période
activity-column-what = Échange
activity-column-with = Avec
activity-column-by = Par
activity-column-when = Quand
activity-column-status = Statut
activity-changed-meanwhile = Modifié entre-temps
role-target = Avec
role-assignee = À faire par
role-source = Noté par
people-me = Moi
people-ask = Nom ou numéro
people-add = Ajouter quelqu'un : { $role }
rich-tools = Texte
rich-bold = Gras
rich-italic = Italique
rich-list = Liste
rich-link = Lien
rich-plain = Texte simple
rich-link-ask = Adresse du lien
log-call = Appel
log-meeting = Rencontre
log-email = E-mail
log-note = Note
log-todo = À faire
moment-by = par { $who }
moment-with = avec { $who }
moment-for = à faire par { $who }
moment-files = { $count ->
    [one] 1 fichier
   *[other] { $count } fichiers
}
minutes = { $count } min
status-open = Pas encore fait
filter-without = Tout sauf { $value }
filter-but = Laisser de côté
filter-activity-type = { $value }
filter-activity-status = { $value }
filter-activity-period = { $value }
filter-activity-who = pour { $value }
filter-activity-with = avec { $value }
filter-activity-priority = priorité { $value }
filter-activity-tag = étiquette { $value }
filter-activity-from = depuis le { $value }
filter-activity-to = jusqu'au { $value }
filter-activity-files = Avec des fichiers
activity-with = Qui y prend part
activity-tag = Étiquette
activity-from = Du
activity-to = Au
activities-refine = Affiner dans le composeur
view-open = À faire
view-mine = Pour moi
period-today = Aujourd'hui
period-week = Cette semaine
period-month = Ce mois-ci
period-last-month = Le mois dernier
period-year = Cette année
period-last-year = L'an dernier
period-twelve = Ces 12 derniers mois
period-ahead = À partir d'aujourd'hui
steps-first = Les plus récents
steps-back = Plus récents
steps-on = Plus anciens
steps-last = Les plus anciens
tasks = Tâches
tasks-none = Rien à faire
tasks-none-help = Ce que l'on vous confie et ce que vous prévoyez apparaît ici, jour par jour.
tasks-late = En retard
tasks-today = Aujourd'hui
tasks-week = Cette semaine
tasks-later = Plus tard
tasks-done = Faites dernièrement
tasks-mine = Les miennes
tasks-open = Voir mes tâches
tasks-more = { $count ->
    [one] et 1 autre
   *[other] et { $count } autres
}
task-new = Nouvelle tâche
task-tick = Fait : { $name }
task-reopen = Rouvrir : { $name }
waiting-more = { $count ->
    [one] 1 autre tâche
   *[other] { $count } autres tâches
}
waiting-more-words = pour aujourd'hui ou déjà passées
calendar = Agenda
calendar-month = Mois
calendar-week = Semaine
calendar-mine = Le mien
calendar-all = Tout le monde
calendar-back = Avant
calendar-on = Après
calendar-today = Aujourd'hui
calendar-period = Période
calendar-more = La suite…
calendar-empty = Rien n'est prévu.
calendar-add = Prévoir quelque chose le { $day }
calendar-week-of = { $first } au { $last }
calendar-weekday = { $day ->
    [1] lun.
    [2] mar.
    [3] mer.
    [4] jeu.
    [5] ven.
    [6] sam.
   *[other] dim.
}
feed = Agenda sur mon téléphone
feed-words = Une adresse privée par laquelle vos échanges apparaissent dans votre agenda.
feed-intro = Vos échanges dans l'agenda de votre téléphone ou de votre ordinateur, toujours à jour. Qui connaît l'adresse les voit : ne la donnez à personne.
feed-name = Ruche
feed-make = Créer mon adresse
feed-renew = En créer une nouvelle
feed-revoke = Fermer cette adresse
feed-since = Vous avez une adresse depuis le { $when }. Elle ne s'affiche qu'une fois ; si elle est perdue, créez-en une nouvelle.
feed-once = Votre adresse. Elle ne s'affichera plus.
feed-how = Dans votre agenda, choisissez « s'abonner par adresse » et collez-la.
settings-me = Pour moi
repeat-intro = Chaque date devient un échange à part, lié à celui-ci. Ensuite, vous pourrez en modifier un seul, ceux qui suivent, ou tous.
repeat-rule = À quel rythme
repeat-each = Tous les
repeat-unit-label = Pas
repeat-unit = { $unit ->
    [hour] heures
    [day] jours
    [week] semaines
    [month] mois
   *[year] ans
}
repeat-days = Le
repeat-days-help = Pour les semaines ; vide, le jour du premier.
repeat-count = Combien de fois encore
repeat-end = Ou jusqu'au
repeat-show = Voir les dates
repeat-dates = Les dates
repeat-no-dates = Ce rythme ne donne aucune date. Dites combien de fois, ou jusqu'à quand.
repeat-leave-out = Décochez les dates à laisser de côté.
repeat-make = { $count ->
    [one] Prévoir cette date
   *[other] Prévoir ces { $count } dates
}
repeat-every = { $unit ->
    [hour] { $count ->
        [one] Toutes les heures
       *[other] Toutes les { $count } heures
    }
    [day] { $count ->
        [one] Tous les jours
       *[other] Tous les { $count } jours
    }
    [week] { $count ->
        [one] Toutes les semaines
       *[other] Toutes les { $count } semaines
    }
    [month] { $count ->
        [one] Tous les mois
       *[other] Tous les { $count } mois
    }
   *[year] { $count ->
        [one] Tous les ans
       *[other] Tous les { $count } ans
    }
}
repeat-until = , jusqu'au { $date }
repeat-times = { $count ->
    [one] , encore une fois
   *[other] , encore { $count } fois
}
scope = Ce changement vaut pour
scope-one = Celui-ci
scope-following = Celui-ci et les suivants
scope-all = Toute la série
scope-help = Dates et statuts restent ceux de chacun.
trash-following = Jeter celui-ci et les suivants
trash-series = Jeter toute la série
past-activity-made = { $who } l'a noté
past-activity-changed = { $who } l'a modifié
file-remove-one = Retirer { $name }
start-call = Noter un appel
place-activities = Échanges
place-tasks = Tâches
notice-assigned-subject = À faire : { $subject }
notice-assigned-body = { $who } vous confie ceci : { $subject } ({ $kind }), { $when }.
said-activity-done = C'est fait
said-activity-reopened = C'est rouvert
said-activity-trashed = Échange mis à la corbeille
said-activity-restored = Échange restauré
said-activity-saved = Échange enregistré
said-activity-created = Échange noté
said-activities-done = Les échanges cochés sont faits
said-activities-trashed = Les échanges cochés sont à la corbeille
said-log-empty = Dites d'abord de quoi il s'agit
said-note-added = Note gardée
said-task-added = Tâche prévue
said-call-logged = Appel noté
said-meeting-logged = Rencontre notée
said-email-logged = E-mail noté
said-repeated = Les dates sont prévues
said-repeat-none = Aucune date n'est choisie
said-feed-revoked = L'adresse est fermée
problem-activity-changed = Quelqu'un a modifié cet échange depuis que vous l'avez ouvert. Votre version est ci-dessous : enregistrez encore pour la garder, ou annulez pour voir l'autre.
problem-activity-series = Cet échange fait déjà partie d'une série.
field-Activity-activity_type_id = Type
field-Activity-subject = Objet
field-Activity-activity_date_time = Quand
field-Activity-duration = Durée (minutes)
field-Activity-location = Lieu
field-Activity-details = Détails
field-Activity-status_id = Statut
field-Activity-priority_id = Priorité
field-Activity-medium_id = Par
field-Activity-engagement_level = Engagement
field-Activity-result = Résultat
field-Activity-is_star = Important
field-Activity-campaign_id = Campagne

activities-change = Modifier ensemble
activities-change-words = { $count ->
    [one] Ce que vous choisissez ici vaudra pour l’échange coché. Ce que vous laissez vide ne change pas.
   *[other] Ce que vous choisissez ici vaudra pour les { $count } échanges cochés. Ce que vous laissez vide ne change pas.
}
activities-tag = Ajouter l’étiquette
activities-untag = Retirer l’étiquette
said-activities-changed = Activités modifiées
said-none-ticked = Cochez d’abord une activité
activities-leave = Ne pas changer

problem-activity-status = Les échanges de ce type n’ont pas ce statut.
problem-activity-files = Un échange n’a pas de place pour autant de fichiers.
