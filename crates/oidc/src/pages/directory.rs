//! The door for people of the directory, and the page on which it is set up.

use contact::access::pages::{enter, refused};
use contact::access::sign_in;
use contact::pages::address::local;
use contact::pages::form::{self, Errors};
use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, ask};
use kit::{Reply, Visit};
use maud::{Markup, html};
use schema::Actor;
use serde_json::json;
use store::{Error, Result, Tx};
use ui::page::accounts::{Sheet, sheet};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::crumbs::Crumb;
use ui::part::field::{Choice, Field, Widget, field};
use ui::part::form::Form;
use ui::part::notice::notice;
use ui::{Door, Icon, Ui};

use crate::account::{self, Arrival};
use crate::directory::conversation::{self, Person};
use crate::directory::settings::{self, Settings};
use crate::provider;
use crate::token::Claims;

/// Where people of the directory come in.
pub const ENTER: &str = "/sign-in/directory";
/// Where it is set up.
pub const PATH: &str = "/settings/directory";

/// What the button at the door says.
pub fn entrance(tx: &Tx<'_>, lang: &Lang) -> Result<Option<String>> {
    let open = settings::open(tx)?;
    Ok(open.map(|settings| lang.with("provider-enter", &[("name", settings.label.into())]).to_owned()))
}

/// `/sign-in/directory`
pub fn sign_in(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let program = Actor::system("sign in");
    let (known, secret, organisation) = visit.site.read(&program, |tx| {
        let known = settings::open(tx)?.ok_or_else(|| Error::NotFound("directory".to_owned()))?;
        Ok((known, settings::secret(tx)?, contact::domain::name(tx)?))
    })?;
    let next = local(visit.form.text("next").or_else(|| visit.query.text("next"))).unwrap_or("/").to_owned();
    let at = At { label: &known.label, organisation: &organisation, next: &next };
    if !visit.is_post {
        return Ok(Reply::Html(door(visit, &lang, &at, "", None)));
    }
    let name = visit.form.text("name").unwrap_or_default().to_owned();
    let password = visit.form.get("password").unwrap_or_default().to_owned();
    let again =
        |key: &str, status: u16| Ok(Reply::Status(status, door(visit, &lang, &at, &name, Some(lang.text(key)))));
    // Names of the directory are counted apart from those of this site.
    let counted = format!("directory {name}");
    if visit.site.read(&program, |tx| sign_in::recent_failures(tx, &counted, visit.remote))? >= sign_in::TRIES {
        return again("sign-in-wait", 429);
    }
    let person = match conversation::authenticate(&known, &secret, &name, &password) {
        Ok(Some(person)) => person,
        Ok(None) => {
            visit.site.write(&program, "page", |tx| sign_in::note_failure(tx, &counted, visit.remote))?;
            return again("sign-in-refused", 422);
        }
        Err(failure) => {
            tracing::warn!(%failure, "the directory could not be asked");
            return again("directory-unreachable", 503);
        }
    };
    arrive(visit, &known, person, &next)
}

/// Lets somebody in whom the directory has named.
fn arrive(visit: &mut Visit<'_>, known: &Settings, person: Person, next: &str) -> Result<Reply> {
    let trusted = provider::Settings { issuer: known.url.clone(), role: known.role, ..provider::Settings::default() };
    let device = visit.kept.get("device").map(str::to_owned);
    match account::let_in(visit.site, &trusted, &claims(person), visit.remote, device.as_deref())? {
        Arrival::Come(outcome) => enter(visit, outcome, next),
        Arrival::Unverified => refused(visit, &visit.locale.text("directory-no-mail"), 403),
        Arrival::Unknown | Arrival::Closed => refused(visit, &visit.locale.text("provider-unknown"), 403),
    }
}

/// What the directory says, as a provider would: it is the association's own, so it vouches for addresses.
fn claims(person: Person) -> Claims {
    Claims {
        subject: person.subject,
        email_verified: person.mail.is_some(),
        email: person.mail,
        given_name: person.given_name,
        family_name: person.family_name,
        name: person.name,
    }
}

/// What the door says beside its form.
struct At<'a> {
    label: &'a str,
    organisation: &'a str,
    next: &'a str,
}

fn door(visit: &Visit<'_>, lang: &Lang, at: &At<'_>, name: &str, error: Option<&str>) -> Markup {
    let ui = Ui { keys: false, ..visit.ui() };
    let title = lang.with("provider-enter", &[("name", at.label.into())]);
    let user = Field { focused: true, ..Field::text("name", lang.text("directory-name"), name) };
    let password = Field::text("password", lang.text("sign-in-password"), "").widget(Widget::Password);
    let content = html! {
        div { h1 { (title) } p.quiet { (at.organisation) } }
        @if let Some(error) = error { (notice(Tone::Brick, Icon::WarningCircle, html! { (error) }, None)) }
        (Form::post(ui.csrf, ENTER).class("stack").whole_page().render(html! {
            input type="hidden" name="next" value=(at.next);
            div.no-star.stack {
                (field(&ui, &user.required().autocomplete("username")))
                (field(&ui, &password.required().autocomplete("current-password")))
            }
            (Button::submit(lang.text("sign-in-enter")).primary().big().wide())
            (Button::link(lang.text("directory-back"), "/sign-in").quiet().wide())
        }))
    };
    ui::shell::door(&ui, &Door { title, home: "/", toasts: &[] }, content)
}

/// `/settings/directory`
pub fn settings(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if !visit.is_post {
        return Ok(Reply::Html(shown(visit, &lang, &Errors::new(), None)?));
    }
    if visit.form.has("try") {
        let tried = visit.site.read(&Actor::system("directory"), |tx| {
            let known = settings::settings(tx)?.ok_or_else(|| Error::NotFound("directory".to_owned()))?;
            Ok((known, settings::secret(tx)?))
        })?;
        let said = conversation::reach(&tried.0, &tried.1);
        visit.form = kit::Fields::default();
        visit.is_post = false;
        return Ok(Reply::Html(shown(visit, &lang, &Errors::new(), Some(said))?));
    }
    let form = visit.form.clone();
    let text = |name: &str| form.text(name).unwrap_or_default().to_owned();
    let sent = Settings {
        url: text("url"),
        base: text("base"),
        attribute: text("attribute"),
        bind_name: text("bind_name"),
        group: text("group"),
        authority: text("authority"),
        label: text("label"),
        role: form.int("role"),
        is_active: form.get("is_active") == Some("1"),
    };
    let secret = form.get("secret").unwrap_or_default().to_owned();
    let result = visit.write(|tx| {
        settings::keep(tx, &sent, &secret)?;
        Ok(tx.transaction_id())
    });
    match form::field_errors(result)? {
        Ok(transaction) => {
            visit.say("said-saved", transaction);
            Ok(Reply::Redirect(PATH.to_owned()))
        }
        Err(errors) => {
            let errors = form::errors(&lang, &errors);
            Ok(Reply::Status(422, shown(visit, &lang, &errors, None)?))
        }
    }
}

type Tried = std::result::Result<(), String>;

fn shown(visit: &Visit<'_>, lang: &Lang, errors: &Errors, tried: Option<Tried>) -> Result<Markup> {
    let (known, has_secret, roles) = visit.read(|tx| {
        let select = ["id", "name", "label", "permissions"];
        let roles = ask(tx, "Role", &select, json!([["is_active", "=", true]]), &[("label", "ASC")], 500)?;
        Ok((settings::settings(tx)?, settings::has_secret(tx)?, roles))
    })?;
    let is_kept = known.is_some();
    let known = known.unwrap_or(Settings { attribute: "uid".into(), is_active: true, ..Settings::default() });
    let role = known.role.map(|id| id.to_string()).unwrap_or_default();
    let value = |name: &str, own: &str| lang.keep(visit.form.get(name).unwrap_or(own).to_owned());
    let error = |name: &str| errors.get(name).map(String::as_str);
    let offered: Vec<(String, String)> = roles
        .iter()
        .filter(|row| rows::text(row, "name") != "everyone")
        .filter(|row| !rows::texts(row, "permissions").contains(&schema::permission::ALL))
        .map(|row| (rows::id(row).to_string(), rows::text(row, "label").to_owned()))
        .collect();
    let mut choices = vec![Choice::of("", lang.text("provider-known-only"))];
    choices.extend(offered.iter().map(|(id, label)| Choice::of(id, label)));
    let line = |name: &'static str, label: &str, own: &str| {
        Field::text(name, lang.keep(lang.text(label).to_owned()), value(name, own)).error(error(name))
    };
    let help =
        |one: Field<'_>, key: &str| -> Markup { field(&visit.ui(), &Field { help: Some(lang.text(key)), ..one }) };
    let active = if visit.is_post { visit.form.get("is_active") == Some("1") } else { known.is_active };
    let kept = if has_secret { "provider-secret-kept" } else { "directory-secret-words" };
    let fields = html! {
        (help(line("label", "provider-label", &known.label).required(), "directory-label-words"))
        (help(line("url", "directory-url", &known.url).required(), "directory-url-words"))
        (help(line("base", "directory-base", &known.base).required(), "directory-base-words"))
        (help(line("attribute", "directory-attribute", &known.attribute).required(), "directory-attribute-words"))
        (help(line("bind_name", "directory-bind", &known.bind_name), "directory-bind-words"))
        (help(Field::text("secret", lang.text("directory-secret"), "").widget(Widget::Password).autocomplete("off"), kept))
        (help(line("group", "directory-group", &known.group), "directory-group-words"))
        (help(line("authority", "directory-authority", &known.authority).widget(Widget::LongText(3)), "directory-authority-words"))
        (help(Field::text("role", lang.text("provider-role"), value("role", &role)).widget(Widget::Select(&choices)).error(error("role")), "provider-role-words"))
        (field(&visit.ui(), &Field::text("is_active", lang.text("directory-active"), if active { "1" } else { "" }).widget(Widget::Switch)))
    };
    let title = lang.text("directory-title");
    let page = Page { title, place: "/settings", narrow: true };
    frame::show(visit, lang, page, |ui, shell| {
        let way = vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: title, href: None },
        ];
        let view = Sheet { way, title, intro: Some(lang.text("directory-words")), count: None };
        let body = html! {
            @match &tried {
                Some(Ok(())) => { (notice(Tone::Leaf, Icon::Check, html! { (lang.text("directory-answers")) }, None)) }
                Some(Err(words)) => { (notice(Tone::Brick, Icon::WarningCircle, html! { (lang.text("directory-silent")) " " code { (words) } }, None)) }
                None => {}
            }
            (Form::post(ui.csrf, PATH).class("stack").whole_page().render(html! {
                (fields)
                (Button::submit(lang.text("save")).primary())
            }))
            @if is_kept {
                (Form::post(ui.csrf, PATH).whole_page().render(html! {
                    (Button::submit(lang.text("directory-try")).name("try", "1"))
                }))
            }
        };
        sheet(ui, shell, &view, None, body)
    })
}
