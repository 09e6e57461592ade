//! Custom fields: columns of a set's table, made and changed while the site runs.

use query::Dialect;
use schema::{Entity, FieldType, OptionSource};
use serde_json::{Map, Value as Json, json};
use store::{As, Change, Error, Problem, Result, Tx, machine_name};

use crate::group::CustomGroup;
use crate::kind;

#[derive(Clone, Debug, Entity)]
#[entity(
    "CustomField",
    "civicrm_custom_field",
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["administer CiviCRM data"]),
    label_field("label"),
    searchable("secondary"),
    order_by("weight"),
    kind("ManagedEntity"),
    kind("SortableEntity"),
    path("add", "civicrm/admin/custom/group/field/add?reset=1&action=add&gid=[custom_group_id]"),
    path("update", "civicrm/admin/custom/group/field/update?action=update&reset=1&id=[id]&gid=[custom_group_id]"),
    path("preview", "civicrm/admin/custom/group/preview?reset=1&fid=[id]"),
    path("delete", "civicrm/admin/custom/group/field/delete?reset=1&id=[id]"),
    path("detach", "civicrm/admin/custom/group/field/move?reset=1&fid=[id]"),
    unique("UI_label_custom_group_id", &["label", "custom_group_id"]),
    unique("UI_name_custom_group_id", &["name", "custom_group_id"])
)]
pub struct CustomField {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(options(OptionSource::table("CustomGroup", "title").source()), belongs_to("CustomGroup"), input("Select"))]
    pub custom_group_id: i64,
    #[field(text(64), input("Text"))]
    pub name: Option<String>,
    #[field(localizable, input("Text"))]
    pub label: String,
    #[field(text(16), default("String"), options(OptionSource::Named("dataType")), input("Select"))]
    pub data_type: String,
    #[field(text(32), options(OptionSource::Named("customHtmlType")), input("Select"))]
    pub html_type: String,
    #[field(input("Text"))]
    pub default_value: Option<String>,
    #[field(default(false), input("Toggle"))]
    pub is_required: bool,
    #[field(default(false), input("Toggle"))]
    pub is_searchable: bool,
    #[field(default(false), input("Toggle"))]
    pub is_search_range: bool,
    #[field(default(1_i64), input("Number"))]
    pub weight: i64,
    #[field(long_text, localizable, input("TextArea"))]
    pub help_pre: Option<String>,
    #[field(long_text, localizable, input("TextArea"))]
    pub help_post: Option<String>,
    #[field(input("Text"))]
    pub attributes: Option<String>,
    #[field(default(true), input("Toggle"))]
    pub is_active: bool,
    #[field(default(false), input("Toggle"))]
    pub is_view: bool,
    #[field(default(false), input("Toggle"))]
    pub file_is_public: bool,
    #[field(input("Number"))]
    pub options_per_line: Option<i64>,
    #[field(input("Number"))]
    pub text_length: Option<i64>,
    #[field(input("Number"))]
    pub start_date_years: Option<i64>,
    #[field(input("Number"))]
    pub end_date_years: Option<i64>,
    #[field(text(64), options(OptionSource::Named("getDatePluginInputFormats")), input("Select"))]
    pub date_format: Option<String>,
    #[field(options(OptionSource::Named("getTimeFormats")), input("Select"))]
    pub time_format: Option<i64>,
    #[field(input("Number"))]
    pub note_columns: Option<i64>,
    #[field(input("Number"))]
    pub note_rows: Option<i64>,
    #[field(readonly, input("Text"))]
    pub column_name: Option<String>,
    #[field(options(OptionSource::table("OptionGroup", "title").source()), references("OptionGroup"), input("EntityRef"))]
    pub option_group_id: Option<i64>,
    #[field(default(0_i64), options(OptionSource::Named("fieldSerialization")), input("Select"))]
    pub serialize: i64,
    #[field(input("Text"))]
    pub filter: Option<String>,
    #[field(default(false), input("CheckBox"))]
    pub in_selector: bool,
    #[field(input("Text"))]
    pub fk_entity: Option<String>,
    #[field(default("set_null"), options(OptionSource::Named("getFkEntityOnDeleteOptions")), input("Select"))]
    pub fk_entity_on_delete: String,
}

/// `option_values` is no column: it makes the field's own list of choices, `{value: label}` or a list of options.
pub(crate) fn take_options(tx: &mut Tx<'_>, given: &mut Map<String, Json>) -> Result<()> {
    let Some(options) = given.get("option_values").cloned().filter(|json| !json.is_null()) else { return Ok(()) };
    if given.get("id").is_some_and(|id| !id.is_null()) || given.get("option_group_id").is_some_and(|id| !id.is_null()) {
        return Ok(());
    }
    let label = given.get("label").and_then(Json::as_str).unwrap_or("options").to_owned();
    let mut name = machine_name(&label).to_lowercase();
    name.truncate(40);
    let group = tx.save(
        "OptionGroup",
        object(json!({
            "name": format!("{name}_{}", unique(tx)?), "title": label, "is_active": true, "is_reserved": false,
        })),
        As::Program,
    )?;
    for (weight, option) in option_rows(&options).into_iter().enumerate() {
        let mut row = object(option);
        row.insert("option_group_id".to_owned(), json!(group.id));
        row.entry("weight").or_insert(json!(weight + 1));
        row.entry("is_active").or_insert(json!(true));
        tx.save("OptionValue", row, As::Program)?;
    }
    given.insert("option_group_id".to_owned(), json!(group.id));
    Ok(())
}

/// A number that no option group's name has had yet.
fn unique(tx: &Tx<'_>) -> Result<i64> {
    let newest = tx.one(&store::statement(r#"SELECT max("id") FROM "civicrm_option_group""#, Vec::new()))?;
    Ok(newest.and_then(|v| v.as_int()).unwrap_or(0) + 1)
}

fn option_rows(options: &Json) -> Vec<Json> {
    match options {
        Json::Object(by_value) => {
            by_value.iter().map(|(value, label)| json!({"value": value, "label": label, "name": label})).collect()
        }
        Json::Array(list) => list
            .iter()
            .map(|item| match item {
                Json::Object(option) => {
                    let mut row = option.clone();
                    if let Some(id) = row.shift_remove("id") {
                        row.entry("value").or_insert(id);
                    }
                    Json::Object(row)
                }
                label => json!({"label": label, "name": label}),
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn object(json: Json) -> Map<String, Json> {
    if let Json::Object(map) = json { map } else { Map::new() }
}

/// The name from the label; type and set are decided once, since values already lie in the column.
pub(crate) fn complete(tx: &mut Tx<'_>, change: &mut Change<CustomField>) -> Result<()> {
    let field = &mut change.after;
    if field.name.as_deref().is_none_or(str::is_empty) {
        field.name = Some(machine_name(&field.label));
    }
    let name = field.name.clone().unwrap_or_default();
    if machine_name(&name) != name || name.is_empty() {
        return Err(Error::rule("name", "problem-machine-name", "A name has letters, digits and _ only."));
    }
    if matches!(name.as_str(), "id" | "entity_id") {
        return Err(Error::field("name", Problem::Taken));
    }
    if kind::field_type(field).is_none() {
        return Err(Error::field("data_type", Problem::UnknownOption { text: field.data_type.clone() }));
    }
    if field.html_type == "CheckBox" && field.serialize == 0 && change.before.is_none() {
        field.serialize = 1;
    }
    if tx.find::<CustomGroup>(field.custom_group_id)?.is_none() {
        return Err(Error::field("custom_group_id", Problem::NoSuchRecord));
    }
    let Some(old) = &change.before else { return Ok(()) };
    let same_type = kind::field_type(old) == kind::field_type(field) && (old.serialize > 0) == (field.serialize > 0);
    match old.custom_group_id == field.custom_group_id && old.name == field.name && same_type {
        true => Ok(()),
        false => {
            let text = "The set, the name and the kind of values of a field cannot be changed.";
            Err(Error::rule("data_type", "problem-custom-fixed", text))
        }
    }
}

/// A new field gets its column; any change is seen at once by everything that works from metadata.
pub(crate) fn apply(tx: &mut Tx<'_>, change: &Change<CustomField>) -> Result<()> {
    if change.is_new() {
        let field = &change.after;
        let column = column_name(field.name.as_deref().unwrap_or_default(), change.id);
        let mut values = Map::new();
        values.insert("id".to_owned(), json!(change.id));
        values.insert("column_name".to_owned(), Json::String(column.clone()));
        tx.save("CustomField", values, As::Program)?;
        add_column(tx, field, &column)?;
    }
    tx.redeclare()
}

fn add_column(tx: &Tx<'_>, field: &CustomField, column: &str) -> Result<()> {
    let set = tx.find::<CustomGroup>(field.custom_group_id)?;
    let Some(table) = set.and_then(|set| set.table_name) else { return Ok(()) };
    let Some(ty) = kind::field_type(field) else { return Ok(()) };
    let mut statements =
        vec![format!(r#"ALTER TABLE "{table}" ADD COLUMN "{column}" {}"#, sql_type(field, ty, tx.dialect()))];
    if field.is_searchable {
        let part = match ty.is_text() || field.serialize > 0 {
            true => format!("({})", query::fold_expression(tx.dialect(), &format!("\"{column}\""))),
            false => format!("\"{column}\""),
        };
        statements.push(format!(r#"CREATE INDEX "{table}_{column}" ON "{table}" ({part})"#));
    }
    tx.change_tables(&statements)
}

fn sql_type(field: &CustomField, ty: FieldType, dialect: Dialect) -> &'static str {
    if field.serialize > 0 {
        return if dialect == Dialect::Sqlite { "TEXT" } else { "text" };
    }
    match (dialect, ty) {
        (Dialect::Sqlite, FieldType::Int | FieldType::Bool | FieldType::Money { .. }) => "INTEGER",
        (Dialect::Sqlite, FieldType::Float) => "REAL",
        (Dialect::Sqlite, _) => "TEXT",
        (Dialect::Postgres, FieldType::Int) => "bigint",
        (Dialect::Postgres, FieldType::Bool) => "smallint",
        (Dialect::Postgres, FieldType::Float) => "double precision",
        (Dialect::Postgres, FieldType::Money { .. }) => "numeric(20,2)",
        (Dialect::Postgres, FieldType::Date) => "date",
        (Dialect::Postgres, FieldType::DateTime | FieldType::Timestamp) => "timestamp(0)",
        (Dialect::Postgres, FieldType::Text { .. } | FieldType::LongText) => "text",
    }
}

/// The name, made short and unique by the id.
fn column_name(name: &str, id: i64) -> String {
    let short: String = name.to_lowercase().chars().take(50).collect();
    format!("{short}_{id}")
}

/// The column stays until it is cleaned up, so that deleting can be undone.
pub(crate) fn forget(tx: &mut Tx<'_>, _: i64, _: &CustomField) -> Result<()> {
    tx.redeclare()
}
