# Looking after the site: history searched and proven, who looked, status, passkeys, other doors.
history-file = history
history-more = More about history
history-csv = Export as a table (CSV)
history-json = Export as JSON
history-too-long = This question took too long. Choose a period, or a person.
asked-any = All
asked-text = Words
asked-by = Done by
asked-kind = What was changed
asked-kind-role = the role
asked-through = By which way
asked-through-page = the pages
asked-through-api = another program (API)
asked-through-import = an import
asked-through-command = the command line
asked-through-installation = the installation
asked-through-job = an automatic task
asked-from = From
asked-to = Until
filter-kind = of { $value }
filter-through = through { $value }
filter-from = from { $value }
filter-to = until { $value }
filter-text = with the words “{ $value }”
filter-about = about { $value }
many-begin = Take all of this back…
many-title = Take a part of history back
many-words = { $steps ->
    [one] { $steps } step of work
   *[other] { $steps } steps of work
} would be taken back: { $records ->
    [one] { $records } piece of data
   *[other] { $records } pieces of data
}, of { $contacts ->
    [one] { $contacts } contact
   *[other] { $contacts } contacts
}.
many-held = { $count ->
    [one] { $count } piece of data was
   *[other] { $count } pieces of data were
} changed again since by something else: what was changed since stays as it is.
many-most = Only the latest { $count } are taken back at once.
many-again = You can undo this undo afterwards.
many-none = There is nothing here that can be taken back: it was taken back already, or nothing answers these conditions.
many-do = Take it all back
many-done = { $count ->
    [one] { $count } step of work was gone through.
   *[other] { $count } steps of work were gone through.
}
many-left = { $count ->
    [one] { $count } record stays as it is, because it was changed since.
   *[other] { $count } records stay as they are, because they were changed since.
}
proof-title = Proof of the history
proof-words = Each change is sealed together with all that came before it. Whoever altered the history afterwards, even in the database itself, would break the seal.
proof-never = Nobody has looked yet. Ruche looks every night by itself.
proof-now = Check it now
proof-sound = The history is whole: { $transactions ->
    [one] { $transactions } step of work
   *[other] { $transactions } steps of work
} and { $changes ->
    [one] { $changes } change
   *[other] { $changes } changes
} are as they were written.
proof-broken = { $count ->
    [one] The history does not hold in { $count } place.
   *[other] The history does not hold in { $count } places.
}
proof-broken-help = Somebody has written into the database itself. Compare it with a backup from before, and change the passwords of whoever can reach the server.
proof-fault-link = Seal { $link }, over the steps { $first } to { $last }, was altered or a seal before it was taken out.
proof-fault-content = Something among the steps { $first } to { $last } was altered, added or removed after it was sealed.
proof-fault-values = The values of step { $id } are not those that were written.
proof-fault-actor = The name of who did step { $id } is not the one that was written.
proof-erased = { $count ->
    [one] { $count } value was
   *[other] { $count } values were
} erased from it for privacy, as the law wants; that it happened stays provable.
proof-when = Checked on { $date } at { $time }.
proof-last = The last seal
proof-last-words = Note it outside of Ruche, in the minutes of a meeting for instance: it proves later that nothing before it was altered.
looks-title = Who looks at what
looks-words = Who has opened people's records, and who has taken data out of Ruche.
looks-on = Ruche writes down who opens records and who takes data out. Entries are kept for a year.
looks-off = Ruche does not write this down. Turn it on if your association has to be able to tell.
looks-turn-on = Write it down
looks-turn-off = Stop writing it down
looks-none = Nothing is written down here
looks-none-help = Whoever opens a record or takes data out will stand here.
looks-took-only = Only data taken out
looks-all = Everything
looks-when = When
looks-who = Who, and about whom
looks-what = Which page
looks-from = From where
looks-took = took the data of
looks-looked = looked at
looks-several = several people
status-title = How the site is doing
status-words = What Ruche keeps an eye on, in plain words, and what to do where something is not as it should be.
status-all-fine = All is well.
status-some-wrong = { $count ->
    [one] { $count } thing needs you.
   *[other] { $count } things need you.
}
status-go = Go there
status-level-fine = fine
status-level-notice = for your information
status-level-warning = please look
status-level-serious = serious
status-address = The address of the site
status-address-none = Ruche does not know under which address people reach it: links in messages cannot be made, and cookies are not kept to encrypted connections.
status-address-plain = People reach Ruche at { $url }, without encryption: whoever is on the same network can read along.
status-address-fine = People reach Ruche at { $url }, encrypted.
status-address-fix = Put a web server with a certificate before Ruche, and start it with --url https://… (the guide of installation shows how, with Caddy and nginx).
status-backup = Backups
status-backup-never = No backup has been made yet. If the disk fails, everything is lost.
status-backup-old = The last backup was made on { $date }.
status-backup-made = The last backup was made on { $date }, and read back.
status-backup-fix = Let the server run “ruche backup --into FOLDER --keep 14” every night, and copy the folder to another place.
status-trial = A backup put to the test
status-trial-never = No backup has been tried out yet. A backup that nobody has restored is a hope.
status-trial-old = A backup was last tried out on { $date }.
status-trial-fine = A backup was tried out on { $date }, and all was there.
status-trial-fix = Run “ruche restore FOLDER --trial”: it restores the newest backup beside the site, looks at it and removes it again.
status-room = Room on the disk
status-room-none = Only { $free } GB of { $all } GB are free: Ruche may have to stop writing soon.
status-room-little = Only { $free } GB of { $all } GB are free.
status-room-fine = { $free } GB of { $all } GB are free.
status-room-fix = Remove old backups and log files, or give the server a larger disk.
status-key = The secret key
status-key-open = Other users of the server can read the secret key. With it and a copy of the database, they could enter.
status-key-fine = Only Ruche can read its secret key.
status-key-unknown = Who may read the secret key cannot be told on this system.
status-key-fix = Run “chmod 600” on the file secret.key in the data folder, and “chmod 700” on the folder.
status-database = The database
status-database-server = The database is looked after by its server, PostgreSQL.
status-database-damaged = The database is damaged.
status-database-sound = The database has looked at itself and is sound.
status-database-unknown = The database has not looked at itself yet; it does so every night.
status-database-fix = Stop Ruche, keep a copy of the data folder as it is, and restore the newest backup.
status-jobs = Automatic tasks
status-jobs-none = No automatic task has ever run: reminders, repetition and cleaning up wait.
status-jobs-late = { $count ->
    [one] { $count } automatic task waits
   *[other] { $count } automatic tasks wait
} for more than a quarter of an hour: nobody does them.
status-jobs-fine = Automatic tasks run in time.
status-jobs-fix = Start “ruche serve” without --no-jobs, or run “ruche work” beside it.
status-failed = Tasks that fail
status-failed-some = { $count ->
    [one] { $count } task has failed or fails again and again.
   *[other] { $count } tasks have failed or fail again and again.
}
status-failed-fix = Look at what it says, or at the log of the server, and begin it again.
status-history = The history
status-history-fine = The history was checked on { $date } and is whole.
status-history-broken = The history was altered in the database itself.
status-history-unknown = The history has not been checked yet; it is every night.
status-history-fix = Look at the proof of the history: it says where.
status-second = Administrators' doors
status-second-fine = Whoever may do everything has a second factor or a passkey.
status-second-bare = { $count ->
    [one] { $count } account that may do everything is
   *[other] { $count } accounts that may do everything are
} protected by a password alone.
status-second-fix = Each of them turns on a second factor or a passkey under “My account”.
status-mail = The association's e-mail
status-mail-none = The association has no e-mail address: nobody could answer its messages.
status-mail-fine = The association has an e-mail address.
status-mail-fix = Write it on the association's own record.
status-clock = The time
status-clock-fine = It is { $time } in { $zone }.
status-clock-off = It is { $time } in { $zone } for Ruche, and another time for the database.
status-clock-fix = Let both machines ask a time server (systemd-timesyncd, chrony).
status-version = The version
status-version-is = This is Ruche { $version }, with tables of generation { $schema }. Ruche asks nobody on the Internet whether there is a newer one.
status-version-fix = Look now and then where you got Ruche from; the guide of installation says how to upgrade.
passkey-title = Passkeys
passkey-why = Your fingerprint, your face or the code of your telephone instead of a password: quicker, and nobody can steal it by a false page.
passkey-name = Name of the device
passkey-new = Add a passkey
passkey-made = since { $date }
passkey-end = Remove
passkey-enter = Sign in with a passkey
passkey-failed = That did not work, or was cancelled. Try again, or use your password.
passkey-refused = This passkey is not known here. Sign in with your password.
problem-passkey = This device did not answer as it should. Try again.
trace-passkey = Passkey added
trace-passkey-off = Passkey removed
