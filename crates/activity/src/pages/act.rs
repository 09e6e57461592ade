//! What is done with an activity in one click: ticked, opened again, thrown away, brought back; one of them or many.

use contact::pages::address::local;
use contact::pages::tagging::Tagged;
use kit::{Fields, Reply, Visit};
use schema::Verb;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

use crate::activity::{COMPLETED, SCHEDULED};
use crate::recurring_entity::{self, Scope};

/// So many activities are changed in one go.
const MOST: usize = 1_000;

/// A tag on the ticked activities.
pub const TAG: Tagged = Tagged {
    entity: "Activity",
    table: super::attached::TABLE,
    list: "/activities",
    path: "/activities/tag",
    puts: true,
};

/// A tag off the ticked activities.
pub const UNTAG: Tagged = Tagged { path: "/activities/untag", puts: false, ..TAG };

/// `/activities/{id}/done`
pub fn done(visit: &mut Visit<'_>) -> Result<Reply> {
    one(visit, "said-activity-done", |tx, id| set(tx, id, "status_id", json!(COMPLETED)))
}

/// `/activities/{id}/reopen`
pub fn reopen(visit: &mut Visit<'_>) -> Result<Reply> {
    one(visit, "said-activity-reopened", |tx, id| set(tx, id, "status_id", json!(SCHEDULED)))
}

/// `/activities/{id}/trash`: this one, or with others of its series.
pub fn trash(visit: &mut Visit<'_>) -> Result<Reply> {
    let scope = Scope::named(visit.query.text("scope").unwrap_or_default());
    one(visit, "said-activity-trashed", move |tx, id| {
        for other in recurring_entity::others(tx, id, scope)? {
            discard(tx, other)?;
        }
        discard(tx, id)
    })
}

/// `/activities/{id}/restore`
pub fn restore(visit: &mut Visit<'_>) -> Result<Reply> {
    one(visit, "said-activity-restored", |tx, id| {
        let entity = tx.entity("Activity")?;
        tx.check_rule(&entity, id, Verb::Delete)?;
        change(tx, id, "is_deleted", json!(false), As::Program)
    })
}

/// `/activities/done`: the ticked ones.
pub fn done_many(visit: &mut Visit<'_>) -> Result<Reply> {
    each(visit, "said-activities-done", |tx, id| set(tx, id, "status_id", json!(COMPLETED)))
}

/// `/activities/trash`: the ticked ones.
pub fn trash_many(visit: &mut Visit<'_>) -> Result<Reply> {
    each(visit, "said-activities-trashed", discard)
}

fn set(tx: &mut Tx<'_>, id: i64, field: &str, value: Json) -> Result<()> {
    change(tx, id, field, value, As::Actor)
}

fn change(tx: &mut Tx<'_>, id: i64, field: &str, value: Json, who: As) -> Result<()> {
    let values: Map<String, Json> = [("id".to_owned(), json!(id)), (field.to_owned(), value)].into_iter().collect();
    tx.save("Activity", values, who).map(|_| ())
}

/// Into the bin: what only those may who may delete.
fn discard(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    let entity = tx.entity("Activity")?;
    tx.check_rule(&entity, id, Verb::Delete)?;
    change(tx, id, "is_deleted", json!(true), As::Program)
}

fn one(visit: &mut Visit<'_>, said: &'static str, act: impl Fn(&mut Tx<'_>, i64) -> Result<()>) -> Result<Reply> {
    let id = visit.id(0)?;
    if visit.is_post {
        let transaction = visit.write(|tx| {
            act(tx, id)?;
            Ok(tx.transaction_id())
        })?;
        visit.say(if transaction.is_some() { said } else { "said-nothing" }, transaction);
    }
    Ok(Reply::Redirect(back(&visit.form).unwrap_or_else(|| format!("/activities/{id}"))))
}

fn each(visit: &mut Visit<'_>, said: &'static str, act: impl Fn(&mut Tx<'_>, i64) -> Result<()>) -> Result<Reply> {
    if visit.is_post {
        let ids = ticked(&visit.form);
        let transaction = visit.write(|tx| {
            for id in &ids {
                match act(tx, *id) {
                    // What one may not change stays as it is; the others are done.
                    Err(Error::Forbidden(_)) if ids.len() > 1 => {}
                    other => other?,
                }
            }
            Ok(tx.transaction_id())
        })?;
        visit.say(if transaction.is_some() { said } else { "said-nothing" }, transaction);
    }
    Ok(Reply::Redirect(back(&visit.form).unwrap_or_else(|| "/activities".to_owned())))
}

/// The ticked ones of a list.
pub fn ticked(form: &Fields) -> Vec<i64> {
    form.all("id").filter_map(|id| id.parse().ok()).take(MOST).collect()
}

/// The page that the form stood on.
pub fn back(form: &Fields) -> Option<String> {
    local(form.get("back")).map(str::to_owned)
}
