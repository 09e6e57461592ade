//! Every page view with the life of an invented association in it.

use crate::contact_views;
use jiff::civil::date;
use maud::{Markup, html};
use ui::page::{error, home, password, sign_in, trash};
use ui::part::avatar::{Avatar, Kind};
use ui::part::chart::{Bar, Chart, bars, chart, comb};
use ui::part::paging::Paging;
use ui::part::{Tone, toast};
use ui::{Account, Csrf, Icon, Locale, Pin, Place, Shell, Theme, Ui};

/// The words of the invented data, in the language of the page.
#[derive(Clone, Copy)]
pub struct Words(pub bool);

impl Words {
    pub fn t<'a>(self, french: &'a str, english: &'a str) -> &'a str {
        if self.0 { french } else { english }
    }
}

/// The frame around a sample page.
pub fn shell<'a>(parts: &'a Frame<'a>, title: &'a str, toasts: &'a [toast::Toast<'a>], narrow: bool) -> Shell<'a> {
    Shell {
        title,
        top_title: title,
        organisation: "La Passerelle",
        logo: None,
        home: "/",
        places: &parts.places,
        pins: &parts.pins,
        recent: &[],
        last_places: &parts.last,
        account: Some(Account {
            name: "Nadège Ferrand",
            role: parts.role,
            href: "/account",
            sign_out: "/sign-out",
            photo: None,
        }),
        search: Some(("/contacts", "/find")),
        add: Some("/contact/new"),
        narrow,
        toasts,
        seen_as: None,
    }
}

/// What the rail holds.
pub struct Frame<'a> {
    pub places: Vec<Place<'a>>,
    pub pins: Vec<Pin<'a>>,
    pub last: Vec<Place<'a>>,
    pub role: &'a str,
}

/// The rail with one place current.
pub fn frame(w: Words, at: &str) -> Frame<'static> {
    let place = |key: &str, label, href, icon| Place { label, href, icon, count: None, current: key == at };
    let pin = |label, count, due| Pin { label, href: "/contacts", count: Some(count), due };
    Frame {
        places: vec![
            place("home", w_static(w, "Accueil", "Home"), "/", Icon::House),
            place("contacts", "Contacts", "/contacts", Icon::AddressBook),
            place("gifts", w_static(w, "Dons", "Donations"), "/gifts", Icon::HandCoins),
            place("members", w_static(w, "Adhésions", "Memberships"), "/members", Icon::IdentificationCard),
            place("events", w_static(w, "Événements", "Events"), "/events", Icon::CalendarDots),
            place("mail", w_static(w, "Envois", "Mailings"), "/mailings", Icon::PaperPlaneTilt),
            place("reports", w_static(w, "Rapports", "Reports"), "/reports", Icon::ChartBar),
        ],
        pins: vec![
            pin(w_static(w, "À relancer", "To remind"), 37, true),
            pin(w_static(w, "Grands donateurs", "Major donors"), 64, false),
            pin(w_static(w, "Bénévoles Drôme", "Drôme volunteers"), 118, false),
        ],
        last: vec![
            place("history", w_static(w, "Historique", "History"), "/history", Icon::ArrowCounterClockwise),
            place("settings", w_static(w, "Réglages", "Settings"), "/settings", Icon::GearSix),
            place("help", w_static(w, "Aide", "Help"), "/help", Icon::Question),
        ],
        role: w_static(w, "Secrétaire", "Secretary"),
    }
}

fn w_static(w: Words, french: &'static str, english: &'static str) -> &'static str {
    if w.0 { french } else { english }
}

/// Every page by its name.
pub fn pages(lang: Locale, theme: Theme) -> Vec<(&'static str, Markup)> {
    let ui =
        Ui { lang, csrf: Csrf("sample-token"), nonce: "sample-nonce", theme, keys: true, today: date(2026, 11, 19) };
    let w = Words(lang.code() == "fr");
    let mut pages = vec![
        ("sign-in", door(&ui, w, None)),
        (
            "sign-in-failed",
            door(
                &ui,
                w,
                Some(w.t(
                    "Ce nom et ce mot de passe ne vont pas ensemble.",
                    "That name and that password do not go together.",
                )),
            ),
        ),
        ("password", first_password(&ui, w)),
        ("link-spent", password::spent(&ui, "/sign-in")),
        ("home", home_page(&ui, w)),
        ("trash", trash_page(&ui, w)),
        ("trash-empty", empty_trash(&ui, w)),
        ("gallery", ui::page::gallery::gallery(&ui, &shell(&frame(w, "settings"), "/dev/ui", &[], false))),
    ];
    pages.extend(contact_views::pages(&ui, w));
    pages.extend(crate::desk_views::pages(&ui, w));
    pages.extend(crate::house_views::pages(&ui, w));
    pages.extend(errors(&ui, w));
    pages
}

fn door(ui: &Ui<'_>, w: Words, error: Option<&str>) -> Markup {
    let other = sign_in::OtherLanguage {
        code: w.t("en", "fr"),
        name: w.t("English", "Français"),
        href: w.t("?language=en", "?language=fr"),
    };
    let view = sign_in::SignIn {
        organisation: "La Passerelle",
        host: "passerelle.example",
        action: "/sign-in",
        user_name: "nadege@passerelle.example",
        error,
        forgotten: Some("/password"),
        languages: vec![other],
        ..sign_in::SignIn::default()
    };
    sign_in::sign_in(ui, &view)
}

fn first_password(ui: &Ui<'_>, w: Words) -> Markup {
    let view = password::Password {
        organisation: "La Passerelle",
        action: "/welcome/1f2e3d",
        user_name: "admin",
        least: 12,
        repeat_error: Some(w.t("Ce n'est pas le même.", "It is not the same.")),
        ..password::Password::default()
    };
    password::password(ui, &view)
}

fn home_page(ui: &Ui<'_>, w: Words) -> Markup {
    let link = |href: &str, name: &str| html! { a href=(href) { (name) } };
    let event = |time, words: Markup, end| home::Event { time, words, end };
    let task = |icon, tone, title, words, action| home::Task { icon, tone, title, words, action, href: "/contacts" };
    let view = home::Home {
        given_name: "Nadège",
        letter: w.t(
            "Jeudi 19 novembre. Deux choses vous attendent, et l’assemblée générale est dans neuf jours.",
            "Thursday 19 November. Two things await you, and the general meeting is in nine days.",
        ),
        tasks: vec![
            task(
                Icon::IdentificationCard,
                Tone::Leaf,
                w.t("37 adhérents à relancer", "37 members to remind"),
                w.t(
                    "Leur cotisation 2026 n’est pas arrivée. La lettre est prête.",
                    "Their 2026 dues have not arrived. The letter is ready.",
                ),
                w.t("Relire et envoyer", "Review and send"),
            ),
            task(
                Icon::ArrowsMerge,
                Tone::Sky,
                w.t("4 doublons possibles", "4 possible duplicates"),
                w.t("Repérés pendant l’import d’hier.", "Found during yesterday’s import."),
                w.t("Comparer", "Compare"),
            ),
        ],
        days: vec![
            home::Day {
                heading: "",
                events: vec![
                    event(
                        w.t("9 h 42", "9:42"),
                        html! { (link("/contact/1", "Claire Morel")) " " (w.t("a changé d’adresse", "moved house")) },
                        "Nyons",
                    ),
                    event(
                        w.t("9 h 15", "9:15"),
                        html! { (link("/contact/2", w.t("Foyer Diallo-Petit", "Diallo-Petit household"))) " " (w.t("a été créé par Malik", "was created by Malik")) },
                        "",
                    ),
                ],
            },
            home::Day {
                heading: w.t("Hier, mercredi 18 novembre", "Yesterday, Wednesday 18 November"),
                events: vec![
                    event(
                        w.t("16 h 05", "16:05"),
                        html! { (w.t("Hélène a importé", "Hélène imported")) " " (link("/import/1", "adhesions-salon.csv")) },
                        w.t("412 lignes", "412 rows"),
                    ),
                    event(
                        w.t("11 h 08", "11:08"),
                        html! { (link("/contact/3", "Biocoop Les Trois Becs")) " " (w.t("a donné par virement", "gave by bank transfer")) },
                        w.t("600,00 €", "€600.00"),
                    ),
                ],
            },
        ],
        history: Some("/history"),
        recent: vec![
            home::Recent {
                avatar: Avatar::of(Kind::Person, "Claire Morel"),
                name: "Claire Morel",
                href: "/contact/1",
                line: "Nyons",
            },
            home::Recent {
                avatar: Avatar::of(Kind::Household, "Foyer Morel-Diallo"),
                name: w.t("Foyer Morel-Diallo", "Morel-Diallo household"),
                href: "/contact/2",
                line: w.t("4 personnes", "4 people"),
            },
            home::Recent {
                avatar: Avatar::of(Kind::Organisation, "Biocoop Les Trois Becs"),
                name: "Biocoop Les Trois Becs",
                href: "/contact/3",
                line: "Crest",
            },
        ],
        figures: vec![members(ui, w), given(w)],
    };
    let title = w.t("Accueil", "Home");
    home::home(ui, &shell(&frame(w, "home"), title, &[], false), &view)
}

fn members(ui: &Ui<'_>, w: Words) -> Markup {
    let figure = Chart {
        title: w.t("Cotisations 2026", "Dues 2026"),
        aside: w.t("560 adhérents", "560 members"),
        big: w.t("412 à jour", "412 current"),
        note: "",
        legend: vec![
            ("", ui.lang.number(412), w.t("à jour", "current")),
            ("ghost", ui.lang.number(111), w.t("en attente", "pending")),
            ("off", ui.lang.number(37), w.t("à relancer", "to remind")),
        ],
    };
    chart(&figure, comb(56, 41, 4, 14))
}

fn given(w: Words) -> Markup {
    let labels = if w.0 {
        ["déc.", "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov."]
    } else {
        ["Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]
    };
    let values = [6240., 1320., 980., 2140., 1880., 1650., 2310., 1240., 860., 2680., 3420., 3920.];
    let before = [5610., 1180., 1240., 1760., 1790., 1420., 1980., 1360., 940., 2310., 3160., 3510.];
    let months: Vec<Bar<'_>> = labels
        .into_iter()
        .zip(values.into_iter().zip(before))
        .map(|(label, (value, before))| Bar { label, value, before })
        .collect();
    let figure = Chart {
        title: w.t("Dons reçus", "Donations"),
        aside: w.t("12 mois", "12 months"),
        big: w.t("28 640 €", "€28,640"),
        note: w.t("+ 9 % par rapport à l’an dernier", "+ 9% on last year"),
        legend: vec![
            ("", String::new(), w.t("cette année", "this year")),
            ("ghost", String::new(), w.t("l’an dernier", "last year")),
        ],
    };
    chart(&figure, bars(&months, w.t("3 920 €", "€3,920")))
}

fn trash_page(ui: &Ui<'_>, w: Words) -> Markup {
    let names = [
        ("7", "Lucien Bonnard", "Bonnard", Kind::Person),
        ("8", "Mathilde Brun", "Brun", Kind::Person),
        ("9", "Garage du Pont", "", Kind::Organisation),
    ];
    let view = trash::Trash {
        contacts: "/contacts",
        thrown: names
            .iter()
            .map(|(id, name, family, kind)| trash::Thrown {
                contact: contact_views::row(id, name, family, *kind, "Nyons", vec![]),
                when: w.t("il y a 3 jours", "3 days ago"),
                by: "Malik Benali",
                restore: Some("/contact/7/restore"),
            })
            .collect(),
        paging: Paging { first: 1, last: 3, total: Some(3), ..Paging::default() },
        restore: Some("/contacts/restore"),
        delete: Some("/contacts/delete"),
    };
    trash::trash(ui, &shell(&frame(w, "contacts"), w.t("Corbeille", "Bin"), &[], false), &view)
}

fn empty_trash(ui: &Ui<'_>, w: Words) -> Markup {
    let view =
        trash::Trash { contacts: "/contacts", thrown: vec![], paging: Paging::default(), restore: None, delete: None };
    trash::trash(ui, &shell(&frame(w, "contacts"), w.t("Corbeille", "Bin"), &[], false), &view)
}

fn errors(ui: &Ui<'_>, w: Words) -> Vec<(&'static str, Markup)> {
    use error::Kind as E;
    let back = (w.t("Revenir à Claire Morel", "Back to Claire Morel"), "/contact/1");
    let saved = w.t(
        "Votre dernier changement, « adresse de Claire Morel », a bien été enregistré.",
        "Your last change, “address of Claire Morel”, was saved.",
    );
    let fault = error::ErrorPage {
        kind: E::Fault,
        detail: Some(saved),
        reference: Some("R-7F2K-19"),
        retry: Some("/contact/1"),
        back: Some(back),
    };
    let frame = frame(w, "");
    let framed = |title: &str, view: &error::ErrorPage<'_>| error::error(ui, &shell(&frame, title, &[], false), view);
    vec![
        ("error-500", framed("500", &fault)),
        (
            "error-403",
            framed(
                "403",
                &error::ErrorPage { kind: E::Forbidden, detail: None, reference: None, retry: None, ..fault.clone() },
            ),
        ),
        (
            "error-404",
            error::error_outside(
                ui,
                &error::ErrorPage { kind: E::NotFound, detail: None, reference: None, retry: None, ..fault.clone() },
            ),
        ),
        (
            "error-409",
            framed("409", &error::ErrorPage { kind: E::Conflict, detail: None, reference: None, ..fault.clone() }),
        ),
    ]
}
