//! A server of mailboxes with one letter in it.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The server; it ends with the test.
pub struct Post {
    pub port: u16,
    seen: Arc<AtomicUsize>,
}

impl Post {
    pub fn start(letter: &str) -> Post {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen: Arc<AtomicUsize> = Arc::default();
        let (shared, letter) = (seen.clone(), letter.replace('\n', "\r\n"));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                talk(stream, &shared, &letter);
            }
        });
        Post { port, seen }
    }

    /// How many letters were marked as read.
    pub fn seen(&self) -> usize {
        self.seen.load(Ordering::SeqCst)
    }
}

fn talk(stream: TcpStream, seen: &AtomicUsize, letter: &str) -> Option<()> {
    let mut out = stream.try_clone().ok()?;
    let mut lines = BufReader::new(stream).lines();
    let mut say = move |text: &str| out.write_all(format!("{text}\r\n").as_bytes()).ok();
    say("* OK hello")?;
    loop {
        let line = lines.next()?.ok()?;
        let (tag, command) = line.split_once(' ')?;
        let ok = format!("{tag} OK done");
        match command {
            r#"LOGIN "me" "ri\"ght""# => say(&ok)?,
            command if command.starts_with("LOGIN") => say(&format!("{tag} NO not you"))?,
            "UID SEARCH UNSEEN" => {
                say(if seen.load(Ordering::SeqCst) == 0 { "* SEARCH 7" } else { "* SEARCH" })?;
                say(&ok)?;
            }
            "UID FETCH 7 (RFC822.SIZE)" => {
                say(&format!("* 1 FETCH (UID 7 RFC822.SIZE {})", letter.len()))?;
                say(&ok)?;
            }
            "UID FETCH 7 (BODY.PEEK[])" => {
                say(&format!("* 1 FETCH (UID 7 BODY[] {{{}}}\r\n{letter})", letter.len()))?;
                say(&ok)?;
            }
            r"UID STORE 7 +FLAGS.SILENT (\Seen)" => {
                seen.fetch_add(1, Ordering::SeqCst);
                say(&ok)?;
            }
            "LOGOUT" => {
                say("* BYE")?;
                say(&ok)?;
                return None;
            }
            _ => say(&ok)?,
        }
    }
}
