//! `/contacts/{id}/lists/{display}`: a display on the page of a contact, narrowed to what concerns this one.

use contact::pages::contact::section;
use contact::pages::phrases::Lang;
use contact::pages::slots::OwnTab;
use kit::{Reply, Visit};
use maud::html;
use query::Cell;
use schema::Catalog;
use serde_json::{Value as Json, json};
use store::{As, Error, Result, Tx, statement};
use ui::Icon;
use ui::part::button::Button;

use super::{TAB, settings_of};
use crate::compose::page as composer;
use crate::compose::state::encoded;
use crate::display::{EVERYTHING, SearchDisplay, Shape};
use crate::run::item;
use crate::run::{Question, Search};
use crate::view::page;

/// So many rows are shown in a tab.
const ROWS: i64 = 100;
/// So many displays are tabs of a contact at most.
const TABS: usize = 8;

/// The columns of a search's records that lead to contacts: by which a display can be a tab of theirs.
pub fn ways(catalog: &Catalog, entity: &str) -> Vec<String> {
    let Some(known) = catalog.entity(entity) else { return Vec::new() };
    let own = (known.table == "civicrm_contact").then(|| "id".to_owned());
    let leads = |field: &&schema::Field| {
        field.references.as_ref().is_some_and(|to| to.entity == "Contact")
            && !field.secret
            && !matches!(field.name.as_ref(), "created_id" | "modified_id")
    };
    own.into_iter().chain(known.fields.iter().filter(leads).map(|field| field.name.to_string())).collect()
}

/// The displays that are tabs, as far as the visitor sees their searches.
fn chosen(tx: &mut Tx<'_>) -> Result<Vec<(i64, SearchDisplay)>> {
    let text = format!(
        r#"SELECT "id" FROM "civicrm_search_display" WHERE "settings" LIKE {} ORDER BY "label", "id""#,
        tx.placeholder(1)
    );
    let mut ids = Vec::new();
    tx.rows(&statement(text, vec![format!("%\"{TAB}\":%").into()]), |row| {
        if let Cell::Int(id) = row.cell(0) {
            ids.push(id);
        }
        Ok(())
    })?;
    let mut all = Vec::new();
    for (id, display) in tx.find_many::<SearchDisplay>(&ids)? {
        let visible = contact::pages::rows::one(tx, "SavedSearch", &["id"], display.saved_search_id)?.is_some();
        if visible && by(&display).is_some() && composer::draws(&display) && all.len() < TABS {
            all.push((id, display));
        }
    }
    Ok(all)
}

/// The column that leads a display to the contact.
fn by(display: &SearchDisplay) -> Option<String> {
    settings_of(display).get(TAB).and_then(Json::as_str).filter(|way| !way.is_empty()).map(str::to_owned)
}

/// The question of a display about this contact.
fn about(tx: &Tx<'_>, display: SearchDisplay, contact: i64) -> Result<Question> {
    let gone = || Error::NotFound("a display for contacts".to_owned());
    let way = by(&display).ok_or_else(gone)?;
    let search = tx.find::<contact::saved_search::SavedSearch>(display.saved_search_id)?.and_then(Search::of);
    let mut search = search.ok_or_else(gone)?;
    if !ways(tx.catalog(), &search.entity).contains(&way) {
        return Err(gone());
    }
    let target = item::target(tx.catalog(), &search.entity, &[], &way).ok_or_else(gone)?;
    let several = target.field.list.is_some() || target.field.computed.is_some();
    let clause = json!([way, if several { "CONTAINS" } else { "=" }, contact]);
    match search.params.get_mut("where").and_then(Json::as_array_mut) {
        Some(all) => all.push(clause),
        None => drop(search.params.insert("where".to_owned(), json!([clause]))),
    }
    let kind = composer::shown_of(&display);
    let shape = Shape { kind, ..Shape::of(display) };
    if shape.acl_bypass && !tx.actor().may(EVERYTHING) {
        return Err(Error::Forbidden("this display shows more than you may see".to_owned()));
    }
    Ok(Question::whole(search, shape))
}

/// The tabs of a contact. One whose search cannot be asked by the visitor is not there.
pub fn tabs(tx: &mut Tx<'_>, _: &Lang, contact: i64) -> Result<Vec<OwnTab>> {
    let mut all = Vec::new();
    for (id, display) in chosen(tx)? {
        let label = display.label.clone();
        let count = about(tx, display, contact).and_then(|question| question.prepare(tx)?.count(tx));
        match count {
            Ok(count) => all.push(OwnTab { name: format!("lists/{id}"), label, count: Some(count) }),
            Err(Error::Internal(cause)) => return Err(Error::Internal(cause)),
            Err(_) => {}
        }
    }
    Ok(all)
}

/// The page.
pub fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (contact, display) = (visit.id(0)?, visit.id(1)?);
    if visit.is_post {
        return Ok(Reply::Redirect(format!("/contacts/{contact}/lists/{display}")));
    }
    let (shown, search, name) = visit.read(|tx| {
        let found = chosen(tx)?.into_iter().find(|(id, _)| *id == display).map(|(_, display)| display);
        let found = found.ok_or_else(|| Error::NotFound(format!("display {display}")))?;
        // Whoever may not see the contact gets no page about them.
        let seen = contact::pages::rows::request(&["id"], json!([["id", "=", contact]]), Vec::new(), 1);
        if tx.get("Contact", &seen, As::Actor)?.rows.is_empty() {
            return Err(Error::NotFound(format!("contact {contact}")));
        }
        let (search, name) = (found.saved_search_id, found.name.clone());
        let question = about(tx, found, contact)?;
        Ok((page::run(tx, &lang, &question, ROWS, 0)?, search, name))
    })?;
    let ui = visit.ui();
    let whole = format!("/view/{search}?display={}", encoded(&name));
    let content = html! {
        div.stack {
            (page::still(&ui, &lang, visit, &shown))
            div.row { (Button::link(lang.text("tab-whole"), whole).small().quiet().icon(Icon::MagnifyingGlass)) }
        }
    };
    Ok(Reply::Html(section(visit, &lang, contact, &format!("lists/{display}"), content)?))
}
