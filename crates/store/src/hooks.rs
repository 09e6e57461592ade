//! What components hang onto writes: typed functions before and after, in the order of registration.

use std::any::{Any, TypeId};
use std::collections::HashMap;

use schema::{Entity, Record, Row};
use serde_json::{Map, Value as Json};

use crate::error::Result;
use crate::tx::Tx;

/// One change of one record, on its way into the database.
#[derive(Debug)]
pub struct Change<R> {
    /// The record's id; 0 before a new one is written.
    pub id: i64,
    /// What was there; None for a new record.
    pub before: Option<R>,
    /// What is to be there. `before` hooks may change it; `after` hooks find it as written.
    pub after: R,
    /// What the caller sent, keys as sent.
    pub given: Map<String, Json>,
}

impl<R> Change<R> {
    /// Whether the record is new.
    pub fn is_new(&self) -> bool {
        self.before.is_none()
    }

    /// Whether the caller sent this field, under its own name or with an option suffix.
    pub fn was_given(&self, field: &str) -> bool {
        self.given.keys().any(|key| key == field || key.strip_prefix(field).is_some_and(|rest| rest.starts_with(':')))
    }
}

/// A change whose type is not known, as the pipeline carries it.
pub(crate) type RawChange = Change<Row>;

type One<R> = Box<dyn Fn(&mut Tx<'_>, &mut Change<R>) -> Result<()> + Send + Sync>;
type Many<R> = Box<dyn Fn(&mut Tx<'_>, &mut [Change<R>]) -> Result<()> + Send + Sync>;
type DeleteHook = Box<dyn Fn(&mut Tx<'_>, i64, &Row) -> Result<()> + Send + Sync>;
type UndoHook = Box<dyn Fn(&mut Tx<'_>, i64, Option<&Row>, Option<&Row>) -> Result<()> + Send + Sync>;
/// What looks at every record that is written, whatever its entity.
pub type AnyHook = fn(&mut Tx<'_>, &Entity, &Change<Row>) -> Result<()>;
type EventHook = Box<dyn Fn(&mut Tx<'_>, &dyn Any) -> Result<()> + Send + Sync>;
/// What runs once at the end of a transaction that changed something.
pub type EndHook = fn(&mut Tx<'_>) -> Result<()>;
type InputHook = Box<dyn Fn(&mut Tx<'_>, &mut Map<String, Json>) -> Result<()> + Send + Sync>;

/// All hooks of a site.
#[derive(Default)]
pub struct Hooks {
    input: HashMap<&'static str, Vec<InputHook>>,
    before: HashMap<&'static str, Vec<Box<dyn Phase>>>,
    after: HashMap<&'static str, Vec<Box<dyn Phase>>>,
    after_any: Vec<AnyHook>,
    before_commit: Vec<EndHook>,
    before_delete: HashMap<&'static str, Vec<DeleteHook>>,
    after_delete: HashMap<&'static str, Vec<DeleteHook>>,
    reversed: HashMap<&'static str, Vec<UndoHook>>,
    events: HashMap<TypeId, Vec<EventHook>>,
}

impl Hooks {
    /// Rewrites what callers send before anything is looked up: shorthands of the API, never rules.
    pub fn input<R: Record>(
        &mut self,
        hook: impl Fn(&mut Tx<'_>, &mut Map<String, Json>) -> Result<()> + Send + Sync + 'static,
    ) {
        self.input.entry(R::NAME).or_default().push(Box::new(hook));
    }

    /// Runs before a record is written, after defaults; may change it or refuse.
    pub fn before_save<R: Record>(
        &mut self,
        hook: impl Fn(&mut Tx<'_>, &mut Change<R>) -> Result<()> + Send + Sync + 'static,
    ) {
        self.hang::<R>(When::Before, Hook { one: Box::new(hook), many: None });
    }

    /// Runs before a record is written, as [`Hooks::before_save`]; `of_many` does the same for records that are written
    /// together, with fewer questions to the database.
    pub fn before_saves<R: Record>(
        &mut self,
        hook: impl Fn(&mut Tx<'_>, &mut Change<R>) -> Result<()> + Send + Sync + 'static,
        of_many: impl Fn(&mut Tx<'_>, &mut [Change<R>]) -> Result<()> + Send + Sync + 'static,
    ) {
        self.hang::<R>(When::Before, Hook { one: Box::new(hook), many: Some(Box::new(of_many)) });
    }

    /// Runs after a record is written, in the same transaction.
    pub fn after_save<R: Record>(
        &mut self,
        hook: impl Fn(&mut Tx<'_>, &Change<R>) -> Result<()> + Send + Sync + 'static,
    ) {
        self.hang::<R>(When::After, Hook { one: Box::new(move |tx, change| hook(tx, change)), many: None });
    }

    /// Runs after a record is written, as [`Hooks::after_save`]; `of_many` does the same for records that were written
    /// together, with fewer questions to the database.
    pub fn after_saves<R: Record>(
        &mut self,
        hook: impl Fn(&mut Tx<'_>, &Change<R>) -> Result<()> + Send + Sync + 'static,
        of_many: impl Fn(&mut Tx<'_>, &[Change<R>]) -> Result<()> + Send + Sync + 'static,
    ) {
        let one: One<R> = Box::new(move |tx, change| hook(tx, change));
        self.hang::<R>(When::After, Hook { one, many: Some(Box::new(move |tx, changes| of_many(tx, changes))) });
    }

    fn hang<R: Record>(&mut self, when: When, hook: Hook<R>) {
        let all = match when {
            When::Before => &mut self.before,
            When::After => &mut self.after,
        };
        let phases = all.entry(R::NAME).or_default();
        if let Some(last) = phases.last_mut().and_then(|phase| phase.as_any().downcast_mut::<Typed<R>>()) {
            last.hooks.push(hook);
        } else {
            phases.push(Box::new(Typed { when, hooks: vec![hook] }));
        }
    }

    /// Runs after any record is written, in the same transaction: for what holds of entities that are declared while the
    /// site runs. It is called often, so it has to tell quickly whether it is meant.
    pub fn after_any_save(&mut self, hook: AnyHook) {
        self.after_any.push(hook);
    }

    /// Runs once when all the work of a transaction is done, just before it is kept: for what follows from all of its
    /// changes together. [`Tx::changes`] tells them.
    pub fn before_commit(&mut self, hook: EndHook) {
        self.before_commit.push(hook);
    }

    /// Runs before a record is deleted; may refuse.
    pub fn before_delete<R: Record>(
        &mut self,
        hook: impl Fn(&mut Tx<'_>, i64, &R) -> Result<()> + Send + Sync + 'static,
    ) {
        self.before_delete.entry(R::NAME).or_default().push(Box::new(move |tx, id, row| hook(tx, id, &R::read(row)?)));
    }

    /// Runs after a record is deleted, in the same transaction.
    pub fn after_delete<R: Record>(
        &mut self,
        hook: impl Fn(&mut Tx<'_>, i64, &R) -> Result<()> + Send + Sync + 'static,
    ) {
        self.after_delete.entry(R::NAME).or_default().push(Box::new(move |tx, id, row| hook(tx, id, &R::read(row)?)));
    }

    /// Runs after undo has put a record back, with what it was just before and what it is now (None for no record), in
    /// the same transaction: for what follows from a record beyond its own row. Undo itself runs no other hook.
    pub fn reversed<R: Record>(
        &mut self,
        hook: impl Fn(&mut Tx<'_>, i64, Option<&R>, Option<&R>) -> Result<()> + Send + Sync + 'static,
    ) {
        self.reversed.entry(R::NAME).or_default().push(Box::new(move |tx, id, before, after| {
            let before = before.map(|row| R::read(row)).transpose()?;
            let after = after.map(|row| R::read(row)).transpose()?;
            hook(tx, id, before.as_ref(), after.as_ref())
        }));
    }

    /// Runs when a lower component publishes this event, in the same transaction.
    pub fn on<E: Any>(&mut self, hook: impl Fn(&mut Tx<'_>, &E) -> Result<()> + Send + Sync + 'static) {
        let erased: EventHook = Box::new(move |tx, event| match event.downcast_ref::<E>() {
            Some(event) => hook(tx, event),
            None => Ok(()),
        });
        self.events.entry(TypeId::of::<E>()).or_default().push(erased);
    }

    pub(crate) fn run_input(&self, tx: &mut Tx<'_>, entity: &Entity, given: &mut Map<String, Json>) -> Result<()> {
        self.input.get(entity.name.as_ref()).into_iter().flatten().try_for_each(|hook| hook(tx, given))
    }

    pub(crate) fn run_before(&self, tx: &mut Tx<'_>, entity: &Entity, changes: &mut [RawChange]) -> Result<()> {
        self.before.get(entity.name.as_ref()).into_iter().flatten().try_for_each(|phase| phase.run(tx, changes))
    }

    pub(crate) fn run_after(&self, tx: &mut Tx<'_>, entity: &Entity, changes: &mut [RawChange]) -> Result<()> {
        self.after.get(entity.name.as_ref()).into_iter().flatten().try_for_each(|phase| phase.run(tx, changes))?;
        let each = |hook: &AnyHook| changes.iter().try_for_each(|change| hook(tx, entity, change));
        self.after_any.iter().try_for_each(each)
    }

    pub(crate) fn run_before_delete(&self, tx: &mut Tx<'_>, entity: &Entity, id: i64, row: &Row) -> Result<()> {
        self.before_delete.get(entity.name.as_ref()).into_iter().flatten().try_for_each(|hook| hook(tx, id, row))
    }

    pub(crate) fn run_after_delete(&self, tx: &mut Tx<'_>, entity: &Entity, id: i64, row: &Row) -> Result<()> {
        self.after_delete.get(entity.name.as_ref()).into_iter().flatten().try_for_each(|hook| hook(tx, id, row))
    }

    pub(crate) fn run_before_commit(&self, tx: &mut Tx<'_>) -> Result<()> {
        self.before_commit.iter().try_for_each(|hook| hook(tx))
    }

    pub(crate) fn run_reversed(
        &self,
        tx: &mut Tx<'_>,
        entity: &Entity,
        id: i64,
        before: Option<&Row>,
        after: Option<&Row>,
    ) -> Result<()> {
        self.reversed.get(entity.name.as_ref()).into_iter().flatten().try_for_each(|hook| hook(tx, id, before, after))
    }

    pub(crate) fn run_event(&self, tx: &mut Tx<'_>, event: &dyn Any) -> Result<()> {
        self.events.get(&event.type_id()).into_iter().flatten().try_for_each(|hook| hook(tx, event))
    }
}

/// Before records are written, or after.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Before,
    After,
}

/// A rule for one record, and where there is one, its form for many at once.
struct Hook<R> {
    one: One<R>,
    many: Option<Many<R>>,
}

/// Hooks that see the records of an entity as the same struct: it is read once for all of them.
struct Typed<R> {
    when: When,
    hooks: Vec<Hook<R>>,
}

/// Hooks whose struct is not known, as the pipeline calls them.
trait Phase: Send + Sync {
    fn run(&self, tx: &mut Tx<'_>, changes: &mut [RawChange]) -> Result<()>;
    fn as_any(&mut self) -> &mut dyn Any;
}

impl<R: Record> Phase for Typed<R> {
    fn run(&self, tx: &mut Tx<'_>, changes: &mut [RawChange]) -> Result<()> {
        let mut read: Vec<Change<R>> = changes.iter_mut().map(read).collect::<Result<_>>()?;
        let result = self.hooks.iter().try_for_each(|hook| match &hook.many {
            Some(many) if read.len() > 1 => many(tx, &mut read),
            _ => read.iter_mut().try_for_each(|change| (hook.one)(tx, change)),
        });
        for (raw, change) in changes.iter_mut().zip(read) {
            raw.given = change.given;
            if self.when == When::Before {
                change.after.write(&mut raw.after);
            }
        }
        result
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}

fn read<R: Record>(raw: &mut RawChange) -> Result<Change<R>> {
    let before = raw.before.as_ref().map(|row| R::read(row)).transpose()?;
    let after = R::read(&raw.after)?;
    Ok(Change { id: raw.id, before, after, given: std::mem::take(&mut raw.given) })
}
