//! Changes everything that a role may not see, and nothing else, behind the program's back.

use super::model::{Hidden, Role, has_column};
use super::world::{Base, Site};

/// Texts of contacts, which begin with `Zz` afterwards: no search of a group finds them.
const TEXTS: [&str; 11] = [
    "first_name",
    "last_name",
    "middle_name",
    "job_title",
    "organization_name",
    "display_name",
    "sort_name",
    "nick_name",
    "source",
    "legal_identifier",
    "external_identifier",
];

/// Makes the site differ in all that the role may not see.
pub fn everything_hidden(site: &Site, base: &Base, role: &Role, hidden: &Hidden) {
    let mut changes = Vec::new();
    for number in &hidden.contacts {
        contact(&mut changes, base, *number);
    }
    for number in &hidden.activities {
        let (id, _) = base.activities[*number];
        changes.push(format!(
            r#"UPDATE "civicrm_activity" SET "subject" = 'Zz {number}', "details" = 'Zz', "priority_id" = 3,
               "activity_date_time" = '2011-03-04 05:06:07', "location" = 'Zz' WHERE "id" = {id}"#
        ));
    }
    if role.sight == super::model::Sight::Denied {
        // The group is closed to searching: who of those that are seen is in it is not told either.
        let seen = (0..base.contacts.len()).filter(|number| !hidden.contacts.contains(number));
        changes.extend(seen.map(|number| other_place(base, number)));
    }
    if !role.is_administrator() {
        more_contacts(&mut changes, base, role);
        secrets_of_records(&mut changes, role);
    }
    secrets(&mut changes);
    site.change(&changes);
}

fn contact(changes: &mut Vec<String>, base: &Base, number: usize) {
    let contact = &base.contacts[number];
    let (id, word) = (contact.id, format!("Zz{number}z"));
    let texts: Vec<String> = TEXTS
        .iter()
        .filter(|column| has_column(contact.kind, column))
        .map(|column| format!(r#""{column}" = '{word}'"#))
        .collect();
    changes.push(format!(
        r#"UPDATE "civicrm_contact" SET {}, "is_opt_out" = 1, "do_not_mail" = 1,
        "modified_date" = '2001-01-01 00:00:00', "preferred_language" = 'de_DE', "is_deceased" = 1 WHERE "id" = {id}"#,
        texts.join(", ")
    ));
    for (table, column, key) in [
        ("civicrm_email", "email", "contact_id"),
        ("civicrm_phone", "phone", "contact_id"),
        ("civicrm_address", "city", "contact_id"),
        ("civicrm_website", "url", "contact_id"),
        ("civicrm_note", "note", "entity_id"),
        ("civicrm_note", "subject", "entity_id"),
    ] {
        changes.push(format!(r#"UPDATE "{table}" SET "{column}" = '{word}' WHERE "{key}" = {id}"#));
    }
    changes.push(format!(
        r#"UPDATE "civicrm_address" SET "country_id" = 1082, "postal_code" = '{word}' WHERE "contact_id" = {id}"#
    ));
    changes.push(format!(r#"UPDATE "civicrm_email" SET "on_hold" = 1, "is_bulkmail" = 1 WHERE "contact_id" = {id}"#));
    changes.push(format!(
        r#"UPDATE "civicrm_relationship" SET "description" = '{word}', "start_date" = '2001-02-03'
           WHERE ("contact_id_a" = {id} OR "contact_id_b" = {id}) AND "is_permission_a_b" = 0"#
    ));
    changes.push(other_place(base, number));
    changes.push(format!(
        r#"DELETE FROM "civicrm_entity_tag" WHERE "entity_table" = 'civicrm_contact' AND "entity_id" = {id}"#
    ));
    for set in ["open_set", "closed_set"] {
        changes.push(custom(set, id, &word));
    }
}

/// Out of the neutral group where the contact was in it, and into it where it was not.
fn other_place(base: &Base, number: usize) -> String {
    let (contact, group) = (&base.contacts[number], base.chorus);
    let id = contact.id;
    match contact.groups.contains("chorus") {
        true => {
            format!(r#"DELETE FROM "civicrm_group_contact" WHERE "contact_id" = {id} AND "group_id" = {group}"#)
        }
        false => format!(
            r#"INSERT INTO "civicrm_group_contact" ("group_id", "contact_id", "status") VALUES ({group}, {id}, 'Added')"#
        ),
    }
}

/// The table of a custom set is named after it and its number.
fn custom(set: &str, id: i64, word: &str) -> String {
    let number = if set == "open_set" { 1 } else { 2 };
    let (words, count) = if number == 1 { ("words_1", "number_2") } else { ("words_3", "number_4") };
    format!(
        r#"UPDATE "civicrm_value_{set}_{number}" SET "{words}" = '{word}', "{count}" = 9999 WHERE "entity_id" = {id}"#
    )
}

/// Contacts that are not there at all in the other world: in the bin for those who see everybody else.
fn more_contacts(changes: &mut Vec<String>, base: &Base, role: &Role) {
    use super::model::Sight;
    if role.sight == Sight::AllAndBin {
        return;
    }
    let in_bin = i32::from(role.sight == Sight::All);
    for at in 0..3 {
        changes.push(format!(
            r#"INSERT INTO "civicrm_contact" ("contact_type", "first_name", "last_name", "display_name", "sort_name", "is_deleted",
               "do_not_email", "do_not_phone", "do_not_mail", "do_not_sms", "do_not_trade", "is_opt_out", "is_deceased")
               VALUES ('Individual', 'Zznew{at}', 'Zznew', 'Zznew{at} Zznew', 'Zznew, Zznew{at}', {in_bin}, 0, 0, 0, 0, 0, 0, 0)"#
        ));
        let new = r#"(SELECT max("id") FROM "civicrm_contact")"#;
        changes.push(format!(
            r#"INSERT INTO "civicrm_email" ("contact_id", "email", "is_primary", "is_billing", "on_hold", "is_bulkmail")
               VALUES ({new}, 'zznew{at}@example.org', 1, 0, 0, 0)"#
        ));
        changes.push(format!(
            r#"INSERT INTO "civicrm_group_contact" ("group_id", "contact_id", "status") VALUES ({}, {new}, 'Added')"#,
            base.chorus
        ));
        changes.push(format!(
            r#"INSERT INTO "civicrm_entity_tag" ("entity_table", "entity_id", "tag_id") VALUES ('civicrm_contact', {new}, {})"#,
            base.tags[0]
        ));
    }
}

/// What is hidden of records that are seen: custom sets, and notes that are their author's alone.
fn secrets_of_records(changes: &mut Vec<String>, role: &Role) {
    if !role.may("access all custom data") {
        if !role.sees_open_set {
            changes.push(r#"UPDATE "civicrm_value_open_set_1" SET "words_1" = 'Zz', "number_2" = 9999"#.to_owned());
        }
        changes.push(r#"UPDATE "civicrm_value_closed_set_2" SET "words_3" = 'Zz', "number_4" = 9999"#.to_owned());
    }
    if !role.may("view all notes") {
        changes.push(r#"UPDATE "civicrm_note" SET "note" = 'Zz', "subject" = 'Zz' WHERE "privacy" <> '0'"#.to_owned());
    }
}

/// What nobody sees.
fn secrets(changes: &mut Vec<String>) {
    for text in [
        r#"UPDATE "civicrm_contact" SET "hash" = 'changed'"#,
        r#"UPDATE "civicrm_uf_match" SET "hashed_password" = 'changed', "password_reset_token" = 'changed'"#,
    ] {
        changes.push(text.to_owned());
    }
}
