//! Imports by the API: a list is handed in, and `Import_12` is an entity whose records are the rows of import 12, under
//! the names of its columns.

use std::collections::BTreeSet;

use contact::pages::phrases::Lang;
use kit::{Action, Numbered, Parameter, ParameterType, Parameters, Registry, Rows, Work};
use query::GetRequest;
use schema::{Entity, Field, FieldType, Requirement, Value};
use serde_json::{Map, Value as Json, json};
use store::{Error, Result, Tx};
use ui::Locale;

use crate::pages::table::fault;
use crate::recognise::Goal;
use crate::rows::{self, ImportedRow, state};
use crate::setup::{Always, Mode, Records, Setup, Stage};
use crate::start::Wish;
use crate::wanted::unfit;
use crate::words::shape;
use crate::{found, json_list, records, start, work};

/// The entity that all imports' rows are declared as.
const ENTITY: &str = "ImportRow";
/// The parameter that tells which import is meant; `Import_12` stands for it.
const NUMBER: &str = "userJobId";
/// Rows beyond so many are not looked through in one call: `limit` and `offset` page on.
const MOST: i64 = 100_000;
/// So many rows are brought in while a client waits; more go into the queue.
const AT_ONCE: i64 = 5_000;

/// The entity and its actions.
pub(crate) fn register(registry: &mut Registry) {
    let list = |name| Parameter::optional(name, ParameterType::Array, json!([]));
    let whole = |name| Parameter::optional(name, ParameterType::Int, json!(0));
    let which = || Parameter::required(NUMBER, ParameterType::Int);
    registry
        .array(entity(), |_| Ok(Vec::new()))
        .fill(Numbered { prefix: "Import", entity: ENTITY, parameter: NUMBER })
        .action(action(
            "get",
            "Lists the rows of an import, with their state.",
            [which(), list("select"), list("where"), list("orderBy"), whole("limit"), whole("offset")],
            get,
        ))
        .action(action("getFields", "Describes the columns of an import.", [which()], fields))
        .action(changing(
            "save",
            "Changes cells of rows and looks at them again.",
            [which(), Parameter::required("records", ParameterType::Array)],
            save,
        ))
        .action(changing(
            "validate",
            "Says what each row would do, and writes no contact.",
            [which(), list("where")],
            validate,
        ))
        .action(changing("import", "Brings the rows in that are sound.", [which()], bring))
        .action(changing("retry", "Looks again at the rows that were refused, and brings in what can be.", [which()], retry))
        .action(Action {
            entity: "ImportSchedule",
            name: "run",
            description: "Has a scheduled import fetched with the next round, within a minute.",
            door: crate::schedule::door(),
            parameters: vec![Parameter::required("id", ParameterType::Int)],
            writes: true,
            run: fetch_soon,
        })
        .action(Action {
            entity: "UserJob",
            name: "startImport",
            description: "Takes a list in, as text or as what a search finds, and recognises its columns: the rows are those of Import_ID.",
            door: door(),
            parameters: vec![
                Parameter::required("name", ParameterType::String),
                Parameter::optional("content", ParameterType::String, json!("")),
                Parameter::optional("savedSearch", ParameterType::Int, json!(0)),
                Parameter::optional("query", ParameterType::Array, json!({})),
                Parameter::optional("entity", ParameterType::String, json!("Contact")),
                Parameter::optional("template", ParameterType::Mixed, Json::Null),
                Parameter::optional("columns", ParameterType::Array, json!({})),
                Parameter::optional("always", ParameterType::Array, json!({})),
                Parameter::optional("mode", ParameterType::String, json!("")),
                Parameter::optional("records", ParameterType::String, json!("")),
                Parameter::optional("contactField", ParameterType::String, json!("")),
                Parameter::optional("makeContacts", ParameterType::Bool, Json::Null),
            ],
            writes: true,
            run: hand_in,
        });
}

fn door() -> Requirement {
    Requirement::all(&["access CiviCRM", "import contacts"])
}

fn entity() -> Entity {
    let text = |name: &'static str| Field::new(name, FieldType::LongText).readonly();
    let fields = vec![
        Field::new("_id", FieldType::Int).readonly().title("Row"),
        Field::new("_entity_id", FieldType::Int).readonly().title("Record"),
        Field::new("_contact_id", FieldType::Int).readonly().title("Contact"),
        text("_status").title("Status"),
        text("_status_message").title("Message"),
    ];
    Entity::new(ENTITY, "", fields).kind("AbstractEntity").searchable("none")
}

type Run = fn(&mut Tx<'_>, &Parameters) -> Result<Rows>;

fn action<const N: usize>(name: &'static str, words: &'static str, parameters: [Parameter; N], run: Run) -> Action {
    Action { entity: ENTITY, name, description: words, door: door(), parameters: parameters.into(), writes: false, run }
}

fn changing<const N: usize>(name: &'static str, words: &'static str, parameters: [Parameter; N], run: Run) -> Action {
    Action { writes: true, ..action(name, words, parameters, run) }
}

fn number(parameters: &Parameters) -> Result<i64> {
    let id = parameters.get(NUMBER).and_then(|json| store::state::scalar(json).as_int());
    id.ok_or_else(|| Error::field(NUMBER, store::Problem::NotANumber))
}

/// The names of the columns as fields have them: `n_adherent` of `N° adhérent`, no two alike.
fn names(setup: &Setup) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let plain = |(at, name): (usize, &String)| {
        let mut name = store::machine_name(&schema::fold::fold(name)).trim_matches('_').to_lowercase();
        if name.is_empty() || !seen.insert(name.clone()) {
            name = format!("{name}_{}", at + 1);
            seen.insert(name.clone());
        }
        name
    };
    setup.header.iter().enumerate().map(plain).collect()
}

fn get(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let request = GetRequest::from_json(parameters)?;
    let id = number(parameters)?;
    let setup = work::load(tx, id)?;
    let all = rows::after(tx, id, 0, &[], MOST)?;
    let found = query::memory::select_rows(told(&setup, &all), &request)?;
    let matched = request.wants_count().then(|| i64::try_from(found.matched).unwrap_or(i64::MAX));
    match matched {
        None => Ok(Rows::List(found.rows)),
        Some(_) => {
            let values: Vec<Json> = found.rows.into_iter().map(Json::Object).collect();
            let count = i64::try_from(found.matched).unwrap_or(i64::MAX);
            Ok(Rows::Values { values, count, matched, extras: Vec::new() })
        }
    }
}

fn told(setup: &Setup, all: &[ImportedRow]) -> Vec<Map<String, Json>> {
    let names = names(setup);
    let lang = Lang::new(Locale::best(None, None));
    all.iter().map(|row| record(&lang, setup, &names, row)).collect()
}

fn record(lang: &Lang, setup: &Setup, names: &[String], row: &ImportedRow) -> Map<String, Json> {
    let faults = row.faults();
    let reasons: Vec<&str> = faults.iter().map(|(_, key, value)| fault(lang, key, value)).collect();
    let mut record = Map::new();
    record.insert("_id".to_owned(), json!(row.id));
    record.insert("_line".to_owned(), json!(row.line));
    let own = if setup.is_of_contacts() { row.contact } else { row.record };
    record.insert("_entity_id".to_owned(), json!(own));
    record.insert("_contact_id".to_owned(), json!(row.contact));
    record.insert("_status".to_owned(), json!(status(&row.state)));
    record.insert("_status_message".to_owned(), json!(reasons.join(" ")));
    for (at, name) in names.iter().enumerate() {
        record.insert(name.clone(), json!(row.cells.get(at).map_or("", String::as_str)));
    }
    record
}

/// The words by which clients know the states of rows.
fn status(of: &str) -> &'static str {
    match of {
        state::NEW => "NEW",
        state::CREATE | state::UPDATE => "VALID",
        state::DOUBT => "DUPLICATE",
        state::ERROR | state::FAILED => "ERROR",
        state::DONE | state::KEPT => "IMPORTED",
        state::UNDONE => "UNDONE",
        _ => "UNCHANGED",
    }
}

fn fields(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let setup = work::load(tx, number(parameters)?)?;
    let own = entity();
    let fixed =
        own.fields.iter().map(|field| (field.name.to_string(), field.title.to_string(), field.ty == FieldType::Int));
    let columns = names(&setup).into_iter().zip(&setup.header).map(|(name, title)| (name, title.clone(), false));
    let row = |(name, title, is_number): (String, String, bool)| {
        let mut row = Map::new();
        row.insert("name".to_owned(), json!(name));
        row.insert("title".to_owned(), json!(title));
        row.insert("data_type".to_owned(), json!(if is_number { "Integer" } else { "String" }));
        row.insert("readonly".to_owned(), json!(name.starts_with('_')));
        row
    };
    Ok(Rows::List(fixed.chain(columns).map(row).collect()))
}

/// Refuses while the program is at work on the import.
fn at_rest(tx: &Tx<'_>, setup: &Setup) -> Result<()> {
    let works = matches!(setup.stage, Stage::Rehearsing | Stage::Importing | Stage::Undoing);
    match works && !work::is_stopped(tx, setup)? {
        true => Err(Error::Conflict("The import is at work.".to_owned())),
        false => Ok(()),
    }
}

fn save(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let id = number(parameters)?;
    let setup = work::load(tx, id)?;
    at_rest(tx, &setup)?;
    let names = names(&setup);
    let asked = parameters.get("records").and_then(Json::as_array).cloned().unwrap_or_default();
    let mut lines = Vec::new();
    for one in &asked {
        let own = one.get("_id").and_then(|json| store::state::scalar(json).as_int());
        let own = own.ok_or_else(|| Error::field("_id", store::Problem::Required))?;
        let row = rows::by_id(tx, id, own)?;
        if row.state == state::DONE {
            return Err(Error::Conflict(format!("Row {own} is imported already.")));
        }
        let mut cells = row.cells.clone();
        cells.resize(names.len().max(cells.len()), String::new());
        for (cell, name) in cells.iter_mut().zip(&names) {
            if let Some(given) = one.get(name) {
                *cell = given.as_str().map_or_else(|| plain(given), str::to_owned);
            }
        }
        rows::set(tx, own, "cells", Value::Text(json!(cells).to_string()))?;
        work::look_again(tx, id, row.line)?;
        lines.push(row.line);
    }
    answered(tx, id, &setup, &lines)
}

fn plain(json: &Json) -> String {
    if json.is_null() { String::new() } else { json.to_string() }
}

fn answered(tx: &Tx<'_>, id: i64, setup: &Setup, lines: &[i64]) -> Result<Rows> {
    let all: Result<Vec<ImportedRow>> = lines.iter().map(|line| rows::at(tx, id, *line)).collect();
    Ok(Rows::List(told(setup, &all?)))
}

/// Rehearses what has not been looked at; then looks again at the rows that are asked for.
fn validate(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let id = number(parameters)?;
    let setup = work::load(tx, id)?;
    at_rest(tx, &setup)?;
    let wanted = GetRequest { where_: GetRequest::from_json(parameters)?.where_, ..GetRequest::default() };
    if matches!(setup.stage, Stage::Draft | Stage::Rehearsing | Stage::Undone) {
        through(tx, id, work::REHEARSE)?;
    }
    let setup = work::load(tx, id)?;
    let all = rows::after(tx, id, 0, &[], MOST)?;
    let found = query::memory::select_rows(told(&setup, &all), &wanted)?;
    Ok(Rows::List(found.rows))
}

/// A whole piece of work within this transaction.
fn through(tx: &mut Tx<'_>, id: i64, kind: &str) -> Result<()> {
    let job = work::begin(tx, id, kind)?;
    kit::job::cancel(tx, job)?;
    let mut piece = Work { payload: json!({"import": id}), ..Work::default() };
    loop {
        match kind {
            work::REHEARSE => work::rehearse(tx, &mut piece)?,
            _ => work::run(tx, &mut piece)?,
        }
        if piece.position.is_none() {
            return Ok(());
        }
    }
}

fn bring(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let id = number(parameters)?;
    let setup = work::load(tx, id)?;
    at_rest(tx, &setup)?;
    if setup.stage == Stage::Draft {
        through(tx, id, work::REHEARSE)?;
    }
    let ready = rows::division(tx, id)?.ready;
    if ready > AT_ONCE {
        let job = work::begin(tx, id, work::IMPORT)?;
        return Ok(queued(id, job));
    }
    through(tx, id, work::IMPORT)?;
    let setup = work::load(tx, id)?;
    let all = rows::after(tx, id, 0, &[], MOST)?;
    Ok(Rows::List(told(&setup, &all)))
}

/// Looks again at what was refused, and brings in what can be.
fn retry(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let id = number(parameters)?;
    let setup = work::load(tx, id)?;
    at_rest(tx, &setup)?;
    let job = work::begin_again(tx, id)?;
    if rows::division(tx, id)?.refused > AT_ONCE {
        return Ok(queued(id, job));
    }
    kit::job::cancel(tx, job)?;
    let mut piece = Work { payload: json!({"import": id, "again": true}), ..Work::default() };
    loop {
        work::run(tx, &mut piece)?;
        if piece.position.is_none() {
            break;
        }
    }
    let all = rows::after(tx, id, 0, &[], MOST)?;
    Ok(Rows::List(told(&work::load(tx, id)?, &all)))
}

fn queued(id: i64, job: i64) -> Rows {
    let row: Map<String, Json> =
        [("user_job_id".to_owned(), json!(id)), ("queue_id".to_owned(), json!(job))].into_iter().collect();
    Rows::List(vec![row])
}

/// Lets a scheduled import be due: the network is asked outside of any transaction.
fn fetch_soon(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let id = parameters.get("id").and_then(|json| store::state::scalar(json).as_int());
    let id = id.ok_or_else(|| Error::field("id", store::Problem::NotANumber))?;
    let now = tx.clock().now.strftime("%Y-%m-%d %H:%M:%S").to_string();
    let values = [("id".to_owned(), json!(id)), ("next_date".to_owned(), json!(now))].into_iter().collect();
    tx.save("ImportSchedule", values, store::As::Actor)?;
    Ok(Rows::List(vec![[("id".to_owned(), json!(id))].into_iter().collect()]))
}

/// A goal as calls name it: `email`; of other records `subject`, and `contact.email` for whom they are about.
fn goal_named(tx: &Tx<'_>, setup: &Setup, name: &str) -> Result<Goal> {
    let (name, location) = name.split_once('@').unwrap_or((name, ""));
    let goal = if setup.is_of_contacts() {
        Goal::field(name)
    } else {
        match name.strip_prefix("contact.") {
            Some(field) => Goal::field(field),
            None => Goal::of_record(name),
        }
    };
    let goal = Goal { location: location.to_owned(), ..goal };
    match goal.is_none() || shape(tx, &setup.entity, &goal)?.is_some() {
        true => Ok(goal),
        false => Err(Error::Request(format!("'{name}' is no field that can be imported."))),
    }
}

/// The same, read back.
fn name_of(setup: &Setup, goal: &Goal) -> String {
    let name = match goal.field.strip_prefix(crate::recognise::RECORD) {
        Some(field) => field.to_owned(),
        None if setup.is_of_contacts() || goal.is_none() => goal.field.clone(),
        None => format!("contact.{}", goal.field),
    };
    if goal.location.is_empty() { name } else { format!("{name}@{}", goal.location) }
}

/// The values for all rows, by the fields that they fill.
fn always(tx: &Tx<'_>, setup: &Setup, parameters: &Parameters) -> Result<Vec<Always>> {
    let mut all = setup.always.clone();
    for (field, value) in parameters.get("always").and_then(Json::as_object).into_iter().flatten() {
        let (goal, value) = (goal_named(tx, setup, field)?, value.as_str().map_or_else(|| plain(value), str::to_owned));
        let shape = shape(tx, &setup.entity, &goal)?;
        if shape.is_some_and(|shape| unfit(setup, &shape, &value).is_some()) {
            return Err(Error::field(field, store::Problem::UnknownOption { text: value }));
        }
        all.retain(|one| one.goal != goal);
        all.push(Always { goal, value });
    }
    Ok(all)
}

/// The template that a call names, by its number, its name or its label.
fn template_of(tx: &Tx<'_>, wanted: &Json) -> Result<Option<i64>> {
    let clause = match wanted {
        Json::Null => return Ok(None),
        Json::String(name) if name.is_empty() => return Ok(None),
        Json::String(name) if name.parse::<i64>().is_err() => {
            json!(["OR", [["name", "=", name], ["label", "=", name]]])
        }
        other => json!(["id", "=", store::state::scalar(other).as_int()]),
    };
    let clauses = json!([["is_template", "=", true], clause]);
    let found = contact::pages::rows::ask(tx, "UserJob", &["id"], clauses, &[("id", "DESC")], 1)?;
    let id = found.first().map(contact::pages::rows::id);
    id.map(Some).ok_or_else(|| Error::NotFound(format!("template {wanted}")))
}

/// The list that a call hands in: its text, or what a search finds.
fn listed(tx: &Tx<'_>, parameters: &Parameters) -> Result<String> {
    let search = parameters.get("savedSearch").and_then(|json| store::state::scalar(json).as_int()).unwrap_or(0);
    let query = parameters.get("query").and_then(Json::as_object).filter(|query| !query.is_empty());
    if search > 0 {
        return Ok(found::of_search(tx, search)?.1);
    }
    if let Some(query) = query {
        let entity = query.get("entity").and_then(Json::as_str).unwrap_or_default();
        return found::of_query(tx, entity, query);
    }
    let content = parameters.get("content").and_then(Json::as_str).unwrap_or_default();
    match json_list::is_list(content.as_bytes()) {
        true => {
            let table = json_list::table(content.as_bytes());
            table.ok_or_else(|| Error::Request("The content is no list of objects.".to_owned()))
        }
        false => Ok(content.to_owned()),
    }
}

fn hand_in(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let text = |name: &str| parameters.get(name).and_then(Json::as_str).unwrap_or_default().trim();
    let name = match text("name") {
        "" => "liste.csv".to_owned(),
        name => match name.rsplit_once('.') {
            Some((stem, ending)) if ending.eq_ignore_ascii_case("json") => format!("{stem}.csv"),
            Some(_) => name.to_owned(),
            None => format!("{name}.csv"),
        },
    };
    let taken = file::take_bytes(tx, &name, listed(tx, parameters)?.as_bytes())?;
    let entity = match text("entity") {
        "" | "Contact" | "Individual" | "Household" | "Organization" => String::new(),
        other => other.to_owned(),
    };
    let template = template_of(tx, parameters.get("template").unwrap_or(&Json::Null))?;
    let id = start::start_as(tx, &taken, &Wish { entity, template })?;
    let mut setup = work::load(tx, id)?;
    settle(tx, &mut setup, parameters)?;
    setup.always = always(tx, &setup, parameters)?;
    work::keep(tx, id, &setup)?;
    let goals = names(&setup).into_iter().zip(&setup.goals).map(|(name, goal)| (name, json!(name_of(&setup, goal))));
    let goals: Map<String, Json> = goals.collect();
    let row = json!({"id": id, "entity": format!("Import_{id}"), "columns": goals});
    Ok(Rows::List(row.as_object().cloned().into_iter().collect()))
}

/// What a call says of how the list is brought in.
fn settle(tx: &Tx<'_>, setup: &mut Setup, parameters: &Parameters) -> Result<()> {
    let text = |name: &str| parameters.get(name).and_then(Json::as_str).unwrap_or_default();
    let unknown = |name: &str| Error::field(name, store::Problem::UnknownOption { text: text(name).to_owned() });
    if let "Household" | "Organization" | "Individual" = text("entity") {
        setup.contact_type = text("entity").to_owned();
        setup.rule = start::usual_rule(tx, text("entity"))?;
    }
    if !text("mode").is_empty() {
        setup.mode = Mode::named(text("mode")).ok_or_else(|| unknown("mode"))?;
    }
    if !text("records").is_empty() {
        setup.records = Records::named(text("records")).ok_or_else(|| unknown("records"))?;
    }
    if !text("contactField").is_empty() {
        let entity = tx.entity(&setup.entity)?;
        let known = records::subjects(&entity).iter().any(|field| field.name == text("contactField"));
        setup.subject = known.then(|| text("contactField").to_owned()).ok_or_else(|| unknown("contactField"))?;
    }
    if let Some(makes) = parameters.get("makeContacts").filter(|json| !json.is_null()) {
        setup.make_people = store::state::scalar(makes).is_true();
    }
    let own = names(setup);
    for (column, field) in parameters.get("columns").and_then(Json::as_object).into_iter().flatten() {
        let place = own.iter().zip(&setup.header).position(|(name, title)| name == column || title == column);
        let Some(at) = place else { return Err(Error::Request(format!("There is no column '{column}'."))) };
        let goal = goal_named(tx, setup, field.as_str().unwrap_or_default())?;
        if let Some(slot) = setup.goals.get_mut(at) {
            *slot = goal;
        }
    }
    Ok(())
}
