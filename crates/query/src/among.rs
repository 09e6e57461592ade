//! `IN` and `NOT IN`: whether a value is one of a list.

use schema::Value;
use serde_json::Value as Json;

use crate::Dialect;
use crate::compare::{never, null};
use crate::literal::Literal;
use crate::path::{Found, wrong};
use crate::planner::Planner;
use crate::sql::Sql;
use crate::ty::{Ty, Typed};

/// From so many numbers on, a list is bound as one value.
const LONG_LIST: usize = 100;

/// The numbers of a list of many, where a whole number is compared with them.
fn long_list(typed: &Typed<'_>, values: &[Value]) -> Option<Vec<i64>> {
    if values.len() < LONG_LIST || typed.ty != Ty::Int {
        return None;
    }
    values.iter().map(|value| if let Value::Int(number) = value { Some(*number) } else { None }).collect()
}

impl<'a> Planner<'a> {
    /// That a value is one of these, or none of them.
    pub(crate) fn among(&mut self, typed: &Typed<'a>, not: bool, right: &Json) -> Found<Sql> {
        let items = match right {
            Json::Array(items) => items.as_slice(),
            Json::Null => &[],
            single => std::slice::from_ref(single),
        };
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            match self.literal(typed, item)? {
                Literal::Value(value) => values.push(value),
                Literal::Span { start: Some(start), day: true, .. } => values.push(start),
                Literal::Span { .. } => {
                    return wrong("Relative dates cannot be in an array using the IN operator.");
                }
                Literal::Never => {}
            }
        }
        // An empty list stands for the empty text alone.
        if values.is_empty() && typed.ty == Ty::Text && items.is_empty() {
            values.push("".into());
        }
        let operand = self.operand(typed);
        if let Some(numbers) = long_list(typed, &values) {
            return Ok(self.among_many(&operand, not, &numbers));
        }
        let values: Vec<Sql> = values.into_iter().map(Sql::bound).collect();
        Ok(match (values.as_slice(), not) {
            ([], false) => never(),
            ([], true) => null(&typed.sql, true),
            ([only], false) => Sql::fill("{0} = {1}", &[&operand, only]),
            ([only], true) => Sql::fill("{0} <> {1}", &[&operand, only]),
            (all, false) => Sql::fill("{0} IN ({1})", &[&operand, &Sql::join(all, ", ")]),
            (all, true) => Sql::fill("{0} NOT IN ({1})", &[&operand, &Sql::join(all, ", ")]),
        })
    }

    /// Whether a number is in a long list, which is bound whole: a statement with thousands of places takes longer to
    /// prepare than to answer.
    fn among_many(&self, operand: &Sql, not: bool, numbers: &[i64]) -> Sql {
        let listed = numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        match self.dialect() {
            Dialect::Sqlite => {
                let word = if not { "NOT IN" } else { "IN" };
                let list = Sql::bound(format!("[{listed}]"));
                Sql::fill("{0} {2} (SELECT \"value\" FROM json_each({1}))", &[operand, &list, &Sql::raw(word)])
            }
            Dialect::Postgres => {
                let word = if not { "<> ALL" } else { "= ANY" };
                let list = Sql::bound(format!("{{{listed}}}"));
                Sql::fill("{0} {2} (CAST(CAST({1} AS text) AS bigint[]))", &[operand, &list, &Sql::raw(word)])
            }
        }
    }
}
