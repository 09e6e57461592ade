//! The door: signing in and out, and choosing a password by a link.

use kit::{Reply, Visit};
use schema::Actor;
use store::{Error, Result};
use ui::page::{password as password_page, sign_in as sign_in_page};

use super::sign_in::Outcome;
use super::{link, passkey, password, session, sign_in};
use crate::pages::slots::Entrance;

/// The name under which pages hand a session's secret to the server, which makes a cookie of it.
pub const COOKIE: &str = "session";

/// The name of the organisation whose site this is.
fn organisation(visit: &Visit<'_>) -> Result<String> {
    visit.site.read(&Actor::system("sign in"), |tx| crate::domain::name(tx))
}

/// `/sign-in`
pub(super) fn sign_in(visit: &mut Visit<'_>) -> Result<Reply> {
    let next = local(visit.form.text("next").or_else(|| visit.query.text("next")));
    if !visit.is_post {
        let word = visit.query.has("out").then(|| visit.locale.text("signed-out").into_owned());
        return show(visit, "", None, word.as_deref(), &next, 200);
    }
    let name = visit.form.text("name").unwrap_or_default().to_owned();
    let given = visit.form.get("password").unwrap_or_default();
    if let (Some(ticket), Some(code)) = (visit.form.text("ticket"), visit.form.get("code")) {
        let (ticket, code) = (ticket.to_owned(), code.to_owned());
        return second(visit, &ticket, &code, next);
    }
    let device = visit.kept.get("device").map(str::to_owned);
    match sign_in::sign_in_from(visit.site, &name, given, visit.remote, "", device.as_deref())? {
        Outcome::Second { ticket } => ask_second(visit, &ticket, None, &next, 200),
        Outcome::Welcome { secret, .. } => {
            if let Some(old) = visit.session {
                visit.site.write(&Actor::system("sign in"), "page", |tx| session::end(tx, old))?;
            }
            visit.set_cookies.push(format!("{COOKIE}={secret}"));
            Ok(Reply::Redirect(next))
        }
        Outcome::Refused => {
            let words = visit.locale.text("sign-in-refused");
            show(visit, &name, Some(&words), None, &next, 422)
        }
        Outcome::Wait => {
            let words = visit.locale.text("sign-in-wait");
            show(visit, &name, Some(&words), None, &next, 429)
        }
    }
}

/// `/sign-in/forgotten`: asks for a link by which a new password is chosen.
pub(super) fn forgotten(visit: &mut Visit<'_>) -> Result<Reply> {
    let program = Actor::system("forgotten password");
    let open = visit.site.read(&program, |tx| super::forgotten::can_send(tx))?;
    let (mut state, mut status) = (password_page::Asking::Open, 200);
    if !open {
        state = password_page::Asking::NoMail;
    } else if visit.is_post {
        (state, status) = match visit.form.text("name") {
            None => (password_page::Asking::Empty, 422),
            Some(name) => match super::forgotten::ask(visit.site, name, visit.remote)? {
                super::forgotten::Heard::Yes => (password_page::Asking::Heard, 200),
                super::forgotten::Heard::Wait => (password_page::Asking::Wait, 429),
            },
        };
    }
    let organisation = organisation(visit)?;
    let view = password_page::Forgotten {
        organisation: &organisation,
        action: "/sign-in/forgotten",
        sign_in: "/sign-in",
        state,
    };
    Ok(Reply::Status(status, password_page::forgotten(&visit.ui(), &view)))
}

/// Shows the door after a way in of another component has failed.
///
/// # Errors
/// The database's own failure.
pub fn refused(visit: &Visit<'_>, words: &str, status: u16) -> Result<Reply> {
    show(visit, "", Some(words), None, "/", status)
}

/// Goes on after the outcome of a way in of another component: in, or to the second factor.
///
/// # Errors
/// The database's own failure.
pub fn enter(visit: &mut Visit<'_>, outcome: Outcome, next: &str) -> Result<Reply> {
    let next = local(Some(next));
    match outcome {
        Outcome::Welcome { secret, .. } => {
            if let Some(old) = visit.session {
                visit.site.write(&Actor::system("sign in"), "page", |tx| session::end(tx, old))?;
            }
            visit.set_cookies.push(format!("{COOKIE}={secret}"));
            Ok(Reply::Redirect(next))
        }
        Outcome::Second { ticket } => ask_second(visit, &ticket, None, &next, 200),
        Outcome::Refused => refused(visit, &visit.locale.text("sign-in-refused"), 422),
        Outcome::Wait => refused(visit, &visit.locale.text("sign-in-wait"), 429),
    }
}

/// `/sign-in/passkey`: the answer of a device.
pub(super) fn passkey(visit: &mut Visit<'_>) -> Result<Reply> {
    if !visit.is_post {
        return Ok(Reply::Redirect("/sign-in".to_owned()));
    }
    let next = local(visit.form.text("next"));
    let field = |name: &str| visit.form.text(name).unwrap_or_default();
    let sent = passkey::Sent {
        credential: field("credential"),
        client_data: field("client_data"),
        authenticator_data: field("authenticator_data"),
        signature: field("signature"),
        ..passkey::Sent::default()
    };
    match passkey::sign_in(visit.site, &sent, visit.remote, "")? {
        Outcome::Welcome { secret, .. } => {
            if let Some(old) = visit.session {
                visit.site.write(&Actor::system("sign in"), "page", |tx| session::end(tx, old))?;
            }
            visit.set_cookies.push(format!("{COOKIE}={secret}"));
            Ok(Reply::Redirect(next))
        }
        Outcome::Wait => {
            let words = visit.locale.text("sign-in-wait");
            show(visit, "", Some(&words), None, &next, 429)
        }
        Outcome::Refused | Outcome::Second { .. } => {
            let words = visit.locale.text("passkey-refused");
            show(visit, "", Some(&words), None, &next, 422)
        }
    }
}

/// The second factor of whoever has given the right password.
fn second(visit: &mut Visit<'_>, ticket: &str, code: &str, next: String) -> Result<Reply> {
    match sign_in::second(visit.site, ticket, code, visit.remote, "")? {
        Outcome::Welcome { secret, user_id } => {
            visit.set_cookies.push(format!("{COOKIE}={secret}"));
            if visit.form.has("remember") {
                let kept =
                    visit.site.write(&Actor::system("sign in"), "page", |tx| super::totp::remember(tx, user_id))?;
                let age = super::totp::REMEMBERED;
                visit.set_cookies.push(format!("device={kept}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}"));
            }
            Ok(Reply::Redirect(next))
        }
        Outcome::Wait => {
            let words = visit.locale.text("sign-in-wait");
            ask_second(visit, ticket, Some(&words), &next, 429)
        }
        Outcome::Refused | Outcome::Second { .. } => {
            let words = visit.locale.text("second-factor-refused");
            ask_second(visit, ticket, Some(&words), &next, 422)
        }
    }
}

fn ask_second(visit: &Visit<'_>, ticket: &str, error: Option<&str>, next: &str, status: u16) -> Result<Reply> {
    let organisation = organisation(visit)?;
    let view = ui::page::accounts::Second { organisation: &organisation, ticket, error, next };
    Ok(Reply::Status(status, ui::page::accounts::second(&visit.ui(), &view)))
}

fn show(
    visit: &Visit<'_>,
    name: &str,
    error: Option<&str>,
    word: Option<&str>,
    next: &str,
    status: u16,
) -> Result<Reply> {
    let organisation = organisation(visit)?;
    let lang = crate::pages::phrases::Lang::new(visit.locale);
    let (challenge, entrances) = visit.site.read(&Actor::system("sign in"), |tx| {
        let mut entrances = Vec::new();
        for way in visit.registry.filled::<Entrance>() {
            entrances.extend((way.label)(tx, &lang)?.map(|label| (way.href, label)));
        }
        Ok((passkey::challenge(tx)?, entrances))
    })?;
    let view = sign_in_page::SignIn {
        organisation: &organisation,
        action: "/sign-in",
        passkey: Some(("/sign-in/passkey", &challenge)),
        forgotten: Some("/sign-in/forgotten"),
        entrances,
        user_name: name,
        error,
        word,
        next: (next != "/").then_some(next),
        ..Default::default()
    };
    Ok(Reply::Status(status, sign_in_page::sign_in(&visit.ui(), &view)))
}

/// A path on this site, never an address elsewhere.
fn local(next: Option<&str>) -> String {
    let fits = |path: &&str| {
        path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') && !path.chars().any(char::is_control)
    };
    next.filter(fits).unwrap_or("/").to_owned()
}

/// `/sign-out`, by form alone.
pub(super) fn sign_out(visit: &mut Visit<'_>) -> Result<Reply> {
    if let (true, Some(secret)) = (visit.is_post, visit.session) {
        visit.site.write(&Actor::system("sign out"), "page", |tx| session::end(tx, secret))?;
        visit.set_cookies.push(format!("{COOKIE}="));
        return Ok(Reply::Redirect("/sign-in?out=1".to_owned()));
    }
    Ok(Reply::Redirect("/".to_owned()))
}

/// `/welcome/{token}`
pub(super) fn welcome(visit: &mut Visit<'_>) -> Result<Reply> {
    let program = Actor::system("one-time link");
    let token = visit.captures.first().cloned().unwrap_or_default();
    let Some(owner) = visit.site.read(&program, |tx| link::owner(tx, &token))? else {
        return Ok(Reply::Status(410, password_page::spent(&visit.ui(), "/sign-in")));
    };
    if !visit.is_post {
        return choose(visit, &owner, None, None, 200);
    }
    let chosen = visit.form.get("password").unwrap_or_default();
    if visit.form.get("repeated") != Some(chosen) {
        let words = visit.locale.text("password-differs");
        return choose(visit, &owner, None, Some(&words), 422);
    }
    match visit.site.write(&program, "page", |tx| {
        let user_id = link::redeem(tx, &token, chosen)?;
        session::begin(tx, user_id, visit.remote, "")
    }) {
        Ok(secret) => {
            visit.set_cookies.push(format!("{COOKIE}={secret}"));
            Ok(Reply::Redirect("/".to_owned()))
        }
        Err(Error::Invalid(errors)) => {
            let problem = errors.first().map(|e| &e.problem);
            let key = problem.map_or("", |p| p.key());
            let words = visit.locale.with(key, &[("least", ui::Value::from(password::LEAST as i64))]);
            choose(visit, &owner, Some(&words), None, 422)
        }
        Err(error) => Err(error),
    }
}

fn choose(
    visit: &Visit<'_>,
    owner: &link::Owner,
    first: Option<&str>,
    second: Option<&str>,
    status: u16,
) -> Result<Reply> {
    let organisation = organisation(visit)?;
    let occasion = match owner.has_password {
        true => password_page::Occasion::Forgotten,
        false if owner.user_id == 1 => password_page::Occasion::First,
        false => password_page::Occasion::Invitation,
    };
    let view = password_page::Password {
        occasion,
        organisation: &organisation,
        action: visit.path,
        user_name: &owner.username,
        least: u32::try_from(password::LEAST).unwrap_or(10),
        password_error: first,
        repeat_error: second,
    };
    Ok(Reply::Status(status, password_page::password(&visit.ui(), &view)))
}
