//! The chain over history. What was changed cannot be told otherwise afterwards without breaking it: each link covers the
//! transactions since the one before, and carries that one's digest on, under a key that lies outside the database.
//!
//! Links cover digests of values, salted one by one: values can be erased for privacy, with their salt, and the chain
//! still holds. They are made by a job every minute, so that a change pays for one digest and nothing else.

use std::collections::{BTreeSet, HashSet};

use query::Cell;
use schema::Value;
use sha2::{Digest, Sha256};

use crate::connection::Cells;
use crate::error::{Error, Result};
use crate::secret::{derive, hex};
use crate::tx::{Tx, statement};

/// A link covers no more transactions than this; what is left waits for the next.
const MOST: i64 = 5_000;
/// A transaction that has run for longer than this while links were made is found missing, not late: in seconds.
const LATEST: i64 = 86_400;
const PURPOSE: &str = "history seal";

/// Bytes of chance in a salt.
const SALT: usize = 12;

/// Chance for one digest.
pub(crate) fn salt() -> Result<String> {
    let mut bytes = [0_u8; SALT];
    getrandom::fill(&mut bytes).map_err(Error::internal)?;
    Ok(hex(&bytes))
}

/// Adds salt and digest to entries of history whose last two cells are the values before and after.
pub(crate) fn complete(entries: &mut [Vec<Value>]) -> Result<()> {
    // The system is asked once for all of them.
    let mut chance = vec![0_u8; entries.len() * SALT];
    getrandom::fill(&mut chance).map_err(Error::internal)?;
    for (entry, bytes) in entries.iter_mut().zip(chance.chunks(SALT)) {
        let salt = hex(bytes);
        let from = entry.len().saturating_sub(2);
        let parts: Vec<Option<&str>> = entry.iter().skip(from).map(Value::as_text).collect();
        let digest = digest(&salt, &parts);
        entry.extend([salt.into(), digest.into()]);
    }
    Ok(())
}

/// The digest of texts; each is told apart from the next, and nothing from an empty one.
pub(crate) fn digest(salt: &str, parts: &[Option<&str>]) -> String {
    let mut sum = Sha256::new();
    sum.update(salt.as_bytes());
    for part in parts {
        feed(&mut sum, *part);
    }
    hex(&sum.finalize())
}

fn feed(sum: &mut Sha256, part: Option<&str>) {
    match part {
        None => sum.update([0]),
        Some(text) => {
            sum.update([1]);
            sum.update((text.len() as u64).to_le_bytes());
            sum.update(text.as_bytes());
        }
    }
}

/// A link as it stands in the database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    pub id: i64,
    /// When it was made, as the database writes it (UTC).
    pub at: String,
    pub first: i64,
    pub last: i64,
    pub transactions: i64,
    pub changes: i64,
    missing: Option<String>,
    late: Option<String>,
    content: String,
    pub hash: String,
}

impl Link {
    /// What its own digest must be after this one.
    fn expected(&self, secret: &[u8; 32], previous: &str) -> String {
        let mut sum = Sha256::new();
        let numbers = [self.id, self.first, self.last, self.transactions, self.changes].map(|n| n.to_string());
        let texts = [Some(previous), self.missing.as_deref(), self.late.as_deref(), Some(&self.content)];
        numbers.iter().map(|n| Some(n.as_str())).chain(texts).for_each(|part| feed(&mut sum, part));
        hex(&derive(secret, PURPOSE, &sum.finalize()))
    }
}

/// Where the chain does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A link was changed, put in or taken out.
    Link(Link),
    /// A transaction that the link covers was changed, put in or taken out.
    Content(Link),
    /// The values of a change are not those that were written.
    Values { transaction: i64, change: i64 },
    /// Who acted in a transaction is not who was written.
    Actor { transaction: i64 },
}

/// What a look at a part of the chain found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    pub links: i64,
    pub transactions: i64,
    pub changes: i64,
    /// Changes and names whose values were erased.
    pub erased: i64,
    pub faults: Vec<Fault>,
    /// The last link that was looked at; None at the end of the chain.
    pub next: Option<i64>,
}

impl Checked {
    /// Adds what was found in another part.
    pub fn add(&mut self, mut other: Checked) {
        self.links += other.links;
        self.transactions += other.transactions;
        self.changes += other.changes;
        self.erased += other.erased;
        self.faults.append(&mut other.faults);
    }
}

/// What a link covers, read from the tables.
#[derive(Default)]
struct Content {
    sum: Sha256,
    seen: BTreeSet<i64>,
    /// Entries that stand for sets of records.
    sets: HashSet<i64>,
    changes: i64,
    erased: i64,
    faults: Vec<Fault>,
}

const COLUMNS: &str = r#"t."id", t."at", t."contact_id", t."source", t."undoes", t."actor", t."salt", t."digest",
    c."id", c."entity", c."record_id", c."action", c."owner_entity", c."owner_id", c."before", c."after", c."salt", c."digest""#;

impl Content {
    fn take(&mut self, row: &dyn Cells) {
        let int = |at| if let Cell::Int(n) = row.cell(at) { Some(n) } else { None };
        let text = |at| if let Cell::Text(text) = row.cell(at) { Some(text) } else { None };
        let number = |at| int(at).map(|n| n.to_string());
        let Some(id) = int(0) else { return };
        if self.seen.insert(id) {
            let at = written(row, 1);
            for part in [Some("t"), number(0).as_deref(), Some(&at), number(2).as_deref(), text(3)] {
                feed(&mut self.sum, part);
            }
            feed(&mut self.sum, number(4).as_deref());
            feed(&mut self.sum, text(7));
            match (text(6), text(7)) {
                (Some(salt), Some(sum)) if digest(salt, &[text(5)]) == sum => {}
                (None, _) => self.erased += 1,
                _ => self.faults.push(Fault::Actor { transaction: id }),
            }
        }
        let Some(change) = int(8) else { return };
        self.changes += 1;
        for part in [Some("c"), number(8).as_deref(), text(9), number(10).as_deref(), text(11)] {
            feed(&mut self.sum, part);
        }
        for part in [text(12), number(13).as_deref(), text(17)] {
            feed(&mut self.sum, part);
        }
        match (text(16), text(17)) {
            (Some(salt), Some(sum)) if digest(salt, &[text(14), text(15)]) == sum => {}
            (None, _) => self.erased += 1,
            _ => self.faults.push(Fault::Values { transaction: id, change }),
        }
        if matches!(text(11), Some("creates" | "updates" | "deletes")) {
            self.sets.insert(change);
        }
    }
}

/// A moment as the database writes it.
fn written(row: &dyn Cells, at: usize) -> String {
    match row.cell(at) {
        Cell::Text(text) => text.replace('T', " "),
        Cell::DateTime(at) => at.to_string().replace('T', " "),
        _ => String::new(),
    }
}

impl Tx<'_> {
    /// Adds a link that covers what has been committed since the last one; tells whether more is left.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn seal(&mut self) -> Result<bool> {
        let last = self.links(0, "DESC", 1)?.pop().unwrap_or_default();
        let late = self.late(last.id)?;
        let text = format!(
            r#"SELECT max("id") FROM (SELECT "id" FROM "ruche_transaction" WHERE "id" > {} ORDER BY "id" LIMIT {}) AS t"#,
            self.placeholder(1),
            self.placeholder(2)
        );
        let upper = self.one(&statement(text, vec![last.last.into(), MOST.into()]))?.and_then(|id| id.as_int());
        if upper.is_none() && late.is_empty() {
            return Ok(false);
        }
        let mut link = Link { id: last.id + 1, first: last.last + 1, last: upper.unwrap_or(last.last), ..last.clone() };
        let content = self.content(&link, &late, &BTreeSet::new())?;
        let missing: BTreeSet<i64> = (link.first..=link.last).filter(|id| !content.seen.contains(id)).collect();
        link.missing = ranges(&missing);
        link.late = ranges(&late);
        link.transactions = i64::try_from(content.seen.len()).unwrap_or(i64::MAX);
        link.changes = content.changes;
        link.content = hex(&content.sum.finalize());
        link.hash = link.expected(self.site().secret(), &last.hash);
        self.write_link(&link)?;
        Ok(link.transactions >= MOST)
    }

    fn write_link(&self, link: &Link) -> Result<()> {
        let columns =
            ["id", "at", "first_id", "last_id", "transactions", "changes", "missing", "late", "content", "hash"];
        let names: Vec<String> = columns.iter().map(|name| format!(r#""{name}""#)).collect();
        let marks: Vec<String> = (1..=columns.len()).map(|n| format!("{}{n}", self.mark())).collect();
        let text = format!(r#"INSERT INTO "ruche_seal" ({}) VALUES ({})"#, names.join(", "), marks.join(", "));
        let at = Value::DateTime(self.clock().to_utc(self.clock().now));
        let binds = vec![
            link.id.into(),
            at,
            link.first.into(),
            link.last.into(),
            link.transactions.into(),
            link.changes.into(),
            link.missing.clone().into(),
            link.late.clone().into(),
            link.content.clone().into(),
            link.hash.clone().into(),
        ];
        self.execute(&statement(text, binds)).map(|_| ())
    }

    /// The last link of the chain: whoever notes its digest elsewhere can show later that nothing before it was touched.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn last_link(&self) -> Result<Option<Link>> {
        Ok(self.links(0, "DESC", 1)?.pop())
    }

    /// The link of this number.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn link(&self, id: i64) -> Result<Option<Link>> {
        Ok(self.links(id - 1, "ASC", 1)?.pop().filter(|link| link.id == id))
    }

    /// Looks at up to `most` links after the one of this number (0: from the first).
    ///
    /// # Errors
    /// The database's own failure.
    pub fn check_chain(&self, after: i64, most: i64) -> Result<Checked> {
        let before = if after > 0 { self.links(after - 1, "ASC", 1)?.pop() } else { None };
        let mut previous = before.map(|link| link.hash).unwrap_or_default();
        let links = self.links(after, "ASC", most)?;
        let mut found = Checked::default();
        let mut wanted = after + 1;
        for link in &links {
            let whole = link.id == wanted && link.hash == link.expected(self.site().secret(), &previous);
            if !whole {
                found.faults.push(Fault::Link(link.clone()));
            }
            let content = self.content(link, &listed(link.late.as_deref()), &listed(link.missing.as_deref()))?;
            found.links += 1;
            found.transactions += i64::try_from(content.seen.len()).unwrap_or(i64::MAX);
            found.changes += content.changes;
            found.erased += content.erased;
            found.faults.extend(content.faults);
            if hex(&content.sum.finalize()) != link.content {
                found.faults.push(Fault::Content(link.clone()));
            }
            previous.clone_from(&link.hash);
            wanted = link.id + 1;
        }
        found.next = (links.len() as i64 == most).then_some(wanted - 1);
        Ok(found)
    }

    /// Forgets the values of a change, in a way that the chain allows for.
    ///
    /// # Errors
    /// The database's own failure.
    pub fn erase_values(&self, change: i64) -> Result<()> {
        let text = format!(
            r#"UPDATE "ruche_change" SET "before" = NULL, "after" = NULL, "salt" = NULL WHERE "id" = {}"#,
            self.placeholder(1)
        );
        self.execute(&statement(text, vec![change.into()])).map(|_| ())
    }

    fn links(&self, after: i64, order: &str, most: i64) -> Result<Vec<Link>> {
        let text = format!(
            r#"SELECT "id", "at", "first_id", "last_id", "transactions", "changes", "missing", "late", "content", "hash"
               FROM "ruche_seal" WHERE "id" > {} ORDER BY "id" {order} LIMIT {}"#,
            self.placeholder(1),
            self.placeholder(2)
        );
        let mut links = Vec::new();
        self.rows(&statement(text, vec![after.into(), most.into()]), |row| {
            let int = |at| if let Cell::Int(n) = row.cell(at) { n } else { 0 };
            let text = |at| if let Cell::Text(text) = row.cell(at) { Some(text.to_owned()) } else { None };
            links.push(Link {
                id: int(0),
                at: written(row, 1),
                first: int(2),
                last: int(3),
                transactions: int(4),
                changes: int(5),
                missing: text(6),
                late: text(7),
                content: text(8).unwrap_or_default(),
                hash: text(9).unwrap_or_default(),
            });
            Ok(())
        })?;
        Ok(links)
    }

    /// Transactions that had not ended when an earlier link passed their numbers, and have since.
    fn late(&self, last: i64) -> Result<BTreeSet<i64>> {
        let since = self.clock().to_utc(self.clock().now).saturating_sub(jiff::SignedDuration::from_secs(LATEST));
        let text = format!(
            r#"SELECT min("id") - 1 FROM "ruche_seal" WHERE "at" > {} AND "missing" IS NOT NULL"#,
            self.placeholder(1)
        );
        let from = self.one(&statement(text, vec![Value::DateTime(since)]))?.and_then(|id| id.as_int());
        let Some(from) = from.filter(|from| *from < last) else { return Ok(BTreeSet::new()) };
        let (mut open, mut known) = (BTreeSet::new(), BTreeSet::new());
        for link in self.links(from, "ASC", i64::MAX)? {
            open.append(&mut listed(link.missing.as_deref()));
            known.append(&mut listed(link.late.as_deref()));
        }
        open.retain(|id| !known.contains(id));
        if open.is_empty() {
            return Ok(open);
        }
        let ids: Vec<i64> = open.into_iter().collect();
        let text = format!(r#"SELECT "id" FROM "ruche_transaction" WHERE "id" {}"#, self.among(1));
        let mut found = BTreeSet::new();
        self.rows(&statement(text, vec![serde_json::json!(ids).to_string().into()]), |row| {
            if let Cell::Int(id) = row.cell(0) {
                found.insert(id);
            }
            Ok(())
        })?;
        Ok(found)
    }

    fn content(&self, link: &Link, late: &BTreeSet<i64>, without: &BTreeSet<i64>) -> Result<Content> {
        let mut content = Content::default();
        let join = r#"FROM "ruche_transaction" t LEFT JOIN "ruche_change" c ON c."transaction_id" = t."id""#;
        if !late.is_empty() {
            let ids: Vec<i64> = late.iter().copied().collect();
            let text = format!(r#"SELECT {COLUMNS} {join} WHERE t."id" {} ORDER BY t."id", c."id""#, self.among(1));
            self.rows(&statement(text, vec![serde_json::json!(ids).to_string().into()]), |row| {
                content.take(row);
                Ok(())
            })?;
        }
        let text = format!(
            r#"SELECT {COLUMNS} {join} WHERE t."id" >= {} AND t."id" <= {} ORDER BY t."id", c."id""#,
            self.placeholder(1),
            self.placeholder(2)
        );
        self.rows(&statement(text, vec![link.first.into(), link.last.into()]), |row| {
            if !matches!(row.cell(0), Cell::Int(id) if without.contains(&id)) {
                content.take(row);
            }
            Ok(())
        })?;
        self.members_of_sets(&mut content)?;
        Ok(content)
    }

    fn members_of_sets(&self, content: &mut Content) -> Result<()> {
        let mut sets: Vec<i64> = content.sets.iter().copied().collect();
        sets.sort_unstable();
        for set in sets {
            let text = format!(
                r#"SELECT "record_id", "owner_id" FROM "ruche_change_row" WHERE "change_id" = {} ORDER BY "id""#,
                self.placeholder(1)
            );
            feed(&mut content.sum, Some(&set.to_string()));
            self.rows(&statement(text, vec![set.into()]), |row| {
                for at in [0, 1] {
                    let number = if let Cell::Int(n) = row.cell(at) { n } else { 0 };
                    content.sum.update(number.to_le_bytes());
                }
                Ok(())
            })?;
        }
        Ok(())
    }
}

/// Numbers as text: `4,7-9`.
fn ranges(numbers: &BTreeSet<i64>) -> Option<String> {
    let mut spans: Vec<(i64, i64)> = Vec::new();
    for number in numbers {
        match spans.last_mut() {
            Some((_, end)) if *end + 1 == *number => *end = *number,
            _ => spans.push((*number, *number)),
        }
    }
    let texts: Vec<String> =
        spans.iter().map(|(from, to)| if from == to { from.to_string() } else { format!("{from}-{to}") }).collect();
    (!texts.is_empty()).then(|| texts.join(","))
}

/// The numbers in such a text; a span that nobody has written is left out.
fn listed(text: Option<&str>) -> BTreeSet<i64> {
    let mut all = BTreeSet::new();
    for part in text.unwrap_or_default().split(',').filter(|part| !part.is_empty()) {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        if let (Ok(from), Ok(to)) = (from.parse::<i64>(), to.parse::<i64>())
            && to - from < 10_000_000
        {
            all.extend(from..=to);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_spans_and_read_back() {
        let numbers: BTreeSet<i64> = [4, 7, 8, 9, 12].into();
        assert_eq!(ranges(&numbers).as_deref(), Some("4,7-9,12"));
        assert_eq!(listed(Some("4,7-9,12")), numbers);
        assert_eq!(ranges(&BTreeSet::new()), None);
    }

    #[test]
    fn a_digest_tells_texts_apart_wherever_they_are_cut() {
        assert_ne!(digest("s", &[Some("ab"), Some("c")]), digest("s", &[Some("a"), Some("bc")]));
        assert_ne!(digest("s", &[None]), digest("s", &[Some("")]));
        assert_ne!(digest("s", &[Some("a")]), digest("t", &[Some("a")]));
    }

    #[test]
    fn a_link_depends_on_everything_in_it_and_on_the_one_before() {
        let secret = [7; 32];
        let link = Link { id: 2, first: 5, last: 9, content: "c".to_owned(), ..Link::default() };
        let own = link.expected(&secret, "p");
        assert_ne!(own, link.expected(&secret, "q"));
        assert_ne!(own, link.expected(&[8; 32], "p"));
        assert_ne!(own, Link { last: 8, ..link.clone() }.expected(&secret, "p"));
        assert_ne!(own, Link { missing: Some("6".to_owned()), ..link.clone() }.expected(&secret, "p"));
        assert_ne!(own, Link { content: "d".to_owned(), ..link }.expected(&secret, "p"));
    }
}
