//! The lines of a grid written as records: all of them in one transaction, or none.

use std::collections::BTreeMap;

use contact::pages::phrases::Lang;
use contact::pages::refusal;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, FieldError, Result, Tx};

use super::column::Column;
use super::line::{Line, Lines};

/// What is wrong, by line and column; what concerns a line as a whole stands in its first cell.
pub type Wrongs = BTreeMap<(usize, usize), String>;

/// Writes every line that says something; tells how many there were, and what was refused of them. Where anything was
/// refused, the caller keeps nothing.
///
/// # Errors
/// The database's own failure.
pub fn save(
    tx: &mut Tx<'_>,
    lang: &Lang,
    entity: &str,
    columns: &[Column],
    fixed: &Map<String, Json>,
    lines: &Lines,
) -> Result<(usize, Wrongs)> {
    let mut wrongs = Wrongs::new();
    let mut done = 0;
    for (row, line) in lines.all.iter().enumerate().filter(|(_, line)| !lines.is_blank(line)) {
        let values = match values(tx, lang, entity, columns, line)? {
            Ok(values) => values,
            Err(wrong) => {
                wrongs.extend(wrong.into_iter().map(|(at, words)| ((row, at), words)));
                continue;
            }
        };
        if line.id.is_some() && values.len() < 2 {
            continue;
        }
        let mut whole = if line.id.is_none() { fixed.clone() } else { Map::new() };
        whole.extend(values);
        match tx.attempt(|tx| tx.save(entity, whole, As::Actor).map(|_| ())) {
            Ok(()) => done += 1,
            Err(Error::Internal(cause)) => return Err(Error::Internal(cause)),
            Err(Error::Invalid(problems)) => {
                for one in &problems {
                    let words = refusal::words(lang.locale, &Error::Invalid(vec![one.clone()]));
                    wrongs.entry((row, place(columns, one))).or_insert(said(columns, one, words));
                }
            }
            Err(error) => drop(wrongs.insert((row, 0), refusal::words(lang.locale, &error))),
        }
    }
    Ok((done, wrongs))
}

/// The column that a problem is beside; the first where none is.
fn place(columns: &[Column], problem: &FieldError) -> usize {
    let last = |path: &str| path.rsplit('.').next().unwrap_or(path).to_owned();
    let exact = columns.iter().position(|column| column.path == problem.field);
    exact.or_else(|| columns.iter().position(|column| last(&column.path) == last(&problem.field))).unwrap_or(0)
}

/// What stands beside another cell than its own names the field.
fn said(columns: &[Column], problem: &FieldError, words: String) -> String {
    let at = columns.get(place(columns, problem)).map_or("", |column| column.path.as_str());
    let own = at.rsplit('.').next() == problem.field.rsplit('.').next();
    if own { words } else { format!("{}: {words}", problem.field) }
}

/// The values of a line, or what is wrong in which column.
type Values = std::result::Result<Map<String, Json>, Vec<(usize, String)>>;

/// What a line writes: of a new record everything, of an old one what was changed here and by nobody else meanwhile.
fn values(tx: &mut Tx<'_>, lang: &Lang, entity: &str, columns: &[Column], line: &Line) -> Result<Values> {
    let mut wrong = Vec::new();
    let mut all = Map::new();
    let now = match line.id {
        Some(id) => {
            all.insert("id".to_owned(), json!(id));
            current(tx, entity, columns, id)?
        }
        None => None,
    };
    if line.id.is_some() && now.is_none() {
        return Ok(Err(vec![(0, lang.text("problem-no-such-record").to_owned())]));
    }
    for (at, column) in columns.iter().enumerate() {
        if line.id.is_some() && !line.is_changed(at) {
            continue;
        }
        let typed = line.cells.get(at).map(Vec::as_slice).unwrap_or_default();
        let value = match column.value(tx, typed)? {
            Ok(value) => value,
            Err(key) => {
                wrong.push((at, lang.text(key).to_owned()));
                continue;
            }
        };
        if let Some(now) = &now {
            let there = Line { cells: vec![now[at].clone()], before: vec![line.before[at].clone()], ..Line::default() };
            if there.is_changed(0) {
                let words = lang.with("grid-changed-meanwhile", &[("what", now[at].join(", ").as_str().into())]);
                wrong.push((at, words.to_owned()));
                continue;
            }
        } else if value.is_null() || value == json!([]) {
            // A new record gets what its fields start with.
            if column.required {
                wrong.push((at, lang.text("problem-required").to_owned()));
            }
            continue;
        }
        all.insert(column.path.clone(), value);
    }
    Ok(if wrong.is_empty() { Ok(all) } else { Err(wrong) })
}

/// What stands in the cells of a record now; None where it cannot be seen any more.
fn current(tx: &Tx<'_>, entity: &str, columns: &[Column], id: i64) -> Result<Option<Vec<Vec<String>>>> {
    Ok(super::update::read(tx, entity, columns, &[id])?.into_iter().next().map(|line| line.before))
}
