//! What contacts keep of their relationships: a person's employer, a household's head. Both sides stay in step.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};
use store::{As, Change, Result, Tx, statement};

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

/// After, for many at once: as [`relate`] for each. Between two that have never had to do with each other a relationship
/// begins; the others are looked at one after the other.
///
/// # Errors
/// As [`relate`], for the first that is refused.
pub fn relate_many(tx: &mut Tx<'_>, changes: &[Change<Contact>]) -> Result<()> {
    let (mut fresh, mut others) = (Vec::new(), BTreeSet::new());
    for tie in [EMPLOYER, HEAD] {
        let before = |change: &Change<Contact>| change.before.as_ref().and_then(tie.read);
        let tied: Vec<&Change<Contact>> =
            changes.iter().filter(|change| before(change) != (tie.read)(&change.after)).collect();
        if tied.is_empty() {
            continue;
        }
        let Some(kind) = by_name(tx, tie.kind)? else { continue };
        let known = all_among(tx, kind, &tie, &tied)?;
        for change in tied {
            match (before(change), (tie.read)(&change.after)) {
                (None, Some(other)) if !known.contains(&tie.pair(change.id, other)) => {
                    let (a, b) = tie.pair(change.id, other);
                    fresh.push(between(kind, a, b));
                }
                _ => drop(others.insert(change.id)),
            }
        }
    }
    tx.save_many("Relationship", fresh, As::Program)?;
    changes.iter().filter(|change| others.contains(&change.id)).try_for_each(|change| relate(tx, change))
}

/// The pairs of a kind that those who hold these ties stand in, whether they hold today or not.
fn all_among(tx: &Tx<'_>, kind: i64, tie: &Tie, changes: &[&Change<Contact>]) -> Result<BTreeSet<(i64, i64)>> {
    let column = if tie.held_by_a { "contact_id_a" } else { "contact_id_b" };
    let text = format!(
        r#"SELECT "contact_id_a", "contact_id_b" FROM "civicrm_relationship" WHERE "{column}" {} AND "relationship_type_id" = {}"#,
        tx.among(1),
        tx.placeholder(2)
    );
    let holders: Vec<i64> = changes.iter().map(|change| change.id).collect();
    let mut found = BTreeSet::new();
    tx.rows(&statement(text, vec![json!(holders).to_string().into(), kind.into()]), |row| {
        if let (Some(a), Some(b)) = (store::owned(row.cell(0)).as_int(), store::owned(row.cell(1)).as_int()) {
            found.insert((a, b));
        }
        Ok(())
    })?;
    Ok(found)
}

fn begin(tx: &mut Tx<'_>, tie: &Tie, kind: i64, holder: i64, other: i64) -> Result<()> {
    let (a, b) = tie.pair(holder, other);
    if !holding(tx, kind, a, b)?.is_empty() {
        return Ok(());
    }
    tx.save("Relationship", between(kind, a, b), As::Program).map(|_| ())
}

fn between(kind: i64, a: i64, b: i64) -> Map<String, Json> {
    let all = [("relationship_type_id", kind), ("contact_id_a", a), ("contact_id_b", b)];
    all.into_iter().map(|(name, id)| (name.to_owned(), json!(id))).collect()
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
    let kinds = kinds(tx)?;
    follow_as(tx, &kinds, before, after)
}

/// After many relationships: as [`follow`] for each.
///
/// # Errors
/// The database's own failure.
pub fn follow_many(tx: &mut Tx<'_>, changes: &[Change<Relationship>]) -> Result<()> {
    let kinds = kinds(tx)?;
    changes.iter().try_for_each(|change| follow_as(tx, &kinds, change.before.as_ref(), Some(&change.after)))
}

/// The kinds of relationships that contacts keep something of.
fn kinds(tx: &Tx<'_>) -> Result<Vec<(Tie, i64)>> {
    let mut found = Vec::new();
    for tie in [EMPLOYER, HEAD] {
        if let Some(kind) = by_name(tx, tie.kind)? {
            found.push((tie, kind));
        }
    }
    Ok(found)
}

fn follow_as(
    tx: &mut Tx<'_>,
    kinds: &[(Tie, i64)],
    before: Option<&Relationship>,
    after: Option<&Relationship>,
) -> Result<()> {
    for (tie, kind) in kinds {
        let (kind, today) = (*kind, tx.clock().today());
        let held = |relationship: Option<&Relationship>| {
            relationship.filter(|r| r.relationship_type_id == kind && r.holds_on(today)).map(|r| tie.sides(r))
        };
        let (was, is) = (held(before), held(after));
        if was == is {
            continue;
        }
        if let Some((holder, other)) = was {
            let (a, b) = tie.pair(holder, other);
            if kept(tx, tie, holder)? == Some(Some(other)) && holding(tx, kind, a, b)?.is_empty() {
                keep(tx, tie, holder, None)?;
            }
        }
        if let Some((holder, other)) = is
            && kept(tx, tie, holder)? == Some(None)
            && after.is_some_and(|r| r.start_date.is_none_or(|start| start <= today))
        {
            keep(tx, tie, holder, Some(other))?;
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
