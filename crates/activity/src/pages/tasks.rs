//! One's own tasks by their day, and the word about them on the home page.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row};
use contact::pages::slots::Wait;
use jiff::ToSpan;
use kit::{Reply, Visit};
use serde_json::json;
use store::{Result, Tx};
use ui::Icon;
use ui::page::activity_list::{Group, Tasks, tasks};
use ui::part::Tone;
use ui::part::tabs::Tab;

use super::log;
use super::ordered::Ordered;
use super::told::{self, SELECT, Words};
use crate::state;

/// So many tasks are shown.
const SHOWN: i64 = 300;
/// So many of a group are shown.
const EACH: usize = 60;
/// So many wait on the home page.
const WAITING: usize = 3;

/// What is open for this contact, in the order of its days.
fn open(tx: &Tx<'_>, contact: i64, limit: i64) -> Result<Vec<Row>> {
    let clauses = vec![
        json!(["assignee_contact_id", "CONTAINS", contact]),
        json!(["status_id", "IN", state::open(tx)?]),
        json!(["is_deleted", "=", false]),
        json!(["is_test", "=", false]),
    ];
    Ordered { select: &SELECT, clauses, down: false, limit }.read(tx)
}

/// What this contact has done lately.
fn done(tx: &Tx<'_>, contact: i64) -> Result<Vec<Row>> {
    let closed: Vec<i64> =
        state::all(tx)?.into_iter().filter(|(_, state)| *state == state::State::Done).map(|(id, _)| id).collect();
    let since = tx.clock().today().saturating_sub(14.days());
    let clauses = vec![
        json!(["assignee_contact_id", "CONTAINS", contact]),
        json!(["status_id", "IN", closed]),
        json!(["activity_date_time", ">=", format!("{since} 00:00:00")]),
        json!(["is_deleted", "=", false]),
    ];
    Ordered { select: &SELECT, clauses, down: true, limit: 50 }.read(tx)
}

/// `/tasks`
pub fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let shows_done = visit.query.text("view") == Some("done");
    let who = visit.query.int("who").or(visit.actor.contact_id);
    let (rows, words, today, colleagues) = visit.read(|tx| {
        let rows = match (who, shows_done) {
            (None, _) => Vec::new(),
            (Some(who), true) => done(tx, who)?,
            (Some(who), false) => open(tx, who, SHOWN)?,
        };
        let words = Words::read(tx, &lang, &rows)?;
        Ok((rows, words, tx.clock().today(), log::colleagues(tx, &lang)?))
    })?;
    let week = super::list::week_start(today, 1).saturating_add(6.days());
    let day = |row: &Row| told::at(row).map_or(today, |at| at.date());
    let group = |id: &'static str, title: &str, late: bool, wanted: &dyn Fn(&Row) -> bool| {
        let of: Vec<&Row> = rows.iter().filter(|row| wanted(row)).collect();
        Group {
            id,
            title: lang.text(title),
            late,
            rest: of.len().saturating_sub(EACH) as i64,
            lines: of.into_iter().take(EACH).map(|row| words.line(&lang, row, None)).collect(),
        }
    };
    let groups = match shows_done {
        true => vec![group("done", "tasks-done", false, &|_| true)],
        false => vec![
            group("late", "tasks-late", true, &|row| day(row) < today),
            group("today", "tasks-today", false, &|row| day(row) == today),
            group("week", "tasks-week", false, &|row| day(row) > today && day(row) <= week),
            group("later", "tasks-later", false, &|row| day(row) > today && day(row) > week),
        ],
    };
    let back = contact::pages::address::href(
        "/tasks",
        &[("view", if shows_done { "done" } else { "" }), ("who", visit.query.text("who").unwrap_or_default())],
    );
    let own = visit.actor.contact_id;
    let view = Tasks {
        count: if shows_done { 0 } else { rows.len() as i64 },
        groups,
        views: views(&lang, shows_done, who, own, &colleagues),
        create: Some("/activities/new?task=1"),
        back: &back,
    };
    let page = Page { title: lang.text("tasks"), place: "/tasks", narrow: true };
    Ok(Reply::Html(frame::show(visit, &lang, page, |ui, shell| tasks(ui, shell, &view))?))
}

fn views<'a>(
    lang: &'a Lang,
    shows_done: bool,
    who: Option<i64>,
    own: Option<i64>,
    colleagues: &[(String, String)],
) -> Vec<Tab<'a>> {
    let mine = who == own;
    let mut all = vec![
        Tab { label: lang.text("tasks-mine"), href: "/tasks", count: None, current: mine && !shows_done },
        Tab { label: lang.text("tasks-done"), href: "/tasks?view=done", count: None, current: mine && shows_done },
    ];
    let others = colleagues.iter().filter(|(id, _)| id.parse().ok() != own).take(6);
    all.extend(others.map(|(id, name)| Tab {
        label: lang.keep(name.clone()),
        href: lang.keep(format!("/tasks?who={id}")),
        count: None,
        current: id.parse().ok() == who && !mine,
    }));
    all
}

/// What waits for the visitor today or longer, for the home page.
///
/// # Errors
/// The database's own failure.
pub fn waiting(visit: &Visit<'_>, lang: &Lang) -> Result<Vec<Wait>> {
    let Some(own) = visit.actor.contact_id.filter(|_| super::door().met_by(&visit.actor.permissions)) else {
        return Ok(Vec::new());
    };
    let (rows, words, today) = visit.read(|tx| {
        let mut rows = open(tx, own, 100)?;
        let today = tx.clock().today();
        rows.retain(|row| told::at(row).is_none_or(|at| at.date() <= today));
        Ok((rows.clone(), Words::read(tx, lang, &rows)?, today))
    })?;
    let wait = |row: &Row| {
        let (icon, _) = words.cell(row);
        let late = told::at(row).is_some_and(|at| at.date() < today);
        let people: Vec<&str> =
            told::ids(row, "target_contact_id").iter().filter_map(|id| words.name(lang, *id)).take(2).collect();
        let day = told::at(row).map(|at| lang.locale.relative(at.date(), today)).unwrap_or_default();
        let words_of = [people.join(", "), day].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        Wait {
            icon,
            tone: if late { Tone::Brick } else { Tone::Honey },
            title: words.title(lang, row).to_owned(),
            words: words_of.join(" · "),
            action: lang.text("duplicate-open").to_owned(),
            href: format!("/activities/{}", rows::id(row)),
        }
    };
    let mut all: Vec<Wait> = rows.iter().take(WAITING).map(wait).collect();
    let rest = rows.len().saturating_sub(WAITING);
    if rest > 0 {
        all.push(Wait {
            icon: Icon::ListDashes,
            tone: Tone::Stone,
            title: lang.locale.with("waiting-more", &[("count", (rest as i64).into())]),
            words: lang.text("waiting-more-words").to_owned(),
            action: lang.text("tasks-open").to_owned(),
            href: "/tasks".to_owned(),
        });
    }
    Ok(all)
}
