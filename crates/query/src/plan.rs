//! From a request to a plan: the statement for the rows, the one that counts them, and how rows become answers.

use schema::Entity;
use serde_json::Value as Json;

use crate::condition::{Clause, Scope};
use crate::context::Context;
use crate::error::{Result, invalid};
use crate::expr::Expr;
use crate::path::{Found, alias, split_suffix};
use crate::planner::{KEY, Planner};
use crate::request::GetRequest;
use crate::select::{Dropped, Item, Shape};
use crate::sql::{Sql, column, fold_sql};
use crate::ty::Ty;
use crate::{Column, Dialect, Statement};

/// Fields that are left out of lists unless a condition speaks of them.
const LEFT_OUT: [&str; 3] = ["is_deleted", "is_test", "is_template"];
/// How many values one statement may bind: what both databases take.
const MAX_BINDS: usize = 30_000;

/// Everything that is needed to answer a request.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Reads the rows; None when nothing but their number is asked for.
    pub rows: Option<Statement>,
    /// Counts all rows regardless of limit and offset; there when the request asks for `row_count`.
    pub count: Option<Statement>,
    /// The columns of `rows`, in order.
    pub columns: Vec<Column>,
    /// Fields to be left out of some rows.
    pub prune: Vec<Prune>,
    /// Items of select that name no field.
    pub undefined_fields: Vec<String>,
    /// Items of select that the caller may not see.
    pub unauthorized_fields: Vec<String>,
    /// Items of select that no statement can give: the entity's own code fills them in.
    pub left_to_entity: Vec<String>,
}

/// A column that belongs only into rows whose column `by` reads `only`; where `by` is null it stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prune {
    pub by: usize,
    pub column: usize,
    pub only: String,
}

/// Plans a `get`. Whether the caller may call the action on the entity at all is for whoever called this to decide;
/// which rows and fields they see is decided here.
///
/// # Errors
/// `Invalid` for requests that make no sense, `Forbidden` where a condition, an order, a group or a join speaks of
/// what the caller may not see.
pub fn plan(context: &Context<'_>, entity: &str, request: &GetRequest) -> Result<Plan> {
    let base = known(context, entity)?;
    request.check()?;
    let mut draft = Draft::new(context, base, request)?;
    let (rows, columns, prune) = match request.only_count() {
        true => (None, Vec::new(), Vec::new()),
        false => {
            let (rows, shapes) = draft.rows()?;
            let prune = pruned(&shapes);
            (Some(rows), shapes.into_iter().map(|shape| shape.column).collect(), prune)
        }
    };
    let count = match request.wants_count() {
        true => Some(counting(context, base, request, &draft.items)?),
        false => None,
    };
    Ok(Plan {
        rows,
        count,
        columns,
        prune,
        undefined_fields: draft.dropped.undefined,
        unauthorized_fields: draft.dropped.unauthorized,
        left_to_entity: draft.dropped.left,
    })
}

/// Plans the statement that counts the rows of a request, whether it asks for `row_count` or not.
///
/// # Errors
/// As [`plan`].
pub fn plan_count(context: &Context<'_>, entity: &str, request: &GetRequest) -> Result<Statement> {
    let base = known(context, entity)?;
    request.check()?;
    let draft = Draft::new(context, base, request)?;
    counting(context, base, request, &draft.items)
}

fn known<'a>(context: &Context<'a>, entity: &str) -> Result<&'a Entity> {
    match context.catalog.entity(entity) {
        Some(entity) => Ok(entity),
        None => invalid(format!("API ({entity}, get) does not exist (or the extension it belongs to is not enabled).")),
    }
}

/// A plan in the making.
struct Draft<'r, 'a> {
    planner: Planner<'a>,
    request: &'r GetRequest,
    items: Vec<Item<'a>>,
    dropped: Dropped,
}

impl<'r, 'a> Draft<'r, 'a> {
    /// Joins what is asked for, then reads what is selected.
    fn new(context: &Context<'a>, base: &'a Entity, request: &'r GetRequest) -> Result<Draft<'r, 'a>> {
        let mut planner = Planner::new(context, base);
        planner.explicit_joins(request)?;
        let mut dropped = Dropped::default();
        let mut items = planner.items(request.items(), &mut dropped)?;
        planner.grouping_of(request, &items)?;
        if !request.only_count() {
            planner.key_first(&mut items);
        }
        Ok(Draft { planner, request, items, dropped })
    }

    fn rows(&mut self) -> Result<(Statement, Vec<Shape<'a>>)> {
        let named = names(self.request, &self.items);
        let planner = &mut self.planner;
        let mut where_ = planner.where_clause(self.request)?;
        let group = planner.group_clause()?;
        let mut cells = Vec::with_capacity(self.items.len());
        let mut shapes = Vec::with_capacity(self.items.len());
        for item in &self.items {
            let (sql, shape) = planner.shaped(item)?;
            cells.push(sql);
            shapes.push(shape);
        }
        if cells.is_empty() {
            cells.push(Sql::raw("NULL"));
            let column = Column { key: String::new(), decode: crate::Decode::Null, hidden: true };
            shapes.push(Shape { column, origin: None });
        }
        let having = planner.having_clause(self.request, &named, &mut where_)?;
        let order = planner.order_clause(self.request, &named)?;
        let mut sql = Sql::fill("SELECT {0}{1}", &[&Sql::join(&cells, ", "), &planner.rows_clause(where_)]);
        [group, having, order].iter().flatten().for_each(|clause| sql.append(clause));
        sql.append(&page(planner.dialect(), self.request));
        Ok((finished(sql, planner.dialect())?, shapes))
    }
}

fn finished(sql: Sql, dialect: Dialect) -> Result<Statement> {
    match sql.binds.len() > MAX_BINDS {
        true => invalid(format!("A request may hold {MAX_BINDS} values at most.")),
        false => Ok(sql.finish(dialect)),
    }
}

/// The statement that counts rows, or groups of them; it joins only what changes their number.
fn counting(context: &Context<'_>, base: &Entity, request: &GetRequest, items: &[Item<'_>]) -> Result<Statement> {
    let mut planner = Planner::new(context, base);
    planner.explicit_joins(request)?;
    planner.grouping_of(request, items)?;
    let mut where_ = planner.where_clause(request)?;
    let group = planner.group_clause()?;
    let having = planner.having_clause(request, &names(request, items), &mut where_)?;
    let from = planner.rows_clause(where_);
    let sql = match planner.grouping.on {
        false => Sql::fill("SELECT COUNT(*){0}", &[&from]),
        true => {
            let mut inner = Sql::fill("SELECT COUNT(*) AS n{0}", &[&from]);
            [group, having].iter().flatten().for_each(|clause| inner.append(clause));
            Sql::fill("SELECT COUNT(*) FROM ({0}) AS g", &[&inner])
        }
    };
    finished(sql, context.dialect)
}

/// What having and order may speak of: keys, and expressions as they were written.
fn names(request: &GetRequest, items: &[Item<'_>]) -> Vec<(String, Expr)> {
    if request.having.is_empty() && request.order_by.is_empty() {
        return Vec::new();
    }
    let mut names = Vec::with_capacity(items.len() * 2);
    for item in items {
        names.push((item.key.clone(), item.expr.clone()));
        if let Some(written) = &item.written {
            names.push((written.clone(), item.expr.clone()));
        }
    }
    names
}

fn page(dialect: Dialect, request: &GetRequest) -> Sql {
    let mut sql = Sql::default();
    if request.limit > 0 {
        sql.append(&Sql::fill(" LIMIT {0}", &[&Sql::bound(request.limit)]));
    } else if request.offset > 0 && dialect == Dialect::Sqlite {
        sql.push(" LIMIT -1");
    }
    if request.offset > 0 {
        sql.append(&Sql::fill(" OFFSET {0}", &[&Sql::bound(request.offset)]));
    }
    sql
}

/// Which columns belong only into some rows: those whose field says so, where the field that decides is shown too.
fn pruned(shapes: &[Shape<'_>]) -> Vec<Prune> {
    let decides = |prefix: &str, name: &str| {
        shapes.iter().position(|shape| match &shape.origin {
            Some((other, found, raw)) => *raw && other == prefix && found.field.name == name,
            None => false,
        })
    };
    let rule = |(column, shape): (usize, &Shape<'_>)| {
        let (prefix, found, _) = shape.origin.as_ref()?;
        let (name, only) = found.field.only_for.as_ref()?;
        Some(Prune { by: decides(prefix, name)?, column, only: only.to_string() })
    };
    shapes.iter().enumerate().filter_map(rule).collect()
}

impl<'a> Planner<'a> {
    fn explicit_joins(&mut self, request: &GetRequest) -> Found<()> {
        request.join.iter().try_for_each(|join| self.explicit_join(join))
    }

    /// Decides whether rows are grouped, and of which tables a group has one row only.
    fn grouping_of(&mut self, request: &GetRequest, items: &[Item<'_>]) -> Found<()> {
        let by = request.group_by.iter().map(|text| Expr::parse(text)).collect::<Result<Vec<_>>>()?;
        let mut aggregated = items.iter().any(|item| item.expr.aggregates());
        for (key, _) in &request.order_by {
            aggregated |= key.contains('(') && Expr::parse(key)?.aggregates();
        }
        if by.iter().any(Expr::aggregates) {
            return crate::path::wrong("An aggregate function cannot be grouped by.");
        }
        self.grouping.on = aggregated || !by.is_empty();
        for expr in &by {
            if let Expr::Field(path) = expr
                && !path.contains(':')
            {
                let found = self.field_at(path)?;
                if found.field.name == KEY {
                    self.grouping.single.push(found.table);
                }
            }
        }
        self.grouping.by = by;
        Ok(())
    }

    /// Puts the key of the entity first, unless the rows are groups of several.
    fn key_first(&self, items: &mut Vec<Item<'a>>) {
        let has_key = self.entity(0).field(KEY).is_some();
        let key = match items.iter().position(Planner::is_key) {
            Some(at) => items.remove(at),
            None if has_key && (!self.grouping.on || self.grouping.single.contains(&0)) => {
                Item { key: KEY.to_owned(), expr: Expr::Field(KEY.to_owned()), found: None, written: None }
            }
            None => return,
        };
        items.insert(0, key);
    }

    fn where_clause(&mut self, request: &GetRequest) -> Found<Vec<Sql>> {
        let mut parts = Vec::new();
        let scope = Scope { clause: Clause::Where, selected: &[] };
        // Conditions here are on rows, before they are grouped.
        let grouped = std::mem::replace(&mut self.grouping.on, false);
        let conditions = self.conditions(&request.where_, scope);
        self.grouping.on = grouped;
        parts.extend(conditions?);
        parts.extend(self.left_out(&request.where_));
        parts.extend(self.table_conditions(0, self.context.verb));
        parts.append(&mut self.excluded);
        Ok(parts)
    }

    /// What is left out of lists unless asked for, or unless the records are asked for by a key.
    fn left_out(&self, conditions: &[Json]) -> Vec<Sql> {
        let entity = self.entity(0);
        if by_key(entity, conditions) {
            return Vec::new();
        }
        let fields = LEFT_OUT.iter().filter_map(|name| entity.field(name)).filter(|field| field.is_column());
        let unasked = fields.filter(|field| !mentions(conditions, &field.name));
        unasked.map(|field| Sql::fill("{0} = 0", &[&column(&alias(0), field.column())])).collect()
    }

    fn group_clause(&mut self) -> Found<Option<Sql>> {
        let by = std::mem::take(&mut self.grouping.by);
        let mut keys = Vec::with_capacity(by.len());
        for expr in &by {
            let plain = match expr {
                Expr::Field(path) => Expr::Field(split_suffix(path).0.to_owned()),
                other => other.clone(),
            };
            let typed = self.expr(&plain)?;
            keys.push(match typed.ty {
                Ty::Text if !typed.binary => fold_sql(self.dialect(), &typed.sql),
                _ => typed.sql,
            });
        }
        self.grouping.by = by;
        Ok((!keys.is_empty()).then(|| Sql::fill(" GROUP BY {0}", &[&Sql::join(&keys, ", ")])))
    }

    /// Conditions on groups; without groups they are conditions on rows like others.
    fn having_clause(
        &mut self,
        request: &GetRequest,
        selected: &[(String, Expr)],
        where_: &mut Vec<Sql>,
    ) -> Found<Option<Sql>> {
        let scope = Scope { clause: Clause::Having, selected };
        let Some(sql) = self.conditions(&request.having, scope)? else { return Ok(None) };
        match self.grouping.on {
            true => Ok(Some(Sql::fill(" HAVING {0}", &[&sql]))),
            false => {
                where_.push(sql);
                Ok(None)
            }
        }
    }

    fn rows_clause(&self, where_: Vec<Sql>) -> Sql {
        let mut sql = Sql::fill(" FROM {0}{1}", &[&self.table_sql(0), &Sql::join(&self.joins, "")]);
        if !where_.is_empty() {
            sql.push(" WHERE ");
            sql.append(&Sql::join(&where_, " AND "));
        }
        sql
    }
}

/// Whether the records are asked for by the primary key or by all fields of a unique index.
fn by_key(entity: &Entity, conditions: &[Json]) -> bool {
    let asked: Vec<&str> = conditions.iter().filter_map(equality).collect();
    let has = |name: &str| asked.contains(&name);
    let unique = |columns: &[std::borrow::Cow<'static, str>]| {
        !columns.is_empty()
            && columns
                .iter()
                .all(|column| has(column) || entity.columns().any(|f| f.column() == &**column && has(&f.name)))
    };
    (has(KEY) && entity.field(KEY).is_some())
        || entity.indexes.iter().any(|index| index.unique && unique(&index.columns))
}

/// The field of a condition that asks for certain values.
fn equality(condition: &Json) -> Option<&str> {
    match condition.as_array()?.as_slice() {
        [Json::String(field), Json::String(operator), value, ..] => match (operator.as_str(), value) {
            ("=" | "IN", _) => Some(field),
            ("LIKE", Json::String(text)) if !text.contains(['%', '_']) => Some(field),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a field is spoken of anywhere in conditions.
fn mentions(conditions: &[Json], name: &str) -> bool {
    conditions.iter().any(|condition| match condition.as_array().map(Vec::as_slice) {
        Some([Json::String(word), Json::Array(inner)]) if matches!(word.as_str(), "AND" | "OR" | "NOT") => {
            mentions(inner, name) || mentions(&[Json::Array(inner.clone())], name)
        }
        Some([Json::String(field), ..]) => split_suffix(field).0 == name,
        _ => false,
    })
}
