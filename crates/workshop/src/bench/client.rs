//! A plain HTTP/1.1 client on one kept-alive connection: no more than a load generator needs.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// How long an answer may take before the run is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// One connection.
pub struct Client {
    reader: BufReader<TcpStream>,
    line: String,
}

/// An answer; its body stands in the buffer that the caller gave.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
}

impl Client {
    /// Connects to `address`, such as `127.0.0.1:8080`.
    pub fn connect(address: &str) -> Result<Client, String> {
        let stream = TcpStream::connect(address).map_err(|e| format!("{address}: {e}"))?;
        let set = stream.set_nodelay(true).and_then(|()| stream.set_read_timeout(Some(PATIENCE)));
        set.map_err(|e| format!("{address}: {e}"))?;
        Ok(Client { reader: BufReader::with_capacity(1 << 16, stream), line: String::new() })
    }

    /// Sends a whole request and reads the whole answer into `body`.
    pub fn send(&mut self, request: &[u8], body: &mut Vec<u8>) -> Result<Answer, String> {
        self.exchange(request, body).map_err(|e| format!("the connection broke: {e}"))
    }

    fn exchange(&mut self, request: &[u8], body: &mut Vec<u8>) -> std::io::Result<Answer> {
        // A server that refuses a body answers before it has read it, and closes.
        let sent = self.reader.get_mut().write_all(request);
        let status = self
            .next_line()
            .map_err(|error| sent.err().unwrap_or(error))?
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok());
        let status = status.ok_or_else(|| std::io::Error::other("no status line"))?;
        let mut length = None;
        loop {
            let line = self.next_line()?;
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().ok();
            }
        }
        let length: usize = length.ok_or_else(|| std::io::Error::other("an answer without Content-Length"))?;
        body.resize(length, 0);
        self.reader.read_exact(body)?;
        Ok(Answer { status })
    }

    fn next_line(&mut self) -> std::io::Result<&str> {
        self.line.clear();
        if self.reader.read_line(&mut self.line)? == 0 {
            return Err(std::io::Error::other("closed by the server"));
        }
        Ok(self.line.trim_end())
    }
}

/// A call of the API as a whole request: parameters in a form body, the key in a header.
pub fn api_request(key: &str, entity: &str, action: &str, params: &str) -> Vec<u8> {
    let body = format!("params={}", encoded(params));
    format!(
        "POST /civicrm/ajax/api4/{entity}/{action} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n\
         X-Requested-With: XMLHttpRequest\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A plain GET as a whole request.
pub fn get_request(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").into_bytes()
}

/// Text as it may stand in a form (WHATWG URL, application/x-www-form-urlencoded).
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'*' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn two_answers_come_over_one_connection() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = [0; 64];
            for text in
                ["HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nyes", "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"]
            {
                assert!(stream.read(&mut asked).unwrap() > 0);
                stream.write_all(text.as_bytes()).unwrap();
            }
        });
        let mut client = Client::connect(&address).unwrap();
        let mut body = Vec::new();
        assert_eq!(client.send(&get_request("/health"), &mut body), Ok(Answer { status: 200 }));
        assert_eq!(body, b"yes");
        assert_eq!(client.send(&get_request("/none"), &mut body), Ok(Answer { status: 404 }));
        assert_eq!(body, b"");
        server.join().unwrap();
    }

    #[test]
    fn parameters_travel_as_a_form() {
        assert_eq!(encoded("{\"a\": [1]}"), "%7B%22a%22%3A+%5B1%5D%7D");
        let request = String::from_utf8(api_request("k", "Contact", "get", "{}")).unwrap();
        assert!(request.starts_with("POST /civicrm/ajax/api4/Contact/get HTTP/1.1\r\n"));
        assert!(request.ends_with("Content-Length: 13\r\n\r\nparams=%7B%7D"), "{request}");
    }
}
