//! Explicit joins: `["Email AS e", "LEFT", ["id", "=", "e.contact_id"]]`, with or without a bridge between.

use schema::{Entity, Field, Verb};
use serde_json::Value as Json;

use crate::PlanError;
use crate::condition::{Clause, Scope};
use crate::path::{Found, Miss, Place, alias, wrong};
use crate::planner::{KEY, Planner};
use crate::sql::{Sql, column};

/// Which rows a join keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Inner,
    Left,
    /// Only rows without a partner.
    Exclude,
}

/// A join as asked for.
struct Asked<'j, 'a> {
    entity: &'a Entity,
    alias: String,
    side: Side,
    bridge: Option<&'a Entity>,
    conditions: &'j [Json],
}

impl<'a> Planner<'a> {
    /// Adds a join of a request.
    pub fn explicit_join(&mut self, join: &Json) -> Found<()> {
        let asked = self.asked(join)?;
        let table = self.add_table(asked.entity, self.tables.len())?;
        let bridge = match asked.bridge {
            Some(bridge) => Some(self.add_table(bridge, table)?),
            None => None,
        };
        self.aliases.push((asked.alias.clone(), Place { table, bridge }));
        self.open = Some((table, Vec::new()));
        let on = self.join_condition(&asked, table, bridge);
        let inner = self.open.take().map(|(_, inner)| inner).unwrap_or_default();
        let on = on?;
        let partner = self.partner(&asked, table, bridge, &inner)?;
        if self.asks && asked.side == Side::Inner {
            self.excluded.push(Sql::fill("EXISTS (SELECT 1 FROM {0} WHERE {1})", &[&partner, &on]));
            return Ok(());
        }
        let word = Sql::raw(if asked.side == Side::Inner { "JOIN" } else { "LEFT JOIN" });
        self.joins.push(Sql::fill(" {0} {1} ON {2}", &[&word, &partner, &on]));
        if asked.side == Side::Exclude {
            self.excluded.push(Sql::fill("{0} IS NULL", &[&column(&alias(table), KEY)]));
        }
        Ok(())
    }

    fn asked<'j>(&self, join: &'j Json) -> Found<Asked<'j, 'a>> {
        let Json::Array(parts) = join else { return wrong("A join must be a list.") };
        let Some(Json::String(name)) = parts.first() else { return wrong("A join must begin with an entity.") };
        let (name, given) = match name.split_once(" AS ") {
            Some((name, alias)) => (name.trim(), Some(alias.trim())),
            None => (name.trim(), None),
        };
        let entity = self.joinable(name)?;
        let alias = given.map_or_else(|| name.to_lowercase(), str::to_owned);
        let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let taken = self.aliases.iter().any(|(other, _)| *other == alias);
        if alias.is_empty() || alias.len() > 256 || alias == "a" || taken || !alias.chars().all(legal) {
            return wrong(format!("Illegal join alias: \"{alias}\""));
        }
        let side = side(parts.get(1))?;
        let (bridge, rest) = match parts.get(2) {
            Some(Json::String(bridge)) => (Some(self.joinable(bridge)?), 3),
            _ => (None, 2),
        };
        Ok(Asked { entity, alias, side, bridge, conditions: parts.get(rest..).unwrap_or_default() })
    }

    fn joinable(&self, name: &str) -> Found<&'a Entity> {
        match self.context.catalog.entity(name) {
            None => wrong(format!("API ({name}, get) does not exist (or the extension it belongs to is not enabled).")),
            Some(entity) if !self.door_is_open(entity) => {
                Err(Miss::Wrong(PlanError::Forbidden(format!("You may not join {name}."))))
            }
            // Rows that code makes are in no table.
            Some(entity) if !entity.stored => wrong(format!("{name} cannot be joined.")),
            Some(entity) => Ok(entity),
        }
    }

    /// The joined table, together with its bridge and with what its conditions reach by dots.
    fn partner(&mut self, asked: &Asked<'_, 'a>, table: usize, bridge: Option<usize>, inner: &[Sql]) -> Found<Sql> {
        let own = self.table_sql(table);
        let bridged = match (bridge, self.way(asked)) {
            (Some(bridge), Some((_, to))) => {
                let key = to.references.as_ref().map_or(KEY, |reference| &*reference.column);
                let link = Sql::fill("{0} = {1}", &[&column(&alias(table), key), &column(&alias(bridge), to.column())]);
                Sql::fill("{0} JOIN {1} ON {2}", &[&self.table_sql(bridge), &own, &link])
            }
            (Some(_), None) => return wrong(format!("Illegal bridge for join \"{}\"", asked.alias)),
            (None, _) => own,
        };
        Ok(match bridge.is_none() && inner.is_empty() {
            true => bridged,
            false => Sql::fill("({0}{1})", &[&bridged, &Sql::join(inner, "")]),
        })
    }

    fn join_condition(&mut self, asked: &Asked<'_, 'a>, table: usize, bridge: Option<usize>) -> Found<Sql> {
        let mut parts = Vec::new();
        match bridge {
            Some(bridge) => parts.extend(self.bridge_link(asked, bridge)?),
            None if !self.is_linked(asked) => parts.extend(self.guessed_link(asked, table)),
            None => {}
        }
        let scope = Scope { clause: Clause::Join, selected: &[] };
        for condition in asked.conditions {
            parts.extend(self.condition(condition, scope, 1)?);
        }
        for table in std::iter::once(table).chain(bridge) {
            parts.extend(self.table_conditions(table, Verb::View));
        }
        Ok(match parts.is_empty() {
            true => Sql::raw("(1 = 1)"),
            false => Sql::join(&parts, " AND "),
        })
    }

    /// Into the bridge by one of its keys, out of it by another that leads to the joined entity. The key in is the one
    /// that a condition names, else the one that leads to the entity asked for.
    fn way(&self, asked: &Asked<'_, 'a>) -> Option<(&'a Field, &'a Field)> {
        let bridge = asked.bridge?;
        let fields = bridge.bridge.iter().flat_map(|b| &b.ways);
        let ways: Vec<_> = fields
            .filter_map(|(from, to)| Some((bridge.field(from)?, bridge.field(to)?)))
            .filter(|(_, to)| leads_to(to, asked.entity))
            .collect();
        let named = ways.iter().find(|(from, _)| self.named_key(asked, from));
        let base = self.entity(0);
        let fitting = |(from, _): &&(&Field, &Field)| leads_to(from, base) || from.dynamic_reference.is_some();
        named.or_else(|| ways.iter().find(fitting)).copied()
    }

    /// Whether a condition links the bridge by this key.
    fn named_key(&self, asked: &Asked<'_, 'a>, key: &Field) -> bool {
        let name = format!("{}.{}", asked.alias, key.name);
        asked.conditions.iter().any(|condition| sides(condition).is_some_and(|sides| sides.contains(&&*name)))
    }

    fn bridge_link(&self, asked: &Asked<'_, 'a>, bridge: usize) -> Found<Vec<Sql>> {
        let Some((from, _)) = self.way(asked) else {
            return wrong(format!("Illegal bridge for join \"{}\"", asked.alias));
        };
        if self.named_key(asked, from) {
            return Ok(Vec::new());
        }
        let (base, via) = (self.entity(0), alias(bridge));
        let mut links = vec![Sql::fill("{0} = {1}", &[&column(&via, from.column()), &column(&alias(0), KEY)])];
        if let Some(table_field) = from.dynamic_reference.as_ref().filter(|_| from.references.is_none()) {
            let name = self.entity(bridge).field(table_field).map_or(&**table_field, Field::column);
            links.push(Sql::fill("{0} = {1}", &[&column(&via, name), &Sql::bound(&*base.table)]));
        }
        Ok(links)
    }

    /// Whether a condition already says how the joined rows belong to the others.
    fn is_linked(&self, asked: &Asked<'_, 'a>) -> bool {
        let prefix = format!("{}.", asked.alias);
        let links = |side: &str| {
            side.strip_prefix(&prefix).is_some_and(|name| {
                let key = |field: &Field| field.references.is_some() || field.dynamic_reference.is_some();
                name == KEY || name == "name" || asked.entity.field(name).is_some_and(key)
            })
        };
        asked.conditions.iter().filter_map(sides).any(|sides| sides.iter().any(|side| links(side)))
    }

    /// The only key between the joined entity and what is there already; none when there are several.
    fn guessed_link(&self, asked: &Asked<'_, 'a>, table: usize) -> Option<Sql> {
        let mut links = Vec::new();
        let known = std::iter::once(0).chain(self.aliases.iter().map(|(_, place)| place.table));
        for from in known.filter(|from| *from != table) {
            if self.entity(from).name == asked.entity.name {
                continue;
            }
            for field in self.entity(from).columns().filter(|field| leads_to(field, asked.entity)) {
                links.push((column(&alias(from), field.column()), column(&alias(table), KEY)));
            }
        }
        for field in asked.entity.columns().filter(|field| leads_to(field, self.entity(0))) {
            links.push((column(&alias(table), field.column()), column(&alias(0), KEY)));
        }
        match links.as_slice() {
            [(left, right)] => Some(Sql::fill("{0} = {1}", &[left, right])),
            _ => None,
        }
    }
}

/// Whether the field is a key of the entity, or of the one that it is another name for.
fn leads_to(field: &Field, entity: &Entity) -> bool {
    let own = entity.preset.as_ref().map_or(&entity.name, |preset| &preset.entity);
    field.list.is_none() && field.references.as_ref().is_some_and(|r| r.entity == *own || r.entity == entity.name)
}

/// The two sides of a plain `=` between texts.
fn sides(condition: &Json) -> Option<[&str; 2]> {
    match condition.as_array()?.as_slice() {
        [Json::String(left), Json::String(operator), Json::String(right), ..] if operator == "=" => Some([left, right]),
        _ => None,
    }
}

fn side(given: Option<&Json>) -> Found<Side> {
    Ok(match given {
        None | Some(Json::Null | Json::Bool(false)) => Side::Left,
        Some(Json::Bool(true)) => Side::Inner,
        Some(Json::String(side)) => match side.as_str() {
            "INNER" => Side::Inner,
            "LEFT" => Side::Left,
            "EXCLUDE" => Side::Exclude,
            _ => return wrong(format!("Illegal value for join side: '{side}'.")),
        },
        Some(other) => return wrong(format!("Illegal value for join side: '{other}'.")),
    })
}
