//! The past in words: who changed what, read from history.

use jiff::civil::DateTime;
use query::Cell;
use serde_json::{Map, Value as Json, json};
use store::{Cells, Result, Tx, statement};

use super::labels;
use super::phrases::Lang;
use super::rows::{self, Row, ask, plain};

/// Everything that one transaction did, as far as it is shown.
#[derive(Clone, Debug)]
pub struct Step {
    pub id: i64,
    /// In the site's time zone.
    pub at: DateTime,
    pub actor: String,
    pub contact_id: Option<i64>,
    pub undone_by: Option<i64>,
    pub undoes: Option<i64>,
    /// The way in: `page`, `api`, `import`, a job.
    pub source: String,
    pub changes: Vec<Changed>,
}

/// One record's change.
#[derive(Clone, Debug)]
pub struct Changed {
    pub id: i64,
    pub entity: String,
    pub record_id: i64,
    pub action: String,
    pub owner: Option<i64>,
    pub before: Map<String, Json>,
    pub after: Map<String, Json>,
}

fn int(row: &dyn Cells, at: usize) -> Option<i64> {
    if let Cell::Int(n) = row.cell(at) { Some(n) } else { None }
}

fn text(row: &dyn Cells, at: usize) -> String {
    if let Cell::Text(text) = row.cell(at) { text.to_owned() } else { String::new() }
}

fn object(row: &dyn Cells, at: usize) -> Map<String, Json> {
    match row.cell(at) {
        Cell::Text(text) => serde_json::from_str(text).unwrap_or_default(),
        _ => Map::new(),
    }
}

const CHANGE: &str =
    r#"c."id", c."entity", c."record_id", c."action", c."owner_entity", c."owner_id", c."before", c."after""#;

fn changed(row: &dyn Cells, at: usize) -> Changed {
    Changed {
        id: int(row, at).unwrap_or(0),
        entity: text(row, at + 1),
        record_id: int(row, at + 2).unwrap_or(0),
        action: text(row, at + 3),
        owner: int(row, at + 5).filter(|_| text(row, at + 4) == "Contact"),
        before: object(row, at + 6),
        after: object(row, at + 7),
    }
}

pub(super) const STEP: &str = r#"t."id", t."at", t."actor", t."contact_id", t."undone_by", t."undoes", t."source""#;

/// A transaction from a row of [`STEP`].
pub(super) fn step(tx: &Tx<'_>, row: &dyn Cells) -> Step {
    let at = match row.cell(1) {
        Cell::DateTime(at) => at,
        Cell::Text(text) => rows::moment(text).unwrap_or_default(),
        _ => DateTime::default(),
    };
    Step {
        id: int(row, 0).unwrap_or(0),
        at: tx.clock().from_utc(at),
        actor: text(row, 2),
        contact_id: int(row, 3),
        undone_by: int(row, 4),
        undoes: int(row, 5),
        source: text(row, 6),
        changes: Vec::new(),
    }
}

/// The entity's name as texts are compared, by which the index of owners is built.
pub(super) const CONTACT: &str = "contact";

/// What happened to a contact and to what belongs to it, newest first.
///
/// # Errors
/// The database's own failure.
pub fn of_contact(tx: &Tx<'_>, id: i64, limit: i64) -> Result<Vec<Step>> {
    of_record(tx, CONTACT, id, limit)
}

/// What happened to a record and to what belongs to it, newest first; `entity` is folded.
///
/// # Errors
/// The database's own failure.
pub fn of_record(tx: &Tx<'_>, entity: &str, id: i64, limit: i64) -> Result<Vec<Step>> {
    let sql = format!(
        r#"SELECT {STEP}, {CHANGE} FROM "ruche_change" c JOIN "ruche_transaction" t ON t."id" = c."transaction_id"
           WHERE {} = {} AND c."owner_id" = {} ORDER BY c."id" DESC LIMIT {}"#,
        query::fold_expression(tx.dialect(), r#"c."owner_entity""#),
        tx.placeholder(1),
        tx.placeholder(2),
        tx.placeholder(3)
    );
    let mut steps: Vec<Step> = Vec::new();
    tx.rows(&statement(sql, vec![entity.into(), id.into(), limit.into()]), |row| {
        let mut one = step(tx, row);
        let change = changed(row, 7);
        match steps.last_mut() {
            Some(last) if last.id == one.id => last.changes.insert(0, change),
            _ => {
                one.changes.push(change);
                steps.push(one);
            }
        }
        Ok(())
    })?;
    Ok(steps)
}

/// The number of the newest change of a contact or of what belongs to it: its version.
///
/// # Errors
/// The database's own failure.
pub fn version(tx: &Tx<'_>, id: i64) -> Result<i64> {
    version_of(tx, CONTACT, id)
}

/// The same of any record; `entity` is folded.
///
/// # Errors
/// The database's own failure.
pub fn version_of(tx: &Tx<'_>, entity: &str, id: i64) -> Result<i64> {
    let sql = format!(
        r#"SELECT "id" FROM "ruche_change" WHERE {} = {} AND "owner_id" = {} ORDER BY "id" DESC LIMIT 1"#,
        query::fold_expression(tx.dialect(), r#""owner_entity""#),
        tx.placeholder(1),
        tx.placeholder(2)
    );
    Ok(tx.one(&statement(sql, vec![entity.into(), id.into()]))?.and_then(|v| v.as_int()).unwrap_or(0))
}

/// The latest transactions, newest first.
///
/// # Errors
/// The database's own failure.
pub fn latest(tx: &Tx<'_>, limit: i64) -> Result<Vec<Step>> {
    let sql = format!(r#"SELECT {STEP} FROM "ruche_transaction" t ORDER BY t."id" DESC LIMIT {}"#, tx.placeholder(1));
    let mut steps = Vec::new();
    tx.rows(&statement(sql, vec![limit.into()]), |row| {
        steps.push(step(tx, row));
        Ok(())
    })?;
    for step in &mut steps {
        step.changes = changes(tx, step.id, 12)?;
    }
    Ok(steps)
}

/// One transaction; None where there is none.
///
/// # Errors
/// The database's own failure.
pub fn find(tx: &Tx<'_>, id: i64) -> Result<Option<Step>> {
    let sql = format!(r#"SELECT {STEP} FROM "ruche_transaction" t WHERE t."id" = {}"#, tx.placeholder(1));
    let mut found = None;
    tx.rows(&statement(sql, vec![id.into()]), |row| {
        found = Some(step(tx, row));
        Ok(())
    })?;
    if let Some(step) = &mut found {
        step.changes = changes(tx, id, 500)?;
    }
    Ok(found)
}

/// The first changes of a transaction.
///
/// # Errors
/// The database's own failure.
pub(super) fn changes(tx: &Tx<'_>, step: i64, limit: i64) -> Result<Vec<Changed>> {
    let sql = format!(
        r#"SELECT {CHANGE} FROM "ruche_change" c WHERE c."transaction_id" = {} ORDER BY c."id" LIMIT {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let mut found = Vec::new();
    tx.rows(&statement(sql, vec![step.into(), limit.into()]), |row| {
        found.push(changed(row, 0));
        Ok(())
    })?;
    Ok(found)
}

/// A transaction of fewer changes is counted each time.
const SHORT: i64 = 200;

/// How many contacts a transaction was about.
///
/// # Errors
/// The database's own failure.
pub fn owners(tx: &Tx<'_>, step: i64) -> Result<i64> {
    let number = |sql: String| Ok(tx.one(&statement(sql, vec![step.into()]))?.and_then(|v| v.as_int()).unwrap_or(0));
    let of = format!(r#"FROM "ruche_change" WHERE "transaction_id" = {}"#, tx.placeholder(1));
    let all = || number(format!(r#"SELECT count(DISTINCT "owner_id") {of} AND "owner_entity" = 'Contact'"#));
    // What a transaction did stays what it is: of the long ones, as imports are, it is counted once.
    match number(format!(r#"SELECT count(*) FROM (SELECT 1 AS "one" {of} LIMIT {SHORT}) s"#))? < SHORT {
        true => all(),
        false => tx.counted_once(&format!("owners of {step}"), all),
    }
}

/// The change that a transaction was about: a record that came, went, or was put in the bin, else what belongs to it.
pub fn main_change<'s>(lang: &Lang, step: &'s Step) -> Option<&'s Changed> {
    let contacts = || step.changes.iter().filter(|change| change.entity == "Contact");
    let whole = contacts().find(|change| change.action != "update" || change.after.contains_key("is_deleted"));
    let own = || contacts().find(|change| !lines_of(lang, change).is_empty());
    let other = || step.changes.iter().find(|change| change.entity != "Contact");
    whole.or_else(own).or_else(other).or(step.changes.first())
}

/// The names of contacts by id, as far as the visitor sees them.
///
/// # Errors
/// The database's own failure.
pub fn names(tx: &Tx<'_>, ids: impl Iterator<Item = i64>) -> Result<Vec<Row>> {
    let mut ids: Vec<i64> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let clauses = json!([["id", "IN", ids], ["is_deleted", "IN", [true, false]]]);
    ask(tx, "Contact", &["id", "display_name", "first_name", "last_name", "contact_type"], clauses, &[], 0)
}

/// The name of one of them.
pub fn name_of(names: &[Row], id: i64) -> Option<&str> {
    names.iter().find(|row| rows::id(row) == id).map(super::list::called).filter(|name| !name.is_empty())
}

/// Who did it, as the reader knows them.
pub fn who<'a>(lang: &'a Lang, step: &'a Step, names: &'a [Row]) -> &'a str {
    match step.contact_id.and_then(|id| name_of(names, id)) {
        Some(name) => name,
        None if step.actor.starts_with("system: ") => lang.text("history-program"),
        None => &step.actor,
    }
}

/// What was done, as the end of a sentence that begins with who: "a ajouté l'e-mail".
pub fn deed(lang: &Lang, step: &Step) -> String {
    if step.undoes.is_some() {
        return lang.text("did-undo").to_owned();
    }
    let Some(main) = main_change(lang, step) else { return lang.text("did-nothing").to_owned() };
    sentence(lang, main)
}

fn sentence(lang: &Lang, change: &Changed) -> String {
    if change.entity == "Contact" {
        let bin = change.after.get("is_deleted").and_then(Json::as_bool);
        let key = match (change.action.as_str(), bin) {
            ("create", _) => "did-create-contact",
            ("delete", _) => "did-delete-contact",
            (_, Some(true)) => "did-trash",
            (_, Some(false)) => "did-restore",
            _ => "did-update-contact",
        };
        return lang.text(key).to_owned();
    }
    let what = [("what", noun(lang, &change.entity).into())];
    match change.action.as_str() {
        "create" => lang.locale.with("did-add", &what),
        "delete" => lang.locale.with("did-remove", &what),
        _ => lang.locale.with("did-change", &what),
    }
}

/// A kind of record with its article.
fn noun<'a>(lang: &'a Lang, entity: &'a str) -> &'a str {
    if entity.starts_with(CUSTOM) {
        return lang.text("entity-custom");
    }
    let key = format!("entity-{entity}");
    lang.text(if lang.locale.has(&key) { &key } else { "history-something" })
}

/// A field that differs: its entity and name, and its value before and after as stored.
pub struct Line<'c> {
    pub entity: &'c str,
    pub field: &'c str,
    pub before: &'c Json,
    pub after: &'c Json,
}

/// Fields that follow from others, or that tell nobody anything.
const SILENT: [&str; 12] = [
    "id",
    "contact_id",
    "display_name",
    "sort_name",
    "modified_date",
    "created_date",
    "hash",
    "is_deleted",
    "phone_numeric",
    "is_primary",
    "contact_type",
    "hold_date",
];

/// The fields that differ and that have words.
fn lines_of<'c>(lang: &Lang, change: &'c Changed) -> Vec<Line<'c>> {
    let mut names: Vec<&str> = change.before.keys().chain(change.after.keys()).map(String::as_str).collect();
    names.dedup();
    let mut lines: Vec<Line<'c>> = Vec::new();
    for field in names {
        // Whom an account belongs to is what an account is about.
        let silent = SILENT.contains(&field) && (change.entity.as_str(), field) != ("User", "contact_id");
        let known = lang.locale.field(&change.entity, field).is_some() && !silent;
        if !known || lines.iter().any(|line| line.field == field) {
            continue;
        }
        let (before, after) =
            (change.before.get(field).unwrap_or(&Json::Null), change.after.get(field).unwrap_or(&Json::Null));
        if is_nothing(before) && is_nothing(after) || change.action == "create" && after == &json!(false) {
            continue;
        }
        lines.push(Line { entity: &change.entity, field, before, after });
    }
    lines
}

fn is_nothing(json: &Json) -> bool {
    json.is_null() || json.as_str() == Some("") || json.as_array().is_some_and(Vec::is_empty)
}

/// A field that differs in the reader's words: label, before, after.
///
/// # Errors
/// The database's own failure.
pub fn details(tx: &Tx<'_>, lang: &Lang, step: &Step, most: usize) -> Result<Vec<(String, String, String)>> {
    let mut all = Vec::new();
    for change in &step.changes {
        if change.entity.starts_with(CUSTOM) {
            all.extend(super::custom::words::changed(tx, lang, change)?);
            continue;
        }
        for line in lines_of(lang, change).into_iter().take(most) {
            let label = lang.field(line.entity, line.field).to_owned();
            if (line.entity, line.field) == ("Role", "permissions") {
                let (gone, come) = rights_that_differ(lang, line.before, line.after);
                all.push((label, gone, come));
                continue;
            }
            all.push((label, shown(tx, lang, &line, line.before)?, shown(tx, lang, &line, line.after)?));
        }
    }
    all.truncate(most);
    Ok(all)
}

/// Of the long lists of rights those alone that went, and those that came.
fn rights_that_differ(lang: &Lang, before: &Json, after: &Json) -> (String, String) {
    let names =
        |json: &Json| json.as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect();
    let (before, after): (Vec<String>, Vec<String>) = (names(before), names(after));
    let only = |these: &[String], those: &[String]| {
        let differing = these.iter().filter(|name| !those.contains(name));
        differing.map(|name| super::roles::words_of(lang, name).0).collect::<Vec<_>>().join(", ")
    };
    (only(&before, &after), only(&after, &before))
}

/// The entities of custom sets begin so.
const CUSTOM: &str = "Custom_";

fn shown(tx: &Tx<'_>, lang: &Lang, line: &Line<'_>, value: &Json) -> Result<String> {
    value_in_words(tx, lang, line.entity, line.field, value)
}

/// A stored value as people read it.
///
/// # Errors
/// The database's own failure.
pub fn value_in_words(tx: &Tx<'_>, lang: &Lang, entity: &str, field: &str, value: &Json) -> Result<String> {
    Ok(match value {
        Json::Null => String::new(),
        Json::Bool(on) => lang.text(if *on { "yes" } else { "no" }).to_owned(),
        Json::Array(items) => {
            let all: Result<Vec<String>> =
                items.iter().map(|item| labels::label_of(tx, lang.code(), entity, field, &plain(item))).collect();
            all?.join(", ")
        }
        other => {
            let text = plain(other);
            let is_date = (field.ends_with("_date") || field.ends_with("_on")) && text.len() == 10;
            match is_date.then(|| lang.date(&text)).filter(|words| !words.is_empty()) {
                Some(words) => words.to_owned(),
                None if field == "employer_id" || (entity, field) == ("User", "contact_id") => employer(tx, &text)?,
                None if entity == "UserRole" => of_account(tx, field, &text)?,
                None => labels::label_of(tx, lang.code(), entity, field, &text)?,
            }
        }
    })
}

/// The name of an account or of a role by its number.
fn of_account(tx: &Tx<'_>, field: &str, id: &str) -> Result<String> {
    let (entity, name) = if field == "role_id" { ("Role", "label") } else { ("User", "username") };
    let known = match id.parse() {
        Ok(number) => rows::one(tx, entity, &["id", name], number)?,
        Err(_) => None,
    };
    Ok(known.map_or_else(|| id.to_owned(), |row| rows::text(&row, name).to_owned()))
}

fn employer(tx: &Tx<'_>, id: &str) -> Result<String> {
    let known = names(tx, id.parse::<i64>().into_iter())?;
    Ok(known.first().map(|row| rows::text(row, "display_name").to_owned()).unwrap_or_else(|| id.to_owned()))
}
