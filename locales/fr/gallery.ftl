# La page /dev/ui.
gallery-title = Chaque pièce
gallery-intro = Chaque pièce, dans chaque état. Une pièce qui n'est pas ici n'existe pas.
