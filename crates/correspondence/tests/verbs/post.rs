//! A server of mailboxes with one letter in it.

use std::io::BufReader;
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::sink::{heard, say};
use crate::tls::{self, Wire};

/// The server; it ends with the test.
pub struct Post {
    pub port: u16,
    seen: Arc<AtomicUsize>,
}

impl Post {
    pub fn start(letter: &str) -> Post {
        Post::open(letter, |stream| Box::new(stream))
    }

    /// One that speaks over TLS alone.
    pub fn guarded(letter: &str) -> Post {
        Post::open(letter, tls::guard)
    }

    fn open(letter: &str, wire: fn(TcpStream) -> Box<dyn Wire>) -> Post {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen: Arc<AtomicUsize> = Arc::default();
        let (shared, letter) = (seen.clone(), letter.replace('\n', "\r\n"));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                talk(wire(stream), &shared, &letter);
            }
        });
        Post { port, seen }
    }

    /// How many letters were marked as read.
    pub fn seen(&self) -> usize {
        self.seen.load(Ordering::SeqCst)
    }
}

fn talk(wire: Box<dyn Wire>, seen: &AtomicUsize, letter: &str) -> Option<()> {
    let mut wire = BufReader::new(wire);
    say(&mut wire, "* OK hello")?;
    loop {
        let line = heard(&mut wire)?;
        let (tag, command) = line.split_once(' ')?;
        let ok = format!("{tag} OK done");
        match command {
            r#"LOGIN "me" "ri\"ght""# => say(&mut wire, &ok)?,
            command if command.starts_with("LOGIN") => say(&mut wire, &format!("{tag} NO not you"))?,
            "UID SEARCH UNSEEN" => {
                say(&mut wire, if seen.load(Ordering::SeqCst) == 0 { "* SEARCH 7" } else { "* SEARCH" })?;
                say(&mut wire, &ok)?;
            }
            "UID FETCH 7 (RFC822.SIZE)" => {
                say(&mut wire, &format!("* 1 FETCH (UID 7 RFC822.SIZE {})", letter.len()))?;
                say(&mut wire, &ok)?;
            }
            "UID FETCH 7 (BODY.PEEK[])" => {
                say(&mut wire, &format!("* 1 FETCH (UID 7 BODY[] {{{}}}\r\n{letter})", letter.len()))?;
                say(&mut wire, &ok)?;
            }
            r"UID STORE 7 +FLAGS.SILENT (\Seen)" => {
                seen.fetch_add(1, Ordering::SeqCst);
                say(&mut wire, &ok)?;
            }
            "LOGOUT" => {
                say(&mut wire, "* BYE")?;
                say(&mut wire, &ok)?;
                return None;
            }
            _ => say(&mut wire, &ok)?,
        }
    }
}
