//! Full text: an index of words beside the records, kept from history, asked only together with what the reader may see.
//!
//! The index finds candidates; nothing of it is ever shown. Each candidate is read through the planner as whoever asks,
//! and counts only if the words stand in a field that they see. So an index that is behind, or knows more than its
//! reader, can make an answer late but never too wide.

pub mod follow;
pub mod index;
pub mod likeness;
pub mod look;
pub mod narrow;

use schema::fold::fold;
use ui::Icon;

pub use look::{Hit, Shelf, everywhere};

/// What is indexed: the entity, the fields that are read, and how a hit is shown.
#[derive(Debug)]
pub struct Kind {
    pub entity: &'static str,
    /// Where its words stand.
    pub table: &'static str,
    /// The fields whose words count, the weightiest first.
    pub fields: &'static [&'static str],
    /// Entities whose records are part of these: an e-mail is part of its contact.
    pub parts: &'static [&'static str],
    /// The date by which lists are sorted that are narrowed by its words; None where no lists are. Of such records all
    /// words are known, numbers and short ones too, and the months in which they stand.
    pub narrowed: Option<&'static str>,
    /// The key of the heading.
    pub title: &'static str,
    pub icon: Icon,
}

/// Everything that the one box looks through.
pub const KINDS: [Kind; 4] = [
    Kind {
        entity: "Contact",
        table: "ruche_text_contact",
        fields: &[
            "display_name",
            "nick_name",
            "legal_name",
            "external_identifier",
            "email_primary.email",
            "address_primary.city",
            "job_title",
            "source",
        ],
        parts: &["Email", "Address"],
        narrowed: None,
        title: "find-contacts",
        icon: Icon::User,
    },
    Kind {
        entity: "Activity",
        table: "ruche_text_activity",
        fields: &["subject", "location", "details"],
        parts: &[],
        narrowed: Some("activity_date_time"),
        title: "find-activities",
        icon: Icon::ChatCircle,
    },
    Kind {
        entity: "Note",
        table: "ruche_text_note",
        fields: &["subject", "note"],
        parts: &[],
        narrowed: None,
        title: "find-notes",
        icon: Icon::Note,
    },
    Kind {
        entity: "File",
        table: "ruche_text_file",
        fields: &["file_name", "description", "uri"],
        parts: &[],
        narrowed: None,
        title: "find-files",
        icon: Icon::Paperclip,
    },
];

/// A word has so many letters at most; what is longer is cut, in the index and in questions alike.
const LONGEST: usize = 40;

/// The words of a text as they compare: folded, without signs between them.
pub fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let parts = folded.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(|part| part.chars().take(LONGEST).collect()).collect()
}

/// Text without the tags that details and notes may hold.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut within = false;
    for c in text.chars() {
        match c {
            '<' => within = true,
            '>' if within => {
                within = false;
                out.push(' ');
            }
            c if !within => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_lose_their_signs() {
        assert_eq!(words("L'Été – Œuf, jean-paul@exemple.fr"), ["l", "ete", "oeuf", "jean", "paul", "exemple", "fr"]);
        assert_eq!(words(&"x".repeat(99)), ["x".repeat(LONGEST)]);
    }

    #[test]
    fn tags_are_no_words() {
        assert_eq!(plain("<p>a<br>b</p>"), "a b");
    }
}
