//! The people, households and organisations that everything else is about: how they are called and reached, the
//! choices and places that describe them, the site's settings, and who may come in.

pub mod access;
pub mod acl;
pub mod address;
mod bonds;
pub mod card;
pub mod checksum;
pub mod component;
pub mod contact;
pub mod contact_type;
pub mod country;
pub mod currency;
pub mod data;
pub mod domain;
pub mod email;
mod employer;
pub mod entity_tag;
mod extension;
pub mod format;
pub mod group;
pub mod group_contact;
pub mod group_count;
pub mod group_nesting;
pub mod household;
pub mod im;
pub mod list_view;
pub mod location;
pub mod location_type;
pub mod names;
mod naming;
pub mod note;
pub mod openid;
pub mod option_group;
pub mod option_value;
mod options;
pub mod pages;
mod permission;
pub mod phone;
pub mod province;
pub mod proximity;
pub mod relationship;
pub mod relationship_cache;
pub mod relationship_type;
pub mod role;
pub mod saved_search;
pub mod seed;
pub mod setting;
pub mod status;
mod system;
pub mod tag;
mod tie;
mod translation;
mod uf_match;
pub mod user;
pub mod website;

use kit::Registry;
use schema::Record;

pub use data::label;

use address::Address;
use component::Component;
use contact::{Contact, HOUSEHOLD, INDIVIDUAL, ORGANIZATION};
use contact_type::ContactType;
use country::{Country, WorldRegion};
use domain::Domain;
use email::Email;
use im::IM;
use list_view::ListView;
use location_type::LocationType;
use openid::OpenID;
use option_group::OptionGroup;
use option_value::OptionValue;
use phone::Phone;
use province::{County, StateProvince};
use role::{Role, UserRole};
use user::User;
use website::Website;

/// Everything that concerns contacts.
pub fn register(registry: &mut Registry) {
    // Accounts, groups and settings write messages: whoever has contacts has an outbox.
    mail::register(registry);
    contacts(registry);
    locations(registry);
    choices(registry);
    bonds::register(registry);
    permission::register(registry);
    extension::register(registry);
    setting::register(registry);
    checksum::register(registry);
    system::register(registry);
    uf_match::register(registry);
    options::register(registry);
    registry.seed("Domain", seed::seed).fill(translation::TRANSLATOR);
    registry.entity::<ListView>().before_save::<ListView>(list_view::settle);
    registry.entity::<User>().entity::<Role>().entity::<UserRole>().source::<Role>().source::<UserRole>();
    access::register(registry);
    acl::register(registry);
    pages::register(registry);
}

fn contacts(registry: &mut Registry) {
    let all = Contact::entity();
    registry
        .entity::<ContactType>()
        .before_save::<ContactType>(contact_type::settle)
        .before_delete::<ContactType>(contact_type::guard_deletion)
        .declared(all.clone())
        .declared(all.preset(INDIVIDUAL, "contact_type", INDIVIDUAL))
        .declared(all.preset(HOUSEHOLD, "contact_type", HOUSEHOLD))
        .declared(all.preset(ORGANIZATION, "contact_type", ORGANIZATION))
        .before_saves::<Contact>(contact::settle, contact::settle_many)
        .after_saves::<Contact>(contact::spread, contact::spread_many)
        .before_delete::<Contact>(contact::guard_deletion);
}

fn locations(registry: &mut Registry) {
    registry
        .entity::<Email>()
        .before_save::<Email>(email::settle)
        .before_saves::<Email>(location::keep_a_primary, location::keep_primaries)
        .after_saves::<Email>(location::demote_others, location::demote_all_others)
        .after_saves::<Email>(email::spread, email::spread_many)
        .after_delete::<Email>(location::promote_another)
        .after_delete::<Email>(email::unname)
        .entity::<Phone>()
        .before_save::<Phone>(phone::settle)
        .before_saves::<Phone>(location::keep_a_primary, location::keep_primaries)
        .after_saves::<Phone>(location::demote_others, location::demote_all_others)
        .after_delete::<Phone>(location::promote_another)
        .entity::<Address>()
        .filter("Address", "proximity", proximity::around)
        .before_save::<Address>(address::settle)
        .before_saves::<Address>(location::keep_a_primary, location::keep_primaries)
        .after_saves::<Address>(location::demote_others, location::demote_all_others)
        .after_saves::<Address>(address::spread, address::spread_many)
        .after_delete::<Address>(location::promote_another)
        .entity::<IM>()
        .before_save::<IM>(location::keep_a_primary)
        .after_save::<IM>(location::demote_others)
        .after_delete::<IM>(location::promote_another)
        .entity::<OpenID>()
        .before_save::<OpenID>(location::keep_a_primary)
        .after_save::<OpenID>(location::demote_others)
        .after_delete::<OpenID>(location::promote_another)
        .entity::<Website>()
        .before_save::<Website>(website::settle);
}

fn choices(registry: &mut Registry) {
    registry
        .entity::<LocationType>()
        .before_save::<LocationType>(location_type::settle)
        .after_save::<LocationType>(location_type::demote_others)
        .before_delete::<LocationType>(location_type::guard_deletion)
        .entity::<OptionGroup>()
        .before_save::<OptionGroup>(option_group::settle)
        .before_delete::<OptionGroup>(option_group::guard_deletion)
        .entity::<OptionValue>()
        .before_save::<OptionValue>(option_value::settle)
        .after_save::<OptionValue>(option_value::demote_others)
        .before_delete::<OptionValue>(option_value::guard_deletion)
        .entity::<WorldRegion>()
        .entity::<Country>()
        .entity::<StateProvince>()
        .entity::<County>()
        .entity::<Component>()
        .entity::<Domain>()
        .before_save::<Domain>(domain::settle)
        .before_delete::<Domain>(domain::guard_deletion);
    domain::apart::register(registry);
}
