//! An activity with many contacts: one with all of them, or one with each.

use contact::pages::asked::Asked;
use contact::pages::labels::{self};
use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result};
use ui::part::field::{Choice, Field, Widget, Width};

use super::{Between, GO, between, done, nobody, picked};
use crate::view::batch::{Batch, Deed};

/// Where it stands.
pub const PATH: &str = "/search/activity";
/// Its own inputs.
const OWN: [&str; 6] = ["activity_type_id", "subject", "activity_date_time", "status_id", "details", "each"];
/// So many contacts share one activity at most.
const TOGETHER: usize = 1_000;

/// The page, and the doing.
pub fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    if !visit.is_post {
        return Ok(Reply::Redirect("/contacts".to_owned()));
    }
    let lang = Lang::new(visit.locale);
    let ids = visit.read(|tx| picked(tx, visit))?;
    if ids.is_empty() {
        return Ok(nobody(visit));
    }
    let kind = visit.form.text("activity_type_id").map(str::to_owned);
    if visit.form.has(GO) && kind.is_some() {
        return act(visit, ids);
    }
    let wrong = (visit.form.has(GO) && kind.is_none()).then(|| lang.text("problem-required"));
    let lists = visit.read(|tx| {
        let of = |field: &str| labels::choices(tx, lang.code(), "Activity", field, "");
        Ok((of("activity_type_id")?, of("status_id")?))
    })?;
    let (kinds, statuses): (Vec<Choice<'_>>, Vec<Choice<'_>>) = (
        std::iter::once(Choice::of("", ""))
            .chain(lists.0.iter().map(|pick| Choice::of(&pick.value, &pick.label)))
            .collect(),
        std::iter::once(Choice::of("", ""))
            .chain(lists.1.iter().map(|pick| Choice::of(&pick.value, &pick.label)))
            .collect(),
    );
    let ways = [Choice::of("1", lang.text("act-each")), Choice::of("", lang.text("act-together"))];
    let typed = |name: &str| lang.keep(visit.form.get(name).unwrap_or_default());
    let now = visit.read(|tx| Ok(tx.clock().now.strftime("%Y-%m-%dT%H:%M").to_string()))?;
    let fields = vec![
        Field {
            required: true,
            focused: true,
            error: wrong,
            width: Width::Half,
            ..Field::text("activity_type_id", lang.field("Activity", "activity_type_id"), typed("activity_type_id"))
                .widget(Widget::Select(&kinds))
        },
        Field {
            width: Width::Half,
            ..Field::text("activity_date_time", lang.field("Activity", "activity_date_time"), &now)
                .widget(Widget::DateTime)
        },
        Field::text("subject", lang.field("Activity", "subject"), typed("subject")),
        Field {
            width: Width::Half,
            ..Field::text("status_id", lang.field("Activity", "status_id"), typed("status_id"))
                .widget(Widget::Select(&statuses))
        },
        Field { width: Width::Half, ..Field::text("each", lang.text("act-how"), "1").widget(Widget::Segments(&ways)) },
        Field::text("details", lang.field("Activity", "details"), typed("details")).widget(Widget::LongText(4)),
    ];
    let asks = Between {
        title: lang.text("task-activity"),
        words: lang.with("act-words", &[("count", (ids.len() as i64).into())]),
        action: PATH,
        fields,
        own: &OWN,
        submit: lang.text("task-activity"),
    };
    let markup = between(visit, &lang, asks)?;
    Ok(if wrong.is_some() { Reply::Status(422, markup) } else { Reply::Html(markup) })
}

fn act(visit: &mut Visit<'_>, ids: Vec<i64>) -> Result<Reply> {
    let mut values = Map::new();
    for name in ["activity_type_id", "subject", "status_id", "details"] {
        if let Some(text) = visit.form.text(name) {
            values.insert(name.to_owned(), json!(text));
        }
    }
    if let Some(at) = visit.form.text("activity_date_time") {
        values.insert("activity_date_time".to_owned(), json!(at.replace('T', " ")));
    }
    if let Some(own) = visit.actor.contact_id {
        values.insert("source_contact_id".to_owned(), json!(own));
    }
    let view = Asked::of(&visit.form).href("/contacts");
    if visit.form.text("each") == Some("1") {
        let work = Batch {
            entity: "Activity".to_owned(),
            deed: Deed::Act,
            field: "target_contact_id".to_owned(),
            value: Json::Object(values),
            ids,
            view,
        };
        return done(visit, work, "said-acted");
    }
    if ids.len() > TOGETHER {
        return Err(Error::Request(format!("At most {TOGETHER} contacts share one activity.")));
    }
    values.insert("target_contact_id".to_owned(), json!(ids));
    let open =
        visit.site.catalog().entity("Activity").is_some_and(|it| it.door("create").met_by(&visit.actor.permissions));
    if !open {
        return Err(Error::Forbidden("Activity: create".to_owned()));
    }
    let transaction = visit.write(|tx| {
        tx.save("Activity", values, As::Actor)?;
        Ok(tx.transaction_id())
    })?;
    visit.say("said-acted", transaction);
    Ok(Reply::Redirect(view))
}
