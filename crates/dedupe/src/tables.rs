//! What the search for duplicates keeps for itself: derived from contacts, and made anew whenever it is lost.

use schema::Entity;

/// A key of a contact: whoever shares one is compared.
#[derive(Clone, Debug, Entity)]
#[entity(
    "RucheDuplicateKey",
    "ruche_duplicate_key",
    internal,
    index("index_hash", &["hash", "contact_id"])
)]
pub struct DuplicateKey {
    #[field(readonly)]
    pub id: i64,
    pub hash: i64,
    pub contact_id: i64,
}

/// The keys that a contact has, so that they are found again when it changes: an index of all keys by their contacts
/// would be written all over for each of them.
#[derive(Clone, Debug, Entity)]
#[entity("RucheDuplicateOwn", "ruche_duplicate_own", internal, unique("UI_contact", &["contact_id"]))]
pub struct DuplicateOwn {
    #[field(readonly)]
    pub id: i64,
    pub contact_id: i64,
    /// A JSON list of numbers.
    #[field(long_text)]
    pub hashes: String,
}

/// Two contacts that look alike, the smaller number first.
#[derive(Clone, Debug, Entity)]
#[entity(
    "RucheDuplicatePair",
    "ruche_duplicate_pair",
    internal,
    unique("UI_pair", &["contact_id1", "contact_id2"]),
    index("index_contact_2", &["contact_id2"]),
    index("index_score", &["score", "id"])
)]
pub struct DuplicatePair {
    #[field(readonly)]
    pub id: i64,
    pub contact_id1: i64,
    pub contact_id2: i64,
    /// Out of 100.
    pub score: i64,
    /// The words of the reasons, with blanks between.
    #[field(text(255))]
    pub reasons: String,
    /// The number of the comparison of everybody that saw it last.
    pub round: i64,
}

/// A contact that has changed and is to be compared again.
#[derive(Clone, Debug, Entity)]
#[entity("RucheDuplicateQueue", "ruche_duplicate_queue", internal)]
pub struct DuplicateQueue {
    #[field(readonly)]
    pub id: i64,
    pub contact_id: i64,
}
