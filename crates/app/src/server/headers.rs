//! The headers that keep browsers from doing what pages did not ask for (ASVS 5.0.0 3.4).

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// Adds them.
pub fn protect(map: &mut HeaderMap, nonce: Option<&str>, immutable: bool, secure: bool) {
    let mut put = |name: &'static str, value: &'static str| {
        map.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    };
    put("x-content-type-options", "nosniff");
    put("referrer-policy", "same-origin");
    put("cross-origin-opener-policy", "same-origin");
    put("cross-origin-resource-policy", "same-origin");
    put("x-frame-options", "DENY");
    put("cache-control", if immutable { "public, max-age=31536000, immutable" } else { "no-store" });
    if secure {
        put("strict-transport-security", "max-age=31536000; includeSubDomains");
    }
    if let Ok(policy) = HeaderValue::from_str(&policy(nonce)) {
        map.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}

fn policy(nonce: Option<&str>) -> String {
    match nonce {
        Some(nonce) => format!(
            "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; \
             font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        None => "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'".to_owned(),
    }
}
