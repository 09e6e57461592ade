//! Aggregates: one value from all rows of a group.

use super::{absent, first, whole, written_number};
use crate::Dialect;
use crate::expr::{Argument, Call, Expr};
use crate::path::{Found, alias};
use crate::planner::{KEY, Planner};
use crate::sql::{Sql, column, fold_sql};
use crate::ty::{Ty, Typed, float, text};

/// How GROUP_CONCAT treats its elements.
pub(crate) struct Concat<'c> {
    /// Equal values count once.
    pub distinct: bool,
    /// Each record counts once.
    pub unique: bool,
    /// The text between the elements; without one the answer is a list.
    pub separator: Option<&'c str>,
}

impl Concat<'_> {
    /// Reads what a call asks for.
    pub fn of(call: &Call) -> Concat<'_> {
        let before = call.args.first().and_then(|arg| arg.before);
        let separator = match first(call.args.get(2)) {
            Some(Expr::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        Concat { distinct: before == Some("DISTINCT"), unique: before == Some("UNIQUE"), separator }
    }

    /// Whether the elements come between control characters and are put together after reading.
    pub fn decoded(&self) -> bool {
        self.distinct || self.unique || self.separator.is_none()
    }
}

impl<'a> Planner<'a> {
    pub(super) fn aggregate(&mut self, call: &Call) -> Found<Typed<'a>> {
        // Within an aggregate, fields are those of each row.
        let outside = std::mem::replace(&mut self.grouping.pick, false);
        let result = self.aggregated(call);
        self.grouping.pick = outside;
        result
    }

    fn aggregated(&mut self, call: &Call) -> Found<Typed<'a>> {
        let dialect = self.dialect();
        if first(call.args.first()) == Some(&Expr::Wild) {
            return Ok(Typed::new(Sql::raw("COUNT(*)"), Ty::Int));
        }
        let typed = self.shown_as(call)?;
        let distinct = call.args.first().and_then(|arg| arg.before) == Some("DISTINCT");
        match call.function.name {
            "COUNT" => Ok(Typed::new(counted(dialect, &typed, distinct), Ty::Int)),
            "SUM" => Ok(summed(dialect, &typed, distinct)),
            "AVG" => Ok(Typed::new(averaged(dialect, &typed, distinct), Ty::Float)),
            "MIN" | "MAX" => Ok(self.extreme_of(call.function.name, typed)),
            "GROUP_CONCAT" => self.concatenated(call, &typed),
            "GROUP_FIRST" => self.nth(call.args.get(1), &typed, 1),
            "GROUP_NTH" => {
                let number = written_number(call.args.get(1)).map_or(1, whole);
                self.nth(call.args.get(2), &typed, number)
            }
            _ => absent(call),
        }
    }

    fn extreme_of(&self, function: &str, typed: Typed<'a>) -> Typed<'a> {
        let sql = match typed.ty {
            Ty::Text if typed.list.is_none() => self.extreme_text(function, &typed.sql),
            Ty::Text if self.dialect() == Dialect::Postgres => {
                Sql::fill("{1}(({0}) COLLATE \"C\")", &[&typed.sql, &Sql::raw(function)])
            }
            _ => Sql::fill("{1}({0})", &[&typed.sql, &Sql::raw(function)]),
        };
        Typed { sql, ..typed }
    }

    fn concatenated(&mut self, call: &Call, typed: &Typed<'a>) -> Found<Typed<'a>> {
        let concat = Concat::of(call);
        let mut element = text(self.dialect(), typed);
        if concat.unique {
            let mut paths = Vec::new();
            call.args.iter().take(1).flat_map(|arg| &arg.exprs).for_each(|expr| expr.fields(&mut paths));
            let table = match paths.first() {
                Some(path) => self.field_at(crate::path::split_suffix(path).0)?.table,
                None => 0,
            };
            let id = text(self.dialect(), &Typed::new(column(&alias(table), KEY), Ty::Int));
            element = Sql::fill("({0} || {1}(2) || {2})", &[&id, &self.char_function(), &element]);
        }
        let separator = match concat.separator.filter(|_| !concat.decoded()) {
            Some(separator) => Sql::bound(separator),
            None => self.gap(),
        };
        let sql = self.joined(&element, &separator, call.args.get(1))?;
        Ok(Typed { field: typed.field, list: typed.list, ..Typed::new(sql, Ty::Text) })
    }

    fn char_function(&self) -> Sql {
        Sql::raw(if self.dialect() == Dialect::Sqlite { "char" } else { "chr" })
    }

    fn gap(&self) -> Sql {
        Sql::fill("{0}(3)", &[&self.char_function()])
    }

    /// The elements of a group in an order, with a separator between them; nulls are left out.
    fn joined(&mut self, element: &Sql, separator: &Sql, order: Option<&Argument>) -> Found<Sql> {
        let descending = order.and_then(|order| order.after) == Some("DESC");
        let by = match first(order) {
            Some(expr) => Some(self.expr(expr)?.local()),
            None => None,
        };
        let mut keys: Vec<Sql> = by.into_iter().map(|typed| self.sort_key(&typed, descending)).collect();
        if self.entity(0).field(KEY).is_some() {
            keys.push(column(&alias(0), KEY));
        }
        let function = Sql::raw(if self.dialect() == Dialect::Sqlite { "group_concat" } else { "string_agg" });
        let order = match keys.is_empty() {
            true => Sql::default(),
            false => Sql::fill(" ORDER BY {0}", &[&Sql::join(&keys, ", ")]),
        };
        Ok(Sql::fill("{0}({1}, {2}{3})", &[&function, element, separator, &order]))
    }

    /// The nth element of a group, counted from the end when negative.
    fn nth(&mut self, order: Option<&Argument>, typed: &Typed<'a>, number: i64) -> Found<Typed<'a>> {
        let (element, back) = match (self.dialect(), typed.ty) {
            (Dialect::Sqlite, Ty::Int | Ty::Bool | Ty::Exact(_)) => ("{0}", "CAST({0} AS INTEGER)"),
            (Dialect::Sqlite, Ty::Float) => ("{0}", "CAST({0} AS REAL)"),
            (Dialect::Sqlite, _) => ("{0}", "{0}"),
            (Dialect::Postgres, Ty::Int | Ty::Bool) => ("({0})::text", "({0})::bigint"),
            (Dialect::Postgres, Ty::Exact(_)) => ("({0})::text", "({0})::numeric"),
            (Dialect::Postgres, Ty::Float) => ("({0})::text", "({0})::float8"),
            (Dialect::Postgres, Ty::Date) => ("({0})::text", "({0})::date"),
            (Dialect::Postgres, Ty::DateTime) => ("({0})::text", "({0})::timestamp"),
            (Dialect::Postgres, _) => ("({0})::text", "{0}"),
        };
        let all = self.joined(&Sql::fill(element, &[&typed.sql]), &self.gap(), order)?;
        let number = crate::ty::small(self.dialect(), number);
        let part = Sql::fill("ruche_part({0}, {1})", &[&all, &number]);
        Ok(Typed { sql: Sql::fill(back, &[&part]), literal: None, ..typed.clone() })
    }

    /// What rows are sorted by: texts by their folded form, nothing before anything.
    pub fn sort_key(&self, typed: &Typed<'a>, descending: bool) -> Sql {
        let never_null = typed.field.is_some_and(|found| found.field.not_null && found.table == 0)
            && !self.grouping.on
            && typed.ty != Ty::Text;
        let mut key = match typed.ty {
            Ty::Text if !typed.binary => fold_sql(self.dialect(), &typed.sql),
            _ => typed.sql.clone(),
        };
        key.push(match (self.dialect(), descending, never_null) {
            (Dialect::Sqlite, false, _) | (Dialect::Postgres, false, true) => "",
            (Dialect::Sqlite, true, _) | (Dialect::Postgres, true, true) => " DESC",
            (Dialect::Postgres, false, false) => " NULLS FIRST",
            (Dialect::Postgres, true, false) => " DESC NULLS LAST",
        });
        key
    }
}

fn counted(dialect: Dialect, typed: &Typed<'_>, distinct: bool) -> Sql {
    match (distinct, typed.ty) {
        (true, Ty::Text) => Sql::fill("COUNT(DISTINCT {0})", &[&fold_sql(dialect, &typed.sql)]),
        (true, _) => Sql::fill("COUNT(DISTINCT {0})", &[&typed.sql]),
        (false, _) => Sql::fill("COUNT({0})", &[&typed.sql]),
    }
}

fn summed<'a>(dialect: Dialect, typed: &Typed<'a>, distinct: bool) -> Typed<'a> {
    let template = if distinct { "SUM(DISTINCT {0})" } else { "SUM({0})" };
    match typed.ty {
        Ty::Int | Ty::Bool => Typed::new(Sql::fill(template, &[&typed.sql]), Ty::Int),
        Ty::Exact(_) => Typed::new(Sql::fill(template, &[&typed.sql]), typed.ty),
        _ => Typed::new(Sql::fill(template, &[&float(dialect, typed)]), Ty::Float),
    }
}

fn averaged(dialect: Dialect, typed: &Typed<'_>, distinct: bool) -> Sql {
    let template = if distinct { "AVG(DISTINCT {0})" } else { "AVG({0})" };
    match typed.ty {
        Ty::Int | Ty::Bool | Ty::Exact(_) => {
            float(
                dialect,
                &Typed::new(
                    Sql::fill(template, &[&typed.sql]),
                    match typed.ty {
                        Ty::Exact(scale) => Ty::Exact(scale),
                        // The average of whole numbers is a floating-point number in SQLite.
                        _ if dialect == Dialect::Sqlite => Ty::Float,
                        ty => ty,
                    },
                ),
            )
        }
        _ => Sql::fill(template, &[&float(dialect, typed)]),
    }
}
