//! The rows that were refused, as a file with the reasons: corrected, it can be brought back.

use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use store::Result;

use crate::rows::{self, ImportedRow, Which};
use crate::setup::REASONS;

use super::{own, table};

/// So many rows at most: whoever has more has the wrong columns.
const MOST: i64 = 100_000;

/// `/import/{id}/refused`
pub(super) fn download(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (id, setup) = own(visit)?;
    let found = visit.read(|tx| rows::of(tx, id, Which::Refused, 0, MOST))?;
    // A mark at the start tells spreadsheets that this is UTF-8.
    let mut text = String::from("\u{feff}");
    let title = if lang.code().starts_with("fr") { REASONS[1] } else { REASONS[0] };
    let kept: Vec<usize> = (0..setup.header.len())
        .filter(|at| setup.header.get(*at).is_some_and(|name| !crate::setup::is_reason(name)))
        .collect();
    let header: Vec<&str> = kept.iter().filter_map(|at| setup.header.get(*at)).map(String::as_str).collect();
    write(&mut text, header.into_iter().chain([title]));
    for row in &found {
        let reason = reason(&lang, row);
        let cells = kept.iter().map(|at| row.cells.get(*at).map_or("", String::as_str));
        write(&mut text, cells.chain([reason.as_str()]));
    }
    let stem = setup.file_name.rsplit_once('.').map_or(setup.file_name.as_str(), |(stem, _)| stem);
    let name = format!("{stem}-{}.csv", lang.text("import-refused-file"));
    Ok(Reply::File { name, content_type: "text/csv; charset=utf-8", bytes: text.into_bytes() })
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
