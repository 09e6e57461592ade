//! What is done with the ticked contacts of a list beside what the list itself offers: wishes, addresses on hold, an
//! activity with each, labels and letters on paper, the map, the printed list.

pub mod act;
pub mod hold;
pub mod labels;
pub mod letters;
pub mod looks;
pub mod wishes;

use contact::pages::asked::Asked;
use contact::pages::frame::{self, Page};
use contact::pages::list;
use contact::pages::phrases::Lang;
use contact::pages::rows;
use contact::pages::slots::Task;
use kit::{Registry, Reply, Visit};
use maud::Markup;
use schema::{Requirement, Verb};
use serde_json::json;
use store::{As, Error, Result, Tx};
use ui::Icon;
use ui::page::group::{Gather, gather};
use ui::part::field::Field;

use crate::view::batch::{self, Batch};

/// So many contacts are done with in one go.
const MOST: i64 = 10_000;
/// So many while one waits; more go on as a job.
const AT_ONCE: usize = 500;
/// The name of the button that does it.
const GO: &str = "go";

/// The contacts that a list's form means, as far as the visitor sees them.
fn picked(tx: &Tx<'_>, visit: &Visit<'_>) -> Result<Vec<i64>> {
    let ids = list::picked(tx, &visit.form, false, MOST + 1)?;
    match ids.len() as i64 > MOST {
        true => Err(Error::Request(format!("A task takes {MOST} contacts at most."))),
        false => Ok(ids),
    }
}

/// Of these contacts those whom the visitor may change.
fn editable(tx: &Tx<'_>, ids: &[i64]) -> Result<Vec<i64>> {
    let asked = rows::request(&["id"], json!([["id", "IN", ids]]), Vec::new(), 0);
    Ok(tx.get_for("Contact", &asked, As::Actor, Verb::Edit)?.rows.iter().map(rows::id).collect())
}

/// What a page between ticking and doing says.
struct Between<'a> {
    title: &'a str,
    words: &'a str,
    action: &'a str,
    fields: Vec<Field<'a>>,
    /// The names of its own inputs, which are not carried on.
    own: &'a [&'a str],
    submit: &'a str,
}

/// The page between ticking and doing.
fn between(visit: &Visit<'_>, lang: &Lang, asks: Between<'_>) -> Result<Markup> {
    between_from(visit, lang, asks, &Asked::of(&visit.form).href("/contacts"))
}

/// The same for records of the list at this address.
fn between_from(visit: &Visit<'_>, lang: &Lang, asks: Between<'_>, back: &str) -> Result<Markup> {
    let known = |name: &str| asks.own.contains(&name) || name == ui::Csrf::FIELD || name == GO;
    let mut kept: Vec<(String, String)> = visit.form.0.iter().filter(|(name, _)| !known(name)).cloned().collect();
    kept.push((GO.to_owned(), "1".to_owned()));
    let view = Gather {
        title: asks.title,
        words: asks.words,
        action: asks.action,
        back,
        kept,
        fields: asks.fields,
        submit: asks.submit,
    };
    let place = if back.starts_with("/activities") { "/activities" } else { "/contacts" };
    let page = Page { title: asks.title, place, narrow: true };
    frame::show(visit, lang, page, |ui, shell| gather(ui, shell, &view))
}

/// Says that nobody was ticked.
fn nobody(visit: &mut Visit<'_>) -> Reply {
    visit.say("said-nobody-ticked", None);
    Reply::Redirect("/contacts".to_owned())
}

/// Does it, at once or as a job; says what came of it.
fn done(visit: &mut Visit<'_>, mut work: Batch, said: &'static str) -> Result<Reply> {
    let back = work.view.clone();
    let (job, transaction, refused) = visit.write(|tx| {
        work.check(tx)?;
        if work.ids.len() > AT_ONCE {
            let total = i64::try_from(work.ids.len()).unwrap_or(i64::MAX);
            return Ok((Some(kit::job::queue(tx, batch::JOB, &work.json(), total)?), None, 0));
        }
        let ids = std::mem::take(&mut work.ids);
        let refused = ids.len() as i64 - work.apply(tx, &ids)?;
        Ok((None, tx.transaction_id(), refused))
    })?;
    if let Some(job) = job {
        return Ok(Reply::Redirect(format!("/jobs/{job}")));
    }
    match (transaction, refused) {
        (None, 0) => visit.say("said-nothing", None),
        (None, _) => visit.say("said-records-none", None),
        (Some(_), 0) => visit.say(said, transaction),
        (Some(_), _) => visit.say("said-records-some", transaction),
    }
    Ok(Reply::Redirect(back))
}

/// A page as a function.
type Show = fn(&mut Visit<'_>) -> Result<Reply>;

/// Signs the tasks into the registry.
pub fn register(registry: &mut Registry) {
    let inside = || Requirement::all(&["access CiviCRM"]);
    let all: [(&'static str, Icon, &'static str, Show); 7] = [
        ("task-activity", Icon::ChatCircle, act::PATH, act::page),
        ("task-wishes", Icon::BellSlash, wishes::PATH, wishes::page),
        ("task-unhold", Icon::EnvelopeOpen, hold::PATH, hold::page),
        ("task-labels", Icon::Tag, labels::PATH, labels::page),
        ("task-letters", Icon::Mailbox, letters::PATH, letters::page),
        ("task-map", Icon::Globe, looks::MAP, looks::map),
        ("task-print", Icon::Printer, looks::PRINT, looks::print),
    ];
    registry.page(letters::OF_ACTIVITIES, inside(), letters::of_activities).fill(activity::Task {
        label: "task-letters",
        icon: Icon::Mailbox,
        path: letters::OF_ACTIVITIES,
        door: inside(),
    });
    for (label, icon, path, page) in all {
        registry.fill(Task { label, icon, path, door: inside() }).page(path, inside(), page);
    }
}
