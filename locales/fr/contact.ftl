# Contacts : liste, fiche, formulaire complet, corbeille, conflits.
contacts = Contacts
contacts-back = Revenir aux contacts
contacts-none = La ruche attend ses premiers noms
contacts-none-help = Créez une fiche, ou reprenez votre tableur : rien ne sera écrit sans répétition.
contact-new = Nouveau contact
contact-sections = Rubriques de la fiche
column-name = Nom
kind-person = Personne
kind-household = Foyer
kind-organisation = Organisation
tag-add = étiquette
ways = Coordonnées
ways-none = Ni e-mail, ni téléphone, ni adresse.
thread = Fil
thread-empty = Rien ne s'est encore passé ici.
thread-write = Noter un échange
thread-ask = Qu'est-ce qui s'est dit ? Un appel, une rencontre, une promesse…
duplicates = { $count ->
    [one] Cette personne est peut-être déjà là.
   *[other] { $count } fiches ressemblent à celle-ci.
}
duplicate-open = Ouvrir
create-anyway = Créer quand même
trash = Corbeille
trash-intro = Ces fiches n'apparaissent plus ailleurs. Elles peuvent revenir telles qu'elles étaient.
trash-none = La corbeille est vide
trash-none-help = Les fiches que vous jetez attendent ici, au cas où.
trash-when = Jetée
trash-by = Par
delete-for-good = Supprimer pour toujours
conflict-title = { $who } a modifié cette fiche avant vous
conflict-intro = Rien n'est perdu : gardez le meilleur de chaque version.
conflict-saved = enregistré { $when }
conflict-you = Vous
conflict-unsaved = pas encore enregistré
conflict-empty = vide
conflict-same = { $value }, identique
conflict-keep-choice = Enregistrer ce choix
conflict-keep-theirs = Garder la version de { $who }
