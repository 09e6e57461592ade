//! Addresses of mail within other words.

use maud::{Markup, html};

/// A text that may be an address of mail: where it does not fit, it breaks behind its sign rather than in the middle of a
/// word. A sentence that holds one stays as it is.
pub fn mailbox(text: &str) -> Markup {
    match text.split_once('@').filter(|_| !text.contains(' ')) {
        Some((name, host)) => html! { (name) "@" wbr; (host) },
        None => html! { (text) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_breaks_behind_its_sign_alone() {
        assert_eq!(mailbox("lea@ruche.test").into_string(), "lea@<wbr>ruche.test");
        assert_eq!(mailbox("write to lea@ruche.test").into_string(), "write to lea@ruche.test");
        assert_eq!(mailbox("<b>").into_string(), "&lt;b&gt;");
    }
}
