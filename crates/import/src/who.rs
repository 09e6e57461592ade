//! Who the rows of a file are: found for a whole piece of it with a few questions.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use contact::pages::rows::{ask, id, text};
use dedupe::matching::{self, Probe, Rules};
use dedupe::score::{Kind, Place, Profile};
use schema::Verb;
use schema::fold::fold;
use serde_json::{Map, Value as Json, json};
use store::{Result, Tx};

use crate::setup::{Mode, Setup};
use crate::wanted::Wanted;

/// So many are asked about at once.
const AT_ONCE: usize = 500;
/// So many people who look alike are offered at most.
const OFFERED: usize = 5;

/// By what a contact was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    Id,
    External,
    Rule,
    Likeness,
    /// An earlier line of the file.
    Line,
    Decided,
}

impl How {
    /// Its name in rows and messages.
    pub fn name(self) -> &'static str {
        match self {
            How::Id => "id",
            How::External => "external",
            How::Rule => "rule",
            How::Likeness => "likeness",
            How::Line => "line",
            How::Decided => "decided",
        }
    }
}

/// The rules by which each type of contact is found.
pub type ByKind = BTreeMap<String, Rules>;

/// Who a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    Nobody,
    /// A contact that is there.
    Known(i64, How),
    /// One of these, perhaps.
    Doubt(Vec<i64>, How),
    /// The number that the row gives is nobody's.
    Lost,
}

/// A row as duplicate rules compare it; None where nobody is looked for by rules.
///
/// # Errors
/// Values that lead nowhere.
pub fn probe(tx: &mut Tx<'_>, setup: &Setup, rules: Option<&Rules>, wanted: &Wanted) -> Result<Option<Probe>> {
    match rules.filter(|_| setup.mode != Mode::Create) {
        Some(rules) => matching::probe(tx, rules, &wanted.probe(setup, |name| rules.look_at(name))).map(Some),
        None => Ok(None),
    }
}

/// Finds out who each of these rows is.
///
/// # Errors
/// The database's own failure.
pub fn who(tx: &mut Tx<'_>, setup: &Setup, rules: &ByKind, asked: &[(&Wanted, Option<&Probe>)]) -> Result<Vec<Who>> {
    let wanted: Vec<&Wanted> = asked.iter().map(|(wanted, _)| *wanted).collect();
    let mut found = by_numbers(tx, &wanted)?;
    if setup.mode == Mode::Create {
        return Ok(found);
    }
    for (kind, rules) in rules {
        let own =
            |(wanted, probe): &(&Wanted, Option<&'_ Probe>)| probe.filter(|_| wanted.kind(setup) == kind).is_some();
        let probes: Vec<Option<&Probe>> = asked.iter().map(|one| one.1.filter(|_| own(one))).collect();
        by_rules(tx, rules, &probes, &mut found)?;
    }
    if setup.ask_about_likeness {
        by_likeness(tx, setup, &wanted, &mut found)?;
    }
    Ok(found)
}

/// Ids and external identifiers come first.
fn by_numbers(tx: &Tx<'_>, wanted: &[&Wanted]) -> Result<Vec<Who>> {
    let ids: BTreeSet<i64> = wanted.iter().filter_map(|one| one.id).collect();
    let mut there = BTreeSet::new();
    for chunk in chunks(ids) {
        let clauses = json!([["id", "IN", chunk], ["is_deleted", "=", false]]);
        there.extend(ask(tx, "Contact", &["id"], clauses, &[], 0)?.iter().map(id));
    }
    let externals: BTreeSet<&String> = wanted.iter().filter_map(|one| one.external.as_ref()).collect();
    let mut by_external: HashMap<String, i64> = HashMap::new();
    for chunk in chunks(externals) {
        let clauses = json!([["external_identifier", "IN", chunk]]);
        for row in ask(tx, "Contact", &["id", "external_identifier"], clauses, &[("id", "ASC")], 0)? {
            by_external.entry(fold(text(&row, "external_identifier")).into_owned()).or_insert(id(&row));
        }
    }
    let one = |one: &&Wanted| match (one.id, &one.external) {
        (Some(id), _) if there.contains(&id) => Who::Known(id, How::Id),
        (Some(_), _) => Who::Lost,
        (None, Some(external)) => {
            by_external.get(fold(external).as_ref()).map_or(Who::Nobody, |id| Who::Known(*id, How::External))
        }
        (None, None) => Who::Nobody,
    };
    Ok(wanted.iter().map(one).collect())
}

fn by_rules(tx: &Tx<'_>, rules: &Rules, all: &[Option<&Probe>], found: &mut [Who]) -> Result<()> {
    let open: Vec<usize> = open(found);
    if !open.iter().any(|at| all[*at].is_some()) {
        return Ok(());
    }
    let probes: Vec<&Probe> = open.iter().filter_map(|at| all[*at]).collect();
    let open = open.into_iter().filter(|at| all[*at].is_some());
    let alike = visible(tx, matching::alike_many(tx, rules, &probes)?)?;
    for (at, others) in open.zip(alike) {
        found[at] = match others.as_slice() {
            [] => Who::Nobody,
            [one] => Who::Known(*one, How::Rule),
            _ => Who::Doubt(others, How::Rule),
        };
    }
    Ok(())
}

fn by_likeness(tx: &mut Tx<'_>, setup: &Setup, wanted: &[&Wanted], found: &mut [Who]) -> Result<()> {
    let open: Vec<usize> = open(found);
    let profiles: Vec<Profile> = open.iter().map(|at| profile(setup, wanted[*at])).collect();
    let alike = dedupe::compare::alike_many(tx, &profiles)?;
    let alike = alike.into_iter().map(|others| others.into_iter().take(OFFERED).map(|(id, _)| id).collect());
    let alike = visible(tx, alike.collect())?;
    for (at, others) in open.into_iter().zip(alike) {
        if !others.is_empty() {
            found[at] = Who::Doubt(others, How::Likeness);
        }
    }
    Ok(())
}

fn open(found: &[Who]) -> Vec<usize> {
    found.iter().enumerate().filter(|(_, who)| **who == Who::Nobody).map(|(at, _)| at).collect()
}

/// Those that the actor may change; nobody learns from an import who else there is.
fn visible(tx: &Tx<'_>, mut lists: Vec<Vec<i64>>) -> Result<Vec<Vec<i64>>> {
    let contact = tx.entity("Contact")?;
    if schema::access::rule_for(&contact, tx.actor(), Verb::Edit) == schema::Rule::Everything {
        return Ok(lists);
    }
    let all: BTreeSet<i64> = lists.iter().flatten().copied().collect();
    let met = tx.met(&contact, &all.into_iter().collect::<Vec<_>>(), Verb::Edit)?;
    lists.iter_mut().for_each(|list| list.retain(|id| met.contains(id)));
    Ok(lists)
}

fn chunks<T: Clone>(all: BTreeSet<T>) -> Vec<Vec<T>> {
    all.into_iter().collect::<Vec<T>>().chunks(AT_ONCE).map(<[T]>::to_vec).collect()
}

/// The row as likeness is measured.
fn profile(setup: &Setup, wanted: &Wanted) -> Profile {
    let of = |field: &str| wanted.fields.get(field).and_then(Json::as_str).unwrap_or_default().to_owned();
    let part = |address: &Map<String, Json>, field: &str| {
        address.get(field).and_then(Json::as_str).unwrap_or_default().to_owned()
    };
    let place = |address: &Map<String, Json>| Place {
        street: part(address, "street_address"),
        postcode: part(address, "postal_code"),
        city: part(address, "city"),
    };
    let (kind, title) = match wanted.kind(setup) {
        "Household" => (Kind::Household, of("household_name")),
        "Organization" => (Kind::Organisation, of("organization_name")),
        _ => (Kind::Person, String::new()),
    };
    let digits = |number: &str| number.chars().filter(char::is_ascii_digit).collect();
    Profile {
        id: 0,
        kind,
        first: of("first_name"),
        middle: of("middle_name"),
        last: of("last_name"),
        nick: of("nick_name"),
        title,
        suffix: None,
        birth: of("birth_date").parse().ok(),
        emails: wanted.emails.iter().map(|(_, email)| email.clone()).collect(),
        phones: wanted.phones.iter().map(|phone| digits(&phone.number)).collect(),
        places: wanted.addresses.values().map(place).collect(),
    }
}
