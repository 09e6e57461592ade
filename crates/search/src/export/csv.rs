//! Comma-separated values (RFC 4180), with the mark by which spreadsheets know UTF-8, and no cell that they would run.

use std::io::Write;

use store::Result;

use super::{Datum, Sheet, gone};

/// A CSV file in the making.
pub(super) struct Csv<'w> {
    out: &'w mut dyn Write,
    separator: char,
    line: String,
}

impl<'w> Csv<'w> {
    pub(super) fn new(out: &'w mut dyn Write, separator: char) -> Result<Csv<'w>> {
        out.write_all("\u{feff}".as_bytes()).map_err(gone)?;
        Ok(Csv { out, separator, line: String::with_capacity(512) })
    }
}

impl Sheet for Csv<'_> {
    fn row(&mut self, cells: &[Datum]) -> Result<()> {
        self.line.clear();
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.line.push(self.separator);
            }
            match cell {
                Datum::Empty => {}
                // Where semicolons separate cells, a comma stands before decimals.
                Datum::Number(text) if self.separator == ';' => self.line.push_str(&text.replace('.', ",")),
                Datum::Number(text) | Datum::Date(text) | Datum::DateTime(text) => self.line.push_str(text),
                Datum::Text(text) => quoted(text, self.separator, &mut self.line),
            }
        }
        self.line.push_str("\r\n");
        self.out.write_all(self.line.as_bytes()).map_err(gone)
    }
}

/// A text as a cell. What a spreadsheet would take for a formula is led by an apostrophe; numbers are none.
pub(super) fn quoted(text: &str, separator: char, out: &mut String) {
    let formula = is_formula(text);
    if !formula && !text.contains(['"', '\n', '\r', ',', ';', '\t', separator]) {
        out.push_str(text);
        return;
    }
    out.push('"');
    if formula {
        out.push('\'');
    }
    for c in text.chars() {
        if c == '"' {
            out.push('"');
        }
        out.push(c);
    }
    out.push('"');
}

/// Whether a spreadsheet would run the text (OWASP: CSV injection); telephone numbers and amounts are no formulas.
fn is_formula(text: &str) -> bool {
    let mut chars = text.trim_start_matches([' ', '\u{feff}']).chars();
    match chars.next() {
        Some('=' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠') => true,
        Some('+' | '-') => !chars.all(|c| c.is_ascii_digit() || " .,-()/".contains(c)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> String {
        let mut out = String::new();
        quoted(text, ',', &mut out);
        out
    }

    #[test]
    fn no_cell_is_run_by_a_spreadsheet() {
        assert_eq!(cell("=1+1"), "\"'=1+1\"");
        assert_eq!(cell(" @SUM(A1)"), "\"' @SUM(A1)\"");
        assert_eq!(cell("-cmd|x"), "\"'-cmd|x\"");
        assert_eq!(cell("+33 6 39 98"), "+33 6 39 98");
        assert_eq!(cell("-12.50"), "-12.50");
    }

    #[test]
    fn quotes_and_breaks_stay_within_their_cell() {
        assert_eq!(cell("a,\"b\"\nc"), "\"a,\"\"b\"\"\nc\"");
        assert_eq!(cell("Étoile"), "Étoile");
    }

    #[test]
    fn french_spreadsheets_get_semicolons_and_decimal_commas() {
        let mut out = Vec::new();
        let mut csv = Csv::new(&mut out, ';').unwrap();
        csv.row(&[Datum::Text("a;b".to_owned()), Datum::Number("12.5".to_owned()), Datum::Empty]).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "\u{feff}\"a;b\";12,5;\r\n");
    }
}
