//! The data map: what every column of the database holds, seen from the person that it may be about. What people ask to
//! see, what is erased and what the register tells all follow from it. A test fails for a column without a class.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use schema::{Entity, Field, FieldType, OnDelete};
use store::{Result, Tx};

use crate::mark;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// Who somebody is: names, date of birth, numbers that others gave them.
    Identity,
    /// How they are reached.
    Contact,
    /// Anything else about them.
    Personal,
    /// Article 9: health, beliefs, opinions, origin …
    Sensitive,
    /// Amounts, accounts, what accounting needs.
    Financial,
    /// Free words, in which anything about anybody may stand.
    Content,
    /// The key of the person that the record is about.
    Subject,
    /// The key of a person who did something with it.
    Actor,
    /// Keys, marks, moments: what makes the program work.
    Technical,
    /// What the association has set up; nothing about anybody.
    Configuration,
    /// Never shown to anybody.
    Secret,
}

impl Class {
    /// All of them, in the order in which pages show them.
    pub const ALL: [Class; 11] = [
        Class::Identity,
        Class::Contact,
        Class::Personal,
        Class::Sensitive,
        Class::Financial,
        Class::Content,
        Class::Subject,
        Class::Actor,
        Class::Technical,
        Class::Configuration,
        Class::Secret,
    ];

    /// The name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Class::Identity => "identity",
            Class::Contact => "contact",
            Class::Personal => "personal",
            Class::Sensitive => "sensitive",
            Class::Financial => "financial",
            Class::Content => "content",
            Class::Subject => "subject",
            Class::Actor => "actor",
            Class::Technical => "technical",
            Class::Configuration => "configuration",
            Class::Secret => "secret",
        }
    }

    fn named(name: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|class| class.name() == name)
    }

    /// Whether erasing a person empties the column.
    pub fn is_personal(self) -> bool {
        matches!(
            self,
            Class::Identity | Class::Contact | Class::Personal | Class::Sensitive | Class::Content | Class::Secret
        )
    }
}

const TABLE: &str = include_str!("../data/classes.tsv");

type Classes = HashMap<&'static str, HashMap<&'static str, Class>>;

fn table() -> &'static Classes {
    static READ: OnceLock<Classes> = OnceLock::new();
    READ.get_or_init(|| {
        let mut all: Classes = HashMap::new();
        for (entity, field, class) in lines() {
            all.entry(entity).or_default().insert(field, class);
        }
        all
    })
}

/// The lines of the reviewed table: entity, field, class.
pub fn lines() -> impl Iterator<Item = (&'static str, &'static str, Class)> {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, cells.next()?, Class::named(cells.next()?)?))
    })
}

/// The class of a declared column; None for one that nobody has classified.
pub fn declared(entity: &str, field: &str) -> Option<Class> {
    table().get(entity)?.get(field).copied()
}

/// Whether the entity is a set that the association has made.
pub fn is_custom(entity: &Entity) -> bool {
    entity.types.iter().any(|kind| kind == "CustomValue")
}

/// The classes of one moment: the reviewed table, and what the association says of its own fields.
#[derive(Clone, Debug, Default)]
pub struct Map {
    /// Fields of custom sets that are marked: entity, field.
    marked: BTreeMap<(String, String), String>,
}

impl Map {
    /// Reads what is marked.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn read(tx: &Tx<'_>) -> Result<Map> {
        Ok(Map { marked: mark::all(tx)? })
    }

    /// The class of a column. Whatever nobody has classified counts as personal: erased rather than kept.
    pub fn of(&self, entity: &Entity, field: &Field) -> Class {
        if is_custom(entity) {
            return self.custom(entity, field);
        }
        declared(&entity.name, &field.name).unwrap_or(Class::Personal)
    }

    fn custom(&self, entity: &Entity, field: &Field) -> Class {
        match field.name.as_ref() {
            "id" => Class::Technical,
            "entity_id" if field.references.as_ref().is_some_and(|to| to.entity == "Contact") => Class::Subject,
            "entity_id" => Class::Technical,
            name if self.marked.contains_key(&(entity.name.to_string(), name.to_owned())) => Class::Sensitive,
            _ => Class::Personal,
        }
    }

    /// Which special category a custom field is marked with.
    pub fn category(&self, entity: &str, field: &str) -> Option<&str> {
        self.marked.get(&(entity.to_owned(), field.to_owned())).map(String::as_str)
    }
}

/// A first guess from the declaration, for whoever reviews a new column.
pub fn guess(entity: &Entity, field: &Field) -> Class {
    let name = field.name.as_ref();
    let points_to_contact = field.references.as_ref().is_some_and(|to| to.entity == "Contact");
    let owned = field.references.as_ref().is_some_and(|to| to.on_delete == OnDelete::Cascade) || field.guards;
    let about_people = entity.fields.iter().any(|field| {
        field.references.as_ref().is_some_and(|to| to.entity == "Contact" && to.on_delete == OnDelete::Cascade)
            || field.dynamic_reference.is_some() && field.guards
    });
    match field.ty {
        _ if field.secret => Class::Secret,
        _ if points_to_contact && (owned || name == "contact_id") => Class::Subject,
        _ if points_to_contact || name.ends_with("contact_id") => Class::Actor,
        _ if name == "id" || name.ends_with("_id") || field.references.is_some() => Class::Technical,
        FieldType::Money { .. } => Class::Financial,
        FieldType::Text { .. } | FieldType::LongText if about_people => Class::Content,
        FieldType::Text { .. } | FieldType::LongText => Class::Configuration,
        _ => Class::Technical,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood_and_stands_once() {
        let written = TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let mut seen = std::collections::HashSet::new();
        let mut read = 0;
        for (entity, field, _) in lines() {
            assert!(seen.insert((entity, field)), "{entity}.{field} stands twice");
            read += 1;
        }
        assert_eq!(written.count(), read, "a line names no known class");
    }

    #[test]
    fn names_and_addresses_are_erased_and_amounts_are_kept() {
        let of = |entity, field| declared(entity, field).map(Class::is_personal);
        assert_eq!(of("Contact", "last_name"), Some(true));
        assert_eq!(of("Contact", "birth_date"), Some(true));
        assert_eq!(of("Email", "email"), Some(true));
        assert_eq!(of("Contact", "id"), Some(false));
        assert!(!Class::Financial.is_personal());
    }
}
