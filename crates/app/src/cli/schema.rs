//! `ruche schema`: the tables that the declarations make, for whoever writes a migration.

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use query::Dialect;
use schema::Catalog;

use super::{Done, say};

#[derive(Args)]
pub(super) struct Options {
    /// For which database
    dialect: Kind,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    Sqlite,
    Postgres,
}

pub(super) fn run(options: &Options) -> Done {
    let dialect = match options.dialect {
        Kind::Sqlite => Dialect::Sqlite,
        Kind::Postgres => Dialect::Postgres,
    };
    let registry = crate::components::registry();
    let catalog = Catalog::new(registry.model.entities.iter().cloned(), 1);
    for statement in store::ddl::create_all(&catalog, dialect) {
        say(&format!("{statement};"));
    }
    Ok(ExitCode::SUCCESS)
}
