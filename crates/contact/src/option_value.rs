//! The choices of an option group.

use schema::{Default, Entity, OptionSource};
use store::{As, Change, Error, Problem, Result, Tx, statement};

use crate::contact::change_of;
use crate::option_group::OptionGroup;

/// One choice of an option group. Records keep its value.

#[derive(Clone, Debug, Entity)]
#[entity(
    "OptionValue",
    "civicrm_option_value",
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["administer CiviCRM data"]),
    label_field("label"),
    searchable("secondary"),
    order_by("weight"),
    kind("ManagedEntity"),
    kind("SortableEntity"),
    path("update", "civicrm/admin/options/[option_group_id:name]?reset=1&action=update&id=[id]"),
    path("delete", "civicrm/admin/options/[option_group_id:name]?reset=1&action=delete&id=[id]"),
    index("index_option_group_id_value", &["value", "option_group_id"]),
    index("index_option_group_id_name", &["name", "option_group_id"])
)]
pub struct OptionValue {
    #[field(readonly, input("Number"), usage(&["import"]))]
    pub id: i64,
    #[field(options(OptionSource::table("OptionGroup", "title").name("name").source()), belongs_to("OptionGroup"), input("Select"), usage(&["import"]))]
    pub option_group_id: i64,
    #[field(text(512), localizable, input("Text"), usage(&["import"]))]
    pub label: String,
    #[field(text(512), default_by(Default::Field("value")), input("Text"), usage(&["import"]))]
    pub value: String,
    #[field(default_by(Default::NameFrom("label")), input("Text"), usage(&["import", "export", "duplicate_matching"]))]
    pub name: Option<String>,
    #[field(input("Text"))]
    pub grouping: Option<String>,
    #[field(default(0_i64), input("Number"))]
    pub filter: Option<i64>,
    #[field(default(false), input("CheckBox"))]
    pub is_default: Option<bool>,
    #[field(default_by(Default::Field("weight")), input("Number"))]
    pub weight: i64,
    #[field(long_text, localizable, input("TextArea"), input_attr("rows", 8), input_attr("cols", 60), usage(&["import"]))]
    pub description: Option<String>,
    #[field(default(false), input("CheckBox"))]
    pub is_optgroup: Option<bool>,
    #[field(default(false), input("CheckBox"))]
    pub is_reserved: Option<bool>,
    #[field(default(true), input("CheckBox"))]
    pub is_active: Option<bool>,
    #[field(options(OptionSource::table("Component", "name").source()), references("Component"), input("Select"))]
    pub component_id: Option<i64>,
    #[field(deprecated, options(OptionSource::table("Domain", "name").source()), references("Domain"), input("EntityRef"))]
    pub domain_id: Option<i64>,
    #[field(option_group("visibility"), suffixes(&["name", "label", "description"]), input("Select"))]
    pub visibility_id: Option<i64>,
    #[field(input("Text"))]
    pub icon: Option<String>,
    #[field(input("Text"))]
    pub color: Option<String>,
}

/// Before: a new choice is numbered behind the others; what records or rules go by stays.
///
/// # Errors
/// Refuses additions to locked groups, values and names that are taken, and other values for reserved choices.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<OptionValue>) -> Result<()> {
    let group = change.after.option_group_id;
    if change.is_new() && tx.find::<OptionGroup>(group)?.is_some_and(|group| group.is_locked) {
        return Err(Error::Conflict("Nothing can be added to a locked option group.".to_owned()));
    }
    if let Some(before) = change.before.as_ref().filter(|before| before.is_reserved == Some(true)) {
        let moved = before.value != change.after.value || before.option_group_id != group;
        if moved || before.name != change.after.name {
            return Err(Error::Conflict("A reserved option keeps its name and its value.".to_owned()));
        }
    }
    let siblings = siblings(tx, group, change.id)?;
    if change.after.value.is_empty() {
        let highest = siblings.iter().filter_map(|sibling| sibling.value.parse::<i64>().ok()).max().unwrap_or(0);
        change.after.value = highest.saturating_add(1).to_string();
    }
    if change.is_new() && !change.was_given("weight") {
        change.after.weight = siblings.iter().map(|sibling| sibling.weight).max().unwrap_or(0).saturating_add(1);
    }
    refuse_taken(change, &siblings)
}

/// After: one default for each group and kind of contact that it is meant for.
///
/// # Errors
/// The database's own failure.
pub fn demote_others(tx: &mut Tx<'_>, change: &Change<OptionValue>) -> Result<()> {
    let option = &change.after;
    if option.is_default != Some(true) {
        return Ok(());
    }
    for other in siblings(tx, option.option_group_id, change.id)? {
        if other.is_default && other.filter == option.filter.unwrap_or(0) {
            tx.save("OptionValue", change_of(other.id, &[("is_default", false.into())]), As::Program)?;
        }
    }
    Ok(())
}

/// Before a deletion: rules go by the reserved choices.
///
/// # Errors
/// `Conflict` for those.
pub fn guard_deletion(tx: &mut Tx<'_>, _id: i64, gone: &OptionValue) -> Result<()> {
    let locked = tx.find::<OptionGroup>(gone.option_group_id)?.is_some_and(|group| group.is_locked);
    match gone.is_reserved == Some(true) || locked {
        true => Err(Error::Conflict(format!("The option {} cannot be deleted.", gone.label))),
        false => Ok(()),
    }
}

/// What another choice of the same group goes by.
struct Sibling {
    id: i64,
    value: String,
    name: String,
    weight: i64,
    filter: i64,
    is_default: bool,
}

fn siblings(tx: &Tx<'_>, group: i64, but: i64) -> Result<Vec<Sibling>> {
    let text = format!(
        r#"SELECT "id", "value", "name", "weight", "filter", "is_default" FROM "civicrm_option_value"
           WHERE "option_group_id" = {} AND "id" <> {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let mut found = Vec::new();
    tx.rows(&statement(text, vec![group.into(), but.into()]), |row| {
        let text = |at| store::owned(row.cell(at)).as_text().map(str::to_owned).unwrap_or_default();
        let int = |at| store::owned(row.cell(at)).as_int().unwrap_or(0);
        found.push(Sibling {
            id: int(0),
            value: text(1),
            name: text(2),
            weight: int(3),
            filter: int(4),
            is_default: int(5) == 1,
        });
        Ok(())
    })?;
    Ok(found)
}

/// Languages share their short code between countries (`en` of `en_US` and `en_GB`); everywhere else one value means
/// one thing.
fn refuse_taken(change: &Change<OptionValue>, siblings: &[Sibling]) -> Result<()> {
    let (before, after) = (change.before.as_ref(), &change.after);
    let value_changed = before.is_none_or(|before| before.value != after.value);
    let name_changed = before.is_none_or(|before| before.name != after.name);
    let shared = siblings.iter().any(|a| siblings.iter().any(|b| a.id != b.id && a.value == b.value));
    if value_changed && !shared && siblings.iter().any(|sibling| sibling.value == after.value) {
        return Err(Error::field("value", Problem::Taken));
    }
    let name = after.name.as_deref().unwrap_or_default();
    if name_changed && !name.is_empty() && siblings.iter().any(|sibling| sibling.name == name) {
        return Err(Error::field("name", Problem::Taken));
    }
    Ok(())
}
