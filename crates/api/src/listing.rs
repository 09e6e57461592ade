//! Rows that code has made, chosen as `get` chooses rows of a table: select, where, orderBy, limit and offset.

use std::cmp::Ordering;

use query::GetRequest;
use schema::Entity;
use schema::fold::fold;
use serde_json::{Map, Value as Json};
use store::{Error, Result, Tx};

use crate::answer::{Counts, Outcome};

mod condition;

/// The rows that a request asks for; the count is that of all that meet the conditions.
///
/// # Errors
/// `Request` for conditions and orders that make no sense.
pub(crate) fn listed(rows: Vec<Map<String, Json>>, wanted: &GetRequest) -> Result<Outcome> {
    if !wanted.join.is_empty() || !wanted.group_by.is_empty() || !wanted.having.is_empty() {
        return Err(Error::Request("Rows that lie in no table cannot be joined or grouped.".to_owned()));
    }
    let mut found = Vec::new();
    for row in rows {
        if condition::all(&row, &wanted.where_)? {
            found.push(row);
        }
    }
    sort(&mut found, &wanted.order_by)?;
    let total = Counts::of(found.len()).count;
    let matched = wanted.wants_count().then_some(total);
    if wanted.only_count() {
        let counts = Counts { count: total, fetched: 0, matched };
        return Ok(Outcome { counts, ..Outcome::rows(Vec::new()) });
    }
    let skip = usize::try_from(wanted.offset).unwrap_or(usize::MAX);
    let take = if wanted.limit > 0 { usize::try_from(wanted.limit).unwrap_or(usize::MAX) } else { usize::MAX };
    let page = found.into_iter().skip(skip).take(take);
    let rows: Vec<_> = page.map(|row| selected(row, &wanted.select)).collect();
    let counts = Counts { count: total, fetched: Counts::of(rows.len()).fetched, matched };
    Ok(Outcome { counts, ..Outcome::rows(rows) })
}

/// Adds what a request calls by an option's suffix (`group:label`) to the rows.
///
/// # Errors
/// The database's own failure while options are read.
pub(crate) fn add_suffixes(
    tx: &Tx<'_>,
    entity: &Entity,
    rows: &mut [Map<String, Json>],
    wanted: &GetRequest,
) -> Result<()> {
    let conditions = wanted.where_.iter().filter_map(|item| item.get(0)?.as_str());
    let order = wanted.order_by.iter().map(|(field, _)| field.as_str());
    for item in wanted.select.iter().map(String::as_str).chain(conditions).chain(order) {
        let Some((name, suffix)) = item.split_once(':') else { continue };
        let Some(list) = entity.field(name).map(|field| tx.options(entity, field)).transpose()?.flatten() else {
            continue;
        };
        let told =
            |value: &Json| list.by_key(&plain(value)).and_then(|option| option.attribute(suffix)).map(Json::from);
        for row in rows.iter_mut() {
            let value = match row.get(name) {
                Some(Json::Array(items)) => items.iter().filter_map(told).collect(),
                Some(value) => told(value).unwrap_or(Json::Null),
                None => Json::Null,
            };
            row.insert(item.to_owned(), value);
        }
    }
    Ok(())
}

fn selected(mut row: Map<String, Json>, select: &[String]) -> Map<String, Json> {
    let wanted = || select.iter().filter(|item| *item != "row_count");
    if wanted().count() == 0 || wanted().any(|item| item == "*") {
        return row;
    }
    let mut shown = Map::new();
    for item in wanted() {
        match item.split_once('*') {
            Some((start, end)) => {
                let fits = |name: &&String| {
                    name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
                };
                let names: Vec<String> = row.keys().filter(fits).cloned().collect();
                shown.extend(names.into_iter().filter_map(|name| row.get(&name).cloned().map(|value| (name, value))));
            }
            None if shown.contains_key(item) => {}
            None => {
                shown.insert(item.clone(), row.shift_remove(item).unwrap_or(Json::Null));
            }
        }
    }
    shown
}

fn sort(rows: &mut [Map<String, Json>], order: &[(String, String)]) -> Result<()> {
    for (field, direction) in order {
        if direction != "ASC" && direction != "DESC" {
            return Err(Error::Request(format!("Invalid sort direction. Cannot order by {field} {direction}")));
        }
    }
    rows.sort_by(|a, b| {
        order.iter().fold(Ordering::Equal, |so_far, (field, direction)| {
            so_far.then_with(|| {
                let natural = compare(a.get(field).unwrap_or(&Json::Null), b.get(field).unwrap_or(&Json::Null));
                if direction == "DESC" { natural.reverse() } else { natural }
            })
        })
    });
    Ok(())
}

/// How two values stand to each other: numbers by value, texts as people sort them, nothing first.
pub(crate) fn compare(a: &Json, b: &Json) -> Ordering {
    match (a.is_null(), b.is_null(), number(a), number(b)) {
        (true, true, ..) => Ordering::Equal,
        (true, false, ..) => Ordering::Less,
        (false, true, ..) => Ordering::Greater,
        (_, _, Some(a), Some(b)) => a.total_cmp(&b),
        _ => natural(&fold(&plain(a)), &fold(&plain(b))),
    }
}

/// `item 9` before `item 10`: digits within texts compare as numbers.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        match (left.chars().next(), right.chars().next()) {
            (None, None) => return Ordering::Equal,
            (None, _) => return Ordering::Less,
            (_, None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (m, rest_left) = digits(left);
                let (n, rest_right) = digits(right);
                let by_value = m.len().cmp(&n.len()).then_with(|| m.cmp(n));
                if by_value != Ordering::Equal {
                    return by_value;
                }
                (left, right) = (rest_left, rest_right);
            }
            (Some(x), Some(y)) if x == y => {
                (left, right) = (&left[x.len_utf8()..], &right[y.len_utf8()..]);
            }
            (Some(x), Some(y)) => return x.cmp(&y),
        }
    }
}

/// The digits at the start, without leading zeros, and what follows.
fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (text[..end].trim_start_matches('0'), &text[end..])
}

/// The number in a value, also when it is written as text.
pub(crate) fn number(json: &Json) -> Option<f64> {
    match json {
        Json::Number(n) => n.as_f64(),
        Json::Bool(yes) => Some(f64::from(u8::from(*yes))),
        Json::String(text) => text.trim().parse().ok().filter(|n: &f64| n.is_finite()),
        _ => None,
    }
}

/// The value as text.
pub(crate) fn plain(json: &Json) -> String {
    match json {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        Json::Bool(yes) => u8::from(*yes).to_string(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn get(params: Json) -> Outcome {
        let Json::Array(rows) = json!([
            {"name": "item 10", "n": 1, "tags": ["a"]}, {"name": "Item 9", "n": 2, "tags": []}, {"name": "Élan", "n": null},
        ]) else {
            return Outcome::rows(Vec::new());
        };
        let rows = rows.into_iter().filter_map(|row| row.as_object().cloned()).collect();
        listed(rows, &GetRequest::from_json(params.as_object().unwrap()).unwrap()).unwrap()
    }

    fn names(outcome: &Outcome) -> Vec<String> {
        let kit::Rows::List(rows) = &outcome.rows else { return Vec::new() };
        rows.iter().map(|row| plain(&row["name"])).collect()
    }

    #[test]
    fn texts_sort_as_people_sort() {
        assert_eq!(names(&get(json!({"orderBy": {"name": "ASC"}}))), ["Élan", "Item 9", "item 10"]);
        assert_eq!(names(&get(json!({"orderBy": {"n": "DESC"}}))), ["Item 9", "item 10", "Élan"]);
    }

    #[test]
    fn the_count_is_that_of_all_rows_before_the_limit() {
        let outcome = get(json!({"where": [["name", "LIKE", "item%"]], "limit": 1}));
        assert_eq!(outcome.counts, Counts { count: 2, fetched: 1, matched: None });
        let outcome = get(json!({"select": ["row_count"]}));
        assert_eq!(outcome.counts, Counts { count: 3, fetched: 0, matched: Some(3) });
    }

    #[test]
    fn what_is_selected_is_there_even_where_a_row_has_it_not() {
        let kit::Rows::List(rows) = get(json!({"select": ["n", "nosuch"], "limit": 1})).rows else { return };
        assert_eq!(Json::Object(rows[0].clone()), json!({"n": 1, "nosuch": null}));
    }
}
