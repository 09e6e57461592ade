//! A whole name in one cell, taken apart: title, first names, family name.

use schema::fold::fold;
use serde::{Deserialize, Serialize};

/// Which name comes first where nothing in the cell says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameOrder {
    #[default]
    FirstLast,
    LastFirst,
}

/// The parts of a name; a title as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    pub title: String,
    pub first: String,
    pub last: String,
}

/// Titles of both languages, folded, without their full stop.
const TITLES: [&str; 16] = [
    "m",
    "mr",
    "mme",
    "mlle",
    "madame",
    "monsieur",
    "mademoiselle",
    "mrs",
    "ms",
    "miss",
    "dr",
    "docteur",
    "pr",
    "me",
    "maitre",
    "mx",
];

/// Words that belong to the family name behind them.
const PARTICLES: [&str; 18] = [
    "de", "du", "des", "d'", "la", "le", "les", "van", "von", "der", "den", "di", "da", "del", "della", "el", "al",
    "ben",
];

/// Takes a name apart. Capitals tell the family name (`MOREL Claire`), a comma puts it first (`Morel, Claire`).
pub fn split(whole: &str, order: NameOrder) -> Parts {
    let mut words: Vec<&str> = whole.split_whitespace().collect();
    let mut parts = Parts::default();
    while words.len() > 1 && words.first().is_some_and(|word| is_title(word)) {
        let title = words.remove(0);
        parts.title = if parts.title.is_empty() { title.to_owned() } else { format!("{} {title}", parts.title) };
    }
    let bare = words.join(" ");
    if let Some((last, first)) = bare.split_once(',') {
        (parts.last, parts.first) = (last.trim().to_owned(), first.trim().to_owned());
        return parts;
    }
    let (first, last) = match by_capitals(&words).or_else(|| by_order(&words, order)) {
        Some((first, last)) => (first.join(" "), last.join(" ")),
        None => (String::new(), bare),
    };
    (parts.first, parts.last) = (first, last);
    parts
}

/// The order that most cells of a column show: capitals or a comma before the first name.
pub fn order_of<'c>(cells: impl Iterator<Item = &'c str>) -> Option<NameOrder> {
    let (mut first_last, mut last_first) = (0, 0);
    for cell in cells {
        let words: Vec<&str> = cell.split_whitespace().filter(|word| !is_title(word)).collect();
        match words.as_slice() {
            _ if cell.contains(',') => last_first += 1,
            [start, .., end] if is_capitals(start) && !is_capitals(end) => last_first += 1,
            [start, .., end] if !is_capitals(start) && is_capitals(end) => first_last += 1,
            _ => {}
        }
    }
    match first_last.cmp(&last_first) {
        std::cmp::Ordering::Greater => Some(NameOrder::FirstLast),
        std::cmp::Ordering::Less => Some(NameOrder::LastFirst),
        std::cmp::Ordering::Equal => None,
    }
}

type Split<'w> = (Vec<&'w str>, Vec<&'w str>);

fn by_capitals<'w>(words: &[&'w str]) -> Option<Split<'w>> {
    let capitals = |word: &&&str| is_capitals(word) || is_particle(word) && word.chars().any(char::is_uppercase);
    let (last, first): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| capitals(word));
    // A particle in small letters belongs to the name in capitals behind it.
    let (particles, first): (Vec<&str>, Vec<&str>) = first.into_iter().partition(|word| is_particle(word));
    let is_clear = last.iter().any(|word| is_capitals(word)) && !first.is_empty();
    is_clear.then(|| (first, particles.into_iter().chain(last).collect()))
}

fn by_order<'w>(words: &[&'w str], order: NameOrder) -> Option<Split<'w>> {
    if words.len() < 2 {
        return None;
    }
    match order {
        NameOrder::FirstLast => {
            // The family name begins with its particles, or is the last word.
            let at = (1..words.len()).find(|at| is_particle(words[*at])).unwrap_or(words.len() - 1);
            Some((words[..at].to_vec(), words[at..].to_vec()))
        }
        NameOrder::LastFirst => {
            let particles = words.iter().take_while(|word| is_particle(word)).count();
            let at = (particles + 1).min(words.len() - 1);
            Some((words[at..].to_vec(), words[..at].to_vec()))
        }
    }
}

fn is_title(word: &str) -> bool {
    TITLES.contains(&fold(word.trim_end_matches('.')).as_ref())
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&fold(word).as_ref())
}

/// Two letters or more, all of them capitals.
fn is_capitals(word: &str) -> bool {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    letters.len() > 1 && letters.iter().all(|c| c.is_uppercase())
}

/// A name in capitals as it is usually written: `MOREL-DUPONT` becomes `Morel-Dupont`; any other stays.
pub fn calm(name: &str) -> String {
    if !name.split([' ', '-', '\'']).filter(|part| part.chars().count() > 1).all(is_capitals) || !is_capitals(name) {
        return name.to_owned();
    }
    let mut calmed = String::with_capacity(name.len());
    let mut at_start = true;
    for letter in name.chars() {
        if at_start {
            calmed.push(letter);
        } else {
            calmed.extend(letter.to_lowercase());
        }
        at_start = matches!(letter, ' ' | '-' | '\'' | '’');
    }
    calmed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(title: &str, first: &str, last: &str) -> Parts {
        Parts { title: title.to_owned(), first: first.to_owned(), last: last.to_owned() }
    }

    #[test]
    fn capitals_and_commas_show_the_family_name() {
        let split = |text| split(text, NameOrder::FirstLast);
        assert_eq!(split("MOREL Claire"), parts("", "Claire", "MOREL"));
        assert_eq!(split("Claire MOREL"), parts("", "Claire", "MOREL"));
        assert_eq!(split("Mme Jeanne de LA TOUR"), parts("Mme", "Jeanne", "de LA TOUR"));
        assert_eq!(split("Morel, Claire Anne"), parts("", "Claire Anne", "Morel"));
        assert_eq!(split("Dr. Paul Rey"), parts("Dr.", "Paul", "Rey"));
    }

    #[test]
    fn without_a_sign_the_order_of_the_column_decides() {
        assert_eq!(split("Jean Pierre Rey", NameOrder::FirstLast), parts("", "Jean Pierre", "Rey"));
        assert_eq!(split("Rey Jean Pierre", NameOrder::LastFirst), parts("", "Jean Pierre", "Rey"));
        assert_eq!(split("Anne de la Tour", NameOrder::FirstLast), parts("", "Anne", "de la Tour"));
        assert_eq!(split("De Souza Ana", NameOrder::LastFirst), parts("", "Ana", "De Souza"));
        assert_eq!(split("Madonna", NameOrder::FirstLast), parts("", "", "Madonna"));
        assert_eq!(order_of(["MOREL Claire", "Rey Paul"].into_iter()), Some(NameOrder::LastFirst));
        assert_eq!(order_of(["Claire Morel"].into_iter()), None);
    }

    #[test]
    fn names_in_capitals_are_calmed_and_others_left_alone() {
        assert_eq!(calm("MOREL-DUPONT"), "Morel-Dupont");
        assert_eq!(calm("LE GOFF"), "Le Goff");
        assert_eq!(calm("McDonald"), "McDonald");
        assert_eq!(calm("D'ARTAGNAN"), "D'Artagnan");
        assert_eq!(calm("É"), "É");
    }
}
