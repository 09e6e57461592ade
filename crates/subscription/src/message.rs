//! What the letters of one list say in one language, beside what they say for every list.

use schema::{Entity, OptionSource};
use store::{Change, Error, Problem, Result, Tx};

/// The languages that a message may be in: value, name, label.
const LANGUAGES: &[(&str, &str, &str)] = &[("en", "en", "English"), ("fr", "fr", "Français")];

/// The words of one list in one language.
#[derive(Clone, Debug, Entity)]
#[entity(
    "SubscriptionMessage",
    "ruche_subscription_message",
    title("Subscription Message", "Subscription Messages"),
    searchable("none"),
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["access CiviCRM", "edit groups"]),
    unique("UI_group_language", &["group_id", "language"])
)]
pub struct SubscriptionMessage {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("Group"), guards, options(OptionSource::table("Group", "title").name("name").source()))]
    pub group_id: i64,
    /// BCP 47 tag (`fr`).
    #[field(text(5), required, options(OptionSource::Fixed(LANGUAGES)))]
    pub language: Option<String>,
    /// Stands in the letter that asks for the confirmation.
    #[field(long_text)]
    pub confirm_text: Option<String>,
    /// The letter to whoever has come in; the usual words where there are none.
    #[field(long_text)]
    pub welcome_text: Option<String>,
}

/// So long may a text be.
const LONGEST: usize = 20_000;

/// Before: texts of a length that a letter may have.
///
/// # Errors
/// Refuses longer ones.
pub fn settle(_tx: &mut Tx<'_>, change: &mut Change<SubscriptionMessage>) -> Result<()> {
    let row = &mut change.after;
    for (name, text) in [("confirm_text", &mut row.confirm_text), ("welcome_text", &mut row.welcome_text)] {
        if text.as_ref().is_some_and(|text| text.len() > LONGEST) {
            return Err(Error::field(name, Problem::TooLong { max: LONGEST as u32 }));
        }
        *text = text.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    }
    Ok(())
}

/// The words of a list in this language.
///
/// # Errors
/// The database's own failure.
pub fn of(tx: &Tx<'_>, group: i64, language: &str) -> Result<Option<(i64, SubscriptionMessage)>> {
    let all = tx.find_by::<SubscriptionMessage>("group_id", group)?;
    Ok(all.into_iter().find(|(_, one)| one.language.as_deref() == Some(language)))
}
