//! The currencies that an association counts in: choices of the list `currencies_enabled`, the usual one among them.

use serde_json::{Map, json};
use store::{As, Result, Tx, statement};

use crate::contact::change_of;
use crate::data;

/// The option group that holds them.
pub const ENABLED: &str = "currencies_enabled";
/// The setting that holds the usual one.
pub const USUAL: &str = "defaultCurrency";

/// A currency that the list knows, offered or no longer.
struct Known {
    id: i64,
    code: String,
    is_active: bool,
    is_default: bool,
}

/// The codes that are offered, in their order.
///
/// # Errors
/// The database's own failure.
pub fn offered(tx: &Tx<'_>) -> Result<Vec<String>> {
    Ok(known(tx)?.into_iter().filter(|one| one.is_active).map(|one| one.code).collect())
}

/// Offers these and no others; `usual` is one of them.
///
/// # Errors
/// Refuses what the actor may not change.
pub fn offer(tx: &mut Tx<'_>, codes: &[&str], usual: &str) -> Result<()> {
    for one in known(tx)? {
        let is_active = one.code == usual || codes.contains(&one.code.as_str());
        if one.is_active != is_active {
            tx.save("OptionValue", change_of(one.id, &[("is_active", is_active.into())]), As::Program)?;
        }
    }
    for code in codes {
        enable(tx, code)?;
    }
    make_usual(tx, usual)
}

/// Makes this the usual currency, and offers it.
///
/// # Errors
/// Refuses what the actor may not change.
pub fn make_usual(tx: &mut Tx<'_>, code: &str) -> Result<()> {
    enable(tx, code)?;
    if let Some(one) = known(tx)?.into_iter().find(|one| one.code == code && !one.is_default) {
        tx.save("OptionValue", change_of(one.id, &[("is_default", true.into())]), As::Program)?;
    }
    match tx.setting(USUAL)?.as_str() == Some(code) {
        true => Ok(()),
        false => tx.set_setting(USUAL, Some(&json!(code))),
    }
}

fn enable(tx: &mut Tx<'_>, code: &str) -> Result<()> {
    let values = match known(tx)?.into_iter().find(|one| one.code == code) {
        Some(one) if one.is_active => return Ok(()),
        Some(one) => change_of(one.id, &[("is_active", true.into())]),
        None => added(tx, code)?,
    };
    tx.save("OptionValue", values, As::Program).map(|_| ())
}

fn added(tx: &Tx<'_>, code: &str) -> Result<Map<String, serde_json::Value>> {
    let line = data::currencies().lines().find(|line| line.text("code") == Some(code));
    let sign = line.and_then(|line| line.text("symbol")).unwrap_or(code);
    let text = r#"SELECT "id" FROM "civicrm_option_group" WHERE "name" = ?1"#.replace("?1", tx.placeholder(1));
    let group = tx.one(&statement(text, vec![ENABLED.into()]))?.and_then(|id| id.as_int());
    let values = [
        ("option_group_id", json!(group)),
        ("value", json!(code)),
        ("name", json!(code)),
        ("label", json!(format!("{code} ({sign})"))),
        ("is_active", json!(true)),
    ];
    Ok(values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn known(tx: &Tx<'_>) -> Result<Vec<Known>> {
    let text = r#"SELECT v."id", v."value", v."is_active", v."is_default" FROM "civicrm_option_value" v
        JOIN "civicrm_option_group" g ON g."id" = v."option_group_id"
        WHERE g."name" = ?1 ORDER BY v."weight", v."id""#
        .replace("?1", tx.placeholder(1));
    let mut all = Vec::new();
    tx.rows(&statement(text, vec![ENABLED.into()]), |row| {
        let cell = |at| store::owned(row.cell(at));
        let is = |at| cell(at).as_int() == Some(1);
        all.push(Known {
            id: cell(0).as_int().unwrap_or(0),
            code: cell(1).as_text().unwrap_or_default().to_owned(),
            is_active: is(2),
            is_default: is(3),
        });
        Ok(())
    })?;
    Ok(all)
}
