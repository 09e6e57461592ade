//! The write pipeline: every change of every record, from API, page, import or code, goes through `Tx::save`.
//!
//! ```text
//! permission → resolve labels and options → defaults → before_save → validate
//! → write row → history → after_save → records written through
//! ```

use std::sync::Arc;

use schema::{Default, Entity, FieldType, Row, Value, Verb};
use serde_json::{Map, Value as Json, json};

use crate::error::{Error, FieldError, Problem, Result};
use crate::hooks::RawChange;
use crate::resolve::Assignments;
use crate::tx::{As, Tx, statement};

/// Rules that call rules that call rules: beyond this it is a loop.
const DEEPEST: u32 = 24;

/// What a save did.
#[derive(Debug)]
pub struct Saved {
    pub id: i64,
    pub created: bool,
    /// The entity that holds the record (of `Individual`, it is `Contact`).
    pub entity: Arc<Entity>,
    /// The record as written.
    pub row: Row,
    /// Positions of the fields that the caller gave or that changed.
    pub touched: Vec<usize>,
    /// What the caller sent, as sent.
    pub given: Map<String, Json>,
}

impl Tx<'_> {
    /// Creates a record, or changes the one whose `id` is given.
    ///
    /// # Errors
    /// `Forbidden` where the actor may not, `NotFound` for an unknown id, `Invalid` for wrong values, `Conflict` for
    /// values that must be unique, and whatever the hooks refuse with.
    pub fn save(&mut self, entity: &str, mut given: Map<String, Json>, who: As) -> Result<Saved> {
        let entity = self.base_of(entity, &mut given)?;
        if entity.read_only && who == As::Actor {
            return Err(Error::Forbidden(format!("{} cannot be written.", entity.title)));
        }
        self.depth += 1;
        let result = match self.depth > DEEPEST {
            true => Err(Error::internal(format!("rules of {} call each other without end", entity.name))),
            false => self.save_base(&entity, given, who),
        };
        self.depth -= 1;
        result
    }

    fn save_base(&mut self, entity: &Arc<Entity>, mut given: Map<String, Json>, who: As) -> Result<Saved> {
        let site = self.site.clone();
        site.model().hooks.run_input(self, entity, &mut given)?;
        let id = given.get("id").filter(|json| !json.is_null()).map(id_of).transpose()?;
        let before = match id {
            Some(id) => Some(self.load_for_change(entity, id)?),
            None => None,
        };
        if let (Some(id), As::Actor) = (id, who) {
            self.check_rule(entity, id, Verb::Edit)?;
        }
        let mut assignments = self.resolve(entity, &given, before.as_ref(), who)?;
        if who == As::Actor {
            self.check_references(entity, before.as_ref(), &mut assignments)?;
        }
        let mut row = before.clone().unwrap_or_else(|| vec![Value::Null; entity.fields.len()]);
        for (at, value) in &assignments.values {
            if let Some(slot) = row.get_mut(*at) {
                *slot = value.clone();
            }
        }
        if before.is_none() {
            self.fill_defaults(entity, &mut row, &assignments)?;
        }
        require(entity, &row, before.as_ref(), &mut assignments.errors);
        if !assignments.errors.is_empty() {
            return Err(Error::Invalid(assignments.errors));
        }
        let mut change = RawChange { id: id.unwrap_or(0), before, after: row, given };
        site.model().hooks.run_before(self, entity, std::slice::from_mut(&mut change))?;
        let errors = misfits(entity, &change.after);
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        self.write_row(entity, &mut change)?;
        if who == As::Actor {
            match change.is_new() {
                true => self.check_added(entity, &change.after)?,
                false => self.check_guards(entity, &change.after)?,
            }
        }
        site.model().hooks.run_after(self, entity, std::slice::from_mut(&mut change))?;
        if change.is_new() {
            for join in entity.virtual_joins.iter().filter(|j| j.with_new && j.is_for(entity, &change.after)) {
                assignments.through.entry(join.name.to_string()).or_default();
            }
        }
        self.save_joined(entity, &change, std::mem::take(&mut assignments.through), who)?;
        if self.site.is_option_source(&entity.name) {
            self.mark_stale();
        }
        Ok(saved(entity, change, assignments))
    }

    /// The entity that holds the records; the field that a preset fixes is filled in.
    fn base_of(&self, name: &str, given: &mut Map<String, Json>) -> Result<Arc<Entity>> {
        let entity = self.entity(name)?;
        match &entity.preset {
            None => Ok(entity),
            Some(preset) => {
                if given.get("id").is_none_or(Json::is_null) {
                    given.insert(preset.field.to_string(), Json::String(preset.value.to_string()));
                }
                self.entity(&preset.entity)
            }
        }
    }

    fn write_row(&mut self, entity: &Arc<Entity>, change: &mut RawChange) -> Result<()> {
        match change.before.clone() {
            None => {
                change.id = self.insert_row(entity, &change.after, None)?;
                set_id(entity, &mut change.after, change.id);
                self.record(entity, change.id, None, Some(&change.after))
            }
            Some(before) if before == change.after => Ok(()),
            Some(before) => {
                for (at, _) in entity.fields.iter().enumerate().filter(|(_, f)| f.default == Default::Touched) {
                    let now = self.now_for(&entity.fields[at]);
                    if let Some(slot) = change.after.get_mut(at) {
                        *slot = now;
                    }
                }
                self.update_row(entity, change.id, &before, &change.after)?;
                self.record(entity, change.id, Some(&before), Some(&change.after))
            }
        }
    }

    /// Writes the records that came with another one. Who may add a record adds it whole, with its e-mail and address,
    /// even if they may not change it afterwards.
    fn save_joined(
        &mut self,
        entity: &Entity,
        change: &RawChange,
        joined: impl IntoIterator<Item = (String, Map<String, Json>)>,
        who: As,
    ) -> Result<()> {
        let outer = match change.is_new() {
            true => self.making.replace((entity.name.to_string(), change.id)),
            false => self.making.take(),
        };
        let saved =
            joined.into_iter().try_for_each(|(join, values)| self.save_through(entity, change.id, &join, values, who));
        self.making = outer;
        saved
    }

    /// Writes what came under `email_primary.…` and the like: changes the record there, makes it, or deletes it.
    pub(crate) fn save_through(
        &mut self,
        entity: &Entity,
        id: i64,
        join: &str,
        mut values: Map<String, Json>,
        who: As,
    ) -> Result<()> {
        let Some(join) = entity.virtual_join(join) else { return Ok(()) };
        let existing = self.joined_id(join, id)?;
        if !values.is_empty() && !self.may_write_some(&join.entity, &values, (who, existing.is_none()))? {
            return Ok(());
        }
        let main = join.main_field.as_deref().unwrap_or("id");
        let emptied = values.get(main).is_some_and(|json| json.is_null() || json.as_str() == Some(""));
        match (existing, emptied) {
            (Some(existing), true) => self.delete(&join.entity, existing, who),
            (None, true) => Ok(()),
            (existing, false) => {
                values.insert(join.key.to_string(), json!(id));
                for (field, value) in &join.fixed {
                    values.insert(field.to_string(), value.to_json());
                }
                match existing {
                    Some(existing) => values.insert("id".to_owned(), json!(existing)),
                    None => values.shift_remove("id"),
                };
                self.save(&join.entity, values, who).map(|_| ()).map_err(|error| under(&join.name, error))
            }
        }
    }

    /// Whether there is anything among the keys that the caller may write; if not, not even an empty record is made.
    fn may_write_some(&self, entity: &str, values: &Map<String, Json>, who: (As, bool)) -> Result<bool> {
        let entity = self.entity(entity)?;
        let name = |key: &str| key.split([':', '.']).next().unwrap_or_default().to_owned();
        let hidden = |key: &str| {
            let field = entity.field(&name(key)).filter(|field| field.is_column());
            field.is_some() && crate::resolve::writable(&entity, &name(key), self, who).is_none() && key != "id"
        };
        Ok(!values.keys().all(|key| hidden(key)))
    }

    fn joined_id(&self, join: &schema::VirtualJoin, id: i64) -> Result<Option<i64>> {
        let other = self.entity(&join.entity)?;
        let mark = self.mark();
        let mut text = format!(r#"SELECT "id" FROM "{}" WHERE "{}" = {mark}1"#, other.table, join.key);
        let mut binds = vec![Value::Int(id)];
        for (field, value) in &join.fixed {
            binds.push(value.clone());
            text.push_str(&format!(r#" AND "{field}" = {mark}{}"#, binds.len()));
        }
        text.push_str(r#" ORDER BY "id" LIMIT 1"#);
        Ok(self.one(&statement(text, binds))?.and_then(|v| v.as_int()))
    }
}

/// Errors named as the caller wrote the fields: `Set.field`.
fn under(join: &str, error: Error) -> Error {
    let named = |one: FieldError| FieldError { field: format!("{join}.{}", one.field), problem: one.problem };
    match error {
        Error::Invalid(errors) => Error::Invalid(errors.into_iter().map(named).collect()),
        other => other,
    }
}

/// What must be there: the declared fields of a new record, and whatever the table does not let be empty.
pub(crate) fn require(entity: &Entity, row: &Row, before: Option<&Row>, errors: &mut Vec<FieldError>) {
    for (at, field) in entity.fields.iter().enumerate().filter(|(_, f)| f.is_column() && f.name != "id") {
        let value = row.get(at).unwrap_or(&Value::Null);
        let asked = field.required || field.not_null && field.default == Default::None && field.ty != FieldType::Bool;
        let untouched = before.is_some_and(|old| old.get(at) == Some(value));
        if asked && value.is_blank() && !untouched && !errors.iter().any(|e| e.field == field.name) {
            errors.push(FieldError { field: field.name.to_string(), problem: Problem::Required });
        }
    }
}

/// Texts that rules have made longer than their column.
pub(crate) fn misfits(entity: &Entity, row: &Row) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (field, value) in entity.fields.iter().zip(row) {
        if let (FieldType::Text { max }, Value::Text(text)) = (field.ty, value)
            && text.len() > max as usize
            && text.chars().nth(max as usize).is_some()
        {
            errors.push(FieldError { field: field.name.to_string(), problem: Problem::TooLong { max } });
        }
    }
    errors
}

fn saved(entity: &Arc<Entity>, change: RawChange, assignments: Assignments) -> Saved {
    let mut touched: Vec<usize> = assignments.values.keys().copied().collect();
    let created = change.before.is_none();
    for at in 0..change.after.len() {
        let changed = match &change.before {
            None => change.after.get(at).is_some_and(|v| !v.is_null()),
            Some(before) => before.get(at) != change.after.get(at),
        };
        if changed && !touched.contains(&at) {
            touched.push(at);
        }
    }
    touched.sort_unstable();
    Saved { id: change.id, created, entity: entity.clone(), row: change.after, touched, given: change.given }
}

pub(crate) fn set_id(entity: &Entity, row: &mut Row, id: i64) {
    if let Some(slot) = entity.position("id").and_then(|at| row.get_mut(at)) {
        *slot = Value::Int(id);
    }
}

pub(crate) fn id_of(json: &Json) -> Result<i64> {
    let id = match json {
        Json::Number(n) => n.as_i64(),
        Json::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    id.ok_or_else(|| Error::field("id", Problem::NotANumber))
}
