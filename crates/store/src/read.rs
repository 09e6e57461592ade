//! Reading: a request is planned, run, and answered row by row.

use query::{Context, GetRequest, Plan};
use schema::{Entity, Record, Row, Value, Verb};
use serde_json::{Map, Value as Json};

use crate::error::{Error, Result};
use crate::options::Reader;
use crate::tx::{As, Tx, statement};
use crate::{answer, coerce};

/// The rows that a request finds.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub rows: Vec<Map<String, Json>>,
    /// How many there are without the limit, where `row_count` was asked.
    pub matched: Option<i64>,
}

/// The answer for a record that is not there, and for one that its caller may not see.
pub(crate) fn no_such(entity: &Entity, id: i64) -> Error {
    Error::NotFound(format!("There is no {} {id}.", entity.title.to_lowercase()))
}

impl Tx<'_> {
    /// Plans a request.
    ///
    /// # Errors
    /// `Request` for a wrong one, `Forbidden` for what the actor may not ask, `NotFound` for an unknown entity.
    pub fn plan(&self, entity: &str, request: &GetRequest, who: As, verb: Verb) -> Result<Plan> {
        let reader = Reader(self);
        Ok(query::plan(&self.context(&reader, who, verb), entity, request)?)
    }

    /// How many records a request finds among those that may be viewed, but no more than `most`: for who need not know
    /// how many they all are.
    ///
    /// # Errors
    /// As [`Tx::plan`], or the database's own failure.
    pub fn some(&self, entity: &str, request: &GetRequest, who: As, most: i64) -> Result<i64> {
        let reader = Reader(self);
        let statement = query::plan_some(&self.context(&reader, who, Verb::View), entity, request, most)?;
        Ok(self.one(&statement)?.and_then(|count| count.as_int()).unwrap_or(0))
    }

    fn context<'c>(&'c self, reader: &'c Reader<'_, '_>, who: As, verb: Verb) -> Context<'c> {
        Context {
            catalog: self.catalog(),
            lookup: reader,
            clock: self.clock(),
            actor: self.actor(),
            verb,
            checked: who == As::Actor,
            dialect: self.dialect(),
            searches: 0,
        }
    }

    /// The rows that a request finds among those that may be viewed.
    ///
    /// # Errors
    /// As [`Tx::plan`], or the database's own failure.
    pub fn get(&self, entity: &str, request: &GetRequest, who: As) -> Result<Found> {
        self.get_for(entity, request, who, Verb::View)
    }

    /// The rows that a request finds among those with which this may be done.
    ///
    /// # Errors
    /// As [`Tx::plan`], or the database's own failure.
    pub fn get_for(&self, entity: &str, request: &GetRequest, who: As, verb: Verb) -> Result<Found> {
        let plan = self.plan(entity, request, who, verb)?;
        let mut found = Found { matched: self.count(&plan)?, ..Found::default() };
        if let Some(statement) = &plan.rows {
            self.rows(statement, |row| {
                found.rows.push(answer::row_json(&plan, row, self.clock()));
                Ok(())
            })?;
        }
        Ok(found)
    }

    /// Writes the rows as JSON objects, with commas between, straight into the answer; tells how many there were.
    ///
    /// # Errors
    /// As [`Tx::plan`], or the database's own failure.
    pub fn get_into(&self, plan: &Plan, out: &mut Vec<u8>) -> Result<i64> {
        let mut count = 0;
        if let Some(statement) = &plan.rows {
            self.rows(statement, |row| {
                if count > 0 {
                    out.push(b',');
                }
                count += 1;
                answer::write_row(plan, row, self.clock(), out);
                Ok(())
            })?;
        }
        Ok(count)
    }

    /// The number of rows without the limit, where the plan counts.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn count(&self, plan: &Plan) -> Result<Option<i64>> {
        match &plan.count {
            Some(statement) => Ok(Some(self.one(statement)?.and_then(|v| v.as_int()).unwrap_or(0))),
            None => Ok(None),
        }
    }

    /// The whole row of a record; None where there is none.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn load(&self, entity: &Entity, id: i64) -> Result<Option<Row>> {
        self.load_with(entity, id, "")
    }

    /// The row of a record that is about to change, held against others who would change it.
    pub(crate) fn load_for_change(&self, entity: &Entity, id: i64) -> Result<Row> {
        let hold = if self.dialect() == query::Dialect::Postgres { " FOR UPDATE" } else { "" };
        self.load_with(entity, id, hold)?.ok_or_else(|| no_such(entity, id))
    }

    fn load_with(&self, entity: &Entity, id: i64, suffix: &str) -> Result<Option<Row>> {
        let condition = format!(r#""id" = {}{suffix}"#, self.placeholder(1));
        let mut found = None;
        self.load_where(entity, &condition, id.into(), |row| found = Some(row))?;
        Ok(found)
    }

    /// The rows of these records, by id.
    pub(crate) fn load_listed(&self, entity: &Entity, ids: &[i64], suffix: &str) -> Result<Vec<(i64, Row)>> {
        let condition = format!(r#""id" {} ORDER BY "id"{suffix}"#, self.among(1));
        let id = entity.position("id");
        let mut found = Vec::with_capacity(ids.len());
        self.load_where(entity, &condition, Value::Text(serde_json::json!(ids).to_string()), |row| {
            found.extend(id.and_then(|at| row.get(at)?.as_int()).map(|id| (id, row)));
        })?;
        Ok(found)
    }

    fn load_where(&self, entity: &Entity, condition: &str, bind: Value, mut each: impl FnMut(Row)) -> Result<()> {
        let mut text = String::with_capacity(1024);
        text.push_str("SELECT ");
        for (n, field) in entity.columns().enumerate() {
            text.push_str(if n == 0 { "\"" } else { ", \"" });
            text.push_str(field.column());
            text.push('"');
        }
        text.push_str(&format!(r#" FROM "{}" WHERE {condition}"#, entity.table));
        self.rows(&statement(text, vec![bind]), |cells| {
            let mut column = 0;
            let mut row = Vec::with_capacity(entity.fields.len());
            for field in &entity.fields {
                row.push(match field.is_column() {
                    true => {
                        column += 1;
                        coerce::from_column(field, cells.cell(column - 1))
                    }
                    false => Value::Null,
                });
            }
            each(row);
            Ok(())
        })
    }

    /// A record as its struct; None where there is none.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn find<R: Record>(&self, id: i64) -> Result<Option<R>> {
        let entity = self.entity(R::NAME)?;
        self.load(&entity, id)?.map(|row| R::read(&row).map_err(Error::from)).transpose()
    }

    /// Records as their structs, by id; those that are not there are left out.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn find_many<R: Record>(&self, ids: &[i64]) -> Result<Vec<(i64, R)>> {
        let entity = self.entity(R::NAME)?;
        self.load_listed(&entity, ids, "")?.into_iter().map(|(id, row)| Ok((id, R::read(&row)?))).collect()
    }

    /// All records whose field has this value, as structs, by id.
    ///
    /// # Errors
    /// Refuses a field that is not declared; otherwise the database's own failure.
    pub fn find_by<R: Record>(&self, field: &str, value: impl Into<Value>) -> Result<Vec<(i64, R)>> {
        let entity = self.entity(R::NAME)?;
        let by = entity.field(field).filter(|f| f.is_column());
        let by = by.ok_or_else(|| Error::internal(format!("{} has no column {field}", entity.name)))?;
        let value = coerce::to_column(by, &value.into(), self.dialect());
        let text = format!(
            r#"SELECT "id" FROM "{}" WHERE "{}" = {} ORDER BY "id""#,
            entity.table,
            by.column(),
            self.placeholder(1)
        );
        let mut ids = Vec::new();
        self.rows(&statement(text, vec![value]), |row| {
            ids.extend(crate::connection::owned(row.cell(0)).as_int());
            Ok(())
        })?;
        let mut records = Vec::with_capacity(ids.len());
        for id in ids {
            if let Some(row) = self.load(&entity, id)? {
                records.push((id, R::read(&row)?));
            }
        }
        Ok(records)
    }
}
