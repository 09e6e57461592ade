//! The headers that keep browsers from doing what pages did not ask for (ASVS 5.0.0 3.4).

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// Adds them.
pub fn protect(map: &mut HeaderMap, nonce: Option<&str>, frames: &[String], immutable: bool, secure: bool) {
    let mut put = |name: &'static str, value: &'static str| {
        map.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    };
    put("x-content-type-options", "nosniff");
    put("referrer-policy", "same-origin");
    put("cross-origin-opener-policy", "same-origin");
    put("cross-origin-resource-policy", "same-origin");
    // It knows no lists of sites; the policy does, and browsers heed that one where both stand.
    if frames.is_empty() {
        put("x-frame-options", "DENY");
    }
    put("cache-control", if immutable { "public, max-age=31536000, immutable" } else { "no-store" });
    if secure {
        put("strict-transport-security", "max-age=31536000; includeSubDomains");
    }
    if let Ok(policy) = HeaderValue::from_str(&policy(nonce, frames)) {
        map.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}

fn policy(nonce: Option<&str>, frames: &[String]) -> String {
    let ancestors = if frames.is_empty() { "'none'".to_owned() } else { frames.join(" ") };
    match nonce {
        Some(nonce) => format!(
            "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; \
             font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
        ),
        None => "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::policy;

    #[test]
    fn nobody_frames_a_page_but_the_sites_that_it_names() {
        assert!(policy(Some("n"), &[]).ends_with("frame-ancestors 'none'"));
        let sites = ["https://a.example".to_owned(), "https://b.example".to_owned()];
        assert!(policy(Some("n"), &sites).ends_with("frame-ancestors https://a.example https://b.example"));
        assert!(policy(None, &sites).contains("frame-ancestors 'none'"));
    }
}
