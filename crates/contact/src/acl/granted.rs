//! What the access lists come to for one person: a condition on records, and what may be searched by.

use query::GetRequest;
use schema::acl::{Act, Line, by_weight, is_left_open, layered};
use schema::{Actor, Rule, Value, Verb};
use serde_json::json;
use store::{As, Result, Tx, statement};

use super::held::roles_held;
use super::list::{EVENTS, GROUPS, PROFILES};
use crate::{domain, group_nesting};

/// Groups with more members by hand are looked at from each contact instead of being collected first: a page of a list
/// then costs some hundred look-ups, whatever the size of the group.
const MANY: i64 = 10_000;
/// The entity whose rows say who is in which group.
const MEMBERSHIPS: &str = "GroupContact";

/// What access lists grant the actor on records of this entity.
///
/// # Errors
/// The database's own failure.
pub fn granted(tx: &Tx<'_>, entity: &str, verb: Verb) -> Result<Rule> {
    let table = match entity {
        "Contact" => GROUPS,
        "Event" => EVENTS,
        "UFGroup" => PROFILES,
        MEMBERSHIPS => return memberships(tx),
        "User" => return Ok(accounts(tx)),
        _ => return Ok(Rule::Nothing),
    };
    let lines: Vec<Line> =
        lines_for(tx, table, tx.actor().contact_id)?.into_iter().filter(|line| line.concerns(verb)).collect();
    let listed = layered(&lines, |ids| match table {
        GROUPS => members(tx, ids),
        _ => Ok(ids.iter().fold(Rule::Nothing, |rule, id| rule.or(Rule::Is("id".into(), (*id).into())))),
    })?;
    if table != GROUPS {
        return Ok(listed);
    }
    let of_domain = domain::apart::granted(tx, verb)?;
    let of_domain = if of_domain == Rule::Nothing { of_domain } else { sized(tx, of_domain)? };
    Ok(listed.or(further(tx, verb)?).or(of_domain))
}

/// The accounts that whoever looks after accounts sees: all of them at the main domain, else those of the own one.
fn accounts(tx: &Tx<'_>) -> Rule {
    match tx.domain() {
        store::MAIN_DOMAIN => Rule::Everything,
        domain => Rule::Is("domain_id".into(), domain.into()),
    }
}

/// What relationships of the second degree grant, where the site has them.
fn further(tx: &Tx<'_>, verb: Verb) -> Result<Rule> {
    let actor = tx.actor();
    let may = match verb {
        Verb::View => actor.may("view my contact") || actor.may("edit my contact"),
        _ => actor.may("edit my contact"),
    };
    match may && store::state::scalar(&tx.setting("secondDegRelPermissions")?).is_true() {
        true => Ok(crate::relationship::granted_further(actor, verb)),
        false => Ok(Rule::Nothing),
    }
}

/// The lines about this kind of object that are given to a role which the contact has.
pub(super) fn lines_for(tx: &Tx<'_>, table: &str, contact: Option<i64>) -> Result<Vec<Line>> {
    let text = format!(
        r#"SELECT "entity_id", "operation", "object_id", "deny", "priority", "name" FROM "civicrm_acl"
        WHERE "is_active" = 1 AND "object_table" = {} AND "entity_table" = {} ORDER BY "priority", "id""#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let mut all: Vec<(i64, Line)> = Vec::new();
    tx.rows(&statement(text, vec![table.into(), super::ROLE_TABLE.into()]), |row| {
        let int = |at| store::owned(row.cell(at)).as_int();
        if let Some(role) = int(0) {
            let line = Line {
                name: store::owned(row.cell(5)).as_text().unwrap_or_default().to_owned(),
                operation: store::owned(row.cell(1)).as_text().unwrap_or_default().to_owned(),
                object: int(2).filter(|id| *id != 0),
                deny: int(3).unwrap_or(1) != 0,
                priority: int(4).unwrap_or(0),
            };
            all.push((role, line));
        }
        Ok(())
    })?;
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let held = roles_held(tx, contact)?;
    Ok(all.into_iter().filter(|(role, _)| held.contains(role)).map(|(_, line)| line).collect())
}

/// A line that speaks of one contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaking {
    pub name: String,
    /// The group that the contact is in; none for all contacts.
    pub group: Option<i64>,
    pub deny: bool,
}

/// The lines that somebody has about a contact and this verb, the one that decides first.
///
/// # Errors
/// The database's own failure.
pub fn speaking_of(tx: &Tx<'_>, person: Option<i64>, contact: i64, verb: Verb) -> Result<Vec<Speaking>> {
    let mut lines = lines_for(tx, GROUPS, person)?;
    lines.retain(|line| line.concerns(verb));
    by_weight(&mut lines);
    let mut found = Vec::new();
    for line in lines {
        let within = match line.object {
            None => true,
            Some(group) => {
                let request = GetRequest {
                    select: vec!["id".to_owned()],
                    where_: vec![json!(["id", "=", contact]), json!(["groups", "IN", [group]])],
                    limit: 1,
                    ..GetRequest::default()
                };
                !tx.get("Contact", &request, As::Program)?.rows.is_empty()
            }
        };
        if within {
            found.push(Speaking { name: line.name, group: line.object, deny: line.deny });
        }
    }
    Ok(found)
}

/// Who is in a group is told to whoever sees both, unless a line closes the group to searching.
fn memberships(tx: &Tx<'_>) -> Result<Rule> {
    let closing = closing_lines(tx)?;
    if closing.is_empty() {
        return Ok(Rule::Everything);
    }
    let of = |id: &i64| Rule::Is("group_id".into(), (*id).into());
    // Beneath all lines lies that searching is open.
    let beneath =
        Line { deny: false, object: None, priority: i64::MIN, name: String::new(), operation: "Search".into() };
    layered(&[vec![beneath], closing].concat(), |ids| Ok(ids.iter().map(of).fold(Rule::Nothing, Rule::or)))
}

/// The lines about searching by groups; none where nothing is closed.
fn closing_lines(tx: &Tx<'_>) -> Result<Vec<Line>> {
    if searches_all(tx.actor()) {
        return Ok(Vec::new());
    }
    let mut lines = lines_for(tx, GROUPS, tx.actor().contact_id)?;
    lines.retain(|line| line.concerns(Act::Search));
    Ok(if lines.iter().any(|line| line.deny) { lines } else { Vec::new() })
}

/// Whether lines about searching do not concern the actor: whoever keeps the groups knows who is in them.
fn searches_all(actor: &Actor) -> bool {
    actor.may("edit groups") || actor.may("administer CiviCRM")
}

/// Who sees the rows that say who is in which group.
pub fn memberships_policy(actor: &Actor, _verb: Verb) -> Rule {
    match searches_all(actor) {
        true => Rule::Everything,
        false => Rule::Granted(MEMBERSHIPS.into()),
    }
}

/// Whether the actor may search by these values of a field that is a condition itself: here, by these groups.
///
/// # Errors
/// The database's own failure.
pub fn may_search(tx: &Tx<'_>, entity: &str, field: &str, values: &[Value]) -> Result<bool> {
    if (entity, field) != ("Contact", "groups") {
        return Ok(true);
    }
    let closing = closing_lines(tx)?;
    Ok(values.iter().filter_map(Value::as_int).all(|group| is_left_open(&closing, group, Act::Search)))
}

/// The contacts in any of these groups.
fn members(tx: &Tx<'_>, groups: &[i64]) -> Result<Rule> {
    let values: Vec<Value> = groups.iter().map(|id| (*id).into()).collect();
    sized(tx, group_nesting::members(tx, "IN", &values)?)
}

/// The rule as it is quickest for the groups that there are.
fn sized(tx: &Tx<'_>, rule: Rule) -> Result<Rule> {
    let text = format!(r#"SELECT count(*) FROM (SELECT 1 FROM "civicrm_group_contact" LIMIT {}) AS few"#, MANY + 1);
    // Most sites have few places in groups altogether.
    let places = tx.one(&statement(text, Vec::new()))?.and_then(|count| count.as_int()).unwrap_or(0);
    Ok(if places > MANY { by_size(tx, rule)? } else { rule })
}

/// The rule with those lists turned round that are too long to be collected.
fn by_size(tx: &Tx<'_>, rule: Rule) -> Result<Rule> {
    let each = |rules: Vec<Rule>| rules.into_iter().map(|rule| by_size(tx, rule)).collect::<Result<Vec<_>>>();
    Ok(match rule {
        Rule::All(rules) => Rule::All(each(rules)?),
        Rule::Any(rules) => Rule::Any(each(rules)?),
        Rule::Among { field, entity, column, rule } if entity == "GroupContact" && is_long(tx, &rule)? => {
            Rule::Pointed { field, entity, column, rule }
        }
        other => other,
    })
}

fn is_long(tx: &Tx<'_>, rule: &Rule) -> Result<bool> {
    let mut groups = Vec::new();
    groups_in(rule, &mut groups);
    let text = format!(
        r#"SELECT count(*) FROM (SELECT 1 FROM "civicrm_group_contact" WHERE "group_id" = {} LIMIT {}) AS few"#,
        tx.placeholder(1),
        MANY + 1
    );
    let mut places = 0;
    for group in groups {
        places += tx.one(&statement(text.clone(), vec![group]))?.and_then(|count| count.as_int()).unwrap_or(0);
    }
    Ok(places > MANY)
}

fn groups_in(rule: &Rule, found: &mut Vec<Value>) {
    match rule {
        Rule::Is(field, value) if field == "group_id" => found.push(value.clone()),
        Rule::All(rules) | Rule::Any(rules) => rules.iter().for_each(|rule| groups_in(rule, found)),
        _ => {}
    }
}
