//! `/settings/outbox`: what waits, what was sent, what failed and why, for administrators.

use std::collections::HashMap;

use contact::pages::frame::{self, Page};
use contact::pages::list::called;
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row as Record};
use jiff::civil::DateTime;
use kit::{Reply, Visit};
use mail::outbox::{self, CANCELLED, FAILED, Outbox, SENDING, SENT, UNSURE, WAITING, files_of};
use maud::{Markup, html};
use query::Cell;
use schema::Value;
use serde_json::json;
use store::{Error, Result, Tx, statement};
use ui::Icon;
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::chip::Status;
use ui::part::crumbs::{Crumb, crumbs};
use ui::part::empty::empty;
use ui::part::form::Form;
use ui::part::head::{Head, head};
use ui::part::notice::notice;
use ui::part::table::{Column, Role, Row, Table, table};
use ui::part::tabs::{Tab, tabs};

use crate::deliver::{self, NO_SENDER, REASONS, STALE};

/// So many messages are on a page.
const SIZE: i64 = 50;

/// The views: name in the address, key of the label, states.
const VIEWS: [(&str, &str, &[&str]); 4] = [
    ("", "outbox-all", &[]),
    ("waiting", "outbox-view-waiting", &[WAITING, SENDING]),
    ("trouble", "outbox-view-trouble", &[FAILED, UNSURE]),
    ("sent", "outbox-view-sent", &[SENT]),
];

/// A message as the list shows it.
struct Line {
    id: i64,
    contact: Option<i64>,
    address: Option<String>,
    subject: String,
    state: String,
    at: DateTime,
    error: Option<String>,
    kind: String,
}

fn lines(tx: &Tx<'_>, states: &[&str], before: i64) -> Result<Vec<Line>> {
    let mut sql = format!(
        r#"SELECT "id", "contact_id", "address", "subject", "state", "created", "error", "kind" FROM "ruche_outbox" WHERE "id" < {}"#,
        tx.placeholder(1)
    );
    let mut binds: Vec<Value> = vec![before.into()];
    if !states.is_empty() {
        let marks: Vec<&str> = (2..2 + states.len()).map(|number| tx.placeholder(number)).collect();
        sql.push_str(&format!(" AND {} IN ({})", query::fold_expression(tx.dialect(), r#""state""#), marks.join(", ")));
        binds.extend(states.iter().map(|state| Value::from(*state)));
    }
    sql.push_str(&format!(r#" ORDER BY "id" DESC LIMIT {}"#, SIZE + 1));
    let mut all = Vec::new();
    tx.rows(&statement(sql, binds), |row| {
        let int = |at| if let Cell::Int(number) = row.cell(at) { Some(number) } else { None };
        let text = |at| if let Cell::Text(text) = row.cell(at) { Some(text.to_owned()) } else { None };
        let at = match row.cell(5) {
            Cell::DateTime(at) => at,
            Cell::Text(text) => rows::moment(text).unwrap_or_default(),
            _ => DateTime::default(),
        };
        all.push(Line {
            id: int(0).unwrap_or(0),
            contact: int(1),
            address: text(2),
            subject: text(3).unwrap_or_default(),
            state: text(4).unwrap_or_default(),
            at: tx.clock().from_utc(at),
            error: text(6),
            kind: text(7).unwrap_or_default(),
        });
        Ok(())
    })?;
    Ok(all)
}

fn people(tx: &Tx<'_>, ids: &[i64]) -> Result<HashMap<i64, Record>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let clauses = json!([["id", "IN", ids], ["is_deleted", "IN", [true, false]]]);
    let found = rows::ask(tx, "Contact", &["id", "display_name", "first_name", "last_name"], clauses, &[], 0)?;
    Ok(found.into_iter().map(|row| (rows::id(&row), row)).collect())
}

fn state<'a>(lang: &'a Lang, state: &str, has_address: bool) -> Status<'a> {
    match state {
        WAITING if !has_address => Status::On(Tone::Brick, lang.text("outbox-no-address")),
        WAITING => Status::On(Tone::Honey, lang.text("outbox-waiting")),
        SENDING => Status::On(Tone::Sky, lang.text("outbox-sending")),
        FAILED => Status::On(Tone::Brick, lang.text("outbox-failed")),
        UNSURE => Status::On(Tone::Honey, lang.text("outbox-unsure")),
        CANCELLED => Status::Off(lang.text("outbox-cancelled")),
        _ => Status::On(Tone::Leaf, lang.text("outbox-sent")),
    }
}

/// Why a message did not go, in words; a server's own words as they came.
fn trouble(lang: &Lang, error: &str) -> String {
    match error.strip_prefix(REASONS) {
        Some(STALE) => lang.text("outbox-stale").to_owned(),
        Some(NO_SENDER) => lang.text("mail-no-sender").to_owned(),
        Some(reasons) => {
            let words = reasons.split(' ').map(|reason| lang.text(&format!("option-gdpr-reason-{reason}")));
            words.collect::<Vec<_>>().join(", ")
        }
        None => error.to_owned(),
    }
}

/// `/settings/outbox`
pub(super) fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let asked = visit.query.text("state").unwrap_or_default().to_owned();
    let (view, _, states) = *VIEWS.iter().find(|(name, ..)| *name == asked).unwrap_or(&VIEWS[0]);
    let before = visit.query.int("before").unwrap_or(i64::MAX);
    let (mut all, people, waiting, left, is_open) = visit.read(|tx| {
        let all = lines(tx, states, before)?;
        let ids: Vec<i64> = all.iter().filter_map(|line| line.contact).collect();
        let left = outbox::count(tx, FAILED)? + outbox::count(tx, UNSURE)?;
        Ok((all, people(tx, &ids)?, outbox::waiting(tx)?, left, mail::backend::of(tx)?.way.is_open()))
    })?;
    let more = all.len() as i64 > SIZE;
    all.truncate(SIZE as usize);
    let last = all.last().map(|line| line.id).filter(|_| more);
    let title = lang.text("outbox");
    let listed = listing(visit, &lang, &all, &people)?;
    let page = Page { title, place: "/settings", narrow: false };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let way =
            [Crumb { label: lang.text("settings-title"), href: Some("/settings") }, Crumb { label: title, href: None }];
        let count = |name: &str| match name {
            "waiting" => Some(waiting),
            "trouble" => Some(left),
            _ => None,
        };
        let views: Vec<Tab<'_>> = VIEWS
            .iter()
            .map(|(name, label, _)| Tab {
                label: lang.text(label),
                href: lang.keep(if name.is_empty() {
                    "/settings/outbox".to_owned()
                } else {
                    format!("/settings/outbox?state={name}")
                }),
                count: count(name).filter(|count| *count > 0),
                current: *name == view,
            })
            .collect();
        let set_up = Button::link(lang.text("mail-settings"), "/settings/mail").icon(Icon::GearSix);
        let content = html! {
            (crumbs(ui, &way, None))
            (head(ui, &Head { title, count: None, intro: Some(lang.text("outbox-intro")) }, Some(html! { (set_up) })))
            @if waiting > 0 && !is_open {
                (notice(Tone::Honey, Icon::Clock, html! { (lang.with("outbox-wait", &[("count", waiting.into())])) }, None))
            }
            (tabs(ui, title, &views))
            @if view == "trouble" && left > 0 {
                (Form::post(ui.csrf, "/settings/outbox/retry").class("row").render(html! {
                    (Button::submit(lang.text("outbox-retry-all")).icon(Icon::ArrowClockwise).small())
                    small.faint { (lang.text("outbox-retry-all-words")) }
                }))
            }
            @if listed.rows.is_empty() { (empty(lang.text("outbox-none"), lang.text("outbox-none-words"), html! {})) }
            @else { (table(ui, &listed)) }
            @if let Some(last) = last {
                nav.pager aria-label=(lang.text("paging")) {
                    (Button::link(lang.text("steps-on"), format!("/settings/outbox?state={view}&before={last}")).small())
                }
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(markup))
}

fn listing<'a>(visit: &Visit<'_>, lang: &'a Lang, all: &'a [Line], people: &HashMap<i64, Record>) -> Result<Table<'a>> {
    let today = visit.read(|tx| Ok(tx.clock().today()))?;
    let column = |label, role, priority| Column { label, role, priority, ..Column::default() };
    let rows = all.iter().map(|line| {
        let name = line.contact.and_then(|id| people.get(&id)).map(|row| called(row).to_owned());
        let error = line.error.as_deref().filter(|_| line.state != SENT).map(|error| trouble(lang, error));
        Row {
            id: lang.keep(line.id.to_string()),
            name: &line.subject,
            cells: vec![
                html! { a href={ "/settings/outbox/" (line.id) } { @if line.subject.is_empty() { (kind(lang, &line.kind)) } @else { (line.subject) } } @if let Some(error) = &error { br; small.faint { (error) } } },
                html! { @if let (Some(id), Some(name)) = (line.contact, &name) { a href={ "/contacts/" (id) } { (name) } } @if let Some(address) = &line.address { " " small.faint { (address) } } },
                html! { (kind(lang, &line.kind)) },
                html! { (lang.locale.day(line.at.date(), today)) },
                html! { (state(lang, &line.state, line.address.is_some())) },
            ],
            ticked: false,
        }
    });
    Ok(Table {
        caption: lang.text("outbox"),
        columns: vec![
            column(lang.text("outbox-what"), Role::Main, 0),
            column(lang.text("outbox-whom"), Role::Text, 0),
            column(lang.text("outbox-kind"), Role::Text, 4),
            column(lang.text("outbox-when"), Role::Text, 3),
            column(lang.text("outbox-state"), Role::Mark, 0),
        ],
        rows: rows.collect(),
        ..Table::default()
    })
}

/// What a message is for; the machine name where nobody has a word for it.
fn kind<'a>(lang: &'a Lang, kind: &str) -> &'a str {
    let key = format!("option-mail-kind-{kind}");
    let words = lang.text(&key);
    if words.contains(&key) { lang.keep(kind.replace('_', " ")) } else { words }
}

/// `/settings/outbox/{id}`
pub(super) fn one(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let lang = Lang::new(visit.locale);
    let (row, people, files) = visit.read(|tx| {
        let row = tx.find::<Outbox>(id)?.ok_or_else(|| Error::NotFound(visit.path.to_owned()))?;
        let people = people(tx, &row.contact_id.into_iter().collect::<Vec<_>>())?;
        let mut files = Vec::new();
        for file in files_of(tx, id)? {
            files.extend(file::find(tx, file)?.map(|found| found.name));
        }
        Ok((row, people, files))
    })?;
    let title = lang.keep(if row.subject.is_empty() { kind(&lang, &row.kind).to_owned() } else { row.subject.clone() });
    let page = Page { title, place: "/settings", narrow: true };
    let (created, sent, next) = visit.read(|tx| {
        let local = |at: Option<DateTime>| at.map(|at| tx.clock().from_utc(at));
        Ok((tx.clock().from_utc(row.created), local(row.sent), local(row.next_try.filter(|_| row.state == WAITING))))
    })?;
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let way = [
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: lang.text("outbox"), href: Some("/settings/outbox") },
            Crumb { label: title, href: None },
        ];
        let fact = |label: &str, value: Markup| html! { dt { (label) } dd { (value) } };
        let moment = |at: DateTime| lang.locale.date_time(at);
        let name = row.contact_id.and_then(|id| people.get(&id)).map(|row| called(row).to_owned());
        let content = html! {
            (crumbs(ui, &way, None))
            (head(ui, &Head { title, count: None, intro: None }, Some(deeds(ui, &lang, &row))))
            @if let Some(error) = row.error.as_deref().filter(|_| row.state != SENT) {
                (notice(if row.state == WAITING { Tone::Honey } else { Tone::Brick }, Icon::WarningCircle, html! { p { (trouble(&lang, error)) } @if row.state == UNSURE { p { (lang.text("outbox-unsure-words")) } } }, None))
            } @else if row.state == UNSURE {
                (notice(Tone::Honey, Icon::WarningCircle, html! { p { (lang.text("outbox-unsure-words")) } }, None))
            }
            article.letter {
                dl.letter-facts {
                    (fact(lang.text("outbox-state"), html! { (state(&lang, &row.state, row.address.is_some())) }))
                    (fact(lang.text("outbox-kind"), html! { (kind(&lang, &row.kind)) }))
                    (fact(lang.text("letter-to"), html! { @if let (Some(id), Some(name)) = (row.contact_id, &name) { a href={ "/contacts/" (id) } { (name) } " " } @if let Some(address) = &row.address { (address) } }))
                    @if let Some(sender) = &row.sender { (fact(lang.text("letter-from"), html! { (sender) })) }
                    @if let Some(cc) = &row.cc { (fact(lang.text("letter-cc"), html! { (cc) })) }
                    @if let Some(bcc) = &row.bcc { (fact(lang.text("letter-bcc"), html! { (bcc) })) }
                    (fact(lang.text("outbox-when"), html! { (moment(created)) }))
                    @if let Some(at) = sent { (fact(lang.text("outbox-sent"), html! { (moment(at)) })) }
                    @if let Some(at) = next { (fact(lang.text("outbox-next"), html! { (moment(at)) })) }
                    @if row.tries > 0 { (fact(lang.text("outbox-tries"), html! { (row.tries) })) }
                    @if !files.is_empty() { (fact(lang.text("letter-files"), html! { (files.join(", ")) })) }
                    @if let (Some("Activity"), Some(about)) = (row.about_entity.as_deref(), row.about_id) {
                        (fact(lang.text("outbox-about"), html! { a href={ "/activities/" (about) } { (lang.text("outbox-about-activity")) } }))
                    }
                }
                div.letter-text {
                    @match &row.html {
                        _ if row.weight.as_deref() == Some("secret") => { p.faint { (lang.text("outbox-secret")) } }
                        Some(text) => { (kit::rich_text::shown(text)) }
                        None => { @for line in row.body.lines() { (line) br; } }
                    }
                }
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(markup))
}

fn deeds(ui: &ui::Ui<'_>, lang: &Lang, row: &Outbox) -> Markup {
    let post = |act: &str, button: Button<'_>| {
        let action = format!("/settings/outbox/{}/{act}", row.id);
        Form::post(ui.csrf, &action).render(html! { (button) })
    };
    let again = [FAILED, UNSURE, CANCELLED].contains(&row.state.as_str()) && row.address.is_some();
    let waits = row.state == WAITING && row.address.is_some();
    html! {
        @if again && !row.body.is_empty() { (post("retry", Button::submit(lang.text("outbox-retry")).icon(Icon::ArrowClockwise))) }
        @if waits { (post("retry", Button::submit(lang.text("outbox-now")).icon(Icon::PaperPlaneTilt))) }
        @if [WAITING, FAILED, UNSURE].contains(&row.state.as_str()) { (post("cancel", Button::submit(lang.text("outbox-cancel")).quiet().icon(Icon::X))) }
    }
}

/// `/settings/outbox/{id}/{act}`: `retry` or `cancel`.
pub(super) fn act(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let act = visit.captures.get(1).cloned().unwrap_or_default();
    if visit.is_post {
        let done = visit.write(|tx| match act.as_str() {
            "retry" => deliver::retry(tx, id),
            "cancel" => deliver::cancel(tx, id),
            _ => Err(Error::NotFound(act.clone())),
        })?;
        match (done, act.as_str()) {
            (false, _) => visit.say("said-nothing", None),
            (true, "retry") => visit.say("said-message-waits", None),
            (true, _) => visit.say("said-message-cancelled", None),
        }
    }
    Ok(Reply::Redirect(format!("/settings/outbox/{id}")))
}

/// `/settings/outbox/retry`: everything that failed. What may have been sent already is left to be decided one by one.
pub(super) fn retry_all(visit: &mut Visit<'_>) -> Result<Reply> {
    if visit.is_post {
        visit.write(|tx| {
            let text = format!(
                r#"SELECT "id" FROM "ruche_outbox" WHERE {} = {} ORDER BY "id" LIMIT 1000"#,
                query::fold_expression(tx.dialect(), r#""state""#),
                tx.placeholder(1)
            );
            let mut ids = Vec::new();
            tx.rows(&statement(text, vec![FAILED.into()]), |row| {
                if let Cell::Int(id) = row.cell(0) {
                    ids.push(id);
                }
                Ok(())
            })?;
            ids.into_iter().try_for_each(|id| deliver::retry(tx, id).map(drop))
        })?;
        visit.say("said-messages-wait", None);
    }
    Ok(Reply::Redirect("/settings/outbox".to_owned()))
}
