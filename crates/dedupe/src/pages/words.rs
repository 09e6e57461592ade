//! What the pages say of reasons, verdicts and views.

use contact::pages::phrases::Lang;
use kit::Visit;
use ui::part::Tone;
use ui::part::tabs::Tab;

use crate::merge;
use crate::score::{Reason, SURE};

/// The key of the words for a reason of likeness.
pub fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::SameName => "duplicate-same-name",
        Reason::SwappedNames => "duplicate-swapped-names",
        Reason::Nickname => "duplicate-nickname",
        Reason::NameSlip => "duplicate-name-slip",
        Reason::SoundsAlike => "duplicate-sounds-alike",
        Reason::NameVariant => "duplicate-name-variant",
        Reason::Initial => "duplicate-initial",
        Reason::SameFirstName => "duplicate-same-first-name",
        Reason::SameEmail => "duplicate-same-email",
        Reason::EmailSlip => "duplicate-email-slip",
        Reason::EmailMoved => "duplicate-email-moved",
        Reason::SamePhone => "duplicate-same-phone",
        Reason::PhoneSlip => "duplicate-phone-slip",
        Reason::SameBirth => "duplicate-same-birth",
        Reason::BirthSlip => "duplicate-birth-slip",
        Reason::SameAddress => "duplicate-same-address",
        Reason::NearAddress => "duplicate-near-address",
        Reason::SameCity => "duplicate-same-city",
        Reason::OtherBirth => "duplicate-other-birth",
        Reason::OtherAddress => "duplicate-other-address",
        Reason::OtherFirstName => "duplicate-other-first-name",
    }
}

/// The key of the words for why a value is proposed.
pub fn better(reason: merge::Reason) -> &'static str {
    match reason {
        merge::Reason::OnlyOne => "merge-only-one",
        merge::Reason::BetterWritten => "merge-better-written",
        merge::Reason::Fuller => "merge-fuller",
        merge::Reason::Refusal => "merge-refusal",
        merge::Reason::Newer => "merge-newer",
        merge::Reason::Older => "merge-older",
        merge::Reason::Formal => "merge-formal",
        merge::Reason::Stays => "merge-no-reason",
    }
}

/// How likely, in a word.
pub fn verdict(lang: &Lang, score: i64) -> (Tone, &str) {
    if score >= i64::from(SURE) {
        (Tone::Leaf, lang.text("duplicate-sure"))
    } else if score >= 65 {
        (Tone::Honey, lang.text("duplicate-likely"))
    } else {
        (Tone::Stone, lang.text("duplicate-possible"))
    }
}

/// The tabs that the pages of duplicates and of quality share.
pub fn views<'a>(visit: &Visit<'_>, lang: &'a Lang, current: &str) -> Vec<Tab<'a>> {
    let tab = |label: &'a str, href: &'static str| Tab { label, href, count: None, current: href == current };
    let mut all = Vec::new();
    if super::door().met_by(&visit.actor.permissions) {
        all.push(tab(lang.text("duplicates-inbox"), "/duplicates"));
        all.push(tab(lang.text("duplicates-distinct"), "/duplicates/distinct"));
    }
    if super::editing().met_by(&visit.actor.permissions) {
        all.push(tab(lang.text("quality-short"), "/quality"));
    }
    all
}
