# Ce qui n'a pas marché, et où reprendre.
error-forbidden = Cette porte vous est fermée
error-forbidden-help = Votre rôle ne permet pas d'ouvrir cette page. La personne qui administre Ruche peut vous l'accorder.
error-not-found = Il n'y a rien ici
error-not-found-help = L'adresse a changé, ou la fiche n'existe plus.
error-conflict = Quelqu'un a été plus rapide
error-conflict-help = La fiche a changé pendant que vous écriviez. Rien n'a été écrasé.
error-refused = Cette demande n'a pas été comprise
error-refused-help = Elle est incomplète, trop grande, ou vient d'une page restée ouverte trop longtemps. Revenez en arrière et recommencez.
error-busy = Un instant
error-busy-help = Trop de demandes à la fois. Attendez un peu, puis recommencez.
error-fault = C'est notre faute
error-fault-help = La page n'a pas pu s'afficher.
error-retry = Recommencer
error-reference = Si cela se reproduit, envoyez-nous cette référence : { $reference }.
error-form-token = Cette page est restée ouverte trop longtemps, ou le formulaire venait d'ailleurs. Rien n'a été enregistré : rouvrez-la et recommencez.
