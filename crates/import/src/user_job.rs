//! Imports as records: who brought which file in, how it was read, and how it went.

use jiff::civil::DateTime;
use schema::{Actor, Default, Entity, ListFormat, OptionItem, OptionSource, Rule, Value, Verb};
use store::{Result, Tx};

/// One import, or a template for imports of the same kind of file.
#[derive(Clone, Debug, Entity)]
#[entity(
    "UserJob",
    "civicrm_user_job",
    title("Import/Export Job", "Import/Export Jobs"),
    label_field("label"),
    searchable("secondary"),
    policy(policy),
    door_all("default", &["import contacts"]),
    unique("UI_name", &["name"]),
    index("index_created", &["created_id", "id"])
)]
pub struct UserJob {
    #[field(readonly, input("Number"))]
    pub id: i64,
    /// Unique among imports; templates are found by it.
    #[field(text(64), input("Text"))]
    pub name: Option<String>,
    /// What people call it: the name of the file.
    #[field(text(255), input("Text"))]
    pub label: Option<String>,
    #[field(default_by(Default::CurrentContact), references("Contact"), input("EntityRef"))]
    pub created_id: Option<i64>,
    #[field(timestamp, readonly, default_by(Default::Now))]
    pub created_date: DateTime,
    #[field(timestamp)]
    pub start_date: Option<DateTime>,
    #[field(timestamp)]
    pub end_date: Option<DateTime>,
    #[field(timestamp)]
    pub expires_date: Option<DateTime>,
    #[field(required, default(2_i64), options(OptionSource::Named("userJobStatus")), input("Select"))]
    pub status_id: i64,
    #[field(text(64), required, options(OptionSource::Named("userJobType")), input("Select"))]
    pub job_type: String,
    /// The work that is queued for it.
    #[field(input("Number"))]
    pub queue_id: Option<i64>,
    #[field(input("Number"))]
    pub search_display_id: Option<i64>,
    /// How the file is read and what is done with it.
    #[field(long_text, list(ListFormat::Json), input("TextArea"))]
    pub metadata: Option<String>,
    #[field(default(false), input("CheckBox"))]
    pub is_template: bool,
    /// Whether everybody who imports may start from this template.
    #[field(default(false), input("CheckBox"))]
    pub is_shared: bool,
}

/// Where an import stands, by the numbers that clients know.
pub mod status {
    pub const COMPLETED: i64 = 1;
    pub const DRAFT: i64 = 2;
    pub const SCHEDULED: i64 = 3;
    pub const IN_PROGRESS: i64 = 4;
    pub const INCOMPLETE: i64 = 5;
    pub const UNDONE: i64 = 6;
}

/// The type of imports of contacts.
pub const CONTACT_IMPORT: &str = "contact_import";

/// The type of imports of these records: `activity_import`; what custom sets hold of each contact has one type in all.
pub fn job_type(entity: &Entity) -> String {
    if entity.types.iter().any(|kind| kind == "CustomValue") {
        return "custom_field_import".to_owned();
    }
    let mut name = String::new();
    for letter in entity.name.chars() {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    format!("{name}_import")
}

/// One's own imports, and templates that are shared; all of them for those who administer the site.
fn policy(actor: &Actor, verb: Verb) -> Rule {
    let yes = |field: &'static str| Rule::Is(field.into(), Value::Bool(true));
    let shared = match verb {
        Verb::View => Rule::All(vec![yes("is_template"), yes("is_shared")]),
        Verb::Edit | Verb::Delete => Rule::Nothing,
    };
    match actor.contact_id {
        _ if actor.may("administer CiviCRM") => Rule::Everything,
        Some(contact) => Rule::Is("created_id".into(), Value::Int(contact)).or(shared),
        None => Rule::Nothing,
    }
}

fn item(id: impl Into<Value>, name: &str, label: &str) -> OptionItem {
    OptionItem {
        id: id.into(),
        name: name.to_owned(),
        label: label.to_owned(),
        is_active: true,
        ..OptionItem::default()
    }
}

/// The states of an import.
pub fn statuses(_tx: &Tx<'_>) -> Result<Vec<OptionItem>> {
    Ok(vec![
        item(status::COMPLETED, "completed", "Completed"),
        item(status::DRAFT, "draft", "Draft"),
        item(status::SCHEDULED, "scheduled", "Scheduled"),
        item(status::IN_PROGRESS, "in_progress", "In Progress"),
        item(status::INCOMPLETE, "incomplete", "Incomplete"),
        item(status::UNDONE, "undone", "Undone"),
    ])
}

/// The kinds of imports.
pub fn types(tx: &Tx<'_>) -> Result<Vec<OptionItem>> {
    let mut all = vec![item(CONTACT_IMPORT, CONTACT_IMPORT, "Contact Import")];
    for entity in tx.catalog().entities().filter(|entity| crate::records::is_importable(entity)) {
        let name = job_type(entity);
        if !all.iter().any(|known| known.name == name) {
            let custom = name == "custom_field_import";
            let title = if custom { "Custom Data".to_owned() } else { entity.title.to_string() };
            all.push(item(name.as_str(), &name, &format!("{title} Import")));
        }
    }
    Ok(all)
}

/// A row of an imported file, and what becomes of it.
#[derive(Clone, Debug, Entity)]
#[entity(
    "RucheImportRow",
    "ruche_import_row",
    internal,
    rewritten,
    index("index_line", &["user_job_id", "line"]),
    index("index_key", &["user_job_id", "same"])
)]
pub struct ImportRow {
    #[field(readonly)]
    pub id: i64,
    #[field(belongs_to("UserJob"))]
    pub user_job_id: i64,
    /// The line of the file, from 1.
    pub line: i64,
    /// The cells as a JSON list.
    #[field(long_text)]
    pub cells: String,
    /// `new`, `create`, `update`, `unchanged`, `doubt`, `error`, `skip`; then `done`, `failed`, `undone`, `kept`.
    #[field(text(12))]
    pub state: String,
    /// The person that the row was recognised as, or became.
    pub contact_id: Option<i64>,
    /// By what it was recognised: `id`, `external`, `rule`, `likeness`, `line`.
    #[field(text(12))]
    pub how: Option<String>,
    /// Who else it may be, as a JSON list of ids.
    #[field(text(255))]
    pub others: Option<String>,
    /// What would change or has changed, as a JSON list of label, before, after.
    #[field(long_text)]
    pub changes: Option<String>,
    /// What is wrong, as a JSON list of column, message key, value.
    #[field(long_text)]
    pub faults: Option<String>,
    /// Rows of the same person within a file share it.
    #[field(text(255))]
    pub same: Option<String>,
    /// Whoever rehearsed left it out.
    #[field(default(false))]
    pub is_left_out: bool,
    /// What somebody decided about a doubt: the contact, or 0 for a new one.
    pub decided_id: Option<i64>,
    /// The transaction that brought it in.
    pub transaction_id: Option<i64>,
    /// What the row is or became, where it is no contact.
    pub record_id: Option<i64>,
    /// Whether that record was made by the row.
    pub is_new: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_types_of_imports_are_named_as_clients_know_them() {
        let plain = |name: &'static str| Entity::new(name, "", Vec::new());
        assert_eq!(job_type(&plain("Activity")), "activity_import");
        assert_eq!(job_type(&plain("EntityTag")), "entity_tag_import");
        assert_eq!(job_type(&plain("Custom_Courses").kind("CustomValue")), "custom_field_import");
    }
}
