//! Excel workbooks, cell by cell.

use std::fs::File;
use std::io::BufReader;

use calamine::{DataRef, Reader, Xlsx};

use super::{Each, LONGEST_CELL, MOST_COLUMNS, Open, Unreadable};

fn damaged(error: impl std::fmt::Display) -> Unreadable {
    Unreadable::Damaged(error.to_string())
}

fn workbook(open: &Open<'_>) -> Result<Xlsx<BufReader<File>>, Unreadable> {
    Xlsx::new(BufReader::new(open()?)).map_err(damaged)
}

/// The names of the sheets, in order.
///
/// # Errors
/// `Damaged` when the workbook cannot be read.
pub fn sheets(open: &Open<'_>) -> Result<Vec<String>, Unreadable> {
    Ok(workbook(open)?.sheet_names())
}

/// Hands over every row of a sheet; the first one unless named.
///
/// # Errors
/// `NoSheet`, `TooWide`, `TooLong`, `Damaged`.
pub fn rows(open: &Open<'_>, sheet: Option<&str>, each: &mut Each<'_>) -> Result<(), Unreadable> {
    let mut book = workbook(open)?;
    let names = book.sheet_names();
    let name = match sheet {
        Some(name) => names.iter().find(|one| *one == name).ok_or_else(|| Unreadable::NoSheet(name.to_owned()))?,
        None => names.first().ok_or(Unreadable::Empty)?,
    };
    let mut cells = book.worksheet_cells_reader(name).map_err(damaged)?;
    let mut row: Vec<String> = Vec::new();
    let mut at = 0_u32;
    while let Some(cell) = cells.next_cell().map_err(damaged)? {
        let (line, column) = cell.get_position();
        if line != at {
            if !row.is_empty() && !each(u64::from(at) + 1, &row) {
                return Ok(());
            }
            row.clear();
            at = line;
        }
        let column = column as usize;
        if column >= MOST_COLUMNS {
            if matches!(cell.get_value(), DataRef::Empty) {
                continue;
            }
            return Err(Unreadable::TooWide { line: u64::from(line) + 1 });
        }
        let text = text(cell.get_value());
        if text.len() > LONGEST_CELL {
            return Err(Unreadable::TooLong { line: u64::from(line) + 1 });
        }
        if row.len() <= column {
            row.resize(column + 1, String::new());
        }
        row[column] = text;
    }
    if !row.is_empty() {
        each(u64::from(at) + 1, &row);
    }
    Ok(())
}

/// A cell as one would read it: whole numbers without a fraction, dates as `2026-11-15`.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) if n.fract() == 0.0 && n.abs() < 1e15 => format!("{n:.0}"),
        DataRef::Float(n) => n.to_string(),
        DataRef::String(text) => text.replace('\0', ""),
        DataRef::SharedString(text) => text.replace('\0', ""),
        DataRef::Bool(yes) => if *yes { "true" } else { "false" }.to_owned(),
        DataRef::DateTime(at) if at.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            match (hour, minute, second) {
                (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
            }
        }
        DataRef::DateTime(at) => at.as_f64().to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}
