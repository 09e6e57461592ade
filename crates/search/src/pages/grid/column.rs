//! A column of a grid: the field that its cells write, and how they are typed.

use contact::pages::phrases::Lang;
use contact::pages::pick::{self, Found};
use schema::{Computed, Entity, Field};
use serde_json::{Map, Value as Json, json};
use store::{Result, Tx};

use crate::compose::words::{self, About};
use crate::run::item::{self, Item, Target};

/// A column that is typed into.
#[derive(Clone, Debug)]
pub struct Column {
    /// The path that is written: a field, or one of a one-to-one record (`email_primary.email`).
    pub path: String,
    pub label: String,
    pub about: About,
    pub choices: Vec<(String, String)>,
    /// Contacts are typed by their names.
    pub is_contact: bool,
    /// Its cells hold several values.
    pub several: bool,
    /// A new record needs it.
    pub required: bool,
}

/// Why a text cannot be what its column holds: the key of the message.
pub type Wrong = &'static str;
/// A value, or why a text is none.
pub type Typed<T> = std::result::Result<T, Wrong>;

/// Whether people can write a field of records of this entity, here and now.
fn is_open(field: &Field) -> bool {
    let linked = matches!(&field.computed, Some(Computed::Linked(_)) if names_contact(field));
    !field.readonly && !field.secret && field.name != "id" && (field.computed.is_none() || linked)
}

fn names_contact(field: &Field) -> bool {
    field.references.as_ref().is_some_and(|to| to.entity == "Contact") && field.options.is_none()
}

/// The path that a column writes: the record's own field, or one of a one-to-one record of its own.
fn written(entity: &Entity, target: &Target, path: &str) -> bool {
    match target.steps.as_slice() {
        [] => true,
        [(_, first)] => entity.virtual_join(first).is_some_and(|join| path.starts_with(join.name.as_ref())),
        _ => false,
    }
}

impl Column {
    /// The column that writes what an item of a search shows; None where it is nothing that can be written.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn of(tx: &Tx<'_>, lang: &Lang, entity: &Entity, item: &Item, label: &str) -> Result<Option<Column>> {
        let (Some(path), Some(target)) = (item.path(), &item.target) else { return Ok(None) };
        let path = path.split(':').next().unwrap_or(path);
        let held = &tx.actor().permissions;
        let field = &target.field;
        let may = field.permission.met_by(held) && field.write_permission.met_by(held);
        if !is_open(field) || !may || !written(entity, target, path) {
            return Ok(None);
        }
        let mut target = target.clone();
        target.suffix = None;
        let about = About::of(&target.field);
        let choices = if about == About::Day { Vec::new() } else { words::choices(tx, lang, &target)? };
        let field = &target.field;
        Ok(Some(Column {
            path: path.to_owned(),
            label: label.to_owned(),
            about,
            is_contact: names_contact(field),
            several: field.list.is_some() || matches!(field.computed, Some(Computed::Linked(_))),
            required: field.required && target.steps.is_empty(),
            choices,
        }))
    }

    /// The column that writes a path of an entity.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn at(tx: &Tx<'_>, lang: &Lang, entity: &Entity, path: &str) -> Result<Option<Column>> {
        let item = Item::parse(tx.catalog(), &entity.name, &[], path);
        let label = words::column(lang, tx.catalog(), &[], entity, &item);
        Column::of(tx, lang, entity, &item, &label)
    }

    /// What was typed as the value that is written; nothing typed is nothing.
    ///
    /// # Errors
    /// The database's own failure; the key of the message is inside.
    pub fn value(&self, tx: &Tx<'_>, texts: &[String]) -> Result<Typed<Json>> {
        let mut texts = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
        if self.several && !self.is_contact {
            return Ok(Ok(json!(texts.collect::<Vec<_>>())));
        }
        let Some(text) = texts.next() else { return Ok(Ok(if self.several { json!([]) } else { Json::Null })) };
        if self.is_contact {
            return Ok(match self.several {
                false => person(tx, text)?.map(|id| json!(id)),
                true => {
                    let all: Result<Vec<_>> = text.split(';').map(|one| person(tx, one)).collect();
                    all?.into_iter().collect::<Typed<Vec<i64>>>().map(|ids| json!(ids))
                }
            });
        }
        Ok(Ok(match self.about {
            About::YesNo => json!(text == "1"),
            About::Number => json!(text.replace([' ', '\u{a0}', '\u{202f}'], "").replace(',', ".")),
            _ => json!(text),
        }))
    }

    /// A value of a record as its cell writes it.
    pub fn texts(&self, json: &Json, names: &Map<String, Json>) -> Vec<String> {
        let said = |json: &Json| {
            let text = contact::pages::rows::plain(json);
            match (self.is_contact, names.get(&text)) {
                (true, Some(Json::String(name))) => format!("{name} (#{text})"),
                (true, _) if !text.is_empty() => format!("#{text}"),
                _ if self.about == About::Day => text.get(..10).unwrap_or(&text).to_owned(),
                _ => text,
            }
        };
        match json {
            Json::Null => Vec::new(),
            Json::Array(all) if self.is_contact => vec![all.iter().map(said).collect::<Vec<_>>().join("; ")],
            Json::Array(all) => all.iter().map(said).collect(),
            one => vec![said(one)],
        }
    }
}

fn person(tx: &Tx<'_>, text: &str) -> Result<Typed<i64>> {
    Ok(match pick::meant(tx, text, None)? {
        Found::One(id) => Ok(id),
        Found::Several(_) => Err("problem-several-found"),
        Found::Nobody => Err("problem-pick-nobody"),
    })
}

/// What the conditions of a search say of every record that it finds, as far as new records can be given it.
pub fn fixed(tx: &Tx<'_>, entity: &Entity, params: &Map<String, Json>, columns: &[Column]) -> Map<String, Json> {
    let clauses = params.get("where").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_array);
    let mut all = Map::new();
    for clause in clauses {
        let (Some(path), Some("=" | "IN"), Some(value)) =
            (clause.first().and_then(Json::as_str), clause.get(1).and_then(Json::as_str), clause.get(2))
        else {
            continue;
        };
        let value = match value {
            Json::Array(only) if only.len() == 1 => &only[0],
            other => other,
        };
        let plain = path.split(':').next().unwrap_or(path);
        let target = item::target(tx.catalog(), &entity.name, &[], path);
        let own = target.is_some_and(|target| target.steps.is_empty() && is_open(&target.field));
        let scalar = value.is_string() || value.is_number() || value.is_boolean();
        if own && scalar && clause.len() == 3 && !columns.iter().any(|column| column.path == plain) {
            all.insert(path.to_owned(), value.clone());
        }
    }
    all
}
