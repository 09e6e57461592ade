//! How mail goes out: the setting `mailing_backend`, under the names that clients know. The password is sealed apart.

use serde_json::{Map, Value as Json, json};
use store::{Error, Problem, Result, Tx};

use crate::sealed;

/// The setting.
pub const SETTING: &str = "mailing_backend";
/// Under this name the password of the server is sealed.
pub const PASSWORD: &str = "smtp password";

/// The ways out, by the values of `outBound_option`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A mail server.
    Smtp,
    /// The mail program of this machine.
    Sendmail,
    /// Nothing is sent.
    Disabled,
    /// Nobody has chosen yet.
    Unset,
    /// Into a folder of the data, for trying things out.
    Folder,
}

impl Way {
    /// As the setting says it.
    pub fn option(self) -> &'static str {
        match self {
            Way::Smtp => "0",
            Way::Sendmail => "1",
            Way::Disabled => "2",
            Way::Unset => "3",
            Way::Folder => "4",
        }
    }

    fn of(json: Option<&Json>) -> Way {
        let text = match json {
            Some(Json::String(text)) => text.clone(),
            Some(Json::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        let all = [Way::Smtp, Way::Sendmail, Way::Disabled, Way::Folder];
        all.into_iter().find(|way| way.option() == text).unwrap_or(Way::Unset)
    }

    /// Whether messages leave the outbox at all.
    pub fn is_open(self) -> bool {
        matches!(self, Way::Smtp | Way::Sendmail | Way::Folder)
    }
}

/// How the connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// TLS from the first byte (port 465).
    Tls,
    /// TLS after a greeting, which must come (port 587).
    StartTls,
    /// None: for a server on this machine alone.
    Plain,
}

impl Protection {
    /// As the setting says it.
    pub fn name(self) -> &'static str {
        match self {
            Protection::Tls => "tls",
            Protection::StartTls => "starttls",
            Protection::Plain => "none",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Protection> {
        [Protection::Tls, Protection::StartTls, Protection::Plain].into_iter().find(|one| one.name() == name)
    }
}

/// Where mail goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backend {
    pub way: Way,
    pub server: String,
    pub port: u16,
    pub protection: Protection,
    /// Who signs in at the server; none where it asks nobody.
    pub username: Option<String>,
    /// The program, one of [`PROGRAMS`].
    pub program: String,
}

/// Programs that take mail on standard input as sendmail does. Only these: whoever may change settings must not be able
/// to start any program.
pub const PROGRAMS: [&str; 4] = ["/usr/sbin/sendmail", "/usr/lib/sendmail", "/usr/bin/msmtp", "/usr/bin/sendmail"];

impl Backend {
    /// What the setting says. A server written as `ssl://host` or `tls://host` names its protection.
    pub fn parse(json: &Json) -> Backend {
        let text = |name: &str| match json.get(name) {
            Some(Json::String(text)) => text.trim().to_owned(),
            Some(Json::Number(number)) => number.to_string(),
            Some(Json::Bool(true)) => "1".to_owned(),
            _ => String::new(),
        };
        let server = text("smtpServer");
        let (implied, server) = match server.split_once("://") {
            Some(("ssl", rest)) => (Some(Protection::Tls), rest.to_owned()),
            Some(("tls", rest)) => (Some(Protection::StartTls), rest.to_owned()),
            _ => (None, server),
        };
        let port = text("smtpPort").parse().ok().filter(|port| *port > 0);
        let by_port = match port {
            Some(465) => Protection::Tls,
            Some(25) | None => Protection::Plain,
            _ => Protection::StartTls,
        };
        let protection = Protection::named(&text("smtpEncryption")).or(implied).unwrap_or(by_port);
        let signs_in = !matches!(text("smtpAuth").as_str(), "" | "0");
        Backend {
            way: Way::of(json.get("outBound_option")),
            server,
            port: port.unwrap_or(25),
            protection,
            username: Some(text("smtpUsername")).filter(|name| signs_in && !name.is_empty()),
            program: Some(text("sendmail_path")).filter(|path| !path.is_empty()).unwrap_or(PROGRAMS[0].to_owned()),
        }
    }

    /// As the setting keeps it.
    pub fn to_json(&self) -> Json {
        json!({
            "outBound_option": self.way.option(),
            "smtpServer": self.server,
            "smtpPort": self.port.to_string(),
            "smtpEncryption": self.protection.name(),
            "smtpAuth": if self.username.is_some() { "1" } else { "0" },
            "smtpUsername": self.username.clone().unwrap_or_default(),
            "sendmail_path": self.program,
        })
    }

    /// What stands in its way, by the field.
    ///
    /// # Errors
    /// `Invalid` with each of them.
    pub fn check(&self) -> Result<()> {
        let mut wrong = Vec::new();
        let odd = |c: char| c.is_whitespace() || c.is_control() || "/@<>".contains(c);
        if self.way == Way::Smtp && self.server.is_empty() {
            wrong.push(store::FieldError { field: "smtpServer".to_owned(), problem: Problem::Required });
        } else if self.way == Way::Smtp && self.server.contains(odd) {
            let problem = Problem::Rule { key: "problem-mail-server", text: "This is no name of a server.".to_owned() };
            wrong.push(store::FieldError { field: "smtpServer".to_owned(), problem });
        }
        if self.way == Way::Sendmail && !PROGRAMS.contains(&self.program.as_str()) {
            let problem = Problem::UnknownOption { text: self.program.clone() };
            wrong.push(store::FieldError { field: "sendmail_path".to_owned(), problem });
        }
        if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
    }
}

/// How mail goes out here.
///
/// # Errors
/// The database's own failure.
pub fn of(tx: &Tx<'_>) -> Result<Backend> {
    Ok(Backend::parse(&tx.setting(SETTING)?))
}

/// The setting as it may be written down: its password is sealed and taken out of it. An absent password stays as it
/// was; an empty one goes.
///
/// # Errors
/// `Invalid` for what could not work.
pub fn accept(tx: &mut Tx<'_>, value: &Json) -> Result<Json> {
    let mut object: Map<String, Json> = value.as_object().cloned().unwrap_or_default();
    Backend::parse(value).check()?;
    if let Some(Json::String(password)) = object.shift_remove("smtpPassword") {
        sealed::keep(tx, PASSWORD, &password)?;
    }
    Ok(Json::Object(object))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_of_older_sites_is_understood() {
        let old = json!({"outBound_option": 0, "smtpServer": "ssl://mail.example.org", "smtpPort": "465",
            "smtpAuth": "1", "smtpUsername": "u"});
        let backend = Backend::parse(&old);
        assert_eq!((backend.way, backend.server.as_str(), backend.port), (Way::Smtp, "mail.example.org", 465));
        assert_eq!((backend.protection, backend.username.as_deref()), (Protection::Tls, Some("u")));
        assert_eq!(Backend::parse(&json!({"outBound_option": "3"})).way, Way::Unset);
        assert_eq!(Backend::parse(&backend.to_json()), backend);
    }

    #[test]
    fn only_known_programs_are_started() {
        let other = json!({"outBound_option": "1", "sendmail_path": "/bin/sh"});
        assert!(Backend::parse(&other).check().is_err());
        assert!(Backend::parse(&json!({"outBound_option": "1"})).check().is_ok());
        assert!(Backend::parse(&json!({"outBound_option": "0"})).check().is_err());
        assert!(Backend::parse(&json!({"outBound_option": "0", "smtpServer": "a b"})).check().is_err());
    }
}
