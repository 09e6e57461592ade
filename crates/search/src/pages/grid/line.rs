//! The lines of a grid as a form sends them: what was typed, what stood there, and what is wrong with it.

use std::collections::BTreeSet;

use kit::Fields;
use serde_json::{Value as Json, json};

use super::MOST;

/// One line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// The record, where there is one already.
    pub id: Option<i64>,
    /// What it is called.
    pub name: String,
    /// What was typed into each cell.
    pub cells: Vec<Vec<String>>,
    /// What stood there when the grid was opened.
    pub before: Vec<Vec<String>>,
}

/// The lines of a grid.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lines {
    pub all: Vec<Line>,
    /// The columns that were copied down: alone they make no record.
    pub copied: BTreeSet<usize>,
}

fn is_blank(texts: &[String]) -> bool {
    texts.iter().all(|text| text.trim().is_empty())
}

impl Line {
    /// A line with nothing in it.
    pub fn empty(width: usize) -> Line {
        Line { cells: vec![Vec::new(); width], ..Line::default() }
    }

    /// Whether this cell says something else than what stood there.
    pub fn is_changed(&self, at: usize) -> bool {
        let texts = |all: Option<&Vec<String>>| -> Vec<String> {
            let all = all.into_iter().flatten().map(|text| text.trim().to_owned());
            all.filter(|text| !text.is_empty()).collect()
        };
        texts(self.cells.get(at)) != texts(self.before.get(at))
    }
}

impl Lines {
    /// So many empty lines.
    pub fn empty(count: usize, width: usize) -> Lines {
        Lines { all: vec![Line::empty(width); count.min(MOST)], copied: BTreeSet::new() }
    }

    /// The lines of a form of this many columns.
    pub fn read(form: &Fields, width: usize) -> Lines {
        let count = form.int("rows").and_then(|count| usize::try_from(count).ok()).unwrap_or(0).min(MOST);
        let texts = |prefix: &str, row: usize, at: usize| -> Vec<String> {
            form.all(&format!("{prefix}-{row}-{at}")).map(str::to_owned).collect()
        };
        let line = |row: usize| Line {
            id: form.int(&format!("id-{row}")),
            name: form.text(&format!("name-{row}")).unwrap_or_default().to_owned(),
            cells: (0..width).map(|at| texts("c", row, at)).collect(),
            before: (0..width).map(|at| texts("b", row, at)).collect(),
        };
        let copied = form.all("copied").filter_map(|at| at.parse().ok()).filter(|at| *at < width).collect();
        Lines { all: (0..count).map(line).collect(), copied }
    }

    /// Whether a line is to become no record: nothing stands in it but what was copied down.
    pub fn is_blank(&self, line: &Line) -> bool {
        line.id.is_none()
            && line.cells.iter().enumerate().all(|(at, texts)| self.copied.contains(&at) || is_blank(texts))
    }

    /// More empty lines at the end.
    pub fn grow(&mut self, by: usize, width: usize) {
        let room = MOST.saturating_sub(self.all.len());
        self.all.extend(std::iter::repeat_n(Line::empty(width), by.min(room)));
    }

    /// Copies the first value of a column to all lines under it: to those that say something, or, where none does yet, to
    /// all.
    pub fn copy_down(&mut self, at: usize) {
        let first = self.all.iter().position(|line| line.cells.get(at).is_some_and(|texts| !is_blank(texts)));
        let Some(first) = first else { return };
        let value = self.all[first].cells[at].clone();
        let mut others = self.copied.clone();
        others.insert(at);
        let says = |line: &Line| {
            line.id.is_some()
                || line.cells.iter().enumerate().any(|(n, texts)| !others.contains(&n) && !is_blank(texts))
        };
        let any = self.all.iter().skip(first + 1).any(says);
        let meant: Vec<bool> = self.all.iter().map(|line| !any || says(line)).collect();
        for (line, _) in self.all.iter_mut().zip(meant).skip(first + 1).filter(|(_, meant)| *meant) {
            if let Some(cell) = line.cells.get_mut(at) {
                cell.clone_from(&value);
            }
        }
        if !any {
            self.copied.insert(at);
        }
    }

    /// Takes a line away.
    pub fn drop_line(&mut self, at: usize) {
        if at < self.all.len() {
            self.all.remove(at);
        }
    }

    /// As a draft keeps them.
    pub fn json(&self) -> Json {
        let lines: Vec<&Vec<Vec<String>>> = self.all.iter().map(|line| &line.cells).collect();
        json!({"rows": lines, "copied": self.copied})
    }

    /// As a draft has kept them, for so many columns.
    pub fn of(json: &Json, width: usize) -> Lines {
        let texts = |cell: &Json| -> Vec<String> {
            cell.as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
        };
        let line = |row: &Json| {
            let cells = (0..width).map(|at| row.get(at).map(&texts).unwrap_or_default());
            Line { cells: cells.collect(), ..Line::default() }
        };
        let rows = json.get("rows").and_then(Json::as_array).into_iter().flatten();
        let copied = json.get("copied").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_u64);
        Lines {
            all: rows.take(MOST).map(line).collect(),
            copied: copied.filter_map(|at| usize::try_from(at).ok()).filter(|at| *at < width).collect(),
        }
    }

    /// Whether nothing was typed at all.
    pub fn is_empty(&self) -> bool {
        self.all.iter().all(|line| line.cells.iter().all(|texts| is_blank(texts)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Fields {
        Fields(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    fn three() -> Lines {
        Lines::read(&form(&[("rows", "3"), ("c-0-0", "Ada"), ("c-0-1", "Die"), ("c-1-0", "Bo"), ("c-2-1", " ")]), 2)
    }

    #[test]
    fn a_value_is_copied_to_the_lines_that_say_something() {
        let mut lines = three();
        lines.copy_down(1);
        let towns: Vec<&[String]> = lines.all.iter().map(|line| line.cells[1].as_slice()).collect();
        assert_eq!(towns, [&["Die".to_owned()][..], &["Die".to_owned()][..], &[" ".to_owned()][..]]);
        assert!(lines.copied.is_empty());
    }

    #[test]
    fn a_value_copied_before_anything_else_makes_no_records_by_itself() {
        let mut lines = Lines::read(&form(&[("rows", "3"), ("c-0-1", "Die")]), 2);
        lines.copy_down(1);
        assert_eq!(lines.all[2].cells[1], ["Die"]);
        assert!(lines.all.iter().all(|line| lines.is_blank(line)));
    }

    #[test]
    fn a_draft_keeps_what_was_typed() {
        let lines = three();
        let kept = Lines::of(&lines.json(), 2);
        assert_eq!(kept.all[0].cells, lines.all[0].cells);
        assert!(!kept.is_empty() && Lines::empty(4, 2).is_empty());
    }

    #[test]
    fn only_what_differs_from_what_stood_there_is_a_change() {
        let lines = Lines::read(&form(&[("rows", "1"), ("c-0-0", "Ada "), ("b-0-0", "Ada"), ("c-0-1", "x")]), 2);
        assert!(!lines.all[0].is_changed(0) && lines.all[0].is_changed(1));
    }
}
