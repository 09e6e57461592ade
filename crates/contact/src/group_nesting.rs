//! Groups within groups: which lie within which, and who is a member of a group through those within.

use std::collections::{BTreeMap, BTreeSet};

use query::GetRequest;
use schema::{Entity, Rule, Value};
use serde_json::json;
use store::{As, Result, Tx, statement};

use crate::group_contact::{ADDED, REMOVED};

/// That one group lies within another. Kept by the groups' own parents.
#[derive(Clone, Debug, Entity)]
#[entity(
    "GroupNesting",
    "civicrm_group_nesting",
    searchable("bridge"),
    kind("EntityBridge"),
    kind("ReadOnlyEntity"),
    read_only,
    bridge("child_group_id", "parent_group_id"),
    door_all("get", &["access CiviCRM"]),
    unique("UI_child_parent", &["child_group_id", "parent_group_id"])
)]
pub struct GroupNesting {
    #[field(readonly, title("Group Nesting ID"), input("Number"))]
    pub id: i64,
    #[field(title("Child Group ID"), belongs_to("Group"), input("EntityRef"))]
    pub child_group_id: i64,
    #[field(title("Parent Group ID"), belongs_to("Group"), input("EntityRef"))]
    pub parent_group_id: i64,
}

/// Which groups lie within which.
#[derive(Debug)]
pub struct Nesting {
    children: BTreeMap<i64, Vec<i64>>,
}

impl Nesting {
    /// The nesting as it is.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn read(tx: &Tx<'_>) -> Result<Nesting> {
        let text = r#"SELECT "parent_group_id", "child_group_id" FROM "civicrm_group_nesting" ORDER BY "id""#;
        let mut children: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        tx.rows(&statement(text, Vec::new()), |row| {
            let id = |at| store::owned(row.cell(at)).as_int();
            if let (Some(parent), Some(child)) = (id(0), id(1)) {
                children.entry(parent).or_default().push(child);
            }
            Ok(())
        })?;
        Ok(Nesting { children })
    }

    /// The groups directly within this one.
    pub fn children(&self, id: i64) -> impl Iterator<Item = i64> + '_ {
        self.children.get(&id).into_iter().flatten().copied()
    }

    /// The group itself and all that lie within it.
    pub fn tree(&self, id: i64) -> BTreeSet<i64> {
        let mut all = BTreeSet::new();
        let mut open = vec![id];
        while let Some(group) = open.pop() {
            if all.insert(group) {
                open.extend(self.children(group));
            }
        }
        all
    }
}

/// The contacts in any of these groups: those added by hand, those found by a search, and those of the groups within;
/// but whoever was taken out of a group by hand is not in it through a search or a child.
///
/// # Errors
/// The database's own failure.
pub fn members(tx: &Tx<'_>, _operator: &str, values: &[Value]) -> Result<Rule> {
    let nesting = Nesting::read(tx)?;
    let asked: Vec<i64> = values.iter().filter_map(Value::as_int).collect();
    let all: BTreeSet<i64> = asked.iter().flat_map(|id| nesting.tree(*id)).collect();
    let smart = searches(tx, &all)?;
    any_of(tx, &asked, &nesting, &smart, &mut Vec::new())
}

/// The people of a group that a domain is kept apart by: its own members and what its own search finds, but of the
/// groups within it those alone who were added by hand. What those look for, others decide.
///
/// # Errors
/// The database's own failure.
pub fn kept_members(tx: &Tx<'_>, group: i64) -> Result<Rule> {
    let nesting = Nesting::read(tx)?;
    let smart = searches(tx, &BTreeSet::from([group]))?;
    any_of(tx, &[group], &nesting, &smart, &mut Vec::new())
}

/// The searches of those of these groups that have one.
fn searches(tx: &Tx<'_>, groups: &BTreeSet<i64>) -> Result<BTreeMap<i64, i64>> {
    let text = format!(
        r#"SELECT "id", "saved_search_id" FROM "civicrm_group" WHERE "saved_search_id" IS NOT NULL AND "id" {}"#,
        tx.among(1)
    );
    let mut found = BTreeMap::new();
    tx.rows(&statement(text, vec![json!(groups).to_string().into()]), |row| {
        let id = |at| store::owned(row.cell(at)).as_int();
        found.extend(id(0).zip(id(1)));
        Ok(())
    })?;
    Ok(found)
}

fn any_of(
    tx: &Tx<'_>,
    groups: &[i64],
    nesting: &Nesting,
    smart: &BTreeMap<i64, i64>,
    above: &mut Vec<i64>,
) -> Result<Rule> {
    let open: Vec<i64> = groups.iter().copied().filter(|id| !above.contains(id)).collect();
    let mut rule = among("GroupContact", &open, ADDED);
    for id in open {
        let children: Vec<i64> = nesting.children(id).collect();
        let search = smart.get(&id);
        if children.is_empty() && search.is_none() {
            continue;
        }
        above.push(id);
        let mut within = any_of(tx, &children, nesting, smart, above)?;
        above.pop();
        if let Some(search) = search {
            within = within.or(crate::saved_search::contacts_found(tx, *search)?);
        }
        rule = rule.or(within.and(not_removed(id)));
    }
    Ok(rule)
}

fn among(entity: &'static str, groups: &[i64], status: &str) -> Rule {
    let of = groups.iter().fold(Rule::Nothing, |rule, id| rule.or(Rule::Is("group_id".into(), (*id).into())));
    if of == Rule::Nothing {
        return Rule::Nothing;
    }
    let rule = of.and(Rule::Is("status".into(), status.into()));
    Rule::Among { field: "id".into(), entity: entity.into(), column: "contact_id".into(), rule: Box::new(rule) }
}

fn not_removed(id: i64) -> Rule {
    let rule = Rule::Is("group_id".into(), id.into()).and(Rule::Is("status".into(), REMOVED.into()));
    Rule::NotAmong {
        field: "id".into(),
        entity: "GroupContact".into(),
        column: "contact_id".into(),
        rule: Box::new(rule),
    }
}

/// Why a contact is in a group, or is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Somebody has given it a place there, with this status.
    ByHand(String),
    /// The group's search has found it.
    Found,
    /// It is in this group, which lies within.
    Within(i64),
}

/// The reasons that speak for a contact in a group or against it; what was done by hand first, for it decides. That a
/// search has found it is told where nothing else explains why it is there.
///
/// # Errors
/// The database's own failure.
pub fn reasons(tx: &Tx<'_>, group: i64, contact: i64) -> Result<Vec<Reason>> {
    let mut reasons = Vec::new();
    let text = format!(
        r#"SELECT "status" FROM "civicrm_group_contact" WHERE "group_id" = {} AND "contact_id" = {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    if let Some(Value::Text(status)) = tx.one(&statement(text, vec![group.into(), contact.into()]))? {
        reasons.push(Reason::ByHand(status));
    }
    for child in Nesting::read(tx)?.children(group) {
        if is_in(tx, child, contact)? {
            reasons.push(Reason::Within(child));
        }
    }
    let explained = |reason: &Reason| !matches!(reason, Reason::ByHand(status) if status != ADDED);
    if !reasons.iter().any(explained) && is_in(tx, group, contact)? {
        reasons.push(Reason::Found);
    }
    Ok(reasons)
}

/// Whether a contact is in a group, whoever asks.
///
/// # Errors
/// The database's own failure.
pub fn is_in(tx: &Tx<'_>, group: i64, contact: i64) -> Result<bool> {
    let request = GetRequest {
        select: vec!["id".to_owned()],
        where_: vec![json!(["id", "=", contact]), json!(["groups", "IN", [group]])],
        limit: 1,
        ..GetRequest::default()
    };
    Ok(!tx.get("Contact", &request, As::Program)?.rows.is_empty())
}

/// What is asked of many groups about one contact, read once for all of them.
#[derive(Debug)]
pub struct Asked {
    contact: i64,
    nesting: Nesting,
    /// The searches of the groups, by group.
    searches: BTreeMap<i64, i64>,
    /// What those look for that look for nothing but contacts, by search.
    plain: BTreeMap<i64, (String, GetRequest)>,
    /// Where the contact stands in groups, by group.
    places: BTreeMap<i64, String>,
    known: BTreeMap<i64, bool>,
}

impl Asked {
    /// Reads what every group needs.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn read(tx: &Tx<'_>, groups: &[i64], contact: i64) -> Result<Asked> {
        let nesting = Nesting::read(tx)?;
        let all: BTreeSet<i64> = groups.iter().flat_map(|id| nesting.tree(*id)).collect();
        let searches = searches(tx, &all)?;
        let text = format!(
            r#"SELECT "group_id", "status" FROM "civicrm_group_contact" WHERE "contact_id" = {}"#,
            tx.placeholder(1)
        );
        let mut places = BTreeMap::new();
        tx.rows(&statement(text, vec![contact.into()]), |row| {
            let status = store::owned(row.cell(1)).as_text().map(str::to_owned);
            places.extend(store::owned(row.cell(0)).as_int().zip(status));
            Ok(())
        })?;
        let wanted: BTreeSet<i64> = searches.values().copied().collect();
        let plain = crate::saved_search::plain(tx, &wanted, contact)?;
        Ok(Asked { contact, nesting, searches, plain, places, known: BTreeMap::new() })
    }

    /// Whether the contact is in a group: as [`is_in`] tells, with one question for each search.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn is_in(&mut self, tx: &Tx<'_>, group: i64) -> Result<bool> {
        if let Some(known) = self.known.get(&group) {
            return Ok(*known);
        }
        // A group that lies within itself says nothing more of it.
        self.known.insert(group, false);
        let found = self.find(tx, group)?;
        self.known.insert(group, found);
        Ok(found)
    }

    fn find(&mut self, tx: &Tx<'_>, group: i64) -> Result<bool> {
        match self.places.get(&group).map(String::as_str) {
            Some(ADDED) => return Ok(true),
            Some(REMOVED) => return Ok(false),
            _ => {}
        }
        let children: Vec<i64> = self.nesting.children(group).collect();
        for child in children {
            if self.is_in(tx, child)? {
                return Ok(true);
            }
        }
        let Some(search) = self.searches.get(&group) else { return Ok(false) };
        // A search that cannot be asked any more finds nothing: the rule of groups knows.
        match self.plain.get(search).map(|(entity, request)| tx.get(entity, request, As::Program)) {
            Some(Ok(found)) => Ok(!found.rows.is_empty()),
            _ => is_in(tx, group, self.contact),
        }
    }
}
