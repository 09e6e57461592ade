//! The composer: a question put together word by word, its answer beside it while it grows.

pub mod answer;
pub mod edit;
pub mod fields;
pub mod file;
pub mod keep;
pub mod list;
pub mod page;
pub mod parts;
pub mod presets;
pub mod ranges;
pub mod segments;
pub mod state;
mod subject;
mod summary;
pub mod words;

use contact::pages::slots::{Start, Task};
use kit::{Place, Registry};
use schema::Requirement;
use ui::Icon;

/// Signs the composer's pages into the registry. Paths are matched in this order.
pub fn register(registry: &mut Registry) {
    let keeping = || Requirement::all(&["access CiviCRM", "manage own search_kit"]);
    registry
        .place(Place { label: "place-search", path: "/search", icon: Icon::MagnifyingGlass, last: false })
        .page("/search", list::door(), list::list)
        .page("/search/new", list::door(), page::begin)
        .page("/search/save", keeping(), keep::save)
        .page("/search/group", Requirement::all(&["access CiviCRM", "edit groups"]), keep::group)
        .page("/search/export", list::door(), keep::export)
        .page("/search/file", list::door(), file::show)
        .page("/search/segments", keeping(), segments::show)
        .setting_of_each(crate::export::choose::SETS, serde_json::json!([]), store::Scope::Joint)
        .page("/search/contacts", list::door(), keep::contacts)
        .page("/search/{id}", list::door(), page::open)
        .page("/search/{id}/about", list::door(), list::about)
        .page("/search/{id}/files/{name}", list::door(), list::file)
        .fill(Task {
            label: "form-export-contacts",
            icon: Icon::DownloadSimple,
            path: "/search/contacts",
            door: list::door(),
        })
        .fill(Start { label: "form-new-search", icon: Icon::MagnifyingGlass, href: "/search/new", door: list::door() });
}
