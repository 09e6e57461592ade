//! What a date text has said so far, and the moment that it adds up to.

use super::Moment;
use super::notation::{Day, Time, Token, Unit};
use crate::Clock;
use crate::clock::instant_in;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span};

/// How a day of the week is looked for.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Seek {
    /// After the day, or before it when counting back.
    #[default]
    Beyond,
    /// On the day or after it.
    OnOrAfter,
    /// In the week, Monday to Sunday, of the day.
    SameWeek,
}

#[derive(Clone, Copy)]
enum Edge {
    First,
    Last,
}

/// The parts named so far; what is missing comes from now.
#[derive(Default)]
pub struct Reading {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    time: Option<Time>,
    has_date: bool,
    /// How often a time was named; the second is only allowed as a year.
    times: u8,
    zone: Option<TimeZone>,
    months: i64,
    days: i64,
    seconds: i64,
    working_days: Option<i64>,
    weekday: Option<i64>,
    seek: Seek,
    edge: Option<Edge>,
    weekday_edge: Option<Edge>,
}

impl Reading {
    /// Adds a piece of text; `None` when it contradicts what was said before.
    pub fn take(&mut self, token: Token) -> Option<()> {
        match token {
            Token::Now => {}
            Token::Date(day) => self.date(day)?,
            Token::Time(time) => self.time(time)?,
            Token::DateTime(day, time) => {
                self.date(day)?;
                self.time(time)?;
            }
            Token::Year(year) => self.year = Some(year),
            Token::FourDigits(hour, minute) if self.times == 0 => self.time([hour, minute, 0])?,
            Token::FourDigits(century, rest) => self.late_year(century * 100 + rest)?,
            Token::Zone(zone) => self.zone(zone)?,
            Token::Instant(seconds) => self.instant(seconds)?,
            Token::Noon => {
                self.drop_time();
                self.time([12, 0, 0])?;
            }
            Token::Midnight(days) => {
                self.drop_time();
                self.days = days.unwrap_or(self.days);
            }
            Token::FirstDayOfMonth => self.edge = Some(Edge::First),
            Token::LastDayOfMonth => self.edge = Some(Edge::Last),
            Token::WeekdayOfMonth(count, weekday) => self.weekday_of_month(count, weekday),
            Token::Weekday(weekday) => self.weekday(weekday),
            Token::Counted(count, unit) => self.add(count, unit, Seek::OnOrAfter),
            Token::Worded(count, unit, this) => self.worded(count, unit, this),
            Token::Week(count) => self.week(count),
            Token::Ago => self.ago(),
        }
        Some(())
    }

    fn date(&mut self, day: Day) -> Option<()> {
        if std::mem::replace(&mut self.has_date, true) {
            return None;
        }
        self.year = day.year.or(self.year);
        self.month = Some(day.month);
        self.day = day.day.or(self.day);
        Some(())
    }

    fn time(&mut self, time: Time) -> Option<()> {
        if self.times > 0 {
            return None;
        }
        self.times = 1;
        self.time = Some(time);
        Some(())
    }

    /// The year at the end of `Wed Jan 31 12:34:56 2024`.
    fn late_year(&mut self, year: i64) -> Option<()> {
        if self.times > 1 {
            return None;
        }
        self.times = 2;
        self.year = Some(year);
        Some(())
    }

    fn zone(&mut self, zone: TimeZone) -> Option<()> {
        self.zone.replace(zone).is_none().then_some(())
    }

    fn instant(&mut self, seconds: i64) -> Option<()> {
        self.date(Day { year: Some(1970), month: 1, day: Some(1) })?;
        self.time([0, 0, 0])?;
        self.seconds = self.seconds.saturating_add(seconds);
        self.zone(TimeZone::UTC)
    }

    fn drop_time(&mut self) {
        self.times = 0;
        self.time = Some([0, 0, 0]);
    }

    fn add(&mut self, count: i64, unit: Unit, seek: Seek) {
        let add = |sum: &mut i64, size: i64| *sum = sum.saturating_add(count.saturating_mul(size));
        match unit {
            Unit::Seconds(size) => add(&mut self.seconds, size),
            Unit::Days(size) => add(&mut self.days, size),
            Unit::Months(size) => add(&mut self.months, size),
            Unit::WorkingDays => self.working_days = Some(count),
            Unit::Weekday(weekday) => {
                let weeks = if count > 0 { count - 1 } else { count };
                self.days = self.days.saturating_add(weeks.saturating_mul(7));
                self.weekday = Some(weekday);
                self.seek = seek;
            }
        }
    }

    fn worded(&mut self, count: i64, unit: Unit, this: bool) {
        if let Unit::Weekday(_) | Unit::WorkingDays = unit {
            self.drop_time();
        }
        self.add(count, unit, if this { Seek::OnOrAfter } else { Seek::Beyond });
    }

    fn weekday(&mut self, weekday: i64) {
        self.drop_time();
        self.weekday = Some(weekday);
        if self.seek != Seek::SameWeek {
            self.seek = Seek::OnOrAfter;
        }
    }

    fn weekday_of_month(&mut self, count: i64, weekday: i64) {
        let (edge, seek) = if count > 0 { (Edge::First, Seek::OnOrAfter) } else { (Edge::Last, Seek::Beyond) };
        self.drop_time();
        self.weekday_edge = Some(edge);
        self.add(count, Unit::Weekday(weekday), seek);
    }

    fn week(&mut self, count: i64) {
        self.days = self.days.saturating_add(count * 7);
        self.seek = Seek::SameWeek;
        self.weekday = self.weekday.or(Some(1));
    }

    /// Turns every count around.
    fn ago(&mut self) {
        self.months = self.months.saturating_neg();
        self.days = self.days.saturating_neg();
        self.seconds = self.seconds.saturating_neg();
        self.working_days = self.working_days.map(i64::saturating_neg);
        // A negative weekday is looked for backwards; Sunday, being 0, counts as 7.
        self.weekday = self.weekday.map(|weekday| if weekday == 0 { -7 } else { -weekday });
    }

    /// The moment on the site's clock that all of this means.
    pub fn resolve(mut self, clock: &Clock) -> Option<Moment> {
        let now = clock.now;
        let (time, has_time) = match self.time {
            Some(time) => (time, self.times > 0),
            None if self.has_date => ([0, 0, 0], false),
            None => ([now.hour(), now.minute(), now.second()].map(i64::from), true),
        };
        let day = self.resolve_day(now.date())?;
        let seconds = time[0] * 3600 + time[1] * 60 + time[2];
        let local = DateTime::from(day).checked_add(SignedDuration::from_secs(seconds)).ok()?;
        let at = self.on_site(clock, local)?;
        let has_time = has_time || self.seconds != 0 || self.zone.is_some();
        (at.year() >= 0).then_some(Moment { at, has_time })
    }

    fn resolve_day(&mut self, today: Date) -> Option<Date> {
        let year = self.year.unwrap_or(today.year().into());
        let mut month = self.month.unwrap_or(today.month().into());
        let mut day = self.day.unwrap_or(today.day().into());
        if let Some(edge) = self.weekday_edge {
            month = month.checked_add(std::mem::take(&mut self.months))?;
            month = month.checked_add(if let Edge::Last = edge { 1 } else { 0 })?;
            day = 1;
        }
        if let Some(edge) = self.edge {
            let (month, day) = match edge {
                Edge::First => (month, 1),
                Edge::Last => (month.checked_add(1)?, 0),
            };
            return overflowing(year, month.checked_add(self.months)?, day);
        }
        let mut date = overflowing(year, month, day)?;
        if let Some(weekday) = self.weekday {
            date = plus_days(date, self.to_weekday(date, weekday))?;
        }
        let month = i64::from(date.month()).checked_add(self.months)?;
        let date = overflowing(date.year().into(), month, self.days.checked_add(date.day().into())?)?;
        match self.working_days {
            Some(count) => plus_working_days(date, count),
            None => Some(date),
        }
    }

    /// The days from a date to the day of the week that is looked for.
    fn to_weekday(&self, date: Date, weekday: i64) -> i64 {
        let current = i64::from(date.weekday().to_sunday_zero_offset());
        if self.seek == Seek::SameWeek {
            let [current, weekday] = [current, weekday].map(|day| if day == 0 { 7 } else { day });
            return weekday - current;
        }
        if weekday < 0 {
            return -(7 - (weekday.abs() - current));
        }
        let difference = weekday - current;
        let nearest = if self.seek == Seek::OnOrAfter { -1 } else { 0 };
        let passed = if self.days < 0 { difference < 0 } else { difference <= nearest };
        if passed { difference + 7 } else { difference }
    }

    /// The site's reading of a local time of the named zone, after the counted seconds have passed.
    fn on_site(&self, clock: &Clock, local: DateTime) -> Option<DateTime> {
        let passed = SignedDuration::from_secs(self.seconds);
        let zone = self.zone.as_ref().unwrap_or(&clock.zone);
        match instant_in(zone, local) {
            Some(instant) => Some(clock.zone.to_datetime(instant.checked_add(passed).ok()?)),
            None => local.checked_add(passed).ok(),
        }
    }
}

/// A date whose month and day may lie outside their bounds and then run on into other months.
fn overflowing(year: i64, month: i64, day: i64) -> Option<Date> {
    let months = year.checked_mul(12)?.checked_add(month.checked_sub(1)?)?;
    let year = i16::try_from(months.div_euclid(12)).ok()?;
    let first = Date::new(year, (months.rem_euclid(12) + 1) as i8, 1).ok()?;
    plus_days(first, day.checked_sub(1)?)
}

fn plus_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// So many days of Monday to Friday later (or earlier), starting from the working day at or behind the date.
fn plus_working_days(date: Date, count: i64) -> Option<Date> {
    let weekday = i64::from(date.weekday().to_monday_zero_offset());
    let start = match (weekday, count) {
        (5.., 0..) => plus_days(date, 4 - weekday)?,
        (5.., _) => plus_days(date, 7 - weekday)?,
        _ => date,
    };
    let weekday = i64::from(start.weekday().to_monday_zero_offset());
    let target = weekday.checked_add(count)?;
    plus_days(start, target.div_euclid(5).checked_mul(7)?.checked_add(target.rem_euclid(5) - weekday)?)
}
