//! The letters: please confirm, welcome, your choices. In the reader's language, as plain text.

use contact::pages::phrases::Lang;
use mail::{Message, To, Weight};
use store::{Result, Tx};

use crate::link;
use crate::list::List;
use crate::message;

/// The association's name.
///
/// # Errors
/// The database's own failure.
pub fn organisation(tx: &Tx<'_>) -> Result<String> {
    contact::domain::name(tx)
}

/// To whom a letter goes: a contact at the address that was typed or that is theirs.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'r> {
    pub contact: i64,
    /// None for their first address that takes mail.
    pub address: Option<&'r str>,
}

impl<'r> Reader<'r> {
    fn to(self) -> To<'r> {
        match self.address {
            Some(address) => To::ContactAt(self.contact, address),
            None => To::Contact(self.contact),
        }
    }
}

/// Asks for the confirmation of lists.
///
/// # Errors
/// As any write.
pub fn confirm(tx: &mut Tx<'_>, lang: &Lang, reader: Reader<'_>, lists: &[List]) -> Result<()> {
    let organisation = organisation(tx)?;
    let ids: Vec<i64> = lists.iter().map(|list| list.id).collect();
    let address = link::address(tx, &link::confirming(tx, reader.contact, &ids)?)?;
    let of = |key: &str| lang.with(key, &[("organisation", organisation.as_str().into())]);
    let mut parts = vec![of("subscription-letter-asked").to_owned()];
    for list in lists {
        let own = message::of(tx, list.id, lang.code())?.and_then(|(_, own)| own.confirm_text);
        let own = own.map(|text| format!("\n{text}")).unwrap_or_default();
        parts.push(format!("* {}{own}", list.title));
    }
    parts.push(format!("{}\n{address}", lang.with("subscription-letter-confirm", &[("days", link::DAYS.into())])));
    parts.push(lang.text("subscription-letter-not-you").to_owned());
    let message = Message {
        weight: Weight::Secret,
        ..Message::new(
            "subscription_confirm",
            reader.to(),
            of("subscription-letter-confirm-subject"),
            parts.join("\n\n"),
        )
    };
    mail::queue(tx, &message).map(drop)
}

/// Welcomes somebody to lists, with the way out of each.
///
/// # Errors
/// As any write.
pub fn welcome(tx: &mut Tx<'_>, lang: &Lang, reader: Reader<'_>, lists: &[List]) -> Result<()> {
    let organisation = organisation(tx)?;
    for list in lists {
        let own = message::of(tx, list.id, lang.code())?.and_then(|(_, own)| own.welcome_text);
        let values = [("list", list.title.as_str().into()), ("organisation", organisation.as_str().into())];
        let words = own.unwrap_or_else(|| lang.locale.with("subscription-letter-welcome", &values));
        let leave = link::address(tx, &link::leaving(tx, reader.contact, list.id)?)?;
        let choose = link::address(tx, "/preferences")?;
        let text = format!(
            "{words}\n\n--\n{} {leave}\n{} {choose}",
            lang.text("subscription-letter-leave"),
            lang.text("subscription-letter-choose")
        );
        let subject = lang.with("subscription-letter-welcome-subject", &values);
        let message = Message {
            unsubscribe: Some(leave).filter(|address| address.starts_with("http")),
            ..Message::new("subscription_welcome", reader.to(), subject, text)
        };
        mail::queue(tx, &message)?;
    }
    Ok(())
}

/// Sends somebody the way to their own page of choices; `known` says that they asked for lists which they have already.
///
/// # Errors
/// As any write.
pub fn choices(tx: &mut Tx<'_>, lang: &Lang, reader: Reader<'_>, known: &[List]) -> Result<()> {
    let organisation = organisation(tx)?;
    let address = link::address(tx, &link::choices(tx, reader.contact)?)?;
    let of = |key: &str| lang.with(key, &[("organisation", organisation.as_str().into())]);
    let mut parts = Vec::new();
    if known.is_empty() {
        parts.push(of("subscription-letter-link").to_owned());
    } else {
        parts.push(of("subscription-letter-known").to_owned());
        parts.extend(known.iter().map(|list| format!("* {}", list.title)));
    }
    parts.push(format!("{}\n{address}", lang.text("subscription-letter-page")));
    parts.push(lang.text("subscription-letter-not-you").to_owned());
    let subject = of("subscription-letter-choices-subject");
    let message = Message {
        weight: Weight::Secret,
        ..Message::new("subscription_choices", reader.to(), subject, parts.join("\n\n"))
    };
    mail::queue(tx, &message).map(drop)
}
