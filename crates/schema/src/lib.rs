//! The vocabulary of Ruche: what can be recorded, in which types, by whom it may be seen. Pure: no IO, no SQL.

pub mod access;
pub mod account;
pub mod acl;
pub mod catalog;
pub mod entity;
pub mod field;
pub mod fold;
pub mod list;
pub mod option;
pub mod permission;
pub mod quick;
pub mod record;
pub mod value;

pub use access::{Actor, Rule, Verb};
pub use catalog::Catalog;
pub use entity::{Bridge, Entity, Index, VirtualJoin};
pub use field::{Computed, Default, Field, FieldType, Kind, Linked, OnDelete, Reference};
pub use list::ListFormat;
pub use option::{OptionItem, OptionList, OptionSource};
pub use permission::{PermissionSet, Requirement};
pub use record::{FieldValue, Record};
pub use schema_derive::Entity;
pub use value::{Row, Value, ValueError};
