//! `SearchDisplay.download`: rows as a list over the API, or as a file over HTTP.

use kit::{Action, Parameter, Parameters, Registry, Rows};
use schema::{Actor, Requirement};
use serde_json::{Map, Value as Json};
use store::{Error, Result, Site, Tx};

use super::{Datum, Export, Format, Sheet};
use crate::actions::english;
use crate::run::Question;
use crate::run::cells::{For, Voice};

/// So many rows come as a list; files have no limit.
const MOST: usize = 100_000;

/// Rows in memory.
struct Listed(Vec<Json>);

impl Sheet for Listed {
    fn row(&mut self, cells: &[Datum]) -> Result<()> {
        if self.0.len() > MOST {
            return Err(Error::Request(format!("A list holds {MOST} rows at most; ask for a file.")));
        }
        let plain = |cell: &Datum| match cell {
            Datum::Empty => Json::Null,
            Datum::Number(text) => serde_json::from_str(text).unwrap_or(Json::Null),
            Datum::Text(text) | Datum::Date(text) | Datum::DateTime(text) => Json::String(text.clone()),
        };
        self.0.push(cells.iter().map(plain).collect());
        Ok(())
    }
}

/// What a call asks for, and the format of the file; None for a list.
fn asked(tx: &Tx<'_>, params: &Parameters) -> Result<(Question, Option<Format>)> {
    let question = Question::from_call(tx, params)?;
    let format = match params.get("format").and_then(Json::as_str).unwrap_or("array") {
        "array" => None,
        name => {
            let wrong = || Error::Request("Parameter \"format\" is array, csv, xlsx, ods, json or pdf.".to_owned());
            Some(Format::named(name).ok_or_else(wrong)?)
        }
    };
    Ok((question, format))
}

fn download(tx: &mut Tx<'_>, params: &Parameters) -> Result<Rows> {
    let (question, format) = asked(tx, params)?;
    if format.is_some() {
        return Err(Error::Request("Files are sent alone, not among other calls.".to_owned()));
    }
    let lang = contact::pages::phrases::Lang::new(english());
    let voice = Voice::new(tx, &lang, For::Clients)?;
    let export = Export { question, format: Format::Json, locale: english(), whom: For::Clients };
    let mut listed = Listed(Vec::new());
    export.rows(tx, &voice, &mut listed)?;
    let count = i64::try_from(listed.0.len()).unwrap_or(i64::MAX);
    Ok(Rows::Values { values: listed.0, count, matched: None, extras: Vec::new() })
}

/// The file that a call asks for; None where it asks for a list. It is checked whole before the first byte is sent.
///
/// # Errors
/// As the call itself.
pub fn file(site: &Site, actor: &Actor, params: &Map<String, Json>) -> Result<Option<Export>> {
    site.read(actor, |tx| {
        let (question, format) = asked(tx, params)?;
        let Some(format) = format else { return Ok(None) };
        let prepared = question.prepare(tx)?;
        tx.plan(&prepared.entity, &prepared.request, store::As::Actor, schema::Verb::View)?;
        Ok(Some(Export { question, format, locale: english(), whom: For::Clients }))
    })
}

/// Signs the action into the registry.
pub fn register(registry: &mut Registry, parameters: Vec<Parameter>) {
    registry.action(Action {
        entity: "SearchDisplay",
        name: "download",
        description: "Gives what a search finds as a list or a file.",
        door: Requirement::all(&["access CiviCRM"]),
        parameters,
        writes: false,
        run: download,
    });
}
