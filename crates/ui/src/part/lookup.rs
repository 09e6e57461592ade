//! A field in which one types a name and may take one of those that are found; plain text where no script runs.

use super::field::{Field, Width};
use super::icon::Icon;
use maud::{Markup, html};

/// A field that looks things up.
#[derive(Clone, Debug)]
pub struct Lookup<'a> {
    pub field: Field<'a>,
    /// Answers what is typed with `option` elements.
    pub from: &'a str,
}

/// The field. The browser itself offers what is found.
pub fn lookup(lookup: &Lookup<'_>) -> Markup {
    let field = &lookup.field;
    let id = field.id();
    let list = format!("{id}-found");
    let target = format!("#{list}");
    let class = match (field.width, field.error.is_some()) {
        (Width::Half, false) => "field w3",
        (Width::Half, true) => "field w3 has-error",
        (Width::TwoThirds, false) => "field w4",
        (Width::TwoThirds, true) => "field w4 has-error",
        (_, true) => "field has-error",
        _ => "field",
    };
    let error = field.error.map(|_| format!("{id}-error"));
    let help = field.help.map(|_| format!("{id}-help"));
    let described: Vec<String> = error.iter().chain(&help).cloned().collect();
    html! {
        div class=(class) data-when=[field.when] {
            label.sr[field.hidden_label] for=(id) { (field.label) @if field.required { span.req aria-hidden="true" { "*" } } }
            input.input type="text" id=(id) name=(field.name) value=(field.value) list=(list) autocomplete="off"
                spellcheck="false" placeholder=[field.placeholder] required[field.required] autofocus[field.focused]
                maxlength="200" hx-get=(lookup.from) hx-trigger="input changed delay:150ms" hx-target=(target)
                hx-swap="innerHTML" hx-push-url="false" aria-invalid=[field.error.map(|_| "true")]
                aria-describedby=[(!described.is_empty()).then(|| described.join(" "))];
            datalist id=(list) {}
            @if let Some(error) = field.error { span.error id={ (id) "-error" } { (Icon::WarningCircle) (error) } }
            @if let Some(help) = field.help { span.hint id={ (id) "-help" } { (help) } }
        }
    }
}
