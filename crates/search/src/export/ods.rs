//! A spreadsheet of one table in OpenDocument 1.3 (ISO/IEC 26300).

use std::io::Write;

use store::Result;

use super::xlsx::escaped;
use super::zip::{File, Zip};
use super::{Datum, Sheet, gone};

const MIME: &str = "application/vnd.oasis.opendocument.spreadsheet";
const MANIFEST: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\"><manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.3\" manifest:media-type=\"application/vnd.oasis.opendocument.spreadsheet\"/><manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\" office:version=\"1.3\"><office:automatic-styles><number:date-style style:name=\"D\"><number:day number:style=\"long\"/><number:text>/</number:text><number:month number:style=\"long\"/><number:text>/</number:text><number:year number:style=\"long\"/></number:date-style><style:style style:name=\"head\" style:family=\"table-cell\"><style:text-properties fo:font-weight=\"bold\"/></style:style><style:style style:name=\"day\" style:family=\"table-cell\" style:data-style-name=\"D\"/></office:automatic-styles><office:body><office:spreadsheet><table:table table:name=\"1\">";
const FOOT: &str = "</table:table></office:spreadsheet></office:body></office:document-content>";

/// Writes a spreadsheet whose rows come from a function.
pub(super) fn write(out: &mut dyn Write, rows: impl FnOnce(&mut dyn Sheet) -> Result<()>) -> Result<()> {
    let mut zip = Zip::new(out);
    // First and unpacked, so that the kind of the file can be told from its beginning.
    zip.stored("mimetype", MIME.as_bytes()).map_err(gone)?;
    zip.file("META-INF/manifest.xml", |file| file.write_all(MANIFEST.as_bytes())).map_err(gone)?;
    let mut failed = None;
    zip.file("content.xml", |file| {
        file.write_all(HEAD.as_bytes())?;
        if let Err(error) = rows(&mut Ods { file, first: true, line: String::with_capacity(1024) }) {
            failed = Some(error);
            return Err(std::io::Error::other("the rows end early"));
        }
        file.write_all(FOOT.as_bytes())
    })
    .map_err(|error: std::io::Error| failed.unwrap_or_else(|| gone(error)))?;
    zip.finish().map_err(gone)
}

struct Ods<'f, 'z, 'w> {
    file: &'f mut File<'z, 'w>,
    first: bool,
    line: String,
}

impl Sheet for Ods<'_, '_, '_> {
    fn row(&mut self, cells: &[Datum]) -> Result<()> {
        self.line.clear();
        self.line.push_str("<table:table-row>");
        for cell in cells {
            one(&mut self.line, cell, self.first);
        }
        self.line.push_str("</table:table-row>");
        self.first = false;
        self.file.write_all(self.line.as_bytes()).map_err(gone)
    }
}

fn one(line: &mut String, cell: &Datum, head: bool) {
    let (kind, text) = match cell {
        Datum::Empty => return line.push_str("<table:table-cell/>"),
        Datum::Number(text) => (format!("office:value-type=\"float\" office:value=\"{text}\""), text),
        Datum::Date(text) => {
            (format!("table:style-name=\"day\" office:value-type=\"date\" office:date-value=\"{text}\""), text)
        }
        Datum::DateTime(text) => {
            let at = text.replace(' ', "T");
            (format!("table:style-name=\"day\" office:value-type=\"date\" office:date-value=\"{at}\""), text)
        }
        Datum::Text(text) if head => ("table:style-name=\"head\" office:value-type=\"string\"".to_owned(), text),
        Datum::Text(text) => ("office:value-type=\"string\"".to_owned(), text),
    };
    line.push_str(&format!("<table:table-cell {kind}>"));
    for part in text.split('\n') {
        line.push_str("<text:p>");
        escaped(line, part);
        line.push_str("</text:p>");
    }
    line.push_str("</table:table-cell>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_of_the_file_stands_at_its_beginning() {
        let mut out = Vec::new();
        write(&mut out, |sheet| sheet.row(&[Datum::Number("1".to_owned())])).unwrap();
        assert_eq!(&out[30..38], b"mimetype");
        assert_eq!(&out[38..38 + MIME.len()], MIME.as_bytes());
    }
}
