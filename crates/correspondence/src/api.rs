//! `Contact.sendEmail`: a letter to contacts, by a call.

use activity::details;
use kit::{Action, Parameter, ParameterType, Parameters, Registry, Rows};
use schema::Requirement;
use serde_json::{Map, Value as Json, json};
use store::{Error, Result, Tx};

use crate::write::{self, Letter, Sender};

/// The action.
pub(crate) fn register(registry: &mut Registry) {
    let text = |name| Parameter::optional(name, ParameterType::String, json!(""));
    let list = |name| Parameter::optional(name, ParameterType::Mixed, json!([]));
    registry.action(Action {
        entity: "Contact",
        name: "sendEmail",
        description: "Writes an e-mail to contacts, each of whom gets a message of their own and an activity.",
        door: Requirement::all(&["access CiviCRM"]),
        parameters: vec![
            Parameter::required("contactId", ParameterType::Mixed),
            Parameter::required("subject", ParameterType::String),
            text("html"),
            text("text"),
            text("from"),
            list("cc"),
            list("bcc"),
            list("fileId"),
            // The group that it is for: its members can leave it by one click.
            Parameter::optional("groupId", ParameterType::Int, Json::Null),
            // What `{activity.subject}` and its like stand for: the newest of these that concerns the reader.
            list("activityId"),
        ],
        writes: true,
        run: send,
    });
}

fn send(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let text = |name: &str| parameters.get(name).and_then(Json::as_str).unwrap_or_default();
    let html = match text("html") {
        "" => details::from_text(text("text")),
        html => html.to_owned(),
    };
    let files = numbers(parameters.get("fileId"));
    for id in &files {
        file::find(tx, *id)?.ok_or_else(|| Error::NotFound(format!("file {id}")))?;
    }
    let letter = Letter {
        to: numbers(parameters.get("contactId")),
        at: None,
        from: sender(&write::senders(tx)?, text("from"))?,
        cc: addresses(parameters.get("cc")),
        bcc: addresses(parameters.get("bcc")),
        subject: text("subject").to_owned(),
        html: details::clean(&html),
        files,
        list: numbers(parameters.get("groupId")).first().copied(),
        about: numbers(parameters.get("activityId")),
    };
    let written = write::send(tx, &[], &letter)?;
    let mut rows = Vec::new();
    let going: Vec<i64> = letter.to.iter().copied().filter(|id| !written.left_out.contains_key(id)).collect();
    for (contact, activity) in going.iter().zip(&written.activities) {
        rows.push(row(*contact, Some(*activity), &[]));
    }
    for id in letter.to.iter() {
        if let Some(reasons) = written.left_out.get(id) {
            rows.push(row(*id, None, reasons));
        }
    }
    Ok(Rows::List(rows))
}

fn row(contact: i64, activity: Option<i64>, reasons: &[&str]) -> Map<String, Json> {
    let mut row = Map::new();
    row.insert("contact_id".to_owned(), json!(contact));
    row.insert("is_sent".to_owned(), json!(activity.is_some()));
    row.insert("activity_id".to_owned(), json!(activity));
    row.insert("reasons".to_owned(), json!(reasons));
    row
}

/// The sender whose address this is; the usual one where none is named.
fn sender(senders: &[Sender], asked: &str) -> Result<String> {
    if asked.is_empty() {
        return Ok(String::new());
    }
    let (_, asked_address) = mail::site_address::read(asked);
    let fits = |one: &&Sender| one.value == asked || mail::site_address::read(&one.written).1 == asked_address;
    let unknown = || Error::field("from", store::Problem::UnknownOption { text: asked.to_owned() });
    senders.iter().find(fits).map(|one| one.value.clone()).ok_or_else(unknown)
}

fn numbers(json: Option<&Json>) -> Vec<i64> {
    let one = |json: &Json| json.as_i64().or_else(|| json.as_str().and_then(|text| text.trim().parse().ok()));
    let mut all: Vec<i64> = match json {
        Some(Json::Array(items)) => items.iter().filter_map(one).collect(),
        Some(json) => one(json).into_iter().collect(),
        None => Vec::new(),
    };
    let mut seen = std::collections::HashSet::new();
    all.retain(|id| seen.insert(*id));
    all
}

/// Addresses as a list or in one text. What is none stays, so that it is told.
fn addresses(json: Option<&Json>) -> Vec<String> {
    let texts: Vec<&str> = match json {
        Some(Json::Array(items)) => items.iter().filter_map(Json::as_str).collect(),
        Some(Json::String(text)) => vec![text.as_str()],
        _ => Vec::new(),
    };
    let (mut sound, odd) = mail::address::several(&texts.join(","));
    sound.extend(odd);
    sound
}
