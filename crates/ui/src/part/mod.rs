//! The pieces that pages are made of, one noun a file; `/dev/ui` shows each of them.

pub mod avatar;
pub mod block;
pub mod bulk;
pub mod button;
pub mod chart;
pub mod chip;
pub mod crumbs;
pub mod dialog;
pub mod empty;
pub mod field;
pub mod files;
pub mod form;
pub mod glance;
pub mod head;
pub mod icon;
pub mod lookup;
pub mod mailbox;
pub mod menu;
pub mod notice;
pub mod paging;
pub mod palette;
pub mod search_box;
pub mod table;
pub mod tabs;
pub mod theme;
pub mod timeline;
pub mod toast;

/// The colour of a meaning. A word always says it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Stone,
    /// Worth a look.
    Honey,
    /// Settled.
    Leaf,
    /// Stop.
    Brick,
    /// Exchanges and relations.
    Sky,
    /// Events and mailings.
    Plum,
}

impl Tone {
    /// The modifier that styles know; none for stone.
    pub fn class(self) -> Option<&'static str> {
        match self {
            Tone::Stone => None,
            Tone::Honey => Some("is-honey"),
            Tone::Leaf => Some("is-leaf"),
            Tone::Brick => Some("is-brick"),
            Tone::Sky => Some("is-sky"),
            Tone::Plum => Some("is-plum"),
        }
    }
}
