//! Rows as people read them: values in words, texts with tokens filled, links, icons and styles.

use std::cell::RefCell;
use std::collections::HashMap;

use contact::pages::labels;
use contact::pages::phrases::Lang;
use schema::{Field, OptionItem, OptionSource};
use serde_json::{Map, Value as Json, json};
use store::{Result, Tx};
use ui::Locale;

use super::item::{Item, Kind};
use super::{style, tokens};

/// Who the cells are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// Clients of the API: choices stay the keys that the search selected.
    Clients,
    /// People: choices are said in their language.
    People,
}

/// How values are said.
pub struct Voice<'l> {
    pub lang: &'l Lang,
    pub whom: For,
    currency: String,
    /// English labels of choices in the reader's language, by entity and field.
    said: RefCell<HashMap<(String, String), HashMap<String, String>>>,
    /// Labels of choices by entity and field, then by key.
    labels: RefCell<HashMap<(String, String), HashMap<String, String>>>,
}

/// One cell of a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    pub words: String,
    /// The several values of a list, each for itself.
    pub several: Option<Vec<String>>,
    pub value: Json,
    pub title: String,
    pub links: Vec<Json>,
    pub icons: Vec<Json>,
    pub class: String,
    /// Whether nothing stands behind it.
    pub blank: bool,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub id: Option<i64>,
    pub data: Map<String, Json>,
    pub cells: Vec<Cell>,
    pub class: String,
}

impl<'l> Voice<'l> {
    /// A voice in the reader's language.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn new(tx: &Tx<'_>, lang: &'l Lang, whom: For) -> Result<Voice<'l>> {
        let currency = tx.setting("defaultCurrency")?.as_str().unwrap_or("EUR").to_owned();
        Ok(Voice { lang, whom, currency, said: RefCell::default(), labels: RefCell::default() })
    }

    /// Reads the choices of all items beforehand: while rows stream from the database, it cannot be asked anything else.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn learn(&self, tx: &Tx<'_>, items: &[Item]) -> Result<()> {
        for target in items.iter().filter_map(|item| item.target.as_ref()).filter(|t| t.field.options.is_some()) {
            let (entity, field) = (target.entity.name.as_ref(), &target.field);
            match target.suffix.as_deref() {
                None => drop(self.label(tx, entity, field, "")?),
                Some("label") => drop(self.translated(tx, entity, field, "")?),
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// The label of a choice; the value itself where it is none any more.
    fn label(&self, tx: &Tx<'_>, entity: &str, field: &Field, text: &str) -> Result<String> {
        let key = (entity.to_owned(), field.name.to_string());
        let mut labels = self.labels.borrow_mut();
        if !labels.contains_key(&key) {
            let known = tx.entity(entity)?;
            let list = tx.options(&known, field)?;
            let said = |item: &OptionItem| {
                let label = field.options.as_ref().map(|source| labels::label(self.lang.code(), source, item));
                Some((style::plain(Some(&item.id.to_json())), label?))
            };
            let all = list.map(|list| list.items.iter().rev().filter_map(said).collect()).unwrap_or_default();
            labels.insert(key.clone(), all);
        }
        let known = labels.get(&key).and_then(|all| all.get(text));
        Ok(known.cloned().unwrap_or_else(|| text.to_owned()))
    }

    fn locale(&self) -> Locale {
        self.lang.locale
    }

    /// A value in words.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn words(&self, tx: &Tx<'_>, item: &Item, value: &Json) -> Result<String> {
        match value {
            Json::Null => Ok(String::new()),
            Json::Array(items) => {
                let all: Result<Vec<String>> = items.iter().map(|one| self.words(tx, item, one)).collect();
                Ok(all?.join(", "))
            }
            // Not through `lang`, which keeps what it says until the end: a file may have a million rows.
            Json::Bool(on) => Ok(self.locale().text(if *on { "yes" } else { "no" }).into_owned()),
            Json::Object(_) => Ok(value.to_string()),
            scalar => self.scalar(tx, item, scalar),
        }
    }

    fn scalar(&self, tx: &Tx<'_>, item: &Item, value: &Json) -> Result<String> {
        let text = style::plain(Some(value));
        if let Some(target) = item.target.as_ref().filter(|_| keeps_choices(item)) {
            let (entity, field) = (target.entity.name.as_ref(), &target.field);
            if field.options.is_some() && self.whom == For::People {
                return match target.suffix.as_deref() {
                    None => self.label(tx, entity, field, &text),
                    Some("label") => self.translated(tx, entity, field, &text),
                    Some(_) => Ok(text),
                };
            }
        }
        if item.expression.contains("YEAR_MONTH") {
            return Ok(self.month(&text).unwrap_or(text));
        }
        Ok(self.said(item.kind(), &text))
    }

    /// A month written as `202611`.
    fn month(&self, text: &str) -> Option<String> {
        let (year, month) = (text.get(..4)?.parse().ok()?, text.get(4..)?.parse().ok()?);
        Some(self.locale().month_year(jiff::civil::Date::new(year, month, 1).ok()?))
    }

    /// A plain value by its kind.
    pub fn said(&self, kind: Kind, text: &str) -> String {
        let locale = self.locale();
        let number = || text.parse::<rust_decimal::Decimal>().ok();
        match kind {
            Kind::Number => number().map(|n| locale.number(n.normalize())),
            Kind::Money => number().map(|n| locale.money(n, &self.currency)),
            Kind::Bool => Some(locale.text(if matches!(text, "" | "0") { "no" } else { "yes" }).into_owned()),
            Kind::Date => text.get(..10).and_then(|day| day.parse().ok()).map(|day| locale.date(day)),
            Kind::DateTime => text.replace(' ', "T").parse().ok().map(|at| locale.date_time(at)),
            Kind::Text | Kind::Digits => None,
        }
        .unwrap_or_else(|| text.to_owned())
    }

    /// A label as stored, in the reader's language.
    fn translated(&self, tx: &Tx<'_>, entity: &str, field: &Field, text: &str) -> Result<String> {
        let long = matches!(&field.options, Some(OptionSource::Table(table)) if table.entity == "StateProvince");
        if self.lang.code() == "en" || long {
            return Ok(text.to_owned());
        }
        let key = (entity.to_owned(), field.name.to_string());
        let mut said = self.said.borrow_mut();
        if !said.contains_key(&key) {
            let picks = labels::choices(tx, self.lang.code(), entity, &field.name, "")?;
            said.insert(key.clone(), picks.into_iter().map(|pick| (pick.item.label, pick.label)).collect());
        }
        let known = said.get(&key).and_then(|all| all.get(text));
        Ok(known.cloned().unwrap_or_else(|| text.to_owned()))
    }
}

/// Whether the item's values are choices of its field: the field itself, or what groups it together.
fn keeps_choices(item: &Item) -> bool {
    match item.function.as_deref() {
        None => true,
        Some(name) => {
            matches!(name, "GROUP_CONCAT" | "GROUP_FIRST" | "GROUP_NTH" | "MIN" | "MAX" | "COALESCE" | "IFNULL")
        }
    }
}

/// The columns of a display that are shown.
pub fn columns(settings: &Map<String, Json>) -> Vec<&Json> {
    let all = settings.get("columns").and_then(Json::as_array).into_iter().flatten();
    all.filter(|column| column.get("enabled") != Some(&Json::Bool(false))).collect()
}

/// A row with the cells that a display makes of it.
///
/// # Errors
/// The database's own failure.
pub fn line(
    tx: &Tx<'_>,
    voice: &Voice<'_>,
    entity: &str,
    items: &[Item],
    settings: &Map<String, Json>,
    data: Map<String, Json>,
) -> Result<Line> {
    let mut cells = Vec::new();
    for column in columns(settings) {
        cells.push(cell(tx, voice, entity, items, column, &data)?);
    }
    let class = style::classes(settings.get("cssRules"), &data);
    Ok(Line { id: data.get("id").and_then(Json::as_i64), data, cells, class })
}

fn cell(
    tx: &Tx<'_>,
    voice: &Voice<'_>,
    entity: &str,
    items: &[Item],
    column: &Json,
    row: &Map<String, Json>,
) -> Result<Cell> {
    let key = column.get("key").and_then(Json::as_str).unwrap_or_default();
    let text = |name: &str| column.get(name).and_then(Json::as_str).filter(|text| !text.is_empty());
    let value = row.get(key).cloned().unwrap_or(Json::Null);
    let words_of = |key: &str| -> String {
        let Some(value) = row.get(key) else { return String::new() };
        let said = items.iter().find(|item| item.key == key).map(|item| voice.words(tx, item, value));
        said.and_then(Result::ok).unwrap_or_else(|| style::plain(Some(value)))
    };
    let blank = value.is_null() || value == json!("") || value == json!([]);
    let item = items.iter().find(|item| item.key == key);
    let mut several = None;
    let words = match (text("rewrite"), text("empty_value")) {
        (_, Some(empty)) if blank => tokens::fill(empty, words_of),
        (Some(rewrite), _) => tokens::fill(rewrite, words_of),
        _ => {
            if let (Some(item), Json::Array(all)) = (item, &value) {
                several = Some(all.iter().map(|one| voice.words(tx, item, one)).collect::<Result<Vec<_>>>()?);
            }
            words_of(key)
        }
    };
    Ok(Cell {
        words,
        several,
        title: text("title").map(|title| tokens::fill(title, words_of)).unwrap_or_default(),
        links: style::links(tx, entity, column, row, words_of),
        icons: style::icons(column, row),
        class: style::classes(column.get("cssRules"), row),
        blank,
        value,
    })
}

impl Line {
    /// The row in the shape of the API.
    pub fn json(self, items: &[Item]) -> Json {
        let columns: Vec<Json> = self.cells.into_iter().map(Cell::json).collect();
        let hidden = |key: &String| items.iter().any(|item| item.hidden && item.key == *key);
        let data: Map<String, Json> = self.data.into_iter().filter(|(key, _)| !hidden(key)).collect();
        let mut row = json!({"data": data, "columns": columns});
        if let Some(id) = self.id {
            row["key"] = json!(id);
        }
        if !self.class.is_empty() {
            row["cssClass"] = json!(self.class);
        }
        row
    }
}

impl Cell {
    fn json(self) -> Json {
        let mut cell = Map::new();
        match self.several {
            Some(all) => drop(cell.insert("val".to_owned(), json!(all))),
            None if !self.words.is_empty() => drop(cell.insert("val".to_owned(), json!(self.words))),
            None => {}
        }
        for (key, value) in [("links", self.links), ("icons", self.icons)] {
            if !value.is_empty() {
                cell.insert(key.to_owned(), Json::Array(value));
            }
        }
        for (key, value) in [("cssClass", self.class), ("title", self.title)] {
            if !value.is_empty() {
                cell.insert(key.to_owned(), Json::String(value));
            }
        }
        Json::Object(cell)
    }
}
