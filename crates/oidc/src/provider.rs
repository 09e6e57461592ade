//! The provider of a site: as administrators have set it up, and as it describes itself (OpenID Connect Discovery 1.0).

use serde_json::{Map, Value as Json, json};
use store::{As, Error, Problem, Result, Tx};

use crate::http::{self, Failure};
use crate::tables::Provider;

/// The name under which its secret is sealed.
const SECRET: &str = "oidc_client_secret";

/// A provider as it was set up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    pub issuer: String,
    pub client_id: String,
    pub label: String,
    /// The role of people who have no account yet; none where only known accounts come in.
    pub role: Option<i64>,
    pub is_active: bool,
}

/// The settings; none where nothing is set up.
///
/// # Errors
/// The database's own failure.
pub fn settings(tx: &Tx<'_>) -> Result<Option<Settings>> {
    Ok(row(tx)?.map(|(_, row)| Settings {
        issuer: row.issuer,
        client_id: row.client_id,
        label: row.label,
        role: row.role_id,
        is_active: row.is_active,
    }))
}

/// The settings of a provider by which people can sign in now.
///
/// # Errors
/// The database's own failure.
pub fn open(tx: &Tx<'_>) -> Result<Option<Settings>> {
    let address = contact::access::forgotten::address(tx)?;
    Ok(settings(tx)?.filter(|settings| settings.is_active && !address.is_empty()))
}

fn row(tx: &Tx<'_>) -> Result<Option<(i64, Provider)>> {
    Ok(tx.find_by::<Provider>("is_active", true)?.into_iter().chain(tx.find_by::<Provider>("is_active", false)?).next())
}

/// What the provider knows this site by, beside its name; empty where it asks for none.
///
/// # Errors
/// The database's own failure.
pub fn secret(tx: &Tx<'_>) -> Result<String> {
    Ok(mail::sealed::told(tx, SECRET)?.unwrap_or_default())
}

/// Whether there is a secret.
///
/// # Errors
/// The database's own failure.
pub fn has_secret(tx: &Tx<'_>) -> Result<bool> {
    mail::sealed::is_kept(tx, SECRET)
}

/// Sets a provider up, or changes it. An empty secret leaves the one that is kept.
///
/// # Errors
/// `Invalid` beside the field that is wrong.
pub fn keep(tx: &mut Tx<'_>, settings: &Settings, secret: &str) -> Result<()> {
    let issuer = settings.issuer.trim();
    if !http::is_fit(issuer) || issuer.contains(['?', '#']) || issuer.len() > 255 {
        return Err(Error::rule("issuer", "problem-issuer", "The address of a provider begins with https://."));
    }
    for (field, text, most) in [("client_id", &settings.client_id, 255), ("label", &settings.label, 64)] {
        match text.trim().chars().count() {
            0 => return Err(Error::field(field, Problem::Required)),
            n if n > most => return Err(Error::field(field, Problem::TooLong { max: most as u32 })),
            _ => {}
        }
    }
    if let Some(role) = settings.role {
        check_role(tx, role)?;
    }
    let known = row(tx)?;
    if known.as_ref().is_some_and(|(_, known)| known.issuer != issuer || known.client_id != settings.client_id.trim()) {
        // What one provider was trusted with is not handed to another.
        mail::sealed::keep(tx, SECRET, "")?;
    }
    let mut values: Map<String, Json> = Map::new();
    if let Some((id, _)) = known {
        values.insert("id".to_owned(), json!(id));
    }
    values.insert("issuer".to_owned(), json!(issuer));
    values.insert("client_id".to_owned(), json!(settings.client_id.trim()));
    values.insert("label".to_owned(), json!(settings.label.trim()));
    values.insert("role_id".to_owned(), json!(settings.role));
    values.insert("is_active".to_owned(), json!(settings.is_active));
    tx.save("RucheProvider", values, As::Program)?;
    if !secret.is_empty() {
        mail::sealed::keep(tx, SECRET, secret)?;
    }
    Ok(())
}

/// A role for people whom nobody here has looked at cannot be one that may do everything, nor one for all visitors.
pub(crate) fn check_role(tx: &Tx<'_>, id: i64) -> Result<()> {
    let role = tx.find::<contact::role::Role>(id)?.filter(|role| role.is_active && role.name != "everyone");
    let role = role.ok_or_else(|| Error::field("role", Problem::NoSuchRecord))?;
    match role.permissions.iter().any(|name| name == schema::permission::ALL) {
        true => Err(Error::rule("role", "problem-newcomers", "People whom nobody knows yet cannot get this role.")),
        false => Ok(()),
    }
}

/// A provider as it describes itself.
#[derive(Clone, Debug)]
pub struct Described {
    pub authorization: String,
    pub token: String,
    pub keys: String,
    pub userinfo: Option<String>,
    /// Whether the secret goes into the form instead of the header.
    pub secret_in_form: bool,
}

/// Asks the provider how it is spoken with.
///
/// # Errors
/// What was wrong, for the log.
pub fn describe(issuer: &str) -> std::result::Result<Described, Failure> {
    let url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    read(issuer, &http::get(&url, None)?)
}

fn read(issuer: &str, said: &Map<String, Json>) -> std::result::Result<Described, Failure> {
    let text = |name: &str| said.get(name).and_then(Json::as_str);
    // Discovery, 4.3: another name would be another provider.
    if text("issuer") != Some(issuer) {
        return Err(format!("{issuer} calls itself {}", text("issuer").unwrap_or_default()));
    }
    let fit = |name: &str| {
        let url =
            text(name).filter(|url| http::is_fit(url) && (url.starts_with("https") || issuer.starts_with("http:")));
        url.map(str::to_owned).ok_or_else(|| format!("{issuer} names no {name} over TLS"))
    };
    let ways: Vec<&str> = said
        .get("token_endpoint_auth_methods_supported")
        .and_then(Json::as_array)
        .map(|all| all.iter().filter_map(Json::as_str).collect())
        .unwrap_or_default();
    Ok(Described {
        authorization: fit("authorization_endpoint")?,
        token: fit("token_endpoint")?,
        keys: fit("jwks_uri")?,
        userinfo: fit("userinfo_endpoint").ok(),
        secret_in_form: ways.contains(&"client_secret_post") && !ways.contains(&"client_secret_basic"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(change: impl FnOnce(&mut Json)) -> std::result::Result<Described, Failure> {
        let mut said = json!({
            "issuer": "https://id.example.org", "authorization_endpoint": "https://id.example.org/auth?a=b",
            "token_endpoint": "https://id.example.org/token", "jwks_uri": "https://id.example.org/keys",
        });
        change(&mut said);
        read("https://id.example.org", said.as_object().unwrap())
    }

    #[test]
    fn a_provider_is_who_it_says_it_is_and_speaks_over_tls_alone() {
        let plain = described(|_| ()).unwrap();
        assert!(plain.userinfo.is_none() && !plain.secret_in_form);
        for (name, value) in [
            ("issuer", json!("https://evil.example")),
            ("issuer", Json::Null),
            ("authorization_endpoint", json!("javascript:alert(1)")),
            ("token_endpoint", json!("http://localhost/token")),
            ("jwks_uri", Json::Null),
        ] {
            assert!(described(|said| said[name] = value.clone()).is_err(), "{name}: {value}");
        }
    }

    #[test]
    fn the_secret_goes_where_the_provider_wants_it() {
        let way = |ways: Json| described(|said| said["token_endpoint_auth_methods_supported"] = ways).unwrap();
        assert!(way(json!(["client_secret_post"])).secret_in_form);
        assert!(!way(json!(["client_secret_post", "client_secret_basic"])).secret_in_form);
        assert!(!way(json!([])).secret_in_form);
    }
}
