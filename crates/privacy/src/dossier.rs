//! The file of one person: everything that the association keeps about them, complete by the declarations, for machines
//! and for people (GDPR, articles 15 and 20). It names nobody else: other people appear by their numbers.

use std::sync::Arc;

use jiff::civil::DateTime;
use query::Cell;
use schema::{Entity, Field, Value};
use serde_json::{Map as Object, Value as Json, json};
use store::{Result, Tx, statement};

use crate::class::{Class, Map};
use crate::map::{self, Held};
use crate::purpose::ProcessingPurpose;
use crate::request;

/// One column of one record.
#[derive(Clone, Debug)]
pub struct Datum {
    /// Where the field stands in its entity.
    pub at: usize,
    pub class: Class,
    pub value: Json,
    /// The label of a choice, as stored.
    pub label: Option<String>,
}

/// The records of one entity.
#[derive(Clone, Debug)]
pub struct Section {
    pub entity: Arc<Entity>,
    pub records: Vec<Vec<Datum>>,
}

/// A change that history holds.
#[derive(Clone, Debug)]
pub struct Past {
    /// In the site's time zone.
    pub at: DateTime,
    pub source: String,
    pub entity: String,
    pub action: String,
    pub before: Json,
    pub after: Json,
}

/// Everything about one person.
#[derive(Clone, Debug)]
pub struct Dossier {
    pub contact: i64,
    pub name: String,
    pub organisation: String,
    /// In the site's time zone.
    pub made: DateTime,
    pub sections: Vec<Section>,
    /// How many records of which entity the person has made.
    pub made_by: Vec<(Arc<Entity>, i64)>,
    pub past: Vec<Past>,
    pub purposes: Vec<ProcessingPurpose>,
}

/// Puts the file together. The caller has seen to it that the actor may have it.
///
/// # Errors
/// The database's own failure.
pub fn read(tx: &Tx<'_>, contact: i64) -> Result<Dossier> {
    let classes = Map::read(tx)?;
    let held = map::about(tx, &classes, contact)?;
    let mut sections: Vec<Section> = Vec::new();
    for one in &held {
        let Some(record) = record(tx, &classes, one)? else { continue };
        match sections.iter_mut().find(|section| section.entity.name == one.entity.name) {
            Some(section) => section.records.push(record),
            None => sections.push(Section { entity: one.entity.clone(), records: vec![record] }),
        }
    }
    Ok(Dossier {
        contact,
        name: text(tx, r#"SELECT "display_name" FROM "civicrm_contact" WHERE "id" = "#, Some(contact))?,
        organisation: contact::domain::name(tx)?,
        made: tx.clock().now,
        sections,
        made_by: map::made_by(tx, &classes, contact)?,
        past: past(tx, contact)?,
        purposes: purposes(tx)?,
    })
}

fn text(tx: &Tx<'_>, sql: &str, id: Option<i64>) -> Result<String> {
    let found = match id {
        Some(id) => tx.one(&statement(format!("{sql}{}", tx.placeholder(1)), vec![id.into()]))?,
        None => tx.one(&statement(sql, Vec::new()))?,
    };
    Ok(found.and_then(|value| value.as_text().map(str::to_owned)).unwrap_or_default())
}

fn record(tx: &Tx<'_>, classes: &Map, held: &Held) -> Result<Option<Vec<Datum>>> {
    let entity = &held.entity;
    let Some(row) = tx.load(entity, held.id)? else { return Ok(None) };
    let mut data = Vec::new();
    for (at, field) in entity.fields.iter().enumerate().filter(|(_, field)| field.is_column()) {
        let class = classes.of(entity, field);
        let value = row.get(at).unwrap_or(&Value::Null);
        // Secrets are nobody's to read. What stands in a record of several people is about the others as well.
        let hidden = class == Class::Secret
            || class == Class::Actor && field.ty.is_text()
            || held.is_shared && matches!(class, Class::Content | Class::Sensitive);
        if hidden || value.is_null() {
            continue;
        }
        data.push(Datum { at, class, value: told(tx, field, value), label: label(tx, entity, field, value)? });
    }
    Ok(Some(data))
}

/// As the API tells values: moments in the site's time zone.
fn told(tx: &Tx<'_>, field: &Field, value: &Value) -> Json {
    match value {
        Value::DateTime(at) if field.ty == schema::FieldType::Timestamp => {
            json!(tx.clock().from_utc(*at).strftime("%Y-%m-%d %H:%M:%S").to_string())
        }
        Value::Text(text) => match field.list {
            Some(list) => json!(list.split(text)),
            None => json!(text),
        },
        other => other.to_json(),
    }
}

fn label(tx: &Tx<'_>, entity: &Entity, field: &Field, value: &Value) -> Result<Option<String>> {
    if field.options.is_none() {
        return Ok(None);
    }
    let list = tx.options(entity, field)?;
    let of = |value: &Value| list.as_ref().and_then(|list| list.by_id(value)).map(|item| item.label.clone());
    Ok(match (value, field.list) {
        (Value::Text(text), Some(list)) => {
            let labels: Vec<String> =
                list.split(text).into_iter().map(|one| of(&Value::Text(one.clone())).unwrap_or(one)).collect();
            Some(labels.join(", ")).filter(|labels| !labels.is_empty())
        }
        (value, _) => of(value),
    })
}

/// What history holds of a contact and of what belongs to it, oldest first; without who did it.
fn past(tx: &Tx<'_>, contact: i64) -> Result<Vec<Past>> {
    let owner = query::fold_expression(tx.dialect(), r#"c."owner_entity""#);
    let sql = format!(
        r#"SELECT t."at", t."source", c."entity", c."action", c."before", c."after" FROM "ruche_change" c
           JOIN "ruche_transaction" t ON t."id" = c."transaction_id"
           WHERE {owner} = {} AND c."owner_id" = {} ORDER BY c."id""#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let mut all = Vec::new();
    tx.rows(&statement(sql, vec!["contact".into(), contact.into()]), |row| {
        let text = |at| if let Cell::Text(text) = row.cell(at) { text.to_owned() } else { String::new() };
        let json = |at| serde_json::from_str(&text(at)).unwrap_or(Json::Null);
        let at = match row.cell(0) {
            Cell::DateTime(at) => at,
            Cell::Text(text) => text.replace(' ', "T").parse().unwrap_or_default(),
            _ => DateTime::default(),
        };
        all.push(Past {
            at: tx.clock().from_utc(at),
            source: text(1),
            entity: text(2),
            action: text(3),
            before: json(4),
            after: json(5),
        });
        Ok(())
    })?;
    Ok(all)
}

fn purposes(tx: &Tx<'_>) -> Result<Vec<ProcessingPurpose>> {
    let text = r#"SELECT "id" FROM "ruche_processing_purpose" WHERE "is_active" = 1 ORDER BY "weight", "id""#;
    let mut ids = Vec::new();
    tx.rows(&statement(text, Vec::new()), |row| {
        if let Cell::Int(id) = row.cell(0) {
            ids.push(id);
        }
        Ok(())
    })?;
    let mut all = Vec::new();
    for id in ids {
        all.extend(tx.find::<ProcessingPurpose>(id)?);
    }
    Ok(all)
}

/// The file for machines.
pub fn json(dossier: &Dossier) -> Json {
    let mut records = Object::new();
    for section in &dossier.sections {
        let rows = section.records.iter().map(|record| Json::Object(row(&section.entity, record))).collect();
        records.insert(section.entity.name.to_string(), Json::Array(rows));
    }
    let at = |at: DateTime| at.strftime("%Y-%m-%d %H:%M:%S").to_string();
    let past: Vec<Json> = dossier
        .past
        .iter()
        .map(|past| {
            json!({
                "date": at(past.at), "through": past.source, "entity": past.entity, "action": past.action,
                "before": past.before, "after": past.after,
            })
        })
        .collect();
    let purposes: Vec<Json> = dossier
        .purposes
        .iter()
        .map(|purpose| {
            json!({
                "title": purpose.title, "legal_basis": purpose.legal_basis, "recipients": purpose.recipients,
                "retention": purpose.retention,
            })
        })
        .collect();
    let made_by: Object<String, Json> =
        dossier.made_by.iter().map(|(entity, count)| (entity.name.to_string(), json!(count))).collect();
    json!({
        "format": "ruche-subject-access",
        "version": 1,
        "made": at(dossier.made),
        "organisation": dossier.organisation,
        "contact_id": dossier.contact,
        "display_name": dossier.name,
        "purposes": purposes,
        "records": records,
        "made_by_this_person": made_by,
        "history": past,
    })
}

fn row(entity: &Entity, record: &[Datum]) -> Object<String, Json> {
    let mut row = Object::new();
    for datum in record {
        let Some(field) = entity.fields.get(datum.at) else { continue };
        row.insert(field.name.to_string(), datum.value.clone());
        if let Some(label) = &datum.label {
            row.insert(format!("{}:label", field.name), json!(label));
        }
    }
    row
}

/// Writes down that the file was handed out.
///
/// # Errors
/// As any write.
pub fn note(tx: &mut Tx<'_>, contact: i64, form: &str) -> Result<()> {
    if let Some(open) = request::standing(tx, contact, request::ACCESS, request::OPEN)? {
        let mut values = Object::new();
        values.insert("id".to_owned(), json!(open));
        values.insert("state".to_owned(), json!(request::DONE));
        return tx.save("SubjectRequest", values, store::As::Program).map(|_| ());
    }
    let more = [("note", json!(form))];
    request::record(tx, contact, request::ACCESS, request::DONE, &more).map(|_| ())
}
