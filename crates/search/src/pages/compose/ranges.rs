//! Stretches of time by name: "this month", "the last 30 days".

use contact::pages::labels;
use contact::pages::phrases::Lang;
use contact::pages::rows;
use serde_json::json;
use store::{Result, Tx};

/// Whether a text names a stretch of time.
pub fn is_range(text: &str) -> bool {
    let word = |part: &str| part.starts_with(|c: char| c.is_ascii_lowercase());
    text.split_once('.').is_some_and(|(term, unit)| word(term) && word(unit))
}

/// The named stretches of time, as they are offered.
pub fn calendar_names() -> &'static [&'static str] {
    &[
        "this.day",
        "this.week",
        "this.month",
        "this.quarter",
        "this.year",
        "this.fiscal_year",
        "previous.day",
        "previous.week",
        "previous.month",
        "previous.quarter",
        "previous.year",
        "previous.fiscal_year",
        "ending.week",
        "ending_30.day",
        "ending_60.day",
        "ending_90.day",
        "ending.year",
        "ending_2.year",
        "ending_3.year",
        "next.week",
        "next.month",
        "next.quarter",
        "next.year",
        "starting.week",
        "starting.month",
        "starting_2.month",
        "starting.quarter",
        "starting.year",
        "earlier.day",
        "greater.day",
    ]
}

/// Every stretch of time that the site knows, in the site's order: those that are offered first are left out.
///
/// # Errors
/// The database's own failure.
pub fn ranges(tx: &Tx<'_>, lang: &Lang) -> Result<Vec<(String, String)>> {
    let clauses = json!([["option_group_id:name", "=", "relative_date_filters"], ["is_active", "=", true]]);
    let found = rows::ask(tx, "OptionValue", &["value", "name", "label"], clauses, &[("weight", "ASC")], 0)?;
    let one = |row: &rows::Row| {
        let (name, label) = (rows::text(row, "name"), rows::text(row, "label"));
        let words = labels::translated(lang.code(), "relative_date_filters", name, label);
        (rows::text(row, "value").to_owned(), words)
    };
    let rest = |(name, _): &(String, String)| !calendar_names().contains(&name.as_str());
    Ok(found.iter().map(one).filter(rest).collect())
}

/// A stretch of time in words.
pub fn range<'l>(lang: &'l Lang, name: &str) -> &'l str {
    let key = format!("filter-range-{}", name.replace(['.', '_'], "-"));
    match lang.locale.has(&key) {
        true => lang.text(&key),
        false => lang.keep(name),
    }
}
