//! A mail server that keeps what it is given, and misbehaves for some recipients.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

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
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let kept: Arc<Mutex<Vec<Kept>>> = Arc::default();
        let shared = kept.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = shared.clone();
                std::thread::spawn(move || talk(stream, &shared));
            }
        });
        Sink { port, kept }
    }

    pub fn kept(&self) -> Vec<Kept> {
        self.kept.lock().unwrap().clone()
    }
}

/// `grey@…` is put off, `bad@…` refused, `drop@…` taken without a word before the line breaks.
fn talk(stream: TcpStream, kept: &Mutex<Vec<Kept>>) -> Option<()> {
    let mut out = stream.try_clone().ok()?;
    let mut lines = BufReader::new(stream).lines();
    let mut say = move |text: &str| out.write_all(format!("{text}\r\n").as_bytes()).ok();
    say("220 sink")?;
    let mut message = Kept::default();
    loop {
        let line = lines.next()?.ok()?;
        let upper = line.to_uppercase();
        if upper.starts_with("EHLO") {
            say("250-sink\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN LOGIN")?;
        } else if upper.starts_with("AUTH PLAIN") {
            // "\0user\0right"
            say(if line.ends_with("AHVzZXIAcmlnaHQ=") { "235 welcome" } else { "535 5.7.8 wrong password" })?;
        } else if upper.starts_with("MAIL FROM") {
            message = Kept { from: line, ..Kept::default() };
            say("250 ok")?;
        } else if upper.starts_with("RCPT TO") {
            let answer = match line.to_lowercase() {
                to if to.contains("grey@") => "450 4.2.0 come back later",
                to if to.contains("bad@") => "550 5.1.1 nobody of this name",
                _ => "250 ok",
            };
            message.to.push(line);
            say(answer)?;
        } else if upper == "DATA" {
            say("354 go on")?;
            loop {
                let line = lines.next()?.ok()?;
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
            say("250 taken")?;
        } else if upper == "QUIT" {
            say("221 bye")?;
            return None;
        } else {
            say("250 ok")?;
        }
    }
}
