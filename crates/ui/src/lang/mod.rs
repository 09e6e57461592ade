//! Languages: every word on screen, with its dates, numbers, sums and plurals, from `locales/`.

mod date;
mod files;
mod locale;
mod number;
mod typography;
mod value;

#[cfg(test)]
mod law;
#[cfg(test)]
mod tests;

pub use locale::{Direction, Locale};
pub use typography::raised;
pub(crate) use typography::set;
pub use value::{Part, Value};
