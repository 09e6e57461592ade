//! People of a form: chosen by their names, with a script or without.

use contact::pages::labels;
use contact::pages::list::called;
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, text};
use contact::pages::search;
use kit::{Fields, Reply, Visit};
use serde_json::json;
use store::{Result, Tx};
use ui::page::activity_form::{Named, People, found};

use super::told;

/// So many are offered.
const OFFERED: i64 = 8;

/// The contacts in one role, as a form has them.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    pub ids: Vec<i64>,
    /// What stands in the box beside them.
    pub typed: String,
    /// Who fits what was typed, where that is not one alone.
    pub found: Vec<i64>,
}

impl Chosen {
    /// As it was sent. A name or number in the box counts where it can mean one contact alone.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn sent(tx: &Tx<'_>, form: &Fields, name: &str) -> Result<Chosen> {
        let ids: Vec<i64> = form.all(name).filter_map(|id| id.parse().ok()).collect();
        let typed = form.text(&format!("{name}_add")).unwrap_or_default().to_owned();
        let mut chosen = Chosen { ids, typed, found: Vec::new() };
        if chosen.typed.is_empty() {
            return Ok(chosen);
        }
        let fitting: Vec<i64> = fitting(tx, &chosen.typed)?.iter().map(rows::id).collect();
        match fitting.as_slice() {
            [one] => {
                if !chosen.ids.contains(one) {
                    chosen.ids.push(*one);
                }
                chosen.typed.clear();
            }
            _ => chosen.found = fitting,
        }
        Ok(chosen)
    }

    /// Whether something stands in the box that nobody could read.
    pub fn is_unclear(&self) -> bool {
        !self.typed.is_empty()
    }
}

/// The contacts whose names begin with these words, or who have this number.
///
/// # Errors
/// The database's own failure.
pub fn fitting(tx: &Tx<'_>, typed: &str) -> Result<Vec<Row>> {
    const FIELDS: [&str; 6] = ["id", "display_name", "first_name", "last_name", "contact_type", "address_primary.city"];
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    if let Ok(id) = typed.trim_start_matches('#').parse::<i64>() {
        return ask(tx, "Contact", &FIELDS, json!([["id", "=", id], ["is_deleted", "=", false]]), &[], 1);
    }
    let ids = search::quick(tx, typed, OFFERED)?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut all = ask(tx, "Contact", &FIELDS, json!([["id", "IN", ids], ["is_deleted", "=", false]]), &[], 0)?;
    all.sort_by_key(|row| ids.iter().position(|id| *id == rows::id(row)));
    Ok(all)
}

/// What tells two of the same name apart.
fn line<'a>(lang: &'a Lang, row: &Row) -> &'a str {
    lang.keep(text(row, "address_primary.city"))
}

/// A contact as the form names it.
pub fn name<'a>(lang: &'a Lang, row: &Row) -> Named<'a> {
    let name = match called(row) {
        "" => lang.with("fact-number", &[("id", rows::id(row).to_string().into())]),
        name => lang.keep(name),
    };
    Named { id: lang.keep(rows::id(row).to_string()), name, line: line(lang, row) }
}

/// The box of a role, filled.
///
/// # Errors
/// The database's own failure.
pub fn picker<'a>(
    tx: &Tx<'_>,
    lang: &'a Lang,
    (field, label): (&'a str, &'a str),
    chosen: &'a Chosen,
    error: Option<&'a str>,
) -> Result<People<'a>> {
    let all: Vec<i64> = chosen.ids.iter().chain(&chosen.found).copied().collect();
    let known = told::people(tx, &all)?;
    let named = |ids: &[i64]| ids.iter().filter_map(|id| known.get(id)).map(|row| name(lang, row)).collect();
    Ok(People {
        name: field,
        label,
        chosen: named(&chosen.ids),
        found: named(&chosen.found),
        typed: &chosen.typed,
        help: None,
        error,
        single: field == "source",
    })
}

/// `/activities/people`: who fits what is being typed.
///
/// # Errors
/// The database's own failure.
pub fn suggest(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let field = visit.query.text("field").filter(|name| super::form::ROLES.iter().any(|(role, ..)| role == name));
    let field = field.unwrap_or("target").to_owned();
    let typed: String = visit.query.text(&format!("{field}_add")).unwrap_or_default().chars().take(100).collect();
    let rows = visit.read(|tx| fitting(tx, &typed))?;
    let view = People {
        name: &field,
        label: "",
        chosen: Vec::new(),
        found: rows.iter().map(|row| name(&lang, row)).collect(),
        typed: "",
        help: None,
        error: None,
        single: visit.query.has("single"),
    };
    Ok(Reply::Html(found(&view)))
}

/// The choices of a field of activities.
///
/// # Errors
/// The database's own failure.
pub fn choices(tx: &Tx<'_>, lang: &Lang, field: &str, chosen: &str) -> Result<Vec<labels::Pick>> {
    labels::choices(tx, lang.code(), "Activity", field, chosen)
}
