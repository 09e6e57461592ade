//! Custom fields: columns of a set's table, made and changed while the site runs.

use schema::{Entity, FieldType, ListFormat, OptionSource};
use serde_json::{Map, Value as Json, json};
use store::{As, Change, Error, Problem, Result, Tx, machine_name};

use crate::column::{self, Place};
use crate::condition::Conditions;
use crate::group::CustomGroup;
use crate::total::formula::Formula;
use crate::{convert, extends, kind, remains, total, widgets};

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
    #[field(options(OptionSource::table("CustomGroup", "title").name("name").source()), belongs_to("CustomGroup"), input("Select"))]
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
    #[field(options(OptionSource::table("OptionGroup", "title").name("name").source()), references("OptionGroup"), input("EntityRef"))]
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
    /// When the field is shown and when it must be filled in, by what other fields of the record hold:
    /// {"show": [conditions], "require": [conditions]}, each written as in where.
    #[field(long_text, list(ListFormat::Json), input("TextArea"))]
    pub conditions: Option<String>,
    /// What a calculated field counts: {"entity", "function", "field", "where", "roles", "date", "period"}.
    #[field(long_text, list(ListFormat::Json), input("TextArea"))]
    pub formula: Option<String>,
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
    let retyped = change.before.as_ref().is_none_or(|old| is_retyped(old, field) || old.html_type != field.html_type);
    if retyped && !widgets::of(&field.data_type).contains(&field.html_type.as_str()) {
        return Err(Error::field("html_type", Problem::UnknownOption { text: field.html_type.clone() }));
    }
    check_conditions(tx, field)?;
    check_formula(tx, field)?;
    if field.html_type == "CheckBox" && field.data_type != "Boolean" && field.serialize == 0 && change.before.is_none()
    {
        field.serialize = 1;
    }
    if tx.find::<CustomGroup>(field.custom_group_id)?.is_none() {
        return Err(Error::field("custom_group_id", Problem::NoSuchRecord));
    }
    let Some(old) = change.before.clone() else { return Ok(()) };
    if old.name != field.name {
        let text = "The name of a field cannot be changed: searches and other programs know it.";
        return Err(Error::rule("name", "problem-custom-fixed", text));
    }
    let moved = old.custom_group_id != field.custom_group_id;
    let holds_files = old.data_type == "File" || field.data_type == "File";
    match (moved, is_retyped(&old, field)) {
        (false, false) => Ok(()),
        // The files are held by the rows of this set, through what it is.
        _ if holds_files => {
            let text = "A field of files stays a field of files, and in its set.";
            Err(Error::rule("data_type", "problem-custom-file", text))
        }
        (true, false) => check_move(tx, &old, field),
        (true, true) => {
            let text = "A field is moved first, and changes its kind then, or the other way round.";
            Err(Error::rule("custom_group_id", "problem-custom-one-by-one", text))
        }
        (false, true) => {
            // What is worked out is worked out anew.
            let misfits = if field.formula.is_some() { Vec::new() } else { convert::misfits(tx, &old, field)? };
            if !misfits.is_empty() {
                return Err(convert::refusal(misfits));
            }
            // The old column keeps its values until the time of undo is over.
            if stored_otherwise(&old, field) {
                field.column_name = Some(column::next_name(tx, field, change.id)?);
            }
            Ok(())
        }
    }
}

/// Conditions are sound, and speak of other fields of the same records.
fn check_conditions(tx: &Tx<'_>, field: &mut CustomField) -> Result<()> {
    let Some(text) = field.conditions.as_deref().filter(|text| !text.is_empty()) else { return Ok(()) };
    let wrong = |text: String| Err(Error::rule("conditions", "problem-custom-condition", text));
    let Some(conditions) = Conditions::read(text) else {
        return wrong("Conditions are written as {\"show\": [[field, operator, value]], \"require\": […]}.".to_owned());
    };
    let Some(set) = tx.find::<CustomGroup>(field.custom_group_id)? else { return Ok(()) };
    let name = set.name.clone().unwrap_or_default();
    let holder = match set.is_multiple {
        true => tx.catalog().entity(&format!("Custom_{name}")).cloned(),
        false => tx.catalog().entity(&set.extends).cloned(),
    };
    let own = field.name.clone().unwrap_or_default();
    let own = if set.is_multiple { own } else { format!("{name}.{own}") };
    for other in conditions.fields() {
        if other == own {
            return wrong("A field cannot depend on itself.".to_owned());
        }
        if holder.as_ref().is_some_and(|holder| holder.field(other).is_none()) {
            return wrong(format!("There is no field {other}."));
        }
    }
    field.conditions = conditions.written();
    Ok(())
}

/// A formula can be answered; its field is of the type that it gives, and nobody writes it.
fn check_formula(tx: &Tx<'_>, field: &mut CustomField) -> Result<()> {
    let Some(text) = field.formula.as_deref().filter(|text| !text.is_empty()) else { return Ok(()) };
    let wrong = |text: &str| Err(Error::rule("formula", "problem-custom-formula", text.to_owned()));
    let Some(formula) = Formula::read(text) else {
        return wrong("A formula names at least an entity and a function.");
    };
    let Some(set) = tx.find::<CustomGroup>(field.custom_group_id)? else { return Ok(()) };
    let Some(holder) = extends::base_entity(tx.catalog(), &set.extends).filter(|_| !set.is_multiple) else {
        return wrong("A calculated field stands in a set with one line for each record.");
    };
    let data_type = formula.check(tx, &holder.name)?;
    if field.data_type != data_type {
        let text = format!("What it gives is kept in a field of type {data_type}.");
        return Err(Error::rule("data_type", "problem-custom-formula", text));
    }
    (field.is_view, field.is_required, field.serialize) = (true, false, 0);
    field.formula = Some(formula.to_json().to_string());
    Ok(())
}

/// Whether its values must be of another kind, or shorter.
fn is_retyped(old: &CustomField, new: &CustomField) -> bool {
    let shorter = match (kind::field_type(old), kind::field_type(new)) {
        (Some(FieldType::Text { max: was }), Some(FieldType::Text { max: is })) => is < was,
        _ => false,
    };
    shorter || stored_otherwise(old, new) || new.data_type != old.data_type
}

/// Whether the new kind needs a column of its own.
fn stored_otherwise(old: &CustomField, new: &CustomField) -> bool {
    let plain = |field: &CustomField| match kind::field_type(field) {
        Some(FieldType::Text { .. }) => Some(FieldType::LongText),
        other => other,
    };
    plain(old) != plain(new) || (old.serialize > 0) != (new.serialize > 0)
}

/// A field moves to a set of the same records, where each record has one line.
fn check_move(tx: &Tx<'_>, old: &CustomField, new: &CustomField) -> Result<()> {
    let sets = (tx.find::<CustomGroup>(old.custom_group_id)?, tx.find::<CustomGroup>(new.custom_group_id)?);
    let (Some(from), Some(to)) = sets else { return Err(Error::field("custom_group_id", Problem::NoSuchRecord)) };
    let base = |set: &CustomGroup| extends::base_entity(tx.catalog(), &set.extends).map(|entity| entity.name.clone());
    let wider = to.extends == from.extends || base(&from).is_some_and(|base| base == to.extends);
    match wider && !from.is_multiple && !to.is_multiple {
        true => Ok(()),
        false => {
            let text = "A field moves only between sets of the same records, with one line for each.";
            Err(Error::rule("custom_group_id", "problem-custom-move", text))
        }
    }
}

/// A new field gets its column, a changed one takes its values along; all is seen at once by everything that works
/// from metadata.
pub(crate) fn apply(tx: &mut Tx<'_>, change: &Change<CustomField>) -> Result<()> {
    match &change.before {
        None => {
            let column = column::name_of(change.after.name.as_deref().unwrap_or_default(), change.id);
            let values = object(json!({"id": change.id, "column_name": column}));
            tx.save("CustomField", values, As::Program)?;
        }
        Some(before) => {
            settle(tx, change.id, before, &change.after, convert::forward)?;
            rename_in_conditions(tx, before, &change.after)?;
        }
    }
    tx.redeclare()?;
    // A new field is saved once more, for the name of its column.
    match &change.before {
        Some(before) if before.formula == change.after.formula && before.column_name == change.after.column_name => {
            Ok(())
        }
        _ => total::begin(tx, change.id),
    }
}

/// Conditions of others follow a field into its new set.
fn rename_in_conditions(tx: &mut Tx<'_>, before: &CustomField, after: &CustomField) -> Result<()> {
    if before.custom_group_id == after.custom_group_id {
        return Ok(());
    }
    let sets = (tx.find::<CustomGroup>(before.custom_group_id)?, tx.find::<CustomGroup>(after.custom_group_id)?);
    let (Some(from), Some(to), Some(name)) = (sets.0, sets.1, after.name.as_deref()) else { return Ok(()) };
    let path = |set: &CustomGroup| format!("{}.{name}", set.name.as_deref().unwrap_or_default());
    let (old, new) = (path(&from), path(&to));
    let text = r#"SELECT "id", "conditions" FROM "civicrm_custom_field" WHERE "conditions" IS NOT NULL"#;
    let mut found: Vec<(i64, Conditions)> = Vec::new();
    tx.rows(&store::statement(text, Vec::new()), |row| {
        if let (query::Cell::Int(id), query::Cell::Text(text)) = (row.cell(0), row.cell(1)) {
            found.extend(Conditions::read(text).map(|conditions| (id, conditions)));
        }
        Ok(())
    })?;
    for (id, conditions) in found.into_iter().filter(|(_, one)| one.fields().contains(&old.as_str())) {
        let renamed = conditions.map(&|parts| {
            let mut parts = parts.to_vec();
            if let Some(first) = parts.first_mut().filter(|first| first.as_str() == Some(old.as_str())) {
                *first = json!(new);
            }
            Json::Array(parts)
        });
        // Checked when the field was moved: the catalog knows the new place only after this.
        let text = format!(
            r#"UPDATE "civicrm_custom_field" SET "conditions" = {} WHERE "id" = {}"#,
            tx.placeholder(1),
            tx.placeholder(2)
        );
        tx.execute(&store::statement(text, vec![renamed.written().into(), id.into()]))?;
    }
    Ok(())
}

type Carry = fn(&Tx<'_>, &CustomField, &CustomField, &Place, &Place) -> Result<()>;

/// Brings the values from where they were to where they belong now.
fn settle(tx: &Tx<'_>, id: i64, before: &CustomField, after: &CustomField, convert: Carry) -> Result<()> {
    match (column::place(tx, before)?, column::place(tx, after)?) {
        (Some(from), Some(to)) if from != to => {
            arrive(tx, id, after, &to)?;
            match from.table == to.table {
                true => convert(tx, before, after, &from, &to)?,
                false => column::copy(tx, &from, &to)?,
            }
            remains::bury(tx, &from.table, Some(&from.column))
        }
        (_, Some(to)) => arrive(tx, id, after, &to),
        (Some(from), None) => remains::bury(tx, &from.table, Some(&from.column)),
        (None, None) => Ok(()),
    }
}

fn arrive(tx: &Tx<'_>, id: i64, field: &CustomField, place: &Place) -> Result<()> {
    remains::unearth(tx, &place.table, Some(&place.column))?;
    column::ensure(tx, field, id, place)
}

/// The column stays until the time of undo is over.
pub(crate) fn forget(tx: &mut Tx<'_>, _: i64, field: &CustomField) -> Result<()> {
    if let Some(place) = column::place(tx, field)? {
        remains::bury(tx, &place.table, Some(&place.column))?;
    }
    tx.redeclare()
}

/// Undo: the values follow the field back.
pub(crate) fn reversed(
    tx: &mut Tx<'_>,
    id: i64,
    before: Option<&CustomField>,
    after: Option<&CustomField>,
) -> Result<()> {
    match (before, after) {
        (Some(before), Some(after)) => settle(tx, id, before, after, convert::back)?,
        (None, Some(after)) => {
            if let Some(place) = column::place(tx, after)? {
                arrive(tx, id, after, &place)?;
            }
        }
        (Some(before), None) => {
            if let Some(place) = column::place(tx, before)? {
                remains::bury(tx, &place.table, Some(&place.column))?;
            }
        }
        (None, None) => {}
    }
    tx.redeclare()?;
    total::begin(tx, id)
}
