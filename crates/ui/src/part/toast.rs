//! What just happened, and the way back.

use super::form::Form;
use super::icon::Icon;
use crate::Ui;
use maud::{Markup, html};

/// The form that takes a change back.
#[derive(Clone, Debug)]
pub struct Undo<'a> {
    pub action: &'a str,
    /// What names the change: hidden inputs.
    pub values: &'a [(&'a str, &'a str)],
}

/// A toast: what happened in one short sentence.
#[derive(Clone, Debug)]
pub struct Toast<'a> {
    pub words: &'a str,
    pub undo: Option<Undo<'a>>,
}

/// The corner where toasts arrive; it stands on every page so that swaps find it.
pub fn toasts(ui: &Ui<'_>, toasts: &[Toast<'_>]) -> Markup {
    html! {
        div.toasts #toasts role="status" aria-live="polite" { @for toast in toasts { (one(ui, toast)) } }
    }
}

/// One toast.
pub fn one(ui: &Ui<'_>, toast: &Toast<'_>) -> Markup {
    html! {
        div.toast {
            (Icon::CheckBold)
            span { (toast.words) }
            @if let Some(undo) = &toast.undo {
                (Form::post(ui.csrf, undo.action).render(html! {
                    @for (name, value) in undo.values { input type="hidden" name=(name) value=(value); }
                    button type="submit" { (ui.lang.text("undo")) }
                }))
            }
        }
    }
}
