//! Tabs: links to the views of a list or the sections of a record.

use crate::Ui;
use maud::{Markup, html};

/// One tab.
#[derive(Clone, Debug)]
pub struct Tab<'a> {
    pub label: &'a str,
    pub href: &'a str,
    pub count: Option<i64>,
    pub current: bool,
}

/// More than so many are not told exactly.
pub const MANY: i64 = 9_999;

/// A row of tabs, `name` telling readers what they are.
pub fn tabs(ui: &Ui<'_>, name: &str, tabs: &[Tab<'_>]) -> Markup {
    html! {
        nav.tabs aria-label=(name) {
            @for tab in tabs {
                a href=(tab.href) aria-current=[tab.current.then_some("page")] {
                    (tab.label)
                    @if let Some(count) = tab.count {
                        " " span.n { (ui.lang.number(count.min(MANY))) @if count > MANY { "+" } }
                    }
                }
            }
        }
    }
}
