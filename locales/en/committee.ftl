# Boards and committees
offices = Offices
offices-own = Offices held
offices-none = Nobody sits here at the moment.
offices-own-none = No office at the moment.
offices-coming = To come
offices-past = { $count ->
    [one] One earlier term
   *[other] { $count } earlier terms
}
offices-from-to = { $from } to { $to }
offices-since = since { $from }
offices-until = until { $to }
offices-soon = ends soon
offices-on = As of
offices-see = Show
offices-today = Back to today
offices-none-set = No offices yet
offices-none-set-words = Chair, treasurer, secretary: who sits on the board and the committees, from when until when.
offices-usual = Add the usual offices
offices-which = Which relationships are offices?
offices-which-words = These are shown here, with their terms
office-chair = Chair
office-vice-chair = Vice-chair
office-treasurer = Treasurer
office-secretary = Secretary
office-member = Board member
term-end = End today
terms-soon = { $count ->
    [one] One term ends soon
   *[other] { $count } terms end soon
}
seats = Seats and terms
seats-of = Seats of { $name }
seats-words = How many hold each office, and for how many months. Seats that nobody holds show as vacant; an office without seats is not expected.
seats-count = Seats
seats-months = Months of a term
seats-filled = { $filled } of { $seats }
seats-vacant = { $count ->
    [one] One vacant seat
   *[other] { $count } vacant seats
}
seat-vacant = Vacant seat
seat-fill = Fill it
committee-of = Committee of { $name }
committee-name = Name of the committee
committee-add = Add a committee
committee-add-do = Add
committee-members = Members
committee-next = Next election
committee-state = To be seen to
committees = Boards and committees
committees-all = All boards and committees
committees-intro = Who decides, until when, and which seats are to be filled.
committees-none = No board yet
committees-none-words = On the page of your organisation, under Offices, say who sits on the board.
committees-ending = Terms that end within three months
elections = Elections
election-new = New election
election-new-of = New election: { $name }
election-edit = Edit
election-delete = Delete the election
election-back = Back to the offices
election-title = Title
election-title-example = Annual general meeting 2027
election-held = Day of the vote
election-begins = Terms begin
election-begins-help = The day of the vote where you leave it empty.
election-ends = Terms end
election-ends-help = As the term of each office says where you leave it empty.
election-ends-running = The terms that run end the day before
election-ends-running-help = Untick where only a part of the seats is renewed: then only those who are elected again begin a new term.
election-notes = Notes
election-line = Vote on { $held }, terms { $terms }.
election-planned = planned
election-open = result to record
election-closed = proclaimed
election-registered = Entitled to vote
election-voters-count = Voters
election-blank-count = Blank or void
election-voters = { $voters ->
    [one] One voter.
   *[other] { $voters } voters.
}
election-turnout = { $voters } voters of { $registered } ({ $share } %).
election-blank = { $count ->
    [0] No blank vote.
    [one] One vote blank or void.
   *[other] { $count } votes blank or void.
}
election-tally = Elect by the votes
election-close = Proclaim the result
election-close-words = Proclaiming opens the terms of those elected. It can be undone.
candidate-add = Another candidate
candidate-add-do = Add the candidate
candidate-who = Candidate
candidate-office = Office
candidate-elected = elected
candidate-votes = { $count ->
    [one] 1 vote
   *[other] { $count } votes
}
candidate-votes-of = Votes for { $name }
candidate-votes-unit = votes
candidate-drop = Remove { $name }
roster = Import a list
roster-of = List of { $name }
roster-list = The list
roster-help = One person a line: name, office, since, until. Copied from a spreadsheet, with or without a row of headings.
roster-example = Claire Morel; Chair; 12/04/2024; 2027
roster-file = Or a file
roster-look = Look through it
roster-lines = { $count ->
    [one] One line. Nothing is changed before the import.
   *[other] { $count } lines. Nothing is changed before the import.
}
roster-who = Who it is
roster-new = A new person
roster-skip = Leave this line out
roster-make = New office: { $role }
roster-nobody = No name
roster-unread = { $text } is no date
roster-open = Some lines need your decision.
roster-decide = Choose who it is, and the office.
roster-go = Import the list
roster-again = Start again
said-term-ended = Term ended
said-committee-made = Committee added
said-election-deleted = Election deleted
said-election-closed = Result proclaimed, terms opened
said-candidate-dropped = Candidate removed
said-roster-brought = List imported
problem-seats = Between 1 and 1000 seats.
problem-term-months = Between 1 and 600 months.
problem-votes = More votes than people have voted.
problem-voters = More people have voted than could.
problem-blank = More blank votes than people have voted.
problem-term-dates = Terms do not end before they begin.
problem-election-closed = The result of this election stands.
problem-nobody-elected = Tick those who are elected first.
problem-several = Several contacts have this name: choose one.
problem-nobody = There is nobody of this name.
problem-candidate-there = Stands for this office already.
problem-list-empty = Paste a list, or choose a file.
problem-list-long = This list is too long: 500 lines at most.
problem-list-unreadable = This file cannot be read as a table.
entity-CommitteeElection = an election
entity-CommitteeCandidate = a candidate
entity-CommitteeSeat = the seats of an office
entity-many-CommitteeElection = elections
entity-many-CommitteeCandidate = candidates
entity-many-CommitteeSeat = seats
field-CommitteeElection-contact_id = Committee
field-CommitteeElection-title = Title
field-CommitteeElection-held_on = Day of the vote
field-CommitteeElection-start_date = Terms begin
field-CommitteeElection-end_date = Terms end
field-CommitteeElection-registered = Entitled to vote
field-CommitteeElection-voters = Voters
field-CommitteeElection-blank = Blank or void votes
field-CommitteeElection-notes = Notes
field-CommitteeElection-ends_running = Ends running terms
field-CommitteeElection-is_closed = Proclaimed
field-CommitteeElection-created_date = Written down on
field-CommitteeCandidate-election_id = Election
field-CommitteeCandidate-contact_id = Candidate
field-CommitteeCandidate-relationship_type_id = Office
field-CommitteeCandidate-votes = Votes
field-CommitteeCandidate-is_elected = Elected
field-CommitteeCandidate-relationship_id = Term
field-CommitteeSeat-contact_id = Committee
field-CommitteeSeat-relationship_type_id = Office
field-CommitteeSeat-seats = Seats
field-CommitteeSeat-term_months = Months of a term
