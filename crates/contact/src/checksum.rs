//! Checksum links: a signed text that stands for one contact for some days, so that a letter can lead its reader to a
//! form without an account.
//!
//! The shape is that of existing links: 32 hexadecimal digits, the moment of signing and the lifetime in hours, joined
//! by `_`. The digits are a keyed digest (HMAC-SHA-256, 128 bits of it) over contact, moment, lifetime and the
//! contact's random `hash`: a new hash makes all links of a contact worthless.

use std::cell::Cell;

use kit::{Action, Parameter, ParameterType, Parameters, Registry, Rows};
use schema::{Requirement, Verb};
use serde_json::{Map, Value as Json};
use store::{Error, Result, Tx};
use subtle::ConstantTimeEq;

use crate::contact::Contact;

const PURPOSE: &str = "contact checksum";
/// A century: beyond, a link would stand for ever.
const LONGEST: i64 = 24 * 36_525;

/// The two actions of the API.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .action(Action {
            entity: "Contact",
            name: "getChecksum",
            description: "Signs a link for a contact.",
            door: Requirement::all(&["administer CiviCRM"]),
            parameters: vec![
                Parameter::required("contactId", ParameterType::Int),
                Parameter::optional("ttl", ParameterType::Int, Json::Null),
            ],
            writes: false,
            run: get,
        })
        .action(Action {
            entity: "Contact",
            name: "validateChecksum",
            description: "Tells whether a checksum stands for a contact now.",
            door: Requirement::anyone(),
            parameters: vec![
                Parameter::required("contactId", ParameterType::Int),
                Parameter::required("checksum", ParameterType::String),
            ],
            writes: false,
            run: validate,
        });
}

/// A checksum for a contact that lives for so many hours; as the setting `checksum_timeout` (days) says where None.
///
/// # Errors
/// `NotFound` for an unknown contact.
pub fn sign(tx: &Tx<'_>, contact: i64, hours: Option<i64>) -> Result<String> {
    let hash = hash_of(tx, contact)?.ok_or_else(|| Error::NotFound(format!("There is no contact {contact}.")))?;
    let days = store::state::scalar(&tx.setting("checksum_timeout")?).as_int().unwrap_or(7);
    let hours = hours.unwrap_or(days.saturating_mul(24)).clamp(1, LONGEST);
    let now = jiff::Timestamp::now().as_second();
    Ok(format!("{}_{now}_{hours}", digest(tx.site().secret(), contact, &hash, now, hours)))
}

/// Published when a checksum is shown whose contact lies in the bin: whoever knows into which contact it was merged says so.
#[derive(Debug)]
pub struct Sought {
    pub contact: i64,
    pub successor: Cell<Option<i64>>,
}

/// Whether a checksum was signed for this contact, which is not in the bin, and its time is not over.
///
/// # Errors
/// The database's own failure.
pub fn verify(tx: &Tx<'_>, contact: i64, checksum: &str) -> Result<bool> {
    Ok(signed_for(tx, contact, checksum)? == Some(Place::There))
}

/// Whom a checksum stands for: the contact that it was signed for, or the one into which that was merged since.
///
/// # Errors
/// The database's own failure.
pub fn bearer(tx: &mut Tx<'_>, contact: i64, checksum: &str) -> Result<Option<i64>> {
    match signed_for(tx, contact, checksum)? {
        Some(Place::There) => Ok(Some(contact)),
        Some(Place::Bin) => {
            let sought = Sought { contact, successor: Cell::new(None) };
            tx.publish(&sought)?;
            Ok(sought.successor.get())
        }
        None => Ok(None),
    }
}

/// Where the contact of a checksum lies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    There,
    Bin,
}

/// Where the contact lies, if the checksum was signed for it and its time is not over.
fn signed_for(tx: &Tx<'_>, contact: i64, checksum: &str) -> Result<Option<Place>> {
    let Some((digits, signed, hours)) = parts(checksum) else { return Ok(None) };
    let now = jiff::Timestamp::now().as_second();
    // A contact that is not there costs as much time as one that is.
    let found = tx.find::<Contact>(contact)?;
    let hash = found.as_ref().and_then(|contact| contact.hash.clone());
    let right = digest(tx.site().secret(), contact, hash.as_deref().unwrap_or_default(), signed, hours);
    let equal: bool = right.as_bytes().ct_eq(digits.as_bytes()).into();
    let place = found.map(|contact| if contact.is_deleted { Place::Bin } else { Place::There });
    Ok(place.filter(|_| equal && hash.is_some() && is_current(signed, hours, now)))
}

fn is_current(signed: i64, hours: i64, now: i64) -> bool {
    signed <= now && (1..=LONGEST).contains(&hours) && now - signed <= hours * 3600
}

fn parts(checksum: &str) -> Option<(&str, i64, i64)> {
    let mut parts = checksum.split('_');
    let (digits, signed, hours) = (parts.next()?, parts.next()?, parts.next()?);
    let shaped = digits.len() == 32 && parts.next().is_none();
    Some((digits, signed.parse().ok()?, hours.parse().ok()?)).filter(|(_, signed, _)| shaped && *signed >= 0)
}

fn digest(secret: &[u8; 32], contact: i64, hash: &str, signed: i64, hours: i64) -> String {
    let message = format!("{contact}_{signed}_{hours}_{hash}");
    let full = store::secret::derive(secret, PURPOSE, message.as_bytes());
    store::secret::hex(full.get(..16).unwrap_or(&full))
}

fn hash_of(tx: &Tx<'_>, contact: i64) -> Result<Option<String>> {
    Ok(tx.find::<Contact>(contact)?.filter(|contact| !contact.is_deleted).and_then(|contact| contact.hash))
}

fn get(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let contact = contact_id(parameters)?;
    let entity = tx.entity("Contact")?;
    tx.check_rule(&entity, contact, Verb::Edit)?;
    let ttl = parameters.get("ttl").and_then(|json| store::state::scalar(json).as_int());
    let checksum = sign(tx, contact, ttl)?;
    Ok(one([("id", contact.into()), ("checksum", checksum.into())]))
}

fn validate(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let contact = contact_id(parameters)?;
    let checksum = parameters.get("checksum").and_then(Json::as_str).unwrap_or_default();
    match bearer(tx, contact, checksum)? {
        // Old links go on working after a merge: they lead to the one who stayed.
        Some(bearer) if bearer != contact => Ok(one([("valid", true.into()), ("contact_id", bearer.into())])),
        bearer => Ok(one([("valid", bearer.is_some().into())])),
    }
}

fn contact_id(parameters: &Parameters) -> Result<i64> {
    let id = parameters.get("contactId").and_then(|json| store::state::scalar(json).as_int());
    id.ok_or_else(|| Error::field("contactId", store::Problem::NotANumber))
}

fn one<const N: usize>(cells: [(&str, Json); N]) -> Rows {
    let row: Map<String, Json> = cells.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Rows::List(vec![row])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_holds_for_its_lifetime_and_no_longer() {
        assert!(is_current(1000, 1, 1000 + 3600));
        assert!(!is_current(1000, 1, 1000 + 3601));
        assert!(!is_current(2000, 1, 1000));
        assert!(!is_current(1000, i64::MAX, 2000));
    }

    #[test]
    fn every_part_is_signed() {
        let secret = [7; 32];
        let right = digest(&secret, 5, "h", 100, 24);
        assert_eq!(right.len(), 32);
        for other in [
            digest(&secret, 6, "h", 100, 24),
            digest(&secret, 5, "x", 100, 24),
            digest(&secret, 5, "h", 101, 24),
            digest(&secret, 5, "h", 100, 25),
        ] {
            assert_ne!(other, right);
        }
    }

    #[test]
    fn only_the_known_shape_is_read() {
        let digits = "0123456789abcdef0123456789abcdef";
        assert_eq!(parts(&format!("{digits}_12_24")), Some((digits, 12, 24)));
        assert_eq!(parts(&format!("{digits}_12_24_1")), None);
        assert_eq!(parts("abc_12_24"), None);
        assert_eq!(parts(&format!("{digits}_12_inf")), None);
    }
}
