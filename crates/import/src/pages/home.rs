//! `/import`: hand a list in, and find the imports of before.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, text};
use kit::{Reply, Visit};
use maud::{Markup, html};
use serde_json::json;
use store::Result;
use ui::part::button::Button;
use ui::part::field::{Field, Widget, field};
use ui::part::form::Form;
use ui::part::head::{Head, head, section_head};
use ui::{Icon, Ui};

use super::handed::{self, FILE, TEXT};
use super::list::{self, Line};

/// What the file input offers to choose from.
const ACCEPTED: &str = ".csv,.tsv,.txt,.xlsx,.ods,.vcf";
/// So many imports are listed.
const LISTED: i64 = 50;

/// `/import`
pub(super) fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if visit.is_post {
        return match handed::take(visit, &lang)? {
            Ok(id) => Ok(Reply::Redirect(format!("/import/{id}"))),
            Err(words) => Ok(Reply::Status(422, page(visit, &lang, Some(&words))?)),
        };
    }
    Ok(Reply::Html(page(visit, &lang, None)?))
}

fn page(visit: &Visit<'_>, lang: &Lang, error: Option<&str>) -> Result<Markup> {
    let (found, today) = visit.read(|tx| {
        let select = ["id", "label", "created_date", "created_id.display_name", "metadata"];
        let clauses = json!([["is_template", "=", false], ["job_type", "=", crate::user_job::CONTACT_IMPORT]]);
        let found = ask(tx, "UserJob", &select, clauses, &[("id", "DESC")], LISTED)?;
        let mut lines = Vec::new();
        for row in found {
            let tally = crate::rows::division(tx, rows::id(&row))?;
            lines.push((row, tally));
        }
        Ok((lines, tx.clock().today()))
    })?;
    let lines: Vec<Line> = found.iter().filter_map(|(row, tally)| list::line(lang, row, tally, today)).collect();
    let cards = visit
        .registry
        .pages
        .iter()
        .any(|page| page.path == "/contacts/vcards" && page.door.met_by(&visit.actor.permissions));
    let title = lang.text("import-title");
    frame::show(visit, lang, Page { title, place: "/contacts", narrow: false }, |ui, shell| {
        let intro = lang.text("import-intro");
        let content = html! {
            (head(ui, &Head { title, count: None, intro: Some(intro) }, None))
            (form(ui, lang, visit.form.get(TEXT).unwrap_or_default(), error, cards))
            @if !lines.is_empty() {
                section.import-past {
                    (section_head("imports", lang.text("import-past"), None))
                    (list::table(ui, lang, &lines))
                }
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })
}

fn form(ui: &Ui<'_>, lang: &Lang, typed: &str, error: Option<&str>, cards: bool) -> Markup {
    let file = Field {
        error,
        help: Some(lang.text("import-file-help")),
        ..Field::text(FILE, lang.text("import-file"), "").widget(Widget::File(ACCEPTED))
    };
    let paste = Field {
        placeholder: Some(lang.text("import-paste-example")),
        ..Field::text(TEXT, lang.text("import-paste"), typed).widget(Widget::LongText(5))
    };
    let inside = html! {
        div.import-drop { (Icon::UploadSimple) div.fields { (field(ui, &file)) } }
        details open[!typed.is_empty()] {
            summary { (lang.text("import-paste-instead")) }
            div.fields { (field(ui, &paste)) }
        }
        div.row {
            (Button::submit(lang.text("import-look")).primary().icon(Icon::ArrowRight))
            @if cards { a href="/contacts/vcards" { (lang.text("import-vcards")) } }
        }
        p.faint { (lang.text("import-nothing-yet")) }
    };
    Form::post(ui.csrf, "/import").class("stack import-hand").upload().whole_page().render(inside)
}

/// The stage of an import as the list shows it.
pub(super) fn label_of(row: &Row) -> &str {
    text(row, "label")
}
