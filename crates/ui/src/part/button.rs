//! Buttons, and links that look like one. One honey button a page: the likely next step.

use super::icon::Icon;
use maud::{Markup, Render, html};
use std::borrow::Cow;

#[derive(Clone, Debug)]
enum Does<'a> {
    Follow(Cow<'a, str>),
    Submit,
    /// Works by script alone; use it only for live niceties.
    Act,
}

/// A button in the making: `Button::link("Exporter", "/export").icon(Icon::Export)`.
#[derive(Clone, Debug)]
pub struct Button<'a> {
    label: Cow<'a, str>,
    does: Does<'a>,
    classes: Vec<&'static str>,
    icon: Option<Icon>,
    square: bool,
    key: Option<&'a str>,
    name: Option<(&'a str, Cow<'a, str>)>,
    form: Option<&'a str>,
    action: Option<Cow<'a, str>>,
    attributes: Vec<(&'static str, Cow<'a, str>)>,
    disabled: bool,
    unchecked: bool,
}

impl<'a> Button<'a> {
    fn new(label: Cow<'a, str>, does: Does<'a>) -> Self {
        Button {
            label,
            does,
            classes: Vec::new(),
            icon: None,
            square: false,
            key: None,
            name: None,
            form: None,
            action: None,
            attributes: Vec::new(),
            disabled: false,
            unchecked: false,
        }
    }

    /// A link to another page, dressed as a button.
    pub fn link(label: impl Into<Cow<'a, str>>, href: impl Into<Cow<'a, str>>) -> Self {
        Button::new(label.into(), Does::Follow(href.into()))
    }

    /// Sends the form it stands in.
    pub fn submit(label: impl Into<Cow<'a, str>>) -> Self {
        Button::new(label.into(), Does::Submit)
    }

    /// Acts by script on an attribute set with [`Button::data`].
    pub fn act(label: impl Into<Cow<'a, str>>) -> Self {
        Button::new(label.into(), Does::Act)
    }

    fn class(mut self, class: &'static str) -> Self {
        self.classes.push(class);
        self
    }

    /// The one honey button.
    pub fn primary(self) -> Self {
        self.class("is-primary")
    }

    /// No frame: beside a primary button.
    pub fn quiet(self) -> Self {
        self.class("is-quiet")
    }

    /// Takes something away.
    pub fn danger(self) -> Self {
        self.class("is-danger")
    }

    /// Takes something away for good.
    pub fn final_danger(self) -> Self {
        self.class("is-danger-solid")
    }

    pub fn small(self) -> Self {
        self.class("is-small")
    }

    pub fn big(self) -> Self {
        self.class("is-big")
    }

    /// As wide as its place.
    pub fn wide(self) -> Self {
        self.class("is-wide")
    }

    /// The icon alone; the label becomes its name.
    pub fn square(mut self) -> Self {
        self.square = true;
        self.class("is-square")
    }

    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The single key that presses it, shown on it unless it is square.
    pub fn key(mut self, key: &'a str) -> Self {
        self.key = Some(key);
        self
    }

    /// The name and value that the pressed button adds to its form.
    pub fn name(mut self, name: &'a str, value: impl Into<Cow<'a, str>>) -> Self {
        self.name = Some((name, value.into()));
        self
    }

    /// The id of a form that it stands outside of.
    pub fn form(mut self, id: &'a str) -> Self {
        self.form = Some(id);
        self
    }

    /// Another address for the form to be sent to.
    pub fn action(mut self, href: impl Into<Cow<'a, str>>) -> Self {
        self.action = Some(href.into());
        self
    }

    /// The id of a dialog that it opens; without script the link is followed.
    pub fn opens(self, dialog: &'a str) -> Self {
        self.data("data-opens", dialog)
    }

    /// Leads to a file: the browser takes it, no script swaps it into the page.
    pub fn download(self) -> Self {
        self.data("hx-boost", "false").data("download", "")
    }

    /// An attribute that a script or htmx looks for.
    pub fn data(mut self, name: &'static str, value: impl Into<Cow<'a, str>>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }

    /// Sends the form without asking for its required fields: "add another" and the like.
    pub fn unchecked(mut self) -> Self {
        self.unchecked = true;
        self
    }

    fn inside(&self) -> Markup {
        html! {
            @if let Some(icon) = self.icon { (icon) }
            @if !self.square {
                (self.label)
                @if let Some(key) = self.key { " " kbd aria-hidden="true" { (key.to_uppercase()) } }
            }
        }
    }

    fn opening(&self) -> String {
        let mut out = match (&self.does, self.disabled) {
            (Does::Follow(href), false) => format!("<a href=\"{}\"", escape(href)),
            (Does::Submit, _) => "<button type=\"submit\"".to_string(),
            _ => "<button type=\"button\"".to_string(),
        };
        let mut attribute = |name: &str, value: &str| {
            out.push_str(&format!(" {name}=\"{}\"", escape(value)));
        };
        let class = ["btn"].iter().chain(&self.classes).copied().collect::<Vec<_>>().join(" ");
        attribute("class", &class);
        if self.square {
            attribute("aria-label", &self.label);
            attribute("title", &self.label);
        }
        if let Some(key) = self.key {
            attribute("data-key", key);
            attribute("aria-keyshortcuts", key);
        }
        if let Some((name, value)) = &self.name {
            attribute("name", name);
            attribute("value", value);
        }
        if let Some(form) = self.form {
            attribute("form", form);
        }
        if let Some(action) = &self.action {
            attribute("formaction", action);
        }
        for (name, value) in &self.attributes {
            attribute(name, value);
        }
        for (flag, name) in [(self.disabled, " disabled"), (self.unchecked, " formnovalidate")] {
            if flag {
                out.push_str(name);
            }
        }
        out.push('>');
        out
    }
}

fn escape(text: &str) -> String {
    html! { (text) }.into_string()
}

impl Render for Button<'_> {
    fn render(&self) -> Markup {
        let closing = if matches!(self.does, Does::Follow(_)) && !self.disabled { "</a>" } else { "</button>" };
        maud::PreEscaped(format!("{}{}{closing}", self.opening(), self.inside().0))
    }
}
