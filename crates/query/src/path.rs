//! Paths: how `contact_id.employer_id.display_name` finds its field, joining on the way what is not joined yet.

use std::borrow::Cow;

use schema::access::rule_for;
use schema::{Computed, Entity, Field, Kind, Value, Verb, VirtualJoin};

use crate::error::PlanError;
use crate::planner::{KEY, Planner};
use crate::request::MAX_JOINS;
use crate::sql::{Sql, column, quoted};

/// A field of one of the joined tables.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FieldRef<'a> {
    pub table: usize,
    pub entity: &'a Entity,
    pub field: &'a Field,
}

/// Why something named in a request is not to be had.
#[derive(Debug)]
pub(crate) enum Miss {
    /// No such field.
    Unknown(String),
    /// There is one, but not for this caller.
    Hidden(String),
    /// The request is wrong in another way.
    Wrong(PlanError),
}

pub(crate) type Found<T> = std::result::Result<T, Miss>;

impl From<PlanError> for Miss {
    fn from(error: PlanError) -> Miss {
        Miss::Wrong(error)
    }
}

impl From<Miss> for PlanError {
    fn from(miss: Miss) -> PlanError {
        match miss {
            Miss::Unknown(path) => PlanError::Invalid(format!("Invalid field '{path}'")),
            Miss::Hidden(path) => PlanError::Forbidden(format!("You may not see the field '{path}'.")),
            Miss::Wrong(error) => error,
        }
    }
}

/// Shorthand for a request that is wrong.
pub(crate) fn wrong<T>(message: impl Into<String>) -> Found<T> {
    Err(Miss::Wrong(PlanError::Invalid(message.into())))
}

/// The path and the suffix behind its colon.
pub(crate) fn split_suffix(text: &str) -> (&str, Option<&str>) {
    match text.rsplit_once(':') {
        Some((path, suffix)) => (path, Some(suffix)),
        None => (text, None),
    }
}

/// A table that one has arrived at, with the bridge that led there.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub table: usize,
    pub bridge: Option<usize>,
}

impl<'a> Planner<'a> {
    /// The field at the end of a path without suffix, seen with the caller's eyes.
    pub fn field_at(&mut self, path: &str) -> Found<FieldRef<'a>> {
        let (place, rest) = self.start(path);
        let (place, rest) = self.walk(place, path, rest)?;
        let found = self.field_in(place, rest).ok_or_else(|| Miss::Unknown(path.to_owned()))?;
        self.seen(path, found)
    }

    /// The place behind a prefix such as `contact_id` or a join's alias: what `prefix.*` expands.
    pub fn place_at(&mut self, prefix: &str) -> Found<Place> {
        if let Some(place) = self.alias(prefix) {
            return Ok(place);
        }
        let (place, rest) = self.start(prefix);
        let (place, rest) = self.walk(place, prefix, rest)?;
        self.step(place, prefix, rest)?.ok_or_else(|| Miss::Unknown(prefix.to_owned()))
    }

    /// Refuses a field that the caller may not see.
    pub fn seen(&self, path: &str, found: FieldRef<'a>) -> Found<FieldRef<'a>> {
        match self.may_see(found.field) {
            true => Ok(found),
            false => Err(Miss::Hidden(path.to_owned())),
        }
    }

    /// Whether the caller may see a field.
    pub fn may_see(&self, field: &Field) -> bool {
        let held = &self.context.actor.permissions;
        let open = || !self.sorts_out || field.search_permission.met_by(held);
        !self.context.checked || (!field.secret && field.permission.met_by(held) && open())
    }

    /// Where the path begins: at a join's alias, else at the entity asked for.
    fn start<'p>(&self, path: &'p str) -> (Place, &'p str) {
        let mut joined = self.aliases.iter().filter_map(|(name, place)| {
            let rest = path.strip_prefix(name.as_str())?.strip_prefix('.')?;
            Some((*place, rest))
        });
        joined.next_back().unwrap_or((Place { table: 0, bridge: None }, path))
    }

    fn alias(&self, name: &str) -> Option<Place> {
        self.aliases.iter().rfind(|(alias, _)| alias == name).map(|(_, place)| *place)
    }

    /// Follows all steps that lead to other records; what is left is a field's name there.
    fn walk<'p>(&mut self, mut place: Place, path: &str, mut rest: &'p str) -> Found<(Place, &'p str)> {
        while rest.contains('.') {
            let Some((next, tail)) = self.step_along(place, path, rest)? else { break };
            (place, rest) = (next, tail);
        }
        Ok((place, rest))
    }

    /// The first part of the path that leads to another record, and what comes behind it. Names of custom fields
    /// have dots of their own, hence the search.
    fn step_along<'p>(&mut self, place: Place, path: &str, rest: &'p str) -> Found<Option<(Place, &'p str)>> {
        for (dot, _) in rest.match_indices('.') {
            if let Some(next) = self.step(place, path, &rest[..dot])? {
                return Ok(Some((next, &rest[dot + 1..])));
            }
        }
        Ok(None)
    }

    /// The record that a key or a one-to-one join of this name leads to.
    fn step(&mut self, place: Place, path: &str, name: &str) -> Found<Option<Place>> {
        for table in std::iter::once(place.table).chain(place.bridge) {
            let entity = self.entity(table);
            if let Some(join) = entity.virtual_join(name) {
                return self.follow_virtual(table, path, join).map(Some);
            }
            let Some(field) = entity.field(name) else { continue };
            let single = field.is_column() || matches!(field.computed, Some(Computed::Linked(_)));
            if field.references.is_some() && field.list.is_none() && single {
                self.seen(path, FieldRef { table, entity, field })?;
                return self.follow_key(table, path, field).map(Some);
            }
        }
        Ok(None)
    }

    fn field_in(&self, place: Place, name: &str) -> Option<FieldRef<'a>> {
        std::iter::once(place.table).chain(place.bridge).find_map(|table| {
            let entity = self.entity(table);
            let field = entity.field(name)?;
            Some(FieldRef { table, entity, field })
        })
    }

    fn follow_key(&mut self, table: usize, path: &str, field: &'a Field) -> Found<Place> {
        let Some(reference) = &field.references else { return Err(Miss::Unknown(path.to_owned())) };
        let entity = self.entity(table);
        let linked = field.computed.as_ref().and_then(|c| self.linked(FieldRef { table, entity, field }, c));
        self.follow(table, path, &field.name, &reference.entity, |_, from, to| {
            let own = linked.map_or_else(|| column(from, field.column()), |(sql, _)| sql);
            Sql::fill("{0} = {1}", &[&column(to, &reference.column), &own])
        })
    }

    /// The record that a one-to-one join leads to.
    pub fn follow_virtual(&mut self, table: usize, path: &str, join: &'a VirtualJoin) -> Found<Place> {
        self.follow(table, path, &join.name, &join.entity, |entity, from, to| {
            let column_of = |name: &str| entity.field(name).map_or(name.to_owned(), |f| f.column().to_owned());
            let mut on = Sql::fill("{0} = {1}", &[&column(to, &column_of(&join.key)), &column(from, KEY)]);
            for (name, value) in &join.fixed {
                let is = Sql::fill(" AND {0} = {1}", &[&column(to, &column_of(name)), &Sql::bound(value.clone())]);
                on.append(&is);
            }
            on
        })
    }

    /// Joins the record behind a name, once; its access rule and its preset go into the join's condition.
    fn follow(
        &mut self,
        from: usize,
        path: &str,
        name: &'a str,
        entity: &str,
        link: impl FnOnce(&Entity, &str, &str) -> Sql,
    ) -> Found<Place> {
        if let Some((_, _, table)) = self.followed.iter().find(|(t, n, _)| *t == from && *n == name) {
            return Ok(Place { table: *table, bridge: None });
        }
        let Some(entity) = self.context.catalog.entity(entity) else {
            return Err(Miss::Unknown(path.to_owned()));
        };
        if !self.door_is_open(entity) {
            return Err(Miss::Hidden(path.to_owned()));
        }
        let table = self.add_table(entity, self.root_of(from))?;
        let mut on = link(entity, &alias(from), &alias(table));
        if let Some(rule) = self.table_conditions(table, Verb::View) {
            on.push(" AND ");
            on.append(&rule);
        }
        let joined = Sql::fill(" LEFT JOIN {0} ON {1}", &[&self.table_sql(table), &on]);
        self.place_join(self.root_of(from), joined);
        self.followed.push((from, name, table));
        Ok(Place { table, bridge: None })
    }

    /// Whether the caller may read records of the entity at all.
    pub fn door_is_open(&self, entity: &Entity) -> bool {
        !self.context.checked || entity.door("get").met_by(&self.context.actor.permissions)
    }

    /// Takes note of one more table.
    pub fn add_table(&mut self, entity: &'a Entity, root: usize) -> Found<usize> {
        // The base table is no join; a bridge counts as one.
        if self.tables.len() > MAX_JOINS {
            return wrong(format!("A request may join {MAX_JOINS} tables at most."));
        }
        self.tables.push((entity, root));
        Ok(self.tables.len() - 1)
    }

    /// The table's name and alias, as it stands behind FROM or JOIN.
    pub fn table_sql(&self, table: usize) -> Sql {
        let mut sql = Sql::raw(quoted(&self.entity(table).table));
        sql.push(" AS ");
        sql.push(&alias(table));
        sql
    }

    /// What must hold of a table's rows wherever it stands: its preset, and who may see them.
    pub fn table_conditions(&mut self, table: usize, verb: Verb) -> Option<Sql> {
        let entity = self.entity(table);
        let mut conditions = Vec::new();
        if let Some(preset) = &entity.preset {
            let base = self.context.catalog.entity(&preset.entity);
            let name = base.and_then(|base| base.field(&preset.field)).map_or(&*preset.field, Field::column);
            let value = Sql::bound(Value::Text(preset.value.to_string()));
            conditions.push(Sql::fill("{0} = {1}", &[&column(&alias(table), name), &value]));
        }
        if self.context.checked {
            let rule = rule_for(entity, self.context.actor, verb);
            conditions.extend(self.rule_sql(&rule, entity, &alias(table), verb));
        }
        (!conditions.is_empty()).then(|| Sql::join(&conditions, " AND "))
    }
}

/// The alias of a table in SQL: made here, never taken from a request.
pub(crate) fn alias(table: usize) -> Cow<'static, str> {
    const FIRST: [&str; 8] = ["t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7"];
    FIRST.get(table).map_or_else(|| Cow::Owned(format!("t{table}")), |name| Cow::Borrowed(*name))
}

/// Whether `*` selects the field.
pub(crate) fn in_star(field: &Field) -> bool {
    field.kind == Kind::Field
}
