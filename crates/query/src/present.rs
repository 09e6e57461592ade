//! Which joined records the conditions cannot do without. SQLite takes a comparison of what a function makes of a column
//! for something that an empty row might meet; told that the row is there, it may begin with it and use its indexes.

use schema::FieldType;
use serde_json::Value as Json;

use crate::Dialect;
use crate::expr::Expr;
use crate::operator::Operator;
use crate::path::{alias, split_suffix};
use crate::planner::{KEY, Planner};
use crate::sql::{Sql, column};

impl Planner<'_> {
    /// What may be said beside the conditions of a where clause without changing what they find.
    pub fn presences(&mut self, conditions: &[Json]) -> Vec<Sql> {
        if self.context.dialect != Dialect::Sqlite || self.followed.is_empty() || self.along.is_some() {
            return Vec::new();
        }
        let mut tables = Vec::new();
        conditions.iter().for_each(|condition| self.present(condition, &mut tables));
        tables.sort_unstable();
        tables.dedup();
        // Without the sign the key itself would look like a way in.
        tables.iter().map(|table| Sql::fill("+{0} > 0", &[&column(&alias(*table), KEY)])).collect()
    }

    fn present(&mut self, condition: &Json, tables: &mut Vec<usize>) {
        let Some(parts) = condition.as_array() else { return };
        match parts.as_slice() {
            [Json::String(word), Json::Array(inner)] if word == "AND" => {
                inner.iter().for_each(|one| self.present(one, tables));
            }
            [Json::String(left), Json::String(operator), right @ ..] => {
                if let Some(table) = self.needed(left, operator, right) {
                    self.behind(table, tables);
                }
            }
            _ => {}
        }
    }

    /// The table whose empty row cannot meet the comparison.
    fn needed(&mut self, left: &str, operator: &str, right: &[Json]) -> Option<usize> {
        let operator = Operator::named(operator)?;
        let Ok(Expr::Field(path)) = Expr::parse(left) else { return None };
        let found = self.field_at(split_suffix(&path).0).ok()?;
        let plain = found.field.is_column() && found.field.list.is_none();
        let there = match (operator, right) {
            (Operator::Null { not: true }, _) => true,
            _ if operator.negative() || found.field.ty == FieldType::Bool => false,
            (Operator::Null { .. } | Operator::Empty { .. } | Operator::Contains { .. }, _) => false,
            (_, [Json::Array(all)]) => !all.is_empty() && all.iter().all(says_something),
            (_, [one]) => says_something(one),
            _ => false,
        };
        (plain && there).then_some(found.table)
    }

    /// The table and those that lead to it by keys and one-to-one joins.
    fn behind(&self, mut table: usize, tables: &mut Vec<usize>) {
        while let Some((from, ..)) = self.followed.iter().find(|(_, _, to)| *to == table) {
            tables.push(table);
            table = *from;
        }
    }
}

/// Whether a value is one that no empty cell equals.
fn says_something(json: &Json) -> bool {
    match json {
        Json::String(text) => !text.is_empty(),
        Json::Number(_) => true,
        _ => false,
    }
}
