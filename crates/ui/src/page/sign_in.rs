//! The door: signing in.

use crate::part::Tone;
use crate::part::button::Button;
use crate::part::field::{Field, Widget, field};
use crate::part::form::Form;
use crate::part::icon::Icon;
use crate::part::notice::notice;
use crate::{Door, Ui};
use maud::{Markup, html};

/// The other languages that the door can speak.
#[derive(Clone, Debug)]
pub struct OtherLanguage<'a> {
    /// BCP 47 tag.
    pub code: &'a str,
    /// The language's own name.
    pub name: &'a str,
    pub href: &'a str,
}

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct SignIn<'a> {
    pub organisation: &'a str,
    /// The name of the site as typed in the address bar.
    pub host: &'a str,
    pub action: &'a str,
    /// The name that was typed before.
    pub user_name: &'a str,
    /// Why the last try failed; never says which of the two was wrong.
    pub error: Option<&'a str>,
    /// A calm word: signed out, session ended.
    pub word: Option<&'a str>,
    /// Where the reader wanted to go.
    pub next: Option<&'a str>,
    pub forgotten: Option<&'a str>,
    /// Where a passkey's answer is sent, and the challenge that it answers.
    pub passkey: Option<(&'a str, &'a str)>,
    /// Other ways in: where each begins, and what its button says.
    pub entrances: Vec<(&'a str, String)>,
    pub languages: Vec<OtherLanguage<'a>>,
}

/// The page.
pub fn sign_in(ui: &Ui<'_>, view: &SignIn<'_>) -> Markup {
    let title = ui.lang.text("sign-in-window");
    let content = html! {
        div {
            h1 { (ui.lang.text("sign-in-title")) }
            p.quiet { (view.organisation) @if !view.host.is_empty() { " · " (view.host) } }
        }
        (words(view))
        (Form::post(ui.csrf, view.action).class("stack").whole_page().render(inputs(ui, view)))
        @if let Some((action, challenge)) = view.passkey { (passkey(ui, view, action, challenge)) }
        (entrances(view))
        (others(view))
    };
    crate::shell::door(ui, &Door { title: &title, home: "/", toasts: &[] }, content)
}

fn words(view: &SignIn<'_>) -> Markup {
    html! {
        @if let Some(error) = view.error { (notice(Tone::Brick, Icon::WarningCircle, html! { (error) }, None)) }
        @if let Some(word) = view.word { (notice(Tone::Stone, Icon::Info, html! { (word) }, None)) }
    }
}

fn inputs(ui: &Ui<'_>, view: &SignIn<'_>) -> Markup {
    let (name, password) = (ui.lang.text("sign-in-name"), ui.lang.text("sign-in-password"));
    let name_field = Field {
        focused: view.user_name.is_empty(),
        ..Field::text("name", &name, view.user_name).required().autocomplete("username")
    };
    let password_field = Field {
        focused: !view.user_name.is_empty(),
        ..Field::text("password", &password, "").widget(Widget::Password).required().autocomplete("current-password")
    };
    html! {
        @if let Some(next) = view.next { input type="hidden" name="next" value=(next); }
        (plain(ui, &name_field))
        (plain(ui, &password_field))
        @if let Some(href) = view.forgotten { p.hint-line { a href=(href) { (ui.lang.text("sign-in-forgotten")) } } }
        (Button::submit(ui.lang.text("sign-in-enter")).primary().big().wide())
    }
}

/// Signing in with a passkey; a script shows it where the browser can.
fn passkey(ui: &Ui<'_>, view: &SignIn<'_>, action: &str, challenge: &str) -> Markup {
    html! {
        div hidden {
            form.stack action=(action) method="post" hx-boost="false" data-passkey="show" data-challenge=(challenge) {
                input type="hidden" name=(crate::Csrf::FIELD) value=(ui.csrf.0);
                @for name in ["credential", "client_data", "authenticator_data", "signature"] { input type="hidden" name=(name) value=""; }
                @if let Some(next) = view.next { input type="hidden" name="next" value=(next); }
                (Button::submit(ui.lang.text("passkey-enter")).big().wide().icon(Icon::LockSimple))
                p.hint-line hidden role="alert" data-passkey-failed { (ui.lang.text("passkey-failed")) }
            }
        }
    }
}

/// Ways in through somebody else; where the reader wanted to go goes with them.
fn entrances(view: &SignIn<'_>) -> Markup {
    let next = view.next.map(|next| format!("?next={}", encoded(next))).unwrap_or_default();
    html! {
        @for (href, label) in &view.entrances {
            (Button::link(label, format!("{href}{next}")).big().wide().icon(Icon::IdentificationCard).data("hx-boost", "false"))
        }
    }
}

/// Text as it may stand in a query (RFC 3986, 3.4).
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Both are needed, which goes without saying here: no star.
fn plain(ui: &Ui<'_>, wanted: &Field<'_>) -> Markup {
    html! { div.no-star { (field(ui, wanted)) } }
}

fn others(view: &SignIn<'_>) -> Markup {
    html! {
        @if !view.languages.is_empty() {
            p.faint {
                @for (index, language) in view.languages.iter().enumerate() {
                    @if index > 0 { " · " }
                    a href=(language.href) lang=(language.code) hreflang=(language.code) { (language.name) }
                }
            }
        }
    }
}
