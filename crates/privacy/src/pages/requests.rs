//! `/settings/privacy/requests`: what people have asked about their data, and until when they are to be answered.

use super::fault::{self, Errors};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, text, written};
use kit::{Reply, Visit};
use maud::{Markup, Render, html};
use serde_json::json;
use store::{As, Error, Result, Tx};
use ui::Icon;
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::chip::{Status, Tag};
use ui::part::empty::empty;
use ui::part::field::{Field, Widget, Width, field};
use ui::part::form::Form;
use ui::part::table::{Column, Role, Row as Line, Table, table};

use super::{Sheet, sheet, words};
use crate::request::{self, KINDS, STATES};

const PATH: &str = "/settings/privacy/requests";
const MOST: i64 = 200;
const SELECT: [&str; 9] =
    ["id", "contact_id", "contact_id.display_name", "kind", "state", "received_date", "due_date", "done_date", "note"];

/// The colour of a state.
pub fn tone(state: &str) -> Tone {
    match state {
        request::OPEN => Tone::Honey,
        request::WAITING => Tone::Sky,
        request::DONE => Tone::Leaf,
        _ => Tone::Stone,
    }
}

/// `/settings/privacy/requests`
pub fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let found = visit.read(|tx| ask(tx, "SubjectRequest", &SELECT, json!([]), &[("id", "DESC")], MOST))?;
    let today = visit.ui().today;
    let view = Sheet {
        title: lang.text("privacy-tab-requests"),
        intro: Some(lang.text("requests-intro")),
        tab: PATH,
        ..Sheet::default()
    };
    let markup = sheet(visit, &lang, view, None, |ui| {
        if found.is_empty() {
            let action = Button::link(lang.text("requests-to-contacts"), "/contacts");
            return empty(lang.text("requests-none"), lang.text("requests-none-words"), action.render());
        }
        let column = |key: &str, role, priority| Column { label: lang.text(key), role, priority, ..Column::default() };
        let columns = vec![
            column("request-who", Role::Main, 0),
            column("request-kind", Role::More, 0),
            column("request-received", Role::Text, 3),
            column("request-due", Role::More, 2),
            column("request-state", Role::Mark, 0),
        ];
        let rows = found.iter().map(|row| line(&lang, row, today)).collect();
        table(ui, &Table { caption: lang.text("privacy-tab-requests"), columns, rows, ..Table::default() })
    })?;
    Ok(Reply::Html(markup))
}

fn line<'a>(lang: &'a Lang, row: &'a Row, today: jiff::civil::Date) -> Line<'a> {
    let state = text(row, "state");
    let late = matches!(state, request::OPEN) && rows::date(row, "due_date").is_some_and(|day| day < today);
    let name = text(row, "contact_id.display_name");
    let over = matches!(state, request::DONE | request::REFUSED | request::CANCELLED);
    Line {
        id: lang.keep(rows::id(row).to_string()),
        name,
        cells: vec![
            html! { a href={ (PATH) "/" (rows::id(row)) } { b { (name) } } },
            html! { (words::option(lang, "right", text(row, "kind"))) },
            html! { (words::day(lang, text(row, "received_date"))) },
            html! {
                @if over { span.faint { (words::day(lang, text(row, "done_date"))) } }
                @else { (words::day(lang, text(row, "due_date"))) }
                @if late { " " (Tag::of(Tone::Brick, lang.text("request-late"))) }
            },
            Status::On(tone(state), words::option(lang, "state", state)).render(),
        ],
        ticked: false,
    }
}

fn read(tx: &Tx<'_>, id: i64) -> Result<Row> {
    rows::one(tx, "SubjectRequest", &SELECT, id)?.ok_or_else(|| Error::NotFound(format!("request {id}")))
}

/// `/settings/privacy/requests/{id}`: one request; `new?contact=12` for another.
pub fn edit(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let is_new = visit.captures.first().is_some_and(|id| id == "new");
    let id = if is_new { 0 } else { visit.id(0)? };
    if !visit.is_post {
        return Ok(Reply::Html(show(visit, &lang, id, &Errors::new())?));
    }
    let form = visit.form.clone();
    let contact = form.int("contact");
    let result = visit.write(|tx| {
        let mut values = json!({
            "kind": form.text("kind"), "state": form.text("state").unwrap_or(request::OPEN),
            "received_date": form.text("received_date"), "note": form.text("note"),
        });
        match id {
            0 => values["contact_id"] = json!(contact),
            id => {
                values["id"] = json!(id);
                values["due_date"] = json!(form.text("due_date"));
            }
        }
        tx.save("SubjectRequest", values.as_object().cloned().unwrap_or_default(), As::Actor)?;
        Ok(tx.transaction_id())
    });
    match fault::field_errors(result)? {
        Ok(transaction) => {
            visit.say(if transaction.is_some() { "said-saved" } else { "said-nothing" }, transaction);
            let back = contact.filter(|_| id == 0).map(|contact| format!("/contacts/{contact}/consents"));
            Ok(Reply::Redirect(back.unwrap_or_else(|| PATH.to_owned())))
        }
        Err(errors) => {
            let errors = fault::errors(&lang, &errors);
            Ok(Reply::Status(422, show(visit, &lang, id, &errors)?))
        }
    }
}

fn show(visit: &Visit<'_>, lang: &Lang, id: i64, errors: &Errors) -> Result<Markup> {
    let contact = visit.query.int("contact").or_else(|| visit.form.int("contact")).unwrap_or(0);
    let (row, name) = visit.read(|tx| match id {
        0 => {
            let found = rows::one(tx, "Contact", &["display_name"], contact)?;
            let found = found.ok_or_else(|| Error::NotFound(format!("contact {contact}")))?;
            Ok((Row::new(), text(&found, "display_name").to_owned()))
        }
        id => {
            let row = read(tx, id)?;
            let name = text(&row, "contact_id.display_name").to_owned();
            Ok((row, name))
        }
    })?;
    let contact = rows::int(&row, "contact_id").unwrap_or(contact);
    let today = visit.ui().today.to_string();
    let error = |name: &str| errors.get(name).map(String::as_str);
    let typed = |name: &str, stored: &str| lang.keep(visit.form.get(name).unwrap_or(stored));
    let or = |text: String, other: &str| if text.is_empty() { other.to_owned() } else { text };
    let (kinds, states) = (words::choices(lang, "right", KINDS), words::choices(lang, "state", STATES));
    let value = |name: &str, other: &str| typed(name, &or(written(&row, name), other));
    let mut fields = vec![
        Field {
            required: true,
            width: Width::Half,
            error: error("kind"),
            ..Field::text("kind", lang.text("request-kind"), value("kind", request::ACCESS))
                .widget(Widget::Select(&kinds))
        },
        Field {
            width: Width::Half,
            error: error("state"),
            ..Field::text("state", lang.text("request-state"), value("state", request::OPEN))
                .widget(Widget::Select(&states))
        },
        Field {
            width: Width::Half,
            error: error("received_date"),
            ..Field::text("received_date", lang.text("request-received"), value("received_date", &today))
                .widget(Widget::Date)
        },
    ];
    if id != 0 {
        fields.push(Field {
            width: Width::Half,
            help: Some(lang.text("help-request-due")),
            error: error("due_date"),
            ..Field::text("due_date", lang.text("request-due"), value("due_date", "")).widget(Widget::Date)
        });
    }
    fields.push(Field {
        help: Some(lang.text("help-request-note")),
        error: error("note"),
        ..Field::text("note", lang.text("request-note"), value("note", "")).widget(Widget::LongText(4))
    });
    let title = if id == 0 { lang.text("request-new") } else { lang.text("request-title") };
    let view = Sheet { title, tab: PATH, is_below: true, narrow: true, ..Sheet::default() };
    let action = if id == 0 { format!("{PATH}/new?contact={contact}") } else { format!("{PATH}/{id}") };
    sheet(visit, lang, view, None, |ui| {
        html! {
            p.request-who { (Icon::User) " " a href={ "/contacts/" (contact) "/consents" } { b { (name) } } }
            (Form::post(ui.csrf, &action).class("stack sheet-form").render(html! {
                @if id == 0 { input type="hidden" name="contact" value=(contact); }
                div.fields { @for one in &fields { (field(ui, one)) } }
                div.row { (Button::submit(lang.text("save")).primary()) (Button::link(lang.text("cancel"), PATH).quiet()) }
            }))
        }
    })
}
