//! Home: a greeting, what to do next, what happened lately, and how many we are.

use jiff::ToSpan;
use jiff::civil::Date;
use kit::{Reply, Visit};
use maud::{Markup, html};
use serde_json::json;
use store::{Result, Tx};
use ui::Icon;
use ui::page::home::{Day, Event, Home, Recent, Task, home};
use ui::part::Tone;
use ui::part::avatar::{Avatar, Kind};
use ui::part::chart::{Bar, Chart, bars, chart};

use super::frame::{self, Page};
use super::history::{self, Told};
use super::list::{name, photo};
use super::past;
use super::phrases::Lang;
use super::preference;
use super::rows::{self, Row, ask, count_recorded, text};
use super::slots;
use crate::seed;

/// So many contacts opened lately are shown.
const RECENT: usize = 6;
/// So many transactions are looked at.
const STEPS: i64 = 14;
/// So many months the chart tells of.
const MONTHS: i32 = 6;

/// What the page reads.
struct Desk {
    given_name: String,
    today: Date,
    kinds: [i64; 3],
    months: Vec<(Date, i64)>,
    told: Vec<Told>,
    names: Vec<Row>,
    recent: Vec<Row>,
    is_unnamed: bool,
    held: i64,
}

/// `/`
pub(super) fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let desk = visit.read(|tx| desk(tx, &lang, preference::recent(visit)))?;
    let ui = visit.ui();
    let may = |permission: &str| visit.actor.may(permission);
    let total: i64 = desk.kinds.iter().sum();
    let letter = letter(&lang, &desk, total);
    let mut tasks = tasks(&lang, &desk, total, may("administer CiviCRM"), may("add contacts"));
    for waiting in visit.registry.filled::<slots::Waiting>() {
        tasks.extend((waiting.0)(visit, &lang)?.into_iter().map(|wait| waits(&lang, wait)));
    }
    let mut figures = vec![figure(&lang, &desk, total)];
    for desk in visit.registry.filled::<slots::Desk>() {
        figures.extend((desk.0)(visit, &lang)?);
    }
    let view = Home {
        given_name: &desk.given_name,
        letter,
        tasks,
        days: days(visit, &ui, &lang, &desk),
        history: may("view all contacts").then_some("/history"),
        recent: desk.recent.iter().map(|row| recent(&lang, row)).collect(),
        figures,
    };
    let page = Page { title: lang.text("place-home"), place: "/", narrow: false };
    let markup = frame::show(visit, &lang, page, |ui, shell| home(ui, shell, &view))?;
    Ok(Reply::Html(markup))
}

fn desk(tx: &mut Tx<'_>, lang: &Lang, recent: Vec<i64>) -> Result<Desk> {
    let today = tx.clock().today();
    let mut kinds = [0; 3];
    for (at, kind) in ["Individual", "Household", "Organization"].iter().enumerate() {
        kinds[at] = count_recorded(tx, "Contact", json!([["is_deleted", "=", false], ["contact_type", "=", kind]]))?;
    }
    let mut months = Vec::new();
    let this_month = today.first_of_month();
    for back in (0..MONTHS).rev() {
        let from = this_month.saturating_sub(back.months());
        let to = from.saturating_add(1.months());
        let clauses = json!([
            ["is_deleted", "=", false],
            ["created_date", ">=", format!("{from} 00:00:00")],
            ["created_date", "<", format!("{to} 00:00:00")]
        ]);
        months.push((from, count_recorded(tx, "Contact", clauses)?));
    }
    let mut steps = if tx.actor().may("view all contacts") { past::latest(tx, STEPS * 4)? } else { Vec::new() };
    // What happened to people; drafts of imports and other housekeeping stand in the history alone.
    steps.retain(|step| step.changes.iter().any(|change| change.owner.is_some()));
    steps.truncate(usize::try_from(STEPS).unwrap_or(0));
    let told = history::told(tx, lang, steps)?;
    let names = history::named(tx, &told)?;
    let me = tx
        .actor()
        .contact_id
        .map(|id| rows::one(tx, "Contact", &["id", "first_name", "display_name"], id))
        .transpose()?
        .flatten();
    let given_name = me.map(|row| match text(&row, "first_name") {
        "" => text(&row, "display_name").to_owned(),
        first => first.to_owned(),
    });
    let organisation = crate::domain::name(tx)?;
    Ok(Desk {
        given_name: given_name.unwrap_or_default(),
        today,
        kinds,
        months,
        told,
        names,
        recent: opened(tx, recent)?,
        is_unnamed: organisation == seed::ORGANISATION,
        held: held(tx)?,
    })
}

/// How many e-mail addresses take no mail any more: whoever sees every contact sees every address.
fn held(tx: &Tx<'_>) -> Result<i64> {
    tx.counted("Contact", "addresses on hold", || rows::count(tx, "Email", json!([["on_hold", ">", 0]])))
}

fn opened(tx: &Tx<'_>, mut ids: Vec<i64>) -> Result<Vec<Row>> {
    ids.truncate(RECENT);
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let select = ["id", "display_name", "first_name", "last_name", "contact_type", "image_URL", "address_primary.city"];
    let mut found = ask(tx, "Contact", &select, json!([["id", "IN", ids]]), &[], 0)?;
    found.sort_by_key(|row| ids.iter().position(|id| *id == rows::id(row)));
    Ok(found)
}

/// The day, and how many have joined this month.
fn letter<'a>(lang: &'a Lang, desk: &Desk, total: i64) -> &'a str {
    let day = lang.locale.weekday(desk.today);
    let new = desk.months.last().map_or(0, |(_, count)| *count);
    match total {
        0..=2 => lang.with("home-letter-empty", &[("day", day.into())]),
        _ => lang.with("home-letter", &[("day", day.into()), ("count", new.into())]),
    }
}

fn tasks<'a>(lang: &'a Lang, desk: &Desk, total: i64, administers: bool, adds: bool) -> Vec<Task<'a>> {
    let mut all = Vec::new();
    if desk.is_unnamed && administers {
        all.push(Task {
            icon: Icon::HouseLine,
            tone: Tone::Honey,
            title: lang.text("home-start"),
            words: lang.text("home-start-words"),
            action: lang.text("home-start-do"),
            href: "/start/language",
        });
    }
    if total <= 2 && adds {
        all.push(Task {
            icon: Icon::User,
            tone: Tone::Leaf,
            title: lang.text("home-first"),
            words: lang.text("home-first-words"),
            action: lang.text("contact-new"),
            href: "/contacts/new",
        });
    }
    if desk.held > 0 {
        all.push(Task {
            icon: Icon::EnvelopeSimple,
            tone: Tone::Brick,
            title: lang.with("home-held", &[("count", desk.held.into())]),
            words: lang.text("home-held-words"),
            action: lang.text("home-held-do"),
            href: "/contacts?flag=on_hold",
        });
    }
    all
}

fn waits<'a>(lang: &'a Lang, wait: slots::Wait) -> Task<'a> {
    Task {
        icon: wait.icon,
        tone: wait.tone,
        title: lang.keep(wait.title),
        words: lang.keep(wait.words),
        action: lang.keep(wait.action),
        href: lang.keep(wait.href),
    }
}

fn days<'a>(visit: &Visit<'_>, ui: &ui::Ui<'_>, lang: &'a Lang, desk: &'a Desk) -> Vec<Day<'a>> {
    let mut days: Vec<(Date, Day<'a>)> = Vec::new();
    for one in &desk.told {
        let date = one.step.at.date();
        let event = Event {
            time: lang.keep(lang.locale.time(one.step.at)),
            words: history::sentence(ui, lang, one, &desk.names, visit.actor.contact_id),
            end: "",
        };
        match days.last_mut() {
            Some((day, known)) if *day == date => known.events.push(event),
            _ => days.push((
                date,
                Day { heading: lang.keep(lang.locale.day_heading(date, desk.today)), events: vec![event] },
            )),
        }
    }
    days.into_iter().map(|(_, day)| day).collect()
}

fn recent<'a>(lang: &'a Lang, row: &'a Row) -> Recent<'a> {
    let kind = Kind::of(text(row, "contact_type"));
    let called = name(lang, row);
    let city = text(row, "address_primary.city");
    Recent {
        avatar: Avatar::of(kind, called).photo(photo(row)),
        name: called,
        href: lang.keep(format!("/contacts/{}", rows::id(row))),
        line: if city.is_empty() { lang.text(kind.key()) } else { city },
    }
}

/// How many contacts there are, by kind and by the month in which they came.
fn figure(lang: &Lang, desk: &Desk, total: i64) -> Markup {
    let kinds =
        [("count-people", desk.kinds[0]), ("count-households", desk.kinds[1]), ("count-organisations", desk.kinds[2])];
    let labels: Vec<&str> = desk.months.iter().map(|(month, _)| lang.keep(lang.locale.month_short(*month))).collect();
    let drawn: Vec<Bar<'_>> = desk
        .months
        .iter()
        .zip(&labels)
        .map(|((_, count), label)| Bar { label, value: *count as f64, before: 0.0 })
        .collect();
    let now = lang.locale.number(desk.months.last().map_or(0, |(_, count)| *count));
    let big = lang.locale.number(total);
    let kinds: Vec<String> = kinds
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| lang.locale.with(key, &[("count", (*count).into())]))
        .collect();
    let note = kinds.join(" · ");
    let view = Chart {
        title: lang.text("home-figures"),
        aside: lang.text("home-figures-aside"),
        big: &big,
        note: &note,
        legend: Vec::new(),
    };
    let told = lang.with("home-figures-told", &[("count", desk.months.last().map_or(0, |(_, count)| *count).into())]);
    html! { (chart(&view, bars(&drawn, &now))) p.sr { (told) } }
}
