//! The index itself: FTS5 in SQLite, `tsvector` in PostgreSQL, behind the same few functions.
//!
//! Words come in folded and split, so both take them as they are and agree. Its tables hold nothing that could not be
//! made again; they are made when the index is first built, and are no part of the declared schema.

use std::collections::BTreeSet;

use query::{Cell, Dialect};
use serde_json::json;
use store::{Result, Tx, statement};

use super::likeness;
use super::{KINDS, Kind};

/// The words that are known, for slips of the pen.
const KNOWN: &str = "ruche_text_word";
/// All others of records that lists are narrowed by: numbers, and what is too short to be mistyped.
const OTHERS: &str = "ruche_text_other";
/// The months in which records of narrowed lists hold a word, or one that begins so.
const MONTHS: &str = "ruche_text_month";
/// Beginnings of so many letters have their months kept; longer ones stand where these do.
const BEGUN: usize = 2;
/// So many words may stand for one that was mistyped.
const LIKE: usize = 500;

/// Makes the index new and empty.
///
/// # Errors
/// The database's own failure.
pub fn begin(tx: &Tx<'_>) -> Result<()> {
    let mut all: Vec<String> = [KNOWN, OTHERS, MONTHS].map(|table| format!(r#"DROP TABLE IF EXISTS "{table}""#)).into();
    all.extend(KINDS.iter().map(|kind| format!(r#"DROP TABLE IF EXISTS "{}""#, kind.table)));
    match tx.dialect() {
        Dialect::Sqlite => {
            all.extend(
                [KNOWN, OTHERS]
                    .map(|table| format!(r#"CREATE TABLE "{table}" ("word" TEXT PRIMARY KEY) WITHOUT ROWID"#)),
            );
            all.push(format!(
                r#"CREATE TABLE "{MONTHS}" ("word" TEXT, "month" INTEGER, PRIMARY KEY ("word", "month")) WITHOUT ROWID"#
            ));
            // Neither texts nor places within them are kept: only which record holds which word.
            all.extend(KINDS.iter().map(|kind| {
                format!(
                    r#"CREATE VIRTUAL TABLE "{}" USING fts5("words", content='', contentless_delete=1, detail=none, tokenize='ascii')"#,
                    kind.table
                )
            }));
        }
        Dialect::Postgres => {
            // Words are looked up by their beginnings, which a language's own order would hide.
            all.extend(
                [KNOWN, OTHERS].map(|table| format!(r#"CREATE TABLE "{table}" ("word" text COLLATE "C" PRIMARY KEY)"#)),
            );
            all.push(format!(
                r#"CREATE TABLE "{MONTHS}" ("word" text COLLATE "C", "month" bigint, PRIMARY KEY ("word", "month"))"#
            ));
            for kind in &KINDS {
                let table = kind.table;
                all.push(format!(r#"CREATE TABLE "{table}" ("id" bigint PRIMARY KEY, "words" tsvector NOT NULL)"#));
                all.push(format!(r#"CREATE INDEX "{table}_words" ON "{table}" USING gin ("words")"#));
            }
        }
    }
    tx.change_tables(&all)
}

/// What the index is told of a record.
#[derive(Clone, Debug, Default)]
pub struct Record {
    pub id: i64,
    pub words: Vec<String>,
    /// The month in which it stands, counted from year 0; None where lists of it are not narrowed.
    pub month: Option<i64>,
}

/// Puts the words of records in the place of what was known of them; records without words are forgotten.
///
/// # Errors
/// The database's own failure.
pub fn put(tx: &Tx<'_>, kind: &Kind, records: &[Record]) -> Result<()> {
    if records.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
    let key = if tx.dialect() == Dialect::Sqlite { "rowid" } else { r#""id""# };
    let text = format!(r#"DELETE FROM "{}" WHERE {key} {}"#, kind.table, tx.among(1));
    tx.execute(&statement(text, vec![json!(ids).to_string().into()]))?;
    let held = records.iter().filter(|record| !record.words.is_empty());
    let rows: Vec<_> = held.map(|record| json!([record.id, record.words.join(" ")])).collect();
    let text = match tx.dialect() {
        Dialect::Sqlite => format!(
            r#"INSERT INTO "{}"(rowid, "words") SELECT value ->> 0, value ->> 1 FROM json_each(?1)"#,
            kind.table
        ),
        Dialect::Postgres => format!(
            r#"INSERT INTO "{}"("id", "words") SELECT (e ->> 0)::bigint, array_to_tsvector(string_to_array(e ->> 1, ' '))
               FROM jsonb_array_elements($1::text::jsonb) e"#,
            kind.table
        ),
    };
    tx.execute(&statement(text, vec![json!(rows).to_string().into()]))?;
    learn(tx, KNOWN, records, is_mistyped)?;
    match kind.narrowed {
        Some(_) => {
            learn(tx, OTHERS, records, |word| !is_mistyped(word))?;
            learn_months(tx, records)
        }
        None => Ok(()),
    }
}

/// How the months of what begins with a word's first letters are kept, beside those of whole words.
fn begun(word: &str) -> String {
    word.chars().take(BEGUN).chain(['*']).collect()
}

/// Remembers in which months words stand, and beginnings of one letter and more.
fn learn_months(tx: &Tx<'_>, records: &[Record]) -> Result<()> {
    let mut pairs = BTreeSet::new();
    for record in records {
        let Some(month) = record.month else { continue };
        for word in &record.words {
            pairs.insert((word.clone(), month));
            pairs.extend((1..=BEGUN).map(|letters| (begun(&word.chars().take(letters).collect::<String>()), month)));
        }
    }
    let text = match tx.dialect() {
        Dialect::Sqlite => {
            format!(r#"INSERT OR IGNORE INTO "{MONTHS}" SELECT value ->> 0, value ->> 1 FROM json_each(?1)"#)
        }
        Dialect::Postgres => format!(
            r#"INSERT INTO "{MONTHS}" SELECT e ->> 0, (e ->> 1)::bigint FROM jsonb_array_elements($1::text::jsonb) e
               ON CONFLICT DO NOTHING"#
        ),
    };
    tx.execute(&statement(text, vec![json!(pairs).to_string().into()])).map(|_| ())
}

/// The months in which records may hold every one of these words.
///
/// # Errors
/// The database's own failure.
pub fn months(tx: &Tx<'_>, wanted: &[Wanted]) -> Result<BTreeSet<i64>> {
    let mut common: Option<BTreeSet<i64>> = None;
    for one in wanted {
        let words = match one {
            Wanted::Whole(word) => vec![word.clone()],
            Wanted::Begins(word) => vec![begun(word)],
            Wanted::OneOf(words) => words.clone(),
        };
        let listed = match tx.dialect() {
            Dialect::Sqlite => "IN (SELECT value FROM json_each(?1))",
            Dialect::Postgres => "= ANY (ARRAY(SELECT jsonb_array_elements_text($1::text::jsonb)))",
        };
        let text = format!(r#"SELECT DISTINCT "month" FROM "{MONTHS}" WHERE "word" {listed}"#);
        let mut own = BTreeSet::new();
        tx.rows(&statement(text, vec![json!(words).to_string().into()]), |row| {
            if let Cell::Int(month) = row.cell(0) {
                own.insert(month);
            }
            Ok(())
        })?;
        common = Some(common.map_or_else(|| own.clone(), |others| &others & &own));
    }
    Ok(common.unwrap_or_default())
}

/// Whether a word is kept for slips of the pen.
fn is_mistyped(word: &str) -> bool {
    likeness::slips(word).is_some() && word.chars().all(char::is_alphabetic)
}

/// Remembers the words of this sort.
fn learn(tx: &Tx<'_>, table: &str, records: &[Record], sort: fn(&str) -> bool) -> Result<()> {
    let held = records.iter().flat_map(|record| &record.words).filter(|word| sort(word));
    let mut words: Vec<&String> = held.collect();
    words.sort_unstable();
    words.dedup();
    let text = match tx.dialect() {
        Dialect::Sqlite => format!(r#"INSERT OR IGNORE INTO "{table}" SELECT value FROM json_each(?1)"#),
        Dialect::Postgres => {
            format!(r#"INSERT INTO "{table}" SELECT jsonb_array_elements_text($1::text::jsonb) ON CONFLICT DO NOTHING"#)
        }
    };
    tx.execute(&statement(text, vec![json!(words).to_string().into()])).map(|_| ())
}

/// A word of a question, and how it may stand in a record.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    Whole(String),
    Begins(String),
    OneOf(Vec<String>),
}

/// The records that hold every word, newest first, older than `before`; at most `limit`.
///
/// # Errors
/// The database's own failure.
pub fn matches(tx: &Tx<'_>, kind: &Kind, wanted: &[Wanted], before: i64, limit: i64) -> Result<Vec<i64>> {
    let (text, asked) = holders(tx, kind, wanted);
    let text = format!("{text} LIMIT {}", tx.placeholder(3));
    let mut ids = Vec::new();
    tx.rows(&statement(text, vec![asked.into(), before.into(), limit.into()]), |row| {
        if let Cell::Int(id) = row.cell(0) {
            ids.push(id);
        }
        Ok(())
    })?;
    Ok(ids)
}

/// Whether more than `most` records hold every word.
///
/// # Errors
/// The database's own failure.
pub fn exceeds(tx: &Tx<'_>, kind: &Kind, wanted: &[Wanted], most: i64) -> Result<bool> {
    let (text, asked) = holders(tx, kind, wanted);
    let text = format!("{text} LIMIT 1 OFFSET {}", tx.placeholder(3));
    Ok(tx.one(&statement(text, vec![asked.into(), i64::MAX.into(), most.into()]))?.is_some())
}

/// The statement for those that hold every word, newest first, with places for the words and for where to begin.
fn holders(tx: &Tx<'_>, kind: &Kind, wanted: &[Wanted]) -> (String, String) {
    let table = kind.table;
    let text = match tx.dialect() {
        Dialect::Sqlite => {
            format!(r#"SELECT rowid FROM "{table}" WHERE "{table}" MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC"#)
        }
        Dialect::Postgres => format!(
            r#"SELECT "id" FROM "{table}" WHERE "words" @@ CAST($1::text AS tsquery) AND "id" < $2 ORDER BY "id" DESC"#
        ),
    };
    (text, expression(tx.dialect(), wanted))
}

/// The question as the database reads it. Words hold letters and digits alone, so quotes hold them.
fn expression(dialect: Dialect, wanted: &[Wanted]) -> String {
    let (and, or, quote) = match dialect {
        Dialect::Sqlite => (" AND ", " OR ", '"'),
        Dialect::Postgres => (" & ", " | ", '\''),
    };
    let whole = |word: &String| format!("{quote}{word}{quote}");
    let one = |wanted: &Wanted| match (wanted, dialect) {
        (Wanted::Whole(word), _) => whole(word),
        (Wanted::Begins(word), Dialect::Sqlite) => format!("{} *", whole(word)),
        (Wanted::Begins(word), Dialect::Postgres) => format!("{}:*", whole(word)),
        (Wanted::OneOf(words), _) => format!("({})", words.iter().map(whole).collect::<Vec<_>>().join(or)),
    };
    wanted.iter().map(one).collect::<Vec<_>>().join(and)
}

/// The words of narrowed lists' records that begin so, at most `limit`, and some that only others hold.
///
/// # Errors
/// The database's own failure.
pub fn beginning(tx: &Tx<'_>, part: &str, limit: usize) -> Result<Vec<String>> {
    let (from, to) = (tx.placeholder(1), tx.placeholder(2));
    let end = format!("{part}{}", char::MAX);
    known(tx, &format!(r#""word" >= {from} AND "word" < {to}"#), vec![part.into(), end.into()], limit)
}

/// The words of narrowed lists' records that hold this part, at most `limit`, and some that only others hold.
///
/// # Errors
/// The database's own failure.
pub fn holding(tx: &Tx<'_>, part: &str, limit: usize) -> Result<Vec<String>> {
    let holds = if tx.dialect() == Dialect::Sqlite { "instr" } else { "strpos" };
    known(tx, &format!(r#"{holds}("word", {}) > 0"#, tx.placeholder(1)), vec![part.into()], limit)
}

fn known(tx: &Tx<'_>, condition: &str, binds: Vec<schema::Value>, limit: usize) -> Result<Vec<String>> {
    let one = |table| format!(r#"SELECT "word" FROM "{table}" WHERE {condition}"#);
    let text = format!("{} UNION ALL {} LIMIT {limit}", one(KNOWN), one(OTHERS));
    let mut words = Vec::new();
    tx.rows(&statement(text, binds), |row| {
        if let Cell::Text(word) = row.cell(0) {
            words.push(word.to_owned());
        }
        Ok(())
    })?;
    Ok(words)
}

/// The known words that this one may have been meant to be, likeliest first: they hold it, or differ by a slip or two.
///
/// # Errors
/// The database's own failure.
pub fn like(tx: &Tx<'_>, word: &str) -> Result<Vec<String>> {
    let Some(most) = likeness::slips(word) else { return Ok(Vec::new()) };
    let length = i64::try_from(word.chars().count()).unwrap_or(i64::MAX / 2);
    let slack = i64::try_from(most).unwrap_or(2);
    let holds = if tx.dialect() == Dialect::Sqlite { "instr" } else { "strpos" };
    let text = format!(
        r#"SELECT "word" FROM "{KNOWN}" WHERE CAST(length("word") AS bigint) BETWEEN {} AND {} OR {holds}("word", {}) > 0"#,
        tx.placeholder(1),
        tx.placeholder(2),
        tx.placeholder(3)
    );
    let mut found: Vec<(usize, String)> = Vec::new();
    let binds = vec![(length - slack).into(), (length + slack).into(), word.to_owned().into()];
    tx.rows(&statement(text, binds), |row| {
        let Cell::Text(known) = row.cell(0) else { return Ok(()) };
        let far = if known.contains(word) { Some(0) } else { likeness::distance(word, known, most) };
        found.extend(far.map(|far| (far, known.to_owned())));
        Ok(())
    })?;
    found.sort_unstable();
    found.truncate(LIKE);
    Ok(found.into_iter().map(|(_, word)| word).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_database_gets_the_question_in_its_own_signs() {
        let wanted = [
            Wanted::Whole("jean".to_owned()),
            Wanted::Begins("mart".to_owned()),
            Wanted::OneOf(vec!["a".to_owned(), "b".to_owned()]),
        ];
        assert_eq!(expression(Dialect::Sqlite, &wanted), r#""jean" AND "mart" * AND ("a" OR "b")"#);
        assert_eq!(expression(Dialect::Postgres, &wanted), "'jean' & 'mart':* & ('a' | 'b')");
    }
}
