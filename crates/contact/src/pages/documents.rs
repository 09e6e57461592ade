//! `/documents`: all files that the visitor may see, each with the record that holds it, its kind and its tags.

use std::collections::BTreeMap;

use kit::{Registry, Reply, Visit};
use maud::{Markup, html};
use schema::Requirement;
use serde_json::{Value as Json, json};
use store::{Result, Tx};
use ui::Icon;
use ui::part::Tone;
use ui::part::bulk::{Action, bulk};
use ui::part::button::Button;
use ui::part::empty::empty;
use ui::part::field::{Choice, Field, Widget, field};
use ui::part::files::size;
use ui::part::form::Form;
use ui::part::head::{Head, head};
use ui::part::search_box::{SearchBox, search_box};
use ui::part::table::{Column, Role, Row as Line, Table, table};

use super::address::href;
use super::frame::{self, Page};
use super::phrases::Lang;
use super::rows::{self, Row, ask, flag, int, text};
use super::slots::{NoteHome, Settings};
use super::tagging::{self, Tagged};
use super::tags;

const PATH: &str = "/documents";
const TABLE: &str = "civicrm_file";
/// Rows of one page.
const SIZE: i64 = 50;

const PUT: Tagged = Tagged { entity: "File", table: TABLE, list: PATH, path: "/documents/tag", puts: true };
const TAKE: Tagged = Tagged { path: "/documents/untag", puts: false, ..PUT };

pub(super) fn register(registry: &mut Registry) {
    let inside = Requirement::all(&["access CiviCRM"]);
    registry
        .page(PATH, inside.clone(), show)
        .page(PUT.path, inside.clone(), |visit| tagging::page(visit, PUT))
        .page(TAKE.path, inside.clone(), |visit| tagging::page(visit, TAKE))
        .fill(Settings {
            group: "settings-lists",
            label: "documents",
            words: "documents-words",
            icon: Icon::Files,
            tone: Tone::Sky,
            href: PATH,
            door: inside,
        });
}

/// Values and labels.
type Pairs = Vec<(String, String)>;

/// What the page reads.
struct Found {
    rows: Vec<Row>,
    /// The records that hold each file: address and name.
    holders: BTreeMap<i64, Vec<(String, String)>>,
    tags: BTreeMap<i64, Vec<String>>,
    /// The tags that files can bear.
    choices: Pairs,
    is_last: bool,
}

fn find(visit: &Visit<'_>, tx: &Tx<'_>, lang: &Lang, asked: &Asked) -> Result<Found> {
    let mut clauses = Vec::new();
    if !asked.q.is_empty() {
        clauses.push(json!(["OR", [["file_name", "CONTAINS", asked.q], ["description", "CONTAINS", asked.q]]]));
    }
    if let Some(tag) = asked.tag {
        clauses.push(json!(["tags", "IN", [tag]]));
    }
    if let Some(before) = asked.before {
        clauses.push(json!(["id", "<", before]));
    }
    let select = ["id", "file_name", "description", "mime_type", "file_size", "upload_date"];
    let mut rows = ask(tx, "File", &select, Json::Array(clauses), &[("id", "DESC")], SIZE + 1)?;
    let is_last = rows.len() as i64 <= SIZE;
    rows.truncate(SIZE as usize);
    let ids: Vec<i64> = rows.iter().map(rows::id).collect();
    let (labels, choices) = known_tags(tx, lang)?;
    let mut tags: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    let mut holders: BTreeMap<i64, Vec<(String, String)>> = BTreeMap::new();
    if !ids.is_empty() {
        let of = json!([["entity_table", "=", TABLE], ["entity_id", "IN", ids]]);
        for row in ask(tx, "EntityTag", &["entity_id", "tag_id"], of, &[("id", "ASC")], 0)? {
            let label = int(&row, "tag_id").and_then(|id| labels.get(&id));
            tags.entry(int(&row, "entity_id").unwrap_or(0)).or_default().extend(label.cloned());
        }
        let of = json!([["file_id", "IN", ids]]);
        for row in ask(tx, "EntityFile", &["file_id", "entity_table", "entity_id"], of, &[("id", "ASC")], 0)? {
            let home = visit.registry.filled::<NoteHome>().iter().find(|home| home.table == text(&row, "entity_table"));
            let home =
                home.map(|home| (home.home)(tx, lang, int(&row, "entity_id").unwrap_or(0))).transpose()?.flatten();
            holders.entry(int(&row, "file_id").unwrap_or(0)).or_default().extend(home);
        }
    }
    Ok(Found { rows, holders, tags, choices, is_last })
}

/// The labels of tags, and of those that files can bear as choices.
fn known_tags(tx: &Tx<'_>, lang: &Lang) -> Result<(BTreeMap<i64, String>, Pairs)> {
    let select = ["id", "name", "label", "is_tagset", "used_for"];
    let (mut labels, mut choices) = (BTreeMap::new(), Vec::new());
    for row in ask(tx, "Tag", &select, json!([]), &[("label", "ASC")], 5_000)? {
        let label = tags::label(lang, &row).to_owned();
        if !flag(&row, "is_tagset") && rows::texts(&row, "used_for").contains(&TABLE) {
            choices.push((rows::id(&row).to_string(), label.clone()));
        }
        labels.insert(rows::id(&row), label);
    }
    Ok((labels, choices))
}

/// What the address asks for.
struct Asked {
    q: String,
    tag: Option<i64>,
    before: Option<i64>,
}

/// `/documents`
fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let asked = Asked {
        q: visit.query.text("q").unwrap_or_default().chars().take(100).collect(),
        tag: visit.query.int("tag"),
        before: visit.query.int("before"),
    };
    let found = visit.read(|tx| find(visit, tx, &lang, &asked))?;
    let page = Page { title: lang.text("documents"), place: PATH, narrow: false };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        ui::shell::page(ui, shell, content(ui, &lang, &asked, &found), html! {})
    })?;
    Ok(Reply::Html(markup))
}

fn content(ui: &ui::Ui<'_>, lang: &Lang, asked: &Asked, found: &Found) -> Markup {
    let tag = asked.tag.map(|tag| tag.to_string()).unwrap_or_default();
    let to = |before: &str| href(PATH, &[("q", &asked.q), ("tag", &tag), ("before", before)]);
    let choices: Vec<Choice<'_>> = found.choices.iter().map(|(value, label)| Choice::of(value, label)).collect();
    let select =
        Field { may_be_empty: true, ..Field::text("tag", lang.text("tag"), &tag).widget(Widget::Select(&choices)) };
    let kept = [("tag", tag.as_str())];
    let search =
        SearchBox { action: PATH, name: "q", value: &asked.q, label: lang.text("documents-search"), kept: &kept };
    let actions = [
        Action { label: lang.text("task-tag"), icon: Icon::Tag, href: PUT.path },
        Action { label: lang.text("task-untag"), icon: Icon::X, href: TAKE.path },
    ];
    let back = to("");
    html! {
        (head(ui, &Head { title: lang.text("documents"), intro: Some(lang.text("documents-words")), ..Head::default() }, None))
        div.list-tools { (search_box(&search)) }
        @if !choices.is_empty() {
            (Form::get(PATH).class("add-line").render(html! {
                @if !asked.q.is_empty() { input type="hidden" name="q" value=(asked.q); }
                (field(ui, &select))
                (Button::submit(lang.text("documents-show")))
            }))
        }
        @if found.rows.is_empty() { (empty(lang.text("documents-none"), lang.text("documents-none-words"), html! {})) }
        @else {
            (Form::post(ui.csrf, PUT.path).data("data-selection").render(html! {
                input type="hidden" name="back" value=(back);
                (table(ui, &Table { caption: lang.text("documents"), columns: columns(lang), rows: lines(lang, found), tick: Some("id"), dense: false }))
                (bulk(ui, Some(found.rows.len() as i64), &actions))
            }))
            @if let (false, Some(last)) = (found.is_last, found.rows.last()) {
                div.row { (Button::link(lang.text("documents-older"), to(&rows::id(last).to_string()))) }
            }
        }
    }
}

fn columns(lang: &Lang) -> Vec<Column<'_>> {
    let column = |key: &str, priority| Column { label: lang.text(key), priority, ..Column::default() };
    vec![
        Column { role: Role::Main, ..column("documents-name", 0) },
        Column { role: Role::More, ..column("documents-of", 1) },
        column("documents-kind", 4),
        column("tags", 2),
        Column { role: Role::More, ..column("documents-date", 3) },
    ]
}

fn lines<'a>(lang: &'a Lang, found: &'a Found) -> Vec<Line<'a>> {
    let none = Vec::new();
    let one = |row: &'a Row| {
        let id = rows::id(row);
        let name = text(row, "file_name");
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_uppercase();
        let bytes = int(row, "file_size").map(|bytes| size(lang.locale, bytes)).unwrap_or_default();
        let day = rows::date(row, "upload_date").map(|day| lang.locale.date(day)).unwrap_or_default();
        let holders = found.holders.get(&id).unwrap_or(&none);
        let borne = found.tags.get(&id).map(Vec::as_slice).unwrap_or_default();
        Line {
            id: lang.keep(id.to_string()),
            name,
            cells: vec![
                html! { a href=(file::address(id, name)) { (name) } @if !text(row, "description").is_empty() { br; small.faint { (text(row, "description")) } } },
                html! { @for (at, (href, name)) in holders.iter().enumerate() { @if at > 0 { ", " } a href=(href) { (name) } } },
                html! { (ending) @if !bytes.is_empty() { " " span.faint { (bytes) } } },
                html! { @for (at, label) in borne.iter().enumerate() { @if at > 0 { ", " } (label) } },
                html! { (ui::lang::raised(&day)) },
            ],
            ticked: false,
        }
    };
    found.rows.iter().map(one).collect()
}
