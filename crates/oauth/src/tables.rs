//! What is kept of sites and of what people have allowed them. These tables are in no API, no export and no history.

use jiff::civil::DateTime;
use schema::Entity;

/// A web site or program that may ask people for leave.
#[derive(Clone, Debug, Entity)]
#[entity("RucheOAuthClient", "ruche_oauth_client", internal, unique("UI_key", &["key"]))]
pub struct Client {
    #[field(readonly)]
    pub id: i64,
    /// The name by which it makes itself known; no secret.
    #[field(text(64))]
    pub key: String,
    /// What people read.
    #[field(text(128))]
    pub name: String,
    /// The digest of its secret; none for programs that cannot keep any.
    #[field(text(64), secret)]
    pub secret_digest: Option<String>,
    /// The addresses to which people are sent back, one a line.
    #[field(long_text)]
    pub addresses: Option<String>,
    /// What it may ask for, with blanks between.
    #[field(text(255))]
    pub scope: String,
    /// The association's own: people are not asked.
    #[field(default(false))]
    pub is_trusted: bool,
    #[field(default(true))]
    pub is_active: bool,
    #[field(timestamp)]
    pub created: DateTime,
}

/// What one person has allowed one site.
#[derive(Clone, Debug, Entity)]
#[entity("RucheOAuthGrant", "ruche_oauth_grant", internal, unique("UI_grant", &["user_id", "client_id"]))]
pub struct Grant {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("User"))]
    pub user_id: i64,
    #[field(belongs_to("RucheOAuthClient"))]
    pub client_id: i64,
    #[field(text(255))]
    pub scope: String,
    #[field(timestamp)]
    pub created: DateTime,
    /// To the hour.
    #[field(timestamp)]
    pub last_used: Option<DateTime>,
}

/// A code that a browser carries to a site, which exchanges it once for tokens.
#[derive(Clone, Debug, Entity)]
#[entity("RucheOAuthCode", "ruche_oauth_code", internal, unique("UI_digest", &["digest"]))]
pub struct Code {
    #[field(readonly)]
    pub id: i64,
    #[field(text(64), secret)]
    pub digest: String,
    #[field(belongs_to("RucheOAuthGrant"))]
    pub grant_id: i64,
    /// The address that the code was sent to.
    #[field(long_text)]
    pub address: Option<String>,
    #[field(text(255))]
    pub scope: String,
    /// The challenge of RFC 7636.
    #[field(text(128))]
    pub challenge: String,
    /// All tokens that come of it share this name: who uses it twice loses them all.
    #[field(text(64))]
    pub family: String,
    #[field(default(false))]
    pub is_used: bool,
    #[field(timestamp, indexed)]
    pub expires: DateTime,
}

/// An access token, or a refresh token.
#[derive(Clone, Debug, Entity)]
#[entity(
    "RucheOAuthToken",
    "ruche_oauth_token",
    internal,
    unique("UI_digest", &["digest"]),
    index("index_family", &["family"])
)]
pub struct Token {
    #[field(readonly)]
    pub id: i64,
    #[field(text(64), secret)]
    pub digest: String,
    #[field(belongs_to("RucheOAuthGrant"))]
    pub grant_id: i64,
    /// Gets new tokens, and opens nothing itself.
    #[field(default(false))]
    pub is_refresh: bool,
    /// When the first tokens of the family were given out: it ends some day, however often it is renewed.
    #[field(timestamp)]
    pub begun: DateTime,
    #[field(text(255))]
    pub scope: String,
    #[field(text(64))]
    pub family: String,
    #[field(default(false))]
    pub is_used: bool,
    #[field(timestamp, indexed)]
    pub expires: DateTime,
}
