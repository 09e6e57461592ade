//! The lists that people may choose themselves, and how somebody stands in them.

use contact::group_contact::{ADDED, PENDING, REMOVED};
use contact::group_nesting;
use contact::pages::labels;
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, int, text};
use serde_json::json;
use store::{As, Result, Tx, statement};

/// A list as the public reads of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    pub id: i64,
    pub title: String,
    pub words: String,
    /// Whether a search fills it too.
    pub is_live: bool,
}

const SELECT: [&str; 6] = ["id", "name", "title", "frontend_title", "frontend_description", "saved_search_id"];

/// So many lists are offered.
const MOST: i64 = 100;

/// The public mailing lists, by title.
///
/// # Errors
/// The database's own failure.
pub fn public(tx: &Tx<'_>, lang: &Lang) -> Result<Vec<List>> {
    let clauses = json!([
        ["is_active", "=", true],
        ["is_hidden", "=", false],
        ["visibility", "=", "Public Pages"],
        ["group_type:name", "CONTAINS", "Mailing List"]
    ]);
    let order = vec![("frontend_title".to_owned(), "ASC".to_owned())];
    let found = tx.get("Group", &rows::request(&SELECT, clauses, order, MOST), As::Program)?.rows;
    Ok(found.iter().map(|row| read(lang, row)).collect())
}

/// A mailing list that is in use, public or not.
///
/// # Errors
/// The database's own failure.
pub fn one(tx: &Tx<'_>, lang: &Lang, id: i64) -> Result<Option<List>> {
    let clauses = json!([["id", "=", id], ["is_active", "=", true], ["group_type:name", "CONTAINS", "Mailing List"]]);
    let found = tx.get("Group", &rows::request(&SELECT, clauses, Vec::new(), 1), As::Program)?.rows;
    Ok(found.first().map(|row| read(lang, row)))
}

fn read(lang: &Lang, row: &Row) -> List {
    let title = match text(row, "frontend_title") {
        "" => text(row, "title"),
        title => title,
    };
    List {
        id: rows::id(row),
        title: labels::translated(lang.code(), "Group", text(row, "name"), title),
        words: text(row, "frontend_description").to_owned(),
        is_live: int(row, "saved_search_id").is_some(),
    }
}

/// How somebody stands in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Inside,
    /// Has asked for it and not confirmed.
    Waits,
    Outside,
}

/// How a contact stands in a list, be it by hand or by the list's search.
///
/// # Errors
/// The database's own failure.
pub fn standing(tx: &Tx<'_>, list: &List, contact: i64) -> Result<Standing> {
    let text = format!(
        r#"SELECT "status" FROM "civicrm_group_contact" WHERE "group_id" = {} AND "contact_id" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let status = tx.one(&statement(text, vec![list.id.into(), contact.into()]))?;
    Ok(match status.as_ref().and_then(|status| status.as_text()) {
        Some(ADDED) => Standing::Inside,
        Some(PENDING) => Standing::Waits,
        Some(REMOVED) => Standing::Outside,
        _ if group_nesting::is_in(tx, list.id, contact)? => Standing::Inside,
        _ => Standing::Outside,
    })
}
