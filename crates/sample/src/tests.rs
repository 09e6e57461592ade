//! Laws of the whole stream.

use std::collections::HashSet;

use jiff::civil::{Date, date};

use crate::{Contact, Kind, contacts, places, places_fr};

const TODAY: Date = date(2026, 3, 15);
const MANY: usize = 6_000;

fn share(stream: &[Contact], holds: impl Fn(&Contact) -> bool) -> f64 {
    stream.iter().filter(|contact| holds(contact)).count() as f64 / stream.len() as f64
}

fn stream() -> Vec<Contact> {
    contacts(7, MANY, TODAY).collect()
}

#[test]
fn the_same_seed_gives_the_same_stream_and_another_seed_another() {
    let take = |seed| contacts(seed, 300, TODAY).collect::<Vec<_>>();
    assert_eq!(take(7), take(7));
    assert_ne!(take(7), take(8));
}

#[test]
fn a_contact_does_not_depend_on_how_many_follow() {
    let short: Vec<_> = contacts(42, 100, TODAY).collect();
    let long: Vec<_> = contacts(42, 1_000_000, TODAY).take(100).collect();
    assert_eq!(short, long);
}

#[test]
fn no_contact_is_made_for_a_count_of_zero_and_dates_at_the_edges_do_no_harm() {
    assert_eq!(contacts(1, 0, TODAY).count(), 0);
    assert_eq!(contacts(1, 200, Date::MIN).count(), 200);
    assert_eq!(contacts(u64::MAX, 200, Date::MAX).count(), 200);
}

#[test]
fn every_domain_is_reserved_and_every_address_well_formed() {
    for contact in stream() {
        for email in &contact.emails {
            let (local, domain) = email.address.split_once('@').unwrap_or_default();
            let is_reserved = ["example.org", "example.com", "example.net"]
                .iter()
                .any(|end| domain == *end || domain.ends_with(&format!(".{end}")));
            assert!(is_reserved, "{}", email.address);
            let is_plain = |text: &str| {
                text.bytes().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || b".-_".contains(&sign))
            };
            assert!(is_plain(local) && is_plain(domain) && !local.is_empty() && local.len() <= 64, "{}", email.address);
            assert!(!local.starts_with('.') && !local.ends_with('.') && !local.contains(".."), "{}", email.address);
            let is_label =
                |label: &str| (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-');
            assert!(domain.split('.').all(is_label), "{domain}");
        }
        for website in &contact.websites {
            assert!(
                [".example.org", ".example.com", ".example.net"].iter().any(|end| website.url.contains(end)),
                "{}",
                website.url
            );
        }
    }
}

#[test]
fn every_telephone_number_is_from_a_range_for_fiction() {
    const RANGES: &[&str] = &["019900", "026191", "035301", "046571", "053649", "063998"];
    const BRITISH: &[&str] = &["2079460", "7700900", "1632960", "1914980", "2920180", "2896496"];
    for phone in stream().iter().flat_map(|contact| &contact.phones) {
        let digits: String = phone.number.chars().filter(char::is_ascii_digit).collect();
        let french = if phone.number.starts_with("+33") { format!("0{}", &digits[2..]) } else { digits.clone() };
        let british = digits.trim_start_matches("44").trim_start_matches('0');
        let is_french = french.len() == 10 && RANGES.iter().any(|range| french.starts_with(range));
        let is_british = BRITISH.iter().any(|range| british.starts_with(range)) || british.get(3..7) == Some("4960");
        let is_american = digits.trim_start_matches('1').get(3..8) == Some("55501");
        assert!(is_french || is_british || is_american, "{}", phone.number);
    }
}

#[test]
fn links_point_to_earlier_contacts_of_the_right_type() {
    let stream = stream();
    let mut heads = HashSet::new();
    for (index, contact) in stream.iter().enumerate() {
        if let Some(employer) = contact.employer {
            assert!(employer < index && matches!(stream[employer].kind, Kind::Organization { .. }));
            assert!(matches!(contact.kind, Kind::Individual(_)));
        }
        if let Some(household) = contact.household {
            assert!(household < index && matches!(stream[household].kind, Kind::Household { .. }));
            assert!(matches!(contact.kind, Kind::Individual(_)));
            assert_eq!(contact.language, stream[household].language);
        }
        if contact.is_head_of_household {
            assert!(contact.household.is_some_and(|household| heads.insert(household)));
        }
    }
    assert!(share(&stream, |contact| contact.employer.is_some()) > 0.15);
    assert!(share(&stream, |contact| contact.household.is_some()) > 0.2);
}

#[test]
fn the_mix_is_that_of_an_association() {
    let stream = stream();
    let within = |what: &str, expected: f64, margin: f64, holds: &dyn Fn(&Contact) -> bool| {
        let found = share(&stream, holds);
        assert!((found - expected).abs() <= margin, "{what}: {found}");
    };
    within("individuals", 0.80, 0.02, &|contact| matches!(contact.kind, Kind::Individual(_)));
    within("households", 0.12, 0.02, &|contact| matches!(contact.kind, Kind::Household { .. }));
    within("organizations", 0.08, 0.02, &|contact| matches!(contact.kind, Kind::Organization { .. }));
    within("with an e-mail", 0.85, 0.04, &|contact| !contact.emails.is_empty());
    within("with a telephone", 0.70, 0.04, &|contact| !contact.phones.is_empty());
    within("with an address", 0.90, 0.03, &|contact| !contact.addresses.is_empty());
    within("in the trash", 0.005, 0.003, &|contact| contact.is_deleted);
    let located: Vec<Contact> = stream.iter().filter(|contact| !contact.addresses.is_empty()).cloned().collect();
    let french = share(&located, |contact| contact.addresses[0].country == "FR");
    assert!((french - 0.75).abs() < 0.03, "in France: {french}");
}

#[test]
fn no_name_is_empty_or_unfinished() {
    let is_fine =
        |name: &str| !name.trim().is_empty() && !name.contains(['{', '}']) && name.trim() == name && name.len() <= 128;
    for contact in stream() {
        match &contact.kind {
            Kind::Individual(person) => assert!(
                is_fine(&person.first_name) && is_fine(&person.last_name) && person.last_name.len() <= 64,
                "{person:?}"
            ),
            Kind::Household { name, nick_name } => {
                assert!(is_fine(name) && nick_name.as_deref().is_none_or(is_fine), "{name}")
            }
            Kind::Organization { name, legal_name, nick_name, sic_code } => {
                let rest = [legal_name, nick_name, sic_code];
                assert!(
                    is_fine(name) && rest.iter().all(|text| text.as_deref().is_none_or(is_fine)),
                    "{name} {rest:?}"
                );
                assert!(sic_code.as_ref().is_none_or(|code| code.len() <= 8));
            }
        }
        for address in &contact.addresses {
            assert!(
                is_fine(&address.street)
                    && is_fine(&address.city)
                    && address.street.len() <= 96
                    && address.city.len() <= 64,
                "{address:?}"
            );
        }
    }
}

#[test]
fn exactly_one_of_several_is_primary_and_dates_are_in_order() {
    for contact in stream() {
        let primaries = |flags: Vec<bool>| flags.is_empty() || flags.iter().filter(|flag| **flag).count() == 1;
        assert!(primaries(contact.emails.iter().map(|email| email.is_primary).collect()), "{:?}", contact.emails);
        assert!(primaries(contact.phones.iter().map(|phone| phone.is_primary).collect()), "{:?}", contact.phones);
        assert!(
            primaries(contact.addresses.iter().map(|address| address.is_primary).collect()),
            "{:?}",
            contact.addresses
        );
        assert!(contact.created.date() < TODAY);
        if let Kind::Individual(person) = &contact.kind {
            assert!(person.birth_date.is_none_or(|birth| birth <= contact.created.date()));
            assert!(
                person
                    .deceased_date
                    .is_none_or(|day| person.is_deceased && day < TODAY && day >= contact.created.date())
            );
        }
    }
}

#[test]
fn slips_of_the_keyboard_occur_but_are_rare() {
    let stream = stream();
    let in_capitals = |contact: &Contact| matches!(&contact.kind, Kind::Individual(person) if person.last_name.chars().all(|sign| !sign.is_lowercase()));
    let no_code = |contact: &Contact| contact.addresses.iter().any(|address| address.postal_code.is_none());
    assert!((0.01..0.06).contains(&share(&stream, in_capitals)));
    assert!((0.003..0.03).contains(&share(&stream, no_code)));
}

#[test]
fn external_identifiers_are_unique() {
    let identifiers: Vec<_> = stream().into_iter().filter_map(|contact| contact.external_identifier).collect();
    assert!(identifiers.len() > MANY / 20);
    assert_eq!(identifiers.iter().collect::<HashSet<_>>().len(), identifiers.len());
}

#[test]
fn french_postal_codes_begin_with_their_department_and_lie_where_france_is() {
    for place in places_fr::FRENCH {
        assert_eq!(place.postal_code.len(), 5);
        let is_corsican = place.province.starts_with("20");
        assert!(
            place.postal_code.starts_with(place.province)
                || (is_corsican && place.postal_code.starts_with("20"))
                || place.is_overseas(),
            "{place:?}"
        );
        assert!(places_fr::DEPARTMENTS.iter().any(|(abbreviation, _)| *abbreviation == place.province), "{place:?}");
        if !place.is_overseas() {
            assert!(
                (41_300_000..51_200_000).contains(&place.latitude)
                    && (-5_200_000..9_700_000).contains(&place.longitude),
                "{place:?}"
            );
        }
        assert_eq!(places::landline_prefix(place.province).is_none(), place.is_overseas());
    }
}
