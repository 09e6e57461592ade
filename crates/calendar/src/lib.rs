//! Dates as an association means them: the site's clock, named ranges such as `this.month`, and dates in words.
//!
//! All values are civil (local) dates and times; [`Clock`] holds the one time zone of the site and converts
//! to and from UTC. Nothing here reads the system's clock: the caller hands in the moment that counts as now.

mod clock;
mod parse;
mod range;
mod text;

pub use clock::Clock;
pub use parse::{Moment, parse};
pub use range::{RELATIVE, Range, relative};
pub use text::{date_text, datetime_text, push_date, push_datetime, write_date, write_datetime};
