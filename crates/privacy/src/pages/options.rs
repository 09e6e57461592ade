//! `/settings/privacy/options`: who answers for data protection, the age of minors, the days in which an erasure can be
//! called off.

use super::fault::{self, Errors};
use contact::pages::phrases::Lang;
use contact::pages::rows::plain;
use kit::{Reply, Visit};
use maud::{Markup, html};
use serde_json::json;
use store::{Error, Problem, Result};
use ui::part::button::Button;
use ui::part::field::{Choice, Field, Widget, Width, field};
use ui::part::form::{Form, section};

use super::{Sheet, sheet};
use crate::{GRACE, OFFICER, minor};

const PATH: &str = "/settings/privacy/options";

/// `/settings/privacy/options`
pub fn edit(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if !visit.is_post {
        return Ok(Reply::Html(show(visit, &lang, &Errors::new())?));
    }
    let form = visit.form.clone();
    let result = visit.write(|tx| {
        let number = |name: &str, least: i64, most: i64| {
            let sent = form.int(name).filter(|number| (least..=most).contains(number));
            sent.ok_or_else(|| Error::field(name, Problem::OutOfRange))
        };
        let age = number(minor::AGE, 0, 25)?;
        let days = number(GRACE, 0, 90)?;
        let mail = form.text(OFFICER[1]).unwrap_or_default();
        if !mail.is_empty() && !mail.contains('@') {
            return Err(Error::rule(OFFICER[1], "problem-email-address", "This is not an e-mail address."));
        }
        for (name, value) in [
            (minor::AGE, json!(age)),
            (GRACE, json!(days)),
            (OFFICER[0], json!(form.text(OFFICER[0]).unwrap_or_default())),
            (OFFICER[1], json!(mail)),
        ] {
            if tx.setting(name)? != value {
                tx.set_setting(name, Some(&value))?;
            }
        }
        Ok(tx.transaction_id())
    });
    match fault::field_errors(result)? {
        Ok(transaction) => {
            visit.say(if transaction.is_some() { "said-saved" } else { "said-nothing" }, transaction);
            Ok(Reply::Redirect(PATH.to_owned()))
        }
        Err(errors) => {
            let errors = fault::errors(&lang, &errors);
            Ok(Reply::Status(422, show(visit, &lang, &errors)?))
        }
    }
}

fn show(visit: &Visit<'_>, lang: &Lang, errors: &Errors) -> Result<Markup> {
    let names = [OFFICER[0], OFFICER[1], minor::AGE, GRACE];
    let stored: Result<Vec<String>> =
        visit.read(|tx| Ok(names.iter().map(|name| Ok(plain(&tx.setting(name)?))).collect()))?;
    let stored = stored?;
    let value = |at: usize| {
        let name = names.get(at).copied().unwrap_or_default();
        lang.keep(visit.form.get(name).unwrap_or(stored.get(at).map_or("", String::as_str)))
    };
    let error = |name: &str| errors.get(name).map(String::as_str);
    let ages = [Choice::of("15", lang.text("options-age-15")), Choice::of("18", lang.text("options-age-18"))];
    let officer = [
        Field { width: Width::Half, ..Field::text(OFFICER[0], lang.text("options-officer-name"), value(0)) },
        Field {
            width: Width::Half,
            error: error(OFFICER[1]),
            ..Field::text(OFFICER[1], lang.text("options-officer-mail"), value(1)).widget(Widget::Email)
        },
    ];
    let own = !matches!(value(2), "15" | "18");
    let age = Field::text(minor::AGE, lang.text("options-age"), value(2));
    let age = if own { age.widget(Widget::Number("1")) } else { age.widget(Widget::Radios(&ages)) };
    let age = Field { help: Some(lang.text("options-age-words")), error: error(minor::AGE), ..age };
    let days = Field {
        width: Width::Half,
        least: Some("0"),
        most: Some("90"),
        help: Some(lang.text("options-grace-words")),
        error: error(GRACE),
        ..Field::text(GRACE, lang.text("options-grace"), value(3)).widget(Widget::Number("1"))
    };
    let view = Sheet { title: lang.text("privacy-tab-options"), tab: PATH, narrow: true, ..Sheet::default() };
    sheet(visit, lang, view, None, |ui| {
        let group = |fields: &[Field<'_>]| html! { div.fields { @for one in fields { (field(ui, one)) } } };
        html! {
            (Form::post(ui.csrf, PATH).class("stack sheet-form").render(html! {
                (section("officer", lang.text("options-officer"), Some(lang.text("options-officer-words")), group(&officer)))
                (section("minors", lang.text("options-minors"), None, group(&[age])))
                (section("grace", lang.text("options-erasure"), None, group(&[days])))
                div.row.form-end { (Button::submit(lang.text("save")).primary()) }
            }))
        }
    })
}
