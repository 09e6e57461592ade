//! Rules of repetition: every so many days, weeks, months or years, until a day or so many times.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::{Span, ToSpan};

/// The step of a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    Hour,
    Day,
    #[default]
    Week,
    Month,
    Year,
}

impl Unit {
    pub const ALL: [Unit; 5] = [Unit::Hour, Unit::Day, Unit::Week, Unit::Month, Unit::Year];

    /// As it is stored and sent.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Hour => "hour",
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Year => "year",
        }
    }

    pub fn named(name: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.name() == name)
    }

    fn span(self, count: i64) -> Option<Span> {
        match self {
            Unit::Hour => Span::new().try_hours(count),
            Unit::Day => Span::new().try_days(count),
            Unit::Week => Span::new().try_weeks(count),
            Unit::Month => Span::new().try_months(count),
            Unit::Year => Span::new().try_years(count),
        }
        .ok()
    }
}

/// A rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    pub every: i64,
    pub unit: Unit,
    /// Of weeks: the days on which it happens, 1 = Monday to 7; the day of the first one where there are none.
    pub weekdays: Vec<i8>,
    /// How often it happens beside the first time.
    pub count: Option<i64>,
    /// The last day on which it may happen.
    pub until: Option<Date>,
}

/// A series is no longer than this, whatever its rule says.
pub const MOST: usize = 200;

impl Rule {
    /// The times after the first one, in order.
    pub fn times(&self, first: DateTime) -> Vec<DateTime> {
        let every = self.every.clamp(1, 1000);
        let wanted = self.count.map_or(MOST, |count| usize::try_from(count).unwrap_or(0).min(MOST));
        let bounded = self.count.is_some() || self.until.is_some();
        if !bounded || wanted == 0 {
            return Vec::new();
        }
        let ends = |at: &DateTime| self.until.is_some_and(|until| at.date() > until);
        match self.unit {
            Unit::Week if !self.weekdays.is_empty() => self.on_weekdays(first, every, wanted),
            unit => (1..)
                .map_while(|n: i64| first.checked_add(unit.span(every.checked_mul(n)?)?).ok())
                .take_while(|at| !ends(at))
                .take(wanted)
                .collect(),
        }
    }

    fn on_weekdays(&self, first: DateTime, every: i64, wanted: usize) -> Vec<DateTime> {
        let back = i64::from(first.date().weekday().to_monday_zero_offset());
        let Ok(monday) = first.checked_sub(back.days()) else { return Vec::new() };
        let mut days: Vec<i8> = self.weekdays.iter().copied().filter(|day| (1..=7).contains(day)).collect();
        days.sort_unstable();
        days.dedup();
        let mut found = Vec::new();
        for week in 0.. {
            for day in &days {
                let ahead = week * every * 7 + i64::from(*day) - 1;
                let Some(at) = Span::new().try_days(ahead).ok().and_then(|span| monday.checked_add(span).ok()) else {
                    return found;
                };
                if at <= first {
                    continue;
                }
                if found.len() >= wanted || self.until.is_some_and(|until| at.date() > until) {
                    return found;
                }
                found.push(at);
            }
            if days.is_empty() {
                return found;
            }
        }
        found
    }

    /// The weekdays as one text, `1,3`.
    pub fn days_text(&self) -> String {
        self.weekdays.iter().map(i8::to_string).collect::<Vec<_>>().join(",")
    }

    /// Reads that text.
    pub fn days_of(text: &str) -> Vec<i8> {
        text.split(',').filter_map(|day| day.trim().parse().ok()).filter(|day| (1..=7).contains(day)).collect()
    }
}

/// The weekdays by their numbers.
pub fn weekday(number: i8) -> Option<Weekday> {
    Weekday::from_monday_one_offset(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, datetime};

    fn first() -> DateTime {
        datetime(2026, 1, 31, 18, 30, 0, 0)
    }

    fn days(rule: &Rule) -> Vec<String> {
        rule.times(first()).iter().map(|at| at.date().to_string()).collect()
    }

    #[test]
    fn a_rule_steps_from_the_first_time_so_that_month_ends_stay_month_ends() {
        let rule = Rule { every: 1, unit: Unit::Month, count: Some(3), ..Rule::default() };
        assert_eq!(days(&rule), ["2026-02-28", "2026-03-31", "2026-04-30"]);
        let rule = Rule { every: 2, unit: Unit::Week, count: Some(2), ..Rule::default() };
        assert_eq!(days(&rule), ["2026-02-14", "2026-02-28"]);
        assert_eq!(rule.times(first())[0].time(), first().time());
    }

    #[test]
    fn the_last_day_counts() {
        let rule = Rule { every: 1, unit: Unit::Day, until: Some(date(2026, 2, 2)), ..Rule::default() };
        assert_eq!(days(&rule), ["2026-02-01", "2026-02-02"]);
        let rule = Rule { count: Some(1), ..rule };
        assert_eq!(days(&rule), ["2026-02-01"]);
    }

    #[test]
    fn weeks_may_name_their_days() {
        let rule = Rule { every: 1, unit: Unit::Week, weekdays: vec![3, 1], count: Some(3), until: None };
        assert_eq!(days(&rule), ["2026-02-02", "2026-02-04", "2026-02-09"]);
        let rule = Rule { every: 2, ..rule };
        assert_eq!(days(&rule), ["2026-02-09", "2026-02-11", "2026-02-23"]);
    }

    #[test]
    fn a_rule_without_an_end_makes_nothing_and_a_long_one_stops() {
        assert!(days(&Rule { every: 1, unit: Unit::Day, ..Rule::default() }).is_empty());
        let endless = Rule { every: 1, unit: Unit::Day, count: Some(1_000_000), ..Rule::default() };
        assert_eq!(days(&endless).len(), MOST);
        let far = Rule { every: 1000, unit: Unit::Year, count: Some(100), ..Rule::default() };
        assert!(days(&far).len() < 10);
        assert_eq!(Rule::days_of("1, 3,9,x"), [1, 3]);
    }
}
