//! Rich text that people send: what a browser would act on is taken out, what reads well stays.

use maud::{Markup, PreEscaped};

/// The text without scripts, styles, frames and foreign attributes; links open no window of ours.
pub fn sanitise(html: &str) -> String {
    ammonia::Builder::default()
        .rm_tags(["img", "map", "area"])
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .clean(html)
        .to_string()
}

/// The text as part of a page, cleaned however it was stored.
pub fn shown(html: &str) -> Markup {
    PreEscaped(sanitise(html))
}

#[cfg(test)]
mod tests {
    use super::sanitise;

    #[test]
    fn nothing_that_acts_gets_through() {
        assert_eq!(sanitise("<p onclick=x>Bon<script>alert(1)</script>jour</p>"), "<p>Bonjour</p>");
        assert_eq!(sanitise("<a href=\"javascript:x\">a</a>"), "<a rel=\"noopener noreferrer\">a</a>");
        assert_eq!(sanitise("2 < 3"), "2 &lt; 3");
    }
}
