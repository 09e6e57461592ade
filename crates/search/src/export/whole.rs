//! Everything that a site holds, as one archive of plain tables: for whoever wants to leave, or to read it with other
//! programs. A CSV file for each entity, what each column means, and the files themselves.

use std::io::Write;

use contact::pages::phrases::Lang;
use query::GetRequest;
use schema::{Entity, Field, Kind};
use serde_json::{Value as Json, json};
use store::{As, Result, Tx};

use super::gone;
use super::zip::Zip;

/// So many rows are read at once.
const STEP: i64 = 5_000;

/// The entities that hold something of the site's own.
fn entities(tx: &Tx<'_>) -> Vec<std::sync::Arc<Entity>> {
    let catalog = tx.catalog();
    let own = |entity: &&std::sync::Arc<Entity>| {
        entity.stored && !entity.internal && !entity.derived && entity.preset.is_none() && entity.field("id").is_some()
    };
    catalog.entities().filter(own).cloned().collect()
}

/// The columns of an entity: its own and those of its sets, without secrets.
fn columns(entity: &Entity) -> Vec<&Field> {
    entity.fields.iter().filter(|field| matches!(field.kind, Kind::Field | Kind::Custom) && !field.secret).collect()
}

/// A value as a cell: as it is, with nothing that a program would have to guess.
fn cell(json: &Json) -> String {
    match json {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        Json::Bool(on) => if *on { "1" } else { "0" }.to_owned(),
        other => other.to_string(),
    }
}

/// A line of CSV (RFC 4180).
fn line<'t>(cells: impl Iterator<Item = std::borrow::Cow<'t, str>>) -> String {
    let quoted = cells.map(|cell| match cell.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.into_owned(),
    });
    quoted.collect::<Vec<_>>().join(",") + "\r\n"
}

/// All rows of an entity.
fn table(tx: &Tx<'_>, entity: &Entity, out: &mut dyn Write) -> Result<i64> {
    let columns = columns(entity);
    let head = line(columns.iter().map(|field| field.name.as_ref().into()));
    out.write_all(head.as_bytes()).map_err(gone)?;
    // What is usually left out belongs to everything.
    let whole = ["is_deleted", "is_test", "is_template"].into_iter().filter(|name| entity.field(name).is_some());
    let whole: Vec<Json> = whole.map(|name| json!([name, "IN", [true, false]])).collect();
    let (mut last, mut count) = (0, 0);
    loop {
        let mut where_ = whole.clone();
        where_.push(json!(["id", ">", last]));
        let request = GetRequest {
            select: columns.iter().map(|field| field.name.to_string()).collect(),
            where_,
            order_by: vec![("id".to_owned(), "ASC".to_owned())],
            limit: STEP,
            ..GetRequest::default()
        };
        let rows = tx.get(&entity.name, &request, As::Actor)?.rows;
        for row in &rows {
            let cells = columns.iter().map(|field| row.get(field.name.as_ref()).map(cell).unwrap_or_default().into());
            out.write_all(line(cells).as_bytes()).map_err(gone)?;
            last = row.get("id").and_then(Json::as_i64).unwrap_or(last);
        }
        let read = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        count += read;
        if read < STEP {
            return Ok(count);
        }
    }
}

/// What every column means.
fn meanings(tx: &Tx<'_>) -> String {
    let head = ["entity", "field", "title", "type", "refers_to", "description"];
    let mut text = line(head.into_iter().map(Into::into));
    for entity in entities(tx) {
        for field in columns(&entity) {
            let refers = field.references.as_ref().map_or("", |to| to.entity.as_ref());
            let described = field.description.as_deref().unwrap_or_default();
            let cells = [&entity.name, &field.name, &field.title].into_iter().map(|text| text.as_ref().into());
            let rest = [field.ty.api_name(), refers, described].into_iter().map(Into::into);
            text.push_str(&line(cells.chain(rest)));
        }
    }
    text
}

/// Writes the archive.
///
/// # Errors
/// The database's own failure, or that nobody reads any more.
pub fn write(tx: &Tx<'_>, lang: &Lang, out: &mut dyn Write) -> Result<()> {
    let mut zip = Zip::new(out);
    zip.stored("README.txt", lang.text("whole-readme").as_bytes()).map_err(gone)?;
    zip.stored("fields.csv", meanings(tx).as_bytes()).map_err(gone)?;
    for entity in entities(tx) {
        let write = |file: &mut super::zip::File<'_, '_>| table(tx, &entity, file).map(|_| ()).map_err(Trouble);
        zip.file(&format!("tables/{}.csv", entity.name), write).map_err(|Trouble(error)| error)?;
    }
    for (id, name) in files(tx)? {
        // A content that is missing leaves its line in the table.
        if let Some((_, bytes)) = file::read(tx, id)? {
            zip.stored(&format!("files/{id}-{name}"), &bytes).map_err(gone)?;
        }
    }
    zip.finish().map_err(gone)
}

/// What can go wrong while a file of the archive is written.
struct Trouble(store::Error);

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Trouble {
        Trouble(gone(error))
    }
}

/// The files by number and name.
fn files(tx: &Tx<'_>) -> Result<Vec<(i64, String)>> {
    let rows = contact::pages::rows::ask(tx, "File", &["id", "file_name"], json!([]), &[("id", "ASC")], 0)?;
    let name = |row: &contact::pages::rows::Row| file::name::clean(contact::pages::rows::text(row, "file_name"));
    Ok(rows.iter().map(|row| (contact::pages::rows::id(row), name(row))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_as_they_are() {
        let all = [json!(null), json!("=1+1"), json!("a \"b\", c"), json!([1, 2]), json!(true), json!(1.5)];
        let text = line(all.iter().map(|json| cell(json).into()));
        assert_eq!(text, ",=1+1,\"a \"\"b\"\", c\",\"[1,2]\",1,1.5\r\n");
    }
}
