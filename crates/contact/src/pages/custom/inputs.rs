//! Custom fields as inputs of a form.

use std::collections::BTreeMap;

use ui::page::contact_form::{Content, Section};
use ui::part::field::{Choice, Field, Widget, Width};

use super::super::form::Errors;
use super::super::labels::Pick;
use super::super::phrases::Lang;
use super::fields::{REMOVE, Sheet};
use super::set::{Custom, Part, Set};

/// What the inputs of a sheet borrow.
pub struct Inputs<'a> {
    sheet: &'a Sheet,
    lang: &'a Lang,
    errors: &'a Errors,
    choices: BTreeMap<&'a str, Vec<Choice<'a>>>,
    values: BTreeMap<&'a str, Vec<&'a str>>,
    answers: [Choice<'a>; 2],
}

/// Longer lists than this are shown as a list to mark, not as ticks.
const TICKS: usize = 24;

/// The names of options that head those behind them begin so.
const HEADING: &str = "crm_optgroup_";

/// The choices, each under the heading that stands before it.
fn headed(all: &[Pick]) -> Vec<Choice<'_>> {
    let mut heading = None;
    let mut found = Vec::new();
    for one in all {
        if one.item.name.starts_with(HEADING) {
            heading = Some(one.label.as_str()).filter(|_| !one.item.name.ends_with("_end"));
            continue;
        }
        found.push(Choice { group: heading, ..Choice::of(&one.value, &one.label) });
    }
    found
}

impl<'a> Inputs<'a> {
    pub(super) fn new(sheet: &'a Sheet, lang: &'a Lang, errors: &'a Errors) -> Inputs<'a> {
        let mut choices: BTreeMap<&str, Vec<Choice<'_>>> =
            sheet.picks.iter().map(|(path, all)| (path.as_str(), headed(all))).collect();
        // A column of radios has no other way back to no answer.
        for field in sheet.sets.iter().flat_map(|set| &set.fields) {
            let all = choices.entry(&field.path).or_default();
            if field.html_type == "Radio" && !field.is_required && !field.is_several && !all.is_empty() {
                all.push(Choice::of("", lang.text("choice-none")));
            }
        }
        let values = sheet.values.iter().map(|(path, all)| (path.as_str(), all.iter().map(String::as_str).collect()));
        let answers = [Choice::of("1", lang.text("custom-yes")), Choice::of("0", lang.text("custom-no"))];
        Inputs { lang, errors, choices, values: values.collect(), answers, sheet }
    }

    /// The inputs of a set, to be shown with `ui::part::field::field`.
    pub fn fields(&'a self, set: &'a Set) -> Vec<Field<'a>> {
        set.fields.iter().filter(|field| field.is_entered()).flat_map(|field| self.inputs_of(field)).collect()
    }

    /// The sets as sections of a contact's whole form.
    pub fn sections(&'a self) -> Vec<Section<'a>> {
        let one = |set: &'a Set| {
            let fields = self.fields(set);
            (!fields.is_empty()).then(|| Section {
                id: self.lang.keep(format!("section-set-{}", set.id)),
                title: &set.title,
                intro: Some(set.help_before.as_str()).filter(|text| !text.is_empty()),
                content: vec![Content::Fields(fields)],
            })
        };
        self.sheet.sets.iter().filter_map(one).collect()
    }

    fn inputs_of(&'a self, field: &'a Custom) -> Vec<Field<'a>> {
        let all = self.values.get(field.path.as_str()).map_or(&[][..], Vec::as_slice);
        let first = all.first().copied().unwrap_or("");
        let words = |text: &'a str| Some(text).filter(|text| !text.is_empty());
        let name = self.lang.keep(self.sheet.input_name(field));
        let path = self.sheet.input_of(&field.path);
        let plain = Field {
            help_before: words(&field.help_before),
            help: words(&field.help_after),
            error: self.errors.get(name).or_else(|| self.errors.get(&path)).map(String::as_str),
            required: field.is_required
                && !self.sheet.may_stay_out()
                && !matches!(field.html_type.as_str(), "CheckBox" | "Toggle"),
            columns: field.columns,
            values: all,
            edit: (self.sheet.may_edit_lists && !field.list.is_empty())
                .then(|| self.lang.keep(format!("/settings/lists/{}", field.list))),
            when: self.sheet.rules(field).map(|rules| self.lang.keep(rules)),
            ..Field::text(name, &field.label, first)
        };
        match field.is_several && field.is_reference() {
            _ if field.is_file() => self.file(field, plain),
            true => self.references(field, plain, all),
            false => vec![self.input(field, plain)],
        }
    }

    /// An input for a file, which takes the place of the one that is held; and a tick that takes that one away.
    fn file(&'a self, field: &'a Custom, plain: Field<'a>) -> Vec<Field<'a>> {
        let held = self.sheet.held.get(&field.path).map(String::as_str);
        let input = plain.name;
        let said = held.map(|name| self.lang.with("custom-file-held", &[("name", name.into())]));
        let refused = self.sheet.refused.get(&field.path).map(|(_, words)| words.as_str());
        let accept = self.lang.keep(file::kind::accepted());
        let mut all = vec![
            Field {
                help: said.or(plain.help),
                error: refused.or(plain.error),
                required: plain.required && held.is_none(),
                ..plain
            }
            .widget(Widget::File(accept)),
        ];
        if let Some(name) = held.filter(|_| !field.is_required) {
            let label = self.lang.with("file-remove-one", &[("name", name.into())]);
            let removed = if self.sheet.value(&field.path).is_empty() { "1" } else { "0" };
            let tick = Field::text(self.lang.keep(format!("{input}{REMOVE}")), label, removed);
            all.push(tick.widget(Widget::Checkbox));
        }
        all
    }

    /// One input for each record that is named, and one more.
    fn references(&'a self, field: &'a Custom, plain: Field<'a>, all: &'a [&'a str]) -> Vec<Field<'a>> {
        let one = |(at, value): (usize, &'a str)| {
            let name = self.lang.keep(self.sheet.input_of(&format!("{}.{at}", field.path)));
            let first = at == 0;
            Field {
                name,
                value,
                error: plain.error.filter(|_| first),
                help: plain.help.filter(|_| at == all.len()),
                help_before: plain.help_before.filter(|_| first),
                required: plain.required && first,
                when: plain.when,
                hidden_label: !first,
                ..plain.clone()
            }
            .widget(Widget::Lookup(self.suggestions(field, name)))
        };
        all.iter().copied().chain(std::iter::once("")).enumerate().map(one).collect()
    }

    fn suggestions(&self, field: &Custom, name: &str) -> &'a str {
        let id = field.id.to_string();
        self.lang.keep(super::super::address::href("/fields/suggest", &[("of", &id), ("field", name)]))
    }

    fn input(&'a self, field: &'a Custom, plain: Field<'a>) -> Field<'a> {
        let choices = self.choices.get(field.path.as_str()).map_or(&[][..], Vec::as_slice);
        if field.has_options {
            return chosen(field, plain, choices);
        }
        let half = |plain: Field<'a>| plain.width(Width::Half);
        match field.data_type.as_str() {
            "Boolean" => self.yes_or_no(field, plain),
            "ContactReference" | "EntityReference" => {
                let from = self.suggestions(field, plain.name);
                plain.widget(Widget::Lookup(from))
            }
            "Int" => half(plain.widget(Widget::Number("1"))),
            "Float" => half(plain.widget(Widget::Number("any"))),
            "Money" => {
                let sign = self.lang.locale.currency_sign(&self.sheet.currency);
                half(plain.widget(Widget::Money(self.lang.keep(sign))))
            }
            "Memo" => plain.widget(Widget::LongText(if field.rows > 0 { field.rows.min(30) } else { 4 })),
            "Link" => plain.widget(Widget::Url),
            "Date" => half(self.date(field, plain)),
            _ if field.html_type == "TextArea" => plain.widget(Widget::LongText(3)),
            _ => Field { max_length: field.length.or(Some(255)), ..plain },
        }
    }

    fn yes_or_no(&'a self, field: &'a Custom, plain: Field<'a>) -> Field<'a> {
        match field.html_type.as_str() {
            "Toggle" => plain.widget(Widget::Switch),
            "CheckBox" => plain.widget(Widget::Checkbox),
            "Select" => Field { may_be_empty: true, ..plain.widget(Widget::Select(&self.answers)) },
            _ => plain.widget(Widget::Segments(&self.answers)),
        }
    }

    fn date(&'a self, field: &'a Custom, plain: Field<'a>) -> Field<'a> {
        let year = i64::from(self.sheet.today.year());
        let end = |year: i64, first: bool| match field.part() {
            Part::Year => year.to_string(),
            Part::Month => format!("{year:04}-{}", if first { "01" } else { "12" }),
            Part::Day => format!("{year:04}-{}", if first { "01-01" } else { "12-31" }),
            Part::Time => format!("{year:04}-{}", if first { "01-01T00:00" } else { "12-31T23:59" }),
        };
        let plain = Field {
            least: field.years_before.map(|n| self.lang.keep(end(year - n, true))),
            most: field.years_after.map(|n| self.lang.keep(end(year + n, false))),
            ..plain
        };
        plain.widget(match field.part() {
            Part::Year => Widget::Number("1"),
            Part::Month => Widget::Month,
            Part::Day => Widget::Date,
            Part::Time => Widget::DateTime,
        })
    }
}

fn chosen<'a>(field: &'a Custom, plain: Field<'a>, choices: &'a [Choice<'a>]) -> Field<'a> {
    match (field.is_several, field.html_type.as_str()) {
        (true, "CheckBox") => plain.widget(Widget::Checkboxes(choices)),
        (true, _) if choices.len() <= TICKS => plain.widget(Widget::Checkboxes(choices)),
        (true, _) => plain.widget(Widget::SelectSeveral(choices)),
        (false, "Radio") => plain.widget(Widget::Radios(choices)),
        _ => Field { may_be_empty: true, ..plain.widget(Widget::Select(choices)).width(Width::Half) },
    }
}
