# History: who changed what, and how to go back.
history-intro = Who changed what, and how to go back. Nothing is erased here.
history-none = Everything is still new
history-none-help = The first change will be written here, with the means to undo it.
history-no-match-help = Nobody changed anything of the kind. Remove a filter.
history-redo = Redo
history-before = before:
history-after = after:
history-fields = { $count ->
    [one] { $count } field
   *[other] { $count } fields
}
history-through-api = through the API
history-through-command = from the command line
history-through-import = import of { $file }
history-through-job = automatic task
history-through-installation = at installation
history-you = You
history-they = { $name }
history-created = { $who } created { $name }
history-added = { $who } added { $what } to { $name }
history-changed = { $who } changed { $what } of { $name }
history-changed-whole = { $who } changed { $name }
history-removed = { $who } removed { $what } of { $name }
history-trashed = { $who } moved { $name } to the bin
history-restored = { $who } took { $name } out of the bin
history-deleted = { $who } deleted { $name } for good
history-undid = { $who } undid a change
history-created-many = { $who } created { $count ->
    [one] { $count } record
   *[other] { $count } records
}
history-changed-many = { $who } changed { $count ->
    [one] { $count } record
   *[other] { $count } records
}
history-trashed-many = { $who } moved { $count ->
    [one] { $count } record
   *[other] { $count } records
} to the bin
history-restored-many = { $who } took { $count ->
    [one] { $count } record
   *[other] { $count } records
} out of the bin
history-deleted-many = { $who } deleted { $count ->
    [one] { $count } record
   *[other] { $count } records
} for good
history-the-record = the record
history-the-email = the e-mail
history-the-phone = the phone
history-the-address = the address
history-the-website = the website
history-the-messenger = the messenger
history-the-note = the note
history-the-relationship = the relationship
history-the-group = the group
history-the-tag = the tag
history-the-activity = the activity
history-the-account = the account
history-the-setting = the setting
history-the-choice = the choice of a list
history-the-fields = the set of fields
history-the-import = the import
history-the-search = the search
history-the-display = the display of a search
history-the-file = the file
history-the-pair = a pair of different people
history-the-role = the role
history-the-rule = the access rule
history-the-consent = the consent
history-the-protection = the settings of data protection
history-the-request = the request about data
history-the-breach = the data breach
history-the-terms = the terms
history-the-election = the election
history-the-candidate = the candidate
history-the-seat = the seats of an office
history-the-follow = the following of a record
history-the-other = some data
history-a-record = a record
history-an-email = an e-mail
history-a-phone = a phone
history-an-address = an address
history-a-website = a website
history-a-messenger = a messenger
history-a-note = a note
history-a-relationship = a relationship
history-a-group = a group
history-a-tag = a tag
history-an-activity = an activity
history-an-account = an account
history-a-setting = a setting
history-a-choice = a choice of a list
history-some-fields = a set of fields
history-an-import = an import
history-a-search = a search
history-a-display = a display of a search
history-a-file = a file
history-a-pair = a pair of different people
history-a-role = a role
history-a-rule = an access rule
history-a-consent = a consent
history-a-protection = a setting of data protection
history-a-request = a request about data
history-a-breach = a data breach
history-some-terms = terms
history-an-election = an election
history-a-candidate = a candidate
history-a-seat = the seats of an office
history-a-follow = the following of a record
history-something = some data
undo-many = Undo a change of { $count } records?
undo-many-words = It was made on { $date }. All { $count } records go back to what they were before.
undo-many-do = Undo all of it
