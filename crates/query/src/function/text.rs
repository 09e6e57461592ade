//! Functions of texts.

use super::{absent, first, text_typed, whole, written_number};
use crate::Dialect;
use crate::expr::{Call, Expr};
use crate::json_path;
use crate::path::{Found, wrong};
use crate::planner::Planner;
use crate::sql::Sql;
use crate::ty::{Ty, Typed, small, text};

impl<'a> Planner<'a> {
    pub(super) fn text_function(&mut self, call: &Call) -> Found<Typed<'a>> {
        let name = call.function.name;
        match name {
            "CONCAT" => Ok(text_typed(Sql::fill("({0})", &[&Sql::join(&self.texts(call)?, " || ")]))),
            "CONCAT_WS" => Ok(text_typed(Sql::fill("concat_ws({0})", &[&Sql::join(&self.texts(call)?, ", ")]))),
            "REPLACE" => Ok(text_typed(Sql::fill("replace({0})", &[&Sql::join(&self.texts(call)?, ", ")]))),
            "JSON_EXTRACT" => self.json_extract(call),
            _ => {
                let Some(expr) = first(call.args.first()) else { return absent(call) };
                let subject = text(self.dialect(), &self.expr(expr)?);
                let number = |at: usize| written_number(call.args.get(at)).map(whole);
                let sql = match name {
                    "UPPER" => Sql::fill("ruche_upper({0})", &[&subject]),
                    "LOWER" => Sql::fill("ruche_lower({0})", &[&subject]),
                    "LEFT" => self.substring(&subject, 1, Some(number(1).unwrap_or(0))),
                    "RIGHT" => self.ending(&subject, number(1).unwrap_or(0)),
                    "SUBSTRING" => self.substring(&subject, number(1).unwrap_or(1), number(2)),
                    _ => subject,
                };
                Ok(Typed { binary: name == "BINARY", ..text_typed(sql) })
            }
        }
    }

    fn texts(&mut self, call: &Call) -> Found<Vec<Sql>> {
        let dialect = self.dialect();
        Ok(self.arguments(call)?.iter().map(|typed| text(dialect, typed)).collect())
    }

    /// `length` characters from the 1-based `start`, which counts from the end when negative.
    fn substring(&self, subject: &Sql, start: i64, length: Option<i64>) -> Sql {
        let dialect = self.dialect();
        let length = length.map(|n| small(dialect, n.max(0)));
        let cut = |from: &Sql| match &length {
            Some(length) => Sql::fill("substr({0}, {1}, {2})", &[subject, from, length]),
            None => Sql::fill("substr({0}, {1})", &[subject, from]),
        };
        match start {
            0 => Sql::fill("substr({0}, 1, 0)", &[subject]),
            1.. => cut(&small(dialect, start)),
            _ => {
                let back = small(dialect, start.saturating_neg());
                let from = Sql::fill("length({0}) - {1} + 1", &[subject, &back]);
                Sql::fill(
                    "CASE WHEN {0} IS NULL THEN NULL WHEN length({0}) >= {1} THEN {2} ELSE '' END",
                    &[subject, &back, &cut(&from)],
                )
            }
        }
    }

    fn ending(&self, subject: &Sql, count: i64) -> Sql {
        let count = small(self.dialect(), count.max(0));
        match self.dialect() {
            Dialect::Postgres => Sql::fill("right({0}, {1})", &[subject, &count]),
            Dialect::Sqlite => Sql::fill(
                "CASE WHEN length({0}) <= {1} THEN {0} ELSE substr({0}, length({0}) - {1} + 1) END",
                &[subject, &count],
            ),
        }
    }

    fn json_extract(&mut self, call: &Call) -> Found<Typed<'a>> {
        let (Some(document), Some(Expr::Text(path))) = (first(call.args.first()), first(call.args.get(1))) else {
            return absent(call);
        };
        let Some(steps) = json_path::steps(path) else {
            return wrong(format!("Invalid JSON path '{path}'"));
        };
        let document = text(self.dialect(), &self.expr(document)?);
        let steps = Sql::bound(steps.join("\u{1}"));
        Ok(Typed::new(Sql::fill("ruche_json_extract({0}, {1})", &[&document, &steps]), Ty::Text))
    }
}
