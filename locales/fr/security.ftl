# Veiller sur le site : l'historique fouillé et prouvé, qui a regardé, l'état, les clés d'accès, les autres portes.
history-file = historique
history-more = Plus sur l'historique
history-csv = Exporter en tableau (CSV)
history-json = Exporter en JSON
history-too-long = Cette recherche a pris trop de temps. Choisissez une période ou une personne.
asked-any = Tout
asked-text = Mots
asked-by = Fait par
asked-kind = Ce qui a changé
asked-kind-role = le rôle
asked-through = Par quel chemin
asked-through-page = les pages
asked-through-api = un autre programme (API)
asked-through-import = un import
asked-through-command = la ligne de commande
asked-through-installation = l'installation
asked-through-job = une tâche automatique
asked-from = Depuis le
asked-to = Jusqu'au
filter-kind = sur { $value }
filter-through = par { $value }
filter-from = depuis le { $value }
filter-to = jusqu'au { $value }
filter-text = avec les mots « { $value } »
filter-about = sur { $value }
many-begin = Tout défaire…
many-title = Défaire une partie de l'historique
many-words = { $steps ->
    [one] { $steps } étape de travail serait défaite
   *[other] { $steps } étapes de travail seraient défaites
} : { $records ->
    [one] { $records } donnée
   *[other] { $records } données
}, pour { $contacts ->
    [one] { $contacts } contact
   *[other] { $contacts } contacts
}.
many-held = { $count ->
    [one] { $count } donnée a été changée
   *[other] { $count } données ont été changées
} depuis par autre chose : ce qui a changé depuis reste comme c'est.
many-most = Seules les { $count } dernières sont défaites d'un coup.
many-again = Vous pourrez revenir sur ce choix ensuite.
many-none = Rien ici ne peut être défait : c'est déjà fait, ou rien ne répond à ces conditions.
many-do = Tout défaire
many-done = { $count ->
    [one] { $count } étape de travail a été parcourue.
   *[other] { $count } étapes de travail ont été parcourues.
}
many-left = { $count ->
    [one] { $count } fiche reste comme elle est, car elle a changé depuis.
   *[other] { $count } fiches restent comme elles sont, car elles ont changé depuis.
}
proof-title = Preuve de l'historique
proof-words = Chaque changement est scellé avec tout ce qui le précède. Qui modifierait l'historique après coup, même dans la base de données, briserait le sceau.
proof-never = Personne n'a encore vérifié. Ruche vérifie toute seule chaque nuit.
proof-now = Vérifier maintenant
proof-sound = L'historique est entier : { $transactions ->
    [one] { $transactions } étape de travail
   *[other] { $transactions } étapes de travail
} et { $changes ->
    [one] { $changes } changement
   *[other] { $changes } changements
} sont tels qu'ils ont été écrits.
proof-broken = { $count ->
    [one] L'historique ne tient pas à { $count } endroit.
   *[other] L'historique ne tient pas à { $count } endroits.
}
proof-broken-help = Quelqu'un a écrit dans la base de données elle-même. Comparez avec une sauvegarde d'avant, et changez les mots de passe de qui peut atteindre le serveur.
proof-fault-link = Le sceau { $link }, sur les étapes { $first } à { $last }, a été modifié, ou un sceau avant lui a été retiré.
proof-fault-content = Quelque chose parmi les étapes { $first } à { $last } a été modifié, ajouté ou retiré après avoir été scellé.
proof-fault-values = Les valeurs de l'étape { $id } ne sont pas celles qui ont été écrites.
proof-fault-actor = Le nom de qui a fait l'étape { $id } n'est pas celui qui a été écrit.
proof-erased = { $count ->
    [one] { $count } valeur en a été effacée
   *[other] { $count } valeurs en ont été effacées
} pour protéger la vie privée, comme le veut la loi ; que cela a eu lieu reste prouvable.
proof-when = Vérifié le { $date } à { $time }.
proof-last = Le dernier sceau
proof-last-words = Notez-le hors de Ruche, dans un procès-verbal par exemple : il prouvera plus tard que rien avant lui n'a été modifié.
looks-title = Qui consulte quoi
looks-words = Qui a ouvert les fiches des personnes, et qui a sorti des données de Ruche.
looks-on = Ruche note qui ouvre les fiches et qui sort des données. Les notes sont gardées un an.
looks-off = Ruche ne le note pas. Activez-le si votre association doit pouvoir le dire.
looks-turn-on = Le noter
looks-turn-off = Ne plus le noter
looks-none = Rien n'est noté ici
looks-none-help = Qui ouvre une fiche ou sort des données apparaîtra ici.
looks-took-only = Seulement les données sorties
looks-all = Tout
looks-when = Quand
looks-who = Qui, et sur qui
looks-what = Quelle page
looks-from = D'où
looks-took = a sorti les données de
looks-looked = a consulté
looks-several = plusieurs personnes
status-title = État du site
status-words = Ce que Ruche surveille, en mots simples, et quoi faire là où quelque chose ne va pas.
status-all-fine = Tout va bien.
status-some-wrong = { $count ->
    [one] { $count } chose demande votre attention.
   *[other] { $count } choses demandent votre attention.
}
status-go = Y aller
status-level-fine = bien
status-level-notice = pour information
status-level-warning = à regarder
status-level-serious = grave
status-address = L'adresse du site
status-address-none = Ruche ne sait pas à quelle adresse on l'atteint : les liens dans les messages ne peuvent pas être faits, et les cookies ne sont pas réservés aux connexions chiffrées.
status-address-plain = On atteint Ruche à { $url }, sans chiffrement : qui est sur le même réseau peut lire.
status-address-fine = On atteint Ruche à { $url }, en connexion chiffrée.
status-address-fix = Mettez un serveur web avec un certificat devant Ruche, et démarrez-la avec --url https://… (le guide d'installation montre comment, avec Caddy et nginx).
status-backup = Les sauvegardes
status-backup-never = Aucune sauvegarde n'a encore été faite. Si le disque lâche, tout est perdu.
status-backup-old = La dernière sauvegarde date du { $date }.
status-backup-made = La dernière sauvegarde date du { $date }, et a été relue.
status-backup-fix = Faites lancer « ruche backup --into DOSSIER --keep 14 » chaque nuit par le serveur, et copiez le dossier ailleurs.
status-trial = Une sauvegarde mise à l'épreuve
status-trial-never = Aucune sauvegarde n'a encore été essayée. Une sauvegarde que personne n'a restaurée est un espoir.
status-trial-old = La dernière sauvegarde essayée l'a été le { $date }.
status-trial-fine = Une sauvegarde a été essayée le { $date }, et tout y était.
status-trial-fix = Lancez « ruche restore DOSSIER --trial » : la sauvegarde la plus récente est restaurée à côté du site, regardée, puis retirée.
status-room = La place sur le disque
status-room-none = Il ne reste que { $free } Go sur { $all } Go : Ruche devra bientôt cesser d'écrire.
status-room-little = Il ne reste que { $free } Go sur { $all } Go.
status-room-fine = Il reste { $free } Go sur { $all } Go.
status-room-fix = Retirez d'anciennes sauvegardes et d'anciens journaux, ou donnez un plus grand disque au serveur.
status-key = La clé secrète
status-key-open = D'autres utilisateurs du serveur peuvent lire la clé secrète. Avec elle et une copie de la base, ils pourraient entrer.
status-key-fine = Seule Ruche peut lire sa clé secrète.
status-key-unknown = Sur ce système, on ne peut pas savoir qui peut lire la clé secrète.
status-key-fix = Lancez « chmod 600 » sur le fichier secret.key du dossier des données, et « chmod 700 » sur le dossier.
status-database = La base de données
status-database-server = La base de données est tenue par son serveur, PostgreSQL.
status-database-damaged = La base de données est abîmée.
status-database-sound = La base de données s'est vérifiée et elle est saine.
status-database-unknown = La base de données ne s'est pas encore vérifiée ; elle le fait chaque nuit.
status-database-fix = Arrêtez Ruche, gardez une copie du dossier des données tel quel, et restaurez la dernière sauvegarde.
status-jobs = Les tâches automatiques
status-jobs-none = Aucune tâche automatique n'a jamais tourné : rappels, répétitions et nettoyage attendent.
status-jobs-late = { $count ->
    [one] { $count } tâche automatique attend
   *[other] { $count } tâches automatiques attendent
} depuis plus d'un quart d'heure : personne ne les fait.
status-jobs-fine = Les tâches automatiques tournent à l'heure.
status-jobs-fix = Démarrez « ruche serve » sans --no-jobs, ou lancez « ruche work » à côté.
status-failed = Les tâches qui échouent
status-failed-some = { $count ->
    [one] { $count } tâche a échoué ou échoue encore et encore.
   *[other] { $count } tâches ont échoué ou échouent encore et encore.
}
status-failed-fix = Regardez ce qu'elle dit, ou le journal du serveur, et relancez-la.
status-history = L'historique
status-history-fine = L'historique a été vérifié le { $date } et il est entier.
status-history-broken = L'historique a été modifié dans la base elle-même.
status-history-unknown = L'historique n'a pas encore été vérifié ; il l'est chaque nuit.
status-history-fix = Regardez la preuve de l'historique : elle dit où.
status-second = La porte des administrateurs
status-second-fine = Qui peut tout faire a un second facteur ou une clé d'accès.
status-second-bare = { $count ->
    [one] { $count } compte qui peut tout faire n'est protégé
   *[other] { $count } comptes qui peuvent tout faire ne sont protégés
} que par un mot de passe.
status-second-fix = Chacun active un second facteur ou une clé d'accès dans « Mon compte ».
status-mail = L'e-mail de l'association
status-mail-none = L'association n'a pas d'adresse e-mail : personne ne pourrait répondre à ses messages.
status-mail-fine = L'association a une adresse e-mail.
status-mail-fix = Écrivez-la sur la fiche de l'association.
status-clock = L'heure
status-clock-fine = Il est { $time } ({ $zone }).
status-clock-off = Il est { $time } ({ $zone }) pour Ruche, et une autre heure pour la base de données.
status-clock-fix = Faites demander l'heure aux deux machines à un serveur de temps (systemd-timesyncd, chrony).
status-version = La version
status-version-is = Voici Ruche { $version }, avec des tables de génération { $schema }. Ruche ne demande à personne sur Internet s'il y en a une plus récente.
status-version-fix = Regardez de temps en temps là d'où vient votre Ruche ; le guide d'installation dit comment la mettre à jour.
passkey-title = Clés d'accès
passkey-why = Votre empreinte, votre visage ou le code de votre téléphone au lieu d'un mot de passe : plus rapide, et aucune fausse page ne peut le voler.
passkey-name = Nom de l'appareil
passkey-new = Ajouter une clé d'accès
passkey-made = depuis le { $date }
passkey-end = Retirer
passkey-enter = Entrer avec une clé d'accès
passkey-failed = Cela n'a pas marché, ou vous avez annulé. Réessayez, ou utilisez votre mot de passe.
passkey-refused = Cette clé d'accès est inconnue ici. Entrez avec votre mot de passe.
problem-passkey = Cet appareil n'a pas répondu comme il faut. Réessayez.
trace-passkey = Clé d'accès ajoutée
trace-passkey-off = Clé d'accès retirée
