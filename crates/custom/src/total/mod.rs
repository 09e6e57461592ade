//! Calculated fields: totals over other records, kept with the record that holds the field, so that they are shown,
//! searched and sorted like any other. Nobody writes them. Whatever changes the records they count renews them in the
//! same transaction; those of a period are renewed when the day changes.

mod follow;
pub mod formula;
mod renew;

use std::sync::Arc;

use schema::field::Name;
use schema::{Catalog, Entity, Field};
use store::{Result, Tx};

pub(crate) use follow::follow;
use formula::{Formula, Way};
pub(crate) use renew::{NAME as JOB, begin, run};

/// Under this name the catalog tells the formula of a field.
pub(crate) const TOLD: &str = "formula";
/// Under this name the catalog tells the number of a custom field.
pub(crate) const NUMBER: &str = "custom_field_id";

/// A calculated field, and all that it goes by.
#[derive(Clone, Debug)]
pub(crate) struct Total {
    /// The number of the custom field.
    pub id: i64,
    pub field: Field,
    /// The set that has it, and the entity whose records hold it.
    pub set: Arc<Entity>,
    pub holder: Arc<Entity>,
    /// Only records whose field has this value (`contact_type`, `Individual`).
    pub only: Option<(Name, Name)>,
    pub formula: Formula,
    /// The entity whose records count.
    pub counted: Arc<Entity>,
    pub ways: Vec<Way>,
}

/// The calculated fields of a site. Looked for at the end of each transaction, so the common answer is quick.
pub(crate) fn all(catalog: &Catalog) -> Vec<Total> {
    let sets = catalog.entities().filter(|e| e.internal && e.types.first().is_some_and(|kind| kind == "CustomValue"));
    sets.flat_map(|set| set.fields.iter().filter_map(move |field| total(catalog, set, field))).collect()
}

fn told<'f>(field: &'f Field, name: &str) -> Option<&'f serde_json::Value> {
    field.told.iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

fn total(catalog: &Catalog, set: &Arc<Entity>, field: &Field) -> Option<Total> {
    let formula = Formula::from_json(told(field, TOLD)?)?;
    let id = told(field, NUMBER)?.as_i64()?;
    let holder = catalog.entity(&set.field("entity_id")?.references.as_ref()?.entity)?;
    let join = holder.virtual_joins.iter().find(|join| join.entity == set.name)?;
    let counted = catalog.entity(&formula.entity)?;
    Some(Total {
        id,
        field: field.clone(),
        set: set.clone(),
        holder: holder.clone(),
        only: join.only_for.clone(),
        counted: counted.clone(),
        ways: formula::ways(catalog, &formula.entity, &holder.name),
        formula,
    })
}

/// So many records are renewed with one question.
const AT_ONCE: usize = 500;

/// How the database writes its placeholder of this number.
fn mark(tx: &Tx<'_>, at: usize) -> String {
    format!("{}{at}", if tx.dialect() == query::Dialect::Sqlite { '?' } else { '$' })
}

/// The marks for so many binds, from the first on.
fn marks(tx: &Tx<'_>, first: usize, count: usize) -> String {
    (first..first + count).map(|at| mark(tx, at)).collect::<Vec<_>>().join(", ")
}

/// The whole numbers in a column of the rows that have one of these in another.
fn numbers(tx: &Tx<'_>, table: &str, column: &str, by: &str, keys: &[i64]) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    for some in keys.chunks(AT_ONCE) {
        let text = format!(r#"SELECT "{column}" FROM "{table}" WHERE "{by}" IN ({})"#, marks(tx, 1, some.len()));
        let binds = some.iter().map(|key| (*key).into()).collect();
        tx.rows(&store::statement(text, binds), |row| {
            if let query::Cell::Int(number) = row.cell(0) {
                found.push(number);
            }
            Ok(())
        })?;
    }
    Ok(found)
}
