//! `/settings/duplicates/resolvers`: what settles a contradiction between two records without asking, in order, for each
//! type of contact.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use maud::{Markup, html};
use store::Result;
use ui::part::button::Button;
use ui::part::crumbs::{Crumb, crumbs};
use ui::part::field::{Field, Widget, field};
use ui::part::form::Form;
use ui::part::head::{Head, head};
use ui::part::tabs::{Tab, tabs};
use ui::{Icon, Ui};

use crate::merge::resolve::{Resolver, Resolvers, TYPES};

const PATH: &str = "/settings/duplicates/resolvers";

/// What a way is called, and what it does, in a sentence.
fn words(lang: &Lang, one: Resolver) -> (&str, &str) {
    match one {
        Resolver::Filled => (lang.text("resolver-filled"), lang.text("resolver-filled-words")),
        Resolver::Refusal => (lang.text("resolver-refusal"), lang.text("resolver-refusal-words")),
        Resolver::United => (lang.text("resolver-united"), lang.text("resolver-united-words")),
        Resolver::Care => (lang.text("resolver-care"), lang.text("resolver-care-words")),
        Resolver::Signs => (lang.text("resolver-signs"), lang.text("resolver-signs-words")),
        Resolver::Whole => (lang.text("resolver-whole"), lang.text("resolver-whole-words")),
        Resolver::Nickname => (lang.text("resolver-nickname"), lang.text("resolver-nickname-words")),
        Resolver::Newest => (lang.text("resolver-newest"), lang.text("resolver-newest-words")),
        Resolver::Oldest => (lang.text("resolver-oldest"), lang.text("resolver-oldest-words")),
        Resolver::NewestAddress => (lang.text("resolver-newest-address"), lang.text("resolver-newest-address-words")),
    }
}

/// The type of contact that the page is about.
fn kind(visit: &Visit<'_>) -> &'static str {
    let fields = if visit.is_post { &visit.form } else { &visit.query };
    let asked = fields.get("type").unwrap_or_default();
    TYPES.into_iter().find(|name| *name == asked).unwrap_or(TYPES[0])
}

/// `/settings/duplicates/resolvers`
pub(super) fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let kind = kind(visit);
    let mut all = visit.read(|tx| Resolvers::of(tx, kind))?;
    if visit.is_post {
        for (one, on) in &mut all.0 {
            *on = visit.form.get(one.name()) == Some("1");
        }
        match visit.form.get("move").and_then(|text| text.split_once(' ')) {
            Some(("up", name)) => Resolver::named(name).into_iter().for_each(|one| all.raise(one)),
            Some((_, name)) => Resolver::named(name).into_iter().for_each(|one| all.lower(one)),
            None => {}
        }
        let done = visit.write(|tx| {
            all.keep(tx, kind)?;
            Ok(tx.transaction_id())
        })?;
        visit.say("said-resolvers", done);
        return Ok(Reply::Redirect(format!("{PATH}?type={kind}")));
    }
    let title = lang.text("resolvers-title");
    let tab = |name: &'static str, label: &'static str| Tab {
        label: lang.text(label),
        href: lang.keep(format!("{PATH}?type={name}")),
        count: None,
        current: name == kind,
    };
    let views = [
        tab("Individual", "kind-person"),
        tab("Household", "kind-household"),
        tab("Organization", "kind-organisation"),
    ];
    let way = [
        Crumb { label: lang.text("settings-title"), href: Some("/settings") },
        Crumb { label: lang.text("rules-title"), href: Some("/settings/duplicates") },
        Crumb { label: title, href: None },
    ];
    let page = Page { title, place: "/settings", narrow: true };
    let page = frame::show(visit, &lang, page, |ui, shell| {
        let content = html! {
            (crumbs(ui, &way, None))
            (head(ui, &Head { title, count: None, intro: Some(lang.text("resolvers-intro")) }, None))
            (tabs(ui, title, &views))
            (Form::post(ui.csrf, PATH).class("stack").render(lines(ui, &lang, kind, &all)))
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(page))
}

fn lines(ui: &Ui<'_>, lang: &Lang, kind: &str, all: &Resolvers) -> Markup {
    let last = all.0.len().saturating_sub(1);
    html! {
        input type="hidden" name="type" value=(kind);
        ol.pair-lines {
            @for (at, (one, on)) in all.0.iter().enumerate() {
                @let (label, help) = words(lang, *one);
                li {
                    span {
                        (field(ui, &Field { help: Some(help), ..Field::text(one.name(), label, if *on { "1" } else { "0" }).widget(Widget::Switch) }))
                    }
                    span.push.row {
                        @if at > 0 { (mover(lang, Icon::CaretUp, "up", *one, label)) }
                        @if at < last { (mover(lang, Icon::CaretDown, "down", *one, label)) }
                    }
                }
            }
        }
        div.row { (Button::submit(lang.text("rules-batch-save")).primary()) }
    }
}

/// A button that moves one a place and keeps the rest as it stands.
fn mover<'a>(lang: &'a Lang, icon: Icon, way: &str, one: Resolver, label: &str) -> Button<'a> {
    let values = [("name", label.into())];
    let name = match way {
        "up" => lang.with("resolver-up", &values),
        _ => lang.with("resolver-down", &values),
    };
    Button::submit(name).icon(icon).square().small().quiet().name("move", format!("{way} {}", one.name()))
}
