//! A cursor over lower-case ASCII text and the small pieces of which date notations are made.

/// A position in a text; copying it is how a notation is tried without being taken.
#[derive(Clone, Copy)]
pub struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
}

/// Names and the numbers they stand for; longer names come before their beginnings.
pub type Names = &'static [(&'static str, i64)];

pub const MONTHS: Names = &[
    ("january", 1),
    ("february", 2),
    ("march", 3),
    ("april", 4),
    ("may", 5),
    ("june", 6),
    ("july", 7),
    ("august", 8),
    ("september", 9),
    ("october", 10),
    ("november", 11),
    ("december", 12),
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sept", 9),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
];

pub const WEEKDAYS: Names = &[
    ("sundays", 0),
    ("mondays", 1),
    ("tuesdays", 2),
    ("wednesdays", 3),
    ("thursdays", 4),
    ("fridays", 5),
    ("saturdays", 6),
    ("sunday", 0),
    ("monday", 1),
    ("tuesday", 2),
    ("wednesday", 3),
    ("thursday", 4),
    ("friday", 5),
    ("saturday", 6),
    ("sun", 0),
    ("mon", 1),
    ("tue", 2),
    ("wed", 3),
    ("thu", 4),
    ("fri", 5),
    ("sat", 6),
];

impl<'a> Cursor<'a> {
    pub fn new(text: &'a [u8]) -> Cursor<'a> {
        Cursor { text, at: 0 }
    }

    pub fn is_done(&self) -> bool {
        self.at >= self.text.len()
    }

    /// How far the cursor has come, in bytes.
    pub fn position(&self) -> usize {
        self.at
    }

    pub fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// One byte of a set.
    pub fn one_of(&mut self, set: &[u8]) -> Option<u8> {
        let byte = *self.text.get(self.at)?;
        set.contains(&byte).then(|| {
            self.at += 1;
            byte
        })
    }

    /// Any number of bytes of a set; tells how many.
    pub fn skip(&mut self, set: &[u8]) -> usize {
        let start = self.at;
        while self.one_of(set).is_some() {}
        self.at - start
    }

    /// At least one space or tab.
    pub fn space(&mut self) -> Option<()> {
        (self.skip(b" \t") > 0).then_some(())
    }

    pub fn word(&mut self, word: &str) -> Option<()> {
        self.rest().starts_with(word.as_bytes()).then(|| self.at += word.len())
    }

    /// The first name of a list that the text goes on with.
    pub fn name(&mut self, names: Names) -> Option<i64> {
        names.iter().find(|(name, _)| self.word(name).is_some()).map(|(_, number)| *number)
    }

    /// A run of ASCII letters, perhaps empty.
    pub fn letters(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let length = rest.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        self.at += length;
        &rest[..length]
    }

    /// As many digits as there are, but at most `most` (up to 18); tells their number and how many they were.
    pub fn digits(&mut self, least: usize, most: usize) -> Option<(i64, usize)> {
        let run = self.rest().iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
        if run < least {
            return None;
        }
        let number = self.rest().iter().take(run).fold(0, |sum, byte| sum * 10 + i64::from(byte - b'0'));
        self.at += run;
        Some((number, run))
    }

    /// Exactly so many digits, of a number within bounds.
    pub fn fixed(&mut self, length: usize, least: i64, most: i64) -> Option<i64> {
        let (number, _) = self.digits(length, length)?;
        (least..=most).contains(&number).then_some(number)
    }

    /// One or two digits within bounds: both if they fit, else the first alone.
    pub fn small(&mut self, least: i64, most: i64) -> Option<i64> {
        let mut two = *self;
        if let Some(number) = two.fixed(2, least, most) {
            *self = two;
            return Some(number);
        }
        self.fixed(1, least, most)
    }

    pub fn month(&mut self) -> Option<i64> {
        self.small(0, 12)
    }

    pub fn day(&mut self) -> Option<i64> {
        self.small(0, 31)
    }

    pub fn hour(&mut self) -> Option<i64> {
        self.small(0, 24)
    }

    pub fn minute(&mut self) -> Option<i64> {
        self.small(0, 59)
    }

    /// One to four digits; two digits up to 69 mean this century, others the last one.
    pub fn year(&mut self) -> Option<i64> {
        let (year, length) = self.digits(1, 4)?;
        Some(match (length, year) {
            (4, _) | (_, 100..) => year,
            (_, ..70) => year + 2000,
            _ => year + 1900,
        })
    }

    pub fn year4(&mut self) -> Option<i64> {
        self.fixed(4, 0, 9999)
    }

    /// `am`, `p.m.`, followed by a space or the end; tells the hours to add to those before noon.
    pub fn meridian(&mut self) -> Option<i64> {
        let half = self.one_of(b"ap")?;
        self.one_of(b".");
        self.one_of(b"m")?;
        self.one_of(b".");
        if !self.is_done() {
            self.one_of(b" \t")?;
        }
        Some(if half == b'p' { 12 } else { 0 })
    }
}
