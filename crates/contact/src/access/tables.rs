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
    /// `read` for a key that changes nothing; none for one that may do what its owner may.
    #[field(text(16))]
    pub scope: Option<String>,
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
    /// The account with whose eyes an administrator looks for the moment.
    #[field(references("User"))]
    pub seen_as: Option<i64>,
}

/// Something that concerns coming in: who signed in, was invited, was let out, looked with whose eyes.
#[derive(Clone, Debug, Entity)]
#[entity("RucheTrace", "ruche_trace", internal, index("index_user", &["user_id"]))]
pub struct Trace {
    #[field(readonly)]
    pub id: i64,
    #[field(timestamp, indexed)]
    pub at: DateTime,
    /// What was done: `signed-in`, `invited`, `disabled` …
    #[field(text(32))]
    pub act: String,
    /// Who did it, by the name that history knows.
    #[field(text(128))]
    pub actor: String,
    /// The account that it was done to.
    #[field(belongs_to("User"))]
    pub user_id: Option<i64>,
    #[field(text(64))]
    pub address: Option<String>,
}

/// The second factor of an account: a secret that an authenticator application shares (RFC 6238).
#[derive(Clone, Debug, Entity)]
#[entity("RucheTotp", "ruche_totp", internal, unique("UI_user", &["user_id"]))]
pub struct Totp {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("User"))]
    pub user_id: i64,
    /// Sealed with the site's own key: a stolen database has no codes in it.
    #[field(text(128), secret)]
    pub seed: String,
    /// When the first code was given; none while it is being set up.
    #[field(timestamp)]
    pub confirmed: Option<DateTime>,
    /// The step of the last code that was accepted: no code counts twice.
    #[field(default(0_i64))]
    pub last_step: i64,
}

/// A code for whoever has lost the second factor; each counts once.
#[derive(Clone, Debug, Entity)]
#[entity("RucheRecovery", "ruche_recovery", internal, unique("UI_digest", &["digest"]))]
pub struct Recovery {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("User"))]
    pub user_id: i64,
    #[field(text(64), secret)]
    pub digest: String,
}

/// A browser from which an account signs in without its second factor for a time.
#[derive(Clone, Debug, Entity)]
#[entity("RucheDevice", "ruche_device", internal, unique("UI_digest", &["digest"]))]
pub struct Device {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("User"))]
    pub user_id: i64,
    #[field(text(64), secret)]
    pub digest: String,
    #[field(timestamp)]
    pub expires: DateTime,
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

/// A passkey: the public half of a key pair that somebody's device keeps (WebAuthn).
#[derive(Clone, Debug, Entity)]
#[entity("RuchePasskey", "ruche_passkey", internal, unique("UI_digest", &["digest"]))]
pub struct Passkey {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("User"))]
    pub user_id: i64,
    /// What its owner calls it.
    #[field(text(64))]
    pub name: String,
    /// The keyed digest of its identifier, by which it is found.
    #[field(text(64), secret)]
    pub digest: String,
    /// Its identifier, in base64url, to be shown to the device again.
    #[field(long_text, secret)]
    pub credential: String,
    /// The COSE algorithm: -7 (ES256), -8 (EdDSA) or -257 (RS256).
    pub algorithm: i64,
    /// The public key as the algorithm's verification takes it, in base64url.
    #[field(long_text, secret)]
    pub public_key: String,
    /// How often it has signed, where the device counts: a copy of a key falls behind.
    #[field(default(0_i64))]
    pub counter: i64,
    #[field(timestamp)]
    pub created: DateTime,
    #[field(timestamp)]
    pub last_used: Option<DateTime>,
}

/// A challenge that a passkey has answered: it is answered once.
#[derive(Clone, Debug, Entity)]
#[entity("RucheChallenge", "ruche_challenge", internal, unique("UI_digest", &["digest"]))]
pub struct Challenge {
    #[field(readonly)]
    pub id: i64,
    #[field(text(64), secret)]
    pub digest: String,
    #[field(timestamp, indexed)]
    pub expires: DateTime,
}

/// Somebody has looked at a person's record, or taken data out.
#[derive(Clone, Debug, Entity)]
#[entity("RucheView", "ruche_view", internal, index("index_subject", &["subject_id"]))]
pub struct View {
    #[field(readonly)]
    pub id: i64,
    #[field(timestamp, indexed)]
    pub at: DateTime,
    /// `looked` or `took`.
    #[field(text(16))]
    pub act: String,
    #[field(text(128))]
    pub actor: String,
    #[field(indexed)]
    pub contact_id: Option<i64>,
    /// Whom the record is about; none where it was many.
    pub subject_id: Option<i64>,
    /// The page or the call, without its conditions.
    #[field(text(255))]
    pub path: String,
    /// The conditions of what was taken.
    #[field(long_text)]
    pub conditions: Option<String>,
    #[field(text(64))]
    pub address: Option<String>,
}
