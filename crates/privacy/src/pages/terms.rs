//! `/settings/privacy/terms`: the terms of use and the data policy, their versions, and who has not accepted yet.

use std::collections::BTreeMap;

use contact::access::forgotten;
use contact::pages::phrases::Lang;
use jiff::civil::Date;
use kit::{Reply, Visit};
use mail::{Message, To};
use maud::{Markup, html};
use serde_json::{Value as Json, json};
use store::{As, Error, Result, Tx};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::chip::{Status, Tag};
use ui::part::field::{Field, Widget, field};
use ui::part::form::Form;
use ui::part::head::section_head;
use ui::part::notice::notice;
use ui::{Icon, Locale, Ui};

use super::fault::{self, Errors};
use super::{Sheet, sheet, words};
use crate::permission::ADMINISTER;
use crate::terms::{self, KINDS, Missing, Terms, TermsText};

/// The page.
pub const PATH: &str = "/settings/privacy/terms";
/// The kind of the messages that ask to accept.
const KIND: &str = "terms";
/// So many of those who have not accepted are named.
const NAMED: usize = 200;

/// A version with how many have accepted it, and since when it holds.
struct Version {
    id: i64,
    terms: Terms,
    count: i64,
    since: Option<Date>,
}

/// A kind of document with its versions, the newest first.
struct Shown {
    kind: &'static str,
    versions: Vec<Version>,
}

/// `/settings/privacy/terms`
pub fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let all = visit.read(|tx| {
        KINDS
            .iter()
            .map(|(kind, ..)| {
                let mut versions = Vec::new();
                for (id, one) in tx.find_by::<Terms>("kind", *kind)? {
                    let since = terms::since(tx, &one);
                    versions.push(Version { id, terms: one, count: terms::count(tx, id)?, since });
                }
                versions.sort_by_key(|one| std::cmp::Reverse(one.terms.version));
                Ok(Shown { kind, versions })
            })
            .collect::<Result<Vec<_>>>()
    })?;
    let changes = visit.actor.may(ADMINISTER);
    let view = Sheet {
        title: lang.text("terms-title"),
        intro: Some(lang.text("terms-intro")),
        tab: PATH,
        narrow: true,
        ..Sheet::default()
    };
    let markup =
        sheet(visit, &lang, view, None, |ui| html! { @for one in &all { (document(ui, &lang, one, changes)) } })?;
    Ok(Reply::Html(markup))
}

fn document(ui: &Ui<'_>, lang: &Lang, shown: &Shown, changes: bool) -> Markup {
    let id = format!("terms-{}", shown.kind);
    let drafts = shown.versions.iter().any(|one| one.since.is_none());
    let new = html! {
        @if changes && !drafts {
            (Form::post(ui.csrf, &format!("{PATH}/new")).render(html! {
                input type="hidden" name="kind" value=(shown.kind);
                (Button::submit(lang.text("terms-new")).small().icon(Icon::PlusBold))
            }))
        }
    };
    let holds = shown.versions.iter().find(|one| one.since.is_some()).map(|one| one.id);
    html! {
        section aria-labelledby=(id) {
            (section_head(&id, words::option(lang, "terms", shown.kind), Some(new)))
            @if shown.versions.is_empty() { p.quiet { (lang.text("terms-none")) } }
            ul.agreement-list {
                @for one in &shown.versions {
                    li {
                        div.what {
                            a href={ (PATH) "/" (one.id) } { b { (lang.with("terms-version", &[("version", one.terms.version.into())])) } }
                            small.faint { (one.terms.note.as_deref().unwrap_or_default()) }
                        }
                        div.answers {
                            @match one.since {
                                None => { (Status::Off(lang.text("terms-draft"))) }
                                Some(_) if holds == Some(one.id) => { (Status::On(Tone::Leaf, lang.text("terms-holds"))) }
                                Some(_) => { (Tag::of(Tone::Stone, lang.text("terms-past"))) }
                            }
                            @if let Some(day) = one.since { " " small.faint { (lang.locale.date(day)) } }
                        }
                        @if one.since.is_some() { div.row { small.faint { (lang.with("terms-accepted-by", &[("count", one.count.into())])) } } }
                    }
                }
            }
            @if holds.is_some() { p { a href={ "/terms/" (shown.kind) } { (lang.text("terms-public")) } } }
        }
    }
}

/// What the page of a version reads.
struct Around {
    terms: Terms,
    since: Option<Date>,
    texts: Vec<(i64, TermsText)>,
    count: i64,
    missing: Vec<Missing>,
    can_send: bool,
}

fn read(tx: &Tx<'_>, id: i64) -> Result<Around> {
    let terms = tx.find::<Terms>(id)?.ok_or_else(|| Error::NotFound(format!("version {id}")))?;
    let missing = if terms.published_date.is_some() { terms::missing(tx, &terms)? } else { Vec::new() };
    Ok(Around {
        since: terms::since(tx, &terms),
        texts: terms::texts(tx, id)?,
        count: terms::count(tx, id)?,
        can_send: forgotten::can_send(tx)?,
        missing,
        terms,
    })
}

/// `/settings/privacy/terms/{id}`; `new` makes a draft from the version that holds.
pub fn edit(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if visit.captures.first().is_some_and(|id| id == "new") {
        return draft(visit);
    }
    let id = visit.id(0)?;
    if !visit.is_post {
        return Ok(Reply::Html(one(visit, &lang, id, &Errors::new())?));
    }
    let form = visit.form.clone();
    let publishes = form.has("publish");
    let result = visit.write(|tx| {
        for locale in Locale::all() {
            keep_text(tx, id, locale.code(), form.text(&format!("text_{}", locale.code())))?;
        }
        let mut values = json!({"id": id, "note": form.text("note"), "is_asked": form.get("is_asked") == Some("1")});
        if publishes {
            values["published_date"] = json!(tx.clock().now.strftime("%Y-%m-%d %H:%M:%S").to_string());
        }
        tx.save("Terms", object(values), As::Actor)?;
        Ok(tx.transaction_id())
    });
    match fault::field_errors(result)? {
        Ok(transaction) => {
            // What people may have accepted by then is not taken back.
            let said = if publishes { "said-terms-published" } else { "said-saved" };
            visit.say(if transaction.is_some() { said } else { "said-nothing" }, transaction.filter(|_| !publishes));
            Ok(Reply::Redirect(format!("{PATH}/{id}")))
        }
        Err(errors) => {
            let errors = fault::errors(&lang, &errors);
            Ok(Reply::Status(422, one(visit, &lang, id, &errors)?))
        }
    }
}

/// Keeps the words of a draft in a language; without words there is no text.
fn keep_text(tx: &mut Tx<'_>, terms: i64, language: &str, text: Option<&str>) -> Result<()> {
    let known = terms::texts(tx, terms)?.into_iter().find(|(_, one)| one.language == language);
    match (known, text) {
        (Some((id, _)), None) => tx.delete("TermsText", id, As::Actor),
        (Some((id, one)), Some(text)) if one.text.as_deref() != Some(text) => {
            tx.save("TermsText", object(json!({"id": id, "text": text})), As::Actor).map(drop)
        }
        (None, Some(text)) => {
            let values = json!({"terms_id": terms, "language": language, "text": text});
            tx.save("TermsText", object(values), As::Actor).map(drop)
        }
        _ => Ok(()),
    }
}

fn object(json: Json) -> serde_json::Map<String, Json> {
    if let Json::Object(map) = json { map } else { serde_json::Map::new() }
}

/// Makes a draft with the words of the version that holds, or goes to the one that there is.
fn draft(visit: &mut Visit<'_>) -> Result<Reply> {
    let kind = visit.form.text("kind").unwrap_or(terms::TERMS).to_owned();
    if !visit.is_post {
        return Ok(Reply::Redirect(PATH.to_owned()));
    }
    let id = visit.write(|tx| {
        let known = tx.find_by::<Terms>("kind", kind.as_str())?;
        if let Some((id, _)) = known.iter().find(|(_, one)| one.published_date.is_none()) {
            return Ok(*id);
        }
        let id = tx.save("Terms", object(json!({"kind": kind})), As::Actor)?.id;
        if let Some((current, _)) = terms::current(tx, &kind)? {
            for (_, text) in terms::texts(tx, current)? {
                keep_text(tx, id, &text.language, text.text.as_deref())?;
            }
        }
        Ok(id)
    })?;
    Ok(Reply::Redirect(format!("{PATH}/{id}")))
}

/// `/settings/privacy/terms/{id}/{act}`: `delete` for drafts, `remind` for those who have not accepted.
pub fn act(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let act = visit.captures.get(1).cloned().unwrap_or_default();
    if !visit.is_post {
        return Ok(Reply::Redirect(format!("{PATH}/{id}")));
    }
    match act.as_str() {
        "delete" => {
            let transaction = visit.write(|tx| {
                tx.delete("Terms", id, As::Actor)?;
                Ok(tx.transaction_id())
            })?;
            visit.say("said-terms-deleted", transaction);
            Ok(Reply::Redirect(PATH.to_owned()))
        }
        "remind" => {
            let sent = visit.write(|tx| remind(tx, id))?;
            visit.say(if sent > 0 { "said-terms-reminded" } else { "said-nothing" }, None);
            Ok(Reply::Redirect(format!("{PATH}/{id}")))
        }
        _ => Err(Error::NotFound(visit.path.to_owned())),
    }
}

/// Writes to everybody who has not accepted a version; tells to how many.
fn remind(tx: &mut Tx<'_>, id: i64) -> Result<usize> {
    let around = read(tx, id)?;
    if !tx.actor().may(ADMINISTER) || !around.can_send {
        return Err(Error::Forbidden(ADMINISTER.to_owned()));
    }
    let address = forgotten::address(tx)?;
    let mut spoken: BTreeMap<String, (String, String)> = BTreeMap::new();
    for one in &around.missing {
        let locale = language_of(tx, one.contact_id)?;
        let (subject, body) = spoken.entry(locale.code().to_owned()).or_insert_with(|| {
            let lang = Lang::new(locale);
            let values = [("what", words::option(&lang, "terms", &around.terms.kind).into())];
            (locale.with("terms-mail-subject", &values), locale.with("terms-mail-body", &values))
        });
        let text = format!("{body}\n\n{}/terms/agree", address.trim_end_matches('/'));
        let message = Message::new(KIND, To::Contact(one.contact_id), subject.clone(), text);
        mail::queue(tx, &Message { about: Some(("Terms", id)), ..message })?;
    }
    Ok(around.missing.len())
}

fn language_of(tx: &Tx<'_>, contact: i64) -> Result<Locale> {
    let text = format!(
        r#"SELECT COALESCE(u."language", c."preferred_language") FROM "civicrm_contact" c
           LEFT JOIN "civicrm_uf_match" u ON u."contact_id" = c."id" WHERE c."id" = {}"#,
        tx.placeholder(1)
    );
    let own = tx.one(&store::statement(text, vec![contact.into()]))?;
    let own = own.as_ref().and_then(|value| value.as_text()).and_then(Locale::spoken);
    let site = tx.setting("lcMessages")?;
    Ok(own.unwrap_or_else(|| Locale::best(site.as_str(), None)))
}

fn one(visit: &Visit<'_>, lang: &Lang, id: i64, errors: &Errors) -> Result<Markup> {
    let around = visit.read(|tx| read(tx, id))?;
    let kind = words::option(lang, "terms", &around.terms.kind);
    let version = lang.with("terms-version", &[("version", around.terms.version.into())]);
    let title = lang.keep(format!("{kind} · {version}"));
    let view = Sheet { title, tab: PATH, is_below: true, narrow: true, ..Sheet::default() };
    let changes = visit.actor.may(ADMINISTER);
    sheet(visit, lang, view, None, |ui| match around.terms.published_date {
        None if changes => form(ui, visit, lang, id, &around, errors),
        _ => published(ui, lang, id, &around, changes),
    })
}

/// The form of a draft.
fn form(ui: &Ui<'_>, visit: &Visit<'_>, lang: &Lang, id: i64, around: &Around, errors: &Errors) -> Markup {
    let error = |name: &str| errors.get(name).map(String::as_str);
    let stored = |language: &str| {
        let known = around.texts.iter().find(|(_, text)| text.language == language);
        known.and_then(|(_, text)| text.text.clone()).unwrap_or_default()
    };
    let mut fields: Vec<Field<'_>> = Vec::new();
    for (at, locale) in Locale::all().enumerate() {
        let name = lang.keep(format!("text_{}", locale.code()));
        let value = lang.keep(visit.form.get(name).map_or_else(|| stored(locale.code()), str::to_owned));
        let label = lang.with("terms-text-in", &[("language", locale.name().into())]);
        fields.push(Field {
            help: (at == 0).then(|| lang.text("terms-text-help")),
            error: (at == 0).then(|| error("published_date").or(error("text"))).flatten(),
            ..Field::text(name, label, value).widget(Widget::LongText(14))
        });
    }
    let note = lang.keep(visit.form.get("note").unwrap_or(around.terms.note.as_deref().unwrap_or_default()));
    fields.push(Field {
        help: Some(lang.text("terms-note-help")),
        error: error("note"),
        ..Field::text("note", lang.text("terms-note"), note)
    });
    let asked = visit.form.get("is_asked").map_or(around.terms.is_asked, |sent| sent == "1");
    fields.push(Field {
        help: Some(lang.text("terms-asked-help")),
        ..Field::text("is_asked", lang.text("terms-asked"), if asked { "1" } else { "0" }).widget(Widget::Switch)
    });
    html! {
        (Form::post(ui.csrf, &format!("{PATH}/{id}")).class("stack sheet-form").render(html! {
            div.fields { @for one in &fields { (field(ui, one)) } }
            div.row {
                (Button::submit(lang.text("terms-publish")).primary().name("publish", "1"))
                (Button::submit(lang.text("terms-keep")))
                (Button::link(lang.text("cancel"), PATH).quiet())
            }
            p.faint { (lang.text("terms-publish-words")) }
        }))
        (Form::post(ui.csrf, &format!("{PATH}/{id}/delete")).render(html! {
            (Button::submit(lang.text("terms-delete")).small().danger().icon(Icon::Trash))
        }))
    }
}

/// A published version: its words, and who has not accepted them.
fn published(ui: &Ui<'_>, lang: &Lang, id: i64, around: &Around, changes: bool) -> Markup {
    let day = around.since.map(|day| lang.locale.date(day)).unwrap_or_default();
    html! {
        @if !day.is_empty() {
            (notice(Tone::Leaf, Icon::Check, html! { (lang.with("terms-published", &[("day", day.into()), ("count", around.count.into())])) }, None))
        }
        @if around.terms.published_date.is_some() && around.terms.is_asked { (waiting(ui, lang, id, around, changes)) }
        @for (_, text) in &around.texts {
            @let language = Locale::spoken(&text.language).map_or(text.language.as_str(), |locale| locale.name());
            section aria-labelledby={ "words-" (text.language) } {
                (section_head(&format!("words-{}", text.language), language, None))
                blockquote lang=(text.language) { (words::lines(text.text.as_deref().unwrap_or_default())) }
                p.faint.digest { (lang.text("consent-digest")) " " code { (text.digest) } }
            }
        }
    }
}

fn waiting(ui: &Ui<'_>, lang: &Lang, id: i64, around: &Around, changes: bool) -> Markup {
    let remind = html! {
        @if changes && around.can_send && !around.missing.is_empty() {
            (Form::post(ui.csrf, &format!("{PATH}/{id}/remind")).render(html! {
                (Button::submit(lang.text("terms-remind")).small().icon(Icon::EnvelopeSimple))
            }))
        }
    };
    html! {
        section aria-labelledby="missing" {
            (section_head("missing", lang.with("terms-missing", &[("count", (around.missing.len() as i64).into())]), Some(remind)))
            @if around.missing.is_empty() { p.quiet { (lang.text("terms-missing-none")) } }
            @else {
                p.faint { (lang.text("terms-missing-words")) }
                ul.plain { @for one in around.missing.iter().take(NAMED) {
                    li { a href={ "/contacts/" (one.contact_id) } { (one.name) } " " span.faint { (one.username) } }
                } }
            }
        }
    }
}
