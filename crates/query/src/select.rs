//! What is selected: items become expressions, wildcards fields, and every column learns how it is shown.

use std::collections::HashSet;
use std::sync::Arc;

use schema::{Field, FieldType, Kind};

use crate::expr::{Call, Expr};
use crate::function::aggregate::Concat;
use crate::function::date::names_of;
use crate::function::spec::Shown;
use crate::path::{FieldRef, Found, Miss, in_star, split_suffix, wrong};
use crate::planner::{KEY, Planner};
use crate::sql::Sql;
use crate::ty::{Ty, Typed, text};
use crate::{Column, Decode, Dialect, Prune};

/// One item of the answer, before it is SQL.
#[derive(Clone, Debug)]
pub(crate) struct Item<'a> {
    pub key: String,
    pub expr: Expr,
    /// The field, where a wildcard has found it already.
    pub found: Option<FieldRef<'a>>,
    /// The expression as it was written, where that is not the key.
    pub written: Option<String>,
}

/// What was asked for and is not in the answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dropped {
    pub undefined: Vec<String>,
    pub unauthorized: Vec<String>,
    /// Fields that the entity's own code fills.
    pub left: Vec<String>,
}

/// A column with the field that it shows as it is, and the prefix of its path.
pub(crate) struct Shape<'a> {
    pub column: Column,
    pub origin: Option<(String, FieldRef<'a>, bool)>,
}

impl<'a> Planner<'a> {
    /// The items of a select, each once, wildcards expanded; what cannot be had is noted.
    pub fn items<'s>(&mut self, select: impl Iterator<Item = &'s str>, dropped: &mut Dropped) -> Found<Vec<Item<'a>>> {
        let mut items: Vec<Item<'a>> = Vec::with_capacity(self.entity(0).fields.len());
        let (mut wildcards, mut only) = (0, true);
        for wanted in select {
            if wanted.contains('*') && !wanted.contains(['(', '"', '\'']) {
                items.extend(self.wildcard(wanted, dropped)?);
                wildcards += 1;
                continue;
            }
            only = false;
            let (expr, key, written) = self.item(wanted)?;
            if self.is_there(&expr, wanted, dropped)? {
                items.push(Item { key, expr, found: None, written: Some(written) });
            }
        }
        if wildcards == 1 && only && self.aliases.is_empty() {
            // The fields of one table differ from each other.
            return Ok(items);
        }
        let mut keys = HashSet::with_capacity(items.len());
        let first: Vec<bool> = items.iter().map(|item| keys.insert(&*item.key)).collect();
        if first.contains(&false) {
            let mut first = first.into_iter();
            items.retain(|_| first.next() == Some(true));
        }
        Ok(items)
    }

    fn item(&self, wanted: &str) -> Found<(Expr, String, String)> {
        let (written, alias) = match wanted.rsplit_once(" AS ") {
            Some((written, alias)) => (written, Some(munged(alias))),
            None => (wanted, None),
        };
        let expr = Expr::parse(written)?;
        if let (Expr::Field(path), Some(_)) = (&expr, &alias)
            && !path.contains(':')
        {
            return wrong("Aliasing field names is not allowed, only expressions can have an alias.");
        }
        if let Some(alias) = alias.as_deref().filter(|alias| self.entity(0).field(alias).is_some()) {
            return wrong(format!("Cannot use existing field name as alias: '{alias}'"));
        }
        let key = alias.unwrap_or_else(|| default_key(&expr, written));
        Ok((expr, key, written.to_owned()))
    }

    /// Whether all fields of an expression can be had.
    fn is_there(&mut self, expr: &Expr, wanted: &str, dropped: &mut Dropped) -> Found<bool> {
        let mut paths = Vec::new();
        expr.fields(&mut paths);
        for path in paths {
            let plain = split_suffix(path).0;
            match self.field_at(plain) {
                Ok(found) if found.field.kind == Kind::Filter => dropped.undefined.push(wanted.to_owned()),
                Ok(found) if found.field.is_column() => continue,
                Ok(found) => match self.field_sql(path, found) {
                    Ok(_) => continue,
                    Err(Miss::Hidden(_)) => dropped.unauthorized.push(wanted.to_owned()),
                    Err(Miss::Unknown(_)) => dropped.left.push(wanted.to_owned()),
                    Err(miss) => return Err(miss),
                },
                Err(Miss::Unknown(_)) => dropped.undefined.push(wanted.to_owned()),
                Err(Miss::Hidden(_)) => dropped.unauthorized.push(wanted.to_owned()),
                Err(miss) => return Err(miss),
            }
            return Ok(false);
        }
        Ok(true)
    }

    /// The fields that a wildcard stands for.
    fn wildcard(&mut self, pattern: &str, dropped: &mut Dropped) -> Found<Vec<Item<'a>>> {
        let entity = self.entity(0);
        let Some((prefix, last)) = pattern.rsplit_once('.') else {
            let own = entity.fields.iter().filter(|field| in_star(field) && glob(pattern, &field.name));
            let own = own.filter(|field| self.may_see(field));
            return Ok(own.map(|field| starred("", FieldRef { table: 0, entity, field })).collect());
        };
        let custom = self.custom_fields(prefix, last);
        if !custom.is_empty() || prefix == "custom" {
            return Ok(custom);
        }
        let place = match self.place_at(prefix) {
            Ok(place) => place,
            Err(Miss::Unknown(_)) => {
                dropped.undefined.push(pattern.to_owned());
                return Ok(Vec::new());
            }
            Err(Miss::Hidden(_)) => {
                dropped.unauthorized.push(pattern.to_owned());
                return Ok(Vec::new());
            }
            Err(miss) => return Err(miss),
        };
        let mut items = Vec::new();
        for table in std::iter::once(place.table).chain(place.bridge) {
            let entity = self.entity(table);
            let fields = entity.fields.iter().filter(|field| self.may_see(field));
            let via = Some(table) == place.bridge;
            // Of a bridge, what it says of its own: not where it leads.
            let shown = |field: &&Field| match via {
                true => field.kind == Kind::Field && field.references.is_none() && field.name != KEY,
                false => matches!(field.kind, Kind::Field | Kind::Custom),
            };
            let matching = fields.filter(shown).filter(|field| glob(last, &field.name));
            items.extend(matching.map(|field| starred(prefix, FieldRef { table, entity, field })));
        }
        Ok(items)
    }

    /// Custom fields of the entity, all or those of one group; they may lie in other tables.
    fn custom_fields(&self, group: &str, pattern: &str) -> Vec<Item<'a>> {
        let fields = self.entity(0).fields.iter().filter(|field| field.kind == Kind::Custom && self.may_see(field));
        let fits = |field: &&Field| match field.name.rsplit_once('.') {
            Some((own, name)) => (group == "custom" || group == own) && glob(pattern, name),
            None => false,
        };
        let item = |field: &Field| {
            let path = field.name.to_string();
            Item { key: path.clone(), expr: Expr::Field(path), found: None, written: None }
        };
        fields.filter(fits).map(item).collect()
    }

    /// All items in SQL, and how their cells are shown; at least one, since SQL cannot select nothing.
    pub fn cells(&mut self, items: &[Item<'a>]) -> Found<(Sql, Vec<Shape<'a>>)> {
        let mut cells = Vec::with_capacity(items.len());
        let mut shapes = Vec::with_capacity(items.len());
        for item in items {
            let (sql, shape) = self.shaped(item)?;
            cells.push(sql);
            shapes.push(shape);
        }
        if cells.is_empty() {
            cells.push(Sql::raw("NULL"));
            let mut column = Column::new("", Decode::Null);
            column.hidden = true;
            shapes.push(Shape { column, origin: None });
        }
        Ok((Sql::join(&cells, ", "), shapes))
    }

    /// The item in SQL, and how its cells are shown.
    pub fn shaped(&mut self, item: &Item<'a>) -> Found<(Sql, Shape<'a>)> {
        let (sql, decode, origin) = match &item.expr {
            Expr::Field(path) => return self.shaped_field(item, path),
            Expr::Number(text) => (Sql::bound(text.as_str()), Decode::Text, None),
            Expr::Call(call) => {
                let typed = self.grouped_expr(&item.expr)?;
                let (sql, decode) = self.shown_call(call, typed);
                (sql, decode, None)
            }
            expr => {
                let typed = self.grouped_expr(expr)?.local();
                let decode = by_type(typed.ty);
                (typed.sql, decode, None)
            }
        };
        Ok((sql, Shape { column: Column::new(item.key.as_str(), decode), origin }))
    }

    fn shaped_field(&mut self, item: &Item<'a>, path: &str) -> Found<(Sql, Shape<'a>)> {
        let (plain, suffix) = split_suffix(path);
        let found = match item.found {
            Some(found) => found,
            None => self.field_at(plain)?,
        };
        let typed = match self.grouping.on {
            false => self.field_sql(plain, found)?,
            true => self.grouped_expr(&Expr::Field(plain.to_owned()))?,
        };
        let decode = match suffix {
            Some(suffix) => self.decode_suffix(found, suffix),
            None => self.decode(found),
        };
        let prefix = plain.strip_suffix(&*found.field.name).unwrap_or_default().to_owned();
        let column = Column::new(item.key.as_str(), decode);
        Ok((typed.sql, Shape { column, origin: Some((prefix, found, suffix.is_none())) }))
    }

    fn shown_call(&self, call: &Call, typed: Typed<'a>) -> (Sql, Decode) {
        let element = match (&call.suffix, typed.field, names_of(call.function.name)) {
            (Some(suffix), _, Some(options)) => {
                Decode::Option { options, suffix: suffix.clone(), value: Box::new(Decode::Int) }
            }
            (Some(suffix), Some(found), None) => self.decode_suffix(found, suffix),
            (Some(_), None, None) => Decode::Null,
            (None, Some(found), _) => self.decode_local(found),
            (None, None, _) => by_type(typed.ty),
        };
        if call.function.name == "GROUP_CONCAT" {
            return (typed.sql, concatenated(call, element));
        }
        if call.suffix.is_some() {
            return (typed.sql, element);
        }
        let dialect = self.dialect();
        match (call.function.shown, typed.ty) {
            (Shown::AsArgument, _) => (typed.sql, element),
            (Shown::Boolean, _) => (typed.sql, Decode::Bool),
            (Shown::Date, _) => (typed.sql, Decode::Date),
            (Shown::Timestamp, _) => (typed.sql, Decode::DateTime),
            (Shown::Integer, _) => (truncated(dialect, typed), Decode::Int),
            (Shown::Float, ty @ (Ty::Exact(_) | Ty::Int)) => (typed.sql, by_type(ty)),
            (Shown::Float, _) => (typed.sql, Decode::Float),
            (Shown::Text, Ty::Exact(_)) => (text(dialect, &typed), Decode::Text),
            (Shown::Text, _) => (typed.sql, Decode::Text),
        }
    }

    /// How a field is shown when its times are already those of the site.
    fn decode_local(&self, found: FieldRef<'a>) -> Decode {
        match (found.field.ty, found.field.list) {
            (FieldType::Timestamp, None) => Decode::DateTime,
            _ => self.decode(found),
        }
    }

    /// Whether an item is the key of the entity asked for.
    pub fn is_key(item: &Item<'_>) -> bool {
        matches!(&item.expr, Expr::Field(path) if path == KEY)
    }
}

/// The columns, told which of them belong only into some rows: those whose field says so, where the field that decides
/// is shown too.
pub(crate) fn columns(shapes: Vec<Shape<'_>>) -> Arc<[Column]> {
    let decides = |prefix: &str, name: &str| {
        shapes.iter().position(|shape| match &shape.origin {
            Some((other, found, raw)) => *raw && other == prefix && found.field.name == name,
            None => false,
        })
    };
    let rule = |shape: &Shape<'_>| {
        let (prefix, found, _) = shape.origin.as_ref()?;
        let (name, only) = found.field.only_for.as_ref()?;
        Some(Prune { by: decides(prefix, name)?, only: only.to_string() })
    };
    let rules: Vec<Option<Prune>> = shapes.iter().map(rule).collect();
    let ruled = |(mut shape, rule): (Shape<'_>, Option<Prune>)| {
        shape.column.prune = rule;
        shape.column
    };
    shapes.into_iter().zip(rules).map(ruled).collect()
}

fn concatenated(call: &Call, element: Decode) -> Decode {
    let concat = Concat::of(call);
    match concat.decoded() {
        false => Decode::Text,
        true => Decode::Concat {
            distinct: concat.distinct,
            unique: concat.unique,
            separator: concat.separator.map(str::to_owned),
            element: Box::new(element),
        },
    }
}

/// A number without its decimals.
fn truncated(dialect: Dialect, typed: Typed<'_>) -> Sql {
    match (typed.ty, dialect) {
        (Ty::Exact(scale), Dialect::Sqlite) => {
            Sql::fill("({0} / {1})", &[&typed.sql, &Sql::raw(10_i64.pow(scale.min(18)).to_string())])
        }
        (Ty::Float, Dialect::Sqlite) => Sql::fill("CAST({0} AS INTEGER)", &[&typed.sql]),
        (Ty::Exact(_) | Ty::Float, Dialect::Postgres) => Sql::fill("trunc(({0})::numeric)", &[&typed.sql]),
        _ => typed.sql,
    }
}

fn by_type(ty: Ty) -> Decode {
    match ty {
        Ty::Null => Decode::Null,
        Ty::Bool => Decode::Bool,
        Ty::Int => Decode::Int,
        Ty::Exact(scale) => Decode::Money { scale },
        Ty::Float => Decode::Float,
        Ty::Text | Ty::Time => Decode::Text,
        Ty::Date => Decode::Date,
        Ty::DateTime => Decode::DateTime,
    }
}

fn starred<'a>(prefix: &str, found: FieldRef<'a>) -> Item<'a> {
    let path = match prefix {
        "" => found.field.name.to_string(),
        prefix => format!("{prefix}.{}", found.field.name),
    };
    Item { key: path.clone(), expr: Expr::Field(path), found: Some(found), written: None }
}

/// The key of an item without an alias.
fn default_key(expr: &Expr, written: &str) -> String {
    match expr {
        Expr::Field(path) => path.clone(),
        Expr::Call(call) => {
            let mut paths = Vec::new();
            expr.fields(&mut paths);
            let suffix = call.suffix.as_ref().map(|suffix| format!(":{suffix}")).unwrap_or_default();
            format!("{}:{}{suffix}", call.function.name, paths.join("_"))
        }
        _ => munged(written.trim_matches([' ', '(', ')'])),
    }
}

/// Letters, digits and underscores; runs of anything else become one underscore.
fn munged(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c.is_ascii_alphanumeric() || c == '_' {
            true => name.push(c),
            false if name.ends_with('\u{1}') => {}
            false => name.push('\u{1}'),
        }
    }
    name.replace('\u{1}', "_").chars().take(256).collect()
}

/// Whether a name fits a pattern in which `*` stands for any text.
pub(crate) fn glob(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    let mut rest = rest;
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}
