# Instances et mandats
offices = Mandats
offices-own = Mandats exercés
offices-none = Personne ne siège ici pour le moment.
offices-own-none = Aucun mandat en cours.
offices-coming = À venir
offices-past = { $count ->
    [one] Un mandat passé
   *[other] { $count } mandats passés
}
offices-from-to = du { $from } au { $to }
offices-since = depuis le { $from }
offices-until = jusqu’au { $to }
offices-soon = bientôt à terme
offices-on = Situation au
offices-see = Voir
offices-today = Revenir à aujourd’hui
offices-none-set = Aucun mandat défini
offices-none-set-words = Présidence, trésorerie, secrétariat : qui siège au conseil et dans les commissions, de quand à quand.
offices-usual = Ajouter les mandats habituels
offices-which = Quels liens sont des mandats ?
offices-which-words = Elles s’affichent ici, avec leurs durées
office-chair = Président·e
office-vice-chair = Vice-président·e
office-treasurer = Trésorier·e
office-secretary = Secrétaire
office-member = Membre du conseil d’administration
term-end = Finir aujourd’hui
terms-soon = { $count ->
    [one] Un mandat bientôt à terme
   *[other] { $count } mandats bientôt à terme
}
seats = Sièges et durées
seats-of = Sièges : { $name }
seats-words = Combien de personnes exercent chaque mandat, et pour combien de mois. Un siège que personne n’occupe apparaît comme vacant ; un mandat sans siège n’est pas attendu.
seats-count = Sièges
seats-months = Durée en mois
seats-filled = { $filled } sur { $seats }
seats-vacant = { $count ->
    [one] Un siège vacant
   *[other] { $count } sièges vacants
}
seat-vacant = Siège vacant
seat-fill = Pourvoir
committee-of = Commission d'/de { $name }
committee-name = Nom de l’instance
committee-add = Ajouter une instance ou une commission
committee-add-do = Ajouter
committee-members = Membres
committee-next = Prochaine élection
committee-state = À prévoir
committees = Instances
committees-all = Toutes les instances
committees-intro = Conseil d’administration, bureau, commissions : qui décide, jusqu’à quand, et quels sièges sont à pourvoir.
committees-none = Aucune instance
committees-none-words = Sur la fiche de votre association, sous Mandats, dites qui siège au bureau ou au conseil d’administration.
committees-ending = Mandats à terme dans les trois mois
elections = Élections
election-new = Nouvelle élection
election-new-of = Nouvelle élection : { $name }
election-edit = Modifier
election-delete = Supprimer l’élection
election-back = Revenir aux mandats
election-title = Intitulé
election-title-example = Assemblée générale 2027
election-held = Jour du vote
election-begins = Début des mandats
election-begins-help = Le jour du vote si vous laissez vide.
election-ends = Fin des mandats
election-ends-help = Selon la durée de chaque mandat si vous laissez vide.
election-ends-running = Les mandats en cours finissent la veille
election-ends-running-help = Décochez si seule une partie des sièges est renouvelée : seules les personnes réélues commencent alors un nouveau mandat.
election-notes = Remarques
election-line = Vote le { $held }, mandats { $terms }.
election-planned = à venir
election-open = résultat à saisir
election-closed = proclamée
election-registered = Inscrits
election-voters-count = Votants
election-blank-count = Blancs ou nuls
election-voters = { $voters ->
    [one] Un votant.
   *[other] { $voters } votants.
}
election-turnout = { $voters } votants sur { $registered } inscrits ({ $share } %).
election-blank = { $count ->
    [0] Aucun vote blanc.
    [one] Un vote blanc ou nul.
   *[other] { $count } votes blancs ou nuls.
}
election-tally = Élire selon les voix
election-close = Proclamer le résultat
election-close-words = La proclamation ouvre les mandats des personnes élues. Elle peut être annulée.
candidate-add = Ajouter une candidature
candidate-add-do = Ajouter
candidate-who = Candidat·e
candidate-office = Mandat
candidate-elected = élu·e
candidate-votes = { $count ->
    [0] aucune voix
    [one] 1 voix
   *[other] { $count } voix
}
candidate-votes-of = Voix pour { $name }
candidate-votes-unit = voix
candidate-drop = Retirer { $name }
roster = Importer une liste
roster-of = Liste : { $name }
roster-list = La liste
roster-help = Une personne par ligne : nom, mandat, depuis, jusqu’à. Copiée d’un tableur, avec ou sans ligne de titres.
roster-example = Claire Morel ; Présidente ; 12/04/2024 ; 2027
roster-file = Ou un fichier
roster-look = Vérifier la liste
roster-lines = { $count ->
    [one] Une ligne. Rien ne change avant l’import.
   *[other] { $count } lignes. Rien ne change avant l’import.
}
roster-who = Qui est-ce
roster-new = Une nouvelle personne
roster-skip = Laisser cette ligne de côté
roster-make = Nouveau mandat : { $role }
roster-nobody = Sans nom
roster-unread = { $text } n’est pas une date
roster-open = Quelques lignes attendent votre décision.
roster-decide = Choisissez qui c’est, et le mandat.
roster-go = Importer la liste
roster-again = Recommencer
said-term-ended = Mandat terminé
said-committee-made = Instance ajoutée
said-election-deleted = Élection supprimée
said-election-closed = Résultat proclamé, mandats ouverts
said-candidate-dropped = Candidature retirée
said-roster-brought = Liste importée
problem-seats = Entre 1 et 1000 sièges.
problem-term-months = Entre 1 et 600 mois.
problem-votes = Plus de voix que de votants.
problem-voters = Plus de votants que d’inscrits.
problem-blank = Plus de votes blancs que de votants.
problem-term-dates = Des mandats ne finissent pas avant de commencer.
problem-election-closed = Le résultat de cette élection est proclamé.
problem-nobody-elected = Cochez d’abord les personnes élues.
problem-several = Plusieurs fiches portent ce nom : choisissez-en une.
problem-nobody = Personne ne porte ce nom.
problem-candidate-there = Déjà candidat·e à ce mandat.
problem-list-empty = Collez une liste ou choisissez un fichier.
problem-list-long = Cette liste est trop longue : 500 lignes au plus.
problem-list-unreadable = Ce fichier ne se lit pas comme un tableau.
entity-CommitteeElection = une élection
entity-CommitteeCandidate = une candidature
entity-CommitteeSeat = les sièges d'un mandat
entity-many-CommitteeElection = élections
entity-many-CommitteeCandidate = candidatures
entity-many-CommitteeSeat = sièges
field-CommitteeElection-contact_id = Instance
field-CommitteeElection-title = Intitulé
field-CommitteeElection-held_on = Jour du vote
field-CommitteeElection-start_date = Début des mandats
field-CommitteeElection-end_date = Fin des mandats
field-CommitteeElection-registered = Inscrits
field-CommitteeElection-voters = Votants
field-CommitteeElection-blank = Votes blancs ou nuls
field-CommitteeElection-notes = Remarques
field-CommitteeElection-ends_running = Met fin aux mandats en cours
field-CommitteeElection-is_closed = Proclamée
field-CommitteeElection-created_date = Notée le
field-CommitteeCandidate-election_id = Élection
field-CommitteeCandidate-contact_id = Candidat·e
field-CommitteeCandidate-relationship_type_id = Mandat
field-CommitteeCandidate-votes = Voix
field-CommitteeCandidate-is_elected = Élu·e
field-CommitteeCandidate-relationship_id = Mandat ouvert
field-CommitteeSeat-contact_id = Instance
field-CommitteeSeat-relationship_type_id = Mandat
field-CommitteeSeat-seats = Sièges
field-CommitteeSeat-term_months = Durée en mois
