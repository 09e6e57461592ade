//! The input of a field as the API describes it to forms.

use schema::{Field, FieldType};
use serde_json::{Map, Value as Json};

/// The declared word for an input that picks dates; the API calls it `Date`.
const DATE_PICKER: &str = "Select Date";

/// The kind of input.
pub(super) fn kind(field: &Field) -> Json {
    match field.input.as_deref() {
        Some(DATE_PICKER) => Json::from("Date"),
        other => Json::from(other),
    }
}

/// The attributes of the input; null where there are none.
pub(super) fn attributes(field: &Field) -> Json {
    let mut attributes = Map::new();
    for (name, value) in &field.input_attrs {
        match (&**name, value) {
            ("format_type", _) => {}
            ("filter", Json::String(text)) => {
                let filter = serde_json::from_str(&text.replace('\'', "\"")).unwrap_or_else(|_| value.clone());
                attributes.insert("filter".to_owned(), filter);
            }
            (name, value) => {
                attributes.insert(name.to_owned(), value.clone());
            }
        }
    }
    if field.input.as_deref() == Some(DATE_PICKER) {
        let (past, future) = years(field);
        attributes.insert("time".to_owned(), Json::Bool(field.ty != FieldType::Date));
        attributes.insert("date".to_owned(), Json::Bool(true));
        attributes.entry("start_date_years").or_insert_with(|| Json::from(past));
        attributes.entry("end_date_years").or_insert_with(|| Json::from(future));
    }
    if let Some(label) = &field.label {
        attributes.entry("label").or_insert_with(|| Json::from(&**label));
    }
    if let FieldType::Text { max } = field.ty
        && matches!(field.input.as_deref(), Some("Text" | "Email" | "Url"))
    {
        attributes.entry("maxlength").or_insert_with(|| Json::from(max));
    }
    if attributes.is_empty() { Json::Null } else { Json::Object(attributes) }
}

/// How far back and ahead of today the picker reaches, in years.
fn years(field: &Field) -> (i64, i64) {
    let format = field.input_attrs.iter().find(|(name, _)| name == "format_type").and_then(|(_, value)| value.as_str());
    match format {
        Some("birth") => (100, 0),
        _ => (20, 10),
    }
}
