//! Bodies of answers, written cell by cell.

use schema::{Entity, Field, FieldType};

/// A value as the database hands it over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    Null,
    Int(i64),
    Float(f64),
    Text(&'a str),
}

/// How a column is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Number,
    Bool,
    Text,
    /// Several values in one text, U+0001 around each.
    List,
}

/// One column of an answer.
#[derive(Clone, Debug)]
pub struct Column {
    /// `"key":`, as it stands in the body.
    key: Vec<u8>,
    form: Form,
    /// The type of contact that alone has it.
    only: Option<String>,
}

/// The columns of an answer.
#[derive(Clone, Debug)]
pub struct Shape {
    columns: Vec<Column>,
}

impl Column {
    /// A column of numbers.
    pub fn number(key: &str) -> Column {
        Column { key: format!("\"{key}\":").into_bytes(), form: Form::Number, only: None }
    }

    /// A column of texts.
    pub fn text(key: &str) -> Column {
        Column { form: Form::Text, ..Column::number(key) }
    }

    fn of(field: &Field) -> Column {
        let form = match field.ty {
            _ if field.list.is_some() => Form::List,
            FieldType::Bool => Form::Bool,
            FieldType::Int | FieldType::Float | FieldType::Money { .. } => Form::Number,
            _ => Form::Text,
        };
        let only = field.only_for.as_ref().map(|(_, only)| only.to_string());
        Column { form, only, ..Column::number(&field.name) }
    }
}

impl Shape {
    /// These columns.
    pub fn new(columns: Vec<Column>) -> Shape {
        Shape { columns }
    }

    /// Every field of an entity that may be read.
    pub fn of(entity: &Entity) -> Shape {
        Shape::new(readable(entity).map(Column::of).collect())
    }

    /// Writes one row as an object; `only` is the type of contact that it is.
    pub fn write<'c>(&self, out: &mut Vec<u8>, only: &str, cell: impl Fn(usize) -> Cell<'c>) {
        let mut first = true;
        for (at, column) in self.columns.iter().enumerate() {
            if column.only.as_ref().is_some_and(|mine| mine != only) {
                continue;
            }
            out.push(if first { b'{' } else { b',' });
            first = false;
            out.extend_from_slice(&column.key);
            write(out, column.form, cell(at));
        }
        out.push(b'}');
    }
}

/// The fields of an entity that may be read, in order.
pub fn readable(entity: &Entity) -> impl Iterator<Item = &Field> {
    entity.columns().filter(|field| !field.secret)
}

fn write(out: &mut Vec<u8>, form: Form, cell: Cell<'_>) {
    // Writing into memory does not fail.
    let _ = match (form, cell) {
        (_, Cell::Null) => serde_json::to_writer(out, &()),
        (Form::Bool, Cell::Int(n)) => serde_json::to_writer(out, &(n != 0)),
        (Form::List, Cell::Text(text)) => {
            let parts: Vec<&str> = text.split('\u{1}').filter(|part| !part.is_empty()).collect();
            serde_json::to_writer(out, &parts)
        }
        (_, Cell::Int(n)) => serde_json::to_writer(out, &n),
        (_, Cell::Float(n)) => serde_json::to_writer(out, &n),
        (_, Cell::Text(text)) => serde_json::to_writer(out, text),
    };
}

/// Writes a whole body around its rows; `rows` tells how many it has written.
pub fn body(out: &mut Vec<u8>, rows: impl FnOnce(&mut Vec<u8>) -> Result<i64, String>) -> Result<(), String> {
    out.extend_from_slice(br#"{"values":["#);
    let count = rows(out)?;
    close(out, count, count, "");
    Ok(())
}

/// A whole body that holds nothing but a number.
pub fn count_body(out: &mut Vec<u8>, count: i64) {
    out.extend_from_slice(br#"{"values":["#);
    close(out, count, 0, &format!(",\"countMatched\":{count}"));
}

fn close(out: &mut Vec<u8>, count: i64, fetched: i64, rest: &str) {
    let end = format!(
        r#"],"entity":"Contact","action":"get","debug":null,"version":4,"count":{count},"countFetched":{fetched}{rest}}}"#
    );
    out.extend_from_slice(end.as_bytes());
}

/// Writes a row with a comma before it, unless it is the first.
pub fn comma(out: &mut Vec<u8>, count: i64) {
    if count > 0 {
        out.push(b',');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_leaves_out_what_its_type_does_not_have() {
        let mut columns = vec![Column::number("id"), Column::text("name"), Column::text("firm")];
        columns[2].only = Some("Organization".to_owned());
        let shape = Shape::new(columns);
        let mut out = Vec::new();
        let cells = [Cell::Int(7), Cell::Text("É\""), Cell::Null];
        shape.write(&mut out, "Individual", |at| cells[at]);
        shape.write(&mut out, "Organization", |at| cells[at]);
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, r#"{"id":7,"name":"É\""}{"id":7,"name":"É\"","firm":null}"#);
    }

    #[test]
    fn lists_and_booleans_are_written_as_the_protocol_does() {
        let mut out = Vec::new();
        write(&mut out, Form::List, Cell::Text("\u{1}2\u{1}4\u{1}"));
        write(&mut out, Form::Bool, Cell::Int(1));
        assert_eq!(out, br#"["2","4"]true"#);
    }
}
