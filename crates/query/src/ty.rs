//! The type that an expression has in SQL, and conversions between types that give the same text on both databases.

use schema::{Field, FieldType, ListFormat, Value};

use crate::Dialect;
use crate::path::FieldRef;
use crate::sql::Sql;

/// What an expression yields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ty {
    Null,
    /// 0 or 1.
    Bool,
    Int,
    /// A decimal number with this many places: in SQLite an integer at that scale, in PostgreSQL `numeric`.
    Exact(u32),
    Float,
    Text,
    Date,
    DateTime,
    /// `HH:MM:SS` as text.
    Time,
}

impl Ty {
    /// The type of a field's column.
    pub fn of(field: &Field) -> Ty {
        if field.list.is_some() {
            return Ty::Text;
        }
        match field.ty {
            FieldType::Int => Ty::Int,
            FieldType::Bool => Ty::Bool,
            FieldType::Float => Ty::Float,
            FieldType::Money { scale } => Ty::Exact(scale),
            FieldType::Text { .. } | FieldType::LongText => Ty::Text,
            FieldType::Date => Ty::Date,
            FieldType::DateTime | FieldType::Timestamp => Ty::DateTime,
        }
    }

    pub fn is_number(self) -> bool {
        matches!(self, Ty::Bool | Ty::Int | Ty::Exact(_) | Ty::Float)
    }

    pub fn is_date(self) -> bool {
        matches!(self, Ty::Date | Ty::DateTime)
    }

    /// The places of an exact number.
    pub fn scale(self) -> Option<u32> {
        match self {
            Ty::Bool | Ty::Int => Some(0),
            Ty::Exact(scale) => Some(scale),
            _ => None,
        }
    }

    /// The type that values of both types can be brought to without loss.
    pub fn with(self, other: Ty) -> Ty {
        match (self, other) {
            (a, b) if a == b => a,
            (Ty::Null, b) => b,
            (a, Ty::Null) => a,
            (Ty::Date, Ty::DateTime) | (Ty::DateTime, Ty::Date) => Ty::DateTime,
            (a, b) if a.is_number() && b.is_number() => match (a.scale(), b.scale()) {
                (Some(0), Some(0)) => Ty::Int,
                (Some(x), Some(y)) => Ty::Exact(x.max(y)),
                _ => Ty::Float,
            },
            _ => Ty::Text,
        }
    }
}

/// An expression in SQL with what is known about it.
#[derive(Clone, Debug)]
pub(crate) struct Typed<'a> {
    pub sql: Sql,
    pub ty: Ty,
    /// The field that decides how the value is shown, where there is one.
    pub field: Option<FieldRef<'a>>,
    /// The text is a list of values in this format.
    pub list: Option<ListFormat>,
    /// The time is in UTC; see [`Typed::local`].
    pub utc: bool,
    /// Texts compare byte by byte.
    pub binary: bool,
    /// The value, where it was written into the expression.
    pub literal: Option<serde_json::Value>,
}

impl<'a> Typed<'a> {
    pub fn new(sql: Sql, ty: Ty) -> Typed<'a> {
        Typed { sql, ty, field: None, list: None, utc: false, binary: false, literal: None }
    }

    pub fn null() -> Typed<'a> {
        Typed::new(Sql::raw("NULL"), Ty::Null)
    }

    /// Whether it is a text of the base that an index holds: in its folded form, which is null where the text is.
    pub fn is_in_index(&self) -> bool {
        let text = self.ty == Ty::Text && !self.binary;
        self.field.filter(|found| text && found.table == 0 && found.field.is_column()).is_some_and(|found| {
            found.field.indexed || found.entity.indexes.iter().any(|index| index.columns.contains(&found.field.name))
        })
    }

    /// The same, with times in the site's zone.
    pub fn local(mut self) -> Typed<'a> {
        if self.utc {
            self.sql = Sql::fill("ruche_local({0})", &[&self.sql]);
            self.utc = false;
        }
        self
    }
}

/// The expression as text, in the form in which the API shows it.
pub(crate) fn text(dialect: Dialect, typed: &Typed<'_>) -> Sql {
    let x = &typed.clone().local().sql;
    match (dialect, typed.ty) {
        (Dialect::Postgres, Ty::Null) => Sql::raw("NULL::text"),
        (_, Ty::Text | Ty::Time | Ty::Null) => x.clone(),
        (Dialect::Sqlite, Ty::Date | Ty::DateTime) => x.clone(),
        // A whole float is written without its point, as PostgreSQL does.
        (Dialect::Sqlite, Ty::Float) => Sql::fill(
            "CASE WHEN {0} = CAST({0} AS INTEGER) THEN CAST(CAST({0} AS INTEGER) AS TEXT) ELSE CAST({0} AS TEXT) END",
            &[x],
        ),
        (Dialect::Sqlite, Ty::Int | Ty::Bool) => Sql::fill("CAST({0} AS TEXT)", &[x]),
        (Dialect::Sqlite, Ty::Exact(scale)) => {
            let places = Sql::raw(scale.to_string());
            let divisor = Sql::raw(format!("{}.0", 10_i64.pow(scale.min(18))));
            // printf writes nothing as a nought.
            Sql::fill("CASE WHEN {0} IS NOT NULL THEN printf('%.{1}f', {0} / {2}) END", &[x, &places, &divisor])
        }
        (Dialect::Postgres, Ty::Int | Ty::Bool | Ty::Float) => Sql::fill("({0})::text", &[x]),
        (Dialect::Postgres, Ty::Exact(scale)) => Sql::fill("round({0}, {1})::text", &[x, &Sql::raw(scale.to_string())]),
        (Dialect::Postgres, Ty::Date) => Sql::fill("to_char({0}, 'YYYY-MM-DD')", &[x]),
        (Dialect::Postgres, Ty::DateTime) => Sql::fill("to_char({0}, 'YYYY-MM-DD HH24:MI:SS')", &[x]),
    }
}

/// The expression as a floating-point number; texts count as the number they begin with.
pub(crate) fn float(dialect: Dialect, typed: &Typed<'_>) -> Sql {
    let x = &typed.sql;
    match (dialect, typed.ty) {
        (_, Ty::Null) => Sql::raw("NULL"),
        (Dialect::Sqlite, Ty::Exact(scale)) => {
            Sql::fill("({0} / {1})", &[x, &Sql::raw(format!("{}.0", 10_i64.pow(scale.min(18))))])
        }
        (Dialect::Sqlite, Ty::Float) => x.clone(),
        (Dialect::Sqlite, Ty::Int | Ty::Bool) => Sql::fill("CAST({0} AS REAL)", &[x]),
        (Dialect::Sqlite, _) => Sql::fill("CAST({0} AS REAL)", &[&text(dialect, typed)]),
        (Dialect::Postgres, Ty::Int | Ty::Bool | Ty::Exact(_) | Ty::Float) => Sql::fill("({0})::float8", &[x]),
        (Dialect::Postgres, _) => Sql::fill("ruche_number({0})", &[&text(dialect, typed)]),
    }
}

/// An exact number brought to more places (never to fewer).
pub(crate) fn rescale(dialect: Dialect, x: &Sql, from: u32, to: u32) -> Sql {
    match dialect {
        Dialect::Sqlite if to > from => {
            Sql::fill("({0} * {1})", &[x, &Sql::raw(10_i64.pow((to - from).min(18)).to_string())])
        }
        _ => x.clone(),
    }
}

/// The expression brought to a type that [`Ty::with`] gave.
pub(crate) fn coerce(dialect: Dialect, typed: &Typed<'_>, ty: Ty) -> Sql {
    let local = typed.clone().local();
    match (typed.ty, ty) {
        (a, b) if a == b => local.sql,
        (Ty::Null, _) => Sql::raw("NULL"),
        (_, Ty::Text | Ty::Time) => text(dialect, &local),
        (_, Ty::Float) => float(dialect, &local),
        (from, Ty::Exact(to)) => match (from.scale(), dialect) {
            (Some(from), Dialect::Sqlite) => rescale(dialect, &local.sql, from, to),
            (Some(_), Dialect::Postgres) => Sql::fill("({0})::numeric", &[&local.sql]),
            (None, _) => float(dialect, &local),
        },
        (Ty::Date, Ty::DateTime) => match dialect {
            Dialect::Sqlite => Sql::fill("({0} || ' 00:00:00')", &[&local.sql]),
            Dialect::Postgres => Sql::fill("({0})::timestamp", &[&local.sql]),
        },
        _ => local.sql,
    }
}

/// The expression as a condition: true for what is not zero.
pub(crate) fn condition(dialect: Dialect, typed: &Typed<'_>) -> Sql {
    match typed.ty {
        Ty::Null => Sql::raw("(NULL IS NOT NULL)"),
        Ty::Bool | Ty::Int | Ty::Exact(_) | Ty::Float => Sql::fill("({0} <> 0)", &[&typed.sql]),
        _ => Sql::fill("({0} <> 0)", &[&float(dialect, typed)]),
    }
}

/// A condition as the number 1 or 0, null where it is neither.
pub(crate) fn truth(dialect: Dialect, condition: &Sql) -> Sql {
    match dialect {
        Dialect::Sqlite => Sql::fill("({0})", &[condition]),
        Dialect::Postgres => Sql::fill("({0})::int", &[condition]),
    }
}

/// A whole number for an argument that PostgreSQL declares as `int`.
pub(crate) fn small(dialect: Dialect, n: i64) -> Sql {
    let bound = Sql::bound(Value::Int(n.clamp(-1_000_000_000, 1_000_000_000)));
    match dialect {
        Dialect::Sqlite => bound,
        Dialect::Postgres => Sql::fill("{0}::int", &[&bound]),
    }
}

/// Folded text, a separator, then the text itself: the least and greatest of these are those of people's order.
pub(crate) fn keyed(dialect: Dialect, text: &Sql) -> Sql {
    match dialect {
        Dialect::Sqlite => Sql::fill("(ruche_fold({0}) || char(3) || {0})", &[text]),
        Dialect::Postgres => Sql::fill("((ruche_fold({0}) || chr(3) || {0}) COLLATE \"C\")", &[text]),
    }
}
