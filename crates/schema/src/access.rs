//! Who acts, and which records they may see: conditions as data, turned into SQL by the planner.

use std::sync::Arc;

use crate::field::Name;
use crate::{PermissionSet, Value};

/// Somebody or something that reads and writes.
#[derive(Clone, Debug)]
pub struct Actor {
    /// How history names them: a login, a job, `visitor`.
    pub name: String,
    pub contact_id: Option<i64>,
    pub user_id: Option<i64>,
    pub permissions: Arc<PermissionSet>,
}

impl Actor {
    /// The program itself, under the name of what it is doing (`membership status`).
    pub fn system(name: &str) -> Actor {
        Actor {
            name: format!("system: {name}"),
            contact_id: None,
            user_id: None,
            permissions: Arc::new(PermissionSet::everything()),
        }
    }

    /// Somebody not signed in, with what every visitor is granted.
    pub fn visitor(permissions: Arc<PermissionSet>) -> Actor {
        Actor { name: "visitor".to_owned(), contact_id: None, user_id: None, permissions }
    }

    /// Whether they hold this permission.
    pub fn may(&self, permission: &str) -> bool {
        self.permissions.has(permission)
    }
}

/// What is to be done with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    View,
    Edit,
    Delete,
}

/// Which records of an entity somebody may act on.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    Everything,
    Nothing,
    All(Vec<Rule>),
    Any(Vec<Rule>),
    /// The field equals this value.
    Is(Name, Value),
    /// The field is null.
    IsNull(Name),
    /// The referred record may be acted on, or there is none.
    Through {
        field: Name,
        entity: Name,
    },
    /// The record's `field` is one of the `column`s of the rows of `entity` that meet `rule`.
    Among {
        field: Name,
        entity: Name,
        column: Name,
        rule: Box<Rule>,
    },
    /// The record's `field` is none of the `column`s of the rows of `entity` that meet `rule`. For filters, where `rule`
    /// compares plain values; in a policy it could open what another rule closes.
    NotAmong {
        field: Name,
        entity: Name,
        column: Name,
        rule: Box<Rule>,
    },
    /// As `Among`, where each record looks for its own rows by an index: right for lists so long that collecting them
    /// first would take longer than reading a page.
    Pointed {
        field: Name,
        entity: Name,
        column: Name,
        rule: Box<Rule>,
    },
    /// Whatever the rule does not let through. Only for rules that compare plain values; one that looks at the rights
    /// of others lets nothing through here, for its doubt closes a door and must not open one.
    Not(Box<Rule>),
    /// What the site's access lists grant the actor on records of this entity: looked up when a plan is made, and only
    /// where nothing else lets everything through.
    Granted(Name),
    /// The record's `field` is one of the values that a saved request finds in its first column. The request is the
    /// program's own by then: whoever saved it had to be allowed to ask it.
    Found {
        field: Name,
        entity: Name,
        request: Box<serde_json::Value>,
    },
    /// The place in these two fields (degrees) lies within so many metres of another.
    Near {
        latitude: Name,
        longitude: Name,
        at: (f64, f64),
        metres: f64,
    },
    /// The record that `id_field` points to, in the table that `table_field` names, may be acted on.
    ByTable {
        table_field: Name,
        id_field: Name,
    },
}

impl Rule {
    /// Both must hold; trivial parts vanish.
    pub fn and(self, other: Rule) -> Rule {
        match (self, other) {
            (Rule::Everything, rule) | (rule, Rule::Everything) => rule,
            (Rule::Nothing, _) | (_, Rule::Nothing) => Rule::Nothing,
            (a, b) => Rule::All(vec![a, b]),
        }
    }

    /// One must hold; trivial parts vanish.
    pub fn or(self, other: Rule) -> Rule {
        match (self, other) {
            (Rule::Nothing, rule) | (rule, Rule::Nothing) => rule,
            (Rule::Everything, _) | (_, Rule::Everything) => Rule::Everything,
            (a, b) => Rule::Any(vec![a, b]),
        }
    }
}

/// Decides which records of one entity an actor may act on.
pub type Policy = fn(&Actor, Verb) -> Rule;

/// The rule for an entity: what its policy says, and what the records that guard it say.
pub fn rule_for(entity: &crate::Entity, actor: &Actor, verb: Verb) -> Rule {
    // A set of custom fields has permissions of its own; what hangs on its rows, such as files, follows them too.
    if entity.types.iter().any(|kind| kind == "CustomValue") && !opens(entity, actor, verb) {
        return Rule::Nothing;
    }
    let own = entity.policy.map_or(Rule::Everything, |policy| policy(actor, verb));
    entity.fields.iter().filter(|field| field.guards).fold(own, |rule, field| {
        let through = match (&field.references, &field.dynamic_reference) {
            (Some(reference), _) => Rule::Through { field: field.name.clone(), entity: reference.entity.clone() },
            (None, Some(table)) => Rule::ByTable { table_field: table.clone(), id_field: field.name.clone() },
            (None, None) => Rule::Everything,
        };
        rule.and(through)
    })
}

/// Whether the door of the entity lets this actor in at all.
fn opens(entity: &crate::Entity, actor: &Actor, verb: Verb) -> bool {
    let doors = &entity.doors;
    let door = match verb {
        Verb::View => doors.get("get"),
        Verb::Edit => doors.get("default"),
        Verb::Delete => doors.get("delete").or_else(|| doors.get("default")),
    };
    door.is_none_or(|door| door.met_by(&actor.permissions))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::{Entity, Field, FieldType};

    fn is(id: i64) -> Rule {
        Rule::Is("id".into(), id.into())
    }

    fn actor(permissions: &[&str]) -> Actor {
        let held = PermissionSet::of(permissions.iter().copied(), &HashMap::new());
        Actor { name: "test".into(), contact_id: Some(1), user_id: Some(2), permissions: Arc::new(held) }
    }

    fn field(name: &'static str) -> Field {
        Field::new(name, FieldType::Int)
    }

    #[test]
    fn the_program_may_everything_under_its_name_and_a_visitor_what_visitors_may() {
        let program = Actor::system("membership status");
        assert_eq!(program.name, "system: membership status");
        assert!(program.may("anything") && program.contact_id.is_none() && program.user_id.is_none());
        let visitor = Actor::visitor(Arc::new(PermissionSet::of(["see news"], &HashMap::new())));
        assert!(visitor.may("see news") && !visitor.may("anything"));
        assert_eq!((visitor.name.as_str(), visitor.contact_id, visitor.user_id), ("visitor", None, None));
    }

    #[test]
    fn both_rules_hold_together_and_nothing_closes() {
        assert_eq!(is(1).and(is(2)), Rule::All(vec![is(1), is(2)]));
        assert_eq!(Rule::Everything.and(is(1)), is(1));
        assert_eq!(is(1).and(Rule::Everything), is(1));
        assert_eq!(Rule::Everything.and(Rule::Everything), Rule::Everything);
        for (a, b) in [(Rule::Nothing, is(1)), (is(1), Rule::Nothing), (Rule::Nothing, Rule::Everything)] {
            assert_eq!(a.and(b), Rule::Nothing);
        }
        assert_eq!(Rule::Everything.and(Rule::Nothing), Rule::Nothing);
    }

    #[test]
    fn one_rule_of_two_is_enough_and_everything_opens() {
        assert_eq!(is(1).or(is(2)), Rule::Any(vec![is(1), is(2)]));
        assert_eq!(Rule::Nothing.or(is(1)), is(1));
        assert_eq!(is(1).or(Rule::Nothing), is(1));
        assert_eq!(Rule::Nothing.or(Rule::Nothing), Rule::Nothing);
        for (a, b) in [(Rule::Everything, is(1)), (is(1), Rule::Everything), (Rule::Nothing, Rule::Everything)] {
            assert_eq!(a.or(b), Rule::Everything);
        }
        assert_eq!(Rule::Everything.or(Rule::Nothing), Rule::Everything);
    }

    fn by_verb(actor: &Actor, verb: Verb) -> Rule {
        match (actor.may("all"), verb) {
            (true, _) => Rule::Everything,
            (_, Verb::View) => is(1),
            _ => Rule::Nothing,
        }
    }

    #[test]
    fn an_entity_without_a_policy_is_open_and_one_with_asks_it() {
        let plain = Entity::new("Plain", "plain", vec![field("id")]);
        assert_eq!(rule_for(&plain, &actor(&[]), Verb::Delete), Rule::Everything);
        let guarded = plain.policy(by_verb);
        assert_eq!(rule_for(&guarded, &actor(&[]), Verb::View), is(1));
        assert_eq!(rule_for(&guarded, &actor(&[]), Verb::Edit), Rule::Nothing);
        assert_eq!(rule_for(&guarded, &actor(&["all"]), Verb::Edit), Rule::Everything);
    }

    #[test]
    fn what_guards_a_record_is_asked_too() {
        let through = Rule::Through { field: "person_id".into(), entity: "Person".into() };
        let by_table = Rule::ByTable { table_field: "entity_table".into(), id_field: "entity_id".into() };
        let fields = vec![
            field("id"),
            field("person_id").references("Person").guards(),
            field("other_id").references("Other"),
            field("entity_id").references_by("entity_table").guards(),
            field("odd").guards(),
        ];
        let entity = Entity::new("Note", "note", fields).policy(by_verb);
        let all = rule_for(&entity, &actor(&["all"]), Verb::View);
        assert_eq!(all, through.clone().and(by_table.clone()));
        assert_eq!(rule_for(&entity, &actor(&[]), Verb::View), is(1).and(through).and(by_table));
        assert_eq!(rule_for(&entity, &actor(&[]), Verb::Edit), Rule::Nothing);
    }

    #[test]
    fn a_custom_set_opens_to_those_whom_its_door_lets_in() {
        let set = Entity::new("Custom_a", "value_a", vec![field("id")])
            .kind("CustomValue")
            .door_all("get", &["see a"])
            .door_all("default", &["write a"]);
        let rule = |permissions: &[&str], verb| rule_for(&set, &actor(permissions), verb);
        assert_eq!(rule(&["see a"], Verb::View), Rule::Everything);
        assert_eq!(rule(&["write a"], Verb::View), Rule::Nothing);
        for verb in [Verb::Edit, Verb::Delete] {
            assert_eq!(rule(&["write a"], verb), Rule::Everything);
            assert_eq!(rule(&["see a"], verb), Rule::Nothing);
        }
        let emptied = set.clone().door_all("delete", &["empty a"]);
        let rule = |permissions: &[&str], verb| rule_for(&emptied, &actor(permissions), verb);
        assert_eq!(rule(&["empty a"], Verb::Delete), Rule::Everything);
        assert_eq!(rule(&["write a"], Verb::Delete), Rule::Nothing);
        assert_eq!((rule(&["empty a"], Verb::Edit), rule(&["empty a"], Verb::View)), (Rule::Nothing, Rule::Nothing));
        // Any other entity's door is asked where it is entered, not here.
        let plain = Entity::new("Plain", "plain", vec![field("id")]).door_all("get", &["see a"]);
        assert_eq!(rule_for(&plain, &actor(&[]), Verb::View), Rule::Everything);
        let without = Entity::new("Custom_b", "value_b", vec![field("id")]).kind("CustomValue");
        assert_eq!(rule_for(&without, &actor(&[]), Verb::View), Rule::Everything);
    }
}
