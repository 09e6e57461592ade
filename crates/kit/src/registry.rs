//! The registry: everything that a site consists of, as its components have signed it. Reading `register` is reading a
//! component.

use std::any::{Any, TypeId};
use std::collections::{BTreeMap, HashMap};

use schema::{Entity, Record, Requirement};
use serde_json::{Map, Value as Json};
use store::{Change, FilterFn, Model, OptionsFn, Result, Scope, Tx};

use crate::action::Action;
use crate::job::Job;
use crate::page::{Page, Place, Reply, Visit};
use crate::seed::{Seed, SeedFn};

/// A permission by its machine name, with words for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permission {
    pub name: String,
    /// `civicrm`, `cms`, `const` …
    pub group: String,
    pub title: String,
    pub description: String,
    pub implies: Vec<String>,
    pub parent: Option<String>,
}

/// A setting by its machine name.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    pub name: String,
    pub default: Json,
}

/// A component's name and what it registers.
pub type Component = fn(&mut Registry);

/// Makes the rows of an entity without a table.
pub type RowsFn = fn(&mut Tx<'_>) -> Result<Vec<Map<String, Json>>>;

/// Everything that the components have signed.
#[derive(Default)]
pub struct Registry {
    pub model: Model,
    pub actions: BTreeMap<(&'static str, &'static str), Action>,
    pub arrays: HashMap<&'static str, RowsFn>,
    pub pages: Vec<Page>,
    pub places: Vec<Place>,
    pub jobs: Vec<Job>,
    pub permissions: Vec<Permission>,
    pub seeds: Vec<Seed>,
    slots: HashMap<TypeId, Box<dyn Any + Send + Sync>>,
}

impl Registry {
    /// The registry that these components sign, in order.
    pub fn of(components: &[Component]) -> Registry {
        let mut registry = Registry::default();
        registry.model.entities.extend(store::tables::entities());
        components.iter().for_each(|component| component(&mut registry));
        let implied = registry.permissions.iter().map(|p| (p.name.clone(), p.implies.clone())).collect();
        registry.model.implied = implied;
        registry
    }

    /// An entity, as its struct declares it.
    pub fn entity<R: Record>(&mut self) -> &mut Registry {
        self.declared(R::entity())
    }

    /// An entity whose rows change seldom, and from which something is kept; see [`Tx::derived`].
    pub fn source<R: Record>(&mut self) -> &mut Registry {
        // Entities of components are declared with texts of the program.
        if let std::borrow::Cow::Borrowed(name) = R::entity().name {
            self.model.sources.push(name);
        }
        self
    }

    /// An entity declared otherwise: a preset, one made by code, one with fields beside its columns.
    pub fn declared(&mut self, entity: Entity) -> &mut Registry {
        self.model.entities.push(entity);
        self
    }

    /// An entity whose rows code makes.
    pub fn array(&mut self, entity: Entity, rows: RowsFn) -> &mut Registry {
        // Array entities are declared with texts of the program, never at run time.
        if let std::borrow::Cow::Borrowed(name) = entity.name {
            self.arrays.insert(name, rows);
        }
        self.declared(entity.made_by_code())
    }

    /// A permission.
    pub fn permission(&mut self, permission: Permission) -> &mut Registry {
        self.permissions.push(permission);
        self
    }

    /// A setting of the whole database with its default.
    pub fn setting(&mut self, name: impl Into<String>, default: Json) -> &mut Registry {
        self.model.settings.insert(name.into(), default);
        self
    }

    /// A setting that each domain may have for itself, with its default.
    pub fn setting_of_each(&mut self, name: impl Into<String>, default: Json, scope: Scope) -> &mut Registry {
        let name = name.into();
        self.model.scopes.insert(name.clone(), scope);
        self.setting(name, default)
    }

    /// Options that stand in no table.
    pub fn options(&mut self, name: &'static str, make: OptionsFn) -> &mut Registry {
        self.model.named_options.insert(name, make);
        self
    }

    /// What a `Filter` field of an entity means.
    pub fn filter(&mut self, entity: &'static str, field: &'static str, rule: FilterFn) -> &mut Registry {
        self.model.filters.insert((entity, field), rule);
        self
    }

    /// See [`store::Hooks::input`].
    pub fn input<R: Record>(&mut self, hook: fn(&mut Tx<'_>, &mut Map<String, Json>) -> Result<()>) -> &mut Registry {
        self.model.hooks.input::<R>(hook);
        self
    }

    /// See [`store::Hooks::before_save`].
    pub fn before_save<R: Record>(&mut self, hook: fn(&mut Tx<'_>, &mut Change<R>) -> Result<()>) -> &mut Registry {
        self.model.hooks.before_save::<R>(hook);
        self
    }

    /// See [`store::Hooks::after_save`].
    pub fn after_save<R: Record>(&mut self, hook: fn(&mut Tx<'_>, &Change<R>) -> Result<()>) -> &mut Registry {
        self.model.hooks.after_save::<R>(hook);
        self
    }

    /// See [`store::Hooks::before_saves`].
    pub fn before_saves<R: Record>(
        &mut self,
        hook: fn(&mut Tx<'_>, &mut Change<R>) -> Result<()>,
        of_many: fn(&mut Tx<'_>, &mut [Change<R>]) -> Result<()>,
    ) -> &mut Registry {
        self.model.hooks.before_saves::<R>(hook, of_many);
        self
    }

    /// See [`store::Hooks::after_saves`].
    pub fn after_saves<R: Record>(
        &mut self,
        hook: fn(&mut Tx<'_>, &Change<R>) -> Result<()>,
        of_many: fn(&mut Tx<'_>, &[Change<R>]) -> Result<()>,
    ) -> &mut Registry {
        self.model.hooks.after_saves::<R>(hook, of_many);
        self
    }

    /// See [`store::Hooks::after_any_save`].
    pub fn after_any_save(&mut self, hook: store::AnyHook) -> &mut Registry {
        self.model.hooks.after_any_save(hook);
        self
    }

    /// See [`store::Hooks::before_commit`].
    pub fn before_commit(&mut self, hook: store::EndHook) -> &mut Registry {
        self.model.hooks.before_commit(hook);
        self
    }

    /// See [`store::Hooks::before_delete`].
    pub fn before_delete<R: Record>(&mut self, hook: fn(&mut Tx<'_>, i64, &R) -> Result<()>) -> &mut Registry {
        self.model.hooks.before_delete::<R>(hook);
        self
    }

    /// See [`store::Hooks::after_delete`].
    pub fn after_delete<R: Record>(&mut self, hook: fn(&mut Tx<'_>, i64, &R) -> Result<()>) -> &mut Registry {
        self.model.hooks.after_delete::<R>(hook);
        self
    }

    /// See [`store::Hooks::reversed`].
    pub fn reversed<R: Record>(
        &mut self,
        hook: fn(&mut Tx<'_>, i64, Option<&R>, Option<&R>) -> Result<()>,
    ) -> &mut Registry {
        self.model.hooks.reversed::<R>(hook);
        self
    }

    /// Listens to an event of a lower component.
    pub fn on<E: Any>(&mut self, hook: fn(&mut Tx<'_>, &E) -> Result<()>) -> &mut Registry {
        self.model.hooks.on::<E>(hook);
        self
    }

    /// An action of the API beyond the generic ones, or instead of one.
    pub fn action(&mut self, action: Action) -> &mut Registry {
        self.actions.insert((action.entity, action.name), action);
        self
    }

    /// A page; closed to whoever does not meet `door`.
    pub fn page(
        &mut self,
        path: &'static str,
        door: Requirement,
        show: fn(&mut Visit<'_>) -> Result<Reply>,
    ) -> &mut Registry {
        self.pages.push(Page { path, door, show, takes_files: false, is_signed: false });
        self
    }

    /// A page whose forms may bring files; see [`Visit::uploads`].
    pub fn upload_page(
        &mut self,
        path: &'static str,
        door: Requirement,
        show: fn(&mut Visit<'_>) -> Result<Reply>,
    ) -> &mut Registry {
        self.pages.push(Page { path, door, show, takes_files: true, is_signed: false });
        self
    }

    /// A page whose address carries a signature that says who may do what there, such as a link of a letter: programs
    /// may send its form too.
    pub fn signed_page(
        &mut self,
        path: &'static str,
        door: Requirement,
        show: fn(&mut Visit<'_>) -> Result<Reply>,
    ) -> &mut Registry {
        self.pages.push(Page { path, door, show, takes_files: false, is_signed: true });
        self
    }

    /// A place of the side navigation.
    pub fn place(&mut self, place: Place) -> &mut Registry {
        self.places.push(place);
        self
    }

    /// A kind of job.
    pub fn job(&mut self, job: Job) -> &mut Registry {
        self.jobs.push(job);
        self
    }

    /// Fills a place that a lower component has left open, such as a section of the contact's page.
    pub fn fill<T: Any + Send + Sync>(&mut self, thing: T) -> &mut Registry {
        let slot = self.slots.entry(TypeId::of::<T>()).or_insert_with(|| Box::new(Vec::<T>::new()));
        if let Some(things) = slot.downcast_mut::<Vec<T>>() {
            things.push(thing);
        }
        self
    }

    /// What components have put into a place, in the order of components.
    pub fn filled<T: Any + Send + Sync>(&self) -> &[T] {
        self.slots.get(&TypeId::of::<T>()).and_then(|slot| slot.downcast_ref::<Vec<T>>()).map_or(&[], Vec::as_slice)
    }

    /// What the table of `entity` starts with, and the tables beside it.
    pub fn seed(&mut self, entity: &'static str, fill: SeedFn) -> &mut Registry {
        self.seeds.push(Seed { entity, fill, is_later: false });
        self
    }

    /// Rows that came later to a table which older sites have filled already: planted once on every site, under a name of
    /// their own. `fill` leaves alone what is there.
    pub fn seed_later(&mut self, name: &'static str, fill: SeedFn) -> &mut Registry {
        self.seeds.push(Seed { entity: name, fill, is_later: true });
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_keeps_what_was_put_into_it_in_order() {
        let mut registry = Registry::default();
        registry.fill(1_u8).fill("one").fill(2_u8);
        assert_eq!(registry.filled::<u8>(), [1, 2]);
        assert_eq!(registry.filled::<&str>(), ["one"]);
        assert!(registry.filled::<i64>().is_empty());
    }
}
