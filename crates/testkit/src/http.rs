//! A small blocking HTTP/1.1 client (RFC 9112): one kept-alive connection, chunked and counted bodies.

use std::io::{BufRead, BufReader, Error, ErrorKind, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// An answer.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// The first header of this name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; null where it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// A connection to a server, opened when needed.
#[derive(Debug)]
pub struct Client {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
}

impl Client {
    /// A client of the server at this address.
    pub fn new(address: SocketAddr) -> Client {
        Client { address, stream: None }
    }

    /// Sends a request and reads its answer; an idle connection that was shut meanwhile is opened anew once.
    ///
    /// # Errors
    /// The network's failure, or an answer that is no HTTP.
    pub fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&[u8]>) -> Result<Answer> {
        let fresh = self.stream.is_none();
        match self.try_send(method, path, headers, body) {
            Err(_) if !fresh => {
                self.stream = None;
                self.try_send(method, path, headers, body)
            }
            other => other,
        }
    }

    /// A GET.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub fn get(&mut self, path: &str, headers: &[(&str, &str)]) -> Result<Answer> {
        self.send("GET", path, headers, None)
    }

    /// A form sent by POST.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub fn post(&mut self, path: &str, headers: &[(&str, &str)], form: &[(&str, &str)]) -> Result<Answer> {
        let mut all = vec![("Content-Type", "application/x-www-form-urlencoded")];
        all.extend_from_slice(headers);
        self.send("POST", path, &all, Some(encode(form).as_bytes()))
    }

    fn try_send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&[u8]>) -> Result<Answer> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.address);
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if let Some(body) = body {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        let mut message = head.into_bytes();
        message.extend_from_slice(body.unwrap_or_default());
        let answer = self.raw(&message, method == "HEAD");
        if answer.is_err() {
            self.stream = None;
        }
        answer
    }

    /// Sends bytes as they are, and reads what comes back.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub fn raw(&mut self, message: &[u8], is_head: bool) -> Result<Answer> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect_timeout(&self.address, PATIENCE)?;
                stream.set_read_timeout(Some(PATIENCE))?;
                stream.set_nodelay(true)?;
                BufReader::new(stream)
            }
        };
        // A server that refuses early shuts its ear: what it said can be read all the same.
        let sent = stream.get_mut().write_all(message);
        let answer = read(&mut stream, is_head).or_else(|error| sent.and(Err(error)))?;
        if !answer.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close")) {
            self.stream = Some(stream);
        }
        Ok(answer)
    }
}

fn read(stream: &mut impl BufRead, is_head: bool) -> Result<Answer> {
    let status = line(stream)?;
    let status = status.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(broken)?;
    let mut answer = Answer { status, ..Answer::default() };
    loop {
        let header = line(stream)?;
        if header.is_empty() {
            break;
        }
        let (name, value) = header.split_once(':').ok_or_else(broken)?;
        answer.headers.push((name.to_owned(), value.trim().to_owned()));
    }
    if is_head || status == 204 || status == 304 {
        return Ok(answer);
    }
    if answer.header("transfer-encoding").is_some_and(|value| value.contains("chunked")) {
        answer.body = chunks(stream)?;
    } else if let Some(length) = answer.header("content-length") {
        let length = length.parse().map_err(|_| broken())?;
        answer.body = vec![0; length];
        stream.read_exact(&mut answer.body)?;
    }
    Ok(answer)
}

fn chunks(stream: &mut impl BufRead) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let size = line(stream)?;
        let size =
            usize::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16).map_err(|_| broken())?;
        let start = body.len();
        body.resize(start + size, 0);
        stream.read_exact(&mut body[start..])?;
        line(stream)?;
        if size == 0 {
            return Ok(body);
        }
    }
}

fn line(stream: &mut impl BufRead) -> Result<String> {
    let mut text = String::new();
    match stream.read_line(&mut text)? {
        0 => Err(ErrorKind::UnexpectedEof.into()),
        _ => Ok(text.trim_end_matches(['\r', '\n']).to_owned()),
    }
}

fn broken() -> Error {
    Error::new(ErrorKind::InvalidData, "the answer is no HTTP")
}

/// Form encoding (`application/x-www-form-urlencoded`).
pub fn encode(fields: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in fields {
        if !text.is_empty() {
            text.push('&');
        }
        push(&mut text, name);
        text.push('=');
        push(&mut text, value);
    }
    text
}

fn push(out: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_and_chunked_bodies_are_read() {
        let counted = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcREST";
        assert_eq!(read(&mut &counted[..], false).unwrap().text(), "abc");
        let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        assert_eq!(read(&mut &chunked[..], false).unwrap().text(), "abcde");
    }

    #[test]
    fn forms_are_encoded() {
        assert_eq!(encode(&[("a b", "é&="), ("c", "1")]), "a+b=%C3%A9%26%3D&c=1");
    }
}
