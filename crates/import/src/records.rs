//! Records other than contacts: which of them rows can become, by which fields, and about whom they are.

use std::collections::HashMap;

use contact::pages::phrases::Lang;
use schema::{Computed, Default, Entity, Field, Kind, Value};
use serde_json::json;
use store::{Error, Result, Tx};
use ui::Locale;

use crate::recognise::words;

/// What an import of contacts brings in with them.
const WITH_CONTACTS: [&str; 8] = ["Contact", "Email", "Phone", "Address", "Website", "IM", "OpenID", "GroupContact"];

/// Whether rows may become records of this entity: some of its fields say that they are imported, or it is a set of
/// fields that a contact has several times.
pub fn is_importable(entity: &Entity) -> bool {
    let own = !entity.internal && !entity.read_only && entity.stored && entity.preset.is_none();
    own && entity.name != "Contact"
        && (is_custom(entity) || entity.fields.iter().any(|one| is_marked(one) && is_written(one)))
}

fn is_custom(entity: &Entity) -> bool {
    entity.types.iter().any(|kind| kind == "CustomValue")
}

fn is_marked(field: &Field) -> bool {
    field.usage.iter().any(|usage| usage == "import")
}

/// Whether people write it: a column, a field of a set, or contacts that are tied to the record in one role.
fn is_written(field: &Field) -> bool {
    let tie =
        |computed: &Option<Computed>| matches!(computed, Some(Computed::Linked(linked)) if linked.fixed.is_some());
    let kind = match field.kind {
        Kind::Field | Kind::Custom => true,
        Kind::Extra => tie(&field.computed) && field.references.is_some(),
        Kind::Filter => false,
    };
    kind && !field.secret && !field.readonly && !field.deprecated && field.name != "id"
}

/// The fields that a column may fill.
pub fn fields(entity: &Entity) -> impl Iterator<Item = &Field> {
    let custom = is_custom(entity);
    entity.fields.iter().filter(move |field| {
        let offered =
            custom || is_marked(field) || field.kind == Kind::Custom || field.required || field.references.is_some();
        is_written(field) && offered && field.default != Default::CurrentContact
    })
}

/// The field of this name, where a column may fill it.
pub fn field<'e>(entity: &'e Entity, name: &str) -> Option<&'e Field> {
    fields(entity).find(|field| field.name == name)
}

/// The fields that say whom a record is about, the likeliest first.
pub fn subjects(entity: &Entity) -> Vec<&Field> {
    let names = |field: &&Field| {
        let contact = field.references.as_ref().is_some_and(|reference| reference.entity == "Contact");
        is_written(field) && field.default != Default::CurrentContact && (contact || is_of_contact(entity, field))
    };
    let mut all: Vec<&Field> = entity.fields.iter().filter(names).collect();
    // Those whom an exchange concerns, before whoever had it.
    all.sort_by_key(|field| !field.name.starts_with("target_"));
    all
}

/// Whether the record belongs to a contact unless told otherwise, as a note does.
fn is_of_contact(entity: &Entity, field: &Field) -> bool {
    let table = field.dynamic_reference.as_deref().and_then(|name| entity.field(name));
    table.is_some_and(|table| table.default == Default::Value(Value::Text("civicrm_contact".to_owned())))
}

/// The entities that the actor may bring in and that speak of contacts: what the first page offers.
pub fn offered(tx: &Tx<'_>) -> Vec<std::sync::Arc<Entity>> {
    let mut all: Vec<_> = tx
        .catalog()
        .entities()
        .filter(|one| is_importable(one) && one.bridge.is_none() && !subjects(one).is_empty())
        .filter(|one| !WITH_CONTACTS.contains(&one.name.as_ref()))
        .filter(|one| check(tx, one).is_ok())
        .cloned()
        .collect();
    all.sort_by_key(|one| (is_custom(one), one.title.to_string()));
    all
}

/// Whether the actor may make and change such records at all; which of them, the rules of the records say.
///
/// # Errors
/// `Forbidden` where they may not.
pub fn check(tx: &Tx<'_>, entity: &Entity) -> Result<()> {
    let all = ["create", "update"].map(|action| entity.door(action));
    match all.iter().all(|door| door.met_by(&tx.actor().permissions)) {
        true => Ok(()),
        false => Err(Error::Forbidden(format!("import {}", entity.title_plural))),
    }
}

/// The entity of this name, if it can be imported by the actor.
///
/// # Errors
/// `Request` for what cannot be imported, `Forbidden` where the actor may not.
pub fn named(tx: &Tx<'_>, name: &str) -> Result<std::sync::Arc<Entity>> {
    let found = tx.catalog().entity(name).filter(|entity| is_importable(entity)).cloned();
    let entity = found.ok_or_else(|| Error::Request(format!("{name} cannot be imported.")))?;
    check(tx, &entity)?;
    Ok(entity)
}

/// What people call the columns of such lists, beside the labels of fields.
const ALSO: &[(&str, &str, &str)] = &[
    ("Activity", "objet", "subject"),
    ("Activity", "titre", "subject"),
    ("Activity", "title", "subject"),
    ("Activity", "date", "activity_date_time"),
    ("Activity", "date et heure", "activity_date_time"),
    ("Activity", "quand", "activity_date_time"),
    ("Activity", "when", "activity_date_time"),
    ("Activity", "type", "activity_type_id"),
    ("Activity", "activity type", "activity_type_id"),
    ("Activity", "type d activite", "activity_type_id"),
    ("Activity", "type d echange", "activity_type_id"),
    ("Activity", "statut", "status_id"),
    ("Activity", "etat", "status_id"),
    ("Activity", "status", "status_id"),
    ("Activity", "duree", "duration"),
    ("Activity", "minutes", "duration"),
    ("Activity", "priorite", "priority_id"),
    ("Activity", "priority", "priority_id"),
    ("Activity", "lieu", "location"),
    ("Activity", "notes", "details"),
    ("Activity", "note", "details"),
    ("Activity", "compte rendu", "details"),
    ("Activity", "description", "details"),
    ("Activity", "fait par", "source_contact_id"),
    ("Activity", "par", "source_contact_id"),
    ("Activity", "added by", "source_contact_id"),
    ("Activity", "by", "source_contact_id"),
    ("Activity", "responsable", "assignee_contact_id"),
    ("Activity", "confie a", "assignee_contact_id"),
    ("Activity", "avec", "target_contact_id"),
    ("Activity", "with", "target_contact_id"),
    ("Activity", "assigned to", "assignee_contact_id"),
    ("Activity", "assignee", "assignee_contact_id"),
    ("Relationship", "lien", "relationship_type_id"),
    ("Relationship", "type", "relationship_type_id"),
    ("Relationship", "relationship", "relationship_type_id"),
    ("Relationship", "relationship type", "relationship_type_id"),
    ("Relationship", "debut", "start_date"),
    ("Relationship", "depuis", "start_date"),
    ("Relationship", "since", "start_date"),
    ("Relationship", "fin", "end_date"),
    ("Relationship", "avec", "contact_id_b"),
    ("Relationship", "with", "contact_id_b"),
    ("Note", "note", "note"),
    ("Note", "notes", "note"),
    ("Note", "texte", "note"),
    ("Note", "text", "note"),
    ("Note", "objet", "subject"),
    ("Note", "titre", "subject"),
    ("Note", "date", "note_date"),
];

/// The fields by all that their columns may be called, folded: machine names, labels in all languages, titles.
pub fn by_label(entity: &Entity) -> HashMap<String, String> {
    let mut known = HashMap::new();
    let mut add = |label: &str, field: &str| {
        let label = words(label).join(" ");
        if !label.is_empty() {
            known.entry(label).or_insert_with(|| field.to_owned());
        }
    };
    for field in fields(entity) {
        add(&field.name, &field.name);
        add(&field.title, &field.name);
        if let Some((_, bare)) = field.name.split_once('.') {
            add(bare, &field.name);
        }
    }
    for (_, label, field) in ALSO.iter().filter(|(of, _, field)| *of == entity.name && entity.field(field).is_some()) {
        add(label, field);
    }
    for locale in Locale::all() {
        let lang = Lang::new(locale);
        for field in fields(entity) {
            add(&label(&lang, entity, field), &field.name);
        }
    }
    add_numbers(entity, &mut known);
    known
}

fn add_numbers(entity: &Entity, known: &mut HashMap<String, String>) {
    let title = words(&entity.title).join(" ");
    for label in [format!("{title} id"), format!("id {title}")] {
        known.entry(label).or_insert_with(|| "id".to_owned());
    }
}

/// What a field is called in the reader's language.
pub fn label(lang: &Lang, entity: &Entity, field: &Field) -> String {
    if is_custom(entity) || field.kind == Kind::Custom {
        return match (is_custom(entity), field.name.as_ref()) {
            (true, "entity_id") => lang.text("import-column-contact").to_owned(),
            _ => field.title.to_string(),
        };
    }
    let name = match (entity.name.as_ref(), field.name.as_ref()) {
        ("Activity", "source_contact_id") => lang.text("import-field-source-contact"),
        ("Activity", "target_contact_id") => lang.text("import-field-target-contact"),
        ("Activity", "assignee_contact_id") => lang.text("import-field-assignee-contact"),
        (own, name) => {
            let searched = format!("filter-name-{own}-{name}");
            match lang.locale.field(own, name) {
                Some(words) => lang.keep(words.into_owned()),
                None if lang.locale.has(&searched) => lang.keep(lang.locale.text(&searched).into_owned()),
                None => lang.keep(field.title.to_string()),
            }
        }
    };
    name.to_owned()
}

/// What such records are called, several of them.
pub fn title(lang: &Lang, entity: &Entity) -> String {
    let key = ["filter-many-", "entity-many-"].map(|start| format!("{start}{}", entity.name));
    match key.iter().find(|key| lang.locale.has(key)) {
        Some(key) => lang.locale.text(key).into_owned(),
        None => entity.title_plural.to_string(),
    }
}

/// What a row fills where it says nothing: an exchange was had by whoever brings the list, or by the person of the row.
pub fn fill(
    tx: &Tx<'_>,
    entity: &Entity,
    values: &mut serde_json::Map<String, serde_json::Value>,
    contact: Option<i64>,
) {
    let asked = entity.field("source_contact_id").is_some_and(|field| field.required);
    if asked
        && !values.contains_key("source_contact_id")
        && let Some(maker) = tx.actor().contact_id.or(contact)
    {
        values.insert("source_contact_id".to_owned(), json!(maker));
    }
}
