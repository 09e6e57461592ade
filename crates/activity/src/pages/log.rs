//! The box above a contact's thread: an exchange is logged in two clicks, with what follows from it.

use contact::pages::labels::{self, Pick};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, ask};
use jiff::ToSpan;
use jiff::civil::DateTime;
use kit::{Fields, Reply, Visit};
use maud::Markup;
use query::Cell;
use schema::Verb;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx, statement};
use ui::Icon;
use ui::page::activity::{QuickLog, quick_log};
use ui::part::field::Choice;

use super::told;
use crate::activity::{COMPLETED, SCHEDULED};
use crate::{details, said};

/// The kinds that the box offers, by the machine names of their types; a note is a note.
const KINDS: [(&str, &str); 5] =
    [("call", "Phone Call"), ("meeting", "Meeting"), ("email", "Email"), ("note", ""), ("todo", "Follow up")];

/// What follows comes under this type.
const NEXT: &str = "Follow up";

/// So many colleagues can be chosen from.
const COLLEAGUES: i64 = 60;

/// The box, for those who may write.
///
/// # Errors
/// The database's own failure.
pub fn writer(visit: &Visit<'_>, lang: &Lang, contact: i64) -> Result<Option<Markup>> {
    let (types, colleagues) = visit.read(|tx| {
        Ok((labels::choices(tx, lang.code(), "Activity", "activity_type_id", "")?, colleagues(tx, lang)?))
    })?;
    let kinds: Vec<(&str, &str, Icon)> = KINDS
        .iter()
        .filter_map(|(value, name)| Some((*value, label(lang, &types, value, name)?, icon(value, name))))
        .collect();
    let own = visit.actor.contact_id.map(|id| id.to_string()).unwrap_or_default();
    let choices: Vec<Choice<'_>> = colleagues.iter().map(|(id, name)| Choice::of(id, name)).collect();
    let action = format!("/contacts/{contact}/log");
    let view = QuickLog { action: &action, kinds: &kinds, colleagues: &choices, own: &own };
    Ok(Some(quick_log(&visit.ui(), &view)))
}

/// The word on a button; None where the association has done away with the type.
fn label<'a>(lang: &'a Lang, types: &[Pick], value: &str, name: &str) -> Option<&'a str> {
    let known = name.is_empty() || types.iter().any(|one| one.item.name == name && one.item.is_active);
    known.then(|| match value {
        "call" => lang.text("log-call"),
        "meeting" => lang.text("log-meeting"),
        "email" => lang.text("log-email"),
        "note" => lang.text("log-note"),
        _ => lang.text("log-todo"),
    })
}

fn icon(value: &str, name: &str) -> Icon {
    if value == "note" { Icon::Note } else { told::cell_of(name).0 }
}

/// Those who work with this site, by name.
///
/// # Errors
/// The database's own failure.
pub fn colleagues(tx: &Tx<'_>, lang: &Lang) -> Result<Vec<(String, String)>> {
    let text = format!(
        r#"SELECT "contact_id" FROM "civicrm_uf_match" WHERE "is_active" = 1 AND "contact_id" IS NOT NULL ORDER BY "id" LIMIT {}"#,
        tx.placeholder(1)
    );
    let mut ids = Vec::new();
    tx.rows(&statement(text, vec![COLLEAGUES.into()]), |row| {
        if let Cell::Int(id) = row.cell(0) {
            ids.push(id);
        }
        Ok(())
    })?;
    let own = tx.actor().contact_id;
    ids.extend(own.filter(|id| !ids.contains(id)));
    let people = told::people(tx, &ids)?;
    let mut all: Vec<(String, String)> =
        people.iter().map(|(id, row)| (id.to_string(), told::named(lang, row).to_owned())).collect();
    all.sort_by(|a, b| schema::fold::compare(&a.1, &b.1));
    Ok(all)
}

/// The number of a type, by its machine name.
///
/// # Errors
/// The database's own failure.
pub fn type_named(tx: &Tx<'_>, name: &str) -> Result<Option<i64>> {
    let all = labels::choices(tx, "en", "Activity", "activity_type_id", "")?;
    Ok(all.iter().find(|one| one.item.name == name).and_then(|one| one.value.parse().ok()))
}

/// `/contacts/{id}/log`
pub fn log(visit: &mut Visit<'_>) -> Result<Reply> {
    let contact = visit.id(0)?;
    let to = format!("/contacts/{contact}");
    if !visit.is_post {
        return Ok(Reply::Redirect(to));
    }
    let form = visit.form.clone();
    let kind = form.text("kind").unwrap_or("call").to_owned();
    let words = form.text("words").unwrap_or_default().to_owned();
    if words.is_empty() && (kind == "note" || kind == "todo") {
        visit.say("said-log-empty", None);
        return Ok(Reply::Redirect(to));
    }
    let transaction = visit.write(|tx| {
        let logged = match kind.as_str() {
            "note" => note(tx, contact, &words).map(|()| None),
            kind => exchange(tx, contact, kind, &words, &form).map(Some),
        }?;
        follow(tx, contact, logged, &form)?;
        Ok(tx.transaction_id())
    })?;
    let told = match kind.as_str() {
        "note" => "said-note-added",
        "todo" => "said-task-added",
        "meeting" => "said-meeting-logged",
        "email" => "said-email-logged",
        _ => "said-call-logged",
    };
    visit.say(told, transaction);
    Ok(Reply::Redirect(to))
}

fn note(tx: &mut Tx<'_>, contact: i64, words: &str) -> Result<()> {
    let values = json!({"entity_table": "civicrm_contact", "entity_id": contact, "note": words});
    tx.save("Note", object(values), As::Actor).map(|_| ())
}

fn exchange(tx: &mut Tx<'_>, contact: i64, kind: &str, words: &str, form: &Fields) -> Result<i64> {
    let name = KINDS.iter().find(|(value, _)| *value == kind).map_or("Phone Call", |(_, name)| *name);
    let said = said::read(words);
    let now = tx.clock().now;
    let at = form.text("at").and_then(moment);
    let todo = kind == "todo";
    let at = at.unwrap_or_else(|| if todo { tomorrow(now) } else { now });
    let values = json!({
        "activity_type_id": type_named(tx, name)?,
        "subject": said.subject,
        "details": said.details.as_deref().map(details::from_text),
        "duration": form.int("duration").or(said.minutes),
        "activity_date_time": written(at),
        "status_id": if todo || at > now { SCHEDULED } else { COMPLETED },
        "source_contact_id": author(tx)?,
        "target_contact_id": [contact],
        "assignee_contact_id": todo.then(|| form.int("next_who").or(tx.actor().contact_id)).flatten().map(|id| vec![id]),
    });
    save(tx, values)
}

/// What follows: a task for a day, for somebody, that leads back to what was logged.
fn follow(tx: &mut Tx<'_>, contact: i64, from: Option<i64>, form: &Fields) -> Result<()> {
    let Some(day) = form.text("next_at").and_then(|day| day.parse::<jiff::civil::Date>().ok()) else { return Ok(()) };
    let values = json!({
        "activity_type_id": type_named(tx, NEXT)?,
        "subject": form.text("next"),
        "activity_date_time": written(day.at(9, 0, 0, 0)),
        "status_id": SCHEDULED,
        "parent_id": from,
        "source_contact_id": author(tx)?,
        "target_contact_id": [contact],
        "assignee_contact_id": form.int("next_who").or(tx.actor().contact_id).map(|id| vec![id]),
    });
    save(tx, values).map(|_| ())
}

fn save(tx: &mut Tx<'_>, values: Json) -> Result<i64> {
    let mut values = object(values);
    values.retain(|_, value| !value.is_null());
    Ok(tx.save("Activity", values, As::Actor)?.id)
}

/// Who writes: the actor, or the association where the actor is nobody.
///
/// # Errors
/// The database's own failure.
pub fn author(tx: &Tx<'_>) -> Result<i64> {
    match tx.actor().contact_id {
        Some(id) => Ok(id),
        None => Ok(contact::domain::organisation(tx)?.unwrap_or(1)),
    }
}

/// The next morning.
pub fn tomorrow(now: DateTime) -> DateTime {
    now.date().saturating_add(1.days()).at(9, 0, 0, 0)
}

/// A moment as a browser sends it.
pub fn moment(text: &str) -> Option<DateTime> {
    text.parse().ok().or_else(|| text.parse::<jiff::civil::Date>().ok().map(|day| day.at(9, 0, 0, 0)))
}

/// A moment as the store takes it.
pub fn written(at: DateTime) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

pub fn object(json: Json) -> Map<String, Json> {
    if let Json::Object(map) = json { map } else { Map::new() }
}

/// Refuses unless the visitor may change the contact: the thread is theirs to write.
///
/// # Errors
/// `NotFound` for a contact that the visitor does not see.
pub fn seen(tx: &Tx<'_>, contact: i64) -> Result<rows::Row> {
    let fields = ["id", "display_name", "first_name", "last_name", "contact_type", "is_deleted"];
    let clauses = json!([["id", "=", contact], ["is_deleted", "IN", [true, false]]]);
    let found = ask(tx, "Contact", &fields, clauses, &[], 1)?;
    found.into_iter().next().ok_or_else(|| Error::NotFound(format!("contact {contact}")))
}

/// Whether the visitor may write into the contact's thread.
///
/// # Errors
/// The database's own failure.
pub fn may_write(tx: &Tx<'_>, contact: i64) -> Result<bool> {
    Ok(rows::may(tx, contact, Verb::Edit)? && !rows::flag(&seen(tx, contact)?, "is_deleted"))
}
