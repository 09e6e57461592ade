//! Who a person is: gender, age and names that fit them and the place.

use jiff::civil::Date;

use crate::outline::{Language, Outline, days_before};
use crate::places::{Country, Region, region};
use crate::rng::Rng;
use crate::tables::{Given, World};
use crate::{names_world, surnames_fr};

/// A stock of family names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stock {
    Common,
    LongTail,
    Particle,
    Breton,
    Occitan,
    Alsatian,
    Basque,
    Corsican,
    Creole,
    Settled,
    Maghrebi,
    WestAfrican,
    Portuguese,
    Asian,
    Belgian,
    Swiss,
    Quebecker,
    British,
    American,
    BritishWorld,
}

impl Stock {
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Common | Self::LongTail => surnames_fr::COMMON,
            Self::Particle => surnames_fr::PARTICLE,
            Self::Breton => surnames_fr::BRETON,
            Self::Occitan => surnames_fr::OCCITAN,
            Self::Alsatian => surnames_fr::ALSATIAN,
            Self::Basque => surnames_fr::BASQUE,
            Self::Corsican => surnames_fr::CORSICAN,
            Self::Creole => surnames_fr::CREOLE,
            Self::Settled => surnames_fr::SETTLED,
            Self::Belgian => surnames_fr::BELGIAN,
            Self::Swiss => surnames_fr::SWISS,
            Self::Quebecker => surnames_fr::QUEBECKER,
            Self::Maghrebi => names_world::MAGHREBI,
            Self::WestAfrican => names_world::WEST_AFRICAN,
            Self::Portuguese => names_world::PORTUGUESE,
            Self::Asian => names_world::ASIAN,
            Self::British => names_world::BRITISH,
            Self::American => names_world::AMERICAN,
            Self::BritishWorld => names_world::BRITISH_WORLD,
        }
    }

    /// The given names that children of these families get in a year.
    fn given(self, rng: &mut Rng, birth_year: i16) -> Given {
        let (own, common, share) = match self {
            Self::Maghrebi => (Given::Maghrebi, Given::French, 880),
            Self::WestAfrican => (Given::WestAfrican, Given::French, 780),
            Self::Portuguese => (Given::Portuguese, Given::French, if birth_year < 1968 { 700 } else { 80 }),
            Self::BritishWorld => (Given::BritishWorld, Given::English, 800),
            Self::British | Self::American => return Given::English,
            _ => return Given::French,
        };
        if rng.chance(share) { own } else { common }
    }
}

/// Families of France outside their regions, with their weights; in and around Paris the second column counts.
const FRENCH_STOCKS: &[(Stock, u32, u32)] = &[
    (Stock::Common, 530, 450),
    (Stock::LongTail, 220, 160),
    (Stock::Particle, 18, 22),
    (Stock::Breton, 12, 25),
    (Stock::Occitan, 20, 15),
    (Stock::Alsatian, 12, 12),
    (Stock::Corsican, 4, 5),
    (Stock::Creole, 4, 18),
    (Stock::Settled, 60, 60),
    (Stock::Maghrebi, 60, 115),
    (Stock::WestAfrican, 20, 65),
    (Stock::Portuguese, 30, 45),
    (Stock::Asian, 10, 20),
];

/// The stock from which a family of this place and language takes its name.
pub(crate) fn stock(rng: &mut Rng, outline: &Outline) -> Stock {
    match (outline.language, outline.place.country) {
        (Language::French, Country::Belgium) if rng.chance(600) => Stock::Belgian,
        (Language::French, Country::Switzerland) if rng.chance(650) => Stock::Swiss,
        (Language::French, Country::Canada) if rng.chance(850) => Stock::Quebecker,
        (Language::French, _) => french_stock(rng, region(outline.place.province)),
        (Language::English, Country::UnitedKingdom | Country::France) if rng.chance(880) => Stock::British,
        (Language::English, Country::UnitedKingdom | Country::France) => Stock::BritishWorld,
        (Language::English, _) if rng.chance(930) => Stock::American,
        (Language::English, _) => Stock::BritishWorld,
    }
}

fn french_stock(rng: &mut Rng, region: Region) -> Stock {
    match region {
        Region::Brittany if rng.chance(430) => return Stock::Breton,
        Region::Occitania if rng.chance(300) => return Stock::Occitan,
        Region::Alsace if rng.chance(400) => return Stock::Alsatian,
        Region::Basque if rng.chance(350) => return Stock::Basque,
        Region::Corsica if rng.chance(550) => return Stock::Corsican,
        Region::Overseas if rng.chance(800) => return Stock::Creole,
        _ => {}
    }
    let weight = |entry: &(Stock, u32, u32)| if region == Region::Paris { entry.2 } else { entry.1 };
    let mut draw = rng.below(FRENCH_STOCKS.iter().map(weight).sum());
    for entry in FRENCH_STOCKS {
        if draw < weight(entry) {
            return entry.0;
        }
        draw -= weight(entry);
    }
    Stock::Common
}

/// A family name of `stock`.
pub(crate) fn surname(world: &World, rng: &mut Rng, stock: Stock) -> String {
    match stock {
        Stock::LongTail => [rng.pick(surnames_fr::STEMS), rng.pick(surnames_fr::ENDINGS)].concat(),
        Stock::Particle => rng.pick(surnames_fr::PARTICLE).to_owned(),
        Stock::Common if rng.chance(25) => {
            [world.ranked(rng, surnames_fr::COMMON), world.ranked(rng, surnames_fr::COMMON)].join("-")
        }
        _ => world.ranked(rng, stock.names()).to_owned(),
    }
}

/// Ages of adults in the file of an association: lowest, highest; weight.
const ADULT_AGES: &[((i32, i32), u32)] =
    &[((18, 29), 13), ((30, 44), 23), ((45, 59), 26), ((60, 74), 26), ((75, 84), 9), ((85, 97), 3)];

/// The age in years of an adult.
pub(crate) fn adult_age(rng: &mut Rng) -> i32 {
    let (low, high) = rng.weighted(ADULT_AGES);
    rng.between(low, high)
}

/// What is known of a person before it is decided what the file says of them.
pub(crate) struct Identity {
    pub(crate) is_woman: bool,
    pub(crate) age: i32,
    pub(crate) birth_date: Date,
    pub(crate) first_name: &'static str,
    pub(crate) last_name: String,
}

/// A person of given gender, age in years and family.
pub(crate) fn identity(
    world: &World,
    rng: &mut Rng,
    is_woman: bool,
    age: i32,
    stock: Stock,
    last_name: String,
) -> Identity {
    let birth_date = days_before(world.today, 1 + age * 365 + age / 4 + rng.between(0, 364));
    let given = stock.given(rng, birth_date.year());
    let first_name = world.given_name(rng, given, is_woman, birth_date.year());
    Identity { is_woman, age, birth_date, first_name, last_name }
}
