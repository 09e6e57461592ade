//! What forms and records show: the countries on offer, the parts of an address, the sections of a record, rows of a
//! list. Settings of the site that choose among many.

use kit::{Reply, Visit};
use maud::Markup;
use serde_json::{Value as Json, json};
use store::{Error, Problem, Result, Tx};
use ui::page::settings::{Section, SettingsForm, settings_form};
use ui::part::crumbs::Crumb;
use ui::part::field::{Choice, Field, Widget, Width, input_id};
use ui::part::form::Fault;

use super::form::{self, Errors};
use super::frame::{self, Page};
use super::labels::{self, Pick};
use super::own_page;
use super::phrases::Lang;
use super::preference::ROW_COUNTS;
use super::rows::plain;
use super::slots;

/// A setting that a page asks for.
struct Question {
    setting: &'static str,
    /// Keys of its label and of the sentence under it.
    label: &'static str,
    help: Option<&'static str>,
    of: List,
    several: bool,
}

/// Where the choices come from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Countries,
    AddressParts,
    RecordParts,
    OwnParts,
    Rows,
}

/// Questions under a title.
type Part = (&'static str, &'static str, &'static [Question]);

/// `/settings/addresses`
pub(super) fn addresses(visit: &mut Visit<'_>) -> Result<Reply> {
    const COUNTRIES: [Question; 3] = [
        Question {
            setting: "defaultContactCountry",
            label: "setting-home-country",
            help: Some("setting-home-country-help"),
            of: List::Countries,
            several: false,
        },
        Question {
            setting: "pinnedContactCountries",
            label: "setting-pinned",
            help: Some("setting-pinned-help"),
            of: List::Countries,
            several: true,
        },
        Question {
            setting: "countryLimit",
            label: "setting-country-limit",
            help: Some("setting-country-limit-help"),
            of: List::Countries,
            several: true,
        },
    ];
    const PARTS: [Question; 1] = [Question {
        setting: "address_options",
        label: "setting-address-parts",
        help: Some("setting-address-parts-help"),
        of: List::AddressParts,
        several: true,
    }];
    const ALL: [Part; 2] = [("countries", "setting-countries", &COUNTRIES), ("parts", "section-address", &PARTS)];
    answer(visit, "settings-addresses", &ALL)
}

/// `/settings/display`
pub(super) fn display(visit: &mut Visit<'_>) -> Result<Reply> {
    const RECORD: [Question; 1] = [Question {
        setting: "contact_view_options",
        label: "setting-record-parts",
        help: None,
        of: List::RecordParts,
        several: true,
    }];
    const LISTS: [Question; 1] = [Question {
        setting: "default_pager_size",
        label: "setting-rows",
        help: Some("setting-rows-help"),
        of: List::Rows,
        several: false,
    }];
    const OWN: [Question; 1] = [Question {
        setting: "user_dashboard_options",
        label: "setting-own-parts",
        help: Some("setting-own-parts-help"),
        of: List::OwnParts,
        several: true,
    }];
    const ALL: [Part; 3] =
        [("record", "setting-record", &RECORD), ("own", "setting-own", &OWN), ("lists", "setting-lists", &LISTS)];
    answer(visit, "settings-display", &ALL)
}

/// The countries that forms offer, pinned ones first; a chosen one stays although it is not offered.
///
/// # Errors
/// The database's own failure.
pub(super) fn offered(tx: &Tx<'_>, all: Vec<Pick>, chosen: &[&str]) -> Result<Vec<Pick>> {
    let limit = listed(&tx.setting("countryLimit")?);
    let pinned = listed(&tx.setting("pinnedContactCountries")?);
    let fits = |one: &Pick| limit.is_empty() || limit.contains(&one.value) || chosen.contains(&one.value.as_str());
    let (mut first, rest): (Vec<Pick>, Vec<Pick>) =
        all.into_iter().filter(fits).partition(|one| pinned.contains(&one.value));
    first.extend(rest);
    Ok(first)
}

/// Whether forms ask for this part of an address.
///
/// # Errors
/// The database's own failure.
pub(super) fn address_parts(tx: &Tx<'_>) -> Result<Vec<String>> {
    let set = listed(&tx.setting("address_options")?);
    let all = group(tx, "en", "address_options")?;
    Ok(all.into_iter().filter(|one| set.contains(&one.value)).map(|one| one.item.name).collect())
}

/// Whether records show this section, by the name that the choice has (`activity`, `rel`, `group`, `note`, `tag`).
///
/// # Errors
/// The database's own failure.
pub(super) fn record_parts(tx: &Tx<'_>) -> Result<Vec<String>> {
    let set = listed(&tx.setting("contact_view_options")?);
    let all = group(tx, "en", "contact_view_options")?;
    Ok(all.into_iter().filter(|one| !set.contains(&one.value)).map(|one| one.item.name).collect())
}

/// What stands on the page of a member, by the name that the choice has (`Groups`, `Permissioned Orgs`).
///
/// # Errors
/// The database's own failure.
pub(super) fn own_parts(tx: &Tx<'_>) -> Result<Vec<String>> {
    let set = listed(&tx.setting("user_dashboard_options")?);
    let all = group(tx, "en", "user_dashboard_options")?;
    Ok(all.into_iter().filter(|one| set.contains(&one.value)).map(|one| one.item.name).collect())
}

/// The values that a setting lists, as texts.
fn listed(value: &Json) -> Vec<String> {
    match value {
        Json::Array(all) => all.iter().map(plain).collect(),
        Json::Null => Vec::new(),
        one => plain(one).split('\u{1}').filter(|part| !part.is_empty()).map(str::to_owned).collect(),
    }
}

fn group(tx: &Tx<'_>, code: &str, name: &str) -> Result<Vec<Pick>> {
    labels::of_group(tx, code, name)
}

/// The section of a record that a choice stands for; none for what is no section.
pub(super) fn section_of(part: &str) -> Option<&'static str> {
    match part {
        "activity" => Some("activities"),
        "rel" => Some("relationships"),
        "group" => Some("groups"),
        "note" => Some("notes"),
        "tag" => Some("tags"),
        "CiviContribute" => Some("contributions"),
        "CiviMember" => Some("memberships"),
        "CiviEvent" => Some("events"),
        "CiviMail" => Some("mailings"),
        _ => None,
    }
}

fn choices(visit: &Visit<'_>, tx: &Tx<'_>, lang: &Lang, list: List) -> Result<Vec<Pick>> {
    Ok(match list {
        List::Countries => labels::sorted(labels::choices(tx, lang.code(), "Address", "country_id", "")?),
        // What no form here asks for is not offered.
        List::AddressParts => {
            let all = group(tx, lang.code(), "address_options")?;
            all.into_iter()
                .filter(|one| super::form::ADDRESS_PARTS.iter().any(|(name, _)| *name == one.item.name))
                .collect()
        }
        List::RecordParts => {
            let sections = visit.registry.filled::<slots::Section>();
            let is_there = |one: &Pick| {
                section_of(&one.item.name).is_some_and(|name| sections.iter().any(|section| section.name == name))
            };
            group(tx, lang.code(), "contact_view_options")?.into_iter().filter(is_there).collect()
        }
        List::OwnParts => {
            let filled = visit.registry.filled::<slots::Own>();
            let is_there = |one: &Pick| {
                let name = one.item.name.as_str();
                [own_page::PEOPLE, own_page::LISTS].contains(&name) || filled.iter().any(|own| own.option == name)
            };
            group(tx, lang.code(), "user_dashboard_options")?.into_iter().filter(is_there).collect()
        }
        List::Rows => {
            let mut counts = ROW_COUNTS;
            counts.sort_unstable();
            let one = |n: &i64| Pick {
                value: n.to_string(),
                label: lang.locale.number(*n),
                item: schema::OptionItem::default(),
            };
            counts.iter().map(one).collect()
        }
    })
}

fn answer(visit: &mut Visit<'_>, title: &'static str, parts: &[Part]) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if !visit.is_post {
        return Ok(Reply::Html(asked(visit, &lang, title, parts, &Errors::new())?));
    }
    let form = visit.form.clone();
    let saved = visit.write(|tx| {
        for question in parts.iter().flat_map(|(_, _, questions)| questions.iter()) {
            save(visit, tx, &lang, question, &form)?;
        }
        Ok(tx.transaction_id())
    });
    match form::field_errors(saved)? {
        Ok(Some(transaction)) => visit.say("said-saved", Some(transaction)),
        Ok(None) => visit.say("said-nothing", None),
        Err(errors) => {
            let errors = form::errors(&lang, &errors);
            return Ok(Reply::Status(422, asked(visit, &lang, title, parts, &errors)?));
        }
    }
    Ok(Reply::Redirect(visit.path.to_owned()))
}

fn save(visit: &Visit<'_>, tx: &mut Tx<'_>, lang: &Lang, question: &Question, form: &kit::Fields) -> Result<()> {
    if !form.has(question.setting) {
        return Ok(());
    }
    let old = tx.setting(question.setting)?;
    let all = choices(visit, tx, lang, question.of)?;
    let sent: Vec<&str> = form.all(question.setting).filter(|value| !value.is_empty()).collect();
    if let Some(unknown) = sent.iter().find(|value| !all.iter().any(|one| one.value == **value)) {
        return Err(Error::field(question.setting, Problem::UnknownOption { text: (*unknown).to_owned() }));
    }
    let new = match (question.several, question.of, sent.first()) {
        (true, ..) => {
            // What the page does not offer stays as it is.
            let kept = listed(&old).into_iter().filter(|value| !all.iter().any(|one| one.value == *value));
            json!(sent.iter().map(|value| (*value).to_owned()).chain(kept).collect::<Vec<String>>())
        }
        (_, List::Rows, Some(value)) => json!(value.parse::<i64>().unwrap_or(ROW_COUNTS[0])),
        (_, _, Some(value)) => json!(value),
        (_, _, None) => Json::Null,
    };
    let same = match question.several {
        true => listed(&old) == listed(&new),
        false => plain(&old) == plain(&new),
    };
    match (same, new.is_null()) {
        (true, _) => Ok(()),
        (_, true) => tx.set_setting(question.setting, None),
        _ => tx.set_setting(question.setting, Some(&new)),
    }
}

/// A question with all that its input borrows.
struct Ready<'p> {
    question: &'p Question,
    picks: Vec<Pick>,
    chosen: Vec<String>,
}

fn asked(visit: &Visit<'_>, lang: &Lang, title: &str, parts: &[Part], errors: &Errors) -> Result<Markup> {
    let read = |tx: &mut Tx<'_>, question: &'static Question| -> Result<Ready<'static>> {
        let stored = listed(&tx.setting(question.setting)?);
        let sent = visit.form.all(question.setting).filter(|value| !value.is_empty()).map(str::to_owned);
        let chosen = if visit.form.has(question.setting) { sent.collect() } else { stored };
        let mut picks = choices(visit, tx, lang, question.of)?;
        // What is ticked stands first in a long list.
        if question.of == List::Countries && question.several {
            picks.sort_by_key(|one| !chosen.contains(&one.value));
        }
        Ok(Ready { question, picks, chosen })
    };
    let ready: Vec<Vec<Ready<'static>>> = visit.read(|tx| {
        parts.iter().map(|(_, _, questions)| questions.iter().map(|one| read(tx, one)).collect()).collect()
    })?;
    let choices: Vec<Vec<Vec<Choice<'_>>>> = ready
        .iter()
        .map(|part| part.iter().map(|one| one.picks.iter().map(|p| Choice::of(&p.value, &p.label)).collect()).collect())
        .collect();
    let values: Vec<Vec<Vec<&str>>> = ready
        .iter()
        .map(|part| part.iter().map(|one| one.chosen.iter().map(String::as_str).collect()).collect())
        .collect();
    let sections = parts.iter().enumerate().map(|(at, (id, title, _))| Section {
        id,
        title: lang.text(title),
        intro: None,
        fields: ready[at]
            .iter()
            .enumerate()
            .map(|(number, one)| input(lang, one, &choices[at][number], &values[at][number], errors))
            .collect(),
        example: None,
    });
    let faults = errors.iter().map(|(name, message)| Fault {
        input: lang.keep(input_id(name)),
        label: lang.text(title),
        message,
    });
    let title = lang.text(title);
    let view = SettingsForm {
        way: vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: title, href: None },
        ],
        title,
        action: visit.path,
        cancel: "/settings",
        faults: faults.collect(),
        sections: sections.collect(),
        ..SettingsForm::default()
    };
    frame::show(visit, lang, Page { title, place: "/settings", narrow: false }, |ui, shell| {
        settings_form(ui, shell, &view)
    })
}

fn input<'a>(
    lang: &'a Lang,
    one: &'a Ready<'_>,
    choices: &'a [Choice<'a>],
    values: &'a [&'a str],
    errors: &'a Errors,
) -> Field<'a> {
    let question = one.question;
    let plain = Field {
        error: errors.get(question.setting).map(String::as_str),
        help: question.help.map(|key| lang.text(key)),
        ..Field::text(question.setting, lang.text(question.label), values.first().copied().unwrap_or_default())
    };
    match (question.several, question.of) {
        (true, _) => Field { values, ..plain.widget(Widget::Checkboxes(choices)) },
        (false, List::Countries) => {
            Field { may_be_empty: true, width: Width::Half, ..plain.widget(Widget::Select(choices)) }
        }
        (false, _) => Field { width: Width::Half, ..plain.widget(Widget::Select(choices)) },
    }
}
