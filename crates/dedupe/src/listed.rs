//! What a rule finds among everybody or in a group, kept for those who look through it: found anew when somebody asks for
//! it, when the rule has changed, and after a day.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use contact::pages::rows;
use jiff::civil::DateTime;
use serde_json::{Value as Json, json};
use store::{As, Error, Result, Tx};

use crate::matching::{self, Pair, Rules};

/// The setting that says how many pairs are looked for at most.
pub const LIMIT: &str = "dedupe_default_limit";

/// So many where the setting says nothing.
const USUAL: i64 = 1_000;
/// More than these nobody looks through.
const MOST: i64 = 20_000;
/// So many hours a result is shown.
const HOURS: i64 = 24;

/// The pairs that a rule has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// When, in the site's time zone.
    pub at: DateTime,
    pub pairs: Vec<Pair>,
    /// There are more than were looked for.
    pub is_cut: bool,
}

/// So many pairs are looked for at most.
///
/// # Errors
/// The database's own failure.
pub fn limit(tx: &Tx<'_>) -> Result<i64> {
    let own = store::state::scalar(&tx.setting(LIMIT)?).as_int().filter(|limit| *limit > 0);
    Ok(own.unwrap_or(USUAL).min(MOST))
}

/// What a rule finds among all contacts, or those pairs with a member of the group: as it was found last.
///
/// # Errors
/// The database's own failure, or the disk's.
pub fn listed(tx: &mut Tx<'_>, rules: &Rules, group: Option<i64>) -> Result<Listed> {
    let limit = limit(tx)?;
    let place = place(tx, rules, group, limit);
    let now = tx.clock().now;
    let is_fresh = |kept: &Listed| kept.at <= now && now.duration_since(kept.at).as_hours() < HOURS;
    if let Some(kept) = read(&place).filter(is_fresh) {
        return Ok(kept);
    }
    let members = match group {
        Some(group) => Some(members(tx, group)?),
        None => None,
    };
    let mut pairs = matching::pairs(tx, rules, members.as_deref(), limit + 1)?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let found = Listed { at: now, is_cut: pairs.len() > wanted, pairs: pairs.drain(..).take(wanted).collect() };
    write(&place, &found)?;
    Ok(found)
}

/// Forgets what a rule has found: it is found anew when it is next looked at.
///
/// # Errors
/// The disk's failure.
pub fn forget(tx: &Tx<'_>, rules: &Rules, group: Option<i64>) -> Result<()> {
    clear(&folder(tx), &stem(rules, group))
}

/// The contacts of a group as a list of numbers. Who may see which of them is asked when pairs are shown.
fn members(tx: &Tx<'_>, group: i64) -> Result<String> {
    let request = rows::request(&["id"], json!([["groups", "IN", [group]]]), Vec::new(), 0);
    let ids = tx.get("Contact", &request, As::Program)?.rows;
    let ids: Vec<String> = ids.iter().map(|row| rows::id(row).to_string()).collect();
    Ok(if ids.is_empty() { "0".to_owned() } else { ids.join(", ") })
}

fn folder(tx: &Tx<'_>) -> PathBuf {
    tx.site().data().join("duplicate-lists")
}

fn stem(rules: &Rules, group: Option<i64>) -> String {
    format!("{}-{}-", rules.id, group.unwrap_or(0))
}

/// The file of a result: a rule that has changed has another.
fn place(tx: &Tx<'_>, rules: &Rules, group: Option<i64>, limit: i64) -> PathBuf {
    let mut state = DefaultHasher::new();
    (limit, rules.group.threshold, rules.group.contact_type.as_deref()).hash(&mut state);
    for (rule, _) in &rules.rules {
        (&rule.rule_table, &rule.rule_field, rule.rule_length, rule.rule_weight).hash(&mut state);
    }
    folder(tx).join(format!("{}{:016x}", stem(rules, group), state.finish()))
}

/// What is damaged or gone is found anew.
fn read(place: &Path) -> Option<Listed> {
    let json: Json = serde_json::from_slice(&std::fs::read(place).ok()?).ok()?;
    let pair = |json: &Json| {
        let int = |at: usize| json.get(at).and_then(Json::as_i64);
        Some(Pair { one: int(0)?, other: int(1)?, weight: int(2)? })
    };
    Some(Listed {
        at: json.get("at")?.as_str()?.parse().ok()?,
        pairs: json.get("pairs")?.as_array()?.iter().map(pair).collect::<Option<_>>()?,
        is_cut: json.get("is_cut")?.as_bool()?,
    })
}

fn write(place: &Path, found: &Listed) -> Result<()> {
    // Two who ask at the same time write different files: whoever is last is read.
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let (Some(folder), Some(name)) = (place.parent(), place.file_name().and_then(|name| name.to_str())) else {
        return Ok(());
    };
    let stem = name.rsplit_once('-').map_or(name, |(stem, _)| stem);
    std::fs::create_dir_all(folder).map_err(Error::internal)?;
    clear(folder, &format!("{stem}-"))?;
    let pairs: Vec<Json> = found.pairs.iter().map(|pair| json!([pair.one, pair.other, pair.weight])).collect();
    let text = json!({"at": found.at.to_string(), "pairs": pairs, "is_cut": found.is_cut}).to_string();
    let fresh = folder.join(format!("new-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
    std::fs::write(&fresh, text).and_then(|()| std::fs::rename(&fresh, place)).map_err(Error::internal)
}

/// Deletes the results whose names begin so.
fn clear(folder: &Path, stem: &str) -> Result<()> {
    let files = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        files => files.map_err(Error::internal)?,
    };
    for file in files.flatten().filter(|file| file.file_name().to_string_lossy().starts_with(stem)) {
        match std::fs::remove_file(file.path()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(Error::internal(error)),
            _ => {}
        }
    }
    Ok(())
}
