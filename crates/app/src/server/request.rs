//! A request, decoded once: path, query string and form as text, refused where it is none.

use std::borrow::Cow;
use std::net::SocketAddr;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Request, header};
use kit::{Fields, Upload};

/// More fields than this are no form.
pub(super) const MOST_FIELDS: usize = 10_000;

/// A request as the core sees it.
pub struct Incoming {
    pub method: Method,
    /// Decoded.
    pub path: String,
    pub query: Fields,
    pub form: Fields,
    /// The files of the form, where the page takes any.
    pub uploads: Vec<Upload>,
    /// The body, where it is JSON.
    pub json: Option<Bytes>,
    pub headers: HeaderMap,
    /// The caller's address, as far as it can be trusted.
    pub remote: String,
    /// Whether the caller is on this machine and no proxy stands between.
    pub is_local: bool,
}

impl Incoming {
    /// Decodes a request.
    ///
    /// # Errors
    /// Tells what cannot be decoded.
    pub async fn new(parts: Parts, body: Bytes, peer: SocketAddr, proxy: bool) -> Result<Incoming, &'static str> {
        let kind = media_type(&parts.headers);
        let (form, json) = match kind.as_str() {
            "application/json" => (Fields::default(), Some(body)),
            "multipart/form-data" => (multipart(&parts, body).await?, None),
            "application/x-www-form-urlencoded" | "" => {
                let text = std::str::from_utf8(&body).map_err(|_| "The form is not UTF-8.")?;
                (fields(text)?, None)
            }
            _ => (Fields::default(), None),
        };
        Ok(Incoming { form, json, ..Incoming::bare(parts, peer, proxy)? })
    }

    /// A request without its body.
    ///
    /// # Errors
    /// Tells what cannot be decoded.
    pub fn bare(parts: Parts, peer: SocketAddr, proxy: bool) -> Result<Incoming, &'static str> {
        let path = decode(parts.uri.path(), false)?;
        let query = fields(parts.uri.query().unwrap_or_default())?;
        let remote = match proxy {
            true => forwarded(&parts.headers).filter(|_| is_near(peer.ip())).unwrap_or_else(|| peer.ip().to_string()),
            false => peer.ip().to_string(),
        };
        let is_local = peer.ip().is_loopback() && !proxy;
        Ok(Incoming {
            method: parts.method,
            path,
            query,
            form: Fields::default(),
            uploads: Vec::new(),
            json: None,
            headers: parts.headers,
            remote,
            is_local,
        })
    }

    /// A header's text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// A field of body or query string; the body wins, and of several the last.
    pub fn field(&self, name: &str) -> Option<&str> {
        last(&self.form, name).or_else(|| last(&self.query, name))
    }

    /// The path that is meant: front controllers of other systems carry it in `q`.
    pub fn route(&self) -> Cow<'_, str> {
        let q = last(&self.query, "q").filter(|q| q.trim_start_matches('/').starts_with("civicrm/"));
        match q.filter(|_| self.path == "/" || self.path == "/index.php") {
            Some(q) => Cow::Owned(format!("/{}", q.trim_start_matches('/'))),
            None => Cow::Borrowed(self.path.as_str()),
        }
    }

    /// A cookie's value.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let all = self.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        all.flat_map(|line| line.split(';')).find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name && !value.is_empty()).then_some(value)
        })
    }

    /// Whether nothing may change: GET, HEAD and OPTIONS only ask.
    pub fn only_asks(&self) -> bool {
        matches!(self.method, Method::GET | Method::HEAD | Method::OPTIONS)
    }

    /// Whether a browser says that the request was made by a page of another site. Programs say nothing.
    pub fn is_cross_site(&self) -> bool {
        if let Some(site) = self.header("sec-fetch-site") {
            return !matches!(site, "same-origin" | "none");
        }
        match (self.header("origin"), self.header("host")) {
            (Some(origin), Some(host)) => origin.split_once("://").is_none_or(|(_, rest)| rest != host),
            _ => false,
        }
    }
}

fn last<'f>(fields: &'f Fields, name: &str) -> Option<&'f str> {
    fields.0.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// The last address of the list is the one that our own proxy saw.
fn forwarded(headers: &HeaderMap) -> Option<String> {
    let line = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    let address = line.rsplit(',').next()?.trim();
    address.parse::<std::net::IpAddr>().ok().map(|address| address.to_string())
}

/// Whether a proxy of ours can be at this address: this machine, or its private network. Whoever comes past the proxy,
/// from elsewhere, tells nothing about addresses.
fn is_near(peer: std::net::IpAddr) -> bool {
    match peer.to_canonical() {
        std::net::IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        std::net::IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

pub(super) fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Names and values of a query string or form.
fn fields(text: &str) -> Result<Fields, &'static str> {
    let mut all = Vec::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        all.push((decode(name, true)?, decode(value, true)?));
        if all.len() > MOST_FIELDS {
            return Err("The request has too many fields.");
        }
    }
    Ok(Fields(all))
}

fn decode(text: &str, plus_is_blank: bool) -> Result<String, &'static str> {
    let spaced = match plus_is_blank && text.contains('+') {
        true => Cow::Owned(text.replace('+', " ")),
        false => Cow::Borrowed(text),
    };
    let decoded =
        percent_encoding::percent_decode_str(&spaced).decode_utf8().map_err(|_| "The request is not UTF-8.")?;
    match decoded.contains('\0') {
        true => Err("The request holds a NUL character."),
        false => Ok(decoded.into_owned()),
    }
}

async fn multipart(parts: &Parts, body: Bytes) -> Result<Fields, &'static str> {
    const BROKEN: &str = "The form's parts cannot be read.";
    let mut request = Request::new(Body::from(body));
    *request.headers_mut() = parts.headers.clone();
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| BROKEN)?;
    let mut all = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|_| BROKEN)? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|_| BROKEN)?;
        let text = String::from_utf8(bytes.to_vec()).map_err(|_| "The form is not UTF-8.")?;
        if text.contains('\0') || name.contains('\0') {
            return Err("The request holds a NUL character.");
        }
        all.push((name, text));
        if all.len() > MOST_FIELDS {
            return Err("The request has too many fields.");
        }
    }
    Ok(Fields(all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded_once() {
        let all = fields("a=1%2B1&b=x+y&c=%2541&b=z&d").unwrap();
        assert_eq!(all.get("a"), Some("1+1"));
        assert_eq!(last(&all, "b"), Some("z"));
        assert_eq!(all.get("c"), Some("%41"));
        assert_eq!(all.get("d"), Some(""));
    }

    #[test]
    fn only_a_proxy_near_by_tells_the_address() {
        let asked = |peer: &str, proxy: bool, told: &[&str]| {
            let mut request = Request::get("/");
            for line in told {
                request = request.header("x-forwarded-for", *line);
            }
            let (parts, ()) = request.body(()).unwrap().into_parts();
            let peer = SocketAddr::new(peer.parse().unwrap(), 4000);
            let incoming = Incoming::bare(parts, peer, proxy).unwrap();
            (incoming.remote, incoming.is_local)
        };
        let told = |address: &str| (address.to_owned(), false);
        assert_eq!(asked("127.0.0.1", true, &["192.0.2.7"]), told("192.0.2.7"));
        assert_eq!(asked("10.1.2.3", true, &["203.0.113.9, 192.0.2.7"]), told("192.0.2.7"));
        assert_eq!(asked("fd00::1", true, &["203.0.113.9", "2001:db8::7"]), told("2001:db8::7"));
        assert_eq!(asked("198.51.100.1", true, &["192.0.2.7"]), told("198.51.100.1"), "past the proxy");
        assert_eq!(asked("127.0.0.1", true, &["nonsense"]), told("127.0.0.1"));
        assert_eq!(asked("198.51.100.1", false, &["192.0.2.7"]), told("198.51.100.1"));
        assert_eq!(asked("127.0.0.1", false, &["192.0.2.7"]), ("127.0.0.1".to_owned(), true));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(fields("a=%ff%fe").is_err());
        assert!(fields("a=%00").is_err());
        assert!(fields(&"a=1&".repeat(MOST_FIELDS + 1)).is_err());
    }
}
