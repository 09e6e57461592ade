//! Messages that wait to be sent, for administrators: nothing is lost in silence while no mail is set up.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::pages::rows;
use jiff::civil::DateTime;
use kit::{Reply, Visit};
use maud::html;
use query::Cell;
use store::{Result, Tx, statement};
use ui::Icon;
use ui::part::Tone;
use ui::part::chip::Status;
use ui::part::crumbs::{Crumb, crumbs};
use ui::part::empty::empty;
use ui::part::head::{Head, head};
use ui::part::notice::notice;
use ui::part::table::{Column, Role, Row, Table, table};

use super::told;
use crate::outbox::{self, CANCELLED, WAITING};

/// So many messages are on a page.
const SIZE: i64 = 50;

/// A message as the list shows it.
struct Line {
    id: i64,
    contact: Option<i64>,
    address: Option<String>,
    subject: String,
    state: String,
    at: DateTime,
    about: Option<i64>,
}

fn lines(tx: &Tx<'_>, before: i64) -> Result<Vec<Line>> {
    let sql = format!(
        r#"SELECT "id", "contact_id", "address", "subject", "state", "created", "about_id" FROM "ruche_outbox"
           WHERE "id" < {} ORDER BY "id" DESC LIMIT {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let mut all = Vec::new();
    tx.rows(&statement(sql, vec![before.into(), (SIZE + 1).into()]), |row| {
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
            about: int(6),
        });
        Ok(())
    })?;
    Ok(all)
}

/// `/settings/outbox`
pub fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let before = visit.query.int("before").unwrap_or(i64::MAX);
    let (mut all, people, waiting) = visit.read(|tx| {
        let all = lines(tx, before)?;
        let ids: Vec<i64> = all.iter().filter_map(|line| line.contact).collect();
        Ok((all, told::people(tx, &ids)?, outbox::waiting(tx)?))
    })?;
    let more = all.len() as i64 > SIZE;
    all.truncate(SIZE as usize);
    let last = all.last().map(|line| line.id).filter(|_| more);
    let today = visit.read(|tx| Ok(tx.clock().today()))?;
    let title = lang.text("outbox");
    let column = |label, role, priority| Column { label, role, priority, ..Column::default() };
    let rows = all.iter().map(|line| {
        let name = line.contact.and_then(|id| people.get(&id)).map(|row| told::named(&lang, row));
        let state = match line.state.as_str() {
            WAITING if line.address.is_none() => Status::On(Tone::Brick, lang.text("outbox-no-address")),
            WAITING => Status::On(Tone::Honey, lang.text("outbox-waiting")),
            CANCELLED => Status::Off(lang.text("outbox-cancelled")),
            _ => Status::On(Tone::Leaf, lang.text("outbox-sent")),
        };
        Row {
            id: lang.keep(line.id.to_string()),
            name: &line.subject,
            cells: vec![
                html! { @match line.about { Some(id) => { a href={ "/activities/" (id) } { (line.subject) } } None => { (line.subject) } } },
                html! { @if let (Some(id), Some(name)) = (line.contact, name) { a href={ "/contacts/" (id) } { (name) } } @if let Some(address) = &line.address { " " small.faint { (address) } } },
                html! { (lang.locale.day(line.at.date(), today)) },
                html! { (state) },
            ],
            ticked: false,
        }
    });
    let listed = Table {
        caption: title,
        columns: vec![
            column(lang.text("outbox-what"), Role::Main, 0),
            column(lang.text("outbox-whom"), Role::Text, 0),
            column(lang.text("activity-column-when"), Role::Text, 3),
            column(lang.text("activity-column-status"), Role::Mark, 0),
        ],
        rows: rows.collect(),
        ..Table::default()
    };
    let page = Page { title, place: "/settings", narrow: false };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let way =
            [Crumb { label: lang.text("settings-title"), href: Some("/settings") }, Crumb { label: title, href: None }];
        let content = html! {
            (crumbs(ui, &way, None))
            (head(ui, &Head { title, count: None, intro: Some(lang.text("outbox-intro")) }, None))
            @if waiting > 0 {
                (notice(Tone::Honey, Icon::Clock, html! { (lang.with("outbox-wait", &[("count", waiting.into())])) }, None))
            }
            @if listed.rows.is_empty() { (empty(lang.text("outbox-none"), lang.text("outbox-none-words"), html! {})) }
            @else { (table(ui, &listed)) }
            @if let Some(last) = last {
                nav.pager aria-label=(lang.text("paging")) {
                    (ui::part::button::Button::link(lang.text("steps-on"), format!("/settings/outbox?before={last}")).small())
                }
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(markup))
}
