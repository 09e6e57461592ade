//! Whether history still is what was written: the chain over it, looked at every night and whenever somebody asks.

use kit::{Job, Registry, Reply, Visit, Work};
use maud::html;
use serde_json::{Value as Json, json};
use store::seal::{Checked, Fault, Link};
use store::{Error, Result, Tx, statement};
use ui::Icon;
use ui::page::accounts::{Sheet, sheet};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::crumbs::Crumb;
use ui::part::form::Form;
use ui::part::notice::notice;

use super::super::frame::{self, Page};
use super::super::phrases::Lang;
use super::super::slots::{End, Told};
use crate::access::fact;

/// The names of the jobs.
const SEAL: &str = "seal";
const NIGHTLY: &str = "verify history";
const NOW: &str = "verify history now";
/// Links that are looked at in one step of the job.
const STEP: i64 = 40;
/// A step ends after so many transactions.
const ENOUGH: i64 = 2_000;
/// So many faults are told; the first ones say where to look.
const TOLD: usize = 20;

pub(super) fn register(registry: &mut Registry) {
    let description = "Looks whether history still is what was written.";
    registry
        .job(Job { name: SEAL, description: "Adds a link to the chain over history.", every: Some(60), run: seal })
        .job(Job { name: NIGHTLY, description, every: Some(86_400), run: verify })
        .job(Job { name: NOW, description, every: None, run: verify })
        .fill(Told { kind: NOW, title: "proof-title", end });
}

fn seal(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    work.position = tx.seal()?.then(|| json!(true));
    Ok(())
}

/// Looks at the next links; the result is the job's, as [`Outcome`] reads it.
fn verify(tx: &mut Tx<'_>, work: &mut Work) -> Result<()> {
    let sofar = work.position.take().unwrap_or_default();
    let after = sofar["after"].as_i64().unwrap_or(0);
    let found = part(tx, after)?;
    let sum = |name: &str, more: i64| sofar[name].as_i64().unwrap_or(0) + more;
    let mut faults = sofar["faults"].as_array().cloned().unwrap_or_default();
    faults.extend(found.faults.iter().map(fault).take(TOLD.saturating_sub(faults.len())));
    let told = json!({
        "links": sum("links", found.links),
        "transactions": sum("transactions", found.transactions),
        "changes": sum("changes", found.changes),
        "erased": sum("erased", found.erased),
        "broken": sum("broken", i64::try_from(found.faults.len()).unwrap_or(0)),
        "faults": faults,
        "after": found.next,
        "at": tx.clock().now.strftime("%Y-%m-%d %H:%M:%S").to_string(),
    });
    work.progress = told["links"].as_i64().unwrap_or(0);
    if found.next.is_none() {
        fact::keep(tx, fact::HISTORY_FAULTS, told["broken"].as_i64().unwrap_or(0))?;
        fact::keep_now(tx, fact::HISTORY_CHECKED)?;
    }
    match found.next {
        Some(_) => work.position = Some(told),
        None => work.result = Some(told.to_string()),
    }
    Ok(())
}

/// The next links: few enough that nobody waits for this transaction.
fn part(tx: &Tx<'_>, mut after: i64) -> Result<Checked> {
    let mut all = Checked::default();
    for _ in 0..STEP {
        let one = tx.check_chain(after, 1)?;
        all.next = one.next;
        all.add(one);
        match all.next {
            Some(next) if all.transactions < ENOUGH => after = next,
            _ => break,
        }
    }
    Ok(all)
}

/// A fault in numbers, as results keep it.
fn fault(fault: &Fault) -> Json {
    let link = |kind: &str, link: &Link| json!({"kind": kind, "link": link.id, "at": link.at, "first": link.first, "last": link.last});
    match fault {
        Fault::Link(one) => link("link", one),
        Fault::Content(one) => link("content", one),
        Fault::Values { transaction, change } => json!({"kind": "values", "first": transaction, "change": change}),
        Fault::Actor { transaction } => json!({"kind": "actor", "first": transaction}),
    }
}

/// The faults of a look in the words of a language.
fn sentences(lang: &Lang, told: &Json) -> Vec<String> {
    let number = |one: &Json, name: &str| one[name].as_i64().unwrap_or(0).to_string();
    let words = |one: &Json| {
        let key = match one["kind"].as_str() {
            Some("link") => "proof-fault-link",
            Some("content") => "proof-fault-content",
            Some("values") => return lang.locale.with("proof-fault-values", &[("id", number(one, "first").into())]),
            _ => return lang.locale.with("proof-fault-actor", &[("id", number(one, "first").into())]),
        };
        let (first, last) = (number(one, "first"), number(one, "last"));
        let link = number(one, "link");
        lang.locale.with(key, &[("link", link.into()), ("first", first.into()), ("last", last.into())])
    };
    told["faults"].as_array().into_iter().flatten().map(words).collect()
}

/// What a look found, in a sentence.
fn summary(lang: &Lang, told: &Json) -> String {
    let count = |name: &str| told[name].as_i64().unwrap_or(0);
    match count("broken") {
        0 => lang.locale.with(
            "proof-sound",
            &[("transactions", count("transactions").into()), ("changes", count("changes").into())],
        ),
        broken => lang.locale.with("proof-broken", &[("count", broken.into())]),
    }
}

fn end(_: &Visit<'_>, lang: &Lang, job: &kit::Queued) -> Result<End> {
    let told: Json = job.result.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let links = vec![(lang.text("proof-title").to_owned(), "/history/proof".to_owned())];
    Ok(End { words: summary(lang, &told), links, undo: Vec::new() })
}

/// The result of the latest look that ended.
fn latest(tx: &Tx<'_>) -> Result<Option<Json>> {
    let text = r#"SELECT "result" FROM "ruche_job" WHERE "kind" IN ('verify history', 'verify history now')
        AND "result" LIKE '{%' ORDER BY "due" DESC"#;
    let mut all: Vec<Json> = Vec::new();
    tx.rows(&statement(text, Vec::new()), |row| {
        if let query::Cell::Text(text) = row.cell(0) {
            all.extend(serde_json::from_str::<Json>(text));
        }
        Ok(())
    })?;
    all.sort_by(|a, b| a["at"].as_str().cmp(&b["at"].as_str()));
    Ok(all.pop())
}

/// `/history/proof`
pub(super) fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    if !visit.actor.may("administer CiviCRM") {
        return Err(Error::Forbidden("administer CiviCRM".to_owned()));
    }
    let lang = Lang::new(visit.locale);
    if visit.is_post {
        let id = visit.write(|tx| {
            tx.seal()?;
            kit::job::queue(tx, NOW, &Json::Null, 0)
        })?;
        return Ok(Reply::Redirect(format!("/jobs/{id}")));
    }
    let (last, told) = visit.read(|tx| Ok((tx.last_link()?, latest(tx)?)))?;
    let title = lang.text("proof-title");
    let page = Page { title, place: "/history", narrow: true };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let way =
            vec![Crumb { label: lang.text("history"), href: Some("/history") }, Crumb { label: title, href: None }];
        let view = Sheet { way, title, intro: Some(lang.text("proof-words")), count: None };
        sheet(
            ui,
            shell,
            &view,
            None,
            html! {
                @match &told {
                    None => (notice(Tone::Stone, Icon::Info, html! { p { (lang.text("proof-never")) } }, None)),
                    Some(told) => {
                        @let sound = told["broken"] == 0;
                        @let (tone, icon) = if sound { (Tone::Leaf, Icon::Check) } else { (Tone::Brick, Icon::WarningCircle) };
                        (notice(tone, icon, html! {
                            p { b { (summary(&lang, told)) } }
                            @for sentence in sentences(&lang, told) { p { (sentence) } }
                            @if !sound { p { (lang.text("proof-broken-help")) } }
                            @if told["erased"].as_i64().is_some_and(|n| n > 0) {
                                p.quiet { (lang.with("proof-erased", &[("count", told["erased"].as_i64().unwrap_or(0).into())])) }
                            }
                            @if let Some(at) = told["at"].as_str().and_then(super::super::rows::moment) {
                                p.quiet { (lang.with("proof-when", &[("date", lang.locale.date(at.date()).into()), ("time", lang.locale.time(at).into())])) }
                            }
                        }, None))
                    }
                }
                (Form::post(ui.csrf, "/history/proof").class("stack").whole_page().render(html! { (Button::submit(lang.text("proof-now")).primary()) }))
                @if let Some(link) = &last {
                    h2 { (lang.text("proof-last")) }
                    p { (lang.text("proof-last-words")) }
                    p { code.long-code { (link.id) ":" (link.hash) } }
                }
            },
        )
    })?;
    Ok(Reply::Html(markup))
}
