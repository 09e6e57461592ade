//! `/search/{id}/display`: how a search is shown, put together beside what comes of it: columns dragged into order, their
//! words, links, styles, totals, and what stands around the table.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use maud::{Markup, html};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};
use ui::Icon;
use ui::page::columns::{Ends, arrows};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::form::Form;
use ui::part::head::{Head, head};
use ui::part::notice::notice;

use super::design::{self, BUTTONS, ICONS, KINDS, LOOKS, OPERATORS, TALLIES, WIDTHS, text};
use super::page::{self, Shown};
use crate::compose::keep::drawn;
use crate::compose::state::encoded;
use crate::compose::words::{self, About};
use crate::compose::{list, page as composer};
use crate::display::{SearchDisplay, Shape};
use crate::pages::public::{self, tab};
use crate::run::item::{self, Item};
use crate::run::{Question, Search, default_display};

/// What each change of the form replaces.
const PREVIEW: &str = "preview";
/// So many rows stand in the preview.
const ROWS: i64 = 10;
/// So many points of charts and the like.
const DRAWN: i64 = 500;

/// A display that is being arranged.
struct Design {
    search: Search,
    /// The display's number, once it is kept.
    id: Option<i64>,
    name: String,
    label: String,
    kind: String,
    settings: Map<String, Json>,
    /// The columns that can be arranged, as the form numbers them.
    known: Vec<Json>,
    /// What the search selects, in words.
    items: Vec<(Item, String)>,
    /// Fields of the records by which people can put them in order.
    weights: Vec<(String, String)>,
    others: Vec<(String, String)>,
    /// Whether whoever arranges it may keep what it finds as an entity, and open it to the public.
    may_keep: bool,
    /// Whether the public sees every row, whatever visitors may see; None where whoever arranges it may not say so.
    whole: Option<bool>,
    /// The columns by which it can be a tab of contacts.
    ways: Vec<(String, String)>,
    /// The label as it was shown and as it is stored: a translation that nobody touched is not kept.
    untouched: (String, String),
}

/// What a display or a search that comes with the program is called in the reader's language.
fn called(lang: &Lang, name: &str, label: &str) -> String {
    crate::report::said(lang, name, label.to_owned(), String::new()).0
}

impl Design {
    /// The display of the address, or a new one.
    fn of(tx: &mut Tx<'_>, lang: &Lang, id: i64, name: Option<&str>, new: bool) -> Result<Design> {
        let (mut search, kept, _) = composer::kept(tx, id)?;
        if !kept.may_edit {
            return Err(Error::Forbidden("this search is not yours to arrange".to_owned()));
        }
        let all = list::displays(tx, id)?;
        let chosen = all.iter().find(|one| !new && name.is_none_or(|name| one.name == name)).cloned();
        let items = item::items(tx, &search.entity, &search.params);
        let entity = tx.entity(&search.entity)?;
        let joins = item::joins(&search.params);
        let said: Vec<(Item, String)> = items
            .iter()
            .filter(|item| item.key != "id")
            .map(|item| (item.clone(), words::column(lang, tx.catalog(), &joins, &entity, item)))
            .collect();
        let weights =
            said.iter().filter(|(item, _)| is_weight(item)).map(|(i, w)| (i.key.clone(), w.clone())).collect();
        let others = all.iter().map(|one| (one.name.clone(), called(lang, &one.name, &one.label))).collect();
        let told = |path: String| {
            let item = Item::parse(tx.catalog(), &entity.name, &[], &path);
            let words = match path.as_str() {
                "id" => lang.text("view-design-tab-self").to_owned(),
                _ => words::column(lang, tx.catalog(), &[], &entity, &item),
            };
            (path, words)
        };
        let ways = tab::ways(tx.catalog(), &entity.name).into_iter().map(told).collect();
        let bypass = chosen.as_ref().is_some_and(|one| one.acl_bypass == Some(true));
        let (own, kind, label) = match &chosen {
            Some(one) => (Shape::of(one.clone()).settings, composer::shown_of(one), one.label.clone()),
            None => (default_display(tx, &search)?.settings, "table".to_owned(), kept.label.clone()),
        };
        let stored = label;
        let label = called(lang, chosen.as_ref().map_or(search.name.as_str(), |one| &one.name), &stored);
        search.label = called(lang, &search.name, &search.label);
        let untouched = (label.clone(), stored);
        let mut known = design::columns(&own, &items);
        // A heading that nobody chose is the field's own name, which every reader has in their language.
        for column in &mut known {
            let title = items.iter().find(|item| item.key == text(column, "key")).map(Item::title);
            if title.is_some_and(|title| title == text(column, "label"))
                && let Some(map) = column.as_object_mut()
            {
                map.shift_remove("label");
            }
        }
        Ok(Design {
            id: chosen.as_ref().map(|one| one.id),
            name: chosen.map(|one| one.name).unwrap_or_default(),
            settings: Map::from_iter(own.into_iter().chain([("columns".to_owned(), json!(known))])),
            search,
            label,
            kind,
            known,
            items: said,
            weights,
            others,
            untouched,
            may_keep: tx.actor().may(crate::run::ADMINISTER),
            whole: tx.actor().may(crate::display::EVERYTHING).then_some(bypass),
            ways,
        })
    }

    /// With what a form says.
    fn told(mut self, form: &kit::Fields) -> Design {
        self.settings = design::read(&self.settings, &self.known, &self.search.entity, form);
        self.kind = design::shown(form, &self.kind).to_owned();
        if let Some(label) = form.text("label") {
            label.clone_into(&mut self.label);
        }
        if form.has("opens") {
            self.whole = self.whole.map(|_| form.has("whole"));
        }
        self
    }

    fn shown(&self, tx: &mut Tx<'_>, lang: &Lang) -> Result<Shown> {
        let shape = Shape {
            id: self.id,
            name: self.name.clone(),
            label: self.label.clone(),
            kind: self.kind.clone(),
            settings: self.settings.clone(),
            acl_bypass: false,
        };
        let most =
            if matches!(self.kind.as_str(), "table" | "list" | "grid" | "batch" | "entity") { ROWS } else { DRAWN };
        page::run(tx, lang, &Question::whole(self.search.clone(), shape), most, 0)
    }

    /// What a column of the settings is called where it has no label of its own.
    fn called<'d>(&'d self, key: &'d str) -> &'d str {
        self.items.iter().find(|(item, _)| item.key == key).map_or(key, |(_, words)| words)
    }

    fn save(&self, tx: &mut Tx<'_>) -> Result<String> {
        let (kind, chart) = drawn(&self.kind);
        let mut settings = self.settings.clone();
        settings.shift_remove("chartType");
        settings.extend(chart.map(|chart| ("chartType".to_owned(), json!(chart))));
        let search = self.search.id.unwrap_or(0);
        let (shown, stored) = &self.untouched;
        let values = match self.id {
            Some(id) => {
                let label = if self.label == *shown { stored } else { &self.label };
                json!({"id": id, "type": kind, "settings": settings, "label": label, "acl_bypass": self.whole.unwrap_or(false)})
            }
            None => json!({
                "saved_search_id": search, "type": kind, "settings": settings, "label": self.label,
                "name": self.free_name(), "acl_bypass": self.whole.unwrap_or(false),
            }),
        };
        let saved = tx.save("SearchDisplay", values.as_object().cloned().unwrap_or_default(), As::Actor)?.id;
        Ok(tx.find::<SearchDisplay>(saved)?.map(|display| display.name).unwrap_or_default())
    }

    /// A machine name that no display of the search has.
    fn free_name(&self) -> String {
        let base = store::machine_name(&self.label);
        let taken = |name: &str| self.others.iter().any(|(other, _)| other == name);
        let numbered = (2..1000).map(|number| format!("{base}_{number}"));
        std::iter::once(base.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(base)
    }
}

/// Whether a column is a whole number that people may set to put records in order.
fn is_weight(item: &Item) -> bool {
    let field = item.target.as_ref().filter(|target| target.steps.is_empty() && item.function.is_none());
    field.is_some_and(|target| {
        target.field.ty == schema::FieldType::Int
            && !target.field.readonly
            && target.field.references.is_none()
            && target.field.options.is_none()
            && target.field.name != "id"
    })
}

/// `/search/{id}/display`
pub fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    let asked = if visit.is_post { &visit.form } else { &visit.query };
    let (name, new) = (asked.text("display").map(str::to_owned), asked.has("new"));
    let form = visit.form.clone();
    let said = form.text("do").unwrap_or_default().to_owned();
    if visit.is_post && matches!(said.as_str(), "save" | "delete") {
        let (name, transaction) = visit.write(|tx| {
            let design = Design::of(tx, &lang, id, name.as_deref(), new)?.told(&form);
            let kept = match (said.as_str(), design.id) {
                ("delete", Some(display)) => {
                    tx.delete("SearchDisplay", display, As::Actor)?;
                    None
                }
                _ => Some(design.save(tx)?),
            };
            Ok((kept, tx.transaction_id()))
        })?;
        visit.say(if name.is_some() { "said-display-saved" } else { "said-display-deleted" }, transaction);
        return Ok(Reply::Redirect(match name {
            Some(name) => format!("/view/{id}?display={}", encoded(&name)),
            None => format!("/search/{id}"),
        }));
    }
    let is_post = visit.is_post;
    let (design, shown) = visit.read(|tx| {
        let design = Design::of(tx, &lang, id, name.as_deref(), new)?;
        let design = if is_post { design.told(&form) } else { design };
        let shown = match design.shown(tx, &lang) {
            Err(Error::Internal(cause)) => return Err(Error::Internal(cause)),
            shown => shown,
        };
        Ok((design, shown))
    })?;
    render(visit, &lang, &design, shown, new)
}

fn render(visit: &Visit<'_>, lang: &Lang, design: &Design, shown: Result<Shown>, new: bool) -> Result<Reply> {
    let id = design.search.id.unwrap_or(0);
    let action = format!("/search/{id}/display");
    let title = lang.text("view-design");
    let page = Page { title, place: "/search", narrow: false };
    let today = visit.ui().today;
    let markup = frame::show(visit, lang, page, |ui, shell| {
        let preview = match &shown {
            Ok(shown) => {
                html! { (toolbar(&design.settings)) (page::body(ui, lang, visit, shown, &[], &id.to_string(), "", today)) }
            }
            Err(error) => notice(
                Tone::Brick,
                Icon::WarningCircle,
                html! { b { (lang.text("compose-wrong")) } " " (error.to_string()) },
                None,
            ),
        };
        let inside = html! {
            // Enter keeps; without this first button it would press the first arrow.
            button.sr type="submit" name="do" value="preview" tabindex="-1" aria-hidden="true" {}
            @if new || design.id.is_none() { input type="hidden" name="new" value="1"; }
            @else { input type="hidden" name="display" value=(design.name); }
            div.design {
                div.stack.design-form hx-post=(action) hx-trigger="input delay:350ms, change delay:50ms" hx-target={ "#" (PREVIEW) } hx-select={ "#" (PREVIEW) } hx-swap="outerHTML" hx-push-url="false" hx-include="closest form" {
                    (shape(lang, design))
                    (columns(ui, lang, design))
                    (around(lang, design))
                    (outside(lang, design))
                }
                section.design-preview aria-label=(lang.text("view-design-preview")) { h2 { (lang.text("view-design-preview")) }
                    div id=(PREVIEW) aria-live="polite" { (preview) } }
            }
            div.row.design-done {
                (Button::submit(lang.text("compose-save-do")).primary().name("do", "save"))
                (Button::submit(lang.text("view-design-try")).name("do", "preview"))
                a.btn.is-quiet href=(format!("/view/{id}")) { (lang.text("cancel")) }
                @if design.id.is_some() && design.others.len() > 1 { (Button::submit(lang.text("view-design-delete")).danger().name("do", "delete")) }
            }
        };
        let content = html! {
            (head(ui, &Head { title, count: None, intro: Some(&design.search.label) }, Some(html! { (Button::link(lang.text("search-open"), format!("/search/{id}")).icon(Icon::PencilSimple)) })))
            nav.tabs.is-small aria-label=(title) {
                @for (name, label) in &design.others { a href=(format!("{action}?display={}", encoded(name))) aria-current=[(!new && *name == design.name).then_some("page")] { (label) } }
                a href=(format!("{action}?new")) aria-current=[(new || design.id.is_none()).then_some("page")] { (Icon::Plus) (lang.text("view-design-new")) }
            }
            (Form::post(ui.csrf, &action).id("design").class("stack").render(inside))
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(markup))
}

/// What the display is called, what it looks like, and in which order its rows come.
fn shape(lang: &Lang, design: &Design) -> Markup {
    let sort = design.settings.get("sort").and_then(|sort| sort.get(0));
    let (by, way) = sort.map_or(("", "ASC"), |one| {
        (one.get(0).and_then(Json::as_str).unwrap_or_default(), one.get(1).and_then(Json::as_str).unwrap_or("ASC"))
    });
    html! {
        fieldset.design-shape { legend.sr { (lang.text("view-design-shape")) }
            label.field { span.label { (lang.text("compose-label")) } input.input name="label" value=(design.label) maxlength="255"; }
            label.field { span.label { (lang.text("compose-draw")) } select.select name="kind" {
                @for kind in KINDS.into_iter().filter(|kind| *kind != crate::snapshot::KIND || design.may_keep || *kind == design.kind) { option value=(kind) selected[kind == design.kind] { (lang.text(&format!("view-{kind}"))) } }
            } }
            label.field { span.label { (lang.text("view-design-sort")) } select.select name="sort" {
                option value="" { (lang.text("view-design-sort-own")) }
                @for (item, words) in &design.items { option value=(item.key) selected[item.key == by] { (words) } }
            } }
            label.field { span.label { (lang.text("view-design-way")) } select.select name="way" {
                option value="ASC" { (lang.text("view-design-up")) } option value="DESC" selected[way == "DESC"] { (lang.text("view-design-down")) }
            } }
        }
    }
}

fn columns(ui: &ui::Ui<'_>, lang: &Lang, design: &Design) -> Markup {
    let all = design.settings.get("columns").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let number = |column: &Json| design.known.iter().position(|known| text(known, "key") == text(column, "key"));
    let last = all.len().saturating_sub(1);
    html! {
        section { h2 { (lang.text("view-design-columns")) }
            p.quiet { (lang.text("view-design-columns-words")) }
            ol.sortable.design-columns data-sortable="" {
                @for (place, column) in all.iter().enumerate() {
                    @if let Some(at) = number(column) { (line(ui, lang, design, column, at, Ends { first: place == 0, last: place == last })) }
                }
            }
        }
    }
}

fn line(ui: &ui::Ui<'_>, lang: &Lang, design: &Design, column: &Json, at: usize, ends: Ends) -> Markup {
    let key = text(column, "key");
    let called = design.called(key);
    let own = Some(text(column, "label")).filter(|label| !label.is_empty()).unwrap_or(called);
    let shows = column.get("enabled") != Some(&Json::Bool(false));
    let link = column.get("link").filter(|link| link.is_object());
    let linked = match link {
        None => "",
        Some(link) if !text(link, "path").is_empty() => "path",
        Some(link) if text(link, "action") == "view" => "record",
        Some(_) => "kept",
    };
    let tally = column.get("tally").map_or("", |tally| text(tally, "fn"));
    let name = |part: &str| format!("{part}-{at}");
    let written = |part: &str| text(column, part);
    html! {
        li {
            span.grip aria-hidden="true" { (Icon::DotsSixVertical) }
            input type="hidden" name="column" value=(at);
            label.check { input type="checkbox" name=(name("show")) value="1" checked[shows]; span.name { (called) } }
            (arrows(ui, &at.to_string(), own, ends, None))
            details.design-more { summary { (lang.text("view-design-column")) }
                div.fields {
                    label.field { span.label { (lang.text("view-design-label")) } input.input name=(name("label")) value=(written("label")) placeholder=(called); }
                    label.field { span.label { (lang.text("view-design-width")) } select.select name=(name("width")) {
                        @for width in WIDTHS { option value=(width) selected[width == written("width")] { (lang.text(&format!("view-width-{}", if width.is_empty() { "own" } else { width }))) } } } }
                    label.field { span.label { (lang.text("view-design-rewrite")) } input.input name=(name("rewrite")) value=(written("rewrite")) placeholder=(format!("[{key}]")); span.hint { (lang.text("view-design-rewrite-hint")) } }
                    label.field { span.label { (lang.text("view-design-blank")) } input.input name=(name("blank")) value=(written("empty_value")); }
                    label.field { span.label { (lang.text("view-design-hint")) } input.input name=(name("hint")) value=(written("title")); }
                    label.field { span.label { (lang.text("view-design-link")) } select.select name=(name("link")) {
                        option value="" { (lang.text("view-design-link-none")) }
                        option value="record" selected[linked == "record"] { (lang.text("view-design-link-record")) }
                        option value="path" selected[linked == "path"] { (lang.text("view-design-link-path")) }
                        @if linked == "kept" { option value="kept" selected { (lang.text("view-design-link-kept")) } }
                    } }
                    label.field { span.label { (lang.text("view-design-path")) } input.input name=(name("path")) value=(link.map_or("", |link| text(link, "path"))) placeholder="/contacts/[id]"; }
                    label.field { span.label { (lang.text("view-design-tally")) } select.select name=(name("tally")) {
                        @for one in TALLIES { option value=(one) selected[one == tally] { (lang.text(&format!("view-tally-{}", if one.is_empty() { "none".to_owned() } else { one.to_lowercase() }))) } } } }
                    (rule(lang, design, &format!("style-{at}"), "view-design-style", &LOOKS, "view-look", first_rule(column)))
                    (rule(lang, design, &format!("icon-{at}"), "view-design-icon", &ICONS, "view-icon", icon_rule(column)))
                    label.check { input type="checkbox" name=(name("edit")) value="1" checked[column.get("editable") == Some(&Json::Bool(true))]; span { (lang.text("view-design-edit")) } }
                }
            }
        }
    }
}

/// A look or an icon with its condition: class, field, operator, value.
type Rule = [String; 4];

fn first_rule(json: &Json) -> Rule {
    let rule = json.get("cssRules").and_then(|rules| rules.get(0));
    [0, 1, 2, 3].map(|at| crate::run::style::plain(rule.and_then(|rule| rule.get(at))))
}

fn icon_rule(json: &Json) -> Rule {
    let icon = json.get("icons").and_then(|icons| icons.get(0));
    let part = |at: usize| crate::run::style::plain(icon.and_then(|icon| icon.get("if")?.get(at)));
    [icon.map_or(String::new(), |icon| text(icon, "icon").to_owned()), part(0), part(1), part(2)]
}

fn rule(
    lang: &Lang,
    design: &Design,
    name: &str,
    label: &str,
    looks: &[(&str, &str)],
    words_of: &str,
    now: Rule,
) -> Markup {
    let [look, field, operator, value] = now;
    let part = |part: &str| format!("{name}-{part}");
    html! {
        fieldset.field.design-rule { legend.label { (lang.text(label)) }
            select.select name=(part("look")) aria-label=(lang.text(label)) { option value="" { (lang.text("view-design-none")) }
                @for (class, word) in looks { option value=(class) selected[*class == look] { (lang.text(&format!("{words_of}-{word}"))) } } }
            select.select name=(part("if")) aria-label=(lang.text("view-design-if")) { option value="" { (lang.text("view-design-always")) }
                @for (item, words) in &design.items { option value=(item.key) selected[item.key == field] { (lang.with("view-design-when", &[("what", words.as_str().into())])) } } }
            select.select name=(part("op")) aria-label=(lang.text("compose-operator")) {
                @for one in OPERATORS { option value=(one) selected[one == operator] { (words::operator(lang, one, About::Text, "x")) } } }
            input.input name=(part("value")) value=(value) aria-label=(lang.text("compose-value")) placeholder=(lang.text("compose-value"));
        }
    }
}

/// What stands around the rows: their number, the words where there are none, styles of whole rows, buttons, their order.
fn around(lang: &Lang, design: &Design) -> Markup {
    let settings = &design.settings;
    let limit = settings.get("limit").and_then(Json::as_i64).unwrap_or(50);
    let buttons = settings.get("toolbar").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let said = |name: &str| settings.get(name).and_then(Json::as_str).unwrap_or_default();
    let button = |at: usize, name: &str| buttons.get(at).map_or("", |button| text(button, name));
    html! {
        details.design-more open[!buttons.is_empty()] { summary { (lang.text("view-design-around")) }
            div.fields {
                label.field { span.label { (lang.text("view-design-limit")) } input.input type="number" min="1" max="500" name="limit" value=(limit); }
                label.field { span.label { (lang.text("view-design-empty")) } input.input name="empty" value=(said("noResultsText")) placeholder=(lang.text("compose-nothing")); }
                (rule(lang, design, "row", "view-design-row", &LOOKS, "view-look", first_rule(&Json::Object(settings.clone()))))
                @if !design.weights.is_empty() {
                    label.field { span.label { (lang.text("view-design-weight")) } select.select name="weight" { option value="" { (lang.text("view-design-none")) }
                        @for (key, words) in &design.weights { option value=(key) selected[key == said("draggable")] { (words) } } } }
                }
                fieldset.field { legend.label { (lang.text("view-design-toolbar")) }
                    @for at in 0..BUTTONS {
                        span.row { input.input name=(format!("button-{at}")) value=(button(at, "text")) aria-label=(lang.text("view-design-button")) placeholder=(lang.text("view-design-button"));
                            input.input name=(format!("button-path-{at}")) value=(button(at, "path")) aria-label=(lang.text("view-design-path")) placeholder="/contacts/new"; }
                    }
                }
            }
        }
    }
}

/// Where else the display stands: on the pages of contacts, on a page for everybody.
fn outside(lang: &Lang, design: &Design) -> Markup {
    let settings = &design.settings;
    let tab = settings.get(public::TAB).and_then(Json::as_str).unwrap_or_default();
    let open = settings.get(public::PUBLIC) == Some(&Json::Bool(true));
    html! {
        details.design-more open[open || !tab.is_empty()] { summary { (lang.text("view-design-outside")) }
            div.fields {
                @if !design.ways.is_empty() {
                    label.field { span.label { (lang.text("view-design-tab")) } select.select name="tab" { option value="" { (lang.text("view-design-none")) }
                        @for (path, words) in &design.ways { option value=(path) selected[path == tab] { (words) } } } }
                }
                @if design.may_keep {
                    input type="hidden" name="opens" value="1";
                    label.check { input type="checkbox" name="public" value="1" checked[open]; span { (lang.text("view-design-public"))
                        @if open && !design.name.is_empty() { " " a href=(format!("/s/{}", encoded(&design.name))) { code { "/s/" (design.name) } } } } }
                    @if let Some(whole) = design.whole {
                        label.check { input type="checkbox" name="whole" value="1" checked[whole]; span { (lang.text("view-design-whole")) small { (lang.text("view-design-whole-words")) } } }
                    }
                }
            }
        }
    }
}

/// The buttons that a display has over its rows; each leads somewhere and runs nothing.
pub fn toolbar(settings: &Map<String, Json>) -> Markup {
    let all = settings.get("toolbar").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let led: Vec<(&str, String)> =
        all.iter().filter_map(|one| Some((text(one, "text"), crate::run::style::safe(text(one, "path"))?))).collect();
    html! {
        @if !led.is_empty() { div.row.view-toolbar { @for (words, href) in &led { a.btn.is-small href=(href) { (words) } } } }
    }
}
