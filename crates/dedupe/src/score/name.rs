//! The names of two people: the same, nearly the same, or not.

use schema::fold::fold;

use super::Profile;
use super::distance::is_slip;
use super::nickname::formal;
use super::sound::sound;

/// How two names relate, closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    Same,
    /// First and last name stand in each other's place.
    Swapped,
    /// A short or pet form of the first name.
    Nickname,
    /// A slip of the keys.
    Slip,
    /// Said the same, written differently.
    Sound,
    /// A part of a double name, or the name of birth beside that of marriage.
    Variant,
    /// An initial in place of the first name.
    Initial,
    /// The first name alone.
    FirstOnly,
    /// The last name alone: of one family, perhaps.
    LastOnly,
    Different,
    /// One of them has no name.
    Unknown,
}

/// How two parts of names relate.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Same,
    Nickname,
    Slip,
    Sound,
    Piece,
    Initial,
    Different,
}

/// Compares the names of two people.
pub fn compare(one: &Profile, other: &Profile) -> Likeness {
    let names = |p: &Profile| (plain(&p.first), plain(&p.last));
    let ((first_a, last_a), (first_b, last_b)) = (names(one), names(other));
    if first_a.is_empty() && last_a.is_empty() || first_b.is_empty() && last_b.is_empty() {
        return Likeness::Unknown;
    }
    // One has it all in one field.
    let joined = |first: &str, last: &str| format!("{first} {last}").trim().to_owned();
    if sorted(&joined(&first_a, &last_a)) == sorted(&joined(&first_b, &last_b)) {
        return if first_a == first_b { Likeness::Same } else { Likeness::Swapped };
    }
    let straight = together(first(one, other, &first_a, &first_b), last(&last_a, &last_b));
    let crossed = together(first(one, other, &first_a, &last_b), last(&last_a, &first_b));
    match (straight, crossed) {
        (Likeness::Different | Likeness::LastOnly | Likeness::FirstOnly, Likeness::Slip | Likeness::Sound) => {
            Likeness::Swapped
        }
        (straight, _) => straight,
    }
}

fn together(first: Part, last: Part) -> Likeness {
    match (first, last) {
        (Part::Same, Part::Same) => Likeness::Same,
        (Part::Different, Part::Same | Part::Slip | Part::Sound | Part::Piece) => Likeness::LastOnly,
        (Part::Different, _) => Likeness::Different,
        (Part::Same | Part::Nickname, Part::Different) => Likeness::FirstOnly,
        (_, Part::Different | Part::Initial | Part::Nickname) => Likeness::Different,
        (Part::Initial, _) => Likeness::Initial,
        (Part::Piece, _) | (_, Part::Piece) => Likeness::Variant,
        (Part::Nickname, _) => Likeness::Nickname,
        (Part::Slip, _) | (_, Part::Slip) => Likeness::Slip,
        (Part::Sound, _) | (_, Part::Sound) => Likeness::Sound,
    }
}

/// Small letters without accents; hyphens and apostrophes as blanks.
pub fn plain(name: &str) -> String {
    let folded = fold(name.trim());
    let spaced: String = folded.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn sorted(name: &str) -> Vec<&str> {
    let mut words: Vec<&str> = name.split(' ').collect();
    words.sort_unstable();
    words
}

fn first(one: &Profile, other: &Profile, a: &str, b: &str) -> Part {
    if a.is_empty() || b.is_empty() {
        return Part::Different;
    }
    if a == b || a.replace(' ', "") == b.replace(' ', "") {
        return Part::Same;
    }
    let called = |profile: &Profile, name: &str| !profile.nick.is_empty() && plain(&profile.nick) == name;
    if formal(a) == formal(b) || called(one, b) || called(other, a) {
        return Part::Nickname;
    }
    if is_slip(a, b) {
        // Paul and Paule, Michel and Michèle are two people as often as one.
        return if feminine(a, b) { Part::Different } else { Part::Slip };
    }
    if sound(a) == sound(b) && !feminine(a, b) {
        return Part::Sound;
    }
    let initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    if initial(a, b) || initial(b, a) {
        return Part::Initial;
    }
    let piece = |short: &str, long: &str| long.contains(' ') && long.split(' ').next() == Some(short);
    if piece(a, b) || piece(b, a) || middle(one, b) || middle(other, a) {
        return Part::Piece;
    }
    Part::Different
}

/// Whether one name is the other with the ending of the other gender.
fn feminine(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let added = long.strip_prefix(short).is_some_and(|end| ["e", "a", "le", "ne", "te", "ette", "ine"].contains(&end));
    let turned = short.len() == long.len()
        && short.get(..short.len() - 1) == long.get(..long.len() - 1)
        && [short, long].iter().any(|name| name.ends_with(['a', 'e']))
        && [short, long].iter().any(|name| name.ends_with(['o', 'i', 'y']));
    added || turned
}

/// Whether somebody is called by the middle name.
fn middle(profile: &Profile, name: &str) -> bool {
    !profile.middle.is_empty() && plain(&profile.middle) == name
}

fn last(a: &str, b: &str) -> Part {
    if a.is_empty() || b.is_empty() {
        return Part::Different;
    }
    if a == b || a.replace(' ', "") == b.replace(' ', "") {
        return Part::Same;
    }
    if sound(a) == sound(b) {
        return Part::Sound;
    }
    if is_slip(a, b) {
        return Part::Slip;
    }
    let weighty = |name: &str| -> Vec<String> {
        let light = ["de", "du", "des", "le", "la", "van", "von", "der", "den", "el", "al", "ben", "d", "l"];
        name.split(' ').filter(|word| !light.contains(word) && word.len() > 2).map(str::to_owned).collect()
    };
    let (words_a, words_b) = (weighty(a), weighty(b));
    if words_a.len() != words_b.len() && words_a.iter().any(|word| words_b.contains(word)) {
        return Part::Piece;
    }
    Part::Different
}
