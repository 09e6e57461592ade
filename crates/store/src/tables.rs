//! The store's own tables: history, the mark of changes, jobs. Entities like others, but not in the API.

use jiff::civil::DateTime;
use schema::{Entity, Record};

/// Everything that one transaction changed, by whom and through what.
#[derive(Clone, Debug, Entity)]
#[entity("RucheTransaction", "ruche_transaction", internal)]
pub struct Transaction {
    #[field(readonly)]
    pub id: i64,
    /// When, in UTC.
    #[field(timestamp, indexed)]
    pub at: DateTime,
    /// The name of who acted, as it was then.
    #[field(text(255))]
    pub actor: String,
    #[field(indexed)]
    pub contact_id: Option<i64>,
    /// The way in: `page`, `api`, `import`, a job.
    #[field(text(64))]
    pub source: String,
    /// The transaction that reversed this one.
    pub undone_by: Option<i64>,
    /// The transaction that this one reversed.
    pub undoes: Option<i64>,
    /// Goes into the digest, and goes away with the name when that is erased.
    #[field(text(32))]
    pub salt: Option<String>,
    /// Of the name of who acted: what the chain over history holds of it.
    #[field(text(64))]
    pub digest: Option<String>,
}

/// One change of one record.
#[derive(Clone, Debug, Entity)]
#[entity("RucheChange", "ruche_change", internal)]
pub struct ChangeRow {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("RucheTransaction"))]
    pub transaction_id: i64,
    #[field(text(64))]
    pub entity: String,
    /// A few entities have a record of the same number: an index on it alone finds little more, and costs less to keep.
    #[field(indexed)]
    pub record_id: i64,
    /// `create`, `update` or `delete`; `creates`, `updates` or `deletes` for a set of records.
    #[field(text(8))]
    pub action: String,
    /// The record that the changed one belongs to, such as the contact of an e-mail.
    #[field(text(64))]
    pub owner_entity: Option<String>,
    #[field(indexed)]
    pub owner_id: Option<i64>,
    /// What was in the changed fields, as a JSON object.
    #[field(long_text)]
    pub before: Option<String>,
    /// What is in them now.
    #[field(long_text)]
    pub after: Option<String>,
    /// Goes into the digest, and goes away with the values when these are erased: nobody can try values out on it.
    #[field(text(32))]
    pub salt: Option<String>,
    /// Of both values: what the chain over history holds of them.
    #[field(text(64))]
    pub digest: Option<String>,
}

/// One record of a change that stands for many.
#[derive(Clone, Debug, Entity)]
#[entity("RucheChangeRow", "ruche_change_row", internal)]
pub struct ChangedRow {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("RucheChange"))]
    pub change_id: i64,
    pub record_id: i64,
    /// The record that the changed one belongs to.
    #[field(indexed)]
    pub owner_id: i64,
}

/// A link of the chain over history: it covers all transactions since the link before it.
#[derive(Clone, Debug, Entity)]
#[entity("RucheSeal", "ruche_seal", internal)]
pub struct SealRow {
    #[field(readonly)]
    pub id: i64,
    /// When it was made, in UTC.
    #[field(timestamp)]
    pub at: DateTime,
    /// The transactions that it covers.
    pub first_id: i64,
    pub last_id: i64,
    pub transactions: i64,
    pub changes: i64,
    /// Numbers between the two that no transaction had by then, such as `4,7-9`.
    #[field(long_text)]
    pub missing: Option<String>,
    /// Numbers missing in earlier links whose transactions have ended since.
    #[field(long_text)]
    pub late: Option<String>,
    /// The digest of everything that is covered.
    #[field(text(64))]
    pub content: String,
    /// The digest of this link and the one before it, made with the site's own key.
    #[field(text(64))]
    pub hash: String,
}

/// Small facts about the site, by name.
#[derive(Clone, Debug, Entity)]
#[entity("RucheState", "ruche_state", internal, unique("UI_name", &["name"]))]
pub struct State {
    #[field(readonly)]
    pub id: i64,
    #[field(text(64))]
    pub name: String,
    pub value: i64,
}

/// A piece of work for later, stored with the data that it is about.
#[derive(Clone, Debug, Entity)]
#[entity("RucheJob", "ruche_job", internal, index("index_due", &["state", "due"]))]
pub struct Job {
    #[field(readonly)]
    pub id: i64,
    #[field(text(64))]
    pub kind: String,
    /// What the job needs to know, as JSON.
    #[field(long_text)]
    pub payload: String,
    /// `waiting`, `running`, `done`, `failed`, `cancelled`.
    #[field(text(16), default("waiting"))]
    pub state: String,
    /// Not before this moment, in UTC.
    #[field(timestamp)]
    pub due: DateTime,
    /// A running job whose worker has not renewed this is taken over.
    #[field(timestamp)]
    pub leased_until: Option<DateTime>,
    #[field(default(0_i64))]
    pub attempts: i64,
    #[field(default(0_i64))]
    pub progress: i64,
    #[field(default(0_i64))]
    pub total: i64,
    /// Where to go on after a stop, as the job itself understands it.
    #[field(long_text)]
    pub position: Option<String>,
    /// The result, or why it failed.
    #[field(long_text)]
    pub result: Option<String>,
    pub contact_id: Option<i64>,
    #[field(timestamp)]
    pub created: DateTime,
    /// In which domain it was asked for; none means the main one.
    pub domain_id: Option<i64>,
}

/// The declarations of all of them.
pub fn entities() -> Vec<Entity> {
    vec![
        Transaction::entity(),
        ChangeRow::entity(),
        ChangedRow::entity(),
        SealRow::entity(),
        State::entity(),
        Job::entity(),
    ]
}
