//! Files of a record: the list of them, and the field that takes more by choosing, dragging, pasting or the camera.

use super::Tone;
use super::button::Button;
use super::chip::Tag;
use super::form::Form;
use super::icon::Icon;
use crate::Ui;
use crate::lang::Locale;
use maud::{Markup, html};

/// A file as the list shows it.
#[derive(Clone, Debug, Default)]
pub struct FileRow<'a> {
    pub name: &'a str,
    pub href: &'a str,
    /// The address of a small picture of it.
    pub picture: Option<&'a str>,
    /// Size, who and when, in words.
    pub facts: Vec<&'a str>,
    pub description: Option<&'a str>,
    /// Until when it holds, in words, and whether that is over.
    pub until: Option<(&'a str, bool)>,
    /// Earlier versions, newest first: address, name, when and by whom.
    pub older: Vec<(&'a str, &'a str, &'a str)>,
    /// The page on which what is known of it is changed.
    pub edit: Option<&'a str>,
    /// Where the form that takes it away is sent.
    pub remove: Option<&'a str>,
}

/// A field for files.
#[derive(Clone, Debug, Default)]
pub struct Chooser<'a> {
    pub name: &'a str,
    pub label: &'a str,
    /// What may be chosen: endings and types, with commas between.
    pub accept: &'a str,
    pub several: bool,
    pub required: bool,
    pub help: Option<&'a str>,
    pub error: Option<&'a str>,
    /// A square of a picture is chosen with it; sent as `NAME_left`, `NAME_top` and `NAME_side`, parts of one.
    pub crops: bool,
}

/// The list.
pub fn files(ui: &Ui<'_>, rows: &[FileRow<'_>]) -> Markup {
    html! {
        ul.files { @for row in rows { li { (tile(row)) (words(ui, row)) span.row { (deeds(ui, row)) } } } }
    }
}

fn tile(row: &FileRow<'_>) -> Markup {
    let ending = ending(row.name);
    let tone = match ending.to_ascii_lowercase().as_str() {
        "pdf" => Tone::Brick,
        "xls" | "xlsx" | "ods" | "csv" | "tsv" => Tone::Leaf,
        "doc" | "docx" | "odt" | "rtf" => Tone::Sky,
        "ppt" | "pptx" | "odp" => Tone::Honey,
        "eml" | "ics" | "vcf" => Tone::Plum,
        _ => Tone::Stone,
    };
    html! {
        a class={ "tile " (tone.class().unwrap_or_default()) } href=(row.href) hx-boost="false" tabindex="-1" aria-hidden="true" {
            @if let Some(picture) = row.picture { img src=(picture) alt="" loading="lazy" width="40" height="40"; }
            @else if ending.is_empty() { (Icon::Files) }
            @else { (ending) }
        }
    }
}

fn words(ui: &Ui<'_>, row: &FileRow<'_>) -> Markup {
    html! {
        div.words {
            a.name href=(row.href) hx-boost="false" { (row.name) }
            @if let Some((until, over)) = row.until { " " (Tag::of(if over { Tone::Brick } else { Tone::Stone }, until)) }
            @if let Some(description) = row.description { p { (description) } }
            p.faint { @for (at, fact) in row.facts.iter().enumerate() { @if at > 0 { span.dot { "·" } } (fact) } }
            @if !row.older.is_empty() {
                details.older {
                    summary.faint { (ui.lang.with("file-older", &[("count", row.older.len().into())])) }
                    ul { @for (href, name, line) in &row.older { li { a href=(href) hx-boost="false" { (name) } " " small.faint { (line) } } } }
                }
            }
        }
    }
}

fn deeds(ui: &Ui<'_>, row: &FileRow<'_>) -> Markup {
    html! {
        @if let Some(href) = row.edit {
            (Button::link(ui.lang.with("file-edit", &[("name", row.name.into())]), href).quiet().small().icon(Icon::PencilSimple).square())
        }
        @if let Some(action) = row.remove {
            (Form::post(ui.csrf, action).render(html! {
                (Button::submit(ui.lang.with("file-remove", &[("name", row.name.into())])).quiet().small().icon(Icon::Trash).square())
            }))
        }
    }
}

/// What stands after the last dot, where it is short enough to be shown.
fn ending(name: &str) -> &str {
    name.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| ending.len() <= 4).unwrap_or_default()
}

/// The field: a plain input, around which a script makes a place to drop files on.
pub fn chooser(ui: &Ui<'_>, view: &Chooser<'_>) -> Markup {
    let id = super::field::input_id(view.name);
    let described: Vec<String> = [(view.help.is_some(), "help"), (view.error.is_some(), "error")]
        .iter()
        .filter(|(shown, _)| *shown)
        .map(|(_, part)| format!("{id}-{part}"))
        .collect();
    let drop = if view.several { "file-drop" } else { "file-drop-one" };
    html! {
        div.field.has-error[view.error.is_some()] data-files data-crop[view.crops] {
            label for=(id) { (view.label) @if view.required { span.req aria-hidden="true" { "*" } } }
            div.drop {
                input.input.is-file type="file" id=(id) name=(view.name) accept=(view.accept) multiple[view.several]
                    required[view.required] aria-invalid=[view.error.map(|_| "true")]
                    aria-describedby=[(!described.is_empty()).then(|| described.join(" "))];
                p.by-script aria-hidden="true" { (Icon::UploadSimple) (drop_words(ui.lang, drop)) }
                ul.chosen-files role="status" {}
            }
            @if view.crops { (crop(ui, view)) }
            progress.by-script hidden max="1" value="0" aria-label=(ui.lang.text("file-sending")) {}
            @if let Some(error) = view.error { span.error id={ (id) "-error" } { (Icon::WarningCircle) (error) } }
            @if let Some(help) = view.help { span.hint id={ (id) "-help" } { (help) } }
        }
    }
}

fn drop_words(lang: Locale, key: &str) -> String {
    match key {
        "file-drop" => lang.text("file-drop").into_owned(),
        _ => lang.text("file-drop-one").into_owned(),
    }
}

/// The square: drawn by a script alone. Without one the middle of the picture is taken.
fn crop(ui: &Ui<'_>, view: &Chooser<'_>) -> Markup {
    html! {
        div.cropper hidden {
            canvas tabindex="0" role="img" aria-label=(ui.lang.text("photo-crop")) {}
            label { (ui.lang.text("photo-crop-side")) input type="range" min="0.2" max="1" step="0.01" value="1"; }
        }
        @for part in ["left", "top", "side"] { input type="hidden" name={ (view.name) "_" (part) } data-part=(part); }
    }
}

/// How large a file is, in words.
pub fn size(lang: Locale, bytes: i64) -> String {
    const KILO: i64 = 1000;
    const MEGA: i64 = KILO * KILO;
    match bytes {
        bytes if bytes < KILO => lang.with("file-size-bytes", &[("count", bytes.into())]),
        bytes if bytes < MEGA => lang.with("file-size-kilo", &[("count", ((bytes + KILO / 2) / KILO).into())]),
        bytes => {
            let tenths = rust_decimal::Decimal::new((bytes + MEGA / 20) / (MEGA / 10), 1);
            lang.with("file-size-mega", &[("size", lang.number(tenths.normalize()).into())])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_as_people_say_them() {
        let [en, fr] = ["en", "fr"].map(|code| Locale::best(Some(code), None));
        assert_eq!(size(en, 12), "12 bytes");
        assert_eq!(size(en, 1_499), "1 kB");
        assert_eq!(size(fr, 1_250_000), "1,3 Mo");
        assert_eq!(size(fr, 20_000_000), "20 Mo");
    }

    #[test]
    fn the_ending_of_a_name_is_shown_where_it_is_short() {
        assert_eq!(ending("a.b.pdf"), "pdf");
        assert_eq!(ending("none"), "");
        assert_eq!(ending("a.something"), "");
    }
}
