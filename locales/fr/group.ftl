# Groupes
place-groups = Groupes
groups = Groupes
group = Groupe
groups-intro = Des listes tenues à la main, et des groupes vivants qui trouvent leurs membres tout seuls.
groups-none = Aucun groupe pour l’instant
groups-none-help = Un groupe réunit les personnes à qui vous écrivez, que vous rencontrez ou que vous comptez ensemble.
groups-no-match = Aucun groupe ne correspond
groups-no-match-help = Essayez d’autres mots, ou une autre vue.
group-views = Vues des groupes
group-view-all = Tous
group-view-hand = Tenus à la main
group-view-live = Vivants
group-view-mailing = Listes de diffusion
group-view-resting = Au repos
group-search = Chercher un groupe
group-new = Nouveau groupe
group-new-live = Nouveau groupe vivant
group-live = Vivant
group-live-make = En faire un groupe vivant
group-live-intro = Groupe vivant : les membres entrent et sortent tout seuls.
group-public = Public
group-kind = Sert à
group-members = Membres
group-about = Le groupe
group-title = Titre
group-description = À quoi il sert
group-active = En service
group-active-help = Un groupe au repos garde ses membres et n’est plus proposé.
group-rule = Qui en fait partie
group-rule-intro = Toutes les fiches qui remplissent ces conditions sont membres, aujourd’hui comme demain.
group-rule-lead = Les fiches pour lesquelles
group-rule-elsewhere = Cette règle vient de la recherche : elle en dit plus que ces champs.
group-place = Qui le voit, et où il se range
group-place-intro = Sur les pages publiques, chacun peut rejoindre ou quitter un groupe public.
group-visibility = Visible par
group-visible-staff = L’équipe seulement
group-visible-public = Tout le monde, sur les pages publiques
group-frontend-title = Titre public
group-frontend-help = Ce que lisent les abonnés, si c’est différent.
group-frontend-description = Description publique
group-parents = Fait partie de
group-parents-help = Les membres de ce groupe sont aussi dans ceux-ci.
group-organisation = Rattaché à
group-organisation-help = L’organisation qui s’occupe du groupe, s’il y en a une.
group-create = Créer le groupe
group-delete = Supprimer le groupe
group-delete-help = Les fiches restent. Vous pourrez annuler.
group-edit = Modifier
group-edit-rule = Modifier la règle
group-history = Entrées et sorties
group-history-none = Personne n’est encore entré ni sorti.
group-history-more = Plus anciennes
group-status = Situation
group-method = Comment
group-when = Quand
group-status-added = Ajouté
group-status-removed = Retiré
group-status-pending = En attente
group-places = Membres par situation
group-all = Membres
group-found = Par la règle
group-hand = À la main
group-pending = En attente
group-removed = Retirés
group-since = Entré le
group-reason = Raison
group-why = Pourquoi ?
group-why-in = Pourquoi { $name } en fait partie
group-why-out = Pourquoi { $name } n’en fait pas partie
group-why-label = Pourquoi quelqu’un est-il dedans, ou dehors ?
group-why-ask = Demander
group-reason-added = Ajout à la main
group-reason-removed = Retrait à la main
group-reason-pending = A demandé à entrer, sans avoir encore confirmé
group-reason-within = Fait partie du groupe { $group }, contenu dans celui-ci
group-reason-found = La recherche du groupe trouve cette fiche
group-reason-none = Personne n’a ajouté cette fiche, et aucune règle ne la trouve
group-foot-removed = Un retrait à la main l’emporte sur la règle.
group-foot-added = Un ajout à la main l’emporte sur la règle.
group-foot-found = Sortira du groupe dès qu’une condition ne sera plus remplie.
group-take-in = Ajouter
group-take-out = Retirer du groupe
group-take-in-one = Ajouter
group-take-out-one = Retirer
group-take-out-anyway = Retirer quand même
group-forget = Oublier
group-forget-removed = Laisser la règle décider
group-forget-added = Laisser la règle décider
group-confirm = Confirmer
group-plus = Plus { $added } à la main.
group-minus = Moins { $removed } à la main.
group-plus-minus = Plus { $added } à la main, moins { $removed }.
group-add = Ajouter
group-add-label = Ajouter quelqu’un
group-add-to = Ajouter
group-add-to-label = Ajouter à un groupe
group-empty = Personne ici
group-empty-help = Ajoutez quelqu’un par son nom, ou cochez des fiches dans une liste.
group-growth = Les membres, mois par mois
group-growth-note = À la fin de chaque mois
group-growth-figures = Les chiffres
group-within = Dans { $group }
group-contains = Contient { $group }
group-of = De { $organisation }
group-by-hand = à la main
group-by-email = par e-mail
group-by-form = par un formulaire
group-by-api = par un autre programme
group-contact-none = Dans aucun groupe pour l’instant.
group-in = Membre
group-waits = En attente
group-out = Retraits
group-line = { $date }, { $how }
group-line-live = Remplit les conditions du groupe
group-line-within = Par un groupe contenu dans celui-ci
group-past = Ce qui a changé
group-past-line = { $group } : { $status }
group-moment-added = Entrée dans { $group }
group-moment-removed = Retrait de { $group }
group-moment-pending = Demande d’entrée dans { $group }
said-group-added = Ajouté au groupe
said-group-removed = Retiré du groupe
said-group-forgotten = La règle décide de nouveau
said-group-deleted = Groupe supprimé
filter-group = sont dans { $value }
filter-group-pending = attendent d’entrer dans { $value }
filter-group-removed = ont été retirés de { $value }
task-group-add = Ajouter à un groupe
task-group-remove = Retirer d’un groupe
task-tag = Étiqueter
task-untag = Ôter une étiquette
gather-words = { $count ->
    [one] Une fiche est concernée.
   *[other] { $count } fiches sont concernées.
  }
gather-none = Il n’y en a aucun que vous puissiez changer.
gather-see-group = Voir le groupe
gather-see-tag = Voir les fiches
job-gather = Groupes et étiquettes en nombre
gathered-in = { $count ->
    [0] Toutes étaient déjà dans { $name }.
    [one] Une fiche ajoutée à { $name }.
   *[other] { $count } fiches ajoutées à { $name }.
  }
gathered-out = { $count ->
    [0] Aucune n’était dans { $name }.
    [one] Une fiche retirée de { $name }.
   *[other] { $count } fiches retirées de { $name }.
  }
gathered-tagged = { $count ->
    [0] Toutes portaient déjà l’étiquette { $name }.
    [one] Une fiche étiquetée { $name }.
   *[other] { $count } fiches étiquetées { $name }.
  }
gathered-untagged = { $count ->
    [0] Aucune ne portait l’étiquette { $name }.
    [one] Étiquette { $name } ôtée d’une fiche.
   *[other] Étiquette { $name } ôtée de { $count } fiches.
  }
said-gathered-in = Ajout au groupe fait
said-gathered-out = Retrait du groupe fait
said-tagged = Étiquette posée
said-untagged = Étiquette ôtée
said-nobody-ticked = Cochez d’abord quelqu’un
pick-name = Commencez à écrire un nom
pick-several = Plusieurs fiches portent ce nom. Laquelle ?
problem-pick-several = Plusieurs fiches portent ce nom : choisissez-en une.
problem-pick-nobody = Personne ne porte ce nom.
problem-group-no-rule = Un groupe vivant a besoin d’au moins une condition.
criterion-and = et
criterion-or = ou
criterion-not = sauf : { $what }
criterion-is = { $label } est { $value }
criterion-is-not = { $label } n’est pas { $value }
criterion-contains = { $label } contient { $value }
criterion-contains-not = { $label } ne contient pas { $value }
criterion-more = { $label } est après { $value }
criterion-least = { $label } est { $value } ou après
criterion-less = { $label } est avant { $value }
criterion-most = { $label } est { $value } ou avant
criterion-empty = { $label } est vide
criterion-filled = { $label } est rempli
criterion-yes = { $label } : oui
criterion-no = { $label } : non
criterion-q = « { $value } » figure dans le nom ou l’e-mail
criterion-group = le groupe { $value } les compte
criterion-group-not = le groupe { $value } ne les compte pas
criterion-tag = l’étiquette est { $value }
criterion-tag-not = l’étiquette { $value } manque
criterion-type = Type de fiche
criterion-words = Mots du nom ou de l’e-mail
group-unasked = { $count ->
    [one] Un groupe dynamique est long à interroger : il ne l’a pas été.
   *[other] { $count } groupes dynamiques sont longs à interroger : ils ne l’ont pas été.
}
group-ask-all = Tout interroger
