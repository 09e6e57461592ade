//! What settles a contradiction between two records without asking anybody: each way can be switched on or off and put in
//! order, for each type of contact. The first one that has an answer gives it.

use jiff::civil::DateTime;
use schema::fold::fold;
use schema::{Field, Value};
use serde_json::{Map, Value as Json, json};
use store::{Error, Result, Tx};

use super::fields::{Reason, Side};
use crate::score::nickname::formal;

/// The setting that holds the order and the switches, by type of contact.
pub const SETTING: &str = "ruche_merge_resolvers";

/// The types of contacts that have an order of their own.
pub const TYPES: [&str; 3] = ["Individual", "Household", "Organization"];

/// A way to settle a contradiction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolver {
    /// A value beats none.
    Filled,
    /// A wish not to be disturbed is kept.
    Refusal,
    /// Of two choices of several, all are taken.
    United,
    /// The same but for capitals and accents: the one written with more care.
    Care,
    /// The same but for hyphens, dots, apostrophes and blanks.
    Signs,
    /// An initial or a beginning, and the whole of it.
    Whole,
    /// A pet form of a first name, and the name.
    Nickname,
    /// The record that was changed last is believed.
    Newest,
    /// The record that was made first is believed.
    Oldest,
    /// Of two addresses, the one that was written last becomes the main one.
    NewestAddress,
}

/// All of them, in the order of a new site, and whether they are on there.
const ALL: [(Resolver, &str, bool); 10] = [
    (Resolver::Filled, "filled", true),
    (Resolver::Refusal, "refusal", true),
    (Resolver::United, "united", true),
    (Resolver::Care, "care", true),
    (Resolver::Signs, "signs", false),
    (Resolver::Whole, "whole", false),
    (Resolver::Nickname, "nickname", false),
    (Resolver::NewestAddress, "newest-address", false),
    (Resolver::Newest, "newest", false),
    (Resolver::Oldest, "oldest", false),
];

impl Resolver {
    /// Its name in the setting and in forms.
    pub fn name(self) -> &'static str {
        ALL.iter().find(|(one, ..)| *one == self).map_or("", |(_, name, _)| name)
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Resolver> {
        ALL.iter().find(|(_, own, _)| *own == name).map(|(one, ..)| *one)
    }

    /// Whether it can say anything about this type of contact.
    pub fn is_for(self, contact_type: &str) -> bool {
        self != Resolver::Nickname || contact_type == "Individual"
    }
}

/// When the two records were made and changed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Times {
    pub created: (Option<DateTime>, Option<DateTime>),
    pub changed: (Option<DateTime>, Option<DateTime>),
}

/// The ways of a type of contact, in order, and whether each is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolvers(pub Vec<(Resolver, bool)>);

impl Default for Resolvers {
    fn default() -> Resolvers {
        Resolvers(ALL.iter().map(|(one, _, on)| (*one, *on)).collect())
    }
}

impl Resolvers {
    /// Those of a type of contact, as the site has set them.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn of(tx: &Tx<'_>, contact_type: &str) -> Result<Resolvers> {
        let setting = tx.setting(SETTING)?;
        Ok(Resolvers::parse(setting.get(contact_type).unwrap_or(&Json::Null), contact_type))
    }

    /// Reads `[["filled", true], …]`; what it does not name comes behind, as a new site has it.
    fn parse(json: &Json, contact_type: &str) -> Resolvers {
        let mut all: Vec<(Resolver, bool)> = Vec::new();
        for one in json.as_array().into_iter().flatten() {
            let found = one.get(0).and_then(Json::as_str).and_then(Resolver::named);
            if let Some(found) = found.filter(|found| !all.iter().any(|(known, _)| known == found)) {
                all.push((found, one.get(1).and_then(Json::as_bool).unwrap_or(false)));
            }
        }
        for (one, on) in Resolvers::default().0 {
            if !all.iter().any(|(known, _)| *known == one) {
                all.push((one, on));
            }
        }
        all.retain(|(one, _)| one.is_for(contact_type));
        Resolvers(all)
    }

    /// Keeps them for a type of contact.
    ///
    /// # Errors
    /// As any write; `Request` for a type that has none.
    pub fn keep(&self, tx: &mut Tx<'_>, contact_type: &str) -> Result<()> {
        if !TYPES.contains(&contact_type) {
            return Err(Error::Request(format!("{contact_type} is no type of contact.")));
        }
        let mut all: Map<String, Json> = tx.setting(SETTING)?.as_object().cloned().unwrap_or_default();
        let own: Vec<Json> = self.0.iter().map(|(one, on)| json!([one.name(), on])).collect();
        all.insert(contact_type.to_owned(), Json::Array(own));
        tx.set_setting(SETTING, Some(&Json::Object(all)))
    }

    /// Moves one towards the front.
    pub fn raise(&mut self, which: Resolver) {
        if let Some(at) = self.0.iter().position(|(one, _)| *one == which).filter(|at| *at > 0) {
            self.0.swap(at - 1, at);
        }
    }

    /// Moves one towards the end.
    pub fn lower(&mut self, which: Resolver) {
        if let Some(at) = self.0.iter().position(|(one, _)| *one == which).filter(|at| at + 1 < self.0.len()) {
            self.0.swap(at, at + 1);
        }
    }

    /// Whether one is on.
    pub fn has(&self, which: Resolver) -> bool {
        self.0.iter().any(|(one, on)| *one == which && *on)
    }

    /// Which of two different values is right and why, where one of the ways can tell.
    pub fn settle(&self, field: &Field, keep: &Value, other: &Value, times: Times) -> Option<(Side, Reason)> {
        self.0.iter().filter(|(_, on)| *on).find_map(|(one, _)| one.settle(field, keep, other, times))
    }
}

impl Resolver {
    fn settle(self, field: &Field, keep: &Value, other: &Value, times: Times) -> Option<(Side, Reason)> {
        let side = |other: bool| if other { Side::Other } else { Side::Keep };
        if keep.is_blank() || other.is_blank() {
            return (self == Resolver::Filled).then(|| (side(keep.is_blank()), Reason::OnlyOne));
        }
        let later = |(one, two): (Option<DateTime>, Option<DateTime>)| {
            one.zip(two).filter(|(one, two)| one != two).map(|(one, two)| two > one)
        };
        match (self, keep, other) {
            (Resolver::Refusal, Value::Bool(_), Value::Bool(yes)) if is_refusal(&field.name) => {
                Some((side(*yes), Reason::Refusal))
            }
            (Resolver::United, Value::List(one), Value::List(two)) => {
                let more = two.iter().any(|item| !one.contains(item));
                Some((side(more), if more { Reason::Fuller } else { Reason::Stays }))
            }
            (Resolver::Care, Value::Text(one), Value::Text(two)) if fold(one.trim()) == fold(two.trim()) => {
                let equal = care(two) == care(one);
                Some((side(care(two) > care(one)), if equal { Reason::Stays } else { Reason::BetterWritten }))
            }
            (Resolver::Signs, Value::Text(one), Value::Text(two)) if bare(one) == bare(two) => {
                // Who took the trouble of a hyphen or an apostrophe meant it.
                let signs = |text: &str| text.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()).count();
                Some((side((signs(two), care(two)) > (signs(one), care(one))), Reason::BetterWritten))
            }
            (Resolver::Whole, Value::Text(one), Value::Text(two)) if contains(two, one) => {
                Some((Side::Other, Reason::Fuller))
            }
            (Resolver::Whole, Value::Text(one), Value::Text(two)) if contains(one, two) => {
                Some((Side::Keep, Reason::Fuller))
            }
            (Resolver::Nickname, Value::Text(one), Value::Text(two))
                if field.name == "first_name" && formal(one) == formal(two) =>
            {
                let is_formal = |text: &str| formal(text) == fold(text.trim()).replace(' ', "-");
                Some((side(is_formal(two) && !is_formal(one)), Reason::Formal))
            }
            (Resolver::Newest, ..) => later(times.changed).map(|newer| (side(newer), Reason::Newer)),
            (Resolver::Oldest, ..) => later(times.created).map(|newer| (side(!newer), Reason::Older)),
            _ => None,
        }
    }
}

pub(super) fn is_refusal(field: &str) -> bool {
    field.starts_with("do_not_") || field == "is_opt_out"
}

/// With how much care a text was written: not all in capitals, not all in small letters, with its accents.
pub(super) fn care(text: &str) -> u8 {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let upper = letters().filter(|c| c.is_uppercase()).count();
    let mixed = upper > 0 && upper < letters().count() || letters().count() < 2;
    let accents = letters().any(|c| !c.is_ascii());
    u8::from(mixed) * 2 + u8::from(accents)
}

/// Letters and digits alone, folded.
fn bare(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether one text says all that the shorter one says: `Marie-Claude` what `Marie` does, `Marie` what `M.` does.
pub(super) fn contains(long: &str, short: &str) -> bool {
    let (long, short) = (fold(long.trim()), fold(short.trim()));
    let initial = short.strip_suffix('.').filter(|letter| letter.chars().count() == 1);
    long.len() > short.len() && (long.starts_with(short.as_ref()) || initial.is_some_and(|i| long.starts_with(i)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::FieldType;

    fn one(resolver: Resolver, field: &str, keep: impl Into<Value>, other: impl Into<Value>) -> Option<(Side, Reason)> {
        let field = Field::new(field.to_owned(), FieldType::Text { max: 64 });
        let day = |day: &str| day.parse().ok();
        let times = Times {
            created: (day("2020-01-01T00:00:00"), day("2019-01-01T00:00:00")),
            changed: (day("2026-01-01T00:00:00"), day("2025-01-01T00:00:00")),
        };
        resolver.settle(&field, &keep.into(), &other.into(), times)
    }

    #[test]
    fn each_way_answers_its_own_question_and_no_other() {
        assert_eq!(one(Resolver::Filled, "job_title", "", "Meunier"), Some((Side::Other, Reason::OnlyOne)));
        assert_eq!(one(Resolver::Newest, "job_title", "", "Meunier"), None);
        assert_eq!(one(Resolver::Care, "last_name", "LEFEVRE", "Lefèvre"), Some((Side::Other, Reason::BetterWritten)));
        assert_eq!(one(Resolver::Care, "last_name", "Lefèvre", "Lefort"), None);
        assert_eq!(
            one(Resolver::Signs, "first_name", "Jean Pierre", "Jean-Pierre"),
            Some((Side::Other, Reason::BetterWritten))
        );
        assert_eq!(one(Resolver::Signs, "first_name", "Jean-Pierre", "Jean Paul"), None);
        assert_eq!(one(Resolver::Whole, "first_name", "M.", "Marie"), Some((Side::Other, Reason::Fuller)));
        assert_eq!(one(Resolver::Nickname, "first_name", "Bob", "Robert"), Some((Side::Other, Reason::Formal)));
        assert_eq!(one(Resolver::Nickname, "first_name", "Robert", "Bob"), Some((Side::Keep, Reason::Formal)));
        assert_eq!(one(Resolver::Nickname, "last_name", "Bob", "Robert"), None);
        assert_eq!(one(Resolver::Newest, "job_title", "Meunier", "Boulanger"), Some((Side::Keep, Reason::Newer)));
        assert_eq!(one(Resolver::Oldest, "job_title", "Meunier", "Boulanger"), Some((Side::Other, Reason::Older)));
        assert_eq!(one(Resolver::Refusal, "do_not_email", false, true), Some((Side::Other, Reason::Refusal)));
    }

    #[test]
    fn the_order_decides_and_what_is_off_says_nothing() {
        let field = Field::new("first_name", FieldType::Text { max: 64 });
        let (keep, other) = (Value::Text("Bob".to_owned()), Value::Text("Robert".to_owned()));
        let day = |day: &str| day.parse().ok();
        let times = Times { changed: (day("2026-01-01T00:00:00"), day("2025-01-01T00:00:00")), ..Times::default() };
        assert_eq!(Resolvers::default().settle(&field, &keep, &other, times), None);
        let mut all =
            Resolvers::parse(&json!([["newest", true], ["nickname", true], ["nonsense", true]]), "Individual");
        assert_eq!(all.settle(&field, &keep, &other, times), Some((Side::Keep, Reason::Newer)));
        all.raise(Resolver::Nickname);
        assert_eq!(all.settle(&field, &keep, &other, times), Some((Side::Other, Reason::Formal)));
        assert_eq!(all.0.len(), 10);
        assert_eq!(Resolvers::parse(&json!([["nickname", true]]), "Household").0.len(), 9);
    }
}
