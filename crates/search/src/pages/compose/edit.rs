//! The steps by which a question grows: what an address asks for with `do`, applied to the question beside it.

use kit::Fields;
use schema::Catalog;
use serde_json::{Value as Json, json};

use super::state::{SHOWN, State, is_group};
use super::words::{self, About};
use crate::run::item;

/// The question after the step; None where the address asks for none.
pub fn step(catalog: &Catalog, state: &State, query: &Fields) -> Option<State> {
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
        "measure" => state.show(&measure(text("f"), text("fn"))?),
        "sort" => state.sort(text("f"), text("w") == "desc"),
        "tie" => state.tie(text("v"), text("f"), if text("k") == "EXCLUDE" { "EXCLUDE" } else { "INNER" }),
        "untie" => state.untie(text("at").parse().ok()?),
        "draw" => state.shown = SHOWN.iter().find(|one| **one == text("v"))?.to_string(),
        _ => return None,
    }
    Some(state)
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

/// A sum and the like as it is selected, under a key of its own.
fn measure(field: &str, function: &str) -> Option<String> {
    let known = ["SUM", "AVG", "MIN", "MAX", "COUNT", "YEAR", "MONTH", "GROUP_CONCAT"];
    let function = known.iter().find(|one| **one == function)?;
    let plain: String = field.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let distinct = if *function == "GROUP_CONCAT" { "DISTINCT " } else { "" };
    Some(format!("{function}({distinct}{field}) AS {}_{plain}", function.to_lowercase()))
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
    }
}
