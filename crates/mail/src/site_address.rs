//! The addresses that the association writes from.

use schema::{Entity, OptionSource};
use serde_json::json;
use store::{As, Change, Error, Problem, Result, Tx, statement};

use crate::address;

/// An address of the association, and the name that readers see.
#[derive(Clone, Debug, Entity)]
#[entity(
    "SiteEmailAddress",
    "civicrm_site_email_address",
    title("Site Email Address", "Site Email Addresses"),
    label_field("display_name"),
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["administer CiviCRM"]),
    searchable("secondary"),
    index("index_domain_id_is_default", &["domain_id", "is_default"])
)]
pub struct SiteEmailAddress {
    #[field(readonly, title("Site Email Address ID"), input("Number"))]
    pub id: i64,
    #[field(text(254), required, title("Display Name"), input("Text"))]
    pub display_name: String,
    #[field(text(254), required, title("Email"), input("Text"), input_attr("size", "30"))]
    pub email: String,
    #[field(long_text, title("Description"), input("TextArea"), input_attr("rows", 4), input_attr("cols", 60))]
    pub description: Option<String>,
    #[field(default(true), title("Is Active"), label("Enabled"), input("CheckBox"))]
    pub is_active: bool,
    #[field(default(false), title("Is Default"), label("Default"), input("CheckBox"))]
    pub is_default: bool,
    #[field(default(1_i64), title("Domain ID"), label("Domain"), options(OptionSource::table("Domain", "name").source()), references("Domain"), input("EntityRef"))]
    pub domain_id: i64,
}

/// Before: an address that mail can come from, and the first one is the one that is taken where none is chosen.
///
/// # Errors
/// Refuses what is no address.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<SiteEmailAddress>) -> Result<()> {
    own_alone(tx, change.before.as_ref().map_or(tx.domain(), |before| before.domain_id))?;
    if change.was_given("domain_id") {
        own_alone(tx, change.after.domain_id)?;
    }
    let (is_new, is_given) = (change.is_new(), change.was_given("domain_id"));
    let row = &mut change.after;
    row.email = row.email.trim().to_owned();
    if !address::is_sound(&row.email) {
        return Err(Error::rule("email", "problem-email", "This is no e-mail address."));
    }
    row.display_name = address::one_line(&row.display_name, 254);
    if row.display_name.is_empty() {
        return Err(Error::field("display_name", Problem::Required));
    }
    if is_new && !is_given {
        row.domain_id = tx.domain();
    }
    let others = tx.find_by::<SiteEmailAddress>("is_default", true)?;
    let is_other = |id: i64, other: &SiteEmailAddress| id != change.id && other.domain_id == row.domain_id;
    if row.is_active && !others.iter().any(|(id, other)| is_other(*id, other) && other.is_default) {
        row.is_default = true;
    }
    if !row.is_active {
        row.is_default = false;
    }
    Ok(())
}

/// The addresses of another domain are its own, or the main one's.
fn own_alone(tx: &Tx<'_>, domain: i64) -> Result<()> {
    let all = tx.domain() == store::MAIN_DOMAIN || tx.actor().permissions.is_everything();
    match all || domain == tx.domain() {
        true => Ok(()),
        false => Err(Error::Forbidden("The addresses of another site are its own.".to_owned())),
    }
}

/// After: there is one default.
///
/// # Errors
/// As any write.
pub fn demote_others(tx: &mut Tx<'_>, change: &Change<SiteEmailAddress>) -> Result<()> {
    if !change.after.is_default {
        return Ok(());
    }
    for (id, row) in tx.find_by::<SiteEmailAddress>("is_default", true)? {
        if id != change.id && row.is_default && row.domain_id == change.after.domain_id {
            let values = [("id".to_owned(), json!(id)), ("is_default".to_owned(), json!(false))];
            tx.save("SiteEmailAddress", values.into_iter().collect(), As::Program)?;
        }
    }
    Ok(())
}

/// Before deletion: the address that mail goes out from by itself stays.
///
/// # Errors
/// `Conflict` for the default while there are others.
pub fn guard_deletion(tx: &mut Tx<'_>, id: i64, row: &SiteEmailAddress) -> Result<()> {
    own_alone(tx, row.domain_id)?;
    let others = everywhere(tx)?.into_iter().any(|(other, one)| other != id && one.domain_id == row.domain_id);
    match row.is_default && others {
        true => Err(Error::Conflict("Make another address the default first.".to_owned())),
        false => Ok(()),
    }
}

/// Those of the domain that are in use, the default first; those of the main domain where it has none.
///
/// # Errors
/// The database's own failure.
pub fn all(tx: &Tx<'_>) -> Result<Vec<(i64, SiteEmailAddress)>> {
    let all = everywhere(tx)?;
    let of = |domain: i64| all.iter().filter(move |(_, row)| row.domain_id == domain).cloned().collect::<Vec<_>>();
    let own = of(tx.domain());
    Ok(if own.is_empty() { of(store::MAIN_DOMAIN) } else { own })
}

/// Those that the domain itself has.
///
/// # Errors
/// The database's own failure.
pub fn own(tx: &Tx<'_>) -> Result<Vec<(i64, SiteEmailAddress)>> {
    Ok(everywhere(tx)?.into_iter().filter(|(_, row)| row.domain_id == tx.domain()).collect())
}

/// Those of all domains that are in use, the defaults first.
///
/// # Errors
/// The database's own failure.
pub fn everywhere(tx: &Tx<'_>) -> Result<Vec<(i64, SiteEmailAddress)>> {
    let text = r#"SELECT "id" FROM "civicrm_site_email_address" ORDER BY "id""#;
    let mut ids = Vec::new();
    tx.rows(&statement(text, Vec::new()), |row| {
        if let query::Cell::Int(id) = row.cell(0) {
            ids.push(id);
        }
        Ok(())
    })?;
    let mut found = tx.find_many::<SiteEmailAddress>(&ids)?;
    found.retain(|(_, row)| row.is_active);
    found.sort_by_key(|(id, row)| (!row.is_default, *id));
    Ok(found)
}

/// The one that is taken where none is chosen.
///
/// # Errors
/// The database's own failure.
pub fn standard(tx: &Tx<'_>) -> Result<Option<(i64, SiteEmailAddress)>> {
    Ok(all(tx)?.into_iter().next().filter(|(_, row)| row.is_default))
}

impl SiteEmailAddress {
    /// As a message names its sender.
    pub fn written(&self) -> String {
        written(&self.display_name, &self.email)
    }
}

/// `"Name" <address>` (RFC 5322, 3.4).
pub fn written(name: &str, address: &str) -> String {
    match name.is_empty() {
        true => address.to_owned(),
        false => format!("\"{}\" <{address}>", name.replace(['"', '\\'], "")),
    }
}

/// The name and the address in such a text.
pub fn read(written: &str) -> (Option<String>, String) {
    match written.rsplit_once('<') {
        Some((name, rest)) => {
            let name = name.trim().trim_matches('"').trim();
            let name = Some(name.to_owned()).filter(|name| !name.is_empty());
            (name, rest.trim_end_matches('>').trim().to_owned())
        }
        None => (None, written.trim().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_is_read_as_it_was_written() {
        let text = written("L'Amicale \"du\" Lac", "a@b.org");
        assert_eq!(text, "\"L'Amicale du Lac\" <a@b.org>");
        assert_eq!(read(&text), (Some("L'Amicale du Lac".to_owned()), "a@b.org".to_owned()));
        assert_eq!(read("a@b.org"), (None, "a@b.org".to_owned()));
    }
}
