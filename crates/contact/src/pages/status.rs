//! `/settings/status`: how the site is doing, the gravest first, and what to do about it.

use kit::{Job, Registry, Reply, Visit};
use maud::{Markup, html};
use rust_decimal::Decimal;
use schema::Requirement;
use serde_json::json;
use store::{Result, Tx};
use ui::Icon;
use ui::page::accounts::{Sheet, sheet};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::chip::Status;
use ui::part::crumbs::Crumb;
use ui::part::notice::notice;

use super::frame::{self, Page};
use super::phrases::Lang;
use super::slots;
use crate::status::{ADDRESS_SETTING, Check, Finding, Level, findings, inspect};

/// The page and the nightly look.
pub(super) fn register(registry: &mut Registry) {
    let door = Requirement::all(&["access CiviCRM", "administer CiviCRM"]);
    registry
        .setting_of_each(ADDRESS_SETTING, json!(""), store::Scope::Inherited)
        .page("/settings/status", door.clone(), show)
        .job(Job {
            name: "inspect",
            description: "Lets an embedded database look whether it is sound.",
            every: Some(86_400),
            run: |tx, _| inspect(tx),
        })
        .fill(slots::Settings {
            group: "settings-access",
            label: "status-title",
            words: "status-words",
            icon: Icon::Check,
            tone: Tone::Leaf,
            href: "/settings/status",
            door,
        });
}

fn all(tx: &Tx<'_>, checks: &[Check]) -> Result<Vec<Finding>> {
    let mut all = findings(tx)?;
    for Check(check) in checks {
        all.extend(check(tx)?);
    }
    all.sort_by_key(|one| std::cmp::Reverse(one.level));
    Ok(all)
}

/// `/settings/status`
fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let checks = visit.registry.filled::<Check>();
    let all = visit.read(|tx| all(tx, checks))?;
    let wrong = all.iter().filter(|one| one.level >= Level::Warning).count();
    let title = lang.text("status-title");
    let page = Page { title, place: "/settings", narrow: true };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let way = vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: title, href: None },
        ];
        let view = Sheet { way, title, intro: Some(lang.text("status-words")), count: None };
        sheet(
            ui,
            shell,
            &view,
            None,
            html! {
                @if wrong == 0 { (notice(Tone::Leaf, Icon::Check, html! { p { (lang.text("status-all-fine")) } }, None)) }
                @else { (notice(Tone::Honey, Icon::WarningCircle, html! { p { (lang.with("status-some-wrong", &[("count", wrong.into())])) } }, None)) }
                ul.sentences.status-list { @for one in &all { (line(&lang, one)) } }
            },
        )
    })?;
    Ok(Reply::Html(markup))
}

/// The words of a finding; days in them are written out.
pub(crate) fn words(lang: &Lang, one: &Finding) -> String {
    let values: Vec<(&str, String)> = one
        .values
        .iter()
        .map(|(name, value)| match (*name, value.parse::<jiff::civil::Date>()) {
            ("date", Ok(date)) => (*name, lang.locale.date(date)),
            ("free" | "all", _) => (*name, value.parse::<Decimal>().map_or(value.clone(), |n| lang.locale.number(n))),
            _ => (*name, value.clone()),
        })
        .collect();
    let values: Vec<(&str, ui::Value<'_>)> = values
        .iter()
        .map(|(name, text)| match text.parse::<i64>() {
            Ok(number) if *name == "count" => (*name, number.into()),
            _ => (*name, text.as_str().into()),
        })
        .collect();
    lang.locale.with(one.words, &values)
}

fn line(lang: &Lang, one: &Finding) -> Markup {
    let (tone, key) = match one.level {
        Level::Fine => (Tone::Leaf, "status-level-fine"),
        Level::Notice => (Tone::Stone, "status-level-notice"),
        Level::Warning => (Tone::Honey, "status-level-warning"),
        Level::Serious => (Tone::Brick, "status-level-serious"),
    };
    html! {
        li {
            p { b { (lang.text(one.title)) } " " (Status::On(tone, lang.text(key))) }
            p { (words(lang, one)) }
            @if let Some(fix) = one.fix { p.quiet { (lang.text(fix)) } }
            @if let Some(page) = one.page.filter(|_| one.level > Level::Fine) { p { (Button::link(lang.text("status-go"), page).small()) } }
        }
    }
}
