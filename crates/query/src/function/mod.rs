//! Functions in SQL, by what they are for.

pub(crate) mod aggregate;
mod choose;
pub(crate) mod date;
pub(crate) mod interval;
mod math;
pub(crate) mod spec;
mod text;

use crate::expr::{Argument, Call, Expr};
use crate::path::{Found, wrong};
use crate::planner::Planner;
use crate::sql::Sql;
use crate::ty::{Ty, Typed};

impl<'a> Planner<'a> {
    /// A function in SQL.
    pub fn call(&mut self, call: &Call) -> Found<Typed<'a>> {
        if call.function.aggregate {
            return self.aggregate(call);
        }
        match call.function.name {
            "ABS" | "ROUND" | "RAND" => self.math(call),
            "COALESCE" | "GREATEST" | "IF" | "IFNULL" | "ISNOTNULL" | "ISNULL" | "LEAST" | "NULLIF" => {
                self.choose(call)
            }
            "BINARY" | "CONCAT" | "CONCAT_WS" | "JSON_EXTRACT" | "LEFT" | "LOWER" | "REPLACE" | "RIGHT"
            | "SUBSTRING" | "UPPER" => self.text_function(call),
            _ => self.date_function(call),
        }
    }

    /// All expressions of a call, in order.
    fn arguments(&mut self, call: &Call) -> Found<Vec<Typed<'a>>> {
        call.args.iter().flat_map(|arg| &arg.exprs).map(|expr| self.expr(expr).map(Typed::local)).collect()
    }
}

/// The only expression of a parameter.
fn first(argument: Option<&Argument>) -> Option<&Expr> {
    argument.and_then(|argument| argument.exprs.first())
}

/// The number that a parameter was given, as it was written.
fn written_number(argument: Option<&Argument>) -> Option<f64> {
    match first(argument) {
        Some(Expr::Number(text)) => text.parse().ok(),
        _ => None,
    }
}

/// A written number as a whole one.
fn whole(number: f64) -> i64 {
    // Casts of floats saturate; texts and dates end long before that.
    number.round() as i64
}

/// The number of arguments was checked when the expression was read; this is for what was not.
fn absent<T>(call: &Call) -> Found<T> {
    wrong(format!("Too few arguments for SQL function {}", call.function.name))
}

fn text_typed<'a>(sql: Sql) -> Typed<'a> {
    Typed::new(sql, Ty::Text)
}
