//! Merging: of two records of one person, one stays and gets what the other has; nothing is lost, and undo brings both
//! back.

pub mod fields;
pub mod links;
pub mod resolve;
pub mod trace;
pub mod ways;

use std::collections::{BTreeMap, BTreeSet};

use contact::contact::Contact;
use contact::domain::Domain;
use contact::user::User;
use schema::Verb;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

pub use fields::{Difference, Reason, Side};
use resolve::{Resolver, Resolvers};
pub use ways::Way;

/// What is to become of the two.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// The fields whose value comes from the other (`nick_name`, `Custom_Skills.level`).
    pub taken: BTreeSet<String>,
    /// The ways of reaching the other that come along, by entity and id.
    pub ways: BTreeSet<(String, i64)>,
    /// Those among all of both that become the primary ones.
    pub primary: BTreeSet<(String, i64)>,
    /// The location types of those that come along and change theirs.
    pub places: BTreeMap<(String, i64), i64>,
    /// Those that take the place of one of the survivor's, by the number of that one: it goes with the other.
    pub instead: BTreeMap<(String, i64), i64>,
    /// The kinds of records that stay with the one that goes, by the name of their entity.
    pub left: BTreeSet<String>,
}

/// The two records, side by side.
#[derive(Clone, Debug)]
pub struct Plan {
    pub keep: i64,
    pub other: i64,
    pub differences: Vec<Difference>,
    pub ways: Vec<Way>,
    /// The ways that become the main ones, where that was settled.
    pub primary: BTreeSet<(String, i64)>,
}

impl Plan {
    /// Looks at both.
    ///
    /// # Errors
    /// `NotFound` for a contact that there is not or that lies in the bin.
    pub fn of(tx: &Tx<'_>, keep: i64, other: i64) -> Result<Plan> {
        let (one, two) = (living(tx, keep)?, living(tx, other)?);
        if keep == other || one.contact_type != two.contact_type {
            return Err(Error::Conflict("Only two contacts of the same type can be merged.".to_owned()));
        }
        let resolvers = Resolvers::of(tx, one.contact_type.as_deref().unwrap_or_default())?;
        let differences = fields::compare(tx, keep, other, &resolvers)?;
        let ways = ways::compare(tx, keep, other)?;
        let primary = match resolvers.has(Resolver::NewestAddress) {
            true => ways::newest_address(tx, keep, &ways)?.into_iter().collect(),
            false => BTreeSet::new(),
        };
        Ok(Plan { keep, other, differences, ways, primary })
    }

    /// What is proposed: the better value of each field, and every way that is not there yet.
    pub fn proposed(&self) -> Choices {
        let theirs = self.differences.iter().filter(|difference| difference.proposed == Side::Other);
        let new = self.ways.iter().filter(|way| way.owner == self.other && way.same_as.is_none());
        Choices {
            taken: theirs.map(|difference| difference.key.clone()).collect(),
            ways: new.map(|way| (way.entity.to_owned(), way.id)).collect(),
            primary: self.primary.clone(),
            ..Choices::default()
        }
    }

    /// The fields in which the two contradict each other.
    pub fn conflicts(&self) -> impl Iterator<Item = &Difference> {
        self.differences.iter().filter(|difference| difference.conflict)
    }
}

/// What merging in bulk does where two records contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Leaves them alone.
    Safe,
    /// Takes the proposed value.
    Aggressive,
}

/// Merges as proposed; tells whether it did.
///
/// # Errors
/// As [`merge`].
pub fn automatically(tx: &mut Tx<'_>, keep: i64, other: i64, mode: Mode) -> Result<bool> {
    check(tx, keep, other)?;
    let plan = Plan::of(tx, keep, other)?;
    if mode == Mode::Safe && plan.conflicts().next().is_some() {
        return Ok(false);
    }
    let mut choices = plan.proposed();
    // What the survivor says stands where the two contradict each other.
    for conflict in plan.conflicts() {
        choices.taken.remove(&conflict.key);
    }
    merge(tx, keep, other, &choices)?;
    Ok(true)
}

/// Merges the other into the one to keep: its values as chosen, everything that refers to it, a trace, and the bin.
///
/// # Errors
/// `Forbidden` where the actor may not change both; `Conflict` where one of them must stay as it is.
pub fn merge(tx: &mut Tx<'_>, keep: i64, other: i64, choices: &Choices) -> Result<()> {
    check(tx, keep, other)?;
    let plan = Plan::of(tx, keep, other)?;
    let values = fields::chosen(tx, &plan, &choices.taken)?;
    let name = living(tx, other)?.display_name.unwrap_or_default();
    account(tx, keep, other)?;
    ways::bring(tx, &plan, choices)?;
    tx.moving(|tx| links::bring(tx, keep, other, &choices.left))?;
    fields::write(tx, keep, other, values)?;
    trace::leave(tx, keep, other, &name)?;
    let values: Map<String, Json> =
        [("id".to_owned(), json!(other)), ("is_deleted".to_owned(), json!(true))].into_iter().collect();
    tx.save("Contact", values, As::Program)?;
    tx.publish(&Merged { keep, other })
}

/// Published when a contact was merged into another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merged {
    pub keep: i64,
    pub other: i64,
}

/// Which of two stays where nobody chooses, that one first: whoever has an account, the site's own organisation, then the
/// record that was made first.
///
/// # Errors
/// The database's own failure.
pub fn suited(tx: &Tx<'_>, one: i64, other: i64) -> Result<(i64, i64)> {
    let rank = |id: i64| -> Result<(bool, bool)> {
        Ok((tx.find_by::<User>("contact_id", id)?.is_empty(), tx.find_by::<Domain>("contact_id", id)?.is_empty()))
    };
    let (first, second) = (one.min(other), one.max(other));
    Ok(if rank(second)? < rank(first)? { (second, first) } else { (first, second) })
}

fn living(tx: &Tx<'_>, id: i64) -> Result<Contact> {
    let found = tx.find::<Contact>(id)?.filter(|contact| !contact.is_deleted);
    found.ok_or_else(|| Error::NotFound(format!("There is no contact {id}.")))
}

/// Whether the actor may change both, and both may be changed.
pub(crate) fn check(tx: &mut Tx<'_>, keep: i64, other: i64) -> Result<()> {
    if !tx.actor().may("merge duplicate contacts") {
        return Err(Error::Forbidden("Contacts are merged by those with 'merge duplicate contacts'.".to_owned()));
    }
    let entity = tx.entity("Contact")?;
    for id in [keep, other] {
        tx.check_rule(&entity, id, Verb::Edit)?;
    }
    if !tx.find_by::<Domain>("contact_id", other)?.is_empty() {
        return Err(Error::Conflict("The site's own organisation must be the one that stays.".to_owned()));
    }
    check_accounts(tx, keep, other)
}

/// Two accounts of one person are a decision for whoever administers accounts.
fn check_accounts(tx: &mut Tx<'_>, keep: i64, other: i64) -> Result<()> {
    if tx.find_by::<User>("contact_id", other)?.is_empty() {
        return Ok(());
    }
    if !tx.find_by::<User>("contact_id", keep)?.is_empty() {
        return Err(Error::Conflict("Both have an account. Delete one of the accounts first.".to_owned()));
    }
    // A key of the one that stays must not open what the account opens.
    let text = format!(r#"SELECT count(*) FROM "ruche_api_key" WHERE "contact_id" = {}"#, tx.placeholder(1));
    let keys = crate::sql::number(tx, &text, vec![keep.into()])?;
    if keys > 0 || !tx.actor().may("cms:administer users") {
        let text = "The other one has an account: it must be the one that stays.";
        return Err(Error::Conflict(text.to_owned()));
    }
    Ok(())
}

/// The account of the other goes along.
fn account(tx: &mut Tx<'_>, keep: i64, other: i64) -> Result<()> {
    for (id, _) in tx.find_by::<User>("contact_id", other)? {
        links::point(tx, "User", id, "contact_id", keep)?;
    }
    Ok(())
}
