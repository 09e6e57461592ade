//! A member's own activities on their page: what they are part of, what is still to come first.

use contact::pages::labels::{self, Pick};
use contact::pages::phrases::Lang;
use contact::pages::rows::{Row, int, moment, text};
use contact::pages::slots::Own;
use kit::Visit;
use maud::{Markup, html};
use serde_json::json;
use store::Result;
use ui::part::head::section_head;

use super::ordered::Ordered;

/// So many are shown.
const MOST: i64 = 8;

/// The part of the page.
pub(super) const OWN: Own = Own { option: "Assigned Activities", part: own };

fn own(visit: &Visit<'_>, lang: &Lang, contact: i64) -> Result<Option<Markup>> {
    let found = visit.read(|tx| {
        let select = ["id", "subject", "activity_type_id", "activity_date_time"];
        let mut found = Vec::new();
        // Those that somebody wrote themselves, about others perhaps, are work and no part of their own page.
        for field in ["target_contact_id", "assignee_contact_id"] {
            let clauses = vec![json!([field, "CONTAINS", contact]), json!(["is_deleted", "=", false])];
            found.extend(Ordered { select: &select, clauses, down: true, limit: MOST }.read(tx)?);
        }
        found.sort_by(|a, b| text(b, "activity_date_time").cmp(text(a, "activity_date_time")));
        found.dedup_by(|a, b| a.get("id") == b.get("id"));
        found.truncate(usize::try_from(MOST).unwrap_or(0));
        let kinds = labels::choices(tx, lang.code(), "Activity", "activity_type_id", "")?;
        Ok(found.into_iter().map(|row| (kind(&kinds, &row), row)).collect::<Vec<_>>())
    })?;
    if found.is_empty() {
        return Ok(None);
    }
    let day = |row| moment(text(row, "activity_date_time")).map(|at| lang.locale.date(at.date())).unwrap_or_default();
    Ok(Some(html! {
        (section_head("me-activities", lang.text("me-activities"), None))
        ul.sentences {
            @for (kind, row) in &found {
                li { p { (kind) @if !text(row, "subject").is_empty() { " : " b { (text(row, "subject")) } } " · " small.faint { (day(row)) } } }
            }
        }
    }))
}

/// What kind of activity it is, in the reader's language.
fn kind(kinds: &[Pick], row: &Row) -> String {
    let value = int(row, "activity_type_id").unwrap_or(0).to_string();
    kinds.iter().find(|one| one.value == value).map(|one| one.label.clone()).unwrap_or_default()
}
