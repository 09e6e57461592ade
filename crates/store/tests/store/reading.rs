//! Reading: who waits for whom, what is asked for again, what the database is told about its tables.

use std::cell::Cell;
use std::sync::mpsc::channel;

use serde_json::json;
use store::statement;

use crate::world::{editor, everywhere, with_permissions};

#[test]
fn a_number_is_asked_for_again_once_something_was_recorded() {
    everywhere(|world| {
        let asked = Cell::new(0);
        let people = |actor: &schema::Actor| {
            world.site.read(actor, |tx| {
                tx.counted("Person", "all", || {
                    asked.set(asked.get() + 1);
                    let count = tx.one(&statement(r#"SELECT count(*) FROM "civicrm_person""#, Vec::new()))?;
                    Ok(count.and_then(|count| count.as_int()).unwrap_or(-1))
                })
            })
        };
        assert_eq!(people(&editor()).unwrap(), 0);
        world.save("Person", json!({"name": "Ada"})).unwrap();
        assert_eq!(people(&editor()).unwrap(), 1);
        let before = asked.get();
        assert_eq!(people(&editor()).unwrap(), 1);
        if !world.site.is_postgres() {
            assert_eq!(asked.get(), before);
        }
        // Whose rights decide what they see is never given somebody else's number.
        assert_eq!(people(&with_permissions(&[], None)).unwrap(), 1);
        assert!(asked.get() > before);
    });
}

#[test]
fn whoever_reads_long_holds_nobody_up() {
    everywhere(|world| {
        std::thread::scope(|scope| {
            let mut holds = Vec::new();
            for _ in 0..8 {
                let ((told, reading), (hold, held)) = (channel::<()>(), channel::<()>());
                scope.spawn(move || {
                    world.site.read_long(&editor(), |tx| {
                        tx.one(&statement("SELECT 1", Vec::new()))?;
                        told.send(()).unwrap();
                        Ok(held.recv().is_err())
                    })
                });
                reading.recv().unwrap();
                holds.push(hold);
            }
            let id = world.save("Person", json!({"name": "Ada"})).unwrap().id;
            assert!(world.person(id).is_some());
        });
    });
}

#[test]
fn a_column_with_two_values_is_not_taken_for_a_rare_one() {
    everywhere(|world| {
        if world.site.is_postgres() {
            return;
        }
        world
            .site
            .write(&editor(), "test", |tx| {
                let rows = r#"INSERT INTO "civicrm_person" ("name", "is_deleted")
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
                    SELECT 'P' || i, i > 4990 FROM n"#;
                tx.execute(&statement(rows, Vec::new()))
            })
            .unwrap();
        world.site.tune().unwrap();
        let ask = r#"SELECT "stat" FROM "sqlite_stat1" WHERE "idx" = 'person_index_trash'"#;
        let known = world.site.read(&editor(), |tx| tx.one(&statement(ask, Vec::new()))).unwrap().unwrap();
        let numbers: Vec<i64> = known.as_text().unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
        assert_eq!(numbers.first(), Some(&5000), "{numbers:?}");
        assert!(numbers.get(1).is_some_and(|alike| *alike >= 2500), "{numbers:?}");
    });
}
