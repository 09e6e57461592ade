//! Saved searches: requests that are kept under a name, for lists and for groups that find their members themselves.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;
use kit::{Action, Parameters, Registry, Rows};
use query::GetRequest;
use schema::{Actor, Default, Entity, ListFormat, OptionItem, OptionSource, Requirement, Rule, Value, Verb};
use serde_json::{Map, Value as Json, json};
use store::{As, Change, Error, Problem, Result, Tx, machine_name, statement};

#[derive(Clone, Debug, Entity)]
#[entity(
    "SavedSearch",
    "civicrm_saved_search",
    label_field("label"),
    searchable("secondary"),
    icon("fa-search-plus"),
    kind("ManagedEntity"),
    policy(policy),
    door_all("default", &["manage own search_kit"]),
    door_all("meta", &["access CiviCRM"]),
    door_all("get", &["access CiviCRM"]),
    unique("UI_name", &["name"])
)]
pub struct SavedSearch {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(input("Text"))]
    pub name: Option<String>,
    #[field(input("Text"))]
    pub label: Option<String>,
    #[field(long_text, list(ListFormat::Php), input("TextArea"), usage(&["import", "export", "duplicate_matching"]))]
    pub form_values: Option<String>,
    #[field(input("Number"))]
    pub mapping_id: Option<i64>,
    #[field(input("Number"))]
    pub search_custom_id: Option<i64>,
    #[field(options(OptionSource::Named("getApiEntityOptions")), input("Select"))]
    pub api_entity: Option<String>,
    #[field(long_text, list(ListFormat::Json), input("TextArea"))]
    pub api_params: Option<String>,
    #[field(readonly, default_by(Default::CurrentContact), references("Contact"), input("EntityRef"))]
    pub created_id: Option<i64>,
    #[field(readonly, default_by(Default::CurrentContact), references("Contact"), input("EntityRef"))]
    pub modified_id: Option<i64>,
    #[field(timestamp)]
    pub expires_date: Option<DateTime>,
    #[field(timestamp, readonly, default_by(Default::Now))]
    pub created_date: DateTime,
    #[field(timestamp, readonly, default_by(Default::Touched))]
    pub modified_date: DateTime,
    #[field(long_text, input("TextArea"), input_attr("rows", 2), input_attr("cols", 60))]
    pub description: Option<String>,
    #[field(default(false), input("CheckBox"))]
    pub is_template: bool,
}

/// A role that a search is shared with. A search without any is shared with everybody who searches.
#[derive(Clone, Debug, Entity)]
#[entity(
    "SavedSearchRole",
    "ruche_saved_search_role",
    internal,
    unique("UI_search_role", &["saved_search_id", "role_id"])
)]
pub struct SavedSearchRole {
    pub id: i64,
    #[field(belongs_to("SavedSearch"))]
    pub saved_search_id: i64,
    #[field(belongs_to("Role"))]
    pub role_id: i64,
}

/// One sees what one made, what is shared with everybody, and what is shared with one's own roles; one changes what one
/// made. Those who administer searches see and change all.
fn policy(actor: &Actor, verb: Verb) -> Rule {
    if actor.may("administer search_kit") {
        return Rule::Everything;
    }
    let own = actor.contact_id.map_or(Rule::Nothing, |id| Rule::Is("created_id".into(), Value::Int(id)));
    if verb != Verb::View {
        return own;
    }
    let shares = |rule: Rule| -> Box<Rule> { Box::new(rule) };
    let open = Rule::NotAmong {
        field: "id".into(),
        entity: "SavedSearchRole".into(),
        column: "saved_search_id".into(),
        rule: shares(Rule::Everything),
    };
    let user = actor.user_id.map_or(Rule::Nothing, |id| Rule::Is("user_id".into(), Value::Int(id)));
    let held = Rule::Among {
        field: "role_id".into(),
        entity: "UserRole".into(),
        column: "role_id".into(),
        rule: shares(user),
    };
    let mine = Rule::Among {
        field: "id".into(),
        entity: "SavedSearchRole".into(),
        column: "saved_search_id".into(),
        rule: shares(held),
    };
    Rule::Any(vec![own, open, mine])
}

/// The name from the label; what is saved must be a request that whoever saves it may ask.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<SavedSearch>) -> Result<()> {
    let search = &mut change.after;
    if search.name.as_deref().is_none_or(str::is_empty) {
        search.name = search.label.as_deref().map(machine_name);
    }
    let (Some(entity), Some(params)) = (&search.api_entity, &search.api_params) else { return Ok(()) };
    if tx.catalog().entity(entity).is_none_or(|entity| entity.internal) {
        return Err(Error::field("api_entity", Problem::UnknownOption { text: entity.clone() }));
    }
    let Ok(Json::Object(params)) = serde_json::from_str(params) else {
        return Err(Error::rule("api_params", "problem-saved-search", "A saved search is an object of parameters."));
    };
    let request = GetRequest::from_json(&params)?;
    tx.plan(entity, &request, As::Actor, Verb::View).map(|_| ())
}

/// After: no group that it makes leads in a circle.
///
/// # Errors
/// Refuses a search that speaks of the group that it makes.
pub fn find_no_circle(tx: &mut Tx<'_>, change: &Change<SavedSearch>) -> Result<()> {
    for (group, _) in tx.find_by::<crate::group::Group>("saved_search_id", change.id)? {
        crate::group::check_circle(tx, group)?;
    }
    Ok(())
}

/// The contacts that a saved search finds, by the first column that it selects: a contact's id, or a key to one.
///
/// # Errors
/// The database's own failure.
pub fn contacts_found(tx: &Tx<'_>, search: i64) -> Result<Rule> {
    let search = tx.find::<SavedSearch>(search)?;
    let found =
        search.and_then(|search| Some((search.api_entity?, serde_json::from_str::<Json>(&search.api_params?).ok()?)));
    Ok(match found {
        Some((entity, request)) => {
            let request = Box::new(leading_to_contacts(tx, &entity, request));
            Rule::Found { field: "id".into(), entity: entity.into(), request }
        }
        None => Rule::Nothing,
    })
}

/// Those of these searches that ask for nothing but contacts that meet conditions, as requests about one contact; others
/// (groups of rows, the first so many) say something else of one contact than of all.
///
/// # Errors
/// The database's own failure.
pub(crate) fn plain(
    tx: &Tx<'_>,
    searches: &BTreeSet<i64>,
    contact: i64,
) -> Result<BTreeMap<i64, (String, GetRequest)>> {
    let text =
        format!(r#"SELECT "id", "api_entity", "api_params" FROM "civicrm_saved_search" WHERE "id" {}"#, tx.among(1));
    let mut found = BTreeMap::new();
    tx.rows(&statement(text, vec![json!(searches).to_string().into()]), |row| {
        let text = |at| store::owned(row.cell(at)).as_text().map(str::to_owned);
        let asked = text(2).and_then(|params| serde_json::from_str::<Map<String, Json>>(&params).ok());
        if let (Some(id), Some(entity), Some(params)) = (store::owned(row.cell(0)).as_int(), text(1), asked) {
            found.extend(of_one(tx, &entity, &params, contact).map(|request| (id, (entity, request))));
        }
        Ok(())
    })?;
    Ok(found)
}

/// A search for contacts, asked about one of them; None where it asks for more than conditions.
fn of_one(tx: &Tx<'_>, entity: &str, params: &Map<String, Json>, contact: i64) -> Option<GetRequest> {
    let of_contacts = tx.catalog().entity(entity).is_some_and(|entity| entity.table == "civicrm_contact");
    let asked = GetRequest::from_json(params).ok()?;
    let is_plain = of_contacts
        && asked.join.is_empty()
        && asked.group_by.is_empty()
        && asked.having.is_empty()
        && asked.limit == 0
        && asked.offset == 0;
    let mut where_ = vec![json!(["id", "=", contact]), json!(["is_deleted", "=", false])];
    where_.extend(asked.where_);
    is_plain.then(|| GetRequest { select: vec!["id".to_owned()], where_, limit: 1, ..GetRequest::default() })
}

/// The request with the column first that leads to contacts; of contacts, their id.
fn leading_to_contacts(tx: &Tx<'_>, entity: &str, mut request: Json) -> Json {
    let select = request.get("select").and_then(Json::as_array).cloned().unwrap_or_default();
    let of_contacts = tx.catalog().entity(entity).is_some_and(|e| e.table == "civicrm_contact");
    let leads = |item: &&Json| item.as_str().is_some_and(|path| leads_to_contact(tx, entity, path));
    let first = match of_contacts {
        true => json!("id"),
        false => select.iter().find(leads).cloned().unwrap_or_else(|| json!("contact_id")),
    };
    let rest = select.into_iter().filter(|item| *item != first && item != "*");
    let select: Vec<Json> = std::iter::once(first.clone()).chain(rest).collect();
    if let Json::Object(params) = &mut request {
        params.insert("select".to_owned(), Json::Array(select));
        params.shift_remove("orderBy");
    }
    request
}

fn leads_to_contact(tx: &Tx<'_>, entity: &str, path: &str) -> bool {
    let field = tx.catalog().entity(entity).and_then(|e| e.field(path));
    field.and_then(|field| field.references.as_ref()).is_some_and(|reference| reference.entity == "Contact")
}

/// Every entity that can be searched.
fn searchable(tx: &Tx<'_>) -> Result<Vec<OptionItem>> {
    let item = |name: &str, label: &str| OptionItem {
        id: Value::from(name),
        name: name.to_owned(),
        label: label.to_owned(),
        is_active: true,
        ..OptionItem::default()
    };
    let fits = tx.catalog().entities().filter(|e| !e.internal && e.stored);
    Ok(fits.map(|e| item(&e.name, &e.title_plural)).collect())
}

/// `Group.refresh`: members of a group are found when they are asked for, so there is nothing to refresh.
fn refresh(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let request = GetRequest::from_json(&Map::from_iter([
        ("select".to_owned(), json!(["id"])),
        ("where".to_owned(), parameters.get("where").cloned().unwrap_or_else(|| json!([]))),
    ]))?;
    Ok(Rows::List(tx.get("Group", &request, As::Actor)?.rows))
}

/// Signs saved searches into the registry.
pub fn register(registry: &mut Registry) {
    registry
        .entity::<SavedSearch>()
        .entity::<SavedSearchRole>()
        .before_save::<SavedSearch>(settle)
        .after_save::<SavedSearch>(find_no_circle)
        .options("getApiEntityOptions", searchable)
        .action(Action {
            entity: "Group",
            name: "refresh",
            description: "Finds the members of groups that have a search; they are always up to date.",
            door: Requirement::all(&["access CiviCRM"]),
            parameters: vec![kit::Parameter::required("where", kit::ParameterType::Array)],
            writes: true,
            run: refresh,
        });
}
