//! History: everything that was changed, newest first, and the way back.

use jiff::civil::Date;
use kit::{Reply, Visit};
use maud::Markup;
use schema::{Requirement, Verb};
use serde_json::Value as Json;
use store::{As, Error, Result, Tx};
use ui::Ui;
use ui::page::confirm::{self, Confirm};
use ui::page::contact_list::Narrow;
use ui::page::error::{ErrorPage, Kind, error};
use ui::page::history::{self as page, Change, Day, Deed, Doer, History, Record, Thing, Through, Transaction};
use ui::part::chip::Filter;
use ui::part::crumbs::Crumb;
use ui::part::paging::Paging;

use super::address::{href, local};
use super::frame::{self, Page};
use super::past::{self, Step};
use super::phrases::Lang;
use super::rows::{self, Row};
use super::slots;

/// Transactions of one page.
const SIZE: i64 = 40;

/// So long a change can be taken back, in days.
const UNDO_DAYS: i64 = 30;

/// History tells of every contact, so whoever sees all of them may read it.
pub(super) fn door() -> Requirement {
    Requirement::all(&["access CiviCRM", "view all contacts"])
}

/// A transaction with what its line says.
pub(super) struct Told {
    pub step: Step,
    details: Vec<(String, String, String)>,
    owners: i64,
    undone: Option<String>,
}

/// What is asked of history.
#[derive(Default)]
struct Asked {
    contact: Option<i64>,
    by: Option<i64>,
    before: Option<i64>,
}

/// Reads transactions with all that their lines say. Only administrators are told of what concerns no contact.
///
/// # Errors
/// The database's own failure.
pub(super) fn told(tx: &Tx<'_>, lang: &Lang, steps: Vec<Step>) -> Result<Vec<Told>> {
    let all = tx.actor().may("administer CiviCRM");
    let mut found = Vec::new();
    for step in steps {
        if step.changes.is_empty() || !all && !step.changes.iter().any(|change| change.owner.is_some()) {
            continue;
        }
        let owners = past::owners(tx, step.id)?;
        let details = if owners > 1 { Vec::new() } else { past::details(tx, lang, &step, 12)? };
        found.push(Told { undone: undone(tx, lang, &step)?, details, owners, step });
    }
    Ok(found)
}

fn undone(tx: &Tx<'_>, lang: &Lang, step: &Step) -> Result<Option<String>> {
    let Some(by) = step.undone_by.map(|id| past::find(tx, id)).transpose()?.flatten() else { return Ok(None) };
    let names = past::names(tx, by.contact_id.into_iter())?;
    let date = lang.locale.day_month(by.at.date());
    Ok(Some(lang.locale.with("undone-by", &[("date", date.into()), ("who", past::who(lang, &by, &names).into())])))
}

/// The names that these transactions speak of.
///
/// # Errors
/// The database's own failure.
pub(super) fn named(tx: &Tx<'_>, told: &[Told]) -> Result<Vec<Row>> {
    let actors = told.iter().filter_map(|one| one.step.contact_id);
    let owners = told.iter().flat_map(|one| one.step.changes.iter().filter_map(|change| change.owner));
    past::names(tx, actors.chain(owners))
}

/// The sentence of a transaction.
pub(super) fn sentence(ui: &Ui<'_>, lang: &Lang, one: &Told, names: &[Row], reader: Option<i64>) -> Markup {
    let step = &one.step;
    let who = doer(lang, step, names, reader);
    if step.undoes.is_some() {
        return page::sentence(ui, who, Deed::Undid, Thing::Record, None);
    }
    let Some(main) = past::main_change(lang, step) else {
        return page::sentence(ui, who, Deed::Changed, Thing::Other, None);
    };
    let thing = Thing::of(&main.entity);
    let bin = main.after.get("is_deleted").and_then(Json::as_bool);
    let deed = match (main.action.as_str(), main.entity.as_str(), bin) {
        (_, "Contact", Some(true)) if main.action == "update" => Deed::Trashed,
        (_, "Contact", Some(false)) if main.action == "update" => Deed::Restored,
        ("create", ..) => Deed::Created,
        ("delete", ..) => Deed::Deleted,
        _ => Deed::Changed,
    };
    if one.owners > 1 {
        return page::several(ui, who, deed, one.owners);
    }
    let owner = main.owner.map(|id| (id, past::name_of(names, id)));
    let href = owner.map(|(id, _)| format!("/contacts/{id}"));
    let fallback = owner.map(|(id, _)| lang.with("fact-number", &[("id", id.to_string().into())]));
    let record = owner.map(|(_, name)| Record {
        name: name.or(fallback).unwrap_or_default(),
        href: href.as_deref().filter(|_| name.is_some()),
    });
    page::sentence(ui, who, deed, thing, record)
}

fn doer<'a>(lang: &'a Lang, step: &'a Step, names: &'a [Row], reader: Option<i64>) -> Doer<'a> {
    let name = if step.actor.starts_with("system: ") { "" } else { past::who(lang, step, names) };
    Doer { name, photo: None, you: reader.is_some() && step.contact_id == reader }
}

fn through(step: &Step) -> Through<'static> {
    match step.source.as_str() {
        "page" => Through::Pages,
        "api" => Through::Api,
        "command line" => Through::CommandLine,
        "installation" => Through::Installation,
        "import" => Through::Import(""),
        _ if step.actor.starts_with("system: ") => Through::Job,
        _ => Through::Pages,
    }
}

/// Whether this visitor may take it back: their own changes, or anyone's for administrators, for a month.
fn may_undo(visit: &Visit<'_>, step: &Step, today: Date) -> bool {
    let own = visit.actor.contact_id.is_some() && visit.actor.contact_id == step.contact_id;
    let age = today.since(step.at.date()).map_or(i64::MAX, |span| i64::from(span.get_days()));
    (own || visit.actor.may("administer CiviCRM")) && age <= UNDO_DAYS && step.source != "installation"
}

/// `/history`
pub(super) fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let int = |name: &str| visit.query.int(name);
    let asked = Asked { contact: int("contact"), by: int("by"), before: int("before") };
    let (told, names, last, people) = visit.read(|tx| {
        let steps = match asked.contact {
            Some(contact) if rows::may(tx, contact, Verb::View)? => past::of_contact(tx, contact, 300)?,
            Some(contact) => return Err(Error::NotFound(format!("contact {contact}"))),
            None => past::all(tx, asked.before, asked.by, SIZE)?,
        };
        let last = steps.last().map(|step| step.id).filter(|_| asked.contact.is_none() && steps.len() as i64 == SIZE);
        let told = told(tx, &lang, steps)?;
        let people = past::names(tx, asked.contact.into_iter().chain(asked.by))?;
        Ok((named(tx, &told)?, told, last, people)).map(|(names, told, last, people)| (told, names, last, people))
    })?;
    let ui = visit.ui();
    let days = days(visit, &ui, &lang, &told, &names);
    let count = told.len() as i64;
    let older = last.map(|id| {
        href("/history", &[("by", &asked.by.map(|id| id.to_string()).unwrap_or_default()), ("before", &id.to_string())])
    });
    let contact = asked.contact.and_then(|id| past::name_of(&people, id));
    let record = asked.contact.map(|id| format!("/contacts/{id}"));
    let way = match (contact, record.as_deref()) {
        (Some(name), Some(href)) => vec![
            Crumb { label: lang.text("contacts"), href: Some("/contacts") },
            Crumb { label: name, href: Some(href) },
            Crumb { label: lang.text("history"), href: None },
        ],
        _ => Vec::new(),
    };
    let view = History {
        way,
        filters: filters(&lang, &asked, &people),
        narrow: None::<Narrow<'_>>,
        all: "/history",
        days,
        paging: Paging {
            first: 1,
            last: count,
            previous: asked.before.map(|_| "/history"),
            next: older.as_deref(),
            ..Paging::default()
        },
    };
    let page = Page { title: lang.text("history"), place: "/history", narrow: true };
    let markup = frame::show(visit, &lang, page, |ui, shell| page::history(ui, shell, &view))?;
    Ok(Reply::Html(markup))
}

fn filters<'a>(lang: &'a Lang, asked: &Asked, people: &[Row]) -> Vec<Filter<'a>> {
    let by = asked.by.and_then(|id| past::name_of(people, id));
    by.map(|name| Filter {
        words: lang.locale.rich("filter-by", &[("value", maud::html! { b { (name) } }.into())]),
        plain: lang.with("filter-by", &[("value", name.into())]),
        without: "/history",
        change: None,
    })
    .into_iter()
    .collect()
}

fn days<'a>(visit: &'a Visit<'_>, ui: &Ui<'_>, lang: &'a Lang, told: &'a [Told], names: &'a [Row]) -> Vec<Day<'a>> {
    let mut days: Vec<(Date, Day<'a>)> = Vec::new();
    for one in told {
        let line = line(visit, ui, lang, one, names);
        let date = one.step.at.date();
        match days.last_mut() {
            Some((day, known)) if *day == date => known.transactions.push(line),
            _ => {
                let heading = lang.keep(lang.locale.day_heading(date, ui.today)).into();
                days.push((date, Day { heading, transactions: vec![line] }));
            }
        }
    }
    days.into_iter().map(|(_, day)| day).collect()
}

fn line<'a>(visit: &Visit<'_>, ui: &Ui<'_>, lang: &'a Lang, one: &'a Told, names: &'a [Row]) -> Transaction<'a> {
    let step = &one.step;
    let some = |text: &'a String| Some(text.as_str().into()).filter(|_| !text.is_empty());
    let target = step.undone_by.unwrap_or(step.id);
    Transaction {
        time: lang.locale.time(step.at).into(),
        machine_time: step.at.to_string().into(),
        who: doer(lang, step, names, visit.actor.contact_id),
        through: through(step),
        words: sentence(ui, lang, one, names, visit.actor.contact_id),
        changes: one
            .details
            .iter()
            .map(|(label, before, after)| Change {
                label: label.as_str().into(),
                before: some(before),
                after: some(after),
            })
            .collect(),
        undo: may_undo(visit, step, ui.today).then(|| format!("/history/{target}/undo").into()),
        undone: one.undone.as_deref().map(Into::into),
    }
}

/// `/history/{id}/undo`
pub(super) fn undo(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if !visit.is_post {
        return Ok(Reply::Redirect("/history".to_owned()));
    }
    let lang = Lang::new(visit.locale);
    let today = visit.ui().today;
    let step = visit.read(|tx| past::find(tx, id))?.ok_or_else(|| Error::NotFound(format!("transaction {id}")))?;
    if !may_undo(visit, &step, today) {
        return Err(Error::Forbidden("undo this change".to_owned()));
    }
    let reach = visit.read(|tx| past::owners(tx, id))?;
    if reach >= LARGE && !visit.form.has(confirm::SURE) {
        return ask_first(visit, &lang, &step, reach);
    }
    let result = visit.write(|tx| {
        let mut owners: Vec<i64> = step.changes.iter().filter_map(|change| change.owner).collect();
        owners.dedup();
        for owner in owners {
            let exists = tx.load(&*tx.entity("Contact")?, owner)?.is_some();
            if exists && !rows::may(tx, owner, Verb::Edit)? {
                return Err(Error::Forbidden("edit this contact".to_owned()));
            }
        }
        let mut who = As::Actor;
        for slots::Reversible(may) in visit.registry.filled() {
            if may(tx, id)? {
                who = As::Program;
            }
        }
        tx.undo(id, who)?;
        Ok(tx.transaction_id())
    });
    match result {
        Ok(transaction) => {
            visit.say("said-undone", transaction);
            Ok(Reply::Redirect(back(visit, &step)))
        }
        Err(Error::Conflict(_)) => stuck(visit, &lang, &step),
        Err(error) => Err(error),
    }
}

/// Undoing a change of so many contacts is asked for twice.
const LARGE: i64 = 100;

/// Says how many records an undo would touch.
fn ask_first(visit: &Visit<'_>, lang: &Lang, step: &Step, reach: i64) -> Result<Reply> {
    let back = back(visit, step);
    let title = lang.with("undo-many", &[("count", reach.into())]);
    let day = lang.locale.date(step.at.date());
    let words = lang.with("undo-many-words", &[("date", day.into()), ("count", reach.into())]);
    let kept = [("back", back.as_str())];
    let (action, label) = (visit.path, lang.text("undo-many-do"));
    let view = Confirm { title, words, action, kept: &kept, label, is_loss: true, back: &back };
    let page = Page { title, place: "/history", narrow: true };
    Ok(Reply::Html(frame::show(visit, lang, page, |ui, shell| confirm::confirm(ui, shell, &view))?))
}

/// The page one came from, unless the undo has taken it away.
fn back(visit: &Visit<'_>, step: &Step) -> String {
    let asked = local(visit.form.get("back")).unwrap_or("/history");
    let made = step.changes.iter().find(|change| change.entity == "Contact" && change.action == "create");
    let gone = made.is_some_and(|change| asked.starts_with(&format!("/contacts/{}", change.record_id)));
    if gone { "/contacts".to_owned() } else { asked.to_owned() }
}

/// Something newer stands in the way of an undo.
fn stuck(visit: &Visit<'_>, lang: &Lang, step: &Step) -> Result<Reply> {
    let names = visit.read(|tx| past::names(tx, step.changes.iter().filter_map(|change| change.owner)))?;
    let all: Vec<&str> =
        names.iter().map(|row| rows::text(row, "display_name")).filter(|name| !name.is_empty()).collect();
    let detail = lang.with("undo-stuck", &[("names", all.join(", ").into())]);
    let view = ErrorPage {
        kind: Kind::Conflict,
        detail: Some(detail),
        reference: None,
        retry: None,
        back: Some((lang.text("history"), "/history")),
    };
    let page = Page { title: lang.text("history"), place: "/history", narrow: true };
    Ok(Reply::Status(409, frame::show(visit, lang, page, |ui, shell| error(ui, shell, &view))?))
}
