multisite-title = Several sites
multisite-words = Branches with an address, a name and people of their own, on this database.
multisite-intro = A federation and its branches can share this database. Each site is reached at its own address, with its own name and settings, and may see its own people alone.
multisite-add = Add a site
multisite-main = Main site
multisite-apart = Kept apart
multisite-any-address = Reached under every name that no other site has
multisite-no-address = No address yet: nobody reaches it
multisite-people = ({ $count ->
    [one] { $count } person
   *[other] { $count } people
})
multisite-accounts = { $count ->
    [0] no account
    [one] { $count } account
   *[other] { $count } accounts
}
multisite-change = Change
multisite-remove = Remove
multisite-removed = Site removed
multisite-what = The site
multisite-what-words = Its name stands at the head of its pages and in its letters.
multisite-description = Description
multisite-address-help = For example https://lyon.example.org. The name has to lead to this server: see the guide to installation.
multisite-own = Language and money
multisite-own-words = What is left as it is follows the main site.
multisite-as-main = As at the main site
multisite-as-shipped = As it comes
multisite-people-title = People
multisite-people-words = Where a site is kept apart, whoever is added there joins its group. Roles with the permission to see the contacts of their site see that group alone; those who see all contacts still do.
multisite-keep-apart = Keep the people of this site apart
multisite-group = Group of its people
multisite-new-group = A new group with the name of the site
