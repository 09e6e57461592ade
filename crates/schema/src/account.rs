//! What an actor may do to accounts, roles and keys: decisions without a database.

use crate::{Actor, PermissionSet, Rule, Verb};

/// Who may make accounts and give roles.
pub const ADMINISTER: &str = "cms:administer users";
/// What people may change in their own account.
const OWN: [&str; 6] = ["id", "timezone", "language", "password", "actorPassword", "actor_password"];

/// The first of these permissions that the actor cannot give, because they do not have it: else whoever may give roles
/// could take everything.
pub fn not_theirs<'n>(actor: &Actor, names: &[&'n str]) -> Option<&'n str> {
    if actor.permissions.is_everything() {
        return None;
    }
    names.iter().find(|name| !actor.permissions.has_by_role(name)).copied()
}

/// Whether the actor may lay hands on an account that holds these permissions: on one that may do more than they
/// themselves, they may not.
pub fn is_no_stronger(actor: &Actor, other: &PermissionSet) -> bool {
    actor.permissions.is_everything() || !other.is_everything() && other.names().all(|name| actor.may(name))
}

/// Whether the actor may write an account with these fields; `account` is none for a new one.
pub fn writes_account<'k>(actor: &Actor, account: Option<i64>, mut given: impl Iterator<Item = &'k str>) -> bool {
    actor.may(ADMINISTER) || account.is_some() && actor.user_id == account && given.all(|key| OWN.contains(&key))
}

/// Accounts: administrators of users see all of their site, everybody else their own.
pub fn own_account(actor: &Actor, verb: Verb) -> Rule {
    match (actor.may(ADMINISTER), actor.user_id, verb) {
        (true, ..) if actor.permissions.is_everything() => Rule::Everything,
        // Which accounts those are depends on where they look after them.
        (true, ..) => Rule::Granted("User".into()),
        (_, Some(id), Verb::View | Verb::Edit) => Rule::Is("id".into(), id.into()),
        _ => Rule::Nothing,
    }
}

/// Whether the actor may give this contact an API key, or take it.
pub fn writes_keys(actor: &Actor, contact: i64) -> bool {
    let own = actor.contact_id == Some(contact) && contact != 0;
    actor.may("edit api keys") || actor.may("administer CiviCRM") || own && actor.may("edit own api keys")
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::Arc;

    use super::*;
    use crate::permission::ALL;

    fn actor(permissions: &[&str]) -> Actor {
        let held = PermissionSet::of(permissions.iter().copied(), &HashMap::new());
        Actor { name: "test".into(), contact_id: Some(20), user_id: Some(2), permissions: Arc::new(held) }
    }

    fn set(permissions: &[&str]) -> PermissionSet {
        PermissionSet::of(permissions.iter().copied(), &HashMap::new())
    }

    #[test]
    fn nobody_gives_what_they_do_not_have() {
        let some = actor(&["add contacts", "edit groups"]);
        assert_eq!(not_theirs(&some, &["edit groups", "add contacts"]), None);
        assert_eq!(not_theirs(&some, &["edit groups", "delete contacts", "merge"]), Some("delete contacts"));
        assert_eq!(not_theirs(&some, &[ALL]), Some(ALL));
        assert_eq!(not_theirs(&some, &[]), None);
        assert_eq!(not_theirs(&Actor::system("test"), &[ALL, "delete contacts"]), None);
    }

    #[test]
    fn everything_is_given_by_those_alone_who_hold_it() {
        // What access lists open is for their own objects.
        let mut odd = actor(&[]);
        odd.permissions = Arc::new(PermissionSet::default().with([ALL.to_owned()]));
        assert!(odd.may(ALL) && !odd.permissions.is_everything());
        assert_eq!(not_theirs(&odd, &[ALL]), Some(ALL));
        odd.permissions = Arc::new(set(&["a"]).with(["add contacts".to_owned()]));
        assert_eq!(not_theirs(&odd, &["a", "add contacts"]), Some("add contacts"));
    }

    #[test]
    fn a_stronger_account_is_out_of_reach() {
        let some = actor(&["a", "b"]);
        assert!(is_no_stronger(&some, &set(&["a"])));
        assert!(is_no_stronger(&some, &set(&[])));
        assert!(!is_no_stronger(&some, &set(&["a", "c"])));
        assert!(!is_no_stronger(&some, &PermissionSet::everything()));
        assert!(is_no_stronger(&Actor::system("test"), &PermissionSet::everything()));
        assert!(is_no_stronger(&Actor::system("test"), &set(&["c"])));
    }

    #[test]
    fn people_change_little_in_their_own_account_and_nothing_in_others() {
        let plain = actor(&[]);
        let writes = |actor: &Actor, account, keys: &[&str]| writes_account(actor, account, keys.iter().copied());
        assert!(writes(
            &plain,
            Some(2),
            &["id", "timezone", "language", "password", "actorPassword", "actor_password"]
        ));
        assert!(!writes(&plain, Some(2), &["id", "timezone", "roles"]));
        assert!(!writes(&plain, Some(2), &["is_active"]));
        assert!(!writes(&plain, Some(3), &["timezone"]));
        assert!(!writes(&plain, None, &["timezone"]));
        let visitor = Actor { user_id: None, ..plain };
        assert!(!writes(&visitor, None, &["timezone"]) && !writes(&visitor, Some(2), &[]));
        let administrator = actor(&[ADMINISTER]);
        assert!(writes(&administrator, None, &["username"]) && writes(&administrator, Some(3), &["roles"]));
    }

    #[test]
    fn accounts_are_seen_by_their_owners_and_deleted_by_administrators() {
        let own = Rule::Is("id".into(), 2_i64.into());
        let plain = actor(&[]);
        assert_eq!(own_account(&plain, Verb::View), own);
        assert_eq!(own_account(&plain, Verb::Edit), own);
        assert_eq!(own_account(&plain, Verb::Delete), Rule::Nothing);
        assert_eq!(own_account(&Actor { user_id: None, ..plain }, Verb::View), Rule::Nothing);
        for verb in [Verb::View, Verb::Edit, Verb::Delete] {
            assert_eq!(own_account(&actor(&[ADMINISTER]), verb), Rule::Granted("User".into()));
            assert_eq!(own_account(&Actor::system("test"), verb), Rule::Everything);
        }
    }

    #[test]
    fn keys_are_made_by_those_who_may_and_for_oneself() {
        assert!(writes_keys(&actor(&["edit api keys"]), 7));
        assert!(writes_keys(&actor(&["administer CiviCRM"]), 7));
        assert!(writes_keys(&actor(&["edit own api keys"]), 20));
        assert!(!writes_keys(&actor(&["edit own api keys"]), 7));
        assert!(!writes_keys(&actor(&[]), 20));
        // A contact that is being made has no number yet.
        let new = Actor { contact_id: Some(0), ..actor(&["edit own api keys"]) };
        assert!(!writes_keys(&new, 0));
        let nobody = Actor { contact_id: None, ..actor(&["edit own api keys"]) };
        assert!(!writes_keys(&nobody, 20));
    }
}
