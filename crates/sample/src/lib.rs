//! Believable French and English sample contacts, the same for the same seed, of any number in flat memory.
//!
//! Nothing here is real: e-mail addresses lie in domains reserved by RFC 2606, telephone numbers in ranges that
//! regulators set aside for fiction, and people are put together at random from frequent names.

mod address;
mod contact;
mod email;
mod exchange;
mod household;
mod individual;
mod names_en;
mod names_fr;
mod names_world;
mod organization;
mod outline;
mod person;
mod phone;
mod places;
mod places_fr;
mod places_world;
mod rng;
mod streets;
mod surnames_fr;
mod tables;
#[cfg(test)]
mod tests;
mod trades;
mod words;
mod words_exchange;

pub use contact::{
    Address, Channel, Contact, Coordinates, DoNot, Email, Gender, Hold, Kind, Location, Person, Phone, PhoneKind,
    Prefix, Province, Suffix, Website, WebsiteKind,
};

pub use exchange::{Exchange, ExchangeKind, Past, Remark};

use jiff::civil::Date;
use outline::Class;
use tables::World;

/// The first `count` contacts of the stream named by `seed`, as a file kept since ten years would hold them on the
/// day `today`. Contact number i does not depend on `count`; the contacts that it points to come before it.
pub fn contacts(seed: u64, count: usize, today: Date) -> impl Iterator<Item = Contact> {
    let world = World::new(seed, today);
    (0..count).map(move |index| contact(&world, index))
}

/// What was said with each contact of that stream, by its index.
pub fn pasts(seed: u64, today: Date) -> impl Fn(usize) -> Past {
    let world = World::new(seed, today);
    move |index| exchange::past(&world, index)
}

fn contact(world: &World, index: usize) -> Contact {
    match outline::class(world, index) {
        Class::Individual => individual::individual(world, index),
        Class::Household => household::household(world, index),
        Class::Organization => organization::organization(world, index),
    }
}
