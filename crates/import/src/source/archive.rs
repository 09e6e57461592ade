//! A workbook's archive, looked through before anything of it is unfolded in memory: how much it holds, how many sheets,
//! and how long its cells are.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom, Write};

use super::{Kind, LONGEST_CELL, Open, Unreadable};

/// What a workbook may unfold to.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// All parts together, in bytes.
    pub bytes: u64,
    /// Each sheet is a part; so many sheets at most, too.
    pub parts: usize,
    /// The shared texts, in bytes: they are held in memory while a sheet is read.
    pub shared: u64,
    /// The text of one cell with all its pieces, and one tag, in bytes: readers hold them whole.
    pub cell: usize,
}

/// The limits of every import.
pub const LIMITS: Limits = Limits { bytes: 1 << 30, parts: 2_000, shared: 160 << 20, cell: 4 * LONGEST_CELL };

/// The last record of an archive is no longer than this, with the longest comment.
const LAST_RECORD: u64 = 22 + 65_535;

fn damaged(error: impl std::fmt::Display) -> Unreadable {
    Unreadable::Damaged(error.to_string())
}

/// Which kind of workbook a zip archive is.
///
/// # Errors
/// `Bomb` when it unfolds to too much, `TooLong` for a cell, `Other` when it is none.
pub fn kind(open: &Open<'_>, limits: Limits) -> Result<Kind, Unreadable> {
    if declared(&mut open()?)?.is_some_and(|count| count > limits.parts) {
        return Err(Unreadable::Bomb);
    }
    let mut archive = zip::ZipArchive::new(BufReader::new(open()?)).map_err(damaged)?;
    if archive.len() > limits.parts {
        return Err(Unreadable::Bomb);
    }
    let mut total = 0;
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(damaged)?;
        let name = part.name().map(|name| name.to_string()).unwrap_or_default();
        let mut look = Look::new(&name, limits);
        // What the archive declares may be a lie; what comes out is counted.
        let size = std::io::copy(&mut part.by_ref().take(limits.bytes + 1), &mut look);
        if let Some(unreadable) = look.found {
            return Err(unreadable);
        }
        let size = size?;
        total += size;
        if total > limits.bytes || name == "xl/sharedStrings.xml" && size > limits.shared {
            return Err(Unreadable::Bomb);
        }
    }
    let has = |name: &str| archive.index_for_name(name).is_some();
    match (has("xl/workbook.xml"), has("content.xml")) {
        (true, _) => Ok(Kind::Workbook),
        (_, true) => Ok(Kind::OpenDocument),
        _ => Err(Unreadable::Other("zip")),
    }
}

/// How many parts the archive says that it has (APPNOTE 4.3.16), before its list of them is read.
fn declared(file: &mut File) -> Result<Option<usize>, Unreadable> {
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(LAST_RECORD)))?;
    let mut end = Vec::new();
    file.take(LAST_RECORD).read_to_end(&mut end)?;
    let at = end.windows(4).rposition(|mark| mark == b"PK\x05\x06");
    let count = at.and_then(|at| end.get(at + 10..at + 12)).and_then(|count| <[u8; 2]>::try_from(count).ok());
    Ok(count.map(|count| usize::from(u16::from_le_bytes(count))))
}

/// Looks at a part as it unfolds, and stops where a reader would have to hold too much.
struct Look {
    limits: Limits,
    /// Its cells and sheets matter; pictures and the like have none.
    is_table: bool,
    inside_tag: bool,
    /// The beginning of the tag.
    tag: Vec<u8>,
    /// Bytes of the tag, and bytes of text since the last cell began.
    tag_length: usize,
    text_length: usize,
    rows: u64,
    sheets: usize,
    found: Option<Unreadable>,
}

/// So much of a tag tells which one it is.
const NAME: usize = 24;

impl Look {
    fn new(part: &str, limits: Limits) -> Look {
        let is_table = matches!(part, "xl/sharedStrings.xml" | "xl/workbook.xml" | "content.xml")
            || part.starts_with("xl/worksheets/") && part.ends_with(".xml");
        Look {
            limits,
            is_table,
            inside_tag: false,
            tag: Vec::with_capacity(NAME),
            tag_length: 0,
            text_length: 0,
            rows: 0,
            sheets: 0,
            found: None,
        }
    }

    fn byte(&mut self, byte: u8) {
        match (byte, self.inside_tag) {
            (b'<', false) => {
                self.inside_tag = true;
                self.tag.clear();
                self.tag_length = 0;
            }
            (b'>', true) => {
                self.inside_tag = false;
                self.tag_ends();
            }
            (_, true) => {
                self.tag_length += 1;
                if self.tag.len() < NAME {
                    self.tag.push(byte);
                }
            }
            (_, false) => self.text_length += 1,
        }
    }

    fn tag_ends(&mut self) {
        let end = self.tag.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b":-".contains(byte)));
        match self.tag.get(..end.unwrap_or(self.tag.len())).unwrap_or_default() {
            b"c" | b"si" | b"table:table-cell" | b"table:covered-table-cell" => self.text_length = 0,
            b"row" | b"table:table-row" => {
                self.rows += 1;
                self.text_length = 0;
            }
            b"sheet" | b"table:table" => self.sheets += 1,
            _ => {}
        }
    }
}

impl Write for Look {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if !self.is_table {
            return Ok(bytes.len());
        }
        bytes.iter().for_each(|byte| self.byte(*byte));
        if self.sheets > self.limits.parts {
            self.found = Some(Unreadable::Bomb);
        } else if self.text_length.max(self.tag_length) > self.limits.cell {
            self.found = Some(Unreadable::TooLong { line: self.rows.max(1) });
        }
        match self.found {
            Some(_) => Err(std::io::Error::other("more than a workbook may hold")),
            None => Ok(bytes.len()),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
