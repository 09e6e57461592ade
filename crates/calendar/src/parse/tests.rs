//! What texts mean on Wednesday 31 January 2024, 10:11:12, in Paris, and around the change of clocks.

use super::*;
use crate::datetime_text;
use jiff::civil::datetime;
use jiff::tz::TimeZone;

fn paris(now: DateTime) -> Clock {
    Clock { now, zone: TimeZone::get("Europe/Paris").unwrap(), week_begins: 1, fiscal_start: (1, 1) }
}

fn clock() -> Clock {
    paris(datetime(2024, 1, 31, 10, 11, 12, 0))
}

/// `2024-01-31` when only a day is meant, else with its time.
fn shown(clock: &Clock, text: &str) -> String {
    match parse(clock, text) {
        None => "nothing".into(),
        Some(Moment { at, has_time: true }) => datetime_text(at),
        Some(Moment { at, has_time: false }) => {
            assert_eq!(at.time(), jiff::civil::Time::midnight(), "{text}");
            crate::date_text(at.date())
        }
    }
}

fn check(table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(shown(&clock(), text), *expected, "{text}");
    }
}

#[test]
fn days_are_read_in_every_common_notation() {
    for text in [
        "2024-01-05",
        "2024-1-5",
        "24-01-05",
        "2024/01/05",
        "2024/1/5",
        "01/05/2024",
        "1/5/24",
        "1/5",
        "05-01-2024",
        "5-1-2024",
        "05.01.2024",
        "5.1.2024",
        "20240105",
        "5 January 2024",
        "5th Jan 2024",
        "5-Jan-2024",
        "5 jan 24",
        "January 5, 2024",
        "Jan 5th, 2024",
        "JAN 5 2024",
        "Jan-05-2024",
        "2024-Jan-05",
        "5 January",
        "Jan 5",
        "Friday, January 5, 2024",
        "Fri 5 Jan 2024",
        "2024-W01-5",
        "2024W015",
        "2024.005",
        "2024005",
        " 2024-01-05\n",
    ] {
        assert_eq!(shown(&clock(), text), "2024-01-05", "{text}");
    }
    check(&[
        ("Jan 2024", "2024-01-01"),
        ("2024 February", "2024-02-01"),
        ("2024-12", "2024-12-01"),
        ("January", "2024-01-31"),
        ("31.01.98", "1998-01-31"),
        ("31.01.69", "2069-01-31"),
        ("2024-W05", "2024-01-29"),
        ("0001-01-01", "0001-01-01"),
        ("0000-01-01", "0000-01-01"),
        ("9999-12-31", "9999-12-31"),
        ("June 15, 1990", "1990-06-15"),
        ("15 June 1990", "1990-06-15"),
        ("19900615", "1990-06-15"),
    ]);
}

#[test]
fn times_are_read_alone_and_behind_a_day() {
    check(&[
        ("2024-01-05 12:34", "2024-01-05 12:34:00"),
        ("2024-01-05 12:34:56", "2024-01-05 12:34:56"),
        ("2024-01-05 12:34:56.789", "2024-01-05 12:34:56"),
        ("2024-01-05T12:34:56", "2024-01-05 12:34:56"),
        ("20240105123456", "2024-01-05 12:34:56"),
        ("20240105T123456", "2024-01-05 12:34:56"),
        ("202401051234", "2024-01-05 12:34:00"),
        ("2024-01-05 00:00", "2024-01-05 00:00:00"),
        ("2024-01-05 24:00", "2024-01-06 00:00:00"),
        ("2024-12-31 23:59:60", "2025-01-01 00:00:00"),
        ("01/05/2024 3:04 PM", "2024-01-05 15:04:00"),
        ("Jan 5 12:34", "2024-01-05 12:34:00"),
        ("Fri Jan 5 12:34:56 2024", "2024-01-05 12:34:56"),
        ("3pm", "2024-01-31 15:00:00"),
        ("3 p.m.", "2024-01-31 15:00:00"),
        ("12am", "2024-01-31 00:00:00"),
        ("12 pm", "2024-01-31 12:00:00"),
        ("15:30", "2024-01-31 15:30:00"),
        ("15.30", "2024-01-31 15:30:00"),
        ("2024", "2024-01-31 20:24:00"),
        ("1999", "1999-01-31 10:11:12"),
        ("10.01.24", "2024-01-31 10:01:24"),
    ]);
}

#[test]
fn a_time_with_a_zone_is_converted_to_the_sites() {
    check(&[
        ("2024-01-31T12:34:56Z", "2024-01-31 13:34:56"),
        ("2024-01-31T12:34:56.789Z", "2024-01-31 13:34:56"),
        ("2024-07-31T12:34:56Z", "2024-07-31 14:34:56"),
        ("2024-01-31T12:34:56+02:00", "2024-01-31 11:34:56"),
        ("2024-01-31 12:34:56 -0530", "2024-01-31 19:04:56"),
        ("2024-01-31 12:34 GMT+2", "2024-01-31 11:34:00"),
        ("Wed, 31 Jan 2024 12:34:56 +0100", "2024-01-31 12:34:56"),
        ("Wed, 31 Jan 2024 23:34:56 GMT", "2024-02-01 00:34:56"),
        ("31 Jan 2024 12:00 EST", "2024-01-31 18:00:00"),
        ("2024-01-31 12:34:56 Europe/London", "2024-01-31 13:34:56"),
        ("2024-01-31 America/New_York", "2024-01-31 06:00:00"),
        ("@1700000000", "2023-11-14 23:13:20"),
        ("@1700000000 +1 day", "2023-11-15 23:13:20"),
        ("@-1", "1970-01-01 00:59:59"),
        ("@0.5", "1970-01-01 01:00:00"),
    ]);
}

#[test]
fn words_count_from_now() {
    check(&[
        ("now", "2024-01-31 10:11:12"),
        ("NOW", "2024-01-31 10:11:12"),
        ("today", "2024-01-31"),
        ("midnight", "2024-01-31"),
        ("noon", "2024-01-31 12:00:00"),
        ("tomorrow", "2024-02-01"),
        ("yesterday", "2024-01-30"),
        ("tomorrow 10:00", "2024-02-01 10:00:00"),
        ("yesterday noon", "2024-01-30 12:00:00"),
        ("now - 1 week", "2024-01-24 10:11:12"),
        ("now + 2 days", "2024-02-02 10:11:12"),
        ("+1 day", "2024-02-01 10:11:12"),
        ("-2 months", "2023-12-01 10:11:12"),
        ("3 days ago", "2024-01-28 10:11:12"),
        ("1 year 2 days", "2025-02-02 10:11:12"),
        ("1 year 2 days ago", "2023-01-29 10:11:12"),
        ("+1 week 2 days 4 hours 2 seconds", "2024-02-09 14:11:14"),
        ("+1 fortnight", "2024-02-14 10:11:12"),
        ("today -90 minutes", "2024-01-30 22:30:00"),
        ("+3 weekdays", "2024-02-05 10:11:12"),
        ("next year", "2025-01-31 10:11:12"),
        ("last month", "2023-12-31 10:11:12"),
        ("2024-05-10 +1 week", "2024-05-17"),
        ("2024-05-10 12:00:00 +1 day", "2024-05-11 12:00:00"),
    ]);
}

#[test]
fn weekdays_and_months_have_their_edges() {
    check(&[
        ("monday", "2024-02-05"),
        ("wednesday", "2024-01-31"),
        ("next monday", "2024-02-05"),
        ("next wednesday", "2024-02-07"),
        ("this wednesday", "2024-01-31"),
        ("last friday", "2024-01-26"),
        ("last wednesday", "2024-01-24"),
        ("monday ago", "2024-01-22"),
        ("monday next week", "2024-02-05"),
        ("sunday this week", "2024-02-04"),
        ("sunday last week", "2024-01-28"),
        ("next week", "2024-02-05 10:11:12"),
        ("first day of this month", "2024-01-01 10:11:12"),
        ("first day of next month", "2024-02-01 10:11:12"),
        ("first day of next month midnight", "2024-02-01"),
        ("last day of next month", "2024-02-29 10:11:12"),
        ("last day of february 2024", "2024-02-29"),
        ("last day of february 2023", "2023-02-28"),
        ("first monday of january 2025", "2025-01-06"),
        ("last friday of next month", "2024-02-23"),
        ("third tuesday of february 2024", "2024-02-20"),
        ("last sat of July 2008", "2008-07-26"),
        ("first wednesday of may 2024", "2024-05-01"),
    ]);
}

#[test]
fn days_that_a_month_lacks_run_into_the_next() {
    check(&[
        ("2024-01-31 +1 month", "2024-03-02"),
        ("2023-01-31 +1 month", "2023-03-03"),
        ("2024-03-31 -1 month", "2024-03-02"),
        ("2024-02-29 +1 year", "2025-03-01"),
        ("2024-02-30", "2024-03-01"),
        ("2023-02-29", "2023-03-01"),
        ("2024-04-31", "2024-05-01"),
        ("2024-00-10", "2023-12-10"),
        ("2024-01-31 +13 months", "2025-03-03"),
    ]);
}

#[test]
fn clocks_that_jump_are_followed() {
    let spring = paris(datetime(2024, 3, 30, 2, 30, 0, 0));
    assert_eq!(shown(&spring, "+1 day"), "2024-03-31 03:30:00");
    assert_eq!(shown(&spring, "+24 hours"), "2024-03-31 03:30:00");
    assert_eq!(shown(&spring, "2024-03-31 02:30"), "2024-03-31 03:30:00");
    assert_eq!(shown(&spring, "2024-03-31 01:30 +1 hour"), "2024-03-31 03:30:00");
    assert_eq!(shown(&spring, "2024-10-27 02:30"), "2024-10-27 02:30:00");
    assert_eq!(shown(&spring, "2024-10-27 01:30 +2 hours"), "2024-10-27 02:30:00");
    assert_eq!(shown(&spring, "2024-10-27 01:30 +3 hours"), "2024-10-27 03:30:00");
    assert_eq!(shown(&spring, "2024-10-27T01:30:00Z"), "2024-10-27 02:30:00");
}

#[test]
fn what_is_no_date_is_nothing() {
    for text in [
        "",
        "   ",
        "foo",
        "ending_7.day",
        "less.day",
        "2024-13-01",
        "2024-01-32",
        "31/01/2024",
        "2024.01.31",
        "25:00",
        "12:60",
        "2024-01-01 2024-01-02",
        "10:00 11:00",
        "2024-01-31 Z UTC",
        "janvier 2024",
        "1er mai",
        "é",
        "now()",
        "10000-01-01 +",
        "0000-00-00",
        "99999999999 years",
        "-99999 years",
        "9999-12-31 +1 day",
        "@99999999999999999",
        "@999999999999999999999",
        "+9999999999999 months",
        "9999999999999 weekdays",
        "Mars/Phobos",
        "--",
        "+",
        "12:00 foo",
    ] {
        assert_eq!(shown(&clock(), text), "nothing", "{text}");
    }
    assert_eq!(parse(&clock(), &"now ".repeat(1000)), None);
}

/// A small generator of pseudo-random numbers (xorshift), the same on every run.
fn random(state: &mut u64, below: usize) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    (*state % below as u64) as usize
}

const PIECES: &[&str] = &[
    "2024-02-30",
    "0000-00-00",
    "9999-12-31",
    "-9999-01-01",
    "31 jan",
    "12:34",
    "24:00:60",
    "t",
    "z",
    "+",
    "-",
    "@",
    ".",
    ",",
    " ",
    "/",
    "0",
    "9",
    "99",
    "9999999999999",
    "ago",
    "year",
    "months",
    "day",
    "hours",
    "week",
    "weekdays",
    "next",
    "last",
    "this",
    "first",
    "monday",
    "of",
    "first day of",
    "last day of",
    "feb",
    "utc",
    "gmt+",
    "europe/paris",
    "(",
    "2024-w53-7",
    "noon",
    "tomorrow",
    "now",
    "é",
    "\0",
    "pm",
    "366",
];

#[test]
fn no_text_makes_it_panic() {
    let clocks = [clock(), paris(datetime(9999, 12, 31, 23, 59, 59, 0)), paris(datetime(-9999, 1, 1, 0, 0, 0, 0))];
    let mut state = 0x9e37_79b9_7f4a_7c15;
    for round in 0..30_000 {
        let mut text = String::new();
        for _ in 0..=random(&mut state, 7) {
            if round % 3 == 0 {
                text.push(char::from(random(&mut state, 128) as u8));
            } else {
                text.push_str(PIECES[random(&mut state, PIECES.len())]);
                text.push_str(["", " "][random(&mut state, 2)]);
            }
        }
        if let Some(moment) = parse(&clocks[round % 3], &text) {
            assert!((0..=9999).contains(&moment.at.year()), "{text}");
            assert_eq!(moment.at.subsec_nanosecond(), 0, "{text}");
        }
    }
}
