//! `autocomplete`: finds records by a few letters, for choosing one.

use query::GetRequest;
use schema::Entity;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Found, Result, Tx};

use crate::answer::{Counts, Outcome};
use crate::parameter::{items, object, text};
use crate::run::Request;

/// What is looked for, and how a row is told.
struct Search<'e> {
    entity: &'e Entity,
    /// The field that identifies a row in the answer.
    key: String,
    /// What a row is called by, one after the other.
    labels: Vec<String>,
    /// What stands beside it, smaller.
    description: Option<String>,
    /// The conditions that hold in any case.
    filters: Vec<Json>,
    page: i64,
}

/// Looks in the search fields, one after the other, until one gives rows; `ids` asks for the labels of known rows.
///
/// # Errors
/// `Request` for a field that is not searched, and whatever the planner refuses.
pub(crate) fn run(tx: &mut Tx<'_>, request: &Request<'_>) -> Result<Outcome> {
    let search = search(tx, request)?;
    let fields = search_fields(&search, text(&request.params, "searchField"))?;
    let ids = items(&request.params, "ids");
    let input = text(&request.params, "input").unwrap_or_default().trim();
    if !ids.is_empty() {
        let found = search.find(tx, vec![json!([search.key, "IN", ids])], 0)?;
        return Ok(answer(&search, found, None, &fields));
    }
    let limit = search.page.saturating_add(1);
    let mut last = None;
    for field in &fields {
        let condition = match input {
            "" => None,
            _ if *field == search.key => match input.parse::<i64>() {
                Ok(id) => Some(json!([field, "=", id])),
                // An id is written in digits; letters would find none.
                Err(_) => continue,
            },
            _ => Some(json!([field, "CONTAINS", input])),
        };
        let found = search.find(tx, condition.into_iter().collect(), limit)?;
        let empty = found.rows.is_empty();
        last = Some((found, field));
        if !empty || input.is_empty() {
            break;
        }
    }
    let (found, field) = last.map_or((Found::default(), None), |(found, field)| (found, Some(field.as_str())));
    Ok(answer(&search, found, field, &fields))
}

fn search<'r>(tx: &Tx<'_>, request: &'r Request<'_>) -> Result<Search<'r>> {
    let entity = &*request.entity;
    let labels = labels(entity);
    let kind = entity.fields.iter().find_map(|field| field.only_for.as_ref().map(|(by, _)| by));
    let kind = kind.filter(|by| entity.field(by).is_some()).map(|by| format!("{by}:label"));
    let own = entity.field("description").filter(|field| field.is_column()).map(|field| field.name.to_string());
    let page = tx.setting("search_autocomplete_count")?;
    let page = page.as_i64().or_else(|| page.as_str()?.trim().parse().ok()).unwrap_or(15);
    Ok(Search {
        key: text(&request.params, "key").unwrap_or("id").to_owned(),
        labels,
        description: kind.or(own),
        filters: filters(&request.params)?,
        page: page.clamp(1, 500),
        entity,
    })
}

/// The fields that name a record in a list.
fn labels(entity: &Entity) -> Vec<String> {
    let mut names: Vec<String> = entity.search_fields.iter().map(ToString::to_string).collect();
    if names.is_empty() {
        let usual = ["label", "title", "name", "subject"].into_iter().find(|name| entity.field(name).is_some());
        names.extend(entity.label_field.as_deref().or(usual).map(str::to_owned));
    }
    names
}

/// The fields to look in: the key, then the labels, or the one that is asked for.
fn search_fields(search: &Search<'_>, asked: Option<&str>) -> Result<Vec<String>> {
    let mut fields = vec![search.key.clone()];
    fields.extend(search.labels.iter().cloned());
    match asked {
        None => Ok(fields),
        Some(asked) if fields.iter().any(|field| field == asked) => Ok(vec![asked.to_owned()]),
        Some(asked) => Err(Error::Request(format!("{} is not searched by {asked}.", search.entity.name))),
    }
}

/// Conditions from `filters` (field: value, list, or {operator: value}) and `exclude` (ids).
fn filters(params: &Map<String, Json>) -> Result<Vec<Json>> {
    let mut conditions = Vec::new();
    for (field, value) in object(params, "filters")? {
        match value {
            Json::Array(list) => conditions.push(json!([field, "IN", list])),
            Json::Object(operators) => {
                conditions.extend(operators.into_iter().map(|(operator, value)| json!([field, operator, value])));
            }
            Json::Null => conditions.push(json!([field, "IS NULL"])),
            value => conditions.push(json!([field, "=", value])),
        }
    }
    let exclude = items(params, "exclude");
    if !exclude.is_empty() {
        conditions.push(json!(["id", "NOT IN", exclude]));
    }
    Ok(conditions)
}

impl Search<'_> {
    fn find(&self, tx: &Tx<'_>, mut where_: Vec<Json>, limit: i64) -> Result<Found> {
        where_.extend(self.filters.iter().cloned());
        let mut select = vec!["id".to_owned(), self.key.clone()];
        select.extend(self.labels.iter().chain(&self.description).cloned());
        let order = self.labels.first().unwrap_or(&self.key).clone();
        let request =
            GetRequest { select, where_, order_by: vec![(order, "ASC".to_owned())], limit, ..GetRequest::default() };
        tx.get(&self.entity.name, &request, As::Actor)
    }

    fn row(&self, row: &Map<String, Json>) -> Map<String, Json> {
        let words = |name: &String| row.get(name).and_then(plain);
        let label: Vec<String> = self.labels.iter().filter_map(words).collect();
        let id = row.get(&self.key).cloned().unwrap_or(Json::Null);
        let number = row.get("id").and_then(plain).map(|id| format!("#{id}"));
        let description: Vec<String> = match self.description.as_ref().and_then(words) {
            Some(text) => number.map(|number| format!("{number} {text}")).into_iter().collect(),
            None => number.into_iter().collect(),
        };
        let label = if label.is_empty() { plain(&id).unwrap_or_default() } else { label.join(" - ") };
        let icon = self.entity.icon.as_deref();
        let told = json!({"id": id, "label": label, "icon": icon, "description": description});
        told.as_object().cloned().unwrap_or_default()
    }
}

fn plain(value: &Json) -> Option<String> {
    match value {
        Json::String(text) if !text.is_empty() => Some(text.clone()),
        Json::Number(n) => Some(n.to_string()),
        Json::Array(items) => {
            let texts: Vec<String> = items.iter().filter_map(plain).collect();
            (!texts.is_empty()).then(|| texts.join(", "))
        }
        _ => None,
    }
}

fn answer(search: &Search<'_>, found: Found, field: Option<&str>, fields: &[String]) -> Outcome {
    let page = usize::try_from(search.page).unwrap_or(usize::MAX);
    let all = found.rows.len();
    // Known ids are told whole; only searches come in pages.
    let shown = if field.is_some() { all.min(page) } else { all };
    let rows: Vec<_> = found.rows.iter().take(shown).map(|row| search.row(row)).collect();
    let counts = Counts { matched: i64::try_from(all).ok(), ..Counts::of(rows.len()) };
    let extras = vec![("searchField", Json::from(field)), ("searchFields", fields.iter().cloned().collect())];
    Outcome { counts, extras, ..Outcome::rows(rows) }
}
