//! One's own calendar in other programs: the private address, and the file behind it.

use contact::access::who;
use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row};
use jiff::ToSpan;
use kit::{Reply, Visit};
use maud::{Markup, html};
use schema::Actor;
use serde_json::json;
use store::{Error, Result, Tx};
use ui::Icon;
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::crumbs::{Crumb, crumbs};
use ui::part::form::Form;
use ui::part::head::{Head, head};
use ui::part::notice::notice;

use super::ordered::Ordered;
use super::told::{self, SELECT, Words};
use crate::details;
use crate::feed;
use crate::ical::{self, Event};
use crate::state::State;

/// So many entries are in the file.
const MOST: i64 = 1_000;

/// `/ical/{token}.ics`: for whoever knows the address.
pub fn file(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let none = || Error::NotFound(visit.path.to_owned());
    let token = visit.captures.first().and_then(|name| name.strip_suffix(".ics")).ok_or_else(none)?;
    let system = Actor::system("calendar feed");
    let owner = visit.site.read(&system, |tx| match feed::owner(tx, token)? {
        Some(user) => who::actor_of_user(tx, user),
        None => Ok(None),
    })?;
    // What the owner may see now, not what they could when the address was made.
    let owner =
        owner.filter(|owner| owner.is_active && super::door().met_by(&owner.actor.permissions)).ok_or_else(none)?;
    let lang = owner.language.as_deref().and_then(ui::Locale::spoken).map_or(lang, Lang::new);
    let text = visit.site.read(&owner.actor, |tx| entries(tx, &lang))?;
    let events = ical::calendar(lang.text("feed-name"), &text);
    Ok(Reply::File {
        name: "ruche.ics".to_owned(),
        content_type: "text/calendar; charset=utf-8",
        bytes: events.into_bytes(),
    })
}

fn entries(tx: &Tx<'_>, lang: &Lang) -> Result<Vec<Event>> {
    let Some(own) = tx.actor().contact_id else { return Ok(Vec::new()) };
    let today = tx.clock().today();
    let (from, to) = (today.saturating_sub(3.months()), today.saturating_add(1.years()));
    let mut select = SELECT.to_vec();
    select.extend(["details", "modified_date"]);
    let mut clauses = vec![json!(["is_deleted", "=", false]), json!(["is_test", "=", false])];
    clauses.push(json!(["all_contact_id", "CONTAINS", own]));
    super::list::between(&mut clauses, from, to);
    let rows = Ordered { select: &select, clauses, down: false, limit: MOST }.read(tx)?;
    let words = Words::read(tx, lang, &rows)?;
    Ok(rows.iter().filter_map(|row| event(tx, lang, &words, row)).collect())
}

fn event(tx: &Tx<'_>, lang: &Lang, words: &Words, row: &Row) -> Option<Event> {
    let at = told::at(row)?;
    let people: Vec<&str> =
        told::ids(row, "target_contact_id").iter().filter_map(|id| words.name(lang, *id)).take(5).collect();
    let title = words.title(lang, row);
    let summary = if people.is_empty() { title.to_owned() } else { format!("{title} · {}", people.join(", ")) };
    let changed = rows::moment(rows::text(row, "modified_date")).unwrap_or(at);
    Some(Event {
        uid: crate::notice::uid(tx, rows::id(row)),
        start: tx.clock().to_utc(at),
        minutes: rows::int(row, "duration").unwrap_or(0),
        changed: tx.clock().to_utc(changed),
        summary,
        description: details::to_text(rows::text(row, "details")),
        location: rows::text(row, "location").to_owned(),
        url: String::new(),
        cancelled: words.state(row) == State::Dropped,
    })
}

/// `/settings/calendar`: one's own address, made and ended.
pub fn settings(visit: &mut Visit<'_>) -> Result<Reply> {
    let user = visit.actor.user_id.ok_or_else(|| Error::Forbidden("have an account".to_owned()))?;
    let mut fresh = None;
    if visit.is_post {
        let system = Actor::system("calendar feed");
        if visit.form.has("revoke") {
            visit.site.write(&system, "page", |tx| feed::revoke(tx, user))?;
            visit.say("said-feed-revoked", None);
            return Ok(Reply::Redirect("/settings/calendar".to_owned()));
        }
        fresh = Some(visit.site.write(&system, "page", |tx| feed::create(tx, user))?);
    }
    let lang = Lang::new(visit.locale);
    let since = visit.read(|tx| feed::since(tx, user))?;
    let title = lang.text("feed");
    let page = Page { title, place: "/settings", narrow: true };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let way =
            [Crumb { label: lang.text("settings-title"), href: Some("/settings") }, Crumb { label: title, href: None }];
        let content = html! {
            (crumbs(ui, &way, None))
            (head(ui, &Head { title, count: None, intro: Some(lang.text("feed-intro")) }, None))
            @if let Some(secret) = &fresh { (shown_once(&lang, secret)) }
            (buttons(ui, &lang, since.map(|at| lang.locale.date_time(at)), fresh.is_some()))
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(markup))
}

/// The path alone is ours to know; the browser's address bar shows what stands before it.
fn shown_once(lang: &Lang, secret: &str) -> Markup {
    let path = format!("/ical/{secret}.ics");
    let words = html! {
        b { (lang.text("feed-once")) }
        p.feed-address { a href=(path) data-absolute { (path) } }
        p { (lang.text("feed-how")) }
    };
    notice(Tone::Leaf, Icon::CalendarDots, words, None)
}

fn buttons(ui: &ui::Ui<'_>, lang: &Lang, since: Option<String>, fresh: bool) -> Markup {
    let make = |key: &str| {
        let button = Button::submit(lang.text(key));
        if since.is_none() { button.primary() } else { button }
    };
    html! {
        @if let (Some(at), false) = (&since, fresh) { p { (lang.with("feed-since", &[("when", at.into())])) } }
        div.row.feed-buttons {
            (Form::post(ui.csrf, "/settings/calendar").render(html! { (make(if since.is_some() { "feed-renew" } else { "feed-make" })) }))
            @if since.is_some() {
                (Form::post(ui.csrf, "/settings/calendar").render(html! {
                    (Button::submit(lang.text("feed-revoke")).danger().name("revoke", "1"))
                }))
            }
        }
    }
}
