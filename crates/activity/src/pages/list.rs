//! The list of all activities: narrowed, from either end, page by page; as quick on the last page as on the first.

use contact::pages::address::href;
use contact::pages::frame::{self, Page};
use contact::pages::labels::Pick;
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, request};
use jiff::ToSpan;
use jiff::civil::Date;
use kit::{Fields, Reply, Visit};
use serde_json::{Value as Json, json};
use store::{As, Result, Tx};
use ui::Icon;
use ui::page::activity_list::{ActivityList, Steps, activity_list};
use ui::part::bulk::Action;
use ui::part::field::Choice;
use ui::part::search_box::SearchBox;

use super::criteria::{self, Asked, Choices, Lists, filters, views};
use super::log;
use super::ordered::{Ordered, busy};
use super::told::{self, SELECT, Words};
use crate::Task;
use crate::state;
use crate::word_index::{self, Held};

/// Rows of one page.
pub const SIZE: i64 = 50;
/// More than this is not counted.
const COUNTED: i64 = 1_000;
/// Of so many that words were found in, it is soon known how many are listed.
const SOON_COUNTED: usize = 300;
/// The status of all that is still to be done.
pub(super) const OPEN: &str = "open";

/// Where a page of the list begins, and which way it runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    after: Option<(i64, String)>,
    before: Option<(i64, String)>,
    last: bool,
}

impl Place {
    pub fn of(fields: &Fields) -> Place {
        Place { after: key(fields.get("after")), before: key(fields.get("before")), last: fields.has("last") }
    }

    fn backwards(&self) -> bool {
        self.after.is_none() && (self.before.is_some() || self.last)
    }
}

/// A key as an address carries it: the number, a point, the moment.
fn key(text: Option<&str>) -> Option<(i64, String)> {
    let (id, at) = text?.split_once('.')?;
    let at = rows::moment(at)?;
    Some((id.parse().ok()?, log::written(at)))
}

/// A page of activities.
pub struct Found {
    pub rows: Vec<Row>,
    pub is_first: bool,
    pub is_last: bool,
}

/// Reads a page. The index of dates is walked from the key, whichever way; nothing is counted or skipped.
///
/// # Errors
/// The database's own failure.
pub fn window(tx: &Tx<'_>, mut clauses: Vec<Json>, place: &Place, newest_first: bool) -> Result<Found> {
    clauses.push(json!(["is_deleted", "=", false]));
    clauses.push(json!(["is_test", "=", false]));
    let backwards = place.backwards();
    let down = newest_first != backwards;
    if let Some((id, at)) = if backwards { &place.before } else { &place.after } {
        let (than, than_or) = if down { ("<", "<=") } else { (">", ">=") };
        clauses.push(json!(["activity_date_time", than_or, at]));
        clauses.push(json!(["OR", [["activity_date_time", than, at], ["id", than, id]]]));
    }
    let mut rows = Ordered { select: &SELECT, clauses, down, limit: SIZE + 1 }.read(tx)?;
    let more = rows.len() as i64 > SIZE;
    rows.truncate(SIZE as usize);
    if backwards {
        rows.reverse();
    }
    let at_start = place.after.is_none() && !backwards;
    Ok(Found {
        is_first: if backwards { !more } else { at_start },
        is_last: if backwards { place.before.is_none() } else { !more },
        rows,
    })
}

/// The ways on from a page. `to` makes its address with these pairs added.
pub fn steps<'a>(lang: &'a Lang, found: &Found, to: impl Fn(&[(&str, &str)]) -> String) -> Steps<'a> {
    let key_of =
        |row: Option<&Row>| row.and_then(|row| Some(format!("{}.{}", rows::id(row), log::written(told::at(row)?))));
    let (first, last) = (key_of(found.rows.first()), key_of(found.rows.last()));
    let back = first.filter(|_| !found.is_first);
    let on = last.filter(|_| !found.is_last);
    Steps {
        newest: back.as_ref().map(|_| lang.keep(to(&[]))),
        newer: back.as_ref().map(|key| lang.keep(to(&[("before", key)]))),
        older: on.as_ref().map(|key| lang.keep(to(&[("after", key)]))),
        oldest: on.as_ref().map(|_| lang.keep(to(&[("last", "1")]))),
    }
}

/// The address of a page of a contact's section.
pub fn section_href(path: &str, kind: &str, status: &str, more: &[(&str, &str)]) -> String {
    let mut pairs = vec![("type", kind), ("status", status)];
    pairs.extend_from_slice(more);
    href(path, &pairs)
}

/// Narrows by a status, or by what is open or over.
///
/// # Errors
/// The database's own failure.
pub fn by_status(tx: &Tx<'_>, status: &str, clauses: &mut Vec<Json>) -> Result<()> {
    if status == OPEN {
        clauses.push(json!(["status_id", "IN", state::open(tx)?]));
    } else if let Ok(id) = status.parse::<i64>() {
        clauses.push(json!(["status_id", "=", id]));
    }
    Ok(())
}

/// The statuses as choices, what is open first.
pub fn status_choices<'a>(lang: &'a Lang, statuses: &'a [Pick]) -> Vec<Choice<'a>> {
    let all = statuses.iter().map(|one| Choice::of(&one.value, &one.label));
    std::iter::once(Choice::of(OPEN, lang.text("status-open"))).chain(all).collect()
}

/// Whether a type is written by the program alone.
pub fn is_system(one: &Pick) -> bool {
    one.item.filter == 1
}

/// The first day of the week of a day; weeks begin on a day counted from Sunday.
pub fn week_start(day: Date, begins: u8) -> Date {
    let sunday_based = i64::from(day.weekday().to_sunday_zero_offset());
    let back = (sunday_based - i64::from(begins) + 7) % 7;
    day.saturating_sub(back.days())
}

/// Narrows to days, both included.
pub fn between(clauses: &mut Vec<Json>, from: Date, to: Date) {
    if from > Date::MIN {
        clauses.push(json!(["activity_date_time", ">=", format!("{from} 00:00:00")]));
    }
    if to < Date::MAX {
        clauses.push(json!(["activity_date_time", "<=", format!("{to} 23:59:59")]));
    }
}

/// How many there are, unless that takes long to tell.
fn counted(tx: &Tx<'_>, mut clauses: Vec<Json>) -> Result<Option<i64>> {
    if !busy(tx, &clauses)?.is_empty() {
        return Ok(None);
    }
    clauses.push(json!(["is_deleted", "=", false]));
    clauses.push(json!(["is_test", "=", false]));
    let some = tx.some("Activity", &request(&[], Json::Array(clauses), Vec::new(), 0), As::Actor, COUNTED + 1)?;
    Ok((some <= COUNTED).then_some(some))
}

/// `/activities`
pub fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let mut asked = Asked::of(&visit.query);
    let place = Place::of(&visit.query);
    let own = visit.actor.contact_id;
    if let Some(id) = visit.read(|tx| criteria::named(tx, &asked.with))? {
        asked.with = id.to_string();
        return Ok(Reply::Redirect(asked.href()));
    }
    let (found, words, count, lists) = visit.read(|tx| {
        let mut clauses = asked.clauses(tx, own)?;
        let near = word_index::look_up(visit.registry, tx, &asked.q)?;
        let slow = !asked.q.is_empty() && !matches!(&near, Some(Held::By(ids)) if ids.len() <= SOON_COUNTED);
        match near {
            // Where there are none, nobody's number is asked for.
            Some(Held::By(ids)) => clauses.push(json!(["id", "IN", if ids.is_empty() { vec![0] } else { ids }])),
            Some(Held::Within(from, to)) => between(&mut clauses, from, to),
            None => {}
        }
        let found = window(tx, clauses.clone(), &place, asked.sort.is_empty())?;
        let words = Words::read(tx, &lang, &found.rows)?;
        let count = if slow { None } else { counted(tx, clauses)? };
        Ok((found, words, count, Lists::read(tx, &lang, &asked)?))
    })?;
    let conditions = asked.conditions();
    let with_sort: Vec<(&str, &str)> = conditions.iter().copied().chain([("sort", asked.sort.as_str())]).collect();
    let kept: Vec<(&str, &str)> = with_sort.iter().copied().filter(|(name, _)| *name != "q").collect();
    let fields_keep: Vec<(&str, &str)> =
        with_sort.iter().copied().filter(|(name, _)| *name == "q" || *name == "sort").collect();
    let turned = Asked { sort: if asked.sort.is_empty() { "old".to_owned() } else { String::new() }, ..asked.clone() };
    let choices = Choices::new(&lang, &lists, own);
    let back = asked.href();
    let may_delete = visit.actor.may("delete activities");
    let mut actions = vec![Action { label: lang.text("activity-done"), icon: Icon::Check, href: "/activities/done" }];
    actions.push(Action { label: lang.text("activities-change"), icon: Icon::PencilSimple, href: super::change::PATH });
    actions.push(Action { label: lang.text("task-tag"), icon: Icon::Tag, href: super::act::TAG.path });
    actions.push(Action { label: lang.text("task-untag"), icon: Icon::X, href: super::act::UNTAG.path });
    if may_delete {
        actions.push(Action { label: lang.text("action-trash"), icon: Icon::Trash, href: "/activities/trash" });
    }
    for task in visit.registry.filled::<Task>().iter().filter(|task| task.door.met_by(&visit.actor.permissions)) {
        actions.push(Action { label: lang.text(task.label), icon: task.icon, href: task.path });
    }
    let refined = visit.read(|tx| asked.refined(tx, own))?;
    let title = lang.text("activities");
    let view = ActivityList {
        title,
        count,
        views: views(&lang, &asked),
        search: SearchBox {
            action: "/activities",
            name: "q",
            value: &asked.q,
            label: lang.text("activities-search"),
            kept: &kept,
        },
        filters: filters(&lang, &asked, &lists),
        kept: &fields_keep,
        fields: choices.fields(&lang, &asked),
        refined: &refined,
        rows: found.rows.iter().map(|row| words.line(&lang, row, None)).collect(),
        steps: steps(&lang, &found, |more| asked.page(more)),
        turned: lang.keep(turned.href()),
        newest_first: asked.sort.is_empty(),
        create: Some("/activities/new"),
        calendar: "/calendar",
        all: "/activities",
        actions,
        back: &back,
    };
    let page = Page { title, place: "/activities", narrow: false };
    let markup = frame::show(visit, &lang, page, |ui, shell| activity_list(ui, shell, &view))?;
    Ok(Reply::Html(markup))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_week_begins_where_the_site_says() {
        let thursday = date(2026, 11, 19);
        assert_eq!(week_start(thursday, 1), date(2026, 11, 16));
        assert_eq!(week_start(thursday, 0), date(2026, 11, 15));
        assert_eq!(week_start(date(2026, 11, 15), 1), date(2026, 11, 9));
        assert_eq!(week_start(date(2026, 11, 15), 0), date(2026, 11, 15));
    }

    #[test]
    fn a_place_is_read_from_its_key_alone() {
        let place = Place::of(&Fields::parse("after=12.2026-11-19+09:42:00"));
        assert_eq!(place.after, Some((12, "2026-11-19 09:42:00".to_owned())));
        assert!(!place.backwards());
        assert_eq!(Place::of(&Fields::parse("after=x&before=1.never")), Place::default());
        assert!(Place::of(&Fields::parse("last=1")).backwards());
    }
}
