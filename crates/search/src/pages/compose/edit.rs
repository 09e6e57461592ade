//! The steps by which a question grows: what an address asks for with `do`, applied to the question beside it.

use kit::Fields;
use schema::Catalog;
use serde_json::{Value as Json, json};

use super::state::{SHOWN, State, is_group};
use super::words::{self, About};
use crate::run::item;

/// The question after the step; None where the address asks for none.
pub fn step(catalog: &Catalog, state: &State, query: &Fields) -> Option<State> {
    match query.text("do")? {
        "undo" => state.before(),
        _ => Some(changed(catalog, state, query)?.after(state)),
    }
}

fn changed(catalog: &Catalog, state: &State, query: &Fields) -> Option<State> {
    let mut state = state.clone();
    let text = |name: &str| query.text(name).unwrap_or_default();
    match query.text("do")? {
        "about" => {
            let entity = catalog.entity(text("v")).filter(|entity| !entity.internal && entity.stored)?;
            let name = entity.label_field.as_deref().unwrap_or("id");
            return Some(State { id: state.id, ..State::about(&entity.name, &[name]) });
        }
        "add" => add(catalog, &mut state, query)?,
        "set" => {
            let clause = clause(catalog, &state, query)?;
            state.set(text("at"), clause);
        }
        "drop" => state.drop_at(text("at")),
        "flip" => state.flip(text("at")),
        "not" => state.negate(text("at")),
        "show" => state.show(text("f")),
        "hide" => state.hide(text("f")),
        "left" => state.shift(text("f"), -1),
        "right" => state.shift(text("f"), 1),
        "group" => state.group(text("f")),
        "ungroup" => state.ungroup(text("f")),
        "bucket" => bucket(&mut state, text("f"), text("fn"))?,
        "measure" | "compute" => state.show(&measure(text("f"), text("fn"))?),
        "formula" => state.show(&formula(catalog, &state, text("f"), text("o"), text("g"))?),
        "params" => state.params = serde_json::from_str::<Json>(text("p")).ok()?.as_object()?.clone(),
        "sort" => state.sort(text("f"), text("w") == "desc"),
        "tie" => match text("k") {
            "EXCLUDE" => state.tie(text("v"), text("f"), "EXCLUDE"),
            "OR" => state.tie_or(text("v"), text("f"), "IS NOT EMPTY"),
            "OR-NOT" => state.tie_or(text("v"), text("f"), "IS EMPTY"),
            _ => state.tie(text("v"), text("f"), "INNER"),
        },
        "untie" => state.untie(text("at").parse().ok()?),
        "draw" => {
            state.shown = SHOWN.iter().find(|one| **one == text("v"))?.to_string();
            if state.shown == "map" {
                place(catalog, &mut state);
            }
        }
        _ => return None,
    }
    Some(state)
}

/// A map needs to know where things are: of contacts, where they live.
fn place(catalog: &Catalog, state: &mut State) {
    let joins = item::joins(&state.params);
    let ways = ["", "address_primary.", "contact_id.address_primary."];
    let known = |way: &&str| item::target(catalog, &state.entity, &joins, &format!("{way}geo_code_1")).is_some();
    if let Some(way) = ways.into_iter().find(|way| known(way) && !state.groups()) {
        state.show(&format!("{way}geo_code_1"));
        state.show(&format!("{way}geo_code_2"));
    }
}

/// Puts a condition where it was asked for: beside others, as an alternative, or as what must not be.
fn add(catalog: &Catalog, state: &mut State, query: &Fields) -> Option<()> {
    let clause = clause(catalog, state, query)?;
    let at = query.text("at").unwrap_or("where");
    match query.text("how").unwrap_or("and") {
        "or" => {
            let last = state.list("where").len().checked_sub(1);
            match last {
                Some(last) => state.wrap(&format!("where.{last}"), "OR", Some(clause)),
                None => state.add("where", clause),
            }
        }
        "not" => state.add(at, json!(["NOT", [clause]])),
        _ => state.add(at, clause),
    }
    Some(())
}

/// The condition that the fields of a form say.
fn clause(catalog: &Catalog, state: &State, query: &Fields) -> Option<Json> {
    let field = query.text("f")?;
    let operator = query.text("o")?;
    let joins = item::joins(&state.params);
    let target = item::target(catalog, &state.entity, &joins, field);
    let about = target.as_ref().map_or(About::Number, |target| About::of(&target.field));
    let known = target.as_ref().is_none_or(|target| words::operators(&target.field).contains(&operator));
    if !known {
        return None;
    }
    let ranged = operator == "in-range" || about != About::Day;
    let values: Vec<&str> = query.all("v").filter(|value| ranged || !words::is_range(value)).collect();
    let (operator, value) = match operator {
        "in-range" => ("=", query.text("v").filter(|name| words::is_range(name)).map(|name| json!(name))?),
        other => (other, words::given(about, other, &values)?),
    };
    let mut clause = match value {
        Json::Null => json!([field, operator]),
        value => json!([field, operator, value]),
    };
    // Within a tie a text would be read as a field.
    if query.text("at").is_some_and(|at| at.starts_with("join")) && clause.get(2).is_some() {
        clause.as_array_mut()?.push(json!(false));
    }
    Some(clause)
}

/// What can be done with one field: the name in addresses, the call with `{}` for the field.
const CALLS: [(&str, &str); 15] = [
    ("SUM", "SUM({})"),
    ("AVG", "AVG({})"),
    ("MIN", "MIN({})"),
    ("MAX", "MAX({})"),
    ("COUNT", "COUNT({})"),
    ("GROUP_CONCAT", "GROUP_CONCAT(DISTINCT {})"),
    ("YEAR", "YEAR({})"),
    ("QUARTER", "QUARTER({})"),
    ("MONTH", "MONTH({})"),
    ("YEAR_MONTH", "EXTRACT(YEAR_MONTH FROM {})"),
    ("UPPER", "UPPER({})"),
    ("LOWER", "LOWER({})"),
    ("INITIAL", "LEFT({}, 1)"),
    ("ROUND", "ROUND({}, 0)"),
    ("ABS", "ABS({})"),
];

/// A field with something done to it, as an expression.
fn call(field: &str, function: &str) -> Option<String> {
    let (_, call) = CALLS.iter().find(|(name, _)| *name == function)?;
    is_path(field).then(|| call.replace("{}", field))
}

fn is_path(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':'))
}

fn key(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}

/// A sum and the like as it is selected, under a key of its own.
fn measure(field: &str, function: &str) -> Option<String> {
    Some(format!("{} AS {}_{}", call(field, function)?, function.to_lowercase(), key(field)))
}

/// Rows for each year, quarter or month of a day.
fn bucket(state: &mut State, field: &str, function: &str) -> Option<()> {
    let expression = call(field, function)?;
    let own = format!("{}_{}", function.to_lowercase(), key(field));
    state.group_as(&expression, &format!("{expression} AS {own}"));
    // Time runs forwards.
    state.sort(&own, false);
    Some(())
}

/// Two numbers put together into a column.
fn formula(catalog: &Catalog, state: &State, first: &str, sign: &str, second: &str) -> Option<String> {
    let joins = item::joins(&state.params);
    let counts = |path: &str| {
        let target = item::target(catalog, &state.entity, &joins, path);
        target.is_some_and(|target| About::of(&target.field) == About::Number)
    };
    let constant = second.replace(',', ".");
    let second = match constant.parse::<f64>() {
        Ok(number) if number.is_finite() => constant,
        _ => counts(second).then(|| second.to_owned())?,
    };
    let (sign, word) = match sign {
        "+" => ("+", "plus"),
        "-" => ("-", "minus"),
        "*" => ("*", "times"),
        "/" => ("/", "by"),
        _ => return None,
    };
    counts(first).then(|| format!("({first} {sign} {second}) AS {}_{word}_{}", key(first), key(&second)))
}

/// Whether a condition is a group of several.
pub fn inner(clause: &Json) -> Option<(&str, &[Json])> {
    match clause.as_array()?.as_slice() {
        [Json::String(word), Json::Array(list)] if is_group(word) => Some((word, list)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_has_a_key_of_its_own() {
        assert_eq!(measure("a.total", "SUM").as_deref(), Some("SUM(a.total) AS sum_a_total"));
        assert_eq!(measure("x", "SLEEP"), None);
        assert_eq!(measure("x) OR (1", "SUM"), None);
        assert_eq!(measure("a", "INITIAL").as_deref(), Some("LEFT(a, 1) AS initial_a"));
    }

    #[test]
    fn rows_are_put_together_by_month() {
        let mut state = State::about("Contact", &["display_name"]);
        bucket(&mut state, "created_date", "YEAR_MONTH").unwrap();
        assert_eq!(state.texts("groupBy"), ["EXTRACT(YEAR_MONTH FROM created_date)"]);
        assert_eq!(
            state.texts("select"),
            ["EXTRACT(YEAR_MONTH FROM created_date) AS year_month_created_date", "COUNT(id) AS count_id"]
        );
    }
}
