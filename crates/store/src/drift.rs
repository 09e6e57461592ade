//! What stands in a database, as lines that can be compared: migrations against declarations.

use query::{Cell, Dialect};
use schema::Catalog;

use crate::ddl;
use crate::error::Result;
use crate::site::Site;
use crate::tx::statement;

const SQLITE: &str = r#"
SELECT 'table ' || m.name || ' column ' || c.name || ' ' || c.type || CASE c."notnull" WHEN 1 THEN ' not null' ELSE '' END
       || coalesce(' default ' || c.dflt_value, '')
  FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
UNION ALL
SELECT 'table ' || m.name || ' key ' || f."from" || ' to ' || f."table" || ' on delete ' || f.on_delete
  FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
UNION ALL
SELECT 'index ' || name || ': ' || sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
ORDER BY 1"#;

const POSTGRES: &str = r#"
SELECT 'table ' || table_name || ' column ' || column_name || ' ' || data_type
       || coalesce('(' || CASE WHEN data_type = 'numeric' THEN numeric_precision || ',' || numeric_scale END || ')', '')
       || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END || coalesce(' default ' || column_default, '')
  FROM information_schema.columns WHERE table_schema = current_schema()
UNION ALL
SELECT 'table ' || relname || ' options ' || array_to_string(reloptions, ', ')
  FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND reloptions IS NOT NULL
UNION ALL
SELECT 'constraint ' || conrelid::regclass || ': ' || conname || ' ' || pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
UNION ALL
SELECT 'index ' || indexname || ': ' || indexdef FROM pg_indexes WHERE schemaname = current_schema()
ORDER BY 1"#;

impl Site {
    /// Every column, key and index of the database, a line each, sorted. The table of migrations itself is left out.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn describe(&self) -> Result<Vec<String>> {
        self.raw(|connection| {
            let text = if connection.dialect() == Dialect::Sqlite { SQLITE } else { POSTGRES };
            let mut lines = Vec::new();
            connection.query(&statement(text, Vec::new()), &mut |row| {
                if let Cell::Text(line) = row.cell(0) {
                    lines.push(line.to_owned());
                }
                Ok(())
            })?;
            lines.retain(|line| !line.contains("ruche_migration"));
            lines.sort_unstable();
            Ok(lines)
        })
    }
}

/// The statements that bring a database described by `lines` (of SQLite) up to the declarations: new tables, new
/// columns, indexes that are new, other or gone, columns whose values are computed by now. Other columns and tables that
/// were removed or changed need a human hand and are not among them.
pub fn additions(catalog: &Catalog, lines: &[String], dialect: Dialect) -> Vec<String> {
    let has = |start: String| lines.iter().any(|line| line.starts_with(&start));
    let mut statements = outdated(catalog, lines);
    let kept = |name: &str| {
        has(format!("index {name}:")) && !statements.iter().any(|drop| drop.contains(&format!("\"{name}\"")))
    };
    let new = |text: &String| !kept(text.split('"').nth(1).unwrap_or_default());
    let indexes: Vec<String> = stored(catalog).flat_map(|entity| ddl::indexes(entity, dialect)).filter(new).collect();
    let mut keys = Vec::new();
    for entity in stored(catalog) {
        let table = &entity.table;
        // What is computed by now holds nothing of its own.
        let computed = entity.fields.iter().filter(|field| !field.is_column());
        let left = computed.filter(|field| has(format!("table {table} column {} ", field.name)));
        statements.extend(left.map(|field| format!("ALTER TABLE \"{table}\" DROP COLUMN \"{}\"", field.name)));
        if !has(format!("table {table} column ")) {
            statements.push(ddl::create_table(catalog, entity, dialect));
            if dialect == Dialect::Postgres {
                keys.extend(ddl::foreign_keys(catalog, entity));
            }
        } else {
            for field in entity.columns().filter(|f| !has(format!("table {table} column {} ", f.column()))) {
                statements.push(format!("ALTER TABLE \"{table}\" ADD COLUMN {}", ddl::column(catalog, field, dialect)));
                if dialect == Dialect::Postgres {
                    let own = format!("\"fk_{table}_{}\"", field.column());
                    keys.extend(ddl::foreign_keys(catalog, entity).into_iter().filter(|key| key.contains(&own)));
                }
            }
        }
    }
    statements.into_iter().chain(keys).chain(indexes).collect()
}

fn stored(catalog: &Catalog) -> impl Iterator<Item = &std::sync::Arc<schema::Entity>> {
    catalog.entities().filter(|e| e.preset.is_none() && e.stored)
}

/// Drops the indexes that are declared no more, or otherwise.
fn outdated(catalog: &Catalog, lines: &[String]) -> Vec<String> {
    let declared: Vec<String> = stored(catalog).flat_map(|entity| ddl::indexes(entity, Dialect::Sqlite)).collect();
    let indexes = lines.iter().filter_map(|line| line.strip_prefix("index ")?.split_once(": "));
    let gone = indexes.filter(|(_, text)| !declared.iter().any(|one| one == text));
    gone.map(|(name, _)| format!("DROP INDEX \"{name}\"")).collect()
}
