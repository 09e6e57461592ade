//! As much of HTTP/1.1 (RFC 9112) as a store of files needs: one request, one answer, one connection.

use std::fs::File;
use std::io::{BufRead, BufReader, Error, Read, Result, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use super::tls;

/// How long the store may be silent.
const PATIENCE: Duration = Duration::from_secs(30);
/// A longer head is no answer of a store.
const HEAD: usize = 64 * 1024;

/// What is sent.
pub struct Request<'r> {
    pub method: &'r str,
    /// Path and query as they are signed.
    pub target: &'r str,
    pub headers: &'r [(String, String)],
    /// The body and its length, if there is one.
    pub body: Option<(&'r File, u64)>,
}

/// An answer whose body is still to be read.
pub struct Answer {
    pub status: u16,
    reader: BufReader<Wire>,
    body: Length,
}

/// A connection to the store.
enum Wire {
    Plain(TcpStream),
    Tls(Box<tls::Stream>),
}

impl Read for Wire {
    fn read(&mut self, bytes: &mut [u8]) -> Result<usize> {
        match self {
            Wire::Plain(stream) => stream.read(bytes),
            Wire::Tls(stream) => stream.read(bytes),
        }
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        match self {
            Wire::Plain(stream) => stream.write(bytes),
            Wire::Tls(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> Result<()> {
        match self {
            Wire::Plain(stream) => stream.flush(),
            Wire::Tls(stream) => stream.flush(),
        }
    }
}

/// Where a store is reached, and how.
#[derive(Clone)]
pub struct Place {
    /// As the store knows itself: with its port where that is not the usual one.
    pub name: String,
    pub host: String,
    pub port: u16,
    /// Whom to trust; None where it is spoken to in plain text.
    pub tls: Option<Arc<rustls::ClientConfig>>,
}

impl Place {
    fn connect(&self) -> Result<Wire> {
        let (host, port) = (self.host.as_str(), self.port);
        let found = (host.trim_matches(['[', ']']), port).to_socket_addrs()?.next();
        let address = found.ok_or_else(|| Error::other(format!("{host} leads nowhere")))?;
        let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        match &self.tls {
            None => Ok(Wire::Plain(stream)),
            Some(config) => Ok(Wire::Tls(Box::new(tls::over(config, host.trim_matches(['[', ']']), stream)?))),
        }
    }
}

/// How a body ends.
enum Length {
    Known(u64),
    Chunked,
    /// With the connection.
    Open,
}

/// Sends a request.
///
/// # Errors
/// The network's own failure, or an answer that is none.
pub fn send(place: &Place, request: Request<'_>) -> Result<Answer> {
    let mut stream = place.connect()?;
    let mut head = format!("{} {} HTTP/1.1\r\n", request.method, request.target);
    for (name, value) in request.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let length = request.body.as_ref().map_or(0, |(_, length)| *length);
    head.push_str(&format!("content-length: {length}\r\nconnection: close\r\n\r\n"));
    stream.write_all(head.as_bytes())?;
    if let Some((body, length)) = request.body {
        let sent = std::io::copy(&mut body.take(length), &mut stream)?;
        if sent != length {
            return Err(Error::other("the content has changed while it was sent"));
        }
    }
    stream.flush()?;
    answer(BufReader::new(stream), request.method == "HEAD")
}

fn answer(mut reader: BufReader<Wire>, is_head: bool) -> Result<Answer> {
    let mut left = HEAD;
    let first = line(&mut reader, &mut left)?;
    let status = first.strip_prefix("HTTP/1.").and_then(|rest| rest.get(2..5)?.parse().ok());
    let status: u16 = status.ok_or_else(|| Error::other("the store does not answer in HTTP"))?;
    let mut body = Length::Open;
    loop {
        let line = line(&mut reader, &mut left)?;
        if line.is_empty() {
            break;
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => {
                body = Length::Known(value.trim().parse().map_err(|_| Error::other("a length that is no number"))?);
            }
            "transfer-encoding" if value.trim().eq_ignore_ascii_case("chunked") => body = Length::Chunked,
            _ => {}
        }
    }
    if is_head || status == 204 || status == 304 {
        body = Length::Known(0);
    }
    Ok(Answer { status, reader, body })
}

fn line(reader: &mut impl BufRead, left: &mut usize) -> Result<String> {
    let mut bytes = Vec::new();
    let most = u64::try_from(*left).unwrap_or(0);
    let read = reader.by_ref().take(most).read_until(b'\n', &mut bytes)?;
    if !bytes.ends_with(b"\n") {
        return Err(Error::other("the answer of the store was cut short"));
    }
    *left -= read;
    Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}

impl Answer {
    /// Copies the whole body; tells how long it was.
    ///
    /// # Errors
    /// The network's or the writer's own failure, and a body that is shorter than it said.
    pub fn copy(mut self, to: &mut impl Write) -> Result<u64> {
        match self.body {
            Length::Known(length) => {
                let copied = std::io::copy(&mut self.reader.by_ref().take(length), to)?;
                if copied == length { Ok(copied) } else { Err(Error::other("the content was cut short")) }
            }
            Length::Open => std::io::copy(&mut self.reader, to),
            Length::Chunked => self.chunks(to),
        }
    }

    fn chunks(&mut self, to: &mut impl Write) -> Result<u64> {
        let mut whole = 0;
        loop {
            let head = line(&mut self.reader, &mut HEAD.clone())?;
            let size = head.split(';').next().unwrap_or_default().trim();
            let size = u64::from_str_radix(size, 16).map_err(|_| Error::other("a piece without a size"))?;
            if size == 0 {
                return Ok(whole);
            }
            let copied = std::io::copy(&mut self.reader.by_ref().take(size), to)?;
            if copied != size {
                return Err(Error::other("the content was cut short"));
            }
            whole += copied;
            line(&mut self.reader, &mut HEAD.clone())?;
        }
    }

    /// The body as text, of at most so many bytes.
    ///
    /// # Errors
    /// As [`Answer::copy`].
    pub fn text(self, most: usize) -> Result<String> {
        let mut bytes = Capped { bytes: Vec::new(), most };
        self.copy(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes.bytes).into_owned())
    }
}

struct Capped {
    bytes: Vec<u8>,
    most: usize,
}

impl Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        if self.bytes.len() + bytes.len() > self.most {
            return Err(Error::other("the answer of the store is too long"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}
