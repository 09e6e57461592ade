//! Answers on their way out, with the headers that every one of them carries.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};

use super::{feed, headers};

/// An answer.
pub struct Outgoing {
    pub status: u16,
    pub content_type: &'static str,
    pub headers: Vec<(HeaderName, String)>,
    pub body: Vec<u8>,
    /// Writes the body while it is sent, in the place of `body`.
    pub feed: Option<kit::Feed>,
    /// The nonce of the script and style elements of a page.
    pub nonce: Option<String>,
    /// May be kept for good by whoever gets it.
    pub immutable: bool,
    /// The other web sites that may show it within a frame; most answers have none.
    pub frames: Option<Box<Frames>>,
}

/// Origins of web sites.
pub struct Frames(pub Vec<String>);

impl Outgoing {
    /// An answer of this type.
    pub fn new(status: u16, content_type: &'static str, body: impl Into<Vec<u8>>) -> Outgoing {
        Outgoing {
            status,
            content_type,
            headers: Vec::new(),
            body: body.into(),
            feed: None,
            nonce: None,
            immutable: false,
            frames: None,
        }
    }

    /// An answer whose body is written while it is sent.
    pub fn fed(content_type: &'static str, feed: kit::Feed) -> Outgoing {
        Outgoing { feed: Some(feed), ..Outgoing::new(200, content_type, "") }
    }

    /// JSON.
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Outgoing {
        Outgoing::new(status, "application/json", body)
    }

    /// A request that cannot be understood, in the shape of the API's errors.
    pub fn refused(status: u16, text: &str) -> Outgoing {
        let body = serde_json::json!({"error_code": 0, "error_message": text, "status": status});
        Outgoing::json(status, body.to_string())
    }

    /// Our own fault; the reference finds the line of the log.
    pub fn fault(reference: &str) -> Outgoing {
        let text = format!("Sorry an error occurred and your request was not completed. (Error ID: {reference})");
        let body = serde_json::json!({"error_id": reference, "error_code": "1", "error_message": text, "status": 500});
        Outgoing::json(500, body.to_string())
    }

    /// Elsewhere, by GET.
    pub fn redirect(location: &str) -> Outgoing {
        Outgoing::new(303, "text/plain; charset=utf-8", "").with(header::LOCATION, location.to_owned())
    }

    /// With a further header.
    pub fn with(mut self, name: HeaderName, value: String) -> Outgoing {
        self.headers.push((name, value));
        self
    }

    /// The connection ends with this answer.
    pub fn closing(self) -> Outgoing {
        self.with(header::CONNECTION, "close".to_owned())
    }

    /// The answer as axum sends it.
    pub fn into_response(self, secure: bool) -> Response<Body> {
        let body = self.feed.map_or_else(|| Body::from(self.body), feed::body);
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let map = response.headers_mut();
        map.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        let frames = self.frames.as_deref().map_or(&[][..], |frames| frames.0.as_slice());
        headers::protect(map, self.nonce.as_deref(), frames, self.immutable, secure);
        for (name, value) in self.headers {
            // A value with a line break in it is left out: no caller may write headers.
            let Ok(value) = HeaderValue::from_str(&value) else { continue };
            if name == header::SET_COOKIE {
                map.append(name, value);
            } else {
                // What an answer says of itself stands in the place of what is said of all.
                map.insert(name, value);
            }
        }
        response
    }
}

/// A short reference that ties an answer to a line of the log.
pub fn reference() -> String {
    let mut bytes = [0_u8; 8];
    match getrandom::fill(&mut bytes) {
        Ok(()) => store::secret::hex(&bytes),
        Err(_) => "0000000000000000".to_owned(),
    }
}
