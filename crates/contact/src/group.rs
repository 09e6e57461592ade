//! Groups of contacts: lists kept by hand, nested in each other; later also those that a search fills.

use std::collections::BTreeSet;

use jiff::civil::DateTime;
use schema::{
    Actor, Computed, Default, Entity, Field, FieldType, Linked, ListFormat, OptionItem, OptionSource, Record,
    Requirement, Rule, Value, Verb,
};
use serde_json::{Map, Value as Json, json};
use store::{As, Change, Error, Problem, Result, Tx, statement};

use crate::data;
use crate::group_contact::ADDED;
use crate::group_nesting::{GroupNesting, Nesting};

/// A group of contacts.
#[derive(Clone, Debug, Entity)]
#[entity(
    "Group",
    "civicrm_group",
    label_field("title"),
    search_fields(&["title"]),
    searchable("secondary"),
    icon("fa-users"),
    kind("ManagedEntity"),
    parent_field("parents"),
    policy(policy),
    path("add", "civicrm/group/add?reset=1"),
    path("view", "civicrm/group/search?force=1&context=smog&gid=[id]&component_mode=1"),
    path("update", "civicrm/group/edit?reset=1&action=update&id=[id]"),
    path("delete", "civicrm/group/edit?reset=1&action=delete&id=[id]"),
    path("browse", "civicrm/group"),
    door_all("get", &["access CiviCRM"]),
    door_all("refresh", &["access CiviCRM"]),
    door_all("default", &["access CiviCRM", "edit groups"]),
    door_all("meta", &["access CiviCRM"]),
    with(contact_count()),
    with(cache_expired()),
    unique("UI_title", &["title"]),
    unique("UI_name", &["name"]),
    index("UI_cache_date", &["cache_date"]),
    index("index_group_type", &["group_type"])
)]
pub struct Group {
    #[field(readonly, title("Group ID"), input("Number"))]
    pub id: i64,
    #[field(text(64), title("Group Name"), default_by(Default::NameFrom("title")), input("Text"))]
    pub name: String,
    #[field(title("Group Title"), localizable, default_by(Default::Field("frontend_title")), input("Text"))]
    pub title: String,
    #[field(long_text, title("Group Description"), input("TextArea"), input_attr("rows", 2), input_attr("cols", 60))]
    pub description: Option<String>,
    #[field(text(64), title("Group Source"), input("Text"))]
    pub source: Option<String>,
    #[field(title("Saved Search ID"), belongs_to("SavedSearch"), input("EntityRef"))]
    pub saved_search_id: Option<i64>,
    #[field(title("Group Enabled"), default(true), input("CheckBox"))]
    pub is_active: bool,
    #[field(
        text(24),
        title("Group Visibility Setting"),
        default("User and User Admin Only"),
        options(OptionSource::Fixed(VISIBILITY)),
        input("Select")
    )]
    pub visibility: Option<String>,
    #[field(long_text, readonly, deprecated)]
    pub where_clause: Option<String>,
    #[field(long_text, readonly, deprecated, list(ListFormat::Php))]
    pub select_tables: Vec<String>,
    #[field(long_text, readonly, deprecated, list(ListFormat::Php))]
    pub where_tables: Vec<String>,
    #[field(text(128), option_group("group_type"), suffixes(&["name", "label", "description"]), list(ListFormat::Bookend), input("Select"), input_attr("multiple", true))]
    pub group_type: Vec<String>,
    #[field(timestamp, readonly, title("Group Cache Date"))]
    pub cache_date: Option<DateTime>,
    #[field(readonly, title("Group Cache Fill Took"))]
    pub cache_fill_took: Option<f64>,
    #[field(timestamp, readonly, deprecated, title("Next Group Refresh Time"))]
    pub refresh_date: Option<DateTime>,
    #[field(long_text, title("Group Parents"), options(OptionSource::table("Group", "title").name("name").source()), list(ListFormat::Comma), input("EntityRef"), input_attr("multiple", true))]
    pub parents: Vec<String>,
    #[field(long_text, readonly, title("Group Children"), options(OptionSource::table("Group", "title").name("name").source()), list(ListFormat::Comma), input("EntityRef"), input_attr("multiple", true))]
    pub children: Vec<String>,
    #[field(title("Group is Hidden"), default(false), input("CheckBox"))]
    pub is_hidden: bool,
    #[field(title("Group is Reserved"), default(false), input("CheckBox"))]
    pub is_reserved: bool,
    #[field(
        title("Created By Contact ID"),
        default_by(Default::CurrentContact),
        references("Contact"),
        input("EntityRef")
    )]
    pub created_id: Option<i64>,
    #[field(readonly, title("Modified By Contact ID"), default_by(Default::CurrentContact), references("Contact"))]
    pub modified_id: Option<i64>,
    #[field(title("Public Group Title"), required, localizable, default_by(Default::Field("title")), input("Text"))]
    pub frontend_title: String,
    #[field(
        long_text,
        title("Public Group Description"),
        localizable,
        input("TextArea"),
        input_attr("rows", 2),
        input_attr("cols", 60)
    )]
    pub frontend_description: Option<String>,
}

/// Who is told of a group: staff alone, or the people who visit public pages too.
pub const VISIBILITY: &[(&str, &str, &str)] = &[
    ("User and User Admin Only", "User and User Admin Only", "User and User Admin Only"),
    ("Public Pages", "Public Pages", "Public Pages"),
];

/// The declaration, with the door that a list of attributes cannot say.
pub fn entity() -> Entity {
    let mut entity = Group::entity();
    let door = Requirement::all(&["access CiviCRM"]).and_any(&["edit groups", "access CiviMail", "create mailings"]);
    entity.doors.insert("create".into(), door);
    entity
}

fn contact_count() -> Field {
    let members =
        Linked { entity: "GroupContact", key: "group_id", column: "contact_id", fixed: Some(("status", ADDED.into())) };
    let found = Linked { entity: "GroupContactCache", key: "group_id", column: "contact_id", fixed: None };
    Field::new("contact_count", FieldType::Int)
        .title("Contact Count")
        .readonly()
        .computed(Computed::Count(vec![members, found]))
}

fn cache_expired() -> Field {
    Field::new("cache_expired", FieldType::Bool).title("Cache Expired").readonly().computed(Computed::Stale {
        since: "cache_date",
        minutes: 5,
        of: "saved_search_id",
    })
}

/// Everybody at work sees the groups; changing them, members included, is a permission of its own.
fn policy(actor: &Actor, verb: Verb) -> Rule {
    match verb {
        Verb::View => Rule::Everything,
        _ if !actor.may("edit groups") => Rule::Nothing,
        _ if actor.may("administer reserved groups") => Rule::Everything,
        _ => Rule::Is("is_reserved".into(), Value::Bool(false)),
    }
}

/// Before: a name of its own, parents that exist and do not go in circles.
///
/// # Errors
/// Refuses circles, and the reserved mark to those without the permission for it.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<Group>) -> Result<()> {
    let was_reserved = change.before.as_ref().is_some_and(|group| group.is_reserved);
    if change.after.is_reserved != was_reserved && !tx.actor().may("administer reserved groups") {
        return Err(Error::Forbidden("Reserved groups need the permission 'administer reserved groups'.".to_owned()));
    }
    if change.is_new() && !change.was_given("name") {
        change.after.name = free_name(tx, &change.after.title)?;
    }
    if !change.is_new() && tx.actor().contact_id.is_some() {
        change.after.modified_id = tx.actor().contact_id;
    }
    let before = change.before.as_ref().map(|group| group.parents.clone()).unwrap_or_default();
    if change.after.parents != before {
        change.after.parents = fitting_parents(tx, change.id, &change.after.parents)?;
    }
    // Children are what other groups say of their parents.
    let children = match change.is_new() {
        true => Vec::new(),
        false => Nesting::read(tx)?.children(change.id).map(|id| id.to_string()).collect(),
    };
    change.after.children = children;
    Ok(())
}

/// `Group_` and the title, with a number where another group has that name.
fn free_name(tx: &Tx<'_>, title: &str) -> Result<String> {
    let base: String = format!("Group_{}", store::machine_name(title)).chars().take(56).collect();
    let mut name = base.clone();
    let mut number = 1;
    while !tx.find_by::<Group>("name", name.as_str())?.is_empty() {
        number += 1;
        name = format!("{base}_{number}");
    }
    Ok(name)
}

fn fitting_parents(tx: &Tx<'_>, id: i64, asked: &[String]) -> Result<Vec<String>> {
    let nesting = Nesting::read(tx)?;
    let below = if id == 0 { BTreeSet::new() } else { nesting.tree(id) };
    let mut parents = BTreeSet::new();
    for text in asked {
        let parent: i64 = text.trim().parse().map_err(|_| Error::field("parents", Problem::NotANumber))?;
        if tx.find::<Group>(parent)?.is_none() {
            return Err(Error::field("parents", Problem::NoSuchRecord));
        }
        if below.contains(&parent) {
            let text = "A group cannot lie within itself.";
            return Err(Error::rule("parents", "problem-group-circle", text));
        }
        parents.insert(parent);
    }
    Ok(parents.iter().map(i64::to_string).collect())
}

/// After: the rows of the nesting, and what the parents say of their children, follow.
///
/// # Errors
/// The database's own failure.
pub fn nest(tx: &mut Tx<'_>, change: &Change<Group>) -> Result<()> {
    let ids = |parents: &[String]| parents.iter().filter_map(|text| text.parse::<i64>().ok()).collect::<BTreeSet<_>>();
    let before = change.before.as_ref().map(|group| ids(&group.parents)).unwrap_or_default();
    let after = ids(&change.after.parents);
    if before == after {
        return Ok(());
    }
    for (row, nesting) in tx.find_by::<GroupNesting>("child_group_id", change.id)? {
        if !after.contains(&nesting.parent_group_id) {
            tx.delete("GroupNesting", row, As::Program)?;
        }
    }
    for parent in after.difference(&before) {
        let values = values(&[("child_group_id", json!(change.id)), ("parent_group_id", json!(parent))]);
        tx.save("GroupNesting", values, As::Program)?;
    }
    for parent in before.symmetric_difference(&after) {
        tx.save("Group", values(&[("id", json!(parent))]), As::Program)?;
    }
    Ok(())
}

/// Before a deletion: children and parents let go of the group.
///
/// # Errors
/// The database's own failure.
pub fn unnest(tx: &mut Tx<'_>, id: i64, gone: &Group) -> Result<()> {
    let children: Vec<i64> = Nesting::read(tx)?.children(id).collect();
    for child in children {
        let Some(group) = tx.find::<Group>(child)? else { continue };
        let kept: Vec<&String> = group.parents.iter().filter(|parent| **parent != id.to_string()).collect();
        tx.save("Group", values(&[("id", json!(child)), ("parents", json!(kept))]), As::Program)?;
    }
    if !gone.parents.is_empty() {
        tx.save("Group", values(&[("id", json!(id)), ("parents", Json::Null)]), As::Program)?;
    }
    Ok(())
}

/// After: a group whose search finds members of the group itself would lead in a circle.
///
/// # Errors
/// Refuses such a search.
pub fn find_no_circle(tx: &mut Tx<'_>, change: &Change<Group>) -> Result<()> {
    let before = change.before.as_ref().map(|group| (group.saved_search_id, group.parents.clone()));
    if before != Some((change.after.saved_search_id, change.after.parents.clone()))
        && change.after.saved_search_id.is_some()
    {
        return check_circle(tx, change.id);
    }
    Ok(())
}

/// Refuses a group whose search speaks of the group itself, be it through other groups.
///
/// # Errors
/// Names the field in which a search does so.
pub(crate) fn check_circle(tx: &Tx<'_>, group: i64) -> Result<()> {
    let nesting = Nesting::read(tx)?;
    let mut seen = BTreeSet::new();
    let mut open = asked_for(tx, group)?;
    while let Some(next) = open.pop() {
        for within in nesting.tree(next) {
            if within == group {
                return Err(Error::rule("group", "problem-group-circle", "A group cannot lie within itself."));
            }
            if seen.insert(within) {
                open.extend(asked_for(tx, within)?);
            }
        }
    }
    Ok(())
}

/// The groups that the search of a group speaks of.
fn asked_for(tx: &Tx<'_>, group: i64) -> Result<Vec<i64>> {
    let search = tx.find::<Group>(group)?.and_then(|group| group.saved_search_id);
    let search = search.map(|id| tx.find::<crate::saved_search::SavedSearch>(id)).transpose()?.flatten();
    let params = search.and_then(|search| serde_json::from_str::<Json>(&search.api_params?).ok());
    let mut found = Vec::new();
    if let Some(params) = params {
        spoken_of(&params, &mut found);
    }
    Ok(found)
}

/// The numbers in conditions on groups, however deep they stand.
fn spoken_of(json: &Json, found: &mut Vec<i64>) {
    match json {
        Json::Array(parts) => {
            if let [Json::String(field), _, value] = parts.as_slice()
                && field.split(['.', ':']).any(|part| part == "groups")
            {
                let one = |json: &Json| json.as_i64().or_else(|| json.as_str()?.parse().ok());
                match value {
                    Json::Array(all) => found.extend(all.iter().filter_map(one)),
                    single => found.extend(one(single)),
                }
            }
            parts.iter().for_each(|part| spoken_of(part, found));
        }
        Json::Object(parts) => parts.values().for_each(|part| spoken_of(part, found)),
        _ => {}
    }
}

fn values(pairs: &[(&str, Json)]) -> Map<String, Json> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

/// That a group belongs to an organisation.
#[derive(Clone, Debug, Entity)]
#[entity(
    "GroupOrganization",
    "civicrm_group_organization",
    searchable("none"),
    kind("EntityBridge"),
    bridge("group_id", "organization_id"),
    door_all("get", &["access CiviCRM"]),
    door_all("meta", &["access CiviCRM"]),
    door_all("default", &["access CiviCRM", "edit groups"]),
    unique("UI_group_organization", &["group_id", "organization_id"])
)]
pub struct GroupOrganization {
    #[field(readonly, title("Group Organization ID"), input("Number"))]
    pub id: i64,
    #[field(title("Group ID"), options(OptionSource::table("Group", "title").name("name").source()), belongs_to("Group"), guards, input("Select"))]
    pub group_id: i64,
    #[field(
        title("Organization ID"),
        belongs_to("Contact"),
        guards,
        input("EntityRef"),
        input_attr("filter", "{'contact_type': 'Organization'}")
    )]
    pub organization_id: i64,
}

/// The options of conditions on groups.
///
/// # Errors
/// The database's own failure.
pub fn choices(tx: &Tx<'_>) -> Result<Vec<OptionItem>> {
    let text = r#"SELECT "id", "name", "title", "is_active" FROM "civicrm_group" ORDER BY "title", "id""#;
    let mut items = Vec::new();
    tx.rows(&statement(text, Vec::new()), |row| {
        let text = |at| store::owned(row.cell(at)).as_text().map(str::to_owned).unwrap_or_default();
        let is_active = store::owned(row.cell(3)).is_true();
        items.push(OptionItem {
            id: store::owned(row.cell(0)),
            name: text(1),
            label: text(2),
            is_active,
            ..OptionItem::default()
        });
        Ok(())
    })?;
    Ok(items)
}

/// The groups that a new site starts with.
///
/// # Errors
/// The database's own failure.
pub fn seed(tx: &mut Tx<'_>) -> Result<()> {
    let texts = ["name", "title", "visibility", "frontend_title"];
    let flags = ["is_active", "is_hidden", "is_reserved"];
    let rows: Vec<Vec<Value>> = data::groups()
        .lines()
        .map(|line| {
            let types = line.list("group_type").into_iter().map(Value::from).collect();
            let mut row = vec![Value::from(line.int("id")), Value::List(types)];
            row.extend(texts.iter().map(|column| Value::from(line.text(column).map(str::to_owned))));
            row.extend(flags.iter().map(|column| Value::Bool(line.is(column))));
            row
        })
        .collect();
    let columns: Vec<&str> = ["id", "group_type"].into_iter().chain(texts).chain(flags).collect();
    tx.seed("Group", &columns, &rows)
}
