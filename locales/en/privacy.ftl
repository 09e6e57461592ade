# Data protection: register, consents, requests, forgetting, retention.
privacy-anonymous = Anonymous { $id }

# Data protection: the pages beside each other
privacy-title = Data protection
privacy-words = Register of processing, requests, how long things are kept, sensitive data.
privacy-intro = Why the association keeps data, and on which legal basis. This is the register that article 30 of the GDPR asks for.
privacy-tab-register = Register
privacy-tab-requests = Requests
privacy-tab-retention = Retention
privacy-tab-data = Data
privacy-tab-incidents = Breaches
privacy-tab-options = Options
privacy-section = Consents
privacy-print = Printable register
privacy-look-incidents = See the breaches
privacy-look-requests = See the requests
privacy-look-request = See the request
privacy-look-due = See the records
privacy-number = Number
privacy-nameless = Contact without a name
privacy-moment = { $day } at { $hour }
privacy-wait-incidents = { $count ->
    [one] One breach is open
   *[other] { $count } breaches are open
}
privacy-wait-incidents-words = The authority is told within 72 hours.
privacy-wait-requests = { $count ->
    [one] One person waits for an answer about their data
   *[other] { $count } people wait for an answer about their data
}
privacy-wait-requests-words = They are answered within a month.
privacy-wait-due = { $count ->
    [one] One record is past its time
   *[other] { $count } records are past their time
}
privacy-wait-due-words = Anonymise them, or keep them for a reason.

# One purpose
purpose-title = Purpose
purpose-basis = Legal basis
purpose-retention = Kept for
purpose-answers = Answers
purpose-add = Add a purpose
purpose-new = New purpose
purpose-rest = Put to rest
purpose-wake = Take up again
purpose-delete = Delete
purpose-sensitive-tag = sensitive
purpose-yes = { $count } agree
purpose-yes-no = { $yes } agree, { $no } do not
purpose-part-what = Purpose
purpose-part-why = Legal basis
purpose-part-why-words = What allows the association to use these data. One basis a purpose.
purpose-part-data = People and data
purpose-part-who = Who gets to see them
purpose-part-time = For how long
purpose-part-consent = Consent
purpose-part-consent-words = For purposes that rest on consent.
field-purpose-description = What the data serves
field-purpose-basis_note = Law, contract or interest
field-purpose-data_subjects = People concerned
field-purpose-data_categories = Data
field-purpose-is_sensitive = Sensitive data is used
field-purpose-sensitive_basis = Why sensitive data may be used
field-purpose-recipients = Recipients
field-purpose-transfers = Transfers outside the European Union
field-purpose-retention = Kept for
field-purpose-security = Security measures of its own
field-purpose-channels = Asked for
field-purpose-expires_months = To be asked again after (months)
help-purpose-is_sensitive = Health, religion, opinions, union membership, origin, sexual life (article 9).
help-purpose-channels = Nothing ticked: one consent for everything.
help-purpose-expires_months = Empty: holds until it is withdrawn.
help-purpose-recipients = Teams within the association, and those outside: printer, accountant, mail service.
help-purpose-transfers = Empty: none.
help-purpose-security = What protects everything stands in the register by itself.
said-purpose-used = People have answered about this purpose: put it to rest instead
consent-texts = Consent texts
consent-texts-words = The words that people agree to. A consent remembers its version; a text is never changed, a new one takes its place.
consent-version = Version { $version } ({ $language })
consent-version-now = in use
consent-text-new = New version
consent-text-language = Language
consent-text-add = Add this version
help-consent-text = Say who, what for, how often, and that one can stop at any time.

# Choices
option-gdpr-basis-consent = Consent
option-gdpr-basis-contract = Contract
option-gdpr-basis-legal_obligation = Legal obligation
option-gdpr-basis-legitimate_interest = Legitimate interest
option-gdpr-basis-vital_interests = Vital interests
option-gdpr-basis-public_task = Public task
option-gdpr-basis-consent-note = The person says yes beforehand, and can say no at any time.
option-gdpr-basis-contract-note = Needed for what the person has joined, ordered or registered for.
option-gdpr-basis-legal_obligation-note = A law asks for it: accounts, tax receipts.
option-gdpr-basis-legitimate_interest-note = Useful to the association, expected by the person, who can object.
option-gdpr-basis-vital_interests-note = Somebody's life depends on it.
option-gdpr-basis-public_task-note = A public service was entrusted to the association.
option-gdpr-channel-email = by e-mail
option-gdpr-channel-sms = by SMS
option-gdpr-channel-phone = by phone
option-gdpr-channel-mail = by post
option-gdpr-channel-image = pictures and videos
option-gdpr-reach-email = E-mail to this person
option-gdpr-reach-mailing = Newsletters and mass e-mail
option-gdpr-reach-sms = SMS
option-gdpr-reach-phone = Phone
option-gdpr-reach-mail = Post
option-gdpr-reach-share = Handing data on
option-gdpr-reason-missing = no such record
option-gdpr-reason-in_bin = in the bin
option-gdpr-reason-is_deceased = deceased
option-gdpr-reason-restricted = asked for rest
option-gdpr-reason-do_not_email = no e-mail wanted
option-gdpr-reason-do_not_phone = no calls wanted
option-gdpr-reason-do_not_mail = no post wanted
option-gdpr-reason-do_not_sms = no SMS wanted
option-gdpr-reason-do_not_trade = not to be handed on
option-gdpr-reason-is_opt_out = no mass e-mail wanted
option-gdpr-reason-on_hold = address does not work
option-gdpr-reason-no_address = no address or number
option-gdpr-reason-no_consent = no consent
option-gdpr-reason-consent_withdrawn = consent withdrawn
option-gdpr-reason-consent_refused = refused
option-gdpr-reason-consent_expired = consent expired
option-gdpr-reason-objected = objected
option-gdpr-reason-minor = minor, without a guardian's consent
option-gdpr-status-given = Agreed
option-gdpr-status-expired = Expired
option-gdpr-status-withdrawn = Withdrawn
option-gdpr-status-refused = Refused
option-gdpr-status-asked = Asked
option-gdpr-source-paper = Paper form
option-gdpr-source-oral = Said in person
option-gdpr-source-phone = Said on the phone
option-gdpr-source-email = E-mail received
option-gdpr-source-form = Form on the website
option-gdpr-source-link = Link in a message
option-gdpr-source-import = Import
option-gdpr-source-api = Another program
option-gdpr-right-access = Access
option-gdpr-right-rectification = Correction
option-gdpr-right-erasure = Erasure
option-gdpr-right-restriction = Restriction
option-gdpr-right-portability = Portability
option-gdpr-right-objection = Objection
option-gdpr-state-open = To be answered
option-gdpr-state-waiting = Planned
option-gdpr-state-done = Done
option-gdpr-state-refused = Refused
option-gdpr-state-cancelled = Called off
option-gdpr-retention-inactive = Contacts without any exchange
option-gdpr-retention-bin = Contacts in the bin
option-gdpr-retention-outbox = Messages sent or called back
option-gdpr-retention-imports = Rows of imported files
option-gdpr-retention-jobs = Finished background work
option-gdpr-retention-attempts = Attempts to sign in
option-gdpr-retention-trace = Trace of accounts
option-gdpr-retention-addresses = Network addresses of consents
option-gdpr-action-propose = Propose, somebody decides
option-gdpr-action-anonymise = Anonymise every night
option-gdpr-action-delete = Delete every night
option-gdpr-class-identity = Identity
option-gdpr-class-contact = Contact details
option-gdpr-class-personal = Personal
option-gdpr-class-sensitive = Sensitive
option-gdpr-class-financial = Financial
option-gdpr-class-content = Free text
option-gdpr-class-subject = Whom it is about
option-gdpr-class-actor = Who did it
option-gdpr-class-technical = Technical
option-gdpr-class-configuration = Configuration
option-gdpr-class-secret = Secret
option-gdpr-category-health = Health
option-gdpr-category-religion = Religion or philosophy
option-gdpr-category-politics = Political opinions
option-gdpr-category-union = Trade union membership
option-gdpr-category-origin = Racial or ethnic origin
option-gdpr-category-sexuality = Sex life or orientation
option-gdpr-category-genetics = Genetics
option-gdpr-category-biometrics = Biometrics
option-gdpr-category-offences = Offences, convictions
option-gdpr-category-social = Social difficulties
option-gdpr-nature-confidentiality = Somebody saw what they should not
option-gdpr-nature-integrity = Data was changed
option-gdpr-nature-availability = Data was lost or out of reach
option-gdpr-risk-none = No risk for people
option-gdpr-risk-risk = A risk: tell the authority
option-gdpr-risk-high = A high risk: tell the people too

# The section on a contact
reach-title = May we reach this person?
reach-yes = Yes
consents-title = Agreements
consents-minor = This person is a minor: a parent or guardian consents.
consents-erased = This person was anonymised. Nothing brings the data back.
consents-waits = This person will be anonymised on { $day }. Until then it can be called off.
consents-open-request = Request to answer: { $kind }, before { $day }.
consent-none = Not asked yet
consent-needless = No consent needed
consent-give = Note an answer
consent-renew = Note again
consent-withdraw = Withdraw
consent-object = Note an objection
consent-object-end = End the objection
consent-until = until { $day }
consent-proofs = Proofs
consent-proofs-words = Everything that was said stays here, newest first.
consent-by = noted by { $who }
consent-by-guardian = by a parent or guardian
consent-digest = Fingerprint of the text
consent-form = Answer about { $purpose }
consent-source = How it was said
consent-day = On
consent-channel = For
help-consent-channel = None chosen: for all of them.
consent-guardian = Parent or guardian who answers
help-consent-guardian = Among the people this person is related to.
help-consent-no-guardian = Nobody is related to this person yet: add the parent under Relationships first.
consent-proof = Proof
help-consent-proof = Where the paper lies, who heard it, which message it was.
consent-no-text = There is no consent text for this purpose yet. It is best to write one under Data protection.
consent-save = They agree
consent-save-refused = They refuse
said-consent-given = Agreement noted
said-consent-withdrawn = Withdrawal noted, it holds at once
said-consent-refused = Refusal noted, it holds at once
rights-title = Their rights

# Requests
requests-intro = What people ask about their data. One month to answer.
requests-none = No request yet
requests-none-words = A request is noted on the record of the person, under Consents.
requests-to-contacts = Find the person
request-who = Person
request-kind = Right
request-received = Received
request-due = Answer before
request-state = State
request-late = late
request-new = Note a request
request-title = Request
request-note = What was asked and answered
help-request-due = A month by law; two more where it is complicated and the person is told.
help-request-note = Without names: this stays after an erasure.

# The file of a person
dossier-title = Personal file
dossier-of = File of { $name }
dossier-file = file
dossier-intro = Everything that the association keeps about this person, to be handed to them (GDPR, articles 15 and 20).
dossier-note = Make sure of who asks before you hand it out. That you did is written down under Requests.
dossier-what = What it holds
dossier-count = Records
dossier-history = History of changes
dossier-made-by = { $count ->
    [one] One record was made by this person about others; it is not in the file.
   *[other] { $count } records were made by this person about others; they are not in the file.
}
dossier-paper = Document to print
dossier-pdf = PDF
dossier-field = Field
dossier-value = Value
dossier-json = File for machines (JSON)
dossier-made = Made on
dossier-why = Why we keep data
dossier-rights = Your rights
dossier-rights-words = You may have these data corrected or erased, have their use limited, object to it, and withdraw your consent at any time. Write to us. You may also complain to the supervisory authority, in France the CNIL (cnil.fr).
dossier-when = When
dossier-changed = What
dossier-before = Before
dossier-after = After

# Forgetting
anonymise-title = Anonymise
anonymise-task = Anonymise
anonymise-of = Anonymise { $name }
anonymise-many = { $count ->
    [one] Anonymise one person
   *[other] Anonymise { $count } people
}
anonymise-intro = Everything that tells who the person is goes, history included. What the law asks to keep stays, without a name.
anonymise-goes = Deleted
anonymise-emptied = Emptied, kept as a number
anonymise-stays = Kept, and why
anonymise-changes = { $count ->
    [one] the values of one change in history
   *[other] the values of { $count } changes in history
}
anonymise-made-by = { $count ->
    [one] one record that the person made about others
   *[other] { $count } records that the person made about others
}
anonymise-why-accounting = accounts are kept for 10 years
anonymise-why-proof = proves that the person was asked and heard
anonymise-why-others = is about other people too
anonymise-why-figures = counts in figures, names nobody
anonymise-when = When
anonymise-later = { $count ->
    [one] Tomorrow
   *[other] In { $count } days
}
anonymise-later-words = Until then the record lies in the bin, nobody is written to, and it can be called off.
anonymise-now = At once
anonymise-now-words = For good: there is no undo, not even for administrators.
anonymise-certain = I know that this cannot be undone
anonymise-do = Anonymise
anonymise-back = Back to the record
anonymise-own = This is the association itself.
anonymise-account = This person has an account here. Delete the account first.
anonymise-done = This person was anonymised already.
anonymise-hindered = { $count ->
    [one] One of them has an account or is the association itself, and stays as it is.
   *[other] { $count } of them have an account or were anonymised already, and stay as they are.
}
anonymise-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
anonymise-job = Anonymising people
anonymise-job-done = { $count ->
    [0] Nobody was anonymised.
    [one] One person was anonymised or is planned to be.
   *[other] { $count } people were anonymised or are planned to be.
}
anonymise-call-off = Call it off
said-anonymised = Anonymised for good
said-anonymise-waits = Planned: it can be called off until then
said-not-anonymised = This record cannot be anonymised
said-anonymise-called-off = Called off, the record is back

# Retention
retention-intro = For how long things are kept. A rule proposes, and somebody decides; or it acts every night.
retention-title = Rule
retention-kind = About
retention-period = Kept for
retention-unit = Unit
retention-unit-day = days
retention-unit-month = months
retention-unit-year = years
retention-action = What happens then
retention-of = Only
retention-active = In use
retention-rule = The rule
retention-delete = Delete the rule
retention-add = Add a rule
retention-new = New rule
retention-new-words = Save the rule to see what it finds.
retention-due = Due now
retention-due-now = Due now
retention-none = nothing
retention-none-title = Nothing is due
retention-none-words = What this rule finds will stand here.
retention-count = { $count ->
    [one] 1 record
   *[other] { $count } records
}
retention-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
retention-months = { $count ->
    [one] 1 month
   *[other] { $count } months
}
retention-years = { $count ->
    [one] 1 year
   *[other] { $count } years
}
retention-made = Created
retention-changed = Last changed
retention-more = { $count ->
    [one] and one more, shown when these are done
   *[other] and { $count } more, shown when these are done
}
retention-keep = Keep for another year
retention-clear = { $count ->
    [one] Clear one row
   *[other] Clear { $count } rows
}
retention-clear-words = Nobody's record is touched. It cannot be undone.
said-cleared = Cleared
help-retention-inactive = No activity, note, consent, gift, registration or membership since then, and no account.
help-retention-bin = In the bin and not touched since then.
help-retention-outbox = Messages that are no longer waiting.
help-retention-imports = The cells of files that were imported. The contacts stay; the import can no longer be taken back row by row.
help-retention-jobs = Background work that is over.
help-retention-attempts = Network addresses from which somebody tried to sign in.
help-retention-trace = What was done with accounts.
help-retention-addresses = The network address beside a consent; the consent stays.

# Data
data-intro = What the database holds, column by column, and which of your own fields are sensitive.
marks-title = Sensitive fields
marks-words = Health, beliefs, opinions, origin: mark such fields. The register names them, and only roles with the right “Data protection: sensitive fields” see them.
marks-none = There are no fields of your own yet.
marks-fields = Custom fields
marks-whole = The whole set
data-map = Map of the data
data-map-words = Purely technical columns are left out. What is secret is shown to nobody.

# Breaches
incidents-intro = Lost, stolen or leaked data: note it here even when nobody has to be told.
incidents-none = No breach noted
incidents-none-words = Good. Should it happen: note it at once, the 72 hours count from the moment it is found.
incident-add = Note a breach
incident-new = New breach
incident-title = What happened
incident-found = Found
incident-risk = Risk
incident-closed = Closed
incident-open = Open
incident-to-tell = Authority to be told
incident-is-closed = Closed
incident-deadline = The authority has to be told before { $moment }.
field-incident-title = What happened
field-incident-nature = Nature
field-incident-risk = Risk for people
field-incident-happened_date = Happened
field-incident-found_date = Found
field-incident-description = How it happened
field-incident-data = Data concerned
field-incident-people = People concerned, about
field-incident-consequences = Likely consequences
field-incident-measures = What was done
field-incident-authority_date = Authority told
field-incident-people_date = People told
help-incident-risk = In France: notifications.cnil.fr

# Options
options-officer = Who answers
options-officer-words = The data protection officer, or whoever people write to.
options-officer-name = Name
options-officer-mail = E-mail
options-minors = Minors
options-age = A parent consents below
options-age-15 = 15 years (online services, France)
options-age-18 = 18 years (everything)
options-age-words = By the date of birth, where it is known.
options-erasure = Anonymising
options-grace = Days during which it can be called off
options-grace-words = Afterwards nothing brings the data back. 0: offered at once.

# The printed register
register-title = Register of processing activities
register-controller = Controller
register-officer = Data protection officer
register-officer-none = none named
register-day = As of
register-people = People on record
register-sensitive = Sensitive data
register-yes = Yes
register-no-transfer = None
register-common = What holds for all purposes
register-data = Data in the base
register-columns = { $count ->
    [one] 1 column
   *[other] { $count } columns
}
register-marked = Fields marked as sensitive
register-marked-none = None.
register-recipients = Recipients within the association
register-accounts = { $count ->
    [0] nobody
    [one] 1 account
   *[other] { $count } accounts
}
register-retention = Retention rules
register-security = Security measures
register-security-access = Each account has roles; what a role does not give is refused, on pages and through the API.
register-security-history = Every change is recorded: who, when, before and after; the record cannot be altered unnoticed.
register-security-secrets = Passwords are kept as Argon2id digests; keys and tokens as digests; secrets never appear in answers or logs.
register-security-sessions = Sessions end by themselves, attempts to sign in are limited, a second factor is available.
register-security-backups = Backups are verified when they are made; whoever was forgotten is forgotten again after an older one is put back.
register-security-place = Pages load nothing from elsewhere: no trackers, no third party.

# What records are called
entity-many-Consent = consents
entity-many-SubjectRequest = data requests
entity-many-RetentionException = retention exceptions
entity-many-ProcessingPurpose = processing purposes
entity-many-ConsentText = consent texts
entity-many-PrivacyIncident = data breaches
entity-many-SensitiveMark = sensitive marks
entity-many-RetentionRule = retention rules
entity-many-EntityFile = attached files
entity-many-ListView = kept views
entity-many-Setting = settings
entity-many-GroupContactCache = places in groups, derived
entity-many-GroupOrganization = organisations of groups
entity-many-DedupeException = pairs that are two people
entity-many-RucheDuplicateOwn = checks for duplicates
entity-many-RucheDuplicateKey = keys for finding duplicates
entity-many-RucheDuplicatePair = pairs that look alike
entity-many-RucheDuplicateQueue = comparisons that wait
entity-many-RucheImportRow = rows of imported files
entity-many-ImportSchedule = scheduled imports
entity-many-RucheOutbox = messages
entity-many-RucheSession = sessions
entity-many-RucheApiKey = API keys
entity-many-RucheTrace = trace of accounts
entity-many-RucheView = looks at the record
entity-many-RucheLogin = attempts to sign in
entity-many-RucheChange = changes in history
entity-many-RucheTransaction = transactions of history
entity-many-RuchePasskey = passkeys
entity-many-RucheCredential = passwords, as digests
entity-many-RucheTotp = second factors
entity-many-RucheRecovery = recovery codes
entity-many-RucheDevice = remembered devices
entity-many-RucheLink = one-time links
entity-many-RucheIdentity = identities elsewhere
entity-many-RucheChallenge = questions to browsers
entity-many-RucheProvider = sign-in services
entity-many-RucheCalendarFeed = calendar addresses
entity-many-RucheJob = background work
entity-many-Follow = followed records
entity-many-Mention = mentions
entity-many-RucheSealed = secrets, encrypted
entity-many-RucheOAuthClient = connected sites
entity-many-RucheOAuthCode = codes of connected sites
entity-many-RucheOAuthToken = keys of connected sites
entity-many-RucheOAuthGrant = access given to sites
entity-many-RucheSubscriptionRequest = subscriptions to confirm
entity-many-SubscriptionMessage = letters of lists
entity-many-MailSettings = mailboxes
entity-many-RucheFiledMail = letters that were filed
entity-many-RucheMailboxTrouble = letters that could not be filed
entity-many-RucheRepetition = repetitions
entity-many-RecurringEntity = repeated records
entity-many-SearchDraft = unfinished searches
entity-many-SiteEmailAddress = sender addresses
entity-many-RucheDirectory = directories for signing in
entity-many-Terms = versions of the terms
entity-many-TermsAcceptance = acceptances of the terms
entity-many-TermsText = texts of the terms
entity-many-RucheSeal = seals of history
entity-many-DashboardContact = tiles of boards
entity-many-DedupeRuleGroup = duplicate rules
entity-many-DedupeRule = conditions of duplicate rules
entity-many-Domain = sites
entity-many-SavedSearchRole = shared searches
entity-many-GroupNesting = groups within groups
filter-name-SubjectRequest-kind = Right
filter-name-SubjectRequest-state = State
filter-name-SubjectRequest-received_date = Received
filter-name-SubjectRequest-due_date = Answer before
filter-name-SubjectRequest-done_date = Answered
filter-name-SubjectRequest-note = Note
filter-name-Consent-purpose_id = Purpose
filter-name-Consent-status = Answer
filter-name-Consent-channel = For
filter-name-Consent-source = How it was said
filter-name-Consent-consent_date = Said on
filter-name-Consent-expiry_date = Holds until
filter-name-Consent-proof = Proof
filter-name-Consent-text_digest = Fingerprint of the text
filter-name-Consent-ip_address = Network address
problem-consent-text-fixed = A text stays as it is: add a new version.
problem-consent-fixed = What somebody has said is not rewritten: note what they say now.
problem-consent-future = The day of a consent lies in the future.
problem-consent-guardian = This person is a minor: name the parent or guardian who consents.
problem-incident-order = Nothing is noticed before it happened.
problem-retention-action = Choose something else to do: this does not fit what the rule finds.
again-title = To be asked again
again-words = { $purpose }: these people have agreed to words that have changed since. What they agreed to holds for the old words alone.
again-person = Person
again-version = Version agreed to
again-date = Agreed on
again-no-text = no words were shown
again-nobody = Nobody: everybody has agreed to the newest words.
again-group = Make a group of these people
again-group-words = The members of a group can be written to, by e-mail or by letter. Whoever answers is written down on their record.
again-group-title = To be asked again: { $purpose } ({ $date })
again-link = { $count ->
    [one] One person has agreed to older words
   *[other] { $count } people have agreed to older words
}

# What columns are called on the map of the data, by the title that the program gives them.
entity-column-actor = Actor
entity-column-before = Before
entity-column-after = After
entity-column-created = Created
entity-column-path = Path
entity-column-file-description = Description of the file
entity-column-created-by-contact-id = Created by
entity-column-filename = Name of the file
entity-column-folder = Folder
entity-column-valid-until = Valid until
entity-column-entity-id = Record
entity-column-address = Address
entity-column-subject = Subject
entity-column-body = Body
entity-column-secret = Secret
entity-column-name = Name
entity-column-html = Formatted text
entity-column-calendar = Calendar entry
entity-column-unsubscribe = Link to unsubscribe
entity-column-bcc = Hidden copy
entity-column-sealed = Encrypted secret
entity-column-hash = Signature key
entity-column-api-key = API key
entity-column-email-greeting-custom = E-mail greeting, own wording
entity-column-postal-greeting-custom = Letter greeting, own wording
entity-column-addressee-custom = Name on the envelope, own wording
entity-column-user-unique = Name of the account elsewhere
entity-column-signature-text = Signature, plain
entity-column-signature-html = Signature, formatted
entity-column-phone-numeric = Number in digits
entity-column-phone-called-number = Number called
entity-column-street-number = Street number
entity-column-street-number-suffix = Suffix of the number
entity-column-street-number-predirectional = Direction before the number
entity-column-street-name = Name of the street
entity-column-street-type = Type of street
entity-column-street-number-postdirectional = Direction after the number
entity-column-street-unit = Flat or unit
entity-column-county = County
entity-column-postal-code-suffix = Suffix of the postcode
entity-column-usps-adc = Sorting centre (USPS)
entity-column-timezone = Time zone
entity-column-openid = OpenID
entity-column-contact-a = Contact on the one side
entity-column-contact-b = Contact on the other side
entity-column-relationship-description = Description
entity-column-contact-id-near-side = Contact on this side
entity-column-contact-id-far-side = Contact on the other side
entity-column-note-entity-id = Record with the note
entity-column-modified-by-contact-id = Changed by
entity-column-organization-id = Organisation
entity-column-contact-id = Contact
entity-column-group-membership-tracking = Address at the change
entity-column-modified = Changed
entity-column-hashed-password = Password, as a digest
entity-column-password-reset-token = Link for a new password
entity-column-password-hash = Password, as a digest
entity-column-digest = Digest
entity-column-agent = Browser
entity-column-seed = Secret of the second factor
entity-column-credential = Identity of the device
entity-column-public-key = Public key
entity-column-guardian = Parent who consents
entity-column-recorded = Written down
entity-column-handled = Answered
entity-column-reason = Reason
entity-column-proof = Proof
entity-column-ip-address = Network address
entity-column-secret-digest = Secret, as a digest
entity-column-author = Author
entity-column-remote = Network address
entity-column-password = Password
entity-column-first-dupe-contact-id = First contact
entity-column-second-dupe-contact-id = Second contact
entity-column-contact-id1 = First contact
entity-column-contact-id2 = Second contact
entity-column-label = Label
entity-column-cells = Cells
entity-column-changes = Changes
entity-column-faults = Faults
entity-column-same = Same record
entity-column-content = Content
entity-column-dashboard-contact = Contact of the board
entity-column-entity = Kind of record
entity-many-ImportRow = rows of imports
entity-many-ACL = access rules
entity-many-ACLEntityRole = roles of access rules
entity-many-Permission = permissions
