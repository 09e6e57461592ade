//! The notations that count from another date: `tomorrow`, `+1 week`, `last friday`, `first monday of`.

use super::notation::{Token, Unit, weekday_name};
use super::scan::{Cursor, Names};

const ORDINALS: Names = &[
    ("twelfth", 12),
    ("eleventh", 11),
    ("tenth", 10),
    ("ninth", 9),
    ("eighth", 8),
    ("eight", 8),
    ("seventh", 7),
    ("sixth", 6),
    ("fifth", 5),
    ("fourth", 4),
    ("third", 3),
    ("second", 2),
    ("first", 1),
    ("next", 1),
    ("last", -1),
    ("previous", -1),
    ("this", 0),
];

const UNITS: &[(&str, Unit)] = &[
    ("milliseconds", Unit::Seconds(0)),
    ("millisecond", Unit::Seconds(0)),
    ("msecs", Unit::Seconds(0)),
    ("msec", Unit::Seconds(0)),
    ("microseconds", Unit::Seconds(0)),
    ("microsecond", Unit::Seconds(0)),
    ("usecs", Unit::Seconds(0)),
    ("usec", Unit::Seconds(0)),
    ("ms", Unit::Seconds(0)),
    ("seconds", Unit::Seconds(1)),
    ("second", Unit::Seconds(1)),
    ("secs", Unit::Seconds(1)),
    ("sec", Unit::Seconds(1)),
    ("minutes", Unit::Seconds(60)),
    ("minute", Unit::Seconds(60)),
    ("mins", Unit::Seconds(60)),
    ("min", Unit::Seconds(60)),
    ("hours", Unit::Seconds(3600)),
    ("hour", Unit::Seconds(3600)),
    ("days", Unit::Days(1)),
    ("day", Unit::Days(1)),
    ("fortnights", Unit::Days(14)),
    ("fortnight", Unit::Days(14)),
    ("months", Unit::Months(1)),
    ("month", Unit::Months(1)),
    ("years", Unit::Months(12)),
    ("year", Unit::Months(12)),
    ("weekdays", Unit::WorkingDays),
    ("weekday", Unit::WorkingDays),
    ("weeks", Unit::Days(7)),
];

const WEEK: Unit = Unit::Days(7);

/// `now`, `today`, `noon`, `first day of` and their like.
pub fn keyword(c: &mut Cursor<'_>) -> Option<Token> {
    let words = [
        ("now", Token::Now),
        ("today", Token::Midnight(None)),
        ("midnight", Token::Midnight(None)),
        ("noon", Token::Noon),
        ("tomorrow", Token::Midnight(Some(1))),
        ("yesterday", Token::Midnight(Some(-1))),
        ("first day of", Token::FirstDayOfMonth),
        ("last day of", Token::LastDayOfMonth),
    ];
    words.into_iter().find_map(|(word, token)| c.word(word).map(|()| token))
}

pub fn ago(c: &mut Cursor<'_>) -> Option<Token> {
    c.word("ago").map(|()| Token::Ago)
}

/// `monday`
pub fn weekday(c: &mut Cursor<'_>) -> Option<Token> {
    weekday_name(c).map(Token::Weekday)
}

/// `first monday of`
pub fn weekday_of_month(c: &mut Cursor<'_>) -> Option<Token> {
    let count = c.name(ORDINALS)?;
    c.space()?;
    let weekday = weekday_name(c)?;
    c.space()?;
    c.word("of").map(|()| Token::WeekdayOfMonth(count, weekday))
}

/// `next month`, `last friday`, `this week`
pub fn phrase(c: &mut Cursor<'_>) -> Option<Token> {
    let this = c.rest().starts_with(b"this");
    let count = c.name(ORDINALS)?;
    c.space()?;
    if let Some(unit) = unit(c) {
        return Some(Token::Worded(count, unit, this));
    }
    c.word("week").map(|()| Token::Week(count))
}

/// `+1 day`, `- 2 weeks`, `3 months`
pub fn relative(c: &mut Cursor<'_>) -> Option<Token> {
    let mut sign = 1;
    while let Some(byte) = c.one_of(b"+-") {
        sign = if byte == b'-' { -sign } else { sign };
    }
    c.skip(b" \t");
    let (number, _) = c.digits(1, 13)?;
    c.skip(b" \t");
    let unit = unit(c).or_else(|| c.word("week").map(|()| WEEK))?;
    Some(Token::Counted(sign * number, unit))
}

fn unit(c: &mut Cursor<'_>) -> Option<Unit> {
    let named = UNITS.iter().find(|(name, _)| c.word(name).is_some());
    named.map(|(_, unit)| *unit).or_else(|| weekday_name(c).map(Unit::Weekday))
}
