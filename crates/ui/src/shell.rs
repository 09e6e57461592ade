//! The frame around every page: rail on a desk, a bar under the thumb on a phone, and the door.

use crate::part::Tone;
use crate::part::avatar::{Avatar, Kind, Size};
use crate::part::dialog::{Dialog, dialog};
use crate::part::form::Form;
use crate::part::notice::notice;
use crate::part::palette::palette;
use crate::part::toast::{Toast, toasts};
use crate::part::{button::Button, icon::Icon};
use crate::{Theme, Ui, assets};
use maud::{DOCTYPE, Markup, PreEscaped, html};

const MARK: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/img/mark.svg"));
const HONEYCOMB: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/img/honeycomb.svg"));

/// A place of the rail. Only places that the reader may enter are given.
#[derive(Clone, Debug)]
pub struct Place<'a> {
    pub label: &'a str,
    pub href: &'a str,
    pub icon: Icon,
    /// Something waits there.
    pub count: Option<i64>,
    pub current: bool,
}

/// A list or a record that the reader pinned, or was at lately.
#[derive(Clone, Debug)]
pub struct Pin<'a> {
    pub label: &'a str,
    pub href: &'a str,
    pub count: Option<i64>,
    /// The number calls for action.
    pub due: bool,
}

/// Who is signed in.
#[derive(Clone, Debug)]
pub struct Account<'a> {
    pub name: &'a str,
    pub role: &'a str,
    pub href: &'a str,
    pub sign_out: &'a str,
    pub photo: Option<&'a str>,
}

/// Everything around the content of a page.
#[derive(Clone, Debug)]
pub struct Shell<'a> {
    /// The title of the window; the page's `h1` stands in its content.
    pub title: &'a str,
    /// What the bar above a phone's page says.
    pub top_title: &'a str,
    pub organisation: &'a str,
    /// The organisation's own picture, in the place of the product's mark.
    pub logo: Option<&'a str>,
    pub home: &'a str,
    pub places: &'a [Place<'a>],
    pub pins: &'a [Pin<'a>],
    pub recent: &'a [Pin<'a>],
    /// Settings, help: at the foot of the rail.
    pub last_places: &'a [Place<'a>],
    pub account: Option<Account<'a>>,
    /// The page that searches, and the address that answers the palette.
    pub search: Option<(&'a str, &'a str)>,
    /// Where something new is begun from a phone.
    pub add: Option<&'a str>,
    /// Reading pages stop at 54 rem.
    pub narrow: bool,
    pub toasts: &'a [Toast<'a>],
    /// Whose eyes an administrator looks with, and where they stop.
    pub seen_as: Option<(&'a str, &'a str)>,
}

/// The last element of every page.
const END: &str = "end";

fn document(ui: &Ui<'_>, title: &str, body: Markup) -> Markup {
    let theme = (ui.theme != Theme::System).then(|| ui.theme.name());
    let urls = assets::urls();
    html! {
        (DOCTYPE)
        html lang=(ui.lang.code()) dir=(ui.lang.direction()) data-theme=[theme] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="htmx-config" content="includeIndicatorCSS:false, defaultTimeout:30000";
                title { (ui.lang.with("window-title", &[("page", title.into())])) }
                link rel="icon" href=(urls.favicon) type="image/svg+xml";
                @for font in &urls.fonts { link rel="preload" href=(font) as="font" type="font/woff2" crossorigin; }
                link rel="stylesheet" href=(urls.css);
                // Half a page is not shown: what comes later would push what is there, and be laid out again.
                link rel="expect" href={ "#" (END) } blocking="render";
                script src=(urls.js) nonce=(ui.nonce) defer {}
            }
            body data-keys=(if ui.keys { "on" } else { "off" }) {
                (body)
                span id=(END) hidden {}
            }
        }
    }
}

/// A page inside the frame. `after` holds dialogs.
pub fn page(ui: &Ui<'_>, shell: &Shell<'_>, content: Markup, after: Markup) -> Markup {
    let body = html! {
        a.skip href="#main" { (ui.lang.text("skip")) }
        div.shell {
            (rail(ui, shell))
            main.main #main tabindex="-1" {
                (topbar(ui, shell))
                @if let Some((name, stop)) = shell.seen_as { (other_eyes(ui, name, stop)) }
                div.page.is-narrow[shell.narrow] { (content) }
            }
        }
        (thumb(ui, shell))
        (after)
        (toasts(ui, shell.toasts))
        @if let Some((_, source)) = shell.search { (palette(ui, source)) }
        (shortcuts(ui))
        (more(ui, shell))
    };
    document(ui, shell.title, body)
}

/// Says on every page that one looks with somebody else's eyes, and lets one stop.
fn other_eyes(ui: &Ui<'_>, name: &str, stop: &str) -> Markup {
    let words = ui.lang.with("seen-as", &[("name", name.into())]);
    let end =
        Form::post(ui.csrf, stop).whole_page().render(html! { (Button::submit(ui.lang.text("seen-as-stop")).small()) });
    notice(Tone::Honey, Icon::Eye, html! { (words) }, Some(end))
}

/// The mark of the product.
pub fn mark() -> Markup {
    PreEscaped(MARK.to_string())
}

fn rail(ui: &Ui<'_>, shell: &Shell<'_>) -> Markup {
    html! {
        aside.rail aria-label=(ui.lang.text("rail")) {
            a.brand href=(shell.home) {
                @if let Some(logo) = shell.logo { img.logo src=(logo) alt="" width="32" height="32"; } @else { (mark()) }
                span { "Ruche" small { (shell.organisation) } }
            }
            @if let Some((href, _)) = shell.search {
                a.jump href=(href) data-palette aria-keyshortcuts="Control+K" {
                    (Icon::MagnifyingGlass) (ui.lang.text("jump")) kbd aria-hidden="true" { "Ctrl K" }
                }
            }
            nav aria-label=(ui.lang.text("nav-main")) { (places(ui, shell.places, "")) }
            (pins(ui, "rail-pins", &ui.lang.text("pins"), shell.pins))
            (pins(ui, "rail-recent", &ui.lang.text("recent"), shell.recent))
            (places(ui, shell.last_places, "rail-end"))
            @if let Some(account) = &shell.account { (me(ui, account)) }
        }
    }
}

fn places(ui: &Ui<'_>, places: &[Place<'_>], class: &str) -> Markup {
    html! {
        ul.places.(class) {
            @for place in places {
                li {
                    a href=(place.href) aria-current=[place.current.then_some("page")] {
                        (if place.current { place.icon.filled() } else { place.icon })
                        (place.label)
                        @if let Some(count) = place.count { span.n.due { (ui.lang.number(count)) } }
                    }
                }
            }
        }
    }
}

fn pins(ui: &Ui<'_>, id: &str, title: &str, pins: &[Pin<'_>]) -> Markup {
    html! {
        @if !pins.is_empty() {
            section aria-labelledby=(id) {
                h2 id=(id) { (title) }
                ul.places {
                    @for pin in pins {
                        li {
                            a href=(pin.href) {
                                i.pin {} span.cut { (pin.label) }
                                @if let Some(count) = pin.count { span.n.due[pin.due] { (ui.lang.number(count)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn me(ui: &Ui<'_>, account: &Account<'_>) -> Markup {
    html! {
        div.me {
            (Avatar::of(Kind::Person, account.name).size(Size::Small).photo(account.photo))
            a href=(account.href) { (account.name) small { (account.role) } }
            (sign_out(ui, account))
        }
    }
}

fn sign_out(ui: &Ui<'_>, account: &Account<'_>) -> Markup {
    let button = Button::submit(ui.lang.text("sign-out")).quiet().small().square().icon(Icon::SignOut);
    Form::post(ui.csrf, account.sign_out).whole_page().data("data-leaves").render(html! { (button) })
}

fn topbar(ui: &Ui<'_>, shell: &Shell<'_>) -> Markup {
    html! {
        div.topbar {
            a href=(shell.home) aria-label=(ui.lang.text("nav-home")) { (mark()) }
            span.cut { (shell.top_title) }
            @if let Some(account) = &shell.account {
                a.push href=(account.href) {
                    (Avatar::of(Kind::Person, account.name).size(Size::Small).photo(account.photo))
                    span.sr { (account.name) }
                }
            }
        }
    }
}

/// Two places, "add" in the middle, search, and the rest.
fn thumb(ui: &Ui<'_>, shell: &Shell<'_>) -> Markup {
    html! {
        nav.thumb aria-label=(ui.lang.text("nav-phone")) {
            @for place in shell.places.iter().take(2) {
                a href=(place.href) aria-current=[place.current.then_some("page")] {
                    (if place.current { place.icon.filled() } else { place.icon }) (place.label)
                }
            }
            @if let Some(href) = shell.add { a.big href=(href) aria-label=(ui.lang.text("add")) { (Icon::PlusBold) } }
            @if let Some((href, _)) = shell.search {
                a href=(href) data-palette { (Icon::MagnifyingGlass) (ui.lang.text("search")) }
            }
            a href="#more" data-opens="more" { (Icon::List) (ui.lang.text("more")) }
        }
    }
}

/// The rail as a sheet, for phones.
fn more(ui: &Ui<'_>, shell: &Shell<'_>) -> Markup {
    let title = ui.lang.text("rail");
    let body = html! {
        nav aria-label=(ui.lang.text("nav-main")) {
            (places(ui, shell.places, ""))
            (places(ui, shell.last_places, ""))
        }
        (pins(ui, "more-pins", &ui.lang.text("pins"), shell.pins))
        @if let Some(account) = &shell.account { (me(ui, account)) }
    };
    dialog(ui, &Dialog { id: "more", title: &title, ..Dialog::default() }, body, None)
}

/// The list of keys that `?` opens.
fn shortcuts(ui: &Ui<'_>) -> Markup {
    let title = ui.lang.text("shortcuts");
    let rows = [
        ("Ctrl K", ui.lang.text("shortcut-palette")),
        ("N", ui.lang.text("shortcut-new")),
        ("/", ui.lang.text("shortcut-search")),
        ("F", ui.lang.text("shortcut-filter")),
        ("M", ui.lang.text("shortcut-edit")),
        ("J K", ui.lang.text("shortcut-walk")),
        ("X", ui.lang.text("shortcut-tick")),
        ("Ctrl ↵", ui.lang.text("shortcut-save")),
        ("?", ui.lang.text("shortcut-help")),
    ];
    let body = html! {
        dl.shortcuts { @for (keys, words) in &rows { dt { @for key in keys.split(' ') { kbd { (key) } " " } } dd { (words) } } }
        p.shortcuts-more { a href={ (crate::page::help::HOME) "/keyboard" } { (ui.lang.text("shortcuts-more")) } }
    };
    dialog(ui, &Dialog { id: "shortcuts", title: &title, ..Dialog::default() }, body, None)
}

/// A page for the public: the association's name above, nothing of the program around it.
pub fn public(ui: &Ui<'_>, title: &str, organisation: &str, content: Markup) -> Markup {
    let body = html! {
        a.skip href="#main" { (ui.lang.text("skip")) }
        div.public.pub-sheet {
            header.pub-top { span { (organisation) } }
            main.pub-page #main tabindex="-1" hx-boost:inherited="false" { (content) }
        }
    };
    document(ui, title, body)
}

/// A page that other web sites show within a frame of theirs: nothing but its content.
pub fn embedded(ui: &Ui<'_>, title: &str, content: Markup) -> Markup {
    let body = html! { main.embedded #main tabindex="-1" hx-boost:inherited="false" { (content) } };
    document(ui, title, body)
}

/// A page outside the frame: signing in, first steps. The comb belongs to the door alone.
#[derive(Clone, Debug)]
pub struct Door<'a> {
    pub title: &'a str,
    pub home: &'a str,
    pub toasts: &'a [Toast<'a>],
}

/// The door with its content on the left and the comb beside it.
pub fn door(ui: &Ui<'_>, door: &Door<'_>, content: Markup) -> Markup {
    let body = html! {
        a.skip href="#main" { (ui.lang.text("skip")) }
        main.door #main tabindex="-1" hx-boost:inherited="false" {
            div.in {
                a.brand href=(door.home) { (mark()) span { "Ruche" } }
                (content)
            }
            div.art { (PreEscaped(HONEYCOMB)) }
        }
        (toasts(ui, door.toasts))
    };
    document(ui, door.title, body)
}
