//! Writing to contacts: each gets a message of their own, and each record keeps it as an activity with its full text.

use std::collections::{BTreeMap, HashMap};

use activity::details;
use contact::pages::rows;
use mail::leaving::WayOut;
use mail::outbox::{Message, To, Weight};
use mail::{Gate, reach, site_address};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, FieldError, Problem, Result, Tx};

use crate::token;

/// The machine name of what letters are for.
pub const KIND: &str = "letter";
/// For so many seconds a letter can be called back.
const DELAY: i64 = 15;
/// More at once is a mailing (setting `simple_mail_limit`).
const LIMIT_SETTING: &str = "simple_mail_limit";
const OWN_ADDRESS_SETTING: &str = "allow_mail_from_logged_in_contact";
/// The machine name of the type of activity.
const ACTIVITY: &str = "Email";

/// What is to be sent.
#[derive(Clone, Debug, Default)]
pub struct Letter {
    pub to: Vec<i64>,
    /// One of the addresses of the only recipient, where it has several.
    pub at: Option<String>,
    /// `site:1` or `own:12`; the site's own address where none is given.
    pub from: String,
    pub cc: Vec<String>,
    pub bcc: Vec<String>,
    pub subject: String,
    /// Cleaned HTML.
    pub html: String,
    /// Files that were taken in already.
    pub files: Vec<i64>,
    /// The group that it is for: its members read why they got it, and how to leave.
    pub list: Option<i64>,
    /// The activities that it is about: `{activity.subject}` stands for the newest of them that concerns its reader.
    pub about: Vec<i64>,
}

/// An address that one may write from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// `site:1` or `own:12`.
    pub value: String,
    /// `"Name" <address>`
    pub written: String,
}

/// What came of writing.
#[derive(Clone, Debug, Default)]
pub struct Written {
    pub messages: Vec<i64>,
    pub activities: Vec<i64>,
    /// Those who were left out, and why.
    pub left_out: HashMap<i64, Vec<&'static str>>,
}

fn is_on(json: &Json) -> bool {
    match json {
        Json::Bool(on) => *on,
        Json::Number(number) => number.as_i64() != Some(0),
        Json::String(text) => !text.is_empty() && text != "0",
        _ => false,
    }
}

/// How many contacts may be written to at once; None without a limit.
///
/// # Errors
/// The database's own failure.
pub fn limit(tx: &Tx<'_>) -> Result<Option<i64>> {
    let setting = tx.setting(LIMIT_SETTING)?;
    let number = setting.as_i64().or_else(|| setting.as_str().and_then(|text| text.parse().ok()));
    Ok(number.filter(|number| *number > 0))
}

/// The addresses that the actor may write from: the association's, the usual one first, and where the site allows it
/// their own.
///
/// # Errors
/// The database's own failure.
pub fn senders(tx: &Tx<'_>) -> Result<Vec<Sender>> {
    let of_site = |(id, row): (i64, site_address::SiteEmailAddress)| Sender {
        value: format!("site:{id}"),
        written: row.written(),
    };
    let mut all: Vec<Sender> = site_address::all(tx)?.into_iter().map(of_site).collect();
    let Some(own) = tx.actor().contact_id.filter(|_| matches!(tx.setting(OWN_ADDRESS_SETTING), Ok(on) if is_on(&on)))
    else {
        return Ok(all);
    };
    let name = rows::one(tx, "Contact", &["display_name"], own)?;
    let name = name.map(|row| rows::text(&row, "display_name").to_owned()).unwrap_or_default();
    let name = mail::address::one_line(&name, 254);
    let clauses = json!([["contact_id", "=", own], ["on_hold", "=", 0]]);
    for row in rows::ask(tx, "Email", &["id", "email"], clauses, &[("is_primary", "DESC"), ("id", "ASC")], 20)? {
        let address = rows::text(&row, "email");
        if mail::address::is_sound(address) {
            let written = site_address::written(&name, address);
            all.push(Sender { value: format!("own:{}", rows::id(&row)), written });
        }
    }
    Ok(all)
}

/// The addresses of a contact that take mail, the primary one first.
///
/// # Errors
/// The database's own failure.
pub fn addresses(tx: &Tx<'_>, contact: i64) -> Result<Vec<String>> {
    let clauses = json!([["contact_id", "=", contact], ["on_hold", "=", 0], ["email", "IS NOT NULL"]]);
    let found = rows::ask(tx, "Email", &["email"], clauses, &[("is_primary", "DESC"), ("id", "ASC")], 20)?;
    let mut all: Vec<String> = Vec::new();
    for row in &found {
        let address = rows::text(row, "email").to_owned();
        if mail::address::is_sound(&address) && !all.contains(&address) {
            all.push(address);
        }
    }
    Ok(all)
}

/// Looks the letter over; gives the sender, and those to whom it must not go, with the reasons.
///
/// # Errors
/// `Invalid` with what is wrong, by the field.
pub fn check(tx: &Tx<'_>, gates: &[Gate], letter: &Letter) -> Result<(Sender, HashMap<i64, Vec<&'static str>>)> {
    let mut wrong = Vec::new();
    let mut say = |field: &str, problem: Problem| wrong.push(FieldError { field: field.to_owned(), problem });
    let rule = |key: &'static str, text: &str| Problem::Rule { key, text: text.to_owned() };
    if mail::address::one_line(&letter.subject, 255).is_empty() {
        say("subject", Problem::Required);
    }
    if details::to_text(&letter.html).trim().is_empty() {
        say("text", Problem::Required);
    }
    let names = token::asked(&[&letter.subject, &letter.html]);
    let first = letter.to.first().copied().unwrap_or_default();
    if let Some(name) = token::unknown(tx, first, &names)?.first() {
        let text = format!("{{contact.{name}}} stands for nothing.");
        say("text", Problem::Rule { key: "problem-mail-token", text });
    }
    let names = token::asked_of_activity(letter);
    let none =
        if letter.about.is_empty() { names.first().cloned() } else { activity::token::unknown(tx, &names)?.pop() };
    if let Some(name) = none {
        let text = format!("{{activity.{name}}} stands for nothing.");
        say("text", Problem::Rule { key: "problem-mail-token", text });
    }
    let bad = |list: &[String]| list.iter().any(|one| !mail::address::is_sound(one));
    if bad(&letter.cc) {
        say("cc", rule("problem-email", "This is no e-mail address."));
    }
    if bad(&letter.bcc) {
        say("bcc", rule("problem-email", "This is no e-mail address."));
    }
    let senders = senders(tx)?;
    let sender = match letter.from.as_str() {
        "" => senders.first(),
        chosen => senders.iter().find(|one| one.value == chosen),
    };
    if sender.is_none() {
        say("from", rule("problem-mail-no-sender", "There is no address to write from."));
    }
    if let (Some(at), [one]) = (&letter.at, letter.to.as_slice())
        && !addresses(tx, *one)?.contains(at)
    {
        say("at", rule("problem-email", "This is no e-mail address."));
    }
    let most = limit(tx)?.unwrap_or(i64::MAX);
    let left_out = refusals(tx, gates, &letter.to)?;
    let going = letter.to.iter().filter(|id| !left_out.contains_key(id)).count() as i64;
    match going {
        0 => say("to", rule("problem-mail-nobody", "There is nobody to write to.")),
        many if many > most => say("to", rule("problem-mail-too-many", "Too many at once.")),
        _ => {}
    }
    match (sender, wrong.is_empty()) {
        (Some(sender), true) => Ok((sender.clone(), left_out)),
        _ => Err(Error::Invalid(wrong)),
    }
}

/// Whom a letter cannot go to, and why. Those whom the writer does not see are as those that are not there.
///
/// # Errors
/// The database's own failure.
pub fn refusals(tx: &Tx<'_>, gates: &[Gate], to: &[i64]) -> Result<HashMap<i64, Vec<&'static str>>> {
    let clauses = json!([["id", "IN", to], ["is_deleted", "IN", [true, false]]]);
    let seen = rows::ask(tx, "Contact", &["id"], clauses, &[], 0)?;
    let seen: Vec<i64> = seen.iter().map(rows::id).collect();
    let mut all = reach::refusals(tx, gates, &seen)?;
    for id in to.iter().filter(|id| !seen.contains(id)) {
        all.insert(*id, vec!["missing"]);
    }
    Ok(all)
}

/// One letter as its reader gets it.
#[derive(Clone, Debug)]
pub struct Filled {
    pub subject: String,
    pub html: String,
}

/// The letter with its names filled in for a contact.
///
/// # Errors
/// The database's own failure.
pub fn fill(tx: &Tx<'_>, letter: &Letter, contact: i64) -> Result<Filled> {
    let names = token::asked(&[&letter.subject, &letter.html]);
    let mut values = token::values(tx, contact, &names)?;
    values.extend(of_activity(tx, letter, contact)?);
    let subject = mail::address::one_line(&token::fill(&letter.subject, &values, token::plain), 255);
    let html = details::clean(&token::fill(&letter.html, &values, token::lines));
    Ok(Filled { subject, html })
}

/// What stands for the activity that the letter to a contact is about.
fn of_activity(tx: &Tx<'_>, letter: &Letter, contact: i64) -> Result<BTreeMap<String, String>> {
    let names = token::asked_of_activity(letter);
    if names.is_empty() || letter.about.is_empty() {
        return Ok(BTreeMap::new());
    }
    let pairs = activity::activity_contact::concerned(tx, &letter.about)?;
    match pairs.iter().find(|(concerned, _)| *concerned == contact) {
        Some((_, id)) => activity::token::values(tx, activity::token::locale(tx)?, *id, &names),
        None => Ok(BTreeMap::new()),
    }
}

/// Lays the letters down and writes the activities.
///
/// # Errors
/// `Invalid` with what is wrong, by the field.
pub fn send(tx: &mut Tx<'_>, gates: &[Gate], letter: &Letter) -> Result<Written> {
    let (sender, left_out) = check(tx, gates, letter)?;
    let author = tx.actor().contact_id;
    let mut written = Written { left_out, ..Written::default() };
    let going: Vec<i64> = letter.to.iter().copied().filter(|id| !written.left_out.contains_key(id)).collect();
    for (number, contact) in going.iter().enumerate() {
        let filled = fill(tx, letter, *contact)?;
        // Those who get a copy get one, however many the letter goes to.
        let copies = number == 0;
        let activity = record(tx, letter, &filled, (*contact, author), copies)?;
        for file in &letter.files {
            let tie = json!({"entity_table": "civicrm_activity", "entity_id": activity, "file_id": file});
            tx.save("EntityFile", object(tie), As::Program)?;
        }
        let to = match (&letter.at, going.len()) {
            (Some(at), 1) => To::ContactAt(*contact, at),
            _ => To::Contact(*contact),
        };
        let way_out = match letter.list {
            Some(list) => mail::leaving::way_out(tx, *contact, list)?,
            None => None,
        };
        let (html, text) = signed_off(&filled.html, way_out.as_ref());
        let message = Message {
            html: Some(html),
            unsubscribe: way_out.map(|way| way.address),
            attachments: letter.files.clone(),
            about: Some(("Activity", activity)),
            sender: Some(sender.written.clone()),
            cc: if copies { letter.cc.clone() } else { Vec::new() },
            bcc: if copies { letter.bcc.clone() } else { Vec::new() },
            weight: Weight::Letter,
            delay: DELAY,
            ..Message::new(KIND, to, filled.subject.clone(), text)
        };
        written.messages.push(mail::queue(tx, &message)?);
        written.activities.push(activity);
    }
    Ok(written)
}

/// The text as HTML and as plain text, with the way out of the list at the end.
fn signed_off(html: &str, way_out: Option<&WayOut>) -> (String, String) {
    let text = details::to_text(html);
    let Some(WayOut { words, address }) = way_out else { return (html.to_owned(), text) };
    let (said, href) = (token::escaped(words), token::escaped(address));
    (
        format!("{html}<hr><p><small>{said} <a href=\"{href}\">{href}</a></small></p>"),
        format!("{}\n\n-- \n{words}\n{address}\n", text.trim_end()),
    )
}

fn record(
    tx: &mut Tx<'_>,
    letter: &Letter,
    filled: &Filled,
    (contact, author): (i64, Option<i64>),
    copies: bool,
) -> Result<i64> {
    let mut details = String::new();
    if copies {
        for (name, list) in [("Cc", &letter.cc), ("Bcc", &letter.bcc)] {
            if !list.is_empty() {
                details.push_str(&format!("<p>{name}: {}</p>", token::escaped(&list.join(", "))));
            }
        }
    }
    details.push_str(&filled.html);
    let values = json!({
        "activity_type_id:name": ACTIVITY,
        "subject": filled.subject,
        "details": details,
        "status_id:name": "Completed",
        // Somebody has to have written it: without an account's contact, the reader's own.
        "source_contact_id": author.unwrap_or(contact),
        "target_contact_id": [contact],
    });
    Ok(tx.save("Activity", object(values), As::Actor)?.id)
}

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}
