//! Looking through everything: candidates from the index, read as whoever asks, and ranked by what they see of them.

use query::GetRequest;
use serde_json::{Value as Json, json};
use store::{As, Result, Tx};
use ui::Icon;

use contact::pages::rows::{Row, id, int, text};
use schema::fold::fold;

use super::follow;
use super::index::{self, Wanted};
use super::likeness::{PART, fits};
use super::{KINDS, Kind, plain, words};

/// So many records are read at once.
const CHUNK: i64 = 400;
/// With so many hits there is enough to choose from.
const ENOUGH: usize = 200;
/// So many candidates are tried at most before an answer is given.
const TRIED: i64 = 20_000;
/// So many hits of a kind are shown.
const SHOWN: usize = 20;
/// So many words of a question count.
const WORDS: usize = 6;
/// So many of the last entries of history are looked at beside the index.
const FRESH: i64 = 1_000;

/// A hit.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub entity: &'static str,
    pub id: i64,
    pub name: String,
    pub line: String,
    pub href: String,
    /// Higher is better.
    pub rank: i64,
}

/// The hits of one kind, best first.
#[derive(Clone, Debug, PartialEq)]
pub struct Shelf {
    pub title: &'static str,
    pub icon: Icon,
    pub hits: Vec<Hit>,
}

/// Everything that fits what was asked, as the transaction's actor sees it.
///
/// # Errors
/// The database's own failure.
pub fn everywhere(tx: &Tx<'_>, asked: &str) -> Result<Vec<Shelf>> {
    let mut asked = words(asked);
    // A single letter, as of « l'été », says something only if it stands alone.
    if asked.iter().any(|word| word.chars().count() > 1) {
        asked.retain(|word| word.chars().count() > 1);
    }
    asked.truncate(WORDS);
    let mut shelves = Vec::new();
    if asked.is_empty() {
        return Ok(shelves);
    }
    let ready = follow::is_ready(tx)?;
    let fresh = if ready { follow::fresh(tx, FRESH)? } else { Default::default() };
    for way in [Way::AsWritten, Way::MaybeMeant] {
        for (kind, fresh) in KINDS.iter().zip(&fresh) {
            let Some(entity) = tx.catalog().entity(kind.entity) else { continue };
            if !entity.door("get").met_by(&tx.actor().permissions) {
                continue;
            }
            let mut hits = match ready {
                true => by_index(tx, kind, &asked, fresh.iter().copied().collect(), way)?,
                false => by_reading(tx, kind, &asked, way)?,
            };
            hits.sort_by(|a, b| {
                b.rank.cmp(&a.rank).then_with(|| schema::fold::compare(&a.name, &b.name)).then(b.id.cmp(&a.id))
            });
            hits.truncate(SHOWN);
            if !hits.is_empty() {
                shelves.push(Shelf { title: kind.title, icon: kind.icon, hits });
            }
        }
        // Parts of words and slips are looked for only where nobody wrote anything so anywhere.
        if !shelves.is_empty() {
            break;
        }
    }
    Ok(shelves)
}

/// How words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    AsWritten,
    /// As a part of a word, or with slips of the pen.
    MaybeMeant,
}

/// Whole words first, then beginnings; or words that may have been meant.
fn by_index(tx: &Tx<'_>, kind: &Kind, asked: &[String], fresh: Vec<i64>, way: Way) -> Result<Vec<Hit>> {
    let mut hits = seen(tx, kind, asked, &fresh, way)?;
    if way == Way::AsWritten {
        for how in [Wanted::Whole as fn(String) -> Wanted, Wanted::Begins] {
            let wanted: Vec<Wanted> = asked.iter().cloned().map(how).collect();
            try_all(tx, kind, asked, &wanted, way, &mut hits)?;
        }
        return Ok(hits);
    }
    let mut wanted = Vec::new();
    for word in asked {
        let mut like = index::like(tx, word)?;
        like.push(word.clone());
        wanted.push(Wanted::OneOf(like));
    }
    try_all(tx, kind, asked, &wanted, way, &mut hits)?;
    Ok(hits)
}

/// Reads candidates until there are enough hits, or no candidates more.
fn try_all(tx: &Tx<'_>, kind: &Kind, asked: &[String], wanted: &[Wanted], way: Way, hits: &mut Vec<Hit>) -> Result<()> {
    let (mut before, mut tried) = (i64::MAX, 0);
    while hits.len() < ENOUGH && tried < TRIED {
        let found = index::matches(tx, kind, wanted, before, CHUNK)?;
        let Some(last) = found.last() else { return Ok(()) };
        before = *last;
        tried += CHUNK;
        let new: Vec<i64> = found.into_iter().filter(|id| !hits.iter().any(|hit| hit.id == *id)).collect();
        hits.extend(seen(tx, kind, asked, &new, way)?);
    }
    Ok(())
}

/// The hits among these records: those that the actor may see, in fields that they may see.
fn seen(tx: &Tx<'_>, kind: &Kind, asked: &[String], ids: &[i64], way: Way) -> Result<Vec<Hit>> {
    let fields = follow::known_fields(tx, kind);
    let mut hits = Vec::new();
    for chunk in ids.chunks(CHUNK as usize) {
        let rows = read(tx, kind, &fields, vec![json!(["id", "IN", chunk])], 0)?;
        hits.extend(rows.iter().filter_map(|row| hit(kind, &fields, row, asked, way)));
    }
    Ok(hits)
}

/// Without an index: each field is asked whether it holds the word.
fn by_reading(tx: &Tx<'_>, kind: &Kind, asked: &[String], way: Way) -> Result<Vec<Hit>> {
    let fields = follow::known_fields(tx, kind);
    let part = |word: &String| match way {
        Way::AsWritten => word.clone(),
        // A slip of the pen spares the beginning more often than not.
        Way::MaybeMeant => word.chars().take(word.chars().count().div_ceil(2).clamp(2, 5)).collect(),
    };
    let clause = |word: &String| {
        let any: Vec<Json> = fields.iter().map(|field| json!([field, "CONTAINS", part(word)])).collect();
        json!(["OR", any])
    };
    let rows = read(tx, kind, &fields, asked.iter().map(clause).collect(), ENOUGH as i64)?;
    Ok(rows.iter().filter_map(|row| hit(kind, &fields, row, asked, way)).collect())
}

fn read(tx: &Tx<'_>, kind: &Kind, fields: &[&str], mut where_: Vec<Json>, limit: i64) -> Result<Vec<Row>> {
    where_.extend(follow::living(tx, kind));
    let own = ["id", "entity_table", "entity_id"];
    let known = |path: &&str| crate::run::item::target(tx.catalog(), kind.entity, &[], path).is_some();
    let select = own.iter().copied().filter(known).chain(fields.iter().copied()).map(str::to_owned).collect();
    let request = GetRequest { select, where_, limit, ..GetRequest::default() };
    Ok(tx.get(kind.entity, &request, As::Actor)?.rows)
}

fn hit(kind: &Kind, fields: &[&str], row: &Row, asked: &[String], way: Way) -> Option<Hit> {
    let said = |field: &str| plain(text(row, field));
    let weight = |at: usize| i64::try_from(10_usize.saturating_sub(at)).unwrap_or(1).max(1);
    let texts: Vec<(i64, String)> =
        fields.iter().enumerate().map(|(at, field)| (weight(at), fold(&said(field)).into_owned())).collect();
    let fit = |word: &String, text: &str| match (fits(word, text), way) {
        (Some(fit), Way::AsWritten) if fit <= PART => None,
        (fit, _) => fit,
    };
    let best = |word: &String| texts.iter().filter_map(|(weight, text)| Some(fit(word, text)? * weight)).max();
    let rank = asked.iter().map(best).try_fold(0, |sum, one| Some(sum + one?))?;
    let name = fields.iter().map(|field| said(field)).find(|name| !name.is_empty())?;
    let line = fields.iter().skip(1).map(|field| said(field)).find(|other| {
        let folded = fold(other).into_owned();
        *other != name && asked.iter().any(|word| fit(word, &folded).is_some())
    });
    let href = match kind.entity {
        "Contact" => format!("/contacts/{}", id(row)),
        "Activity" => format!("/activities/{}", id(row)),
        "Note" if text(row, "entity_table") == "civicrm_contact" => format!("/contacts/{}", int(row, "entity_id")?),
        "File" => format!("/files/{}/{}", id(row), crate::compose::state::encoded(&name)),
        _ => return None,
    };
    let line = line.map(|line| around(&line, asked)).unwrap_or_default();
    Some(Hit { entity: kind.entity, id: id(row), name: name.chars().take(100).collect(), line, href, rank })
}

/// The part of a long text in which a word stands.
fn around(text: &str, asked: &[String]) -> String {
    const LENGTH: usize = 120;
    let parts: Vec<&str> = text.split_whitespace().collect();
    let holds = |part: &&str| asked.iter().any(|word| fits(word, &fold(part)).is_some());
    let at = parts.iter().position(holds).unwrap_or(0);
    let from = at.saturating_sub(6);
    let rest: String = parts.get(from..).unwrap_or_default().join(" ").chars().take(LENGTH).collect();
    if from > 0 { format!("… {rest}") } else { rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_shown_where_the_word_stands() {
        let long = format!("{} Étang {}", "avant ".repeat(40), "après ".repeat(40));
        let shown = around(&long, &["etang".to_owned()]);
        assert!(shown.starts_with("… avant") && shown.contains("Étang") && shown.chars().count() < 130, "{shown}");
    }
}
