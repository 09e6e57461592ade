# La page d'accueil.
home-hello = Bonjour.
home-hello-name = Bonjour { $name }.
home-todo = À faire
home-lately = Dernièrement
home-nothing-yet = Ce qui change dans vos fiches s'affichera ici.
home-recent = Fiches vues
