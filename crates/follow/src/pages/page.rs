//! `/following`: mentions, what changed, and what is followed.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::pages::preference;
use jiff::civil::Date;
use kit::{Reply, Visit};
use maud::{Markup, html};
use schema::Value;
use serde_json::json;
use store::{As, Result, Tx, statement};
use ui::part::Tone;
use ui::part::avatar::{Avatar, Kind};
use ui::part::button::Button;
use ui::part::empty::empty;
use ui::part::form::Form;
use ui::part::head::{Head, head, section_head};
use ui::part::timeline::{Cell, Entry, Year, thread};
use ui::{Icon, Ui};

use super::PATH;
use crate::mention::BY_MAIL;
use crate::stream::{self, Event, Followed, Told};

/// So many mentions are shown.
const MENTIONS: i64 = 20;

/// What the page reads.
struct Around {
    followed: Vec<Followed>,
    events: Vec<Event>,
    mentions: Vec<Told>,
    by_mail: bool,
    today: Date,
}

fn read(visit: &Visit<'_>, tx: &mut Tx<'_>, lang: &Lang) -> Result<Around> {
    let followed = stream::followed(tx, visit.registry, lang)?;
    Ok(Around {
        events: stream::events(tx, lang, &followed)?,
        mentions: stream::mentions(tx, visit.registry, lang, false, MENTIONS)?,
        by_mail: preference::read(tx, tx.actor().contact_id, BY_MAIL)?.as_bool() == Some(true),
        today: tx.clock().today(),
        followed,
    })
}

/// `/following`
pub fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let around = visit.read(|tx| read(visit, tx, &lang))?;
    let title = lang.text("following-title");
    let page = Page { title, place: "/", narrow: false };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let content = html! {
            (head(ui, &Head { title, count: None, intro: Some(lang.text("following-words")) }, None))
            div.desk {
                div {
                    (mentions(ui, &lang, &around))
                    section aria-labelledby="stream" {
                        (section_head("stream", lang.text("following-stream"), None))
                        @if around.followed.is_empty() {
                            (empty(lang.text("following-none"), lang.text("following-none-help"), html! {}))
                        } @else if around.events.is_empty() { p.quiet { (lang.text("following-nothing")) } }
                        @else { (stream_of(&lang, &around)) }
                    }
                }
                div { (records(ui, &lang, &around.followed)) (choice(ui, &lang, around.by_mail)) }
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(markup))
}

fn mentions(ui: &Ui<'_>, lang: &Lang, around: &Around) -> Markup {
    let waits = around.mentions.iter().any(|one| !one.is_seen);
    let all = html! {
        @if waits {
            (Form::post(ui.csrf, "/following/seen").render(html! {
                (Button::submit(lang.text("mention-seen")).small().icon(Icon::Check))
            }))
        }
    };
    html! {
        section.mentions aria-labelledby="mentions" {
            (section_head("mentions", lang.text("mentions-title"), Some(all)))
            @if around.mentions.is_empty() { p.quiet { (lang.text("mentions-none")) } }
            @else {
                ul.todo { @for one in &around.mentions {
                    li {
                        (Cell { icon: Icon::ChatCircle, tone: if one.is_seen { Tone::Stone } else { Tone::Plum }, large: true })
                        span {
                            b { (lang.with("mention-title", &[("who", one.who.as_str().into()), ("where", one.place.as_str().into())])) }
                            span.quiet { (one.words) }
                            br; small.faint { (lang.locale.relative(one.at.date(), around.today)) }
                        }
                        (Button::link(lang.text("mention-look"), one.href.as_str()))
                    }
                } }
            }
        }
    }
}

/// The stream, a heading for each day.
fn stream_of(lang: &Lang, around: &Around) -> Markup {
    let mut days: Vec<(Date, Year<'_>)> = Vec::new();
    for event in &around.events {
        let date = event.at.date();
        let entry = Entry {
            day: lang.keep(lang.locale.time(event.at)),
            machine_day: lang.keep(event.at.to_string()),
            icon: event.icon,
            tone: Tone::Stone,
            title: html! { a.entry-link href=(event.record.1) { b { (event.record.0) } } " " (event.words) },
            text: (!event.detail.is_empty()).then_some(event.detail.as_str()),
            note: None,
            end: None,
            end_note: None,
            next: false,
        };
        match days.last_mut() {
            Some((day, known)) if *day == date => known.entries.push(entry),
            _ => {
                let title = lang.keep(lang.locale.day_heading(date, around.today));
                days.push((date, Year { title, summary: "", entries: vec![entry] }));
            }
        }
    }
    thread(&days.into_iter().map(|(_, day)| day).collect::<Vec<_>>())
}

fn records(ui: &Ui<'_>, lang: &Lang, followed: &[Followed]) -> Markup {
    html! {
        @if !followed.is_empty() {
            section aria-labelledby="followed" {
                (section_head("followed", lang.text("following-records"), Some(html! { span.faint { (followed.len()) } })))
                ul.links { @for one in followed {
                    li {
                        (mark(one))
                        span { a href=(one.href) { (one.name) } small { (kind(lang, one)) } }
                        (Form::post(ui.csrf, "/following/leave").class("push").render(html! {
                            input type="hidden" name="table" value=(one.table);
                            input type="hidden" name="id" value=(one.id);
                            input type="hidden" name="back" value=(PATH);
                            (Button::submit(lang.with("following-leave-one", &[("name", one.name.as_str().into())])).small().quiet().square().icon(Icon::EyeSlash))
                        }))
                    }
                } }
            }
        }
    }
}

fn mark(one: &Followed) -> Markup {
    match one.table.as_str() {
        "civicrm_contact" => html! { (Avatar::of(Kind::of(&one.kind), &one.name)) },
        "civicrm_group" => html! { (Cell { icon: Icon::UsersThree, tone: Tone::Honey, large: false }) },
        _ => html! { (Cell { icon: Icon::ChatCircle, tone: Tone::Sky, large: false }) },
    }
}

fn kind<'a>(lang: &'a Lang, one: &Followed) -> &'a str {
    match one.table.as_str() {
        "civicrm_contact" => lang.text(Kind::of(&one.kind).key()),
        "civicrm_group" => lang.text("following-group"),
        _ => lang.text("following-activity"),
    }
}

/// Whether e-mails tell of mentions, and how one names somebody.
fn choice(ui: &Ui<'_>, lang: &Lang, by_mail: bool) -> Markup {
    let (value, label) =
        if by_mail { ("0", lang.text("mention-mail-off")) } else { ("1", lang.text("mention-mail-on")) };
    html! {
        section aria-labelledby="mention-help" {
            (section_head("mention-help", lang.text("mention-help-title"), None))
            p.quiet { (lang.text("mention-help")) }
            p { (if by_mail { lang.text("mention-mail-is-on") } else { lang.text("mention-mail-is-off") }) }
            (Form::post(ui.csrf, "/following/mail").render(html! {
                input type="hidden" name="by_mail" value=(value);
                (Button::submit(label).small().icon(Icon::EnvelopeSimple))
            }))
        }
    }
}

/// `/following/seen`: all that is shown has been seen.
pub fn seen(visit: &mut Visit<'_>) -> Result<Reply> {
    if !visit.is_post {
        return Ok(Reply::Redirect(PATH.to_owned()));
    }
    let lang = Lang::new(visit.locale);
    let registry = visit.registry;
    let transaction = visit.write(|tx| {
        let now = tx.clock().now.strftime("%Y-%m-%d %H:%M:%S").to_string();
        for one in stream::mentions(tx, registry, &lang, true, MENTIONS)? {
            let values = json!({"id": one.id, "seen_date": now});
            tx.save("Mention", values.as_object().cloned().unwrap_or_default(), As::Actor)?;
        }
        Ok(tx.transaction_id())
    })?;
    visit.say(if transaction.is_some() { "said-mentions-seen" } else { "said-nothing" }, transaction);
    Ok(Reply::Redirect(PATH.to_owned()))
}

/// `/following/mail`: the choice about e-mails. What waited from before the choice is not told any more.
pub fn by_mail(visit: &mut Visit<'_>) -> Result<Reply> {
    if visit.is_post {
        let on = visit.form.get("by_mail") == Some("1");
        preference::write(visit, BY_MAIL, &json!(on))?;
        if let (false, Some(own)) = (on, visit.actor.contact_id) {
            visit.site.write(&schema::Actor::system("preferences"), "page", |tx| {
                let text =
                    format!(r#"UPDATE "ruche_mention" SET "is_told" = 1 WHERE "contact_id" = {}"#, tx.placeholder(1));
                tx.execute(&statement(text, vec![Value::Int(own)])).map(drop)
            })?;
        }
        visit.say("said-saved", None);
    }
    Ok(Reply::Redirect(PATH.to_owned()))
}
