//! Elections set down: what is voted on when, and what the terms are.

use contact::pages::form::{self, Errors};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row};
use kit::{Reply, Visit};
use maud::{Markup, html};
use serde_json::json;
use store::{As, Error, Result, Tx};
use ui::part::button::Button;
use ui::part::field::{Field, Widget, Width, field};
use ui::part::form::Form;

use super::{object, own, path, sheet};

const SELECT: [&str; 12] = [
    "id",
    "contact_id",
    "title",
    "held_on",
    "start_date",
    "end_date",
    "registered",
    "voters",
    "blank",
    "notes",
    "ends_running",
    "is_closed",
];

/// The election of a body.
///
/// # Errors
/// `NotFound` where the body has none of this number, or the visitor does not see it.
pub(super) fn read(tx: &Tx<'_>, body: i64, id: i64) -> Result<Row> {
    let row = rows::one(tx, "CommitteeElection", &SELECT, id)?;
    row.filter(|row| rows::int(row, "contact_id") == Some(body))
        .ok_or_else(|| Error::NotFound(format!("election {id}")))
}

/// The inputs: name, label, help, how it is entered.
const INPUTS: [(&str, Input); 6] = [
    ("title", Input::Line),
    ("held_on", Input::Day),
    ("start_date", Input::Day),
    ("end_date", Input::Day),
    ("ends_running", Input::Tick),
    ("notes", Input::Text),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Input {
    Line,
    Day,
    Tick,
    Text,
}

/// `/contacts/{id}/offices/elections/new`
pub(super) fn new(visit: &mut Visit<'_>) -> Result<Reply> {
    keep(visit, None)
}

/// `/contacts/{id}/offices/elections/{election}/edit`
pub(super) fn edit(visit: &mut Visit<'_>) -> Result<Reply> {
    let election = visit.id(1)?;
    keep(visit, Some(election))
}

fn keep(visit: &mut Visit<'_>, election: Option<i64>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    if !visit.is_post {
        return Ok(Reply::Html(page(visit, &lang, id, election, &Errors::new())?));
    }
    let form = visit.form.clone();
    let result = visit.write(|tx| {
        own(tx, id)?;
        let mut values = object(json!({"contact_id": id}));
        if let Some(election) = election {
            read(tx, id, election)?;
            values.insert("id".to_owned(), json!(election));
        }
        for (name, input) in INPUTS {
            let value = match input {
                Input::Tick => json!(form.get(name) == Some("1")),
                _ => json!(form.text(name)),
            };
            values.insert(name.to_owned(), value);
        }
        let saved = tx.save("CommitteeElection", values, As::Actor)?.id;
        Ok((saved, tx.transaction_id()))
    });
    match form::field_errors(result)? {
        Ok((saved, transaction)) => {
            visit.say(if transaction.is_some() { "said-saved" } else { "said-nothing" }, transaction);
            Ok(Reply::Redirect(format!("{}/elections/{saved}", path(id))))
        }
        Err(all) => {
            let errors = form::errors(&lang, &all);
            Ok(Reply::Status(422, page(visit, &lang, id, election, &errors)?))
        }
    }
}

fn page(visit: &Visit<'_>, lang: &Lang, id: i64, election: Option<i64>, errors: &Errors) -> Result<Markup> {
    let (here, row) = visit.read(|tx| {
        let row = election.map(|election| read(tx, id, election)).transpose()?;
        Ok((own(tx, id)?, row.unwrap_or_default()))
    })?;
    let ui = visit.ui();
    let label = |name: &str| match name {
        "title" => lang.text("election-title"),
        "held_on" => lang.text("election-held"),
        "start_date" => lang.text("election-begins"),
        "end_date" => lang.text("election-ends"),
        "ends_running" => lang.text("election-ends-running"),
        _ => lang.text("election-notes"),
    };
    let help = |name: &str| match name {
        "start_date" => Some(lang.text("election-begins-help")),
        "end_date" => Some(lang.text("election-ends-help")),
        "ends_running" => Some(lang.text("election-ends-running-help")),
        _ => None,
    };
    let one = |name: &'static str, input: Input| {
        let first = if input == Input::Tick && election.is_none() { "1".to_owned() } else { rows::written(&row, name) };
        let value = visit.form.get(name).map_or(first, str::to_owned);
        let error = errors.get(name).or_else(|| errors.get("is_closed").filter(|_| name == "title"));
        let field = Field {
            error: error.map(String::as_str),
            help: help(name),
            required: ["title", "held_on"].contains(&name),
            focused: name == "title" && election.is_none(),
            max_length: (name == "title").then_some(128),
            placeholder: (name == "title").then(|| lang.text("election-title-example")),
            ..Field::text(name, label(name), lang.keep(value))
        };
        match input {
            Input::Line => field,
            Input::Day => field.widget(Widget::Date).width(Width::Third),
            Input::Tick => field.widget(Widget::Checkbox),
            Input::Text => field.widget(Widget::LongText(3)),
        }
    };
    let to = match election {
        Some(election) => format!("{}/elections/{election}", path(id)),
        None => path(id),
    };
    let title = match election {
        Some(_) => lang.keep(rows::text(&row, "title").to_owned()),
        None => lang.with("election-new-of", &[("name", here.name.as_str().into())]),
    };
    let content = html! {
        div.section-head { h2 { (title) } }
        (Form::post(ui.csrf, visit.path).class("stack sheet-form").render(html! {
            div.fields { @for (name, input) in INPUTS { (field(&ui, &one(name, input))) } }
            div.row { (Button::submit(lang.text("save")).primary()) (Button::link(lang.text("cancel"), to.as_str()).quiet()) }
        }))
    };
    sheet(visit, lang, id, content)
}

/// `/contacts/{id}/offices/elections/{election}/delete`: the terms that it has opened stay.
pub(super) fn delete(visit: &mut Visit<'_>) -> Result<Reply> {
    let (id, election) = (visit.id(0)?, visit.id(1)?);
    if visit.is_post {
        let transaction = visit.write(|tx| {
            read(tx, id, election)?;
            own(tx, id)?;
            tx.delete("CommitteeElection", election, As::Actor)?;
            Ok(tx.transaction_id())
        })?;
        visit.say("said-election-deleted", transaction);
    }
    Ok(Reply::Redirect(path(id)))
}
