//! The record that a row becomes or changes where that is no contact: found, compared, written.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use contact::pages::rows::{Row, ask, id, int};
use schema::fold::fold;
use schema::{Entity, Field};
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx};

use crate::apply::{Deeds, apply};
use crate::look::Looked;
use crate::plan::{Diff, differing, fresh};
use crate::records;
use crate::rows::state;
use crate::setup::{Records, Setup};
use crate::wanted::{Fault, Link, Wanted};

/// So many are asked about at once.
const AT_ONCE: usize = 500;

/// What the rows of an import become.
pub struct Kind {
    pub entity: Arc<Entity>,
    /// The field that the contact of the row fills.
    pub subject: Option<Field>,
    /// Fields of which no two records have the same, as far as columns fill them.
    unique: Vec<String>,
    /// The fields that columns fill.
    filled: Vec<String>,
}

/// What is known of a row's record.
#[derive(Default)]
pub struct Record {
    pub id: Option<i64>,
    row: Row,
    /// What the links of the row lead to.
    links: Map<String, Json>,
    pub faults: Vec<Fault>,
}

/// What becomes of a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecordPlan {
    /// The record that is there.
    pub id: Option<i64>,
    pub values: Map<String, Json>,
    pub diffs: Vec<Diff>,
}

impl RecordPlan {
    /// Whether there is anything to be written.
    pub fn writes(&self) -> bool {
        self.id.is_none() || !self.values.is_empty()
    }
}

impl Kind {
    /// What the rows of this import become.
    ///
    /// # Errors
    /// `Forbidden` where the actor may not bring such records in.
    pub fn of(tx: &Tx<'_>, setup: &Setup) -> Result<Kind> {
        let entity = records::named(tx, &setup.entity)?;
        let filled: BTreeSet<String> = setup
            .all_goals()
            .filter_map(|goal| goal.field.strip_prefix(crate::recognise::RECORD))
            .filter(|name| records::field(&entity, name).is_some())
            .map(str::to_owned)
            .collect();
        let alone = |name: &str| entity.indexes.iter().any(|index| index.unique && index.columns == [name.to_owned()]);
        Ok(Kind {
            subject: records::subjects(&entity).into_iter().find(|field| field.name == setup.subject).cloned(),
            unique: filled.iter().filter(|name| alone(name)).cloned().collect(),
            filled: filled.into_iter().collect(),
            entity,
        })
    }

    /// The records that these rows name, and what their links lead to.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn records(&self, tx: &Tx<'_>, all: &[&Wanted]) -> Result<Vec<Record>> {
        let mut found: Vec<Record> = all.iter().map(|_| Record::default()).collect();
        let mut leads = HashMap::new();
        for (wanted, record) in all.iter().zip(&mut found) {
            for link in &wanted.links {
                match led(tx, &mut leads, link)? {
                    Ok(value) => drop(record.links.insert(link.field.clone(), value)),
                    Err(fault) => record.faults.push(fault),
                }
            }
        }
        let wanted_ids = self.named(tx, all)?;
        let there = self.rows(tx, &wanted_ids.iter().flatten().copied().collect())?;
        for ((wanted, record), id) in all.iter().zip(&mut found).zip(wanted_ids) {
            match id.and_then(|id| there.get(&id).map(|row| (id, row.clone()))) {
                Some((id, row)) => (record.id, record.row) = (Some(id), row),
                None => {
                    if let Some(id) = wanted.record_id {
                        let value = id.to_string();
                        record.faults.push(Fault { column: 0, key: "import-fault-record", value });
                    }
                }
            }
        }
        Ok(found)
    }

    /// The number that each row gives, or that of the record that has its unique value.
    fn named(&self, tx: &Tx<'_>, all: &[&Wanted]) -> Result<Vec<Option<i64>>> {
        let mut found: Vec<Option<i64>> = all.iter().map(|wanted| wanted.record_id).collect();
        for field in &self.unique {
            let value = |wanted: &Wanted| wanted.record.get(field).cloned();
            let values: Vec<Json> = all.iter().filter_map(|wanted| value(wanted)).collect();
            let mut there: HashMap<String, i64> = HashMap::new();
            for chunk in values.chunks(AT_ONCE) {
                for row in ask(tx, &self.entity.name, &["id", field], json!([[field, "IN", chunk]]), &[], 0)? {
                    there.insert(key(row.get(field.as_str())), id(&row));
                }
            }
            for (wanted, slot) in all.iter().zip(&mut found) {
                if let (None, Some(own)) = (&slot, value(wanted)) {
                    *slot = there.get(&key(Some(&own))).copied();
                }
            }
        }
        Ok(found)
    }

    fn rows(&self, tx: &Tx<'_>, ids: &BTreeSet<i64>) -> Result<HashMap<i64, Row>> {
        let own = self.filled.iter().map(String::as_str);
        let subject = self.subject.as_ref().map(|field| field.name.as_ref());
        let mut select: Vec<&str> = ["id"].into_iter().chain(own).chain(subject).collect();
        select.dedup();
        let ids: Vec<i64> = ids.iter().copied().collect();
        let mut there = HashMap::new();
        for chunk in ids.chunks(AT_ONCE) {
            let found = ask(tx, &self.entity.name, &select, json!([["id", "IN", chunk]]), &[], 0)?;
            there.extend(found.into_iter().map(|row| (id(&row), row)));
        }
        Ok(there)
    }

    /// Why such a row is not to be written at all.
    pub fn refuses(&self, setup: &Setup, record: &Record) -> Option<Fault> {
        let fault = |key, value: String| Some(Fault { column: 0, key, value });
        match (setup.records, record.id) {
            (Records::Insert, Some(id)) => fault("import-fault-record-known", id.to_string()),
            (Records::Update, None) => fault("import-fault-record-unnamed", String::new()),
            _ => None,
        }
    }

    /// Whether a row needs to name no contact: its record has one, or needs none.
    pub fn may_be_about_nobody(&self, setup: &Setup, record: &Record) -> bool {
        record.id.is_some() || self.subject.is_none() || record.links.contains_key(&setup.subject)
    }

    /// What becomes of the record.
    pub fn plan(&self, setup: &Setup, wanted: &Wanted, record: Record, contact: Option<i64>) -> RecordPlan {
        let mut values = wanted.record.clone();
        values.extend(record.links);
        let name = self.entity.name.as_ref();
        let mut plan = match record.id {
            Some(id) => {
                let (values, diffs) = differing(&record.row, &values, name, false);
                RecordPlan { id: Some(id), values, diffs }
            }
            None => {
                let diffs = values.iter().map(|(field, value)| fresh(&format!("{name}.{field}"), value)).collect();
                RecordPlan { id: None, values, diffs }
            }
        };
        if let (Some(subject), Some(contact)) = (&self.subject, contact) {
            let is_there = match record.row.get(subject.name.as_ref()) {
                Some(Json::Array(all)) => all.iter().any(|one| one.as_i64() == Some(contact)),
                Some(one) => one.as_i64() == Some(contact),
                None => false,
            };
            if !is_there || plan.id.is_none() {
                plan.values.insert(setup.subject.clone(), tied(subject, contact));
            }
        }
        plan
    }

    /// Writes rows down: the contacts first, then the records; gives both.
    ///
    /// # Errors
    /// What the rules of the records refuse with.
    pub fn write(
        &self,
        tx: &mut Tx<'_>,
        setup: &Setup,
        looked: &mut [Looked],
    ) -> Result<Vec<(Option<i64>, Option<i64>)>> {
        let mut found: Vec<(Option<i64>, Option<i64>)> =
            looked.iter().map(|one| (one.known, one.record.as_ref().and_then(|record| record.id))).collect();
        let changes = |one: &Looked| matches!(one.state, state::CREATE | state::UPDATE);
        let people: Vec<usize> =
            (0..looked.len()).filter(|at| changes(&looked[*at]) && !looked[*at].plan.writes.is_empty()).collect();
        let deeds: Vec<Deeds> =
            people.iter().map(|at| (std::mem::take(&mut looked[*at].plan.writes), looked[*at].known)).collect();
        for (at, contact) in people.into_iter().zip(apply(tx, setup, deeds)?) {
            found[at].0 = Some(contact);
        }
        let (mut places, mut saves) = (Vec::new(), Vec::new());
        for (at, one) in looked.iter().enumerate().filter(|(_, one)| changes(one)) {
            let Some(plan) = one.record.as_ref().filter(|plan| plan.writes()) else { continue };
            places.push(at);
            saves.push(self.values(tx, setup, plan, found[at].0));
        }
        for (at, id) in places.into_iter().zip(tx.save_many(&self.entity.name, saves, As::Actor)?) {
            found[at].1 = Some(id);
        }
        Ok(found)
    }

    fn values(&self, tx: &Tx<'_>, setup: &Setup, plan: &RecordPlan, contact: Option<i64>) -> Map<String, Json> {
        let mut values = plan.values.clone();
        match plan.id {
            Some(id) => drop(values.insert("id".to_owned(), json!(id))),
            None => {
                if let (Some(subject), Some(contact)) = (&self.subject, contact) {
                    values.entry(setup.subject.clone()).or_insert_with(|| tied(subject, contact));
                }
                records::fill(tx, &self.entity, &mut values, contact);
            }
        }
        values
    }
}

/// A contact as the field takes it.
fn tied(field: &Field, contact: i64) -> Json {
    if field.list.is_some() { json!([contact]) } else { json!(contact) }
}

/// A value as values are told apart.
fn key(value: Option<&Json>) -> String {
    match value {
        Some(Json::String(text)) => fold(text.trim()).into_owned(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

type Leads = HashMap<(String, String), Lead>;

/// What a name leads to.
#[derive(Clone, Copy)]
enum Lead {
    One(i64),
    Nothing,
    Several,
}

/// What a cell with names leads to, or what is wrong with it.
fn led(tx: &Tx<'_>, leads: &mut Leads, link: &Link) -> Result<std::result::Result<Json, Fault>> {
    let parts: Vec<&str> = match link.many {
        true => link.text.split([',', ';', '|']).map(str::trim).filter(|part| !part.is_empty()).collect(),
        false => vec![link.text.trim()],
    };
    let mut ids = Vec::new();
    for part in parts {
        let known = (link.entity.clone(), fold(part).into_owned());
        let lead = match leads.get(&known) {
            Some(lead) => *lead,
            None => {
                let lead = lead(tx, &link.entity, part)?;
                leads.insert(known, lead);
                lead
            }
        };
        let fault = |key| Ok(Err(Fault { column: link.column, key, value: part.to_owned() }));
        match lead {
            Lead::One(id) => ids.push(json!(id)),
            Lead::Nothing => return fault("import-fault-link"),
            Lead::Several => return fault("import-fault-link-several"),
        }
    }
    Ok(Ok(if link.many { Json::Array(ids) } else { ids.pop().unwrap_or_default() }))
}

/// A record by its number; a contact by its identifier, its e-mail or its name; others by what they are called.
fn lead(tx: &Tx<'_>, entity: &str, text: &str) -> Result<Lead> {
    let declared = tx.entity(entity)?;
    let mut ways: Vec<(&str, &str, Json)> = Vec::new();
    if let Ok(number) = text.parse::<i64>() {
        ways.push((entity, "id", json!(["id", "=", number])));
    }
    let named = |field: &str| json!([field, "=", text]);
    if entity == "Contact" {
        ways.push((entity, "id", named("external_identifier")));
        if text.contains('@') {
            ways.push(("Email", "contact_id", named("email")));
        }
        ways.push((entity, "id", json!(["OR", [named("display_name"), named("sort_name")]])));
    } else {
        let label = declared.label_field.as_deref().into_iter().chain(["name", "title", "label"]);
        let own: BTreeSet<&str> = label.filter(|field| declared.field(field).is_some_and(|f| f.is_column())).collect();
        ways.extend(own.into_iter().map(|field| (entity, "id", named(field))));
    }
    for (of, field, clause) in ways {
        let mut clauses = vec![clause];
        if of == "Email" {
            clauses.push(json!(["contact_id.is_deleted", "=", false]));
        }
        let found = ask(tx, of, &["id", field], Json::Array(clauses), &[("id", "ASC")], 20)?;
        let ids: BTreeSet<i64> = found.iter().filter_map(|row| int(row, field)).collect();
        match ids.len() {
            0 => {}
            1 => return Ok(ids.first().map_or(Lead::Nothing, |id| Lead::One(*id))),
            _ => return Ok(Lead::Several),
        }
    }
    Ok(Lead::Nothing)
}
