//! One call within a transaction: found, let in, checked, done, chained.

use std::sync::Arc;

use kit::{Registry, Rows};
use schema::Entity;
use serde_json::{Map, Value as Json, json};
use store::{Error, FieldError, Problem, Result, Tx};

use crate::action;
use crate::answer::Outcome;
use crate::call::Call;
use crate::chain::{self, Nesting};
use crate::language::Language;
use crate::offered::{Generic, Known, Work, family, known, numbered};
use crate::parameter;

/// A call whose entity and action exist, whose door was open, and whose parameters are as declared.
pub(crate) struct Request<'r> {
    pub registry: &'r Registry,
    pub entity: Arc<Entity>,
    /// The action's own spelling.
    pub action: &'static str,
    pub params: Map<String, Json>,
    pub language: Language,
}

/// Runs a call and its chain; gives what it did, and the column that was added for the index alone.
///
/// # Errors
/// `NotFound` for an unknown entity or action, `Forbidden` for a closed door, and whatever the action fails with.
pub(crate) fn run(
    registry: &Registry,
    tx: &mut Tx<'_>,
    mut call: Call,
    nesting: Nesting<'_>,
) -> Result<(Outcome, Option<String>)> {
    let found = known(registry, tx.catalog(), &call.entity, &call.action)?;
    if let Some((_, parameter, number)) = numbered(registry, &call.entity) {
        call.params.insert(parameter.to_owned(), json!(number));
    }
    if let (Some(family), Work::Declared(_)) = (family(registry, &found.entity), found.work) {
        call.params.insert(family.parameter.to_owned(), json!(found.entity.name));
    }
    let index = call.index;
    let (work, mut request) = admit(registry, tx, found, call.params)?;
    let remove = index.and_then(|index| index.widen(&mut request.params));
    let chain = request.params.shift_remove("chain").unwrap_or(Json::Null);
    let outcome = match work.writes() {
        // What is written must not depend on the language of whoever writes.
        true => perform(tx, work, &request),
        false => request.language.spoken_by(tx, |tx| perform(tx, work, &request)),
    };
    let mut outcome = outcome.map_err(|error| in_words_of_the_protocol(error, &request))?;
    if outcome.debug.is_null() && action::wants_debug(tx, &request) {
        outcome.debug =
            json!({"actionClass": request.action, "sql": [], "undefined_fields": [], "unauthorized_fields": []});
    }
    if let Rows::List(rows) = &mut outcome.rows {
        chain::apply(registry, tx, rows, &chain, nesting)?;
    }
    Ok((outcome, remove))
}

/// Opens the door and checks the parameters.
///
/// # Errors
/// `Forbidden` or `Request`.
pub(crate) fn admit<'r>(
    registry: &'r Registry,
    tx: &Tx<'_>,
    found: Known<'r>,
    params: Map<String, Json>,
) -> Result<(Work<'r>, Request<'r>)> {
    let Known { entity, work } = found;
    check_door(tx, &entity, work)?;
    let params = work.with_parameters(&entity, |declared| parameter::checked(declared, params))?;
    let language = Language::of(registry, &params);
    Ok((work, Request { registry, entity, action: work.name(), params, language }))
}

fn check_door(tx: &Tx<'_>, entity: &Entity, work: Work<'_>) -> Result<()> {
    match work.door(entity).met_by(&tx.actor().permissions) {
        true => Ok(()),
        false => Err(closed(entity, work.name())),
    }
}

/// The refusal at a door.
pub(crate) fn closed(entity: &Entity, action: &str) -> Error {
    Error::Forbidden(format!("Authorization failed: CiviCRM APIv4 ({}::{action})", entity.name))
}

fn perform(tx: &mut Tx<'_>, work: Work<'_>, request: &Request<'_>) -> Result<Outcome> {
    let generic = match work {
        Work::Generic(generic) => generic,
        Work::Declared(declared) => return declared_action(tx, declared, request),
    };
    match generic {
        Generic::Get => action::get::run(tx, request),
        Generic::Create => action::create::run(tx, request),
        Generic::Save => action::save::run(tx, request),
        Generic::Update => action::update::run(tx, request),
        Generic::Delete => action::delete::run(tx, request),
        Generic::Replace => action::replace::run(tx, request),
        Generic::Autocomplete => action::autocomplete::run(tx, request),
        Generic::GetFields => action::get_fields::run(tx, request),
        Generic::GetActions => action::get_actions::run(tx, request),
        Generic::GetLinks => action::get_links::run(tx, request),
        Generic::CheckAccess => action::check_access::run(tx, request),
        Generic::Export => action::export::run(tx, request),
        Generic::Revert => action::revert::run(tx, request),
    }
}

fn declared_action(tx: &mut Tx<'_>, declared: &kit::Action, request: &Request<'_>) -> Result<Outcome> {
    Ok(match (declared.run)(tx, &request.params)? {
        Rows::List(rows) => Outcome::rows(rows),
        Rows::Object(object) => {
            let mut outcome = Outcome::rows(Vec::new());
            outcome.counts = crate::answer::Counts::of(object.len());
            outcome.rows = Rows::Object(object);
            outcome
        }
        Rows::Values { values, count, matched, extras } => {
            let fetched = i64::try_from(values.len()).unwrap_or(i64::MAX);
            let counts = crate::answer::Counts { count, fetched, matched };
            let rows = Rows::Values { values, count, matched, extras: Vec::new() };
            Outcome { rows, extras, counts, debug: Json::Null }
        }
    })
}

/// Values that are missing are named in one sentence, which existing clients read.
fn in_words_of_the_protocol(error: Error, request: &Request<'_>) -> Error {
    let Error::Invalid(mut problems) = error else { return error };
    if problems.is_empty() || problems.iter().any(|wrong| wrong.problem != Problem::Required) {
        return Error::Invalid(problems);
    }
    let names: Vec<&str> = problems.iter().map(|wrong| wrong.field.as_str()).collect();
    let all =
        format!("Mandatory values missing from Api4 {}::{}: {}", request.entity.name, request.action, names.join(", "));
    let rule =
        |wrong: &mut FieldError, text: String| wrong.problem = Problem::Rule { key: Problem::Required.key(), text };
    let mut text = Some(all);
    problems.iter_mut().for_each(|wrong| rule(wrong, text.take().unwrap_or_default()));
    Error::Invalid(problems)
}
