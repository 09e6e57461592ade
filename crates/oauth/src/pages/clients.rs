//! `/settings/sites`: the sites and programs that may ask people for leave.

use contact::access::forgotten;
use contact::pages::form::{self, Errors};
use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use maud::{Markup, html};
use schema::Actor;
use store::{Error, Result};
use ui::page::accounts::{Sheet, once, sheet};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::chip::Status;
use ui::part::crumbs::Crumb;
use ui::part::field::{Choice, Field, Widget, field};
use ui::part::form::Form;
use ui::part::head::section_head;
use ui::{Icon, Ui};

use super::words_of;
use crate::client::{self, Entry, Made};
use crate::endpoint::{AUTHORIZE, DISCOVERY, KEYS, METADATA, REVOKE, TOKEN, USERINFO};
use crate::scope;
use crate::tables::Client;

/// The page.
pub const PATH: &str = "/settings/sites";

fn program() -> Actor {
    Actor::system("oauth")
}

/// `/settings/sites`
pub fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (all, address) = visit.site.read(&program(), |tx| Ok((client::all(tx)?, forgotten::address(tx)?)))?;
    let new = html! { (Button::link(lang.text("oauth-new"), format!("{PATH}/new")).primary().icon(Icon::PlusBold)) };
    let body = html! {
        @if all.is_empty() { p.quiet { (lang.text("oauth-none")) } }
        ul.links {
            @for (id, one) in &all {
                li {
                    span { a href={ (PATH) "/" (id) } { (one.name) } small { (one.scope) } }
                    @if !one.is_active { span.push { (Status::Off(lang.text("oauth-closed"))) } }
                    @else { span.push { (Status::On(Tone::Leaf, lang.text("oauth-open"))) } }
                }
            }
        }
        (addresses(&lang, &address))
    };
    let view = (lang.text("oauth-title"), Some(lang.text("oauth-words")), false);
    Ok(Reply::Html(page(visit, &lang, view, Some(new), |_| body)?))
}

/// The addresses that the site's own settings ask for.
fn addresses(lang: &Lang, address: &str) -> Markup {
    let address = address.trim_end_matches('/');
    html! {
        section aria-labelledby="addresses" {
            (section_head("addresses", lang.text("oauth-addresses"), None))
            @if address.is_empty() { p.quiet { (lang.text("provider-no-address")) } }
            @else {
                dl.facts-list {
                    @for (label, path) in [("issuer", ""), ("authorize", AUTHORIZE), ("token", TOKEN), ("userinfo", USERINFO), ("keys", KEYS), ("revoke", REVOKE), ("metadata", METADATA), ("discovery", DISCOVERY)] {
                        dt { (label) } dd { code { (address) (path) } }
                    }
                }
            }
        }
    }
}

fn page(
    visit: &Visit<'_>,
    lang: &Lang,
    (title, intro, is_below): (&str, Option<&str>, bool),
    actions: Option<Markup>,
    body: impl FnOnce(&Ui<'_>) -> Markup,
) -> Result<Markup> {
    let page = Page { title, place: "/settings", narrow: true };
    frame::show(visit, lang, page, |ui, shell| {
        let mut way = vec![Crumb { label: lang.text("settings-title"), href: Some("/settings") }];
        way.push(Crumb { label: lang.text("oauth-title"), href: is_below.then_some(PATH) });
        if is_below {
            way.push(Crumb { label: title, href: None });
        }
        sheet(ui, shell, &Sheet { way, title, intro, count: None }, actions, body(ui))
    })
}

/// `/settings/sites/{id}`; `new` for another.
pub fn edit(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let is_new = visit.captures.first().is_some_and(|id| id == "new");
    let id = if is_new { 0 } else { visit.id(0)? };
    let known = match id {
        0 => None,
        id => Some(found(visit, id)?),
    };
    if !visit.is_post {
        return Ok(Reply::Html(shown(visit, &lang, id, known.as_ref(), &Errors::new(), html! {})?));
    }
    let sent = entry(visit);
    let keeps = visit.form.get("keeps_secret") != Some("0");
    let result = visit.site.write(visit.actor, "page", |tx| match id {
        0 => client::add(tx, &sent, keeps).map(Some),
        id => client::change(tx, id, &sent).map(|()| None),
    });
    match form::field_errors(result)? {
        // The secret is in this answer and nowhere else.
        Ok(Some(made)) => {
            let known = found(visit, made.id)?;
            let told = told(visit, &lang, &made);
            Ok(Reply::Html(shown(visit, &lang, made.id, Some(&known), &Errors::new(), told)?))
        }
        Ok(None) => {
            visit.say("said-saved", None);
            Ok(Reply::Redirect(PATH.to_owned()))
        }
        Err(errors) => {
            let errors = form::errors(&lang, &errors);
            Ok(Reply::Status(422, shown(visit, &lang, id, known.as_ref(), &errors, html! {})?))
        }
    }
}

fn found(visit: &Visit<'_>, id: i64) -> Result<Client> {
    let found = visit.site.read(&program(), |tx| tx.find::<Client>(id))?;
    found.ok_or_else(|| Error::NotFound(format!("site {id}")))
}

/// What the form says.
fn entry(visit: &Visit<'_>) -> Entry {
    let text = |name: &str| visit.form.text(name).unwrap_or_default().to_owned();
    let scopes: Vec<&str> = visit.form.all("scope").collect();
    Entry {
        name: text("name"),
        addresses: text("addresses"),
        scope: scopes.join(" "),
        is_trusted: visit.form.get("is_trusted") == Some("1"),
        is_active: visit.form.get("is_active") == Some("1"),
    }
}

/// Key and secret, for copying.
fn told(visit: &Visit<'_>, lang: &Lang, made: &Made) -> Markup {
    let ui = visit.ui();
    html! {
        @if let Some(secret) = &made.secret { (once(&ui, lang.text("oauth-secret"), lang.text("oauth-secret-once"), secret)) }
    }
}

/// `/settings/sites/{id}/{act}`: `secret` for another one, `delete`.
pub fn act(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    let act = visit.captures.get(1).cloned().unwrap_or_default();
    if !visit.is_post {
        return Ok(Reply::Redirect(format!("{PATH}/{id}")));
    }
    match act.as_str() {
        "secret" => {
            let secret = visit.write(|tx| client::renew(tx, id))?;
            let known = found(visit, id)?;
            let told = told(visit, &lang, &Made { id, key: known.key.clone(), secret: Some(secret) });
            visit.form = kit::Fields::default();
            Ok(Reply::Html(shown(visit, &lang, id, Some(&known), &Errors::new(), told)?))
        }
        "delete" => {
            visit.write(|tx| client::remove(tx, id))?;
            visit.say("said-site-removed", None);
            Ok(Reply::Redirect(PATH.to_owned()))
        }
        _ => Err(Error::NotFound(visit.path.to_owned())),
    }
}

fn shown(
    visit: &Visit<'_>,
    lang: &Lang,
    id: i64,
    known: Option<&Client>,
    errors: &Errors,
    told: Markup,
) -> Result<Markup> {
    let sent = (visit.is_post && visit.form.has("name")).then(|| entry(visit));
    let stored = known.map(|one| Entry {
        name: one.name.clone(),
        addresses: one.addresses.clone().unwrap_or_default(),
        scope: one.scope.clone(),
        is_trusted: one.is_trusted,
        is_active: one.is_active,
    });
    let usual =
        Entry { scope: [scope::OPENID, scope::PROFILE, scope::EMAIL].join(" "), is_active: true, ..Entry::default() };
    let value = sent.or(stored).unwrap_or(usual);
    let title = known.map_or(lang.text("oauth-new"), |one| lang.keep(one.name.clone()));
    page(visit, lang, (title, None, true), None, |ui| {
        html! {
            (told)
            @if let Some(one) = known { (facts(lang, one)) }
            (Form::post(ui.csrf, &format!("{PATH}/{}", if known.is_some() { id.to_string() } else { "new".to_owned() })).class("stack").whole_page().render(html! {
                (fields(ui, lang, known, &value, errors))
                div.row { (Button::submit(lang.text("save")).primary()) (Button::link(lang.text("cancel"), PATH).quiet()) }
            }))
            @if let Some(one) = known { (deeds(ui, lang, id, one)) }
        }
    })
}

/// What the site needs to know of itself.
fn facts(lang: &Lang, one: &Client) -> Markup {
    html! { dl.facts-list { dt { (lang.text("oauth-key")) } dd { code { (one.key) } } } }
}

fn fields(ui: &Ui<'_>, lang: &Lang, known: Option<&Client>, value: &Entry, errors: &Errors) -> Markup {
    let error = |name: &str| errors.get(name).map(String::as_str);
    let on = |on: bool| if on { "1" } else { "0" };
    let kinds = [Choice::of("1", lang.text("oauth-keeps-secret")), Choice::of("0", lang.text("oauth-keeps-none"))];
    let name = Field::text("name", lang.text("oauth-name"), &value.name).required().error(error("name"));
    let addresses = Field {
        help: Some(lang.text("oauth-addresses-words")),
        ..Field::text("addresses", lang.text("oauth-back"), &value.addresses)
            .widget(Widget::LongText(3))
            .required()
            .error(error("addresses"))
    };
    let trusted = Field {
        help: Some(lang.text("oauth-trusted-words")),
        ..Field::text("is_trusted", lang.text("oauth-trusted"), on(value.is_trusted)).widget(Widget::Switch)
    };
    html! {
        (field(ui, &name))
        (field(ui, &addresses))
        fieldset.checks {
            legend { (lang.text("oauth-scopes")) }
            @for one in scope::ALL {
                label.check {
                    input type="checkbox" name="scope" value=(one) checked[scope::has(&value.scope, one)];
                    span { (words_of(lang, one)) " " code { (one) } }
                }
            }
            @if let Some(words) = error("scope") { p.error { (words) } }
        }
        @if known.is_none() {
            (field(ui, &Field { help: Some(lang.text("oauth-keeps-words")), ..Field::text("keeps_secret", lang.text("oauth-kind"), "1").widget(Widget::Radios(&kinds)) }))
        }
        (field(ui, &trusted))
        (field(ui, &Field::text("is_active", lang.text("oauth-active"), on(value.is_active)).widget(Widget::Switch)))
    }
}

fn deeds(ui: &Ui<'_>, lang: &Lang, id: i64, one: &Client) -> Markup {
    html! {
        div.row.form-end {
            @if one.secret_digest.is_some() {
                (Form::post(ui.csrf, &format!("{PATH}/{id}/secret")).whole_page().render(html! { (Button::submit(lang.text("oauth-renew")).small()) }))
            }
            (Form::post(ui.csrf, &format!("{PATH}/{id}/delete")).render(html! { (Button::submit(lang.text("oauth-remove")).small().danger().icon(Icon::Trash)) }))
        }
        p.faint { (lang.text("oauth-remove-words")) }
    }
}
