//! Files: what is kept of each beside its bytes, and who may see it.

use jiff::civil::{Date, DateTime};
use schema::{Actor, Computed, Default, Entity, Field, FieldType, OptionSource, Rule, Verb};
use serde_json::{Map, Value as Json};
use store::{Change, Error, Problem, Result, Tx, statement};

use crate::content::{self, Digest, Store};
use crate::{kind, name, take};

/// A file. Its bytes lie in the store, under `content_hash`.
#[derive(Clone, Debug, Entity)]
#[entity(
    "File",
    "civicrm_file",
    label_field("file_name"),
    search_fields(&["file_name", "description"]),
    icon("fa-file"),
    policy(policy),
    door_all("default", &["access CiviCRM"]),
    with(text("content", "Content")),
    with(told("url", "Url")),
    with(told("icon", "Icon")),
    with(Field::new("is_image", FieldType::Bool).title("Is Image").readonly().computed(Computed::Custom)),
    with(tags()),
    index("index_content_hash", &["content_hash"])
)]
pub struct File {
    #[field(readonly, title("File ID"), input("Number"))]
    pub id: i64,
    #[field(title("File Type"), option_group("file_type"), suffixes(&["name", "label", "description"]), input("Select"))]
    pub file_type_id: Option<i64>,
    /// What it is, as its bytes and its ending say together.
    #[field(title("Mime Type"), input("Text"))]
    pub mime_type: Option<String>,
    /// A name that no other file has. It follows from the others and cannot be written.
    #[field(title("Path"), input("Text"))]
    pub uri: Option<String>,
    #[field(title("File Description"), input("Text"))]
    pub description: Option<String>,
    #[field(title("Is Public"), default(false), input("Toggle"))]
    pub is_public: bool,
    #[field(readonly, title("File Upload Date"), default_by(Default::Now), input("Select Date"))]
    pub upload_date: Option<DateTime>,
    #[field(
        title("Created By Contact ID"),
        label("Created By"),
        default_by(Default::CurrentContact),
        references("Contact"),
        input("EntityRef")
    )]
    pub created_id: Option<i64>,
    /// What people see.
    #[field(title("Filename"), input("Text"))]
    pub file_name: Option<String>,
    /// In bytes.
    #[field(readonly, title("Size"), input("Number"))]
    pub file_size: Option<i64>,
    /// The SHA-256 of the bytes. Nobody may write it: to name a content would be to get it.
    #[field(readonly, text(64), title("Content Hash"), any_permission(&["*always deny*"]))]
    pub content_hash: Option<String>,
    /// The folder in which people find it among the files of its record.
    #[field(text(100), title("Folder"), input("Text"))]
    pub folder: Option<String>,
    /// The last day on which it holds: a licence, an insurance.
    #[field(title("Valid Until"), input("Select Date"))]
    pub valid_until: Option<Date>,
    /// The older version whose place it takes.
    #[field(title("Replaces File"), references("File"), input("EntityRef"))]
    pub replaces_id: Option<i64>,
}

/// The bytes as text, given when a file is made over the API.
fn text(name: &'static str, title: &'static str) -> Field {
    Field::new(name, FieldType::LongText).title(title).computed(Computed::Custom)
}

/// What [`crate::told`] says of it.
fn told(name: &'static str, title: &'static str) -> Field {
    Field::new(name, FieldType::LongText).title(title).readonly().computed(Computed::Custom)
}

fn tags() -> Field {
    Field::new("tags", FieldType::Int)
        .title("With Tags")
        .filter(&["IN", "NOT IN"])
        .options(OptionSource::Named("tagList"))
        .suffixes(&["name", "label", "description", "color"])
        .input("Select")
        .input_attr("multiple", true)
}

/// A file is seen by whoever sees a record that holds it; before there is one, by who has sent it.
fn policy(actor: &Actor, verb: Verb) -> Rule {
    if actor.permissions.is_everything() {
        return Rule::Everything;
    }
    let (id, ties, key) = ("id".into(), "EntityFile".into(), "file_id".into());
    let holder = Rule::ByTable { table_field: "entity_table".into(), id_field: "entity_id".into() };
    let held = Rule::Among { field: id, entity: ties, column: key, rule: Box::new(holder) };
    let (id, ties, key) = ("id".into(), "EntityFile".into(), "file_id".into());
    let loose = Rule::NotAmong { field: id, entity: ties, column: key, rule: Box::new(Rule::Everything) };
    let own = actor.contact_id.map_or(Rule::Nothing, |id| Rule::Is("created_id".into(), id.into()));
    // What a deletion leaves for a moment, so that whoever may edit everybody's record can undo it.
    let own = if verb != Verb::View && actor.may("edit all contacts") { Rule::Everything } else { own };
    held.or(loose.and(own))
}

/// What callers of other systems send to have a file of the server's own disk taken in.
///
/// # Errors
/// Always, when it was sent.
pub fn refuse_paths(_tx: &mut Tx<'_>, given: &mut Map<String, Json>) -> Result<()> {
    let moves = ["move_file", "move-file", "options.move-file"];
    match moves.iter().find(|key| given.get(**key).is_some_and(|json| !json.is_null())) {
        Some(key) => Err(Error::rule(*key, "problem-file-path", "A file cannot be taken from the server's disk.")),
        None => Ok(()),
    }
}

/// Before: bytes that came along go into the store; name, kind and path follow from them.
///
/// # Errors
/// Refuses bytes that are not taken, and a new file without any.
pub fn settle(tx: &mut Tx<'_>, change: &mut Change<File>) -> Result<()> {
    let before = change.before.as_ref();
    let file = &mut change.after;
    let wanted = file.file_name.as_deref().filter(|name| !name.trim().is_empty()).map(name::clean);
    let wanted = wanted.or_else(|| before.and_then(|before| before.file_name.clone()));
    if let Some(bytes) = change.given.get("content").and_then(Json::as_str) {
        let named = wanted.clone().or_else(|| default_name(file.mime_type.as_deref()));
        let taken = take::take_bytes(tx, named.as_deref().unwrap_or_default(), bytes.as_bytes())?;
        file.mime_type = Some(taken.kind.content_type.to_owned());
        file.file_name = Some(taken.name);
        file.file_size = i64::try_from(taken.size).ok();
        file.content_hash = Some(taken.digest.as_str().to_owned());
    } else {
        let same = before.is_some_and(|before| before.content_hash == file.content_hash);
        if let Some(before) = before.filter(|_| same) {
            file.mime_type = before.mime_type.clone();
            file.file_size = before.file_size;
        }
        file.file_name = wanted;
        check_ending(file)?;
    }
    let folder = file.folder.take().map(|folder| folder.split_whitespace().collect::<Vec<_>>().join(" "));
    file.folder = folder.filter(|folder| !folder.is_empty());
    if file.replaces_id.is_some_and(|older| older == change.id) {
        return Err(Error::rule("replaces_id", "problem-file-replaces", "A file does not take its own place."));
    }
    let Some(hash) = file.content_hash.as_deref() else { return Err(Error::field("content", Problem::Required)) };
    check_content(tx, hash)?;
    let (stem, ending) = name::parts(file.file_name.as_deref().unwrap_or_default());
    file.uri = Some(name::joined(&format!("{stem}_{}", hash.get(..32).unwrap_or(hash)), &ending));
    Ok(())
}

/// A name for what came without one.
fn default_name(content_type: Option<&str>) -> Option<String> {
    Some(name::joined("file", kind::named(content_type?)?.ending()))
}

/// A new name keeps the ending of its kind.
fn check_ending(file: &File) -> Result<()> {
    let (_, ending) = name::parts(file.file_name.as_deref().unwrap_or_default());
    let kind = file.mime_type.as_deref().and_then(kind::named);
    match kind.is_none_or(|kind| kind.endings.contains(&ending.as_str())) {
        true => Ok(()),
        false => {
            Err(Error::rule("file_name", "problem-file-kind", "The ending of the name does not fit what the file is."))
        }
    }
}

/// No row speaks of a content that is not there.
fn check_content(tx: &Tx<'_>, hash: &str) -> Result<()> {
    let digest = Digest::parse(hash).ok_or_else(|| Error::field("content_hash", Problem::NoSuchRecord))?;
    match content::of(tx.site()).has(&digest).map_err(Error::internal)? {
        true => Ok(()),
        false => Err(Error::Conflict("The file is not there any more: send it again.".to_owned())),
    }
}

/// Before a file is deleted: its row says so, for [`crate::entity_file::let_go`]. It goes within this transaction, and
/// history has it as it was.
///
/// # Errors
/// The database's own failure.
pub fn mark_going(tx: &mut Tx<'_>, id: i64, _file: &File) -> Result<()> {
    let mark = if tx.dialect() == query::Dialect::Sqlite { "?1" } else { "$1" };
    let text = format!(r#"UPDATE "civicrm_file" SET "content_hash" = NULL WHERE "id" = {mark}"#);
    tx.execute(&statement(text, vec![id.into()])).map(|_| ())
}

/// What records may hold files, as far as the site has them.
pub(crate) fn holders() -> OptionSource {
    OptionSource::Named("fileHolders")
}
