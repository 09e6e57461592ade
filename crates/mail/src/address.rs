//! Addresses as they may stand in a message (RFC 5322): nothing that could end a header or begin another one.

/// The longest address (RFC 5321, 4.5.3.1.3, without its brackets).
const LONGEST: usize = 254;

/// Whether mail can be sent to this: one `@`, a domain, no blanks, brackets, commas or control characters.
pub fn is_sound(address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else { return false };
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>()[]\\,;:\"@".contains(c);
    let labels = || domain.split('.');
    address.len() <= LONGEST
        && !local.is_empty()
        && local.len() <= 64
        && !local.contains(odd)
        && !local.starts_with('.')
        && !local.starts_with('-')
        && !local.ends_with('.')
        && !local.contains("..")
        && !domain.contains(odd)
        && labels().all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
}

/// A name or a subject on one line.
pub fn one_line(text: &str, most: usize) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() || is_invisible(c) { ' ' } else { c }).collect();
    plain.split_ascii_whitespace().collect::<Vec<_>>().join(" ").chars().take(most).collect()
}

/// Line separators and marks that turn the reading direction: they make a name look like another one.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The addresses in a line with commas, semicolons or blanks between them; `Name <address>` is read too.
/// The second list holds what is none.
pub fn several(text: &str) -> (Vec<String>, Vec<String>) {
    let (mut sound, mut odd) = (Vec::new(), Vec::new());
    for part in text.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let bare = match part.rsplit_once('<') {
            Some((_, rest)) => rest.trim_end_matches('>').trim(),
            None => part,
        };
        match is_sound(bare) {
            true => sound.push(bare.to_owned()),
            false => odd.push(part.to_owned()),
        }
    }
    (sound, odd)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_no_header() {
        for sound in ["a@b.org", "prénom.nom@asso.fr", "o'neil+x@sub.example.co.uk", "root@localhost"] {
            assert!(is_sound(sound), "{sound}");
        }
        for odd in [
            "",
            "a",
            "@b.org",
            "a@",
            "a b@c.org",
            "a@b.org\r\nBcc: x@y.z",
            "a@b..org",
            "a@b,c",
            "<a@b.org>",
            "-f@b.org",
            "a@b@c.org",
            "a@.org",
            "\"a\"@b.org",
            "a@[127.0.0.1]",
            "a\0@b.org",
        ] {
            assert!(!is_sound(odd), "{odd:?}");
        }
        assert!(!is_sound(&format!("{}@b.org", "a".repeat(65))));
    }

    #[test]
    fn a_line_stays_one_line() {
        assert_eq!(one_line(" Bonjour\r\nBcc: a@b.org\u{2028}x ", 255), "Bonjour Bcc: a@b.org x");
        assert_eq!(one_line("ééé", 2), "éé");
    }

    #[test]
    fn several_addresses_stand_on_a_line() {
        let (sound, odd) = several("a@b.org, Zoé <z@b.org>; nobody");
        assert_eq!(sound, ["a@b.org", "z@b.org"]);
        assert_eq!(odd, ["nobody"]);
    }
}
