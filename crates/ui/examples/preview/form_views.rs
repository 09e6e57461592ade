//! The forms of contacts with invented people in them.

use crate::views::{Words, frame, shell};
use maud::Markup;
use ui::page::{conflict, contact_form};
use ui::part::avatar::{Avatar, Kind};
use ui::part::crumbs::Crumb;
use ui::part::field::{Choice, Field, Widget, Width};
use ui::part::form::Fault;
use ui::{Icon, Ui};

/// The full form of a contact: new with likely duplicates, or sent back with errors.
pub fn form(ui: &Ui<'_>, w: Words, refused: bool) -> Markup {
    let kinds = [
        Choice { icon: Some(Icon::User), ..Choice::of("Individual", w.t("Personne", "Person")) },
        Choice { icon: Some(Icon::HouseLine), ..Choice::of("Household", w.t("Foyer", "Household")) },
        Choice { icon: Some(Icon::Buildings), ..Choice::of("Organization", "Organisation") },
    ];
    let prefixes = [Choice::of("1", w.t("Mme", "Mrs")), Choice::of("3", w.t("M.", "Mr"))];
    let places = [Choice::of("1", w.t("Domicile", "Home")), Choice::of("2", w.t("Travail", "Work"))];
    let phones = [Choice::of("1", w.t("Fixe", "Landline")), Choice::of("2", "Mobile")];
    let countries = [Choice::of("1076", "France"), Choice::of("1020", w.t("Belgique", "Belgium"))];
    let means = [
        Choice::of("1", w.t("Téléphone", "Phone")),
        Choice::of("2", "E-mail"),
        Choice::of("3", w.t("Courrier", "Post")),
    ];
    let (first, last) = (w.t("Prénom", "First name"), w.t("Nom", "Last name"));
    let (mail, phone, place) = ("E-mail", w.t("Téléphone", "Phone"), w.t("Lieu", "Location"));
    let wrong = w.t(
        "Il manque la fin de l’adresse, par exemple « .org ».",
        "The end of the address is missing, for example “.org”.",
    );
    let choice = |name, label, value, choices, width| Field {
        may_be_empty: true,
        ..Field::text(name, label, value).widget(Widget::Select(choices)).width(width)
    };
    let emails = contact_form::Repeat {
        name: "email",
        add: w.t("Ajouter un e-mail", "Add an e-mail"),
        noun: mail,
        entries: vec![
            contact_form::Entry {
                index: 0,
                primary: true,
                fresh: false,
                fields: vec![
                    Field {
                        error: refused.then_some(wrong),
                        ..Field::text(
                            "email-0-email",
                            mail,
                            if refused { "c.morel@example" } else { "c.morel@example.org" },
                        )
                        .widget(Widget::Email)
                        .width(Width::TwoThirds)
                        .autocomplete("off")
                    },
                    choice("email-0-location_type_id", place, "1", &places, Width::Third),
                ],
            },
            contact_form::Entry {
                index: 1,
                primary: false,
                fresh: true,
                fields: vec![
                    Field::text("email-1-email", mail, "").widget(Widget::Email).width(Width::TwoThirds),
                    choice("email-1-location_type_id", place, "2", &places, Width::Third),
                ],
            },
        ],
    };
    let numbers = contact_form::Repeat {
        name: "phone",
        add: w.t("Ajouter un téléphone", "Add a phone"),
        noun: phone,
        entries: vec![contact_form::Entry {
            index: 0,
            primary: true,
            fresh: false,
            fields: vec![
                Field::text("phone-0-phone", phone, "06 39 98 14 27").widget(Widget::Tel).width(Width::Third),
                choice("phone-0-phone_type_id", "Type", "2", &phones, Width::Third),
                choice("phone-0-location_type_id", place, "1", &places, Width::Third),
            ],
        }],
    };
    let address = contact_form::Repeat {
        name: "address",
        add: w.t("Ajouter une adresse", "Add an address"),
        noun: w.t("Adresse", "Address"),
        entries: vec![contact_form::Entry {
            index: 0,
            primary: true,
            fresh: false,
            fields: vec![
                Field::text("address-0-street_address", w.t("Rue", "Street"), "14 rue des Tanneurs"),
                Field::text("address-0-supplemental_address_1", w.t("Complément", "Address line 2"), ""),
                Field::text("address-0-postal_code", w.t("Code postal", "Postcode"), "26110").width(Width::Third),
                Field::text("address-0-city", w.t("Ville", "Town"), "Nyons").width(Width::TwoThirds),
                Field::text("address-0-country_id", w.t("Pays", "Country"), "1076")
                    .widget(Widget::Select(&countries))
                    .width(Width::Half),
                choice("address-0-location_type_id", place, "1", &places, Width::Half),
            ],
        }],
    };
    let names = vec![
        Field {
            hidden_label: true,
            ..Field::text("contact_type", w.t("Type de contact", "Contact type"), "Individual")
                .widget(Widget::Segments(&kinds))
        },
        choice("prefix_id", w.t("Civilité", "Prefix"), "1", &prefixes, Width::Third),
        Field { focused: true, ..Field::text("first_name", first, "Claire").width(Width::Third) },
        Field {
            required: true,
            error: refused.then_some(w.t("Écrivez au moins un nom.", "Write at least a name.")),
            ..Field::text("last_name", last, if refused { "" } else { "Morel" }).width(Width::Third)
        },
        Field::text("job_title", w.t("Fonction", "Job title"), "").width(Width::Half),
        Field {
            may_be_empty: true,
            ..Field::text("birth_date", w.t("Date de naissance", "Date of birth"), "1978-03-04")
                .widget(Widget::Date)
                .width(Width::Half)
        },
    ];
    let wishes = vec![
        Field {
            values: &["2"],
            ..Field::text(
                "preferred_communication_method",
                w.t("Préfère être joint par", "Prefers to be reached by"),
                "",
            )
            .widget(Widget::Checkboxes(&means))
        },
        Field::text("do_not_phone", w.t("Ne pas appeler", "Do not phone"), "1")
            .widget(Widget::Checkbox)
            .width(Width::Half),
        Field {
            help: Some(
                w.t("L’adresse n’est jamais donnée à un partenaire.", "The address is never given to a partner."),
            ),
            ..Field::text("do_not_trade", w.t("Ne pas transmettre", "Do not share"), "0")
                .widget(Widget::Checkbox)
                .width(Width::Half)
        },
        Field {
            help: Some(w.t(
                "D’où vient ce contact : salon, site, parrainage.",
                "Where this contact came from: fair, website, referral.",
            )),
            ..Field::text("source", w.t("Origine de la fiche", "Source of the record"), "")
        },
    ];
    let section = |id, title, intro, content| contact_form::Section { id, title, intro, content };
    let view = contact_form::ContactForm {
        way: vec![
            Crumb { label: "Contacts", href: Some("/contacts") },
            Crumb {
                label: if refused {
                    w.t("Modifier Claire Morel", "Edit Claire Morel")
                } else {
                    w.t("Nouveau contact", "New contact")
                },
                href: None,
            },
        ],
        title: if refused {
            w.t("Modifier Claire Morel", "Edit Claire Morel")
        } else {
            w.t("Nouveau contact", "New contact")
        },
        intro: Some(w.t("Le nom suffit. Le reste peut attendre.", "The name is enough. The rest can wait.")),
        action: "/contact/new",
        cancel: "/contacts",
        version: refused.then_some("2026-11-19 09:42:11"),
        faults: if refused {
            vec![
                Fault {
                    input: "f-last_name",
                    label: last,
                    message: w.t("Écrivez au moins un nom.", "Write at least a name."),
                },
                Fault { input: "f-email-0-email", label: mail, message: wrong },
            ]
        } else {
            vec![]
        },
        duplicates: if refused {
            vec![]
        } else {
            vec![
                contact_form::Duplicate {
                    avatar: Avatar::of(Kind::Person, "Claire Morel"),
                    name: "Claire Morel",
                    href: "/contact/1",
                    why: w.t("même téléphone · Nyons", "same phone · Nyons"),
                },
                contact_form::Duplicate {
                    avatar: Avatar::of(Kind::Person, "Clarisse Morel"),
                    name: "Clarisse Morel",
                    href: "/contact/2",
                    why: w.t("même nom · Grenoble", "same name · Grenoble"),
                },
            ]
        },
        sections: vec![
            section("s-name", w.t("Qui", "Who"), None, vec![contact_form::Content::Fields(names)]),
            section("s-email", "E-mail", None, vec![contact_form::Content::Repeat(emails)]),
            section("s-phone", phone, None, vec![contact_form::Content::Repeat(numbers)]),
            section("s-address", w.t("Adresse", "Address"), None, vec![contact_form::Content::Repeat(address)]),
            section(
                "s-wishes",
                w.t("Souhaits", "Wishes"),
                Some(w.t("Ce que la personne veut, et ne veut pas.", "What the person wants, and does not want.")),
                vec![contact_form::Content::Fields(wishes)],
            ),
        ],
        save: w.t("Enregistrer", "Save"),
    };
    contact_form::contact_form(ui, &shell(&frame(w, "contacts"), view.title, &[], false), &view)
}

/// Two versions of a record side by side.
pub fn conflicting(ui: &Ui<'_>, w: Words) -> Markup {
    let versus = |label, name, theirs, yours, only_theirs| conflict::Versus { label, name, theirs, yours, only_theirs };
    let view = conflict::Conflict {
        who: "Malik",
        reader: "Nadège Ferrand",
        when: w.t("il y a 2 minutes", "2 minutes ago"),
        fields: vec![
            versus(w.t("Rue", "Street"), "street_address", "41 rue des Tanneurs", "14 rue des Tanneurs", false),
            versus(w.t("Complément", "Address line 2"), "supplemental_address_1", "", "Bâtiment B, 2e étage", false),
            versus(w.t("Code postal", "Postcode"), "postal_code", "26110", "26110", false),
            versus(w.t("Pays", "Country"), "country_id", "France", "", true),
        ],
        action: "/contact/1/address",
        version: "2026-11-19 10:12:00",
        rest: &[("id", "12")],
        keep_theirs: "/contact/1",
    };
    conflict::conflict(ui, &shell(&frame(w, "contacts"), w.t("Deux versions", "Two versions"), &[], true), &view)
}
