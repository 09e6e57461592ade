//! `/search/new` and `/search/{id}`: the question on the left, its answer beside it.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::saved_search::SavedSearch;
use kit::{Reply, Visit};
use maud::{Markup, html};
use serde_json::Value as Json;
use store::{Error, Result, Tx};
use ui::Icon;
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::form::Form;
use ui::part::head::{Head, head};
use ui::part::notice::notice;

use super::answer::{self, Answer, Silence};
use super::edit;
use super::parts::{self, Asking, Picking};
use super::presets::{self, PRESETS};
use super::state::{SHOWN, State, encoded};
use super::words::{self, About};
use crate::run::item;
use crate::run::{Search, style};

/// What steps replace: the question and its answer, not the frame around them.
pub const PART: &str = "question";

/// The address of the same page, willing to wait.
fn waiting(visit: &Visit<'_>) -> String {
    let kept = visit.query.0.iter().map(|(name, value)| format!("{}={}&", encoded(name), encoded(value)));
    format!("{}?{}wait=1", visit.path, kept.collect::<String>())
}

/// A search that is open: what is kept of it beside the question.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    pub id: i64,
    pub label: String,
    pub description: String,
    pub expires: String,
    pub may_edit: bool,
    pub groups: Vec<(i64, String)>,
    pub tiles: i64,
}

/// `/search/new`
pub fn begin(visit: &mut Visit<'_>) -> Result<Reply> {
    if let Some(name) = visit.query.text("preset")
        && let Some(preset) = presets::named(name)
    {
        // Around which place is what this question begins with.
        let near = [("new", "address_primary.proximity"), ("at", "where"), ("how", "and")];
        return Ok(Reply::Redirect(if name == "around" { preset.with(&near) } else { preset.href() }));
    }
    let given = State::read(&visit.query);
    match given {
        Some(state) => stepped(visit, state, None),
        None => welcome(visit),
    }
}

/// `/search/{id}`
pub fn open(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let (search, mut kept, shown) = visit.read(|tx| kept(tx, id))?;
    let lang = Lang::new(visit.locale);
    (kept.label, kept.description) = crate::report::said(&lang, &search.name, kept.label, kept.description);
    let state = match State::read(&visit.query) {
        Some(state) => State { id: Some(id), ..state },
        None => State::of(search, &shown),
    };
    stepped(visit, state, Some(kept))
}

/// The search, as far as the visitor sees it.
///
/// # Errors
/// `NotFound` where they do not.
pub fn kept(tx: &mut Tx<'_>, id: i64) -> Result<(Search, Kept, String)> {
    let visible = contact::pages::rows::one(tx, "SavedSearch", &["id"], id)?;
    let record = tx.find::<SavedSearch>(id)?.filter(|_| visible.is_some());
    let record = record.ok_or_else(|| Error::NotFound(format!("search {id}")))?;
    let entity = tx.entity("SavedSearch")?;
    let may_edit = entity.door("update").met_by(&tx.actor().permissions) && tx.may(&entity, id, schema::Verb::Edit)?;
    let groups = contact::pages::rows::ask(
        tx,
        "Group",
        &["id", "title"],
        serde_json::json!([["saved_search_id", "=", id]]),
        &[],
        20,
    )?;
    let displays = tx.find_by::<crate::display::SearchDisplay>("saved_search_id", id)?;
    let drawn = displays.iter().find(|(_, display)| draws(display));
    let shown = drawn.map(|(_, display)| shown_of(display)).unwrap_or_else(|| "table".to_owned());
    let kept = Kept {
        id,
        label: record.label.clone().or_else(|| record.name.clone()).unwrap_or_default(),
        description: record.description.clone().unwrap_or_default(),
        expires: record.expires_date.map(|at| at.date().to_string()).unwrap_or_default(),
        may_edit,
        groups: groups
            .iter()
            .map(|row| (contact::pages::rows::id(row), contact::pages::rows::text(row, "title").to_owned()))
            .collect(),
        tiles: displays.len() as i64,
    };
    let search = Search::of(record).ok_or_else(|| Error::NotFound(format!("search {id} has no question")))?;
    Ok((search, kept, shown))
}

/// Whether a display shows what was found, rather than taking something in or keeping it.
pub fn draws(display: &crate::display::SearchDisplay) -> bool {
    ![crate::grid::KIND, crate::snapshot::KIND].contains(&display.r#type.as_str())
}

/// How a display draws.
pub fn shown_of(display: &crate::display::SearchDisplay) -> String {
    let settings = display.settings.as_deref().and_then(|text| serde_json::from_str::<Json>(text).ok());
    let drawn = settings.and_then(|json| json.get("chartType")?.as_str().map(str::to_owned));
    let kind = drawn.unwrap_or_else(|| display.r#type.clone());
    if !draws(display) {
        return display.r#type.clone();
    }
    SHOWN.iter().find(|one| **one == kind).unwrap_or(&"table").to_string()
}

/// Takes the step that the address asks for, or shows the page.
fn stepped(visit: &mut Visit<'_>, state: State, kept: Option<Kept>) -> Result<Reply> {
    let catalog = visit.site.catalog();
    if visit.query.has("do") {
        let mut next = edit::step(&catalog, &state, &visit.query).unwrap_or(state);
        visit.read(|tx| next.params.values_mut().try_for_each(|part| located(tx, part)))?;
        return Ok(Reply::Redirect(next.href()));
    }
    show(visit, &state, kept, &[])
}

/// Notes where a named place lies, as whoever names it knows: a group that is found by it is the same for everyone.
fn located(tx: &Tx<'_>, json: &mut Json) -> Result<()> {
    match json {
        Json::Array(parts) => parts.iter_mut().try_for_each(|part| located(tx, part)),
        Json::Object(map) => {
            let named = map.get("address").and_then(Json::as_str).map(str::to_owned);
            if let Some(address) = named.filter(|_| map.contains_key("distance") && !map.contains_key("geo_code_1"))
                && let Some((latitude, longitude)) = contact::proximity::place(tx, &address)?
            {
                map.insert("geo_code_1".to_owned(), serde_json::json!(latitude));
                map.insert("geo_code_2".to_owned(), serde_json::json!(longitude));
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// The page of a question.
pub fn show(visit: &Visit<'_>, state: &State, kept: Option<Kept>, faults: &[(&str, String)]) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let panel = visit.read(|tx| panel(tx, &lang, visit, state))?;
    let read = visit.read(|tx| Ok((parts::sentence(tx, &lang, state), words::summary(tx, &lang, state))));
    let (sentence, summary) = match read? {
        (Ok(sentence), Ok(summary)) => (sentence, summary),
        (Err(error), _) | (_, Err(error)) => (wrong(&lang, &error.to_string()), String::new()),
    };
    let waited = visit.is_post || visit.query.has("wait");
    let answer = answer::answer(visit, &lang, state, if waited { answer::PATIENCE } else { answer::AT_ONCE })?;
    let later = (!waited).then(|| waiting(visit));
    let title = match &kept {
        Some(kept) => kept.label.clone(),
        None => lang.text("compose-new").to_owned(),
    };
    let status = if faults.is_empty() { 200 } else { 422 };
    let page = Page { title: &title, place: "/search", narrow: false };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let actions = actions(&lang, state, kept.as_ref(), answer.as_ref().ok());
        let head_of = Head { title: &title, count: None, intro: Some(&summary) };
        let content = html! {
            div id=(PART) {
            (head(ui, &head_of, Some(actions)))
            div.compose {
                div.stack { (sentence) (panel) (result(ui, &lang, state, &answer, later.as_deref())) }
                aside.live.stack aria-live="polite" { (aside(ui, &lang, state, &answer)) (keeping(ui, &lang, state, kept.as_ref(), faults, &summary, visit.actor.may("manage own search_kit"))) }
            }
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Status(status, markup))
}

fn wrong(lang: &Lang, words: &str) -> Markup {
    notice(Tone::Brick, Icon::WarningCircle, html! { b { (lang.text("compose-wrong")) } " " (words) }, None)
}

/// What is open over the answer: the fields to choose from, or a condition to be written.
fn panel(tx: &Tx<'_>, lang: &Lang, visit: &Visit<'_>, state: &State) -> Result<Markup> {
    let text = |name: &str| visit.query.text(name).unwrap_or_default();
    let joins = item::joins(&state.params);
    let label = |path: &str| -> Option<(item::Target, String)> {
        let target = item::target(tx.catalog(), &state.entity, &joins, path)?;
        let words = words::path(lang, tx.catalog(), &joins, &target);
        Some((target, words))
    };
    if let Some(path) = visit.query.text("new") {
        let Some((target, words)) = label(path) else { return Ok(html! {}) };
        let operators = words::operators(&target.field);
        let choices = words::choices(tx, lang, &target)?;
        let asking = Asking {
            field: path,
            label: &words,
            about: About::of(&target.field),
            operators: &operators,
            operator: operators.first().copied().unwrap_or("="),
            values: &[],
            choices: &choices,
            at: if text("at").is_empty() { "where" } else { text("at") },
            how: text("how"),
            replaces: false,
        };
        return Ok(boxed(lang, state, parts::value_form(lang, state, &asking)));
    }
    if let Some(place) = visit.query.text("edit") {
        return edited(tx, lang, state, place);
    }
    if let (what @ ("measure" | "compute" | "bucket"), Some(field)) = (text("pick"), visit.query.text("f")) {
        let Some((target, words)) = label(field) else { return Ok(html! {}) };
        return Ok(parts::functions(lang, state, what, field, &words, About::of(&target.field)));
    }
    match visit.query.text("pick") {
        Some(what) => {
            let picking = Picking { what, via: text("via"), asked: text("q"), at: text("at"), how: text("how") };
            parts::picker(tx, lang, state, &picking)
        }
        None => Ok(html! {}),
    }
}

fn boxed(lang: &Lang, state: &State, form: Markup) -> Markup {
    html! {
        section.picker aria-label=(lang.text("compose-pick")) hx-target:inherited=(format!("#{PART}")) hx-select:inherited=(format!("#{PART}")) hx-swap:inherited="outerHTML" {
            header { h2 { (lang.text("compose-condition")) } a.btn.is-quiet.is-square.is-small href=(state.href()) aria-label=(lang.text("cancel")) { (Icon::X) } }
            (form)
        }
    }
}

/// The form of a condition that is there already.
fn edited(tx: &Tx<'_>, lang: &Lang, state: &State, place: &str) -> Result<Markup> {
    let Some(clause) = state.at(place).and_then(Json::as_array) else { return Ok(html! {}) };
    let part = |at: usize| clause.get(at).and_then(Json::as_str).unwrap_or_default();
    let joins = item::joins(&state.params);
    let target = item::target(tx.catalog(), &state.entity, &joins, part(0));
    let values: Vec<String> = match clause.get(2) {
        Some(Json::Array(all)) => all.iter().map(|one| style::plain(Some(one))).collect(),
        Some(near @ Json::Object(_)) => words::near_parts(near).to_vec(),
        one => vec![style::plain(one)],
    };
    let said = words::condition(tx, lang, state, &Json::Array(clause.clone()))?;
    let (about, operators, choices) = match &target {
        Some(target) => (About::of(&target.field), words::operators(&target.field), words::choices(tx, lang, target)?),
        None => (About::Number, About::Number.operators()[..7].to_vec(), Vec::new()),
    };
    let ranged = about == About::Day && values.first().is_some_and(|value| words::is_range(value));
    let asking = Asking {
        field: part(0),
        label: &said.about,
        about,
        operators: &operators,
        operator: if ranged { "in-range" } else { part(1) },
        values: &values,
        choices: &choices,
        at: place,
        how: "and",
        replaces: true,
    };
    Ok(boxed(lang, state, parts::value_form(lang, state, &asking)))
}

/// The first rows, under labels that sort.
fn result(
    ui: &ui::Ui<'_>,
    lang: &Lang,
    state: &State,
    answer: &std::result::Result<Answer, Silence>,
    later: Option<&str>,
) -> Markup {
    let part = format!("#{PART}");
    let answer = match (answer, later) {
        (Err(Silence::TooSlow), Some(later)) => {
            let words = html! { (lang.text("compose-counting")) " " a href=(later) { (lang.text("compose-wait")) } };
            return html! {
                div hx-get=(later) hx-trigger="load" hx-target=(part) hx-select=(part) hx-swap="outerHTML" hx-push-url="false" {
                    (notice(Tone::Sky, Icon::Clock, words, None))
                }
            };
        }
        (answer, _) => answer,
    };
    let answer = match answer {
        Ok(answer) => answer,
        Err(Silence::TooSlow) => {
            return notice(Tone::Honey, Icon::Clock, html! { (lang.text("compose-too-slow")) }, None);
        }
        Err(Silence::Wrong(words)) => return wrong(lang, words),
    };
    let order = state.order();
    let select: Vec<String> = state.texts("select").into_iter().filter(|one| one != "id").collect();
    html! {
        section {
            div.section-head {
                h2 { (lang.with("compose-found", &[("count", answer.count.into())])) }
                span.aside { @if answer.count > answer.lines.len() as i64 { (lang.with("compose-first-rows", &[("count", answer.lines.len().into())])) } }
            }
            @if let Some(drawing) = &answer.drawing { (drawing) }
            @if answer.lines.is_empty() { p.quiet { (lang.text("compose-nothing")) } }
            @else if !select.is_empty() {
                div.scroll-x role="region" tabindex="0" aria-label=(lang.text("compose-result")) {
                    table.grid.is-list.is-dense {
                        thead hx-target:inherited=(part) hx-select:inherited=(part) hx-swap:inherited="outerHTML" { tr { @for (written, (label, item)) in select.iter().zip(&answer.heads) {
                            @let sorted = order.iter().find(|(key, _)| *key == item.key).map(|(_, down)| if *down { "descending" } else { "ascending" });
                            th scope="col" class=(if words::is_measure(item) { "end" } else { "" }) aria-sort=[sorted] {
                                a href=(parts::sort_href(state, written)) { (label) @if sorted == Some("descending") { (Icon::CaretDown) } @else if sorted.is_some() { (Icon::CaretUp) } }
                            }
                        } } }
                        tbody { @for line in &answer.lines { (crate::view::row(ui, line, &answer.heads, &state.entity)) } }
                    }
                }
            }
        }
    }
}

fn aside(ui: &ui::Ui<'_>, lang: &Lang, state: &State, answer: &std::result::Result<Answer, Silence>) -> Markup {
    let Ok(answer) = answer else { return html! {} };
    let part = format!("#{PART}");
    let most = answer.funnel.first().map_or(answer.count, |left| left.count).max(1);
    html! {
        div {
            span.count { (ui.lang.number(answer.count)) }
            span.quiet { (lang.with("compose-count", &[("count", answer.count.into())])) br; span.faint { (lang.with("compose-took", &[("ms", (answer.took.as_millis() as i64).into())])) } }
        }
        @if answer.funnel.len() > 1 {
            div {
                h3 { (lang.text("compose-funnel")) }
                ul.funnel { @for left in &answer.funnel {
                    li { (left.words) " " b { (ui.lang.number(left.count)) } progress max=(most) value=(left.count) aria-label=(format!("{} : {}", left.words, left.count)) {} }
                } }
            }
        }
        div {
            h3 { (lang.text("compose-draw")) }
            ul.draw-kinds hx-target:inherited=(part) hx-select:inherited=(part) hx-swap:inherited="outerHTML" { @for kind in SHOWN {
                li { a.btn.is-small href=(state.with(&[("do", "draw"), ("v", kind)])) aria-current=[(kind == state.shown).then_some("true")] { (lang.text(&format!("view-{kind}"))) } }
            } }
        }
        @if let Some(sql) = &answer.sql {
            details.tech { summary { (lang.text("compose-api")) }
                (Form::get("/search/new").class("stack").render(html! {
                    (parts::hidden(state))
                    input type="hidden" name="do" value="params";
                    label { span { (state.entity) ".get" } textarea.textarea name="p" rows="12" spellcheck="false" { (serde_json::to_string_pretty(&state.params).unwrap_or_default()) } }
                    div.row { (Button::submit(lang.text("compose-api-do")).small()) }
                }))
                pre { (sql) }
            }
        }
    }
}

fn actions(lang: &Lang, state: &State, kept: Option<&Kept>, answer: Option<&Answer>) -> Markup {
    let file = |format: &str| {
        format!("/search/export?{}&format={format}", &state.href().split_once('?').map_or("", |(_, query)| query))
    };
    let csv = if lang.code() == "fr" { "csv-fr" } else { "csv" };
    html! {
        @if state.before().is_some() { (Button::link(lang.text("compose-undo"), state.with(&[("do", "undo")])).icon(Icon::ArrowCounterClockwise)) }
        @if answer.is_some() {
            (ui::part::menu::menu(lang.text("export"), Icon::Export, false, None, html! {
                @for (format, label) in [("xlsx", "export-xlsx"), ("ods", "export-ods"), (csv, "export-csv"), ("pdf", "export-pdf"), ("json", "export-json")] {
                    li { a href=(file(format)) download hx-boost="false" { (Icon::DownloadSimple) (lang.text(label)) } }
                }
                li { a href=(format!("/search/file?{}", super::file::query_of(state))) { (Icon::Columns) (lang.text("search-file-more")) } }
            }))
        }
        @if let Some(kept) = kept {
            (Button::link(lang.text("compose-view"), format!("/view/{}", kept.id)).icon(Icon::Eye))
        }
    }
}

/// Keeping the question: its name, who shares it, and what is made of it.
fn keeping(
    ui: &ui::Ui<'_>,
    lang: &Lang,
    state: &State,
    kept: Option<&Kept>,
    faults: &[(&str, String)],
    summary: &str,
    may: bool,
) -> Markup {
    if !may {
        return html! {};
    }
    let fault = |name: &str| faults.iter().find(|(field, _)| *field == name).map(|(_, words)| words.as_str());
    let own = kept.filter(|kept| kept.may_edit);
    let label = own.map_or("", |kept| kept.label.as_str());
    let description = own.map_or(summary, |kept| kept.description.as_str());
    let expires = own.map_or("", |kept| kept.expires.as_str());
    html! {
        section.keep {
            h3 { (lang.text(if own.is_some() { "compose-save-changes" } else { "compose-save" })) }
            (Form::post(ui.csrf, "/search/save").class("stack").render(html! {
                input type="hidden" name="s" value=(state.text());
                (ui::part::field::field(ui, &ui::part::field::Field::text("label", lang.text("compose-label"), label).required().error(fault("label"))))
                (ui::part::field::field(ui, &ui::part::field::Field::text("description", lang.text("compose-description"), description).widget(ui::part::field::Widget::LongText(2))))
                (ui::part::field::field(ui, &ui::part::field::Field::text("expires", lang.text("compose-expires"), expires).widget(ui::part::field::Widget::Date)))
                div.row {
                    (Button::submit(lang.text("compose-save-do")).primary().name("as", if own.is_some() { "same" } else { "new" }))
                    @if own.is_some() { (Button::submit(lang.text("compose-save-new")).name("as", "new")) }
                }
                label.check { input type="checkbox" name="pin" value="1"; span { (lang.text("compose-pin")) } }
            }))
            @if let Some(kept) = kept {
                div.row {
                    @if kept.groups.is_empty() && contacts(state) {
                        (Form::post(ui.csrf, "/search/group").render(html! { input type="hidden" name="id" value=(kept.id); (Button::submit(lang.text("compose-group-do")).icon(Icon::UsersThree)) }))
                    }
                    (Form::post(ui.csrf, "/dashboard/pin").render(html! { input type="hidden" name="id" value=(kept.id); (Button::submit(lang.text("compose-pin-do")).icon(Icon::ChartBar)) }))
                    (Button::link(lang.text("compose-manage"), format!("/search/{}/about", kept.id)).quiet())
                }
                @for (id, title) in &kept.groups { p { (Icon::UsersThree) " " a href=(format!("/groups/{id}")) { (title) } } }
            }
        }
    }
}

/// Whether the question finds contacts.
fn contacts(state: &State) -> bool {
    matches!(state.entity.as_str(), "Contact" | "Individual" | "Organization" | "Household") && !state.groups()
}

/// Where one begins: with a question that many ask, or with any kind of record.
fn welcome(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (offered, entities) = visit.read(|tx| {
        let offered: Vec<&str> = PRESETS.iter().filter(|preset| preset.fits(tx)).map(|preset| preset.name).collect();
        let all = presets::MAIN.iter().filter_map(|name| tx.catalog().entity(name));
        let open = all.filter(|entity| entity.door("get").met_by(&tx.actor().permissions));
        let entities: Vec<(String, String)> = open
            .map(|entity| {
                let label = entity.label_field.as_deref().unwrap_or("id");
                (State::about(&entity.name, &[label]).href(), words::many(&lang, entity).to_owned())
            })
            .collect();
        Ok((offered, entities))
    })?;
    let title = lang.text("compose-new");
    let page = Page { title, place: "/search", narrow: false };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let intro = lang.text("compose-new-words");
        let content = html! {
            (head(ui, &Head { title, count: None, intro: Some(intro) }, None))
            section { h2 { (lang.text("compose-presets")) }
                ul.cards { @for name in &offered {
                    li { a href=(format!("/search/new?preset={name}")) { b { (lang.text(&format!("form-preset-{name}"))) } span.quiet { (lang.text(&format!("form-preset-{name}-words"))) } } }
                } }
            }
            section { h2 { (lang.text("compose-from-nothing")) }
                ul.row { @for (href, label) in &entities { li { a.btn href=(href) { (label) } } } }
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(markup))
}
