//! Finding contacts by a few letters: names, e-mails, phone digits, ids; accents and capitals ignored.
//!
//! Each way of matching is its own small question that an index answers. Few matches become a list of ids. When there are
//! many, nobody reads them all: each way fills its own page along the list's order, and the first of them all are shown.

use serde_json::{Value as Json, json};
use store::{Result, Tx};

use super::rows::{ask, id, int};

/// More matches than this are not collected one by one for a page of the list.
pub const FEW: i64 = 2_000;
/// So many are collected where all that match are meant.
pub const ALL: i64 = 10_000;

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

/// The conditions on names, each with the field whose index answers it: one of them must hold.
fn on_names(typed: &Typed<'_>) -> Vec<(&'static str, Json)> {
    let mut any = vec![("sort_name", json!(["sort_name", "LIKE", begins(typed.whole)]))];
    for (at, word) in typed.words.iter().enumerate().take(4) {
        let others = typed.words.iter().enumerate().filter(|(other, _)| *other != at);
        let others: Vec<Json> = others.map(|(_, other)| json!(["sort_name", "LIKE", contains(other)])).collect();
        for field in ["last_name", "first_name"] {
            let mut all = vec![json!([field, "LIKE", begins(word)])];
            all.extend(others.iter().cloned());
            any.push((field, if all.len() == 1 { all.remove(0) } else { json!(["AND", all]) }));
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

/// What was typed, as a list can ask for it.
pub enum Sought {
    /// One condition that an index answers, or that has to look at every name.
    All(Json),
    /// So many that they are not worth counting: the ways in which they match.
    Many(Vec<Json>),
}

impl Sought {
    /// The whole of it as one condition.
    pub fn condition(self) -> Json {
        match self {
            Sought::All(condition) => condition,
            Sought::Many(ways) => json!(["OR", ways]),
        }
    }
}

/// How to find what was typed, in a list of contacts that already meet `other`; at most `most` of them by their e-mails
/// and phones.
pub fn sought(tx: &Tx<'_>, asked: &str, other: &[Json], most: i64) -> Result<Sought> {
    let typed = Typed::new(asked);
    let (mut ids, mut many) = (by_ways(tx, &typed, most)?, Vec::new());
    let beyond = ids.len() as i64 >= most;
    if typed.is_number {
        ids.extend(typed.digits.parse::<i64>());
    } else {
        for (field, way) in on_names(&typed) {
            let clauses = Json::Array(other.iter().chain([&way]).cloned().collect());
            // In the order of the index that finds them, so that nothing is sorted and the search ends early.
            let found = ask(tx, "Contact", &["id"], clauses, &[(field, "ASC")], FEW + 1)?;
            match found.len() as i64 > FEW {
                true => many.push(way),
                false => ids.extend(found.iter().map(id)),
            }
        }
    }
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() && many.is_empty() {
        // Nothing begins so: look inside names too.
        let inside: Vec<Json> = typed.words.iter().map(|word| json!(["sort_name", "LIKE", contains(word)])).collect();
        return Ok(Sought::All(if inside.is_empty() { json!(["id", "=", 0]) } else { json!(["AND", inside]) }));
    }
    let listed = json!(["id", "IN", ids]);
    if many.is_empty() && !beyond {
        return Ok(Sought::All(listed));
    }
    if !ids.is_empty() {
        many.push(listed);
    }
    Ok(Sought::Many(many))
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
        for (field, name) in on_names(&typed) {
            let clauses = json!([["is_deleted", "=", false], name]);
            let rows = ask(tx, "Contact", &["id"], clauses, &[(field, "ASC")], limit)?;
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
