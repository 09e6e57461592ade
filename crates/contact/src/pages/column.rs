//! The columns of the list of contacts: which there are, which somebody chose, and what stands in their cells.

use maud::{Markup, html};
use serde_json::Value as Json;
use store::{Result, Tx};
use ui::page::columns::Choosable;

use super::labels;
use super::phrases::Lang;
use super::preference;
use super::rows::{self, Row};

/// A column after the name: its name in addresses, the path of its value, where its label and options come from, and
/// how early it is given up when it gets narrow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    pub name: &'static str,
    pub path: &'static str,
    pub entity: &'static str,
    pub field: &'static str,
    pub priority: u8,
}

const fn shown(
    name: &'static str,
    path: &'static str,
    entity: &'static str,
    field: &'static str,
    priority: u8,
) -> Shown {
    Shown { name, path, entity, field, priority }
}

/// All columns that can be chosen.
pub(super) const COLUMNS: [Shown; 16] = [
    shown("city", "address_primary.city", "Address", "city", 0),
    shown("email", "email_primary.email", "Email", "email", 2),
    shown("phone", "phone_primary.phone", "Phone", "phone", 3),
    shown("modified", "modified_date", "Contact", "modified_date", 4),
    shown("type", "contact_type", "Contact", "contact_type", 3),
    shown("sub", "contact_sub_type", "Contact", "contact_sub_type", 3),
    shown("postal_code", "address_primary.postal_code", "Address", "postal_code", 3),
    shown("country", "address_primary.country_id", "Address", "country_id", 3),
    shown("job_title", "job_title", "Contact", "job_title", 3),
    shown("employer", "employer_id.display_name", "Contact", "employer_id", 3),
    shown("birth_date", "birth_date", "Contact", "birth_date", 3),
    shown("language", "preferred_language", "Contact", "preferred_language", 4),
    shown("source", "source", "Contact", "source", 4),
    shown("external", "external_identifier", "Contact", "external_identifier", 4),
    shown("created", "created_date", "Contact", "created_date", 4),
    shown("id", "id", "Contact", "id", 4),
];

/// The columns of whoever chose none.
const USUAL: [&str; 4] = ["city", "email", "phone", "modified"];

/// The columns that this visitor chose.
pub(super) fn chosen(tx: &Tx<'_>) -> Result<Vec<Shown>> {
    let kept = preference::read(tx, tx.actor().contact_id, preference::COLUMNS)?;
    let names: Vec<&str> = match kept.as_array() {
        Some(names) => names.iter().filter_map(Json::as_str).collect(),
        None => USUAL.to_vec(),
    };
    Ok(names.iter().filter_map(|name| COLUMNS.iter().find(|column| column.name == *name).copied()).collect())
}

/// The columns to choose from: those of `order` first, then the others.
pub(super) fn choosable<'a>(lang: &'a Lang, order: &[String], shown: &[String]) -> Vec<Choosable<'a>> {
    let first = order.iter().filter_map(|name| COLUMNS.iter().find(|column| column.name == name));
    let rest = COLUMNS.iter().filter(|column| !order.iter().any(|name| name == column.name));
    let one = |column: &Shown| Choosable {
        name: column.name,
        label: lang.field(column.entity, column.field),
        shown: shown.iter().any(|name| name == column.name),
    };
    first.chain(rest).map(one).collect()
}

/// The cells of each row, in the reader's words.
pub(super) fn cells(tx: &Tx<'_>, lang: &Lang, columns: &[Shown], found: &[Row]) -> Result<Vec<Vec<Markup>>> {
    let today = tx.clock().today();
    found.iter().map(|row| columns.iter().map(|column| cell(tx, lang, column, row, today)).collect()).collect()
}

fn cell(tx: &Tx<'_>, lang: &Lang, column: &Shown, row: &Row, today: jiff::civil::Date) -> Result<Markup> {
    let written = rows::written(row, column.path);
    Ok(match column.name {
        "modified" | "created" => {
            let day = rows::date(row, column.path);
            let words = day.map(|day| lang.locale.relative(day, today)).unwrap_or_default();
            html! { time.faint datetime=(written) title=(lang.date(written.get(..10).unwrap_or_default())) { (words) } }
        }
        "birth_date" => html! { (ui::lang::raised(lang.date(&written))) },
        "email" if !written.is_empty() => html! { a.plain href={ "mailto:" (written) } { (written) } },
        "type" | "sub" | "country" | "language" => {
            let parts = written.split(',').filter(|part| !part.is_empty());
            let labels: Result<Vec<String>> =
                parts.map(|part| labels::label_of(tx, lang.code(), column.entity, column.field, part)).collect();
            html! { (labels?.join(", ")) }
        }
        _ => html! { (written) },
    })
}
