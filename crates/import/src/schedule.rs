//! Imports that happen by themselves: where a file is fetched, how often, and by which template it is read.

use jiff::SignedDuration;
use jiff::civil::DateTime;
use schema::{Actor, Default, Entity, OptionSource, Requirement, Rule, Value, Verb};
use store::{Change, Error, Result, Tx};

use crate::fetch;
use crate::user_job::UserJob;

/// A file at an address of the web.
pub const ADDRESS: &str = "address";
/// Files that somebody lays into a folder of the site.
pub const FOLDER: &str = "folder";

const KINDS: &[(&str, &str, &str)] = &[(ADDRESS, ADDRESS, "Web address"), (FOLDER, FOLDER, "Folder of the site")];
const RHYTHMS: &[(&str, &str, &str)] =
    &[("hourly", "hourly", "Every hour"), ("daily", "daily", "Every day"), ("weekly", "weekly", "Every week")];

/// A file that is brought in regularly, with the rights of whoever has set it up.
#[derive(Clone, Debug, Entity)]
#[entity(
    "ImportSchedule",
    "ruche_import_schedule",
    title("Scheduled Import", "Scheduled Imports"),
    label_field("label"),
    searchable("none"),
    policy(policy),
    door_all("default", &["access CiviCRM", "import contacts", "administer CiviCRM"]),
    index("index_due", &["is_active", "next_date"])
)]
pub struct ImportSchedule {
    #[field(readonly, input("Number"))]
    pub id: i64,
    #[field(text(255), required, input("Text"))]
    pub label: String,
    /// How its files are read and what is done with them.
    #[field(required, belongs_to("UserJob"), input("EntityRef"))]
    pub template_id: i64,
    #[field(text(16), default("address"), options(OptionSource::Fixed(KINDS)), input("Select"))]
    pub kind: String,
    /// The address, or the name of the folder under `imports` in the data folder.
    #[field(text(1000), required, input("Text"))]
    pub place: String,
    #[field(text(16), default("daily"), options(OptionSource::Fixed(RHYTHMS)), input("Select"))]
    pub rhythm: String,
    #[field(default(true), input("CheckBox"))]
    pub is_active: bool,
    #[field(readonly, default_by(Default::CurrentContact), references("Contact"), input("EntityRef"))]
    pub created_id: Option<i64>,
    #[field(timestamp)]
    pub next_date: Option<DateTime>,
    #[field(timestamp, readonly)]
    pub last_date: Option<DateTime>,
    /// The import that came of the last file.
    #[field(readonly, references("UserJob"))]
    pub last_import_id: Option<i64>,
    /// Why the last attempt failed, as the key of a message with what is to be filled in behind a space; empty where it did not.
    #[field(text(1000), readonly)]
    pub trouble: Option<String>,
    /// The digest of the last file: the same one is not brought in twice.
    #[field(text(64), readonly)]
    pub digest: Option<String>,
}

/// Whoever may let the site fetch files.
pub fn door() -> Requirement {
    Requirement::all(&["access CiviCRM", "import contacts", "administer CiviCRM"])
}

/// One's own; all of them for those who administer the site.
fn policy(actor: &Actor, _verb: Verb) -> Rule {
    match actor.contact_id {
        _ if actor.may("administer CiviCRM") => Rule::Everything,
        Some(contact) => Rule::Is("created_id".into(), Value::Int(contact)),
        None => Rule::Nothing,
    }
}

impl ImportSchedule {
    /// From one attempt to the next.
    pub fn pause(&self) -> SignedDuration {
        SignedDuration::from_hours(match self.rhythm.as_str() {
            "hourly" => 1,
            "weekly" => 7 * 24,
            _ => 24,
        })
    }
}

/// Before: the place can be one, the template is one, and it belongs to somebody whose rights it has.
///
/// # Errors
/// Names the field that cannot be.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<ImportSchedule>) -> Result<()> {
    let own = &mut change.after;
    own.place = own.place.trim().to_owned();
    let moved = change.before.as_ref().is_none_or(|before| before.place != own.place || before.kind != own.kind);
    match own.kind.as_str() {
        FOLDER if moved && !fetch::is_folder(&own.place) => {
            let text = "A folder is named by letters, digits, hyphens and underscores.";
            return Err(Error::rule("place", "problem-import-folder", text));
        }
        ADDRESS if moved && !fetch::is_fit(&own.place, fetch::takes_private(tx)?) => {
            let text = "Only addresses that begin with https:// are fetched.";
            return Err(Error::rule("place", "problem-import-address", text));
        }
        _ => {}
    }
    if change.before.as_ref().is_none_or(|before| before.template_id != own.template_id)
        && tx.find::<UserJob>(own.template_id)?.is_none_or(|job| !job.is_template)
    {
        return Err(Error::rule("template_id", "problem-import-template", "This is no template of imports."));
    }
    if own.created_id.is_none() && change.before.is_none() {
        let text = "A scheduled import has the rights of the person who sets it up, and there is nobody here.";
        return Err(Error::rule("created_id", "problem-import-nobody", text));
    }
    if moved {
        (own.digest, own.trouble) = (None, None);
        own.next_date = Some(tx.clock().to_utc(tx.clock().now));
    }
    Ok(())
}
