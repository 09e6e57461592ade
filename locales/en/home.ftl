# The home page.
home-hello = Hello.
home-hello-name = Hello { $name }.
home-todo = To do
home-lately = Lately
home-nothing-yet = What changes in your records will show here.
home-recent = Records you opened
