//! The pages of contacts with invented people in them.

use crate::form_views;
use crate::views::{Words, frame, shell};
use maud::{Markup, html};
use ui::page::columns::Keep;
use ui::page::{contact, contact_list};
use ui::part::Tone;
use ui::part::avatar::{Avatar, Kind};
use ui::part::block::{Block, Editing, Fact, Tie, editing, ties};
use ui::part::bulk::Action;
use ui::part::button::Button;
use ui::part::chip::{Filter, Flag, Status, Tag};
use ui::part::crumbs::{Crumb, Neighbours};
use ui::part::field::{Choice, Field, Widget, Width, field};
use ui::part::glance::Figure;
use ui::part::paging::{PageLink, Paging};
use ui::part::search_box::SearchBox;
use ui::part::table::{Column, Order, Role};
use ui::part::tabs::Tab;
use ui::part::timeline::{Entry, Year};
use ui::part::toast::{Toast, Undo};
use ui::{Icon, Ui};

/// The pages of this file by their names.
pub fn pages(ui: &Ui<'_>, w: Words) -> Vec<(&'static str, Markup)> {
    vec![
        ("contacts", list(ui, w, None)),
        ("contacts-none", empty_list(ui, w, "")),
        ("contacts-no-match", empty_list(ui, w, "zzz")),
        ("person", person(ui, w, false, false)),
        ("person-editing", person(ui, w, true, false)),
        ("person-trashed", person(ui, w, false, true)),
        ("organisation", group(ui, w, Kind::Organisation)),
        ("household", group(ui, w, Kind::Household)),
        ("create", form_views::form(ui, w, false)),
        ("edit-refused", form_views::form(ui, w, true)),
        ("conflict", form_views::conflicting(ui, w)),
    ]
}

/// A row of a list of contacts.
pub fn row<'a>(
    id: &'a str,
    name: &'a str,
    family: &'a str,
    kind: Kind,
    line: &'a str,
    cells: Vec<Markup>,
) -> contact_list::ContactRow<'a> {
    contact_list::ContactRow { id, href: "/contact/1", kind, photo: None, name, family, line, cells }
}

/// Number; name; family name; type; town; tags with their tones; e-mail; phone.
const PEOPLE: &str = "\
1; Fatou Ahmadi; Ahmadi; ; Pierrelatte; ; fatou.ahmadi@example.org; 06 39 98 01 10
2; Biocoop Les Trois Becs; ; Organization; Crest; Mécène|honey; bonjour@3becs.example; 04 65 71 22 00
3; Lucien Bonnard; Bonnard; ; Saillans; ; ; 04 65 71 30 12
4; Mathilde Brun; Brun; ; Crest; Presse|sky; mathilde.brun@example.org; 06 39 98 20 41
5; Robert Chastel; Chastel; ; Nyons; ; robert.chastel@example.org; 
6; Amadou Diallo; Diallo; ; Nyons; Chauffeur|sky; amadou.diallo@example.org; 06 39 98 14 28
7; Foyer Morel-Diallo; Morel-Diallo; Household; Nyons; ; ; 04 65 71 30 08
8; Emma Hughes; Hughes; ; Buis-les-Baronnies; Anglophone|sky; emma.hughes@example.org; 06 39 98 77 02
9; Inès Kaddour; Kaddour; ; Valence; ; ines.kaddour@example.org; 06 39 98 33 09
10; Yann Le Goff; Le Goff; ; Die; ; yann.legoff@example.org; 
11; Sofia Marchetti; Marchetti; ; Valence; Presse|sky; sofia.marchetti@example.org; 06 39 98 51 26
12; Claire Morel; Morel; ; Nyons; Grand donateur|honey,Couture|stone; claire.morel@example.org; 06 39 98 14 27
13; Jeanne Oury; Oury; ; Crest; Legs|plum; jeanne.oury@example.org; 04 65 71 84 55
14; Paul Rey; Rey; ; Montélimar; Conseil d’administration|honey; paul.rey@example.org; 06 39 98 60 31";

fn people(w: Words) -> Vec<contact_list::ContactRow<'static>> {
    let mut rows = Vec::new();
    for (n, line) in PEOPLE.lines().enumerate() {
        let [id, name, family, kind, city, tags, email, phone] = columns(line);
        let tags = html! { span.row { @for tag in tags.split(',').filter(|tag| !tag.is_empty()) { (tag_of(tag)) } } };
        let changed = if w.0 { format!("il y a {} jours", n + 2) } else { format!("{} days ago", n + 2) };
        let cells =
            vec![html! { (city) }, tags, html! { (email) }, html! { (phone) }, html! { span.faint { (changed) } }];
        rows.push(row(id, name, family, Kind::of(kind), city, cells));
    }
    rows
}

fn columns(line: &'static str) -> [&'static str; 8] {
    let mut columns = line.split("; ");
    std::array::from_fn(|_| columns.next().unwrap_or_default())
}

fn tag_of(tag: &str) -> Markup {
    let (label, tone) = tag.split_once('|').unwrap_or((tag, ""));
    let tone = match tone {
        "honey" => Tone::Honey,
        "sky" => Tone::Sky,
        "plum" => Tone::Plum,
        _ => Tone::Stone,
    };
    html! { (Tag::of(tone, label)) }
}

fn views(w: Words) -> Vec<Tab<'static>> {
    let tab = |french, english, count, current| Tab {
        label: if w.0 { french } else { english },
        href: "/contacts",
        count: Some(count),
        current,
    };
    vec![
        tab("Tous", "All", 1248, false),
        tab("Personnes", "People", 1071, false),
        tab("Foyers", "Households", 83, false),
        tab("Organisations", "Organisations", 94, false),
        tab("Bénévoles Drôme", "Drôme volunteers", 118, true),
    ]
}

/// The list with the choice of columns, the keeping of views and the dialog of a new contact.
pub fn list(ui: &Ui<'_>, w: Words, open: Option<Markup>) -> Markup {
    let column = |label, role, priority, sort| Column { label, role, priority, sort, ..Column::default() };
    let tags = [Choice::of("1", "Bénévole"), Choice::of("2", "Presse")];
    let narrow = contact_list::Narrow {
        action: "/contacts",
        kept: &[("view", "3")],
        fields: vec![
            Field {
                may_be_empty: true,
                ..Field::text("tag", w.t("Étiquette", "Tag"), "").widget(Widget::Select(&tags))
            },
            Field::text("city", w.t("Ville", "Town"), ""),
        ],
    };
    let filter = |words, plain| Filter { words, plain, without: "/contacts", change: Some("/contacts") };
    let view = contact_list::ContactList {
        title: w.t("Bénévoles de la Drôme", "Drôme volunteers"),
        count: Some(118),
        views: views(w),
        search: SearchBox {
            action: "/contacts",
            name: "q",
            value: "",
            label: w.t("Chercher dans la liste", "Search the list"),
            kept: &[],
        },
        filters: vec![
            filter(html! { (w.t("ont l’étiquette", "have the tag")) " " b { "Bénévole" } }, "Bénévole"),
            filter(
                html! { (w.t("habitent", "live in")) " " b { (w.t("la Drôme", "Drôme")) } },
                w.t("la Drôme", "Drôme"),
            ),
        ],
        narrow: Some(narrow),
        all: "/contacts",
        name_column: Column {
            label: w.t("Nom", "Name"),
            sort: Some("/contacts?sort=-name"),
            sorted: Some(Order::Ascending),
            ..Column::default()
        },
        columns: vec![
            column(w.t("Ville", "Town"), Role::Text, 0, Some("/contacts?sort=city")),
            column(w.t("Autres étiquettes", "Other tags"), Role::Text, 2, None),
            column("E-mail", Role::Text, 3, Some("/contacts?sort=email")),
            column(w.t("Téléphone", "Phone"), Role::Text, 2, None),
            column(w.t("Modifiée", "Modified"), Role::End, 4, Some("/contacts?sort=modified")),
        ],
        rows: people(w),
        paging: Paging {
            first: 1,
            last: 50,
            total: Some(118),
            counted: None,
            previous: None,
            next: Some("/contacts?after=14"),
            pages: vec![
                PageLink { number: 1, href: "/contacts", current: true },
                PageLink { number: 2, href: "/contacts?page=2", current: false },
                PageLink { number: 3, href: "/contacts?page=3", current: false },
            ],
        },
        actions: vec![
            Action { label: w.t("Étiqueter", "Tag"), icon: Icon::Tag, href: "/contacts/tag" },
            Action { label: w.t("Grouper", "Group"), icon: Icon::UsersThree, href: "/contacts/group" },
            Action { label: w.t("Exporter", "Export"), icon: Icon::Export, href: "/contacts/export" },
            Action { label: w.t("Jeter", "Throw away"), icon: Icon::Trash, href: "/contacts/trash" },
        ],
        conditions: &[("tag", "1")],
        create: Some("/contact/new"),
        export: Some("/contacts.csv"),
        import: None,
        trash: Some("/contacts/bin"),
    };
    let extras = contact_list::Extras {
        columns: Some(crate::desk_views::sample_columns(w)),
        keep: Some(Keep { action: "/contacts/views", kept: &[("tag", "1")], for_everyone: true }),
        manage_views: Some("/contacts/views"),
        create_dialog: Some("/contacts/new?in=dialog"),
        open,
        ..contact_list::Extras::default()
    };
    contact_list::contact_list_with(ui, &shell(&frame(w, "contacts"), "Contacts", &[], false), &view, &extras)
}

fn empty_list(ui: &Ui<'_>, w: Words, asked: &str) -> Markup {
    let view = contact_list::ContactList {
        title: "Contacts",
        count: Some(0),
        views: vec![],
        search: SearchBox {
            action: "/contacts",
            name: "q",
            value: asked,
            label: w.t("Chercher dans la liste", "Search the list"),
            kept: &[],
        },
        filters: vec![],
        narrow: None,
        all: "/contacts",
        name_column: Column::default(),
        columns: vec![],
        rows: vec![],
        paging: Paging::default(),
        actions: vec![],
        conditions: &[],
        create: Some("/contact/new"),
        export: None,
        import: Some("/import"),
        trash: None,
    };
    contact_list::contact_list(ui, &shell(&frame(w, "contacts"), "Contacts", &[], false), &view)
}

fn entry(day: &'static str, icon: Icon, tone: Tone, title: Markup) -> Entry<'static> {
    Entry {
        day,
        machine_day: "2026-11-19",
        icon,
        tone,
        title,
        text: None,
        note: None,
        end: None,
        end_note: None,
        next: false,
    }
}

fn years(w: Words) -> Vec<Year<'static>> {
    let s = |french, english| if w.0 { french } else { english };
    let bold = |words: &str| html! { b { (words) } };
    let call = Entry {
        note: Some(s("À faire par Nadège, dans 5 jours", "To do by Nadège, in 5 days")),
        end: Some(html! { (Button::link(s("Fait", "Done"), "/done").small()) }),
        next: true,
        ..entry(
            s("24 nov.", "24 Nov"),
            Icon::Clock,
            Tone::Brick,
            bold(s("Rappeler pour le stand de Noël", "Call back about the Christmas stall")),
        )
    };
    let online = html! {
        b { (s("Don", "Donation")) } " " (s("en ligne, campagne", "online, campaign")) " "
        a href="/campaign/1" { (s("Toits d’hiver", "Winter roofs")) }
    };
    let donation = Entry {
        note: Some(s("Reçu fiscal n° 2026-0417 envoyé", "Tax receipt no. 2026-0417 sent")),
        end: Some(html! { (s("120,00 €", "€120.00")) }),
        end_note: Some(s("carte", "card")),
        ..entry(s("19 nov.", "19 Nov"), Icon::HandCoins, Tone::Honey, online)
    };
    let phoned = Entry {
        text: Some(s(
            "Prête à tenir l’atelier couture deux samedis par mois. Demande si le local reste chauffé en janvier.",
            "Ready to run the sewing workshop two Saturdays a month. Asks whether the room stays heated in January.",
        )),
        ..entry(
            s("10 nov.", "10 Nov"),
            Icon::Phone,
            Tone::Sky,
            html! { b { (s("Appel", "Call")) } " " (s("de Malik", "from Malik")) },
        )
    };
    let letter = Entry {
        note: Some(s("Ouverte deux fois, clic sur « Devenir bénévole »", "Opened twice, clicked “Volunteer”")),
        ..entry(
            s("1er nov.", "1 Nov"),
            Icon::PaperPlaneTilt,
            Tone::Plum,
            bold(s("La lettre d’automne", "The autumn letter")),
        )
    };
    let cheque = Entry {
        end: Some(html! { (s("80,00 €", "€80.00")) }),
        end_note: Some(s("chèque", "cheque")),
        ..entry(s("20 déc.", "20 Dec"), Icon::HandCoins, Tone::Honey, bold(s("Don par chèque", "Donation by cheque")))
    };
    vec![
        Year {
            title: "2026",
            summary: s("3 dons, 240 € · 6 échanges", "3 donations, €240 · 6 activities"),
            entries: vec![call, donation, phoned, letter],
        },
        Year {
            title: "2025",
            summary: s("4 dons, 180 € · 11 échanges", "4 donations, €180 · 11 activities"),
            entries: vec![cheque],
        },
    ]
}

fn ways(w: Words) -> Vec<contact::Way<'static>> {
    let s = |french, english| if w.0 { french } else { english };
    let way =
        |channel, label, value| contact::Way { channel, label, value, note: None, blocked: false, more: Vec::new() };
    vec![
        way(contact::Channel::Email, "E-mail", "claire.morel@example.org"),
        contact::Way {
            blocked: true,
            note: Some(s("ne pas appeler", "do not phone")),
            ..way(contact::Channel::Phone, "Mobile", "06 39 98 14 27")
        },
        contact::Way {
            note: Some(s("soir", "evenings")),
            ..way(contact::Channel::Phone, s("Fixe", "Landline"), "04 65 71 30 08")
        },
        way(contact::Channel::Address, s("Domicile", "Home"), "14 rue des Tanneurs\nBâtiment B\n26110 Nyons"),
        way(contact::Channel::Website, "Site", "https://atelier-morel.example"),
    ]
}

fn address_editor(ui: &Ui<'_>, w: Words) -> Markup {
    let field_of = |name, label, value, width| field(ui, &Field::text(name, label, value).width(width));
    let form = Editing {
        id: contact::WAYS,
        title: w.t("Adresse", "Address"),
        action: "/contact/1/address",
        cancel: "/contact/1",
        version: "2026-11-19 09:42:11",
        upload: false,
    };
    editing(
        ui,
        &form,
        html! {
            div.fields {
                (field_of("street_address", w.t("Rue", "Street"), "14 rue des Tanneurs", Width::Full))
                (field(ui, &Field { optional: true, ..Field::text("supplemental_address_1", w.t("Complément", "Address line 2"), "Bâtiment B, 2e étage") }))
                (field_of("postal_code", w.t("Code postal", "Postcode"), "26110", Width::Third))
                (field_of("city", w.t("Ville", "Town"), "Nyons", Width::TwoThirds))
                (field(ui, &Field { help: Some(w.t("Amadou, Lila et Sami suivront", "Amadou, Lila and Sami will follow")), ..Field::text("household", w.t("Pour tout le foyer", "For the whole household"), "1").widget(Widget::Checkbox) }))
            }
        },
    )
}

fn person(ui: &Ui<'_>, w: Words, editing: bool, trashed: bool) -> Markup {
    let (list, place) = (w.t("Bénévoles Drôme", "Drôme volunteers"), w.t("10 sur 118", "10 of 118"));
    let household = w.t("Foyer Morel-Diallo", "Morel-Diallo household");
    let people = [
        Tie {
            avatar: Avatar::of(Kind::Household, household),
            name: household,
            href: "/contact/7",
            line: w.t("référente, 4 personnes", "main person, 4 people"),
        },
        Tie {
            avatar: Avatar::of(Kind::Person, "Amadou Diallo"),
            name: "Amadou Diallo",
            href: "/contact/6",
            line: w.t("conjoint", "spouse"),
        },
        Tie {
            avatar: Avatar::of(Kind::Organisation, "Biocoop Les Trois Becs"),
            name: "Biocoop Les Trois Becs",
            href: "/contact/2",
            line: w.t("salariée depuis 2020", "employed since 2020"),
        },
    ];
    let relations = Block {
        id: "block-ties",
        title: w.t("Liens", "Relationships"),
        more: Some(ties(&people)),
        add: Some("/contact/1/tie"),
        ..Block::default()
    };
    let facts = Block {
        id: "block-person",
        title: w.t("À propos", "About"),
        edit: Some("/contact/1?edit=person"),
        facts: vec![
            Fact { label: w.t("Naissance", "Born"), value: html! { (w.t("4 mars 1978", "4 March 1978")) } },
            Fact { label: w.t("Genre", "Gender"), value: html! { (w.t("Femme", "Female")) } },
            Fact { label: w.t("Langue", "Language"), value: html! { (w.t("Français", "French")) } },
            Fact { label: w.t("Fonction", "Job title"), value: html! { (w.t("Responsable du magasin", "Shop lead")) } },
        ],
        ..Block::default()
    };
    let tab = |french, english, count: i64, current| Tab {
        label: if w.0 { french } else { english },
        href: "/contact/1",
        count: (count > 0).then_some(count),
        current,
    };
    let menu = |label, icon, href, does| contact::MenuEntry { label, icon, href, does };
    let view = contact::ContactPage {
        chips: None,
        way: vec![Crumb { label: list, href: Some("/contacts") }, Crumb { label: place, href: None }],
        neighbours: Some(Neighbours { previous: Some("/contact/6"), next: Some("/contact/13") }),
        kind: Kind::Person,
        name: "Claire Morel",
        photo: None,
        facts: vec![
            w.t("Personne", "Person").into(),
            w.t("48 ans", "48").into(),
            "Nyons".into(),
            w.t("connue depuis mars 2019", "known since March 2019").into(),
        ],
        tags: vec![
            Tag::of(Tone::Leaf, "Bénévole"),
            Tag::of(Tone::Honey, "Grand donateur"),
            Tag::of(Tone::Sky, "Atelier couture"),
        ],
        add_tag: Some("/contact/1/tag"),
        flags: vec![
            Flag { icon: Icon::PhoneSlash, label: w.t("Ne pas appeler", "Do not phone") },
            Flag { icon: Icon::ShareNetwork, label: w.t("Ne pas transmettre", "Do not share") },
        ],
        actions: vec![
            Button::link(w.t("Noter un échange", "Log an activity"), "/contact/1/activity")
                .primary()
                .icon(Icon::ChatCircle)
                .key("e"),
            Button::link(w.t("Modifier", "Edit"), "/contact/1/edit").icon(Icon::PencilSimple).key("m"),
            Button::link(w.t("Écrire", "Write"), "mailto:claire.morel@example.org").icon(Icon::EnvelopeSimple),
        ],
        menu: vec![
            menu(w.t("Exporter en vCard", "Export as vCard"), Icon::Export, "/contact/1.vcf", contact::Does::Download),
            menu(w.t("Imprimer", "Print"), Icon::Printer, "", contact::Does::Print),
            menu(w.t("Mettre à la corbeille", "Move to the bin"), Icon::Trash, "/contact/1/trash", contact::Does::Post),
        ],
        in_trash: trashed.then_some(contact::InTrash {
            words: w
                .t("Dans la corbeille depuis le 1er novembre, par Malik.", "In the bin since 1 November, by Malik."),
            restore: Some("/contact/1/restore"),
        }),
        figures: vec![
            Figure {
                label: w.t("Adhésion du foyer", "Household membership"),
                value: html! { (Status::On(Tone::Leaf, w.t("À jour", "Current"))) },
                note: Some(w.t("au 31 déc. 2026", "to 31 Dec 2026")),
            },
            Figure {
                label: w.t("Donné depuis 2019", "Given since 2019"),
                value: html! { (w.t("1 240 €", "€1,240")) },
                note: Some(w.t("en 17 dons", "in 17 donations")),
            },
            Figure {
                label: w.t("Dernier échange", "Last activity"),
                value: html! { (w.t("il y a 9 jours", "9 days ago")) },
                note: Some(w.t("avec Malik", "with Malik")),
            },
        ],
        tabs: vec![
            tab("Fil", "Thread", 0, true),
            tab("Dons", "Donations", 17, false),
            tab("Adhésions", "Memberships", 8, false),
            tab("Liens", "Relationships", 5, false),
            tab("Groupes", "Groups", 6, false),
            tab("Historique", "History", 0, false),
        ],
        ways: ways(w),
        ways_edit: Some("/contact/1?edit=ways"),
        ways_editing: editing.then(|| address_editor(ui, w)),
        blocks: vec![contact::BlockOrForm::Read(relations), contact::BlockOrForm::Read(facts)],
        write: Some(contact::write_box(
            ui,
            "/contact/1/activity",
            &[
                ("call", w.t("Appel", "Call"), Icon::Phone),
                ("meeting", w.t("Rencontre", "Meeting"), Icon::Handshake),
                ("note", "Note", Icon::Note),
                ("task", w.t("À faire", "To do"), Icon::Clock),
            ],
        )),
        years: years(w),
        section: None,
    };
    let saved = [Toast {
        words: w.t("Adresse de Claire Morel enregistrée", "Address of Claire Morel saved"),
        undo: Some(Undo { action: "/undo", values: &[("change", "4711")] }),
    }];
    let toasts = if editing { &saved[..] } else { &[] };
    let extras = contact::Extras { photo: Some("/contact/1/photo"), vcard: Some("/contact/1.vcf") };
    contact::contact_with(ui, &shell(&frame(w, "contacts"), "Claire Morel", toasts, false), &view, &extras)
}

fn group(ui: &Ui<'_>, w: Words, kind: Kind) -> Markup {
    let organisation = kind == Kind::Organisation;
    let name =
        if organisation { "Biocoop Les Trois Becs" } else { w.t("Foyer Morel-Diallo", "Morel-Diallo household") };
    let people = [
        Tie {
            avatar: Avatar::of(Kind::Person, "Claire Morel"),
            name: "Claire Morel",
            href: "/contact/1",
            line: w.t("référente", "main person"),
        },
        Tie {
            avatar: Avatar::of(Kind::Person, "Bruno Tessier"),
            name: "Bruno Tessier",
            href: "/contact/20",
            line: w.t("gérant", "manager"),
        },
    ];
    let block = Block {
        id: "block-people",
        title: w.t("Les personnes", "People here"),
        more: Some(ties(&people)),
        add: Some("/contact/2/tie"),
        ..Block::default()
    };
    let empty = Block {
        id: "block-legal",
        title: w.t("Mentions légales", "Legal"),
        edit: Some("/contact/2?edit=legal"),
        empty: Some(w.t("Rien n’est noté.", "Nothing noted.")),
        ..Block::default()
    };
    let view = contact::ContactPage {
        chips: None,
        way: vec![Crumb { label: "Contacts", href: Some("/contacts") }, Crumb { label: name, href: None }],
        neighbours: None,
        kind,
        name,
        photo: None,
        facts: vec![
            if organisation { "Organisation".into() } else { w.t("Foyer", "Household").into() },
            "Crest".into(),
        ],
        tags: if organisation { vec![Tag::of(Tone::Honey, w.t("Mécène", "Sponsor"))] } else { vec![] },
        add_tag: Some("/contact/2/tag"),
        flags: vec![],
        actions: vec![
            Button::link(w.t("Modifier", "Edit"), "/contact/2/edit").primary().icon(Icon::PencilSimple).key("m"),
        ],
        menu: vec![],
        in_trash: None,
        figures: vec![],
        tabs: vec![],
        ways: vec![],
        ways_edit: Some("/contact/2?edit=ways"),
        ways_editing: None,
        blocks: vec![contact::BlockOrForm::Read(block), contact::BlockOrForm::Read(empty)],
        write: None,
        years: vec![],
        section: None,
    };
    contact::contact(ui, &shell(&frame(w, "contacts"), name, &[], false), &view)
}
