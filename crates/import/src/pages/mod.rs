//! The pages of imports: a file is handed in, its columns are looked over, it is rehearsed, brought in, and taken back.

mod draft;
mod filled;
mod goals;
mod handed;
mod home;
mod list;
mod refused;
mod relatives;
mod schedules;
mod settings;
mod show;
pub(crate) mod table;
mod templates;
mod told;
mod unreadable;

use contact::pages::slots;
use kit::{Registry, Visit};
use schema::Requirement;
use store::Result;
use ui::Icon;
use ui::part::Tone;

use crate::setup::Setup;
use crate::{schedule, work};

/// Whoever may bring contacts in.
fn door() -> Requirement {
    Requirement::all(&["access CiviCRM", "import contacts"])
}

/// Everything that people see of imports.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .upload_page("/import", door(), home::show)
        .page("/import/templates", door(), templates::list)
        .page("/import/templates/{id}", door(), templates::change)
        .page("/import/schedules", schedule::door(), schedules::list)
        .page("/import/schedules/new", schedule::door(), schedules::edit)
        .page("/import/schedules/{id}", schedule::door(), schedules::edit)
        .page("/import/schedules/{id}/run", schedule::door(), schedules::run)
        .page("/import/schedules/{id}/delete", schedule::door(), schedules::delete)
        .page("/import/settings", schedule::door(), settings::show)
        .fill(slots::Waiting(schedules::waiting))
        .page("/import/{id}", door(), show::show)
        .page("/import/{id}/columns", door(), draft::keep)
        .page("/import/{id}/rows", door(), table::change)
        .page("/import/{id}/begin", door(), show::begin)
        .page("/import/{id}/undo", door(), show::undo)
        .page("/import/{id}/refused", door(), refused::download)
        .page("/import/{id}/known", door(), refused::known)
        .page("/import/{id}/delete", door(), show::delete)
        .fill(slots::Start { label: "import-start", icon: Icon::UploadSimple, href: "/import", door: door() })
        .fill(slots::Settings {
            group: "rules-group",
            label: "import-title",
            words: "import-settings-words",
            icon: Icon::UploadSimple,
            tone: Tone::Sky,
            href: "/import",
            door: door(),
        })
        .fill(slots::Told { kind: work::REHEARSE, title: "import-job-rehearse", end: told::rehearsed })
        .fill(slots::Told { kind: work::IMPORT, title: "import-job-import", end: told::imported })
        .fill(slots::Told { kind: work::UNDO, title: "import-job-undo", end: told::undone });
}

/// The import that the address names, if it is the visitor's.
fn own(visit: &Visit<'_>) -> Result<(i64, Setup)> {
    let id = visit.id(0)?;
    let setup = visit.read(|tx| work::load(tx, id))?;
    Ok((id, setup))
}
