# Activities: the thread's box, pages, list, tasks, calendar, series, messages that wait.
activity = Activity
activities = Activities
activities-none = Nothing has been written down yet
activities-none-help = Calls, meetings, letters and tasks are gathered here, whoever they are with.
activities-none-here = No activity has been written down with this contact.
activities-search = Search subjects
activity-new = New activity
activity-edit = Edit the activity
activity-save = Write it down
activity-what = What
activity-who = Who
activity-who-intro = Begin a name, then choose it. Without a script, write the name whole or give the contact’s number.
activity-standing = How it stands
activity-status-help = Left open, what lies ahead is planned and the rest is done.
activity-tags = Tags
activity-files = Files
activity-files-add = Add a file
activity-next = And then?
activity-next-intro = A task that follows from this one, for you or for somebody else.
activity-next-what = What is to be done
activity-next-when = On
activity-next-who = By
activity-minutes = Minutes
activity-when = When
activity-when-help = Left empty: now.
activity-log-more = Duration, date, what follows
activity-done = Done
activity-reopen = Open it again
activity-follow = Follow up
activity-repeat = Repeat
activity-facts = About
activity-no-details = Nothing more was written down.
activity-linked = Before and after
activity-after = Follows from
activity-then = Led to
activity-series = Repeats
activity-in-bin = This activity is in the bin.
activity-period = Period
activity-column-what = Activity
activity-column-with = With
activity-column-by = By
activity-column-when = When
activity-column-status = Status
activity-changed-meanwhile = Changed meanwhile
role-target = With
role-assignee = To be done by
role-source = Written down by
people-me = Me
people-ask = Name or number
people-add = Add somebody: { $role }
rich-tools = Text
rich-bold = Bold
rich-italic = Italic
rich-list = List
rich-link = Link
rich-plain = Plain text
rich-link-ask = Address of the link
log-call = Call
log-meeting = Meeting
log-email = E-mail
log-note = Note
log-todo = To do
moment-by = by { $who }
moment-with = with { $who }
moment-for = for { $who }
moment-files = { $count ->
    [one] 1 file
   *[other] { $count } files
}
minutes = { $count } min
status-open = Still open
filter-without = All but { $value }
filter-but = Leave out
filter-activity-type = { $value }
filter-activity-status = { $value }
filter-activity-period = { $value }
filter-activity-who = for { $value }
filter-activity-with = with { $value }
filter-activity-priority = priority { $value }
filter-activity-tag = tagged { $value }
filter-activity-from = from { $value }
filter-activity-to = until { $value }
filter-activity-files = With files
activity-with = Who takes part
activity-tag = Tag
activity-from = From
activity-to = Until
activities-refine = Ask more closely in the composer
view-open = Still open
view-mine = Mine
period-today = Today
period-week = This week
period-month = This month
period-last-month = Last month
period-year = This year
period-last-year = Last year
period-twelve = The last 12 months
period-ahead = From today
steps-first = Newest
steps-back = Newer
steps-on = Older
steps-last = Oldest
tasks = Tasks
tasks-none = Nothing to do
tasks-none-help = What others give you, and what you plan yourself, appears here by its day.
tasks-late = Overdue
tasks-today = Today
tasks-week = This week
tasks-later = Later
tasks-done = Done lately
tasks-mine = Mine
tasks-open = See my tasks
tasks-more = { $count ->
    [one] and 1 more
   *[other] and { $count } more
}
task-new = New task
task-tick = Done: { $name }
task-reopen = Open again: { $name }
waiting-more = { $count ->
    [one] 1 more task
   *[other] { $count } more tasks
}
waiting-more-words = for today or earlier
calendar = Calendar
calendar-month = Month
calendar-week = Week
calendar-mine = Mine
calendar-all = Everybody
calendar-back = Before
calendar-on = After
calendar-today = Today
calendar-period = Period
calendar-more = More…
calendar-empty = Nothing is planned.
calendar-add = Plan something on { $day }
calendar-week-of = { $first } to { $last }
calendar-weekday = { $day ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[other] Sun
}
feed = Calendar on my phone
feed-words = A private address under which your activities appear in your calendar program.
feed-intro = Your activities in the calendar of your phone or computer, kept up to date. Whoever has the address sees them: give it to nobody.
feed-name = Ruche
feed-make = Make my address
feed-renew = Make a new one
feed-revoke = End this address
feed-since = You have an address since { $when }. It is shown only once; if it is lost, make a new one.
feed-once = Your address. It is shown this once.
feed-how = In your calendar program choose “subscribe by address” and put it in there.
settings-me = For me
repeat-intro = Each date becomes an activity of its own, linked to this one. Afterwards you may change one of them, those that follow, or all.
repeat-rule = How often
repeat-each = Every
repeat-unit-label = Step
repeat-unit = { $unit ->
    [hour] hours
    [day] days
    [week] weeks
    [month] months
   *[year] years
}
repeat-days = On
repeat-days-help = For weeks; left empty, the day of the first one.
repeat-count = How many more times
repeat-end = Or until
repeat-show = Show the dates
repeat-dates = The dates
repeat-no-dates = This rule gives no date. Say how many times, or until when.
repeat-leave-out = Untick the dates to leave out.
repeat-make = { $count ->
    [one] Plan this date
   *[other] Plan these { $count } dates
}
repeat-every = { $unit ->
    [hour] { $count ->
        [one] Every hour
       *[other] Every { $count } hours
    }
    [day] { $count ->
        [one] Every day
       *[other] Every { $count } days
    }
    [week] { $count ->
        [one] Every week
       *[other] Every { $count } weeks
    }
    [month] { $count ->
        [one] Every month
       *[other] Every { $count } months
    }
   *[year] { $count ->
        [one] Every year
       *[other] Every { $count } years
    }
}
repeat-until = , until { $date }
repeat-times = { $count ->
    [one] , once more
   *[other] , { $count } more times
}
scope = This change is for
scope-one = This one
scope-following = This and the following
scope-all = All of the series
scope-help = Dates and statuses stay as they are in each.
trash-following = Bin this and the following
trash-series = Bin the whole series
past-activity-made = { $who } wrote it down
past-activity-changed = { $who } changed it
file-remove-one = Remove { $name }
start-call = Log a call
place-activities = Activities
place-tasks = Tasks
notice-assigned-subject = To do: { $subject }
notice-assigned-body = { $who } asks you to take care of this: { $subject } ({ $kind }), { $when }.
said-activity-done = Done
said-activity-reopened = Open again
said-activity-trashed = Activity put in the bin
said-activity-restored = Activity brought back
said-activity-saved = Activity saved
said-activity-created = Activity written down
said-activities-done = The ticked activities are done
said-activities-trashed = The ticked activities are in the bin
said-log-empty = Say what it is about first
said-note-added = Note kept
said-task-added = Task planned
said-call-logged = Call logged
said-meeting-logged = Meeting logged
said-email-logged = E-mail logged
said-repeated = The dates are planned
said-repeat-none = No date was chosen
said-feed-revoked = The address has ended
problem-activity-changed = Somebody has changed this activity since you opened it. Your version stands below: save again to keep it, or cancel to see theirs.
problem-activity-series = This activity is part of a series already.
field-Activity-activity_type_id = Type
field-Activity-subject = Subject
field-Activity-activity_date_time = When
field-Activity-duration = Duration (minutes)
field-Activity-location = Place
field-Activity-details = Details
field-Activity-status_id = Status
field-Activity-priority_id = Priority
field-Activity-medium_id = By
field-Activity-engagement_level = Engagement
field-Activity-result = Result
field-Activity-is_star = Starred
field-Activity-campaign_id = Campaign

activities-change = Change together
activities-change-words = { $count ->
    [one] What you choose here is set on the ticked activity. What you leave empty stays as it is.
   *[other] What you choose here is set on the { $count } ticked activities. What you leave empty stays as it is.
}
activities-tag = Add the tag
activities-untag = Take off the tag
said-activities-changed = Activities changed
said-none-ticked = Tick an activity first
activities-leave = Leave as it is

problem-activity-status = Activities of this type do not have this status.
problem-activity-files = There is no room for so many files on one activity.
