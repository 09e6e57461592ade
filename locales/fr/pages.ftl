# Les pages : accueil, liste, fiche, réglages.
search-list = Chercher dans la liste
filter-wish = Particularité
filter-flag = { $value }
filter-sub = sont du sous-type { $value }
yes = oui
no = non
role-administrator = Administration
history-program = Ruche
did-create-contact = a créé cette fiche
did-update-contact = a modifié cette fiche
did-delete-contact = a supprimé la fiche
did-trash = a mis cette fiche à la corbeille
did-restore = a sorti cette fiche de la corbeille
did-add = a ajouté { $what }
did-change = a modifié { $what }
did-remove = a retiré { $what }
did-undo = a annulé un changement
did-nothing = n'a rien changé
entity-Email = l'e-mail
entity-Phone = le téléphone
entity-Address = l'adresse
entity-Website = le site web
entity-IM = la messagerie
entity-SubjectRequest = une demande sur ses données
entity-Consent = un consentement
entity-RetentionException = une raison de garder la fiche
entity-SensitiveMark = un champ sensible
entity-TermsAcceptance = l’accord aux conditions
entity-Follow = un suivi
entity-Mention = une mention
entity-DedupeException = une paire de fiches différentes
entity-UserRole = un rôle
entity-OpenID = l'identité OpenID
entity-Note = une note
entity-Relationship = un lien
entity-GroupContact = un groupe
entity-EntityTag = une étiquette
entity-EntityFile = un fichier
entity-File = un fichier
entity-ActivityContact = un échange
entity-User = le compte
fields-set = { $label } : { $value }
fields-emptied = { $label } : { $value } retiré
fields-moved = { $label } : { $before } → { $after }
thread-undone = Annulé depuis
thread-changes = { $count ->
    [one] { $count } changement
   *[other] { $count } changements
}
tie-employee = salarié·e
tie-employer = employeur
ties-more = { $count ->
    [one] et { $count } autre personne
   *[other] et { $count } autres personnes
}
block-empty = Rien n'est noté.
way-billing = facturation
way-held = en attente
way-do-not-email = ne pas écrire
way-do-not-phone = ne pas appeler
way-do-not-mail = pas de courrier
way-extension = poste { $number }
field-custom-greeting = Formule personnelle
help-employer = Le nom de l'organisation, ou le numéro de sa fiche. Si elle n'a pas encore de fiche, elle est créée.
problem-employer-unknown = Aucune organisation ne porte ce nom. Créez d'abord sa fiche.
problem-employer-several = Plusieurs organisations portent ce nom. Écrivez le numéro de la bonne.
alike-email = même e-mail
alike-phone = même téléphone
alike-name = même nom
undone-by = annulé le { $date } par { $who }
undo-stuck = Ce changement ne peut plus être annulé d'un bloc : { $names } a changé depuis.
filter-by = par { $value }
palette-places = Aller à
palette-actions = Faire
filter-on-hold = E-mail en attente
home-letter-empty = Nous sommes { $day }. La ruche attend ses premiers noms.
home-letter = Nous sommes { $day }. { $count ->
    [0] Aucune fiche nouvelle ce mois-ci.
    [one] { $count } fiche nouvelle ce mois-ci.
   *[other] { $count } fiches nouvelles ce mois-ci.
}
home-start = Présentez votre association
home-start-words = Son nom, son pays, sa langue : trois questions.
home-start-do = Commencer
home-first = Créez une première fiche
home-first-words = Un nom suffit.
home-held = { $count ->
    [one] { $count } e-mail revient
   *[other] { $count } e-mails reviennent
}
home-held-words = L'adresse ne répond plus : corrigez-la.
home-held-do = Voir les fiches
home-figures = Contacts
home-figures-aside = fiches créées par mois
home-figures-told = Fiches créées ce mois-ci : { $count }
settings-site = L'association
settings-organisation = Nom, langue et pays
settings-organisation-words = Comment elle s'appelle, où elle est, comment elle compte.
settings-names = Noms des contacts
settings-names-words = Comment un nom s'écrit, et par quoi il se trie.
settings-lists = Listes de choix
settings-choices = { $count ->
    [one] { $count } choix
   *[other] { $count } choix
}
list-ContactType = Types de contact
list-LocationType = Lieux
setting-name = Nom de l'association
setting-timezone = Fuseau horaire
setting-currency = Monnaie
setting-fiscal-month = L'exercice commence en
setting-week-begins = La semaine commence le
setting-display-name = Nom affiché
setting-sort-name = Nom de tri
choice-label = Libellé
choice-icon = Icône
choice-description = Précision
choice-parent = Sous-type de
start-role = Rôle
start-link = Le lien à lui envoyer
start-link-help = Il fonctionne une fois, pendant 48 heures, à la suite de l'adresse de votre site.
count-people = { $count ->
    [one] { $count } personne
   *[other] { $count } personnes
}
count-households = { $count ->
    [one] { $count } foyer
   *[other] { $count } foyers
}
count-organisations = { $count ->
    [one] { $count } organisation
   *[other] { $count } organisations
}
action-call = Appeler
said-must-stay = Rien n'a bougé : l'association et les titulaires d'un compte gardent leur fiche
way-at = { $way } ({ $place })
way-for-billing = Les factures et les reçus vont ici
