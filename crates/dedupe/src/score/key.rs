//! Keys by which likely pairs are brought together: whoever shares none is never compared, so that a million records
//! need millions of comparisons and not billions.

use schema::fold::fold;

use super::distance::slips;
use super::name::plain;
use super::nickname::formal;
use super::sound::sound;
use super::{Kind, Place, Profile, organisation};

/// The keys of a record, as numbers, without repetition.
pub fn keys(profile: &Profile) -> Vec<i64> {
    let mut keys = Vec::with_capacity(12);
    let mut add = |kind: &str, parts: &[&str]| {
        if parts.iter().all(|part| !part.is_empty()) {
            keys.push(digest(kind, parts));
        }
    };
    for email in &profile.emails {
        if let Some((local, _)) = email.rsplit_once('@') {
            let mailbox = mailbox(&local.to_lowercase());
            if mailbox.len() >= 3 {
                add("e", &[&mailbox]);
            }
        }
    }
    for phone in &profile.phones {
        let number = subscriber(phone);
        if number.len() >= 6 {
            add("t", &[number]);
        }
    }
    match profile.kind {
        Kind::Person => person(profile, &mut add),
        Kind::Household | Kind::Organisation => {
            let words = organisation::words(&profile.title);
            let sounds: Vec<String> = words.iter().map(|word| sound(word)).collect();
            add("o", &[&sounds.join(" ")]);
            if let (Some(longest), Some(place)) = (words.iter().max_by_key(|word| word.len()), profile.places.first()) {
                add("q", &[longest, place.postcode.trim()]);
            }
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn person(profile: &Profile, add: &mut impl FnMut(&str, &[&str])) {
    let (first, last) = (formal(&profile.first), plain(&profile.last));
    let mut sounds: Vec<String> =
        first.split('-').chain(last.split(' ')).map(sound).filter(|sound| !sound.is_empty()).collect();
    sounds.sort_unstable();
    if !profile.first.trim().is_empty() && !last.is_empty() {
        add("n", &[&sounds.join(" ")]);
        let mut letters: Vec<char> = last.chars().filter(|c| c.is_alphanumeric() && !"aeiouyh ".contains(*c)).collect();
        letters.sort_unstable();
        letters.dedup();
        add("l", &[&sound(&first), &letters.into_iter().collect::<String>()]);
    }
    let mut initials: Vec<char> = [&first, &last].iter().filter_map(|name| name.chars().next()).collect();
    initials.sort_unstable();
    let initials: String = initials.into_iter().collect();
    if let Some(birth) = profile.birth {
        add("b", &[&birth.to_string(), &initials]);
    }
    for place in &profile.places {
        let postcode = place.postcode.trim();
        add("p", &[postcode, &sound(&first)]);
        add("r", &[postcode, &sound(&last.replace(' ', ""))]);
        let (number, street) = street(&place.street);
        add("a", &[postcode, &number, &street]);
    }
}

/// A number for a key: FNV-1a over kind and parts (64 bits; a collision costs one comparison).
fn digest(kind: &str, parts: &[&str]) -> i64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut eat = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    kind.bytes().for_each(&mut eat);
    for part in parts {
        eat(0);
        part.bytes().for_each(&mut eat);
    }
    i64::from_ne_bytes(hash.to_ne_bytes())
}

/// A mailbox without dots and without what follows a plus sign: providers do not tell them apart.
pub fn mailbox(local: &str) -> String {
    let local = local.split('+').next().unwrap_or_default();
    local.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The last nine digits of a number: with or without the country's code and the leading zero, the same.
pub fn subscriber(digits: &str) -> &str {
    if digits.is_ascii() { &digits[digits.len().saturating_sub(9)..] } else { digits }
}

/// The number of a street, and how its longest word sounds.
fn street(text: &str) -> (String, String) {
    let plain = plain(text);
    let words: Vec<&str> = plain.split(' ').collect();
    let number: String = words
        .iter()
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        .map(|word| word.chars().take_while(char::is_ascii_digit).collect())
        .unwrap_or_default();
    let longest = words.iter().filter(|word| !word.starts_with(|c: char| c.is_ascii_digit())).max_by_key(|w| w.len());
    (number, longest.map(|word| sound(word)).unwrap_or_default())
}

/// Ways in which a street's kind is written.
const STREETS: [(&str, &str); 16] = [
    ("av", "avenue"),
    ("ave", "avenue"),
    ("bd", "boulevard"),
    ("bld", "boulevard"),
    ("boul", "boulevard"),
    ("blvd", "boulevard"),
    ("ch", "chemin"),
    ("che", "chemin"),
    ("imp", "impasse"),
    ("pl", "place"),
    ("rte", "route"),
    ("r", "rue"),
    ("st", "saint"),
    ("ste", "sainte"),
    ("all", "allee"),
    ("rd", "road"),
];

fn spelled(street: &str) -> String {
    let plain = plain(street);
    let words = plain.split(' ').filter(|word| !["de", "du", "des", "la", "le", "les", "l", "d"].contains(word));
    let full = |word| STREETS.iter().find(|(short, _)| *short == word).map_or(word, |(_, full)| *full);
    words.map(full).collect::<Vec<_>>().join(" ")
}

/// 3 for one address, 2 for nearly, 1 for one town, 0 for elsewhere; 1 too where there is too little to tell.
pub fn nearness(a: &Place, b: &Place) -> u8 {
    let code = |place: &Place| place.postcode.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let (code_a, code_b) = (code(a), code(b));
    let town = |place: &Place| fold(place.city.trim()).into_owned();
    let same_town = !code_a.is_empty() && code_a == code_b || !town(a).is_empty() && town(a) == town(b);
    if !same_town {
        let slipped = !code_a.is_empty() && !code_b.is_empty() && slips(&code_a, &code_b) == 1;
        return u8::from(slipped && spelled(&a.street) == spelled(&b.street) && !a.street.is_empty()) * 2;
    }
    let (street_a, street_b) = (spelled(&a.street), spelled(&b.street));
    if street_a.is_empty() || street_b.is_empty() {
        return 1;
    }
    if street_a == street_b {
        return 3;
    }
    let (number_a, sound_a) = street(&a.street);
    let (number_b, sound_b) = street(&b.street);
    let same_number = number_a == number_b;
    if same_number && (sound_a == sound_b || super::distance::is_slip(&street_a, &street_b)) {
        return 2;
    }
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(first: &str, last: &str) -> Profile {
        Profile { first: first.to_owned(), last: last.to_owned(), ..Profile::default() }
    }

    fn share(one: &Profile, other: &Profile) -> bool {
        let own = keys(other);
        keys(one).iter().any(|key| own.contains(key))
    }

    #[test]
    fn names_meet_in_any_order_and_spelling() {
        assert!(share(&person("Hélène", "Lefèvre"), &person("LEFEBVRE", "helene")));
        assert!(share(&person("Bob", "Martin"), &person("Robert", "Martin")));
        assert!(share(&person("Claire", "Martin"), &person("Claire", "Matrin")));
        assert!(!share(&person("Claire", "Martin"), &person("Paul", "Durand")));
    }

    #[test]
    fn numbers_meet_with_and_without_their_country() {
        let with = |phone: &str| Profile { phones: vec![phone.to_owned()], ..Profile::default() };
        assert!(share(&with("0639980012"), &with("33639980012")));
    }

    #[test]
    fn one_address_is_written_in_many_ways() {
        let at = |street: &str, code: &str| Place {
            street: street.to_owned(),
            postcode: code.to_owned(),
            city: "Crest".to_owned(),
        };
        assert_eq!(nearness(&at("12 av. de la Gare", "26400"), &at("12, avenue de la gare", "26400")), 3);
        assert_eq!(nearness(&at("12 rue des Lilas", "26400"), &at("12 rue des Lilsa", "26400")), 2);
        assert_eq!(nearness(&at("12 rue des Lilas", "26400"), &at("14 rue des Lilas", "26400")), 1);
    }
}
