//! Displays outside the frame: on a page that anybody reads, within the pages of other web sites, on the page of a contact.

pub mod oembed;
pub mod settings;
pub mod show;
pub mod tab;

use contact::pages::slots::{Settings, Tabs};
use contact::saved_search::SavedSearch;
use kit::{Framing, Registry};
use schema::Requirement;
use serde_json::{Map, Value as Json, json};
use store::{Change, Error, Result, Tx};
use ui::Icon;
use ui::part::Tone;

use crate::display::{EVERYTHING, SearchDisplay, Shape};
use crate::run::ADMINISTER;

/// The setting of a display that opens its page to everybody.
pub const PUBLIC: &str = "public";
/// The setting of a display that makes it a tab of contacts: the column that leads to them.
pub const TAB: &str = "contact_tab";
/// The setting that names the web sites which may show such pages within theirs.
pub const SITES: &str = "ruche_embed_sites";
/// The page of a public display.
pub const PATH: &str = "/s/{name}";

fn settings_of(display: &SearchDisplay) -> Map<String, Json> {
    let settings = display.settings.as_deref().and_then(|text| serde_json::from_str::<Json>(text).ok());
    settings.and_then(|json| json.as_object().cloned()).unwrap_or_default()
}

/// Whether everybody may open the page of a display.
pub fn is_public(display: &SearchDisplay) -> bool {
    settings_of(display).get(PUBLIC) == Some(&Json::Bool(true)) && crate::compose::page::draws(display)
}

/// The public display of this name, with its search.
///
/// # Errors
/// `NotFound` for one that there is not, or that is not public.
pub fn named(tx: &Tx<'_>, name: &str) -> Result<(SavedSearch, SearchDisplay)> {
    let found = tx.find_by::<SearchDisplay>("name", name)?.into_iter().find(|(_, display)| is_public(display));
    let found = found.map(|(_, display)| Ok::<_, Error>((tx.find::<SavedSearch>(display.saved_search_id)?, display)));
    match found.transpose()? {
        Some((Some(search), display)) => Ok((search, display)),
        _ => Err(Error::NotFound(format!("a public page {name}"))),
    }
}

/// Before: a display is opened to the public by those who administer searches, under a name of its own.
fn settle(tx: &mut Tx<'_>, change: &mut Change<SearchDisplay>) -> Result<()> {
    if !is_public(&change.after) {
        return Ok(());
    }
    let was = change.before.as_ref().is_some_and(is_public);
    if !was && !tx.actor().may(ADMINISTER) {
        return Err(Error::Forbidden(format!("Only those who may '{ADMINISTER}' open a display to the public.")));
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if !change.after.name.chars().all(plain) {
        let text = "The name of a public page has letters without accents, digits, _ and - only.";
        return Err(Error::rule("name", "problem-public-name", text));
    }
    let others = tx.find_by::<SearchDisplay>("name", change.after.name.as_str())?;
    if others.iter().any(|(id, other)| *id != change.id && is_public(other)) {
        let text = "Another display has a public page under this name.";
        return Err(Error::rule("name", "problem-public-taken", text));
    }
    Ok(())
}

/// Before: what everybody reads without any rights of their own is changed by those alone who may see everything.
fn settle_search(tx: &mut Tx<'_>, change: &mut Change<SavedSearch>) -> Result<()> {
    let asks = |search: &SavedSearch| (search.api_entity.clone(), search.api_params.clone());
    let same = change.before.as_ref().is_none_or(|before| asks(before) == asks(&change.after));
    if same || tx.actor().may(EVERYTHING) {
        return Ok(());
    }
    let displays = tx.find_by::<SearchDisplay>("saved_search_id", change.id)?;
    match displays.iter().any(|(_, display)| is_public(display) && display.acl_bypass == Some(true)) {
        true => Err(Error::Forbidden("This search is shown to everybody, whatever they may see.".to_owned())),
        false => Ok(()),
    }
}

/// The web sites that may show public displays within their pages.
///
/// # Errors
/// The database's own failure.
pub fn sites(tx: &Tx<'_>) -> Result<Vec<String>> {
    let kept = tx.setting(SITES)?;
    Ok(kept.as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect())
}

/// The display as its public page runs it.
fn shape(display: SearchDisplay) -> Shape {
    let kind = crate::compose::page::shown_of(&display);
    Shape { kind, ..Shape::of(display) }
}

/// Signs the pages into the registry.
pub fn register(registry: &mut Registry) {
    let inside = || Requirement::all(&["access CiviCRM"]);
    let administering = || Requirement::all(&["access CiviCRM", ADMINISTER]);
    registry
        .before_save::<SearchDisplay>(settle)
        .before_save::<SavedSearch>(settle_search)
        .setting_of_each(SITES, json!([]), store::Scope::Inherited)
        .page(PATH, Requirement::anyone(), show::page)
        .page("/oembed", Requirement::anyone(), oembed::answer)
        .page("/contacts/{id}/lists/{display}", inside(), tab::page)
        .page("/settings/embedding", administering(), settings::page)
        .fill(Framing { path: PATH, sites: |visit| visit.read(|tx| sites(tx)) })
        .fill(Tabs(tab::tabs))
        .fill(Settings {
            group: "settings-site",
            label: "embed-title",
            words: "embed-words",
            icon: Icon::Globe,
            tone: Tone::Sky,
            href: "/settings/embedding",
            door: administering(),
        });
}
