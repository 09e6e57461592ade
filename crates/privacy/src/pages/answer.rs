//! `/contacts/{id}/consents/answer`: what somebody says now, written down; and taken back at once where it was a slip.

use super::fault::{self, Errors};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, text, texts};
use kit::{Reply, Visit};
use maud::{Markup, html};
use serde_json::json;
use store::{As, Error, Problem, Result, Tx};
use ui::part::button::Button;
use ui::part::field::{Choice, Field, Widget, Width, field};
use ui::part::form::Form;

use super::{person, purposes, words};
use crate::consent::{self, ASKED, Answer, CHANNELS, GIVEN, REFUSED, SOURCES, WITHDRAWN};

/// `/contacts/{id}/consents/answer`
pub fn record(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    let back = format!("/contacts/{id}/consents");
    if !visit.is_post {
        return Ok(Reply::Redirect(back));
    }
    let result = visit.write(|tx| {
        let answer = sent(tx, visit, id)?;
        consent::record(tx, &answer, As::Actor)?;
        Ok((answer.status, tx.transaction_id()))
    });
    match fault::field_errors(result)? {
        Ok((status, transaction)) => {
            let said = match status {
                GIVEN => "said-consent-given",
                WITHDRAWN => "said-consent-withdrawn",
                _ => "said-consent-refused",
            };
            visit.say(said, transaction);
            Ok(Reply::Redirect(back))
        }
        Err(errors) => {
            let errors = fault::errors(&lang, &errors);
            Ok(Reply::Status(422, person::page(visit, &lang, id, Some(&errors))?))
        }
    }
}

/// The answer as the form has it.
fn sent(tx: &Tx<'_>, visit: &Visit<'_>, contact: i64) -> Result<Answer> {
    let form = &visit.form;
    let status = match form.text("status") {
        Some(GIVEN) => GIVEN,
        Some(WITHDRAWN) => WITHDRAWN,
        Some(REFUSED) => REFUSED,
        Some(ASKED) => ASKED,
        _ => return Err(Error::field("status", Problem::Required)),
    };
    let purpose = form.int("purpose_id").ok_or_else(|| Error::field("purpose_id", Problem::Required))?;
    let at = match form.text("consent_date") {
        // The form asks for the day alone; today it is this very moment.
        Some(day) => {
            let day: jiff::civil::Date = day.parse().map_err(|_| Error::field("consent_date", Problem::NotADate))?;
            if day == tx.clock().today() { tx.clock().now } else { day.at(12, 0, 0, 0) }
        }
        None => tx.clock().now,
    };
    Ok(Answer {
        contact_id: contact,
        purpose_id: purpose,
        channel: form.text("channel").map(str::to_owned),
        status,
        source: form.text("source").map(str::to_owned),
        proof: form.text("proof").map(str::to_owned),
        ip_address: None,
        guardian_id: form.int("guardian_id"),
        at: Some(at),
    })
}

/// The form under a purpose.
pub(super) fn form(
    visit: &Visit<'_>,
    lang: &Lang,
    id: i64,
    purpose: &Row,
    is_minor: bool,
    errors: Option<&Errors>,
) -> Result<Markup> {
    let number = rows::id(purpose);
    let (guardians, words_of, today) = visit.read(|tx| {
        let guardians = if is_minor { guardians(tx, id)? } else { Vec::new() };
        let select = ["text", "language", "version"];
        let texts = ask(tx, "ConsentText", &select, json!([["purpose_id", "=", number]]), &[("version", "DESC")], 20)?;
        Ok((guardians, texts, tx.clock().today().to_string()))
    })?;
    let error = |name: &str| errors.and_then(|errors| errors.get(name)).map(String::as_str);
    let typed = |name: &str, other: &str| lang.keep(visit.form.get(name).unwrap_or(other));
    let sources: Vec<Choice<'_>> = words::choices(lang, "source", SOURCES)
        .into_iter()
        .filter(|one| !matches!(one.value, "api" | "import"))
        .collect();
    let own = texts(purpose, "channels");
    let channels: Vec<Choice<'_>> =
        words::choices(lang, "channel", CHANNELS).into_iter().filter(|one| own.contains(&one.value)).collect();
    let people: Vec<(String, &str)> =
        guardians.iter().map(|row| (rows::id(row).to_string(), text(row, "display_name"))).collect();
    let people: Vec<Choice<'_>> = people.iter().map(|(id, name)| Choice::of(id, name)).collect();
    let mut fields = vec![
        Field {
            width: Width::Half,
            error: error("source"),
            ..Field::text("source", lang.text("consent-source"), typed("source", "paper"))
                .widget(Widget::Select(&sources))
        },
        Field {
            width: Width::Half,
            error: error("consent_date"),
            most: Some(&today),
            ..Field::text("consent_date", lang.text("consent-day"), typed("consent_date", &today)).widget(Widget::Date)
        },
    ];
    if own.len() > 1 {
        fields.push(Field {
            may_be_empty: true,
            help: Some(lang.text("help-consent-channel")),
            ..Field::text("channel", lang.text("consent-channel"), typed("channel", ""))
                .widget(Widget::Select(&channels))
        });
    }
    if is_minor {
        fields.push(Field {
            required: !people.is_empty(),
            may_be_empty: true,
            error: error("guardian_id"),
            help: Some(if people.is_empty() {
                lang.text("help-consent-no-guardian")
            } else {
                lang.text("help-consent-guardian")
            }),
            ..Field::text("guardian_id", lang.text("consent-guardian"), typed("guardian_id", ""))
                .widget(Widget::Select(&people))
        });
    }
    fields.push(Field {
        help: Some(lang.text("help-consent-proof")),
        ..Field::text("proof", lang.text("consent-proof"), typed("proof", "")).widget(Widget::LongText(2))
    });
    let ui = visit.ui();
    let spoken = words_of.iter().find(|row| text(row, "language") == lang.code()).or(words_of.first());
    let inside = html! {
        input type="hidden" name="purpose_id" value=(number);
        @match spoken {
            Some(row) => blockquote { (words::lines(text(row, "text"))) },
            None => p.faint { (lang.text("consent-no-text")) },
        }
        div.fields { @for one in &fields { (field(&ui, one)) } }
        div.row {
            (Button::submit(lang.text("consent-save")).primary().small().name("status", GIVEN))
            (Button::submit(lang.text("consent-save-refused")).small().name("status", REFUSED))
            (Button::link(lang.text("cancel"), format!("/contacts/{id}/consents")).quiet().small())
        }
    };
    let action = format!("/contacts/{id}/consents/answer?purpose={number}");
    let label = lang.with("consent-form", &[("purpose", purposes::shown(lang, purpose, "title").into())]);
    Ok(html! { div aria-label=(label) role="group" { (Form::post(ui.csrf, &action).class("stack").render(inside)) } })
}

/// Those who may speak for a minor: whoever they are related to, parents first.
fn guardians(tx: &Tx<'_>, contact: i64) -> Result<Vec<Row>> {
    let select = ["far_contact_id", "near_relation"];
    let clauses = json!([
        ["near_contact_id", "=", contact],
        ["is_current", "=", true],
        ["far_contact_id.contact_type", "=", "Individual"]
    ]);
    let mut ties = match tx.catalog().entity("RelationshipCache") {
        Some(_) => ask(tx, "RelationshipCache", &select, clauses, &[("id", "ASC")], 50)?,
        None => Vec::new(),
    };
    ties.sort_by_key(|row| !text(row, "near_relation").contains("Child"));
    let mut ids: Vec<i64> = Vec::new();
    for row in &ties {
        if let Some(id) = rows::int(row, "far_contact_id").filter(|id| !ids.contains(id)) {
            ids.push(id);
        }
    }
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut people = ask(tx, "Contact", &["id", "display_name"], json!([["id", "IN", ids]]), &[], 0)?;
    people.sort_by_key(|row| ids.iter().position(|id| *id == rows::id(row)));
    Ok(people)
}

/// Whether a transaction is one answer that was just written down: a slip may be taken back, though answers are kept.
///
/// # Errors
/// The database's own failure.
pub fn may_undo(tx: &Tx<'_>, transaction: i64) -> Result<bool> {
    let changes = tx.changes(transaction)?;
    Ok(matches!(changes.as_slice(), [one] if one.entity == "Consent" && one.action == "create"))
}
