//! The pages of contacts and of the house around them: plain functions from a visit to a reply.

mod address;
mod asked;
mod bulk;
mod choices;
mod clash;
mod column;
mod contact;
mod create;
mod draft;
mod edit;
mod form;
mod frame;
mod gallery;
mod history;
mod home;
mod labels;
mod list;
mod palette;
mod past;
mod phrases;
mod place;
mod preference;
mod record;
mod redirect;
mod rows;
mod search;
mod sections;
mod settings;
mod start;
mod vcard;

use kit::{Place, Registry};
use schema::Requirement;
use ui::Icon;

/// Everything that people see of contacts. Paths are matched in this order.
pub(crate) fn register(registry: &mut Registry) {
    let inside = contact::door();
    let adding = || Requirement::all(&["access CiviCRM", "add contacts"]);
    let trashing = || Requirement::all(&["access CiviCRM", "delete contacts"]);
    registry
        .place(Place { label: "place-home", path: "/", icon: Icon::House, last: false })
        .page("/", inside.clone(), home::show)
        .place(Place { label: "place-contacts", path: "/contacts", icon: Icon::AddressBook, last: false })
        .page("/contacts", inside.clone(), list::list)
        .page("/contacts/new", adding(), create::least)
        .page("/contacts/new/full", adding(), create::full)
        .page("/contacts/check", adding(), create::check)
        .page("/contacts/export", inside.clone(), bulk::export)
        .page("/contacts/columns", inside.clone(), bulk::columns)
        .page("/contacts/trash", trashing(), bulk::trash_many)
        .page("/trash", Requirement::all(&["access CiviCRM", "access deleted contacts"]), bulk::bin)
        .page("/trash/restore", trashing(), bulk::restore_many)
        .page("/trash/delete", trashing(), bulk::delete_many)
        .page("/contacts/{id}/trash", trashing(), bulk::trash)
        .page("/contacts/{id}/restore", trashing(), bulk::restore)
        .page("/contacts/{id}", inside.clone(), contact::show)
        .page("/contacts/{id}/edit", inside.clone(), edit::whole)
        .page("/contacts/{id}/edit/{block}", inside.clone(), edit::block)
        .page("/contacts/{id}/vcard", inside.clone(), vcard::export)
        .place(Place { label: "place-history", path: "/history", icon: Icon::Clock, last: true })
        .page("/history", history::door(), history::list)
        .page("/history/{id}/undo", inside.clone(), history::undo)
        .place(Place { label: "place-settings", path: "/settings", icon: Icon::GearSix, last: true })
        .page("/settings", inside.clone(), settings::home)
        .page("/settings/own", inside.clone(), settings::keep_own)
        .page("/settings/site", start::door(), settings::site)
        .page("/settings/names", start::door(), settings::names)
        .page("/settings/lists/{list}", settings::lists_door(), choices::list)
        .page("/settings/lists/{list}/order", settings::lists_door(), choices::order)
        .page("/settings/lists/{list}/{id}/{act}", settings::lists_door(), choices::act)
        .page("/start/{step}", start::door(), start::step)
        .page("/dev/ui", start::door(), gallery::show)
        .page("/palette", inside.clone(), palette::find)
        .page("/civicrm", inside.clone(), redirect::home)
        .page("/civicrm/dashboard", inside.clone(), redirect::home)
        .page("/civicrm/contact/view", inside.clone(), redirect::view)
        .page("/civicrm/contact/add", inside.clone(), redirect::add)
        .page("/civicrm/contact/search", inside.clone(), redirect::search)
        .page("/civicrm/contact/search/basic", inside.clone(), redirect::search)
        .page("/civicrm/contact/search/advanced", inside, redirect::search);
}
