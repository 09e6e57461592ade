//! A small world to ask questions about: people, their addresses, groups, gifts, notes; in memory, on SQLite.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

pub mod cases;
pub mod world;

use std::collections::HashMap;
use std::sync::Arc;

use calendar::Clock;
use query::{Cell, Context, Dialect, GetRequest, Lookup, Plan, PlanError, SQLITE_FUNCTIONS, Statement};
use rusqlite::functions::FunctionFlags;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use schema::{
    Actor, Catalog, Entity, Field, FieldType, OptionItem, OptionList, OptionSource, PermissionSet, Rule, Value, Verb,
};
use serde_json::{Map, Value as Json, json};

pub struct Options;

fn item(id: Value, name: &str, label: &str) -> OptionItem {
    OptionItem { id, name: name.into(), label: label.into(), is_active: true, ..OptionItem::default() }
}

impl Lookup for Options {
    fn options(&self, _: &Entity, field: &Field) -> Option<Arc<OptionList>> {
        let items = match field.options.as_ref()? {
            OptionSource::Fixed(items) => items
                .iter()
                .map(|(id, name, label)| {
                    let id = match field.ty {
                        FieldType::Int => Value::Int(id.parse().unwrap()),
                        _ => Value::from(*id),
                    };
                    item(id, name, label)
                })
                .collect(),
            OptionSource::Table(_) => vec![
                OptionItem { abbr: Some("FR".into()), ..item(Value::Int(1), "FR", "France") },
                OptionItem { abbr: Some("DE".into()), ..item(Value::Int(2), "DE", "Germany") },
            ],
            _ => return None,
        };
        Some(Arc::new(OptionList::new(items)))
    }
    fn contact_of_login(&self, login: &str) -> Option<i64> {
        (login == "ada").then_some(1)
    }
    fn actor_entity(&self) -> &str {
        "Person"
    }
    fn filter(&self, _: &Entity, field: &Field, operator: &str, values: &[Value]) -> Option<Rule> {
        let is = |v: &Value| Rule::Is("group_id".into(), v.clone());
        let rule = Rule::Any(values.iter().map(is).collect());
        (field.name == "groups" && operator == "IN").then(|| Rule::Among {
            field: "id".into(),
            entity: "GroupPerson".into(),
            column: "person_id".into(),
            rule: Box::new(rule),
        })
    }
}

pub fn clock() -> Clock {
    let zone = jiff::tz::TimeZone::get("Europe/Paris").unwrap();
    Clock::at("2024-05-15T10:30:00Z".parse().unwrap(), zone, 1, (1, 1))
}

pub fn everyone(name: &str, permissions: &[&str]) -> Actor {
    let held = PermissionSet::of(permissions.iter().copied(), &HashMap::new());
    Actor { name: name.into(), contact_id: Some(1), user_id: None, permissions: Arc::new(held) }
}

pub struct World {
    pub catalog: Catalog,
    pub clock: Clock,
    pub actor: Actor,
    pub checked: bool,
    pub dialect: Dialect,
}

impl World {
    pub fn new(dialect: Dialect) -> World {
        World { catalog: world::catalog(), clock: clock(), actor: Actor::system("test"), checked: true, dialect }
    }

    pub fn plan(&self, entity: &str, params: &Json) -> Result<Plan, PlanError> {
        self.plan_of(entity, &GetRequest::from_json(params.as_object().unwrap())?)
    }

    pub fn plan_of(&self, entity: &str, request: &GetRequest) -> Result<Plan, PlanError> {
        let context = Context {
            catalog: &self.catalog,
            lookup: &Options,
            clock: &self.clock,
            actor: &self.actor,
            verb: Verb::View,
            checked: self.checked,
            dialect: self.dialect,
            searches: 0,
        };
        query::plan(&context, entity, request)
    }

    pub fn text(&self, entity: &str, params: Json) -> String {
        self.plan(entity, &params).unwrap().rows.unwrap().text
    }
}

/// The answer as JSON rows, given a way to read cells.
pub fn answer(
    world: &World,
    plan: &Plan,
    mut read: impl FnMut(&Statement, &mut dyn FnMut(usize, Vec<Cell<'_>>)),
) -> Json {
    let mut rows = Vec::new();
    if let Some(statement) = &plan.rows {
        read(statement, &mut |_, cells| {
            let mut row = Map::new();
            for (at, column) in plan.columns.iter().enumerate().filter(|(_, c)| c.belongs(|at| cells[at])) {
                let mut bytes = Vec::new();
                column.write_json(cells[at], &world.clock, &mut bytes);
                row.insert(column.key.clone(), serde_json::from_slice(&bytes).unwrap());
            }
            rows.push(Json::Object(row));
        });
    }
    let mut count = None;
    if let Some(statement) = &plan.count {
        read(statement, &mut |_, cells| count = Some(cells[0]).and_then(as_int));
    }
    match count {
        Some(n) => json!({ "rows": rows, "count": n }),
        None => Json::Array(rows),
    }
}

fn as_int(cell: Cell<'_>) -> Option<i64> {
    match cell {
        Cell::Int(n) => Some(n),
        _ => None,
    }
}

pub struct Sqlite(pub rusqlite::Connection);

struct Bound<'v>(&'v Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Value::Null => ToSqlOutput::from(rusqlite::types::Null),
            Value::Int(n) => ToSqlOutput::from(*n),
            Value::Float(n) => ToSqlOutput::from(*n),
            Value::Text(t) => ToSqlOutput::from(t.as_str()),
            Value::Date(d) => ToSqlOutput::from(calendar::date_text(*d)),
            Value::DateTime(d) => ToSqlOutput::from(calendar::datetime_text(*d)),
            other => panic!("{other:?} is never bound in SQLite"),
        })
    }
}

fn owned(value: Value) -> rusqlite::types::Value {
    match value {
        Value::Int(n) => rusqlite::types::Value::Integer(n),
        Value::Float(n) => rusqlite::types::Value::Real(n),
        Value::Text(t) => rusqlite::types::Value::Text(t),
        _ => rusqlite::types::Value::Null,
    }
}

fn cell(value: ValueRef<'_>) -> Cell<'_> {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => Cell::Null,
        ValueRef::Integer(n) => Cell::Int(n),
        ValueRef::Real(n) => Cell::Float(n),
        ValueRef::Text(t) => Cell::Text(std::str::from_utf8(t).unwrap()),
    }
}

impl Sqlite {
    pub fn new(world: &World) -> Sqlite {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
        for function in SQLITE_FUNCTIONS {
            let body = function.body;
            connection
                .create_scalar_function(function.name, function.arity, flags, move |context| {
                    let cells: Vec<Cell<'_>> = (0..context.len()).map(|at| cell(context.get_raw(at))).collect();
                    Ok(owned(body(&cells)))
                })
                .unwrap();
        }
        let clock = world.clock.clone();
        connection
            .create_scalar_function("ruche_local", 1, flags, move |context| {
                Ok(owned(query::runtime::local(&clock, cell(context.get_raw(0)))))
            })
            .unwrap();
        for sql in world::tables(&world.catalog, Dialect::Sqlite) {
            connection.execute_batch(&sql).unwrap();
        }
        Sqlite(connection)
    }

    pub fn read(&self, statement: &Statement, each: &mut dyn FnMut(usize, Vec<Cell<'_>>)) {
        let mut prepared = self.0.prepare(&statement.text).unwrap_or_else(|e| panic!("{e}\n{}", statement.text));
        let binds: Vec<Bound<'_>> = statement.binds.iter().map(Bound).collect();
        let count = prepared.column_count();
        let mut rows = prepared.query(rusqlite::params_from_iter(binds)).unwrap();
        while let Some(row) = rows.next().unwrap_or_else(|e| panic!("{e}\n{}", statement.text)) {
            each(count, (0..count).map(|at| cell(row.get_ref(at).unwrap())).collect());
        }
    }
}

/// What a request is answered on SQLite.
pub fn get(world: &World, db: &Sqlite, entity: &str, params: &Json) -> Json {
    match world.plan(entity, params) {
        Ok(plan) => answer(world, &plan, |statement, each| db.read(statement, each)),
        Err(error) => json!({ "error": error.to_string() }),
    }
}
