//! For whom a person works: an organisation, whose name the person's record repeats.

use schema::Value;
use serde_json::json;
use store::{As, Change, Error, Problem, Result, Tx, statement};

use crate::contact::{Contact, ORGANIZATION, change_of};

/// Before: the employer must be another contact, an organisation; the person's record repeats its name.
pub(crate) fn settle(tx: &mut Tx<'_>, change: &mut Change<Contact>) -> Result<()> {
    let before = change.before.as_ref().and_then(|contact| contact.employer_id);
    let Some(employer) = change.after.employer_id else {
        if before.is_some() && change.after.contact_type.as_deref() != Some(ORGANIZATION) {
            change.after.organization_name = None;
        }
        return Ok(());
    };
    if before == Some(employer) && !change.was_given("organization_name") {
        return Ok(());
    }
    if employer == change.id {
        let text = "A contact cannot be its own employer.";
        return Err(Error::rule("employer_id", "problem-contact-own-employer", text));
    }
    let Some(organisation) = tx.find::<Contact>(employer)? else {
        return Err(Error::field("employer_id", Problem::NoSuchRecord));
    };
    if organisation.contact_type.as_deref() != Some(ORGANIZATION) {
        let text = "An employer must be an organization.";
        return Err(Error::rule("employer_id", "problem-contact-employer-kind", text));
    }
    if change.after.contact_type.as_deref() != Some(ORGANIZATION) {
        change.after.organization_name = organisation.organization_name;
    }
    Ok(())
}

/// After: a new name of an organisation reaches those who work for it.
pub(crate) fn spread(tx: &mut Tx<'_>, change: &Change<Contact>) -> Result<()> {
    let Some(before) = &change.before else { return Ok(()) };
    let organisation = change.after.contact_type.as_deref() == Some(ORGANIZATION);
    if !organisation || before.organization_name == change.after.organization_name {
        return Ok(());
    }
    let name = json!(change.after.organization_name);
    for person in employees(tx, change.id)? {
        tx.save("Contact", change_of(person, &[("organization_name", name.clone())]), As::Program)?;
    }
    Ok(())
}

fn employees(tx: &Tx<'_>, organisation: i64) -> Result<Vec<i64>> {
    let text =
        format!(r#"SELECT "id" FROM "civicrm_contact" WHERE "employer_id" = {} ORDER BY "id""#, tx.placeholder(1));
    let mut found = Vec::new();
    tx.rows(&statement(text, vec![Value::Int(organisation)]), |row| {
        found.extend(store::owned(row.cell(0)).as_int());
        Ok(())
    })?;
    Ok(found)
}
