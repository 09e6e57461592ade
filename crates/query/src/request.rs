//! The parameters of `get`, read from JSON and checked for shape.

use serde_json::{Map, Value as Json};

use crate::error::{Result, invalid};
use crate::expr::MAX_DEPTH;

/// How many items a `select` may have.
const MAX_SELECT: usize = 1_000;
/// How many joins a request may ask for.
pub(crate) const MAX_JOINS: usize = 60;
/// How many values one list may hold.
const MAX_LIST: usize = 10_000;
/// How many parts of any kind a request may have.
const MAX_PARTS: usize = 100_000;

/// The pseudo field that asks for the number of all rows.
const ROW_COUNT: &str = "row_count";

/// What `get` was asked, before any name is looked up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetRequest {
    pub select: Vec<String>,
    pub where_: Vec<Json>,
    pub join: Vec<Json>,
    pub group_by: Vec<String>,
    pub having: Vec<Json>,
    /// Expression and direction, in order.
    pub order_by: Vec<(String, String)>,
    /// 0 is unlimited.
    pub limit: i64,
    pub offset: i64,
    /// Whether so many rows meet the conditions that the first of them are found soonest by walking along the order.
    /// Code that has counted them says so; it changes how long the answer takes, never the answer.
    pub along: bool,
    /// Values that so many pointing records hold that each row is asked for them, instead of collecting all those
    /// records beforehand. As with `along`, no answer depends on it.
    pub one_by_one: Vec<i64>,
}

impl GetRequest {
    /// Reads the parameters of `get`; others in the same object are left to whoever knows them. `null` counts as
    /// not given, whole numbers may be written as text.
    ///
    /// # Errors
    /// A parameter of the wrong type, or more than is reasonable of anything.
    pub fn from_json(params: &Map<String, Json>) -> Result<GetRequest> {
        let request = GetRequest {
            select: texts(params, "select")?,
            where_: list(params, "where")?,
            join: list(params, "join")?,
            group_by: texts(params, "groupBy")?,
            having: list(params, "having")?,
            order_by: order(params)?,
            limit: int(params, "limit")?,
            offset: int(params, "offset")?,
            along: false,
            one_by_one: Vec::new(),
        };
        request.check()?;
        Ok(request)
    }

    /// Whether the number of all rows is asked for.
    pub fn wants_count(&self) -> bool {
        self.select.iter().any(|item| item == ROW_COUNT)
    }

    /// Whether nothing but the number of all rows is asked for.
    pub fn only_count(&self) -> bool {
        !self.select.is_empty() && self.select.iter().all(|item| item == ROW_COUNT)
    }

    /// What is to be selected beside the number of rows.
    pub(crate) fn items(&self) -> impl Iterator<Item = &str> {
        let all = self.select.is_empty().then_some("*");
        all.into_iter().chain(self.select.iter().map(String::as_str).filter(|item| *item != ROW_COUNT))
    }

    /// Refuses what is too much; planning relies on it, so requests made in code are checked too.
    pub(crate) fn check(&self) -> Result<()> {
        if self.select.len() > MAX_SELECT {
            return invalid(format!("Parameter \"select\" may have {MAX_SELECT} items at most."));
        }
        if self.join.len() > MAX_JOINS {
            return invalid(format!("Parameter \"join\" may have {MAX_JOINS} items at most."));
        }
        if self.group_by.len() + self.order_by.len() > MAX_SELECT {
            return invalid(format!("Groups and orders may have {MAX_SELECT} items at most."));
        }
        if self.limit < 0 || self.offset < 0 {
            return invalid("Parameters \"limit\" and \"offset\" must not be negative.");
        }
        let mut parts = 0;
        let texts = self.select.iter().chain(&self.group_by);
        texts.chain(self.order_by.iter().map(|(key, _)| key)).try_for_each(|text| plain(text))?;
        for item in self.where_.iter().chain(&self.join).chain(&self.having) {
            check_json(item, 1, &mut parts)?;
        }
        Ok(())
    }
}

fn plain(text: &str) -> Result<()> {
    match text.contains('\0') {
        true => invalid("Texts may not contain the NUL character."),
        false => Ok(()),
    }
}

fn check_json(json: &Json, depth: usize, parts: &mut usize) -> Result<()> {
    *parts += 1;
    if *parts > MAX_PARTS {
        return invalid(format!("A request may have {MAX_PARTS} parts at most."));
    }
    // A condition within a group takes two levels of JSON.
    if depth > 2 * MAX_DEPTH {
        return invalid(format!("Conditions may be nested {MAX_DEPTH} deep at most."));
    }
    match json {
        Json::String(text) => plain(text),
        Json::Number(n) if n.is_u64() && n.as_i64().is_none() => invalid(format!("The number {n} is too large.")),
        Json::Number(n) if n.as_i64().is_none() && n.as_f64().is_some_and(|f| f.abs() >= 9.3e18) => {
            invalid(format!("The number {n} is too large."))
        }
        Json::Array(items) if items.len() > MAX_LIST => invalid(format!("A list may hold {MAX_LIST} values at most.")),
        Json::Array(items) => items.iter().try_for_each(|item| check_json(item, depth + 1, parts)),
        Json::Object(map) => map.iter().try_for_each(|(key, value)| {
            plain(key)?;
            check_json(value, depth + 1, parts)
        }),
        _ => Ok(()),
    }
}

fn wrong<T>(name: &str, expected: &str) -> Result<T> {
    invalid(format!("Parameter \"{name}\" is not of the correct type. Expecting {expected}."))
}

fn list(params: &Map<String, Json>, name: &str) -> Result<Vec<Json>> {
    match params.get(name) {
        None | Some(Json::Null) => Ok(Vec::new()),
        Some(Json::Array(items)) => Ok(items.clone()),
        // An empty object is how some languages write an empty list.
        Some(Json::Object(map)) => Ok(map.values().cloned().collect()),
        Some(_) => wrong(name, "array"),
    }
}

fn texts(params: &Map<String, Json>, name: &str) -> Result<Vec<String>> {
    let text = |item: Json| match item {
        Json::String(text) => Ok(text),
        _ => wrong(name, "array of strings"),
    };
    list(params, name)?.into_iter().map(text).collect()
}

fn order(params: &Map<String, Json>) -> Result<Vec<(String, String)>> {
    let pair = |(key, direction): (&String, &Json)| match direction {
        Json::String(direction) => Ok((key.clone(), direction.clone())),
        _ => invalid(format!("Invalid sort direction. Cannot order by {key} {direction}")),
    };
    match params.get("orderBy") {
        None | Some(Json::Null) => Ok(Vec::new()),
        Some(Json::Array(items)) if items.is_empty() => Ok(Vec::new()),
        Some(Json::Object(map)) => map.iter().map(pair).collect(),
        Some(_) => wrong("orderBy", "array"),
    }
}

fn int(params: &Map<String, Json>, name: &str) -> Result<i64> {
    let number = match params.get(name) {
        None | Some(Json::Null) => Some(0),
        Some(Json::Number(n)) => n.as_i64(),
        Some(Json::String(text)) => text.trim().parse().ok(),
        Some(_) => None,
    };
    number.map_or_else(|| wrong(name, "int"), Ok)
}
