//! Who looks like the contact that somebody is typing.

use contact::pages::slots::{Like, Typed};
use store::{Result, Tx};

use crate::compare;
use crate::score::{Kind, Place, Profile};

/// The contacts that look like it, likeliest first, with the keys of the reasons.
pub(super) fn likely(tx: &Tx<'_>, typed: &Typed) -> Result<Vec<Like>> {
    let of = |field: &str| typed.value(field).to_owned();
    let kind = match typed.contact_type.as_str() {
        "Household" => Kind::Household,
        "Organization" => Kind::Organisation,
        _ => Kind::Person,
    };
    let title = if kind == Kind::Household { of("household_name") } else { of("organization_name") };
    let place = Place { street: of("street_address"), postcode: of("postal_code"), city: of("city") };
    let profile = Profile {
        id: 0,
        kind,
        first: of("first_name"),
        middle: of("middle_name"),
        last: of("last_name"),
        nick: of("nick_name"),
        title: if kind == Kind::Person { String::new() } else { title },
        suffix: None,
        birth: of("birth_date").parse().ok(),
        emails: typed.emails.clone(),
        phones: typed.phones.iter().map(|p| p.chars().filter(char::is_ascii_digit).collect()).collect(),
        places: if place == Place::default() { Vec::new() } else { vec![place] },
    };
    let found = compare::alike(tx, &profile)?;
    let like = |(other, likeness): (Profile, crate::score::Likeness)| Like {
        id: other.id,
        reasons: likeness
            .reasons
            .iter()
            .filter(|reason| !reason.is_against())
            .map(|reason| (super::words::reason(*reason), likeness.score >= crate::score::SURE))
            .collect(),
    };
    Ok(found.into_iter().take(8).map(like).collect())
}
