//! What becomes of a message that somebody wrote: an activity on the records of those whose addresses stand in it.

use activity::details;
use jiff::civil::DateTime;
use mail::outbox::Outbox;
use mail_parser::{Address, Message, MessageParser, MimeHeaders};
use schema::{Default, Entity};
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx, secret, statement};

use super::mailbox::MailSettings;
use crate::token;

/// The machine name of the type that is taken where the mailbox names none.
const ACTIVITY: &str = "Inbound Email";
/// So many addresses of one message are looked at, and so many files kept.
const MOST_PEOPLE: usize = 30;
const MOST_FILES: usize = 20;
/// The longest text that is kept.
const MOST_TEXT: usize = 512 * 1024;
const PURPOSE: &str = "filed mail";

/// That a message was filed, so that it is not filed twice.
#[derive(Clone, Debug, Entity)]
#[entity("RucheFiledMail", "ruche_filed_mail", internal, unique("UI_digest", &["digest"]))]
pub struct Filed {
    #[field(readonly)]
    pub id: i64,
    /// Of its Message-ID, or of all its bytes where it has none.
    #[field(text(64))]
    pub digest: String,
    pub mailbox_id: i64,
    /// None where nobody was found whom it concerns.
    pub activity_id: Option<i64>,
    #[field(timestamp, default_by(Default::Now))]
    pub created: DateTime,
}

/// What came of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The activity.
    Filed(i64),
    /// It was here before, or it is one of our own.
    Known,
    /// Nobody in it is known, and nobody is to be made.
    Nobody,
    /// These bytes are no message.
    Unreadable,
}

/// The people in one of its headers.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Person {
    address: String,
    name: String,
}

/// Files a message.
///
/// # Errors
/// As any write.
pub fn file(tx: &mut Tx<'_>, mailbox: i64, row: &MailSettings, bytes: &[u8]) -> Result<Outcome> {
    let Some(message) = MessageParser::default().parse(bytes) else { return Ok(Outcome::Unreadable) };
    let digest = digest(tx, &message, bytes);
    if !tx.find_by::<Filed>("digest", digest.as_str())?.is_empty() || is_own(tx, &message)? {
        return Ok(Outcome::Known);
    }
    let activity = write(tx, row, &message)?;
    let values = json!({"digest": digest, "mailbox_id": mailbox, "activity_id": activity});
    tx.save("RucheFiledMail", object(values), As::Program)?;
    Ok(activity.map_or(Outcome::Nobody, Outcome::Filed))
}

fn digest(tx: &Tx<'_>, message: &Message<'_>, bytes: &[u8]) -> String {
    let what = message.message_id().map_or(bytes, str::as_bytes);
    secret::hex(&secret::derive(tx.site().secret(), PURPOSE, what))
}

/// Whether it went out from here: its record has it already.
fn is_own(tx: &Tx<'_>, message: &Message<'_>) -> Result<bool> {
    let Some((left, _)) = message.message_id().and_then(|id| id.split_once('@')) else { return Ok(false) };
    Ok(!tx.find_by::<Outbox>("message_id", left)?.is_empty())
}

fn people(header: Option<&Address<'_>>) -> Vec<Person> {
    let all = header.into_iter().flat_map(Address::iter);
    let person = |one: &mail_parser::Addr<'_>| Person {
        address: one.address.as_deref().unwrap_or_default().trim().to_owned(),
        name: mail::address::one_line(one.name.as_deref().unwrap_or_default(), 120),
    };
    all.map(person).filter(|one| mail::address::is_sound(&one.address)).take(MOST_PEOPLE).collect()
}

fn header(message: &Message<'_>, name: &str) -> Vec<Person> {
    match name {
        "from" => people(message.from()),
        "to" => people(message.to()),
        "cc" => people(message.cc()),
        "bcc" => people(message.bcc()),
        _ => Vec::new(),
    }
}

/// Whether an address is one of the association's own: it stands for nobody.
fn is_house(tx: &Tx<'_>, row: &MailSettings, address: &str) -> Result<bool> {
    let own = format!("{}@{}", row.localpart.as_deref().unwrap_or_default(), row.domain.as_deref().unwrap_or_default());
    let site = mail::site_address::everywhere(tx)?;
    let same = |other: &str| schema::fold::fold(other) == schema::fold::fold(address);
    Ok(same(&own)
        || row.username.as_deref().is_some_and(same)
        || row.return_path.as_deref().is_some_and(same)
        || site.iter().any(|(_, one)| same(&one.email)))
}

/// The contacts of the people in these headers, those that are made among them.
fn contacts(tx: &mut Tx<'_>, row: &MailSettings, message: &Message<'_>, headers: &[String]) -> Result<Vec<i64>> {
    let mut all = Vec::new();
    for person in headers.iter().flat_map(|name| header(message, name)) {
        if is_house(tx, row, &person.address)? {
            continue;
        }
        let found = match known(tx, &person.address)? {
            Some(id) => Some(id),
            None if row.is_contact_creation_disabled_if_no_match => None,
            None => Some(create(tx, &person)?),
        };
        all.extend(found.filter(|id| !all.contains(id)));
    }
    Ok(all)
}

/// The contact of an address; of several, the one whose first address it is, and of these the oldest.
fn known(tx: &Tx<'_>, address: &str) -> Result<Option<i64>> {
    let text = format!(
        r#"SELECT e."contact_id" FROM "civicrm_email" e JOIN "civicrm_contact" c ON c."id" = e."contact_id"
           WHERE {} = {} AND c."is_deleted" = 0 ORDER BY e."is_primary" DESC, c."id" LIMIT 1"#,
        query::fold_expression(tx.dialect(), r#"e."email""#),
        tx.placeholder(1)
    );
    let address = schema::fold::fold(address).into_owned();
    Ok(tx.one(&statement(text, vec![address.into()]))?.and_then(|id| id.as_int()))
}

fn create(tx: &mut Tx<'_>, person: &Person) -> Result<i64> {
    let name = person.name.split_whitespace().collect::<Vec<_>>();
    let (first, last) = match name.as_slice() {
        [] => (person.address.split('@').next().unwrap_or_default().to_owned(), String::new()),
        [one] => ((*one).to_owned(), String::new()),
        [first, rest @ ..] => ((*first).to_owned(), rest.join(" ")),
    };
    let cut = |text: String| text.chars().take(64).collect::<String>();
    let mut values = json!({"contact_type": "Individual", "first_name": cut(first), "source": "E-mail"});
    if !last.is_empty() {
        values["last_name"] = json!(cut(last));
    }
    let id = tx.save("Contact", object(values), As::Program)?.id;
    tx.save("Email", object(json!({"contact_id": id, "email": person.address})), As::Program)?;
    Ok(id)
}

fn headers_of(chosen: &[String], usual: &[&str]) -> Vec<String> {
    match chosen.is_empty() {
        true => usual.iter().map(|name| (*name).to_owned()).collect(),
        false => chosen.to_vec(),
    }
}

/// The activity; None where nobody is known.
fn write(tx: &mut Tx<'_>, row: &MailSettings, message: &Message<'_>) -> Result<Option<i64>> {
    let source = row.activity_source.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| "from".to_owned());
    let makers = contacts(tx, row, message, &[source])?;
    let mut targets = contacts(tx, row, message, &headers_of(&row.activity_targets, &["to", "cc", "bcc"]))?;
    let assignees = match row.activity_assignees.is_empty() {
        true => Vec::new(),
        false => contacts(tx, row, message, &row.activity_assignees)?,
    };
    let Some(maker) = makers.first().or(targets.first()).copied() else { return Ok(None) };
    if targets.is_empty() {
        // Written to the association alone: it is about whoever wrote it.
        targets.push(maker);
    }
    let (text, refused) = (body(message), Vec::new());
    let (files, refused) = keep_files(tx, message, refused)?;
    let subject = mail::address::one_line(message.subject().unwrap_or_default(), 255);
    let mut values = json!({
        "subject": subject,
        "details": with_refused(text, &refused),
        "activity_date_time": written(tx, message),
        "source_contact_id": maker,
        "target_contact_id": targets,
    });
    match row.activity_type_id {
        Some(kind) => values["activity_type_id"] = json!(kind),
        None => values["activity_type_id:name"] = json!(ACTIVITY),
    }
    let status = row.activity_status.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| "Completed".to_owned());
    values["status_id:name"] = json!(status);
    if !assignees.is_empty() {
        values["assignee_contact_id"] = json!(assignees);
    }
    let activity = tx.save("Activity", object(values), As::Program)?.id;
    for file in files {
        let tie = json!({"entity_table": "civicrm_activity", "entity_id": activity, "file_id": file});
        tx.save("EntityFile", object(tie), As::Program)?;
    }
    Ok(Some(activity))
}

/// When it was written; never in the future, whatever it says.
fn written(tx: &Tx<'_>, message: &Message<'_>) -> String {
    let now = tx.clock().now;
    let said = message.date().and_then(|date| jiff::Timestamp::from_second(date.to_timestamp()).ok());
    let said = said.map(|at| at.to_zoned(tx.clock().zone.clone()).datetime());
    said.unwrap_or(now).min(now).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// Its text, cleaned of everything that acts.
fn body(message: &Message<'_>) -> String {
    let whole = |text: &str| text.chars().take(MOST_TEXT).collect::<String>();
    match (message.html_body_count(), message.body_html(0), message.body_text(0)) {
        (1.., Some(html), _) => details::clean(&kit::rich_text::sanitise(&whole(&html))),
        (_, _, Some(text)) => details::from_text(&whole(&text)),
        _ => String::new(),
    }
}

fn keep_files(tx: &mut Tx<'_>, message: &Message<'_>, mut refused: Vec<String>) -> Result<(Vec<i64>, Vec<String>)> {
    let mut kept = Vec::new();
    for part in message.attachments().take(MOST_FILES) {
        let name = mail::address::one_line(part.attachment_name().unwrap_or("message.eml"), 200);
        match file::take_bytes(tx, &name, part.contents()) {
            Ok(taken) => kept.push(file::keep(tx, &taken)?),
            Err(_) => refused.push(name),
        }
    }
    Ok((kept, refused))
}

/// What was not kept is named, so that somebody can ask for it.
fn with_refused(mut text: String, refused: &[String]) -> String {
    if !refused.is_empty() {
        let names: Vec<String> = refused.iter().map(|name| token::escaped(name)).collect();
        text.push_str(&format!("<p><i>✗ {}</i></p>", names.join(", ")));
    }
    text
}

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}
