//! Messages that are to be sent. They are laid down in the transaction in which they became true, and wait here: for
//! the next delivery, for a server that answers again, or until mail is set up.

use jiff::civil::DateTime;
use schema::{Default, Entity, Value};
use serde_json::{Map, Value as Json, json};
use store::history::Undone;
use store::{As, Error, Result, Tx, statement};

use crate::{address, reach};

/// Waits for the next delivery.
pub const WAITING: &str = "waiting";
/// Is being handed over. After a crash nobody knows whether the server has it: such a message becomes [`UNSURE`].
pub const SENDING: &str = "sending";
/// A server has taken it.
pub const SENT: &str = "sent";
/// Given up, with the reason.
pub const FAILED: &str = "failed";
/// May have been sent, or not: somebody has to decide.
pub const UNSURE: &str = "unsure";
/// Not wanted any more before it was sent.
pub const CANCELLED: &str = "cancelled";

/// A message to one person.
#[derive(Clone, Debug, Entity)]
#[entity(
    "RucheOutbox",
    "ruche_outbox",
    internal,
    index("index_state", &["state", "id"]),
    index("index_about", &["about_entity", "about_id"])
)]
pub struct Outbox {
    #[field(readonly)]
    pub id: i64,
    /// What it is for: `activity_assigned`.
    #[field(text(64))]
    pub kind: String,
    pub contact_id: Option<i64>,
    /// Where it goes; none where the contact had no e-mail address.
    #[field(text(254))]
    pub address: Option<String>,
    #[field(text(255))]
    pub subject: String,
    #[field(long_text, secret)]
    pub body: String,
    /// `waiting`, `sending`, `sent`, `failed`, `unsure`, `cancelled`.
    #[field(text(16), default("waiting"))]
    pub state: String,
    /// The record that it tells of.
    #[field(text(64))]
    pub about_entity: Option<String>,
    pub about_id: Option<i64>,
    #[field(timestamp, default_by(Default::Now))]
    pub created: DateTime,
    /// The name of the recipient, where it is no contact.
    #[field(text(255))]
    pub name: Option<String>,
    #[field(long_text, secret)]
    pub html: Option<String>,
    /// An invitation for calendars (RFC 5545).
    #[field(long_text, secret)]
    pub calendar: Option<String>,
    /// `"Name" <address>`; none for the site's own address.
    #[field(text(520))]
    pub sender: Option<String>,
    #[field(text(520))]
    pub reply_to: Option<String>,
    /// Where the reader leaves the list that it is for, by one click (RFC 8058).
    #[field(text(1000), secret)]
    pub unsubscribe: Option<String>,
    /// Addresses with commas between them.
    #[field(long_text)]
    pub cc: Option<String>,
    #[field(long_text)]
    pub bcc: Option<String>,
    /// `service`, `letter`, `secret`; see [`Weight`].
    #[field(text(16))]
    pub weight: Option<String>,
    /// The same for every attempt, so that a server or a reader can tell a repetition (RFC 5322, 3.6.4).
    #[field(text(255))]
    pub message_id: Option<String>,
    /// How often it was handed over in vain.
    #[field(default(0_i64))]
    pub tries: i64,
    #[field(timestamp)]
    pub next_try: Option<DateTime>,
    /// In the words of the server, or the machine names of reasons.
    #[field(long_text)]
    pub error: Option<String>,
    #[field(timestamp)]
    pub sent: Option<DateTime>,
    /// Who wrote it.
    pub created_id: Option<i64>,
    /// The transaction in which it became true: when that is undone, the message is called back.
    pub transaction_id: Option<i64>,
}

/// To whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To<'m> {
    /// To the first address of a contact that takes mail.
    Contact(i64),
    /// To one of a contact's addresses.
    ContactAt(i64, &'m str),
    /// To somebody who is no contact, or not yet.
    Address { address: &'m str, name: Option<&'m str> },
}

/// What has to be asked before a message goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Somebody has asked for it or works with it: a confirmation, a task. It goes out unless the person is dead, in
    /// the bin, or the address takes nothing.
    Service,
    /// The association writes: the person's wishes and consents are asked.
    Letter,
    /// As [`Weight::Service`]; the text holds a secret, such as a link that lets somebody in, and is wiped once sent.
    Secret,
}

impl Weight {
    /// As the table says it.
    pub fn name(self) -> &'static str {
        match self {
            Weight::Service => "service",
            Weight::Letter => "letter",
            Weight::Secret => "secret",
        }
    }
}

/// What is to be sent. Begin with [`Message::new`] and set what else it has.
#[derive(Clone, Debug)]
pub struct Message<'m> {
    /// The machine name of what it is for, for the list of messages: `password_reset`.
    pub kind: &'m str,
    pub to: To<'m>,
    pub subject: String,
    /// Plain text; every message has it.
    pub text: String,
    /// The same as HTML. It is cleaned before it is sent.
    pub html: Option<String>,
    /// Files by their ids, which the `file` crate has taken in (`file::take_bytes`, then `file::keep`).
    pub attachments: Vec<i64>,
    /// An invitation for calendars (RFC 5545), sent as a part of its own.
    pub calendar: Option<String>,
    /// The record that it tells of; see [`call_back`].
    pub about: Option<(&'m str, i64)>,
    /// `"Name" <address>`; the site's own address where none is given.
    pub sender: Option<String>,
    pub reply_to: Option<String>,
    /// Where the reader leaves the list that it is for, by one click (RFC 8058).
    pub unsubscribe: Option<String>,
    pub cc: Vec<String>,
    pub bcc: Vec<String>,
    pub weight: Weight,
    /// For so many seconds it stays here, so that it can still be called back.
    pub delay: i64,
}

impl<'m> Message<'m> {
    /// A plain message.
    pub fn new(kind: &'m str, to: To<'m>, subject: impl Into<String>, text: impl Into<String>) -> Message<'m> {
        Message {
            kind,
            to,
            subject: subject.into(),
            text: text.into(),
            html: None,
            attachments: Vec::new(),
            calendar: None,
            about: None,
            sender: None,
            reply_to: None,
            unsubscribe: None,
            cc: Vec::new(),
            bcc: Vec::new(),
            weight: Weight::Service,
            delay: 0,
        }
    }
}

/// Lays a message down, to be sent soon after the transaction has ended; gives its number. Whoever calls has made sure
/// that the actor may write to this person.
///
/// # Errors
/// `Invalid` for a bare address that is none; else as any write.
pub fn queue(tx: &mut Tx<'_>, message: &Message<'_>) -> Result<i64> {
    let (contact, to, name) = match &message.to {
        To::Contact(id) => (Some(*id), reach::address_of(tx, *id)?, None),
        To::ContactAt(id, to) => (Some(*id), Some(sound(to)?), None),
        To::Address { address, name } => (None, Some(sound(address)?), name.map(|name| address::one_line(name, 255))),
    };
    let line = |text: &Option<String>| text.as_ref().map(|text| address::one_line(text, 520));
    let list = |all: &[String]| {
        let sound: Vec<&str> = all.iter().map(|one| one.trim()).filter(|one| address::is_sound(one)).collect();
        Some(sound.join(", ")).filter(|text| !text.is_empty())
    };
    // Whatever delivers it later knows nothing of the domain that it comes from.
    let own = match (&message.sender, tx.domain()) {
        (None, domain) if domain != store::MAIN_DOMAIN => {
            crate::site_address::standard(tx)?.map(|(_, sender)| sender.written())
        }
        _ => message.sender.clone(),
    };
    let values = json!({
        "kind": message.kind,
        "contact_id": contact,
        "address": to,
        "name": name,
        "subject": address::one_line(&message.subject, 255),
        "body": message.text,
        "html": message.html.as_deref().map(kit::rich_text::sanitise),
        "calendar": message.calendar,
        "about_entity": message.about.map(|(entity, _)| entity),
        "about_id": message.about.map(|(_, id)| id),
        "sender": line(&own),
        "reply_to": line(&message.reply_to),
        "unsubscribe": message.unsubscribe,
        "cc": list(&message.cc),
        "bcc": list(&message.bcc),
        "weight": message.weight.name(),
        "message_id": message_id()?,
        "created_id": tx.actor().contact_id,
        "transaction_id": tx.transaction_id(),
    });
    let id = tx.save("RucheOutbox", object(values), As::Program)?.id;
    if message.delay > 0 {
        let now = tx.clock().to_utc(tx.clock().now);
        let next = now.saturating_add(jiff::SignedDuration::from_secs(message.delay));
        let text = format!(
            r#"UPDATE "ruche_outbox" SET "next_try" = {} WHERE "id" = {}"#,
            tx.placeholder(1),
            tx.placeholder(2)
        );
        tx.execute(&statement(text, vec![Value::DateTime(next), id.into()]))?;
    }
    for file in &message.attachments {
        let tie = json!({"entity_table": "ruche_outbox", "entity_id": id, "file_id": file});
        tx.save("EntityFile", object(tie), As::Program)?;
    }
    Ok(id)
}

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}

fn sound(to: &str) -> Result<String> {
    let to = to.trim();
    match address::is_sound(to) {
        true => Ok(to.to_owned()),
        false => Err(Error::rule("email", "problem-email", "This is no e-mail address.")),
    }
}

/// The left half of a Message-ID; its right half is the domain of the sender.
fn message_id() -> Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(Error::internal)?;
    Ok(store::secret::hex(&bytes))
}

/// The files of a message.
///
/// # Errors
/// The database's own failure.
pub fn files_of(tx: &Tx<'_>, id: i64) -> Result<Vec<i64>> {
    let text = format!(
        r#"SELECT "file_id" FROM "civicrm_entity_file" WHERE {} = {} AND "entity_id" = {} ORDER BY "id""#,
        query::fold_expression(tx.dialect(), r#""entity_table""#),
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let mut all = Vec::new();
    tx.rows(&statement(text, vec!["ruche_outbox".into(), id.into()]), |row| {
        if let query::Cell::Int(file) = row.cell(0) {
            all.push(file);
        }
        Ok(())
    })?;
    Ok(all)
}

/// Calls back the waiting messages about a record, those to one contact alone where it is named.
///
/// # Errors
/// The database's own failure.
pub fn call_back(tx: &Tx<'_>, (entity, id): (&str, i64), contact: Option<i64>) -> Result<()> {
    let folded = |column: &str| query::fold_expression(tx.dialect(), column);
    let mut text = format!(
        r#"UPDATE "ruche_outbox" SET "state" = {} WHERE {} = {} AND "about_id" = {} AND {} = {}"#,
        tx.placeholder(1),
        folded(r#""about_entity""#),
        tx.placeholder(2),
        tx.placeholder(3),
        folded(r#""state""#),
        tx.placeholder(4)
    );
    let entity = schema::fold::fold(entity).into_owned();
    let mut binds = vec![CANCELLED.into(), entity.into(), id.into(), WAITING.into()];
    if let Some(contact) = contact {
        text.push_str(&format!(r#" AND "contact_id" = {}"#, tx.placeholder(5)));
        binds.push(contact.into());
    }
    tx.execute(&statement(text, binds)).map(|_| ())
}

/// When a transaction is undone, what it had to say is called back.
///
/// # Errors
/// `Conflict` where a letter of somebody has left already: the past cannot be undone.
pub fn call_back_undone(tx: &mut Tx<'_>, undone: &Undone) -> Result<()> {
    let of = |text: &str| format!(r#"{text} "transaction_id" = {} AND "state" IN "#, tx.placeholder(1));
    let gone = of(r#"SELECT "id" FROM "ruche_outbox" WHERE "weight" = 'letter' AND"#) + "('sent', 'sending', 'unsure')";
    if tx.one(&statement(gone, vec![undone.transaction.into()]))?.is_some() {
        return Err(Error::Conflict("The message has been sent already.".to_owned()));
    }
    let text = of(r#"UPDATE "ruche_outbox" SET "state" = 'cancelled' WHERE"#) + "('waiting', 'failed')";
    tx.execute(&statement(text, vec![undone.transaction.into()])).map(drop)
}

/// How many messages wait.
///
/// # Errors
/// The database's own failure.
pub fn waiting(tx: &Tx<'_>) -> Result<i64> {
    count(tx, WAITING)
}

/// How many messages are in a state.
///
/// # Errors
/// The database's own failure.
pub fn count(tx: &Tx<'_>, state: &str) -> Result<i64> {
    let folded = query::fold_expression(tx.dialect(), r#""state""#);
    let text = format!(r#"SELECT COUNT(*) FROM "ruche_outbox" WHERE {folded} = {}"#, tx.placeholder(1));
    Ok(tx.one(&statement(text, vec![state.into()]))?.and_then(|value| value.as_int()).unwrap_or(0))
}
