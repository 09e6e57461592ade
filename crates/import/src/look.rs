//! What rows would do: looked at in pieces of a file, in the same way before the import and while it is done.

use std::collections::{BTreeSet, HashMap, HashSet};

use dedupe::matching::{self, Probe};
use kit::Work;
use schema::fold::fold;
use serde_json::{Value as Json, json};
use store::{Result, Tx};

use crate::kin::Kin;
use crate::known::Known;
use crate::plan::{Plan, plan};
use crate::record::{Kind, Record, RecordPlan};
use crate::rows::{ImportedRow, state};
use crate::setup::{Mode, Setup};
use crate::verdict::{self, Earlier, Verdict};
use crate::wanted::{self, Fault, Wanted};
use crate::who::{ByKind, How, Who, probe, who};
use crate::words::{Shape, shape};

/// What a step needs of its import.
pub struct Import {
    pub id: i64,
    pub setup: Setup,
    shapes: Vec<Option<Shape>>,
    rules: ByKind,
    /// The groups of columns about related contacts.
    kin: Vec<Kin>,
    /// What the rows become where that is no contact.
    pub kind: Option<Kind>,
}

/// The import that a piece of work is about.
///
/// # Errors
/// `NotFound` where there is none that the actor may see.
pub fn import(tx: &Tx<'_>, work: &Work) -> Result<Import> {
    let id = work.payload.get("import").and_then(Json::as_i64).unwrap_or(0);
    let setup = crate::work::load(tx, id)?;
    let kind = if setup.is_of_contacts() { None } else { Some(Kind::of(tx, &setup)?) };
    let shapes: Result<Vec<Option<Shape>>> = setup.all_goals().map(|goal| shape(tx, &setup.entity, goal)).collect();
    let rules = rules(tx, &setup)?;
    let kin = Kin::all(tx, &setup)?;
    Ok(Import { id, shapes: shapes?, rules, kin, kind, setup })
}

/// The chosen rules, and where rows say themselves what they are about, the usual ones for other types.
fn rules(tx: &Tx<'_>, setup: &Setup) -> Result<ByKind> {
    let mut rules = ByKind::new();
    if setup.rule == 0 {
        return Ok(rules);
    }
    rules.insert(setup.contact_type.clone(), matching::rules(tx, &json!(setup.rule))?);
    if setup.goals.iter().any(|goal| goal.field == wanted::KIND) {
        for kind in ["Individual", "Household", "Organization"] {
            let usual = crate::start::usual_rule(tx, kind)?;
            if usual != 0 && !rules.contains_key(kind) {
                rules.insert(kind.to_owned(), matching::rules(tx, &json!(usual))?);
            }
        }
    }
    Ok(rules)
}

/// What a row would do.
#[derive(Default)]
pub struct Looked {
    pub state: &'static str,
    pub known: Option<i64>,
    pub how: &'static str,
    pub others: Vec<i64>,
    pub plan: Plan,
    /// What becomes of the record, where the row is no contact.
    pub record: Option<RecordPlan>,
    pub faults: Vec<Fault>,
}

/// A row on its way: what it wants, and as whom it is compared with others.
pub struct Line<'r> {
    pub row: &'r ImportedRow,
    pub wanted: Wanted,
    /// What rows of the same person share.
    same: Option<String>,
    probe: Option<Probe>,
}

impl Line<'_> {
    fn is_sound(&self) -> bool {
        self.wanted.faults.is_empty()
    }
}

impl Looked {
    fn fault(key: &'static str, value: String) -> Looked {
        Looked::faults(vec![Fault { column: 0, key, value }])
    }

    fn faults(faults: Vec<Fault>) -> Looked {
        Looked { state: state::ERROR, faults, ..Looked::default() }
    }

    /// Whether the row is to be written.
    pub fn writes(&self) -> bool {
        let changes = !self.plan.writes.is_empty() || self.record.as_ref().is_some_and(RecordPlan::writes);
        matches!(self.state, state::CREATE | state::UPDATE) && changes
    }

    /// What is kept of it with its row.
    pub fn verdict(mut self, line: &Line<'_>) -> Verdict {
        let record = self.record.take();
        if let Some(record) = &record {
            self.plan.diffs.splice(0..0, record.diffs.iter().cloned());
        }
        Verdict {
            record: record.as_ref().and_then(|record| record.id),
            is_new: record.as_ref().map(|record| record.id.is_none()),
            state: self.state,
            contact: self.known,
            how: self.how,
            others: self.others,
            diffs: self.plan.diffs,
            faults: self.faults,
            same: line.same.clone(),
            transaction: None,
        }
    }
}

impl Import {
    /// Rows as they are understood.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn lines<'r>(&self, tx: &mut Tx<'_>, rows: &[&'r ImportedRow]) -> Result<Vec<Line<'r>>> {
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            let wanted = self.wanted(&row.cells);
            let same = wanted.same().map(|same| fold(&same).into_owned());
            let probe = match wanted.faults.is_empty() && row.decided.is_none() {
                true => probe(tx, &self.setup, self.rules.get(wanted.kind(&self.setup)), &wanted)?,
                false => None,
            };
            lines.push(Line { row, wanted, same, probe });
        }
        Ok(lines)
    }

    fn wanted(&self, cells: &[String]) -> Wanted {
        let mut wanted = wanted::read(&self.setup, &self.shapes, cells);
        for kin in &self.kin {
            if let Some(mut relative) = kin.read(&self.shapes, cells) {
                wanted.faults.append(&mut relative.faults);
                wanted.relatives.push((kin.group, relative));
            }
        }
        wanted
    }

    /// What a row changes of its contact and of those whom it is related to.
    fn plan(&self, tx: &Tx<'_>, known: &Known, wanted: &Wanted, contact: Option<i64>) -> Result<Plan> {
        let mut whole = plan(tx, &self.setup, known, wanted, contact)?;
        for (group, relative) in &wanted.relatives {
            if let Some(kin) = self.kin.iter().find(|kin| kin.group == *group) {
                kin.plan(tx, relative, contact, &mut whole)?;
            }
        }
        Ok(whole)
    }

    /// How many of these, from the first, can be written together: none is about somebody whom one before it makes.
    pub fn apart(&self, lines: &[Line<'_>]) -> usize {
        if self.kind.is_some() && !self.setup.make_people {
            return lines.len();
        }
        let mut people = HashSet::new();
        let mut traits: HashMap<(&str, usize, String), Vec<usize>> = HashMap::new();
        for (at, line) in lines.iter().enumerate() {
            if line.same.as_ref().is_some_and(|same| !people.insert(same)) {
                return at;
            }
            let kind = line.wanted.kind(&self.setup);
            let (Some(rules), Some(own)) = (self.rules.get(kind), &line.probe) else { continue };
            for (place, shared) in rules.traits_of(own) {
                let others = traits.entry((kind, place, shared)).or_default();
                let is_one =
                    |other: &usize| lines[*other].probe.as_ref().is_some_and(|other| rules.are_same(own, other));
                if others.iter().any(is_one) {
                    return at;
                }
                others.push(at);
            }
        }
        lines.len()
    }

    /// What each of these rows would do.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn consider(&self, tx: &mut Tx<'_>, lines: &[Line<'_>]) -> Result<Vec<Looked>> {
        let mut found = self.found(tx, lines)?;
        let earlier = self.earlier(tx, lines, &mut found)?;
        let all: Vec<&Wanted> = lines.iter().map(|line| &line.wanted).collect();
        let changes_people = self.kind.is_none() || self.setup.mode != Mode::Skip;
        let contacts: BTreeSet<i64> = found.iter().filter(|_| changes_people).filter_map(planned_for).collect();
        let known = Known::load(tx, &all, &contacts)?;
        let Some(kind) = &self.kind else {
            let each = lines.iter().zip(found).enumerate();
            return each.map(|(at, (line, who))| self.look(tx, &known, line, who, earlier.contains(&at))).collect();
        };
        let records = kind.records(tx, &all)?;
        let each = lines.iter().zip(found).zip(records).enumerate();
        each.map(|(at, ((line, who), record))| {
            let found = About { who, is_later: earlier.contains(&at) };
            self.look_at_record(tx, &known, kind, line, found, record)
        })
        .collect()
    }

    /// What a row would do that becomes no contact.
    fn look_at_record(
        &self,
        tx: &Tx<'_>,
        known: &Known,
        kind: &Kind,
        line: &Line<'_>,
        about: About,
        record: Record,
    ) -> Result<Looked> {
        let faults: Vec<Fault> = line.wanted.faults.iter().cloned().chain(record.faults.iter().cloned()).collect();
        if !faults.is_empty() {
            return Ok(Looked::faults(faults));
        }
        if let Some(fault) = kind.refuses(&self.setup, &record) {
            return Ok(Looked::faults(vec![fault]));
        }
        let mut looked = match self.person_of(tx, known, kind, line, about)? {
            Err(looked) => {
                let shown = kind.plan(&self.setup, &line.wanted, record, None);
                return Ok(Looked { record: (looked.state == state::DOUBT).then_some(shown), ..looked });
            }
            Ok(looked) => looked,
        };
        if looked.known.is_none()
            && looked.plan.writes.is_empty()
            && looked.how.is_empty()
            && !kind.may_be_about_nobody(&self.setup, &record)
        {
            return Ok(Looked::fault("import-fault-nobody", String::new()));
        }
        let plan = kind.plan(&self.setup, &line.wanted, record, looked.known);
        looked.state = match (plan.id, plan.writes() || !looked.plan.writes.is_empty()) {
            (None, _) => state::CREATE,
            (Some(_), true) => state::UPDATE,
            (Some(_), false) => state::UNCHANGED,
        };
        looked.record = Some(plan);
        Ok(looked)
    }

    /// Whom a row is about and what becomes of them; what is said of the row instead where that is not to be told.
    fn person_of(
        &self,
        tx: &Tx<'_>,
        known: &Known,
        kind: &Kind,
        line: &Line<'_>,
        about: About,
    ) -> Result<std::result::Result<Looked, Looked>> {
        let wanted = &line.wanted;
        let plan = |contact: Option<i64>| plan(tx, &self.setup, known, wanted, contact);
        if kind.subject.is_none() || !wanted.is_about_somebody() {
            return Ok(Ok(Looked::default()));
        }
        let is_made = self.setup.make_people || line.row.decided == Some(0);
        Ok(match about.who {
            Who::Lost => Err(Looked::fault("import-fault-id", wanted.id.unwrap_or(0).to_string())),
            Who::Doubt(others, how) => {
                Err(Looked { state: state::DOUBT, how: how.name(), others, ..Looked::default() })
            }
            Who::Known(contact, how) => {
                let plan = if self.setup.mode == Mode::Skip { Plan::default() } else { plan(Some(contact))? };
                Ok(Looked { known: Some(contact), how: how.name(), plan, ..Looked::default() })
            }
            Who::Nobody if !is_made => Err(Looked::fault("import-fault-unknown", wanted.called())),
            Who::Nobody if about.is_later => Ok(Looked { how: How::Line.name(), ..Looked::default() }),
            Who::Nobody if !wanted.names_somebody() => Err(Looked::fault("import-fault-nobody", String::new())),
            Who::Nobody => Ok(Looked { plan: plan(None)?, ..Looked::default() }),
        })
    }

    /// Who each row is; rows with faults are nobody.
    fn found(&self, tx: &mut Tx<'_>, lines: &[Line<'_>]) -> Result<Vec<Who>> {
        let decided = |line: &Line<'_>| match line.row.decided {
            None | Some(0) => Who::Nobody,
            Some(id) => Who::Known(id, How::Decided),
        };
        let mut found: Vec<Who> = lines.iter().map(decided).collect();
        let is_open = |at: &usize| lines[*at].is_sound() && lines[*at].row.decided.is_none();
        let open: Vec<usize> = (0..lines.len()).filter(is_open).collect();
        let asked: Vec<(&Wanted, Option<&Probe>)> =
            open.iter().map(|at| (&lines[*at].wanted, lines[*at].probe.as_ref())).collect();
        for (at, who) in open.into_iter().zip(who(tx, &self.setup, &self.rules, &asked)?) {
            found[at] = who;
        }
        Ok(found)
    }

    /// Rows about somebody whom an earlier line is about: they become that contact where it is there; gives those where
    /// it is not there yet.
    fn earlier(&self, tx: &Tx<'_>, lines: &[Line<'_>], found: &mut [Who]) -> Result<BTreeSet<usize>> {
        let strangers = lines.iter().zip(found.iter()).filter(|(line, who)| **who == Who::Nobody && line.is_sound());
        let mut asked: HashMap<&str, i64> = HashMap::new();
        for (same, line) in strangers.filter_map(|(line, _)| Some((line.same.as_deref()?, line.row.line))) {
            let last = asked.entry(same).or_insert(line);
            *last = line.max(*last);
        }
        let before = verdict::first_of(tx, self.id, &asked)?;
        let mut here: HashMap<&str, Earlier> = HashMap::new();
        let mut waiting = BTreeSet::new();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.is_sound()) {
            let Some(same) = line.same.as_deref() else { continue };
            let first = before.get(same).filter(|(number, _)| *number < line.row.line).or_else(|| here.get(same));
            match (&found[at], first) {
                (Who::Nobody, Some((_, Some(contact)))) => found[at] = Who::Known(*contact, How::Line),
                (Who::Nobody, Some(_)) => drop(waiting.insert(at)),
                _ => {}
            }
            let contact = if let Who::Known(contact, _) = &found[at] { Some(*contact) } else { None };
            if found[at] != Who::Lost && (found[at] != Who::Nobody || line.wanted.names_somebody()) {
                here.entry(same).or_insert((line.row.line, contact));
            }
        }
        Ok(waiting)
    }

    fn look(&self, tx: &Tx<'_>, known: &Known, line: &Line<'_>, who: Who, is_later: bool) -> Result<Looked> {
        let (row, wanted) = (line.row, &line.wanted);
        if !line.is_sound() {
            return Ok(Looked { state: state::ERROR, faults: wanted.faults.clone(), ..Looked::default() });
        }
        let plan = |contact: Option<i64>| self.plan(tx, known, wanted, contact);
        Ok(match who {
            Who::Lost => Looked::fault("import-fault-id", wanted.id.unwrap_or(0).to_string()),
            Who::Doubt(others, how) => {
                let plan = plan(others.first().copied())?;
                Looked { state: state::DOUBT, how: how.name(), others, plan, ..Looked::default() }
            }
            Who::Known(contact, how) if self.setup.mode == Mode::Skip && row.decided.is_none() => {
                Looked { state: state::SKIP, known: Some(contact), how: how.name(), ..Looked::default() }
            }
            Who::Known(contact, how) => {
                let plan = plan(Some(contact))?;
                let state = if plan.writes.is_empty() { state::UNCHANGED } else { state::UPDATE };
                Looked { state, known: Some(contact), how: how.name(), plan, ..Looked::default() }
            }
            // The contact that an earlier line makes is not there yet: what this one adds is seen when it is.
            Who::Nobody if is_later => {
                Looked { state: state::UPDATE, how: How::Line.name(), plan: plan(None)?, ..Looked::default() }
            }
            Who::Nobody if !wanted.names_somebody() => Looked::fault("import-fault-nobody", String::new()),
            Who::Nobody => Looked { state: state::CREATE, plan: plan(None)?, ..Looked::default() },
        })
    }
}

/// Whom a row is about, as it was found.
struct About {
    who: Who,
    /// An earlier line makes them.
    is_later: bool,
}

/// The contact that a row's changes are shown for.
fn planned_for(who: &Who) -> Option<i64> {
    match who {
        Who::Known(contact, _) => Some(*contact),
        Who::Doubt(others, _) => others.first().copied(),
        Who::Nobody | Who::Lost => None,
    }
}
