//! The guided start, the settings and the manual of an invented association.

use crate::views::{Words, frame, shell};
use maud::{Markup, html};
use ui::page::choices::{ChoiceLine, Choices, Editor};
use ui::page::first_run::{FirstRun, Step};
use ui::page::settings::{Entry, Example, Group, Section, SettingsForm};
use ui::page::{choices, first_run, help, settings};
use ui::part::Tone;
use ui::part::crumbs::Crumb;
use ui::part::field::{Choice, Field, Widget, Width};
use ui::part::theme::theme;
use ui::{Icon, Ui, manual};

/// The pages of this file by their names.
pub fn pages(ui: &Ui<'_>, w: Words) -> Vec<(&'static str, Markup)> {
    vec![
        ("start-language", start(ui, w, Step::Language)),
        ("start-organisation", start(ui, w, Step::Organisation)),
        ("start-country", start(ui, w, Step::Country)),
        ("start-data", start(ui, w, Step::Data)),
        ("start-colleague", start(ui, w, Step::Colleague)),
        ("start-ready", ready(ui, w)),
        ("settings", home(ui, w)),
        ("settings-names", names(ui, w)),
        ("choices", list(ui, w, false)),
        ("choices-editing", list(ui, w, true)),
        ("help", manual_list(ui, w, "")),
        ("help-search", manual_list(ui, w, w.t("corbeille", "bin"))),
        ("help-none", manual_list(ui, w, "zzz")),
        ("help-topic", topic(ui, w, "find")),
        ("help-keyboard", topic(ui, w, "keyboard")),
    ]
}

fn start(ui: &Ui<'_>, w: Words, step: Step) -> Markup {
    let languages = [Choice::of("fr", "Français"), Choice::of("en", "English")];
    let countries = [Choice::of("1076", "France"), Choice::of("1020", w.t("Belgique", "Belgium"))];
    let zones = [Choice::of("Europe/Paris", "Europe/Paris"), Choice::of("Europe/Brussels", "Europe/Brussels")];
    let currencies =
        [Choice::of("EUR", w.t("Euro (€)", "Euro (€)")), Choice::of("CHF", w.t("Franc suisse", "Swiss franc"))];
    let months =
        [Choice::of("1", w.t("1er janvier", "1 January")), Choice::of("9", w.t("1er septembre", "1 September"))];
    let data = [
        Choice {
            note: Some(w.t(
                "Une association inventée, 200 contacts, pour essayer sans crainte",
                "An invented organisation, 200 contacts, to try without fear",
            )),
            ..Choice::of("sample", w.t("Un exemple", "An example"))
        },
        Choice {
            note: Some(w.t(
                "Rien que vous. Vous ajoutez ou importez vos contacts",
                "Nothing but you. You add or import your contacts",
            )),
            ..Choice::of("empty", w.t("Une maison vide", "An empty house"))
        },
    ];
    let roles = [
        Choice::of("editor", w.t("Modifie les fiches", "Edits records")),
        Choice::of("reader", w.t("Lit les fiches", "Reads records")),
    ];
    let select = |name, label, value, choices, width| {
        Field::text(name, label, value).widget(Widget::Select(choices)).width(width)
    };
    let fields = match step {
        Step::Language => vec![Field {
            hidden_label: true,
            ..Field::text("language", w.t("Langue", "Language"), w.t("fr", "en")).widget(Widget::Radios(&languages))
        }],
        Step::Organisation => vec![
            Field {
                focused: true,
                ..Field::text("name", w.t("Nom de l’association", "Name of the organisation"), "La Passerelle")
                    .required()
            },
            Field {
                optional: true,
                help: Some(w.t(
                    "PNG ou SVG, sur fond transparent si possible.",
                    "PNG or SVG, on a transparent ground if possible.",
                )),
                ..Field::text("logo", "Logo", "").widget(Widget::File("image/png,image/svg+xml"))
            },
        ],
        Step::Country => vec![
            select("country", w.t("Pays", "Country"), "1076", &countries, Width::Half),
            select("time_zone", w.t("Fuseau horaire", "Time zone"), "Europe/Paris", &zones, Width::Half),
            select("currency", w.t("Monnaie", "Currency"), "EUR", &currencies, Width::Half),
            select(
                "fiscal_year",
                w.t("L’exercice commence le", "The fiscal year begins on"),
                "1",
                &months,
                Width::Half,
            ),
        ],
        Step::Data => vec![Field {
            hidden_label: true,
            ..Field::text("data", w.t("Données", "Data"), "sample").widget(Widget::Radios(&data))
        }],
        Step::Colleague => vec![
            Field { focused: true, ..Field::text("name", w.t("Prénom et nom", "First and last name"), "") },
            Field::text("email", "E-mail", "").widget(Widget::Email),
            Field::text("role", w.t("Ce que cette personne peut faire", "What they may do"), "editor")
                .widget(Widget::Select(&roles)),
        ],
    };
    let view = FirstRun {
        step,
        action: "/welcome",
        back: step.previous().map(|_| "/welcome/before"),
        skip: (step == Step::Colleague).then_some("/"),
        fields,
        faults: vec![],
        logo: None,
        upload: step == Step::Organisation,
    };
    first_run::first_run(ui, &view)
}

fn ready(ui: &Ui<'_>, w: Words) -> Markup {
    let ways = [
        (w.t("Créer un premier contact", "Create a first contact"), Icon::PlusBold, "/contacts/new"),
        (w.t("Reprendre un tableur", "Bring a spreadsheet"), Icon::UploadSimple, "/import"),
        (w.t("Lire les premiers pas", "Read the first steps"), Icon::Question, "/help/first-steps"),
    ];
    first_run::ready(ui, "La Passerelle", &ways)
}

fn home(ui: &Ui<'_>, w: Words) -> Markup {
    let entry = |icon, tone, label, words, now| Entry {
        icon,
        tone,
        label,
        words,
        href: "/settings/x",
        now: Some(now),
        wanted: None,
    };
    let house = vec![
        entry(
            Icon::Buildings,
            Tone::Honey,
            w.t("Votre association", "Your organisation"),
            w.t("Nom, logo, adresse, exercice.", "Name, logo, address, fiscal year."),
            "La Passerelle",
        ),
        entry(
            Icon::Globe,
            Tone::Sky,
            w.t("Langues, pays, monnaie", "Languages, countries, currency"),
            w.t("Ce qui est proposé, et ce qui vient d’abord.", "What is offered, and what comes first."),
            w.t("français, euro", "French, euro"),
        ),
        Entry {
            wanted: Some(w.t("à régler avant le premier envoi", "to settle before the first mailing")),
            ..entry(
                Icon::PaperPlaneTilt,
                Tone::Plum,
                w.t("Envoi des e-mails", "Sending e-mail"),
                w.t("Le serveur et l’adresse qui signe.", "The server and the address that signs."),
                "",
            )
        },
    ];
    let records = vec![
        entry(
            Icon::User,
            Tone::Leaf,
            w.t("Noms et formules", "Names and greetings"),
            w.t("Comment une personne s’affiche, se trie et se salue.", "How a person is shown, sorted and greeted."),
            "Claire Morel",
        ),
        entry(
            Icon::MapPin,
            Tone::Brick,
            w.t("Adresses", "Addresses"),
            w.t("Les lignes du formulaire et celles de l’enveloppe.", "The lines of the form and of the envelope."),
            w.t("7 champs", "7 fields"),
        ),
        entry(
            Icon::Columns,
            Tone::Stone,
            w.t("Ce que montre une fiche", "What a record shows"),
            w.t("Blocs et rubriques, dans quel ordre.", "Blocks and sections, in which order."),
            w.t("6 rubriques", "6 sections"),
        ),
        entry(
            Icon::ListDashes,
            Tone::Sky,
            w.t("Listes de choix", "Lists of choices"),
            w.t("Civilités, genres, types de téléphone.", "Prefixes, genders, phone types."),
            w.t("24 listes", "24 lists"),
        ),
        entry(
            Icon::UsersThree,
            Tone::Plum,
            w.t("Types de contact", "Contact types"),
            w.t(
                "Personnes, foyers, organisations, et leurs variantes.",
                "People, households, organisations, and their variants.",
            ),
            w.t("5 types", "5 types"),
        ),
    ];
    let groups = [
        Group { id: "set-house", title: w.t("La maison", "The house"), entries: house },
        Group { id: "set-records", title: w.t("Les fiches", "Records"), entries: records },
    ];
    settings::settings(
        ui,
        &shell(&frame(w, "settings"), w.t("Réglages", "Settings"), &[], false),
        &groups,
        Some(theme(ui, "/settings/theme")),
    )
}

fn names(ui: &Ui<'_>, w: Words) -> Markup {
    let title = w.t("Noms et formules", "Names and greetings");
    let shown = [
        Choice::of("first", w.t("Claire Morel", "Claire Morel")),
        Choice::of("last", w.t("Morel, Claire", "Morel, Claire")),
    ];
    let parts = [
        Choice::of("prefix", w.t("Civilité", "Prefix")),
        Choice::of("middle", w.t("Deuxième prénom", "Middle name")),
        Choice::of("suffix", w.t("Suffixe", "Suffix")),
        Choice::of("nick", w.t("Nom d’usage", "Nickname")),
    ];
    let names = Section {
        id: "names",
        title: w.t("Noms", "Names"),
        intro: Some(w.t("Sur les fiches et dans les listes.", "On records and in lists.")),
        fields: vec![
            Field::text("order", w.t("Une personne s’affiche", "A person is shown as"), "first")
                .widget(Widget::Radios(&shown)),
            Field {
                values: &["prefix"],
                ..Field::text("parts", w.t("Avec", "With"), "").widget(Widget::Checkboxes(&parts))
            },
        ],
        example: Some(Example {
            check: "/settings/names/example",
            lines: vec![
                (w.t("Nom affiché", "Shown name"), w.t("Mme Claire Morel", "Mrs Claire Morel")),
                (w.t("Nom de tri", "Sort name"), "Morel, Claire"),
            ],
        }),
    };
    let address = Section {
        id: "envelope",
        title: w.t("Sur l’enveloppe", "On the envelope"),
        intro: None,
        fields: vec![Field {
            help: Some(w.t("Une ligne par ligne de l’enveloppe.", "One line for each line of the envelope.")),
            ..Field::text("format", w.t("Lignes", "Lines"), "{street}\n{postal_code} {city}")
                .widget(Widget::LongText(3))
        }],
        example: Some(Example {
            check: "/settings/names/example",
            lines: vec![(w.t("Claire Morel", "Claire Morel"), "14 rue des Tanneurs\n26110 NYONS")],
        }),
    };
    let view = SettingsForm {
        way: vec![
            Crumb { label: w.t("Réglages", "Settings"), href: Some("/settings") },
            Crumb { label: title, href: None },
        ],
        title,
        intro: Some(w.t(
            "Changer une forme récrit les noms affichés, jamais ce que vous avez saisi.",
            "Changing a format rewrites the shown names, never what you typed.",
        )),
        action: "/settings/names",
        cancel: "/settings",
        sections: vec![names, address],
        reset: Some("/settings/names/reset"),
        ..SettingsForm::default()
    };
    settings::settings_form(ui, &shell(&frame(w, "settings"), title, &[], false), &view)
}

fn list(ui: &Ui<'_>, w: Words, editing: bool) -> Markup {
    let title = w.t("Types de téléphone", "Phone types");
    let line = |id, label, note, used| ChoiceLine {
        id,
        label,
        note,
        used: Some(used),
        is_active: true,
        edit: Some("/settings/choices/phone_type?edit=1"),
        make_default: Some("/settings/choices/default"),
        toggle: Some("/settings/choices/toggle"),
        delete: Some("/settings/choices/delete"),
        ..ChoiceLine::default()
    };
    let editor = Editor {
        fields: vec![
            Field::text("label", w.t("Intitulé", "Label"), "Mobile").required().width(Width::Half),
            Field {
                optional: true,
                ..Field::text("description", w.t("Explication", "Explanation"), "").width(Width::Half)
            },
            Field::text("is_default", w.t("Proposer d’abord", "Offer first"), "1").widget(Widget::Checkbox),
        ],
        action: "/settings/choices/phone_type/2",
        version: Some("3"),
    };
    let lines = vec![
        ChoiceLine {
            is_default: true,
            is_reserved: true,
            make_default: None,
            delete: None,
            icon: Some((Icon::Phone, Tone::Sky)),
            ..line("1", w.t("Fixe", "Landline"), "", w.t("412 fiches", "412 records"))
        },
        ChoiceLine {
            icon: Some((Icon::DeviceMobile, Tone::Leaf)),
            editor: editing.then_some(editor),
            ..line("2", "Mobile", w.t("reçoit les SMS", "receives SMS"), w.t("873 fiches", "873 records"))
        },
        ChoiceLine {
            is_active: false,
            icon: Some((Icon::Receipt, Tone::Stone)),
            ..line("3", "Fax", "", w.t("2 fiches", "2 records"))
        },
        ChoiceLine {
            icon: Some((Icon::Briefcase, Tone::Plum)),
            ..line(
                "4",
                w.t("Standard d’une organisation", "Switchboard of an organisation"),
                "",
                w.t("14 fiches", "14 records"),
            )
        },
    ];
    let view = Choices {
        way: vec![
            Crumb { label: w.t("Réglages", "Settings"), href: Some("/settings") },
            Crumb { label: w.t("Listes de choix", "Lists of choices"), href: Some("/settings/choices") },
            Crumb { label: title, href: None },
        ],
        title,
        intro: Some(w.t("Ce qui est proposé à côté d’un numéro.", "What is offered beside a number.")),
        lines,
        order: Some("/settings/choices/phone_type/order"),
        add: Some("/settings/choices/phone_type?add"),
        adding: None,
        here: "/settings/choices/phone_type",
    };
    choices::choices(ui, &shell(&frame(w, "settings"), title, &[], false), &view)
}

fn manual_list(ui: &Ui<'_>, w: Words, asked: &str) -> Markup {
    let found = manual::find(ui.lang.code(), asked);
    help::help(ui, &shell(&frame(w, "help"), w.t("Aide", "Help"), &[], false), asked, &found)
}

fn topic(ui: &Ui<'_>, w: Words, name: &str) -> Markup {
    match manual::topic(ui.lang.code(), name) {
        Some(topic) => help::topic(ui, &shell(&frame(w, "help"), topic.title(), &[], false), topic, |_| None),
        None => html! {},
    }
}
