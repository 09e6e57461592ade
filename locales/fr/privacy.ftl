# Protection des données : registre, consentements, demandes, anonymisation, conservation.
privacy-anonymous = Anonyme { $id }

# Protection des données : les pages
privacy-title = Protection des données
privacy-words = Registre des traitements, demandes, durées de conservation, données sensibles.
privacy-intro = Pourquoi l'association garde des données, et sur quelle base légale. C'est le registre des traitements que demande l'article 30 du RGPD.
privacy-tab-register = Registre
privacy-tab-requests = Demandes
privacy-tab-retention = Conservation
privacy-tab-data = Données
privacy-tab-incidents = Violations
privacy-tab-options = Options
privacy-section = Consentements
privacy-print = Registre à imprimer
privacy-look-incidents = Voir les violations
privacy-look-requests = Voir les demandes
privacy-look-request = Voir la demande
privacy-look-due = Voir les fiches
privacy-number = Numéro
privacy-nameless = Fiche sans nom
privacy-moment = { $day } à { $hour }
privacy-wait-incidents = { $count ->
    [one] Une violation de données est en cours
   *[other] { $count } violations de données sont en cours
}
privacy-wait-incidents-words = La CNIL se prévient dans les 72 heures.
privacy-wait-requests = { $count ->
    [one] Une personne attend une réponse sur ses données
   *[other] { $count } personnes attendent une réponse sur leurs données
}
privacy-wait-requests-words = On leur répond dans le mois.
privacy-wait-due = { $count ->
    [one] Une fiche a dépassé sa durée de conservation
   *[other] { $count } fiches ont dépassé leur durée de conservation
}
privacy-wait-due-words = À anonymiser, ou à garder pour une raison.

# Une finalité
purpose-title = Finalité
purpose-basis = Base légale
purpose-retention = Conservation
purpose-answers = Réponses
purpose-add = Ajouter une finalité
purpose-new = Nouvelle finalité
purpose-rest = Mettre en sommeil
purpose-wake = Reprendre
purpose-delete = Supprimer
purpose-sensitive-tag = sensible
purpose-yes = { $count } d'accord
purpose-yes-no = { $yes } d'accord, { $no } non
purpose-part-what = Finalité
purpose-part-why = Base légale
purpose-part-why-words = Ce qui autorise l'association à utiliser ces données. Une seule base par finalité.
purpose-part-data = Personnes et données
purpose-part-who = Destinataires et sécurité
purpose-part-time = Durée de conservation
purpose-part-consent = Consentement
purpose-part-consent-words = Pour les finalités qui reposent sur l'accord des personnes.
field-purpose-description = Objectif poursuivi
field-purpose-basis_note = Texte, contrat ou intérêt invoqué
field-purpose-data_subjects = Personnes concernées
field-purpose-data_categories = Catégories de données
field-purpose-is_sensitive = Des données sensibles sont utilisées
field-purpose-sensitive_basis = Pourquoi ces données sensibles sont permises
field-purpose-recipients = Destinataires
field-purpose-transfers = Transferts hors de l'Union européenne
field-purpose-retention = Durée de conservation
field-purpose-security = Mesures de sécurité particulières
field-purpose-channels = Demandé pour
field-purpose-expires_months = À redemander après (mois)
help-purpose-is_sensitive = Santé, religion, opinions, syndicat, origine, vie sexuelle (article 9).
help-purpose-channels = Rien de coché : un seul accord pour tout.
help-purpose-expires_months = Vide : valable jusqu'au retrait.
help-purpose-recipients = Les équipes de l'association, et à l'extérieur : imprimeur, comptable, service d'envoi.
help-purpose-transfers = Vide : aucun.
help-purpose-security = Ce qui protège l'ensemble s'inscrit tout seul dans le registre.
said-purpose-used = Des personnes ont répondu pour cette finalité : mettez-la en sommeil
consent-texts = Textes de consentement
consent-texts-words = Les mots auxquels les personnes disent oui. Chaque accord retient sa version ; un texte ne se modifie pas, un nouveau le remplace.
consent-version = Version { $version } ({ $language })
consent-version-now = en vigueur
consent-text-new = Nouvelle version
consent-text-language = Langue
consent-text-add = Ajouter cette version
help-consent-text = Dites qui, pour quoi, à quel rythme, et qu'on peut arrêter à tout moment.

# Choix
option-gdpr-basis-consent = Consentement
option-gdpr-basis-contract = Contrat
option-gdpr-basis-legal_obligation = Obligation légale
option-gdpr-basis-legitimate_interest = Intérêt légitime
option-gdpr-basis-vital_interests = Sauvegarde des intérêts vitaux
option-gdpr-basis-public_task = Mission d'intérêt public
option-gdpr-basis-consent-note = La personne dit oui avant, et peut dire non à tout moment.
option-gdpr-basis-contract-note = Nécessaire à ce que la personne a demandé : adhésion, commande, inscription.
option-gdpr-basis-legal_obligation-note = La loi l'impose : comptabilité, reçus fiscaux.
option-gdpr-basis-legitimate_interest-note = Utile à l'association, attendu par la personne, qui peut s'y opposer.
option-gdpr-basis-vital_interests-note = La vie de quelqu'un en dépend.
option-gdpr-basis-public_task-note = L'association est chargée d'une mission de service public.
option-gdpr-channel-email = par e-mail
option-gdpr-channel-sms = par SMS
option-gdpr-channel-phone = par téléphone
option-gdpr-channel-mail = par courrier
option-gdpr-channel-image = photos et vidéos
option-gdpr-reach-email = E-mail personnel
option-gdpr-reach-mailing = Envois groupés
option-gdpr-reach-sms = SMS
option-gdpr-reach-phone = Téléphone
option-gdpr-reach-mail = Courrier
option-gdpr-reach-share = Transmission à un partenaire
option-gdpr-reason-missing = fiche introuvable
option-gdpr-reason-in_bin = à la corbeille
option-gdpr-reason-is_deceased = personne décédée
option-gdpr-reason-restricted = a demandé le gel de ses données
option-gdpr-reason-do_not_email = ne veut pas d'e-mail
option-gdpr-reason-do_not_phone = ne veut pas d'appel
option-gdpr-reason-do_not_mail = ne veut pas de courrier
option-gdpr-reason-do_not_sms = ne veut pas de SMS
option-gdpr-reason-do_not_trade = ne pas transmettre
option-gdpr-reason-is_opt_out = ne veut pas d'envois groupés
option-gdpr-reason-on_hold = adresse en erreur
option-gdpr-reason-no_address = pas de coordonnées
option-gdpr-reason-no_consent = pas d'accord
option-gdpr-reason-consent_withdrawn = accord retiré
option-gdpr-reason-consent_refused = refus
option-gdpr-reason-consent_expired = accord expiré
option-gdpr-reason-objected = s'y est opposé
option-gdpr-reason-minor = mineur, sans l'accord d'un parent
option-gdpr-status-given = D'accord
option-gdpr-status-expired = Expiré
option-gdpr-status-withdrawn = Retiré
option-gdpr-status-refused = Refusé
option-gdpr-status-asked = Demandé
option-gdpr-source-paper = Bulletin papier
option-gdpr-source-oral = De vive voix
option-gdpr-source-phone = Au téléphone
option-gdpr-source-email = E-mail reçu
option-gdpr-source-form = Formulaire du site
option-gdpr-source-link = Lien dans un message
option-gdpr-source-import = Import
option-gdpr-source-api = Autre logiciel
option-gdpr-right-access = Accès
option-gdpr-right-rectification = Rectification
option-gdpr-right-erasure = Effacement
option-gdpr-right-restriction = Limitation
option-gdpr-right-portability = Portabilité
option-gdpr-right-objection = Opposition
option-gdpr-state-open = À traiter
option-gdpr-state-waiting = Programmée
option-gdpr-state-done = Traitée
option-gdpr-state-refused = Refusée
option-gdpr-state-cancelled = Annulée
option-gdpr-retention-inactive = Fiches sans aucun échange
option-gdpr-retention-bin = Fiches à la corbeille
option-gdpr-retention-outbox = Messages envoyés ou annulés
option-gdpr-retention-imports = Lignes des fichiers importés
option-gdpr-retention-jobs = Travaux terminés
option-gdpr-retention-attempts = Essais de connexion
option-gdpr-retention-trace = Journal des comptes
option-gdpr-retention-addresses = Adresses réseau des consentements
option-gdpr-action-propose = Proposer, quelqu'un décide
option-gdpr-action-anonymise = Anonymiser chaque nuit
option-gdpr-action-delete = Supprimer chaque nuit
option-gdpr-class-identity = Identité
option-gdpr-class-contact = Coordonnées
option-gdpr-class-personal = Personnel
option-gdpr-class-sensitive = Sensible
option-gdpr-class-financial = Financier
option-gdpr-class-content = Texte libre
option-gdpr-class-subject = Personne concernée
option-gdpr-class-actor = Auteur
option-gdpr-class-technical = Technique
option-gdpr-class-configuration = Réglage
option-gdpr-class-secret = Secret
option-gdpr-category-health = Santé
option-gdpr-category-religion = Religion ou philosophie
option-gdpr-category-politics = Opinions politiques
option-gdpr-category-union = Appartenance syndicale
option-gdpr-category-origin = Origine raciale ou ethnique
option-gdpr-category-sexuality = Vie ou orientation sexuelle
option-gdpr-category-genetics = Données génétiques
option-gdpr-category-biometrics = Données biométriques
option-gdpr-category-offences = Infractions, condamnations
option-gdpr-category-social = Difficultés sociales
option-gdpr-nature-confidentiality = Confidentialité : vu par qui ne devait pas
option-gdpr-nature-integrity = Intégrité : données modifiées
option-gdpr-nature-availability = Disponibilité : données perdues
option-gdpr-risk-none = Sans risque pour les personnes
option-gdpr-risk-risk = Un risque : prévenir la CNIL
option-gdpr-risk-high = Un risque élevé : prévenir aussi les personnes

# La fiche d'une personne
reach-title = Peut-on contacter cette personne ?
reach-yes = Oui
consents-title = Accords
consents-minor = Cette personne est mineure : c'est un parent ou un tuteur qui donne l'accord.
consents-erased = Cette personne a été anonymisée. Rien ne peut ramener ses données.
consents-waits = Cette personne sera anonymisée le { $day }. Jusque-là, on peut encore y renoncer.
consents-open-request = Demande à traiter : { $kind }, avant le { $day }.
consent-none = Pas encore demandé
consent-needless = Pas d'accord nécessaire
consent-give = Noter la réponse
consent-renew = Noter à nouveau
consent-withdraw = Retirer
consent-object = Noter une opposition
consent-object-end = Lever l'opposition
consent-until = jusqu'au { $day }
consent-proofs = Preuves
consent-proofs-words = Tout ce qui a été dit reste ici, le plus récent d'abord.
consent-by = noté par { $who }
consent-by-guardian = par un parent ou un tuteur
consent-digest = Empreinte du texte
consent-form = Réponse pour { $purpose }
consent-source = Comment la réponse est venue
consent-day = Le
consent-channel = Pour
help-consent-channel = Sans précision : pour tout.
consent-guardian = Parent ou tuteur qui répond
help-consent-guardian = Parmi les personnes qui lui sont liées.
help-consent-no-guardian = Personne ne lui est encore lié : ajoutez d'abord le parent dans Liens.
consent-proof = Preuve
help-consent-proof = Où est rangé le papier, qui l'a entendu, de quel message il s'agit.
consent-no-text = Il n'y a pas encore de texte de consentement pour cette finalité. Mieux vaut en écrire un dans Protection des données.
consent-save = La personne est d'accord
consent-save-refused = La personne refuse
said-consent-given = Accord noté
said-consent-withdrawn = Retrait noté, il vaut dès maintenant
said-consent-refused = Refus noté, il vaut dès maintenant
rights-title = Ses droits

# Demandes
requests-intro = Ce que les personnes demandent sur leurs données. Un mois pour répondre.
requests-none = Aucune demande
requests-none-words = Une demande se note sur la fiche de la personne, à l'onglet Consentements.
requests-to-contacts = Chercher la personne
request-who = Personne
request-kind = Droit
request-received = Reçue
request-due = Répondre avant
request-state = État
request-late = en retard
request-new = Noter une demande
request-title = Demande
request-note = Ce qui est demandé, ce qui est répondu
help-request-due = Un mois selon la loi ; deux de plus si c'est complexe et que la personne est prévenue.
help-request-note = Sans nom : ceci reste après un effacement.

# Le dossier d'une personne
dossier-title = Dossier de la personne
dossier-of = Dossier de { $name }
dossier-file = dossier
dossier-intro = Tout ce que l'association garde sur cette personne, à lui remettre (RGPD, articles 15 et 20).
dossier-note = Vérifiez l'identité avant de le remettre. La remise est inscrite dans Demandes.
dossier-what = Ce qu'il contient
dossier-count = Nombre
dossier-history = Historique des modifications
dossier-made-by = { $count ->
    [one] Cette personne a créé un enregistrement qui concerne d'autres ; il n'est pas dans le dossier.
   *[other] Cette personne a créé { $count } enregistrements qui concernent d'autres ; ils ne sont pas dans le dossier.
}
dossier-paper = Document à imprimer
dossier-pdf = PDF
dossier-field = Rubrique
dossier-value = Contenu
dossier-json = Fichier pour machines (JSON)
dossier-made = Établi le
dossier-why = Pourquoi nous gardons des données
dossier-rights = Vos droits
dossier-rights-words = Vous pouvez faire rectifier ou effacer ces données, en faire limiter l'usage, vous y opposer, et retirer votre accord à tout moment. Écrivez-nous. Vous pouvez aussi adresser une réclamation à la CNIL (cnil.fr).
dossier-when = Quand
dossier-changed = Quoi
dossier-before = Avant
dossier-after = Après

# Anonymiser
anonymise-title = Anonymiser
anonymise-task = Anonymiser
anonymise-of = Anonymiser { $name }
anonymise-many = { $count ->
    [one] Anonymiser une personne
   *[other] Anonymiser { $count } personnes
}
anonymise-intro = Tout ce qui dit qui est la personne disparaît, historique compris. Ce que la loi impose de garder reste, sans nom.
anonymise-goes = Supprimé
anonymise-emptied = Vidé, gardé comme numéro
anonymise-stays = Gardé, et pourquoi
anonymise-changes = { $count ->
    [one] les valeurs d'une modification dans l'historique
   *[other] les valeurs de { $count } modifications dans l'historique
}
anonymise-made-by = { $count ->
    [one] un enregistrement créé par la personne, qui concerne d'autres
   *[other] { $count } enregistrements créés par la personne, qui concernent d'autres
}
anonymise-why-accounting = la comptabilité se garde 10 ans
anonymise-why-proof = prouve que la personne a été consultée et entendue
anonymise-why-others = concerne aussi d'autres personnes
anonymise-why-figures = sert aux statistiques, ne nomme personne
anonymise-when = Quand
anonymise-later = { $count ->
    [one] Demain
   *[other] Dans { $count } jours
}
anonymise-later-words = D'ici là, la fiche est à la corbeille, on n'écrit plus à la personne, et on peut y renoncer.
anonymise-now = Tout de suite
anonymise-now-words = C'est définitif : aucune annulation possible, même pour l'administration.
anonymise-certain = Je sais que cela ne peut pas être annulé
anonymise-do = Anonymiser
anonymise-back = Retour à la fiche
anonymise-own = C'est l'association elle-même.
anonymise-account = Cette personne a un compte ici. Supprimez d'abord le compte.
anonymise-done = Cette personne est déjà anonymisée.
anonymise-hindered = { $count ->
    [one] L'une a un compte, ou est l'association elle-même : elle reste telle quelle.
   *[other] { $count } ont un compte ou sont déjà anonymisées : elles restent telles quelles.
}
anonymise-more = { $count ->
    [one] et une autre
   *[other] et { $count } autres
}
anonymise-job = Anonymisation de personnes
anonymise-job-done = { $count ->
    [0] Personne n'a été anonymisé.
    [one] Une personne est anonymisée ou programmée.
   *[other] { $count } personnes sont anonymisées ou programmées.
}
anonymise-call-off = Y renoncer
said-anonymised = Anonymisé pour toujours
said-anonymise-waits = Programmé : on peut y renoncer d'ici là
said-not-anonymised = Cette fiche ne peut pas être anonymisée
said-anonymise-called-off = C'est annulé, la fiche est de retour

# Conservation
retention-intro = Combien de temps les choses se gardent. Une règle propose et quelqu'un décide ; ou elle agit chaque nuit.
retention-title = Règle
retention-kind = Concerne
retention-period = Durée
retention-unit = Unité
retention-unit-day = jours
retention-unit-month = mois
retention-unit-year = ans
retention-action = Ensuite
retention-of = Seulement
retention-active = En service
retention-rule = La règle
retention-delete = Supprimer la règle
retention-add = Ajouter une règle
retention-new = Nouvelle règle
retention-new-words = Enregistrez la règle pour voir ce qu'elle trouve.
retention-due = À échéance
retention-due-now = À échéance aujourd'hui
retention-none = rien
retention-none-title = Rien n'est à échéance
retention-none-words = Ce que la règle trouvera s'affichera ici.
retention-count = { $count ->
    [one] 1 fiche ou ligne
   *[other] { $count } fiches ou lignes
}
retention-days = { $count ->
    [one] 1 jour
   *[other] { $count } jours
}
retention-months = { $count ->
    [one] 1 mois
   *[other] { $count } mois
}
retention-years = { $count ->
    [one] 1 an
   *[other] { $count } ans
}
retention-made = Créée
retention-changed = Dernier changement
retention-more = { $count ->
    [one] et une autre, montrée quand celles-ci seront traitées
   *[other] et { $count } autres, montrées quand celles-ci seront traitées
}
retention-keep = Garder encore un an
retention-clear = { $count ->
    [one] Effacer une ligne
   *[other] Effacer { $count } lignes
}
retention-clear-words = Aucune fiche n'est touchée. Cela ne peut pas être annulé.
said-cleared = Effacé
help-retention-inactive = Ni échange, ni note, ni accord, ni don, ni inscription, ni adhésion depuis, et pas de compte.
help-retention-bin = À la corbeille et sans changement depuis.
help-retention-outbox = Les messages qui n'attendent plus.
help-retention-imports = Les cellules des fichiers importés. Les fiches restent ; l'import ne pourra plus être repris ligne à ligne.
help-retention-jobs = Les travaux de fond terminés.
help-retention-attempts = Les adresses réseau d'où l'on a essayé de se connecter.
help-retention-trace = Ce qui a été fait sur les comptes.
help-retention-addresses = L'adresse réseau notée avec un accord ; l'accord reste.

# Données
data-intro = Ce que contient la base, colonne par colonne, et lesquels de vos champs sont sensibles.
marks-title = Champs sensibles
marks-words = Santé, croyances, opinions, origine : marquez ces champs. Le registre les nomme, et seuls les voient les rôles qui ont le droit « Protection des données : champs sensibles ».
marks-none = Vous n'avez pas encore de champs à vous.
marks-fields = Champs personnalisés
marks-whole = Tout l'ensemble
data-map = Carte des données
data-map-words = Les colonnes purement techniques n'y sont pas. Ce qui est secret n'est montré à personne.

# Violations
incidents-intro = Données perdues, volées ou divulguées : à noter ici, même quand il n'y a personne à prévenir.
incidents-none = Aucune violation notée
incidents-none-words = Tant mieux. Si cela arrive : notez-le aussitôt, les 72 heures courent dès la découverte.
incident-add = Noter une violation
incident-new = Nouvelle violation
incident-title = Ce qui est arrivé
incident-found = Découverte
incident-risk = Risque
incident-closed = Close
incident-open = En cours
incident-to-tell = CNIL à prévenir
incident-is-closed = Close
incident-deadline = La CNIL est à prévenir avant le { $moment }.
field-incident-title = Ce qui est arrivé
field-incident-nature = Nature
field-incident-risk = Risque pour les personnes
field-incident-happened_date = Survenue
field-incident-found_date = Découverte
field-incident-description = Circonstances
field-incident-data = Données concernées
field-incident-people = Personnes concernées, environ
field-incident-consequences = Conséquences probables
field-incident-measures = Mesures prises
field-incident-authority_date = CNIL prévenue
field-incident-people_date = Personnes prévenues
help-incident-risk = Téléservice : notifications.cnil.fr

# Options
options-officer = Qui répond
options-officer-words = Le délégué à la protection des données (DPO), ou la personne à qui écrire.
options-officer-name = Nom
options-officer-mail = E-mail
options-minors = Mineurs
options-age = Un parent consent en dessous de
options-age-15 = 15 ans (services en ligne, France)
options-age-18 = 18 ans (tout)
options-age-words = D'après la date de naissance, quand elle est connue.
options-erasure = Anonymisation
options-grace = Jours pendant lesquels on peut y renoncer
options-grace-words = Ensuite, rien ne ramène les données. 0 : proposée tout de suite.

# Le registre imprimé
register-title = Registre des activités de traitement
register-controller = Responsable du traitement
register-officer = Délégué à la protection des données
register-officer-none = non désigné
register-day = État au
register-people = Personnes enregistrées
register-sensitive = Données sensibles
register-yes = Oui
register-no-transfer = Aucun
register-common = Ce qui vaut pour tous les traitements
register-data = Données dans la base
register-columns = { $count ->
    [one] 1 colonne
   *[other] { $count } colonnes
}
register-marked = Champs marqués sensibles
register-marked-none = Aucun.
register-recipients = Destinataires dans l'association
register-accounts = { $count ->
    [0] personne
    [one] 1 compte
   *[other] { $count } comptes
}
register-retention = Durées de conservation appliquées
register-security = Mesures de sécurité
register-security-access = Chaque compte a des rôles ; ce qu'un rôle ne donne pas est refusé, dans les pages comme par l'API.
register-security-history = Chaque modification est tracée : qui, quand, avant et après ; la trace ne peut pas être altérée sans que cela se voie.
register-security-secrets = Mots de passe conservés sous forme d'empreintes Argon2id ; clés et jetons sous forme d'empreintes ; aucun secret dans les réponses ni les journaux.
register-security-sessions = Les sessions expirent, les essais de connexion sont limités, un second facteur est proposé.
register-security-backups = Les sauvegardes sont vérifiées à leur création ; une personne anonymisée l'est à nouveau si l'on restaure une sauvegarde ancienne.
register-security-place = Les pages ne chargent rien d'ailleurs : ni traceur, ni tiers.

# Le nom des enregistrements
entity-many-Consent = consentements
entity-many-SubjectRequest = demandes sur les données
entity-many-RetentionException = exceptions de conservation
entity-many-ProcessingPurpose = finalités
entity-many-ConsentText = textes de consentement
entity-many-PrivacyIncident = violations de données
entity-many-SensitiveMark = marques de sensibilité
entity-many-RetentionRule = règles de conservation
entity-many-EntityFile = fichiers joints
entity-many-ListView = vues enregistrées
entity-many-Setting = réglages
entity-many-GroupContactCache = places de groupe, déduites
entity-many-GroupOrganization = organisations des groupes
entity-many-DedupeException = paires de personnes distinctes
entity-many-RucheDuplicateOwn = vérifications de doublons
entity-many-RucheDuplicateKey = clés de recherche des doublons
entity-many-RucheDuplicatePair = paires qui se ressemblent
entity-many-RucheDuplicateQueue = comparaisons en attente
entity-many-RucheImportRow = lignes de fichiers importés
entity-many-ImportSchedule = imports réguliers
entity-many-RucheOutbox = messages
entity-many-RucheSession = sessions
entity-many-RucheApiKey = clés d'API
entity-many-RucheTrace = journal des comptes
entity-many-RucheView = consultations de la fiche
entity-many-RucheLogin = essais de connexion
entity-many-RucheChange = modifications de l'historique
entity-many-RucheTransaction = opérations de l'historique
entity-many-RuchePasskey = clés d'accès
entity-many-RucheCredential = mots de passe, en empreintes
entity-many-RucheTotp = seconds facteurs
entity-many-RucheRecovery = codes de secours
entity-many-RucheDevice = appareils reconnus
entity-many-RucheLink = liens à usage unique
entity-many-RucheIdentity = identités extérieures
entity-many-RucheChallenge = questions aux navigateurs
entity-many-RucheProvider = services de connexion
entity-many-RucheCalendarFeed = adresses d'agenda
entity-many-RucheJob = travaux de fond
entity-many-Follow = fiches suivies
entity-many-Mention = mentions
entity-many-RucheSealed = secrets chiffrés
entity-many-RucheOAuthClient = sites reliés
entity-many-RucheOAuthCode = codes des sites reliés
entity-many-RucheOAuthToken = clés des sites reliés
entity-many-RucheOAuthGrant = accès donnés à des sites
entity-many-RucheSubscriptionRequest = abonnements à confirmer
entity-many-SubscriptionMessage = lettres des listes
entity-many-MailSettings = boîtes relevées
entity-many-RucheFiledMail = courriers classés
entity-many-RucheMailboxTrouble = courriers qui n'ont pas pu être classés
entity-many-RucheRepetition = répétitions
entity-many-RecurringEntity = fiches répétées
entity-many-SearchDraft = recherches en cours
entity-many-SiteEmailAddress = adresses d'expédition
entity-many-RucheDirectory = annuaires de connexion
entity-many-Terms = versions des conditions
entity-many-TermsAcceptance = conditions acceptées
entity-many-TermsText = textes des conditions
entity-many-RucheSeal = sceaux de l'historique
entity-many-DashboardContact = vignettes des tableaux de bord
entity-many-DedupeRuleGroup = règles de doublons
entity-many-DedupeRule = critères des règles de doublons
entity-many-Domain = sites
entity-many-SavedSearchRole = recherches partagées
entity-many-GroupNesting = groupes dans des groupes
filter-name-SubjectRequest-kind = Droit
filter-name-SubjectRequest-state = État
filter-name-SubjectRequest-received_date = Reçue le
filter-name-SubjectRequest-due_date = Répondre avant le
filter-name-SubjectRequest-done_date = Traitée le
filter-name-SubjectRequest-note = Note
filter-name-Consent-purpose_id = Finalité
filter-name-Consent-status = Réponse
filter-name-Consent-channel = Pour
filter-name-Consent-source = Comment
filter-name-Consent-consent_date = Donnée le
filter-name-Consent-expiry_date = Valable jusqu'au
filter-name-Consent-proof = Preuve
filter-name-Consent-text_digest = Empreinte du texte
filter-name-Consent-ip_address = Adresse réseau
problem-consent-text-fixed = Un texte ne se modifie pas : ajoutez une nouvelle version.
problem-consent-fixed = Ce qu'une personne a dit ne se réécrit pas : notez ce qu'elle dit maintenant.
problem-consent-future = Ce jour n'est pas encore venu.
problem-consent-guardian = Cette personne est mineure : indiquez le parent ou le tuteur qui donne l'accord.
problem-incident-order = La découverte ne peut pas précéder les faits.
problem-retention-action = Choisissez autre chose : cela ne convient pas à ce que la règle trouve.
again-title = À redemander
again-words = { $purpose } : ces personnes ont accepté un texte qui a changé depuis. Leur accord ne vaut que pour l’ancien texte.
again-person = Personne
again-version = Version acceptée
again-date = Acceptée le
again-no-text = aucun texte montré
again-nobody = Personne : tout le monde a accepté le texte le plus récent.
again-group = Faire un groupe de ces personnes
again-group-words = On peut écrire aux membres d’un groupe, par e-mail ou par courrier. Chaque réponse se note sur la fiche de la personne.
again-group-title = À redemander : { $purpose } ({ $date })
again-link = { $count ->
    [one] Une personne a accepté un texte plus ancien
   *[other] { $count } personnes ont accepté un texte plus ancien
}

# Le nom des colonnes sur la carte des données, d'après le titre que leur donne le programme.
entity-column-actor = Auteur
entity-column-before = Avant
entity-column-after = Après
entity-column-created = Création
entity-column-path = Chemin
entity-column-file-description = Description du fichier
entity-column-created-by-contact-id = Créé par
entity-column-filename = Nom du fichier
entity-column-folder = Dossier
entity-column-valid-until = Valable jusqu'au
entity-column-entity-id = Fiche
entity-column-address = Adresse
entity-column-subject = Objet
entity-column-body = Texte
entity-column-secret = Secret
entity-column-name = Nom
entity-column-html = Texte mis en forme
entity-column-calendar = Entrée d'agenda
entity-column-unsubscribe = Lien de désinscription
entity-column-bcc = Copie cachée
entity-column-sealed = Secret chiffré
entity-column-hash = Clé de signature
entity-column-api-key = Clé d'API
entity-column-email-greeting-custom = Formule des e-⁠mails, personnelle
entity-column-postal-greeting-custom = Formule des lettres, personnelle
entity-column-addressee-custom = Nom sur l'enveloppe, personnel
entity-column-user-unique = Nom du compte ailleurs
entity-column-signature-text = Signature en texte
entity-column-signature-html = Signature mise en forme
entity-column-phone-numeric = Numéro en chiffres
entity-column-phone-called-number = Numéro appelé
entity-column-street-number = Numéro de rue
entity-column-street-number-suffix = Suffixe du numéro
entity-column-street-number-predirectional = Direction avant le numéro
entity-column-street-name = Nom de la rue
entity-column-street-type = Type de voie
entity-column-street-number-postdirectional = Direction après le numéro
entity-column-street-unit = Appartement
entity-column-county = Comté
entity-column-postal-code-suffix = Suffixe du code postal
entity-column-usps-adc = Centre de tri (USPS)
entity-column-timezone = Fuseau horaire
entity-column-openid = OpenID
entity-column-contact-a = Contact d'un côté
entity-column-contact-b = Contact de l'autre côté
entity-column-relationship-description = Description
entity-column-contact-id-near-side = Contact de ce côté
entity-column-contact-id-far-side = Contact de l'autre côté
entity-column-note-entity-id = Fiche annotée
entity-column-modified-by-contact-id = Modifié par
entity-column-organization-id = Organisation
entity-column-contact-id = Contact
entity-column-group-membership-tracking = Adresse lors du changement
entity-column-modified = Modification
entity-column-hashed-password = Mot de passe, sous forme d'empreinte
entity-column-password-reset-token = Lien de nouveau mot de passe
entity-column-password-hash = Mot de passe, sous forme d'empreinte
entity-column-digest = Empreinte
entity-column-agent = Navigateur
entity-column-seed = Secret du second facteur
entity-column-credential = Identité de l'appareil
entity-column-public-key = Clé publique
entity-column-guardian = Parent qui consent
entity-column-recorded = Noté le
entity-column-handled = Répondu le
entity-column-reason = Raison
entity-column-proof = Preuve
entity-column-ip-address = Adresse réseau
entity-column-secret-digest = Secret, sous forme d'empreinte
entity-column-author = Auteur
entity-column-remote = Adresse réseau
entity-column-password = Mot de passe
entity-column-first-dupe-contact-id = Premier contact
entity-column-second-dupe-contact-id = Second contact
entity-column-contact-id1 = Premier contact
entity-column-contact-id2 = Second contact
entity-column-label = Libellé
entity-column-cells = Cellules
entity-column-changes = Changements
entity-column-faults = Fautes
entity-column-same = Même fiche
entity-column-content = Contenu
entity-column-dashboard-contact = Contact du tableau
entity-column-entity = Type de fiche
entity-many-ImportRow = lignes d'imports
entity-many-ACL = règles d'accès
entity-many-ACLEntityRole = rôles des règles d'accès
entity-many-Permission = droits
