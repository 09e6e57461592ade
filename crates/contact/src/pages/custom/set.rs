//! Custom sets as pages need them: what they are called, whom they are for, and how each field is entered.

use ::custom::condition::{self, Conditions};
use serde_json::{Value as Json, json};
use store::{Result, Tx};

use super::super::rows::{self, Row, ask, flag, int, text};

/// A custom set with its active fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Set {
    pub id: i64,
    pub name: String,
    pub title: String,
    /// The entity, or the preset of one, whose records it describes.
    pub extends: String,
    /// The types or subtypes that it is narrowed to; empty for all.
    pub only: Vec<String>,
    /// Stands under a tab of its own.
    pub is_tab: bool,
    pub is_multiple: bool,
    /// How many records one may have at most.
    pub most: Option<i64>,
    pub is_collapsed: bool,
    pub help_before: String,
    pub help_after: String,
    pub fields: Vec<Custom>,
}

/// One custom field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Custom {
    pub id: i64,
    /// The entity of the catalog that has it, and its name there: (`Contact`, `Volunteering.skills`).
    pub entity: String,
    pub path: String,
    pub label: String,
    pub data_type: String,
    pub html_type: String,
    pub default: String,
    pub is_required: bool,
    pub is_view: bool,
    pub is_searchable: bool,
    pub is_range: bool,
    pub is_several: bool,
    pub in_table: bool,
    pub length: Option<u32>,
    pub help_before: String,
    pub help_after: String,
    pub years_before: Option<i64>,
    pub years_after: Option<i64>,
    pub date_format: String,
    pub has_time: bool,
    pub rows: u8,
    pub columns: u8,
    pub has_options: bool,
    pub filter: String,
    /// The name of the list that its choices come from.
    pub list: String,
    /// The entity whose records it names.
    pub names: String,
    /// When it is shown and when it must be filled in, by what others hold.
    pub when: Conditions,
}

const SETS: [&str; 13] = [
    "id",
    "name",
    "title",
    "extends",
    "extends_entity_column_id",
    "extends_entity_column_value",
    "style",
    "is_multiple",
    "max_multiple",
    "collapse_display",
    "help_pre",
    "help_post",
    "weight",
];

const FIELDS: [&str; 29] = [
    "id",
    "custom_group_id",
    "name",
    "label",
    "data_type",
    "html_type",
    "default_value",
    "is_required",
    "is_view",
    "is_searchable",
    "is_search_range",
    "serialize",
    "in_selector",
    "text_length",
    "help_pre",
    "help_post",
    "start_date_years",
    "end_date_years",
    "date_format",
    "time_format",
    "note_rows",
    "options_per_line",
    "option_group_id",
    "filter",
    "fk_entity",
    "column_name",
    "weight",
    "conditions",
    "option_group_id.name",
];

/// The active sets for records of this entity (or preset: `Individual`) and of these types or subtypes, in order.
///
/// # Errors
/// The database's own failure.
pub fn of(tx: &Tx<'_>, entity: &str, subtypes: &[&str]) -> Result<Vec<Set>> {
    let base = base_of(tx, entity);
    let found = ask_sets(tx, json!([["extends", "IN", [entity, base]], ["is_active", "=", true]]))?;
    let fits = |set: &Set| set.only.is_empty() || set.only.iter().any(|one| subtypes.contains(&one.as_str()));
    Ok(found.into_iter().filter(fits).collect())
}

/// The same, for records of whatever type.
///
/// # Errors
/// The database's own failure.
pub(super) fn of_all(tx: &Tx<'_>, entity: &str) -> Result<Vec<Set>> {
    let base = base_of(tx, entity);
    ask_sets(tx, json!([["extends", "IN", [entity, base]], ["is_active", "=", true]]))
}

/// The active sets of every kind of record of this entity.
///
/// # Errors
/// The database's own failure.
pub fn any_of(tx: &Tx<'_>, entity: &str) -> Result<Vec<Set>> {
    let presets =
        tx.catalog().entities().filter(|one| one.preset.as_ref().is_some_and(|preset| preset.entity == entity));
    let mut names: Vec<String> = presets.map(|one| one.name.to_string()).collect();
    names.push(entity.to_owned());
    ask_sets(tx, json!([["extends", "IN", names], ["is_active", "=", true]]))
}

/// One active set by its id or its name.
///
/// # Errors
/// The database's own failure.
pub fn one(tx: &Tx<'_>, field: &str, value: Json) -> Result<Option<Set>> {
    Ok(ask_sets(tx, json!([[field, "=", value], ["is_active", "=", true]]))?.into_iter().next())
}

/// The entity whose table holds the records: of `Individual`, it is `Contact`.
pub fn base_of(tx: &Tx<'_>, entity: &str) -> String {
    let preset =
        tx.catalog().entity(entity).and_then(|one| one.preset.as_ref().map(|preset| preset.entity.to_string()));
    preset.unwrap_or_else(|| entity.to_owned())
}

fn ask_sets(tx: &Tx<'_>, conditions: Json) -> Result<Vec<Set>> {
    // Custom data is a component of its own, which a site may do without.
    if tx.catalog().entity("CustomGroup").is_none() {
        return Ok(Vec::new());
    }
    let found = ask(tx, "CustomGroup", &SETS, conditions, &[("weight", "ASC"), ("id", "ASC")], 0)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = found.iter().map(rows::id).collect();
    let clauses = json!([["custom_group_id", "IN", ids], ["is_active", "=", true]]);
    let fields = ask(tx, "CustomField", &FIELDS, clauses, &[("weight", "ASC"), ("id", "ASC")], 0)?;
    Ok(found.iter().map(|row| read(tx, row, &fields)).collect())
}

fn read(tx: &Tx<'_>, row: &Row, fields: &[Row]) -> Set {
    let id = rows::id(row);
    let (name, extends) = (text(row, "name").to_owned(), text(row, "extends").to_owned());
    let is_multiple = flag(row, "is_multiple");
    let base = base_of(tx, &extends);
    let own = fields.iter().filter(|field| int(field, "custom_group_id") == Some(id));
    let known = |custom: &Custom| tx.catalog().entity(&custom.entity).is_some_and(|e| e.field(&custom.path).is_some());
    let place = |field: &Row| match is_multiple {
        true => (format!("Custom_{name}"), text(field, "name").to_owned()),
        false => (base.clone(), format!("{name}.{}", text(field, "name"))),
    };
    Set {
        id,
        title: text(row, "title").to_owned(),
        only: rows::texts(row, "extends_entity_column_value").into_iter().map(str::to_owned).collect(),
        is_tab: is_multiple || text(row, "style") != "Inline",
        is_multiple,
        most: int(row, "max_multiple").filter(|most| *most > 0),
        is_collapsed: flag(row, "collapse_display"),
        help_before: text(row, "help_pre").to_owned(),
        help_after: text(row, "help_post").to_owned(),
        fields: own.map(|field| settled(tx, custom(field, place(field)))).filter(known).collect(),
        name: name.clone(),
        extends,
    }
}

/// Conditions on fields that are there no more hide nothing, and ask for nothing.
fn settled(tx: &Tx<'_>, field: Custom) -> Custom {
    let Some(entity) = tx.catalog().entity(&field.entity) else { return field };
    let known = |parts: &[Json]| parts.first().and_then(Json::as_str).is_some_and(|name| entity.field(name).is_some());
    let or = |holds: bool| {
        let settle =
            |parts: &[Json]| if known(parts) { Json::Array(parts.to_vec()) } else { condition::settled(holds) };
        field.when.map(&settle)
    };
    let when = Conditions { show: or(true).show, require: or(false).require };
    Custom { when, ..field }
}

/// A field from its row, and where it stands in the catalog.
pub(super) fn custom(row: &Row, (entity, path): (String, String)) -> Custom {
    let small = |name: &str| int(row, name).and_then(|n| u8::try_from(n).ok()).unwrap_or(0);
    let data_type = text(row, "data_type").to_owned();
    Custom {
        id: rows::id(row),
        entity,
        path,
        label: text(row, "label").to_owned(),
        html_type: text(row, "html_type").to_owned(),
        default: text(row, "default_value").to_owned(),
        is_required: flag(row, "is_required"),
        is_view: flag(row, "is_view"),
        is_searchable: flag(row, "is_searchable"),
        is_range: flag(row, "is_search_range"),
        is_several: int(row, "serialize").unwrap_or(0) > 0,
        in_table: flag(row, "in_selector"),
        length: int(row, "text_length").and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0),
        help_before: text(row, "help_pre").to_owned(),
        help_after: text(row, "help_post").to_owned(),
        years_before: int(row, "start_date_years"),
        years_after: int(row, "end_date_years"),
        date_format: text(row, "date_format").to_owned(),
        has_time: int(row, "time_format").unwrap_or(0) > 0,
        rows: small("note_rows"),
        columns: small("options_per_line"),
        has_options: int(row, "option_group_id").is_some() && data_type != "Boolean"
            || matches!(data_type.as_str(), "Country" | "StateProvince"),
        filter: text(row, "filter").to_owned(),
        list: text(row, "option_group_id.name").to_owned(),
        when: row.get("conditions").and_then(|json| Conditions::read(&json.to_string())).unwrap_or_default(),
        names: match data_type.as_str() {
            "ContactReference" => "Contact".to_owned(),
            "EntityReference" => text(row, "fk_entity").to_owned(),
            "File" => "File".to_owned(),
            _ => String::new(),
        },
        data_type,
    }
}

/// What a date field keeps of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Year,
    Month,
    Day,
    Time,
}

impl Custom {
    /// Which part of a moment it keeps.
    pub fn part(&self) -> Part {
        let has = |letter: char| self.date_format.contains(letter);
        match (self.has_time, self.date_format.is_empty() || has('d'), has('m') || has('M')) {
            (true, ..) => Part::Time,
            (_, true, _) => Part::Day,
            (_, false, true) => Part::Month,
            (_, false, false) => Part::Year,
        }
    }

    /// Whether it names records of the site.
    pub fn is_reference(&self) -> bool {
        matches!(self.data_type.as_str(), "ContactReference" | "EntityReference")
    }

    /// Whether it is filled in on a form.
    pub fn is_entered(&self) -> bool {
        !self.is_view && self.html_type != "Hidden"
    }

    /// Whether it holds a file, which comes with the form as an upload.
    pub fn is_file(&self) -> bool {
        self.data_type == "File"
    }
}
