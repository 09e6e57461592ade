//! The pages of boards and committees: on the page of an organisation or a person, and all of them together.

mod all;
mod bring;
mod election;
mod poll;
mod seats;
mod show;

use contact::pages::contact as record;
use contact::pages::phrases::Lang;
use contact::pages::rows;
use contact::pages::slots::{Section, Start};
use jiff::civil::Date;
use kit::{Registry, Visit};
use maud::Markup;
use schema::Verb;
use serde_json::json;
use store::{Error, Result, Tx};
use ui::Icon;

use crate::body;
use crate::office;

/// The name of the section in paths.
const SECTION: &str = "offices";
/// All boards and committees.
const ALL: &str = "/committees";

/// Everything that people see of committees.
pub(crate) fn register(registry: &mut Registry) {
    let inside = record::door;
    registry
        .page(ALL, inside(), all::show)
        .page("/contacts/{id}/offices", inside(), show::show)
        .page("/contacts/{id}/offices/kinds", office_door(), seats::kinds)
        .page("/contacts/{id}/offices/seats", inside(), seats::seats)
        .page("/contacts/{id}/offices/committees", inside(), seats::committee)
        .page("/contacts/{id}/offices/terms/{term}/end", inside(), show::end)
        .upload_page("/contacts/{id}/offices/list", inside(), bring::page)
        .page("/contacts/{id}/offices/elections/new", inside(), election::new)
        .page("/contacts/{id}/offices/elections/{election}", inside(), poll::show)
        .page("/contacts/{id}/offices/elections/{election}/edit", inside(), election::edit)
        .page("/contacts/{id}/offices/elections/{election}/delete", inside(), election::delete)
        .page("/contacts/{id}/offices/elections/{election}/candidates/{candidate}/drop", inside(), poll::drop_candidate)
        .fill(Section { name: SECTION, label: "offices", door: inside(), count: body::count })
        .fill(Start { label: "committees", icon: Icon::UsersThree, href: ALL, door: inside() });
}

/// Which kinds of relationship are offices is for those who set the site up.
fn office_door() -> schema::Requirement {
    schema::Requirement::all(&["access CiviCRM", "administer CiviCRM"])
}

/// The contact on whose page one is.
struct Here {
    id: i64,
    name: String,
    is_person: bool,
    is_organisation: bool,
    may_edit: bool,
}

/// Reads the contact.
///
/// # Errors
/// `NotFound` for one that the visitor does not see.
fn here(tx: &Tx<'_>, id: i64) -> Result<Here> {
    let select = ["id", "display_name", "contact_type", "is_deleted"];
    let row = rows::one(tx, "Contact", &select, id)?.ok_or_else(|| Error::NotFound(format!("contact {id}")))?;
    let kind = rows::text(&row, "contact_type");
    Ok(Here {
        id,
        name: rows::text(&row, "display_name").to_owned(),
        is_person: kind == "Individual",
        is_organisation: kind == "Organization",
        may_edit: rows::may(tx, id, Verb::Edit)? && !rows::flag(&row, "is_deleted"),
    })
}

/// The organisation on whose page one is, for those who may change it.
///
/// # Errors
/// `NotFound` for one that the visitor does not see or that is none, `Forbidden` for one that they may not change.
fn own(tx: &Tx<'_>, id: i64) -> Result<Here> {
    let here = here(tx, id)?;
    match (here.is_organisation, here.may_edit) {
        (false, _) => Err(Error::NotFound(format!("organisation {id}"))),
        (true, false) => Err(Error::Forbidden("edit this contact".to_owned())),
        (true, true) => Ok(here),
    }
}

fn path(id: i64) -> String {
    format!("/contacts/{id}/offices")
}

/// The page of the contact with this in the section.
fn sheet(visit: &Visit<'_>, lang: &Lang, id: i64, content: Markup) -> Result<Markup> {
    record::section(visit, lang, id, SECTION, content)
}

/// The offices among the kinds.
fn offices(tx: &Tx<'_>, lang: &Lang) -> Result<Vec<office::Office>> {
    Ok(office::all(tx, lang)?.into_iter().filter(|one| one.is_office).collect())
}

/// What an office is called, for one of a list.
fn title(offices: &[office::Office], kind: i64) -> &str {
    offices.iter().find(|one| one.kind == kind).map_or("", |one| one.title.as_str())
}

/// From when until when, in words; nothing where neither is known.
fn when(lang: &Lang, start: Option<Date>, end: Option<Date>) -> String {
    let day = |day: Date| lang.locale.date(day);
    match (start, end) {
        (Some(from), Some(to)) => {
            lang.locale.with("offices-from-to", &[("from", day(from).into()), ("to", day(to).into())])
        }
        (Some(from), None) => lang.locale.with("offices-since", &[("from", day(from).into())]),
        (None, Some(to)) => lang.locale.with("offices-until", &[("to", day(to).into())]),
        (None, None) => String::new(),
    }
}

/// A record of JSON text for a write.
fn object(json: serde_json::Value) -> serde_json::Map<String, serde_json::Value> {
    crate::election::object(json)
}

/// The elections of a body, latest first.
fn elections(tx: &Tx<'_>, body: i64) -> Result<Vec<rows::Row>> {
    let select = ["id", "title", "held_on", "is_closed"];
    let order = [("held_on", "DESC"), ("id", "DESC")];
    rows::ask(tx, "CommitteeElection", &select, json!([["contact_id", "=", body]]), &order, 100)
}
