//! Somebody who sends files by a form; and pictures to send.

use serde_json::{Value as Json, json};
use testkit::TestApp;
use testkit::http::{Answer, Client};

use crate::sure;

const LINE: &str = "----a-line-between-parts";

/// Somebody with a key, at a browser that keeps its one cookie.
pub struct Sender {
    client: Client,
    key: String,
    cookie: String,
    token: String,
}

impl Sender {
    /// The administrator.
    pub fn new(app: &TestApp) -> Sender {
        Sender::with(app, &app.key)
    }

    pub fn with(app: &TestApp, key: &str) -> Sender {
        let mut sender =
            Sender { client: app.client(), key: format!("Bearer {key}"), cookie: String::new(), token: String::new() };
        let page = sender.get("/");
        let text = page.text();
        let token = text.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        sender.token = token.unwrap_or_default().to_owned();
        sender
    }

    /// From now on its forms are not those that the site made for it.
    pub fn forget_token(&mut self) {
        self.token = "made up".to_owned();
    }

    pub fn get(&mut self, path: &str) -> Answer {
        self.get_with(path, &[])
    }

    pub fn get_with(&mut self, path: &str, more: &[(&str, &str)]) -> Answer {
        let (key, cookie) = (self.key.clone(), self.cookie.clone());
        let mut headers = vec![("X-Civi-Auth", key.as_str()), ("Cookie", cookie.as_str())];
        headers.extend_from_slice(more);
        let answer = sure(self.client.get(path, &headers));
        if let Some(set) = answer.header("set-cookie").filter(|set| set.starts_with("ruche-visit=")) {
            self.cookie = set.split(';').next().unwrap_or_default().to_owned();
        }
        answer
    }

    /// A form without files.
    pub fn post(&mut self, path: &str) -> Answer {
        let (key, cookie, token) = (self.key.clone(), self.cookie.clone(), self.token.clone());
        sure(self.client.post(path, &[("X-Civi-Auth", &key), ("Cookie", &cookie)], &[("csrf", &token)]))
    }

    /// A form with files under this name of a field.
    pub fn send(&mut self, path: &str, field: &str, files: &[(&str, &[u8])]) -> Answer {
        self.send_with(path, &[], field, files)
    }

    /// A form with these values, and files under this name of a field.
    pub fn send_with(&mut self, path: &str, values: &[(&str, &str)], field: &str, files: &[(&str, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in values {
            let part = format!("--{LINE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        body.extend(self.form(field, files));
        let (key, cookie, kind) =
            (self.key.clone(), self.cookie.clone(), format!("multipart/form-data; boundary={LINE}"));
        let headers = [("X-Civi-Auth", key.as_str()), ("Cookie", cookie.as_str()), ("Content-Type", kind.as_str())];
        sure(self.client.send("POST", path, &headers, Some(&body)))
    }

    /// The bytes of such a form.
    pub fn form(&self, field: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut body =
            format!("--{LINE}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n", self.token).into_bytes();
        for (name, bytes) in files {
            let head = format!(
                "--{LINE}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{}\"\r\n\
                 Content-Type: image/png\r\n\r\n",
                name.replace('"', "%22").replace(['\r', '\n'], " ")
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{LINE}--\r\n").as_bytes());
        body
    }

    /// What a browser says before the bytes of a form.
    pub fn head(&self, path: &str, length: usize) -> String {
        format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nX-Civi-Auth: {}\r\nCookie: {}\r\nContent-Length: {length}\r\n\
             Content-Type: multipart/form-data; boundary={LINE}\r\n\r\n",
            self.key, self.cookie
        )
    }
}

/// An account with these permissions; gives its key.
pub fn account(app: &TestApp, name: &str, permissions: &[&str]) -> String {
    let key = format!("key-of-{name}-1");
    let contact = app.rows("Contact", "create", &json!({"values": {"first_name": name, "api_key": key}}));
    app.rows("Role", "create", &json!({"values": {"name": name, "label": name, "permissions": permissions}}));
    let user = json!({"username": name, "contact_id": contact[0]["id"], "roles:name": [name]});
    app.rows("User", "create", &json!({"values": user}));
    key
}

/// The files that rows speak of, in the order in which they came.
pub fn files(app: &TestApp) -> Vec<Json> {
    let wanted = json!({"select": ["id", "file_name", "mime_type", "file_size"], "orderBy": {"id": "ASC"}});
    app.rows("File", "get", &wanted)
}

/// The contents in the store.
pub fn contents(app: &TestApp) -> Vec<std::path::PathBuf> {
    let mut open = vec![app.data().join("files")];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found
}

/// What is on its way in.
pub fn incoming(app: &TestApp) -> usize {
    std::fs::read_dir(app.data().join("incoming")).into_iter().flatten().count()
}

/// A grey PNG (RFC 2083): rows of bytes in stored blocks (RFC 1950, RFC 1951).
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let row: Vec<u8> = std::iter::once(0).chain((0..width).map(|x| (x % 251) as u8)).collect();
    let raw: Vec<u8> = (0..height).flat_map(|_| row.clone()).collect();
    let mut packed = vec![0x78, 0x01];
    let pieces: Vec<&[u8]> = raw.chunks(65_535).collect();
    for (at, piece) in pieces.iter().enumerate() {
        packed.push(u8::from(at + 1 == pieces.len()));
        let length = piece.len() as u16;
        packed.extend_from_slice(&length.to_le_bytes());
        packed.extend_from_slice(&(!length).to_le_bytes());
        packed.extend_from_slice(piece);
    }
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in &raw {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    packed.extend_from_slice(&(high << 16 | low).to_be_bytes());
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut out, b"IHDR", &header(width, height));
    chunk(&mut out, b"IDAT", &packed);
    chunk(&mut out, b"IEND", &[]);
    out
}

/// A PNG that claims a size and has no pixels.
pub fn claim(width: u32, height: u32) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut out, b"IHDR", &header(width, height));
    chunk(&mut out, b"IDAT", &[0x78, 0x01, 0x01, 0, 0, 0xff, 0xff, 0, 0, 0, 1]);
    chunk(&mut out, b"IEND", &[]);
    out
}

fn header(width: u32, height: u32) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend_from_slice(&[8, 0, 0, 0, 0]);
    header
}

fn chunk(out: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    out.extend_from_slice(&(data.len() as u32).to_be_bytes());
    let from = out.len();
    out.extend_from_slice(name);
    out.extend_from_slice(data);
    let sum = !out[from..].iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    });
    out.extend_from_slice(&sum.to_be_bytes());
}
