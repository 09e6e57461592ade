//! One line of an access list: a role, what it may or may not do, and with what.

use schema::{Entity, OptionItem, OptionSource, Value};
use store::{As, Change, Error, Problem, Result, Tx, statement};

use crate::group::Group;

/// Contacts in a group, or all contacts.
pub const GROUPS: &str = "civicrm_group";
/// A set of custom fields, or all of them.
pub const CUSTOM_SETS: &str = "civicrm_custom_group";
/// A form of profile fields.
pub const PROFILES: &str = "civicrm_uf_group";
/// An event.
pub const EVENTS: &str = "civicrm_event";
/// The only thing that lines are given to.
pub const ROLE_TABLE: &str = "civicrm_acl_role";

/// What may be done, by the name in the database: value, name, label.
pub const OPERATIONS: &[(&str, &str, &str)] = &[
    ("View", "View", "View"),
    ("Edit", "Edit", "Edit"),
    ("Create", "Create", "Create"),
    ("Delete", "Delete", "Delete"),
    ("Search", "Search", "Search"),
    ("All", "All", "All"),
];

const OBJECTS: &[(&str, &str, &str)] = &[
    (GROUPS, GROUPS, "A group of contacts"),
    (PROFILES, PROFILES, "A profile"),
    (CUSTOM_SETS, CUSTOM_SETS, "A set of custom data"),
    (EVENTS, EVENTS, "An event"),
];

/// A line of an access list.
#[derive(Clone, Debug, Entity)]
#[entity(
    "ACL",
    "civicrm_acl",
    title("ACL", "ACLs"),
    kind("SortableEntity"),
    order_by("priority"),
    searchable("none"),
    door_all("default", &["administer CiviCRM"]),
    path("add", "civicrm/acl/edit?reset=1&action=add"),
    path("delete", "civicrm/acl/delete?reset=1&action=delete&id=[id]"),
    path("update", "civicrm/acl/edit?reset=1&action=edit&id=[id]"),
    path("browse", "civicrm/acl"),
    index("index_acl_id", &["acl_id"])
)]
pub struct ACL {
    #[field(readonly, title("ACL ID"), input("Number"))]
    pub id: i64,
    /// What people call it.
    #[field(text(64), title("ACL Name"), input("Text"))]
    pub name: Option<String>,
    /// Whether it takes away instead of giving.
    #[field(title("Deny ACL?"), default(false), input("Radio"))]
    pub deny: bool,
    #[field(text(64), title("ACL Entity"), default("civicrm_acl_role"), input("Text"))]
    pub entity_table: String,
    /// The role that it is given to.
    #[field(title("Role"), option_group("acl_role"), suffixes(&["name", "label", "description"]), input("EntityRef"))]
    pub entity_id: Option<i64>,
    #[field(text(8), title("Operation"), options(OptionSource::Fixed(OPERATIONS)), suffixes(&["name", "label"]), input("Select"))]
    pub operation: String,
    #[field(text(64), title("Type of Data"), options(OptionSource::Fixed(OBJECTS)), suffixes(&["name", "label"]), input("Select"))]
    pub object_table: Option<String>,
    /// Which one; none for all of them.
    #[field(title("Which Data"), options(OptionSource::Named("aclObjectList")), suffixes(&["name", "label"]), input("Select"), input_attr("control_field", "object_table"))]
    pub object_id: Option<i64>,
    #[field(text(64), title("ACL Table"), input("Text"))]
    pub acl_table: Option<String>,
    #[field(title("ACL Group ID"), input("Number"))]
    pub acl_id: Option<i64>,
    #[field(title("ACL Is Active?"), default(true), input("CheckBox"))]
    pub is_active: bool,
    /// The higher one decides where several speak of the same record; of two equal ones, the one that denies.
    #[field(title("Priority"), default(0_i64), input("Number"))]
    pub priority: i64,
}

/// Before: an operation that there is, on an object that there is.
pub(super) fn settle(tx: &mut Tx<'_>, change: &mut Change<ACL>) -> Result<()> {
    let after = &mut change.after;
    if after.entity_table != ROLE_TABLE {
        return Err(Error::field("entity_table", Problem::UnknownOption { text: after.entity_table.clone() }));
    }
    if !OPERATIONS.iter().any(|(value, ..)| *value == after.operation) {
        return Err(Error::field("operation", Problem::UnknownOption { text: after.operation.clone() }));
    }
    // Without a role a line would be given to nobody, though 0 is everybody: the difference must be said.
    if after.entity_id.is_none() {
        return Err(Error::field("entity_id", Problem::Required));
    }
    let Some(table) = after.object_table.as_deref() else {
        return Err(Error::field("object_table", Problem::Required));
    };
    if !OBJECTS.iter().any(|(value, ..)| *value == table) {
        return Err(Error::field("object_table", Problem::UnknownOption { text: table.to_owned() }));
    }
    after.object_id = after.object_id.filter(|id| *id != 0);
    if let (GROUPS, Some(id)) = (table, after.object_id)
        && tx.find::<Group>(id)?.is_none()
    {
        return Err(Error::field("object_id", Problem::NoSuchRecord));
    }
    Ok(())
}

/// After a group is deleted: what spoke of it goes, so that it can come back with it.
pub(super) fn forget_group(tx: &mut Tx<'_>, id: i64, _: &Group) -> Result<()> {
    let text = format!(
        r#"SELECT "id" FROM "civicrm_acl" WHERE "object_table" = {} AND "object_id" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let mut lines = Vec::new();
    tx.rows(&statement(text, vec![GROUPS.into(), id.into()]), |row| {
        lines.extend(store::owned(row.cell(0)).as_int());
        Ok(())
    })?;
    lines.into_iter().try_for_each(|line| tx.delete("ACL", line, As::Program))
}

/// Every group and custom set that a line may speak of, told apart by what they depend on.
pub(super) fn objects(tx: &Tx<'_>) -> Result<Vec<OptionItem>> {
    let mut items = Vec::new();
    for table in [GROUPS, CUSTOM_SETS] {
        // The component of custom sets may not be there.
        if tx.catalog().by_table(table).is_none() {
            continue;
        }
        let text = format!(r#"SELECT "id", "name", "title" FROM "{table}" ORDER BY "title", "id""#);
        tx.rows(&statement(text, Vec::new()), |row| {
            let text = |at| store::owned(row.cell(at)).as_text().map(str::to_owned).unwrap_or_default();
            items.push(OptionItem {
                id: store::owned(row.cell(0)),
                name: text(1),
                label: text(2),
                is_active: true,
                depends: Value::from(table),
                ..OptionItem::default()
            });
            Ok(())
        })?;
    }
    Ok(items)
}
