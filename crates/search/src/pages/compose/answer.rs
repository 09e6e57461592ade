//! The answer beside a question: its first rows, how many there are, and how many each condition leaves.

use std::time::Duration;

use kit::Visit;
use maud::Markup;
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx};

use contact::pages::phrases::Lang;

use super::state::{State, key_of};
use super::words;
use crate::display::Shape;
use crate::run::cells::{self, For, Line, Voice};
use crate::run::item::{self, Item};
use crate::run::{Prepared, Question};
use crate::view::{draw, map};

/// A question may take so long while somebody waits for it.
pub const PATIENCE: Duration = Duration::from_secs(6);
/// The page itself waits so long; then it is shown without the answer, which follows by itself.
pub const AT_ONCE: Duration = Duration::from_millis(400);
/// So many rows stand beside the question.
const ROWS: i64 = 20;
/// So many are drawn.
const DRAWN: i64 = 15;
/// So many are put on a map.
const PINNED: i64 = 500;

/// A step of the funnel: a condition in words, and how many records it leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Left {
    pub words: String,
    pub count: i64,
}

/// What came out.
pub struct Answer {
    pub count: i64,
    pub lines: Vec<Line>,
    pub heads: Vec<(String, Item)>,
    pub funnel: Vec<Left>,
    pub drawing: Option<Markup>,
    pub sql: Option<String>,
    pub took: Duration,
}

/// Why there is no answer.
pub enum Silence {
    /// It took too long, or a newer question came.
    TooSlow,
    /// The question makes no sense, or asks for what is not the visitor's to see.
    Wrong(String),
}

/// Asks the question as the visitor, for a limited time.
///
/// # Errors
/// The database's own failure.
pub fn answer(
    visit: &Visit<'_>,
    lang: &Lang,
    state: &State,
    limit: Duration,
) -> Result<std::result::Result<Answer, Silence>> {
    let key = format!("compose {:?} {}", visit.actor.user_id, visit.session.unwrap_or(visit.remote));
    let asked = visit.site.ask(visit.actor, &key, limit, |tx| ask(tx, lang, state));
    Ok(match asked {
        Ok(Some(answer)) => Ok(answer),
        Ok(None) => Err(Silence::TooSlow),
        Err(store::Error::Internal(cause)) => return Err(store::Error::Internal(cause)),
        Err(error) => Err(Silence::Wrong(error.to_string())),
    })
}

/// The display in which a question is shown: its own columns.
///
/// # Errors
/// The database's own failure.
pub fn display(tx: &Tx<'_>, lang: &Lang, state: &State) -> Result<Shape> {
    let entity = tx.entity(&state.entity)?;
    let joins = item::joins(&state.params);
    let column = |written: String| {
        let item = item::parsed(tx, &state.entity, &joins, &written);
        let label = words::column(lang, tx.catalog(), &joins, &entity, &item);
        json!({"type": "field", "key": key_of(&written), "label": label, "sortable": true})
    };
    let columns: Vec<Json> = state.texts("select").into_iter().filter(|one| one != "id").map(column).collect();
    let mut settings = Map::new();
    settings.insert("columns".to_owned(), Json::Array(columns));
    settings.insert("limit".to_owned(), json!(50));
    Ok(Shape {
        id: None,
        name: String::new(),
        label: String::new(),
        kind: state.shown.clone(),
        settings,
        acl_bypass: false,
    })
}

fn ask(tx: &mut Tx<'_>, lang: &Lang, state: &State) -> Result<Answer> {
    let started = std::time::Instant::now();
    let question = Question::whole(state.search(), display(tx, lang, state)?);
    let prepared = question.prepare(tx)?;
    let voice = Voice::new(tx, lang, For::People)?;
    let settings = &question.display.settings;
    let drawn = !matches!(state.shown.as_str(), "table" | "list" | "grid");
    let most = match state.shown.as_str() {
        "map" => PINNED,
        _ if drawn => DRAWN,
        _ => ROWS,
    };
    let (found, count) = prepared.first(tx, most)?;
    let lines: Result<Vec<Line>> = found
        .into_iter()
        .map(|row| cells::line(tx, &voice, &prepared.entity, &prepared.items, settings, row))
        .collect();
    let lines = lines?;
    let heads = heads(&prepared, settings);
    let drawing = match state.shown.as_str() {
        "map" => Some(map::map(lang, &lines, &heads, &state.entity)),
        shown if drawn => draw::drawing(lang, shown, &draw::series(&heads, &lines), count),
        _ => None,
    };
    // Where pins stand, the rows stay few.
    let lines = lines.into_iter().take(ROWS as usize).collect();
    let sql = tx.actor().may("administer search_kit").then(|| sql(tx, &prepared)).transpose()?.flatten();
    let funnel = funnel(tx, lang, state, count)?;
    Ok(Answer { count, lines, heads, funnel, drawing, sql, took: started.elapsed() })
}

/// The shown columns with their labels.
pub fn heads(prepared: &Prepared, settings: &Map<String, Json>) -> Vec<(String, Item)> {
    let text = |column: &Json, name: &str| column.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    let shown = cells::columns(settings).into_iter().map(|column| {
        let key = text(column, "key");
        let known = prepared.items.iter().find(|item| item.key == key).cloned();
        let unknown = || Item {
            written: key.clone(),
            expression: key.clone(),
            key: key.clone(),
            function: None,
            aggregate: false,
            target: None,
            hidden: false,
        };
        (text(column, "label"), known.unwrap_or_else(unknown))
    });
    shown.collect()
}

fn sql(tx: &Tx<'_>, prepared: &Prepared) -> Result<Option<String>> {
    let plan = tx.plan(&prepared.entity, &prepared.request, As::Actor, schema::Verb::View)?;
    Ok(plan.rows.map(|statement| statement.text))
}

/// How many records are left by each step of the question, from all that the visitor may see.
fn funnel(tx: &Tx<'_>, lang: &Lang, state: &State, count: i64) -> Result<Vec<Left>> {
    let (joins, conditions) = (state.list("join"), state.list("where"));
    if joins.is_empty() && conditions.is_empty() {
        return Ok(Vec::new());
    }
    let entity = tx.entity(&state.entity)?;
    let mut found = vec![Left { words: words::many(lang, &entity).to_owned(), count: left(tx, state, 0, 0)? }];
    for (at, join) in joins.iter().enumerate() {
        found.push(Left { words: words::tie(tx, lang, state, join)?, count: left(tx, state, at + 1, 0)? });
    }
    for at in 0..conditions.len() {
        let words = words::conditions(tx, lang, state, &conditions[at..=at], "AND")?;
        // What all conditions together leave is counted already, unless rows are groups.
        let counted = at + 1 == conditions.len() && whole(state);
        let count = if counted { count } else { left(tx, state, joins.len(), at + 1)? };
        found.push(Left { words, count });
    }
    Ok(found)
}

/// Whether each row is one record: then their number is that of the records.
fn whole(state: &State) -> bool {
    let by = state.texts("groupBy");
    state.list("having").is_empty()
        && state.params.get("limit").is_none()
        && !state.texts("select").iter().any(|one| one.contains('('))
        && (by == ["id"] || by.is_empty() && state.list("join").is_empty())
}

fn left(tx: &Tx<'_>, state: &State, joins: usize, conditions: usize) -> Result<i64> {
    let tied = joins > 0;
    let request = query::GetRequest {
        select: vec!["row_count".to_owned()],
        join: state.list("join").iter().take(joins).cloned().collect(),
        where_: state.list("where").iter().take(conditions).cloned().collect(),
        // Several of what is tied count once.
        group_by: if tied { vec!["id".to_owned()] } else { Vec::new() },
        ..query::GetRequest::default()
    };
    Ok(tx.get(&state.entity, &request, As::Actor)?.matched.unwrap_or(0))
}
