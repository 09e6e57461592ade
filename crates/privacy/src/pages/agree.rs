//! `/terms`: the terms and the data policy for everybody to read, and the page on which whoever has signed in accepts what
//! is new.

use contact::pages::address::local;
use contact::pages::phrases::Lang;
use contact::pages::slots::Gate;
use jiff::civil::Date;
use kit::{Reply, Visit};
use maud::{Markup, html};
use schema::Actor;
use store::{As, Error, Result, Tx};
use ui::Ui;
use ui::part::button::Button;
use ui::part::field::{Field, Widget, field};
use ui::part::form::Form;

use super::words;
use crate::terms::{self, ASKED, Given, KINDS, Terms, TermsText};

/// Where one accepts.
const AGREE: &str = "/terms/agree";

/// Nothing else is done before, but reading and going out.
pub const GATE: Gate = Gate {
    setting: ASKED,
    stop,
    open: &[AGREE, "/terms", "/terms/{kind}", "/sign-out", "/sign-in", "/sign-in/passkey", "/welcome/{token}"],
};

/// Where a visitor who has not accepted what is new goes first.
fn stop(visit: &Visit<'_>) -> Result<Option<String>> {
    let Some(contact) = visit.actor.contact_id else { return Ok(None) };
    if visit.read(|tx| terms::due(tx, contact))?.is_empty() {
        return Ok(None);
    }
    // Only pages that were asked for are come back to.
    let next = if visit.is_post || visit.target.is_some() { "/" } else { visit.path };
    let query = form_of(&visit.query.0);
    let next = if query.is_empty() || visit.is_post { next.to_owned() } else { format!("{next}?{query}") };
    Ok(Some(format!("{AGREE}?{}", form_of(&[("next".to_owned(), next)]))))
}

fn form_of(pairs: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// A version with the words in the reader's language.
struct Document {
    id: i64,
    terms: Terms,
    since: Option<Date>,
    text_id: i64,
    text: TermsText,
}

fn document(tx: &Tx<'_>, lang: &Lang, id: i64, terms: Terms) -> Result<Option<Document>> {
    let since = terms::since(tx, &terms);
    let found = terms::text_in(tx, id, lang.code())?;
    Ok(found.map(|(text_id, text)| Document { id, terms, since, text_id, text }))
}

/// `/terms` and `/terms/{kind}`
pub fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let wanted = visit.captures.first().cloned();
    let (found, organisation) = visit.site.read(&Actor::system("terms"), |tx| {
        let mut found = Vec::new();
        for (kind, ..) in KINDS.iter().filter(|(kind, ..)| wanted.as_deref().is_none_or(|wanted| wanted == *kind)) {
            if let Some((id, one)) = terms::current(tx, kind)? {
                found.extend(document(tx, &lang, id, one)?);
            }
        }
        Ok((found, organisation(tx)?))
    })?;
    if found.is_empty() {
        return Err(Error::NotFound(visit.path.to_owned()));
    }
    let content = html! { @for one in &found { (readable(&lang, one)) } };
    let title = match found.as_slice() {
        [one] => words::option(&lang, "terms", &one.terms.kind),
        _ => lang.text("terms-title"),
    };
    Ok(Reply::Html(ui::shell::public(&visit.ui(), title, &organisation, content)))
}

fn organisation(tx: &Tx<'_>) -> Result<String> {
    contact::domain::name(tx)
}

/// A document to be read.
fn readable(lang: &Lang, document: &Document) -> Markup {
    let Document { terms, text, .. } = document;
    let day = document.since.map(|day| lang.locale.date(day)).unwrap_or_default();
    html! {
        article.terms lang=(text.language) {
            h1 { (words::option(lang, "terms", &terms.kind)) }
            p.pub-small lang=(lang.code()) { (lang.with("terms-since", &[("version", terms.version.into()), ("day", day.into())])) }
            (paragraphs(text.text.as_deref().unwrap_or_default()))
        }
    }
}

/// Words with an empty line between paragraphs; a line that begins with `#` is a heading.
fn paragraphs(text: &str) -> Markup {
    let text = text.replace("\r\n", "\n");
    html! {
        @for part in text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()) {
            @match part.strip_prefix('#') {
                Some(heading) => { h2 { (heading.trim_start_matches('#').trim()) } }
                None => { p { (words::lines(part)) } }
            }
        }
    }
}

/// `/terms/agree`
pub fn agree(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let next = local(visit.form.text("next").or_else(|| visit.query.text("next"))).unwrap_or("/").to_owned();
    let Some(contact) = visit.actor.contact_id else { return Ok(Reply::Redirect(next)) };
    let (found, organisation) = visit.site.read(&Actor::system("terms"), |tx| {
        let mut found = Vec::new();
        for (id, one) in terms::due(tx, contact)? {
            found.extend(document(tx, &lang, id, one)?);
        }
        Ok((found, organisation(tx)?))
    })?;
    if found.is_empty() || visit.actor.permissions.reads_only() {
        return Ok(Reply::Redirect(next));
    }
    let ticked = |one: &Document| visit.form.get(&format!("accept_{}", one.id)) == Some("1");
    if !visit.is_post || !found.iter().all(ticked) {
        let status = if visit.is_post { 422 } else { 200 };
        return Ok(Reply::Status(status, page(visit, &lang, &found, &organisation, &next)));
    }
    visit.write(|tx| {
        for Document { id, text_id: shown, .. } in &found {
            // The words that were accepted are those that the form held: others may have been published meanwhile.
            let given = Given {
                contact_id: contact,
                terms_id: *id,
                text_id: visit.form.int(&format!("text_{id}")).or(Some(*shown)),
                source: "form",
                ip_address: Some(visit.remote),
                ..Given::default()
            };
            // They speak for themselves, though they may not edit their own record.
            terms::accept(tx, &given, As::Program)?;
        }
        Ok(())
    })?;
    visit.say("said-terms-accepted", None);
    Ok(Reply::Redirect(next))
}

fn page(visit: &Visit<'_>, lang: &Lang, found: &[Document], organisation: &str, next: &str) -> Markup {
    let ui = Ui { keys: false, ..visit.ui() };
    let missing = lang.text("terms-accept-missing");
    let content = html! {
        div { h1 { (lang.text("terms-agree-title")) } p { (lang.text("terms-agree-words")) } }
        (Form::post(ui.csrf, AGREE).class("stack").whole_page().render(html! {
            input type="hidden" name="next" value=(next);
            @for one in found {
                @let Document { id, terms, text_id, .. } = one;
                div.pub-form {
                    @if let Some(note) = terms.note.as_deref().filter(|note| !note.is_empty()) { p { b { (lang.text("terms-note")) } " " (note) } }
                    (readable(lang, one))
                    input type="hidden" name={ "text_" (id) } value=(text_id);
                    @let name = format!("accept_{id}");
                    @let on = visit.form.get(&name) == Some("1");
                    @let label = lang.with("terms-accept-one", &[("what", words::option(lang, "terms", &terms.kind).into())]);
                    (field(&ui, &Field { error: (visit.is_post && !on).then_some(missing), ..Field::text(&name, label, if on { "1" } else { "0" }).widget(Widget::Checkbox).required() }))
                }
            }
            div.row { (Button::submit(lang.text("terms-agree")).primary().big()) }
        }))
        (Form::post(ui.csrf, "/sign-out").render(html! { (Button::submit(lang.text("terms-refuse")).quiet()) }))
    };
    ui::shell::public(&ui, lang.text("terms-agree-title"), organisation, content)
}
