//! `create`: makes one record.

use store::{As, Error, Result, Tx};

use crate::answer::Outcome;
use crate::parameter::with_aside;
use crate::run::Request;
use crate::{parameter, written};

/// Makes the record and answers it as written.
///
/// # Errors
/// `Request` for a record that names an id, and whatever the write refuses with.
pub(crate) fn run(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Outcome> {
    let mut values = parameter::object(&request.params, "values")?;
    if values.get("id").is_some_and(|id| !parameter::is_nothing(id) && *id != 0) {
        return Err(Error::Request("Cannot pass id to Create action. Use Update action instead.".to_owned()));
    }
    values.shift_remove("id");
    let saved =
        tx.save(&request.entity.name, with_aside(&request.entity, &request.params, values.clone()), As::Actor)?;
    Ok(Outcome::rows(vec![written::row(tx, &saved, &values)]))
}
