//! `/view/{name}/task`: something done with many records after a look at what it would do; and `/view/{name}/hand`, which
//! hands the contacts of a search to the tasks of contacts. Many records go on as a job.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::pages::slots::Task;
use kit::{Fields, Reply, Visit};
use maud::{Markup, html};
use serde_json::{Value as Json, json};
use store::{Error, Result, Tx};
use ui::Icon;
use ui::part::button::Button;
use ui::part::form::Form;
use ui::part::head::{Head, head};

use super::batch::{self, Batch, Deed};
use super::page;
use crate::compose::fields::{self, Purpose};
use crate::compose::state::encoded;
use crate::compose::words::{self, About};
use crate::export::{Export, Format};
use crate::run::Prepared;
use crate::run::cells::For;
use crate::run::item;

/// So many records are done with while one waits; more go on as a job.
const AT_ONCE: usize = 500;
/// So many contacts can be handed to a task of contacts: what one condition may name.
const HANDED: usize = 10_000;
/// So many names stand in the preview.
const NAMED: i64 = 5;

/// The records that are meant, as far as the search with the filters of the address finds them: the ticked, or all.
pub struct Picked {
    pub prepared: Prepared,
    pub ids: Vec<i64>,
    whole: bool,
}

/// Finds them.
///
/// # Errors
/// `NotFound` for a search that the visitor does not see, or what the planner refuses.
pub fn picked(tx: &mut Tx<'_>, name: &str, query: &Fields, form: &Fields) -> Result<Picked> {
    let (question, _) = page::question(tx, name, query.text("display"))?;
    let prepared = page::asked(question, query).prepare(tx)?;
    let found: Vec<i64> = prepared.ids(tx)?.iter().filter_map(Json::as_i64).collect();
    let whole = form.has(ui::part::bulk::WHOLE);
    let ticked: std::collections::HashSet<i64> = form.all("id").filter_map(|id| id.parse().ok()).collect();
    let mut ids: Vec<i64> = found.into_iter().filter(|id| whole || ticked.contains(id)).collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(Picked { prepared, ids, whole })
}

/// The address of the view with the filters that narrow it, and something more.
pub fn here(visit: &Visit<'_>, page: &str, more: &str) -> String {
    let name = visit.captures.first().cloned().unwrap_or_default();
    let own = |name: &str| name.starts_with("f:") || name == "display";
    let kept: Vec<String> = visit
        .query
        .0
        .iter()
        .filter(|(name, _)| own(name))
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .chain(Some(more.to_owned()).filter(|more| !more.is_empty()))
        .collect();
    format!("/view/{name}{page}?{}", kept.join("&"))
}

/// The names of the first records, for the preview.
fn named(tx: &Tx<'_>, entity: &str, ids: &[i64]) -> Result<Vec<String>> {
    let Some(label) = tx.entity(entity)?.label_field.clone() else { return Ok(Vec::new()) };
    let first: Vec<i64> = ids.iter().copied().take(NAMED as usize).collect();
    let clauses = json!([["id", "IN", first]]);
    let rows = contact::pages::rows::ask(tx, entity, &["id", &label], clauses, &[("id", "ASC")], NAMED)?;
    Ok(rows.iter().map(|row| contact::pages::rows::text(row, &label).to_owned()).collect())
}

/// `/view/{name}/task`: the page that asks before it does, and the doing.
pub fn task(visit: &mut Visit<'_>) -> Result<Reply> {
    let name = visit.captures.first().cloned().unwrap_or_default();
    let what = visit.query.text("do").unwrap_or_default().to_owned();
    if visit.is_post && what == "export" {
        return export(visit, &name);
    }
    match Deed::named(&what).filter(|_| visit.is_post) {
        None => Ok(Reply::Redirect(here(visit, "", ""))),
        Some(deed) if visit.form.has("sure") => done(visit, &name, deed),
        Some(deed) => ask(visit, &name, deed),
    }
}

/// The ticked rows as a file.
fn export(visit: &Visit<'_>, name: &str) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let question = visit.read(|tx| {
        let picked = picked(tx, name, &visit.query, &visit.form)?;
        let (question, _) = page::question(tx, name, visit.query.text("display"))?;
        let mut question = page::asked(question, &visit.query);
        if !picked.whole {
            question.search.params.entry("where").or_insert_with(|| json!([]));
            if let Some(Json::Array(list)) = question.search.params.get_mut("where") {
                list.push(json!(["id", "IN", picked.ids]));
            }
        }
        page::label_columns(tx, &lang, &mut question)?;
        Ok(question)
    })?;
    let export = Export { question, format: Format::Xlsx, locale: visit.locale, whom: For::People };
    let (name, content_type) = (export.file_name(), export.format.content_type());
    Ok(Reply::Stream { name, content_type, feed: export.feed(visit.site, visit.actor) })
}

/// What can be chosen for a deed: the fields that can be written, or the tags.
struct Offer {
    fields: Vec<fields::Choice>,
    chosen: Option<(About, Vec<(String, String)>)>,
    tags: Vec<(String, String)>,
}

fn offer(tx: &Tx<'_>, lang: &Lang, entity: &str, deed: Deed, field: &str) -> Result<Offer> {
    let mut offer = Offer { fields: Vec::new(), chosen: None, tags: Vec::new() };
    let known = tx.entity(entity)?;
    match deed {
        Deed::Update => {
            let held = tx.actor().permissions.clone();
            let writable = |choice: &fields::Choice| batch::writable(&known, &choice.path);
            offer.fields =
                fields::fields(lang, &known, "", &held, Purpose::Column).into_iter().filter(writable).collect();
            let target = item::target(tx.catalog(), entity, &[], field).filter(|_| batch::writable(&known, field));
            offer.chosen = target
                .map(|target| Ok::<_, Error>((About::of(&target.field), words::choices(tx, lang, &target)?)))
                .transpose()?;
        }
        Deed::Tag | Deed::Untag => {
            let clauses = json!([["is_tagset", "=", false], ["used_for", "CONTAINS", known.table]]);
            let tags = contact::pages::rows::ask(tx, "Tag", &["id", "label"], clauses, &[("label", "ASC")], 500)?;
            let one = |row: &contact::pages::rows::Row| {
                (contact::pages::rows::id(row).to_string(), contact::pages::rows::text(row, "label").to_owned())
            };
            offer.tags = tags.iter().map(one).collect();
        }
        _ => {}
    }
    Ok(offer)
}

fn ask(visit: &Visit<'_>, name: &str, deed: Deed) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let field = visit.form.text("field").unwrap_or_default();
    let (picked, names, many, offer) = visit.read(|tx| {
        let picked = picked(tx, name, &visit.query, &visit.form)?;
        let entity = picked.prepared.entity.clone();
        let names = named(tx, &entity, &picked.ids)?;
        let many = words::many(&lang, &*tx.entity(&entity)?).to_owned();
        let offer = offer(tx, &lang, &entity, deed, field)?;
        Ok((picked, names, many, offer))
    })?;
    let title = lang.text(deed.title());
    let page = Page { title, place: "/search", narrow: true };
    let count = picked.ids.len() as i64;
    let action = here(visit, "/task", &format!("do={}", deed.name()));
    let back = here(visit, "", "");
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let inside = html! {
            (kept(&picked))
            (choices(&lang, deed, &offer, field))
            div.row {
                @if deed == Deed::Update && offer.chosen.is_none() { (Button::submit(lang.text("view-task-next")).primary()) }
                @else if deed == Deed::Delete { (Button::submit(lang.with("view-task-delete-do", &[("count", count.into())])).final_danger().name("sure", "1")) }
                @else { (Button::submit(lang.with("view-task-update-do", &[("count", count.into())])).primary().name("sure", "1")) }
                @if deed == Deed::Update && offer.chosen.is_some() { (Button::submit(lang.text("view-task-other"))) }
                a.btn href=(back) { (lang.text("cancel")) }
            }
        };
        let intro = lang.with("view-task-intro", &[("count", count.into()), ("what", many.as_str().into())]);
        let content = html! {
            (head(ui, &Head { title, count: None, intro: Some(intro) }, None))
            (preview(&lang, &names, count))
            (Form::post(ui.csrf, &action).class("stack").render(inside))
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(markup))
}

/// The names of some, and how many more there are.
fn preview(lang: &Lang, names: &[String], count: i64) -> Markup {
    let more = count - names.len() as i64;
    html! {
        @if !names.is_empty() {
            ul.task-names {
                @for name in names { li { (name) } }
                @if more > 0 { li.quiet { (lang.with("view-task-more", &[("count", more.into())])) } }
            }
        }
        @if count > AT_ONCE as i64 { p.quiet { (lang.text("view-task-later")) } }
    }
}

/// Which records are meant, carried on to the next page.
fn kept(picked: &Picked) -> Markup {
    html! {
        @if picked.whole { input type="hidden" name=(ui::part::bulk::WHOLE) value="1"; }
        @else { @for id in &picked.ids { input type="hidden" name="id" value=(id); } }
    }
}

fn choices(lang: &Lang, deed: Deed, offer: &Offer, field: &str) -> Markup {
    html! {
        @if deed == Deed::Update {
            label.field { span.label { (lang.text("view-task-field")) }
                select.select name="field" { @for choice in &offer.fields { option value=(choice.path) selected[choice.path == field] { (choice.label) } } } }
            @if let Some((about, choices)) = &offer.chosen {
                label.field { span.label { (lang.text("compose-value")) }
                    @if choices.is_empty() || *about == About::Day { input.input name="value" type=(if *about == About::Day { "date" } else { "text" }); }
                    @else { select.select name="value" { option value="" {} @for (value, label) in choices { option value=(value) { (label) } } } }
                }
                input type="hidden" name="for" value=(field);
            }
        }
        @if matches!(deed, Deed::Tag | Deed::Untag) {
            label.field { span.label { (lang.text("tag")) }
                select.select name="value" required { @for (id, label) in &offer.tags { option value=(id) { (label) } } } }
        }
    }
}

fn done(visit: &mut Visit<'_>, name: &str, deed: Deed) -> Result<Reply> {
    let (query, form) = (visit.query.clone(), visit.form.clone());
    let back = here(visit, "", "");
    let text = |name: &str| form.text(name).map(str::to_owned);
    enum Done {
        Now(Option<i64>, i64),
        Later(i64),
    }
    let done = visit.write(|tx| {
        let picked = picked(tx, name, &query, &form)?;
        let mut batch = Batch {
            entity: picked.prepared.entity,
            deed,
            field: text("for").or(text("field")).unwrap_or_default(),
            value: text("value").map_or(Json::Null, Json::String),
            ids: picked.ids,
            view: back.clone(),
        };
        batch.check(tx)?;
        if batch.ids.len() > AT_ONCE {
            let total = i64::try_from(batch.ids.len()).unwrap_or(i64::MAX);
            return Ok(Done::Later(kit::job::queue(tx, batch::JOB, &batch.json(), total)?));
        }
        let ids = std::mem::take(&mut batch.ids);
        let refused = ids.len() as i64 - batch.apply(tx, &ids)?;
        Ok(Done::Now(tx.transaction_id(), refused))
    })?;
    match done {
        Done::Later(job) => Ok(Reply::Redirect(format!("/jobs/{job}"))),
        Done::Now(transaction, refused) => {
            let said = match (deed, refused, transaction) {
                (_, 0, _) if deed == Deed::Delete => "said-records-deleted",
                (_, 0, _) => "said-records-changed",
                (_, _, Some(_)) => "said-records-some",
                (_, _, None) => "said-records-none",
            };
            visit.say(said, transaction);
            Ok(Reply::Redirect(back))
        }
    }
}

/// `/view/{name}/hand`: the contacts of a search, all pages of it where they are meant, go on to a task of contacts.
pub fn hand(visit: &mut Visit<'_>) -> Result<Reply> {
    let name = visit.captures.first().cloned().unwrap_or_default();
    let to = visit.query.text("to").unwrap_or_default().to_owned();
    let held = &visit.actor.permissions;
    let known = visit.registry.filled::<Task>().iter().find(|task| task.path == to && task.door.met_by(held)).cloned();
    let Some(task) = known.filter(|_| visit.is_post) else {
        return Ok(Reply::Redirect(here(visit, "", "")));
    };
    let lang = Lang::new(visit.locale);
    let (picked, names) = visit.read(|tx| {
        let picked = picked(tx, &name, &visit.query, &visit.form)?;
        let names = named(tx, &picked.prepared.entity, &picked.ids)?;
        Ok((picked, names))
    })?;
    let title = lang.text(task.label);
    let page = Page { title, place: "/search", narrow: true };
    let count = picked.ids.len() as i64;
    let back = here(visit, "", "");
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let many = lang.text("find-contacts");
        let intro = lang.with("view-task-intro", &[("count", count.into()), ("what", many.into())]);
        let content = html! {
            (head(ui, &Head { title, count: None, intro: Some(intro) }, None))
            (preview(&lang, &names, count.min(AT_ONCE as i64)))
            @if picked.ids.len() > HANDED {
                p { (lang.with("view-task-too-many", &[("count", (HANDED as i64).into())])) }
                (Form::post(ui.csrf, "/search/group").render(html! { input type="hidden" name="id" value=(name); (Button::submit(lang.text("compose-group-do")).primary().icon(Icon::UsersThree)) }))
            } @else {
                (Form::post(ui.csrf, &to).whole_page().render(html! {
                    @for id in &picked.ids { input type="hidden" name="id" value=(id); }
                    div.row { (Button::submit(lang.text("view-task-next")).primary()) a.btn href=(back) { (lang.text("cancel")) } }
                }))
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(markup))
}
