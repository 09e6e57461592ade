# Contacts: list, record, full form, bin, conflicts.
contacts = Contacts
contacts-back = Back to contacts
contacts-none = The hive awaits its first names
contacts-none-help = Create a record, or bring your spreadsheet: nothing is written without a rehearsal.
contact-new = New contact
contact-sections = Record sections
column-name = Name
kind-person = Person
kind-household = Household
kind-organisation = Organisation
tag-add = tag
ways = Ways to reach
ways-none = No e-mail, no phone, no address.
thread = Thread
thread-empty = Nothing has happened here yet.
thread-write = Log an activity
thread-ask = What was said? A call, a meeting, a promise…
duplicates = { $count ->
    [one] This contact may already be here.
   *[other] { $count } records look like this one.
}
duplicate-open = Open
create-anyway = Create anyway
trash = Bin
trash-intro = These records no longer appear elsewhere. They can come back as they were.
trash-none = The bin is empty
trash-none-help = Records that you throw away wait here, just in case.
trash-when = Thrown away
trash-by = By
delete-for-good = Delete for good
conflict-title = { $who } changed this record before you
conflict-intro = Nothing is lost: keep the best of each version.
conflict-saved = saved { $when }
conflict-you = You
conflict-unsaved = not saved yet
conflict-empty = empty
conflict-same = { $value }, identical
conflict-keep-choice = Save this choice
conflict-keep-theirs = Keep { $who }'s version
