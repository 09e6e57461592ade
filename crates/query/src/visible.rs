//! Whether an actor may act on every record of an entity, so that its rule needs no SQL at all.

use std::collections::BTreeMap;

use schema::access::rule_for;
use schema::{Entity, Rule, Verb};

use crate::context::Context;

/// Whether all records of `target` are let through, by its own rule and by those of the records that guard it.
///
/// Rules may go in circles (notes on notes): the answer is the largest set of entities that is consistent with
/// itself, found by taking entities out until none must go.
pub(crate) fn sees_all(context: &Context<'_>, target: &Entity, verb: Verb) -> bool {
    let mut rules = BTreeMap::new();
    let mut open = vec![target];
    while let Some(entity) = open.pop() {
        if rules.contains_key(&*entity.name) {
            continue;
        }
        let rule = rule_for(entity, context.actor, verb);
        let rule = looked_up(context, rule, verb);
        meant(context, entity, &rule, &mut open);
        rules.insert(&*entity.name, (entity, rule));
    }
    loop {
        let narrow = |entity: &Entity, rule: &Rule| !whole(context, entity, rule, &|e| rules.contains_key(&*e.name));
        let gone: Vec<&str> = rules.values().filter(|(e, rule)| narrow(e, rule)).map(|(e, _)| &*e.name).collect();
        if gone.contains(&&*target.name) {
            return false;
        }
        if gone.is_empty() {
            return true;
        }
        rules.retain(|name, _| !gone.contains(name));
    }
}

/// The rule with what access lists grant in its place.
fn looked_up(context: &Context<'_>, rule: Rule, verb: Verb) -> Rule {
    let all = |rules: Vec<Rule>| rules.into_iter().map(|rule| looked_up(context, rule, verb)).collect();
    match rule {
        Rule::All(rules) => Rule::All(all(rules)),
        Rule::Any(rules) => Rule::Any(all(rules)),
        Rule::Granted(of) => context.lookup.granted(&of, verb),
        other => other,
    }
}

/// The entities that a rule looks at.
fn meant<'a>(context: &Context<'a>, entity: &'a Entity, rule: &Rule, found: &mut Vec<&'a Entity>) {
    match rule {
        Rule::All(rules) | Rule::Any(rules) => {
            rules.iter().for_each(|rule| meant(context, entity, rule, found));
        }
        Rule::Through { entity, .. } => found.extend(context.catalog.entity(entity).map(|e| &**e)),
        Rule::ByTable { table_field, .. } => found.extend(tables_meant(context, entity, table_field)),
        _ => {}
    }
}

/// Whether the rule lets everything through when the entities that `visible` accepts are visible as a whole.
fn whole(context: &Context<'_>, entity: &Entity, rule: &Rule, visible: &dyn Fn(&Entity) -> bool) -> bool {
    match rule {
        Rule::Everything => true,
        Rule::All(rules) => rules.iter().all(|rule| whole(context, entity, rule, visible)),
        Rule::Any(rules) => rules.iter().any(|rule| whole(context, entity, rule, visible)),
        Rule::Through { entity, .. } => context.catalog.entity(entity).is_some_and(|e| visible(e)),
        Rule::ByTable { table_field, .. } => tables_meant(context, entity, table_field).into_iter().all(visible),
        Rule::Nothing | Rule::Is(..) | Rule::IsNull(_) | Rule::Not(_) | Rule::Granted(_) => false,
        Rule::Among { .. } | Rule::NotAmong { .. } | Rule::Pointed { .. } | Rule::Found { .. } | Rule::Near { .. } => {
            false
        }
    }
}

/// The entities whose tables a field may name: those among its options, else all of the catalog, one for each table.
pub(crate) fn tables_meant<'a>(context: &Context<'a>, entity: &Entity, table_field: &str) -> Vec<&'a Entity> {
    let options = entity.field(table_field).and_then(|field| context.lookup.options(entity, field));
    let offered = |e: &&Entity| options.as_ref().is_none_or(|list| list.by_key(&e.table).is_some());
    let stands = |e: &&Entity| context.catalog.by_table(&e.table).is_some_and(|first| first.name == e.name);
    context.catalog.entities().map(|e| &**e).filter(offered).filter(stands).collect()
}
