//! What the first rows of a table give away: the delimiter, a header, how numbers and dates are written.

use super::delimited;
use crate::value::{self, DateOrder, DecimalSign};

/// Between cells, the likelier first where two fit equally.
const DELIMITERS: [char; 4] = [';', ',', '\t', '|'];

/// What a file is that is neither text nor a workbook; None where it may be text.
pub fn other_kind(start: &[u8]) -> Option<&'static str> {
    const MARKS: [(&[u8], &str); 8] = [
        (b"%PDF", "PDF"),
        (b"\xD0\xCF\x11\xE0", "Excel 97 (.xls)"),
        (b"\x89PNG", "PNG"),
        (b"\xFF\xD8\xFF", "JPEG"),
        (b"GIF8", "GIF"),
        (b"\x1F\x8B", "gzip"),
        (b"Rar!", "RAR"),
        (b"7z\xBC\xAF", "7-Zip"),
    ];
    let known = MARKS.iter().find(|(mark, _)| start.starts_with(mark)).map(|(_, name)| *name);
    known.or_else(|| {
        let text = String::from_utf8_lossy(&start[..start.len().min(512)]).trim_start().to_ascii_lowercase();
        let page = ["<!doctype html", "<html", "<?xml"].iter().any(|mark| text.starts_with(mark));
        page.then_some("HTML or XML")
    })
}

/// The delimiter by which the rows have the same number of cells, and the most of them.
pub fn delimiter(text: &[u8]) -> char {
    let score = |delimiter: char| {
        let mut widths = Vec::new();
        let read = delimited::rows(text, delimiter as u8, &mut |_, cells| {
            widths.push(cells.len());
            widths.len() < 60
        });
        // The last row may have been cut.
        if widths.len() > 1 {
            widths.pop();
        }
        let width = widths.first().copied().unwrap_or(1);
        let same = widths.iter().filter(|one| **one == width).count();
        match read.is_ok() && width > 1 {
            true => same * 100 / widths.len().max(1) * 100 + width.min(99),
            false => 0,
        }
    };
    let best = DELIMITERS.iter().rev().max_by_key(|one| score(**one)).copied().unwrap_or(',');
    if score(best) == 0 { ',' } else { best }
}

/// Whether the first row names the columns: all different words, none of them a value.
pub fn has_header(rows: &[Vec<String>]) -> bool {
    let Some(first) = rows.first() else { return false };
    let names: Vec<String> = first.iter().map(|cell| cell.trim().to_lowercase()).filter(|c| !c.is_empty()).collect();
    let is_value = |name: &String| {
        name.contains('@') || name.len() > 60 || name.chars().filter(char::is_ascii_digit).count() * 2 > name.len()
    };
    let mut sorted = names.clone();
    sorted.sort();
    sorted.dedup();
    !names.is_empty() && sorted.len() == names.len() && !names.iter().any(is_value)
}

/// How fractions are written: by numbers that leave no doubt.
pub fn decimal_sign(rows: &[Vec<String>]) -> DecimalSign {
    let mut votes = [0, 0];
    for cell in rows.iter().flatten() {
        match value::decimal_sign_of(cell.trim()) {
            Some(DecimalSign::Comma) => votes[0] += 1,
            Some(DecimalSign::Point) => votes[1] += 1,
            None => {}
        }
    }
    if votes[1] > votes[0] { DecimalSign::Point } else { DecimalSign::Comma }
}

/// In which order dates are written: by those that leave no doubt.
pub fn date_order(rows: &[Vec<String>]) -> DateOrder {
    let orders = [DateOrder::DayFirst, DateOrder::MonthFirst, DateOrder::YearFirst];
    let read = |order: DateOrder| {
        rows.iter().flatten().filter(|cell| value::looks_like_date(cell) && value::date(cell, order).is_some()).count()
    };
    // The first of equals: day before month, as most of the world writes.
    let mut best = (DateOrder::DayFirst, read(DateOrder::DayFirst));
    for order in orders {
        let count = read(order);
        if count > best.1 {
            best = (order, count);
        }
    }
    best.0
}
