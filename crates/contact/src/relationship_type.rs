//! The kinds of relationships: what each end is called, and who may stand there.

use schema::{Entity, OptionItem, OptionSource, Value};
use serde_json::{Map, json};
use store::{As, Change, Error, Result, Tx, statement};

use crate::data;
use crate::relationship_cache::RelationshipCache;

/// A kind of relationship, such as "Child of" seen from one end and "Parent of" from the other.
#[derive(Clone, Debug, Entity)]
#[entity(
    "RelationshipType",
    "civicrm_relationship_type",
    label_field("label_a_b"),
    searchable("secondary"),
    search_fields(&["label_a_b", "description"]),
    kind("ManagedEntity"),
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["administer CiviCRM"]),
    path("add", "civicrm/admin/reltype/edit?action=add&reset=1"),
    path("view", "civicrm/admin/reltype/edit?action=view&id=[id]&reset=1"),
    path("update", "civicrm/admin/reltype/edit?action=update&id=[id]&reset=1"),
    path("delete", "civicrm/admin/reltype/edit?action=delete&id=[id]&reset=1"),
    path("browse", "civicrm/admin/reltype"),
    unique("UI_name_a_b", &["name_a_b"]),
    unique("UI_name_b_a", &["name_b_a"])
)]
pub struct RelationshipType {
    #[field(readonly, title("Relationship Type ID"), input("Number"))]
    pub id: i64,
    #[field(text(64), title("Relationship Type Name A to B"), required, input("Text"))]
    pub name_a_b: Option<String>,
    #[field(
        text(64),
        title("Relationship Type Label A to B"),
        localizable,
        default_by(schema::Default::Field("name_a_b")),
        input("Text")
    )]
    pub label_a_b: Option<String>,
    #[field(text(64), title("Relationship Type Name B to A"), required, input("Text"))]
    pub name_b_a: Option<String>,
    #[field(
        text(64),
        title("Relationship Type Label B to A"),
        localizable,
        default_by(schema::Default::Field("name_b_a")),
        input("Text")
    )]
    pub label_b_a: Option<String>,
    #[field(title("Relationship Description"), localizable, input("Text"))]
    pub description: Option<String>,
    #[field(text(12), title("Contact Type for Contact A"), options(OptionSource::table("ContactType", "label").key("name").where_null("parent_id").source()), input("Select"))]
    pub contact_type_a: Option<String>,
    #[field(text(12), title("Contact Type for Contact B"), options(OptionSource::table("ContactType", "label").key("name").where_null("parent_id").source()), input("Select"))]
    pub contact_type_b: Option<String>,
    #[field(text(64), title("Contact Subtype A"), options(OptionSource::table("ContactType", "label").key("name").where_not_null("parent_id").source()), input("Select"))]
    pub contact_sub_type_a: Option<String>,
    #[field(text(64), title("Contact Subtype B"), options(OptionSource::table("ContactType", "label").key("name").where_not_null("parent_id").source()), input("Select"))]
    pub contact_sub_type_b: Option<String>,
    #[field(title("Relationship Type is Reserved"), default(false), input("CheckBox"))]
    pub is_reserved: bool,
    #[field(title("Relationship Type is Active"), default(true), input("CheckBox"))]
    pub is_active: bool,
}

impl RelationshipType {
    /// Whether both ends are called the same, so that it does not matter which contact stands where.
    pub fn is_symmetric(&self) -> bool {
        self.name_a_b == self.name_b_a
    }
}

/// The id of the type with this name from a to b; None where a site has taken it away.
///
/// # Errors
/// The database's own failure.
pub fn by_name(tx: &Tx<'_>, name_a_b: &str) -> Result<Option<i64>> {
    Ok(tx.find_by::<RelationshipType>("name_a_b", name_a_b)?.first().map(|(id, _)| *id))
}

/// Before: rules hang on the names of reserved types.
///
/// # Errors
/// `Conflict` when such a type would get another name.
pub fn settle(_tx: &mut Tx<'_>, change: &mut Change<RelationshipType>) -> Result<()> {
    let Some(before) = &change.before else { return Ok(()) };
    let renamed = before.name_a_b != change.after.name_a_b || before.name_b_a != change.after.name_b_a;
    match before.is_reserved && renamed {
        true => Err(Error::Conflict("Reserved relationship types keep their names.".to_owned())),
        false => Ok(()),
    }
}

/// After: relationships of a renamed type are known by the new names.
///
/// # Errors
/// The database's own failure.
pub fn rename(tx: &mut Tx<'_>, change: &Change<RelationshipType>) -> Result<()> {
    let Some(before) = &change.before else { return Ok(()) };
    let after = &change.after;
    if before.name_a_b == after.name_a_b && before.name_b_a == after.name_b_a {
        return Ok(());
    }
    for (id, row) in tx.find_by::<RelationshipCache>("relationship_type_id", change.id)? {
        let forward = row.orientation == "a_b";
        let (near, far) = if forward { (&after.name_a_b, &after.name_b_a) } else { (&after.name_b_a, &after.name_a_b) };
        let mut values = Map::new();
        values.insert("id".to_owned(), json!(id));
        values.insert("near_relation".to_owned(), json!(near));
        values.insert("far_relation".to_owned(), json!(far));
        tx.save("RelationshipCache", values, As::Program)?;
    }
    Ok(())
}

/// Before a deletion: rules hang on reserved types.
///
/// # Errors
/// `Conflict` for those.
pub fn guard_deletion(_tx: &mut Tx<'_>, _id: i64, gone: &RelationshipType) -> Result<()> {
    match gone.is_reserved {
        true => Err(Error::Conflict("Reserved relationship types cannot be deleted.".to_owned())),
        false => Ok(()),
    }
}

/// The options of what one end is called: every name once.
///
/// # Errors
/// The database's own failure.
pub fn relations(tx: &Tx<'_>) -> Result<Vec<OptionItem>> {
    let text = r#"SELECT "name_a_b", "label_a_b", "name_b_a", "label_b_a", "is_active" FROM "civicrm_relationship_type" ORDER BY "id""#;
    let mut items: Vec<OptionItem> = Vec::new();
    tx.rows(&statement(text, Vec::new()), |row| {
        let text = |at| store::owned(row.cell(at)).as_text().map(str::to_owned);
        let is_active = store::owned(row.cell(4)).is_true();
        for at in [0, 2] {
            let Some(name) = text(at) else { continue };
            if items.iter().all(|item| item.name != name) {
                let label = text(at + 1).unwrap_or_else(|| name.clone());
                items.push(OptionItem {
                    id: Value::Text(name.clone()),
                    name,
                    label,
                    is_active,
                    ..OptionItem::default()
                });
            }
        }
        Ok(())
    })?;
    Ok(items)
}

/// The types that a new site starts with.
///
/// # Errors
/// The database's own failure.
pub fn seed(tx: &mut Tx<'_>) -> Result<()> {
    let texts = ["name_a_b", "label_a_b", "name_b_a", "label_b_a", "contact_type_a", "contact_type_b"];
    let rows: Vec<Vec<Value>> = data::relationship_types()
        .lines()
        .map(|line| {
            let mut row = vec![Value::from(line.int("id"))];
            row.extend(texts.iter().map(|column| Value::from(line.text(column).map(str::to_owned))));
            row.extend([Value::Bool(line.is("is_reserved")), Value::Bool(line.is("is_active"))]);
            row
        })
        .collect();
    let columns: Vec<&str> = std::iter::once("id").chain(texts).chain(["is_reserved", "is_active"]).collect();
    tx.seed("RelationshipType", &columns, &rows)
}
