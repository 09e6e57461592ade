//! History and undo.

use serde_json::json;
use store::{As, Error};

use crate::world::{World, editor, everywhere, map};

/// Runs a change and gives the number of its transaction.
fn change(world: &World, work: impl FnOnce(&mut store::Tx<'_>) -> store::Result<()>) -> i64 {
    world.site.write(&editor(), "test", |tx| work(tx).map(|()| tx.transaction_id().unwrap())).unwrap()
}

fn undo(world: &World, transaction: i64) -> store::Result<i64> {
    world.site.write(&editor(), "undo", |tx| tx.undo(transaction, As::Actor).map(|()| tx.transaction_id().unwrap()))
}

#[test]
fn history_keeps_before_and_after_and_no_secret() {
    everywhere(|world| {
        let id = world.save("Person", json!({"name": "Ada", "hash": "very secret"})).unwrap().id;
        let number =
            change(world, |tx| tx.save("Person", map(json!({"id": id, "name": "Eve"})), As::Program).map(|_| ()));
        let changes = world.site.read(&editor(), |tx| tx.changes(number)).unwrap();
        assert_eq!(changes.len(), 1);
        assert_eq!((changes[0].before["name"].as_str(), changes[0].after["name"].as_str()), (Some("Ada"), Some("Eve")));
        let text =
            store::statement(r#"SELECT count(*) FROM "ruche_change" WHERE "after" LIKE '%very secret%'"#, vec![]);
        let hits = world.site.read(&editor(), |tx| tx.one(&text)).unwrap();
        assert_eq!(hits.unwrap().as_int(), Some(0));
    });
}

#[test]
fn saving_the_same_again_leaves_no_trace() {
    everywhere(|world| {
        let id = world.save("Person", json!({"name": "Ada"})).unwrap().id;
        let number = world.site.write(&editor(), "test", |tx| {
            tx.save("Person", map(json!({"id": id, "name": "Ada"})), As::Program).map(|_| tx.transaction_id())
        });
        assert_eq!(number.unwrap(), None);
    });
}

#[test]
fn undo_brings_a_deleted_record_back_with_all_that_belonged_to_it() {
    everywhere(|world| {
        let ada = json!({"name": "Ada", "balance": "7.05", "email_primary.email": "a@example.org"});
        let id = world.save("Person", ada).unwrap().id;
        let bo = world.save("Person", json!({"name": "Bo", "friend_id": id})).unwrap().id;
        let before = format!("{:?} {:?}", world.person(id), world.person(bo));
        let deleted = change(world, |tx| tx.delete("Person", id, As::Program));
        let undone = undo(world, deleted).unwrap();
        assert_eq!(format!("{:?} {:?}", world.person(id), world.person(bo)), before);
        assert_eq!(world.mails(), 1);
        undo(world, undone).unwrap();
        assert!(world.person(id).is_none(), "an undo can be undone");
    });
}

#[test]
fn undo_refuses_when_something_newer_stands_in_the_way_and_says_what() {
    everywhere(|world| {
        let id = world.save("Person", json!({"name": "Ada"})).unwrap().id;
        let first =
            change(world, |tx| tx.save("Person", map(json!({"id": id, "name": "Eve"})), As::Program).map(|_| ()));
        world.save("Person", json!({"id": id, "name": "Zoe"})).unwrap();
        let Err(Error::Conflict(message)) = undo(world, first) else { panic!("undone") };
        assert!(message.contains(&format!("person {id}")), "{message}");
        assert_eq!(world.person(id).unwrap().name.as_deref(), Some("Zoe"));
    });
}

#[test]
fn undoing_a_creation_refuses_while_later_records_lean_on_it() {
    everywhere(|world| {
        let mut id = 0;
        let created = change(world, |tx| {
            id =
                tx.save("Person", map(json!({"name": "Ada", "email_primary.email": "a@example.org"})), As::Program)?.id;
            Ok(())
        });
        let bo = world.save("Person", json!({"name": "Bo", "friend_id": id})).unwrap().id;
        assert!(matches!(undo(world, created), Err(Error::Conflict(_))));
        world.save("Person", json!({"id": bo, "friend_id": null})).unwrap();
        undo(world, created).unwrap();
        assert!(world.person(id).is_none());
        assert_eq!(world.mails(), 0);
        assert!(matches!(undo(world, created), Err(Error::Conflict(_))), "not twice");
    });
}

#[test]
fn migrations_make_what_the_declarations_say() {
    everywhere(|world| {
        let lines = world.site.describe().unwrap();
        assert!(lines.iter().any(|line| line.starts_with("table civicrm_person column balance ")));
        if !world.site.is_postgres() {
            let catalog = world.site.catalog();
            let missing = store::drift::additions(&catalog, &lines, query::Dialect::Sqlite);
            assert_eq!(missing, Vec::<String>::new());
        }
    });
}

#[test]
fn nobody_undoes_what_they_might_not_do() {
    everywhere(|world| {
        let id = world.save("Person", json!({"name": "Ada"})).unwrap().id;
        let renamed =
            change(world, |tx| tx.save("Person", map(json!({"id": id, "name": "Eve"})), As::Program).map(|_| ()));
        let reader = crate::world::with_permissions(&["view all", "administer CiviCRM"], None);
        let result = world.site.write(&reader, "undo", |tx| tx.undo(renamed, As::Actor));
        assert!(matches!(result, Err(Error::Forbidden(_))));
        assert_eq!(world.person(id).unwrap().name.as_deref(), Some("Eve"));
    });
}

#[test]
fn an_attempt_that_fails_leaves_nothing_however_much_it_touched() {
    everywhere(|world| {
        let rename = |tx: &mut store::Tx<'_>, ids: &[i64], name: &str| -> store::Result<()> {
            ids.iter().try_for_each(|id| {
                tx.save("Person", map(json!({"id": id, "name": format!("{name} {id}")})), As::Program).map(|_| ())
            })
        };
        let ids = world.site.write(&editor(), "test", |tx| {
            (0..2_000)
                .map(|n| tx.save("Person", map(json!({"name": format!("Ada {n}")})), As::Program).map(|saved| saved.id))
                .collect::<store::Result<Vec<i64>>>()
        });
        let ids = ids.unwrap();
        let number = change(world, |tx| {
            let failed = tx.attempt(|tx| {
                rename(tx, &ids, "Eve")?;
                Err::<(), _>(Error::Conflict("no".to_owned()))
            });
            assert!(matches!(failed, Err(Error::Conflict(_))));
            tx.attempt(|tx| rename(tx, &ids[..10], "Bo"))
        });
        let named = |start: &str| {
            let text = format!(r#"SELECT count(*) FROM "civicrm_person" WHERE "name" LIKE '{start} %'"#);
            let found = world.site.read(&editor(), |tx| tx.one(&store::statement(text, vec![]))).unwrap();
            found.and_then(|count| count.as_int())
        };
        assert_eq!((named("Eve"), named("Bo"), named("Ada")), (Some(0), Some(10), Some(1_990)));
        let kept = world.site.read(&editor(), |tx| tx.changes(number)).unwrap();
        assert_eq!(kept.len(), 10, "history tells of what stayed alone");
    });
}
