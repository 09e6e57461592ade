//! The related contacts that a row names: read, found, compared and written as the contact of the row is.

use std::collections::BTreeSet;

use contact::pages::rows::{Row, ask, int, text};
use contact::relationship_type::RelationshipType;
use schema::fold::fold;
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx};

use crate::apply::apply;
use crate::known::Known;
use crate::plan::{Diff, Plan, Write, fresh, plan};
use crate::recognise::Goal;
use crate::relative::{End, Group, RELATIVE};
use crate::setup::{Always, Mode, Setup};
use crate::start::usual_rule;
use crate::wanted::{self, Fault, Wanted};
use crate::who::{ByKind, Who, probe, who};
use crate::words::Shape;

/// What names people and organisations.
const NAMES: [&str; 4] = ["first_name", "last_name", "organization_name", "household_name"];

/// One group of columns, as an import of its own.
pub struct Kin {
    pub group: Group,
    setup: Setup,
    rules: ByKind,
    /// Whether both ends are called the same.
    is_symmetric: bool,
}

impl Kin {
    /// The groups of an import, but for those whose type of relationship is gone.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn all(tx: &Tx<'_>, setup: &Setup) -> Result<Vec<Kin>> {
        let groups: BTreeSet<Group> = match setup.is_of_contacts() {
            true => setup.all_goals().filter_map(Goal::relative).map(|(group, _)| group).collect(),
            false => BTreeSet::new(),
        };
        let mut all = Vec::new();
        for group in groups {
            all.extend(Kin::of(tx, setup, group)?);
        }
        Ok(all)
    }

    fn of(tx: &Tx<'_>, setup: &Setup, group: Group) -> Result<Option<Kin>> {
        let Some(kind) = tx.find::<RelationshipType>(group.kind)? else { return Ok(None) };
        let far = match group.end {
            End::A => &kind.contact_type_b,
            End::B => &kind.contact_type_a,
        };
        let contact_type = far.clone().unwrap_or_else(|| "Individual".to_owned());
        let rule = match (setup.rule, contact_type == setup.contact_type) {
            (0, _) => 0,
            (rule, true) => rule,
            (_, false) => usual_rule(tx, &contact_type)?,
        };
        let mut rules = ByKind::new();
        if rule != 0 {
            rules.insert(contact_type.clone(), dedupe::matching::rules(tx, &json!(rule))?);
        }
        let own =
            |goal: &Goal| goal.relative().filter(|(of, _)| *of == group).map(|(_, inner)| inner).unwrap_or_default();
        let always = setup.always.iter().map(|one| Always { goal: own(&one.goal), value: one.value.clone() });
        let setup = Setup {
            goals: setup.goals.iter().map(own).collect(),
            always: always.collect(),
            contact_type,
            rule,
            ask_about_likeness: false,
            tag: None,
            group: None,
            ..setup.clone()
        };
        Ok(Some(Kin { group, setup, rules, is_symmetric: kind.is_symmetric() }))
    }

    /// What a row says of this related contact; None where its cells are empty.
    pub fn read(&self, shapes: &[Option<Shape>], cells: &[String]) -> Option<Wanted> {
        let filled = |at: &usize| cells.get(*at).is_some_and(|cell| !cell.trim().is_empty());
        let first = (0..self.setup.goals.len()).filter(|at| !self.setup.goals[*at].is_none()).find(filled)?;
        let mut wanted = wanted::read(&self.setup, shapes, cells);
        if wanted.faults.is_empty() && wanted.id.is_none() && wanted.external.is_none() && !wanted.names_somebody() {
            let value = cells.get(first).cloned().unwrap_or_default();
            wanted.faults.push(Fault { column: first, key: "import-fault-relative", value });
        }
        Some(wanted)
    }

    /// Adds what becomes of the related contact to what becomes of the contact of the row.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn plan(&self, tx: &Tx<'_>, wanted: &Wanted, contact: Option<i64>, whole: &mut Plan) -> Result<()> {
        let tied = match contact {
            Some(contact) => self.tied(tx, contact)?.into_iter().find(|row| is_called(row, wanted)),
            None => None,
        };
        let write = |far: Option<i64>| Write::Relative(self.group, far, Box::new(wanted.clone()));
        let Some(far) = tied.as_ref().and_then(|row| int(row, "far_contact_id")) else {
            whole.writes.push(write(None));
            whole.diffs.push(fresh(&format!("{RELATIVE}{}", self.group), &json!(wanted.called())));
            return Ok(());
        };
        let inner = self.changes(tx, wanted, far)?;
        if !inner.writes.is_empty() {
            whole.writes.push(write(Some(far)));
            let prefixed = |diff: Diff| Diff { label: format!("{RELATIVE}{}.{}", self.group, diff.label), ..diff };
            whole.diffs.extend(inner.diffs.into_iter().map(prefixed));
        }
        Ok(())
    }

    /// What the row changes of a related contact who is there.
    fn changes(&self, tx: &Tx<'_>, wanted: &Wanted, far: i64) -> Result<Plan> {
        if self.setup.mode == Mode::Skip {
            return Ok(Plan::default());
        }
        let known = Known::load(tx, &[wanted], &BTreeSet::from([far]))?;
        plan(tx, &self.setup, &known, wanted, Some(far))
    }

    /// Writes the related contact down and ties it to the contact of the row.
    ///
    /// # Errors
    /// What the rules of the records refuse with.
    pub fn apply(&self, tx: &mut Tx<'_>, far: Option<i64>, wanted: &Wanted, contact: i64) -> Result<()> {
        let known = match far {
            Some(far) => Some(far),
            None => self.found(tx, wanted)?.filter(|far| *far != contact),
        };
        let far = match known {
            Some(far) => {
                let changes = self.changes(tx, wanted, far)?;
                if !changes.writes.is_empty() {
                    apply(tx, &self.setup, vec![(changes.writes, Some(far))])?;
                }
                Some(far)
            }
            None if !self.setup.make_missing => None,
            None => {
                let made = plan(tx, &self.setup, &Known::default(), wanted, None)?;
                apply(tx, &self.setup, vec![(made.writes, None)])?.first().copied()
            }
        };
        let Some(far) = far else { return Ok(()) };
        if self.tied(tx, contact)?.iter().any(|row| int(row, "far_contact_id") == Some(far)) {
            return Ok(());
        }
        let (a, b) = if self.group.end == End::A { (contact, far) } else { (far, contact) };
        let values = json!({"contact_id_a": a, "contact_id_b": b, "relationship_type_id": self.group.kind});
        let values: Map<String, Json> = values.as_object().cloned().unwrap_or_default();
        tx.save("Relationship", values, As::Actor).map(|_| ())
    }

    /// Somebody who is there: by identifier and rule, as contacts of rows are; then by name and date of birth, and
    /// organisations by their name, as employers are.
    fn found(&self, tx: &mut Tx<'_>, wanted: &Wanted) -> Result<Option<i64>> {
        let probe = probe(tx, &self.setup, self.rules.get(&self.setup.contact_type), wanted)?;
        let found = who(tx, &self.setup, &self.rules, &[(wanted, probe.as_ref())])?;
        match found.into_iter().next() {
            Some(Who::Known(id, _)) => return Ok(Some(id)),
            Some(Who::Doubt(others, _)) if !others.is_empty() => return Ok(others.first().copied()),
            _ if self.setup.mode == Mode::Create => return Ok(None),
            _ => {}
        }
        let mut clauses =
            vec![json!(["contact_type", "=", self.setup.contact_type]), json!(["is_deleted", "=", false])];
        let is_person = self.setup.contact_type == "Individual";
        let asked: &[&str] = if is_person { &["first_name", "last_name", "birth_date"] } else { &NAMES[2..] };
        let given: Vec<Json> =
            asked.iter().filter_map(|field| Some(json!([field, "=", wanted.fields.get(*field)?]))).collect();
        if given.is_empty() || is_person && given.len() < asked.len() {
            return Ok(None);
        }
        clauses.extend(given);
        let found = ask(tx, "Contact", &["id"], Json::Array(clauses), &[("id", "ASC")], 1)?;
        Ok(found.first().and_then(|row| int(row, "id")))
    }

    /// Those to whom a contact is related in this way already.
    fn tied(&self, tx: &Tx<'_>, contact: i64) -> Result<Vec<Row>> {
        let mut clauses = vec![
            json!(["near_contact_id", "=", contact]),
            json!(["relationship_type_id", "=", self.group.kind]),
            json!(["is_current", "=", true]),
        ];
        if !self.is_symmetric {
            clauses.push(json!(["orientation", "=", self.group.end.direction()]));
        }
        let select = [
            "far_contact_id",
            "far_contact_id.first_name",
            "far_contact_id.last_name",
            "far_contact_id.organization_name",
            "far_contact_id.household_name",
            "far_contact_id.external_identifier",
            "far_contact_id.email_primary.email",
        ];
        ask(tx, "RelationshipCache", &select, Json::Array(clauses), &[("id", "ASC")], 0)
    }
}

/// Whether a related contact is the one whom a row names: by identifier, by all the names that it gives, or by e-mail where
/// it gives none.
fn is_called(row: &Row, wanted: &Wanted) -> bool {
    let own = |field: &str| fold(text(row, &format!("far_contact_id.{field}"))).into_owned();
    if let Some(external) = &wanted.external {
        return own("external_identifier") == fold(external);
    }
    let named: Vec<(&str, &str)> =
        NAMES.into_iter().filter_map(|field| Some((field, wanted.fields.get(field)?.as_str()?))).collect();
    match named.is_empty() {
        true => wanted.emails.iter().any(|(_, email)| own("email_primary.email") == fold(email)),
        false => named.iter().all(|(field, name)| own(field) == fold(name)),
    }
}
