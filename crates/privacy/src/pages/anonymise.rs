//! Forgetting a person, or many: a look at what would go, what would stay and why, then the deed.

use contact::pages::frame::{self, Page};
use contact::pages::jobs;
use contact::pages::list;
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, ask, text};
use contact::pages::slots::End;
use kit::{Queued, Reply, Visit};
use maud::{Markup, html};
use schema::Verb;
use serde_json::json;
use store::{Error, Problem, Result, Tx};
use ui::Icon;
use ui::page::confirm::SURE;
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::crumbs::{Crumb, crumbs};
use ui::part::field::{Choice, Field, Widget, field};
use ui::part::form::Form;
use ui::part::head::{Head, head, section_head};
use ui::part::notice::notice;

use super::words;
use crate::GRACE;
use crate::erase::{self, Fate, Hindrance, Plan, Why};

/// So many contacts are anonymised by one job.
const MOST: i64 = 10_000;

fn grace(tx: &Tx<'_>) -> Result<i64> {
    Ok(store::state::scalar(&tx.setting(GRACE)?).as_int().unwrap_or(7).clamp(0, 90))
}

/// `/contacts/{id}/anonymise`
pub fn one(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    if !visit.is_post || !visit.form.has(SURE) {
        return Ok(Reply::Html(show(visit, &lang, id, None)?));
    }
    let when = visit.form.text("when").unwrap_or_default().to_owned();
    if when == "now" && visit.form.get("certain") != Some("1") {
        let error = lang.locale.problem(Problem::Required.key()).into_owned();
        return Ok(Reply::Status(422, show(visit, &lang, id, Some(&error))?));
    }
    let done = visit.write(|tx| {
        may_edit(tx, id)?;
        match when.as_str() {
            "now" => erase::now(tx, id),
            _ => {
                let days = grace(tx)?.max(1);
                erase::schedule(tx, id, days).map(|_| Some(Vec::new()))
            }
        }
    });
    match done {
        Ok(Some(contents)) => {
            erase::purge(visit.site, &contents)?;
            visit.say(if when == "now" { "said-anonymised" } else { "said-anonymise-waits" }, None);
        }
        Ok(None) => visit.say("said-not-anonymised", None),
        Err(Error::Conflict(_)) => visit.say("said-not-anonymised", None),
        Err(error) => return Err(error),
    }
    Ok(Reply::Redirect(format!("/contacts/{id}/consents")))
}

fn may_edit(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    match rows::may(tx, id, Verb::Edit)? {
        true => Ok(()),
        false => Err(Error::NotFound(format!("contact {id}"))),
    }
}

/// `/contacts/{id}/anonymise/call-off`
pub fn call_off(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if visit.is_post {
        let any = visit.write(|tx| {
            may_edit(tx, id)?;
            erase::call_off(tx, id)
        })?;
        visit.say(if any { "said-anonymise-called-off" } else { "said-nothing" }, None);
    }
    Ok(Reply::Redirect(format!("/contacts/{id}/consents")))
}

fn show(visit: &Visit<'_>, lang: &Lang, id: i64, error: Option<&str>) -> Result<Markup> {
    let (name, plan, days) = visit.read(|tx| {
        may_edit(tx, id)?;
        let clauses = json!([["id", "=", id], ["is_deleted", "IN", [true, false]]]);
        let found = ask(tx, "Contact", &["display_name"], clauses, &[], 1)?;
        let name = found.first().map(|row| text(row, "display_name").to_owned()).unwrap_or_default();
        Ok((name, erase::plan(tx, id)?, grace(tx)?))
    })?;
    let title = lang.with("anonymise-of", &[("name", name.as_str().into())]);
    let page = Page { title, place: "/contacts", narrow: true };
    let back = lang.keep(format!("/contacts/{id}/consents"));
    frame::show(visit, lang, page, |ui, shell| {
        let way = [
            Crumb {
                label: if name.is_empty() { lang.text("privacy-nameless") } else { lang.keep(name.as_str()) },
                href: Some(back),
            },
            Crumb { label: lang.text("anonymise-title"), href: None },
        ];
        let content = html! {
            (crumbs(ui, &way, None))
            (head(ui, &Head { title, count: None, intro: Some(lang.text("anonymise-intro")) }, None))
            div.privacy {
                @match plan.hindrance {
                    Some(hindrance) => {
                        (notice(Tone::Brick, Icon::Prohibit, html! { (hindered(lang, hindrance)) }, None))
                        div.row { (Button::link(lang.text("anonymise-back"), back)) }
                    }
                    None => {
                        (told_plan(lang, &plan))
                        (Form::post(ui.csrf, &format!("/contacts/{id}/anonymise")).class("stack").render(question(ui, lang, days, error, back)))
                    }
                }
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })
}

fn hindered(lang: &Lang, hindrance: Hindrance) -> &str {
    match hindrance {
        Hindrance::OwnOrganisation => lang.text("anonymise-own"),
        Hindrance::Account => lang.text("anonymise-account"),
        Hindrance::Done => lang.text("anonymise-done"),
    }
}

/// What goes, what is emptied, what stays.
fn told_plan(lang: &Lang, plan: &Plan) -> Markup {
    let group = |id: &str, title: &str, wanted: fn(Fate) -> bool| {
        let lines: Vec<_> = plan.fates.iter().filter(|(_, fate, _)| wanted(*fate)).collect();
        html! {
            @if !lines.is_empty() {
                section.fate aria-labelledby=(id) {
                    (section_head(id, title, None))
                    ul {
                        @for (entity, fate, count) in lines {
                            li {
                                span { (words::many_capital(lang, entity)) " " b { (lang.locale.number(*count)) } }
                                @if let Fate::Keep(why) = fate { small.faint { (reason(lang, *why)) } }
                            }
                        }
                        @if id == "fate-delete" && plan.changes > 0 { li { span { (lang.with("anonymise-changes", &[("count", plan.changes.into())])) } } }
                        @if id == "fate-keep" && plan.made_by > 0 { li { span { (lang.with("anonymise-made-by", &[("count", plan.made_by.into())])) } } }
                    }
                }
            }
        }
    };
    html! {
        div.fates {
            (group("fate-delete", lang.text("anonymise-goes"), |fate| fate == Fate::Delete))
            (group("fate-empty", lang.text("anonymise-emptied"), |fate| fate == Fate::Empty))
            (group("fate-keep", lang.text("anonymise-stays"), |fate| matches!(fate, Fate::Keep(_))))
        }
    }
}

fn reason(lang: &Lang, why: Why) -> &str {
    match why {
        Why::Accounting => lang.text("anonymise-why-accounting"),
        Why::Proof => lang.text("anonymise-why-proof"),
        Why::Others => lang.text("anonymise-why-others"),
        Why::Figures => lang.text("anonymise-why-figures"),
    }
}

fn question(ui: &ui::Ui<'_>, lang: &Lang, days: i64, error: Option<&str>, back: &str) -> Markup {
    let later = lang.with("anonymise-later", &[("count", days.max(1).into())]);
    let choices = [
        Choice { note: Some(lang.text("anonymise-later-words")), ..Choice::of("later", later) },
        Choice { note: Some(lang.text("anonymise-now-words")), ..Choice::of("now", lang.text("anonymise-now")) },
    ];
    let chosen = if days == 0 || error.is_some() { "now" } else { "later" };
    let when = Field {
        required: true,
        ..Field::text("when", lang.text("anonymise-when"), chosen).widget(Widget::Radios(&choices))
    };
    let certain =
        Field { error, ..Field::text("certain", lang.text("anonymise-certain"), "0").widget(Widget::Checkbox) };
    html! {
        (field(ui, &when))
        (field(ui, &certain))
        input type="hidden" name=(SURE) value="1";
        div.row { (Button::submit(lang.text("anonymise-do")).final_danger().icon(Icon::Fingerprint)) (Button::link(lang.text("cancel"), back).quiet()) }
    }
}

/// `/contacts/anonymise`: those that are ticked in a list.
pub fn many(visit: &mut Visit<'_>) -> Result<Reply> {
    if !visit.is_post {
        return Ok(Reply::Redirect("/contacts".to_owned()));
    }
    let lang = Lang::new(visit.locale);
    let form = visit.form.clone();
    let ids = visit.read(|tx| picked(tx, &form))?;
    if ids.is_empty() {
        visit.say("said-nothing", None);
        return Ok(Reply::Redirect("/contacts".to_owned()));
    }
    if form.has(SURE) {
        let days = if form.text("when") == Some("now") { 0 } else { visit.read(|tx| grace(tx))?.max(1) };
        let total = i64::try_from(ids.len()).unwrap_or(i64::MAX);
        let job = visit.write(|tx| kit::job::queue(tx, erase::MANY, &json!({"ids": ids, "days": days}), total))?;
        return Ok(Reply::Redirect(format!("/jobs/{job}")));
    }
    Ok(Reply::Html(ask_many(visit, &lang, &ids)?))
}

/// The ticked contacts, in the list or in the bin, that the actor may change.
fn picked(tx: &mut Tx<'_>, form: &kit::Fields) -> Result<Vec<i64>> {
    let mut ids = list::picked(tx, form, false, MOST)?;
    if !form.has(ui::part::bulk::WHOLE) {
        ids.extend(list::picked(tx, form, true, MOST)?);
    }
    let mut allowed = Vec::new();
    for id in ids {
        if rows::may(tx, id, Verb::Edit)? {
            allowed.push(id);
        }
    }
    Ok(allowed)
}

/// So many are named.
const NAMED: usize = 12;

fn ask_many(visit: &Visit<'_>, lang: &Lang, ids: &[i64]) -> Result<Markup> {
    let (names, hindered, days) = visit.read(|tx| {
        let first: Vec<i64> = ids.iter().take(NAMED).copied().collect();
        let clauses = json!([["id", "IN", first], ["is_deleted", "IN", [true, false]]]);
        let names = ask(tx, "Contact", &["id", "display_name"], clauses, &[("sort_name", "ASC")], 0)?;
        let mut hindered = 0;
        for id in ids {
            hindered += i64::from(erase::hindrance(tx, *id)?.is_some());
        }
        Ok((names, hindered, grace(tx)?))
    })?;
    let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    let title = lang.with("anonymise-many", &[("count", count.into())]);
    let page = Page { title, place: "/contacts", narrow: true };
    frame::show(visit, lang, page, |ui, shell| {
        let content = html! {
            (head(ui, &Head { title, count: None, intro: Some(lang.text("anonymise-intro")) }, None))
            div.privacy {
                @if hindered > 0 { (notice(Tone::Honey, Icon::Info, html! { (lang.with("anonymise-hindered", &[("count", hindered.into())])) }, None)) }
                ul.plain {
                    @for row in &names { li { a href={ "/contacts/" (rows::id(row)) } { (text(row, "display_name")) } } }
                    @if ids.len() > NAMED { li.faint { (lang.with("anonymise-more", &[("count", (count - NAMED as i64).into())])) } }
                }
                (Form::post(ui.csrf, "/contacts/anonymise").class("stack").render(html! {
                    @for id in ids { input type="hidden" name="id" value=(id); }
                    (question(ui, lang, days, None, "/contacts"))
                }))
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })
}

/// What came of the job.
pub fn told(_visit: &Visit<'_>, lang: &Lang, job: &Queued) -> Result<End> {
    let (count, _) = jobs::read_result(job);
    Ok(End { words: lang.with("anonymise-job-done", &[("count", count.into())]).to_owned(), ..End::default() })
}
