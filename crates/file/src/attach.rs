//! Files of a record: attaching, listing, taking away. For whatever component has records with files.

use jiff::civil::{Date, DateTime};
use query::GetRequest;
use schema::Verb;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

use crate::content::Digest;
use crate::kind::{self, Kind};
use crate::take::Taken;

/// A file of a record, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    pub id: i64,
    pub name: String,
    pub kind: Option<&'static Kind>,
    /// In bytes.
    pub size: i64,
    pub description: Option<String>,
    /// In the site's time zone.
    pub at: Option<DateTime>,
    /// Who sent it, where the reader may know.
    pub by: Option<(i64, String)>,
    pub folder: Option<String>,
    /// The last day on which it holds.
    pub valid_until: Option<Date>,
    /// The older version whose place it takes.
    pub replaces: Option<i64>,
}

impl Attachment {
    /// Where it is read.
    pub fn href(&self) -> String {
        address(self.id, &self.name)
    }

    /// Whether it can be shown as a picture.
    pub fn is_picture(&self) -> bool {
        self.kind.is_some_and(|kind| kind.is_picture)
    }
}

/// The address of a file: `/files/12/minutes.pdf`. The name is for people; the number decides.
pub fn address(id: i64, name: &str) -> String {
    format!("/files/{id}/{}", percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC))
}

/// Gives a record these files, which [`crate::take`] has taken in; gives their ids. Whoever may edit the record may.
///
/// # Errors
/// `Forbidden` where the actor may not edit the record, `NotFound` for a table that holds no files.
pub fn attach(tx: &mut Tx<'_>, entity_table: &str, entity_id: i64, files: &[Taken]) -> Result<Vec<i64>> {
    let holder = tx.catalog().by_table(entity_table).cloned();
    let holder = holder.ok_or_else(|| Error::NotFound(format!("There is no table {entity_table}.")))?;
    tx.check_rule(&holder, entity_id, Verb::Edit)?;
    files.iter().map(|file| attach_one(tx, entity_table, entity_id, file)).collect()
}

/// Writes down a file that has been taken in; gives its id. Until a record holds it, it is seen by its sender alone.
///
/// # Errors
/// As any write.
pub fn keep(tx: &mut Tx<'_>, taken: &Taken) -> Result<i64> {
    Ok(tx.save("File", values(taken), As::Program)?.id)
}

fn attach_one(tx: &mut Tx<'_>, entity_table: &str, entity_id: i64, taken: &Taken) -> Result<i64> {
    let id = keep(tx, taken)?;
    let tie = json!({"entity_table": entity_table, "entity_id": entity_id, "file_id": id});
    tx.save("EntityFile", object(tie), As::Program)?;
    Ok(id)
}

/// The columns of a file that has been taken in.
fn values(taken: &Taken) -> Map<String, Json> {
    object(json!({
        "file_name": taken.name,
        "mime_type": taken.kind.content_type,
        "file_size": taken.size,
        "content_hash": taken.digest.as_str(),
    }))
}

/// The files of a record that the actor may see, newest first.
///
/// # Errors
/// The database's own failure.
pub fn attachments(tx: &Tx<'_>, entity_table: &str, entity_id: i64) -> Result<Vec<Attachment>> {
    let select = ["file_id", "file_id.file_name", "file_id.mime_type", "file_id.file_size", "file_id.description"];
    let more = [
        "file_id.upload_date",
        "file_id.created_id",
        "file_id.created_id.display_name",
        "file_id.folder",
        "file_id.valid_until",
        "file_id.replaces_id",
    ];
    let request = GetRequest {
        select: select.iter().chain(&more).map(|name| (*name).to_owned()).collect(),
        where_: held(entity_table, entity_id),
        order_by: vec![("file_id.upload_date".to_owned(), "DESC".to_owned()), ("id".to_owned(), "DESC".to_owned())],
        ..GetRequest::default()
    };
    Ok(tx.get("EntityFile", &request, As::Actor)?.rows.iter().map(attachment).collect())
}

/// How many files the record holds that the actor may see.
///
/// # Errors
/// The database's own failure.
pub fn count(tx: &Tx<'_>, entity_table: &str, entity_id: i64) -> Result<i64> {
    let request = GetRequest {
        select: vec!["row_count".to_owned()],
        where_: held(entity_table, entity_id),
        ..GetRequest::default()
    };
    Ok(tx.get("EntityFile", &request, As::Actor)?.matched.unwrap_or(0))
}

/// Takes a file away from a record; with its last record it is gone, until the transaction is undone.
///
/// # Errors
/// `NotFound` where the record does not hold it, `Forbidden` where the actor may not edit the record.
pub fn detach(tx: &mut Tx<'_>, entity_table: &str, entity_id: i64, file: i64) -> Result<()> {
    let mut where_ = held(entity_table, entity_id);
    where_.push(json!(["file_id", "=", file]));
    let request = GetRequest { select: vec!["id".to_owned()], where_, ..GetRequest::default() };
    let found = tx.get("EntityFile", &request, As::Actor)?.rows;
    let tie = found.first().and_then(|row| row.get("id")?.as_i64());
    let tie = tie.ok_or_else(|| Error::NotFound(format!("file {file}")))?;
    let holder = tx.catalog().by_table(entity_table).cloned();
    let holder = holder.ok_or_else(|| Error::NotFound(format!("There is no table {entity_table}.")))?;
    tx.check_rule(&holder, entity_id, Verb::Edit)?;
    tx.delete("EntityFile", tie, As::Program)
}

/// A file of which the actor may see a record that holds it.
#[derive(Clone, Debug)]
pub struct Found {
    pub name: String,
    pub kind: Option<&'static Kind>,
    pub digest: Option<Digest>,
}

/// The file, where the actor may see it.
///
/// # Errors
/// The database's own failure.
pub fn find(tx: &Tx<'_>, id: i64) -> Result<Option<Found>> {
    let request = GetRequest {
        select: ["file_name", "mime_type"].iter().map(|name| (*name).to_owned()).collect(),
        where_: vec![json!(["id", "=", id])],
        limit: 1,
        ..GetRequest::default()
    };
    let Some(row) = tx.get("File", &request, As::Actor)?.rows.into_iter().next() else { return Ok(None) };
    let hash = tx.find::<crate::file::File>(id)?.and_then(|file| file.content_hash);
    Ok(Some(Found {
        name: text(&row, "file_name").to_owned(),
        kind: kind::named(text(&row, "mime_type")),
        digest: hash.as_deref().and_then(Digest::parse),
    }))
}

fn held(entity_table: &str, entity_id: i64) -> Vec<Json> {
    vec![json!(["entity_table", "=", entity_table]), json!(["entity_id", "=", entity_id])]
}

fn attachment(row: &Map<String, Json>) -> Attachment {
    let person = text(row, "file_id.created_id.display_name");
    let by = row.get("file_id.created_id").and_then(Json::as_i64).filter(|_| !person.is_empty());
    Attachment {
        id: row.get("file_id").and_then(Json::as_i64).unwrap_or(0),
        name: text(row, "file_id.file_name").to_owned(),
        kind: kind::named(text(row, "file_id.mime_type")),
        size: row.get("file_id.file_size").and_then(Json::as_i64).unwrap_or(0),
        description: Some(text(row, "file_id.description").to_owned()).filter(|text| !text.is_empty()),
        at: text(row, "file_id.upload_date").replace(' ', "T").parse().ok(),
        by: by.map(|id| (id, person.to_owned())),
        folder: Some(text(row, "file_id.folder").to_owned()).filter(|text| !text.is_empty()),
        valid_until: text(row, "file_id.valid_until").get(..10).and_then(|day| day.parse().ok()),
        replaces: row.get("file_id.replaces_id").and_then(Json::as_i64),
    }
}

fn text<'r>(row: &'r Map<String, Json>, name: &str) -> &'r str {
    row.get(name).and_then(Json::as_str).unwrap_or_default()
}

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}
