//! The parts that a contact's fields fall into: blocks of the page, sections of the form.

use store::{Result, Tx};

use super::past::value_in_words;
use super::phrases::Lang;
use super::rows::{Row, flag, text};

/// A part of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    Who,
    Ways,
    About,
    Work,
    Wishes,
    Greetings,
    Other,
}

/// How a field is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    Text,
    Date,
    Tick,
    One,
    /// One of a long list, sorted by its labels.
    OneOfMany,
    Several,
    /// A contact by its name or number.
    Employer,
}

/// How a field of a contact is entered.
pub fn entry_of(field: &str) -> Entry {
    match field {
        "birth_date" | "deceased_date" => Entry::Date,
        "prefix_id"
        | "suffix_id"
        | "gender_id"
        | "communication_style_id"
        | "email_greeting_id"
        | "postal_greeting_id"
        | "addressee_id" => Entry::One,
        "preferred_language" => Entry::OneOfMany,
        "preferred_communication_method" | "contact_sub_type" => Entry::Several,
        "employer_id" => Entry::Employer,
        field if field.starts_with("do_not_") || field.starts_with("is_") => Entry::Tick,
        _ => Entry::Text,
    }
}

const ALL: [Block; 7] =
    [Block::Who, Block::Ways, Block::About, Block::Work, Block::Wishes, Block::Greetings, Block::Other];

impl Block {
    pub fn named(name: &str) -> Option<Block> {
        ALL.into_iter().find(|block| block.name() == name)
    }

    /// In paths.
    pub fn name(self) -> &'static str {
        match self {
            Block::Who => "who",
            Block::Ways => "ways",
            Block::About => "about",
            Block::Work => "work",
            Block::Wishes => "wishes",
            Block::Greetings => "greetings",
            Block::Other => "other",
        }
    }

    /// The id of its section on the page.
    pub fn id(self) -> &'static str {
        match self {
            Block::Who => "block-who",
            Block::Ways => ui::page::contact::WAYS,
            Block::About => "block-about",
            Block::Work => "block-work",
            Block::Wishes => "block-wishes",
            Block::Greetings => "block-greetings",
            Block::Other => "block-other",
        }
    }

    /// The key of its title.
    pub fn title(self) -> &'static str {
        match self {
            Block::Who => "section-who",
            Block::Ways => "ways",
            Block::About => "section-about",
            Block::Work => "section-work",
            Block::Wishes => "section-wishes",
            Block::Greetings => "section-greetings",
            Block::Other => "section-other",
        }
    }

    /// The fields of the contact that stand in it.
    pub fn fields(self, contact_type: &str) -> &'static [&'static str] {
        match (self, contact_type) {
            (Block::Who, "Household") => &["household_name", "nick_name"],
            (Block::Who, "Organization") => {
                &["organization_name", "legal_name", "nick_name", "legal_identifier", "sic_code"]
            }
            (Block::Who, _) => {
                &["prefix_id", "first_name", "last_name", "middle_name", "suffix_id", "formal_title", "nick_name"]
            }
            (Block::About, "Household" | "Organization") => &["contact_sub_type", "preferred_language"],
            (Block::About, _) => {
                &["birth_date", "gender_id", "preferred_language", "contact_sub_type", "is_deceased", "deceased_date"]
            }
            (Block::Work, _) => &["job_title", "employer_id"],
            (Block::Wishes, _) => &[
                "preferred_communication_method",
                "do_not_email",
                "do_not_phone",
                "do_not_mail",
                "do_not_sms",
                "do_not_trade",
                "is_opt_out",
            ],
            (Block::Greetings, _) => &[
                "communication_style_id",
                "email_greeting_id",
                "email_greeting_custom",
                "postal_greeting_id",
                "postal_greeting_custom",
                "addressee_id",
                "addressee_custom",
            ],
            (Block::Other, _) => &["source", "external_identifier"],
            (Block::Ways, _) => &[],
        }
    }
}

/// The blocks of facts of a kind of contact, in order.
pub fn of_kind(contact_type: &str) -> &'static [Block] {
    match contact_type {
        "Household" | "Organization" => &[Block::Who, Block::About, Block::Wishes, Block::Greetings, Block::Other],
        _ => &[Block::Who, Block::About, Block::Work, Block::Wishes, Block::Greetings, Block::Other],
    }
}

/// What the heading of the page says already.
const SAID: [&str; 10] = [
    "first_name",
    "last_name",
    "household_name",
    "organization_name",
    "contact_sub_type",
    "is_deceased",
    "do_not_email",
    "do_not_phone",
    "do_not_mail",
    "do_not_sms",
];

/// The facts of a block: labels and values in words. What is empty, or said above, is left out.
///
/// # Errors
/// The database's own failure.
pub fn facts(tx: &Tx<'_>, lang: &Lang, block: Block, row: &Row) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    if block == Block::Greetings {
        for kind in ["email_greeting", "postal_greeting", "addressee"] {
            let words = text(row, &format!("{kind}_display"));
            if !words.is_empty() {
                found.push((lang.field("Contact", &format!("{kind}_id")).to_owned(), words.to_owned()));
            }
        }
        return Ok(found);
    }
    for field in block.fields(text(row, "contact_type")) {
        let spoken = SAID.contains(field) || ["do_not_trade", "is_opt_out"].contains(field);
        if spoken || entry_of(field) == Entry::Tick && !flag(row, field) {
            continue;
        }
        let words = match *field {
            "employer_id" => text(row, "employer_id.display_name").to_owned(),
            field => value_in_words(tx, lang, "Contact", field, row.get(field).unwrap_or(&serde_json::Value::Null))?,
        };
        if !words.is_empty() {
            found.push((lang.field("Contact", field).to_owned(), words));
        }
    }
    Ok(found)
}
