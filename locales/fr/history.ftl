# L'historique : qui a changé quoi, et comment revenir en arrière.
history-intro = Qui a changé quoi, et comment revenir en arrière. Rien ne s'efface ici.
history-none = Tout est encore neuf
history-none-help = Le premier changement s'inscrira ici, avec de quoi l'annuler.
history-no-match-help = Personne n'a rien changé de tel. Retirez un filtre.
history-redo = Rétablir
history-before = avant :
history-after = après :
history-fields = { $count ->
    [one] { $count } champ
   *[other] { $count } champs
}
history-through-api = par l'API
history-through-command = en ligne de commande
history-through-import = import de { $file }
history-through-job = tâche automatique
history-through-installation = à l'installation
history-you = Vous avez
history-they = { $name } a
history-created = { $who } créé { $name }
history-added = { $who } ajouté { $what } à { $name }
history-changed = { $who } modifié { $what } d'/de { $name }
history-changed-whole = { $who } modifié { $name }
history-removed = { $who } retiré { $what } d'/de { $name }
history-trashed = { $who } mis { $name } à la corbeille
history-restored = { $who } sorti { $name } de la corbeille
history-deleted = { $who } supprimé { $name } pour toujours
history-undid = { $who } annulé un changement
history-created-many = { $who } créé { $count ->
    [one] { $count } fiche
   *[other] { $count } fiches
}
history-changed-many = { $who } modifié { $count ->
    [one] { $count } fiche
   *[other] { $count } fiches
}
history-trashed-many = { $who } mis { $count ->
    [one] { $count } fiche
   *[other] { $count } fiches
} à la corbeille
history-restored-many = { $who } sorti { $count ->
    [one] { $count } fiche
   *[other] { $count } fiches
} de la corbeille
history-deleted-many = { $who } supprimé { $count ->
    [one] { $count } fiche
   *[other] { $count } fiches
} pour toujours
history-the-record = la fiche
history-the-email = l'e-mail
history-the-phone = le téléphone
history-the-address = l'adresse
history-the-website = le site web
history-the-messenger = la messagerie
history-the-note = la note
history-the-relationship = le lien
history-the-group = le groupe
history-the-tag = l'étiquette
history-the-activity = l'échange
history-the-account = le compte
history-the-setting = le réglage
history-the-choice = le choix de liste
history-the-fields = le bloc de champs
history-the-import = l'import
history-the-search = la recherche
history-the-display = l'affichage d'une recherche
history-the-file = le fichier
history-the-pair = une paire de fiches différentes
history-the-role = le rôle
history-the-rule = la règle d'accès
history-the-consent = le consentement
history-the-protection = le réglage de protection des données
history-the-request = la demande sur les données
history-the-breach = la violation de données
history-the-terms = les conditions
history-the-election = l'élection
history-the-candidate = la candidature
history-the-seat = les sièges d'une fonction
history-the-follow = le suivi d'une fiche
history-the-other = une donnée
history-a-record = une fiche
history-an-email = un e-mail
history-a-phone = un téléphone
history-an-address = une adresse
history-a-website = un site web
history-a-messenger = une messagerie
history-a-note = une note
history-a-relationship = un lien
history-a-group = un groupe
history-a-tag = une étiquette
history-an-activity = un échange
history-an-account = un compte
history-a-setting = un réglage
history-a-choice = un choix de liste
history-some-fields = un bloc de champs
history-an-import = un import
history-a-search = une recherche
history-a-display = un affichage de recherche
history-a-file = un fichier
history-a-pair = une paire de fiches différentes
history-a-role = un rôle
history-a-rule = une règle d'accès
history-a-consent = un consentement
history-a-protection = un réglage de protection des données
history-a-request = une demande sur les données
history-a-breach = une violation de données
history-some-terms = des conditions
history-an-election = une élection
history-a-candidate = une candidature
history-a-seat = les sièges d'une fonction
history-a-follow = le suivi d'une fiche
history-something = une donnée
undo-many = Annuler un changement sur { $count } fiches ?
undo-many-words = Il a été fait le { $date }. Les { $count } fiches redeviennent ce qu'elles étaient avant.
undo-many-do = Tout annuler
