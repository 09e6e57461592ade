//! By hand on PostgreSQL.

use postgres::types::{ToSql, Type};
use postgres::{Client, NoTls, Row, Statement};
use schema::{Entity, Field, FieldType};

use super::body::{Cell, Shape, body, comma, count_body, readable};
use super::{Ask, Hand, INSERTED, NewContact, group_shape, numbers, page_shape};

const PAGE: &str = r#"
SELECT c.id, c.display_name, c.sort_name, c.contact_type, e.email, p.phone
  FROM civicrm_contact c
  LEFT JOIN civicrm_email e ON e.contact_id = c.id AND e.is_primary = 1
  LEFT JOIN civicrm_phone p ON p.contact_id = c.id AND p.is_primary = 1
 WHERE c.is_deleted = 0 AND {fold:c.sort_name} >= $1 AND {fold:c.sort_name} < $2
 ORDER BY {fold:c.sort_name}, c.id LIMIT 25"#;
const COUNT: &str = "SELECT count(*) FROM civicrm_contact WHERE is_deleted = 0 AND {fold:contact_type} = 'individual'";
const GROUPS: &str = "
SELECT min(contact_type), count(*) FROM civicrm_contact WHERE is_deleted = 0
 GROUP BY {fold:contact_type} ORDER BY {fold:contact_type}";
const TRANSACTION: &str = "INSERT INTO ruche_transaction (at, actor, contact_id, source) VALUES ($1::text::timestamp, 'bench', 2, 'bench') RETURNING id";
const CHANGE: &str = "
INSERT INTO ruche_change (transaction_id, entity, record_id, action, owner_entity, owner_id, after)
VALUES ($1, 'Contact', $2, 'create', 'Contact', $2, $3)";

/// A session with its prepared statements.
pub struct Postgres {
    client: Client,
    row: Statement,
    page: Statement,
    count: Statement,
    groups: Statement,
    insert: Statement,
    transaction: Statement,
    change: Statement,
    all: Shape,
    /// Where in a row its type stands.
    type_at: usize,
    page_shape: Shape,
    group_shape: Shape,
}

impl Postgres {
    /// Connects.
    pub fn open(url: &str, contact: &Entity) -> Result<Postgres, String> {
        let mut client = Client::connect(url, NoTls).map_err(told)?;
        let columns: Vec<String> = readable(contact).map(column).collect();
        let marks: Vec<String> = (1..=INSERTED.len()).map(|n| mark(n, INSERTED.len())).collect();
        let row = format!("SELECT {} FROM civicrm_contact WHERE id = $1", columns.join(", "));
        let insert = format!(
            "INSERT INTO civicrm_contact ({}, modified_date) VALUES ({}, {}) RETURNING id",
            INSERTED.join(", "),
            marks.join(", "),
            mark(INSERTED.len(), INSERTED.len())
        );
        let mut prepared = |sql: &str| client.prepare(&folded(sql)).map_err(told);
        Ok(Postgres {
            row: prepared(&row)?,
            page: prepared(PAGE)?,
            count: prepared(COUNT)?,
            groups: prepared(GROUPS)?,
            insert: prepared(&insert)?,
            transaction: prepared(TRANSACTION)?,
            change: prepared(CHANGE)?,
            client,
            all: Shape::of(contact),
            type_at: readable(contact).position(|field| field.name == "contact_type").unwrap_or(0),
            page_shape: page_shape(),
            group_shape: group_shape(),
        })
    }

    fn row(&mut self, id: i64, out: &mut Vec<u8>) -> Result<i64, String> {
        let Some(row) = self.client.query_opt(&self.row, &[&id]).map_err(told)? else { return Ok(0) };
        let only: &str = row.try_get(self.type_at).map_err(told)?;
        self.all.write(out, only, |at| cell(&row, at));
        Ok(1)
    }

    fn rows(&mut self, page: Option<&str>, out: &mut Vec<u8>) -> Result<i64, String> {
        let (found, shape) = match page {
            Some(prefix) => {
                let from = schema::fold::fold(prefix).into_owned();
                let to = format!("{from}\u{10FFFF}");
                (self.client.query(&self.page, &[&from, &to]), &self.page_shape)
            }
            None => (self.client.query(&self.groups, &[]), &self.group_shape),
        };
        let mut count = 0;
        for row in found.map_err(told)? {
            comma(out, count);
            shape.write(out, "", |at| cell(&row, at));
            count += 1;
        }
        Ok(count)
    }

    fn write(&mut self, ask: &Ask, out: &mut Vec<u8>) -> Result<(), postgres::Error> {
        let mut work = self.client.transaction()?;
        let at = NewContact::of(0).at;
        let transaction: i64 = work.query_one(&self.transaction, &[&at])?.try_get(0)?;
        for number in numbers(ask) {
            let new = NewContact::of(number);
            let values: [&(dyn ToSql + Sync); INSERTED.len()] = [
                &"Individual",
                &new.first_name,
                &new.last_name,
                &new.display_name,
                &new.sort_name,
                &new.hash,
                &"Both",
                &1_i64,
                &new.greeting,
                &1_i64,
                &new.greeting,
                &1_i64,
                &new.display_name,
                &new.at,
            ];
            let id: i64 = work.query_one(&self.insert, &values)?.try_get(0)?;
            work.execute(&self.change, &[&transaction, &id, &new.history(id)])?;
            out.extend_from_slice(format!("{{\"id\":{id}}}").as_bytes());
        }
        work.commit()
    }
}

impl Hand for Postgres {
    fn answer(&mut self, ask: &Ask, out: &mut Vec<u8>) -> Result<(), String> {
        match ask {
            Ask::Row(id) => body(out, |out| self.row(*id, out)),
            Ask::Page(prefix) => body(out, |out| self.rows(Some(prefix), out)),
            Ask::Groups => body(out, |out| self.rows(None, out)),
            Ask::Count => {
                let row = self.client.query_one(&self.count, &[]).map_err(told)?;
                count_body(out, row.try_get(0).map_err(told)?);
                Ok(())
            }
            Ask::Create(_) | Ask::Save(_) => self.write(ask, out).map_err(told),
        }
    }
}

fn told(error: postgres::Error) -> String {
    let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    format!("by hand: {error}: {cause}")
}

/// Dates come as texts: the server is faster at that than we are.
fn column(field: &Field) -> String {
    let cast = match field.ty {
        _ if field.list.is_some() => "",
        FieldType::Date | FieldType::DateTime | FieldType::Timestamp => "::text",
        _ => "",
    };
    format!("\"{}\"{cast}", field.column())
}

/// Placeholders; the last one is a time.
fn mark(n: usize, last: usize) -> String {
    if n == last { format!("${n}::text::timestamp") } else { format!("${n}") }
}

/// Fills in `{fold:COLUMN}`.
fn folded(sql: &str) -> String {
    let mut parts = sql.split("{fold:");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if let Some((column, rest)) = part.split_once('}') {
            out.push_str(&query::fold_expression(query::Dialect::Postgres, column));
            out.push_str(rest);
        }
    }
    out
}

fn cell(row: &Row, at: usize) -> Cell<'_> {
    let ty = row.columns().get(at).map(|column| column.type_().clone());
    match ty {
        Some(Type::INT8) => row.try_get(at).ok().flatten().map_or(Cell::Null, Cell::Int),
        Some(Type::INT2) => row.try_get(at).ok().flatten().map_or(Cell::Null, |n: i16| Cell::Int(n.into())),
        Some(Type::FLOAT8) => row.try_get(at).ok().flatten().map_or(Cell::Null, Cell::Float),
        _ => row.try_get(at).ok().flatten().map_or(Cell::Null, Cell::Text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_is_written_out_wherever_it_is_asked_for() {
        let expression = query::fold_expression(query::Dialect::Postgres, "a.b");
        assert_eq!(folded("x {fold:a.b} y {fold:a.b}"), format!("x {expression} y {expression}"));
    }
}
