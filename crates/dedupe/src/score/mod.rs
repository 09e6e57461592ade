//! How likely two records are of one person, and why: pure, so that every reason can be tested and told.

pub mod distance;
pub mod key;
pub mod name;
pub mod nickname;
pub mod organisation;
pub mod sound;

use jiff::civil::Date;

use name::Likeness as Name;

/// What is compared of a contact: texts as written, numbers as digits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    pub id: i64,
    pub kind: Kind,
    pub first: String,
    pub middle: String,
    pub last: String,
    pub nick: String,
    /// Of a household or an organisation.
    pub title: String,
    pub suffix: Option<i64>,
    pub birth: Option<Date>,
    pub emails: Vec<String>,
    /// Digits alone.
    pub phones: Vec<String>,
    pub places: Vec<Place>,
}

/// What kind of contact it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Person,
    Household,
    Organisation,
}

/// Where somebody lives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub street: String,
    pub postcode: String,
    pub city: String,
}

/// Something that speaks for two records being one, or against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    SameName,
    SwappedNames,
    Nickname,
    NameSlip,
    SoundsAlike,
    NameVariant,
    Initial,
    SameFirstName,
    SameEmail,
    EmailSlip,
    EmailMoved,
    SamePhone,
    PhoneSlip,
    SameBirth,
    BirthSlip,
    SameAddress,
    NearAddress,
    SameCity,
    OtherBirth,
    OtherAddress,
    OtherFirstName,
}

use Reason::*;

/// Every reason, with the word by which it is stored and told.
const WORDS: [(Reason, &str); 21] = [
    (SameName, "same-name"),
    (SwappedNames, "swapped-names"),
    (Nickname, "nickname"),
    (NameSlip, "name-slip"),
    (SoundsAlike, "sounds-alike"),
    (NameVariant, "name-variant"),
    (Initial, "initial"),
    (SameFirstName, "same-first-name"),
    (SameEmail, "same-email"),
    (EmailSlip, "email-slip"),
    (EmailMoved, "email-moved"),
    (SamePhone, "same-phone"),
    (PhoneSlip, "phone-slip"),
    (SameBirth, "same-birth"),
    (BirthSlip, "birth-slip"),
    (SameAddress, "same-address"),
    (NearAddress, "near-address"),
    (SameCity, "same-city"),
    (OtherBirth, "other-birth"),
    (OtherAddress, "other-address"),
    (OtherFirstName, "other-first-name"),
];

impl Reason {
    /// The word by which it is stored.
    pub fn word(self) -> &'static str {
        WORDS.iter().find(|(reason, _)| *reason == self).map_or("", |(_, word)| word)
    }

    /// The reason behind a word.
    pub fn of(word: &str) -> Option<Reason> {
        WORDS.iter().find(|(_, known)| *known == word).map(|(reason, _)| *reason)
    }

    /// Whether it speaks against.
    pub fn is_against(self) -> bool {
        matches!(self, OtherBirth | OtherAddress | OtherFirstName)
    }
}

/// How likely, out of 100, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Likeness {
    pub score: u8,
    pub reasons: Vec<Reason>,
}

/// From here on a pair is shown to people.
pub const LIKELY: u8 = 50;
/// From here on there is hardly a doubt.
pub const SURE: u8 = 85;

/// So many share a name at most for it to tell something by itself.
pub const FEW: usize = 3;

impl Likeness {
    /// Whether a pair is shown to people: so many share what brought the two together. Where many are called the same,
    /// the name alone makes nobody alike.
    pub fn is_likely(&self, sharing: usize) -> bool {
        self.score >= LIKELY && (sharing <= FEW || !self.stands_on_name())
    }

    /// Whether nothing but names, and perhaps the town, speaks for it.
    fn stands_on_name(&self) -> bool {
        let is_name = |reason: &Reason| {
            matches!(
                reason,
                SameName | SwappedNames | Nickname | NameSlip | SoundsAlike | NameVariant | Initial | SameFirstName
            )
        };
        self.reasons.iter().all(|reason| is_name(reason) || *reason == SameCity || reason.is_against())
    }
}

/// Compares two records.
pub fn score(one: &Profile, other: &Profile) -> Likeness {
    if one.kind != other.kind || one.id == other.id {
        return Likeness::default();
    }
    let mut sum = Sum::default();
    match one.kind {
        Kind::Person => person(one, other, &mut sum),
        _ => titled(one, other, &mut sum),
    }
    sum.total()
}

/// Points gathered on the way.
#[derive(Default)]
struct Sum {
    points: i32,
    reasons: Vec<Reason>,
}

impl Sum {
    fn add(&mut self, points: i32, reason: Reason) {
        self.points += points;
        self.reasons.push(reason);
    }

    fn total(self) -> Likeness {
        let score = u8::try_from(self.points.clamp(0, 100)).unwrap_or(0);
        Likeness { score, reasons: self.reasons }
    }
}

fn person(one: &Profile, other: &Profile, sum: &mut Sum) {
    let name = name::compare(one, other);
    let named = match name {
        Name::Unknown => 0,
        Name::Same => 52,
        Name::Swapped => 50,
        Name::Nickname => 44,
        Name::Slip => 42,
        Name::Sound => 40,
        Name::Variant => 38,
        Name::Initial => 30,
        Name::FirstOnly => 12,
        Name::LastOnly => -45,
        Name::Different => -60,
    };
    sum.points += named;
    sum.reasons.extend(match name {
        Name::Same => Some(SameName),
        Name::Swapped => Some(SwappedNames),
        Name::Nickname => Some(Nickname),
        Name::Slip => Some(NameSlip),
        Name::Sound => Some(SoundsAlike),
        Name::Variant => Some(NameVariant),
        Name::Initial => Some(Initial),
        Name::FirstOnly => Some(SameFirstName),
        Name::LastOnly => Some(OtherFirstName),
        Name::Unknown | Name::Different => None,
    });
    let close = named >= 30;
    births(one.birth, other.birth, close, sum);
    let mailed = emails(one, other, sum);
    let called = phones(one, other, sum);
    places(one, other, sum);
    if let (Some(a), Some(b)) = (one.suffix, other.suffix)
        && a != b
    {
        // Father and son.
        sum.points -= 30;
    }
    // Two first names at one address are a family; nothing of what they share speaks for one person.
    if matches!(name, Name::LastOnly | Name::Different) {
        sum.points = sum.points.min(i32::from(LIKELY) - 1);
    }
    // A name alone is nobody's own: it takes one thing more, or nothing that speaks against it.
    if name == Name::FirstOnly && !(mailed && (called || one.birth.is_some() && one.birth == other.birth)) {
        sum.points = sum.points.min(i32::from(LIKELY) - 1);
    }
}

fn births(one: Option<Date>, other: Option<Date>, close: bool, sum: &mut Sum) {
    let (Some(a), Some(b)) = (one, other) else { return };
    if a == b {
        return sum.add(30, SameBirth);
    }
    let swapped = a.year() == b.year() && a.month() == b.day() && a.day() == b.month();
    let same = [a.year() == b.year(), a.month() == b.month(), a.day() == b.day()];
    let digits = distance::slips(&a.to_string(), &b.to_string());
    if close && (swapped || same.iter().filter(|same| **same).count() == 2 && digits <= 1) {
        return sum.add(14, BirthSlip);
    }
    sum.add(-40, OtherBirth);
}

/// Tells whether an address is shared.
fn emails(one: &Profile, other: &Profile, sum: &mut Sum) -> bool {
    let mut best = 0;
    for a in &one.emails {
        for b in &other.emails {
            let alike = email(a, b);
            // What everybody of the name is called at every provider tells no more than the name.
            best = best.max(if alike == 1 && is_name(a, one) { 0 } else { alike });
        }
    }
    match best {
        3 => sum.add(40, SameEmail),
        2 => sum.add(24, EmailSlip),
        1 => sum.add(18, EmailMoved),
        _ if !one.emails.is_empty() && !other.emails.is_empty() => sum.points -= 3,
        _ => {}
    }
    best == 3
}

/// 3 for the same, 2 for a slip of the keys, 1 for the same name at another provider.
fn email(a: &str, b: &str) -> u8 {
    let (a, b) = (a.trim().to_ascii_lowercase(), b.trim().to_ascii_lowercase());
    if a == b {
        return 3;
    }
    let (Some((local_a, domain_a)), Some((local_b, domain_b))) = (a.rsplit_once('@'), b.rsplit_once('@')) else {
        return 0;
    };
    let plain = |local: &str| key::mailbox(local);
    let long = local_a.len() >= 6 && local_b.len() >= 6;
    if plain(local_a) == plain(local_b) && !plain(local_a).is_empty() {
        let domains = distance::slips(domain_a, domain_b);
        return match domains {
            0 => 3,
            1 | 2 if domain_a.len() >= 6 => 2,
            _ if long && !is_role(&plain(local_a)) => 1,
            _ => 0,
        };
    }
    // Numbers in a mailbox tell two people of one name apart.
    let digits = |local: &str| local.chars().filter(char::is_ascii_digit).collect::<String>();
    if domain_a == domain_b && long && digits(local_a) == digits(local_b) && distance::slips(local_a, local_b) <= 1 {
        return 2;
    }
    0
}

/// Whether a mailbox is nothing but somebody's name: `jean.martin`, `martinj`.
fn is_name(email: &str, profile: &Profile) -> bool {
    let letters = |text: &str| name::plain(text).chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let local = email.rsplit_once('@').map_or(email, |(local, _)| local);
    let (mailbox, first, last) = (letters(local), letters(&profile.first), letters(&profile.last));
    let initial: String = first.chars().take(1).collect();
    let ways = [[&first, &last], [&last, &first], [&initial, &last], [&last, &initial]];
    !last.is_empty() && ways.iter().any(|[a, b]| mailbox == format!("{a}{b}"))
}

/// Mailboxes that belong to an office rather than to somebody.
fn is_role(mailbox: &str) -> bool {
    ["contact", "info", "secretariat", "accueil", "bureau", "office", "mairie", "association", "president", "tresorier"]
        .contains(&mailbox)
}

/// Tells whether a number is shared.
fn phones(one: &Profile, other: &Profile, sum: &mut Sum) -> bool {
    let mut best = 0;
    for a in &one.phones {
        for b in &other.phones {
            let (a, b) = (key::subscriber(a), key::subscriber(b));
            if a.len() < 6 || b.len() < 6 {
                continue;
            }
            best = best.max(match distance::slips(a, b) {
                0 => 2,
                1 if a.len() >= 8 && b.len() >= 8 => 1,
                _ => 0,
            });
        }
    }
    match best {
        2 => sum.add(30, SamePhone),
        1 => sum.add(10, PhoneSlip),
        _ if !one.phones.is_empty() && !other.phones.is_empty() => sum.points -= 3,
        _ => {}
    }
    best == 2
}

fn places(one: &Profile, other: &Profile, sum: &mut Sum) {
    let mut best = None;
    for a in &one.places {
        for b in &other.places {
            best = best.max(Some(key::nearness(a, b)));
        }
    }
    match best {
        Some(3) => sum.add(20, SameAddress),
        Some(2) => sum.add(14, NearAddress),
        Some(1) => sum.add(4, SameCity),
        Some(_) => sum.add(-8, OtherAddress),
        None => {}
    }
}

/// Households and organisations: by their name, and by how they are reached.
fn titled(one: &Profile, other: &Profile, sum: &mut Sum) {
    match organisation::compare(&one.title, &other.title) {
        organisation::Likeness::Same => sum.add(58, SameName),
        organisation::Likeness::Slip => sum.add(46, NameSlip),
        organisation::Likeness::Variant => sum.add(40, NameVariant),
        organisation::Likeness::Different => sum.points -= 20,
    }
    emails(one, other, sum);
    phones(one, other, sum);
    places(one, other, sum);
}

#[cfg(test)]
mod tests;
