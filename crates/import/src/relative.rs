//! Columns about others to whom the contact of a row is related: as many groups of columns as a file has, each for one
//! related contact, such as the first and the second child.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use contact::pages::rows::{ask, id, text};
use serde_json::json;
use store::{Result, Tx};

use crate::recognise::{Goal, by_name, words};

/// What stands before the field of a related contact.
pub const RELATIVE: &str = "relative.";

/// The end of a relationship at which the contact of the row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    A,
    B,
}

impl End {
    /// The direction as the type of a relationship names it, seen from the contact of the row.
    pub fn direction(self) -> &'static str {
        match self {
            End::A => "a_b",
            End::B => "b_a",
        }
    }
}

/// A group of columns about one related contact, written as `1_b_a.2`: the type of the relationship, its direction, and
/// which of several of the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    pub kind: i64,
    pub end: End,
    pub number: u32,
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}.{}", self.kind, self.end.direction(), self.number)
    }
}

impl FromStr for Group {
    type Err = ();

    fn from_str(text: &str) -> std::result::Result<Group, ()> {
        let (relation, number) = text.split_once('.').ok_or(())?;
        let (kind, direction) = relation.split_once('_').ok_or(())?;
        let end = match direction {
            "a_b" => End::A,
            "b_a" => End::B,
            _ => return Err(()),
        };
        Ok(Group { kind: kind.parse().map_err(drop)?, end, number: number.parse().map_err(drop)? })
    }
}

impl Goal {
    /// What a column fills of a related contact.
    pub fn of_relative(group: Group, inner: Goal) -> Goal {
        Goal { field: format!("{RELATIVE}{group}.{}", inner.field), ..inner }
    }

    /// The group of a column about a related contact, and what it fills of them.
    pub fn relative(&self) -> Option<(Group, Goal)> {
        let rest = self.field.strip_prefix(RELATIVE)?;
        let mut dots = rest.match_indices('.').map(|(at, _)| at);
        let end = dots.nth(1)?;
        let (group, field) = (rest.get(..end)?, rest.get(end + 1..)?);
        Some((group.parse().ok()?, Goal { field: field.to_owned(), ..self.clone() }))
    }
}

/// Words for related people in French and English: the name of the type and the end of the contact of the row.
const WORDS: &[(&[&str], &str, End)] = &[
    (&["enfant", "enfants", "fils", "fille", "child", "children", "son", "daughter"], "Child of", End::B),
    (&["parent", "pere", "mere", "father", "mother", "papa", "maman", "mum", "dad"], "Child of", End::A),
    (&["conjoint", "conjointe", "epoux", "epouse", "mari", "spouse", "husband", "wife"], "Spouse of", End::A),
    (&["partenaire", "compagnon", "compagne", "partner"], "Partner of", End::A),
    (&["frere", "soeur", "sibling", "brother", "sister"], "Sibling of", End::A),
];
/// Words between the name of a column and of whom it tells.
const LINKS: [&str; 11] = ["de", "du", "des", "d", "l", "la", "le", "les", "of", "the", "s"];

/// A column about somebody related, by its name: the type, the end, which of them as the file calls them, and the rest.
fn named(name: &str) -> Option<(&'static str, End, String, Goal)> {
    let words = words(name);
    let bare = |word: &str| word.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    let entry = |word: &str| WORDS.iter().find(|(names, ..)| names.contains(&bare(word).as_str()));
    let at = words.iter().position(|word| entry(word).is_some())?;
    let (_, kind, end) = entry(words.get(at)?)?;
    let own = words.get(at)?;
    let mut which = own.clone();
    let mut rest: Vec<&str> = Vec::new();
    for (place, word) in words.iter().enumerate().filter(|(place, _)| *place != at) {
        let is_number = word.chars().all(|c| c.is_ascii_digit());
        if is_number && (place == at + 1 || place + 1 == words.len()) {
            which = format!("{}{word}", bare(own));
        } else {
            rest.push(word);
        }
    }
    let bare: Vec<&str> = rest.iter().copied().filter(|word| !LINKS.contains(word)).collect();
    let goal = match bare.is_empty() {
        true => Goal::field("full_name"),
        false => by_name(&rest.join(" ")).or_else(|| by_name(&bare.join(" ")))?,
    };
    Some((kind, *end, which, goal))
}

/// The columns that tell of related contacts by their names, where the site has relationships of that type.
///
/// # Errors
/// The database's own failure.
pub fn recognised(tx: &Tx<'_>, header: &[String]) -> Result<Vec<Option<Goal>>> {
    let found: Vec<_> = header.iter().map(|name| named(name)).collect();
    if found.iter().all(Option::is_none) {
        return Ok(vec![None; header.len()]);
    }
    let types =
        ask(tx, "RelationshipType", &["id", "name_a_b"], json!([["is_active", "=", true]]), &[("id", "ASC")], 0)?;
    let kind = |name: &str| types.iter().find(|row| text(row, "name_a_b") == name).map(id);
    let mut groups: BTreeMap<(i64, End), Vec<String>> = BTreeMap::new();
    let mut goals: Vec<Option<Goal>> = Vec::with_capacity(header.len());
    for one in found {
        let goal = one.and_then(|(name, end, which, inner)| {
            let kind = kind(name)?;
            let known = groups.entry((kind, end)).or_default();
            let at = known.iter().position(|own| *own == which).unwrap_or_else(|| {
                known.push(which);
                known.len() - 1
            });
            let number = u32::try_from(at + 1).ok()?;
            let goal = Goal::of_relative(Group { kind, end, number }, inner);
            (!goals.contains(&Some(goal.clone()))).then_some(goal)
        });
        goals.push(goal);
    }
    Ok(goals)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str) -> Option<String> {
        named(name).map(|(kind, end, which, goal)| format!("{kind}/{}/{which}/{}", end.direction(), goal.field))
    }

    #[test]
    fn columns_tell_of_whom_they_speak_in_both_languages() {
        assert_eq!(told("Prénom enfant 1").unwrap(), "Child of/b_a/enfant1/first_name");
        assert_eq!(told("Enfant 2 - Date de naissance").unwrap(), "Child of/b_a/enfant2/birth_date");
        assert_eq!(told("Nom du conjoint").unwrap(), "Spouse of/a_b/conjoint/last_name");
        assert_eq!(told("Mother's email").unwrap(), "Child of/a_b/mother/email");
        assert_eq!(told("Child1 first name").unwrap(), "Child of/b_a/child1/first_name");
        assert_eq!(told("Enfant 1").unwrap(), "Child of/b_a/enfant1/full_name");
        assert_eq!(told("Mail parent 2").unwrap(), "Child of/a_b/parent2/email");
        assert!(told("Prénom").is_none());
        assert!(told("Enfant 1 cotisation").is_none());
    }

    #[test]
    fn a_goal_knows_whom_it_is_about() {
        let group = Group { kind: 1, end: End::B, number: 2 };
        let inner = Goal { field: "address.city".to_owned(), location: "Home".to_owned(), phone: String::new() };
        let goal = Goal::of_relative(group, inner.clone());
        assert_eq!(goal.field, "relative.1_b_a.2.address.city");
        assert_eq!(goal.relative(), Some((group, inner)));
        assert_eq!(Goal::field("first_name").relative(), None);
        assert_eq!(Goal::field("relative.1_b_a.email").relative(), None);
    }
}
