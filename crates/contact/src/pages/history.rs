//! History: everything that was changed, newest first, and the way back.

mod asked;
mod export;
mod many;
mod proof;
mod views;

use std::time::Duration;

use jiff::civil::Date;
use kit::{Registry, Reply, Visit};
use maud::Markup;
use schema::{Requirement, Verb};
use serde_json::Value as Json;
use store::{As, Error, Result, Tx};
use ui::page::confirm::{self, Confirm};
use ui::page::contact_list::Narrow;
use ui::page::error::{ErrorPage, Kind, error};
use ui::page::history::{self as page, Change, Day, Deed, Doer, History, Record, Thing, Through, Transaction};
use ui::part::button::Button;
use ui::part::chip::Filter;
use ui::part::crumbs::Crumb;
use ui::part::field::{Choice, Field, Widget};
use ui::part::menu::{entry, menu};
use ui::part::paging::Paging;
use ui::{Icon, Ui};

use super::address::local;
use super::frame::{self, Page};
use super::past::{self, Step};
use super::phrases::Lang;
use super::rows::{self, Row};
use super::slots;
use asked::{Asked, WAYS};

/// The kinds of records that can be asked for, with the key of each one's words.
const KINDS: [(&str, &str); 16] = [
    ("Contact", "history-the-record"),
    ("Email", "history-the-email"),
    ("Phone", "history-the-phone"),
    ("Address", "history-the-address"),
    ("Website", "history-the-website"),
    ("Note", "history-the-note"),
    ("Relationship", "history-the-relationship"),
    ("GroupContact", "history-the-group"),
    ("EntityTag", "history-the-tag"),
    ("Activity", "history-the-activity"),
    ("User", "history-the-account"),
    ("Role", "asked-kind-role"),
    ("ACL", "history-the-rule"),
    ("Consent", "history-the-consent"),
    ("Setting", "history-the-setting"),
    ("OptionValue", "history-the-choice"),
];

/// So long a question may take: words are looked for in all of history.
const PATIENCE: Duration = Duration::from_secs(8);

/// The pages.
pub(super) fn register(registry: &mut Registry) {
    let administrator = || Requirement::all(&["access CiviCRM", "administer CiviCRM"]);
    registry
        .page("/history", door(), list)
        .page("/history/export", administrator(), export::export)
        .page("/history/undo", administrator(), many::page)
        .page("/history/proof", administrator(), proof::page)
        .page("/history/views", administrator(), views::page)
        .page("/history/{id}/undo", Requirement::all(&["access CiviCRM"]), undo)
        .fill(slots::Settings {
            group: "settings-access",
            label: "looks-title",
            words: "looks-words",
            icon: ui::Icon::Eye,
            tone: ui::part::Tone::Sky,
            href: "/history/views",
            door: administrator(),
        })
        .fill(slots::Settings {
            group: "settings-access",
            label: "proof-title",
            words: "proof-words",
            icon: ui::Icon::Clock,
            tone: ui::part::Tone::Leaf,
            href: "/history/proof",
            door: administrator(),
        });
    many::register(registry);
    proof::register(registry);
}

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
fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let may_search = visit.actor.may("administer CiviCRM");
    let asked = Asked::read(&visit.query, may_search);
    let key = format!("history {}", visit.actor.contact_id.unwrap_or(0));
    let answer = visit.site.ask(visit.actor, &key, PATIENCE, |tx| {
        if let Some(contact) = asked.contact
            && !rows::may(tx, contact, Verb::View)?
        {
            return Err(Error::NotFound(format!("contact {contact}")));
        }
        asked::steps(tx, &asked, SIZE, 12)
    })?;
    let in_time = answer.is_some();
    let steps = answer.unwrap_or_default();
    let last = steps.last().map(|step| step.id).filter(|_| steps.len() as i64 == SIZE);
    let (told, names, people, doers) = visit.read(|tx| {
        let told = told(tx, &lang, steps)?;
        let people = past::names(tx, asked.contact.into_iter().chain(asked.by))?;
        Ok((named(tx, &told)?, told, people, doers(tx)?))
            .map(|(names, told, people, doers)| (told, names, people, doers))
    })?;
    let ui = visit.ui();
    let all = asked.at("/history");
    let older = last.map(|id| {
        let sign = if all.contains('?') { '&' } else { '?' };
        format!("{all}{sign}before={id}")
    });
    let record = asked.contact.map(|id| format!("/contacts/{id}"));
    let pairs = asked.pairs();
    let kept: Vec<(&str, &str)> = pairs
        .iter()
        .filter(|(name, _)| matches!(*name, "contact" | "record"))
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let choices = Choices::of(&lang, &doers);
    let view = History {
        way: way(&lang, &asked, &people, record.as_deref()),
        filters: asked_filters(&lang, &asked, &people),
        narrow: Some(Narrow { action: "/history", kept: &kept, fields: choices.fields(&lang, &asked, may_search) }),
        all: "/history",
        days: days(visit, &ui, &lang, &told, &names),
        paging: Paging {
            first: 1,
            last: told.len() as i64,
            previous: asked.before.map(|_| all.as_str()),
            next: older.as_deref(),
            ..Paging::default()
        },
        actions: may_search.then(|| actions(&lang, &asked)),
    };
    let page = Page { title: lang.text("history"), place: "/history", narrow: true };
    let markup = frame::show(visit, &lang, page, |ui, shell| page::history(ui, shell, &view))?;
    match in_time {
        true => Ok(Reply::Html(markup)),
        false => Err(Error::Request(lang.text("history-too-long").to_owned())),
    }
}

/// Where one is: the history of a contact stands below the contact.
fn way<'a>(lang: &'a Lang, asked: &Asked, people: &'a [Row], record: Option<&'a str>) -> Vec<Crumb<'a>> {
    match (asked.contact.and_then(|id| past::name_of(people, id)), record) {
        (Some(name), Some(href)) => vec![
            Crumb { label: lang.text("contacts"), href: Some("/contacts") },
            Crumb { label: name, href: Some(href) },
            Crumb { label: lang.text("history"), href: None },
        ],
        _ => Vec::new(),
    }
}

/// What can be done with all that answers.
fn actions(lang: &Lang, asked: &Asked) -> Markup {
    let file = |format: &str| {
        let at = asked.at("/history/export");
        let sign = if at.contains('?') { '&' } else { '?' };
        format!("{at}{sign}format={format}")
    };
    let (csv, json) = (file("csv"), file("json"));
    let back = asked.at("/history/undo");
    let narrow = asked.by.is_some() || asked.through.is_some() || asked.contact.is_some();
    maud::html! {
        @if narrow { (Button::link(lang.text("many-begin"), back).icon(Icon::ArrowCounterClockwise)) }
        (menu(lang.text("history-more"), Icon::DotsThreeBold, true, None, maud::html! {
            (entry(lang.text("history-csv"), Icon::Export, &csv))
            (entry(lang.text("history-json"), Icon::Export, &json))
            (entry(lang.text("looks-title"), Icon::Eye, "/history/views"))
            (entry(lang.text("proof-title"), Icon::Check, "/history/proof"))
        }))
    }
}

/// The people who have accounts: whose changes can be asked for.
fn doers(tx: &Tx<'_>) -> Result<Vec<(String, String)>> {
    let text = r#"SELECT c."id", c."display_name", u."username" FROM "civicrm_uf_match" u
        JOIN "civicrm_contact" c ON c."id" = u."contact_id" ORDER BY u."username" LIMIT 300"#;
    let mut all = Vec::new();
    tx.rows(&store::statement(text, Vec::new()), |row| {
        let text = |at| if let query::Cell::Text(text) = row.cell(at) { text.to_owned() } else { String::new() };
        if let query::Cell::Int(id) = row.cell(0) {
            let name = if text(1).is_empty() { text(2) } else { text(1) };
            all.push((id.to_string(), name));
        }
        Ok(())
    })?;
    Ok(all)
}

/// The choices by which history is narrowed.
struct Choices<'a> {
    doers: Vec<Choice<'a>>,
    kinds: Vec<Choice<'a>>,
    ways: Vec<Choice<'a>>,
}

impl<'a> Choices<'a> {
    fn of(lang: &'a Lang, doers: &'a [(String, String)]) -> Choices<'a> {
        let all = || Choice::of("", lang.text("asked-any"));
        let named = |list: &[(&'static str, &'static str)]| {
            let own = list.iter().map(|(value, key)| Choice::of(value, lang.text(key)));
            std::iter::once(all()).chain(own).collect::<Vec<_>>()
        };
        Choices {
            doers: std::iter::once(all()).chain(doers.iter().map(|(id, name)| Choice::of(id, name))).collect(),
            kinds: named(&KINDS),
            ways: named(&WAYS),
        }
    }

    fn fields(&'a self, lang: &'a Lang, asked: &Asked, may_search: bool) -> Vec<Field<'a>> {
        let text = |text: Option<String>| lang.keep(text.unwrap_or_default());
        let date = |date: Option<Date>| lang.keep(date.map(|date| date.to_string()).unwrap_or_default());
        let by = text(asked.by.map(|id| id.to_string()));
        let mut all = vec![
            Field::text("by", lang.text("asked-by"), by).widget(Widget::Select(&self.doers)),
            Field::text("entity", lang.text("asked-kind"), text(asked.entity.clone()))
                .widget(Widget::Select(&self.kinds)),
            Field::text("through", lang.text("asked-through"), text(asked.through.clone()))
                .widget(Widget::Select(&self.ways)),
            Field::text("from", lang.text("asked-from"), date(asked.from)).widget(Widget::Date),
            Field::text("to", lang.text("asked-to"), date(asked.to)).widget(Widget::Date),
        ];
        if may_search {
            all.insert(0, Field::text("text", lang.text("asked-text"), text(asked.text.clone())));
        }
        all
    }
}

/// A condition as a piece of a sentence, with the page that is shown without it.
fn asked_filter<'a>(lang: &'a Lang, key: &str, value: &str, without: &'a str) -> Filter<'a> {
    Filter {
        words: lang.locale.rich(key, &[("value", maud::html! { b { (value) } }.into())]),
        plain: lang.with(key, &[("value", value.into())]),
        without,
        change: None,
    }
}

fn asked_filters<'a>(lang: &'a Lang, asked: &Asked, people: &[Row]) -> Vec<Filter<'a>> {
    let name = |id: i64| past::name_of(people, id).map_or_else(|| format!("n° {id}"), str::to_owned);
    let date = |date: Date| lang.locale.date(date);
    let label = |list: &[(&str, &str)], value: &String| {
        list.iter().find(|(name, _)| name == value).map_or_else(|| value.clone(), |(_, key)| lang.text(key).to_owned())
    };
    let bare = Asked { before: None, ..asked.clone() };
    let all = [
        ("filter-by", asked.by.map(name), Asked { by: None, ..bare.clone() }),
        (
            "filter-kind",
            asked.entity.as_ref().map(|one| label(&KINDS, one)),
            Asked { entity: None, record: None, ..bare.clone() },
        ),
        (
            "filter-through",
            asked.through.as_ref().map(|one| label(&WAYS, one)),
            Asked { through: None, ..bare.clone() },
        ),
        ("filter-from", asked.from.map(date), Asked { from: None, ..bare.clone() }),
        ("filter-to", asked.to.map(date), Asked { to: None, ..bare.clone() }),
        ("filter-text", asked.text.clone(), Asked { text: None, ..bare }),
    ];
    all.into_iter()
        .filter_map(|(key, value, without)| {
            let value = value?;
            Some(asked_filter(lang, key, &value, lang.keep(without.at("/history"))))
        })
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
fn undo(visit: &mut Visit<'_>) -> Result<Reply> {
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
