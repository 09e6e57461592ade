//! Groups: the list of them, the form of one, and the page that shows who is in it and why.

use crate::part::Tone;
use crate::part::avatar::Avatar;
use crate::part::bulk::{self, bulk};
use crate::part::button::Button;
use crate::part::chart::{Bar, Chart, bars, chart};
use crate::part::chip::Tag;
use crate::part::crumbs::{Crumb, crumbs};
use crate::part::empty::empty;
use crate::part::field::{Field, field};
use crate::part::form::{Fault, Form, faults, section};
use crate::part::head::{Head, head};
use crate::part::icon::Icon;
use crate::part::lookup::{Lookup, lookup};
use crate::part::menu;
use crate::part::paging::{Paging, paging};
use crate::part::search_box::{SearchBox, search_box};
use crate::part::table::{Column, Role, Row, Table, table};
use crate::part::tabs::{Tab, tabs};
use crate::{Shell, Ui};
use maud::{Markup, Render, html};

use super::contact_list::{ContactRow, listing};

/// A group of the list.
#[derive(Clone, Debug)]
pub struct GroupLine<'a> {
    pub id: &'a str,
    pub href: &'a str,
    pub title: &'a str,
    /// The description, in a line.
    pub line: &'a str,
    /// How deep it lies within others.
    pub depth: usize,
    pub is_live: bool,
    pub is_active: bool,
    pub is_reserved: bool,
    /// Access control, mailing list.
    pub kinds: Vec<&'a str>,
    pub is_public: bool,
    /// None where it takes too long to count: then the browser asks again.
    pub count: Option<i64>,
    /// Answers with the count alone.
    pub counted: &'a str,
}

/// The list.
#[derive(Clone, Debug)]
pub struct Groups<'a> {
    pub views: Vec<Tab<'a>>,
    pub search: SearchBox<'a>,
    pub lines: Vec<GroupLine<'a>>,
    pub asked: bool,
    pub create: Option<&'a str>,
}

/// The page of all groups.
pub fn groups(ui: &Ui<'_>, shell: &Shell<'_>, view: &Groups<'_>) -> Markup {
    let title = ui.lang.text("groups");
    let create = view
        .create
        .map(|href| Button::link(ui.lang.text("group-new"), href).primary().icon(Icon::PlusBold).key("n").render());
    let content = html! {
        (head(ui, &Head { title: &title, count: None, intro: Some(&ui.lang.text("groups-intro")) }, create))
        (tabs(ui, &ui.lang.text("group-views"), &view.views))
        div.list-tools { (search_box(&view.search)) }
        @if view.lines.is_empty() {
            @if view.asked { (empty(&ui.lang.text("groups-no-match"), &ui.lang.text("groups-no-match-help"), html! {})) }
            @else { (empty(&ui.lang.text("groups-none"), &ui.lang.text("groups-none-help"), html! {})) }
        } @else { (lines(ui, view)) }
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn lines(ui: &Ui<'_>, view: &Groups<'_>) -> Markup {
    let (caption, group, kind, members) =
        (ui.lang.text("groups"), ui.lang.text("group"), ui.lang.text("group-kind"), ui.lang.text("group-members"));
    let columns = vec![
        Column { label: &group, role: Role::Main, ..Column::default() },
        Column { label: &kind, priority: 2, ..Column::default() },
        Column { label: &members, role: Role::Action, ..Column::default() },
    ];
    let rows = view.lines.iter().map(|line| Row {
        id: line.id,
        name: line.title,
        cells: vec![name(ui, line), kinds(ui, line), count(ui, line)],
        ticked: false,
    });
    table(ui, &Table { caption: &caption, columns, rows: rows.collect(), ..Table::default() })
}

fn name(ui: &Ui<'_>, line: &GroupLine<'_>) -> Markup {
    let deep = ["", "deep-1", "deep-2", "deep-3", "deep-4"][line.depth.min(4)];
    html! {
        span.group-name.(deep) {
            a href=(line.href) { b { (line.title) } }
            @if line.is_live { " " (Tag { icon: Some(Icon::Funnel), ..Tag::of(Tone::Honey, &ui.lang.text("group-live")) }) }
            @if !line.is_active { " " (Tag::of(Tone::Stone, &ui.lang.text("choice-resting"))) }
            @if line.is_reserved {
                @let words = ui.lang.text("choice-reserved");
                " " span.faint.lock title=(words) { (Icon::LockSimple) span.sr { (words) } }
            }
            @if !line.line.is_empty() { br; small.faint { (line.line) } }
        }
    }
}

fn kinds(ui: &Ui<'_>, line: &GroupLine<'_>) -> Markup {
    html! {
        span.row {
            @for kind in &line.kinds { (Tag::of(Tone::Stone, kind)) }
            @if line.is_public { (Tag { icon: Some(Icon::Globe), ..Tag::of(Tone::Sky, &ui.lang.text("group-public")) }) }
        }
    }
}

fn count(ui: &Ui<'_>, line: &GroupLine<'_>) -> Markup {
    match line.count {
        Some(count) => html! { span.num { (ui.lang.number(count)) } },
        None => html! {
            span.num.faint hx-get=(line.counted) hx-trigger="revealed" hx-swap="innerHTML transition:false" hx-push-url="false" {
                a href=(line.href) { "…" }
            }
        },
    }
}

/// The form of a group: its parts under their titles.
#[derive(Clone, Debug)]
pub struct GroupForm<'a> {
    pub way: Vec<Crumb<'a>>,
    pub title: &'a str,
    pub intro: Option<&'a str>,
    pub action: &'a str,
    pub cancel: &'a str,
    pub faults: Vec<Fault<'a>>,
    /// What goes along unseen.
    pub kept: Vec<(&'a str, &'a str)>,
    pub about: Vec<Field<'a>>,
    /// The organisation that it belongs to, typed by name.
    pub organisation: Option<Lookup<'a>>,
    pub place: Vec<Field<'a>>,
    /// The rule of a live group, in words and as fields that change it.
    pub rule: Option<Rule<'a>>,
    pub save: &'a str,
    /// Where it is deleted.
    pub delete: Option<&'a str>,
    /// Sections with the site's own fields.
    pub more: Markup,
    /// Whether some of those carry files.
    pub upload: bool,
}

/// What a live group asks for.
#[derive(Clone, Debug)]
pub struct Rule<'a> {
    /// Each condition in words.
    pub words: Vec<&'a str>,
    /// Empty where the rule says more than these fields can.
    pub fields: Vec<Field<'a>>,
}

/// The page with the form.
pub fn group_form(ui: &Ui<'_>, shell: &Shell<'_>, view: &GroupForm<'_>) -> Markup {
    let fields = |all: &[Field<'_>]| html! { div.fields { @for one in all { (field(ui, one)) } } };
    let inside = html! {
        @for (name, value) in &view.kept { input type="hidden" name=(name) value=(value); }
        (faults(ui, &view.faults))
        (section("group-about", &ui.lang.text("group-about"), None, fields(&view.about)))
        @if let Some(rule) = &view.rule {
            (section("group-rule", &ui.lang.text("group-rule"), Some(&ui.lang.text("group-rule-intro")), html! {
                @if !rule.words.is_empty() { (sentence(ui, &rule.words)) }
                @if rule.fields.is_empty() { p.faint { (ui.lang.text("group-rule-elsewhere")) } }
                @else { (fields(&rule.fields)) }
            }))
        }
        (section("group-place", &ui.lang.text("group-place"), Some(&ui.lang.text("group-place-intro")), html! {
            (fields(&view.place))
            @if let Some(organisation) = &view.organisation { div.fields { (lookup(organisation)) } }
        }))
        (view.more)
        div.form-end.row {
            (Button::submit(view.save).primary())
            (Button::link(ui.lang.text("cancel"), view.cancel).quiet())
        }
    };
    let form = Form::post(ui.csrf, view.action).class("stack");
    let form = if view.upload { form.upload() } else { form };
    let content = html! {
        (crumbs(ui, &view.way, None))
        (head(ui, &Head { title: view.title, count: None, intro: view.intro }, None))
        (form.render(inside))
        @if let Some(href) = view.delete {
            div.row.form-end {
                (Form::post(ui.csrf, href).render(html! {
                    (Button::submit(ui.lang.text("group-delete")).danger().small().icon(Icon::Trash))
                }))
                span.faint { (ui.lang.text("group-delete-help")) }
            }
        }
    };
    crate::shell::page(ui, shell, content, html! {})
}

/// The rule as one sentence, its conditions in bold.
fn sentence(ui: &Ui<'_>, words: &[&str]) -> Markup {
    html! {
        p.rule {
            (ui.lang.text("group-rule-lead")) " "
            @for (at, one) in words.iter().enumerate() {
                @if at > 0 { @if at + 1 == words.len() { " " (ui.lang.text("criterion-and")) " " } @else { ", " } }
                b { (one) }
            }
            "."
        }
    }
}

/// Why a contact is in a group or is not.
#[derive(Clone, Debug)]
pub struct Why<'a> {
    pub title: &'a str,
    pub lines: Vec<Reason<'a>>,
    /// What would have to happen for it to be otherwise.
    pub foot: &'a str,
    /// Buttons that change it: label and where it is sent, with its icon.
    pub deeds: Vec<(&'a str, &'a str, Icon)>,
    pub close: &'a str,
}

/// One reason.
#[derive(Clone, Debug)]
pub struct Reason<'a> {
    /// None where the visitor may not know.
    pub holds: Option<bool>,
    pub words: &'a str,
    pub note: &'a str,
    pub when: &'a str,
}

fn why(ui: &Ui<'_>, why: &Why<'_>) -> Markup {
    html! {
        section.why #why aria-labelledby="why-title" tabindex="-1" {
            h2 #why-title { (why.title) }
            ol {
                @for reason in &why.lines {
                    li {
                        @match reason.holds {
                            Some(true) => { (Icon::CheckBold) span.sr { (ui.lang.text("yes")) } }
                            Some(false) => { (Icon::XBold) span.sr { (ui.lang.text("no")) } }
                            None => { (Icon::Question) }
                        }
                        span { (reason.words) @if !reason.note.is_empty() { small { (reason.note) } } }
                        span.num { (reason.when) }
                    }
                }
            }
            footer {
                span { (why.foot) }
                span.push.row {
                    @for (label, href, icon) in &why.deeds {
                        (Form::post(ui.csrf, href).render(html! { (Button::submit(*label).small().icon(*icon)) }))
                    }
                    (Button::link(ui.lang.text("close"), why.close).small().quiet())
                }
            }
        }
    }
}

/// The growth of a group: a bar a month.
#[derive(Clone, Debug)]
pub struct Growth<'a> {
    /// The label of each month, and how many were in at its end.
    pub months: Vec<(&'a str, i64)>,
    pub note: &'a str,
}

fn growth(ui: &Ui<'_>, growth: &Growth<'_>) -> Markup {
    let all: Vec<Bar<'_>> =
        growth.months.iter().map(|(label, value)| Bar { label, value: *value as f64, before: 0.0 }).collect();
    let last = growth.months.last().map_or(0, |(_, value)| *value);
    let title = ui.lang.text("group-growth");
    let now = ui.lang.number(last);
    html! {
        (chart(&Chart { title: &title, note: growth.note, ..Chart::default() }, bars(&all, &now)))
        details.menu-less {
            summary.faint { (ui.lang.text("group-growth-figures")) }
            ul.links { @for (label, value) in &growth.months { li { (label) " " span.num.push { (ui.lang.number(*value)) } } } }
        }
    }
}

/// What the page of a group shows.
#[derive(Clone, Debug)]
pub struct GroupPage<'a> {
    pub way: Vec<Crumb<'a>>,
    pub title: &'a str,
    pub count: i64,
    pub intro: &'a str,
    pub marks: Vec<Tag<'a>>,
    /// The conditions of a live group.
    pub rule: Vec<&'a str>,
    /// Under the rule: how many were added and taken out by hand.
    pub by_hand: &'a str,
    /// Groups that lie within it, and the organisation that it belongs to.
    pub within: Vec<(&'a str, &'a str)>,
    /// What the site's own fields hold: labels and values.
    pub facts: Vec<(&'a str, Markup)>,
    pub edit: Option<&'a str>,
    /// What else can be done with it: labels and addresses.
    pub deeds: Vec<(&'a str, &'a str)>,
    /// Small forms beside the title, such as the one that follows the group.
    pub controls: Markup,
    pub history: &'a str,
    pub export: &'a str,
    /// Everybody in, Added by hand, …
    pub places: Vec<Tab<'a>>,
    pub search: SearchBox<'a>,
    pub name_column: Column<'a>,
    pub columns: Vec<Column<'a>>,
    pub rows: Vec<ContactRow<'a>>,
    pub paging: Paging<'a>,
    pub actions: Vec<bulk::Action<'a>>,
    pub conditions: &'a [(&'a str, &'a str)],
    pub add: Option<Add<'a>>,
    pub why: Option<Why<'a>>,
    pub growth: Option<Growth<'a>>,
    /// The field that asks why somebody is in or out: the address it goes to.
    pub ask: Lookup<'a>,
    pub ask_action: &'a str,
}

/// The line that adds somebody.
#[derive(Clone, Debug)]
pub struct Add<'a> {
    pub action: &'a str,
    pub who: Lookup<'a>,
    /// Several have this name: which one is meant.
    pub several: Vec<(&'a str, Avatar<'a>, &'a str, &'a str)>,
}

/// The page of a group.
pub fn group(ui: &Ui<'_>, shell: &Shell<'_>, view: &GroupPage<'_>) -> Markup {
    let actions = html! {
        (view.controls)
        (menu::menu(&ui.lang.text("more-actions"), Icon::DotsThreeBold, true, None, html! {
            @for (label, href) in &view.deeds { (menu::entry(label, Icon::EnvelopeSimple, href)) }
            (menu::entry(&ui.lang.text("group-history"), Icon::Clock, view.history))
            li { a href=(view.export) download hx-boost="false" { (Icon::Export) (ui.lang.text("export")) } }
        }))
        @if let Some(href) = view.edit {
            @let label = if view.rule.is_empty() { ui.lang.text("group-edit") } else { ui.lang.text("group-edit-rule") };
            (Button::link(label, href).icon(Icon::PencilSimple).key("m"))
        }
    };
    let content = html! {
        (crumbs(ui, &view.way, None))
        (head(ui, &Head { title: view.title, count: Some(view.count), intro: (!view.intro.is_empty()).then_some(view.intro) }, Some(actions)))
        @if !view.marks.is_empty() || !view.within.is_empty() {
            div.row.group-marks {
                @for mark in &view.marks { (mark) }
                @for (label, href) in &view.within { a.tag.is-sky href=(href) { (Icon::TreeStructure) (label) } }
            }
        }
        @if !view.rule.is_empty() {
            div.well { (sentence(ui, &view.rule)) @if !view.by_hand.is_empty() { p.quiet { (view.by_hand) } } }
        }
        @if !view.facts.is_empty() {
            dl.group-facts { @for (label, value) in &view.facts { div { dt { (label) } dd { (value) } } } }
        }
        @if let Some(shown) = &view.why { (why(ui, shown)) }
        @if let Some(line) = &view.add { (add(ui, line)) }
        (tabs(ui, &ui.lang.text("group-places"), &view.places))
        div.list-tools {
            (search_box(&view.search))
            @if !view.rows.is_empty() { (paging(ui, &view.paging, true)) }
        }
        @if view.rows.is_empty() { (empty(&ui.lang.text("group-empty"), &ui.lang.text("group-empty-help"), html! {})) }
        @else { (members(ui, view)) }
        div.group-foot {
            @if let Some(shown) = &view.growth { (growth(ui, shown)) }
            (Form::get(view.ask_action).class("why-ask").render(html! {
                (lookup(&view.ask))
                (Button::submit(ui.lang.text("group-why-ask")).icon(Icon::Question))
            }))
        }
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn add(ui: &Ui<'_>, add: &Add<'_>) -> Markup {
    let inside = html! {
        (lookup(&add.who))
        (Button::submit(ui.lang.text("group-add")).icon(Icon::PlusBold))
        @if !add.several.is_empty() {
            fieldset.checks.several {
                legend { (ui.lang.text("pick-several")) }
                @for (id, avatar, name, line) in &add.several {
                    label.check {
                        input type="radio" name="contact" value=(id);
                        span { (avatar) (name) @if !line.is_empty() { small { (line) } } }
                    }
                }
            }
        }
    };
    Form::post(ui.csrf, add.action).class("add-line").render(inside)
}

fn members(ui: &Ui<'_>, view: &GroupPage<'_>) -> Markup {
    let listed = listing(view.title, &view.name_column, &view.columns, &view.rows, !view.actions.is_empty());
    let total = view.paging.total;
    let Some(first) = view.actions.first() else {
        return html! { (table(ui, &listed)) (paging(ui, &view.paging, false)) };
    };
    Form::post(ui.csrf, first.href).data("data-selection").whole_page().render(html! {
        @for (name, value) in view.conditions { input type="hidden" name=(name) value=(value); }
        (table(ui, &listed))
        (paging(ui, &view.paging, false))
        (bulk(ui, total, &view.actions))
    })
}

/// Who came in and went out.
#[derive(Clone, Debug)]
pub struct History<'a> {
    pub way: Vec<Crumb<'a>>,
    pub title: &'a str,
    pub lines: Table<'a>,
    pub none: &'a str,
    pub next: Option<&'a str>,
}

/// The page of a group's history.
pub fn history(ui: &Ui<'_>, shell: &Shell<'_>, view: &History<'_>) -> Markup {
    let content = html! {
        (crumbs(ui, &view.way, None))
        (head(ui, &Head { title: view.title, ..Head::default() }, None))
        @if view.lines.rows.is_empty() { p.quiet { (view.none) } } @else { (table(ui, &view.lines)) }
        @if let Some(href) = view.next { p { (Button::link(ui.lang.text("group-history-more"), href)) } }
    };
    crate::shell::page(ui, shell, content, html! {})
}

/// What is done with many contacts: which group, which tag.
#[derive(Clone, Debug)]
pub struct Gather<'a> {
    pub title: &'a str,
    /// How many contacts it is about.
    pub words: &'a str,
    pub action: &'a str,
    pub back: &'a str,
    /// The list's form, carried on.
    pub kept: Vec<(String, String)>,
    pub fields: Vec<Field<'a>>,
    pub submit: &'a str,
}

/// The page between ticking contacts and doing it.
pub fn gather(ui: &Ui<'_>, shell: &Shell<'_>, view: &Gather<'_>) -> Markup {
    let inside = html! {
        @for (name, value) in &view.kept { input type="hidden" name=(name) value=(value); }
        div.fields { @for one in &view.fields { (field(ui, one)) } }
        div.row.form-end {
            (Button::submit(view.submit).primary())
            (Button::link(ui.lang.text("cancel"), view.back).quiet())
        }
    };
    let content = html! {
        (head(ui, &Head { title: view.title, count: None, intro: Some(view.words) }, None))
        // What comes of it may be a file.
        (Form::post(ui.csrf, view.action).class("stack").whole_page().render(inside))
    };
    crate::shell::page(ui, shell, content, html! {})
}

/// A group of a contact, in the section of its page.
#[derive(Clone, Debug)]
pub struct Belonging<'a> {
    pub title: &'a str,
    pub href: &'a str,
    pub is_live: bool,
    /// Since when and through whom.
    pub line: &'a str,
    /// Why it is so.
    pub why: Option<&'a str>,
    /// What can be done: label, address, icon.
    pub deeds: Vec<(&'a str, &'a str, Icon)>,
}

/// The groups of a contact by how it stands in them.
#[derive(Clone, Debug)]
pub struct Belongings<'a> {
    pub sorts: Vec<(&'a str, Vec<Belonging<'a>>)>,
    /// The line that adds it to one.
    pub add: Option<(Field<'a>, &'a str)>,
    /// That not all live groups were asked: the words, and the link that asks them, with its address.
    pub unasked: Option<(&'a str, &'a str, &'a str)>,
    pub past: Vec<(&'a str, &'a str)>,
}

/// The section of a contact's page.
pub fn belongings(ui: &Ui<'_>, view: &Belongings<'_>) -> Markup {
    html! {
        h2.sr { (ui.lang.text("groups")) }
        @if let Some((choose, action)) = &view.add {
            (Form::post(ui.csrf, action).class("add-line").render(html! {
                (field(ui, choose))
                (Button::submit(ui.lang.text("group-add-to")).icon(Icon::PlusBold))
            }))
        }
        @if view.sorts.iter().all(|(_, all)| all.is_empty()) { p.quiet { (ui.lang.text("group-contact-none")) } }
        @for (title, all) in view.sorts.iter().filter(|(_, all)| !all.is_empty()) {
            section.ties {
                h3 { (title) }
                ul.made {
                    @for one in all {
                        li {
                            div.bar {
                                (crate::part::timeline::Cell { icon: if one.is_live { Icon::Funnel } else { Icon::UsersThree }, tone: if one.is_live { Tone::Honey } else { Tone::Sky }, large: false })
                                span.name { a href=(one.href) { b { (one.title) } } br; small.faint { (one.line) } }
                                span.ends.push {
                                    @if let Some(href) = one.why { (Button::link(ui.lang.text("group-why"), href).small().quiet()) }
                                    @for (label, href, icon) in &one.deeds {
                                        (Form::post(ui.csrf, href).render(html! { (Button::submit(*label).small().quiet().icon(*icon)) }))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        @if let Some((words, label, href)) = view.unasked {
            (crate::part::notice::notice(Tone::Stone, Icon::Info, html! { (words) " " a href=(href) { (label) } }, None))
        }
        @if !view.past.is_empty() {
            details.past {
                summary { (ui.lang.text("group-past")) }
                ul.links { @for (words, when) in &view.past { li { (words) small { (when) } } } }
            }
        }
    }
}
