//! Entities of which there is one for each record of another: `Import_12` is the rows of import 12, `SK_Donors` what the
//! display Donors finds.

/// Lets the API take `PREFIX_12` for an entity with a parameter of that number.
#[derive(Clone, Copy, Debug)]
pub struct Numbered {
    pub prefix: &'static str,
    /// The entity whose actions are meant.
    pub entity: &'static str,
    /// The parameter of those actions that gets the number.
    pub parameter: &'static str,
}

/// Lets the entities of one kind that are made while the site runs (`SK_Donors`) have actions of their own: those that
/// are declared for the prefix (`SK_`), with a parameter that gets the entity's name.
#[derive(Clone, Copy, Debug)]
pub struct Family {
    pub prefix: &'static str,
    pub parameter: &'static str,
}
