//! What a caller's keys give for one field, for rules that must know it before the record is looked at.

use schema::Value;
use serde_json::{Map, Value as Json};

use crate::error::{Error, Result};
use crate::tx::{As, Tx};

impl Tx<'_> {
    /// The value that the caller sent for a field, with options (`activity_type_id:name`) and records
    /// (`contact_id.external_identifier`) looked up; None where the field is not among the keys.
    ///
    /// # Errors
    /// `Invalid` for what leads nowhere, otherwise the database's own failure.
    pub fn given_value(&mut self, entity: &str, given: &Map<String, Json>, field: &str) -> Result<Option<Value>> {
        let entity = self.entity(entity)?;
        let named =
            |key: &str| key.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '.']));
        let keys = given.iter().filter(|(key, _)| named(key));
        let own: Map<String, Json> = keys.map(|(key, json)| (key.clone(), json.clone())).collect();
        let found = self.resolve(&entity, &own, None, As::Program)?;
        if !found.errors.is_empty() {
            return Err(Error::Invalid(found.errors));
        }
        Ok(entity.position(field).and_then(|at| found.values.get(&at)).cloned())
    }
}
