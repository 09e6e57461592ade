//! What a site may ask for (RFC 6749, section 3.3).

/// Who somebody is, in a token that the site can check itself (OpenID Connect Core 1.0).
pub const OPENID: &str = "openid";
/// The name of the account and of its contact, and the names of its roles.
pub const PROFILE: &str = "profile";
/// The account's e-mail address.
pub const EMAIL: &str = "email";
/// Looking at what its owner may see, over the API.
pub const READ: &str = "api:read";
/// Doing what its owner may do, over the API.
pub const API: &str = "api";

/// All of them, from the least to the most.
pub const ALL: [&str; 5] = [OPENID, PROFILE, EMAIL, READ, API];

/// The scopes that are known and allowed, of those that were asked for; all that are allowed where none were. Others are
/// left out, and the answer says what is left (RFC 6749, section 3.3).
pub fn within(asked: &str, allowed: &str) -> String {
    let open = |scope: &&&str| allowed.split_whitespace().any(|one| one == **scope);
    let wanted = |scope: &&&str| asked.trim().is_empty() || asked.split_whitespace().any(|one| one == **scope);
    let all: Vec<&str> = ALL.iter().filter(open).filter(wanted).copied().collect();
    all.join(" ")
}

/// Both together.
pub fn joined(one: &str, other: &str) -> String {
    let has = |scope: &&&str| one.split_whitespace().chain(other.split_whitespace()).any(|known| known == **scope);
    let all: Vec<&str> = ALL.iter().filter(has).copied().collect();
    all.join(" ")
}

/// Whether it holds this one.
pub fn has(scope: &str, one: &str) -> bool {
    scope.split_whitespace().any(|known| known == one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_gets_what_it_asks_for_as_far_as_it_may() {
        assert_eq!(within("openid email profile", "profile email"), "profile email");
        assert_eq!(within("email openid", "openid profile email"), "openid email");
        assert_eq!(within("", "profile api:read"), "profile api:read");
        assert_eq!(within("api", "profile"), "");
        assert_eq!(joined("email", "profile email"), "profile email");
        assert!(has("api:read", READ) && !has("api:read", API));
    }
}
