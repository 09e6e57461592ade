//! A field in the making: as it is kept, as it was typed, and the way into the database with its choices.

use std::collections::BTreeMap;

use ::custom::convert::{Misfit, misfits};
use ::custom::field::CustomField;
use kit::Fields;
use schema::ListFormat;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Problem, Result, Tx, machine_name};
use ui::page::columns::DO;
use ui::page::fields::{OPTION, PROPOSED};

use super::super::rows::{self, Row, ask, int, text};
use super::kinds::{self, Kind};
use super::set::{Custom, custom};
use super::sets::{object, ordered};
use super::suggest::{group_of, rest_of, type_of};
use super::total::Counting;
use super::when::When;

/// The choices are the field's own, not a list that others use too.
pub(super) const OWN: &str = "own";

/// Texts and ticks of the form that are fields of the entity by the same name.
const TEXTS: [&str; 4] = ["label", "help_pre", "help_post", "fk_entity"];
const NUMBERS: [&str; 5] = ["text_length", "note_rows", "options_per_line", "start_date_years", "end_date_years"];
const TICKS: [&str; 5] = ["is_required", "is_searchable", "is_search_range", "is_view", "in_selector"];

/// One choice: the number of a kept one, or `n1` for a new one.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Choice {
    pub key: String,
    pub label: String,
    pub value: String,
}

/// A field in the making.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub id: Option<i64>,
    pub set: i64,
    pub code: String,
    pub values: BTreeMap<String, String>,
    pub options: Vec<Choice>,
    /// Keys of the choices that are proposed.
    pub proposed: Vec<String>,
    /// [`OWN`], or the number of a list.
    pub list: String,
    /// The list of its own that it has already.
    own: Option<i64>,
    pub when: When,
    /// Of a calculated field: what is counted.
    pub total: Counting,
    /// Data type, input, and whether a date has its time: of a calculated field.
    kept_as: Option<(&'static str, &'static str, bool)>,
}

/// What a date field asks for, by the formats of the entity.
pub(super) const DATE_PARTS: [(&str, &str, &str); 4] = [
    ("day", "yy-mm-dd", "fields-date-day"),
    ("month", "mm/yy", "fields-date-month"),
    ("year", "yy", "fields-date-year"),
    ("time", "yy-mm-dd", "fields-date-time"),
];

impl Draft {
    /// A new field of this kind.
    pub(super) fn new(set: i64, kind: &Kind) -> Draft {
        let mut draft = Draft { set, code: kind.code(), list: OWN.to_owned(), ..Draft::default() };
        draft.put("is_searchable", "1");
        draft.put("in_selector", "1");
        draft.put("date_parts", "day");
        draft.more(3);
        draft
    }

    /// The field that is kept.
    pub(super) fn of(tx: &Tx<'_>, row: &Row) -> Result<Draft> {
        let mut draft = Draft {
            id: Some(rows::id(row)),
            set: int(row, "custom_group_id").unwrap_or(0),
            code: kinds::code(text(row, "data_type"), text(row, "html_type"), int(row, "serialize").unwrap_or(0) > 0),
            list: OWN.to_owned(),
            ..Draft::default()
        };
        for name in TEXTS.iter().chain(&NUMBERS).chain(&TICKS) {
            draft.put(name, &rows::written(row, name));
        }
        draft.put("default_value", text(row, "default_value"));
        let filter = rows::written(row, "filter");
        draft.put("filter_group", group_of(&filter).unwrap_or_default());
        draft.put("filter_type", type_of(&filter).unwrap_or_default());
        draft.put("filter_more", &rest_of(&filter));
        draft.when = When::of(row.get("conditions").unwrap_or(&Json::Null));
        if let Some(total) = row.get("formula").and_then(Counting::of) {
            draft.code = kinds::TOTAL.to_owned();
            draft.total = total;
            draft.kept_as = Some(draft.total.kept_as(tx));
        }
        let part = super::set::custom(row, Default::default()).part();
        draft.put(
            "date_parts",
            match part {
                super::set::Part::Year => "year",
                super::set::Part::Month => "month",
                super::set::Part::Day => "day",
                super::set::Part::Time => "time",
            },
        );
        if let Some(group) = int(row, "option_group_id") {
            let others = rows::count(tx, "CustomField", json!([["option_group_id", "=", group]]))?;
            draft.options = kept_options(tx, group)?;
            match others > 1 {
                true => draft.list = group.to_string(),
                false => draft.own = Some(group),
            }
            let format = ListFormat::Bookend;
            let proposed = format.split(text(row, "default_value"));
            let keys = draft.options.iter().filter(|one| proposed.contains(&one.value)).map(|one| one.key.clone());
            draft.proposed = keys.collect();
        } else {
            draft.more(3);
        }
        Ok(draft)
    }

    /// Takes what the form says of a calculated field, which lies in records of this entity.
    pub(super) fn counted(mut self, tx: &Tx<'_>, holder: &str, form: &Fields) -> Draft {
        if self.is_total() {
            self.total.typed(tx, holder, form);
            self.kept_as = Some(self.total.kept_as(tx));
        }
        self
    }

    pub(super) fn is_total(&self) -> bool {
        self.code == kinds::TOTAL
    }

    /// What of it decides which inputs its form has.
    pub(super) fn shape(&self) -> String {
        let total = if self.is_total() { self.total.shape() } else { String::new() };
        format!("{}|{}|{}|{total}", self.code, self.list, self.when.shape())
    }

    /// What the form sent.
    pub(super) fn typed(mut self, form: &Fields) -> Draft {
        if let Some(code) = form.text("kind").filter(|code| kinds::parts(code).is_some()) {
            self.code = code.to_owned();
        }
        let texts = TEXTS.iter().chain(&NUMBERS).chain(&TICKS).chain(&[
            "default_value",
            "date_parts",
            "filter_group",
            "filter_type",
            "filter_more",
        ]);
        for name in texts {
            if let Some(value) = form.get(name) {
                self.put(name, value.trim());
            }
        }
        self.when.typed(form);
        self.list = form.text("list").unwrap_or(OWN).to_owned();
        if form.has(OPTION) {
            let label = |key: &str| form.get(&format!("{OPTION}-{key}")).unwrap_or_default().trim().to_owned();
            let known = std::mem::take(&mut self.options);
            let value = |key: &str| known.iter().find(|one| one.key == key).map(|one| one.value.clone());
            let keys = ordered(form, OPTION);
            self.options = keys
                .into_iter()
                .map(|key| Choice { label: label(&key), value: value(&key).unwrap_or_default(), key })
                .collect();
            self.proposed = form.all(PROPOSED).map(str::to_owned).collect();
        }
        self
    }

    /// Follows a button that shows the form again: another choice, one less, another order, a look. Tells whether it
    /// was one.
    pub(super) fn reshape(&mut self, form: &Fields) -> bool {
        match form.get(DO) {
            Some("more") => self.more(1),
            Some("preview") => {}
            Some(what) if what.starts_with("up-") || what.starts_with("down-") => {}
            Some(what) => match what.strip_prefix("drop-") {
                Some(key) => self.options.retain(|one| one.key != key),
                None => return false,
            },
            None => return false,
        }
        true
    }

    fn more(&mut self, count: usize) {
        let last = self.options.iter().filter_map(|one| one.key.strip_prefix('n')?.parse::<usize>().ok()).max();
        for number in (last.unwrap_or(0) + 1..).take(count) {
            self.options.push(Choice { key: format!("n{number}"), ..Choice::default() });
        }
    }

    pub(super) fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    fn put(&mut self, name: &str, value: &str) {
        self.values.insert(name.to_owned(), value.to_owned());
    }

    pub(super) fn on(&self, name: &str) -> bool {
        self.value(name) == "1"
    }

    /// What is kept, how it is entered, whether several.
    pub(super) fn kind(&self) -> (&str, &str, bool) {
        if let Some((data_type, html_type, _)) = self.kept_as.filter(|_| self.is_total()) {
            return (data_type, html_type, false);
        }
        kinds::parts(&self.code).unwrap_or(("String", "Text", false))
    }

    pub(super) fn has_choices(&self) -> bool {
        let (data_type, html_type, _) = self.kind();
        kinds::has_choices(data_type, html_type)
    }

    /// Whether the choices are lines of this form.
    pub(super) fn has_own_choices(&self) -> bool {
        self.has_choices() && self.list == OWN
    }

    /// The values of the entity, without choices and default.
    fn row(&self) -> Map<String, Json> {
        let (data_type, html_type, is_several) = self.kind();
        let mut row = object(json!({
            "data_type": data_type, "html_type": html_type, "serialize": i64::from(is_several),
        }));
        for name in TEXTS {
            row.insert(name.to_owned(), json!(Some(self.value(name)).filter(|text| !text.is_empty())));
        }
        for name in NUMBERS {
            row.insert(name.to_owned(), json!(self.value(name).parse::<i64>().ok()));
        }
        for name in TICKS {
            row.insert(name.to_owned(), json!(self.on(name)));
        }
        if data_type == "Date" {
            let part = DATE_PARTS.iter().find(|(name, ..)| *name == self.value("date_parts")).unwrap_or(&DATE_PARTS[0]);
            row.insert("date_format".to_owned(), json!(part.1));
            row.insert("time_format".to_owned(), if part.0 == "time" { json!(2) } else { Json::Null });
        }
        if matches!(data_type, "ContactReference" | "EntityReference") {
            row.insert("filter".to_owned(), json!(self.filter()));
        }
        let conditions = self.when.conditions().and_then(|one| one.written());
        row.insert(
            "conditions".to_owned(),
            conditions.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default(),
        );
        row.insert("formula".to_owned(), if self.is_total() { self.total.formula.to_json() } else { Json::Null });
        if self.is_total() {
            row.insert("is_view".to_owned(), json!(true));
            row.insert("is_required".to_owned(), json!(false));
            let timed = self.kept_as.is_some_and(|(.., timed)| timed);
            row.insert("time_format".to_owned(), if timed { json!(2) } else { Json::Null });
        }
        row
    }

    /// What restricts the records that a reference names, as the entity keeps it.
    fn filter(&self) -> Option<String> {
        let part = |name: &str, prefix: &str| {
            Some(self.value(name)).filter(|value| !value.is_empty()).map(|value| format!("{prefix}{value}"))
        };
        let of_contacts = self.kind().0 == "ContactReference";
        let parts = [
            part("filter_group", "action=lookup&group=").filter(|_| of_contacts),
            part("filter_type", "contact_type=").filter(|_| of_contacts),
            part("filter_more", ""),
        ];
        let all: Vec<String> = parts.into_iter().flatten().collect();
        (!all.is_empty()).then(|| all.join("&"))
    }

    /// The field as forms would show it.
    pub(super) fn custom(&self, place: (String, String)) -> Custom {
        let mut row = self.row();
        row.insert("default_value".to_owned(), json!(self.proposal()));
        if self.has_choices() {
            row.insert("option_group_id".to_owned(), json!(0));
        }
        custom(&row, place)
    }

    /// The default as the entity keeps it; new choices by their keys, until they have values.
    fn proposal(&self) -> Option<String> {
        let plain = Some(self.value("default_value").to_owned()).filter(|text| !text.is_empty());
        if !self.has_own_choices() {
            return plain;
        }
        let value = |one: &Choice| if one.value.is_empty() { one.key.clone() } else { one.value.clone() };
        let chosen = self.options.iter().filter(|one| self.proposed.contains(&one.key));
        let values: Vec<schema::Value> = chosen.map(|one| schema::Value::Text(value(one))).collect();
        match (values.is_empty(), self.kind().2) {
            (true, _) => None,
            (_, true) => Some(ListFormat::Bookend.join(&values)),
            (_, false) => values.first().and_then(|value| value.as_text().map(str::to_owned)),
        }
    }

    /// The values that a change of kind would lose.
    ///
    /// # Errors
    /// The database's own failure.
    pub(super) fn misfits(&self, tx: &Tx<'_>) -> Result<Vec<Misfit>> {
        let Some(old) = self.id.map(|id| tx.find::<CustomField>(id)).transpose()?.flatten() else {
            return Ok(Vec::new());
        };
        if self.is_total() {
            return Ok(Vec::new());
        }
        let (data_type, html_type, is_several) = self.kind();
        let row = self.row();
        let mut new = CustomField {
            data_type: data_type.to_owned(),
            html_type: html_type.to_owned(),
            serialize: i64::from(is_several),
            text_length: int(&row, "text_length"),
            fk_entity: row.get("fk_entity").and_then(Json::as_str).map(str::to_owned),
            ..old.clone()
        };
        if data_type == "Date" {
            new.time_format = int(&row, "time_format");
        }
        misfits(tx, &old, &new)
    }

    /// Writes the field with its choices; gives its number.
    ///
    /// # Errors
    /// `Invalid` where something is missing or does not fit.
    pub(super) fn save(&mut self, tx: &mut Tx<'_>) -> Result<i64> {
        if self.value("label").is_empty() {
            return Err(Error::field("label", Problem::Required));
        }
        let mut row = self.row();
        match self.id {
            Some(id) => row.insert("id".to_owned(), json!(id)),
            None => row.insert("custom_group_id".to_owned(), json!(self.set)),
        };
        if self.has_choices() {
            let group = match self.list.parse::<i64>() {
                Ok(group) => group,
                Err(_) => self.save_options(tx)?,
            };
            row.insert("option_group_id".to_owned(), json!(group));
        } else {
            row.insert("option_group_id".to_owned(), Json::Null);
        }
        row.insert("default_value".to_owned(), json!(self.proposal()));
        if self.id.is_none() {
            let last = ask(
                tx,
                "CustomField",
                &["weight"],
                json!([["custom_group_id", "=", self.set]]),
                &[("weight", "DESC")],
                1,
            )?;
            row.insert("weight".to_owned(), json!(last.first().and_then(|row| int(row, "weight")).unwrap_or(0) + 1));
        }
        Ok(tx.save("CustomField", row, As::Actor)?.id)
    }

    fn save_options(&mut self, tx: &mut Tx<'_>) -> Result<i64> {
        self.options.retain(|one| !one.label.is_empty());
        if self.options.is_empty() {
            let text = "A field of this kind needs at least one choice.";
            return Err(Error::rule("options", "problem-custom-no-options", text));
        }
        let group = match self.own {
            Some(group) => group,
            None => new_list(tx, self.value("label"))?,
        };
        let kept = kept_options(tx, group)?;
        for (weight, one) in (1_i64..).zip(&mut self.options) {
            let mut values = object(json!({"label": one.label, "weight": weight, "is_active": true}));
            match kept.iter().find(|known| known.key == one.key) {
                Some(known) if known.label == one.label => {
                    values = object(json!({"id": one.key, "weight": weight}));
                }
                Some(_) => {
                    values.insert("id".to_owned(), json!(one.key));
                }
                None => {
                    values.insert("option_group_id".to_owned(), json!(group));
                }
            }
            let saved = tx.save("OptionValue", values, As::Actor)?;
            if one.value.is_empty() {
                let row = rows::one(tx, "OptionValue", &["value"], saved.id)?;
                one.value = row.map(|row| text(&row, "value").to_owned()).unwrap_or_default();
            }
        }
        for gone in kept.iter().filter(|known| !self.options.iter().any(|one| one.key == known.key)) {
            let Ok(id) = gone.key.parse::<i64>() else { continue };
            match self.records_with(tx, &gone.value)? {
                0 => tx.delete("OptionValue", id, As::Actor)?,
                // It stays readable where it was chosen, and is offered no more.
                _ => {
                    tx.save("OptionValue", object(json!({"id": id, "is_active": false})), As::Actor)?;
                }
            }
        }
        Ok(group)
    }

    /// How many records have chosen this value.
    ///
    /// # Errors
    /// The database's own failure.
    pub(super) fn records_with(&self, tx: &Tx<'_>, value: &str) -> Result<i64> {
        const SELECT: [&str; 3] = ["name", "custom_group_id.name", "serialize"];
        let Some(row) = self.id.map(|id| rows::one(tx, "CustomField", &SELECT, id)).transpose()?.flatten() else {
            return Ok(0);
        };
        let entity = format!("Custom_{}", text(&row, "custom_group_id.name"));
        let field = text(&row, "name");
        if tx.catalog().entity(&entity).is_none_or(|known| known.field(field).is_none()) {
            return Ok(0);
        }
        let operator = if int(&row, "serialize").unwrap_or(0) > 0 { "CONTAINS" } else { "=" };
        // The set of a single line is no entity of the API; the rows are counted for whoever may change the field.
        let request = rows::request(&["row_count"], json!([[field, operator, value]]), Vec::new(), 0);
        Ok(tx.get(&entity, &request, As::Program)?.matched.unwrap_or(0))
    }
}

/// A new list of choices with this title; gives its number.
pub(super) fn new_list(tx: &mut Tx<'_>, title: &str) -> Result<i64> {
    let mut name = machine_name(title).to_lowercase();
    name.truncate(40);
    let newest = ask(tx, "OptionGroup", &["id"], json!([]), &[("id", "DESC")], 1)?;
    let number = newest.first().map_or(0, rows::id) + 1;
    let values = object(json!({
        "name": format!("{name}_{number}"), "title": title, "is_active": true, "is_reserved": false,
    }));
    Ok(tx.save("OptionGroup", values, As::Actor)?.id)
}

/// The choices of a list that are offered.
pub(super) fn kept_options(tx: &Tx<'_>, group: i64) -> Result<Vec<Choice>> {
    let clauses = json!([["option_group_id", "=", group], ["is_active", "=", true]]);
    let found =
        ask(tx, "OptionValue", &["id", "label", "value", "name"], clauses, &[("weight", "ASC"), ("id", "ASC")], 0)?;
    let one = |row: &Row| Choice {
        key: rows::id(row).to_string(),
        label: text(row, "label").to_owned(),
        value: rows::written(row, "value"),
    };
    Ok(found.iter().map(one).collect())
}
