//! Files that are fetched for scheduled imports: from an address of the web, or from a folder of the site.

use std::io::Read;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use store::{Result, Site, Tx};
use ureq::Agent;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

/// The setting that lets addresses of a private network be fetched, and those without TLS there.
pub const PRIVATE: &str = "ruche_import_private_addresses";
/// No list is longer.
const MOST: u64 = 200 * 1024 * 1024;
/// A large list takes its time; nobody waits.
const PATIENCE: Duration = Duration::from_secs(120);
/// Spreadsheets that are shared on the web are often fetched by way of another address.
const REDIRECTS: u32 = 5;

/// Why nothing was fetched: the key of a message, and what is to be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub key: &'static str,
    pub value: String,
}

impl Trouble {
    fn new(key: &'static str, value: impl Into<String>) -> Trouble {
        Trouble { key, value: value.into() }
    }
}

/// A file that was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    pub name: String,
    pub bytes: Vec<u8>,
    /// Where it lies, for files of a folder.
    pub place: Option<PathBuf>,
}

/// Whether this site lets addresses of its own network be fetched.
///
/// # Errors
/// The database's own failure.
pub fn takes_private(tx: &Tx<'_>) -> Result<bool> {
    Ok(store::state::scalar(&tx.setting(PRIVATE)?).is_true())
}

/// Whether an address may be asked for at all: over TLS, without a name and a password in it.
pub fn is_fit(url: &str, private: bool) -> bool {
    let plain = url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte));
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://").filter(|_| private));
    let Some(rest) = rest else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    plain && url.len() <= 1_000 && !host.is_empty() && !host.contains('@')
}

/// Whether this can be the name of a folder, and of nothing beside it.
pub fn is_folder(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    (1..=64).contains(&name.len()) && name.chars().all(fits)
}

/// Whether an address belongs to nobody on the open internet: this machine, a private network, a special purpose
/// (IANA special-purpose address registries).
pub fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => is_private_v4(four),
        IpAddr::V6(six) => is_private_v6(six),
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        // Shared by providers (RFC 6598), protocol assignments (RFC 6890), benchmarks (RFC 2544).
        || a == 100 && (64..128).contains(&b)
        || a == 192 && b == 0 && c == 0
        || a == 192 && b == 88 && c == 99
        || a == 198 && (b == 18 || b == 19)
}

fn is_private_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let within = |four: [u16; 2]| {
        let [a, b] = four[0].to_be_bytes();
        let [c, d] = four[1].to_be_bytes();
        is_private_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // An address of the older kind in the newer one's clothes: mapped, compatible, translated (RFC 6052).
        [0, 0, 0, 0, 0, 0xffff | 0, high, low] => address.is_loopback() || within([high, low]),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => within([high, low]),
        [0x64, 0xff9b, ..] => true,
        // 6to4 (RFC 3056) and Teredo (RFC 4380) hide one too.
        [0x2002, high, low, ..] => within([high, low]),
        [0x2001, second, ..] if second < 0x200 || second == 0xdb8 => true,
        [first, ..] => {
            address.is_multicast()
                || first & 0xfe00 == 0xfc00
                || first & 0xffc0 == 0xfe80
                || first & 0xffc0 == 0xfec0
                || first == 0x100
        }
    }
}

/// Finds addresses by name, and none but those of the open internet. What was looked at here is what is connected to:
/// a name that changes its mind between the two does not get through.
#[derive(Debug)]
struct Open(DefaultResolver);

impl Resolver for Open {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> std::result::Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.0.resolve(uri, config, timeout)?;
        let open: Vec<SocketAddr> = found.iter().filter(|address| !is_private(address.ip())).copied().collect();
        if open.is_empty() {
            return Err(ureq::Error::Other(Box::new(Closed)));
        }
        let mut all = self.empty();
        open.into_iter().for_each(|address| all.push(address));
        Ok(all)
    }
}

/// The name leads into a private network.
#[derive(Debug, thiserror::Error)]
#[error("the address leads into a private network")]
struct Closed;

fn agent(private: bool) -> Agent {
    let found = rustls_native_certs::load_native_certs();
    let roots = found.certs.iter().map(|one| Certificate::from_der(one.as_ref()).to_owned()).collect();
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::Specific(Arc::new(roots)))
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    let config = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(REDIRECTS)
        .https_only(!private)
        // A proxy of the machine would look the name up by itself, past the check.
        .proxy(None)
        .http_status_as_error(false)
        .tls_config(tls)
        .build();
    match private {
        true => config.into(),
        false => Agent::with_parts(config, DefaultConnector::default(), Open(DefaultResolver::default())),
    }
}

/// Fetches a file from an address; outside any transaction.
///
/// # Errors
/// Why it is not there.
pub fn address(url: &str, private: bool) -> std::result::Result<Fetched, Trouble> {
    if !is_fit(url, private) {
        return Err(Trouble::new("import-trouble-address", ""));
    }
    let mut answer = agent(private).get(url).call().map_err(|error| told(&error))?;
    let status = answer.status().as_u16();
    if status != 200 {
        return Err(Trouble::new("import-trouble-status", status.to_string()));
    }
    let mut bytes = Vec::new();
    let read = answer.body_mut().with_config().limit(MOST + 1).reader().read_to_end(&mut bytes);
    if bytes.len() as u64 > MOST {
        return Err(Trouble::new("import-trouble-large", ""));
    }
    read.map_err(|error| Trouble::new("import-trouble-silent", error.to_string()))?;
    Ok(Fetched { name: name_of(url), bytes, place: None })
}

/// What went wrong, without the address: it may hold a secret.
fn told(error: &ureq::Error) -> Trouble {
    match error {
        ureq::Error::Other(other) if other.is::<Closed>() => Trouble::new("import-trouble-private", ""),
        ureq::Error::RequireHttpsOnly(_) => Trouble::new("import-trouble-address", ""),
        ureq::Error::HostNotFound => Trouble::new("import-trouble-host", ""),
        ureq::Error::Timeout(_) => Trouble::new("import-trouble-slow", ""),
        ureq::Error::BadUri(_) => Trouble::new("import-trouble-address", ""),
        other => Trouble::new("import-trouble-silent", other.to_string()),
    }
}

/// The last part of the path, as the name of a list.
fn name_of(url: &str) -> String {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let name = path.split_once('/').map_or("", |(_, path)| path).rsplit('/').next().unwrap_or_default();
    let clean: String =
        name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')).take(100).collect();
    if clean.trim_matches('.').is_empty() { "liste.csv".to_owned() } else { clean }
}

/// Where the files of a folder lie that is named so.
pub fn folder(site: &Site, name: &str) -> PathBuf {
    site.data().join("imports").join(name)
}

/// Where those go that were brought in.
fn done(site: &Site, name: &str) -> PathBuf {
    folder(site, name).join("done")
}

/// The first file that waits in a folder, by name; None where none does.
///
/// # Errors
/// Why it cannot be read.
pub fn waiting(site: &Site, name: &str) -> std::result::Result<Option<Fetched>, Trouble> {
    let fault = |error: std::io::Error| Trouble::new("import-trouble-folder", error.to_string());
    let folder = folder(site, name);
    std::fs::create_dir_all(&folder).map_err(fault)?;
    let mut found: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        // Links are not followed: the folder may be open to others than those who run the machine.
        if entry.file_type().map_err(fault)?.is_file() && !hidden && is_settled(&entry) {
            found.push(entry.path());
        }
    }
    found.sort();
    let Some(place) = found.into_iter().next() else { return Ok(None) };
    if std::fs::metadata(&place).map_err(fault)?.len() > MOST {
        return Err(Trouble::new("import-trouble-large", ""));
    }
    let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = std::fs::read(&place).map_err(fault)?;
    Ok(Some(Fetched { name, bytes, place: Some(place) }))
}

/// Whether nobody is still writing a file: it has not changed for some seconds.
fn is_settled(entry: &std::fs::DirEntry) -> bool {
    let changed = entry.metadata().and_then(|about| about.modified());
    changed.is_ok_and(|at| at.elapsed().is_ok_and(|age| age.as_secs() >= 5))
}

/// Lays a file aside that was brought in, or that cannot be.
///
/// # Errors
/// The disk's failure: it would be brought in again.
pub fn lay_aside(site: &Site, folder: &str, fetched: &Fetched, stamp: &str) -> std::result::Result<(), Trouble> {
    let Some(place) = &fetched.place else { return Ok(()) };
    let fault = |error: std::io::Error| Trouble::new("import-trouble-folder", error.to_string());
    let done = done(site, folder);
    std::fs::create_dir_all(&done).map_err(fault)?;
    std::fs::rename(place, done.join(format!("{stamp} {}", fetched.name))).map_err(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_over_tls_are_fetched_unless_the_site_says_otherwise() {
        for fit in ["https://example.org/list.csv", "https://example.org:8443/a?b=c"] {
            assert!(is_fit(fit, false), "{fit}");
        }
        for unfit in [
            "http://example.org/a",
            "file:///etc/passwd",
            "ftp://x.org",
            "https://u:p@x.org/",
            "https://",
            "https://x.org/a b",
            "",
        ] {
            assert!(!is_fit(unfit, false), "{unfit}");
        }
        assert!(is_fit("http://nas.lan/list.csv", true) && !is_fit("file:///etc/passwd", true));
    }

    #[test]
    fn private_networks_are_known_in_every_dress() {
        let private = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "192.0.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "::7f00:1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "ff02::1",
            "100::1",
        ];
        for address in private {
            assert!(is_private(address.parse().unwrap()), "{address}");
        }
        for open in ["93.184.216.34", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450:4007::200e"]
        {
            assert!(!is_private(open.parse().unwrap()), "{open}");
        }
    }

    #[test]
    fn names_that_lead_into_this_machine_are_refused() {
        for url in
            ["https://localhost/list.csv", "https://127.0.0.1:9/x", "https://[::1]/x", "https://[::ffff:10.0.0.1]/x"]
        {
            assert_eq!(address(url, false).unwrap_err().key, "import-trouble-private", "{url}");
        }
    }

    #[test]
    fn a_fetched_list_is_named_by_its_path() {
        assert_eq!(name_of("https://example.org/a/liste.csv?key=secret"), "liste.csv");
        assert_eq!(name_of("https://example.org/a/%2e%2e"), "2e2e");
        assert_eq!(name_of("https://example.org"), "liste.csv");
        assert_eq!(name_of("https://example.org/.."), "liste.csv");
    }

    #[test]
    fn a_folder_has_no_way_out() {
        assert!(is_folder("caisse_2026"));
        for name in ["", "..", "a/b", "/etc", "a b", "é", "a.b"] {
            assert!(!is_folder(name), "{name}");
        }
    }
}
