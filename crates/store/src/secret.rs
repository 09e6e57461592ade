//! The site's key: made once, kept beside the database, never inside it.

use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::path::Path;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::error::{Error, Result};

/// Reads the key, or makes one that only the owner of the file may read.
pub(crate) fn load_or_create(path: &Path) -> Result<[u8; 32]> {
    let trouble = |e: std::io::Error| Error::Internal(format!("{}: {e}", path.display()));
    if !path.exists() {
        let mut key = [0_u8; 32];
        getrandom::fill(&mut key).map_err(Error::internal)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(path) {
            Ok(mut file) => {
                file.write_all(hex(&key).as_bytes()).map_err(trouble)?;
                file.sync_all().map_err(trouble)?;
            }
            // Two processes may start at once: the first one's key holds.
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(trouble(e)),
        }
    }
    let mut text = String::new();
    std::fs::File::open(path).and_then(|mut file| file.read_to_string(&mut text)).map_err(trouble)?;
    parse(text.trim()).ok_or_else(|| Error::Internal(format!("{} holds no key", path.display())))
}

/// A key for one purpose alone, so that what one purpose signs no other accepts.
pub fn derive(secret: &[u8; 32], purpose: &str, message: &[u8]) -> [u8; 32] {
    // HMAC takes keys of any length, so this cannot fail; an empty digest would match nothing.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return [0; 32] };
    mac.update(purpose.as_bytes());
    mac.update(&[0]);
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    // Every change of a record is digested: no formatting machinery here.
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(DIGITS[usize::from(byte >> 4)]);
        text.push(DIGITS[usize::from(byte & 0x0f)]);
    }
    text
}

fn parse(text: &str) -> Option<[u8; 32]> {
    let bytes: Vec<u8> = (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect::<Option<_>>()?;
    bytes.try_into().ok()
}
