//! Fields whose values lie in other records: those that a key leads to, and those whose keys lead here.

use schema::access::rule_for;
use schema::{Computed, Entity, Linked, Verb};
use serde_json::Value as Json;

use crate::expr::Expr;
use crate::operator::Operator;
use crate::path::{FieldRef, Found, alias, split_suffix};
use crate::planner::{KEY, Planner};
use crate::sql::{Sql, column, quoted};
use crate::statement::Dialect;
use crate::ty::{Ty, Typed};

impl<'a> Planner<'a> {
    /// The field's value as a subquery; None for fields that are computed from their own record.
    pub fn linked(&mut self, found: FieldRef<'a>, computed: &Computed) -> Option<(Sql, Ty)> {
        match computed {
            Computed::Of { key, field } => self.referred(found, key, field),
            Computed::OfEither { key, by, cases } => {
                let by = column(&alias(found.table), found.entity.field(by)?.column());
                let mut sql = Sql::fill("CASE {0}", &[&by]);
                let mut ty = Ty::Null;
                for (when, field) in *cases {
                    let (value, of) = self.referred(found, key, field)?;
                    ty = ty.with(of);
                    sql.append(&Sql::fill(" WHEN {0} THEN {1}", &[&Sql::bound(*when), &value]));
                }
                sql.push(" END");
                Some((sql, ty))
            }
            Computed::Linked(linked) => self.pointing(found, linked),
            Computed::Count(columns) => self.count(found, columns),
            _ => None,
        }
    }

    /// A field of the record that the key leads to.
    fn referred(&mut self, found: FieldRef<'a>, key: &str, field: &str) -> Option<(Sql, Ty)> {
        let key = found.entity.field(key)?;
        let reference = key.references.as_ref()?;
        let target = self.context.catalog.entity(&reference.entity)?;
        let field = target.field(field).filter(|f| f.is_column() && !f.secret && self.may_see(f))?;
        let nested = self.nested_alias();
        let visible = self.visible_rows(target, &nested);
        let mut sql = Sql::fill("(SELECT {0} FROM ", &[&column(&nested, field.column())]);
        sql.push(&format!("{} AS {nested} WHERE ", quoted(&target.table)));
        let own = column(&alias(found.table), key.column());
        sql.append(&Sql::fill("{0} = {1}{2})", &[&column(&nested, &reference.column), &own, &visible]));
        Some((sql, Ty::of(field)))
    }

    /// A column of the first row that points here, or of all of them as a list, in the order in which they were made.
    fn pointing(&mut self, found: FieldRef<'a>, linked: &Linked) -> Option<(Sql, Ty)> {
        let entity = self.context.catalog.entity(linked.entity)?;
        let ty = Ty::of(entity.field(linked.column)?);
        let nested = self.nested_alias();
        let rows = self.rows_pointing(entity, &nested, linked)?;
        let link = Sql::fill("{0} = {1}", &[&column(&nested, linked.key), &column(&alias(found.table), KEY)]);
        let value = column(&nested, linked.column);
        let id = column(&nested, KEY);
        let sql = match (found.field.list.is_some(), self.context.dialect) {
            (false, _) => Sql::fill("(SELECT {0} FROM {1} AND {2} ORDER BY {3} LIMIT 1)", &[&value, &rows, &link, &id]),
            (true, Dialect::Sqlite) => {
                Sql::fill("(SELECT group_concat({0}, ',' ORDER BY {3}) FROM {1} AND {2})", &[&value, &rows, &link, &id])
            }
            (true, Dialect::Postgres) => Sql::fill(
                "(SELECT string_agg({0}::text, ',' ORDER BY {3}) FROM {1} AND {2})",
                &[&value, &rows, &link, &id],
            ),
        };
        // A list is a text, whatever its elements are.
        Some((sql, if found.field.list.is_some() { Ty::Text } else { ty }))
    }

    /// How many different values the columns have together.
    fn count(&mut self, found: FieldRef<'a>, columns: &[Linked]) -> Option<(Sql, Ty)> {
        let own = column(&alias(found.table), KEY);
        let mut parts = Vec::new();
        for linked in columns {
            let entity = self.context.catalog.entity(linked.entity)?;
            let nested = self.nested_alias();
            let rows = self.rows_pointing(entity, &nested, linked)?;
            let (value, key) = (column(&nested, linked.column), column(&nested, linked.key));
            parts.push(Sql::fill("SELECT {0} FROM {1} AND {2} = {3}", &[&value, &rows, &key, &own]));
        }
        let nested = self.nested_alias();
        let mut sql = Sql::fill("(SELECT COUNT(*) FROM ({0}) AS ", &[&Sql::join(&parts, " UNION ")]);
        sql.push(&format!("{nested})"));
        Some((sql, Ty::Int))
    }

    /// ` AND …`: who may see which rows of a table that a field looks into; nothing where all are seen.
    fn visible_rows(&mut self, entity: &'a Entity, nested: &str) -> Sql {
        if !self.context.checked {
            return Sql::default();
        }
        let rule = rule_for(entity, self.context.actor, Verb::View);
        match self.rule_sql(&rule, entity, nested, Verb::View) {
            None => Sql::default(),
            Some(rule) => Sql::fill(" AND {0}", &[&rule]),
        }
    }

    /// `table AS alias WHERE …`: the rows with what must hold there.
    fn rows_pointing(&mut self, entity: &'a Entity, nested: &str, linked: &Linked) -> Option<Sql> {
        let table = Sql::raw(format!("{} AS {nested}", quoted(&entity.table)));
        let fixed = match &linked.fixed {
            None => Sql::raw("(1 = 1)"),
            Some((name, value)) => {
                let field = entity.field(name)?;
                Sql::fill("{0} = {1}", &[&column(nested, field.column()), &Sql::bound(value.clone())])
            }
        };
        let visible = self.visible_rows(entity, nested);
        Some(Sql::fill("{0} WHERE {1}{2}", &[&table, &fixed, &visible]))
    }

    /// A condition on values in rows that point here, asked of those rows: their indexes find the records.
    pub fn linked_condition(&mut self, left: &Expr, operator: Operator, right: &Json) -> Found<Option<Sql>> {
        let Expr::Field(path) = left else { return Ok(None) };
        if split_suffix(path).1.is_some() {
            return Ok(None);
        }
        let Ok(found) = self.field_at(path) else { return Ok(None) };
        let Some(Computed::Linked(linked)) = &found.field.computed else { return Ok(None) };
        let list = found.field.list.is_some();
        let one = |json: &Json| Json::Array(vec![json.clone()]);
        let asked: Vec<(Operator, Json)> = match (operator, right) {
            (Operator::Contains { any: true, .. }, Json::Array(_)) => {
                vec![(Operator::In { not: false }, right.clone())]
            }
            (Operator::Contains { any: false, .. }, Json::Array(items)) if !items.is_empty() => {
                items.iter().map(|item| (Operator::In { not: false }, one(item))).collect()
            }
            (Operator::Contains { .. }, Json::Number(_) | Json::String(_)) => {
                vec![(Operator::In { not: false }, one(right))]
            }
            (Operator::Equal, Json::Number(_) | Json::String(_)) if !list => {
                vec![(Operator::In { not: false }, one(right))]
            }
            (Operator::In { not: false }, Json::Array(_)) if !list => vec![(operator, right.clone())],
            (Operator::Null { .. } | Operator::Empty { .. }, _) => vec![(Operator::Null { not: true }, Json::Null)],
            _ => return Ok(None),
        };
        let mut parts = Vec::new();
        for (operator, right) in &asked {
            let Some(part) = self.pointed_at(found, linked, *operator, right)? else { return Ok(None) };
            parts.push(part);
        }
        let all = Sql::join(&parts, " AND ");
        let negated = matches!(
            operator,
            Operator::Contains { not: true, .. } | Operator::Null { not: false } | Operator::Empty { not: false }
        );
        Ok(Some(if negated { Sql::fill("NOT ({0})", &[&all]) } else { Sql::fill("({0})", &[&all]) }))
    }

    /// Whether a row with such a value points here.
    fn pointed_at(
        &mut self,
        found: FieldRef<'a>,
        linked: &Linked,
        operator: Operator,
        right: &Json,
    ) -> Found<Option<Sql>> {
        let Some(entity) = self.context.catalog.entity(linked.entity) else { return Ok(None) };
        let nested = self.nested_alias();
        let Some(rows) = self.rows_pointing(entity, &nested, linked) else { return Ok(None) };
        let value = Typed { field: Some(found), ..Typed::new(column(&nested, linked.column), Ty::Int) };
        let condition = self.by_value(&value, operator, right)?;
        let own = column(&alias(found.table), KEY);
        let key = column(&nested, linked.key);
        let parts: [&Sql; 4] = [&own, &key, &rows, &condition];
        // A value rather than EXISTS: no database turns it into a join that begins at the other end.
        let text = match self.one_by_one.iter().any(|value| holds(right, *value)) {
            true => "(SELECT 1 FROM {2} AND {1} = {0} AND {3} LIMIT 1) IS NOT NULL",
            false => "{0} IN (SELECT {1} FROM {2} AND {3})",
        };
        Ok(Some(Sql::fill(text, &parts)))
    }
}

/// Whether a value, or one of several, is this number.
fn holds(json: &Json, value: i64) -> bool {
    match json {
        Json::Array(items) => items.iter().any(|item| holds(item, value)),
        one => one.as_i64() == Some(value),
    }
}
