//! What proves who somebody is. These tables are in no API, no export and no history.

use jiff::civil::DateTime;
use schema::{Default, Entity};

/// The password of an account, as an argon2id hash (PHC string format).
#[derive(Clone, Debug, Entity)]
#[entity("RucheCredential", "ruche_credential", internal, unique("UI_user", &["user_id"]))]
pub struct Credential {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("User"))]
    pub user_id: i64,
    #[field(text(255), secret)]
    pub password_hash: String,
    /// When the password was chosen, in UTC.
    #[field(timestamp)]
    pub changed: DateTime,
}

/// A key with which programs act as a contact. The key itself is nowhere, only its keyed digest.
#[derive(Clone, Debug, Entity)]
#[entity("RucheApiKey", "ruche_api_key", internal, unique("UI_digest", &["digest"]))]
pub struct ApiKey {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("Contact"))]
    pub contact_id: i64,
    /// What the key is for; none for the one written as `Contact.api_key`.
    #[field(text(64))]
    pub name: Option<String>,
    #[field(text(64), secret)]
    pub digest: String,
    #[field(timestamp)]
    pub created: DateTime,
    #[field(timestamp)]
    pub expires: Option<DateTime>,
    /// To the hour: not every call is written down.
    #[field(timestamp)]
    pub last_used: Option<DateTime>,
}

/// Somebody is signed in with a browser.
#[derive(Clone, Debug, Entity)]
#[entity("RucheSession", "ruche_session", internal, unique("UI_digest", &["digest"]))]
pub struct Session {
    #[field(readonly)]
    pub id: i64,
    #[field(text(64), secret)]
    pub digest: String,
    #[field(belongs_to("User"))]
    pub user_id: i64,
    #[field(timestamp)]
    pub created: DateTime,
    /// To the minute.
    #[field(timestamp)]
    pub last_seen: DateTime,
    #[field(timestamp)]
    pub expires: DateTime,
    #[field(text(64))]
    pub address: String,
    #[field(text(255))]
    pub agent: String,
}

/// A sign-in that failed, for the limit.
#[derive(Clone, Debug, Entity)]
#[entity("RucheLogin", "ruche_login", internal, index("index_account", &["account", "address"]))]
pub struct Attempt {
    #[field(readonly)]
    pub id: i64,
    /// A keyed digest of the name that was typed: people type passwords there by mistake.
    #[field(text(64))]
    pub account: String,
    #[field(text(64))]
    pub address: String,
    #[field(timestamp, indexed, default_by(Default::Now))]
    pub at: DateTime,
}

/// A link that lets an account's owner choose a password, once.
#[derive(Clone, Debug, Entity)]
#[entity("RucheLink", "ruche_link", internal, unique("UI_digest", &["digest"]))]
pub struct Link {
    #[field(readonly)]
    pub id: i64,
    #[field(text(64), secret)]
    pub digest: String,
    #[field(belongs_to("User"))]
    pub user_id: i64,
    #[field(timestamp)]
    pub created: DateTime,
    #[field(timestamp)]
    pub expires: DateTime,
}
