//! Boards: tiles of searches, arranged by each person, with a default for each role.

pub mod page;
pub mod tile;

use contact::pages::slots::Desk;
use kit::{Place, Registry};
use schema::{Entity, ListFormat, OptionSource, Requirement, Value};
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx};
use ui::Icon;

/// The tiles that a role begins with, by the role's id.
pub const DEFAULTS: &str = "ruche_boards";

/// Something that can stand on a board.
#[derive(Clone, Debug, Entity)]
#[entity("Dashboard", "civicrm_dashboard", label_field("label"), kind("ManagedEntity"), door_all("get", &["access CiviCRM"]))]
pub struct Dashboard {
    #[field(readonly, title("Dashlet ID"), input("Number"))]
    pub id: i64,
    #[field(
        required,
        title("Domain ID"),
        belongs_to("Domain"),
        default_by(schema::Default::CurrentDomain),
        input("EntityRef")
    )]
    pub domain_id: i64,
    #[field(text(64), title("Dashlet Name"), input("Text"))]
    pub name: Option<String>,
    #[field(text(255), title("Dashlet Title"), localizable, input("Text"))]
    pub label: Option<String>,
    #[field(text(255), title("Dashlet URL"), input("Text"))]
    pub url: Option<String>,
    #[field(text(255), title("Dashlet Permission"), list(ListFormat::Comma), input("Text"))]
    pub permission: Vec<String>,
    #[field(text(3), title("Dashlet Permission Operator"), options(OptionSource::Fixed(BETWEEN)), input("Select"))]
    pub permission_operator: Option<String>,
    #[field(text(255), title("Dashlet Fullscreen URL"), input("Text"))]
    pub fullscreen_url: Option<String>,
    #[field(title("Is Dashlet Active?"), default(false), input("CheckBox"))]
    pub is_active: bool,
    #[field(title("Is Dashlet Reserved?"), default(false), input("CheckBox"))]
    pub is_reserved: bool,
    #[field(title("Dashlet Cache Minutes"), default(60), input("Number"))]
    pub cache_minutes: i64,
    #[field(text(255), title("Element name"), input("Text"))]
    pub directive: Option<String>,
}

const BETWEEN: &[(&str, &str, &str)] = &[("and", "and", "And"), ("or", "or", "Or")];

/// Where a tile stands on somebody's board.
#[derive(Clone, Debug, Entity)]
#[entity(
    "DashboardContact",
    "civicrm_dashboard_contact",
    searchable("bridge"),
    kind("EntityBridge"),
    policy(own),
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["access CiviCRM"]),
    bridge("dashboard_id", "contact_id"),
    unique("index_dashboard_id_contact_id", &["dashboard_id", "contact_id"])
)]
pub struct DashboardContact {
    #[field(readonly, title("Dashboard Contact ID"), input("Number"))]
    pub id: i64,
    #[field(required, title("Dashboard ID"), belongs_to("Dashboard"), input("EntityRef"))]
    pub dashboard_id: i64,
    #[field(required, title("Dashboard Contact"), belongs_to("Contact"), input("EntityRef"))]
    pub contact_id: i64,
    #[field(title("Column No"), default(0), input("Number"))]
    pub column_no: Option<i64>,
    #[field(title("Dashlet is Active?"), default(false), input("CheckBox"))]
    pub is_active: bool,
    #[field(title("Order"), default(0), input("Number"))]
    pub weight: Option<i64>,
}

/// Everyone arranges their own board.
fn own(actor: &schema::Actor, _: schema::Verb) -> schema::Rule {
    match (actor.may("administer CiviCRM"), actor.contact_id) {
        (true, _) => schema::Rule::Everything,
        (false, Some(id)) => schema::Rule::Is("contact_id".into(), Value::Int(id)),
        (false, None) => schema::Rule::Nothing,
    }
}

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}

/// The name of the tile of a search.
fn name_of(search: i64) -> String {
    format!("search_{search}")
}

/// The search that a tile shows.
pub fn search_of(name: Option<&str>) -> Option<i64> {
    name?.strip_prefix("search_")?.parse().ok()
}

/// How many boards a search stands on.
///
/// # Errors
/// The database's own failure.
pub fn pins(tx: &Tx<'_>, search: i64) -> Result<i64> {
    let text = format!(
        r#"SELECT COUNT(*) FROM "civicrm_dashboard_contact" p JOIN "civicrm_dashboard" d ON d."id" = p."dashboard_id" WHERE d."name" = {}"#,
        tx.placeholder(1)
    );
    Ok(tx.one(&store::statement(text, vec![name_of(search).into()]))?.and_then(|value| value.as_int()).unwrap_or(0))
}

/// The tile of a search, made where there is none.
fn tile_of(tx: &mut Tx<'_>, search: i64) -> Result<i64> {
    if let Some((id, _)) = tx.find_by::<Dashboard>("name", name_of(search))?.first() {
        return Ok(*id);
    }
    let (found, _, _) = crate::compose::page::kept(tx, search)?;
    let values = json!({
        "name": name_of(search), "label": found.label, "url": format!("/view/{search}"),
        "fullscreen_url": format!("/view/{search}"), "is_active": true, "permission": ["access CiviCRM"],
    });
    Ok(tx.save("Dashboard", object(values), As::Program)?.id)
}

/// Puts a search on the board of whoever acts, once, below what stands there.
///
/// # Errors
/// `NotFound` for a search that they do not see.
pub fn pin(tx: &mut Tx<'_>, search: i64) -> Result<()> {
    let Some(contact) = tx.actor().contact_id else { return Ok(()) };
    // Who sees no such search gets no tile of it.
    crate::compose::page::kept(tx, search)?;
    let tile = tile_of(tx, search)?;
    let mine = tx.find_by::<DashboardContact>("contact_id", contact)?;
    if mine.iter().any(|(_, one)| one.dashboard_id == tile) {
        return Ok(());
    }
    let on = |column: i64| mine.iter().filter(|(_, one)| one.column_no.unwrap_or(0) == column).count();
    let column = i64::from(on(1) < on(0));
    let weight = mine.iter().map(|(_, one)| one.weight.unwrap_or(0)).max().unwrap_or(0) + 1;
    let values = json!({
        "dashboard_id": tile, "contact_id": contact, "column_no": column, "weight": weight, "is_active": true,
    });
    tx.save("DashboardContact", object(values), As::Program).map(|_| ())
}

/// Signs boards into the registry.
pub fn register(registry: &mut Registry) {
    let inside = || Requirement::all(&["access CiviCRM"]);
    registry
        .entity::<Dashboard>()
        .entity::<DashboardContact>()
        .setting_of_each(DEFAULTS, json!({}), store::Scope::Inherited)
        .place(Place { label: "place-board", path: "/dashboard", icon: Icon::ChartBar, last: false })
        .page("/dashboard", inside(), page::show)
        .page("/dashboard/pin", inside(), page::pin)
        .page("/dashboard/tile", inside(), page::tile)
        .page("/dashboard/default", Requirement::all(&["access CiviCRM", "administer CiviCRM"]), page::default)
        .fill(Desk(page::desk));
}
