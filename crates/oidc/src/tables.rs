//! What is kept of the provider, and of who is who there. These tables are in no API.

use jiff::civil::DateTime;
use schema::Entity;

/// The provider of a site; there is one at most. Its secret is sealed apart.
#[derive(Clone, Debug, Entity)]
#[entity("RucheProvider", "ruche_provider", internal)]
pub struct Provider {
    #[field(readonly)]
    pub id: i64,
    /// The provider's address, exactly as it names itself.
    #[field(text(255))]
    pub issuer: String,
    /// The name under which the provider knows this site.
    #[field(text(255))]
    pub client_id: String,
    /// What the button at the door says.
    #[field(text(64))]
    pub label: String,
    /// The role that people get who have no account yet; none where only known accounts come in.
    #[field(references("Role"))]
    pub role_id: Option<i64>,
    #[field(default(true))]
    pub is_active: bool,
}

/// That an account belongs to somebody at a provider.
#[derive(Clone, Debug, Entity)]
#[entity("RucheIdentity", "ruche_identity", internal, unique("UI_digest", &["digest"]))]
pub struct Identity {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("User"))]
    pub user_id: i64,
    /// A keyed digest of issuer and subject together: neither alone says who somebody is.
    #[field(text(64), secret)]
    pub digest: String,
    #[field(text(255))]
    pub issuer: String,
    #[field(timestamp)]
    pub created: DateTime,
    #[field(timestamp)]
    pub last_used: Option<DateTime>,
}

/// The LDAP directory of a site; there is one at most. The password of the account that looks people up is sealed apart.
#[derive(Clone, Debug, Entity)]
#[entity("RucheDirectory", "ruche_directory", internal)]
pub struct Directory {
    #[field(readonly)]
    pub id: i64,
    #[field(text(255))]
    pub url: String,
    /// The entry below which people are.
    #[field(text(255))]
    pub base: String,
    /// The attribute that holds what people type.
    #[field(text(64))]
    pub attribute: String,
    /// The entry that looks people up; nobody in particular where it is empty.
    #[field(text(255), default(""))]
    pub bind_name: String,
    /// The group that people must be in; all come in where it is empty.
    #[field(text(255), default(""))]
    pub group_name: String,
    /// Certificates of the association's own authority, in PEM.
    #[field(long_text)]
    pub authority: Option<String>,
    /// What the button at the door says.
    #[field(text(64))]
    pub label: String,
    /// The role that people get who have no account yet; none where only known accounts come in.
    #[field(references("Role"))]
    pub role_id: Option<i64>,
    #[field(default(true))]
    pub is_active: bool,
}
