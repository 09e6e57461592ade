//! A message of the outbox as mail programs read it (RFC 5322, MIME). Headers are made by types that know how to
//! encode them: no text of ours or of others becomes a header line by itself.

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use mail::address;
use mail::outbox::Outbox;
use mail::site_address;

/// A file that goes with it.
#[derive(Clone, Debug)]
pub struct Enclosed {
    pub name: String,
    pub content_type: String,
    pub bytes: Vec<u8>,
}

/// What makes a message: its row, whom it is from where it does not say, and its files.
#[derive(Clone, Debug)]
pub struct Draft {
    pub row: Outbox,
    /// The name that readers see of a contact.
    pub to_name: Option<String>,
    /// `"Name" <address>`
    pub standard_sender: String,
    pub files: Vec<Enclosed>,
}

/// The message.
///
/// # Errors
/// In words, what makes it impossible to send.
pub fn compose(draft: &Draft) -> Result<Message, String> {
    let row = &draft.row;
    let sender = row.sender.as_deref().unwrap_or(&draft.standard_sender);
    let (from_name, from) = site_address::read(sender);
    let domain = from.rsplit_once('@').map_or("localhost", |(_, domain)| domain).to_owned();
    let to = row.address.as_deref().unwrap_or_default();
    let name = row.name.clone().or_else(|| draft.to_name.clone());
    let id = row.message_id.clone().unwrap_or_else(|| format!("outbox-{}", row.id));
    let mut builder = Message::builder()
        .from(mailbox(from_name, &from)?)
        .to(mailbox(name, to)?)
        .subject(address::one_line(&row.subject, 255))
        .message_id(Some(format!("<{id}@{domain}>")))
        .date_now();
    if let Some(reply) = &row.reply_to {
        let (name, to) = site_address::read(reply);
        builder = builder.reply_to(mailbox(name, &to)?);
    }
    for one in row.cc.iter().flat_map(|list| list.split(", ")) {
        builder = builder.cc(mailbox(None, one)?);
    }
    for one in row.bcc.iter().flat_map(|list| list.split(", ")) {
        builder = builder.bcc(mailbox(None, one)?);
    }
    if let Some(way_out) = row.unsubscribe.as_deref().filter(|address| is_plain(address)) {
        builder = builder.raw_header(raw("List-Unsubscribe", format!("<{way_out}>")));
        // RFC 8058 wants a protected address for the one click.
        if way_out.starts_with("https://") {
            builder = builder.raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
        }
    }
    if row.weight.as_deref() != Some("letter") {
        // RFC 3834: nobody's absence is to answer what a program sends.
        builder = builder.raw_header(raw("Auto-Submitted", "auto-generated".to_owned()));
    }
    body(builder, draft).map_err(|error| error.to_string())
}

/// A header whose text is the program's own.
fn raw(name: &'static str, text: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), text)
}

/// Whether an address of the web can stand in a header as it is.
fn is_plain(address: &str) -> bool {
    let web = address.starts_with("https://") || address.starts_with("http://");
    web && address.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"'))
}

fn mailbox(name: Option<String>, to: &str) -> Result<Mailbox, String> {
    if !address::is_sound(to) {
        return Err(format!("{to}: not an address"));
    }
    let parsed: Address = to.parse().map_err(|error| format!("{to}: {error}"))?;
    let name = name.map(|name| address::one_line(&name, 255)).filter(|name| !name.is_empty());
    Ok(Mailbox::new(name, parsed))
}

fn body(builder: lettre::message::MessageBuilder, draft: &Draft) -> Result<Message, lettre::error::Error> {
    let row = &draft.row;
    let plain = SinglePart::plain(row.body.clone());
    let alone = row.html.is_none() && row.calendar.is_none();
    if alone && draft.files.is_empty() {
        return builder.singlepart(plain);
    }
    let mut versions = MultiPart::alternative().singlepart(plain);
    if let Some(html) = &row.html {
        versions = versions.singlepart(SinglePart::html(page(html)));
    }
    if let Some(calendar) = &row.calendar {
        let kind = ContentType::parse("text/calendar; method=REQUEST; charset=utf-8");
        if let Ok(kind) = kind {
            versions = versions.singlepart(SinglePart::builder().content_type(kind).body(calendar.clone()));
        }
    }
    if draft.files.is_empty() {
        return builder.multipart(versions);
    }
    let mut all = MultiPart::mixed().multipart(versions);
    for file in &draft.files {
        let kind = ContentType::parse(&file.content_type).unwrap_or(ContentType::TEXT_PLAIN);
        let name = address::one_line(&file.name, 200);
        all = all.singlepart(Attachment::new(name).body(file.bytes.clone(), kind));
    }
    builder.multipart(all)
}

/// The text as a page of its own.
fn page(html: &str) -> String {
    format!("<!doctype html>\n<html><head><meta charset=\"utf-8\"></head><body>{html}</body></html>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        let row = Outbox {
            id: 7,
            kind: "test".to_owned(),
            contact_id: None,
            address: Some("ada@example.org".to_owned()),
            subject: "Réunion".to_owned(),
            body: "Bonjour".to_owned(),
            state: "waiting".to_owned(),
            about_entity: None,
            about_id: None,
            created: jiff::civil::DateTime::default(),
            name: None,
            html: None,
            calendar: None,
            sender: None,
            reply_to: None,
            unsubscribe: None,
            cc: None,
            bcc: None,
            weight: Some("letter".to_owned()),
            message_id: Some("abc".to_owned()),
            tries: 0,
            next_try: None,
            error: None,
            sent: None,
            created_id: None,
            transaction_id: None,
        };
        Draft { row, to_name: None, standard_sender: "\"L'Asso\" <asso@example.org>".to_owned(), files: Vec::new() }
    }

    fn text(draft: &Draft) -> String {
        String::from_utf8(compose(draft).unwrap().formatted()).unwrap()
    }

    #[test]
    fn a_plain_letter_has_what_every_letter_has() {
        let sent = text(&draft());
        assert!(sent.contains("Message-ID: <abc@example.org>\r\n"), "{sent}");
        assert!(sent.contains("To: ada@example.org\r\n"));
        assert!(sent.contains(" <asso@example.org>\r\n"), "{sent}");
        assert!(!sent.contains("Auto-Submitted"));
        let mut other = draft();
        other.row.weight = Some("service".to_owned());
        assert!(text(&other).contains("Auto-Submitted: auto-generated\r\n"));
    }

    #[test]
    fn nothing_that_somebody_wrote_becomes_a_header_of_its_own() {
        let mut hostile = draft();
        hostile.row.subject = "Bonjour\r\nBcc: victim@example.net\r\n\r\nx".to_owned();
        hostile.to_name = Some("Ada\"\r\nX-Evil: 1 <b@c.org>".to_owned());
        hostile.row.reply_to = Some("\"x\nX-Evil: 2\" <r@example.org>".to_owned());
        hostile.files.push(Enclosed {
            name: "a\"\r\nX-Evil: 3.pdf".to_owned(),
            content_type: "text/plain\r\nX-Evil: 4".to_owned(),
            bytes: b"x".to_vec(),
        });
        let message = compose(&hostile).unwrap();
        let sent = String::from_utf8(message.formatted()).unwrap();
        let is_evil = |line: &str| line.starts_with("X-Evil") || line.starts_with("Bcc");
        assert!(!sent.lines().any(is_evil), "{sent}");
        let to: Vec<String> = message.envelope().to().iter().map(ToString::to_string).collect();
        assert_eq!(to, ["ada@example.org"]);
        hostile.row.address = Some("ada@example.org\r\nBcc: v@example.net".to_owned());
        assert!(compose(&hostile).is_err());
        let mut other = draft();
        other.row.cc = Some("a@b.org\r\nBcc: v@example.net".to_owned());
        assert!(compose(&other).is_err());
    }

    #[test]
    fn a_letter_to_a_list_says_how_to_leave_it_by_one_click() {
        let mut listed = draft();
        let address = format!("https://crm.example.org/unsubscribe/12.3.{}", "ab".repeat(16));
        listed.row.unsubscribe = Some(address.clone());
        let sent = text(&listed);
        assert!(sent.contains(&format!("List-Unsubscribe: <{address}>\r\n")), "{sent}");
        assert!(sent.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{sent}");
        listed.row.unsubscribe = Some("http://localhost/unsubscribe/1.2.ab".to_owned());
        assert!(!text(&listed).contains("One-Click"), "{}", text(&listed));
        listed.row.unsubscribe = Some("https://a.org/x>\r\nX-Evil: 1".to_owned());
        assert!(!text(&listed).contains("Evil"));
    }

    #[test]
    fn copies_that_nobody_sees_stand_in_the_envelope_alone() {
        let mut copied = draft();
        copied.row.cc = Some("b@example.org".to_owned());
        copied.row.bcc = Some("eve@example.org, dan@example.org".to_owned());
        let message = compose(&copied).unwrap();
        assert_eq!(message.envelope().to().len(), 4);
        let sent = String::from_utf8(message.formatted()).unwrap();
        assert!(sent.contains("Cc: b@example.org") && !sent.contains("eve@") && !sent.contains("Bcc"), "{sent}");
    }

    #[test]
    fn an_invitation_and_files_are_parts_of_their_own() {
        let mut rich = draft();
        rich.row.html = Some("<p>Bonjour</p>".to_owned());
        rich.row.calendar = Some("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".to_owned());
        rich.files.push(Enclosed {
            name: "Compte rendu.pdf".to_owned(),
            content_type: "application/pdf".to_owned(),
            bytes: b"%PDF".to_vec(),
        });
        let sent = text(&rich);
        for part in [
            "multipart/mixed",
            "multipart/alternative",
            "text/html",
            "text/calendar; method=REQUEST",
            "application/pdf",
        ] {
            assert!(sent.contains(part), "{part}: {sent}");
        }
    }
}
