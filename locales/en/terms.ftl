# Terms of use and data policy: versions, acceptance, proof.
privacy-tab-terms = Terms
terms-title = Terms and data policy
terms-intro = Publish a version: everybody accepts it at their next sign-in, and the proof is kept.
terms-new = New version
terms-none = Nothing is published.
terms-version = Version { $version }
terms-draft = draft
terms-holds = in force
terms-past = old
terms-accepted-by = { $count ->
    [0] nobody has accepted
    [one] one person has accepted
   *[other] { $count } people have accepted
}
terms-public = See the public page
terms-text-in = Text · { $language }
terms-text-help = An empty line separates paragraphs; a line that begins with # is a heading. A language without words shows the other.
terms-note = What is new
terms-note-help = In one sentence; told to whoever has to accept.
terms-asked = To be accepted at the next sign-in
terms-asked-help = Without this, the version takes the place of the last one and asks nothing: for a slip of the pen.
terms-publish = Publish
terms-publish-words = A published version does not change any more.
terms-keep = Keep the draft
terms-delete = Delete the draft
terms-published = { $count ->
    [0] Published on { $day }. Nobody has accepted yet.
    [one] Published on { $day }. One person has accepted.
   *[other] Published on { $day }. { $count } people have accepted.
}
terms-missing = { $count ->
    [0] Everybody has accepted
    [one] One person has not accepted yet
   *[other] { $count } people have not accepted yet
}
terms-missing-none = Every open account has accepted this version or a later one.
terms-missing-words = These accounts accept it at their next sign-in.
terms-remind = Write to them
terms-mail-subject = To be accepted: { $what }
terms-mail-body = A new version is published: { $what }. Please read and accept it; it takes a moment.
terms-since = Version { $version }, in force since { $day }
terms-agree-title = Before going on
terms-agree-words = A new version is published. Read and accept it to go on.
terms-accept-one = I have read and accept: { $what }
terms-accept-missing = Tick the box to go on.
terms-agree = Go on
terms-refuse = Do not accept, and sign out
terms-accepted = Accepted terms
said-terms-published = The version is published
said-terms-deleted = The draft is deleted
said-terms-reminded = The messages are on their way
said-terms-accepted = Thank you, noted
option-gdpr-terms-terms = Terms of use
option-gdpr-terms-policy = Data policy
problem-terms-fixed = A published version stays as it is: make a new one.
problem-terms-future = A version is published on the day on which it holds.
problem-terms-empty = Write the words before publishing them.
problem-acceptance-fixed = What somebody has accepted is not rewritten.
