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
    let door = if verb == Verb::View { "get" } else { "default" };
    entity.doors.get(door).is_none_or(|door| door.met_by(&actor.permissions))
}
