//! Mailboxes that are read: where they are, and what becomes of what arrives there.

use mail::sealed;
use schema::{Entity, ListFormat, OptionSource};
use serde_json::{Value as Json, json};
use store::{As, Change, Error, Problem, Result, Tx, statement};

/// By IMAP, as the option group `mail_protocol` numbers it.
pub const IMAP: &str = "1";
/// A folder of messages on this machine, as mail programs share it.
pub const MAILDIR: &str = "2";

/// A mailbox.
#[derive(Clone, Debug, Entity)]
#[entity(
    "MailSettings",
    "civicrm_mail_settings",
    title("Mail Account", "Mail Accounts"),
    label_field("name"),
    door_all("default", &["administer CiviCRM"]),
    path("add", "civicrm/admin/mailSettings/edit?action=add&reset=1"),
    path("update", "civicrm/admin/mailSettings/edit?action=update&id=[id]&reset=1"),
    path("delete", "civicrm/admin/mailSettings/edit?action=delete&id=[id]&reset=1"),
    path("browse", "civicrm/admin/mailSettings")
)]
pub struct MailSettings {
    #[field(readonly, title("Mail Settings ID"), input("Number"))]
    pub id: i64,
    #[field(default(1_i64), label("Domain"), options(OptionSource::table("Domain", "name").source()), references("Domain"), input("EntityRef"))]
    pub domain_id: i64,
    #[field(text(255), input("Text"))]
    pub name: Option<String>,
    /// For messages that came back; such a mailbox is not filed.
    #[field(default(false), label("Default"), input("CheckBox"))]
    pub is_default: bool,
    #[field(text(255), input("Text"))]
    pub domain: Option<String>,
    #[field(text(255), input("Text"))]
    pub localpart: Option<String>,
    #[field(text(255), input("Text"))]
    pub return_path: Option<String>,
    #[field(text(255), option_group("mail_protocol"), suffixes(&["name", "label", "description"]), input("Select"))]
    pub protocol: Option<String>,
    #[field(text(255), input("Text"))]
    pub server: Option<String>,
    #[field(input("Number"))]
    pub port: Option<i64>,
    #[field(text(255), input("Text"))]
    pub username: Option<String>,
    /// Only ever written; kept elsewhere, see [`keep_password`].
    #[field(text(255), secret, input("Text"))]
    pub password: Option<String>,
    #[field(default(false), input("CheckBox"))]
    pub is_ssl: bool,
    /// The folder: of the account for IMAP, of the data folder's `mailboxes` for a Maildir.
    #[field(text(255), input("Text"))]
    pub source: Option<String>,
    #[field(text(255), input("Text"))]
    pub activity_status: Option<String>,
    #[field(default(false), input("CheckBox"))]
    pub is_non_case_email_skipped: bool,
    /// Whoever is not known stays unknown.
    #[field(default(false), input("CheckBox"))]
    pub is_contact_creation_disabled_if_no_match: bool,
    #[field(default(true), input("CheckBox"))]
    pub is_active: bool,
    #[field(option_group("activity_type"), suffixes(&["name", "label", "description", "icon"]), input("Select"))]
    pub activity_type_id: Option<i64>,
    #[field(options(OptionSource::table("Campaign", "title").name("name").source()), references("Campaign"), label("Campaign"), input("EntityRef"))]
    pub campaign_id: Option<i64>,
    /// Whose address made it: `from`, `to`, `cc`, `bcc`.
    #[field(text(4), input("Select"))]
    pub activity_source: Option<String>,
    #[field(text(16), list(ListFormat::Comma), input("Select"), input_attr("multiple", true))]
    pub activity_targets: Vec<String>,
    #[field(text(16), list(ListFormat::Comma), input("Select"), input_attr("multiple", true))]
    pub activity_assignees: Vec<String>,
}

/// Why a mailbox could not be read when it was last tried.
#[derive(Clone, Debug, Entity)]
#[entity("RucheMailboxTrouble", "ruche_mailbox_trouble", internal, unique("UI_mailbox_id", &["mailbox_id"]))]
pub struct Trouble {
    #[field(readonly)]
    pub id: i64,
    pub mailbox_id: i64,
    #[field(long_text)]
    pub words: String,
}

/// Before: the folder is one of ours. The password is not kept in this table, see [`keep_password`].
///
/// # Errors
/// Refuses protocols that are not spoken and folders elsewhere.
pub fn settle(_tx: &mut Tx<'_>, change: &mut Change<MailSettings>) -> Result<()> {
    let row = &mut change.after;
    row.password = None;
    if row.is_default {
        return Ok(());
    }
    match row.protocol.as_deref() {
        None | Some(IMAP) => Ok(()),
        Some(MAILDIR) => {
            let folder = row.source.as_deref().unwrap_or_default();
            let sound = !folder.is_empty() && folder.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
            match sound {
                true => Ok(()),
                false => Err(Error::rule("source", "problem-mailbox-folder", "This is no name of a folder.")),
            }
        }
        Some(other) => Err(Error::field("protocol", Problem::UnknownOption { text: other.to_owned() })),
    }
}

/// The mailbox that every site has had from the start: the one for messages that came back, with nothing in it.
///
/// # Errors
/// As any write.
pub fn seed(tx: &mut Tx<'_>) -> Result<()> {
    let columns = ["domain_id", "name", "is_default", "domain", "is_active"];
    let row = vec![1_i64.into(), "default".into(), true.into(), "EXAMPLE.ORG".into(), true.into()];
    tx.seed("MailSettings", &columns, &[row])
}

/// Writes down why a mailbox could not be read, or that it could.
///
/// # Errors
/// The database's own failure.
pub fn keep_trouble(tx: &mut Tx<'_>, mailbox: i64, words: Option<&str>) -> Result<()> {
    for (id, _) in tx.find_by::<Trouble>("mailbox_id", mailbox)? {
        tx.delete("RucheMailboxTrouble", id, As::Program)?;
    }
    let Some(words) = words else { return Ok(()) };
    let values = json!({"mailbox_id": mailbox, "words": words});
    let values = values.as_object().cloned().unwrap_or_default();
    tx.save("RucheMailboxTrouble", values, As::Program).map(drop)
}

/// Why a mailbox could not be read when it was last tried.
///
/// # Errors
/// The database's own failure.
pub fn trouble(tx: &Tx<'_>, mailbox: i64) -> Result<Option<String>> {
    Ok(tx.find_by::<Trouble>("mailbox_id", mailbox)?.into_iter().next().map(|(_, row)| row.words))
}

/// Under this name the password of a mailbox is sealed.
fn name_of(id: i64) -> String {
    format!("mailbox {id}")
}

/// After: a password that was sent is sealed, under the site's key and apart.
///
/// # Errors
/// As any write.
pub fn keep_password(tx: &mut Tx<'_>, change: &Change<MailSettings>) -> Result<()> {
    match change.given.get("password") {
        Some(Json::String(password)) => sealed::keep(tx, &name_of(change.id), password),
        _ => Ok(()),
    }
}

/// After a mailbox went: its password goes too.
///
/// # Errors
/// As any write.
pub fn forget_password(tx: &mut Tx<'_>, id: i64, _row: &MailSettings) -> Result<()> {
    sealed::keep(tx, &name_of(id), "")
}

/// The password of a mailbox.
///
/// # Errors
/// The database's own failure.
pub fn password(tx: &Tx<'_>, id: i64) -> Result<Option<String>> {
    sealed::told(tx, &name_of(id))
}

/// Whether a mailbox has a password.
///
/// # Errors
/// The database's own failure.
pub fn has_password(tx: &Tx<'_>, id: i64) -> Result<bool> {
    sealed::is_kept(tx, &name_of(id))
}

/// Those that are read.
///
/// # Errors
/// The database's own failure.
pub fn all(tx: &Tx<'_>) -> Result<Vec<(i64, MailSettings)>> {
    let text = r#"SELECT "id" FROM "civicrm_mail_settings" WHERE "is_active" = 1 AND "is_default" = 0 ORDER BY "id""#;
    let mut ids = Vec::new();
    tx.rows(&statement(text, Vec::new()), |row| {
        if let query::Cell::Int(id) = row.cell(0) {
            ids.push(id);
        }
        Ok(())
    })?;
    tx.find_many::<MailSettings>(&ids)
}
