//! The icons that a type of contact may have: by the names that the API gives them, and as they are drawn.

use ui::Icon;
use ui::part::field::Choice;

use super::phrases::Lang;

const ALL: [(&str, Icon); 16] = [
    ("fa-user", Icon::User),
    ("fa-users", Icon::Users),
    ("fa-home", Icon::House),
    ("fa-building", Icon::Buildings),
    ("fa-briefcase", Icon::Briefcase),
    ("fa-handshake-o", Icon::Handshake),
    ("fa-money", Icon::HandCoins),
    ("fa-star", Icon::Star),
    ("fa-id-card", Icon::IdentificationCard),
    ("fa-shield", Icon::ShieldCheck),
    ("fa-wrench", Icon::Wrench),
    ("fa-calendar", Icon::CalendarBlank),
    ("fa-globe", Icon::Globe),
    ("fa-envelope", Icon::EnvelopeSimple),
    ("fa-comment", Icon::ChatCircle),
    ("fa-wheelchair", Icon::Wheelchair),
];

/// The drawing of a name; none for one that has none here.
pub fn drawn(name: &str) -> Option<Icon> {
    ALL.iter().find(|(known, _)| *known == name).map(|(_, icon)| *icon)
}

/// The choices of a form.
pub(super) fn choices<'l>(lang: &'l Lang) -> Vec<Choice<'l>> {
    let label = |name: &str| lang.keep(lang.locale.option("emblem", name).unwrap_or_default().into_owned());
    ALL.iter().map(|(name, _)| Choice::of(name, label(name))).collect()
}
