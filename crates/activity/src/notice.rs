//! Whoever is to do an activity is told of it: a message in the outbox, in their own language.

use contact::status::ADDRESS_SETTING;
use mail::{Message, To, site_address};
use store::{Change, Result, Tx, statement};
use ui::Locale;

use crate::activity::{Activity, COMPLETED};
use crate::details;
use crate::ical::{self, Event, Party};

/// The kind of these messages.
pub const ASSIGNED: &str = "activity_assigned";

/// Tells those who were just assigned, but for whoever did it, unless the site does without or the work is done.
///
/// # Errors
/// The database's own failure.
pub fn assigned(tx: &mut Tx<'_>, change: &Change<Activity>, contacts: &[i64]) -> Result<()> {
    let activity = &change.after;
    let silent = ["sample", "import"].contains(&tx.source());
    if contacts.is_empty() || silent || activity.is_deleted || !is_open(tx, activity)? || !wanted(tx, activity)? {
        return Ok(());
    }
    let own = tx.actor().contact_id;
    for contact in contacts.iter().copied().filter(|contact| Some(*contact) != own) {
        let message = message(tx, change, contact)?;
        mail::queue(tx, &message)?;
    }
    Ok(())
}

fn is_open(tx: &Tx<'_>, activity: &Activity) -> Result<bool> {
    match activity.status_id {
        None | Some(COMPLETED) => Ok(false),
        Some(status) => crate::state::is_open(tx, status),
    }
}

/// Whether the site tells at all (setting `activity_assignee_notification`), and of this type.
fn wanted(tx: &Tx<'_>, activity: &Activity) -> Result<bool> {
    let on = is_on(&tx.setting("activity_assignee_notification")?);
    let kind = activity.activity_type_id;
    let left_out = tx.setting("do_not_notify_assignees_for")?;
    let is_kind = |json: &serde_json::Value| json.as_i64() == Some(kind) || json.as_str() == Some(&kind.to_string());
    Ok(on && !left_out.as_array().is_some_and(|kinds| kinds.iter().any(is_kind)))
}

fn is_on(json: &serde_json::Value) -> bool {
    match json {
        serde_json::Value::Bool(on) => *on,
        serde_json::Value::Number(number) => number.as_i64() != Some(0),
        serde_json::Value::String(text) => !text.is_empty() && text != "0",
        _ => false,
    }
}

fn message(tx: &Tx<'_>, change: &Change<Activity>, contact: i64) -> Result<Message<'static>> {
    let locale = language_of(tx, contact)?;
    let activity = &change.after;
    let value = activity.activity_type_id.to_string();
    let kind = contact::pages::labels::label_of(tx, locale.code(), "Activity", "activity_type_id", &value)?;
    let subject = activity.subject.clone().filter(|text| !text.is_empty()).unwrap_or(kind.clone());
    let who = tx.actor().contact_id.map(|id| name_of(tx, id)).transpose()?.flatten();
    let who = who.unwrap_or_else(|| tx.actor().name.clone());
    let when = activity.activity_date_time.map(|at| locale.date_time(at)).unwrap_or_default();
    let mut body = locale.with(
        "notice-assigned-body",
        &[
            ("who", who.as_str().into()),
            ("kind", kind.as_str().into()),
            ("subject", subject.as_str().into()),
            ("when", when.into()),
        ],
    );
    if let Some(text) = &activity.details {
        body.push_str("\n\n");
        body.push_str(&details::to_text(text));
    }
    if let Some(address) = tx.setting(ADDRESS_SETTING)?.as_str().filter(|address| !address.is_empty()) {
        body.push_str(&format!("\n\n{}/activities/{}", address.trim_end_matches('/'), change.id));
    }
    let calendar = invitation(tx, change, contact, &subject)?;
    let title = locale.with("notice-assigned-subject", &[("subject", subject.into())]);
    let about = Some(("Activity", change.id));
    Ok(Message { about, calendar, ..Message::new(ASSIGNED, To::Contact(contact), title, body) })
}

/// The same for a calendar, where the site wants it (setting `activity_assignee_notification_ics`) and it has a time.
fn invitation(tx: &Tx<'_>, change: &Change<Activity>, contact: i64, subject: &str) -> Result<Option<String>> {
    let activity = &change.after;
    let guest = mail::reach::address_of(tx, contact)?;
    let organiser = site_address::standard(tx)?;
    let (true, Some(at), Some(guest), Some((_, organiser))) =
        (is_on(&tx.setting("activity_assignee_notification_ics")?), activity.activity_date_time, guest, organiser)
    else {
        return Ok(None);
    };
    let event = Event {
        uid: uid(tx, change.id),
        start: tx.clock().to_utc(at),
        minutes: activity.duration.unwrap_or(0),
        changed: tx.clock().to_utc(tx.clock().now),
        summary: subject.to_owned(),
        description: activity.details.as_deref().map(details::to_text).unwrap_or_default(),
        location: activity.location.clone().unwrap_or_default(),
        ..Event::default()
    };
    let organiser = Party { name: organiser.display_name, address: organiser.email };
    let guest = Party { name: name_of(tx, contact)?.unwrap_or_default(), address: guest };
    Ok(Some(ical::invitation(&event, &organiser, &guest)))
}

/// What calendars know an activity by: the same in invitations and in subscribed calendars.
pub fn uid(tx: &Tx<'_>, id: i64) -> String {
    let site = contact::access::token::digest(tx.site(), "calendar uid", "");
    format!("activity-{id}-{}", site.get(..12).unwrap_or_default())
}

fn name_of(tx: &Tx<'_>, contact: i64) -> Result<Option<String>> {
    let text = format!(r#"SELECT "display_name" FROM "civicrm_contact" WHERE "id" = {}"#, tx.placeholder(1));
    Ok(tx.one(&statement(text, vec![contact.into()]))?.and_then(|value| value.as_text().map(str::to_owned)))
}

/// The language that a contact prefers, else the site's.
fn language_of(tx: &Tx<'_>, contact: i64) -> Result<Locale> {
    let text = format!(r#"SELECT "preferred_language" FROM "civicrm_contact" WHERE "id" = {}"#, tx.placeholder(1));
    let own = tx.one(&statement(text, vec![contact.into()]))?.and_then(|value| value.as_text().map(str::to_owned));
    let site = tx.setting("lcMessages")?;
    let spoken = own.as_deref().and_then(Locale::spoken);
    Ok(spoken.unwrap_or_else(|| Locale::best(site.as_str(), None)))
}
