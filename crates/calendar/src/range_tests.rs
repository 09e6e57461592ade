//! Tables of what every range name means on given days and settings.

use super::*;
use crate::{date_text, datetime_text};
use jiff::civil::date;
use jiff::tz::TimeZone;

fn clock(today: Date, week_begins: u8, fiscal_start: (i8, i8)) -> Clock {
    Clock { now: today.at(14, 30, 15, 0), zone: TimeZone::UTC, week_begins, fiscal_start }
}

/// First and last day of a range as `2024-05-01 2024-05-31`, `..` for an open side.
fn shown(clock: &Clock, name: &str) -> String {
    let range = relative(clock, name).unwrap_or_else(|| panic!("{name} is no range"));
    let day = |at: Option<DateTime>| at.map_or("..".into(), |at| date_text(at.date()));
    format!("{} {}", day(range.start), day(range.end))
}

#[test]
fn every_name_has_its_range() {
    // A Wednesday in the second quarter; weeks start on Monday, fiscal years on 1 April.
    let clock = clock(date(2024, 5, 15), 1, (4, 1));
    let table = [
        ("this.day", "2024-05-15 2024-05-15"),
        ("this.week", "2024-05-13 2024-05-19"),
        ("this.month", "2024-05-01 2024-05-31"),
        ("this.quarter", "2024-04-01 2024-06-30"),
        ("this.fiscal_year", "2024-04-01 2025-03-31"),
        ("this.year", "2024-01-01 2024-12-31"),
        ("previous.day", "2024-05-14 2024-05-14"),
        ("previous.week", "2024-05-06 2024-05-12"),
        ("previous.month", "2024-04-01 2024-04-30"),
        ("previous.quarter", "2024-01-01 2024-03-31"),
        ("previous.fiscal_year", "2023-04-01 2024-03-31"),
        ("previous.year", "2023-01-01 2023-12-31"),
        ("ending.week", "2024-05-09 2024-05-15"),
        ("ending_30.day", "2024-04-16 2024-05-15"),
        ("ending_60.day", "2024-03-17 2024-05-15"),
        ("ending_90.day", "2024-02-16 2024-05-15"),
        ("ending.year", "2023-05-16 2024-05-15"),
        ("ending_2.year", "2022-05-16 2024-05-15"),
        ("ending_3.year", "2021-05-16 2024-05-15"),
        ("starting.day", "2024-05-16 2024-05-16"),
        ("next.week", "2024-05-20 2024-05-26"),
        ("next.month", "2024-06-01 2024-06-30"),
        ("next.quarter", "2024-07-01 2024-09-30"),
        ("next.fiscal_year", "2025-04-01 2026-03-31"),
        ("next.year", "2025-01-01 2025-12-31"),
        ("starting.week", "2024-05-15 2024-05-21"),
        ("starting.month", "2024-05-15 2024-06-13"),
        ("starting_2.month", "2024-05-15 2024-07-13"),
        ("starting.quarter", "2024-05-15 2024-08-12"),
        ("starting.year", "2024-05-15 2025-05-14"),
        ("current.week", "2024-05-13 2024-05-15"),
        ("current.month", "2024-05-01 2024-05-15"),
        ("current.quarter", "2024-04-01 2024-05-15"),
        ("current.year", "2024-01-01 2024-05-15"),
        ("earlier.day", ".. 2024-05-14"),
        ("earlier.week", ".. 2024-05-12"),
        ("earlier.month", ".. 2024-04-30"),
        ("earlier.quarter", ".. 2024-03-31"),
        ("earlier.year", ".. 2023-12-31"),
        ("greater.day", "2024-05-15 .."),
        ("greater.week", "2024-05-13 .."),
        ("greater.month", "2024-05-01 .."),
        ("greater.quarter", "2024-04-01 .."),
        ("greater.year", "2024-01-01 .."),
        ("less.week", ".. 2024-05-19"),
        ("less.month", ".. 2024-05-31"),
        ("less.quarter", ".. 2024-06-30"),
        ("less.year", ".. 2024-12-31"),
        ("previous_2.day", "2024-05-13 2024-05-14"),
        ("previous_2.week", "2024-04-29 2024-05-12"),
        ("previous_2.month", "2024-03-01 2024-04-30"),
        ("previous_2.quarter", "2023-10-01 2024-03-31"),
        ("previous_2.year", "2022-01-01 2023-12-31"),
        ("previous_2.fiscal_year", "2022-04-01 2024-03-31"),
        ("previous_before.day", "2024-05-13 2024-05-13"),
        ("previous_before.week", "2024-04-29 2024-05-05"),
        ("previous_before.month", "2024-03-01 2024-03-31"),
        ("previous_before.quarter", "2023-10-01 2023-12-31"),
        ("previous_before.year", "2022-01-01 2022-12-31"),
        ("previous_before.fiscal_year", "2022-04-01 2023-03-31"),
        ("greater_previous.week", "2024-05-12 .."),
        ("greater_previous.month", "2024-04-30 .."),
        ("greater_previous.quarter", "2024-03-31 .."),
        ("greater_previous.year", "2023-12-31 .."),
    ];
    assert_eq!(table.map(|(name, _)| name).as_slice(), RELATIVE);
    for (name, expected) in table {
        assert_eq!(shown(&clock, name), expected, "{name}");
    }
}

#[test]
fn names_outside_the_list_are_no_ranges() {
    let clock = clock(date(2024, 5, 15), 1, (4, 1));
    for name in ["ending_7.day", "ending.month", "less.day", "this", "", "this.", ".day", "This.day", "this.decade"] {
        assert_eq!(relative(&clock, name), None, "{name}");
    }
}

#[test]
fn a_range_starts_at_midnight_and_ends_at_the_last_second() {
    let range = relative(&clock(date(2024, 2, 10), 1, (1, 1)), "this.month").unwrap();
    assert_eq!(datetime_text(range.start.unwrap()), "2024-02-01 00:00:00");
    assert_eq!(datetime_text(range.end.unwrap()), "2024-02-29 23:59:59");
}

#[test]
fn weeks_begin_on_the_chosen_day() {
    // Wednesday 15 May 2024.
    let starts = ["05-12", "05-13", "05-14", "05-15", "05-09", "05-10", "05-11"];
    let ends = ["05-18", "05-19", "05-20", "05-21", "05-15", "05-16", "05-17"];
    for begins in 0..7 {
        let clock = clock(date(2024, 5, 15), begins, (1, 1));
        let (first, last) = (starts[usize::from(begins)], ends[usize::from(begins)]);
        assert_eq!(shown(&clock, "this.week"), format!("2024-{first} 2024-{last}"), "week begins {begins}");
        assert_eq!(shown(&clock, "current.week"), format!("2024-{first} 2024-05-15"), "week begins {begins}");
    }
}

#[test]
fn a_week_holds_today_on_each_of_its_days() {
    for begins in 0..7 {
        for day in 1..=31 {
            let clock = clock(date(2024, 12, day), begins, (1, 1));
            let range = relative(&clock, "this.week").unwrap();
            let (first, last) = (range.start.unwrap(), range.end.unwrap());
            assert!(first <= clock.now && clock.now <= last);
            assert_eq!(first.date().weekday().to_sunday_zero_offset() as u8, begins);
            assert_eq!(first.date().checked_add(6.days()).unwrap(), last.date());
        }
    }
}

#[test]
fn fiscal_years_start_on_the_chosen_day() {
    let cases = [
        ((2024, 5, 15), (1, 1), "2024-01-01 2024-12-31"),
        ((2024, 5, 15), (4, 1), "2024-04-01 2025-03-31"),
        ((2024, 3, 31), (4, 1), "2023-04-01 2024-03-31"),
        ((2024, 4, 1), (4, 1), "2024-04-01 2025-03-31"),
        ((2024, 5, 15), (7, 1), "2023-07-01 2024-06-30"),
        ((2024, 7, 1), (7, 1), "2024-07-01 2025-06-30"),
        ((2024, 9, 14), (9, 15), "2023-09-15 2024-09-14"),
        ((2024, 9, 15), (9, 15), "2024-09-15 2025-09-14"),
        ((2024, 1, 1), (9, 15), "2023-09-15 2024-09-14"),
        ((2024, 2, 29), (2, 29), "2024-02-29 2025-02-27"),
        ((2024, 2, 28), (2, 29), "2023-02-28 2024-02-28"),
    ];
    for ((year, month, day), start, expected) in cases {
        let clock = clock(date(year, month, day), 1, start);
        assert_eq!(shown(&clock, "this.fiscal_year"), expected, "{year}-{month}-{day} from {start:?}");
    }
}

#[test]
fn fiscal_years_follow_each_other_without_gaps() {
    for start in [(1, 1), (4, 1), (7, 1), (9, 15), (2, 29)] {
        for year in 2020..2029 {
            let clock = clock(date(year, 6, 15), 1, start);
            let range = |name| relative(&clock, name).unwrap();
            let next_day = |at: Option<DateTime>| at.unwrap().date().tomorrow().unwrap().at(0, 0, 0, 0);
            let (before, last, this, next) = (
                range("previous_before.fiscal_year"),
                range("previous.fiscal_year"),
                range("this.fiscal_year"),
                range("next.fiscal_year"),
            );
            assert_eq!(next_day(before.end), last.start.unwrap());
            assert_eq!(next_day(last.end), this.start.unwrap());
            assert_eq!(next_day(this.end), next.start.unwrap());
            assert_eq!(range("previous_2.fiscal_year"), Range { start: before.start, end: last.end });
        }
    }
}

#[test]
fn quarters_are_those_of_the_calendar() {
    for (month, expected) in [
        (1, "2024-01-01 2024-03-31"),
        (3, "2024-01-01 2024-03-31"),
        (4, "2024-04-01 2024-06-30"),
        (9, "2024-07-01 2024-09-30"),
        (10, "2024-10-01 2024-12-31"),
        (12, "2024-10-01 2024-12-31"),
    ] {
        let clock = clock(date(2024, month, 28), 1, (9, 15));
        assert_eq!(shown(&clock, "this.quarter"), expected);
    }
    let january = clock(date(2024, 1, 31), 1, (1, 1));
    assert_eq!(shown(&january, "previous.quarter"), "2023-10-01 2023-12-31");
    assert_eq!(shown(&january, "previous_2.quarter"), "2023-07-01 2023-12-31");
    assert_eq!(shown(&january, "next.quarter"), "2024-04-01 2024-06-30");
}

#[test]
fn leap_days_count() {
    let clock = clock(date(2024, 2, 29), 1, (1, 1));
    assert_eq!(shown(&clock, "this.month"), "2024-02-01 2024-02-29");
    assert_eq!(shown(&clock, "ending.year"), "2023-03-02 2024-02-29");
    assert_eq!(shown(&clock, "starting.year"), "2024-02-29 2025-02-28");
    assert_eq!(shown(&clock, "ending_60.day"), "2024-01-01 2024-02-29");
    assert_eq!(shown(&clock, "next.month"), "2024-03-01 2024-03-31");
}

#[test]
fn ranges_beyond_the_years_with_four_digits_do_not_exist() {
    assert_eq!(relative(&clock(date(9999, 6, 1), 1, (1, 1)), "next.year"), None);
    assert_eq!(relative(&clock(date(0, 6, 1), 1, (1, 1)), "previous.year"), None);
    for name in RELATIVE {
        let _ = relative(&clock(date(9999, 12, 31), 6, (12, 31)), name);
        let _ = relative(&clock(date(-9999, 1, 1), 6, (1, 1)), name);
    }
}
