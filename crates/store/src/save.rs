//! The write pipeline: every change of every record, from API, page, import or code, goes through `Tx::save`.
//!
//! ```text
//! permission → resolve labels and options → defaults → before_save → validate
//! → write row → history → after_save → records written through
//! ```

use std::sync::Arc;

use indexmap::IndexMap;
use query::{Dialect, GetRequest};
use schema::{Default, Entity, Field, FieldType, Row, Value, Verb};
use serde_json::{Map, Value as Json, json};

use crate::coerce;
use crate::error::{Error, FieldError, Problem, Result};
use crate::hooks::RawChange;
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

/// What the caller's keys resolve to.
#[derive(Default)]
struct Assignments {
    values: IndexMap<usize, Value>,
    /// Values for records reached through a virtual join, by the join's name.
    through: IndexMap<String, Map<String, Json>>,
    errors: Vec<FieldError>,
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
        let id = given.get("id").filter(|json| !json.is_null()).map(|json| id_of(json)).transpose()?;
        let before = match id {
            Some(id) => Some(self.load_for_change(entity, id)?),
            None => None,
        };
        if let (Some(id), As::Actor) = (id, who) {
            self.check_rule(entity, id, Verb::Edit)?;
        }
        let mut assignments = self.resolve(entity, &given, before.as_ref(), who)?;
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
        site.model().hooks.run_before(self, entity, &mut change)?;
        let errors = misfits(entity, &change.after);
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        self.write_row(entity, &mut change)?;
        if who == As::Actor {
            self.check_guards(entity, &change.after)?;
        }
        site.model().hooks.run_after(self, entity, &mut change)?;
        for (join, values) in std::mem::take(&mut assignments.through) {
            self.save_through(entity, change.id, &join, values, who)?;
        }
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

    /// Turns the caller's keys into values of columns.
    fn resolve(&mut self, entity: &Entity, given: &Map<String, Json>, before: Option<&Row>, who: As) -> Result<Assignments> {
        let mut found = Assignments::default();
        let mut later = Vec::new();
        for (key, json) in given {
            if let Some((join, rest)) = key.split_once('.').filter(|(join, _)| entity.virtual_join(join).is_some()) {
                found.through.entry(join.to_owned()).or_default().insert(rest.to_owned(), json.clone());
            } else if key.contains([':', '.']) {
                later.push((key, json));
            } else if let Some((at, field)) = writable(entity, key, self, who) {
                self.assign(&mut found, key, at, field, json);
            }
        }
        // A province is looked up within its country: what others depend on comes first.
        later.sort_by_key(|(key, _)| depends(entity, key));
        for (key, json) in later {
            self.look_up(&mut found, entity, before, key, json, who)?;
        }
        Ok(found)
    }

    fn assign(&self, found: &mut Assignments, key: &str, at: usize, field: &Field, json: &Json) {
        let named = json.as_str().filter(|_| field.references.is_some()).and_then(|text| self.named_record(text));
        let value = match named {
            Some(value) => Ok(value),
            None => coerce::from_json(field, json, self.clock()),
        };
        match value {
            Ok(value) => {
                found.values.insert(at, value);
            }
            Err(problem) => found.errors.push(FieldError { field: key.to_owned(), problem }),
        }
    }

    /// `user_contact_id`, `@user:NAME`, `current_domain` instead of an id.
    fn named_record(&self, text: &str) -> Option<Value> {
        match text {
            "user_contact_id" => Some(self.actor().contact_id.into()),
            "current_domain" => Some(Value::Int(1)),
            _ => {
                let login = text.strip_prefix("@user:")?;
                query::Lookup::contact_of_login(&crate::options::Reader(self), login).map(Value::Int)
            }
        }
    }

    /// A key with a suffix (`gender_id:name`) or a column of the referred record (`country_id.iso_code`).
    fn look_up(
        &mut self,
        found: &mut Assignments,
        entity: &Entity,
        before: Option<&Row>,
        key: &str,
        json: &Json,
        who: As,
    ) -> Result<()> {
        let (name, suffix, is_option) = match key.split_once(':') {
            Some((name, suffix)) => (name, suffix, true),
            None => match key.split_once('.') {
                Some((name, column)) => (name, column, false),
                None => return Ok(()),
            },
        };
        let Some((at, field)) = writable(entity, name, self, who) else { return Ok(()) };
        if json.is_null() || json.as_str() == Some("") {
            found.values.insert(at, Value::Null);
            return Ok(());
        }
        let value = match is_option {
            true => self.option_value(found, entity, before, field, suffix, json)?,
            false => self.referred(field, suffix, json)?,
        };
        match value {
            Ok(value) => {
                found.values.insert(at, value);
            }
            Err(problem) => found.errors.push(FieldError { field: key.to_owned(), problem }),
        }
        Ok(())
    }

    fn option_value(
        &self,
        found: &Assignments,
        entity: &Entity,
        before: Option<&Row>,
        field: &Field,
        suffix: &str,
        json: &Json,
    ) -> Result<std::result::Result<Value, Problem>> {
        if !matches!(suffix, "name" | "label" | "abbr") {
            return Err(Error::Request(format!("Illegal expression: {}:{suffix}", field.name)));
        }
        if field.ty == FieldType::Bool && field.options.is_none() {
            return Ok(coerce::from_json(field, json, self.clock()));
        }
        let Some(list) = self.options(entity, field)? else {
            return Ok(Err(Problem::UnknownOption { text: plain(json) }));
        };
        let within = depended_value(found, entity, before, field);
        let pick = |item: &Json| {
            let text = plain(item);
            let fits = |o: &&schema::OptionItem| within.as_ref().is_none_or(|v| v.is_null() || o.depends == *v);
            let id = list.matching(suffix, &text).find(fits).map(|o| o.id.clone());
            id.ok_or(Problem::UnknownOption { text: text.clone() })
        };
        Ok(match json {
            Json::Array(items) => items.iter().map(pick).collect::<std::result::Result<Vec<_>, _>>().map(Value::List),
            one if field.list.is_some() => pick(one).map(|v| Value::List(vec![v])),
            one => pick(one),
        })
    }

    /// The id of the referred record whose column has this value.
    fn referred(&self, field: &Field, column: &str, json: &Json) -> Result<std::result::Result<Value, Problem>> {
        let Some(reference) = &field.references else { return Ok(Err(Problem::NoSuchRecord)) };
        let target = self.entity(&reference.entity)?;
        let Some(by) = target.field(column).filter(|f| f.is_column() && !f.secret) else {
            return Ok(Err(Problem::NoSuchRecord));
        };
        let (left, bind) = match by.ty.is_text() {
            true => {
                let quoted = format!(r#""{}""#, by.column());
                let folded = schema::fold::fold(&plain(json)).into_owned();
                (query::fold_expression(self.dialect(), &quoted), Value::Text(folded))
            }
            false => match coerce::from_json(by, json, self.clock()) {
                Ok(value) => (format!(r#""{}""#, by.column()), value),
                Err(problem) => return Ok(Err(problem)),
            },
        };
        let text = format!(
            r#"SELECT "id" FROM "{}" WHERE {left} = {} ORDER BY "id" LIMIT 1"#,
            target.table, self.placeholder(1)
        );
        Ok(self.one(&statement(text, vec![bind]))?.ok_or(Problem::NoSuchRecord))
    }

    fn fill_defaults(&mut self, entity: &Entity, row: &mut Row, found: &Assignments) -> Result<()> {
        for (at, field) in entity.fields.iter().enumerate().filter(|(_, f)| f.is_column()) {
            let given = found.values.get(&at).is_some_and(|value| !value.is_null() || !field.not_null);
            if given || row.get(at).is_some_and(|value| !value.is_null()) {
                continue;
            }
            let value = self.default_value(entity, field, row)?;
            if let Some(slot) = row.get_mut(at) {
                *slot = value;
            }
        }
        Ok(())
    }

    fn default_value(&self, entity: &Entity, field: &Field, row: &Row) -> Result<Value> {
        let other = |name: &str| entity.position(name).and_then(|at| row.get(at)).cloned().unwrap_or(Value::Null);
        Ok(match &field.default {
            Default::None if field.ty == FieldType::Bool && field.not_null => Value::Bool(false),
            Default::None => Value::Null,
            Default::Value(value) => value.clone(),
            Default::Now | Default::Touched => self.now_for(field),
            Default::CurrentContact => self.actor().contact_id.into(),
            Default::CurrentDomain => Value::Int(1),
            Default::Field(name) => other(name),
            Default::NameFrom(name) => other(name).as_text().map_or(Value::Null, |text| Value::Text(machine_name(text))),
            Default::DefaultOption => {
                let list = self.options(entity, field)?;
                list.and_then(|l| l.items.iter().find(|o| o.is_default).map(|o| o.id.clone())).unwrap_or(Value::Null)
            }
        })
    }

    /// This moment, in the field's own way of keeping time.
    pub fn now_for(&self, field: &Field) -> Value {
        match field.ty {
            FieldType::Timestamp => Value::DateTime(self.clock().to_utc(self.clock().now)),
            FieldType::Date => Value::Date(self.clock().today()),
            _ => Value::DateTime(self.clock().now),
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

    /// Writes a new row as it is, without rules; gives its id.
    pub(crate) fn insert_row(&mut self, entity: &Entity, row: &Row, id: Option<i64>) -> Result<i64> {
        let mark = self.mark();
        let (mut names, mut marks, mut binds) = (String::new(), String::new(), Vec::new());
        for (at, field) in entity.fields.iter().enumerate().filter(|(_, f)| f.is_column()) {
            let value = match (field.name.as_ref(), id) {
                ("id", Some(id)) => Value::Int(id),
                ("id", None) => continue,
                _ => row.get(at).cloned().unwrap_or_default(),
            };
            if value.is_null() {
                continue;
            }
            binds.push(coerce::to_column(field, &value, self.dialect()));
            let comma = if names.is_empty() { "" } else { ", " };
            names.push_str(&format!(r#"{comma}"{}""#, field.column()));
            marks.push_str(&format!("{comma}{mark}{}", binds.len()));
        }
        let text = match binds.is_empty() {
            true => format!(r#"INSERT INTO "{}" DEFAULT VALUES RETURNING "id""#, entity.table),
            false => format!(r#"INSERT INTO "{}" ({names}) VALUES ({marks}) RETURNING "id""#, entity.table),
        };
        let id = self.write_one(statement(text, binds))?.and_then(|v| v.as_int());
        id.ok_or_else(|| Error::internal("the database gave no id"))
    }

    /// Writes the columns that differ, without rules.
    pub(crate) fn update_row(&mut self, entity: &Entity, id: i64, before: &Row, after: &Row) -> Result<()> {
        let mark = self.mark();
        let (mut sets, mut binds) = (String::new(), Vec::new());
        for (at, field) in entity.fields.iter().enumerate().filter(|(_, f)| f.is_column() && f.name != "id") {
            let (Some(old), Some(new)) = (before.get(at), after.get(at)) else { continue };
            if old == new {
                continue;
            }
            binds.push(coerce::to_column(field, new, self.dialect()));
            let comma = if sets.is_empty() { "" } else { ", " };
            sets.push_str(&format!(r#"{comma}"{}" = {mark}{}"#, field.column(), binds.len()));
        }
        if binds.is_empty() {
            return Ok(());
        }
        binds.push(Value::Int(id));
        let text = format!(r#"UPDATE "{}" SET {sets} WHERE "id" = {mark}{}"#, entity.table, binds.len());
        self.execute(&statement(text, binds)).map(|_| ())
    }

    /// A changing statement that answers a value.
    fn write_one(&self, statement: query::Statement) -> Result<Option<Value>> {
        if !self.is_writable() {
            return Err(Error::internal("a change within a reading transaction"));
        }
        self.one(&statement)
    }

    fn mark(&self) -> char {
        if self.dialect() == Dialect::Sqlite { '?' } else { '$' }
    }

    /// Writes what came under `email_primary.…` and the like: changes the record there, makes it, or deletes it.
    fn save_through(
        &mut self,
        entity: &Entity,
        id: i64,
        join: &str,
        mut values: Map<String, Json>,
        who: As,
    ) -> Result<()> {
        let Some(join) = entity.virtual_join(join) else { return Ok(()) };
        let existing = self.joined_id(join, id)?;
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
                self.save(&join.entity, values, who).map(|_| ())
            }
        }
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

    /// Refuses unless the actor may do this with the record.
    ///
    /// # Errors
    /// `Forbidden` in the words of the API.
    pub fn check_rule(&mut self, entity: &Entity, id: i64, verb: Verb) -> Result<()> {
        if schema::access::rule_for(entity, self.actor(), verb) == schema::Rule::Everything {
            return Ok(());
        }
        let request = GetRequest {
            select: vec!["id".to_owned()],
            where_: vec![json!(["id", "=", id])],
            limit: 1,
            ..GetRequest::default()
        };
        let found = self.get_for(&entity.name, &request, As::Actor, verb)?;
        match found.rows.is_empty() {
            false => Ok(()),
            true => Err(Error::Forbidden("ACL check failed".to_owned())),
        }
    }

    /// Refuses unless the actor may edit the records that this one belongs to.
    pub(crate) fn check_guards(&mut self, entity: &Entity, row: &Row) -> Result<()> {
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
                Some(owner) => self.check_rule(owner, id, Verb::Edit)?,
                None => return Err(Error::field(field.name.as_ref(), Problem::NoSuchRecord)),
            }
        }
        Ok(())
    }
}

/// The column behind a key that this caller may write.
fn writable<'e>(entity: &'e Entity, key: &str, tx: &Tx<'_>, who: As) -> Option<(usize, &'e Field)> {
    let at = entity.position(key)?;
    let field = entity.fields.get(at)?;
    let open = who == As::Program || !field.secret && field.permission.met_by(&tx.actor().permissions);
    (field.is_column() && open && key != "id").then_some((at, field))
}

/// How many other fields a key's options depend on, through each other: country 0, province 1, county 2.
fn depends(entity: &Entity, key: &str) -> usize {
    let mut name = key.split([':', '.']).next().unwrap_or(key).to_owned();
    let mut steps = 0;
    while let Some(on) = entity.field(&name).and_then(depends_on) {
        name = on.to_owned();
        steps += 1;
        if steps > 8 {
            break;
        }
    }
    steps
}

fn depends_on(field: &Field) -> Option<&str> {
    match &field.options {
        Some(schema::OptionSource::Table(table)) => table.depends_on.as_ref().map(|(on, _)| on.as_ref()),
        _ => None,
    }
}

/// The value that the record has in the field which this one's options depend on.
fn depended_value(found: &Assignments, entity: &Entity, before: Option<&Row>, field: &Field) -> Option<Value> {
    let at = entity.position(depends_on(field)?)?;
    found.values.get(&at).cloned().or_else(|| before?.get(at).cloned())
}

/// What must be there: the declared fields of a new record, and whatever the table does not let be empty.
fn require(entity: &Entity, row: &Row, before: Option<&Row>, errors: &mut Vec<FieldError>) {
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
fn misfits(entity: &Entity, row: &Row) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (field, value) in entity.fields.iter().zip(row) {
        if let (FieldType::Text { max }, Value::Text(text)) = (field.ty, value) {
            if text.len() > max as usize && text.chars().count() > max as usize {
                errors.push(FieldError { field: field.name.to_string(), problem: Problem::TooLong { max } });
            }
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

fn set_id(entity: &Entity, row: &mut Row, id: i64) {
    if let Some(slot) = entity.position("id").and_then(|at| row.get_mut(at)) {
        *slot = Value::Int(id);
    }
}

fn id_of(json: &Json) -> Result<i64> {
    let id = match json {
        Json::Number(n) => n.as_i64(),
        Json::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    id.ok_or_else(|| Error::field("id", Problem::NotANumber))
}

fn plain(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Bool(b) => u8::from(*b).to_string(),
        other => other.to_string(),
    }
}

/// A machine name: letters, digits and `_`, at most 62 long.
pub fn machine_name(text: &str) -> String {
    let mut name = String::new();
    for c in text.chars() {
        let keep = c.is_ascii_alphanumeric() || c == '_';
        if keep {
            name.push(c);
        } else if !name.ends_with('_') {
            name.push('_');
        }
    }
    name.chars().take(62).collect()
}
