//! Calls to the provider: short, over TLS, to the configured address alone, without following redirects.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use serde_json::{Map, Value as Json};
use ureq::Agent;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// No answer of a provider is longer.
const MOST: u64 = 1 << 20;
/// Somebody waits at the door meanwhile.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why nothing came of a call; for the log, not for visitors.
pub type Failure = String;

/// The certificates are read once: they belong to the machine, not to a site.
static AGENT: LazyLock<Agent> = LazyLock::new(agent);

fn agent() -> Agent {
    let found = rustls_native_certs::load_native_certs();
    let roots = found.certs.iter().map(|one| Certificate::from_der(one.as_ref()).to_owned()).collect();
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::Specific(Arc::new(roots)))
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .tls_config(tls)
        .build()
        .into()
}

/// Whether an address may be called: over TLS, or on this very machine, where one tries things out.
pub fn is_fit(url: &str) -> bool {
    let plain = url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte));
    let local = |rest: &str| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = host
            .strip_suffix(|c: char| c.is_ascii_digit())
            .map_or(host, |_| host.rsplit_once(':').map_or(host, |(name, _)| name));
        ["localhost", "127.0.0.1", "[::1]"].contains(&host)
    };
    plain
        && match url.split_once("://") {
            Some(("https", rest)) => !rest.is_empty() && !rest.contains('@') && !rest.starts_with('/'),
            Some(("http", rest)) => local(rest),
            _ => false,
        }
}

/// What stands at an address, as a JSON object.
///
/// # Errors
/// What was wrong, for the log.
pub fn get(url: &str, bearer: Option<&str>) -> Result<Map<String, Json>, Failure> {
    check(url)?;
    let mut request = AGENT.get(url).header("Accept", "application/json");
    if let Some(token) = bearer {
        request = request.header("Authorization", format!("Bearer {token}"));
    }
    read(url, request.call())
}

/// What a form is answered, as a JSON object.
///
/// # Errors
/// What was wrong, for the log.
pub fn post(url: &str, form: &[(&str, &str)], basic: Option<&str>) -> Result<Map<String, Json>, Failure> {
    check(url)?;
    let mut request = AGENT.post(url).header("Accept", "application/json");
    if let Some(proof) = basic {
        request = request.header("Authorization", format!("Basic {proof}"));
    }
    read(url, request.send_form(form.iter().copied()))
}

fn check(url: &str) -> Result<(), Failure> {
    if is_fit(url) { Ok(()) } else { Err(format!("{url} is no address to be called")) }
}

fn read(
    url: &str,
    answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
) -> Result<Map<String, Json>, Failure> {
    let mut answer = answer.map_err(|error| format!("{url}: {error}"))?;
    let status = answer.status().as_u16();
    let text = answer.body_mut().with_config().limit(MOST).read_to_string().map_err(|e| format!("{url}: {e}"))?;
    let json: Result<Map<String, Json>, _> = serde_json::from_str(&text);
    match (status, json) {
        (200, Ok(object)) => Ok(object),
        // RFC 6749, 5.2: the code of an error holds no secret; the rest of the answer might.
        (_, Ok(object)) => {
            let code = object.get("error").and_then(Json::as_str).unwrap_or_default();
            Err(format!("{url} answers {status} {code}"))
        }
        (_, Err(_)) => Err(format!("{url} answers {status}, not with JSON")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_over_tls_or_on_this_machine_are_called() {
        for fit in ["https://id.example.org", "https://id.example.org/realms/a?b=c", "http://localhost:9800/oidc"] {
            assert!(is_fit(fit), "{fit}");
        }
        assert!(is_fit("http://127.0.0.1:9800") && is_fit("http://localhost"));
        for unfit in [
            "",
            "id.example.org",
            "http://id.example.org",
            "ftp://id.example.org",
            "file:///etc/passwd",
            "https://",
            "https:///path",
            "https://user@id.example.org",
            "https://id.example.org/a b",
            "https://id.example.org/\r\nX: y",
            "http://localhost.example.org",
            "http://localhost:80@example.org",
            "http://127.0.0.1.example.org",
        ] {
            assert!(!is_fit(unfit), "{unfit}");
        }
    }
}
