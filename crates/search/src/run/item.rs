//! What a search selects: each column's key, the field behind it, and what kind of value it holds.

use std::sync::Arc;

use schema::{Catalog, Entity, Field, FieldType};
use serde_json::{Map, Value as Json};
use store::Tx;

/// What a value is, for showing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// A number that is counted or measured.
    Number,
    /// A year, a month, an id: digits without separators.
    Digits,
    Money,
    Bool,
    Date,
    DateTime,
}

/// A field of an entity that a path leads to.
#[derive(Clone, Debug)]
pub struct Target {
    pub entity: Arc<Entity>,
    pub field: Field,
    /// The keys followed on the way: entity and field or join.
    pub steps: Vec<(String, String)>,
    /// The suffix behind the colon.
    pub suffix: Option<String>,
}

/// One thing selected.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its key in the answer.
    pub key: String,
    /// As the request writes it.
    pub written: String,
    /// The expression without its name.
    pub expression: String,
    /// The outermost function, in capitals.
    pub function: Option<String>,
    /// Whether an aggregate function is part of it.
    pub aggregate: bool,
    /// The field that it shows, or that its function works on.
    pub target: Option<Target>,
    /// Read for links, styles and tokens alone.
    pub hidden: bool,
}

const AGGREGATES: [&str; 8] = ["COUNT(", "SUM(", "AVG(", "MIN(", "MAX(", "GROUP_CONCAT(", "GROUP_FIRST(", "GROUP_NTH("];

impl Item {
    /// What an item of `select` is.
    pub fn parse(catalog: &Catalog, entity: &str, joins: &[(String, String)], written: &str) -> Item {
        let (expression, key) = written.rsplit_once(" AS ").unwrap_or((written, written));
        let function = expression.split_once('(').map(|(name, _)| name.trim().to_owned());
        let function =
            function.filter(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'));
        let path = match &function {
            None => Some(expression.to_owned()),
            Some(_) => inner_path(expression),
        };
        Item {
            key: key.to_owned(),
            written: written.to_owned(),
            expression: expression.to_owned(),
            aggregate: AGGREGATES.iter().any(|name| expression.contains(name)),
            target: path.and_then(|path| target(catalog, entity, joins, &path)),
            function,
            hidden: false,
        }
    }

    /// What kind of value it holds.
    pub fn kind(&self) -> Kind {
        let own = self.target.as_ref().map_or(Kind::Text, |target| match target.suffix {
            Some(_) => Kind::Text,
            None => kind_of(&target.field),
        });
        match self.function.as_deref() {
            None => own,
            Some("COUNT" | "DATEDIFF" | "TIMESTAMPDIFF" | "DAYSTOANNIV") => Kind::Number,
            Some("YEAR" | "MONTH" | "QUARTER" | "DAYOFWEEK" | "EXTRACT") => Kind::Digits,
            Some("DATE" | "NEXTANNIV" | "DATE_ADD" | "DATE_SUB" | "CURDATE") => Kind::Date,
            Some("ISNULL" | "ISNOTNULL") => Kind::Bool,
            Some("SUM" | "AVG" | "ROUND" | "ABS") if own != Kind::Money => Kind::Number,
            Some(
                "SUM" | "AVG" | "MIN" | "MAX" | "GROUP_CONCAT" | "GROUP_FIRST" | "GROUP_NTH" | "ROUND" | "ABS"
                | "COALESCE" | "IFNULL" | "GREATEST" | "LEAST" | "NULLIF",
            ) => own,
            Some(_) => Kind::Text,
        }
    }

    /// The English title: the field's own, with what leads there.
    pub fn title(&self) -> String {
        match &self.target {
            Some(target) => target.field.label.as_ref().unwrap_or(&target.field.title).to_string(),
            None => self.key.clone(),
        }
    }

    /// The plain path, where the item is no call.
    pub fn path(&self) -> Option<&str> {
        (self.function.is_none() && self.target.is_some()).then_some(self.expression.as_str())
    }
}

/// The kind of a field's values.
pub fn kind_of(field: &Field) -> Kind {
    match field.ty {
        FieldType::Int if field.references.is_some() || field.name == "id" => Kind::Digits,
        FieldType::Int | FieldType::Float => Kind::Number,
        FieldType::Bool => Kind::Bool,
        FieldType::Money { .. } => Kind::Money,
        FieldType::Date => Kind::Date,
        FieldType::DateTime | FieldType::Timestamp => Kind::DateTime,
        FieldType::Text { .. } | FieldType::LongText => Kind::Text,
    }
}

/// The first word in the brackets that could be a path.
fn inner_path(expression: &str) -> Option<String> {
    let inside = expression.split_once('(')?.1;
    let words = inside.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ','));
    let is_word = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_lowercase() || c == '_' || c.is_ascii_uppercase())
            && !word.chars().all(|c| c.is_ascii_uppercase() || c == '_')
    };
    words.filter(|word| !word.is_empty()).find(is_word).map(str::to_owned)
}

/// The names of explicit joins and the entities behind them.
pub fn joins(params: &Map<String, Json>) -> Vec<(String, String)> {
    let all = params.get("join").and_then(Json::as_array);
    let named = |join: &Json| {
        let text = join.get(0)?.as_str()?;
        let (entity, alias) = text.split_once(" AS ").unwrap_or((text, text));
        Some((alias.trim().to_owned(), entity.trim().to_owned()))
    };
    all.into_iter().flatten().filter_map(named).collect()
}

/// Where a path leads.
pub fn target(catalog: &Catalog, entity: &str, joins: &[(String, String)], path: &str) -> Option<Target> {
    let (path, suffix) = match path.rsplit_once(':') {
        Some((path, suffix)) => (path, Some(suffix.to_owned())),
        None => (path, None),
    };
    let mut steps = Vec::new();
    let mut at = catalog.entity(entity)?.clone();
    let mut rest = path;
    let joined = joins
        .iter()
        .filter_map(|(alias, entity)| Some((alias, entity, path.strip_prefix(alias.as_str())?.strip_prefix('.')?)));
    if let Some((alias, other, tail)) = joined.max_by_key(|(alias, ..)| alias.len()) {
        steps.push((String::new(), alias.clone()));
        at = catalog.entity(other)?.clone();
        rest = tail;
    }
    loop {
        if let Some(field) = at.field(rest) {
            return Some(Target { field: field.clone(), entity: at, steps, suffix });
        }
        let (next, name, tail) = rest.match_indices('.').find_map(|(dot, _)| {
            let (name, tail) = (&rest[..dot], &rest[dot + 1..]);
            let other = match at.virtual_join(name) {
                Some(join) => join.entity.to_string(),
                None => at.field(name)?.references.as_ref()?.entity.to_string(),
            };
            Some((catalog.entity(&other)?.clone(), name.to_owned(), tail))
        })?;
        steps.push((at.name.to_string(), name));
        at = next;
        rest = tail;
    }
}

/// What an item of `select` is, segments of the site among them.
pub fn parsed(tx: &Tx<'_>, entity: &str, joins: &[(String, String)], written: &str) -> Item {
    let mut item = Item::parse(tx.catalog(), entity, joins, written);
    if item.target.is_none() && item.expression.starts_with(crate::segment::PREFIX) {
        let known = crate::segment::of(tx, entity).unwrap_or_default();
        let segment = known.into_iter().find(|(name, _)| *name == item.expression);
        if let (Some((name, segment)), Some(entity)) = (segment, tx.catalog().entity(entity)) {
            let field = crate::segment::field(name, &segment);
            item.target = Some(Target { entity: entity.clone(), field, steps: Vec::new(), suffix: None });
            // It is worked out, like what a function gives: nobody filters or writes it as a field.
            item.function = Some("SEGMENT".to_owned());
        }
    }
    item
}

/// Everything that a search selects.
pub fn items(tx: &Tx<'_>, entity: &str, params: &Map<String, Json>) -> Vec<Item> {
    let joins = joins(params);
    let select = params.get("select").and_then(Json::as_array).cloned().unwrap_or_default();
    let mut found = Vec::new();
    for written in select.iter().filter_map(Json::as_str).filter(|item| *item != "row_count") {
        match (written, tx.catalog().entity(entity)) {
            ("*", Some(whole)) => {
                let own = whole.columns().filter(|field| !field.secret);
                found.extend(own.map(|field| Item::parse(tx.catalog(), entity, &joins, &field.name)));
            }
            _ => found.push(parsed(tx, entity, &joins, written)),
        }
    }
    found
}

/// Adds the fields that links, styles and tokens of the display speak of.
pub fn add_needed(
    tx: &Tx<'_>,
    entity: &str,
    params: &Map<String, Json>,
    settings: &Map<String, Json>,
    items: &mut Vec<Item>,
) {
    let joins = joins(params);
    let grouped = params.get("groupBy").and_then(Json::as_array).is_some_and(|by| !by.is_empty());
    let mut wanted = super::style::fields(settings);
    for column in settings.get("columns").and_then(Json::as_array).into_iter().flatten() {
        wanted.extend(super::tokens::in_column(column));
        wanted.extend(super::style::fields_of_column(column));
    }
    wanted.extend(super::style::link_fields(tx, entity, settings));
    for path in wanted {
        if items.iter().any(|item| item.key == path) {
            continue;
        }
        let item = Item::parse(tx.catalog(), entity, &joins, &path);
        // A group has no single value of a field that it does not share.
        if item.target.is_some() && !grouped {
            items.push(item);
        }
    }
}
