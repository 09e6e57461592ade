//! A small store of the same protocol, on this machine: it checks every signature, and keeps what it is sent.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::sign::{self, Keys};
use super::*;

type Kept = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

const SECRET: &str = "se/cret+1";

fn keys() -> Keys {
    Keys { access: "KEY".to_owned(), secret: SECRET.to_owned(), region: "garage".to_owned() }
}

/// The same behind TLS, with a certificate for `localhost` from an authority of its own.
fn secure_store() -> (u16, Kept) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/s3/certs");
    let chain = vec![CertificateDer::from_pem_file(folder.join("server.pem")).unwrap()];
    let key = PrivateKeyDer::from_pem_file(folder.join("server.key")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_no_client_auth().with_single_cert(chain, key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let kept = Kept::default();
    let own = kept.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let connection = ServerConnection::new(config.clone()).unwrap();
            let _ = serve(StreamOwned::new(connection, stream.unwrap()), &own, &format!("localhost:{port}"));
        }
    });
    (port, kept)
}

/// Answers until the test ends; gives its address and what it keeps.
fn store() -> (String, Kept) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let kept = Kept::default();
    let (own, name) = (kept.clone(), address.clone());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let _ = serve(stream.unwrap(), &own, &name);
        }
    });
    (address, kept)
}

fn serve(stream: impl Read + Write, kept: &Kept, address: &str) -> Result<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut parts = line.split(' ');
    let (method, target) = (parts.next().unwrap_or_default().to_owned(), parts.next().unwrap_or_default().to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.insert(name.to_owned(), value.to_owned());
    }
    let length: usize = headers.get("content-length").and_then(|n| n.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let mut stream = reader.into_inner();
    let (status, answer) = match is_signed(&method, &target, &headers, &body, address) {
        true => act(&method, &target, body, kept),
        false => (403, b"<Error><Code>SignatureDoesNotMatch</Code></Error>".to_vec()),
    };
    let length = answer.len();
    write!(stream, "HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n\r\n")?;
    if method != "HEAD" {
        stream.write_all(&answer)?;
    }
    stream.flush()
}

fn is_signed(method: &str, target: &str, headers: &BTreeMap<String, String>, body: &[u8], address: &str) -> bool {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let query: Vec<(String, String)> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let hash = sign::digest(body);
    let moment = headers.get("x-amz-date").cloned().unwrap_or_default();
    let signed: Vec<(String, String)> = ["host", "x-amz-content-sha256", "x-amz-date"]
        .iter()
        .map(|name| ((*name).to_owned(), headers.get(*name).cloned().unwrap_or_default()))
        .collect();
    let request = sign::Request { method, path, query: &query, headers: &signed, body: &hash };
    headers.get("host").is_some_and(|host| host == address)
        && headers.get("x-amz-content-sha256") == Some(&hash)
        && headers.get("authorization") == Some(&sign::authorization(&keys(), &request, &moment))
}

fn act(method: &str, target: &str, body: Vec<u8>, kept: &Kept) -> (u16, Vec<u8>) {
    let mut kept = kept.lock().unwrap();
    match (method, target.split_once('?')) {
        // Two at a time, so that the list goes on.
        ("GET", Some((_, query))) => {
            let from: usize =
                query.split('&').find_map(|p| p.strip_prefix("continuation-token=")?.parse().ok()).unwrap_or(0);
            let keys: String = kept
                .keys()
                .skip(from)
                .take(2)
                .map(|path| format!("<Key>{}</Key>", path.replace("/bucket/", "").replace("%20", " ")))
                .collect();
            let more = if kept.len() > from + 2 {
                format!("<NextContinuationToken>{}</NextContinuationToken>", from + 2)
            } else {
                String::new()
            };
            (200, format!("<ListBucketResult>{keys}{more}</ListBucketResult>").into_bytes())
        }
        ("PUT", _) => {
            kept.insert(target.to_owned(), body);
            (200, Vec::new())
        }
        ("DELETE", _) => {
            kept.remove(target);
            (204, Vec::new())
        }
        _ => kept.get(target).map_or((404, Vec::new()), |bytes| (200, bytes.clone())),
    }
}

fn folder(name: &str) -> PathBuf {
    let root = std::env::temp_dir().join(format!("ruche-s3-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&root);
    std::fs::create_dir_all(&root).unwrap();
    root
}

fn bucket(address: &str, data: &Path) -> Bucket {
    Bucket::parse(&format!("s3:http://KEY:se%2Fcret%2B1@{address}/bucket/our files?region=garage"), data).unwrap()
}

fn given(data: &Path, bytes: &[u8]) -> PathBuf {
    let path = data.join("given");
    let _ = std::fs::remove_file(&path);
    content::write(&path, bytes).unwrap();
    path
}

#[test]
fn contents_go_to_the_bucket_and_come_back_as_they_were() {
    let (data, (address, kept)) = (folder("round"), store());
    let store = bucket(&address, &data);
    let digests: Vec<Digest> =
        [&b"one"[..], b"two", b"three", b"one"].iter().map(|bytes| store.take(&given(&data, bytes)).unwrap()).collect();
    assert_eq!(digests[0], digests[3]);
    assert_eq!(kept.lock().unwrap().len(), 3, "the same bytes lie there once");
    assert!(kept.lock().unwrap().keys().all(|path| path.starts_with("/bucket/our%20files/")));
    let (mut file, length) = store.open(&digests[2]).unwrap().unwrap();
    let mut text = String::new();
    file.read_to_string(&mut text).unwrap();
    assert_eq!((text.as_str(), length), ("three", 5));
    assert!(std::fs::read_dir(data.join("incoming")).unwrap().next().is_none(), "nothing is left behind");
    let mut all = store.all().unwrap();
    all.sort();
    let mut known = digests[..3].to_vec();
    known.sort();
    assert_eq!(all, known, "a list of several pages");
    let missing = Digest::parse(&"0".repeat(64)).unwrap();
    assert!(store.open(&missing).unwrap().is_none() && !store.has(&missing).unwrap());
    std::fs::remove_dir_all(data).unwrap();
}

#[test]
fn only_what_has_not_been_used_for_long_is_removed() {
    let (data, (address, kept)) = (folder("old"), store());
    let store = bucket(&address, &data);
    let digest = store.take(&given(&data, b"one")).unwrap();
    let hour = Duration::from_secs(3600);
    assert!(!store.remove(&digest, SystemTime::now() - hour).unwrap());
    // Another machine, which has not seen it before: its time begins there and then.
    let other = bucket(&address, &folder("old-other"));
    assert!(other.has(&digest).unwrap());
    assert!(!other.remove(&digest, SystemTime::now() + hour).unwrap());
    assert!(store.remove(&digest, SystemTime::now() + hour).unwrap());
    assert!(kept.lock().unwrap().is_empty());
    std::fs::remove_dir_all(data).unwrap();
}

#[test]
fn a_content_that_was_tampered_with_is_not_handed_out() {
    let (data, (address, kept)) = (folder("tampered"), store());
    let store = bucket(&address, &data);
    let digest = store.take(&given(&data, b"one")).unwrap();
    kept.lock().unwrap().values_mut().for_each(|bytes| *bytes = b"two".to_vec());
    assert_eq!(store.open(&digest).unwrap_err().kind(), ErrorKind::InvalidData);
    std::fs::remove_dir_all(data).unwrap();
}

#[test]
fn wrong_keys_and_wrong_settings_say_what_is_wrong_and_keep_the_secret() {
    let (data, (address, _)) = (folder("wrong"), store());
    let setting = format!("s3:http://KEY:other@{address}/bucket?region=garage");
    let error = Bucket::parse(&setting, &data).unwrap().take(&given(&data, b"one")).unwrap_err().to_string();
    assert!(error.contains("403") && !error.contains("other"), "{error}");
    for wrong in [
        "",
        "folder",
        "s3:ftp://a:b@c/d",
        "s3:http://a:b@c/d?ca=x",
        "s3:https://a:b@c/d?ca=/nowhere",
        "s3:http://a@c/d",
        "s3:http://a:b@c",
        "s3:http://:b@c/d",
    ] {
        assert!(Bucket::parse(wrong, &data).is_err(), "{wrong}");
    }
    std::fs::remove_dir_all(data).unwrap();
}

#[test]
fn a_store_behind_tls_is_trusted_for_its_certificate_alone() {
    let (data, (port, kept)) = (folder("tls"), secure_store());
    let certs = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/s3/certs");
    let to = |host: &str, authority: Option<&str>| {
        let ca = authority.map(|name| format!("&ca={}", certs.join(name).display())).unwrap_or_default();
        let setting = format!("s3:https://KEY:se%2Fcret%2B1@{host}:{port}/bucket?region=garage{ca}");
        Bucket::parse(&setting, &data)
    };
    let store = to("localhost", Some("authority.pem")).unwrap();
    let large: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
    let digest = store.take(&given(&data, &large)).unwrap();
    let (_, length) = store.open(&digest).unwrap().unwrap();
    assert_eq!(length, 800_000);
    let refused = |bucket: Bucket| bucket.take(&given(&data, b"one")).unwrap_err().to_string();
    let stranger = refused(to("localhost", Some("stranger.pem")).unwrap());
    assert!(stranger.contains("certificate"), "{stranger}");
    let elsewhere = refused(to("127.0.0.1", Some("authority.pem")).unwrap());
    assert!(elsewhere.contains("certificate"), "the name is another: {elsewhere}");
    // The machine's own authorities, where it has any, do not know this one.
    if let Ok(machine) = to("localhost", None) {
        assert!(refused(machine).contains("certificate"));
    }
    assert_eq!(kept.lock().unwrap().len(), 1, "nothing was sent to whom nobody trusts");
    std::fs::remove_dir_all(data).unwrap();
}
