//! Custom sets that access lists open: as permissions of a set's own, which its fields ask for.

use std::collections::BTreeMap;

use schema::{PermissionSet, Verb};
use store::{Result, Tx, statement};

use super::granted::{Line, lines_for};
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
        if is_open(&lines, set, Verb::View) {
            names.push(schema::permission::view_set(set));
        }
        if is_open(&lines, set, Verb::Edit) {
            names.push(schema::permission::edit_set(set));
        }
    }
    Ok(names)
}

/// What the line of the highest priority says about a set; of equals, the one that denies.
fn is_open(lines: &[Line], set: i64, verb: Verb) -> bool {
    let mut levels: BTreeMap<i64, bool> = BTreeMap::new();
    let concerned = |line: &&Line| line.concerns(verb) && line.object.is_none_or(|id| id == set);
    for line in lines.iter().filter(concerned) {
        let open = levels.entry(line.priority).or_insert(true);
        *open &= !line.deny;
    }
    levels.last_key_value().is_some_and(|(_, open)| *open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_open_when_the_highest_line_about_it_says_so() {
        let line =
            |object, deny, priority| Line { name: String::new(), operation: "View".to_owned(), object, deny, priority };
        assert!(!is_open(&[], 1, Verb::View));
        assert!(is_open(&[line(Some(1), false, 0)], 1, Verb::View));
        assert!(!is_open(&[line(Some(1), false, 0)], 1, Verb::Edit));
        assert!(!is_open(&[line(Some(1), false, 0)], 2, Verb::View));
        assert!(!is_open(&[line(None, false, 0), line(Some(1), true, 0)], 1, Verb::View));
        assert!(is_open(&[line(None, true, 0), line(Some(1), false, 1)], 1, Verb::View));
    }
}
