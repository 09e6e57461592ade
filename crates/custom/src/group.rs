//! Custom sets: groups of fields that an organisation adds to an entity, each set a table of its own.

use jiff::civil::DateTime;
use query::Dialect;
use schema::{Default, Entity, ListFormat, OptionSource};
use serde_json::{Map, Value as Json, json};
use store::{As, Change, Error, Problem, Result, Tx, machine_name};

use crate::{column, extends, remains};

#[derive(Clone, Debug, Entity)]
#[entity(
    "CustomGroup",
    "civicrm_custom_group",
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["administer CiviCRM data"]),
    label_field("title"),
    searchable("secondary"),
    order_by("weight"),
    kind("ManagedEntity"),
    kind("SortableEntity"),
    path("add", "civicrm/admin/custom/group/edit?action=add&reset=1"),
    path("update", "civicrm/admin/custom/group/edit?action=update&reset=1&id=[id]"),
    path("preview", "civicrm/admin/custom/group/preview?reset=1&gid=[id]"),
    path("delete", "civicrm/admin/custom/group/delete?reset=1&id=[id]"),
    path("browse", "civicrm/admin/custom/group"),
    unique("UI_title_extends", &["title", "extends"]),
    unique("UI_name", &["name"])
)]
pub struct CustomGroup {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(text(64), input("Text"))]
    pub name: Option<String>,
    #[field(text(64), localizable, required, input("Text"))]
    pub title: Option<String>,
    #[field(default("Contact"), options(OptionSource::Named("getCustomGroupExtendsOptions")), suffixes(&["name", "label", "grouping", "icon"]), input("Select"))]
    pub extends: String,
    #[field(options(OptionSource::Named("getExtendsEntityColumnIdOptions")), suffixes(&["name", "label", "grouping"]), input("ChainSelect"), input_attr("control_field", "extends"))]
    pub extends_entity_column_id: Option<i64>,
    #[field(
        options(OptionSource::Named("getExtendsEntityColumnValueOptions")),
        list(ListFormat::Bookend),
        input("ChainSelect"),
        input_attr("control_field", "extends_entity_column_id")
    )]
    pub extends_entity_column_value: Vec<String>,
    #[field(text(15), default("Inline"), options(OptionSource::Named("customGroupStyle")), input("Select"))]
    pub style: String,
    #[field(default(false), input("CheckBox"))]
    pub collapse_display: bool,
    #[field(long_text, localizable, input("TextArea"), input_attr("rows", 4), input_attr("cols", 80))]
    pub help_pre: Option<String>,
    #[field(long_text, localizable, input("TextArea"), input_attr("rows", 4), input_attr("cols", 80))]
    pub help_post: Option<String>,
    #[field(default(1_i64), input("Number"))]
    pub weight: i64,
    #[field(default(true), input("Toggle"))]
    pub is_active: bool,
    #[field(readonly)]
    pub table_name: Option<String>,
    #[field(default(false), input("Toggle"))]
    pub is_multiple: bool,
    #[field(deprecated, input("Number"))]
    pub min_multiple: Option<i64>,
    #[field(input("Number"), input_attr("min", 1))]
    pub max_multiple: Option<i64>,
    #[field(default(false), input("CheckBox"))]
    pub collapse_adv_display: bool,
    #[field(default_by(Default::CurrentContact), references("Contact"), input("EntityRef"))]
    pub created_id: Option<i64>,
    #[field(readonly, default_by(Default::Now), input("Select Date"))]
    pub created_date: Option<DateTime>,
    #[field(default(false), input("Toggle"))]
    pub is_reserved: bool,
    #[field(default(true), input("Toggle"))]
    pub is_public: bool,
    #[field(input("Text"))]
    pub icon: Option<String>,
}

/// The name from the title; what a set extends is decided once and for all.
pub(crate) fn complete(tx: &mut Tx<'_>, change: &mut Change<CustomGroup>) -> Result<()> {
    let set = &mut change.after;
    if set.name.as_deref().is_none_or(str::is_empty) {
        set.name = set.title.as_deref().map(machine_name);
    }
    let name = set.name.clone().unwrap_or_default();
    if machine_name(&name) != name {
        return Err(Error::rule("name", "problem-machine-name", "A name has letters, digits and _ only."));
    }
    let Some(base) = extends::base_entity(tx.catalog(), &set.extends) else {
        return Err(Error::field("extends", Problem::UnknownOption { text: set.extends.clone() }));
    };
    let taken = |field: &str| base.field(field).is_some() || base.virtual_join(field).is_some();
    match &change.before {
        None if taken(&name) => Err(Error::field("name", Problem::Taken)),
        Some(old) if old.extends != set.extends || old.name != set.name || old.is_multiple && !set.is_multiple => {
            let text = "What a set extends, its name, and that it has several records cannot be changed.";
            Err(Error::rule("extends", "problem-custom-fixed", text))
        }
        _ => Ok(()),
    }
}

/// A new set gets its table; any change is seen at once by everything that works from metadata.
pub(crate) fn apply(tx: &mut Tx<'_>, change: &Change<CustomGroup>) -> Result<()> {
    if change.is_new() {
        let set = &change.after;
        let table = table_name(set.name.as_deref().unwrap_or_default(), change.id);
        let mut values = Map::new();
        values.insert("id".to_owned(), json!(change.id));
        values.insert("table_name".to_owned(), Json::String(table.clone()));
        tx.save("CustomGroup", values, As::Program)?;
        if let Some(base) = extends::base_entity(tx.catalog(), &set.extends) {
            let statements = create_table(tx.dialect(), &table, &base.table, set.is_multiple);
            tx.change_tables(&statements)?;
        }
    }
    let was_single = change.before.as_ref().is_some_and(|before| !before.is_multiple);
    if let Some(table) = change.after.table_name.as_ref().filter(|_| was_single && change.after.is_multiple) {
        tx.change_tables(&several_lines(table))?;
    }
    tx.redeclare()
}

/// After any record is written: a set has no more lines for one than it says.
///
/// # Errors
/// Refuses the line that is one too many.
pub(crate) fn check_room(tx: &mut Tx<'_>, entity: &Entity, change: &Change<schema::Row>) -> Result<()> {
    if !change.is_new() || entity.internal || entity.types.first().is_none_or(|kind| kind != "CustomValue") {
        return Ok(());
    }
    let name = entity.name.trim_start_matches("Custom_");
    let most = tx.find_by::<CustomGroup>("name", name)?.into_iter().find_map(|(_, set)| set.max_multiple);
    let (Some(most), Some(at)) = (most.filter(|most| *most > 0), entity.position("entity_id")) else { return Ok(()) };
    let text = format!(r#"SELECT count(*) FROM "{}" WHERE "entity_id" = {}"#, entity.table, tx.placeholder(1));
    let holder = change.after.get(at).cloned().unwrap_or_default();
    let count = tx.one(&store::statement(text, vec![holder]))?.and_then(|count| count.as_int()).unwrap_or(0);
    if count > most {
        let text = format!("There is room for {most} here, and no more.");
        return Err(Error::rule("entity_id", "problem-custom-full", text));
    }
    Ok(())
}

/// Lets a record have several lines from now on.
fn several_lines(table: &str) -> [String; 2] {
    [
        format!(r#"DROP INDEX IF EXISTS "{table}_entity_id""#),
        format!(r#"CREATE INDEX "{table}_entity_id" ON "{table}" ("entity_id")"#),
    ]
}

/// `civicrm_value_` and the name, made short and unique by the id.
fn table_name(name: &str, id: i64) -> String {
    let short: String = name.to_lowercase().chars().take(40).collect();
    format!("civicrm_value_{short}_{id}")
}

/// The table of a set: one row a record, or several.
fn create_table(dialect: Dialect, table: &str, base: &str, several: bool) -> Vec<String> {
    let id = match dialect {
        Dialect::Sqlite => r#""id" INTEGER PRIMARY KEY AUTOINCREMENT"#,
        Dialect::Postgres => r#""id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"#,
    };
    let int = if dialect == Dialect::Sqlite { "INTEGER" } else { "bigint" };
    let strict = if dialect == Dialect::Sqlite { " STRICT" } else { "" };
    let unique = if several { "" } else { "UNIQUE " };
    vec![
        format!(
            r#"CREATE TABLE "{table}" ({id}, "entity_id" {int} NOT NULL REFERENCES "{base}"("id") ON DELETE CASCADE){strict}"#
        ),
        format!(r#"CREATE {unique}INDEX "{table}_entity_id" ON "{table}" ("entity_id")"#),
    ]
}

/// Fields go with their set. The table stays until the time of undo is over.
pub(crate) fn forget(tx: &mut Tx<'_>, _: i64, set: &CustomGroup) -> Result<()> {
    if let Some(table) = &set.table_name {
        remains::bury(tx, table, None)?;
    }
    tx.redeclare()
}

/// Undo: a set that comes back finds its table, or gets an empty one where it was cleaned up.
pub(crate) fn reversed(
    tx: &mut Tx<'_>,
    _: i64,
    before: Option<&CustomGroup>,
    after: Option<&CustomGroup>,
) -> Result<()> {
    let table = |set: Option<&CustomGroup>| set.and_then(|set| set.table_name.clone());
    match (table(before), table(after)) {
        (Some(table), None) => remains::bury(tx, &table, None)?,
        (None, Some(table)) => {
            remains::unearth(tx, &table, None)?;
            let base = after.and_then(|set| extends::base_entity(tx.catalog(), &set.extends));
            if let Some(base) = base.filter(|_| !column::exists(tx, &table, "entity_id").unwrap_or(true)) {
                let several = after.is_some_and(|set| set.is_multiple);
                let statements = create_table(tx.dialect(), &table, &base.table, several);
                tx.change_tables(&statements)?;
            }
        }
        _ => {}
    }
    tx.redeclare()
}
