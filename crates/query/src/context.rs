//! What the planner knows beside the request: metadata, options, the time, and who asks.

use std::sync::Arc;

use calendar::Clock;
use schema::{Actor, Catalog, Entity, Field, OptionList, Rule, Value, Verb};

use crate::{Dialect, WholeRows};

/// Looks up what metadata alone cannot tell. Implementations read a snapshot; the planner itself does no IO.
pub trait Lookup {
    /// The options of a field; None for a field without.
    fn options(&self, entity: &Entity, field: &Field) -> Option<Arc<OptionList>>;
    /// The contact behind a login name (`@user:NAME`).
    fn contact_of_login(&self, login: &str) -> Option<i64>;
    /// The domain that the site serves.
    fn domain_id(&self) -> i64 {
        1
    }
    /// The entity whose records are the actors: keys to it know `user_contact_id` and `@user:NAME`.
    fn actor_entity(&self) -> &str {
        ""
    }
    /// The entity whose records are the domains: keys to it know `current_domain`.
    fn domain_entity(&self) -> &str {
        ""
    }
    /// The rows that a `Filter` field of `entity` lets through for these values (any of them); None where there is no
    /// such condition. `NOT` operators are made from it by the planner.
    fn filter(&self, entity: &Entity, field: &Field, operator: &str, values: &[Value]) -> Option<Rule> {
        let _ = (entity, field, operator, values);
        None
    }
    /// Whether access lists let the actor search by these values of a `Filter` field.
    fn may_search(&self, entity: &Entity, field: &Field, values: &[Value]) -> bool {
        let _ = (entity, field, values);
        true
    }
    /// What access lists grant the actor on records of this entity, beside what permissions do.
    fn granted(&self, entity: &str, verb: Verb) -> Rule {
        let _ = (entity, verb);
        Rule::Nothing
    }
    /// Where it is remembered what `*` stands for; None where that is worked out every time.
    fn whole_rows(&self) -> Option<&WholeRows> {
        None
    }
}

/// The surroundings of one plan.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub catalog: &'a Catalog,
    pub lookup: &'a dyn Lookup,
    pub clock: &'a Clock,
    pub actor: &'a Actor,
    /// What is to be done with the rows: decides which access rule applies to the base entity (joins are viewed).
    pub verb: Verb,
    /// False for the program's own questions: doors, rules and field permissions are not applied.
    pub checked: bool,
    pub dialect: Dialect,
    /// How many saved requests deep this one is asked; 0 for the caller's own.
    pub searches: u32,
}
