//! A workbook of one sheet in Office Open XML (ECMA-376): texts in line, so that nothing is kept until the end.

use std::io::Write;

use jiff::civil::{Date, DateTime, date};
use store::{Error, Result};

use super::zip::{File, Zip};
use super::{Datum, Sheet, gone};

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>";
const ROOT: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
const BOOK: &str = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
const BOOK_LINKS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>";
/// Cell formats: 0 plain, 1 bold (the labels), 2 a date, 3 a date with its time.
const STYLES: &str = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"4\"><xf xfId=\"0\"/><xf xfId=\"0\" fontId=\"1\" applyFont=\"1\"/><xf xfId=\"0\" numFmtId=\"14\" applyNumberFormat=\"1\"/><xf xfId=\"0\" numFmtId=\"22\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>";
const HEAD: &str = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><sheetData>";
const FOOT: &str = "</sheetData></worksheet>";
/// A sheet holds so many rows.
const MOST: usize = 1_048_576;
/// A cell holds so many characters.
const LONGEST: usize = 32_767;

/// Writes a workbook whose rows come from a function.
pub(super) fn write(out: &mut dyn Write, rows: impl FnOnce(&mut dyn Sheet) -> Result<()>) -> Result<()> {
    let mut zip = Zip::new(out);
    for (name, text) in [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", BOOK_LINKS),
        ("xl/styles.xml", STYLES),
    ] {
        zip.file(name, |file| file.write_all(XML.as_bytes()).and_then(|()| file.write_all(text.as_bytes())))
            .map_err(gone)?;
    }
    let mut failed = None;
    zip.file("xl/worksheets/sheet1.xml", |file| {
        let mut sheet = Xlsx { file, number: 0, line: String::with_capacity(1024) };
        sheet.text(XML)?;
        sheet.text(HEAD)?;
        if let Err(error) = rows(&mut sheet) {
            failed = Some(error);
            return Err(std::io::Error::other("the rows end early"));
        }
        sheet.text(FOOT)
    })
    .map_err(|error: std::io::Error| failed.unwrap_or_else(|| gone(error)))?;
    zip.finish().map_err(gone)
}

struct Xlsx<'f, 'z, 'w> {
    file: &'f mut File<'z, 'w>,
    number: usize,
    line: String,
}

impl Xlsx<'_, '_, '_> {
    fn text(&mut self, text: &str) -> std::io::Result<()> {
        self.file.write_all(text.as_bytes())
    }
}

impl Sheet for Xlsx<'_, '_, '_> {
    fn row(&mut self, cells: &[Datum]) -> Result<()> {
        self.number += 1;
        if self.number > MOST {
            return Err(Error::Request("A sheet holds 1,048,576 rows at most; take CSV.".to_owned()));
        }
        let style = if self.number == 1 { " s=\"1\"" } else { "" };
        self.line.clear();
        self.line.push_str("<row>");
        for cell in cells {
            one(&mut self.line, cell, style);
        }
        self.line.push_str("</row>");
        self.file.write_all(self.line.as_bytes()).map_err(gone)
    }
}

fn one(line: &mut String, cell: &Datum, style: &str) {
    match cell {
        Datum::Empty => line.push_str("<c/>"),
        Datum::Number(text) => line.push_str(&format!("<c><v>{text}</v></c>")),
        Datum::Date(text) => match text.parse::<Date>() {
            Ok(day) => line.push_str(&format!("<c s=\"2\"><v>{}</v></c>", days(day))),
            Err(_) => inline(line, text, style),
        },
        Datum::DateTime(text) => match text.replace(' ', "T").parse::<DateTime>() {
            Ok(at) => {
                let seconds = i64::from(at.hour()) * 3600 + i64::from(at.minute()) * 60 + i64::from(at.second());
                let part = format!("{:.6}", seconds as f64 / 86_400.0);
                line.push_str(&format!("<c s=\"3\"><v>{}{}</v></c>", days(at.date()), part.trim_start_matches('0')));
            }
            Err(_) => inline(line, text, style),
        },
        Datum::Text(text) => inline(line, text, style),
    }
}

fn inline(line: &mut String, text: &str, style: &str) {
    line.push_str("<c t=\"inlineStr\"");
    line.push_str(style);
    line.push_str("><is><t xml:space=\"preserve\">");
    escaped(line, text.char_indices().nth(LONGEST).map_or(text, |(at, _)| &text[..at]));
    line.push_str("</t></is></c>");
}

/// Text within XML 1.0; characters that it does not know are left out.
pub(super) fn escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c < ' ' || c == '\u{fffe}' || c == '\u{ffff}' => {}
            c => out.push(c),
        }
    }
}

/// Days since the day before 1900, as spreadsheets count them (with a 29 February 1900 that never was).
fn days(day: Date) -> i64 {
    let since = (day - date(1899, 12, 30)).get_days();
    i64::from(since)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_counted_as_spreadsheets_do() {
        assert_eq!(days(date(2026, 11, 22)), 46_348);
        let mut line = String::new();
        one(&mut line, &Datum::DateTime("2026-11-22 12:00:00".to_owned()), "");
        assert_eq!(line, "<c s=\"3\"><v>46348.500000</v></c>");
    }

    #[test]
    fn a_workbook_is_an_archive_with_its_rows() {
        let mut out = Vec::new();
        write(&mut out, |sheet| sheet.row(&[Datum::Text("<é>".to_owned())])).unwrap();
        assert!(out.starts_with(b"PK\x03\x04"));
        assert!(out.windows(4).any(|four| four == b"PK\x05\x06"));
    }
}
