//! The pages of data protection: the register and its companions among the settings, a section on each contact, the file
//! of a person, and forgetting.

mod accepted;
mod again;
mod agree;
mod anonymise;
mod answer;
mod data;
mod desk;
mod dossier;
mod fault;
mod incidents;
mod options;
mod person;
mod purpose;
mod purposes;
pub mod questions;
mod register;
mod requests;
mod retention;
mod terms;
mod words;

pub(crate) use purposes::shown;

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::pages::slots::{Deed, Reversible, Section, Settings, Task, Told, Waiting};
use kit::{Registry, Visit};
use maud::{Markup, html};
use schema::Requirement;
use schema::permission::AUTHENTICATED;
use store::Result;
use ui::Icon;
use ui::part::Tone;
use ui::part::crumbs::{Crumb, crumbs};
use ui::part::head::{Head, head};
use ui::part::tabs::{Tab, tabs};

use crate::erase;
use crate::permission::{ACCESS, ADMINISTER, EXPORT, FORGET};

/// Whoever is inside; which contacts they see is decided by the query.
fn inside() -> Requirement {
    Requirement::all(&["access CiviCRM"])
}

fn seeing() -> Requirement {
    Requirement::all(&["access CiviCRM", ACCESS])
}

fn setting_up() -> Requirement {
    Requirement::all(&["access CiviCRM", ACCESS, ADMINISTER])
}

fn handing_out() -> Requirement {
    Requirement::all(&["access CiviCRM", EXPORT])
}

fn forgetting() -> Requirement {
    Requirement::all(&["access CiviCRM", "delete contacts", FORGET])
}

/// Everything that people see. Paths are matched in this order.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .page("/settings/privacy", seeing(), purposes::list)
        .page("/settings/privacy/purposes/{id}", setting_up(), purpose::edit)
        .page("/settings/privacy/purposes/{id}/texts", setting_up(), purpose::add_text)
        .page("/settings/privacy/purposes/{id}/again", setting_up(), again::list)
        .page("/settings/privacy/purposes/{id}/{act}", setting_up(), purpose::act)
        .page("/settings/privacy/register", seeing(), register::show)
        .page("/settings/privacy/requests", seeing(), requests::list)
        .page("/settings/privacy/requests/{id}", seeing(), requests::edit)
        .page("/settings/privacy/retention", seeing(), retention::list)
        .page("/settings/privacy/retention/{id}", seeing(), retention::one)
        .page("/settings/privacy/retention/{id}/{act}", seeing(), retention::act)
        .page("/settings/privacy/data", seeing(), data::show)
        .page("/settings/privacy/incidents", setting_up(), incidents::list)
        .page("/settings/privacy/incidents/{id}", setting_up(), incidents::edit)
        .page("/settings/privacy/options", setting_up(), options::edit)
        .page(terms::PATH, seeing(), terms::list)
        .page("/settings/privacy/terms/{id}", setting_up(), terms::edit)
        .page("/settings/privacy/terms/{id}/{act}", setting_up(), terms::act)
        .page("/terms", Requirement::anyone(), agree::show)
        .page("/terms/agree", Requirement::all(&[AUTHENTICATED]), agree::agree)
        .page("/terms/{kind}", Requirement::anyone(), agree::show)
        .page("/contacts/anonymise", forgetting(), anonymise::many)
        .page("/contacts/{id}/consents", inside(), person::show)
        .page("/contacts/{id}/consents/answer", inside(), answer::record)
        .page("/contacts/{id}/dossier", handing_out(), dossier::show)
        .page("/contacts/{id}/anonymise", forgetting(), anonymise::one)
        .page("/contacts/{id}/anonymise/call-off", forgetting(), anonymise::call_off);
    slots(registry);
}

fn slots(registry: &mut Registry) {
    registry
        .fill(Section { name: person::SECTION, label: "privacy-section", door: inside(), count: person::count })
        .fill(Deed { label: "dossier-title", icon: Icon::Files, href: "/contacts/{id}/dossier", door: handing_out() })
        .fill(Deed {
            label: "anonymise-title",
            icon: Icon::Fingerprint,
            href: "/contacts/{id}/anonymise",
            door: forgetting(),
        })
        .fill(Task {
            label: "anonymise-task",
            icon: Icon::Fingerprint,
            path: "/contacts/anonymise",
            door: forgetting(),
        })
        .fill(Waiting(desk::waiting))
        .fill(agree::GATE)
        .fill(Reversible(answer::may_undo))
        .fill(Told { kind: erase::MANY, title: "anonymise-job", end: anonymise::told })
        .fill(Settings {
            group: "settings-access",
            label: "privacy-title",
            words: "privacy-words",
            icon: Icon::ShieldCheck,
            tone: Tone::Leaf,
            href: HOME,
            door: seeing(),
        });
}

/// The first page.
const HOME: &str = "/settings/privacy";

/// A page beside the others: key of the label, address, and who may open it.
type TabOf = (&'static str, &'static str, fn() -> Requirement);

/// The pages beside each other.
const TABS: [TabOf; 7] = [
    ("privacy-tab-register", HOME, seeing),
    ("privacy-tab-requests", "/settings/privacy/requests", seeing),
    ("privacy-tab-retention", "/settings/privacy/retention", seeing),
    ("privacy-tab-data", "/settings/privacy/data", seeing),
    ("privacy-tab-incidents", "/settings/privacy/incidents", setting_up),
    ("privacy-tab-terms", terms::PATH, seeing),
    ("privacy-tab-options", "/settings/privacy/options", setting_up),
];

/// What stands above one of these pages.
#[derive(Clone, Copy, Default)]
struct Sheet<'a> {
    title: &'a str,
    intro: Option<&'a str>,
    count: Option<i64>,
    /// The address of the tab that the page belongs to.
    tab: &'a str,
    /// Below the tab: the way back to it stands above the title.
    is_below: bool,
    narrow: bool,
}

/// A page in its frame, with the tabs of data protection.
fn sheet(
    visit: &Visit<'_>,
    lang: &Lang,
    view: Sheet<'_>,
    actions: Option<Markup>,
    body: impl FnOnce(&ui::Ui<'_>) -> Markup,
) -> Result<Markup> {
    let page = Page { title: view.title, place: "/settings", narrow: view.narrow };
    frame::show(visit, lang, page, |ui, shell| {
        let root = lang.text("privacy-title");
        let mut way = vec![Crumb { label: lang.text("settings-title"), href: Some("/settings") }];
        way.push(Crumb { label: root, href: (view.is_below || view.tab != HOME).then_some(HOME) });
        if view.is_below {
            let label = TABS.iter().find(|(_, href, _)| *href == view.tab).map_or(root, |(key, ..)| lang.text(key));
            way.push(Crumb { label, href: Some(view.tab) });
        }
        let open = TABS.iter().filter(|(_, _, door)| door().met_by(&visit.actor.permissions));
        let all: Vec<Tab<'_>> = open
            .map(|(key, href, _)| Tab { label: lang.text(key), href, count: None, current: *href == view.tab })
            .collect();
        let content = html! {
            (crumbs(ui, &way, None))
            (head(ui, &Head { title: view.title, count: view.count, intro: view.intro }, actions))
            @if !view.is_below { (tabs(ui, root, &all)) }
            div.privacy { (body(ui)) }
        };
        ui::shell::page(ui, shell, content, html! {})
    })
}
