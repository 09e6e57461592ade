//! Two people change the same custom fields: what the other wrote meanwhile is kept, or put beside one's own.

use kit::{Fields, Visit};
use maud::Markup;
use serde_json::Value as Json;
use store::{Result, Tx};
use ui::page::conflict::{Conflict, Versus, conflict_in_block};

use super::super::past;
use super::super::phrases::Lang;
use super::fields::{Sheet, block_id};
use super::set::Custom;
use super::words;

/// Marks the form in which somebody chose between two versions.
pub(super) const CHOSEN: &str = "chosen";

/// Before the name of a contested field: what one had typed oneself.
const YOURS: &str = "yours.";

/// What somebody else changed meanwhile.
#[derive(Default)]
pub(in super::super) struct Clash {
    pub who: String,
    pub when: String,
    pub fields: Vec<Contested>,
}

impl Clash {
    /// Both together.
    pub(in super::super) fn and(mut self, other: Clash) -> Clash {
        if self.fields.is_empty() {
            return other;
        }
        self.fields.extend(other.fields);
        self
    }
}

/// A field that both changed.
pub(in super::super) struct Contested {
    label: String,
    /// Of its input.
    name: String,
    theirs: String,
    yours: String,
}

impl Contested {
    /// Both versions, to choose from.
    pub(in super::super) fn versus(&self) -> Versus<'_> {
        Versus { label: &self.label, name: &self.name, theirs: &self.theirs, yours: &self.yours, only_theirs: false }
    }
}

/// What a form of choice carries on: everything typed, that of contested fields under a name of its own.
pub(in super::super) fn carried(clash: &Clash, typed: &Sheet) -> Vec<(String, String)> {
    let contested = |name: &str| clash.fields.iter().any(|one| one.name == name);
    let name = |name: String| if contested(&name) { format!("{YOURS}{name}") } else { name };
    typed.sent().map(|(path, value)| (name(typed.input_of(path)), value.to_owned())).collect()
}

/// Follows a choice between two versions: theirs is what is kept now, yours came along.
///
/// # Errors
/// The database's own failure.
pub(in super::super) fn choose(tx: &Tx<'_>, lang: &Lang, form: &Fields, now: &Sheet, typed: &mut Sheet) -> Result<()> {
    for field in now.sets.iter().flat_map(|set| &set.fields) {
        let input = now.input_of(&field.path);
        let mine = format!("{YOURS}{input}");
        let Some(chosen) = form.get(&input).filter(|_| form.has(&mine)) else { continue };
        let theirs = chosen == said(tx, lang, field, now.value(&field.path))?;
        let items = if theirs { now.value(&field.path).to_vec() } else { form.all(&mine).map(str::to_owned).collect() };
        typed.put(&field.path, items);
    }
    Ok(())
}

/// What inputs hold, in words.
fn said(tx: &Tx<'_>, lang: &Lang, field: &Custom, items: &[String]) -> Result<String> {
    match field.is_reference() || field.data_type == "Date" {
        true => Ok(items.join(", ")),
        false => words::in_words(tx, lang, field, &Json::from(items.to_vec())),
    }
}

/// Fields of a record that others changed since `version`: those that were typed as they were before are left as others
/// made them; those that were typed otherwise are contested. `now` is what the database holds, `typed` what was sent;
/// `entity` is folded.
///
/// # Errors
/// The database's own failure.
pub(in super::super) fn since(
    tx: &Tx<'_>,
    lang: &Lang,
    (entity, id): (&str, i64),
    version: i64,
    now: &Sheet,
    typed: &mut Sheet,
) -> Result<Clash> {
    let mut clash = Clash::default();
    for step in past::of_record(tx, entity, id, 100)? {
        for change in step.changes.iter().filter(|change| change.id > version) {
            let Some(name) = change.entity.strip_prefix("Custom_") else { continue };
            for (field, before) in change.before.iter().chain(change.after.iter().filter(|_| change.before.is_empty()))
            {
                let before = if change.before.is_empty() { &Json::Null } else { before };
                let found = now.find(name, field);
                let Some((custom, theirs)) = found else { continue };
                let yours = typed.value(&custom.path);
                if yours == theirs || clash.fields.iter().any(|one| one.name == now.input_of(&custom.path)) {
                    continue;
                }
                if words::items(before) == yours {
                    typed.put(&custom.path, theirs.to_vec());
                    continue;
                }
                let names = past::names(tx, step.contact_id.into_iter())?;
                clash.who = past::who(lang, &step, &names).to_owned();
                clash.when = lang.locale.time(step.at);
                clash.fields.push(Contested {
                    label: custom.label.clone(),
                    name: now.input_of(&custom.path),
                    theirs: said(tx, lang, custom, theirs)?,
                    yours: said(tx, lang, custom, yours)?,
                });
            }
        }
    }
    Ok(clash)
}

/// Both versions side by side, in place of the block's form.
pub(super) fn markup(
    visit: &Visit<'_>,
    lang: &Lang,
    clash: &Clash,
    typed: &Sheet,
    action: &str,
    contact: i64,
) -> Markup {
    let carried = carried(clash, typed);
    let mut rest: Vec<(&str, &str)> = carried.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    rest.push((CHOSEN, "1"));
    let back = format!("/contacts/{contact}");
    let view = Conflict {
        who: &clash.who,
        reader: &visit.actor.name,
        when: &clash.when,
        fields: clash.fields.iter().map(Contested::versus).collect(),
        action,
        version: "0",
        rest: &rest,
        keep_theirs: &back,
    };
    let id = typed.sets.first().map(block_id).unwrap_or_default();
    conflict_in_block(&visit.ui(), &view, lang.keep(id))
}
