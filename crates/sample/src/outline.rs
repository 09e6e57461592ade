//! The few facts about a contact that others need: its type, where it is and what it speaks.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime};

use crate::contact::{Channel, DoNot};
use crate::places::{Country, Place};
use crate::rng::{Purpose, Rng};
use crate::tables::World;
use crate::words;

/// The type of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Individual,
    Household,
    Organization,
}

/// The languages of the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    French,
    English,
}

/// Where a contact is and what it speaks.
#[derive(Clone, Copy)]
pub(crate) struct Outline {
    pub(crate) place: &'static Place,
    pub(crate) language: Language,
}

/// The type of contact `index`. The first is an organization, so that every other has one before it.
pub(crate) fn class(world: &World, index: usize) -> Class {
    match world.rng(index, Purpose::Class).below(100) {
        _ if index == 0 => Class::Organization,
        0..80 => Class::Individual,
        80..92 => Class::Household,
        _ => Class::Organization,
    }
}

const COUNTRIES: &[(Country, u32)] = &[
    (Country::France, 750),
    (Country::UnitedKingdom, 90),
    (Country::UnitedStates, 50),
    (Country::Belgium, 50),
    (Country::Switzerland, 35),
    (Country::Canada, 25),
];

/// The outline of contact `index`, taken as if it belonged to no household.
pub(crate) fn outline(world: &World, index: usize) -> Outline {
    let mut rng = world.rng(index, Purpose::Outline);
    let country = if index == 0 { Country::France } else { rng.weighted(COUNTRIES) };
    let place = world.place(&mut rng, country);
    let is_french = match country {
        Country::France => index == 0 || !rng.chance(25),
        Country::Belgium | Country::Switzerland => true,
        Country::Canada => place.province == "QC",
        Country::UnitedKingdom | Country::UnitedStates => false,
    };
    Outline { place, language: if is_french { Language::French } else { Language::English } }
}

impl Outline {
    /// The locale of the outline's language and country, among those that CRMs usually enable.
    pub(crate) fn locale(&self) -> &'static str {
        match (self.language, self.place.country) {
            (Language::French, Country::Canada) => "fr_CA",
            (Language::French, _) => "fr_FR",
            (Language::English, Country::UnitedStates) => "en_US",
            (Language::English, Country::Canada) => "en_CA",
            (Language::English, _) => "en_GB",
        }
    }
}

/// The day `days` before `date`, or the first of the calendar.
pub(crate) fn days_before(date: Date, days: i32) -> Date {
    date.saturating_sub(SignedDuration::from_hours(24 * i64::from(days)))
}

/// How a contact came into the file and how it wishes to be treated.
pub(crate) struct Circumstances {
    pub(crate) created: DateTime,
    pub(crate) do_not: DoNot,
    pub(crate) is_opt_out: bool,
    pub(crate) preferred_communication: Vec<Channel>,
    pub(crate) external_identifier: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) is_deleted: bool,
}

const CHANNELS: &[(Channel, u32)] =
    &[(Channel::Email, 60), (Channel::Phone, 18), (Channel::PostalMail, 14), (Channel::Sms, 7), (Channel::Fax, 1)];

/// The circumstances of contact `index`.
pub(crate) fn circumstances(world: &World, index: usize, language: Language) -> Circumstances {
    let mut rng = world.rng(index, Purpose::Circumstances);
    let created = created_in(world, &mut rng);
    let mut preferred_communication = Vec::new();
    if rng.chance(150) {
        preferred_communication.push(rng.weighted(CHANNELS));
        let second = rng.weighted(CHANNELS);
        if rng.chance(300) && !preferred_communication.contains(&second) {
            preferred_communication.push(second);
        }
    }
    let sources = if language == Language::French { words::FRENCH_SOURCES } else { words::ENGLISH_SOURCES };
    Circumstances {
        created,
        do_not: DoNot {
            email: rng.chance(15),
            phone: rng.chance(30),
            mail: rng.chance(12),
            sms: rng.chance(10),
            trade: rng.chance(40),
        },
        is_opt_out: rng.chance(20),
        preferred_communication,
        external_identifier: rng.chance(80).then(|| format!("ADH-{:06}", index + 1)),
        source: rng.chance(450).then(|| rng.pick(sources).to_owned()),
        is_deleted: rng.chance(5),
    }
}

/// When contact `index` was recorded.
pub(crate) fn created(world: &World, index: usize) -> DateTime {
    created_in(world, &mut world.rng(index, Purpose::Circumstances))
}

/// A moment in the last ten years, more often a recent one, in waking hours.
fn created_in(world: &World, rng: &mut Rng) -> DateTime {
    let (first, second) = (rng.below(3650), rng.below(3650));
    let day = days_before(world.today, 1 + first.min(second) as i32);
    let (hour, minute, second) = (rng.between(8, 21), rng.between(0, 59), rng.between(0, 59));
    day.at(hour as i8, minute as i8, second as i8, 0)
}
