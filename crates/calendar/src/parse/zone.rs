//! Time zones at the end of a time: `Z`, `+02:00`, `CET`, `Europe/Paris`.

use super::notation::Token;
use super::scan::Cursor;
use jiff::tz::{Offset, TimeZone};

/// Abbreviations with the hours that they are ahead of UTC; those of RFC 2822 and of Europe.
const ABBREVIATIONS: &[(&[u8], i64)] = &[
    (b"z", 0),
    (b"utc", 0),
    (b"gmt", 0),
    (b"ut", 0),
    (b"wet", 0),
    (b"west", 1),
    (b"bst", 1),
    (b"cet", 1),
    (b"cest", 2),
    (b"eet", 2),
    (b"eest", 3),
    (b"msk", 3),
    (b"est", -5),
    (b"edt", -4),
    (b"cst", -6),
    (b"cdt", -5),
    (b"mst", -7),
    (b"mdt", -6),
    (b"pst", -8),
    (b"pdt", -7),
];

/// `+02:00`, `-0530`, `+2`, `GMT+2`
pub fn offset(c: &mut Cursor<'_>) -> Option<Token> {
    let _ = c.word("gmt").or_else(|| c.word("utc"));
    let sign = if c.one_of(b"+-")? == b'-' { -1 } else { 1 };
    let (number, length) = c.digits(1, 6)?;
    let (hours, mut minutes, mut seconds) = match length {
        1 | 2 => (number, 0, 0),
        3 | 4 => (number / 100, number % 100, 0),
        _ => (number / 10000, number / 100 % 100, number % 100),
    };
    if length <= 2 && c.one_of(b":").is_some() {
        minutes = c.small(0, 59).unwrap_or(0);
        let mut longer = *c;
        if let Some(written) = longer.one_of(b":").and_then(|_| longer.fixed(2, 0, 59)) {
            (seconds, *c) = (written, longer);
        }
    }
    if hours > 24 || minutes > 59 || seconds > 59 {
        return None;
    }
    fixed(sign * (hours * 3600 + minutes * 60 + seconds))
}

fn fixed(seconds: i64) -> Option<Token> {
    let offset = Offset::from_seconds(i32::try_from(seconds).ok()?).ok()?;
    Some(Token::Zone(TimeZone::fixed(offset)))
}

/// `Z`, `(CET)`, `Europe/Paris`; a word that names no zone is not understood.
pub fn zone_name(c: &mut Cursor<'_>) -> Option<Token> {
    let open = c.one_of(b"(").is_some();
    let name = c.rest();
    let start = c.position();
    c.letters();
    while c.one_of(b"/_-").is_some() {
        c.letters();
    }
    let name = name.get(..c.position() - start)?;
    if open {
        c.one_of(b")")?;
    }
    if let Some((_, hours)) = ABBREVIATIONS.iter().find(|(abbreviation, _)| *abbreviation == name) {
        return fixed(hours * 3600);
    }
    if !name.contains(&b'/') {
        return None;
    }
    TimeZone::get(std::str::from_utf8(name).ok()?).ok().map(Token::Zone)
}
