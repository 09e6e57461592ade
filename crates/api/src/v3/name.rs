//! Names of v3 as v4 knows them: entities in any spelling, fields under older or shorter names.

use std::sync::Arc;

use schema::{Catalog, Entity, Field};

use super::contact;

/// The entity of this name, in any case, with or without underscores.
pub(super) fn entity<'c>(catalog: &'c Catalog, name: &str) -> Option<&'c Arc<Entity>> {
    let wanted = squeezed(name);
    catalog.entities().filter(|entity| !entity.internal).find(|entity| squeezed(&entity.name) == wanted)
}

fn squeezed(name: &str) -> String {
    name.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect()
}

/// `LineItem` as keys write it: `line_item`.
pub(super) fn snake(name: &str) -> String {
    let mut text = String::new();
    let mut before = 'A';
    for c in name.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            text.push('_');
        }
        before = c;
        text.extend(c.to_lowercase());
    }
    text
}

/// The key by which other entities refer to this one (`contact_id`), as v3 also calls its own id.
pub(super) fn own_key(entity: &Entity) -> String {
    let base = entity.preset.as_ref().map_or(&entity.name, |preset| &preset.entity);
    format!("{}_id", snake(base))
}

/// The v4 path behind a name of v3; None where there is nothing of that name.
pub(super) fn path(catalog: &Catalog, entity: &Entity, name: &str) -> Option<String> {
    if entity.field(name).is_some() {
        return Some(name.to_owned());
    }
    if name == own_key(entity) {
        return Some("id".to_owned());
    }
    if let Some(path) = contact::path(entity, name) {
        return Some(path.to_owned());
    }
    if let Some(key) = option_key(entity, name) {
        return Some(key);
    }
    name.contains('.').then(|| dotted(catalog, entity, name)).flatten().or_else(|| primary(catalog, entity, name))
}

/// `gender` stands for the label of `gender_id`.
fn option_key(entity: &Entity, name: &str) -> Option<String> {
    let key = format!("{name}_id");
    entity.field(&key).filter(|field| field.options.is_some()).map(|_| format!("{key}:label"))
}

/// A field of the primary e-mail, phone or address, which v3 counts among those of the contact.
fn primary(catalog: &Catalog, entity: &Entity, name: &str) -> Option<String> {
    let joins = entity.virtual_joins.iter().filter(|join| join.name.ends_with("_primary"));
    let of = |join: &schema::VirtualJoin| {
        let other = catalog.entity(&join.entity)?;
        let own = matches!(name, "id" | "is_primary" | "is_billing") || name == &*join.key;
        (!own && other.field(name).is_some()).then(|| format!("{}.{name}", join.name))
    };
    let main = joins.clone().find(|join| join.main_field.as_deref() == Some(name));
    main.into_iter().chain(joins).find_map(of)
}

/// A path by dots, as v4 writes it too, if it leads anywhere.
fn dotted(catalog: &Catalog, entity: &Entity, name: &str) -> Option<String> {
    field_at(catalog, entity, name).map(|_| name.to_owned())
}

/// The field that a v4 path leads to, and the entity that has it; suffixes are passed over.
pub(super) fn field_at<'c>(catalog: &'c Catalog, entity: &'c Entity, path: &str) -> Option<(&'c Entity, &'c Field)> {
    let mut at = entity;
    let mut rest = path.split(':').next().unwrap_or(path);
    while let Some((step, tail)) = rest.split_once('.') {
        let join = at.virtual_join(step).map(|join| &join.entity);
        let key = at.field(step).and_then(|field| field.references.as_ref()).map(|key| &key.entity);
        at = catalog.entity(join.or(key)?)?;
        rest = tail;
    }
    at.field(rest).map(|field| (at, field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_every_spelling() {
        assert_eq!(squeezed("state_province"), squeezed("StateProvince"));
        assert_eq!(squeezed("Im"), squeezed("IM"));
        assert_eq!(snake("LineItem"), "line_item");
        assert_eq!(snake("IM"), "im");
    }
}
