//! The list of groups, and the form that makes or changes one: a list kept by hand, or a live one made of conditions.

mod writing;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use kit::{Fields, Place, Registry, Reply, Visit};
use maud::html;
use query::GetRequest;
use schema::{Requirement, Verb};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, FieldError, Problem, Result, Tx, statement};
use ui::Icon;
use ui::page::group::{self as page, GroupForm, GroupLine, Groups, Rule};
use ui::part::crumbs::Crumb;
use ui::part::field::{Choice, Field, Widget, Width, input_id};
use ui::part::form::Fault;
use ui::part::lookup::Lookup;
use ui::part::search_box::SearchBox;
use ui::part::tabs::Tab;

use super::address::href;
use super::asked::Asked;
use super::criteria;
use super::custom::Sheet;
use super::form::{self, Errors};
use super::frame::{self, Page};
use super::group;
use super::labels;
use super::phrases::Lang;
use super::pick::{self, Found};
use super::rows::{self, Row, ask, flag, int, text};
use super::slots::{Finder, Finding, Start};
use super::sticking::Sticking;
use crate::group::VISIBILITY;
use crate::group_nesting::Nesting;
use crate::saved_search::SavedSearch;
use writing::{delete, edit, new, new_live};

/// The pages of groups, the place of the navigation, and what the palette offers.
pub(super) fn register(registry: &mut Registry) {
    let inside = Requirement::all(&["access CiviCRM"]);
    let editing = Requirement::all(&["access CiviCRM", "edit groups"]);
    registry
        .place(Place { label: "place-groups", path: "/groups", icon: Icon::UsersThree, last: false })
        .page("/groups", inside.clone(), list)
        .upload_page("/groups/new", editing.clone(), new)
        .upload_page("/groups/new/live", editing.clone(), new_live)
        .page("/groups/{id}", inside.clone(), group::show)
        .page("/groups/{id}/count", inside.clone(), count)
        .upload_page("/groups/{id}/edit", editing.clone(), edit)
        .page("/groups/{id}/delete", editing.clone(), delete)
        .page("/groups/{id}/add", editing.clone(), group::add_by_name)
        .page("/groups/{id}/why", inside.clone(), group::why)
        .page("/groups/{id}/history", inside, group::history)
        .page("/groups/{id}/contacts/{contact}/{act}", editing.clone(), group::act)
        .fill(Finder { title: "groups", find })
        .fill(Start { label: "group-new", icon: Icon::UsersThree, href: "/groups/new", door: editing });
}

/// The groups that the palette finds.
fn find(visit: &Visit<'_>, lang: &Lang, asked: &str) -> Result<Vec<Finding>> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let clauses = json!([["is_active", "=", true], ["is_hidden", "=", false], ["title", "CONTAINS", asked]]);
    let found =
        visit.read(|tx| ask(tx, "Group", &["id", "name", "title", "description"], clauses, &[("title", "ASC")], 5))?;
    let one = |row: &Row| Finding {
        icon: Icon::UsersThree,
        name: title(lang, row).to_owned(),
        line: Some(text(row, "description").to_owned()).filter(|line| !line.is_empty()),
        href: format!("/groups/{}", rows::id(row)),
    };
    Ok(found.iter().map(one).collect())
}

/// So many groups are listed.
const MOST: i64 = 2000;
/// Counting live groups takes no longer than this before the page is sent; the browser asks for the rest.
const PATIENCE: Duration = Duration::from_millis(300);
/// Beyond so many contacts the page does not wait at all.
const MANY: i64 = 20_000;

const SELECT: [&str; 13] = [
    "id",
    "name",
    "title",
    "description",
    "is_active",
    "is_reserved",
    "visibility",
    "group_type",
    "parents",
    "saved_search_id",
    "frontend_title",
    "frontend_description",
    "is_hidden",
];

/// The title of a group in the reader's language.
pub(super) fn title<'r>(lang: &'r Lang, row: &'r Row) -> &'r str {
    lang.keep(labels::translated(lang.code(), "Group", text(row, "name"), text(row, "title")))
}

/// The title of the group with this number; None where there is none.
///
/// # Errors
/// The database's own failure.
pub(super) fn title_of(tx: &Tx<'_>, lang: &Lang, id: i64) -> Result<Option<String>> {
    Ok(rows::one(tx, "Group", &["id", "name", "title"], id)?.map(|row| title(lang, &row).to_owned()))
}

/// A group with all that its pages need.
///
/// # Errors
/// `NotFound` where there is none.
pub(super) fn read(tx: &Tx<'_>, id: i64) -> Result<Row> {
    rows::one(tx, "Group", &SELECT, id)?.ok_or_else(|| Error::NotFound(format!("group {id}")))
}

/// Whether the visitor may change the group and its members.
///
/// # Errors
/// The database's own failure.
pub(super) fn may_edit(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    let entity = tx.entity("Group")?;
    tx.may(&entity, id, Verb::Edit)
}

/// How many of the contacts that the visitor sees are in the group, those of the groups within counted.
///
/// # Errors
/// The database's own failure.
pub(super) fn members(tx: &Tx<'_>, id: i64) -> Result<i64> {
    rows::count(tx, "Contact", json!([["is_deleted", "=", false], ["groups", "IN", [id]]]))
}

/// The members of all groups that were added by hand, by the number of the group.
fn by_hand(tx: &Tx<'_>) -> Result<BTreeMap<i64, i64>> {
    let request = GetRequest {
        select: vec!["group_id".to_owned(), "COUNT(id) AS members".to_owned()],
        where_: vec![json!(["status", "=", "Added"]), json!(["contact_id.is_deleted", "=", false])],
        group_by: vec!["group_id".to_owned()],
        ..GetRequest::default()
    };
    let found = tx.get("GroupContact", &request, As::Actor)?.rows;
    Ok(found.iter().filter_map(|row| Some((int(row, "group_id")?, int(row, "members")?))).collect())
}

/// A group of the list: its row, how deep it lies, how many are in it.
struct Listed {
    row: Row,
    depth: usize,
    count: Option<i64>,
}

fn parents(row: &Row) -> Vec<i64> {
    let all = row.get("parents").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    all.iter().filter_map(|one| rows::plain(one).parse().ok()).collect()
}

/// The groups in the order of their tree: each under its first parent that is listed.
fn in_tree(found: Vec<Row>) -> Vec<(Row, usize)> {
    let known: Vec<i64> = found.iter().map(rows::id).collect();
    let parent_of = |row: &Row| parents(row).into_iter().find(|parent| known.contains(parent));
    let mut below: BTreeMap<Option<i64>, Vec<Row>> = BTreeMap::new();
    for row in found {
        below.entry(parent_of(&row)).or_default().push(row);
    }
    let mut all = Vec::new();
    let mut open: Vec<(Row, usize)> =
        below.remove(&None).unwrap_or_default().into_iter().rev().map(|r| (r, 0)).collect();
    while let Some((row, depth)) = open.pop() {
        let children = below.remove(&Some(rows::id(&row))).unwrap_or_default();
        open.extend(children.into_iter().rev().map(|child| (child, depth + 1)));
        all.push((row, depth));
    }
    all
}

/// The newest number of a table: at most so many records, told at once.
fn newest(tx: &Tx<'_>, table: &str) -> Result<i64> {
    let newest = tx.one(&statement(format!(r#"SELECT max("id") FROM "{table}""#), Vec::new()))?;
    Ok(newest.and_then(|id| id.as_int()).unwrap_or(0))
}

fn listed(tx: &Tx<'_>, asked: &str, view: &str) -> Result<Vec<Listed>> {
    let mut clauses = vec![json!(["is_hidden", "=", false])];
    clauses.push(json!(["is_active", "=", view != "resting"]));
    match view {
        "live" => clauses.push(json!(["saved_search_id", "IS NOT NULL"])),
        "hand" => clauses.push(json!(["saved_search_id", "IS NULL"])),
        "mailing" => clauses.push(json!(["group_type:name", "CONTAINS", "Mailing List"])),
        _ => {}
    }
    if !asked.is_empty() {
        clauses.push(json!(["OR", [["title", "CONTAINS", asked], ["description", "CONTAINS", asked]]]));
    }
    let found = ask(tx, "Group", &SELECT, Json::Array(clauses), &[("title", "ASC")], MOST)?;
    let small = newest(tx, "civicrm_contact")? <= MANY;
    let by_hand = match small || newest(tx, "civicrm_group_contact")? <= MANY {
        true => Some(by_hand(tx)?),
        false => None,
    };
    let nesting = Nesting::read(tx)?;
    let begun = Instant::now();
    let mut all = Vec::new();
    for (row, depth) in in_tree(found) {
        let id = rows::id(&row);
        let simple = int(&row, "saved_search_id").is_none() && nesting.children(id).next().is_none();
        let count = match simple {
            true => by_hand.as_ref().map(|all| all.get(&id).copied().unwrap_or(0)),
            false if small && begun.elapsed() < PATIENCE => Some(members(tx, id)?),
            false => None,
        };
        all.push(Listed { row, depth, count });
    }
    Ok(all)
}

/// The words for what a group is for.
pub(super) fn kinds<'a>(tx: &Tx<'_>, lang: &'a Lang, row: &Row) -> Result<Vec<&'a str>> {
    let all = row.get("group_type").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    all.iter()
        .map(|one| Ok(lang.keep(labels::label_of(tx, lang.code(), "Group", "group_type", &rows::plain(one))?)))
        .collect()
}

/// `/groups`
pub(super) fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let asked: String = visit.query.text("q").unwrap_or_default().chars().take(100).collect();
    let view = visit.query.text("view").unwrap_or_default().to_owned();
    let (all, kinds) = visit.read(|tx| {
        let all = listed(tx, &asked, &view)?;
        let kinds: Result<Vec<Vec<&str>>> = all.iter().map(|one| kinds(tx, &lang, &one.row)).collect();
        Ok((all, kinds?))
    })?;
    let lines = all.iter().zip(kinds).map(|(one, kinds)| {
        let id = lang.keep(rows::id(&one.row).to_string());
        GroupLine {
            id,
            href: lang.keep(format!("/groups/{id}")),
            title: title(&lang, &one.row),
            line: text(&one.row, "description").lines().next().unwrap_or_default(),
            depth: one.depth,
            is_live: int(&one.row, "saved_search_id").is_some(),
            is_active: flag(&one.row, "is_active"),
            is_reserved: flag(&one.row, "is_reserved"),
            kinds,
            is_public: text(&one.row, "visibility") == "Public Pages",
            count: one.count,
            counted: lang.keep(format!("/groups/{id}/count")),
        }
    });
    let kept = [("view", view.as_str())];
    let tab = |label: &'static str, name: &str| Tab {
        label: lang.text(label),
        href: lang.keep(href("/groups", &[("q", &asked), ("view", name)])),
        count: None,
        current: view == name,
    };
    let shown = Groups {
        views: vec![
            tab("group-view-all", ""),
            tab("group-view-hand", "hand"),
            tab("group-view-live", "live"),
            tab("group-view-mailing", "mailing"),
            tab("group-view-resting", "resting"),
        ],
        search: SearchBox {
            action: "/groups",
            name: "q",
            value: &asked,
            label: lang.text("group-search"),
            kept: &kept,
        },
        lines: lines.collect(),
        asked: !asked.is_empty() || !view.is_empty(),
        create: visit.actor.may("edit groups").then_some("/groups/new"),
    };
    let page = Page { title: lang.text("groups"), place: "/groups", narrow: false };
    Ok(Reply::Html(frame::show(visit, &lang, page, |ui, shell| page::groups(ui, shell, &shown))?))
}

/// `/groups/{id}/count`: the number alone, for lists that could not wait for it.
pub(super) fn count(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let members = visit.read(|tx| {
        read(tx, id)?;
        members(tx, id)
    })?;
    Ok(Reply::Html(html! { (visit.locale.number(members)) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: i64, parents: &[i64]) -> Row {
        let all: Vec<String> = parents.iter().map(i64::to_string).collect();
        [("id".to_owned(), json!(id)), ("parents".to_owned(), json!(all))].into_iter().collect()
    }

    #[test]
    fn groups_stand_under_their_parents_and_none_is_lost() {
        let tree = in_tree(vec![row(1, &[]), row(2, &[3]), row(3, &[1]), row(4, &[99])]);
        let shape: Vec<(i64, usize)> = tree.iter().map(|(row, depth)| (rows::id(row), *depth)).collect();
        assert_eq!(shape, [(1, 0), (3, 1), (2, 2), (4, 0)]);
    }
}
