//! `Attachment` of API v3: the files of a record, made with their bytes in one call.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kit::{Filler, Older};
use query::GetRequest;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

use crate::attach::{attach, detach};
use crate::told;
use crate::{file, kind, take};

pub(crate) const ATTACHMENT: Older = Older { entity: "Attachment", run };

type Row = Map<String, Json>;

const FIELDS: [&str; 6] = ["file_name", "mime_type", "description", "upload_date", "created_id", "uri"];

fn run(tx: &mut Tx<'_>, action: &str, params: &Row) -> Result<Option<Vec<Row>>> {
    match action {
        "get" => get(tx, params).map(Some),
        "create" => create(tx, params).map(Some),
        "delete" => delete(tx, params).map(Some),
        _ => Ok(None),
    }
}

fn missing(names: &str) -> Error {
    Error::Request(format!("Mandatory key(s) missing from params array: {names}"))
}

fn number(params: &Row, name: &str) -> Option<i64> {
    let json = params.get(name)?;
    json.as_i64().or_else(|| json.as_str()?.trim().parse().ok())
}

fn text<'p>(params: &'p Row, name: &str) -> Option<&'p str> {
    params.get(name).and_then(Json::as_str).filter(|text| !text.is_empty())
}

/// The files that are asked for, of records that the caller sees.
fn get(tx: &mut Tx<'_>, params: &Row) -> Result<Vec<Row>> {
    let mut where_ = Vec::new();
    for (name, field) in [("id", "file_id"), ("entity_table", "entity_table"), ("entity_id", "entity_id")] {
        match params.get(name) {
            None | Some(Json::Null) => {}
            Some(Json::Object(asked)) => {
                where_.extend(asked.iter().map(|(operator, value)| json!([field, operator, value])));
            }
            Some(value) => where_.push(json!([field, "=", value])),
        }
    }
    if where_.is_empty() {
        return Err(missing("one of (id, entity_table, entity_id)"));
    }
    let mut select = vec!["file_id".to_owned(), "entity_table".to_owned(), "entity_id".to_owned()];
    select.extend(FIELDS.iter().map(|name| format!("file_id.{name}")));
    let order_by = vec![("file_id".to_owned(), "ASC".to_owned())];
    let request = GetRequest { select, where_, order_by, ..GetRequest::default() };
    let found = tx.get("EntityFile", &request, As::Actor)?.rows;
    let mut rows: Vec<Row> = found.iter().map(shown).collect();
    let Filler { fill, .. } = told::FILLER;
    let mut asked = vec!["url", "icon"];
    if returns(params, "content") {
        asked.push("content");
    }
    fill(tx, &asked, &mut rows)?;
    // Numbers are texts in this protocol.
    for value in rows.iter_mut().flat_map(|row| row.iter_mut().map(|(_, value)| value)) {
        if value.is_number() {
            *value = Json::from(value.to_string());
        }
    }
    Ok(rows)
}

/// Whether a field is asked for by name.
fn returns(params: &Row, name: &str) -> bool {
    match params.get("return") {
        Some(Json::String(text)) => text.split(',').any(|one| one.trim() == name),
        Some(Json::Array(items)) => items.iter().any(|item| item.as_str() == Some(name)),
        _ => params.contains_key(&format!("return.{name}")),
    }
}

fn shown(found: &Row) -> Row {
    let value = |name: &str| found.get(name).cloned().unwrap_or(Json::Null);
    let mut row = Row::new();
    row.insert("id".to_owned(), value("file_id"));
    row.insert("name".to_owned(), value("file_id.file_name"));
    for name in ["mime_type", "description", "upload_date", "created_id"] {
        row.insert(name.to_owned(), value(&format!("file_id.{name}")));
    }
    for name in ["entity_table", "entity_id"] {
        row.insert(name.to_owned(), value(name));
    }
    row.retain(|_, value| !value.is_null());
    row
}

/// Bytes as they came: text as it is, anything else in base64, which JSON can carry.
fn bytes(params: &Row) -> Result<Vec<u8>> {
    let content = params.get("content").and_then(Json::as_str).ok_or_else(|| missing("content"))?;
    let is_text = text(params, "mime_type").is_some_and(|kind| kind.starts_with("text/") || kind == "message/rfc822");
    let packed: String = content.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    Ok(match STANDARD.decode(packed) {
        Ok(bytes) if !is_text && !content.is_empty() => bytes,
        _ => content.as_bytes().to_vec(),
    })
}

/// Takes the bytes in and gives the file to the record; with an `id`, changes what is said of a file.
fn create(tx: &mut Tx<'_>, params: &Row) -> Result<Vec<Row>> {
    let mut given = params.clone();
    file::refuse_paths(tx, &mut given)?;
    if params.get("options").and_then(|options| options.get("move-file")).is_some() {
        return Err(Error::rule("options", "problem-file-path", "A file cannot be taken from the server's disk."));
    }
    let mut told = Row::new();
    for (name, field) in [("name", "file_name"), ("description", "description")] {
        told.extend(params.get(name).map(|value| (field.to_owned(), value.clone())));
    }
    let id = match number(params, "id") {
        Some(id) => id,
        None => {
            let (Some(table), Some(record), Some(name)) =
                (text(params, "entity_table"), number(params, "entity_id"), text(params, "name"))
            else {
                return Err(missing("entity_table, entity_id, name"));
            };
            let named = text(params, "mime_type").and_then(kind::named);
            let name = match named.filter(|_| !name.contains('.')) {
                Some(kind) => format!("{name}.{}", kind.ending()),
                None => name.to_owned(),
            };
            let taken = take::take_bytes(tx, &name, &bytes(params)?)?;
            told.shift_remove("file_name");
            attach(tx, table, record, &[taken])?.first().copied().unwrap_or(0)
        }
    };
    if !told.is_empty() {
        told.insert("id".to_owned(), json!(id));
        tx.save("File", told, As::Actor)?;
    }
    get(tx, &Row::from_iter([("id".to_owned(), json!(id))]))
}

/// Takes files away from their records: one by its id, or all of a record.
fn delete(tx: &mut Tx<'_>, params: &Row) -> Result<Vec<Row>> {
    let record = text(params, "entity_table").is_some() && number(params, "entity_id").is_some();
    if number(params, "id").is_none() && !record {
        return Err(missing("one of (id, entity_table+entity_id)"));
    }
    let mut asked = params.clone();
    asked.retain(|name, _| ["id", "entity_table", "entity_id"].contains(&name.as_str()));
    let rows = get(tx, &asked)?;
    for row in &rows {
        let (Some(table), Some(record), Some(file)) =
            (text(row, "entity_table"), number(row, "entity_id"), number(row, "id"))
        else {
            continue;
        };
        detach(tx, table, record, file)?;
    }
    Ok(Vec::new())
}
