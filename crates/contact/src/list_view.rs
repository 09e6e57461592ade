//! Views of lists: conditions, order and columns that are kept under a name, for oneself or for everybody.

use jiff::civil::DateTime;
use schema::{Actor, Default, Entity, Rule, Verb};
use store::{Change, Error, Problem, Result, Tx};

/// The list of contacts.
pub const CONTACTS: &str = "contacts";

/// Whoever holds this may keep views for everybody.
pub const SHARES: &str = "administer CiviCRM data";

#[derive(Clone, Debug, Entity)]
#[entity(
    "ListView",
    "ruche_list_view",
    title("List View", "List Views"),
    label_field("label"),
    searchable("none"),
    policy(policy),
    door_all("default", &["access CiviCRM"])
)]
pub struct ListView {
    #[field(readonly)]
    pub id: i64,
    /// The list that it shows, such as `contacts`.
    #[field(text(64))]
    pub list: String,
    #[field(text(60))]
    pub label: String,
    /// Conditions and order, as they stand in the address of the list.
    #[field(long_text)]
    pub conditions: Option<String>,
    /// The names of its columns, with commas between them; none for those that whoever looks has chosen.
    #[field(long_text)]
    pub columns: Option<String>,
    /// Whose view it is.
    #[field(default_by(Default::CurrentContact), belongs_to("Contact"))]
    pub contact_id: Option<i64>,
    #[field(default(false))]
    pub is_shared: bool,
    #[field(default(1))]
    pub weight: i64,
    #[field(timestamp, readonly, default_by(Default::Now))]
    pub created_date: DateTime,
}

/// One's own views, and those for everybody, which only some may change.
fn policy(actor: &Actor, verb: Verb) -> Rule {
    let own = actor.contact_id.map_or(Rule::Nothing, |id| Rule::Is("contact_id".into(), id.into()));
    let shared = Rule::Is("is_shared".into(), true.into());
    match verb {
        Verb::View => own.or(shared),
        _ if actor.may(SHARES) => own.or(shared),
        _ => own.and(Rule::Is("is_shared".into(), false.into())),
    }
}

/// A view has a name; and what everybody sees is kept by those who may.
pub(crate) fn settle(tx: &mut Tx<'_>, change: &mut Change<ListView>) -> Result<()> {
    let label = change.after.label.trim().to_owned();
    if label.is_empty() {
        return Err(Error::field("label", Problem::Required));
    }
    change.after.label = label;
    if change.after.is_shared && !tx.actor().may(SHARES) {
        return Err(Error::Forbidden(SHARES.to_owned()));
    }
    Ok(())
}
