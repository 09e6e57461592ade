//! `/view/{name}/task`: a field changed on many records, or many records deleted, after a look at what it would do.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use maud::html;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};
use ui::part::button::Button;
use ui::part::form::Form;
use ui::part::head::{Head, head};

use super::page;
use crate::compose::fields::{self, Purpose};
use crate::compose::words::{self, About};
use crate::run::item;

/// So many records are changed in one go.
const MOST: usize = 2_000;

/// The records that are ticked, as far as the search finds them; all of them where the whole is meant.
fn picked(tx: &mut Tx<'_>, name: &str, form: &kit::Fields) -> Result<(String, Vec<i64>)> {
    let (question, _) = page::question(tx, name, None)?;
    let prepared = question.prepare(tx)?;
    let found: Vec<i64> = prepared.ids(tx)?.iter().filter_map(Json::as_i64).collect();
    let whole = form.has("whole");
    let ticked: Vec<i64> = form.all("id").filter_map(|id| id.parse().ok()).collect();
    let mut ids: Vec<i64> = found.into_iter().filter(|id| whole || ticked.contains(id)).collect();
    ids.sort_unstable();
    ids.dedup();
    match ids.len() > MOST {
        true => Err(Error::Request(format!("At most {MOST} records are changed in one go."))),
        false => Ok((prepared.entity, ids)),
    }
}

/// The page that asks before it does, and the doing.
pub fn task(visit: &mut Visit<'_>) -> Result<Reply> {
    let name = visit.captures.first().cloned().unwrap_or_default();
    let what = visit.query.text("do").or(visit.form.text("do")).unwrap_or_default().to_owned();
    let back = format!("/view/{name}");
    if !visit.is_post || !matches!(what.as_str(), "update" | "delete") {
        return Ok(Reply::Redirect(back));
    }
    if visit.form.has("sure") {
        return done(visit, &name, &what, back);
    }
    ask(visit, &name, &what)
}

fn ask(visit: &mut Visit<'_>, name: &str, what: &str) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let form = visit.form.clone();
    let field = form.text("field").unwrap_or_default().to_owned();
    let (entity, ids, offered, chosen) = visit.read(|tx| {
        let (entity, ids) = picked(tx, name, &form)?;
        let known = tx.entity(&entity)?;
        let held = tx.actor().permissions.clone();
        let writable = |choice: &fields::Choice| {
            known.field(&choice.path).is_some_and(|one| !one.readonly && one.computed.is_none())
        };
        let offered: Vec<fields::Choice> =
            fields::fields(&lang, &known, "", &held, Purpose::Column).into_iter().filter(writable).collect();
        let target = item::target(tx.catalog(), &entity, &[], &field);
        let chosen = target
            .map(|target| Ok::<_, Error>((About::of(&target.field), words::choices(tx, &lang, &target)?)))
            .transpose()?;
        Ok((words::many(&lang, &known).to_owned(), ids, offered, chosen))
    })?;
    let title = lang.text(if what == "delete" { "view-task-delete" } else { "view-task-update" });
    let action = format!("/view/{name}/task?do={what}");
    let page = Page { title, place: "/search", narrow: true };
    let count = ids.len() as i64;
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let inside = html! {
            @for id in &ids { input type="hidden" name="id" value=(id); }
            @if what == "update" {
                label.field { span.label { (lang.text("view-task-field")) }
                    select.select name="field" { @for choice in &offered { option value=(choice.path) selected[choice.path == field] { (choice.label) } } } }
                @if let Some((about, choices)) = &chosen {
                    label.field { span.label { (lang.text("compose-value")) }
                        @if choices.is_empty() { input.input name="value" type=(if *about == About::Day { "date" } else { "text" }); }
                        @else { select.select name="value" { option value="" {} @for (value, label) in choices { option value=(value) { (label) } } } }
                    }
                    input type="hidden" name="for" value=(field);
                }
            }
            div.row {
                @if what == "delete" { (Button::submit(lang.with("view-task-delete-do", &[("count", count.into())])).final_danger().name("sure", "1")) }
                @else if chosen.is_some() { (Button::submit(lang.with("view-task-update-do", &[("count", count.into())])).primary().name("sure", "1")) (Button::submit(lang.text("view-task-other"))) }
                @else { (Button::submit(lang.text("view-task-next")).primary()) }
                a.btn href=(format!("/view/{name}")) { (lang.text("cancel")) }
            }
        };
        let intro = lang.with("view-task-intro", &[("count", count.into()), ("what", entity.as_str().into())]);
        let content = html! {
            (head(ui, &Head { title, count: None, intro: Some(intro) }, None))
            (Form::post(ui.csrf, &action).class("stack").render(inside))
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(markup))
}

fn done(visit: &mut Visit<'_>, name: &str, what: &str, back: String) -> Result<Reply> {
    let form = visit.form.clone();
    let transaction = visit.write(|tx| {
        let (entity, ids) = picked(tx, name, &form)?;
        for id in ids {
            match what {
                "delete" => match tx.entity(&entity)?.trash {
                    true => tx.discard(&entity, id, As::Actor)?,
                    false => tx.delete(&entity, id, As::Actor)?,
                },
                _ => {
                    let field = form.text("for").or(form.text("field")).unwrap_or_default().to_owned();
                    let known = tx.entity(&entity)?;
                    let fits = known.field(&field).is_some_and(|one| !one.readonly && !one.secret && field != "id");
                    if !fits {
                        return Err(Error::Request(format!("The field '{field}' is not changed here.")));
                    }
                    let value = form.text("value").map_or(Json::Null, |text| json!(text));
                    let values = Map::from_iter([("id".to_owned(), json!(id)), (field, value)]);
                    tx.save(&entity, values, As::Actor)?;
                }
            }
        }
        Ok(tx.transaction_id())
    })?;
    visit.say(if what == "delete" { "said-records-deleted" } else { "said-records-changed" }, transaction);
    Ok(Reply::Redirect(back))
}
