//! `/view/{name}`: a saved search through its display, with filters, totals, editing in place and tasks.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::pages::slots::Task;
use contact::saved_search::SavedSearch;
use kit::{Reply, Visit};
use maud::{Markup, html};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};
use ui::Icon;
use ui::part::bulk::{Action, bulk};
use ui::part::button::Button;
use ui::part::form::Form;
use ui::part::head::{Head, head};
use ui::part::paging::{Paging, paging};

use super::batch::Deed;
use super::widget::Widget;
use super::{designer, draw, kept, map, order, shapes};
use crate::actions;
use crate::compose::state::{State, encoded};
use crate::compose::{page as composer, words};
use crate::display::{EVERYTHING, SearchDisplay, Shape};
use crate::export::{Export, Format};
use crate::grid;
use crate::run::cells::{self, For, Line, Voice};
use crate::run::item::Item;
use crate::run::{Prepared, Question, Search, Want, default_display, tally};

/// So many rows are drawn in charts and the like.
const DRAWN: i64 = 2_000;

/// The search and display of an address: by the search's number or name, and the display's name.
///
/// # Errors
/// `NotFound` where the visitor sees none, `Forbidden` for a display that shows more than they may see.
pub fn question(tx: &mut Tx<'_>, name: &str, display: Option<&str>) -> Result<(Question, String)> {
    let id = match name.parse::<i64>() {
        Ok(id) => id,
        Err(_) => tx.find_by::<SavedSearch>("name", name)?.first().map_or(0, |(id, _)| *id),
    };
    let (search, kept, _) = composer::kept(tx, id)?;
    let all = tx.find_by::<SearchDisplay>("saved_search_id", id)?;
    let chosen = match display {
        Some(name) => all.iter().find(|(_, one)| one.name == name),
        None => all.iter().find(|(_, one)| composer::draws(one)).or(all.first()),
    };
    let chosen = chosen.map(|(_, one)| one.clone());
    let drawn = chosen.as_ref().map_or_else(|| "table".to_owned(), composer::shown_of);
    let mut shape = match chosen {
        Some(display) => Shape::of(display),
        None => default_display(tx, &search)?,
    };
    if shape.acl_bypass && !tx.actor().may(EVERYTHING) {
        return Err(Error::Forbidden("this display shows more than you may see".to_owned()));
    }
    shape.kind = drawn;
    shape.label = kept.label.clone();
    let label = kept.label;
    Ok((Question::whole(Search { label: label.clone(), ..search }, shape), label))
}

/// The question with the filters and the order of an address.
pub fn asked(mut question: Question, query: &kit::Fields) -> Question {
    for (name, value) in &query.0 {
        if let Some(key) = name.strip_prefix("f:").filter(|_| !value.trim().is_empty()) {
            question.filters.insert(key.to_owned(), json!(value.trim()));
        }
    }
    if let Some(sort) = query.text("sort") {
        let (key, way) = sort.strip_prefix('-').map_or((sort, "ASC"), |key| (key, "DESC"));
        question.sort = vec![(key.to_owned(), way.to_owned())];
    }
    question
}

/// What a page shows.
pub struct Shown {
    pub prepared: Prepared,
    pub settings: Map<String, Json>,
    pub kind: String,
    pub heads: Vec<(String, Item)>,
    pub lines: Vec<Line>,
    pub count: i64,
    pub totals: Map<String, Json>,
}

/// Runs a question for people.
///
/// # Errors
/// What the planner refuses, or the database's own failure.
pub fn run(tx: &mut Tx<'_>, lang: &Lang, question: &Question, limit: i64, offset: i64) -> Result<Shown> {
    let prepared = question.prepare(tx)?;
    let voice = Voice::new(tx, lang, For::People)?;
    let settings = question.display.settings.clone();
    let (found, count) = match offset {
        0 if limit > 0 => prepared.first(tx, limit)?,
        _ => (prepared.rows(tx, limit, offset)?, prepared.count(tx)?),
    };
    let lines: Result<Vec<Line>> = found
        .into_iter()
        .map(|row| cells::line(tx, &voice, &prepared.entity, &prepared.items, &settings, row))
        .collect();
    let lines = lines?;
    let heads = said_heads(tx, lang, &prepared, &settings)?;
    let totals = tally::tally(tx, &prepared, &settings)?;
    Ok(Shown { prepared, settings, kind: question.display.kind.clone(), heads, lines, count, totals })
}

/// Columns without a label of their own are called what their field is called.
fn said_heads(
    tx: &Tx<'_>,
    lang: &Lang,
    prepared: &Prepared,
    settings: &Map<String, Json>,
) -> Result<Vec<(String, Item)>> {
    let entity = tx.entity(&prepared.entity)?;
    let heads = crate::compose::answer::heads(prepared, settings);
    let said = heads.into_iter().map(|(label, item)| {
        // Packaged reports name their columns in English; readers see them in their language.
        let own = label.is_empty() || label == item.title() || label.starts_with("report-");
        let label = if own { words::column(lang, tx.catalog(), &[], &entity, &item) } else { label };
        (label, item)
    });
    Ok(said.collect())
}

fn drawn(kind: &str) -> bool {
    !matches!(kind, "table" | "list" | "grid" | "batch" | "entity")
}

/// `/view/{name}`
pub fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let name = visit.captures.first().cloned().unwrap_or_default();
    let (question, label) = visit.read(|tx| question(tx, &name, visit.query.text("display")))?;
    if question.display.kind == grid::KIND {
        return grid::enter::show(visit, &lang, &question, &name);
    }
    let question = asked(question, &visit.query);
    let size = question.page_size();
    let number = visit.query.int("page").unwrap_or(1).max(1);
    let (limit, offset) = if drawn(&question.display.kind) { (DRAWN, 0) } else { (size, (number - 1) * size) };
    let shown = visit.read(|tx| run(tx, &lang, &question, limit, offset))?;
    let may_edit = visit.actor.may("manage own search_kit");
    let id = question.search.id.unwrap_or(0);
    let here = visit
        .query
        .0
        .iter()
        .filter(|(name, _)| name != "page" && name != "edit")
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    let here = here.collect::<Vec<_>>().join("&");
    let today = visit.ui().today;
    let (about, displays) =
        visit.read(|tx| Ok((composer::kept(tx, id)?.1, crate::compose::list::displays(tx, id)?)))?;
    let (label, description) = crate::report::said(&lang, &question.search.name, label, about.description);
    let page = Page { title: &label, place: "/search", narrow: false };
    let tasks = tasks(visit, &lang, &shown, &name, &here);
    let entity = kept::told(visit, &lang, &question.display, &name, about.may_edit)?;
    let whole = State::of(question.search.clone(), &shown.kind);
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let csv = if lang.code() == "fr" { "csv-fr" } else { "csv" };
        let file = |format: &str| format!("/view/{id}/export?format={format}&{here}");
        let actions = html! {
            (ui::part::menu::menu(lang.text("export"), Icon::Export, false, None, html! {
                @for (format, label) in [("xlsx", "export-xlsx"), ("ods", "export-ods"), (csv, "export-csv"), ("pdf", "export-pdf"), ("json", "export-json")] {
                    li { a href=(file(format)) download hx-boost="false" { (Icon::DownloadSimple) (lang.text(label)) } }
                }
                li { a href=(format!("/search/file?{}", crate::compose::file::query_of(&whole))) { (Icon::Columns) (lang.text("search-file-more")) } }
                @if draw::drawing(&lang, &shown.kind, &draw::Series::default(), 0).is_some() && shown.kind != "number" {
                    li { a href=(format!("/view/{id}/chart.svg?{here}")) download hx-boost="false" { (Icon::Image) (lang.text("export-svg")) } }
                    li.by-script { button type="button" data-png=(format!("/view/{id}/chart.svg?{here}")) data-name=(label) { (Icon::Image) (lang.text("export-png")) } }
                }
            }))
            @if may_edit { (Form::post(ui.csrf, "/dashboard/pin").render(html! { input type="hidden" name="id" value=(id); (Button::submit(lang.text("compose-pin-do")).icon(Icon::ChartBar)) })) }
            @if may_edit { (Button::link(lang.text("view-adjust"), format!("/search/{id}")).icon(Icon::PencilSimple)) }
            @if about.may_edit { (Button::link(lang.text("view-design"), format!("/search/{id}/display?display={}", encoded(&question.display.name))).icon(Icon::Columns)) }
        };
        let content = html! {
            (head(ui, &Head { title: &label, count: Some(shown.count), intro: Some(&description).filter(|text| !text.is_empty()).map(|text| text.as_str()) }, Some(actions)))
            p.on-paper { (lang.with("printed", &[("organisation", shell.organisation.into()), ("date", lang.locale.date(today).into())])) }
            @if displays.len() > 1 { nav.tabs.is-small aria-label=(lang.text("compose-draw")) { @for one in &displays {
                a href=(format!("/view/{name}?display={}", encoded(&one.name))) aria-current=[(one.name == question.display.name).then_some("page")] { (one.label) }
            } } }
            (designer::toolbar(&shown.settings))
            @if let Some(words) = &entity { (words) }
            (filters(ui, &lang, &shown, &question, &name))
            (body(ui, &lang, visit, &shown, &tasks, &name, &here, today))
            @if !drawn(&shown.kind) { (paging(ui, &window(&lang, &shown, number, size, &name, &here), false)) }
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(markup))
}

fn window<'a>(lang: &'a Lang, shown: &Shown, number: i64, size: i64, name: &str, here: &str) -> Paging<'a> {
    let first = (number - 1) * size + 1;
    let last = first - 1 + shown.lines.len() as i64;
    let page = |number: i64| lang.keep(format!("/view/{name}?{here}&page={number}"));
    Paging {
        first: first.min(shown.count),
        last,
        total: Some(shown.count),
        counted: None,
        previous: (number > 1).then(|| page(number - 1)),
        next: (last < shown.count).then(|| page(number + 1)),
        pages: Vec::new(),
    }
}

/// A box for each column that people filter by: those that the display names, else none for charts and the first three.
fn filters(ui: &ui::Ui<'_>, lang: &Lang, shown: &Shown, question: &Question, name: &str) -> Markup {
    if drawn(&shown.kind) {
        return html! {};
    }
    let shown_filters =
        shown.heads.iter().filter(|(_, item)| item.path().is_some() && !item.hidden && item.key != "id").take(3);
    let value = |key: &str| question.filters.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    let _ = ui;
    html! {
        (Form::get(&format!("/view/{name}")).class("list-tools view-filters").render(html! {
            @if !question.display.name.is_empty() { input type="hidden" name="display" value=(question.display.name); }
            @for (label, item) in shown_filters {
                @let key = format!("f:{}", item.key);
                label { span.sr { (label) } input.input type="search" name=(key) value=(value(&item.key)) placeholder=(label); }
            }
            (Button::submit(lang.text("view-filter")).small())
        }))
    }
}

/// What can be done with ticked rows: tasks of contacts, and those that fit any record. `here` narrows the search.
fn tasks<'a>(visit: &Visit<'_>, lang: &'a Lang, shown: &Shown, name: &str, here: &str) -> Vec<Action<'a>> {
    let held = &visit.actor.permissions;
    let mut all = Vec::new();
    let of_contacts = matches!(shown.prepared.entity.as_str(), "Contact" | "Individual" | "Organization" | "Household");
    if of_contacts {
        // Where there are other pages, all of them may be meant: the tasks of contacts do not know this search.
        let whole = shown.count > shown.lines.len() as i64;
        let path = |path: &'static str| match whole {
            true => lang.keep(format!("/view/{name}/hand?to={}&{here}", encoded(path))),
            false => path,
        };
        // A search has a grid of its own columns.
        let other = |task: &&Task| task.path != grid::update::CONTACTS;
        let fits = visit.registry.filled::<Task>().iter().filter(|task| task.door.met_by(held)).filter(other);
        all.extend(fits.map(|task| Action { label: lang.text(task.label), icon: task.icon, href: path(task.path) }));
    }
    let catalog = visit.site.catalog();
    let Some(entity) = catalog.entity(&shown.prepared.entity) else { return all };
    let href = |what: &str| lang.keep(format!("/view/{name}/task?do={what}&{here}"));
    let task = |label: &'static str, icon, what: &str| Action { label: lang.text(label), icon, href: href(what) };
    all.push(task("view-task-export", Icon::DownloadSimple, "export"));
    let icon = |deed: Deed| match deed {
        Deed::Update => Icon::PencilSimple,
        Deed::Enable => Icon::Check,
        Deed::Disable => Icon::Minus,
        Deed::Tag => Icon::Tag,
        Deed::Untag => Icon::X,
        Deed::Delete | Deed::Fill | Deed::Act => Icon::Trash,
    };
    if Deed::Update.fits(entity, held) {
        let href = lang.keep(grid::update::href(name, here));
        all.push(Action { label: lang.text("task-grid"), icon: Icon::Columns, href });
    }
    let open = Deed::ALL.into_iter().filter(|deed| deed.fits(entity, held));
    // Contacts are deleted by the bin, which is a task of theirs.
    let open = open.filter(|deed| !(of_contacts && *deed == Deed::Delete));
    all.extend(open.map(|deed| task(deed.title(), icon(deed), deed.name())));
    all
}

/// The rows, or what is drawn from them.
#[allow(clippy::too_many_arguments)]
pub fn body(
    ui: &ui::Ui<'_>,
    lang: &Lang,
    visit: &Visit<'_>,
    shown: &Shown,
    tasks: &[Action<'_>],
    name: &str,
    here: &str,
    today: jiff::civil::Date,
) -> Markup {
    let entity = shown.prepared.entity.as_str();
    if shown.lines.is_empty() {
        let own = shown.settings.get("noResultsText").and_then(Json::as_str).filter(|text| !text.is_empty());
        return html! { p.quiet { (own.unwrap_or(lang.text("compose-nothing"))) } };
    }
    match shown.kind.as_str() {
        "list" => shapes::list(ui, &shown.lines, entity),
        "grid" => shapes::grid(ui, &shown.lines, &shown.heads, entity),
        "pivot" => shapes::pivot(lang, &shown.lines, &shown.heads),
        "tree" => shapes::tree(ui, &shown.lines, entity),
        "map" => map::map(lang, &shown.lines, &shown.heads, entity),
        "calendar" => {
            let month = visit.query.text("month").and_then(|text| format!("{text}-01").parse().ok()).unwrap_or(today);
            shapes::calendar(ui, lang, &shown.lines, &shown.heads, entity, month)
        }
        "table" | "batch" | "entity" => table(ui, lang, visit, shown, tasks, name, here),
        kind => {
            let series = draw::series(&shown.heads, &shown.lines);
            draw::drawing(lang, kind, &series, shown.count).unwrap_or_default()
        }
    }
}

/// The rows to be read alone: without ticks, orders and places to edit.
pub fn still(ui: &ui::Ui<'_>, lang: &Lang, visit: &Visit<'_>, shown: &Shown) -> Markup {
    if shown.kind != "table" || shown.lines.is_empty() {
        return body(ui, lang, visit, shown, &[], "", "", ui.today);
    }
    let entity = shown.prepared.entity.as_str();
    html! {
        div.scroll-x role="region" tabindex="0" aria-label=(lang.text("compose-result")) {
            table.grid.is-list.is-dense {
                thead { tr { @for (label, item) in &shown.heads { th scope="col" class=[words::is_measure(item).then_some("end")] { (label) } } } }
                tbody { @for line in &shown.lines { (super::row(ui, line, &shown.heads, entity)) } }
            }
        }
    }
}

fn table(
    ui: &ui::Ui<'_>,
    lang: &Lang,
    visit: &Visit<'_>,
    shown: &Shown,
    tasks: &[Action<'_>],
    name: &str,
    here: &str,
) -> Markup {
    let editing = visit.query.text("edit").and_then(|text| text.split_once(':'));
    let kept: Vec<&str> = here.split('&').filter(|part| !part.is_empty() && !part.starts_with("sort=")).collect();
    let sort = |key: &str| {
        let down = visit.query.text("sort") == Some(key);
        let kept: String = kept.iter().map(|part| format!("{part}&")).collect();
        format!("/view/{name}?{kept}sort={}{}", if down { "-" } else { "" }, encoded(key))
    };
    let ticks = !tasks.is_empty() && shown.lines.iter().all(|line| line.id.is_some());
    let columns = cells::columns(&shown.settings);
    let width = |at: usize| match columns.get(at).map_or("", |column| super::design::text(column, "width")) {
        "narrow" => "is-narrow",
        "medium" => "is-medium",
        "wide" => "is-wide",
        _ => "",
    };
    // Rows are put in order where nothing else orders them.
    let ordered = order::weight(&shown.settings).filter(|_| ticks && visit.query.text("sort").is_none());
    let last = shown.lines.len().saturating_sub(1);
    let editable = |at: usize| columns.get(at).is_some_and(|column| column.get("editable") == Some(&Json::Bool(true)));
    let inside = html! {
        div.scroll-x role="region" tabindex="0" aria-label=(lang.text("compose-result")) {
            table.grid.is-list.is-dense {
                thead { tr {
                    @if ordered.is_some() { th.fit scope="col" { span.sr { (lang.text("view-order")) } } }
                    @if ticks { th.fit scope="col" { input type="checkbox" data-all aria-label=(ui.lang.text("tick-all")); } }
                    @for (at, (label, item)) in shown.heads.iter().enumerate() { th scope="col" class=(format!("{} {}", if words::is_measure(item) { "end" } else { "" }, width(at))) { a href=(sort(&item.key)) { (label) } } }
                } }
                tbody.sortable-rows data-sortable=[ordered.map(|_| ORDER)] { @for (place, line) in shown.lines.iter().enumerate() {
                    tr.(line.class) {
                        @if ordered.is_some() { td.fit.order-cell {
                            @let id = line.id.unwrap_or(0).to_string();
                            input type="hidden" name="row" value=(id) form=(ORDER);
                            span.grip aria-hidden="true" { (Icon::DotsSixVertical) }
                            (ui::page::columns::arrows(ui, &id, line.cells.first().map_or("", |cell| cell.words.as_str()), ui::page::columns::Ends { first: place == 0, last: place == last }, Some(ORDER)))
                        } }
                        @if ticks { @let id = line.id.unwrap_or(0).to_string(); td.fit.m-check { input type="checkbox" name="id" value=(id) aria-label=(ui.lang.with("tick-one", &[("name", line.cells.first().map_or("", |cell| cell.words.as_str()).into())])); } }
                        @for (at, (cell, (label, item))) in line.cells.iter().zip(&shown.heads).enumerate() {
                            td class=(super::stands(at, cell, &shown.heads)) data-label=(label) {
                                @if editing.is_some_and(|(row, key)| line.id.is_some_and(|id| id.to_string() == row) && key == item.key) {
                                    span.row { (widget(visit, lang, item, &cell.value, label))
                                        button.btn.is-small type="submit" form="cell-form" { (lang.text("compose-cell-keep")) } }
                                } @else {
                                    @if at == 0 { (super::linked(ui, cell, line, &shown.prepared.entity)) } @else { (super::inside(ui, cell)) }
                                    @if let Some(id) = line.id.filter(|_| editable(at)) {
                                        " " a.edit-cell href=(format!("/view/{name}?{here}&edit={id}:{}", encoded(&item.key))) aria-label=(lang.with("view-edit-cell", &[("what", label.as_str().into())])) { (Icon::PencilSimple) }
                                    }
                                }
                            }
                        }
                    }
                } }
                @if !shown.totals.is_empty() { tfoot { tr {
                    @if ordered.is_some() { td {} }
                    @if ticks { td {} }
                    @for (at, (label, item)) in shown.heads.iter().enumerate() {
                        @let total = shown.totals.contains_key(&item.key);
                        td.money.m-main[at == 0].m-more[at > 0 && total] data-label=(label) { @if let Some(total) = shown.totals.get(&item.key) { (total_words(lang, item, total)) } @else if at == 0 { (lang.text("view-total")) } }
                    }
                } } }
            }
        }
        @if ticks { (bulk(ui, Some(shown.count), tasks)) }
    };
    let cell_form = editing.map(|(row, key)| {
        Form::post(ui.csrf, &format!("/view/{name}/cell")).id("cell-form").render(html! {
            input type="hidden" name="row" value=(row); input type="hidden" name="key" value=(key); input type="hidden" name="back" value=(here);
            input type="hidden" name="display" value=(visit.query.text("display").unwrap_or_default());
        })
    });
    let page = visit.query.int("page").unwrap_or(1).max(1);
    let size = shown.settings.get("limit").and_then(Json::as_i64).unwrap_or(50);
    let order_form = ordered.map(|_| {
        Form::post(ui.csrf, &format!("/view/{name}/order")).id(ORDER).render(html! {
            input type="hidden" name="first" value=((page - 1) * size + 1); input type="hidden" name="back" value=(here);
            input type="hidden" name="display" value=(visit.query.text("display").unwrap_or_default());
        })
    });
    html! {
        @if let Some(form) = cell_form { (form) }
        @if let Some(form) = order_form { (form) }
        @if ticks { (Form::post(ui.csrf, tasks.first().map_or("", |task| task.href)).data("data-selection").whole_page().render(inside)) } @else { (inside) }
    }
}

/// The form that takes the order of rows.
const ORDER: &str = "order-form";

/// The input of a cell; plain where its choices cannot be read.
fn widget(visit: &Visit<'_>, lang: &Lang, item: &Item, value: &Json, label: &str) -> Markup {
    match visit.read(|tx| Widget::of(tx, lang, item)) {
        Ok(widget) => widget.input(value, label, "cell-form"),
        Err(_) => {
            html! { input.input name="value" value=(crate::run::style::plain(Some(value))) aria-label=(label) form="cell-form"; }
        }
    }
}

fn total_words(lang: &Lang, item: &Item, total: &Json) -> String {
    let text = crate::run::style::plain(Some(total));
    match (item.kind(), text.parse::<rust_decimal::Decimal>()) {
        (crate::run::item::Kind::Date, _) => lang.date(&text).to_owned(),
        (_, Ok(number)) => lang.locale.number(number.round_dp(2).normalize()),
        _ => text,
    }
}

/// `/view/{name}/cell`: one value changed in place.
pub fn cell(visit: &mut Visit<'_>) -> Result<Reply> {
    let name = visit.captures.first().cloned().unwrap_or_default();
    let back = format!("/view/{name}?{}", visit.form.text("back").unwrap_or_default());
    let (Some(row), Some(key), true) = (visit.form.int("row"), visit.form.text("key"), visit.is_post) else {
        return Ok(Reply::Redirect(format!("/view/{name}")));
    };
    let several: Vec<String> = visit.form.all("value").map(|text| text.trim().to_owned()).collect();
    let key = key.to_owned();
    let display = visit.form.text("display").map(str::to_owned);
    let transaction = visit.write(|tx| {
        let (question, _) = question(tx, &name, display.as_deref())?;
        let prepared = question.prepare(tx)?;
        let allowed = cells::columns(&question.display.settings).into_iter().any(|column| {
            column.get("key").and_then(Json::as_str) == Some(&key) && column.get("editable") == Some(&Json::Bool(true))
        });
        actions::only_row(tx, &prepared, row)?;
        let target = actions::editable(tx, &prepared.entity, &prepared.items, row, &key)?.filter(|_| allowed);
        let target = target.ok_or_else(|| Error::Forbidden("this cell is not edited in place".to_owned()))?;
        let field = tx.entity(&target.entity)?.field(&target.field).map(|field| field.list.is_some());
        let value = match several.as_slice() {
            all if field == Some(true) => json!(all.iter().filter(|one| !one.is_empty()).collect::<Vec<_>>()),
            [] => Json::Null,
            [only, ..] if only.is_empty() => Json::Null,
            [only, ..] => json!(only),
        };
        let values = Map::from_iter([("id".to_owned(), json!(target.id)), (target.field, value)]);
        tx.save(&target.entity, values, As::Actor)?;
        Ok(tx.transaction_id())
    })?;
    visit.say("said-cell-saved", transaction);
    Ok(Reply::Redirect(back))
}

/// Gives the columns of a file the names that people read; the question is checked whole before the first byte is sent.
///
/// # Errors
/// What the planner refuses, or the database's own failure.
pub fn label_columns(tx: &Tx<'_>, lang: &Lang, question: &mut Question) -> Result<()> {
    let prepared = question.prepare(tx)?;
    let heads = said_heads(tx, lang, &prepared, &question.display.settings)?;
    if let Some(Json::Array(columns)) = question.display.settings.get_mut("columns") {
        let shown = columns.iter_mut().filter(|column| column.get("enabled") != Some(&Json::Bool(false)));
        shown.zip(&heads).for_each(|(column, (label, _))| column["label"] = json!(label));
    }
    tx.plan(&prepared.entity, &prepared.request, As::Actor, schema::Verb::View).map(|_| ())
}

/// `/view/{name}/export`
pub fn export(visit: &mut Visit<'_>) -> Result<Reply> {
    let name = visit.captures.first().cloned().unwrap_or_default();
    let format = visit.query.text("format").and_then(Format::named);
    let format = format.ok_or_else(|| Error::NotFound("a format".to_owned()))?;
    let (question, _) = visit.read(|tx| question(tx, &name, visit.query.text("display")))?;
    let mut question = asked(question, &visit.query);
    question.want = Want::Rows;
    let lang = Lang::new(visit.locale);
    visit.read(|tx| label_columns(tx, &lang, &mut question))?;
    let export = Export { question, format, locale: visit.locale, whom: For::People };
    let (name, content_type) = (export.file_name(), export.format.content_type());
    Ok(Reply::Stream { name, content_type, feed: export.feed(visit.site, visit.actor) })
}

/// `/view/{name}/chart.svg`
pub fn svg(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let name = visit.captures.first().cloned().unwrap_or_default();
    let (question, label) = visit.read(|tx| question(tx, &name, visit.query.text("display")))?;
    let question = asked(question, &visit.query);
    let shown = visit.read(|tx| run(tx, &lang, &question, DRAWN, 0))?;
    let series = draw::series(&shown.heads, &shown.lines);
    let drawn = draw::file(&lang, &shown.kind, &series).ok_or_else(|| Error::NotFound("a chart".to_owned()))?;
    Ok(Reply::File { name: format!("{label}.svg"), content_type: "image/svg+xml", bytes: drawn.into_bytes() })
}
