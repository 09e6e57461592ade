//! `export`: describes a record, and the records that belong to it, so that another site can make the same.

use query::GetRequest;
use schema::{Entity, Field, Kind, OnDelete};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

use super::{id_in, id_of_row};
use crate::answer::Outcome;
use crate::entity::match_fields;
use crate::offered::is_managed;
use crate::parameter::texts;
use crate::run::Request;

/// How deep what belongs to a record may belong to each other.
const DEEPEST: u32 = 5;

/// What is said of every record of an export.
struct Terms {
    update: Json,
    cleanup: Json,
    matched: Vec<String>,
}

/// One row for the record, and one for each that belongs to it.
///
/// # Errors
/// `NotFound` for an id that the caller cannot see.
pub(crate) fn run(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Outcome> {
    let id = request.params.get("id").and_then(id_in).unwrap_or(0);
    let terms = Terms {
        update: request.params.get("update").cloned().unwrap_or(Json::Null),
        cleanup: request.params.get("cleanup").cloned().unwrap_or(Json::Null),
        matched: texts(&request.params, "match"),
    };
    let mut rows = Vec::new();
    let condition = vec![json!(["id", "=", id])];
    describe(tx, &request.entity, condition, &terms, "", 0, &mut rows)?;
    match rows.is_empty() {
        true => Err(Error::NotFound(format!("There is no {} {id}.", request.entity.title.to_lowercase()))),
        false => Ok(Outcome::rows(rows)),
    }
}

fn describe(
    tx: &Tx<'_>,
    entity: &Entity,
    where_: Vec<Json>,
    terms: &Terms,
    parent: &str,
    depth: u32,
    rows: &mut Vec<Map<String, Json>>,
) -> Result<()> {
    let order = if entity.field("weight").is_some() { "weight" } else { "id" };
    let request = GetRequest {
        select: entity.fields.iter().filter_map(|field| portable(tx, field)).chain(["id".to_owned()]).collect(),
        where_,
        order_by: vec![(order.to_owned(), "ASC".to_owned())],
        ..GetRequest::default()
    };
    for mut values in tx.get(&entity.name, &request, As::Actor)?.rows {
        let id = id_of_row(&values).unwrap_or(0);
        values.shift_remove("id");
        values.retain(|_, value| !value.is_null());
        let name = called(entity, &values, id, parent);
        let own = depth == 0 && !terms.matched.is_empty();
        let matched = if own { terms.matched.clone() } else { match_fields(entity) };
        let row = json!({
            "name": name, "entity": entity.name, "cleanup": terms.cleanup, "update": terms.update,
            "params": {"version": 4, "values": values, "match": matched},
        });
        rows.extend(row.as_object().cloned());
        if depth < DEEPEST {
            dependants(tx, entity, id, terms, &name, depth, rows)?;
        }
    }
    Ok(())
}

/// What is deleted with the record belongs to it, as far as it can be exported itself.
fn dependants(
    tx: &Tx<'_>,
    entity: &Entity,
    id: i64,
    terms: &Terms,
    name: &str,
    depth: u32,
    rows: &mut Vec<Map<String, Json>>,
) -> Result<()> {
    let catalog = tx.catalog().clone();
    for (other, field) in catalog.references_to(&entity.name) {
        let belongs = field.references.as_ref().is_some_and(|key| key.on_delete == OnDelete::Cascade);
        let open = other.door("get").met_by(&tx.actor().permissions);
        if belongs && open && is_managed(other) && !other.internal {
            describe(tx, other, vec![json!([field.name, "=", id])], terms, name, depth + 1, rows)?;
        }
    }
    Ok(())
}

/// How a field is read so that its value means the same elsewhere: options and keys by name, what rules fill in not
/// at all.
fn portable(tx: &Tx<'_>, field: &Field) -> Option<String> {
    if field.kind != Kind::Field || field.readonly || field.secret || field.deprecated || field.name == "id" {
        return None;
    }
    if field.options.is_some() {
        return Some(format!("{}:name", field.name));
    }
    match &field.references {
        None => Some(field.name.to_string()),
        Some(key) => {
            let target = tx.catalog().entity(&key.entity)?;
            (is_managed(target) && target.field("name").is_some()).then(|| format!("{}.name", field.name))
        }
    }
}

/// `OptionGroup_gender_OptionValue_Female`: what the record is called among all that are exported.
fn called(entity: &Entity, values: &Map<String, Json>, id: i64, parent: &str) -> String {
    let own = ["name", "label", "title"].into_iter().find_map(|field| values.get(field)?.as_str());
    let own = own.map_or_else(|| id.to_string(), store::machine_name);
    match parent {
        "" => format!("{}_{own}", entity.name),
        parent => format!("{parent}_{}_{own}", entity.name),
    }
}
