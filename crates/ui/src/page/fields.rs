//! Where administrators make sets of fields: the list of sets, and the bench with the fields on the left and how they
//! look on the right.

use super::columns::{DO, Ends, ORDER, arrows};
use crate::part::Tone;
use crate::part::button::Button;
use crate::part::chip::Tag;
use crate::part::crumbs::{Crumb, crumbs};
use crate::part::empty::empty;
use crate::part::field::{Field, field};
use crate::part::form::{Fault, Form, faults, section};
use crate::part::head::{Head, head, section_head};
use crate::part::icon::Icon;
use crate::part::menu;
use crate::part::timeline::Cell;
use crate::{Shell, Ui};
use maud::{Markup, html};

/// The id of the form that keeps the order of fields.
const SORT: &str = "fields-order";

/// The id of the preview, which the editor renews while one types.
pub const PREVIEW: &str = "fields-preview";

/// The names that the editor of choices sends: the keys in order, the key of those that are proposed.
pub const OPTION: &str = "option";
pub const PROPOSED: &str = "proposed";

/// The name under which the form of a field says what its inputs were made for.
pub const SHAPE: &str = "shape";

/// The id of the inputs in the form of a field.
const PARTS: &str = "field-parts";

/// A line of a list: a set among sets, a field among the fields of a set.
#[derive(Clone, Debug, Default)]
pub struct Line<'a> {
    pub id: &'a str,
    pub label: &'a str,
    /// "plusieurs choix", "5 champs".
    pub note: &'a str,
    pub icon: Option<(Icon, Tone)>,
    pub is_active: bool,
    pub is_required: bool,
    /// Where it is opened.
    pub href: &'a str,
    /// Its form, open in its place.
    pub editor: Option<Markup>,
}

/// The sets of one kind of record.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub lines: Vec<Line<'a>>,
}

/// The list of sets.
#[derive(Clone, Debug, Default)]
pub struct Sets<'a> {
    pub way: Vec<Crumb<'a>>,
    pub groups: Vec<Group<'a>>,
    pub add: &'a str,
    /// Where the order of a group is sent.
    pub order: &'a str,
    pub lists: &'a str,
}

/// The list of sets, by what they extend.
pub fn sets(ui: &Ui<'_>, shell: &Shell<'_>, view: &Sets<'_>) -> Markup {
    let (title, intro) = (ui.lang.text("fields-title"), ui.lang.text("fields-intro"));
    let actions = html! {
        (Button::link(ui.lang.text("fields-lists"), view.lists).quiet().icon(Icon::ListDashes))
        (Button::link(ui.lang.text("fields-set-add"), view.add).primary().icon(Icon::PlusBold).key("n"))
    };
    let content = html! {
        (crumbs(ui, &view.way, None))
        (head(ui, &Head { title: &title, count: None, intro: Some(&intro) }, Some(actions)))
        @if view.groups.is_empty() { (empty(&ui.lang.text("fields-none"), &ui.lang.text("fields-none-help"), html! {})) }
        @for group in &view.groups {
            section.fields-group aria-labelledby=(group.id) {
                (section_head(group.id, group.title, None))
                (lines(ui, &group.lines, &format!("order-{}", group.id), view.order))
            }
        }
    };
    crate::shell::page(ui, shell, content, html! {})
}

/// Lines that are put in order by hand, by keys or by buttons; where scripts run the order is sent quietly.
fn lines(ui: &Ui<'_>, all: &[Line<'_>], form: &str, action: &str) -> Markup {
    html! {
        form id=(form) action=(action) method="post" hx-post=(action) hx-swap="none" hx-select-oob="#toasts" {
            input type="hidden" name=(crate::Csrf::FIELD) value=(ui.csrf.0);
        }
        ol.made.sortable.bench-lines data-sortable=(form) {
            @for (at, line) in all.iter().enumerate() {
                (one(ui, line, form, Ends { first: at == 0, last: at + 1 == all.len() }))
            }
        }
    }
}

fn one(ui: &Ui<'_>, line: &Line<'_>, form: &str, ends: Ends) -> Markup {
    let open = line.editor.is_some();
    html! {
        li.open[open].resting[!line.is_active] id={ "line-" (line.id) } {
            div.bar {
                span.grip aria-hidden="true" { (Icon::DotsSixVertical) }
                input type="hidden" name=(ORDER) value=(line.id) form=(form);
                @if let Some((icon, tone)) = line.icon { (Cell { icon, tone, large: false }) }
                span.name { a.plain href=(line.href) { (line.label) } @if line.is_required { span.req aria-hidden="true" { "*" } } " " span.faint { (line.note) } }
                span.row.push {
                    @if !line.is_active { (Tag::of(Tone::Stone, &ui.lang.text("choice-resting"))) }
                    (arrows(ui, line.id, line.label, ends, Some(form)))
                }
            }
            @if let Some(editor) = &line.editor { div.inside { (editor) } }
        }
    }
}

/// The bench on which a set is made.
#[derive(Clone, Debug, Default)]
pub struct Bench<'a> {
    pub way: Vec<Crumb<'a>>,
    pub title: &'a str,
    /// "Un bloc de cinq champs, sur la fiche des personnes".
    pub intro: &'a str,
    pub is_active: bool,
    /// The page with the set's own settings.
    pub settings: &'a str,
    /// Where switching it off or on, and deleting it, is sent.
    pub toggle: &'a str,
    pub delete: &'a str,
    pub lines: Vec<Line<'a>>,
    pub order: &'a str,
    /// The page on which the kind of a new field is chosen.
    pub add: &'a str,
    /// What stands at the end of the list: the kinds to choose from, or the form of a new field.
    pub adding: Option<Markup>,
    /// Made with [`preview`].
    pub preview: Markup,
}

/// The bench.
pub fn bench(ui: &Ui<'_>, shell: &Shell<'_>, view: &Bench<'_>) -> Markup {
    let content = html! {
        (crumbs(ui, &view.way, None))
        (head(ui, &Head { title: view.title, count: None, intro: Some(view.intro) }, Some(set_actions(ui, view))))
        div.bench {
            section aria-label=(ui.lang.text("fields-of-set")) {
                @if view.lines.is_empty() && view.adding.is_none() {
                    (empty(&ui.lang.text("fields-no-field"), &ui.lang.text("fields-no-field-help"), html! {}))
                }
                (lines(ui, &view.lines, SORT, view.order))
                @match &view.adding {
                    Some(adding) => div.made.adding id="adding" { div.open { div.inside { (adding) } } },
                    None => p.row { (Button::link(ui.lang.text("fields-add"), view.add).icon(Icon::Plus).key("n")) }
                }
            }
            aside { (view.preview) }
        }
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn set_actions(ui: &Ui<'_>, view: &Bench<'_>) -> Markup {
    let post = |href: &str, icon: Icon, words: &str| {
        html! { li { (Form::post(ui.csrf, href).render(html! { button type="submit" { (icon) (words) } })) } }
    };
    let (rest, wake) = (ui.lang.text("fields-set-rest"), ui.lang.text("fields-set-wake"));
    let items = html! {
        @if view.is_active { (post(view.toggle, Icon::EyeSlash, &rest)) } @else { (post(view.toggle, Icon::Eye, &wake)) }
        (post(view.delete, Icon::Trash, &ui.lang.text("fields-set-delete")))
    };
    html! {
        @if !view.is_active { (Tag::of(Tone::Stone, &ui.lang.text("choice-resting"))) }
        (Button::link(ui.lang.text("fields-set-settings"), view.settings).icon(Icon::GearSix))
        (menu::menu(&ui.lang.text("fields-set-more"), Icon::DotsThreeBold, true, None, items))
    }
}

/// How a set looks: as a form, beside the bench.
pub fn preview(ui: &Ui<'_>, title: &str, fields: &Markup) -> Markup {
    html! {
        div.as-seen id=(PREVIEW) aria-live="polite" {
            header { (Icon::Eye) (ui.lang.text("fields-preview")) }
            div.in.stack { section.block { header { h2 { (title) } } div.fields { (fields) } } }
        }
    }
}

/// A kind of field, shown by an example.
#[derive(Clone, Debug)]
pub struct Kind<'a> {
    pub label: &'a str,
    pub icon: Icon,
    pub tone: Tone,
    /// "Couture, permis B".
    pub example: &'a str,
    pub href: &'a str,
}

/// The kinds that a new field may have, each by its example.
pub fn kinds(ui: &Ui<'_>, all: &[Kind<'_>], cancel: &str) -> Markup {
    html! {
        h2 { (ui.lang.text("fields-kind-which")) }
        ul.kinds {
            @for kind in all {
                li { a href=(kind.href) {
                    (Cell { icon: kind.icon, tone: kind.tone, large: false })
                    span { b { (kind.label) } small { (kind.example) } }
                } }
            }
        }
        p.row { (Button::link(ui.lang.text("cancel"), cancel).quiet().small()) }
    }
}

/// One choice of a field in the making.
#[derive(Clone, Debug)]
pub struct OptionLine<'a> {
    /// The number of a kept choice, or `n1` for a new one.
    pub key: &'a str,
    pub label: &'a str,
    pub proposed: bool,
    /// "utilisé par 14 fiches".
    pub note: Option<&'a str>,
}

/// The choices of a field in the making.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    pub lines: Vec<OptionLine<'a>>,
    /// Several may be proposed.
    pub several: bool,
    /// Own choices, or a list that several fields share.
    pub list: Option<Field<'a>>,
    /// The page of the shared list, in place of lines.
    pub shared: Option<&'a str>,
    pub error: Option<&'a str>,
}

/// The form of a field.
#[derive(Clone, Debug)]
pub struct Editor<'a> {
    pub title: &'a str,
    pub action: &'a str,
    pub cancel: &'a str,
    /// Answers the preview for what is typed so far.
    pub preview: &'a str,
    pub main: Vec<Field<'a>>,
    /// What the inputs are made for; with another answer they are others.
    pub shape: &'a str,
    /// What a calculated field counts.
    pub total: Vec<Field<'a>>,
    pub options: Option<Options<'a>>,
    /// By what other fields hold it is shown, or has to be filled in.
    pub when: Vec<Field<'a>>,
    pub when_open: bool,
    /// Settings that few need, folded.
    pub more: Vec<Field<'a>>,
    pub more_open: bool,
    pub faults: Vec<Fault<'a>>,
    /// What stands in the way of the change.
    pub note: Option<Markup>,
    /// Of a field that is kept: where it is moved, switched and deleted.
    pub move_to: Option<&'a str>,
    pub toggle: Option<&'a str>,
    pub delete: Option<&'a str>,
    pub is_active: bool,
}

/// The form, in the place of its line.
pub fn editor(ui: &Ui<'_>, view: &Editor<'_>) -> Markup {
    let target = format!("#{PREVIEW}");
    let inside = html! {
        // Enter in a field saves; without this first button it would press the first arrow.
        button.sr type="submit" tabindex="-1" aria-hidden="true" {}
        (faults(ui, &view.faults))
        @if let Some(note) = &view.note { (note) }
        div.stack hx-post=(view.preview) hx-trigger="input delay:300ms, change delay:50ms" hx-target=(target)
            hx-swap="outerHTML" hx-push-url="false" hx-include="closest form" hx-sync="this:replace" {
            (editor_parts(ui, view, false))
        }
        div.row.done {
            (Button::submit(ui.lang.text("save")).primary().small())
            (Button::submit(ui.lang.text("fields-preview-show")).small().name(DO, "preview").unchecked())
            (Button::link(ui.lang.text("cancel"), view.cancel).quiet().small())
        }
    };
    html! {
        @if !view.title.is_empty() { h2 { (view.title) } }
        (Form::post(ui.csrf, view.action).class("stack field-editor").render(inside))
        (field_tools(ui, view))
    }
}

/// The inputs of the form; `anew` puts them in the place of those that are there.
pub fn editor_parts(ui: &Ui<'_>, view: &Editor<'_>, anew: bool) -> Markup {
    let all = |fields: &[Field<'_>]| html! { div.fields { @for one in fields { (field(ui, one)) } } };
    html! {
        div.stack id=(PARTS) hx-swap-oob=[anew.then_some("true")] {
            input type="hidden" name=(SHAPE) value=(view.shape);
            (all(&view.main))
            @if !view.total.is_empty() {
                fieldset.field.total {
                    legend { (ui.lang.text("fields-total")) }
                    (all(&view.total))
                    p.hint { (ui.lang.text("fields-total-help")) }
                }
            }
            @if let Some(all) = &view.options { (options(ui, all)) }
            @if !view.when.is_empty() {
                details.more-settings open[view.when_open] {
                    summary { (ui.lang.text("fields-when-title")) }
                    (all(&view.when))
                }
            }
            @if !view.more.is_empty() {
                details.more-settings open[view.more_open] {
                    summary { (ui.lang.text("fields-more")) }
                    (all(&view.more))
                }
            }
        }
    }
}

fn field_tools(ui: &Ui<'_>, view: &Editor<'_>) -> Markup {
    let rest = if view.is_active { ui.lang.text("fields-rest") } else { ui.lang.text("fields-wake") };
    let icon = if view.is_active { Icon::EyeSlash } else { Icon::Eye };
    html! {
        @if view.move_to.or(view.toggle).or(view.delete).is_some() {
            div.row.field-tools {
                @if let Some(href) = view.move_to {
                    (Button::link(ui.lang.text("fields-move"), href).quiet().small().icon(Icon::ArrowRight))
                }
                @if let Some(href) = view.toggle {
                    (Form::post(ui.csrf, href).render(html! { (Button::submit(rest.clone()).quiet().small().icon(icon)) }))
                }
                @if let Some(href) = view.delete {
                    (Form::post(ui.csrf, href).render(html! {
                        (Button::submit(ui.lang.text("fields-delete")).quiet().small().icon(Icon::Trash))
                    }))
                }
            }
        }
    }
}

fn options(ui: &Ui<'_>, view: &Options<'_>) -> Markup {
    let last = view.lines.len().saturating_sub(1);
    html! {
        fieldset.field.has-error[view.error.is_some()] {
            legend { (ui.lang.text("fields-options")) }
            @if let Some(list) = &view.list { (field(ui, list)) }
            @match view.shared {
                Some(href) => p.hint { a href=(href) { (ui.lang.text("fields-options-shared")) } },
                None => {
                    ol.options.sortable data-sortable="" {
                        @for (at, line) in view.lines.iter().enumerate() {
                            (option(ui, view, line, Ends { first: at == 0, last: at == last }))
                        }
                    }
                    @if let Some(error) = view.error { span.error { (Icon::WarningCircle) (error) } }
                    span.row {
                        (Button::submit(ui.lang.text("fields-option-add")).small().icon(Icon::Plus).name(DO, "more").unchecked())
                    }
                    span.hint { (ui.lang.text("fields-options-help")) }
                }
            }
        }
    }
}

fn option(ui: &Ui<'_>, view: &Options<'_>, line: &OptionLine<'_>, ends: Ends) -> Markup {
    let words = [("name", line.label.into())];
    let name = format!("{OPTION}-{}", line.key);
    html! {
        li {
            span.grip aria-hidden="true" { (Icon::DotsSixVertical) }
            input type="hidden" name=(OPTION) value=(line.key);
            span.name {
                input.input name=(name) value=(line.label) aria-label=(ui.lang.text("fields-option")) maxlength="255";
                @if let Some(note) = line.note { small.faint { (note) } }
            }
            label.check title=(ui.lang.text("fields-proposed")) {
                input type=(if view.several { "checkbox" } else { "radio" }) name=(PROPOSED) value=(line.key) checked[line.proposed];
                span.sr { (ui.lang.with("fields-propose", &words)) }
            }
            (arrows(ui, line.key, line.label, ends, None))
            (Button::submit(ui.lang.with("fields-option-drop", &words)).quiet().small().square().icon(Icon::X)
                .name(DO, format!("drop-{}", line.key)).unchecked())
        }
    }
}

/// A page with one form of sections: the settings of a set, where a field moves to, a new shared list.
#[derive(Clone, Debug, Default)]
pub struct Sheet<'a> {
    pub way: Vec<Crumb<'a>>,
    pub title: &'a str,
    pub intro: Option<&'a str>,
    pub action: &'a str,
    pub cancel: &'a str,
    pub faults: Vec<Fault<'a>>,
    /// Above the form.
    pub above: Option<Markup>,
    /// The id, the title and the fields of each section.
    pub sections: Vec<(&'a str, &'a str, Vec<Field<'a>>)>,
    /// Under the fields: what will happen.
    pub note: Option<Markup>,
    pub save: &'a str,
}

/// The page.
pub fn sheet(ui: &Ui<'_>, shell: &Shell<'_>, view: &Sheet<'_>) -> Markup {
    let content = html! {
        (crumbs(ui, &view.way, None))
        (head(ui, &Head { title: view.title, count: None, intro: view.intro }, None))
        @if let Some(above) = &view.above { (above) }
        (Form::post(ui.csrf, view.action).class("sheet").render(html! {
            (faults(ui, &view.faults))
            @for (id, title, fields) in &view.sections {
                (section(id, title, None, html! { div.fields { @for one in fields { (field(ui, one)) } } }))
            }
            @if let Some(note) = &view.note { (note) }
            div.form-bar {
                (Button::submit(view.save).primary())
                (Button::link(ui.lang.text("cancel"), view.cancel).quiet())
            }
        }))
    };
    crate::shell::page(ui, shell, content, html! {})
}
