//! The site's clock: what time it is, where, and how its weeks and fiscal years begin.

use jiff::civil::{Date, DateTime, date};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// The moment that counts as now, with the settings that give words such as `this.week` a meaning.
#[derive(Clone, Debug)]
pub struct Clock {
    /// Now, in the site's time zone, in whole seconds.
    pub now: DateTime,
    /// The site's time zone.
    pub zone: TimeZone,
    /// The first day of the week, 0 = Sunday to 6 = Saturday (setting `weekBegins`).
    pub week_begins: u8,
    /// Month and day on which a fiscal year starts (setting `fiscalYearStart`).
    pub fiscal_start: (i8, i8),
}

impl Clock {
    /// The clock of a site at a given instant.
    ///
    /// `week_begins` counts from Sunday and wraps after 6. A fiscal start that does not exist in a year
    /// (29 February) falls on the last day of its month.
    pub fn at(timestamp: Timestamp, zone: TimeZone, week_begins: u8, fiscal_start: (i8, i8)) -> Clock {
        let now = whole_seconds(zone.to_datetime(timestamp));
        Clock { now, zone, week_begins: week_begins % 7, fiscal_start }
    }

    /// The civil day it is on the site.
    pub fn today(&self) -> Date {
        self.now.date()
    }

    /// The UTC reading of a local time.
    ///
    /// Where clocks jump, the choice is the *compatible* one of RFC 5545: a local time skipped in spring is read
    /// with the offset before the jump (02:30 becomes 03:30), one that happens twice in autumn is the first of the two.
    /// Beyond the years that instants cover (0000 and 9999 at the edges) the result stops at the edge.
    pub fn to_utc(&self, local: DateTime) -> DateTime {
        match self.instant(local) {
            Some(instant) => within_years(Offset::UTC.to_datetime(instant)),
            None => shifted(local, -edge_offset(&self.zone, local)),
        }
    }

    /// The local reading of a UTC time; two instants may share one in autumn, when an hour happens twice.
    pub fn from_utc(&self, utc: DateTime) -> DateTime {
        match Offset::UTC.to_timestamp(utc) {
            Ok(instant) => within_years(self.zone.to_datetime(instant)),
            Err(_) => shifted(utc, edge_offset(&self.zone, utc)),
        }
    }

    /// The instant of a local time, or `None` at the edge of what instants cover.
    pub(crate) fn instant(&self, local: DateTime) -> Option<Timestamp> {
        instant_in(&self.zone, local)
    }
}

/// The instant at which a zone shows a local time, by compatible disambiguation.
pub(crate) fn instant_in(zone: &TimeZone, local: DateTime) -> Option<Timestamp> {
    zone.to_ambiguous_timestamp(local).compatible().ok()
}

/// The same time without its fraction of a second.
pub(crate) fn whole_seconds(at: DateTime) -> DateTime {
    at.date().at(at.hour(), at.minute(), at.second(), 0)
}

/// The offset in force at the edge of time nearest to `at`.
fn edge_offset(zone: &TimeZone, at: DateTime) -> SignedDuration {
    let edge = if at.year() > 0 { Timestamp::MAX } else { Timestamp::MIN };
    SignedDuration::from_secs(i64::from(zone.to_offset(edge).seconds()))
}

fn shifted(at: DateTime, by: SignedDuration) -> DateTime {
    within_years(at.saturating_add(by))
}

/// Stops at the years that have a four-digit text.
fn within_years(at: DateTime) -> DateTime {
    let first = date(0, 1, 1).at(0, 0, 0, 0);
    let last = date(9999, 12, 31).at(23, 59, 59, 0);
    at.clamp(first, last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::datetime;

    fn clock(zone: &str) -> Clock {
        let zone = TimeZone::get(zone).unwrap();
        Clock::at(Timestamp::from_second(1_711_845_000).unwrap(), zone, 1, (1, 1))
    }

    fn hm(day: i8, month: i8, hour: i8, minute: i8) -> DateTime {
        datetime(2024, month, day, hour, minute, 0, 0)
    }

    #[test]
    fn a_clock_shows_local_time() {
        // 2024-03-31 00:30 UTC, half an hour before summer time starts in Paris.
        assert_eq!(clock("Europe/Paris").now, hm(31, 3, 1, 30));
        assert_eq!(clock("America/New_York").now, hm(30, 3, 20, 30));
        assert_eq!(clock("America/New_York").today(), date(2024, 3, 30));
    }

    #[test]
    fn local_time_and_utc_convert_into_each_other() {
        let paris = clock("Europe/Paris");
        for (local, utc) in [
            (hm(15, 1, 12, 0), hm(15, 1, 11, 0)),
            (hm(15, 7, 12, 0), hm(15, 7, 10, 0)),
            (hm(31, 3, 1, 59), hm(31, 3, 0, 59)),
            (hm(31, 3, 3, 0), hm(31, 3, 1, 0)),
            (hm(27, 10, 3, 0), hm(27, 10, 2, 0)),
        ] {
            assert_eq!(paris.to_utc(local), utc);
            assert_eq!(paris.from_utc(utc), local);
        }
    }

    #[test]
    fn a_skipped_hour_moves_on_and_a_repeated_hour_is_its_first() {
        let paris = clock("Europe/Paris");
        assert_eq!(paris.to_utc(hm(31, 3, 2, 30)), hm(31, 3, 1, 30));
        assert_eq!(paris.from_utc(hm(31, 3, 1, 30)), hm(31, 3, 3, 30));
        assert_eq!(paris.to_utc(hm(27, 10, 2, 30)), hm(27, 10, 0, 30));
        assert_eq!(paris.from_utc(hm(27, 10, 0, 30)), hm(27, 10, 2, 30));
        assert_eq!(paris.from_utc(hm(27, 10, 1, 30)), hm(27, 10, 2, 30));
    }

    #[test]
    fn the_last_second_of_9999_and_the_first_of_0000_survive() {
        let last = datetime(9999, 12, 31, 23, 59, 59, 0);
        let first = datetime(0, 1, 1, 0, 0, 0, 0);
        assert_eq!(clock("Europe/Paris").to_utc(last), datetime(9999, 12, 31, 22, 59, 59, 0));
        assert_eq!(clock("Europe/Paris").from_utc(datetime(9999, 12, 31, 22, 59, 59, 0)), last);
        assert_eq!(clock("America/New_York").to_utc(last), last);
        assert_eq!(clock("Europe/Paris").to_utc(first), first);
        assert_eq!(clock("America/New_York").from_utc(first), first);
    }
}
