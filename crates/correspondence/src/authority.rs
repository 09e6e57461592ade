//! Whom mail servers may be vouched for by: those whom this machine trusts, and an authority of the office's own, whose
//! certificate lies in the data folder. A server whom nobody vouches for is never spoken to.

use std::path::Path;

/// The file in the data folder: certificates as PEM.
pub const FILE: &str = "mail-authority.pem";

/// The office's own authority; None where there is none.
pub fn own(data: &Path) -> Option<Vec<u8>> {
    std::fs::read(data.join(FILE)).ok().filter(|pem| !pem.is_empty())
}

/// What a library says of a certificate, in words that tell what to do.
pub fn explained(words: &str) -> String {
    let clear = [
        ("UnknownIssuer", "the server shows a certificate that nobody whom this machine trusts has signed"),
        ("not valid for name", "the certificate is for a server of another name"),
        ("certificate expired", "the certificate of the server has expired"),
    ];
    match clear.iter().find(|(sign, _)| words.contains(sign)) {
        Some((_, said)) => format!("{said} ({words})"),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::explained;

    #[test]
    fn what_is_wrong_with_a_certificate_is_said_in_words() {
        assert!(explained("invalid peer certificate: UnknownIssuer").starts_with("the server shows"));
        assert_eq!(explained("connection refused"), "connection refused");
    }
}
