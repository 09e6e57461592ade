//! Choosing a password by a link that works once: the first administrator, an invitation, a reset.

use crate::part::Tone;
use crate::part::button::Button;
use crate::part::field::{Field, Widget, field};
use crate::part::form::Form;
use crate::part::icon::Icon;
use crate::part::notice::notice;
use crate::{Door, Ui};
use maud::{Markup, html};

/// Why a password is being chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Occasion {
    /// The first person of a new site.
    #[default]
    First,
    Invitation,
    Forgotten,
}

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct Password<'a> {
    pub occasion: Occasion,
    pub organisation: &'a str,
    pub action: &'a str,
    /// The name that one will sign in with.
    pub user_name: &'a str,
    /// The least number of letters that is taken.
    pub least: u32,
    pub password_error: Option<&'a str>,
    pub repeat_error: Option<&'a str>,
}

/// The page.
pub fn password(ui: &Ui<'_>, view: &Password<'_>) -> Markup {
    let title = ui.lang.text("password-window");
    let (heading, intro) = match view.occasion {
        Occasion::First => (ui.lang.text("password-first"), ui.lang.text("password-first-intro")),
        Occasion::Invitation => (ui.lang.text("password-invited"), ui.lang.text("password-invited-intro")),
        Occasion::Forgotten => (ui.lang.text("password-again"), ui.lang.text("password-again-intro")),
    };
    let content = html! {
        div { h1 { (heading) } p.quiet { (intro) } }
        (Form::post(ui.csrf, view.action).class("stack").whole_page().render(inputs(ui, view)))
    };
    crate::shell::door(ui, &Door { title: &title, home: "/", toasts: &[] }, content)
}

/// The answer to a link that was used or has grown old.
pub fn spent(ui: &Ui<'_>, sign_in: &str) -> Markup {
    let title = ui.lang.text("password-window");
    let content = html! {
        div { h1 { (ui.lang.text("link-spent")) } p.quiet { (ui.lang.text("link-spent-intro")) } }
        (notice(Tone::Stone, Icon::Info, html! { (ui.lang.text("link-spent-help")) }, None))
        div.row { (Button::link(ui.lang.text("sign-in-go"), sign_in).primary().big()) }
    };
    crate::shell::door(ui, &Door { title: &title, home: "/", toasts: &[] }, content)
}

/// How far asking for a link has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asking {
    #[default]
    Open,
    /// Nothing was typed.
    Empty,
    /// The same for everybody, known or not.
    Heard,
    Wait,
    /// No mail is sent from here: somebody has to be asked.
    NoMail,
}

/// What the page of a forgotten password shows.
#[derive(Clone, Debug, Default)]
pub struct Forgotten<'a> {
    pub organisation: &'a str,
    pub action: &'a str,
    pub sign_in: &'a str,
    pub state: Asking,
}

/// The page of a forgotten password.
pub fn forgotten(ui: &Ui<'_>, view: &Forgotten<'_>) -> Markup {
    let title = ui.lang.text("password-window");
    let (name, empty) = (ui.lang.text("sign-in-name"), ui.lang.text("forgotten-empty"));
    let asked = Field {
        focused: true,
        ..Field::text("name", &name, "")
            .required()
            .autocomplete("username")
            .error((view.state == Asking::Empty).then_some(&*empty))
    };
    let said = |tone, icon, words: std::borrow::Cow<'_, str>| notice(tone, icon, html! { (words) }, None);
    let content = html! {
        div { h1 { (ui.lang.text("forgotten-title")) } p.quiet { (view.organisation) } }
        @match view.state {
            Asking::Heard => (said(Tone::Leaf, Icon::Info, ui.lang.text("forgotten-heard"))),
            Asking::Wait => (said(Tone::Brick, Icon::WarningCircle, ui.lang.text("sign-in-wait"))),
            Asking::NoMail => (said(Tone::Stone, Icon::Info, ui.lang.text("forgotten-no-mail"))),
            Asking::Open | Asking::Empty => {
                p { (ui.lang.text("forgotten-words")) }
                (Form::post(ui.csrf, view.action).class("stack").whole_page().render(html! {
                    div.no-star { (field(ui, &asked)) }
                    (Button::submit(ui.lang.text("forgotten-send")).primary().big().wide())
                }))
            },
        }
        p.hint-line { a href=(view.sign_in) { (ui.lang.text("sign-in-go")) } }
    };
    crate::shell::door(ui, &Door { title: &title, home: "/", toasts: &[] }, content)
}

fn inputs(ui: &Ui<'_>, view: &Password<'_>) -> Markup {
    let (chosen, repeated) = (ui.lang.text("password-chosen"), ui.lang.text("password-repeated"));
    let help = ui.lang.with("password-help", &[("least", view.least.into())]);
    let first = Field {
        help: Some(&help),
        focused: true,
        ..Field::text("password", &chosen, "").widget(Widget::Password).required().autocomplete("new-password")
    };
    let second =
        Field::text("repeated", &repeated, "").widget(Widget::Password).required().autocomplete("new-password");
    html! {
        @if !view.user_name.is_empty() {
            // Lets password keepers store the pair.
            p { (ui.lang.rich("password-for", &[("name", html! { b { (view.user_name) } }.into())])) }
            input type="text" name="name" autocomplete="username" value=(view.user_name) hidden readonly aria-label=(ui.lang.text("sign-in-name"));
        }
        div.no-star { (field(ui, &first.error(view.password_error))) }
        div.no-star { (field(ui, &second.error(view.repeat_error))) }
        (Button::submit(ui.lang.text("password-keep")).primary().big().wide())
    }
}
