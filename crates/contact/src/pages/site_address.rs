//! `/settings/address`: the address under which people find the site. Letters begin their links with it.

use kit::{Registry, Reply, Visit};
use maud::Markup;
use schema::Requirement;
use serde_json::json;
use store::{Error, Result};
use ui::Icon;
use ui::page::settings::{Section, SettingsForm, settings_form};
use ui::part::Tone;
use ui::part::crumbs::Crumb;
use ui::part::field::{Field, Widget, input_id};
use ui::part::form::Fault;

use super::form::{self, Errors};
use super::frame::{self, Page};
use super::phrases::Lang;
use super::slots;
use crate::status::ADDRESS_SETTING;

/// Where it stands.
pub const PATH: &str = "/settings/address";
const INPUT: &str = "address";

/// The page.
pub(super) fn register(registry: &mut Registry) {
    let door = Requirement::all(&["access CiviCRM", "administer CiviCRM"]);
    registry.page(PATH, door.clone(), page).fill(slots::Settings {
        group: "settings-site",
        label: "site-address",
        words: "site-address-words",
        icon: Icon::Globe,
        tone: Tone::Sky,
        href: PATH,
        door,
    });
}

fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let known = visit.read(|tx| tx.setting(ADDRESS_SETTING))?.as_str().unwrap_or_default().to_owned();
    if !visit.is_post {
        return Ok(Reply::Html(asked(visit, &lang, &known, &known, &Errors::new())?));
    }
    let typed = visit.form.text(INPUT).unwrap_or_default().trim_end_matches('/').to_owned();
    let saved = visit.write(|tx| {
        if !typed.is_empty() && !is_sound(&typed) {
            let text = "The address of a site begins with https:// and ends with its name.";
            return Err(Error::rule(INPUT, "problem-site-address", text));
        }
        if typed != known {
            crate::domain::check_setting(tx, tx.domain(), ADDRESS_SETTING, &json!(typed)).map_err(
                |error| match error {
                    Error::Invalid(_) => Error::field(INPUT, store::Problem::Taken),
                    other => other,
                },
            )?;
            tx.set_setting(ADDRESS_SETTING, Some(&json!(typed)))?;
        }
        Ok(tx.transaction_id())
    });
    match form::field_errors(saved)? {
        Ok(transaction) => {
            visit.say(if transaction.is_some() { "said-saved" } else { "said-nothing" }, transaction);
            Ok(Reply::Redirect(PATH.to_owned()))
        }
        Err(errors) => {
            let errors = form::errors(&lang, &errors);
            Ok(Reply::Status(422, asked(visit, &lang, &known, &typed, &errors)?))
        }
    }
}

/// A scheme, a name, perhaps a port, and nothing behind.
pub(super) fn is_sound(address: &str) -> bool {
    let name = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let plain = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
    name.is_some_and(|name| !name.is_empty() && name.len() < 254 && name.chars().all(plain))
}

fn asked(visit: &Visit<'_>, lang: &Lang, known: &str, shown: &str, errors: &Errors) -> Result<Markup> {
    let title = lang.text("site-address");
    // Until somebody says otherwise, the address at which an administrator sees the site is as good a guess as any.
    let proposed = shown.is_empty() && errors.is_empty() && !visit.origin.is_empty();
    let value = if proposed { visit.origin } else { shown };
    let intro = match known.is_empty() && !visit.origin.is_empty() {
        true => lang.with("site-address-proposal", &[("url", visit.origin.into())]),
        false => lang.text("site-address-intro"),
    };
    let field = Field {
        error: errors.get(INPUT).map(String::as_str),
        help: Some(lang.text("site-address-help")),
        ..Field::text(INPUT, lang.text("site-address-label"), value).widget(Widget::Url)
    };
    let faults = errors.iter().map(|(name, message)| Fault { input: lang.keep(input_id(name)), label: title, message });
    let view = SettingsForm {
        way: vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: title, href: None },
        ],
        title,
        action: PATH,
        cancel: "/settings",
        faults: faults.collect(),
        sections: vec![Section {
            id: "site-address",
            title: lang.text("site-address-where"),
            intro: Some(intro),
            fields: vec![field],
            example: None,
        }],
        ..SettingsForm::default()
    };
    frame::show(visit, lang, Page { title, place: "/settings", narrow: true }, |ui, shell| {
        settings_form(ui, shell, &view)
    })
}

#[cfg(test)]
mod tests {
    use super::is_sound;

    #[test]
    fn an_address_has_a_scheme_and_a_name_and_nothing_behind() {
        for good in ["https://crm.example.org", "http://localhost:8080", "http://[::1]:8080"] {
            assert!(is_sound(good), "{good}");
        }
        for bad in
            ["crm.example.org", "https://", "https://a.org/path", "https://a.org?x", "https://a b", "ftp://a.org"]
        {
            assert!(!is_sound(bad), "{bad}");
        }
    }
}
