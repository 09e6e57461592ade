//! A calculated field in the making: what is counted, how, and of which records.

use ::custom::total::formula::{Formula, Function, has_time, ways};
use kit::Fields;
use schema::{Entity, OptionSource};
use serde_json::{Value as Json, json};
use store::{Result, Tx};
use ui::part::field::{Choice, Field, Widget, Width};

use super::super::labels::{self, Pick};
use super::super::phrases::Lang;
use super::super::rows;
use super::sets::entity_words;

/// What people count, as far as the site has it and it leads to the records of the set.
const OFFERED: [&str; 12] = [
    "Activity",
    "Relationship",
    "Note",
    "Contribution",
    "ContributionRecur",
    "Membership",
    "Participant",
    "Pledge",
    "Grant",
    "Case",
    "GroupContact",
    "Email",
];

const PERIODS: [&str; 10] = [
    "this.year",
    "previous.year",
    "this.fiscal_year",
    "previous.fiscal_year",
    "ending.year",
    "ending_2.year",
    "this.quarter",
    "this.month",
    "previous.month",
    "ending_30.day",
];

const FUNCTIONS: [(Function, &str); 7] = [
    (Function::Count, "fields-total-count"),
    (Function::Sum, "fields-total-sum"),
    (Function::Average, "fields-total-average"),
    (Function::Greatest, "fields-total-greatest"),
    (Function::Least, "fields-total-least"),
    (Function::Last, "fields-total-last"),
    (Function::First, "fields-total-first"),
];

/// The formula as the form has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Counting {
    pub formula: Formula,
    /// The chosen values of the fields that narrow it, by their names.
    narrowed: Vec<(String, Vec<String>)>,
    /// Conditions that this form does not know.
    rest: Vec<Json>,
    role: String,
}

impl Default for Counting {
    fn default() -> Counting {
        let formula = Formula { entity: "Activity".to_owned(), ..Formula::default() };
        Counting { formula, narrowed: Vec::new(), rest: Vec::new(), role: String::new() }
    }
}

impl Counting {
    /// The formula that a field keeps.
    pub(super) fn of(json: &Json) -> Option<Counting> {
        let formula = Formula::from_json(json)?;
        let mut counting = Counting { rest: Vec::new(), ..Counting::default() };
        for one in &formula.where_ {
            match (one.get(0), one.get(1).and_then(Json::as_str), one.get(2)) {
                (Some(Json::String(name)), Some("IN"), Some(Json::Array(values))) => {
                    counting.narrowed.push((name.clone(), values.iter().map(rows::plain).collect()));
                }
                _ => counting.rest.push(one.clone()),
            }
        }
        counting.role = match formula.roles.as_slice() {
            [one] => one.get(2).and_then(|values| values.get(0)).map(rows::plain).unwrap_or_default(),
            _ => String::new(),
        };
        counting.formula = formula;
        Some(counting)
    }

    /// What the form sent.
    pub(super) fn typed(&mut self, tx: &Tx<'_>, holder: &str, form: &Fields) {
        let Some(entity) = form.text("total_entity") else { return };
        if entity != self.formula.entity {
            *self = Counting::default();
            self.formula.entity = entity.to_owned();
        }
        let function = form.get("total_function").unwrap_or_default();
        let named = FUNCTIONS.iter().find(|(one, _)| one.name() == function);
        self.formula.function = named.map_or(Function::Count, |(function, _)| *function);
        self.formula.field =
            form.text("total_field").filter(|_| self.formula.function != Function::Count).map(str::to_owned);
        self.formula.period = form.text("total_period").map(str::to_owned);
        let Some(own) = tx.catalog().entity(&self.formula.entity).cloned() else { return };
        // What another function cannot take is chosen anew.
        if self.formula.data_type(&own).is_none() {
            self.formula.field = fields(&own, &self.formula).into_iter().next();
        }
        for name in narrowing(&own) {
            let input = format!("total_{name}");
            if form.has(&input) {
                let chosen: Vec<String> = form.all(&input).filter(|one| !one.is_empty()).map(str::to_owned).collect();
                self.narrowed.retain(|(known, _)| *known != name);
                self.narrowed.push((name, chosen));
            }
        }
        if let Some(role) = form.get("total_role") {
            self.role = role.to_owned();
        }
        self.settle(tx, holder);
    }

    /// Puts what was chosen into the formula.
    fn settle(&mut self, tx: &Tx<'_>, holder: &str) {
        let chosen = self.narrowed.iter().filter(|(_, values)| !values.is_empty());
        self.formula.where_ =
            chosen.map(|(name, values)| json!([name, "IN", values])).chain(self.rest.clone()).collect();
        let tie = role_of(tx, &self.formula.entity, holder).filter(|_| !self.role.is_empty());
        self.formula.roles = tie.map(|(_, field)| json!([field, "IN", [self.role]])).into_iter().collect();
    }

    /// What kind of custom field holds it: data type, input, and how much of a date.
    pub(super) fn kept_as(&self, tx: &Tx<'_>) -> (&'static str, &'static str, bool) {
        let Some(own) = tx.catalog().entity(&self.formula.entity) else { return ("Int", "Text", false) };
        let data_type = self.formula.data_type(own).unwrap_or("Int");
        let input = ::custom::widgets::of(data_type).first().copied().unwrap_or("Text");
        let timed = self.formula.field.as_deref().is_some_and(|field| has_time(own, field));
        (data_type, input, timed)
    }

    /// What of it decides which inputs the form has.
    pub(super) fn shape(&self) -> String {
        format!("{}|{}", self.formula.entity, self.formula.function.name())
    }
}

/// The fields that the function can take.
fn fields(own: &Entity, formula: &Formula) -> Vec<String> {
    let fits = |name: &str| Formula { field: Some(name.to_owned()), ..formula.clone() }.data_type(own).is_some();
    // Numbers of other records add up to nothing.
    let all = own
        .fields
        .iter()
        .filter(|field| field.is_column() && field.name != "id" && !field.name.ends_with("_id") && !field.deprecated);
    all.filter(|field| fits(&field.name)).map(|field| field.name.to_string()).collect()
}

/// The fields that tell the kinds and the states of records.
fn narrowing(own: &Entity) -> Vec<String> {
    let kind = own
        .fields
        .iter()
        .find(|field| field.is_column() && field.name.ends_with("_type_id") && field.options.is_some());
    let state = own.field("status_id").or_else(|| own.field("status")).filter(|field| field.options.is_some());
    kind.into_iter().chain(state).map(|field| field.name.to_string()).collect()
}

/// What tells the roles in which a record leads to several: the entity that ties them, and its field.
fn role_of(tx: &Tx<'_>, entity: &str, holder: &str) -> Option<(String, String)> {
    let way = ways(tx.catalog(), entity, holder).into_iter().find(|way| !way.record.is_empty())?;
    let tie = tx.catalog().entity(&way.entity)?;
    let field = tie.fields.iter().find(|field| matches!(field.options, Some(OptionSource::Group { .. })))?;
    Some((way.entity, field.name.to_string()))
}

/// What the inputs choose from.
#[derive(Default)]
pub(super) struct Lists {
    entities: Vec<(String, String)>,
    fields: Vec<(String, String)>,
    narrowing: Vec<(String, String, Vec<Pick>)>,
    roles: Vec<Pick>,
    has_date: bool,
}

/// Reads it.
///
/// # Errors
/// The database's own failure.
pub(super) fn lists(tx: &Tx<'_>, lang: &Lang, holder: &str, counting: &Counting) -> Result<Lists> {
    let leads = |name: &&str| !ways(tx.catalog(), name, holder).is_empty();
    let named = |name: &str| (name.to_owned(), entity_words(tx, lang, name));
    let mut entities: Vec<(String, String)> =
        OFFERED.iter().filter(|name| leads(name)).map(|name| named(name)).collect();
    let entity = counting.formula.entity.as_str();
    if !entities.iter().any(|(known, _)| known == entity) {
        entities.push(named(entity));
    }
    let Some(own) = tx.catalog().entity(entity).cloned() else { return Ok(Lists { entities, ..Lists::default() }) };
    let label = |field: String| (field.clone(), lang.field(entity, &field).to_owned());
    let narrow = |field: String| {
        let picks = labels::sorted(labels::choices(tx, lang.code(), entity, &field, "")?);
        Ok((field.clone(), lang.field(entity, &field).to_owned(), picks))
    };
    let roles = match role_of(tx, entity, holder) {
        Some((tie, field)) => labels::choices(tx, lang.code(), &tie, &field, "")?,
        None => Vec::new(),
    };
    Ok(Lists {
        entities,
        fields: fields(&own, &counting.formula).into_iter().map(label).collect(),
        narrowing: narrowing(&own).into_iter().map(narrow).collect::<Result<_>>()?,
        roles,
        has_date: counting.formula.date_of(&own).is_some(),
    })
}

fn pairs(all: &[(String, String)]) -> Vec<Choice<'_>> {
    all.iter().map(|(value, label)| Choice::of(value, label)).collect()
}

fn picks(all: &[Pick]) -> Vec<Choice<'_>> {
    all.iter().map(|pick| Choice::of(&pick.value, &pick.label)).collect()
}

/// The choices of the inputs, made of the lists.
pub(super) struct Offer<'a> {
    counting: &'a Counting,
    lists: &'a Lists,
    entities: Vec<Choice<'a>>,
    functions: Vec<Choice<'a>>,
    fields: Vec<Choice<'a>>,
    periods: Vec<Choice<'a>>,
    roles: Vec<Choice<'a>>,
    narrowing: Vec<(Vec<Choice<'a>>, Vec<&'a str>)>,
}

impl<'a> Offer<'a> {
    pub(super) fn new(lang: &'a Lang, counting: &'a Counting, lists: &'a Lists) -> Offer<'a> {
        let chosen = |name: &str| {
            let found = counting.narrowed.iter().find(|(known, _)| known == name);
            found.map_or_else(Vec::new, |(_, values)| values.iter().map(String::as_str).collect())
        };
        let period = |name: &'static str| {
            Choice::of(name, lang.text(lang.keep(format!("filter-range-{}", name.replace(['.', '_'], "-")))))
        };
        Offer {
            counting,
            lists,
            entities: pairs(&lists.entities),
            functions: FUNCTIONS.iter().map(|(one, label)| Choice::of(one.name(), lang.text(label))).collect(),
            fields: pairs(&lists.fields),
            periods: PERIODS.into_iter().map(period).collect(),
            roles: picks(&lists.roles),
            narrowing: lists.narrowing.iter().map(|(name, _, all)| (picks(all), chosen(name))).collect(),
        }
    }

    /// The inputs.
    pub(super) fn inputs(&'a self, lang: &'a Lang, error: Option<&'a str>) -> Vec<Field<'a>> {
        let formula = &self.counting.formula;
        let half = |name: &'a str, label: &str, value: &'a str, choices: &'a [Choice<'a>]| {
            Field::text(name, lang.text(label), value).widget(Widget::Select(choices)).width(Width::Half)
        };
        let mut all = vec![
            Field { error, ..half("total_entity", "fields-total-entity", &formula.entity, &self.entities) },
            half("total_function", "fields-total-function", formula.function.name(), &self.functions),
        ];
        if formula.function != Function::Count {
            let field = formula.field.as_deref().unwrap_or_default();
            all.push(half("total_field", "fields-total-field", field, &self.fields).width(Width::Full));
        }
        if !self.roles.is_empty() {
            let role = half("total_role", "fields-total-role", &self.counting.role, &self.roles);
            all.push(Field { may_be_empty: true, ..role });
        }
        if self.lists.has_date {
            let period = formula.period.as_deref().unwrap_or_default();
            all.push(Field {
                may_be_empty: true,
                ..half("total_period", "fields-total-period", period, &self.periods)
            });
        }
        for ((name, label, _), (choices, values)) in self.lists.narrowing.iter().zip(&self.narrowing) {
            let one = Field { values, ..Field::text(lang.keep(format!("total_{name}")), label, "") };
            all.push(one.widget(Widget::SelectSeveral(choices)).width(Width::Half));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_taken_apart_for_the_form() {
        let json = json!({"entity": "Activity", "function": "SUM", "field": "duration",
            "where": [["activity_type_id", "IN", [1, 2]], ["subject", "LIKE", "a%"]],
            "roles": [["record_type_id", "IN", [3]]]});
        let counting = Counting::of(&json).unwrap_or_default();
        assert_eq!(counting.narrowed, [("activity_type_id".to_owned(), vec!["1".to_owned(), "2".to_owned()])]);
        assert_eq!((counting.rest.len(), counting.role.as_str()), (1, "3"));
    }
}
