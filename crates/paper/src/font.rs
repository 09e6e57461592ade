//! The two cuts of the one typeface, and how wide texts are in them.

use std::collections::HashMap;

use krilla::text::Font;
use ttf_parser::Face;

const REGULAR: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/fonts/source-sans-regular.ttf"));
const BOLD: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/fonts/source-sans-bold.ttf"));

/// How heavy a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

/// A cut with its widths at hand.
pub struct Cut {
    pub(crate) font: Font,
    widths: HashMap<char, f32>,
    /// The width of what the typeface does not have.
    missing: f32,
}

/// Both cuts.
pub struct Fonts {
    regular: Cut,
    bold: Cut,
}

impl Fonts {
    /// Reads the bundled files; None would mean that they are broken.
    pub fn read() -> Option<Fonts> {
        Some(Fonts { regular: Cut::read(REGULAR)?, bold: Cut::read(BOLD)? })
    }

    /// The cut of this weight.
    pub fn cut(&self, weight: Weight) -> &Cut {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }
}

impl Cut {
    fn read(bytes: &'static [u8]) -> Option<Cut> {
        let face = Face::parse(bytes, 0).ok()?;
        let em = f32::from(face.units_per_em());
        let mut widths = HashMap::new();
        for table in face.tables().cmap?.subtables.into_iter().filter(ttf_parser::cmap::Subtable::is_unicode) {
            table.codepoints(|code| {
                let letter = char::from_u32(code);
                let glyph = table.glyph_index(code).and_then(|glyph| face.glyph_hor_advance(glyph));
                widths.extend(letter.zip(glyph.map(|width| f32::from(width) / em)));
            });
        }
        let missing = face.glyph_hor_advance(ttf_parser::GlyphId(0)).map_or(0.5, |width| f32::from(width) / em);
        Some(Cut { font: Font::new(bytes.into(), 0)?, widths, missing })
    }

    /// How wide a text is at this size, in points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|letter| self.widths.get(&letter).copied().unwrap_or(self.missing)).sum::<f32>() * size
    }

    /// The text in lines no wider than this, at most so many; what does not fit ends with an ellipsis.
    pub fn lines(&self, text: &str, size: f32, width: f32, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            match lines.last_mut() {
                Some(line) if self.width(&format!("{line} {word}"), size) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => self.place(&mut lines, word, size, width, most),
            }
            if lines.len() > most {
                break;
            }
        }
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                *last = self.shortened(last, size, width);
            }
        }
        lines
    }

    /// Puts a word onto lines of its own, cut where it is wider than a line.
    fn place(&self, lines: &mut Vec<String>, word: &str, size: f32, width: f32, most: usize) {
        let mut line = String::new();
        for letter in word.chars() {
            let wide = self.width(&line, size) + self.width(letter.encode_utf8(&mut [0; 4]), size);
            if wide > width && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                if lines.len() > most {
                    return;
                }
            }
            line.push(letter);
        }
        lines.push(line);
    }

    fn shortened(&self, text: &str, size: f32, width: f32) -> String {
        let mut short = text.to_owned();
        while !short.is_empty() && self.width(&short, size) + self.width("…", size) > width {
            short.pop();
        }
        format!("{}…", short.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_with_accents_have_their_own_width() {
        let fonts = Fonts::read().unwrap();
        let cut = fonts.cut(Weight::Regular);
        for letter in "éèêëàâäîïôöùûüçœæÉŒŠůłßñ€’«»–…".chars() {
            assert!(cut.widths.contains_key(&letter), "{letter}");
        }
        assert!(cut.width("WWW", 10.0) > cut.width("iii", 10.0));
    }

    #[test]
    fn long_texts_break_between_words_and_end_with_an_ellipsis() {
        let fonts = Fonts::read().unwrap();
        let cut = fonts.cut(Weight::Regular);
        let text = "L'assemblée générale a décidé d'y consacrer la moitié";
        let lines = cut.lines(text, 10.0, 80.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…') && lines.iter().all(|line| cut.width(line, 10.0) <= 80.0), "{lines:?}");
        assert!(cut.lines(&"x".repeat(300), 10.0, 50.0, 3).iter().all(|line| cut.width(line, 10.0) <= 50.0));
        assert!(cut.lines("", 10.0, 50.0, 3).is_empty());
    }
}
