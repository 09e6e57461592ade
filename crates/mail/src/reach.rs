//! Whether mail may go to a contact. What is known here is the contact's own word and the state of the address; a
//! component that knows more, such as consents, puts a [`Gate`] into the registry.

use std::collections::HashMap;

use query::Cell;
use schema::Value;
use store::{Result, Tx, statement};

/// Reasons against writing to contacts, by the contact; asked with the rights of whoever writes.
pub type GateFn = fn(&Tx<'_>, contacts: &[i64]) -> Result<HashMap<i64, Vec<&'static str>>>;

/// Knows more about who may be written to.
#[derive(Clone, Copy)]
pub struct Gate(pub GateFn);

/// Reasons that hold even for a message which somebody has asked for.
pub const HARD: [&str; 5] = ["missing", "in_bin", "is_deceased", "no_address", "on_hold"];

/// Why contacts cannot be written to, by their machine names (`do_not_email`, `on_hold`); those who can are not in it.
///
/// # Errors
/// The database's own failure.
pub fn refusals(tx: &Tx<'_>, gates: &[Gate], contacts: &[i64]) -> Result<HashMap<i64, Vec<&'static str>>> {
    let mut all = own(tx, contacts)?;
    for gate in gates {
        for (contact, reasons) in (gate.0)(tx, contacts)? {
            let known = all.entry(contact).or_default();
            reasons.into_iter().for_each(|reason| {
                if !known.contains(&reason) {
                    known.push(reason);
                }
            });
        }
    }
    all.retain(|_, reasons| !reasons.is_empty());
    Ok(all)
}

fn own(tx: &Tx<'_>, contacts: &[i64]) -> Result<HashMap<i64, Vec<&'static str>>> {
    let address = r#"(SELECT COUNT(*) FROM "civicrm_email" e WHERE e."contact_id" = c."id" AND e."email" IS NOT NULL"#;
    let text = format!(
        r#"SELECT c."id", c."is_deleted", c."is_deceased", c."do_not_email", {address}), {address} AND e."on_hold" = 0)
           FROM "civicrm_contact" c WHERE c."id" {}"#,
        tx.among(1)
    );
    let mut all: HashMap<i64, Vec<&'static str>> = contacts.iter().map(|id| (*id, vec!["missing"])).collect();
    let ids = Value::Text(serde_json::json!(contacts).to_string());
    tx.rows(&statement(text, vec![ids]), |row| {
        let int = |at| match row.cell(at) {
            Cell::Int(number) => number,
            _ => 0,
        };
        let mut reasons = Vec::new();
        let mut say = |holds: bool, reason| {
            if holds {
                reasons.push(reason);
            }
        };
        say(int(1) != 0, "in_bin");
        say(int(2) != 0, "is_deceased");
        say(int(3) != 0, "do_not_email");
        say(int(4) == 0, "no_address");
        say(int(4) > 0 && int(5) == 0, "on_hold");
        all.insert(int(0), reasons);
        Ok(())
    })?;
    Ok(all)
}

/// The address at which a contact takes mail: the primary one, else the first that is not on hold.
///
/// # Errors
/// The database's own failure.
pub fn address_of(tx: &Tx<'_>, contact: i64) -> Result<Option<String>> {
    let text = format!(
        r#"SELECT "email" FROM "civicrm_email" WHERE "contact_id" = {} AND "on_hold" = 0 AND "email" IS NOT NULL
           ORDER BY "is_primary" DESC, "id" LIMIT 1"#,
        tx.placeholder(1)
    );
    Ok(tx.one(&statement(text, vec![contact.into()]))?.and_then(|value| value.as_text().map(str::to_owned)))
}
