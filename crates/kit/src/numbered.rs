//! Entities of which there is one for each record of another: `Import_12` is the rows of import 12.

/// Lets the API take `PREFIX_12` for an entity with a parameter of that number.
#[derive(Clone, Copy, Debug)]
pub struct Numbered {
    pub prefix: &'static str,
    /// The entity whose actions are meant.
    pub entity: &'static str,
    /// The parameter of those actions that gets the number.
    pub parameter: &'static str,
}
