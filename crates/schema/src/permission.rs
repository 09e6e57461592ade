//! Permissions by their machine names: what an actor holds and what a door asks for.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

/// The permission that holds all others.
pub const ALL: &str = "all CiviCRM permissions and ACLs";
/// Granted to nobody.
pub const ALWAYS_DENY: &str = "*always deny*";
/// Granted to everybody, visitors too.
pub const ALWAYS_ALLOW: &str = "*always allow*";
/// Granted to whoever is signed in.
pub const AUTHENTICATED: &str = "*authenticated*";

/// Opens one custom set for reading, where not all are open.
pub fn view_set(id: i64) -> String {
    format!("view custom set {id}")
}

/// Opens one custom set for writing.
pub fn edit_set(id: i64) -> String {
    format!("edit custom set {id}")
}

/// The permissions that somebody holds, implied ones included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PermissionSet {
    everything: bool,
    /// Whoever holds it may look and change nothing: keys for reading, an administrator who looks with other eyes.
    reads_only: bool,
    names: BTreeSet<String>,
}

impl PermissionSet {
    /// Holds everything: administrators with [`ALL`], and the system itself.
    pub fn everything() -> PermissionSet {
        PermissionSet { everything: true, ..PermissionSet::default() }
    }

    /// These permissions and whatever they imply.
    pub fn of<'a>(granted: impl IntoIterator<Item = &'a str>, implies: &HashMap<String, Vec<String>>) -> PermissionSet {
        let mut set = PermissionSet::default();
        let mut open: Vec<String> = granted.into_iter().map(str::to_owned).collect();
        while let Some(name) = open.pop() {
            set.everything |= name == ALL;
            if set.names.insert(name.clone()) {
                open.extend(implies.get(&name).into_iter().flatten().cloned());
            }
        }
        set
    }

    /// Whether this permission is held.
    pub fn has(&self, name: &str) -> bool {
        name != ALWAYS_DENY && (self.everything || name == ALWAYS_ALLOW || self.names.contains(name))
    }

    /// The same, for looking alone.
    pub fn for_reading(mut self) -> PermissionSet {
        self.reads_only = true;
        self
    }

    /// Whether nothing may be changed, whatever is held.
    pub fn reads_only(&self) -> bool {
        self.reads_only
    }

    /// The same with these beside.
    pub fn with(mut self, names: impl IntoIterator<Item = String>) -> PermissionSet {
        self.names.extend(names);
        self
    }

    /// Whether everything is held.
    pub fn is_everything(&self) -> bool {
        self.everything
    }

    /// The names granted, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}

/// What a door asks for: all of several alternatives. Nothing asked means open to everyone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requirement {
    /// One permission out of each group.
    pub all_of: Vec<Vec<Cow<'static, str>>>,
}

impl Requirement {
    /// Open to everyone, visitors too.
    pub const fn anyone() -> Requirement {
        Requirement { all_of: Vec::new() }
    }

    /// All of these permissions.
    pub fn all(permissions: &[&'static str]) -> Requirement {
        Requirement { all_of: permissions.iter().map(|p| vec![Cow::Borrowed(*p)]).collect() }
    }

    /// Any one of these permissions.
    pub fn any(permissions: &[&'static str]) -> Requirement {
        Requirement::anyone().and_any(permissions)
    }

    /// Beside what is asked already, any one of these.
    pub fn and_any(self, permissions: &[&'static str]) -> Requirement {
        self.and_any_of(permissions.iter().map(|p| Cow::Borrowed(*p)).collect())
    }

    /// Beside what is asked already, any one of these names, some of which the site itself has made.
    pub fn and_any_of(mut self, permissions: Vec<Cow<'static, str>>) -> Requirement {
        self.all_of.push(permissions);
        self
    }

    /// Whether this set of permissions opens the door.
    pub fn met_by(&self, held: &PermissionSet) -> bool {
        self.all_of.iter().all(|group| group.iter().any(|name| held.has(name)))
    }

    /// Whether nothing is asked.
    pub fn is_open(&self) -> bool {
        self.all_of.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn implied_permissions_are_held_through_any_depth() {
        let implies = HashMap::from([
            ("edit all contacts".to_owned(), vec!["view all contacts".to_owned()]),
            ("view all contacts".to_owned(), vec!["view my contact".to_owned()]),
        ]);
        let held = PermissionSet::of(["edit all contacts"], &implies);
        assert!(held.has("view my contact"));
        assert!(!held.has("delete contacts"));
        assert!(!held.has(ALWAYS_DENY));
    }

    #[test]
    fn everything_opens_every_door_but_the_walled_one() {
        let all = PermissionSet::everything();
        assert!(Requirement::all(&["a", "b"]).met_by(&all));
        assert!(!Requirement::all(&[ALWAYS_DENY]).met_by(&all));
        assert!(Requirement::anyone().met_by(&PermissionSet::default()));
    }
}
