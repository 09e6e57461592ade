//! Access rules as SQL conditions: nothing for a rule that lets everything through, and never anything wider.

use schema::access::rule_for;
use schema::{Entity, Rule, Value, Verb};
use serde_json::Value as Json;

use crate::planner::{KEY, Planner};
use crate::sql::{Sql, column, quoted};
use crate::ty::Ty;
use crate::visible::{sees_all, tables_meant};

/// How often one entity may stand on the way of a rule; beyond, nothing is visible, so that circles end.
const MAX_TURNS: usize = 2;

/// One rule being written, with the entities it has come through.
struct Writer<'p, 'a> {
    planner: &'p mut Planner<'a>,
    verb: Verb,
    trail: Vec<&'a str>,
    /// How many keys of tables named by a field are being followed; notes on notes need two.
    tables_named: usize,
    /// Whether something could not be found out: that closes a door, and its opposite must not open one.
    in_doubt: bool,
}

impl<'a> Planner<'a> {
    /// The condition for a rule on rows of `entity` under this alias; None when all are let through.
    pub fn rule_sql(&mut self, rule: &Rule, entity: &'a Entity, alias: &str, verb: Verb) -> Option<Sql> {
        let mut writer = Writer { planner: self, verb, trail: vec![&entity.name], tables_named: 0, in_doubt: false };
        writer.rule(rule, entity, alias)
    }
}

/// What one must be able to do with the record that another one belongs to: to take something off a record is to change
/// that record, and not to delete it.
fn behind(verb: Verb) -> Verb {
    match verb {
        Verb::View => Verb::View,
        Verb::Edit | Verb::Delete => Verb::Edit,
    }
}

fn nothing() -> Option<Sql> {
    Some(Sql::raw("(1 = 0)"))
}

impl<'a> Writer<'_, 'a> {
    fn rule(&mut self, rule: &Rule, entity: &'a Entity, alias: &str) -> Option<Sql> {
        match rule {
            Rule::Everything => None,
            Rule::Nothing => nothing(),
            Rule::All(rules) => {
                let parts: Vec<Sql> = rules.iter().filter_map(|rule| self.rule(rule, entity, alias)).collect();
                bracketed(parts, " AND ")
            }
            Rule::Any(rules) => {
                let parts: Option<Vec<Sql>> = rules.iter().map(|rule| self.rule(rule, entity, alias)).collect();
                match parts {
                    Some(parts) if parts.is_empty() => nothing(),
                    Some(parts) => bracketed(parts, " OR "),
                    None => None,
                }
            }
            Rule::Is(field, value) => Some(self.is(entity, alias, field, value)),
            Rule::IsNull(field) => Some(Sql::fill("{0} IS NULL", &[&self.own(entity, alias, field)])),
            Rule::Through { field, entity: target } => self.through(entity, alias, field, target),
            Rule::Among { field, entity: other, column: key, rule } if self.looks_up(field, other, key) => {
                self.pointed(entity, alias, field, (other, key), rule)
            }
            Rule::Among { field, entity: other, column: key, rule } => {
                self.among(entity, alias, field, (other, key), rule)
            }
            Rule::Pointed { field, entity: other, column: key, rule } => {
                self.pointed(entity, alias, field, (other, key), rule)
            }
            Rule::Not(rule) => self.not(rule, entity, alias),
            Rule::Granted(of) => {
                let granted = self.planner.context.lookup.granted(of, self.verb);
                self.rule(&granted, entity, alias)
            }
            Rule::NotAmong { field, entity: other, column: key, rule } => {
                match self.unless_in_doubt(|it| it.among(entity, alias, field, (other, key), rule)) {
                    Some(Some(among)) => Some(Sql::fill("NOT ({0})", &[&among])),
                    Some(None) | None => nothing(),
                }
            }
            Rule::Found { field, entity: searched, request } => self.found(entity, alias, field, (searched, request)),
            Rule::Near { latitude, longitude, at, metres } => {
                let place = (&self.own(entity, alias, latitude), &self.own(entity, alias, longitude));
                Some(crate::near::near(self.planner.context.dialect, place, *at, *metres))
            }
            Rule::ByTable { table_field, id_field } => self.by_table(entity, alias, table_field, id_field),
        }
    }

    /// The rows that a saved request finds; one that cannot be planned any more finds nothing.
    fn found(&mut self, entity: &Entity, alias: &str, field: &str, (searched, request): (&str, &Json)) -> Option<Sql> {
        let own = self.own(entity, alias, field);
        match crate::plan::subquery(&self.planner.context, searched, request, self.only(alias, field)) {
            Ok(inner) => Some(Sql::fill("{0} IN ({1})", &[&own, &inner])),
            Err(_) => self.doubt(),
        }
    }

    /// Nothing, because it cannot be found out.
    fn doubt(&mut self) -> Option<Sql> {
        self.in_doubt = true;
        nothing()
    }

    /// What is written, to be turned into its opposite; none where something in it could not be found out.
    fn unless_in_doubt(&mut self, write: impl FnOnce(&mut Self) -> Option<Sql>) -> Option<Option<Sql>> {
        let before = std::mem::take(&mut self.in_doubt);
        let written = write(self);
        let doubted = self.in_doubt;
        self.in_doubt |= before;
        (!doubted).then_some(written)
    }

    fn own(&self, entity: &Entity, alias: &str, field: &str) -> Sql {
        column(alias, entity.field(field).map_or(field, schema::Field::column))
    }

    fn is(&self, entity: &Entity, alias: &str, field: &str, value: &Value) -> Sql {
        let own = self.own(entity, alias, field);
        match (value, entity.field(field).map(Ty::of)) {
            (Value::Null, _) => Sql::fill("{0} IS NULL", &[&own]),
            (Value::Text(text), Some(Ty::Text)) => {
                let folded = Sql::bound(schema::fold::fold(text).into_owned());
                Sql::fill("{0} = {1}", &[&crate::sql::fold_sql(self.planner.context.dialect, &own), &folded])
            }
            (Value::Bool(false) | Value::Int(0), Some(Ty::Bool)) if crate::plan::LEFT_OUT.contains(&field) => {
                crate::sql::usual(
                    self.planner.context.dialect,
                    &self.planner.none(usize::from(alias != crate::path::alias(0)), &own),
                    crate::sql::Share::NearlyAll,
                )
            }
            _ => Sql::fill("{0} = {1}", &[&own, &Sql::bound(value.clone())]),
        }
    }

    fn through(&mut self, entity: &'a Entity, alias: &str, field: &str, target: &str) -> Option<Sql> {
        let own = self.own(entity, alias, field);
        let Some(target) = self.planner.context.catalog.entity(target) else { return nothing() };
        let declared = entity.field(field);
        let key = declared.and_then(|f| f.references.as_ref()).map_or(KEY, |r| &*r.column).to_owned();
        let visible = self.exists(target, &key, &own)?;
        Some(match declared.is_some_and(|f| f.not_null) {
            true => visible,
            false => Sql::fill("({0} IS NULL OR {1})", &[&own, &visible]),
        })
    }

    /// Whether a row of `target` whose `key` is `own` may be acted on.
    fn exists(&mut self, target: &'a Entity, key: &str, own: &Sql) -> Option<Sql> {
        let verb = behind(self.verb);
        if sees_all(&self.planner.context, target, verb) {
            return None;
        }
        let turns = self.trail.iter().filter(|name| **name == target.name).count();
        if turns >= MAX_TURNS {
            return nothing();
        }
        self.trail.push(&target.name);
        let nested = self.planner.nested_alias();
        let rule = rule_for(target, self.planner.context.actor, verb);
        let own_verb = std::mem::replace(&mut self.verb, verb);
        let inner = self.rule(&rule, target, &nested);
        let is_open = key == KEY && !self.planner.narrowed && inner.is_some();
        let way_in = match self.planner.context.dialect {
            crate::Dialect::Sqlite if is_open => self.way_in(&rule, own),
            _ => None,
        };
        self.verb = own_verb;
        self.trail.pop();
        let inner = inner?;
        let table = Sql::raw(quoted(&target.table));
        let link = self.own(target, &nested, key);
        let visible = Sql::fill(
            "EXISTS (SELECT 1 FROM {0} AS {1} WHERE {2} = {3} AND {4})",
            &[&table, &Sql::raw(nested), &link, own, &inner],
        );
        Some(match way_in {
            Some(list) => Sql::fill("({0} AND {1})", &[&list, &visible]),
            None => visible,
        })
    }

    /// What a rule on records says of a column that names them, where that is a collected list: SQLite may then begin
    /// with those, while it would ask for each row that something else finds whether its record is among them.
    fn way_in(&mut self, rule: &Rule, own: &Sql) -> Option<Sql> {
        match rule {
            Rule::All(rules) => rules.iter().find_map(|rule| self.way_in(rule, own)),
            Rule::Any(rules) => {
                let (named, lists): (Vec<&Rule>, Vec<&Rule>) = rules.iter().partition(|rule| names_record(rule));
                let lists: Option<Vec<Sql>> = lists.into_iter().map(|rule| self.way_in(rule, own)).collect();
                let mut parts = lists.filter(|parts| !parts.is_empty())?;
                for rule in named {
                    if let Rule::Is(_, value) = rule {
                        parts.push(Sql::fill("{0} = {1}", &[own, &Sql::bound(value.clone())]));
                    }
                }
                bracketed(parts, " OR ")
            }
            Rule::Granted(of) => {
                let granted = self.planner.context.lookup.granted(of, self.verb);
                self.way_in(&granted, own)
            }
            Rule::Among { field, entity, column, rule } if field == KEY => {
                self.listed(own, &[], (entity, column), rule)
            }
            _ => None,
        }
    }

    fn among(
        &mut self,
        entity: &'a Entity,
        alias: &str,
        field: &str,
        (other, key): (&str, &str),
        rule: &Rule,
    ) -> Option<Sql> {
        let own = self.own(entity, alias, field);
        let only = self.only(alias, field).to_vec();
        self.listed(&own, &only, (other, key), rule)
    }

    /// A column against a list that is collected, of these keys only where they are known.
    fn listed(&mut self, own: &Sql, only: &[i64], (other, key): (&str, &str), rule: &Rule) -> Option<Sql> {
        let Some(other) = self.planner.context.catalog.entity(other) else { return self.doubt() };
        if self.trail.len() > crate::expr::MAX_DEPTH {
            return self.doubt();
        }
        self.trail.push(&other.name);
        let nested = self.planner.nested_alias();
        let inner = self.rule(rule, other, &nested);
        self.trail.pop();
        let key = self.own(other, &nested, key);
        let mut sql = Sql::fill("{0} IN (SELECT {1} FROM ", &[own, &key]);
        sql.push(&format!("{} AS {nested}", quoted(&other.table)));
        let conditions = [(!only.is_empty()).then(|| crate::plan::among_keys(&key, only)), inner];
        for (at, condition) in conditions.iter().flatten().enumerate() {
            sql.push(if at == 0 { " WHERE " } else { " AND " });
            sql.append(condition);
        }
        sql.push(")");
        Some(sql)
    }

    /// The only values that a field of this table can have in the answer; none where they are not known.
    fn only(&self, alias: &str, field: &str) -> &[i64] {
        match field == KEY && alias == crate::path::alias(0) {
            true => &self.planner.only,
            false => &[],
        }
    }

    /// Whether each of a few records looks for itself in a list that would otherwise be collected.
    fn looks_up(&self, field: &str, other: &str, key: &str) -> bool {
        let leads = |entity: &std::sync::Arc<Entity>| {
            entity.field(key).is_some_and(|field| field.references.is_some())
                || entity.indexes.iter().any(|index| index.columns.first().is_some_and(|first| first == key))
        };
        self.planner.narrowed && field == KEY && self.planner.context.catalog.entity(other).is_some_and(&leads)
    }

    fn pointed(
        &mut self,
        entity: &'a Entity,
        alias: &str,
        field: &str,
        (other, key): (&str, &str),
        rule: &Rule,
    ) -> Option<Sql> {
        if self.planner.counts && !self.planner.narrowed && alias == crate::path::alias(0) {
            // Where all rows are looked at, what they are compared with is best collected first.
            return self.among(entity, alias, field, (other, key), rule);
        }
        let own = self.own(entity, alias, field);
        let Some(other) = self.planner.context.catalog.entity(other) else { return self.doubt() };
        if self.trail.len() > crate::expr::MAX_DEPTH {
            return self.doubt();
        }
        self.trail.push(&other.name);
        let nested = self.planner.nested_alias();
        let inner = self.rule(rule, other, &nested);
        self.trail.pop();
        // With the sign SQLite looks from each record. Without, it would first read the whole list into a filter.
        let sign = if self.planner.context.dialect == crate::Dialect::Sqlite { "+" } else { "" };
        let mut sql = Sql::raw(format!("{sign}EXISTS (SELECT 1 FROM {} AS {nested} WHERE ", quoted(&other.table)));
        sql.append(&Sql::fill("{0} = {1}", &[&self.own(other, &nested, key), &own]));
        if let Some(inner) = inner {
            sql.push(" AND ");
            sql.append(&inner);
        }
        sql.push(")");
        Some(sql)
    }

    /// What the rule does not let through. A record of which the database cannot tell (null) is not let through by the
    /// rule, and therefore is by its opposite.
    fn not(&mut self, rule: &Rule, entity: &'a Entity, alias: &str) -> Option<Sql> {
        if !compares_values(rule) {
            return nothing();
        }
        match self.unless_in_doubt(|it| it.rule(rule, entity, alias)) {
            Some(Some(sql)) => Some(Sql::fill("({0}) IS NOT TRUE", &[&sql])),
            Some(None) | None => nothing(),
        }
    }

    /// One alternative for each table that has a rule, one for all tables that have none.
    fn by_table(&mut self, entity: &'a Entity, alias: &str, table_field: &str, id_field: &str) -> Option<Sql> {
        if self.tables_named >= MAX_TURNS {
            return nothing();
        }
        self.tables_named += 1;
        let name = self.own(entity, alias, table_field);
        let id = self.own(entity, alias, id_field);
        let mut open = Vec::new();
        let mut guarded = Vec::new();
        for target in tables_meant(&self.planner.context, entity, table_field) {
            let table = Sql::bound(&*target.table);
            match self.exists(target, KEY, &id) {
                None => open.push(table),
                Some(visible) => guarded.push(Sql::fill("({0} = {1} AND {2})", &[&name, &table, &visible])),
            }
        }
        self.tables_named -= 1;
        if guarded.is_empty() && !open.is_empty() {
            return None;
        }
        if !open.is_empty() {
            guarded.push(Sql::fill("{0} IN ({1})", &[&name, &Sql::join(&open, ", ")]));
        }
        match guarded.is_empty() {
            true => nothing(),
            false => bracketed(guarded, " OR "),
        }
    }
}

/// Whether a rule looks at nothing but values, so that its opposite says what it seems to say.
fn compares_values(rule: &Rule) -> bool {
    match rule {
        Rule::Everything | Rule::Nothing | Rule::Is(..) | Rule::IsNull(_) | Rule::Found { .. } | Rule::Near { .. } => {
            true
        }
        Rule::All(rules) | Rule::Any(rules) => rules.iter().all(compares_values),
        Rule::Among { rule, .. } | Rule::NotAmong { rule, .. } | Rule::Pointed { rule, .. } => compares_values(rule),
        Rule::Not(rule) => compares_values(rule),
        Rule::Through { .. } | Rule::ByTable { .. } | Rule::Granted(_) => false,
    }
}

/// Whether the rule names one record by its key.
fn names_record(rule: &Rule) -> bool {
    matches!(rule, Rule::Is(field, value) if field == KEY && *value != Value::Null)
}

fn bracketed(parts: Vec<Sql>, between: &str) -> Option<Sql> {
    match parts.len() {
        0 => None,
        1 => parts.into_iter().next(),
        _ => Some(Sql::fill("({0})", &[&Sql::join(&parts, between)])),
    }
}
