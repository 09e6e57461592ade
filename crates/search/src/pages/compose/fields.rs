//! What can be chosen: the fields of an entity, what its keys lead to, and what other records point at it.

use contact::pages::phrases::Lang;
use schema::fold::fold;
use schema::{Catalog, Computed, Entity, Field, Kind, PermissionSet};

use super::words;

/// A field to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub path: String,
    pub label: String,
    pub help: String,
    /// Where it lies, for what a search finds further away.
    pub via: String,
}

/// A key to follow.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    pub prefix: String,
    pub label: String,
}

/// Something that records may have several of.
#[derive(Clone, Debug, PartialEq)]
pub struct Tie {
    pub entity: String,
    /// The key there, or the bridge and the key within it.
    pub key: String,
    pub label: String,
}

/// What a field is chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Condition,
    Column,
}

/// Whether a field means something to people.
fn speaks(field: &Field, held: &PermissionSet, purpose: Purpose) -> bool {
    let technical = ["hash", "api_key", "user_unique_id", "sort_name", "primary_contact_id", "where_clause"];
    let computed = match &field.computed {
        Some(Computed::Joined | Computed::Custom) => false,
        Some(_) => true,
        None => matches!(field.kind, Kind::Field | Kind::Custom | Kind::Filter),
    };
    let shown = purpose == Purpose::Condition || field.kind != Kind::Filter;
    let key = field.references.is_some() && field.options.is_none();
    let document = matches!(field.list, Some(schema::ListFormat::Json | schema::ListFormat::Php));
    shown
        && computed
        && !key
        && !document
        && !field.secret
        && !field.deprecated
        && !technical.contains(&field.name.as_ref())
        && !field.name.ends_with("_custom")
        && field.permission.met_by(held)
}

/// The fields behind a prefix, in the order of their labels' importance: as declared.
pub fn fields(lang: &Lang, entity: &Entity, prefix: &str, held: &PermissionSet, purpose: Purpose) -> Vec<Choice> {
    let fits = entity.fields.iter().filter(|field| speaks(field, held, purpose));
    fits.map(|field| Choice {
        path: format!("{prefix}{}", field.name),
        label: words::field(lang, entity, field).to_owned(),
        help: help(lang, entity, field),
        via: String::new(),
    })
    .collect()
}

fn help(lang: &Lang, entity: &Entity, field: &Field) -> String {
    let own = lang.locale.help(&entity.name, &field.name).map(std::borrow::Cow::into_owned);
    // Descriptions of declared fields are English; those of custom fields are the association's own.
    let described = field.description.as_ref().filter(|_| lang.code() == "en" || field.kind == Kind::Custom);
    own.or_else(|| described.map(|text| text.to_string())).unwrap_or_default()
}

/// The keys and one-to-one joins of an entity.
pub fn ways(lang: &Lang, catalog: &Catalog, entity: &Entity, prefix: &str, held: &PermissionSet) -> Vec<Way> {
    let open = |name: &str| {
        catalog.entity(name).is_some_and(|other| !other.internal && other.stored && other.door("get").met_by(held))
    };
    let way = |name: &str| Way {
        prefix: format!("{prefix}{name}."),
        label: words::step(lang, catalog, &entity.name, name).to_owned(),
    };
    let joined = entity.virtual_joins.iter().filter(|join| open(&join.entity) && !join.name.ends_with("_billing"));
    let keys = entity.columns().filter(|field| {
        let leads = field.references.as_ref().is_some_and(|reference| open(&reference.entity));
        leads && field.options.is_none() && !field.deprecated && field.permission.met_by(held)
    });
    joined.map(|join| way(&join.name)).chain(keys.map(|field| way(&field.name))).collect()
}

/// What points at records of an entity: directly, or through a bridge.
pub fn ties(lang: &Lang, catalog: &Catalog, entity: &Entity, held: &PermissionSet) -> Vec<Tie> {
    let base = entity.preset.as_ref().map_or(entity.name.as_ref(), |preset| preset.entity.as_ref());
    let open = |other: &Entity| {
        !other.internal && other.stored && other.searchable != "none" && other.door("get").met_by(held)
    };
    let mut found: Vec<Tie> = Vec::new();
    // What searches keep as entities leads back to the records that it tells of.
    let leads = |field: &&Field| field.references.as_ref().is_some_and(|to| to.entity == base);
    let kept = catalog.entities().filter(|other| other.derived).flat_map(|other| {
        let keys = other.columns().filter(leads).map(move |field| (other, field));
        keys.collect::<Vec<_>>()
    });
    for (other, key) in catalog.references_to(base).chain(kept).filter(|(other, _)| open(other)) {
        let far = other.bridge.iter().flat_map(|bridge| &bridge.ways).find(|(from, _)| *from == key.name);
        let tie = match far.and_then(|(_, to)| other.field(to)?.references.as_ref()) {
            Some(reference) => {
                let Some(far) = catalog.entity(&reference.entity).filter(|far| open(far)) else { continue };
                Tie {
                    entity: far.name.to_string(),
                    key: format!("{}/{}", other.name, key.name),
                    label: words::many(lang, far).to_owned(),
                }
            }
            None if other.searchable == "bridge" => continue,
            None => Tie {
                entity: other.name.to_string(),
                key: key.name.to_string(),
                label: words::many(lang, other).to_owned(),
            },
        };
        // Who made or changed a record is not what people mean by having one.
        let author = ["created_id", "modified_id", "source_contact_id"].contains(&key.name.as_ref());
        if !author && !found.iter().any(|one| one.label == tie.label) {
            found.push(tie);
        }
    }
    found.sort_by(|a, b| schema::fold::compare(&a.label, &b.label));
    found
}

/// The fields that fit what was typed, here and one or two steps away.
pub fn find(
    lang: &Lang,
    catalog: &Catalog,
    entity: &Entity,
    held: &PermissionSet,
    purpose: Purpose,
    asked: &str,
) -> Vec<Choice> {
    let asked = fold(asked).into_owned();
    let parts: Vec<&str> = asked.split_whitespace().collect();
    let fits = |choice: &Choice| {
        let text = fold(&format!("{} {} {}", choice.via, choice.label, choice.help)).into_owned();
        parts.iter().all(|part| text.contains(part))
    };
    let mut found: Vec<Choice> = fields(lang, entity, "", held, purpose).into_iter().filter(&fits).collect();
    let mut open = ways(lang, catalog, entity, "", held);
    for _ in 0..2 {
        let mut next = Vec::new();
        for way in open {
            let target = crate::run::item::target(catalog, &entity.name, &[], &format!("{}id", way.prefix));
            let Some(target) = target else { continue };
            let mut far = fields(lang, &target.entity, &way.prefix, held, purpose);
            far.iter_mut().for_each(|choice| choice.via.clone_from(&way.label));
            found.extend(far.into_iter().filter(&fits));
            next.extend(
                ways(lang, catalog, &target.entity, &way.prefix, held)
                    .into_iter()
                    .map(|further| Way { label: format!("{} › {}", way.label, further.label), ..further }),
            );
        }
        if found.len() > 30 {
            break;
        }
        open = next;
    }
    found.truncate(60);
    found
}
