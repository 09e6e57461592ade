//! The palette: find anyone, go anywhere, without leaving the keyboard.

use super::avatar::Avatar;
use super::button::Button;
use super::icon::Icon;
use crate::Ui;
use maud::{Markup, html};

/// What stands before an answer.
#[derive(Clone, Debug)]
pub enum Lead<'a> {
    Who(Avatar<'a>),
    What(Icon),
}

/// Something that was found.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    pub lead: Lead<'a>,
    /// The name, with the letters that matched marked.
    pub name: Markup,
    pub line: Option<&'a str>,
    /// Its kind, or the key that does it.
    pub end: &'a str,
    pub href: &'a str,
}

/// Answers of one sort.
#[derive(Clone, Debug)]
pub struct Sort<'a> {
    pub title: &'a str,
    pub answers: Vec<Answer<'a>>,
}

/// The closed palette that every page carries; `source` answers `?q=` with [`answers`].
pub fn palette(ui: &Ui<'_>, source: &str) -> Markup {
    let close = Button::act(ui.lang.text("close")).quiet().square().icon(Icon::X).data("data-closes", "");
    html! {
        dialog.palette #palette data-source=(source) aria-label=(ui.lang.text("palette")) {
            div.ask {
                (Icon::MagnifyingGlass)
                input type="text" role="combobox" aria-expanded="true" aria-controls="palette-found" autocomplete="off"
                    spellcheck="false" aria-autocomplete="list" aria-label=(ui.lang.text("palette-ask"))
                    placeholder=(ui.lang.text("palette-ask"));
                kbd { (ui.lang.text("key-escape")) }
                (close)
            }
            div.found #palette-found role="listbox" aria-label=(ui.lang.text("palette-found")) {}
            div.keys aria-hidden="true" {
                span { kbd { "↑" } " " kbd { "↓" } " " (ui.lang.text("palette-choose")) }
                span { kbd { "↵" } " " (ui.lang.text("palette-open")) }
                span {}
            }
        }
    }
}

/// What was found, by sort; says so where there is nothing.
pub fn answers(ui: &Ui<'_>, sorts: &[Sort<'_>]) -> Markup {
    html! {
        (groups(sorts, "near"))
        @if sorts.is_empty() { p.none { (ui.lang.text("palette-nothing")) } }
    }
}

/// What took longer to find: it is put below what there is.
pub fn more_answers(sorts: &[Sort<'_>]) -> Markup {
    groups(sorts, "far")
}

fn groups(sorts: &[Sort<'_>], part: &str) -> Markup {
    html! {
        @for (index, sort) in sorts.iter().enumerate() {
            div role="group" aria-labelledby={ "palette-" (part) "-" (index) } {
                h3 role="presentation" id={ "palette-" (part) "-" (index) } { (sort.title) }
                @for answer in &sort.answers { (option(answer)) }
            }
        }
    }
}

fn option(answer: &Answer<'_>) -> Markup {
    html! {
        div role="option" aria-selected="false" data-href=(answer.href) {
            @match &answer.lead { Lead::Who(avatar) => { (avatar) } Lead::What(icon) => { (icon) } }
            span { (answer.name) @if let Some(line) = answer.line { small { (line) } } }
            span.where { (answer.end) }
        }
    }
}

/// A text with the first place where letters matched marked, accents and capitals ignored.
pub fn marked(text: &str, asked: &str) -> Markup {
    let plain = |c: char| match c.to_lowercase().next().unwrap_or(c) {
        'à' | 'â' | 'ä' | 'á' | 'ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ô' | 'ö' | 'ó' | 'õ' => 'o',
        'ù' | 'û' | 'ü' | 'ú' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        other => other,
    };
    let letters: Vec<(usize, char)> = text.char_indices().map(|(at, c)| (at, plain(c))).collect();
    let wanted: Vec<char> = asked.trim().chars().map(plain).collect();
    let found = (!wanted.is_empty())
        .then(|| letters.windows(wanted.len()).position(|w| w.iter().map(|(_, c)| c).eq(wanted.iter())))
        .flatten();
    match found {
        Some(start) => {
            let from = letters[start].0;
            let to = letters.get(start + wanted.len()).map_or(text.len(), |(at, _)| *at);
            html! { (text[..from]) mark { (text[from..to]) } (text[to..]) }
        }
        None => html! { (text) },
    }
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn matches_are_marked_whatever_the_accents() {
        assert_eq!(marked("Hélène Roux", "helene").0, "<mark>Hélène</mark> Roux");
        assert_eq!(marked("Claire Morel", "MOR").0, "Claire <mark>Mor</mark>el");
        assert_eq!(marked("A & B", "z").0, "A &amp; B");
        assert_eq!(marked("é", "éé").0, "é");
    }
}
