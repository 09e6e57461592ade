//! All entities at one moment: what the planner and the API look names up in.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::field::Name;
use crate::{Entity, Field};

/// The entities of a site. Never changed: a new custom field makes a new catalog.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    entities: IndexMap<Name, Arc<Entity>>,
    by_table: HashMap<Name, Name>,
    /// Grows with every change, so that caches know what they were made for.
    pub version: u64,
}

impl Catalog {
    /// A catalog of these entities; of two for one table the first stands for it.
    pub fn new(entities: impl IntoIterator<Item = Entity>, version: u64) -> Catalog {
        let mut catalog = Catalog { version, ..Catalog::default() };
        for entity in entities {
            catalog.by_table.entry(entity.table.clone()).or_insert_with(|| entity.name.clone());
            catalog.entities.insert(entity.name.clone(), Arc::new(entity));
        }
        catalog
    }

    /// The entity of this name; names are case-sensitive.
    pub fn entity(&self, name: &str) -> Option<&Arc<Entity>> {
        self.entities.get(name)
    }

    /// The entity whose records lie in this table.
    pub fn by_table(&self, table: &str) -> Option<&Arc<Entity>> {
        self.by_table.get(table).and_then(|name| self.entities.get(name))
    }

    /// All entities, in the order of registration.
    pub fn entities(&self) -> impl Iterator<Item = &Arc<Entity>> {
        self.entities.values()
    }

    /// All fields anywhere that refer to records of this entity; what is made of other records refers to nothing.
    pub fn references_to<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a Arc<Entity>, &'a Field)> {
        self.entities().filter(|e| e.preset.is_none() && e.stored && !e.derived).flat_map(move |entity| {
            let points = move |f: &&Field| f.is_column() && f.references.as_ref().is_some_and(|r| r.entity == name);
            entity.fields.iter().filter(points).map(move |field| (entity, field))
        })
    }
}
