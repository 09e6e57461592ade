//! `/reports`: the shelves, and each report through its display.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use maud::html;
use store::{Error, Result};
use ui::Icon;
use ui::part::button::Button;
use ui::part::head::{Head, head};

use super::{REPORTS, Report};
use crate::compose::words;
use crate::export::{Export, Format};
use crate::run::Question;
use crate::run::cells::For;
use crate::view::{draw, map, page as view, row, shapes};

/// So many rows are shown; the file has all.
const SHOWN: i64 = 200;

fn title<'l>(lang: &'l Lang, report: &Report) -> &'l str {
    lang.text(&format!("view-report-{}", report.name))
}

fn intro<'l>(lang: &'l Lang, report: &Report) -> &'l str {
    lang.text(&format!("view-report-{}-words", report.name))
}

/// `/reports`
pub fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let fits: Vec<&Report> = visit.read(|tx| Ok(REPORTS.iter().filter(|report| report.fits(tx)).collect()))?;
    let heading = lang.text("place-reports");
    let page = Page { title: heading, place: "/search", narrow: false };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let shelf = |name: &str, label: &'static str| {
            html! {
                section { h2 { (lang.text(label)) }
                    ul.cards { @for report in fits.iter().filter(|report| report.shelf() == name) {
                        li { a href=(format!("/reports/{}", report.name)) { b { (title(&lang, report)) } span.quiet { (intro(&lang, report)) } } }
                    } }
                }
            }
        };
        let content = html! {
            (head(ui, &Head { title: heading, count: None, intro: Some(lang.text("reports-intro")) }, Some(html! { (Button::link(lang.text("place-search"), "/search").icon(Icon::MagnifyingGlass)) })))
            (shelf("contacts", "reports-contacts"))
            (shelf("activities", "reports-activities"))
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(markup))
}

fn wanted(visit: &Visit<'_>) -> Result<&'static Report> {
    let name = visit.captures.first().map(String::as_str).unwrap_or_default();
    Report::named(name).ok_or_else(|| Error::NotFound(format!("report {name}")))
}

/// `/reports/{name}`
pub fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let report = wanted(visit)?;
    let shown = visit.read(|tx| {
        let question = Question::whole(report.search(), report.display(tx, &lang)?);
        view::run(tx, &lang, &question, SHOWN, 0)
    })?;
    let asked = visit.read(|tx| words::summary(tx, &lang, &report.state()))?;
    let heading = title(&lang, report);
    let page = Page { title: heading, place: "/search", narrow: false };
    let today = visit.ui().today;
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let csv = if lang.code() == "fr" { "csv-fr" } else { "csv" };
        let file = |format: &str| format!("/reports/{}/export?format={format}", report.name);
        let actions = html! {
            (ui::part::menu::menu(lang.text("export"), Icon::Export, false, None, html! {
                @for (format, label) in [("xlsx", "export-xlsx"), ("ods", "export-ods"), (csv, "export-csv"), ("pdf", "export-pdf"), ("json", "export-json")] {
                    li { a href=(file(format)) download hx-boost="false" { (Icon::DownloadSimple) (lang.text(label)) } }
                }
                @if draw::drawing(&lang, &shown.kind, &draw::Series::default(), 0).is_some() && shown.kind != "number" {
                    li { a href=(format!("/reports/{}/chart.svg", report.name)) download hx-boost="false" { (Icon::Image) (lang.text("export-svg")) } }
                    li.by-script { button type="button" data-png=(format!("/reports/{}/chart.svg", report.name)) data-name=(heading) { (Icon::Image) (lang.text("export-png")) } }
                }
            }))
            (Button::link(lang.text("report-adjust"), report.state().href()).primary().icon(Icon::PencilSimple))
        };
        let entity = shown.prepared.entity.as_str();
        let content = html! {
            (head(ui, &Head { title: heading, count: Some(shown.count), intro: Some(intro(&lang, report)) }, Some(actions)))
            p.on-paper { (lang.with("printed", &[("organisation", shell.organisation.into()), ("date", lang.locale.date(today).into())])) " · " (asked) }
            @if shown.lines.is_empty() { p.quiet { (lang.text("compose-nothing")) } }
            @else {
                @match shown.kind.as_str() {
                    "list" => (shapes::list(ui, &shown.lines, entity)),
                    "map" => (map::map(&lang, &shown.lines, &shown.heads, entity)),
                    "pivot" => (shapes::pivot(&lang, &shown.lines, &shown.heads)),
                    "calendar" => (shapes::calendar(ui, &lang, &shown.lines, &shown.heads, entity, today)),
                    "table" => {
                        div.scroll-x role="region" tabindex="0" aria-label=(heading) {
                            table.grid.is-list.is-dense {
                                thead { tr { @for (label, item) in &shown.heads { th scope="col" class=(if crate::compose::words::is_measure(item) { "end" } else { "" }) { (label) } } } }
                                tbody { @for line in &shown.lines { (row(ui, line, &shown.heads, entity)) } }
                            }
                        }
                        @if shown.count > SHOWN { p.faint { (lang.with("compose-first-rows", &[("count", SHOWN.into())])) } }
                    }
                    kind => (draw::drawing(&lang, kind, &draw::series(&shown.heads, &shown.lines), shown.count).unwrap_or_default()),
                }
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(markup))
}

/// `/reports/{name}/export`
pub fn export(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let report = wanted(visit)?;
    let format = visit.query.text("format").and_then(Format::named);
    let format = format.ok_or_else(|| Error::NotFound("a format".to_owned()))?;
    let mut question = visit.read(|tx| {
        let question = Question::whole(report.search(), report.display(tx, &lang)?);
        question.prepare(tx)?;
        Ok(question)
    })?;
    title(&lang, report).clone_into(&mut question.display.label);
    let export = Export { question, format, locale: visit.locale, whom: For::People };
    let (name, content_type) = (export.file_name(), export.format.content_type());
    Ok(Reply::Stream { name, content_type, feed: export.feed(visit.site, visit.actor) })
}

/// `/reports/{name}/chart.svg`
pub fn svg(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let report = wanted(visit)?;
    let shown = visit.read(|tx| {
        let question = Question::whole(report.search(), report.display(tx, &lang)?);
        view::run(tx, &lang, &question, SHOWN, 0)
    })?;
    let drawn = draw::file(&lang, &shown.kind, &draw::series(&shown.heads, &shown.lines));
    let drawn = drawn.ok_or_else(|| Error::NotFound("a chart".to_owned()))?;
    let name = format!("{}.svg", title(&lang, report));
    Ok(Reply::File { name, content_type: "image/svg+xml", bytes: drawn.into_bytes() })
}
