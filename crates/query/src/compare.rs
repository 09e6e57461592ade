//! One comparison: an expression, an operator, and what it is compared with.

use std::sync::Arc;

use schema::{Kind, OptionList, Value};
use serde_json::Value as Json;

use crate::Dialect;
use crate::expr::Expr;
use crate::function::date::{names_of, partial, piece_of};
use crate::literal::{Literal, element_text, id_json, option_ids, plain_text};
use crate::operator::Operator;
use crate::path::{Found, Miss, split_suffix, wrong};
use crate::pattern::{Pattern, postgres_regexp, regexp};
use crate::planner::{KEY, Planner};
use crate::sql::{Sql, fold_sql, usual};
use crate::ty::{Ty, Typed, text};

/// What stands on the left, with the options that its suffix speaks of.
struct Subject<'a> {
    typed: Typed<'a>,
    /// The suffix, and the options where the field has any.
    suffix: Option<(String, Option<Arc<OptionList>>)>,
}

/// Whether the value is one of those by which records are left out of lists.
fn is_left_out(typed: &Typed<'_>) -> bool {
    typed.ty == Ty::Bool && typed.field.is_some_and(|found| crate::plan::LEFT_OUT.contains(&&*found.field.name))
}

/// A condition that is never true.
pub(crate) fn never() -> Sql {
    Sql::raw("(1 = 0)")
}

impl<'a> Planner<'a> {
    /// The expression compared with a value, or a list of values.
    pub fn against_value(&mut self, left: &Expr, operator: Operator, right: &Json) -> Found<Sql> {
        let taken;
        let right = match partial(left).filter(|call| call.suffix.is_none()) {
            Some(call) => {
                taken = self.take_apart(call, right);
                &taken
            }
            None => right,
        };
        let subject = self.subject(left)?;
        match &subject.suffix {
            Some((suffix, Some(options))) => self.by_option(&subject.typed, operator, right, suffix, options),
            Some((_, None)) if !matches!(operator, Operator::Null { .. } | Operator::Empty { .. }) => Ok(never()),
            _ => self.by_value(&subject.typed, operator, right),
        }
    }

    fn subject(&mut self, left: &Expr) -> Found<Subject<'a>> {
        let (plain, suffix) = match left {
            Expr::Field(path) => {
                let (plain, suffix) = split_suffix(path);
                (Expr::Field(plain.to_owned()), suffix.map(str::to_owned))
            }
            Expr::Call(call) => (left.clone(), call.suffix.clone()),
            other => (other.clone(), None),
        };
        let typed = self.grouped_expr(&plain).map_err(|miss| match left {
            Expr::Field(path) => miss.about(path),
            _ => miss,
        })?;
        let options = |_: &String| match left {
            Expr::Call(call) => names_of(call.function.name),
            _ => typed.field.and_then(|found| self.options(found)),
        };
        let suffix = suffix.map(|suffix| {
            let options = options(&suffix);
            (suffix, options)
        });
        Ok(Subject { typed, suffix })
    }

    /// A text compared with a piece of a date is itself a date to be taken apart.
    fn take_apart(&self, call: &crate::expr::Call, right: &Json) -> Json {
        let piece = |text: &str| {
            if crate::token::is_number(text) {
                return Json::from(text);
            }
            let relative = calendar::relative(self.context.clock, text).and_then(|range| range.start.or(range.end));
            let moment = relative.or_else(|| calendar::parse(self.context.clock, text).map(|moment| moment.at));
            moment.and_then(|at| piece_of(call, at)).map_or(Json::from(text), |value| value.to_json())
        };
        match right {
            Json::String(text) => piece(text),
            Json::Array(items) => items.iter().map(|item| item.as_str().map_or_else(|| item.clone(), piece)).collect(),
            other => other.clone(),
        }
    }

    /// The values are texts of options.
    fn by_option(
        &mut self,
        typed: &Typed<'a>,
        operator: Operator,
        right: &Json,
        suffix: &str,
        options: &OptionList,
    ) -> Found<Sql> {
        let items = right.as_array().map_or(std::slice::from_ref(right), Vec::as_slice);
        let any_of = |texts: &[Json]| texts.iter().flat_map(|t| option_ids(options, suffix, t)).collect::<Vec<_>>();
        let not = operator.negative();
        match operator {
            Operator::Null { .. } | Operator::Empty { .. } => self.by_value(typed, operator, right),
            Operator::Equal | Operator::Unequal | Operator::In { .. } => {
                if right.is_array() != matches!(operator, Operator::In { .. }) && right.is_array() {
                    return wrong("A single value is expected here, not a list.");
                }
                self.by_value(typed, Operator::In { not }, &Json::Array(any_of(items)))
            }
            Operator::Contains { any, .. } if typed.list.is_some() => {
                let each = items.iter().map(|item| any_of(std::slice::from_ref(item)));
                let parts: Vec<Sql> = each
                    .map(|ids| {
                        let parts: Vec<Sql> = ids.iter().map(|id| self.has_element(typed, id)).collect();
                        alternatives(&parts)
                    })
                    .collect();
                let all = if any { alternatives(&parts) } else { conjunction(&parts) };
                Ok(self.contained(typed, not, true, all))
            }
            Operator::Contains { any, .. } => {
                let found = |text: &str| {
                    let has = |item: &Json| text.contains(&*schema::fold::fold(&plain_text(item)));
                    if any { items.iter().any(has) } else { items.iter().all(has) }
                };
                self.options_where(typed, options, suffix, not, &found)
            }
            Operator::Like { .. } => {
                let Some(pattern) = Pattern::read(&plain_text(right)) else { return too_long() };
                self.options_where(typed, options, suffix, not, &|text| pattern.matches(text))
            }
            Operator::Regexp { binary, .. } => {
                let Some(regexp) = regexp(&plain_text(right), binary) else { return bad_regexp() };
                let matching = options
                    .items
                    .iter()
                    .filter(|item| item.attribute(suffix).is_some_and(|text| regexp.is_match(text)));
                let ids = matching.map(id_json).collect();
                self.by_value(typed, Operator::In { not }, &Json::Array(ids))
            }
            Operator::Between { .. } => {
                let ids: Vec<Json> = items.iter().filter_map(|t| option_ids(options, suffix, t).pop()).collect();
                self.by_value(typed, operator, &Json::Array(ids))
            }
            _ => match option_ids(options, suffix, right).first() {
                Some(id) => self.by_value(typed, operator, id),
                None => Ok(never()),
            },
        }
    }

    fn options_where(
        &mut self,
        typed: &Typed<'a>,
        options: &OptionList,
        suffix: &str,
        not: bool,
        matches: &dyn Fn(&str) -> bool,
    ) -> Found<Sql> {
        let items = options.items.iter();
        let matching =
            items.filter(|item| item.attribute(suffix).is_some_and(|text| matches(&schema::fold::fold(text))));
        let ids = matching.map(id_json).collect();
        self.by_value(typed, Operator::In { not }, &Json::Array(ids))
    }

    pub fn by_value(&mut self, typed: &Typed<'a>, operator: Operator, right: &Json) -> Found<Sql> {
        match operator {
            Operator::Equal | Operator::Unequal => self.equal(typed, operator, right),
            Operator::More | Operator::AtLeast | Operator::Less | Operator::AtMost => {
                self.ordered(typed, operator, right)
            }
            Operator::Like { not } => self.like(typed, not, right),
            Operator::In { not } => self.among(typed, not, right),
            Operator::Between { not } => self.between_values(typed, not, right),
            Operator::Null { not: false } if typed.is_in_index() => Ok(null(&self.column_compared(typed), false)),
            Operator::Null { not } => Ok(null(&typed.sql, not)),
            Operator::Empty { not } => Ok(self.empty(typed, not)),
            Operator::Contains { not, any } => self.contains(typed, not, any, right),
            Operator::Regexp { not, binary } => self.regexp(typed, not, binary, right),
        }
    }

    /// The expression in the form in which it is compared with values.
    pub(crate) fn operand(&self, typed: &Typed<'a>) -> Sql {
        let compared = self.column_compared(typed);
        // The sign keeps SQLite from the indexes of what is only tested on the way.
        match self.along.as_deref().zip(typed.field) {
            Some((along, found)) if found.table != 0 || ![along, KEY].contains(&&*found.field.name) => {
                Sql::fill("+{0}", &[&compared])
            }
            _ => compared,
        }
    }

    fn column_compared(&self, typed: &Typed<'a>) -> Sql {
        match typed.ty {
            Ty::Text if !typed.binary => fold_sql(self.dialect(), &typed.sql),
            Ty::Text | Ty::Time if self.dialect() == Dialect::Postgres => {
                Sql::fill("({0} COLLATE \"C\")", &[&typed.sql])
            }
            _ => typed.sql.clone(),
        }
    }

    fn equal(&mut self, typed: &Typed<'a>, operator: Operator, right: &Json) -> Found<Sql> {
        let not = operator == Operator::Unequal;
        Ok(match self.literal(typed, right)? {
            Literal::Value(Value::Bool(false) | Value::Int(0)) if !not && is_left_out(typed) => {
                let table = typed.field.map_or(usize::MAX, |found| found.table);
                usual(self.dialect(), &self.none(table, &typed.sql), crate::sql::Share::NearlyAll)
            }
            Literal::Value(value) => {
                Sql::fill("{0} {2} {1}", &[&self.operand(typed), &Sql::bound(value), &Sql::raw(operator.sql())])
            }
            Literal::Span { start, end, .. } => span(&typed.sql, start, end, not),
            Literal::Never if not => null(&typed.sql, true),
            Literal::Never => never(),
        })
    }

    fn ordered(&mut self, typed: &Typed<'a>, operator: Operator, right: &Json) -> Found<Sql> {
        let value = match self.literal(typed, right)? {
            Literal::Value(value) => Some(value),
            // A plain day means its midnight; a range its start or its end.
            Literal::Span { start, day: true, .. } => start,
            Literal::Span { start, .. } if matches!(operator, Operator::Less | Operator::AtLeast) => start,
            Literal::Span { end, .. } => end,
            Literal::Never => None,
        };
        Ok(match value {
            Some(value) => {
                Sql::fill("{0} {2} {1}", &[&self.operand(typed), &Sql::bound(value), &Sql::raw(operator.sql())])
            }
            None => never(),
        })
    }

    fn between_values(&mut self, typed: &Typed<'a>, not: bool, right: &Json) -> Found<Sql> {
        let Json::Array(items) = right else { return wrong("invalid criteria for BETWEEN") };
        let (Some(low), Some(high)) = (items.first(), items.get(1)) else { return Ok(never()) };
        let blank = |json: &Json| match json {
            Json::Null | Json::Bool(false) => true,
            Json::String(text) => text.is_empty(),
            Json::Array(items) => items.is_empty(),
            _ => false,
        };
        if blank(low) || blank(high) {
            return wrong("invalid criteria for BETWEEN");
        }
        let low = match self.literal(typed, low)? {
            Literal::Value(value) => Some(value),
            Literal::Span { start, .. } => start,
            Literal::Never => None,
        };
        let high = match self.literal(typed, high)? {
            Literal::Value(value) => Some(value),
            Literal::Span { start, day: true, .. } => start,
            Literal::Span { end, .. } => end,
            Literal::Never => None,
        };
        let (Some(low), Some(high)) = (low, high) else { return Ok(never()) };
        Ok(span(&self.operand(typed), Some(low), Some(high), not))
    }

    fn empty(&self, typed: &Typed<'a>, not: bool) -> Sql {
        let field = typed.field.map(|found| found.field.ty);
        let zero = match (field, typed.list, typed.ty) {
            (None, ..) => None,
            (_, Some(_), _) | (Some(schema::FieldType::Text { .. }), ..) => Some("''"),
            (_, _, Ty::Int | Ty::Bool | Ty::Float) => Some("0"),
            _ => None,
        };
        match (zero, not) {
            (None, not) => null(&typed.sql, not),
            (Some(zero), false) => Sql::fill("({0} IS NULL OR {0} = {1})", &[&typed.sql, &Sql::raw(zero)]),
            (Some(zero), true) => Sql::fill("({0} <> {1})", &[&typed.sql, &Sql::raw(zero)]),
        }
    }

    fn like(&mut self, typed: &Typed<'a>, not: bool, right: &Json) -> Found<Sql> {
        if typed.ty.is_date()
            && let Json::String(pattern) = right
            && calendar::relative(self.context.clock, pattern).is_some()
        {
            let operator = if not { Operator::Unequal } else { Operator::Equal };
            return self.equal(typed, operator, right);
        }
        if right.is_array() || right.is_object() {
            return wrong("A single value is expected here, not a list.");
        }
        let Some(pattern) = Pattern::read(&plain_text(right)) else { return too_long() };
        let subject = self.as_text(typed);
        let folded = fold_sql(self.dialect(), &subject);
        if let Some(exact) = pattern.exact() {
            let operator = if not { "<>" } else { "=" };
            return Ok(Sql::fill("{0} {2} {1}", &[&folded, &Sql::bound(exact), &Sql::raw(operator)]));
        }
        let like = |template: &str| Sql::fill(template, &[&folded, &Sql::bound(pattern.sql())]);
        let range = |low: &str, high: String| {
            Sql::fill("{0} >= {1} AND {0} < {2}", &[&folded, &Sql::bound(low), &Sql::bound(high)])
        };
        Ok(match pattern.prefix() {
            _ if not => like("{0} NOT LIKE {1} ESCAPE '\\'"),
            Some((low, high, true)) => Sql::fill("({0})", &[&range(low, high)]),
            Some((low, high, false)) => {
                Sql::fill("({0} AND {1})", &[&range(low, high), &like("{0} LIKE {1} ESCAPE '\\'")])
            }
            None => like("{0} LIKE {1} ESCAPE '\\'"),
        })
    }

    fn as_text(&self, typed: &Typed<'a>) -> Sql {
        text(self.dialect(), typed)
    }

    fn contains(&mut self, typed: &Typed<'a>, not: bool, any: bool, right: &Json) -> Found<Sql> {
        let several = right.is_array();
        let items = right.as_array().map_or(std::slice::from_ref(right), Vec::as_slice);
        if items.iter().any(|item| item.is_array() || item.is_object()) {
            return wrong("Lists of single values are expected here.");
        }
        let mut parts = Vec::with_capacity(items.len());
        for item in items {
            parts.push(match typed.list {
                Some(_) => match self.literal_element(typed, item)? {
                    Some(item) => self.has_element(typed, &item),
                    None => never(),
                },
                None => self.has_part(typed, item),
            });
        }
        let all = if any { alternatives(&parts) } else { conjunction(&parts) };
        Ok(self.contained(typed, not, typed.list.is_some() || !several, all))
    }

    /// Negated, rows without a value count as not containing it.
    fn contained(&self, typed: &Typed<'a>, not: bool, nulls: bool, condition: Sql) -> Sql {
        let nullable = typed.field.is_none_or(|found| !found.field.not_null || found.table != 0);
        match (not, nulls && nullable) {
            (false, _) => condition,
            (true, true) => Sql::fill("(NOT ({0}) OR {1} IS NULL)", &[&condition, &typed.sql]),
            (true, false) => Sql::fill("NOT ({0})", &[&condition]),
        }
    }

    fn literal_element(&self, typed: &Typed<'a>, item: &Json) -> Found<Option<Json>> {
        let element = Typed { list: None, ty: Ty::Int, ..typed.clone() };
        let plain = matches!(item, Json::String(text) if text == "user_contact_id" || text.starts_with("@user:"));
        if !plain {
            return Ok(Some(item.clone()));
        }
        Ok(match self.literal(&element, item)? {
            Literal::Value(value) => Some(value.to_json()),
            _ => None,
        })
    }

    /// Whether the text, or the value as text, has a part.
    fn has_part(&self, typed: &Typed<'a>, item: &Json) -> Sql {
        let folded = fold_sql(self.dialect(), &self.as_text(typed));
        let part = Sql::bound(schema::fold::fold(&plain_text(item)).into_owned());
        self.position(&folded, &part)
    }

    fn position(&self, text: &Sql, part: &Sql) -> Sql {
        match self.dialect() {
            Dialect::Sqlite => Sql::fill("instr({0}, {1}) > 0", &[text, part]),
            Dialect::Postgres => Sql::fill("strpos({0}, {1}) > 0", &[text, part]),
        }
    }

    /// Whether the list has an element.
    fn has_element(&self, typed: &Typed<'a>, item: &Json) -> Sql {
        use schema::ListFormat::{Bookend, Comma, Json as JsonList, Php, Trimmed};
        let wanted = schema::fold::fold(&element_text(typed, item)).into_owned();
        let folded = fold_sql(self.dialect(), &typed.sql);
        let between = |gap: char| Sql::bound(format!("{gap}{wanted}{gap}"));
        let wrapped = |gap: &str| {
            let gap = Sql::bound(gap);
            Sql::fill("({0} || {1} || {0})", &[&gap, &folded])
        };
        let numeric = typed.field.is_some_and(|found| found.field.ty.is_number());
        match typed.list {
            Some(Bookend) => self.position(&folded, &between('\u{1}')),
            Some(Trimmed) => self.position(&wrapped("\u{1}"), &between('\u{1}')),
            Some(JsonList | Php) if numeric => {
                let open = Sql::fill("replace(replace({0}, '[', ','), ']', ',')", &[&folded]);
                self.position(&open, &between(','))
            }
            Some(JsonList | Php) => self.position(&folded, &Sql::bound(Json::from(wanted).to_string())),
            Some(Comma) | None => self.position(&wrapped(","), &between(',')),
        }
    }

    fn regexp(&mut self, typed: &Typed<'a>, not: bool, binary: bool, right: &Json) -> Found<Sql> {
        let pattern = plain_text(right);
        if right.is_array() || regexp(&pattern, binary).is_none() {
            return bad_regexp();
        }
        let subject = self.as_text(typed);
        let binary = binary || typed.binary;
        Ok(match self.dialect() {
            Dialect::Sqlite => {
                let template = if not { "NOT ruche_regexp({0}, {1}, {2})" } else { "ruche_regexp({0}, {1}, {2})" };
                let binary = Sql::raw(if binary { "1" } else { "0" });
                Sql::fill(template, &[&Sql::bound(pattern), &subject, &binary])
            }
            Dialect::Postgres => {
                let operator = match (not, binary) {
                    (false, false) => "~*",
                    (false, true) => "~",
                    (true, false) => "!~*",
                    (true, true) => "!~",
                };
                let pattern = Sql::bound(postgres_regexp(&pattern));
                Sql::fill("{0} {2} {1}", &[&subject, &pattern, &Sql::raw(operator)])
            }
        })
    }

    /// Both sides are expressions.
    pub fn compare_expressions(&mut self, left: Typed<'a>, operator: Operator, right: Vec<Typed<'a>>) -> Found<Sql> {
        let dialect = self.dialect();
        let Some(first) = right.first().cloned() else { return Ok(never()) };
        match operator {
            Operator::In { not } => {
                let parts: Vec<Sql> = right.into_iter().map(|one| self.compared(left.clone(), "=", one)).collect();
                let any = alternatives(&parts);
                Ok(if not { Sql::fill("NOT {0}", &[&any]) } else { any })
            }
            Operator::Between { not } => {
                let Some(second) = right.get(1).cloned() else { return Ok(never()) };
                let (low, high) = (self.compared(left.clone(), ">=", first), self.compared(left, "<=", second));
                let within = Sql::fill("({0} AND {1})", &[&low, &high]);
                Ok(if not { Sql::fill("NOT {0}", &[&within]) } else { within })
            }
            Operator::Like { .. } => {
                let (x, y) = (fold_sql(dialect, &text(dialect, &left)), fold_sql(dialect, &text(dialect, &first)));
                Ok(Sql::fill("{0} {2} {1} ESCAPE '\\'", &[&x, &y, &Sql::raw(operator.sql())]))
            }
            Operator::Contains { not, .. } => {
                let parts: Vec<Sql> = right
                    .iter()
                    .map(|one| {
                        let (x, y) = (text(dialect, &left), text(dialect, one));
                        self.position(&fold_sql(dialect, &x), &fold_sql(dialect, &y))
                    })
                    .collect();
                Ok(self.contained(&left, not, parts.len() == 1, conjunction(&parts)))
            }
            Operator::Regexp { .. } => wrong("A regular expression must be given as a text."),
            Operator::Null { .. } | Operator::Empty { .. } => self.by_value(&left, operator, &Json::Null),
            _ if right.len() > 1 => wrong("A single value is expected here, not a list."),
            _ => Ok(self.compared(left, operator.sql(), first)),
        }
    }

    /// A condition on a field that is one itself: its entity knows what it means.
    pub fn filter_field(&mut self, left: &Expr, operator: Operator, right: &Json) -> Found<Option<Sql>> {
        let Expr::Field(path) = left else { return Ok(None) };
        let (plain, suffix) = split_suffix(path);
        let Ok(found) = self.field_at(plain) else { return Ok(None) };
        if found.field.kind != Kind::Filter {
            return Ok(None);
        }
        let (name, not) = match operator {
            Operator::In { not } => ("IN", not),
            Operator::Equal => ("=", false),
            Operator::Unequal => ("=", true),
            Operator::AtMost => ("<=", false),
            _ => ("", false),
        };
        let written = if not && name == "IN" {
            "NOT IN"
        } else if not {
            "!="
        } else {
            name
        };
        let admitted = found.field.operators.is_empty() || found.field.operators.iter().any(|o| o == written);
        if name.is_empty() || !admitted {
            return wrong(format!("Illegal operator for {path}"));
        }
        let items = right.as_array().map_or(std::slice::from_ref(right), Vec::as_slice);
        let values: Vec<Value> = match suffix {
            None => items.iter().map(filter_value).collect(),
            Some(suffix) => match self.options(found) {
                Some(options) => {
                    let ids = items.iter().flat_map(|item| option_ids(&options, suffix, item));
                    ids.map(|id| filter_value(&id)).collect()
                }
                None => Vec::new(),
            },
        };
        if self.context.checked && !self.context.lookup.may_search(found.entity, found.field, &values) {
            return Err(Miss::Hidden(path.to_owned()));
        }
        let rule = self.context.lookup.filter(found.entity, found.field, name, &values);
        let Some(rule) = rule else { return wrong(format!("Illegal operator for {path}")) };
        let alias = crate::path::alias(found.table);
        let sql = self.rule_sql(&rule, found.entity, &alias, schema::Verb::View);
        let sql = sql.unwrap_or_else(|| Sql::raw("(1 = 1)"));
        Ok(Some(if not { Sql::fill("NOT ({0})", &[&sql]) } else { sql }))
    }
}

fn filter_value(json: &Json) -> Value {
    match json {
        Json::Number(n) => n.as_i64().map_or(Value::Null, Value::Int),
        Json::String(text) => text.trim().parse().map_or_else(|_| Value::Text(text.clone()), Value::Int),
        Json::Bool(b) => Value::Bool(*b),
        Json::Object(_) => Value::Text(json.to_string()),
        _ => Value::Null,
    }
}

pub(crate) fn null(sql: &Sql, not: bool) -> Sql {
    Sql::fill(if not { "{0} IS NOT NULL" } else { "{0} IS NULL" }, &[sql])
}

/// Between two ends, either of which may be open.
fn span(operand: &Sql, start: Option<Value>, end: Option<Value>, not: bool) -> Sql {
    let (start, end) = (start.map(Sql::bound), end.map(Sql::bound));
    match (start, end, not) {
        (Some(start), Some(end), false) => Sql::fill("{0} BETWEEN {1} AND {2}", &[operand, &start, &end]),
        (Some(start), Some(end), true) => Sql::fill("{0} NOT BETWEEN {1} AND {2}", &[operand, &start, &end]),
        (Some(start), None, false) => Sql::fill("{0} >= {1}", &[operand, &start]),
        (Some(start), None, true) => Sql::fill("{0} < {1}", &[operand, &start]),
        (None, Some(end), false) => Sql::fill("{0} <= {1}", &[operand, &end]),
        (None, Some(end), true) => Sql::fill("{0} > {1}", &[operand, &end]),
        (None, None, not) => null(operand, !not),
    }
}

fn alternatives(parts: &[Sql]) -> Sql {
    match parts {
        [] => never(),
        [only] => only.clone(),
        all => Sql::fill("({0})", &[&Sql::join(all, " OR ")]),
    }
}

fn conjunction(parts: &[Sql]) -> Sql {
    match parts {
        [] => never(),
        [only] => only.clone(),
        all => Sql::fill("({0})", &[&Sql::join(all, " AND ")]),
    }
}

fn too_long<T>() -> Found<T> {
    wrong("The pattern is too long.")
}

fn bad_regexp<T>() -> Found<T> {
    wrong("The regular expression cannot be read.")
}
