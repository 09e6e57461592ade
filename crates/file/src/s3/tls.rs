//! TLS to the store of files: its certificate is verified against the authorities that the machine trusts, or against
//! the one that the setting names. There is no way to leave that out.

use std::io::{Error, Result};
use std::net::TcpStream;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

/// What is spoken over TLS.
pub type Stream = StreamOwned<ClientConnection, TcpStream>;

type Trust = std::result::Result<Arc<ClientConfig>, String>;

/// The authorities of the machine are read once: they belong to it, not to a site.
static MACHINE: LazyLock<Trust> = LazyLock::new(|| {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    trusting(roots)
});

/// Whom to trust: the authorities in this file of PEM, or those of the machine.
///
/// # Errors
/// Says that there is no authority to trust.
pub fn trust(authority: Option<&Path>) -> Trust {
    let Some(path) = authority else { return MACHINE.clone() };
    let said = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let mut roots = RootCertStore::empty();
    for one in CertificateDer::pem_file_iter(path).map_err(|error| said(&error))? {
        roots.add(one.map_err(|error| said(&error))?).map_err(|error| said(&error))?;
    }
    trusting(roots)
}

fn trusting(roots: RootCertStore) -> Trust {
    if roots.is_empty() {
        return Err("there is no authority whose certificates could be trusted".to_owned());
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.map_err(|error| error.to_string())?;
    Ok(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
}

/// Speaks TLS over a connection to this host.
///
/// # Errors
/// A name that is none.
pub fn over(config: &Arc<ClientConfig>, host: &str, stream: TcpStream) -> Result<Stream> {
    let name = ServerName::try_from(host.to_owned()).map_err(Error::other)?;
    let connection = ClientConnection::new(config.clone(), name).map_err(Error::other)?;
    Ok(StreamOwned::new(connection, stream))
}
