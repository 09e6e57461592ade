//! History, the new contact, columns and views, with invented people in them.

use crate::contact_views;
use crate::views::{Words, frame, shell};
use maud::{Markup, html};
use ui::Ui;
use ui::page::contact_list::Narrow;
use ui::page::history::{Change, Day, Deed, Doer, History, Record, Thing, Through, Transaction, sentence, several};
use ui::page::{columns, create, history, photo};
use ui::part::avatar::Kind;
use ui::part::chip::Filter;
use ui::part::crumbs::Crumb;
use ui::part::field::{Choice, Field, Widget, Width};
use ui::part::form::Fault;
use ui::part::paging::Paging;

/// The pages of this file by their names.
pub fn pages(ui: &Ui<'_>, w: Words) -> Vec<(&'static str, Markup)> {
    vec![
        ("history", past(ui, w)),
        ("history-empty", empty_past(ui, w)),
        ("new", new(ui, w, false)),
        ("new-alike", new(ui, w, true)),
        ("new-dialog", dialog(ui, w)),
        ("columns", chooser(ui, w)),
        ("photo", picture(ui, w)),
    ]
}

fn change<'a>(label: &'a str, before: &'a str, after: &'a str) -> Change<'a> {
    let some = |value: &'a str| (!value.is_empty()).then_some(value.into());
    Change { label: label.into(), before: some(before), after: some(after) }
}

const MALIK: Doer<'_> = Doer { name: "Malik Benali", photo: None, you: false };
const YOU: Doer<'_> = Doer { name: "Nadège Ferrand", photo: None, you: true };
const HELENE: Doer<'_> = Doer { name: "Hélène Roux", photo: None, you: false };

fn done<'a>(time: &'a str, who: Doer<'a>, words: Markup, changes: Vec<Change<'a>>) -> Transaction<'a> {
    Transaction {
        time: time.into(),
        machine_time: "2026-11-19T09:12:00Z".into(),
        who,
        through: Through::Pages,
        words,
        changes,
        undo: Some("/history/4711/undo".into()),
        undone: None,
    }
}

fn days<'a>(ui: &Ui<'_>, w: Words) -> Vec<Day<'a>>
where
    Words: 'a,
{
    let on = |name: &'static str| Some(Record { name, href: Some("/contacts/1") });
    let s = |french: &'static str, english: &'static str| if w.0 { french } else { english };
    let phone = sentence(ui, MALIK, Deed::Changed, Thing::Phone, on("Hélène Martin"));
    let address = sentence(ui, MALIK, Deed::Changed, Thing::Address, on("Amadou Diallo"));
    let tag = sentence(ui, YOU, Deed::Removed, Thing::Tag, on("Mathilde Brun"));
    let created = sentence(ui, HELENE, Deed::Created, Thing::Record, on("Thu Nguyen"));
    let imported = several(ui, HELENE, Deed::Changed, 412);
    let trashed = sentence(ui, YOU, Deed::Trashed, Thing::Record, on("Lucien Bonnard"));
    let setting = sentence(ui, YOU, Deed::Changed, Thing::Setting, None);
    let job = sentence(ui, Doer::default(), Deed::Changed, Thing::Group, on("Bénévoles Drôme"));
    let fields = vec![
        change(s("Prénom", "First name"), "", "Thu"),
        change(s("Nom", "Last name"), "", "Nguyen"),
        change("E-mail", "", "thu.nguyen@example.org"),
        change(s("Ville", "Town"), "", "Romans-sur-Isère"),
        change(s("Langue", "Language"), "", s("Français", "French")),
    ];
    vec![
        Day {
            heading: s("Aujourd’hui", "Today").into(),
            transactions: vec![
                done(
                    s("10 h 12", "10:12"),
                    MALIK,
                    phone,
                    vec![change(s("Téléphone", "Phone"), "06 39 98 14 27", "06 39 98 14 72")],
                ),
                done(
                    s("10 h 10", "10:10"),
                    MALIK,
                    address,
                    vec![
                        change(s("Rue", "Street"), "14 rue des Tanneurs", "41 rue des Tanneurs"),
                        change(s("Complément", "Address line 2"), "Bâtiment B, 2e étage", ""),
                    ],
                ),
                Transaction {
                    through: Through::Api,
                    undo: None,
                    ..done(
                        s("9 h 42", "9:42"),
                        Doer { name: "Claire Morel", ..Doer::default() },
                        sentence(
                            ui,
                            Doer { name: "Claire Morel", ..Doer::default() },
                            Deed::Added,
                            Thing::Email,
                            on("Claire Morel"),
                        ),
                        vec![change("E-mail", "", "claire@atelier-morel.example")],
                    )
                },
            ],
        },
        Day {
            heading: s("Hier", "Yesterday").into(),
            transactions: vec![
                Transaction {
                    undone: Some(s("annulé à 17 h 21 par vous", "undone at 17:21 by you").into()),
                    ..done(s("17 h 20", "17:20"), YOU, tag, vec![change(s("Étiquette", "Tag"), "Presse", "")])
                },
                Transaction {
                    through: Through::Import("adhesions-salon.csv"),
                    ..done(s("16 h 05", "16:05"), HELENE, imported, vec![])
                },
                done(s("15 h 30", "15:30"), HELENE, created, fields),
            ],
        },
        Day {
            heading: s("1er novembre 2026", "1 November 2026").into(),
            transactions: vec![
                done(s("11 h 48", "11:48"), YOU, trashed, vec![]),
                done(s("11 h 02", "11:02"), YOU, setting, vec![change(s("Monnaie", "Currency"), "CHF", "EUR")]),
                Transaction {
                    through: Through::Job,
                    undo: None,
                    ..done(s("3 h 00", "3:00"), Doer::default(), job, vec![])
                },
            ],
        },
    ]
}

fn past(ui: &Ui<'_>, w: Words) -> Markup {
    let people = [Choice::of("2", "Malik Benali"), Choice::of("4", "Hélène Roux")];
    let narrow = Narrow {
        action: "/history",
        kept: &[],
        fields: vec![
            Field { may_be_empty: true, ..Field::text("by", w.t("Qui", "Who"), "").widget(Widget::Select(&people)) },
            Field::text("record", w.t("Fiche", "Record"), ""),
        ],
    };
    let filter = Filter {
        words: html! { (w.t("touchent", "touch")) " " b { (w.t("des contacts", "contacts")) } },
        plain: w.t("touchent des contacts", "touch contacts"),
        without: "/history",
        change: None,
    };
    let view = History {
        filters: vec![filter],
        narrow: Some(narrow),
        all: "/history",
        days: days(ui, w),
        paging: Paging { first: 1, last: 9, next: Some("/history?before=4702"), ..Paging::default() },
        ..History::default()
    };
    history::history(ui, &shell(&frame(w, "history"), w.t("Historique", "History"), &[], true), &view)
}

fn empty_past(ui: &Ui<'_>, w: Words) -> Markup {
    let view = History { all: "/history", ..History::default() };
    history::history(ui, &shell(&frame(w, "history"), w.t("Historique", "History"), &[], true), &view)
}

/// What the dialog and the page share.
fn least<'a>(w: Words, alike: bool) -> create::Create<'a> {
    let s = |french: &'static str, english: &'static str| if w.0 { french } else { english };
    let half =
        |name, label, value| Field { max_length: Some(64), ..Field::text(name, label, value).width(Width::Half) };
    let first =
        Field { focused: true, ..half("first_name", s("Prénom", "First name"), if alike { "Clair" } else { "" }) };
    let email = Field {
        optional: true,
        ..half("email", "E-mail", if alike { "c.morel@example.org" } else { "" }).widget(Widget::Email)
    };
    let phone = Field {
        optional: true,
        ..half("phone", s("Téléphone", "Phone"), if alike { "06 39 98 14 27" } else { "" }).widget(Widget::Tel)
    };
    let reason = |words, strong| create::Reason { words, strong };
    let claire = create::Likeness {
        kind: Kind::Person,
        name: "Claire Morel",
        photo: None,
        href: "/contacts/1",
        reasons: vec![
            reason(s("même téléphone", "same phone"), true),
            reason(s("prénom proche", "close first name"), false),
        ],
        place: "Nyons",
    };
    let clarisse = create::Likeness {
        name: "Clarisse Morel",
        reasons: vec![reason(s("même nom", "same name"), false)],
        place: "Grenoble",
        ..claire.clone()
    };
    create::Create {
        kind: "Individual",
        kinds: vec![
            (Kind::Person, vec![first, half("last_name", s("Nom", "Last name"), if alike { "Morel" } else { "" })]),
            (Kind::Household, vec![Field::text("household_name", s("Nom du foyer", "Household name"), "")]),
            (
                Kind::Organisation,
                vec![Field::text("organization_name", s("Nom de l’organisation", "Organisation name"), "")],
            ),
        ],
        ways: vec![email, phone],
        faults: vec![],
        likenesses: if alike { vec![claire, clarisse] } else { vec![] },
        action: "/contacts/new",
        check: "/contacts/alike",
        full: Some("/contacts/new/full"),
        cancel: "/contacts",
    }
}

fn new(ui: &Ui<'_>, w: Words, alike: bool) -> Markup {
    let title = w.t("Nouveau contact", "New contact");
    let wrong = Fault {
        input: "f-first_name",
        label: w.t("Prénom", "First name"),
        message: w.t("Écrivez au moins un nom.", "Write at least a name."),
    };
    let mut view = least(w, alike);
    if !alike {
        view.faults.push(wrong);
    }
    create::create(ui, &shell(&frame(w, "contacts"), title, &[], false), &view)
}

/// The dialog over the list, as it stands once it was fetched.
fn dialog(ui: &Ui<'_>, w: Words) -> Markup {
    contact_views::list(ui, w, Some(create::create_dialog(ui, &least(w, true))))
}

/// The columns of the sample list.
pub fn sample_columns<'a>(w: Words) -> columns::Columns<'a> {
    let s = |french: &'static str, english: &'static str| if w.0 { french } else { english };
    let column = |name, label, shown| columns::Choosable { name, label, shown };
    columns::Columns {
        columns: vec![
            column("city", s("Ville", "Town"), true),
            column("tags", s("Autres étiquettes", "Other tags"), true),
            column("email", "E-mail", true),
            column("phone", s("Téléphone", "Phone"), true),
            column("modified", s("Modifiée", "Modified"), true),
            column("birth_date", s("Date de naissance", "Birth date"), false),
            column("job_title", s("Fonction", "Job title"), false),
            column("preferred_language", s("Langue de correspondance", "Preferred language"), false),
        ],
        action: "/contacts/columns",
        kept: &[("tag", "1")],
        stay: false,
        page: "/contacts/columns",
    }
}

fn chooser(ui: &Ui<'_>, w: Words) -> Markup {
    let title = w.t("Colonnes", "Columns");
    let way = [Crumb { label: "Contacts", href: Some("/contacts") }, Crumb { label: title, href: None }];
    columns::columns(ui, &shell(&frame(w, "contacts"), title, &[], true), &way, &sample_columns(w))
}

fn picture(ui: &Ui<'_>, w: Words) -> Markup {
    let title = "Claire Morel";
    let view = photo::Photo {
        way: vec![
            Crumb { label: "Claire Morel", href: Some("/contacts/1") },
            Crumb { label: w.t("Photo", "Photo"), href: None },
        ],
        kind: Kind::Person,
        name: title,
        photo: None,
        action: "/contacts/1/photo",
        remove: Some("/contacts/1/photo/remove"),
        cancel: "/contacts/1",
        most: 10,
        error: None,
    };
    photo::photo(ui, &shell(&frame(w, "contacts"), title, &[], true), &view)
}
