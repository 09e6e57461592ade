//! Deleting: through metadata, so that history knows of every row that goes, and undo brings each back.

use std::sync::Arc;

use schema::{Entity, OnDelete, Row, Value, Verb};
use serde_json::{Map, json};

use crate::error::{Error, Result};
use crate::tx::{As, Tx, statement};

impl Tx<'_> {
    /// Deletes a record for good, with all that belongs to it.
    ///
    /// # Errors
    /// `NotFound`, `Forbidden`, `Conflict` where other records still need it, and whatever the hooks refuse with.
    pub fn delete(&mut self, entity: &str, id: i64, who: As) -> Result<()> {
        let named = self.entity(entity)?;
        let entity = match &named.preset {
            Some(preset) => self.entity(&preset.entity)?,
            None => named,
        };
        if entity.read_only && who == As::Actor {
            return Err(Error::Forbidden(format!("{} cannot be deleted.", entity.title)));
        }
        let row = self.load_for_change(&entity, id)?;
        if who == As::Actor {
            self.check_rule(&entity, id, Verb::Delete)?;
        }
        let site = self.site.clone();
        site.model().hooks.run_before_delete(self, &entity, id, &row)?;
        self.release(&entity, id)?;
        self.erase(&entity, id, &row)?;
        site.model().hooks.run_after_delete(self, &entity, id, &row)?;
        if self.site.is_option_source(&entity.name) {
            self.mark_stale();
        }
        Ok(())
    }

    /// Puts a record in the bin where its entity has one, else deletes it for good.
    ///
    /// # Errors
    /// As [`Tx::delete`].
    pub fn discard(&mut self, entity: &str, id: i64, who: As) -> Result<()> {
        let named = self.entity(entity)?;
        if !named.trash {
            return self.delete(entity, id, who);
        }
        if who == As::Actor {
            let base = named.preset.as_ref().map_or(named.name.clone(), |preset| preset.entity.clone());
            let base = self.entity(&base)?;
            self.check_rule(&base, id, Verb::Delete)?;
        }
        let values: Map<_, _> =
            [("id".to_owned(), json!(id)), ("is_deleted".to_owned(), json!(true))].into_iter().collect();
        self.save(entity, values, As::Program).map(|_| ())
    }

    /// Lets go of everything that refers to the record: deletes what belongs to it, empties what points to it.
    fn release(&mut self, entity: &Arc<Entity>, id: i64) -> Result<()> {
        let catalog = self.catalog.clone();
        for (other, field) in catalog.references_to(&entity.name) {
            let action = field.references.as_ref().map(|r| r.on_delete);
            let condition = format!(r#""{}" = {}"#, field.column(), self.placeholder(1));
            for row_id in self.ids(other, &condition, vec![id.into()])? {
                match action {
                    Some(OnDelete::Cascade) => self.delete(&other.name, row_id, As::Program)?,
                    Some(OnDelete::Restrict) => {
                        return Err(Error::Conflict(format!("{} {row_id} still needs it.", other.title)));
                    }
                    _ => self.empty(other, &field.name, row_id)?,
                }
            }
        }
        for other in catalog.entities().filter(|e| e.preset.is_none() && e.stored) {
            for field in other.fields.iter().filter(|f| f.is_column()) {
                let Some(table_field) = field.dynamic_reference.as_deref().and_then(|name| other.field(name)) else {
                    continue;
                };
                let condition = format!(
                    r#""{}" = {} AND "{}" = {}"#,
                    field.column(),
                    self.placeholder(1),
                    table_field.column(),
                    self.placeholder(2)
                );
                for row_id in self.ids(other, &condition, vec![id.into(), entity.table.as_ref().into()])? {
                    self.delete(&other.name, row_id, As::Program)?;
                }
            }
        }
        Ok(())
    }

    fn empty(&mut self, entity: &Entity, field: &str, id: i64) -> Result<()> {
        let values: Map<_, _> =
            [("id".to_owned(), json!(id)), (field.to_owned(), serde_json::Value::Null)].into_iter().collect();
        self.save(&entity.name, values, As::Program).map(|_| ())
    }

    fn ids(&self, entity: &Entity, condition: &str, binds: Vec<Value>) -> Result<Vec<i64>> {
        let text = format!(r#"SELECT "id" FROM "{}" WHERE {condition} ORDER BY "id""#, entity.table);
        let mut ids = Vec::new();
        self.rows(&statement(text, binds), |row| {
            if let query::Cell::Int(id) = row.cell(0) {
                ids.push(id);
            }
            Ok(())
        })?;
        Ok(ids)
    }

    /// Takes the row out and writes it down in history.
    pub(crate) fn erase(&mut self, entity: &Entity, id: i64, row: &Row) -> Result<()> {
        let text = format!(r#"DELETE FROM "{}" WHERE "id" = {}"#, entity.table, self.placeholder(1));
        self.execute(&statement(text, vec![id.into()]))?;
        self.record(entity, id, Some(row), None)
    }
}
