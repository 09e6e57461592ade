//! Looking for viruses, where the machine's owner has named something that does: a program, or ClamAV's socket.

use std::fs::File;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long a scan may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// The size of the pieces in which ClamAV is told of a file.
const PIECE: usize = 64 * 1024;

/// What a scan says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Clean,
    /// Something was found; its name, where the scanner tells it.
    Infected(String),
    /// The scanner could not look: such a file is not taken either.
    Failed(String),
}

/// Has the file looked through. `how` is `unix:/run/clamav/clamd.ctl`, `tcp:127.0.0.1:3310`, or a program with its
/// arguments, which gets the path of the file as its last one and answers 0 for clean, 1 for infected.
pub fn look(how: &str, path: &Path) -> Verdict {
    let verdict = match how.split_once(':') {
        #[cfg(unix)]
        Some(("unix", socket)) => std::os::unix::net::UnixStream::connect(socket).and_then(|stream| {
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.set_write_timeout(Some(PATIENCE))?;
            ask(stream, path)
        }),
        Some(("tcp", address)) => TcpStream::connect(address).and_then(|stream| {
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.set_write_timeout(Some(PATIENCE))?;
            ask(stream, path)
        }),
        _ => run(how, path),
    };
    verdict.unwrap_or_else(|error| Verdict::Failed(format!("{how}: {error}")))
}

/// ClamAV's INSTREAM (clamd(8)): pieces with their length before them, an empty one at the end, then a line.
fn ask(mut stream: impl Read + Write, path: &Path) -> std::io::Result<Verdict> {
    let mut file = File::open(path)?;
    stream.write_all(b"zINSTREAM\0")?;
    let mut piece = vec![0_u8; PIECE];
    loop {
        let length = file.read(&mut piece)?;
        stream.write_all(&u32::try_from(length).unwrap_or(0).to_be_bytes())?;
        if length == 0 {
            break;
        }
        stream.write_all(piece.get(..length).unwrap_or_default())?;
    }
    stream.flush()?;
    let mut said = String::new();
    stream.take(4096).read_to_string(&mut said)?;
    Ok(read(&said))
}

/// `stream: OK`, `stream: Eicar-Test-Signature FOUND`, `… ERROR`.
fn read(said: &str) -> Verdict {
    let said = said.trim_end_matches(['\0', '\n', '\r', ' ']);
    let words = said.strip_prefix("stream: ").unwrap_or(said);
    match (words, words.strip_suffix(" FOUND")) {
        ("OK", _) => Verdict::Clean,
        (_, Some(name)) => Verdict::Infected(name.to_owned()),
        _ => Verdict::Failed(said.to_owned()),
    }
}

fn run(how: &str, path: &Path) -> std::io::Result<Verdict> {
    let mut words = how.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).arg(path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    let end = Instant::now() + PATIENCE;
    loop {
        match child.try_wait()?.map(|status| status.code()) {
            Some(Some(0)) => return Ok(Verdict::Clean),
            Some(Some(1)) => return Ok(Verdict::Infected(String::new())),
            Some(code) => return Ok(Verdict::Failed(format!("{how} ended with {code:?}"))),
            None if Instant::now() > end => {
                child.kill()?;
                child.wait()?;
                return Ok(Verdict::Failed(format!("{how} took too long")));
            }
            None => std::thread::sleep(Duration::from_millis(10)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_says_by_its_end_what_it_found() {
        let path = Path::new("/dev/null");
        assert_eq!(look("true", path), Verdict::Clean);
        assert_eq!(look("false", path), Verdict::Infected(String::new()));
        assert!(matches!(look("/nowhere/scanner", path), Verdict::Failed(_)));
        assert!(matches!(look("unix:/nowhere/socket", path), Verdict::Failed(_)));
    }

    #[test]
    fn the_lines_of_clamav_are_understood() {
        assert_eq!(read("stream: OK\0"), Verdict::Clean);
        assert_eq!(read("stream: Eicar-Test-Signature FOUND\0"), Verdict::Infected("Eicar-Test-Signature".to_owned()));
        assert!(matches!(read("INSTREAM size limit exceeded. ERROR\0"), Verdict::Failed(_)));
        assert!(matches!(read(""), Verdict::Failed(_)));
    }
}
