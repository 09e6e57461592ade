//! Merging brings along whatever refers to a contact, of every entity that there is, and an undo takes it back row by row:
//! the catalog says what there is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use dedupe::merge::{self, Mode};
use schema::{Actor, Default, Entity, Field, FieldType, Value};
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx, statement};
use testkit::{Engine, TestApp};

use crate::sure;

/// What is made at nobody, and why.
const LEFT_OUT: [&str; 3] = [
    // Whoever is the site's own organisation is never the one that goes.
    "Domain",
    // Follows from relationships.
    "RelationshipCache",
    // Is about pairs of contacts: of two that were said to be two, nothing is to be brought along.
    "DedupeException",
];
/// What only one of two may have who are to become one.
const ONE_ALONE: [&str; 2] = ["User", "UFMatch"];

/// Without which a way to reach somebody leads nowhere, whatever else it has.
const TOLD: [&str; 5] = ["street_address", "name", "openid", "url", "email"];

/// A field that leads to contacts.
type Key = (Arc<Entity>, Field);

fn write<T>(app: &TestApp, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> T {
    sure(app.house.site.write(&Actor::system("test"), "test", work))
}

fn object(json: Json) -> Map<String, Json> {
    if let Json::Object(map) = json { map } else { Map::new() }
}

fn is_kept(entity: &Entity) -> bool {
    entity.preset.is_none() && entity.stored && !entity.internal
}

#[derive(std::default::Default)]
struct Row {
    names: Vec<String>,
    cells: Vec<Value>,
}

/// A record of an entity made from its declaration alone; where a key is given, it leads to this contact. None where
/// something else would have to be there first and is not.
fn invented(tx: &Tx<'_>, entity: &Entity, key: Option<(&Field, i64)>, number: i64) -> Result<Option<Row>> {
    let mut row = Row::default();
    for field in entity.columns().filter(|field| field.name != "id") {
        let value = match key {
            Some((key, contact)) if field.name == key.name => contact.into(),
            Some((key, _)) if key.dynamic_reference.as_deref() == Some(field.name.as_ref()) => "civicrm_contact".into(),
            _ if TOLD.contains(&field.name.as_ref()) && field.ty.is_text() => anything(field, number),
            _ if !(field.not_null || field.required) || matches!(field.default, Default::Value(_)) => continue,
            _ => match &field.references {
                Some(reference) => match first(tx, &reference.entity)? {
                    Some(id) => id.into(),
                    None => return Ok(None),
                },
                None => anything(field, number),
            },
        };
        row.names.push(field.name.to_string());
        row.cells.push(value);
    }
    Ok(Some(row))
}

fn first(tx: &Tx<'_>, entity: &str) -> Result<Option<i64>> {
    let entity = tx.entity(entity)?;
    let text = format!(r#"SELECT min("id") FROM "{}""#, entity.table);
    Ok(tx.one(&statement(text, Vec::new()))?.and_then(|id| id.as_int()))
}

fn anything(field: &Field, number: i64) -> Value {
    let day = jiff::civil::date(2026, 1, 5);
    match field.ty {
        FieldType::Bool => Value::Bool(false),
        FieldType::Int => Value::Int(number),
        FieldType::Float => Value::Float(1.0),
        FieldType::Money { .. } => Value::Decimal(1.into()),
        FieldType::Date => Value::Date(day),
        FieldType::DateTime | FieldType::Timestamp => Value::DateTime(day.at(9, 0, 0, 0)),
        _ => Value::Text(format!("n{number}")),
    }
}

/// Puts an invented record into its table; tells whether it could be.
fn put(app: &TestApp, entity: &Entity, key: Option<(&Field, i64)>, number: i64) -> bool {
    if entity.name == "File" {
        // No file without its content.
        let mut values = object(json!({"content": format!("Bonjour {number}"), "file_name": format!("n{number}.txt")}));
        values.extend(key.map(|(field, contact)| (field.name.to_string(), json!(contact))));
        write(app, |tx| tx.save("File", values, As::Program).map(|_| ()));
        return true;
    }
    let Some(row) = write(app, |tx| invented(tx, entity, key, number)) else { return false };
    let names: Vec<&str> = row.names.iter().map(String::as_str).collect();
    let cells = [row.cells];
    app.house.site.write(&Actor::system("test"), "test", |tx| tx.seed(&entity.name, &names, &cells)).is_ok()
}

/// Has the first record of an entity lead to a contact, where there is no room for another one; tells whether it could.
fn lead(app: &TestApp, entity: &Entity, field: &Field, contact: i64) -> bool {
    let text = format!(
        r#"UPDATE "{0}" SET "{1}" = {contact} WHERE "id" = (SELECT min("id") FROM "{0}")"#,
        entity.table,
        field.column()
    );
    let done = app.house.site.write(&Actor::system("test"), "test", |tx| tx.execute(&statement(text, Vec::new())));
    field.dynamic_reference.is_none() && done.is_ok_and(|count| count == 1)
}

/// One record of whatever there is none of, so that others can lean on it.
fn prepare(app: &TestApp) {
    for round in 0..3 {
        for entity in write(app, |tx| Ok(tx.catalog().clone())).entities().filter(|entity| is_kept(entity)) {
            let is_left_out = LEFT_OUT.contains(&entity.name.as_ref()) || ONE_ALONE.contains(&entity.name.as_ref());
            if !is_left_out && write(app, |tx| first(tx, &entity.name)).is_none() {
                put(app, entity, None, 900 + round);
            }
        }
    }
}

/// Every row of every table that an undo has to bring back. When a contact was last touched is noted beside history.
fn rows(app: &TestApp) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    write(app, |tx| {
        for entity in tx.catalog().clone().entities().filter(|entity| is_kept(entity)) {
            let untold = |field: &&Field| !(entity.name == "Contact" && field.name == "modified_date");
            let columns: Vec<String> =
                entity.columns().filter(untold).map(|field| format!(r#""{}""#, field.column())).collect();
            let text = format!(r#"SELECT {} FROM "{}" ORDER BY "id""#, columns.join(", "), entity.table);
            let mut lines = Vec::new();
            tx.rows(&statement(text, Vec::new()), |row| {
                let cells =
                    columns.iter().enumerate().map(|(at, name)| format!("{name}={:?}", store::owned(row.cell(at))));
                lines.push(cells.collect::<Vec<_>>().join(" "));
                Ok(())
            })?;
            all.insert(entity.name.to_string(), lines);
        }
        Ok(())
    });
    all
}

/// The columns that may lead to a contact.
fn keys(tx: &Tx<'_>) -> Vec<Key> {
    let catalog = tx.catalog().clone();
    let fits =
        |entity: &Entity| is_kept(entity) && entity.name != "Contact" && !LEFT_OUT.contains(&entity.name.as_ref());
    let mut found: Vec<Key> = catalog
        .references_to("Contact")
        .filter(|(entity, _)| fits(entity))
        .map(|(entity, field)| (entity.clone(), field.clone()))
        .collect();
    for entity in catalog.entities().filter(|entity| fits(entity)) {
        for field in entity.fields.iter().filter(|field| field.is_column() && field.dynamic_reference.is_some()) {
            found.push((entity.clone(), field.clone()));
        }
    }
    found
}

/// How many records lead to a contact by this key.
fn count(app: &TestApp, (entity, field): &Key, contact: i64) -> i64 {
    let table = field.dynamic_reference.as_deref().and_then(|name| entity.field(name));
    let own = table.map_or(String::new(), |table| format!(r#" AND "{}" = 'civicrm_contact'"#, table.column()));
    let text = format!(r#"SELECT count(*) FROM "{}" WHERE "{}" = {contact}{own}"#, entity.table, field.column());
    write(app, |tx| tx.one(&statement(text, Vec::new()))).and_then(|count| count.as_int()).unwrap_or(0)
}

/// Whether what both have may become one: the same is not kept twice, nor is the same said twice of somebody else.
fn is_unique(entity: &Entity, field: &Field) -> bool {
    entity.name == "Relationship"
        || entity.indexes.iter().any(|index| index.unique && index.columns.contains(&field.name))
}

fn person(app: &TestApp, name: &str) -> i64 {
    let values = object(json!({"first_name": "Ada", "last_name": name, "contact_type": "Individual"}));
    write(app, |tx| Ok(tx.save("Contact", values, As::Program)?.id))
}

/// Makes a record of every kind at both; gives the kinds of which there is one, and those of which there is none.
fn furnish(app: &TestApp, keep: i64, other: i64) -> (Vec<Key>, BTreeSet<String>) {
    prepare(app);
    let (mut made, mut without) = (Vec::new(), BTreeSet::new());
    for (number, (entity, field)) in (100..).zip(write(app, |tx| Ok(keys(tx)))) {
        if !ONE_ALONE.contains(&entity.name.as_ref()) {
            put(app, &entity, Some((&field, keep)), number + 1000);
        }
        match put(app, &entity, Some((&field, other)), number) || lead(app, &entity, &field, other) {
            true => made.push((entity, field)),
            false => drop(without.insert(format!("{}.{}", entity.name, field.name))),
        }
    }
    (made, without)
}

fn comes_along_and_goes_back(engine: Engine) {
    let app = TestApp::start(engine);
    let (keep, other) = (person(&app, "Byron"), person(&app, "Lovelace"));
    let (made, without) = furnish(&app, keep, other);
    assert!(
        without.is_empty() && made.len() > 35,
        "only {} kinds of references were tried, not {without:?}",
        made.len()
    );
    let before = rows(&app);
    let had: Vec<(i64, i64)> = made.iter().map(|key| (count(&app, key, keep), count(&app, key, other))).collect();
    let transaction = write(&app, |tx| {
        assert!(merge::automatically(tx, keep, other, Mode::Aggressive)?, "they are merged");
        Ok(tx.transaction_id().unwrap_or_default())
    });
    for (key, (own, theirs)) in made.iter().zip(had) {
        let name = format!("{}.{}", key.0.name, key.1.name);
        // The trace of the merge itself tells of the one that went: as whom it is about, and for want of a person who did
        // it, as whose it is.
        let traces = if key.0.name == "ActivityContact" { 2 } else { 0 };
        assert_eq!(count(&app, key, other), traces, "{name} leads to the one that went");
        let all = if is_unique(&key.0, &key.1) { own.max(1) } else { own + theirs };
        assert!(count(&app, key, keep) >= all, "{name}: {own} and {theirs} became {}", count(&app, key, keep));
    }
    write(&app, |tx| tx.undo(transaction, As::Program));
    let after = rows(&app);
    for (entity, lines) in &before {
        assert_eq!(&after[entity], lines, "{entity}");
    }
}

#[test]
fn a_merge_brings_every_entity_along_and_an_undo_takes_every_row_back() {
    comes_along_and_goes_back(Engine::Sqlite);
}

#[test]
fn a_merge_brings_every_entity_along_and_an_undo_takes_every_row_back_on_postgres() {
    comes_along_and_goes_back(Engine::Postgres);
}
