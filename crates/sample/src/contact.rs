//! What a sample contact consists of, in the terms of the contact entities.

use jiff::civil::{Date, DateTime};

/// One contact with everything that hangs on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Contact {
    pub kind: Kind,
    pub emails: Vec<Email>,
    pub phones: Vec<Phone>,
    pub addresses: Vec<Address>,
    pub websites: Vec<Website>,
    /// The preferred language, such as `fr_FR` or `en_GB`.
    pub language: &'static str,
    /// When the contact was recorded: local time, never later than the day before `today`.
    pub created: DateTime,
    pub do_not: DoNot,
    /// Whether the contact refused all mass mailings.
    pub is_opt_out: bool,
    pub preferred_communication: Vec<Channel>,
    /// A member number from another system, unique in the stream.
    pub external_identifier: Option<String>,
    /// Where the contact came from.
    pub source: Option<String>,
    /// Whether the contact is in the trash.
    pub is_deleted: bool,
    /// The employer: index in the stream of an earlier organization.
    pub employer: Option<usize>,
    /// The household that an individual belongs to: index in the stream of an earlier household.
    pub household: Option<usize>,
    /// Whether an individual is the head of `household`; one member of each household at most.
    pub is_head_of_household: bool,
}

/// The type of a contact with the fields that only this type has.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Individual(Person),
    Household { name: String, nick_name: Option<String> },
    Organization { name: String, legal_name: Option<String>, nick_name: Option<String>, sic_code: Option<String> },
}

/// A human being.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub prefix: Option<Prefix>,
    pub first_name: String,
    pub middle_name: Option<String>,
    pub last_name: String,
    pub nick_name: Option<String>,
    pub suffix: Option<Suffix>,
    pub gender: Option<Gender>,
    pub birth_date: Option<Date>,
    pub is_deceased: bool,
    pub deceased_date: Option<Date>,
    pub job_title: Option<String>,
}

/// Declares an enum whose variants are the values of an option group.
macro_rules! options {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $value:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($variant = $value),+ }

        impl $name {
            /// The value of the option, as recorded in the field.
            pub fn value(self) -> u32 {
                self as u32
            }
        }
    };
}

options! { /// Option group `individual_prefix`.
Prefix { Mrs = 1, Ms = 2, Mr = 3, Dr = 4 } }
options! { /// Option group `individual_suffix`, the part in use.
Suffix { Junior = 1, Senior = 2, Second = 3, Third = 4 } }
options! { /// Option group `gender`.
Gender { Female = 1, Male = 2, Other = 3 } }
options! { /// Option group `preferred_communication_method`.
Channel { Phone = 1, Email = 2, PostalMail = 3, Sms = 4, Fax = 5 } }
options! { /// Option group `phone_type`, the part in use.
PhoneKind { Phone = 1, Mobile = 2, Fax = 3 } }
options! { /// Option group `website_type`.
WebsiteKind { Work = 1, Main = 2, Social = 3 } }
options! { /// The location types of a new site, by id.
Location { Home = 1, Work = 2, Main = 3, Other = 4, Billing = 5 } }
options! { /// Why an e-mail address is not written to (`on_hold`).
Hold { No = 0, Bounce = 1, OptOut = 2 } }

/// An e-mail address in a domain reserved by RFC 2606.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email {
    pub address: String,
    pub location: Location,
    pub is_primary: bool,
    pub is_bulkmail: bool,
    pub on_hold: Hold,
}

/// A telephone number from a range reserved for fiction, written as people write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    pub number: String,
    pub kind: PhoneKind,
    pub location: Location,
    pub is_primary: bool,
}

/// A postal address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub street: String,
    pub supplemental_1: Option<String>,
    pub postal_code: Option<String>,
    pub city: String,
    pub province: Option<Province>,
    /// ISO 3166-1 alpha-2 code.
    pub country: &'static str,
    pub location: Location,
    pub is_primary: bool,
    pub geo: Option<Coordinates>,
}

/// A department, county, state, canton or province.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Province {
    /// ISO 3166-1 alpha-2 code of the country in which the abbreviation is defined.
    pub country: &'static str,
    /// Such as `26`, `20A` or `GTM`.
    pub abbreviation: &'static str,
}

/// A point on the globe (WGS 84) in millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coordinates {
    /// North positive.
    pub latitude_micro: i32,
    /// East positive.
    pub longitude_micro: i32,
}

impl Coordinates {
    /// Latitude and longitude in degrees.
    pub fn degrees(self) -> (f64, f64) {
        (f64::from(self.latitude_micro) / 1e6, f64::from(self.longitude_micro) / 1e6)
    }
}

/// A web page in a domain reserved by RFC 2606.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Website {
    pub url: String,
    pub kind: WebsiteKind,
}

/// Ways in which a contact does not wish to be approached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DoNot {
    pub email: bool,
    pub phone: bool,
    pub mail: bool,
    pub sms: bool,
    pub trade: bool,
}
