//! Writes down who looks at people's records and who takes data out, where the association has asked for it.

use contact::access::views::{self, Seen};
use kit::{Page, Reply, Visit};

use super::credential::Who;
use super::request::Incoming;

/// The pages below this one show a contact.
const CONTACT: &str = "/contacts/{id}";

/// A page that was shown: the record of a contact, or a file.
pub fn page(incoming: &Incoming, who: &Who, page: &Page, visit: &Visit<'_>, reply: &Reply) {
    if !who.gates.views {
        return;
    }
    let below = page.path == CONTACT || page.path.starts_with("/contacts/{id}/");
    let subject = visit.captures.first().filter(|_| below).and_then(|id| id.parse().ok());
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&incoming.query.0).finish();
    match reply {
        Reply::File { .. } | Reply::Stream { .. } => took(incoming, who, visit.path, subject, &query),
        Reply::Stored(_) if !page.path.contains("photo") => took(incoming, who, visit.path, subject, &query),
        Reply::Html(_) if incoming.only_asks() && subject.is_some() => {
            note(who, &Seen { subject, path: visit.path, address: &incoming.remote, ..Seen::default() });
        }
        _ => {}
    }
}

/// Data that left the program.
pub fn took(incoming: &Incoming, who: &Who, path: &str, subject: Option<i64>, conditions: &str) {
    if who.gates.views {
        let conditions = Some(conditions);
        note(who, &Seen { took: true, subject, path, conditions, address: &incoming.remote });
    }
}

/// Nobody is kept from looking because it could not be written down; the log tells.
fn note(who: &Who, seen: &Seen<'_>) {
    if let Err(error) = views::note(&who.site, &who.actor, seen) {
        tracing::error!(%error, path = seen.path, "a view could not be written down");
    }
}
