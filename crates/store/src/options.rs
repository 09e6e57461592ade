//! The choices of a field, read from where they are kept and remembered until one of them changes.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use query::{Cell, Lookup, WholeRows};
use schema::option::TableOptions;
use schema::{Entity, Field, FieldType, OptionItem, OptionList, OptionSource, Rule, Value, Verb};

use crate::connection::{Cells, owned};
use crate::error::Result;
use crate::tx::{Tx, statement};

/// The label of a choice in some language, where it has one.
pub type Words = Box<dyn Fn(&OptionSource, &OptionItem) -> Option<String>>;

/// The language of a transaction, and the choices that it has been asked for.
#[derive(Default)]
pub(crate) struct Spoken {
    words: Option<Words>,
    pub(crate) lists: HashMap<(String, String), Arc<OptionList>>,
}

impl Spoken {
    fn translated(&mut self, key: (String, String), source: &OptionSource, list: Arc<OptionList>) -> Arc<OptionList> {
        let Some(words) = &self.words else { return list };
        let in_words = |item: &OptionItem| {
            let mut item = item.clone();
            item.label = words(source, &item).unwrap_or(item.label);
            item
        };
        let list = Arc::new(OptionList::new(list.items.iter().map(in_words).collect()));
        self.lists.insert(key, list.clone());
        list
    }
}

impl Tx<'_> {
    /// The choices of a field, disabled ones too; None for a field without.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn options(&self, entity: &Entity, field: &Field) -> Result<Option<Arc<OptionList>>> {
        let Some(source) = &field.options else { return Ok(None) };
        let key = (entity.name.to_string(), field.name.to_string());
        if let Some(list) = self.spoken.borrow().lists.get(&key) {
            return Ok(Some(list.clone()));
        }
        let list = match self.remembered(&key) {
            Some(list) => list,
            None => {
                let items = self.read_options(field, source)?;
                self.remember(key.clone(), items)
            }
        };
        Ok(Some(self.spoken.borrow_mut().translated(key, source, list)))
    }

    /// From here on the labels of choices are those that `words` knows, until another is given. Only for reading:
    /// what is written must not depend on the language of whoever writes.
    pub fn speak(&self, words: Option<Words>) {
        *self.spoken.borrow_mut() = Spoken { words, lists: HashMap::new() };
    }

    fn remembered(&self, key: &(String, String)) -> Option<Arc<OptionList>> {
        if self.is_stale() {
            return self.own_options.borrow().get(key).cloned();
        }
        let (entity, field) = key.clone();
        let key = (self.domain(), entity, field);
        self.site.cache().read().unwrap_or_else(PoisonError::into_inner).options.get(&key).cloned()
    }

    fn remember(&self, key: (String, String), items: Vec<OptionItem>) -> Arc<OptionList> {
        let list = Arc::new(OptionList::new(items));
        match self.is_stale() {
            true => {
                self.own_options.borrow_mut().insert(key, list.clone());
            }
            false => self.share(|cache| {
                cache.options.insert((self.domain(), key.0, key.1), list.clone());
            }),
        }
        list
    }

    fn read_options(&self, field: &Field, source: &OptionSource) -> Result<Vec<OptionItem>> {
        match source {
            OptionSource::Group { name, by_name } => self.group_options(name, *by_name, field),
            OptionSource::Table(table) => self.table_options(table),
            OptionSource::Fixed(items) => Ok(items.iter().map(|item| fixed(item, field)).collect()),
            OptionSource::Named(name) => match self.site.model().named_options.get(name).copied() {
                Some(make) => make(self),
                None => Ok(Vec::new()),
            },
        }
    }

    fn group_options(&self, group: &str, by_name: bool, field: &Field) -> Result<Vec<OptionItem>> {
        let text = format!(
            r#"SELECT v."value", v."name", v."label", v."description", v."icon", v."color", v."grouping", v."filter", v."is_default", v."is_active"
               FROM "civicrm_option_value" v JOIN "civicrm_option_group" g ON g."id" = v."option_group_id"
               WHERE g."name" = {} ORDER BY v."weight", v."id""#,
            self.placeholder(1)
        );
        let mut items = Vec::new();
        self.rows(&statement(text, vec![group.into()]), |row| {
            let id = text_of(row, if by_name { 1 } else { 0 }).unwrap_or_default();
            items.push(OptionItem {
                id: key_value(field, id),
                name: text_of(row, 1).unwrap_or_default(),
                label: text_of(row, 2).unwrap_or_default(),
                description: text_of(row, 3),
                icon: text_of(row, 4),
                color: text_of(row, 5),
                grouping: text_of(row, 6),
                filter: int_of(row, 7).unwrap_or(0),
                is_default: int_of(row, 8) == Some(1),
                is_active: int_of(row, 9) != Some(0),
                ..OptionItem::default()
            });
            Ok(())
        })?;
        Ok(items)
    }

    fn table_options(&self, table: &TableOptions) -> Result<Vec<OptionItem>> {
        let Some(entity) = self.catalog.entity(&table.entity).cloned() else { return Ok(Vec::new()) };
        let quoted = |name: Option<&str>| match name.and_then(|n| entity.field(n)) {
            Some(field) if field.is_column() => format!(r#""{}""#, field.column()),
            // What is worked out with each answer stands in no table.
            _ => "NULL".to_owned(),
        };
        let name = table.name.as_deref().or(Some(&table.label));
        let depends = table.depends_on.as_ref().map(|(_, column)| column.as_ref());
        let columns = [
            quoted(Some(&table.key)),
            quoted(name),
            quoted(Some(&table.label)),
            quoted(table.description.as_deref()),
            quoted(table.abbr.as_deref()),
            quoted(table.icon.as_deref()),
            quoted(table.color.as_deref()),
            quoted(Some("is_active")),
            quoted(Some("is_default")),
            quoted(depends),
        ];
        let filter = match &table.null_column {
            Some((column, true)) => format!(" WHERE {} IS NULL", quoted(Some(column))),
            Some((column, false)) => format!(" WHERE {} IS NOT NULL", quoted(Some(column))),
            None => String::new(),
        };
        let order = if entity.field("weight").is_some() { r#""weight", "id""# } else { r#""id""# };
        let text = format!(r#"SELECT {} FROM "{}"{filter} ORDER BY {order}"#, columns.join(", "), entity.table);
        let mut items = Vec::new();
        self.rows(&statement(text, Vec::new()), |row| {
            items.push(OptionItem {
                id: owned(row.cell(0)),
                name: text_of(row, 1).unwrap_or_default(),
                label: text_of(row, 2).unwrap_or_default(),
                description: text_of(row, 3),
                abbr: text_of(row, 4),
                icon: text_of(row, 5),
                color: text_of(row, 6),
                is_active: int_of(row, 7) != Some(0),
                is_default: int_of(row, 8) == Some(1),
                depends: owned(row.cell(9)),
                ..OptionItem::default()
            });
            Ok(())
        })?;
        Ok(items)
    }
}

fn fixed(item: &(&'static str, &'static str, &'static str), field: &Field) -> OptionItem {
    let (id, name, label) = item;
    OptionItem {
        id: key_value(field, (*id).to_owned()),
        name: (*name).to_owned(),
        label: (*label).to_owned(),
        is_active: true,
        ..OptionItem::default()
    }
}

/// Option values are texts in their table; records keep them in the type of the field.
fn key_value(field: &Field, id: String) -> Value {
    match field.ty {
        FieldType::Int => id.parse().map_or(Value::Text(id), Value::Int),
        _ => Value::Text(id),
    }
}

fn text_of(row: &dyn Cells, at: usize) -> Option<String> {
    match row.cell(at) {
        Cell::Text(text) => Some(text.to_owned()),
        Cell::Int(n) => Some(n.to_string()),
        _ => None,
    }
}

fn int_of(row: &dyn Cells, at: usize) -> Option<i64> {
    match row.cell(at) {
        Cell::Int(n) => Some(n),
        _ => None,
    }
}

/// What the planner may ask while it plans.
pub(crate) struct Reader<'t, 'c>(pub(crate) &'t Tx<'c>);

impl Lookup for Reader<'_, '_> {
    fn options(&self, entity: &Entity, field: &Field) -> Option<Arc<OptionList>> {
        self.0.options(entity, field).unwrap_or_else(|error| {
            tracing::error!(%error, field = %field.name, "options cannot be read");
            None
        })
    }

    fn filter(&self, entity: &Entity, field: &Field, operator: &str, values: &[Value]) -> Option<Rule> {
        let base = entity.preset.as_ref().map_or(&entity.name, |preset| &preset.entity);
        let filters = &self.0.site.model().filters;
        let (_, rule) = filters.iter().find(|((of, name), _)| *of == base.as_ref() && *name == field.name)?;
        rule(self.0, operator, values)
            .map_err(|error| tracing::error!(%error, field = %field.name, "filter failed"))
            .ok()
    }

    fn may_search(&self, entity: &Entity, field: &Field, values: &[Value]) -> bool {
        let base = entity.preset.as_ref().map_or(&entity.name, |preset| &preset.entity);
        let asked = |look_up: crate::site::SearchedFn| look_up(self.0, base, &field.name, values);
        self.0.site.model().searched.map(asked).transpose().map_or_else(
            |error| {
                tracing::error!(%error, field = %field.name, "access lists cannot be read");
                false
            },
            |open| open.unwrap_or(true),
        )
    }

    fn granted(&self, entity: &str, verb: Verb) -> Rule {
        self.0.granted(entity, verb).unwrap_or_else(|error| {
            tracing::error!(%error, entity, "access lists cannot be read");
            Rule::Nothing
        })
    }

    fn whole_rows(&self) -> Option<&WholeRows> {
        Some(self.0.site.whole_rows())
    }

    fn actor_entity(&self) -> &str {
        "Contact"
    }

    fn domain_id(&self) -> i64 {
        self.0.domain()
    }

    fn domain_entity(&self) -> &str {
        "Domain"
    }

    fn contact_of_login(&self, login: &str) -> Option<i64> {
        let text =
            format!(r#"SELECT "contact_id" FROM "civicrm_uf_match" WHERE "username" = {}"#, self.0.placeholder(1));
        self.0.one(&statement(text, vec![login.into()])).ok().flatten().and_then(|v| v.as_int())
    }
}
