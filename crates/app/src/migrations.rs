//! The migrations of the database, in order. Written by `cargo xtask migration NAME`, never changed once released.

use store::Migration;

/// One line for each file pair in `migrations/`.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "initial",
        sqlite: include_str!("../../../migrations/sqlite/0001_initial.sql"),
        postgres: include_str!("../../../migrations/postgres/0001_initial.sql"),
    },
    Migration {
        number: 2,
        name: "everyday_work",
        sqlite: include_str!("../../../migrations/sqlite/0002_everyday_work.sql"),
        postgres: include_str!("../../../migrations/postgres/0002_everyday_work.sql"),
    },
    Migration {
        number: 3,
        name: "privacy_and_search",
        sqlite: include_str!("../../../migrations/sqlite/0003_privacy_and_search.sql"),
        postgres: include_str!("../../../migrations/postgres/0003_privacy_and_search.sql"),
    },
    Migration {
        number: 4,
        name: "accounts_and_lists",
        sqlite: include_str!("../../../migrations/sqlite/0004_accounts_and_lists.sql"),
        postgres: include_str!("../../../migrations/postgres/0004_accounts_and_lists.sql"),
    },
    Migration {
        number: 5,
        name: "entities_of_lists",
        sqlite: include_str!("../../../migrations/sqlite/0005_entities_of_lists.sql"),
        postgres: include_str!("../../../migrations/postgres/0005_entities_of_lists.sql"),
    },
    Migration {
        number: 6,
        name: "committees_and_feeds",
        sqlite: include_str!("../../../migrations/sqlite/0006_committees_and_feeds.sql"),
        postgres: include_str!("../../../migrations/postgres/0006_committees_and_feeds.sql"),
    },
    Migration {
        number: 7,
        name: "sites_and_desks",
        sqlite: include_str!("../../../migrations/sqlite/0007_sites_and_desks.sql"),
        postgres: include_str!("../../../migrations/postgres/0007_sites_and_desks.sql"),
    },
    Migration {
        number: 8,
        name: "import_steps",
        sqlite: include_str!("../../../migrations/sqlite/0008_import_steps.sql"),
        postgres: include_str!("../../../migrations/postgres/0008_import_steps.sql"),
    },
];
