//! What a row would change: the same for the rehearsal and for the import itself.

use std::borrow::Cow;

use contact::pages::rows::{Row, ask, flag, id, int, text};
use schema::fold::fold;
use serde_json::{Map, Value as Json, json};
use store::{Result, Tx};

use crate::known::Known;
use crate::relative::Group;
use crate::setup::{Mode, Setup};
use crate::wanted::{Phone, Wanted};

/// One thing that is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Write {
    /// A record of this entity with these values; `contact_id` is filled in where it belongs to the contact.
    Save(&'static str, Map<String, Json>),
    Note(String),
    /// By name, or by number.
    Tag(Json),
    Group(Json),
    Employer(String),
    Household(String),
    /// The related contact of a group of columns: the one who is there, where that is known, and what the row says.
    Relative(Group, Option<i64>, Box<Wanted>),
}

/// What a write changes, for people: the key of a label (`Contact.first_name`), before, after.
#[derive(Clone, Debug, PartialEq)]
pub struct Diff {
    pub label: String,
    pub before: Json,
    pub after: Json,
}

/// What is to be done with a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    pub writes: Vec<Write>,
    pub diffs: Vec<Diff>,
}

/// What a row changes about a contact, or all that it says where it becomes a new one.
///
/// # Errors
/// The database's own failure.
pub fn plan(tx: &Tx<'_>, setup: &Setup, known: &Known, wanted: &Wanted, contact: Option<i64>) -> Result<Plan> {
    let mut plan = Plan::default();
    let fills = setup.mode == Mode::Fill;
    match contact {
        None => plan.new_contact(setup, wanted),
        Some(contact) => plan.contact(known, wanted, contact, fills),
    }
    plan.emails(wanted, known.of("Email", contact), fills);
    plan.phones(wanted, known.of("Phone", contact), fills);
    plan.addresses(wanted, known.of("Address", contact), fills);
    plan.websites(wanted, known.of("Website", contact));
    plan.ties(tx, setup, wanted, contact)?;
    Ok(plan)
}

impl Plan {
    fn add(&mut self, write: Write, diffs: impl IntoIterator<Item = Diff>) {
        self.writes.push(write);
        self.diffs.extend(diffs);
    }

    fn new_contact(&mut self, setup: &Setup, wanted: &Wanted) {
        let mut values = wanted.fields.clone();
        values.insert("contact_type".to_owned(), json!(wanted.kind(setup)));
        let diffs: Vec<Diff> =
            wanted.fields.iter().map(|(name, value)| fresh(&format!("Contact.{name}"), value)).collect();
        self.add(Write::Save("Contact", values), diffs);
    }

    fn contact(&mut self, known: &Known, wanted: &Wanted, contact: i64, fills: bool) {
        let Some(row) = known.contact(contact) else { return };
        let (mut values, diffs) = differing(row, &wanted.fields, "Contact", fills);
        if !values.is_empty() {
            values.insert("id".to_owned(), json!(contact));
            self.add(Write::Save("Contact", values), diffs);
        }
    }

    fn emails(&mut self, wanted: &Wanted, there: &[Row], fills: bool) {
        for (location, email) in &wanted.emails {
            if there.iter().any(|row| fold(text(row, "email")) == fold(email)) {
                continue;
            }
            let same = there.iter().find(|row| is_there(row, location));
            self.located("Email", "email", same, location, Map::new(), email, fills);
        }
    }

    fn phones(&mut self, wanted: &Wanted, there: &[Row], fills: bool) {
        for Phone { location, kind, number } in &wanted.phones {
            let digits = digits(number);
            if there.iter().any(|row| digits_end(text(row, "phone_numeric"), &digits)) {
                continue;
            }
            let same_kind = |row: &&Row| kind.is_empty() || text(row, "phone_type_id:name") == kind;
            let same = there.iter().filter(|row| location.is_empty() || is_there(row, location)).find(same_kind);
            let mut more = Map::new();
            if !kind.is_empty() {
                more.insert("phone_type_id:name".to_owned(), json!(kind));
            }
            self.located("Phone", "phone", same, location, more, number, fills);
        }
    }

    /// An e-mail or a phone: in place of the one that stands there, or beside the others.
    #[allow(clippy::too_many_arguments)]
    fn located(
        &mut self,
        entity: &'static str,
        field: &str,
        same: Option<&Row>,
        location: &str,
        mut values: Map<String, Json>,
        value: &str,
        fills: bool,
    ) {
        values.insert(field.to_owned(), json!(value));
        let label = format!("{entity}.{field}");
        match same {
            Some(_) if fills => {}
            Some(row) => {
                values.insert("id".to_owned(), json!(id(row)));
                let before = row.get(field).cloned().unwrap_or_default();
                self.add(Write::Save(entity, values), [Diff { label, before, after: json!(value) }]);
            }
            None => {
                if !location.is_empty() {
                    values.insert("location_type_id:name".to_owned(), json!(location));
                }
                self.add(Write::Save(entity, values), [fresh(&label, &json!(value))]);
            }
        }
    }

    fn addresses(&mut self, wanted: &Wanted, there: &[Row], fills: bool) {
        for (location, address) in &wanted.addresses {
            let same = there.iter().find(|row| is_there(row, location));
            let (mut values, diffs) = match same {
                Some(row) => differing(row, address, "Address", fills),
                None => differing(&Map::new(), address, "Address", fills),
            };
            if values.is_empty() {
                continue;
            }
            match same {
                Some(row) => values.insert("id".to_owned(), json!(id(row))),
                None if location.is_empty() => None,
                None => values.insert("location_type_id:name".to_owned(), json!(location)),
            };
            self.add(Write::Save("Address", values), diffs);
        }
    }

    fn websites(&mut self, wanted: &Wanted, there: &[Row]) {
        for url in &wanted.websites {
            if !there.iter().any(|row| fold(text(row, "url")) == fold(url)) {
                let values = [("url".to_owned(), json!(url))].into_iter().collect();
                self.add(Write::Save("Website", values), [fresh("Website.url", &json!(url))]);
            }
        }
    }

    /// Employer, household, notes, tags and groups.
    fn ties(&mut self, tx: &Tx<'_>, setup: &Setup, wanted: &Wanted, known: Option<i64>) -> Result<()> {
        if let Some(employer) = &wanted.employer {
            let row = match known {
                Some(contact) => {
                    contact::pages::rows::one(tx, "Contact", &["id", "employer_id.organization_name"], contact)?
                }
                None => None,
            };
            let before = row.map(|row| text(&row, "employer_id.organization_name").to_owned()).unwrap_or_default();
            let kept = setup.mode == Mode::Fill && !before.is_empty();
            if fold(&before) != fold(employer) && !kept {
                let diff = Diff { label: "employer".to_owned(), before: json!(before), after: json!(employer) };
                self.add(Write::Employer(employer.clone()), [diff]);
            }
        }
        if let Some(household) = &wanted.household {
            let there = match known {
                Some(contact) => households(tx, contact)?,
                None => Vec::new(),
            };
            if !there.iter().any(|name| fold(name) == fold(household)) {
                self.add(Write::Household(household.clone()), [fresh("household", &json!(household))]);
            }
        }
        for note in &wanted.notes {
            let clauses = json!([
                ["entity_table", "=", "civicrm_contact"],
                ["entity_id", "=", known.unwrap_or(0)],
                ["note", "=", note]
            ]);
            if known.is_none() || ask(tx, "Note", &["id"], clauses, &[], 1)?.is_empty() {
                self.add(Write::Note(note.clone()), [fresh("note", &json!(note))]);
            }
        }
        let tags = wanted.tags.iter().map(|name| json!(name)).chain(setup.tag.map(|id| json!(id)));
        for tag in tags {
            if known.is_none() || !is_tied(tx, "EntityTag", "tag_id", &tag, known.unwrap_or(0))? {
                let shown = tag.is_string().then(|| fresh("tag", &tag));
                self.add(Write::Tag(tag), shown);
            }
        }
        let groups = wanted.groups.iter().map(|name| json!(name)).chain(setup.group.map(|id| json!(id)));
        for group in groups {
            if known.is_none() || !is_tied(tx, "GroupContact", "group_id", &group, known.unwrap_or(0))? {
                let shown = group.is_string().then(|| fresh("group", &group));
                self.add(Write::Group(group), shown);
            }
        }
        Ok(())
    }
}

/// What was not there before.
pub(crate) fn fresh(label: &str, value: &Json) -> Diff {
    Diff { label: label.to_owned(), before: Json::Null, after: value.clone() }
}

/// The wanted values that differ from those of a row; only the blanks of it where `fills`.
pub(crate) fn differing(
    row: &Row,
    wanted: &Map<String, Json>,
    entity: &str,
    fills: bool,
) -> (Map<String, Json>, Vec<Diff>) {
    let (mut values, mut diffs) = (Map::new(), Vec::new());
    for (name, after) in wanted {
        let before = row.get(name).unwrap_or(&Json::Null);
        let is_blank = before.is_null() || before.as_str() == Some("");
        if is_same(before, after) || fills && !is_blank {
            continue;
        }
        values.insert(name.clone(), after.clone());
        let before = before.clone();
        diffs.push(Diff { label: format!("{entity}.{name}"), before, after: after.clone() });
    }
    (values, diffs)
}

/// Whether two values are written the same; capitals and accents count, for they may be what is mended.
fn is_same(before: &Json, after: &Json) -> bool {
    plain(before) == plain(after)
}

fn plain(json: &Json) -> Cow<'_, str> {
    match json {
        Json::String(text) => Cow::Borrowed(text.trim()),
        Json::Bool(on) => Cow::Borrowed(if *on { "1" } else { "0" }),
        Json::Null => Cow::Borrowed(""),
        other => Cow::Owned(other.to_string()),
    }
}

/// Whether a record stands at this place; where none is named, whether it is the primary one.
fn is_there(row: &Row, location: &str) -> bool {
    if location.is_empty() { flag(row, "is_primary") } else { text(row, "location_type_id:name") == location }
}

fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

/// Whether two numbers are one, with and without the country before it.
fn digits_end(known: &str, wanted: &str) -> bool {
    let tail = |digits: &str| digits.get(digits.len().saturating_sub(9)..).unwrap_or(digits).to_owned();
    !wanted.is_empty() && (known == wanted || known.len() >= 9 && wanted.len() >= 9 && tail(known) == tail(wanted))
}

fn is_tied(tx: &Tx<'_>, entity: &str, key: &str, value: &Json, contact: i64) -> Result<bool> {
    let field = if value.is_string() {
        format!("{key}.{}", if entity == "EntityTag" { "label" } else { "title" })
    } else {
        key.to_owned()
    };
    let mut clauses = vec![json!([field, "=", value])];
    match entity {
        "EntityTag" => {
            clauses.push(json!(["entity_table", "=", "civicrm_contact"]));
            clauses.push(json!(["entity_id", "=", contact]));
        }
        _ => {
            clauses.push(json!(["contact_id", "=", contact]));
            clauses.push(json!(["status", "=", "Added"]));
        }
    }
    Ok(!ask(tx, entity, &["id"], Json::Array(clauses), &[], 1)?.is_empty())
}

/// The names of the households that somebody belongs to.
fn households(tx: &Tx<'_>, contact: i64) -> Result<Vec<String>> {
    let clauses = json!([
        ["near_contact_id", "=", contact],
        ["far_contact_id.contact_type", "=", "Household"],
        ["is_current", "=", true]
    ]);
    let found = ask(tx, "RelationshipCache", &["far_contact_id.household_name"], clauses, &[], 0)?;
    Ok(found.iter().map(|row| text(row, "far_contact_id.household_name").to_owned()).collect())
}

/// The number of a record found by its name; None where there is none.
pub(crate) fn by_name(tx: &Tx<'_>, entity: &str, field: &str, name: &str, more: Json) -> Result<Option<i64>> {
    let mut clauses = vec![json!([field, "=", name])];
    clauses.extend(more.as_array().into_iter().flatten().cloned());
    Ok(ask(tx, entity, &["id"], Json::Array(clauses), &[("id", "ASC")], 1)?.first().and_then(|row| int(row, "id")))
}
