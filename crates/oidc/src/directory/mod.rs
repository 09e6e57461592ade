//! Signing in by the account of an LDAP directory (RFC 4511): the directory checks the password, this site decides whether
//! somebody comes in. Only encrypted connections are made, and nothing is ever written there.

mod ber;
pub mod conversation;
pub mod settings;

pub use conversation::{Person, authenticate};
pub use settings::Settings;
