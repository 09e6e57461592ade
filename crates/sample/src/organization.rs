//! Organizations: town halls, schools, associations, shops, companies and foundations.

use crate::contact::{Contact, Email, Kind, Location, Phone, PhoneKind, Website, WebsiteKind};
use crate::outline::{Language, Outline, circumstances, outline};
use crate::person::{stock, surname};
use crate::places::Country;
use crate::places_fr::DEPARTMENTS;
use crate::rng::{Purpose, Rng};
use crate::tables::World;
use crate::trades::{self, Staff, Trade};
use crate::{address, email, phone, words};

/// What others need to know of an organization.
pub(crate) struct Organization {
    pub(crate) index: usize,
    pub(crate) outline: Outline,
    pub(crate) name: String,
    legal_name: Option<String>,
    sic_code: &'static str,
    /// The domain of its website and e-mail addresses.
    pub(crate) domain: String,
    /// Job titles of its staff: of men, of women.
    pub(crate) jobs: &'static [(&'static str, &'static str)],
    staff: Staff,
}

/// The organization `index`.
pub(crate) fn organization_at(world: &World, index: usize) -> Organization {
    let outline = outline(world, index);
    let is_french = outline.language == Language::French;
    let mut rng = world.rng(index, Purpose::Identity);
    let trade = rng.weighted(if is_french { trades::FRENCH } else { trades::ENGLISH });
    let (name, legal_name) = names(world, &mut rng, &outline, trade);
    let ending = if trade.staff == Staff::Other { "example.com" } else { "example.org" };
    let domain = format!("{}.{ending}", domain_label(&name));
    Organization {
        index,
        outline,
        name,
        legal_name,
        sic_code: trade.code,
        domain,
        jobs: jobs(trade.staff, is_french),
        staff: trade.staff,
    }
}

fn jobs(staff: Staff, is_french: bool) -> &'static [(&'static str, &'static str)] {
    match (staff, is_french) {
        (Staff::Council, true) => words::FRENCH_COUNCIL_JOBS,
        (Staff::School, true) => words::FRENCH_SCHOOL_JOBS,
        (Staff::Club, true) => words::FRENCH_CLUB_JOBS,
        (Staff::Other, true) => words::FRENCH_JOBS,
        (Staff::Council, false) => words::ENGLISH_COUNCIL_JOBS,
        (Staff::School, false) => words::ENGLISH_SCHOOL_JOBS,
        (Staff::Club, false) => words::ENGLISH_CLUB_JOBS,
        (Staff::Other, false) => words::ENGLISH_JOBS,
    }
}

/// The usual name and, if it differs, the registered one; both draw the same words.
fn names(world: &World, rng: &mut Rng, outline: &Outline, trade: Trade) -> (String, Option<String>) {
    let words = rng.clone();
    let name = fill(world, rng, outline, trade.name);
    if trade.legal.is_empty() {
        return (name, None);
    }
    let legal = fill(world, &mut words.clone(), outline, trade.legal).replace("{name}", &name);
    let is_known = rng.chance(600) && legal != name;
    (name, is_known.then_some(legal))
}

/// The text of a pattern; an unknown word in braces stays as it is.
fn fill(world: &World, rng: &mut Rng, outline: &Outline, pattern: &str) -> String {
    let mut text = String::with_capacity(48);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((word, after)) = after.split_once('}') else { break };
        text.push_str(before);
        push_word(world, rng, outline, word, &mut text);
        rest = after;
    }
    text.push_str(rest);
    text
}

fn push_word(world: &World, rng: &mut Rng, outline: &Outline, word: &str, text: &mut String) {
    let is_french = outline.language == Language::French;
    let mut pick = |french, english| rng.pick(if is_french { french } else { english });
    match word {
        "city" => text.push_str(outline.place.city),
        "of" => text.push_str(&words::of_town(outline.place.city)),
        "province" => text.push_str(province(outline)),
        "surname" => {
            let stock = stock(rng, outline);
            text.push_str(&surname(world, rng, stock));
        }
        "eponym" => text.push_str(pick(trades::FRENCH_EPONYMS, trades::ENGLISH_EPONYMS)),
        "cause" => text.push_str(pick(trades::FRENCH_CAUSES, trades::ENGLISH_CAUSES)),
        "friend" => text.push_str(pick(trades::FRENCH_FRIENDS, trades::ENGLISH_FRIENDS)),
        "craft" => text.push_str(pick(trades::FRENCH_CRAFTS, trades::ENGLISH_CRAFTS)),
        "brand" => text.push_str(rng.pick(trades::BRANDS)),
        "lane" => text.push_str(rng.pick(crate::streets::VILLAGE_STREETS)),
        _ => text.extend(["{", word, "}"]),
    }
}

fn province(outline: &Outline) -> &'static str {
    let place = outline.place;
    let department = DEPARTMENTS.iter().find(|(abbreviation, _)| *abbreviation == place.province);
    department.filter(|_| place.country == Country::France).map_or(place.city, |(_, name)| name)
}

/// A host name of at most 40 characters, cut between words.
fn domain_label(name: &str) -> String {
    let mut label = email::ascii(name, "-");
    while label.len() > 40 {
        match label.rfind('-') {
            Some(end) if end > 0 => label.truncate(end),
            _ => label.truncate(40),
        }
    }
    label.truncate(label.trim_end_matches('-').len());
    label
}

/// The capitals of a name of three to six words that matter, such as ALP for « Amis du Livre de Paris ».
fn acronym(name: &str) -> Option<String> {
    let initials: String = name
        .split([' ', '-', '\''])
        .filter_map(|word| word.chars().next())
        .filter(|sign| sign.is_uppercase())
        .collect();
    (3..=6).contains(&initials.chars().count()).then_some(initials)
}

/// Contact `index`, an organization.
pub(crate) fn organization(world: &World, index: usize) -> Contact {
    let organization = organization_at(world, index);
    let outline = organization.outline;
    let facts = circumstances(world, index, outline.language);
    let mut rng = world.rng(index, Purpose::Contactability);
    let nick_name =
        if organization.staff != Staff::Council && rng.chance(350) { acronym(&organization.name) } else { None };
    let sic_code = rng.chance(550).then(|| organization.sic_code.to_owned());
    let url = format!("https://www.{}/", organization.domain);
    Contact {
        emails: emails(&mut rng, &organization),
        phones: phones(&mut rng, &outline),
        addresses: addresses(world, &mut rng, &organization),
        websites: if rng.chance(580) { vec![Website { url, kind: WebsiteKind::Main }] } else { Vec::new() },
        kind: Kind::Organization { name: organization.name, legal_name: organization.legal_name, nick_name, sic_code },
        language: outline.locale(),
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

fn emails(rng: &mut Rng, organization: &Organization) -> Vec<Email> {
    let is_french = organization.outline.language == Language::French;
    let word = match (organization.staff, is_french) {
        (Staff::Council, true) => rng.pick(&["mairie", "accueil", "contact"]),
        (Staff::School, true) => rng.pick(&["direction", "secretariat", "ecole"]),
        (_, true) => rng.pick(&["contact", "contact", "bonjour", "info", "accueil"]),
        (_, false) => rng.pick(&["info", "hello", "contact", "office"]),
    };
    let mut emails = Vec::new();
    if rng.chance(920) {
        let location = if rng.chance(600) { Location::Main } else { Location::Work };
        emails.push(email::desk(rng, word, &organization.domain, location));
        if rng.chance(120) {
            let word = if is_french { "comptabilite" } else { "accounts" };
            let billing = email::desk(rng, word, &organization.domain, Location::Billing);
            emails.push(Email { is_primary: false, ..billing });
        } else if rng.chance(60) {
            let newsletter = email::desk(rng, "newsletter", &organization.domain, Location::Other);
            emails.push(Email { is_primary: false, is_bulkmail: true, ..newsletter });
        }
    }
    emails
}

fn phones(rng: &mut Rng, outline: &Outline) -> Vec<Phone> {
    let mut phones = Vec::new();
    if rng.chance(780) {
        phones.extend(phone::landline(rng, outline.place, PhoneKind::Phone, Location::Work));
    }
    if rng.chance(150) {
        let mobile = phone::mobile(rng, outline.place, Location::Work);
        phones.push(Phone { is_primary: phones.is_empty(), ..mobile });
    }
    if rng.chance(90) {
        let fax = phone::landline(rng, outline.place, PhoneKind::Fax, Location::Work);
        phones.extend(fax.map(|fax| Phone { is_primary: phones.is_empty(), ..fax }));
    }
    phones
}

fn addresses(world: &World, rng: &mut Rng, organization: &Organization) -> Vec<crate::contact::Address> {
    if !rng.chance(940) {
        return Vec::new();
    }
    let location = if rng.chance(700) { Location::Work } else { Location::Main };
    let seat = address::home(world, organization.index, &organization.outline, location);
    let mut addresses = vec![address::as_recorded(rng, seat)];
    if rng.chance(70) {
        let mut billing = address::at(rng, organization.outline.place, Location::Billing);
        billing.is_primary = false;
        addresses.push(billing);
    }
    addresses
}
