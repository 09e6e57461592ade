//! SQL text with its bound values. The text is made of metadata alone; whatever a caller sent is bound.

use schema::Value;

/// Which database will read the statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Placeholders `?1`; functions of `store` are registered (`ruche_fold`, `ruche_local`, `ruche_regexp`, …).
    Sqlite,
    /// Placeholders `$1`; the same functions exist in SQL.
    Postgres,
}

/// One statement and the values for its placeholders, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statement {
    pub text: String,
    pub binds: Vec<Value>,
}
