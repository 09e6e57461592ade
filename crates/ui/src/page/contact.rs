//! The page of a contact: who at the top, what we know on the left, what happened in the middle.

use crate::part::avatar::{Avatar, Kind, Size};
use crate::part::block::{Block, Fact, block};
use crate::part::button::Button;
use crate::part::chip::{Flag, Tag};
use crate::part::crumbs::{Crumb, Neighbours, crumbs};
use crate::part::form::Form;
use crate::part::glance::{Figure, glance};
use crate::part::head::section_head;
use crate::part::icon::Icon;
use crate::part::mailbox::mailbox;
use crate::part::notice::notice;
use crate::part::tabs::{Tab, tabs};
use crate::part::timeline::{Year, thread};
use crate::part::{Tone, menu};
use crate::{Shell, Ui};
use maud::{Markup, Render, html};
use std::borrow::Cow;

/// How a contact is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    Email,
    Phone,
    Address,
    Website,
    Messaging,
}

/// One way to reach a contact.
#[derive(Clone, Debug)]
pub struct Way<'a> {
    pub channel: Channel,
    /// "E-mail, domicile", "Mobile".
    pub label: &'a str,
    /// As one writes it; several lines for an address.
    pub value: &'a str,
    /// A word beside it: "soir", "en attente".
    pub note: Option<&'a str>,
    /// The reader asked not to be reached this way: no link is offered.
    pub blocked: bool,
    /// What else is known of it: labels and values.
    pub more: Vec<(&'a str, Markup)>,
}

/// The contact lies in the bin.
#[derive(Clone, Debug)]
pub struct InTrash<'a> {
    /// "Mise à la corbeille le 3 mai par Malik".
    pub words: &'a str,
    pub restore: Option<&'a str>,
}

/// An entry of the menu beside the actions.
#[derive(Clone, Debug)]
pub struct MenuEntry<'a> {
    pub label: &'a str,
    pub icon: Icon,
    pub href: &'a str,
    pub does: Does,
}

/// What an entry of the menu does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Does {
    /// Leads to a page.
    #[default]
    Follow,
    /// Leads to a file.
    Download,
    /// Sends a form.
    Post,
    /// Prints this page, which becomes a summary on paper; a live nicety, hidden without script.
    Print,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct ContactPage<'a> {
    pub way: Vec<Crumb<'a>>,
    pub neighbours: Option<Neighbours<'a>>,
    pub kind: Kind,
    pub name: &'a str,
    pub photo: Option<&'a str>,
    /// The line under the name: kind, age, town, known since.
    pub facts: Vec<Cow<'a, str>>,
    pub tags: Vec<Tag<'a>>,
    pub add_tag: Option<&'a str>,
    /// Tags as another page makes them, with crosses and a place to add one.
    pub chips: Option<Markup>,
    pub flags: Vec<Flag<'a>>,
    /// The first one is the likely next step.
    pub actions: Vec<Button<'a>>,
    pub menu: Vec<MenuEntry<'a>>,
    pub in_trash: Option<InTrash<'a>>,
    pub figures: Vec<Figure<'a>>,
    pub tabs: Vec<Tab<'a>>,
    pub ways: Vec<Way<'a>>,
    pub ways_edit: Option<&'a str>,
    /// The block of ways while it is edited, made with `block::editing`.
    pub ways_editing: Option<Markup>,
    /// Blocks of facts, and blocks that are being edited, in order.
    pub blocks: Vec<BlockOrForm<'a>>,
    /// Above the thread: the box that writes into it.
    pub write: Option<Markup>,
    pub years: Vec<Year<'a>>,
    /// Another section's content instead of the thread.
    pub section: Option<Markup>,
}

/// A block as it is read, or its form while it is edited.
#[derive(Clone, Debug)]
pub enum BlockOrForm<'a> {
    Read(Block<'a>),
    /// Made with `block::editing`.
    Edited(Markup),
}

/// The id of the block of ways to reach a contact.
pub const WAYS: &str = "block-ways";

/// What the page may offer beside its content.
#[derive(Clone, Debug, Default)]
pub struct Extras<'a> {
    /// The page where the photo is changed, for those who may.
    pub photo: Option<&'a str>,
    /// The record as a vCard file.
    pub vcard: Option<&'a str>,
}

/// The page.
pub fn contact(ui: &Ui<'_>, shell: &Shell<'_>, view: &ContactPage<'_>) -> Markup {
    contact_with(ui, shell, view, &Extras::default())
}

/// The page with a place to change the photo and a button that takes the record along.
pub fn contact_with(ui: &Ui<'_>, shell: &Shell<'_>, view: &ContactPage<'_>, extras: &Extras<'_>) -> Markup {
    let content = html! {
        (on_paper(ui, shell))
        @if !view.way.is_empty() { (crumbs(ui, &view.way, view.neighbours)) }
        @if let Some(trash) = &view.in_trash { (trash_banner(ui, trash)) }
        (header(ui, view, extras))
        (glance(&view.figures))
        @if !view.tabs.is_empty() { (tabs(ui, &ui.lang.text("contact-sections"), &view.tabs)) }
        div.two {
            div {
                (ways(ui, view))
                @for one in &view.blocks {
                    @match one { BlockOrForm::Read(facts) => { (block(ui, facts)) } BlockOrForm::Edited(form) => { (form) } }
                }
            }
            @match &view.section {
                Some(section) => { section { (section) } }
                None => { (timeline(ui, view)) }
            }
        }
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn trash_banner(ui: &Ui<'_>, trash: &InTrash<'_>) -> Markup {
    let restore = trash.restore.map(|href| {
        Form::post(ui.csrf, href).render(html! {
            (Button::submit(ui.lang.text("restore")).small().icon(Icon::ArrowCounterClockwise))
        })
    });
    html! { div.banner { (notice(Tone::Brick, Icon::Trash, html! { (crate::lang::raised(trash.words)) }, restore)) } }
}

/// Whose paper it is, and of which day; seen in print alone.
pub(super) fn on_paper(ui: &Ui<'_>, shell: &Shell<'_>) -> Markup {
    let values = [("organisation", shell.organisation.into()), ("date", ui.lang.date(ui.today).into())];
    html! { p.on-paper { (crate::lang::raised(&ui.lang.with("printed", &values))) } }
}

fn header(ui: &Ui<'_>, view: &ContactPage<'_>, extras: &Extras<'_>) -> Markup {
    let avatar = Avatar::of(view.kind, view.name).size(Size::Huge).photo(view.photo);
    html! {
        header.id-head #id-head {
            @match extras.photo {
                Some(href) => {
                    @let label = ui.lang.text("photo-change");
                    // The link stands beside the initials: they would count as its words.
                    span.photo-place { (avatar) a.over href=(href) aria-label=(label) title=(label) { (Icon::Image) } }
                }
                None => { (avatar) }
            }
            div {
                h1 { (view.name) }
                p.sub {
                    @for (index, fact) in view.facts.iter().enumerate() {
                        span.fact {
                            (crate::lang::raised(fact))
                            @if index + 1 < view.facts.len() { span.dot { "·" } }
                        }
                    }
                }
                (words(ui, view))
            }
            div.actions {
                @if let Some(href) = extras.vcard {
                    (Button::link(ui.lang.text("action-vcard"), href).square().icon(Icon::IdentificationCard).download())
                }
                @for action in view.actions.iter().rev() { (action) }
                (more(ui, &view.menu))
            }
        }
    }
}

fn words(ui: &Ui<'_>, view: &ContactPage<'_>) -> Markup {
    html! {
        div.words {
            @for tag in &view.tags { (tag) }
            @if let Some(chips) = &view.chips { (chips) }
            @if let Some(href) = view.add_tag { a.tag.is-add href=(href) { (Icon::Plus) (ui.lang.text("tag-add")) } }
            @for flag in &view.flags { (flag) }
        }
    }
}

fn more(ui: &Ui<'_>, entries: &[MenuEntry<'_>]) -> Markup {
    if entries.is_empty() {
        return html! {};
    }
    menu::menu(
        &ui.lang.text("more-actions"),
        Icon::DotsThreeBold,
        true,
        None,
        html! {
            @for entry in entries {
                @match entry.does {
                    Does::Post => {
                        li { (Form::post(ui.csrf, entry.href).render(html! { button type="submit" { (entry.icon) (entry.label) } })) }
                    }
                    Does::Download => { li { a href=(entry.href) download hx-boost="false" { (entry.icon) (entry.label) } } }
                    Does::Print => { li.by-script { button type="button" data-print { (entry.icon) (entry.label) } } }
                    Does::Follow => { (menu::entry(entry.label, entry.icon, entry.href)) }
                }
            }
        },
    )
}

fn ways(ui: &Ui<'_>, view: &ContactPage<'_>) -> Markup {
    if let Some(form) = &view.ways_editing {
        return form.clone();
    }
    let (title, empty) = (ui.lang.text("ways"), ui.lang.text("ways-none"));
    let facts = view.ways.iter().map(|way| Fact { label: way.label, value: one_way(ui, way) }).collect();
    let known = Block { id: WAYS, title: &title, facts, edit: view.ways_edit, empty: Some(&empty), ..Block::default() };
    block(ui, &known)
}

fn one_way(ui: &Ui<'_>, way: &Way<'_>) -> Markup {
    let lines = html! {
        @for (index, line) in way.value.lines().enumerate() { @if index > 0 { br; } (mailbox(line)) }
    };
    let outside = matches!(way.channel, Channel::Address | Channel::Website);
    html! {
        span.way {
            span {
                @match link(way) {
                    Some(href) => { a href=(href) target=[outside.then_some("_blank")] rel=[outside.then_some("noopener noreferrer")] { (lines) } }
                    None => { (lines) }
                }
                @if let Some(note) = way.note { " " small { (note) } }
                @for (label, value) in &way.more { small.way-more { (label) " " span { (value) } } }
            }
            (Button::act(ui.lang.with("copy-value", &[("value", way.value.replace('\n', ", ").into())]))
                .quiet().small().square().icon(Icon::Copy)
                .data("data-copy", way.value).data("data-copied", ui.lang.text("copied")))
        }
    }
}

/// What a tap does: writes, calls, shows the map. Only web addresses lead to the web.
fn link(way: &Way<'_>) -> Option<String> {
    if way.blocked {
        return None;
    }
    match way.channel {
        Channel::Email => Some(format!("mailto:{}", encoded(way.value, "@.+-_"))),
        Channel::Phone => {
            let digits: String = way.value.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
            (!digits.is_empty()).then(|| format!("tel:{digits}"))
        }
        Channel::Address => {
            let line = way.value.lines().collect::<Vec<_>>().join(", ");
            Some(format!("https://www.openstreetmap.org/search?query={}", encoded(&line, ".-_")))
        }
        // A name in a service that no link leads to.
        Channel::Messaging => None,
        Channel::Website => {
            let safe = way.value.starts_with("https://") || way.value.starts_with("http://");
            safe.then(|| way.value.to_string())
        }
    }
}

/// Percent-encodes all but letters, digits and the signs that may stay (RFC 3986).
fn encoded(text: &str, kept: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        let letter = char::from(byte);
        if letter.is_ascii_alphanumeric() || kept.contains(letter) {
            out.push(letter);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn timeline(ui: &Ui<'_>, view: &ContactPage<'_>) -> Markup {
    html! {
        section aria-label=(ui.lang.text("thread")) {
            @if let Some(write) = &view.write { (write) }
            @if view.years.is_empty() {
                (section_head("thread", &ui.lang.text("thread"), None))
                p.quiet { (ui.lang.text("thread-empty")) }
            } @else {
                h2.sr { (ui.lang.text("thread")) }
                (thread(&view.years))
            }
        }
    }
}

/// The box that logs an exchange: words, and the kinds it can be.
pub fn write_box(ui: &Ui<'_>, action: &str, kinds: &[(&str, &str, Icon)]) -> Markup {
    let inside = html! {
        textarea.says name="words" rows="1" aria-label=(ui.lang.text("thread-write")) placeholder=(ui.lang.text("thread-ask")) {}
        div.kinds {
            @for (value, label, icon) in kinds {
                (Button::submit(*label).quiet().small().icon(*icon).name("kind", *value).render())
            }
        }
    };
    Form::post(ui.csrf, action).class("note-box").draft("thread").render(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(channel: Channel, value: &str) -> Way<'_> {
        Way { channel, label: "", value, note: None, blocked: false, more: Vec::new() }
    }

    #[test]
    fn a_tap_writes_calls_or_shows_the_map() {
        assert_eq!(link(&way(Channel::Email, "a b@x.org")).unwrap(), "mailto:a%20b@x.org");
        assert_eq!(link(&way(Channel::Phone, "+33 (0)6 39 98")).unwrap(), "tel:+33063998");
        assert!(link(&way(Channel::Address, "1 rue\n26110 Nyons")).unwrap().ends_with("1%20rue%2C%2026110%20Nyons"));
    }

    #[test]
    fn a_website_cannot_run_a_script_and_a_wish_is_respected() {
        assert_eq!(link(&way(Channel::Website, "javascript:alert(1)")), None);
        assert_eq!(link(&Way { blocked: true, ..way(Channel::Phone, "06") }), None);
    }
}
