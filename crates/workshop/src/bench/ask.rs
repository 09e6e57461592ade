//! The questions and changes that are measured, in the words of the API.

use serde_json::{Map, Value as Json, json};

use super::random::Random;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// All fields of one contact.
    Row(i64),
    /// 25 rows with two joins, by the beginning of the name, sorted by name.
    Page(String),
    /// How many people there are.
    Count,
    /// How many contacts there are of each type.
    Groups,
    /// One new contact, made from a number.
    Create(u64),
    /// A thousand new contacts in one call, made from this number and those after it.
    Save(u64),
}

/// A kind of question, without its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Row,
    Page,
    Count,
    Groups,
    Create,
    Save,
}

/// How many contacts one bulk save brings.
pub const BULK: u64 = 1_000;

/// What the questions are made from.
#[derive(Clone, Debug, Default)]
pub struct Material {
    /// Contacts that are there, in no order.
    pub ids: Vec<i64>,
    /// Beginnings of names that are there.
    pub prefixes: Vec<String>,
}

impl Kind {
    /// A name for tables.
    pub fn title(self) -> &'static str {
        match self {
            Kind::Row => "get by id, all fields",
            Kind::Page => "25 rows, 2 joins, LIKE, sort",
            Kind::Count => "count",
            Kind::Groups => "group by",
            Kind::Create => "create",
            Kind::Save => "save 1,000",
        }
    }

    /// How many times the SQL by hand an answer may take, where that is a goal.
    pub fn goal(self) -> Option<f64> {
        match self {
            Kind::Row => Some(3.0),
            Kind::Page => Some(1.5),
            Kind::Count | Kind::Groups | Kind::Create | Kind::Save => None,
        }
    }

    /// The next question of this kind.
    pub fn next(self, material: &Material, random: &mut Random) -> Ask {
        match self {
            Kind::Row => Ask::Row(random.pick(&material.ids).copied().unwrap_or(1)),
            Kind::Page => Ask::Page(random.pick(&material.prefixes).cloned().unwrap_or_default()),
            Kind::Count => Ask::Count,
            Kind::Groups => Ask::Groups,
            Kind::Create => Ask::Create(random.next() >> 24),
            Kind::Save => Ask::Save(random.next() >> 24),
        }
    }
}

impl Ask {
    /// The action of the API.
    pub fn action(&self) -> &'static str {
        match self {
            Ask::Row(_) | Ask::Page(_) | Ask::Count | Ask::Groups => "get",
            Ask::Create(_) => "create",
            Ask::Save(_) => "save",
        }
    }

    /// Whether nothing is changed.
    pub fn reads(&self) -> bool {
        self.action() == "get"
    }

    /// Its parameters.
    pub fn params(&self) -> Json {
        match self {
            Ask::Row(id) => json!({"where": [["id", "=", id]]}),
            Ask::Page(prefix) => json!({
                "select": ["id", "display_name", "sort_name", "contact_type", "email_primary.email", "phone_primary.phone"],
                "where": [["is_deleted", "=", false], ["sort_name", "LIKE", format!("{prefix}%")]],
                "orderBy": {"sort_name": "ASC", "id": "ASC"},
                "limit": 25,
            }),
            Ask::Count => json!({
                "select": ["row_count"],
                "where": [["is_deleted", "=", false], ["contact_type", "=", "Individual"]],
            }),
            Ask::Groups => json!({
                "select": ["contact_type", "COUNT(id) AS number"],
                "where": [["is_deleted", "=", false]],
                "groupBy": ["contact_type"],
                "orderBy": {"contact_type": "ASC"},
            }),
            Ask::Create(number) => json!({"values": contact(*number)}),
            Ask::Save(first) => json!({"records": (0..BULK).map(|n| contact(first + n)).collect::<Json>()}),
        }
    }

    /// The records that a change brings.
    pub fn records(&self) -> Vec<Map<String, Json>> {
        let numbers = match self {
            Ask::Create(number) => *number..number + 1,
            Ask::Save(first) => *first..first + BULK,
            _ => 0..0,
        };
        numbers.filter_map(|number| contact(number).as_object().cloned()).collect()
    }
}

/// The names of the contact made from a number.
pub fn names(number: u64) -> (String, String) {
    (format!("Bench {}", number % 1_000), format!("Marker {number}"))
}

fn contact(number: u64) -> Json {
    let (first, last) = names(number);
    json!({"contact_type": "Individual", "first_name": first, "last_name": last})
}
