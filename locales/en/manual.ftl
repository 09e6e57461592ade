# The frame of the manual; its pages are in crates/ui/src/manual.
help = Help
manual-intro = The manual, written for those who give their time.
manual-search = Search the help
manual-no-match = Try a simpler word: “bin”, “household”, “undo”.
manual-all = All pages
manual-pages = Pages of the manual
manual-next = Next:
