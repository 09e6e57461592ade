//! `/settings/currencies`: in which currencies the association counts, and which comes first.

use kit::{Fields, Reply, Visit};
use maud::Markup;
use store::{Error, Problem, Result, Tx};
use ui::page::settings::{Section, SettingsForm, settings_form};
use ui::part::crumbs::Crumb;
use ui::part::field::{Choice, Field, Widget, Width, input_id};
use ui::part::form::Fault;

use super::form::{self, Errors};
use super::frame::{self, Page};
use super::phrases::Lang;
use super::{place, rows};
use crate::currency::{self, ENABLED, USUAL};

/// What the page shows: the usual currency and those that are offered.
struct Shown {
    usual: String,
    offered: Vec<String>,
}

impl Shown {
    fn read(tx: &Tx<'_>) -> Result<Shown> {
        Ok(Shown { usual: rows::plain(&tx.setting(USUAL)?), offered: currency::offered(tx)? })
    }

    fn sent(form: &Fields) -> Shown {
        Shown {
            usual: form.text(USUAL).unwrap_or_default().to_owned(),
            offered: form.all(ENABLED).filter(|code| !code.is_empty()).map(str::to_owned).collect(),
        }
    }

    fn save(&self, tx: &mut Tx<'_>) -> Result<()> {
        let known = |code: &str| crate::data::currencies().lines().any(|line| line.text("code") == Some(code));
        let unknown = |field: &str, code: &str| Error::field(field, Problem::UnknownOption { text: code.to_owned() });
        if !known(&self.usual) {
            return Err(unknown(USUAL, &self.usual));
        }
        if let Some(code) = self.offered.iter().find(|code| !known(code)) {
            return Err(unknown(ENABLED, code));
        }
        let offered: Vec<&str> = self.offered.iter().map(String::as_str).collect();
        currency::offer(tx, &offered, &self.usual)
    }
}

/// The page, and what its form sends.
pub(super) fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if !visit.is_post {
        let shown = visit.read(|tx| Shown::read(tx))?;
        return Ok(Reply::Html(asked(visit, &lang, &shown, &Errors::new())?));
    }
    let sent = Shown::sent(&visit.form);
    let saved = visit.write(|tx| {
        sent.save(tx)?;
        Ok(tx.transaction_id())
    });
    match form::field_errors(saved)? {
        Ok(transaction) => visit.say(if transaction.is_some() { "said-saved" } else { "said-nothing" }, transaction),
        Err(errors) => {
            let errors = form::errors(&lang, &errors);
            return Ok(Reply::Status(422, asked(visit, &lang, &sent, &errors)?));
        }
    }
    Ok(Reply::Redirect(visit.path.to_owned()))
}

fn asked(visit: &Visit<'_>, lang: &Lang, shown: &Shown, errors: &Errors) -> Result<Markup> {
    let mut all = place::currencies(lang);
    // What is ticked stands first in a long list.
    all.sort_by_key(|(code, _)| !shown.offered.contains(code));
    let choices: Vec<Choice<'_>> = all.iter().map(|(code, label)| Choice::of(code, label)).collect();
    let offered: Vec<&str> = shown.offered.iter().map(String::as_str).collect();
    let error = |name: &str| errors.get(name).map(String::as_str);
    let fields = vec![
        Field {
            width: Width::Half,
            help: Some(lang.text("setting-currency-usual-help")),
            error: error(USUAL),
            ..Field::text(USUAL, lang.text("setting-currency-usual"), &shown.usual).widget(Widget::Select(&choices))
        },
        Field {
            values: &offered,
            help: Some(lang.text("setting-currencies-help")),
            error: error(ENABLED),
            ..Field::text(ENABLED, lang.text("setting-currencies"), "").widget(Widget::Checkboxes(&choices))
        },
    ];
    let title = lang.text("settings-currencies");
    let faults = errors.iter().map(|(name, message)| Fault { input: lang.keep(input_id(name)), label: title, message });
    let view = SettingsForm {
        way: vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: title, href: None },
        ],
        title,
        action: visit.path,
        cancel: "/settings",
        faults: faults.collect(),
        sections: vec![Section { id: "currencies", title, intro: None, fields, example: None }],
        ..SettingsForm::default()
    };
    frame::show(visit, lang, Page { title, place: "/settings", narrow: false }, |ui, shell| {
        settings_form(ui, shell, &view)
    })
}
