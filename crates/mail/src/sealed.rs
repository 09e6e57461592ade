//! Secrets that the program has to say again, such as the password of a mail server: encrypted under the site's key
//! (ChaCha20-Poly1305, RFC 8439), so that a copy of the database alone tells nothing.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use schema::Entity;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Site, Tx, secret};

/// What keys are derived for.
const PURPOSE: &str = "sealed secret";

/// A secret by its name.
#[derive(Clone, Debug, Entity)]
#[entity("RucheSealed", "ruche_sealed", internal, unique("UI_name", &["name"]))]
pub struct Sealed {
    #[field(readonly)]
    pub id: i64,
    #[field(text(64))]
    pub name: String,
    #[field(long_text, secret)]
    pub sealed: String,
}

/// The text, encrypted; `name` is bound into it, so that it cannot take the place of another secret.
///
/// # Errors
/// Fails when the system gives no random bytes.
pub fn seal(site: &Site, name: &str, plain: &str) -> Result<String> {
    let mut nonce = [0_u8; NONCE_LEN];
    getrandom::fill(&mut nonce).map_err(Error::internal)?;
    let mut bytes = plain.as_bytes().to_vec();
    let nonce_used = Nonce::assume_unique_for_key(nonce);
    key(site, name)?
        .seal_in_place_append_tag(nonce_used, Aad::from(name), &mut bytes)
        .map_err(|_| Error::internal("a secret could not be sealed"))?;
    Ok(STANDARD_NO_PAD.encode([&nonce[..], &bytes].concat()))
}

/// The text again; None where it was sealed under another name or another site's key.
pub fn unseal(site: &Site, name: &str, sealed: &str) -> Option<String> {
    let bytes = STANDARD_NO_PAD.decode(sealed).ok()?;
    let (nonce, rest) = bytes.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut rest = rest.to_vec();
    let plain = key(site, name).ok()?.open_in_place(nonce, Aad::from(name), &mut rest).ok()?;
    String::from_utf8(plain.to_vec()).ok()
}

fn key(site: &Site, name: &str) -> Result<LessSafeKey> {
    let bytes = secret::derive(site.secret(), PURPOSE, name.as_bytes());
    let key = UnboundKey::new(&CHACHA20_POLY1305, &bytes).map_err(|_| Error::internal("a key of the wrong length"))?;
    Ok(LessSafeKey::new(key))
}

/// Keeps a secret under a name, in place of the one before; an empty text takes it away.
///
/// # Errors
/// As any write.
pub fn keep(tx: &mut Tx<'_>, name: &str, plain: &str) -> Result<()> {
    let known = tx.find_by::<Sealed>("name", name)?.into_iter().next().map(|(id, _)| id);
    if plain.is_empty() {
        return known.map_or(Ok(()), |id| tx.delete("RucheSealed", id, As::Program));
    }
    let sealed = seal(tx.site(), name, plain)?;
    let mut values: Map<String, Json> = Map::new();
    if let Some(id) = known {
        values.insert("id".to_owned(), json!(id));
    }
    values.insert("name".to_owned(), json!(name));
    values.insert("sealed".to_owned(), json!(sealed));
    tx.save("RucheSealed", values, As::Program).map(drop)
}

/// The secret of this name.
///
/// # Errors
/// The database's own failure.
pub fn told(tx: &Tx<'_>, name: &str) -> Result<Option<String>> {
    let found = tx.find_by::<Sealed>("name", name)?.into_iter().next();
    Ok(found.and_then(|(_, row)| unseal(tx.site(), name, &row.sealed)))
}

/// Whether there is a secret of this name.
///
/// # Errors
/// The database's own failure.
pub fn is_kept(tx: &Tx<'_>, name: &str) -> Result<bool> {
    Ok(!tx.find_by::<Sealed>("name", name)?.is_empty())
}
