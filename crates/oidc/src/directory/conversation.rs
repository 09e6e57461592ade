//! A conversation with a directory: find somebody by the name they typed, then bind as them with their password (RFC 4511,
//! RFC 4513). What was typed travels as a value of its own, never as a part of a filter's text.

use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use super::Settings;
use super::ber::{self, Malformed, Reader};
use crate::http::Failure;

/// Somebody waits at the door meanwhile.
const PATIENCE: Duration = Duration::from_secs(8);
/// No message of a directory is longer.
const MOST: usize = 1 << 20;
/// The password is wrong, or there is nobody of this name (RFC 4511, section 4.1.9).
const INVALID_CREDENTIALS: i32 = 49;
/// There are more entries than were wanted.
const SIZE_LIMIT: i32 = 4;
/// The request for encryption (RFC 4511, section 4.14).
const START_TLS: &[u8] = b"1.3.6.1.4.1.1466.20037";

/// What the directory tells of somebody whose password was right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// What stays the same whatever they are called: `entryUUID`, `objectGUID`, else the entry's name.
    pub subject: String,
    pub mail: Option<String>,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub name: Option<String>,
}

type Talk = StreamOwned<ClientConnection, TcpStream>;

struct Directory {
    talk: Talk,
    number: i32,
}

/// Checks a name and its password; None where the directory knows no such pair. `secret` is the password of the account
/// that looks people up.
///
/// # Errors
/// What was wrong, for the log.
pub fn authenticate(settings: &Settings, secret: &str, name: &str, password: &str) -> Result<Option<Person>, Failure> {
    // A directory takes an empty password for no wish to be known, and says yes (RFC 4513, section 5.1.2).
    if password.is_empty() || name.is_empty() || name.chars().count() > 128 || name.chars().any(char::is_control) {
        return Ok(None);
    }
    let mut directory = Directory::open(settings, secret)?;
    let found = directory.find(settings, name)?;
    // Whoever is not there is refused as late as others: the time tells nobody who has an account.
    let nobody = format!("cn=nobody,{}", settings.base);
    let right = directory.bind(found.as_ref().map_or(nobody.as_str(), |(entry, _)| entry), password)?;
    directory.leave();
    match (found, right) {
        (Some((_, person)), 0) => Ok(Some(person)),
        (Some((entry, _)), code) if code != INVALID_CREDENTIALS => {
            Err(format!("the directory refuses {entry}: code {code}"))
        }
        _ => Ok(None),
    }
}

/// Whether the directory answers and lets the account in that looks people up.
///
/// # Errors
/// What is wrong, for whoever sets it up.
pub fn reach(settings: &Settings, secret: &str) -> Result<(), Failure> {
    Directory::open(settings, secret).map(Directory::leave)
}

/// Host and port of an address, and whether encryption is asked for first.
fn place(url: &str) -> Result<(String, u16, bool), Failure> {
    let (rest, usual, starts) = match (url.strip_prefix("ldaps://"), url.strip_prefix("ldap://")) {
        (Some(rest), _) => (rest, 636, false),
        (_, Some(rest)) => (rest, 389, true),
        _ => return Err(format!("{url} is no address of a directory")),
    };
    let rest = rest.trim_end_matches('/');
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() && !port.ends_with(']') => {
            (host, port.parse().map_err(|_| format!("{url} has no port"))?)
        }
        _ => (rest, usual),
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    if host.is_empty() || host.contains(['/', '?', '@', ' ']) {
        return Err(format!("{url} is no address of a directory"));
    }
    Ok((host.to_owned(), port, starts))
}

/// Whether this is an address that [`authenticate`] can use.
pub(super) fn is_fit(url: &str) -> bool {
    place(url).is_ok()
}

/// Those whose certificates count: the machine's own list, and the association's where it has one.
fn roots(authority: &str) -> Result<RootCertStore, Failure> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    for one in CertificateDer::pem_slice_iter(authority.as_bytes()) {
        let one = one.map_err(|error| format!("the certificate cannot be read: {error}"))?;
        roots.add(one).map_err(|error| format!("the certificate cannot be used: {error}"))?;
    }
    Ok(roots)
}

/// Whether a text holds certificates, each of which can be used.
pub(super) fn certifies(authority: &str) -> bool {
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(authority.as_bytes()).collect();
    all.is_ok_and(|all| !all.is_empty()) && roots(authority).is_ok()
}

impl Directory {
    /// Connects, encrypts, and binds as the account that looks people up.
    fn open(settings: &Settings, secret: &str) -> Result<Directory, Failure> {
        let (host, port, starts) = place(&settings.url)?;
        let wrong = |error: &dyn std::fmt::Display| format!("{host}:{port}: {error}");
        let mut addresses = (host.as_str(), port).to_socket_addrs().map_err(|error| wrong(&error))?;
        let address = addresses.next().ok_or_else(|| wrong(&"no such host"))?;
        let mut plain = TcpStream::connect_timeout(&address, PATIENCE).map_err(|error| wrong(&error))?;
        for set in [TcpStream::set_read_timeout, TcpStream::set_write_timeout] {
            set(&plain, Some(PATIENCE)).map_err(|error| wrong(&error))?;
        }
        if starts {
            start_tls(&mut plain)?;
        }
        let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| wrong(&error))?
            .with_root_certificates(roots(&settings.authority)?)
            .with_no_client_auth();
        let name = ServerName::try_from(host.clone()).map_err(|error| wrong(&error))?;
        let connection = ClientConnection::new(Arc::new(config), name).map_err(|error| wrong(&error))?;
        let mut directory = Directory { talk: StreamOwned::new(connection, plain), number: 1 };
        if !settings.bind_name.is_empty() {
            match directory.bind(&settings.bind_name, secret)? {
                0 => {}
                code => return Err(format!("the directory refuses {}: code {code}", settings.bind_name)),
            }
        }
        Ok(directory)
    }

    fn send(&mut self, operation: &[u8]) -> Result<i32, Failure> {
        self.number += 1;
        let message = message(self.number, operation);
        let written = self.talk.write_all(&message).and_then(|()| self.talk.flush());
        written.map_err(|error| format!("the directory cannot be written to: {error}"))?;
        Ok(self.number)
    }

    /// The next answer to a message: tag and content.
    fn answer(&mut self, number: i32) -> Result<(u8, Vec<u8>), Failure> {
        loop {
            let bytes = read(&mut self.talk)?;
            let (told, tag, inside) = opened(&bytes).map_err(|_| "the directory's answer cannot be read".to_owned())?;
            if told == number {
                return Ok((tag, inside));
            }
            // Number 0 says that the connection ends (RFC 4511, section 4.4.1).
            if told == 0 {
                return Err("the directory ends the conversation".to_owned());
            }
        }
    }

    /// Binds; gives the code of the result.
    fn bind(&mut self, entry: &str, password: &str) -> Result<i32, Failure> {
        if password.is_empty() {
            return Err(format!("{entry} has no password to bind with"));
        }
        let inside = ber::all(&[
            ber::number(0x02, 3),
            ber::element(0x04, entry.as_bytes()),
            ber::element(0x80, password.as_bytes()),
        ]);
        let number = self.send(&ber::element(0x60, &inside))?;
        match self.answer(number)? {
            (0x61, inside) => code(&inside),
            _ => Err("the directory's answer is of another kind".to_owned()),
        }
    }

    /// The one entry of this name; None where there is none.
    fn find(&mut self, settings: &Settings, name: &str) -> Result<Option<(String, Person)>, Failure> {
        let number = self.send(&question(settings, name))?;
        let mut found = Vec::new();
        loop {
            match self.answer(number)? {
                (0x64, inside) => {
                    found.push(entry(&inside).map_err(|_| "the directory's entry cannot be read".to_owned())?);
                    if found.len() > 1 {
                        return Err(format!("the directory has several entries for {name}"));
                    }
                }
                (0x65, inside) => match code(&inside)? {
                    0 => return Ok(found.pop()),
                    SIZE_LIMIT => return Err(format!("the directory has several entries for {name}")),
                    code => return Err(format!("the directory finds nothing: code {code}")),
                },
                // Where else one might ask.
                (0x73, _) => {}
                _ => return Err("the directory's answer is of another kind".to_owned()),
            }
        }
    }

    fn leave(mut self) {
        // Whether the farewell arrives changes nothing.
        let _ = self.send(&[0x42, 0]);
        self.talk.conn.send_close_notify();
        let _ = self.talk.flush();
    }
}

fn message(number: i32, operation: &[u8]) -> Vec<u8> {
    ber::element(0x30, &ber::all(&[ber::number(0x02, number), operation.to_vec()]))
}

/// A whole message.
fn read(from: &mut impl Read) -> Result<Vec<u8>, Failure> {
    let failed = |error: std::io::Error| format!("the directory does not answer: {error}");
    let unreadable = |_: Malformed| "the directory's answer cannot be read".to_owned();
    let mut bytes = Vec::new();
    let mut one = [0_u8; 1];
    let length = loop {
        if let Some(length) = ber::whole(&bytes).map_err(unreadable)? {
            break length;
        }
        from.read_exact(&mut one).map_err(failed)?;
        bytes.push(one[0]);
    };
    if length > MOST {
        return Err("the directory's answer is too long".to_owned());
    }
    let begun = bytes.len();
    bytes.resize(length, 0);
    from.read_exact(&mut bytes[begun..]).map_err(failed)?;
    Ok(bytes)
}

/// Number, tag and content of a message.
fn opened(bytes: &[u8]) -> Result<(i32, u8, Vec<u8>), Malformed> {
    let mut inside = Reader(Reader(bytes).expect(0x30)?);
    let number = ber::value(inside.expect(0x02)?)?;
    let (tag, operation) = inside.next()?.ok_or(Malformed)?;
    Ok((number, tag, operation.to_vec()))
}

/// The code of a result.
fn code(inside: &[u8]) -> Result<i32, Failure> {
    let code = Reader(inside).expect(0x0a).and_then(ber::value);
    code.map_err(|_| "the directory's result cannot be read".to_owned())
}

/// Asks for encryption, in the clear.
fn start_tls(plain: &mut TcpStream) -> Result<(), Failure> {
    let asked = message(1, &ber::element(0x77, &ber::element(0x80, START_TLS)));
    plain.write_all(&asked).map_err(|error| format!("the directory cannot be written to: {error}"))?;
    let bytes = read(plain)?;
    let (_, tag, inside) = opened(&bytes).map_err(|_| "the directory's answer cannot be read".to_owned())?;
    match (tag, code(&inside)?) {
        (0x78, 0) => Ok(()),
        (_, code) => Err(format!("the directory does not encrypt: code {code}")),
    }
}

/// The attributes that are asked for.
const ATTRIBUTES: [&str; 6] = ["entryUUID", "objectGUID", "mail", "givenName", "sn", "cn"];

/// The search for somebody below the base.
fn question(settings: &Settings, name: &str) -> Vec<u8> {
    let text = |text: &str| ber::element(0x04, text.as_bytes());
    let equal = |attribute: &str, value: &str| ber::element(0xa3, &ber::all(&[text(attribute), text(value)]));
    let mut filter = vec![equal(&settings.attribute, name)];
    if !settings.group.is_empty() {
        filter.push(equal("memberOf", &settings.group));
    }
    let attributes: Vec<Vec<u8>> = ATTRIBUTES.iter().map(|one| text(one)).collect();
    let inside = ber::all(&[
        text(&settings.base),
        ber::number(0x0a, 2), // the whole tree
        ber::number(0x0a, 0), // aliases are not followed
        ber::number(0x02, 2),
        ber::number(0x02, 5),
        ber::element(0x01, &[0]),
        ber::element(0xa0, &ber::all(&filter)),
        ber::element(0x30, &ber::all(&attributes)),
    ]);
    ber::element(0x63, &inside)
}

/// An entry: its name, and what it tells.
fn entry(inside: &[u8]) -> Result<(String, Person), Malformed> {
    let mut reader = Reader(inside);
    let name = String::from_utf8(reader.expect(0x04)?.to_vec()).map_err(|_| Malformed)?;
    let mut person = Person::default();
    let mut all = Reader(reader.expect(0x30)?);
    while let Some((_, attribute)) = all.next()? {
        let mut attribute = Reader(attribute);
        let label = String::from_utf8_lossy(attribute.expect(0x04)?).to_ascii_lowercase();
        let Some((_, value)) = Reader(attribute.expect(0x31)?).next()? else { continue };
        let words = String::from_utf8(value.to_vec()).ok().map(|text| text.trim().to_owned());
        let words = words.filter(|text| !text.is_empty() && text.len() <= 255 && !text.chars().any(char::is_control));
        match label.as_str() {
            "entryuuid" => person.subject = words.unwrap_or_default(),
            "objectguid" if person.subject.is_empty() => person.subject = store::secret::hex(value),
            "mail" => person.mail = words,
            "givenname" => person.given_name = words,
            "sn" => person.family_name = words,
            "cn" => person.name = words,
            _ => {}
        }
    }
    if person.subject.is_empty() {
        person.subject = name.to_lowercase();
    }
    Ok((name, person))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_of_directories_and_encrypted() {
        assert_eq!(place("ldaps://ldap.example.org"), Ok(("ldap.example.org".to_owned(), 636, false)));
        assert_eq!(place("ldap://ldap.example.org:1389/"), Ok(("ldap.example.org".to_owned(), 1389, true)));
        assert_eq!(place("ldaps://[::1]:636"), Ok(("::1".to_owned(), 636, false)));
        for bad in ["http://x", "ldaps://", "ldaps://a@b", "ldap://x:port", "ldapi:///x"] {
            assert!(place(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_was_typed_is_a_value_and_no_filter() {
        let settings = Settings { attribute: "uid".into(), base: "dc=x".into(), ..Settings::default() };
        let bytes = question(&settings, "*)(uid=admin");
        let typed = ber::element(0x04, b"*)(uid=admin");
        assert!(bytes.windows(typed.len()).any(|part| part == typed));
    }

    #[test]
    fn an_entry_tells_who_somebody_is() {
        let text = |text: &str| ber::element(0x04, text.as_bytes());
        let attribute =
            |name: &str, value: &str| ber::element(0x30, &ber::all(&[text(name), ber::element(0x31, &text(value))]));
        let attributes = ber::all(&[attribute("mail", "ada@example.org"), attribute("givenName", "Ada")]);
        let bytes = ber::all(&[text("uid=Ada,dc=x"), ber::element(0x30, &attributes)]);
        let (name, person) = entry(&bytes).unwrap();
        assert_eq!((name.as_str(), person.subject.as_str()), ("uid=Ada,dc=x", "uid=ada,dc=x"));
        assert_eq!((person.mail.as_deref(), person.given_name.as_deref()), (Some("ada@example.org"), Some("Ada")));
        assert!(entry(&bytes[..9]).is_err());
    }
}
