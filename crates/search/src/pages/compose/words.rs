//! A question in the reader's words: what fields and entities are called, and conditions as sentences.

use contact::pages::labels;
use contact::pages::phrases::Lang;
use contact::pages::rows;
use schema::{Catalog, Entity, Field, FieldType, Kind as FieldKind};
use serde_json::{Value as Json, json};
use store::{Result, Tx};

use super::ranges::ranges;
pub use super::ranges::{calendar_names, is_range, range};
use super::state::{State, alias_of, is_group};
use super::subject;
pub use super::summary::summary;
use crate::run::item::{self, Item, Kind, Target};
use crate::run::style;

/// What a condition is about, for choosing operators and inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Text,
    Choice,
    /// Several choices in one field, groups and tags among them.
    Choices,
    Number,
    Day,
    YesNo,
    /// How far from a place.
    Near,
}

impl About {
    /// What values of a field are about.
    pub fn of(field: &Field) -> About {
        let chosen = field.options.is_some();
        match field.ty {
            _ if field.kind == FieldKind::Filter && field.name == "proximity" => About::Near,
            FieldType::Bool => About::YesNo,
            _ if chosen && field.list.is_some() => About::Choices,
            _ if chosen => About::Choice,
            FieldType::Date | FieldType::DateTime | FieldType::Timestamp => About::Day,
            ty if ty.is_number() => About::Number,
            _ => About::Text,
        }
    }

    /// The operators that fit, the usual one first. `in-range` is `=` with a named stretch of time.
    pub fn operators(self) -> &'static [&'static str] {
        match self {
            About::Text => &["CONTAINS", "=", "LIKE", "NOT CONTAINS", "!=", "IS NOT EMPTY", "IS EMPTY"],
            About::Choice => &["IN", "NOT IN", "IS NOT EMPTY", "IS EMPTY"],
            About::Choices => &["CONTAINS ONE OF", "NOT CONTAINS ONE OF", "IS NOT EMPTY", "IS EMPTY"],
            About::Number => &[">", ">=", "=", "!=", "<", "<=", "BETWEEN", "IS NOT EMPTY", "IS EMPTY"],
            About::Day => &["in-range", ">=", "<=", "BETWEEN", "IS NOT EMPTY", "IS EMPTY"],
            About::YesNo => &["="],
            About::Near => &["<="],
        }
    }
}

/// The operators of a field: a filter admits its own only.
pub fn operators(field: &Field) -> Vec<&'static str> {
    match field.kind {
        FieldKind::Filter if About::of(field) != About::Near => vec!["IN", "NOT IN"],
        _ => About::of(field).operators().to_vec(),
    }
}

/// What operators are called in keys of messages.
const NAMES: [(&str, &str); 18] = [
    ("=", "eq"),
    ("!=", "ne"),
    ("<>", "ne"),
    ("CONTAINS", "has"),
    ("NOT CONTAINS", "has-not"),
    ("LIKE", "starts"),
    ("NOT LIKE", "starts-not"),
    (">", "gt"),
    (">=", "ge"),
    ("<", "lt"),
    ("<=", "le"),
    ("BETWEEN", "between"),
    ("IN", "in"),
    ("NOT IN", "not-in"),
    ("CONTAINS ONE OF", "in"),
    ("NOT CONTAINS ONE OF", "not-in"),
    ("in-range", "during"),
    ("IS EMPTY", "empty"),
];

/// An operator in words; days have their own ("from", "until"). `kind` is what the language knows of its subject.
pub fn operator<'l>(lang: &'l Lang, operator: &str, about: About, kind: &str) -> &'l str {
    let name = match operator {
        "IS NOT EMPTY" | "IS NOT NULL" => "not-empty",
        "IS NULL" => "empty",
        other => NAMES.iter().find(|(known, _)| *known == other).map_or("", |(_, name)| *name),
    };
    if name.is_empty() {
        return lang.keep(operator);
    }
    if about == About::Near {
        return lang.text("filter-op-near");
    }
    let own = match about {
        About::Day => format!("filter-op-{name}-day"),
        About::Choices => format!("filter-op-{name}-several"),
        _ => String::new(),
    };
    let key = if lang.locale.has(&own) { own } else { format!("filter-op-{name}") };
    lang.with(&key, &[("kind", kind.into())])
}

/// Several records of an entity.
pub fn many<'l>(lang: &'l Lang, entity: &Entity) -> &'l str {
    let keys = ["filter-many-", "entity-many-"].map(|prefix| format!("{prefix}{}", entity.name));
    match keys.iter().find(|key| lang.locale.has(key)) {
        Some(key) => lang.text(key),
        None => lang.keep(entity.title_plural.to_lowercase()),
    }
}

/// What a field is called.
pub fn field<'l>(lang: &'l Lang, entity: &Entity, field: &Field) -> &'l str {
    let key = format!("filter-name-{}-{}", entity.name, field.name);
    if lang.locale.has(&key) {
        return lang.text(&key);
    }
    let base = entity.preset.as_ref().map_or(&entity.name, |preset| &preset.entity);
    // A column of a snapshot is called as what it was filled from, until somebody calls it otherwise.
    let origin = field.input_attrs.iter().find(|(name, _)| name == crate::snapshot::shape::ORIGIN);
    let origin = origin.and_then(|(_, value)| value.as_str()?.split_once('.'));
    let (base, name) = origin.unwrap_or((base, &field.name));
    match lang.locale.field(base, name) {
        Some(label) => lang.keep(label.into_owned()),
        None => lang.keep(field.label.as_ref().unwrap_or(&field.title).as_ref()),
    }
}

/// What a key or a one-to-one join leads to.
pub fn step<'l>(lang: &'l Lang, catalog: &Catalog, entity: &str, name: &str) -> &'l str {
    let key = format!("filter-step-{name}");
    if lang.locale.has(&key) {
        return lang.text(&key);
    }
    match catalog.entity(entity).and_then(|entity| Some((entity, entity.field(name)?))) {
        Some((entity, own)) => field(lang, entity, own),
        None => lang.keep(name.replace('_', " ")),
    }
}

/// What a path is called, with the steps that lead there: "employer › town".
pub fn path(lang: &Lang, catalog: &Catalog, joins: &[(String, String)], target: &Target) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for (entity, name) in &target.steps {
        match entity.is_empty() {
            true => {
                let joined = joins.iter().find(|(alias, _)| alias == name);
                parts.extend(joined.and_then(|(_, entity)| catalog.entity(entity)).map(|entity| many(lang, entity)));
            }
            false => parts.push(step(lang, catalog, entity, name)),
        }
    }
    let names_record = target.entity.label_field.as_deref() == Some(target.field.name.as_ref());
    // "employer › display name" is the employer; "e-mail › e-mail" the e-mail.
    let own = field(lang, &target.entity, &target.field);
    let repeats = parts.last().is_some_and(|last| schema::fold::fold(last) == schema::fold::fold(own));
    if parts.is_empty() || !(names_record || repeats) {
        parts.push(own);
    }
    // An address is where somebody lives: its town needs no further word.
    if parts.len() > 1 && matches!(target.steps.last(), Some((_, name)) if name.ends_with("_primary")) {
        parts.remove(parts.len() - 2);
    }
    parts.join(" › ")
}

/// What a column is called: its field, and what is done with it.
pub fn column(lang: &Lang, catalog: &Catalog, joins: &[(String, String)], entity: &Entity, item: &Item) -> String {
    let inner = match &item.target {
        Some(target) => path(lang, catalog, joins, target),
        None => String::new(),
    };
    match item.function.as_deref() {
        None if inner.is_empty() => item.key.clone(),
        None => inner,
        Some("COUNT") => {
            let counted = match &item.target {
                Some(target) if target.field.name == "id" && !target.steps.is_empty() => inner.clone(),
                _ => many(lang, entity).to_owned(),
            };
            let counted = if counted.is_empty() { many(lang, entity).to_owned() } else { counted };
            lang.with("compose-count-of", &[("what", counted.as_str().into())]).to_owned()
        }
        Some(function) => {
            let key = format!("filter-fn-{}", function.to_lowercase().replace('_', "-"));
            match lang.locale.has(&key) {
                true => lang.with(&key, &[("field", inner.as_str().into())]).to_owned(),
                false => item.key.clone(),
            }
        }
    }
}

/// A piece of a condition: what it is about and how it is said.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// What it is about, as a label.
    pub about: String,
    /// The same within the sentence.
    pub subject: String,
    pub operator: String,
    pub value: String,
    /// Says that something is not so.
    pub not: bool,
    /// The field lies behind a key or a join.
    pub far: bool,
}

impl Said {
    /// As plain text.
    pub fn text(&self) -> String {
        [self.subject.as_str(), &self.operator, &self.value]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// A single condition in words.
///
/// # Errors
/// The database's own failure.
pub fn condition(tx: &Tx<'_>, lang: &Lang, state: &State, clause: &Json) -> Result<Said> {
    let parts = clause.as_array().map(Vec::as_slice).unwrap_or_default();
    let written = parts.first().and_then(Json::as_str).unwrap_or_default();
    let said = parts.get(1).and_then(Json::as_str).unwrap_or("=");
    let joins = item::joins(&state.params);
    let selected = state.texts("select").into_iter().find(|one| super::state::key_of(one) == written);
    let item = item::parsed(tx, &state.entity, &joins, selected.as_deref().unwrap_or(written));
    let entity = tx.entity(&state.entity)?;
    let about = match &item.target {
        Some(target) if item.function.is_none() => About::of(&target.field),
        _ => About::Number,
    };
    if let (Some(target), "IS EMPTY" | "IS NOT EMPTY" | "IS NULL" | "IS NOT NULL") = (&item.target, said)
        && target.field.name == "id"
        && matches!(target.steps.as_slice(), [(owner, _)] if owner.is_empty())
    {
        // A tie as an alternative: whether there is any.
        let none = !said.starts_with("IS NOT");
        let key = if none { "compose-unknown" } else { "compose-known" };
        let operator = lang.with(key, &[("what", many(lang, &target.entity).into())]).to_owned();
        let (about, subject, value) = (String::new(), String::new(), String::new());
        return Ok(Said { about, subject, operator, value, not: none, far: true });
    }
    let value = parts.get(2).unwrap_or(&Json::Null);
    let ranged = about == About::Day && value.as_str().is_some_and(is_range);
    let operator_name = if ranged && said == "=" { "in-range" } else { said };
    let label = column(lang, tx.catalog(), &joins, &entity, &item);
    let subject = subject::of(lang, &label, about);
    let (operator, value) = match about {
        // A box is ticked or not: the verb says all.
        About::YesNo if !said.starts_with("IS ") => {
            let ticked = matches!(style::plain(Some(value)).as_str(), "1" | "true") == (said == "=");
            (lang.text(if ticked { "filter-op-ticked" } else { "filter-op-unticked" }).to_owned(), String::new())
        }
        _ => {
            let operator = operator(lang, operator_name, about, &subject.kind).to_owned();
            (operator, self::value(tx, lang, &item, operator_name, value)?)
        }
    };
    Ok(Said {
        about: label,
        subject: subject.text,
        operator,
        value,
        not: said.starts_with("NOT") || matches!(said, "!=" | "<>" | "IS EMPTY" | "IS NULL"),
        far: item.target.as_ref().is_some_and(|target| !target.steps.is_empty()),
    })
}

fn value(tx: &Tx<'_>, lang: &Lang, item: &Item, operator: &str, value: &Json) -> Result<String> {
    if operator.starts_with("IS ") {
        return Ok(String::new());
    }
    if operator == "in-range" {
        let name = value.as_str().unwrap_or_default();
        let known = calendar_names().contains(&name);
        let told = if known { Vec::new() } else { ranges(tx, lang)? };
        let own = told.into_iter().find(|(one, _)| one == name).map(|(_, words)| words);
        return Ok(own.unwrap_or_else(|| range(lang, name).to_owned()));
    }
    let one = |value: &Json| one_value(tx, lang, item, value);
    match value {
        Json::Object(_) => Ok(near(lang, value)),
        Json::Array(all) if operator == "BETWEEN" => {
            let ends: Result<Vec<String>> = all.iter().map(one).collect();
            let ends = ends?;
            let end = |at: usize| ends.get(at).map(String::as_str).unwrap_or_default();
            Ok(lang.with("compose-between", &[("from", end(0).into()), ("to", end(1).into())]).to_owned())
        }
        Json::Array(all) => {
            let words: Result<Vec<String>> = all.iter().map(one).collect();
            let words = words?;
            Ok(match words.split_last() {
                Some((last, rest)) if !rest.is_empty() => {
                    let rest = rest.join(", ");
                    lang.with("compose-or-list", &[("rest", rest.as_str().into()), ("last", last.as_str().into())])
                        .to_owned()
                }
                _ => words.join(""),
            })
        }
        Json::String(text) if operator.ends_with("LIKE") => Ok(quoted(lang, text.trim_matches('%'))),
        one_value => one(one_value),
    }
}

/// How far from where: "10 km of Die".
fn near(lang: &Lang, value: &Json) -> String {
    let [distance, unit, place] = near_parts(value);
    let unit = if unit == "miles" { lang.text("compose-miles") } else { "km" };
    let distance = number(lang, &distance);
    let parts = [("distance", distance.as_str().into()), ("unit", unit.into()), ("place", place.as_str().into())];
    lang.with("compose-near", &parts).to_owned()
}

/// The distance, its unit, and the place of a condition on nearness.
pub fn near_parts(value: &Json) -> [String; 3] {
    let part = |name: &str| style::plain(value.get(name));
    let place = match part("address") {
        place if place.is_empty() => format!("{} {}", part("geo_code_1"), part("geo_code_2")).trim().to_owned(),
        place => place,
    };
    [part("distance"), part("distance_unit"), place]
}

fn quoted(lang: &Lang, text: &str) -> String {
    lang.with("compose-quoted", &[("text", text.into())]).to_owned()
}

fn one_value(tx: &Tx<'_>, lang: &Lang, item: &Item, value: &Json) -> Result<String> {
    let text = style::plain(Some(value));
    let Some(target) = item.target.as_ref().filter(|_| item.function.is_none()) else {
        return Ok(number(lang, &text));
    };
    let (entity, field) = (target.entity.name.as_ref(), &target.field);
    match About::of(field) {
        About::YesNo => Ok(lang.text(if matches!(text.as_str(), "1" | "true") { "yes" } else { "no" }).to_owned()),
        About::Choice | About::Choices => match target.suffix.as_deref() {
            None => labels::label_of(tx, lang.code(), entity, &field.name, &text),
            // A name such as the code of a country is told by its label.
            Some("name") => {
                let all = labels::choices(tx, lang.code(), entity, &field.name, "")?;
                Ok(all.into_iter().find(|one| one.item.name == text).map_or(text, |one| one.label))
            }
            Some(_) => Ok(text),
        },
        About::Number if leads_to_contact(field) => match person(tx, text.parse().ok())?.as_str() {
            "" => Ok(number(lang, &text)),
            name => Ok(name.to_owned()),
        },
        About::Number => Ok(number(lang, &text)),
        About::Day => {
            let day = text.get(..10).and_then(|day| day.parse().ok());
            Ok(day.map_or(text, |day| lang.locale.date(day)))
        }
        About::Text | About::Near => Ok(quoted(lang, &text)),
    }
}

/// Whether the values of a field are numbers of contacts.
fn leads_to_contact(field: &Field) -> bool {
    field.references.as_ref().is_some_and(|to| to.entity == "Contact")
}

fn number(lang: &Lang, text: &str) -> String {
    match text.parse::<rust_decimal::Decimal>() {
        Ok(number) => lang.locale.number(number.normalize()),
        Err(_) => text.to_owned(),
    }
}

/// Conditions as one text: "town is “Die” and (… or …)".
///
/// # Errors
/// The database's own failure.
pub fn conditions(tx: &Tx<'_>, lang: &Lang, state: &State, all: &[Json], word: &str) -> Result<String> {
    let mut parts = Vec::new();
    for clause in all {
        parts.push(match clause.as_array().map(Vec::as_slice) {
            Some([Json::String(inner), Json::Array(list)]) if is_group(inner) => {
                let text = conditions(tx, lang, state, list, if inner == "OR" { "OR" } else { "AND" })?;
                match inner.as_str() {
                    "NOT" => lang.with("compose-not", &[("what", text.as_str().into())]).to_owned(),
                    _ if list.len() > 1 => format!("({text})"),
                    _ => text,
                }
            }
            _ => condition(tx, lang, state, clause)?.text(),
        });
    }
    let gap = format!(" {} ", lang.text(if word == "OR" { "compose-or" } else { "compose-and" }));
    Ok(parts.join(&gap))
}

/// A tie in words: "have at least one e-mail address", "have no activity".
///
/// # Errors
/// The database's own failure.
pub fn tie(tx: &Tx<'_>, lang: &Lang, state: &State, join: &Json) -> Result<String> {
    let joins = item::joins(&state.params);
    let alias = alias_of(join);
    let entity = joins.iter().find(|(name, _)| name == alias).and_then(|(_, entity)| tx.catalog().entity(entity));
    let what = entity.map_or(alias, |entity| many(lang, entity));
    let key = match join.get(1).and_then(Json::as_str) {
        Some("EXCLUDE") => "compose-has-none",
        Some("INNER") => "compose-has-some",
        _ => "compose-has-any",
    };
    let own = tie_conditions(join);
    let head = lang.locale.with(key, &[("what", what.into())]);
    let kept: Vec<Json> = own.iter().map(|(_, clause)| (*clause).clone()).collect();
    match kept.is_empty() {
        true => Ok(head),
        false => Ok(format!("{head} ({})", conditions(tx, lang, state, &kept, "AND")?)),
    }
}

/// The conditions of a tie that narrow it, with where they stand; the one that links it is left out.
pub fn tie_conditions(join: &Json) -> Vec<(usize, &Json)> {
    let all = join.as_array().map(Vec::as_slice).unwrap_or_default();
    let links =
        |clause: &Json| clause.get(2).and_then(Json::as_str) == Some("id") && clause.get(3) != Some(&Json::Bool(false));
    all.iter().enumerate().skip(2).filter(|(_, clause)| clause.is_array() && !links(clause)).collect()
}

/// A label within a sentence: small at its beginning, unless its capitals mean something (IBAN).
pub(super) fn small(text: &str) -> String {
    let mut chars = text.chars();
    let (first, second) = (chars.next(), chars.next());
    match (first, second) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain([second]).chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

/// The choices of a field as a form offers them.
///
/// # Errors
/// The database's own failure.
pub fn choices(tx: &Tx<'_>, lang: &Lang, target: &Target) -> Result<Vec<(String, String)>> {
    if About::of(&target.field) == About::YesNo {
        return Ok(vec![("1".to_owned(), lang.text("yes").to_owned()), ("0".to_owned(), lang.text("no").to_owned())]);
    }
    if About::of(&target.field) == About::Day {
        return ranges(tx, lang);
    }
    let all = labels::choices(tx, lang.code(), &target.entity.name, &target.field.name, "")?;
    Ok(all.into_iter().map(|pick| (pick.value, pick.label)).collect())
}

/// The value of a form in the shape that a condition takes; None where nothing was given and something must be.
pub fn given(about: About, operator: &str, values: &[&str]) -> Option<Json> {
    let values: Vec<&str> = values.iter().map(|value| value.trim()).filter(|value| !value.is_empty()).collect();
    if operator.starts_with("IS ") {
        return Some(Json::Null);
    }
    if about == About::Near {
        let [distance, unit, place] = values.as_slice() else { return None };
        let distance = distance.replace(',', ".").parse::<f64>().ok().filter(|km| *km > 0.0)?;
        let unit = if *unit == "miles" { "miles" } else { "km" };
        return Some(match coordinates(place) {
            Some((x, y)) => json!({"distance": distance, "distance_unit": unit, "geo_code_1": x, "geo_code_2": y}),
            None => json!({"distance": distance, "distance_unit": unit, "address": place}),
        });
    }
    let typed = |text: &str| match about {
        About::Number => text.replace(',', ".").parse::<f64>().ok().map(|n| match n.fract() == 0.0 && n.abs() < 9e15 {
            true => json!(n as i64),
            false => json!(n),
        }),
        About::YesNo => Some(json!(text == "1")),
        _ => Some(json!(text)),
    };
    match operator {
        "IN" | "NOT IN" | "CONTAINS ONE OF" | "NOT CONTAINS ONE OF" => {
            let all: Option<Vec<Json>> = values.iter().map(|text| typed(text)).collect();
            all.filter(|all| !all.is_empty()).map(Json::Array)
        }
        "BETWEEN" => match values.as_slice() {
            [from, to] => Some(json!([typed(from)?, typed(to)?])),
            _ => None,
        },
        "LIKE" | "NOT LIKE" => values.first().map(|text| json!(format!("{}%", text.trim_end_matches('%')))),
        _ => values.first().and_then(|text| typed(text)),
    }
}

/// `44.75 5.37`, or with a comma and a space between: a place by its latitude and longitude.
fn coordinates(text: &str) -> Option<(f64, f64)> {
    let (x, y) = text.split_once([' ', ';'])?;
    let degrees = |text: &str| text.trim().trim_end_matches(',').replace(',', ".").parse::<f64>().ok();
    degrees(x).zip(degrees(y)).filter(|(x, y)| x.abs() <= 90.0 && y.abs() <= 180.0)
}

/// The kind of a shown column, for charts and sums.
pub fn is_measure(item: &Item) -> bool {
    matches!(item.kind(), Kind::Number | Kind::Money) && (item.aggregate || item.function.is_none())
}

/// Somebody's name, for who made a search.
///
/// # Errors
/// The database's own failure.
pub fn person(tx: &Tx<'_>, id: Option<i64>) -> Result<String> {
    let Some(id) = id else { return Ok(String::new()) };
    let row = rows::one(tx, "Contact", &["display_name"], id)?;
    Ok(row.map(|row| rows::text(&row, "display_name").to_owned()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_becomes_what_a_condition_takes() {
        assert_eq!(given(About::Number, ">", &[" 12,5 "]), Some(json!(12.5)));
        assert_eq!(given(About::Number, ">", &["many"]), None);
        assert_eq!(given(About::Choice, "IN", &["1", "", "2"]), Some(json!(["1", "2"])));
        assert_eq!(given(About::Text, "LIKE", &["Mar"]), Some(json!("Mar%")));
        assert_eq!(given(About::Day, "BETWEEN", &["2026-01-01"]), None);
        assert_eq!(given(About::Text, "IS EMPTY", &[]), Some(Json::Null));
    }

    #[test]
    fn what_links_a_tie_is_no_condition_of_it() {
        let join = json!(["Email AS e", "INNER", ["e.contact_id", "=", "id"], ["e.on_hold", "=", 1, false]]);
        assert_eq!(tie_conditions(&join).iter().map(|(at, _)| *at).collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn every_stretch_of_time_is_one_that_dates_know() {
        for name in calendar_names() {
            assert!(calendar::RELATIVE.contains(name), "{name}");
        }
    }
}
