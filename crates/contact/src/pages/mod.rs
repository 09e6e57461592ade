//! The pages of contacts and of the house around them: plain functions from a visit to a reply.

mod access_lists;
mod access_why;
mod accounts;
pub mod address;
pub mod asked;
pub mod bulk;
mod cards;
mod choices;
mod clash;
mod column;
pub mod contact;
mod create;
pub mod criteria;
mod currencies;
pub mod custom;
mod documents;
mod draft;
mod edit;
pub mod emblem;
mod files;
pub mod form;
pub mod frame;
mod gallery;
mod gather;
mod graph;
mod group;
mod groups;
mod help;
mod history;
mod home;
mod household;
pub mod jobs;
mod kin;
pub mod labels;
pub mod list;
pub mod notes;
mod own_page;
mod pager;
mod palette;
pub mod past;
pub mod photo;
pub mod phrases;
pub mod pick;
pub mod place;
pub mod preference;
pub mod record;
mod redirect;
pub mod refusal;
mod relationship_types;
mod relationships;
mod roles;
pub mod rows;
pub mod search;
pub mod sections;
mod settings;
mod shown;
mod site_address;
mod sites;
pub mod slots;
pub mod start;
pub(crate) mod status;
mod sticking;
mod subscriptions;
mod tabs;
pub mod tagging;
mod tags;
mod vcard;
mod views;

use kit::{Place, Registry};
use schema::Requirement;
use ui::Icon;

/// The page of whoever is signed in without working here.
pub const OWN_PAGE: &str = own_page::PATH;

/// Everything that people see of contacts. Paths are matched in this order.
pub(crate) fn register(registry: &mut Registry) {
    custom::register(registry);
    notes::register(registry);
    let inside = contact::door();
    let adding = || Requirement::all(&["access CiviCRM", "add contacts"]);
    roles::register(registry);
    accounts::register(registry);
    access_lists::register(registry);
    access_why::register(registry);
    let trashing = || Requirement::all(&["access CiviCRM", "delete contacts"]);
    registry
        .place(Place { label: "place-home", path: "/", icon: Icon::House, last: false })
        .page("/", inside.clone(), home::show)
        .place(Place { label: "place-contacts", path: "/contacts", icon: Icon::AddressBook, last: false })
        .page("/contacts", inside.clone(), list::list)
        .upload_page("/contacts/new", adding(), create::least)
        .upload_page("/contacts/new/full", adding(), create::full)
        .page("/contacts/check", adding(), create::check)
        .page("/contacts/suggest", inside.clone(), pick::suggest)
        .page("/contacts/counted", inside.clone(), pager::counted)
        .page("/contacts/export", inside.clone(), bulk::export)
        .page("/contacts/vcard", inside.clone(), vcard::several)
        .upload_page("/contacts/vcards", adding(), cards::take)
        .page("/contacts/columns", inside.clone(), bulk::columns)
        .page("/contacts/views", inside.clone(), views::home)
        .page("/contacts/views/order", inside.clone(), views::order)
        .page("/contacts/views/{id}", inside.clone(), views::change)
        .page("/contacts/views/{id}/delete", inside.clone(), views::delete)
        .page("/contacts/trash", trashing(), bulk::trash_many)
        .page("/trash", Requirement::all(&["access CiviCRM", "access deleted contacts"]), bulk::bin)
        .page("/trash/restore", trashing(), bulk::restore_many)
        .page("/trash/delete", trashing(), bulk::delete_many)
        .page("/contacts/{id}/trash", trashing(), bulk::trash)
        .page("/contacts/{id}/restore", trashing(), bulk::restore)
        .page("/contacts/{id}", inside.clone(), contact::show)
        .upload_page("/contacts/{id}/edit", inside.clone(), edit::whole)
        .upload_page("/contacts/{id}/edit/{block}", inside.clone(), edit::block)
        .page("/contacts/{id}/vcard", inside.clone(), vcard::export)
        .place(Place { label: "place-history", path: "/history", icon: Icon::Clock, last: true })
        .place(Place { label: "place-settings", path: "/settings", icon: Icon::GearSix, last: true })
        .page("/settings", inside.clone(), settings::home)
        .page("/settings/own", inside.clone(), settings::keep_own)
        .page("/settings/site", start::door(), settings::site)
        .page("/settings/logo", start::door(), settings::logo)
        .page("/settings/names", start::door(), settings::names)
        .page("/settings/names/example", start::door(), settings::names_example)
        .page("/settings/addresses", start::door(), shown::addresses)
        .page("/settings/currencies", start::door(), currencies::page)
        .page("/settings/display", start::door(), shown::display)
        .page("/settings/lists/{list}", settings::lists_door(), choices::list)
        .page("/settings/lists/{list}/order", settings::lists_door(), choices::order)
        .page("/settings/lists/{list}/{id}/{act}", settings::lists_door(), choices::act)
        .place(Place { label: "place-help", path: "/help", icon: Icon::Question, last: true })
        .page("/help", inside.clone(), help::home)
        .page("/help/{topic}", inside.clone(), help::topic)
        .fill(start::told())
        .upload_page("/start/{step}", start::door(), start::step)
        .page("/dev/ui", start::door(), gallery::show)
        .page("/palette", inside.clone(), palette::find)
        .page("/palette/more", inside.clone(), palette::find_more)
        .page("/civicrm", inside.clone(), redirect::home)
        .page("/civicrm/dashboard", inside.clone(), redirect::home)
        .page("/civicrm/contact/view", inside.clone(), redirect::view)
        .page("/civicrm/contact/add", inside.clone(), redirect::add)
        .page("/civicrm/contact/search", inside.clone(), redirect::search)
        .page("/civicrm/contact/search/basic", inside.clone(), redirect::search)
        .page("/civicrm/contact/search/advanced", inside, redirect::search);
    files::register(registry);
    documents::register(registry);
    photo::register(registry);
    jobs::register(registry);
    history::register(registry);
    status::register(registry);
    site_address::register(registry);
    sites::register(registry);
    own_page::register(registry);
    gather::register(registry);
    groups::register(registry);
    subscriptions::register(registry);
    tags::register(registry);
    relationships::register(registry);
    household::register(registry);
    relationship_types::register(registry);
}
