//! The conditions of a saved search in words, and whether a contact meets each of them; and the conditions of the list
//! of contacts as such a search keeps them.

use query::GetRequest;
use serde_json::{Value as Json, json};
use store::{As, Error, Result, Tx};

use super::asked::{Asked, FLAGS, ON_HOLD};
use super::labels;
use super::phrases::Lang;
use super::rows;
use crate::saved_search::SavedSearch;

/// A condition.
#[derive(Clone, Debug)]
pub struct Criterion {
    pub words: String,
    pub clause: Json,
}

/// What a saved search asks for: its entity and its conditions.
pub fn conditions(search: &SavedSearch) -> Option<(String, Vec<Json>)> {
    let entity = search.api_entity.clone()?;
    let params: Json = serde_json::from_str(search.api_params.as_deref()?).ok()?;
    let clauses = params.get("where").and_then(Json::as_array).cloned().unwrap_or_default();
    Some((entity, clauses))
}

/// Each condition in the reader's words.
///
/// # Errors
/// The database's own failure.
pub fn in_words(tx: &Tx<'_>, lang: &Lang, entity: &str, clauses: &[Json]) -> Result<Vec<Criterion>> {
    let mut all = Vec::new();
    for clause in clauses {
        let plain = clause.as_array().is_some_and(|parts| parts.first() == Some(&json!("is_deleted")));
        if !plain {
            all.push(Criterion { words: words(tx, lang, entity, clause)?, clause: clause.clone() });
        }
    }
    Ok(all)
}

/// Whether a contact meets a condition; None where the visitor may not ask.
///
/// # Errors
/// The database's own failure.
pub fn met(tx: &Tx<'_>, contact: i64, clause: &Json) -> Result<Option<bool>> {
    let request = GetRequest {
        select: vec!["id".to_owned()],
        where_: vec![json!(["id", "=", contact]), clause.clone()],
        limit: 1,
        ..GetRequest::default()
    };
    match tx.get("Contact", &request, As::Actor) {
        Ok(found) => Ok(Some(!found.rows.is_empty())),
        Err(Error::Forbidden(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn words(tx: &Tx<'_>, lang: &Lang, entity: &str, clause: &Json) -> Result<String> {
    let parts = clause.as_array().map(Vec::as_slice).unwrap_or_default();
    match parts {
        [Json::String(how), Json::Array(inner)] if matches!(how.as_str(), "AND" | "OR" | "NOT") => {
            if let Some(typed) = typed_word(clause) {
                return Ok(lang.locale.with("criterion-q", &[("value", typed.into())]));
            }
            let all: Result<Vec<String>> = inner.iter().map(|one| words(tx, lang, entity, one)).collect();
            let between = if how == "OR" { lang.text("criterion-or") } else { lang.text("criterion-and") };
            let joined = all?.join(&format!(" {between} "));
            Ok(match how.as_str() {
                "NOT" => lang.locale.with("criterion-not", &[("what", joined.into())]),
                _ => joined,
            })
        }
        [Json::String(path), Json::String(operator), rest @ ..] => {
            one(tx, lang, entity, path, operator, rest.first().unwrap_or(&Json::Null))
        }
        _ => Ok(clause.to_string()),
    }
}

/// The entity and the field that a path ends in, as far as the usual paths go.
fn target<'p>(tx: &Tx<'_>, entity: &str, path: &'p str) -> (String, &'p str) {
    let path = path.split(':').next().unwrap_or(path);
    let Some((first, rest)) = path.split_once('.') else { return (entity.to_owned(), path) };
    let joined = match first.split('_').next() {
        Some("email") => "Email".to_owned(),
        Some("phone") => "Phone".to_owned(),
        Some("address") => "Address".to_owned(),
        _ => {
            let field = tx.catalog().entity(entity).and_then(|e| e.field(first).cloned());
            field.and_then(|f| f.references).map_or_else(|| entity.to_owned(), |r| r.entity.to_string())
        }
    };
    (joined, rest.rsplit('.').next().unwrap_or(rest))
}

fn one(tx: &Tx<'_>, lang: &Lang, entity: &str, path: &str, operator: &str, value: &Json) -> Result<String> {
    let (entity, field) = target(tx, entity, path);
    let values: Vec<&Json> = value.as_array().map_or_else(|| vec![value], |all| all.iter().collect());
    let named: Result<Vec<String>> = values.iter().map(|one| named(tx, lang, &entity, path, field, one)).collect();
    let between = lang.text("criterion-or");
    let value_words = named?.join(&format!(" {between} "));
    let negated = matches!(operator, "!=" | "<>" | "NOT IN");
    if field == "groups" || field == "tags" {
        let key = match (field, negated) {
            ("groups", false) => "criterion-group",
            ("groups", true) => "criterion-group-not",
            (_, false) => "criterion-tag",
            (_, true) => "criterion-tag-not",
        };
        return Ok(lang.locale.with(key, &[("value", value_words.into())]));
    }
    let label = lang.field(&entity, field);
    if let (Json::Bool(on), "=") = (value, operator) {
        let key = if *on { "criterion-yes" } else { "criterion-no" };
        return Ok(lang.locale.with(key, &[("label", label.into())]));
    }
    let key = match operator {
        "=" | "IN" => "criterion-is",
        "!=" | "<>" | "NOT IN" => "criterion-is-not",
        ">" => "criterion-more",
        ">=" => "criterion-least",
        "<" => "criterion-less",
        "<=" => "criterion-most",
        "IS NULL" | "IS EMPTY" => "criterion-empty",
        "IS NOT NULL" | "IS NOT EMPTY" => "criterion-filled",
        "NOT CONTAINS" | "NOT LIKE" => "criterion-contains-not",
        _ => "criterion-contains",
    };
    if matches!(key, "criterion-empty" | "criterion-filled") {
        return Ok(lang.locale.with(key, &[("label", label.into())]));
    }
    Ok(lang.locale.with(key, &[("label", label.into()), ("value", value_words.into())]))
}

fn named(tx: &Tx<'_>, lang: &Lang, entity: &str, path: &str, field: &str, value: &Json) -> Result<String> {
    let text = rows::plain(value);
    if path.contains(':') {
        return Ok(text);
    }
    match field {
        "groups" => Ok(text.parse().map_or(Ok(None), |id| super::groups::title_of(tx, lang, id))?.unwrap_or(text)),
        "tags" => Ok(text.parse().map_or(Ok(None), |id| super::tags::label_of(tx, lang, id))?.unwrap_or(text)),
        _ => match lang.date(&text) {
            "" => {
                labels::label_of(tx, lang.code(), entity, field, &text).map(|label| label.trim_matches('%').to_owned())
            }
            date => Ok(date.to_owned()),
        },
    }
}

/// The conditions of the list of contacts as a search keeps them: words that are looked for stay words.
pub fn of_asked(asked: &Asked) -> Vec<Json> {
    let mut all = Vec::new();
    if !asked.kind.is_empty() {
        all.push(json!(["contact_type", "=", asked.kind]));
    }
    if !asked.sub.is_empty() {
        all.push(json!(["contact_sub_type", "CONTAINS", asked.sub]));
    }
    if !asked.city.is_empty() {
        all.push(json!(["address_primary.city", "=", asked.city]));
    }
    match asked.flag.as_str() {
        "" => {}
        ON_HOLD => all.push(json!(["email_primary.on_hold", ">", 0])),
        flag => all.push(json!([flag, "=", true])),
    }
    for (field, value) in [("groups", &asked.group), ("tags", &asked.tag)] {
        if let Ok(id) = value.parse::<i64>() {
            all.push(json!([field, "IN", [id]]));
        }
    }
    all.extend(
        asked
            .q
            .split_whitespace()
            .map(|word| json!(["OR", [["sort_name", "CONTAINS", word], ["email_primary.email", "CONTAINS", word]]])),
    );
    all
}

/// The word of a clause that [`of_asked`] made of a word.
fn typed_word(clause: &Json) -> Option<&str> {
    let either = clause.get(1)?.as_array()?;
    let word = either.first()?.get(2)?.as_str()?;
    let made = json!(["OR", [["sort_name", "CONTAINS", word], ["email_primary.email", "CONTAINS", word]]]);
    (*clause == made).then_some(word)
}

/// The list of contacts that these conditions make; None where they say more than the list can.
pub fn to_asked(clauses: &[Json]) -> Option<Asked> {
    let mut asked = Asked::default();
    for clause in clauses {
        if let Some(word) = typed_word(clause) {
            asked.q = format!("{} {word}", asked.q).trim().to_owned();
            continue;
        }
        let [Json::String(field), Json::String(operator), value] = clause.as_array()?.as_slice() else { return None };
        let text = rows::plain(value);
        let single = value.as_array().is_none_or(|all| all.len() == 1);
        let slot = match (field.as_str(), operator.as_str()) {
            ("is_deleted", "=") => continue,
            ("contact_type", "=") => &mut asked.kind,
            ("contact_sub_type", "CONTAINS") => &mut asked.sub,
            ("address_primary.city", "=") => &mut asked.city,
            ("groups", "IN") if single => &mut asked.group,
            ("tags", "IN") if single => &mut asked.tag,
            ("email_primary.on_hold", ">") => {
                asked.flag = ON_HOLD.to_owned();
                continue;
            }
            (flag, "=") if FLAGS.contains(&flag) && value == &json!(true) && asked.flag.is_empty() => {
                asked.flag = flag.to_owned();
                continue;
            }
            _ => return None,
        };
        if !slot.is_empty() {
            return None;
        }
        *slot = text;
    }
    Some(asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_of_a_list_survive_as_a_saved_search() {
        let asked = Asked {
            q: "morel nyons".to_owned(),
            kind: "Individual".to_owned(),
            city: "Die".to_owned(),
            tag: "5".to_owned(),
            flag: ON_HOLD.to_owned(),
            ..Asked::default()
        };
        assert_eq!(to_asked(&of_asked(&asked)), Some(asked));
    }

    #[test]
    fn what_the_list_cannot_say_is_no_list() {
        assert_eq!(to_asked(&[json!(["birth_date", "<", "2000-01-01"])]), None);
        assert_eq!(to_asked(&[json!(["groups", "IN", [1, 2]])]), None);
    }
}
