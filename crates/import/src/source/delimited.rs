//! Rows of delimited text (RFC 4180 and its looser relatives), in fixed memory whatever a cell holds.

use std::io::Read;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::{Each, LONGEST_CELL, MOST_COLUMNS, Unreadable};

/// A row holds so many bytes at most.
const LONGEST_ROW: usize = 4 * LONGEST_CELL;

/// Bytes read at a time.
const PIECE: usize = 32 * 1024;

/// Hands over every row, empty ones left out. NUL characters are no text and are dropped.
///
/// # Errors
/// `TooWide` and `TooLong` with the line; `Damaged` when the file cannot be read.
pub fn rows(mut text: impl Read, delimiter: u8, each: &mut Each<'_>) -> Result<(), Unreadable> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let mut row = Row { text: vec![0; LONGEST_ROW], ends: vec![0; MOST_COLUMNS], length: 0, count: 0 };
    let mut input = vec![0; PIECE];
    let mut ends = LineEnds::default();
    loop {
        let length = text.read(&mut input)?;
        let mut left = &input[..length];
        // To the reader an empty piece is the end of the file: a row that ends with its piece must not be followed by one.
        while length == 0 || !left.is_empty() {
            match step(&mut reader, &mut left, &mut row, &mut ends)? {
                ReadRecordResult::InputEmpty => break,
                ReadRecordResult::End => return Ok(()),
                _ => {
                    let inside = ends_in(&row.text[..row.length]);
                    if !row.hand_over(ends.line().saturating_sub(inside), each)? {
                        return Ok(());
                    }
                }
            }
        }
    }
}

/// The ends of lines that have been read.
#[derive(Default)]
struct LineEnds {
    count: u64,
    /// The last byte was one.
    is_last: bool,
}

impl LineEnds {
    fn read(&mut self, bytes: &[u8]) {
        self.count += ends_in(bytes);
        self.is_last = bytes.last().map_or(self.is_last, |last| *last == b'\n');
    }

    /// The line in which the last byte stands, from 1.
    fn line(&self) -> u64 {
        self.count + u64::from(!self.is_last)
    }
}

fn ends_in(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// A row as far as it has been read.
struct Row {
    text: Vec<u8>,
    ends: Vec<usize>,
    length: usize,
    count: usize,
}

fn step(
    reader: &mut Reader,
    left: &mut &[u8],
    row: &mut Row,
    ends: &mut LineEnds,
) -> Result<ReadRecordResult, Unreadable> {
    let (result, read, written, ended) =
        reader.read_record(left, &mut row.text[row.length..], &mut row.ends[row.count..]);
    ends.read(&left[..read]);
    *left = &left[read..];
    row.length += written;
    row.count += ended;
    match result {
        ReadRecordResult::OutputFull => Err(Unreadable::TooLong { line: ends.line() }),
        ReadRecordResult::OutputEndsFull => Err(Unreadable::TooWide { line: ends.line() }),
        other => Ok(other),
    }
}

impl Row {
    fn hand_over(&mut self, line: u64, each: &mut Each<'_>) -> Result<bool, Unreadable> {
        let mut cells = Vec::with_capacity(self.count);
        let mut start = 0;
        for end in &self.ends[..self.count] {
            let cell = &self.text[start..*end];
            if cell.len() > LONGEST_CELL {
                return Err(Unreadable::TooLong { line });
            }
            // The text was decoded before it came here.
            cells.push(String::from_utf8_lossy(cell).replace('\0', ""));
            start = *end;
        }
        (self.length, self.count) = (0, 0);
        Ok(each(line, &cells))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8], delimiter: u8) -> Result<Vec<(u64, Vec<String>)>, Unreadable> {
        let mut found = Vec::new();
        rows(text, delimiter, &mut |line, cells| {
            found.push((line, cells.to_vec()));
            true
        })?;
        Ok(found)
    }

    #[test]
    fn quotes_hold_delimiters_and_line_ends() {
        let found = read(b"Nom;Note\r\n\"Morel; Claire\";\"deux\nlignes \"\"ici\"\"\"\n", b';').unwrap();
        assert_eq!(found[1], (2, vec!["Morel; Claire".to_owned(), "deux\nlignes \"ici\"".to_owned()]));
    }

    #[test]
    fn a_row_that_ends_where_a_piece_of_the_file_does_is_not_the_last_one() {
        let line = format!("{};{}\n", "x".repeat(15), "y".repeat(15));
        let text = line.repeat(3 * PIECE / line.len() + 7);
        assert_eq!(PIECE % line.len(), 0);
        assert_eq!(read(text.as_bytes(), b';').unwrap().len(), 3 * PIECE / line.len() + 7);
        assert_eq!(read(text.trim_end().as_bytes(), b';').unwrap().len(), 3 * PIECE / line.len() + 7);
    }

    #[test]
    fn ragged_rows_and_nuls_are_read_as_they_are() {
        let found = read(b"a,b,c\n1\n1,2,3,4\nx\0y,\n", b',').unwrap();
        let widths: Vec<usize> = found.iter().map(|(_, cells)| cells.len()).collect();
        assert_eq!(widths, [3, 1, 4, 2]);
        assert_eq!(found[3].1[0], "xy");
    }

    #[test]
    fn a_cell_without_end_is_refused_with_its_line() {
        let mut text = b"a,b\n1,\"".to_vec();
        text.resize(LONGEST_ROW * 2, b'x');
        assert_eq!(read(&text, b','), Err(Unreadable::TooLong { line: 2 }));
        assert_eq!(read(",".repeat(MOST_COLUMNS + 1).as_bytes(), b','), Err(Unreadable::TooWide { line: 1 }));
    }
}
