//! Addresses of pages: paths with what was asked behind the question mark.

/// A path with these names and values; empty values are left out.
pub fn href(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut out = path.to_owned();
    let mut sign = '?';
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        out.push(sign);
        out.push_str(name);
        out.push('=');
        encode(value, &mut out);
        sign = '&';
    }
    out
}

/// Percent-encodes all but letters, digits and signs without meaning (RFC 3986 §2.3).
fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
}

/// A path on this site, never an address elsewhere.
pub fn local(path: Option<&str>) -> Option<&str> {
    path.filter(|path| {
        path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') && !path.chars().any(char::is_control)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_survives_its_address() {
        let asked = href("/contacts", &[("q", "Hélène & co"), ("city", ""), ("sort", "-name")]);
        assert_eq!(asked, "/contacts?q=H%C3%A9l%C3%A8ne+%26+co&sort=-name");
        assert_eq!(href("/", &[]), "/");
    }

    #[test]
    fn only_paths_of_this_site_are_followed() {
        assert_eq!(local(Some("/contacts/1")), Some("/contacts/1"));
        assert_eq!(local(Some("//evil.example")), None);
        assert_eq!(local(Some("https://evil.example")), None);
        assert_eq!(local(Some("/\\evil.example")), None);
    }
}
