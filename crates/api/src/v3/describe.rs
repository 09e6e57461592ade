//! `getfields`, `getfield`, `getoptions`, `getlist` and `getactions`.

use schema::{Entity, Field, FieldType};
use serde_json::{Map, Value as Json, json};
use store::{Error, Result, Tx};

use super::get::v4;
use super::{Request, missing, name, query, row, value};

/// The answer around values that are no rows.
fn answer(values: Json) -> Json {
    let count = values.as_object().map(Map::len).or_else(|| values.as_array().map(Vec::len));
    json!({"is_error": 0, "version": 3, "count": count, "values": values})
}

/// The fields by name.
pub(super) fn fields(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Json> {
    let named = ["api_action", "action"].into_iter().find_map(|key| request.params.get(key)?.as_str());
    let action = named.filter(|action| *action != "getfields").unwrap_or("get").to_owned();
    let entity = tx.entity(&request.entity)?;
    let (rows, _) = v4(tx, request, "getFields", json!({"action": action, "select": ["name", "required"]}))?;
    let tell = |row: &Map<String, Json>| {
        let name = row.get("name")?.as_str()?;
        let field = entity.field(name)?;
        Some((name.to_owned(), described(&entity, field, row.get("required") == Some(&Json::Bool(true)))))
    };
    let values: Map<String, Json> = rows.iter().filter_map(tell).collect();
    Ok(match value::is_set(request.params.get("sequential")) {
        true => answer(values.into_iter().map(|(_, field)| field).collect()),
        false => answer(Json::Object(values)),
    })
}

/// One field.
pub(super) fn field(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Json> {
    let wanted = request.params.get("name").and_then(Json::as_str).ok_or_else(|| missing("name"))?.to_owned();
    let all =
        fields(tx, &Request { params: Map::new(), entity: request.entity.clone(), action: String::new(), ..*request })?;
    match all["values"].get(&wanted) {
        Some(field) => Ok(json!({"is_error": 0, "version": 3, "count": 1, "values": field})),
        None => Err(Error::Request(format!("'{wanted}' is not a valid field"))),
    }
}

fn described(entity: &Entity, field: &Field, required: bool) -> Json {
    let mut told = Map::new();
    let mut put = |name: &str, value: Json| told.insert(name.to_owned(), value);
    put("name", Json::from(&*field.name));
    put("title", Json::from(&*field.title));
    put("type", Json::from(type_number(field)));
    put("entity", Json::from(&*entity.name));
    put("table_name", Json::from(&*entity.table));
    if let Some(description) = &field.description {
        put("description", Json::from(&**description));
    }
    if let FieldType::Text { max } = field.ty {
        put("maxlength", Json::from(max));
    }
    if let Some(key) = &field.references {
        put("FKApiName", Json::from(&*key.entity));
    }
    if field.options.is_some() {
        put("pseudoconstant", json!({}));
    }
    if field.list.is_some() {
        put("serialize", Json::from(field.list.map_or(0, |format| format as i64)));
    }
    if required {
        put("api.required", Json::from(1));
    }
    if field.name == "id" {
        put("api.aliases", json!([name::own_key(entity)]));
    }
    Json::Object(told)
}

/// The type's number in v3.
fn type_number(field: &Field) -> i64 {
    match field.ty {
        FieldType::Int => 1,
        FieldType::Text { .. } => 2,
        FieldType::Date => 4,
        FieldType::DateTime => 12,
        FieldType::Bool => 16,
        FieldType::LongText => 32,
        FieldType::Timestamp => 256,
        FieldType::Float => 512,
        FieldType::Money { .. } => 1024,
    }
}

/// The choices of a field, by id or in a list of key and value.
pub(super) fn options(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Json> {
    let asked = request.params.get("field").and_then(Json::as_str).ok_or_else(|| missing("field"))?.to_owned();
    let entity = tx.entity(&request.entity)?;
    let path = name::path(tx.catalog(), &entity, &asked).unwrap_or(asked.clone());
    let plain = path.split(':').next().unwrap_or(&path).to_owned();
    let catalog = tx.catalog().clone();
    let Some((owner, field)) = name::field_at(&catalog, &entity, &plain) else {
        return Err(Error::Request(format!("'{asked}' is not a valid field")));
    };
    let attribute = match request.params.get("context").and_then(Json::as_str) {
        Some("match" | "validate") => "name",
        Some("abbreviate") => "abbr",
        _ => "label",
    };
    let mut filters = request.params.clone();
    filters.retain(|key, _| !query::is_reserved(key) && !matches!(key.as_str(), "field" | "context"));
    let call = Request { entity: owner.name.to_string(), action: String::new(), params: Map::new(), ..*request };
    let params = json!({
        "where": [["name", "=", field.name]], "select": ["options"], "loadOptions": ["id", attribute], "values": filters,
    });
    let (rows, _) = v4(tx, &call, "getFields", params)?;
    let Some(Json::Array(items)) = rows.first().and_then(|row| row.get("options")) else {
        return Err(Error::Request(format!("The field '{asked}' has no associated option list.")));
    };
    let pair = |item: &Json| Some((value::text(item.get("id")?)?.as_str()?.to_owned(), item.get(attribute)?.clone()));
    let pairs = items.iter().filter_map(pair);
    Ok(match value::is_set(request.params.get("sequential")) {
        true => answer(pairs.map(|(key, value)| json!({"key": key, "value": value})).collect()),
        false => answer(Json::Object(pairs.collect())),
    })
}

/// Records found by a few letters, for choosing one.
pub(super) fn list(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Json> {
    let entity = tx.entity(&request.entity)?;
    let mut filters = Map::new();
    for (key, filter) in request.params.get("params").and_then(Json::as_object).into_iter().flatten() {
        if let Some(path) = name::path(tx.catalog(), &entity, key).filter(|_| !query::is_reserved(key)) {
            filters.insert(path, filter.clone());
        }
    }
    let ids: Vec<Json> = match request.params.get("id") {
        Some(Json::Array(items)) => items.clone(),
        Some(Json::String(text)) => {
            text.split(',').filter_map(|id| id.trim().parse::<i64>().ok()).map(Json::from).collect()
        }
        Some(id @ Json::Number(_)) => vec![id.clone()],
        _ => Vec::new(),
    };
    let input = request.params.get("input").and_then(Json::as_str).unwrap_or_default();
    let (rows, outcome) = v4(tx, request, "autocomplete", json!({"input": input, "ids": ids, "filters": filters}))?;
    let more = outcome.counts.matched.is_some_and(|matched| matched > outcome.counts.fetched);
    let rows: Vec<Map<String, Json>> = rows.iter().map(row::whole).collect();
    let field = outcome.extras.iter().find(|(name, _)| *name == "searchField").map(|(_, field)| field.clone());
    Ok(json!({
        "is_error": 0, "version": 3, "count": rows.len(), "values": rows, "page_num": 1, "more_results": more,
        "search_field": field,
    }))
}

/// The actions of v3 that lead to actions which the caller may use.
pub(super) fn actions(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Json> {
    let (rows, _) = v4(tx, request, "getActions", json!({"select": ["name"]}))?;
    let has = |name: &str| rows.iter().any(|row| row.get("name").and_then(Json::as_str) == Some(name));
    let all: [(&str, &[&str]); 6] = [
        ("autocomplete", &["getlist"]),
        ("create", &["create"]),
        ("delete", &["delete"]),
        ("get", &["get", "getcount", "getsingle", "getvalue"]),
        ("getFields", &["getactions", "getfield", "getfields", "getoptions"]),
        ("replace", &["replace"]),
    ];
    let mut names: Vec<&str> = all.iter().filter(|(v4, _)| has(v4)).flat_map(|(_, v3)| v3.iter().copied()).collect();
    names.sort_unstable();
    Ok(answer(names.into_iter().collect()))
}
