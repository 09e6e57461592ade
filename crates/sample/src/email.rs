//! E-mail addresses made from names, in domains that cannot receive mail (RFC 2606).

use crate::contact::{Email, Hold, Location};
use crate::person::Identity;
use crate::rng::Rng;

/// Where sample people have their mailbox, with weights.
const MAILBOXES: &[(&str, u32)] = &[
    ("example.org", 20),
    ("example.com", 14),
    ("example.net", 10),
    ("courriel.example.net", 16),
    ("mail.example.com", 14),
    ("poste.example.org", 10),
    ("webmail.example.net", 8),
    ("boite.example.com", 5),
    ("inbox.example.org", 3),
];

/// `text` in lower-case ASCII letters and digits; blanks and hyphens become `separator`, other signs nothing.
pub(crate) fn ascii(text: &str, separator: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            'a'..='z' | '0'..='9' => result.push(sign),
            'A'..='Z' => result.push(sign.to_ascii_lowercase()),
            ' ' | '-' | '–' | '’' if !result.is_empty() && !result.ends_with(separator) => {
                result.push_str(separator)
            }
            'à' | 'â' | 'ä' | 'á' | 'ã' | 'À' | 'Â' => result.push('a'),
            'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' => result.push('e'),
            'î' | 'ï' | 'í' | 'Î' => result.push('i'),
            'ô' | 'ö' | 'ó' | 'õ' | 'Ô' => result.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => result.push('u'),
            'ç' | 'Ç' => result.push('c'),
            'ñ' => result.push('n'),
            'ÿ' => result.push('y'),
            'œ' | 'Œ' => result.push_str("oe"),
            'æ' => result.push_str("ae"),
            _ => {}
        }
    }
    result
}

/// Digits after the name: rare in a small file and the rule in a large one, where plain addresses are taken.
fn digits(rng: &mut Rng, index: usize, birth_year: i16) -> String {
    let (often, span) = match index {
        0..2_000 => (250, 100),
        2_000..50_000 => (650, 1_000),
        _ => (930, 10_000),
    };
    match rng.below(1000) {
        draw if draw >= often => String::new(),
        draw if draw < often / 3 && index < 50_000 => format!("{:02}", birth_year.rem_euclid(100)),
        _ => rng.below(span).to_string(),
    }
}

fn email(rng: &mut Rng, address: String, location: Location) -> Email {
    let on_hold = match rng.below(1000) {
        0..13 => Hold::Bounce,
        13..16 => Hold::OptOut,
        _ => Hold::No,
    };
    Email { address, location, is_primary: true, is_bulkmail: false, on_hold }
}

/// The private address of a person.
pub(crate) fn personal(rng: &mut Rng, index: usize, identity: &Identity) -> Email {
    let (first, last) = (ascii(identity.first_name, "-"), ascii(&identity.last_name, ""));
    let initials: String = first.split('-').filter_map(|part| part.chars().next()).collect();
    let local = match rng.below(100) {
        0..48 => format!("{first}.{last}"),
        48..62 => format!("{initials}.{last}"),
        62..72 => format!("{last}.{first}"),
        72..82 => format!("{}{last}", first.replace('-', "")),
        82..88 => format!("{initials}{last}"),
        88..94 => format!("{first}_{last}"),
        _ => format!("{last}{initials}"),
    };
    let address = format!("{local}{}@{}", digits(rng, index, identity.birth_date.year()), rng.weighted(MAILBOXES));
    let location = if rng.chance(930) { Location::Home } else { Location::Main };
    email(rng, address, location)
}

/// The address that a family shares.
pub(crate) fn shared(rng: &mut Rng, index: usize, word: &str, name: &str) -> Email {
    let name = ascii(name, "");
    let local = rng.pick(&[".", "-", "_"]);
    let address = format!("{word}{local}{name}{}@{}", digits(rng, index, 0), rng.weighted(MAILBOXES));
    email(rng, address, Location::Home)
}

/// A person's address at an employer's domain.
pub(crate) fn at_work(rng: &mut Rng, identity: &Identity, domain: &str) -> Email {
    let (first, last) = (ascii(identity.first_name, "-"), ascii(&identity.last_name, "-"));
    let initial = first.get(..1).unwrap_or_default();
    let local = if rng.chance(650) { format!("{first}.{last}") } else { format!("{initial}.{last}") };
    email(rng, format!("{local}@{domain}"), Location::Work)
}

/// The address of a desk or function, such as `contact`.
pub(crate) fn desk(rng: &mut Rng, word: &str, domain: &str, location: Location) -> Email {
    email(rng, format!("{word}@{domain}"), location)
}
