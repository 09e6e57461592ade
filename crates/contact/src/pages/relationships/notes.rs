//! Notes on a relationship: how many there are, and the page that shows them under its sentence.

use std::collections::BTreeMap;

use kit::{Reply, Visit};
use maud::html;
use serde_json::json;
use store::{Error, Result, Tx};
use ui::Icon;
use ui::part::button::Button;

use super::super::contact;
use super::super::notes;
use super::super::phrases::Lang;
use super::super::rows::{Row, ask, int};
use super::super::slots::NoteHome;
use super::{SELECT, around, far_name, sentence};

/// The table of relationships, as notes name it.
pub(super) const TABLE: &str = "civicrm_relationship";

/// So many notes are counted at most.
const COUNTED: i64 = 5_000;

/// Where the notes on a relationship are read: with the contact at its first end that the visitor sees.
pub(super) const HOME: NoteHome = NoteHome { table: TABLE, home };

fn home(tx: &Tx<'_>, _lang: &Lang, id: i64) -> Result<Option<(String, String)>> {
    let clauses = json!([["relationship_id", "=", id], ["is_active", "IN", [true, false]]]);
    let mut select = SELECT.to_vec();
    select.push("near_contact_id");
    let found = ask(tx, "RelationshipCache", &select, clauses, &[("id", "ASC")], 1)?;
    let pair = |row: &Row| Some((int(row, "near_contact_id")?, far_name(row)));
    Ok(found.first().and_then(pair).map(|(near, name)| (address(near, id), name)))
}

fn address(contact: i64, relationship: i64) -> String {
    format!("/contacts/{contact}/relationships/{relationship}/notes")
}

/// How many notes each of these relationships has.
pub(super) fn counts(tx: &Tx<'_>, ids: &[i64]) -> Result<BTreeMap<i64, i64>> {
    let mut all = BTreeMap::new();
    if ids.is_empty() {
        return Ok(all);
    }
    let clauses = json!([["entity_table", "=", TABLE], ["entity_id", "IN", ids]]);
    for row in ask(tx, "Note", &["entity_id"], clauses, &[], COUNTED)? {
        *all.entry(int(&row, "entity_id").unwrap_or(0)).or_insert(0) += 1;
    }
    Ok(all)
}

/// `/contacts/{id}/relationships/{relationship}/notes`
pub(super) fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    let (id, relationship) = (visit.id(0)?, visit.id(1)?);
    let lang = Lang::new(visit.locale);
    let said = visit.read(|tx| {
        let around = around(tx, &lang, id)?;
        let row = around.rows.iter().find(|row| int(row, "relationship_id") == Some(relationship));
        let row = row.ok_or_else(|| Error::NotFound(format!("relationship {relationship}")))?;
        Ok(sentence(&lang, around.relation(row), row, tx.clock().today()))
    })?;
    let thread = notes::thread(visit, &lang, TABLE, relationship, visit.path)?;
    let back = format!("/contacts/{id}/relationships#bond-{relationship}");
    let content = html! {
        p.row {
            (Button::link(lang.text("relationships-back"), &back).quiet().small().icon(Icon::CaretLeft))
            span { (said) }
        }
        div.notes-below { (thread) }
    };
    Ok(Reply::Html(contact::section(visit, &lang, id, "relationships", content)?))
}
