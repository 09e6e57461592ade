//! A field changes its kind: every value in its new shape, or the list of those that have none.

use query::Dialect;
use rust_decimal::Decimal;
use schema::{Field, FieldType, Value};
use serde_json::{Value as Json, json};
use store::coerce::{from_column, from_json, to_column};
use store::{Error, Result, Tx, owned, statement};

use crate::column::{self, Place};
use crate::field::CustomField;
use crate::kind;

/// A value that does not fit the new kind, and how many records have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    pub value: String,
    pub records: i64,
}

/// So many pairs of values travel with one statement.
const AT_ONCE: usize = 2_000;

/// What is kept of a field, as the two columns hold it.
struct Pair {
    /// The old and the new column's values as the database writes them out; None for none.
    written: [Option<String>; 2],
    values: [Value; 2],
    records: i64,
}

/// The values that a field would lose if it became the other; nothing is changed.
///
/// # Errors
/// The database's own failure.
pub fn misfits(tx: &Tx<'_>, old: &CustomField, new: &CustomField) -> Result<Vec<Misfit>> {
    let Some(place) = column::place(tx, old)? else { return Ok(Vec::new()) };
    let (Some(was), Some(is)) = (declared(old), declared(new)) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for pair in pairs(tx, &place.table, [(&was, &place.column), (&was, &place.column)])? {
        let [value, _] = pair.values;
        if !value.is_null() && converted(tx, &is, &value)?.is_none() {
            found.push(Misfit { value: texts(&value).join(", "), records: pair.records });
        }
    }
    Ok(found)
}

/// Fills the new column from the old one. All values are known to fit.
pub(crate) fn forward(tx: &Tx<'_>, old: &CustomField, new: &CustomField, from: &Place, to: &Place) -> Result<()> {
    rewrite(tx, old, new, from, to, |tx, is, pair| Ok(converted(tx, is, &pair.values[0])?.unwrap_or(Value::Null)))
}

/// Goes back to the old column, which still has its values: only what has changed since is converted.
pub(crate) fn back(tx: &Tx<'_>, new: &CustomField, old: &CustomField, from: &Place, to: &Place) -> Result<()> {
    let Some(is) = declared(new) else { return Ok(()) };
    rewrite(tx, new, old, from, to, |tx, was, pair| {
        let [current, kept] = &pair.values;
        let untouched = converted(tx, &is, kept)?.unwrap_or(Value::Null) == *current;
        match untouched {
            true => Ok(kept.clone()),
            // What has no place in the old kind leaves what was there.
            false => Ok(converted(tx, was, current)?.unwrap_or_else(|| kept.clone())),
        }
    })
}

fn declared(field: &CustomField) -> Option<Field> {
    kind::declared(field, None)
}

fn rewrite(
    tx: &Tx<'_>,
    from: &CustomField,
    to: &CustomField,
    source: &Place,
    target: &Place,
    decide: impl Fn(&Tx<'_>, &Field, &Pair) -> Result<Value>,
) -> Result<()> {
    let (Some(was), Some(is), Some(ty)) = (declared(from), declared(to), kind::field_type(to)) else { return Ok(()) };
    let mut steps = Vec::new();
    for pair in pairs(tx, &source.table, [(&was, &source.column), (&is, &target.column)])? {
        let value = decide(tx, &is, &pair)?;
        if value != pair.values[1] {
            let written = json_of(&to_column(&is, &value, tx.dialect()));
            steps.push(json!([pair.written[0], pair.written[1], written]));
        }
    }
    let kind = column::sql_type(to, ty, tx.dialect());
    for some in steps.chunks(AT_ONCE) {
        let text = update(tx, source, &target.column, kind);
        tx.execute(&statement(text, vec![Json::from(some.to_vec()).to_string().into()]))?;
    }
    Ok(())
}

/// Sets the new column of all rows that have a pair of values, many pairs at once.
fn update(tx: &Tx<'_>, source: &Place, target: &str, kind: &str) -> String {
    let Place { table, column } = source;
    match tx.dialect() {
        Dialect::Sqlite => format!(
            r#"UPDATE "{table}" SET "{target}" = m.n FROM (SELECT json_extract("value", '$[0]') AS o, json_extract("value", '$[1]') AS p, json_extract("value", '$[2]') AS n FROM json_each(?1)) AS m WHERE CAST("{table}"."{column}" AS TEXT) IS m.o AND CAST("{table}"."{target}" AS TEXT) IS m.p"#
        ),
        Dialect::Postgres => format!(
            r#"UPDATE "{table}" SET "{target}" = (m.v->>2)::{kind} FROM jsonb_array_elements(CAST($1 AS text)::jsonb) AS m(v) WHERE "{table}"."{column}"::text IS NOT DISTINCT FROM m.v->>0 AND "{table}"."{target}"::text IS NOT DISTINCT FROM m.v->>1"#
        ),
    }
}

fn json_of(value: &Value) -> Json {
    match value {
        Value::Bool(on) => json!(i64::from(*on)),
        Value::Date(date) => json!(date.to_string()),
        Value::DateTime(at) => json!(calendar::datetime_text(*at)),
        Value::Decimal(sum) => json!(sum.to_string()),
        other => other.to_json(),
    }
}

/// The different values of two columns, as far as any is there.
fn pairs(tx: &Tx<'_>, table: &str, columns: [(&Field, &str); 2]) -> Result<Vec<Pair>> {
    let [(was, x), (is, y)] = columns;
    let text = |column: &str| match tx.dialect() {
        Dialect::Sqlite => format!(r#"CAST("{column}" AS TEXT)"#),
        Dialect::Postgres => format!(r#""{column}"::text"#),
    };
    let sql = format!(
        r#"SELECT "{x}", {}, "{y}", {}, count(*) FROM "{table}" WHERE "{x}" IS NOT NULL OR "{y}" IS NOT NULL GROUP BY 1, 2, 3, 4"#,
        text(x),
        text(y)
    );
    let mut found = Vec::new();
    tx.rows(&statement(sql, Vec::new()), |row| {
        let written = |at| owned(row.cell(at)).as_text().map(str::to_owned);
        found.push(Pair {
            written: [written(1), written(3)],
            values: [from_column(was, row.cell(0)), from_column(is, row.cell(2))],
            records: owned(row.cell(4)).as_int().unwrap_or(0),
        });
        Ok(())
    })?;
    Ok(found)
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::List(items) => items.iter().flat_map(texts).collect(),
        Value::Bool(on) => vec![u8::from(*on).to_string()],
        Value::Text(text) => vec![text.clone()],
        Value::Decimal(sum) => vec![sum.normalize().to_string()],
        Value::DateTime(at) => vec![calendar::datetime_text(*at)],
        other => vec![other.to_json().to_string().trim_matches('"').to_owned()],
    }
}

/// The value in the shape of another kind; None where it has none there.
fn converted(tx: &Tx<'_>, to: &Field, value: &Value) -> Result<Option<Value>> {
    let all = texts(value);
    if all.iter().all(|text| text.is_empty()) {
        return Ok(Some(Value::Null));
    }
    let json = match (to.list, all.as_slice()) {
        (Some(_), _) => json!(all),
        (None, [one]) => json!(prepared(to.ty, one)),
        (None, _) if to.ty.is_text() => json!(all.join(", ")),
        _ => return Ok(None),
    };
    let dated = matches!(to.ty, FieldType::Date | FieldType::DateTime);
    if dated && !json.as_str().is_some_and(|text| text.starts_with(|c: char| c.is_ascii_digit())) {
        return Ok(None);
    }
    match from_json(to, &json, tx.clock()) {
        Ok(value) => exists(tx, to, value),
        Err(_) => Ok(None),
    }
}

/// A text as numbers, dates and answers are read: as people here write them.
fn prepared(ty: FieldType, text: &str) -> String {
    let text = text.trim();
    match ty {
        FieldType::Float | FieldType::Money { .. } => text.replace([' ', '\u{a0}', '\u{202f}'], "").replace(',', "."),
        FieldType::Int => match text.parse::<Decimal>() {
            Ok(number) if number.fract().is_zero() => number.trunc().normalize().to_string(),
            _ => text.to_owned(),
        },
        FieldType::Bool => match text.to_lowercase().as_str() {
            "oui" | "vrai" => "1".to_owned(),
            "non" | "faux" => "0".to_owned(),
            _ => text.to_owned(),
        },
        FieldType::Date | FieldType::DateTime => day_first(text).unwrap_or_else(|| text.to_owned()),
        _ => text.to_owned(),
    }
}

/// `31/12/2026` as `2026-12-31`.
fn day_first(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['/', '.']).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let whole = year.len() == 4 && [day, month, year].iter().all(|part| part.parse::<u16>().is_ok());
    whole.then(|| format!("{year}-{month:0>2}-{day:0>2}"))
}

/// A key must lead somewhere.
fn exists(tx: &Tx<'_>, to: &Field, value: Value) -> Result<Option<Value>> {
    let Some(target) = to.references.as_ref().and_then(|r| tx.catalog().entity(&r.entity)) else {
        return Ok(Some(value));
    };
    let ids: Vec<Value> = match &value {
        Value::List(items) => items.clone(),
        one => vec![one.clone()],
    };
    for id in ids {
        let text = format!(r#"SELECT 1 FROM "{}" WHERE "id" = {}"#, target.table, tx.placeholder(1));
        if id.as_int().is_none() || tx.one(&statement(text, vec![id]))?.is_none() {
            return Ok(None);
        }
    }
    Ok(Some(value))
}

/// The refusal that lists what does not fit, the most frequent first.
pub(crate) fn refusal(mut all: Vec<Misfit>) -> Error {
    const NAMED: usize = 20;
    all.sort_by_key(|one| std::cmp::Reverse(one.records));
    let records: i64 = all.iter().map(|one| one.records).sum();
    let named: Vec<String> = all.iter().take(NAMED).map(|one| format!("'{}' ({})", one.value, one.records)).collect();
    let more = if all.len() > NAMED { ", …" } else { "" };
    let text = format!("{records} records have values that do not fit: {}{more}.", named.join(", "));
    Error::rule("data_type", "problem-custom-misfit", text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_as_people_write_them() {
        assert_eq!(prepared(FieldType::Money { scale: 2 }, "1 240,50"), "1240.50");
        assert_eq!(prepared(FieldType::Int, "12.00"), "12");
        assert_eq!(prepared(FieldType::Date, "3/1/2026"), "2026-01-03");
        assert_eq!(prepared(FieldType::Bool, "Oui"), "1");
        assert_eq!(texts(&Value::List(vec![Value::Int(1), Value::Text("b".to_owned())])), ["1", "b"]);
    }
}
