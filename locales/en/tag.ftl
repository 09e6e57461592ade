# Tags
tags = Tags
tag = Tag
tags-intro = Words that stick to contacts, activities and files.
tags-none = No tag yet
tags-none-help = Tags are quick: type one on a contact, and it is here.
tags-no-match = No tag fits
tags-no-match-help = Try other words.
tag-search = Search the tags
tag-new = New tag
tag-set-new = New set of tags
tag-set-empty = No tag in this set yet.
tag-set-delete = Delete the set { $set }
tag-label = Tag
tag-description = What it means
tag-color = Colour
tag-parent = Below
tag-used-for = Used for
tag-selectable = Can be put on
tag-selectable-help = Otherwise it only holds the tags below it.
tag-reserved = Reserved
tag-reserved-help = Only those with the permission for it change or delete it.
tag-below = New tag below
tag-merge = Merge
tag-merge-title = Merge the tag { $tag }
tag-merge-into = Into
tag-merge-words = Everything that bears this tag will bear the other one, and this one goes. You can undo it.
tag-count = { $count ->
    [0] unused
    [one] once
   *[other] { $count } times
  }
tag-remove = Take off the tag { $tag }
tag-new-help = A known tag, or a new one.
tag-known-help = One of the known tags.
tag-put = Put on
tag-moment-on = Tagged { $tag }
tag-moment-off = Tag { $tag } taken off
said-tag-on = Tag put on
said-tag-off = Tag taken off
said-tag-deleted = Tag deleted
said-tags-merged = Tags merged
filter-tag = bear the tag { $value }
problem-tag-unknown = There is no such tag; ask somebody who manages tags.

tagging-words = { $count ->
    [one] One record is meant.
   *[other] { $count } records are meant.
}
tagging-none = No tag is meant for these yet: say so when you edit a tag.
said-records-tagged = The tag is on them.
said-records-untagged = The tag is off.
said-tag-moved = The tag has moved.
said-tag-stays = It cannot lie there; it stays where it was.
