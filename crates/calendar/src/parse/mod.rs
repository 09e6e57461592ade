//! Dates in words and in every common notation, with the meaning that PHP's `strtotime` gives them.

mod notation;
mod reading;
mod relative;
mod scan;
mod zone;

use crate::Clock;
use jiff::civil::{Date, DateTime};
use reading::Reading;
use scan::Cursor;

/// A parsed point in time on the site's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Local time in whole seconds; midnight when only a day was named.
    pub at: DateTime,
    /// Whether a time of day was named, carried over from now (`now`, `+1 day`) or brought in by a zone; not so for
    /// `2024-01-31`, `today` or `next monday`, which mean a day.
    pub has_time: bool,
}

/// No notation of a moment is longer.
const LONGEST: usize = 200;

/// Reads a date as an API client may write it, relative to the clock's now.
///
/// Understood are ISO 8601 (with `T`, fractions, offsets and week dates), digits only (`20240131`, `20240131123456`),
/// RFC 2822, `@` Unix time, American `01/31/2024`, European `31-01-2024` and `31.01.2024`, English months, `3pm`, and
/// phrases such as `now - 1 week`, `last day of february 2024`, `first monday of next month`, `3 days ago`.
/// Days beyond the end of a month run into the next one: `2024-02-30` is 1 March, and so is `Jan 30 +1 month`.
/// A time with its own zone is converted to the site's. A local time that clocks skip moves on with them.
///
/// `None` when the text is not understood or the result leaves the years 0000 to 9999.
pub fn parse(clock: &Clock, text: &str) -> Option<Moment> {
    let text = text.trim_ascii();
    if text.is_empty() || text.len() > LONGEST || !text.is_ascii() {
        return None;
    }
    if let Some(moment) = standard(clock, text) {
        return Some(moment);
    }
    let text = text.to_ascii_lowercase();
    let mut cursor = Cursor::new(text.as_bytes());
    let mut reading = Reading::default();
    while !cursor.is_done() {
        if cursor.one_of(b" .,\t\n").is_none() {
            reading.take(notation::longest(&mut cursor)?)?;
        }
    }
    reading.resolve(clock)
}

/// Reads exactly `YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS`, which is what programs send and what has to be fast.
fn standard(clock: &Clock, text: &str) -> Option<Moment> {
    let c = &mut Cursor::new(text.as_bytes());
    let year = i16::try_from(c.year4()?).ok()?;
    c.one_of(b"-")?;
    let month = c.fixed(2, 1, 12)? as i8;
    c.one_of(b"-")?;
    let day = Date::new(year, month, c.fixed(2, 1, 31)? as i8).ok()?;
    let has_time = !c.is_done();
    let mut local = DateTime::from(day);
    if has_time {
        c.one_of(b" T")?;
        let hour = c.fixed(2, 0, 23)? as i8;
        c.one_of(b":")?;
        let minute = c.fixed(2, 0, 59)? as i8;
        c.one_of(b":")?;
        local = day.at(hour, minute, c.fixed(2, 0, 59)? as i8, 0);
    }
    let at = clock.instant(local).map_or(local, |instant| clock.zone.to_datetime(instant));
    (c.is_done() && at.year() >= 0).then_some(Moment { at, has_time })
}

#[cfg(test)]
mod tests;
