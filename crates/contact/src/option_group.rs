//! Lists of choices that an administrator may change.

use schema::{Default, Entity, ListFormat, OptionSource, Value};
use store::{Change, Error, Result, Tx};

use crate::data;

/// A list of choices.

#[derive(Clone, Debug, Entity)]
#[entity(
    "OptionGroup",
    "civicrm_option_group",
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["administer CiviCRM data"]),
    label_field("title"),
    searchable("secondary"),
    kind("ManagedEntity"),
    path("add", "civicrm/admin/options?action=add&reset=1"),
    path("update", "civicrm/admin/options?action=update&reset=1&id=[id]"),
    unique("UI_name", &["name"])
)]
pub struct OptionGroup {
    #[field(readonly, input("Number"), usage(&["import"]))]
    pub id: i64,
    #[field(text(64), default_by(Default::NameFrom("title")), input("Text"))]
    pub name: String,
    #[field(localizable, input("Text"), usage(&["import"]))]
    pub title: Option<String>,
    #[field(long_text, localizable, input("Text"), usage(&["import"]))]
    pub description: Option<String>,
    #[field(text(128), options(OptionSource::Named("dataTypes")), input("Select"), usage(&["import"]))]
    pub data_type: Option<String>,
    #[field(default(true), input("CheckBox"))]
    pub is_reserved: bool,
    #[field(default(true), input("CheckBox"))]
    pub is_active: bool,
    #[field(default(false), input("CheckBox"))]
    pub is_locked: bool,
    #[field(
        text(128),
        default_by(default_fields()),
        options(OptionSource::Named("optionValueFields")),
        list(ListFormat::Comma),
        input("Select")
    )]
    pub option_value_fields: Vec<String>,
}

/// What a choice has unless its group says otherwise.
fn default_fields() -> Default {
    Default::Value(Value::List(["name", "label", "description"].map(Value::from).into()))
}

/// Before: a list has a name, and those that the program knows keep theirs.
///
/// # Errors
/// Refuses nameless groups and new names for shipped ones.
pub fn settle(_tx: &mut Tx<'_>, change: &mut Change<OptionGroup>) -> Result<()> {
    if change.after.name.is_empty() {
        return Err(Error::field("name", store::Problem::Required));
    }
    match &change.before {
        Some(before) if before.name != change.after.name && is_shipped(&before.name) => {
            Err(Error::Conflict(format!("The option group {} keeps its name.", before.name)))
        }
        _ => Ok(()),
    }
}

/// Before a deletion: the program needs the groups that it came with.
///
/// # Errors
/// `Conflict` for those.
pub fn guard_deletion(_tx: &mut Tx<'_>, _id: i64, gone: &OptionGroup) -> Result<()> {
    match gone.is_locked || is_shipped(&gone.name) {
        true => Err(Error::Conflict(format!("The option group {} cannot be deleted.", gone.name))),
        false => Ok(()),
    }
}

fn is_shipped(name: &str) -> bool {
    data::option_groups().lines().any(|line| line.text("name") == Some(name))
}
