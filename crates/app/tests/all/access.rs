//! Coming in and looking around: the second factor, other eyes, keys for reading, doors that close at once.

use contact::access::{administrator, key, session, sign_in, totp};
use schema::Actor;
use serde_json::json;
use store::{Result, Tx};
use testkit::{Engine, TestApp};

use crate::sure;

const PASSWORD: &str = "rosée du matin clair";

fn write<T>(app: &TestApp, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> T {
    sure(app.house.site.write(&Actor::system("test"), "test", work))
}

/// An account that signs in with the password; its user and contact.
fn account(app: &TestApp, name: &str) -> administrator::Made {
    let new =
        administrator::NewAccount { username: name, role: "staff", password: Some(PASSWORD), ..Default::default() };
    write(app, |tx| administrator::add(tx, &new))
}

#[test]
fn whoever_has_a_second_factor_needs_a_code_and_each_recovery_code_opens_once() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let user = account(&app, "ines").user_id;
        let site = &app.house.site;
        let enter = || sure(sign_in::sign_in(site, "ines", PASSWORD, "127.0.0.1", ""));
        assert!(matches!(enter(), sign_in::Outcome::Welcome { .. }));
        let setup = write(&app, |tx| totp::set_up(tx, user, "ines", "La Passerelle"));
        assert_eq!(setup.secret.len(), 32);
        assert!(matches!(enter(), sign_in::Outcome::Welcome { .. }), "not before the first code");
        let code = write(&app, |tx| totp::now_for_tests(tx, user));
        let codes = write(&app, |tx| totp::confirm(tx, user, &code));
        let sign_in::Outcome::Second { ticket } = enter() else { panic!("a code is asked for") };
        let second = |ticket: &str, code: &str| sure(sign_in::second(site, ticket, code, "127.0.0.1", ""));
        assert_eq!(second(&ticket, &code), sign_in::Outcome::Refused, "a code counts once");
        assert_eq!(second("1.9999999999.00", &codes[0]), sign_in::Outcome::Refused, "a forged ticket");
        assert!(matches!(second(&ticket, &codes[0]), sign_in::Outcome::Welcome { .. }));
        assert_eq!(second(&ticket, &codes[0]), sign_in::Outcome::Refused);
        assert!(matches!(second(&ticket, &codes[1].to_uppercase()), sign_in::Outcome::Welcome { .. }));
        let kept = write(&app, |tx| totp::remember(tx, user));
        let known = sure(sign_in::sign_in_from(site, "ines", PASSWORD, "127.0.0.1", "", Some(&kept)));
        assert!(matches!(known, sign_in::Outcome::Welcome { .. }), "a browser that is trusted");
        for _ in 0..sign_in::TRIES {
            second(&ticket, "000000");
        }
        assert_eq!(second(&ticket, &codes[2]), sign_in::Outcome::Wait);
    }
}

#[test]
fn an_administrator_looks_with_other_eyes_and_changes_nothing() {
    let app = TestApp::start(Engine::Sqlite);
    let made = account(&app, "noe");
    let secret = write(&app, |tx| session::begin(tx, 1, "127.0.0.1", ""));
    let actor = || {
        let found = app.house.site.read(&Actor::system("test"), |tx| contact::access::actor_by_session(tx, &secret));
        sure(found).map(|bearer| bearer.actor).unwrap_or_else(|| panic!("the session has ended"))
    };
    assert!(actor().permissions.is_everything());
    write(&app, |tx| session::look_as(tx, &secret, Some(made.user_id)));
    let other = actor();
    assert_eq!((other.user_id, other.contact_id), (Some(made.user_id), Some(made.contact_id)));
    assert!(other.permissions.reads_only() && !other.permissions.is_everything());
    assert!(app.house.site.write(&other, "test", |_| Ok(())).is_err());
    // Whoever may not do everything never gets other eyes.
    let own = write(&app, |tx| {
        let own = session::begin(tx, made.user_id, "127.0.0.1", "")?;
        session::look_as(tx, &own, Some(1))?;
        Ok(own)
    });
    let still = sure(app.house.site.read(&Actor::system("test"), |tx| contact::access::actor_by_session(tx, &own)));
    assert_eq!(still.and_then(|bearer| bearer.actor.user_id), Some(made.user_id));
}

#[test]
fn a_key_for_reading_reads_and_writes_nothing() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let made = account(&app, "lou");
        let role = json!({"where": [["name", "=", "staff"]], "select": ["permissions"]});
        let mut held = app.rows("Role", "get", &role)[0]["permissions"].as_array().cloned().unwrap_or_default();
        held.push(json!("authenticate with api key"));
        app.rows("Role", "update", &json!({"where": [["name", "=", "staff"]], "values": {"permissions": held}}));
        let new = key::NewKey { name: "reports", reads_only: true, days: Some(30) };
        let read = write(&app, |tx| key::make(tx, made.contact_id, &new));
        let all = write(&app, |tx| {
            key::make(tx, made.contact_id, &key::NewKey { name: "sync", reads_only: false, days: None })
        });
        let call = |key: &str, action: &str, params| app.call_with(key, "Contact", action, &params).status;
        assert_eq!(call(&read, "get", json!({"limit": 1})), 200);
        let create = json!({"values": {"first_name": "New"}});
        assert_eq!((call(&read, "create", create.clone()), call(&all, "create", create)), (403, 200));
        let kept = write(&app, |tx| key::all(tx, made.contact_id));
        write(&app, |tx| key::end(tx, made.contact_id, kept[0].0));
        assert_eq!(call(&all, "get", json!({"limit": 1})), 401);
    }
}

#[test]
fn whoever_is_disabled_is_out_with_the_next_request() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let made = account(&app, "sam");
        let secret = write(&app, |tx| session::begin(tx, made.user_id, "127.0.0.1", ""));
        let inside = || {
            let found =
                app.house.site.read(&Actor::system("test"), |tx| contact::access::actor_by_session(tx, &secret));
            sure(found).is_some()
        };
        assert!(inside());
        app.rows("User", "update", &json!({"where": [["id", "=", made.user_id]], "values": {"is_active": false}}));
        assert!(!inside());
    }
}

#[test]
fn whoever_gives_roles_gives_no_more_than_they_have() {
    let app = TestApp::start(Engine::Sqlite);
    let held = ["access CiviCRM", "cms:administer users", "view all contacts"];
    app.rows("Role", "create", &json!({"values": {"name": "porter", "label": "Porter", "permissions": held}}));
    let new = administrator::NewAccount { username: "ana", role: "porter", ..Default::default() };
    let porter = write(&app, |tx| administrator::add(tx, &new)).user_id;
    let found = app.house.site.read(&Actor::system("test"), |tx| contact::access::actor_of_user(tx, porter));
    let actor = sure(found).map(|bearer| bearer.actor).unwrap_or_else(|| panic!("no account"));
    let save = |entity: &str, values: serde_json::Value| {
        let values = values.as_object().cloned().unwrap_or_default();
        app.house.site.write(&actor, "test", |tx| tx.save(entity, values, store::As::Actor)).is_ok()
    };
    assert!(!save("User", json!({"id": porter, "roles:name": ["admin"]})));
    assert!(!save("User", json!({"id": porter, "roles:name": ["staff"]})));
    assert!(!save("Role", json!({"name": "all", "label": "All", "permissions": ["all CiviCRM permissions and ACLs"]})));
    assert!(save("Role", json!({"name": "few", "label": "Few", "permissions": ["view all contacts"]})));
    assert!(
        !save("User", json!({"id": 1, "roles:name": ["porter"]})),
        "an administrator's roles are not theirs to take"
    );
    let refused = app.house.site.write(&actor, "test", |tx| contact::access::check_no_stronger(tx, 1));
    assert!(refused.is_err());
}
