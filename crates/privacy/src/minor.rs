//! Minors: below the age that the site has set, a parent or guardian consents.

use jiff::civil::Date;
use schema::Value;
use store::{Result, Tx, statement};

/// The setting: the age from which people consent for themselves. In France 15 for online services (Loi informatique et
/// libertés, article 45), 18 for everything else.
pub const AGE: &str = "privacy_minor_age";

/// The first day of birth of those who are minors today.
///
/// # Errors
/// The database's own failure.
pub fn born_after(tx: &Tx<'_>) -> Result<Date> {
    let age = store::state::scalar(&tx.setting(AGE)?).as_int().unwrap_or(15).clamp(0, 25);
    let today = tx.clock().today();
    let years = jiff::Span::new().years(age);
    Ok(today.checked_sub(years).unwrap_or(today))
}

/// Whether a contact is known to be a minor.
///
/// # Errors
/// The database's own failure.
pub fn is_minor(tx: &Tx<'_>, contact: i64) -> Result<bool> {
    let text = format!(
        r#"SELECT 1 FROM "civicrm_contact" WHERE "id" = {} AND "birth_date" > {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    Ok(tx.one(&statement(text, vec![contact.into(), Value::Date(born_after(tx)?)]))?.is_some())
}
