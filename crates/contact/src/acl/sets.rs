//! Custom sets that access lists open: as permissions of a set's own, which its fields ask for.

use schema::PermissionSet;
use schema::acl::{Act, is_left_open, is_open};
use store::{Result, Tx, statement};

use super::granted::lines_for;
use super::list::CUSTOM_SETS;

/// The permission that opens all sets.
pub const ALL: &str = "access all custom data";

/// The names of permissions on single sets that access lists give this contact; none to whoever has all of them.
///
/// # Errors
/// The database's own failure.
pub fn granted(tx: &Tx<'_>, contact: Option<i64>, held: &PermissionSet) -> Result<Vec<String>> {
    if held.has(ALL) {
        return Ok(Vec::new());
    }
    let lines = lines_for(tx, CUSTOM_SETS, contact)?;
    if lines.is_empty() || tx.catalog().by_table(CUSTOM_SETS).is_none() {
        return Ok(Vec::new());
    }
    let mut sets = Vec::new();
    tx.rows(&statement(format!(r#"SELECT "id" FROM "{CUSTOM_SETS}""#), Vec::new()), |row| {
        sets.extend(store::owned(row.cell(0)).as_int());
        Ok(())
    })?;
    let mut names = Vec::new();
    for set in sets {
        let opens = |act: Act| is_open(&lines, set, act);
        let edits = opens(Act::Edit);
        for (open, name) in [
            (opens(Act::View), schema::permission::view_set(set)),
            // Whoever sees the fields searches by them, unless a line closes that.
            (opens(Act::View) && is_left_open(&lines, set, Act::Search), schema::permission::search_set(set)),
            (edits, schema::permission::edit_set(set)),
            (opens(Act::Create) || edits && is_left_open(&lines, set, Act::Create), schema::permission::fill_set(set)),
            (opens(Act::Delete), schema::permission::empty_set(set)),
        ] {
            names.extend(open.then_some(name));
        }
    }
    Ok(names)
}
