//! Households, and the individuals right after them who live there.

use crate::contact::{Contact, Kind, Location};
use crate::outline::{Class, Language, Outline, circumstances, class, outline};
use crate::person::{Identity, Stock, adult_age, identity, stock, surname};
use crate::rng::{Purpose, Rng};
use crate::tables::World;
use crate::{address, email, phone, words};

/// What members take from their household.
pub(crate) struct Family {
    pub(crate) index: usize,
    pub(crate) outline: Outline,
    stock: Stock,
    name: String,
    /// The name of the second adult, if it is another.
    second_name: Option<(Stock, String)>,
    is_couple: bool,
    head_is_woman: bool,
    head_age: i32,
}

/// Gaps between a household and its last member are shorter than this.
const REACH: usize = 12;

/// The age of a household's head, whether there is a second adult of the same or another name, and the number of members.
struct Shape {
    head_age: i32,
    is_couple: bool,
    has_two_names: bool,
    /// 1 to 5.
    size: usize,
}

fn shape(rng: &mut Rng) -> Shape {
    let head_age = adult_age(rng).max(23);
    let has_two_names = rng.chance(350);
    let is_couple = has_two_names || rng.chance(750);
    let children = if (27..58).contains(&head_age) { rng.weighted(&[(0, 25), (1, 28), (2, 35), (3, 12)]) } else { 0 };
    Shape { head_age, is_couple, has_two_names, size: 1 + usize::from(is_couple) + children }
}

/// The family of the household `index`.
pub(crate) fn family(world: &World, index: usize) -> Family {
    let outline = outline(world, index);
    let mut rng = world.rng(index, Purpose::Identity);
    let Shape { head_age, is_couple, has_two_names, .. } = shape(&mut rng);
    let own = stock(&mut rng, &outline);
    let name = surname(world, &mut rng, own);
    let second_name = has_two_names.then(|| {
        let other = stock(&mut rng, &outline);
        (other, surname(world, &mut rng, other))
    });
    let head_is_woman = rng.chance(500);
    Family { index, outline, stock: own, name, second_name, is_couple, head_is_woman, head_age }
}

/// The family of individual `index` with its place in it (0 the head), if it belongs to one: individuals that follow
/// a household in the stream are its members until it is full or another household comes.
pub(crate) fn membership(world: &World, index: usize) -> Option<(Family, usize)> {
    let mut position = 0;
    for earlier in (index.saturating_sub(REACH)..index).rev() {
        match class(world, earlier) {
            Class::Individual => position += 1,
            Class::Organization => {}
            Class::Household => {
                let size = shape(&mut world.rng(earlier, Purpose::Identity)).size;
                return (position < size).then(|| (family(world, earlier), position));
            }
        }
    }
    None
}

/// The member at `position` of a family; `rng` is the member's own stream.
pub(crate) fn member(world: &World, rng: &mut Rng, family: &Family, position: usize) -> Identity {
    let (is_woman, age, stock, name) = match position {
        0 => (family.head_is_woman, family.head_age, family.stock, &family.name),
        1 if family.is_couple => {
            let (stock, name) =
                family.second_name.as_ref().map_or((family.stock, &family.name), |(stock, name)| (*stock, name));
            let is_woman = family.head_is_woman == rng.chance(40);
            (is_woman, (family.head_age + rng.between(-5, 5)).max(21), stock, name)
        }
        _ => {
            let oldest = (family.head_age - 22).clamp(1, 21);
            (rng.chance(490), rng.between((family.head_age - 40).clamp(1, oldest), oldest), family.stock, &family.name)
        }
    };
    let name = match &family.second_name {
        Some((_, second)) if position > 1 && rng.chance(150) && !name.contains([' ', '-']) => {
            format!("{name}-{second}")
        }
        _ => name.clone(),
    };
    identity(world, rng, is_woman, age, stock, name)
}

/// Contact `index`, a household.
pub(crate) fn household(world: &World, index: usize) -> Contact {
    let family = family(world, index);
    let language = family.outline.language;
    let mut rng = world.rng(index, Purpose::Contactability);
    let name = household_name(&mut rng, &family);
    let nick_name = rng.chance(60).then(|| words::family_nick_name(language, &family.name));
    let facts = circumstances(world, index, language);
    let mut emails = Vec::new();
    if rng.chance(690) {
        let local = if language == Language::French { "famille" } else { "family" };
        emails.push(email::shared(&mut rng, index, local, &family.name));
    }
    let phones = phone::home(world, index, &family.outline).into_iter().collect();
    let mut addresses = Vec::new();
    if rng.chance(920) {
        let home = address::home(world, index, &family.outline, Location::Home);
        addresses.push(address::as_recorded(&mut rng, home));
    }
    Contact {
        kind: Kind::Household { name, nick_name },
        emails,
        phones,
        addresses,
        websites: Vec::new(),
        language: family.outline.locale(),
        created: facts.created,
        do_not: facts.do_not,
        is_opt_out: facts.is_opt_out,
        preferred_communication: facts.preferred_communication,
        external_identifier: facts.external_identifier,
        source: facts.source,
        is_deleted: facts.is_deleted,
        employer: None,
        household: None,
        is_head_of_household: false,
    }
}

fn household_name(rng: &mut Rng, family: &Family) -> String {
    let name = &family.name;
    let is_french = family.outline.language == Language::French;
    match &family.second_name {
        Some((_, second)) if is_french => {
            rng.pick(&["{a} et {b}", "Famille {a}-{b}", "Famille {a} et {b}"]).replace("{b}", second)
        }
        Some((_, second)) => {
            rng.pick(&["The {a} and {b} family", "{a} & {b}", "{a} and {b} household"]).replace("{b}", second)
        }
        None if is_french && family.is_couple => {
            rng.weighted(&[("Famille {a}", 8), ("M. et Mme {a}", 1), ("Foyer {a}", 1)]).to_owned()
        }
        None if is_french => "Famille {a}".to_owned(),
        None => rng.weighted(&[("The {a} family", 7), ("{a} household", 2)]).to_owned(),
    }
    .replace("{a}", name)
}
