//! What lines of access lists open and close beside seeing and changing: adding, taking away, searching; and who ties
//! accounts to contacts.

use serde_json::{Value as Json, json};
use testkit::{Engine, TestApp};

const INSIDE: [&str; 3] = ["authenticate with api key", "access CiviCRM", "access AJAX API"];

/// Somebody with a key, who has a role of the access lists of their own.
struct Person {
    key: String,
    user: i64,
    contact: i64,
    /// The role of the access lists.
    role: i64,
}

fn id(rows: &[Json]) -> i64 {
    rows.first().and_then(|row| row["id"].as_i64()).unwrap_or(0)
}

fn make(app: &TestApp, entity: &str, values: &Json) -> i64 {
    id(&app.rows(entity, "create", &json!({"values": values})))
}

fn person(app: &TestApp, name: &str, more: &[&str]) -> Person {
    let key = format!("key-of-{name}-1");
    let permissions: Vec<&str> = INSIDE.iter().chain(more).copied().collect();
    let contact = make(app, "Contact", &json!({"first_name": name, "api_key": key}));
    make(app, "Role", &json!({"name": name, "label": name, "permissions": permissions}));
    let user = make(app, "User", &json!({"username": name, "contact_id": contact, "roles:name": [name]}));
    let role = 100 + contact;
    make(app, "OptionValue", &json!({"option_group_id:name": "acl_role", "label": name, "value": role.to_string()}));
    let given = json!({"acl_role_id": role, "entity_table": "civicrm_contact", "entity_id": contact});
    make(app, "ACLEntityRole", &given);
    Person { key, user, contact, role }
}

impl Person {
    fn line(&self, app: &TestApp, operation: &str, table: &str, object: i64, deny: bool) -> i64 {
        let object = (object != 0).then_some(object);
        let line = json!({"name": "line", "entity_id": self.role, "operation": operation, "object_table": table,
            "object_id": object, "deny": deny});
        make(app, "ACL", &line)
    }

    fn calls(&self, app: &TestApp, entity: &str, action: &str, params: &Json) -> (u16, Json) {
        let answer = app.call_with(&self.key, entity, action, params);
        (answer.status, answer.json())
    }

    fn status(&self, app: &TestApp, entity: &str, action: &str, params: &Json) -> u16 {
        self.calls(app, entity, action, params).0
    }
}

const GROUPS: &str = "civicrm_group";
const SETS: &str = "civicrm_custom_group";

#[test]
fn whoever_may_add_to_a_group_adds_contacts_that_are_in_it() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let choir = make(&app, "Group", &json!({"title": "Choir"}));
        let secretary = person(&app, "secretary", &["cms:administer users"]);
        let new = json!({"values": {"contact_type": "Individual", "first_name": "New"}});
        let adds = || secretary.status(&app, "Contact", "create", &new);
        assert_eq!(adds(), 403);
        secretary.line(&app, "Edit", GROUPS, choir, false);
        assert_eq!(adds(), 403, "changing is not adding");
        let line = secretary.line(&app, "Create", GROUPS, choir, false);
        assert_eq!(adds(), 200);
        let place = app.rows("GroupContact", "get", &json!({"where": [["contact_id.first_name", "=", "New"]]}));
        assert_eq!(
            (place.len(), place[0]["group_id"].as_i64(), &place[0]["status"]),
            (1, Some(choir), &json!("Added"))
        );
        // With addresses, for they may change whoever is in the group.
        let with_email = json!({"values": {"first_name": "Newer", "email_primary.email": "newer@example.org"}});
        assert_eq!(secretary.status(&app, "Individual", "create", &with_email), 200);
        let seen = secretary.calls(&app, "Contact", "get", &json!({"select": ["email_primary.email"]})).1;
        assert!(seen.to_string().contains("newer@example.org"), "{seen}");
        // What lists open is not given on.
        let role = json!({"values": {"name": "more", "label": "more", "permissions": ["add contacts"]}});
        assert_eq!(secretary.status(&app, "Role", "create", &role), 403);
        app.rows("ACL", "update", &json!({"where": [["id", "=", line]], "values": {"deny": true}}));
        assert_eq!(adds(), 403);
        secretary.line(&app, "Create", GROUPS, 0, false);
        assert_eq!(adds(), 200, "all contacts: in no group");
        let places = app.rows("GroupContact", "get", &json!({"where": [["group_id", "=", choir]]}));
        assert_eq!(places.len(), 2);
    }
}

#[test]
fn whoever_may_add_without_changing_adds_contacts_whole_and_changes_none() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let choir = make(&app, "Group", &json!({"title": "Choir"}));
        let desk = person(&app, "desk", &[]);
        desk.line(&app, "View", GROUPS, choir, false);
        desk.line(&app, "Create", GROUPS, choir, false);
        let names =
            || app.rows("Contact", "get", &json!({"select": ["first_name"], "where": [["last_name", "=", "Holm"]]}));
        let plain = json!({"values": {"first_name": "Nils", "last_name": "Holm"}});
        assert_eq!(desk.status(&app, "Individual", "create", &plain), 200);
        // An address that comes with the contact is a part of what is added; one that comes later is a change.
        let whole =
            json!({"values": {"first_name": "Nora", "last_name": "Holm", "email_primary.email": "nora@example.org"}});
        assert_eq!(desk.status(&app, "Individual", "create", &whole), 200);
        let addresses = app.rows("Email", "get", &json!({"where": [["contact_id.first_name", "=", "Nora"]]}));
        assert_eq!((addresses.len(), &addresses[0]["email"]), (1, &json!("nora@example.org")));
        // Nothing of it leads to another contact.
        let stranger = person(&app, "stranger", &[]).contact;
        let other = json!({"values": {"first_name": "Nemo", "email_primary.email": "n@example.org",
            "email_primary.contact_id": stranger}});
        desk.status(&app, "Individual", "create", &other);
        let strangers = app.rows("Email", "get", &json!({"where": [["contact_id", "=", stranger]]}));
        assert!(strangers.is_empty(), "{strangers:?}");
        let nils =
            desk.calls(&app, "Contact", "get", &json!({"select": ["id"], "where": [["first_name", "=", "Nils"]]})).1;
        let nils = nils["values"][0]["id"].clone();
        let address = json!({"values": {"contact_id": nils, "email": "nils@example.org"}});
        assert_eq!(desk.status(&app, "Email", "create", &address), 403);
        let change = json!({"where": [["id", "=", nils]], "values": {"first_name": "Nina"}});
        let told = desk.calls(&app, "Contact", "update", &change);
        assert!(told.0 == 403 || told.1["count"] == 0, "{told:?}");
        assert_eq!(names()[0]["first_name"], "Nils");
        desk.line(&app, "Edit", GROUPS, choir, false);
        assert_eq!(desk.status(&app, "Email", "create", &address), 200);
    }
}

#[test]
fn a_group_closed_to_searching_tells_nobody_who_is_in_it() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let choir = make(&app, "Group", &json!({"title": "Choir"}));
        let open = make(&app, "Group", &json!({"title": "Open"}));
        let singer = make(&app, "Contact", &json!({"first_name": "Singer"}));
        for group in [choir, open] {
            make(&app, "GroupContact", &json!({"group_id": group, "contact_id": singer}));
        }
        let reader = person(&app, "reader", &["view all contacts"]);
        let by = |operator: &str, group: i64| {
            let params = json!({"select": ["id"], "where": [["groups", operator, [group]]]});
            reader.status(&app, "Contact", "get", &params)
        };
        let told = || {
            let places = reader.calls(&app, "GroupContact", "get", &json!({"select": ["group_id"]})).1;
            let history = reader.calls(&app, "SubscriptionHistory", "get", &json!({"select": ["group_id"]})).1;
            let counted = json!({"select": ["contact_count"], "where": [["id", "=", choir]]});
            let count = reader.calls(&app, "Group", "get", &counted).1;
            let has = |answer: &Json| {
                answer["values"].as_array().is_some_and(|rows| rows.iter().any(|row| row["group_id"] == json!(choir)))
            };
            (has(&places), has(&history), count["values"][0]["contact_count"].as_i64())
        };
        assert_eq!((by("IN", choir), by("NOT IN", choir), told()), (200, 200, (true, true, Some(1))));
        let denial = reader.line(&app, "Search", GROUPS, choir, true);
        assert_eq!((by("IN", choir), by("NOT IN", choir), by("IN", open)), (403, 403, 200));
        assert_eq!(told(), (false, false, Some(0)));
        let kept = json!({"values": {"label": "Who sings", "api_entity": "Contact",
            "api_params": {"version": 4, "select": ["id"], "where": [["groups", "IN", [choir]]]}}});
        assert_eq!(reader.status(&app, "SavedSearch", "create", &kept), 403);
        app.rows("ACL", "update", &json!({"where": [["id", "=", denial]], "values": {"object_id": null}}));
        assert_eq!((by("IN", choir), by("IN", open)), (403, 403));
        let allowed = reader.line(&app, "Search", GROUPS, open, false);
        app.rows("ACL", "update", &json!({"where": [["id", "=", allowed]], "values": {"priority": 1}}));
        assert_eq!((by("IN", choir), by("IN", open)), (403, 200));
        let keeper = person(&app, "keeper", &["view all contacts", "edit groups"]);
        keeper.line(&app, "Search", GROUPS, 0, true);
        let params = json!({"select": ["id"], "where": [["groups", "IN", [choir]]]});
        assert_eq!(keeper.status(&app, "Contact", "get", &params), 200, "whoever keeps the groups knows");
    }
}

/// A set of one line and one of several.
fn sets(app: &TestApp) -> (i64, i64) {
    let one = make(app, "CustomGroup", &json!({"name": "Health", "title": "Health", "extends": "Contact"}));
    let many = make(
        app,
        "CustomGroup",
        &json!({"name": "Visits", "title": "Visits", "extends": "Contact", "is_multiple": true}),
    );
    for set in [one, many] {
        let field = json!({"custom_group_id": set, "name": "words", "label": "words", "data_type": "String",
            "html_type": "Text", "is_searchable": true});
        make(app, "CustomField", &field);
    }
    (one, many)
}

#[test]
fn fields_closed_to_searching_are_seen_on_records_and_sort_nothing_out() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let (health, _) = sets(&app);
        make(&app, "Contact", &json!({"first_name": "Ill", "Health.words": "flu"}));
        let reader = person(&app, "reader", &["view all contacts"]);
        reader.line(&app, "View", SETS, health, false);
        let asks = |params: Json| reader.calls(&app, "Contact", "get", &params);
        let ways = [
            json!({"select": ["id"], "where": [["Health.words", "=", "flu"]]}),
            json!({"select": ["id"], "where": [["OR", [["id", "=", 1], ["Health.words", "IS NOT NULL"]]]]}),
            json!({"select": ["id"], "orderBy": {"Health.words": "ASC"}}),
            json!({"select": ["Health.words", "COUNT(*) AS n"], "groupBy": ["Health.words"]}),
            json!({"select": ["id", "Health.words"], "having": [["Health.words", "=", "flu"]]}),
            json!({"select": ["id"], "join": [["Contact AS c", "INNER", ["c.Health.words", "=", "Health.words"]]]}),
            json!({"select": ["row_count"], "where": [["Health.words", "=", "flu"]]}),
        ];
        for way in &ways {
            assert_eq!(asks(way.clone()).0, 200, "{way}");
        }
        let denial = reader.line(&app, "Search", SETS, health, true);
        for way in &ways {
            assert_eq!(asks(way.clone()).0, 403, "{way}");
        }
        let (status, seen) = asks(json!({"select": ["first_name", "Health.words"]}));
        assert!(status == 200 && seen.to_string().contains("flu"), "{seen}");
        app.rows("ACL", "delete", &json!({"where": [["id", "=", denial]]}));
        assert_eq!(asks(ways[0].clone()).0, 200);
    }
}

#[test]
fn fields_may_be_filled_in_by_those_who_see_nothing_and_lines_taken_away() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let (health, visits) = sets(&app);
        let known = make(&app, "Contact", &json!({"first_name": "Known", "Health.words": "well"}));
        let line = make(&app, "Custom_Visits", &json!({"entity_id": known, "words": "first"}));
        let clerk = person(&app, "clerk", &["add contacts", "view all contacts", "edit all contacts"]);
        let words = |contact: i64| {
            let found =
                app.rows("Contact", "get", &json!({"select": ["Health.words"], "where": [["id", "=", contact]]}));
            found[0]["Health.words"].clone()
        };
        clerk.line(&app, "Create", SETS, health, false);
        clerk.line(&app, "Create", SETS, visits, false);
        let made = json!({"values": {"first_name": "Fresh", "Health.words": "said once"}});
        let (status, answer) = clerk.calls(&app, "Individual", "create", &made);
        assert_eq!(status, 200, "{answer}");
        assert_eq!(words(answer["values"][0]["id"].as_i64().unwrap_or(0)), "said once");
        // What is there is neither seen nor changed.
        let changed = json!({"where": [["id", "=", known]], "values": {"Health.words": "ill"}});
        clerk.calls(&app, "Contact", "update", &changed);
        assert_eq!(words(known), "well");
        let seen = clerk.calls(&app, "Contact", "get", &json!({"select": ["id", "Health.words"]})).1;
        assert!(!seen.to_string().contains("said once") && !seen.to_string().contains("well"), "{seen}");
        let visit = json!({"values": {"entity_id": known, "words": "second"}});
        assert_eq!(clerk.status(&app, "Custom_Visits", "create", &visit), 200);
        let lines = || app.rows("Custom_Visits", "get", &json!({"select": ["words"]})).len();
        assert_eq!(lines(), 2);
        let changed = json!({"where": [["id", "=", line]], "values": {"words": "changed"}});
        assert_eq!(clerk.status(&app, "Custom_Visits", "update", &changed), 403);
        let gone = json!({"where": [["id", "=", line]]});
        assert_eq!(clerk.status(&app, "Custom_Visits", "delete", &gone), 403);
        clerk.line(&app, "Delete", SETS, visits, false);
        assert_eq!(clerk.status(&app, "Custom_Visits", "update", &changed), 403);
        assert_eq!(clerk.status(&app, "Custom_Visits", "delete", &gone), 200);
        assert_eq!(lines(), 1);
    }
}

#[test]
fn accounts_are_tied_to_contacts_by_whoever_looks_after_both() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let contacts = ["view all contacts", "edit all contacts"];
        let clerk = person(&app, "clerk", &[contacts[0], contacts[1], "cms:administer users"]);
        let plain = person(&app, "plain", &[]);
        let strong = person(&app, "strong", &["delete contacts"]);
        let free = make(&app, "Contact", &json!({"first_name": "Free"}));
        let of = |user: i64| json!([["id", "=", user]]);
        let links = |user: i64| app.rows("UFMatch", "get", &json!({"where": of(user)}));
        assert_eq!(links(plain.user)[0]["contact_id"], json!(plain.contact));
        let calls = |action: &str, params: Json| clerk.status(&app, "UFMatch", action, &params);
        assert_eq!(plain.status(&app, "UFMatch", "delete", &json!({"where": of(plain.user)})), 403);
        // One account has one contact, and the other way round.
        let tied = |user: i64, contact: i64| json!({"values": {"uf_id": user, "contact_id": contact}});
        assert_eq!(calls("create", tied(plain.user, free)), 400, "the account belongs to somebody");
        let moved = |contact: i64| json!({"where": of(plain.user), "values": {"contact_id": contact}});
        assert_eq!(calls("update", moved(strong.contact)), 400, "the contact has an account");
        assert_eq!(calls("update", moved(999_999)), 400);
        // Nobody takes over what may do more.
        assert_eq!(calls("delete", json!({"where": of(strong.user)})), 403);
        assert_eq!(calls("update", json!({"where": of(strong.user), "values": {"contact_id": free}})), 403);
        assert_eq!(calls("delete", json!({"where": of(clerk.user)})), 409, "one's own");
        // A contact to whom rules open more than to the clerk.
        let ruled = person(&app, "ruled", &[]);
        app.rows("UFMatch", "delete", &json!({"where": of(ruled.user)}));
        assert_eq!(calls("update", moved(ruled.contact)), 403);
        assert_eq!(calls("delete", json!({"where": of(plain.user)})), 200);
        assert!(links(plain.user).is_empty());
        let account = app.rows("User", "get", &json!({"where": of(plain.user)}));
        assert!(account[0]["contact_id"].is_null(), "the account stays");
        assert_eq!(calls("create", tied(plain.user, free)), 200);
        assert_eq!(links(plain.user)[0]["contact_id"], json!(free));
        assert_eq!(calls("create", tied(999_999, free)), 400);
        let record = json!({"records": [{"id": plain.user, "language": "fr_FR"}]});
        assert_eq!(calls("save", record), 200);
        assert_eq!(links(plain.user)[0]["language"], "fr_FR");
        // History tells of it as of any other change of the account.
        let told = app.house.site.read(&schema::Actor::system("test"), |tx| {
            let text = r#"SELECT count(*) FROM "ruche_change" WHERE "entity" = 'User' AND "after" LIKE '%contact_id%'"#;
            Ok(tx.one(&store::statement(text, Vec::new()))?.and_then(|n| n.as_int()))
        });
        assert!(crate::sure(told).is_some_and(|count| count >= 2));
    }
}
