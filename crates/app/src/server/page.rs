//! Pages: found by path, guarded by their door, shown by a plain function.

use axum::http::header;
use axum::http::request::Parts;
use contact::access::token;
use kit::page::Flash;
use kit::{Page, Reply, Visit};
use store::Error;
use ui::page::error::{ErrorPage, Kind, error_outside};
use ui::{Csrf, Locale, Theme, Ui};

use super::App;
use super::credential::{Flow, Who, identify};
use super::forms;
use super::request::Incoming;
use super::response::{Outgoing, reference};

const HTML: &str = "text/html; charset=utf-8";

/// A file of the build, served without further ado.
pub fn asset(parts: &Parts) -> Option<Outgoing> {
    let asset = ui::assets::asset(parts.uri.path())?;
    let mut out = Outgoing::new(200, asset.content_type, asset.bytes.to_vec());
    out.immutable = asset.immutable;
    Some(out)
}

/// What a page needs beside its data.
struct Frame {
    locale: Locale,
    csrf: String,
    nonce: String,
    theme: Theme,
    /// A cookie for a browser that had none.
    visit: Option<String>,
}

/// Answers a page.
pub fn answer(app: &App, incoming: &Incoming, path: &str) -> Outgoing {
    let who = match identify(app, incoming, false) {
        Ok(who) => who,
        Err(refusal) => return refusal,
    };
    let known_visit = incoming.cookie(forms::visit_cookie(app.secure)).map(str::to_owned);
    let fresh = (who.session.is_none() && known_visit.is_none()).then(token::random).and_then(Result::ok);
    let tied_to = who.session.clone().or(known_visit).or_else(|| fresh.clone()).unwrap_or_default();
    let Ok(csrf) = token::form_token(&app.house.site, &tied_to) else { return Outgoing::fault(&reference()) };
    let frame = Frame {
        locale: Locale::best(who.language.as_deref(), incoming.header("accept-language")),
        csrf,
        nonce: reference() + &reference(),
        theme: incoming.cookie("theme").map_or(Theme::System, Theme::named),
        visit: fresh,
    };
    let out = found(app, incoming, path, &who, &frame, &tied_to);
    finish(app, out, frame)
}

fn finish(app: &App, mut out: Outgoing, frame: Frame) -> Outgoing {
    if let Some(visit) = &frame.visit {
        let set = forms::cookie(forms::visit_cookie(app.secure), visit, app.secure);
        out = out.with(header::SET_COOKIE, set);
    }
    if out.content_type == HTML {
        out.nonce = Some(frame.nonce);
    }
    out.with(header::VARY, "Cookie, Accept-Language, HX-Request".to_owned())
}

fn found(app: &App, incoming: &Incoming, path: &str, who: &Who, frame: &Frame, tied_to: &str) -> Outgoing {
    let hit = app.house.registry.pages.iter().find_map(|page| captures(page.path, path).map(|parts| (page, parts)));
    let Some((page, captured)) = hit else { return trouble(frame, &Error::NotFound(path.to_owned())) };
    if !page.door.met_by(&who.actor.permissions) {
        return closed(incoming, path, who, frame);
    }
    if !incoming.only_asks() {
        if incoming.method != axum::http::Method::POST {
            return shown(frame, 405, Kind::Refused, None, None);
        }
        if !forms::is_ours(app, incoming, tied_to) {
            let words = frame.locale.text("error-form-token");
            return shown(frame, 403, Kind::Refused, Some(&words), None);
        }
    }
    show(app, incoming, path, who, frame, page, captured)
}

/// The values of a pattern's `{…}` parts, where the path fits it.
fn captures(pattern: &str, path: &str) -> Option<Vec<String>> {
    let path = if path.len() > 1 { path.trim_end_matches('/') } else { path };
    let (mut wanted, mut have) = (pattern.split('/'), path.split('/'));
    let mut found = Vec::new();
    loop {
        match (wanted.next(), have.next()) {
            (None, None) => return Some(found),
            (Some(want), Some(part)) if want.starts_with('{') && !part.is_empty() => found.push(part.to_owned()),
            (Some(want), Some(part)) if want == part => {}
            _ => return None,
        }
    }
}

fn show(
    app: &App,
    incoming: &Incoming,
    path: &str,
    who: &Who,
    frame: &Frame,
    page: &Page,
    captured: Vec<String>,
) -> Outgoing {
    let flash = incoming.cookie("flash").and_then(Flash::parse);
    let mut visit = Visit {
        registry: &app.house.registry,
        site: &app.house.site,
        actor: &who.actor,
        locale: frame.locale,
        is_post: !incoming.only_asks(),
        path,
        captures: captured,
        query: incoming.query.clone(),
        form: incoming.form.clone(),
        csrf: &frame.csrf,
        nonce: &frame.nonce,
        theme: frame.theme,
        flash: flash.clone(),
        target: partial(incoming),
        session: who.session.as_deref(),
        remote: &incoming.remote,
        set_cookies: Vec::new(),
    };
    let reply = (page.show)(&mut visit);
    let cookies = std::mem::take(&mut visit.set_cookies);
    let mut out = match reply {
        Ok(Reply::Html(markup)) => Outgoing::new(200, HTML, markup.into_string()),
        Ok(Reply::Status(status, markup)) => Outgoing::new(status, HTML, markup.into_string()),
        Ok(Reply::Redirect(to)) => Outgoing::redirect(&to),
        Ok(Reply::File { name, content_type, bytes }) => file(&name, content_type, bytes),
        Err(Error::Forbidden(_)) if who.flow == Flow::None => return closed(incoming, path, who, frame),
        Err(error) => return trouble(frame, &error),
    };
    if flash.is_some() && out.content_type == HTML {
        out = out.with(header::SET_COOKIE, forms::cookie("flash", "", app.secure));
    }
    cookies.into_iter().fold(out, |out, set| out.with(header::SET_COOKIE, whole(app, set)))
}

/// A cookie with all its attributes; pages know of a session nothing but its secret.
fn whole(app: &App, set: String) -> String {
    match set.strip_prefix("session=") {
        Some(secret) => forms::cookie(forms::session_cookie(app.secure), secret, app.secure),
        None if app.secure => format!("{set}; Secure"),
        None => set,
    }
}

/// The part of the page that htmx wants alone.
fn partial(incoming: &Incoming) -> Option<&str> {
    let whole = incoming.header("hx-request-type") == Some("full") || incoming.header("hx-boosted").is_some();
    incoming.header("hx-target").filter(|_| incoming.header("hx-request").is_some() && !whole)
}

fn file(name: &str, content_type: &'static str, bytes: Vec<u8>) -> Outgoing {
    let plain: String = name.chars().filter(|c| c.is_ascii_graphic() && !"\"\\/%;".contains(*c) || *c == ' ').collect();
    let encoded = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    let shown = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    Outgoing::new(200, content_type, bytes).with(header::CONTENT_DISPOSITION, shown)
}

/// A closed door: visitors are asked in, others are told.
fn closed(incoming: &Incoming, path: &str, who: &Who, frame: &Frame) -> Outgoing {
    if who.flow != Flow::None {
        return shown(frame, 403, Kind::Forbidden, None, None);
    }
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&incoming.query.0).finish();
    let wanted = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    let next = form_urlencoded::Serializer::new(String::new()).append_pair("next", &wanted).finish();
    Outgoing::redirect(&if incoming.only_asks() && path != "/" {
        format!("/sign-in?{next}")
    } else {
        "/sign-in".to_owned()
    })
}

fn trouble(frame: &Frame, error: &Error) -> Outgoing {
    match error {
        Error::NotFound(_) => shown(frame, 404, Kind::NotFound, None, None),
        Error::Forbidden(_) => shown(frame, 403, Kind::Forbidden, None, None),
        Error::Invalid(_) | Error::Request(_) | Error::Declined(_) => {
            shown(frame, 400, Kind::Refused, Some(&error.to_string()), None)
        }
        Error::Conflict(text) => shown(frame, 409, Kind::Conflict, Some(text), None),
        Error::Internal(cause) => {
            let id = reference();
            tracing::error!(error_id = %id, %cause, "a page failed");
            shown(frame, 500, Kind::Fault, None, Some(&id))
        }
    }
}

fn shown(frame: &Frame, status: u16, kind: Kind, detail: Option<&str>, reference: Option<&str>) -> Outgoing {
    let ui = Ui {
        lang: frame.locale,
        csrf: Csrf(&frame.csrf),
        nonce: &frame.nonce,
        theme: frame.theme,
        keys: true,
        today: jiff::Zoned::now().date(),
    };
    let home = frame.locale.text("nav-home");
    let view = ErrorPage { kind, detail, reference, retry: None, back: Some((&home, "/")) };
    Outgoing::new(status, HTML, error_outside(&ui, &view).into_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_matched_part_by_part() {
        assert_eq!(captures("/contacts/{id}", "/contacts/12"), Some(vec!["12".to_owned()]));
        assert_eq!(captures("/contacts/{id}/edit", "/contacts/12/edit/"), Some(vec!["12".to_owned()]));
        assert_eq!(captures("/contacts/{id}", "/contacts/"), None);
        assert_eq!(captures("/contacts/{id}", "/contacts/12/edit"), None);
        assert_eq!(captures("/", "/"), Some(Vec::new()));
    }
}
