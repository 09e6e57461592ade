//! `/import/settings`: how imports go on this site.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use maud::html;
use serde_json::json;
use store::Result;
use ui::part::button::Button;
use ui::part::field::{Field, Widget, Width, field};
use ui::part::form::Form;
use ui::part::head::{Head, head};
use ui::part::tabs::tabs;

use crate::{fetch, work};

use super::home::views;

/// So many rows a step may take, beyond which others would wait too long.
const MOST: i64 = 10_000;

/// `/import/settings`
pub(super) fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let batch = visit.form.text("batch").map(str::to_owned);
    let fits = |text: &str| text.parse::<i64>().is_ok_and(|rows| (1..=MOST).contains(&rows));
    let wrong = visit.is_post && batch.as_deref().is_some_and(|text| !fits(text));
    if visit.is_post && !wrong {
        let private = visit.form.get("private") == Some("1");
        let rows = batch.as_deref().and_then(|text| text.parse::<i64>().ok());
        let done = visit.write(|tx| {
            tx.set_setting(work::BATCH, rows.map(|rows| json!(rows)).as_ref())?;
            tx.set_setting(fetch::PRIVATE, Some(&json!(private)))?;
            Ok(tx.transaction_id())
        })?;
        visit.say("said-import-settings", done);
        return Ok(Reply::Redirect("/import/settings".to_owned()));
    }
    let (stored, private) = visit.read(|tx| Ok((work::stored_batch_size(tx)?, fetch::takes_private(tx)?)))?;
    let stored = stored.map(|rows| rows.to_string()).unwrap_or_default();
    let shown = if wrong { batch.unwrap_or_default() } else { stored };
    let title = lang.text("import-settings-title");
    let views = views(visit, &lang, "/import/settings");
    let page = Page { title, place: "/contacts", narrow: false };
    let page = frame::show(visit, &lang, page, |ui, shell| {
        let batch = Field {
            help: Some(lang.text("import-batch-help")),
            error: wrong.then(|| lang.with("import-batch-wrong", &[("most", MOST.into())])),
            ..Field::text("batch", lang.text("import-batch"), &shown).widget(Widget::Number("1")).width(Width::Half)
        };
        let private = Field {
            help: Some(lang.text("import-private-help")),
            ..Field::text("private", lang.text("import-private"), if private { "1" } else { "0" })
                .widget(Widget::Switch)
        };
        let inside = html! {
            div.fields { (field(ui, &batch)) (field(ui, &private)) }
            div.row { (Button::submit(lang.text("save")).primary()) }
        };
        let content = html! {
            (head(ui, &Head { title, count: None, intro: None }, None))
            (tabs(ui, lang.text("import-title"), &views))
            (Form::post(ui.csrf, "/import/settings").class("stack import-hand").render(inside))
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(if wrong { Reply::Status(422, page) } else { Reply::Html(page) })
}
