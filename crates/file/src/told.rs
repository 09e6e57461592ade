//! What the API tells of a file beyond its row: a link to it, an icon, whether it is a picture, its text.

use std::io::Read;

use kit::Filler;
use serde_json::{Map, Value as Json};
use store::{Error, Result, Tx};

use crate::content::{self, Digest, Store};
use crate::file::File;
use crate::{kind, link};

/// The largest content that an answer carries, in bytes; a link leads to more.
const CARRIED: u64 = 5 * 1024 * 1024;

pub(crate) const FILLER: Filler =
    Filler { entity: "File", fields: &["url", "icon", "is_image", "content"], needs: &["mime_type"], fill };

fn fill(tx: &mut Tx<'_>, asked: &[&'static str], rows: &mut [Map<String, Json>]) -> Result<()> {
    for row in rows {
        // Rows were read with the reader's rights, so each is one that they may have.
        let Some(id) = row.get("id").and_then(Json::as_i64) else { continue };
        let kind = row.get("mime_type").and_then(Json::as_str).unwrap_or_default().to_owned();
        for field in asked {
            let value = match *field {
                "url" => Json::from(link::sign(tx, id)?),
                "icon" => Json::from(icon(&kind)),
                "is_image" => Json::from(kind::named(&kind).is_some_and(|kind| kind.is_picture)),
                _ => text(tx, id)?.map_or(Json::Null, Json::from),
            };
            row.insert((*field).to_owned(), value);
        }
    }
    Ok(())
}

/// The name of an icon (Font Awesome), as clients of the API know it.
fn icon(content_type: &str) -> &'static str {
    match content_type.split(';').next().unwrap_or_default() {
        "application/pdf" => "fa-file-pdf-o",
        "application/zip" => "fa-file-archive-o",
        image if image.starts_with("image/") => "fa-file-image-o",
        audio if audio.starts_with("audio/") => "fa-file-audio-o",
        sheet if sheet.contains("spreadsheet") || sheet.contains("excel") || sheet == "text/csv" => "fa-file-excel-o",
        slides if slides.contains("presentation") || slides.contains("powerpoint") => "fa-file-powerpoint-o",
        words if words.contains("word") || words.ends_with(".text") || words == "application/rtf" => "fa-file-word-o",
        text if text.starts_with("text/") => "fa-file-text-o",
        _ => "fa-file-o",
    }
}

/// What the file contains, where that is text and no more than an answer carries.
fn text(tx: &Tx<'_>, id: i64) -> Result<Option<String>> {
    let hash = tx.find::<File>(id)?.and_then(|file| file.content_hash);
    let Some(digest) = hash.as_deref().and_then(Digest::parse) else { return Ok(None) };
    let Some((file, length)) = content::of(tx.site()).open(&digest).map_err(Error::internal)? else { return Ok(None) };
    if length > CARRIED {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.take(CARRIED).read_to_end(&mut bytes).map_err(Error::internal)?;
    Ok(String::from_utf8(bytes).ok())
}

#[cfg(test)]
mod tests {
    use super::icon;

    #[test]
    fn icons_say_what_a_file_is() {
        assert_eq!(icon("text/csv; charset=utf-8"), "fa-file-excel-o");
        assert_eq!(icon("application/vnd.oasis.opendocument.text"), "fa-file-word-o");
        assert_eq!(icon("image/png"), "fa-file-image-o");
        assert_eq!(icon(""), "fa-file-o");
    }
}
