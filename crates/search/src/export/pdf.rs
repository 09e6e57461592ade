//! PDF: the table as people print it and send it on, laid out by `paper`.

use std::io::Write;

use contact::pages::phrases::Lang;
use paper::{Align, Column, Table};
use store::{Error, Result, Tx};

use super::{Datum, Sheet, gone};

/// So many rows are laid out; longer lists are for spreadsheets.
const MOST: usize = 10_000;

/// Rows in the reader's words.
struct Listed<'l> {
    lang: &'l Lang,
    rows: Vec<Vec<String>>,
    /// Whether everything in a column is a number.
    numbers: Vec<bool>,
}

impl Listed<'_> {
    fn words(&self, datum: &Datum) -> String {
        let locale = self.lang.locale;
        match datum {
            Datum::Empty => String::new(),
            Datum::Text(text) => text.clone(),
            Datum::Number(text) => {
                text.parse::<rust_decimal::Decimal>().map_or_else(|_| text.clone(), |n| locale.number(n.normalize()))
            }
            Datum::Date(text) => text.parse().map_or_else(|_| text.clone(), |day| locale.date(day)),
            Datum::DateTime(text) => {
                text.replace(' ', "T").parse().map_or_else(|_| text.clone(), |at| locale.date_time(at))
            }
        }
    }
}

impl Sheet for Listed<'_> {
    fn row(&mut self, cells: &[Datum]) -> Result<()> {
        if self.rows.len() > MOST {
            return Err(Error::Request(format!("A PDF holds {MOST} rows at most; ask for a spreadsheet.")));
        }
        if !self.rows.is_empty() {
            self.numbers.resize(cells.len(), true);
            for (number, cell) in self.numbers.iter_mut().zip(cells) {
                *number &= matches!(cell, Datum::Empty | Datum::Number(_));
            }
        }
        self.rows.push(cells.iter().map(|cell| self.words(cell)).collect());
        Ok(())
    }
}

/// Writes the file, under the title of the list and what was asked for.
pub(super) fn write(
    tx: &Tx<'_>,
    lang: &Lang,
    (title, asked): (String, String),
    out: &mut dyn Write,
    fill: impl FnOnce(&mut dyn Sheet) -> Result<()>,
) -> Result<()> {
    let mut listed = Listed { lang, rows: Vec::new(), numbers: Vec::new() };
    fill(&mut listed)?;
    let (numbers, mut rows) = (listed.numbers, listed.rows.into_iter());
    let labels = rows.next().unwrap_or_default();
    let rows: Vec<Vec<String>> = rows.collect();
    let align = |at: usize| if numbers.get(at) == Some(&true) { Align::End } else { Align::Start };
    let house = contact::domain::name(tx)?;
    let today = lang.locale.date(tx.clock().today());
    let count = lang.with("compose-found", &[("count", (rows.len() as i64).into())]);
    let table = Table {
        house,
        title,
        words: format!("{today} · {count} · {asked}").trim_end_matches(" · ").to_owned(),
        columns: labels.into_iter().enumerate().map(|(at, label)| Column { label, align: align(at) }).collect(),
        rows,
        foot: "{page} / {pages}".to_owned(),
        language: lang.code().to_owned(),
    };
    let bytes = table.pdf().ok_or_else(|| Error::internal("the PDF cannot be made"))?;
    out.write_all(&bytes).map_err(gone)
}
