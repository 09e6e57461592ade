//! Plans become records, through the same rules as everything else: many at once.

use std::collections::{BTreeSet, HashMap};

use schema::fold::fold;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

use crate::kin::Kin;
use crate::plan::{Write, by_name};
use crate::setup::Setup;

/// The records that are written together, in this order; what they belong to is written before.
const TOGETHER: [&str; 4] = ["Email", "Phone", "Address", "Website"];

/// What is written for a row, and the contact that it is about where there is one already.
pub type Deeds = (Vec<Write>, Option<i64>);

/// Writes rows down, none of which is about the contact of another; gives their contacts.
///
/// # Errors
/// What the rules of the records refuse with.
pub fn apply(tx: &mut Tx<'_>, setup: &Setup, rows: Vec<Deeds>) -> Result<Vec<i64>> {
    let sorted = sorted(rows);
    let contacts = contacts(tx, sorted.contacts)?;
    for (entity, own) in TOGETHER.into_iter().zip(sorted.belongings) {
        let own = own.into_iter().map(|(at, values)| belonging(values, contacts[at]));
        tx.save_many(entity, own.collect(), As::Actor)?;
    }
    ties(tx, setup, &sorted.ties, &contacts)?;
    Ok(contacts)
}

type Values = Map<String, Json>;

/// What is written, by the step in which it is; the numbers are those of rows.
struct Sorted {
    /// The contact that is known, and what is written of it.
    contacts: Vec<(Option<i64>, Option<Values>)>,
    belongings: [Vec<(usize, Values)>; TOGETHER.len()],
    ties: Vec<(usize, Write)>,
}

fn sorted(rows: Vec<Deeds>) -> Sorted {
    let mut all = Sorted { contacts: Vec::with_capacity(rows.len()), belongings: Default::default(), ties: Vec::new() };
    for (at, (writes, known)) in rows.into_iter().enumerate() {
        all.contacts.push((known, None));
        for write in writes {
            match write {
                Write::Save("Contact", values) => all.contacts[at].1 = Some(values),
                Write::Save(entity, values) => {
                    let place = TOGETHER.iter().position(|known| *known == entity);
                    if let Some(own) = place.and_then(|place| all.belongings.get_mut(place)) {
                        own.push((at, values));
                    }
                }
                tie => all.ties.push((at, tie)),
            }
        }
    }
    all
}

fn contacts(tx: &mut Tx<'_>, rows: Vec<(Option<i64>, Option<Values>)>) -> Result<Vec<i64>> {
    let mut contacts: Vec<Option<i64>> = Vec::with_capacity(rows.len());
    let (mut places, mut saves) = (Vec::new(), Vec::new());
    for (at, (known, values)) in rows.into_iter().enumerate() {
        contacts.push(known);
        if let Some(values) = values {
            places.push(at);
            saves.push(values);
        }
    }
    for (at, id) in places.into_iter().zip(tx.save_many("Contact", saves, As::Actor)?) {
        contacts[at] = Some(id);
    }
    let missing = || Error::internal("a row without a contact");
    contacts.into_iter().map(|contact| contact.ok_or_else(missing)).collect()
}

fn belonging(mut values: Values, contact: i64) -> Values {
    if !values.contains_key("id") {
        values.insert("contact_id".to_owned(), json!(contact));
    }
    values
}

/// What a contact is tied to: tags and groups together, the others one after the other.
fn ties(tx: &mut Tx<'_>, setup: &Setup, all: &[(usize, Write)], contacts: &[i64]) -> Result<()> {
    let mut names = Names::default();
    let mut kin: Option<Vec<Kin>> = None;
    let (mut tags, mut groups) = (Vec::new(), Vec::new());
    for (at, write) in all {
        let contact = contacts[*at];
        match write {
            Write::Tag(tag) => tags.extend(names.tag(tx, setup, tag)?.map(|id| (contact, id))),
            Write::Group(group) => groups.extend(names.group(tx, setup, group)?.map(|id| (contact, id))),
            Write::Relative(group, far, wanted) => {
                let kin = match &mut kin {
                    Some(kin) => kin,
                    none => none.insert(Kin::all(tx, setup)?),
                };
                if let Some(kin) = kin.iter().find(|kin| kin.group == *group) {
                    kin.apply(tx, *far, wanted, contact)?;
                }
            }
            other => one(tx, setup, other, contact)?,
        }
    }
    once_each(&mut tags);
    once_each(&mut groups);
    let tag = |(contact, tag)| json!({"entity_table": "civicrm_contact", "entity_id": contact, "tag_id": tag});
    tx.save_many("EntityTag", tags.into_iter().map(tag).map(object).collect(), As::Actor)?;
    let place = |(contact, group)| json!({"group_id": group, "contact_id": contact, "status": "Added"});
    tx.save_many("GroupContact", groups.into_iter().map(place).map(object).collect(), As::Actor)?;
    Ok(())
}

/// What is named twice counts once; the order stays.
fn once_each(pairs: &mut Vec<(i64, i64)>) {
    let mut seen = BTreeSet::new();
    pairs.retain(|pair| seen.insert(*pair));
}

fn one(tx: &mut Tx<'_>, setup: &Setup, write: &Write, contact: i64) -> Result<()> {
    match write {
        Write::Save(..) | Write::Tag(_) | Write::Group(_) | Write::Relative(..) => Ok(()),
        Write::Note(note) => {
            let values = json!({"entity_table": "civicrm_contact", "entity_id": contact, "note": note});
            save(tx, "Note", values).map(|_| ())
        }
        Write::Employer(name) => {
            let values = json!({"contact_type": "Organization", "organization_name": name});
            match related(tx, setup, "organization_name", name, values)? {
                Some(employer) => save(tx, "Contact", json!({"id": contact, "employer_id": employer})).map(|_| ()),
                None => Ok(()),
            }
        }
        Write::Household(name) => {
            let values = json!({"contact_type": "Household", "household_name": name});
            let Some(household) = related(tx, setup, "household_name", name, values)? else { return Ok(()) };
            let values = json!({
                "contact_id_a": contact,
                "contact_id_b": household,
                "relationship_type_id.name_a_b": "Household Member of",
            });
            save(tx, "Relationship", values).map(|_| ())
        }
    }
}

/// An organisation or a household of this name: the one that is there, or a new one.
fn related(tx: &mut Tx<'_>, setup: &Setup, field: &str, name: &str, values: Json) -> Result<Option<i64>> {
    // People carry the name of their employer in the same field.
    let kind = if field == "organization_name" { "Organization" } else { "Household" };
    let clauses = json!([["is_deleted", "=", false], ["contact_type", "=", kind]]);
    match by_name(tx, "Contact", field, name, clauses)? {
        Some(id) => Ok(Some(id)),
        None if setup.make_missing => save(tx, "Contact", values).map(Some),
        None => Ok(None),
    }
}

/// Tags and groups that have been looked up by their names.
#[derive(Default)]
struct Names(HashMap<(&'static str, String), Option<i64>>);

impl Names {
    fn tag(&mut self, tx: &mut Tx<'_>, setup: &Setup, tag: &Json) -> Result<Option<i64>> {
        let make = |name: &str| json!({"label": name, "used_for": ["civicrm_contact"]});
        self.named(tx, setup, ("Tag", "label"), tag, make)
    }

    fn group(&mut self, tx: &mut Tx<'_>, setup: &Setup, group: &Json) -> Result<Option<i64>> {
        self.named(tx, setup, ("Group", "title"), group, |name| json!({"title": name}))
    }

    /// By name, or by number.
    fn named(
        &mut self,
        tx: &mut Tx<'_>,
        setup: &Setup,
        (entity, field): (&'static str, &str),
        asked: &Json,
        make: impl Fn(&str) -> Json,
    ) -> Result<Option<i64>> {
        let Some(name) = asked.as_str() else { return Ok(asked.as_i64()) };
        let key = (entity, fold(name).into_owned());
        if let Some(found) = self.0.get(&key) {
            return Ok(*found);
        }
        let found = match by_name(tx, entity, field, name, json!([]))? {
            None if setup.make_missing => Some(save(tx, entity, make(name))?),
            found => found,
        };
        self.0.insert(key, found);
        Ok(found)
    }
}

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(values) => values,
        _ => Map::new(),
    }
}

fn save(tx: &mut Tx<'_>, entity: &str, values: Json) -> Result<i64> {
    Ok(tx.save(entity, object(values), As::Actor)?.id)
}
