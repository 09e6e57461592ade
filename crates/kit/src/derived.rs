//! Fields that stand in no declaration: a component that keeps them as records tells what they are, and writes them out
//! in a request before it is planned.

use schema::{Entity, Field};
use serde_json::{Map, Value as Json};
use store::{Result, Tx};

/// A request with such fields written out; None where it speaks of none of them.
type WrittenOut = fn(&Tx<'_>, &str, &Map<String, Json>) -> Result<Option<Map<String, Json>>>;

/// Fills a place of the registry: the fields of an entity, and a request with each of them written out.
#[derive(Clone, Copy)]
pub struct Derived {
    pub fields: fn(&Tx<'_>, &Entity) -> Result<Vec<Field>>,
    pub written_out: WrittenOut,
}
