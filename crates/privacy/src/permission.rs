//! The permissions of data protection, by the names that CiviCRM's own add-on for it has given them.

/// To see registers, requests and what is due.
pub const ACCESS: &str = "access GDPR";
/// To change purposes, texts, rules and marks.
pub const ADMINISTER: &str = "administer GDPR";
/// To hand out everything about one person.
pub const EXPORT: &str = "export contact data";
/// To anonymise people for good.
pub const FORGET: &str = "forget contact";
/// To see and write the fields that are marked as sensitive, beside what opens their set.
pub const SENSITIVE: &str = "access sensitive data";
