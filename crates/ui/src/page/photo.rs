//! The photo of a contact: choose one, or take it away.

use crate::part::avatar::{Avatar, Kind, Size};
use crate::part::button::Button;
use crate::part::crumbs::{Crumb, crumbs};
use crate::part::files::{Chooser, chooser};
use crate::part::form::Form;
use crate::part::head::{Head, head};
use crate::{Shell, Ui};
use maud::{Markup, html};

/// The name that the file is sent under.
pub const FILE: &str = "photo";

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Photo<'a> {
    pub way: Vec<Crumb<'a>>,
    pub kind: Kind,
    pub name: &'a str,
    pub photo: Option<&'a str>,
    pub action: &'a str,
    pub remove: Option<&'a str>,
    pub cancel: &'a str,
    /// The largest file that is taken, in megabytes.
    pub most: u32,
    pub error: Option<&'a str>,
}

/// The page.
pub fn photo(ui: &Ui<'_>, shell: &Shell<'_>, view: &Photo<'_>) -> Markup {
    let title = ui.lang.with("photo-title", &[("name", view.name.into())]);
    let (label, help) = (ui.lang.text("photo-file"), ui.lang.with("photo-help", &[("most", view.most.into())]));
    let file = Chooser {
        name: FILE,
        label: &label,
        accept: "image/jpeg,image/png,image/gif,image/webp",
        required: true,
        help: Some(&help),
        error: view.error,
        crops: true,
        ..Chooser::default()
    };
    let content = html! {
        (crumbs(ui, &view.way, None))
        (head(ui, &Head { title: &title, count: None, intro: None }, None))
        div.card.photo-card {
            (Avatar::of(view.kind, view.name).size(Size::Huge).photo(view.photo))
            (Form::post(ui.csrf, view.action).upload().class("stack no-star").render(html! {
                (chooser(ui, &file))
                div.row {
                    (Button::submit(ui.lang.text("photo-keep")).primary())
                    (Button::link(ui.lang.text("cancel"), view.cancel).quiet())
                    @if let Some(href) = view.remove.filter(|_| view.photo.is_some()) {
                        span.push { (Button::submit(ui.lang.text("photo-remove")).danger().action(href).unchecked()) }
                    }
                }
            }))
        }
    };
    crate::shell::page(ui, shell, content, html! {})
}
