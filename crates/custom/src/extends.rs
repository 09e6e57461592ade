//! What custom sets extend, and the entities as they are with them.

use std::collections::HashMap;
use std::sync::Arc;

use query::Cell;
use schema::{Catalog, Entity, Field, FieldType, Record, Requirement, VirtualJoin};
use store::{Result, Tx, statement};

use crate::field::CustomField;
use crate::group::CustomGroup;
use crate::kind;

/// The entity whose table holds the records that a set extends: of `Individual`, it is `Contact`.
pub(crate) fn base_entity(catalog: &Catalog, extends: &str) -> Option<Arc<Entity>> {
    let named = catalog.entity(extends)?;
    let base = named.preset.as_ref().map_or(Some(named), |preset| catalog.entity(&preset.entity))?;
    (base.stored && !base.internal).then(|| base.clone())
}

/// Adds all active sets with their active fields to the entities.
pub(crate) fn extend(tx: &Tx<'_>, entities: &mut Vec<Entity>) -> Result<()> {
    let groups = option_groups(tx)?;
    let mut fields: HashMap<i64, Vec<(i64, CustomField)>> = HashMap::new();
    for (number, field) in active::<CustomField>(tx, "civicrm_custom_field")? {
        fields.entry(field.custom_group_id).or_default().push((number, field));
    }
    for (id, set) in active::<CustomGroup>(tx, "civicrm_custom_group")? {
        let own = fields.remove(&id).unwrap_or_default();
        add(entities, id, &set, &own, &groups);
    }
    Ok(())
}

fn add(
    entities: &mut Vec<Entity>,
    id: i64,
    set: &CustomGroup,
    own: &[(i64, CustomField)],
    groups: &HashMap<i64, String>,
) {
    let (Some(name), Some(table)) = (&set.name, &set.table_name) else { return };
    let Some(extended) = entities.iter().find(|e| e.name == set.extends) else { return };
    let base = extended.preset.as_ref().map_or(extended.name.clone(), |preset| preset.entity.clone());
    let group_of = |field: &CustomField| field.option_group_id.and_then(|id| groups.get(&id)).map(String::as_str);
    let doors = Doors::of(id);
    let declared = |(number, field): &(i64, CustomField)| {
        let mut made = kind::declared(field, group_of(field))?;
        made.told = kind::told(*number, name, field);
        Some(made)
    };
    let mut fields: Vec<Field> = own.iter().filter_map(declared).collect();
    for field in &mut fields {
        field.permission = doors.seen.clone();
        field.write_permission = doors.written.clone();
        field.search_permission = doors.searched.clone();
        field.fill_permission = Some(doors.filled.clone());
    }
    let title = set.title.clone().unwrap_or_default();
    let custom_name = format!("Custom_{name}");
    if !set.is_multiple {
        let only = extended.preset.as_ref().map(|preset| (preset.field.clone(), preset.value.clone()));
        for entity in entities.iter_mut().filter(|e| is_extended(e, &base, &set.extends)) {
            entity.virtual_joins.push(VirtualJoin {
                name: name.clone().into(),
                entity: custom_name.clone().into(),
                key: "entity_id".into(),
                fixed: Vec::new(),
                main_field: None,
                with_new: fields.iter().any(|field| field.default != schema::Default::None),
                only_for: only.clone(),
            });
            let mut described: Vec<Field> = fields.iter().map(|field| kind::described(name, &title, field)).collect();
            if entity.preset.is_none() {
                described.iter_mut().for_each(|field| field.only_for.clone_from(&only));
            }
            entity.extend(described);
        }
    }
    entities.push(doors.put_on(set_entity(custom_name, title, table, &base, fields, set.is_multiple)));
}

/// What opens a set: all sets are opened by one permission; a single one by those which access lists give.
struct Doors {
    seen: Requirement,
    written: Requirement,
    searched: Requirement,
    filled: Requirement,
    emptied: Requirement,
}

impl Doors {
    fn of(id: i64) -> Doors {
        let opened_by = |single: Vec<String>| {
            let all = std::iter::once("access all custom data".into());
            Requirement::anyone().and_any_of(all.chain(single.into_iter().map(Into::into)).collect())
        };
        let edit = schema::permission::edit_set(id);
        Doors {
            seen: opened_by(vec![schema::permission::view_set(id)]),
            searched: opened_by(vec![schema::permission::search_set(id)]),
            filled: opened_by(vec![schema::permission::fill_set(id)]),
            emptied: opened_by(vec![schema::permission::empty_set(id)]),
            written: opened_by(vec![edit]),
        }
    }

    /// Making and taking away lines have doors of their own; whatever mixes these with changing takes that.
    fn put_on(&self, entity: Entity) -> Entity {
        let mut entity = entity.open_to(self.seen.clone(), self.written.clone());
        for (action, door) in
            [("create", &self.filled), ("delete", &self.emptied), ("save", &self.written), ("replace", &self.written)]
        {
            entity.doors.insert(action.into(), door.clone());
        }
        entity
    }
}

/// The entity itself, and the preset that the set extends; of a set on all contacts, every preset.
fn is_extended(entity: &Entity, base: &str, extends: &str) -> bool {
    let of_base = entity.preset.as_ref().is_some_and(|preset| preset.entity == base);
    entity.name == base || entity.name == extends || of_base && base == extends
}

/// The set as an entity of its own; one with a single record is reached through what it extends alone.
fn set_entity(name: String, title: String, table: &str, base: &str, own: Vec<Field>, several: bool) -> Entity {
    let id = Field::new("id", FieldType::Int).readonly().input("Number");
    let mut entity_id = Field::new("entity_id", FieldType::Int).required().guards();
    entity_id.not_null = true;
    entity_id.references = Some(schema::Reference {
        entity: base.to_owned().into(),
        column: "id".into(),
        on_delete: schema::OnDelete::Cascade,
    });
    let mut fields = vec![id, entity_id];
    fields.extend(own);
    let mut entity = Entity::new(name, table.to_owned(), fields).kind("CustomValue");
    entity.title = title.clone().into();
    entity.title_plural = title.into();
    entity.internal = !several;
    entity
}

fn option_groups(tx: &Tx<'_>) -> Result<HashMap<i64, String>> {
    let mut groups = HashMap::new();
    tx.rows(&statement(r#"SELECT "id", "name" FROM "civicrm_option_group""#, Vec::new()), |row| {
        if let (Cell::Int(id), Cell::Text(name)) = (row.cell(0), row.cell(1)) {
            groups.insert(id, name.to_owned());
        }
        Ok(())
    })?;
    Ok(groups)
}

/// The active records of a small table, in their order.
fn active<R: Record>(tx: &Tx<'_>, table: &str) -> Result<Vec<(i64, R)>> {
    let text = format!(r#"SELECT "id" FROM "{table}" WHERE "is_active" = 1 ORDER BY "weight", "id""#);
    let mut ids = Vec::new();
    tx.rows(&statement(text, Vec::new()), |row| {
        if let Cell::Int(id) = row.cell(0) {
            ids.push(id);
        }
        Ok(())
    })?;
    let mut records = Vec::new();
    for id in ids {
        records.extend(tx.find::<R>(id)?.map(|record| (id, record)));
    }
    Ok(records)
}
