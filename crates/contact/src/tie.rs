//! What contacts keep of their relationships: a person's employer, a household's head. Both sides stay in step.

use serde_json::{Map, json};
use store::{As, Change, Result, Tx};

use crate::contact::Contact;
use crate::relationship::{Relationship, among};
use crate::relationship_type::by_name;

/// A field of a contact that repeats a relationship.
struct Tie {
    /// The kind of relationship, by its name from a to b.
    kind: &'static str,
    field: &'static str,
    /// Whether contact a holds the field, and b stands in it.
    held_by_a: bool,
    read: fn(&Contact) -> Option<i64>,
}

const EMPLOYER: Tie = Tie { kind: "Employee of", field: "employer_id", held_by_a: true, read: |c| c.employer_id };
const HEAD: Tie = Tie {
    kind: "Head of Household for",
    field: "primary_contact_id",
    held_by_a: false,
    read: |c| c.primary_contact_id,
};

impl Tie {
    /// Who holds the field, and who stands in it.
    fn sides(&self, relationship: &Relationship) -> (i64, i64) {
        let (a, b) = (relationship.contact_id_a, relationship.contact_id_b);
        if self.held_by_a { (a, b) } else { (b, a) }
    }

    fn pair(&self, holder: i64, other: i64) -> (i64, i64) {
        if self.held_by_a { (holder, other) } else { (other, holder) }
    }
}

/// After a contact: its relationships follow its employer or its head.
///
/// # Errors
/// Refuses contacts that do not fit the relationship.
pub fn relate(tx: &mut Tx<'_>, change: &Change<Contact>) -> Result<()> {
    for tie in [EMPLOYER, HEAD] {
        let before = change.before.as_ref().and_then(tie.read);
        let after = (tie.read)(&change.after);
        if before != after
            && let Some(kind) = by_name(tx, tie.kind)?
        {
            if let Some(old) = before {
                end(tx, &tie, kind, change.id, old)?;
            }
            if let Some(new) = after {
                begin(tx, &tie, kind, change.id, new)?;
            }
        }
    }
    Ok(())
}

fn begin(tx: &mut Tx<'_>, tie: &Tie, kind: i64, holder: i64, other: i64) -> Result<()> {
    let (a, b) = tie.pair(holder, other);
    if !holding(tx, kind, a, b)?.is_empty() {
        return Ok(());
    }
    let mut values = Map::new();
    values.insert("relationship_type_id".to_owned(), json!(kind));
    values.insert("contact_id_a".to_owned(), json!(a));
    values.insert("contact_id_b".to_owned(), json!(b));
    tx.save("Relationship", values, As::Program).map(|_| ())
}

fn end(tx: &mut Tx<'_>, tie: &Tie, kind: i64, holder: i64, other: i64) -> Result<()> {
    let (a, b) = tie.pair(holder, other);
    for id in holding(tx, kind, a, b)? {
        let mut values = Map::new();
        values.insert("id".to_owned(), json!(id));
        values.insert("is_active".to_owned(), json!(false));
        tx.save("Relationship", values, As::Program)?;
    }
    Ok(())
}

/// The relationships of two contacts that hold today.
fn holding(tx: &Tx<'_>, kind: i64, a: i64, b: i64) -> Result<Vec<i64>> {
    let today = tx.clock().today();
    let mut holding = Vec::new();
    for id in among(tx, kind, a, b)? {
        if tx.find::<Relationship>(id)?.is_some_and(|row| row.holds_on(today)) {
            holding.push(id);
        }
    }
    Ok(holding)
}

/// After a relationship: the contact that keeps it follows. A first employer is taken over, another never replaced.
///
/// # Errors
/// The database's own failure.
pub fn follow(tx: &mut Tx<'_>, before: Option<&Relationship>, after: Option<&Relationship>) -> Result<()> {
    for tie in [EMPLOYER, HEAD] {
        let Some(kind) = by_name(tx, tie.kind)? else { continue };
        let today = tx.clock().today();
        let held = |relationship: Option<&Relationship>| {
            relationship.filter(|r| r.relationship_type_id == kind && r.holds_on(today)).map(|r| tie.sides(r))
        };
        let (was, is) = (held(before), held(after));
        if was == is {
            continue;
        }
        if let Some((holder, other)) = was {
            let (a, b) = tie.pair(holder, other);
            if kept(tx, &tie, holder)? == Some(Some(other)) && holding(tx, kind, a, b)?.is_empty() {
                keep(tx, &tie, holder, None)?;
            }
        }
        if let Some((holder, other)) = is
            && kept(tx, &tie, holder)? == Some(None)
            && after.is_some_and(|r| r.start_date.is_none_or(|start| start <= today))
        {
            keep(tx, &tie, holder, Some(other))?;
        }
    }
    Ok(())
}

/// What the contact keeps; None where there is no such contact any more.
fn kept(tx: &Tx<'_>, tie: &Tie, holder: i64) -> Result<Option<Option<i64>>> {
    Ok(tx.find::<Contact>(holder)?.map(|contact| (tie.read)(&contact)))
}

fn keep(tx: &mut Tx<'_>, tie: &Tie, holder: i64, other: Option<i64>) -> Result<()> {
    let mut values = Map::new();
    values.insert("id".to_owned(), json!(holder));
    values.insert(tie.field.to_owned(), json!(other));
    tx.save("Contact", values, As::Program).map(|_| ())
}
