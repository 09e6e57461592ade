//! Expressions in SQL.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schema::Value;
use serde_json::Value as Json;

use crate::expr::{Expr, Sign};
use crate::path::{Found, Miss, split_suffix, wrong};
use crate::planner::Planner;
use crate::sql::{Sql, fold_sql};
use crate::ty::{Ty, Typed, coerce, condition, float, truth};
use crate::{Dialect, PlanError};

impl<'a> Planner<'a> {
    /// The expression in SQL.
    pub fn expr(&mut self, expr: &Expr) -> Found<Typed<'a>> {
        match expr {
            Expr::Field(path) => self.path_sql(path),
            Expr::Text(text) => Ok(Typed {
                literal: Some(Json::String(text.clone())),
                ..Typed::new(Sql::bound(text.as_str()), Ty::Text)
            }),
            Expr::Number(text) => Ok(self.number(text)),
            Expr::Bool(b) => Ok(Typed { literal: Some(Json::Bool(*b)), ..Typed::new(Sql::bound(*b), Ty::Bool) }),
            Expr::Null => Ok(Typed::null()),
            Expr::Wild => wrong("Illegal sql expression."),
            Expr::Call(call) => self.call(call),
            Expr::Binary(sign, sides) => self.binary(*sign, &sides.0, &sides.1),
            Expr::Between(parts) => self.between(parts),
        }
    }

    /// A path with or without a suffix.
    fn path_sql(&mut self, path: &str) -> Found<Typed<'a>> {
        let (plain, suffix) = split_suffix(path);
        let found = self.field_at(plain).map_err(|miss| miss.about(path))?;
        let typed = self.field_sql(path, found)?;
        Ok(match suffix {
            Some(suffix) => self.option_text(typed, found, suffix),
            None => typed,
        })
    }

    fn number(&self, text: &str) -> Typed<'a> {
        let literal = text.parse::<f64>().ok().and_then(serde_json::Number::from_f64).map(Json::Number);
        let (sql, ty) = number_sql(self.dialect(), text);
        Typed { literal, ..Typed::new(sql, ty) }
    }

    fn binary(&mut self, sign: Sign, left: &Expr, right: &Expr) -> Found<Typed<'a>> {
        let dialect = self.dialect();
        match sign {
            Sign::Add | Sign::Subtract | Sign::Multiply | Sign::Divide | Sign::Remainder => {
                let (left, right) = (self.counted(left)?, self.counted(right)?);
                Ok(self.arithmetic(sign, left, right))
            }
            Sign::And => {
                let left = condition(dialect, &self.expr(left)?);
                let right = condition(dialect, &self.expr(right)?);
                let both = Sql::fill("({0} AND {1})", &[&left, &right]);
                Ok(Typed::new(truth(dialect, &both), Ty::Bool))
            }
            Sign::Is | Sign::IsNot => {
                let (left, right) = (self.expr(left)?.local(), self.expr(right)?.local());
                let condition = self.same(&left, &right, sign == Sign::IsNot);
                Ok(Typed::new(truth(dialect, &condition), Ty::Bool))
            }
            _ => {
                let operator = match sign {
                    Sign::Equal => "=",
                    Sign::Unequal => "<>",
                    Sign::Less => "<",
                    Sign::More => ">",
                    Sign::AtMost => "<=",
                    _ => ">=",
                };
                let (left, right) = (self.expr(left)?, self.expr(right)?);
                let condition = self.compared(left, operator, right);
                Ok(Typed::new(truth(dialect, &condition), Ty::Bool))
            }
        }
    }

    fn between(&mut self, parts: &(Expr, Expr, Expr)) -> Found<Typed<'a>> {
        let value = self.expr(&parts.0)?;
        let (low, high) = (self.expr(&parts.1)?, self.expr(&parts.2)?);
        let low = self.compared(value.clone(), ">=", low);
        let high = self.compared(value, "<=", high);
        Ok(Typed::new(truth(self.dialect(), &Sql::fill("({0} AND {1})", &[&low, &high])), Ty::Bool))
    }

    /// An operand of arithmetic: fields without a value count as zero.
    fn counted(&mut self, expr: &Expr) -> Found<Typed<'a>> {
        let mut typed = self.expr(expr)?.local();
        if matches!(expr, Expr::Field(_)) {
            if !typed.ty.is_number() {
                typed = Typed::new(float(self.dialect(), &typed), Ty::Float);
            }
            typed.sql = Sql::fill("COALESCE({0}, 0)", &[&typed.sql]);
        }
        Ok(typed)
    }

    /// Sums and products of exact numbers stay exact; a quotient has four places more than its dividend.
    fn arithmetic(&self, sign: Sign, left: Typed<'a>, right: Typed<'a>) -> Typed<'a> {
        let dialect = self.dialect();
        let (Some(a), Some(b)) = (left.ty.scale(), right.ty.scale()) else {
            return self.inexact(sign, &left, &right);
        };
        let scale = a.max(b);
        let ty = |scale: u32| if scale == 0 { Ty::Int } else { Ty::Exact(scale) };
        let (x, y) = (coerce(dialect, &left, ty(scale)), coerce(dialect, &right, ty(scale)));
        match sign {
            Sign::Add => Typed::new(Sql::fill("({0} + {1})", &[&x, &y]), ty(scale)),
            Sign::Subtract => Typed::new(Sql::fill("({0} - {1})", &[&x, &y]), ty(scale)),
            Sign::Remainder => Typed::new(Sql::fill("({0} % NULLIF({1}, 0))", &[&x, &y]), ty(scale)),
            Sign::Multiply if a + b <= 8 => {
                let (x, y) = (coerce(dialect, &left, ty(a)), coerce(dialect, &right, ty(b)));
                Typed::new(Sql::fill("({0} * {1})", &[&x, &y]), ty(a + b))
            }
            _ => self.inexact(sign, &left, &right),
        }
    }

    fn inexact(&self, sign: Sign, left: &Typed<'a>, right: &Typed<'a>) -> Typed<'a> {
        let dialect = self.dialect();
        let places = left.ty.scale().map(|scale| scale + 4);
        let (x, y) = (float(dialect, left), float(dialect, right));
        let sql = match (sign, places) {
            (Sign::Add, _) => Sql::fill("({0} + {1})", &[&x, &y]),
            (Sign::Subtract, _) => Sql::fill("({0} - {1})", &[&x, &y]),
            (Sign::Multiply, _) => Sql::fill("({0} * {1})", &[&x, &y]),
            (Sign::Remainder, _) => Sql::fill("ruche_remainder({0}, {1})", &[&x, &y]),
            (_, Some(places)) => {
                let places = Sql::raw(places.to_string());
                Sql::fill("ruche_round({0} / NULLIF({1}, 0), {2})", &[&x, &y, &places])
            }
            (_, None) => Sql::fill("({0} / NULLIF({1}, 0))", &[&x, &y]),
        };
        Typed::new(sql, Ty::Float)
    }

    /// Two expressions compared as people compare: texts by their folded form, others by the type they share.
    pub fn compared(&mut self, left: Typed<'a>, operator: &str, right: Typed<'a>) -> Sql {
        let (left, right) = (self.as_date(left, &right), right);
        let right = self.as_date(right, &left);
        let (x, y) = self.comparable(&left, &right);
        Sql::fill("({0} {2} {1})", &[&x, &y, &Sql::raw(operator)])
    }

    /// Equal or both null.
    fn same(&self, left: &Typed<'a>, right: &Typed<'a>, not: bool) -> Sql {
        let (x, y) = self.comparable(left, right);
        let words = match (self.dialect(), not) {
            (Dialect::Sqlite, false) => "IS",
            (Dialect::Sqlite, true) => "IS NOT",
            (Dialect::Postgres, false) => "IS NOT DISTINCT FROM",
            (Dialect::Postgres, true) => "IS DISTINCT FROM",
        };
        let null = if not { "({0} IS NOT NULL)" } else { "({0} IS NULL)" };
        match (left.ty, right.ty) {
            (_, Ty::Null) => Sql::fill(null, &[&x]),
            (Ty::Null, _) => Sql::fill(null, &[&y]),
            _ => Sql::fill("({0} {2} {1})", &[&x, &y, &Sql::raw(words)]),
        }
    }

    /// Both sides in a form in which the databases compare them alike.
    pub fn comparable(&self, left: &Typed<'a>, right: &Typed<'a>) -> (Sql, Sql) {
        let dialect = self.dialect();
        let ty = left.ty.with(right.ty);
        let (x, y) = (coerce(dialect, left, ty), coerce(dialect, right, ty));
        match ty {
            Ty::Text if !(left.binary || right.binary) => (fold_sql(dialect, &x), fold_sql(dialect, &y)),
            Ty::Text if dialect == Dialect::Postgres => (Sql::fill("({0} COLLATE \"C\")", &[&x]), y),
            _ => (x, y),
        }
    }

    /// A written text as a date, where it stands beside a date.
    pub fn as_date(&self, typed: Typed<'a>, beside: &Typed<'a>) -> Typed<'a> {
        let text = match (&typed.literal, beside.ty.is_date()) {
            (Some(Json::String(text)), true) => text,
            _ => return typed,
        };
        match calendar::parse(self.context.clock, text) {
            Some(moment) if moment.has_time || beside.ty == Ty::DateTime => {
                Typed::new(Sql::bound(Value::DateTime(moment.at)), Ty::DateTime)
            }
            Some(moment) => Typed::new(Sql::bound(Value::Date(moment.at.date())), Ty::Date),
            None => Typed { ty: beside.ty, ..Typed::null() },
        }
    }
}

/// A written number: exact while it has few places.
pub(crate) fn number_sql(dialect: Dialect, text: &str) -> (Sql, Ty) {
    if let Ok(n) = text.parse::<i64>() {
        return (Sql::bound(n), Ty::Int);
    }
    let exact = text.parse::<Decimal>().ok().filter(|d| d.scale() <= 8);
    match (exact, dialect) {
        (Some(decimal), Dialect::Sqlite) if decimal.mantissa().to_i64().is_some() => {
            let scaled = decimal.mantissa().to_i64().unwrap_or_default();
            (Sql::bound(scaled), Ty::Exact(decimal.scale()))
        }
        (Some(decimal), Dialect::Postgres) => (Sql::bound(Value::Decimal(decimal)), Ty::Exact(decimal.scale())),
        _ => (Sql::bound(Value::Float(text.parse().unwrap_or_default())), Ty::Float),
    }
}

impl Miss {
    /// The same about the path as it was written.
    pub fn about(self, path: &str) -> Miss {
        match self {
            Miss::Unknown(_) => Miss::Unknown(path.to_owned()),
            Miss::Hidden(_) => Miss::Hidden(path.to_owned()),
            Miss::Wrong(PlanError::Invalid(text)) => Miss::Wrong(PlanError::Invalid(text)),
            other => other,
        }
    }
}
