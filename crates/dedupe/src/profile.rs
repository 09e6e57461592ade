//! Contacts as they are compared: read in sets, a few questions for a thousand of them.

use std::collections::HashMap;

use jiff::civil::Date;
use schema::Value;
use store::{Cells, Result, Tx, owned, statement};

use crate::score::{Kind, Place, Profile};
use crate::sql::marks;

/// So many are asked for in one statement.
const BATCH: usize = 500;

/// The profiles of those contacts that are not in the bin, by id.
///
/// # Errors
/// The database's own failure.
pub fn load(tx: &Tx<'_>, ids: &[i64]) -> Result<Vec<Profile>> {
    let mut all = Vec::with_capacity(ids.len());
    for batch in ids.chunks(BATCH) {
        all.extend(load_batch(tx, batch)?);
    }
    Ok(all)
}

fn load_batch(tx: &Tx<'_>, ids: &[i64]) -> Result<Vec<Profile>> {
    let binds: Vec<Value> = ids.iter().map(|id| Value::Int(*id)).collect();
    let marks = marks(tx, 1, ids.len());
    let mut found: Vec<Profile> = Vec::with_capacity(ids.len());
    let text = format!(
        r#"SELECT "id", "contact_type", "first_name", "middle_name", "last_name", "nick_name", "household_name",
"organization_name", "suffix_id", "birth_date" FROM "civicrm_contact" WHERE "is_deleted" = 0 AND "id" IN ({marks}) ORDER BY "id""#
    );
    tx.rows(&statement(text, binds.clone()), |row| {
        found.push(profile(row));
        Ok(())
    })?;
    let at: HashMap<i64, usize> = found.iter().enumerate().map(|(at, profile)| (profile.id, at)).collect();
    let of = |row: &dyn Cells| owned(row.cell(0)).as_int().and_then(|id| at.get(&id).copied());
    let text = |column: &str, table: &str| {
        format!(r#"SELECT "contact_id", {column} FROM "{table}" WHERE "contact_id" IN ({marks}) ORDER BY "id""#)
    };
    tx.rows(&statement(text(r#""email""#, "civicrm_email"), binds.clone()), |row| {
        if let (Some(at), email) = (of(row), cell(row, 1)) {
            found[at].emails.push(email);
        }
        Ok(())
    })?;
    tx.rows(&statement(text(r#""phone_numeric""#, "civicrm_phone"), binds.clone()), |row| {
        if let (Some(at), phone) = (of(row), cell(row, 1)) {
            found[at].phones.push(phone);
        }
        Ok(())
    })?;
    let columns = r#""street_address", "postal_code", "city""#;
    tx.rows(&statement(text(columns, "civicrm_address"), binds), |row| {
        if let Some(at) = of(row) {
            found[at].places.push(Place { street: cell(row, 1), postcode: cell(row, 2), city: cell(row, 3) });
        }
        Ok(())
    })?;
    Ok(found)
}

fn profile(row: &dyn Cells) -> Profile {
    let kind = match cell(row, 1).as_str() {
        "Household" => Kind::Household,
        "Organization" => Kind::Organisation,
        _ => Kind::Person,
    };
    let title = if kind == Kind::Household { cell(row, 6) } else { cell(row, 7) };
    Profile {
        id: owned(row.cell(0)).as_int().unwrap_or(0),
        kind,
        first: cell(row, 2),
        middle: cell(row, 3),
        last: cell(row, 4),
        nick: cell(row, 5),
        // The name of somebody's employer stands in the same column.
        title: if kind == Kind::Person { String::new() } else { title },
        suffix: owned(row.cell(8)).as_int(),
        birth: date(&owned(row.cell(9))),
        ..Profile::default()
    }
}

fn cell(row: &dyn Cells, at: usize) -> String {
    owned(row.cell(at)).as_text().unwrap_or_default().trim().to_owned()
}

fn date(value: &Value) -> Option<Date> {
    match value {
        Value::Date(date) => Some(*date),
        Value::Text(text) => text.get(..10)?.parse().ok(),
        _ => None,
    }
}
