//! The list of groups, and the form that makes or changes one: a list kept by hand, or a live one made of conditions.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use kit::{Fields, Place, Registry, Reply, Visit};
use maud::html;
use query::GetRequest;
use schema::{Requirement, Verb};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, FieldError, Problem, Result, Tx};
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

/// The pages of groups, the place of the navigation, and what the palette offers.
pub(super) fn register(registry: &mut Registry) {
    let inside = Requirement::all(&["access CiviCRM"]);
    let editing = Requirement::all(&["access CiviCRM", "edit groups"]);
    registry
        .place(Place { label: "place-groups", path: "/groups", icon: Icon::UsersThree, last: false })
        .page("/groups", inside.clone(), list)
        .page("/groups/new", editing.clone(), new)
        .page("/groups/new/live", editing.clone(), new_live)
        .page("/groups/{id}", inside.clone(), group::show)
        .page("/groups/{id}/count", inside.clone(), count)
        .page("/groups/{id}/edit", editing.clone(), edit)
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
    let by_hand = by_hand(tx)?;
    let nesting = Nesting::read(tx)?;
    let begun = Instant::now();
    let mut all = Vec::new();
    for (row, depth) in in_tree(found) {
        let id = rows::id(&row);
        let simple = int(&row, "saved_search_id").is_none() && nesting.children(id).next().is_none();
        let count = match simple {
            true => Some(by_hand.get(&id).copied().unwrap_or(0)),
            false if begun.elapsed() < PATIENCE => Some(members(tx, id)?),
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

/// `/groups/new`
pub(super) fn new(visit: &mut Visit<'_>) -> Result<Reply> {
    edit_or_make(visit, None, false)
}

/// `/groups/new/live`: with the conditions of a list of contacts.
pub(super) fn new_live(visit: &mut Visit<'_>) -> Result<Reply> {
    edit_or_make(visit, None, true)
}

/// `/groups/{id}/edit`
pub(super) fn edit(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    edit_or_make(visit, Some(id), false)
}

/// `/groups/{id}/delete`
pub(super) fn delete(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if !visit.is_post {
        return Ok(Reply::Redirect(format!("/groups/{id}")));
    }
    let transaction = visit.write(|tx| {
        tx.delete("Group", id, As::Actor)?;
        Ok(tx.transaction_id())
    })?;
    visit.say("said-group-deleted", transaction);
    Ok(Reply::Redirect("/groups".to_owned()))
}

/// What the form of a group holds.
#[derive(Clone, Debug, Default)]
struct Draft {
    values: BTreeMap<&'static str, String>,
    kinds: Vec<String>,
    parents: Vec<String>,
    organisation: String,
    /// The conditions of a live group, where the form can say them.
    rule: Option<Asked>,
}

const TEXTS: [&str; 6] = ["title", "description", "visibility", "frontend_title", "frontend_description", "is_active"];

impl Draft {
    fn typed(form: &Fields, rule: bool) -> Draft {
        let values = TEXTS.iter().map(|name| (*name, form.get(name).unwrap_or_default().trim().to_owned()));
        let several = |name: &str| form.all(name).filter(|value| !value.is_empty()).map(str::to_owned).collect();
        Draft {
            values: values.collect(),
            kinds: several("group_type"),
            parents: several("parents"),
            organisation: form.get("organisation").unwrap_or_default().trim().to_owned(),
            rule: rule.then(|| Asked { place: String::new(), ..Asked::of(form) }),
        }
    }

    fn of(tx: &Tx<'_>, lang: &Lang, row: &Row, rule: Option<Asked>) -> Result<Draft> {
        let plain = |name: &'static str| match name {
            "title" => title(lang, row).to_owned(),
            name => rows::written(row, name),
        };
        let several = |name: &str| {
            let all = row.get(name).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
            all.iter().map(rows::plain).collect()
        };
        let clauses = json!([["group_id", "=", rows::id(row)]]);
        let owner = ask(tx, "GroupOrganization", &["organization_id"], clauses, &[], 1)?;
        let owner = owner.first().and_then(|one| int(one, "organization_id"));
        let owner = owner.map(|id| rows::one(tx, "Contact", &pick::SELECT, id)).transpose()?.flatten();
        Ok(Draft {
            values: TEXTS.iter().map(|name| (*name, plain(name))).collect(),
            kinds: several("group_type"),
            parents: several("parents"),
            organisation: owner.map(|row| pick::written(lang, &row)).unwrap_or_default(),
            rule,
        })
    }

    fn get(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }
}

/// A group that is being made or changed.
struct Open {
    lang: Lang,
    id: Option<i64>,
    row: Option<Row>,
    /// Whether it is or becomes a live one.
    live: bool,
    /// The conditions as they are, in words.
    words: Vec<String>,
}

fn edit_or_make(visit: &mut Visit<'_>, id: Option<i64>, live: bool) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (open, stored) = visit.read(|tx| {
        let row = id.map(|id| read(tx, id)).transpose()?;
        if let Some(id) = id
            && !may_edit(tx, id)?
        {
            return Err(Error::Forbidden("edit this group".to_owned()));
        }
        let search = row.as_ref().and_then(|row| int(row, "saved_search_id"));
        let search = search.map(|id| tx.find::<SavedSearch>(id)).transpose()?.flatten();
        let mut words = Vec::new();
        let mut rule = (live && id.is_none()).then(|| Asked { place: String::new(), ..Asked::of(&visit.query) });
        if let Some((entity, clauses)) = search.as_ref().and_then(criteria::conditions) {
            words = criteria::in_words(tx, &lang, &entity, &clauses)?.into_iter().map(|one| one.words).collect();
            rule = criteria::to_asked(&clauses).filter(|_| entity == "Contact");
        }
        let draft = match &row {
            Some(row) => Draft::of(tx, &lang, row, rule)?,
            None => Draft { rule, values: fresh(), ..Draft::default() },
        };
        let live = live || search.is_some();
        Ok((Open { lang, id, row, live, words }, draft))
    })?;
    if !visit.is_post {
        return Ok(Reply::Html(show(visit, &open, &stored, &Errors::new())?));
    }
    let draft = Draft::typed(&visit.form, open.live && stored.rule.is_some());
    let result = visit.write(|tx| {
        let id = save(tx, &open, &draft)?;
        Ok((id, tx.transaction_id()))
    });
    match taken(form::field_errors(result))? {
        Ok((id, transaction)) => {
            let said = if transaction.is_none() { "said-nothing" } else { "said-saved" };
            visit.say(said, transaction);
            Ok(Reply::Redirect(format!("/groups/{id}")))
        }
        Err(errors) => {
            let errors = form::errors(&open.lang, &errors);
            Ok(Reply::Status(422, show(visit, &open, &draft, &errors)?))
        }
    }
}

fn fresh() -> BTreeMap<&'static str, String> {
    BTreeMap::from([("visibility", VISIBILITY[0].0.to_owned()), ("is_active", "1".to_owned())])
}

/// What must be one of a kind here is the title.
fn taken<T>(
    result: Result<std::result::Result<T, Vec<FieldError>>>,
) -> Result<std::result::Result<T, Vec<FieldError>>> {
    Ok(result?.map_err(|errors| {
        let known = |error: FieldError| match error.field.as_str() {
            "external_identifier" | "name" => FieldError { field: "title".to_owned(), problem: Problem::Taken },
            _ => error,
        };
        errors.into_iter().map(known).collect()
    }))
}

fn save(tx: &mut Tx<'_>, open: &Open, draft: &Draft) -> Result<i64> {
    let mut values = Map::new();
    if let Some(id) = open.id {
        values.insert("id".to_owned(), json!(id));
    }
    for name in TEXTS {
        let typed = draft.get(name);
        let stored = open.row.as_ref().map(|row| rows::written(row, name)).unwrap_or_default();
        // A shipped title that nobody has touched is shown in the reader's language.
        let shown = open.row.as_ref().filter(|_| name == "title").map(|row| title(&open.lang, row));
        if typed == stored || shown == Some(typed) {
            continue;
        }
        let value = match name {
            "is_active" => json!(typed == "1"),
            _ if typed.is_empty() && name.starts_with("frontend_title") => continue,
            _ if typed.is_empty() => Json::Null,
            _ => json!(typed),
        };
        values.insert(name.to_owned(), value);
    }
    if draft.get("title").is_empty() {
        return Err(Error::field("title", Problem::Required));
    }
    values.insert("group_type".to_owned(), json!(draft.kinds));
    values.insert("parents".to_owned(), json!(draft.parents));
    if let Some(rule) = &draft.rule {
        let search = save_rule(tx, open, rule)?;
        values.insert("saved_search_id".to_owned(), json!(search));
    }
    let group = tx.save("Group", values, As::Actor)?.id;
    keep_owner(tx, group, &draft.organisation)?;
    Ok(group)
}

/// The search of a live group. Whoever may change the group may change what it looks for, as far as they may ask that.
fn save_rule(tx: &mut Tx<'_>, open: &Open, rule: &Asked) -> Result<i64> {
    let clauses = criteria::of_asked(rule);
    if clauses.is_empty() {
        let words = "A live group needs a condition at least.";
        return Err(Error::rule("city", "problem-group-no-rule", words));
    }
    if !tx.actor().may("edit groups") {
        return Err(Error::Forbidden("edit groups".to_owned()));
    }
    let mut all = vec![json!(["is_deleted", "=", false])];
    all.extend(clauses);
    let params = json!({"version": 4, "select": ["id"], "where": all});
    let known = open.row.as_ref().and_then(|row| int(row, "saved_search_id"));
    let mut values = Map::new();
    match known {
        Some(id) => {
            let stored = tx.find::<SavedSearch>(id)?.as_ref().and_then(criteria::conditions);
            if stored.is_some_and(|(_, stored)| criteria::to_asked(&stored).as_ref() == Some(rule)) {
                return Ok(id);
            }
            values.insert("id".to_owned(), json!(id));
        }
        None => {
            values.insert("api_entity".to_owned(), json!("Contact"));
        }
    }
    values.insert("api_params".to_owned(), params);
    Ok(tx.save("SavedSearch", values, As::Program)?.id)
}

/// The organisation that the group belongs to, by its name.
fn keep_owner(tx: &mut Tx<'_>, group: i64, typed: &str) -> Result<()> {
    let wanted = match pick::meant(tx, typed, Some("Organization"))? {
        _ if typed.is_empty() => None,
        Found::One(id) => Some(id),
        Found::Nobody => {
            return Err(Error::rule(
                "organisation",
                "problem-employer-unknown",
                "There is no organisation of this name.",
            ));
        }
        Found::Several(_) => {
            let words = "Several organisations have this name; give the number of one.";
            return Err(Error::rule("organisation", "problem-employer-several", words));
        }
    };
    let clauses = json!([["group_id", "=", group]]);
    for row in ask(tx, "GroupOrganization", &["id", "organization_id"], clauses, &[], 0)? {
        if int(&row, "organization_id") == wanted {
            return Ok(());
        }
        tx.delete("GroupOrganization", rows::id(&row), As::Actor)?;
    }
    if let Some(organisation) = wanted {
        let values = [("group_id", json!(group)), ("organization_id", json!(organisation))];
        let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        tx.save("GroupOrganization", values, As::Actor)?;
    }
    Ok(())
}

/// The choices of the form.
struct Lists {
    kinds: Vec<labels::Pick>,
    parents: Vec<(String, String)>,
    subs: Vec<labels::Pick>,
    sticking: Sticking,
}

fn lists(tx: &Tx<'_>, open: &Open) -> Result<Lists> {
    let lang = &open.lang;
    let below = match open.id {
        Some(id) => Nesting::read(tx)?.tree(id),
        None => Default::default(),
    };
    let sticking = Sticking::read(tx, lang)?;
    let fits = |(id, _): &&(String, String)| id.parse().is_ok_and(|id: i64| !below.contains(&id));
    Ok(Lists {
        kinds: labels::choices(tx, lang.code(), "Group", "group_type", "")?,
        parents: sticking.groups.iter().filter(fits).cloned().collect(),
        subs: labels::choices(tx, lang.code(), "Contact", "contact_sub_type", "")?,
        sticking,
    })
}

fn show(visit: &Visit<'_>, open: &Open, draft: &Draft, errors: &Errors) -> Result<maud::Markup> {
    let lang = &open.lang;
    let lists = visit.read(|tx| lists(tx, open))?;
    let error = |name: &str| errors.get(name).map(String::as_str);
    let kinds: Vec<Choice<'_>> = lists.kinds.iter().map(|one| Choice::of(&one.value, &one.label)).collect();
    let subs: Vec<Choice<'_>> = lists.subs.iter().map(|one| Choice::of(&one.value, &one.label)).collect();
    let parents: Vec<Choice<'_>> = lists.parents.iter().map(|(id, name)| Choice::of(id, name)).collect();
    let (group_choices, tag_choices) = lists.sticking.choices();
    let kind_values: Vec<&str> = draft.kinds.iter().map(String::as_str).collect();
    let parent_values: Vec<&str> = draft.parents.iter().map(String::as_str).collect();
    let visible = [
        Choice::of(VISIBILITY[0].0, lang.text("group-visible-staff")),
        Choice::of(VISIBILITY[1].0, lang.text("group-visible-public")),
    ];
    let typed = |name: &'static str, label: &'static str| Field {
        error: error(name),
        ..Field::text(name, lang.text(label), draft.get(name))
    };
    let about = vec![
        Field { required: true, focused: open.id.is_none(), max_length: Some(255), ..typed("title", "group-title") },
        typed("description", "group-description").widget(Widget::LongText(2)),
        Field {
            values: &kind_values,
            ..Field::text("group_type", lang.text("group-kind"), "").widget(Widget::Checkboxes(&kinds))
        },
        Field {
            help: Some(lang.text("group-active-help")),
            ..typed("is_active", "group-active").widget(Widget::Switch)
        },
    ];
    let mut place = vec![
        typed("visibility", "group-visibility").widget(Widget::Radios(&visible)),
        Field {
            help: Some(lang.text("group-frontend-help")),
            width: Width::Half,
            ..typed("frontend_title", "group-frontend-title")
        },
        typed("frontend_description", "group-frontend-description").widget(Widget::LongText(2)),
    ];
    if !parents.is_empty() {
        place.push(Field {
            values: &parent_values,
            error: error("parents"),
            help: Some(lang.text("group-parents-help")),
            ..Field::text("parents", lang.text("group-parents"), "").widget(Widget::Checkboxes(&parents))
        });
    }
    let types = [
        Choice::of("Individual", lang.text("view-people")),
        Choice::of("Household", lang.text("view-households")),
        Choice::of("Organization", lang.text("view-organisations")),
    ];
    let flags: Vec<Choice<'_>> = super::list::flag_choices(lang);
    let rule_fields = match &draft.rule {
        Some(asked) => rule_fields(lang, asked, &types, &subs, &flags, (&group_choices, &tag_choices), error("city")),
        None => Vec::new(),
    };
    let path = match (open.id, open.live) {
        (Some(id), _) => format!("/groups/{id}/edit"),
        (None, true) => "/groups/new/live".to_owned(),
        (None, false) => "/groups/new".to_owned(),
    };
    let back = open.id.map_or_else(|| "/groups".to_owned(), |id| format!("/groups/{id}"));
    let delete = open.id.map(|id| format!("/groups/{id}/delete"));
    let heading = match (&open.row, open.live) {
        (Some(row), _) => title(lang, row),
        (None, true) => lang.text("group-new-live"),
        (None, false) => lang.text("group-new"),
    };
    let faults = errors.iter().map(|(name, message)| Fault {
        input: lang.keep(input_id(name)),
        label: fault_label(lang, name),
        message,
    });
    let view = GroupForm {
        way: vec![
            Crumb { label: lang.text("groups"), href: Some("/groups") },
            Crumb { label: heading, href: open.id.map(|_| back.as_str()) },
        ],
        title: heading,
        intro: open.live.then(|| lang.text("group-live-intro")),
        action: &path,
        cancel: &back,
        faults: faults.collect(),
        kept: Vec::new(),
        about,
        organisation: Some(Lookup {
            field: Field {
                error: error("organisation"),
                help: Some(lang.text("group-organisation-help")),
                ..Field::text("organisation", lang.text("group-organisation"), &draft.organisation)
            },
            from: "/contacts/suggest?field=organisation&type=Organization",
        }),
        place,
        rule: open.live.then(|| Rule { words: open.words.iter().map(String::as_str).collect(), fields: rule_fields }),
        save: if open.id.is_some() { lang.text("save") } else { lang.text("group-create") },
        delete: delete.as_deref(),
    };
    let page = Page { title: heading, place: "/groups", narrow: true };
    frame::show(visit, lang, page, |ui, shell| page::group_form(ui, shell, &view))
}

fn fault_label<'a>(lang: &'a Lang, name: &str) -> &'a str {
    match name {
        "title" => lang.text("group-title"),
        "parents" => lang.text("group-parents"),
        "organisation" => lang.text("group-organisation"),
        _ => lang.text("group-rule"),
    }
}

fn rule_fields<'a>(
    lang: &'a Lang,
    asked: &'a Asked,
    types: &'a [Choice<'a>],
    subs: &'a [Choice<'a>],
    flags: &'a [Choice<'a>],
    (groups, tags): (&'a [Choice<'a>], &'a [Choice<'a>]),
    error: Option<&'a str>,
) -> Vec<Field<'a>> {
    let choose = |name: &'a str, label: &'a str, value: &'a str, choices: &'a [Choice<'a>]| Field {
        may_be_empty: true,
        width: Width::Half,
        ..Field::text(name, label, value).widget(Widget::Select(choices))
    };
    let mut all = vec![
        Field { width: Width::Half, ..choose("type", lang.text("criterion-type"), &asked.kind, types) },
        Field { width: Width::Half, error, ..Field::text("city", lang.field("Address", "city"), &asked.city) },
    ];
    if !subs.is_empty() {
        all.push(choose("sub", lang.field("Contact", "contact_sub_type"), &asked.sub, subs));
    }
    all.push(choose("flag", lang.text("filter-wish"), &asked.flag, flags));
    if !groups.is_empty() {
        all.push(choose("group", lang.text("group"), &asked.group, groups));
    }
    if !tags.is_empty() {
        all.push(choose("tag", lang.text("tag"), &asked.tag, tags));
    }
    all.push(Field { width: Width::Half, ..Field::text("q", lang.text("criterion-words"), &asked.q) });
    all
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
