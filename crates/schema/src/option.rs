//! Lists of choices: where they come from and how one is found by name or label.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::Value;
use crate::field::Name;
use crate::fold::fold;

/// Where a field's choices come from.
#[derive(Clone, Debug, PartialEq)]
pub enum OptionSource {
    /// The values of an option group; records keep the value, or the name where `by_name`.
    Group { name: Name, by_name: bool },
    /// The rows of another entity.
    Table(Box<TableOptions>),
    /// A list that never changes: value, name, English label.
    Fixed(&'static [(&'static str, &'static str, &'static str)]),
    /// A list made by code registered under this name.
    Named(&'static str),
}

/// Options that are rows of an entity, each attribute from a column.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TableOptions {
    pub entity: Name,
    pub key: Name,
    pub name: Option<Name>,
    pub label: Name,
    pub abbr: Option<Name>,
    pub description: Option<Name>,
    pub icon: Option<Name>,
    pub color: Option<Name>,
    /// Only rows whose column is null (`Some((column, true))`) or not null (`false`).
    pub null_column: Option<(Name, bool)>,
    /// The field of the record and the column of the option's row that must be equal (`country_id`, `country_id`).
    pub depends_on: Option<(Name, Name)>,
}

impl OptionSource {
    /// The values of an option group.
    pub const fn group(name: &'static str) -> OptionSource {
        OptionSource::Group { name: Name::Borrowed(name), by_name: false }
    }

    /// The values of an option group, kept by name.
    pub const fn group_by_name(name: &'static str) -> OptionSource {
        OptionSource::Group { name: Name::Borrowed(name), by_name: true }
    }

    /// The rows of an entity by id, labelled by this column.
    pub fn table(entity: &'static str, label: &'static str) -> TableOptions {
        TableOptions { entity: entity.into(), key: "id".into(), label: label.into(), ..TableOptions::default() }
    }

    /// The suffixes that fields with these options offer, beside others that clients may still ask for.
    pub fn suffixes(&self) -> Vec<&'static str> {
        match self {
            OptionSource::Table(table) => {
                let mut all = Vec::new();
                let offered: [(&'static str, bool); 6] = [
                    ("name", true),
                    ("label", true),
                    ("description", table.description.is_some()),
                    ("abbr", table.abbr.is_some()),
                    ("icon", table.icon.is_some()),
                    ("color", table.color.is_some()),
                ];
                all.extend(offered.iter().filter(|(_, has)| *has).map(|(suffix, _)| *suffix));
                all
            }
            _ => vec!["name", "label"],
        }
    }
}

impl TableOptions {
    /// Records keep this column instead of the id.
    pub fn key(mut self, column: &'static str) -> TableOptions {
        self.key = column.into();
        self
    }

    /// The column behind `:name`.
    pub fn name(mut self, column: &'static str) -> TableOptions {
        self.name = Some(column.into());
        self
    }

    /// The column behind `:abbr`.
    pub fn abbr(mut self, column: &'static str) -> TableOptions {
        self.abbr = Some(column.into());
        self
    }

    /// The column behind `:description`.
    pub fn description(mut self, column: &'static str) -> TableOptions {
        self.description = Some(column.into());
        self
    }

    /// The column behind `:icon`.
    pub fn icon(mut self, column: &'static str) -> TableOptions {
        self.icon = Some(column.into());
        self
    }

    /// The column behind `:color`.
    pub fn color(mut self, column: &'static str) -> TableOptions {
        self.color = Some(column.into());
        self
    }

    /// Only rows whose column is null.
    pub fn where_null(mut self, column: &'static str) -> TableOptions {
        self.null_column = Some((column.into(), true));
        self
    }

    /// Only rows whose column is not null.
    pub fn where_not_null(mut self, column: &'static str) -> TableOptions {
        self.null_column = Some((column.into(), false));
        self
    }

    /// Only rows whose column equals the record's field.
    pub fn depends_on(mut self, field: &'static str, column: &'static str) -> TableOptions {
        self.depends_on = Some((field.into(), column.into()));
        self
    }

    /// The source that this table is.
    pub fn source(self) -> OptionSource {
        OptionSource::Table(Box::new(self))
    }
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct OptionItem {
    /// What records keep.
    pub id: Value,
    pub name: String,
    /// In English, as stored; pages translate shipped ones.
    pub label: String,
    pub description: Option<String>,
    pub abbr: Option<String>,
    pub icon: Option<String>,
    pub color: Option<String>,
    pub grouping: Option<String>,
    pub url: Option<String>,
    /// For whom the option is meant (contact types of greetings).
    pub filter: i64,
    pub is_default: bool,
    pub is_active: bool,
    /// The value that the record's other field must have for this choice to fit.
    pub depends: Value,
}

impl OptionItem {
    /// The attribute behind a suffix; None for an unknown suffix or an empty attribute.
    pub fn attribute(&self, suffix: &str) -> Option<&str> {
        match suffix {
            "name" => Some(&self.name),
            "label" => Some(&self.label),
            "description" => self.description.as_deref(),
            "abbr" => self.abbr.as_deref(),
            "icon" => self.icon.as_deref(),
            "color" => self.color.as_deref(),
            "grouping" => self.grouping.as_deref(),
            "url" => self.url.as_deref(),
            _ => None,
        }
    }
}

/// All choices of a field, disabled ones too, in their order.
#[derive(Debug, Default)]
pub struct OptionList {
    pub items: Vec<OptionItem>,
    by_id: OnceLock<HashMap<String, usize>>,
}

impl OptionList {
    /// A list of these choices.
    pub fn new(items: Vec<OptionItem>) -> OptionList {
        OptionList { items, by_id: OnceLock::new() }
    }

    /// The choice that records keep as `id`.
    pub fn by_id(&self, id: &Value) -> Option<&OptionItem> {
        self.by_key(&key_text(id))
    }

    /// The choice whose id, written as text, is `key`.
    pub fn by_key(&self, key: &str) -> Option<&OptionItem> {
        let index = self.by_id.get_or_init(|| {
            // The first of two equal ids wins, as a reader of the list from the top would say.
            self.items.iter().enumerate().rev().map(|(at, item)| (key_text(&item.id), at)).collect()
        });
        index.get(key).and_then(|at| self.items.get(*at))
    }

    /// The choices whose attribute equals `text` as people compare, without case and accents.
    pub fn matching<'a>(&'a self, suffix: &'a str, text: &'a str) -> impl Iterator<Item = &'a OptionItem> {
        let wanted = fold(text).into_owned();
        self.items.iter().filter(move |item| item.attribute(suffix).is_some_and(|have| fold(have) == wanted))
    }
}

fn key_text(id: &Value) -> String {
    match id {
        Value::Int(n) => n.to_string(),
        Value::Text(text) => text.clone(),
        Value::Bool(b) => u8::from(*b).to_string(),
        other => other.to_json().to_string(),
    }
}
