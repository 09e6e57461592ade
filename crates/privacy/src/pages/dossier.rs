//! `/contacts/{id}/dossier`: the file of a person, seen first, then handed out for machines or on paper; that it was is
//! written down.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use jiff::civil::DateTime;
use kit::{Reply, Visit};
use maud::{Markup, html};
use serde_json::Value as Json;
use store::{Error, Result, Tx};
use ui::Icon;
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::crumbs::{Crumb, crumbs};
use ui::part::form::Form;
use ui::part::head::{Head, head};
use ui::part::notice::notice;

use super::words;
use crate::dossier::{self, Datum, Dossier, Section};
use crate::seed;

/// `/contacts/{id}/dossier`
pub fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    let wanted = visit.form.text("as").unwrap_or_default().to_owned();
    let read = visit.read(|tx| {
        exists(tx, id)?;
        dossier::read(tx, id)
    })?;
    if !visit.is_post {
        return Ok(Reply::Html(preview(visit, &lang, &read)?));
    }
    visit.write(|tx| dossier::note(tx, id, &wanted))?;
    match wanted.as_str() {
        "json" => {
            let bytes = serde_json::to_vec_pretty(&dossier::json(&read)).map_err(Error::internal)?;
            let name = format!("{}-{id}-{}.json", lang.text("dossier-file"), read.made.date());
            Ok(Reply::File { name, content_type: "application/json", bytes })
        }
        "pdf" => {
            let bytes =
                paper_of(&lang, &read).pdf().ok_or_else(|| Error::internal("the document could not be drawn"))?;
            let name = format!("{}-{id}-{}.pdf", lang.text("dossier-file"), read.made.date());
            Ok(Reply::File { name, content_type: "application/pdf", bytes })
        }
        _ => Ok(Reply::Html(printed(visit, &lang, &read)?)),
    }
}

/// The person, whoever may see their record: the permission stands above the rules of single records.
fn exists(tx: &Tx<'_>, id: i64) -> Result<()> {
    let text = format!(r#"SELECT 1 FROM "civicrm_contact" WHERE "id" = {}"#, tx.placeholder(1));
    match tx.one(&store::statement(text, vec![id.into()]))? {
        Some(_) => Ok(()),
        None => Err(Error::NotFound(format!("contact {id}"))),
    }
}

fn way<'a>(lang: &'a Lang, read: &'a Dossier) -> Vec<Crumb<'a>> {
    let name = if read.name.is_empty() { lang.text("privacy-nameless") } else { read.name.as_str() };
    vec![
        Crumb { label: name, href: Some(lang.keep(format!("/contacts/{}/consents", read.contact))) },
        Crumb { label: lang.text("dossier-title"), href: None },
    ]
}

fn preview(visit: &Visit<'_>, lang: &Lang, read: &Dossier) -> Result<Markup> {
    let title = lang.text("dossier-title");
    let page = Page { title, place: "/contacts", narrow: true };
    frame::show(visit, lang, page, |ui, shell| {
        let action = format!("/contacts/{}/dossier", read.contact);
        let post = |as_: &'static str, button: Button<'_>| {
            Form::post(ui.csrf, &action)
                .whole_page()
                .render(html! { input type="hidden" name="as" value=(as_); (button) })
        };
        let content = html! {
            (crumbs(ui, &way(lang, read), None))
            (head(ui, &Head { title, count: None, intro: Some(lang.text("dossier-intro")) }, None))
            div.privacy {
                (notice(Tone::Sky, Icon::Info, html! { (lang.text("dossier-note")) }, None))
                table.grid.is-list.is-dense {
                    caption.sr { (title) }
                    thead { tr { th scope="col" { (lang.text("dossier-what")) } th.end scope="col" { (lang.text("dossier-count")) } } }
                    tbody {
                        @for section in &read.sections {
                            tr { th.m-main scope="row" { (words::many_capital(lang, &section.entity)) } td.m-end.end { (lang.locale.number(section.records.len() as i64)) } }
                        }
                        tr { th.m-main scope="row" { (lang.text("dossier-history")) } td.m-end.end { (lang.locale.number(read.past.len() as i64)) } }
                    }
                }
                @if !read.made_by.is_empty() { p.faint { (lang.with("dossier-made-by", &[("count", read.made_by.iter().map(|(_, count)| *count).sum::<i64>().into())])) } }
                div.row {
                    (post("paper", Button::submit(lang.text("dossier-paper")).primary().icon(Icon::Printer)))
                    (post("pdf", Button::submit(lang.text("dossier-pdf")).icon(Icon::DownloadSimple)))
                    (post("json", Button::submit(lang.text("dossier-json")).icon(Icon::DownloadSimple)))
                }
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })
}

fn printed(visit: &Visit<'_>, lang: &Lang, read: &Dossier) -> Result<Markup> {
    let title = lang.text("dossier-title");
    let page = Page { title, place: "/contacts", narrow: true };
    frame::show(visit, lang, page, |ui, shell| {
        let print = Button::act(lang.text("action-print")).primary().icon(Icon::Printer).data("data-print", "");
        let content = html! {
            (crumbs(ui, &way(lang, read), None))
            (head(ui, &Head { title: lang.with("dossier-of", &[("name", read.name.as_str().into())]), count: None, intro: None }, Some(html! { span.by-script { (print) } })))
            article.privacy.dossier { (document(lang, read)) }
        };
        ui::shell::page(ui, shell, content, html! {})
    })
}

/// The document for people: who keeps the data and why, then everything, then what they can ask.
fn document(lang: &Lang, read: &Dossier) -> Markup {
    html! {
        dl.facts-list {
            dt { (lang.text("register-controller")) } dd { (read.organisation) }
            dt { (lang.text("dossier-made")) } dd { (words::moment(lang, read.made)) }
            dt { (lang.text("privacy-number")) } dd { (read.contact) }
        }
        section {
            h2 { (lang.text("dossier-why")) }
            @for purpose in &read.purposes { (why(lang, purpose)) }
        }
        @for section in read.sections.iter().filter(|section| is_for_people(section)) { (one(lang, section)) }
        @if !read.past.is_empty() { (past(lang, read)) }
        section {
            h2 { (lang.text("dossier-rights")) }
            p { (lang.text("dossier-rights-words")) }
        }
    }
}

fn why(lang: &Lang, purpose: &crate::purpose::ProcessingPurpose) -> Markup {
    let name = purpose.name.as_deref().unwrap_or_default();
    let text = |field: &str, stored: &Option<String>| {
        lang.keep(seed::shown(lang.code(), name, field, stored.as_deref().unwrap_or_default()))
    };
    let basis = words::option(lang, "basis", purpose.legal_basis.as_deref().unwrap_or_default());
    html! {
        p { b { (text("title", &purpose.title)) } " (" (basis) "). " (text("retention", &purpose.retention)) @if purpose.recipients.is_some() { ". " (lang.text("field-purpose-recipients")) ": " (text("recipients", &purpose.recipients)) "." } }
    }
}

/// What only repeats other records in a form for the program is left to the file for machines.
fn is_for_people(section: &Section) -> bool {
    section.entity.name != "RelationshipCache" && section.records.iter().flatten().any(is_told)
}

fn one(lang: &Lang, section: &Section) -> Markup {
    html! {
        section.dossier-part {
            h2 { (words::many_capital(lang, &section.entity)) }
            @for record in &section.records {
                dl.facts-list {
                    @for datum in record.iter().filter(|datum| is_told(datum)) {
                        @if let Some(field) = section.entity.fields.get(datum.at) {
                            dt { (words::field(lang, &section.entity, field)) }
                            dd { (value(lang, section, datum)) }
                        }
                    }
                }
            }
        }
    }
}

/// What says nothing to people is left to the file for machines.
fn is_told(datum: &Datum) -> bool {
    use crate::class::Class;
    let dull = matches!(datum.class, Class::Technical | Class::Configuration | Class::Subject | Class::Actor);
    let is_moment = datum.value.as_str().is_some_and(|text| text.len() >= 10 && text.as_bytes().get(4) == Some(&b'-'));
    let says_no = datum.value == Json::Bool(false) || datum.value == Json::String(String::new());
    !says_no && (!dull || is_moment || datum.label.is_some())
}

/// So many letters of a value stand in one row of the paper, which shows three lines of a cell: longer ones go on in the
/// next row.
const PIECE: usize = 90;

/// The document as a table for paper: what, field, value.
fn paper_of(lang: &Lang, read: &Dossier) -> paper::Table {
    let column = |key: &str| paper::Column { label: lang.text(key).to_owned(), align: paper::Align::Start };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for section in read.sections.iter().filter(|section| is_for_people(section)) {
        let heading = words::many_capital(lang, &section.entity);
        for (at, record) in section.records.iter().enumerate() {
            let what = if section.records.len() > 1 { format!("{heading} {}", at + 1) } else { heading.to_owned() };
            for datum in record.iter().filter(|datum| is_told(datum)) {
                let Some(field) = section.entity.fields.get(datum.at) else { continue };
                let label = words::field(lang, &section.entity, field).to_owned();
                push(&mut rows, what.clone(), label, &plain(lang, section, datum));
            }
        }
    }
    for purpose in &read.purposes {
        let name = purpose.name.as_deref().unwrap_or_default();
        let title = seed::shown(lang.code(), name, "title", purpose.title.as_deref().unwrap_or_default()).to_owned();
        let basis = words::option(lang, "basis", purpose.legal_basis.as_deref().unwrap_or_default());
        let kept = seed::shown(lang.code(), name, "retention", purpose.retention.as_deref().unwrap_or_default());
        push(&mut rows, lang.text("dossier-why").to_owned(), title, &format!("{basis}. {kept}"));
    }
    push(&mut rows, lang.text("dossier-rights").to_owned(), String::new(), lang.text("dossier-rights-words"));
    paper::Table {
        house: read.organisation.clone(),
        title: lang.with("dossier-of", &[("name", read.name.as_str().into())]).to_owned(),
        words: format!("{} {}", lang.text("dossier-made"), words::moment(lang, read.made)),
        columns: vec![column("dossier-what"), column("dossier-field"), column("dossier-value")],
        rows,
        foot: "{page} / {pages}".to_owned(),
        language: lang.code().to_owned(),
    }
}

/// Adds a value, over as many rows as it needs.
fn push(rows: &mut Vec<Vec<String>>, what: String, label: String, text: &str) {
    let mut pieces: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let full = pieces
            .last()
            .is_some_and(|piece| !piece.is_empty() && piece.chars().count() + word.chars().count() >= PIECE);
        if full {
            pieces.push(String::new());
        }
        if let Some(piece) = pieces.last_mut() {
            if !piece.is_empty() {
                piece.push(' ');
            }
            piece.push_str(word);
        }
    }
    for (at, piece) in pieces.into_iter().enumerate() {
        let (what, label) = if at == 0 { (what.clone(), label.clone()) } else { (String::new(), String::new()) };
        rows.push(vec![what, label, piece]);
    }
}

fn value(lang: &Lang, section: &Section, datum: &Datum) -> Markup {
    words::lines(&plain(lang, section, datum))
}

/// A value as people read it.
fn plain(lang: &Lang, section: &Section, datum: &Datum) -> String {
    let field = section.entity.fields.get(datum.at).map_or("", |field| field.name.as_ref());
    let own = match (section.entity.name.as_ref(), field) {
        ("SubjectRequest", "kind") => Some("right"),
        ("SubjectRequest", "state") => Some("state"),
        ("Consent", list @ ("status" | "source" | "channel")) => Some(list),
        _ => None,
    };
    if let Some(list) = own {
        return words::option(lang, list, &contact::pages::rows::plain(&datum.value)).to_owned();
    }
    if let Some(label) = &datum.label {
        let source = section.entity.fields.get(datum.at).and_then(|field| field.options.as_ref());
        let item = schema::OptionItem {
            id: schema::Value::Text(contact::pages::rows::plain(&datum.value)),
            name: label.clone(),
            label: label.clone(),
            ..schema::OptionItem::default()
        };
        return source
            .map_or_else(|| label.clone(), |source| contact::pages::labels::label(lang.code(), source, &item));
    }
    match &datum.value {
        Json::Bool(_) => lang.text("register-yes").to_owned(),
        Json::String(text) if is_day(text) => words::day(lang, text).to_owned(),
        Json::String(text) if text.starts_with('<') => without_tags(text),
        other => contact::pages::rows::plain(other),
    }
}

/// The words of rich text.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for letter in text.replace("</p>", "\n").replace("<br", "\n<br").chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            letter if !inside => out.push(letter),
            _ => {}
        }
    }
    out.trim().to_owned()
}

fn is_day(text: &str) -> bool {
    text.len() <= 19 && text.get(..10).is_some_and(|day| day.parse::<jiff::civil::Date>().is_ok())
}

/// What the records of an entity are called, where the file has any.
fn named<'a>(lang: &'a Lang, read: &Dossier, entity: &str) -> &'a str {
    let section = read.sections.iter().find(|section| section.entity.name == entity);
    section.map_or_else(|| lang.keep(entity), |section| words::many_capital(lang, &section.entity))
}

fn past(lang: &Lang, read: &Dossier) -> Markup {
    let moment = |at: DateTime| lang.locale.date(at.date());
    let values = |json: &Json| {
        let pairs = json.as_object().into_iter().flatten();
        let told = pairs.filter(|(name, value)| !value.is_null() && !name.ends_with("_id") && name.as_str() != "id");
        told.map(|(name, value)| format!("{name}: {}", contact::pages::rows::plain(value)))
            .collect::<Vec<_>>()
            .join("; ")
    };
    html! {
        section.dossier-part {
            h2 { (lang.text("dossier-history")) }
            table.grid.is-dense.past-table {
                thead { tr { th scope="col" { (lang.text("dossier-when")) } th scope="col" { (lang.text("dossier-changed")) } th scope="col" { (lang.text("dossier-before")) } th scope="col" { (lang.text("dossier-after")) } } }
                tbody { @for one in &read.past { tr { td.when { (moment(one.at)) } td { (named(lang, read, &one.entity)) } td { (values(&one.before)) } td { (values(&one.after)) } } } }
            }
        }
    }
}
