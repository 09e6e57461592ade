# Les fichiers : pièces jointes, envois, cadrage de la photo.
files-title = Fichiers
files-add = Ajouter des fichiers
files-add-button = Envoyer les fichiers
files-help = Documents, tableurs, images, archives ; { $most } Mo au plus chacun. Dans les images, les lieux et les dates sont effacés.
files-description = Description
files-description-help = De quoi s'agit-il ? Une ligne pour tous
files-empty = Aucun fichier
files-empty-words = Bulletins d'adhésion, autorisations, courriers : ce qui concerne cette fiche se range ici, et seuls ceux qui voient la fiche le voient.
files-none-chosen = Choisissez au moins un fichier.
file-remove = Retirer { $name }
file-drop = ou déposez-les ici, ou collez
file-drop-one = ou déposez-la ici, ou collez
file-sending = Envoi en cours
file-by = par { $name }
file-size-bytes = { $count ->
    [one] { $count } octet
   *[other] { $count } octets
}
file-size-kilo = { $count } ko
file-size-mega = { $size } Mo
photo-crop = La partie de l'image qui sera gardée : déplacez-la avec la souris ou les flèches
photo-crop-side = Taille du carré
said-file-added = Fichier ajouté
said-files-added = Fichiers ajoutés
said-file-removed = Fichier retiré
said-photo-kept = Photo changée
said-photo-removed = Photo retirée
file-refused-empty = { $name } est vide. Rien n'a été gardé.
file-refused-large = { $name } dépasse { $most } Mo. Rien n'a été gardé.
file-refused-kind = { $name } n'est pas d'un genre accepté ici, ou n'est pas ce que son nom annonce. Envoyez un PDF, un document, un tableur ou une image.
file-refused-broken = { $name } est illisible : l'image est abîmée ou coupée.
file-refused-pixels = { $name } a trop de pixels. Réduisez l'image et renvoyez-la.
file-refused-virus = { $name } contient un virus et a été jeté. { $virus }
file-refused-unscanned = { $name } n'a pas pu être vérifié par l'antivirus et n'a pas été gardé. Réessayez plus tard, ou prévenez la personne qui s'occupe du serveur.
file-refused-full = Il n'y a plus de place pour { $name } : les fichiers de l'association ont atteint leur limite.
file-refused-fault = { $name } n'a pas pu être gardé. C'est notre faute ; réessayez.
problem-file-empty = Le fichier est vide.
problem-file-large = Le fichier est trop lourd.
problem-file-kind = Le fichier n'est pas d'un genre accepté, ou n'est pas ce que son nom annonce.
problem-file-picture = L'image est illisible, ou a trop de pixels.
problem-file-virus = Le fichier contient un virus, ou n'a pas pu être vérifié.
problem-file-full = Il n'y a plus de place pour les fichiers.
problem-file-fault = Le fichier n'a pas pu être gardé.
problem-file-path = Un fichier ne peut pas être pris sur le disque du serveur.

documents = Documents
documents-words = Tous les fichiers que vous pouvez voir, et à quoi ils se rattachent.
documents-search = Chercher par nom ou description
documents-show = Afficher
documents-none = Aucun fichier
documents-none-words = Les fichiers ajoutés à une fiche, un échange ou une relation s’affichent ici.
documents-older = Fichiers plus anciens
documents-name = Nom
documents-of = Se rattache à
documents-kind = Type
documents-date = Ajouté le

files-more = Dossier, validité
file-folder = Dossier
file-folder-help = Par exemple Contrats, ou Comptes rendus. Les fichiers d’un dossier sont rangés ensemble.
file-folders = Il y a : { $folders }. Un autre nom crée un nouveau dossier.
file-until-label = Valable jusqu’au
file-until-help = Pour les assurances, licences, certificats : la liste dit quand l’un d’eux n’est plus valable.
file-until = valable jusqu’au { $date }
file-over = plus valable depuis le { $date }
file-older = { $count ->
    [one] 1 version précédente
   *[other] { $count } versions précédentes
}
file-edit = Modifier { $name }
file-about = Ce qu’on en sait
file-version = Nouvelle version
file-version-help = Elle prend la place de ce fichier ; la version précédente reste lisible.
problem-file-replaces = Un fichier ne prend pas sa propre place.
