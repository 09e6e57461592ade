//! E-mail addresses that are on hold, written to again.

use contact::pages::asked::Asked;
use contact::pages::phrases::Lang;
use contact::pages::rows;
use kit::{Reply, Visit};
use serde_json::{Value as Json, json};
use store::Result;
use ui::part::field::{Field, Widget};

use super::{Between, GO, between, done, editable, picked};
use crate::view::batch::{Batch, Deed};

/// Where it stands.
pub const PATH: &str = "/search/unhold";
/// On hold because letters came back; 2 is a person's own wish.
const BOUNCED: i64 = 1;
/// The tick that takes those along who asked to be left alone.
const WISHED: &str = "wished";

/// The page, and the doing.
pub fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    if !visit.is_post {
        return Ok(Reply::Redirect("/contacts".to_owned()));
    }
    let lang = Lang::new(visit.locale);
    let (bounced, wished) = visit.read(|tx| {
        let people = editable(tx, &picked(tx, visit)?)?;
        let clauses = json!([["contact_id", "IN", people], ["on_hold", "!=", 0]]);
        let found = rows::ask(tx, "Email", &["id", "on_hold"], clauses, &[("id", "ASC")], 0)?;
        let held = |why: bool| -> Vec<i64> {
            let fits = found.iter().filter(|row| (rows::int(row, "on_hold") == Some(BOUNCED)) == why);
            fits.map(rows::id).collect()
        };
        Ok((held(true), held(false)))
    })?;
    let back = Asked::of(&visit.form).href("/contacts");
    if bounced.is_empty() && wished.is_empty() {
        visit.say("said-none-held", None);
        return Ok(Reply::Redirect(back));
    }
    if visit.form.has(GO) {
        let mut ids = bounced;
        if visit.form.has(WISHED) {
            ids.extend(wished);
        }
        let value: Json = json!({"on_hold": 0});
        let work = Batch { entity: "Email".to_owned(), deed: Deed::Fill, field: String::new(), value, ids, view: back };
        return done(visit, work, "said-unheld");
    }
    let count = (wished.len() as i64).into();
    let mut fields = Vec::new();
    if !wished.is_empty() {
        let label = lang.with("unhold-wished", &[("count", count)]);
        fields.push(Field {
            help: Some(lang.text("unhold-wished-help")),
            ..Field::text(WISHED, label, "").widget(Widget::Checkbox)
        });
    }
    let asks = Between {
        title: lang.text("task-unhold"),
        words: lang.with("unhold-words", &[("count", (bounced.len() as i64).into())]),
        action: PATH,
        fields,
        own: &[WISHED],
        submit: lang.text("task-unhold"),
    };
    Ok(Reply::Html(between(visit, &lang, asks)?))
}
