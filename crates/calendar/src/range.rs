//! Named ranges relative to today: `this.month`, `previous.fiscal_year`, `ending_30.day`.

use crate::Clock;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

/// A stretch of time between two moments, both included; `None` leaves that side open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first moment: 00:00:00 of the first day.
    pub start: Option<DateTime>,
    /// The last moment: 23:59:59 of the last day.
    pub end: Option<DateTime>,
}

/// Every name of a relative range, in the order in which they are offered.
pub const RELATIVE: &[&str] = &[
    "this.day",
    "this.week",
    "this.month",
    "this.quarter",
    "this.fiscal_year",
    "this.year",
    "previous.day",
    "previous.week",
    "previous.month",
    "previous.quarter",
    "previous.fiscal_year",
    "previous.year",
    "ending.week",
    "ending_30.day",
    "ending_60.day",
    "ending_90.day",
    "ending.year",
    "ending_2.year",
    "ending_3.year",
    "starting.day",
    "next.week",
    "next.month",
    "next.quarter",
    "next.fiscal_year",
    "next.year",
    "starting.week",
    "starting.month",
    "starting_2.month",
    "starting.quarter",
    "starting.year",
    "current.week",
    "current.month",
    "current.quarter",
    "current.year",
    "earlier.day",
    "earlier.week",
    "earlier.month",
    "earlier.quarter",
    "earlier.year",
    "greater.day",
    "greater.week",
    "greater.month",
    "greater.quarter",
    "greater.year",
    "less.week",
    "less.month",
    "less.quarter",
    "less.year",
    "previous_2.day",
    "previous_2.week",
    "previous_2.month",
    "previous_2.quarter",
    "previous_2.year",
    "previous_2.fiscal_year",
    "previous_before.day",
    "previous_before.week",
    "previous_before.month",
    "previous_before.quarter",
    "previous_before.year",
    "previous_before.fiscal_year",
    "greater_previous.week",
    "greater_previous.month",
    "greater_previous.quarter",
    "greater_previous.year",
];

/// The range that a name means on the clock's today, or `None` if the name is not in [`RELATIVE`].
///
/// Also `None` when the range would leave the years 0000 to 9999.
pub fn relative(clock: &Clock, name: &str) -> Option<Range> {
    if !RELATIVE.contains(&name) {
        return None;
    }
    let (term, unit) = name.split_once('.')?;
    let unit = Unit::named(unit)?;
    let (term, count) = match term.split_once('_') {
        Some((word, number)) if number.bytes().all(|b| b.is_ascii_digit()) => (word, number.parse().ok()?),
        _ => (term, 1),
    };
    let (first, last) = days(clock, term, count, unit)?;
    if [first, last].into_iter().flatten().any(|day| day.year() < 0) {
        return None;
    }
    Some(Range { start: first.map(|day| day.at(0, 0, 0, 0)), end: last.map(|day| day.at(23, 59, 59, 0)) })
}

type Days = (Option<Date>, Option<Date>);

/// First and last day of a term (`this`, `earlier`, …) of units; `count` is its number (`previous_2`), else 1.
fn days(clock: &Clock, term: &str, count: i32, unit: Unit) -> Option<Days> {
    let today = clock.today();
    let start = |units: i32| unit.start(clock, units);
    let end = |units: i32| before(start(units + 1)?);
    let both = |first: Option<Date>, last: Option<Date>| Some((Some(first?), Some(last?)));
    match term {
        "this" => both(start(0), end(0)),
        "previous" => both(start(-count), end(-1)),
        "previous_before" => both(start(-2), end(-2)),
        "next" => both(start(1), end(1)),
        "current" => both(start(0), Some(today)),
        "earlier" => Some((None, Some(end(-1)?))),
        "less" => Some((None, Some(end(0)?))),
        "greater" => Some((Some(start(0)?), None)),
        "greater_previous" => Some((Some(end(-1)?), None)),
        "ending" => both(unit.before_today(today, count), Some(today)),
        "starting" => match unit {
            Unit::Day => both(today.tomorrow().ok(), today.tomorrow().ok()),
            _ => both(Some(today), unit.after_today(today, count)),
        },
        _ => None,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
    FiscalYear,
}

impl Unit {
    fn named(name: &str) -> Option<Unit> {
        Some(match name {
            "day" => Unit::Day,
            "week" => Unit::Week,
            "month" => Unit::Month,
            "quarter" => Unit::Quarter,
            "year" => Unit::Year,
            "fiscal_year" => Unit::FiscalYear,
            _ => return None,
        })
    }

    /// The first day of the unit that lies `units` after the one in which the clock's today lies.
    fn start(self, clock: &Clock, units: i32) -> Option<Date> {
        let today = clock.today();
        let (current, span) = match self {
            Unit::Day => (today, units.days()),
            Unit::Week => (week_start(clock)?, units.weeks()),
            Unit::Month => (today.first_of_month(), units.months()),
            Unit::Quarter => (today.first_of_month(), (3 * units - i32::from((today.month() - 1) % 3)).months()),
            Unit::Year => (today.first_of_year(), units.years()),
            Unit::FiscalYear => {
                let begun = fiscal_start(clock, today.year())? <= today;
                let year = i32::from(today.year()) + units - i32::from(!begun);
                return fiscal_start(clock, i16::try_from(year).ok()?);
            }
        };
        current.checked_add(span).ok()
    }

    /// The fixed number of days that `starting` and `ending` count, except for years.
    fn fixed_days(self, count: i32) -> i32 {
        count
            * match self {
                Unit::Week => 7,
                Unit::Month => 30,
                Unit::Quarter => 90,
                _ => 1,
            }
    }

    /// The first day of as many units as `count` says that end with today.
    fn before_today(self, today: Date, count: i32) -> Option<Date> {
        match self {
            Unit::Year | Unit::FiscalYear => overflowing_years(today, -count)?.tomorrow().ok(),
            _ => today.checked_sub((self.fixed_days(count) - 1).days()).ok(),
        }
    }

    /// The last day of as many units as `count` says that begin with today.
    fn after_today(self, today: Date, count: i32) -> Option<Date> {
        match self {
            Unit::Year | Unit::FiscalYear => before(overflowing_years(today, count)?),
            _ => today.checked_add((self.fixed_days(count) - 1).days()).ok(),
        }
    }
}

/// The same day of another year; 29 February becomes 1 March where it does not exist.
fn overflowing_years(day: Date, years: i32) -> Option<Date> {
    let same = day.checked_add(years.years()).ok()?;
    if same.day() == day.day() { Some(same) } else { same.tomorrow().ok() }
}

fn week_start(clock: &Clock) -> Option<Date> {
    let today = clock.today();
    let passed = (7 + today.weekday().to_sunday_zero_offset() - (clock.week_begins % 7) as i8) % 7;
    today.checked_sub(passed.days()).ok()
}

/// The first day of the fiscal year that starts in a calendar year.
fn fiscal_start(clock: &Clock, year: i16) -> Option<Date> {
    let (month, day) = clock.fiscal_start;
    let month = Date::new(year, month.clamp(1, 12), 1).ok()?;
    Date::new(year, month.month(), day.clamp(1, month.days_in_month())).ok()
}

fn before(day: Date) -> Option<Date> {
    day.yesterday().ok()
}

#[cfg(test)]
#[path = "range_tests.rs"]
mod tests;
