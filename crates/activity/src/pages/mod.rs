//! The pages of activities: on contacts, on their own, as lists, tasks and calendars.

mod act;
mod attached;
mod calendar;
mod change;
mod criteria;
mod form;
mod list;
mod log;
mod more;
mod ordered;
mod own;
mod people;
mod series;
mod show;
mod subscribe;
mod tasks;
mod thread;
mod told;

use contact::pages::slots::{Deed, Moments, Section, Settings, Start, Waiting, Writer};
use contact::pages::tagging;
use kit::{Place, Registry};
use schema::Requirement;
use ui::Icon;
use ui::part::Tone;

/// Something that is done with the ticked activities of the list, by another component. The page at `path` gets them as
/// `id`, and the list's own address as `back`.
#[derive(Clone)]
pub struct Task {
    pub label: &'static str,
    pub icon: Icon,
    pub path: &'static str,
    pub door: Requirement,
}

/// Whoever may come here at all; which activities they see is decided by the query.
pub fn door() -> Requirement {
    Requirement::all(&["access CiviCRM"])
}

/// Everything that people see of activities. Paths are matched in this order.
pub(crate) fn register(registry: &mut Registry) {
    let deleting = || Requirement::all(&["access CiviCRM", "delete activities"]);
    registry
        .place(Place { label: "place-activities", path: "/activities", icon: Icon::ChatCircle, last: false })
        .page("/activities", door(), list::list)
        .upload_page("/activities/new", door(), form::create)
        .page("/activities/people", door(), people::suggest)
        .page("/activities/done", door(), act::done_many)
        .page(change::PATH, door(), change::many)
        .page("/activities/trash", deleting(), act::trash_many)
        .page(act::TAG.path, door(), |visit| tagging::page(visit, act::TAG))
        .page(act::UNTAG.path, door(), |visit| tagging::page(visit, act::UNTAG))
        .page("/activities/{id}", door(), show::show)
        .upload_page("/activities/{id}/edit", door(), form::edit)
        .page("/activities/{id}/done", door(), act::done)
        .page("/activities/{id}/reopen", door(), act::reopen)
        .page("/activities/{id}/trash", deleting(), act::trash)
        .page("/activities/{id}/restore", deleting(), act::restore)
        .page("/activities/{id}/repeat", door(), series::repeat)
        .page("/activities/{id}/files/{file}/remove", door(), more::remove_file)
        .page("/contacts/{id}/activities", door(), thread::section)
        .page("/contacts/{id}/log", door(), log::log)
        .place(Place { label: "place-tasks", path: "/tasks", icon: Icon::Check, last: false })
        .page("/tasks", door(), tasks::show)
        .page("/calendar", door(), calendar::show)
        .page("/ical/{token}", Requirement::anyone(), subscribe::file)
        .page("/settings/calendar", door(), subscribe::settings);
    slots(registry);
}

fn slots(registry: &mut Registry) {
    let start = |label, icon, href| Start { label, icon, href, door: door() };
    registry
        .fill(show::NOTES)
        .fill(Writer(log::writer))
        .fill(Moments(thread::moments))
        .fill(Section { name: thread::SECTION, label: "activities", door: door(), count: thread::count })
        .fill(Deed { label: "activity-new", icon: Icon::ChatCircle, href: "/activities/new?with={id}", door: door() })
        .fill(Waiting(tasks::waiting))
        .fill(own::OWN)
        .fill(start("start-call", Icon::Phone, "/activities/new?kind=call"))
        .fill(start("task-new", Icon::Check, "/activities/new?task=1"))
        .fill(start("calendar", Icon::CalendarDots, "/calendar"))
        .fill(Settings {
            group: "settings-me",
            label: "feed",
            words: "feed-words",
            icon: Icon::CalendarDots,
            tone: Tone::Sky,
            href: "/settings/calendar",
            door: door(),
        });
}
