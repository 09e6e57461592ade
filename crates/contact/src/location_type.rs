//! What an address, a phone or an e-mail is for: home, work, billing.

use schema::{Default, Entity};
use store::{As, Change, Error, Result, Tx, statement};

use crate::contact::change_of;

/// What an address, a phone or an e-mail is for.

#[derive(Clone, Debug, Entity)]
#[entity(
    "LocationType",
    "civicrm_location_type",
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["administer CiviCRM data"]),
    label_field("display_name"),
    searchable("secondary"),
    path("add", "civicrm/admin/locationType/edit?action=add&reset=1"),
    path("update", "civicrm/admin/locationType/edit?action=update&id=[id]&reset=1"),
    path("delete", "civicrm/admin/locationType/edit?action=delete&id=[id]&reset=1"),
    path("browse", "civicrm/admin/locationType"),
    unique("UI_name", &["name"])
)]
pub struct LocationType {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(text(64), default_by(Default::NameFrom("display_name")), input("Text"))]
    pub name: String,
    #[field(text(64), localizable, input("Text"))]
    pub display_name: String,
    #[field(text(64), input("Text"))]
    pub vcard_name: Option<String>,
    #[field(input("Text"))]
    pub description: Option<String>,
    #[field(default(false), input("CheckBox"))]
    pub is_reserved: bool,
    #[field(default(true), input("CheckBox"))]
    pub is_active: bool,
    #[field(default(false), input("CheckBox"))]
    pub is_default: bool,
}

/// Before: there is always one default, and it can be chosen.
///
/// # Errors
/// Refuses to take the default away or to switch it off, and to rename reserved types.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<LocationType>) -> Result<()> {
    let Some(before) = &change.before else { return Ok(()) };
    let loses = before.is_default && !change.after.is_default && defaults(tx, change.id)?.is_empty();
    if loses || change.after.is_default && !change.after.is_active {
        let text = "Make another location type the default first.";
        return Err(Error::rule("is_default", "problem-location-type-default", text));
    }
    if before.is_reserved && before.name != change.after.name {
        return Err(Error::Conflict("Reserved location types keep their names.".to_owned()));
    }
    Ok(())
}

/// After: one default alone.
///
/// # Errors
/// The database's own failure.
pub fn demote_others(tx: &mut Tx<'_>, change: &Change<LocationType>) -> Result<()> {
    if !change.after.is_default {
        return Ok(());
    }
    for other in defaults(tx, change.id)? {
        tx.save("LocationType", change_of(other, &[("is_default", false.into())]), As::Program)?;
    }
    Ok(())
}

fn defaults(tx: &Tx<'_>, but: i64) -> Result<Vec<i64>> {
    let found = tx.find_by::<LocationType>("is_default", true)?;
    Ok(found.into_iter().map(|(id, _)| id).filter(|id| *id != but).collect())
}

/// Before a deletion: reserved types, the default and those in use stay.
///
/// # Errors
/// `Conflict` for those.
pub fn guard_deletion(tx: &mut Tx<'_>, id: i64, gone: &LocationType) -> Result<()> {
    if gone.is_reserved || gone.is_default {
        return Err(Error::Conflict(format!("The location type {} cannot be deleted.", gone.name)));
    }
    for table in ["civicrm_address", "civicrm_email", "civicrm_phone", "civicrm_im", "civicrm_openid"] {
        let mark = tx.placeholder(1);
        let text = format!(r#"SELECT "id" FROM "{table}" WHERE "location_type_id" = {mark} LIMIT 1"#);
        if tx.one(&statement(text, vec![id.into()]))?.is_some() {
            return Err(Error::Conflict(format!("The location type {} is in use.", gone.name)));
        }
    }
    Ok(())
}
