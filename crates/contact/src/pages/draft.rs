//! A contact as a form holds it: what was read, what was typed, and the way back into the database.

use std::collections::BTreeMap;

use kit::Fields;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, FieldError, Problem, Result, Tx};

use super::custom::WaySheets;
use super::record::{self, KINDS, Record, WAYS, WayKind};
use super::rows::{self, Row, flag, text, written};
use super::sections::{Block, Entry, entry_of};

/// One e-mail, phone, address or website of the form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Way {
    /// Its number in the names of inputs: even for a record (twice its id), odd for a new one.
    pub index: usize,
    pub values: BTreeMap<&'static str, String>,
    pub is_primary: bool,
    /// Just added by a button.
    pub is_fresh: bool,
}

impl Way {
    /// The record behind it.
    pub fn id(&self) -> Option<i64> {
        self.index.is_multiple_of(2).then(|| i64::try_from(self.index / 2).ok()).flatten()
    }

    pub fn value(&self, field: &str) -> &str {
        self.values.get(field).map_or("", String::as_str)
    }

    /// Nothing that would be worth keeping was typed.
    fn is_empty(&self, kind: &WayKind) -> bool {
        let telling = |field: &&&str| !field.ends_with("_id") && !["is_billing", "on_hold"].contains(*field);
        kind.fields.iter().filter(telling).all(|field| self.value(field).trim().is_empty())
    }
}

/// A contact in a form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    pub contact_type: String,
    /// Field → what its input holds.
    pub fields: BTreeMap<String, String>,
    /// In the order of [`WAYS`].
    pub ways: [Vec<Way>; KINDS],
}

/// The number of the record of a way.
fn index_of(id: i64) -> usize {
    usize::try_from(id).unwrap_or(0) * 2
}

impl Draft {
    /// An empty contact of a type, with these sections and one empty way of the first kinds.
    pub fn new(contact_type: &str) -> Draft {
        Draft { contact_type: contact_type.to_owned(), ..Draft::default() }
    }

    /// What the database holds.
    pub fn of(record: &Record) -> Draft {
        let row = &record.contact;
        let contact_type = text(row, "contact_type").to_owned();
        let mut fields = BTreeMap::new();
        for block in super::sections::of_kind(&contact_type) {
            for field in block.fields(&contact_type) {
                fields.insert((*field).to_owned(), stored(row, field));
            }
        }
        let mut ways: [Vec<Way>; KINDS] = Default::default();
        for ((kind, rows), ways) in WAYS.iter().zip(&record.ways).zip(&mut ways) {
            *ways = rows.iter().map(|row| way_of(kind, row)).collect();
        }
        Draft { contact_type, fields, ways }
    }

    /// What a form sent. Fields that it did not carry are not in it.
    pub fn typed(contact_type: &str, form: &Fields, blocks: &[Block]) -> Draft {
        let mut fields = BTreeMap::new();
        for field in blocks.iter().flat_map(|block| block.fields(contact_type)) {
            if form.has(field) {
                let value = match entry_of(field) {
                    Entry::Several => form.all(field).filter(|v| !v.is_empty()).collect::<Vec<_>>().join(","),
                    _ => form.get(field).unwrap_or_default().to_owned(),
                };
                fields.insert((*field).to_owned(), value);
            }
        }
        let mut ways: [Vec<Way>; KINDS] = Default::default();
        if blocks.contains(&Block::Ways) {
            for (kind, ways) in WAYS.iter().zip(&mut ways) {
                *ways = typed_ways(kind, form);
            }
        }
        Draft { contact_type: contact_type.to_owned(), fields, ways }
    }

    pub fn value(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", String::as_str)
    }

    /// Follows a button that reshapes the form: `add-email`, `remove-phone-6`. Tells whether it was one.
    pub fn reshape(&mut self, what: &str) -> bool {
        for (kind, ways) in WAYS.iter().zip(&mut self.ways) {
            if what.strip_prefix("add-") == Some(kind.name) {
                add(ways, true);
                return true;
            }
            let removed = what.strip_prefix("remove-").and_then(|rest| rest.strip_prefix(kind.name));
            if let Some(index) = removed.and_then(|rest| rest.strip_prefix('-')).and_then(|n| n.parse::<usize>().ok()) {
                ways.retain(|way| way.index != index);
                keep_a_primary(ways);
                return true;
            }
        }
        false
    }

    /// One empty way of each of these kinds where there is none, so that there is something to type into.
    pub fn offer(&mut self, kinds: &[&str]) {
        for (kind, ways) in WAYS.iter().zip(&mut self.ways) {
            if kinds.contains(&kind.name) && ways.is_empty() {
                add(ways, false);
            }
        }
    }
}

fn add(ways: &mut Vec<Way>, is_fresh: bool) {
    let next = ways.iter().map(|way| way.index).filter(|index| index % 2 == 1).max().map_or(1, |index| index + 2);
    ways.push(Way { index: next, is_primary: ways.is_empty(), is_fresh, ..Way::default() });
}

fn keep_a_primary(ways: &mut [Way]) {
    if !ways.iter().any(|way| way.is_primary)
        && let Some(first) = ways.first_mut()
    {
        first.is_primary = true;
    }
}

/// A stored value as its input shows it.
fn stored(row: &Row, field: &str) -> String {
    match entry_of(field) {
        Entry::Employer => text(row, "employer_id.display_name").to_owned(),
        Entry::Tick => if flag(row, field) { "1" } else { "0" }.to_owned(),
        _ => written(row, field),
    }
}

fn way_of(kind: &WayKind, row: &Row) -> Way {
    let values = kind.fields.iter().map(|field| (*field, written(row, field))).collect();
    Way { index: index_of(rows::id(row)), values, is_primary: flag(row, "is_primary"), is_fresh: false }
}

fn typed_ways(kind: &WayKind, form: &Fields) -> Vec<Way> {
    let mut ways: Vec<Way> = Vec::new();
    let prefix = format!("{}-", kind.name);
    for (name, value) in &form.0 {
        let Some((index, field)) = name.strip_prefix(&prefix).and_then(|rest| rest.split_once('-')) else { continue };
        let (Ok(index), Some(field)) = (index.parse::<usize>(), kind.fields.iter().find(|known| **known == field))
        else {
            continue;
        };
        let at = ways.iter().position(|way| way.index == index).unwrap_or_else(|| {
            ways.push(Way { index, ..Way::default() });
            ways.len() - 1
        });
        ways[at].values.entry(field).or_insert_with(|| value.clone());
    }
    let primary = form.get(&format!("{}_primary", kind.name)).and_then(|index| index.parse::<usize>().ok());
    for way in &mut ways {
        way.is_primary = Some(way.index) == primary;
    }
    keep_a_primary(&mut ways);
    ways
}

/// The name of the input of a way's field.
pub(super) fn input_name(kind: &WayKind, index: usize, field: &str) -> String {
    format!("{}-{index}-{field}", kind.name)
}

/// What a typed value is for the store.
fn value_for(field: &str, typed: &str) -> Json {
    let typed = typed.trim();
    match entry_of(field) {
        Entry::Tick => json!(typed == "1"),
        Entry::Several => json!(typed.split(',').filter(|part| !part.is_empty()).collect::<Vec<_>>()),
        _ if typed.is_empty() => Json::Null,
        _ => json!(typed),
    }
}

/// Writes a draft: a new contact, or what differs from the record `id`. Ways of the record that the draft no longer
/// has are deleted, but for those in `unseen`, which its form never showed. `more` holds the custom fields of the ways.
/// Gives the contact's id.
///
/// # Errors
/// `Invalid` with the names of inputs, and whatever else the store refuses with.
pub(super) fn save(
    tx: &mut Tx<'_>,
    id: Option<i64>,
    draft: &Draft,
    blocks: &[Block],
    unseen: &[(String, i64)],
    more: &WaySheets,
) -> Result<i64> {
    let record = match id {
        Some(id) => record::read(tx, id)?,
        None => None,
    };
    let known = record.as_ref().map(Draft::of);
    require_a_name(draft, known.as_ref())?;
    let mut values = Map::new();
    if let Some(id) = id {
        values.insert("id".to_owned(), json!(id));
    } else {
        values.insert("contact_type".to_owned(), json!(draft.contact_type));
    }
    for (field, typed) in &draft.fields {
        let same = known.as_ref().is_some_and(|known| known.value(field) == typed);
        if same || id.is_none() && typed.is_empty() {
            continue;
        }
        if matches!(field.as_str(), "birth_date" | "deceased_date") {
            refuse_future(tx, field, typed)?;
        }
        let value = match entry_of(field) {
            Entry::Employer => employer(tx, typed)?,
            _ => value_for(field, typed),
        };
        values.insert(field.clone(), value);
    }
    let contact = match id {
        Some(id) if values.len() == 1 => id,
        _ => tx.save("Contact", values, As::Actor)?.id,
    };
    if blocks.contains(&Block::Ways) {
        for (at, typed) in draft.ways.iter().enumerate() {
            let before = known.as_ref().map_or(&[][..], |known| &known.ways[at]);
            save_ways(tx, at, contact, typed, before, unseen, more)?;
        }
    }
    Ok(contact)
}

/// Nobody was born tomorrow. What is no date at all is refused where it is saved.
fn refuse_future(tx: &Tx<'_>, field: &str, typed: &str) -> Result<()> {
    let date = calendar::parse(tx.clock(), typed.trim()).map(|moment| moment.at.date());
    match date.is_some_and(|date| date > tx.clock().today()) {
        true => Err(Error::rule(field, "problem-in-future", "This day has not come yet.")),
        false => Ok(()),
    }
}

/// The name is all that a contact needs; an e-mail will do for a person.
fn require_a_name(draft: &Draft, known: Option<&Draft>) -> Result<()> {
    let has = |field: &str| {
        let typed = draft.fields.get(field).or_else(|| known.and_then(|known| known.fields.get(field)));
        typed.is_some_and(|text| !text.trim().is_empty())
    };
    let emails = if draft.ways[0].is_empty() { known.map(|known| &known.ways[0]) } else { Some(&draft.ways[0]) };
    let mailed = emails.is_some_and(|ways| ways.iter().any(|way| !way.value("email").trim().is_empty()));
    let (field, named) = match draft.contact_type.as_str() {
        "Household" => ("household_name", has("household_name")),
        "Organization" => ("organization_name", has("organization_name")),
        _ => ("last_name", has("first_name") || has("last_name") || mailed),
    };
    if named { Ok(()) } else { Err(Error::field(field, Problem::Required)) }
}

fn save_ways(
    tx: &mut Tx<'_>,
    at: usize,
    contact: i64,
    typed: &[Way],
    before: &[Way],
    unseen: &[(String, i64)],
    more: &WaySheets,
) -> Result<()> {
    let kind = &WAYS[at];
    for gone in before {
        let kept = typed.iter().any(|way| way.index == gone.index && !way.is_empty(kind));
        let hidden = gone.id().is_some_and(|id| unseen.iter().any(|(entity, one)| entity == kind.entity && *one == id));
        if let Some(id) = gone.id().filter(|_| !kept && !hidden) {
            tx.delete(kind.entity, id, As::Actor)?;
        }
    }
    for way in typed {
        let known = before.iter().find(|known| known.index == way.index);
        if way.is_empty(kind) && (known.is_some() || !more.is_touched(at, way)) {
            continue;
        }
        let custom = more.changes(tx, at, way)?;
        let same = |known: &Way| way.values.iter().all(|(field, typed)| known.value(field) == typed);
        if custom.is_empty() && known.is_some_and(|known| same(known) && (known.is_primary || !way.is_primary)) {
            continue;
        }
        save_way(tx, kind, contact, way, known, custom)?;
    }
    Ok(())
}

fn save_way(
    tx: &mut Tx<'_>,
    kind: &WayKind,
    contact: i64,
    way: &Way,
    known: Option<&Way>,
    custom: Map<String, Json>,
) -> Result<()> {
    let mut values = custom;
    if let Some(id) = known.and_then(Way::id) {
        values.insert("id".to_owned(), json!(id));
    }
    values.insert("contact_id".to_owned(), json!(contact));
    for (field, typed) in &way.values {
        if known.is_some_and(|known| known.value(field) == typed) {
            continue;
        }
        let value = match (*field, typed.trim()) {
            ("url", url) if !url.is_empty() && !url.contains("://") => json!(format!("https://{url}")),
            // A province of another country goes with its country.
            ("state_province_id", province) if !lies_in(tx, province, way.value("country_id"))? => Json::Null,
            ("is_billing", text) => json!(text == "1"),
            (_, "") => Json::Null,
            (_, text) => json!(text),
        };
        if !(value.is_null() && known.is_none()) {
            values.insert((*field).to_owned(), value);
        }
    }
    if kind.has_primary && way.is_primary {
        values.insert("is_primary".to_owned(), json!(true));
    }
    let named =
        |error: FieldError| FieldError { field: input_name(kind, way.index, &error.field), problem: error.problem };
    match tx.save(kind.entity, values, As::Actor) {
        Ok(_) => Ok(()),
        Err(Error::Invalid(errors)) => Err(Error::Invalid(errors.into_iter().map(named).collect())),
        Err(error) => Err(error),
    }
}

fn lies_in(tx: &Tx<'_>, province: &str, country: &str) -> Result<bool> {
    let Ok(province) = province.parse::<i64>() else { return Ok(true) };
    let found = tx.find::<crate::province::StateProvince>(province)?;
    Ok(found.is_none_or(|found| country.is_empty() || found.country_id.to_string() == country))
}

/// The organisation of this name, or of this number. One that nobody has heard of is made on the way.
fn employer(tx: &mut Tx<'_>, typed: &str) -> Result<Json> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(Json::Null);
    }
    let number: Option<i64> = typed.trim_start_matches('#').parse().ok();
    let clause = match number {
        Some(number) => json!(["id", "=", number]),
        None => json!(["organization_name", "=", typed]),
    };
    let clauses = json!([["contact_type", "=", "Organization"], ["is_deleted", "=", false], clause]);
    let found = rows::ask(tx, "Contact", &["id"], clauses, &[], 2)?;
    let words = |key: &'static str, text: &str| Error::rule("employer_id", key, text);
    match found.as_slice() {
        [one] => Ok(json!(rows::id(one))),
        [] if number.is_none() && tx.actor().may("add contacts") => {
            let values = [("contact_type", json!("Organization")), ("organization_name", json!(typed))];
            let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            Ok(json!(tx.save("Contact", values, As::Actor)?.id))
        }
        [] => Err(words("problem-employer-unknown", "There is no organisation of this name.")),
        _ => Err(words("problem-employer-several", "Several organisations have this name; give the number of one.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_keeps_records_and_new_ones_apart() {
        let form = Fields::parse(
            "email-24-email=a%40b.fr&email-1-email=c%40d.fr&email_primary=1&email-x-email=e&email-24-id=3",
        );
        let draft = Draft::typed("Individual", &form, &[Block::Ways]);
        let ids: Vec<Option<i64>> = draft.ways[0].iter().map(Way::id).collect();
        assert_eq!(ids, [Some(12), None]);
        assert!(draft.ways[0][1].is_primary && !draft.ways[0][0].is_primary);
    }

    #[test]
    fn buttons_reshape_the_form_and_nothing_typed_is_lost() {
        let form = Fields::parse("phone-2-phone=01&phone-1-phone=02&phone_primary=2");
        let mut draft = Draft::typed("Individual", &form, &[Block::Ways]);
        assert!(draft.reshape("add-phone"));
        assert_eq!(draft.ways[1].iter().map(|way| way.index).collect::<Vec<_>>(), [2, 1, 3]);
        assert!(draft.reshape("remove-phone-2"));
        assert!(draft.ways[1][0].is_primary && draft.ways[1][0].value("phone") == "02");
        assert!(!draft.reshape("save"));
    }
}
