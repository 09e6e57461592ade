//! Folding of text for comparison: case and accents do not count, so that `helene` finds `Hélène`.
//!
//! One table defines the folding; Rust reads it directly (SQLite calls [`fold`] as a function of its own) and
//! [`postgres_function`] writes it out as SQL, so that both databases agree on every character and in any locale.
//! Covered are Latin, Greek, Cyrillic, their combining marks and a few typographic signs; all else stays as it is.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::RangeInclusive;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The blocks of which every letter is folded, in Unicode's order.
const BLOCKS: &[RangeInclusive<u32>] = &[
    0x00A0..=0x024F, // Latin-1 Supplement, Latin Extended-A and -B
    0x0300..=0x036F, // Combining Diacritical Marks
    0x0370..=0x03FF, // Greek and Coptic
    0x0400..=0x052F, // Cyrillic, Cyrillic Supplement
    0x1E00..=0x1EFF, // Latin Extended Additional
    0x1F00..=0x1FFF, // Greek Extended
    0x2190..=0x22FF, // Arrows, Mathematical Operators: a slash through them is a combining mark too
    0xFB00..=0xFB06, // Latin ligatures
    0xFF01..=0xFF5E, // Fullwidth ASCII
];

/// Foldings that no decomposition gives: letters with strokes, letters of other alphabets, typographic signs.
const SPECIAL: &[(&str, &str)] = &[
    ("ßẞ", "ss"),
    ("æÆ", "ae"),
    ("œŒ", "oe"),
    ("þÞ", "th"),
    ("øØ", "o"),
    ("đĐðÐƌƋ", "d"),
    ("łŁƚȽ", "l"),
    ("ı", "i"),
    ("ħĦ", "h"),
    ("ŧŦȾⱦ", "t"),
    ("ƀɃ", "b"),
    ("ȺⱥÅ", "a"),
    ("ɇɆ", "e"),
    ("ɉɈ", "j"),
    ("ɍɌ", "r"),
    ("ɏɎ", "y"),
    ("ȼȻ", "c"),
    ("ǥǤ", "g"),
    ("ƶƵ", "z"),
    ("K", "k"),
    ("ς", "σ"),
    ("Ω", "ω"),
    ("\u{2018}\u{2019}\u{201B}\u{02BC}", "'"),
    ("\u{2010}\u{2011}", "-"),
    ("\u{00A0}\u{2007}\u{202F}", " "),
    ("\u{00AD}", ""),
];

/// What becomes of a character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Folding {
    Same,
    Dropped,
    One(char),
    /// The index of a text of several characters.
    Many(u8),
}

/// The foldings of the Basic Multilingual Plane, in pages of 256 of which most do not exist.
struct Table {
    pages: Vec<Option<Box<[Folding; 256]>>>,
    texts: Vec<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::new);

impl Table {
    fn new() -> Table {
        let mut table = Table { pages: vec![None; 256], texts: Vec::new() };
        for upper in 'A'..='Z' {
            table.set(upper, upper.to_ascii_lowercase().encode_utf8(&mut [0; 4]));
        }
        for c in BLOCKS.iter().cloned().flatten().filter_map(char::from_u32) {
            let mut folded = String::new();
            fold_character(c, &mut folded);
            table.set(c, &folded);
        }
        for (c, folded) in special() {
            table.set(c, folded);
        }
        table
    }

    fn set(&mut self, from: char, to: &str) {
        let mut characters = to.chars();
        let folding = match (characters.next(), characters.next()) {
            (None, _) => Folding::Dropped,
            (Some(c), None) if c == from => Folding::Same,
            (Some(c), None) => Folding::One(c),
            _ => Folding::Many(self.text(to)),
        };
        let (page, index) = (from as usize >> 8, from as usize & 0xFF);
        if let Some(page) = self.pages.get_mut(page) {
            page.get_or_insert_with(|| Box::new([Folding::Same; 256]))[index] = folding;
        }
    }

    /// The index of a text, added if it is new. There are some twenty; a table of letters has no room for 256.
    fn text(&mut self, text: &str) -> u8 {
        let known = self.texts.iter().position(|known| known == text);
        let index = known.unwrap_or_else(|| {
            self.texts.push(text.to_owned());
            self.texts.len() - 1
        });
        u8::try_from(index).unwrap_or(u8::MAX)
    }

    #[inline]
    fn get(&self, c: char) -> Folding {
        match self.pages.get(c as usize >> 8) {
            Some(Some(page)) => page[c as usize & 0xFF],
            _ => Folding::Same,
        }
    }

    fn text_of(&self, index: u8) -> &str {
        self.texts.get(usize::from(index)).map_or("", String::as_str)
    }

    /// Every character that folding changes, with what becomes of it.
    fn changes(&self) -> impl Iterator<Item = (char, Folding)> + '_ {
        let all = (0..=0xFFFF).filter_map(char::from_u32);
        all.map(|c| (c, self.get(c))).filter(|(_, folding)| *folding != Folding::Same)
    }
}

fn special() -> impl Iterator<Item = (char, &'static str)> {
    SPECIAL.iter().flat_map(|(from, to)| from.chars().map(|c| (c, *to)))
}

/// Appends what Unicode's decompositions and lower-case letters make of a character, marks dropped.
fn fold_character(c: char, out: &mut String) {
    if let Some((_, folded)) = special().find(|(from, _)| *from == c) {
        return out.push_str(folded);
    }
    if is_combining_mark(c) {
        return;
    }
    let simpler = simplified(c);
    if simpler.chars().eq([c]) {
        out.push(c);
    } else {
        simpler.chars().for_each(|part| fold_character(part, out));
    }
}

/// One step of folding: the canonical decomposition, else the compatible one, else lower case.
fn simplified(c: char) -> String {
    let canonical: String = [c].into_iter().nfd().collect();
    let compatible: String = [c].into_iter().nfkd().collect();
    // Spacing accents and fractions are signs of their own.
    let sign = compatible.contains([' ', '\u{2044}']);
    if !canonical.chars().eq([c]) {
        canonical
    } else if !compatible.chars().eq([c]) && !sign {
        compatible
    } else {
        c.to_lowercase().collect()
    }
}

/// Whether folding leaves this byte of ASCII as it is.
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_uppercase()
}

/// The text in lower case, without accents, with ligatures spelled out; borrowed when that changes nothing.
///
/// Folding twice is folding once. Composed and decomposed spellings (NFC, NFD) of the covered letters fold alike.
pub fn fold(text: &str) -> Cow<'_, str> {
    // Looking at every byte without leaving early lets the compiler look at many at once.
    if text.bytes().fold(true, |plain, byte| plain & is_plain(byte)) {
        return Cow::Borrowed(text);
    }
    let plain = text.bytes().take_while(|byte| is_plain(*byte)).count();
    let table = &*TABLE;
    let (_, tail) = text.split_at(plain);
    let Some((offset, _)) = tail.char_indices().find(|(_, c)| table.get(*c) != Folding::Same) else {
        return Cow::Borrowed(text);
    };
    let (same, changed) = text.split_at(plain + offset);
    let mut out = String::with_capacity(text.len() + 2);
    out.push_str(same);
    fold_with(table, changed, &mut out);
    Cow::Owned(out)
}

/// Appends [`fold`] of a text to another.
pub fn fold_into(text: &str, out: &mut String) {
    let plain = text.bytes().take_while(|byte| is_plain(*byte)).count();
    let (same, changed) = text.split_at(plain);
    out.push_str(same);
    if !changed.is_empty() {
        fold_with(&TABLE, changed, out);
    }
}

fn fold_with(table: &Table, text: &str, out: &mut String) {
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
            continue;
        }
        match table.get(c) {
            Folding::Same => out.push(c),
            Folding::Dropped => {}
            Folding::One(folded) => out.push(folded),
            Folding::Many(index) => out.push_str(table.text_of(index)),
        }
    }
}

/// Compares two texts as their folded forms compare, byte by byte; nothing is allocated.
pub fn compare(a: &str, b: &str) -> Ordering {
    let (left, right) = (a.as_bytes(), b.as_bytes());
    for (x, y) in left.iter().zip(right) {
        if !x.is_ascii() || !y.is_ascii() {
            return folded(a).cmp(folded(b));
        }
        let order = x.to_ascii_lowercase().cmp(&y.to_ascii_lowercase());
        if order != Ordering::Equal {
            // What follows may still be a mark to drop or a letter to expand, but it comes after this difference.
            return order;
        }
    }
    let rest = |text: &str, from: usize| text.get(from..).is_some_and(|rest| folded(rest).next().is_some());
    let common = left.len().min(right.len());
    rest(a, common).cmp(&rest(b, common))
}

/// The folded characters of a text.
fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    let table = &*TABLE;
    text.chars().flat_map(move |c| {
        let (one, many) = match table.get(c) {
            Folding::Same => (Some(c), ""),
            Folding::Dropped => (None, ""),
            Folding::One(folded) => (Some(folded), ""),
            Folding::Many(index) => (None, table.text_of(index)),
        };
        one.into_iter().chain(many.chars())
    })
}

/// A `translate` of the PostgreSQL function, taken only if the text holds a character of its blocks.
///
/// `translate` walks its list for every character of the text; short lists that begin with what people write most
/// keep that walk short.
struct Stage {
    /// Empty for the stage that is always taken, which has all that the others have not.
    blocks: &'static [RangeInclusive<char>],
    /// Characters to look for first, whether they change or not.
    first: &'static str,
}

const STAGES: &[Stage] = &[
    Stage {
        blocks: &[],
        first: "eaisnrtoludcmp'ghbfvq- jxykwz.,ELAMSCDPBJGRTFNVHIOéèàçêîôâûùëïüöäñÉEUKQWXYZ0123456789@’",
    },
    Stage {
        blocks: &['\u{300}'..='\u{36F}'],
        first: "eaisnrtoludcmp'ghbfvq- jxykwz\u{301}\u{300}\u{302}\u{308}\u{327}",
    },
    Stage { blocks: &['\u{180}'..='\u{24F}', '\u{1E00}'..='\u{1EFF}'], first: "eaisnrtoludcmp'ghbfvq- jxykwz" },
    Stage {
        blocks: &['\u{370}'..='\u{3FF}', '\u{1F00}'..='\u{1FFF}'], first: " αοιεντσρκπυμληωθγδχφβξζψ"
    },
    Stage {
        blocks: &['\u{400}'..='\u{52F}'], first: " оаеинтрслвкмдпуяыьгзбчйхжшюцщэфъ"
    },
    Stage { blocks: &['\u{2190}'..='\u{22FF}', '\u{FB00}'..='\u{FB06}', '\u{FF01}'..='\u{FF5E}'], first: "" },
];

impl Stage {
    /// Whether a character belongs into this stage.
    fn holds(&self, c: char) -> bool {
        let listed = |stage: &Stage| stage.blocks.iter().any(|block| block.contains(&c));
        if self.blocks.is_empty() { !STAGES.iter().any(listed) } else { listed(self) }
    }

    /// The statement that folds this stage's characters in the variable `folded`.
    fn statement(&self, singles: &BTreeMap<char, Option<char>>) -> String {
        let (mut from, mut to, mut dropped) = (String::new(), String::new(), String::new());
        let first = self.first.chars().map(|c| (c, singles.get(&c).copied().unwrap_or(Some(c))));
        let rest = singles.iter().filter(|(c, _)| self.holds(**c) && !self.first.contains(**c));
        for (c, single) in first.chain(rest.map(|(c, single)| (*c, *single))) {
            match single {
                Some(single) => {
                    escape(c, &mut from);
                    escape(single, &mut to);
                }
                None => escape(c, &mut dropped),
            }
        }
        let translate = format!("  folded := translate(folded,\n    E'{from}{dropped}',\n    E'{to}');\n");
        if self.blocks.is_empty() {
            return translate;
        }
        let mut class = String::new();
        for block in self.blocks {
            escape(*block.start(), &mut class);
            class.push('-');
            escape(*block.end(), &mut class);
        }
        format!("  IF folded ~ E'[{class}]' THEN\n{translate}  END IF;\n")
    }
}

/// `CREATE OR REPLACE FUNCTION ruche_fold(text)`: [`fold`] for PostgreSQL, whatever the locale of its database,
/// whose encoding has to be UTF8. Immutable, so that it may be indexed; written in ASCII only.
///
/// It is one expression, which the server writes into statements and indexes: most text is plain, and calling a function
/// takes longer than folding it. It may not be STRICT for that; the letters' function is, so that nothing folds to nothing.
pub fn postgres_function() -> String {
    let (singles, several) = postgres_lists(&TABLE);
    let statements: Vec<String> = STAGES.iter().map(|stage| stage.statement(&singles)).collect();
    let (always, sometimes) = statements.split_first().map_or(("", String::new()), |(a, b)| (a, b.concat()));
    let (mut expression, mut class) = (String::from("folded"), String::new());
    for (c, text) in several {
        let (mut sign, mut letters) = (String::new(), String::new());
        escape(c, &mut sign);
        text.chars().for_each(|letter| escape(letter, &mut letters));
        expression = format!("replace({expression}, E'{sign}', E'{letters}')");
        class.push_str(&sign);
    }
    format!(
        "CREATE OR REPLACE FUNCTION ruche_fold_letters(plain text) RETURNS text\n\
         LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $fold$\n\
         DECLARE\n  folded text COLLATE \"C\" := plain;\n\
         BEGIN\n\
         {always}\
         \x20 IF octet_length(folded) = char_length(folded) THEN\n    RETURN folded;\n  END IF;\n\
         {sometimes}\
         \x20 IF folded ~ E'[{class}]' THEN\n    folded := {expression};\n  END IF;\n\
         \x20 RETURN folded;\n\
         END $fold$;\n\
         CREATE OR REPLACE FUNCTION ruche_fold(plain text) RETURNS text\n\
         LANGUAGE sql IMMUTABLE PARALLEL SAFE\n\
         RETURN CASE WHEN octet_length(plain) = char_length(plain) THEN lower(plain COLLATE \"C\")\n\
         \x20 ELSE ruche_fold_letters(plain) END;"
    )
}

/// Characters with what becomes of each (`None` is dropped), and stand-ins with their long foldings.
type TranslateLists = (BTreeMap<char, Option<char>>, Vec<(char, String)>);

/// What `translate` makes of each character that changes (`None` is dropped), and the characters left by it that
/// stand for several: all characters with the same long folding become one of them first.
fn postgres_lists(table: &Table) -> TranslateLists {
    let mut signs: BTreeMap<u8, char> = BTreeMap::new();
    let mut singles = BTreeMap::new();
    for (c, folding) in table.changes() {
        let single = match folding {
            Folding::Same => Some(c),
            Folding::Dropped => None,
            Folding::One(folded) => Some(folded),
            Folding::Many(index) => Some(*signs.entry(index).or_insert(c)),
        };
        singles.insert(c, single);
    }
    let several = signs.into_iter().map(|(index, c)| (c, table.text_of(index).to_owned())).collect();
    (singles, several)
}

/// Appends a character as it stands in a string constant with escapes (`E''`).
fn escape(c: char, out: &mut String) {
    match c {
        '\'' => out.push_str("''"),
        '\\' => out.push_str("\\\\"),
        ' '..='~' => out.push(c),
        _ => {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_character() -> impl Iterator<Item = char> {
        (1..=0xFFFF).filter_map(char::from_u32)
    }

    #[test]
    fn case_and_accents_do_not_count() {
        for (text, expected) in [
            ("Hélène", "helene"),
            ("HÉLÈNE", "helene"),
            ("he\u{301}le\u{300}ne", "helene"),
            ("Straße", "strasse"),
            ("STRAẞE", "strasse"),
            ("Æsir", "aesir"),
            ("Œuvre", "oeuvre"),
            ("cœur", "coeur"),
            ("Søren", "soren"),
            ("Đorđe", "dorde"),
            ("Guðrún", "gudrun"),
            ("Þór", "thor"),
            ("Łódź", "lodz"),
            ("Iğdır", "igdir"),
            ("İzmir", "izmir"),
            ("Ĳssel", "ijssel"),
            ("ﬁn ﬂot eﬀet oﬃce baﬄe", "fin flot effet office baffle"),
            ("L’Haÿ", "l'hay"),
            ("10\u{a0}000\u{202f}€", "10 000 €"),
            ("Ｒｕｃｈｅ！", "ruche!"),
            ("Αθήνα", "αθηνα"),
            ("ΟΔΥΣΣΕΎΣ", "οδυσσευσ"),
            ("Οδυσσεύς", "οδυσσευσ"),
            ("ᾄδω", "αδω"),
            ("Йошкар-Ола", "иошкар-ола"),
            ("Ёлка", "елка"),
            ("Nguyễn Thị", "nguyen thi"),
            ("Jean\u{2011}Pierre", "jean-pierre"),
            ("", ""),
            ("Nº 5²", "no 52"),
            ("½ ´", "½ ´"),
            ("日本 한국 😀", "日本 한국 😀"),
        ] {
            assert_eq!(fold(text), expected, "{text}");
            let mut out = String::from(">");
            fold_into(text, &mut out);
            assert_eq!(out, format!(">{expected}"));
        }
    }

    #[test]
    fn folded_text_is_borrowed() {
        for text in ["", "helene 42", "日本", "αθηνα", "naive ½"] {
            assert!(matches!(fold(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for c in every_character() {
            let once = fold(c.encode_utf8(&mut [0; 4])).into_owned();
            assert_eq!(fold(&once), once, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn composed_and_decomposed_spellings_fold_alike() {
        for c in BLOCKS.iter().cloned().flatten().filter_map(char::from_u32) {
            let plain = fold(c.encode_utf8(&mut [0; 4])).into_owned();
            let composed: String = [c].into_iter().nfc().collect();
            let decomposed: String = [c].into_iter().nfd().collect();
            assert_eq!(fold(&composed), plain, "U+{:04X}", u32::from(c));
            assert_eq!(fold(&decomposed), plain, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn what_lies_outside_the_table_stays() {
        let table = &*TABLE;
        let special: String = special().map(|(c, _)| c).collect();
        for c in every_character().filter(|c| !c.is_ascii() && !special.contains(*c)) {
            if !BLOCKS.iter().any(|block| block.contains(&u32::from(c))) {
                assert!(table.get(c) == Folding::Same, "U+{:04X}", u32::from(c));
            }
        }
    }

    #[test]
    fn texts_compare_as_their_folded_forms() {
        let texts = [
            "", "a", "A", "á", "a\u{301}", "\u{301}", "ab", "Áb", "ae", "æ", "Æb", "af", "b", "ß", "ss", "st", "zz",
            "ω", "a\u{ad}", "a\u{ad}b", "a b", "a\u{a0}c", "日", "é", "z", "E", "o", "Œdipe", "oedipe", "😀",
        ];
        for a in texts {
            for b in texts {
                assert_eq!(compare(a, b), fold(a).cmp(&fold(b)), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn the_function_for_postgresql_is_plain_ascii_and_knows_every_change() {
        let sql = postgres_function();
        assert!(sql.is_ascii());
        assert!(sql.contains("IMMUTABLE STRICT PARALLEL SAFE"));
        let (singles, several) = postgres_lists(&TABLE);
        assert_eq!(singles.get(&'É'), Some(&Some('e')));
        assert_eq!(singles.get(&'\u{301}'), Some(&None));
        assert!(several.contains(&('ß', "ss".into())));
        for c in singles.keys() {
            assert_eq!(STAGES.iter().filter(|stage| stage.holds(*c)).count(), 1, "{c:?}");
        }
    }
}
