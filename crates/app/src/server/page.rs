//! Pages: found by path, guarded by their door, shown by a plain function.

use axum::http::header;
use axum::http::request::Parts;
use contact::access::token;
use contact::pages::slots::Gate;
use kit::page::Flash;
use kit::{Page, Registry, Reply, Visit};
use store::Error;
use ui::page::error::{ErrorPage, Kind, error_outside};
use ui::{Csrf, Locale, Theme, Ui};

use super::App;
use super::credential::{Flow, Who, identify};
use super::forms;
use super::request::Incoming;
use super::response::{Frames, Outgoing, reference};

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
    origin: String,
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
        locale: locale(&who, incoming),
        csrf,
        nonce: reference() + &reference(),
        theme: incoming.cookie("theme").map_or(Theme::System, Theme::named),
        origin: origin(app, incoming),
        visit: fresh,
    };
    let out = found(app, incoming, path, &who, &frame, &tied_to);
    finish(app, out, frame)
}

/// The reader's language, else the site's own where it is one of several, else one that is spoken here.
fn locale(who: &Who, incoming: &Incoming) -> Locale {
    let own = who.language.as_deref().and_then(Locale::spoken);
    // What a site only inherits says nothing of the people who come to it.
    let chosen = |tx: &mut store::Tx<'_>| {
        let all = tx.setting_of_each("lcMessages")?;
        Ok(all.into_iter().find(|(domain, _)| *domain == tx.domain()).map(|(_, value)| value).unwrap_or_default())
    };
    let of_site = || {
        let program = schema::Actor::system("language");
        let asked = who.site.domain() != store::MAIN_DOMAIN;
        let kept = asked.then(|| who.site.read(&program, chosen).ok()).flatten()?;
        Locale::spoken(kept.as_str()?)
    };
    own.or_else(of_site).unwrap_or_else(|| Locale::best(None, incoming.header("accept-language")))
}

/// The address of the site as the browser says it.
fn origin(app: &App, incoming: &Incoming) -> String {
    let encrypted = app.secure || incoming.header("x-forwarded-proto") == Some("https");
    let sound =
        |host: &&str| host.len() < 254 && host.chars().all(|c| c.is_ascii_alphanumeric() || "-.:[]".contains(c));
    let host = incoming.header("host").filter(sound);
    host.map(|host| format!("{}://{host}", if encrypted { "https" } else { "http" })).unwrap_or_default()
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
    let hit = page_at(&app.house.registry, path);
    let mut visit = visit(app, incoming, path, who, frame);
    let Some((page, captured)) = hit else { return trouble(&visit, who, &Error::NotFound(path.to_owned())) };
    if !page.door.met_by(&who.actor.permissions) {
        // Whoever has an account without working here has a page of their own.
        if path == "/" && incoming.only_asks() && who.flow == Flow::Session {
            return Outgoing::redirect(contact::pages::OWN_PAGE);
        }
        return closed(incoming, &visit, who);
    }
    if !incoming.only_asks() {
        if incoming.method != axum::http::Method::POST {
            return shown(&visit, who, 405, Kind::Refused, None, None);
        }
        if !page.is_signed && !forms::is_ours(app, incoming, tied_to) {
            let words = frame.locale.text("error-form-token");
            return shown(&visit, who, 403, Kind::Refused, Some(&words), None);
        }
    }
    visit.captures = captured;
    if who.gates.stops && who.flow == Flow::Session {
        match stopped(&visit, page) {
            Ok(None) => {}
            Ok(Some(to)) => return Outgoing::redirect(&to),
            Err(error) => return trouble(&visit, who, &error),
        }
    }
    show(app, incoming, who, page, visit)
}

/// Where the visitor has to go first. Whoever looks with other eyes agrees to nothing in their name.
fn stopped(visit: &Visit<'_>, page: &Page) -> store::Result<Option<String>> {
    if visit.actor.permissions.reads_only() {
        return Ok(None);
    }
    for gate in visit.registry.filled::<Gate>().iter().filter(|gate| !gate.open.contains(&page.path)) {
        if let Some(to) = (gate.stop)(visit)? {
            return Ok(Some(to));
        }
    }
    Ok(None)
}

/// The page at a path and the values of its `{…}` parts. Of several that fit, the one with the fewest such parts: what
/// one component calls by a word is not hidden behind another one's numbers.
pub(super) fn page_at<'r>(registry: &'r Registry, path: &str) -> Option<(&'r Page, Vec<String>)> {
    let fitting = registry.pages.iter().filter_map(|page| captures(page.path, path).map(|parts| (page, parts)));
    fitting.min_by_key(|(_, parts)| parts.len())
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

fn visit<'v>(app: &'v App, incoming: &'v Incoming, path: &'v str, who: &'v Who, frame: &'v Frame) -> Visit<'v> {
    Visit {
        registry: &app.house.registry,
        site: &who.site,
        actor: &who.actor,
        locale: frame.locale,
        is_post: !incoming.only_asks(),
        path,
        captures: Vec::new(),
        query: incoming.query.clone(),
        form: incoming.form.clone(),
        uploads: incoming.uploads.clone(),
        csrf: &frame.csrf,
        nonce: &frame.nonce,
        theme: frame.theme,
        flash: incoming.cookie("flash").and_then(Flash::parse),
        kept: kept(incoming),
        target: partial(incoming),
        session: who.session.as_deref(),
        remote: &incoming.remote,
        origin: &frame.origin,
        set_cookies: Vec::new(),
    }
}

fn show(app: &App, incoming: &Incoming, who: &Who, page: &Page, mut visit: Visit<'_>) -> Outgoing {
    let said = visit.flash.is_some();
    let reply = (page.show)(&mut visit);
    let cookies = std::mem::take(&mut visit.set_cookies);
    if let Ok(reply) = &reply {
        super::watch::page(incoming, who, page, &visit, reply);
    }
    let mut out = match reply {
        Ok(Reply::Html(markup)) => Outgoing::new(200, HTML, markup.into_string()),
        Ok(Reply::Status(status, markup)) => Outgoing::new(status, HTML, markup.into_string()),
        Ok(Reply::Redirect(to)) => Outgoing::redirect(&to),
        Ok(Reply::File { name, content_type, bytes }) => named(Outgoing::new(200, content_type, bytes), &name),
        Ok(Reply::Stream { name, content_type, feed }) => named(Outgoing::fed(content_type, feed), &name),
        Ok(Reply::Stored(stored)) => super::stored::answer(incoming, stored),
        Err(Error::Forbidden(_)) if who.flow == Flow::None => return closed(incoming, &visit, who),
        Err(error) => return trouble(&visit, who, &error),
    };
    if out.content_type == HTML && out.status == 200 {
        out.frames = Some(frames(&visit, page)).filter(|all| !all.is_empty()).map(|all| Box::new(Frames(all)));
    }
    if said && out.content_type == HTML {
        out = out.with(header::SET_COOKIE, forms::cookie("flash", "", app.secure));
    }
    cookies.into_iter().fold(out, |out, set| out.with(header::SET_COOKIE, whole(app, set)))
}

/// The other web sites that may show this page. Where they cannot be found out, none may.
fn frames(visit: &Visit<'_>, page: &Page) -> Vec<String> {
    let framing = visit.registry.filled::<kit::Framing>().iter().filter(|framing| framing.path == page.path);
    framing.flat_map(|framing| (framing.sites)(visit).unwrap_or_default()).filter(|site| is_origin(site)).collect()
}

/// Whether a text is the origin of a web site and nothing more, so that it can say nothing else in a policy.
fn is_origin(site: &str) -> bool {
    let host = site.strip_prefix("https://").or_else(|| site.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:".contains(c)))
}

/// The cookies that pages may read.
fn kept(incoming: &Incoming) -> kit::Fields {
    let read = |name: &&str| Some(((*name).to_owned(), incoming.cookie(name)?.to_owned()));
    kit::Fields(kit::page::KEPT.iter().filter_map(read).collect())
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

/// An answer that is kept as a file of this name.
pub(super) fn named(out: Outgoing, name: &str) -> Outgoing {
    out.with(header::CONTENT_DISPOSITION, super::stored::disposition("attachment", name))
}

/// A closed door: visitors are asked in, others are told.
fn closed(incoming: &Incoming, visit: &Visit<'_>, who: &Who) -> Outgoing {
    if who.flow != Flow::None {
        return shown(visit, who, 403, Kind::Forbidden, None, None);
    }
    let path = visit.path;
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&incoming.query.0).finish();
    let wanted = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    let next = form_urlencoded::Serializer::new(String::new()).append_pair("next", &wanted).finish();
    Outgoing::redirect(&if incoming.only_asks() && path != "/" {
        format!("/sign-in?{next}")
    } else {
        "/sign-in".to_owned()
    })
}

fn trouble(visit: &Visit<'_>, who: &Who, error: &Error) -> Outgoing {
    match error {
        Error::NotFound(_) => shown(visit, who, 404, Kind::NotFound, None, None),
        Error::Forbidden(_) => shown(visit, who, 403, Kind::Forbidden, None, None),
        Error::Invalid(_) | Error::Request(_) | Error::Declined(_) => {
            shown(visit, who, 400, Kind::Refused, Some(&contact::pages::refusal::words(visit.locale, error)), None)
        }
        Error::Conflict(_) => {
            shown(visit, who, 409, Kind::Conflict, Some(&contact::pages::refusal::words(visit.locale, error)), None)
        }
        Error::Internal(cause) => {
            let id = reference();
            tracing::error!(error_id = %id, %cause, "a page failed");
            shown(visit, who, 500, Kind::Fault, None, Some(&id))
        }
    }
}

/// What went wrong, inside the frame for whoever may go on from there.
fn shown(
    visit: &Visit<'_>,
    who: &Who,
    status: u16,
    kind: Kind,
    detail: Option<&str>,
    reference: Option<&str>,
) -> Outgoing {
    let home = visit.locale.text("error-home");
    let view = ErrorPage { kind, detail, reference, retry: None, back: Some((&home, "/")) };
    // Where the database fails, so may the frame.
    let inside = who.flow != Flow::None && kind != Kind::Fault && who.actor.may("access CiviCRM");
    let framed = inside.then(|| contact::pages::frame::trouble(visit, &view).ok()).flatten();
    let markup = framed.unwrap_or_else(|| {
        let today = jiff::Zoned::now().date();
        let ui = Ui {
            lang: visit.locale,
            csrf: Csrf(visit.csrf),
            nonce: visit.nonce,
            theme: visit.theme,
            keys: true,
            today,
        };
        error_outside(&ui, &view)
    });
    Outgoing::new(status, HTML, markup.into_string())
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

    #[test]
    fn no_page_is_hidden_behind_another() {
        let registry = crate::components::registry();
        assert!(!registry.pages.is_empty());
        for page in &registry.pages {
            let found = page_at(&registry, &page.path.replace('{', "x").replace('}', "")).map(|(found, _)| found.path);
            assert_eq!(found, Some(page.path));
        }
    }
}
