//! Who is in a group, who was, and how that came about.

use std::collections::HashMap;

use jiff::civil::DateTime;
use schema::{Default, Entity, OptionSource};
use serde_json::{Map, json};
use store::{As, Change, Result, Tx, statement};

/// In the group.
pub const ADDED: &str = "Added";
/// Asked to be in the group, and not confirmed yet.
pub const PENDING: &str = "Pending";
/// Taken out of the group, and to be kept out of it.
pub const REMOVED: &str = "Removed";

const STATUSES: &[(&str, &str, &str)] =
    &[(ADDED, ADDED, "Added"), (PENDING, PENDING, "Pending"), (REMOVED, REMOVED, "Removed")];
const METHODS: &[(&str, &str, &str)] = &[
    ("Admin", "Admin", "Admin"),
    ("Email", "Email", "Email"),
    ("Web", "Web", "Web"),
    ("API", "API", "API"),
    ("Form", "Form", "Form"),
];

/// The place of a contact in a group that somebody has given it.
#[derive(Clone, Debug, Entity)]
#[entity(
    "GroupContact",
    "civicrm_group_contact",
    searchable("bridge"),
    kind("EntityBridge"),
    bridge("contact_id", "group_id"),
    door_all("default", &["access CiviCRM"]),
    unique("UI_contact_group", &["contact_id", "group_id"]),
    index("index_group_status", &["group_id", "status", "contact_id"])
)]
pub struct GroupContact {
    #[field(readonly, title("Group Contact ID"), input("Number"), usage(&["import", "export"]))]
    pub id: i64,
    #[field(title("Group ID"), options(OptionSource::table("Group", "title").name("name").source()), belongs_to("Group"), guards, input("Select"), usage(&["import", "export"]))]
    pub group_id: i64,
    #[field(title("Contact ID"), belongs_to("Contact"), guards, input("EntityRef"), usage(&["import", "export"]))]
    pub contact_id: i64,
    #[field(text(8), title("Group Contact Status"), default("Added"), options(OptionSource::Fixed(STATUSES)), input("Select"), usage(&["import", "export"]))]
    pub status: Option<String>,
    #[field(title("Group Contact Location ID"), references("LocBlock"), input("EntityRef"))]
    pub location_id: Option<i64>,
    #[field(title("Email ID"), references("Email"), input("EntityRef"))]
    pub email_id: Option<i64>,
}

/// What a search has found to be in a group. Never holds a contact that was taken out of the group by hand.
#[derive(Clone, Debug, Entity)]
#[entity(
    "GroupContactCache",
    "civicrm_group_contact_cache",
    internal,
    unique("UI_contact_group", &["contact_id", "group_id"])
)]
pub struct GroupContactCache {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("Group"))]
    pub group_id: i64,
    #[field(belongs_to("Contact"))]
    pub contact_id: i64,
}

/// One change of a contact's place in a group: when, how, to what.
#[derive(Clone, Debug, Entity)]
#[entity(
    "SubscriptionHistory",
    "civicrm_subscription_history",
    title("Group Subscription History", "Group Subscription Histories"),
    searchable("secondary"),
    read_only,
    door_all("get", &[]),
    door_all("meta", &["access CiviCRM"])
)]
pub struct SubscriptionHistory {
    #[field(readonly, title("Group Membership History ID"), input("Number"))]
    pub id: i64,
    #[field(title("Contact ID"), belongs_to("Contact"), guards, input("EntityRef"))]
    pub contact_id: i64,
    #[field(title("Group ID"), options(OptionSource::table("Group", "title").name("name").source()), belongs_to("Group"), input("Select"))]
    pub group_id: Option<i64>,
    #[field(
        timestamp,
        title("Group Membership Action Date"),
        default_by(Default::Now),
        input("Select Date"),
        input_attr("format_type", "activityDateTime")
    )]
    pub date: DateTime,
    #[field(text(8), title("Group Membership Action"), options(OptionSource::Fixed(METHODS)), input("Select"))]
    pub method: Option<String>,
    #[field(text(8), title("Group Membership Status"), options(OptionSource::Fixed(STATUSES)), input("Select"))]
    pub status: Option<String>,
    #[field(title("Group Membership Tracking"), input("Text"))]
    pub tracking: Option<String>,
}

/// Published when a contact's place in a group has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriptionChanged {
    pub group_id: i64,
    pub contact_id: i64,
    /// None where there was no place.
    pub before: Option<String>,
    /// None where the place is gone without trace.
    pub after: Option<String>,
}

/// Gives contacts a place in a group with this status, whatever they had there before; tells how many it changed.
///
/// # Errors
/// As any write.
pub fn place(tx: &mut Tx<'_>, group: i64, contacts: &[i64], status: &str, who: As) -> Result<u64> {
    let text = format!(
        r#"SELECT "contact_id", "id", "status" FROM "civicrm_group_contact" WHERE "group_id" = {}"#,
        tx.placeholder(1)
    );
    let mut places: HashMap<i64, (i64, bool)> = HashMap::new();
    tx.rows(&statement(text, vec![group.into()]), |row| {
        let id = |at| store::owned(row.cell(at)).as_int();
        if let (Some(contact), Some(place)) = (id(0), id(1)) {
            places.insert(contact, (place, store::owned(row.cell(2)).as_text() == Some(status)));
        }
        Ok(())
    })?;
    let mut changed = 0;
    for contact in contacts {
        let mut values = Map::new();
        match places.get(contact) {
            Some((_, true)) => continue,
            Some((place, false)) => values.insert("id".to_owned(), json!(place)),
            None => values.insert("contact_id".to_owned(), json!(contact)),
        };
        values.insert("group_id".to_owned(), json!(group));
        values.insert("status".to_owned(), json!(status));
        let saved = tx.save("GroupContact", values, who)?;
        // The same contact may stand in the list twice.
        places.insert(*contact, (saved.id, true));
        changed += 1;
    }
    Ok(changed)
}

/// After: the change is written down with its `method` and `tracking`, where the caller sent them.
///
/// # Errors
/// The database's own failure.
pub fn log(tx: &mut Tx<'_>, change: &Change<GroupContact>) -> Result<()> {
    let after = &change.after;
    let same = |before: &GroupContact| {
        before.status == after.status && (before.group_id, before.contact_id) == (after.group_id, after.contact_id)
    };
    if change.before.as_ref().is_some_and(same) {
        return Ok(());
    }
    if after.status.as_deref() != Some(ADDED) {
        forget_found(tx, after.group_id, after.contact_id)?;
    }
    let text = |name: &str| change.given.get(name).and_then(|json| json.as_str()).filter(|text| !text.is_empty());
    let offered = |text: &&str| METHODS.iter().any(|(value, _, _)| value == text);
    let method = text("method").filter(offered).unwrap_or(method_of(tx.source()));
    let mut values = Map::new();
    values.insert("contact_id".to_owned(), json!(after.contact_id));
    values.insert("group_id".to_owned(), json!(after.group_id));
    values.insert("method".to_owned(), json!(method));
    values.insert("status".to_owned(), json!(after.status));
    values.insert("tracking".to_owned(), json!(text("tracking")));
    tx.save("SubscriptionHistory", values, As::Program)?;
    tx.publish(&SubscriptionChanged {
        group_id: after.group_id,
        contact_id: after.contact_id,
        before: change.before.as_ref().and_then(|before| before.status.clone()),
        after: after.status.clone(),
    })
}

/// After a deletion: others are told.
///
/// # Errors
/// Whatever a listener fails with.
pub fn tell_gone(tx: &mut Tx<'_>, _id: i64, gone: &GroupContact) -> Result<()> {
    tx.publish(&SubscriptionChanged {
        group_id: gone.group_id,
        contact_id: gone.contact_id,
        before: gone.status.clone(),
        after: None,
    })
}

/// How a way in is called in the history of subscriptions.
fn method_of(source: &str) -> &'static str {
    match source {
        "page" | "import" => "Admin",
        "form" => "Form",
        "web" => "Web",
        "email" => "Email",
        _ => "API",
    }
}

/// Whoever is out of a group by hand is not in it through a search either.
fn forget_found(tx: &Tx<'_>, group: i64, contact: i64) -> Result<()> {
    let text = format!(
        r#"DELETE FROM "civicrm_group_contact_cache" WHERE "group_id" = {} AND "contact_id" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    tx.execute(&statement(text, vec![group.into(), contact.into()])).map(|_| ())
}
