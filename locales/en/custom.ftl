# Custom sets of fields: where they are built, and how they stand on a contact.
problem-custom-misfit = Some records have values that do not fit this kind.
problem-custom-one-by-one = Move the field first, then change its kind, or the other way round.
problem-custom-file = A field of files stays a field of files, and in its set.
problem-custom-move = A field moves only between sets of the same records, with one line for each.
problem-several-found = Several records have this name; give the number of one, for example #12.
problem-reference-filter = This field does not take this record: it is not among those that its filter lets in.
problem-custom-condition = Choose a field and something to compare it with.
problem-custom-formula = This cannot be counted: choose other records, or another field.
problem-custom-full = There is no room for another line here.
problem-custom-no-options = Give at least one choice.

custom-answers = { $count ->
    [one] 1 answer
   *[other] { $count } answers
}
custom-yes = Yes
custom-no = No
custom-record-add = Add a line
custom-record-edit = Edit this line
custom-record-copy = Copy this line
custom-record-delete = Delete this line
custom-record-tools = Actions
custom-file-held = Here now: { $name }. A new file takes its place.
custom-no-records = Nothing here yet
custom-no-records-help = Each line is one record: a training, a certificate, a stay.

said-set-kept = Set saved
said-set-deleted = Set deleted, its values are kept for 30 days
said-field-kept = Field saved
said-field-deleted = Field deleted, its values are kept for 30 days
said-field-moved = Field moved, with its values

settings-fields = Sets of fields
settings-fields-words = What you want to know of people, groups or relationships, beyond what every association knows.
settings-data = Fields

fields-title = Sets of fields
fields-intro = What your association wants to know, in its own words.
fields-none = No set yet
fields-none-help = A set holds fields that belong together, for example “Volunteering” with skills and availability.
fields-lists = Shared lists
fields-lists-intro = Lists of choices that several fields use. Change a list once, and all of them follow.
fields-lists-none = No shared list yet
fields-lists-none-help = A list of your own fields may be shared as well: choose it where a field asks for its choices.
fields-list-add = New list
fields-list-title = Name of the list
fields-list-choices = Choices, one a line
fields-list-used = { $count ->
    [0] no field uses it
    [one] used by 1 field
   *[other] used by { $count } fields
}
fields-set-add = New set
fields-set-new = A new set
fields-set-title = Name of the set
fields-set-extends = On what
fields-set-only = Only for
fields-set-only-help = None ticked: for all.
fields-set-style = Where it stands
fields-set-style-inline = A block on the record
fields-set-style-inline-note = Seen at a glance, edited on its spot.
fields-set-style-tab = A tab of its own
fields-set-style-tab-note = For longer forms.
fields-set-style-table = A table with several lines
fields-set-style-table-note = Trainings, certificates, stays: as many lines as needed.
fields-set-most = At most so many lines
fields-set-collapsed = Folded until one opens it
fields-set-public = May stand on public pages
fields-set-help-before = Said before the fields
fields-set-help-after = Said after the fields
fields-set-about = The set
fields-set-look = How it looks
fields-set-settings = Settings of the set
fields-set-more = More about this set
fields-set-rest = Switch off
fields-set-wake = Switch on
fields-set-delete = Delete the set
fields-set-of = { $count ->
    [0] no field yet
    [one] 1 field
   *[other] { $count } fields
}
fields-set-intro = { $count ->
    [0] A set without fields yet, on: { $where }.
    [one] A set of 1 field, on: { $where }.
   *[other] A set of { $count } fields, on: { $where }.
}
fields-set-table = table
fields-set-tab = tab
fields-of-set = Fields of the set
fields-no-field = No field yet
fields-no-field-help = Add the first one: choose its kind by an example.
fields-add = Add a field
fields-new = A new field
fields-more = More settings
fields-preview = Preview
fields-preview-show = Preview
fields-preview-empty = Fields appear here as you add them.
fields-move = Move to another set
fields-move-title = Move “{ $name }”
fields-move-intro = Its values go along, for all records at once.
fields-move-to = To the set
fields-move-none = There is no other set for the same records.
fields-move-do = Move the field
fields-rest = Switch off
fields-wake = Switch on
fields-delete = Delete
fields-options = Choices
fields-options-help = The tick marks what is proposed from the start. A choice that is taken away stays readable on the records that have it.
fields-options-shared = Change the choices of this list
fields-option = Choice
fields-option-add = One more choice
fields-option-drop = Take away “{ $name }”
fields-option-used = { $count ->
    [one] on 1 record
   *[other] on { $count } records
}
fields-propose = Propose “{ $name }” from the start
fields-proposed = Proposed from the start
fields-list-own = Its own choices
fields-list = Choices come from
fields-label = Name of the field
fields-kind = Kind
fields-kind-which = What do you want to know?
fields-kind-group-text = Text
fields-kind-group-choice = Choices
fields-kind-group-number = Numbers and dates
fields-kind-group-link = Links
fields-kind-text = Short text
help-kind-text = Nickname, membership card
fields-kind-long = Long text
help-kind-long = Remarks, story
fields-kind-rich = Formatted text
help-kind-rich = With bold words and lists
fields-kind-select = One choice, in a list
help-kind-select = T-shirt size: S, M, L
fields-kind-radio = One choice, all in sight
help-kind-radio = Morning or evening
fields-kind-several = Several choices
help-kind-several = Sewing, driving, English
fields-kind-several-list = Several choices, in a list
help-kind-several-list = For long lists
fields-kind-bool = Yes or no
help-kind-bool = Charter signed
fields-kind-int = Whole number
help-kind-int = Number of children
fields-kind-float = Number
help-kind-float = Hours given: 12.5
fields-kind-money = Sum
help-kind-money = Deposit: €50.00
fields-kind-date = Date
help-kind-date = First aid certificate: 12 March 2026
fields-kind-country = Country
help-kind-country = Nationality
fields-kind-province = Province
help-kind-province = County of birth
fields-kind-url = Web address
help-kind-url = https://example.org
fields-kind-contact = A contact
help-kind-contact = Sponsor, doctor, tutor
fields-kind-contacts = Several contacts
help-kind-contacts = Children in care
fields-kind-record = Another record
help-kind-record = A group, a tag, an activity
fields-kind-file = File
help-kind-file = Signed charter
fields-kind-other = { $data }, { $input }
fields-kind-total = Calculated
help-kind-total = Meetings attended, last exchange
fields-total = What is counted
fields-total-help = Worked out from the records that the person appears in, and kept up to date. Nobody types it in.
fields-total-entity = Records
fields-total-function = What is made of them
fields-total-count = How many there are
fields-total-sum = The total of
fields-total-average = The average of
fields-total-greatest = The greatest or latest
fields-total-least = The least or earliest
fields-total-last = As the latest one says
fields-total-first = As the earliest one says
fields-total-field = Of which field
fields-total-role = In the role of
fields-total-period = In the time of
fields-when-title = Conditions
fields-when = This field
fields-when-never = is always shown
fields-when-show = is shown only if
fields-when-require = must be filled in if
fields-when-both = is shown, and must be filled in, only if
fields-when-kept = follows conditions set by another program
fields-when-how = These conditions hold
fields-when-all = all
fields-when-any = one of them
fields-when-field = Other field
fields-when-operator = Compared
fields-when-value = With
fields-when-is = is
fields-when-is-not = is not
fields-when-filled = is filled in
fields-when-empty = is empty
fields-when-least = is at least
fields-when-most = is at most
fields-when-record = The record itself
fields-required = Must be filled in
fields-searchable = In searches and filters
fields-range = Searched from … to …
fields-view = Shown only, filled in by a program
fields-in-table = Shown in the table
fields-default = Proposed from the start
fields-default-date = Proposed from the start
fields-default-date-help = A date such as 2026-01-31, or “today”.
fields-help-before = Said before the field
fields-help-after = Help under the field
fields-length = At most so many characters
fields-rows = Lines shown
fields-columns = Choices in columns
fields-date-parts = What is asked
fields-date-day = Day, month and year
fields-date-month = Month and year
fields-date-year = Year
fields-date-time = Day and time
fields-years-before = Years back
fields-years-after = Years ahead
fields-entity = Which records
fields-filter-group = Only members of
fields-filter-group-help = A group that the contacts are chosen from.
choices-edit-here = Change these choices
fields-filter-type = Only these contacts
fields-filter = Only records with
fields-filter-help = As the API writes it: is_active=1&source=Web
fields-misfit-title = These values do not fit
fields-misfit-line = { $count ->
    [one] “{ $value }” on 1 record
   *[other] “{ $value }” on { $count } records
}
fields-colon = {": "}
fields-from = from
fields-to = to

entity-custom = a set of fields
entity-CustomGroup = a set of fields
entity-CustomField = a field

view-on-Contact = All contacts
view-on-Individual = People
view-on-Household = Households
view-on-Organization = Organisations
view-on-Activity = Activities
view-on-Relationship = Relationships
view-on-Group = Groups
view-on-Contribution = Donations
view-on-ContributionRecur = Regular donations
view-on-Membership = Memberships
view-on-Event = Events
view-on-Participant = Registrations
view-on-Pledge = Pledges
view-on-Campaign = Campaigns
view-on-Case = Cases
view-on-Grant = Grants
view-on-Address = Addresses
view-on-Phone = Phone numbers
view-on-Email = E-mail addresses
view-on-IM = Messengers
view-on-OpenID = OpenID accounts
view-on-Survey = Surveys
