//! What a component starts with, planted once: on a new site, and on an older one when the component arrives.

use query::Dialect;
use store::{Result, Tx, statement};

/// Writes the rows that a component starts with.
pub type SeedFn = fn(&mut Tx<'_>) -> Result<()>;

/// The rows that a component starts with.
#[derive(Debug, Clone, Copy)]
pub struct Seed {
    /// The entity whose empty table says that nothing was planted yet.
    pub entity: &'static str,
    pub fill: SeedFn,
    /// Whether it is planted on older sites too, though there are rows: it looks itself for what is there.
    pub is_later: bool,
}

/// Plants what this site has not been given yet. Each seed is planted once in the life of a site: what somebody
/// deletes afterwards stays deleted.
///
/// # Errors
/// Whatever a seed fails with; nothing is planted then.
pub fn plant(tx: &mut Tx<'_>, seeds: &[Seed]) -> Result<()> {
    if tx.dialect() == Dialect::Postgres {
        // Of two processes that start at once, the second finds everything planted.
        tx.one(&statement("SELECT pg_advisory_xact_lock(7210984)::text", Vec::new()))?;
    }
    seeds.iter().try_for_each(|seed| plant_one(tx, seed))
}

/// Sites older than the record of seeds have rows already, from the seeds of their first day.
fn is_empty(tx: &Tx<'_>, entity: &str) -> Result<bool> {
    let table = tx.entity(entity)?.table.clone();
    Ok(tx.one(&statement(format!(r#"SELECT 1 FROM "{table}" LIMIT 1"#), Vec::new()))?.is_none())
}

fn plant_one(tx: &mut Tx<'_>, seed: &Seed) -> Result<()> {
    let name = format!("seed {}", seed.entity);
    let mark = tx.placeholder(1);
    let recorded = format!(r#"SELECT "value" FROM "ruche_state" WHERE "name" = {mark}"#);
    if tx.one(&statement(recorded, vec![name.as_str().into()]))?.is_some() {
        return Ok(());
    }
    if seed.is_later || is_empty(tx, seed.entity)? {
        (seed.fill)(tx)?;
    }
    let record = format!(r#"INSERT INTO "ruche_state" ("name", "value") VALUES ({mark}, 1)"#);
    tx.execute(&statement(record, vec![name.into()])).map(drop)
}
