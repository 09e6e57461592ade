//! `/search/file`: what goes into a file of a question: its format, its columns, who shares a row; and sets of columns that
//! are kept under a name.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use maud::{Markup, html};
use store::{Error, Result};
use ui::Icon;
use ui::part::button::Button;
use ui::part::form::Form;
use ui::part::head::{Head, head};

use super::parts;
use super::state::State;
use super::words;
use crate::export::choose::{self, Set, WHOLE};
use crate::run::item;

/// The formats, with what they are called.
fn formats(lang: &Lang) -> [(&'static str, &'static str); 5] {
    let csv = if lang.code() == "fr" { "csv-fr" } else { "csv" };
    [
        ("xlsx", "export-xlsx"),
        ("ods", "export-ods"),
        (csv, "export-csv"),
        ("pdf", "export-pdf"),
        ("json", "export-json"),
    ]
}

/// The page, and the keeping of a set.
pub fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let given = if visit.is_post { visit.form.get("s") } else { visit.query.get("s") };
    let state = given.and_then(State::parse);
    let Some(state) = state else { return Ok(Reply::Redirect("/search".to_owned())) };
    if visit.is_post {
        return keep(visit, &state);
    }
    render(visit, &state, None)
}

fn keep(visit: &mut Visit<'_>, state: &State) -> Result<Reply> {
    let (label, forgets) = (visit.form.text("label").unwrap_or_default().to_owned(), visit.form.has("forget"));
    let select: Vec<String> = visit.form.all("column").map(str::to_owned).collect();
    let known = state.texts("select");
    let contact = visit.actor.contact_id.unwrap_or(0);
    let written = visit.write(|tx| {
        if forgets {
            choose::forget(tx, &state.entity, &label)?;
            return Ok(tx.transaction_id());
        }
        let select = known.into_iter().filter(|one| select.contains(one)).collect();
        choose::keep(tx, Set { label: label.clone(), entity: state.entity.clone(), select, contact })?;
        Ok(tx.transaction_id())
    });
    match written {
        Ok(transaction) => {
            visit.say(if forgets { "said-columns-forgotten" } else { "said-columns-kept" }, transaction);
            Ok(Reply::Redirect(format!("/search/file?{}", query_of(state))))
        }
        Err(Error::Invalid(problems)) => {
            let words = problems.first().map(|one| one.problem.text(&one.field)).unwrap_or_default();
            render(visit, state, Some(words))
        }
        Err(error) => Err(error),
    }
}

/// The question as the rest of an address.
pub fn query_of(state: &State) -> String {
    state.href().split_once('?').map_or(String::new(), |(_, query)| query.to_owned())
}

fn render(visit: &Visit<'_>, state: &State, fault: Option<String>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (columns, sets, place) = visit.read(|tx| {
        let entity = tx.entity(&state.entity)?;
        let joins = item::joins(&state.params);
        let said = |written: String| {
            let item = item::parsed(tx, &state.entity, &joins, &written);
            let label = words::column(&lang, tx.catalog(), &joins, &entity, &item);
            (written, label)
        };
        let columns: Vec<(String, String)> =
            state.texts("select").into_iter().filter(|one| one != "id").map(said).collect();
        Ok((columns, choose::sets(tx, &state.entity)?, entity.virtual_join("address_primary").is_some()))
    })?;
    let title = lang.text("search-file");
    let page = Page { title, place: "/search", narrow: true };
    let contacts = matches!(state.entity.as_str(), "Contact" | "Individual" | "Organization" | "Household");
    let own = visit.actor.contact_id;
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let inside = html! {
            (parts::hidden(state))
            label.field { span.label { (lang.text("search-file-format")) } select.select name="format" {
                @for (format, label) in formats(&lang) { option value=(format) { (lang.text(label)) } } } }
            @if !state.groups() { label.field { span.label { (lang.text("search-file-columns")) } select.select name="set" {
                option value="" { (lang.text("search-file-own")) }
                option value=(WHOLE) { (lang.text("search-file-whole")) }
                @for set in &sets { option value=(set.label) { (set.label) } }
            } } }
            @if contacts && !state.groups() {
                label.field { span.label { (lang.text("search-file-merge")) } select.select name="merge" {
                    option value="" { (lang.text("search-file-each")) }
                    option value="household" { (lang.text("search-file-household")) }
                    option value="address" { (lang.text("search-file-address")) }
                } span.hint { (lang.text("search-file-merge-words")) } }
            }
            @if place { label.check { input type="checkbox" name="letters" value="1"; span { (lang.text("search-file-letters")) } } }
            div.row { (Button::submit(lang.text("search-file-do")).primary().icon(Icon::DownloadSimple)) a.btn.is-quiet href=(state.href()) { (lang.text("cancel")) } }
        };
        let content = html! {
            div.stack {
            (head(ui, &Head { title, count: None, intro: Some(lang.text("search-file-words")) }, None))
            (Form::get("/search/export").class("stack").whole_page().render(inside))
            @if !state.groups() { (keeping(ui, &lang, state, &columns, &sets, own, fault.as_deref())) }
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Status(if fault.is_some() { 422 } else { 200 }, markup))
}

/// The columns of the question kept under a name, and one's own sets thrown away.
fn keeping(
    ui: &ui::Ui<'_>,
    lang: &Lang,
    state: &State,
    columns: &[(String, String)],
    sets: &[Set],
    own: Option<i64>,
    fault: Option<&str>,
) -> Markup {
    let label = ui::part::field::Field::text("label", lang.text("compose-label"), "").required().error(fault);
    html! {
        section { h2 { (lang.text("search-file-keep")) }
            p.quiet { (lang.text("search-file-keep-words")) }
            (Form::post(ui.csrf, "/search/file").class("stack").render(html! {
                input type="hidden" name="s" value=(state.text());
                div.check-list { @for (written, label) in columns { label.check { input type="checkbox" name="column" value=(written) checked; span { (label) } } } }
                (ui::part::field::field(ui, &label))
                div.row { (Button::submit(lang.text("compose-save-do"))) }
            }))
            ul { @for set in sets { li.row {
                span { (set.label) }
                @if Some(set.contact) == own { (Form::post(ui.csrf, "/search/file").render(html! {
                    input type="hidden" name="s" value=(state.text()); input type="hidden" name="label" value=(set.label); input type="hidden" name="forget" value="1";
                    (Button::submit(lang.with("compose-remove", &[("what", set.label.as_str().into())])).quiet().square().small().icon(Icon::Trash))
                })) }
            } } }
        }
    }
}
