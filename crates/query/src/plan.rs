//! From a request to a plan: the statement for the rows, the one that counts them, and how rows become answers.

use std::sync::Arc;

use schema::Entity;
use serde_json::Value as Json;

use crate::condition::{Clause, Scope};
use crate::context::Context;
use crate::error::{Result, invalid};
use crate::expr::Expr;
use crate::path::{Found, alias, split_suffix};
use crate::planner::{KEY, Planner};
use crate::request::GetRequest;
use crate::select::{Dropped, Item, Shape, columns};
use crate::sql::{Share, Sql, column, fold_sql, usual};
use crate::ty::Ty;
use crate::whole::{self, WholeRow};
use crate::{Column, Dialect, Statement};

/// Fields that are left out of lists unless a condition speaks of them.
pub(crate) const LEFT_OUT: [&str; 3] = ["is_deleted", "is_test", "is_template"];
/// How many values one statement may bind: what both databases take.
const MAX_BINDS: usize = 30_000;
/// Room for the text of a usual statement, in bytes.
const ROOM: usize = 2_048;

/// Everything that is needed to answer a request.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Reads the rows; None when nothing but their number is asked for.
    pub rows: Option<Statement>,
    /// Counts all rows regardless of limit and offset; there when the request asks for `row_count`.
    pub count: Option<Statement>,
    /// The columns of `rows`, in order.
    pub columns: Arc<[Column]>,
    /// Items of select that name no field.
    pub undefined_fields: Vec<String>,
    /// Items of select that the caller may not see.
    pub unauthorized_fields: Vec<String>,
    /// Items of select that no statement can give: the entity's own code fills them in.
    pub left_to_entity: Vec<String>,
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
    let (rows, columns) = match request.only_count() {
        true => (None, Arc::default()),
        false => {
            let (rows, columns) = draft.rows()?;
            (Some(rows), columns)
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

/// Plans the statement that counts the rows of a request, but no more than `most`.
///
/// # Errors
/// As [`plan`].
pub fn plan_some(context: &Context<'_>, entity: &str, request: &GetRequest, most: i64) -> Result<Statement> {
    let base = known(context, entity)?;
    request.check()?;
    let mut planner = Planner::new(context, base);
    planner.sorts_out = true;
    planner.one_by_one.clone_from(&request.one_by_one);
    planner.explicit_joins(request)?;
    let where_ = planner.where_clause(request)?;
    let from = planner.rows_clause(where_);
    let sql = Sql::fill("SELECT COUNT(*) FROM (SELECT 1 AS one{0} LIMIT {1}) AS g", &[&from, &Sql::bound(most)]);
    finished(sql, context.dialect)
}

/// How deep saved requests may speak of each other (groups found by a search for members of such groups).
const MAX_SEARCHES: u32 = 8;

/// A saved request as a subquery of one column, the first that it selects. Asked as the program, not as the caller.
///
/// # Errors
/// As [`plan`], and for requests that lead in a circle.
///
/// `only` are the values of that column that matter; none where all do.
pub(crate) fn subquery(context: &Context<'_>, entity: &str, request: &Json, only: &[i64]) -> Result<Sql> {
    let Json::Object(params) = request else { return invalid("A saved request is an object.") };
    if context.searches >= MAX_SEARCHES {
        return invalid("Saved requests lead in a circle.");
    }
    let context = Context { checked: false, verb: schema::Verb::View, searches: context.searches + 1, ..*context };
    let mut request = GetRequest::from_json(params)?;
    let first = request.select.first().cloned().unwrap_or_else(|| KEY.to_owned());
    let grouped = !request.group_by.is_empty() || !request.having.is_empty();
    if !grouped {
        request.select = vec![first.clone()];
    }
    let base = known(&context, entity)?;
    request.check()?;
    let mut draft = Draft::new(&context, base, &request)?;
    draft.only_where(&first, only)?;
    let key = alias_of(&first);
    let (sql, shapes) = draft.sql()?;
    let Some(at) = shapes.iter().position(|shape| shape.column.key == key) else {
        return invalid(format!("Invalid field '{first}'"));
    };
    // The names are ours: the request's own never enter the text.
    let names: Vec<String> = (0..shapes.len()).map(|n| format!("c{n}")).collect();
    let head = Sql::raw(format!("WITH found({}) AS (", names.join(", ")));
    Ok(Sql::join(&[head, sql, Sql::raw(format!(") SELECT c{at} FROM found"))], ""))
}

/// The key under which a selected item stands in the answer, when it has a name of its own.
fn alias_of(item: &str) -> String {
    item.rsplit_once(" AS ").map_or(item, |(_, alias)| alias).to_owned()
}

fn known<'a>(context: &Context<'a>, entity: &str) -> Result<&'a Arc<Entity>> {
    match context.catalog.entity(entity) {
        Some(entity) => Ok(entity),
        None => invalid(format!("API ({entity}, get) does not exist (or the extension it belongs to is not enabled).")),
    }
}

/// A plan in the making.
struct Draft<'r, 'a> {
    planner: Planner<'a>,
    request: &'r GetRequest,
    /// Set where all fields are asked for and nothing else; then there are no items.
    whole: Option<Arc<WholeRow>>,
    items: Vec<Item<'a>>,
    dropped: Dropped,
}

impl<'r, 'a> Draft<'r, 'a> {
    /// Joins what is asked for, then reads what is selected.
    fn new(context: &Context<'a>, base: &'a Arc<Entity>, request: &'r GetRequest) -> Result<Draft<'r, 'a>> {
        let mut planner = Planner::new(context, base);
        planner.only = keys_asked(&request.where_);
        planner.narrowed = narrowed(base, &request.where_);
        planner.keyed = keyed(base, request);
        planner.along = along(context.dialect, request);
        planner.one_by_one.clone_from(&request.one_by_one);
        planner.sorting_out(|it| it.explicit_joins(request))?;
        let mut dropped = Dropped::default();
        let whole = whole::asked(context, base, request)?;
        let mut items = match &whole {
            Some(_) => Vec::new(),
            None => planner.items(request.items(), &mut dropped)?,
        };
        planner.sorting_out(|it| it.grouping_of(request, &items))?;
        if whole.is_none() && !request.only_count() {
            planner.key_first(&mut items);
        }
        Ok(Draft { planner, request, whole, items, dropped })
    }

    /// Leaves out rows whose `column` has none of these values, where that changes nothing about the others.
    fn only_where(&mut self, column: &str, values: &[i64]) -> Result<()> {
        let cut = self.request.limit > 0 || self.request.offset > 0;
        let apart = !self.planner.grouping.on || self.request.group_by.iter().any(|by| by == column);
        let Expr::Field(path) = Expr::parse(column)? else { return Ok(()) };
        if values.is_empty() || cut || !apart || path.contains(':') {
            return Ok(());
        }
        if path == KEY && self.planner.only.is_empty() {
            self.planner.only = values.to_vec();
        }
        let grouped = std::mem::replace(&mut self.planner.grouping.on, false);
        let typed = self.planner.expr(&Expr::Field(path));
        self.planner.grouping.on = grouped;
        self.planner.excluded.push(among_keys(&typed?.sql, values));
        Ok(())
    }

    fn rows(&mut self) -> Result<(Statement, Arc<[Column]>)> {
        let (sql, shapes) = self.sql()?;
        let columns = match &self.whole {
            Some(row) => row.columns.clone(),
            None => columns(shapes),
        };
        Ok((finished(sql, self.planner.dialect())?, columns))
    }

    fn sql(&mut self) -> Result<(Sql, Vec<Shape<'a>>)> {
        let named = names(self.request, &self.items);
        let planner = &mut self.planner;
        let mut where_ = planner.sorting_out(|it| it.where_clause(self.request))?;
        let group = planner.sorting_out(|it| it.group_clause(self.request))?;
        let mut sql = Sql::raw(String::with_capacity(ROOM));
        sql.push("SELECT ");
        let shapes = match &self.whole {
            Some(row) => {
                sql.push(&row.cells);
                Vec::new()
            }
            None => {
                let (cells, shapes) = planner.cells(&self.items)?;
                sql.append(&cells);
                shapes
            }
        };
        let having = planner.sorting_out(|it| it.having_clause(self.request, &named, &mut where_))?;
        let order = planner.sorting_out(|it| it.order_clause(self.request, &named))?;
        sql.append(&planner.rows_clause(where_));
        [group, having, order].iter().flatten().for_each(|clause| sql.append(clause));
        sql.append(&page(planner.dialect(), self.request));
        Ok((sql, shapes))
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
    planner.only = keys_asked(&request.where_);
    planner.counts = true;
    planner.narrowed = narrowed(base, &request.where_);
    planner.sorts_out = true;
    planner.explicit_joins(request)?;
    planner.grouping_of(request, items)?;
    let mut where_ = planner.where_clause(request)?;
    let group = planner.group_clause(request)?;
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
fn names<'i>(request: &GetRequest, items: &'i [Item<'_>]) -> Vec<(&'i str, &'i Expr)> {
    if request.having.is_empty() && request.order_by.is_empty() {
        return Vec::new();
    }
    let mut names = Vec::with_capacity(items.len() * 2);
    for item in items {
        names.push((item.key.as_str(), &item.expr));
        if let Some(written) = &item.written {
            names.push((written.as_str(), &item.expr));
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

impl<'a> Planner<'a> {
    /// Writes what decides which rows there are and in which order.
    fn sorting_out<T>(&mut self, write: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.sorts_out, true);
        let written = write(self);
        self.sorts_out = before;
        written
    }

    fn explicit_joins(&mut self, request: &GetRequest) -> Found<()> {
        self.asks = crate::tie::only_ask(request);
        request.join.iter().try_for_each(|join| self.explicit_join(join))
    }

    /// Decides whether rows are grouped, and of which tables a group has one row only.
    fn grouping_of(&mut self, request: &GetRequest, items: &[Item<'_>]) -> Found<()> {
        if self.asks {
            // Each record stands once as it is.
            return Ok(());
        }
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
    pub fn key_first(&self, items: &mut Vec<Item<'a>>) {
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
        parts.extend(self.presences(&request.where_));
        parts.extend(self.left_out(request));
        parts.extend(self.table_conditions(0, self.context.verb));
        parts.append(&mut self.excluded);
        Ok(parts)
    }

    /// What is left out of lists unless asked for, or unless the records are asked for by a key.
    fn left_out(&self, request: &GetRequest) -> Vec<Sql> {
        let (entity, conditions) = (self.entity(0), request.where_.as_slice());
        if by_key(entity, conditions) {
            return Vec::new();
        }
        let fields = LEFT_OUT.iter().filter_map(|name| entity.field(name)).filter(|field| field.is_column());
        let unasked = fields.filter(|field| !mentions(conditions, &field.name));
        let none = |field: &schema::Field| self.none(0, &column(&alias(0), field.column()));
        let share = |field: &schema::Field| match in_order(entity, field, request) && !self.counts {
            true => Share::Some,
            false => Share::NearlyAll,
        };
        unasked.map(|field| usual(self.dialect(), &none(field), share(field))).collect()
    }

    /// The condition that a column of the left out says no.
    pub fn none(&self, table: usize, column: &Sql) -> Sql {
        // The sign keeps SQLite from the indexes that the column leads.
        let shape = if self.keyed && table == 0 && self.dialect() == Dialect::Sqlite { "+{0} = 0" } else { "{0} = 0" };
        Sql::fill(shape, &[column])
    }

    fn group_clause(&mut self, request: &GetRequest) -> Found<Option<Sql>> {
        let by = std::mem::take(&mut self.grouping.by);
        let sorted = self.sorts_groups(request);
        let mut keys = Vec::with_capacity(by.len());
        for expr in &by {
            let plain = match expr {
                Expr::Field(path) => Expr::Field(split_suffix(path).0.to_owned()),
                other => other.clone(),
            };
            let typed = self.expr(&plain)?;
            let elsewhere = matches!(&plain, Expr::Field(path) if path.contains('.'));
            keys.push(match typed.ty {
                Ty::Text if !typed.binary && sorted && elsewhere => {
                    Sql::fill("+{0}", &[&fold_sql(self.dialect(), &typed.sql)])
                }
                Ty::Text if !typed.binary => fold_sql(self.dialect(), &typed.sql),
                _ => typed.sql,
            });
        }
        self.grouping.by = by;
        Ok((!keys.is_empty()).then(|| Sql::fill(" GROUP BY {0}", &[&Sql::join(&keys, ", ")])))
    }

    /// Whether SQLite is to sort rows into groups of what a joined record says. Read along the index of that, each row
    /// would be fetched from two other places: two to three times as long, unless the first groups are enough.
    fn sorts_groups(&self, request: &GetRequest) -> bool {
        let first = request.order_by.first().map(|(key, _)| key);
        let first_are_enough = request.limit > 0 && first.is_some_and(|key| request.group_by.contains(key));
        self.dialect() == Dialect::Sqlite && !first_are_enough
    }

    /// Conditions on groups; without groups they are conditions on rows like others.
    fn having_clause(
        &mut self,
        request: &GetRequest,
        selected: &[(&str, &Expr)],
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

/// Whether an index that this field leads gives the first of the records in the order that is asked for: then a page is
/// read from its beginning, and nothing is to be prepared for all of them.
fn in_order(entity: &Entity, field: &schema::Field, request: &GetRequest) -> bool {
    let Some((first, _)) = request.order_by.first().filter(|_| request.limit > 0) else { return false };
    entity.indexes.iter().any(|index| match index.columns.as_slice() {
        [led, next, ..] => &**led == field.column() && &**next == first,
        _ => false,
    })
}

/// Whether a page is read along the keys while no condition can use an index that something left out leads.
fn keyed(entity: &Entity, request: &GetRequest) -> bool {
    let by_key = matches!(request.order_by.as_slice(), [(only, _)] if only == KEY);
    let left_out = |name: &str| LEFT_OUT.contains(&name);
    by_key
        && request.limit > 0
        && request.group_by.is_empty()
        && !entity.indexes.iter().any(|index| match index.columns.as_slice() {
            [led, next, ..] => left_out(led) && mentions(&request.where_, next),
            _ => false,
        })
}

/// Along which field SQLite is to read, where it was told that many rows meet the conditions: it would begin with an
/// index of theirs and sort what that gives. PostgreSQL knows how many there are.
fn along(dialect: Dialect, request: &GetRequest) -> Option<String> {
    let told = request.along && request.limit > 0 && dialect == Dialect::Sqlite;
    // Along the index of another table its rows come first anyway.
    request.order_by.first().filter(|(key, _)| told && !key.contains('.')).map(|(key, _)| key.clone())
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

/// So many keys are repeated in subqueries.
const FEW_KEYS: usize = 100;

/// The keys that the conditions name, where no row without one of a few can be in the answer.
fn keys_asked(conditions: &[Json]) -> Vec<i64> {
    let named = conditions.iter().find_map(|condition| match condition.as_array()?.as_slice() {
        [Json::String(field), Json::String(operator), value] if field == KEY => match (operator.as_str(), value) {
            ("=", Json::Number(n)) => Some(vec![n.as_i64()?]),
            ("IN", Json::Array(all)) => all.iter().map(Json::as_i64).collect::<Option<Vec<i64>>>(),
            _ => None,
        },
        _ => None,
    });
    named.filter(|keys| keys.len() <= FEW_KEYS).unwrap_or_default()
}

/// Whether the conditions leave so few records that each may be looked at: those of one other record, or of what a
/// joined one says.
fn narrowed(entity: &Entity, conditions: &[Json]) -> bool {
    let leads = |name: &str| entity.field(name).is_some_and(|field| field.references.is_some());
    conditions.iter().filter_map(equality).any(|name| name == KEY || name.contains('.') || leads(name))
}

/// Whether what stands there is one of these keys.
pub(crate) fn among_keys(own: &Sql, keys: &[i64]) -> Sql {
    let keys: Vec<Sql> = keys.iter().map(|key| Sql::bound(*key)).collect();
    Sql::fill("{0} IN ({1})", &[own, &Sql::join(&keys, ", ")])
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
