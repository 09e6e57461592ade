//! Writes by chance: what is refused leaves the database as it was, and what is done touches only records that the role
//! may change.

use std::collections::BTreeMap;

use api::Call;
use serde_json::{Map, Value as Json, json};
use store::{Tx, statement};

use super::chance::Chance;
use super::model::{Role, edits};
use super::world::{Base, Site};
use crate::sure;

/// Tables of contacts' data, and the column that says whose a row is.
const TABLES: [(&str, &str); 9] = [
    ("civicrm_contact", "id"),
    ("civicrm_email", "contact_id"),
    ("civicrm_phone", "contact_id"),
    ("civicrm_address", "contact_id"),
    ("civicrm_website", "contact_id"),
    ("civicrm_note", "entity_id"),
    ("civicrm_group_contact", "contact_id"),
    ("civicrm_entity_tag", "entity_id"),
    ("civicrm_value_closed_set_2", "entity_id"),
];

type Picture = BTreeMap<(usize, i64), (i64, String)>;

/// Makes writes; gives what went too far.
pub fn tried(site: &Site, base: &Base, role: &Role, chance: &mut Chance, times: usize) -> Vec<String> {
    let house = site.house();
    let actor = site.actor(base, role);
    let mut faults = Vec::new();
    let mut before = picture(site);
    for _ in 0..times {
        let (entity, action, params) = write(chance, base);
        let call = Call { entity: entity.to_owned(), action: action.to_owned(), params: object(&params), index: None };
        let answer = api::call(&house.registry, &house.site, &actor, "test", call);
        let after = picture(site);
        let words = String::from_utf8_lossy(&answer.body).into_owned();
        let told = format!(
            "{}: {entity}.{action} {params}: {} {}",
            role.name,
            answer.status,
            words.chars().take(200).collect::<String>()
        );
        if answer.status >= 500 {
            faults.push(told.clone());
        }
        let changed = changed(&before, &after);
        if answer.status != 200 && !changed.is_empty() {
            faults.push(format!("{told}\n    was refused, and changed {changed:?}"));
        }
        for (table, owner) in changed {
            let Some(number) = base.contacts.iter().position(|contact| contact.id == owner) else { continue };
            // What sticks to a contact may be hung on and taken off where the contact may be changed.
            if !edits(base, role, number) && !role.is_administrator() {
                faults.push(format!("{told}\n    changed contact {number} in {table}"));
            }
            if table == "civicrm_value_closed_set_2" && !role.is_administrator() {
                faults.push(format!("{told}\n    changed a closed set of contact {number}"));
            }
        }
        before = after;
    }
    faults
}

fn object(json: &Json) -> Map<String, Json> {
    json.as_object().cloned().unwrap_or_default()
}

fn write(chance: &mut Chance, base: &Base) -> (&'static str, &'static str, Json) {
    let contact = chance.one(&base.contacts);
    let id = contact.id;
    let other = chance.one(&base.contacts).id;
    let entity = *chance.one(&[
        "Contact",
        "Contact",
        "Individual",
        "Email",
        "Phone",
        "Address",
        "Note",
        "GroupContact",
        "EntityTag",
    ]);
    let key = match entity {
        "Contact" | "Individual" => "id",
        "Note" | "EntityTag" => "entity_id",
        _ => "contact_id",
    };
    let values = match entity {
        "Contact" | "Individual" => match chance.below(6) {
            0 => json!({"closed_set.words": "Taken"}),
            1 => json!({"email_primary.email": "taken@example.org"}),
            2 => json!({"is_deleted": true}),
            3 => json!({"employer_id": other}),
            _ => json!({"nick_name": "Taken"}),
        },
        "Email" => json!({"email": "taken@example.org"}),
        "Phone" => json!({"phone": "123"}),
        "Address" => json!({"city": "Taken"}),
        "Note" => json!({"note": "Taken", "subject": "Taken"}),
        "GroupContact" => json!({"status": "Removed"}),
        _ => json!({"tag_id": base.tags[chance.below(3)]}),
    };
    let where_ = match chance.below(3) {
        0 => json!([[key, "=", id]]),
        1 => json!([[key, "IN", [id, other]]]),
        _ => json!([[key, ">", 0]]),
    };
    let mut owned = object(&values);
    owned.insert(key.to_owned(), json!(if chance.happens(70) { id } else { other }));
    match entity {
        "Note" | "EntityTag" => drop(owned.insert("entity_table".to_owned(), json!("civicrm_contact"))),
        "GroupContact" => drop(owned.insert("group_id".to_owned(), json!(base.chorus))),
        _ => {}
    }
    match chance.below(5) {
        0 => (entity, "update", json!({"where": where_, "values": values})),
        1 if chance.happens(30) => (entity, "delete", json!({"where": [[key, "=", id]]})),
        1 | 2 => (entity, "save", json!({"records": [owned]})),
        3 => (entity, "create", json!({"values": owned})),
        _ => (entity, "replace", json!({"where": [[key, "=", id]], "records": [owned]})),
    }
}

/// Every row that belongs to a contact, as text.
fn picture(site: &Site) -> Picture {
    let system = schema::Actor::system("test");
    sure(site.house().site.read(&system, |tx| {
        let mut all = Picture::new();
        for (at, (table, owner)) in TABLES.iter().enumerate() {
            rows(tx, at, table, owner, &mut all)?;
        }
        Ok(all)
    }))
}

fn rows(tx: &Tx<'_>, at: usize, table: &str, owner: &str, all: &mut Picture) -> store::Result<()> {
    let entity = tx.catalog().by_table(table).cloned();
    let entity = entity.unwrap_or_else(|| panic!("there is no {table}"));
    // The moment of a change is a trace that other contacts leave too.
    let kept = |column: &&str| !matches!(*column, "modified_date" | "hash");
    let columns: Vec<&str> = entity.columns().map(|field| field.column()).filter(kept).collect();
    let list = columns.iter().map(|column| format!(r#""{column}""#)).collect::<Vec<_>>().join(", ");
    let text = format!(r#"SELECT "id", "{owner}", {list} FROM "{table}""#);
    tx.rows(&statement(text, Vec::new()), |row| {
        let int = |at| store::owned(row.cell(at)).as_int().unwrap_or(0);
        let cells: Vec<String> = (0..columns.len()).map(|at| format!("{:?}", store::owned(row.cell(at + 2)))).collect();
        all.insert((at, int(0)), (int(1), cells.join("|")));
        Ok(())
    })
}

/// Tables, and the owners whose rows differ.
fn changed(before: &Picture, after: &Picture) -> Vec<(&'static str, i64)> {
    let mut found = Vec::new();
    for key in before.keys().chain(after.keys()) {
        let (was, is) = (before.get(key), after.get(key));
        if was != is {
            let table = TABLES[key.0].0;
            found.extend([was, is].into_iter().flatten().map(|(owner, _)| (table, *owner)));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
