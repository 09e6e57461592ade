//! The door: forgotten passwords, invitations by mail, and who may lay hands on whose account.

use contact::access::{administrator, forgotten, link, sign_in, totp};
use oidc::account::{self, Arrival};
use oidc::flow::Asked;
use oidc::provider::Settings;
use oidc::token::Claims;
use schema::Actor;
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx, statement};
use testkit::{Engine, TestApp};

use crate::sure;

fn write<T>(app: &TestApp, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> T {
    sure(app.house.site.write(&Actor::system("test"), "test", work))
}

/// Mail is set up, and the site knows its address; and there is an account of this name.
fn with_mail(engine: Engine, name: &str) -> (TestApp, i64) {
    let app = TestApp::start(engine);
    let user = write(&app, |tx| {
        let smtp = json!({"outBound_option": "0", "smtpServer": "mail.example.org", "smtpPort": "25"});
        tx.set_setting("mailing_backend", Some(&smtp))?;
        tx.set_setting("ruche_address", Some(&json!("https://crm.example.org/")))?;
        let email = format!("{name}@example.org");
        let new = administrator::NewAccount {
            username: name,
            role: "admin",
            email: Some(&email),
            password: Some("the linden blossoms in june"),
            ..administrator::NewAccount::default()
        };
        Ok(administrator::add(tx, &new)?.user_id)
    });
    (app, user)
}

/// Does what was queued for whoever has forgotten a password, as the worker does; gives how much it was.
fn work(app: &TestApp) -> usize {
    let mut jobs: Vec<(i64, Json)> = Vec::new();
    write(app, |tx| {
        let text = r#"SELECT "id", "payload" FROM "ruche_job" WHERE "kind" = 'password_reset' AND "state" = 'waiting'"#;
        tx.rows(&statement(text, Vec::new()), |row| {
            let payload = store::owned(row.cell(1)).as_text().and_then(|text| serde_json::from_str(text).ok());
            jobs.push((store::owned(row.cell(0)).as_int().unwrap_or(0), payload.unwrap_or_default()));
            Ok(())
        })
    });
    for (id, payload) in &jobs {
        let mut work = kit::Work { id: *id, payload: payload.clone(), ..kit::Work::default() };
        write(app, |tx| {
            forgotten::answer(tx, &mut work)?;
            let text = format!(r#"UPDATE "ruche_job" SET "state" = 'done' WHERE "id" = {}"#, tx.placeholder(1));
            tx.execute(&statement(text, vec![(*id).into()])).map(|_| ())
        });
    }
    jobs.len()
}

/// What lies in the outbox: address and text.
fn outbox(app: &TestApp) -> Vec<(String, String)> {
    let mut found = Vec::new();
    write(app, |tx| {
        let text = r#"SELECT "address", "body" FROM "ruche_outbox" ORDER BY "id""#;
        tx.rows(&statement(text, Vec::new()), |row| {
            let text = |at| store::owned(row.cell(at)).as_text().unwrap_or_default().to_owned();
            found.push((text(0), text(1)));
            Ok(())
        })
    });
    found
}

fn token_in(text: &str) -> String {
    let rest = text.split("https://crm.example.org/welcome/").nth(1).unwrap_or_default();
    rest.split_whitespace().next().unwrap_or_default().to_owned()
}

#[test]
fn a_forgotten_password_is_chosen_anew_by_a_link_that_works_once_for_an_hour() {
    for engine in Engine::ALL {
        let (app, _) = with_mail(engine, "maria");
        assert_eq!(sure(forgotten::ask(&app.house.site, "maria@example.org", "192.0.2.1")), forgotten::Heard::Yes);
        assert_eq!(work(&app), 1);
        let sent = outbox(&app);
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].0, "maria@example.org");
        let token = token_in(&sent[0].1);
        assert!(token.len() >= 32, "{}", sent[0].1);
        let chosen = "a quite different sentence";
        write(&app, |tx| link::redeem(tx, &token, chosen));
        let again =
            app.house.site.write(&Actor::system("test"), "test", |tx| link::redeem(tx, &token, "and once more so"));
        assert!(again.is_err(), "it works once");
        let enters = |password: &str| sure(sign_in::sign_in(&app.house.site, "maria", password, "192.0.2.9", ""));
        assert!(matches!(enters(chosen), sign_in::Outcome::Welcome { .. }));
        assert_eq!(enters("the linden blossoms in june"), sign_in::Outcome::Refused);
        // A later one runs out after an hour.
        sure(forgotten::ask(&app.house.site, "maria", "192.0.2.1"));
        work(&app);
        let late = token_in(&outbox(&app)[1].1);
        write(&app, |tx| {
            let text = format!(r#"UPDATE "ruche_link" SET "expires" = {}"#, tx.placeholder(1));
            let past = tx.clock().to_utc(tx.clock().now).saturating_sub(jiff::SignedDuration::from_secs(1));
            tx.execute(&statement(text, vec![schema::Value::DateTime(past)])).map(|_| ())
        });
        assert!(write(&app, |tx| link::owner(tx, &late)).is_none(), "it has run out");
    }
}

#[test]
fn whoever_asks_for_a_password_learns_nothing_about_who_there_is() {
    let (app, user) = with_mail(Engine::Sqlite, "maria");
    write(&app, |tx| {
        let disabled = json!({"id": user, "is_active": false});
        tx.save("User", disabled.as_object().cloned().unwrap_or_default(), As::Program).map(|_| ())
    });
    // Known, disabled, unknown, and what is no name: each is heard, and each is one piece of work for later.
    let names = ["maria", "camille", "nobody@example.org", "my secret password"];
    for name in names {
        assert_eq!(sure(forgotten::ask(&app.house.site, name, "192.0.2.1")), forgotten::Heard::Yes, "{name}");
    }
    assert_eq!(work(&app), names.len());
    assert_eq!(outbox(&app), [], "no link for a disabled account, nor for none");
    let kept = write(&app, |tx| {
        let text = r#"SELECT count(*) FROM "ruche_job" WHERE "payload" LIKE '%secret password%'"#;
        Ok(tx.one(&statement(text, Vec::new()))?.and_then(|count| count.as_int()))
    });
    assert_eq!(kept, Some(0), "what was typed does not stay");
    let page = sure(app.client().get("/sign-in/forgotten", &[]));
    assert_eq!(page.status, 200);
    assert!(page.text().contains("name=\"name\""), "the form is open to visitors");
}

#[test]
fn links_are_asked_for_a_few_times_alone() {
    let (app, _) = with_mail(Engine::Sqlite, "maria");
    let site = &app.house.site;
    for turn in 0..6 {
        assert_eq!(sure(forgotten::ask(site, "maria", &format!("192.0.2.{turn}"))), forgotten::Heard::Yes);
    }
    assert_eq!(work(&app), 3, "an account gets three links, from wherever they are asked for");
    for turn in 0..sign_in::TRIES {
        sure(forgotten::ask(site, &format!("name {turn}"), "198.51.100.1"));
    }
    assert_eq!(sure(forgotten::ask(site, "another name", "198.51.100.1")), forgotten::Heard::Wait);
    assert_eq!(sure(forgotten::ask(site, "another name", "198.51.100.2")), forgotten::Heard::Yes);
}

#[test]
fn the_addresses_of_a_contact_open_no_account() {
    let (app, user) = with_mail(Engine::Sqlite, "maria");
    write(&app, |tx| {
        let contact = tx.find::<contact::user::User>(user)?.and_then(|user| user.contact_id);
        let mut email: Map<String, Json> = Map::new();
        email.insert("contact_id".to_owned(), json!(contact));
        email.insert("email".to_owned(), json!("evil@example.net"));
        email.insert("is_primary".to_owned(), json!(true));
        tx.save("Email", email, As::Program).map(|_| ())
    });
    sure(forgotten::ask(&app.house.site, "evil@example.net", "192.0.2.1"));
    sure(forgotten::ask(&app.house.site, "maria", "192.0.2.1"));
    work(&app);
    let to: Vec<String> = outbox(&app).into_iter().map(|(address, _)| address).collect();
    assert_eq!(to, ["maria@example.org"]);
}

/// An account with these permissions, and its key.
fn holder(app: &TestApp, name: &str, permissions: &[&str]) -> (i64, i64, String) {
    let key = format!("key-of-{name}-1");
    let contact = app.rows("Contact", "create", &json!({"values": {"first_name": name, "api_key": key}}));
    app.rows("Role", "create", &json!({"values": {"name": name, "label": name, "permissions": permissions}}));
    let values = json!({"username": name, "contact_id": contact[0]["id"], "roles:name": [name]});
    let user = app.rows("User", "create", &json!({"values": values}));
    let id = |row: &Json| row["id"].as_i64().unwrap_or(0);
    (id(&user[0]), id(&contact[0]), key)
}

#[test]
fn a_stronger_account_cannot_be_taken_over() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let inside = ["authenticate with api key", "access CiviCRM", "view all contacts", "edit all contacts"];
        let strong: Vec<&str> = inside.iter().copied().chain(["delete contacts", "merge duplicate contacts"]).collect();
        let clerk: Vec<&str> = inside.iter().copied().chain(["cms:administer users", "edit api keys"]).collect();
        let (victim, victim_contact, _) = holder(&app, "strong", &strong);
        let (weak, weak_contact, _) = holder(&app, "weak", &inside[..3]);
        let (_, _, key) = holder(&app, "clerk", &clerk);
        let status = |entity: &str, action: &str, id: i64, values: Json| {
            let params = json!({"where": [["id", "=", id]], "values": values});
            app.call_with(&key, entity, action, &params).status
        };
        for values in [json!({"uf_name": "evil@example.net"}), json!({"is_active": false}), json!({"username": "evil"})]
        {
            assert_eq!(status("User", "update", victim, values.clone()), 403, "{values}");
            assert_eq!(status("User", "update", weak, values.clone()), 200, "{values}");
        }
        let new_key = json!({"api_key": "a-key-that-the-clerk-knows"});
        assert_eq!(status("Contact", "update", victim_contact, new_key), 403);
        assert_eq!(status("Contact", "update", weak_contact, json!({"api_key": "another-key-of-the-clerk"})), 200);
        let gone = app.call_with(&key, "User", "delete", &json!({"where": [["id", "=", victim]]})).status;
        assert_eq!(gone, 403);
    }
}

#[test]
fn a_key_for_looking_alone_changes_nothing_by_any_door() {
    let app = TestApp::start(Engine::Sqlite);
    let all = ["authenticate with api key", "access CiviCRM", "view all contacts", "edit all contacts", "add contacts"];
    let (_, contact, _) = holder(&app, "reader", &all);
    let key = write(&app, |tx| {
        let new = contact::access::key::NewKey { name: "sheet", reads_only: true, days: None };
        contact::access::key::make(tx, contact, &new)
    });
    let site_key = contact::access::token::site_key(&app.house.site);
    let made = json!({"contact_type": "Individual", "first_name": "Written by a reader"}).to_string();
    let form = [
        ("entity", "Contact"),
        ("action", "create"),
        ("json", made.as_str()),
        ("api_key", key.as_str()),
        ("key", site_key.as_str()),
    ];
    let answer = sure(app.client().post("/civicrm/ajax/rest", &[("X-Requested-With", "XMLHttpRequest")], &form));
    assert!(answer.text().contains("is_error\":1") || answer.status >= 400, "{}", answer.text());
    let found = app.rows("Contact", "get", &json!({"where": [["first_name", "=", "Written by a reader"]]}));
    assert!(found.is_empty(), "{}", answer.text());
    let values = json!({"values": {"first_name": "Written by a reader"}});
    assert_eq!(app.call_with(&key, "Contact", "create", &values).status, 403);
}

/// Every byte of the embedded database and of its log, as text without capitals.
fn bytes(app: &TestApp) -> String {
    let read = |name: &str| std::fs::read(app.data().join(name)).unwrap_or_default();
    let all = [read("ruche.db"), read("ruche.db-wal")].concat();
    String::from_utf8_lossy(&all).to_lowercase()
}

#[test]
fn an_erased_name_stands_nowhere_in_the_file_of_the_database() {
    let app = TestApp::start(Engine::Sqlite);
    let site = &app.house.site;
    let index = |app: &TestApp| {
        let mut work = kit::Work::default();
        loop {
            write(app, |tx| search::text::follow::step(tx, &mut work));
            if work.position.is_none() {
                return;
            }
        }
    };
    index(&app);
    let values = json!({"first_name": "Qzfirst", "last_name": "Qzlast", "job_title": "Qzjob",
        "email_primary.email": "qzmail@example.org"});
    let id = app.rows("Contact", "create", &json!({"values": values}))[0]["id"].as_i64().unwrap_or(0);
    app.rows(
        "Note",
        "create",
        &json!({"values": {"entity_table": "civicrm_contact", "entity_id": id, "note": "Qznote ".repeat(900)}}),
    );
    // Others around, so that pages are shared, split and joined.
    for number in 0..60 {
        let other = json!({"first_name": format!("Other{number}"), "last_name": "Qzneighbour"});
        app.rows("Contact", "create", &json!({"values": other}));
    }
    app.rows("Contact", "update", &json!({"where": [["id", "=", id]], "values": {"last_name": "Qzrenamed"}}));
    index(&app);
    let marks = ["qzfirst", "qzlast", "qzjob", "qzmail", "qznote", "qzrenamed"];
    let before = bytes(&app);
    assert!(marks.iter().all(|mark| before.contains(mark)), "they were there");
    assert!(write(&app, |tx| privacy::erase::now(tx, id)).is_some());
    index(&app);
    write(&app, |tx| search::text::follow::forget(tx));
    index(&app);
    let registry = ruche::components::registry();
    sure(privacy::erase::empty_log(site, &registry));
    let after = bytes(&app);
    let left: Vec<&str> = marks.into_iter().filter(|mark| after.contains(mark)).collect();
    assert_eq!(left, Vec::<&str>::new());
    assert!(after.contains("qzneighbour"), "others are untouched");
}

#[test]
fn what_a_browser_brings_back_counts_for_it_alone() {
    let app = TestApp::start(Engine::Sqlite);
    let site = &app.house.site;
    let asked = sure(Asked::new("/contacts", 1_000));
    let kept = sure(asked.sealed(site));
    assert!(!kept.contains(&asked.nonce) && !kept.contains(&asked.verifier));
    assert_eq!(Asked::brought(site, &kept, &asked.state, 1_600), Some(asked.clone()));
    assert_eq!(Asked::brought(site, &kept, &asked.state, 1_601), None, "too late");
    assert_eq!(Asked::brought(site, &kept, "guessed", 1_001), None);
    assert_eq!(Asked::brought(site, &kept, "", 1_001), None);
    let another = sure(sure(Asked::new("/", 1_000)).sealed(site));
    assert_eq!(Asked::brought(site, &another, &asked.state, 1_001), None, "another browser's question");
    assert_eq!(Asked::brought(site, &kept[1..], &asked.state, 1_001), None);
}

fn claims(subject: &str, email: &str, verified: bool) -> Claims {
    Claims {
        subject: subject.to_owned(),
        email: Some(email.to_owned()),
        email_verified: verified,
        given_name: Some("Noor".to_owned()),
        family_name: Some("Haddad".to_owned()),
        name: None,
    }
}

#[test]
fn a_provider_lets_in_whom_it_vouches_for_and_each_as_one_person() {
    for engine in Engine::ALL {
        let (app, user) = with_mail(engine, "maria");
        let site = &app.house.site;
        let provider = Settings { issuer: "https://id.example.org".into(), is_active: true, ..Settings::default() };
        let come = |claims: &Claims| sure(account::let_in(site, &provider, claims, "192.0.2.1", None));
        let is_in = |arrival: Arrival, who: i64| matches!(arrival, Arrival::Come(sign_in::Outcome::Welcome { user_id, .. }) if user_id == who);
        assert_eq!(come(&claims("7", "maria@example.org", false)), Arrival::Unverified);
        assert_eq!(come(&claims("7", "nobody@example.org", true)), Arrival::Unknown);
        // An accent makes another address, though texts are found without.
        assert_eq!(come(&claims("7", "mária@example.org", true)), Arrival::Unknown);
        assert!(is_in(come(&claims("7", "Maria@Example.org", true)), user));
        // From now on the person counts, whatever their address is.
        assert!(is_in(come(&claims("7", "new@example.net", false)), user));
        assert_eq!(come(&claims("8", "maria@example.org", true)), Arrival::Unknown, "somebody else got the address");
        let elsewhere = Settings { issuer: "https://evil.example".into(), ..provider.clone() };
        let found = sure(account::let_in(site, &elsewhere, &claims("7", "x@example.org", false), "192.0.2.1", None));
        assert_eq!(found, Arrival::Unverified, "the same number at another provider is another person");
        write(&app, |tx| {
            let values = json!({"id": user, "is_active": false});
            tx.save("User", values.as_object().cloned().unwrap_or_default(), As::Program).map(|_| ())
        });
        assert_eq!(come(&claims("7", "maria@example.org", true)), Arrival::Closed);
    }
}

#[test]
fn newcomers_get_the_role_that_was_chosen_for_them_and_never_all_rights() {
    let (app, _) = with_mail(Engine::Sqlite, "maria");
    let role = app.rows(
        "Role",
        "create",
        &json!({"values": {"name": "guest", "label": "Guest", "permissions": ["access CiviCRM"]}}),
    );
    let settings = Settings {
        issuer: "https://id.example.org".into(),
        client_id: "ruche".into(),
        label: "Maison".into(),
        role: role[0]["id"].as_i64(),
        is_active: true,
    };
    let keep = |settings: &Settings| {
        app.house.site.write(&Actor::system("test"), "test", |tx| oidc::provider::keep(tx, settings, "a secret"))
    };
    assert!(keep(&settings).is_ok());
    let admin = app.rows("Role", "get", &json!({"where": [["name", "=", "admin"]]}))[0]["id"].as_i64();
    let everyone = app.rows("Role", "get", &json!({"where": [["name", "=", "everyone"]]}))[0]["id"].as_i64();
    for wrong in [admin, everyone, Some(99_999)] {
        assert!(keep(&Settings { role: wrong, ..settings.clone() }).is_err(), "{wrong:?}");
    }
    for issuer in ["http://id.example.org", "javascript:alert(1)", "https://id.example.org?x=y", ""] {
        assert!(keep(&Settings { issuer: issuer.into(), ..settings.clone() }).is_err(), "{issuer}");
    }
    // A secret is not handed on to another provider.
    assert!(sure(app.house.site.read(&Actor::system("test"), |tx| oidc::provider::has_secret(tx))));
    let other = Settings { issuer: "https://other.example.org".into(), ..settings.clone() };
    write(&app, |tx| oidc::provider::keep(tx, &other, ""));
    assert!(!sure(app.house.site.read(&Actor::system("test"), |tx| oidc::provider::has_secret(tx))));

    let newcomer = claims("9", "noor@example.org", true);
    let arrival = sure(account::let_in(&app.house.site, &settings, &newcomer, "192.0.2.1", None));
    assert!(matches!(arrival, Arrival::Come(sign_in::Outcome::Welcome { .. })), "{arrival:?}");
    let select = ["username", "roles:name", "contact_id.first_name", "contact_id.last_name"];
    let made = app.rows("User", "get", &json!({"select": select, "where": [["uf_name", "=", "noor@example.org"]]}));
    assert_eq!(made[0]["roles:name"], json!(["guest"]), "{made:?}");
    assert_eq!(
        (&made[0]["contact_id.first_name"], &made[0]["contact_id.last_name"]),
        (&json!("Noor"), &json!("Haddad"))
    );
}

#[test]
fn seeds_of_the_first_form_are_read_and_new_ones_have_a_tag() {
    let (app, user) = with_mail(Engine::Sqlite, "maria");
    let made = write(&app, |tx| totp::set_up(tx, user, "maria", "Ruche"));
    let digits = write(&app, |tx| totp::now_for_tests(tx, user));
    let kept = write(&app, |tx| tx.one(&statement(r#"SELECT "seed" FROM "ruche_totp""#, Vec::new())));
    let kept = kept.and_then(|kept| kept.as_text().map(str::to_owned)).unwrap_or_default();
    assert!(kept.len() > 80, "nonce, seed and tag: {kept}");
    let put = |seed: &str| {
        write(&app, |tx| {
            let text = format!(r#"UPDATE "ruche_totp" SET "seed" = {}"#, tx.placeholder(1));
            tx.execute(&statement(text, vec![seed.into()])).map(|_| ())
        });
    };
    // As the first release kept it: the seed under a stream of the site's key.
    let key = store::secret::derive(app.house.site.secret(), "second factor", &user.to_be_bytes());
    let seed = base32(&made.secret);
    let old: Vec<u8> = seed.iter().zip(key).map(|(byte, key)| byte ^ key).collect();
    put(&store::secret::hex(&old));
    assert_eq!(write(&app, |tx| totp::now_for_tests(tx, user)), digits);
    // One letter changed, and nothing opens with it.
    let mut changed = kept.clone().into_bytes();
    changed[40] = if changed[40] == b'A' { b'B' } else { b'A' };
    put(&String::from_utf8_lossy(&changed));
    let confirmed = app.house.site.write(&Actor::system("test"), "test", |tx| totp::confirm(tx, user, &digits));
    assert!(confirmed.is_err());
    put(&kept);
    assert!(app.house.site.write(&Actor::system("test"), "test", |tx| totp::confirm(tx, user, &digits)).is_ok());
}

/// RFC 4648, 6.
fn base32(text: &str) -> Vec<u8> {
    let bits: Vec<u8> = text
        .bytes()
        .filter_map(|letter| b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|known| *known == letter))
        .flat_map(|value| (0..5).rev().map(move |bit| ((value >> bit) & 1) as u8))
        .collect();
    bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |sum, bit| (sum << 1) | bit)).collect()
}
