//! Many records at once, as sets: records of one entity that differ in one key alone, such as the members that a group
//! gets. One statement writes them, one entry of history holds the whole set, and undo reverses it whole.
//!
//! Hooks of the entity are not run for sets: the noun's own file does for the set what they do for one record.

use std::sync::Arc;

use query::{Dialect, GetRequest};
use schema::{Entity, Row, Value, Verb};
use serde_json::{Map, Value as Json, json};

use crate::coerce;
use crate::error::{Error, Result};
use crate::history::Recorded;
use crate::tx::{As, Tx, statement};

/// Records that are the same but for one key.
#[derive(Clone, Copy, Debug)]
pub struct Set<'s> {
    pub entity: &'s str,
    /// The field in which they differ: a key to the record that each belongs to.
    pub key: &'s str,
    /// What all of them hold.
    pub same: &'s [(&'s str, Value)],
}

/// The actions of sets in history.
const CREATES: &str = "creates";
const UPDATES: &str = "updates";
const DELETES: &str = "deletes";
/// The name under which an entry of history keeps the key's field.
const KEY: &str = "*";
/// So many keys are asked about at once.
const CHUNK: usize = 5000;

/// Where a set's rows are written down, in the words of SQL.
struct Place {
    entity: Arc<Entity>,
    key: String,
    same: Vec<(String, Value)>,
}

impl Tx<'_> {
    /// Makes a record for each key; tells how many. The caller has seen to it that none is there yet.
    ///
    /// # Errors
    /// `Conflict` where a record is there already; otherwise the database's own failure.
    pub fn insert_many(&mut self, set: &Set<'_>, keys: &[i64]) -> Result<u64> {
        if keys.is_empty() {
            return Ok(0);
        }
        let place = self.place(set)?;
        self.note_written(&place.entity.name);
        let change = self.record_set(&place, CREATES, None, Some(&[]))?;
        self.insert_set(&place, change, keys)
    }

    /// Changes one field of the records of the set with these keys; tells how many there were.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn update_many(&mut self, set: &Set<'_>, keys: &[i64], field: &str, to: Value) -> Result<u64> {
        self.on_sets(|tx| {
            let place = tx.place(set)?;
            if tx.count_set(&place, keys)? == 0 {
                return Ok(0);
            }
            let change = tx.record_set(&place, UPDATES, Some(&[]), Some(&[(field, to.clone())]))?;
            tx.note_members(&place, change, keys)?;
            tx.put_in_set(&place.entity, change, field, &to)
        })
    }

    /// Deletes the records of the set with these keys; tells how many there were.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn delete_many(&mut self, set: &Set<'_>, keys: &[i64]) -> Result<u64> {
        self.on_sets(|tx| {
            let place = tx.place(set)?;
            if tx.count_set(&place, keys)? == 0 {
                return Ok(0);
            }
            let change = tx.record_set(&place, DELETES, Some(&[]), None)?;
            tx.note_members(&place, change, keys)?;
            tx.delete_set(&place.entity, change)
        })
    }

    fn place(&self, set: &Set<'_>) -> Result<Place> {
        let entity = self.entity(set.entity)?;
        for name in set.same.iter().map(|(name, _)| *name).chain([set.key]) {
            if entity.field(name).is_none_or(|field| !field.is_column()) {
                return Err(Error::internal(format!("{} has no column {name}", entity.name)));
            }
        }
        let same = set.same.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        Ok(Place { entity, key: set.key.to_owned(), same })
    }

    /// The condition that finds the rows of a set by keys, and its binds: the keys are the first.
    fn condition(&self, place: &Place, keys: &[i64]) -> (String, Vec<Value>) {
        let mut binds = vec![Value::Text(json!(keys).to_string())];
        let column = |name: &str| place.entity.field(name).map_or_else(String::new, |f| f.column().to_owned());
        let mut text = format!(r#""{}" {}"#, column(&place.key), self.among(1));
        for (name, value) in &place.same {
            match value.is_null() {
                true => text.push_str(&format!(r#" AND "{}" IS NULL"#, column(name))),
                false => {
                    binds.push(self.stored(&place.entity, name, value));
                    text.push_str(&format!(r#" AND "{}" = {}"#, column(name), self.bind(binds.len())));
                }
            }
        }
        (text, binds)
    }

    /// The numbers of a list that is bound as JSON text, for `IN`: lists of any length are one bind.
    pub fn listed(&self, bind: usize) -> String {
        let (from, value) = self.each(bind);
        format!("(SELECT {value} FROM {from})")
    }

    /// That a number is in a list that is bound as JSON text. PostgreSQL gets an array: it looks each number up in an
    /// index, where it would compare every row with every number of a subquery.
    pub fn among(&self, bind: usize) -> String {
        let listed = self.listed(bind);
        match self.dialect() {
            Dialect::Sqlite => format!("IN {listed}"),
            Dialect::Postgres => format!("= ANY (ARRAY{listed})"),
        }
    }

    /// The numbers of a JSON list as rows: what follows FROM, and the expression for each.
    fn each(&self, bind: usize) -> (String, &'static str) {
        match self.dialect() {
            Dialect::Sqlite => (format!("json_each(?{bind})"), "value"),
            Dialect::Postgres => {
                (format!("jsonb_array_elements_text(${bind}::text::jsonb) AS e(value)"), "CAST(e.value AS bigint)")
            }
        }
    }

    /// That an id is among the records that an entry stands for.
    fn noted(&self, bind: usize) -> String {
        format!(r#"IN (SELECT "record_id" FROM "ruche_change_row" WHERE "change_id" = {})"#, self.bind(bind))
    }

    /// Does work on sets. Rows as new as the transaction have no statistics: PostgreSQL would take them for few and go
    /// through the whole table for each.
    fn on_sets<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let postgres = self.dialect() == Dialect::Postgres;
        let hint = |tx: &Self, how: &str| match postgres {
            true => tx.execute(&statement(format!("SET LOCAL enable_nestloop = {how}"), Vec::new())).map(|_| ()),
            false => Ok(()),
        };
        hint(self, "off")?;
        let done = work(self)?;
        hint(self, "on")?;
        Ok(done)
    }

    fn bind(&self, number: usize) -> String {
        format!("{}{number}", self.mark())
    }

    fn stored(&self, entity: &Entity, name: &str, value: &Value) -> Value {
        entity.field(name).map_or_else(|| value.clone(), |field| coerce::to_column(field, value, self.dialect()))
    }

    fn count_set(&self, place: &Place, keys: &[i64]) -> Result<i64> {
        let (condition, binds) = self.condition(place, keys);
        let text = format!(r#"SELECT count(*) FROM "{}" WHERE {condition}"#, place.entity.table);
        Ok(self.one(&statement(text, binds))?.and_then(|n| n.as_int()).unwrap_or(0))
    }

    /// Writes the entry of history that stands for the whole set; `before` and `after` are what differs from `same`.
    fn record_set(
        &mut self,
        place: &Place,
        action: &str,
        before: Option<&[(&str, Value)]>,
        after: Option<&[(&str, Value)]>,
    ) -> Result<i64> {
        let object = |more: &[(&str, Value)]| {
            let mut all = Map::new();
            all.insert(KEY.to_owned(), json!(place.key));
            all.extend(place.same.iter().map(|(name, value)| (name.clone(), value.to_json())));
            all.extend(more.iter().map(|(name, value)| ((*name).to_owned(), value.to_json())));
            all
        };
        let owner = self.owner_of_set(&place.entity, &place.key, &place.same);
        let owner = owner.map(|owner| owner.name.to_string());
        self.record_whole(&place.entity.name, action, owner, before.map(object), after.map(object))
    }

    /// The entity that the key of a set leads to.
    fn owner_of_set(&self, entity: &Entity, key: &str, same: &[(String, Value)]) -> Option<Arc<Entity>> {
        let field = entity.field(key)?;
        if let Some(reference) = &field.references {
            return self.catalog.entity(&reference.entity).cloned();
        }
        let table_field = field.dynamic_reference.as_deref()?;
        let table = same.iter().find(|(name, _)| name == table_field)?.1.as_text()?.to_owned();
        self.catalog.by_table(&table).cloned()
    }

    /// Writes down which records an entry stands for.
    fn note_members(&self, place: &Place, change: i64, keys: &[i64]) -> Result<u64> {
        let (condition, mut binds) = self.condition(place, keys);
        let key = place.entity.field(&place.key).map_or_else(String::new, |f| f.column().to_owned());
        binds.push(change.into());
        let text = format!(
            r#"INSERT INTO "ruche_change_row" ("change_id", "record_id", "owner_id")
               SELECT {}, "id", "{key}" FROM "{}" WHERE {condition}"#,
            self.number(binds.len()),
            place.entity.table
        );
        self.execute(&statement(text, binds))
    }

    /// A bind among selected cells, where PostgreSQL does not know its type by itself.
    fn number(&self, bind: usize) -> String {
        format!("CAST({} AS bigint)", self.bind(bind))
    }

    fn insert_set(&mut self, place: &Place, change: i64, keys: &[i64]) -> Result<u64> {
        let column = |name: &str| place.entity.field(name).map_or_else(String::new, |f| f.column().to_owned());
        let key = column(&place.key);
        let (from, value) = self.each(1);
        let mut binds = vec![Value::Text(json!(keys).to_string())];
        let (mut names, mut cells) = (format!(r#""{key}""#), value.to_owned());
        for (name, value) in place.same.iter().filter(|(_, value)| !value.is_null()) {
            binds.push(self.stored(&place.entity, name, value));
            names.push_str(&format!(r#", "{}""#, column(name)));
            cells.push_str(&format!(", {}", self.bind(binds.len())));
        }
        let table = &place.entity.table;
        let insert = format!(r#"INSERT INTO "{table}" ({names}) SELECT {cells} FROM {from}"#);
        let note = r#"INSERT INTO "ruche_change_row" ("change_id", "record_id", "owner_id")"#;
        if self.dialect() == Dialect::Postgres {
            binds.push(change.into());
            let number = self.number(binds.len());
            let text = format!(
                r#"WITH made AS ({insert} RETURNING "id", "{key}") {note} SELECT {number}, "id", "{key}" FROM made"#
            );
            return self.execute(&statement(text, binds));
        }
        // One writer at a time: what lies behind the last row was made by this statement.
        let last = self.one(&statement(format!(r#"SELECT max("id") FROM "{table}""#), Vec::new()))?;
        let last = last.and_then(|id| id.as_int()).unwrap_or(0);
        self.execute(&statement(insert, binds))?;
        let text = format!(r#"{note} SELECT ?1, "id", "{key}" FROM "{table}" WHERE "id" > ?2"#);
        self.execute(&statement(text, vec![change.into(), last.into()]))
    }

    /// Writes a field of all records that an entry stands for.
    fn put_in_set(&self, entity: &Entity, change: i64, field: &str, to: &Value) -> Result<u64> {
        let column = entity.field(field).map_or(field, |f| f.column());
        let text =
            format!(r#"UPDATE "{}" SET "{column}" = {} WHERE "id" {}"#, entity.table, self.bind(1), self.noted(2));
        self.execute(&statement(text, vec![self.stored(entity, field, to), change.into()]))
    }

    /// Deletes the records that the entry `of` stands for.
    fn delete_set(&self, entity: &Entity, of: i64) -> Result<u64> {
        let text = format!(r#"DELETE FROM "{}" WHERE "id" {}"#, entity.table, self.noted(1));
        self.execute(&statement(text, vec![of.into()]))
    }
}

/// Whether an entry of history stands for a set.
pub(crate) fn is_set(change: &Recorded) -> bool {
    matches!(change.action.as_str(), CREATES | UPDATES | DELETES)
}

/// The fields of an entry without the key's name.
fn fields(of: &Map<String, Json>) -> impl Iterator<Item = (&String, &Json)> {
    of.iter().filter(|(name, _)| *name != KEY)
}

impl Tx<'_> {
    /// Refuses unless the actor might make the inverse change of a set themselves.
    pub(crate) fn check_inverse_of_set(&mut self, change: &Recorded) -> Result<()> {
        let entity = self.entity(&change.entity)?;
        let action = match change.action.as_str() {
            CREATES => "delete",
            DELETES => "create",
            _ => "update",
        };
        if !entity.read_only && !entity.door(action).met_by(&self.actor().permissions) {
            return Err(Error::Forbidden(format!("{}: {action}", entity.title)));
        }
        let place = self.place_of(&entity, change);
        let same: Vec<(&str, Value)> = place.same.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let set = Set { entity: &entity.name, key: &place.key, same: &same };
        let owners = self.members(change.id)?.into_iter().map(|(_, owner)| owner).collect::<Vec<_>>();
        match entity.read_only {
            // What the program alone writes follows from the other changes of the transaction.
            true => Ok(()),
            false => self.check_set(&set, &owners),
        }
    }

    /// Refuses unless the actor may edit all that the records of a set belong to.
    ///
    /// # Errors
    /// `Forbidden` in the words of the API.
    pub fn check_set(&mut self, set: &Set<'_>, keys: &[i64]) -> Result<()> {
        let place = self.place(set)?;
        let mut row: Row = vec![Value::Null; place.entity.fields.len()];
        for (name, value) in &place.same {
            if let Some(slot) = place.entity.position(name).and_then(|at| row.get_mut(at)) {
                *slot = value.clone();
            }
        }
        self.check_guards(&place.entity, &row)?;
        let guarded = place.entity.field(&place.key).is_some_and(|field| field.guards);
        let Some(owner) = self.owner_of_set(&place.entity, &place.key, &place.same).filter(|_| guarded) else {
            return Ok(());
        };
        if schema::access::rule_for(&owner, self.actor(), Verb::Edit) == schema::Rule::Everything {
            return Ok(());
        }
        for chunk in keys.chunks(CHUNK) {
            let request = GetRequest {
                select: vec!["row_count".to_owned()],
                where_: vec![json!(["id", "IN", chunk])],
                ..GetRequest::default()
            };
            let found = self.get_for(&owner.name, &request, As::Actor, Verb::Edit)?.matched.unwrap_or(0);
            if found != i64::try_from(chunk.len()).unwrap_or(i64::MAX) {
                return Err(Error::Forbidden("ACL check failed".to_owned()));
            }
        }
        Ok(())
    }

    fn place_of(&self, entity: &Arc<Entity>, change: &Recorded) -> Place {
        let shown = if change.action == UPDATES || change.action == CREATES { &change.after } else { &change.before };
        let key = shown.get(KEY).and_then(Json::as_str).unwrap_or_default().to_owned();
        let value =
            |name: &str, json: &Json| entity.field(name).map_or(Value::Null, |field| self.stored_value(field, json));
        let same = fields(shown).map(|(name, json)| (name.clone(), value(name, json))).collect();
        Place { entity: entity.clone(), key, same }
    }

    /// The records that an entry stands for, with the keys that they had.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn members(&self, change: i64) -> Result<Vec<(i64, i64)>> {
        let text = format!(
            r#"SELECT "record_id", "owner_id" FROM "ruche_change_row" WHERE "change_id" = {} ORDER BY "id""#,
            self.bind(1)
        );
        let mut all = Vec::new();
        self.rows(&statement(text, vec![change.into()]), |row| {
            if let (query::Cell::Int(record), query::Cell::Int(owner)) = (row.cell(0), row.cell(1)) {
                all.push((record, owner));
            }
            Ok(())
        })?;
        Ok(all)
    }

    /// Reverses an entry that stands for a set; names the set where something newer stands in the way.
    pub(crate) fn reverse_set(&mut self, change: &Recorded) -> Result<Option<String>> {
        let Some(entity) = self.catalog.entity(&change.entity).cloned() else {
            return Ok(Some(change.entity.clone()));
        };
        let place = self.place_of(&entity, change);
        let keys: Vec<i64> = self.members(change.id)?.into_iter().map(|(_, key)| key).collect();
        if change.action == DELETES {
            self.bring_back(&place, change.id)?;
            return Ok(None);
        }
        if self.on_sets(|tx| tx.differing(&place, change.id))? > 0 {
            return Ok(Some(entity.title_plural.to_lowercase()));
        }
        let same: Vec<(&str, Value)> = place.same.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let set = Set { entity: &entity.name, key: &place.key, same: &same };
        if change.action == CREATES {
            self.delete_many(&set, &keys)?;
            return Ok(None);
        }
        for (name, was) in fields(&change.before) {
            if change.after.get(name) != Some(was) {
                let was = entity.field(name).map_or(Value::Null, |field| self.stored_value(field, was));
                self.update_many(&set, &keys, name, was)?;
            }
        }
        Ok(None)
    }

    /// How many of the records that an entry stands for are there, but not as it left them.
    fn differing(&self, place: &Place, change: i64) -> Result<i64> {
        let mut binds: Vec<Value> = vec![change.into()];
        let mut alike = Vec::new();
        for (name, value) in &place.same {
            let column = place.entity.field(name).map_or_else(String::new, |f| f.column().to_owned());
            match value.is_null() {
                true => alike.push(format!(r#""{column}" IS NULL"#)),
                false => {
                    binds.push(self.stored(&place.entity, name, value));
                    alike.push(format!(r#"("{column}" IS NOT NULL AND "{column}" = {})"#, self.bind(binds.len())));
                }
            }
        }
        if alike.is_empty() {
            return Ok(0);
        }
        let text = format!(
            r#"SELECT count(*) FROM "{}" WHERE "id" {} AND NOT ({})"#,
            place.entity.table,
            self.noted(1),
            alike.join(" AND ")
        );
        Ok(self.one(&statement(text, binds))?.and_then(|n| n.as_int()).unwrap_or(0))
    }

    /// Makes the records that an entry deleted once more, under their own numbers.
    fn bring_back(&mut self, place: &Place, gone: i64) -> Result<()> {
        let column = |name: &str| place.entity.field(name).map_or_else(String::new, |f| f.column().to_owned());
        let own = self.record_set(place, CREATES, None, Some(&[]))?;
        let mut binds: Vec<Value> = vec![gone.into()];
        let (mut names, mut cells) =
            (format!(r#""id", "{}""#, column(&place.key)), r#""record_id", "owner_id""#.to_owned());
        for (name, value) in place.same.iter().filter(|(_, value)| !value.is_null()) {
            binds.push(self.stored(&place.entity, name, value));
            names.push_str(&format!(r#", "{}""#, column(name)));
            cells.push_str(&format!(", {}", self.bind(binds.len())));
        }
        let text = format!(
            r#"INSERT INTO "{}" ({names}) SELECT {cells} FROM "ruche_change_row" WHERE "change_id" = {}"#,
            place.entity.table,
            self.bind(1)
        );
        self.execute(&statement(text, binds))?;
        let text = format!(
            r#"INSERT INTO "ruche_change_row" ("change_id", "record_id", "owner_id")
               SELECT {}, "record_id", "owner_id" FROM "ruche_change_row" WHERE "change_id" = {}"#,
            self.number(1),
            self.bind(2)
        );
        self.execute(&statement(text, vec![own.into(), gone.into()])).map(|_| ())
    }
}
