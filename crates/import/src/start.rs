//! A file that has just been handed in becomes an import: read at a glance, its columns recognised, ready to be corrected.

use std::collections::HashMap;

use contact::pages::rows::{self, Row, ask};
use file::Taken;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

use crate::name::{self, NameOrder};
use crate::recognise::{self, Goal};
use crate::setup::{Mode, Records, Setup, Stage, is_reason};
use crate::source::{self, Glance, Source};
use crate::user_job::{CONTACT_IMPORT, status};
use crate::{records, relative, template, work};

/// France in the list of countries.
const FRANCE: i64 = 1076;

/// What is known of a list before it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// What its rows become; contacts where it is empty.
    pub entity: String,
    /// The template that it is read by.
    pub template: Option<i64>,
}

/// Makes an import of contacts of a file that has been taken in; gives its number.
///
/// # Errors
/// As [`start_as`].
pub fn start(tx: &mut Tx<'_>, taken: &Taken) -> Result<i64> {
    start_as(tx, taken, &Wish::default())
}

/// Makes an import of a file that has been taken in; gives its number.
///
/// # Errors
/// `Request` where the file cannot be read: then nothing is kept of it; `NotFound` and `Forbidden` for a wish that
/// cannot be granted.
pub fn start_as(tx: &mut Tx<'_>, taken: &Taken, wish: &Wish) -> Result<i64> {
    let mut values = Map::new();
    values.insert("label".to_owned(), json!(taken.name));
    values.insert("job_type".to_owned(), json!(CONTACT_IMPORT));
    values.insert("status_id".to_owned(), json!(status::DRAFT));
    let id = tx.save("UserJob", values, As::Actor)?.id;
    let file = file::attach(tx, "civicrm_user_job", id, std::slice::from_ref(taken))?;
    let file = file.first().copied().ok_or_else(|| Error::internal("the file was not kept"))?;
    let open = work::opener(tx, file)?;
    let (source, glance) = source::inspect(&open).map_err(|unreadable| work::told(&unreadable))?;
    let mut setup = match wish.template {
        Some(id) => {
            let template = template::find(tx, id)?;
            let fresh = afresh(tx, &template.entity, source.clone(), &glance)?;
            template::fitted(template, fresh, source, &glance)
        }
        None => recognised(tx, &wish.entity, source, &glance)?,
    };
    setup.file = file;
    setup.file_name = taken.name.clone();
    work::keep(tx, id, &setup)?;
    Ok(id)
}

/// How a file is best brought in: as the last one of its shape was, or by what its columns are called.
///
/// # Errors
/// The database's own failure.
pub fn recognised(tx: &Tx<'_>, entity: &str, source: Source, glance: &Glance) -> Result<Setup> {
    if let Some(template) = remembered(tx, entity, &glance.header)? {
        return Ok(Setup { source, header: glance.header.clone(), ..template });
    }
    afresh(tx, entity, source, glance)
}

/// How a file is best brought in by what its columns are called.
///
/// # Errors
/// The database's own failure.
pub fn afresh(tx: &Tx<'_>, entity: &str, source: Source, glance: &Glance) -> Result<Setup> {
    let declared = if entity.is_empty() { None } else { Some(records::named(tx, entity)?) };
    let own = declared.as_ref().map(|entity| records::by_label(entity)).unwrap_or_default();
    let goals = columns(tx, glance, &own, entity.is_empty())?;
    let contact_type = kind(&goals);
    let subject =
        declared.as_ref().and_then(|entity| records::subjects(entity).first().map(|field| field.name.to_string()));
    Ok(Setup {
        entity: entity.to_owned(),
        subject: subject.unwrap_or_default(),
        make_people: false,
        records: Records::default(),
        template: None,
        goes_on: false,
        file: 0,
        file_name: String::new(),
        rule: usual_rule(tx, contact_type)?,
        names: order(&goals, glance),
        contact_type: contact_type.to_owned(),
        header: glance.header.clone(),
        goals,
        source,
        // Who is known is found, and stays as they are, where the list is about what they did.
        mode: if entity.is_empty() { Mode::Update } else { Mode::Skip },
        ask_about_likeness: entity.is_empty(),
        calm_names: true,
        lost_zeros: tx.setting("defaultContactCountry")?.as_i64() == Some(FRANCE),
        make_missing: true,
        always: Vec::new(),
        relatives: Vec::new(),
        tag: None,
        group: None,
        remember: true,
        stage: Stage::Draft,
        job: None,
        rows: 0,
    })
}

/// What the columns hold: those that tell of related contacts by their names, and the others as if those were not there.
fn columns(tx: &Tx<'_>, glance: &Glance, own: &HashMap<String, String>, of_contacts: bool) -> Result<Vec<Goal>> {
    let related = if of_contacts { relative::recognised(tx, &glance.header)? } else { vec![None; glance.header.len()] };
    let rest = |row: &[String]| -> Vec<String> {
        let cell = |(at, cell): (usize, &String)| match related.get(at) {
            Some(Some(_)) => String::new(),
            _ => cell.clone(),
        };
        row.iter().enumerate().map(cell).collect()
    };
    let rows: Vec<Vec<String>> = glance.rows.iter().map(|row| rest(row)).collect();
    let goals = recognise::columns_of(&rest(&glance.header), &rows, own);
    Ok(goals.into_iter().zip(related).map(|(goal, related)| related.unwrap_or(goal)).collect())
}

fn remembered(tx: &Tx<'_>, entity: &str, header: &[String]) -> Result<Option<Setup>> {
    let name = Setup::shape(entity, header, tx.actor().contact_id);
    let clauses = json!([["name", "=", name], ["is_template", "=", true]]);
    let found: Vec<Row> = ask(tx, "UserJob", &["metadata"], clauses, &[], 1)?;
    let known = found.first().and_then(template::setup_of);
    Ok(known.filter(|setup| setup.entity == entity).and_then(|setup| fitted(setup, header)))
}

/// A template for these columns: as it is, or with the column of reasons left out.
pub fn fitted(mut setup: Setup, header: &[String]) -> Option<Setup> {
    let known: Vec<(String, Goal)> =
        setup.header.iter().cloned().zip(setup.goals).filter(|(name, _)| !is_reason(name)).collect();
    let mut known = known.into_iter();
    let mut goals = Vec::new();
    for name in header {
        let goal = if is_reason(name) { Goal::default() } else { known.next()?.1 };
        goals.push(goal);
    }
    setup.goals = goals;
    known.next().is_none().then_some(setup)
}

/// A list without names of people is one of organisations.
fn kind(goals: &[Goal]) -> &'static str {
    let has = |fields: &[&str]| goals.iter().any(|goal| fields.contains(&goal.field.as_str()));
    match (has(&["first_name", "last_name", "full_name"]), has(&["organization"])) {
        (false, true) => "Organization",
        _ => "Individual",
    }
}

/// The rules by which this type of contact is recognised without asking.
///
/// # Errors
/// The database's own failure.
pub fn usual_rule(tx: &Tx<'_>, contact_type: &str) -> Result<i64> {
    let clauses = json!([["contact_type", "=", contact_type], ["used", "=", "Unsupervised"]]);
    // Whoever may not see the rules still imports by them.
    let request = rows::request(&["id"], clauses, Vec::new(), 1);
    let found = tx.get("DedupeRuleGroup", &request, As::Program)?.rows;
    Ok(found.first().map_or(0, rows::id))
}

/// Which name comes first in the column of whole names.
fn order(goals: &[Goal], glance: &Glance) -> NameOrder {
    let Some(at) = goals.iter().position(|goal| goal.field == "full_name") else { return NameOrder::FirstLast };
    let cells = glance.rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.trim());
    let title = glance.header.get(at).map(|name| schema::fold::fold(name).into_owned()).unwrap_or_default();
    let by_title =
        if title.starts_with("nom") && title.contains("prenom") { NameOrder::LastFirst } else { NameOrder::FirstLast };
    name::order_of(cells).unwrap_or(by_title)
}

/// Reads the file anew, as its setup says: for the page that shows how it is understood.
///
/// # Errors
/// `Request` where it cannot be read that way.
pub fn glance(tx: &Tx<'_>, setup: &Setup) -> Result<Glance> {
    let open = work::opener(tx, setup.file)?;
    source::glance(&open, &setup.source).map_err(|unreadable| work::told(&unreadable))
}

/// The value of a cell that a goal would take, for the examples beside the columns.
pub fn example(glance: &Glance, column: usize) -> &str {
    glance
        .rows
        .iter()
        .filter_map(|row| row.get(column))
        .map(|cell| cell.trim())
        .find(|cell| !cell.is_empty())
        .unwrap_or("")
}

/// What a setting of an import's goals may be: the names of the fields of a contact that may be imported.
///
/// # Errors
/// The database's own failure.
pub fn fields(tx: &Tx<'_>) -> Result<Vec<String>> {
    let entity = tx.entity("Contact")?;
    let importable = entity.fields.iter().filter(|field| {
        !field.secret && !field.readonly && field.is_column() && field.usage.iter().any(|usage| usage == "import")
    });
    Ok(importable.map(|field| field.name.to_string()).chain(custom(&entity)).collect())
}

fn custom(entity: &schema::Entity) -> impl Iterator<Item = String> + '_ {
    entity
        .fields
        .iter()
        .filter(|field| field.name.contains('.') && !field.secret && !field.readonly)
        .map(|f| f.name.to_string())
}

/// What a result of the work says.
pub fn number(json: &Json, name: &str) -> i64 {
    json.get(name).and_then(Json::as_i64).unwrap_or(0)
}
