//! What was said in an activity, as rich text and as plain words. Other programs send either.

use std::borrow::Cow;

/// Tags by which a text is known to be rich.
const KNOWN: [&str; 24] = [
    "p",
    "br",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "s",
    "ul",
    "ol",
    "li",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "a",
    "code",
    "pre",
    "hr",
    "div",
    "span",
    "table",
    "font",
];
/// Tags whose content is no text for readers.
const DROPPED: [&str; 11] =
    ["script", "style", "head", "title", "template", "iframe", "object", "noscript", "svg", "math", "textarea"];
/// Tags that begin a line.
const BLOCKS: [&str; 12] = ["p", "div", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "pre", "hr", "tr"];

/// A piece of what came.
enum Piece<'t> {
    Text(&'t str),
    Open(String),
    Close(String),
}

/// The text with nothing in it that a browser would act on; plain text stays as it is.
pub fn clean(text: &str) -> String {
    if is_rich(text) { kit::rich_text::sanitise(text) } else { text.to_owned() }
}

/// The text as rich text, however it was stored; None where there is none.
pub fn rich(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| if is_rich(text) { text.to_owned() } else { from_text(text) })
}

/// The pieces of a text with tags. What only looks like a tag is text.
fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut all = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        if at > 0 {
            all.push(Piece::Text(&rest[..at]));
        }
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.find("-->").map_or("", |end| &after[end + 3..]);
            continue;
        }
        let is_tag = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        let Some(close) = tag_end(rest).filter(|_| is_tag) else {
            all.push(Piece::Text(&rest[..1]));
            rest = &rest[1..];
            continue;
        };
        let inside = &rest[1..close];
        rest = &rest[close + 1..];
        let (inside, closes) = inside.strip_prefix('/').map_or((inside, false), |inside| (inside, true));
        let length = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
        let name = inside[..length].to_ascii_lowercase();
        match (name.is_empty(), closes) {
            (true, _) => {}
            (_, true) => all.push(Piece::Close(name)),
            (_, false) => all.push(Piece::Open(name)),
        }
    }
    if !rest.is_empty() {
        all.push(Piece::Text(rest));
    }
    all
}

/// Where the tag at the beginning of the text ends; signs between quotes do not count.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, letter) in text.char_indices().skip(1) {
        match (quote, letter) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            _ => {}
        }
    }
    None
}

/// Character references as signs (HTML, §13.5): the named ones that editors write, and the numbered ones.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    const NAMED: [(&str, &str); 7] =
        [("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"), ("#39", "'"), ("nbsp", "\u{a0}")];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let sign = rest.find(';').filter(|end| *end <= 10).and_then(|end| {
            let name = &rest[..end];
            let named = NAMED.iter().find(|(known, _)| *known == name).map(|(_, sign)| (*sign).to_owned());
            named.or_else(|| numbered(name)).map(|sign| (sign, end))
        });
        match sign {
            Some((sign, end)) => {
                out.push_str(&sign);
                rest = &rest[end + 1..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn numbered(name: &str) -> Option<String> {
    let digits = name.strip_prefix('#')?;
    let number = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(number).filter(|c| !c.is_control() || *c == '\n').map(String::from)
}

fn escape(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
}

/// Plain text as rich text: an empty line parts paragraphs.
pub fn from_text(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut out = String::with_capacity(text.len() + 16);
    for paragraph in text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        out.push_str("<p>");
        for (at, line) in paragraph.lines().enumerate() {
            if at > 0 {
                out.push_str("<br>");
            }
            escape(&mut out, line);
        }
        out.push_str("</p>");
    }
    out
}

/// Whether a text is written with tags at all; other programs send plain text as well.
pub fn is_rich(text: &str) -> bool {
    pieces(text).iter().any(|piece| matches!(piece, Piece::Open(name) if KNOWN.contains(&name.as_str())))
}

/// The words without the tags, a line for each paragraph and item.
pub fn to_text(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut dropped: Option<String> = None;
    for piece in pieces(html) {
        match (&dropped, piece) {
            (Some(name), Piece::Close(closed)) if *name == closed => dropped = None,
            (Some(_), _) => {}
            (None, Piece::Text(text)) => out.push_str(&decoded(text)),
            (None, Piece::Open(name)) if DROPPED.contains(&name.as_str()) => dropped = Some(name),
            (None, Piece::Open(name)) => match name.as_str() {
                "br" => out.push('\n'),
                "li" => {
                    line(&mut out);
                    out.push_str("- ");
                }
                tag if BLOCKS.contains(&tag) => line(&mut out),
                _ => {}
            },
            (None, Piece::Close(name)) => match name.as_str() {
                "p" | "h1" | "h2" | "h3" | "h4" | "blockquote" | "pre" => {
                    line(&mut out);
                    out.push('\n');
                }
                "li" | "div" | "tr" => line(&mut out),
                _ => {}
            },
        }
    }
    out.trim().to_owned()
}

fn line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

/// The beginning of the words, in one line, cut between two of them.
pub fn excerpt(html: &str, most: usize) -> String {
    let words = to_text(html).split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= most {
        return words;
    }
    let cut: String = words.chars().take(most).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(kept, _)| kept);
    format!("{}…", cut.trim_end_matches([',', ';', ':', '.', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_runs_is_shown_whoever_stored_it() {
        for hostile in [
            "<script>alert(1)</script>",
            "<p>x<SCRIPT/x>alert(1)</SCRIPT>",
            "<p><img src=x onerror=alert(1)>",
            "<b><svg><script>alert(1)</script></svg>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<a href='java\nscript:alert(1)'>x</a>",
            "<p style=\"x\" onmouseover='alert(1)'>x",
            "<!--><script>alert(1)</script>-->",
        ] {
            let html =
                rich(hostile).map(|text| kit::rich_text::sanitise(&text)).unwrap_or_default().to_ascii_lowercase();
            for bad in ["<script", "<img", "<svg", "javascript:", "onerror=", "style=", "onmouse"] {
                assert!(
                    !html.contains(bad) || hostile.starts_with("<script") && !html.contains('<'),
                    "{hostile}: {html}"
                );
            }
        }
        assert_eq!(rich("a < b").unwrap(), "<p>a &lt; b</p>");
        assert!(rich("  ").is_none());
        assert_eq!(clean("a < b & c"), "a < b & c");
        assert_eq!(clean("<p onclick=x>A <b>b</b></p>"), "<p>A <b>b</b></p>");
    }

    #[test]
    fn text_becomes_paragraphs_and_comes_back() {
        let rich = from_text("Un <mot>\ndeux\r\n\r\nTrois");
        assert_eq!(rich, "<p>Un &lt;mot&gt;<br>deux</p><p>Trois</p>");
        assert_eq!(to_text(&rich), "Un <mot>\ndeux\n\nTrois");
        assert_eq!(to_text("<ul><li>a</li><li>b</li></ul>"), "- a\n- b");
        assert_eq!(clean(&rich), rich);
        assert!(is_rich(&rich) && !is_rich("a < b") && !is_rich("<unknown>"));
    }

    #[test]
    fn an_excerpt_ends_between_words() {
        assert_eq!(excerpt("<p>Un deux, trois quatre</p>", 10), "Un deux…");
        assert_eq!(excerpt("<p>Court</p>", 10), "Court");
    }
}
