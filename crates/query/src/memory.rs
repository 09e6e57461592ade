//! `get` on rows that are at hand already: metadata, settings, permissions.

use std::cmp::Ordering;

use schema::fold::fold;
use serde_json::{Map, Value as Json};

use crate::error::{Result, invalid};
use crate::expr::MAX_DEPTH;
use crate::literal::plain_text;
use crate::operator::Operator;
use crate::pattern::{Pattern, regexp};
use crate::request::GetRequest;
use crate::select::glob;

/// The rows of one page, and how many there are on all pages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MemoryResult {
    pub rows: Vec<Map<String, Json>>,
    pub matched: usize,
}

/// Filters, sorts, cuts and selects rows. `=` is loose and heeds neither case nor accents, a missing value is like
/// nothing, and texts with numbers in them sort by those numbers. What a row does not have is not selected.
///
/// # Errors
/// Unknown operators, malformed conditions, and joins or groups, which rows in memory do not have.
pub fn select_rows(rows: Vec<Map<String, Json>>, request: &GetRequest) -> Result<MemoryResult> {
    request.check()?;
    if !(request.join.is_empty() && request.group_by.is_empty() && request.having.is_empty()) {
        return invalid("This entity knows no joins and no groups.");
    }
    let mut kept = Vec::with_capacity(rows.len());
    for row in rows {
        if all(&row, &request.where_, 0)? {
            kept.push(row);
        }
    }
    sort(&mut kept, &request.order_by)?;
    let matched = kept.len();
    let skip = usize::try_from(request.offset).unwrap_or(usize::MAX);
    let take = match usize::try_from(request.limit) {
        Ok(0) | Err(_) => usize::MAX,
        Ok(limit) => limit,
    };
    let rows = match request.only_count() {
        true => Vec::new(),
        false => kept.into_iter().skip(skip).take(take).map(|row| selected(row, request)).collect(),
    };
    Ok(MemoryResult { rows, matched })
}

fn selected(row: Map<String, Json>, request: &GetRequest) -> Map<String, Json> {
    let wanted: Vec<&str> = request.items().collect();
    if wanted.contains(&"*") {
        return row;
    }
    row.into_iter().filter(|(key, _)| wanted.iter().any(|pattern| glob(pattern, key))).collect()
}

fn sort(rows: &mut [Map<String, Json>], order: &[(String, String)]) -> Result<()> {
    for (key, direction) in order {
        if !matches!(direction.as_str(), "ASC" | "DESC") {
            return invalid(format!("Invalid sort direction. Cannot order by {key} {direction}"));
        }
    }
    rows.sort_by(|a, b| {
        order.iter().fold(Ordering::Equal, |found, (key, direction)| {
            found.then_with(|| {
                let ordering = natural(a.get(key), b.get(key));
                if direction == "DESC" { ordering.reverse() } else { ordering }
            })
        })
    });
    Ok(())
}

fn natural(a: Option<&Json>, b: Option<&Json>) -> Ordering {
    let text = |json: Option<&Json>| json.map(plain_text).unwrap_or_default();
    natural_texts(&fold(&text(a)), &fold(&text(b)))
}

/// Texts in order, runs of digits by the number that they are.
fn natural_texts(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let (x, rest_a) = run(a);
        let (y, rest_b) = run(b);
        let digits = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        let ordering = if digits(x) && digits(y) {
            let (m, n) = (x.trim_start_matches('0'), y.trim_start_matches('0'));
            m.len().cmp(&n.len()).then_with(|| m.cmp(n))
        } else {
            x.cmp(y)
        };
        if ordering != Ordering::Equal || (rest_a.is_empty() && rest_b.is_empty()) {
            return ordering;
        }
        (a, b) = (rest_a, rest_b);
    }
}

/// The digits, or the other characters, that a text begins with.
fn run(text: &str) -> (&str, &str) {
    let digit = text.starts_with(|c: char| c.is_ascii_digit());
    text.split_at(text.find(|c: char| c.is_ascii_digit() != digit).unwrap_or(text.len()))
}

fn all(row: &Map<String, Json>, items: &[Json], depth: usize) -> Result<bool> {
    let mut every = true;
    for item in items {
        every &= holds(row, item, depth)?;
    }
    Ok(every)
}

fn holds(row: &Map<String, Json>, item: &Json, depth: usize) -> Result<bool> {
    let Some(parts) = item.as_array().filter(|_| depth <= MAX_DEPTH) else {
        return invalid("A condition must be a list.");
    };
    let Some(Json::String(first)) = parts.first() else {
        return if parts.is_empty() { Ok(true) } else { invalid("A condition must begin with a field.") };
    };
    let inner = match parts.get(1) {
        Some(only @ Json::Array(inner)) if matches!(inner.first(), Some(Json::String(_))) => std::slice::from_ref(only),
        Some(Json::Array(inner)) => inner.as_slice(),
        _ => &[],
    };
    match first.as_str() {
        "AND" => all(row, inner, depth + 1),
        "NOT" => Ok(inner.is_empty() || !all(row, inner, depth + 1)?),
        "OR" => {
            let mut any = inner.is_empty();
            for item in inner {
                any |= holds(row, item, depth + 1)?;
            }
            Ok(any)
        }
        field => compared(row, field, parts),
    }
}

fn compared(row: &Map<String, Json>, field: &str, parts: &[Json]) -> Result<bool> {
    let Some(name) = parts.get(1).and_then(Json::as_str) else {
        return invalid("A condition needs a field and an operator.");
    };
    let Some(operator) = Operator::named(name) else {
        return invalid(format!("Illegal operator '{name}'"));
    };
    let nothing = Json::Null;
    let have = row.get(field).unwrap_or(&nothing);
    let wanted = parts.get(2).unwrap_or(&nothing);
    let wanted = match (parts.get(3), wanted) {
        (Some(Json::Bool(true)), Json::String(other)) => row.get(other).unwrap_or(&nothing),
        _ => wanted,
    };
    let yes = positive(operator, have, wanted)?;
    let likes = matches!(operator, Operator::Like { .. } | Operator::Regexp { .. });
    Ok(yes != operator.negative() && !(likes && have.is_null()))
}

/// Whether the operator without its NOT holds.
fn positive(operator: Operator, have: &Json, wanted: &Json) -> Result<bool> {
    let list = wanted.as_array().map_or(std::slice::from_ref(wanted), Vec::as_slice);
    Ok(match operator {
        Operator::Equal | Operator::Unequal => loosely_equal(have, wanted),
        Operator::More => order(have, wanted) == Ordering::Greater,
        Operator::AtLeast => order(have, wanted) != Ordering::Less,
        Operator::Less => order(have, wanted) == Ordering::Less,
        Operator::AtMost => order(have, wanted) != Ordering::Greater,
        Operator::In { .. } => list.iter().any(|one| loosely_equal(have, one)),
        Operator::Between { .. } => match list {
            [low, high, ..] => order(have, low) != Ordering::Less && order(have, high) != Ordering::Greater,
            _ => return invalid("invalid criteria for BETWEEN"),
        },
        Operator::Null { .. } => have.is_null(),
        Operator::Empty { .. } => is_empty(have),
        Operator::Contains { any: true, .. } => list.iter().any(|one| contains(have, one)),
        Operator::Contains { any: false, .. } => list.iter().all(|one| contains(have, one)),
        Operator::Like { .. } => match Pattern::read(&plain_text(wanted)) {
            Some(pattern) => pattern.matches(&fold(&plain_text(have))),
            None => return invalid("The pattern is too long."),
        },
        Operator::Regexp { binary, .. } => match regexp(&plain_text(wanted), binary) {
            Some(regexp) => regexp.is_match(&plain_text(have)),
            None => return invalid("The regular expression cannot be read."),
        },
    })
}

fn is_empty(json: &Json) -> bool {
    match json {
        Json::Null | Json::Bool(false) => true,
        Json::Number(n) => n.as_f64() == Some(0.0),
        Json::String(text) => text.is_empty() || text == "0",
        Json::Array(items) => items.is_empty(),
        Json::Object(map) => map.is_empty(),
        Json::Bool(true) => false,
    }
}

fn number(json: &Json) -> Option<f64> {
    match json {
        Json::Number(n) => n.as_f64(),
        Json::Bool(b) => Some(f64::from(u8::from(*b))),
        Json::String(text) => text.trim().parse().ok().filter(|n: &f64| n.is_finite()),
        _ => None,
    }
}

fn loosely_equal(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Null, other) | (other, Json::Null) => match other {
            Json::String(text) => text.is_empty(),
            other => is_empty(other),
        },
        (Json::Bool(b), other) | (other, Json::Bool(b)) => *b != is_empty(other),
        (Json::Array(_) | Json::Object(_), _) | (_, Json::Array(_) | Json::Object(_)) => a == b,
        _ => match (number(a), number(b)) {
            (Some(x), Some(y)) => x == y,
            _ => fold(&plain_text(a)) == fold(&plain_text(b)),
        },
    }
}

fn order(a: &Json, b: &Json) -> Ordering {
    match (number(a), number(b)) {
        (Some(x), Some(y)) => x.total_cmp(&y),
        _ => fold(&plain_text(a)).cmp(&fold(&plain_text(b))),
    }
}

fn contains(have: &Json, wanted: &Json) -> bool {
    match have {
        Json::Array(items) => items.iter().any(|item| loosely_equal(item, wanted)),
        Json::Object(map) => map.values().any(|item| loosely_equal(item, wanted)),
        Json::Null => false,
        have => fold(&plain_text(have)).contains(&*fold(&plain_text(wanted))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ask(params: Json) -> Result<(Vec<Json>, usize)> {
        let rows = json!([
            {"name": "item10", "title": "Ten", "types": ["a", "b"], "count": 10, "note": null},
            {"name": "Item9", "title": "nine", "types": [], "count": 9, "note": "x"},
            {"name": "item1", "title": "Été", "types": ["b"], "count": 0, "note": "y"},
        ]);
        let rows = serde_json::from_value(rows).unwrap();
        let result = select_rows(rows, &GetRequest::from_json(params.as_object().unwrap())?)?;
        Ok((result.rows.into_iter().map(|row| row["name"].clone()).collect(), result.matched))
    }

    #[test]
    fn comparisons_are_loose_and_heed_no_case() {
        let names = |where_: Json| ask(json!({"where": where_})).unwrap().0;
        assert_eq!(names(json!([["name", "=", "ITEM9"]])), [json!("Item9")]);
        assert_eq!(names(json!([["title", "=", "ete"]])), [json!("item1")]);
        assert_eq!(names(json!([["count", "IN", ["10"]]])), [json!("item10")]);
        assert_eq!(names(json!([["count", ">", "9"]])), [json!("item10")]);
        assert_eq!(names(json!([["types", "CONTAINS", "b"], ["types", "CONTAINS", "a"]])), [json!("item10")]);
        assert_eq!(names(json!([["NOT", [["name", "LIKE", "item1%"]]]])), [json!("Item9")]);
    }

    #[test]
    fn nothing_is_like_anything() {
        let names = |operator: &str| ask(json!({"where": [["note", operator, "%"]]})).unwrap().0.len();
        assert_eq!((names("LIKE"), names("NOT LIKE")), (2, 0));
        assert!(ask(json!({"where": [["note", "~", "x"]]})).is_err());
    }

    #[test]
    fn numbers_in_texts_sort_as_numbers_and_pages_know_the_total() {
        let page = ask(json!({"select": ["n*"], "orderBy": {"name": "ASC"}, "limit": 2})).unwrap();
        assert_eq!(page, (vec![json!("item1"), json!("Item9")], 3));
        assert_eq!(ask(json!({"select": ["row_count"]})).unwrap(), (vec![], 3));
    }
}
