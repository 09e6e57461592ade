//! `revert`: resets records that the program keeps to how they were shipped.

use query::GetRequest;
use store::{Result, Tx};

use super::chosen;
use super::update::order_and_limit;
use crate::answer::Outcome;
use crate::parameter::items;
use crate::run::Request;

/// Nothing on a site of Ruche is kept by the program after it was installed, so nothing is reset.
///
/// # Errors
/// `Request` for wrong conditions.
pub(crate) fn run(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Outcome> {
    let wanted = GetRequest { where_: items(&request.params, "where"), ..order_and_limit(&request.params)? };
    chosen(tx, &request.entity, wanted)?;
    Ok(Outcome::rows(Vec::new()))
}
