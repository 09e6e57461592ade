//! Who has looked at whom, and who has taken data out: written down where an association wants to know.

use kit::Registry;
use query::Cell;
use schema::{Actor, Value};
use serde_json::json;
use store::{Result, Site, Tx, statement};

use super::tables::View;
use super::{insert, mark, moved, now};

/// Whether it is written down at all.
pub const SETTING: &str = "ruche_view_log";
/// Looking at the same person again within so many seconds is one look.
const ONE_LOOK: i64 = 15 * 60;
/// Days for which it is kept.
pub const KEPT_DAYS: i64 = 366;

pub(super) fn register(registry: &mut Registry) {
    registry.setting(SETTING, json!(false));
}

/// Something that somebody has seen or taken.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen<'a> {
    /// Data left the program: a file, an answer to a program.
    pub took: bool,
    /// Whom the record is about.
    pub subject: Option<i64>,
    pub path: &'a str,
    pub conditions: Option<&'a str>,
    pub address: &'a str,
}

/// Whether the site wants to know.
///
/// # Errors
/// The database's own failure.
pub fn is_on(tx: &Tx<'_>) -> Result<bool> {
    Ok(matches!(tx.setting(SETTING)?, serde_json::Value::Bool(true)) || tx.setting(SETTING)? == json!(1))
}

/// Writes it down, in a transaction of its own.
///
/// # Errors
/// The database's own failure.
pub fn note(site: &Site, actor: &Actor, seen: &Seen<'_>) -> Result<()> {
    let program = Actor::system("view log");
    if !seen.took && site.read(&program, |tx| is_known(tx, actor, seen))? {
        return Ok(());
    }
    site.write(&program, "view log", |tx| {
        let cut = |text: &str, most: usize| text.chars().filter(|c| !c.is_control()).take(most).collect::<String>();
        let entity = tx.entity("RucheView")?;
        let values = [
            ("at", Value::DateTime(now(tx))),
            ("act", if seen.took { "took" } else { "looked" }.into()),
            ("actor", cut(&actor.name, 128).into()),
            ("contact_id", actor.contact_id.into()),
            ("subject_id", seen.subject.into()),
            ("path", cut(seen.path, 255).into()),
            ("conditions", seen.conditions.filter(|text| !text.is_empty()).map(|text| cut(text, 4000)).into()),
            ("address", cut(seen.address, 64).into()),
        ];
        insert(tx, &entity, &values)
    })
}

fn is_known(tx: &Tx<'_>, actor: &Actor, seen: &Seen<'_>) -> Result<bool> {
    let (Some(subject), Some(contact)) = (seen.subject, actor.contact_id) else { return Ok(false) };
    let text = format!(
        r#"SELECT 1 FROM "ruche_view" WHERE "subject_id" = {} AND "contact_id" = {} AND "act" = 'looked' AND "at" > {} LIMIT 1"#,
        mark(tx, 1),
        mark(tx, 2),
        mark(tx, 3)
    );
    let since = Value::DateTime(moved(now(tx), -ONE_LOOK));
    Ok(tx.one(&statement(text, vec![subject.into(), contact.into(), since]))?.is_some())
}

/// Which entries are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    pub subject: Option<i64>,
    pub by: Option<i64>,
    pub took: bool,
    pub before: Option<i64>,
}

/// The entries, newest first, with their numbers.
///
/// # Errors
/// The database's own failure.
pub fn all(tx: &Tx<'_>, wanted: &Wanted, most: i64) -> Result<Vec<(i64, View)>> {
    let mut binds: Vec<Value> = vec![wanted.before.unwrap_or(i64::MAX).into()];
    let mut text = format!(
        r#"SELECT "id", "at", "act", "actor", "contact_id", "subject_id", "path", "conditions", "address" FROM "ruche_view" WHERE "id" < {}"#,
        mark(tx, 1)
    );
    for (column, id) in [("subject_id", wanted.subject), ("contact_id", wanted.by)] {
        if let Some(id) = id {
            binds.push(id.into());
            text.push_str(&format!(r#" AND "{column}" = {}"#, mark(tx, binds.len())));
        }
    }
    if wanted.took {
        text.push_str(r#" AND "act" = 'took'"#);
    }
    binds.push(most.into());
    text.push_str(&format!(r#" ORDER BY "id" DESC LIMIT {}"#, mark(tx, binds.len())));
    let mut found = Vec::new();
    tx.rows(&statement(text, binds), |row| {
        let int = |at| if let Cell::Int(n) = row.cell(at) { Some(n) } else { None };
        let text = |at| if let Cell::Text(text) = row.cell(at) { Some(text.to_owned()) } else { None };
        let at = match row.cell(1) {
            Cell::DateTime(at) => at,
            Cell::Text(text) => text.replace(' ', "T").parse().unwrap_or_default(),
            _ => jiff::civil::DateTime::default(),
        };
        let view = View {
            id: int(0).unwrap_or(0),
            at: tx.clock().from_utc(at),
            act: text(2).unwrap_or_default(),
            actor: text(3).unwrap_or_default(),
            contact_id: int(4),
            subject_id: int(5),
            path: text(6).unwrap_or_default(),
            conditions: text(7),
            address: text(8),
        };
        found.push((view.id, view));
        Ok(())
    })?;
    Ok(found)
}
