//! `/import`: hand a list in, and find the imports of before.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, text};
use kit::{Reply, Visit};
use maud::{Markup, html};
use serde_json::json;
use store::{Result, Tx};
use ui::part::button::Button;
use ui::part::field::{Choice, Field, Widget, Width, field};
use ui::part::form::Form;
use ui::part::head::{Head, head, section_head};
use ui::part::tabs::{Tab, tabs};
use ui::{Icon, Ui};

use crate::{found, records, template};

use super::handed::{self, FILE, TEXT};
use super::list::{self, Line};

/// What the file input offers to choose from.
const ACCEPTED: &str = ".csv,.tsv,.txt,.xlsx,.ods,.vcf,.json,.jsonl,.ndjson";
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

/// What the form offers to start from.
struct Starts {
    /// Records other than contacts: the entity and its title.
    kinds: Vec<(String, String)>,
    templates: Vec<(String, String)>,
    searches: Vec<(String, String)>,
    cards: bool,
}

impl Starts {
    fn read(visit: &Visit<'_>, tx: &Tx<'_>, lang: &Lang) -> Result<Starts> {
        let kinds = records::offered(tx);
        let templates = template::all(tx)?.into_iter().map(|one| {
            let label = match &one.owner {
                Some(owner) => format!("{} · {owner}", one.label),
                None => one.label.clone(),
            };
            (one.id.to_string(), label)
        });
        let searches = found::searches(tx)?;
        let name = |row: &Row| {
            let label = if text(row, "label").is_empty() { text(row, "name") } else { text(row, "label") };
            let known = contact::pages::labels::packaged(lang.locale, text(row, "name"), label);
            known.map_or_else(|| label.to_owned(), |(title, _)| title)
        };
        let door = |path: &str| {
            visit.registry.pages.iter().any(|page| page.path == path && page.door.met_by(&visit.actor.permissions))
        };
        Ok(Starts {
            kinds: kinds.iter().map(|one| (one.name.to_string(), capital(&records::title(lang, one)))).collect(),
            templates: templates.collect(),
            searches: searches.iter().map(|row| (rows::id(row).to_string(), name(row))).collect(),
            cards: door("/contacts/vcards"),
        })
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn page(visit: &Visit<'_>, lang: &Lang, error: Option<&str>) -> Result<Markup> {
    let (found, today, starts) = visit.read(|tx| {
        let select = ["id", "label", "created_date", "created_id.display_name", "metadata"];
        let clauses = json!([["is_template", "=", false], ["job_type", "LIKE", "%_import"]]);
        let found = ask(tx, "UserJob", &select, clauses, &[("id", "DESC")], LISTED)?;
        let mut lines = Vec::new();
        for row in found {
            let tally = crate::rows::division(tx, rows::id(&row))?;
            lines.push((row, tally));
        }
        Ok((lines, tx.clock().today(), Starts::read(visit, tx, lang)?))
    })?;
    let lines: Vec<Line> = found.iter().filter_map(|(row, tally)| list::line(lang, row, tally, today)).collect();
    let title = lang.text("import-title");
    let given = |name: &str| visit.form.get(name).or_else(|| visit.query.get(name)).unwrap_or_default();
    let asked = Asked { kind: given("kind"), template: given("template"), search: given("search"), typed: given(TEXT) };
    let views = views(visit, lang, "/import");
    frame::show(visit, lang, Page { title, place: "/contacts", narrow: false }, |ui, shell| {
        let intro = lang.text("import-intro");
        let content = html! {
            (head(ui, &Head { title, count: None, intro: Some(intro) }, None))
            (tabs(ui, lang.text("import-title"), &views))
            (form(ui, lang, &asked, error, &starts))
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

/// The tabs that the pages of imports share.
pub(super) fn views<'a>(visit: &Visit<'_>, lang: &'a Lang, current: &str) -> Vec<Tab<'a>> {
    let tab = |label: &'a str, href: &'static str| Tab { label, href, count: None, current: href == current };
    let mut all = vec![
        tab(lang.text("import-view-lists"), "/import"),
        tab(lang.text("import-view-templates"), "/import/templates"),
    ];
    if crate::schedule::door().met_by(&visit.actor.permissions) {
        all.push(tab(lang.text("import-view-schedules"), "/import/schedules"));
        all.push(tab(lang.text("import-view-settings"), "/import/settings"));
    }
    all
}

/// What was chosen already.
struct Asked<'a> {
    kind: &'a str,
    template: &'a str,
    search: &'a str,
    typed: &'a str,
}

fn form(ui: &Ui<'_>, lang: &Lang, asked: &Asked<'_>, error: Option<&str>, starts: &Starts) -> Markup {
    let file = Field {
        error,
        help: Some(lang.text("import-file-help")),
        ..Field::text(FILE, lang.text("import-file"), "").widget(Widget::File(ACCEPTED))
    };
    let paste = Field {
        placeholder: Some(lang.text("import-paste-example")),
        ..Field::text(TEXT, lang.text("import-paste"), asked.typed).widget(Widget::LongText(5))
    };
    let first = |label: &'static str| Choice::of("", lang.text(label));
    let list = |first: Choice<'_>, all: &[(String, String)]| -> Vec<(String, String)> {
        [(first.value.to_owned(), first.label.to_owned())].into_iter().chain(all.iter().cloned()).collect()
    };
    let kinds = list(first("import-kind-contacts"), &starts.kinds);
    let templates = list(first("import-template-none"), &starts.templates);
    let searches = list(first("choice-none"), &starts.searches);
    let inside = html! {
        div.fields {
            @if !starts.kinds.is_empty() { (select(ui, "kind", lang.text("import-kind"), asked.kind, &kinds, None)) }
            @if !starts.templates.is_empty() {
                (select(ui, "template", lang.text("import-template-start"), asked.template, &templates, Some(lang.text("import-template-start-help"))))
            }
        }
        div.import-drop { (Icon::UploadSimple) div.fields { (field(ui, &file)) } }
        details open[!asked.typed.is_empty()] {
            summary { (lang.text("import-paste-instead")) }
            div.fields { (field(ui, &paste)) }
        }
        @if !starts.searches.is_empty() {
            details open[!asked.search.is_empty()] {
                summary { (lang.text("import-search-instead")) }
                div.fields { (select(ui, "search", lang.text("import-search-source"), asked.search, &searches, Some(lang.text("import-search-help")))) }
            }
        }
        div.row {
            (Button::submit(lang.text("import-look")).primary().icon(Icon::ArrowRight))
            @if starts.cards { a href="/contacts/vcards" { (lang.text("import-vcards")) } }
        }
        p.faint { (lang.text("import-nothing-yet")) }
    };
    Form::post(ui.csrf, "/import").class("stack import-hand").upload().whole_page().render(inside)
}

/// A select of these choices, half as wide as the page.
pub(super) fn select(
    ui: &Ui<'_>,
    name: &str,
    label: &str,
    chosen: &str,
    all: &[(String, String)],
    help: Option<&str>,
) -> Markup {
    let choices: Vec<Choice<'_>> = all.iter().map(|(value, label)| Choice::of(value, label)).collect();
    let one = Field::text(name, label, chosen).widget(Widget::Select(&choices)).width(Width::Half);
    field(ui, &Field { help, ..one })
}

/// The stage of an import as the list shows it.
pub(super) fn label_of(row: &Row) -> &str {
    text(row, "label")
}
