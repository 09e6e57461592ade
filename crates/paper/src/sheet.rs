//! A document in the making: pages of one size, texts and boxes on them. Measures are points from the upper left.

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::TextDirection;

use crate::font::{Fonts, Weight};

/// The width and height of an upright page of A4 (ISO 216), in points.
pub const A4: (f32, f32) = (595.0, 842.0);

/// What something is drawn in: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink(pub u8, pub u8, pub u8);

impl Ink {
    /// For texts.
    pub const BLACK: Ink = Ink(34, 31, 24);
    /// For what stands beside.
    pub const GREY: Ink = Ink(112, 106, 92);
    /// For lines.
    pub const LINE: Ink = Ink(214, 208, 194);
    /// Behind every other row.
    pub const WASH: Ink = Ink(249, 247, 241);
    /// The colour of the house.
    pub const HONEY: Ink = Ink(224, 161, 0);
}

/// One thing on a page.
#[derive(Clone, Debug, PartialEq)]
enum Mark {
    Text { x: f32, y: f32, size: f32, weight: Weight, ink: Ink, text: String },
    Box { x: f32, y: f32, width: f32, height: f32, ink: Ink },
}

/// A document in the making. Pages are kept until the end, so that each can say how many there are.
pub struct Sheet {
    pub fonts: Fonts,
    /// Width and height of each page.
    pub size: (f32, f32),
    pages: Vec<Vec<Mark>>,
}

impl Sheet {
    /// A document without pages; None would mean that the bundled typeface is broken.
    pub fn new(size: (f32, f32)) -> Option<Sheet> {
        Some(Sheet { fonts: Fonts::read()?, size, pages: Vec::new() })
    }

    /// Begins a page.
    pub fn page(&mut self) {
        self.pages.push(Vec::new());
    }

    /// How many pages there are.
    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    fn mark(&mut self, page: usize, mark: Mark) {
        if let Some(page) = self.pages.get_mut(page) {
            page.push(mark);
        }
    }

    /// A line of text whose foot stands at `y` of the last page.
    pub fn text(&mut self, at: (f32, f32), size: f32, weight: Weight, ink: Ink, text: &str) {
        self.text_on(self.pages.len().saturating_sub(1), at, size, weight, ink, text);
    }

    /// The same on any page.
    pub fn text_on(&mut self, page: usize, at: (f32, f32), size: f32, weight: Weight, ink: Ink, text: &str) {
        // What a page cannot show would only be a box.
        let text: String = text.chars().filter(|letter| !letter.is_control()).collect();
        if !text.is_empty() {
            self.mark(page, Mark::Text { x: at.0, y: at.1, size, weight, ink, text });
        }
    }

    /// A line of text that ends at `x`.
    pub fn text_to(&mut self, page: usize, at: (f32, f32), size: f32, weight: Weight, ink: Ink, text: &str) {
        let width = self.fonts.cut(weight).width(text, size);
        self.text_on(page, (at.0 - width, at.1), size, weight, ink, text);
    }

    /// A filled box on the last page.
    pub fn fill(&mut self, at: (f32, f32), size: (f32, f32), ink: Ink) {
        let mark = Mark::Box { x: at.0, y: at.1, width: size.0, height: size.1, ink };
        self.mark(self.pages.len().saturating_sub(1), mark);
    }

    /// The file; None where it cannot be made.
    pub fn finish(self, title: &str, language: &str) -> Option<Vec<u8>> {
        let mut document = Document::new();
        for marks in &self.pages {
            let mut page = document.start_page_with(PageSettings::from_wh(self.size.0, self.size.1)?);
            let mut surface = page.surface();
            marks.iter().for_each(|mark| draw(&mut surface, &self.fonts, mark));
            surface.finish();
            page.finish();
        }
        let metadata = Metadata::new().title(title.to_owned()).language(language.to_owned());
        document.set_metadata(metadata);
        document.finish().ok()
    }
}

fn filled(ink: Ink) -> Option<Fill> {
    let paint = rgb::Color::new(ink.0, ink.1, ink.2).into();
    Some(Fill { paint, opacity: NormalizedF32::ONE, ..Fill::default() })
}

fn draw(surface: &mut Surface<'_>, fonts: &Fonts, mark: &Mark) {
    match mark {
        Mark::Text { x, y, size, weight, ink, text } => {
            surface.set_fill(filled(*ink));
            let font = fonts.cut(*weight).font.clone();
            surface.draw_text(Point::from_xy(*x, *y), font, *size, text, false, TextDirection::Auto);
        }
        Mark::Box { x, y, width, height, ink } => {
            let Some(rect) = Rect::from_xywh(*x, *y, *width, *height) else { return };
            let mut path = PathBuilder::new();
            path.push_rect(rect);
            if let Some(path) = path.finish() {
                surface.set_fill(filled(*ink));
                surface.draw_path(&path);
            }
        }
    }
}
