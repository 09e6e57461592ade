//! Individuals: what the file records of a person.

use crate::contact::{
    Contact, Email, Gender, Kind, Location, Person, Phone, PhoneKind, Prefix, Suffix, Website, WebsiteKind,
};
use crate::household::{self, Family};
use crate::organization::{self, Organization};
use crate::outline::{Class, Language, Outline, circumstances, class, created, days_before, outline};
use crate::person::{Identity, adult_age, identity, stock, surname};
use crate::places::Country;
use crate::rng::{Purpose, Rng};
use crate::tables::World;
use crate::{address, email, names_en, phone};

/// Contact `index`, an individual.
pub(crate) fn individual(world: &World, index: usize) -> Contact {
    let family = household::membership(world, index);
    let own = outline(world, index);
    let outline = family.as_ref().map_or(own, |(family, _)| family.outline);
    let mut rng = world.rng(index, Purpose::Identity);
    let identity = match &family {
        Some((family, position)) => household::member(world, &mut rng, family, *position),
        None => lone(world, index, &mut rng, &outline),
    };
    let employer = employer(world, index, &identity, &outline);
    let home = family.as_ref().map_or(index, |(family, _)| family.index);
    let mut facts = circumstances(world, index, outline.language);
    if family.is_some() {
        facts.created = created(world, home);
    }
    if facts.created.date() < identity.birth_date {
        facts.created = identity.birth_date.to_datetime(facts.created.time());
    }
    let mut links = world.rng(index, Purpose::Contactability);
    let emails = emails(&mut links, index, &identity, employer.as_ref());
    let phones = phones(world, &mut links, index, &identity, &outline, family.as_ref());
    let addresses = addresses(world, &mut links, home, &outline, employer.as_ref());
    let websites = website(&mut links, &identity);
    let person = person(world, &mut rng, identity, &outline, employer.as_ref(), facts.created.date());
    Contact {
        kind: Kind::Individual(person),
        emails,
        phones,
        addresses,
        websites,
        language: outline.locale(),
        created: facts.created,
        do_not: facts.do_not,
        is_opt_out: facts.is_opt_out,
        preferred_communication: facts.preferred_communication,
        external_identifier: facts.external_identifier,
        source: facts.source,
        is_deleted: facts.is_deleted,
        employer: employer.map(|organization| organization.index),
        household: family.as_ref().map(|(family, _)| family.index),
        is_head_of_household: family.is_some_and(|(_, position)| position == 0),
    }
}

/// Somebody without household; eight in a thousand are recorded for the second time, as happens.
fn lone(world: &World, index: usize, rng: &mut Rng, outline: &Outline) -> Identity {
    if rng.chance(8) && index > 0 {
        let earlier = rng.below(u32::try_from(index).unwrap_or(u32::MAX)) as usize;
        if class(world, earlier) == Class::Individual && household::membership(world, earlier).is_none() {
            let mut original = world.rng(earlier, Purpose::Identity);
            if !original.chance(8) {
                return newcomer(world, &mut original, &self::outline(world, earlier));
            }
        }
    }
    newcomer(world, rng, outline)
}

fn newcomer(world: &World, rng: &mut Rng, outline: &Outline) -> Identity {
    let stock = stock(rng, outline);
    let last_name = surname(world, rng, stock);
    let (is_woman, age) = (rng.chance(540), adult_age(rng));
    identity(world, rng, is_woman, age, stock, last_name)
}

/// An earlier organization, most often of the same country; older ones have more staff.
fn employer(world: &World, index: usize, identity: &Identity, home: &Outline) -> Option<Organization> {
    let mut rng = world.rng(index, Purpose::Links);
    if !(20..67).contains(&identity.age) || !rng.chance(480) {
        return None;
    }
    let bound = u32::try_from(index).unwrap_or(u32::MAX);
    let mut found = None;
    for _ in 0..3 {
        let (first, second) = (rng.below(bound), rng.below(bound));
        let start = first.min(second) as usize;
        let candidate = (0..=start).rev().find(|&earlier| class(world, earlier) == Class::Organization)?;
        let place = outline(world, candidate).place;
        if place.country == home.place.country {
            found = Some(candidate);
            if place.province == home.place.province {
                break;
            }
        }
    }
    found.map(|candidate| organization::organization_at(world, candidate))
}

fn emails(rng: &mut Rng, index: usize, identity: &Identity, employer: Option<&Organization>) -> Vec<Email> {
    let mut emails = Vec::new();
    let share = if identity.age < 12 {
        150
    } else if identity.age > 80 {
        620
    } else {
        890
    };
    if rng.chance(share) {
        emails.push(email::personal(rng, index, identity));
    }
    if let Some(employer) = employer.filter(|_| rng.chance(350)) {
        let work = email::at_work(rng, identity, &employer.domain);
        emails.push(Email { is_primary: emails.is_empty(), ..work });
    } else if !emails.is_empty() && rng.chance(50) {
        let other = email::personal(rng, index, identity);
        if emails.iter().all(|email| email.address != other.address) {
            let is_bulkmail = rng.chance(300);
            emails.push(Email { is_primary: false, is_bulkmail, location: Location::Other, ..other });
        }
    }
    emails
}

fn phones(
    world: &World,
    rng: &mut Rng,
    index: usize,
    identity: &Identity,
    outline: &Outline,
    family: Option<&(Family, usize)>,
) -> Vec<Phone> {
    let mut phones = Vec::new();
    if identity.age < 11 {
        return phones;
    }
    if rng.chance(if identity.age > 75 { 440 } else { 700 }) {
        phones.push(phone::mobile(rng, outline.place, Location::Home));
    }
    let share = if identity.age > 65 { 650 } else { 260 };
    if rng.chance(share) {
        let home = family.map_or(index, |(family, _)| family.index);
        let landline = phone::home(world, home, outline);
        phones.extend(landline.map(|phone| Phone { is_primary: phones.is_empty(), ..phone }));
    }
    if !phones.is_empty() && (20..67).contains(&identity.age) && rng.chance(60) {
        let work = phone::landline(rng, outline.place, PhoneKind::Phone, Location::Work);
        phones.extend(work.map(|phone| Phone { is_primary: false, ..phone }));
    }
    phones
}

fn addresses(
    world: &World,
    rng: &mut Rng,
    home: usize,
    outline: &Outline,
    employer: Option<&Organization>,
) -> Vec<crate::contact::Address> {
    if !rng.chance(900) {
        return Vec::new();
    }
    let first = address::home(world, home, outline, Location::Home);
    let mut addresses = vec![address::as_recorded(rng, first)];
    if let Some(employer) = employer.filter(|_| rng.chance(80)) {
        let mut work = address::home(world, employer.index, &employer.outline, Location::Work);
        work.is_primary = false;
        addresses.push(work);
    } else if rng.chance(35) {
        let place = world.place(rng, Country::France);
        let mut second = address::at(rng, place, Location::Other);
        second.is_primary = false;
        addresses.push(second);
    }
    addresses
}

fn website(rng: &mut Rng, identity: &Identity) -> Vec<Website> {
    if identity.age < 18 || !rng.chance(18) {
        return Vec::new();
    }
    let (first, last) = (email::ascii(identity.first_name, "-"), email::ascii(&identity.last_name, "-"));
    let (url, kind) = match rng.below(3) {
        0 => (format!("https://social.example.net/@{first}.{last}"), WebsiteKind::Social),
        1 => (format!("https://{first}-{last}.example.net"), WebsiteKind::Main),
        _ => (format!("https://www.{last}.example.com/"), WebsiteKind::Work),
    };
    vec![Website { url, kind }]
}

fn person(
    world: &World,
    rng: &mut Rng,
    identity: Identity,
    outline: &Outline,
    employer: Option<&Organization>,
    created: jiff::civil::Date,
) -> Person {
    let is_deceased = rng.chance(if identity.age > 70 { 50 } else { 2 });
    let days_known = world.today.duration_since(created).as_hours() / 24;
    let died = days_before(world.today, 1 + rng.between(0, days_known as i32 - 1)).max(created);
    let job_title = employer.filter(|_| rng.chance(700)).map(|employer| {
        let (his, hers) = rng.pick(employer.jobs);
        if identity.is_woman { hers } else { his }.to_owned()
    });
    let is_american = outline.language == Language::English && outline.place.country == Country::UnitedStates;
    let suffix = (is_american && !identity.is_woman && rng.chance(25))
        .then(|| rng.weighted(&[(Suffix::Junior, 60), (Suffix::Senior, 20), (Suffix::Second, 8), (Suffix::Third, 12)]));
    let short = names_en::SHORT_FORMS.iter().find(|(name, _)| *name == identity.first_name).map(|(_, short)| *short);
    Person {
        prefix: prefix(rng, &identity, outline.language),
        middle_name: middle_name(world, rng, &identity, outline),
        nick_name: short.filter(|_| rng.chance(120)).map(str::to_owned),
        suffix,
        gender: gender(rng, identity.is_woman),
        birth_date: rng.chance(480).then_some(identity.birth_date),
        is_deceased,
        deceased_date: (is_deceased && rng.chance(750)).then_some(died),
        job_title,
        last_name: last_name_as_recorded(rng, identity.last_name),
        first_name: first_name_as_recorded(rng, identity.first_name),
    }
}

fn prefix(rng: &mut Rng, identity: &Identity, language: Language) -> Option<Prefix> {
    if identity.age < 16 || !rng.chance(720) {
        return None;
    }
    Some(match (identity.is_woman, language) {
        _ if identity.age > 27 && rng.chance(18) => Prefix::Dr,
        (false, _) => Prefix::Mr,
        (true, Language::English) if identity.age < 50 || rng.chance(300) => Prefix::Ms,
        (true, _) => Prefix::Mrs,
    })
}

fn gender(rng: &mut Rng, is_woman: bool) -> Option<Gender> {
    match rng.below(1000) {
        0..140 => None,
        140..146 => Some(Gender::Other),
        _ if is_woman => Some(Gender::Female),
        _ => Some(Gender::Male),
    }
}

/// French files record a second given name rarely, British ones sometimes, American ones often as an initial.
fn middle_name(world: &World, rng: &mut Rng, identity: &Identity, outline: &Outline) -> Option<String> {
    if outline.language == Language::French {
        let grandparents = identity.birth_date.year() - 45;
        return rng
            .chance(50)
            .then(|| world.given_name(rng, crate::tables::Given::French, identity.is_woman, grandparents).to_owned());
    }
    let names = if identity.is_woman { names_en::MIDDLE_WOMEN } else { names_en::MIDDLE_MEN };
    rng.chance(260).then(|| {
        let name = rng.pick(names);
        match name.get(..1) {
            Some(initial) if rng.chance(500) => format!("{initial}."),
            _ => name.to_owned(),
        }
    })
}

fn last_name_as_recorded(rng: &mut Rng, name: String) -> String {
    match rng.below(1000) {
        0..35 => name.to_uppercase(),
        35..38 => name.to_lowercase(),
        _ => name,
    }
}

fn first_name_as_recorded(rng: &mut Rng, name: &str) -> String {
    match rng.below(1000) {
        0..10 => name.to_uppercase(),
        10..13 => name.to_lowercase(),
        13..18 => name.replace('-', " "),
        _ => name.to_owned(),
    }
}
