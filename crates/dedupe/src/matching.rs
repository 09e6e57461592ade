//! Finding duplicates by a group of rules: in sets, in the database.

use query::{Cell, Dialect, fold_expression};
use schema::Value;
use schema::fold::fold;
use serde_json::{Map, Value as Json};
use store::{Error, Result, Tx, coerce, statement};

pub use crate::many::{Probe, alike_many, probe};
use crate::rule::{self, Place, Rule};
use crate::rule_group::DedupeRuleGroup;
use crate::sql::{ids, mark};

/// A group of rules, ready to be asked.
pub struct Rules {
    pub id: i64,
    pub group: DedupeRuleGroup,
    pub(crate) rules: Vec<(Rule, Place)>,
}

/// The group that a caller means: its id, its name, or a type and a use (`Individual.Unsupervised`).
///
/// # Errors
/// `Request` where there is none.
pub fn rules(tx: &Tx<'_>, asked: &Json) -> Result<Rules> {
    let text = match asked {
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.trim().to_owned(),
        _ => String::new(),
    };
    let found = match (text.parse::<i64>(), text.split_once('.')) {
        (Ok(id), _) => tx.find::<DedupeRuleGroup>(id)?.map(|group| (id, group)),
        (_, Some((kind, used))) => {
            let all = tx.find_by::<DedupeRuleGroup>("used", used)?;
            all.into_iter().find(|(_, group)| group.contact_type.as_deref() == Some(kind))
        }
        _ => tx.find_by::<DedupeRuleGroup>("name", text.as_str())?.into_iter().next(),
    };
    let (id, group) = found.ok_or_else(|| Error::Request(format!("There is no duplicate rule '{text}'.")))?;
    let mut rules = Vec::new();
    for (_, rule) in tx.find_by::<Rule>("dedupe_rule_group_id", id)? {
        // A custom field may have gone since the rule was made: it then weighs nothing.
        if let Some(place) = rule::place(tx.catalog(), &rule.rule_table, &rule.rule_field) {
            rules.push((rule, place));
        }
    }
    Ok(Rules { id, group, rules })
}

/// The contacts that are duplicates of somebody with these values, by id; those in the bin do not count.
///
/// # Errors
/// Refuses values that lead nowhere.
pub fn alike(tx: &mut Tx<'_>, rules: &Rules, values: &Map<String, Json>) -> Result<Vec<i64>> {
    let mut parts = Vec::new();
    let mut binds = Vec::new();
    let mut weight = 0;
    for (rule, place) in &rules.rules {
        let given = given_for(tx, place, values);
        let Some(value) = tx.given_value(&place.entity.name, &given, &place.field.name)? else { continue };
        let Some(value) = comparable(tx, place, rule.rule_length, &value) else { continue };
        binds.push(value);
        weight += rule.rule_weight;
        parts.push(format!(
            r#"SELECT DISTINCT t."{}" AS cid, {} AS rule, {} AS weight FROM "{}" t WHERE {} = {}"#,
            place.owner,
            rule.id,
            rule.rule_weight,
            place.entity.table,
            expression(tx, "t", place, rule.rule_length),
            mark(tx, binds.len())
        ));
    }
    if parts.is_empty() || weight < rules.group.threshold {
        return Ok(Vec::new());
    }
    let mut text = format!(
        r#"SELECT m.cid FROM ({}) AS m JOIN "civicrm_contact" c ON c."id" = m.cid WHERE c."is_deleted" = 0"#,
        parts.join(" UNION ALL ")
    );
    if let Some(kind) = &rules.group.contact_type {
        binds.push(fold(kind).into_owned().into());
        text.push_str(&format!(
            " AND {} = {}",
            fold_expression(tx.dialect(), r#"c."contact_type""#),
            mark(tx, binds.len())
        ));
    }
    let threshold = rules.group.threshold;
    text.push_str(&format!(" GROUP BY m.cid HAVING SUM(m.weight) >= {threshold} ORDER BY m.cid LIMIT 10000"));
    ids(tx, &text, binds)
}

/// What the caller sent for the entity of a rule: the contact's own fields, or those behind `email_primary.` and the
/// like.
pub(crate) fn given_for(tx: &Tx<'_>, place: &Place, values: &Map<String, Json>) -> Map<String, Json> {
    if place.entity.name == "Contact" {
        let own = values.iter().filter(|(key, _)| key.starts_with(place.field.name.as_ref()));
        return own.map(|(key, json)| (key.clone(), json.clone())).collect();
    }
    let contact = tx.catalog().entity("Contact");
    let mut given = Map::new();
    for (key, json) in values {
        let (join, field) = key.split_once('.').unwrap_or(("", key.as_str()));
        let leads_here =
            contact.and_then(|contact| contact.virtual_join(join)).is_some_and(|join| join.entity == place.entity.name);
        if leads_here || join.is_empty() && field == place.field.name {
            given.insert(field.to_owned(), json.clone());
        }
    }
    // Phone numbers are compared by their digits.
    if let Some(number) = given.get("phone").and_then(Json::as_str) {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        given.entry("phone_numeric").or_insert(digits.into());
    }
    given
}

/// A value as the column's expression has it; None for what says nothing.
pub(crate) fn comparable(tx: &Tx<'_>, place: &Place, length: Option<i64>, value: &Value) -> Option<Value> {
    if value.is_blank() {
        return None;
    }
    if !place.field.ty.is_text() {
        return Some(coerce::to_column(&place.field, value, tx.dialect()));
    }
    let column = coerce::to_column(&place.field, value, tx.dialect());
    let folded = fold(column.as_text()?.trim()).into_owned();
    let cut = match length {
        Some(length) => folded.chars().take(usize::try_from(length).unwrap_or(usize::MAX)).collect(),
        None => folded,
    };
    Some(Value::Text(cut)).filter(|text| !text.is_blank())
}

/// The column as rules compare it.
pub(crate) fn expression(tx: &Tx<'_>, alias: &str, place: &Place, length: Option<i64>) -> String {
    let column = format!(r#"{alias}."{}""#, place.field.column());
    match (place.field.ty.is_text(), length) {
        (true, Some(length)) => format!("substr({}, 1, {length})", fold_expression(tx.dialect(), &column)),
        (true, None) => fold_expression(tx.dialect(), &column),
        (false, _) => column,
    }
}

/// Two contacts that a group of rules takes for the same, and how much they weigh together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    pub one: i64,
    pub other: i64,
    pub weight: i64,
}

/// The pairs among all contacts, or those with a member in `among`, heaviest first; pairs known to be two are left out.
///
/// # Errors
/// The database's own failure.
pub fn pairs(tx: &Tx<'_>, rules: &Rules, among: Option<&str>, limit: i64) -> Result<Vec<Pair>> {
    let chosen = selective(&rules.rules, rules.group.threshold);
    if chosen.is_empty() {
        return Ok(Vec::new());
    }
    let (keys, joins) = match necessary(&rules.rules, rules.group.threshold) {
        together if together.len() > 1 => {
            let (keys, join) = join_by_all(tx, &together, among);
            (keys, vec![join])
        }
        _ => (String::new(), chosen.iter().map(|at| self_join(tx, &rules.rules[*at], among)).collect()),
    };
    let weights: Vec<String> = rules.rules.iter().map(|rule| weight_of(tx, rule)).collect();
    let mut binds = Vec::new();
    let mut kind = String::new();
    if let Some(name) = &rules.group.contact_type {
        binds.push(fold(name).into_owned().into());
        for alias in ["ca", "cb"] {
            let own = fold_expression(tx.dialect(), &format!(r#"{alias}."contact_type""#));
            kind.push_str(&format!(" AND {own} = {}", mark(tx, 1)));
        }
    }
    let text = format!(
        r#"WITH {keys}candidates AS ({}), weighed AS (
SELECT p.a, p.b, CAST({} AS BIGINT) AS weight FROM candidates p
JOIN "civicrm_contact" ca ON ca."id" = p.a JOIN "civicrm_contact" cb ON cb."id" = p.b
WHERE ca."is_deleted" = 0 AND cb."is_deleted" = 0{kind}
AND NOT EXISTS (SELECT 1 FROM "civicrm_dedupe_exception" e WHERE e."contact_id1" = p.a AND e."contact_id2" = p.b))
SELECT a, b, weight FROM weighed WHERE weight >= {} ORDER BY weight DESC, a, b LIMIT {limit}"#,
        joins.join(" UNION "),
        weights.join(" + "),
        rules.group.threshold
    );
    let mut found = Vec::new();
    tx.rows(&statement(text, binds), |row| {
        if let (Cell::Int(one), Cell::Int(other), Some(weight)) =
            (row.cell(0), row.cell(1), store::owned(row.cell(2)).as_int())
        {
            found.push(Pair { one, other, weight });
        }
        Ok(())
    })?;
    Ok(found)
}

/// Every pair that reaches the threshold matches one of these rules at least: what the others weigh together does not
/// suffice. The most telling fields are chosen, for joining everybody of one first name with each other takes for ever.
pub(crate) fn selective(rules: &[(Rule, Place)], threshold: i64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rules.len()).collect();
    order.sort_by_key(|at| telling(&rules[*at].1.field.name));
    let mut rest: i64 = rules.iter().map(|(rule, _)| rule.rule_weight.max(0)).sum();
    let mut chosen = Vec::new();
    if rest < threshold {
        return chosen;
    }
    for at in order {
        if rest < threshold {
            break;
        }
        rest -= rules[at].0.rule_weight.max(0);
        chosen.push(at);
    }
    chosen
}

/// The fields of one table without any of which no pair reaches the threshold, where there are several of them.
fn necessary(rules: &[(Rule, Place)], threshold: i64) -> Vec<&(Rule, Place)> {
    let total: i64 = rules.iter().map(|(rule, _)| rule.rule_weight.max(0)).sum();
    let needed = |(rule, _): &&(Rule, Place)| rule.rule_weight > total - threshold;
    let mut best: Vec<&(Rule, Place)> = Vec::new();
    for (_, place) in rules.iter().filter(needed) {
        let same = |(_, other): &&(Rule, Place)| other.entity.table == place.entity.table && other.owner == place.owner;
        let group: Vec<&(Rule, Place)> = rules.iter().filter(needed).filter(same).collect();
        if group.len() > best.len() {
            best = group;
        }
    }
    best
}

/// Those who agree in all of these fields of a table: a table of keys, and what joins it with itself. Each field alone is
/// shared by many, all together by few, and the database looks all of them up at once.
fn join_by_all(tx: &Tx<'_>, rules: &[&(Rule, Place)], among: Option<&str>) -> (String, String) {
    let Some((_, first)) = rules.first() else { return (String::new(), String::new()) };
    let (mut cells, mut conditions, mut equal) = (String::new(), Vec::new(), Vec::new());
    for (at, (rule, place)) in rules.iter().enumerate() {
        let own = expression(tx, "x", place, rule.rule_length);
        cells.push_str(&format!(", {own} AS e{at}"));
        conditions.push(format!(r#"x."{}" IS NOT NULL"#, place.field.column()));
        if place.field.ty.is_text() {
            conditions.push(format!("{own} <> ''"));
        }
        equal.push(format!("x.e{at} = y.e{at}"));
    }
    let keys = format!(
        r#"keys AS MATERIALIZED (SELECT x."{}" AS o{cells} FROM "{}" x WHERE {}), "#,
        first.owner,
        first.entity.table,
        conditions.join(" AND ")
    );
    let within =
        |a: &str, b: &str| among.map_or_else(String::new, |ids| format!(" AND ({a} IN ({ids}) OR {b} IN ({ids}))"));
    let join = match tx.dialect() {
        // SQLite may take it for the least work to hold every row against every other.
        Dialect::Sqlite => {
            let same: Vec<String> = (0..rules.len()).map(|at| format!("x.e{at}")).collect();
            format!(
                r#"SELECT a."value" AS a, b."value" AS b FROM (SELECT json_group_array(x.o) AS members FROM keys x GROUP BY {}
HAVING count(*) > 1) g, json_each(g.members) a, json_each(g.members) b WHERE a."value" < b."value"{}"#,
                same.join(", "),
                within(r#"a."value""#, r#"b."value""#)
            )
        }
        Dialect::Postgres => format!(
            "SELECT x.o AS a, y.o AS b FROM keys x JOIN keys y ON {} WHERE x.o < y.o{}",
            equal.join(" AND "),
            within("x.o", "y.o")
        ),
    };
    (keys, join)
}

/// How many contacts share a value of this field, roughly: few first.
fn telling(field: &str) -> u8 {
    match field {
        "external_identifier" => 0,
        "email" | "phone" | "phone_numeric" | "url" | "name" => 1,
        "birth_date" | "street_address" | "organization_name" | "household_name" | "legal_name" => 2,
        "display_name" | "sort_name" | "nick_name" => 3,
        "last_name" => 5,
        "postal_code" | "middle_name" => 6,
        "first_name" | "city" => 8,
        field if field.ends_with("_id") || field.starts_with("is_") || field.starts_with("do_not_") => 9,
        _ => 4,
    }
}

fn self_join(tx: &Tx<'_>, (rule, place): &(Rule, Place), among: Option<&str>) -> String {
    let table = &place.entity.table;
    let owner = &place.owner;
    let own = expression(tx, "x", place, rule.rule_length);
    let other = expression(tx, "y", place, rule.rule_length);
    let blank = if place.field.ty.is_text() { format!(" AND {own} <> ''") } else { String::new() };
    let within =
        among.map_or_else(String::new, |ids| format!(r#" AND (x."{owner}" IN ({ids}) OR y."{owner}" IN ({ids}))"#));
    format!(
        r#"SELECT x."{owner}" AS a, y."{owner}" AS b FROM "{table}" x JOIN "{table}" y ON {own} = {other}
WHERE x."{owner}" < y."{owner}" AND x."{}" IS NOT NULL{blank}{within}"#,
        place.field.column()
    )
}

fn weight_of(tx: &Tx<'_>, (rule, place): &(Rule, Place)) -> String {
    let own = expression(tx, "x", place, rule.rule_length);
    let other = expression(tx, "y", place, rule.rule_length);
    let blank = if place.field.ty.is_text() { format!(" AND {own} <> ''") } else { String::new() };
    format!(
        r#"CASE WHEN EXISTS (SELECT 1 FROM "{0}" x JOIN "{0}" y ON {own} = {other} WHERE x."{1}" = p.a AND y."{1}" = p.b{blank}) THEN {2} ELSE 0 END"#,
        place.entity.table, place.owner, rule.rule_weight
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::{FieldType, Record};

    fn rules(fields: &[(&str, i64)]) -> Vec<(Rule, Place)> {
        let one = |(field, weight): &(&str, i64)| {
            let rule = Rule {
                id: 1,
                dedupe_rule_group_id: 1,
                rule_table: "t".to_owned(),
                rule_field: (*field).to_owned(),
                rule_length: None,
                rule_weight: *weight,
            };
            let field = schema::Field::new((*field).to_owned(), FieldType::Text { max: 64 });
            (rule, Place { entity: Rule::entity().into(), field, owner: "id".to_owned() })
        };
        fields.iter().map(one).collect()
    }

    #[test]
    fn only_rules_without_which_the_threshold_is_out_of_reach_are_joined() {
        assert_eq!(selective(&rules(&[("first_name", 5), ("last_name", 7), ("email", 10)]), 20), [2]);
        let general =
            rules(&[("first_name", 5), ("last_name", 5), ("street_address", 5), ("middle_name", 1), ("suffix_id", 1)]);
        assert_eq!(selective(&general, 15), [2]);
        assert_eq!(selective(&rules(&[("organization_name", 10), ("email", 10)]), 10), [1, 0]);
        assert!(selective(&rules(&[("first_name", 5)]), 10).is_empty());
    }
}
