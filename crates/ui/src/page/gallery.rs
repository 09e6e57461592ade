//! `/dev/ui`: every piece in every state. A piece that is not here does not exist.

use super::columns::{self, Choosable, Columns};
use super::history::{Change, Day, Doer, Through, Transaction, log};
use crate::part::avatar::{Avatar, Kind, Size, who};
use crate::part::block::{Block, Editing, Fact, block, editing};
use crate::part::bulk::{Action, bulk};
use crate::part::button::Button;
use crate::part::chart::{Bar, bars, comb};
use crate::part::chip::{Filter, Flag, Status, Tag, filters};
use crate::part::crumbs::{Crumb, Neighbours, crumbs};
use crate::part::dialog::{Dialog, cancel, dialog};
use crate::part::empty::empty;
use crate::part::field::{Choice, Field, Widget, Width, field};
use crate::part::form::{Fault, Form, faults};
use crate::part::glance::{Figure, glance};
use crate::part::head::{Head, head};
use crate::part::icon::Icon;
use crate::part::notice::notice;
use crate::part::paging::{PageLink, Paging, paging};
use crate::part::search_box::{SearchBox, search_box};
use crate::part::table::{Column, Order, Role, Row, Table, table};
use crate::part::tabs::{Tab, tabs};
use crate::part::theme::theme;
use crate::part::timeline::{Cell, Entry, Year, thread};
use crate::part::toast::{Toast, Undo, one};
use crate::part::{Tone, menu, palette};
use crate::{Shell, Ui};
use maud::{Markup, html};

const TONES: [Tone; 6] = [Tone::Stone, Tone::Honey, Tone::Leaf, Tone::Brick, Tone::Sky, Tone::Plum];
const COLOURS: [&str; 15] = [
    "paper",
    "rail",
    "sheet",
    "line",
    "edge",
    "ink-3",
    "ink-2",
    "ink",
    "honey",
    "honey-wash",
    "honey-text",
    "leaf",
    "brick",
    "sky",
    "plum",
];

/// The page. Its samples are names of things, the same in every language.
pub fn gallery(ui: &Ui<'_>, shell: &Shell<'_>) -> Markup {
    let (title, intro) = (ui.lang.text("gallery-title"), ui.lang.text("gallery-intro"));
    let content = html! {
        (head(ui, &Head { title: &title, count: None, intro: Some(&intro) }, Some(theme(ui, "/settings/theme"))))
        (specimen("Colour", "tokens.css", colours()))
        (specimen("Type", "tokens.css", letters()))
        (specimen("Button", "button.css", buttons()))
        (specimen("Chip", "chip.css", chips(ui)))
        (specimen("Avatar", "avatar.css", avatars()))
        (specimen("Field", "form.css", fields(ui)))
        (specimen("Form", "form.css", form(ui)))
        (specimen("Table", "list.css", list(ui)))
        (specimen("Paging", "list.css", pages(ui)))
        (specimen("Block", "contact.css", blocks(ui)))
        (specimen("Glance, tabs, crumbs", "card.css, shell.css", wayfinding(ui)))
        (specimen("Thread", "timeline.css", events()))
        (specimen("Log", "access.css", history(ui)))
        (specimen("Sort", "sort.css", sorting(ui)))
        (specimen("Notice, toast", "card.css, toast.css", words(ui)))
        (specimen("Menu, dialog, palette", "card.css, dialog.css", openers(ui)))
        (specimen("Chart", "chart.css", charts()))
        (specimen("Empty", "card.css", empty("Le premier don fera bourdonner la ruche", "Enregistrez un chèque reçu.", html! { (Button::link("Enregistrer un don", "#main")) })))
        (specimen("Icon", "img/icons.svg", html! { div.row { @for icon in Icon::ALL { span title=(icon.symbol()) { (icon) } } } }))
    };
    let sheet = dialog(
        ui,
        &Dialog {
            id: "sample-dialog",
            title: "Nouveau contact",
            intro: Some("Le nom suffit. Le reste peut attendre."),
            ..Dialog::default()
        },
        html! { p { "…" } },
        Some(html! { (Button::act("Créer le contact").data("data-closes", "")) span.push {} (cancel(ui)) }),
    );
    crate::shell::page(ui, shell, content, sheet)
}

fn specimen(name: &str, file: &str, body: Markup) -> Markup {
    html! { section.specimen { h2 { (name) small { (file) } } div { (body) } } }
}

fn colours() -> Markup {
    html! { ul.swatches { @for colour in COLOURS { li { i.{ "i-" (colour) } {} (colour) } } } }
}

fn letters() -> Markup {
    html! {
        div.types.stack {
            p.ty-9 { "Un toit sec" }
            p.ty-8 { "Bonjour Nadège." }
            p.ty-7 { "Claire Morel" }
            p.ty-6 { "Deux modifications" }
            p.ty-5 { "Titre de bloc, chapeau, phrase composée" }
            p.ty-4 { "Texte courant, œuvre, ça, où, 1\u{202f}248,50\u{a0}€" }
            p.ty-3 { "Listes et boutons" }
            p.ty-2.faint { "Légendes et aides" }
        }
    }
}

fn buttons() -> Markup {
    html! {
        div.row {
            (Button::act("Enregistrer").primary())
            (Button::act("Écrire").icon(Icon::EnvelopeSimple).key("w"))
            (Button::act("Annuler").quiet())
            (Button::act("Supprimer").danger().icon(Icon::Trash))
            (Button::act("Supprimer 3 fiches").final_danger())
            (Button::link("Lien", "#main"))
        }
        div.row {
            (Button::act("Petit").small())
            (Button::act("Petit").small().primary())
            (Button::act("Plus").square().icon(Icon::DotsThreeBold))
            (Button::act("Désactivé").disabled(true))
            (Button::act("En cours").primary().data("aria-busy", "true"))
            span.btn-set {
                (Button::act("Liste").small().data("aria-pressed", "true"))
                (Button::act("Carte").small().data("aria-pressed", "false"))
            }
        }
        div.row { (Button::act("Grand").primary().big()) }
    }
}

fn chips(ui: &Ui<'_>) -> Markup {
    let chip = |words, plain| Filter { words, plain, without: "#main", change: None };
    html! {
        div.row { @for tone in TONES { (Tag::of(tone, "Étiquette")) } span.tag.is-add { (Icon::Plus) "étiquette" } }
        div.row { @for tone in TONES { (Status::On(tone, "À jour")) } (Status::Off("Jamais")) }
        div.row {
            (Flag { icon: Icon::PhoneSlash, label: "Ne pas appeler" })
            (Flag { icon: Icon::ShareNetwork, label: "Ne pas transmettre" })
        }
        (filters(ui, &[chip(html! { "habitent " b { "la Drôme" } }, "la Drôme")], html! {}))
    }
}

fn avatars() -> Markup {
    let kinds = [
        (Kind::Person, "Claire Morel"),
        (Kind::Household, "Foyer Morel-Diallo"),
        (Kind::Organisation, "Biocoop Les Trois Becs"),
    ];
    html! {
        div.row { @for (kind, name) in kinds { (who(Avatar::of(kind, name), "#main", html! { (name) }, Some(html! { "Nyons" }))) } }
        div.row {
            @for size in [Size::Huge, Size::Large, Size::Normal, Size::Small] {
                @for (kind, name) in kinds { (Avatar::of(kind, name).size(size)) }
            }
        }
    }
}

fn fields(ui: &Ui<'_>) -> Markup {
    let choices =
        [Choice::of("1", "Famille, 45 €"), Choice { note: Some("si 45 € c’est trop"), ..Choice::of("2", "Solidaire") }];
    let groups = [
        Choice { group: Some("Europe"), ..Choice::of("fr", "France") },
        Choice { group: Some("Afrique"), ..Choice::of("ci", "Côte d’Ivoire") },
    ];
    let of = |name, label, value, widget| Field::text(name, label, value).widget(widget).width(Width::Half);
    let all = [
        Field::text("g-text", "Nom", "Morel").width(Width::Half).required(),
        Field { help: Some("Visible par le bureau."), optional: true, ..of("g-hint", "Note", "", Widget::Text) },
        Field {
            error: Some("Écrivez un nombre, par exemple 12,50."),
            ..of("g-money", "Montant", "douze", Widget::Money("€"))
        },
        of("g-email", "E-mail", "claire.morel@example.org", Widget::Email),
        of("g-tel", "Téléphone", "06 39 98 14 27", Widget::Tel),
        of("g-url", "Site web", "https://example.org", Widget::Url),
        of("g-number", "Nombre", "3", Widget::Number("1")),
        of("g-date", "Date", "2026-11-19", Widget::Date),
        of("g-moment", "Date et heure", "2026-11-19T09:42", Widget::DateTime),
        of("g-password", "Mot de passe", "", Widget::Password),
        of("g-file", "Fichier", "", Widget::File("image/*")),
        Field { may_be_empty: true, ..of("g-select", "Formule", "1", Widget::Select(&choices)) },
        of("g-groups", "Pays", "ci", Widget::Select(&groups)),
        Field { disabled: true, ..of("g-off", "Désactivé", "Ruche", Widget::Text) },
        Field::text("g-long", "Commentaire", "Prête à tenir l’atelier couture.").widget(Widget::LongText(3)),
        of("g-radio", "Formule", "2", Widget::Radios(&choices)),
        Field { values: &["1"], ..of("g-checks", "Formules", "", Widget::Checkboxes(&choices)) },
        of("g-segments", "Rythme", "1", Widget::Segments(&choices)),
        Field {
            help: Some("Amadou, Lila et Sami suivront"),
            ..of("g-check", "Pour tout le foyer", "1", Widget::Checkbox)
        },
        of("g-switch", "Actif", "1", Widget::Switch),
    ];
    Form::post(ui.csrf, "#main").class("fields").render(html! { @for one in &all { (field(ui, one)) } })
}

fn form(ui: &Ui<'_>) -> Markup {
    let fault = Fault { input: "f-g-money", label: "Montant", message: "Écrivez un nombre, par exemple 12,50." };
    let search = SearchBox { action: "#main", name: "q", value: "", label: "Chercher dans la liste", kept: &[] };
    html! {
        (faults(ui, &[fault]))
        (search_box(&search))
        (Form::post(ui.csrf, "#main").render(html! { (Button::submit("Enregistrer").small()) }))
    }
}

fn list(ui: &Ui<'_>) -> Markup {
    let row = |id, name, city: &str, sum: &str| Row {
        id,
        name,
        cells: vec![
            who(Avatar::of(Kind::Person, name), "#main", html! { (name) }, None),
            html! { (city) },
            html! { (sum) },
        ],
        ticked: id == "2",
    };
    let listed = Table {
        caption: "Contacts",
        columns: vec![
            Column {
                label: "Nom",
                role: Role::Main,
                sort: Some("#main"),
                sorted: Some(Order::Ascending),
                ..Column::default()
            },
            Column { label: "Ville", ..Column::default() },
            Column { label: "Dernier don", role: Role::Money, ..Column::default() },
        ],
        rows: vec![row("1", "Claire Morel", "Nyons", "120,00 €"), row("2", "Amadou Diallo", "Nyons", "30,00 €")],
        tick: Some("id"),
        dense: false,
    };
    let actions = [
        Action { label: "Étiqueter", icon: Icon::Tag, href: "#main" },
        Action { label: "Exporter", icon: Icon::Export, href: "#main" },
    ];
    Form::post(ui.csrf, "#main")
        .data("data-selection")
        .render(html! { (table(ui, &listed)) (bulk(ui, Some(118), &actions)) })
}

fn pages(ui: &Ui<'_>) -> Markup {
    let page = |number, current| PageLink { number, href: "#main", current };
    let view = Paging {
        first: 1,
        last: 50,
        total: Some(1248),
        counted: None,
        previous: None,
        next: Some("#main"),
        pages: vec![page(1, true), page(2, false), page(25, false)],
    };
    html! { (paging(ui, &view, true)) (paging(ui, &view, false)) }
}

fn blocks(ui: &Ui<'_>) -> Markup {
    let facts = vec![
        Fact { label: "Rue", value: html! { "14 rue des Tanneurs" } },
        Fact { label: "Ville", value: html! { "26110 Nyons" } },
    ];
    let read = Block { id: "g-block", title: "Adresse", facts, edit: Some("#main"), ..Block::default() };
    let none = Block {
        id: "g-block-none",
        title: "Coordonnées",
        empty: Some("Ni e-mail, ni téléphone, ni adresse."),
        ..Block::default()
    };
    let open =
        Editing { id: "g-editing", title: "Adresse", action: "#main", cancel: "#main", version: "1", upload: false };
    html! {
        (block(ui, &read))
        (block(ui, &none))
        (editing(ui, &open, html! { div.fields { (field(ui, &Field::text("g-street", "Rue", "14 rue des Tanneurs"))) } }))
    }
}

fn wayfinding(ui: &Ui<'_>) -> Markup {
    let figures = [
        Figure {
            label: "Adhésion",
            value: html! { (Status::On(Tone::Leaf, "À jour")) },
            note: Some("au 31 déc. 2026"),
        },
        Figure { label: "Cette année", value: html! { "240\u{a0}€" }, note: None },
    ];
    let tab = |label, count, current| Tab { label, href: "#main", count, current };
    let way = [Crumb { label: "Bénévoles Drôme", href: Some("#main") }, Crumb { label: "10 sur 118", href: None }];
    html! {
        (crumbs(ui, &way, Some(Neighbours { previous: Some("#main"), next: None })))
        (tabs(ui, "Rubriques", &[tab("Fil", None, true), tab("Dons", Some(17), false)]))
        (glance(&figures))
    }
}

fn events() -> Markup {
    let entry = Entry {
        day: "1er nov.",
        machine_day: "2026-11-01",
        icon: Icon::HandCoins,
        tone: Tone::Honey,
        title: html! { b { "Don" } " en ligne" },
        text: Some("Pour les toits."),
        note: Some("Reçu fiscal envoyé"),
        end: Some(html! { "120,00\u{a0}€" }),
        end_note: Some("carte"),
        next: false,
    };
    let next =
        Entry { next: true, icon: Icon::Clock, tone: Tone::Brick, title: html! { b { "Rappeler" } }, ..entry.clone() };
    html! {
        div.row { @for tone in TONES { (Cell { icon: Icon::Phone, tone, large: true }) (Cell { icon: Icon::Phone, tone, large: false }) } }
        (thread(&[Year { title: "2026", summary: "1 don, 120 €", entries: vec![next, entry] }]))
    }
}

fn history(ui: &Ui<'_>) -> Markup {
    let change = Change { label: "Téléphone".into(), before: Some("06 39 98 14 27".into()), after: None };
    let one = Transaction {
        time: "10:12".into(),
        machine_time: "2026-11-19T09:12:00Z".into(),
        who: Doer { name: "Malik Benali", ..Doer::default() },
        through: Through::Import("adhesions.csv"),
        words: html! { b { "Malik Benali" } " …" },
        changes: vec![change.clone()],
        undo: Some("/history/1/undo".into()),
        undone: None,
    };
    let undone = Transaction { undone: Some("…".into()), changes: vec![change; 4], ..one.clone() };
    log(ui, &[Day { heading: "19.11.2026".into(), transactions: vec![one, undone] }])
}

fn sorting(ui: &Ui<'_>) -> Markup {
    let column = |name, label, shown| Choosable { name, label, shown };
    let columns =
        vec![column("city", "Ville", true), column("email", "E-mail", true), column("phone", "Téléphone", false)];
    columns::menu(ui, &Columns { columns, action: "/dev/ui", kept: &[], page: "/dev/ui", stay: false })
}

fn words(ui: &Ui<'_>) -> Markup {
    let undo = Undo { action: "#main", values: &[("change", "1")] };
    html! {
        @for tone in TONES {
            (notice(tone, Icon::Info, html! { b { "Deux fiches se ressemblent." } " Comparez avant de créer." }, None))
        }
        div.row data-keep {
            (one(ui, &Toast { words: "Don de 120,00 € enregistré", undo: Some(undo) }))
            (one(ui, &Toast { words: "Copié", undo: None }))
        }
    }
}

fn openers(ui: &Ui<'_>) -> Markup {
    let sorts = [palette::Sort {
        title: "Contacts",
        answers: vec![palette::Answer {
            lead: palette::Lead::Who(Avatar::of(Kind::Person, "Claire Morel")),
            name: palette::marked("Claire Morel", "mor"),
            line: Some("Nyons"),
            end: "Personne",
            href: "#main",
        }],
    }];
    html! {
        div.row {
            (menu::menu("Colonnes", Icon::Columns, false, Some("Colonnes affichées"), html! { (menu::entry("Ville", Icon::MapPin, "#main")) }))
            (menu::menu("Autres actions", Icon::DotsThreeBold, true, None, html! { (menu::entry("Exporter", Icon::Export, "#main")) }))
            (Button::link("Ouvrir un dialogue", "#main").small().opens("sample-dialog"))
            (Button::link("Palette", "#main").small().data("data-palette", ""))
        }
        div.palette-sample role="listbox" aria-label="Résultats" { (palette::answers(ui, &sorts)) }
    }
}

fn charts() -> Markup {
    let bar = |label, value, before| Bar { label, value, before };
    html! {
        div.fields {
            figure.chart.w3 { (comb(40, 27, 3, 10)) }
            figure.chart.w3 { (bars(&[bar("avr.", 7.0, 6.0), bar("mai", 6.0, 6.0), bar("juin", 8.0, 7.0)], "8")) }
        }
    }
}
