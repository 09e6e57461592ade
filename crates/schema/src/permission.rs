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

/// Opens one custom set for what is new alone: further lines, and records that are being made.
pub fn fill_set(id: i64) -> String {
    format!("create custom set {id}")
}

/// Opens one custom set for taking lines away.
pub fn empty_set(id: i64) -> String {
    format!("delete custom set {id}")
}

/// Lets the fields of one custom set be searched, sorted and grouped by.
pub fn search_set(id: i64) -> String {
    format!("search custom set {id}")
}

/// What the permission to add contacts to a group begins with.
const ADD_TO_GROUP: &str = "add contacts to group ";

/// Puts every contact that its holder adds into this group.
pub fn add_to_group(id: i64) -> String {
    format!("{ADD_TO_GROUP}{id}")
}

/// The permissions that somebody holds, implied ones included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PermissionSet {
    everything: bool,
    /// Whoever holds it may look and change nothing: keys for reading, an administrator who looks with other eyes.
    reads_only: bool,
    names: BTreeSet<String>,
    /// What no role gives but the access lists.
    listed: BTreeSet<String>,
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
        let held = || name == ALWAYS_ALLOW || self.names.contains(name) || self.listed.contains(name);
        name != ALWAYS_DENY && (self.everything || held())
    }

    /// Whether it is held through a role, so that it may be given on: what access lists open is for their own objects.
    pub fn has_by_role(&self, name: &str) -> bool {
        self.has(name) && (self.names.contains(name) || !self.listed.contains(name))
    }

    /// The groups that access lists put new contacts of this holder into.
    pub fn groups_for_new(&self) -> Vec<i64> {
        self.listed.iter().filter_map(|name| name.strip_prefix(ADD_TO_GROUP)?.parse().ok()).collect()
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

    /// The same with these beside, which access lists open.
    pub fn with(mut self, names: impl IntoIterator<Item = String>) -> PermissionSet {
        self.listed.extend(names);
        self
    }

    /// Whether everything is held.
    pub fn is_everything(&self) -> bool {
        self.everything
    }

    /// The names granted, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.union(&self.listed).map(String::as_str)
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

    #[test]
    fn a_permission_is_held_by_its_name_alone() {
        let held = PermissionSet::of(["a"], &HashMap::new());
        assert!(held.has("a") && !held.has("b") && !held.is_everything());
        assert!(held.has(ALWAYS_ALLOW) && !held.has(ALWAYS_DENY));
        assert!(PermissionSet::default().has(ALWAYS_ALLOW) && !PermissionSet::default().has("a"));
        assert!(PermissionSet::everything().has("a") && !PermissionSet::everything().has(ALWAYS_DENY));
        // Even who is given the wall by name does not pass it.
        assert!(!PermissionSet::of([ALWAYS_DENY], &HashMap::new()).has(ALWAYS_DENY));
    }

    #[test]
    fn the_permission_of_all_permissions_holds_them_all_also_when_it_is_implied() {
        let implies = HashMap::from([("boss".to_owned(), vec![ALL.to_owned()])]);
        assert!(PermissionSet::of([ALL], &HashMap::new()).is_everything());
        assert!(PermissionSet::of(["boss", "a"], &implies).is_everything());
        assert!(PermissionSet::of([ALL, "a"], &HashMap::new()).has("z"));
        assert!(!PermissionSet::of(["a", "b"], &implies).is_everything());
        // Circles end.
        let circle = HashMap::from([("a".to_owned(), vec!["b".to_owned()]), ("b".to_owned(), vec!["a".to_owned()])]);
        assert_eq!(PermissionSet::of(["a"], &circle).names().collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn looking_alone_is_kept_and_names_are_added() {
        let held = PermissionSet::of(["a"], &HashMap::new());
        assert!(!held.reads_only() && held.clone().for_reading().reads_only());
        let more = held.for_reading().with(["b".to_owned()]);
        assert!(more.reads_only() && more.has("a") && more.has("b"));
        assert!(!more.is_everything() && !PermissionSet::everything().reads_only());
    }

    #[test]
    fn every_group_of_a_door_wants_one_of_its_own() {
        let held = |names: &[&str]| PermissionSet::of(names.iter().copied(), &HashMap::new());
        let both = Requirement::all(&["a", "b"]);
        assert!(both.met_by(&held(&["a", "b"])) && !both.met_by(&held(&["a"])) && !both.met_by(&held(&[])));
        let one = Requirement::any(&["a", "b"]);
        assert!(one.met_by(&held(&["b"])) && one.met_by(&held(&["a"])) && !one.met_by(&held(&["c"])));
        let more = one.and_any(&["c", "d"]).and_any_of(vec![Cow::Owned("e".to_owned())]);
        assert!(more.met_by(&held(&["a", "d", "e"])));
        assert!(!more.met_by(&held(&["a", "d"])) && !more.met_by(&held(&["a", "e"])));
        assert!(!more.is_open() && Requirement::anyone().is_open());
    }

    #[test]
    fn sets_of_fields_have_permissions_of_their_own() {
        let all = [view_set(7), edit_set(7), fill_set(7), empty_set(7), search_set(7)];
        assert_eq!(all, ["view", "edit", "create", "delete", "search"].map(|act| format!("{act} custom set 7")));
    }

    #[test]
    fn what_access_lists_open_is_held_and_not_given_on() {
        let held = PermissionSet::of(["a"], &HashMap::new()).with(["a".to_owned(), "b".to_owned(), add_to_group(4)]);
        assert!(held.has("a") && held.has("b") && held.has("add contacts to group 4"));
        assert!(held.has_by_role("a") && !held.has_by_role("b") && !held.has_by_role("c"));
        assert!(held.has_by_role(ALWAYS_ALLOW) && !held.has_by_role(ALWAYS_DENY));
        assert!(PermissionSet::everything().has_by_role("c"));
        assert_eq!(held.names().collect::<Vec<_>>(), ["a", "add contacts to group 4", "b"]);
    }

    #[test]
    fn new_contacts_go_into_the_groups_that_access_lists_name() {
        let held = PermissionSet::default().with([add_to_group(12), add_to_group(3), view_set(5), "b".to_owned()]);
        assert_eq!(held.groups_for_new(), [12, 3]);
        assert!(PermissionSet::of(["add contacts to group 4"], &HashMap::new()).groups_for_new().is_empty());
    }
}
