//! The three kinds of contacts and the subtypes that an organisation adds to them.

use schema::{Default, Entity, ListFormat, OptionSource, Value};
use store::{Change, Error, Problem, Result, Tx, statement};

/// A kind of contact: one of the three (no parent), or a subtype of one.

#[derive(Clone, Debug, Entity)]
#[entity(
    "ContactType",
    "civicrm_contact_type",
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["administer CiviCRM data"]),
    label_field("label"),
    searchable("secondary"),
    kind("ManagedEntity"),
    parent_field("parent_id"),
    path("add", "civicrm/admin/options/subtype/edit?action=add&reset=1"),
    path("update", "civicrm/admin/options/subtype/edit?action=update&id=[id]&reset=1"),
    path("delete", "civicrm/admin/options/subtype/edit?action=delete&id=[id]&reset=1"),
    path("browse", "civicrm/admin/options/subtype"),
    unique("contact_type", &["name"])
)]
pub struct ContactType {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(text(64), default_by(Default::NameFrom("label")), input("Text"))]
    pub name: String,
    #[field(text(64), required, localizable, input("Text"))]
    pub label: Option<String>,
    #[field(long_text, localizable, input("TextArea"), input_attr("rows", 2), input_attr("cols", 60))]
    pub description: Option<String>,
    #[field(named("image_URL"), input("Text"))]
    pub image_url: Option<String>,
    #[field(input("Text"))]
    pub icon: Option<String>,
    #[field(options(OptionSource::table("ContactType", "label").where_null("parent_id").source()), references("ContactType"), required, input("Select"))]
    pub parent_id: Option<i64>,
    #[field(default(true), input("CheckBox"))]
    pub is_active: bool,
    #[field(default(false), input("CheckBox"))]
    pub is_reserved: bool,
}

/// A type as contacts are checked against it.
pub(crate) struct Known {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) parent: Option<i64>,
}

/// All types: there are few.
///
/// # Errors
/// The database's own failure.
pub(crate) fn all(tx: &Tx<'_>) -> Result<Vec<Known>> {
    let mut all = Vec::new();
    let text = r#"SELECT "id", "name", "parent_id" FROM "civicrm_contact_type" ORDER BY "id""#;
    tx.rows(&statement(text, Vec::new()), |row| {
        let cell = |at| store::owned(row.cell(at));
        let name = cell(1).as_text().unwrap_or_default().to_owned();
        all.push(Known { id: cell(0).as_int().unwrap_or(0), name, parent: cell(2).as_int() });
        Ok(())
    })?;
    Ok(all)
}

/// Before: a subtype hangs below one of the three, and names that contacts hold stay.
///
/// # Errors
/// Refuses new kinds without a parent, subtypes of subtypes and new names for what is in use.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<ContactType>) -> Result<()> {
    if let Some(before) = &change.before {
        let renamed = before.name != change.after.name || before.parent_id != change.after.parent_id;
        if renamed && before.parent_id.is_none() {
            return Err(Error::Conflict("The basic contact types keep their names.".to_owned()));
        }
        if renamed && in_use(tx, &before.name)? {
            return Err(Error::Conflict(format!("Contacts have the subtype {}.", before.name)));
        }
    }
    let is_base = change.before.as_ref().is_some_and(|before| before.parent_id.is_none());
    match change.after.parent_id {
        None if is_base => Ok(()),
        None => Err(Error::field("parent_id", Problem::Required)),
        Some(id) => match tx.find::<ContactType>(id)? {
            Some(parent) if parent.parent_id.is_none() => Ok(()),
            Some(_) => {
                let text = "A subtype hangs below Individual, Household or Organization.";
                Err(Error::rule("parent_id", "problem-contact-type-parent", text))
            }
            None => Err(Error::field("parent_id", Problem::NoSuchRecord)),
        },
    }
}

/// Before a deletion: the three basic types stay, and so does what contacts have.
///
/// # Errors
/// `Conflict` for those.
pub fn guard_deletion(tx: &mut Tx<'_>, _id: i64, gone: &ContactType) -> Result<()> {
    if gone.parent_id.is_none() {
        return Err(Error::Conflict("The basic contact types cannot be deleted.".to_owned()));
    }
    match gone.is_reserved || in_use(tx, &gone.name)? {
        true => Err(Error::Conflict(format!("The subtype {} is in use.", gone.name))),
        false => Ok(()),
    }
}

fn in_use(tx: &Tx<'_>, name: &str) -> Result<bool> {
    let mark = tx.placeholder(1);
    let text = format!(r#"SELECT "id" FROM "civicrm_contact" WHERE "contact_sub_type" LIKE {mark} ESCAPE '!' LIMIT 1"#);
    let quoted = name.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    let joined = ListFormat::Bookend.join(&[Value::Text(quoted)]);
    Ok(tx.one(&statement(text, vec![Value::Text(format!("%{joined}%"))]))?.is_some())
}
