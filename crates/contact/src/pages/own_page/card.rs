//! `/me/contacts/{id}`: somebody whom the reader may see, in a few lines; and the form for whom they may change.

use kit::{Fields, Reply, Visit};
use maud::{Markup, html};
use schema::Verb;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};
use ui::part::button::Button;
use ui::part::field::{Field, Widget, Width, field, input_id};
use ui::part::form::{Fault, Form, faults};
use ui::part::head::section_head;

use super::super::form::{self, Errors};
use super::super::list::name;
use super::super::past;
use super::super::phrases::Lang;
use super::super::rows::{self, Row, text};
use super::{PATH, framed};

/// What is shown.
pub(super) const SHOWN: [&str; 12] = [
    "id",
    "display_name",
    "contact_type",
    "first_name",
    "last_name",
    "organization_name",
    "household_name",
    "email_primary.email",
    "phone_primary.phone",
    "address_primary.street_address",
    "address_primary.postal_code",
    "address_primary.city",
];

/// What may be changed: inputs, and what each of them is called.
const INPUTS: [(&str, &str); 9] = [
    ("first_name", "me-first-name"),
    ("last_name", "me-last-name"),
    ("organization_name", "me-name"),
    ("household_name", "me-name"),
    ("email_primary.email", "me-email"),
    ("phone_primary.phone", "me-phone"),
    ("address_primary.street_address", "me-street"),
    ("address_primary.postal_code", "me-postal-code"),
    ("address_primary.city", "me-city"),
];

/// What of a contact of this type is changed here.
fn inputs(kind: &str) -> Vec<(&'static str, &'static str)> {
    let fits = |name: &str| match name {
        "first_name" | "last_name" => kind == "Individual",
        "organization_name" => kind == "Organization",
        "household_name" => kind == "Household",
        _ => true,
    };
    INPUTS.into_iter().filter(|(name, _)| fits(name)).collect()
}

/// What is known, in lines.
pub(super) fn facts(lang: &Lang, row: &Row) -> Markup {
    let place = [text(row, "address_primary.postal_code"), text(row, "address_primary.city")];
    let place = place.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ");
    let street = text(row, "address_primary.street_address");
    let lines = [
        ("me-name", name(lang, row)),
        ("me-email", text(row, "email_primary.email")),
        ("me-phone", text(row, "phone_primary.phone")),
        ("me-street", street),
        ("me-city", place.as_str()),
    ];
    html! {
        dl.me-facts {
            @for (label, value) in lines.iter().filter(|(_, value)| !value.is_empty()) {
                div { dt { (label_of(lang, label)) } dd { (value) } }
            }
        }
    }
}

fn label_of<'a>(lang: &'a Lang, key: &str) -> &'a str {
    match key {
        "me-name" => lang.text("me-name"),
        "me-email" => lang.text("me-email"),
        "me-phone" => lang.text("me-phone"),
        "me-street" => lang.text("me-street"),
        "me-postal-code" => lang.text("me-postal-code"),
        "me-city" => lang.text("me-city"),
        "me-last-name" => lang.text("me-last-name"),
        "me-first-name" => lang.text("me-first-name"),
        _ => lang.text("me-name"),
    }
}

fn read(tx: &Tx<'_>, id: i64) -> Result<Row> {
    rows::one(tx, "Contact", &SHOWN, id)?.ok_or_else(|| Error::NotFound(format!("contact {id}")))
}

pub(super) fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    let (row, may_edit, organisation) =
        visit.read(|tx| Ok((read(tx, id)?, rows::may(tx, id, Verb::Edit)?, crate::domain::name(tx)?)))?;
    let edit = may_edit.then(|| {
        let href = format!("{PATH}/contacts/{id}/edit");
        html! { (Button::link(lang.text("me-change"), &href).small()) }
    });
    let called = name(&lang, &row);
    let content = html! {
        div { h1 { (called) } }
        section.pub-form.me-part aria-labelledby="me-card" {
            (section_head("me-card", lang.text("me-card"), edit))
            (facts(&lang, &row))
        }
    };
    Ok(Reply::Html(framed(visit, &lang, &organisation, called, content)))
}

pub(super) fn edit(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    let (row, version) = visit.read(|tx| {
        let row = read(tx, id)?;
        match rows::may(tx, id, Verb::Edit)? {
            true => Ok((row, past::version(tx, id)?)),
            false => Err(Error::Forbidden("Somebody else looks after this contact.".to_owned())),
        }
    })?;
    if !visit.is_post {
        return Ok(Reply::Html(asked(visit, &lang, &row, version, None, &Errors::new())?));
    }
    if visit.form.int("version") != Some(version) {
        let problem = (input_id("version"), lang.text("me-changed-since"));
        let errors = Errors::from([(problem.0, problem.1.to_owned())]);
        let form = visit.form.clone();
        return Ok(Reply::Status(409, asked(visit, &lang, &row, version, Some(&form), &errors)?));
    }
    let values = changed(&row, &visit.form);
    let saved = visit.write(|tx| match values.is_empty() {
        true => Ok(false),
        false => {
            let mut values = values;
            let typed = values.get("email_primary.email").and_then(Json::as_str);
            if typed.is_some_and(|typed| !mail::address::is_sound(typed)) {
                return Err(Error::rule("email_primary.email", "problem-email", "This is no e-mail address."));
            }
            values.insert("id".to_owned(), json!(id));
            tx.save("Contact", values, As::Actor)?;
            Ok(true)
        }
    });
    match form::field_errors(saved)? {
        Ok(saved) => {
            visit.say(if saved { "said-saved" } else { "said-nothing" }, None);
            let own = visit.actor.contact_id == Some(id);
            Ok(Reply::Redirect(if own { PATH.to_owned() } else { format!("{PATH}/contacts/{id}") }))
        }
        Err(errors) => {
            let errors = form::errors(&lang, &errors);
            let form = visit.form.clone();
            Ok(Reply::Status(422, asked(visit, &lang, &row, version, Some(&form), &errors)?))
        }
    }
}

/// What was sent that differs from what is known.
fn changed(row: &Row, form: &Fields) -> Map<String, Json> {
    let mut values = Map::new();
    for (name, _) in inputs(text(row, "contact_type")) {
        if let Some(sent) = form.get(name).map(str::trim).filter(|sent| *sent != text(row, name)) {
            values.insert(name.to_owned(), if sent.is_empty() { Json::Null } else { json!(sent) });
        }
    }
    values
}

fn asked(
    visit: &Visit<'_>,
    lang: &Lang,
    row: &Row,
    version: i64,
    sent: Option<&Fields>,
    errors: &Errors,
) -> Result<Markup> {
    let organisation = visit.read(|tx| crate::domain::name(tx))?;
    let ui = visit.ui();
    let (called, action) = (name(lang, row), format!("{PATH}/contacts/{}/edit", rows::id(row)));
    let known = |input: &str| sent.and_then(|form| form.get(input)).unwrap_or_else(|| text(row, input)).to_owned();
    let inputs: Vec<(&str, &str, String)> =
        inputs(text(row, "contact_type")).into_iter().map(|(input, label)| (input, label, known(input))).collect();
    let fields = inputs.iter().map(|(input, label, value)| {
        let plain = Field {
            error: errors.get(*input).map(String::as_str),
            width: Width::Half,
            max_length: Some(128),
            ..Field::text(input, label_of(lang, label), value)
        };
        match *input {
            "email_primary.email" => Field { autocomplete: Some("email"), ..plain.widget(Widget::Email) },
            "phone_primary.phone" => Field { autocomplete: Some("tel"), ..plain.widget(Widget::Tel) },
            _ => plain,
        }
    });
    let wrong: Vec<Fault<'_>> = errors
        .iter()
        .map(|(input, message)| {
            let label =
                inputs.iter().find(|(known, _, _)| known == input).map_or(called, |(_, key, _)| label_of(lang, key));
            Fault { input: lang.keep(input_id(input)), label, message }
        })
        .collect();
    let version = version.to_string();
    let cancel = format!("{PATH}/contacts/{}", rows::id(row));
    let content = html! {
        div { h1 { (called) } }
        (faults(&ui, &wrong))
        div.pub-form {
            (Form::post(ui.csrf, &action).render(html! {
                input type="hidden" name="version" value=(version);
                div.fields { @for one in fields { (field(&ui, &one)) } }
                div.row {
                    (Button::submit(lang.text("save")).primary())
                    (Button::link(lang.text("cancel"), &cancel).quiet())
                }
            }))
        }
    };
    Ok(framed(visit, lang, &organisation, called, content))
}
