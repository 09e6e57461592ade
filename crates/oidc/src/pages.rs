//! The button at the door, the way there and back, and the page on which a provider is set up.

pub mod directory;

use contact::access::pages::{enter, refused};
use contact::access::{forgotten, sign_in};
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
use ui::part::button::Button;
use ui::part::crumbs::Crumb;
use ui::part::field::{Choice, Field, Widget, field};
use ui::part::form::Form;

use crate::account::{self, Arrival};
use crate::flow::{self, Asked, BACK, COOKIE};
use crate::provider::{self, Settings};

const PATH: &str = "/settings/provider";
/// What wrong answers are counted under, for each address.
const COUNTED: &str = "provider";

/// What the button at the door says.
pub fn entrance(tx: &Tx<'_>, lang: &Lang) -> Result<Option<String>> {
    let open = provider::open(tx)?;
    Ok(open.map(|settings| lang.with("provider-enter", &[("name", settings.label.into())]).to_owned()))
}

fn seconds(tx: &Tx<'_>) -> i64 {
    let now = tx.clock().to_utc(tx.clock().now);
    now.to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |zoned| zoned.timestamp().as_second())
}

/// What both ways need, read before anybody outside is asked.
struct Here {
    settings: Settings,
    secret: String,
    address: String,
    now: i64,
}

fn here(visit: &Visit<'_>) -> Result<Here> {
    visit.site.read(&Actor::system("sign in"), |tx| {
        let settings = provider::open(tx)?.ok_or_else(|| Error::NotFound("provider".to_owned()))?;
        Ok(Here { settings, secret: provider::secret(tx)?, address: forgotten::address(tx)?, now: seconds(tx) })
    })
}

/// `/sign-in/provider`: sends the browser there.
pub fn begin(visit: &mut Visit<'_>) -> Result<Reply> {
    let here = here(visit)?;
    let asked = Asked::new(visit.query.text("next").unwrap_or("/"), here.now)?;
    match flow::departure(&here.settings, &asked, &here.address) {
        Ok(there) => {
            let kept = asked.sealed(visit.site)?;
            let age = flow::PATIENCE;
            visit.set_cookies.push(format!("{COOKIE}={kept}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}"));
            Ok(Reply::Redirect(there))
        }
        Err(failure) => {
            tracing::warn!(%failure, "the provider could not be asked");
            refused(visit, &visit.locale.text("provider-unreachable"), 503)
        }
    }
}

/// `/sign-in/provider/back`: somebody comes back.
pub fn back(visit: &mut Visit<'_>) -> Result<Reply> {
    let here = here(visit)?;
    let asked_of = |visit: &Visit<'_>| -> Option<(Asked, String)> {
        let state = visit.query.text("state")?;
        let asked = Asked::brought(visit.site, visit.kept.get(COOKIE)?, state, here.now)?;
        Some((asked, visit.query.text("code")?.to_owned()))
    };
    let brought = asked_of(visit);
    // The question is answered, whatever comes of it.
    visit.set_cookies.push(format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"));
    let program = Actor::system("sign in");
    let tries = visit.site.read(&program, |tx| sign_in::recent_failures(tx, COUNTED, visit.remote))?;
    if tries >= sign_in::TRIES {
        return refused(visit, &visit.locale.text("sign-in-wait"), 429);
    }
    let found = match &brought {
        None => Err("an answer came that this browser has not asked for".to_owned()),
        Some((asked, code)) => flow::arrival(&here.settings, &here.secret, asked, code, &here.address, here.now),
    };
    let (Ok(claims), Some((asked, _))) = (&found, &brought) else {
        visit.site.write(&program, "page", |tx| sign_in::note_failure(tx, COUNTED, visit.remote))?;
        if let Err(failure) = &found {
            tracing::warn!(%failure, "somebody could not sign in by the provider");
        }
        return refused(visit, &visit.locale.text("provider-refused"), 422);
    };
    let device = visit.kept.get("device").map(str::to_owned);
    match account::let_in(visit.site, &here.settings, claims, visit.remote, device.as_deref())? {
        Arrival::Come(outcome) => enter(visit, outcome, &asked.next),
        Arrival::Unknown => refused(visit, &visit.locale.text("provider-unknown"), 403),
        Arrival::Unverified => refused(visit, &visit.locale.text("provider-unverified"), 403),
        Arrival::Closed => refused(visit, &visit.locale.text("provider-unknown"), 403),
    }
}

/// `/settings/provider`
pub fn settings(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if !visit.is_post {
        return Ok(Reply::Html(shown(visit, &lang, &Errors::new())?));
    }
    let form = visit.form.clone();
    let text = |name: &str| form.text(name).unwrap_or_default().to_owned();
    let sent = Settings {
        issuer: text("issuer"),
        client_id: text("client_id"),
        label: text("label"),
        role: form.int("role"),
        is_active: form.get("is_active") == Some("1"),
    };
    let secret = form.get("secret").unwrap_or_default().trim().to_owned();
    let result = visit.write(|tx| {
        provider::keep(tx, &sent, &secret)?;
        Ok(tx.transaction_id())
    });
    match form::field_errors(result)? {
        Ok(transaction) => {
            visit.say("said-saved", transaction);
            Ok(Reply::Redirect(PATH.to_owned()))
        }
        Err(errors) => {
            let errors = form::errors(&lang, &errors);
            Ok(Reply::Status(422, shown(visit, &lang, &errors)?))
        }
    }
}

fn shown(visit: &Visit<'_>, lang: &Lang, errors: &Errors) -> Result<Markup> {
    let (known, has_secret, address, roles) = visit.read(|tx| {
        let roles = ask(
            tx,
            "Role",
            &["id", "name", "label", "permissions"],
            json!([["is_active", "=", true]]),
            &[("label", "ASC")],
            500,
        )?;
        Ok((provider::settings(tx)?, provider::has_secret(tx)?, forgotten::address(tx)?, roles))
    })?;
    let known = known.unwrap_or(Settings { is_active: true, ..Settings::default() });
    let role = known.role.map(|id| id.to_string()).unwrap_or_default();
    let value = |name: &str, own: &str| lang.keep(visit.form.get(name).unwrap_or(own)).to_owned();
    let error = |name: &str| errors.get(name).map(String::as_str);
    let offered: Vec<(String, String)> = roles
        .iter()
        .filter(|row| rows::text(row, "name") != "everyone")
        .filter(|row| !rows::texts(row, "permissions").contains(&schema::permission::ALL))
        .map(|row| (rows::id(row).to_string(), rows::text(row, "label").to_owned()))
        .collect();
    let mut choices = vec![Choice::of("", lang.text("provider-known-only"))];
    choices.extend(offered.iter().map(|(id, label)| Choice::of(id, label)));
    let (issuer, client) = (value("issuer", &known.issuer), value("client_id", &known.client_id));
    let (label, role) = (value("label", &known.label), value("role", &role));
    let active = if visit.is_post { visit.form.get("is_active") == Some("1") } else { known.is_active };
    let fields = [
        Field {
            help: Some(lang.text("provider-label-words")),
            ..Field::text("label", lang.text("provider-label"), &label).required().error(error("label"))
        },
        Field {
            help: Some(lang.text("provider-issuer-words")),
            ..Field::text("issuer", lang.text("provider-issuer"), &issuer).required().error(error("issuer"))
        },
        Field::text("client_id", lang.text("provider-client"), &client).required().error(error("client_id")),
        Field {
            help: Some(if has_secret { lang.text("provider-secret-kept") } else { lang.text("provider-secret-words") }),
            ..Field::text("secret", lang.text("provider-secret"), "").widget(Widget::Password).autocomplete("off")
        },
        Field {
            help: Some(lang.text("provider-role-words")),
            ..Field::text("role", lang.text("provider-role"), &role)
                .widget(Widget::Select(&choices))
                .error(error("role"))
        },
        Field::text("is_active", lang.text("provider-active"), if active { "1" } else { "" }).widget(Widget::Switch),
    ];
    let page = Page { title: lang.text("provider-title"), place: "/settings", narrow: true };
    frame::show(visit, lang, page, |ui, shell| {
        let way = vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: lang.text("provider-title"), href: None },
        ];
        let view =
            Sheet { way, title: lang.text("provider-title"), intro: Some(lang.text("provider-words")), count: None };
        sheet(
            ui,
            shell,
            &view,
            None,
            html! {
                @if address.is_empty() {
                    p.quiet { (lang.text("provider-no-address")) }
                } @else {
                    p.quiet { (lang.text("provider-back-words")) " " code { (address) (BACK) } }
                }
                (Form::post(ui.csrf, PATH).class("stack").whole_page().render(html! {
                    @for one in &fields { (field(ui, one)) }
                    (Button::submit(lang.text("save")).primary())
                }))
            },
        )
    })
}
