//! What somebody chooses for a file beside its format: the columns, who shares a row, and whether it is for letters.

use kit::Fields;
use schema::{Entity, Kind, PermissionSet};
use serde_json::{Value as Json, json};
use store::{Error, Problem, Result, Tx};

use super::merge::{self, Merge};
use crate::run::Question;

/// The setting that holds the sets of columns.
pub const SETS: &str = "ruche_column_sets";
/// The set that a program brings: everything that one record says of itself, and its first address, number and e-mail.
pub const WHOLE: &str = "whole";
/// So many sets a site may keep.
const MOST: usize = 200;

/// Columns that somebody has kept under a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    pub label: String,
    pub entity: String,
    pub select: Vec<String>,
    /// Who made it.
    pub contact: i64,
}

impl Set {
    fn of(json: &Json) -> Option<Set> {
        let text = |name: &str| json.get(name).and_then(Json::as_str).map(str::to_owned);
        Some(Set {
            label: text("label")?,
            entity: text("entity")?,
            select: json.get("select")?.as_array()?.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect(),
            contact: json.get("contact")?.as_i64()?,
        })
    }

    fn json(&self) -> Json {
        json!({"label": self.label, "entity": self.entity, "select": self.select, "contact": self.contact})
    }
}

/// The sets for an entity's records.
///
/// # Errors
/// The database's own failure.
pub fn sets(tx: &Tx<'_>, entity: &str) -> Result<Vec<Set>> {
    Ok(all(tx)?.into_iter().filter(|set| set.entity == entity).collect())
}

fn all(tx: &Tx<'_>) -> Result<Vec<Set>> {
    Ok(tx.setting(SETS)?.as_array().into_iter().flatten().filter_map(Set::of).collect())
}

/// Keeps a set under its name, in the place of one's own of that name.
///
/// # Errors
/// `Invalid` for a name that is missing or taken by somebody else's, or too many sets.
pub fn keep(tx: &mut Tx<'_>, set: Set) -> Result<()> {
    let mut list = all(tx)?;
    if set.label.trim().is_empty() {
        return Err(Error::field("label", Problem::Required));
    }
    list.retain(|one| (one.entity.as_str(), one.label.as_str(), one.contact) != (&set.entity, &set.label, set.contact));
    if list.len() >= MOST || list.iter().any(|one| one.entity == set.entity && one.label == set.label) {
        let text = "There is a set of columns of this name already.";
        return Err(Error::rule("label", "problem-column-set", text));
    }
    list.push(set);
    tx.set_setting(SETS, Some(&list.iter().map(Set::json).collect()))
}

/// Lets a set of one's own go.
///
/// # Errors
/// The database's own failure.
pub fn forget(tx: &mut Tx<'_>, entity: &str, label: &str) -> Result<()> {
    let own = tx.actor().contact_id;
    let mut list = all(tx)?;
    list.retain(|one| !(one.entity == entity && one.label == label && Some(one.contact) == own));
    tx.set_setting(SETS, Some(&list.iter().map(Set::json).collect()))
}

/// Everything that a record says of itself.
pub fn whole(entity: &Entity, held: &PermissionSet) -> Vec<String> {
    let shows = |field: &&schema::Field| {
        let plain = matches!(field.kind, Kind::Field | Kind::Custom) && field.is_column();
        plain && !field.secret && !field.deprecated && field.permission.met_by(held) && !is_inner(&field.name)
    };
    let own = entity.fields.iter().filter(shows).map(|field| match field.options.is_some() {
        true => format!("{}:label", field.name),
        false => field.name.to_string(),
    });
    let far = ["email_primary.email", "phone_primary.phone"];
    let address = ["street_address", "supplemental_address_1", "supplemental_address_2", "postal_code", "city"];
    let joined = entity.virtual_join("address_primary").is_some();
    let address = address.iter().map(|name| format!("address_primary.{name}"));
    let more = far
        .iter()
        .map(|path| (*path).to_owned())
        .chain(address)
        .chain(["address_primary.state_province_id:label", "address_primary.country_id:label"].map(str::to_owned));
    own.chain(more.filter(|_| joined)).collect()
}

/// Fields that mean something to programs alone.
fn is_inner(name: &str) -> bool {
    ["hash", "api_key", "sort_name", "primary_contact_id", "user_unique_id", "image_URL"].contains(&name)
        || name.ends_with("_custom")
}

/// The question as the fields of a form or an address choose it: `set`, `merge`, `letters`.
///
/// # Errors
/// The database's own failure.
pub fn chosen(tx: &Tx<'_>, question: &mut Question, fields: &Fields) -> Result<()> {
    let entity = tx.entity(&question.search.entity)?;
    let select = match fields.text("set") {
        None => None,
        Some(WHOLE) => Some(whole(&entity, &tx.actor().permissions)),
        Some(label) => sets(tx, &entity.name)?.into_iter().find(|set| set.label == label).map(|set| set.select),
    };
    let grouped = question.search.params.get("groupBy").and_then(Json::as_array).is_some_and(|by| !by.is_empty());
    if let Some(select) = select.filter(|_| !grouped) {
        let columns: Vec<Json> = select
            .iter()
            .filter(|path| *path != "id")
            .map(|path| {
                let key = path.rsplit_once(" AS ").map_or(path.as_str(), |(_, key)| key);
                json!({"type": "field", "key": key})
            })
            .collect();
        question.search.params.insert("select".to_owned(), json!(select));
        question.display.settings.insert("columns".to_owned(), Json::Array(columns));
        question.display.settings.shift_remove("sort");
    }
    if fields.has("letters") && entity.virtual_join("address_primary").is_some() {
        let list = question.search.params.entry("where").or_insert_with(|| json!([]));
        if let Json::Array(list) = list {
            list.extend([
                json!(["do_not_mail", "=", false]),
                json!(["is_deceased", "=", false]),
                json!(["address_primary.city", "IS NOT EMPTY"]),
            ]);
        }
        if !grouped {
            // As a postal service takes them: by country, then by postcode.
            let order = json!({"address_primary.country_id": "ASC", "address_primary.postal_code": "ASC"});
            question.search.params.insert("orderBy".to_owned(), order);
            question.display.settings.shift_remove("sort");
            question.sort.clear();
        }
    }
    if let Some(name) = fields.text("merge").filter(|name| Merge::named(name).is_some()) {
        question.display.settings.insert(merge::SETTING.to_owned(), json!(name));
    }
    Ok(())
}
