//! Functions that choose among their arguments.

use super::{absent, first};
use crate::Dialect;
use crate::expr::Call;
use crate::path::Found;
use crate::planner::Planner;
use crate::sql::Sql;
use crate::ty::{Ty, Typed, coerce, condition, truth};

impl<'a> Planner<'a> {
    pub(super) fn choose(&mut self, call: &Call) -> Found<Typed<'a>> {
        let dialect = self.dialect();
        let args = self.arguments(call)?;
        match (call.function.name, args.as_slice()) {
            ("ISNULL", [a]) => Ok(is_null(dialect, "({0} IS NULL)", a)),
            ("ISNOTNULL", [a]) => Ok(is_null(dialect, "({0} IS NOT NULL)", a)),
            ("COALESCE" | "IFNULL", args) => {
                let (parts, ty) = shared(dialect, args);
                Ok(self.chosen(Sql::fill("COALESCE({0})", &[&Sql::join(&parts, ", ")]), ty, args))
            }
            ("NULLIF", [a, b]) => {
                let equal = self.compared(a.clone(), "=", b.clone());
                Ok(self.chosen(Sql::fill("CASE WHEN {0} THEN NULL ELSE {1} END", &[&equal, &a.sql]), a.ty, &args))
            }
            ("IF", [test, rest @ ..]) if rest.len() == 2 => {
                let (parts, ty) = shared(dialect, rest);
                let test = condition(dialect, test);
                let sql = match parts.as_slice() {
                    [yes, no] => Sql::fill("CASE WHEN {0} THEN {1} ELSE {2} END", &[&test, yes, no]),
                    _ => return absent(call),
                };
                Ok(self.chosen(sql, ty, rest))
            }
            ("GREATEST" | "LEAST", args) if args.len() > 1 => Ok(self.extreme(call.function.name, args)),
            _ => absent(call),
        }
    }

    /// The greatest or least argument; null as soon as one is.
    fn extreme(&self, name: &str, args: &[Typed<'a>]) -> Typed<'a> {
        let dialect = self.dialect();
        let (mut parts, ty) = shared(dialect, args);
        let textual = ty == Ty::Text;
        if textual {
            parts = parts.iter().map(|part| crate::ty::keyed(dialect, part)).collect();
        }
        let list = Sql::join(&parts, ", ");
        let sql = match (dialect, name) {
            (Dialect::Sqlite, "GREATEST") => Sql::fill("MAX({0})", &[&list]),
            (Dialect::Sqlite, _) => Sql::fill("MIN({0})", &[&list]),
            (Dialect::Postgres, name) => {
                let nulls: Vec<Sql> = parts.iter().map(|part| Sql::fill("{0} IS NULL", &[part])).collect();
                let nulls = Sql::join(&nulls, " OR ");
                Sql::fill("CASE WHEN {0} THEN NULL ELSE {2}({1}) END", &[&nulls, &list, &Sql::raw(name)])
            }
        };
        let sql = if textual { Sql::fill("ruche_part({0}, 2)", &[&sql]) } else { sql };
        self.chosen(sql, ty, args)
    }

    /// Shown as the first field among the choices is shown, where the type is still its own.
    fn chosen(&self, sql: Sql, ty: Ty, args: &[Typed<'a>]) -> Typed<'a> {
        let shown = args.iter().find(|arg| arg.field.is_some()).filter(|arg| arg.ty == ty);
        let field = shown.and_then(|arg| arg.field);
        let list = shown.and_then(|arg| arg.list);
        Typed { field, list, ..Typed::new(sql, ty) }
    }

    /// The only field that an argument is, to show what an aggregate gives.
    pub(super) fn shown_as(&mut self, call: &Call) -> Found<Typed<'a>> {
        match first(call.args.first()) {
            Some(expr) => Ok(self.expr(expr)?.local()),
            None => absent(call),
        }
    }
}

fn is_null<'a>(dialect: Dialect, template: &str, typed: &Typed<'_>) -> Typed<'a> {
    Typed::new(truth(dialect, &Sql::fill(template, &[&typed.sql])), Ty::Bool)
}

/// All expressions in the type they share.
fn shared(dialect: Dialect, args: &[Typed<'_>]) -> (Vec<Sql>, Ty) {
    let ty = args.iter().fold(Ty::Null, |ty, arg| ty.with(arg.ty));
    (args.iter().map(|arg| coerce(dialect, arg, ty)).collect(), ty)
}
