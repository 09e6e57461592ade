//! Why a file cannot be read, in words.

use contact::pages::phrases::Lang;

use crate::source::{MOST_COLUMNS, Unreadable};

/// The sentence for whoever handed the file in.
pub(super) fn words<'a>(lang: &'a Lang, unreadable: &Unreadable) -> &'a str {
    let number = |line: u64| i64::try_from(line).unwrap_or(0).into();
    match unreadable {
        Unreadable::Empty => lang.text("import-unreadable-empty"),
        Unreadable::Other(kind) => lang.with("import-unreadable-other", &[("kind", (*kind).into())]),
        Unreadable::TooWide { line } => {
            let most = i64::try_from(MOST_COLUMNS).unwrap_or(0).into();
            lang.with("import-unreadable-wide", &[("line", number(*line)), ("most", most)])
        }
        Unreadable::TooLong { line } => lang.with("import-unreadable-long", &[("line", number(*line))]),
        Unreadable::Bomb => lang.text("import-unreadable-bomb"),
        Unreadable::Damaged(_) => lang.text("import-unreadable-damaged"),
        Unreadable::NoSheet(name) => lang.with("import-unreadable-sheet", &[("name", name.as_str().into())]),
    }
}
