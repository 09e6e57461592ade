//! Part of a transaction that may fail alone: it is taken back, and the rest goes on.

use std::collections::BTreeMap;

use crate::error::{Error, Result};
use crate::history::{Recorded, Undone};
use crate::tx::{As, Tx, statement};

/// What one contact, or another owner of records, went through in a transaction.
type Owner = (String, i64);

impl Tx<'_> {
    /// Runs `work`; when it fails, everything that it wrote is taken back, and the transaction can go on.
    ///
    /// # Errors
    /// Gives back what `work` fails with.
    pub fn attempt<T>(&mut self, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let transaction = self.transaction;
        self.execute(&statement("SAVEPOINT attempt", Vec::new()))?;
        let result = work(self);
        if result.is_err() {
            self.execute(&statement("ROLLBACK TO SAVEPOINT attempt", Vec::new()))?;
            self.transaction = transaction;
            self.mark_stale();
        }
        self.execute(&statement("RELEASE SAVEPOINT attempt", Vec::new()))?;
        result
    }

    /// Reverses a transaction as far as nothing that it did has been changed since: each owner of records (a contact with
    /// its e-mails and so on) goes back whole or stays as it is. Names those that stay.
    ///
    /// # Errors
    /// As [`Tx::undo`], but for conflicts.
    pub fn undo_unchanged(&mut self, transaction: i64, who: As) -> Result<Vec<Owner>> {
        let owners = self.owners(transaction)?;
        let mut groups: Vec<(Owner, Vec<Recorded>)> = Vec::new();
        for change in self.changes(transaction)?.into_iter().rev() {
            let own = (change.entity.clone(), change.record_id);
            let owner = owners.get(&change.id).cloned().unwrap_or(own);
            match groups.iter_mut().rev().find(|(known, _)| *known == owner) {
                Some((_, changes)) => changes.push(change),
                None => groups.push((owner, vec![change])),
            }
        }
        let mut left = Vec::new();
        for (owner, changes) in groups {
            match self.attempt(|tx| changes.iter().try_for_each(|change| tx.reverse_one(change, transaction, who))) {
                Ok(()) => {}
                Err(Error::Conflict(_)) => left.push(owner),
                Err(other) => return Err(other),
            }
        }
        if let Some(own) = self.transaction {
            self.set_column("ruche_transaction", transaction, "undone_by", own)?;
            self.set_column("ruche_transaction", own, "undoes", transaction)?;
        }
        self.publish(&Undone { transaction })?;
        Ok(left)
    }

    fn reverse_one(&mut self, change: &Recorded, transaction: i64, who: As) -> Result<()> {
        if who == As::Actor {
            self.check_inverse(change)?;
        }
        match self.reverse(change, transaction)? {
            None => Ok(()),
            Some(name) => Err(Error::Conflict(name)),
        }
    }

    /// The owner of each change of a transaction that has one.
    fn owners(&self, transaction: i64) -> Result<BTreeMap<i64, Owner>> {
        let text = format!(
            r#"SELECT "id", "owner_entity", "owner_id" FROM "ruche_change" WHERE "transaction_id" = {} AND "owner_id" IS NOT NULL"#,
            self.placeholder(1)
        );
        let mut found = BTreeMap::new();
        self.rows(&statement(text, vec![transaction.into()]), |row| {
            if let (query::Cell::Int(id), query::Cell::Text(entity), query::Cell::Int(owner)) =
                (row.cell(0), row.cell(1), row.cell(2))
            {
                found.insert(id, (entity.to_owned(), owner));
            }
            Ok(())
        })?;
        Ok(found)
    }
}
