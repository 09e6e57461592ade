//! Values as people type them into spreadsheets: dates, numbers, yes and no.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The sign before the fraction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecimalSign {
    #[default]
    Comma,
    Point,
}

/// The order of the parts of a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    #[default]
    DayFirst,
    MonthFirst,
    YearFirst,
}

/// The months of both languages by their beginnings, folded.
const MONTHS: [(&str, i8); 22] = [
    ("janv", 1),
    ("jan", 1),
    ("fev", 2),
    ("feb", 2),
    ("mars", 3),
    ("mar", 3),
    ("avr", 4),
    ("apr", 4),
    ("mai", 5),
    ("may", 5),
    ("juin", 6),
    ("jun", 6),
    ("juil", 7),
    ("jul", 7),
    ("aou", 8),
    ("aug", 8),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
    ("decembre", 12),
    ("fevrier", 2),
];

/// A date in this order; years of two digits lie in the last eighty years or the next twenty.
pub fn date(text: &str, order: DateOrder) -> Option<Date> {
    let text = text.trim();
    // A time behind a date says no more about the day.
    let day = text.split(['T', ' ']).next().filter(|part| part.len() >= 8 && part.contains(['-', '/', '.']));
    let parts = parts(day.unwrap_or(text))?;
    let [first, second, third] = parts;
    if first.is_year {
        return of(first.number, second.number, third.number);
    }
    if second.is_month {
        return of(year(&third), second.number, first.number);
    }
    if first.is_month {
        return of(year(&third), first.number, second.number);
    }
    match order {
        DateOrder::DayFirst => of(year(&third), second.number, first.number),
        DateOrder::MonthFirst => of(year(&third), first.number, second.number),
        DateOrder::YearFirst => of(year(&first), second.number, third.number),
    }
}

/// A date in this order with the time behind it, as `2026-11-15 14:30:00`; midnight where there is none.
pub fn moment(text: &str, order: DateOrder) -> Option<String> {
    let text = text.trim();
    let cut = |at: usize| text.get(at + 1..).map(str::trim).and_then(time);
    // The time is the last part with a colon, or with the `h` of French.
    let (day, time) =
        match text.char_indices().filter(|(_, c)| matches!(c, 'T' | ' ')).find_map(|(at, _)| Some((at, cut(at)?))) {
            Some((at, time)) => (text.get(..at)?.trim().trim_end_matches([',', 'à']).trim(), time),
            // What follows the day is no time.
            None if text.contains(':') => return None,
            None => (text, "00:00:00".to_owned()),
        };
    Some(format!("{} {time}", date(day, order)?))
}

/// `14:30`, `14:30:05`, `14h30`, `14h`, `14:30:05Z`, `2:30 pm`.
fn time(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let (plain, later) = match (lower.strip_suffix("pm"), lower.strip_suffix("am")) {
        (Some(rest), _) => (rest, Some(12)),
        (_, Some(rest)) => (rest, Some(0)),
        _ => (lower.as_str(), None),
    };
    let plain = plain.trim().trim_end_matches('z');
    let plain = plain.split_once(['+', '.']).map_or(plain, |(time, _)| time);
    if !plain.contains([':', 'h']) {
        return None;
    }
    let parts: Vec<&str> = plain.split([':', 'h']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let number = |at: usize| parts.get(at).map_or(Some(0), |part| part.parse::<u8>().ok());
    let (hour, minute, second) = (number(0)?, number(1)?, number(2)?);
    let hour = later.map_or(hour, |later| hour % 12 + later);
    let fits = parts.len() <= 3 && !parts.is_empty() && hour < 24 && minute < 60 && second < 60;
    fits.then(|| format!("{hour:02}:{minute:02}:{second:02}"))
}

/// Whether a text has the shape of a date, whatever the order.
pub fn looks_like_date(text: &str) -> bool {
    let text = text.trim();
    (6..=25).contains(&text.len()) && text.starts_with(|c: char| c.is_ascii_digit()) && parts(text).is_some()
}

#[derive(Clone, Copy)]
struct Part {
    number: i16,
    is_year: bool,
    is_month: bool,
}

/// Three numbers, the month perhaps in letters.
fn parts(text: &str) -> Option<[Part; 3]> {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let part = |text: &str, is_year| Some(Part { number: text.parse().ok()?, is_year, is_month: false });
        return Some([part(&text[..4], true)?, part(&text[4..6], false)?, part(&text[6..], false)?]);
    }
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut found = words.map(part);
    let three = [found.next()??, found.next()??, found.next()??];
    found.next().is_none().then_some(three)
}

fn part(word: &str) -> Option<Part> {
    let word = word.strip_suffix("er").filter(|rest| *rest == "1").unwrap_or(word);
    if let Ok(number) = word.parse::<i16>() {
        return Some(Part { number, is_year: word.len() == 4, is_month: false });
    }
    let folded = schema::fold::fold(word);
    let known = MONTHS.iter().find(|(start, _)| folded.starts_with(start));
    known.map(|(_, month)| Part { number: i16::from(*month), is_year: false, is_month: true })
}

fn year(part: &Part) -> i16 {
    match part.number {
        n if part.is_year || n > 99 => n,
        n @ 0..=46 => 2000 + n,
        n => 1900 + n,
    }
}

fn of(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().filter(|date| date.year() > 1000)
}

/// A number as `1234.5`, whatever stands between thousands; None for what is none.
pub fn number(text: &str, sign: DecimalSign) -> Option<String> {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\'' | '’' | '€' | '$' | '£'))
        .collect();
    let bare = bare.strip_suffix("EUR").unwrap_or(&bare);
    let (point, thousands) = match sign {
        DecimalSign::Comma => (',', '.'),
        DecimalSign::Point => ('.', ','),
    };
    // A sign of thousands that is not followed by three digits is the other country's fraction.
    let groups = bare.rsplit_once(thousands).is_some_and(|(_, rest)| rest.len() == 3 || rest.contains(point));
    let mended = match (bare.contains(thousands), groups) {
        (true, true) => bare.replace(thousands, "").replace(point, "."),
        (true, false) => bare.replace(thousands, "."),
        (false, _) => bare.replace(point, "."),
    };
    let digits = mended.strip_prefix(['-', '+']).unwrap_or(&mended);
    let is_number = !digits.is_empty()
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
        && digits.matches('.').count() <= 1
        && digits.starts_with(|c: char| c.is_ascii_digit());
    is_number.then(|| mended.trim_start_matches('+').to_owned())
}

/// The sign of a number that leaves no doubt: one or two digits behind it.
pub fn decimal_sign_of(text: &str) -> Option<DecimalSign> {
    let at = text.rfind([',', '.'])?;
    let (whole, fraction) = (&text[..at], &text[at + 1..]);
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let plain = whole.trim_start_matches('-').chars().all(|c| c.is_ascii_digit() || c == ' ' || c == '\u{202f}');
    let fits = plain && !whole.is_empty() && digits(fraction) && fraction.len() <= 2;
    fits.then(|| if text[at..].starts_with(',') { DecimalSign::Comma } else { DecimalSign::Point })
}

/// Yes or no in both languages, ticks and numbers.
pub fn yes(text: &str) -> Option<bool> {
    match schema::fold::fold(text.trim()).as_ref() {
        "1" | "oui" | "o" | "yes" | "y" | "vrai" | "true" | "x" | "✓" | "✔" => Some(true),
        "0" | "non" | "n" | "no" | "faux" | "false" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn moments_are_days_with_or_without_a_time() {
        let at = |text| moment(text, DateOrder::DayFirst);
        assert_eq!(at("15/11/2026 14:30").as_deref(), Some("2026-11-15 14:30:00"));
        assert_eq!(at("2026-11-15T08:05:09Z").as_deref(), Some("2026-11-15 08:05:09"));
        assert_eq!(at("15 novembre 2026 à 9h").as_deref(), Some("2026-11-15 09:00:00"));
        assert_eq!(at("15/11/2026 2:30 pm").as_deref(), Some("2026-11-15 14:30:00"));
        assert_eq!(at("15/11/2026").as_deref(), Some("2026-11-15 00:00:00"));
        assert_eq!(at("15 nov. 2026").as_deref(), Some("2026-11-15 00:00:00"));
        assert_eq!(at("31/02/2026 14:30"), None);
        assert_eq!(at("15/11/2026 25:30"), None);
    }

    #[test]
    fn dates_are_read_in_their_order_and_by_their_words() {
        let read = |text| date(text, DateOrder::DayFirst);
        assert_eq!(read("15/11/26"), Some(day(2026, 11, 15)));
        assert_eq!(read("03.04.1958"), Some(day(1958, 4, 3)));
        assert_eq!(read("1er août 2024"), Some(day(2024, 8, 1)));
        assert_eq!(read("2 février 59"), Some(day(1959, 2, 2)));
        assert_eq!(read("2026-11-15 08:30:00"), Some(day(2026, 11, 15)));
        assert_eq!(read("20261115"), Some(day(2026, 11, 15)));
        assert_eq!(date("12/31/2020", DateOrder::MonthFirst), Some(day(2020, 12, 31)));
        assert_eq!(read("31/02/2020"), None);
        assert_eq!(read("bientôt"), None);
        assert_eq!(date("June 5, 2021", DateOrder::DayFirst), Some(day(2021, 6, 5)));
    }

    #[test]
    fn numbers_lose_their_dress() {
        assert_eq!(number("1 234,50 €", DecimalSign::Comma).as_deref(), Some("1234.50"));
        assert_eq!(number("1.234,50", DecimalSign::Comma).as_deref(), Some("1234.50"));
        assert_eq!(number("45.5", DecimalSign::Comma).as_deref(), Some("45.5"));
        assert_eq!(number("1,234.50", DecimalSign::Point).as_deref(), Some("1234.50"));
        assert_eq!(number("-3", DecimalSign::Point).as_deref(), Some("-3"));
        assert_eq!(number("12a", DecimalSign::Comma), None);
        assert_eq!(number("1.2.3", DecimalSign::Comma), None);
        assert_eq!(decimal_sign_of("12,5"), Some(DecimalSign::Comma));
        assert_eq!(decimal_sign_of("1.234"), None);
    }

    #[test]
    fn yes_and_no_have_many_faces() {
        assert_eq!(yes(" Oui "), Some(true));
        assert_eq!(yes("FAUX"), Some(false));
        assert_eq!(yes("peut-être"), None);
    }
}
