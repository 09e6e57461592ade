//! Grids: many records entered or changed at once, as in a spreadsheet, with each mistake beside the cell that it is in.

pub mod column;
pub mod draft;
pub mod enter;
pub mod line;
pub mod page;
pub mod save;
pub mod update;

use contact::pages::slots::Task;
use kit::Registry;
use schema::Requirement;
use ui::Icon;

/// So many records stand in one grid at most.
pub const MOST: usize = 100;
/// The type of a display by which new records are entered.
pub const KIND: &str = "batch";

/// Signs the pages into the registry.
pub fn register(registry: &mut Registry) {
    let inside = || Requirement::all(&["access CiviCRM"]);
    registry
        .entity::<draft::SearchDraft>()
        .page("/view/{name}/entry", inside(), enter::entry)
        .page("/view/{name}/grid", inside(), update::of_search)
        .page(update::CONTACTS, inside(), update::of_contacts)
        .fill(Task { label: "task-grid", icon: Icon::Columns, path: update::CONTACTS, door: inside() });
}
