//! E-mail addresses of contacts.

use std::collections::BTreeSet;

use jiff::civil::DateTime;
use schema::{Default, Entity, OptionSource, Record};
use serde_json::json;
use store::{Change, Error, Result, Tx, statement};

use crate::contact::{self, Contact};
use crate::location::{POLICY, located, step_back};
use crate::naming;

/// An e-mail address of a contact, or of a place where events are held.

#[derive(Clone, Debug, Entity)]
#[entity(
    "Email",
    "civicrm_email",
    door_all("get", &[]),
    door_any("default", &["access CiviCRM", "edit all contacts", "edit my contact"]),
    policy(POLICY),
    label_field("email"),
    searchable("secondary"),
    icon("fa-envelope-o"),
    index("UI_email", &["email"]),
    index("index_contact_id_is_primary", &["contact_id", "is_primary"])
)]
pub struct Email {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(belongs_to("Contact"), guards, input("EntityRef"))]
    pub contact_id: Option<i64>,
    #[field(default_by(Default::DefaultOption), options(OptionSource::table("LocationType", "display_name").name("name").abbr("vcard_name").description("description").source()), input("Select"))]
    pub location_type_id: Option<i64>,
    #[field(text(254), required, input("Text"), input_attr("size", "30"), usage(&["import", "export", "duplicate_matching"]))]
    pub email: Option<String>,
    #[field(default(false), input("Radio"))]
    pub is_primary: bool,
    #[field(default(false), input("CheckBox"))]
    pub is_billing: bool,
    #[field(default(0_i64), options(OptionSource::Named("emailOnHoldOptions")), input("Select"), usage(&["export"]))]
    pub on_hold: i64,
    #[field(default(false), input("CheckBox"), usage(&["export"]))]
    pub is_bulkmail: bool,
    #[field(readonly, input("Select Date"), input_attr("format_type", "activityDateTime"))]
    pub hold_date: Option<DateTime>,
    #[field(input("Select Date"), input_attr("format_type", "activityDateTime"))]
    pub reset_date: Option<DateTime>,
    #[field(long_text, input("TextArea"), usage(&["import", "export", "duplicate_matching"]))]
    pub signature_text: Option<String>,
    #[field(long_text, input("TextArea"), usage(&["import", "export", "duplicate_matching"]))]
    pub signature_html: Option<String>,
}

located!(Email, billing);

/// Before: the address as it is written to, and the dates of being put on hold.
///
/// # Errors
/// Refuses addresses that no mail server would take.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<Email>) -> Result<()> {
    let email = &mut change.after;
    if let Some(address) = &mut email.email {
        let trimmed = address.trim();
        // A line break would let the address write further lines of a message's head.
        if trimmed.is_empty() || trimmed.chars().any(char::is_control) {
            return Err(Error::rule("email", "problem-email-address", "This is not an e-mail address."));
        }
        if trimmed.len() != address.len() {
            *address = trimmed.to_owned();
        }
    }
    let held_before = change.before.as_ref().is_some_and(|before| before.on_hold != 0);
    match (held_before, email.on_hold != 0) {
        (false, true) => {
            email.hold_date = Some(tx.clock().now);
            email.reset_date = None;
        }
        (true, false) => {
            email.hold_date = None;
            email.reset_date = Some(tx.clock().now);
        }
        _ => {}
    }
    Ok(())
}

/// After: one address for mass mailings, and the name of a contact that has no other.
///
/// # Errors
/// The database's own failure.
pub fn spread(tx: &mut Tx<'_>, change: &Change<Email>) -> Result<()> {
    let Some(owner) = change.after.contact_id else { return Ok(()) };
    let several = store::state::scalar(&tx.setting("civimail_multiple_bulk_emails")?).is_true();
    if change.after.is_bulkmail && !several {
        step_back::<Email>(tx, owner, "is_bulkmail", change.id)?;
    }
    follow(tx, owner)
}

/// After, for many at once: as [`spread`] for each.
///
/// # Errors
/// The database's own failure.
pub fn spread_many(tx: &mut Tx<'_>, changes: &[Change<Email>]) -> Result<()> {
    let several = store::state::scalar(&tx.setting("civimail_multiple_bulk_emails")?).is_true();
    for change in changes.iter().filter(|change| change.after.is_bulkmail && !several) {
        if let Some(owner) = change.after.contact_id {
            step_back::<Email>(tx, owner, "is_bulkmail", change.id)?;
        }
    }
    let mut owners: BTreeSet<i64> = changes.iter().filter_map(|change| change.after.contact_id).collect();
    owners.retain(|owner| !tx.is_noted(Contact::NAME, *owner, contact::NAMED));
    if owners.is_empty() {
        return Ok(());
    }
    let text = format!(
        r#"SELECT "id" FROM "civicrm_contact" WHERE "id" {} AND trim(coalesce("first_name", '')) = ''
           AND trim(coalesce("last_name", '')) = ''"#,
        tx.among(1)
    );
    // Households and organisations among them are looked at closely.
    let mut perhaps = Vec::new();
    tx.rows(&statement(text, vec![json!(owners).to_string().into()]), |row| {
        perhaps.extend(store::owned(row.cell(0)).as_int());
        Ok(())
    })?;
    let nameless = |(id, contact): (i64, Contact)| naming::is_nameless(&contact).then_some(id);
    let nameless: Vec<i64> = tx.find_many::<Contact>(&perhaps)?.into_iter().filter_map(nameless).collect();
    nameless.into_iter().try_for_each(|owner| contact::refresh(tx, owner))
}

/// After a deletion: the name of a contact that has no other.
///
/// # Errors
/// The database's own failure.
pub fn unname(tx: &mut Tx<'_>, _id: i64, gone: &Email) -> Result<()> {
    match gone.contact_id {
        Some(owner) => follow(tx, owner),
        None => Ok(()),
    }
}

fn follow(tx: &mut Tx<'_>, owner: i64) -> Result<()> {
    match tx.find::<Contact>(owner)? {
        Some(contact) if naming::is_nameless(&contact) => contact::refresh(tx, owner),
        _ => Ok(()),
    }
}
