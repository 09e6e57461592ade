//! Which actions an entity has: the generic ones that fit its kind, and those that components add or replace.

use std::sync::Arc;

use kit::{Action, Registry};
use schema::{Catalog, Entity, Requirement};
use store::{Error, Result};

use crate::parameter::{
    ASKED, AUTOCOMPLETED, CHOSEN, COMMON, CREATED, DESCRIBED, Declared, EXPORTED, LINKED, LISTED, QUERIED, SAVED,
    SUBSCRIBED, TRASHED, UPDATED, is_subscription,
};

/// What every entity can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Generic {
    Autocomplete,
    CheckAccess,
    Create,
    Delete,
    Export,
    Get,
    GetActions,
    GetFields,
    GetLinks,
    Replace,
    Revert,
    Save,
    Update,
}

use Generic::{
    Autocomplete, CheckAccess, Create, Delete, Export, Get, GetActions, GetFields, GetLinks, Replace, Revert, Save,
    Update,
};

const ALL: [Generic; 13] = [
    Autocomplete,
    CheckAccess,
    Create,
    Delete,
    Export,
    Get,
    GetActions,
    GetFields,
    GetLinks,
    Replace,
    Revert,
    Save,
    Update,
];

impl Generic {
    /// The name in the protocol.
    pub fn name(self) -> &'static str {
        match self {
            Autocomplete => "autocomplete",
            CheckAccess => "checkAccess",
            Create => "create",
            Delete => "delete",
            Export => "export",
            Get => "get",
            GetActions => "getActions",
            GetFields => "getFields",
            GetLinks => "getLinks",
            Replace => "replace",
            Revert => "revert",
            Save => "save",
            Update => "update",
        }
    }

    fn description(self) -> &'static str {
        match self {
            Autocomplete => "Finds records by a few letters, for choosing one.",
            CheckAccess => "Tells whether the caller may do something with a record.",
            Create => "Makes one record.",
            Delete => "Deletes the records that meet the conditions.",
            Export => "Describes a record and what belongs to it, for another site.",
            Get => "Reads records.",
            GetActions => "Lists the actions that the caller may use.",
            GetFields => "Describes the fields.",
            GetLinks => "Lists the pages of a record.",
            Replace => "Makes a set of records equal to the given ones.",
            Revert => "Resets records that the program keeps to how they were shipped.",
            Save => "Makes or changes several records.",
            Update => "Changes the records that meet the conditions.",
        }
    }

    fn writes(self) -> bool {
        matches!(self, Create | Delete | Replace | Revert | Save | Update)
    }

    fn fits(self, entity: &Entity) -> bool {
        match self {
            CheckAccess | Get | GetActions | GetFields | GetLinks => true,
            Export | Revert => is_managed(entity) && is_open(entity),
            Autocomplete | Create | Delete | Replace | Save | Update => is_open(entity),
        }
    }
}

/// Whether records are described by export and come back by revert.
pub(crate) fn is_managed(entity: &Entity) -> bool {
    entity.types.iter().any(|kind| kind == "ManagedEntity")
}

/// Whether the entity is a table that callers may write; others answer questions alone.
fn is_open(entity: &Entity) -> bool {
    entity.stored && !entity.read_only && !entity.types.iter().any(|kind| kind == "AbstractEntity")
}

/// What runs when an action is called.
#[derive(Clone, Copy)]
pub(crate) enum Work<'r> {
    Generic(Generic),
    Declared(&'r Action),
}

impl<'r> Work<'r> {
    /// The name in the protocol.
    pub fn name(self) -> &'static str {
        match self {
            Work::Generic(generic) => generic.name(),
            Work::Declared(action) => action.name,
        }
    }

    /// What it does, in a sentence.
    pub fn description(self) -> &'static str {
        match self {
            Work::Generic(generic) => generic.description(),
            Work::Declared(action) => action.description,
        }
    }

    /// Whether it changes anything.
    pub fn writes(self) -> bool {
        match self {
            Work::Generic(generic) => generic.writes(),
            Work::Declared(action) => action.writes,
        }
    }

    /// What one must hold to call it on this entity.
    pub fn door(self, entity: &Entity) -> Requirement {
        match self {
            // Whether one may, anybody may ask; links are filtered one by one.
            Work::Generic(CheckAccess | GetLinks) => Requirement::anyone(),
            Work::Generic(generic) => entity.door(generic.name()),
            Work::Declared(action) => action.door.clone(),
        }
    }

    /// The parameters that it takes.
    pub fn with_parameters<T>(self, entity: &Entity, use_them: impl FnOnce(&[&[Declared]]) -> T) -> T {
        match self {
            Work::Generic(generic) => use_them(&groups(generic, entity)),
            Work::Declared(action) => {
                let own: Vec<Declared> = action.parameters.iter().map(Declared::of).collect();
                use_them(&[&own, &COMMON])
            }
        }
    }
}

fn groups(generic: Generic, entity: &Entity) -> Vec<&'static [Declared]> {
    let mut all: Vec<&'static [Declared]> = match generic {
        Get if entity.stored => vec![&LISTED, &QUERIED, &COMMON],
        Get | GetActions => vec![&LISTED, &COMMON],
        GetFields => vec![&DESCRIBED, &LISTED, &COMMON],
        GetLinks => vec![&LINKED, &LISTED, &COMMON],
        Create => vec![&CREATED, &COMMON],
        Save => vec![&SAVED, &COMMON],
        Replace => vec![&SAVED, &CHOSEN, &COMMON],
        Update => vec![&UPDATED, &COMMON],
        Delete if entity.trash => vec![&CHOSEN, &TRASHED, &COMMON],
        Delete | Revert => vec![&CHOSEN, &COMMON],
        Autocomplete => vec![&AUTOCOMPLETED, &COMMON],
        CheckAccess => vec![&ASKED, &COMMON],
        Export => vec![&EXPORTED, &COMMON],
    };
    if is_subscription(entity) && matches!(generic, Create | Save | Replace | Update) {
        all.push(&SUBSCRIBED);
    }
    all
}

/// An entity and an action of it that exist.
pub(crate) struct Known<'r> {
    pub entity: Arc<Entity>,
    pub work: Work<'r>,
}

/// Looks up an action of an entity; action names are taken in any case.
///
/// # Errors
/// `NotFound` in the words of the API.
pub(crate) fn known<'r>(registry: &'r Registry, catalog: &Catalog, entity: &str, action: &str) -> Result<Known<'r>> {
    let found = catalog.entity(entity).or_else(|| catalog.entity(numbered(registry, entity)?.0));
    let found = found.filter(|entity| !entity.internal);
    let work = found.and_then(|found| find(registry, found, action).map(|work| Known { entity: found.clone(), work }));
    work.ok_or_else(|| Error::NotFound(nowhere(entity, action)))
}

/// What a name such as `Import_12` stands for: an entity, and the parameter and number that say which of its kind.
pub(crate) fn numbered<'r>(registry: &'r Registry, entity: &str) -> Option<(&'r str, &'r str, i64)> {
    let (prefix, number) = entity.rsplit_once('_')?;
    let number = number.parse().ok().filter(|number| *number > 0)?;
    let kind = registry.filled::<kit::Numbered>().iter().find(|kind| kind.prefix == prefix)?;
    Some((kind.entity, kind.parameter, number))
}

/// The kind that an entity which was made while the site runs belongs to.
pub(crate) fn family<'r>(registry: &'r Registry, entity: &Entity) -> Option<&'r kit::Family> {
    registry.filled::<kit::Family>().iter().find(|family| entity.derived && entity.name.starts_with(family.prefix))
}

/// Says that there is no such thing, in the words that existing clients read.
pub(crate) fn nowhere(entity: &str, action: &str) -> String {
    format!("API ({entity}, {action}) does not exist (or the extension it belongs to is not enabled).")
}

fn find<'r>(registry: &'r Registry, entity: &Entity, action: &str) -> Option<Work<'r>> {
    let same = |name: &str| name.eq_ignore_ascii_case(action);
    let declared = declared(registry, entity).find(|declared| same(declared.name)).map(Work::Declared);
    declared.or_else(|| ALL.into_iter().find(|generic| same(generic.name()) && generic.fits(entity)).map(Work::Generic))
}

/// The actions that components have declared for an entity. A preset (`Individual`) has those of its base too, save
/// what stands there in the place of a generic one.
fn declared<'r>(registry: &'r Registry, entity: &Entity) -> impl Iterator<Item = &'r Action> {
    let name = entity.name.clone();
    let base = entity.preset.as_ref().map(|preset| preset.entity.clone());
    let family = family(registry, entity).map(|family| family.prefix);
    let is_generic = |action: &Action| ALL.iter().any(|generic| generic.name() == action.name);
    registry.actions.values().filter(move |action| {
        action.entity == name
            || family == Some(action.entity)
            || base.as_ref().is_some_and(|base| *base == action.entity) && !is_generic(action)
    })
}

/// All actions of an entity, by name.
pub(crate) fn offered<'r>(registry: &'r Registry, entity: &Entity) -> Vec<Work<'r>> {
    let mut all: Vec<Work<'r>> = declared(registry, entity).map(Work::Declared).collect();
    for generic in ALL.into_iter().filter(|generic| generic.fits(entity)) {
        if !all.iter().any(|work| work.name() == generic.name()) {
            all.push(Work::Generic(generic));
        }
    }
    all.sort_by_key(|work| work.name());
    all
}
