//! Words of letters that stand for something of whoever reads them, or of the activity that they are about:
//! `{contact.first_name}`, `{activity.subject}`. Those of activities are their fields, read with the rights of whoever writes.

use std::collections::BTreeMap;

use contact::pages::labels;
use contact::pages::rows;
use query::GetRequest;
use schema::Verb;
use serde_json::json;
use store::{As, Error, Result, Tx};
use ui::Locale;

use crate::details;

/// What they begin with.
pub const KIND: &str = "activity";
/// Those that pages offer.
pub const OFFERED: [&str; 4] =
    ["{activity.subject}", "{activity.activity_type}", "{activity.date}", "{activity.details}"];
/// Names that letters have always used, and the fields behind them.
const OTHER_NAMES: [(&str, &str); 4] = [
    ("activity_type", "activity_type_id"),
    ("status", "status_id"),
    ("priority", "priority_id"),
    ("date", "activity_date_time"),
];

/// The names between `{contact.` and `}`, or another kind's, each once.
pub fn asked(texts: &[&str], kind: &str) -> Vec<String> {
    let mut all = Vec::new();
    let begin = format!("{{{kind}.");
    for rest in texts.iter().flat_map(|text| text.split(&begin).skip(1)) {
        let Some((name, _)) = rest.split_once('}') else { continue };
        let plain = !name.is_empty() && name.len() < 128 && !name.contains(['{', '<', '\n']);
        if plain && !all.contains(&name.to_owned()) {
            all.push(name.to_owned());
        }
    }
    all
}

/// The text with what stands between braces filled in, as far as it is among the values; nothing that was filled in is
/// read again.
pub fn fill(text: &str, values: &BTreeMap<String, String>, escape: fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let after = &rest[at + 1..];
        out.push_str(&rest[..at]);
        match after.split_once('}').and_then(|(name, tail)| Some((values.get(name)?, tail))) {
            Some((value, tail)) => {
                out.push_str(&escape(value));
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn path(name: &str) -> &str {
    OTHER_NAMES.iter().find(|(other, _)| *other == name).map_or(name, |(_, path)| path)
}

/// The names that stand for nothing of an activity that the writer may read.
///
/// # Errors
/// The database's own failure.
pub fn unknown(tx: &Tx<'_>, names: &[String]) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for name in names {
        let request = GetRequest { select: vec![path(name).to_owned()], limit: 1, ..GetRequest::default() };
        match tx.plan("Activity", &request, As::Actor, Verb::View) {
            Ok(plan) if plan.undefined_fields.is_empty() && plan.unauthorized_fields.is_empty() => {}
            Err(Error::Internal(cause)) => return Err(Error::Internal(cause)),
            _ => wrong.push(name.clone()),
        }
    }
    Ok(wrong)
}

/// What the names stand for in the case of an activity, under `activity.` and the name; nothing where the writer does not
/// see it.
///
/// # Errors
/// A name that is none.
pub fn values(tx: &Tx<'_>, locale: Locale, activity: i64, names: &[String]) -> Result<BTreeMap<String, String>> {
    let mut all = BTreeMap::new();
    if names.is_empty() {
        return Ok(all);
    }
    let mut select: Vec<String> = names.iter().map(|name| path(name).to_owned()).collect();
    select.sort();
    select.dedup();
    let request = GetRequest { select, where_: vec![json!(["id", "=", activity])], limit: 1, ..GetRequest::default() };
    let row = tx.get("Activity", &request, As::Actor)?.rows.into_iter().next().unwrap_or_default();
    for name in names {
        let path = path(name);
        let value = rows::written(&row, path);
        let said = match path {
            "activity_date_time" => rows::moment(&value).map_or(value, |at| locale.date_time(at)),
            "details" => details::to_text(&value).trim().to_owned(),
            "activity_type_id" | "status_id" | "priority_id" => {
                labels::label_of(tx, locale.code(), "Activity", path, &value)?
            }
            _ => value,
        };
        all.insert(format!("{KIND}.{name}"), said);
    }
    Ok(all)
}

/// The language of letters: the site's.
///
/// # Errors
/// The database's own failure.
pub fn locale(tx: &Tx<'_>) -> Result<Locale> {
    Ok(Locale::best(tx.setting("lcMessages")?.as_str(), None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_not_read_again_and_other_braces_stay() {
        let value = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let values = BTreeMap::from([value("contact.a", "{activity.b}"), value("activity.b", "secret")]);
        assert_eq!(fill("{contact.a} {x} {", &values, str::to_owned), "{activity.b} {x} {");
        assert_eq!(asked(&["{activity.b} {activity.b}{activity.c d} {activity."], KIND), ["b", "c d"]);
    }
}
