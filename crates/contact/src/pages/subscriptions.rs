//! The groups of a contact: those it is in, waits for or was taken out of; and what of it the thread tells.

use std::time::{Duration, Instant};

use kit::{Registry, Reply, Visit};
use maud::html;
use schema::{Requirement, Verb};
use serde_json::json;
use store::{As, Error, Result, Tx};
use ui::Icon;
use ui::page::group::{self as page, Belonging, Belongings};
use ui::part::Tone;
use ui::part::field::{Choice, Field, Widget};

use super::contact;
use super::group::{method, status_words};
use super::groups;
use super::phrases::Lang;
use super::rows::{self, Row, ask, int, text};
use super::slots::{Moment, Moments, Section};
use super::sticking::Sticking;
use crate::group_contact::{self, ADDED, PENDING, REMOVED};
use crate::group_nesting::Asked;

/// So much of the past is listed.
const PAST: i64 = 40;
/// Asking live groups takes no longer than this before the page is sent, unless the reader wants all of them asked.
const PATIENCE: Duration = Duration::from_millis(800);

/// The section, its page, and the moments of the thread.
pub(super) fn register(registry: &mut Registry) {
    let inside = Requirement::all(&["access CiviCRM"]);
    registry
        .page("/contacts/{id}/groups", inside.clone(), show)
        .fill(Section { name: "groups", label: "groups", door: inside, count })
        .fill(Moments(moments));
}

fn count(tx: &Tx<'_>, contact: i64) -> Result<i64> {
    rows::count(tx, "GroupContact", json!([["contact_id", "=", contact], ["status", "=", ADDED]]))
}

/// A group in which it is without a place of its own: number, title, whether by a search.
type Within = (i64, String, bool);

/// What is read of a contact's groups.
struct Around {
    /// Rows of places with the titles of their groups.
    places: Vec<(Row, String)>,
    /// Groups whose conditions it meets, or in which it is through one within.
    found: Vec<Within>,
    /// So many groups could not be asked in time.
    unasked: usize,
    history: Vec<(Row, String)>,
    choices: Vec<(String, String)>,
}

fn around(tx: &mut Tx<'_>, lang: &Lang, contact: i64, patience: Duration) -> Result<Around> {
    let of = json!([["contact_id", "=", contact]]);
    let select = ["group_id", "status", "group_id.name", "group_id.title", "group_id.saved_search_id"];
    let titled = |row: Row| {
        let title =
            super::labels::translated(lang.code(), "Group", text(&row, "group_id.name"), text(&row, "group_id.title"));
        (row, title)
    };
    let places: Vec<(Row, String)> = ask(tx, "GroupContact", &select, of.clone(), &[("group_id.title", "ASC")], 0)?
        .into_iter()
        .map(titled)
        .collect();
    let select = ["group_id", "group_id.name", "group_id.title", "status", "method", "date"];
    let history = ask(tx, "SubscriptionHistory", &select, of, &[("id", "DESC")], PAST)?;
    let placed: Vec<i64> = places.iter().filter_map(|(row, _)| int(row, "group_id")).collect();
    let sticking = Sticking::read(tx, lang)?;
    let entity = tx.entity("Group")?;
    let numbers: Vec<i64> = sticking.groups.iter().filter_map(|(id, _)| id.parse().ok()).collect();
    let open = tx.met(&entity, &numbers, Verb::Edit)?;
    let is_choice = |id: &str| {
        let number: i64 = id.parse().unwrap_or(0);
        let member = places.iter().any(|(row, _)| int(row, "group_id") == Some(number) && text(row, "status") == ADDED);
        !member && open.contains(&number)
    };
    let choices = sticking.groups.into_iter().filter(|(id, _)| is_choice(id)).collect();
    let (found, unasked) = found(tx, lang, contact, &placed, patience)?;
    Ok(Around { found, unasked, places, history: history.into_iter().map(titled).collect(), choices })
}

/// The groups that it is in without a place of its own; and how many more might be that could not be asked in time.
fn found(tx: &Tx<'_>, lang: &Lang, contact: i64, placed: &[i64], patience: Duration) -> Result<(Vec<Within>, usize)> {
    let begun = Instant::now();
    let nesting = crate::group_nesting::Nesting::read(tx)?;
    let clauses = json!([["is_active", "=", true], ["is_hidden", "=", false]]);
    let mut open = Vec::new();
    for row in ask(tx, "Group", &["id", "name", "title", "saved_search_id"], clauses, &[("title", "ASC")], 2000)? {
        let id = rows::id(&row);
        let live = int(&row, "saved_search_id").is_some();
        if !placed.contains(&id) && (live || nesting.children(id).next().is_some()) {
            open.push((id, groups::title(lang, &row).to_owned(), live));
        }
    }
    let mut asked = Asked::read(tx, &open.iter().map(|(id, ..)| *id).collect::<Vec<_>>(), contact)?;
    let (mut inside, mut unasked) = (Vec::new(), 0);
    for one in open {
        if begun.elapsed() > patience {
            unasked += 1;
        } else if asked.is_in(tx, one.0)? {
            inside.push(one);
        }
    }
    Ok((inside, unasked))
}

/// `/contacts/{id}/groups`: shows them, or adds the contact to one.
fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    if visit.is_post {
        return add(visit, id);
    }
    let (around, may_edit) = visit.read(|tx| {
        let seen = rows::one(tx, "Contact", &["id"], id)?;
        seen.ok_or_else(|| Error::NotFound(format!("contact {id}")))?;
        let patience = if visit.query.has("all") { Duration::MAX } else { PATIENCE };
        Ok((around(tx, &lang, id, patience)?, rows::may(tx, id, Verb::Edit)?))
    })?;
    let may_edit = may_edit && visit.actor.may("edit groups");
    let choices: Vec<Choice<'_>> = around.choices.iter().map(|(value, title)| Choice::of(value, title)).collect();
    let path = format!("/contacts/{id}/groups");
    let field = Field { may_be_empty: true, ..Field::text("group", lang.text("group-add-to-label"), "") };
    let sort = |key: &'static str, status: &str| (lang.text(key), placed(&lang, id, &around, status, may_edit));
    let mut inside = placed(&lang, id, &around, ADDED, may_edit);
    inside.extend(around.found.iter().map(|(group, title, live)| Belonging {
        title,
        href: lang.keep(format!("/groups/{group}")),
        is_live: *live,
        line: if *live { lang.text("group-line-live") } else { lang.text("group-line-within") },
        why: Some(lang.keep(format!("/groups/{group}?why={id}#why"))),
        deeds: deeds(&lang, id, *group, &["remove"], may_edit),
    }));
    let view = Belongings {
        sorts: vec![(lang.text("group-in"), inside), sort("group-waits", PENDING), sort("group-out", REMOVED)],
        add: (may_edit && !choices.is_empty()).then_some((field.widget(Widget::Select(&choices)), path.as_str())),
        unasked: (around.unasked > 0).then(|| {
            let words = lang.with("group-unasked", &[("count", (around.unasked as i64).into())]);
            (words, lang.text("group-ask-all"), lang.keep(format!("{path}?all=1")))
        }),
        past: around.history.iter().map(|(row, title)| past(&lang, row, title)).collect(),
    };
    let content = page::belongings(&visit.ui(), &view);
    Ok(Reply::Html(contact::section(visit, &lang, id, "groups", content)?))
}

fn add(visit: &mut Visit<'_>, id: i64) -> Result<Reply> {
    let to = format!("/contacts/{id}/groups");
    let Some(group) = visit.form.int("group") else { return Ok(Reply::Redirect(to)) };
    let transaction = visit.write(|tx| {
        group_contact::place(tx, group, &[id], ADDED, As::Actor)?;
        Ok(tx.transaction_id())
    })?;
    visit.say("said-group-added", transaction);
    Ok(Reply::Redirect(to))
}

fn placed<'a>(lang: &'a Lang, contact: i64, around: &'a Around, status: &str, may_edit: bool) -> Vec<Belonging<'a>> {
    let all = around.places.iter().filter(|(row, _)| text(row, "status") == status);
    all.map(|(row, title)| {
        let group = int(row, "group_id").unwrap_or(0);
        let last = around.history.iter().find(|(one, _)| int(one, "group_id") == Some(group));
        let line = last.map_or("", |(one, _)| {
            let day = rows::date(one, "date").map(|day| lang.locale.date(day)).unwrap_or_default();
            lang.with("group-line", &[("date", day.into()), ("how", method(lang, text(one, "method")).into())])
        });
        let acts: &[&str] = match status {
            ADDED => &["remove"],
            PENDING => &["confirm", "remove"],
            _ => &["back", "forget"],
        };
        let live = int(row, "group_id.saved_search_id").is_some();
        Belonging {
            title,
            href: lang.keep(format!("/groups/{group}")),
            is_live: live,
            line,
            why: live.then(|| lang.keep(format!("/groups/{group}?why={contact}#why"))),
            deeds: deeds(lang, contact, group, acts, may_edit),
        }
    })
    .collect()
}

fn deeds<'a>(lang: &'a Lang, contact: i64, group: i64, acts: &[&str], may_edit: bool) -> Vec<(&'a str, &'a str, Icon)> {
    let to = |act: &str| lang.keep(format!("/groups/{group}/contacts/{contact}/{act}?back=/contacts/{contact}/groups"));
    let one = |act: &&str| match *act {
        "confirm" => (lang.text("group-confirm"), to("add"), Icon::Check),
        "back" => (lang.text("group-take-in-one"), to("add"), Icon::Plus),
        "forget" => (lang.text("group-forget"), to("forget"), Icon::ArrowCounterClockwise),
        _ => (lang.text("group-take-out-one"), to("remove"), Icon::Minus),
    };
    if may_edit { acts.iter().map(one).collect() } else { Vec::new() }
}

fn past<'a>(lang: &'a Lang, row: &Row, title: &str) -> (&'a str, &'a str) {
    let (_, status) = status_words(lang, text(row, "status"));
    let day = rows::date(row, "date").map(|day| lang.locale.date(day)).unwrap_or_default();
    let words = lang.with("group-past-line", &[("group", title.into()), ("status", status.into())]);
    (words, lang.with("group-line", &[("date", day.into()), ("how", method(lang, text(row, "method")).into())]))
}

/// Coming into groups and going out of them, for the thread.
fn moments(tx: &mut Tx<'_>, lang: &Lang, contact: i64, most: i64) -> Result<Vec<Moment>> {
    let select = ["id", "group_id", "group_id.name", "group_id.title", "status", "method", "date"];
    let found =
        ask(tx, "SubscriptionHistory", &select, json!([["contact_id", "=", contact]]), &[("id", "DESC")], most)?;
    let told = found.iter().filter_map(|row| {
        let at = rows::moment(text(row, "date"))?;
        let title =
            super::labels::translated(lang.code(), "Group", text(row, "group_id.name"), text(row, "group_id.title"));
        let (key, tone) = match text(row, "status") {
            PENDING => ("group-moment-pending", Tone::Honey),
            REMOVED => ("group-moment-removed", Tone::Stone),
            _ => ("group-moment-added", Tone::Sky),
        };
        let link = html! { a href={ "/groups/" (int(row, "group_id").unwrap_or(0)) } { b { (title) } } };
        Some(Moment {
            at,
            icon: Icon::UsersThree,
            tone,
            title: lang.locale.rich(key, &[("group", link.into())]),
            text: None,
            note: None,
            end: None,
            end_note: Some(method(lang, text(row, "method")).to_owned()),
            next: false,
            of: ("SubscriptionHistory", rows::id(row)),
        })
    });
    Ok(told.collect())
}
