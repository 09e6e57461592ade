//! `/subscribe`: the public lists, and the form that asks for them.

use contact::pages::phrases::Lang;
use contact::pages::slots::Agreement;
use kit::{Reply, Visit};
use maud::{Markup, html};
use store::Result;
use ui::part::button::Button;
use ui::part::field::{Field, Widget, Width, field};
use ui::part::form::Form;

use super::{public, read, said, wait, write};
use crate::ask::{self, Typed};
use crate::brake::{self, Brake};
use crate::list::{self, List};

/// Longer names are cut: nobody is refused for theirs.
const NAME: usize = 64;
/// A field that people do not see and machines fill in.
const TRAP: &str = "website";

/// What was wrong with a form.
#[derive(Default)]
struct Faults<'a> {
    lists: Option<&'a str>,
    email: Option<&'a str>,
}

/// `/subscribe`
pub(super) fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if !visit.is_post {
        return Ok(Reply::Html(show(visit, &lang, &Faults::default())?));
    }
    let typed = typed(visit);
    let faults = Faults {
        lists: typed.lists.is_empty().then(|| lang.text("subscription-no-list")),
        email: (!mail::address::is_sound(&typed.address)).then(|| lang.text("problem-email")),
    };
    if faults.lists.is_some() || faults.email.is_some() {
        return Ok(Reply::Status(422, show(visit, &lang, &faults)?));
    }
    let is_machine = visit.form.text(TRAP).is_some();
    let brake = write(visit, |tx| {
        let brake = brake::take(tx, &typed.address, &typed.remote)?;
        if brake == Brake::Go && !is_machine {
            ask::subscribe(tx, &lang, &typed)?;
        }
        Ok(brake)
    })?;
    match brake {
        Brake::Wait => wait(visit, &lang),
        // The same words whether the address was known or not.
        Brake::Go | Brake::Silent => {
            let words = lang.with("subscription-sent-words", &[("address", typed.address.as_str().into())]);
            said(visit, &lang, 200, lang.text("subscription-sent"), words, html! {})
        }
    }
}

fn typed(visit: &Visit<'_>) -> Typed {
    let text = |name: &str| visit.form.text(name).unwrap_or_default();
    let name = |field: &str| text(field).chars().filter(|c| !c.is_control()).take(NAME).collect();
    Typed {
        address: text("email").to_owned(),
        first_name: name("first_name"),
        last_name: name("last_name"),
        lists: visit.form.all("list").filter_map(|id| id.parse().ok()).collect(),
        remote: visit.remote.to_owned(),
    }
}

fn show(visit: &Visit<'_>, lang: &Lang, faults: &Faults<'_>) -> Result<Markup> {
    let (lists, agreement) = read(visit, |tx| {
        let mut words = None;
        for Agreement(find) in visit.registry.filled::<Agreement>() {
            words = find(tx, lang)?.or(words);
        }
        Ok((list::public(tx, lang)?, words))
    })?;
    let title = lang.text("subscription-join");
    if lists.is_empty() {
        return public(visit, lang, title, lang.text("subscription-no-lists"), html! {});
    }
    let asked: Vec<i64> = match visit.is_post {
        true => visit.form.all("list").filter_map(|id| id.parse().ok()).collect(),
        false => visit.query.all("list").filter_map(|id| id.parse().ok()).collect(),
    };
    let chosen = |list: &List| asked.contains(&list.id) || lists.len() == 1;
    let content = html! {
        div.pub-form { (Form::post(visit.ui().csrf, "/subscribe").render(html! {
            (lists_field(lang, lang.text("subscription-lists"), &lists, &chosen, faults.lists))
            (about(visit, lang, faults))
            @if let Some(words) = &agreement { p.pub-small { (words) } }
            div.row { (Button::submit(lang.text("subscription-ask")).primary().big().wide()) }
            p.pub-small { (lang.text("subscription-any-time")) " " a href="/preferences" { (lang.text("subscription-change")) } }
        })) }
    };
    public(visit, lang, title, lang.text("subscription-join-words"), content)
}

fn about(visit: &Visit<'_>, lang: &Lang, faults: &Faults<'_>) -> Markup {
    let ui = visit.ui();
    let value = |name: &str| lang.keep(visit.form.get(name).unwrap_or_default());
    let name = |field: &'static str, auto: &'static str| Field {
        width: Width::Half,
        optional: true,
        max_length: Some(NAME as u32),
        ..Field::text(field, lang.field("Contact", field), value(field)).autocomplete(auto)
    };
    let email = Field::text("email", lang.field("Email", "email"), value("email")).widget(Widget::Email);
    html! {
        div.fields {
            (field(&ui, &email.required().autocomplete("email").error(faults.email)))
            (field(&ui, &name("first_name", "given-name")))
            (field(&ui, &name("last_name", "family-name")))
        }
        div.honey-pot aria-hidden="true" {
            label for="trap" { (lang.text("subscription-trap")) }
            input id="trap" name=(TRAP) tabindex="-1" autocomplete="off";
        }
    }
}

/// The lists, each with a tick.
pub(super) fn lists_field(
    lang: &Lang,
    legend: &str,
    lists: &[List],
    chosen: &dyn Fn(&List) -> bool,
    error: Option<&str>,
) -> Markup {
    let _ = lang;
    html! {
        fieldset aria-describedby=[error.map(|_| "lists-error")] {
            legend { (legend) }
            @if let Some(error) = error { p.error #lists-error { (ui::Icon::WarningCircle) (error) } }
            @for list in lists {
                label.check {
                    input type="checkbox" name="list" value=(list.id) checked[chosen(list)];
                    span { (list.title) @if !list.words.is_empty() { small { (list.words) } } }
                }
            }
        }
    }
}
