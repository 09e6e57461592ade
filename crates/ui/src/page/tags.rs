//! Tags: the tree of them, the sets, and the chips on a contact.

use crate::part::button::Button;
use crate::part::empty::empty;
use crate::part::field::{Field, field};
use crate::part::form::Form;
use crate::part::head::{Head, head, section_head};
use crate::part::icon::Icon;
use crate::part::menu;
use crate::part::search_box::{SearchBox, search_box};
use crate::{Shell, Ui};
use maud::{Markup, Render, html};

/// A dot in the tag's own colour. The words beside it keep the page's ink, so that every colour can be read.
pub fn dot(color: &str) -> Markup {
    let known = color.len() == 7 || color.len() == 4;
    let sound = known && color.starts_with('#') && color.chars().skip(1).all(|c| c.is_ascii_hexdigit());
    html! {
        @if sound {
            svg.tag-ink viewBox="0 0 12 12" width="10" height="10" aria-hidden="true" {
                path d="M6 0.5 11 3.3v5.4L6 11.5 1 8.7V3.3z" fill=(color) stroke="currentColor" stroke-opacity="0.35" stroke-width="0.8" {}
            }
        }
    }
}

/// A tag on a contact.
#[derive(Clone, Debug)]
pub struct Chip<'a> {
    pub id: &'a str,
    pub label: &'a str,
    pub color: &'a str,
    /// The contacts that bear it.
    pub href: &'a str,
    /// The set that it belongs to.
    pub set: &'a str,
}

/// The chips of a contact, with crosses and a place to add one for those who may.
#[derive(Clone, Debug)]
pub struct Chips<'a> {
    pub chips: Vec<Chip<'a>>,
    /// Where changes are sent; None for readers.
    pub action: Option<&'a str>,
    /// Everything that can be chosen.
    pub known: Vec<&'a str>,
    /// Whether what is typed may be a new tag.
    pub creates: bool,
    pub typed: &'a str,
    pub error: Option<&'a str>,
}

/// The chips in the head of a contact's page.
pub fn chips(ui: &Ui<'_>, view: &Chips<'_>) -> Markup {
    html! {
        @for chip in &view.chips {
            span.tag.is-stone {
                (dot(chip.color))
                a.plain href=(chip.href) { @if !chip.set.is_empty() { span.faint { (chip.set) " : " } } (chip.label) }
                @if let Some(action) = view.action {
                    (Form::post(ui.csrf, action).render(html! {
                        button.cross type="submit" name="remove" value=(chip.id)
                            aria-label=(ui.lang.with("tag-remove", &[("tag", chip.label.into())])) { (Icon::XBold) }
                    }))
                }
            }
        }
        @if let Some(action) = view.action { (adder(ui, view, action)) }
    }
}

fn adder(ui: &Ui<'_>, view: &Chips<'_>, action: &str) -> Markup {
    let help = if view.creates { ui.lang.text("tag-new-help") } else { ui.lang.text("tag-known-help") };
    let inside = html! {
        div.field.has-error[view.error.is_some()] {
            label for="f-tag" { (ui.lang.text("tag")) }
            input.input type="text" id="f-tag" name="tag" list="tags-known" value=(view.typed) maxlength="64" required
                autocomplete="off" autofocus[view.error.is_some()] aria-invalid=[view.error.map(|_| "true")] aria-describedby="f-tag-help";
            datalist id="tags-known" { @for label in &view.known { option value=(label) {} } }
            @if let Some(error) = view.error { span.error id="f-tag-error" { (Icon::WarningCircle) (error) } }
            span.hint id="f-tag-help" { (help) }
        }
        (Button::submit(ui.lang.text("tag-put")).small().primary())
    };
    html! {
        details.menu.tag-new open[view.error.is_some()] {
            summary.tag.is-add { (Icon::Plus) (ui.lang.text("tag-add")) }
            div { (Form::post(ui.csrf, action).class("stack").render(inside)) }
        }
    }
}

/// A tag of the tree.
#[derive(Clone, Debug)]
pub struct TagLine<'a> {
    pub id: &'a str,
    pub label: &'a str,
    pub note: &'a str,
    pub color: &'a str,
    pub depth: usize,
    pub count: i64,
    /// The contacts that bear it.
    pub href: &'a str,
    /// What else it is used for.
    pub uses: &'a str,
    pub is_reserved: bool,
    pub edit: Option<&'a str>,
    pub below: Option<&'a str>,
    pub merge: Option<&'a str>,
    pub delete: Option<&'a str>,
    /// Its form, open in its place.
    pub editor: Option<Editor<'a>>,
}

/// The form of a tag.
#[derive(Clone, Debug)]
pub struct Editor<'a> {
    pub title: &'a str,
    pub fields: Vec<Field<'a>>,
    pub color: &'a str,
    pub color_error: Option<&'a str>,
    /// Sets have no colour.
    pub colored: bool,
    pub action: &'a str,
    pub close: &'a str,
}

/// A set of tags, or the tree that stands alone.
#[derive(Clone, Debug)]
pub struct Branch<'a> {
    /// The number of the set; nothing for the tree of all others.
    pub root: &'a str,
    pub id: &'a str,
    /// Empty for the tree.
    pub title: &'a str,
    pub note: &'a str,
    pub lines: Vec<TagLine<'a>>,
    pub add: Option<&'a str>,
    pub edit: Option<&'a str>,
    pub delete: Option<&'a str>,
    pub editor: Option<Editor<'a>>,
    pub adding: Option<Editor<'a>>,
}

/// What the page of tags shows.
#[derive(Clone, Debug)]
pub struct Tags<'a> {
    pub search: SearchBox<'a>,
    pub asked: bool,
    pub branches: Vec<Branch<'a>>,
    pub add: Option<&'a str>,
    pub add_set: Option<&'a str>,
    /// The form of a new set.
    pub adding_set: Option<Editor<'a>>,
}

/// The page.
pub fn tags(ui: &Ui<'_>, shell: &Shell<'_>, view: &Tags<'_>) -> Markup {
    let title = ui.lang.text("tags");
    let actions = html! {
        @if let Some(href) = view.add_set { (Button::link(ui.lang.text("tag-set-new"), href)) }
        @if let Some(href) = view.add { (Button::link(ui.lang.text("tag-new"), href).primary().icon(Icon::PlusBold).key("n")) }
    };
    let nothing = view
        .branches
        .iter()
        .all(|branch| branch.title.is_empty() && branch.lines.is_empty() && branch.adding.is_none());
    let content = html! {
        (head(ui, &Head { title: &title, count: None, intro: Some(&ui.lang.text("tags-intro")) }, Some(actions)))
        div.list-tools { (search_box(&view.search)) }
        @if let Some(form) = &view.adding_set { (editor(ui, form)) }
        @if nothing && view.adding_set.is_none() {
            @if view.asked { (empty(&ui.lang.text("tags-no-match"), &ui.lang.text("tags-no-match-help"), html! {})) }
            @else { (empty(&ui.lang.text("tags-none"), &ui.lang.text("tags-none-help"), html! {})) }
        }
        @for branch in &view.branches { (one_branch(ui, branch)) }
        // Filled in by dragging; without it, the form of a tag says below which it lies.
        (Form::post(ui.csrf, "/tags/0/move").id("tag-move").render(html! { input type="hidden" name="parent" value=""; }))
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn one_branch(ui: &Ui<'_>, branch: &Branch<'_>) -> Markup {
    let tools = html! {
        span.row.push {
            @if let Some(href) = branch.add { (Button::link(ui.lang.text("tag-new"), href).small().quiet().icon(Icon::Plus)) }
            @if let Some(href) = branch.edit {
                (Button::link(ui.lang.with("choice-edit", &[("name", branch.title.into())]), href).small().quiet().square().icon(Icon::PencilSimple))
            }
            @if let Some(href) = branch.delete {
                (Form::post(ui.csrf, href).render(html! {
                    (Button::submit(ui.lang.with("tag-set-delete", &[("set", branch.title.into())])).small().quiet().square().icon(Icon::Trash))
                }))
            }
        }
    };
    html! {
        section.tag-branch id=(branch.id) data-tag-root=[(branch.title.is_empty() || branch.add.is_some()).then_some(branch.root)] {
            @if !branch.title.is_empty() {
                (section_head(&format!("{}-title", branch.id), branch.title, Some(tools)))
                @if !branch.note.is_empty() { p.faint { (branch.note) } }
            }
            @if let Some(form) = &branch.editor { (editor(ui, form)) }
            @if let Some(form) = &branch.adding { (editor(ui, form)) }
            @if branch.lines.is_empty() && !branch.title.is_empty() && branch.adding.is_none() { p.quiet { (ui.lang.text("tag-set-empty")) } }
            ul.made.choices { @for line in &branch.lines { (one_line(ui, line)) } }
        }
    }
}

fn one_line(ui: &Ui<'_>, line: &TagLine<'_>) -> Markup {
    let deep = ["", "deep-1", "deep-2", "deep-3", "deep-4"][line.depth.min(4)];
    let name = [("name", line.label.into())];
    html! {
        li.open[line.editor.is_some()] id={ "tag-" (line.id) } data-tag=[line.edit.map(|_| line.id)] draggable=[line.edit.filter(|_| line.editor.is_none()).map(|_| "true")] {
            div.bar {
                span.name.group-name.(deep) {
                    (dot(line.color)) " " b { (line.label) }
                    @if line.is_reserved {
                        @let words = ui.lang.text("choice-reserved");
                        " " span.faint.lock title=(words) { (Icon::LockSimple) span.sr { (words) } }
                    }
                    @if !line.note.is_empty() { " " span.faint { (line.note) } }
                    @if !line.uses.is_empty() { " " small.faint { (line.uses) } }
                }
                span.row.push {
                    a.plain href=(line.href) { (ui.lang.with("tag-count", &[("count", line.count.into())])) }
                }
                span.ends {
                    @if let Some(href) = line.edit {
                        (Button::link(ui.lang.with("choice-edit", &name), href).quiet().small().square().icon(Icon::PencilSimple))
                    }
                    @if line.below.or(line.merge).or(line.delete).is_some() {
                        (menu::menu(&ui.lang.with("choice-more", &name), Icon::DotsThreeBold, true, None, html! {
                            @if let Some(href) = line.below { (menu::entry(&ui.lang.text("tag-below"), Icon::Plus, href)) }
                            @if let Some(href) = line.merge { (menu::entry(&ui.lang.text("tag-merge"), Icon::ArrowsMerge, href)) }
                            @if let Some(href) = line.delete {
                                li { (Form::post(ui.csrf, href).render(html! { button type="submit" { (Icon::Trash) (ui.lang.text("choice-delete")) } })) }
                            }
                        }))
                    }
                }
            }
            @if let Some(form) = &line.editor { div.inside { (editor(ui, form)) } }
        }
    }
}

fn editor(ui: &Ui<'_>, editor: &Editor<'_>) -> Markup {
    let inside = html! {
        @if !editor.title.is_empty() { h3 { (editor.title) } }
        div.fields {
            @for one in &editor.fields { (field(ui, one)) }
            @if editor.colored {
                div.field.w2.has-error[editor.color_error.is_some()] {
                    label for="f-color" { (ui.lang.text("tag-color")) }
                    input.input.is-color type="color" id="f-color" name="color" value=(editor.color);
                    @if let Some(error) = editor.color_error { span.error { (Icon::WarningCircle) (error) } }
                }
            }
        }
        div.row {
            (Button::submit(ui.lang.text("save")).primary().small().render())
            (Button::link(ui.lang.text("cancel"), editor.close).quiet().small())
        }
    };
    Form::post(ui.csrf, editor.action).class("stack tag-editor").render(inside)
}
