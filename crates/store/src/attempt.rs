//! Part of a transaction that may fail alone: it is taken back, and the rest goes on.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Result};
use crate::history::{Recorded, Undone};
use crate::reverse_many::births;
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
        // What is wrong with rows that another thread writes belongs to the attempt too.
        let result = work(self).and_then(|value| self.settle().map(|()| value));
        if result.is_err() {
            self.execute(&statement("ROLLBACK TO SAVEPOINT attempt", Vec::new()))?;
            self.transaction = transaction;
            self.births.borrow_mut().clear();
            self.given.borrow_mut().clear();
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
        // Strictly backwards, across all owners: an employer goes only after those who lean on it.
        let changes: Vec<(Owner, Recorded)> = self
            .changes(transaction)?
            .into_iter()
            .rev()
            .map(|change| {
                let own = (change.entity.clone(), change.record_id);
                (owners.get(&change.id).cloned().unwrap_or(own), change)
            })
            .collect();
        let mut left = BTreeSet::new();
        loop {
            let mut found = BTreeSet::new();
            let tried = self.attempt(|tx| {
                tx.reverse_all_but(&changes, transaction, who, &left, &mut found)?;
                // Whoever stays keeps all of theirs, so it is done again without them.
                if found.is_empty() { Ok(()) } else { Err(Error::Conflict(String::new())) }
            });
            match tried {
                Ok(()) => break,
                Err(Error::Conflict(_)) if !found.is_empty() => left.append(&mut found),
                Err(other) => return Err(other),
            }
        }
        if let Some(own) = self.transaction {
            self.set_column("ruche_transaction", transaction, "undone_by", own)?;
            self.set_column("ruche_transaction", own, "undoes", transaction)?;
        }
        self.publish(&Undone { transaction })?;
        Ok(left.into_iter().collect())
    }

    /// Reverses the changes of all but these owners, and adds those in whose way something newer stands.
    fn reverse_all_but(
        &mut self,
        changes: &[(Owner, Recorded)],
        transaction: i64,
        who: As,
        left: &BTreeSet<Owner>,
        found: &mut BTreeSet<Owner>,
    ) -> Result<()> {
        let mut rest = changes;
        while let [(owner, change), later @ ..] = rest {
            let together = births(rest.iter().map(|(_, change)| change));
            if together > 1 {
                let (now, later) = rest.split_at(together);
                self.reverse_together(now, transaction, who, left, found)?;
                rest = later;
                continue;
            }
            rest = later;
            if left.contains(owner) || found.contains(owner) {
                continue;
            }
            if who == As::Actor {
                self.check_inverse(change)?;
            }
            match self.reverse(change, transaction) {
                Ok(None) => {}
                Ok(Some(_)) => {
                    found.insert(owner.clone());
                }
                // A refused statement ends what can be tried in this attempt.
                Err(Error::Conflict(_)) => {
                    found.insert(owner.clone());
                    return Ok(());
                }
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    /// Reverses changes that have made records of one entity.
    fn reverse_together(
        &mut self,
        changes: &[(Owner, Recorded)],
        transaction: i64,
        who: As,
        left: &BTreeSet<Owner>,
        found: &mut BTreeSet<Owner>,
    ) -> Result<()> {
        let mine: Vec<&(Owner, Recorded)> =
            changes.iter().filter(|(owner, _)| !left.contains(owner) && !found.contains(owner)).collect();
        let Some((_, first)) = mine.first() else { return Ok(()) };
        let Some(entity) = self.catalog.entity(&first.entity).cloned() else {
            found.extend(mine.into_iter().map(|(owner, _)| owner.clone()));
            return Ok(());
        };
        let ids: Vec<i64> = mine.iter().map(|(_, change)| change.record_id).collect();
        let kept = self.reverse_births(&entity, &ids, transaction, who)?;
        let stay = mine.into_iter().filter(|(_, change)| kept.contains(&change.record_id));
        found.extend(stay.map(|(owner, _)| owner.clone()));
        Ok(())
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
