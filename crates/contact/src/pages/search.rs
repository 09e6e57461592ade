//! Finding contacts by a few letters: names, e-mails, phone digits, ids; accents and capitals ignored.
//!
//! Each way of matching is its own small question that an index answers. Few matches become a list of ids; when there
//! are many, the conditions themselves are used, because then a walk along the list's order soon fills a page.

use serde_json::{Value as Json, json};
use store::{Result, Tx};

use super::rows::{ask, id, int};

/// More matches than this are not collected one by one.
const FEW: i64 = 400;

/// The words and digits of what was typed.
struct Typed<'q> {
    whole: &'q str,
    words: Vec<&'q str>,
    digits: String,
    /// Nothing but digits and the signs that stand between them.
    is_number: bool,
}

impl<'q> Typed<'q> {
    fn new(asked: &'q str) -> Typed<'q> {
        let whole = asked.trim();
        let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
        let between = |c: char| c.is_ascii_digit() || " .-+()/".contains(c);
        Typed {
            whole,
            words: whole.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()).collect(),
            is_number: !digits.is_empty() && whole.chars().all(between),
            digits,
        }
    }
}

/// A LIKE pattern for what begins so, its own wildcards taken literally.
fn begins(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 1);
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

fn contains(text: &str) -> String {
    format!("%{}", begins(text))
}

/// The conditions on names: one of them must hold.
fn on_names(typed: &Typed<'_>) -> Vec<Json> {
    let mut any = vec![json!(["sort_name", "LIKE", begins(typed.whole)])];
    for (at, word) in typed.words.iter().enumerate().take(4) {
        let others = typed.words.iter().enumerate().filter(|(other, _)| *other != at);
        let others: Vec<Json> = others.map(|(_, other)| json!(["sort_name", "LIKE", contains(other)])).collect();
        for field in ["last_name", "first_name"] {
            let mut all = vec![json!([field, "LIKE", begins(word)])];
            all.extend(others.iter().cloned());
            any.push(if all.len() == 1 { all.remove(0) } else { json!(["AND", all]) });
        }
    }
    any
}

/// The contacts behind e-mails and phones that begin so.
fn by_ways(tx: &Tx<'_>, typed: &Typed<'_>, limit: i64) -> Result<Vec<i64>> {
    let mut ids = Vec::new();
    let owners = |rows: Vec<super::rows::Row>, ids: &mut Vec<i64>| {
        ids.extend(rows.iter().filter_map(|row| int(row, "contact_id")));
    };
    if typed.words.len() == 1 && !typed.is_number {
        let rows = ask(
            tx,
            "Email",
            &["contact_id"],
            json!([["email", "LIKE", begins(typed.whole)]]),
            &[("email", "ASC")],
            limit,
        )?;
        owners(rows, &mut ids);
    }
    if typed.is_number && typed.digits.len() >= 3 {
        let mut starts = vec![typed.digits.clone()];
        // The national form of a French number finds the international one, and the other way round.
        if let Some(rest) = typed.digits.strip_prefix('0') {
            starts.push(format!("33{rest}"));
        } else if let Some(rest) = typed.digits.strip_prefix("33") {
            starts.push(format!("0{rest}"));
        }
        for start in starts {
            let rows =
                ask(tx, "Phone", &["contact_id"], json!([["phone_numeric", "LIKE", begins(&start)]]), &[], limit)?;
            owners(rows, &mut ids);
        }
    }
    Ok(ids)
}

/// The condition that finds what was typed, for a list of contacts that already meet `other`.
pub fn condition(tx: &Tx<'_>, asked: &str, other: &[Json]) -> Result<Json> {
    let typed = Typed::new(asked);
    let names = on_names(&typed);
    let mut ids = by_ways(tx, &typed, FEW + 1)?;
    if typed.is_number {
        ids.extend(typed.digits.parse::<i64>());
    }
    let mut many = ids.len() as i64 > FEW;
    if !many && !typed.is_number {
        for name in &names {
            let mut clauses = other.to_vec();
            clauses.push(name.clone());
            let found = ask(tx, "Contact", &["id"], Json::Array(clauses), &[], FEW + 1)?;
            many |= found.len() as i64 > FEW;
            ids.extend(found.iter().map(id));
            if many {
                break;
            }
        }
    }
    if many {
        let mut any = names;
        ids.truncate(FEW as usize);
        any.push(json!(["id", "IN", ids]));
        return Ok(json!(["OR", any]));
    }
    if ids.is_empty() {
        // Nothing begins so: look inside names too.
        let inside: Vec<Json> = typed.words.iter().map(|word| json!(["sort_name", "LIKE", contains(word)])).collect();
        return Ok(if inside.is_empty() { json!(["id", "=", 0]) } else { json!(["AND", inside]) });
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(json!(["id", "IN", ids]))
}

/// The first few contacts that fit, best first: a given id, then names, then e-mails and phones.
pub fn quick(tx: &Tx<'_>, asked: &str, limit: i64) -> Result<Vec<i64>> {
    let typed = Typed::new(asked);
    let mut ids: Vec<i64> = Vec::new();
    if typed.words.is_empty() {
        return Ok(ids);
    }
    if typed.is_number {
        ids.extend(typed.digits.parse::<i64>());
    }
    let mut add = |more: Vec<i64>| {
        for id in more {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids.len() as i64 > limit
    };
    if !typed.is_number {
        for name in on_names(&typed) {
            let clauses = json!([["is_deleted", "=", false], name]);
            let rows = ask(tx, "Contact", &["id"], clauses, &[], limit)?;
            if add(rows.iter().map(id).collect()) {
                break;
            }
        }
    }
    add(by_ways(tx, &typed, limit)?);
    ids.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_told_apart() {
        assert!(Typed::new("06 39 98").is_number);
        assert!(!Typed::new("12 rue").is_number);
        assert_eq!(Typed::new("Morel, Claire").words, ["Morel", "Claire"]);
        assert_eq!(begins("50%_x"), r"50\%\_x%");
    }
}
