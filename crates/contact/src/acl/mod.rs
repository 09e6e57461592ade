//! Access lists: who may see, change, add to or search by which groups of contacts, and which custom sets.
//!
//! A list says: people with this *role* may (or may not) do this with the records of that *object*. Roles are given to
//! groups of contacts or to single ones. What it comes to is a condition in every query, found anew for each request:
//! there is no cache that could be out of date.

mod adding;
mod entity_role;
mod granted;
mod held;
mod list;
pub mod sets;

pub use adding::{granted as opened_for_adding, join};
pub use entity_role::ACLEntityRole;
pub use granted::{Speaking, granted, may_search, memberships_policy, speaking_of};
pub use held::{ADMINISTRATOR, AUTHENTICATED, EVERYONE, groups_of_roles, roles_held};
pub use list::{ACL, CUSTOM_SETS, EVENTS, GROUPS, OPERATIONS, PROFILES, ROLE_TABLE};

use kit::Registry;

use crate::contact::Contact;
use crate::group::Group;

/// Signs access lists into the registry.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .entity::<ACL>()
        .before_save::<ACL>(list::settle)
        .options("aclObjectList", list::objects)
        .entity::<ACLEntityRole>()
        .before_save::<ACLEntityRole>(entity_role::settle)
        .after_delete::<Group>(list::forget_group);
    registry.after_save::<Contact>(join);
    registry.model.granted = Some(granted);
    registry.model.searched = Some(may_search);
}
