//! Who is in a group, who was, and how that came about.

use std::collections::HashMap;

use jiff::civil::DateTime;
use schema::{Default, Entity, OptionSource, Value};
use serde_json::{Map, json};
use store::{As, Change, Result, Set, Tx, statement};

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
    policy(crate::acl::memberships_policy),
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
    #[field(belongs_to("Contact"), guards)]
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
    policy(crate::acl::memberships_policy),
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

/// Published when a person has asked for lists, confirmed that, or left lists themselves, on a public page or by a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListsChosen {
    pub contact_id: i64,
    /// The titles of the lists.
    pub lists: Vec<String>,
    pub step: Step,
    /// Where it was sent from.
    pub remote: String,
}

/// Published when somebody whom nothing but the public page of lists has ever touched has let the time to confirm go by:
/// there is no reason left to keep them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NeverConfirmed {
    pub contact_id: i64,
}

/// What a person has done about lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Asked for them; the confirmation is on its way.
    Asked,
    /// Confirmed, or chosen by a link of their own.
    Confirmed,
    /// Left the last one.
    Left,
}

/// So many places are written one by one; more are written as a set.
const FEW: usize = 100;

/// How contacts get their place in a group.
#[derive(Clone, Copy, Debug)]
pub struct Placing<'p> {
    /// [`ADDED`], [`PENDING`] or [`REMOVED`].
    pub status: &'p str,
    /// How it came about, in the words of the history of subscriptions; None takes the transaction's own way in.
    pub method: Option<&'p str>,
    /// What led to it, such as a page or a campaign.
    pub tracking: Option<&'p str>,
}

/// Gives contacts a place in a group with this status, whatever they had there before; tells how many it changed.
///
/// # Errors
/// As any write.
pub fn place(tx: &mut Tx<'_>, group: i64, contacts: &[i64], status: &str, who: As) -> Result<u64> {
    place_as(tx, group, contacts, &Placing { status, method: None, tracking: None }, who)
}

/// The same, with a word on how it came about.
///
/// # Errors
/// As any write.
pub fn place_as(tx: &mut Tx<'_>, group: i64, contacts: &[i64], placing: &Placing<'_>, who: As) -> Result<u64> {
    let places = places(tx, group, contacts)?;
    // The same contact may stand in the list twice.
    let mut changing: Vec<i64> = contacts.to_vec();
    changing.sort_unstable();
    changing.dedup();
    changing.retain(|contact| places.get(contact).is_none_or(|(_, status)| status.as_deref() != Some(placing.status)));
    match changing.len() > FEW {
        true => place_set(tx, group, &changing, &places, placing, who)?,
        false => place_each(tx, group, &changing, &places, placing, who)?,
    }
    Ok(changing.len() as u64)
}

/// The number and the status of each place that these contacts have in a group.
type Places = HashMap<i64, (i64, Option<String>)>;

fn places(tx: &Tx<'_>, group: i64, contacts: &[i64]) -> Result<Places> {
    let text = format!(
        r#"SELECT "contact_id", "id", "status" FROM "civicrm_group_contact" WHERE "group_id" = {} AND "contact_id" {}"#,
        tx.placeholder(2),
        tx.among(1)
    );
    let mut places = Places::new();
    tx.rows(&statement(text, vec![json!(contacts).to_string().into(), group.into()]), |row| {
        let id = |at| store::owned(row.cell(at)).as_int();
        if let (Some(contact), Some(place)) = (id(0), id(1)) {
            places.insert(contact, (place, store::owned(row.cell(2)).as_text().map(str::to_owned)));
        }
        Ok(())
    })?;
    Ok(places)
}

fn place_each(
    tx: &mut Tx<'_>,
    group: i64,
    contacts: &[i64],
    places: &Places,
    placing: &Placing<'_>,
    who: As,
) -> Result<()> {
    for contact in contacts {
        let mut values = Map::new();
        match places.get(contact) {
            Some((place, _)) => values.insert("id".to_owned(), json!(place)),
            None => values.insert("contact_id".to_owned(), json!(contact)),
        };
        values.insert("group_id".to_owned(), json!(group));
        values.insert("status".to_owned(), json!(placing.status));
        values.extend(placing.method.map(|method| ("method".to_owned(), json!(method))));
        values.extend(placing.tracking.map(|tracking| ("tracking".to_owned(), json!(tracking))));
        tx.save("GroupContact", values, who)?;
    }
    Ok(())
}

/// What saving each of them and [`log`] would do, as sets.
fn place_set(
    tx: &mut Tx<'_>,
    group: i64,
    contacts: &[i64],
    places: &Places,
    placing: &Placing<'_>,
    who: As,
) -> Result<()> {
    let own: [(&str, Value); 2] = [("group_id", group.into()), ("status", placing.status.into())];
    let after = Set { entity: "GroupContact", key: "contact_id", same: &own };
    if who == As::Actor {
        tx.check_set(&after, contacts)?;
    }
    let new: Vec<i64> = contacts.iter().copied().filter(|contact| !places.contains_key(contact)).collect();
    tx.insert_many(&after, &new)?;
    for status in [Some(ADDED), Some(PENDING), Some(REMOVED), None] {
        let there = |contact: &i64| places.get(contact).is_some_and(|(_, known)| known.as_deref() == status);
        let moved: Vec<i64> = contacts.iter().copied().filter(there).collect();
        let was: [(&str, Value); 2] = [("group_id", group.into()), ("status", status.into())];
        let before = Set { same: &was, ..after };
        tx.update_many(&before, &moved, "status", placing.status.into())?;
    }
    let now = Value::DateTime(tx.clock().to_utc(tx.clock().now));
    let told: [(&str, Value); 5] = [
        ("group_id", group.into()),
        ("date", now),
        ("method", placing.method.unwrap_or(method_of(tx.source())).into()),
        ("status", placing.status.into()),
        ("tracking", placing.tracking.into()),
    ];
    tx.insert_many(&Set { entity: "SubscriptionHistory", key: "contact_id", same: &told }, contacts)?;
    for contact in contacts {
        let before = places.get(contact).and_then(|(_, status)| status.clone());
        let after = Some(placing.status.to_owned());
        tx.publish(&SubscriptionChanged { group_id: group, contact_id: *contact, before, after })?;
    }
    Ok(())
}

/// Takes away the places of contacts in a group, as if they had never had one; tells how many there were. The past
/// stays in the history of subscriptions.
///
/// # Errors
/// As any deletion.
pub fn forget(tx: &mut Tx<'_>, group: i64, contacts: &[i64], who: As) -> Result<u64> {
    let places = places(tx, group, contacts)?;
    for (place, _) in places.values() {
        tx.delete("GroupContact", *place, who)?;
    }
    Ok(places.len() as u64)
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
