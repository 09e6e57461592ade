//! Weighted tables computed once per stream: places by country and given names by decade of birth.

use jiff::civil::Date;

use crate::places::{Country, Place};
use crate::rng::{Purpose, Rng};
use crate::{names_en, names_fr, names_world, places_fr, places_world};

/// A given name: name, weight, peak year, spread in years.
pub(crate) type GivenName = (&'static str, u32, i16, i16);

/// The stocks of given names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Given {
    French,
    English,
    Maghrebi,
    WestAfrican,
    Portuguese,
    BritishWorld,
}

/// Everything that a contact depends on beside its index.
pub(crate) struct World {
    /// The seed, spread.
    seed: u64,
    pub(crate) today: Date,
    places: [Weighted<&'static Place>; 6],
    given: [[Cohorts; 2]; 6],
    /// Cumulated weights of the ranks of family names, which follow Zipf's law from the tenth on.
    ranks: Vec<u32>,
}

/// Values to be drawn in proportion to their weights.
pub(crate) struct Weighted<T> {
    cumulated: Vec<u32>,
    values: Vec<T>,
}

impl<T: Copy> Weighted<T> {
    fn new(items: impl Iterator<Item = (T, u32)>) -> Self {
        let (mut cumulated, mut values, mut sum) = (Vec::new(), Vec::new(), 0);
        for (value, weight) in items.filter(|(_, weight)| *weight > 0) {
            sum += weight;
            cumulated.push(sum);
            values.push(value);
        }
        Self { cumulated, values }
    }

    fn draw(&self, rng: &mut Rng) -> T {
        let total = self.cumulated.last().copied().unwrap_or(0);
        let draw = rng.below(total);
        self.values[self.cumulated.partition_point(|&limit| limit <= draw)]
    }
}

const FIRST_DECADE: i16 = 1900;
const DECADES: usize = 15;

/// The names of one gender, weighted for each decade of birth.
struct Cohorts {
    decades: Vec<Weighted<&'static str>>,
}

impl Cohorts {
    fn new(names: &[GivenName]) -> Self {
        let decade = |number: usize| {
            let middle = FIRST_DECADE + 10 * number as i16 + 5;
            Weighted::new(names.iter().map(|&name| (name.0, popularity(name, middle))))
        };
        Self { decades: (0..DECADES).map(decade).collect() }
    }

    fn draw(&self, rng: &mut Rng, birth_year: i16) -> &'static str {
        let number = usize::try_from((birth_year - FIRST_DECADE) / 10).unwrap_or(0);
        self.decades[number.min(DECADES - 1)].draw(rng)
    }
}

/// How often a name was given in a year: a peak with tails that fall with the fourth power of the distance.
/// At least 1, so that every decade has names.
fn popularity((_, weight, peak, spread): GivenName, year: i16) -> u32 {
    let spread = i64::from(spread).pow(2);
    let distance = i64::from(year - peak).pow(2);
    let share = 1000 * spread / (spread + distance);
    u32::try_from(i64::from(weight) * share * share / 10_000).unwrap_or(0).max(1)
}

impl World {
    pub(crate) fn new(seed: u64, today: Date) -> Self {
        let places = [
            places_fr::FRENCH,
            places_world::BRITISH,
            places_world::AMERICAN,
            places_world::BELGIAN,
            places_world::SWISS,
            places_world::CANADIAN,
        ]
        .map(|towns| Weighted::new(towns.iter().map(|place| (place, place.weight()))));
        let given = [
            (names_fr::WOMEN, names_fr::MEN),
            (names_en::WOMEN, names_en::MEN),
            (names_world::MAGHREBI_WOMEN, names_world::MAGHREBI_MEN),
            (names_world::WEST_AFRICAN_WOMEN, names_world::WEST_AFRICAN_MEN),
            (names_world::PORTUGUESE_WOMEN, names_world::PORTUGUESE_MEN),
            (names_world::BRITISH_WORLD_WOMEN, names_world::BRITISH_WORLD_MEN),
        ]
        .map(|(women, men)| [Cohorts::new(women), Cohorts::new(men)]);
        let mut sum = 0;
        let ranks = (0..1000)
            .map(|rank| {
                sum += 1_000_000 / (rank + 20);
                sum
            })
            .collect();
        Self { seed: Rng::spread(seed), today, places, given, ranks }
    }

    pub(crate) fn rng(&self, index: usize, purpose: Purpose) -> Rng {
        Rng::new(self.seed, index, purpose)
    }

    pub(crate) fn place(&self, rng: &mut Rng, country: Country) -> &'static Place {
        self.places[country as usize].draw(rng)
    }

    pub(crate) fn given_name(&self, rng: &mut Rng, stock: Given, is_woman: bool, birth_year: i16) -> &'static str {
        self.given[stock as usize][usize::from(!is_woman)].draw(rng, birth_year)
    }

    /// One of a non-empty table of at most 1000 names in falling order of frequency.
    pub(crate) fn ranked(&self, rng: &mut Rng, names: &[&'static str]) -> &'static str {
        let draw = rng.below(self.ranks[names.len().clamp(1, self.ranks.len()) - 1]);
        names[self.ranks.partition_point(|&limit| limit <= draw)]
    }
}
