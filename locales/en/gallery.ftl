# The page /dev/ui.
gallery-title = Every piece
gallery-intro = Every piece, in every state. A piece that is not here does not exist.
