//! Values as they come in a request, read as the type of the expression that they are compared with.

use jiff::civil::DateTime;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schema::{OptionItem, OptionList, Value};
use serde_json::Value as Json;

use crate::Dialect;
use crate::path::{Found, wrong};
use crate::planner::{KEY, Planner};
use crate::ty::{Ty, Typed};

/// A value from a request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    Value(Value),
    /// Both ends included; times in the zone of the expression. `day` when a plain date was written.
    Span {
        start: Option<Value>,
        end: Option<Value>,
        day: bool,
    },
    /// Nothing can be equal to it: no number, no date, no option of that name.
    Never,
}

impl<'a> Planner<'a> {
    /// Reads a value for comparison with the expression.
    pub fn literal(&self, typed: &Typed<'a>, json: &Json) -> Found<Literal> {
        if matches!(json, Json::Array(_) | Json::Object(_)) {
            return wrong("A single value is expected here, not a list.");
        }
        if let Some(special) = self.special(typed, json)? {
            return Ok(special);
        }
        if typed.ty == Ty::Int && beyond_integers(json) {
            return wrong("A number is out of range.");
        }
        Ok(match typed.ty {
            Ty::Text | Ty::Time => Literal::Value(self.text_value(typed, json)),
            Ty::Date | Ty::DateTime => self.date(typed, json),
            Ty::Bool => yes_or_no(json),
            Ty::Int => whole_or_not(json),
            Ty::Float => float(json).map_or(Literal::Never, |n| Literal::Value(Value::Float(n))),
            Ty::Exact(scale) => exact(self.dialect(), json, scale),
            Ty::Null => Literal::Never,
        })
    }

    fn text_value(&self, typed: &Typed<'a>, json: &Json) -> Value {
        let text = element_text(typed, json);
        let text = match typed.list {
            Some(format) if !text.is_empty() => format.join(&[Value::Text(text)]),
            _ => text,
        };
        Value::Text(if typed.binary { text } else { schema::fold::fold(&text).into_owned() })
    }

    /// Words that stand for who asks, and where.
    fn special(&self, typed: &Typed<'a>, json: &Json) -> Found<Option<Literal>> {
        let (Json::String(text), Some(found)) = (json, typed.field) else { return Ok(None) };
        if text != "user_contact_id" && text != "current_domain" && !text.starts_with("@user:") {
            return Ok(None);
        }
        let lookup = self.context.lookup;
        let leads_to = |entity: &str| {
            let own = found.entity.preset.as_ref().map_or(&found.entity.name, |preset| &preset.entity);
            let referred = found.field.references.as_ref().map(|reference| &*reference.entity);
            !entity.is_empty() && (referred == Some(entity) || (found.field.name == KEY && own == entity))
        };
        let known = |id: Option<i64>| id.map_or(Literal::Never, |id| Literal::Value(Value::Int(id)));
        Ok(match text.as_str() {
            "current_domain" if leads_to(lookup.domain_entity()) => Some(known(Some(lookup.domain_id()))),
            "current_domain" => None,
            _ if !leads_to(lookup.actor_entity()) => None,
            "user_contact_id" => Some(known(self.context.actor.contact_id)),
            login => {
                let login = login.strip_prefix("@user:").unwrap_or_default();
                match lookup.contact_of_login(login) {
                    Some(id) => Some(known(Some(id))),
                    None => return wrong(format!("Unknown user '{login}'.")),
                }
            }
        })
    }

    fn date(&self, typed: &Typed<'a>, json: &Json) -> Literal {
        let text = plain_text(json);
        if let Some(range) = calendar::relative(self.context.clock, &text) {
            let end = |at: Option<DateTime>| at.map(|at| self.moment_value(typed, at));
            return Literal::Span { start: end(range.start), end: end(range.end), day: false };
        }
        if text.trim().is_empty() || matches!(json, Json::Bool(_)) {
            return Literal::Never;
        }
        let Some(moment) = calendar::parse(self.context.clock, &text) else { return Literal::Never };
        if typed.ty == Ty::DateTime && is_plain_day(&text) {
            let last = moment.at.date().at(23, 59, 59, 0);
            return Literal::Span {
                start: Some(self.moment_value(typed, moment.at)),
                end: Some(self.moment_value(typed, last)),
                day: true,
            };
        }
        Literal::Value(self.moment_value(typed, moment.at))
    }

    /// A local time as the expression keeps it.
    fn moment_value(&self, typed: &Typed<'a>, at: DateTime) -> Value {
        match typed.ty {
            Ty::Date => Value::Date(at.date()),
            _ if typed.utc => Value::DateTime(self.context.clock.to_utc(at)),
            _ => Value::DateTime(at),
        }
    }
}

/// `YYYY-MM-DD`, the form in which a day stands for all its hours.
fn is_plain_day(text: &str) -> bool {
    let pattern = |(at, b): (usize, u8)| match at {
        4 | 7 => b == b'-',
        _ => b.is_ascii_digit(),
    };
    text.len() == 10 && text.bytes().enumerate().all(pattern)
}

/// A scalar as text: null is empty, booleans are 1 and 0.
pub(crate) fn plain_text(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Number(n) => n.to_string(),
        Json::Bool(b) => u8::from(*b).to_string(),
        _ => String::new(),
    }
}

/// The same, as lists keep their elements: numbers without noughts behind.
pub(crate) fn element_text(typed: &Typed<'_>, json: &Json) -> String {
    let text = plain_text(json);
    let exact = typed.list.is_some() && typed.field.is_some_and(|found| found.field.ty.is_number());
    match text.trim().parse::<Decimal>() {
        Ok(number) if exact => number.normalize().to_string(),
        _ => text,
    }
}

fn float(json: &Json) -> Option<f64> {
    match json {
        Json::Number(n) => n.as_f64(),
        Json::Bool(b) => Some(f64::from(u8::from(*b))),
        Json::String(text) => text.trim().parse().ok().filter(|n: &f64| n.is_finite()),
        _ => None,
    }
}

fn whole_or_not(json: &Json) -> Literal {
    let whole = match json {
        Json::Number(n) => n.as_i64(),
        Json::Bool(b) => Some(i64::from(*b)),
        Json::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    match whole {
        Some(n) => Literal::Value(Value::Int(n)),
        None => float(json).map_or(Literal::Never, |n| Literal::Value(Value::Float(n))),
    }
}

/// Whether this is a whole number that no integer of 64 bits holds.
fn beyond_integers(json: &Json) -> bool {
    match json {
        Json::Number(n) => n.as_i64().is_none() && n.as_f64().is_some_and(|n| n.fract() == 0.0 && n.abs() >= 9.2e18),
        Json::String(text) => {
            let digits = text.trim().strip_prefix(['-', '+']).unwrap_or(text.trim());
            digits.len() > 18 && digits.bytes().all(|b| b.is_ascii_digit()) && text.trim().parse::<i64>().is_err()
        }
        _ => false,
    }
}

fn yes_or_no(json: &Json) -> Literal {
    let of = |b: bool| Literal::Value(Value::Int(i64::from(b)));
    match json {
        Json::Null => of(false),
        Json::String(text) => match text.trim() {
            "" | "false" => of(false),
            "true" => of(true),
            _ => whole_or_not(json),
        },
        json => whole_or_not(json),
    }
}

fn exact(dialect: Dialect, json: &Json, scale: u32) -> Literal {
    let text = plain_text(json);
    let decimal = text.trim().parse::<Decimal>().or_else(|_| Decimal::from_scientific(text.trim()));
    let Ok(decimal) = decimal else {
        let number = float(json).filter(|_| !text.is_empty());
        return number.map_or(Literal::Never, |n| match dialect {
            Dialect::Sqlite => Literal::Value(Value::Float(n * 10_f64.powi(i32::try_from(scale).unwrap_or(0)))),
            Dialect::Postgres => Literal::Value(Value::Float(n)),
        });
    };
    match dialect {
        Dialect::Postgres => Literal::Value(Value::Decimal(decimal)),
        Dialect::Sqlite => {
            let scaled = Decimal::from(10_i64.pow(scale.min(18))).checked_mul(decimal);
            let whole = scaled.filter(|n| n.fract().is_zero()).and_then(|n| n.to_i64());
            match (whole, scaled.and_then(|n| n.to_f64())) {
                (Some(n), _) => Literal::Value(Value::Int(n)),
                // Finer than the column can hold: still between its values.
                (None, Some(n)) => Literal::Value(Value::Float(n)),
                (None, None) => Literal::Never,
            }
        }
    }
}

/// The ids of the options whose attribute behind the suffix is this text.
pub(crate) fn option_ids(options: &OptionList, suffix: &str, json: &Json) -> Vec<Json> {
    let text = plain_text(json);
    options.matching(suffix, &text).map(id_json).collect()
}

/// What records keep for an option, as it would come in a request.
pub(crate) fn id_json(item: &OptionItem) -> Json {
    item.id.to_json()
}
