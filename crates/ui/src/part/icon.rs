//! Icons from the sprite: Phosphor, drawn with the colour of the text beside them.

use crate::assets;
use maud::{Markup, Render, html};

macro_rules! icons {
    ($($variant:ident = $symbol:literal,)*) => {
        /// A drawing of the sprite `assets/img/icons.svg`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Icon {
            $(#[doc = $symbol] $variant,)*
        }

        impl Icon {
            /// Every icon, in the order of the sprite.
            pub const ALL: &'static [Icon] = &[$(Icon::$variant),*];

            /// The name of the symbol in the sprite.
            pub fn symbol(self) -> &'static str {
                match self { $(Icon::$variant => $symbol,)* }
            }
        }
    };
}

icons! {
    AddressBook = "address-book",
    AddressBookFill = "address-book-fill",
    ArrowClockwise = "arrow-clockwise",
    ArrowCounterClockwise = "arrow-counter-clockwise",
    ArrowElbowDownLeft = "arrow-elbow-down-left",
    ArrowRight = "arrow-right",
    ArrowSquareOut = "arrow-square-out",
    ArrowsDownUp = "arrows-down-up",
    ArrowsMerge = "arrows-merge",
    BellSlash = "bell-slash",
    BracketsCurly = "brackets-curly",
    Briefcase = "briefcase",
    Buildings = "buildings",
    BuildingsFill = "buildings-fill",
    Cake = "cake",
    CalendarBlank = "calendar-blank",
    CalendarDots = "calendar-dots",
    CaretDoubleLeft = "caret-double-left",
    CaretDown = "caret-down",
    CaretLeft = "caret-left",
    CaretRight = "caret-right",
    CaretUp = "caret-up",
    ChartBar = "chart-bar",
    ChartBarFill = "chart-bar-fill",
    ChatCircle = "chat-circle",
    ChatCircleSlash = "chat-circle-slash",
    Check = "check",
    CheckBold = "check-bold",
    CircleHalf = "circle-half",
    Clock = "clock",
    Columns = "columns",
    Copy = "copy",
    CursorClick = "cursor-click",
    Desktop = "desktop",
    DeviceMobile = "device-mobile",
    DotsSixVertical = "dots-six-vertical",
    DotsThreeBold = "dots-three-bold",
    DownloadSimple = "download-simple",
    EnvelopeOpen = "envelope-open",
    EnvelopeSimple = "envelope-simple",
    Export = "export",
    Eye = "eye",
    EyeSlash = "eye-slash",
    Files = "files",
    Fingerprint = "fingerprint",
    Funnel = "funnel",
    GearSix = "gear-six",
    GearSixFill = "gear-six-fill",
    Globe = "globe",
    HandCoins = "hand-coins",
    HandCoinsFill = "hand-coins-fill",
    Handshake = "handshake",
    House = "house",
    HouseFill = "house-fill",
    HouseLine = "house-line",
    HouseLineFill = "house-line-fill",
    IdentificationCard = "identification-card",
    IdentificationCardFill = "identification-card-fill",
    Image = "image",
    Info = "info",
    Keyboard = "keyboard",
    LinkBreak = "link-break",
    LinkSimple = "link-simple",
    List = "list",
    ListDashes = "list-dashes",
    LockSimple = "lock-simple",
    MagnifyingGlass = "magnifying-glass",
    Mailbox = "mailbox",
    MapPin = "map-pin",
    Minus = "minus",
    Moon = "moon",
    Note = "note",
    Package = "package",
    PaperPlaneTilt = "paper-plane-tilt",
    PaperPlaneTiltFill = "paper-plane-tilt-fill",
    Paperclip = "paperclip",
    PenNib = "pen-nib",
    PencilSimple = "pencil-simple",
    Phone = "phone",
    PhoneSlash = "phone-slash",
    Plus = "plus",
    PlusBold = "plus-bold",
    Printer = "printer",
    Prohibit = "prohibit",
    Question = "question",
    Receipt = "receipt",
    ShareNetwork = "share-network",
    ShieldCheck = "shield-check",
    SignOut = "sign-out",
    Star = "star",
    Sun = "sun",
    Tag = "tag",
    TextB = "text-b",
    TextT = "text-t",
    Ticket = "ticket",
    Translate = "translate",
    Trash = "trash",
    TrashFill = "trash-fill",
    TreeStructure = "tree-structure",
    UploadSimple = "upload-simple",
    User = "user",
    UserCircle = "user-circle",
    Users = "users",
    UsersThree = "users-three",
    UsersThreeFill = "users-three-fill",
    Warning = "warning",
    WarningCircle = "warning-circle",
    Wheelchair = "wheelchair",
    Wrench = "wrench",
    X = "x",
    XBold = "x-bold",
}

impl Icon {
    /// The filled drawing of the same thing, for the current place.
    pub fn filled(self) -> Icon {
        let wanted = format!("{}-fill", self.symbol());
        Icon::ALL.iter().copied().find(|icon| icon.symbol() == wanted).unwrap_or(self)
    }
}

/// Hidden from readers: a word always stands beside an icon, or in its button's name.
impl Render for Icon {
    fn render(&self) -> Markup {
        html! { svg.icon aria-hidden="true" { use href={ (assets::urls().icons) "#i-" (self.symbol()) } {} } }
    }
}

#[cfg(test)]
mod tests {
    use super::Icon;

    #[test]
    fn the_sprite_and_the_list_hold_the_same_icons() {
        let sprite = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/img/icons.svg"));
        let drawn: Vec<&str> =
            sprite.split("<symbol id=\"i-").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let listed: Vec<&str> = Icon::ALL.iter().map(|icon| icon.symbol()).collect();
        assert_eq!(drawn, listed);
    }

    #[test]
    fn a_current_place_is_filled() {
        assert_eq!(Icon::House.filled(), Icon::HouseFill);
        assert_eq!(Icon::Plus.filled(), Icon::Plus);
    }
}
