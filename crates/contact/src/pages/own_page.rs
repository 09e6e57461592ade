//! `/me`: the page of somebody who has an account without working here. What is known of them, the people whom they may
//! see or change through a relationship, their lists, and what other components have for them.

mod card;

use kit::{Registry, Reply, Visit};
use maud::{Markup, html};
use schema::permission::AUTHENTICATED;
use schema::{Requirement, Verb};
use serde_json::json;
use store::{As, Result, Tx};
use ui::Icon;
use ui::part::avatar::{Avatar, Kind};
use ui::part::block::{Tie, ties};
use ui::part::button::Button;
use ui::part::form::Form;
use ui::part::head::section_head;

use super::labels::translated;
use super::list::name;
use super::phrases::Lang;
use super::rows::{self, Row, ask, text};
use super::slots::Own;
use crate::group_contact::ADDED;
use crate::relationship::{UPDATE, VIEW};

/// Where it stands.
pub(super) const PATH: &str = "/me";
/// The choices of `user_dashboard_options` that show what stands here: those whom one may see, and one's lists.
pub(super) const PEOPLE: &str = "Permissioned Orgs";
/// See [`PEOPLE`].
pub(super) const LISTS: &str = "Groups";
/// More people than this stand on no such page.
const MOST: i64 = 100;

pub(super) fn register(registry: &mut Registry) {
    let door = || Requirement::all(&[AUTHENTICATED]);
    registry.page(PATH, door(), show).page("/me/contacts/{id}", door(), card::show).page(
        "/me/contacts/{id}/edit",
        door(),
        card::edit,
    );
}

/// What the page reads.
struct Around {
    organisation: String,
    me: Option<Row>,
    may_edit: bool,
    people: Vec<Related>,
    others: Vec<(String, String)>,
    lists: Vec<String>,
}

/// Somebody whom the reader may see or change.
struct Related {
    row: Row,
    words: String,
    may_edit: bool,
}

fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let Some(id) = visit.actor.contact_id else {
        let organisation = visit.read(|tx| crate::domain::name(tx))?;
        let words = html! { div { h1 { (lang.text("me-hello")) } p { (lang.text("me-nobody")) } } };
        return Ok(Reply::Html(framed(visit, &lang, &organisation, lang.text("me-title"), words)));
    };
    let (around, shown) = visit.read(|tx| Ok((around(tx, &lang, id)?, super::shown::own_parts(tx)?)))?;
    let shows = |option: &str| shown.iter().any(|one| one == option);
    let mut parts = Vec::new();
    for own in visit.registry.filled::<Own>().iter().filter(|own| shows(own.option)) {
        parts.extend((own.part)(visit, &lang, id)?);
    }
    let hello = match around.me.as_ref().map(|row| text(row, "first_name")).filter(|name| !name.is_empty()) {
        Some(name) => lang.with("me-hello-name", &[("name", name.into())]),
        None => lang.text("me-hello"),
    };
    let content = html! {
        div { h1 { (hello) } p { (lang.with("me-intro", &[("organisation", around.organisation.as_str().into())])) } }
        (own_data(&lang, id, &around))
        @if shows(PEOPLE) { (people(&lang, &around)) }
        @for part in &parts { div.pub-form.me-part { (part) } }
        @if shows(LISTS) { (lists(&lang, &around)) }
    };
    Ok(Reply::Html(framed(visit, &lang, &around.organisation, lang.text("me-title"), content)))
}

/// A page of these, with the way out.
fn framed(visit: &Visit<'_>, lang: &Lang, organisation: &str, title: &str, content: Markup) -> Markup {
    let ui = ui::Ui { keys: false, ..visit.ui() };
    let staff = visit.actor.may("access CiviCRM");
    let whole = html! {
        nav.row aria-label=(lang.text("me-title")) {
            @if visit.path != PATH { (Button::link(lang.text("me-back"), PATH).quiet().small().icon(Icon::CaretLeft)) }
            @if staff { (Button::link(lang.text("place-home"), "/").quiet().small()) }
            (Form::post(ui.csrf, "/sign-out").render(html! { (Button::submit(lang.text("sign-out")).quiet().small().icon(Icon::SignOut)) }))
        }
        @if let Some(flash) = &visit.flash { p.pub-small role="status" { (lang.text(&flash.key)) } }
        (content)
    };
    ui::shell::public(&ui, title, organisation, whole)
}

fn around(tx: &Tx<'_>, lang: &Lang, id: i64) -> Result<Around> {
    let mut people = Vec::new();
    let mut others = Vec::new();
    for row in related(tx, id)? {
        let far = rows::int(&row, "far_contact_id").unwrap_or(0);
        let relation = text(&row, "near_relation");
        let words = translated(lang.code(), "RelationshipType", relation, text(&row, "near_relation:label"));
        let permission = rows::int(&row, "permission_near_to_far").unwrap_or(0);
        let found = rows::one(tx, "Contact", &CONTACT, far)?;
        match found {
            Some(found) if [UPDATE, VIEW].contains(&permission) => {
                let may_edit = rows::may(tx, far, Verb::Edit)?;
                people.push(Related { row: found, words, may_edit });
            }
            // Where somebody sits is theirs to know; who else is a private person is not.
            _ if text(&row, "far_contact_id.contact_type") != "Individual" => {
                others.push((words, text(&row, "far_contact_id.display_name").to_owned()));
            }
            _ => {}
        }
    }
    further(tx, id, &mut people)?;
    people.dedup_by_key(|one| rows::id(&one.row));
    Ok(Around {
        organisation: crate::domain::name(tx)?,
        me: rows::one(tx, "Contact", &card::SHOWN, id)?,
        may_edit: rows::may(tx, id, Verb::Edit)?,
        people,
        others,
        lists: lists_of(tx, id)?,
    })
}

const CONTACT: [&str; 5] = ["id", "display_name", "first_name", "last_name", "contact_type"];

/// The relationships of the reader that hold today, whoever is at the other end.
fn related(tx: &Tx<'_>, id: i64) -> Result<Vec<Row>> {
    let select = [
        "far_contact_id",
        "far_contact_id.display_name",
        "far_contact_id.contact_type",
        "near_relation",
        "near_relation:label",
        "permission_near_to_far",
    ];
    let clauses =
        json!([["near_contact_id", "=", id], ["is_current", "=", true], ["far_contact_id.is_deleted", "=", false]]);
    let order = vec![("far_contact_id.sort_name".to_owned(), "ASC".to_owned())];
    let request = rows::request(&select, clauses, order, MOST);
    Ok(tx.get("RelationshipCache", &request, As::Program)?.rows)
}

/// Those whom the reader sees beside them: through the relationships of others, or because of rules on access.
fn further(tx: &Tx<'_>, id: i64, people: &mut Vec<Related>) -> Result<()> {
    // Whoever works with the contacts has lists for that.
    if tx.actor().may("access CiviCRM") {
        return Ok(());
    }
    let known: Vec<i64> = people.iter().map(|one| rows::id(&one.row)).chain([id]).collect();
    let clauses = json!([["id", "NOT IN", known], ["is_deleted", "=", false]]);
    for row in ask(tx, "Contact", &CONTACT, clauses, &[("sort_name", "ASC")], MOST)? {
        let may_edit = rows::may(tx, rows::id(&row), Verb::Edit)?;
        people.push(Related { row, words: String::new(), may_edit });
    }
    Ok(())
}

/// The public lists that somebody is on.
fn lists_of(tx: &Tx<'_>, id: i64) -> Result<Vec<String>> {
    let clauses = json!([
        ["contact_id", "=", id],
        ["status", "=", ADDED],
        ["group_id.is_active", "=", true],
        ["group_id.is_hidden", "=", false],
        ["group_id.visibility", "=", "Public Pages"]
    ]);
    let order = vec![("group_id.frontend_title".to_owned(), "ASC".to_owned())];
    let request = rows::request(&["group_id.frontend_title"], clauses, order, MOST);
    let found = tx.get("GroupContact", &request, As::Program)?.rows;
    Ok(found.iter().map(|row| text(row, "group_id.frontend_title").to_owned()).collect())
}

fn own_data(lang: &Lang, id: i64, around: &Around) -> Markup {
    let edit = around.may_edit.then(|| {
        let href = format!("{PATH}/contacts/{id}/edit");
        html! { (Button::link(lang.text("me-change"), &href).small()) }
    });
    html! {
        section.pub-form.me-part aria-labelledby="me-own" {
            (section_head("me-own", lang.text("me-own"), edit))
            @match &around.me {
                Some(row) => (card::facts(lang, row)),
                None => p.faint { (lang.text("me-own-hidden")) },
            }
        }
    }
}

fn people(lang: &Lang, around: &Around) -> Markup {
    if around.people.is_empty() && around.others.is_empty() {
        return html! {};
    }
    let view = lang.text("me-may-view");
    let edit = lang.text("me-may-edit");
    let lines: Vec<(String, String)> = around
        .people
        .iter()
        .map(|one| {
            let what = if one.may_edit { edit } else { view };
            let parts: Vec<&str> = [one.words.as_str(), what].into_iter().filter(|part| !part.is_empty()).collect();
            (format!("{PATH}/contacts/{}", rows::id(&one.row)), parts.join(" · "))
        })
        .collect();
    let shown: Vec<Tie<'_>> = around
        .people
        .iter()
        .zip(&lines)
        .map(|(one, (href, line))| Tie { avatar: avatar(&one.row), name: name(lang, &one.row), href, line })
        .collect();
    html! {
        section.pub-form.me-part aria-labelledby="me-people" {
            (section_head("me-people", lang.text("me-people"), None))
            @if !shown.is_empty() { (ties(&shown)) }
            @if !around.others.is_empty() {
                ul.sentences { @for (words, name) in &around.others { li { p { (words) " " b { (name) } } } } }
            }
        }
    }
}

fn avatar(row: &Row) -> Avatar<'_> {
    let kind = match text(row, "contact_type") {
        "Household" => Kind::Household,
        "Organization" => Kind::Organisation,
        _ => Kind::Person,
    };
    Avatar::of(kind, text(row, "display_name"))
}

fn lists(lang: &Lang, around: &Around) -> Markup {
    html! {
        section.pub-form.me-part aria-labelledby="me-lists" {
            (section_head("me-lists", lang.text("me-lists"), None))
            @if around.lists.is_empty() { p.faint { (lang.text("me-no-lists")) } }
            @else { ul.sentences { @for title in &around.lists { li { p { (title) } } } } }
            p { a href="/preferences" { (lang.text("me-wishes")) } }
        }
    }
}
