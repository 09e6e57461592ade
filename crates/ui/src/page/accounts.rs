//! Pages about accounts: the sheet that they share, what is shown once, and the door's second question.

use crate::part::Tone;
use crate::part::button::Button;
use crate::part::crumbs::{Crumb, crumbs};
use crate::part::field::{Field, Widget, field};
use crate::part::form::Form;
use crate::part::head::{Head, head};
use crate::part::icon::Icon;
use crate::part::notice::notice;
use crate::{Door, Shell, Ui};
use maud::{Markup, html};

/// What stands above a sheet.
#[derive(Clone, Debug, Default)]
pub struct Sheet<'a> {
    pub way: Vec<Crumb<'a>>,
    pub title: &'a str,
    pub intro: Option<&'a str>,
    pub count: Option<i64>,
}

/// A page with a head and whatever it is about.
pub fn sheet(ui: &Ui<'_>, shell: &Shell<'_>, view: &Sheet<'_>, actions: Option<Markup>, body: Markup) -> Markup {
    let content = html! {
        (crumbs(ui, &view.way, None))
        (head(ui, &Head { title: view.title, count: view.count, intro: view.intro }, actions))
        div.doors { (body) }
    };
    crate::shell::page(ui, shell, content, html! {})
}

/// Something that is seen only now: a link, a key, codes. It is for copying, so it stands in a field.
pub fn once(ui: &Ui<'_>, label: &str, words: &str, value: &str) -> Markup {
    let shown = Field { ..Field::text("once", label, value) };
    notice(
        Tone::Honey,
        Icon::LockSimple,
        html! { p { b { (words) } } @if value.starts_with('/') { p.feed-address { a href=(value) data-absolute { (value) } } } @else { (field(ui, &Field { widget: Widget::LongText(2), ..shown })) } },
        None,
    )
}

/// The door's second question.
#[derive(Clone, Debug)]
pub struct Second<'a> {
    pub organisation: &'a str,
    pub ticket: &'a str,
    pub error: Option<&'a str>,
    pub next: &'a str,
}

/// Asks for the code of an authenticator application, or for a recovery code.
pub fn second(ui: &Ui<'_>, view: &Second<'_>) -> Markup {
    let (title, label, help) =
        (ui.lang.text("second-factor-title"), ui.lang.text("second-factor-code"), ui.lang.text("second-factor-help"));
    let code = Field {
        focused: true,
        help: Some(&help),
        ..Field::text("code", &label, "").required().autocomplete("one-time-code")
    };
    let content = html! {
        div { h1 { (title) } p.quiet { (view.organisation) } }
        @if let Some(error) = view.error { (notice(Tone::Brick, Icon::WarningCircle, html! { (error) }, None)) }
        (Form::post(ui.csrf, "/sign-in").class("stack").whole_page().render(html! {
            input type="hidden" name="ticket" value=(view.ticket);
            input type="hidden" name="next" value=(view.next);
            div.no-star { (field(ui, &code)) }
            label.check { input type="checkbox" name="remember" value="1"; " " (ui.lang.text("second-factor-remember")) }
            (Button::submit(ui.lang.text("sign-in-enter")).primary().big().wide())
        }))
    };
    crate::shell::door(ui, &Door { title: &title, home: "/", toasts: &[] }, content)
}

/// The form that makes a passkey; a script fills in what the device answers.
#[derive(Clone, Debug)]
pub struct NewPasskey<'a> {
    pub action: &'a str,
    pub challenge: &'a str,
    /// The name of the site, of the account, and the one by which devices know it.
    pub site: &'a str,
    pub account: &'a str,
    pub handle: &'a str,
    /// The keys that the account has already.
    pub known: &'a str,
    pub fields: &'a [Field<'a>],
}

/// Where no script runs, or the browser knows no passkeys, it stays hidden.
pub fn new_passkey(ui: &Ui<'_>, view: &NewPasskey<'_>) -> Markup {
    html! {
        div hidden {
            form.stack action=(view.action) method="post" hx-boost="false" data-passkey="new" data-challenge=(view.challenge)
                data-site=(view.site) data-account=(view.account) data-handle=(view.handle) data-known=(view.known) {
                input type="hidden" name=(crate::Csrf::FIELD) value=(ui.csrf.0);
                @for name in ["client_data", "authenticator_data", "public_key", "algorithm"] { input type="hidden" name=(name) value=""; }
                @for one in view.fields { (field(ui, one)) }
                (Button::submit(ui.lang.text("passkey-new")))
                p.hint-line hidden role="alert" data-passkey-failed { (ui.lang.text("passkey-failed")) }
            }
        }
    }
}

/// The picture of a second factor, from the outline of its dark squares.
pub fn square_code(label: &str, width: usize, outline: &str) -> Markup {
    // Four squares of quiet around it, as readers need (ISO/IEC 18004).
    let around = format!("-4 -4 {0} {0}", width + 8);
    html! { svg.square-code viewBox=(around) role="img" aria-label=(label) { path d=(outline) {} } }
}
