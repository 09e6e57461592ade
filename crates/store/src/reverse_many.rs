//! Taking back records that were made together: the same rules as for one after the other, with few questions to the
//! database.

use std::collections::BTreeSet;
use std::sync::Arc;

use schema::{Entity, Row, Value, Verb};
use serde_json::json;

use crate::error::{Error, Result};
use crate::history::Recorded;
use crate::tx::{As, Tx, statement};

/// So many records are asked about in one question.
const CHUNK: usize = 2_000;

impl Tx<'_> {
    /// Takes back the making of records of one entity by a transaction; gives those in whose way something newer stands.
    pub(crate) fn reverse_births(
        &mut self,
        entity: &Arc<Entity>,
        ids: &[i64],
        transaction: i64,
        who: As,
    ) -> Result<BTreeSet<i64>> {
        let mut kept = BTreeSet::new();
        for chunk in ids.chunks(CHUNK) {
            kept.append(&mut self.reverse_some_births(entity, chunk, transaction, who)?);
        }
        Ok(kept)
    }

    fn reverse_some_births(
        &mut self,
        entity: &Arc<Entity>,
        ids: &[i64],
        transaction: i64,
        who: As,
    ) -> Result<BTreeSet<i64>> {
        let mut there = self.load_listed(entity, ids, "")?;
        let known: Vec<i64> = there.iter().map(|(id, _)| *id).collect();
        if who == As::Actor {
            if !entity.door("delete").met_by(&self.actor().permissions) {
                return Err(Error::Forbidden(format!("{}: delete", entity.title)));
            }
            self.check_rules(entity, &known, Verb::Delete)?;
        }
        let mut kept = self.changed_by_others(entity, &known, transaction)?;
        kept.append(&mut self.leaned_on(entity, &known)?);
        there.retain(|(id, _)| !kept.contains(id));
        self.erase_many(entity, &there)?;
        Ok(kept)
    }

    /// Those of these records that another transaction has touched, but for the one that takes them back.
    fn changed_by_others(&self, entity: &Entity, ids: &[i64], transaction: i64) -> Result<BTreeSet<i64>> {
        // Written as the index is, which holds texts as they compare.
        let own = query::fold_expression(self.dialect(), r#""entity""#);
        let text = format!(
            r#"SELECT DISTINCT "record_id" FROM "ruche_change" WHERE {own} = {} AND "record_id" {} AND "transaction_id" NOT IN ({}, {})"#,
            self.placeholder(2),
            self.among(1),
            self.placeholder(3),
            self.placeholder(4)
        );
        let name = schema::fold::fold(&entity.name).into_owned();
        let undo = self.transaction.unwrap_or(transaction);
        self.numbers(text, vec![json!(ids).to_string().into(), name.into(), transaction.into(), undo.into()])
    }

    /// Those of these records that others still refer to.
    fn leaned_on(&self, entity: &Entity, ids: &[i64]) -> Result<BTreeSet<i64>> {
        let catalog = self.catalog.clone();
        let list = Value::Text(json!(ids).to_string());
        let mut found = BTreeSet::new();
        for (other, field) in catalog.references_to(&entity.name).filter(|(other, _)| !other.internal) {
            let (column, listed, among) = (field.column(), self.listed(1), self.among(1));
            // Those that go together may refer to each other.
            let apart = match other.name == entity.name {
                true => format!(r#" AND "id" NOT IN {listed}"#),
                false => String::new(),
            };
            let text = format!(r#"SELECT DISTINCT "{column}" FROM "{}" WHERE "{column}" {among}{apart}"#, other.table);
            found.append(&mut self.numbers(text, vec![list.clone()])?);
        }
        Ok(found)
    }

    fn erase_many(&mut self, entity: &Arc<Entity>, rows: &[(i64, Row)]) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let site = self.site.clone();
        for (id, row) in rows {
            site.model().hooks.run_before_delete(self, entity, *id, row)?;
        }
        let ids: Vec<i64> = rows.iter().map(|(id, _)| *id).collect();
        let text = format!(r#"DELETE FROM "{}" WHERE "id" {}"#, entity.table, self.among(1));
        self.execute(&statement(text, vec![json!(ids).to_string().into()]))?;
        self.record_gone(entity, rows)?;
        rows.iter().try_for_each(|(id, row)| self.follow(entity, *id, Some(row), None))
    }

    fn numbers(&self, text: String, binds: Vec<Value>) -> Result<BTreeSet<i64>> {
        let mut found = BTreeSet::new();
        self.rows(&statement(text, binds), |row| {
            if let query::Cell::Int(id) = row.cell(0) {
                found.insert(id);
            }
            Ok(())
        })?;
        Ok(found)
    }
}

/// How many of these changes, from the first, made records of the same entity.
pub(crate) fn births<'c>(changes: impl Iterator<Item = &'c Recorded>) -> usize {
    let mut first: Option<&str> = None;
    changes
        .take_while(|change| change.action == "create" && *first.get_or_insert(&change.entity) == change.entity)
        .count()
}
