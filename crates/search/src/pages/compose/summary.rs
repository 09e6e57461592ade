//! The whole question in one sentence: "Contacts whose town is filled in, by town."

use contact::pages::phrases::Lang;
use serde_json::Value as Json;
use store::{Result, Tx};

use super::edit::inner;
use super::state::State;
use super::words::{column, conditions, many, small, tie};
use crate::run::item;

/// The whole question in one sentence.
///
/// # Errors
/// The database's own failure.
pub fn summary(tx: &Tx<'_>, lang: &Lang, state: &State) -> Result<String> {
    let entity = tx.entity(&state.entity)?;
    let joins = item::joins(&state.params);
    let mut text = capital(many(lang, &entity));
    let mut parts = Vec::new();
    for join in state.list("join") {
        parts.push(tie(tx, lang, state, join)?);
    }
    let (unless, whose) = apart(state.list("where"));
    if !whose.is_empty() {
        let what = conditions(tx, lang, state, &whose, "AND")?;
        parts.push(lang.locale.with("compose-whose", &[("what", what.as_str().into())]));
    }
    if !parts.is_empty() {
        text.push(' ');
        text.push_str(&parts.join(&format!(" {} ", lang.text("compose-and"))));
    }
    if !unless.is_empty() {
        let what = conditions(tx, lang, state, &unless, "OR")?;
        text.push_str(&lang.locale.with("compose-unless", &[("what", what.as_str().into())]));
    }
    if state.groups() {
        let by: Vec<String> = state
            .texts("groupBy")
            .iter()
            .map(|one| column(lang, tx.catalog(), &joins, &entity, &item::parsed(tx, &state.entity, &joins, one)))
            .collect();
        let by = by.iter().map(|one| small(one)).collect::<Vec<_>>().join(", ");
        text.push_str(&lang.locale.with("compose-by", &[("what", by.as_str().into())]));
    }
    if !state.list("having").is_empty() {
        let kept = conditions(tx, lang, state, state.list("having"), "AND")?;
        text.push_str(&lang.locale.with("compose-keeping", &[("what", kept.as_str().into())]));
    }
    Ok(text + ".")
}

/// What is left out, as it would be said of those who are left out, and what holds for those who stay.
fn apart(all: &[Json]) -> (Vec<Json>, Vec<Json>) {
    let (mut unless, mut whose) = (Vec::new(), Vec::new());
    for clause in all {
        match inner(clause) {
            Some(("NOT", [only])) => unless.push(only.clone()),
            _ => whose.push(clause.clone()),
        }
    }
    (unless, whose)
}

/// With a capital at its beginning.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
