//! `/contacts/{id}/offices/list`: a committee list is pasted or handed in, looked through line by line, and brought in at
//! once.

use contact::pages::phrases::Lang;
use contact::pages::pick;
use contact::pages::rows;
use import::source;
use kit::{Fields, Reply, Upload, Visit};
use maud::{Markup, html};
use store::{Result, Tx};
use ui::Icon;
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::chip::Tag;
use ui::part::field::{Choice, Field, Widget, field};
use ui::part::form::Form;
use ui::part::notice::notice;

use super::{Here, offices, own, path, sheet, when};
use crate::list::{self, Line};
use crate::office::{self, Office};
use crate::roster::{self, Entry, Match, Person};

/// A list of more bytes than this is no committee.
const LARGEST: u64 = 2_000_000;

/// What a line may be decided to be, beside a contact's number.
const NEW: &str = "new";
const SKIP: &str = "skip";
/// The office of a line is made, under the name that stands there.
const MAKE: &str = "make";

/// The page: asks for the list, shows what it says, brings it in.
pub(super) fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    if !visit.is_post {
        return Ok(Reply::Html(ask(visit, &lang, id, "", None)?));
    }
    let text = match handed(visit)? {
        Ok(text) => text,
        Err(key) => return refused(visit, &lang, id, "", key),
    };
    let lines = list::read(&text).unwrap_or_default();
    if lines.is_empty() {
        return refused(visit, &lang, id, &text, "problem-list-empty");
    }
    if lines.len() > list::MOST {
        return refused(visit, &lang, id, &text, "problem-list-long");
    }
    match visit.form.has("go") {
        true => bring(visit, &lang, id, &text, &lines),
        false => Ok(Reply::Html(look(visit, &lang, id, &text, &lines, &[])?)),
    }
}

fn refused(visit: &Visit<'_>, lang: &Lang, id: i64, text: &str, key: &'static str) -> Result<Reply> {
    let words = lang.locale.problem(key).into_owned();
    Ok(Reply::Status(422, ask(visit, lang, id, text, Some(&words))?))
}

/// The list as text: what was pasted, or the rows of the file with tabs between the cells.
fn handed(visit: &Visit<'_>) -> Result<std::result::Result<String, &'static str>> {
    let file = visit.uploads.iter().find(|file| file.field == "file" && file.size > 0);
    let Some(file) = file else {
        let text = visit.form.get("list").unwrap_or_default();
        return Ok(if text.trim().is_empty() { Err("problem-list-empty") } else { Ok(text.to_owned()) });
    };
    if file.too_large || file.size > LARGEST {
        return Ok(Err("problem-list-long"));
    }
    Ok(table(file).ok_or("problem-list-unreadable"))
}

fn table(file: &Upload) -> Option<String> {
    let open = || std::fs::File::open(file.path());
    let (source, _) = source::inspect(&open).ok()?;
    // The first row is read as the others are: the columns are recognised again.
    let source = source::Source { has_header: false, ..source };
    let mut text = String::new();
    let mut count = 0;
    source::rows(&open, &source, &mut |_, cells| {
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace(['\t', '\n', '\r', '"'], " ")).collect();
        text.push_str(&cells.join("\t"));
        text.push('\n');
        count += 1;
        count <= list::MOST + 1
    })
    .ok()?;
    Some(text)
}

/// Asks for the list.
fn ask(visit: &Visit<'_>, lang: &Lang, id: i64, text: &str, error: Option<&str>) -> Result<Markup> {
    let here = visit.read(|tx| own(tx, id))?;
    let ui = visit.ui();
    let pasted = Field {
        error,
        help: Some(lang.text("roster-help")),
        placeholder: Some(lang.text("roster-example")),
        focused: true,
        ..Field::text("list", lang.text("roster-list"), text).widget(Widget::LongText(10))
    };
    let file = Field::text("file", lang.text("roster-file"), "").widget(Widget::File(".csv,.txt,.tsv,.xlsx,.ods"));
    let content = html! {
        div.section-head { h2 { (lang.with("roster-of", &[("name", here.name.as_str().into())])) } }
        (Form::post(ui.csrf, visit.path).upload().class("stack sheet-form").render(html! {
            (field(&ui, &pasted)) (field(&ui, &file))
            div.row { (Button::submit(lang.text("roster-look")).primary()) (Button::link(lang.text("cancel"), path(id)).quiet()) }
        }))
    };
    sheet(visit, lang, id, content)
}

/// A line with what is known of it.
struct Seen<'l> {
    line: &'l Line,
    found: Match,
    office: Option<i64>,
}

fn seen<'l>(visit: &Visit<'_>, tx: &Tx<'_>, offices: &[Office], lines: &'l [Line]) -> Result<Vec<Seen<'l>>> {
    let one = |line: &'l Line| -> Result<Seen<'l>> {
        let found = roster::find(visit.registry, tx, line)?;
        Ok(Seen { line, found, office: office::written(offices, &line.role).map(|office| office.kind) })
    };
    lines.iter().map(one).collect()
}

/// What is to be done with a line by the form; what is proposed where the form says nothing.
fn chosen<'f>(form: &'f Fields, seen: &Seen<'_>) -> (String, &'f str) {
    let (who, role) = (format!("who-{}", seen.line.number), format!("office-{}", seen.line.number));
    let proposed = match seen.found.known {
        Some(id) => id.to_string(),
        None if seen.line.name().is_empty() => SKIP.to_owned(),
        // Somebody has to say which one of several it is.
        None if seen.found.alike.is_empty() => NEW.to_owned(),
        None => String::new(),
    };
    let find = |name: &str| form.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    (find(&who).map_or(proposed, str::to_owned), find(&role).unwrap_or(""))
}

/// Shows what the list says: who each line is, in which office, from when until when.
fn look(visit: &Visit<'_>, lang: &Lang, id: i64, text: &str, lines: &[Line], open: &[u64]) -> Result<Markup> {
    let (here, offices, seen): (Here, Vec<Office>, Vec<Seen<'_>>) = visit.read(|tx| {
        let here = own(tx, id)?;
        let offices = offices(tx, lang)?;
        let seen = seen(visit, tx, &offices, lines)?;
        Ok((here, offices, seen))
    })?;
    let ui = visit.ui();
    let count = lines.len() as i64;
    let content = html! {
        div.section-head { h2 { (lang.with("roster-of", &[("name", here.name.as_str().into())])) } }
        p.quiet { (lang.with("roster-lines", &[("count", count.into())])) }
        @if !open.is_empty() { (notice(Tone::Brick, Icon::WarningCircle, html! { (lang.text("roster-open")) }, None)) }
        (Form::post(ui.csrf, visit.path).upload().class("stack roster").render(html! {
            input type="hidden" name="go" value="1";
            textarea name="list" hidden { "\n" (text) }
            ul.tied { @for one in &seen { (line(visit, lang, &offices, one, open.contains(&one.line.number))) } }
            div.row.form-end {
                (Button::submit(lang.text("roster-go")).primary())
                (Button::link(lang.text("roster-again"), visit.path).quiet())
            }
        }))
    };
    sheet(visit, lang, id, content)
}

fn line(visit: &Visit<'_>, lang: &Lang, offices: &[Office], seen: &Seen<'_>, is_open: bool) -> Markup {
    let ui = visit.ui();
    let (who, office) = chosen(&visit.form, seen);
    let own = &seen.line;
    let office = match (office, seen.office) {
        ("", Some(known)) => known.to_string(),
        (sent, _) => sent.to_owned(),
    };
    let people: Vec<(String, &str)> =
        seen.found.alike.iter().map(|row| (rows::id(row).to_string(), lang.keep(pick::written(lang, row)))).collect();
    let mut choices: Vec<Choice<'_>> = people.iter().map(|(value, label)| Choice::of(value, label)).collect();
    if !own.name().is_empty() {
        choices.push(Choice::of(NEW, lang.text("roster-new")));
    }
    choices.push(Choice::of(SKIP, lang.text("roster-skip")));
    let kinds: Vec<String> = offices.iter().map(|one| one.kind.to_string()).collect();
    let mut roles: Vec<Choice<'_>> =
        offices.iter().zip(&kinds).map(|(one, kind)| Choice::of(kind, &one.title)).collect();
    if seen.office.is_none() && !own.role.is_empty() && visit.actor.may("administer CiviCRM") {
        roles.push(Choice::of(MAKE, lang.with("roster-make", &[("role", own.role.as_str().into())])));
    }
    let name = lang.keep(own.name());
    let error = is_open.then(|| lang.text("roster-decide"));
    let of = |name: String, label: &'static str, value: &str, choices| Field {
        may_be_empty: value.is_empty(),
        ..Field::text(lang.keep(name), lang.text(label), lang.keep(value)).widget(Widget::Select(choices))
    };
    let who = Field { error, ..of(format!("who-{}", own.number), "roster-who", &who, choices.as_slice()) };
    let role = of(format!("office-{}", own.number), "candidate-office", &office, roles.as_slice());
    let when = when(lang, own.since, own.until);
    html! {
        li {
            span.say {
                b { (if name.is_empty() { lang.text("roster-nobody") } else { name }) }
                @if !own.role.is_empty() { " · " (own.role) }
                small { (when) @if !own.email.is_empty() { @if !when.is_empty() { " · " } (own.email) } }
                @for unread in &own.unread { " " (Tag::of(Tone::Honey, lang.with("roster-unread", &[("text", unread.as_str().into())]))) }
            }
            div.fields { (field(&ui, &who)) (field(&ui, &role)) }
        }
    }
}

/// Brings the decided lines in; those that say too little are shown again.
fn bring(visit: &mut Visit<'_>, lang: &Lang, id: i64, text: &str, lines: &[Line]) -> Result<Reply> {
    let (decided, open) = visit.read(|tx| {
        own(tx, id)?;
        let offices = offices(tx, lang)?;
        let seen = seen(visit, tx, &offices, lines)?;
        Ok(decide(&visit.form, &seen))
    })?;
    if !open.is_empty() {
        return Ok(Reply::Status(422, look(visit, lang, id, text, lines, &open)?));
    }
    let transaction = visit.write(|tx| {
        own(tx, id)?;
        let mut entries = Vec::new();
        for (line, person, office) in &decided {
            let office = match office {
                Some(kind) => *kind,
                None => office::make(tx, &line.role)?,
            };
            entries.push(Entry { person: person.clone(), office, since: line.since, until: line.until });
        }
        roster::bring(tx, id, &entries)?;
        Ok(tx.transaction_id())
    })?;
    visit.say(if transaction.is_some() { "said-roster-brought" } else { "said-nothing" }, transaction);
    Ok(Reply::Redirect(path(id)))
}

/// A line with who it is, and its office; None where that one is to be made.
type Decided<'l> = (&'l Line, Person, Option<i64>);

/// What the form says of each line, and the numbers of those of which it says too little.
fn decide<'l>(form: &Fields, seen: &[Seen<'l>]) -> (Vec<Decided<'l>>, Vec<u64>) {
    let (mut decided, mut open) = (Vec::new(), Vec::new());
    for one in seen {
        let (who, office) = chosen(form, one);
        let line = one.line;
        let person = match who.as_str() {
            SKIP => continue,
            NEW if !line.name().is_empty() => {
                let (first, last, email) = (line.first.clone(), line.last.clone(), line.email.clone());
                Some(Person::New { first, last, email })
            }
            number => number.parse().ok().map(Person::Known),
        };
        let office = match office {
            MAKE if !line.role.is_empty() => Some(None),
            number => number.parse().ok().or(one.office).map(Some),
        };
        match (person, office) {
            (Some(person), Some(office)) => decided.push((line, person, office)),
            _ => open.push(line.number),
        }
    }
    (decided, open)
}
