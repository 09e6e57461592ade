//! What was handed in: delimited text or a workbook, read row by row in fixed memory.

pub mod archive;
pub mod book;
pub mod delimited;
pub mod encoding;
pub mod guess;
pub mod open_document;

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use serde::{Deserialize, Serialize};

use crate::value::{DateOrder, DecimalSign};

/// Beyond this many columns a table is no table of people.
pub const MOST_COLUMNS: usize = 500;

/// A cell holds so many bytes at most; a long note is far below.
pub const LONGEST_CELL: usize = 256 * 1024;

/// So many rows are looked at to recognise what a file is.
pub const SAMPLE: usize = 200;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Rows of text with something between the cells.
    Delimited,
    /// Excel 2007 and later.
    Workbook,
    /// LibreOffice and others.
    OpenDocument,
}

/// How a file is to be read. Recognised by [`inspect`]; people may correct it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    pub kind: Kind,
    /// The encoding's name in the Encoding Standard (`windows-1252`); of text alone.
    pub encoding: String,
    /// Between the cells; of text alone.
    pub delimiter: char,
    /// The names of the sheets of a workbook.
    pub sheets: Vec<String>,
    /// The sheet that is read.
    pub sheet: Option<String>,
    /// Whether the first row names the columns.
    pub has_header: bool,
    pub decimal: DecimalSign,
    pub dates: DateOrder,
}

/// The first rows of a file, and what they are called.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Glance {
    /// What the columns are called; `A`, `B` … where the file does not say.
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// Why a file cannot be read. The key of the message is `import-unreadable-…`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("the file is empty")]
    Empty,
    #[error("this is no table: it looks like {0}")]
    Other(&'static str),
    #[error("line {line} has more than {MOST_COLUMNS} columns")]
    TooWide { line: u64 },
    #[error("a cell of line {line} is too long")]
    TooLong { line: u64 },
    #[error("the workbook would unfold to more than it may")]
    Bomb,
    #[error("the file is damaged: {0}")]
    Damaged(String),
    #[error("there is no sheet {0}")]
    NoSheet(String),
}

impl From<std::io::Error> for Unreadable {
    fn from(error: std::io::Error) -> Unreadable {
        Unreadable::Damaged(error.to_string())
    }
}

/// Opens the file from its beginning, as often as it has to be read.
pub type Open<'o> = dyn Fn() -> std::io::Result<File> + 'o;

/// Takes one row: its line in the file, counted from 1, and its cells. False stops the reading.
pub type Each<'e> = dyn FnMut(u64, &[String]) -> bool + 'e;

/// Recognises what a file is and how it is to be read.
///
/// # Errors
/// What makes it unreadable.
pub fn inspect(open: &Open<'_>) -> Result<(Source, Glance), Unreadable> {
    let mut source = recognise(open)?;
    let rows = first_rows(open, &source)?;
    source.has_header = guess::has_header(&rows);
    let body = if source.has_header { rows.get(1..).unwrap_or_default() } else { &rows[..] };
    source.decimal = guess::decimal_sign(body);
    source.dates = guess::date_order(body);
    let glance = glance(open, &source)?;
    Ok((source, glance))
}

/// The names of the columns and the first rows, read as `source` says.
///
/// # Errors
/// What makes the file unreadable.
pub fn glance(open: &Open<'_>, source: &Source) -> Result<Glance, Unreadable> {
    let rows = first_rows(open, source)?;
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut rows = rows.into_iter();
    let named = if source.has_header { rows.next().unwrap_or_default() } else { Vec::new() };
    let header = (0..width).map(|at| named.get(at).map_or(String::new(), |name| name.trim().to_owned()));
    let header = header.enumerate().map(|(at, name)| if name.is_empty() { letters(at) } else { name }).collect();
    Ok(Glance { header, rows: rows.collect() })
}

/// Hands over every row below the header.
///
/// # Errors
/// What makes the file unreadable; rows before it have been handed over.
pub fn rows(open: &Open<'_>, source: &Source, each: &mut Each<'_>) -> Result<(), Unreadable> {
    let mut first = source.has_header;
    let mut body = |line: u64, cells: &[String]| {
        if std::mem::take(&mut first) || cells.iter().all(|cell| cell.trim().is_empty()) {
            return true;
        }
        each(line, cells)
    };
    all_rows(open, source, &mut body)
}

fn first_rows(open: &Open<'_>, source: &Source) -> Result<Vec<Vec<String>>, Unreadable> {
    let mut found = Vec::new();
    all_rows(open, source, &mut |_, cells| {
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            found.push(cells.to_vec());
        }
        found.len() < SAMPLE
    })?;
    if found.is_empty() { Err(Unreadable::Empty) } else { Ok(found) }
}

fn all_rows(open: &Open<'_>, source: &Source, each: &mut Each<'_>) -> Result<(), Unreadable> {
    match source.kind {
        Kind::Delimited => {
            let text = encoding::Decoded::new(open()?, &source.encoding);
            delimited::rows(text, source.delimiter as u8, each)
        }
        Kind::Workbook => book::rows(open, source.sheet.as_deref(), each),
        Kind::OpenDocument => open_document::rows(open, source.sheet.as_deref(), each),
    }
}

/// Everything but what only the rows can tell.
fn recognise(open: &Open<'_>) -> Result<Source, Unreadable> {
    let mut file = open()?;
    let mut start = vec![0; 64 * 1024];
    let length = filled(&mut file, &mut start)?;
    start.truncate(length);
    let mut source = Source {
        kind: Kind::Delimited,
        encoding: "UTF-8".to_owned(),
        delimiter: ',',
        sheets: Vec::new(),
        sheet: None,
        has_header: true,
        decimal: DecimalSign::default(),
        dates: DateOrder::default(),
    };
    if start.starts_with(b"PK\x03\x04") {
        source.kind = archive::kind(open, archive::LIMITS)?;
        source.sheets = match source.kind {
            Kind::OpenDocument => open_document::sheets(open)?,
            _ => book::sheets(open)?,
        };
        source.sheet = source.sheets.first().cloned();
        return Ok(source);
    }
    // A file that was never written: zeros all over.
    if start.iter().all(|byte| *byte == 0) {
        return Err(Unreadable::Empty);
    }
    if let Some(other) = guess::other_kind(&start) {
        return Err(Unreadable::Other(other));
    }
    file.seek(SeekFrom::Start(0))?;
    source.encoding = encoding::guess(&mut file, &start)?.to_owned();
    file.seek(SeekFrom::Start(0))?;
    let mut text = Vec::new();
    encoding::Decoded::new(file, &source.encoding).take(64 * 1024).read_to_end(&mut text)?;
    source.delimiter = guess::delimiter(&text);
    Ok(source)
}

/// Reads until the buffer is full or the file ends.
fn filled(file: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match file.read(&mut buffer[length..])? {
            0 => break,
            read => length += read,
        }
    }
    Ok(length)
}

/// The name of a column as spreadsheets count: A … Z, AA …
pub fn letters(mut at: usize) -> String {
    let mut name = Vec::new();
    loop {
        name.push(b'A' + (at % 26) as u8);
        if at < 26 {
            break;
        }
        at = at / 26 - 1;
    }
    name.iter().rev().map(|letter| char::from(*letter)).collect()
}

#[cfg(test)]
mod tests;
