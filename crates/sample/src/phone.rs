//! Telephone numbers from ranges set aside for fiction: ARCEP decision 2018-0881 (France), Ofcom's list of numbers for
//! TV and radio drama (United Kingdom), 555-0100 to 555-0199 (North America).
//!
//! Belgium and Switzerland reserve none; contacts there have French mobile numbers or no telephone.

use crate::contact::{Location, Phone, PhoneKind};
use crate::outline::Outline;
use crate::places::{Country, Place, landline_prefix};
use crate::rng::{Purpose, Rng};
use crate::tables::World;

/// Ofcom's prefixes for drama by the letters that begin a postcode; three digits follow.
const BRITISH_PREFIXES: &[(&str, &str)] = &[
    ("N", "20 7946 0"),
    ("SE", "20 7946 0"),
    ("SW", "20 7946 0"),
    ("E", "20 7946 0"),
    ("W", "20 7946 0"),
    ("M", "161 496 0"),
    ("B", "121 496 0"),
    ("LS", "113 496 0"),
    ("S", "114 496 0"),
    ("L", "151 496 0"),
    ("BS", "117 496 0"),
    ("NE", "191 498 0"),
    ("NG", "115 496 0"),
    ("LE", "116 496 0"),
    ("EH", "131 496 0"),
    ("G", "141 496 0"),
    ("CF", "29 2018 0"),
    ("BT", "28 9649 6"),
];

/// One area code of each American state and Canadian province of the table of towns.
#[rustfmt::skip]
const AREA_CODES: &[(&str, &str)] = &[
    ("NY", "212"), ("CA", "213"), ("IL", "312"), ("TX", "512"), ("PA", "215"), ("WA", "206"), ("CO", "303"), ("MA", "617"), ("OR", "503"), ("MN", "612"),
    ("LA", "504"), ("WI", "608"), ("MI", "734"), ("NC", "828"), ("VT", "802"), ("NM", "505"), ("QC", "514"), ("ON", "416"), ("BC", "604"), ("NS", "902"),
];

/// A French number from its first six digits, in one of the ways in which people write it.
fn french(rng: &mut Rng, prefix: &str, is_abroad: bool) -> String {
    let digits = format!("{prefix}{:04}", rng.below(10_000));
    let pairs = [0, 2, 4, 6, 8].map(|start| digits.get(start..start + 2).unwrap_or_default());
    match rng.below(100) {
        draw if is_abroad || draw < 4 => format!("+33 {} {}", pairs[0].trim_start_matches('0'), pairs[1..].join(" ")),
        4..10 => pairs.join("."),
        10..15 => digits,
        _ => pairs.join(" "),
    }
}

fn british(rng: &mut Rng, prefix: &str) -> String {
    let digits = rng.below(1000);
    if rng.chance(250) { format!("0{prefix}{digits:03}") } else { format!("+44 {prefix}{digits:03}") }
}

fn american(rng: &mut Rng, place: &Place) -> String {
    let area = AREA_CODES.iter().find(|(province, _)| *province == place.province).map_or("212", |(_, code)| code);
    let digits = rng.below(100);
    if rng.chance(400) { format!("({area}) 555-01{digits:02}") } else { format!("+1 {area} 555 01{digits:02}") }
}

fn mobile_number(rng: &mut Rng, place: &Place) -> String {
    match place.country {
        Country::France => french(rng, "063998", false),
        Country::Belgium | Country::Switzerland => french(rng, "063998", true),
        Country::UnitedKingdom => british(rng, "7700 900"),
        Country::UnitedStates | Country::Canada => american(rng, place),
    }
}

fn landline_number(rng: &mut Rng, place: &Place) -> Option<String> {
    match place.country {
        Country::France => landline_prefix(place.province).map(|prefix| french(rng, prefix, false)),
        Country::Belgium | Country::Switzerland => None,
        Country::UnitedKingdom => {
            let area = place.postal_code.trim_end_matches(|sign: char| sign.is_ascii_digit());
            let prefix =
                BRITISH_PREFIXES.iter().find(|(letters, _)| *letters == area).map_or("1632 960", |(_, prefix)| prefix);
            Some(british(rng, prefix))
        }
        Country::UnitedStates | Country::Canada => Some(american(rng, place)),
    }
}

/// A mobile telephone.
pub(crate) fn mobile(rng: &mut Rng, place: &Place, location: Location) -> Phone {
    Phone { number: mobile_number(rng, place), kind: PhoneKind::Mobile, location, is_primary: true }
}

/// A fixed telephone or fax, where numbers for it exist.
pub(crate) fn landline(rng: &mut Rng, place: &Place, kind: PhoneKind, location: Location) -> Option<Phone> {
    Some(Phone { number: landline_number(rng, place)?, kind, location, is_primary: true })
}

/// The fixed telephone of the home of contact `index`, if it has one: the same for everyone who lives there.
pub(crate) fn home(world: &World, index: usize, outline: &Outline) -> Option<Phone> {
    let mut rng = world.rng(index, Purpose::Landline);
    if rng.chance(620) { landline(&mut rng, outline.place, PhoneKind::Phone, Location::Home) } else { None }
}
