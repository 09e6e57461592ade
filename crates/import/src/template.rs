//! Templates: how a list was read and brought in, kept under a name so that the next one is quicker, and lent to others.

use contact::pages::rows::{self, Row, ask, text};
use schema::fold::fold;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

use crate::recognise::Goal;
use crate::setup::{Setup, Stage, is_reason};
use crate::source::{Glance, Source};
use crate::user_job::{CONTACT_IMPORT, job_type};

/// So many are listed.
const LISTED: i64 = 200;

/// A template as a list shows it.
pub struct Template {
    pub id: i64,
    pub label: String,
    pub setup: Setup,
    /// Its owner, for templates that others have lent.
    pub owner: Option<String>,
    pub is_shared: bool,
    pub created: String,
}

/// The setup in a record's metadata; None for what another program left there.
pub fn setup_of(row: &Row) -> Option<Setup> {
    let metadata = row.get("metadata").cloned().unwrap_or_default();
    Setup::parse(&metadata.as_str().map_or_else(|| metadata.to_string(), str::to_owned))
}

/// The templates that the actor may start from: their own, and those that others share.
///
/// # Errors
/// The database's own failure.
pub fn all(tx: &Tx<'_>) -> Result<Vec<Template>> {
    let select = ["id", "label", "metadata", "is_shared", "created_id", "created_id.display_name", "created_date"];
    let found = ask(tx, "UserJob", &select, json!([["is_template", "=", true]]), &[("label", "ASC")], LISTED)?;
    let own = tx.actor().contact_id;
    let one = |row: Row| {
        let is_own = own.is_some() && rows::int(&row, "created_id") == own;
        Some(Template {
            id: rows::id(&row),
            label: text(&row, "label").to_owned(),
            setup: setup_of(&row)?,
            owner: (!is_own).then(|| text(&row, "created_id.display_name").to_owned()),
            is_shared: rows::flag(&row, "is_shared"),
            created: text(&row, "created_date").to_owned(),
        })
    };
    Ok(found.into_iter().filter_map(one).collect())
}

/// The template of this number.
///
/// # Errors
/// `NotFound` where there is none that the actor may start from.
pub fn find(tx: &Tx<'_>, id: i64) -> Result<Setup> {
    let found = ask(tx, "UserJob", &["id", "metadata"], json!([["id", "=", id], ["is_template", "=", true]]), &[], 1)?;
    let setup = found.first().and_then(setup_of);
    setup.map(|setup| Setup { template: Some(id), ..setup }).ok_or_else(|| Error::NotFound(format!("template {id}")))
}

/// The template of this name, or called so.
///
/// # Errors
/// `Request` where there is none that the actor may start from.
pub fn named(tx: &Tx<'_>, wanted: &str) -> Result<i64> {
    let clauses = json!([["is_template", "=", true], ["OR", [["name", "=", wanted], ["label", "=", wanted]]]]);
    let found = ask(tx, "UserJob", &["id"], clauses, &[("id", "DESC")], 1)?;
    found.first().map(rows::id).ok_or_else(|| Error::Request(format!("There is no mapping {wanted}.")))
}

/// The columns that a template reads and a file has not.
pub fn missing(template: &Setup, header: &[String]) -> Vec<String> {
    let read = template.header.iter().zip(&template.goals).filter(|(_, goal)| !goal.is_none());
    let is_there = |name: &str| header.iter().any(|own| fold(own.trim()) == fold(name.trim()));
    read.map(|(name, _)| name.clone()).filter(|name| !is_there(name)).collect()
}

/// A file read as a template says: columns are found by their names, in whatever order; those that it does not know are
/// as they were recognised.
pub fn fitted(template: Setup, recognised: Setup, source: Source, glance: &Glance) -> Setup {
    let mut known: Vec<(String, Goal)> = template
        .header
        .iter()
        .zip(&template.goals)
        .filter(|(name, _)| !is_reason(name))
        .map(|(name, goal)| (fold(name.trim()).into_owned(), goal.clone()))
        .collect();
    let mut goals = Vec::with_capacity(glance.header.len());
    for (at, name) in glance.header.iter().enumerate() {
        let folded = fold(name.trim());
        let place = known.iter().position(|(own, _)| *own == folded);
        // Each column of the template counts once: a second one of the same name is the second one there.
        goals.push(match place.map(|place| known.remove(place).1) {
            Some(goal) => goal,
            None if is_reason(name) => Goal::default(),
            None => recognised.goals.get(at).cloned().unwrap_or_default(),
        });
    }
    for at in 0..goals.len() {
        let fixed = |goal: &Goal| template.goals.contains(goal);
        let twice = goals.iter().position(|other| other == &goals[at]).is_some_and(|first| first < at);
        if twice && !fixed(&goals[at]) && !matches!(goals[at].field.as_str(), "" | "tag" | "group" | "note") {
            goals[at] = Goal::default();
        }
    }
    let (decimal, dates) = (template.source.decimal, template.source.dates);
    let source = Source { decimal, dates, ..source };
    Setup {
        file: recognised.file,
        file_name: recognised.file_name,
        source,
        header: glance.header.clone(),
        goals,
        stage: Stage::Draft,
        job: None,
        rows: 0,
        goes_on: false,
        ..template
    }
}

/// Keeps how an import is done under a name: in the template of one's own of that name, or in a new one; gives its number.
///
/// # Errors
/// As any write; `Invalid` without a name.
pub fn keep(tx: &mut Tx<'_>, setup: &Setup, label: &str) -> Result<i64> {
    let label: String = label.trim().chars().take(255).collect();
    if label.is_empty() {
        return Err(Error::field("label", store::Problem::Required));
    }
    let mine = match tx.actor().contact_id {
        Some(contact) => json!(["created_id", "=", contact]),
        None => json!(["created_id", "IS NULL"]),
    };
    let own = json!([["is_template", "=", true], ["label", "=", label], mine]);
    let known = ask(tx, "UserJob", &["id"], own, &[("id", "ASC")], 1)?.first().map(rows::id);
    let mut values = Map::new();
    values.insert("metadata".to_owned(), bare(setup).json());
    values.insert("label".to_owned(), json!(label));
    match known {
        Some(id) => drop(values.insert("id".to_owned(), json!(id))),
        None => {
            values.insert("name".to_owned(), json!(unused(tx, &label)?));
            values.insert("is_template".to_owned(), json!(true));
        }
    }
    values.insert("job_type".to_owned(), json!(kind(tx, setup)?));
    Ok(tx.save("UserJob", values, As::Actor)?.id)
}

/// Puts how an import is done in the place of what a template said.
///
/// # Errors
/// As any write: another one's template is theirs.
pub fn update(tx: &mut Tx<'_>, id: i64, setup: &Setup) -> Result<()> {
    find(tx, id)?;
    let mut values = Map::new();
    values.insert("id".to_owned(), json!(id));
    values.insert("metadata".to_owned(), bare(setup).json());
    values.insert("job_type".to_owned(), json!(kind(tx, setup)?));
    tx.save("UserJob", values, As::Actor).map(|_| ())
}

/// Gives a template another name.
///
/// # Errors
/// As any write; `Invalid` without a name.
pub fn rename(tx: &mut Tx<'_>, id: i64, label: &str) -> Result<()> {
    find(tx, id)?;
    let label: String = label.trim().chars().take(255).collect();
    if label.is_empty() {
        return Err(Error::field("label", store::Problem::Required));
    }
    change(tx, id, "label", json!(label))
}

/// Lends a template to everybody who imports.
///
/// # Errors
/// As any write.
pub fn share(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    find(tx, id)?;
    change(tx, id, "is_shared", json!(true))
}

/// Keeps a template to oneself again.
///
/// # Errors
/// As any write.
pub fn unshare(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    find(tx, id)?;
    change(tx, id, "is_shared", json!(false))
}

/// Deletes a template; what was imported by it stays.
///
/// # Errors
/// As any write; `Conflict` while regular imports read by it.
pub fn delete(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    find(tx, id)?;
    if !tx.find_by::<crate::schedule::ImportSchedule>("template_id", id)?.is_empty() {
        return Err(Error::Conflict("A scheduled import reads by this template.".to_owned()));
    }
    tx.delete("UserJob", id, As::Actor)
}

/// The type of job that an import is.
///
/// # Errors
/// `NotFound` where its entity is gone.
pub fn kind(tx: &Tx<'_>, setup: &Setup) -> Result<String> {
    match setup.is_of_contacts() {
        true => Ok(CONTACT_IMPORT.to_owned()),
        false => Ok(job_type(&*tx.entity(&setup.entity)?)),
    }
}

fn change(tx: &mut Tx<'_>, id: i64, field: &str, value: Json) -> Result<()> {
    let values = [("id".to_owned(), json!(id)), (field.to_owned(), value)].into_iter().collect();
    tx.save("UserJob", values, As::Actor).map(|_| ())
}

/// A setup without what belongs to one file.
pub fn bare(setup: &Setup) -> Setup {
    Setup { file: 0, stage: Stage::Draft, job: None, rows: 0, goes_on: false, template: None, ..setup.clone() }
}

/// A machine name that no job has yet.
fn unused(tx: &Tx<'_>, label: &str) -> Result<String> {
    let base: String = format!("import_{}", store::machine_name(label)).chars().take(56).collect();
    let mut name = base.clone();
    let mut number = 1;
    while !tx.find_by::<crate::user_job::UserJob>("name", name.as_str())?.is_empty() {
        number += 1;
        name = format!("{base}_{number}");
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::columns;
    use crate::source::Kind;

    fn setup(header: &[&str], goals: Vec<Goal>) -> Setup {
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        let json = json!({
            "file": 0, "file_name": "", "header": header, "goals": goals, "contact_type": "Individual", "mode": "update",
            "rule": 0, "ask_about_likeness": true, "names": "first_last", "calm_names": true, "lost_zeros": true,
            "make_missing": true, "tag": null, "group": null, "stage": "draft", "job": null, "rows": 0,
            "source": {"kind": "delimited", "encoding": "UTF-8", "delimiter": ",", "sheets": [], "sheet": null,
                       "has_header": true, "decimal": "comma", "dates": "day_first"},
        });
        Setup::parse(&json.to_string()).unwrap()
    }

    #[test]
    fn a_template_fits_columns_in_another_order_and_new_ones_are_recognised() {
        let template = setup(
            &["Nom", "Truc", "Mail"],
            vec![Goal::field("last_name"), Goal::field("nick_name"), Goal::field("email")],
        );
        let header: Vec<String> = ["TRUC", "Prénom", "Nom", "Courriel"].map(str::to_owned).to_vec();
        let glance = Glance { header: header.clone(), rows: Vec::new() };
        let fresh = setup(&["TRUC", "Prénom", "Nom", "Courriel"], columns(&header, &[]));
        let source = Source { kind: Kind::Delimited, ..fresh.source.clone() };
        let fitted = fitted(template, fresh, source, &glance);
        let fields: Vec<&str> = fitted.goals.iter().map(|goal| goal.field.as_str()).collect();
        assert_eq!(fields, ["nick_name", "first_name", "last_name", "email"]);
        assert_eq!(fitted.header, header);
    }
}
