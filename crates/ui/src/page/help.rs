//! Help: the pages of the manual, found by a few words, read beside their list.

use crate::manual::{Found, Topic, markup, topics};
use crate::part::button::Button;
use crate::part::crumbs::{Crumb, crumbs};
use crate::part::empty::empty;
use crate::part::head::{Head, head};
use crate::part::icon::Icon;
use crate::part::palette::marked;
use crate::part::search_box::{SearchBox, search_box};
use crate::{Shell, Ui};
use maud::{Markup, html};

/// The address of the manual; its pages lie below it by their names.
pub const HOME: &str = "/help";

/// The list of pages, or those that hold what was asked. `found` is the answer of `manual::find`.
pub fn help(ui: &Ui<'_>, shell: &Shell<'_>, asked: &str, found: &[Found]) -> Markup {
    let (title, intro, label) = (ui.lang.text("help"), ui.lang.text("manual-intro"), ui.lang.text("manual-search"));
    let search = SearchBox { action: HOME, name: "q", value: asked, label: &label, kept: &[] };
    let content = html! {
        (head(ui, &Head { title: &title, count: None, intro: Some(&intro) }, None))
        div.manual-search { (search_box(&search)) }
        @if asked.trim().is_empty() { (list(ui)) }
        @else if found.is_empty() {
            (empty(&ui.lang.text("list-no-match"), &ui.lang.text("manual-no-match"), html! {
                (Button::link(ui.lang.text("manual-all"), HOME))
            }))
        } @else { (answers(asked, found)) }
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn address(topic: &Topic) -> String {
    format!("{HOME}/{}", topic.name)
}

fn list(ui: &Ui<'_>) -> Markup {
    html! {
        ol.topics {
            @for topic in topics(ui.lang.code()) {
                li { a href=(address(topic)) { (topic.title()) } p { (topic.summary()) } }
            }
        }
    }
}

fn answers(asked: &str, found: &[Found]) -> Markup {
    html! {
        ol.topics {
            @for one in found {
                li { a href=(address(one.topic)) { (marked(one.topic.title(), asked)) } p { (marked(&one.excerpt, asked)) } }
            }
        }
    }
}

/// One page of the manual. `picture` tells where a screenshot is served, if it exists.
pub fn topic(ui: &Ui<'_>, shell: &Shell<'_>, topic: &Topic, picture: impl Fn(&str) -> Option<String>) -> Markup {
    let help = ui.lang.text("help");
    let way = [Crumb { label: &help, href: Some(HOME) }, Crumb { label: topic.title(), href: None }];
    let content = html! {
        (crumbs(ui, &way, None))
        div.manual {
            article {
                h1 { (topic.title()) }
                (markup::body(&topic.source, picture))
                (neighbours(ui, topic))
            }
            nav.contents aria-label=(ui.lang.text("manual-pages")) {
                ul {
                    @for other in topics(ui.lang.code()) {
                        li {
                            a href=(address(other)) aria-current=[(other.name == topic.name).then_some("page")] { (other.title()) }
                            @if other.name == topic.name { (headings(other)) }
                        }
                    }
                }
            }
        }
    };
    crate::shell::page(ui, shell, content, html! {})
}

fn headings(topic: &Topic) -> Markup {
    let headings = markup::headings(&topic.source);
    html! { @if !headings.is_empty() { ul { @for (id, words) in &headings { li { a href={ "#" (id) } { (words) } } } } } }
}

fn neighbours(ui: &Ui<'_>, topic: &Topic) -> Markup {
    let all = topics(ui.lang.code());
    let next = all.iter().skip_while(|other| other.name != topic.name).nth(1);
    html! {
        @if let Some(next) = next {
            p.next-topic { span.faint { (ui.lang.text("manual-next")) } " " a href=(address(next)) { (next.title()) (Icon::ArrowRight) } }
        }
    }
}
