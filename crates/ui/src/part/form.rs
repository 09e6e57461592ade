//! Forms. A form that writes cannot be made without the token that proves where it came from.

use super::Tone;
use super::icon::Icon;
use super::notice::notice;
use crate::{Csrf, Ui};
use maud::{Markup, html};

/// A form in the making: `Form::post(ui.csrf, "/contact/new").render(fields)`.
#[derive(Clone, Debug)]
pub struct Form<'a> {
    /// `None` is a search: nothing is written, and the token stays out of addresses.
    csrf: Option<Csrf<'a>>,
    action: &'a str,
    id: Option<&'a str>,
    class: Option<&'a str>,
    upload: bool,
    version: Option<&'a str>,
    swaps: Option<&'a str>,
    draft: Option<&'a str>,
    data: Vec<&'static str>,
    whole_page: bool,
}

impl<'a> Form<'a> {
    fn new(csrf: Option<Csrf<'a>>, action: &'a str) -> Self {
        Form {
            csrf,
            action,
            id: None,
            class: None,
            upload: false,
            version: None,
            swaps: None,
            draft: None,
            data: Vec::new(),
            whole_page: false,
        }
    }

    /// A form that changes something.
    pub fn post(csrf: Csrf<'a>, action: &'a str) -> Self {
        Form::new(Some(csrf), action)
    }

    /// A form that only asks.
    pub fn get(action: &'a str) -> Self {
        Form::new(None, action)
    }

    pub fn id(mut self, id: &'a str) -> Self {
        self.id = Some(id);
        self
    }

    pub fn class(mut self, class: &'a str) -> Self {
        self.class = Some(class);
        self
    }

    /// Carries files.
    pub fn upload(mut self) -> Self {
        self.upload = true;
        self
    }

    /// The version that was read, so that a faster editor is not overwritten.
    pub fn version(mut self, version: &'a str) -> Self {
        self.version = Some(version);
        self
    }

    /// The id of the part of the page that the answer replaces, and the toasts with it.
    pub fn swaps(mut self, id: &'a str) -> Self {
        self.swaps = Some(id);
        self
    }

    /// Keeps what is typed, under this name, until it is sent or dropped.
    pub fn draft(mut self, name: &'a str) -> Self {
        self.draft = Some(name);
        self
    }

    /// Marks it for a script.
    pub fn data(mut self, name: &'static str) -> Self {
        self.data.push(name);
        self
    }

    /// Loads the answer as a new document: signing in and out, changing the language.
    pub fn whole_page(mut self) -> Self {
        self.whole_page = true;
        self
    }

    /// The form around its fields.
    pub fn render(&self, inside: Markup) -> Markup {
        let target = self.swaps.map(|id| format!("#{id}"));
        let post = self.csrf.is_some();
        html! {
            form action=(self.action) method=(if post { "post" } else { "get" }) id=[self.id] class=[self.class]
                enctype=[self.upload.then_some("multipart/form-data")]
                hx-boost=[self.whole_page.then_some("false")]
                hx-post=[target.as_ref().filter(|_| post).map(|_| self.action)]
                hx-target=[&target] hx-select=[&target]
                hx-swap=[target.as_ref().map(|_| "outerHTML")]
                hx-select-oob=[target.as_ref().map(|_| "#toasts")]
                data-draft=[self.draft]
                data-selection[self.data.contains(&"data-selection")]
                data-leaves[self.data.contains(&"data-leaves")] {
                @if let Some(csrf) = self.csrf { input type="hidden" name=(Csrf::FIELD) value=(csrf.0); }
                @if let Some(version) = self.version { input type="hidden" name="version" value=(version); }
                (inside)
            }
        }
    }
}

/// A field that was not accepted: the id of its input, its label, what to mend.
#[derive(Clone, Debug)]
pub struct Fault<'a> {
    pub input: &'a str,
    pub label: &'a str,
    pub message: &'a str,
}

/// Names what is to be mended, above a long form, with links to the fields.
pub fn faults(ui: &Ui<'_>, faults: &[Fault<'_>]) -> Markup {
    html! {
        @if !faults.is_empty() {
            div.faults tabindex="-1" {
                (notice(Tone::Brick, Icon::WarningCircle, html! {
                    b { (ui.lang.with("form-faults", &[("count", faults.len().into())])) }
                    ul.links {
                        @for fault in faults {
                            li { a href={ "#" (fault.input) } { (fault.label) } span.quiet { (fault.message) } }
                        }
                    }
                }, None))
            }
        }
    }
}

/// A part of a long form under its own title, beside which a sentence may explain it.
pub fn section(id: &str, title: &str, intro: Option<&str>, fields: Markup) -> Markup {
    html! {
        section.form-section aria-labelledby=(id) {
            header { h2 id=(id) { (title) } @if let Some(intro) = intro { p { (intro) } } }
            div.form-body { (fields) }
        }
    }
}
