//! The conditions of a field in the making: by what other fields hold it is shown, or has to be filled in.

use ::custom::condition::Conditions;
use kit::Fields;
use schema::{FieldType, OptionSource};
use serde_json::{Value as Json, json};
use store::{Result, Tx};
use ui::part::field::{Choice, Field, Widget, Width};

use super::super::labels::{self, Pick};
use super::super::phrases::Lang;
use super::set::{self, Custom};

/// So many conditions at most: beyond this nobody understands a form.
const MOST: usize = 6;

/// What the conditions do, with the key of its words.
const EFFECTS: [(&str, &str); 4] = [
    ("", "fields-when-never"),
    ("show", "fields-when-show"),
    ("require", "fields-when-require"),
    ("both", "fields-when-both"),
];
/// They were written by another program, in a way that this form does not know.
const KEPT: &str = "kept";

/// One condition: a field, how it is compared, with what.
#[derive(Clone, Debug, Default, PartialEq)]
struct Line {
    field: String,
    operator: String,
    value: String,
}

/// The conditions as the form has them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct When {
    effect: String,
    any: bool,
    lines: Vec<Line>,
    kept: Option<Conditions>,
}

/// A field that conditions may speak of.
#[derive(Clone, Debug, Default)]
pub(super) struct Other {
    pub path: String,
    label: String,
    group: String,
    picks: Vec<Pick>,
    is_yes_or_no: bool,
    /// Names records: one asks whether it is filled in, no more.
    is_reference: bool,
    is_number: bool,
}

fn custom_other(tx: &Tx<'_>, lang: &Lang, set: &set::Set, field: &Custom) -> Result<Other> {
    let picks = match field.has_options {
        true => labels::choices(tx, lang.code(), &field.entity, &field.path, "")?,
        false => Vec::new(),
    };
    Ok(Other {
        path: field.path.clone(),
        label: field.label.clone(),
        group: set.title.clone(),
        picks,
        is_yes_or_no: field.data_type == "Boolean",
        is_reference: field.is_reference() || field.is_file(),
        is_number: matches!(field.data_type.as_str(), "Int" | "Float" | "Money"),
    })
}

/// The fields that a field of this set may depend on: custom ones of the same records, and those of the records
/// themselves that are chosen from a list.
///
/// # Errors
/// The database's own failure.
pub(super) fn others(tx: &Tx<'_>, lang: &Lang, id: i64, extends: &str, own: Option<i64>) -> Result<Vec<Other>> {
    let all = set::of_all(tx, extends)?;
    let several = all.iter().any(|set| set.id == id && set.is_multiple);
    let mut found = Vec::new();
    for set in all.iter().filter(|set| if several { set.id == id } else { !set.is_multiple }) {
        for field in set.fields.iter().filter(|field| Some(field.id) != own && field.is_entered()) {
            found.push(custom_other(tx, lang, set, field)?);
        }
    }
    let base = set::base_of(tx, extends);
    let Some(entity) = tx.catalog().entity(&base).cloned().filter(|_| !several) else { return Ok(found) };
    let chosen = entity.fields.iter().filter(|field| {
        let listed = matches!(field.options, Some(OptionSource::Group { .. })) && field.list.is_none();
        field.is_column()
            && field.input.is_some()
            && !field.readonly
            && !field.deprecated
            && (listed || field.ty == FieldType::Bool && lang.locale.field(&base, &field.name).is_some())
    });
    for field in chosen {
        found.push(Other {
            path: field.name.to_string(),
            label: lang.field(&base, &field.name).to_owned(),
            group: lang.text("fields-when-record").to_owned(),
            picks: labels::choices(tx, lang.code(), &base, &field.name, "")?,
            is_yes_or_no: field.ty == FieldType::Bool,
            ..Other::default()
        });
    }
    Ok(found)
}

impl When {
    /// The conditions that a field keeps.
    pub(super) fn of(json: &Json) -> When {
        let Some(kept) = Conditions::read(&json.to_string()).filter(|one| !one.is_empty()) else {
            return When::default();
        };
        let (effect, list) = match (kept.show.as_slice(), kept.require.as_slice()) {
            (show, []) => ("show", show),
            ([], require) => ("require", require),
            (show, require) if show == require => ("both", show),
            (show, _) => (KEPT, show),
        };
        let (any, plain) = match list {
            [one] if one.get(0).and_then(Json::as_str) == Some("OR") => (true, one.get(1).and_then(Json::as_array)),
            _ => (false, None),
        };
        let lines: Option<Vec<Line>> = plain.map_or(list, Vec::as_slice).iter().map(line).collect();
        let known = lines.is_some() && effect != KEPT;
        When {
            effect: if known { effect } else { KEPT }.to_owned(),
            any,
            lines: lines.unwrap_or_default(),
            kept: Some(kept),
        }
    }

    /// What the form sent.
    pub(super) fn typed(&mut self, form: &Fields) {
        let Some(effect) = form.get("when") else { return };
        self.effect = effect.to_owned();
        self.any = form.get("when_any") == Some("1");
        let part = |name: &str, at: usize| form.get(&format!("{name}.{at}")).unwrap_or_default().trim().to_owned();
        let line = |at| Line {
            field: part("when_field", at),
            operator: part("when_operator", at),
            value: part("when_value", at),
        };
        if form.has("when_field.0") {
            self.lines = (0..MOST).map(line).filter(|line| !line.field.is_empty()).collect();
        }
    }

    /// As the field keeps them.
    pub(super) fn conditions(&self) -> Option<Conditions> {
        if self.effect == KEPT {
            return self.kept.clone();
        }
        let list: Vec<Json> = self.lines.iter().filter(|line| line.is_whole()).map(Line::json).collect();
        if list.is_empty() || self.effect.is_empty() {
            return None;
        }
        let list = if self.any && list.len() > 1 { vec![json!(["OR", list])] } else { list };
        let of = |name: &str| if self.effect == name || self.effect == "both" { list.clone() } else { Vec::new() };
        Some(Conditions { show: of("show"), require: of("require") })
    }

    /// What of it decides which inputs the form has.
    pub(super) fn shape(&self) -> String {
        let lines: Vec<String> = self.lines.iter().map(|line| format!("{} {}", line.field, line.operator)).collect();
        format!("{}|{}", self.effect, lines.join("|"))
    }

    pub(super) fn is_used(&self) -> bool {
        !self.effect.is_empty()
    }
}

impl Line {
    fn needs_value(&self) -> bool {
        !matches!(self.operator.as_str(), "IS EMPTY" | "IS NOT EMPTY")
    }

    fn is_whole(&self) -> bool {
        !self.field.is_empty() && (!self.needs_value() || !self.value.is_empty())
    }

    fn json(&self) -> Json {
        let operator = if self.operator.is_empty() { "=" } else { &self.operator };
        if self.needs_value() { json!([self.field, operator, self.value]) } else { json!([self.field, operator]) }
    }
}

fn line(one: &Json) -> Option<Line> {
    let text = |at: usize| one.get(at).and_then(Json::as_str);
    let operator = text(1).filter(|one| OPERATORS.iter().any(|(known, _)| known == one))?;
    let value = match one.get(2) {
        None | Some(Json::Null) => String::new(),
        Some(Json::Array(_) | Json::Object(_)) => return None,
        Some(plain) => super::super::rows::plain(plain),
    };
    Some(Line { field: text(0)?.to_owned(), operator: operator.to_owned(), value })
}

/// The ways to compare that the form offers.
const OPERATORS: [(&str, &str); 6] = [
    ("=", "fields-when-is"),
    ("!=", "fields-when-is-not"),
    ("IS NOT EMPTY", "fields-when-filled"),
    ("IS EMPTY", "fields-when-empty"),
    (">=", "fields-when-least"),
    ("<=", "fields-when-most"),
];

/// What the inputs of the conditions choose from.
pub(super) struct Offer<'a> {
    others: Vec<Choice<'a>>,
    effects: Vec<Choice<'a>>,
    ways: [Choice<'a>; 2],
    operators: Vec<Vec<Choice<'a>>>,
    values: Vec<Vec<Choice<'a>>>,
}

impl<'a> Offer<'a> {
    pub(super) fn new(lang: &'a Lang, when: &'a When, others: &'a [Other]) -> Offer<'a> {
        let other = |other: &'a Other| Choice { group: Some(&other.group), ..Choice::of(&other.path, &other.label) };
        let mut effects: Vec<Choice<'_>> =
            EFFECTS.iter().map(|(value, label)| Choice::of(value, lang.text(label))).collect();
        if when.kept.is_some() && when.effect == KEPT {
            effects.push(Choice::of(KEPT, lang.text("fields-when-kept")));
        }
        let of = |line: &'a Line| others.iter().find(|other| other.path == line.field);
        let operators = |line: &'a Line| {
            let fits = |operator: &str| match of(line) {
                Some(other) if other.is_reference => operator.ends_with("EMPTY"),
                Some(other) if other.is_yes_or_no => operator == "=",
                Some(other) if !other.picks.is_empty() => !operator.contains(['<', '>']),
                Some(other) if other.is_number => true,
                _ => true,
            };
            let fits = OPERATORS.iter().filter(|(operator, _)| fits(operator));
            fits.map(|(operator, label)| Choice::of(operator, lang.text(label))).collect()
        };
        let values = |line: &'a Line| match of(line) {
            Some(other) if other.is_yes_or_no => {
                vec![Choice::of("1", lang.text("custom-yes")), Choice::of("0", lang.text("custom-no"))]
            }
            Some(other) => other.picks.iter().map(|pick| Choice::of(&pick.value, &pick.label)).collect(),
            None => Vec::new(),
        };
        Offer {
            others: others.iter().map(other).collect(),
            effects,
            ways: [Choice::of("0", lang.text("fields-when-all")), Choice::of("1", lang.text("fields-when-any"))],
            operators: when.lines.iter().map(operators).collect(),
            values: when.lines.iter().map(values).collect(),
        }
    }

    /// The inputs: what happens, and a line for each condition with one more.
    pub(super) fn fields(&'a self, lang: &'a Lang, when: &'a When, error: Option<&'a str>) -> Vec<Field<'a>> {
        if self.others.is_empty() {
            return Vec::new();
        }
        let effect = Field::text("when", lang.text("fields-when"), &when.effect).widget(Widget::Select(&self.effects));
        let mut all = vec![Field { error, ..effect }];
        if !when.is_used() || when.effect == KEPT {
            return all;
        }
        if when.lines.len() > 1 {
            let any = Field::text("when_any", lang.text("fields-when-how"), if when.any { "1" } else { "0" });
            all.push(any.widget(Widget::Segments(&self.ways)));
        }
        for at in 0..(when.lines.len() + 1).min(MOST) {
            self.line(lang, at, when.lines.get(at), &mut all);
        }
        all
    }

    fn line(&'a self, lang: &'a Lang, at: usize, line: Option<&'a Line>, all: &mut Vec<Field<'a>>) {
        let name = |part: &str| lang.keep(format!("{part}.{at}"));
        let field =
            Field::text(name("when_field"), lang.text("fields-when-field"), line.map_or("", |line| &line.field));
        let only = if line.is_some() { Width::Third } else { Width::Full };
        all.push(Field { may_be_empty: true, ..field.widget(Widget::Select(&self.others)).width(only) });
        let Some(line) = line else { return };
        let (Some(operators), Some(values)) = (self.operators.get(at), self.values.get(at)) else { return };
        let plain = |part: &str, label: &str, value: &'a str| Field::text(name(part), lang.text(label), value);
        all.push(
            plain("when_operator", "fields-when-operator", &line.operator)
                .widget(Widget::Select(operators))
                .width(Width::Third),
        );
        if line.needs_value() {
            let value = plain("when_value", "fields-when-value", &line.value).width(Width::Third);
            all.push(match values.is_empty() {
                true => value,
                false => Field { may_be_empty: true, ..value.widget(Widget::Select(values)) },
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_come_back_from_the_form_as_they_were() {
        for json in [
            json!({"show": [["Skills.craft", "=", "loom"]]}),
            json!({"require": [["gender_id", "!=", "1"], ["Skills.craft", "IS NOT EMPTY"]]}),
            json!({"show": [["OR", [["a.b", "=", "1"], ["a.c", ">=", "3"]]]], "require": [["OR", [["a.b", "=", "1"], ["a.c", ">=", "3"]]]]}),
        ] {
            let kept = When::of(&json).conditions().and_then(|one| one.written()).unwrap_or_default();
            assert_eq!(serde_json::from_str::<Json>(&kept).unwrap_or_default(), json);
        }
    }

    #[test]
    fn what_another_program_has_written_stays() {
        let json = json!({"show": [["NOT", [["a.b", "=", "1"]]]]});
        let when = When::of(&json);
        assert_eq!(when.effect, KEPT);
        assert_eq!(when.conditions(), Conditions::read(&json.to_string()));
    }

    #[test]
    fn a_line_without_a_field_is_dropped() {
        let form = Fields::parse("when=show&when_field.0=&when_field.1=a.b&when_operator.1=%3D&when_value.1=x");
        let mut when = When::default();
        when.typed(&form);
        assert_eq!(when.lines.len(), 1);
        assert_eq!(when.conditions().map(|one| one.show), Some(vec![json!(["a.b", "=", "x"])]));
    }
}
