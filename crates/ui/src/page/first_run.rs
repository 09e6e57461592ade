//! The guided start of a new site: one question a page, a way back, and nothing that cannot wait.

use crate::part::button::Button;
use crate::part::field::{Field, field};
use crate::part::form::{Fault, Form, faults};
use crate::part::icon::Icon;
use crate::{Door, Ui};
use maud::{Markup, html};
use std::borrow::Cow;

/// The questions, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Language,
    /// Name and logo.
    Organisation,
    /// Country, time zone, currency, fiscal year.
    Country,
    /// An example to look at, or an empty house.
    Data,
    /// A first colleague.
    Colleague,
}

impl Step {
    pub const ALL: [Step; 5] = [Step::Language, Step::Organisation, Step::Country, Step::Data, Step::Colleague];

    /// The last part of its address.
    pub fn name(self) -> &'static str {
        match self {
            Step::Language => "language",
            Step::Organisation => "organisation",
            Step::Country => "country",
            Step::Data => "data",
            Step::Colleague => "colleague",
        }
    }

    /// The step of an address; none for an unknown one.
    pub fn named(name: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.name() == name)
    }

    /// The one after it; none after the last.
    pub fn next(self) -> Option<Step> {
        Step::ALL.into_iter().skip_while(|step| *step != self).nth(1)
    }

    /// The one before it; none before the first.
    pub fn previous(self) -> Option<Step> {
        Step::ALL.into_iter().take_while(|step| *step != self).last()
    }

    fn label(self, ui: &Ui<'_>) -> Cow<'static, str> {
        match self {
            Step::Language => ui.lang.text("start-language"),
            Step::Organisation => ui.lang.text("start-organisation"),
            Step::Country => ui.lang.text("start-country"),
            Step::Data => ui.lang.text("start-data"),
            Step::Colleague => ui.lang.text("start-colleague"),
        }
    }

    fn words(self, ui: &Ui<'_>) -> (Cow<'static, str>, Cow<'static, str>) {
        match self {
            Step::Language => (ui.lang.text("start-language-title"), ui.lang.text("start-language-intro")),
            Step::Organisation => (ui.lang.text("start-organisation-title"), ui.lang.text("start-organisation-intro")),
            Step::Country => (ui.lang.text("start-country-title"), ui.lang.text("start-country-intro")),
            Step::Data => (ui.lang.text("start-data-title"), ui.lang.text("start-data-intro")),
            Step::Colleague => (ui.lang.text("start-colleague-title"), ui.lang.text("start-colleague-intro")),
        }
    }
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct FirstRun<'a> {
    pub step: Step,
    pub action: &'a str,
    /// The page of the step before.
    pub back: Option<&'a str>,
    /// The page of the step after, for what can wait.
    pub skip: Option<&'a str>,
    pub fields: Vec<Field<'a>>,
    pub faults: Vec<Fault<'a>>,
    /// The logo that was chosen before.
    pub logo: Option<&'a str>,
    /// The form carries a file.
    pub upload: bool,
}

/// The page of one step.
pub fn first_run(ui: &Ui<'_>, view: &FirstRun<'_>) -> Markup {
    let (title, intro) = view.step.words(ui);
    let form = Form::post(ui.csrf, view.action).class("stack").whole_page();
    let form = if view.upload { form.upload() } else { form };
    let next = if view.step.next().is_some() { ui.lang.text("start-next") } else { ui.lang.text("start-finish") };
    let content = html! {
        (progress(ui, view.step))
        div { h1 { (title) } p.quiet { (intro) } }
        (form.render(html! {
            (faults(ui, &view.faults))
            @if let Some(logo) = view.logo { img.logo src=(logo) alt=(ui.lang.text("start-logo")); }
            div.fields.no-star { @for one in &view.fields { (field(ui, one)) } }
            div.row {
                (Button::submit(next).primary().big())
                @if let Some(href) = view.back { (Button::link(ui.lang.text("start-back"), href).quiet()) }
                @if let Some(href) = view.skip { span.push { (Button::link(ui.lang.text("start-skip"), href).quiet()) } }
            }
        }))
    };
    crate::shell::door(ui, &Door { title: &title, home: "/", toasts: &[] }, content)
}

/// Where one is: done steps are ticked, and readers hear "step 2 of 5".
fn progress(ui: &Ui<'_>, current: Step) -> Markup {
    let place = Step::ALL.iter().position(|step| *step == current).unwrap_or_default();
    let said = ui.lang.with("start-step", &[("number", (place + 1).into()), ("total", Step::ALL.len().into())]);
    html! {
        nav aria-label=(said) {
            ol.steps.is-start {
                @for (index, step) in Step::ALL.iter().enumerate() {
                    li.done[index < place] aria-current=[(index == place).then_some("step")] {
                        i aria-hidden="true" { @if index < place { (Icon::CheckBold) } @else { (index + 1) } }
                        span { (step.label(ui)) }
                    }
                }
            }
        }
    }
}

/// The last page: what one may do first. The first way is the likely one.
pub fn ready(ui: &Ui<'_>, organisation: &str, ways: &[(&str, Icon, &str)]) -> Markup {
    let title = ui.lang.text("start-ready");
    let content = html! {
        div {
            h1 { (title) }
            p.quiet { (ui.lang.with("start-ready-intro", &[("organisation", organisation.into())])) }
        }
        div.stack.start-ways {
            @for (index, (label, icon, href)) in ways.iter().enumerate() {
                @let button = Button::link(*label, *href).big().icon(*icon);
                (if index == 0 { button.primary() } else { button })
            }
        }
    };
    crate::shell::door(ui, &Door { title: &title, home: "/", toasts: &[] }, content)
}

#[cfg(test)]
mod tests {
    use super::Step;

    #[test]
    fn steps_lead_to_each_other_and_back() {
        assert_eq!(Step::Language.previous(), None);
        assert_eq!(Step::Language.next(), Some(Step::Organisation));
        assert_eq!(Step::Colleague.next(), None);
        for step in Step::ALL {
            assert_eq!(Step::named(step.name()), Some(step));
            assert!(step.next().is_none_or(|next| next.previous() == Some(step)));
        }
    }
}
