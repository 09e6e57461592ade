//! The page of an activity: what was said, who took part, what follows from it, what was changed.

use contact::pages::frame::{self, Page};
use contact::pages::labels;
use contact::pages::past;
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, int, text};
use contact::pages::slots::{self, NoteHome};
use kit::{Reply, Visit};
use maud::html;
use schema::Verb;
use serde_json::json;
use store::{Error, Result, Tx};
use ui::Icon;
use ui::page::activity::{ActivityPage, Part, Role, Series, activity};
use ui::page::contact::{Does, MenuEntry};
use ui::part::Tone;
use ui::part::block::Fact;
use ui::part::button::Button;
use ui::part::chip::Tag;
use ui::part::crumbs::Crumb;
use ui::part::timeline::Entry;

use super::series;
use super::told::{self, SELECT, Words};
use crate::details;
use crate::recurring_entity;
use crate::state::State;

/// So many people of a role are named.
const NAMED: usize = 12;

/// What the page reads.
struct Around {
    row: Row,
    words: Words,
    linked: Vec<Row>,
    facts: Vec<(String, String)>,
    tags: Vec<String>,
    steps: Vec<past::Step>,
    names: Vec<Row>,
    changed: Vec<String>,
    series: Option<(String, Vec<(i64, jiff::civil::DateTime)>)>,
    may_edit: bool,
    may_delete: bool,
}

/// The activity, if the visitor sees it.
///
/// # Errors
/// `NotFound` otherwise.
pub fn read(tx: &Tx<'_>, id: i64) -> Result<Row> {
    let mut select = SELECT.to_vec();
    select.extend(["details", "priority_id", "medium_id", "engagement_level", "result", "created_date", "is_star"]);
    let clauses = json!([["id", "=", id], ["is_deleted", "IN", [true, false]]]);
    let found = ask(tx, "Activity", &select, clauses, &[], 1)?;
    found.into_iter().next().ok_or_else(|| Error::NotFound(format!("activity {id}")))
}

fn around(tx: &mut Tx<'_>, lang: &Lang, id: i64) -> Result<Around> {
    let row = read(tx, id)?;
    let mut linked = ask(
        tx,
        "Activity",
        &SELECT,
        json!([["parent_id", "=", id], ["is_deleted", "=", false]]),
        &[("activity_date_time", "ASC")],
        50,
    )?;
    if let Some(parent) = int(&row, "parent_id") {
        let above = ask(tx, "Activity", &SELECT, json!([["id", "=", parent], ["is_deleted", "=", false]]), &[], 1)?;
        linked.splice(0..0, above);
    }
    let all: Vec<Row> = std::iter::once(row.clone()).chain(linked.iter().cloned()).collect();
    let words = Words::read(tx, lang, &all)?;
    let steps = past::of_record(tx, "activity", id, 60)?;
    let names = past::names(tx, steps.iter().filter_map(|step| step.contact_id))?;
    let mut changed = Vec::new();
    for step in &steps {
        let lines = past::details(tx, lang, step, 6)?;
        let lines = lines.iter().map(|(label, was, is)| match (was.as_str(), is.as_str()) {
            ("", is) => {
                lang.locale.with("fields-set", &[("label", label.into()), ("value", details::excerpt(is, 80).into())])
            }
            (was, "") => lang
                .locale
                .with("fields-emptied", &[("label", label.into()), ("value", details::excerpt(was, 80).into())]),
            (was, is) => lang.locale.with(
                "fields-moved",
                &[
                    ("label", label.into()),
                    ("before", details::excerpt(was, 60).into()),
                    ("after", details::excerpt(is, 60).into()),
                ],
            ),
        });
        changed.push(lines.collect::<Vec<_>>().join(" · "));
    }
    let series = match recurring_entity::series_of(tx, id)? {
        Some(first) => Some((series::words(tx, lang, first)?, recurring_entity::members(tx, first)?)),
        None => None,
    };
    let entity = tx.entity("Activity")?;
    let may_edit = tx.may(&entity, id, Verb::Edit)?;
    let may_delete = tx.actor().may("delete activities") && tx.may(&entity, id, Verb::Delete)?;
    Ok(Around {
        facts: facts(tx, lang, &row)?,
        tags: tags(tx, id)?,
        row,
        words,
        linked,
        steps,
        names,
        changed,
        series,
        may_edit,
        may_delete,
    })
}

/// The labels of its tags.
fn tags(tx: &Tx<'_>, id: i64) -> Result<Vec<String>> {
    let clauses = json!([["entity_table", "=", "civicrm_activity"], ["entity_id", "=", id]]);
    let found = ask(tx, "EntityTag", &["tag_id.label"], clauses, &[], 30)?;
    Ok(found.iter().map(|row| text(row, "tag_id.label").to_owned()).collect())
}

/// What is worth saying beside who and when.
fn facts(tx: &Tx<'_>, lang: &Lang, row: &Row) -> Result<Vec<(String, String)>> {
    let mut all = Vec::new();
    let mut add = |field: &str, value: String| {
        if !value.is_empty() {
            all.push((lang.field("Activity", field).to_owned(), value));
        }
    };
    add("location", text(row, "location").to_owned());
    let minutes = int(row, "duration").filter(|minutes| *minutes > 0);
    add("duration", minutes.map(|n| lang.locale.with("minutes", &[("count", n.into())])).unwrap_or_default());
    for field in ["priority_id", "medium_id", "engagement_level"] {
        let value = rows::written(row, field);
        // The usual priority tells nobody anything.
        if field != "priority_id" || value != "2" {
            add(field, labels::label_of(tx, lang.code(), "Activity", field, &value)?);
        }
    }
    add("result", text(row, "result").to_owned());
    Ok(all)
}

/// Where notes on an activity are read.
pub const NOTES: NoteHome = NoteHome { table: super::attached::TABLE, home };

fn home(tx: &Tx<'_>, lang: &Lang, id: i64) -> Result<Option<(String, String)>> {
    let found = rows::one(tx, "Activity", &SELECT, id)?;
    let Some(row) = found else { return Ok(None) };
    let words = Words::read(tx, lang, std::slice::from_ref(&row))?;
    Ok(Some((format!("/activities/{id}"), words.title(lang, &row).to_owned())))
}

/// `/activities/{id}`
pub fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let lang = Lang::new(visit.locale);
    let around = visit.read(|tx| around(tx, &lang, id))?;
    let row = &around.row;
    let words = &around.words;
    let title = words.title(&lang, row);
    let kind = words.kind(&lang, row);
    let open = words.state(row) == State::Open;
    let trashed = rows::flag(row, "is_deleted");
    let to = |what: &str| lang.keep(format!("/activities/{id}{what}"));
    let may_edit = around.may_edit && !trashed;
    let mut actions = Vec::new();
    if may_edit {
        let next = Button::link(lang.text("activity-follow"), lang.keep(format!("/activities/new?parent={id}")));
        actions.push(next.icon(Icon::ArrowElbowDownLeft));
        let edit = Button::link(lang.text("action-edit"), to("/edit")).icon(Icon::PencilSimple).key("m");
        actions.push(edit);
    }
    let mut asides = visit.read(|tx| super::more::blocks(visit, tx, &lang, id, may_edit))?;
    let notes = contact::pages::notes::thread(visit, &lang, super::attached::TABLE, id, visit.path)?;
    asides.push(html! { div.notes-below { (notes) } });
    let view = ActivityPage {
        way: way(&lang, words, row, title),
        title,
        cell: words.cell(row),
        kind: if kind == title { "" } else { kind },
        line: lang.keep(when(&lang, words, row)),
        status: words.status(&lang, row),
        tags: marks(&lang, &around),
        actions,
        controls: slots::controls(visit, &lang, super::attached::TABLE, id)?,
        done: (may_edit && open).then(|| to("/done")),
        menu: menu(&lang, &around, id),
        trashed: trashed.then(|| (lang.text("activity-in-bin"), around.may_delete.then(|| to("/restore")))),
        roles: roles(&lang, words, row),
        facts: around.facts.iter().map(|(label, value)| Fact { label, value: html! { (value) } }).collect(),
        details: details::rich(text(row, "details")).map(|text| kit::rich_text::shown(&text)),
        series: around.series.as_ref().map(|(rule, members)| dates(&lang, rule, members, id)),
        linked: around.linked.iter().map(|one| linked(&lang, words, one, int(row, "parent_id"))).collect(),
        asides,
        past: around
            .steps
            .iter()
            .zip(&around.changed)
            .map(|(step, changed)| entry(&lang, &around, step, changed))
            .collect(),
    };
    let page = Page { title, place: "/activities", narrow: false };
    Ok(Reply::Html(frame::show(visit, &lang, page, |ui, shell| activity(ui, shell, &view))?))
}

/// Its tags, and before them whether it is marked.
fn marks<'a>(lang: &'a Lang, around: &'a Around) -> Vec<Tag<'a>> {
    let star = rows::flag(&around.row, "is_star").then(|| Tag::of(Tone::Honey, lang.field("Activity", "is_star")));
    star.into_iter().chain(around.tags.iter().map(|label| Tag::of(Tone::Leaf, label))).collect()
}

fn way<'a>(lang: &'a Lang, words: &Words, row: &Row, title: &'a str) -> Vec<Crumb<'a>> {
    let mut all = vec![Crumb { label: lang.text("activities"), href: Some("/activities") }];
    // Most often one comes from the only person that it is about.
    let targets = told::ids(row, "target_contact_id");
    if let [one] = targets.as_slice()
        && let Some(name) = words.name(lang, *one)
    {
        all = vec![
            Crumb { label: lang.text("contacts"), href: Some("/contacts") },
            Crumb { label: name, href: Some(lang.keep(format!("/contacts/{one}"))) },
        ];
    }
    all.push(Crumb { label: title, href: None });
    all
}

/// When it is, and how far away that is while it lies ahead.
fn when(lang: &Lang, words: &Words, row: &Row) -> String {
    let Some(at) = told::at(row) else { return String::new() };
    let moment = lang.locale.date_time(at);
    match words.state(row) {
        State::Open => format!("{moment} ({})", lang.locale.relative(at.date(), words.today())),
        _ => moment,
    }
}

fn roles<'a>(lang: &'a Lang, words: &Words, row: &Row) -> Vec<Role<'a>> {
    let labels = [
        ("target_contact_id", lang.text("role-target")),
        ("assignee_contact_id", lang.text("role-assignee")),
        ("source_contact_id", lang.text("role-source")),
    ];
    let role = |(field, label): (&str, &'a str)| {
        let ids = told::ids(row, field);
        let parts: Vec<Part<'a>> = ids
            .iter()
            .take(NAMED)
            .filter_map(|id| words.person(*id))
            .map(|person| Part {
                avatar: told::avatar(lang, person),
                name: told::named(lang, person),
                href: lang.keep(format!("/contacts/{}", rows::id(person))),
            })
            .collect();
        Role { label, parts, rest: ids.len().saturating_sub(NAMED) as i64 }
    };
    labels.into_iter().map(role).collect()
}

fn menu<'a>(lang: &'a Lang, around: &Around, id: i64) -> Vec<MenuEntry<'a>> {
    let mut all = Vec::new();
    let trashed = rows::flag(&around.row, "is_deleted");
    let mut add = |key: &str, icon, path: &str, does| {
        all.push(MenuEntry { label: lang.text(key), icon, href: lang.keep(format!("/activities/{id}{path}")), does });
    };
    if around.may_edit && !trashed {
        if around.words.state(&around.row) != State::Open {
            add("activity-reopen", Icon::ArrowCounterClockwise, "/reopen", Does::Post);
        }
        if around.series.is_none() {
            add("activity-repeat", Icon::ArrowClockwise, "/repeat", Does::Follow);
        }
    }
    if around.may_delete && !trashed {
        add("action-trash", Icon::Trash, "/trash", Does::Post);
        if around.series.is_some() {
            add("trash-following", Icon::Trash, "/trash?scope=following", Does::Post);
            add("trash-series", Icon::Trash, "/trash?scope=all", Does::Post);
        }
    }
    all
}

fn dates<'a>(lang: &'a Lang, rule: &str, members: &[(i64, jiff::civil::DateTime)], id: i64) -> Series<'a> {
    let date = |(one, at): &(i64, jiff::civil::DateTime)| {
        let href = (*one != id).then(|| lang.keep(format!("/activities/{one}")));
        (lang.keep(lang.locale.date_short(at.date())), href)
    };
    Series { words: lang.keep(rule), dates: members.iter().map(date).collect() }
}

fn linked<'a>(lang: &'a Lang, words: &Words, row: &Row, parent: Option<i64>) -> Entry<'a> {
    let line = words.line(lang, row, None);
    let above = Some(rows::id(row)) == parent;
    let how = lang.text(if above { "activity-after" } else { "activity-then" });
    Entry {
        day: line.day,
        machine_day: line.machine_day,
        icon: line.cell.0,
        tone: line.cell.1,
        title: html! { span.quiet { (how) } " " a href=(line.href) { b { (line.title) } } },
        text: None,
        note: Some(line.status.1),
        end: None,
        end_note: None,
        next: words.state(row) == State::Open,
    }
}

fn entry<'a>(lang: &'a Lang, around: &'a Around, step: &'a past::Step, changed: &'a str) -> Entry<'a> {
    let created = step.changes.iter().any(|change| change.entity == "Activity" && change.action == "create");
    let key = if created { "past-activity-made" } else { "past-activity-changed" };
    let who = past::who(lang, step, &around.names);
    Entry {
        day: lang.keep(lang.locale.day_month(step.at.date())),
        machine_day: lang.keep(step.at.date().to_string()),
        icon: if created { Icon::Plus } else { Icon::PencilSimple },
        tone: if created { Tone::Leaf } else { Tone::Stone },
        title: html! { (lang.locale.rich(key, &[("who", html! { b { (who) } }.into())])) },
        text: (!created && !changed.is_empty()).then_some(changed),
        note: step.undone_by.map(|_| lang.text("thread-undone")),
        end: None,
        end_note: Some(lang.keep(lang.locale.time(step.at))),
        next: false,
    }
}
