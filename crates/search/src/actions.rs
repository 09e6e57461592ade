//! What the API can ask of displays: run, edit in place, the usual display, the tasks on results.

use contact::pages::phrases::Lang;
use kit::{Action, Parameter, ParameterType, Parameters, Registry, Rows};
use schema::Requirement;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};
use ui::Locale;

use crate::run::cells::{self, For, Voice};
use crate::run::{Prepared, Question, Search, Want, default_display, item, style, tally};

/// `SearchDisplay.run`
fn run(tx: &mut Tx<'_>, params: &Parameters) -> Result<Rows> {
    let question = Question::from_call(tx, params)?;
    let prepared = question.prepare(tx)?;
    let extras = vec![("labels", labels(&question)), ("toolbar", json!([]))];
    let values = match question.want {
        Want::Count => {
            let count = prepared.count(tx)?;
            return Ok(Rows::Values { values: Vec::new(), count, matched: Some(count), extras: Vec::new() });
        }
        Want::Ids => {
            let values = prepared.ids(tx)?;
            return Ok(Rows::Values { count: length(&values), values, matched: None, extras: Vec::new() });
        }
        Want::Tally => vec![Json::Object(tally::tally(tx, &prepared, &question.display.settings)?)],
        Want::Rows | Want::Page(_) => rows(tx, &question, &prepared)?,
    };
    Ok(Rows::Values { count: length(&values), values, matched: None, extras })
}

fn length(values: &[Json]) -> i64 {
    i64::try_from(values.len()).unwrap_or(i64::MAX)
}

fn labels(question: &Question) -> Json {
    let of = |column: &&Json| column.get("label").cloned().unwrap_or_else(|| json!(""));
    cells::columns(&question.display.settings).iter().map(of).collect()
}

fn rows(tx: &Tx<'_>, question: &Question, prepared: &Prepared) -> Result<Vec<Json>> {
    let size = question.page_size();
    let offset = match question.want {
        Want::Page(page) => page.saturating_sub(1).saturating_mul(size),
        _ => 0,
    };
    let lang = Lang::new(english());
    let voice = Voice::new(tx, &lang, For::Clients)?;
    let settings = &question.display.settings;
    let found = prepared.rows(tx, size, offset)?;
    let line =
        |row| Ok(cells::line(tx, &voice, &prepared.entity, &prepared.items, settings, row)?.json(&prepared.items));
    found.into_iter().map(line).collect()
}

/// The language of the API.
pub fn english() -> Locale {
    Locale::best(Some("en"), None)
}

/// `SearchDisplay.getDefault`
fn get_default(tx: &mut Tx<'_>, params: &Parameters) -> Result<Rows> {
    let call = Map::from_iter([("savedSearch".to_owned(), params.get("savedSearch").cloned().unwrap_or(Json::Null))]);
    let search = match call.get("savedSearch") {
        None | Some(Json::Null) => Search {
            id: None,
            name: String::new(),
            label: String::new(),
            entity: params.pointer_text("context", "entity").unwrap_or_else(|| "Contact".to_owned()),
            params: Map::from_iter([("select".to_owned(), json!(["*"]))]),
        },
        Some(_) => Question::from_call(tx, &call)?.search,
    };
    let display = default_display(tx, &search)?;
    let kind = params.get("type").and_then(Json::as_str).unwrap_or("table");
    let row = json!({
        "id": null, "name": null, "label": display.label, "saved_search_id": search.id, "type": kind,
        "settings": display.settings, "acl_bypass": false,
    });
    Ok(Rows::List(row.as_object().cloned().into_iter().collect()))
}

/// Reading a text within an object parameter.
trait PointerText {
    fn pointer_text(&self, outer: &str, inner: &str) -> Option<String>;
}

impl PointerText for Parameters {
    fn pointer_text(&self, outer: &str, inner: &str) -> Option<String> {
        self.get(outer)?.get(inner)?.as_str().map(str::to_owned)
    }
}

/// `SearchDisplay.getSearchTasks`
fn get_search_tasks(tx: &mut Tx<'_>, params: &Parameters) -> Result<Rows> {
    let question = Question::from_call(tx, params)?;
    let entity = tx.entity(&question.search.entity)?;
    let permissions = tx.actor().permissions.clone();
    let open = |action: &str| !entity.read_only && entity.stored && entity.door(action).met_by(&permissions);
    let mut tasks = vec![json!({"name": "download", "title": "Download Spreadsheet", "icon": "fa-download"})];
    if open("update") {
        let fields = json!({"name": "update", "title": format!("Update {}", entity.title_plural), "icon": "fa-save",
            "apiBatch": {"action": "update"}});
        tasks.push(fields);
    }
    if open("update") && entity.field("is_active").is_some() {
        for (name, title, icon, on) in
            [("enable", "Enable", "fa-toggle-on", true), ("disable", "Disable", "fa-toggle-off", false)]
        {
            let batch = json!({"action": "update", "params": {"values": {"is_active": on}}});
            tasks.push(json!({"name": name, "title": title, "icon": icon, "apiBatch": batch}));
        }
    }
    if tx.catalog().entity("EntityTag").is_some_and(|tag| tag.door("create").met_by(&permissions)) {
        tasks.push(json!({"name": "tag", "title": "Tag - Add/Remove", "icon": "fa-tags"}));
    }
    if open("delete") {
        let title = format!("Delete {}", entity.title_plural);
        tasks.push(json!({"name": "delete", "title": title, "icon": "fa-trash", "apiBatch": {"action": "delete"}}));
    }
    for task in &mut tasks {
        task["entity"] = json!(entity.name);
    }
    Ok(Rows::List(tasks.into_iter().filter_map(|task| task.as_object().cloned()).collect()))
}

/// The record that a cell shows a field of, and that field's name there.
#[derive(Clone, Debug, PartialEq)]
pub struct Editable {
    pub entity: String,
    pub id: i64,
    pub field: String,
}

/// What an edit of a cell would write; None where the cell is no field of one record.
///
/// # Errors
/// The database's own failure.
pub fn editable(tx: &Tx<'_>, base: &str, items: &[item::Item], row: i64, key: &str) -> Result<Option<Editable>> {
    let found = edited(tx, base, items, row, key)?;
    // What a search shows is no way round the door of what it shows.
    let is_open =
        |one: &Editable| Ok::<_, Error>(tx.entity(&one.entity)?.door("update").met_by(&tx.actor().permissions));
    Ok(match found {
        Some(one) if is_open(&one)? => Some(one),
        _ => None,
    })
}

fn edited(tx: &Tx<'_>, base: &str, items: &[item::Item], row: i64, key: &str) -> Result<Option<Editable>> {
    let Some(item) = items.iter().find(|item| item.key == key) else { return Ok(None) };
    let (Some(path), Some(target)) = (item.path(), &item.target) else { return Ok(None) };
    let plain = path.split(':').next().unwrap_or(path);
    let writable = !target.field.readonly && target.field.computed.is_none() && !target.field.secret;
    if !writable || target.field.name == "id" {
        return Ok(None);
    }
    let own = tx.entity(base)?;
    let field = target.field.name.to_string();
    let Some((_, first)) = target.steps.first() else {
        return Ok(Some(Editable { entity: base.to_owned(), id: row, field }));
    };
    if target.steps.len() == 1 && own.virtual_join(first).is_some() {
        return Ok(Some(Editable { entity: base.to_owned(), id: row, field: plain.to_owned() }));
    }
    let leads = plain.strip_suffix(&format!(".{field}")).unwrap_or_default();
    if own.field(leads).is_none_or(|key| key.references.is_none()) {
        return Ok(None);
    }
    let request = query::GetRequest {
        select: vec![leads.to_owned()],
        where_: vec![json!(["id", "=", row])],
        ..query::GetRequest::default()
    };
    let found = tx.get(base, &request, As::Actor)?.rows;
    let id = found.first().and_then(|row| row.get(leads)).and_then(Json::as_i64);
    Ok(id.map(|id| Editable { entity: target.entity.name.to_string(), id, field }))
}

/// `SearchDisplay.inlineEdit`
fn inline_edit(tx: &mut Tx<'_>, params: &Parameters) -> Result<Rows> {
    let question = Question::from_call(tx, params)?;
    let prepared = question.prepare(tx)?;
    let row = params.get("rowKey").and_then(|key| key.as_i64().or_else(|| key.as_str()?.parse().ok()));
    let row = row.ok_or_else(|| Error::Request("Parameter \"rowKey\" is the key of a row.".to_owned()))?;
    let key = params.get("colKey").and_then(Json::as_str).unwrap_or_default();
    let allowed = cells::columns(&question.display.settings).into_iter().any(|column| {
        column.get("key").and_then(Json::as_str) == Some(key) && column.get("editable") == Some(&Json::Bool(true))
    });
    let target = editable(tx, &prepared.entity, &prepared.items, row, key)?.filter(|_| allowed);
    let target = target.ok_or_else(|| Error::Request(format!("The column '{key}' is not edited in place.")))?;
    // Whoever edits a row must be able to see it through this very search.
    only_row(tx, &prepared, row)?;
    let value = params
        .get("value")
        .filter(|one| !one.is_null())
        .or_else(|| params.get("values")?.get(key))
        .cloned()
        .unwrap_or(Json::Null);
    let values = Map::from_iter([("id".to_owned(), json!(target.id)), (target.field, value)]);
    tx.save(&target.entity, values, As::Actor)?;
    // The edit may have taken the row out of what the search finds.
    let shown = match only_row(tx, &prepared, row) {
        Err(Error::NotFound(_)) => None,
        shown => Some(shown?),
    };
    let lang = Lang::new(english());
    let voice = Voice::new(tx, &lang, For::Clients)?;
    let settings = &question.display.settings;
    let lines: Result<Vec<Json>> = shown
        .into_iter()
        .map(|row| Ok(cells::line(tx, &voice, &prepared.entity, &prepared.items, settings, row)?.json(&prepared.items)))
        .collect();
    let values = lines?;
    Ok(Rows::Values { count: length(&values), values, matched: None, extras: Vec::new() })
}

/// The row of a search with this key.
///
/// # Errors
/// `NotFound` where the search does not find it.
pub fn only_row(tx: &Tx<'_>, prepared: &Prepared, row: i64) -> Result<Map<String, Json>> {
    let mut one = prepared.clone();
    one.request.where_.push(json!(["id", "=", row]));
    let found = one.rows(tx, 1, 0)?.into_iter().next();
    found.ok_or_else(|| Error::NotFound(format!("row {}", style::plain(Some(&json!(row))))))
}

fn asked() -> Vec<Parameter> {
    vec![
        Parameter::required("savedSearch", ParameterType::Mixed),
        Parameter::optional("display", ParameterType::Mixed, Json::Null),
        Parameter::optional("sort", ParameterType::Array, json!([])),
        Parameter::optional("limit", ParameterType::Int, Json::Null),
        Parameter::optional("seed", ParameterType::Int, Json::Null),
        Parameter::optional("filters", ParameterType::Array, json!([])),
        Parameter::optional("afform", ParameterType::String, Json::Null),
        Parameter::optional("toggleColumns", ParameterType::Array, Json::Null),
    ]
}

fn with(more: Vec<Parameter>) -> Vec<Parameter> {
    asked().into_iter().chain(more).collect()
}

fn action(name: &'static str, description: &'static str, parameters: Vec<Parameter>, run: Run) -> Action {
    let (entity, door) = ("SearchDisplay", Requirement::all(&["access CiviCRM"]));
    Action { entity, name, description, door, parameters, writes: name == "inlineEdit", run }
}

type Run = fn(&mut Tx<'_>, &Parameters) -> Result<Rows>;

/// Signs the actions into the registry.
pub fn register(registry: &mut Registry) {
    let text = |name| Parameter::optional(name, ParameterType::String, Json::Null);
    let mut usual = action(
        "getDefault",
        "Tells the display that is used where none is named.",
        vec![
            Parameter::optional("savedSearch", ParameterType::Mixed, Json::Null),
            Parameter::optional("type", ParameterType::String, json!("table")),
            Parameter::optional("context", ParameterType::Array, json!([])),
        ],
        get_default,
    );
    usual.door = Requirement::all(&["access CiviCRM"]);
    registry
        .action(action("run", "Runs a search and shows what it finds.", with(vec![text("return")]), run))
        .action(usual)
        .action(action("getSearchTasks", "Lists what can be done with what a search finds.", asked(), get_search_tasks))
        .action(action(
            "inlineEdit",
            "Changes the record behind a cell.",
            with(vec![
                text("colKey"),
                Parameter::optional("rowKey", ParameterType::Mixed, Json::Null),
                Parameter::optional("values", ParameterType::Array, Json::Null),
                Parameter::optional("value", ParameterType::Mixed, Json::Null),
                text("return"),
            ]),
            inline_edit,
        ));
    crate::export::action::register(
        registry,
        with(vec![Parameter::optional("format", ParameterType::String, json!("array"))]),
    );
}
