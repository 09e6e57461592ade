# Étiquettes
tags = Étiquettes
tag = Étiquette
tags-intro = Des mots qui se collent aux fiches, aux échanges et aux fichiers.
tags-none = Aucune étiquette pour l’instant
tags-none-help = C’est vite fait : écrivez-en une sur une fiche, et elle est ici.
tags-no-match = Aucune étiquette ne correspond
tags-no-match-help = Essayez d’autres mots.
tag-search = Chercher une étiquette
tag-new = Nouvelle étiquette
tag-set-new = Nouvel ensemble
tag-set-empty = Aucune étiquette dans cet ensemble.
tag-set-delete = Supprimer l’ensemble { $set }
tag-label = Étiquette
tag-description = Ce qu’elle veut dire
tag-color = Couleur
tag-parent = Sous
tag-used-for = Sert pour
tag-selectable = Peut être posée
tag-selectable-help = Sinon, elle ne fait que ranger celles qui sont dessous.
tag-reserved = Réservée
tag-reserved-help = Seules les personnes autorisées la modifient ou la suppriment.
tag-below = Nouvelle étiquette dessous
tag-merge = Fusionner
tag-merge-title = Fusionner l’étiquette { $tag }
tag-merge-into = Avec
tag-merge-words = Tout ce qui porte cette étiquette portera l’autre, et celle-ci disparaît. Vous pourrez annuler.
tag-count = { $count ->
    [0] jamais posée
    [one] une fois
   *[other] { $count } fois
  }
tag-remove = Ôter l’étiquette { $tag }
tag-new-help = Une étiquette connue, ou une nouvelle.
tag-known-help = Une des étiquettes connues.
tag-put = Poser
tag-moment-on = Étiquette { $tag } posée
tag-moment-off = Étiquette { $tag } ôtée
said-tag-on = Étiquette posée
said-tag-off = Étiquette ôtée
said-tag-deleted = Étiquette supprimée
said-tags-merged = Étiquettes fusionnées
filter-tag = portent l’étiquette { $value }
problem-tag-unknown = Cette étiquette n’existe pas ; voyez avec la personne qui gère les étiquettes.

tagging-words = { $count ->
    [one] Un élément est concerné.
   *[other] { $count } éléments sont concernés.
}
tagging-none = Aucune étiquette n’est prévue pour cela : indiquez-le en modifiant une étiquette.
said-records-tagged = L’étiquette est posée.
said-records-untagged = L’étiquette est retirée.
said-tag-moved = L’étiquette a changé de place.
said-tag-stays = Elle ne peut pas aller là ; elle reste où elle était.
