//! OpenDocument sheets (ISO/IEC 26300), row by row: `content.xml` is read as it unfolds, never held whole.

use std::io::{BufRead, BufReader};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Each, LONGEST_CELL, MOST_COLUMNS, Open, Unreadable};

fn damaged(error: impl std::fmt::Display) -> Unreadable {
    Unreadable::Damaged(error.to_string())
}

/// Runs `work` on the document's content.
fn content<T>(
    open: &Open<'_>,
    work: impl FnOnce(&mut Reader<&mut dyn BufRead>) -> Result<T, Unreadable>,
) -> Result<T, Unreadable> {
    let mut archive = zip::ZipArchive::new(BufReader::new(open()?)).map_err(damaged)?;
    let mut part = BufReader::new(archive.by_name("content.xml").map_err(damaged)?);
    let mut reader = Reader::from_reader(&mut part as &mut dyn BufRead);
    work(&mut reader)
}

/// The names of the sheets, in order.
///
/// # Errors
/// `Damaged` when the document cannot be read.
pub fn sheets(open: &Open<'_>) -> Result<Vec<String>, Unreadable> {
    content(open, |reader| {
        let (mut names, mut buffer) = (Vec::new(), Vec::new());
        loop {
            match reader.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Start(start) if start.name().as_ref() == "table:table" => {
                    names.push(attribute(&start, "table:name")?.unwrap_or_default());
                }
                Event::Eof => return Ok(names),
                _ => {}
            }
            buffer.clear();
        }
    })
}

/// Hands over every row of a sheet; the first one unless named.
///
/// # Errors
/// `NoSheet`, `TooWide`, `TooLong`, `Damaged`.
pub fn rows(open: &Open<'_>, sheet: Option<&str>, each: &mut Each<'_>) -> Result<(), Unreadable> {
    content(open, |reader| {
        let mut table = Table { sheet, ..Table::default() };
        let mut buffer = Vec::new();
        loop {
            let goes_on = match reader.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Start(start) => table.open(&start)?,
                Event::Empty(start) => table.open(&start)? && table.close(start.name().as_ref(), each)?,
                Event::End(end) => table.close(end.name().as_ref(), each)?,
                Event::Text(text) => table.add(&text.xml10_content())?,
                Event::GeneralRef(name) => table.refer(&name)?,
                Event::Eof => false,
                _ => true,
            };
            if !goes_on {
                break;
            }
            buffer.clear();
        }
        match (table.seen, sheet) {
            (false, Some(name)) => Err(Unreadable::NoSheet(name.to_owned())),
            _ => Ok(()),
        }
    })
}

/// A sheet as far as it has been read.
#[derive(Default)]
struct Table<'s> {
    sheet: Option<&'s str>,
    seen: bool,
    inside: bool,
    line: u64,
    row: Vec<String>,
    /// The row stands for so many equal ones.
    repeated: u64,
    /// An open cell: its text, what its attributes say, and for how many it stands.
    cell: Option<(String, Option<String>, usize)>,
    in_paragraph: bool,
}

impl Table<'_> {
    fn open(&mut self, start: &BytesStart<'_>) -> Result<bool, Unreadable> {
        match start.name().as_ref() {
            "table:table" => {
                let name = attribute(start, "table:name")?.unwrap_or_default();
                self.inside = !self.seen && self.sheet.is_none_or(|wanted| wanted == name);
                self.seen |= self.inside;
            }
            "table:table-row" if self.inside => {
                self.row.clear();
                self.repeated = number(start, "table:number-rows-repeated")?;
            }
            "table:table-cell" | "table:covered-table-cell" if self.inside => {
                let repeated = usize::try_from(number(start, "table:number-columns-repeated")?).unwrap_or(usize::MAX);
                self.cell = Some((String::new(), value(start)?, repeated));
            }
            "text:p" if self.cell.is_some() => {
                self.in_paragraph = true;
                if let Some((text, ..)) = self.cell.as_mut().filter(|(text, ..)| !text.is_empty()) {
                    text.push('\n');
                }
            }
            "text:s" => return self.add(" "),
            _ => {}
        }
        Ok(true)
    }

    fn add(&mut self, more: &str) -> Result<bool, Unreadable> {
        if let (true, Some((text, ..))) = (self.in_paragraph, &mut self.cell) {
            text.push_str(more);
            if text.len() > LONGEST_CELL {
                return Err(Unreadable::TooLong { line: self.line + 1 });
            }
        }
        Ok(true)
    }

    /// One of the five named characters, or one by its number.
    fn refer(&mut self, name: &quick_xml::events::BytesRef<'_>) -> Result<bool, Unreadable> {
        let letter = match name.resolve_char_ref().map_err(damaged)? {
            Some(letter) => letter,
            None => match name.xml10_content().as_ref() {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                other => return Err(damaged(format!("&{other};"))),
            },
        };
        self.add(letter.encode_utf8(&mut [0; 4]))
    }

    fn close(&mut self, name: &str, each: &mut Each<'_>) -> Result<bool, Unreadable> {
        match name {
            "text:p" => self.in_paragraph = false,
            "table:table-cell" | "table:covered-table-cell" => return self.cell_ends(),
            "table:table-row" if self.inside => return Ok(self.row_ends(each)),
            "table:table" if self.inside => return Ok(false),
            _ => {}
        }
        Ok(true)
    }

    fn cell_ends(&mut self) -> Result<bool, Unreadable> {
        let Some((text, value, repeated)) = self.cell.take() else { return Ok(true) };
        let text = value.unwrap_or(text).replace('\0', "");
        // Empty cells are repeated up to the edge of the sheet.
        let repeated =
            if text.is_empty() { repeated.min(MOST_COLUMNS.saturating_sub(self.row.len())) } else { repeated };
        if self.row.len().saturating_add(repeated) > MOST_COLUMNS {
            return Err(Unreadable::TooWide { line: self.line + 1 });
        }
        self.row.extend(std::iter::repeat_n(text, repeated));
        Ok(true)
    }

    fn row_ends(&mut self, each: &mut Each<'_>) -> bool {
        while self.row.last().is_some_and(String::is_empty) {
            self.row.pop();
        }
        let first = self.line + 1;
        self.line += self.repeated;
        if self.row.is_empty() {
            return true;
        }
        // A spreadsheet repeats rows that are equal; so does whoever reads it.
        (first..=self.line.min(first + 100_000)).all(|line| each(line, &self.row))
    }
}

/// What a cell holds where its text is only how it looks: dates and numbers as they are stored.
fn value(start: &BytesStart<'_>) -> Result<Option<String>, Unreadable> {
    let kind = attribute(start, "office:value-type")?;
    match kind.as_deref() {
        Some("date") => Ok(attribute(start, "office:date-value")?.map(|at| at.replace('T', " "))),
        Some("float" | "currency" | "percentage") => attribute(start, "office:value"),
        Some("boolean") => attribute(start, "office:boolean-value"),
        _ => Ok(None),
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Result<Option<String>, Unreadable> {
    let found = start.try_get_attribute(name).map_err(damaged)?;
    found
        .map(|one| {
            one.normalized_value(quick_xml::XmlVersion::Implicit1_0).map(|text| text.into_owned()).map_err(damaged)
        })
        .transpose()
}

fn number(start: &BytesStart<'_>, name: &str) -> Result<u64, Unreadable> {
    Ok(attribute(start, name)?.and_then(|text| text.parse().ok()).unwrap_or(1))
}
