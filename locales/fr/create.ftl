# Le nouveau contact en peu de mots, les colonnes et les vues des listes.
create-kind = Type de contact
create-full = Fiche complète
create-is-person = C'est elle, ouvrir
create-is-household = C'est ce foyer, ouvrir
create-is-organisation = C'est elle, ouvrir
columns = Colonnes
columns-shown = Colonnes affichées
columns-intro = Cochez ce que la liste montre, dans l'ordre qui vous convient. Ce choix n'est que pour vous.
columns-apply = Appliquer
columns-reset = Comme au début
sort-up = Monter { $name }
sort-down = Descendre { $name }
view-name = Nom de la vue
view-name-example = Bénévoles du samedi
view-everyone = Pour toute l'équipe
view-keep = Garder cette vue
view-manage = Ranger les vues
