//! The world that is looked at: forty contacts with all that hangs on them, groups, access lists, and an account for
//! each role. Every text of contact 17 holds `q17q`.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use contact::access;
use ruche::house::database_file;
use ruche::{Database, House};
use schema::Actor;
use serde_json::{Map, Value as Json, json};
use store::{As, Tx, statement};
use testkit::Engine;
use testkit::postgres::PrivatePostgres;

use super::model::{ROLES, Role, Sight};
use crate::sure;

/// Saved searches that everybody may run, and what they select; each has a display of the same name.
pub const SEARCHES: [(&str, &[&str]); 4] = [
    (
        "contacts_listed",
        &["id", "display_name", "email_primary.email", "address_primary.city", "employer_id.display_name"],
    ),
    ("activities_listed", &["id", "subject", "source_contact_id", "activity_type_id:label"]),
    ("towns_counted", &["address_primary.city", "number"]),
    ("notes_told", &["id", "subject", "note", "entity_id", "entity_table"]),
];

/// So many contacts beside those of the roles.
const CONTACTS: usize = 40;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Individual,
    Organization,
}

/// A contact as the world was made.
#[derive(Debug)]
pub struct Contact {
    pub id: i64,
    pub kind: Kind,
    pub in_bin: bool,
    pub groups: BTreeSet<&'static str>,
    last_name: &'static str,
}

impl Contact {
    /// Whether the search of the smart group finds it.
    pub fn is_smart(&self) -> bool {
        self.last_name == "Smart"
    }
}

/// The world before anybody changes what some may not see.
pub struct Base {
    site: Site,
    pub contacts: Vec<Contact>,
    /// Their ids, and the numbers of the contacts in them.
    pub activities: Vec<(i64, Vec<usize>)>,
    pub granted_by_relationship: BTreeSet<usize>,
    /// The neutral group, which no access list speaks of; and all of them.
    pub chorus: i64,
    pub groups: Vec<i64>,
    pub tags: Vec<i64>,
    users: Vec<(&'static str, i64)>,
}

/// A copy of it, in a folder and database of its own.
pub struct Site {
    pub house: Option<House>,
    folder: PathBuf,
    database: Database,
}

impl Drop for Site {
    fn drop(&mut self) {
        self.house.take();
        if let Database::Server(url) = &self.database {
            PrivatePostgres::shared().remove(url);
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Site {
    fn new(database: Database) -> Site {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        // Named like other sites of tests, so that what a killed run leaves is removed by the next one.
        let folder = std::env::temp_dir().join(format!("ruche-site-{}-i{count}", std::process::id()));
        sure(std::fs::create_dir_all(&folder));
        Site { house: None, folder, database }
    }

    fn open(mut self) -> Site {
        self.house = Some(sure(House::open_ready(&self.folder, &self.database)));
        self
    }

    pub fn house(&self) -> &House {
        self.house.as_ref().unwrap_or_else(|| panic!("the site is closed"))
    }

    /// Who acts in this role, as the server would find them.
    pub fn actor(&self, base: &Base, role: &Role) -> Actor {
        let user = base.users.iter().find(|(name, _)| *name == role.name).map(|(_, id)| *id);
        sure(self.house().site.read(&Actor::system("test"), |tx| match user {
            None => access::visitor(tx),
            Some(user) => {
                let bearer = access::actor_of_user(tx, user)?;
                bearer.map(|bearer| bearer.actor).ok_or_else(|| store::Error::NotFound(role.name.to_owned()))
            }
        }))
    }

    /// Builds the index of words, as the worker does.
    pub fn index(&self) {
        let mut work = kit::Work::default();
        loop {
            let step = |tx: &mut Tx<'_>| search::text::follow::step(tx, &mut work);
            sure(self.house().site.write(&Actor::system("full_text"), "full_text", step));
            if work.position.is_none() {
                return;
            }
        }
    }

    /// Changes rows behind everybody's back, in plain SQL.
    pub fn change(&self, statements: &[String]) {
        sure(self.house().site.write(&Actor::system("test"), "test", |tx| {
            statements.iter().try_for_each(|text| tx.execute(&statement(text.as_str(), Vec::new())).map(|_| ()))
        }));
    }
}

impl Base {
    pub fn make(engine: Engine) -> Base {
        let database = match engine {
            Engine::Sqlite => Database::Embedded,
            Engine::Postgres => Database::Server(PrivatePostgres::shared().database()),
        };
        let site = Site::new(database).open();
        let mut base = Base {
            contacts: Vec::new(),
            activities: Vec::new(),
            granted_by_relationship: BTreeSet::new(),
            chorus: 0,
            groups: Vec::new(),
            tags: Vec::new(),
            users: Vec::new(),
            site,
        };
        let house = base.site.house().clone();
        sure(house.site.write(&Actor::system("test"), "test", |tx| {
            fill(tx, &mut base);
            Ok(())
        }));
        drop(house);
        // A database with somebody in it cannot be copied.
        base.site.house.take();
        base
    }

    /// A copy that may be changed.
    pub fn copy(&self) -> Site {
        let database = match &self.site.database {
            Database::Embedded => Database::Embedded,
            Database::Server(url) => Database::Server(PrivatePostgres::shared().copy_of(url)),
        };
        let copy = Site::new(database);
        for name in ["secret.key", "ruche.db"] {
            let from = self.site.folder.join(name);
            if from.exists() {
                sure(std::fs::copy(from, copy.folder.join(name)));
            }
        }
        assert!(database_file(&copy.folder).ends_with("ruche.db"));
        copy.open()
    }

    /// The number of the role's own contact.
    pub fn own(&self, role: &Role) -> Option<usize> {
        let at = ROLES.iter().skip(1).position(|other| other == role)?;
        Some(CONTACTS + at)
    }
}

fn object(json: Json) -> Map<String, Json> {
    json.as_object().cloned().unwrap_or_default()
}

fn save(tx: &mut Tx<'_>, entity: &str, values: Json) -> i64 {
    sure(tx.save(entity, object(values), As::Program)).id
}

/// Fills the world.
fn fill(tx: &mut Tx<'_>, base: &mut Base) {
    let sets = custom_sets(tx);
    let groups = groups(tx, base);
    let tags: Vec<i64> = (0..3).map(|n| save(tx, "Tag", json!({"label": format!("Tag {n}")}))).collect();
    base.tags = tags;
    for number in 0..CONTACTS + ROLES.len() - 1 {
        contact(tx, base, number, &groups, &sets);
    }
    relationships(tx, base);
    activities(tx, base);
    access_lists(tx, base, &groups);
    searches(tx);
}

fn searches(tx: &mut Tx<'_>) {
    for (name, columns) in SEARCHES {
        let grouped = name == "towns_counted";
        let select: Vec<&str> =
            columns.iter().map(|one| if *one == "number" { "COUNT(id) AS number" } else { one }).collect();
        let entity = match name {
            "activities_listed" => "Activity",
            "notes_told" => "Note",
            _ => "Contact",
        };
        let group = if grouped { json!(["address_primary.city"]) } else { json!([]) };
        let params = json!({"version": 4, "select": select, "groupBy": group});
        let search =
            save(tx, "SavedSearch", json!({"name": name, "label": name, "api_entity": entity, "api_params": params}));
        let shown: Vec<Json> = select
            .iter()
            .map(|written| written.rsplit(" AS ").next().unwrap_or(written))
            .map(|key| json!({"type": "field", "key": key, "label": key, "tally": {"fn": "COUNT"}, "title": "[id]"}))
            .collect();
        let values = json!({
            "name": name, "label": name, "saved_search_id": search, "type": "table", "settings": {"columns": shown},
        });
        save(tx, "SearchDisplay", values);
    }
}

/// Two sets on contacts: one that an access list opens to one role, and one for whoever sees all custom data.
fn custom_sets(tx: &mut Tx<'_>) -> [&'static str; 2] {
    for (name, title) in [("open_set", "Open set"), ("closed_set", "Closed set")] {
        let set = save(tx, "CustomGroup", json!({"name": name, "title": title, "extends": "Contact"}));
        let field = |name: &str, data: &str, html: &str| {
            json!({"custom_group_id": set, "name": name, "label": name, "data_type": data, "html_type": html,
                "is_searchable": true})
        };
        save(tx, "CustomField", field("words", "String", "Text"));
        save(tx, "CustomField", field("number", "Int", "Text"));
    }
    ["open_set", "closed_set"]
}

type Groups = Vec<(&'static str, i64)>;

fn groups(tx: &mut Tx<'_>, base: &mut Base) -> Groups {
    let mut made: Groups = Vec::new();
    for name in ["readers", "editors", "denied", "chorus"] {
        made.push((name, save(tx, "Group", json!({"title": name}))));
    }
    let editors = made[1].1;
    made.push(("within", save(tx, "Group", json!({"title": "within", "parents": [editors]}))));
    let search = json!({
        "label": "Smart", "api_entity": "Contact",
        "api_params": {"version": 4, "select": ["id"], "where": [["last_name", "=", "Smart"]]},
    });
    let search = save(tx, "SavedSearch", search);
    made.push(("smart", save(tx, "Group", json!({"title": "smart", "saved_search_id": search}))));
    base.chorus = made[3].1;
    base.groups = made.iter().map(|(_, id)| *id).collect();
    made
}

fn contact(tx: &mut Tx<'_>, base: &mut Base, number: usize, groups: &Groups, sets: &[&str; 2]) {
    let word = format!("q{number}q");
    let kind = if number % 5 == 4 && number < CONTACTS { Kind::Organization } else { Kind::Individual };
    let last_name = if number % 7 == 3 && kind == Kind::Individual { "Smart" } else { "Plain" };
    let mut values = match kind {
        Kind::Individual => json!({
            "contact_type": "Individual", "first_name": format!("First {word}"), "last_name": last_name,
            "birth_date": format!("19{}-0{}-11", 50 + number % 40, 1 + number % 9), "gender_id": 1 + number % 2,
            "job_title": format!("Job {word}"),
        }),
        Kind::Organization => json!({"contact_type": "Organization", "organization_name": format!("House {word}")}),
    };
    for (name, value) in [
        ("nick_name", json!(format!("Nick {word}"))),
        ("source", json!(format!("Source {word}"))),
        ("external_identifier", json!(format!("ext {word}"))),
        ("email_primary.email", json!(format!("{word}@example.org"))),
        ("phone_primary.phone", json!(format!("0{number:03} {word}"))),
        ("address_primary.city", json!(format!("Town {word}"))),
        ("address_primary.street_address", json!(format!("{number} Street {word}"))),
    ] {
        values[name] = value;
    }
    for set in sets {
        values[format!("{set}.words")] = json!(format!("Words {word}"));
        values[format!("{set}.number")] = json!(number);
    }
    let id = save(tx, "Contact", values);
    let mut contact =
        Contact { id, kind, in_bin: number % 13 == 12 && number < CONTACTS, groups: BTreeSet::new(), last_name };
    let join = |tx: &mut Tx<'_>, name: &'static str, status: &str| {
        let group = groups.iter().find(|(other, _)| *other == name).map_or(0, |(_, id)| *id);
        save(tx, "GroupContact", json!({"group_id": group, "contact_id": id, "status": status}));
    };
    for (name, every, offset) in
        [("readers", 3, 0), ("denied", 6, 3), ("editors", 8, 1), ("within", 4, 2), ("chorus", 2, 0)]
    {
        if number % every == offset && number < CONTACTS {
            join(tx, name, "Added");
            contact.groups.insert(name);
        }
    }
    if number % 12 == 6 && number < CONTACTS {
        join(tx, "editors", "Removed");
        contact.groups.insert("not editors");
    }
    save(
        tx,
        "Note",
        json!({
            "entity_table": "civicrm_contact", "entity_id": id, "subject": format!("Note {word}"), "note": format!("Text {word}"),
        }),
    );
    save(tx, "Website", json!({"contact_id": id, "url": format!("https://example.org/{word}")}));
    save(tx, "EntityTag", json!({"entity_table": "civicrm_contact", "entity_id": id, "tag_id": base.tags[number % 3]}));
    if contact.in_bin {
        sure(tx.discard("Contact", id, As::Program));
    }
    base.contacts.push(contact);
}

fn relationships(tx: &mut Tx<'_>, base: &mut Base) {
    let individuals: Vec<(usize, i64)> = (0..CONTACTS)
        .filter(|number| base.contacts[*number].kind == Kind::Individual)
        .map(|number| (number, base.contacts[number].id))
        .collect();
    for pair in individuals.windows(2) {
        let values = json!({
            "relationship_type_id": 2, "contact_id_a": pair[0].1, "contact_id_b": pair[1].1,
            "description": format!("Pair q{}q q{}q", pair[0].0, pair[1].0),
        });
        save(tx, "Relationship", values);
    }
    let related = ROLES.iter().find(|role| role.sight == Sight::Related).and_then(|role| base.own(role)).unwrap_or(0);
    let own = base.contacts[related].id;
    for (number, permission, active) in [(0, 2, true), (5, 1, true), (6, 0, true), (7, 1, false)] {
        let values = json!({
            "relationship_type_id": 1, "contact_id_a": own, "contact_id_b": base.contacts[number].id,
            "is_permission_a_b": permission, "is_active": active, "description": format!("Given q{number}q"),
        });
        save(tx, "Relationship", values);
        if permission > 0 && active {
            base.granted_by_relationship.insert(number);
        }
    }
}

fn activities(tx: &mut Tx<'_>, base: &mut Base) {
    for number in 0..CONTACTS {
        let with = vec![number, (number * 7 + 3) % CONTACTS];
        let ids: Vec<i64> = with.iter().map(|number| base.contacts[*number].id).collect();
        let id = save(
            tx,
            "Activity",
            json!({
                "activity_type_id": 1, "subject": format!("Meeting {number}"), "details": format!("Said {number}"),
                "source_contact_id": ids[0], "target_contact_id": [ids[1]], "activity_date_time": "2026-01-02 10:00:00",
            }),
        );
        base.activities.push((id, with));
    }
}

/// A role of the lists for each role of the test that needs one, given to a group in which its contact is alone.
fn access_lists(tx: &mut Tx<'_>, base: &mut Base, groups: &Groups) {
    let id_of = |name: &str| groups.iter().find(|(other, _)| *other == name).map_or(0, |(_, id)| *id);
    let options =
        sure(tx.one(&statement(r#"SELECT "id" FROM "civicrm_option_group" WHERE "name" = 'acl_role'"#, Vec::new())));
    let options = options.and_then(|id| id.as_int());
    let open_set = r#"SELECT "id" FROM "civicrm_custom_group" WHERE "name" = 'open_set'"#;
    let open_set = sure(tx.one(&statement(open_set, Vec::new()))).and_then(|id| id.as_int()).unwrap_or(0);
    for (at, role) in ROLES.iter().enumerate().skip(1) {
        let own = base.own(role).map_or(0, |number| base.contacts[number].id);
        let user = json!({"username": role.name, "contact_id": own, "uf_name": format!("{}@example.org", role.name)});
        let user = save(tx, "User", user);
        let kept = save(tx, "Role", json!({"name": role.name, "label": role.name, "permissions": role.permissions}));
        save(tx, "UserRole", json!({"user_id": user, "role_id": kept}));
        base.users.push((role.name, user));
        let number = 10 + at as i64;
        save(tx, "OptionValue", json!({"option_group_id": options, "label": role.name, "value": number}));
        let group = save(tx, "Group", json!({"title": format!("Who {}", role.name)}));
        save(tx, "GroupContact", json!({"group_id": group, "contact_id": own, "status": "Added"}));
        save(tx, "ACLEntityRole", json!({"acl_role_id": number, "entity_table": "civicrm_group", "entity_id": group}));
        let mut line = |operation: &str, table: &str, object: i64, deny: bool| {
            save(
                tx,
                "ACL",
                json!({
                    "name": role.name, "entity_id": number, "operation": operation, "object_table": table,
                    "object_id": object, "deny": deny,
                }),
            )
        };
        match role.sight {
            Sight::Readers => drop(line("View", "civicrm_group", id_of("readers"), false)),
            Sight::Editors => drop(line("Edit", "civicrm_group", id_of("editors"), false)),
            Sight::Denied => {
                line("View", "civicrm_group", id_of("readers"), false);
                line("View", "civicrm_group", id_of("smart"), false);
                line("View", "civicrm_group", id_of("denied"), true);
                line("Search", "civicrm_group", id_of("chorus"), true);
            }
            _ => {}
        }
        if role.sees_open_set && !role.is_administrator() {
            line("View", "civicrm_custom_group", open_set, false);
        }
    }
}
