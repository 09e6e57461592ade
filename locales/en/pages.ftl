# Pages: home, list, record, settings.
search-list = Search the list
filter-wish = Particulars
filter-flag = { $value }
filter-sub = are of the subtype { $value }
yes = yes
no = no
role-administrator = Administration
history-program = Ruche
did-create-contact = created this record
did-update-contact = changed this record
did-delete-contact = deleted the record
did-trash = moved this record to the bin
did-restore = took this record out of the bin
did-add = added { $what }
did-change = changed { $what }
did-remove = removed { $what }
did-undo = undid a change
did-nothing = changed nothing
entity-Email = the e-mail
entity-Phone = the phone
entity-Address = the address
entity-Website = the website
entity-IM = the messenger
entity-SubjectRequest = a request about their data
entity-Consent = a consent
entity-RetentionException = a reason to keep the record
entity-SensitiveMark = a sensitive field
entity-TermsAcceptance = agreement to the terms
entity-Follow = a follower
entity-Mention = a mention
entity-DedupeException = a pair that is not the same person
entity-UserRole = a role
entity-OpenID = the OpenID identity
entity-Note = a note
entity-Relationship = a relationship
entity-GroupContact = a group
entity-EntityTag = a tag
entity-EntityFile = a file
entity-File = a file
entity-ActivityContact = an activity
entity-User = the account
fields-set = { $label }: { $value }
fields-emptied = { $label }: { $value } removed
fields-moved = { $label }: { $before } → { $after }
thread-undone = Undone since
thread-changes = { $count ->
    [one] { $count } change
   *[other] { $count } changes
}
tie-employee = employee
tie-employer = employer
ties-more = { $count ->
    [one] and { $count } other person
   *[other] and { $count } other people
}
block-empty = Nothing noted.
way-billing = billing
way-held = on hold
way-do-not-email = do not e-mail
way-do-not-phone = do not phone
way-do-not-mail = no post
way-extension = ext. { $number }
field-custom-greeting = Own wording
help-employer = The name of the organisation, or the number of its record. One without a record yet gets one.
problem-employer-unknown = No organisation has this name. Create its record first.
problem-employer-several = Several organisations have this name. Write the number of the right one.
alike-email = same e-mail
alike-phone = same phone
alike-name = same name
undone-by = undone on { $date } by { $who }
undo-stuck = This change can no longer be undone as a whole: { $names } changed since.
filter-by = by { $value }
palette-places = Go to
palette-actions = Do
filter-on-hold = E-mail on hold
home-letter-empty = It is { $day }. The hive awaits its first names.
home-letter = It is { $day }. { $count ->
    [0] No new records this month.
    [one] { $count } new record this month.
   *[other] { $count } new records this month.
}
home-start = Introduce your organisation
home-start-words = Its name, its country, its language: three questions.
home-start-do = Begin
home-first = Create a first record
home-first-words = A name is enough.
home-held = { $count ->
    [one] { $count } e-mail bounces
   *[other] { $count } e-mails bounce
}
home-held-words = The address no longer answers: correct it.
home-held-do = See the records
home-figures = Contacts
home-figures-aside = records created each month
home-figures-told = Records created this month: { $count }
settings-site = The organisation
settings-organisation = Name, language and country
settings-organisation-words = What it is called, where it is, how it counts.
settings-names = Names of contacts
settings-names-words = How a name is written, and what it is sorted by.
settings-lists = Lists of choices
settings-choices = { $count ->
    [one] { $count } choice
   *[other] { $count } choices
}
list-ContactType = Types of contacts
list-LocationType = Locations
setting-name = Name of the organisation
setting-timezone = Time zone
setting-currency = Currency
setting-fiscal-month = The fiscal year begins in
setting-week-begins = The week begins on
setting-display-name = Displayed name
setting-sort-name = Sort name
choice-label = Label
choice-icon = Icon
choice-description = Note
choice-parent = Subtype of
start-role = Role
start-link = The link to send them
start-link-help = It works once, for 48 hours, behind the address of your site.
count-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
count-households = { $count ->
    [one] { $count } household
   *[other] { $count } households
}
count-organisations = { $count ->
    [one] { $count } organisation
   *[other] { $count } organisations
}
action-call = Call
said-must-stay = Nothing moved: the organisation and people with an account keep their records
way-at = { $way } ({ $place })
way-for-billing = Invoices and receipts go here
