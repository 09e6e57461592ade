# Relationships
relationships = Relationships
relationship-add = Add a relationship
relationships-none = No relationship yet
relationships-none-help = Family, work, committees: say who belongs to whom.
relationships-past = Past
relationship-edit = Edit the relationship with { $name }
relationship-end = End today
relationship-delete = Delete
relationship-more = Description and permissions
relationship-make = There is nobody of this name. Make a new contact?
relationship-new = A relationship of { $name }
relationship-kind = { $name } is
relationship-who = Whose
relationship-other = the other one
relationship-start = From
relationship-last = Until
relationship-description = Description
relationship-permission-none = nothing
relationship-permission-view = see the record
relationship-permission-edit = see and change the record
relationship-permission-on = { $who } may, of { $whom }
relationship-may-view = { $who } may see the record of { $whom }
relationship-may-edit = { $who } may see and change the record of { $whom }
relationship-from-year = from { $day }
relationship-from-day = from { $day }
relationship-to-year = to { $day }
relationship-to-day = to { $day }
relationship-since-year = since { $day }
relationship-since-day = since { $day }
relationship-until-year = until { $day }
relationship-until-day = until { $day }
relationship-coming-year = from { $day }
relationship-coming-day = from { $day }
relationship-graph = Two steps around
relationship-graph-of = The contacts around { $name }
relationship-types = Relationship types
relationship-types-intro = What one is to the other, and who may be.
relationship-type-one = One is … of the other
relationship-type-other = The other is … of the one
relationship-type-other-help = Leave it empty where both are the same.
relationship-type-end-one = The one is a
relationship-type-end-other = The other is a
relationship-type-anybody = anybody
said-relationship-added = Relationship added
said-relationship-ended = Relationship ended
said-relationship-deleted = Relationship deleted
said-relationship-type-used = It is still in use; let it rest instead
problem-relationship-there = This relationship is there already.
problem-relationship-self = Nobody relates to themselves.
relationships-back = Back to the relationships
relationship-note-add = Write a note on the tie with { $name }
relationship-notes = { $count ->
    [one] 1 note
   *[other] { $count } notes
}

task-relate = Relate to someone
relate-words = { $count ->
    [one] One contact is tied to the person, household or organisation that you name.
   *[other] { $count } contacts are tied to the person, household or organisation that you name.
}
relate-kind = How they are related
relate-too-many = { $most } contacts at most are tied in one go: narrow the list.
said-related = Contacts tied
said-related-some = Contacts tied; those it does not fit, or who were tied already, stayed as they are
said-related-none = Nobody was tied: it fits none of them, or they are tied already

household-elsewhere = { $count ->
    [one] { $names } has another address than this household.
   *[other] { $names } have another address than this household.
}
household-share = Give them this address
said-address-shared = They share the address of the household now.
