//! The list of all activities: narrowed, from either end, page by page; as quick on the last page as on the first.

use contact::pages::address::href;
use contact::pages::frame::{self, Page};
use contact::pages::labels::{self, Pick};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, request};
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use kit::{Fields, Reply, Visit};
use maud::html;
use serde_json::{Value as Json, json};
use store::{As, Result, Tx};
use ui::Icon;
use ui::page::activity_list::{ActivityList, Steps, activity_list};
use ui::part::bulk::Action;
use ui::part::chip::Filter;
use ui::part::field::{Choice, Field, Widget};
use ui::part::search_box::SearchBox;
use ui::part::tabs::Tab;

use super::log;
use super::told::{self, SELECT, Words};
use crate::state;

/// Rows of one page.
pub const SIZE: i64 = 50;
/// More than this is not counted.
const COUNTED: i64 = 1_000;
/// The status of all that is still to be done.
const OPEN: &str = "open";

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
    let way = if down { "DESC" } else { "ASC" };
    let order = vec![("activity_date_time".to_owned(), way.to_owned()), ("id".to_owned(), way.to_owned())];
    let mut rows = ordered(tx, clauses, &order, down)?;
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

/// The first rows of an order. Several statuses are asked one by one: each has its rows by date in an index, of which
/// the first few are all that can be among the first.
fn ordered(tx: &Tx<'_>, clauses: Vec<Json>, order: &[(String, String)], down: bool) -> Result<Vec<Row>> {
    let read = |clauses: Vec<Json>| -> Result<Vec<Row>> {
        let asked = request(&SELECT, Json::Array(clauses), order.to_vec(), SIZE + 1);
        Ok(tx.get("Activity", &asked, As::Actor)?.rows)
    };
    let is_about = |clause: &Json, part: &str| clause[0].as_str().is_some_and(|field| field.contains(part));
    // Those of one person are few, and found through the person.
    let several = clauses.iter().position(|clause| is_about(clause, "status_id") && clause[1] == "IN");
    let (Some(at), false) = (several, clauses.iter().any(|clause| is_about(clause, "contact_id"))) else {
        return read(clauses);
    };
    let statuses = clauses[at][2].as_array().cloned().unwrap_or_default();
    let mut all = Vec::new();
    for status in statuses {
        let mut own = clauses.clone();
        own[at] = json!(["status_id", "=", status]);
        all.extend(read(own)?);
    }
    let key = |row: &Row| (rows::text(row, "activity_date_time").to_owned(), rows::id(row));
    all.sort_by_cached_key(key);
    if down {
        all.reverse();
    }
    all.truncate(SIZE as usize + 1);
    Ok(all)
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

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    q: String,
    kind: String,
    status: String,
    period: String,
    day: String,
    who: String,
    sort: String,
}

const PERIODS: [(&str, &str); 8] = [
    ("today", "period-today"),
    ("week", "period-week"),
    ("month", "period-month"),
    ("last-month", "period-last-month"),
    ("year", "period-year"),
    ("last-year", "period-last-year"),
    ("12", "period-twelve"),
    ("ahead", "period-ahead"),
];

/// Where words are searched for unless a period is chosen.
const LATELY: &str = "12";

impl Asked {
    fn of(fields: &Fields) -> Asked {
        let text =
            |name: &str| fields.text(name).map(|text| text.chars().take(100).collect::<String>()).unwrap_or_default();
        let q = text("q");
        let mut period = text("period");
        if period.is_empty() && !q.is_empty() {
            period = LATELY.to_owned();
        }
        let sort = if text("sort") == "old" { "old".to_owned() } else { String::new() };
        Asked { q, kind: text("type"), status: text("status"), period, day: text("day"), who: text("who"), sort }
    }

    fn conditions(&self) -> Vec<(&str, &str)> {
        let all = [
            ("q", &self.q),
            ("type", &self.kind),
            ("status", &self.status),
            ("period", &self.period),
            ("day", &self.day),
            ("who", &self.who),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name, value.as_str())).collect()
    }

    fn href(&self) -> String {
        self.page(&[])
    }

    fn page(&self, more: &[(&str, &str)]) -> String {
        let mut pairs = self.conditions();
        pairs.push(("sort", &self.sort));
        pairs.extend_from_slice(more);
        href("/activities", &pairs)
    }

    fn clauses(&self, tx: &Tx<'_>, own: Option<i64>) -> Result<Vec<Json>> {
        let mut all = Vec::new();
        if let Ok(id) = self.kind.parse::<i64>() {
            all.push(json!(["activity_type_id", "=", id]));
        }
        by_status(tx, &self.status, &mut all)?;
        if let Ok(day) = self.day.parse::<Date>() {
            between(&mut all, day, day);
        } else if let Some((from, to)) = self.span(tx) {
            between(&mut all, from, to);
        }
        let who = if self.who == "me" { own } else { self.who.parse().ok() };
        if let Some(id) = who {
            all.push(json!(["assignee_contact_id", "CONTAINS", id]));
        }
        if !self.q.is_empty() {
            all.push(json!(["subject", "CONTAINS", self.q]));
        }
        Ok(all)
    }

    /// The first and the last day of the period.
    fn span(&self, tx: &Tx<'_>) -> Option<(Date, Date)> {
        let clock = tx.clock();
        let today = clock.today();
        let add = |day: Date, span: Span| day.saturating_add(span);
        Some(match self.period.as_str() {
            "today" => (today, today),
            "week" => {
                let first = week_start(today, clock.week_begins);
                (first, add(first, 6.days()))
            }
            "month" => (today.first_of_month(), today.last_of_month()),
            "last-month" => {
                let day = add(today.first_of_month(), -1.days());
                (day.first_of_month(), day)
            }
            "year" => (today.first_of_year(), today.last_of_year()),
            "last-year" => {
                let day = add(today.first_of_year(), -1.days());
                (day.first_of_year(), day)
            }
            "12" => (add(today, -12.months()), Date::MAX),
            "ahead" => (today, Date::MAX),
            _ => return None,
        })
    }
}

/// The first day of the week of a day; weeks begin on a day counted from Sunday.
pub fn week_start(day: Date, begins: u8) -> Date {
    let sunday_based = i64::from(day.weekday().to_sunday_zero_offset());
    let back = (sunday_based - i64::from(begins) + 7) % 7;
    day.saturating_sub(back.days())
}

/// Narrows to days, both included.
pub fn between(clauses: &mut Vec<Json>, from: Date, to: Date) {
    clauses.push(json!(["activity_date_time", ">=", format!("{from} 00:00:00")]));
    if to < Date::MAX {
        clauses.push(json!(["activity_date_time", "<=", format!("{to} 23:59:59")]));
    }
}

/// How many there are, unless that takes long to tell.
fn counted(tx: &Tx<'_>, mut clauses: Vec<Json>) -> Result<Option<i64>> {
    clauses.push(json!(["is_deleted", "=", false]));
    clauses.push(json!(["is_test", "=", false]));
    let some = tx.some("Activity", &request(&[], Json::Array(clauses), Vec::new(), 0), As::Actor, COUNTED + 1)?;
    Ok((some <= COUNTED).then_some(some))
}

/// `/activities`
pub fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let asked = Asked::of(&visit.query);
    let place = Place::of(&visit.query);
    let own = visit.actor.contact_id;
    let (found, words, count, lists, colleagues) = visit.read(|tx| {
        let clauses = asked.clauses(tx, own)?;
        let found = window(tx, clauses.clone(), &place, asked.sort.is_empty())?;
        let words = Words::read(tx, &lang, &found.rows)?;
        let slow = !asked.q.is_empty();
        let count = if slow { None } else { counted(tx, clauses)? };
        let types = labels::choices(tx, lang.code(), "Activity", "activity_type_id", &asked.kind)?;
        let statuses = labels::choices(tx, lang.code(), "Activity", "status_id", &asked.status)?;
        Ok((found, words, count, (types, statuses), log::colleagues(tx, &lang)?))
    })?;
    let conditions = asked.conditions();
    let with_sort: Vec<(&str, &str)> = conditions.iter().copied().chain([("sort", asked.sort.as_str())]).collect();
    let kept: Vec<(&str, &str)> = with_sort.iter().copied().filter(|(name, _)| *name != "q").collect();
    let fields_keep: Vec<(&str, &str)> =
        with_sort.iter().copied().filter(|(name, _)| *name == "q" || *name == "sort").collect();
    let turned = Asked { sort: if asked.sort.is_empty() { "old".to_owned() } else { String::new() }, ..asked.clone() };
    let states = status_choices(&lang, &lists.1);
    let choices = Choices::new(&lang, &lists.0, &colleagues, own);
    let back = asked.href();
    let may_delete = visit.actor.may("delete activities");
    let mut actions = vec![Action { label: lang.text("activity-done"), icon: Icon::Check, href: "/activities/done" }];
    actions.push(Action { label: lang.text("activities-change"), icon: Icon::PencilSimple, href: super::change::PATH });
    actions.push(Action { label: lang.text("task-tag"), icon: Icon::Tag, href: super::act::TAG.path });
    actions.push(Action { label: lang.text("task-untag"), icon: Icon::X, href: super::act::UNTAG.path });
    if may_delete {
        actions.push(Action { label: lang.text("action-trash"), icon: Icon::Trash, href: "/activities/trash" });
    }
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
        filters: filters(&lang, &asked, &lists, &colleagues),
        kept: &fields_keep,
        fields: choices.fields(&lang, &asked, &states),
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

/// What the filters choose from.
struct Choices<'a> {
    kinds: Vec<Choice<'a>>,
    periods: Vec<Choice<'a>>,
    people: Vec<Choice<'a>>,
}

impl<'a> Choices<'a> {
    fn new(lang: &'a Lang, types: &'a [Pick], colleagues: &'a [(String, String)], own: Option<i64>) -> Choices<'a> {
        let people = colleagues.iter().filter(|(id, _)| Some(id.clone()) != own.map(|id| id.to_string()));
        Choices {
            kinds: types.iter().map(|one| Choice::of(&one.value, &one.label)).collect(),
            periods: PERIODS.iter().map(|(value, key)| Choice::of(value, period(lang, key))).collect(),
            people: std::iter::once(Choice::of("me", lang.text("people-me")))
                .chain(people.map(|(id, name)| Choice::of(id, name)))
                .collect(),
        }
    }

    fn fields(&'a self, lang: &'a Lang, asked: &'a Asked, states: &'a [Choice<'a>]) -> Vec<Field<'a>> {
        let select = |name, label, value, choices| Field {
            may_be_empty: true,
            ..Field::text(name, label, value).widget(Widget::Select(choices))
        };
        vec![
            select("type", lang.field("Activity", "activity_type_id"), asked.kind.as_str(), self.kinds.as_slice()),
            select("status", lang.field("Activity", "status_id"), asked.status.as_str(), states),
            select("period", lang.text("activity-period"), asked.period.as_str(), self.periods.as_slice()),
            select("who", lang.text("role-assignee"), asked.who.as_str(), self.people.as_slice()),
        ]
    }
}

fn period<'a>(lang: &'a Lang, key: &str) -> &'a str {
    match key {
        "period-today" => lang.text("period-today"),
        "period-week" => lang.text("period-week"),
        "period-month" => lang.text("period-month"),
        "period-last-month" => lang.text("period-last-month"),
        "period-year" => lang.text("period-year"),
        "period-last-year" => lang.text("period-last-year"),
        "period-twelve" => lang.text("period-twelve"),
        _ => lang.text("period-ahead"),
    }
}

/// The views that lead from list to tasks and calendar.
fn views<'a>(lang: &'a Lang, asked: &Asked) -> Vec<Tab<'a>> {
    let plain = Asked { status: String::new(), who: String::new(), ..asked.clone() };
    let tab = |label, to: &Asked| Tab {
        label,
        href: lang.keep(to.href()),
        count: None,
        current: to.status == asked.status && to.who == asked.who,
    };
    vec![
        tab(lang.text("view-all"), &plain),
        tab(lang.text("view-open"), &Asked { status: OPEN.to_owned(), ..plain.clone() }),
        tab(lang.text("view-mine"), &Asked { who: "me".to_owned(), ..plain.clone() }),
    ]
}

fn filters<'a>(
    lang: &'a Lang,
    asked: &Asked,
    lists: &(Vec<Pick>, Vec<Pick>),
    colleagues: &[(String, String)],
) -> Vec<Filter<'a>> {
    let mut all = Vec::new();
    let mut add = |key: &'static str, value: &str, without: Asked| {
        let bold = html! { b { (value) } };
        all.push(Filter {
            words: lang.locale.rich(key, &[("value", bold.into())]),
            plain: lang.with(key, &[("value", value.into())]),
            without: lang.keep(without.href()),
            change: None,
        });
    };
    let label = |all: &[Pick], value: &str| all.iter().find(|one| one.value == value).map(|one| one.label.clone());
    if let Some(value) = label(&lists.0, &asked.kind) {
        add("filter-activity-type", &value, Asked { kind: String::new(), ..asked.clone() });
    }
    let open = (asked.status == OPEN).then(|| lang.text("status-open").to_owned());
    if let Some(value) = open.or_else(|| label(&lists.1, &asked.status)) {
        add("filter-activity-status", &value, Asked { status: String::new(), ..asked.clone() });
    }
    if asked.day.parse::<Date>().is_ok() {
        add("filter-activity-period", lang.date(&asked.day), Asked { day: String::new(), ..asked.clone() });
    }
    if let Some((_, key)) = PERIODS.iter().find(|(value, _)| *value == asked.period) {
        // While words are searched for, no period at all must be said aloud.
        let none = if asked.q.is_empty() { "" } else { "all" };
        add("filter-activity-period", period(lang, key), Asked { period: none.to_owned(), ..asked.clone() });
    }
    let name = match asked.who.as_str() {
        "me" => Some(lang.text("people-me").to_owned()),
        who => colleagues.iter().find(|(id, _)| id == who).map(|(_, name)| name.clone()),
    };
    if let Some(name) = name {
        add("filter-activity-who", &name, Asked { who: String::new(), ..asked.clone() });
    }
    all
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

    #[test]
    fn words_are_looked_for_in_the_last_twelve_months_until_somebody_asks_for_more() {
        assert_eq!(Asked::of(&Fields::parse("q=salle")).period, LATELY);
        assert_eq!(Asked::of(&Fields::parse("q=salle&period=all")).period, "all");
        assert_eq!(Asked::of(&Fields::default()).period, "");
    }
}
