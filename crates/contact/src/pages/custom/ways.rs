//! The custom fields of a contact's addresses, numbers and the like: a sheet for each line of its form.

use std::collections::BTreeMap;

use kit::{Fields, Visit};
use maud::{Markup, html};
use serde_json::{Map, Value as Json, json};
use store::{Result, Tx};
use ui::part::field::Field;
use ui::part::form::Fault;

use super::super::draft::{Draft, Way, input_name};
use super::super::form::Errors;
use super::super::past;
use super::super::phrases::Lang;
use super::super::record::{KINDS, Record, WAYS, WayKind};
use super::super::rows::{self, Row};
use super::clash::{self, Clash};
use super::fields::Sheet;
use super::inputs::Inputs;
use super::set::{self, Set};
use super::words;

/// The sheets of a form, by the place of the kind among [`WAYS`] and the number of the line.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct WaySheets(BTreeMap<(usize, usize), Sheet>);

/// The sets for the records of a kind that a form asks; the catalog knows at once where there are none.
fn sets(tx: &Tx<'_>, kind: &WayKind) -> Result<Vec<Set>> {
    let known = tx.catalog().entity(kind.entity);
    if known.is_none_or(|entity| !entity.virtual_joins.iter().any(|join| join.entity.starts_with("Custom_"))) {
        return Ok(Vec::new());
    }
    let mut all = set::of(tx, kind.entity, &[])?;
    all.retain(|set| !set.is_multiple && !set.fields.is_empty());
    Ok(all)
}

/// Folded, as history names the entity.
fn folded(kind: &WayKind) -> String {
    schema::fold::fold(kind.entity).into_owned()
}

impl WaySheets {
    /// The sheets for the lines of a draft. Only those lines stand for records that `record` has.
    ///
    /// # Errors
    /// The database's own failure.
    pub(in super::super) fn read(
        tx: &Tx<'_>,
        lang: &Lang,
        draft: &Draft,
        record: Option<&Record>,
    ) -> Result<WaySheets> {
        let mut sheets = BTreeMap::new();
        for (at, (kind, ways)) in WAYS.iter().zip(&draft.ways).enumerate() {
            let sets = if ways.is_empty() { Vec::new() } else { sets(tx, kind)? };
            for way in ways.iter().filter(|_| !sets.is_empty()) {
                let own =
                    |id: &i64| record.is_some_and(|record| record.ways[at].iter().any(|row| rows::id(row) == *id));
                let sheet = Sheet::of(tx, lang, sets.clone(), kind.entity, way.id().filter(own))?;
                sheets.insert((at, way.index), sheet.under(input_name(kind, way.index, "")));
            }
        }
        Ok(WaySheets(sheets))
    }

    /// Takes what a form sent.
    pub(in super::super) fn typed(&mut self, form: &Fields) {
        self.0.values_mut().for_each(|sheet| sheet.typed(form));
    }

    /// Takes in the files that came; see [`Sheet::take_files`].
    ///
    /// # Errors
    /// The disk's own failure.
    pub(in super::super) fn take_files(&mut self, visit: &Visit<'_>) -> Result<()> {
        self.0.values_mut().try_for_each(|sheet| sheet.take_files(visit))
    }

    /// Whether its form carries files.
    pub(in super::super) fn has_files(&self) -> bool {
        self.0.values().any(Sheet::has_files)
    }

    fn of(&self, at: usize, way: &Way) -> Option<&Sheet> {
        self.0.get(&(at, way.index))
    }

    /// Whether something was typed into the custom fields of a line.
    pub(in super::super) fn is_touched(&self, at: usize, way: &Way) -> bool {
        self.of(at, way).is_some_and(Sheet::is_touched)
    }

    /// What differs from the record of a line, for its save.
    ///
    /// # Errors
    /// As [`Sheet::changes`].
    pub(in super::super) fn changes(&self, tx: &mut Tx<'_>, at: usize, way: &Way) -> Result<Map<String, Json>> {
        self.of(at, way).map_or_else(|| Ok(Map::new()), |sheet| sheet.changes(tx))
    }

    /// The newest change of the lines' own records, where it is newer than `version`.
    ///
    /// # Errors
    /// The database's own failure.
    pub(in super::super) fn version(&self, tx: &Tx<'_>, version: i64) -> Result<i64> {
        let mut newest = version;
        for (at, index) in self.0.keys() {
            if let Some(id) = id_of(*index) {
                newest = newest.max(past::version_of(tx, &folded(&WAYS[*at]), id)?);
            }
        }
        Ok(newest)
    }

    /// What others changed meanwhile; see [`clash::since`]. `now` is what the database holds.
    ///
    /// # Errors
    /// The database's own failure.
    pub(in super::super) fn since(&mut self, tx: &Tx<'_>, lang: &Lang, version: i64, now: &WaySheets) -> Result<Clash> {
        let mut all = Clash::default();
        for ((at, index), typed) in &mut self.0 {
            let (Some(id), Some(now)) = (id_of(*index), now.0.get(&(*at, *index))) else { continue };
            let found = clash::since(tx, lang, (&folded(&WAYS[*at]), id), version, now, typed)?;
            if !found.fields.is_empty() {
                (all.who, all.when) = (found.who, found.when);
                all.fields.extend(found.fields);
            }
        }
        Ok(all)
    }

    /// Follows a choice between two versions.
    ///
    /// # Errors
    /// The database's own failure.
    pub(in super::super) fn choose(&mut self, tx: &Tx<'_>, lang: &Lang, form: &Fields, now: &WaySheets) -> Result<()> {
        for (place, typed) in &mut self.0 {
            if let Some(now) = now.0.get(place) {
                clash::choose(tx, lang, form, now, typed)?;
            }
        }
        Ok(())
    }

    /// What a form of choice carries on.
    pub(in super::super) fn carried(&self, clash: &Clash) -> Vec<(String, String)> {
        self.0.values().flat_map(|sheet| clash::carried(clash, sheet)).collect()
    }

    /// What the inputs of the lines borrow.
    pub(in super::super) fn inputs<'a>(&'a self, lang: &'a Lang, errors: &'a Errors) -> WayInputs<'a> {
        WayInputs(self.0.iter().map(|(place, sheet)| (*place, (sheet, sheet.inputs(lang, errors)))).collect())
    }

    /// Errors above a long form, with the labels of these fields.
    pub(in super::super) fn name_faults<'a>(&'a self, faults: Vec<Fault<'a>>) -> Vec<Fault<'a>> {
        self.0.values().fold(faults, |faults, sheet| sheet.name_faults(faults))
    }
}

/// The record of a line; see [`Way::id`].
fn id_of(index: usize) -> Option<i64> {
    Way { index, ..Way::default() }.id()
}

/// The inputs of the lines of a form.
pub(in super::super) struct WayInputs<'a>(BTreeMap<(usize, usize), (&'a Sheet, Inputs<'a>)>);

impl<'a> WayInputs<'a> {
    /// Those of one line.
    pub(in super::super) fn fields(&'a self, at: usize, way: &Way) -> Vec<Field<'a>> {
        let Some((sheet, inputs)) = self.0.get(&(at, way.index)) else { return Vec::new() };
        sheet.sets.iter().flat_map(|set| inputs.fields(set)).collect()
    }
}

/// A label and its value.
pub(in super::super) type Line = (String, Markup);

/// What the custom fields of a contact's ways hold, in words: by kind, then by record.
///
/// # Errors
/// The database's own failure.
pub(in super::super) fn shown(
    tx: &Tx<'_>,
    lang: &Lang,
    ways: &[Vec<Row>; KINDS],
) -> Result<[BTreeMap<i64, Vec<Line>>; KINDS]> {
    let mut all: [BTreeMap<i64, Vec<Line>>; KINDS] = Default::default();
    for ((kind, found), lines) in WAYS.iter().zip(ways).zip(&mut all) {
        let sets = if found.is_empty() { Vec::new() } else { sets(tx, kind)? };
        if sets.is_empty() {
            continue;
        }
        let fields: Vec<&set::Custom> = sets.iter().flat_map(|set| &set.fields).collect();
        let mut select = vec!["id"];
        select.extend(fields.iter().map(|field| field.path.as_str()));
        let ids: Vec<i64> = found.iter().map(rows::id).collect();
        for row in rows::ask(tx, kind.entity, &select, json!([["id", "IN", ids]]), &[], 0)? {
            for field in &fields {
                if let Some(value) = words::shown(tx, lang, field, row.get(&field.path).unwrap_or(&Json::Null))? {
                    lines.entry(rows::id(&row)).or_default().push((field.label.clone(), html! { (value) }));
                }
            }
        }
    }
    Ok(all)
}
