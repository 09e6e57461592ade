//! The columns of the list of contacts: which there are, which somebody chose, and what stands in their cells.

use std::borrow::Cow;

use maud::{Markup, html};
use serde_json::Value as Json;
use store::{Result, Tx};
use ui::page::columns::Choosable;

use super::custom::set::Custom;
use super::labels;
use super::phrases::Lang;
use super::preference;
use super::rows::{self, Row};

/// A column after the name: its name in addresses, the path of its value, where its label and options come from, and
/// how early it is given up when it gets narrow.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub name: Cow<'static, str>,
    pub path: Cow<'static, str>,
    pub entity: Cow<'static, str>,
    pub field: Cow<'static, str>,
    pub priority: u8,
    /// A field that the association made itself.
    pub custom: Option<Box<Custom>>,
}

const fn shown(
    name: &'static str,
    path: &'static str,
    entity: &'static str,
    field: &'static str,
    priority: u8,
) -> Shown {
    Shown {
        name: Cow::Borrowed(name),
        path: Cow::Borrowed(path),
        entity: Cow::Borrowed(entity),
        field: Cow::Borrowed(field),
        priority,
        custom: None,
    }
}

impl Shown {
    /// A custom field as a column.
    fn custom(field: Custom) -> Shown {
        Shown {
            name: Cow::Owned(format!("custom_{}", field.id)),
            path: Cow::Owned(field.path.clone()),
            entity: Cow::Owned(field.entity.clone()),
            field: Cow::Owned(field.path.clone()),
            priority: 3,
            custom: Some(Box::new(field)),
        }
    }

    /// Its label.
    pub fn label<'a>(&self, lang: &'a Lang) -> &'a str {
        match &self.custom {
            Some(field) => lang.keep(field.label.clone()),
            None => lang.field(&self.entity, &self.field),
        }
    }
}

/// All columns that can be chosen: those of every contact, then the association's own.
pub(super) fn all(tx: &Tx<'_>) -> Result<Vec<Shown>> {
    let own = super::custom::set::any_of(tx, "Contact")?.into_iter().filter(|set| !set.is_multiple);
    let fields = own.flat_map(|set| set.fields);
    Ok(COLUMNS.iter().cloned().chain(fields.map(Shown::custom)).collect())
}

/// The columns that every list can show.
pub(super) static COLUMNS: [Shown; 16] = [
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
    Ok(match kept.as_array() {
        Some(names) => named(tx, names.iter().filter_map(Json::as_str))?,
        None => named(tx, USUAL.into_iter())?,
    })
}

/// The columns of these names; unknown ones are left out.
pub(super) fn named<'n>(tx: &Tx<'_>, names: impl Iterator<Item = &'n str>) -> Result<Vec<Shown>> {
    let names: Vec<&str> = names.collect();
    let known = if names.iter().any(|name| name.starts_with("custom_")) { all(tx)? } else { COLUMNS.to_vec() };
    Ok(names.iter().filter_map(|name| known.iter().find(|column| column.name == *name).cloned()).collect())
}

/// The columns to choose from: those of `order` first, then the others.
pub(super) fn choosable<'a>(lang: &'a Lang, all: &[Shown], order: &[String], shown: &[String]) -> Vec<Choosable<'a>> {
    let first = order.iter().filter_map(|name| all.iter().find(|column| column.name == *name));
    let rest = all.iter().filter(|column| !order.iter().any(|name| *name == column.name));
    let one = |column: &Shown| Choosable {
        name: lang.keep(column.name.to_string()),
        label: column.label(lang),
        shown: shown.iter().any(|name| *name == column.name),
    };
    first.chain(rest).map(one).collect()
}

/// The cells of each row, in the reader's words.
pub(super) fn cells(tx: &Tx<'_>, lang: &Lang, columns: &[Shown], found: &[Row]) -> Result<Vec<Vec<Markup>>> {
    let today = tx.clock().today();
    found.iter().map(|row| columns.iter().map(|column| cell(tx, lang, column, row, today)).collect()).collect()
}

fn cell(tx: &Tx<'_>, lang: &Lang, column: &Shown, row: &Row, today: jiff::civil::Date) -> Result<Markup> {
    if let Some(field) = &column.custom {
        let value = row.get(column.path.as_ref()).unwrap_or(&Json::Null);
        return Ok(super::custom::words::shown(tx, lang, field, value)?.unwrap_or_default());
    }
    let written = rows::written(row, &column.path);
    Ok(match column.name.as_ref() {
        "modified" | "created" => {
            let day = rows::date(row, &column.path);
            let words = day.map(|day| lang.locale.relative(day, today)).unwrap_or_default();
            html! { time.faint datetime=(written) title=(lang.date(written.get(..10).unwrap_or_default())) { (words) } }
        }
        "birth_date" => html! { (ui::lang::raised(lang.date(&written))) },
        "email" if !written.is_empty() => html! { a.plain href={ "mailto:" (written) } { (written) } },
        "type" | "sub" | "country" | "language" => {
            let parts = written.split(',').filter(|part| !part.is_empty());
            let labels: Result<Vec<String>> =
                parts.map(|part| labels::label_of(tx, lang.code(), &column.entity, &column.field, part)).collect();
            html! { (labels?.join(", ")) }
        }
        _ => html! { (written) },
    })
}
