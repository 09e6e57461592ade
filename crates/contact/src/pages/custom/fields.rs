//! The custom fields of any record, for any form: read them, show them, take what was typed, and hand on what changed.
//!
//! ```text
//! let mut sheet = Sheet::read(tx, &lang, "Activity", &["3"], Some(id))?;   // the subtypes narrow the sets
//! sheet.typed(&visit.form);                                               // after a POST
//! sheet.take_files(visit)?;                                               // once, before the transaction that writes
//! let values = sheet.changes(tx)?;                                        // `Set.field` → value, for `tx.save`
//! html! { (sheet.form(&ui, &lang, &errors)) }                             // or `sheet.inputs(…).fields(…)`
//! ```

use std::collections::BTreeMap;

use file::{Refused, Taken, Why};
use kit::{Fields, Visit};
use maud::{Markup, html};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, FieldError, Problem, Result, Tx};
use ui::Ui;
use ui::part::field::input_id;
use ui::part::form::Fault;

use super::super::form::Errors;
use super::super::labels::{self, Pick};
use super::super::phrases::Lang;
use super::super::pick::{self, Found};
use super::super::rows;
use super::inputs::Inputs;
use super::set::{self, Custom, Part, Set};
use super::words;

/// The custom fields of one record on a form.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pub sets: Vec<Set>,
    /// What each field holds, by its path: nothing, one value, or several.
    pub(super) values: BTreeMap<String, Vec<String>>,
    /// What was read; empty for a new record.
    known: BTreeMap<String, Vec<String>>,
    /// What the form was shown with: what was read, or proposed.
    offered: BTreeMap<String, Vec<String>>,
    /// What fields hold that this form does not have and conditions of its own speak of.
    others: BTreeMap<String, Vec<String>>,
    pub(super) picks: BTreeMap<String, Vec<Pick>>,
    pub(super) currency: String,
    pub(super) today: jiff::civil::Date,
    is_new: bool,
    /// Whether the reader may change the lists that choices come from.
    pub(super) may_edit_lists: bool,
    /// What the files are called that the record holds.
    pub(super) held: BTreeMap<String, String>,
    /// The files that came with the form and are in no row yet.
    taken: BTreeMap<String, Taken>,
    /// Those that were not taken: the key of what is said in general, and the words for whoever sent it.
    pub(super) refused: BTreeMap<String, (&'static str, String)>,
    /// Stands before the names of its inputs, where a form has several records of one kind.
    prefix: String,
}

/// Behind the name of a file's field: its tick takes the file away.
pub(super) const REMOVE: &str = ".remove";

impl Sheet {
    /// The fields of a record of this entity (or preset, such as `Individual`) and of these types or subtypes; with
    /// their defaults where there is no record yet. Sets with several records are left out: they have their own page.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn read(tx: &Tx<'_>, lang: &Lang, entity: &str, subtypes: &[&str], record: Option<i64>) -> Result<Sheet> {
        let mut sets = set::of(tx, entity, subtypes)?;
        sets.retain(|set| !set.is_multiple && !set.fields.is_empty());
        Sheet::of(tx, lang, sets, &set::base_of(tx, entity), record)
    }

    /// One record of a set that may have several; a new one where `record` is none.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn of_set(tx: &Tx<'_>, lang: &Lang, set: Set, record: Option<i64>) -> Result<Sheet> {
        let entity = format!("Custom_{}", set.name);
        Sheet::of(tx, lang, vec![set], &entity, record)
    }

    /// The same for sets that are known.
    pub(super) fn of(tx: &Tx<'_>, lang: &Lang, sets: Vec<Set>, entity: &str, record: Option<i64>) -> Result<Sheet> {
        let mut sheet = Sheet {
            sets,
            currency: words::currency(tx)?,
            today: tx.clock().today(),
            is_new: record.is_none(),
            ..Sheet::default()
        };
        match record {
            Some(id) if !sheet.sets.is_empty() => sheet.load(tx, lang, entity, id)?,
            _ => sheet.propose(tx)?,
        }
        sheet.offered = sheet.values.clone();
        sheet.choose(tx, lang)?;
        sheet.may_edit_lists = super::super::settings::lists_door().met_by(&tx.actor().permissions);
        Ok(sheet)
    }

    /// The same for one of several records of a form: its inputs have names that begin so.
    pub(super) fn under(self, prefix: String) -> Sheet {
        Sheet { prefix, ..self }
    }

    /// The name of the input of a field, or of another field of the same record.
    pub(super) fn input_of(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    /// The name of the input that an error of a field stands beside.
    pub(super) fn input_name(&self, field: &Custom) -> String {
        let several = field.is_several && field.is_reference();
        self.input_of(&if several { format!("{}.0", field.path) } else { field.path.clone() })
    }

    /// Whether it is one of several lines of which empty ones are left out: then no input is required by itself.
    pub(super) fn may_stay_out(&self) -> bool {
        self.is_new && !self.prefix.is_empty()
    }

    /// A form that shows sets as they would look, for nobody's record.
    pub(super) fn sample(tx: &Tx<'_>, set: Set, picks: BTreeMap<String, Vec<Pick>>) -> Result<Sheet> {
        let mut sheet = Sheet {
            sets: vec![set],
            picks,
            currency: words::currency(tx)?,
            today: tx.clock().today(),
            is_new: true,
            ..Sheet::default()
        };
        sheet.propose(tx)?;
        Ok(sheet)
    }

    fn load(&mut self, tx: &Tx<'_>, lang: &Lang, entity: &str, id: i64) -> Result<()> {
        let mut clauses = vec![json!(["id", "=", id])];
        if tx.catalog().entity(entity).is_some_and(|one| one.trash) {
            clauses.push(json!(["is_deleted", "IN", [true, false]]));
        }
        let mut select: Vec<String> =
            self.sets.iter().flat_map(|set| &set.fields).map(|field| field.path.clone()).collect();
        let others = self.spoken_of();
        select.extend(
            others.iter().filter(|name| tx.catalog().entity(entity).is_some_and(|e| e.field(name).is_some())).cloned(),
        );
        let select: Vec<&str> = select.iter().map(String::as_str).collect();
        let found = rows::ask(tx, entity, &select, Json::Array(clauses), &[], 1)?;
        let Some(row) = found.into_iter().next() else { return Ok(()) };
        for set in &mut self.sets {
            // What the query left out the visitor may not see.
            set.fields.retain(|field| row.contains_key(&field.path));
            for field in &set.fields {
                let mut items = words::items(row.get(&field.path).unwrap_or(&Json::Null));
                if field.is_reference() {
                    items = items.iter().map(|item| named(tx, lang, field, item)).collect::<Result<_>>()?;
                }
                if let Some(id) = items.first().filter(|_| field.is_file()) {
                    self.held.insert(field.path.clone(), words::called(tx, lang, "File", id)?);
                }
                self.values.insert(field.path.clone(), items.iter().map(|item| typed_as(field, item)).collect());
            }
        }
        for name in others {
            let items = words::items(row.get(&name).unwrap_or(&Json::Null));
            self.others.insert(name, items.into_iter().map(|one| said(&one).to_owned()).collect());
        }
        self.known = self.values.clone();
        Ok(())
    }

    /// The fields that conditions speak of and that are none of the form's own.
    fn spoken_of(&self) -> Vec<String> {
        let fields = || self.sets.iter().flat_map(|set| &set.fields);
        let mut names: Vec<String> = Vec::new();
        for name in fields().flat_map(|field| field.when.fields()) {
            if !fields().any(|field| field.path == name) && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    }

    /// What a field holds as far as the form knows, for conditions.
    fn held(&self, name: &str) -> Vec<String> {
        self.values.get(name).or_else(|| self.others.get(name)).cloned().unwrap_or_default()
    }

    /// Whether a field is shown, and whether it must be filled in.
    fn asked_for(&self, field: &Custom) -> (bool, bool) {
        let held = |name: &str| self.held(name);
        let shown = field.when.shown(&held);
        (shown, shown && (field.is_required || field.when.required(&held)))
    }

    /// The conditions of a field for the form's script, with what the form itself does not hold.
    pub(super) fn rules(&self, field: &Custom) -> Option<String> {
        if field.when.is_empty() {
            return None;
        }
        let mut all = Map::new();
        let renamed = |parts: &[Json]| {
            let mut parts = parts.to_vec();
            if let Some(name) = parts.first().and_then(Json::as_str).map(|name| self.input_of(name)) {
                parts[0] = json!(name);
            }
            Json::Array(parts)
        };
        let when = field.when.map(&renamed);
        for (name, list) in [("show", &when.show), ("require", &when.require)] {
            if !(list.is_empty() || name == "require" && self.may_stay_out()) {
                all.insert(name.to_owned(), json!(list));
            }
        }
        let others = field.when.fields().into_iter().filter_map(|name| self.others.get_key_value(name));
        let known: Map<String, Json> = others.map(|(name, held)| (self.input_of(name), json!(held))).collect();
        if field.is_required && !self.may_stay_out() {
            all.insert("always".to_owned(), json!(true));
        }
        if !known.is_empty() {
            all.insert("known".to_owned(), Json::Object(known));
        }
        Some(Json::Object(all).to_string())
    }

    fn propose(&mut self, tx: &Tx<'_>) -> Result<()> {
        for field in self.sets.iter().flat_map(|set| &set.fields) {
            let items: Vec<String> = match field.is_several {
                true => schema::ListFormat::Bookend.split(&field.default),
                false => vec![field.default.clone()],
            };
            let now = |text: String| match (field.data_type.as_str(), text.as_str()) {
                ("Date", "now" | "today") => tx.clock().now.strftime("%Y-%m-%d %H:%M:%S").to_string(),
                _ => text,
            };
            let items = items.into_iter().filter(|item| !item.is_empty()).map(now);
            self.values.insert(field.path.clone(), items.map(|item| typed_as(field, &item)).collect());
        }
        Ok(())
    }

    fn choose(&mut self, tx: &Tx<'_>, lang: &Lang) -> Result<()> {
        for field in self.sets.iter().flat_map(|set| &set.fields).filter(|field| field.has_options) {
            let chosen = self.values.get(&field.path).and_then(|items| items.first()).map_or("", String::as_str);
            let mut all = labels::choices(tx, lang.code(), &field.entity, &field.path, chosen)?;
            if field.data_type == "StateProvince" {
                all = near(tx, all, chosen)?;
            }
            if matches!(field.data_type.as_str(), "StateProvince" | "Country") {
                all = labels::sorted(all);
            }
            self.picks.insert(field.path.clone(), all);
        }
        Ok(())
    }

    /// Whether there is nothing to fill in.
    pub fn is_empty(&self) -> bool {
        !self.sets.iter().flat_map(|set| &set.fields).any(Custom::is_entered)
    }

    /// Leaves the sets that a form shows.
    pub fn keep(&mut self, fits: impl Fn(&Set) -> bool) {
        self.sets.retain(fits);
    }

    /// Leaves the fields that a form shows: the required ones of a short form.
    pub fn keep_fields(&mut self, fits: impl Fn(&Custom) -> bool) {
        self.sets.iter_mut().for_each(|set| set.fields.retain(&fits));
        self.sets.retain(|set| !set.fields.is_empty());
    }

    /// Takes what a form sent. Fields that it did not carry stay as they are.
    pub fn typed(&mut self, form: &Fields) {
        for name in self.spoken_of() {
            let input = self.input_of(&name);
            if form.has(&input) {
                let sent = form.all(&input).map(str::to_owned).filter(|one| !one.is_empty());
                self.others.insert(name, sent.collect());
            }
        }
        for field in self.sets.iter().flat_map(|set| &set.fields).filter(|field| field.is_entered()) {
            let input = format!("{}{}", self.prefix, field.path);
            if field.is_file() {
                // A number is never taken from a form: files are named by sending them.
                if form.get(&format!("{input}{REMOVE}")) == Some("1") {
                    self.values.insert(field.path.clone(), Vec::new());
                }
                continue;
            }
            let first = format!("{input}.");
            let several = field.is_several && field.is_reference();
            let names = |name: &str| match several {
                true => name.strip_prefix(&first).is_some_and(|rest| rest.parse::<usize>().is_ok()),
                false => name == input,
            };
            if !form.0.iter().any(|(name, _)| names(name)) {
                continue;
            }
            let sent = form.0.iter().filter(|(name, _)| names(name)).map(|(_, value)| value.trim_end().to_owned());
            let sent: Vec<String> = if field.is_several { sent.collect() } else { sent.take(1).collect() };
            self.values.insert(field.path.clone(), sent.into_iter().filter(|one| !one.is_empty()).collect());
        }
    }

    /// Takes in the files that came for these fields. Do it once, before the transaction that writes: looking through a
    /// file takes time, and its bytes move into the store.
    ///
    /// # Errors
    /// The disk's own failure; a file that is not taken is told beside its field, by [`Sheet::changes`].
    pub fn take_files(&mut self, visit: &Visit<'_>) -> Result<()> {
        for field in self.sets.iter().flat_map(|set| &set.fields).filter(|field| field.is_entered() && field.is_file())
        {
            match file::take(visit.site, &visit.uploads, &format!("{}{}", self.prefix, field.path)) {
                Ok(taken) => self.taken.extend(taken.into_iter().next().map(|one| (field.path.clone(), one))),
                Err(Refused { why: Why::Fault(error), .. }) => return Err(error),
                Err(refused) => {
                    self.refused.insert(field.path.clone(), (refused.key(), refused.words(visit.locale)));
                }
            }
        }
        Ok(())
    }

    /// Whether its form carries files.
    pub fn has_files(&self) -> bool {
        self.sets.iter().flat_map(|set| &set.fields).any(|field| field.is_entered() && field.is_file())
    }

    /// The same values as a record that is still to be made.
    pub(super) fn anew(mut self) -> Sheet {
        self.known.clear();
        self.is_new = true;
        // A file belongs to one record.
        for path in std::mem::take(&mut self.held).into_keys() {
            self.values.insert(path, Vec::new());
        }
        self
    }

    /// A field by its set's and its own name, with what it holds.
    pub(super) fn find(&self, set: &str, field: &str) -> Option<(&Custom, &[String])> {
        let set = self.sets.iter().find(|one| one.name == set)?;
        let custom = set.fields.iter().find(|one| one.path.rsplit('.').next() == Some(field))?;
        Some((custom, self.value(&custom.path)))
    }

    /// What a field holds.
    pub(super) fn value(&self, path: &str) -> &[String] {
        self.values.get(path).map_or(&[], Vec::as_slice)
    }

    pub(super) fn put(&mut self, path: &str, items: Vec<String>) {
        self.values.insert(path.to_owned(), items);
    }

    /// All values as a form sends them, by the paths of their fields.
    pub(super) fn sent(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().flat_map(|(path, items)| items.iter().map(|item| (path.as_str(), item.as_str())))
    }

    /// Whether a form brought something that was not there, or not proposed, before.
    pub(super) fn is_touched(&self) -> bool {
        let none: &[String] = &[];
        let differs = |field: &Custom| {
            let was = self.offered.get(&field.path).map_or(none, Vec::as_slice);
            let is = self.value(&field.path);
            // A tick that was left alone says no.
            is != was && !(was.is_empty() && matches!(is, [one] if one == "0"))
        };
        let differs = self.sets.iter().flat_map(|set| &set.fields).any(differs);
        differs || !self.taken.is_empty() || !self.refused.is_empty()
    }

    /// The values that differ from what was read, by `Set.field`, for [`Tx::save`] of the record.
    ///
    /// # Errors
    /// `Invalid` with an error for each field that lacks its answer or names nobody; the names are those of the inputs.
    pub fn changes(&self, tx: &mut Tx<'_>) -> Result<Map<String, Json>> {
        let (mut found, mut errors) = (Map::new(), Vec::new());
        for field in self.sets.iter().flat_map(|set| &set.fields).filter(|field| field.is_entered()) {
            let typed = self.values.get(&field.path).map_or(&[][..], Vec::as_slice);
            let fail = |problem| FieldError { field: self.input_name(field), problem };
            if let Some((key, words)) = self.refused.get(&field.path) {
                errors.push(fail(Problem::Rule { key, text: words.clone() }));
                continue;
            }
            if let Some(taken) = self.taken.get(&field.path) {
                found.insert(field.path.clone(), json!(file::keep(tx, taken)?));
                continue;
            }
            if self.asked_for(field).1 && typed.is_empty() && (field.data_type != "Boolean" || !field.is_required) {
                errors.push(fail(Problem::Required));
                continue;
            }
            let same = self.known.get(&field.path).map_or(typed.is_empty() && !self.is_new, |known| known == typed);
            if same || self.is_new && typed.is_empty() && field.default.is_empty() {
                continue;
            }
            match sent(tx, field, typed)? {
                Ok(value) => {
                    found.insert(field.path.clone(), value);
                }
                Err(problem) => errors.push(fail(problem)),
            }
        }
        if errors.is_empty() { Ok(found) } else { Err(Error::Invalid(errors)) }
    }

    /// The inputs of the fields; see [`Inputs::fields`].
    pub fn inputs<'a>(&'a self, lang: &'a Lang, errors: &'a Errors) -> Inputs<'a> {
        Inputs::new(self, lang, errors)
    }

    /// All sets as parts of a form, each under its title.
    pub fn form(&self, ui: &Ui<'_>, lang: &Lang, errors: &Errors) -> Markup {
        let inputs = self.inputs(lang, errors);
        html! {
            @for set in self.sets.iter().filter(|set| set.fields.iter().any(Custom::is_entered)) {
                (ui::part::form::section(&block_id(set), &set.title, words_of(&set.help_before), html! {
                    div.fields { @for one in inputs.fields(set) { (ui::part::field::field(ui, &one)) } }
                    @if !set.help_after.is_empty() { p.hint { (set.help_after) } }
                }))
            }
        }
    }

    /// Writes what changed into the record of this entity.
    ///
    /// # Errors
    /// As [`Sheet::changes`] and [`Tx::save`].
    pub fn save(&self, tx: &mut Tx<'_>, entity: &str, id: i64) -> Result<()> {
        let mut values = self.changes(tx)?;
        if values.is_empty() {
            return Ok(());
        }
        values.insert("id".to_owned(), json!(id));
        tx.save(entity, values, As::Actor).map(|_| ())
    }

    /// Errors above a long form, with the labels of these fields.
    pub fn name_faults<'a>(&'a self, faults: Vec<Fault<'a>>) -> Vec<Fault<'a>> {
        let all: Vec<&'a Custom> = self.sets.iter().flat_map(|set| &set.fields).collect();
        let own =
            |input: &str| all.iter().find(|field| input_id(&self.input_name(field)) == input).map(|field| &field.label);
        faults
            .into_iter()
            .map(|fault| Fault { label: own(fault.input).map_or(fault.label, String::as_str), ..fault })
            .collect()
    }

    /// The label of an input by its name, for the list of errors above a long form.
    pub fn label_of(&self, input: &str) -> Option<&str> {
        let all = self.sets.iter().flat_map(|set| &set.fields);
        all.into_iter()
            .find(|field| self.input_name(field) == input || self.input_of(&field.path) == input)
            .map(|field| field.label.as_str())
    }
}

/// The id of a set's block on pages.
pub fn block_id(set: &Set) -> String {
    format!("block-set-{}", set.id)
}

fn words_of(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// An answer as inputs send it.
fn said(item: &str) -> &str {
    match item {
        "true" => "1",
        "false" => "0",
        other => other,
    }
}

/// A stored value as its input shows it.
fn typed_as(field: &Custom, item: &str) -> String {
    if field.data_type != "Date" {
        return item.to_owned();
    }
    match field.part() {
        Part::Year => item.get(..4),
        Part::Month => item.get(..7),
        Part::Day => item.get(..10),
        Part::Time => return item.get(..16).unwrap_or(item).replace(' ', "T"),
    }
    .unwrap_or(item)
    .to_owned()
}

/// What was typed, as the record takes it.
fn sent(tx: &Tx<'_>, field: &Custom, typed: &[String]) -> Result<std::result::Result<Json, Problem>> {
    let mut items = Vec::new();
    for item in typed {
        let item = match field.data_type.as_str() {
            "Date" => match field.part() {
                Part::Year => json!(format!("{:0>4}-01-01", item.trim())),
                Part::Month => json!(format!("{}-01", item.trim())),
                Part::Day | Part::Time => json!(item),
            },
            "ContactReference" | "EntityReference" => match meant(tx, field, item)? {
                Ok(id) if allowed(tx, field, id)? => json!(id),
                Ok(_) => {
                    let text = "The field does not take this record.".to_owned();
                    return Ok(Err(Problem::Rule { key: "problem-reference-filter", text }));
                }
                Err(problem) => return Ok(Err(problem)),
            },
            // People write sums as their country does.
            "Money" | "Float" => json!(item.replace([' ', '\u{a0}', '\u{202f}'], "").replace(',', ".")),
            "Memo" if field.html_type == "RichTextEditor" => json!(kit::rich_text::sanitise(item)),
            "Link" if !item.contains("://") => json!(format!("https://{item}")),
            _ => json!(item),
        };
        items.push(item);
    }
    Ok(Ok(match (field.is_several, items.is_empty()) {
        (_, true) => Json::Null,
        (true, _) => Json::Array(items),
        (false, _) => items.swap_remove(0),
    }))
}

/// A referred record as its input writes it, so that what nobody touched is understood again.
fn named(tx: &Tx<'_>, lang: &Lang, field: &Custom, id: &str) -> Result<String> {
    if field.names == "Contact" {
        let found = match id.parse::<i64>() {
            Ok(id) => rows::ask(tx, "Contact", &pick::SELECT, json!([["id", "=", id]]), &[], 1)?,
            Err(_) => Vec::new(),
        };
        return Ok(found.first().map_or_else(|| format!("#{id}"), |row| pick::written(lang, row)));
    }
    Ok(format!("{} (#{id})", words::called(tx, lang, &field.names, id)?))
}

fn meant(tx: &Tx<'_>, field: &Custom, typed: &str) -> Result<std::result::Result<i64, Problem>> {
    if field.names == "Contact" {
        return Ok(match pick::meant(tx, typed, None)? {
            Found::One(id) => Ok(id),
            Found::Nobody => Err(Problem::NoSuchRecord),
            Found::Several(_) => {
                Err(Problem::Rule { key: "problem-several-found", text: "Several records have this name.".to_owned() })
            }
        });
    }
    let typed = typed.trim();
    let number = typed.rsplit_once("(#").and_then(|(_, end)| end.strip_suffix(')')).or(typed.strip_prefix('#'));
    if let Ok(id) = number.unwrap_or(typed).parse::<i64>() {
        return Ok(rows::one(tx, &field.names, &["id"], id)?.map(|row| rows::id(&row)).ok_or(Problem::NoSuchRecord));
    }
    let label = tx.catalog().entity(&field.names).and_then(|entity| entity.label_field.clone());
    let Some(label) = label else { return Ok(Err(Problem::NoSuchRecord)) };
    let found = rows::ask(tx, &field.names, &["id"], json!([[label, "=", typed]]), &[], 2)?;
    Ok(match found.as_slice() {
        [one] => Ok(rows::id(one)),
        [] => Err(Problem::NoSuchRecord),
        _ => Err(Problem::Rule { key: "problem-several-found", text: "Several records have this name.".to_owned() }),
    })
}

/// Whether the field's filter lets this record be named.
fn allowed(tx: &Tx<'_>, field: &Custom, id: i64) -> Result<bool> {
    let mut clauses = ::custom::reference::conditions(tx, &field.names, &field.filter);
    if clauses.is_empty() {
        return Ok(true);
    }
    clauses.push(json!(["id", "=", id]));
    Ok(rows::count(tx, &field.names, Json::Array(clauses))? > 0)
}

/// The provinces of the site's own country and of those that it is limited to, and the chosen one.
pub(super) fn near(tx: &Tx<'_>, all: Vec<Pick>, chosen: &str) -> Result<Vec<Pick>> {
    let mut countries = words::items(&tx.setting("provinceLimit")?);
    countries.push(super::super::record::home_id(tx)?);
    let is_near = |one: &Pick| countries.contains(&rows::plain(&one.item.depends.to_json())) || one.value == chosen;
    Ok(all.into_iter().filter(is_near).collect())
}
