# A new contact in few words, the columns and the views of lists.
create-kind = Contact type
create-full = Full form
create-is-person = That's them, open
create-is-household = That's the one, open
create-is-organisation = That's the one, open
columns = Columns
columns-shown = Columns shown
columns-intro = Tick what the list shows, in the order that suits you. This choice is yours alone.
columns-apply = Apply
columns-reset = As at first
sort-up = Move { $name } up
sort-down = Move { $name } down
view-name = Name of the view
view-name-example = Saturday volunteers
view-everyone = For the whole team
view-keep = Keep this view
view-manage = Arrange views
