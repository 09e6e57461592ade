//! Deleting for good, and into the bin.

use serde_json::json;
use store::{As, Error};

use crate::world::{editor, everywhere, with_permissions};

#[test]
fn what_belongs_to_a_record_goes_with_it_and_what_points_to_it_lets_go() {
    everywhere(|world| {
        let ada = world.save("Person", json!({"name": "Ada", "email_primary.email": "a@example.org"})).unwrap().id;
        let bo = world.save("Person", json!({"name": "Bo", "friend_id": ada})).unwrap().id;
        world.site.write(&editor(), "test", |tx| tx.delete("Person", ada, As::Actor)).unwrap();
        assert!(world.person(ada).is_none());
        assert_eq!(world.mails(), 0);
        assert_eq!(world.person(bo).unwrap().friend_id, None);
    });
}

#[test]
fn the_bin_keeps_the_record() {
    everywhere(|world| {
        let id = world.save("Person", json!({"name": "Ada"})).unwrap().id;
        world.site.write(&editor(), "test", |tx| tx.discard("Person", id, As::Actor)).unwrap();
        assert!(world.person(id).unwrap().is_deleted);
    });
}

#[test]
fn deleting_without_the_right_changes_nothing() {
    everywhere(|world| {
        let id = world.save("Person", json!({"name": "Ada"})).unwrap().id;
        let reader = with_permissions(&["view all"], None);
        for discard in [true, false] {
            let result = world.site.write(&reader, "test", |tx| match discard {
                true => tx.discard("Person", id, As::Actor),
                false => tx.delete("Person", id, As::Actor),
            });
            assert!(matches!(result, Err(Error::Forbidden(_))));
        }
        assert!(!world.person(id).unwrap().is_deleted);
    });
}
