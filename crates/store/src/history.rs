//! What was, and what is: every write leaves both behind, and undo is the inverse transaction.

use std::sync::Arc;

use query::Cell;
use schema::{Entity, Field, Record, Row, Value, Verb};
use serde_json::{Map, Value as Json};

use crate::apart::{Rows, Way};
use crate::bulk;
use crate::coerce;
use crate::error::{Error, Result};
use crate::hooks::RawChange;
use crate::seal;
use crate::tables::ChangeRow;
use crate::tx::{As, Tx, statement};

/// One change as history keeps it.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub id: i64,
    pub entity: String,
    pub record_id: i64,
    pub action: String,
    pub before: Map<String, Json>,
    pub after: Map<String, Json>,
}

/// Published when a transaction was reversed, for those who keep something of their own: rows were put back as they
/// were, without hooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undone {
    /// The transaction that was reversed.
    pub transaction: i64,
}

/// The columns of an entry.
const COLUMNS: [&str; 10] = [
    "transaction_id",
    "entity",
    "record_id",
    "action",
    "owner_entity",
    "owner_id",
    "before",
    "after",
    "salt",
    "digest",
];

impl Tx<'_> {
    /// The number of this transaction in history, made with its first change.
    pub fn transaction_id(&self) -> Option<i64> {
        self.transaction
    }

    /// Writes one change down. Only fields that differ are kept; secrets never.
    pub(crate) fn record(&mut self, entity: &Entity, id: i64, before: Option<&Row>, after: Option<&Row>) -> Result<()> {
        // A custom set with one record is reached through what it extends, and is a record of people all the same.
        let is_custom = entity.types.iter().any(|kind| kind == "CustomValue");
        if entity.internal && !is_custom {
            return Ok(());
        }
        let transaction = self.open_transaction()?;
        let text = self.insert_text("ruche_change", &COLUMNS);
        let rows = vec![self.entry(transaction, entity, id, before, after)?];
        self.put(Rows { text, rows, way: Way::Each, are_history: true })
    }

    /// Writes down the changes of many records of one entity, as [`Tx::record`] does each.
    pub(crate) fn record_many(&mut self, entity: &Entity, changes: &[&RawChange]) -> Result<()> {
        let is_custom = entity.types.iter().any(|kind| kind == "CustomValue");
        if changes.is_empty() || entity.internal && !is_custom {
            return Ok(());
        }
        let transaction = self.open_transaction()?;
        let entry = |change: &&RawChange| {
            self.entry(transaction, entity, change.id, change.before.as_ref(), Some(&change.after))
        };
        let rows = changes.iter().map(entry).collect::<Result<_>>()?;
        self.put_entries(rows)
    }

    /// Writes down that many records of one entity have gone, as [`Tx::record`] does each.
    pub(crate) fn record_gone(&mut self, entity: &Entity, gone: &[(i64, Row)]) -> Result<()> {
        let is_custom = entity.types.iter().any(|kind| kind == "CustomValue");
        if gone.is_empty() || entity.internal && !is_custom {
            return Ok(());
        }
        let transaction = self.open_transaction()?;
        let entry = |(id, row): &(i64, Row)| self.entry(transaction, entity, *id, Some(row), None);
        let rows = gone.iter().map(entry).collect::<Result<_>>()?;
        self.put_entries(rows)
    }

    fn put_entries(&self, mut rows: Vec<Vec<Value>>) -> Result<()> {
        let table = self.entity(ChangeRow::NAME)?;
        let fields: Vec<&Field> = COLUMNS.iter().filter_map(|name| table.field(name)).collect();
        let (text, way) = self.way_in(&table.table, &fields, None, rows.len());
        // A server has its own processor: the thread that feeds it must not keep it waiting.
        if way == Way::Stream {
            seal::complete(&mut rows)?;
        }
        self.put(Rows { text, rows, way, are_history: true })
    }

    /// The cells of an entry, by [`COLUMNS`], but for the last two, which [`seal::complete`] adds.
    fn entry(
        &self,
        transaction: i64,
        entity: &Entity,
        id: i64,
        before: Option<&Row>,
        after: Option<&Row>,
    ) -> Result<Vec<Value>> {
        let (was, is) = differences(entity, before, after)?;
        let action = match (before, after) {
            (None, _) => "create",
            (_, None) => "delete",
            _ => "update",
        };
        let (owner, owner_id) = owner(&self.catalog, entity, id, after.or(before));
        Ok(vec![
            transaction.into(),
            entity.name.as_ref().into(),
            id.into(),
            action.into(),
            owner.into(),
            owner_id.into(),
            was.into(),
            is.into(),
        ])
    }

    /// Writes down one entry that stands for many records, and tells its number.
    pub(crate) fn record_whole(
        &mut self,
        entity: &str,
        action: &str,
        owner: Option<String>,
        before: Option<Map<String, Json>>,
        after: Option<Map<String, Json>>,
    ) -> Result<i64> {
        let transaction = self.open_transaction()?;
        let columns =
            ["transaction_id", "entity", "record_id", "action", "owner_entity", "before", "after", "salt", "digest"];
        let text = self.insert_text("ruche_change", &columns);
        let json = |map: Option<Map<String, Json>>| map.map(|map| Json::Object(map).to_string());
        let (was, is) = (json(before), json(after));
        let salt = seal::salt()?;
        let digest = seal::digest(&salt, &[was.as_deref(), is.as_deref()]);
        let binds = vec![
            transaction.into(),
            entity.into(),
            Value::Int(0),
            action.into(),
            owner.into(),
            was.into(),
            is.into(),
            salt.into(),
            digest.into(),
        ];
        self.insert(statement(text, binds))
    }

    fn open_transaction(&mut self) -> Result<i64> {
        if let Some(id) = self.transaction {
            return Ok(id);
        }
        let text = self.insert_text("ruche_transaction", &["at", "actor", "contact_id", "source", "salt", "digest"]);
        let at = self.clock().to_utc(self.clock().now);
        let salt = seal::salt()?;
        let digest = seal::digest(&salt, &[Some(&self.actor().name)]);
        let binds = vec![
            Value::DateTime(at),
            self.actor().name.clone().into(),
            self.actor().contact_id.into(),
            self.source.clone().into(),
            salt.into(),
            digest.into(),
        ];
        let id = self.insert(statement(text, binds))?;
        self.transaction = Some(id);
        Ok(id)
    }

    fn insert_text(&self, table: &str, columns: &[&str]) -> String {
        let mark = if self.dialect() == query::Dialect::Sqlite { '?' } else { '$' };
        let names: Vec<String> = columns.iter().map(|c| format!(r#""{c}""#)).collect();
        let marks: Vec<String> = (1..=columns.len()).map(|n| format!("{mark}{n}")).collect();
        format!(r#"INSERT INTO "{table}" ({}) VALUES ({})"#, names.join(", "), marks.join(", "))
    }

    /// The changes of a transaction, in the order in which they were made.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn changes(&self, transaction: i64) -> Result<Vec<Recorded>> {
        let text = format!(
            r#"SELECT "id", "entity", "record_id", "action", "before", "after" FROM "ruche_change" WHERE "transaction_id" = {} ORDER BY "id""#,
            self.placeholder(1)
        );
        let mut all = Vec::new();
        self.rows(&statement(text, vec![transaction.into()]), |row| {
            let text = |at| if let Cell::Text(text) = row.cell(at) { text.to_owned() } else { String::new() };
            let int = |at| if let Cell::Int(n) = row.cell(at) { n } else { 0 };
            let json = |at| match row.cell(at) {
                Cell::Text(text) => serde_json::from_str(text).unwrap_or_default(),
                _ => Map::new(),
            };
            let (entity, action) = (text(1), text(3));
            all.push(Recorded { id: int(0), entity, record_id: int(2), action, before: json(4), after: json(5) });
            Ok(())
        })?;
        Ok(all)
    }

    /// Reverses a transaction whole, in one new transaction, which may itself be undone.
    ///
    /// # Errors
    /// `Forbidden` when the actor might not make each of the inverse changes by other means, and what the hooks before
    /// deleting refuse with.
    /// `Conflict`, naming the records, when something that it changed has been changed since, or when later records
    /// lean on one that it created; `NotFound` when it left no changes; `Conflict` when it was undone already.
    pub fn undo(&mut self, transaction: i64, who: As) -> Result<()> {
        let changes = self.changes(transaction)?;
        if changes.is_empty() {
            return Err(Error::NotFound("There is nothing to undo.".to_owned()));
        }
        if self.column_of("ruche_transaction", transaction, "undone_by")?.is_some_and(|v| !v.is_null()) {
            return Err(Error::Conflict("This was undone already.".to_owned()));
        }
        let mut conflicts = Vec::new();
        for change in changes.iter().rev() {
            if who == As::Actor {
                self.check_inverse(change)?;
            }
            if let Some(conflict) = self.reverse(change, transaction)? {
                conflicts.push(conflict);
            }
        }
        if !conflicts.is_empty() {
            conflicts.dedup();
            return Err(Error::Conflict(format!("Changed since, and left as it is: {}.", conflicts.join(", "))));
        }
        let own = self.open_transaction()?;
        self.set_column("ruche_transaction", transaction, "undone_by", own)?;
        self.set_column("ruche_transaction", own, "undoes", transaction)?;
        self.publish(&Undone { transaction })
    }

    /// Refuses unless the actor might make the inverse change themselves.
    pub(crate) fn check_inverse(&mut self, change: &Recorded) -> Result<()> {
        if bulk::is_set(change) {
            return self.check_inverse_of_set(change);
        }
        let entity = self.entity(&change.entity)?;
        let (action, verb) = match change.action.as_str() {
            "create" => ("delete", Verb::Delete),
            "delete" => ("create", Verb::Edit),
            _ => ("update", Verb::Edit),
        };
        // What the program alone writes follows from the other changes of the transaction, and has no door.
        if !entity.read_only && !entity.door(action).met_by(&self.actor().permissions) {
            return Err(Error::Forbidden(format!("{}: {action}", entity.title)));
        }
        match action {
            // What is not there any more has no rule of its own; what it belongs to has.
            "create" => {
                let row = self.restored(&entity, &change.before);
                self.check_guards(&entity, &row)
            }
            _ if self.load(&entity, change.record_id)?.is_none() => Ok(()),
            _ => self.check_rule(&entity, change.record_id, verb),
        }
    }

    /// Reverses one change; names the record where something newer stands in the way.
    pub(crate) fn reverse(&mut self, change: &Recorded, transaction: i64) -> Result<Option<String>> {
        if bulk::is_set(change) {
            return self.reverse_set(change);
        }
        let Some(entity) = self.catalog.entity(&change.entity).cloned() else {
            return Ok(Some(format!("{} {}", change.entity, change.record_id)));
        };
        let name = || format!("{} {}", entity.title.to_lowercase(), change.record_id);
        let current = self.load(&entity, change.record_id)?;
        match (change.action.as_str(), current) {
            ("create", None) => Ok(None),
            ("create", Some(row)) => {
                if self.changed_since(&entity, change, transaction)? || self.is_leaned_on(&entity, change.record_id)? {
                    return Ok(Some(name()));
                }
                let site = self.site.clone();
                site.model().hooks.run_before_delete(self, &entity, change.record_id, &row)?;
                self.erase(&entity, change.record_id, &row)?;
                self.follow(&entity, change.record_id, Some(&row), None)?;
                Ok(None)
            }
            // Its values were erased: nobody brings back what was to be forgotten.
            ("delete", None) if change.before.is_empty() => Ok(Some(name())),
            ("delete", None) => {
                let row = self.restored(&entity, &change.before);
                self.insert_row(&entity, &row, Some(change.record_id))?;
                self.record(&entity, change.record_id, None, Some(&row))?;
                self.follow(&entity, change.record_id, None, Some(&row))?;
                Ok(None)
            }
            ("update", Some(row)) => self.put_back(&entity, change, &row, name),
            _ => Ok(Some(name())),
        }
    }

    fn put_back(
        &mut self,
        entity: &Arc<Entity>,
        change: &Recorded,
        row: &Row,
        name: impl Fn() -> String,
    ) -> Result<Option<String>> {
        let mut target = row.clone();
        for (at, field) in entity.fields.iter().enumerate() {
            let (Some(was), Some(is)) = (change.before.get(field.name.as_ref()), change.after.get(field.name.as_ref()))
            else {
                continue;
            };
            let now = row.get(at).map_or(Json::Null, |v| stored_json(field, v));
            // The time of the last change differs by nature.
            if now != *is && field.default != schema::Default::Touched {
                return Ok(Some(name()));
            }
            if let Some(slot) = target.get_mut(at) {
                *slot = self.stored_value(field, was);
            }
        }
        self.update_row(entity, change.record_id, row, &target)?;
        self.record(entity, change.record_id, Some(row), Some(&target))?;
        self.follow(entity, change.record_id, Some(row), Some(&target))?;
        Ok(None)
    }

    /// What follows from a record that undo has put back.
    pub(crate) fn follow(
        &mut self,
        entity: &Arc<Entity>,
        id: i64,
        before: Option<&Row>,
        after: Option<&Row>,
    ) -> Result<()> {
        if self.site.is_option_source(&entity.name) {
            self.mark_stale();
        }
        let site = self.site.clone();
        site.model().hooks.run_reversed(self, entity, id, before, after)
    }

    /// Whether a later transaction touched the record.
    fn changed_since(&self, entity: &Entity, change: &Recorded, transaction: i64) -> Result<bool> {
        // Written as the index is, which holds texts as they compare.
        let own = query::fold_expression(self.dialect(), r#""entity""#);
        let text = format!(
            r#"SELECT 1 FROM "ruche_change" WHERE {own} = {} AND "record_id" = {} AND "id" > {} AND "transaction_id" NOT IN ({}, {}) LIMIT 1"#,
            self.placeholder(1),
            self.placeholder(2),
            self.placeholder(3),
            self.placeholder(4),
            self.placeholder(5)
        );
        let name = schema::fold::fold(&entity.name).into_owned();
        // What this undo has put back of the same record already is no change by others.
        let undo = self.transaction.unwrap_or(transaction);
        let binds = vec![name.into(), change.record_id.into(), change.id.into(), transaction.into(), undo.into()];
        Ok(self.one(&statement(text, binds))?.is_some())
    }

    /// Whether other records still refer to this one.
    fn is_leaned_on(&self, entity: &Entity, id: i64) -> Result<bool> {
        let catalog = self.catalog.clone();
        for (other, field) in catalog.references_to(&entity.name).filter(|(e, _)| !e.internal) {
            let text = format!(
                r#"SELECT 1 FROM "{}" WHERE "{}" = {} LIMIT 1"#,
                other.table,
                field.column(),
                self.placeholder(1)
            );
            if self.one(&statement(text, vec![id.into()]))?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn restored(&self, entity: &Entity, before: &Map<String, Json>) -> Row {
        let value =
            |field: &Field| before.get(field.name.as_ref()).map_or(Value::Null, |j| self.stored_value(field, j));
        entity.fields.iter().map(|field| if field.is_column() { value(field) } else { Value::Null }).collect()
    }

    /// A value from history: times there are as stored, not in the site's zone.
    pub(crate) fn stored_value(&self, field: &Field, json: &Json) -> Value {
        // A list of scalars is a list there; a text is a whole document, as the column holds it.
        if let (Some(_), Json::String(text)) = (field.list, json) {
            return Value::Text(text.clone());
        }
        let mut plain = field.clone();
        if plain.ty == schema::FieldType::Timestamp {
            plain.ty = schema::FieldType::DateTime;
        }
        coerce::from_json(&plain, json, self.clock()).unwrap_or(Value::Null)
    }

    fn column_of(&self, table: &str, id: i64, column: &str) -> Result<Option<Value>> {
        let text = format!(r#"SELECT "{column}" FROM "{table}" WHERE "id" = {}"#, self.placeholder(1));
        self.one(&statement(text, vec![id.into()]))
    }

    pub(crate) fn set_column(&self, table: &str, id: i64, column: &str, value: i64) -> Result<()> {
        let text = format!(
            r#"UPDATE "{table}" SET "{column}" = {} WHERE "id" = {}"#,
            self.placeholder(1),
            self.placeholder(2)
        );
        self.execute(&statement(text, vec![value.into(), id.into()])).map(|_| ())
    }
}

/// The fields that differ, as they were and as they are: two JSON objects, None where one would be empty.
fn differences(entity: &Entity, before: Option<&Row>, after: Option<&Row>) -> Result<(Option<String>, Option<String>)> {
    let (mut was, mut is) = (Written::default(), Written::default());
    for (at, field) in entity.fields.iter().enumerate().filter(|(_, f)| f.is_column() && !f.secret) {
        let old = before.and_then(|row| row.get(at)).unwrap_or(&Value::Null);
        let new = after.and_then(|row| row.get(at)).unwrap_or(&Value::Null);
        if old == new {
            continue;
        }
        if before.is_some() {
            was.add(&field.name, old)?;
        }
        if after.is_some() {
            is.add(&field.name, new)?;
        }
    }
    Ok((was.end()?, is.end()?))
}

/// A JSON object written straight as text: there is one for each change.
#[derive(Default)]
struct Written(Vec<u8>);

impl Written {
    fn add(&mut self, name: &str, value: &Value) -> Result<()> {
        self.0.push(if self.0.is_empty() { b'{' } else { b',' });
        serde_json::to_writer(&mut self.0, name).map_err(Error::internal)?;
        self.0.push(b':');
        match value {
            Value::Text(text) => serde_json::to_writer(&mut self.0, text),
            other => serde_json::to_writer(&mut self.0, &other.to_json()),
        }
        .map_err(Error::internal)
    }

    fn end(mut self) -> Result<Option<String>> {
        if self.0.is_empty() {
            return Ok(None);
        }
        self.0.push(b'}');
        String::from_utf8(self.0).map(Some).map_err(Error::internal)
    }
}

fn stored_json(_field: &Field, value: &Value) -> Json {
    value.to_json()
}

/// The record that this one belongs to: the first that guards it, or itself.
fn owner(catalog: &schema::Catalog, entity: &Entity, id: i64, row: Option<&Row>) -> (String, i64) {
    let guard = entity.fields.iter().enumerate().filter(|(_, field)| field.guards).find_map(|(at, field)| {
        let owner_id = row?.get(at)?.as_int()?;
        let name = match (&field.references, &field.dynamic_reference) {
            (Some(reference), _) => reference.entity.to_string(),
            (None, Some(table_field)) => {
                let table = row?.get(entity.position(table_field)?)?.as_text()?.to_owned();
                catalog.by_table(&table)?.name.to_string()
            }
            (None, None) => return None,
        };
        Some((name, owner_id))
    });
    guard.unwrap_or_else(|| (entity.name.to_string(), id))
}
