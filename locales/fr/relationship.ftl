# Liens
relationships = Liens
relationship-add = Ajouter un lien
relationships-none = Aucun lien pour l’instant
relationships-none-help = Famille, travail, bureau : dites qui est lié à qui.
relationships-past = Passés
relationship-edit = Modifier le lien avec { $name }
relationship-end = Terminer aujourd’hui
relationship-delete = Supprimer
relationship-more = Description et droits
relationship-make = Personne ne porte ce nom. Créer une fiche ?
relationship-new = Un lien de { $name }
relationship-kind = { $name } est
relationship-who = De qui
relationship-other = l’autre
relationship-start = Depuis le
relationship-last = Jusqu’au
relationship-description = Description
relationship-permission-none = rien
relationship-permission-view = voir la fiche
relationship-permission-edit = voir et modifier la fiche
relationship-permission-on = { $who } peut, pour { $whom }
relationship-may-view = { $who } peut voir la fiche de { $whom }
relationship-may-edit = { $who } peut voir et modifier la fiche de { $whom }
relationship-from-year = de { $day }
relationship-from-day = du { $day }
relationship-to-year = à { $day }
relationship-to-day = au { $day }
relationship-since-year = depuis { $day }
relationship-since-day = depuis le { $day }
relationship-until-year = jusqu’à { $day }
relationship-until-day = jusqu’au { $day }
relationship-coming-year = à partir de { $day }
relationship-coming-day = à partir du { $day }
relationship-graph = Deux pas alentour
relationship-graph-of = Les fiches autour de { $name }
relationship-types = Types de liens
relationship-types-intro = Ce que l’un est pour l’autre, et qui peut l’être.
relationship-type-one = L’un est … de l’autre
relationship-type-other = L’autre est … de l’un
relationship-type-other-help = Laissez vide si c’est la même chose.
relationship-type-end-one = L’un est
relationship-type-end-other = L’autre est
relationship-type-anybody = n’importe qui
said-relationship-added = Lien ajouté
said-relationship-ended = Lien terminé
said-relationship-deleted = Lien supprimé
said-relationship-type-used = Il sert encore ; mettez-le plutôt au repos
problem-relationship-there = Ce lien existe déjà.
problem-relationship-self = Personne n’est lié à soi-même.
relationships-back = Retour aux liens
relationship-note-add = Noter quelque chose sur le lien avec { $name }
relationship-notes = { $count ->
    [one] 1 note
   *[other] { $count } notes
}

task-relate = Relier à quelqu’un
relate-words = { $count ->
    [one] Un contact sera relié à la personne, au foyer ou à l’organisation que vous nommez.
   *[other] { $count } contacts seront reliés à la personne, au foyer ou à l’organisation que vous nommez.
}
relate-kind = Leur lien
relate-too-many = On relie { $most } contacts au plus à la fois : restreignez la liste.
said-related = Contacts reliés
said-related-some = Contacts reliés ; ceux à qui ce lien ne convient pas, ou qui étaient déjà reliés, n’ont pas changé
said-related-none = Personne n’a été relié : ce lien ne convient à aucun d’eux, ou ils étaient déjà reliés

household-elsewhere = { $count ->
    [one] { $names } a une autre adresse que ce foyer.
   *[other] { $names } ont une autre adresse que ce foyer.
}
household-share = Leur donner cette adresse
said-address-shared = L’adresse du foyer est maintenant la leur.
