//! `/view/{name}/order`: the rows of a table put into an order of one's own, which a field of the records keeps.

use kit::{Reply, Visit};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

use super::page;
use crate::actions;

/// The field that keeps the order, where the display has one.
pub fn weight(settings: &Map<String, Json>) -> Option<&str> {
    settings.get("draggable").and_then(Json::as_str).filter(|field| !field.is_empty())
}

/// The rows in the order of the form, one of them moved where a button says so.
fn asked(form: &kit::Fields) -> Vec<i64> {
    let mut ids: Vec<i64> = form.all("row").filter_map(|id| id.parse().ok()).collect();
    if let Some((way, id)) = form.text("do").and_then(|text| text.split_once('-'))
        && let Some(at) = ids.iter().position(|one| one.to_string() == id)
    {
        let to = if way == "up" { at.saturating_sub(1) } else { (at + 1).min(ids.len() - 1) };
        ids.swap(at, to);
    }
    ids
}

/// Takes the order of the rows that are shown.
pub fn order(visit: &mut Visit<'_>) -> Result<Reply> {
    let name = visit.captures.first().cloned().unwrap_or_default();
    let back = format!("/view/{name}?{}", visit.form.text("back").unwrap_or_default());
    if !visit.is_post {
        return Ok(Reply::Redirect(format!("/view/{name}")));
    }
    let ids = asked(&visit.form);
    let (first, display) = (visit.form.int("first").unwrap_or(1).max(1), visit.form.text("display").map(str::to_owned));
    let transaction = visit.write(|tx| {
        arrange(tx, &name, display.as_deref(), &ids, first)?;
        Ok(tx.transaction_id())
    })?;
    visit.say("said-rows-ordered", transaction);
    Ok(Reply::Redirect(back))
}

fn arrange(tx: &mut Tx<'_>, name: &str, display: Option<&str>, ids: &[i64], first: i64) -> Result<()> {
    let (question, _) = page::question(tx, name, display)?;
    let closed = || Error::Forbidden("the rows of this display keep their order".to_owned());
    let field = weight(&question.display.settings).ok_or_else(closed)?.to_owned();
    let mut prepared = question.prepare(tx)?;
    prepared.request.where_.push(json!(["id", "IN", ids]));
    let found = prepared.rows(tx, 0, 0)?;
    for (at, id) in ids.iter().enumerate() {
        // Only what this very search shows is put in order by it.
        let Some(row) = found.iter().find(|row| row.get("id").and_then(Json::as_i64) == Some(*id)) else { continue };
        let weight = first + i64::try_from(at).unwrap_or(0);
        if row.get(&field).and_then(Json::as_i64) == Some(weight) {
            continue;
        }
        let target = actions::editable(tx, &prepared.entity, &prepared.items, *id, &field)?.ok_or_else(closed)?;
        let values = Map::from_iter([("id".to_owned(), json!(target.id)), (target.field, json!(weight))]);
        tx.save(&target.entity, values, As::Actor)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_moves_a_row_by_one_place() {
        let form = |moved: &str| {
            let pairs = [("row", "7"), ("row", "8"), ("row", "9"), ("do", moved)];
            kit::Fields(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
        };
        assert_eq!(asked(&form("up-9")), [7, 9, 8]);
        assert_eq!(asked(&form("down-9")), [7, 8, 9]);
        assert_eq!(asked(&form("")), [7, 8, 9]);
    }
}
