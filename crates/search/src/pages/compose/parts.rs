//! The pieces of the composer's page: the sentence, what can be chosen, the answer beside them.

use contact::pages::phrases::Lang;
use maud::{Markup, html};
use serde_json::Value as Json;
use store::{Result, Tx};
use ui::Icon;
use ui::part::form::Form;

use super::edit::inner;
use super::fields::{self, Purpose};
use super::presets::MAIN;
use super::state::{State, alias_of, key_of};
use super::words::{self, About};
use crate::run::item::{self, Item};

/// Where steps are sent: it answers with the address of the question that they lead to.
const STEP: &str = "/search/new";

/// What a step replaces, as htmx names it.
const PART: &str = "#question";

/// The question as a sentence whose words can be changed.
///
/// # Errors
/// The database's own failure.
pub fn sentence(tx: &Tx<'_>, lang: &Lang, state: &State) -> Result<Markup> {
    let entity = tx.entity(&state.entity)?;
    let joins = state.list("join");
    let conditions = state.list("where");
    Ok(html! {
        section.sentence aria-label=(lang.text("compose-sentence")) hx-target:inherited=(PART) hx-select:inherited=(PART) hx-swap:inherited="outerHTML" {
            (lang.text("compose-find")) " " (entities(tx, lang, state, words::many(lang, &entity)))
            ol {
                @for (at, join) in joins.iter().enumerate() { (tie(tx, lang, state, at, join)?) }
                @for at in 0..conditions.len() { (clause(tx, lang, state, &format!("where.{at}"), at == 0, "AND")?) }
                li {
                    span.and {}
                    span.row.more-row {
                        a.more href=(state.with(&[("pick", "where"), ("how", "and")])) { (Icon::Plus) (lang.text(if conditions.is_empty() { "compose-add-first" } else { "compose-add-and" })) }
                        @if !conditions.is_empty() {
                            a.more href=(state.with(&[("pick", "where"), ("how", "or")])) { (lang.text("compose-add-or")) }
                        }
                        a.more href=(state.with(&[("pick", "where"), ("how", "not")])) { (lang.text("compose-add-not")) }
                        a.more href=(state.with(&[("pick", "tie")])) { (lang.text("compose-add-tie")) }
                    }
                }
                (grouping(tx, lang, state)?)
                (columns(tx, lang, state)?)
            }
        }
    })
}

fn entities(tx: &Tx<'_>, lang: &Lang, state: &State, current: &str) -> Markup {
    let held = tx.actor().permissions.clone();
    let fits = |name: &str| {
        let entity = tx.catalog().entity(name)?;
        let open = !entity.internal && entity.stored && entity.searchable != "none" && entity.door("get").met_by(&held);
        open.then(|| (entity.name.to_string(), words::many(lang, entity).to_owned()))
    };
    let main: Vec<(String, String)> = MAIN.iter().filter_map(|name| fits(name)).collect();
    let others = tx.catalog().entities().filter(|entity| !MAIN.contains(&entity.name.as_ref()));
    let mut rest: Vec<(String, String)> = others
        .filter(|entity| entity.searchable != "bridge" || entity.name == "GroupContact")
        .filter_map(|entity| fits(&entity.name))
        .collect();
    rest.sort_by(|a, b| schema::fold::compare(&a.1, &b.1));
    let one = |(name, label): &(String, String)| {
        html! { li { a href=(state.with(&[("do", "about"), ("v", name)])) aria-current=[(*name == state.entity).then_some("true")] { (label) } } }
    };
    html! {
        details.menu.is-word {
            summary.w { (current) }
            div {
                ul { @for entity in &main { (one(entity)) } }
                h2 { (lang.text("compose-others")) }
                ul { @for entity in &rest { (one(entity)) } }
            }
        }
    }
}

fn remove(lang: &Lang, what: &str, href: &str) -> Markup {
    html! { a.x href=(href) aria-label=(lang.with("compose-remove", &[("what", what.into())])) { (Icon::XBold) } }
}

/// A condition, or a group of them, as an item of the sentence.
fn clause(tx: &Tx<'_>, lang: &Lang, state: &State, place: &str, first: bool, word: &str) -> Result<Markup> {
    let Some(json) = state.at(place) else { return Ok(html! {}) };
    let between = match (first, word) {
        // "Unless" begins a sentence of its own.
        (true, _) if matches!(inner(json), Some(("NOT", _))) => "",
        (true, _) => lang.text("compose-first"),
        (false, "OR") => lang.text("compose-or"),
        (false, _) => lang.text("compose-and"),
    };
    let flips = !first && place.matches('.').count() > 1;
    let parent = place.rsplit_once('.').map_or("", |(parent, _)| parent);
    let and = html! {
        span.and {
            @if flips { a href=(state.with(&[("do", "flip"), ("at", parent)])) title=(lang.text("compose-flip")) { (between) } }
            @else { (between) }
        }
    };
    Ok(match inner(json) {
        Some(("NOT", [only])) if inner(only).is_none() => {
            let said = words::condition(tx, lang, state, only)?;
            html! {
                li {
                    (and)
                    a.w.is-not href=(state.with(&[("do", "not"), ("at", place)])) title=(lang.text("compose-not-drop")) { (lang.text("compose-except")) } " "
                    a.w.is-rel[said.far] href=(state.with(&[("edit", &format!("{place}.0"))])) { (said.text()) }
                    (remove(lang, &said.text(), &state.with(&[("do", "drop"), ("at", place)])))
                }
            }
        }
        Some((own, list)) => html! {
            li {
                (and)
                @if own == "NOT" { span.w.is-not { (lang.text("compose-except")) } }
                @else { span.quiet { (lang.text(if own == "OR" { "compose-one-of" } else { "compose-all-of" })) } }
                (remove(lang, "", &state.with(&[("do", "drop"), ("at", place)])))
                ol { @for at in 0..list.len() { (clause(tx, lang, state, &format!("{place}.{at}"), at == 0, own)?) } }
            }
        },
        None => {
            let said = words::condition(tx, lang, state, json)?;
            html! {
                li {
                    (and)
                    span.is-rel-word[said.far] { (said.subject) } " "
                    a.w.is-not[said.not] href=(state.with(&[("edit", place)])) {
                        (said.operator) @if !said.value.is_empty() { " " (said.value) }
                    }
                    (remove(lang, &said.text(), &state.with(&[("do", "drop"), ("at", place)])))
                }
            }
        }
    })
}

fn tie(tx: &Tx<'_>, lang: &Lang, state: &State, at: usize, join: &Json) -> Result<Markup> {
    let joins = item::joins(&state.params);
    let alias = alias_of(join);
    let entity = joins.iter().find(|(name, _)| name == alias).and_then(|(_, entity)| tx.catalog().entity(entity));
    let what = entity.map_or(alias, |entity| words::many(lang, entity));
    let kind = match join.get(1).and_then(Json::as_str) {
        Some("EXCLUDE") => "compose-none-of",
        Some("INNER") => "compose-some-of",
        _ => "compose-any-of",
    };
    let none = kind == "compose-none-of";
    let own = words::tie_conditions(join);
    let place = at.to_string();
    Ok(html! {
        li {
            span.and { (lang.text(if at == 0 { "compose-tie-first" } else { "compose-and" })) }
            span.w.is-not[none] { (lang.text(kind)) } " "
            span.w.is-rel { (what) }
            (remove(lang, what, &state.with(&[("do", "untie"), ("at", &place)])))
            ol {
                @for (n, (index, _)) in own.iter().enumerate() {
                    (clause(tx, lang, state, &format!("join.{at}.{index}"), n == 0, "AND")?)
                }
                li { span.and {} a.more href=(state.with(&[("pick", "where"), ("at", &format!("join.{at}")), ("how", "and"), ("via", &format!("{alias}."))])) { (Icon::Plus) (lang.text("compose-add-which")) } }
            }
        }
    })
}

/// What rows are put together by, and which of the groups stay.
fn grouping(tx: &Tx<'_>, lang: &Lang, state: &State) -> Result<Markup> {
    let entity = tx.entity(&state.entity)?;
    let joins = item::joins(&state.params);
    let label = |written: &str| {
        words::column(lang, tx.catalog(), &joins, &entity, &item::parsed(tx, &state.entity, &joins, written))
    };
    let by: Vec<String> = state.texts("groupBy").into_iter().filter(|one| one != "id").collect();
    Ok(html! {
        li.is-clause {
            span.and { (lang.text("compose-by-word")) }
            @for path in &by {
                span.chip-word {
                    span.w.is-rel { (label(path)) }
                    a href=(state.with(&[("do", "ungroup"), ("f", path)])) aria-label=(lang.with("compose-remove", &[("what", label(path).as_str().into())])) { (Icon::X) }
                } " "
            }
            a.more href=(state.with(&[("pick", "group")])) { (Icon::Plus) (lang.text(if by.is_empty() { "compose-group" } else { "compose-group-more" })) }
        }
        @if !by.is_empty() {
            li.is-clause {
                span.and { (lang.text("compose-keep-word")) }
                @for at in 0..state.list("having").len() {
                    @let place = format!("having.{at}");
                    @let said = words::condition(tx, lang, state, &state.list("having")[at])?;
                    span.chip-word {
                        a.w href=(state.with(&[("edit", &place)])) { (said.text()) }
                        a href=(state.with(&[("do", "drop"), ("at", &place)])) aria-label=(lang.with("compose-remove", &[("what", said.text().as_str().into())])) { (Icon::X) }
                    } " "
                }
                a.more href=(state.with(&[("pick", "keep")])) { (Icon::Plus) (lang.text("compose-keep")) }
            }
        }
    })
}

/// What is shown of each row.
fn columns(tx: &Tx<'_>, lang: &Lang, state: &State) -> Result<Markup> {
    let entity = tx.entity(&state.entity)?;
    let joins = item::joins(&state.params);
    let all = state.texts("select");
    Ok(html! {
        li.is-clause {
            span.and { (lang.text("compose-show-word")) }
            @for written in all.iter().filter(|one| *one != "id") {
                @let item = item::parsed(tx, &state.entity, &joins, written);
                @let label = words::column(lang, tx.catalog(), &joins, &entity, &item);
                span.chip-word {
                    a.move href=(state.with(&[("do", "left"), ("f", written)])) aria-label=(lang.with("compose-left", &[("what", label.as_str().into())])) { (Icon::CaretLeft) }
                    span { (label) }
                    a href=(state.with(&[("do", "hide"), ("f", written)])) aria-label=(lang.with("compose-remove", &[("what", label.as_str().into())])) { (Icon::X) }
                } " "
            }
            a.more href=(state.with(&[("pick", if state.groups() { "measure" } else { "column" })])) { (Icon::Plus) (lang.text(if state.groups() { "compose-measure" } else { "compose-column" })) }
        }
    })
}

/// What is being chosen, as the address says.
#[derive(Clone, Debug, Default)]
pub struct Picking<'q> {
    pub what: &'q str,
    pub via: &'q str,
    pub asked: &'q str,
    pub at: &'q str,
    pub how: &'q str,
}

/// The fields to choose from, by walking and by typing.
///
/// # Errors
/// The database's own failure.
pub fn picker(tx: &Tx<'_>, lang: &Lang, state: &State, picking: &Picking<'_>) -> Result<Markup> {
    if picking.what == "tie" {
        return ties(tx, lang, state);
    }
    if picking.what == "keep" {
        return keeps(tx, lang, state);
    }
    let held = tx.actor().permissions.clone();
    let purpose = if picking.what == "where" { Purpose::Condition } else { Purpose::Column };
    let joins = item::joins(&state.params);
    let here = match picking.via {
        "" => tx.entity(&state.entity)?,
        via => match item::target(tx.catalog(), &state.entity, &joins, &format!("{via}id")) {
            Some(target) => target.entity,
            None => tx.entity(&state.entity)?,
        },
    };
    let base = tx.entity(&state.entity)?;
    let found = match picking.asked {
        "" => fields::fields(lang, &here, picking.via, &held, purpose),
        asked => fields::find(lang, tx.catalog(), &base, &held, purpose, asked),
    };
    let mut found = found;
    if picking.via.is_empty() && matches!(picking.what, "column" | "group") {
        let asked = schema::fold::fold(picking.asked).into_owned();
        let segments = crate::segment::of(tx, &state.entity)?.into_iter();
        found.extend(segments.filter(|(_, one)| schema::fold::fold(&one.label).contains(&asked)).map(|(path, one)| {
            fields::Choice { path, label: one.label, help: one.description.unwrap_or_default(), via: String::new() }
        }));
    }
    let ways =
        if picking.asked.is_empty() { fields::ways(lang, tx.catalog(), &here, picking.via, &held) } else { Vec::new() };
    let walk =
        |prefix: &str| state.with(&[("pick", picking.what), ("via", prefix), ("at", picking.at), ("how", picking.how)]);
    let is_day = |path: &str| {
        let target = item::target(tx.catalog(), &state.entity, &joins, path);
        target.is_some_and(|target| About::of(&target.field) == About::Day)
    };
    let is_number = |path: &str| {
        let target = item::target(tx.catalog(), &state.entity, &joins, path);
        target.is_some_and(|target| About::of(&target.field) == About::Number)
    };
    let choose = |path: &str| match picking.what {
        "where" => state.with(&[("new", path), ("at", picking.at), ("how", picking.how)]),
        "group" if is_day(path) => state.with(&[("pick", "bucket"), ("f", path)]),
        "group" => state.with(&[("do", "group"), ("f", path)]),
        "compute" => state.with(&[("pick", "compute"), ("f", path)]),
        "measure" => state.with(&[("pick", "measure"), ("f", path)]),
        _ => state.with(&[("do", "show"), ("f", &shown(&here, path))]),
    };
    Ok(html! {
        section.picker aria-label=(lang.text("compose-pick")) hx-target:inherited=(PART) hx-select:inherited=(PART) hx-swap:inherited="outerHTML" {
            header {
                h2 { (lang.text(match picking.what { "where" => "compose-pick-where", "group" => "compose-pick-group", "measure" => "compose-pick-measure", "compute" => "compose-pick-compute", _ => "compose-pick-column" })) }
                a.btn.is-quiet.is-square.is-small href=(state.href()) aria-label=(lang.text("cancel")) { (Icon::X) }
            }
            (Form::get(STEP).class("search-box").render(html! {
                (hidden(state))
                @for (name, value) in [("pick", picking.what), ("at", picking.at), ("how", picking.how)] { input type="hidden" name=(name) value=(value); }
                label.with-icon {
                    (Icon::MagnifyingGlass) span.sr { (lang.text("compose-pick-find")) }
                    input.input type="search" name="q" value=(picking.asked) placeholder=(lang.text("compose-pick-find")) autocomplete="off";
                }
            }))
            @if picking.what == "column" && picking.via.is_empty() { p.row { a.btn.is-small href=(state.with(&[("pick", "compute")])) { (lang.text("compose-compute")) } } }
            @if picking.what == "compute" && picking.via.is_empty() && picking.asked.is_empty() { (formula(lang, state, &found, &is_number)) }
            @if !picking.via.is_empty() { p { a href=(walk("")) { (Icon::CaretLeft) (lang.text("compose-back")) } } }
            @if picking.what == "measure" && picking.asked.is_empty() && picking.via.is_empty() {
                ul.pick-list { li { a href=(state.with(&[("do", "show"), ("f", "COUNT(id) AS count_id")])) { b { (lang.with("compose-count-of", &[("what", words::many(lang, &here).into())])) } } } }
            }
            @if !ways.is_empty() {
                h3 { (lang.text("compose-further")) }
                ul.pick-list.is-ways { @for way in &ways { li { a href=(walk(&way.prefix)) { (way.label) (Icon::CaretRight) } } } }
            }
            h3 { (words::many(lang, &here)) }
            @if found.is_empty() { p.quiet { (lang.text("compose-pick-none")) } }
            ul.pick-list {
                @for choice in &found {
                    li { a href=(choose(&choice.path)) { b { (choice.label) } @if !choice.via.is_empty() { " " span.faint { (choice.via) } } @if !choice.help.is_empty() { small { (choice.help) } } } }
                }
            }
        }
    })
}

/// Choices are shown in words.
fn shown(entity: &schema::Entity, path: &str) -> String {
    let name = path.rsplit('.').next().unwrap_or(path);
    let chosen = entity.field(name).or_else(|| entity.field(path)).is_some_and(|field| field.options.is_some());
    if chosen { format!("{path}:label") } else { path.to_owned() }
}

fn ties(tx: &Tx<'_>, lang: &Lang, state: &State) -> Result<Markup> {
    let entity = tx.entity(&state.entity)?;
    let held = tx.actor().permissions.clone();
    let all = fields::ties(lang, tx.catalog(), &entity, &held);
    let href =
        |tie: &fields::Tie, kind: &str| state.with(&[("do", "tie"), ("v", &tie.entity), ("f", &tie.key), ("k", kind)]);
    Ok(html! {
        section.picker aria-label=(lang.text("compose-pick")) hx-target:inherited=(PART) hx-select:inherited=(PART) hx-swap:inherited="outerHTML" {
            header {
                h2 { (lang.text("compose-pick-tie")) }
                a.btn.is-quiet.is-square.is-small href=(state.href()) aria-label=(lang.text("cancel")) { (Icon::X) }
            }
            ul.pick-list.is-ties {
                @for tie in &all {
                    li {
                        b { (tie.label) }
                        span.row {
                            a.btn.is-small href=(href(tie, "INNER")) { (lang.text("compose-some-of")) }
                            a.btn.is-small href=(href(tie, "EXCLUDE")) { (lang.text("compose-none-of")) }
                            @if !state.list("where").is_empty() {
                                a.btn.is-small.is-quiet href=(href(tie, "OR")) { (lang.text("compose-or-some-of")) }
                                a.btn.is-small.is-quiet href=(href(tie, "OR-NOT")) { (lang.text("compose-or-none-of")) }
                            }
                        }
                    }
                }
            }
        }
    })
}

/// The numbers by which groups are kept.
fn keeps(tx: &Tx<'_>, lang: &Lang, state: &State) -> Result<Markup> {
    let entity = tx.entity(&state.entity)?;
    let joins = item::joins(&state.params);
    let items: Vec<Item> =
        state.texts("select").iter().map(|one| item::parsed(tx, &state.entity, &joins, one)).collect();
    let measures: Vec<(String, String)> = items
        .iter()
        .filter(|item| item.aggregate)
        .map(|item| (item.key.clone(), words::column(lang, tx.catalog(), &joins, &entity, item)))
        .collect();
    Ok(html! {
        section.picker aria-label=(lang.text("compose-pick")) hx-target:inherited=(PART) hx-select:inherited=(PART) hx-swap:inherited="outerHTML" {
            header {
                h2 { (lang.text("compose-pick-keep")) }
                a.btn.is-quiet.is-square.is-small href=(state.href()) aria-label=(lang.text("cancel")) { (Icon::X) }
            }
            @for (key, label) in &measures {
                (value_form(lang, state, &Asking { field: key, label, about: About::Number, operators: &About::Number.operators()[..7], operator: ">", values: &[], choices: &[], at: "having", how: "and", replaces: false }))
            }
        }
    })
}

/// A condition being written.
pub struct Asking<'a> {
    pub field: &'a str,
    pub label: &'a str,
    pub about: About,
    pub operators: &'a [&'static str],
    pub operator: &'a str,
    pub values: &'a [String],
    pub choices: &'a [(String, String)],
    pub at: &'a str,
    pub how: &'a str,
    /// It stands in the place of the condition at `at`.
    pub replaces: bool,
}

/// The question as hidden fields of a form that leads a step further.
pub fn hidden(state: &State) -> Markup {
    html! {
        input type="hidden" name="s" value=(state.text());
        @if let Some(past) = state.past_text() { input type="hidden" name="u" value=(past); }
    }
}

/// The form of a condition: how, and with what.
pub fn value_form(lang: &Lang, state: &State, asking: &Asking<'_>) -> Markup {
    let has = |value: &str| asking.values.iter().any(|one| one == value);
    let first = asking.values.first().map_or("", String::as_str);
    let second = asking.values.get(1).map_or("", String::as_str);
    let inside = html! {
        (hidden(state))
        input type="hidden" name="do" value=(if asking.replaces { "set" } else { "add" });
        input type="hidden" name="f" value=(asking.field);
        input type="hidden" name="at" value=(asking.at);
        input type="hidden" name="how" value=(asking.how);
        fieldset.field {
            legend { (asking.label) }
            @if asking.about == About::YesNo {
                input type="hidden" name="o" value="=";
                div.pick { @for (value, label) in asking.choices { label { input type="radio" name="v" value=(value) checked[has(value) || (asking.values.is_empty() && value == "1")]; (label) } } }
            } @else {
                label.sr for="f-o" { (lang.text("compose-operator")) }
                select.select #f-o name="o" {
                    @for operator in asking.operators {
                        option value=(operator) selected[*operator == asking.operator] { (words::operator(lang, operator, asking.about, "x")) }
                    }
                }
                (inputs(lang, asking, first, second, &has))
            }
        }
        div.row { button.btn.is-primary type="submit" { (lang.text("compose-apply")) } }
    };
    Form::get(STEP).class("stack value-form").render(inside)
}

fn inputs(lang: &Lang, asking: &Asking<'_>, first: &str, second: &str, has: &dyn Fn(&str) -> bool) -> Markup {
    match asking.about {
        About::Choice | About::Choices if asking.choices.len() <= 30 => html! {
            div.check-list { @for (value, label) in asking.choices { label.check { input type="checkbox" name="v" value=(value) checked[has(value)]; span { (label) } } } }
        },
        About::Choice | About::Choices => html! {
            label.sr for="f-v" { (lang.text("compose-value")) }
            select.select #f-v name="v" multiple size="10" { @for (value, label) in asking.choices { option value=(value) selected[has(value)] { (label) } } }
        },
        About::Day => html! {
            label.sr for="f-v" { (lang.text("compose-range")) }
            select.select #f-v name="v" { option value="" { (lang.text("compose-range-none")) } @for name in words::calendar_names() { option value=(name) selected[*name == first || (asking.values.is_empty() && *name == "this.month")] { (words::range(lang, name)) } }
                @if !asking.choices.is_empty() { optgroup label=(lang.text("compose-range-more")) { @for (name, label) in asking.choices { option value=(name) selected[name == first] { (label) } } } }
            }
            span.row { label { span.sr { (lang.text("compose-from")) } input.input type="date" name="v" value=(if words::is_range(first) { "" } else { first }) aria-label=(lang.text("compose-from")); }
                label { span.sr { (lang.text("compose-to")) } input.input type="date" name="v" value=(second) aria-label=(lang.text("compose-to")); } }
        },
        About::Near => html! {
            span.row {
                input.input.is-short type="text" inputmode="decimal" name="v" value=(if first.is_empty() { "10" } else { first }) aria-label=(lang.text("compose-distance"));
                select.select name="v" aria-label=(lang.text("compose-unit")) { option value="km" { "km" } option value="miles" selected[second == "miles"] { (lang.text("compose-miles")) } }
            }
            label.field { span.label { (lang.text("compose-around")) }
                input.input type="text" name="v" value=(asking.values.get(2).map_or("", String::as_str)) autofocus;
                span.hint { (lang.text("compose-around-words")) } }
        },
        About::Number => html! {
            span.row { input.input type="text" inputmode="decimal" name="v" value=(first) aria-label=(lang.text("compose-value")); input.input type="text" inputmode="decimal" name="v" value=(second) aria-label=(lang.text("compose-to")) placeholder=(lang.text("compose-to")); }
        },
        _ => {
            html! { input.input type="text" name="v" value=(first.trim_matches('%')) aria-label=(lang.text("compose-value")) autofocus; }
        }
    }
}

/// What can be done with a field: taken together in groups, computed from, or cut into stretches of time.
pub fn functions(lang: &Lang, state: &State, what: &str, path: &str, label: &str, about: About) -> Markup {
    let functions: &[&str] = match (what, about) {
        ("bucket", _) => &["YEAR_MONTH", "QUARTER", "MONTH", "YEAR"],
        ("compute", About::Number) => &["ROUND", "ABS"],
        ("compute", About::Day) => &["YEAR", "QUARTER", "MONTH", "YEAR_MONTH"],
        ("compute", _) => &["UPPER", "LOWER", "INITIAL"],
        (_, About::Number) => &["SUM", "AVG", "MIN", "MAX", "COUNT"],
        (_, About::Day) => &["MIN", "MAX", "COUNT"],
        _ => &["COUNT", "GROUP_CONCAT", "MIN", "MAX"],
    };
    html! {
        section.picker aria-label=(lang.text("compose-pick")) hx-target:inherited=(PART) hx-select:inherited=(PART) hx-swap:inherited="outerHTML" {
            header { h2 { (label) } a.btn.is-quiet.is-square.is-small href=(state.href()) aria-label=(lang.text("cancel")) { (Icon::X) } }
            ul.pick-list {
                @for function in functions {
                    @let key = format!("filter-fn-{}", function.to_lowercase().replace('_', "-"));
                    li { a href=(state.with(&[("do", what), ("f", path), ("fn", function)])) { b { (lang.with(&key, &[("field", label.into())])) } } }
                }
                @if what == "bucket" { li { a href=(state.with(&[("do", "group"), ("f", path)])) { b { (lang.with("filter-fn-day", &[("field", label.into())])) } } } }
            }
        }
    }
}

/// A column of two numbers: a field, a sign, and a field or a number.
fn formula(lang: &Lang, state: &State, fields: &[fields::Choice], is_number: &dyn Fn(&str) -> bool) -> Markup {
    let numbers: Vec<&fields::Choice> = fields.iter().filter(|choice| is_number(&choice.path)).collect();
    if numbers.is_empty() {
        return html! {};
    }
    let options = html! { @for choice in &numbers { option value=(choice.path) { (choice.label) } } };
    Form::get(STEP).class("row").render(html! {
        (hidden(state))
        input type="hidden" name="do" value="formula";
        label { span.sr { (lang.text("compose-formula-first")) } select.select name="f" { (options) } }
        label { span.sr { (lang.text("compose-formula-sign")) } select.select name="o" { @for (sign, shown) in [("+", "+"), ("-", "−"), ("*", "×"), ("/", "÷")] { option value=(sign) { (shown) } } } }
        label { span.sr { (lang.text("compose-formula-second")) } input.input name="g" list="formula-fields" inputmode="decimal" required placeholder=(lang.text("compose-formula-second")); }
        datalist #formula-fields { (options) }
        button.btn.is-small type="submit" { (lang.text("compose-apply")) }
    })
}

/// The key by which a column sorts, where it does.
pub fn sort_href(state: &State, written: &str) -> String {
    let key = key_of(written);
    let down = state.order().first().is_some_and(|(own, down)| own == key && !down);
    state.with(&[("do", "sort"), ("f", key), ("w", if down { "desc" } else { "asc" })])
}
