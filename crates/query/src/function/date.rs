//! Functions of dates and times.

use jiff::civil::DateTime;
use schema::{OptionItem, OptionList, Value};
use std::sync::{Arc, OnceLock};

use super::{absent, first};
use crate::Dialect;
use crate::expr::{Call, Expr};
use crate::function::interval::interval;
use crate::path::Found;
use crate::planner::Planner;
use crate::sql::Sql;
use crate::ty::{Ty, Typed, text};

/// The least unit of one piece of a date, and how both databases take it out: start and length in the text, word.
const PIECES: [(&str, &str, &str); 6] = [
    ("YEAR", "1, 4", "YEAR"),
    ("MONTH", "6, 2", "MONTH"),
    ("DAY", "9, 2", "DAY"),
    ("HOUR", "12, 2", "HOUR"),
    ("MINUTE", "15, 2", "MINUTE"),
    ("SECOND", "18, 2", "SECOND"),
];

impl<'a> Planner<'a> {
    pub(super) fn date_function(&mut self, call: &Call) -> Found<Typed<'a>> {
        let clock = self.context.clock;
        let args = self.arguments(call)?;
        let unit = call.args.first().and_then(|arg| arg.before).unwrap_or_default();
        match (call.function.name, args.as_slice()) {
            ("NOW", _) => Ok(Typed::new(Sql::bound(Value::DateTime(clock.now)), Ty::DateTime)),
            ("CURDATE", _) => Ok(Typed::new(Sql::bound(Value::Date(clock.today())), Ty::Date)),
            ("DATE", [d]) => Ok(Typed::new(self.day(d), Ty::Date)),
            ("TIME", [d]) => Ok(Typed::new(self.time(d), Ty::Time)),
            ("YEAR" | "MONTH" | "QUARTER" | "DAYOFWEEK", [d]) => Ok(self.piece(call.function.name, d)),
            ("EXTRACT", [d]) => Ok(self.piece(unit, d)),
            ("DATE_ADD", [d, _]) => Ok(self.shifted(call, d, 1)),
            ("DATE_SUB", [d, _]) => Ok(self.shifted(call, d, -1)),
            ("DATEDIFF", [a, b]) => Ok(Typed::new(self.days_between(&self.day(b), &self.day(a)), Ty::Int)),
            ("TIMESTAMPDIFF", [a, b]) => Ok(self.difference(unit, a, b)),
            ("NEXTANNIV", [d]) => Ok(Typed::new(self.next_anniversary(&self.day(d)), Ty::Date)),
            ("DAYSTOANNIV", [d]) => Ok(Typed::new(self.days_to_anniversary(&self.day(d)), Ty::Int)),
            _ => absent(call),
        }
    }

    /// The expression as a date or a time; texts are read as such.
    fn dated(&self, typed: &Typed<'a>) -> Typed<'a> {
        let typed = self.as_date(typed.clone().local(), &Typed { ty: Ty::Date, ..Typed::null() });
        match typed.ty {
            Ty::Date | Ty::DateTime => typed,
            _ => {
                let read = Sql::fill("ruche_moment({0})", &[&text(self.dialect(), &typed)]);
                Typed::new(read, Ty::DateTime)
            }
        }
    }

    /// A moment, as the functions of both databases take it.
    pub fn moment(&self, typed: &Typed<'a>) -> Sql {
        let dated = self.dated(typed);
        match self.dialect() {
            Dialect::Sqlite => dated.sql,
            Dialect::Postgres => Sql::fill("({0})::timestamp", &[&dated.sql]),
        }
    }

    /// A day.
    pub fn day(&self, typed: &Typed<'a>) -> Sql {
        let dated = self.dated(typed);
        match (self.dialect(), dated.ty) {
            (_, Ty::Date) => dated.sql,
            (Dialect::Sqlite, _) => Sql::fill("substr({0}, 1, 10)", &[&dated.sql]),
            (Dialect::Postgres, _) => Sql::fill("({0})::date", &[&dated.sql]),
        }
    }

    fn time(&self, typed: &Typed<'a>) -> Sql {
        let moment = self.moment(typed);
        match self.dialect() {
            Dialect::Sqlite => Sql::fill("substr({0} || ' 00:00:00', 12, 8)", &[&moment]),
            Dialect::Postgres => Sql::fill("to_char({0}, 'HH24:MI:SS')", &[&moment]),
        }
    }

    /// One unit of a date, or several as one number (`YEAR_MONTH` of March 2024 is 202403).
    fn piece(&self, unit: &str, typed: &Typed<'a>) -> Typed<'a> {
        let moment = self.moment(typed);
        let sqlite = self.dialect() == Dialect::Sqlite;
        let sql = match unit {
            "QUARTER" => Sql::fill("(({0} + 2) / 3)", &[&self.digits("MONTH", &moment)]),
            "DAYOFWEEK" if sqlite => Sql::fill("(CAST(strftime('%w', {0}) AS INTEGER) + 1)", &[&moment]),
            "DAYOFWEEK" => Sql::fill("(EXTRACT(DOW FROM {0})::int + 1)", &[&moment]),
            "WEEK" if sqlite => Sql::fill(
                "((CAST(strftime('%j', {0}) AS INTEGER) + 6 - CAST(strftime('%w', {0}) AS INTEGER)) / 7)",
                &[&moment],
            ),
            "WEEK" => Sql::fill("((EXTRACT(DOY FROM {0})::int + 6 - EXTRACT(DOW FROM {0})::int) / 7)", &[&moment]),
            unit => match unit.split_once('_') {
                None => self.digits(unit, &moment),
                Some((from, to)) => {
                    let at = |unit: &str| PIECES.iter().position(|(name, ..)| *name == unit).unwrap_or(0);
                    let parts = PIECES.get(at(from)..=at(to)).unwrap_or_default();
                    let digits: Vec<Sql> = parts.iter().map(|(name, ..)| self.digits(name, &moment)).collect();
                    let folded = digits.into_iter().reduce(|sum, next| Sql::fill("({0} * 100 + {1})", &[&sum, &next]));
                    folded.unwrap_or_else(|| Sql::raw("NULL"))
                }
            },
        };
        Typed::new(sql, Ty::Int)
    }

    fn digits(&self, unit: &str, moment: &Sql) -> Sql {
        let Some((_, cut, word)) = PIECES.iter().find(|(name, ..)| *name == unit) else {
            return Sql::raw("NULL");
        };
        match self.dialect() {
            Dialect::Sqlite => Sql::fill("CAST(substr({0}, {1}) AS INTEGER)", &[moment, &Sql::raw(*cut)]),
            Dialect::Postgres => Sql::fill("trunc(EXTRACT({1} FROM {0}))::int", &[moment, &Sql::raw(*word)]),
        }
    }

    fn shifted(&self, call: &Call, typed: &Typed<'a>, sign: i64) -> Typed<'a> {
        let (number, unit) = match call.args.get(1) {
            Some(arg) => match (arg.exprs.first(), arg.after) {
                (Some(Expr::Number(number)), unit) => (number.as_str(), unit.unwrap_or("DAY")),
                _ => return Typed::null(),
            },
            None => return Typed::null(),
        };
        let Some(by) = interval(number, unit) else { return Typed::null() };
        let days_only = self.dated(typed).ty == Ty::Date && by.seconds % 86_400 == 0 && !unit.contains('_');
        let months = crate::ty::small(self.dialect(), by.months * sign);
        let seconds = Sql::bound(by.seconds * sign);
        let moment = Sql::fill("ruche_shift({0}, {1}, {2})", &[&self.moment(typed), &months, &seconds]);
        match (days_only, self.dialect()) {
            (false, _) => Typed::new(moment, Ty::DateTime),
            (true, Dialect::Sqlite) => Typed::new(Sql::fill("substr({0}, 1, 10)", &[&moment]), Ty::Date),
            (true, Dialect::Postgres) => Typed::new(Sql::fill("({0})::date", &[&moment]), Ty::Date),
        }
    }

    /// Whole units from one moment to another.
    fn difference(&self, unit: &str, from: &Typed<'a>, to: &Typed<'a>) -> Typed<'a> {
        let (from, to) = (self.moment(from), self.moment(to));
        let template = match unit {
            "MICROSECOND" => "(ruche_seconds({0}, {1}) * 1000000)",
            "SECOND" => "ruche_seconds({0}, {1})",
            "MINUTE" => "(ruche_seconds({0}, {1}) / 60)",
            "HOUR" => "(ruche_seconds({0}, {1}) / 3600)",
            "DAY" => "(ruche_seconds({0}, {1}) / 86400)",
            "WEEK" => "(ruche_seconds({0}, {1}) / 604800)",
            "MONTH" => "ruche_months({0}, {1})",
            "QUARTER" => "(ruche_months({0}, {1}) / 3)",
            _ => "(ruche_months({0}, {1}) / 12)",
        };
        Typed::new(Sql::fill(template, &[&from, &to]), Ty::Int)
    }

    fn days_between(&self, from: &Sql, to: &Sql) -> Sql {
        match self.dialect() {
            Dialect::Sqlite => Sql::fill("(ruche_seconds({0}, {1}) / 86400)", &[from, to]),
            Dialect::Postgres => Sql::fill("({1} - {0})", &[from, to]),
        }
    }

    fn next_anniversary(&self, day: &Sql) -> Sql {
        let today = Sql::bound(Value::Date(self.context.clock.today()));
        Sql::fill("ruche_next_anniversary({0}, {1})", &[day, &today])
    }

    /// Days from today until the next anniversary of a day.
    pub fn days_to_anniversary(&self, day: &Sql) -> Sql {
        let today = Sql::bound(Value::Date(self.context.clock.today()));
        match self.dialect() {
            Dialect::Sqlite => Sql::fill("ruche_days_to_anniversary({0}, {1})", &[day, &today]),
            Dialect::Postgres => self.days_between(&today, &self.next_anniversary(day)),
        }
    }
}

/// What a function that takes dates apart gives for a moment.
pub(crate) fn piece_of(call: &Call, at: DateTime) -> Option<Value> {
    let week = || i64::from((at.date().day_of_year() + 6 - i16::from(weekday(at))) / 7);
    let unit = match call.function.name {
        "EXTRACT" => call.args.first().and_then(|arg| arg.before).unwrap_or_default(),
        name => name,
    };
    let digits = |unit: &str| match unit {
        "YEAR" => i64::from(at.year()),
        "MONTH" => i64::from(at.month()),
        "DAY" => i64::from(at.day()),
        "HOUR" => i64::from(at.hour()),
        "MINUTE" => i64::from(at.minute()),
        _ => i64::from(at.second()),
    };
    Some(Value::Int(match unit {
        "DATE" => return Some(Value::Date(at.date())),
        "TIME" => return Some(Value::Text(at.time().strftime("%H:%M:%S").to_string())),
        "QUARTER" => i64::from((at.month() + 2) / 3),
        "DAYOFWEEK" => i64::from(weekday(at)) + 1,
        "WEEK" => week(),
        unit => match unit.split_once('_') {
            None => digits(unit),
            Some((from, to)) => {
                let position = |unit: &str| PIECES.iter().position(|(name, ..)| *name == unit);
                let parts = PIECES.get(position(from)?..=position(to)?)?;
                parts.iter().fold(0, |sum, (name, ..)| sum * 100 + digits(name))
            }
        },
    }))
}

/// 0 for Sunday to 6.
fn weekday(at: DateTime) -> i8 {
    at.weekday().to_sunday_zero_offset()
}

/// The names of what a function counts: months, days of the week.
pub(crate) fn names_of(function: &str) -> Option<Arc<OptionList>> {
    static MONTHS: OnceLock<Arc<OptionList>> = OnceLock::new();
    static DAYS: OnceLock<Arc<OptionList>> = OnceLock::new();
    let list = |names: &[&str]| {
        let items = names.iter().zip(1_i64..).map(|(name, id)| OptionItem {
            id: Value::Int(id),
            name: (*name).to_owned(),
            label: (*name).to_owned(),
            is_active: true,
            ..OptionItem::default()
        });
        Arc::new(OptionList::new(items.collect()))
    };
    let months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    match function {
        "MONTH" => Some(MONTHS.get_or_init(|| list(&months)).clone()),
        "DAYOFWEEK" => Some(DAYS.get_or_init(|| list(&days)).clone()),
        _ => None,
    }
}

/// The date that a partial-date function was given to take apart, when that is what `expr` is.
pub(crate) fn partial(expr: &Expr) -> Option<&Call> {
    match expr {
        Expr::Call(call) if call.function.partial_date && first(call.args.last()).is_some() => Some(call),
        _ => None,
    }
}
