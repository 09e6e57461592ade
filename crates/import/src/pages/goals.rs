//! The goals that a column can be given, grouped as people think of them.

use contact::pages::custom::set;
use contact::pages::labels;
use contact::pages::phrases::Lang;
use schema::Entity;
use store::{Result, Tx};
use ui::part::field::Choice;

use crate::recognise::{Goal, RECORD};
use crate::records;
use crate::setup::Setup;
use crate::start;
use crate::wanted::KIND;

use super::relatives;

/// A goal with its words.
pub(super) struct Offer {
    pub goal: Goal,
    pub label: String,
    pub group: String,
}

/// Fields of a person that most lists have, in the order in which they are offered.
const PERSON: [&str; 11] = [
    "prefix_id",
    "first_name",
    "middle_name",
    "last_name",
    "nick_name",
    "gender_id",
    "birth_date",
    "job_title",
    "preferred_language",
    "source",
    "external_identifier",
];

/// What a row changes of a contact, as labels name it.
const CONTACTS: [&str; 6] = ["", "Contact", "Email", "Phone", "Address", "Website"];

const ADDRESS: [&str; 6] =
    ["street_address", "supplemental_address_1", "postal_code", "city", "state_province_id", "country_id"];

/// How a goal travels in a form.
pub(super) fn code(goal: &Goal) -> String {
    if goal.is_none() { String::new() } else { format!("{}|{}|{}", goal.field, goal.location, goal.phone) }
}

/// Reads it back.
pub(super) fn decode(text: &str) -> Goal {
    let mut parts = text.split('|').map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    Goal { field: next(), location: next(), phone: next() }
}

/// All goals that this site has; those of a record first where rows become no contacts.
pub(super) fn offers(tx: &Tx<'_>, lang: &Lang, setup: &Setup) -> Result<Vec<Offer>> {
    let mut all = Vec::new();
    if !setup.is_of_contacts() {
        of_record(&*tx.entity(&setup.entity)?, lang, &mut all);
    }
    person(lang, &mut all);
    ways(tx, lang, &mut all)?;
    ties(lang, &mut all);
    if setup.is_of_contacts() {
        relatives::offers(tx, lang, setup, &mut all)?;
    }
    for set in set::any_of(tx, "Contact")?.into_iter().filter(|set| !set.is_multiple) {
        for field in set.fields.iter().filter(|field| field.entity == "Contact" && !field.is_view) {
            all.push(Offer { goal: Goal::field(&field.path), label: field.label.clone(), group: set.title.clone() });
        }
    }
    more(tx, lang, &mut all)?;
    Ok(all)
}

fn of_record(entity: &Entity, lang: &Lang, all: &mut Vec<Offer>) {
    let title = records::title(lang, entity);
    let mut letters = title.chars();
    let group: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    for field in records::fields(entity) {
        let label = records::label(lang, entity, field);
        all.push(Offer { goal: Goal::of_record(&field.name), label, group: group.clone() });
    }
    let label = lang.text("import-goal-record-id").to_owned();
    all.push(Offer { goal: Goal::of_record("id"), label, group });
}

fn person(lang: &Lang, all: &mut Vec<Offer>) {
    let group = lang.text("import-goals-person");
    let mut add = |field: &str, label: &str| {
        all.push(Offer { goal: Goal::field(field), label: label.to_owned(), group: group.to_owned() });
    };
    add("full_name", lang.text("import-goal-full-name"));
    add("organization", lang.text("import-goal-organization"));
    for field in PERSON {
        add(field, lang.field("Contact", field));
    }
    add(KIND, lang.field("Contact", KIND));
    add("id", lang.text("import-goal-id"));
}

fn ways(tx: &Tx<'_>, lang: &Lang, all: &mut Vec<Offer>) -> Result<()> {
    let places = labels::choices(tx, lang.code(), "Email", "location_type_id", "")?;
    let kinds = labels::choices(tx, lang.code(), "Phone", "phone_type_id", "")?;
    let group = lang.text("import-goals-ways").to_owned();
    let with = |what: &str, place: &str| if place.is_empty() { what.to_owned() } else { format!("{what} · {place}") };
    let none = [(String::new(), String::new())];
    let places: Vec<(String, String)> =
        none.iter().cloned().chain(places.iter().map(|one| (one.item.name.clone(), one.label.clone()))).collect();
    for (name, label) in &places {
        let goal = Goal { field: "email".to_owned(), location: name.clone(), phone: String::new() };
        all.push(Offer { goal, label: with(lang.text("import-goal-email"), label), group: group.clone() });
    }
    for (name, label) in &places {
        let kinds = kinds.iter().map(|kind| (kind.item.name.clone(), kind.label.clone()));
        for (kind, word) in none.iter().cloned().chain(kinds) {
            let what = if word.is_empty() { lang.text("import-goal-phone").to_owned() } else { word };
            // At places other than the first, the plain kinds are enough.
            if !name.is_empty() && !matches!(kind.as_str(), "" | "Mobile") {
                continue;
            }
            let goal = Goal { field: "phone".to_owned(), location: name.clone(), phone: kind };
            all.push(Offer { goal, label: with(&what, label), group: group.clone() });
        }
    }
    all.push(Offer { goal: Goal::field("website"), label: lang.text("import-goal-website").to_owned(), group });
    for (name, label) in &places {
        let group = with(lang.text("import-goals-address"), label);
        for field in ADDRESS {
            let goal = Goal { field: format!("address.{field}"), location: name.clone(), phone: String::new() };
            all.push(Offer { goal, label: with(lang.field("Address", field), label), group: group.clone() });
        }
    }
    Ok(())
}

fn ties(lang: &Lang, all: &mut Vec<Offer>) {
    let group = lang.text("import-goals-ties");
    let ties = [
        ("employer", lang.text("import-goal-employer")),
        ("household", lang.text("import-goal-household")),
        ("group", lang.text("import-goal-group")),
        ("tag", lang.text("import-goal-tag")),
        ("note", lang.text("import-goal-note")),
    ];
    for (field, label) in ties {
        all.push(Offer { goal: Goal::field(field), label: label.to_owned(), group: group.to_owned() });
    }
}

/// What else a contact has.
fn more(tx: &Tx<'_>, lang: &Lang, all: &mut Vec<Offer>) -> Result<()> {
    const ELSEWHERE: [&str; 5] = ["id", "employer_id", "organization_name", "household_name", "primary_contact_id"];
    for field in start::fields(tx)? {
        let known = all.iter().any(|offer| offer.goal.field == field) || ELSEWHERE.contains(&field.as_str());
        // Dotted names of sets stand above; what remains of them is filled otherwise.
        if !known && !field.contains('.') {
            let label = lang.field("Contact", &field).to_owned();
            all.push(Offer { goal: Goal::field(&field), label, group: lang.text("import-goals-more").to_owned() });
        }
    }
    Ok(())
}

/// As a select takes them; the goal that a column has is among them whatever it is.
pub(super) fn choices<'a>(lang: &'a Lang, offers: &'a [Offer], current: &Goal) -> Vec<Choice<'a>> {
    let none = Choice::of("", lang.text("import-goal-none"));
    let known = current.is_none() || offers.iter().any(|offer| offer.goal == *current);
    let own = (!known).then(|| Choice::of(lang.keep(code(current)), lang.keep(current.field.clone())));
    let offered = offers.iter().map(|offer| Choice {
        group: Some(offer.group.as_str()),
        ..Choice::of(lang.keep(code(&offer.goal)), &offer.label)
    });
    [none].into_iter().chain(own).chain(offered).collect()
}

/// The label of a goal as the rehearsal shows it: `Contact.first_name`, `Address.city`, `tag`.
pub(super) fn label(lang: &Lang, offers: &[Offer], label: &str) -> String {
    if let Some(words) = relatives::label(lang, offers, label) {
        return words;
    }
    let (entity, field) = label.split_once('.').unwrap_or(("", label));
    let own = |offer: &&Offer| offer.goal.field.strip_prefix(RECORD).is_some_and(|name| name == field);
    if !CONTACTS.contains(&entity)
        && let Some(offer) = offers.iter().find(own)
    {
        return offer.label.clone();
    }
    let wanted = match entity {
        "Address" => format!("address.{field}"),
        "Website" => "website".to_owned(),
        _ => field.to_owned(),
    };
    let found = offers.iter().find(|offer| offer.goal.field == wanted && offer.goal.location.is_empty());
    found.map_or_else(|| lang.field(entity, field).to_owned(), |offer| offer.label.clone())
}
