//! What a new site starts with: the site itself and its organisation, places, lists of choices.

use schema::Value;
use serde_json::json;
use store::{As, Result, Tx};

use crate::component;
use crate::contact::change_of;
use crate::data::{self, Line, Table};

/// The name of the site's own organisation until it is given another.
pub const ORGANISATION: &str = "Default Organization";

/// Fills an empty database.
///
/// # Errors
/// The database's own failure.
pub fn seed(tx: &mut Tx<'_>) -> Result<()> {
    places(tx)?;
    choices(tx)?;
    roles(tx)?;
    site(tx)
}

/// Gives the site and its organisation another name.
///
/// # Errors
/// Refuses an empty or too long name.
pub fn name_site(tx: &mut Tx<'_>, name: &str) -> Result<()> {
    if let Some(contact) = crate::domain::organisation(tx)? {
        tx.save("Contact", change_of(contact, &[("organization_name", json!(name))]), As::Program)?;
    }
    tx.save("Domain", change_of(tx.domain(), &[("name", json!(crate::names::cut(name, 64)))]), As::Program)?;
    Ok(())
}

fn places(tx: &mut Tx<'_>) -> Result<()> {
    plain(tx, "WorldRegion", data::regions(), &[("id", Int), ("name", Text)])?;
    plain(
        tx,
        "Country",
        data::countries(),
        &[
            ("id", Int),
            ("name", Text),
            ("iso_code", Text),
            ("country_code", Text),
            ("idd_prefix", Text),
            ("ndd_prefix", Text),
            ("region_id", Int),
            ("is_province_abbreviated", Flag),
            ("is_active", Flag),
        ],
    )?;
    let province = [("id", Int), ("name", Text), ("abbreviation", Text), ("country_id", Int), ("is_active", Flag)];
    plain(tx, "StateProvince", data::provinces(), &province)
}

fn choices(tx: &mut Tx<'_>) -> Result<()> {
    let components: Vec<Vec<Value>> =
        (1..).zip(component::NAMES).map(|(id, name)| vec![Value::Int(id), name.into()]).collect();
    tx.seed("Component", &["id", "name"], &components)?;
    option_groups(tx)?;
    option_values(tx)?;
    let location = [
        ("id", Int),
        ("name", Text),
        ("display_name", Text),
        ("vcard_name", Text),
        ("is_reserved", Flag),
        ("is_active", Flag),
        ("is_default", Flag),
    ];
    plain(tx, "LocationType", data::location_types(), &location)?;
    let kind =
        [("id", Int), ("name", Text), ("label", Text), ("icon", Text), ("is_active", Flag), ("is_reserved", Flag)];
    plain(tx, "ContactType", data::contact_types(), &kind)
}

fn option_groups(tx: &mut Tx<'_>) -> Result<()> {
    let columns = [
        "id",
        "name",
        "title",
        "description",
        "data_type",
        "is_reserved",
        "is_active",
        "is_locked",
        "option_value_fields",
    ];
    let row = |line: Line<'_>| {
        let fields = line.text("option_value_fields").unwrap_or("name,label,description");
        vec![
            Int.of(line, "id"),
            Text.of(line, "name"),
            Text.of(line, "title"),
            Text.of(line, "description"),
            Text.of(line, "data_type"),
            Flag.of(line, "is_reserved"),
            Flag.of(line, "is_active"),
            Flag.of(line, "is_locked"),
            Value::List(fields.split(',').map(Value::from).collect()),
        ]
    };
    let rows: Vec<_> = data::option_groups().lines().map(row).collect();
    tx.seed("OptionGroup", &columns, &rows)
}

/// The id of a choice is its position in the file.
fn option_values(tx: &mut Tx<'_>) -> Result<()> {
    const CELLS: [(&str, Cell); 16] = [
        ("value", Text),
        ("name", Text),
        ("label", Text),
        ("description", Text),
        ("weight", Int),
        ("is_default", Flag),
        ("is_reserved", Flag),
        ("is_active", Flag),
        ("is_optgroup", Flag),
        ("filter", Int),
        ("icon", Text),
        ("color", Text),
        ("grouping", Text),
        ("component_id", Int),
        ("visibility_id", Int),
        ("domain_id", Int),
    ];
    let group = |name: Option<&str>| {
        let found = data::option_groups().lines().find(|line| line.text("name") == name);
        found.and_then(|line| line.int("id")).into()
    };
    let row = |(id, line): (i64, Line<'_>)| {
        let mut row = vec![Value::Int(id), group(line.text("group"))];
        row.extend(CELLS.iter().map(|(column, cell)| cell.of(line, column)));
        row
    };
    let rows: Vec<_> = (1..).zip(data::option_values().lines()).map(row).collect();
    let columns: Vec<&str> = ["id", "option_group_id"].into_iter().chain(CELLS.iter().map(|(name, _)| *name)).collect();
    tx.seed("OptionValue", &columns, &rows)
}

fn roles(tx: &mut Tx<'_>) -> Result<()> {
    let row = |line: Line<'_>| {
        let permissions = line.list("permissions").into_iter().map(Value::from).collect();
        let named = vec![Int.of(line, "id"), Text.of(line, "name"), Text.of(line, "label")];
        named.into_iter().chain([Value::List(permissions), Flag.of(line, "is_active")]).collect()
    };
    let rows: Vec<Vec<Value>> = data::roles().lines().map(row).collect();
    tx.seed("Role", &["id", "name", "label", "permissions", "is_active"], &rows)
}

/// Contact 1 is the organisation that the site serves; the one row of domains points to it.
fn site(tx: &mut Tx<'_>) -> Result<()> {
    let now = Value::DateTime(tx.clock().to_utc(tx.clock().now));
    let name = Value::from(ORGANISATION);
    let hash = Value::from(crate::contact::random_hash()?);
    let columns = [
        "id",
        "contact_type",
        "display_name",
        "sort_name",
        "organization_name",
        "legal_name",
        "addressee_id",
        "addressee_display",
        "hash",
        "created_date",
        "modified_date",
    ];
    let row = vec![
        Value::Int(1),
        "Organization".into(),
        name.clone(),
        name.clone(),
        name.clone(),
        name.clone(),
        Value::Int(3),
        name.clone(),
        hash,
        now.clone(),
        now,
    ];
    tx.seed("Contact", &columns, &[row])?;
    let domain = vec![Value::Int(1), name, env!("CARGO_PKG_VERSION").into(), Value::Int(1)];
    tx.seed("Domain", &["id", "name", "version", "contact_id"], &[domain])
}

/// How a cell is read.
#[derive(Clone, Copy)]
enum Cell {
    Int,
    Text,
    Flag,
}
use Cell::{Flag, Int, Text};

impl Cell {
    fn of(self, line: Line<'_>, column: &str) -> Value {
        match self {
            Int => line.int(column).into(),
            Text => line.text(column).into(),
            Flag => Value::Bool(line.is(column)),
        }
    }
}

/// A file whose columns are those of the entity.
fn plain(tx: &mut Tx<'_>, entity: &str, table: &Table, columns: &[(&'static str, Cell)]) -> Result<()> {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let rows: Vec<Vec<Value>> =
        table.lines().map(|line| columns.iter().map(|(name, cell)| cell.of(line, name)).collect()).collect();
    tx.seed(entity, &names, &rows)
}
