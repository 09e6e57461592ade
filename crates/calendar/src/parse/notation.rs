//! The notations of dates and times, each a function that reads one piece of text into a [`Token`].

use super::relative::{ago, keyword, phrase, relative, weekday, weekday_of_month};
use super::scan::{Cursor, MONTHS, WEEKDAYS};
use super::zone::{offset, zone_name};
use jiff::tz::TimeZone;

/// A date as written: what is `None` is taken from today, and overlong days and months run on.
#[derive(Clone, Copy)]
pub struct Day {
    pub year: Option<i64>,
    pub month: i64,
    pub day: Option<i64>,
}

/// Hours, minutes and seconds.
pub type Time = [i64; 3];

/// What a unit of a relative phrase counts.
#[derive(Clone, Copy)]
pub enum Unit {
    Seconds(i64),
    Days(i64),
    Months(i64),
    /// The given day of the week, 0 = Sunday.
    Weekday(i64),
    /// Monday to Friday.
    WorkingDays,
}

/// One piece of a date text.
#[derive(Clone)]
pub enum Token {
    Date(Day),
    Time(Time),
    DateTime(Day, Time),
    Year(i64),
    /// Four digits: a time, or the year if a time is already known.
    FourDigits(i64, i64),
    Zone(TimeZone),
    /// Unix time in seconds.
    Instant(i64),
    Now,
    Noon,
    /// Midnight of today, or of a day counted from it.
    Midnight(Option<i64>),
    FirstDayOfMonth,
    LastDayOfMonth,
    /// The n-th such weekday of the month; 0 and below mean the last one.
    WeekdayOfMonth(i64, i64),
    Weekday(i64),
    /// A number of units (`+1 day`, `3 weeks`); the time of day stays.
    Counted(i64, Unit),
    /// `next`, `last` or `third` unit; with a weekday the time is dropped. The flag is set for `this`.
    Worded(i64, Unit, bool),
    /// `next week`, which remembers the day of the week named before or after it.
    Week(i64),
    Ago,
}

type Notation = fn(&mut Cursor<'_>) -> Option<Token>;

/// In the order of precedence among readings of equal length.
const NOTATIONS: &[Notation] = &[
    keyword,
    unix_time,
    weekday_of_month,
    time12,
    hour_only,
    time24,
    four_digits,
    six_digits,
    american,
    iso,
    slashed,
    two_digit_year,
    year_month,
    loose_iso,
    day_month_year,
    pointed,
    pointed_short,
    month_year,
    year_then_month,
    month_day_year,
    month_day,
    day_month,
    eight_digits,
    fourteen_digits,
    day_of_year,
    iso_week,
    month_day_year_dashed,
    year_month_day_dashed,
    log_date,
    year,
    ago,
    weekday,
    phrase,
    month,
    offset,
    zone_name,
    month_day_time,
    relative,
];

/// Takes the longest piece that any notation reads.
pub fn longest(cursor: &mut Cursor<'_>) -> Option<Token> {
    let mut best: Option<(Cursor<'_>, Token)> = None;
    for notation in NOTATIONS {
        let mut trial = *cursor;
        let Some(token) = notation(&mut trial) else { continue };
        if best.as_ref().is_none_or(|(end, _)| trial.position() > end.position()) {
            best = Some((trial, token));
        }
    }
    let (end, token) = best?;
    *cursor = end;
    Some(token)
}

fn ymd(year: i64, month: i64, day: i64) -> Option<Token> {
    Some(Token::Date(Day { year: Some(year), month, day: Some(day) }))
}

const BETWEEN: &[u8] = b" .\t-";

/// `@1700000000`, perhaps with a fraction, which is dropped.
fn unix_time(c: &mut Cursor<'_>) -> Option<Token> {
    c.one_of(b"@")?;
    let negative = c.one_of(b"-").is_some();
    let (seconds, _) = c.digits(1, 18)?;
    if c.one_of(b".").is_some() {
        c.skip(b"0123456789");
    }
    Some(Token::Instant(if negative { -seconds } else { seconds }))
}

/// `3pm`, `3:04 pm`, `3:04:05 p.m.`
fn time12(c: &mut Cursor<'_>) -> Option<Token> {
    let hour = c.small(1, 12)?;
    let mut rest = [0; 2];
    for part in &mut rest {
        if c.one_of(b":.").is_none() {
            break;
        }
        *part = c.fixed(2, 0, 59)?;
    }
    c.skip(b" \t");
    let noon = c.meridian()?;
    Some(Token::Time([hour % 12 + noon, rest[0], rest[1]]))
}

/// `t15`
fn hour_only(c: &mut Cursor<'_>) -> Option<Token> {
    c.one_of(b"t")?;
    Some(Token::Time([c.hour()?, 0, 0]))
}

/// `15:30`, `t15:30:59.123`; a fraction is dropped.
fn time24(c: &mut Cursor<'_>) -> Option<Token> {
    c.one_of(b"t");
    clock_time(c).map(Token::Time)
}

fn clock_time(c: &mut Cursor<'_>) -> Option<Time> {
    let hour = c.hour()?;
    c.one_of(b":.")?;
    let minute = c.minute()?;
    let mut longer = *c;
    let Some(second) = longer.one_of(b":.").and_then(|_| longer.small(0, 60)) else {
        return Some([hour, minute, 0]);
    };
    let mut fraction = longer;
    if fraction.one_of(b".,").is_some() && fraction.skip(b"0123456789") > 0 {
        longer = fraction;
    }
    *c = longer;
    Some([hour, minute, second])
}

/// `1530`, `t1530`
fn four_digits(c: &mut Cursor<'_>) -> Option<Token> {
    c.one_of(b"t");
    Some(Token::FourDigits(c.fixed(2, 0, 24)?, c.fixed(2, 0, 59)?))
}

/// `153059`, `t153059`
fn six_digits(c: &mut Cursor<'_>) -> Option<Token> {
    c.one_of(b"t");
    compact_time(c).map(Token::Time)
}

fn compact_time(c: &mut Cursor<'_>) -> Option<Time> {
    Some([c.fixed(2, 0, 24)?, c.fixed(2, 0, 59)?, c.fixed(2, 0, 60)?])
}

/// `01/31/2024`, `1/31`
fn american(c: &mut Cursor<'_>) -> Option<Token> {
    let month = c.month()?;
    c.one_of(b"/")?;
    let day = c.day()?;
    let mut longer = *c;
    let year = longer.one_of(b"/").and_then(|_| longer.year());
    if year.is_some() {
        *c = longer;
    }
    Some(Token::Date(Day { year, month, day: Some(day) }))
}

/// `2024-01-31`, also with a sign before the year.
fn iso(c: &mut Cursor<'_>) -> Option<Token> {
    let sign = c.one_of(b"+-").map_or(1, |sign| if sign == b'-' { -1 } else { 1 });
    let year = c.year4()? * sign;
    c.one_of(b"-")?;
    let month = c.fixed(2, 0, 12)?;
    c.one_of(b"-")?;
    ymd(year, month, c.fixed(2, 0, 31)?)
}

/// `2024/1/31`, `2024/01/31/`
fn slashed(c: &mut Cursor<'_>) -> Option<Token> {
    let year = c.year4()?;
    c.one_of(b"/")?;
    let month = c.month()?;
    c.one_of(b"/")?;
    let day = c.day()?;
    c.one_of(b"/");
    ymd(year, month, day)
}

/// `24-01-31`
fn two_digit_year(c: &mut Cursor<'_>) -> Option<Token> {
    let year = c.fixed(2, 0, 99)?;
    c.one_of(b"-")?;
    let month = c.fixed(2, 0, 12)?;
    c.one_of(b"-")?;
    ymd(if year < 70 { year + 2000 } else { year + 1900 }, month, c.fixed(2, 0, 31)?)
}

/// `2024-1`
fn year_month(c: &mut Cursor<'_>) -> Option<Token> {
    let year = c.year4()?;
    c.one_of(b"-")?;
    ymd(year, c.month()?, 1)
}

/// `2024-1-5`
fn loose_iso(c: &mut Cursor<'_>) -> Option<Token> {
    let year = c.year()?;
    c.one_of(b"-")?;
    let month = c.month()?;
    c.one_of(b"-")?;
    ymd(year, month, c.day()?)
}

fn day_and_month_name(c: &mut Cursor<'_>) -> Option<(i64, i64)> {
    let day = c.day()?;
    let _ = ["st", "nd", "rd", "th"].iter().find_map(|suffix| c.word(suffix));
    c.skip(BETWEEN);
    Some((day, c.name(MONTHS)?))
}

/// `31 January 2024`, `1st-Feb-24`
fn day_month_year(c: &mut Cursor<'_>) -> Option<Token> {
    let (day, month) = day_and_month_name(c)?;
    c.skip(BETWEEN);
    ymd(c.year()?, month, day)
}

/// `31-01-2024`, `31.01.2024`
fn pointed(c: &mut Cursor<'_>) -> Option<Token> {
    let day = c.day()?;
    c.one_of(b".\t-")?;
    let month = c.month()?;
    c.one_of(b".-")?;
    ymd(c.year4()?, month, day)
}

/// `31.01.24`
fn pointed_short(c: &mut Cursor<'_>) -> Option<Token> {
    let day = c.day()?;
    c.one_of(b".\t")?;
    let month = c.month()?;
    c.one_of(b".")?;
    let year = c.fixed(2, 0, 99)?;
    ymd(if year < 70 { year + 2000 } else { year + 1900 }, month, day)
}

/// `January 2024`, the first of the month.
fn month_year(c: &mut Cursor<'_>) -> Option<Token> {
    let month = c.name(MONTHS)?;
    c.skip(BETWEEN);
    ymd(c.year4()?, month, 1)
}

/// `2024 January`
fn year_then_month(c: &mut Cursor<'_>) -> Option<Token> {
    let year = c.year4()?;
    c.skip(BETWEEN);
    ymd(year, c.name(MONTHS)?, 1)
}

fn month_name_and_day(c: &mut Cursor<'_>) -> Option<(i64, i64)> {
    let month = c.name(MONTHS)?;
    c.skip(BETWEEN);
    let day = c.day()?;
    (c.skip(b",.stndrh\t ") > 0 || c.is_done()).then_some((month, day))
}

/// `January 31, 2024`
fn month_day_year(c: &mut Cursor<'_>) -> Option<Token> {
    let (month, day) = month_name_and_day(c)?;
    ymd(c.year()?, month, day)
}

/// `January 31`
fn month_day(c: &mut Cursor<'_>) -> Option<Token> {
    let (month, day) = month_name_and_day(c)?;
    Some(Token::Date(Day { year: None, month, day: Some(day) }))
}

/// `Jan 31 12:34`
fn month_day_time(c: &mut Cursor<'_>) -> Option<Token> {
    let (month, day) = month_name_and_day(c)?;
    let mut half = *c;
    let time = match time12(&mut half) {
        Some(Token::Time(time)) => {
            *c = half;
            time
        }
        _ => {
            c.one_of(b"t");
            clock_time(c)?
        }
    };
    Some(Token::DateTime(Day { year: None, month, day: Some(day) }, time))
}

/// `31 January`
fn day_month(c: &mut Cursor<'_>) -> Option<Token> {
    let (day, month) = day_and_month_name(c)?;
    Some(Token::Date(Day { year: None, month, day: Some(day) }))
}

fn compact_day(c: &mut Cursor<'_>) -> Option<Day> {
    let year = c.year4()?;
    Some(Day { year: Some(year), month: c.fixed(2, 0, 12)?, day: Some(c.fixed(2, 0, 31)?) })
}

/// `20240131`
fn eight_digits(c: &mut Cursor<'_>) -> Option<Token> {
    compact_day(c).map(Token::Date)
}

/// `20240131123456`
fn fourteen_digits(c: &mut Cursor<'_>) -> Option<Token> {
    Some(Token::DateTime(compact_day(c)?, compact_time(c)?))
}

/// `2024.031`, the 31st day of the year.
fn day_of_year(c: &mut Cursor<'_>) -> Option<Token> {
    let year = c.year4()?;
    c.one_of(b".");
    ymd(year, 1, c.fixed(3, 1, 366)?)
}

/// `2024-W05-3`, `2024W05` (Monday), of ISO 8601.
fn iso_week(c: &mut Cursor<'_>) -> Option<Token> {
    let year = c.year4()?;
    c.one_of(b"-");
    c.one_of(b"w")?;
    let week = c.fixed(2, 1, 53)?;
    let mut longer = *c;
    longer.one_of(b"-");
    let weekday = longer.fixed(1, 0, 7);
    if weekday.is_some() {
        *c = longer;
    }
    // Week 1 holds 4 January; its Monday lies as many days back as that day is past Monday.
    let fourth = jiff::civil::Date::new(i16::try_from(year).ok()?, 1, 4).ok()?;
    let monday = 4 - i64::from(fourth.weekday().to_monday_zero_offset());
    ymd(year, 1, monday + (week - 1) * 7 + weekday.unwrap_or(1) - 1)
}

/// `Jan-31-2024`
fn month_day_year_dashed(c: &mut Cursor<'_>) -> Option<Token> {
    let month = c.name(MONTHS)?;
    c.one_of(b"-")?;
    let day = c.fixed(2, 0, 31)?;
    c.one_of(b"-")?;
    ymd(c.year()?, month, day)
}

/// `2024-Jan-31`
fn year_month_day_dashed(c: &mut Cursor<'_>) -> Option<Token> {
    let year = c.year()?;
    c.one_of(b"-")?;
    let month = c.name(MONTHS)?;
    c.one_of(b"-")?;
    ymd(year, month, c.fixed(2, 0, 31)?)
}

/// `31/Jan/2024:12:34:56`, as web servers log it.
fn log_date(c: &mut Cursor<'_>) -> Option<Token> {
    let day = c.day()?;
    c.one_of(b"/")?;
    let month = c.name(MONTHS)?;
    c.one_of(b"/")?;
    let year = c.year4()?;
    c.one_of(b":")?;
    Some(Token::DateTime(Day { year: Some(year), month, day: Some(day) }, clock_time(c)?))
}

fn year(c: &mut Cursor<'_>) -> Option<Token> {
    c.year4().map(Token::Year)
}

/// `January`: today's day in that month.
fn month(c: &mut Cursor<'_>) -> Option<Token> {
    Some(Token::Date(Day { year: None, month: c.name(MONTHS)?, day: None }))
}

/// The day of the week that a text goes on with, 0 = Sunday.
pub fn weekday_name(c: &mut Cursor<'_>) -> Option<i64> {
    c.name(WEEKDAYS)
}
