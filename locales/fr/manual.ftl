# Le cadre du mode d'emploi ; ses pages sont dans crates/ui/src/manual.
help = Aide
manual-intro = Le mode d'emploi, écrit pour celles et ceux qui donnent de leur temps.
manual-search = Chercher dans l'aide
manual-no-match = Essayez un mot plus simple : « corbeille », « foyer », « annuler ».
manual-all = Toutes les pages
manual-pages = Pages du mode d'emploi
manual-next = Ensuite :
