multisite-title = Plusieurs sites
multisite-words = Des antennes avec leur adresse, leur nom et leurs contacts, sur cette base.
multisite-intro = Une fédération et ses antennes peuvent partager cette base. Chaque site a son adresse, son nom et ses réglages, et peut ne voir que ses propres contacts.
multisite-add = Ajouter un site
multisite-main = Site principal
multisite-apart = À part
multisite-any-address = Répond à tout nom qu’aucun autre site ne porte
multisite-no-address = Pas encore d’adresse : personne n’y accède
multisite-people = ({ $count ->
    [one] { $count } personne
   *[other] { $count } personnes
})
multisite-accounts = { $count ->
    [0] aucun compte
    [one] { $count } compte
   *[other] { $count } comptes
}
multisite-change = Modifier
multisite-remove = Supprimer
multisite-removed = Site supprimé
multisite-what = Le site
multisite-what-words = Son nom figure en tête de ses pages et dans ses courriers.
multisite-description = Description
multisite-address-help = Par exemple https://lyon.exemple.org. Ce nom doit mener à ce serveur : voir le guide d’installation.
multisite-own = Langue et monnaie
multisite-own-words = Ce qui n’est pas choisi suit le site principal.
multisite-as-main = Comme sur le site principal
multisite-as-shipped = Comme à l’installation
multisite-people-title = Contacts
multisite-people-words = Sur un site à part, toute personne ajoutée rejoint son groupe. Les rôles autorisés à voir les contacts de leur site ne voient que ce groupe ; ceux qui voient tous les contacts les voient toujours.
multisite-keep-apart = Garder à part les contacts de ce site
multisite-group = Groupe de ses contacts
multisite-new-group = Un nouveau groupe au nom du site
