//! `/committees`: all boards and committees: how many sit, what is vacant, which terms end soon, what is to be elected.

use std::collections::BTreeMap;

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, int, text};
use jiff::civil::Date;
use kit::{Reply, Visit};
use maud::{Markup, Render, html};
use serde_json::json;
use store::{Result, Tx};
use ui::part::Tone;
use ui::part::avatar::{Avatar, Kind};
use ui::part::chip::Tag;
use ui::part::empty::empty;
use ui::part::head::{Head, head, section_head};
use ui::part::table::{Column, Role, Row as Line, Table, table};

use super::{offices, path, title};
use crate::body::SOON;
use crate::office::{self, Office};

/// So many terms are looked at.
const MOST: i64 = 5000;

/// A body among the others.
#[derive(Default)]
struct Body {
    name: String,
    sitting: i64,
    /// How many sit in each office.
    by_office: BTreeMap<i64, i64>,
    vacant: i64,
    /// The first of the terms that end soon.
    ends: Option<Date>,
    /// The next election that has no result yet.
    election: Option<(i64, String, Option<Date>)>,
}

/// A term that ends soon.
struct Ending {
    body: i64,
    person: i64,
    name: String,
    kind: i64,
    day: Date,
}

/// What is read for the page.
struct Around {
    bodies: BTreeMap<i64, Body>,
    ending: Vec<Ending>,
    offices: Vec<Office>,
}

fn around(tx: &Tx<'_>, lang: &Lang) -> Result<Around> {
    let today = tx.clock().today();
    let mut all = Around { bodies: BTreeMap::new(), ending: Vec::new(), offices: offices(tx, lang)? };
    sitting(tx, today, &mut all)?;
    let clauses = json!([["contact_id.is_deleted", "=", false]]);
    let select = ["contact_id", "contact_id.display_name", "relationship_type_id", "seats"];
    for row in ask(tx, "CommitteeSeat", &select, clauses, &[("id", "ASC")], MOST)? {
        let body = named(&mut all.bodies, &row, "contact_id");
        let filled = int(&row, "relationship_type_id").and_then(|kind| body.by_office.get(&kind)).copied();
        body.vacant += (int(&row, "seats").unwrap_or(0) - filled.unwrap_or(0)).max(0);
    }
    let clauses = json!([
        ["relationship_type_id.name_a_b", "=", office::COMMITTEE],
        ["orientation", "=", "a_b"],
        ["is_current", "=", true],
        ["near_contact_id.is_deleted", "=", false]
    ]);
    for row in ask(tx, "RelationshipCache", &["near_contact_id", "near_contact_id.display_name"], clauses, &[], MOST)? {
        named(&mut all.bodies, &row, "near_contact_id");
    }
    let clauses = json!([["is_closed", "=", false], ["contact_id.is_deleted", "=", false]]);
    let select = ["id", "title", "held_on", "contact_id", "contact_id.display_name"];
    for row in ask(tx, "CommitteeElection", &select, clauses, &[("held_on", "ASC")], 500)? {
        let body = named(&mut all.bodies, &row, "contact_id");
        let election = (rows::id(&row), text(&row, "title").to_owned(), rows::date(&row, "held_on"));
        body.election.get_or_insert(election);
    }
    all.ending.sort_by_key(|one| one.day);
    Ok(all)
}

/// The body that a row names.
fn named<'b>(bodies: &'b mut BTreeMap<i64, Body>, row: &Row, key: &str) -> &'b mut Body {
    let body = bodies.entry(int(row, key).unwrap_or(0)).or_default();
    if body.name.is_empty() {
        text(row, &format!("{key}.display_name")).clone_into(&mut body.name);
    }
    body
}

/// Who sits today, and whose term ends soon.
fn sitting(tx: &Tx<'_>, today: Date, all: &mut Around) -> Result<()> {
    let kinds = office::kinds(tx)?;
    if kinds.is_empty() {
        return Ok(());
    }
    let clauses = json!([
        ["relationship_type_id", "IN", kinds],
        ["orientation", "=", "b_a"],
        ["is_current", "=", true],
        ["near_contact_id.is_deleted", "=", false],
        ["far_contact_id.is_deleted", "=", false]
    ]);
    let select = [
        "near_contact_id",
        "near_contact_id.display_name",
        "far_contact_id",
        "far_contact_id.display_name",
        "relationship_type_id",
        "end_date",
    ];
    for row in ask(tx, "RelationshipCache", &select, clauses, &[("near_contact_id", "ASC")], MOST)? {
        let kind = int(&row, "relationship_type_id").unwrap_or(0);
        let body = named(&mut all.bodies, &row, "near_contact_id");
        body.sitting += 1;
        *body.by_office.entry(kind).or_default() += 1;
        let soon = rows::date(&row, "end_date").filter(|end| (*end - today).get_days() <= SOON);
        if let Some(day) = soon {
            body.ends = Some(body.ends.map_or(day, |first| first.min(day)));
            all.ending.push(Ending {
                body: int(&row, "near_contact_id").unwrap_or(0),
                person: int(&row, "far_contact_id").unwrap_or(0),
                name: text(&row, "far_contact_id.display_name").to_owned(),
                kind,
                day,
            });
        }
    }
    Ok(())
}

/// `/committees`
pub(super) fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let around = visit.read(|tx| around(tx, &lang))?;
    let name = lang.text("committees");
    let page = Page { title: name, place: "/contacts", narrow: false };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let count = Some(around.bodies.len() as i64).filter(|count| *count > 0);
        let content = html! {
            (head(ui, &Head { title: name, count, intro: Some(lang.text("committees-intro")) }, None))
            @if around.bodies.is_empty() { (empty(lang.text("committees-none"), lang.text("committees-none-words"), html! {})) }
            @else { (bodies(ui, &lang, &around)) (ending(&lang, &around)) }
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(markup))
}

fn bodies(ui: &ui::Ui<'_>, lang: &Lang, around: &Around) -> Markup {
    let mut sorted: Vec<(&i64, &Body)> = around.bodies.iter().collect();
    sorted.sort_by(|a, b| schema::fold::compare(&a.1.name, &b.1.name));
    let column = |label, role, priority| Column { label, role, priority, ..Column::default() };
    let columns = vec![
        column(lang.text("committee-name"), Role::Main, 0),
        column(lang.text("committee-members"), Role::End, 2),
        column(lang.text("committee-next"), Role::More, 3),
        column(lang.text("committee-state"), Role::Mark, 0),
    ];
    let row = |(id, body): (&i64, &Body)| Line {
        id: lang.keep(id.to_string()),
        name: lang.keep(body.name.clone()),
        cells: vec![
            html! { a href=(path(*id)) { b { (body.name) } } },
            html! { (lang.locale.number(body.sitting)) },
            html! { @if let Some((election, name, day)) = &body.election {
                a href={ (path(*id)) "/elections/" (election) } { (name) }
                @if let Some(day) = day { " " span.quiet { (lang.locale.date(*day)) } }
            } },
            state(lang, body),
        ],
        ticked: false,
    };
    let rows = sorted.into_iter().map(row).collect();
    table(ui, &Table { caption: lang.text("committees"), columns, rows, ..Table::default() })
}

/// What a body lacks or will soon lack.
fn state(lang: &Lang, body: &Body) -> Markup {
    html! {
        @if body.vacant > 0 { (Tag::of(Tone::Honey, lang.with("seats-vacant", &[("count", body.vacant.into())])).render()) " " }
        @if let Some(day) = body.ends { (Tag::of(Tone::Brick, lang.with("offices-until", &[("to", lang.locale.date(day).into())])).render()) }
    }
}

/// The terms that end soon, the first ones first.
fn ending(lang: &Lang, around: &Around) -> Markup {
    html! {
        @if !around.ending.is_empty() {
            section.ties.body {
                (section_head("ending", lang.text("committees-ending"), None))
                ul.tied { @for one in &around.ending {
                    li {
                        (Avatar::of(Kind::Person, &one.name))
                        span.say {
                            a href={ "/contacts/" (one.person) "/offices" } { (one.name) } " " span.quiet { (title(&around.offices, one.kind)) }
                            small { a href=(path(one.body)) { (around.bodies.get(&one.body).map_or("", |body| body.name.as_str())) } }
                        }
                        span.ends { (lang.locale.date(one.day)) }
                    }
                } }
            }
        }
    }
}
