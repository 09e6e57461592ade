//! Conditions: groups of AND, OR and NOT around comparisons, as they stand in where, having and joins.

use schema::Computed;
use serde_json::Value as Json;

use crate::expr::{Expr, MAX_DEPTH};
use crate::operator::Operator;
use crate::path::{Found, split_suffix, wrong};
use crate::planner::Planner;
use crate::sql::Sql;

/// Where a condition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clause {
    Where,
    /// Right sides are expressions unless told otherwise.
    Join,
    /// Left sides are what was selected.
    Having,
}

/// Where conditions stand, and what was selected, for those that may only speak of that.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'s> {
    pub clause: Clause,
    /// Names and texts of selected expressions.
    pub selected: &'s [(&'s str, &'s Expr)],
}

impl Scope<'_> {
    /// The expression that stands on one side of a comparison.
    fn read(self, text: &str) -> Found<Expr> {
        if self.clause != Clause::Having {
            return Ok(Expr::parse(text)?);
        }
        let named = self.selected.iter().find(|(name, _)| *name == text);
        match named {
            Some((_, expr)) => Ok((*expr).clone()),
            None => {
                wrong(format!("Invalid expression in HAVING clause: '{text}'. Must use a value from SELECT clause."))
            }
        }
    }
}

impl<'a> Planner<'a> {
    /// All conditions of a list, joined by AND; None when there are none.
    pub fn conditions(&mut self, items: &[Json], scope: Scope<'_>) -> Found<Option<Sql>> {
        self.group(items, " AND ", scope, 0)
    }

    fn group(&mut self, items: &[Json], between: &str, scope: Scope<'_>, depth: usize) -> Found<Option<Sql>> {
        if depth > MAX_DEPTH {
            return wrong(format!("Conditions may be nested {MAX_DEPTH} deep at most."));
        }
        let mut parts = Vec::with_capacity(items.len());
        for item in items {
            parts.extend(self.condition(item, scope, depth)?);
        }
        Ok(match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ if depth == 0 => Some(Sql::join(&parts, between)),
            _ => Some(Sql::fill("({0})", &[&Sql::join(&parts, between)])),
        })
    }

    /// One condition, or a group of them; None for an empty group.
    pub fn condition(&mut self, item: &Json, scope: Scope<'_>, depth: usize) -> Found<Option<Sql>> {
        let Json::Array(parts) = item else { return wrong("A condition must be a list.") };
        let Some(Json::String(first)) = parts.first() else {
            return match parts.is_empty() {
                true => Ok(None),
                false => wrong("A condition must begin with a field."),
            };
        };
        let between = match first.as_str() {
            "AND" | "NOT" => " AND ",
            "OR" => " OR ",
            _ => return self.comparison(parts, scope).map(Some),
        };
        let Some(Json::Array(inner)) = parts.get(1) else { return Ok(None) };
        // A single condition may stand there without a list around it.
        let alone = matches!(inner.first(), Some(Json::String(_)));
        let found = match (alone, parts.get(1)) {
            (true, Some(only)) => self.group(std::slice::from_ref(only), between, scope, depth + 1)?,
            _ => self.group(inner, between, scope, depth + 1)?,
        };
        Ok(match first.as_str() {
            "NOT" => found.map(|sql| Sql::fill("NOT ({0})", &[&sql])),
            _ => found,
        })
    }

    /// `[left, operator, right, whether right is an expression]`
    fn comparison(&mut self, parts: &[Json], scope: Scope<'_>) -> Found<Sql> {
        let (Some(Json::String(left)), Some(Json::String(operator))) = (parts.first(), parts.get(1)) else {
            return wrong("A condition needs a field and an operator.");
        };
        let Some(operator) = Operator::named(operator) else {
            return wrong(format!("Illegal operator '{operator}'"));
        };
        let nothing = Json::Null;
        let right = parts.get(2).unwrap_or(&nothing);
        let expression = match parts.get(3) {
            Some(Json::Bool(said)) => *said,
            Some(Json::Number(n)) => n.as_i64() != Some(0),
            _ => scope.clause == Clause::Join,
        };
        let left = scope.read(left)?;
        if let Some(sql) = self.filter_field(&left, operator, right)? {
            return Ok(sql);
        }
        if let Some(sql) = self.linked_condition(&left, operator, right)? {
            return Ok(sql);
        }
        match expression && takes_expression(operator, right) {
            true => self.against_expression(&left, operator, right, scope),
            false => self.against_value(&left, operator, right),
        }
    }

    /// The right side is made of expressions; written texts among them count as plain values.
    fn against_expression(&mut self, left: &Expr, operator: Operator, right: &Json, scope: Scope<'_>) -> Found<Sql> {
        let mut parsed = Vec::new();
        for item in right.as_array().map_or(std::slice::from_ref(right), Vec::as_slice) {
            parsed.push(match item {
                Json::String(text) => match Expr::parse(text)? {
                    literal @ (Expr::Text(_) | Expr::Number(_) | Expr::Bool(_) | Expr::Null) => literal,
                    _ => scope.read(text)?,
                },
                other => literal_expr(other),
            });
        }
        if parsed.iter().all(|expr| value_of(expr).is_some()) {
            let mut values: Vec<Json> = parsed.iter().filter_map(value_of).collect();
            return match (right.is_array(), values.pop()) {
                (false, Some(only)) => self.against_value(left, operator, &only),
                (_, last) => {
                    values.extend(last);
                    self.against_value(left, operator, &Json::Array(values))
                }
            };
        }
        let left = self.grouped_expr(left)?;
        let right = parsed.iter().map(|expr| self.grouped_expr(expr)).collect::<Found<Vec<_>>>()?;
        self.compare_expressions(left, operator, right)
    }

    /// The expression as it stands in having, order and select: in a grouped query one value for each group.
    pub fn grouped_expr(&mut self, expr: &Expr) -> Found<crate::ty::Typed<'a>> {
        if !self.grouping.on {
            return self.expr(expr);
        }
        let outside = std::mem::replace(&mut self.grouping.pick, expr.aggregates());
        let rendered = self.expr(expr);
        self.grouping.pick = outside;
        let typed = rendered?;
        let mut paths = Vec::new();
        expr.fields(&mut paths);
        if expr.aggregates() || paths.is_empty() {
            return Ok(typed);
        }
        for path in paths {
            let found = self.field_at(split_suffix(path).0)?;
            // What stands in another record is one of the group's like any other: PostgreSQL cannot know that it is one.
            let elsewhere = matches!(
                found.field.computed,
                Some(Computed::Joined | Computed::Of { .. } | Computed::OfEither { .. })
            );
            if elsewhere || !self.grouping.single.contains(&found.table) {
                return Ok(self.one_of_group(typed));
            }
        }
        Ok(typed)
    }
}

/// Whether an expression on the right makes sense for the operator.
fn takes_expression(operator: Operator, right: &Json) -> bool {
    let text = |json: &Json| json.is_string();
    match operator {
        Operator::Null { .. } | Operator::Empty { .. } => false,
        _ => text(right) || right.as_array().is_some_and(|items| items.iter().any(text)),
    }
}

fn literal_expr(json: &Json) -> Expr {
    match json {
        Json::Bool(b) => Expr::Bool(*b),
        Json::Number(n) => Expr::Number(n.to_string()),
        _ => Expr::Null,
    }
}

/// The value that an expression is, when it is one.
fn value_of(expr: &Expr) -> Option<Json> {
    match expr {
        Expr::Text(text) | Expr::Number(text) => Some(Json::String(text.clone())),
        Expr::Bool(b) => Some(Json::Bool(*b)),
        Expr::Null => Some(Json::Null),
        _ => None,
    }
}
