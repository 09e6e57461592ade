//! The same answers with SQL written by hand: prepared statements on a plain connection, cells straight into JSON.
//!
//! This is what the engine is measured against, so it takes every short cut that somebody who knows the tables would.

mod body;
mod postgres;
mod sqlite;

use store::Location;

use super::ask::{Ask, names};
use super::data::Prepared;
use body::{Column, Shape};

/// A connection with its prepared statements.
pub trait Hand {
    /// Answers, with the bytes that the API would answer; of changes the new ids alone.
    ///
    /// # Errors
    /// The database's own failure.
    fn answer(&mut self, ask: &Ask, out: &mut Vec<u8>) -> Result<(), String>;
}

/// A plain connection to the site's database.
///
/// # Errors
/// When it cannot be opened.
pub fn open(prepared: &Prepared) -> Result<Box<dyn Hand>, String> {
    let catalog = prepared.site.catalog();
    let contact = catalog.entity("Contact").ok_or("there is no entity Contact")?;
    Ok(match prepared.place.location() {
        Location::File(path) => Box::new(sqlite::Sqlite::open(&path, contact)?),
        Location::Server(url) => Box::new(postgres::Postgres::open(&url, contact)?),
    })
}

/// The columns of a page.
fn page_shape() -> Shape {
    Shape::new(vec![
        Column::number("id"),
        Column::text("display_name"),
        Column::text("sort_name"),
        Column::text("contact_type"),
        Column::text("email_primary.email"),
        Column::text("phone_primary.phone"),
    ])
}

/// The columns of a group.
fn group_shape() -> Shape {
    Shape::new(vec![Column::text("contact_type"), Column::number("number")])
}

/// The columns of a new contact and its values, as the rules of contacts would fill them in.
const INSERTED: [&str; 14] = [
    "contact_type",
    "first_name",
    "last_name",
    "display_name",
    "sort_name",
    "hash",
    "preferred_mail_format",
    "email_greeting_id",
    "email_greeting_display",
    "postal_greeting_id",
    "postal_greeting_display",
    "addressee_id",
    "addressee_display",
    "created_date",
];

/// A new contact, its texts made up.
struct NewContact {
    first_name: String,
    last_name: String,
    display_name: String,
    sort_name: String,
    hash: String,
    greeting: String,
    /// UTC, `YYYY-MM-DD HH:MM:SS`.
    at: String,
}

impl NewContact {
    fn of(number: u64) -> NewContact {
        let (first_name, last_name) = names(number);
        NewContact {
            display_name: format!("{first_name} {last_name}"),
            sort_name: format!("{last_name}, {first_name}"),
            hash: format!("{number:032x}"),
            greeting: format!("Dear {first_name}"),
            at: jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M:%S").to_string(),
            first_name,
            last_name,
        }
    }

    /// What history keeps of it.
    fn history(&self, id: i64) -> String {
        format!(
            r#"{{"id":{id},"contact_type":"Individual","first_name":"{}","last_name":"{}","display_name":"{}","sort_name":"{}","preferred_mail_format":"Both","email_greeting_id":1,"email_greeting_display":"{}","postal_greeting_id":1,"postal_greeting_display":"{}","addressee_id":1,"addressee_display":"{}","created_date":"{}","modified_date":"{}"}}"#,
            self.first_name,
            self.last_name,
            self.display_name,
            self.sort_name,
            self.greeting,
            self.greeting,
            self.display_name,
            self.at,
            self.at
        )
    }
}

/// The numbers of the contacts that a change brings.
fn numbers(ask: &Ask) -> std::ops::Range<u64> {
    match ask {
        Ask::Create(number) => *number..number + 1,
        Ask::Save(first) => *first..first + super::ask::BULK,
        _ => 0..0,
    }
}
