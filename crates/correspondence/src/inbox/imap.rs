//! As much of IMAP (RFC 3501) as reading a mailbox needs: sign in, look for what is unread, fetch it, mark it as read.

use std::io::{BufRead, BufReader, Error, Read, Result, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::authority;

/// How long a server may be silent.
const PATIENCE: Duration = Duration::from_secs(30);
/// A longer line is no answer of a mail server.
const LINE: u64 = 64 * 1024;
/// A larger message is left where it is.
pub const LARGEST: usize = 30 * 1024 * 1024;

trait Wire: Read + Write + Send {}
impl<T: Read + Write + Send> Wire for T {}

/// A mailbox that is open.
pub struct Imap {
    wire: BufReader<Box<dyn Wire>>,
    number: u32,
}

/// Where it is and who signs in.
pub struct Account<'a> {
    pub server: &'a str,
    pub port: u16,
    pub is_tls: bool,
    pub username: &'a str,
    pub password: &'a str,
    pub folder: &'a str,
    /// Certificates of an authority of the office's own, as PEM.
    pub authority: Option<&'a [u8]>,
}

/// Opens a mailbox.
///
/// # Errors
/// The network's own failure, or the server's words.
pub fn open(account: &Account<'_>) -> Result<Imap> {
    let place = (account.server, account.port);
    let address = place.to_socket_addrs()?.next().ok_or_else(|| Error::other("the server's name leads nowhere"))?;
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let wire: Box<dyn Wire> = match account.is_tls {
        true => Box::new(encrypted(account, stream)?),
        false => Box::new(stream),
    };
    let mut imap = Imap { wire: BufReader::new(wire), number: 0 };
    let greeting = imap.line()?;
    if !greeting.starts_with("* OK") {
        return Err(Error::other(format!("the server says: {greeting}")));
    }
    imap.call(&format!("LOGIN {} {}", quoted(account.username)?, quoted(account.password)?))?;
    imap.call(&format!("SELECT {}", quoted(account.folder)?))?;
    Ok(imap)
}

fn encrypted(account: &Account<'_>, stream: TcpStream) -> Result<StreamOwned<ClientConnection, TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let own = account.authority.into_iter().flat_map(CertificateDer::pem_slice_iter);
    roots.add_parsable_certificates(own.flatten());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(Error::other)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(account.server.to_owned()).map_err(Error::other)?;
    let mut connection = ClientConnection::new(Arc::new(config), name).map_err(Error::other)?;
    let mut stream = stream;
    // The certificate is looked at before anything is said.
    connection
        .complete_io(&mut stream)
        .map_err(|error| Error::new(error.kind(), authority::explained(&error.to_string())))?;
    Ok(StreamOwned::new(connection, stream))
}

/// A text between quotation marks (RFC 3501, 4.3): nothing in it can end the command.
fn quoted(text: &str) -> Result<String> {
    if text.contains(|c: char| c.is_control()) {
        return Err(Error::other("a control character in a name or password"));
    }
    Ok(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}

impl Imap {
    /// The numbers of what is unread, at most so many.
    ///
    /// # Errors
    /// As [`open`].
    pub fn unread(&mut self, most: usize) -> Result<Vec<u32>> {
        let lines = self.call("UID SEARCH UNSEEN")?;
        let found = lines.iter().filter_map(|line| line.text.strip_prefix("* SEARCH"));
        Ok(found.flat_map(str::split_whitespace).filter_map(|word| word.parse().ok()).take(most).collect())
    }

    /// A message as it was sent; None where it is too large or gone.
    ///
    /// # Errors
    /// As [`open`].
    pub fn fetch(&mut self, uid: u32) -> Result<Option<Vec<u8>>> {
        let sizes = self.call(&format!("UID FETCH {uid} (RFC822.SIZE)"))?;
        let size = sizes.iter().find_map(|line| {
            let rest = line.text.split_once("RFC822.SIZE ")?.1;
            rest.split(|c: char| !c.is_ascii_digit()).next()?.parse::<usize>().ok()
        });
        if size.is_none_or(|size| size > LARGEST) {
            return Ok(None);
        }
        let lines = self.call(&format!("UID FETCH {uid} (BODY.PEEK[])"))?;
        Ok(lines.into_iter().find_map(|line| line.literal))
    }

    /// Marks a message as read.
    ///
    /// # Errors
    /// As [`open`].
    pub fn mark(&mut self, uid: u32) -> Result<()> {
        self.call(&format!("UID STORE {uid} +FLAGS.SILENT (\\Seen)")).map(drop)
    }

    /// Says good-bye.
    pub fn close(mut self) {
        let _ = self.call("LOGOUT");
    }

    fn call(&mut self, command: &str) -> Result<Vec<Answer>> {
        self.number += 1;
        let tag = format!("r{}", self.number);
        let wire = self.wire.get_mut();
        wire.write_all(format!("{tag} {command}\r\n").as_bytes())?;
        wire.flush()?;
        let mut all = Vec::new();
        loop {
            let answer = self.answer()?;
            match answer.text.strip_prefix(&format!("{tag} ")) {
                Some(rest) if rest.starts_with("OK") => return Ok(all),
                Some(rest) => return Err(Error::other(mail::address::one_line(rest, 300))),
                None if all.len() < 100_000 => all.push(answer),
                None => return Err(Error::other("the server says too much")),
            }
        }
    }

    /// A line with the literal in it, if there is one (RFC 3501, 4.3).
    fn answer(&mut self) -> Result<Answer> {
        let text = self.line()?;
        let length = text.strip_suffix('}').and_then(|rest| rest.rsplit_once('{')?.1.parse::<usize>().ok());
        let Some(length) = length else { return Ok(Answer { text, literal: None }) };
        if length > LARGEST + LINE as usize {
            return Err(Error::other("a message that is larger than it said"));
        }
        let mut literal = vec![0; length];
        self.wire.read_exact(&mut literal)?;
        let rest = self.line()?;
        Ok(Answer { text: format!("{text}{rest}"), literal: Some(literal) })
    }

    fn line(&mut self) -> Result<String> {
        let mut bytes = Vec::new();
        (&mut self.wire).take(LINE).read_until(b'\n', &mut bytes)?;
        if bytes.last() != Some(&b'\n') {
            return Err(Error::other("the server broke off"));
        }
        Ok(String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_owned())
    }
}

struct Answer {
    text: String,
    literal: Option<Vec<u8>>,
}
