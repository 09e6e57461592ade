//! Fields: label above, help under it, the error in words beside the input.

use super::icon::Icon;
use crate::Ui;
use maud::{Markup, html};

/// One choice of a field.
#[derive(Clone, Debug)]
pub struct Choice<'a> {
    pub value: &'a str,
    pub label: &'a str,
    /// One line that explains the choice.
    pub note: Option<&'a str>,
    pub icon: Option<Icon>,
    /// Choices under the same group stand together in a select.
    pub group: Option<&'a str>,
}

impl<'a> Choice<'a> {
    pub fn of(value: &'a str, label: &'a str) -> Self {
        Choice { value, label, note: None, icon: None, group: None }
    }
}

/// How a value is entered.
#[derive(Clone, Copy, Debug, Default)]
pub enum Widget<'a> {
    #[default]
    Text,
    /// Several lines; how many are shown.
    LongText(u8),
    Email,
    Tel,
    Url,
    /// A number with its step (`1`, `0.01`, `any`).
    Number(&'a str),
    /// A sum, with the sign of its currency.
    Money(&'a str),
    Date,
    /// A month of a year (`2026-11`).
    Month,
    DateTime,
    Password,
    /// A file, with the types that are taken.
    File(&'a str),
    Select(&'a [Choice<'a>]),
    /// Several of a long list; the chosen ones in [`Field::values`].
    SelectSeveral(&'a [Choice<'a>]),
    /// A record by its name; what is typed is answered with `option` elements from this address.
    Lookup(&'a str),
    /// One tick: yes or no. The label stands beside it.
    Checkbox,
    /// One tick drawn as a switch.
    Switch,
    /// Several of many, as a column of ticks.
    Checkboxes(&'a [Choice<'a>]),
    /// One of a few, side by side.
    Segments(&'a [Choice<'a>]),
    /// One of several, as a column.
    Radios(&'a [Choice<'a>]),
}

/// Sixths of the row that a field takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    #[default]
    Full,
    Third,
    Half,
    TwoThirds,
}

/// A field of a form.
#[derive(Clone, Debug, Default)]
pub struct Field<'a> {
    /// The name that is sent.
    pub name: &'a str,
    pub label: &'a str,
    pub widget: Widget<'a>,
    /// The value as text; ticks are on for `1`.
    pub value: &'a str,
    /// The chosen values of [`Widget::Checkboxes`].
    pub values: &'a [&'a str],
    pub help: Option<&'a str>,
    /// Said above the input: what to think of before answering.
    pub help_before: Option<&'a str>,
    /// The least and the greatest value of numbers and dates.
    pub least: Option<&'a str>,
    pub most: Option<&'a str>,
    /// Choices stand in so many columns (2 to 4).
    pub columns: u8,
    /// What is wrong, naming the fix.
    pub error: Option<&'a str>,
    pub required: bool,
    /// Says "optional" beside the label: for forms where most fields are required.
    pub optional: bool,
    pub width: Width,
    /// HTML autofill token.
    pub autocomplete: Option<&'a str>,
    pub placeholder: Option<&'a str>,
    pub focused: bool,
    pub disabled: bool,
    pub max_length: Option<u32>,
    /// The label is for readers only: rows under a common heading.
    pub hidden_label: bool,
    /// A select's first choice is "none".
    pub may_be_empty: bool,
    /// When it is shown and when it must be filled in, by what others hold, as JSON: see `assets/js/condition.js`.
    pub when: Option<&'a str>,
    /// Where the list of its choices is changed, for whoever may.
    pub edit: Option<&'a str>,
}

impl<'a> Field<'a> {
    pub fn text(name: &'a str, label: &'a str, value: &'a str) -> Self {
        Field { name, label, value, ..Field::default() }
    }

    pub fn widget(self, widget: Widget<'a>) -> Self {
        Field { widget, ..self }
    }

    pub fn width(self, width: Width) -> Self {
        Field { width, ..self }
    }

    pub fn error(self, error: Option<&'a str>) -> Self {
        Field { error, ..self }
    }

    pub fn autocomplete(self, token: &'a str) -> Self {
        Field { autocomplete: Some(token), ..self }
    }

    pub fn required(self) -> Self {
        Field { required: true, ..self }
    }

    pub fn id(&self) -> String {
        input_id(self.name)
    }

    fn described_by(&self) -> Option<String> {
        let id = self.id();
        let mut parts = Vec::new();
        if self.help_before.is_some() {
            parts.push(format!("{id}-before"));
        }
        if self.help.is_some() {
            parts.push(format!("{id}-help"));
        }
        if self.error.is_some() {
            parts.push(format!("{id}-error"));
        }
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

/// The id of the input of a name: `email[0].email` becomes `f-email-0--email`.
pub fn input_id(name: &str) -> String {
    let mut id = String::from("f-");
    id.extend(name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }));
    id
}

/// The field with all that belongs to it.
pub fn field(ui: &Ui<'_>, field: &Field<'_>) -> Markup {
    match field.widget {
        Widget::Checkbox | Widget::Switch => tick(ui, field),
        Widget::Checkboxes(choices) => group(ui, field, checkboxes(field, choices)),
        Widget::Segments(choices) => group(ui, field, radios(field, choices, true)),
        Widget::Radios(choices) => group(ui, field, radios(field, choices, false)),
        Widget::Lookup(from) => super::lookup::lookup(&super::lookup::Lookup { field: field.clone(), from }),
        _ => single(ui, field),
    }
}

fn classes(field: &Field<'_>) -> String {
    let width = match field.width {
        Width::Full => "",
        Width::Third => " w2",
        Width::Half => " w3",
        Width::TwoThirds => " w4",
    };
    let error = if field.error.is_some() { " has-error" } else { "" };
    format!("field{width}{error}")
}

fn words(ui: &Ui<'_>, field: &Field<'_>) -> Markup {
    html! {
        (field.label)
        @if field.required { span.req aria-hidden="true" { "*" } }
        @else if field.optional { " " span.opt { (ui.lang.text("optional")) } }
    }
}

fn before(field: &Field<'_>) -> Markup {
    html! { @if let Some(help) = field.help_before { span.hint id={ (field.id()) "-before" } { (help) } } }
}

fn notes(ui: &Ui<'_>, field: &Field<'_>) -> Markup {
    let id = field.id();
    html! {
        @if let Some(error) = field.error { span.error id={ (id) "-error" } { (Icon::WarningCircle) (error) } }
        @if let Some(help) = field.help { span.hint id={ (id) "-help" } { (help) } }
        @if let Some(href) = field.edit {
            a.hint.edit-choices href=(href) { (Icon::PencilSimple) (ui.lang.text("choices-edit-here")) }
        }
    }
}

fn single(ui: &Ui<'_>, field: &Field<'_>) -> Markup {
    html! {
        div class=(classes(field)) data-when=[field.when] {
            label.sr[field.hidden_label] for=(field.id()) { (words(ui, field)) }
            (before(field))
            (input(ui, field))
            (notes(ui, field))
        }
    }
}

fn input(ui: &Ui<'_>, field: &Field<'_>) -> Markup {
    match field.widget {
        Widget::LongText(rows) => long_text(field, rows),
        Widget::Select(choices) => select(ui, field, choices),
        Widget::Money(currency) => html! {
            span.with-unit.is-long[currency.chars().count() > 1] { (line(field, "text", Some("decimal"), None)) span aria-hidden="true" { (currency) } }
        },
        Widget::Number(step) => line(field, "number", None, Some(step)),
        Widget::Email => line(field, "email", None, None),
        Widget::Tel => line(field, "tel", None, None),
        Widget::Url => line(field, "url", None, None),
        Widget::Date => line(field, "date", None, None),
        Widget::Month => line(field, "month", None, None),
        Widget::SelectSeveral(choices) => select_several(field, choices),
        Widget::DateTime => line(field, "datetime-local", None, None),
        Widget::Password => line(field, "password", None, None),
        Widget::File(accept) => html! {
            input.input.is-file type="file" id=(field.id()) name=(field.name) accept=(accept) required[field.required]
                aria-invalid=[field.error.map(|_| "true")] aria-describedby=[field.described_by()];
        },
        _ => line(field, "text", None, None),
    }
}

fn line(field: &Field<'_>, kind: &str, mode: Option<&str>, step: Option<&str>) -> Markup {
    // A password is never sent back to the page.
    let value = if kind == "password" { "" } else { field.value };
    html! {
        input.input.is-money[mode == Some("decimal")] type=(kind) id=(field.id()) name=(field.name) value=(value)
            inputmode=[mode] step=[step] min=[field.least] max=[field.most] placeholder=[field.placeholder] autocomplete=[field.autocomplete]
            maxlength=[field.max_length] required[field.required] disabled[field.disabled] autofocus[field.focused]
            aria-invalid=[field.error.map(|_| "true")] aria-describedby=[field.described_by()];
    }
}

fn long_text(field: &Field<'_>, rows: u8) -> Markup {
    html! {
        textarea.input id=(field.id()) name=(field.name) rows=(rows) placeholder=[field.placeholder]
            maxlength=[field.max_length] required[field.required] disabled[field.disabled] autofocus[field.focused]
            aria-invalid=[field.error.map(|_| "true")] aria-describedby=[field.described_by()] {
            // Browsers drop the first line break of a text area.
            @if field.value.starts_with('\n') { "\n" }
            (field.value)
        }
    }
}

fn select(ui: &Ui<'_>, field: &Field<'_>, choices: &[Choice<'_>]) -> Markup {
    let mut groups: Vec<Option<&str>> = Vec::new();
    for choice in choices {
        if !groups.contains(&choice.group) {
            groups.push(choice.group);
        }
    }
    let options = |group: Option<&str>| {
        html! {
            @for choice in choices.iter().filter(|choice| choice.group == group) {
                option value=(choice.value) selected[choice.value == field.value] { (choice.label) }
            }
        }
    };
    html! {
        select.select id=(field.id()) name=(field.name) required[field.required] disabled[field.disabled]
            autofocus[field.focused] autocomplete=[field.autocomplete]
            aria-invalid=[field.error.map(|_| "true")] aria-describedby=[field.described_by()] {
            @if field.may_be_empty { option value="" { (ui.lang.text("choice-none")) } }
            @for group in groups {
                @match group {
                    Some(label) => { optgroup label=(label) { (options(group)) } }
                    None => { (options(None)) }
                }
            }
        }
    }
}

/// A list in which several are marked. The empty value at the end tells "none" from "not asked".
fn select_several(field: &Field<'_>, choices: &[Choice<'_>]) -> Markup {
    html! {
        select.select.is-several multiple size=(choices.len().clamp(3, 8)) id=(field.id()) name=(field.name)
            required[field.required] disabled[field.disabled] autofocus[field.focused]
            aria-invalid=[field.error.map(|_| "true")] aria-describedby=[field.described_by()] {
            @for choice in choices {
                option value=(choice.value) selected[field.values.contains(&choice.value)] { (choice.label) }
            }
        }
        input type="hidden" name=(field.name) value="";
    }
}

/// A lone tick. The hidden input after it says "no" when it is off: the first value of a name counts.
fn tick(ui: &Ui<'_>, field: &Field<'_>) -> Markup {
    let switch = matches!(field.widget, Widget::Switch);
    html! {
        div class=(classes(field)) data-when=[field.when] {
            label.check for=(field.id()) {
                input.switch[switch] type="checkbox" id=(field.id()) name=(field.name) value="1"
                    checked[field.value == "1"] required[field.required] disabled[field.disabled]
                    aria-invalid=[field.error.map(|_| "true")]
                    aria-describedby=[field.error.map(|_| format!("{}-error", field.id()))];
                span { (words(ui, field)) @if let Some(help) = field.help { small { (help) } } }
            }
            input type="hidden" name=(field.name) value="0";
            @if let Some(error) = field.error {
                span.error id={ (field.id()) "-error" } { (Icon::WarningCircle) (error) }
            }
        }
    }
}

/// Several inputs under one legend.
fn group(ui: &Ui<'_>, field: &Field<'_>, inputs: Markup) -> Markup {
    html! {
        fieldset class=(classes(field)) data-when=[field.when] id=(field.id()) aria-describedby=[field.described_by()] {
            legend.sr[field.hidden_label] { (words(ui, field)) }
            (before(field))
            (inputs)
            (notes(ui, field))
        }
    }
}

fn checkboxes(field: &Field<'_>, choices: &[Choice<'_>]) -> Markup {
    html! {
        div class=(checks(field)) {
            @for choice in choices {
                label.check {
                    input type="checkbox" name=(field.name) value=(choice.value)
                        checked[field.values.contains(&choice.value)] disabled[field.disabled];
                    span { (choice.label) @if let Some(note) = choice.note { small { (note) } } }
                }
            }
        }
        // An empty value at the end tells "none" from "not asked".
        input type="hidden" name=(field.name) value="";
    }
}

fn checks(field: &Field<'_>) -> &'static str {
    match field.columns {
        2 => "checks is-2",
        3 => "checks is-3",
        4.. => "checks is-4",
        _ => "checks",
    }
}

fn radios(field: &Field<'_>, choices: &[Choice<'_>], side_by_side: bool) -> Markup {
    html! {
        div class=(if side_by_side { "pick" } else { checks(field) }) {
            @for choice in choices {
                label.check[!side_by_side] {
                    input type="radio" name=(field.name) value=(choice.value) checked[choice.value == field.value]
                        required[field.required] disabled[field.disabled];
                    @if let Some(icon) = choice.icon { (icon) }
                    @if side_by_side { (choice.label) }
                    @else { span { (choice.label) @if let Some(note) = choice.note { small { (note) } } } }
                }
            }
        }
    }
}
