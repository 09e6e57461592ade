//! The lists of choices that several fields share.

use kit::{Reply, Visit};
use maud::html;
use serde_json::json;
use store::{As, Error, Result};
use ui::page::fields::{Sheet as FormPage, sheet};
use ui::part::field::{Field, Widget};

use super::super::form::{self, Errors};
use super::super::frame::{self, Page};
use super::super::phrases::Lang;
use super::super::rows::{self, Row, ask, text};
use super::sets::{crumbs, object};

/// `/settings/fields/lists`: the lists of choices that fields share, and a new one.
pub(super) fn shared(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let mut errors = Errors::new();
    if visit.is_post {
        let (title, lines) = (
            visit.form.text("title").unwrap_or_default().to_owned(),
            visit.form.get("choices").unwrap_or_default().to_owned(),
        );
        let result = visit.write(|tx| {
            if title.is_empty() {
                return Err(Error::field("title", store::Problem::Required));
            }
            let group = super::draft::new_list(tx, &title)?;
            for (weight, label) in (1_i64..).zip(lines.lines().map(str::trim).filter(|line| !line.is_empty())) {
                let values = json!({"option_group_id": group, "label": label, "weight": weight, "is_active": true});
                tx.save("OptionValue", object(values), As::Actor)?;
            }
            Ok(tx.transaction_id())
        });
        match form::field_errors(result)? {
            Ok(transaction) => {
                visit.say("said-saved", transaction);
                return Ok(Reply::Redirect("/settings/fields/lists".to_owned()));
            }
            Err(found) => errors = form::errors(&lang, &found),
        }
    }
    let found: Vec<(String, String, String)> = visit.read(|tx| {
        let all = ask(
            tx,
            "OptionGroup",
            &["id", "name", "title"],
            json!([["is_reserved", "=", false]]),
            &[("title", "ASC")],
            0,
        )?;
        let one = |row: &Row| {
            let count = rows::count(tx, "CustomField", json!([["option_group_id", "=", rows::id(row)]]))?;
            let used = lang.with("fields-list-used", &[("count", count.into())]).to_owned();
            Ok((format!("/settings/lists/{}", text(row, "name")), text(row, "title").to_owned(), used))
        };
        all.iter().map(one).collect()
    })?;
    let list = match found.is_empty() {
        true => ui::part::empty::empty(lang.text("fields-lists-none"), lang.text("fields-lists-none-help"), html! {}),
        false => html! {
            ol.made.bench-lines { @for (href, title, used) in &found { li { div.bar {
                span.name { a.plain href=(href) { (title) } " " span.faint { (used) } }
            } } } }
        },
    };
    let typed = |name: &str| lang.keep(visit.form.get(name).unwrap_or_default());
    let fields = vec![
        Field {
            required: true,
            error: errors.get("title").map(String::as_str),
            ..Field::text("title", lang.text("fields-list-title"), typed("title"))
        },
        Field::text("choices", lang.text("fields-list-choices"), typed("choices")).widget(Widget::LongText(6)),
    ];
    let title = lang.text("fields-lists");
    let view = FormPage {
        way: crumbs(&lang, &[(title, None)]),
        title,
        intro: Some(lang.text("fields-lists-intro")),
        action: "/settings/fields/lists",
        cancel: "/settings/fields",
        sections: vec![("list-new", lang.text("fields-list-add"), fields)],
        save: lang.text("save"),
        above: Some(list),
        ..FormPage::default()
    };
    let page = Page { title, place: "/settings", narrow: true };
    let markup = frame::show(visit, &lang, page, |ui, shell| sheet(ui, shell, &view))?;
    Ok(if errors.is_empty() { Reply::Html(markup) } else { Reply::Status(422, markup) })
}
