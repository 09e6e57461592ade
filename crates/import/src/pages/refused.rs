//! Rows of a file, handed out as a file of their own: those that were refused, with the reasons (corrected, they can be
//! brought back), and those of people who are known already, with who they are.

use std::collections::HashMap;

use contact::pages::bulk::harmless;
use contact::pages::list::called;
use contact::pages::past;
use contact::pages::phrases::Lang;
use contact::pages::rows::id as row_id;
use kit::{Reply, Visit};
use store::Result;

use crate::rows::{self, ImportedRow, Which};
use crate::setup::{REASONS, Setup};

use super::{own, table};

/// So many rows at most: whoever has more has the wrong columns.
const MOST: i64 = 100_000;
/// So many people are asked about at once.
const AT_ONCE: usize = 500;

/// `/import/{id}/refused`
pub(super) fn download(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (id, setup) = own(visit)?;
    let found = visit.read(|tx| rows::of(tx, id, Which::Refused, 0, MOST))?;
    Ok(file(&lang, &setup, "import-refused-file", &found, |row| reason(&lang, row)))
}

/// `/import/{id}/known`
pub(super) fn known(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (id, setup) = own(visit)?;
    let (found, names) = visit.read(|tx| {
        let found = rows::alike(tx, id, MOST)?;
        let mut people: Vec<i64> = found.iter().flat_map(|row| row.contact.into_iter().chain(row.others())).collect();
        people.sort_unstable();
        people.dedup();
        let mut names = Vec::new();
        for some in people.chunks(AT_ONCE) {
            names.extend(past::names(tx, some.iter().copied())?);
        }
        let names: HashMap<i64, String> = names.iter().map(|row| (row_id(row), called(row).to_owned())).collect();
        Ok((found, names))
    })?;
    Ok(file(&lang, &setup, "import-known-file", &found, |row| who(&lang, &names, row)))
}

/// The rows as they came, and what is said of each behind them.
fn file(lang: &Lang, setup: &Setup, what: &str, found: &[ImportedRow], said: impl Fn(&ImportedRow) -> String) -> Reply {
    // A mark at the start tells spreadsheets that this is UTF-8.
    let mut text = String::from("\u{feff}");
    let title = if lang.code().starts_with("fr") { REASONS[1] } else { REASONS[0] };
    let kept: Vec<usize> = (0..setup.header.len())
        .filter(|at| setup.header.get(*at).is_some_and(|name| !crate::setup::is_reason(name)))
        .collect();
    let header: Vec<&str> = kept.iter().filter_map(|at| setup.header.get(*at)).map(String::as_str).collect();
    write(&mut text, header.into_iter().chain([title]));
    for row in found {
        // The cells go back as they came; a name that stands in the database is nothing to calculate with.
        let said = harmless(&said(row));
        let cells = kept.iter().map(|at| row.cells.get(*at).map_or("", String::as_str));
        write(&mut text, cells.chain([said.as_str()]));
    }
    let stem = setup.file_name.rsplit_once('.').map_or(setup.file_name.as_str(), |(stem, _)| stem);
    let name = format!("{stem}-{}.csv", lang.text(what));
    Reply::File { name, content_type: "text/csv; charset=utf-8", bytes: text.into_bytes() }
}

/// Whom a row is about, or may be, and by what that was seen: "Claire Morel (12), by the rule".
fn who(lang: &Lang, names: &HashMap<i64, String>, row: &ImportedRow) -> String {
    let called = |id: i64| format!("{} ({id})", names.get(&id).map_or("", String::as_str)).trim().to_owned();
    let people = match row.contact {
        Some(id) => called(id),
        None => row.others().into_iter().map(called).collect::<Vec<_>>().join(" / "),
    };
    let parts = [people, table::why(lang, row).to_owned()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn reason(lang: &Lang, row: &ImportedRow) -> String {
    let faults = row.faults();
    let all: Vec<&str> = faults.iter().map(|(_, key, value)| table::fault(lang, key, value)).collect();
    all.join(" ")
}

/// A line as RFC 4180 has it, with semicolons, as spreadsheets in most of Europe expect.
fn write<'c>(text: &mut String, cells: impl Iterator<Item = &'c str>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            text.push(';');
        }
        match cell.contains(['"', ';', '\n', '\r']) {
            true => {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            }
            false => text.push_str(cell),
        }
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    #[test]
    fn cells_with_signs_are_quoted() {
        let mut text = String::new();
        super::write(&mut text, ["a;b", "dit \"oui\"", "c"].into_iter());
        assert_eq!(text, "\"a;b\";\"dit \"\"oui\"\"\";c\r\n");
    }
}
