//! The calendar: a month or a week of activities, one's own or everybody's.

use contact::pages::address::href;
use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask};
use jiff::ToSpan;
use jiff::civil::Date;
use kit::{Reply, Visit};
use serde_json::{Value as Json, json};
use store::{Result, Tx};
use ui::page::activity_calendar::{Calendar, Day, Item, calendar};
use ui::part::tabs::Tab;

use super::list::{between, week_start};
use super::ordered::Ordered;
use super::told::{self, SELECT, Words};
use crate::state::State;

/// So many entries of a day are shown in a month, and in a week.
const IN_MONTH: i64 = 4;
const IN_WEEK: i64 = 20;

/// What the address asks for.
struct Asked {
    /// The first day of the week that is shown; a month otherwise.
    week: Option<Date>,
    month: Date,
    all: bool,
}

/// A month as addresses write it: `2026-11`.
fn month_of(text: &str) -> Option<Date> {
    format!("{text}-01").parse().ok()
}

impl Asked {
    fn of(visit: &Visit<'_>, today: Date, begins: u8) -> Asked {
        let week = visit.query.text("week").and_then(|text| text.parse().ok()).map(|day| week_start(day, begins));
        let month = visit.query.text("month").and_then(month_of).unwrap_or_else(|| today.first_of_month());
        Asked { week, month, all: visit.query.text("whose") == Some("all") }
    }

    fn href(&self, week: Option<Date>, month: Date, all: bool) -> String {
        let (week, month) = match week {
            Some(day) => (day.to_string(), String::new()),
            None => (String::new(), month.strftime("%Y-%m").to_string()),
        };
        href("/calendar", &[("week", &week), ("month", &month), ("whose", if all { "all" } else { "" })])
    }

    /// The first day shown, and how many weeks.
    fn span(&self, begins: u8) -> (Date, i64) {
        match self.week {
            Some(day) => (day, 1),
            None => {
                let first = week_start(self.month, begins);
                let days = self.month.last_of_month().since(first).map_or(34, |span| i64::from(span.get_days()));
                (first, days / 7 + 1)
            }
        }
    }
}

/// The activities of each day, no more than so many, and whether there are more.
fn days(tx: &Tx<'_>, asked: &Asked, first: Date, weeks: i64) -> Result<Vec<(Date, Vec<Row>, bool)>> {
    let most = if asked.week.is_some() { IN_WEEK } else { IN_MONTH };
    let own = tx.actor().contact_id;
    let mut found = Vec::new();
    let mine = match (asked.all, own) {
        (false, Some(own)) => Some(own_rows(tx, own, first, first.saturating_add((weeks * 7 - 1).days()))?),
        _ => None,
    };
    for ahead in 0..weeks * 7 {
        let day = first.saturating_add(ahead.days());
        let mut of = match &mine {
            Some(rows) => rows.iter().filter(|row| told::at(row).map(|at| at.date()) == Some(day)).cloned().collect(),
            None => {
                let mut clauses = vec![json!(["is_deleted", "=", false]), json!(["is_test", "=", false])];
                between(&mut clauses, day, day);
                ask(tx, "Activity", &SELECT, Json::Array(clauses), &[("activity_date_time", "ASC")], most + 1)?
            }
        };
        let more = of.len() as i64 > most;
        of.truncate(usize::try_from(most).unwrap_or(0));
        found.push((day, of, more));
    }
    Ok(found)
}

/// What somebody takes part in between two days.
fn own_rows(tx: &Tx<'_>, own: i64, from: Date, to: Date) -> Result<Vec<Row>> {
    let mut clauses = vec![
        json!(["all_contact_id", "CONTAINS", own]),
        json!(["is_deleted", "=", false]),
        json!(["is_test", "=", false]),
    ];
    between(&mut clauses, from, to);
    Ordered { select: &SELECT, clauses, down: false, limit: 500 }.read(tx)
}

/// `/calendar`
pub fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (asked, days, words, begins) = visit.read(|tx| {
        let begins = tx.clock().week_begins;
        let asked = Asked::of(visit, tx.clock().today(), begins);
        let (first, weeks) = asked.span(begins);
        let days = days(tx, &asked, first, weeks)?;
        let rows: Vec<Row> = days.iter().flat_map(|(_, rows, _)| rows.iter().cloned()).collect();
        let words = Words::read(tx, &lang, &rows)?;
        Ok((asked, days, words, begins))
    })?;
    let today = words.today();
    let title = match asked.week {
        Some(day) => {
            let last = day.saturating_add(6.days());
            let (first, last) = (lang.locale.day_month(day), lang.locale.date_short(last));
            lang.with("calendar-week-of", &[("first", first.into()), ("last", last.into())])
        }
        None => lang.keep(sentence_case(&lang.locale.month_year(asked.month))),
    };
    let middle = asked.week.unwrap_or(asked.month);
    let step = |by: i64| match asked.week {
        Some(day) => asked.href(Some(day.saturating_add((7 * by).days())), asked.month, asked.all),
        None => asked.href(None, asked.month.saturating_add(by.months()), asked.all),
    };
    let now = match asked.week {
        Some(_) => asked.href(Some(today), today, asked.all),
        None => asked.href(None, today.first_of_month(), asked.all),
    };
    let tab = |label: &str, href: String, current: bool| Tab {
        label: lang.text(label),
        href: lang.keep(href),
        count: None,
        current,
    };
    let shown: Vec<Day<'_>> =
        days.iter().map(|(day, rows, more)| one(&lang, &words, &asked, *day, rows, *more)).collect();
    let view = Calendar {
        title,
        previous: lang.keep(step(-1)),
        next: lang.keep(step(1)),
        now: lang.keep(now),
        views: vec![
            tab("calendar-month", asked.href(None, middle.first_of_month(), asked.all), asked.week.is_none()),
            tab(
                "calendar-week",
                asked.href(
                    Some(if asked.week.is_some() { middle } else { near(asked.month, today) }),
                    asked.month,
                    asked.all,
                ),
                asked.week.is_some(),
            ),
        ],
        whose: vec![
            tab("calendar-mine", asked.href(asked.week, asked.month, false), !asked.all),
            tab("calendar-all", asked.href(asked.week, asked.month, true), asked.all),
        ],
        weekdays: shown.iter().take(7).map(|day| weekday(&lang, day.machine)).collect(),
        weeks: shown.chunks(7).map(<[Day<'_>]>::to_vec).collect(),
        create: Some("/activities/new"),
        subscribe: visit.actor.user_id.map(|_| "/settings/calendar"),
    };
    let _ = begins;
    let page = Page { title, place: "/activities", narrow: false };
    Ok(Reply::Html(frame::show(visit, &lang, page, |ui, shell| calendar(ui, shell, &view))?))
}

/// The day of a month that one means: today, or the first.
fn near(month: Date, today: Date) -> Date {
    if today.first_of_month() == month { today } else { month }
}

fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// "jeu." from a day as machines write it.
fn weekday<'a>(lang: &'a Lang, machine: &str) -> &'a str {
    let Ok(day) = machine.parse::<Date>() else { return "" };
    lang.with("calendar-weekday", &[("day", i64::from(day.weekday().to_monday_one_offset()).into())])
}

fn one<'a>(lang: &'a Lang, words: &Words, asked: &Asked, day: Date, rows: &[Row], more: bool) -> Day<'a> {
    let outside = asked.week.is_none() && day.first_of_month() != asked.month;
    let iso = day.to_string();
    let item = |row: &Row| {
        let at = told::at(row).unwrap_or_default();
        let people: Vec<&str> =
            told::ids(row, "target_contact_id").iter().filter_map(|id| words.name(lang, *id)).take(2).collect();
        let (icon, tone) = words.cell(row);
        Item {
            href: lang.keep(format!("/activities/{}", rows::id(row))),
            time: lang.keep(lang.locale.time(at)),
            title: words.title(lang, row),
            who: lang.keep(people.join(", ")),
            icon,
            tone,
            done: words.state(row) != State::Open,
        }
    };
    Day {
        number: lang.keep(day.day().to_string()),
        name: lang.keep(lang.locale.weekday(day)),
        today: day == words.today(),
        outside,
        items: rows.iter().map(item).collect(),
        more: more.then(|| lang.keep(format!("/activities?day={iso}"))),
        add: (!outside).then(|| lang.keep(format!("/activities/new?at={iso}"))),
        machine: lang.keep(iso),
    }
}
