//! The domains of a database: one for most, several where a federation and its branches share one server. Each has a
//! name, an organisation, an address of its own, and settings.

pub mod apart;

use schema::{Computed, Entity, Field, FieldType, ListFormat, OnDelete};
use serde_json::Value as Json;
use store::{Change, Error, MAIN_DOMAIN, Problem, Result, Tx, statement};

use crate::status::ADDRESS_SETTING;

/// A site: what it is called, and which contact it is itself.
#[derive(Clone, Debug, Entity)]
#[entity(
    "Domain",
    "civicrm_domain",
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["administer CiviCRM data"]),
    searchable("none"),
    with(is_active()),
    unique("UI_name", &["name"])
)]
pub struct Domain {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(text(64), input("Text"))]
    pub name: Option<String>,
    #[field(input("Text"))]
    pub description: Option<String>,
    #[field(text(32), input("Text"))]
    pub version: Option<String>,
    #[field(references("Contact"), input("EntityRef"))]
    pub contact_id: Option<i64>,
    #[field(long_text, list(ListFormat::Trimmed), input("TextArea"))]
    pub locales: Vec<String>,
    #[field(long_text, list(ListFormat::Php), input("TextArea"))]
    pub locale_custom_strings: Vec<String>,
}

/// Whether this is the domain that the caller works in.
fn is_active() -> Field {
    Field::new("is_active", FieldType::Bool).readonly().computed(Computed::IsCurrentDomain)
}

/// Whether the actor looks after all domains: at the main one, or wherever they are because they may do everything.
pub fn administers_all(tx: &Tx<'_>) -> bool {
    let actor = tx.actor();
    actor.permissions.is_everything() || tx.domain() == MAIN_DOMAIN && actor.may("administer CiviCRM")
}

/// Before: a name, the organisation of nobody else, and a domain of those who write it.
///
/// # Errors
/// Refuses other domains to those who look after one alone.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<Domain>) -> Result<()> {
    if (change.is_new() || change.id != tx.domain()) && !administers_all(tx) {
        return Err(Error::Forbidden("Sites are looked after at the main one.".to_owned()));
    }
    change.after.name = change.after.name.take().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    let Some(name) = change.after.name.clone() else { return Err(Error::field("name", Problem::Required)) };
    if tx.find_by::<Domain>("name", name.as_str())?.iter().any(|(id, _)| *id != change.id) {
        return Err(Error::field("name", Problem::Taken));
    }
    if let Some(contact) = change.after.contact_id
        && tx.find_by::<Domain>("contact_id", contact)?.iter().any(|(id, _)| *id != change.id)
    {
        return Err(Error::field("contact_id", Problem::Taken));
    }
    if change.is_new() && change.after.version.is_none() {
        change.after.version = Some(env!("CARGO_PKG_VERSION").to_owned());
    }
    Ok(())
}

/// Before a deletion: the main domain stays, and so does one that something belongs to.
///
/// # Errors
/// `Conflict`, with what still needs it.
pub fn guard_deletion(tx: &mut Tx<'_>, id: i64, _gone: &Domain) -> Result<()> {
    if id == MAIN_DOMAIN || id == tx.domain() {
        return Err(Error::Conflict("The domain cannot be deleted.".to_owned()));
    }
    if !administers_all(tx) {
        return Err(Error::Forbidden("Sites are looked after at the main one.".to_owned()));
    }
    let catalog = tx.catalog().clone();
    for (other, field) in catalog.references_to("Domain") {
        let goes_along = field.references.as_ref().is_some_and(|to| to.on_delete == OnDelete::Cascade);
        if goes_along || !other.stored {
            continue;
        }
        let text =
            format!(r#"SELECT count(*) FROM "{}" WHERE "{}" = {}"#, other.table, field.column(), tx.placeholder(1));
        if tx.one(&statement(text, vec![id.into()]))?.and_then(|count| count.as_int()).unwrap_or(0) > 0 {
            return Err(Error::Conflict(format!("{} still needs it.", other.title)));
        }
    }
    Ok(())
}

/// The numbers of all domains.
///
/// # Errors
/// The database's own failure.
pub fn all(tx: &Tx<'_>) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    tx.rows(&statement(r#"SELECT "id" FROM "civicrm_domain" ORDER BY "id""#, Vec::new()), |row| {
        found.extend(store::owned(row.cell(0)).as_int());
        Ok(())
    })?;
    Ok(found)
}

/// The name of the domain in which this happens.
///
/// # Errors
/// The database's own failure.
pub fn name(tx: &Tx<'_>) -> Result<String> {
    let text = format!(r#"SELECT "name" FROM "civicrm_domain" WHERE "id" = {}"#, tx.placeholder(1));
    let name = tx.one(&statement(text, vec![tx.domain().into()]))?;
    Ok(name.and_then(|name| name.as_text().map(str::to_owned)).unwrap_or_default())
}

/// The contact that the organisation of the domain itself is.
///
/// # Errors
/// The database's own failure.
pub fn organisation(tx: &Tx<'_>) -> Result<Option<i64>> {
    let text = format!(r#"SELECT "contact_id" FROM "civicrm_domain" WHERE "id" = {}"#, tx.placeholder(1));
    Ok(tx.one(&statement(text, vec![tx.domain().into()]))?.and_then(|id| id.as_int()))
}

/// The domain that people reach under this name; the main one under any that is nobody's.
///
/// # Errors
/// The database's own failure.
pub fn of_host(tx: &Tx<'_>, host: Option<&str>) -> Result<i64> {
    let Some(host) = host.map(str::to_ascii_lowercase) else { return Ok(MAIN_DOMAIN) };
    let addresses = tx.setting_of_each(ADDRESS_SETTING)?;
    let others = || addresses.iter().filter(|(domain, _)| *domain != MAIN_DOMAIN);
    // A proxy may speak of another port than people do.
    let bare = without_port(&host);
    let is = |address: &Json, wanted: &str| address.as_str().and_then(authority).is_some_and(|name| name == wanted);
    let exact = others().find(|(_, address)| is(address, &host));
    let found = exact.or_else(|| others().find(|(_, address)| is(address, bare)));
    Ok(found.map_or(MAIN_DOMAIN, |(domain, _)| *domain))
}

/// `crm.example.org:8080` of `https://crm.example.org:8080/`.
fn authority(address: &str) -> Option<String> {
    let rest = address.split_once("://")?.1;
    let name = rest.split('/').next().unwrap_or_default();
    (!name.is_empty()).then(|| name.to_ascii_lowercase())
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Refuses a setting by which two domains could not be told apart, and one that would open a domain from within.
///
/// # Errors
/// `Invalid` for an address that is another domain's, or a group that does not exist; `Forbidden` for what only those who
/// look after all domains may set.
pub fn check_setting(tx: &Tx<'_>, domain: i64, name: &str, value: &Json) -> Result<()> {
    if apart::SETTINGS.contains(&name) && !administers_all(tx) {
        return Err(Error::Forbidden("Sites are looked after at the main one.".to_owned()));
    }
    match name {
        ADDRESS_SETTING => {
            let Some(wanted) = value.as_str().and_then(authority) else { return Ok(()) };
            let same = |(other, address): &(i64, Json)| {
                *other != domain && address.as_str().and_then(authority).is_some_and(|name| name == wanted)
            };
            match tx.setting_of_each(ADDRESS_SETTING)?.iter().any(same) {
                true => Err(Error::field(ADDRESS_SETTING, Problem::Taken)),
                false => Ok(()),
            }
        }
        apart::GROUP => match store::state::scalar(value).as_int().filter(|id| *id != 0) {
            Some(id) if tx.find::<crate::group::Group>(id)?.is_none() => {
                Err(Error::field(apart::GROUP, Problem::NoSuchRecord))
            }
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_host_is_found_in_an_address() {
        assert_eq!(authority("https://Lyon.Example.org/").as_deref(), Some("lyon.example.org"));
        assert_eq!(authority("http://localhost:8600").as_deref(), Some("localhost:8600"));
        assert_eq!(authority("lyon.example.org"), None);
        assert_eq!(authority("https://"), None);
    }

    #[test]
    fn a_port_is_left_off_a_host_and_a_plain_name_kept() {
        assert_eq!(without_port("lyon.example.org:443"), "lyon.example.org");
        assert_eq!(without_port("lyon.example.org"), "lyon.example.org");
        assert_eq!(without_port("[::1]:80"), "[::1]");
    }
}
