//! The write pipeline for many records of one entity at once: the same steps and rules as for one, each step done for
//! all of them before the next, so that the database is asked once where it would be asked for each.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use query::{Dialect, GetRequest};
use schema::{Default, Entity, Field, Row, Value, Verb};
use serde_json::{Map, Value as Json, json};

use crate::error::{Error, FieldError, Problem, Result};
use crate::hooks::RawChange;
use crate::keys::Keys;
use crate::resolve::Assignments;
use crate::save::{id_of, misfits, require, set_id};
use crate::tx::{As, Tx};

/// So many ids are asked about in one question.
const CHUNK: usize = 1_000;

type Given = Map<String, Json>;

impl Tx<'_> {
    /// Saves records of one entity as [`Tx::save`] does one after the other; gives their ids, in order. Either all of
    /// them are written, or the caller has to take back what was.
    ///
    /// # Errors
    /// As [`Tx::save`], for the first that is refused.
    pub fn save_many(&mut self, entity: &str, mut given: Vec<Given>, who: As) -> Result<Vec<i64>> {
        let declared = self.entity(entity)?;
        if given.len() < 2 || declared.preset.is_some() || !are_apart(&declared, &given) {
            return given.into_iter().map(|values| Ok(self.save(entity, values, who)?.id)).collect();
        }
        if declared.read_only && who == As::Actor {
            return Err(Error::Forbidden(format!("{} cannot be written.", declared.title)));
        }
        let site = self.site.clone();
        given.iter_mut().try_for_each(|values| site.model().hooks.run_input(self, &declared, values))?;
        let mut changes = self.prepared(&declared, given, who)?;
        site.model().hooks.run_before(self, &declared, &mut changes)?;
        let errors: Vec<FieldError> = changes.iter().flat_map(|change| misfits(&declared, &change.after)).collect();
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        self.write_rows(&declared, &mut changes)?;
        if who == As::Actor {
            self.check_all_owners(&declared, &changes)?;
        }
        site.model().hooks.run_after(self, &declared, &mut changes)?;
        self.make_companions(&declared, &changes, who)?;
        if self.site.is_option_source(&declared.name) {
            self.mark_stale();
        }
        Ok(changes.into_iter().map(|change| change.id).collect())
    }

    /// What each record was and is to be, before any rule has seen it.
    fn prepared(&mut self, entity: &Arc<Entity>, given: Vec<Given>, who: As) -> Result<Vec<RawChange>> {
        let ids: Vec<Option<i64>> = given.iter().map(given_id).collect::<Result<_>>()?;
        let known: Vec<i64> = ids.iter().flatten().copied().collect();
        let mut before = self.load_many_for_change(entity, &known)?;
        if let Some(missing) = known.iter().find(|id| !before.contains_key(id)) {
            return Err(crate::read::no_such(entity, *missing));
        }
        if who == As::Actor {
            self.check_rules(entity, &known, Verb::Edit)?;
        }
        let mut found = Vec::with_capacity(given.len());
        let mut keys = Keys::default();
        for (values, id) in given.into_iter().zip(ids) {
            let before = id.and_then(|id| before.remove(&id));
            keys.lead_from(self, entity, &values, (who, before.is_none()));
            let assignments = match keys.assignments(self, entity, &values)? {
                Some(assignments) => assignments,
                None => self.resolve(entity, &values, before.as_ref(), who)?,
            };
            found.push((RawChange { id: id.unwrap_or(0), before, after: Vec::new(), given: values }, assignments));
        }
        if who == As::Actor {
            self.check_many_references(entity, &mut found)?;
        }
        let fresh = self.untouched(entity)?;
        let fresh = fresh.as_ref();
        found.into_iter().map(|(change, assignments)| self.completed(entity, fresh, change, assignments)).collect()
    }

    /// A new record of which nothing was given; None where what it gets depends on what was.
    fn untouched(&self, entity: &Entity) -> Result<Option<Row>> {
        let depends = |field: &Field| matches!(field.default, Default::Field(_) | Default::NameFrom(_));
        if entity.columns().any(depends) {
            return Ok(None);
        }
        let mut row = vec![Value::Null; entity.fields.len()];
        self.fill_defaults(entity, &mut row, &Assignments::default())?;
        Ok(Some(row))
    }

    fn completed(
        &self,
        entity: &Entity,
        fresh: Option<&Row>,
        mut change: RawChange,
        mut found: Assignments,
    ) -> Result<RawChange> {
        let row = match (&change.before, fresh) {
            (None, Some(fresh)) => filled(entity, fresh.clone(), std::mem::take(&mut found.values)),
            (before, _) => {
                let mut row = before.clone().unwrap_or_else(|| vec![Value::Null; entity.fields.len()]);
                for (at, value) in &found.values {
                    if let Some(slot) = row.get_mut(*at) {
                        value.clone_into(slot);
                    }
                }
                if before.is_none() {
                    self.fill_defaults(entity, &mut row, &found)?;
                }
                row
            }
        };
        require(entity, &row, change.before.as_ref(), &mut found.errors);
        if !found.errors.is_empty() {
            return Err(Error::Invalid(found.errors));
        }
        change.after = row;
        Ok(change)
    }

    fn write_rows(&mut self, entity: &Arc<Entity>, changes: &mut [RawChange]) -> Result<()> {
        let fresh: Vec<&Row> = changes.iter().filter(|change| change.is_new()).map(|change| &change.after).collect();
        let ids = self.insert_rows(entity, &fresh)?;
        self.note_written(&entity.name);
        if let Some(first) = ids.first() {
            self.note_births(&entity.name, *first);
        }
        for (change, id) in changes.iter_mut().filter(|change| change.is_new()).zip(ids) {
            change.id = id;
            set_id(entity, &mut change.after, id);
        }
        let touched: Vec<usize> = positions(entity, |field| field.default == Default::Touched);
        for change in changes.iter_mut().filter(|change| differs(change) && !change.is_new()) {
            for at in &touched {
                let now = self.now_for(&entity.fields[*at]);
                if let Some(slot) = change.after.get_mut(*at) {
                    *slot = now;
                }
            }
        }
        self.update_rows(entity, changes)?;
        self.record_many(entity, &changes.iter().filter(|change| differs(change)).collect::<Vec<_>>())
    }

    /// Writes the columns that differ: the records whose same columns do, together.
    fn update_rows(&self, entity: &Entity, changes: &[RawChange]) -> Result<()> {
        let columns = positions(entity, |field| field.is_column() && field.name != "id");
        let mut alike: BTreeMap<Vec<usize>, Vec<&RawChange>> = BTreeMap::new();
        for change in changes {
            let Some(before) = &change.before else { continue };
            let differing = columns.iter().copied().filter(|at| before.get(*at) != change.after.get(*at));
            alike.entry(differing.collect()).or_default().push(change);
        }
        for (positions, changes) in alike {
            let fields: Vec<&Field> = positions.iter().filter_map(|at| entity.fields.get(*at)).collect();
            let cell = |change: &RawChange, at: usize, field: &Field| {
                self.stored_cell(field, change.after.get(at).unwrap_or(&Value::Null))
            };
            let cells = |change: &&RawChange| {
                let row = positions.iter().zip(&fields).map(|(at, field)| cell(change, *at, field)).collect();
                (change.id, row)
            };
            self.update_cells(entity, &fields, changes.iter().map(cells).collect())?;
        }
        Ok(())
    }

    /// Records that come into being with others: as after each alone.
    fn make_companions(&mut self, entity: &Entity, changes: &[RawChange], who: As) -> Result<()> {
        for join in entity.virtual_joins.iter().filter(|join| join.with_new) {
            for change in changes.iter().filter(|change| change.is_new() && join.is_for(entity, &change.after)) {
                self.save_through(entity, change.id, &join.name, Map::new(), who)?;
            }
        }
        Ok(())
    }

    /// The rows of records that are about to change, held against others who would change them.
    fn load_many_for_change(&self, entity: &Entity, ids: &[i64]) -> Result<HashMap<i64, Row>> {
        let hold = if self.dialect() == Dialect::Postgres { " FOR UPDATE" } else { "" };
        let mut found = HashMap::with_capacity(ids.len());
        for chunk in ids.chunks(CHUNK) {
            found.extend(self.load_listed(entity, chunk, hold)?);
        }
        Ok(found)
    }

    /// Refuses unless the actor may do this with all of these records: as [`Tx::check_rule`] for each.
    ///
    /// # Errors
    /// As [`Tx::check_rule`], for the first that is refused.
    pub fn check_rules(&mut self, entity: &Entity, ids: &[i64], verb: Verb) -> Result<()> {
        if schema::access::rule_for(entity, self.actor(), verb) == schema::Rule::Everything {
            return Ok(());
        }
        let met = self.met(entity, ids, verb)?;
        ids.iter().filter(|id| !met.contains(id)).try_for_each(|id| self.check_rule(entity, *id, verb))
    }

    /// Those of these records with which the actor may do this.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn met(&self, entity: &Entity, ids: &[i64], verb: Verb) -> Result<BTreeSet<i64>> {
        let mut met = BTreeSet::new();
        for chunk in ids.chunks(CHUNK) {
            let request = GetRequest {
                select: vec!["id".to_owned()],
                where_: vec![json!(["id", "IN", chunk])],
                ..GetRequest::default()
            };
            let found = self.get_for(&entity.name, &request, As::Actor, verb)?;
            met.extend(found.rows.iter().filter_map(|row| row.get("id")?.as_i64()));
        }
        Ok(met)
    }

    /// A key to a record that the actor may not see is refused in the same words as a key to none.
    fn check_many_references(&mut self, entity: &Entity, found: &mut [(RawChange, Assignments)]) -> Result<()> {
        let catalog = self.catalog.clone();
        for (at, field) in entity.fields.iter().enumerate() {
            let Some(target) = field.references.as_ref().and_then(|r| catalog.entity(&r.entity)) else { continue };
            let named = |(change, assignments): &(RawChange, Assignments)| {
                let id = assignments.values.get(&at)?.as_int()?;
                let kept = change.before.as_ref().and_then(|row| row.get(at)).and_then(Value::as_int) == Some(id);
                (!kept).then_some(id)
            };
            let ids: BTreeSet<i64> = found.iter().filter_map(named).collect();
            let mut hidden = BTreeSet::new();
            for id in self.unmet(target, ids, Verb::View)? {
                if !self.may_name(target, id)? {
                    hidden.insert(id);
                }
            }
            for one in found.iter_mut().filter(|one| named(one).is_some_and(|id| hidden.contains(&id))) {
                one.1.errors.push(FieldError { field: field.name.to_string(), problem: Problem::NoSuchRecord });
            }
        }
        Ok(())
    }

    fn unmet(&self, entity: &Entity, ids: BTreeSet<i64>, verb: Verb) -> Result<Vec<i64>> {
        if ids.is_empty() || schema::access::rule_for(entity, self.actor(), verb) == schema::Rule::Everything {
            return Ok(Vec::new());
        }
        let ids: Vec<i64> = ids.into_iter().collect();
        let met = self.met(entity, &ids, verb)?;
        Ok(ids.into_iter().filter(|id| !met.contains(id)).collect())
    }

    /// Refuses unless the actor may edit what the records belong to, or add to it: as after each alone.
    fn check_all_owners(&mut self, entity: &Entity, changes: &[RawChange]) -> Result<()> {
        let catalog = self.catalog.clone();
        let guards: Vec<(usize, &Field)> = entity.fields.iter().enumerate().filter(|(_, f)| f.guards).collect();
        // Where another field tells which table a record belongs to, each is looked at alone.
        if guards.iter().any(|(_, field)| field.references.is_none()) {
            return changes.iter().try_for_each(|change| match change.is_new() {
                true => self.check_added(entity, &change.after),
                false => self.check_guards(entity, &change.after),
            });
        }
        let adds = entity.added_by.as_ref().is_some_and(|permission| self.actor().may(permission));
        for (at, field) in guards {
            let Some(owner) = field.references.as_ref().and_then(|r| catalog.entity(&r.entity)) else { continue };
            for is_new in [true, false] {
                let verb = if is_new && adds { Verb::View } else { Verb::Edit };
                let own = changes.iter().filter(|change| change.is_new() == is_new);
                let ids: BTreeSet<i64> = own.filter_map(|change| change.after.get(at)?.as_int()).collect();
                self.check_rules(owner, &ids.into_iter().collect::<Vec<_>>(), verb)?;
            }
        }
        Ok(())
    }
}

/// A new record with what was given. What must not be empty keeps what it gets by itself where nothing was.
fn filled(entity: &Entity, mut row: Row, given: impl IntoIterator<Item = (usize, Value)>) -> Row {
    for (at, value) in given {
        let stands = !value.is_null() || entity.fields.get(at).is_some_and(|field| !field.not_null);
        if let Some(slot) = row.get_mut(at).filter(|_| stands) {
            *slot = value;
        }
    }
    row
}

/// Whether each record can be written without knowing what the others have become.
fn are_apart(entity: &Entity, given: &[Given]) -> bool {
    let mut seen = BTreeSet::new();
    let joins = |key: &str| key.split_once('.').is_some_and(|(join, _)| entity.virtual_join(join).is_some());
    given.iter().all(|values| {
        let id = values.get("id").filter(|id| !id.is_null());
        id.is_none_or(|id| seen.insert(id.to_string())) && !values.keys().any(|key| joins(key))
    })
}

fn given_id(values: &Given) -> Result<Option<i64>> {
    values.get("id").filter(|json| !json.is_null()).map(id_of).transpose()
}

fn positions(entity: &Entity, which: impl Fn(&Field) -> bool) -> Vec<usize> {
    entity.fields.iter().enumerate().filter(|(_, field)| which(field)).map(|(at, _)| at).collect()
}

fn differs(change: &RawChange) -> bool {
    change.before.as_ref() != Some(&change.after)
}
