//! Pieces of SQL with the values they bind, composed in any order and numbered at the very end.

use schema::Value;

use crate::{Dialect, Statement};

/// Stands for one bound value in a piece's text. Identifiers and templates never contain it.
const MARK: char = '\u{1}';

/// A piece of SQL: text in which every [`MARK`] is one of the values, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sql {
    pub text: String,
    pub binds: Vec<Value>,
}

impl Sql {
    /// Text of our own, without values.
    pub fn raw(text: impl Into<String>) -> Sql {
        Sql { text: text.into(), binds: Vec::new() }
    }

    /// One bound value.
    pub fn bound(value: impl Into<Value>) -> Sql {
        let value = match value.into() {
            // Both databases keep booleans as 0 and 1.
            Value::Bool(b) => Value::Int(i64::from(b)),
            value => value,
        };
        Sql { text: String::from(MARK), binds: vec![value] }
    }

    /// A template of our own in which `{0}` to `{9}` stand for the parts; a part may be used more than once.
    pub fn fill(template: &str, parts: &[&Sql]) -> Sql {
        let room = parts.iter().map(|part| part.text.len()).sum::<usize>() + template.len();
        let mut sql = Sql { text: String::with_capacity(room), binds: Vec::new() };
        let mut rest = template;
        while let Some(at) = rest.find('{') {
            sql.text.push_str(&rest[..at]);
            let digit = rest.as_bytes().get(at + 1).map_or(0, |b| usize::from(b.wrapping_sub(b'0')));
            if let Some(part) = parts.get(digit) {
                sql.append(part);
            }
            rest = rest.get(at + 3..).unwrap_or_default();
        }
        sql.text.push_str(rest);
        sql
    }

    /// The pieces with this text of our own between them.
    pub fn join<'s>(pieces: impl IntoIterator<Item = &'s Sql>, between: &str) -> Sql {
        let mut sql = Sql { text: String::with_capacity(256), binds: Vec::new() };
        for (at, piece) in pieces.into_iter().enumerate() {
            if at > 0 {
                sql.text.push_str(between);
            }
            sql.append(piece);
        }
        sql
    }

    /// Adds text of our own.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds another piece.
    pub fn append(&mut self, piece: &Sql) {
        self.text.push_str(&piece.text);
        self.binds.extend(piece.binds.iter().cloned());
    }

    /// The statement with its placeholders numbered. PostgreSQL is told the type of each, so that it never guesses.
    pub fn finish(self, dialect: Dialect) -> Statement {
        if self.binds.is_empty() {
            return Statement { text: self.text, binds: self.binds };
        }
        let mut text = String::with_capacity(self.text.len() + self.binds.len() * 12);
        let mut rest = self.text.as_str();
        for (at, value) in self.binds.iter().enumerate() {
            let Some(mark) = rest.find(MARK) else { break };
            text.push_str(&rest[..mark]);
            placeholder(dialect, at + 1, value, &mut text);
            rest = &rest[mark + 1..];
        }
        text.push_str(rest);
        Statement { text, binds: self.binds }
    }
}

fn placeholder(dialect: Dialect, number: usize, value: &Value, out: &mut String) {
    match dialect {
        Dialect::Sqlite => {
            out.push('?');
            out.push_str(&number.to_string());
        }
        Dialect::Postgres => {
            out.push('$');
            out.push_str(&number.to_string());
            out.push_str(cast(value));
        }
    }
}

fn cast(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) | Value::Int(_) => "::bigint",
        Value::Float(_) => "::float8",
        Value::Decimal(_) => "::numeric",
        Value::Date(_) => "::date",
        Value::DateTime(_) => "::timestamp",
        Value::Null | Value::Text(_) | Value::List(_) => "::text",
    }
}

/// A column of the table with this alias.
pub(crate) fn column(alias: &str, name: &str) -> Sql {
    let mut text = String::with_capacity(alias.len() + name.len() + 3);
    text.push_str(alias);
    text.push('.');
    push_quoted(name, &mut text);
    Sql::raw(text)
}

/// The identifier in quotes.
pub(crate) fn quoted(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 2);
    push_quoted(name, &mut text);
    text
}

fn push_quoted(name: &str, out: &mut String) {
    out.push('"');
    if name.bytes().any(|b| b == b'"' || b < b' ') {
        name.chars().filter(|c| !c.is_control()).for_each(|c| match c {
            '"' => out.push_str("\"\""),
            c => out.push(c),
        });
    } else {
        out.push_str(name);
    }
    out.push('"');
}

/// The folded form of a text in SQL, by which texts are compared, sorted and grouped: indexes are built on exactly
/// this expression (in PostgreSQL `NULLS FIRST`, because ascending lists begin with what has no value).
pub fn fold_expression(dialect: Dialect, column_sql: &str) -> String {
    match dialect {
        Dialect::Sqlite => format!("ruche_fold({column_sql})"),
        Dialect::Postgres => format!("(ruche_fold({column_sql}) COLLATE \"C\")"),
    }
}

/// How many rows meet a condition, as SQLite is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Share {
    /// Many, but few enough that it does not look through a joined table beforehand (a Bloom filter).
    Some,
    NearlyAll,
}

/// A condition that nearly every row meets. SQLite guesses a few rows for each value of a column that leads an index,
/// and would sort what an index gives in order; PostgreSQL counts values.
pub(crate) fn usual(dialect: Dialect, condition: &Sql, share: Share) -> Sql {
    match (dialect, share) {
        (Dialect::Sqlite, Share::NearlyAll) => Sql::fill("likelihood({0}, 0.97)", &[condition]),
        (Dialect::Sqlite, Share::Some) => Sql::fill("likelihood({0}, 0.25)", &[condition]),
        (Dialect::Postgres, _) => condition.clone(),
    }
}

pub(crate) fn fold_sql(dialect: Dialect, text: &Sql) -> Sql {
    Sql { text: fold_expression(dialect, &text.text), binds: text.binds.clone() }
}
