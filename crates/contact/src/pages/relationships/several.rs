//! Many contacts are tied to one at once: the members of a household, the volunteers of a local branch.

use kit::{Registry, Reply, Visit};
use schema::{Requirement, Verb};
use serde_json::json;
use store::{Error, Result, Tx};
use ui::Icon;
use ui::page::group::{Gather, gather};
use ui::part::field::{Choice, Field, Widget, Width};

use super::super::asked::Asked;
use super::super::form::Errors;
use super::super::frame::{self, Page};
use super::super::list;
use super::super::phrases::Lang;
use super::super::pick::{self, Found};
use super::super::rows::{self, request};
use super::super::slots::Task;
use super::writing::{error, relate};
use super::{Draft, Way, every_way};

/// So many contacts are tied in one go.
const MOST: i64 = 2_000;

const PATH: &str = "/relationships/add";

/// The names that this page adds to the list's form.
const OWN: [&str; 6] = ["kind", "who", "contact", "start_date", "end_date", "go"];

pub(super) fn register(registry: &mut Registry) {
    let door = Requirement::all(&["access CiviCRM"]);
    registry
        .fill(Task { label: "task-relate", icon: Icon::LinkSimple, path: PATH, door: door.clone() })
        .page(PATH, door, page);
}

fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    if !visit.is_post {
        return Ok(Reply::Redirect("/contacts".to_owned()));
    }
    let lang = Lang::new(visit.locale);
    let form = visit.form.clone();
    let ids = visit.read(|tx| editable(tx, &list::picked(tx, &form, false, MOST + 1)?))?;
    if ids.is_empty() {
        visit.say("said-nobody-ticked", None);
        return Ok(Reply::Redirect("/contacts".to_owned()));
    }
    let mut errors = Errors::new();
    if ids.len() as i64 > MOST {
        errors.insert("who".to_owned(), lang.with("relate-too-many", &[("most", MOST.into())]).to_owned());
    } else if form.has("go") {
        match meant(visit, &lang, &mut errors)? {
            Some((way, other, draft)) => return tie(visit, &ids, &way, other, &draft),
            None => return Ok(Reply::Status(422, show(visit, &lang, ids.len(), &errors)?)),
        }
    }
    Ok(Reply::Html(show(visit, &lang, ids.len(), &errors)?))
}

fn editable(tx: &Tx<'_>, ids: &[i64]) -> Result<Vec<i64>> {
    let asked = request(&["id"], json!([["id", "IN", ids]]), Vec::new(), 0);
    Ok(tx.get_for("Contact", &asked, store::As::Actor, Verb::Edit)?.rows.iter().map(rows::id).collect())
}

/// What was chosen; None, with the reasons, where that does not do.
fn meant(visit: &Visit<'_>, lang: &Lang, errors: &mut Errors) -> Result<Option<(Way, i64, Draft)>> {
    let draft = Draft::typed(&visit.form);
    let way = visit.read(|tx| every_way(tx, lang))?.into_iter().find(|way| way.value() == draft.get("kind"));
    let Some(way) = way else {
        errors.insert("kind".to_owned(), lang.text("problem-required").to_owned());
        return Ok(None);
    };
    let problem = match visit.read(|tx| pick::meant(tx, draft.get("who"), way.far_type.as_deref()))? {
        Found::One(other) => return Ok(Some((way, other, draft))),
        Found::Several(_) => lang.text("problem-several-found"),
        Found::Nobody if draft.get("who").is_empty() => lang.text("problem-required"),
        Found::Nobody => lang.text("problem-pick-nobody"),
    };
    errors.insert("who".to_owned(), problem.to_owned());
    Ok(None)
}

/// Ties them; those whom the kind does not fit, or who are tied already, stay as they are.
fn tie(visit: &mut Visit<'_>, ids: &[i64], way: &Way, other: i64, draft: &Draft) -> Result<Reply> {
    let (transaction, left) = visit.write(|tx| {
        let mut left = 0;
        for id in ids {
            match relate(tx, way, *id, other, draft) {
                // Refused before anything was written.
                Err(Error::Invalid(_)) => left += 1,
                made => {
                    made?;
                }
            }
        }
        Ok((tx.transaction_id(), left))
    })?;
    let said = match (transaction, left) {
        (None, _) => "said-related-none",
        (Some(_), 0) => "said-related",
        (Some(_), _) => "said-related-some",
    };
    visit.say(said, transaction);
    Ok(Reply::Redirect(format!("/contacts/{other}/relationships")))
}

fn show(visit: &Visit<'_>, lang: &Lang, count: usize, errors: &Errors) -> Result<maud::Markup> {
    let draft = Draft::typed(&visit.form);
    let ways = visit.read(|tx| every_way(tx, lang))?;
    let pairs: Vec<(String, &str)> = ways.iter().map(|way| (way.value(), way.words.as_str())).collect();
    let kinds: Vec<Choice<'_>> = pairs.iter().map(|(value, words)| Choice::of(value, words)).collect();
    let errors = Some(errors);
    let date = |name: &'static str, label| Field {
        width: Width::Half,
        ..Field::text(name, label, draft.get(name)).widget(Widget::Date)
    };
    let known = |name: &str| OWN.contains(&name) || name == ui::Csrf::FIELD;
    let mut kept: Vec<(String, String)> = visit.form.0.iter().filter(|(name, _)| !known(name)).cloned().collect();
    kept.push(("go".to_owned(), "1".to_owned()));
    let back = Asked::of(&visit.form).href("/contacts");
    let view = Gather {
        title: lang.text("task-relate"),
        words: lang.with("relate-words", &[("count", count.into())]),
        action: PATH,
        back: &back,
        kept,
        fields: vec![
            Field {
                required: true,
                focused: true,
                width: Width::Half,
                error: error(errors, "kind"),
                ..Field::text("kind", lang.text("relate-kind"), draft.get("kind")).widget(Widget::Select(&kinds))
            },
            Field {
                required: true,
                width: Width::Half,
                error: error(errors, "who"),
                placeholder: Some(lang.text("pick-name")),
                ..Field::text("who", lang.text("relationship-who"), draft.get("who"))
                    .widget(Widget::Lookup("/contacts/suggest?field=who"))
            },
            date("start_date", lang.text("relationship-start")),
            date("end_date", lang.text("relationship-last")),
        ],
        submit: lang.text("task-relate"),
    };
    let page = Page { title: view.title, place: "/contacts", narrow: true };
    frame::show(visit, lang, page, |ui, shell| gather(ui, shell, &view))
}
