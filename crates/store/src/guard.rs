//! Whether the actor may do this with a record: the same rules that queries carry, asked for one row.

use query::GetRequest;
use schema::{Entity, Row, Rule, Value, Verb};
use serde_json::json;

use crate::error::{Error, FieldError, Problem, Result};
use crate::resolve::Assignments;
use crate::tx::{As, Tx, statement};

impl Tx<'_> {
    /// Refuses unless the actor may do this with the record.
    ///
    /// # Errors
    /// `Forbidden` in the words of the API; `NotFound` where the actor may not even see the record, so that it looks
    /// like none.
    pub fn check_rule(&mut self, entity: &Entity, id: i64, verb: Verb) -> Result<()> {
        if schema::access::rule_for(entity, self.actor(), verb) == Rule::Everything || self.meets(entity, id, verb)? {
            return Ok(());
        }
        match verb != Verb::View && self.meets(entity, id, Verb::View)? {
            true => Err(Error::Forbidden("ACL check failed".to_owned())),
            false => Err(crate::read::no_such(entity, id)),
        }
    }

    fn meets(&self, entity: &Entity, id: i64, verb: Verb) -> Result<bool> {
        let request = GetRequest {
            select: vec!["id".to_owned()],
            where_: vec![json!(["id", "=", id])],
            limit: 1,
            ..GetRequest::default()
        };
        Ok(!self.get_for(&entity.name, &request, As::Actor, verb)?.rows.is_empty())
    }

    /// What access lists grant the actor on records of this entity, beside what permissions do.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn granted(&self, entity: &str, verb: Verb) -> Result<Rule> {
        let Some(look_up) = self.site.model().granted else { return Ok(Rule::Nothing) };
        let key = (entity.to_owned(), verb);
        if let Some(rule) = self.granted.borrow().get(&key) {
            return Ok(rule.clone());
        }
        let rule = look_up(self, entity, verb)?;
        // What this transaction writes may change who is granted what.
        if !self.is_writable() {
            self.granted.borrow_mut().insert(key, rule.clone());
        }
        Ok(rule)
    }

    /// Whether the actor may do this with the record.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn may(&mut self, entity: &Entity, id: i64, verb: Verb) -> Result<bool> {
        match self.check_rule(entity, id, verb) {
            Ok(()) => Ok(true),
            Err(Error::Forbidden(_) | Error::NotFound(_)) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Whether the actor may name this record in a key: those that they see, and always themselves.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn may_name(&mut self, entity: &Entity, id: i64) -> Result<bool> {
        if self.is_making(entity, id) {
            return Ok(true);
        }
        let actors = query::Lookup::actor_entity(&crate::options::Reader(self)) == entity.name;
        match actors && self.actor().contact_id == Some(id) {
            true => Ok(true),
            false => self.may(entity, id, Verb::View),
        }
    }

    /// Whether this is the new record whose joined ones are being written.
    fn is_making(&self, entity: &Entity, id: i64) -> bool {
        self.making.as_ref().is_some_and(|(name, made)| *name == entity.name && *made == id)
    }

    /// A key to a record that the actor may not see is refused in the same words as a key to none.
    pub(crate) fn check_references(
        &mut self,
        entity: &Entity,
        before: Option<&Row>,
        found: &mut Assignments,
    ) -> Result<()> {
        let catalog = self.catalog.clone();
        let pairs = found.values.iter().flat_map(|(at, value)| keys(value).into_iter().map(|id| (*at, id)));
        for (at, id) in pairs.collect::<Vec<_>>() {
            let Some(field) = entity.fields.get(at) else { continue };
            let Some(target) = field.references.as_ref().and_then(|r| catalog.entity(&r.entity)) else { continue };
            let kept = before.and_then(|row| row.get(at)).is_some_and(|value| keys(value).contains(&id));
            let fits = kept || self.may_name(target, id)? && self.is_known(entity, target, id)?;
            if !fits {
                found.errors.push(FieldError { field: field.name.to_string(), problem: Problem::NoSuchRecord });
            }
        }
        Ok(())
    }

    /// Whether a key leads somewhere. The database says so itself of declared columns; those of custom sets have no
    /// foreign keys, which no database adds to a table that is full of rows at no cost.
    fn is_known(&self, entity: &Entity, target: &Entity, id: i64) -> Result<bool> {
        if !entity.types.iter().any(|kind| kind == "CustomValue") || !target.stored {
            return Ok(true);
        }
        let text = format!(r#"SELECT 1 FROM "{}" WHERE "id" = {}"#, target.table, self.placeholder(1));
        Ok(self.one(&statement(text, vec![id.into()]))?.is_some())
    }

    /// Refuses unless the actor may add this record to those that it belongs to: by editing them, by seeing them where
    /// the entity names a permission for that, or because it comes with one that they add.
    pub(crate) fn check_added(&mut self, entity: &Entity, row: &Row) -> Result<()> {
        let adds = entity.added_by.as_ref().is_some_and(|permission| self.actor().may(permission));
        self.check_owners(entity, row, if adds { Verb::View } else { Verb::Edit })
    }

    /// Refuses unless the actor may edit the records that this one belongs to.
    pub(crate) fn check_guards(&mut self, entity: &Entity, row: &Row) -> Result<()> {
        self.check_owners(entity, row, Verb::Edit)
    }

    fn check_owners(&mut self, entity: &Entity, row: &Row, verb: Verb) -> Result<()> {
        let catalog = self.catalog.clone();
        for (at, field) in entity.fields.iter().enumerate().filter(|(_, field)| field.guards) {
            let Some(id) = row.get(at).and_then(Value::as_int) else { continue };
            let owner = match (&field.references, &field.dynamic_reference) {
                (Some(reference), _) => catalog.entity(&reference.entity),
                (None, Some(table_field)) => entity
                    .position(table_field)
                    .and_then(|at| row.get(at))
                    .and_then(Value::as_text)
                    .and_then(|table| catalog.by_table(table)),
                (None, None) => None,
            };
            match owner {
                Some(owner) if self.is_making(owner, id) => {}
                Some(owner) => self.check_rule(owner, id, verb)?,
                None => return Err(Error::field(field.name.as_ref(), Problem::NoSuchRecord)),
            }
        }
        Ok(())
    }
}

/// The keys in a value: one, or those of a list.
fn keys(value: &Value) -> Vec<i64> {
    match value {
        Value::List(items) => items.iter().filter_map(Value::as_int).collect(),
        one => one.as_int().into_iter().collect(),
    }
}
