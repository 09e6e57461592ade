//! Changing what can be recorded while the site runs: custom sets and their fields.

use std::sync::Arc;

use schema::Catalog;

use crate::error::{Error, Result};
use crate::site::Site;
use crate::tx::{Tx, statement};

impl Tx<'_> {
    /// Reads the declarations in the database again: for this transaction now, for everybody after its commit.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn redeclare(&mut self) -> Result<()> {
        let text = r#"UPDATE "ruche_state" SET "value" = "value" + 1 WHERE "name" = 'catalog'"#;
        if self.execute(&statement(text, Vec::new()))? == 0 {
            let text = r#"INSERT INTO "ruche_state" ("name", "value") VALUES ('catalog', 2)"#;
            self.execute(&statement(text, Vec::new()))?;
        }
        self.catalog = self.declared()?;
        self.redeclared = true;
        self.mark_stale();
        Ok(())
    }

    /// Changes tables: for custom sets alone, in the same transaction as the rows that describe them.
    ///
    /// # Errors
    /// Refuses in a reading transaction; otherwise the database's own failure.
    pub fn change_tables(&self, statements: &[String]) -> Result<()> {
        match self.is_writable() {
            true => {
                statements.iter().try_for_each(|text| self.execute(&statement(text.as_str(), Vec::new())).map(|_| ()))
            }
            false => Err(Error::internal("a change of tables within a reading transaction")),
        }
    }

    /// Takes over what another process, or a transaction just before this one, has declared.
    pub(crate) fn catch_up(&mut self) -> Result<()> {
        if self.site.model().extend.is_empty() || self.declared_version()? == self.catalog.version {
            return Ok(());
        }
        self.catalog = self.declared()?;
        // What a writer sees may not be committed yet: then its own transaction publishes it.
        if !self.is_writable() {
            self.site.publish(self.catalog.clone());
        }
        Ok(())
    }

    fn declared(&self) -> Result<Arc<Catalog>> {
        let model = self.site.model();
        let mut entities = model.entities.clone();
        for extend in &model.extend {
            extend(self, &mut entities)?;
        }
        Ok(Arc::new(Catalog::new(entities, self.declared_version()?)))
    }

    fn declared_version(&self) -> Result<u64> {
        let text = r#"SELECT "value" FROM "ruche_state" WHERE "name" = 'catalog'"#;
        Ok(self.one(&statement(text, Vec::new()))?.and_then(|v| v.as_int()).map_or(1, i64::unsigned_abs))
    }
}

impl Site {
    /// Reads the declarations in the database, after opening it.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn load_declarations(&self) -> Result<()> {
        let system = schema::Actor::system("declarations");
        self.read(&system, |tx| tx.catch_up())
    }
}
