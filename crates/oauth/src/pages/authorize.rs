//! `/oauth/authorize`: a site has sent somebody here to ask for their leave (RFC 6749, section 4.1).

use contact::access::session;
use contact::pages::phrases::Lang;
use kit::{Fields, Reply, Visit};
use maud::{Markup, html};
use schema::Actor;
use store::{Error, Result, Tx};
use ui::page::error::{ErrorPage, Kind, error_outside};
use ui::part::button::Button;
use ui::part::form::Form;
use ui::{Door, Ui};

use super::meant;
use crate::endpoint::{self, AUTHORIZE};
use crate::grant::{self, Leave};
use crate::identity::{self, LONGEST_NONCE, Occasion};
use crate::tables::Client;
use crate::{client, scope};

/// What the site sent along, which the form brings back.
const KEPT: [&str; 8] = [
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
];

/// A question that can be answered: a site that is known, and an address of its own.
struct Question {
    id: i64,
    client: Client,
    address: String,
    state: Option<String>,
    scope: String,
    challenge: String,
    nonce: Option<String>,
    issuer: String,
    organisation: String,
}

/// What there is to say to a question.
enum Heard {
    /// Nobody is sent anywhere: the site or the address is unknown (section 4.1.2.1).
    Unknown,
    /// The site is told what is wrong.
    Wrong(Box<Question>, &'static str),
    Sound(Box<Question>),
}

/// `/oauth/authorize`
pub fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let sent = if visit.is_post { visit.form.clone() } else { visit.query.clone() };
    let heard = visit.site.read(&Actor::system("oauth"), |tx| hear(tx, &sent))?;
    if visit.actor.user_id.is_none() {
        return match heard {
            // The one thing that is told before anybody has signed in (OpenID Connect Core 1.0, section 3.1.2.6).
            Heard::Sound(question) if wants(&sent, "none") => {
                Ok(leave(visit, &lang, &question, &[("error", "login_required")]))
            }
            _ => Err(Error::Forbidden("Sign in first.".to_owned())),
        };
    }
    let question = match heard {
        Heard::Unknown => return Ok(unknown(visit, &lang)),
        Heard::Wrong(question, error) => return Ok(leave(visit, &lang, &question, &[("error", error)])),
        Heard::Sound(question) => question,
    };
    let (Some(user), false) = (visit.actor.user_id, visit.actor.permissions.reads_only()) else {
        // A key, or somebody who looks with other eyes, allows nothing.
        return Ok(leave(visit, &lang, &question, &[("error", "access_denied")]));
    };
    let since = signed_in(visit, user)?;
    if !visit.is_post {
        if is_anew(&sent, since, clock(visit)?) {
            return Ok(match wants(&sent, "none") {
                true => leave(visit, &lang, &question, &[("error", "login_required")]),
                false => Reply::Redirect(again(&sent)),
            });
        }
        let known = visit.site.read(&Actor::system("oauth"), |tx| grant::allowed(tx, user, question.id))?;
        let before = known.map(|(_, grant)| grant.scope).unwrap_or_default();
        let asks = question.scope.split_whitespace().any(|one| !scope::has(&before, one));
        // Whoever keeps no secret may be anybody: there one is asked each time (ASVS 5.0.0-10.7.1).
        let anybody = question.client.secret_digest.is_none();
        if anybody || wants(&sent, "consent") || asks && !question.client.is_trusted {
            if wants(&sent, "none") {
                return Ok(leave(visit, &lang, &question, &[("error", "consent_required")]));
            }
            return Ok(Reply::Html(ask(visit, &lang, &question, &sent)));
        }
        return allow(visit, &lang, &question, (user, since));
    }
    match visit.form.get("answer") {
        Some("allow") => allow(visit, &lang, &question, (user, since)),
        _ => Ok(leave(visit, &lang, &question, &[("error", "access_denied")])),
    }
}

fn hear(tx: &Tx<'_>, sent: &Fields) -> Result<Heard> {
    let Some((id, client)) = sent.text("client_id").map(|key| client::known(tx, key)).transpose()?.flatten() else {
        return Ok(Heard::Unknown);
    };
    let addresses = client::addresses(client.addresses.as_deref().unwrap_or_default());
    // Letter by letter (RFC 9700, section 4.1.3).
    let Some(address) = addresses.into_iter().find(|one| sent.text("redirect_uri") == Some(one)) else {
        return Ok(Heard::Unknown);
    };
    let Some(issuer) = endpoint::issuer(tx)? else { return Ok(Heard::Unknown) };
    let name = contact::domain::name(tx)?;
    let question = Question {
        address: address.to_owned(),
        state: sent.text("state").map(str::to_owned),
        scope: scope::within(sent.text("scope").unwrap_or_default(), &client.scope),
        challenge: sent.text("code_challenge").unwrap_or_default().to_owned(),
        nonce: sent.text("nonce").map(str::to_owned),
        organisation: name,
        issuer,
        id,
        client,
    };
    let once = KEPT.iter().all(|name| sent.all(name).count() <= 1);
    // PKCE for everybody (ASVS 5.0.0-10.4.6).
    let sound = question.challenge.len() == 43 && sent.text("code_challenge_method") == Some("S256");
    let wrong = match sent.text("response_type") {
        _ if !once => Some("invalid_request"),
        _ if sent.has("request") => Some("request_not_supported"),
        _ if sent.has("request_uri") => Some("request_uri_not_supported"),
        _ if question.nonce.as_ref().is_some_and(|nonce| nonce.len() > LONGEST_NONCE) => Some("invalid_request"),
        None => Some("invalid_request"),
        Some("code") if !sound => Some("invalid_request"),
        Some("code") if question.scope.is_empty() => Some("invalid_scope"),
        Some("code") => None,
        Some(_) => Some("unsupported_response_type"),
    };
    Ok(match wrong {
        Some(error) => Heard::Wrong(Box::new(question), error),
        None => Heard::Sound(Box::new(question)),
    })
}

/// When the session of this browser began, in seconds since 1970.
fn signed_in(visit: &Visit<'_>, user: i64) -> Result<Option<i64>> {
    visit.site.read(&Actor::system("oauth"), |tx| {
        let all = session::all(tx, user)?;
        let own = all.into_iter().find(|(_, one)| session::is_own(tx, one, visit.session));
        Ok(own.map(|(_, one)| identity::seconds(one.created)))
    })
}

fn clock(visit: &Visit<'_>) -> Result<i64> {
    visit.site.read(&Actor::system("oauth"), |tx| Ok(identity::seconds(grant::now(tx))))
}

/// Whether the site asks for this way (OpenID Connect Core 1.0, section 3.1.2.1).
fn wants(sent: &Fields, way: &str) -> bool {
    sent.text("prompt").is_some_and(|all| all.split_whitespace().any(|one| one == way))
}

/// Whether the site wants somebody to sign in anew: always, or because it is too long ago.
fn is_anew(sent: &Fields, since: Option<i64>, now: i64) -> bool {
    let most = sent.text("max_age").and_then(|most| most.parse::<i64>().ok());
    // None at all is now: whoever signs in takes a moment.
    let old = most.is_some_and(|most| most <= 0 || since.is_none_or(|since| now.saturating_sub(since) > most));
    old || wants(sent, "login")
}

/// Where somebody signs in anew, to come back without being asked for it again. The token tells the site when it was.
fn again(sent: &Fields) -> String {
    let mut back = form_urlencoded::Serializer::new(String::new());
    back.extend_pairs(KEPT.iter().filter_map(|name| Some((*name, sent.get(name)?))));
    if wants(sent, "consent") {
        back.append_pair("prompt", "consent");
    }
    let next = format!("{AUTHORIZE}?{}", back.finish());
    format!("/sign-in?{}", form_urlencoded::Serializer::new(String::new()).append_pair("next", &next).finish())
}

fn allow(visit: &Visit<'_>, lang: &Lang, question: &Question, (user, since): (i64, Option<i64>)) -> Result<Reply> {
    let occasion = Occasion { nonce: question.nonce.clone(), since };
    let code = visit.site.write(&Actor::system("oauth"), "oauth", |tx| {
        let grant = grant::allow(tx, user, question.id, &question.scope)?;
        let leave = Leave {
            address: &question.address,
            scope: &question.scope,
            challenge: &question.challenge,
            occasion: &occasion,
        };
        grant::code(tx, grant, &leave)
    })?;
    Ok(leave(visit, lang, question, &[("code", &code)]))
}

/// Sends the browser back to the site. A page does it rather than an answer to the form: browsers follow no form to
/// another site where the policy keeps forms at home.
fn leave(visit: &Visit<'_>, lang: &Lang, question: &Question, said: &[(&str, &str)]) -> Reply {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(said);
    if let Some(state) = &question.state {
        query.append_pair("state", state);
    }
    // RFC 9207: who answers.
    query.append_pair("iss", &question.issuer);
    let joint = if question.address.contains('?') { '&' } else { '?' };
    let to = format!("{}{joint}{}", question.address, query.finish());
    let title = lang.with("oauth-leaving", &[("site", question.client.name.as_str().into())]);
    let content = html! {
        meta http-equiv="refresh" content={ "0;url=" (to) };
        div { h1 { (title) } p.quiet { (question.organisation) } }
        p { (Button::link(lang.text("oauth-go-on"), to.as_str()).primary()) }
    };
    Reply::Html(door(visit, title, content))
}

fn door(visit: &Visit<'_>, title: &str, content: Markup) -> Markup {
    let ui = Ui { keys: false, ..visit.ui() };
    ui::shell::door(&ui, &Door { title, home: "/", toasts: &[] }, content)
}

/// Says that nobody is sent anywhere.
fn unknown(visit: &Visit<'_>, lang: &Lang) -> Reply {
    let detail = lang.text("oauth-unknown");
    let view = ErrorPage {
        kind: Kind::Refused,
        detail: Some(detail),
        reference: None,
        retry: None,
        back: Some((lang.text("place-home"), "/")),
    };
    Reply::Status(400, error_outside(&visit.ui(), &view))
}

/// Asks for leave.
fn ask(visit: &Visit<'_>, lang: &Lang, question: &Question, sent: &Fields) -> Markup {
    let site = question.client.name.as_str();
    let title = lang.with("oauth-ask", &[("site", site.into())]);
    let host = question.address.split('/').nth(2).unwrap_or_default();
    let kept = || KEPT.iter().filter_map(|name| Some((*name, sent.get(name)?)));
    let ui = visit.ui();
    let content = html! {
        div { h1 { (title) } p.quiet { (question.organisation) } }
        p { (lang.with("oauth-ask-words", &[("site", site.into()), ("user", visit.actor.name.as_str().into())])) }
        (meant(lang, &question.scope))
        (Form::post(ui.csrf, AUTHORIZE).class("stack").whole_page().render(html! {
            @for (name, value) in kept() { input type="hidden" name=(name) value=(value); }
            div.row {
                (Button::submit(lang.text("oauth-allow")).primary().big().name("answer", "allow"))
                (Button::submit(lang.text("oauth-refuse")).big().name("answer", "deny"))
            }
        }))
        p.faint { (lang.with("oauth-ask-where", &[("host", host.into())])) }
    };
    door(visit, title, content)
}
