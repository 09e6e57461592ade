//! Writing a letter: to whom, from whom, what; then it is shown as it will be read.

use std::collections::BTreeMap;

use activity::details;
use contact::pages::address::local;
use contact::pages::frame::{self, Page};
use contact::pages::list::{called, picked};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row};
use kit::{Fields, Reply, Visit};
use mail::Gate;
use maud::{Markup, html};
use serde_json::json;
use store::{Error, Result, Tx};
use ui::Icon;
use ui::page::activity_form::{ActivityForm, Content, Rich, Section, activity_form};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::crumbs::Crumb;
use ui::part::field::{Choice, Field, Widget, Width, input_id};
use ui::part::form::Fault;
use ui::part::notice::notice;

use super::preview;
use crate::token;
use crate::write::{self, Letter, Sender};

/// More recipients than this are not even shown.
const MOST: i64 = 500;

/// What is wrong, by the name of the input.
pub(super) type Errors = BTreeMap<String, String>;

/// A recipient as pages name them.
pub(super) struct Recipient {
    pub id: i64,
    pub name: String,
    /// Why they are left out.
    pub reasons: Vec<&'static str>,
}

/// What both pages show.
pub(super) struct Around {
    pub recipients: Vec<Recipient>,
    pub senders: Vec<Sender>,
    /// The addresses of the only recipient.
    pub addresses: Vec<String>,
    /// Names of the files that came along.
    pub files: Vec<(i64, String)>,
}

impl Around {
    pub(super) fn read(tx: &Tx<'_>, lang: &Lang, gates: &[Gate], letter: &Letter) -> Result<Around> {
        let refused = write::refusals(tx, gates, &letter.to)?;
        let clauses = json!([["id", "IN", letter.to], ["is_deleted", "IN", [true, false]]]);
        let found = rows::ask(tx, "Contact", &["id", "display_name", "first_name", "last_name"], clauses, &[], 0)?;
        let mut recipients = Vec::new();
        for id in &letter.to {
            let row = found.iter().find(|row| rows::id(row) == *id);
            let name = row.map(|row| name(lang, row)).unwrap_or_else(|| format!("#{id}"));
            recipients.push(Recipient { id: *id, name, reasons: refused.get(id).cloned().unwrap_or_default() });
        }
        let addresses = match letter.to.as_slice() {
            [one] => write::addresses(tx, *one)?,
            _ => Vec::new(),
        };
        let mut files = Vec::new();
        for id in &letter.files {
            files.extend(file::find(tx, *id)?.map(|found| (*id, found.name)));
        }
        Ok(Around { recipients, senders: write::senders(tx)?, addresses, files })
    }

    /// Those who get it.
    pub(super) fn going(&self) -> impl Iterator<Item = &Recipient> {
        self.recipients.iter().filter(|one| one.reasons.is_empty())
    }

    /// Those who do not.
    pub(super) fn left_out(&self) -> Vec<&Recipient> {
        self.recipients.iter().filter(|one| !one.reasons.is_empty()).collect()
    }
}

fn name(lang: &Lang, row: &Row) -> String {
    match called(row) {
        "" => lang.with("fact-number", &[("id", rows::id(row).to_string().into())]).to_owned(),
        name => name.to_owned(),
    }
}

/// `/letters/to`: the ticked contacts of a list.
pub(super) fn several(visit: &mut Visit<'_>) -> Result<Reply> {
    if !visit.is_post {
        return Ok(Reply::Redirect("/contacts".to_owned()));
    }
    let lang = Lang::new(visit.locale);
    let form = visit.form.clone();
    let (to, limit) = visit.read(|tx| {
        let limit = write::limit(tx)?.unwrap_or(MOST).min(MOST);
        Ok((picked(tx, &form, false, limit.saturating_mul(2) + 1)?, limit))
    })?;
    if to.is_empty() || to.len() as i64 > limit * 2 {
        visit.say(if to.is_empty() { "said-none-ticked" } else { "said-letter-too-many" }, None);
        return Ok(Reply::Redirect(local(form.get("back")).unwrap_or("/contacts").to_owned()));
    }
    let letter = Letter { to, list: form.int("in_group"), ..Letter::default() };
    Ok(Reply::Html(page(visit, &lang, &letter, &Errors::new())?))
}

/// `/letters/new`
pub(super) fn write(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if !visit.is_post {
        let to = visit.query.all("to").filter_map(|id| id.parse().ok()).collect();
        let letter = Letter { to, ..Letter::default() };
        return Ok(Reply::Html(page(visit, &lang, &letter, &Errors::new())?));
    }
    let (mut letter, mut errors) = sent(&visit.form);
    match file::take(visit.site, &visit.uploads, "files") {
        Ok(taken) => {
            let kept = visit.write(|tx| taken.iter().map(|one| file::keep(tx, one)).collect::<Result<Vec<i64>>>())?;
            letter.files.extend(kept);
        }
        Err(refused) => {
            errors.insert("files".to_owned(), refused.words(visit.locale));
        }
    }
    // Only what the writer themselves has sent, or may read, goes along.
    let files = letter.files.clone();
    letter.files = visit.read(|tx| {
        let seen = files.iter().map(|id| Ok((*id, file::find(tx, *id)?.is_some())));
        let seen: Vec<(i64, bool)> = seen.collect::<Result<_>>()?;
        Ok(seen.into_iter().filter(|(_, seen)| *seen).map(|(id, _)| id).collect())
    })?;
    if !errors.is_empty() || visit.form.has("again") {
        let page = page(visit, &lang, &letter, &errors)?;
        return Ok(if errors.is_empty() { Reply::Html(page) } else { Reply::Status(422, page) });
    }
    let gates = visit.registry.filled::<Gate>();
    let looked = match visit.form.has("go") {
        true => return send(visit, &lang, &letter),
        false => visit.read(|tx| write::check(tx, gates, &letter)),
    };
    match looked {
        Ok((sender, _)) => Ok(Reply::Html(preview::page(visit, &lang, &letter, &sender)?)),
        Err(error) => refused(visit, &lang, &letter, error),
    }
}

fn send(visit: &mut Visit<'_>, lang: &Lang, letter: &Letter) -> Result<Reply> {
    let gates = visit.registry.filled::<Gate>();
    let result = visit.write(|tx| {
        let written = write::send(tx, gates, letter)?;
        let open = mail::backend::of(tx)?.way.is_open();
        Ok((written, open, tx.transaction_id()))
    });
    match result {
        Ok((written, open, transaction)) => {
            let said = match (open, written.messages.len()) {
                (false, _) => "said-letter-waits",
                (true, 1) => "said-letter-sent",
                (true, _) => "said-letters-sent",
            };
            visit.say(said, transaction);
            Ok(Reply::Redirect(home(letter)))
        }
        Err(error) => refused(visit, lang, letter, error),
    }
}

/// Where one goes on when it is written, or not.
fn home(letter: &Letter) -> String {
    match letter.to.as_slice() {
        _ if !letter.about.is_empty() => "/activities".to_owned(),
        [one] => format!("/contacts/{one}"),
        _ => "/contacts".to_owned(),
    }
}

/// `/letters/activities`: to those whom the ticked activities concern.
pub(super) fn of_activities(visit: &mut Visit<'_>) -> Result<Reply> {
    let back = local(visit.form.get("back")).unwrap_or("/activities").to_owned();
    if !visit.is_post {
        return Ok(Reply::Redirect(back));
    }
    let lang = Lang::new(visit.locale);
    let ticked: Vec<i64> = visit.form.all("id").filter_map(|id| id.parse().ok()).collect();
    let (pairs, limit) = visit.read(|tx| {
        let limit = write::limit(tx)?.unwrap_or(MOST).min(MOST);
        Ok((activity::activity_contact::concerned(tx, &ticked)?, limit))
    })?;
    let mut to: Vec<i64> = Vec::new();
    for (contact, _) in &pairs {
        if !to.contains(contact) {
            to.push(*contact);
        }
    }
    let said = match (ticked.len() as i64, to.len() as i64) {
        (_, 0) => Some("said-letter-nobody"),
        (many, going) if going > limit || many > MOST * 2 => Some("said-letter-too-many"),
        _ => None,
    };
    if let Some(said) = said {
        visit.say(said, None);
        return Ok(Reply::Redirect(back));
    }
    let mut about: Vec<i64> = pairs.iter().map(|(_, activity)| *activity).collect();
    about.dedup();
    let letter = Letter { to, about, ..Letter::default() };
    Ok(Reply::Html(page(visit, &lang, &letter, &Errors::new())?))
}

fn refused(visit: &Visit<'_>, lang: &Lang, letter: &Letter, error: Error) -> Result<Reply> {
    let Error::Invalid(all) = error else { return Err(error) };
    let words = |one: &store::FieldError| (one.field.clone(), lang.locale.problem(one.problem.key()).into_owned());
    let errors = all.iter().map(words).collect();
    Ok(Reply::Status(422, page(visit, lang, letter, &errors)?))
}

/// What the form says.
fn sent(form: &Fields) -> (Letter, Errors) {
    let mut errors = Errors::new();
    let list = |name: &str| {
        let (sound, odd) = mail::address::several(form.get(name).unwrap_or_default());
        // What is no address is kept, so that it can be mended.
        if odd.is_empty() { sound } else { sound.into_iter().chain(odd).collect() }
    };
    let (cc, bcc) = (list("cc"), list("bcc"));
    let written = form.get("text").unwrap_or_default().replace("\r\n", "\n");
    let html = match form.get("text_format") {
        Some("html") => details::clean(&written),
        _ => details::clean(&details::from_text(&written)),
    };
    let mut to: Vec<i64> = form.all("to").filter_map(|id| id.parse().ok()).collect();
    to.dedup();
    if to.len() as i64 > MOST {
        to.truncate(MOST as usize);
        errors.insert("to".to_owned(), String::new());
    }
    let letter = Letter {
        to,
        at: form.text("at").map(str::to_owned),
        from: form.text("from").unwrap_or_default().to_owned(),
        cc,
        bcc,
        subject: form.text("subject").unwrap_or_default().to_owned(),
        html,
        files: form.all("file").filter_map(|id| id.parse().ok()).collect(),
        list: form.int("list"),
        about: form.all("about").filter_map(|id| id.parse().ok()).take(MOST as usize * 2).collect(),
    };
    (letter, errors)
}

/// The reasons of one who is left out, in words.
pub(super) fn reasons(lang: &Lang, reasons: &[&str]) -> String {
    let words: Vec<&str> = reasons.iter().map(|reason| lang.text(&format!("option-gdpr-reason-{reason}"))).collect();
    words.join(", ")
}

/// Those who are left out, named.
pub(super) fn left_out(lang: &Lang, around: &Around) -> Markup {
    let all = around.left_out();
    if all.is_empty() {
        return html! {};
    }
    let words = html! {
        p { b { (lang.with("letter-left-out", &[("count", all.len().into())])) } }
        ul { @for one in &all { li { a href={ "/contacts/" (one.id) } { (one.name) } ": " (reasons(lang, &one.reasons)) } } }
    };
    notice(Tone::Honey, Icon::Prohibit, words, None)
}

/// Where the page was come from, and goes back to.
pub(super) fn way<'a>(lang: &'a Lang, around: &Around, title: &'a str) -> Vec<Crumb<'a>> {
    let mut all = vec![Crumb { label: lang.text("contacts"), href: Some("/contacts") }];
    if let [one] = around.recipients.as_slice() {
        let href = lang.keep(format!("/contacts/{}", one.id));
        all.push(Crumb { label: lang.keep(one.name.clone()), href: Some(href) });
    }
    all.push(Crumb { label: title, href: None });
    all
}

/// The form.
fn page(visit: &Visit<'_>, lang: &Lang, letter: &Letter, errors: &Errors) -> Result<Markup> {
    let gates = visit.registry.filled::<Gate>();
    let around = visit.read(|tx| Around::read(tx, lang, gates, letter))?;
    let title = lang.text("letter-write");
    let error = |name: &str| errors.get(name).map(String::as_str);
    let numbers: Vec<String> = letter.to.iter().map(ToString::to_string).collect();
    let mut hidden: Vec<(&str, &str)> = numbers.iter().map(|id| ("to", id.as_str())).collect();
    hidden.extend(letter.about.iter().map(|id| ("about", lang.keep(id.to_string()))));
    if let Some(list) = letter.list {
        hidden.push(("list", lang.keep(list.to_string())));
    }
    if let Some(first) = around.going().next() {
        hidden.push(("first", lang.keep(first.id.to_string())));
    }
    let senders: Vec<Choice<'_>> = around.senders.iter().map(|one| Choice::of(&one.value, &one.written)).collect();
    let addresses: Vec<Choice<'_>> = around.addresses.iter().map(|one| Choice::of(one, one)).collect();
    let (cc, bcc) = (letter.cc.join(", "), letter.bcc.join(", "));
    let at = letter.at.clone().unwrap_or_default();
    let mut head = Vec::new();
    if addresses.len() > 1 {
        let field = Field::text("at", lang.text("letter-at"), &at).widget(Widget::Select(&addresses));
        head.push(Field { error: error("at"), width: Width::Half, ..field });
    }
    let from = Field::text("from", lang.text("letter-from"), &letter.from).widget(Widget::Select(&senders));
    head.push(Field { error: error("from"), width: Width::Half, ..from });
    let copy = |name, label: &'static str| Field {
        error: error(name),
        optional: true,
        width: Width::Half,
        ..Field::text(name, lang.text(label), if name == "cc" { &cc } else { &bcc })
    };
    head.push(copy("cc", "letter-cc"));
    head.push(copy("bcc", "letter-bcc"));
    let subject = Field {
        error: error("subject"),
        max_length: Some(255),
        ..Field::text("subject", lang.text("letter-subject"), &letter.subject).required()
    };
    let plain = details::to_text(&letter.html);
    let text = Rich {
        name: "text",
        label: lang.text("letter-text"),
        text: &plain,
        html: kit::rich_text::shown(&letter.html),
        error: error("text"),
    };
    let accepted = lang.keep(file::kind::accepted());
    let files = Field {
        error: error("files"),
        ..Field::text("files", lang.text("letter-files"), "").widget(Widget::File(accepted))
    };
    let section = |id, title, content| Section { id, title, intro: None, content };
    let label = |name: &str| match name {
        "to" => lang.text("letter-to"),
        "at" => lang.text("letter-at"),
        "from" => lang.text("letter-from"),
        "cc" => lang.text("letter-cc"),
        "bcc" => lang.text("letter-bcc"),
        "subject" => lang.text("letter-subject"),
        "files" => lang.text("letter-files"),
        _ => lang.text("letter-text"),
    };
    let faults =
        errors.iter().map(|(name, message)| Fault { input: lang.keep(input_id(name)), label: label(name), message });
    let cancel = lang.keep(home(letter));
    let view = ActivityForm {
        way: way(lang, &around, title),
        title,
        action: "/letters/new",
        cancel,
        version: None,
        hidden,
        faults: faults.collect(),
        sections: vec![
            section(
                "letter-whom",
                lang.text("letter-whom"),
                vec![Content::Markup(recipients(lang, &around)), Content::Fields(head)],
            ),
            section(
                "letter-what",
                lang.text("letter-what"),
                vec![
                    Content::Fields(vec![subject]),
                    Content::Rich(text),
                    Content::Markup(tokens(lang, letter)),
                    Content::Markup(kept(lang, &around)),
                    Content::Fields(vec![files]),
                ],
            ),
        ],
        save: lang.text("letter-look"),
        upload: true,
    };
    frame::show(visit, lang, Page { title, place: "/contacts", narrow: true }, |ui, shell| {
        activity_form(ui, shell, &view)
    })
}

fn recipients(lang: &Lang, around: &Around) -> Markup {
    let going: Vec<&Recipient> = around.going().collect();
    html! {
        @if around.senders.is_empty() {
            (notice(Tone::Honey, Icon::WarningCircle, html! { p { (lang.text("letter-no-sender")) } }, Some(html! { (Button::link(lang.text("letter-no-sender-do"), "/settings/mail/addresses").small()) })))
        }
        @if !going.is_empty() {
            p.letter-to id=(input_id("to")) {
                b { (lang.text("letter-to")) " " }
                @for (number, one) in going.iter().enumerate() { @if number > 0 { ", " } a href={ "/contacts/" (one.id) } { (one.name) } }
            }
        }
        (left_out(lang, around))
    }
}

fn tokens(lang: &Lang, letter: &Letter) -> Markup {
    let of_activities: &[&str] = if letter.about.is_empty() { &[] } else { &activity::token::OFFERED };
    html! {
        p.hint { (lang.text("letter-tokens")) " " @for (number, one) in token::OFFERED.iter().chain(of_activities).enumerate() { @if number > 0 { " " } code { (one) } } }
    }
}

/// The files that came with an earlier look; whoever takes the tick away leaves one out.
fn kept(lang: &Lang, around: &Around) -> Markup {
    html! {
        @if !around.files.is_empty() {
            fieldset.field {
                legend { (lang.text("letter-files-kept")) }
                @for (id, name) in &around.files {
                    label.check { input type="checkbox" name="file" value=(id) checked; span { (name) } }
                }
            }
        }
    }
}
