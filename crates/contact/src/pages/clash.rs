//! Two people change the same contact: what each of them made of it, field by field.

use serde_json::{Map, Value as Json};
use store::{Result, Tx};

use super::draft::{Draft, input_name};
use super::labels;
use super::past::{self, Changed, Step, value_in_words};
use super::phrases::Lang;
use super::record::{Record, WAYS};
use super::rows::{self, plain};
use super::sections::{Block, Entry, entry_of};

/// A field in both versions, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Versus {
    pub name: String,
    pub label: String,
    pub theirs: String,
    pub yours: String,
    pub only_theirs: bool,
}

/// What was found out about a form that comes back.
#[derive(Default)]
pub(super) struct Clash {
    pub who: String,
    pub when: String,
    pub fields: Vec<Versus>,
    /// Records that the form never showed, because they were added meanwhile: entity and id.
    pub unseen: Vec<(String, i64)>,
}

/// Holds a form against what others have done to the contact since it was read at `version`.
///
/// # Errors
/// The database's own failure.
pub(super) fn since(
    tx: &Tx<'_>,
    lang: &Lang,
    record: &Record,
    version: i64,
    draft: &Draft,
    blocks: &[Block],
) -> Result<Clash> {
    let id = rows::id(&record.contact);
    let steps: Vec<Step> = past::of_contact(tx, id, 500)?;
    let mut clash = Clash::default();
    let current = Draft::of(record);
    let newer: Vec<(&Step, &Changed)> = steps
        .iter()
        .flat_map(|step| step.changes.iter().map(move |change| (step, change)))
        .filter(|(_, c)| c.id > version)
        .collect();
    for (_, change) in &newer {
        if change.action == "create" {
            clash.unseen.push((change.entity.clone(), change.record_id));
        }
        clash.compare(tx, lang, change, &current, draft, blocks)?;
    }
    clash.fields.retain(|field| field.theirs != field.yours);
    if let (Some((step, _)), false) = (newer.first(), clash.fields.is_empty()) {
        let names = past::names(tx, step.contact_id.into_iter())?;
        clash.who = past::who(lang, step, &names).to_owned();
        clash.when = lang.locale.date_time(step.at);
    }
    Ok(clash)
}

impl Clash {
    fn compare(
        &mut self,
        tx: &Tx<'_>,
        lang: &Lang,
        change: &Changed,
        current: &Draft,
        draft: &Draft,
        blocks: &[Block],
    ) -> Result<()> {
        if change.entity == "Contact" && change.action == "update" {
            for field in blocks.iter().flat_map(|block| block.fields(&draft.contact_type)) {
                let Some(typed) = draft.fields.get(*field).filter(|_| changed(change, field)) else { continue };
                let base = change.before.get(*field).map(plain).unwrap_or_default();
                let versus = Versus {
                    name: (*field).to_owned(),
                    label: lang.field("Contact", field).to_owned(),
                    theirs: in_words(tx, lang, field, current.value(field))?,
                    yours: in_words(tx, lang, field, typed)?,
                    only_theirs: base == *typed,
                };
                self.put(versus);
            }
        }
        let way = WAYS.iter().position(|kind| kind.entity == change.entity).filter(|_| blocks.contains(&Block::Ways));
        if let Some(at) = way.filter(|_| change.action != "create") {
            self.compare_way(tx, lang, at, change, current, draft)?;
        }
        Ok(())
    }

    fn compare_way(
        &mut self,
        tx: &Tx<'_>,
        lang: &Lang,
        at: usize,
        change: &Changed,
        current: &Draft,
        draft: &Draft,
    ) -> Result<()> {
        let kind = &WAYS[at];
        let index = usize::try_from(change.record_id).unwrap_or(0) * 2;
        let Some(typed) = draft.ways[at].iter().find(|way| way.index == index) else { return Ok(()) };
        let theirs = current.ways[at].iter().find(|way| way.index == index);
        for field in kind.fields.iter().filter(|field| changed(change, field) && typed.values.contains_key(*field)) {
            let words = |value: &str| {
                let json = if value.is_empty() { Json::Null } else { Json::String(value.to_owned()) };
                value_in_words(tx, lang, kind.entity, field, &json)
            };
            let base = change.before.get(*field).map(plain).unwrap_or_default();
            let versus = Versus {
                name: input_name(kind, index, field),
                label: lang.field(kind.entity, field).to_owned(),
                theirs: words(theirs.map_or("", |way| way.value(field)))?,
                yours: words(typed.value(field))?,
                only_theirs: base == typed.value(field),
            };
            self.put(versus);
        }
        Ok(())
    }

    /// Of several changes of a field the oldest one, which comes last, knows what the form was read with.
    fn put(&mut self, versus: Versus) {
        match self.fields.iter_mut().find(|known| known.name == versus.name) {
            Some(known) => *known = versus,
            None => self.fields.push(versus),
        }
    }
}

fn changed(change: &Changed, field: &str) -> bool {
    let get = |side: &Map<String, Json>| side.get(field).map(plain);
    get(&change.before) != get(&change.after)
}

fn in_words(tx: &Tx<'_>, lang: &Lang, field: &str, value: &str) -> Result<String> {
    Ok(match entry_of(field) {
        Entry::Tick => lang.text(if value == "1" { "yes" } else { "no" }).to_owned(),
        Entry::Several => {
            let parts = value.split(',').filter(|part| !part.is_empty());
            let labels: Result<Vec<String>> =
                parts.map(|part| labels::label_of(tx, lang.code(), "Contact", field, part)).collect();
            labels?.join(", ")
        }
        Entry::One | Entry::OneOfMany => labels::label_of(tx, lang.code(), "Contact", field, value)?,
        Entry::Text | Entry::Date | Entry::Employer => value.to_owned(),
    })
}

/// The page of both versions sends words; this turns them back into what inputs hold.
///
/// # Errors
/// The database's own failure.
pub(super) fn unworded(tx: &Tx<'_>, lang: &Lang, draft: &mut Draft) -> Result<()> {
    let value_of = |entity: &str, field: &str, word: &str| -> Result<String> {
        let all = labels::choices(tx, lang.code(), entity, field, "")?;
        let found = all.iter().find(|one| one.label == word);
        Ok(found.map_or_else(|| word.to_owned(), |one| one.value.clone()))
    };
    for (field, value) in &mut draft.fields {
        match entry_of(field) {
            Entry::Tick if value == lang.text("yes") => *value = "1".to_owned(),
            Entry::Tick if value == lang.text("no") => *value = "0".to_owned(),
            Entry::One | Entry::OneOfMany => *value = value_of("Contact", field, value)?,
            Entry::Several => {
                let words: Vec<String> =
                    value.split(',').map(|word| word.trim().to_owned()).filter(|w| !w.is_empty()).collect();
                let values: Result<Vec<String>> = words.iter().map(|word| value_of("Contact", field, word)).collect();
                *value = values?.join(",");
            }
            _ => {}
        }
    }
    for (kind, ways) in WAYS.iter().zip(&mut draft.ways) {
        for way in ways {
            for (field, value) in way.values.iter_mut().filter(|(field, _)| field.ends_with("_id")) {
                *value = value_of(kind.entity, field, value)?;
            }
        }
    }
    Ok(())
}

/// A draft as the hidden inputs of another form, without these names.
pub(super) fn pairs(draft: &Draft, but: &[Versus]) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for (field, value) in &draft.fields {
        all.push((field.clone(), value.clone()));
    }
    for (kind, ways) in WAYS.iter().zip(&draft.ways) {
        for way in ways {
            all.extend(way.values.iter().map(|(field, value)| (input_name(kind, way.index, field), value.clone())));
            if way.is_primary {
                all.push((format!("{}_primary", kind.name), way.index.to_string()));
            }
        }
    }
    all.retain(|(name, _)| !but.iter().any(|versus| versus.name == *name));
    all
}
