//! The work that somebody has asked for and that goes on by itself: the list of one's own, and each one's page, with
//! its progress, its result and the way back.

use kit::{Queued, Registry, Reply, Visit};
use schema::Requirement;
use serde_json::{Value as Json, json};
use store::{As, Error, Result};
use ui::page::job::{self as page, JobLine, JobPage, State};

use super::frame::{self, Page};
use super::phrases::Lang;
use super::slots::{End, Told};

/// So many are listed.
const LISTED: i64 = 100;

/// The pages.
pub(super) fn register(registry: &mut Registry) {
    let inside = Requirement::all(&["access CiviCRM"]);
    registry
        .page("/jobs", inside.clone(), list)
        .page("/jobs/{id}", inside.clone(), show)
        .page("/jobs/{id}/cancel", inside.clone(), cancel)
        .page("/jobs/{id}/undo", inside, undo);
}

/// What a job tells at its end: how many it changed, and the transactions in which it did. For `Work::result`.
pub fn result(count: i64, transactions: &[i64]) -> String {
    json!({"count": count, "transactions": transactions}).to_string()
}

/// The number and the transactions of a result made with [`result`].
pub fn read_result(job: &Queued) -> (i64, Vec<i64>) {
    let told: Json = job.result.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let transactions = told.get("transactions").and_then(Json::as_array);
    let transactions = transactions.map(|all| all.iter().filter_map(Json::as_i64).collect()).unwrap_or_default();
    (told.get("count").and_then(Json::as_i64).unwrap_or(0), transactions)
}

fn state(job: &Queued) -> State {
    match job.state.as_str() {
        "done" => State::Done,
        "failed" => State::Failed,
        "cancelled" => State::Cancelled,
        _ => State::Open,
    }
}

fn told<'r>(visit: &'r Visit<'_>, job: &Queued) -> Option<&'r Told> {
    visit.registry.filled::<Told>().iter().find(|told| told.kind == job.kind)
}

/// What it is called; the description of its kind where nobody has given it words.
fn title<'a>(visit: &Visit<'_>, lang: &'a Lang, job: &Queued) -> &'a str {
    if let Some(told) = told(visit, job) {
        return lang.text(told.title);
    }
    let key = format!("action-job-{}", job.kind.replace(' ', "-"));
    if lang.locale.has(&key) {
        return lang.text(&key);
    }
    let kind = visit.registry.jobs.iter().find(|kind| kind.name == job.kind);
    lang.keep(kind.map_or(job.kind.as_str(), |kind| kind.description))
}

fn state_label<'a>(lang: &'a Lang, job: &Queued) -> &'a str {
    match state(job) {
        State::Open => lang.text("job-open"),
        State::Done => lang.text("job-done"),
        State::Failed => lang.text("job-failed"),
        State::Cancelled => lang.text("job-cancelled"),
    }
}

/// What came of it.
fn end(visit: &Visit<'_>, lang: &Lang, job: &Queued) -> Result<End> {
    let words = match state(job) {
        State::Open => lang.text("job-waiting").to_owned(),
        State::Failed => {
            let why = job.result.clone().unwrap_or_default();
            lang.locale.with("job-failed-because", &[("why", why.into())])
        }
        // What was done before it was stopped can still be taken back.
        State::Cancelled => {
            let (_, undo) = read_result(job);
            return Ok(End { words: lang.text("job-cancelled-words").to_owned(), undo, ..End::default() });
        }
        State::Done => match told(visit, job) {
            Some(told) => return (told.end)(visit, lang, job),
            None => {
                job.result.clone().filter(|text| !text.is_empty()).unwrap_or_else(|| lang.text("job-done").to_owned())
            }
        },
    };
    Ok(End { words, ..End::default() })
}

/// `/jobs`
fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let own = match visit.actor.contact_id {
        Some(contact) => visit.read(|tx| kit::job::queued_by(tx, contact, LISTED))?,
        None => Vec::new(),
    };
    let today = visit.read(|tx| Ok(tx.clock().today()))?;
    let mut lines = Vec::new();
    for job in &own {
        let words = if job.is_open() { String::new() } else { end(visit, &lang, job)?.words };
        lines.push(JobLine {
            id: lang.keep(job.id.to_string()),
            href: lang.keep(format!("/jobs/{}", job.id)),
            title: title(visit, &lang, job),
            state: state(job),
            state_label: state_label(&lang, job),
            words: lang.keep(words),
            when: lang.keep(lang.locale.relative(job.created.date(), today)),
        });
    }
    let page = Page { title: lang.text("jobs"), place: "/jobs", narrow: true };
    Ok(Reply::Html(frame::show(visit, &lang, page, |ui, shell| page::jobs(ui, shell, &lines))?))
}

/// The job, if it is the visitor's own, or the visitor looks after the site.
fn own(visit: &Visit<'_>) -> Result<Queued> {
    let id = visit.id(0)?;
    let found = visit.read(|tx| kit::job::queued(tx, id))?;
    let mine = |job: &Queued| {
        job.contact_id.is_some() && job.contact_id == visit.actor.contact_id || visit.actor.may("administer CiviCRM")
    };
    found.filter(mine).ok_or_else(|| Error::NotFound(format!("job {id}")))
}

/// `/jobs/{id}`
fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let job = own(visit)?;
    let here = format!("/jobs/{}", job.id);
    let (cancel, undo) = (format!("{here}/cancel"), format!("{here}/undo"));
    let end = end(visit, &lang, &job)?;
    let undone = visit.read(|tx| {
        let mut open = Vec::new();
        for id in &end.undo {
            open.push(super::past::find(tx, *id)?.is_some_and(|step| step.undone_by.is_none()));
        }
        Ok(!open.contains(&true))
    })?;
    let view = JobPage {
        title: title(visit, &lang, &job),
        state: state(&job),
        words: &end.words,
        progress: job.progress,
        total: job.total,
        here: &here,
        all: "/jobs",
        cancel: job.is_open().then_some(cancel.as_str()),
        undo: (!end.undo.is_empty() && !undone).then_some(undo.as_str()),
        links: end.links.iter().map(|(label, href)| (label.as_str(), href.as_str())).collect(),
    };
    let page = Page { title: view.title, place: "/jobs", narrow: true };
    Ok(Reply::Html(frame::show(visit, &lang, page, |ui, shell| page::job(ui, shell, &view))?))
}

/// `/jobs/{id}/cancel`
fn cancel(visit: &mut Visit<'_>) -> Result<Reply> {
    let job = own(visit)?;
    if visit.is_post {
        visit.write(|tx| kit::job::cancel(tx, job.id))?;
    }
    Ok(Reply::Redirect(format!("/jobs/{}", job.id)))
}

/// `/jobs/{id}/undo`: reverses all that it did, last step first.
fn undo(visit: &mut Visit<'_>) -> Result<Reply> {
    let job = own(visit)?;
    if visit.is_post && !job.is_open() {
        let lang = Lang::new(visit.locale);
        let steps = end(visit, &lang, &job)?.undo;
        let done = visit.write(|tx| {
            for step in steps.iter().rev() {
                tx.undo(*step, As::Actor)?;
            }
            Ok(tx.transaction_id())
        });
        match done {
            Ok(_) => visit.say("said-job-undone", None),
            Err(Error::Conflict(_)) => visit.say("said-job-changed-since", None),
            Err(error) => return Err(error),
        }
    }
    Ok(Reply::Redirect(format!("/jobs/{}", job.id)))
}
