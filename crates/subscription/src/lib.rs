//! Subscriptions: people choose the lists that they are written by, on public pages and by signed links, and confirm it.

pub mod ask;
pub mod brake;
pub mod expire;
mod letter;
pub mod link;
pub mod list;
pub mod message;
mod pages;

use kit::Registry;

use brake::Request;
use message::SubscriptionMessage;

/// The setting: whoever asks for lists on the public page has to confirm it.
pub const CONFIRMS: &str = "profile_double_optin";
/// The setting: whoever adds a list by a signed link of their own has to confirm that too.
pub const CONFIRMS_ADDING: &str = "profile_add_to_group_double_optin";
/// The setting: the tag of those who have not confirmed yet.
pub const TAG: &str = "tag_unconfirmed";

/// Everything that concerns subscriptions.
pub fn register(registry: &mut Registry) {
    registry.entity::<Request>().entity::<SubscriptionMessage>().before_save::<SubscriptionMessage>(message::settle);
    registry.setting(expire::DAYS, serde_json::json!(expire::USUAL)).job(expire::JOB);
    registry.on::<mail::leaving::Sought>(link::tell_way_out);
    pages::register(registry);
}
