//! Handing a message over: to a mail server, to this machine's mail program, into a folder. What came of it is one of
//! four: taken, to be tried again, refused, or nobody knows.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{Certificate, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use mail::backend::{Backend, Protection, Way};

use crate::authority;

/// How long a server may be silent. RFC 5321 allows minutes; whoever waits for a test does not.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the mail program may take.
const PROGRAM: Duration = Duration::from_secs(60);
/// `EX_TEMPFAIL` (sysexits.h): try again later.
const LATER: i32 = 75;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Sent,
    /// Not taken now; in the server's words.
    Later(String),
    /// Never to be taken; in the server's words.
    Refused(String),
    /// The connection broke after everything was said: the server may have it.
    Unsure(String),
}

/// The way out, open for several messages.
pub enum Line {
    Smtp(Box<SmtpConnection>),
    Program(String),
    Folder(std::path::PathBuf),
}

/// Opens the way out. `greeting` is the domain that the program calls itself by.
///
/// # Errors
/// In the server's words, why nobody answers or lets us in.
pub fn open(backend: &Backend, password: Option<&str>, greeting: &str, data: &Path) -> Result<Line, String> {
    match backend.way {
        Way::Smtp => connect(backend, password, greeting, data).map(|line| Line::Smtp(Box::new(line))),
        Way::Sendmail => Ok(Line::Program(backend.program.clone())),
        Way::Folder => Ok(Line::Folder(data.join("mail"))),
        Way::Disabled | Way::Unset => Err("mail is not set up".to_owned()),
    }
}

fn connect(backend: &Backend, password: Option<&str>, greeting: &str, data: &Path) -> Result<SmtpConnection, String> {
    let hello = ClientId::Domain(greeting.to_owned());
    let tls = match backend.protection {
        Protection::Plain => None,
        _ => Some(protection(&backend.server, data).map_err(|error| words(&error))?),
    };
    let at_once = tls.as_ref().filter(|_| backend.protection == Protection::Tls);
    let address = (backend.server.as_str(), backend.port);
    let mut line =
        SmtpConnection::connect(address, Some(PATIENCE), &hello, at_once, None).map_err(|error| words(&error))?;
    if let (Protection::StartTls, Some(tls)) = (backend.protection, &tls) {
        line.starttls(tls, &hello).map_err(|error| words(&error))?;
    }
    if let Some(name) = &backend.username {
        let credentials = Credentials::new(name.clone(), password.unwrap_or_default().to_owned());
        line.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).map_err(|error| words(&error))?;
    }
    Ok(line)
}

/// What the server has to prove: that somebody whom this machine or the office trusts vouches for its name.
fn protection(server: &str, data: &Path) -> Result<TlsParameters, Error> {
    let mut parameters = TlsParameters::builder(server.to_owned());
    if let Some(pem) = authority::own(data) {
        parameters = parameters.add_root_certificate(Certificate::from_pem(&pem)?);
    }
    parameters.build_rustls()
}

/// An error with its causes: the server's own words come last.
fn words(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(deeper) = cause {
        let more = deeper.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        cause = deeper.source();
    }
    mail::address::one_line(&authority::explained(&text), 500)
}

impl Line {
    /// Hands one message over.
    pub fn send(&mut self, message: &Message) -> Outcome {
        match self {
            Line::Smtp(line) => smtp(line, message),
            Line::Program(path) => program(path, message),
            Line::Folder(folder) => into_folder(folder, message),
        }
    }

    /// Whether it cannot be used any more.
    pub fn is_broken(&self) -> bool {
        matches!(self, Line::Smtp(line) if line.has_broken())
    }

    /// Says good-bye.
    pub fn close(self) {
        if let Line::Smtp(mut line) = self {
            // What was taken was taken; nothing hangs on the farewell.
            let _ = line.quit();
        }
    }
}

fn smtp(line: &mut SmtpConnection, message: &Message) -> Outcome {
    let bytes = message.formatted();
    if let Err(error) = envelope(line, message, &bytes) {
        let outcome =
            if error.is_permanent() { Outcome::Refused(words(&error)) } else { Outcome::Later(words(&error)) };
        // The next message starts afresh; where that fails too, the line is broken.
        if !(error.is_permanent() || error.is_transient()) || line.command(Rset).is_err() {
            line.abort();
        }
        return outcome;
    }
    match line.message(&bytes) {
        Ok(_) => Outcome::Sent,
        Err(error) if error.is_permanent() => Outcome::Refused(words(&error)),
        Err(error) if error.is_transient() => Outcome::Later(words(&error)),
        Err(error) => {
            line.abort();
            Outcome::Unsure(words(&error))
        }
    }
}

/// Everything before the message itself: until here nothing can have been taken.
fn envelope(line: &mut SmtpConnection, message: &Message, bytes: &[u8]) -> Result<(), Error> {
    let mut options = Vec::new();
    let envelope = message.envelope();
    let is_plain = |address: &lettre::Address| AsRef::<str>::as_ref(address).is_ascii();
    if !envelope.to().iter().chain(envelope.from()).all(is_plain)
        && line.server_info().supports_feature(Extension::SmtpUtfEight)
    {
        options.push(MailParameter::SmtpUtfEight);
    }
    if !bytes.is_ascii() && line.server_info().supports_feature(Extension::EightBitMime) {
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    line.command(Mail::new(envelope.from().cloned(), options))?;
    for to in envelope.to() {
        line.command(Rcpt::new(to.clone(), Vec::new()))?;
    }
    line.command(Data).map(drop)
}

fn program(path: &str, message: &Message) -> Outcome {
    let envelope = message.envelope();
    let from = envelope.from().map(ToString::to_string).unwrap_or_default();
    let mut command = Command::new(path);
    command.args(["-i", "-f", &from, "--"]).args(envelope.to().iter().map(ToString::to_string));
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return Outcome::Later(format!("{path}: {error}")),
    };
    let written = child.stdin.take().map(|mut input| input.write_all(&message.formatted()));
    let begin = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() && matches!(written, Some(Ok(()))) => return Outcome::Sent,
            Ok(Some(status)) => {
                let said = said(&mut child);
                let text = format!("{path}: {status} {said}");
                return if status.code() == Some(LATER) { Outcome::Later(text) } else { Outcome::Refused(text) };
            }
            Ok(None) if begin.elapsed() < PROGRAM => std::thread::sleep(Duration::from_millis(20)),
            Ok(None) | Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                return Outcome::Unsure(format!("{path}: no answer"));
            }
        }
    }
}

fn said(child: &mut std::process::Child) -> String {
    use std::io::Read;
    let mut text = String::new();
    if let Some(errors) = child.stderr.take() {
        let _ = errors.take(2_000).read_to_string(&mut text);
    }
    mail::address::one_line(&text, 400)
}

/// Written beside and moved into place: half a message is never seen. The name is the message's own, so that a second
/// attempt takes the place of the first.
fn into_folder(folder: &Path, message: &Message) -> Outcome {
    let id = message.headers().get_raw("Message-ID").unwrap_or("message").to_owned();
    let name: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || "-.".contains(*c)).collect();
    let write = || -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let beside = folder.join(format!(".{name}.part"));
        std::fs::write(&beside, message.formatted())?;
        std::fs::rename(&beside, folder.join(format!("{name}.eml")))
    };
    match write() {
        Ok(()) => Outcome::Sent,
        Err(error) => Outcome::Later(error.to_string()),
    }
}
