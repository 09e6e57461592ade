//! Files of what a search finds: CSV, XLSX, ODS and JSON, written row by row, so that their size costs no memory; and PDF
//! for paper.

pub mod action;
pub mod choose;
mod csv;
pub mod merge;
mod ods;
mod pdf;
pub mod whole;
mod xlsx;
mod zip;

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::Write;

use contact::pages::phrases::Lang;
use kit::Feed;
use schema::{Actor, Verb};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Site, Tx};
use ui::Locale;

use crate::compose::{state::State, words};
use crate::run::cells::{self, For, Voice};
use crate::run::item::{Item, Kind};
use crate::run::{Prepared, Question, style};
use merge::Merge;

/// The kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With this separator between cells.
    Csv(char),
    Xlsx,
    Ods,
    Json,
    /// For paper: of so many rows as somebody would read.
    Pdf,
}

impl Format {
    /// The format that an address names; French spreadsheets read CSV with semicolons.
    pub fn named(name: &str) -> Option<Format> {
        Some(match name {
            "csv" => Format::Csv(','),
            "csv-fr" => Format::Csv(';'),
            "xlsx" => Format::Xlsx,
            "ods" => Format::Ods,
            "json" => Format::Json,
            "pdf" => Format::Pdf,
            _ => return None,
        })
    }

    /// The end of the file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Csv(_) => "csv",
            Format::Xlsx => "xlsx",
            Format::Ods => "ods",
            Format::Json => "json",
            Format::Pdf => "pdf",
        }
    }

    /// The media type.
    pub fn content_type(self) -> &'static str {
        match self {
            Format::Csv(_) => "text/csv; charset=utf-8",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Format::Json => "application/json",
            Format::Pdf => "application/pdf",
        }
    }
}

/// One value on its way into a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum {
    Empty,
    Text(String),
    /// With a point before its decimals.
    Number(String),
    /// `2026-11-19`
    Date(String),
    /// `2026-11-19 09:42:11`
    DateTime(String),
}

/// What writes rows into a file.
trait Sheet {
    fn row(&mut self, cells: &[Datum]) -> Result<()>;
}

/// What is to be written, for whom.
#[derive(Clone, Debug)]
pub struct Export {
    pub question: Question,
    pub format: Format,
    pub locale: Locale,
    /// Spreadsheets of people get choices in words and dates in their custom; clients get plain values.
    pub whom: For,
}

impl Export {
    /// The name of the file.
    pub fn file_name(&self) -> String {
        format!("{}.{}", self.label(), self.format.extension())
    }

    /// What the list is called.
    fn label(&self) -> String {
        match (self.question.display.label.trim(), self.question.search.label.trim()) {
            ("", "") => self.question.search.entity.clone(),
            ("", label) | (label, _) => label.to_owned(),
        }
    }

    /// The file as it is sent: read as this actor in a transaction of its own.
    pub fn feed(self, site: &Site, actor: &Actor) -> Feed {
        let (site, actor) = (site.clone(), actor.clone());
        Feed::new(move |out| site.read_long(&actor, |tx| self.write(tx, out)))
    }

    /// Writes the file.
    ///
    /// # Errors
    /// What the planner refuses, the database's own failure, or that nobody reads any more.
    pub fn write(&self, tx: &Tx<'_>, out: &mut dyn Write) -> Result<()> {
        let lang = Lang::new(self.locale);
        let voice = Voice::new(tx, &lang, self.whom)?;
        match self.format {
            Format::Csv(separator) => self.rows(tx, &voice, &mut csv::Csv::new(out, separator)?),
            Format::Xlsx => xlsx::write(out, |sheet| self.rows(tx, &voice, sheet)),
            Format::Ods => ods::write(out, |sheet| self.rows(tx, &voice, sheet)),
            Format::Json => self.json(tx, out),
            Format::Pdf => {
                let head = (self.label(), self.asked(tx, &lang)?);
                pdf::write(tx, &lang, head, out, |sheet| self.rows(tx, &voice, sheet))
            }
        }
    }

    /// What was asked for, in a sentence; nothing where it can only be said by numbers.
    fn asked(&self, tx: &Tx<'_>, lang: &Lang) -> Result<String> {
        let mut search = self.question.search.clone();
        if let Some(Json::Array(clauses)) = search.params.get_mut("where") {
            // Ticked records: a list of their numbers tells nobody anything.
            clauses.retain(|clause| clause.get(0) != Some(&json!("id")));
        }
        match words::summary(tx, lang, &State::of(search, "table")) {
            Err(Error::Internal(cause)) => Err(Error::Internal(cause)),
            said => Ok(said.unwrap_or_default()),
        }
    }

    /// The labels, then every row.
    fn rows(&self, tx: &Tx<'_>, voice: &Voice<'_>, sheet: &mut dyn Sheet) -> Result<()> {
        let prepared = self.question.prepare(tx)?;
        let settings = &self.question.display.settings;
        let columns = exported(settings);
        let label = |column: &&&Json| {
            let label = column.get("label").and_then(Json::as_str).unwrap_or_default();
            Datum::Text(crate::run::tokens::fill(label, |_| String::new()))
        };
        sheet.row(&columns.iter().map(|column| label(&column)).collect::<Vec<_>>())?;
        voice.learn(tx, &prepared.items)?;
        if let Some(merge) = Merge::of(settings).filter(|_| merge::fits(&prepared)) {
            return self.merged(tx, voice, &prepared, merge, sheet);
        }
        let plan = tx.plan(&prepared.entity, &prepared.request, As::Actor, Verb::View)?;
        let Some(statement) = &plan.rows else { return Ok(()) };
        let makers: Vec<Maker<'_>> = columns.iter().map(|column| Maker::of(column, &prepared.items, &plan)).collect();
        let mut row = Vec::with_capacity(makers.len());
        tx.rows(statement, |cells| {
            row.clear();
            for maker in &makers {
                row.push(match maker.at {
                    Some(at) => match maker.quick(cells.cell(at)) {
                        Some(datum) => datum,
                        None => {
                            let value =
                                plan.columns.get(at).map(|c| c.json(cells.cell(at), tx.clock())).unwrap_or_default();
                            maker.datum(tx, voice, &value)?
                        }
                    },
                    None => filled(tx, voice, &prepared, maker.column, whole(&plan, cells, tx))?,
                });
            }
            sheet.row(&row)
        })
    }

    /// A row for each household or address: the contacts are found first, then read some at a time.
    fn merged(
        &self,
        tx: &Tx<'_>,
        voice: &Voice<'_>,
        prepared: &Prepared,
        merge: Merge,
        sheet: &mut dyn Sheet,
    ) -> Result<()> {
        let columns = exported(&self.question.display.settings);
        let found = merge::Rows::of(tx, prepared, merge)?;
        for ids in merge::steps(&found.ids) {
            // A household is no individual: whoever stands for others is a contact.
            let plan = tx.plan("Contact", &merge::of_ids(prepared, ids), As::Actor, Verb::View)?;
            let Some(statement) = &plan.rows else { return Ok(()) };
            let mut read: HashMap<i64, Map<String, Json>> = HashMap::new();
            tx.rows(statement, |cells| {
                let data = whole(&plan, cells, tx);
                if let Some(id) = data.get("id").and_then(Json::as_i64) {
                    read.insert(id, data);
                }
                Ok(())
            })?;
            let makers: Vec<Maker<'_>> = columns.iter().map(|c| Maker::of(c, &prepared.items, &plan)).collect();
            for (id, data) in ids.iter().filter_map(|id| Some((*id, read.remove(id)?))) {
                let mut row = Vec::with_capacity(makers.len());
                for maker in &makers {
                    let key = maker.column.get("key").and_then(Json::as_str).unwrap_or_default();
                    row.push(match (found.spoken(id, key), maker.at) {
                        (Some(words), _) => Datum::Text(words),
                        (None, Some(_)) => maker.datum(tx, voice, data.get(key).unwrap_or(&Json::Null))?,
                        (None, None) => filled(tx, voice, prepared, maker.column, data.clone())?,
                    });
                }
                sheet.row(&row)?;
            }
        }
        Ok(())
    }

    /// A list of objects with the plain values under the columns' keys.
    fn json(&self, tx: &Tx<'_>, out: &mut dyn Write) -> Result<()> {
        let prepared = self.question.prepare(tx)?;
        let plan = tx.plan(&prepared.entity, &prepared.request, As::Actor, Verb::View)?;
        let keep = |key: &str| !prepared.items.iter().any(|item| item.hidden && item.key == key);
        let mut first = true;
        out.write_all(b"[").map_err(gone)?;
        if let Some(statement) = &plan.rows {
            tx.rows(statement, |cells| {
                let mut data = whole(&plan, cells, tx);
                data.retain(|key, _| keep(key));
                let text = Json::Object(data).to_string();
                out.write_all(if first { b"\n" } else { b",\n" }).map_err(gone)?;
                first = false;
                out.write_all(text.as_bytes()).map_err(gone)
            })?;
        }
        out.write_all(b"\n]\n").map_err(gone)
    }
}

/// A cell whose text has holes.
fn filled(tx: &Tx<'_>, voice: &Voice<'_>, prepared: &Prepared, column: &Json, row: Map<String, Json>) -> Result<Datum> {
    let only = Map::from_iter([("columns".to_owned(), json!([column]))]);
    let line = cells::line(tx, voice, &prepared.entity, &prepared.items, &only, row)?;
    Ok(Datum::Text(line.cells.into_iter().next().map(|cell| cell.words).unwrap_or_default()))
}

/// The columns that go into a file: those that show a value.
fn exported(settings: &Map<String, Json>) -> Vec<&Json> {
    let shows = |column: &&Json| column.get("key").and_then(Json::as_str).is_some_and(|key| !key.is_empty());
    cells::columns(settings).into_iter().filter(shows).collect()
}

fn whole(plan: &query::Plan, cells: &dyn store::Cells, tx: &Tx<'_>) -> Map<String, Json> {
    let belongs = plan.columns.iter().enumerate().filter(|(_, column)| column.belongs(|at| cells.cell(at)));
    belongs.map(|(at, column)| (column.key.clone(), column.json(cells.cell(at), tx.clock()))).collect()
}

/// Makes one column's cells: straight from its value, or by filling the holes of its text.
struct Maker<'p> {
    column: &'p Json,
    item: Option<&'p Item>,
    at: Option<usize>,
    /// The cell is a text that stands in the file as it is.
    plain: bool,
    /// Choices said already, by their keys: a file names few of them a million times.
    said: RefCell<HashMap<i64, Datum>>,
}

impl<'p> Maker<'p> {
    fn of(column: &'p Json, items: &'p [Item], plan: &query::Plan) -> Maker<'p> {
        let key = column.get("key").and_then(Json::as_str).unwrap_or_default();
        let written = column.get("rewrite").and_then(Json::as_str).is_some_and(|text| !text.is_empty());
        let at = plan.columns.iter().position(|other| other.key == key && !other.hidden).filter(|_| !written);
        let item = items.iter().find(|item| item.key == key);
        let decode = at.and_then(|at| plan.columns.get(at)).map(|column| &column.decode);
        let worded = item.is_some_and(|item| item.target.as_ref().is_some_and(|target| target.field.options.is_some()));
        let kept = item.is_some_and(|item| item.kind() == Kind::Text && !item.expression.contains("YEAR_MONTH"));
        let plain = matches!(decode, Some(query::Decode::Text)) && kept && !worded;
        Maker { column, item, at, plain, said: RefCell::default() }
    }

    /// The cell where it takes no thought; most of a big file.
    fn quick(&self, cell: query::Cell<'_>) -> Option<Datum> {
        match cell {
            query::Cell::Null => Some(Datum::Empty),
            query::Cell::Text("") if self.plain => Some(Datum::Empty),
            query::Cell::Text(text) if self.plain => Some(Datum::Text(text.to_owned())),
            query::Cell::Int(key) => self.said.borrow().get(&key).cloned(),
            _ => None,
        }
    }

    fn datum(&self, tx: &Tx<'_>, voice: &Voice<'_>, value: &Json) -> Result<Datum> {
        let text = style::plain(Some(value));
        if text.is_empty() {
            return Ok(Datum::Empty);
        }
        let Some(item) = self.item else { return Ok(Datum::Text(text)) };
        let chosen = voice.whom == For::People && item.target.as_ref().is_some_and(|t| t.field.options.is_some());
        if chosen && let Some(key) = value.as_i64() {
            let datum = Datum::Text(voice.words(tx, item, value)?);
            self.said.borrow_mut().insert(key, datum.clone());
            return Ok(datum);
        }
        Ok(match (item.kind(), value) {
            _ if chosen || value.is_array() || value.is_boolean() => Datum::Text(voice.words(tx, item, value)?),
            (Kind::Number | Kind::Money | Kind::Digits, Json::Number(_)) => Datum::Number(text),
            (Kind::Date, _) => Datum::Date(text.get(..10).unwrap_or(&text).to_owned()),
            (Kind::DateTime, _) => Datum::DateTime(text),
            _ => Datum::Text(text),
        })
    }
}

/// Nobody reads the file any more.
fn gone(error: std::io::Error) -> Error {
    Error::internal(error)
}
