//! Postal addresses as they are written in each country, with the slips of a file kept by hand.

use crate::contact::{Address, Coordinates, Location, Province};
use crate::outline::Outline;
use crate::places::{Country, Place};
use crate::rng::{Purpose, Rng};
use crate::streets;
use crate::tables::World;

/// The address at which the contact `index` lives or has its seat: the same for everyone who lives there.
pub(crate) fn home(world: &World, index: usize, outline: &Outline, location: Location) -> Address {
    at(&mut world.rng(index, Purpose::Home), outline.place, location)
}

/// An address in `place`.
pub(crate) fn at(rng: &mut Rng, place: &'static Place, location: Location) -> Address {
    let is_french = !matches!(place.country, Country::UnitedKingdom | Country::UnitedStates)
        && (place.country != Country::Canada || place.province == "QC");
    let street = match place.country {
        Country::UnitedKingdom => format!("{} {}", house_number(rng), rng.pick(streets::BRITISH_STREETS)),
        Country::Belgium => format!("Rue {} {}", rng.pick(streets::TOWN_STREETS), house_number(rng)),
        Country::Switzerland => format!("Rue {} {}", rng.pick(streets::TOWN_STREETS), house_number(rng).min(60)),
        _ if !is_french => {
            format!("{} {}", house_number(rng) * rng.pick(&[1, 10, 11]), rng.pick(streets::AMERICAN_STREETS))
        }
        Country::Canada => format!("{}, rue {}", house_number(rng) * 13, rng.pick(streets::TOWN_STREETS)),
        _ => french_street(rng, place.is_rural()),
    };
    let second_lines = if is_french { streets::FRENCH_SECOND_LINES } else { streets::ENGLISH_SECOND_LINES };
    let supplemental_1 = rng.chance(120).then(|| rng.pick(second_lines).replace('#', &rng.between(2, 29).to_string()));
    let reach = if place.is_rural() { 9_000 } else { 14_000 };
    let geo = Coordinates {
        latitude_micro: place.latitude + rng.between(-reach, reach),
        longitude_micro: place.longitude + rng.between(-reach, reach),
    };
    Address {
        street,
        supplemental_1,
        postal_code: Some(postal_code(rng, place)),
        city: place.city.to_owned(),
        province: Some(Province { country: place.country.code(), abbreviation: place.province }),
        country: place.country.code(),
        location,
        is_primary: true,
        geo: rng.chance(800).then_some(geo),
    }
}

/// Mostly a low number, as most streets are short.
fn house_number(rng: &mut Rng) -> i32 {
    let highest = rng.between(4, 140);
    rng.between(1, highest)
}

fn french_street(rng: &mut Rng, is_rural: bool) -> String {
    if is_rural && rng.chance(150) {
        return rng.pick(streets::HAMLETS).to_owned();
    }
    let (kinds, names) = if is_rural {
        (streets::VILLAGE_KINDS, streets::VILLAGE_STREETS)
    } else {
        (streets::TOWN_KINDS, streets::TOWN_STREETS)
    };
    let (kind, name) = (rng.weighted(kinds), rng.pick(names));
    let comma = if rng.chance(80) { "," } else { "" };
    let repetition = rng.weighted(&[("", 93), (" bis", 6), (" ter", 1)]);
    format!("{}{repetition}{comma} {kind} {name}", house_number(rng))
}

/// British codes are completed by a digit and two letters that the Royal Mail uses, Canadian ones by Canada Post's.
fn postal_code(rng: &mut Rng, place: &Place) -> String {
    const LETTERS: &[char] = &['A', 'B', 'E', 'G', 'H', 'J', 'L', 'N', 'P', 'R', 'S', 'T', 'W', 'X', 'Y', 'Z'];
    let mut letter = || rng.pick(LETTERS);
    let (first, second) = (letter(), letter());
    match place.country {
        Country::UnitedKingdom => format!("{} {}{first}{second}", place.postal_code, rng.between(1, 9)),
        Country::Canada => format!("{} {}{first}{}", place.postal_code, rng.between(1, 9), rng.between(1, 9)),
        _ => place.postal_code.to_owned(),
    }
}

/// The address as somebody typed it: now and then without postal code, in capitals or without province.
pub(crate) fn as_recorded(rng: &mut Rng, mut address: Address) -> Address {
    match rng.below(1000) {
        0..12 => address.postal_code = None,
        12..40 => address.city = address.city.to_uppercase(),
        40..50 => address.street = address.street.to_uppercase(),
        50..90 => address.province = None,
        _ => {}
    }
    address
}
