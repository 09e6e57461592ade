//! Many at once.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use store::{As, Error};

use crate::world::{editor, everywhere, map};

#[test]
fn concurrent_writers_all_get_in_and_failures_take_only_themselves_away() {
    everywhere(|world| {
        let refused = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for worker in 0..8 {
                let refused = &refused;
                scope.spawn(move || {
                    for n in 0..25 {
                        let name = if n % 5 == 4 { "Nobody".to_owned() } else { format!("P{worker}-{n}") };
                        if world.save("Person", json!({"name": name})).is_err() {
                            refused.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                });
            }
        });
        assert_eq!(refused.load(Ordering::Relaxed), 40);
        let count = store::statement(r#"SELECT count(*) FROM "civicrm_person""#, Vec::new());
        assert_eq!(world.site.read(&editor(), |tx| tx.one(&count)).unwrap().unwrap().as_int(), Some(160));
    });
}

#[test]
fn what_is_acknowledged_is_seen_by_the_next_reader() {
    everywhere(|world| {
        std::thread::scope(|scope| {
            for worker in 0..4 {
                scope.spawn(move || {
                    for n in 0..10 {
                        let id = world.save("Person", json!({"name": format!("{worker}-{n}")})).unwrap().id;
                        assert!(world.person(id).is_some());
                    }
                });
            }
        });
    });
}

#[test]
fn a_panic_within_a_transaction_rolls_it_back_and_the_site_lives_on() {
    everywhere(|world| {
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _ = world.site.write(&editor(), "test", |tx| {
                tx.save("Person", map(json!({"name": "Ghost"})), As::Program)?;
                if tx.transaction_id().is_some() {
                    panic!("a bug");
                }
                Ok(())
            });
        }));
        assert!(panicked.is_err());
        assert!(world.person(1).is_none());
        world.save("Person", json!({"name": "Alive"})).unwrap();
    });
}

#[test]
fn a_setting_changed_by_another_process_is_noticed_within_a_second() {
    everywhere(|world| {
        let other = world.again();
        let read = || world.site.read(&editor(), |tx| tx.setting("timezone")).unwrap();
        assert_eq!(read(), json!("UTC"));
        other.write(&editor(), "test", |tx| tx.set_setting("timezone", Some(&json!("Europe/Paris")))).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(700));
        assert_eq!(read(), json!("Europe/Paris"));
    });
}

#[test]
fn a_reading_transaction_cannot_write() {
    everywhere(|world| {
        let result =
            world.site.read(&editor(), |tx| tx.save("Person", map(json!({"name": "X"})), As::Program).map(|_| ()));
        assert!(matches!(result, Err(Error::Internal(_))));
        assert!(world.person(1).is_none());
    });
}
