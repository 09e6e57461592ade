//! Who has a role of the access lists: the contacts of a group, or a single contact.

use schema::{Entity, OptionSource};
use store::{Change, Error, Problem, Result, Tx};

use super::held::{AUTHENTICATED, EVERYONE};
use super::list::GROUPS;
use crate::contact::Contact;
use crate::group::Group;

const TABLES: &[(&str, &str, &str)] = &[(GROUPS, GROUPS, "Group"), ("civicrm_contact", "civicrm_contact", "Contact")];

/// That a group of contacts, or a contact, has a role.
#[derive(Clone, Debug, Entity)]
#[entity(
    "ACLEntityRole",
    "civicrm_acl_entity_role",
    title("ACL Role Assignment", "ACL Role Assignments"),
    searchable("none"),
    door_all("default", &["administer CiviCRM"]),
    path("add", "civicrm/acl/entityrole/edit?reset=1&action=add"),
    path("delete", "civicrm/acl/entityrole/edit?reset=1&action=delete&id=[id]"),
    path("update", "civicrm/acl/entityrole/edit?reset=1&action=update&id=[id]"),
    path("browse", "civicrm/acl/entityrole"),
    index("index_role", &["acl_role_id"]),
    index("index_entity", &["entity_table", "entity_id"])
)]
pub struct ACLEntityRole {
    #[field(readonly, title("Entity Role"), input("Number"))]
    pub id: i64,
    #[field(title("ACL Role ID"), option_group("acl_role"), suffixes(&["name", "label", "description"]), input("Select"))]
    pub acl_role_id: i64,
    #[field(text(64), title("Entity Table"), options(OptionSource::Fixed(TABLES)), suffixes(&["name", "label"]), input("Select"))]
    pub entity_table: String,
    #[field(title("ACL Entity ID"), references_by("entity_table"), input("EntityRef"))]
    pub entity_id: i64,
    #[field(title("ACL Entity Role is Active"), default(true), input("CheckBox"))]
    pub is_active: bool,
}

/// Before: a group or contact that there is; the roles that everybody has are given to nobody.
pub(super) fn settle(tx: &mut Tx<'_>, change: &mut Change<ACLEntityRole>) -> Result<()> {
    let after = &change.after;
    if [EVERYONE, AUTHENTICATED].contains(&after.acl_role_id) {
        let text = "This role belongs to everybody, or to everybody who is signed in, as it is.";
        return Err(Error::rule("acl_role_id", "problem-acl-role-of-all", text));
    }
    let exists = match after.entity_table.as_str() {
        GROUPS => tx.find::<Group>(after.entity_id)?.is_some(),
        "civicrm_contact" => tx.find::<Contact>(after.entity_id)?.is_some(),
        other => return Err(Error::field("entity_table", Problem::UnknownOption { text: other.to_owned() })),
    };
    match exists {
        true => Ok(()),
        false => Err(Error::field("entity_id", Problem::NoSuchRecord)),
    }
}
