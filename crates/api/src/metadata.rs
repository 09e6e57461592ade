//! A field as the API describes it.

use std::sync::Arc;

use schema::{Computed, Default, Entity, Field, FieldType, Kind};
use serde_json::{Map, Value as Json, json};
use store::{Result, Tx, coerce};

use crate::language::Language;

mod input;
mod options;

/// For what the fields are asked.
pub(crate) struct Asked {
    pub action: String,
    /// What is known of the record: narrows fields and options.
    pub values: Map<String, Json>,
    /// `loadOptions`: false, true, or the attributes wanted.
    pub options: Json,
    /// Whether anybody looks at the options.
    pub with_options: bool,
    pub language: Language,
}

/// Whether a field is told of: what the caller may not see is not there, nor what other kinds of records have.
pub(crate) fn shown(tx: &Tx<'_>, entity: &Entity, field: &Field, asked: &Asked) -> bool {
    let writing = !matches!(asked.action.as_str(), "get" | "autocomplete" | "export");
    // A secret is only ever written, by those whom its permission names.
    let secret = field.secret && (!writing || field.permission.is_open());
    let kind = field.only_for.as_ref().and_then(|(by, only)| Some((asked.values.get(by.as_ref())?, only)));
    let other_kind = kind.is_some_and(|(given, only)| given.as_str().is_some_and(|text| text != only));
    let fixed = entity.preset.as_ref().is_some_and(|preset| preset.field == field.name);
    let held = &tx.actor().permissions;
    let fills = || field.fill_permission.as_ref().is_some_and(|permission| permission.met_by(held));
    let seen = field.permission.met_by(held) && (!writing || field.write_permission.met_by(held));
    let open = seen || asked.action == "create" && fills();
    !secret && !other_kind && !fixed && open
}

/// The row that describes a field, under this name.
///
/// # Errors
/// The database's own failure while options are read.
pub(crate) fn row(tx: &Tx<'_>, entity: &Entity, field: &Field, name: &str, asked: &Asked) -> Result<Map<String, Json>> {
    let target = target(tx, entity, field, asked);
    let options = if asked.with_options { options::told(tx, entity, field, asked)? } else { Json::Null };
    let own = asked.language.field(entity, field);
    let members = [
        ("name", Json::from(name)),
        ("title", Json::from(own.as_deref().unwrap_or(&field.title))),
        ("label", Json::from(own.as_deref().or(field.label.as_deref()).unwrap_or(&field.title))),
        ("description", Json::from(field.description.as_deref())),
        ("type", Json::from(kind(field))),
        ("entity", Json::from(&*entity.name)),
        ("required", Json::from(asked.action == "create" && is_required(field))),
        ("required_if", Json::Null),
        ("nullable", Json::from(!field.not_null)),
        ("readonly", Json::from(field.readonly)),
        ("deprecated", Json::from(field.deprecated)),
        ("permission", permission(field)),
        ("usage", field.usage.iter().map(|usage| Json::from(&**usage)).collect()),
        ("data_type", Json::from(data_type(entity, field))),
        ("serialize", field.list.map_or(Json::Null, |format| Json::from(format as i64))),
        ("fk_entity", target.as_ref().map_or(Json::Null, |(entity, _)| Json::from(entity.as_str()))),
        ("fk_column", target.as_ref().map_or(Json::Null, |(_, column)| Json::from(column.as_str()))),
        ("dfk_entities", options::dynamic_entities(tx, entity, field)?),
        ("options", options),
        ("suffixes", suffixes(field)),
        (
            "operators",
            if field.operators.is_empty() {
                Json::Null
            } else {
                field.operators.iter().map(|o| Json::from(&**o)).collect()
            },
        ),
        ("default_value", default_value(tx, entity, field, asked)?),
        ("input_type", input::kind(field)),
        ("input_attrs", input::attributes(field)),
        ("localizable", Json::from(field.localizable)),
        ("help_pre", Json::Null),
        ("help_post", Json::Null),
        ("table_name", if entity.stored { Json::from(&*entity.table) } else { Json::Null }),
        ("column_name", if entity.stored { column(field) } else { Json::Null }),
        ("custom_field_id", Json::Null),
        ("custom_group", Json::Null),
    ];
    let mut row: Map<String, Json> = members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    row.extend(field.told.iter().map(|(name, value)| (name.to_string(), value.clone())));
    Ok(row)
}

/// The row for a field that a path of keys and one-to-one joins leads to (`contact_id.first_name`).
///
/// # Errors
/// The database's own failure while options are read.
pub(crate) fn joined(
    tx: &Tx<'_>,
    entity: &Arc<Entity>,
    path: &str,
    asked: &Asked,
) -> Result<Option<Map<String, Json>>> {
    let mut at = entity.clone();
    let mut rest = path;
    while let Some((step, tail)) = rest.split_once('.') {
        let join = at.virtual_join(step).map(|join| join.entity.clone());
        let key = at.field(step).and_then(|field| field.references.as_ref()).map(|key| key.entity.clone());
        let next = join.or(key).and_then(|name| tx.catalog().entity(&name).cloned());
        let Some(next) = next.filter(|next| next.door("get").met_by(&tx.actor().permissions)) else { return Ok(None) };
        (at, rest) = (next, tail);
    }
    let field = at.field(rest).filter(|field| path.contains('.') && shown(tx, &at, field, asked));
    field.map(|field| row(tx, &at, field, path, asked)).transpose()
}

fn kind(field: &Field) -> &'static str {
    match field.kind {
        Kind::Field => "Field",
        Kind::Custom => "Custom",
        Kind::Extra => "Extra",
        Kind::Filter => "Filter",
    }
}

/// What a new record cannot do without, as the write pipeline sees it.
fn is_required(field: &Field) -> bool {
    let needed = field.not_null && field.default == Default::None && field.ty != FieldType::Bool;
    field.is_column() && field.name != "id" && (field.required || needed)
}

fn data_type(entity: &Entity, field: &Field) -> &'static str {
    let many = field.kind == Kind::Filter && field.operators.iter().any(|operator| operator == "IN");
    match many || !entity.stored && field.list.is_some() {
        true => "Array",
        false => field.ty.api_name(),
    }
}

/// The entity and column that a key points to.
fn target(tx: &Tx<'_>, entity: &Entity, field: &Field, asked: &Asked) -> Option<(String, String)> {
    if let Some(reference) = &field.references {
        return Some((reference.entity.to_string(), reference.column.to_string()));
    }
    if field.computed == Some(Computed::Joined) {
        return entity.virtual_join(&field.name).map(|join| (join.entity.to_string(), "id".to_owned()));
    }
    let table = asked.values.get(field.dynamic_reference.as_deref()?)?.as_str()?;
    tx.catalog().by_table(table).map(|target| (target.name.to_string(), "id".to_owned()))
}

fn permission(field: &Field) -> Json {
    match field.permission.is_open() {
        true => Json::Null,
        false => json!(field.permission.all_of),
    }
}

fn suffixes(field: &Field) -> Json {
    match (&field.suffixes, &field.options) {
        (Some(own), _) => own.iter().map(|suffix| Json::from(&**suffix)).collect(),
        (None, Some(source)) => source.suffixes().into_iter().collect(),
        (None, None) => Json::Null,
    }
}

fn column(field: &Field) -> Json {
    match (&field.computed, field.is_column()) {
        (_, true) => Json::from(field.column()),
        (Some(Computed::AgeInYears(date) | Computed::DaysToAnniversary(date)), _) => Json::from(*date),
        (Some(Computed::Joined), _) => Json::from("id"),
        _ => Json::Null,
    }
}

/// The value that a new record gets; of `get`, what the conditions assume where they say nothing.
fn default_value(tx: &Tx<'_>, entity: &Entity, field: &Field, asked: &Asked) -> Result<Json> {
    if asked.action != "create" {
        let assumed = matches!(&*field.name, "is_deleted" | "is_test" | "is_template") && field.ty == FieldType::Bool;
        return Ok(if assumed && asked.action == "get" { Json::Bool(false) } else { Json::Null });
    }
    Ok(match &field.default {
        Default::None if field.ty == FieldType::Bool && field.not_null => Json::Bool(false),
        Default::Value(value) => coerce::to_json(field, value, tx.clock()),
        Default::Now => Json::from("now"),
        Default::CurrentContact => Json::from("user_contact_id"),
        Default::CurrentDomain => Json::from("current_domain"),
        Default::DefaultOption => {
            let list = tx.options(entity, field)?;
            let item = list.as_ref().and_then(|list| list.items.iter().find(|item| item.is_default));
            item.map_or(Json::Null, |item| coerce::to_json(field, &item.id, tx.clock()))
        }
        Default::None | Default::Touched | Default::Field(_) | Default::NameFrom(_) => Json::Null,
    })
}
