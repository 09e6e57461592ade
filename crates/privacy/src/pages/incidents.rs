//! `/settings/privacy/incidents`: breaches of personal data, and who was told in time.

use super::fault::{self, Errors};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, flag, text, written};
use kit::{Reply, Visit};
use maud::{Markup, Render, html};
use serde_json::{Map, json};
use store::{As, Error, Result};
use ui::Icon;
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::chip::Status;
use ui::part::empty::empty;
use ui::part::field::{Field, Widget, Width, field};
use ui::part::form::Form;
use ui::part::notice::notice;
use ui::part::table::{Column, Role, Row as Line, Table, table};

use super::{Sheet, sheet, words};
use crate::incident::{self, NATURES, PrivacyIncident, RISKS};

const PATH: &str = "/settings/privacy/incidents";
const SELECT: [&str; 13] = [
    "id",
    "title",
    "nature",
    "happened_date",
    "found_date",
    "description",
    "data",
    "people",
    "consequences",
    "measures",
    "risk",
    "authority_date",
    "people_date",
];

fn select() -> Vec<&'static str> {
    SELECT.iter().copied().chain(["is_closed"]).collect()
}

/// `/settings/privacy/incidents`
pub fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let clauses = json!([["is_closed", "IN", [true, false]]]);
    let found = visit.read(|tx| ask(tx, "PrivacyIncident", &select(), clauses, &[("found_date", "DESC")], 200))?;
    let add = Button::link(lang.text("incident-add"), "/settings/privacy/incidents/new").icon(Icon::PlusBold).key("n");
    let view = Sheet {
        title: lang.text("privacy-tab-incidents"),
        intro: Some(lang.text("incidents-intro")),
        tab: PATH,
        ..Sheet::default()
    };
    let markup = sheet(visit, &lang, view, Some(add.primary().render()), |ui| {
        if found.is_empty() {
            return empty(lang.text("incidents-none"), lang.text("incidents-none-words"), html! {});
        }
        let column = |key: &str, role, priority| Column { label: lang.text(key), role, priority, ..Column::default() };
        let columns = vec![
            column("incident-title", Role::Main, 0),
            column("incident-found", Role::More, 2),
            column("incident-risk", Role::More, 3),
            column("request-state", Role::Mark, 0),
        ];
        let rows = found.iter().map(|row| line(&lang, row)).collect();
        table(ui, &Table { caption: lang.text("privacy-tab-incidents"), columns, rows, ..Table::default() })
    })?;
    Ok(Reply::Html(markup))
}

fn line<'a>(lang: &'a Lang, row: &'a Row) -> Line<'a> {
    let state = match (flag(row, "is_closed"), text(row, "risk"), text(row, "authority_date")) {
        (true, ..) => Status::On(Tone::Leaf, lang.text("incident-closed")),
        (_, risk, "") if risk != "none" => Status::On(Tone::Brick, lang.text("incident-to-tell")),
        _ => Status::On(Tone::Honey, lang.text("incident-open")),
    };
    Line {
        id: lang.keep(rows::id(row).to_string()),
        name: text(row, "title"),
        cells: vec![
            html! { a href={ (PATH) "/" (rows::id(row)) } { b { (text(row, "title")) } } },
            html! { (words::day(lang, text(row, "found_date"))) },
            html! { (words::option(lang, "risk", text(row, "risk"))) },
            state.render(),
        ],
        ticked: false,
    }
}

/// The inputs in order: name, and how it is entered.
const INPUTS: [(&str, Input); 12] = [
    ("title", Input::Line),
    ("nature", Input::Nature),
    ("risk", Input::Risk),
    ("happened_date", Input::Moment),
    ("found_date", Input::Moment),
    ("description", Input::Text),
    ("data", Input::Text),
    ("people", Input::Number),
    ("consequences", Input::Text),
    ("measures", Input::Text),
    ("authority_date", Input::Moment),
    ("people_date", Input::Moment),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Input {
    Line,
    Nature,
    Risk,
    Moment,
    Text,
    Number,
}

/// `/settings/privacy/incidents/{id}`
pub fn edit(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let is_new = visit.captures.first().is_some_and(|id| id == "new");
    let id = if is_new { 0 } else { visit.id(0)? };
    if !visit.is_post {
        return Ok(Reply::Html(show(visit, &lang, id, &Errors::new())?));
    }
    let form = visit.form.clone();
    let result = visit.write(|tx| {
        let mut values = Map::new();
        if id != 0 {
            values.insert("id".to_owned(), json!(id));
        }
        for (name, input) in INPUTS {
            let sent = form.text(name);
            if name == "found_date" && sent.is_none() {
                continue;
            }
            let sent = sent.map(|text| if input == Input::Moment { text.replace('T', " ") } else { text.to_owned() });
            values.insert(name.to_owned(), json!(sent));
        }
        values.insert("is_closed".to_owned(), json!(form.get("is_closed") == Some("1")));
        tx.save("PrivacyIncident", values, As::Actor)?;
        Ok(tx.transaction_id())
    });
    match fault::field_errors(result)? {
        Ok(transaction) => {
            visit.say(if transaction.is_some() { "said-saved" } else { "said-nothing" }, transaction);
            Ok(Reply::Redirect(PATH.to_owned()))
        }
        Err(errors) => {
            let errors = fault::errors(&lang, &errors);
            Ok(Reply::Status(422, show(visit, &lang, id, &errors)?))
        }
    }
}

fn show(visit: &Visit<'_>, lang: &Lang, id: i64, errors: &Errors) -> Result<Markup> {
    let (row, deadline) = visit.read(|tx| {
        if id == 0 {
            return Ok((Row::new(), None));
        }
        let row = rows::one(tx, "PrivacyIncident", &select(), id)?;
        let row = row.ok_or_else(|| Error::NotFound(format!("breach {id}")))?;
        let known = tx.find::<PrivacyIncident>(id)?;
        Ok((row, known.as_ref().and_then(incident::deadline).map(|at| tx.clock().from_utc(at))))
    })?;
    let (natures, risks) = (words::choices(lang, "nature", NATURES), words::choices(lang, "risk", RISKS));
    let now = visit.read(|tx| Ok(tx.clock().now))?;
    let stored = |name: &str, input: Input| {
        let text = written(&row, name);
        match (input, name) {
            (Input::Moment, "found_date") if text.is_empty() => now.strftime("%Y-%m-%dT%H:%M").to_string(),
            (Input::Moment, _) => text.replace(' ', "T").chars().take(16).collect(),
            (Input::Risk, _) if text.is_empty() => "none".to_owned(),
            _ => text,
        }
    };
    let fields: Vec<Field<'_>> = INPUTS
        .iter()
        .map(|(name, input)| {
            let value = lang.keep(visit.form.get(name).map_or_else(|| stored(name, *input), str::to_owned));
            let help = format!("help-incident-{name}");
            let one = Field {
                required: matches!(*name, "title" | "nature"),
                help: lang.locale.has(&help).then(|| lang.text(&help)),
                error: errors.get(*name).map(String::as_str),
                ..Field::text(name, lang.text(&format!("field-incident-{name}")), value)
            };
            match input {
                Input::Line => one,
                Input::Nature => one.widget(Widget::Select(&natures)).width(Width::Half),
                Input::Risk => one.widget(Widget::Select(&risks)).width(Width::Half),
                Input::Moment => one.widget(Widget::DateTime).width(Width::Half),
                Input::Text => one.widget(Widget::LongText(3)),
                Input::Number => one.widget(Widget::Number("1")).width(Width::Half),
            }
        })
        .collect();
    let closed = visit.form.get("is_closed").map_or(flag(&row, "is_closed"), |sent| sent == "1");
    let closed = Field::text("is_closed", lang.text("incident-is-closed"), if closed { "1" } else { "0" })
        .widget(Widget::Switch);
    let title = if id == 0 { lang.text("incident-new") } else { lang.keep(text(&row, "title")) };
    let view = Sheet { title, tab: PATH, is_below: true, narrow: true, ..Sheet::default() };
    let action = if id == 0 { format!("{PATH}/new") } else { format!("{PATH}/{id}") };
    sheet(visit, lang, view, None, |ui| {
        html! {
            @if let Some(at) = deadline {
                (notice(Tone::Brick, Icon::Warning, html! { (lang.with("incident-deadline", &[("moment", words::moment(lang, at).into())])) }, None))
            }
            (Form::post(ui.csrf, &action).class("stack sheet-form").render(html! {
                div.fields { @for one in &fields { (field(ui, one)) } (field(ui, &closed)) }
                div.row { (Button::submit(lang.text("save")).primary()) (Button::link(lang.text("cancel"), PATH).quiet()) }
            }))
        }
    })
}
