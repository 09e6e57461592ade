//! Signed links in letters: one that confirms lists, one that leaves a list. Each stands for one contact and one thing.
//!
//! The signature is a keyed digest over the contact, what the link does, and the contact's random `hash`: a new hash makes
//! all links of a contact worthless. The page of choices takes the usual checksums of contacts instead.

use contact::access::token;
use contact::contact::Contact;
use contact::pages::phrases::Lang;
use contact::status::ADDRESS_SETTING;
use mail::leaving::{Sought, WayOut};
use store::{Result, Tx, secret};

use crate::{ask, list};

const PURPOSE: &str = "subscription link";
/// Days in which lists have to be confirmed.
pub const DAYS: i64 = 14;

/// The whole address of a page, for letters; without the site's own address it begins with the path.
///
/// # Errors
/// The database's own failure.
pub fn address(tx: &Tx<'_>, path: &str) -> Result<String> {
    let base = tx.setting(ADDRESS_SETTING)?;
    Ok(format!("{}{path}", base.as_str().unwrap_or_default().trim_end_matches('/')))
}

fn seconds() -> i64 {
    jiff::Timestamp::now().as_second()
}

fn signature(tx: &Tx<'_>, contact: i64, said: &str) -> Result<Option<String>> {
    let Some(found) = tx.find::<Contact>(contact)?.filter(|contact| !contact.is_deleted) else { return Ok(None) };
    let Some(hash) = found.hash else { return Ok(None) };
    let digest = secret::derive(tx.site().secret(), PURPOSE, format!("{said}\n{hash}").as_bytes());
    Ok(Some(secret::hex(digest.get(..16).unwrap_or(&digest))))
}

fn joined(groups: &[i64]) -> String {
    groups.iter().map(i64::to_string).collect::<Vec<_>>().join("-")
}

/// The path that confirms these lists for a contact, for some days.
///
/// # Errors
/// The database's own failure.
pub fn confirming(tx: &Tx<'_>, contact: i64, groups: &[i64]) -> Result<String> {
    let until = seconds() + DAYS * 24 * 3600;
    let said = format!("{contact}.{}.{until}", joined(groups));
    let mark = signature(tx, contact, &format!("confirm {said}"))?.unwrap_or_default();
    Ok(format!("/subscribe/confirm/{said}.{mark}"))
}

/// Whom a confirming link stands for, and which lists; None for one that is not ours or too old.
///
/// # Errors
/// The database's own failure.
pub fn confirmed(tx: &Tx<'_>, token: &str) -> Result<Option<(i64, Vec<i64>)>> {
    let Some((said, mark)) = token.rsplit_once('.') else { return Ok(None) };
    let mut parts = said.split('.');
    let (contact, groups, until) = (parts.next(), parts.next(), parts.next());
    let (Some(Ok(contact)), Some(groups), Some(Ok(until)), None) =
        (contact.map(str::parse::<i64>), groups, until.map(str::parse::<i64>), parts.next())
    else {
        return Ok(None);
    };
    let Ok(groups) = groups.split('-').map(str::parse).collect::<std::result::Result<Vec<i64>, _>>() else {
        return Ok(None);
    };
    let right = signature(tx, contact, &format!("confirm {said}"))?;
    let holds = right.is_some_and(|right| token::equal(&right, mark)) && until >= seconds();
    Ok(holds.then_some((contact, groups)))
}

/// The path on which a contact leaves a list. It holds as long as the contact does: letters lie about for years.
///
/// # Errors
/// The database's own failure.
pub fn leaving(tx: &Tx<'_>, contact: i64, group: i64) -> Result<String> {
    let mark = signature(tx, contact, &format!("leave {contact}.{group}"))?.unwrap_or_default();
    Ok(format!("/unsubscribe/{contact}.{group}.{mark}"))
}

/// Whom a leaving link stands for, and which list.
///
/// # Errors
/// The database's own failure.
pub fn left(tx: &Tx<'_>, token: &str) -> Result<Option<(i64, i64)>> {
    let mut parts = token.split('.');
    let (Some(Ok(contact)), Some(Ok(group)), Some(mark), None) =
        (parts.next().map(str::parse::<i64>), parts.next().map(str::parse::<i64>), parts.next(), parts.next())
    else {
        return Ok(None);
    };
    let right = signature(tx, contact, &format!("leave {contact}.{group}"))?;
    Ok(right.is_some_and(|right| token::equal(&right, mark)).then_some((contact, group)))
}

/// Answers how a reader of a letter to a list leaves it: whoever is in the list, where the site knows its own address.
///
/// # Errors
/// The database's own failure.
pub fn tell_way_out(tx: &mut Tx<'_>, sought: &Sought) -> Result<()> {
    let lang = ask::spoken(tx, sought.contact)?.unwrap_or_else(|| Lang::new(ui::Locale::best(None, None)));
    let Some(list) = list::one(tx, &lang, sought.list)? else { return Ok(()) };
    if list::standing(tx, &list, sought.contact)? != list::Standing::Inside {
        return Ok(());
    }
    let address = address(tx, &leaving(tx, sought.contact, list.id)?)?;
    if address.starts_with("http") {
        let words = lang.locale.with("subscription-letter-why", &[("list", list.title.as_str().into())]);
        *sought.found.borrow_mut() = Some(WayOut { words, address });
    }
    Ok(())
}

/// The path of somebody's own page of choices.
///
/// # Errors
/// `NotFound` for an unknown contact.
pub fn choices(tx: &Tx<'_>, contact: i64) -> Result<String> {
    let checksum = contact::checksum::sign(tx, contact, None)?;
    Ok(format!("/preferences?cid={contact}&cs={checksum}"))
}
