//! Running a search through a display: what a call or a page asks becomes one request, its rows become cells.

pub mod cells;
pub mod filters;
pub mod item;
pub mod style;
pub mod tally;
pub mod tokens;

use contact::saved_search::SavedSearch;
use query::GetRequest;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

use crate::display::{EVERYTHING, Shape};
use crate::segment;
use item::Item;

/// The permission to run a search that is not saved.
pub const ADMINISTER: &str = "administer search_kit";
/// So many rows where nobody says how many.
const USUAL: i64 = 50;
/// So many rows at most in one answer; files have no limit.
const MOST: i64 = 10_000;

/// A search, saved or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    pub id: Option<i64>,
    pub name: String,
    pub label: String,
    pub entity: String,
    pub params: Map<String, Json>,
}

impl Search {
    /// What the record of a search says; None for a search of before, without a request.
    pub fn of(search: SavedSearch) -> Option<Search> {
        let params = search.api_params.as_deref().and_then(|text| serde_json::from_str::<Json>(text).ok());
        Some(Search {
            id: Some(search.id),
            name: search.name.clone().unwrap_or_default(),
            label: search.label.or(search.name).unwrap_or_default(),
            entity: search.api_entity?,
            params: params.and_then(|json| json.as_object().cloned()).unwrap_or_default(),
        })
    }

    /// The saved search of this name.
    ///
    /// # Errors
    /// `Request` where there is none.
    pub fn named(tx: &Tx<'_>, name: &str) -> Result<Search> {
        let found = tx.find_by::<SavedSearch>("name", name)?.into_iter().next();
        let search = found.and_then(|(_, search)| Search::of(search));
        search.ok_or_else(|| Error::Request(format!("There is no saved search '{name}'.")))
    }

    /// The search in a call's parameter: a name, or the search itself for those who administer searches.
    fn from_json(tx: &Tx<'_>, json: &Json) -> Result<Search> {
        match json {
            Json::String(name) => Search::named(tx, name),
            Json::Object(map) => {
                if !tx.actor().may(ADMINISTER) {
                    return Err(Error::Forbidden(format!("Only those who may '{ADMINISTER}' run searches unsaved.")));
                }
                let text = |name: &str| map.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
                let params = map.get("api_params").and_then(Json::as_object).cloned().unwrap_or_default();
                let (name, label, entity) = (text("name"), text("label"), text("api_entity"));
                Ok(Search { id: None, name, label, entity, params })
            }
            _ => Err(Error::Request("Parameter \"savedSearch\" is a name or a search.".to_owned())),
        }
    }
}

/// What is wanted of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// The rows, as many as the display shows at once.
    Rows,
    /// One page of them, from 1.
    Page(i64),
    /// Their number.
    Count,
    /// The keys of the records behind them.
    Ids,
    /// Sums and the like under the columns.
    Tally,
}

impl Want {
    fn from_json(json: Option<&Json>) -> Result<Want> {
        let text = match json {
            None | Some(Json::Null) => return Ok(Want::Rows),
            Some(Json::String(text)) => text.as_str(),
            Some(_) => "",
        };
        let page = text.strip_prefix("page:").or_else(|| text.strip_prefix("scroll:"));
        match (text, page.map(str::parse::<i64>)) {
            ("row_count", _) => Ok(Want::Count),
            ("id", _) => Ok(Want::Ids),
            ("tally", _) => Ok(Want::Tally),
            (_, Some(Ok(page))) if page > 0 => Ok(Want::Page(page)),
            _ => Err(Error::Request("Parameter \"return\" is page:N, scroll:N, row_count, id or tally.".to_owned())),
        }
    }
}

/// A search to be run through a display.
#[derive(Clone, Debug)]
pub struct Question {
    pub search: Search,
    pub display: Shape,
    pub filters: Map<String, Json>,
    pub sort: Vec<(String, String)>,
    pub want: Want,
    pub limit: Option<i64>,
}

impl Question {
    /// Everything of a search in its own columns.
    pub fn whole(search: Search, display: Shape) -> Question {
        Question { search, display, filters: Map::new(), sort: Vec::new(), want: Want::Rows, limit: None }
    }

    /// What a call asks.
    ///
    /// # Errors
    /// `Request` for unknown names and wrong values, `Forbidden` for a search given in full and for displays that show
    /// more than the caller may see.
    pub fn from_call(tx: &Tx<'_>, params: &Map<String, Json>) -> Result<Question> {
        let given = |name: &str| params.get(name).filter(|value| !value.is_null());
        let search = Search::from_json(tx, given("savedSearch").unwrap_or(&Json::Null))?;
        let display = match given("display") {
            None => default_display(tx, &search)?,
            Some(Json::String(name)) => {
                let found = search.id.map(|id| Shape::named(tx, id, name)).transpose()?.flatten();
                found.ok_or_else(|| Error::Request(format!("There is no display '{name}' of this search.")))?
            }
            Some(Json::Object(map)) if tx.actor().may(ADMINISTER) => Shape::from_json(map),
            Some(_) => return Err(Error::Forbidden(format!("Only those who may '{ADMINISTER}' give a display."))),
        };
        if display.acl_bypass && !tx.actor().may(EVERYTHING) {
            return Err(Error::Forbidden("This display shows more than you may see.".to_owned()));
        }
        if given("afform").is_some() {
            return Err(Error::Request("There are no forms that hold displays: \"afform\" stays empty.".to_owned()));
        }
        let filters = match given("filters") {
            Some(Json::Object(map)) => map.clone(),
            Some(Json::Array(items)) if items.is_empty() => Map::new(),
            None => Map::new(),
            Some(_) => return Err(Error::Request("Parameter \"filters\" is an object.".to_owned())),
        };
        Ok(Question {
            search,
            display,
            filters,
            sort: pairs(given("sort")),
            want: Want::from_json(params.get("return"))?,
            limit: given("limit").and_then(Json::as_i64).filter(|limit| *limit > 0),
        })
    }

    /// The request to be planned, and what its columns are.
    ///
    /// # Errors
    /// `Forbidden` for an entity that the caller may not read, `Request` for filters and orders that the search does
    /// not know.
    pub fn prepare(&self, tx: &Tx<'_>) -> Result<Prepared> {
        let entity = tx.entity(&self.search.entity)?;
        if !entity.door("get").met_by(&tx.actor().permissions) {
            return Err(Error::Forbidden(format!("You may not read {}.", entity.title_plural)));
        }
        let written = segment::written_out(tx, &self.search.entity, &self.search.params)?;
        let mut params = written.unwrap_or_else(|| self.search.params.clone());
        let mut items = item::items(tx, &self.search.entity, &params);
        let shown = items.len();
        item::add_needed(tx, &self.search.entity, &params, &self.display.settings, &mut items);
        let select: Vec<Json> = items.iter().map(|item| json!(item.written)).collect();
        params.insert("select".to_owned(), Json::Array(select));
        filters::apply(tx, &self.filters, &mut params, &items)?;
        let mut request = GetRequest::from_json(&params)?;
        request.order_by = self.order(&items, request.order_by)?;
        items.iter_mut().skip(shown).for_each(|item| item.hidden = true);
        Ok(Prepared { entity: self.search.entity.clone(), request, items })
    }

    /// The order of the call, else the display's, else the search's.
    fn order(&self, items: &[Item], own: Vec<(String, String)>) -> Result<Vec<(String, String)>> {
        let asked = match self.sort.is_empty() {
            true => match self.display.settings.get("draggable").and_then(Json::as_str) {
                Some(key) if items.iter().any(|item| item.key == key) => vec![(key.to_owned(), "ASC".to_owned())],
                _ => pairs(self.display.settings.get("sort")),
            },
            false => self.sort.clone(),
        };
        if asked.is_empty() {
            return Ok(own);
        }
        let known = |(key, way): (String, String)| {
            let way = if way.eq_ignore_ascii_case("desc") { "DESC" } else { "ASC" };
            match items.iter().any(|item| item.key == key || item.written == key) || key == "RAND()" || key == "id" {
                true => Ok((key, way.to_owned())),
                false => Err(Error::Request(format!("The search has no column '{key}' to be sorted by."))),
            }
        };
        asked.into_iter().map(known).collect()
    }

    /// How many rows a page has.
    pub fn page_size(&self) -> i64 {
        let own = self.display.settings.get("limit").and_then(number).filter(|limit| *limit > 0);
        self.limit.or(own).unwrap_or(USUAL).min(MOST)
    }
}

fn number(json: &Json) -> Option<i64> {
    json.as_i64().or_else(|| json.as_str()?.trim().parse().ok())
}

/// `[["first_name", "ASC"]]`, or the same as an object.
fn pairs(json: Option<&Json>) -> Vec<(String, String)> {
    let text = |json: Option<&Json>| json.and_then(Json::as_str).unwrap_or("ASC").to_owned();
    match json {
        Some(Json::Array(all)) => {
            all.iter().filter_map(|pair| Some((pair.get(0)?.as_str()?.to_owned(), text(pair.get(1))))).collect()
        }
        Some(Json::Object(map)) => map.iter().map(|(key, way)| (key.clone(), text(Some(way)))).collect(),
        _ => Vec::new(),
    }
}

/// The display that is used where none is named: a table of everything that the search selects.
///
/// # Errors
/// The database's own failure.
pub fn default_display(tx: &Tx<'_>, search: &Search) -> Result<Shape> {
    let items = item::items(tx, &search.entity, &search.params);
    let column = |item: &Item| json!({"type": "field", "key": item.key, "label": item.title(), "sortable": true});
    let columns: Vec<Json> = items.iter().filter(|item| item.key != "id").map(column).collect();
    let settings = json!({"columns": columns, "limit": USUAL, "pager": {"show_count": true}, "sort": []});
    Ok(Shape {
        id: None,
        name: String::new(),
        label: search.label.clone(),
        kind: "table".to_owned(),
        settings: settings.as_object().cloned().unwrap_or_default(),
        acl_bypass: false,
    })
}

/// Fewer groups than these are read to count them.
const FEW_GROUPS: i64 = 2_000;

/// A request, and what stands in its columns.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub entity: String,
    pub request: GetRequest,
    pub items: Vec<Item>,
}

impl Prepared {
    /// The rows from `offset`, at most `limit`; 0 is all.
    ///
    /// # Errors
    /// What the planner refuses, or the database's own failure.
    pub fn rows(&self, tx: &Tx<'_>, limit: i64, offset: i64) -> Result<Vec<Map<String, Json>>> {
        let own = self.request.limit;
        let left = if own > 0 { (own - offset).max(0) } else { i64::MAX };
        if left == 0 {
            return Ok(Vec::new());
        }
        let limit = match (limit, own) {
            (0, 0) => 0,
            (0, _) => left,
            (wanted, _) => wanted.min(left),
        };
        let request = GetRequest { limit, offset, ..self.request.clone() };
        Ok(tx.get(&self.entity, &request, As::Actor)?.rows)
    }

    /// How many rows there are.
    ///
    /// # Errors
    /// What the planner refuses, or the database's own failure.
    pub fn count(&self, tx: &Tx<'_>) -> Result<i64> {
        let mut request = GetRequest { limit: 0, offset: 0, order_by: Vec::new(), ..self.request.clone() };
        let grouped = !request.group_by.is_empty() || !request.having.is_empty();
        if grouped {
            request.select.push("row_count".to_owned());
            // Only what `having` speaks of matters; rows are not read for their number.
            let request = GetRequest { limit: 1, ..request };
            return Ok(tx.get(&self.entity, &request, As::Actor)?.matched.unwrap_or(0).min(self.most()));
        }
        if self.items.iter().any(|item| item.aggregate) {
            return Ok(1);
        }
        request.select = vec!["row_count".to_owned()];
        Ok(tx.get(&self.entity, &request, As::Actor)?.matched.unwrap_or(0).min(self.most()))
    }

    /// The first rows, and how many there are. Groups are made once: as a rule they are few, and their number is known
    /// when all of them have been read.
    ///
    /// # Errors
    /// What the planner refuses, or the database's own failure.
    pub fn first(&self, tx: &Tx<'_>, rows: i64) -> Result<(Vec<Map<String, Json>>, i64)> {
        if !self.request.group_by.is_empty() {
            let mut all = self.rows(tx, FEW_GROUPS, 0)?;
            let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
            if count < FEW_GROUPS {
                all.truncate(usize::try_from(rows).unwrap_or(usize::MAX));
                return Ok((all, count));
            }
        }
        let count = self.count(tx)?;
        Ok((self.rows(tx, rows, 0)?, count))
    }

    fn most(&self) -> i64 {
        if self.request.limit > 0 { self.request.limit } else { i64::MAX }
    }

    /// The keys of the records, of all groups together where rows are groups.
    ///
    /// # Errors
    /// What the planner refuses, or the database's own failure.
    pub fn ids(&self, tx: &Tx<'_>) -> Result<Vec<Json>> {
        let grouped = !self.request.group_by.is_empty() || self.items.iter().any(|item| item.aggregate);
        let mut request = self.request.clone();
        match grouped {
            false => request.select = vec!["id".to_owned()],
            true => request.select.push("GROUP_CONCAT(DISTINCT id) AS all_ids".to_owned()),
        }
        if !grouped && !self.request.having.is_empty() {
            request.select.extend(self.request.select.clone());
        }
        let rows = tx.get(&self.entity, &request, As::Actor)?.rows;
        let mut ids: Vec<Json> = Vec::new();
        for mut row in rows {
            match row.shift_remove(if grouped { "all_ids" } else { "id" }) {
                Some(Json::Array(all)) => ids.extend(all),
                Some(id @ Json::Number(_)) => ids.push(id),
                _ => {}
            }
        }
        Ok(ids)
    }
}
