//! Styles, icons and links of cells and rows, where the row meets their condition.

use schema::fold::fold;
use serde_json::{Map, Value as Json, json};
use store::Tx;

use super::tokens;

/// The fields that the styles of whole rows ask.
pub fn fields(settings: &Map<String, Json>) -> Vec<String> {
    rule_fields(settings.get("cssRules"))
}

/// The fields that styles, icons and links of one column ask.
pub fn fields_of_column(column: &Json) -> Vec<String> {
    let mut found = rule_fields(column.get("cssRules"));
    for icon in column.get("icons").and_then(Json::as_array).into_iter().flatten() {
        found.extend(icon.get("field").and_then(Json::as_str).map(str::to_owned));
        found.extend(icon.pointer("/if/0").and_then(Json::as_str).map(str::to_owned));
    }
    for link in links_of(column) {
        found.extend(link.get("path").and_then(Json::as_str).map(tokens::names).unwrap_or_default());
        for condition in conditions_of(link) {
            found.extend(condition.get(0).and_then(Json::as_str).map(str::to_owned));
        }
    }
    found
}

fn rule_fields(rules: Option<&Json>) -> Vec<String> {
    let rules = rules.and_then(Json::as_array).into_iter().flatten();
    rules.filter_map(|rule| Some(rule.get(1)?.as_str()?.to_owned())).collect()
}

/// What the pages of records need to be linked to.
pub fn link_fields(tx: &Tx<'_>, entity: &str, settings: &Map<String, Json>) -> Vec<String> {
    let columns = settings.get("columns").and_then(Json::as_array).into_iter().flatten();
    let mut found = Vec::new();
    for link in columns.flat_map(links_of) {
        if let Some(path) = record_path(tx, entity, link) {
            found.extend(tokens::names(&path));
        }
    }
    found
}

/// The classes of rules whose condition the row meets.
pub fn classes(rules: Option<&Json>, row: &Map<String, Json>) -> String {
    let rules = rules.and_then(Json::as_array).into_iter().flatten();
    let met = rules.filter_map(|rule| {
        let parts = rule.as_array()?;
        let met = match parts.get(1).and_then(Json::as_str) {
            None => true,
            Some(field) => holds(row, field, parts.get(2).and_then(Json::as_str).unwrap_or("="), parts.get(3)),
        };
        met.then(|| parts.first()?.as_str())?
    });
    met.collect::<Vec<_>>().join(" ")
}

/// The icons of a column for a row.
pub fn icons(column: &Json, row: &Map<String, Json>) -> Vec<Json> {
    let all = column.get("icons").and_then(Json::as_array).into_iter().flatten();
    let one = |icon: &Json| {
        let met = match icon.get("if").and_then(Json::as_array).filter(|condition| !condition.is_empty()) {
            None => true,
            Some(condition) => meets(row, condition),
        };
        let class = match icon.get("field").and_then(Json::as_str) {
            Some(field) => row.get(field).and_then(Json::as_str).unwrap_or_default(),
            None => icon.get("icon").and_then(Json::as_str).unwrap_or_default(),
        };
        let side = icon.get("side").and_then(Json::as_str).unwrap_or("left");
        (met && !class.is_empty()).then(|| json!({"class": class, "side": side}))
    };
    all.filter_map(one).collect()
}

/// The links of a column: its own, and those of its buttons or menu.
pub fn links_of(column: &Json) -> impl Iterator<Item = &Json> {
    let own = column.get("link").filter(|link| link.is_object());
    own.into_iter().chain(column.get("links").and_then(Json::as_array).into_iter().flatten())
}

fn conditions_of(link: &Json) -> Vec<&Json> {
    if let Some(all) = link.get("conditions").and_then(Json::as_array) {
        return all.iter().collect();
    }
    link.get("condition").filter(|one| one.as_array().is_some_and(|parts| !parts.is_empty())).into_iter().collect()
}

/// The address of a record's page, with holes.
pub fn record_path(tx: &Tx<'_>, base: &str, link: &Json) -> Option<String> {
    let entity = link.get("entity").and_then(Json::as_str).filter(|name| !name.is_empty()).unwrap_or(base);
    let action = link.get("action").and_then(Json::as_str).filter(|name| !name.is_empty())?;
    let entity = tx.catalog().entity(entity)?;
    let (_, path) = entity.paths.iter().find(|(purpose, _)| purpose == action)?;
    let join = link.get("join").and_then(Json::as_str).unwrap_or_default();
    let whole = match join {
        "" => path.to_string(),
        // The key of the joined record is the key that leads there.
        join => path.replace("[id]", &format!("[{join}]")),
    };
    Some(whole)
}

/// The links of a column for a row, those whose condition it meets and whose holes can all be filled.
pub fn links(
    tx: &Tx<'_>,
    base: &str,
    column: &Json,
    row: &Map<String, Json>,
    words: impl Fn(&str) -> String,
) -> Vec<Json> {
    let mut found = Vec::new();
    for link in links_of(column) {
        let met = conditions_of(link).iter().all(|one| one.as_array().is_some_and(|parts| meets(row, parts)));
        let own = link.get("path").and_then(Json::as_str).filter(|path| !path.is_empty()).map(str::to_owned);
        let Some(path) = own.or_else(|| record_path(tx, base, link)).filter(|_| met) else { continue };
        let blank = |name: &String| row.get(name).is_none_or(|value| value.is_null() || *value == json!(""));
        if tokens::names(&path).iter().any(blank) {
            continue;
        }
        let url = tokens::fill(&path, |name| encoded(&plain(row.get(name))));
        let Some(url) = safe(&url) else { continue };
        let text = tokens::fill(link.get("text").and_then(Json::as_str).unwrap_or_default(), &words);
        let mut one = json!({"url": url, "text": text});
        for key in ["target", "title", "icon", "style", "entity", "action"] {
            if let Some(value) = link.get(key).filter(|value| value.as_str().is_some_and(|text| !text.is_empty())) {
                one[key] = value.clone();
            }
        }
        found.push(one);
    }
    found
}

/// An address that leads somewhere and runs nothing; inside the site it begins with a slash.
pub fn safe(url: &str) -> Option<String> {
    let lower = url.trim().to_ascii_lowercase();
    match lower.split_once(':') {
        Some(("http" | "https" | "mailto" | "tel", _)) => Some(url.trim().to_owned()),
        Some((scheme, _)) if scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)) => None,
        _ if lower.starts_with("//") => None,
        _ => Some(format!("/{}", url.trim().trim_start_matches('/'))),
    }
}

fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'@' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

/// A raw value as plain text.
pub fn plain(value: Option<&Json>) -> String {
    match value {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(Json::Bool(on)) => if *on { "1" } else { "0" }.to_owned(),
        Some(Json::Array(items)) => items.iter().map(|item| plain(Some(item))).collect::<Vec<_>>().join(", "),
        Some(other) => other.to_string(),
    }
}

fn meets(row: &Map<String, Json>, condition: &[Json]) -> bool {
    let text = |at: usize| condition.get(at).and_then(Json::as_str);
    match (text(0), text(1)) {
        (Some(field), operator) => holds(row, field, operator.unwrap_or("="), condition.get(2)),
        _ => true,
    }
}

/// Whether a row's value meets a condition, compared as the database does.
pub fn holds(row: &Map<String, Json>, field: &str, operator: &str, wanted: Option<&Json>) -> bool {
    let have = row.get(field).unwrap_or(&Json::Null);
    let is_blank = have.is_null() || *have == json!("") || *have == json!([]) || *have == json!(false);
    let same = |wanted: &Json| match have {
        Json::Array(items) => items.iter().any(|item| equal(item, wanted)),
        have => equal(have, wanted),
    };
    let any = || match wanted {
        Some(Json::Array(all)) => all.iter().any(same),
        Some(one) => same(one),
        None => is_blank,
    };
    let contains = || wanted.is_some_and(|wanted| fold(&plain(Some(have))).contains(&*fold(&plain(Some(wanted)))));
    let order = || Some(compare(have, wanted?));
    match operator {
        "=" | "IN" => any(),
        "!=" | "<>" | "NOT IN" => !any(),
        ">" => order().is_some_and(std::cmp::Ordering::is_gt),
        "<" => !have.is_null() && order().is_some_and(std::cmp::Ordering::is_lt),
        ">=" => order().is_some_and(std::cmp::Ordering::is_ge),
        "<=" => !have.is_null() && order().is_some_and(std::cmp::Ordering::is_le),
        "CONTAINS" | "LIKE" | "CONTAINS ONE OF" => any() || contains(),
        "NOT CONTAINS" | "NOT LIKE" => !(any() || contains()),
        "IS EMPTY" | "IS NULL" => is_blank,
        "IS NOT EMPTY" | "IS NOT NULL" => !is_blank,
        _ => false,
    }
}

fn equal(have: &Json, wanted: &Json) -> bool {
    match (number(have), number(wanted)) {
        (Some(a), Some(b)) => a == b,
        _ => fold(&plain(Some(have))) == fold(&plain(Some(wanted))),
    }
}

fn number(json: &Json) -> Option<f64> {
    match json {
        Json::Number(n) => n.as_f64(),
        Json::Bool(on) => Some(if *on { 1.0 } else { 0.0 }),
        Json::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn compare(have: &Json, wanted: &Json) -> std::cmp::Ordering {
    match (number(have), number(wanted)) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => schema::fold::compare(&plain(Some(have)), &plain(Some(wanted))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(json: Json) -> Map<String, Json> {
        json.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn a_style_is_given_where_its_condition_holds() {
        let rules = json!([["bg-warning", "age", "<", 18], ["strong", "city", "=", "etoile"], ["always"]]);
        assert_eq!(classes(Some(&rules), &row(json!({"age": 12, "city": "Étoile"}))), "bg-warning strong always");
        assert_eq!(classes(Some(&rules), &row(json!({"age": null, "city": "Die"}))), "always");
    }

    #[test]
    fn no_link_runs_a_script_or_leaves_by_a_trick() {
        assert_eq!(safe("javascript:alert(1)"), None);
        assert_eq!(safe("//evil.example"), None);
        assert_eq!(safe("contacts/3").as_deref(), Some("/contacts/3"));
        assert_eq!(safe("https://a.example/x").as_deref(), Some("https://a.example/x"));
    }

    #[test]
    fn an_icon_may_come_from_a_field() {
        let column = json!({"icons": [{"field": "icon", "side": "left"}, {"icon": "fa-star", "if": ["x", "=", 1]}]});
        let found = icons(&column, &row(json!({"icon": "fa-user", "x": 2})));
        assert_eq!(found, vec![json!({"class": "fa-user", "side": "left"})]);
    }
}
