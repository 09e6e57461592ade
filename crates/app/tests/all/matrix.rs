//! Who may open which page and call which action: told from the registry, and compared with the file that people have
//! reviewed. `cargo xtask matrix` writes it anew; the review is the difference that it makes.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use schema::{Actor, PermissionSet, Requirement};
use testkit::{Engine, TestApp};

use crate::sure;

/// The generic actions of every entity; those that an entity has beside them are told too.
const ACTIONS: [&str; 8] = ["get", "create", "save", "update", "delete", "replace", "getFields", "autocomplete"];

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/access-matrix.txt")
}

/// The permissions of the roles that a new site has: visitors, people at work, administrators.
fn roles(app: &TestApp) -> Vec<(&'static str, PermissionSet)> {
    let implied = &app.house.site.model().implied;
    let of = |name: &str| {
        let text = format!("SELECT \"permissions\" FROM \"civicrm_role\" WHERE \"name\" = '{name}'");
        let system = Actor::system("test");
        let held = sure(app.house.site.read(&system, |tx| tx.one(&store::statement(text, Vec::new()))));
        let held = held.and_then(|value| value.as_text().map(str::to_owned)).unwrap_or_default();
        schema::ListFormat::Bookend.split(&held)
    };
    let everyone = of("everyone");
    let with_everyone = |names: Vec<String>| {
        let all: Vec<&str> = everyone.iter().chain(&names).map(String::as_str).collect();
        PermissionSet::of(all.into_iter().chain([schema::permission::AUTHENTICATED]), implied)
    };
    vec![
        ("visitor", PermissionSet::of(everyone.iter().map(String::as_str), implied)),
        ("signed in", with_everyone(Vec::new())),
        ("staff", with_everyone(of("staff"))),
        ("admin", with_everyone(of("admin"))),
    ]
}

fn told(door: &Requirement) -> String {
    let group = |names: &Vec<std::borrow::Cow<'static, str>>| names.join(" or ");
    match door.is_open() {
        true => "open to everyone".to_owned(),
        false => door.all_of.iter().map(group).collect::<Vec<_>>().join("; and "),
    }
}

fn matrix(app: &TestApp) -> String {
    let roles = roles(app);
    let mut out = String::from(
        "Who may open which page and call which action. Written by `cargo xtask matrix`; reviewed by people.\n\
         V visitors, I whoever is signed in, S the role 'staff' of a new site, A administrators.\n\
         Behind an open door each record and each field still has a rule of its own.\n\nPages\n",
    );
    for page in &app.house.registry.pages {
        let _ = writeln!(out, "{}  {:44} {}", letters(&page.door, &roles), page.path, told(&page.door));
    }
    out.push_str("\nActions\n");
    let catalog = app.house.site.catalog();
    for entity in catalog.entities().filter(|entity| !entity.internal) {
        let mut doors: BTreeMap<(String, String), Vec<&str>> = BTreeMap::new();
        for action in ACTIONS {
            let door = entity.door(action);
            doors.entry((letters(&door, &roles), told(&door))).or_default().push(action);
        }
        for ((letters, words), actions) in doors {
            let _ = writeln!(out, "{letters}  {:44} {words}", format!("{} {}", entity.name, actions.join(",")));
        }
    }
    out.push_str("\nActions of their own\n");
    for ((entity, name), action) in &app.house.registry.actions {
        let writes = if action.writes { "writes" } else { "reads" };
        let called = format!("{entity}.{name} ({writes})");
        let _ = writeln!(out, "{}  {called:44} {}", letters(&action.door, &roles), told(&action.door));
    }
    out
}

/// `V`, `I`, `S`, `A` in their places.
fn letters(door: &Requirement, roles: &[(&'static str, PermissionSet)]) -> String {
    let all = ["V", "I", "S", "A"];
    roles.iter().zip(all).map(|((_, held), letter)| if door.met_by(held) { letter } else { "." }).collect()
}

#[test]
fn doors_are_as_people_have_reviewed_them() {
    let app = TestApp::start(Engine::Sqlite);
    let now = matrix(&app);
    if std::env::var_os("ACCESS_MATRIX").is_some_and(|value| value == "write") {
        sure(std::fs::write(file(), &now));
        return;
    }
    let reviewed = std::fs::read_to_string(file()).unwrap_or_default();
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (now, reviewed) = (lines(&now), lines(&reviewed));
    let new: Vec<&String> = now.iter().filter(|line| !reviewed.contains(line)).collect();
    let gone: Vec<&String> = reviewed.iter().filter(|line| !now.contains(line)).collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "doors have changed; look at each, then run `cargo xtask matrix`.\nnew: {new:#?}\ngone: {gone:#?}"
    );
}

#[test]
fn nobody_but_administrators_may_open_what_gives_rights() {
    let app = TestApp::start(Engine::Sqlite);
    let roles = roles(&app);
    let (_, staff) = &roles[2];
    for entity in ["User", "Role", "UserRole", "ACL", "ACLEntityRole"] {
        let entity = sure(app.house.site.catalog().entity(entity).cloned().ok_or("an entity is missing"));
        for action in ["create", "delete", "replace"] {
            assert!(!entity.door(action).met_by(staff), "{}.{action}", entity.name);
        }
    }
    for path in ["/settings/roles", "/settings/accounts", "/settings/access-lists"] {
        let page = app.house.registry.pages.iter().find(|page| page.path == path);
        assert!(page.is_some_and(|page| !page.door.met_by(staff)), "{path}");
    }
}
