//! The chain over history: it holds, it says where it was touched, and it allows for erasure.

use serde_json::json;
use store::seal::{Checked, Fault};
use store::{As, statement};

use crate::world::{World, editor, everywhere, map};

fn seal(world: &World) {
    while world.site.write(&editor(), "seal", |tx| tx.seal()).unwrap() {}
}

fn check(world: &World) -> Checked {
    let (mut all, mut after) = (Checked::default(), Some(0));
    while let Some(from) = after {
        let part = world.site.read(&editor(), |tx| tx.check_chain(from, 2)).unwrap();
        after = part.next;
        all.add(part);
    }
    all
}

/// Five transactions under two links, and one that is not sealed yet.
fn story(world: &World) -> Vec<i64> {
    let mut ids = Vec::new();
    for (at, name) in ["Ada", "Bo", "Cy", "Di", "Eve"].iter().enumerate() {
        ids.push(world.save("Person", json!({"name": name})).unwrap().id);
        if at % 2 == 1 {
            seal(world);
        }
    }
    ids
}

fn touch(world: &World, text: &str) {
    let count = world.site.write(&editor(), "tamper", |tx| tx.execute(&statement(text, Vec::new()))).unwrap();
    assert!(count > 0, "{text} touched nothing");
}

#[test]
fn what_was_written_holds_and_grows_link_by_link() {
    everywhere(|world| {
        story(world);
        let found = check(world);
        assert_eq!((found.links, found.transactions, found.faults.len()), (2, 4, 0), "{found:?}");
        seal(world);
        seal(world);
        let found = check(world);
        assert_eq!((found.links, found.transactions, found.faults.len()), (3, 5, 0), "nothing new makes no link");
        let undone = world.site.write(&editor(), "undo", |tx| tx.undo(1, As::Program).map(|()| tx.transaction_id()));
        undone.unwrap();
        seal(world);
        assert!(check(world).faults.is_empty(), "an undo marks what it undoes, and that is no touch");
    });
}

#[test]
fn whatever_is_altered_is_found_and_named() {
    let alterations = [
        r#"UPDATE "ruche_change" SET "after" = replace("after", 'Bo', 'Bob') WHERE "transaction_id" = 2"#,
        r#"UPDATE "ruche_change" SET "record_id" = 77 WHERE "transaction_id" = 2"#,
        r#"UPDATE "ruche_change" SET "owner_id" = 77 WHERE "transaction_id" = 2"#,
        r#"UPDATE "ruche_change" SET "action" = 'update' WHERE "transaction_id" = 2"#,
        r#"UPDATE "ruche_change" SET "digest" = "salt" WHERE "transaction_id" = 2"#,
        r#"UPDATE "ruche_transaction" SET "actor" = 'somebody else' WHERE "id" = 3"#,
        r#"UPDATE "ruche_transaction" SET "contact_id" = 77 WHERE "id" = 3"#,
        r#"UPDATE "ruche_transaction" SET "source" = 'api' WHERE "id" = 3"#,
        r#"UPDATE "ruche_transaction" SET "undoes" = 1 WHERE "id" = 3"#,
        r#"DELETE FROM "ruche_change" WHERE "transaction_id" = 1"#,
        r#"INSERT INTO "ruche_change" ("transaction_id", "entity", "record_id", "action") VALUES (4, 'Person', 1, 'update')"#,
        r#"DELETE FROM "ruche_seal" WHERE "id" = 1"#,
        r#"UPDATE "ruche_seal" SET "last_id" = 1 WHERE "id" = 1"#,
        r#"UPDATE "ruche_seal" SET "missing" = '2' WHERE "id" = 1"#,
        r#"UPDATE "ruche_seal" SET "hash" = "content" WHERE "id" = 2"#,
    ];
    for text in alterations {
        everywhere(|world| {
            story(world);
            touch(world, text);
            assert!(!check(world).faults.is_empty(), "{text}");
        });
    }
}

#[test]
fn a_fault_says_where_to_look() {
    everywhere(|world| {
        story(world);
        touch(world, r#"UPDATE "ruche_change" SET "after" = '{"name":"Zoe"}' WHERE "transaction_id" = 4"#);
        let found = check(world);
        assert!(matches!(found.faults[..], [Fault::Values { transaction: 4, .. }]), "{found:?}");
    });
}

#[test]
fn values_can_be_erased_and_the_chain_still_holds() {
    everywhere(|world| {
        story(world);
        let changes = world.site.read(&editor(), |tx| tx.changes(2)).unwrap();
        world.site.write(&editor(), "erase", |tx| tx.erase_values(changes[0].id)).unwrap();
        let found = check(world);
        assert_eq!((found.erased, found.faults.len()), (1, 0), "{found:?}");
        let left = statement(r#"SELECT count(*) FROM "ruche_change" WHERE "after" LIKE '%Bo%'"#, vec![]);
        assert_eq!(world.site.read(&editor(), |tx| tx.one(&left)).unwrap().unwrap().as_int(), Some(0));
    });
}

#[test]
fn a_chain_of_another_key_is_a_forgery() {
    everywhere(|world| {
        story(world);
        let link = world.site.read(&editor(), |tx| tx.last_link()).unwrap().unwrap();
        // Everything below the link is as it should be; only whoever has the site's key can make its digest.
        touch(world, &format!(r#"UPDATE "ruche_seal" SET "hash" = '{}' WHERE "id" = {}"#, "0".repeat(64), link.id));
        let found = check(world);
        assert!(matches!(&found.faults[..], [Fault::Link(one)] if one.id == link.id), "{found:?}");
    });
}

#[test]
fn a_transaction_that_ends_late_is_covered_by_a_later_link() {
    everywhere(|world| {
        // An embedded database has one writer at a time: nobody overtakes anybody there.
        if !world.site.is_postgres() {
            return;
        }
        let (begun, wait) = std::sync::mpsc::channel();
        let (go, told) = std::sync::mpsc::channel::<()>();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                let slow = world.site.write(&editor(), "slow", |tx| {
                    tx.save("Person", map(json!({"name": "Slow"})), As::Program)?;
                    begun.send(()).unwrap();
                    told.recv().unwrap();
                    Ok(())
                });
                slow.unwrap();
            });
            wait.recv().unwrap();
            world.save("Person", json!({"name": "Quick"})).unwrap();
            seal(world);
            assert_eq!(check(world).transactions, 1);
            go.send(()).unwrap();
        });
        seal(world);
        let found = check(world);
        assert_eq!((found.links, found.transactions, found.faults.len()), (2, 2, 0), "{found:?}");
        touch(world, r#"UPDATE "ruche_change" SET "record_id" = 9 WHERE "transaction_id" = 1"#);
        assert_eq!(check(world).faults.len(), 1, "what came late is held as well");
    });
}
