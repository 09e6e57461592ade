//! `UFMatch`: which account belongs to which contact, in the words of existing clients. The rows are those of accounts;
//! they are written as `User`.

use kit::Registry;
use query::Cell;
use schema::{Entity, Field, FieldType, OptionSource};
use serde_json::{Map, Value as Json};
use store::{Result, Tx, statement};

/// The columns, in order.
const COLUMNS: [&str; 6] = ["id", "domain_id", "uf_id", "uf_name", "contact_id", "language"];

pub(crate) fn register(registry: &mut Registry) {
    registry.array(entity(), rows);
}

fn entity() -> Entity {
    let domains = OptionSource::table("Domain", "name").source();
    let fields = vec![
        Field::new("id", FieldType::Int).readonly().title("UF Match ID").input("Number"),
        Field::new("domain_id", FieldType::Int).readonly().title("Domain ID").options(domains).input("EntityRef"),
        Field::new("uf_id", FieldType::Int).readonly().title("CMS ID").input("Number"),
        Field::new("uf_name", FieldType::Text { max: 128 }).readonly().title("CMS Unique Identifier").input("Text"),
        Field::new("contact_id", FieldType::Int).readonly().title("Contact ID").input("EntityRef"),
        Field::new("language", FieldType::Text { max: 5 }).readonly().title("Preferred Language").input("Text"),
    ];
    Entity::new("UFMatch", "", fields).kind("DAOEntity").searchable("secondary")
}

/// Whoever looks after accounts sees all of them, everybody else their own.
fn rows(tx: &mut Tx<'_>) -> Result<Vec<Map<String, Json>>> {
    let names: Vec<String> = COLUMNS.iter().map(|name| format!(r#""{name}""#)).collect();
    let all = tx.actor().may("cms:administer users") || tx.actor().permissions.is_everything();
    let own = tx.actor().user_id.unwrap_or(0);
    let condition = if all { String::new() } else { format!(r#" WHERE "id" = {}"#, tx.placeholder(1)) };
    let binds = if all { Vec::new() } else { vec![own.into()] };
    let text = format!(r#"SELECT {} FROM "civicrm_uf_match"{condition} ORDER BY "id""#, names.join(", "));
    let mut found = Vec::new();
    tx.rows(&statement(text, binds), |row| {
        let cell = |at: usize| match row.cell(at) {
            Cell::Int(n) => Json::from(n),
            Cell::Text(text) => Json::from(text),
            _ => Json::Null,
        };
        found.push(COLUMNS.iter().enumerate().map(|(at, name)| ((*name).to_owned(), cell(at))).collect());
        Ok(())
    })?;
    Ok(found)
}
