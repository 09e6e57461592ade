//! Dates and hours in words, and how long ago they were.

use super::Locale;
use jiff::civil::{Date, DateTime};

impl Locale {
    /// `19 novembre 2026`, `1er mai 2026`, `19 November 2026`.
    pub fn date(self, date: Date) -> String {
        self.dated("date-long", date)
    }

    /// `19 nov. 2026`, `19 Nov 2026`.
    pub fn date_short(self, date: Date) -> String {
        self.dated("date-short", date)
    }

    /// `19 nov.`, `19 Nov`.
    pub fn day_month(self, date: Date) -> String {
        self.dated("date-day-month", date)
    }

    /// `nov.`, `Nov`: for charts and narrow columns.
    pub fn month_short(self, date: Date) -> String {
        self.dated("date-month-short", date)
    }

    /// `mars 2019`, `March 2019`.
    pub fn month_year(self, date: Date) -> String {
        self.dated("date-month-year", date)
    }

    /// `jeudi 19 novembre`, `Thursday 19 November`.
    pub fn weekday(self, date: Date) -> String {
        self.dated("date-weekday", date)
    }

    /// The day within this year, the day and the year otherwise: for margins of lists.
    pub fn day(self, date: Date, today: Date) -> String {
        if date.year() == today.year() { self.day_month(date) } else { self.date_short(date) }
    }

    /// `9 h 42`, `9:42`.
    pub fn time(self, at: DateTime) -> String {
        let minute = format!("{:02}", at.minute());
        self.with("date-time-of-day", &[("hour", at.hour().to_string().into()), ("minute", minute.into())])
    }

    /// `19 novembre 2026 à 9 h 42`, `19 November 2026 at 9:42`.
    pub fn date_time(self, at: DateTime) -> String {
        self.with("date-with-time", &[("date", self.date(at.date()).into()), ("time", self.time(at).into())])
    }

    /// How far a day is from today, in words: `hier`, `il y a 3 jours`, `dans 2 semaines`.
    pub fn relative(self, date: Date, today: Date) -> String {
        let days = today.since(date).map_or(0, |span| i64::from(span.get_days()));
        let count = |n: i64| [("count", n.into())];
        match days {
            0 => self.text("day-today").into_owned(),
            1 => self.text("day-yesterday").into_owned(),
            -1 => self.text("day-tomorrow").into_owned(),
            2..=20 => self.with("ago-days", &count(days)),
            21..=59 => self.with("ago-weeks", &count(days / 7)),
            60..=364 => self.with("ago-months", &count(days / 30)),
            365.. => self.with("ago-years", &count(days / 365)),
            -20..=-2 => self.with("in-days", &count(-days)),
            -59..=-21 => self.with("in-weeks", &count(-days / 7)),
            -364..=-60 => self.with("in-months", &count(-days / 30)),
            _ => self.with("in-years", &count(-days / 365)),
        }
    }

    /// A heading above a day's entries: `Aujourd'hui`, `Hier`, else the date.
    pub fn day_heading(self, date: Date, today: Date) -> String {
        match today.since(date).map_or(0, |span| span.get_days()) {
            0 => self.text("heading-today").into_owned(),
            1 => self.text("heading-yesterday").into_owned(),
            _ => self.date(date),
        }
    }

    /// Years have no separators, so they go in as text.
    fn dated(self, key: &str, date: Date) -> String {
        let values = [
            ("day", i64::from(date.day()).into()),
            ("month", i64::from(date.month()).into()),
            ("year", date.year().to_string().into()),
            ("weekday", i64::from(date.weekday().to_monday_one_offset()).into()),
        ];
        self.with(key, &values)
    }
}
