//! The names of organisations and households: what they are called apart from what they are.

use super::distance::is_slip;
use super::name::plain;

/// How two names relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    Same,
    Slip,
    /// One says all that the other says.
    Variant,
    Different,
}

/// Words that say what something is, and little of who.
const LIGHT: [&str; 40] = [
    "association",
    "assoc",
    "asso",
    "amicale",
    "sarl",
    "sas",
    "sa",
    "eurl",
    "sci",
    "scop",
    "ltd",
    "limited",
    "inc",
    "llc",
    "plc",
    "gmbh",
    "ev",
    "asbl",
    "the",
    "le",
    "la",
    "les",
    "l",
    "de",
    "du",
    "des",
    "d",
    "et",
    "and",
    "of",
    "a",
    "au",
    "aux",
    "foyer",
    "famille",
    "family",
    "household",
    "co",
    "company",
    "cie",
];

/// The words of a name that carry weight, sorted; all of them where none does.
pub fn words(name: &str) -> Vec<String> {
    let plain = plain(name);
    let all: Vec<&str> = plain.split(' ').filter(|word| !word.is_empty()).collect();
    let heavy: Vec<&str> = all.iter().copied().filter(|word| !LIGHT.contains(word)).collect();
    let mut words: Vec<String> = if heavy.is_empty() { all } else { heavy }.into_iter().map(str::to_owned).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Compares two names.
pub fn compare(one: &str, other: &str) -> Likeness {
    let (a, b) = (words(one), words(other));
    if a.is_empty() || b.is_empty() {
        return Likeness::Different;
    }
    if a == b {
        return Likeness::Same;
    }
    if is_slip(&a.join(" "), &b.join(" ")) && !differ_in_a_number(&a, &b) {
        return Likeness::Slip;
    }
    let common = a.iter().filter(|word| b.contains(word)).count();
    let all = common == a.len().min(b.len());
    if all && common >= 2 && a.len().abs_diff(b.len()) <= 2 {
        return Likeness::Variant;
    }
    Likeness::Different
}

/// School 1 and school 2 are two schools.
fn differ_in_a_number(a: &[String], b: &[String]) -> bool {
    let numbers = |words: &[String]| -> Vec<String> {
        words.iter().filter(|word| word.chars().any(|c| c.is_ascii_digit())).cloned().collect()
    };
    numbers(a) != numbers(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_something_is_does_not_count() {
        assert_eq!(compare("Association La Passerelle", "Passerelle (asso)"), Likeness::Same);
        assert_eq!(compare("Mairie de Crest", "Mairie de Die"), Likeness::Different);
        assert_eq!(compare("Boulangerie Moulin", "Boulangerie Mouiln"), Likeness::Slip);
        assert_eq!(compare("École 1", "École 2"), Likeness::Different);
        assert_eq!(compare("Croix rouge Valence", "Croix-Rouge"), Likeness::Variant);
    }
}
