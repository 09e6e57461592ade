//! The few marks that the pages of the manual are written with, read into blocks and shown as HTML.
//!
//! `# title`, `## heading`, `- point`, `1. step`, `> word of advice`, `| term | meaning |`; within a line `**bold**`,
//! `[[Ctrl K]]` for keys and `[words](address)` for places of this site. Everything else is text, and is escaped.

use crate::part::Tone;
use crate::part::icon::Icon;
use crate::part::notice::notice;
use maud::{Markup, html};

/// A piece of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line<'a> {
    Heading(&'a str),
    Point(&'a str),
    Step(&'a str),
    Advice(&'a str),
    Row(&'a str, &'a str),
    Picture(&'a str, &'a str),
    Words(&'a str),
}

/// The title of a page: its first line.
pub fn title(source: &str) -> &str {
    source.lines().next().unwrap_or_default().trim_start_matches("# ").trim()
}

/// The first paragraph: what the page is about.
pub fn summary(source: &str) -> &str {
    source.lines().skip(1).find(|line| !line.trim().is_empty()).unwrap_or_default()
}

/// The words without the marks.
pub fn plain(source: &str) -> String {
    let mut out = source.replace("**", "").replace("[[", "").replace("]]", "");
    while let Some((words, from, to)) = link_in(&out).map(|(words, _, from, to)| (words.to_string(), from, to)) {
        out.replace_range(from..to, &words);
    }
    let lines = out.lines().map(|line| line.trim_start_matches(['#', '-', '>', '|', ' ']).replace(" | ", ", "));
    lines
        .map(|line| line.trim_end_matches([' ', '|']).to_string())
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The headings of a page with their ids.
pub fn headings(source: &str) -> Vec<(String, &str)> {
    source.lines().filter_map(|line| line.strip_prefix("## ")).map(|words| (anchor(words), words)).collect()
}

fn anchor(words: &str) -> String {
    let mut id = String::from("m-");
    id.extend(words.chars().map(|c| if c.is_alphanumeric() { c.to_lowercase().next().unwrap_or(c) } else { '-' }));
    id
}

fn read(line: &str) -> Line<'_> {
    let numbered =
        line.split_once(". ").filter(|(number, _)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()));
    if let Some(words) = line.strip_prefix("## ") {
        Line::Heading(words)
    } else if let Some(words) = line.strip_prefix("- ") {
        Line::Point(words)
    } else if let Some(words) = line.strip_prefix("> ") {
        Line::Advice(words)
    } else if let Some((_, words)) = numbered {
        Line::Step(words)
    } else if let Some((term, meaning)) =
        line.strip_prefix("| ").and_then(|rest| rest.trim_end_matches([' ', '|']).split_once(" | "))
    {
        Line::Row(term, meaning)
    } else if let Some((words, file)) =
        line.strip_prefix("![").and_then(|rest| rest.strip_suffix(')')?.split_once("]("))
    {
        Line::Picture(words, file)
    } else {
        Line::Words(line)
    }
}

/// The page below its title. `picture` tells where a screenshot is served; one that does not exist is left out.
pub fn body(source: &str, picture: impl Fn(&str) -> Option<String>) -> Markup {
    let lines: Vec<Line<'_>> =
        source.lines().skip(1).map(str::trim_end).filter(|line| !line.is_empty()).map(read).collect();
    let alike = |a: &Line<'_>, b: &Line<'_>| std::mem::discriminant(a) == std::mem::discriminant(b);
    html! { @for run in lines.chunk_by(|a, b| alike(a, b)) { (block(run, &picture)) } }
}

/// Lines of one sort, which stand together.
fn block(run: &[Line<'_>], picture: &impl Fn(&str) -> Option<String>) -> Markup {
    match run.first() {
        Some(Line::Point(_)) => html! { ul { @for line in run { li { (within(line)) } } } },
        Some(Line::Step(_)) => html! { ol { @for line in run { li { (within(line)) } } } },
        Some(Line::Row(..)) => html! {
            dl.rows { @for line in run { @if let Line::Row(term, meaning) = line { dt { (inline(term)) } dd { (inline(meaning)) } } } }
        },
        _ => html! { @for line in run { (single(line, picture)) } },
    }
}

fn single(line: &Line<'_>, picture: &impl Fn(&str) -> Option<String>) -> Markup {
    match line {
        Line::Heading(words) => html! { h2 id=(anchor(words)) { (words) } },
        Line::Advice(words) => notice(Tone::Honey, Icon::Info, inline(words), None),
        Line::Picture(words, file) => match picture(file) {
            Some(address) => html! { figure { img src=(address) alt=(words) loading="lazy"; } },
            None => html! {},
        },
        other => html! { p { (within(other)) } },
    }
}

fn within(line: &Line<'_>) -> Markup {
    match line {
        Line::Point(words) | Line::Step(words) | Line::Words(words) => inline(words),
        _ => html! {},
    }
}

/// Bold words, keys and links; the rest is text.
fn inline(text: &str) -> Markup {
    let marks = ["**", "[[", "["].into_iter().filter_map(|mark| text.find(mark).map(|at| (at, mark)));
    // At one place the longer mark counts: it stands first in the list, and `min_by_key` keeps the first.
    let Some((at, mark)) = marks.min_by_key(|(at, _)| *at) else { return html! { (text) } };
    let (before, rest) = text.split_at(at);
    let inside = &rest[mark.len()..];
    let (shown, after) = match mark {
        "**" => enclosed(inside, "**", |words| html! { b { (inline(words)) } }),
        "[[" => enclosed(inside, "]]", keys),
        _ => link(rest),
    };
    match shown {
        Some(shown) => html! { (before) (shown) (inline(after)) },
        None => html! { (before) (mark) (inline(inside)) },
    }
}

fn enclosed<'a>(inside: &'a str, end: &str, show: impl Fn(&str) -> Markup) -> (Option<Markup>, &'a str) {
    match inside.split_once(end) {
        Some((words, after)) => (Some(show(words)), after),
        None => (None, ""),
    }
}

fn keys(names: &str) -> Markup {
    html! { @for (index, key) in names.split(' ').enumerate() { @if index > 0 { " " } kbd { (key) } } }
}

fn link(rest: &str) -> (Option<Markup>, &str) {
    match link_in(rest) {
        Some((words, address, 0, to)) => (Some(html! { a href=(address) { (words) } }), &rest[to..]),
        _ => (None, ""),
    }
}

/// The first link to a place of this site: its words, its address, where it begins and ends.
fn link_in(text: &str) -> Option<(&str, &str, usize, usize)> {
    for (from, _) in text.match_indices('[') {
        let Some((words, rest)) = text[from + 1..].split_once("](") else { continue };
        let Some((address, _)) = rest.split_once(')') else { continue };
        let here = address.starts_with('/') && !address.starts_with("//");
        if here && !words.contains(['[', ']']) {
            return Some((words, address, from, from + 1 + words.len() + 2 + address.len() + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_elements_and_text_is_escaped() {
        let html = inline("**Press** [[Ctrl K]], then [open it](/contacts) & <b>").into_string();
        let wanted =
            "<b>Press</b> <kbd>Ctrl</kbd> <kbd>K</kbd>, then <a href=\"/contacts\">open it</a> &amp; &lt;b&gt;";
        assert_eq!(html, wanted);
    }

    #[test]
    fn links_lead_nowhere_outside_and_lone_marks_stay() {
        for text in [
            "[x](https://elsewhere.example)",
            "[x](//elsewhere.example)",
            "[x](javascript:alert(1))",
            "a [ b",
            "2 ** 3",
            "[[x",
        ] {
            assert!(!inline(text).into_string().contains("<a"), "{text}");
            assert_eq!(inline(text).into_string(), text);
        }
    }

    #[test]
    fn lines_of_one_sort_stand_in_one_list() {
        let html = body("# T\nWords.\n\n1. One\n2. Two\n\n- A\n| K | open |", |_| None).into_string();
        assert_eq!(
            html,
            "<p>Words.</p><ol><li>One</li><li>Two</li></ol><ul><li>A</li></ul><dl class=\"rows\"><dt>K</dt><dd>open</dd></dl>"
        );
    }

    #[test]
    fn a_picture_shows_only_where_it_exists() {
        let source = "# T\n![The list](list.png)";
        assert_eq!(body(source, |_| None).into_string(), "");
        let shown = body(source, |file| Some(format!("/assets/help/{file}"))).into_string();
        assert!(shown.contains("src=\"/assets/help/list.png\" alt=\"The list\""));
    }

    #[test]
    fn plain_words_keep_no_mark() {
        assert_eq!(plain("# T\n- **a** [[N]] [b](/c)\n| [[N]] | new |"), "T\na N b\nN, new");
    }
}
