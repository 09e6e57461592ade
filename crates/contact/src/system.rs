//! What an administrator should look after, and the actions by which existing clients ask for it.

use kit::{Action, Parameter, ParameterType, Parameters, Registry, Rows};
use query::GetRequest;
use schema::{Entity, Field, FieldType, Requirement};
use serde_json::{Map, Value as Json, json};
use store::{Error, Result, Tx};

use crate::contact::Contact;
use crate::email::Email;
use crate::seed::ORGANISATION;
use crate::status::Level;

/// The entity and its actions.
pub(crate) fn register(registry: &mut Registry) {
    registry.array(entity(), rows).action(check_action()).action(flush_action());
}

fn entity() -> Entity {
    let text = |name: &'static str| Field::new(name, FieldType::Text { max: 255 }).readonly();
    let fields = vec![
        text("name").title("Name"),
        text("title").title("Title"),
        text("message").title("Message"),
        text("severity").title("Severity"),
        Field::new("severity_id", FieldType::Int).readonly().title("Severity ID"),
        Field::new("is_visible", FieldType::Bool).readonly().title("Is Visible"),
    ];
    Entity::new("System", "", fields).kind("AbstractEntity").searchable("none")
}

fn check_action() -> Action {
    Action {
        entity: "System",
        name: "check",
        description: "Lists what an administrator should look after.",
        door: Requirement::all(&["administer CiviCRM"]),
        parameters: vec![
            Parameter::optional("where", ParameterType::Array, json!([])),
            Parameter::optional("select", ParameterType::Array, json!([])),
            Parameter::optional("orderBy", ParameterType::Array, json!([])),
            Parameter::optional("limit", ParameterType::Int, json!(0)),
            Parameter::optional("offset", ParameterType::Int, json!(0)),
            Parameter::optional("includeDisabled", ParameterType::Bool, json!(false)),
        ],
        writes: false,
        run: check,
    }
}

/// Nothing is kept here that could be out of date: what is remembered goes with the change that makes it so.
fn flush_action() -> Action {
    Action {
        entity: "System",
        name: "flush",
        description: "Does nothing; kept for clients that call it after a change.",
        door: Requirement::all(&["administer CiviCRM"]),
        parameters: vec![
            Parameter::optional("triggers", ParameterType::Bool, json!(false)),
            Parameter::optional("session", ParameterType::Bool, json!(false)),
        ],
        writes: false,
        run: |_, _| Ok(Rows::List(Vec::new())),
    }
}

fn check(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let request = GetRequest::from_json(parameters).map_err(Error::from)?;
    Ok(Rows::List(query::select_rows(rows(tx)?, &request).map_err(Error::from)?.rows))
}

fn rows(tx: &mut Tx<'_>) -> Result<Vec<Map<String, Json>>> {
    let mut found = Vec::new();
    let own = tx.find::<Contact>(1)?;
    if own.is_some_and(|contact| contact.organization_name.as_deref() == Some(ORGANISATION)) {
        let message = "The organization that this site serves has no name yet.";
        found.push(row("checkDomainNameEmail", "Name the organization", message));
    }
    if tx.find_by::<Email>("contact_id", 1)?.is_empty() {
        let message = "The organization that this site serves has no e-mail address, so that nobody can reply to it.";
        found.push(row("checkDomainEmail", "Give the organization an e-mail address", message));
    }
    let locale = ui::Locale::best(None, None);
    let lang = crate::pages::phrases::Lang::new(locale);
    for one in crate::status::findings(tx)?.into_iter().filter(|one| one.level >= Level::Warning) {
        let fix = one.fix.map(|key| format!(" {}", lang.text(key))).unwrap_or_default();
        let message = crate::pages::status::words(&lang, &one) + &fix;
        let mut row = row(one.name, lang.text(one.title), &message);
        if one.level == Level::Serious {
            row.insert("severity".to_owned(), "error".into());
            row.insert("severity_id".to_owned(), 4.into());
        }
        found.push(row);
    }
    Ok(found)
}

/// A remark of the severity `warning`.
fn row(name: &str, title: &str, message: &str) -> Map<String, Json> {
    let cells: [(&str, Json); 6] = [
        ("name", name.into()),
        ("title", title.into()),
        ("message", message.into()),
        ("severity", "warning".into()),
        ("severity_id", 3.into()),
        ("is_visible", true.into()),
    ];
    cells.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
