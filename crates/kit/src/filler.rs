//! Fields that neither a column nor a subquery says: the component's own code fills them into rows that were read.

use serde_json::{Map, Value as Json};
use store::{Result, Tx};

/// A row as the API answers it.
pub type Told = Map<String, Json>;

/// Gets the fields that were asked for, and the rows with what it needs; it reads as the transaction's actor.
pub type FillFn = fn(&mut Tx<'_>, asked: &[&'static str], rows: &mut [Told]) -> Result<()>;

/// Fills fields of an entity into rows read over the API, for whoever selects them by name.
#[derive(Clone, Copy)]
pub struct Filler {
    pub entity: &'static str,
    pub fields: &'static [&'static str],
    /// What it needs of each row beside its `id`.
    pub needs: &'static [&'static str],
    pub fill: FillFn,
}
