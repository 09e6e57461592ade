//! The steps in which the rows of a file came in: which rows each transaction brought, so that it can be found and taken
//! back. The rows themselves are not kept in that order: each would be entered in one more index when it comes in.

use schema::Entity;
use store::{Result, Tx, owned, statement};

use crate::rows::state;

/// Rows that one transaction brought in.
#[derive(Clone, Debug, Entity)]
#[entity("RucheImportStep", "ruche_import_step", internal)]
pub struct ImportStep {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("UserJob"))]
    pub user_job_id: i64,
    pub transaction_id: i64,
    /// The line after which its rows begin.
    pub after: i64,
    /// The line of its last row.
    pub last: i64,
}

/// Notes that this transaction has gone through the rows between two lines; nothing where it has changed nothing.
///
/// # Errors
/// The database's own failure.
pub fn note(tx: &Tx<'_>, job: i64, after: i64, last: i64) -> Result<()> {
    let Some(transaction) = tx.transaction_id() else { return Ok(()) };
    let text = format!(
        r#"INSERT INTO "ruche_import_step" ("user_job_id", "transaction_id", "after", "last") VALUES ({}, {}, {}, {})"#,
        tx.placeholder(1),
        tx.placeholder(2),
        tx.placeholder(3),
        tx.placeholder(4)
    );
    tx.execute(&statement(text, vec![job.into(), transaction.into(), after.into(), last.into()])).map(|_| ())
}

/// Forgets the steps of an import.
///
/// # Errors
/// The database's own failure.
pub fn clear(tx: &Tx<'_>, job: i64) -> Result<()> {
    let text = format!(r#"DELETE FROM "ruche_import_step" WHERE "user_job_id" = {}"#, tx.placeholder(1));
    tx.execute(&statement(text, vec![job.into()])).map(|_| ())
}

/// The last transaction before this one that brought rows in.
///
/// # Errors
/// The database's own failure.
pub fn last(tx: &Tx<'_>, job: i64, before: i64) -> Result<Option<i64>> {
    let text = format!(
        r#"SELECT max("transaction_id") FROM "ruche_import_step" WHERE "user_job_id" = {} AND "transaction_id" < {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    Ok(tx.one(&statement(text, vec![job.into(), before.into()]))?.and_then(|value| value.as_int()))
}

/// Notes what undoing a transaction did to its rows: those of the contacts and records that were kept stay. Tells how
/// many rows it had brought in, and forgets the step.
///
/// # Errors
/// The database's own failure.
pub fn undone(tx: &Tx<'_>, job: i64, transaction: i64, contacts: &[i64], records: &[i64]) -> Result<i64> {
    let Some((after, last)) = lines(tx, job, transaction)? else { return Ok(0) };
    let [one, two, three, four, five] = [1, 2, 3, 4, 5].map(|n| tx.placeholder(n));
    let binds = || vec![job.into(), transaction.into(), after.into(), last.into()];
    let rows = format!(
        r#"WHERE "user_job_id" = {one} AND "transaction_id" = {two} AND "line" > {three} AND "line" <= {four} AND "state" = {five}"#
    );
    let mut of = binds();
    of.push(state::DONE.into());
    let text = format!(r#"UPDATE "ruche_import_row" SET "state" = '{}' {rows}"#, state::UNDONE);
    let count = tx.execute(&statement(text, of))?;
    for (column, kept) in [("contact_id", contacts), ("record_id", records)] {
        if kept.is_empty() {
            continue;
        }
        let among = tx.among(6);
        let text =
            format!(r#"UPDATE "ruche_import_row" SET "state" = '{}' {rows} AND "{column}" {among}"#, state::KEPT);
        let mut of = binds();
        of.extend([state::UNDONE.into(), serde_json::json!(kept).to_string().into()]);
        tx.execute(&statement(text, of))?;
    }
    let text = format!(r#"DELETE FROM "ruche_import_step" WHERE "user_job_id" = {one} AND "transaction_id" = {two}"#);
    tx.execute(&statement(text, vec![job.into(), transaction.into()]))?;
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Between which lines the rows of a transaction stand.
fn lines(tx: &Tx<'_>, job: i64, transaction: i64) -> Result<Option<(i64, i64)>> {
    let text = format!(
        r#"SELECT min("after"), max("last") FROM "ruche_import_step" WHERE "user_job_id" = {} AND "transaction_id" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let mut found = None;
    tx.rows(&statement(text, vec![job.into(), transaction.into()]), |row| {
        found = owned(row.cell(0)).as_int().zip(owned(row.cell(1)).as_int());
        Ok(())
    })?;
    Ok(found)
}
