//! The ticked activities of a list are changed together: where they stand, who is to do them, their tags.

use contact::entity_tag;
use contact::pages::frame::{self, Page};
use contact::pages::labels;
use contact::pages::phrases::Lang;
use contact::pages::rows;
use kit::{Fields, Reply, Visit};
use maud::Markup;
use query::GetRequest;
use schema::Verb;
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx};
use ui::page::group::{Gather, gather};
use ui::part::field::{Choice, Field, Widget, Width};

use super::attached::TABLE;
use super::{act, log, more};

/// Where it is sent.
pub const PATH: &str = "/activities/change";

/// The fields of an activity that are set, by the names of their inputs.
const SET: [(&str, &str); 3] = [("status", "status_id"), ("priority", "priority_id"), ("who", "assignee_contact_id")];

/// `/activities/change`: asks what, then does it.
pub fn many(visit: &mut Visit<'_>) -> Result<Reply> {
    let back = act::back(&visit.form).unwrap_or_else(|| "/activities".to_owned());
    if !visit.is_post {
        return Ok(Reply::Redirect(back));
    }
    let ids = act::ticked(&visit.form);
    if ids.is_empty() {
        visit.say("said-none-ticked", None);
        return Ok(Reply::Redirect(back));
    }
    if !visit.form.has("go") {
        let lang = Lang::new(visit.locale);
        return Ok(Reply::Html(ask(visit, &lang, &ids, &back)?));
    }
    let form = visit.form.clone();
    let transaction = visit.write(|tx| {
        let ids = editable(tx, &ids)?;
        change(tx, &ids, &form)?;
        Ok(tx.transaction_id())
    })?;
    visit.say(if transaction.is_some() { "said-activities-changed" } else { "said-nothing" }, transaction);
    Ok(Reply::Redirect(back))
}

/// Those of them that the actor may change; the others stay as they are.
fn editable(tx: &Tx<'_>, ids: &[i64]) -> Result<Vec<i64>> {
    let request = GetRequest {
        select: vec!["id".to_owned()],
        where_: vec![json!(["id", "IN", ids]), json!(["is_deleted", "=", false])],
        ..GetRequest::default()
    };
    Ok(tx.get_for("Activity", &request, As::Actor, Verb::Edit)?.rows.iter().map(rows::id).collect())
}

fn change(tx: &mut Tx<'_>, ids: &[i64], form: &Fields) -> Result<()> {
    let mut values = Map::new();
    for (input, field) in SET {
        if let Some(value) = form.int(input) {
            let json = if field == "assignee_contact_id" { json!([value]) } else { json!(value) };
            values.insert(field.to_owned(), json);
        }
    }
    if !values.is_empty() {
        for id in ids {
            let mut own: Map<String, Json> = values.clone();
            own.insert("id".to_owned(), json!(id));
            tx.save("Activity", own, As::Actor)?;
        }
    }
    if let Some(tag) = form.int("tag") {
        entity_tag::tag(tx, tag, TABLE, ids, As::Actor)?;
    }
    if let Some(tag) = form.int("untag") {
        entity_tag::untag(tx, tag, TABLE, ids, As::Actor)?;
    }
    Ok(())
}

/// The choices behind that of changing nothing.
fn offered<'a>(lang: &'a Lang, list: &'a [(String, String)]) -> Vec<Choice<'a>> {
    let nothing = Choice::of("", lang.text("activities-leave"));
    std::iter::once(nothing).chain(list.iter().map(|(value, label)| Choice::of(value, label))).collect()
}

fn ask(visit: &Visit<'_>, lang: &Lang, ids: &[i64], back: &str) -> Result<Markup> {
    let (statuses, priorities, people, tags) = visit.read(|tx| {
        let statuses = labels::choices(tx, lang.code(), "Activity", "status_id", "")?;
        let priorities = labels::choices(tx, lang.code(), "Activity", "priority_id", "")?;
        Ok((statuses, priorities, log::colleagues(tx, lang)?, more::tags(tx)?))
    })?;
    let picks = |all: &'_ [labels::Pick]| -> Vec<(String, String)> {
        all.iter().map(|one| (one.value.clone(), one.label.clone())).collect()
    };
    let lists = [picks(&statuses), picks(&priorities), people, tags];
    let choices: Vec<Vec<Choice<'_>>> = lists.iter().map(|list| offered(lang, list)).collect();
    let [statuses, priorities, people, tags] = choices.as_slice() else { return Ok(Markup::default()) };
    let select = |name, label, choices| Field {
        width: Width::Half,
        ..Field::text(name, label, "").widget(Widget::Select(choices))
    };
    let mut fields = vec![
        select("status", lang.field("Activity", "status_id"), statuses.as_slice()),
        select("priority", lang.field("Activity", "priority_id"), priorities.as_slice()),
        select("who", lang.text("role-assignee"), people.as_slice()),
    ];
    if tags.len() > 1 {
        fields.push(select("tag", lang.text("activities-tag"), tags.as_slice()));
        fields.push(select("untag", lang.text("activities-untag"), tags.as_slice()));
    }
    let mut kept: Vec<(String, String)> = ids.iter().map(|id| ("id".to_owned(), id.to_string())).collect();
    kept.push(("back".to_owned(), back.to_owned()));
    kept.push(("go".to_owned(), "1".to_owned()));
    let view = Gather {
        title: lang.text("activities-change"),
        words: lang.with("activities-change-words", &[("count", ids.len().into())]),
        action: PATH,
        back,
        kept,
        fields,
        submit: lang.text("save"),
    };
    let page = Page { title: view.title, place: "/activities", narrow: true };
    frame::show(visit, lang, page, |ui, shell| gather(ui, shell, &view))
}
