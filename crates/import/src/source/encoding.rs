//! Text of unknown origin as UTF-8: marks at the start, zeros between letters, and the accents that make sense.

use std::io::Read;

use encoding_rs::{CoderResult, Decoder, Encoding};

/// Bytes read at a time.
const PIECE: usize = 32 * 1024;

/// What accented letters of French are in the two old encodings: é è ê à ç ô î ù û ë ï É.
const WINDOWS: &[u8] = b"\xE9\xE8\xEA\xE0\xE7\xF4\xEE\xF9\xFB\xEB\xEF\xC9";
const MACINTOSH: &[u8] = b"\x8E\x8F\x90\x88\x8D\x99\x94\x9D\x9E\x91\x95\x83";

/// The name of the encoding that a file is in. `start` holds its first bytes, `file` stands at its beginning.
///
/// # Errors
/// When the file cannot be read.
pub fn guess(file: &mut impl Read, start: &[u8]) -> std::io::Result<&'static str> {
    if let Some((encoding, _)) = Encoding::for_bom(start) {
        return Ok(encoding.name());
    }
    if let Some(wide) = wide(start) {
        return Ok(wide);
    }
    let (mut windows, mut macintosh, mut is_utf8) = (0_usize, 0_usize, true);
    let mut held: Vec<u8> = Vec::with_capacity(PIECE + 4);
    let mut piece = vec![0; PIECE];
    loop {
        let length = file.read(&mut piece)?;
        let new = &piece[..length];
        windows += new.iter().filter(|byte| WINDOWS.contains(byte)).count();
        macintosh += new.iter().filter(|byte| MACINTOSH.contains(byte)).count();
        held.extend_from_slice(new);
        let rest = match std::str::from_utf8(&held) {
            Ok(_) => held.len(),
            // A letter cut by the end of the piece is whole with the next one.
            Err(error) if error.error_len().is_none() && length > 0 => error.valid_up_to(),
            Err(_) => {
                is_utf8 = false;
                held.len()
            }
        };
        held.drain(..rest);
        if length == 0 {
            break;
        }
    }
    Ok(match (is_utf8, macintosh > windows) {
        (true, _) => "UTF-8",
        (false, true) => "macintosh",
        (false, false) => "windows-1252",
    })
}

/// UTF-16 without a mark: every other byte of plain letters is zero.
fn wide(start: &[u8]) -> Option<&'static str> {
    let pairs = start.chunks_exact(2).take(2048);
    let count = pairs.len();
    let high = pairs.clone().filter(|pair| pair[0] == 0 && pair[1] != 0).count();
    let low = pairs.filter(|pair| pair[1] == 0 && pair[0] != 0).count();
    match count {
        0..4 => None,
        _ if low * 10 > count * 6 => Some("UTF-16LE"),
        _ if high * 10 > count * 6 => Some("UTF-16BE"),
        _ => None,
    }
}

/// A reader of UTF-8 over a file in another encoding; a mark at the start is left out.
pub struct Decoded<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_at: usize,
    text: Vec<u8>,
    text_at: usize,
    is_over: bool,
}

impl<R: Read> Decoded<R> {
    /// Reads `inner` in this encoding; an unknown name means UTF-8.
    pub fn new(inner: R, encoding: &str) -> Decoded<R> {
        let encoding = Encoding::for_label(encoding.as_bytes()).unwrap_or(encoding_rs::UTF_8);
        let decoder = encoding.new_decoder_with_bom_removal();
        Decoded { inner, decoder, raw: Vec::new(), raw_at: 0, text: Vec::new(), text_at: 0, is_over: false }
    }

    fn refill(&mut self) -> std::io::Result<()> {
        self.text.resize(PIECE * 4, 0);
        self.text_at = 0;
        let mut written = 0;
        while written == 0 && !self.is_over {
            if self.raw_at == self.raw.len() {
                self.raw.resize(PIECE, 0);
                let length = self.inner.read(&mut self.raw)?;
                self.raw.truncate(length);
                self.raw_at = 0;
            }
            let last = self.raw.is_empty();
            let (result, read, new, _) =
                self.decoder.decode_to_utf8(&self.raw[self.raw_at..], &mut self.text[written..], last);
            self.raw_at += read;
            written += new;
            self.is_over = last && result == CoderResult::InputEmpty;
        }
        self.text.truncate(written);
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.text_at == self.text.len() && !self.is_over {
            self.refill()?;
        }
        let ready = &self.text[self.text_at..];
        let length = ready.len().min(out.len());
        out[..length].copy_from_slice(&ready[..length]);
        self.text_at += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (&'static str, String) {
        let name = guess(&mut &bytes[..], bytes).unwrap();
        let mut text = String::new();
        Decoded::new(bytes, name).read_to_string(&mut text).unwrap();
        (name, text)
    }

    #[test]
    fn accents_tell_the_old_encodings_apart() {
        assert_eq!(read("Prénom;Déjà".as_bytes()), ("UTF-8", "Prénom;Déjà".to_owned()));
        assert_eq!(read(b"Pr\xE9nom;D\xE9j\xE0"), ("windows-1252", "Prénom;Déjà".to_owned()));
        assert_eq!(read(b"Pr\x8Enom;D\x8Ej\x88"), ("macintosh", "Prénom;Déjà".to_owned()));
        assert_eq!(read(b"\xEF\xBB\xBFNom"), ("UTF-8", "Nom".to_owned()));
    }

    #[test]
    fn wide_text_is_seen_with_and_without_its_mark() {
        let wide: Vec<u8> = "Prénom;Nom\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide), ("UTF-16LE", "Prénom;Nom\r\n".to_owned()));
        let marked: Vec<u8> = "\u{FEFF}Prénom".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(&marked), ("UTF-16BE", "Prénom".to_owned()));
    }

    #[test]
    fn a_letter_cut_between_two_pieces_stays_whole() {
        let text = "é".repeat(PIECE);
        assert_eq!(read(format!("a{text}").as_bytes()).0, "UTF-8");
        assert_eq!(read(format!("a{text}").as_bytes()).1.chars().count(), PIECE + 1);
    }
}
