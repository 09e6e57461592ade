# Files: attachments, uploads, the photo's square.
files-title = Files
files-add = Add files
files-add-button = Send the files
files-help = Documents, spreadsheets, pictures, archives; { $most } MB each at most. In pictures, places and dates are erased.
files-description = Description
files-description-help = What is it? One line for all of them
files-empty = No file yet
files-empty-words = Membership forms, authorisations, letters: what belongs to this record is kept here, and only those who see the record see it.
files-none-chosen = Choose at least one file.
file-remove = Remove { $name }
file-drop = or drop them here, or paste
file-drop-one = or drop it here, or paste
file-sending = Being sent
file-by = by { $name }
file-size-bytes = { $count ->
    [one] { $count } byte
   *[other] { $count } bytes
}
file-size-kilo = { $count } kB
file-size-mega = { $size } MB
photo-crop = The part of the picture that is kept: move it with the mouse or the arrow keys
photo-crop-side = Size of the square
said-file-added = File added
said-files-added = Files added
said-file-removed = File removed
said-photo-kept = Photo changed
said-photo-removed = Photo removed
file-refused-empty = { $name } is empty. Nothing was kept.
file-refused-large = { $name } is larger than { $most } MB. Nothing was kept.
file-refused-kind = { $name } is not of a kind that is accepted here, or is not what its name says. Send a PDF, a document, a spreadsheet or a picture.
file-refused-broken = { $name } cannot be read: the picture is damaged or cut short.
file-refused-pixels = { $name } has too many pixels. Make it smaller and send it again.
file-refused-virus = { $name } holds a virus and was thrown away. { $virus }
file-refused-unscanned = { $name } could not be checked for viruses and was not kept. Try again later, or tell whoever looks after the server.
file-refused-full = There is no room left for { $name }: the association's files are as large as they may be.
file-refused-fault = { $name } could not be kept. This is our fault; try again.
problem-file-empty = The file is empty.
problem-file-large = The file is too large.
problem-file-kind = The file is not of a kind that is accepted, or is not what its name says.
problem-file-picture = The picture cannot be read, or has too many pixels.
problem-file-virus = The file holds a virus, or could not be checked for one.
problem-file-full = There is no room left for files.
problem-file-fault = The file could not be kept.
problem-file-path = A file cannot be taken from the server's disk.

documents = Documents
documents-words = All files that you may see, and what they belong to.
documents-search = Search by name or description
documents-show = Show
documents-none = No file
documents-none-words = Files that you add to a contact, an activity or a relationship are listed here.
documents-older = Older files
documents-name = Name
documents-of = Belongs to
documents-kind = Kind
documents-date = Added

files-more = Folder, validity
file-folder = Folder
file-folder-help = For example Contracts, or Minutes. Files of one folder stand together.
file-folders = There are: { $folders }. Another name makes a new one.
file-until-label = Valid until
file-until-help = For insurances, licences, certificates: the list says when one is over.
file-until = valid until { $date }
file-over = over since { $date }
file-older = { $count ->
    [one] 1 earlier version
   *[other] { $count } earlier versions
}
file-edit = Change { $name }
file-about = What is known of it
file-version = New version
file-version-help = It takes the place of this file; the earlier version stays readable.
problem-file-replaces = A file does not take its own place.
