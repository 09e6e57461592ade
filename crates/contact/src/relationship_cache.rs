//! Relationships as each of the two contacts sees them: one row from either end, kept by the rules of relationships.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::civil::Date;
use kit::{Action, Rows};
use schema::{Computed, Entity, Field, FieldType, OptionSource, Requirement};
use serde_json::{Map, Value as Json, json};
use store::{As, Change, Result, Tx, statement};

use crate::relationship::{PERMISSIONS, Relationship};
use crate::relationship_type::RelationshipType;

/// A relationship seen from one end: the near contact is what the far one is told about.
// The bridge leads in by the far key first: what is joined over it is the near contact, whom `near_relation` describes.
#[derive(Clone, Debug, Entity)]
#[entity(
    "RelationshipCache",
    "civicrm_relationship_cache",
    title("Related Contact", "Related Contacts"),
    searchable("secondary"),
    search_fields(&["near_contact_id.sort_name", "near_relation:label", "far_contact_id.sort_name"]),
    icon("fa-handshake-o"),
    kind("EntityBridge"),
    read_only,
    bridge("far_contact_id", "near_contact_id"),
    door_all("get", &[]),
    door_all("meta", &["access CiviCRM"]),
    path("add", "civicrm/contact/view/rel?cid=[near_contact_id]&action=add&reset=1"),
    path("view", "civicrm/contact/view/rel?action=view&reset=1&cid=[near_contact_id]&id=[relationship_id]"),
    path("update", "civicrm/contact/view/rel?action=update&reset=1&cid=[near_contact_id]&id=[relationship_id]&rtype=[orientation]"),
    path("delete", "civicrm/contact/view/rel?action=delete&reset=1&cid=[near_contact_id]&id=[relationship_id]"),
    with(is_current()),
    with(of_relationship("description", "Description", FieldType::Text { max: 255 }, "description")),
    with(of_relationship("relationship_created_date", "Relationship Created Date", FieldType::Timestamp, "created_date")),
    with(of_relationship("relationship_modified_date", "Relationship Modified Date", FieldType::Timestamp, "modified_date")),
    with(permission("permission_near_to_far", "Permission to access related contact", &[("a_b", "is_permission_a_b"), ("b_a", "is_permission_b_a")])),
    with(permission("permission_far_to_near", "Permission to be accessed by related contact", &[("a_b", "is_permission_b_a"), ("b_a", "is_permission_a_b")])),
    unique("UI_relationship", &["relationship_id", "orientation"]),
    index("index_nearid_nearrelation", &["near_contact_id", "near_relation"]),
    index("index_nearid_farrelation", &["near_contact_id", "far_relation"]),
    index("index_near_relation", &["near_relation"])
)]
pub struct RelationshipCache {
    #[field(readonly, title("Relationship Cache ID"), input("Number"))]
    pub id: i64,
    #[field(readonly, belongs_to("Relationship"))]
    pub relationship_id: i64,
    #[field(readonly, belongs_to("RelationshipType"))]
    pub relationship_type_id: i64,
    #[field(text(3), readonly, title("Orientation (a_b or b_a)"), options(OptionSource::Fixed(&[("a_b", "a_b", "A to B"), ("b_a", "b_a", "B to A")])))]
    pub orientation: String,
    #[field(readonly, title("Contact ID (Near side)"), belongs_to("Contact"), guards, input("EntityRef"))]
    pub near_contact_id: i64,
    #[field(
        text(64),
        readonly,
        title("Relationship Name (to near side)"),
        options(OptionSource::Named("relationshipTypeOptions")),
        input("Select")
    )]
    pub near_relation: Option<String>,
    #[field(readonly, title("Contact ID (Far side)"), belongs_to("Contact"), guards, input("EntityRef"))]
    pub far_contact_id: i64,
    #[field(
        text(64),
        readonly,
        title("Relationship Name (to far side)"),
        options(OptionSource::Named("relationshipTypeOptions")),
        input("Select")
    )]
    pub far_relation: Option<String>,
    #[field(readonly, title("Relationship Is Active"), default(true), input("CheckBox"))]
    pub is_active: bool,
    #[field(
        readonly,
        title("Relationship Start Date"),
        input("Select Date"),
        input_attr("format_type", "activityDate")
    )]
    pub start_date: Option<Date>,
    #[field(readonly, title("Relationship End Date"), input("Select Date"), input_attr("format_type", "activityDate"))]
    pub end_date: Option<Date>,
    #[field(readonly, title("Case ID"), belongs_to("Case"), input("EntityRef"))]
    pub case_id: Option<i64>,
}

/// Whether a relationship counts today: active, begun and not ended.
pub(crate) fn is_current() -> Field {
    Field::new("is_current", FieldType::Bool)
        .title("Is Current")
        .computed(Computed::Current { start: "start_date", end: "end_date", active: "is_active" })
        .input("Toggle")
}

fn of_relationship(name: &'static str, title: &'static str, ty: FieldType, field: &'static str) -> Field {
    Field::new(name, ty).title(title).computed(Computed::Of { key: "relationship_id", field })
}

fn permission(name: &'static str, title: &'static str, cases: &'static [(&'static str, &'static str)]) -> Field {
    Field::new(name, FieldType::Int)
        .title(title)
        .options(OptionSource::Fixed(PERMISSIONS))
        .suffixes(&["name", "label", "icon"])
        .computed(Computed::OfEither { key: "relationship_id", by: "orientation", cases })
}

/// Writes both rows of a relationship as it is now.
///
/// # Errors
/// The database's own failure.
pub fn keep(tx: &mut Tx<'_>, id: i64, relationship: &Relationship) -> Result<()> {
    let Some(kind) = tx.find::<RelationshipType>(relationship.relationship_type_id)? else { return Ok(()) };
    let existing = tx.find_by::<RelationshipCache>("relationship_id", id)?;
    for orientation in ["a_b", "b_a"] {
        let mut values = values(orientation, relationship, &kind);
        values.insert("relationship_id".to_owned(), json!(id));
        if let Some((row, _)) = existing.iter().find(|(_, row)| row.orientation == orientation) {
            values.insert("id".to_owned(), json!(row));
        }
        tx.save("RelationshipCache", values, As::Program)?;
    }
    Ok(())
}

/// Writes both rows of each of many relationships, as [`keep`] does for one.
///
/// # Errors
/// The database's own failure.
pub fn keep_many(tx: &mut Tx<'_>, changes: &[Change<Relationship>]) -> Result<()> {
    let mut kinds: HashMap<i64, Option<RelationshipType>> = HashMap::new();
    let mut fresh = Vec::new();
    for change in changes {
        if !change.is_new() {
            keep(tx, change.id, &change.after)?;
            continue;
        }
        let of = change.after.relationship_type_id;
        if let Entry::Vacant(place) = kinds.entry(of) {
            place.insert(tx.find::<RelationshipType>(of)?);
        }
        let Some(Some(kind)) = kinds.get(&of) else { continue };
        for orientation in ["a_b", "b_a"] {
            let mut values = values(orientation, &change.after, kind);
            values.insert("relationship_id".to_owned(), json!(change.id));
            fresh.push(values);
        }
    }
    tx.save_many("RelationshipCache", fresh, As::Program).map(|_| ())
}

/// `RelationshipCache.rebuild`: writes the rows of all relationships anew, after they were changed by other programs.
pub(crate) fn rebuild() -> Action {
    Action {
        entity: "RelationshipCache",
        name: "rebuild",
        description: "Writes the rows of all relationships anew.",
        door: Requirement::all(&["administer CiviCRM"]),
        parameters: Vec::new(),
        writes: true,
        run: |tx, _| {
            let mut all = Vec::new();
            tx.rows(&statement(r#"SELECT "id" FROM "civicrm_relationship" ORDER BY "id""#, Vec::new()), |row| {
                all.extend(store::owned(row.cell(0)).as_int());
                Ok(())
            })?;
            for id in all {
                if let Some(relationship) = tx.find::<Relationship>(id)? {
                    keep(tx, id, &relationship)?;
                }
            }
            Ok(Rows::List(Vec::new()))
        },
    }
}

fn values(orientation: &str, relationship: &Relationship, kind: &RelationshipType) -> Map<String, Json> {
    let a = (relationship.contact_id_a, &kind.name_a_b);
    let b = (relationship.contact_id_b, &kind.name_b_a);
    let (near, far) = if orientation == "a_b" { (a, b) } else { (b, a) };
    let day = |date: Option<Date>| date.map(calendar::date_text);
    let all = [
        ("relationship_type_id", json!(relationship.relationship_type_id)),
        ("orientation", json!(orientation)),
        ("near_contact_id", json!(near.0)),
        ("near_relation", json!(near.1)),
        ("far_contact_id", json!(far.0)),
        ("far_relation", json!(far.1)),
        ("is_active", json!(relationship.is_active)),
        ("start_date", json!(day(relationship.start_date))),
        ("end_date", json!(day(relationship.end_date))),
        ("case_id", json!(relationship.case_id)),
    ];
    all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
