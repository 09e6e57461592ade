//! Contents in a bucket of an S3-compatible store: for sites of several machines, or with more files than their disk
//! holds. Marks of what lies there are kept in the data folder, so that nothing within a transaction asks the network.

mod http;
mod sign;
#[cfg(test)]
mod tests;
mod tls;

use std::fs::{File, OpenOptions};
use std::io::{Error, ErrorKind, Result, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::content::{self, Digest, Store};
use sign::Keys;

/// What a setting for a bucket begins with.
const SCHEME: &str = "s3:";
/// The longest list of keys that a store sends at once (a thousand of them).
const LIST: usize = 4 * 1024 * 1024;
/// The longest explanation of a refusal that is read.
const WORDS: usize = 64 * 1024;

/// A bucket, or a part of one.
#[derive(Clone)]
pub struct Bucket {
    place: http::Place,
    keys: Keys,
    bucket: String,
    /// Before every key, with its slash at the end; empty for a bucket of our own.
    prefix: String,
    /// Where the marks lie.
    marks: PathBuf,
    /// Where contents lie while they are read.
    incoming: PathBuf,
}

impl Bucket {
    /// The bucket that a setting names: `s3:https://KEY:SECRET@host/bucket/prefix?region=eu&ca=/etc/ruche/ca.pem`, or
    /// `s3:http://…` on this machine or a private network.
    ///
    /// # Errors
    /// Says what is wrong with it, without its secret.
    pub fn parse(setting: &str, data: &Path) -> std::result::Result<Bucket, String> {
        let shape = "s3:https://KEY:SECRET@host:port/bucket";
        let rest =
            setting.trim().strip_prefix(SCHEME).ok_or_else(|| format!("a store of files is named as {shape}"))?;
        let (rest, is_secure) = match (rest.strip_prefix("https://"), rest.strip_prefix("http://")) {
            (Some(rest), _) => (rest, true),
            (_, Some(rest)) => (rest, false),
            _ => return Err(format!("the store is spoken to in https:// or http://: {shape}")),
        };
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (mut region, mut authority) = ("us-east-1", None);
        for (name, value) in
            query.split('&').filter(|pair| !pair.is_empty()).map(|p| p.split_once('=').unwrap_or((p, "")))
        {
            match name {
                "region" => region = value,
                "ca" if is_secure => authority = Some(PathBuf::from(decoded(value))),
                _ => return Err(format!("{name} is no option of a store of files: region and ca are")),
            }
        }
        let (keys, place) = rest.rsplit_once('@').ok_or_else(|| format!("the keys are missing: {shape}"))?;
        let (access, secret) = keys.split_once(':').ok_or_else(|| format!("the secret is missing: {shape}"))?;
        let (host, path) = place.split_once('/').ok_or_else(|| format!("the bucket is missing: {shape}"))?;
        let (bucket, prefix) = path.split_once('/').unwrap_or((path, ""));
        if [access, secret, host, bucket, region].iter().any(|part| part.is_empty()) {
            return Err(format!("something is missing: {shape}"));
        }
        let prefix = prefix.trim_matches('/');
        Ok(Bucket {
            place: reached(host, is_secure, authority.as_deref())?,
            keys: Keys { access: access.to_owned(), secret: decoded(secret), region: region.to_owned() },
            bucket: bucket.to_owned(),
            prefix: if prefix.is_empty() { String::new() } else { format!("{prefix}/") },
            marks: data.join("files.marks"),
            incoming: data.join("incoming"),
        })
    }

    fn path(&self, key: &str) -> String {
        format!("/{}/{}", encoded(&self.bucket, false), encoded(&format!("{}{key}", self.prefix), false))
    }

    fn mark(&self, digest: &Digest) -> PathBuf {
        let name = digest.as_str();
        self.marks.join(name.get(..2).unwrap_or("00")).join(name)
    }

    fn send(
        &self,
        method: &str,
        path: &str,
        query: &[(String, String)],
        body: Option<(&File, u64, &str)>,
    ) -> Result<http::Answer> {
        let moment = jiff::Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string();
        let empty = sign::digest(b"");
        let hash = body.as_ref().map_or(empty.as_str(), |(_, _, hash)| *hash).to_owned();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut headers =
            vec![pair("host", &self.place.name), pair("x-amz-content-sha256", &hash), pair("x-amz-date", &moment)];
        let signed = sign::Request { method, path, query, headers: &headers, body: &hash };
        let authorization = sign::authorization(&self.keys, &signed, &moment);
        headers.push(pair("authorization", &authorization));
        let pairs: Vec<String> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let target = if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) };
        let body = body.map(|(file, length, _)| (file, length));
        http::send(&self.place, http::Request { method, target: &target, headers: &headers, body })
    }

    /// Whether the store itself has it.
    fn is_there(&self, digest: &Digest) -> Result<bool> {
        let answer = self.send("HEAD", &self.path(digest.as_str()), &[], None)?;
        match answer.status {
            200 => Ok(true),
            404 => Ok(false),
            _ => Err(refused(answer)),
        }
    }
}

/// Where `host:port` is, and how it is spoken to.
fn reached(name: &str, is_secure: bool, authority: Option<&Path>) -> std::result::Result<http::Place, String> {
    let usual = if is_secure { 443 } else { 80 };
    let (host, port) = match name.rsplit_once(':').filter(|(_, port)| !port.contains(']')) {
        Some((host, port)) => (host, port.parse().map_err(|_| format!("{port} is no port"))?),
        None => (name, usual),
    };
    let tls = if is_secure { Some(tls::trust(authority)?) } else { None };
    Ok(http::Place { name: name.to_owned(), host: host.to_owned(), port, tls })
}

fn refused(answer: http::Answer) -> Error {
    let status = answer.status;
    let words = answer.text(WORDS).unwrap_or_default();
    let code = between(&words, "<Code>", "</Code>").next().unwrap_or("no reason given").to_owned();
    Error::other(format!("the store of files answers {status}: {code}"))
}

impl Store for Bucket {
    fn take(&self, from: &Path) -> Result<Digest> {
        let mut file = File::open(from)?;
        let digest = content::digest_of(&mut file)?;
        if !self.is_there(&digest)? {
            let length = file.seek(SeekFrom::End(0))?;
            file.seek(SeekFrom::Start(0))?;
            let path = self.path(digest.as_str());
            let answer = self.send("PUT", &path, &[], Some((&file, length, digest.as_str())))?;
            if answer.status != 200 {
                return Err(refused(answer));
            }
        }
        self.touch(&digest)?;
        Ok(digest)
    }

    fn has(&self, digest: &Digest) -> Result<bool> {
        if self.mark(digest).exists() { Ok(true) } else { self.is_there(digest) }
    }

    fn open(&self, digest: &Digest) -> Result<Option<(File, u64)>> {
        let answer = self.send("GET", &self.path(digest.as_str()), &[], None)?;
        match answer.status {
            200 => {}
            404 => return Ok(None),
            _ => return Err(refused(answer)),
        }
        let mut name = [0_u8; 16];
        getrandom::fill(&mut name).map_err(|error| Error::other(error.to_string()))?;
        std::fs::create_dir_all(&self.incoming)?;
        let path = self.incoming.join(store::secret::hex(&name));
        let mut file = OpenOptions::new().read(true).write(true).create_new(true).open(&path)?;
        let copied = answer.copy(&mut file);
        // The name goes at once; the bytes go when nobody reads them any more.
        std::fs::remove_file(&path)?;
        let length = copied?;
        file.seek(SeekFrom::Start(0))?;
        if content::digest_of(&mut file)? != *digest {
            return Err(Error::new(ErrorKind::InvalidData, "the store of files sends another content"));
        }
        file.seek(SeekFrom::Start(0))?;
        Ok(Some((file, length)))
    }

    fn touch(&self, digest: &Digest) -> Result<()> {
        let mark = self.mark(digest);
        if let Some(folder) = mark.parent() {
            std::fs::create_dir_all(folder)?;
        }
        OpenOptions::new().create(true).append(true).open(mark)?.set_modified(SystemTime::now())
    }

    fn remove(&self, digest: &Digest, before: SystemTime) -> Result<bool> {
        let mark = self.mark(digest);
        match std::fs::metadata(&mark).and_then(|data| data.modified()) {
            Ok(modified) if modified < before => {}
            Ok(_) => return Ok(false),
            // Nobody here knows how long it has not been used: its time begins now.
            Err(error) if error.kind() == ErrorKind::NotFound => return self.touch(digest).map(|()| false),
            Err(error) => return Err(error),
        }
        let answer = self.send("DELETE", &self.path(digest.as_str()), &[], None)?;
        if !matches!(answer.status, 200 | 204 | 404) {
            return Err(refused(answer));
        }
        std::fs::remove_file(mark).map(|()| true)
    }

    fn all(&self) -> Result<Vec<Digest>> {
        let path = format!("/{}", encoded(&self.bucket, false));
        let (mut found, mut next) = (Vec::new(), None::<String>);
        loop {
            // In the order of names, as they are signed.
            let mut query = Vec::new();
            if let Some(token) = &next {
                query.push(("continuation-token".to_owned(), encoded(token, true)));
            }
            query.push(("list-type".to_owned(), "2".to_owned()));
            query.push(("prefix".to_owned(), encoded(&self.prefix, true)));
            let answer = self.send("GET", &path, &query, None)?;
            if answer.status != 200 {
                return Err(refused(answer));
            }
            let text = answer.text(LIST)?;
            let keys = between(&text, "<Key>", "</Key>");
            found.extend(keys.filter_map(|key| Digest::parse(key.strip_prefix(&self.prefix)?)));
            let token = between(&text, "<NextContinuationToken>", "</NextContinuationToken>").next();
            next = token.map(|token| token.replace("&quot;", "\"").replace("&amp;", "&"));
            if next.is_none() {
                return Ok(found);
            }
        }
    }
}

/// What stands between these marks, each time.
fn between<'t>(text: &'t str, open: &'t str, close: &'t str) -> impl Iterator<Item = &'t str> {
    text.split(open).skip(1).filter_map(move |rest| rest.split_once(close).map(|(inside, _)| inside))
}

/// Percent-encoded as signatures ask (RFC 3986, unreserved characters stay); a slash is kept in paths.
fn encoded(text: &str, slash: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            b'/' if !slash => out.push('/'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// A secret may hold `/` and `+`, written as `%2F` and `%2B` where they would end it.
fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}
