# Conditions d’utilisation et politique de données : versions, acceptation, preuve.
privacy-tab-terms = Conditions
terms-title = Conditions et politique de données
terms-intro = Publiez une version : chacun l’accepte à sa prochaine connexion, et la preuve est gardée.
terms-new = Nouvelle version
terms-none = Rien n’est publié.
terms-version = Version { $version }
terms-draft = brouillon
terms-holds = en vigueur
terms-past = ancienne
terms-accepted-by = { $count ->
    [0] personne n’a accepté
    [one] une personne a accepté
   *[other] { $count } personnes ont accepté
}
terms-public = Voir la page publique
terms-text-in = Texte · { $language }
terms-text-help = Une ligne vide sépare les paragraphes ; une ligne qui commence par # est un titre. Une langue sans texte montre l’autre.
terms-note = Ce qui change
terms-note-help = En une phrase ; dite à qui doit accepter.
terms-asked = À accepter à la prochaine connexion
terms-asked-help = Sans cela, la version remplace la précédente sans rien demander : pour une faute de frappe.
terms-publish = Publier
terms-publish-words = Une version publiée ne change plus.
terms-keep = Garder le brouillon
terms-delete = Supprimer le brouillon
terms-published = { $count ->
    [0] Publiée le { $day }. Personne n’a encore accepté.
    [one] Publiée le { $day }. Une personne a accepté.
   *[other] Publiée le { $day }. { $count } personnes ont accepté.
}
terms-missing = { $count ->
    [0] Tout le monde a accepté
    [one] Une personne n’a pas encore accepté
   *[other] { $count } personnes n’ont pas encore accepté
}
terms-missing-none = Chaque compte ouvert a accepté cette version ou une plus récente.
terms-missing-words = Ces comptes l’accepteront à leur prochaine connexion.
terms-remind = Leur écrire
terms-mail-subject = À accepter : { $what }
terms-mail-body = Une nouvelle version est publiée : { $what }. Merci de la lire et de l’accepter ; quelques instants suffisent.
terms-since = Version { $version }, en vigueur depuis le { $day }
terms-agree-title = Avant de continuer
terms-agree-words = Une nouvelle version est publiée. Lisez-la et acceptez-la pour continuer.
terms-accept-one = J’ai lu et j’accepte : { $what }
terms-accept-missing = Cochez la case pour continuer.
terms-agree = Continuer
terms-refuse = Ne pas accepter et se déconnecter
terms-accepted = Conditions acceptées
said-terms-published = La version est publiée
said-terms-deleted = Le brouillon est supprimé
said-terms-reminded = Les messages partent
said-terms-accepted = Merci, c’est noté
option-gdpr-terms-terms = Conditions d’utilisation
option-gdpr-terms-policy = Politique de données
problem-terms-fixed = Une version publiée ne change plus : faites-en une nouvelle.
problem-terms-future = Une version se publie le jour où elle entre en vigueur.
problem-terms-empty = Écrivez le texte avant de le publier.
problem-acceptance-fixed = Ce que quelqu’un a accepté ne se réécrit pas.
