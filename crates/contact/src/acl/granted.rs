//! What the access lists come to for one person: a condition on records.

use std::collections::BTreeMap;

use query::GetRequest;
use schema::{Rule, Value, Verb};
use serde_json::json;
use store::{As, Result, Tx, statement};

use super::held::roles_held;
use super::list::{EVENTS, GROUPS, PROFILES};
use crate::group_nesting;

/// Groups with more members by hand are looked at from each contact instead of being collected first: a page of a list
/// then costs some hundred look-ups, whatever the size of the group.
const MANY: i64 = 2_000;

/// A line of the access lists that concerns somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub name: String,
    pub operation: String,
    pub object: Option<i64>,
    pub deny: bool,
    pub priority: i64,
}

impl Line {
    /// Whether it says anything about doing this. To change or delete is more than to see, so whoever may do the one may
    /// do the other, and whoever may not see may do nothing.
    pub fn concerns(&self, verb: Verb) -> bool {
        matches!(
            (self.deny, verb, self.operation.as_str()),
            (_, _, "All")
                | (false, Verb::View, "View" | "Edit" | "Delete")
                | (false, Verb::Edit, "Edit")
                | (false, Verb::Delete, "Edit" | "Delete")
                | (true, _, "View")
                | (true, Verb::Edit | Verb::Delete, "Edit")
                | (true, Verb::Delete, "Delete")
        )
    }
}

/// What access lists grant the actor on records of this entity.
///
/// # Errors
/// The database's own failure.
pub fn granted(tx: &Tx<'_>, entity: &str, verb: Verb) -> Result<Rule> {
    let table = match entity {
        "Contact" => GROUPS,
        "Event" => EVENTS,
        "UFGroup" => PROFILES,
        _ => return Ok(Rule::Nothing),
    };
    let lines: Vec<Line> =
        lines_for(tx, table, tx.actor().contact_id)?.into_iter().filter(|line| line.concerns(verb)).collect();
    layered(&lines, |ids| match table {
        GROUPS => members(tx, ids),
        _ => Ok(ids.iter().fold(Rule::Nothing, |rule, id| rule.or(Rule::Is("id".into(), (*id).into())))),
    })
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
    // Of equals the one that denies decides.
    lines.sort_by_key(|line| std::cmp::Reverse((line.priority, line.deny)));
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

/// One priority after the other: what a higher one says covers what the lower ones say, and of lines with the same
/// priority those that deny cover those that allow.
fn layered(lines: &[Line], objects: impl Fn(&[i64]) -> Result<Rule>) -> Result<Rule> {
    let mut levels: BTreeMap<i64, [Vec<&Line>; 2]> = BTreeMap::new();
    for line in lines {
        levels.entry(line.priority).or_default()[usize::from(line.deny)].push(line);
    }
    let rule_of = |lines: &[&Line]| -> Result<Rule> {
        let ids: Option<Vec<i64>> = lines.iter().map(|line| line.object).collect();
        match ids {
            Some(ids) if ids.is_empty() => Ok(Rule::Nothing),
            Some(ids) => objects(&ids),
            // One of them speaks of everything.
            None => Ok(Rule::Everything),
        }
    };
    let mut rule = Rule::Nothing;
    for [allowing, denying] in levels.values() {
        rule = rule.or(rule_of(allowing)?);
        rule = match rule_of(denying)? {
            Rule::Nothing => rule,
            Rule::Everything => Rule::Nothing,
            denied => rule.and(Rule::Not(Box::new(denied))),
        };
    }
    Ok(rule)
}

/// The contacts in any of these groups.
fn members(tx: &Tx<'_>, groups: &[i64]) -> Result<Rule> {
    let values: Vec<Value> = groups.iter().map(|id| (*id).into()).collect();
    let rule = group_nesting::members(tx, "IN", &values)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn line(operation: &str, object: i64, deny: bool, priority: i64) -> Line {
        Line { name: String::new(), operation: operation.to_owned(), object: Some(object), deny, priority }
    }

    fn rule(lines: &[Line]) -> Rule {
        let of = |ids: &[i64]| Ok(Rule::Is("group".into(), ids[0].into()));
        layered(lines, of).unwrap()
    }

    fn group(id: i64) -> Rule {
        Rule::Is("group".into(), id.into())
    }

    fn not(rule: Rule) -> Rule {
        Rule::Not(Box::new(rule))
    }

    #[test]
    fn the_higher_priority_covers_the_lower_and_a_denial_its_equals() {
        let denied_last = rule(&[line("View", 1, false, 0), line("View", 2, true, 5)]);
        assert_eq!(denied_last, group(1).and(not(group(2))));
        let allowed_last = rule(&[line("View", 1, false, 5), line("View", 2, true, 0)]);
        assert_eq!(allowed_last, group(1));
        let equals = rule(&[line("View", 1, false, 0), line("View", 1, true, 0)]);
        assert_eq!(equals, group(1).and(not(group(1))));
    }

    #[test]
    fn a_denial_of_everything_leaves_nothing_of_the_lower_ones() {
        let all = Line { object: None, ..line("All", 0, true, 3) };
        assert_eq!(rule(&[line("View", 1, false, 0), all.clone()]), Rule::Nothing);
        assert_eq!(rule(&[all, line("View", 1, false, 4)]), group(1));
    }

    #[test]
    fn whoever_may_change_may_see_and_whoever_may_not_see_may_do_nothing() {
        for (operation, deny, expected) in [
            ("View", false, [true, false, false]),
            ("Edit", false, [true, true, true]),
            ("Delete", false, [true, false, true]),
            ("All", false, [true, true, true]),
            ("Create", false, [false, false, false]),
            ("Search", false, [false, false, false]),
            ("View", true, [true, true, true]),
            ("Edit", true, [false, true, true]),
            ("Delete", true, [false, false, true]),
            ("Search", true, [false, false, false]),
        ] {
            let found = [Verb::View, Verb::Edit, Verb::Delete].map(|verb| line(operation, 1, deny, 0).concerns(verb));
            assert_eq!(found, expected, "{operation} {deny}");
        }
    }
}
