//! Finding those like many others at once, by a group of rules: a few questions for a whole piece of a list.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use query::{Dialect, fold_expression};
use schema::fold::fold;
use schema::{Field, FieldType, Value};
use serde_json::{Map, Value as Json, json};
use store::{Result, Tx, owned, statement};

use crate::matching::{Rules, comparable, expression, given_for, selective};
use crate::rule::{Place, Rule};

/// So many values are asked about at once.
const AT_ONCE: usize = 1_000;

/// Somebody as a group of rules compares them: a value for each rule, where there is one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Probe {
    values: Vec<Option<Value>>,
}

/// Somebody with these values, as these rules compare them.
///
/// # Errors
/// Refuses values that lead nowhere.
pub fn probe(tx: &mut Tx<'_>, rules: &Rules, values: &Map<String, Json>) -> Result<Probe> {
    let mut found = Vec::with_capacity(rules.rules.len());
    for (rule, place) in &rules.rules {
        let given = given_for(tx, place, values);
        let value = tx.given_value(&place.entity.name, &given, &place.field.name)?;
        found.push(value.and_then(|value| comparable(tx, place, rule.rule_length, &value)));
    }
    Ok(Probe { values: found })
}

impl Rules {
    /// Whether a value under this name (`first_name`, `email_primary.email`) means anything to the rules.
    pub fn look_at(&self, name: &str) -> bool {
        let own = name.rsplit_once('.').map_or(name, |(_, field)| field);
        let is_meant = |field: &str| {
            own.starts_with(field) || name.starts_with(field) || own == "phone" && field == "phone_numeric"
        };
        self.rules.iter().any(|(_, place)| is_meant(&place.field.name))
    }

    /// Whether the rules take two of the same type for one.
    pub fn are_same(&self, one: &Probe, other: &Probe) -> bool {
        let pairs = one.values.iter().zip(&other.values).zip(&self.rules);
        let weights = pairs.filter(|((a, b), _)| a.is_some() && a == b).map(|(_, (rule, _))| rule.rule_weight);
        weights.sum::<i64>() >= self.group.threshold
    }

    /// Whoever is the same as somebody by these rules shares one of these with them.
    pub fn traits_of(&self, probe: &Probe) -> Vec<(usize, String)> {
        let shared = |at: usize| Some((at, text_of(probe.values.get(at)?.as_ref()?)));
        selective(&self.rules, self.group.threshold).into_iter().filter_map(shared).collect()
    }

    fn may_reach(&self, probe: &Probe) -> bool {
        let held = probe.values.iter().zip(&self.rules).filter(|(value, _)| value.is_some());
        held.map(|(_, (rule, _))| rule.rule_weight).sum::<i64>() >= self.group.threshold
    }
}

/// For each of them the contacts that the rules take for the same, by id; those in the bin do not count.
///
/// # Errors
/// The database's own failure.
pub fn alike_many(tx: &Tx<'_>, rules: &Rules, probes: &[&Probe]) -> Result<Vec<Vec<i64>>> {
    let mut weights: BTreeMap<(usize, i64), i64> = BTreeMap::new();
    let chosen = selective(&rules.rules, rules.group.threshold);
    for at in &chosen {
        for pair in sharing(tx, rules, *at, probes)? {
            *weights.entry(pair).or_default() += rules.rules[*at].0.rule_weight;
        }
    }
    weigh_the_rest(tx, rules, &chosen, probes, &mut weights)?;
    let mut found: Vec<Vec<i64>> = vec![Vec::new(); probes.len()];
    let reached = weights.into_iter().filter(|(_, weight)| *weight >= rules.group.threshold);
    let reached: Vec<(usize, i64)> = reached.map(|(pair, _)| pair).collect();
    let there = there(tx, rules, reached.iter().map(|(_, contact)| *contact).collect())?;
    for (at, contact) in reached.into_iter().filter(|(_, contact)| there.contains(contact)) {
        found[at].push(contact);
    }
    Ok(found)
}

/// Who shares the value of one rule with whom.
fn sharing(tx: &Tx<'_>, rules: &Rules, at: usize, probes: &[&Probe]) -> Result<BTreeSet<(usize, i64)>> {
    let (rule, place) = &rules.rules[at];
    let mut holders: BTreeMap<String, (Json, Vec<usize>)> = BTreeMap::new();
    for (number, probe) in probes.iter().enumerate().filter(|(_, probe)| rules.may_reach(probe)) {
        if let Some(Some(value)) = probe.values.get(at) {
            let entry = holders.entry(text_of(value)).or_insert_with(|| (json_of(value), Vec::new()));
            entry.1.push(number);
        }
    }
    let holders: Vec<(Json, Vec<usize>)> = holders.into_values().collect();
    let mut found = BTreeSet::new();
    for chunk in holders.chunks(AT_ONCE) {
        let list: Vec<&Json> = chunk.iter().map(|(value, _)| value).collect();
        tx.rows(&statement(sharing_text(tx, rule, place), vec![json!(list).to_string().into()]), |row| {
            let (number, contact) = (owned(row.cell(0)).as_int(), owned(row.cell(1)).as_int());
            if let (Some(number), Some(contact)) = (number, contact) {
                let holders = usize::try_from(number).ok().and_then(|number| chunk.get(number));
                found.extend(holders.into_iter().flat_map(|(_, all)| all).map(|at| (*at, contact)));
            }
            Ok(())
        })?;
    }
    Ok(found)
}

/// The values come as a list; each is looked up by the index of its column.
fn sharing_text(tx: &Tx<'_>, rule: &Rule, place: &Place) -> String {
    let own = expression(tx, "t", place, rule.rule_length);
    let (table, owner) = (&place.entity.table, &place.owner);
    match tx.dialect() {
        Dialect::Sqlite => format!(
            r#"SELECT DISTINCT l."key", t."{owner}" FROM json_each(?1) l CROSS JOIN "{table}" t WHERE {own} = l."value""#
        ),
        Dialect::Postgres => {
            let list = "jsonb_array_elements_text($1::text::jsonb) WITH ORDINALITY AS l(value, n)";
            let same = format!("{own} = CAST(l.value AS {})", kind_of(&place.field));
            match rule.rule_length.is_none() && is_indexed(place) {
                // As long as nothing is known of a table that grows, PostgreSQL would go through all of it for each list.
                true => format!(
                    r#"SELECT DISTINCT l.n - 1, f."{owner}" FROM {list}
CROSS JOIN LATERAL (SELECT t."{owner}" FROM "{table}" t WHERE {same} OFFSET 0) AS f"#
                ),
                false => format!(r#"SELECT DISTINCT l.n - 1, t."{owner}" FROM {list} JOIN "{table}" t ON {same}"#),
            }
        }
    }
}

/// Whether an index leads to the values of this field.
fn is_indexed(place: &Place) -> bool {
    let leads = |index: &schema::Index| index.columns.first() == Some(&place.field.name);
    place.field.indexed || place.entity.indexes.iter().any(leads)
}

fn kind_of(field: &Field) -> &'static str {
    match field.ty {
        FieldType::Int => "bigint",
        FieldType::Bool => "smallint",
        FieldType::Float => "double precision",
        FieldType::Money { .. } => "numeric",
        FieldType::Date => "date",
        FieldType::DateTime | FieldType::Timestamp => "timestamp",
        FieldType::Text { .. } | FieldType::LongText => "text",
    }
}

/// Adds what the other rules weigh for pairs that one rule alone does not decide.
fn weigh_the_rest(
    tx: &Tx<'_>,
    rules: &Rules,
    chosen: &[usize],
    probes: &[&Probe],
    weights: &mut BTreeMap<(usize, i64), i64>,
) -> Result<()> {
    let open = weights.iter().filter(|(_, weight)| **weight < rules.group.threshold);
    let open: Vec<(usize, i64)> = open.map(|(pair, _)| *pair).collect();
    let contacts: BTreeSet<i64> = open.iter().map(|(_, contact)| *contact).collect();
    let contacts: Vec<i64> = contacts.into_iter().collect();
    for (at, (rule, place)) in rules.rules.iter().enumerate().filter(|(at, _)| !chosen.contains(at)) {
        let mut held: HashMap<i64, HashSet<String>> = HashMap::new();
        for chunk in contacts.chunks(AT_ONCE) {
            let text = format!(
                r#"SELECT t."{0}", {1} FROM "{2}" t WHERE t."{0}" {3}"#,
                place.owner,
                expression(tx, "t", place, rule.rule_length),
                place.entity.table,
                tx.among(1)
            );
            tx.rows(&statement(text, vec![json!(chunk).to_string().into()]), |row| {
                let value = owned(row.cell(1));
                if let (Some(contact), false) = (owned(row.cell(0)).as_int(), value.is_blank()) {
                    held.entry(contact).or_default().insert(text_of(&value));
                }
                Ok(())
            })?;
        }
        for (number, contact) in &open {
            let value = probes.get(*number).and_then(|probe| probe.values.get(at)?.as_ref());
            let shares = |value: &Value| held.get(contact).is_some_and(|all| all.contains(&text_of(value)));
            if value.is_some_and(shares) {
                *weights.entry((*number, *contact)).or_default() += rule.rule_weight;
            }
        }
    }
    Ok(())
}

/// Those of the contacts that are not in the bin and of the type of the rules.
fn there(tx: &Tx<'_>, rules: &Rules, contacts: BTreeSet<i64>) -> Result<HashSet<i64>> {
    let contacts: Vec<i64> = contacts.into_iter().collect();
    let mut there = HashSet::new();
    for chunk in contacts.chunks(AT_ONCE) {
        let mut binds = vec![Value::Text(json!(chunk).to_string())];
        let mut text =
            format!(r#"SELECT c."id" FROM "civicrm_contact" c WHERE c."is_deleted" = 0 AND c."id" {}"#, tx.among(1));
        if let Some(kind) = &rules.group.contact_type {
            // Not by the index of the type, which half of all contacts share.
            let own = fold_expression(tx.dialect(), r#"c."contact_type""#);
            text.push_str(&format!(" AND coalesce({own}, '') = {}", tx.placeholder(2)));
            binds.push(fold(kind).into_owned().into());
        }
        there.extend(crate::sql::ids(tx, &text, binds)?);
    }
    Ok(there)
}

/// A value as it is told apart, the same from the file and from both databases.
fn text_of(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Bool(on) => u8::from(*on).to_string(),
        other => match other.to_json() {
            Json::String(text) => text,
            json => json.to_string(),
        },
    }
}

fn json_of(value: &Value) -> Json {
    match value {
        Value::Bool(on) => json!(u8::from(*on)),
        other => other.to_json(),
    }
}
