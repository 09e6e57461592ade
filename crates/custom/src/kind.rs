//! What a custom field holds: its data type and input, as a field of metadata.

use schema::{Computed, Field, FieldType, Kind, ListFormat, OptionSource};
use serde_json::{Value as Json, json};

use crate::field::CustomField;
use crate::total;

/// The type of the column; None for an unknown data type.
pub(crate) fn field_type(field: &CustomField) -> Option<FieldType> {
    Some(match field.data_type.as_str() {
        "String" => FieldType::Text { max: length(field).unwrap_or(255) },
        "Link" => FieldType::Text { max: 2047 },
        "Memo" => FieldType::LongText,
        "Int" | "StateProvince" | "Country" | "File" | "ContactReference" | "EntityReference" => FieldType::Int,
        "Float" => FieldType::Float,
        "Money" => FieldType::Money { scale: 2 },
        "Boolean" => FieldType::Bool,
        "Date" if field.time_format.unwrap_or(0) > 0 => FieldType::DateTime,
        "Date" => FieldType::Date,
        _ => return None,
    })
}

fn length(field: &CustomField) -> Option<u32> {
    field.text_length.and_then(|n| u32::try_from(n).ok()).filter(|n| (1..=65_535).contains(n))
}

/// The field of the set's own entity.
pub(crate) fn declared(field: &CustomField, option_group: Option<&str>) -> Option<Field> {
    let ty = field_type(field)?;
    let name = field.name.clone()?;
    let mut made = Field::new(name, ty);
    made.title = field.label.clone().into();
    made.description = field.help_post.clone().map(Into::into);
    made.column = field.column_name.clone().map(Into::into);
    made.readonly = field.is_view;
    made.list = (field.serialize > 0).then_some(ListFormat::Bookend);
    made.input = Some(field.html_type.clone().into());
    made.options = options(field, option_group);
    made.references = reference(field);
    made.default = default(field, &made);
    made.usage = match field.formula {
        Some(_) => vec!["export".into()],
        None => ["import", "export", "duplicate_matching"].map(Into::into).to_vec(),
    };
    made.input_attrs = attributes(field, &made);
    Some(made)
}

/// What the API tells of the field beside: the set by its name, the words around the input, conditions, the formula.
pub(crate) fn told(id: i64, set: &str, field: &CustomField) -> Vec<(schema::field::Name, Json)> {
    let mut told: Vec<(schema::field::Name, Json)> = vec![
        (total::NUMBER.into(), json!(id)),
        ("custom_group".into(), json!(set)),
        ("help_pre".into(), json!(field.help_pre)),
        ("help_post".into(), json!(field.help_post)),
    ];
    for (name, text) in [("conditions", &field.conditions), (total::TOLD, &field.formula)] {
        let json = text.as_deref().and_then(|text| serde_json::from_str::<Json>(text).ok());
        told.extend(json.map(|json| (name.into(), json)));
    }
    told
}

/// The attributes of the input, as clients of the API look for them.
fn attributes(field: &CustomField, made: &Field) -> Vec<(schema::field::Name, Json)> {
    let numbers: &[(&'static str, Option<i64>)] = match field.html_type.as_str() {
        "Select Date" => &[("start_date_years", field.start_date_years), ("end_date_years", field.end_date_years)],
        "TextArea" | "RichTextEditor" => &[("rows", field.note_rows), ("cols", field.note_columns)],
        "Text" if matches!(made.ty, FieldType::Int) => &[("step", Some(1))],
        _ => &[],
    };
    let mut all: Vec<(schema::field::Name, Json)> =
        numbers.iter().filter_map(|(name, n)| Some(((*name).into(), json!((*n)?)))).collect();
    if made.list.is_some() {
        all.push(("multiple".into(), json!(true)));
    }
    if field.html_type == "Select Date" {
        all.extend(field.date_format.as_ref().map(|format| ("date".into(), json!(format))));
    }
    if let Some(filter) = field.filter.as_ref().filter(|_| made.references.is_some()) {
        all.push(("filter".into(), json!(filter)));
    }
    all
}

fn options(field: &CustomField, option_group: Option<&str>) -> Option<OptionSource> {
    match field.data_type.as_str() {
        "Country" => Some(OptionSource::table("Country", "name").name("iso_code").abbr("iso_code").source()),
        "StateProvince" => Some(OptionSource::table("StateProvince", "name").abbr("abbreviation").source()),
        "Boolean" => None,
        _ => option_group.map(|name| OptionSource::Group { name: name.to_owned().into(), by_name: false }),
    }
}

fn reference(field: &CustomField) -> Option<schema::Reference> {
    let entity = match field.data_type.as_str() {
        "ContactReference" => "Contact".to_owned(),
        "EntityReference" => field.fk_entity.clone()?,
        "Country" => "Country".to_owned(),
        "StateProvince" => "StateProvince".to_owned(),
        "File" => "File".to_owned(),
        _ => return None,
    };
    let on_delete = match (field.data_type.as_str(), field.fk_entity_on_delete.as_str()) {
        ("EntityReference", "cascade") => schema::OnDelete::Cascade,
        ("EntityReference", "restrict") => schema::OnDelete::Restrict,
        _ => schema::OnDelete::SetNull,
    };
    Some(schema::Reference { entity: entity.into(), column: "id".into(), on_delete })
}

/// The default as a value; one that does not fit its type is left out rather than written.
fn default(field: &CustomField, made: &Field) -> schema::Default {
    let Some(text) = field.default_value.as_deref().filter(|text| !text.is_empty()) else {
        return schema::Default::None;
    };
    let value = match (made.list, made.ty) {
        (Some(format), _) => {
            let parts = format.split(text);
            schema::Value::List(parts.into_iter().map(schema::Value::Text).collect())
        }
        (None, FieldType::Int) => text.parse().map_or(schema::Value::Null, schema::Value::Int),
        (None, FieldType::Bool) => schema::Value::Bool(matches!(text, "1" | "true")),
        (None, FieldType::Float) => text.parse().map_or(schema::Value::Null, schema::Value::Float),
        (None, FieldType::Text { .. } | FieldType::LongText) => schema::Value::Text(text.to_owned()),
        (None, FieldType::Date) => text.parse().map_or(schema::Value::Null, schema::Value::Date),
        (None, FieldType::DateTime | FieldType::Timestamp) => {
            text.parse().map_or(schema::Value::Null, schema::Value::DateTime)
        }
        (None, FieldType::Money { .. }) => text.parse().map_or(schema::Value::Null, schema::Value::Decimal),
    };
    if value.is_null() { schema::Default::None } else { schema::Default::Value(value) }
}

/// How the field stands among those of the extended entity: `Set.field`, described here, stored there.
pub(crate) fn described(set: &str, set_title: &str, field: &Field) -> Field {
    let mut shown = field.clone();
    shown.name = format!("{set}.{}", field.name).into();
    shown.label = Some(format!("{set_title}: {}", field.title).into());
    shown.kind = Kind::Custom;
    shown.computed = Some(Computed::Joined);
    shown.guards = false;
    shown
}
