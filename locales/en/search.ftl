place-search = Searches
compose-new = New search
compose-new-words = Begin with a question that many associations ask, then change its words.
compose-presets = Frequent questions
compose-from-nothing = Or start from
compose-sentence = The question
compose-find = I am looking for
compose-others = More
compose-first = whose
compose-tie-first = who
compose-and = and
compose-or = or
compose-except = unless
compose-one-of = one of these holds
compose-all-of = all of these hold
compose-flip = Change between “and” and “or”
compose-not-drop = Take “unless” away
compose-add-first = Add a condition
compose-add-and = and…
compose-add-or = or…
compose-add-not = unless…
compose-add-tie = who have, or have no…
compose-add-which = which…
compose-some-of = have
compose-none-of = have no
compose-known = { $what } are known
compose-unknown = { $what } are not known
compose-by-word = by
compose-group = count by…
compose-group-more = and by…
compose-keep-word = where
compose-keep = keep only…
compose-show-word = show
compose-column = a column…
compose-measure = a sum or a number…
compose-remove = Remove { $what }
compose-left = Move { $what } to the left
compose-pick = What to choose
compose-pick-where = A condition on…
compose-pick-group = Count by…
compose-pick-measure = Show of each group…
compose-pick-column = Show also…
compose-pick-keep = Keep only the groups with…
compose-pick-tie = Who have, or have no…
compose-pick-find = Find a field
compose-pick-none = No field is called so.
compose-back = Back to the beginning
compose-further = Go further
compose-condition = Condition
compose-operator = Comparison
compose-value = Value
compose-range = Period
compose-range-none = a day below
compose-from = From
compose-to = To
compose-apply = Apply
compose-count-of = Number of { $what }
compose-between = { $from } and { $to }
compose-or-list = { $rest } or { $last }
compose-quoted = “{ $text }”
# What the first word of a label asks of its sentence: p (several), count (their number is said), x (nothing).
compose-word = { $word ->
    [tags] p
    [groups] p
    [languages] p
    [skills] p
    [days] count
   *[x] x
}
compose-subject = { $kind ->
    [count] number of { $what }
    [box] box “{ $label }”
   *[x] { $what }
}
compose-not = not ({ $what })
compose-has-some = that have { $what }
compose-has-none = that have no { $what }
compose-has-any = with their { $what }
compose-whose = whose { $what }
compose-unless = , unless { $what }
compose-by = , by { $what }
compose-keeping = , where { $what }
compose-wrong = This question cannot be answered:
compose-too-slow = This question takes too long. Narrow it with a condition, or take a column away.
compose-nothing = Nothing fits.
compose-result = Result
compose-found = { $count ->
    [one] One result
   *[other] { $count } results
}
compose-count = { $count ->
    [one] result
   *[other] results
}
compose-first-rows = the first { $count }
compose-took = in { $ms } ms
compose-funnel = How we get there
compose-draw = Show as
compose-api = API call and SQL
compose-undo = Undo the last step
compose-counting = The answer takes a moment…
compose-wait = Wait for the answer
compose-api-do = Ask this question
compose-or-some-of = or have
compose-or-none-of = or have no
compose-any-of = with their
compose-compute = Compute a column…
compose-pick-compute = Compute from
compose-formula-first = First number
compose-formula-sign = Sign
compose-formula-second = Field or number
compose-view = Open
compose-save = Keep this search
compose-save-changes = Keep the changes
compose-save-do = Save
compose-save-new = Save as another
compose-label = Name
compose-label-missing = Give the search a name.
compose-description = What it is for
compose-expires = Needed until
compose-pin = Put it on my board
compose-pin-do = Put it on my board
compose-group-do = Make a group
compose-manage = Sharing and history
compose-cell-keep = Save
draw-as-table = See the figures
export-csv = CSV file
export-xlsx = Excel file
export-ods = LibreOffice file
export-json = JSON file
export-pdf = PDF file
export-svg = Drawing (SVG)
search-intro = Questions that are kept, answered anew each time.
search-find = Find a search
search-all = All
search-mine = Mine
search-none = No search yet
search-none-words = Ask a question, see its answer, keep it if it is useful.
search-about = About
search-owner = Made by
search-used-by = Used by
search-changed = Changed
search-used-group = group { $title }
search-used-board = { $count ->
    [one] a board
   *[other] { $count } boards
}
search-open = Open the question
search-share = Who sees it
search-share-words = Nothing ticked: everybody who may search. Each sees the rows that they may see.
search-share-do = Save
search-unused = Nothing uses it yet.
search-past = History
search-version = See this version
search-regular = Regular export
search-regular-words = A file written by itself, with the rows that you may see. The last twelve are kept here.
search-rhythm = How often
search-rhythm-never = Never
search-rhythm-daily = Every day
search-rhythm-weekly = Every week
search-rhythm-monthly = Every month
search-delete = Delete the search
find-title = Find everywhere
find-intro = Contacts, activities, notes and files, whatever the accents.
find-box = Words to find
find-none = Nothing found
find-none-words = Try fewer words, or another spelling.
find-too-slow = Looking took too long. Try one word more, or a rarer one.
find-contacts = Contacts
find-activities = Activities
find-notes = Notes
find-files = Files
find-elsewhere = Activities, notes, files
find-searches = Searches
form-new-search = New search
said-search-saved = Search saved
said-search-deleted = Search deleted
said-search-shared = Sharing saved
said-search-grouped = The group follows the search from now on
said-regular-set = Regular export saved
said-cell-saved = Value saved
said-records-changed = Records changed
said-records-deleted = Records deleted
said-records-some = Done, except for records that you may not change
said-records-none = None of these records can be changed by you
problem-display-bypass = Only those who may see everything can let a display show everything.
problem-display-settings = The settings of a display are an object.
problem-segment-range = A range is made of comparisons with plain values.
view-table = Table
view-list = List
view-grid = Cards
view-bar = Bars
view-line = Line
view-area = Area
view-pie = Pie
view-number = Number
view-calendar = Calendar
view-pivot = Cross table
view-map = Map
view-tree = Tree
view-map-nowhere = None of these results has coordinates.
view-map-count = { $count ->
    [one] { $count } on the map
   *[other] { $count } on the map
}
view-map-without = , { $count } without coordinates
view-total = Total
view-pivot-needs = A cross table needs two columns that name, and one that counts.
view-adjust = Adjust
view-filter = Filter
view-edit-cell = Change { $what }
view-task-update = Change a field
view-task-delete = Delete
view-task-field = Field
view-task-next = Go on
view-task-other = Another field
view-task-enable = Enable
view-task-disable = Disable
view-task-tag = Tag
view-task-untag = Take a tag off
view-task-export = Export
view-task-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
view-task-later = This goes on in the background: you can follow it, stop it and take it back.
view-task-too-many = For more than { $count } contacts, make a group of this search first: whatever is done with a list can be done with the group.
view-task-job = Task on what a search found
view-task-ended = { $count ->
    [0] Nothing was changed.
    [one] One record changed.
   *[other] { $count } records changed.
}
view-task-ended-deleted = { $count ->
    [0] Nothing was deleted.
    [one] One record deleted.
   *[other] { $count } records deleted.
}
view-task-refused = { $count ->
    [one] Another one stayed as it was.
   *[other] { $count } others stayed as they were.
}
view-task-back = Back to the search
view-task-intro = { $count ->
    [one] One record of { $what } is meant.
   *[other] { $count } records of { $what } are meant.
}
view-task-delete-do = { $count ->
    [one] Delete this record
   *[other] Delete { $count } records
}
view-task-update-do = { $count ->
    [one] Change this record
   *[other] Change { $count } records
}
form-preset-contacts = Contacts
form-preset-contacts-words = Everybody with town, e-mail and phone
form-preset-new-contacts = New contacts
form-preset-new-contacts-words = Added within the last 30 days
form-preset-birthdays = Birthdays this month
form-preset-birthdays-words = People with a birthday in the next 31 days
form-preset-no-email = Without e-mail
form-preset-no-email-words = Whom a newsletter does not reach
form-preset-no-address = Without address
form-preset-no-address-words = Whom a letter does not reach
form-preset-groups = Members of groups
form-preset-groups-words = Who is in which group
form-preset-towns = Contacts by town
form-preset-towns-words = How many live where
form-preset-employers = Employers
form-preset-employers-words = How many people work for whom, and where
form-preset-activities = Recent activities
form-preset-activities-words = Of the last 90 days
form-preset-activity-kinds = Activities by kind
form-preset-activity-kinds-words = How many calls, meetings, letters
filter-name-Address-geo_code_1 = Latitude
filter-name-Address-geo_code_2 = Longitude
filter-op-eq = is
filter-op-ne = is not
filter-op-has = contains
filter-op-has-not = does not contain
filter-op-starts = begins with
filter-op-starts-not = does not begin with
filter-op-gt = is more than
filter-op-ge = is at least
filter-op-lt = is less than
filter-op-le = is at most
filter-op-between = is between
filter-op-in = is
filter-op-not-in = is not
filter-op-in-several = { $kind ->
    [p] include
   *[x] includes
}
filter-op-not-in-several = { $kind ->
    [p] do not include
   *[x] does not include
}
filter-op-ticked = is ticked
filter-op-unticked = is not ticked
filter-op-during = lies in
filter-op-empty = { $kind ->
    [p] are empty
   *[x] is empty
}
filter-op-not-empty = { $kind ->
    [p] are filled in
   *[x] is filled in
}
filter-op-ge-day = is from
filter-op-le-day = is until
filter-op-gt-day = is after
filter-op-lt-day = is before
filter-fn-sum = Sum of { $field }
filter-fn-avg = Average of { $field }
filter-fn-min = Least { $field }
filter-fn-max = Greatest { $field }
filter-fn-count = Number of { $field }
filter-fn-group-concat = All { $field }
filter-fn-year = Year of { $field }
filter-fn-month = Month of { $field }
filter-fn-extract = Month of { $field }
filter-fn-quarter = Quarter of { $field }
filter-fn-year-month = Month and year of { $field }
filter-fn-upper = { $field } in capitals
filter-fn-lower = { $field } in small letters
filter-fn-initial = Initial of { $field }
filter-fn-left = Initial of { $field }
filter-fn-round = { $field }, without decimals
filter-fn-abs = { $field }, without its sign
filter-fn-day = Each day of { $field }
filter-fn-if = Range of { $field }
filter-range-this-day = today
filter-range-this-week = this week
filter-range-this-month = this month
filter-range-this-quarter = this quarter
filter-range-this-year = this year
filter-range-this-fiscal-year = this fiscal year
filter-range-previous-day = yesterday
filter-range-previous-week = last week
filter-range-previous-month = last month
filter-range-previous-quarter = last quarter
filter-range-previous-year = last year
filter-range-previous-fiscal-year = the last fiscal year
filter-range-ending-week = the last 7 days
filter-range-ending-30-day = the last 30 days
filter-range-ending-60-day = the last 60 days
filter-range-ending-90-day = the last 90 days
filter-range-ending-year = the last 12 months
filter-range-ending-2-year = the last 2 years
filter-range-ending-3-year = the last 3 years
filter-range-next-week = next week
filter-range-next-month = next month
filter-range-next-quarter = next quarter
filter-range-next-year = next year
filter-range-starting-week = the next 7 days
filter-range-starting-month = the next 30 days
filter-range-starting-2-month = the next 60 days
filter-range-starting-quarter = the next 3 months
filter-range-starting-year = the next 12 months
filter-range-earlier-day = before today
filter-range-greater-day = from today on
filter-many-Contact = contacts
filter-many-Individual = people
filter-many-Organization = organisations
filter-many-Household = households
filter-many-Activity = activities
filter-many-Relationship = relationships
filter-many-GroupContact = group memberships
filter-many-Group = groups
filter-many-Tag = tags
filter-many-Note = notes
filter-many-Email = e-mail addresses
filter-many-Phone = phone numbers
filter-many-Address = addresses
filter-many-Website = websites
filter-many-IM = messengers
filter-many-OpenID = OpenID identities
filter-many-EntityFile = attached files
filter-name-EntityFile-entity_table = what it hangs on
filter-name-Activity-all_contact_id = Somebody who takes part
filter-many-File = files
filter-many-SavedSearch = searches
filter-many-EntityTag = tagged records
filter-many-User = accounts
filter-many-Country = countries
filter-many-StateProvince = provinces
filter-many-RelationshipType = kinds of relationship
filter-many-RelationshipCache = relationships seen from both sides
filter-many-OptionValue = choices
filter-many-OptionGroup = lists of choices
filter-many-ContactType = kinds of contact
filter-many-LocationType = kinds of location
filter-many-CustomField = custom fields
filter-many-CustomGroup = sets of custom fields
filter-many-SubscriptionHistory = comings and goings in groups
filter-many-ActivityContact = people of activities
filter-many-SearchDisplay = displays
filter-many-SearchSegment = segments
filter-many-Dashboard = tiles
filter-many-County = counties
filter-many-WorldRegion = regions of the world
filter-many-Role = roles
filter-many-UserRole = roles of accounts
filter-many-UserJob = jobs
filter-step-address_primary = Address
filter-step-email_primary = E-mail
filter-step-phone_primary = Phone
filter-step-im_primary = Messenger
filter-step-employer_id = Employer
filter-step-contact_id = Contact
filter-step-group_id = Group
filter-step-tag_id = Tag
filter-step-contact_id_a = First contact
filter-step-contact_id_b = Second contact
filter-step-relationship_type_id = Kind of relationship
filter-step-created_id = Created by
filter-step-modified_id = Changed by
filter-step-source_contact_id = Added by
filter-step-country_id = Country
filter-step-state_province_id = Province
filter-step-location_type_id = Kind of location
filter-step-parent_id = Parent
filter-step-activity_id = Activity
filter-step-original_id = Original
filter-step-saved_search_id = Search
filter-name-Contact-display_name = Full name
filter-name-Contact-age_years = Age
filter-name-Contact-next_birthday = Days until the birthday
filter-name-Contact-groups = Groups
filter-name-Contact-tags = Tags
filter-name-Contact-id = Number
filter-name-Contact-contact_type = Kind
filter-name-Contact-contact_sub_type = Subtype
filter-name-Contact-created_date = Added on
filter-name-Contact-modified_date = Changed on
filter-name-Contact-is_deleted = In the bin
filter-name-Contact-is_opt_out = No mass mailing
filter-name-Contact-external_identifier = External number
filter-name-Contact-image_URL = Photo
filter-name-Contact-addressee_display = Addressee
filter-name-Contact-email_greeting_display = E-mail greeting
filter-name-Contact-postal_greeting_display = Letter greeting
filter-name-Address-city = Town
filter-name-Address-street_address = Street
filter-name-Address-postal_code = Postal code
filter-name-Address-country_id = Country
filter-name-Address-state_province_id = Province
filter-name-Email-email = E-mail
filter-name-Email-on_hold = On hold
filter-name-Phone-phone = Phone
filter-name-Activity-subject = Subject
filter-name-Activity-activity_date_time = Date
filter-name-Activity-activity_type_id = Kind
filter-name-Activity-status_id = Status
filter-name-Activity-duration = Minutes
filter-name-Activity-location = Place
filter-name-Activity-details = Details
filter-name-Activity-priority_id = Priority
filter-name-Activity-id = Number
filter-name-Group-title = Group
filter-name-Group-description = Description
filter-name-Group-is_active = In use
filter-name-GroupContact-status = Status
filter-name-Tag-label = Tag
filter-name-Note-subject = Subject
filter-name-Note-note = Note
filter-name-Relationship-start_date = From
filter-name-Relationship-end_date = To
filter-name-Relationship-is_active = In force
filter-name-RelationshipType-label_a_b = Relationship
filter-name-RelationshipType-label_b_a = Relationship (reverse)
filter-name-Individual-display_name = Full name
filter-name-Individual-age_years = Age
filter-name-Individual-next_birthday = Days until the birthday
filter-name-Individual-groups = Groups
filter-name-Individual-tags = Tags
filter-name-Individual-id = Number
filter-name-Individual-contact_type = Kind
filter-name-Individual-contact_sub_type = Subtype
filter-name-Individual-created_date = Added on
filter-name-Individual-modified_date = Changed on
filter-name-Individual-is_deleted = In the bin
filter-name-Individual-is_opt_out = No mass mailing
filter-name-Individual-external_identifier = External number
filter-name-Individual-image_URL = Photo
filter-name-Individual-addressee_display = Addressee
filter-name-Individual-email_greeting_display = E-mail greeting
filter-name-Individual-postal_greeting_display = Letter greeting
filter-name-Organization-display_name = Full name
filter-name-Organization-age_years = Age
filter-name-Organization-next_birthday = Days until the birthday
filter-name-Organization-groups = Groups
filter-name-Organization-tags = Tags
filter-name-Organization-id = Number
filter-name-Organization-contact_type = Kind
filter-name-Organization-contact_sub_type = Subtype
filter-name-Organization-created_date = Added on
filter-name-Organization-modified_date = Changed on
filter-name-Organization-is_deleted = In the bin
filter-name-Organization-is_opt_out = No mass mailing
filter-name-Organization-external_identifier = External number
filter-name-Organization-image_URL = Photo
filter-name-Organization-addressee_display = Addressee
filter-name-Organization-email_greeting_display = E-mail greeting
filter-name-Organization-postal_greeting_display = Letter greeting
filter-name-Household-display_name = Full name
filter-name-Household-age_years = Age
filter-name-Household-next_birthday = Days until the birthday
filter-name-Household-groups = Groups
filter-name-Household-tags = Tags
filter-name-Household-id = Number
filter-name-Household-contact_type = Kind
filter-name-Household-contact_sub_type = Subtype
filter-name-Household-created_date = Added on
filter-name-Household-modified_date = Changed on
filter-name-Household-is_deleted = In the bin
filter-name-Household-is_opt_out = No mass mailing
filter-name-Household-external_identifier = External number
filter-name-Household-image_URL = Photo
filter-name-Household-addressee_display = Addressee
filter-name-Household-email_greeting_display = E-mail greeting
filter-name-Household-postal_greeting_display = Letter greeting
form-export-contacts = Spreadsheet
view-design = Design the display
view-design-new = New display
view-design-preview = How it looks
view-design-shape = The display
view-design-sort = Sorted by
view-design-sort-own = the search's own order
view-design-way = Direction
view-design-up = from least to greatest
view-design-down = from greatest to least
view-design-columns = Columns
view-design-columns-words = Drag them into order, tick those to show.
view-design-column = Settings
view-design-label = Heading
view-design-width = Width
view-width-own = as wide as its words
view-width-narrow = narrow
view-width-medium = medium
view-width-wide = wide
view-design-rewrite = Text
view-design-rewrite-hint = Put the value of a column in square brackets: [first_name] [last_name].
view-design-blank = When empty
view-design-hint = Explanation under the pointer
view-design-link = Link
view-design-link-none = none
view-design-link-record = the record
view-design-link-path = the address below
view-design-link-kept = as it is
view-design-path = Address
view-design-tally = Under the column
view-tally-none = nothing
view-tally-sum = sum
view-tally-avg = average
view-tally-count = number
view-tally-min = least
view-tally-max = greatest
view-design-style = Look of the cell
view-design-icon = Icon
view-design-row = Look of the row
view-design-none = none
view-design-if = Condition
view-design-always = always
view-design-when = when { $what }
view-look-strong = bold
view-look-success = green
view-look-warning = yellow
view-look-danger = red
view-look-info = blue
view-look-faded = faded
view-look-struck = struck through
view-icon-star = star
view-icon-check = tick
view-icon-warning = warning
view-icon-ban = no entry
view-icon-clock = clock
view-icon-cake = cake
view-icon-phone = telephone
view-icon-mail = envelope
view-icon-home = house
view-icon-tag = tag
view-design-edit = Can be changed in the table
view-design-around = Around the rows
view-design-limit = Rows on a page
view-design-empty = When nothing is found
view-design-weight = Rows are dragged into order by
view-design-toolbar = Buttons above
view-design-button = Button
view-design-try = Preview
view-design-delete = Delete this display
view-order = Order
said-display-saved = The display is kept.
said-display-deleted = The display is deleted.
said-rows-ordered = The new order is kept.
export-png = Picture (PNG)
filter-op-near = is within
filter-name-Address-proximity = Distance
compose-near = { $distance } { $unit } of { $place }
compose-miles = miles
compose-distance = Distance
compose-unit = Unit
compose-around = Around
compose-around-words = A town, a postcode, a street with its town, somebody's name, or a latitude and a longitude. The place must be one where somebody lives already.
form-preset-around = Contacts around a place
form-preset-around-words = Who lives within so many kilometres of a town or of somebody
search-file = A file
search-file-words = Every row that is found and that you may see.
search-file-format = Format
search-file-columns = Columns
search-file-own = those of the search
search-file-whole = the whole record
search-file-merge = Rows
search-file-each = one for each contact
search-file-household = one for each household
search-file-address = one for each address
search-file-merge-words = The members of a household give way to it. Those who live at one address share a row, and are greeted together.
search-file-letters = For letters: without those who want none, who have died or have no address; sorted by postcode
search-file-do = Download
search-file-keep = Keep these columns
search-file-keep-words = Under a name, to be taken again for another file.
search-file-more = Columns, households, letters…
said-columns-kept = The columns are kept.
said-columns-forgotten = The set of columns is gone.
problem-column-set = There is a set of columns of this name already.
filter-fn-segment = { $field }
search-regular-rows = Only when something is found
search-regular-mail = Also by e-mail to
search-regular-mail-words = Addresses, separated by commas. The file comes with the message.
search-regular-wrong = One of these addresses is not an e-mail address, or there are more than twenty.
search-mail-subject = { $name }, { $day }
search-mail-text = Here is the list “{ $name }” of { $day }. If no file is attached it was too big for a message: you find it on the page of the search, under “Regular export”.
search-segments = Ranges
search-segments-words = Names for ranges of a number: searches show them and count by them like a field.
search-segment-new = A new one
search-segment-change = Change it
search-segment-fields = Show its numbers
search-segment-field = Number
search-segment-ranges = Ranges
search-segment-range = Name of the range
search-segment-below = below
search-segment-hint = The range without a limit holds the rest. What has no number falls into none.
search-segment-missing = Give a name, a number and at least one range.
said-segment-saved = The ranges are kept.
said-segment-deleted = The ranges are deleted.
compose-range-more = More

# Grids: many records entered or changed at once
view-batch = Grid for new records
view-entity = Entity of the database
task-grid = Change in a grid
grid-enter-intro = Type new { $what } as in a spreadsheet, then save them together. What you type is kept until then.
grid-change-intro =
    { $count ->
        [one] One record. Change what you like, then save.
       *[other] { $count } records. Change what you like, then save them together.
    }
grid-draft-kept = Your draft is kept.
grid-no-columns = This display has no column that can be typed into.
grid-save = Save the lines
grid-more = More lines
grid-clear = Start again
grid-record = Record
grid-line = Line
grid-down = Copy down
grid-down-of = Copy “{ $what }” down
grid-drop = Take away
grid-drop-line = Take line { $number } away
grid-columns = Other columns
grid-columns-do = Show these columns
grid-wrong =
    { $count ->
        [one] One cell has to be mended. Nothing is saved yet.
       *[other] { $count } cells have to be mended. Nothing is saved yet.
    }
grid-changed-meanwhile = Somebody else has changed this to “{ $what }”.
said-rows-entered = The lines are saved
said-grid-nothing = There is nothing here that you may change in a grid
said-grid-too-many = A grid takes 100 records at most
said-entity-made = The entity is up to date
view-entity-name = For other searches and programs:
view-entity-made = As of { $at }, made anew every hour.
view-entity-waits = It is being made.
view-entity-refresh = Make it anew now

# Displays outside the frame
view-design-outside = Elsewhere
view-design-tab = As a tab of contacts, by
view-design-tab-self = the contact itself
view-design-public = Everybody may read it on a page of its own
view-design-whole = Everybody reads every row
view-design-whole-words = Otherwise visitors read what they may see anyway, which is usually nothing. Names and addresses in it become public: ask those whom they belong to.
tab-whole = The whole list
embed-title = Public lists
embed-words = Lists that everybody reads, and the web sites that show them.
embed-intro = A list becomes public in the settings of its display. It shows the columns that you have chosen, and nothing else.
embed-none = No list is public.
embed-whole = every row, for everybody
embed-frame = To be put into a page of your web site
embed-sites = Web sites that may show them
embed-sites-help = One address a line, for example https://www.example.org. No other site may.
embed-no-site = “{ $what }” is no address of a web site such as https://www.example.org.
embed-too-many = At most { $count } sites can be named.

# What is done with ticked contacts
task-activity = Add an activity
task-wishes = Change wishes
task-unhold = Take addresses off hold
task-labels = Labels
task-letters = Letters on paper
task-map = On a map
task-print = Print the list
wishes-words =
    { $count ->
        [one] For one contact. What you leave stays as it is.
       *[other] For { $count } contacts. What you leave stays as it is.
    }
wishes-leave = leave
said-wishes = The wishes are changed
said-none-held = No address of theirs is on hold
said-unheld = The addresses are written to again
unhold-words =
    { $count ->
        [0] No address is on hold because letters came back.
        [one] One address is on hold because letters came back.
       *[other] { $count } addresses are on hold because letters came back.
    }
unhold-wished =
    { $count ->
        [one] Also the one that was put on hold at its owner's wish
       *[other] Also the { $count } that were put on hold at their owners' wish
    }
unhold-wished-help = Only if they have asked to be written to again.
act-words =
    { $count ->
        [one] With one contact.
       *[other] With { $count } contacts.
    }
act-how = How many activities
act-each = One with each
act-together = One with all
said-acted = The activity is added
labels-words =
    { $left ->
        [0] { $count ->
            [one] One contact.
           *[other] { $count } contacts.
        }
       *[other] { $count ->
            [one] One contact; { $left } left out, for want of an address, by their own wish, or because they have died.
           *[other] { $count } contacts; { $left } left out, for want of an address, by their own wish, or because they have died.
        }
    }
labels-size = { $size } mm, { $count } a sheet
labels-sheet = Labels on A4
labels-skip = Labels already used up
labels-sort = Sorted by
labels-by-code = postcode
labels-by-name = name
labels-do = Make the sheets
letters-subject = Subject
letters-text = Letter
letters-help = {"{"}contact.first_name{"}"}, {"{"}contact.postal_greeting{"}"} and any other field are filled in for each.
letters-help-activities = Besides what stands for the contact, such as {"{"}contact.first_name{"}"}: {"{"}activity.subject{"}"}, {"{"}activity.activity_type{"}"}, {"{"}activity.date{"}"}, {"{"}activity.details{"}"}.
letters-words =
    { $left ->
        [0] { $count ->
            [one] One letter: to each whom an activity concerns.
           *[other] { $count } letters: to each whom an activity concerns, one for every activity.
        }
       *[other] { $count ->
            [one] One letter; { $left } are left out, for want of an address, by their own wish or because they have died.
           *[other] { $count } letters; { $left } are left out, for want of an address, by their own wish or because they have died.
        }
    }
said-letters-nobody = None of these activities concerns anybody to write to
said-letters-noted = The records keep that the letters were written
letters-usual = {"{"}contact.postal_greeting{"}"},
letters-note = Keep in each record that this was written
letters-do = Make the letters
letters-unknown = These names stand for nothing: { $names }.
said-letters-too-many = At most 1,000 letters are made at once

# The whole site as one archive
whole-title = Take everything along
whole-words = The whole site as plain tables, for other programs.
whole-intro = One archive with a CSV table for each kind of record, what each column means, and the files. Passwords and keys are not in it.
whole-care = It holds everything about everybody: keep it where nobody else reads it, and delete it when it is no longer needed. To come back to Ruche, use a backup instead.
whole-do = Make the archive
whole-readme = Everything that this site held on the day of the archive. tables/ has one CSV file for each kind of record (UTF-8, commas, RFC 4180; first line: names of fields; lists as JSON; yes and no as 1 and 0). fields.csv says what each field means and which records its numbers refer to. files/ holds the files, each led by its number in tables/File.csv.
