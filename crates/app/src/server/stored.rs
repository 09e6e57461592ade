//! Files that people have put here, on their way out: whatever they hold, they do not act in the reader's browser.

use std::io::{Read, Write};

use axum::http::header;
use kit::{Body, Feed, Stored};
use store::Error;

use super::request::Incoming;
use super::response::Outgoing;

/// Nothing is loaded, run or sent by what is shown (CSP Level 3 §6.3.2, `sandbox` without exceptions).
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'; base-uri 'none'; \
                      form-action 'none'";

/// The answer; without the bytes where the reader has them already.
pub fn answer(incoming: &Incoming, stored: Stored) -> Outgoing {
    let tag = format!("\"{}\"", stored.etag);
    let known = incoming.header("if-none-match").is_some_and(|tags| has(tags, &tag));
    let out = match (known, stored.body) {
        (true, _) => Outgoing::new(304, stored.content_type, Vec::new()),
        (false, Body::Bytes(bytes)) => Outgoing::new(200, stored.content_type, bytes),
        (false, Body::File(file, length)) => {
            let copy = move |out: &mut dyn Write| match std::io::copy(&mut file.take(length), out) {
                Ok(copied) if copied == length => Ok(()),
                Ok(copied) => Err(Error::Internal(format!("a stored file ends after {copied} of {length} bytes"))),
                Err(error) => Err(Error::internal(error)),
            };
            Outgoing::fed(stored.content_type, Feed::new(copy)).with(header::CONTENT_LENGTH, length.to_string())
        }
    };
    let way = if stored.inline { "inline" } else { "attachment" };
    let keeping = match stored.fresh {
        0 => "private, no-cache".to_owned(),
        seconds => format!("private, max-age={seconds}"),
    };
    out.with(header::CONTENT_DISPOSITION, disposition(way, &stored.name))
        .with(header::CONTENT_SECURITY_POLICY, POLICY.to_owned())
        .with(header::CACHE_CONTROL, keeping)
        .with(header::ETAG, tag)
}

/// Whether a list of tags holds this one; weak ones count too (RFC 9110 §13.1.2).
fn has(tags: &str, tag: &str) -> bool {
    tags.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == tag || one == "*")
}

/// Under which name a file is kept or shown (RFC 6266); programs that know no UTF-8 get what is plain of it.
pub fn disposition(way: &str, name: &str) -> String {
    let plain: String = name.chars().filter(|c| c.is_ascii_graphic() && !"\"\\/%;".contains(*c) || *c == ' ').collect();
    let encoded = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    format!("{way}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_found_in_a_list_of_them() {
        assert!(has("\"a\", W/\"b\"", "\"b\""));
        assert!(!has("\"a\"", "\"b\""));
        assert!(has("*", "\"b\""));
    }

    #[test]
    fn a_name_cannot_leave_its_header() {
        let line = disposition("inline", "a\"b\r\nX: y/é.png");
        assert!(!line.contains(['\r', '\n']));
        assert!(line.starts_with("inline; filename=\"abX: y.png\";"), "{line}");
    }
}
