//! What `*` stands for is remembered, and never for the wrong eyes.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;

use calendar::Clock;
use common::{Options, World, everyone};
use query::{Context, Dialect, GetRequest, Lookup, Plan, WholeRows};
use schema::{Actor, Entity, Field, OptionList, Verb};

/// Looks up nothing but what was remembered.
struct Remembering<'w>(&'w WholeRows);

impl Lookup for Remembering<'_> {
    fn options(&self, entity: &Entity, field: &Field) -> Option<Arc<OptionList>> {
        Options.options(entity, field)
    }
    fn contact_of_login(&self, _: &str) -> Option<i64> {
        None
    }
    fn whole_rows(&self) -> Option<&WholeRows> {
        Some(self.0)
    }
}

fn keys(plan: &Plan) -> Vec<&str> {
    plan.columns.iter().map(|column| column.key.as_str()).collect()
}

#[test]
fn a_remembered_row_is_that_of_the_one_who_asks() {
    let known = WholeRows::default();
    let utc = Clock::at(jiff::Timestamp::UNIX_EPOCH, jiff::tz::TimeZone::UTC, 0, (1, 1));
    let paris = common::clock();
    let plain = everyone("plain", &["view all"]);
    let trusted = everyone("trusted", &["view all", "see keys"]);
    let world = World::new(Dialect::Sqlite);
    let plan = |lookup: &dyn Lookup, entity: &str, actor: &Actor, checked: bool, clock: &Clock| {
        let verb = Verb::View;
        let catalog = &world.catalog;
        let context = Context { catalog, lookup, clock, actor, verb, checked, dialect: world.dialect, searches: 0 };
        query::plan(&context, entity, &GetRequest::default()).unwrap()
    };
    // Each way comes twice: made the first time, remembered the second.
    for _ in 0..2 {
        for (actor, checked) in [(&trusted, true), (&plain, true), (&plain, false)] {
            for clock in [&utc, &paris] {
                for entity in ["Person", "Organization", "Country"] {
                    let remembered = plan(&Remembering(&known), entity, actor, checked, clock);
                    let made = plan(&Options, entity, actor, checked, clock);
                    assert_eq!(remembered.rows, made.rows);
                    assert_eq!(format!("{:?}", remembered.columns), format!("{:?}", made.columns));
                }
            }
        }
    }
    let remembering = Remembering(&known);
    let (seen, hidden) =
        (plan(&remembering, "Person", &trusted, true, &utc), plan(&remembering, "Person", &plain, true, &utc));
    assert!(keys(&seen).contains(&"api_key") && !keys(&seen).contains(&"hash"));
    assert!(!keys(&hidden).contains(&"api_key"));
    assert!(keys(&plan(&remembering, "Person", &plain, false, &utc)).contains(&"hash"));
}
