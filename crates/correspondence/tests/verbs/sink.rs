//! A mail server that keeps what it is given, and misbehaves for some recipients.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use crate::tls::{self, Wire};

/// How it protects what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    None,
    /// From the first byte.
    Tls,
    /// After the greeting.
    StartTls,
}

/// One message as it was given.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    pub from: String,
    pub to: Vec<String>,
    pub text: String,
}

/// The server; it ends with the test.
pub struct Sink {
    pub port: u16,
    kept: Arc<Mutex<Vec<Kept>>>,
}

impl Sink {
    pub fn start() -> Sink {
        Sink::guarded(Guard::None)
    }

    pub fn guarded(guard: Guard) -> Sink {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let kept: Arc<Mutex<Vec<Kept>>> = Arc::default();
        let shared = kept.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = shared.clone();
                std::thread::spawn(move || {
                    let (wire, greets): (Box<dyn Wire>, bool) = match guard {
                        Guard::None => (Box::new(stream), true),
                        Guard::Tls => (tls::guard(stream), true),
                        Guard::StartTls => (tls::guard(greeted(stream)?), false),
                    };
                    talk(wire, greets, &shared)
                });
            }
        });
        Sink { port, kept }
    }

    pub fn kept(&self) -> Vec<Kept> {
        self.kept.lock().unwrap().clone()
    }
}

/// The talk until the line is to be protected; read byte by byte, so that nothing of what follows is lost.
fn greeted(mut stream: TcpStream) -> Option<TcpStream> {
    stream.write_all(b"220 sink\r\n").ok()?;
    let mut line = Vec::new();
    loop {
        let mut byte = [0];
        stream.read_exact(&mut byte).ok()?;
        line.push(byte[0]);
        if byte[0] != b'\n' {
            continue;
        }
        let said = String::from_utf8_lossy(&line).to_uppercase();
        line.clear();
        if said.starts_with("STARTTLS") {
            stream.write_all(b"220 go on\r\n").ok()?;
            return Some(stream);
        }
        let answer: &[u8] =
            if said.starts_with("EHLO") { b"250-sink\r\n250 STARTTLS\r\n" } else { b"530 first STARTTLS\r\n" };
        stream.write_all(answer).ok()?;
    }
}

pub fn say(wire: &mut BufReader<Box<dyn Wire>>, text: &str) -> Option<()> {
    let out = wire.get_mut();
    out.write_all(format!("{text}\r\n").as_bytes()).ok()?;
    out.flush().ok()
}

pub fn heard(wire: &mut BufReader<Box<dyn Wire>>) -> Option<String> {
    let mut line = String::new();
    let length = wire.read_line(&mut line).ok()?;
    (length > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned())
}

/// `grey@…` is put off, `bad@…` refused, `drop@…` taken without a word before the line breaks.
fn talk(wire: Box<dyn Wire>, greets: bool, kept: &Mutex<Vec<Kept>>) -> Option<()> {
    let mut wire = BufReader::new(wire);
    if greets {
        say(&mut wire, "220 sink")?;
    }
    let mut message = Kept::default();
    loop {
        let line = heard(&mut wire)?;
        let upper = line.to_uppercase();
        if upper.starts_with("EHLO") {
            say(&mut wire, "250-sink\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN LOGIN")?;
        } else if upper.starts_with("AUTH PLAIN") {
            // "\0user\0right"
            say(
                &mut wire,
                if line.ends_with("AHVzZXIAcmlnaHQ=") { "235 welcome" } else { "535 5.7.8 wrong password" },
            )?;
        } else if upper.starts_with("MAIL FROM") {
            message = Kept { from: line, ..Kept::default() };
            say(&mut wire, "250 ok")?;
        } else if upper.starts_with("RCPT TO") {
            let answer = match line.to_lowercase() {
                to if to.contains("grey@") => "450 4.2.0 come back later",
                to if to.contains("bad@") => "550 5.1.1 nobody of this name",
                _ => "250 ok",
            };
            message.to.push(line);
            say(&mut wire, answer)?;
        } else if upper == "DATA" {
            say(&mut wire, "354 go on")?;
            loop {
                let line = heard(&mut wire)?;
                if line == "." {
                    break;
                }
                message.text.push_str(&line);
                message.text.push('\n');
            }
            let breaks = message.to.iter().any(|to| to.contains("drop@"));
            kept.lock().unwrap().push(std::mem::take(&mut message));
            if breaks {
                return None;
            }
            say(&mut wire, "250 taken")?;
        } else if upper == "QUIT" {
            say(&mut wire, "221 bye")?;
            return None;
        } else {
            say(&mut wire, "250 ok")?;
        }
    }
}
