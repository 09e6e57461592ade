//! `getLinks`: the pages of an entity and of one record, as far as the caller may go there.

use query::GetRequest;
use serde_json::{Map, Value as Json, json};
use store::{Result, Tx};

use super::check_access;
use crate::answer::Outcome;
use crate::listing;
use crate::parameter::object;
use crate::run::Request;

/// One row for each page.
///
/// # Errors
/// `Request` for wrong conditions.
pub(crate) fn run(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Outcome> {
    let values = object(&request.params, "values")?;
    let title = match request.params.get("entityTitle") {
        Some(Json::String(title)) => title.clone(),
        Some(Json::Bool(false)) => String::new(),
        _ => request.entity.title.to_string(),
    };
    let mut rows = Vec::new();
    for (weight, (purpose, path)) in request.entity.paths.iter().enumerate() {
        let (action, icon, verb) = purpose_of(purpose);
        let open = request.entity.door(action).met_by(&tx.actor().permissions);
        let Some(path) = filled(path, &values) else { continue };
        if open && check_access::may(tx, &request.entity, action, &values)? {
            let row = json!({
                "ui_action": purpose, "api_action": action, "path": path, "text": format!("{verb} {title}").trim(),
                "icon": icon, "weight": weight, "target": target(purpose), "entity": request.entity.name,
                "conditions": [],
            });
            rows.extend(row.as_object().cloned());
        }
    }
    listing::listed(rows, &GetRequest::from_json(&request.params)?)
}

/// The action behind a page, its icon and its verb.
fn purpose_of(purpose: &str) -> (&'static str, &'static str, &'static str) {
    match purpose {
        "add" => ("create", "fa-plus", "Add"),
        "update" => ("update", "fa-pencil", "Edit"),
        "delete" => ("delete", "fa-trash", "Delete"),
        "view" => ("get", "fa-external-link", "View"),
        "preview" => ("get", "fa-eye", "Preview"),
        _ => ("get", "fa-gear", "Browse"),
    }
}

/// Where the page opens: short forms in a dialog, as existing clients do.
fn target(purpose: &str) -> &'static str {
    match purpose {
        "add" | "update" | "delete" => "crm-popup",
        _ => "",
    }
}

/// The path with the record's values in the places of `[field]`. Without values the places stay for the client to
/// fill; a path that needs a value which is not there leads nowhere.
fn filled(path: &str, values: &Map<String, Json>) -> Option<String> {
    if values.is_empty() {
        return Some(path.to_owned());
    }
    let mut text = String::new();
    let mut rest = path;
    while let Some((before, from)) = rest.split_once('[') {
        let (name, after) = from.split_once(']')?;
        text.push_str(before);
        match values.get(name)? {
            Json::String(value) => text.push_str(&encoded(value)),
            Json::Number(value) => text.push_str(&value.to_string()),
            Json::Array(items) => match items.first()? {
                Json::String(value) => text.push_str(&encoded(value)),
                other => text.push_str(&other.to_string()),
            },
            _ => return None,
        }
        rest = after;
    }
    text.push_str(rest);
    Some(text)
}

/// Text as it may stand in a URL (RFC 3986, 2.3: what is not reserved stands for itself).
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(json: Json) -> Map<String, Json> {
        json.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn a_path_is_filled_with_the_values_of_the_record() {
        let path = "civicrm/contact/view?reset=1&cid=[id]&name=[name]";
        let got = filled(path, &values(json!({"id": 5, "name": "a&b"})));
        assert_eq!(got.as_deref(), Some("civicrm/contact/view?reset=1&cid=5&name=a%26b"));
        assert_eq!(filled(path, &values(json!({"id": 5}))), None);
        assert_eq!(filled(path, &Map::new()).as_deref(), Some(path));
    }
}
