//! How many contacts want to be reached, changed at once.

use contact::pages::asked::Asked;
use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use serde_json::{Map, Value as Json, json};
use store::Result;
use ui::part::field::{Choice, Field, Widget, Width};

use super::{Between, GO, between, done, editable, nobody, picked};
use crate::view::batch::{Batch, Deed};

/// Where it stands.
pub const PATH: &str = "/search/wishes";

/// What people can wish not to get.
const WISHES: [&str; 6] = ["do_not_email", "do_not_phone", "do_not_mail", "do_not_sms", "do_not_trade", "is_opt_out"];

/// The page, and the doing.
pub fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    if !visit.is_post {
        return Ok(Reply::Redirect("/contacts".to_owned()));
    }
    let lang = Lang::new(visit.locale);
    let ids = visit.read(|tx| editable(tx, &picked(tx, visit)?))?;
    if ids.is_empty() {
        return Ok(nobody(visit));
    }
    let chosen = |name: &str| visit.form.text(name).filter(|value| matches!(*value, "0" | "1"));
    let values: Map<String, Json> =
        WISHES.iter().filter_map(|name| Some(((*name).to_owned(), json!(chosen(name)? == "1")))).collect();
    if visit.form.has(GO) && !values.is_empty() {
        let view = Asked::of(&visit.form).href("/contacts");
        let work = Batch {
            entity: "Contact".to_owned(),
            deed: Deed::Fill,
            field: String::new(),
            value: Json::Object(values),
            ids,
            view,
        };
        return done(visit, work, "said-wishes");
    }
    let choices = [
        Choice::of("", lang.text("wishes-leave")),
        Choice::of("1", lang.text("yes")),
        Choice::of("0", lang.text("no")),
    ];
    let fields = WISHES.iter().map(|name| Field {
        width: Width::Half,
        ..Field::text(name, lang.field("Contact", name), "").widget(Widget::Segments(&choices))
    });
    let asks = Between {
        title: lang.text("task-wishes"),
        words: lang.with("wishes-words", &[("count", (ids.len() as i64).into())]),
        action: PATH,
        fields: fields.collect(),
        own: &WISHES,
        submit: lang.text("task-wishes"),
    };
    Ok(Reply::Html(between(visit, &lang, asks)?))
}
