# Groups
place-groups = Groups
groups = Groups
group = Group
groups-intro = Lists kept by hand, and live groups that find their members themselves.
groups-none = No group yet
groups-none-help = A group holds the people you write to, meet or count together.
groups-no-match = No group fits
groups-no-match-help = Try other words, or another view.
group-views = Views of the groups
group-view-all = All
group-view-hand = Kept by hand
group-view-live = Live
group-view-mailing = Mailing lists
group-view-resting = Resting
group-search = Search the groups
group-new = New group
group-new-live = New live group
group-live = Live
group-live-make = Make it a live group
group-live-intro = A live group: members come and go by themselves.
group-public = Public
group-kind = Used for
group-members = Members
group-about = The group
group-title = Title
group-description = What it is for
group-active = In use
group-active-help = A resting group keeps its members and is offered nowhere.
group-rule = Who is in it
group-rule-intro = Everybody who meets all of these conditions is a member, today and tomorrow.
group-rule-lead = The contacts for whom
group-rule-elsewhere = This rule was made with the search; it says more than these fields can.
group-place = Who sees it, and where it belongs
group-place-intro = Public groups can be joined and left on the site’s public pages.
group-visibility = Visible to
group-visible-staff = The team alone
group-visible-public = Everybody, on public pages
group-frontend-title = Public title
group-frontend-help = What subscribers read, where it differs.
group-frontend-description = Public description
group-parents = Within
group-parents-help = Whoever is in this group is in these ones too.
group-organisation = Belongs to
group-organisation-help = The organisation that looks after the group, where there is one.
group-create = Create the group
group-delete = Delete the group
group-delete-help = Contacts stay. You can undo it.
group-edit = Edit
group-edit-rule = Edit the rule
group-history = Comings and goings
group-history-none = Nobody has come or gone yet.
group-history-more = Earlier ones
group-status = Standing
group-method = How
group-when = When
group-status-added = Added
group-status-removed = Removed
group-status-pending = Waiting
group-places = Members by standing
group-all = Members
group-found = By the rule
group-hand = By hand
group-pending = Waiting
group-removed = Removed
group-since = Since
group-reason = Reason
group-why = Why?
group-why-in = Why { $name } is in
group-why-out = Why { $name } is not in
group-why-label = Why is somebody in, or not?
group-why-ask = Ask
group-reason-added = Added by hand
group-reason-removed = Taken out by hand
group-reason-pending = Asked to join, and has not confirmed yet
group-reason-within = Is in the group { $group }, which lies within
group-reason-found = The group’s search finds this contact
group-reason-none = Nobody has added this contact, and no rule finds it
group-foot-removed = Taking out by hand counts more than the rule.
group-foot-added = Adding by hand counts more than the rule.
group-foot-found = Goes out by itself as soon as a condition is no longer met.
group-take-in = Add
group-take-out = Take out
group-take-in-one = Add
group-take-out-one = Take out
group-take-out-anyway = Take out anyway
group-forget = Forget
group-forget-removed = Let the rule decide again
group-forget-added = Let the rule decide again
group-confirm = Confirm
group-plus = Plus { $added } added by hand.
group-minus = Minus { $removed } taken out by hand.
group-plus-minus = Plus { $added } added by hand, minus { $removed } taken out.
group-add = Add
group-add-label = Add somebody
group-add-to = Add
group-add-to-label = Add to a group
group-empty = Nobody here
group-empty-help = Add somebody by name, or tick contacts in a list.
group-growth = Members, month by month
group-growth-note = At the end of each month
group-growth-figures = The figures
group-within = Within { $group }
group-contains = Contains { $group }
group-of = Of { $organisation }
group-by-hand = by hand
group-by-email = by e-mail
group-by-form = by a form
group-by-api = by another program
group-contact-none = In no group yet.
group-in = In
group-waits = Waiting
group-out = Taken out
group-line = { $date }, { $how }
group-line-live = Meets the conditions of the group
group-line-within = Through a group that lies within
group-past = What has changed
group-past-line = { $group }: { $status }
group-moment-added = Added to { $group }
group-moment-removed = Taken out of { $group }
group-moment-pending = Asked to join { $group }
said-group-added = Added to the group
said-group-removed = Taken out of the group
said-group-forgotten = The rule decides again
said-group-deleted = Group deleted
filter-group = are in { $value }
filter-group-pending = wait for { $value }
filter-group-removed = were taken out of { $value }
task-group-add = Add to a group
task-group-remove = Take out of a group
task-tag = Tag
task-untag = Untag
gather-words = { $count ->
    [one] One contact is meant.
   *[other] { $count } contacts are meant.
  }
gather-none = There is none that you may change.
gather-see-group = See the group
gather-see-tag = See the contacts
job-gather = Groups and tags for many
gathered-in = { $count ->
    [0] Everybody was in { $name } already.
    [one] One contact added to { $name }.
   *[other] { $count } contacts added to { $name }.
  }
gathered-out = { $count ->
    [0] Nobody was in { $name }.
    [one] One contact taken out of { $name }.
   *[other] { $count } contacts taken out of { $name }.
  }
gathered-tagged = { $count ->
    [0] All of them were tagged { $name } already.
    [one] One contact tagged { $name }.
   *[other] { $count } contacts tagged { $name }.
  }
gathered-untagged = { $count ->
    [0] None of them was tagged { $name }.
    [one] The tag { $name } is off one contact.
   *[other] The tag { $name } is off { $count } contacts.
  }
said-gathered-in = Added to the group
said-gathered-out = Taken out of the group
said-tagged = Tag put on
said-untagged = Tag taken off
said-nobody-ticked = Tick somebody first
pick-name = Begin to type a name
pick-several = Several have this name. Which one?
problem-pick-several = Several have this name: choose one.
problem-pick-nobody = There is nobody of this name.
problem-group-no-rule = A live group needs a condition at least.
criterion-and = and
criterion-or = or
criterion-not = not: { $what }
criterion-is = { $label } is { $value }
criterion-is-not = { $label } is not { $value }
criterion-contains = { $label } contains { $value }
criterion-contains-not = { $label } does not contain { $value }
criterion-more = { $label } is after { $value }
criterion-least = { $label } is { $value } or later
criterion-less = { $label } is before { $value }
criterion-most = { $label } is { $value } or earlier
criterion-empty = { $label } is empty
criterion-filled = { $label } is filled in
criterion-yes = { $label }: yes
criterion-no = { $label }: no
criterion-q = “{ $value }” stands in the name or the e-mail
criterion-group = the group { $value } has them
criterion-group-not = the group { $value } has them not
criterion-tag = the tag is { $value }
criterion-tag-not = the tag { $value } is missing
criterion-type = Kind
criterion-words = Words in the name or the e-mail
group-unasked = { $count ->
    [one] One live group takes long and was not asked.
   *[other] { $count } live groups take long and were not asked.
}
group-ask-all = Ask them all
