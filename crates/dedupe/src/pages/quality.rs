//! `/quality`: what could be mended, and the page of each check with what mending would do.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, ask, text};
use kit::{Reply, Visit};
use serde_json::json;
use store::{Error, Result, Tx};
use ui::Icon;
use ui::page::quality::{self as page, Check as CheckView, Fault as FaultView, Faults};
use ui::part::Tone;
use ui::part::bulk::WHOLE;

use super::words;
use crate::quality::{self, Check, Fault};

/// Records of one page.
const SIZE: usize = 100;
/// So many are mended in one go.
const MOST: usize = 20_000;

fn told(check: Check) -> (&'static str, &'static str, Icon) {
    match check {
        Check::EmailMissing => ("quality-email-missing", "quality-email-missing-words", Icon::EnvelopeSimple),
        Check::EmailMalformed => ("quality-email-malformed", "quality-email-malformed-words", Icon::Warning),
        Check::EmailHeld => ("quality-email-held", "quality-email-held-words", Icon::Prohibit),
        Check::PostcodeMissing => ("quality-postcode-missing", "quality-postcode-missing-words", Icon::MapPin),
        Check::NameCapitals => ("quality-name-capitals", "quality-name-capitals-words", Icon::TextT),
        Check::PhoneFormat => ("quality-phone-format", "quality-phone-format-words", Icon::Phone),
    }
}

/// `/quality`
pub(super) fn overview(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let counts: Vec<i64> = visit
        .read(|tx| quality::ALL.iter().map(|(check, _)| quality::count(tx, *check)).collect::<Result<Vec<i64>>>())?;
    let checks: Vec<CheckView<'_>> = quality::ALL
        .iter()
        .zip(counts)
        .map(|((check, name), count)| {
            let (label, words, icon) = told(*check);
            CheckView {
                icon,
                label: lang.text(label),
                words: lang.text(words),
                count,
                href: lang.keep(format!("/quality/{name}")),
                tone: if count == 0 { Tone::Leaf } else { Tone::Honey },
            }
        })
        .collect();
    let views = words::views(visit, &lang, "/quality");
    let page = Page { title: lang.text("quality-title"), place: "/contacts", narrow: false };
    Ok(Reply::Html(frame::show(visit, &lang, page, |ui, shell| page::quality(ui, shell, &views, &checks))?))
}

/// `/quality/{check}`
pub(super) fn check(visit: &mut Visit<'_>) -> Result<Reply> {
    let name = visit.captures.first().cloned().unwrap_or_default();
    let check = Check::of(&name).ok_or_else(|| Error::NotFound(visit.path.to_owned()))?;
    if visit.is_post && check.mends() {
        let ids: Vec<i64> = visit.form.all("id").filter_map(|id| id.parse().ok()).collect();
        let whole = visit.form.has(WHOLE);
        let done = visit.write(|tx| {
            let ids = if whole { all(tx, check)? } else { ids };
            for id in ids.into_iter().take(MOST) {
                quality::mend(tx, check, id)?;
            }
            Ok(tx.transaction_id())
        })?;
        visit.say(if done.is_some() { "said-quality-mended" } else { "said-nothing" }, done);
        return Ok(Reply::Redirect(format!("/quality/{name}")));
    }
    let lang = Lang::new(visit.locale);
    let after = visit.query.int("after").unwrap_or(0);
    let (found, count, names) = visit.read(|tx| {
        let found = quality::faults(tx, check, after, SIZE + 1)?;
        let ids: Vec<i64> = found.iter().map(|fault| fault.contact).collect();
        let names = if ids.is_empty() {
            Vec::new()
        } else {
            ask(tx, "Contact", &["id", "display_name"], json!([["id", "IN", ids]]), &[], 0)?
        };
        Ok((found, quality::count(tx, check)?, names))
    })?;
    let next =
        (found.len() > SIZE).then(|| found.get(SIZE - 1).map(|last| format!("/quality/{name}?after={}", last.id)));
    let next = next.flatten();
    let (label, words, _) = told(check);
    let title = lang.text(label);
    let faults = found.iter().take(SIZE).filter_map(|fault| {
        // What the visitor may not see is not shown.
        let row = names.iter().find(|row| rows::id(row) == fault.contact)?;
        Some(view(&lang, check, fault, text(row, "display_name")))
    });
    let action = format!("/quality/{name}");
    let view = Faults {
        title,
        words: lang.text(words),
        count,
        faults: faults.collect(),
        mend: check.mends().then_some(action.as_str()),
        mend_label: lang.text("quality-mend"),
        next: next.as_deref(),
    };
    let page = Page { title, place: "/contacts", narrow: false };
    Ok(Reply::Html(frame::show(visit, &lang, page, |ui, shell| page::faults(ui, shell, &view))?))
}

fn all(tx: &Tx<'_>, check: Check) -> Result<Vec<i64>> {
    Ok(quality::faults(tx, check, 0, MOST)?.into_iter().map(|fault| fault.id).collect())
}

fn view<'a>(lang: &'a Lang, check: Check, fault: &'a Fault, name: &'a str) -> FaultView<'a> {
    let name = if name.is_empty() { lang.keep(format!("#{}", fault.contact)) } else { lang.keep(name) };
    FaultView {
        id: lang.keep(fault.id.to_string()),
        name,
        href: lang.keep(format!("/contacts/{}", fault.contact)),
        before: if fault.before.is_empty() { "–" } else { &fault.before },
        after: match check {
            Check::EmailHeld => Some(lang.text("quality-email-held-after")),
            _ => fault.after.as_deref(),
        },
    }
}
