//! `/import/schedules`: files that are fetched and brought in by themselves.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, flag, int, text};
use contact::pages::slots::Wait;
use kit::{Reply, Visit};
use maud::{Markup, Render, html};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::chip::Status;
use ui::part::crumbs::{Crumb, crumbs};
use ui::part::empty::empty;
use ui::part::field::{Choice, Field, Widget, Width, field};
use ui::part::form::Form;
use ui::part::head::{Head, head};
use ui::part::notice::notice;
use ui::part::tabs::tabs;
use ui::{Icon, Ui};

use crate::schedule::{ADDRESS, FOLDER};
use crate::{regular, template};

use super::home::{select, views};

const SHOWN: [&str; 11] = [
    "id",
    "label",
    "template_id",
    "template_id.label",
    "kind",
    "place",
    "rhythm",
    "is_active",
    "last_date",
    "last_import_id",
    "trouble",
];
const RHYTHMS: [&str; 3] = ["hourly", "daily", "weekly"];

fn rhythm<'a>(lang: &'a Lang, name: &str) -> &'a str {
    match name {
        "hourly" => lang.text("import-rhythm-hourly"),
        "weekly" => lang.text("import-rhythm-weekly"),
        _ => lang.text("import-rhythm-daily"),
    }
}

/// What stood in the way, in words.
fn trouble<'a>(lang: &'a Lang, stored: &str) -> Option<&'a str> {
    let (key, value) = regular::trouble(stored)?;
    let values = [("value", value.into())];
    Some(match key {
        "import-trouble-address" => lang.text("import-trouble-address"),
        "import-trouble-private" => lang.text("import-trouble-private"),
        "import-trouble-host" => lang.text("import-trouble-host"),
        "import-trouble-slow" => lang.text("import-trouble-slow"),
        "import-trouble-status" => lang.with("import-trouble-status", &values),
        "import-trouble-large" => lang.text("import-trouble-large"),
        "import-trouble-folder" => lang.with("import-trouble-folder", &values),
        "import-trouble-file" => lang.with("import-trouble-file", &values),
        "import-trouble-refused" => lang.with("import-trouble-refused", &values),
        "import-trouble-owner" => lang.text("import-trouble-owner"),
        _ => lang.with("import-trouble-silent", &values),
    })
}

/// `/import/schedules`
pub(super) fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (found, today) = visit
        .read(|tx| Ok((ask(tx, "ImportSchedule", &SHOWN, json!([]), &[("label", "ASC")], 200)?, tx.clock().today())))?;
    let title = lang.text("import-schedules-title");
    let views = views(visit, &lang, "/import/schedules");
    let page = Page { title, place: "/contacts", narrow: false };
    let add = Button::link(lang.text("import-schedule-new"), "/import/schedules/new").primary().icon(Icon::Plus);
    let page = frame::show(visit, &lang, page, |ui, shell| {
        let content = html! {
            (head(ui, &Head { title, count: None, intro: Some(lang.text("import-schedules-intro")) }, Some(add.render())))
            (tabs(ui, lang.text("import-title"), &views))
            @if found.is_empty() {
                (empty(lang.text("import-schedules-none"), lang.text("import-schedules-none-words"), html! {}))
            } @else { (listed(ui, &lang, &found, today)) }
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(page))
}

fn listed(ui: &Ui<'_>, lang: &Lang, found: &[Row], today: jiff::civil::Date) -> Markup {
    html! {
        ul.pair-lines {
            @for row in found { (line(ui, lang, row, today)) }
        }
    }
}

fn line(ui: &Ui<'_>, lang: &Lang, row: &Row, today: jiff::civil::Date) -> Markup {
    let id = rows::id(row);
    let wrong = trouble(lang, text(row, "trouble"));
    let state = match (flag(row, "is_active"), wrong) {
        (false, _) => Status::Off(lang.text("import-schedule-off")),
        (true, Some(_)) => Status::On(Tone::Brick, lang.text("import-schedule-failed")),
        (true, None) => Status::On(Tone::Leaf, lang.text("import-schedule-on")),
    };
    let last = rows::date(row, "last_date").map(|day| lang.locale.relative(day, today));
    let run = format!("/import/schedules/{id}/run");
    html! {
        li {
            span {
                a href={ "/import/schedules/" (id) } { b { (text(row, "label")) } } " " (state)
                br;
                small.quiet {
                    (rhythm(lang, text(row, "rhythm"))) " · " (text(row, "template_id.label"))
                    @if let Some(last) = last {
                        " · " (lang.text("import-schedule-last")) " "
                        @if let Some(import) = int(row, "last_import_id") { a href={ "/import/" (import) } { (last) } }
                        @else { (last) }
                    }
                }
                @if let Some(words) = wrong { br; small { (words) } }
            }
            div.push.row {
                (Form::post(ui.csrf, &run).render(html! { (Button::submit(lang.text("import-schedule-run")).small()) }))
            }
        }
    }
}

/// What the form holds.
#[derive(Default)]
struct Draft {
    values: Map<String, Json>,
    /// Fields with what is wrong with them.
    wrong: Vec<(String, &'static str)>,
}

impl Draft {
    fn value(&self, name: &str) -> String {
        self.values.get(name).map(rows::plain).unwrap_or_default()
    }

    fn error<'a>(&self, lang: &'a Lang, name: &str) -> Option<&'a str> {
        self.wrong.iter().find(|(own, _)| own == name).map(|(_, key)| lang.text(key))
    }
}

/// `/import/schedules/new` and `/import/schedules/{id}`
pub(super) fn edit(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.captures.first().and_then(|text| text.parse::<i64>().ok());
    let known = match id {
        Some(id) => {
            let row = visit.read(|tx| rows::one(tx, "ImportSchedule", &SHOWN, id))?;
            Some(row.ok_or_else(|| Error::NotFound(format!("scheduled import {id}")))?)
        }
        None => None,
    };
    if !visit.is_post {
        let new =
            || json!({"kind": ADDRESS, "rhythm": "daily", "is_active": true}).as_object().cloned().unwrap_or_default();
        let draft = Draft { values: known.clone().unwrap_or_else(new), wrong: Vec::new() };
        return Ok(Reply::Html(form_page(visit, &lang, id, known.as_ref(), &draft)?));
    }
    let mut values = Map::new();
    let form = &visit.form;
    for name in ["label", "kind", "place", "rhythm"] {
        values.insert(name.to_owned(), json!(form.get(name).unwrap_or_default().trim()));
    }
    values.insert("template_id".to_owned(), json!(form.int("template_id")));
    values.insert("is_active".to_owned(), json!(form.get("is_active") == Some("1")));
    if let Some(id) = id {
        values.insert("id".to_owned(), json!(id));
    }
    let done = visit.write(|tx| {
        tx.save("ImportSchedule", values.clone(), As::Actor)?;
        Ok(tx.transaction_id())
    });
    match done {
        Ok(transaction) => {
            visit.say("said-import-schedule", transaction);
            Ok(Reply::Redirect("/import/schedules".to_owned()))
        }
        Err(Error::Invalid(errors)) => {
            let wrong = errors.into_iter().map(|error| (error.field, error.problem.key())).collect();
            let page = form_page(visit, &lang, id, known.as_ref(), &Draft { values, wrong })?;
            Ok(Reply::Status(422, page))
        }
        Err(error) => Err(error),
    }
}

fn form_page(visit: &Visit<'_>, lang: &Lang, id: Option<i64>, known: Option<&Row>, draft: &Draft) -> Result<Markup> {
    let templates = visit.read(|tx| template::all(tx))?;
    let templates: Vec<(String, String)> = templates.into_iter().map(|one| (one.id.to_string(), one.label)).collect();
    let title = match known {
        Some(row) => lang.keep(text(row, "label").to_owned()),
        None => lang.text("import-schedule-new"),
    };
    let here = id.map_or_else(|| "/import/schedules/new".to_owned(), |id| format!("/import/schedules/{id}"));
    let way = [
        Crumb { label: lang.text("import-schedules-title"), href: Some("/import/schedules") },
        Crumb { label: title, href: None },
    ];
    let wrong = known.and_then(|row| trouble(lang, text(row, "trouble")));
    let page = Page { title, place: "/contacts", narrow: true };
    frame::show(visit, lang, page, |ui, shell| {
        let drop = format!("{here}/delete");
        let content = html! {
            (crumbs(ui, &way, None))
            (head(ui, &Head { title, count: None, intro: None }, None))
            @if let Some(words) = wrong { (notice(Tone::Brick, Icon::WarningCircle, html! { (words) }, None)) }
            @if templates.is_empty() {
                (notice(Tone::Honey, Icon::Warning, html! { (lang.text("import-schedule-no-template")) }, None))
            }
            (Form::post(ui.csrf, &here).class("stack").render(inputs(ui, lang, draft, &templates)))
            @if id.is_some() {
                (Form::post(ui.csrf, &drop).render(html! { (Button::submit(lang.text("import-schedule-delete")).quiet().danger()) }))
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })
}

fn inputs(ui: &Ui<'_>, lang: &Lang, draft: &Draft, templates: &[(String, String)]) -> Markup {
    let kinds = [
        Choice::of(ADDRESS, lang.text("import-schedule-address")),
        Choice::of(FOLDER, lang.text("import-schedule-folder")),
    ];
    let rhythms: Vec<Choice<'_>> = RHYTHMS.iter().map(|name| Choice::of(name, rhythm(lang, name))).collect();
    let value = |name: &str| draft.value(name);
    let (label, kind, place, rhythm) = (value("label"), value("kind"), value("place"), value("rhythm"));
    let active = if value("is_active") == "1" { "1" } else { "0" };
    html! {
        div.fields {
            (field(ui, &Field::text("label", lang.text("import-schedule-name"), &label).error(draft.error(lang, "label")).required()))
            (field(ui, &Field::text("kind", lang.text("import-schedule-kind"), &kind).widget(Widget::Segments(&kinds))))
            (field(ui, &Field {
                help: Some(lang.text("import-schedule-place-help")),
                ..Field::text("place", lang.text("import-schedule-place"), &place).error(draft.error(lang, "place")).required()
            }))
            (select(ui, "template_id", lang.text("import-template"), &value("template_id"), templates, None))
            (field(ui, &Field::text("rhythm", lang.text("import-schedule-rhythm"), &rhythm).widget(Widget::Select(&rhythms)).width(Width::Half)))
            (field(ui, &Field::text("is_active", lang.text("import-schedule-active"), active).widget(Widget::Switch)))
        }
        p.faint { (lang.text("import-schedule-rights")) }
        div.row { (Button::submit(lang.text("save")).primary()) }
    }
}

/// `/import/schedules/{id}/run`: fetched with the next round, outside of any visit.
pub(super) fn run(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if visit.is_post {
        visit.write(|tx| {
            let now = tx.clock().now.strftime("%Y-%m-%d %H:%M:%S").to_string();
            let values = [
                ("id".to_owned(), json!(id)),
                ("next_date".to_owned(), json!(now)),
                ("is_active".to_owned(), json!(true)),
            ];
            tx.save("ImportSchedule", values.into_iter().collect(), As::Actor).map(drop)
        })?;
        visit.say("said-import-schedule-run", None);
    }
    Ok(Reply::Redirect("/import/schedules".to_owned()))
}

/// `/import/schedules/{id}/delete`
pub(super) fn delete(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if visit.is_post {
        let done = visit.write(|tx| {
            tx.delete("ImportSchedule", id, As::Actor)?;
            Ok(tx.transaction_id())
        })?;
        visit.say("said-import-schedule-deleted", done);
    }
    Ok(Reply::Redirect("/import/schedules".to_owned()))
}

/// For the home page: scheduled imports that need somebody.
pub(super) fn waiting(visit: &Visit<'_>, lang: &Lang) -> Result<Vec<Wait>> {
    let Some(contact) = visit.actor.contact_id else { return Ok(Vec::new()) };
    if !crate::schedule::door().met_by(&visit.actor.permissions) {
        return Ok(Vec::new());
    }
    let found = visit.read(|tx| regular::needing_somebody(tx, contact))?;
    let wait = |(id, label, import): (i64, String, Option<i64>)| Wait {
        icon: Icon::UploadSimple,
        tone: Tone::Honey,
        title: lang.with("import-schedule-waits", &[("name", label.as_str().into())]).to_owned(),
        words: lang.text("import-schedule-waits-words").to_owned(),
        action: lang.text("import-schedule-look").to_owned(),
        href: import.map_or_else(|| format!("/import/schedules/{id}"), |import| format!("/import/{import}")),
    };
    Ok(found.into_iter().map(wait).collect())
}
