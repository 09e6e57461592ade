//! One box over everything: contacts, activities, notes and files, whatever the accents, and in spite of a slip of the
//! pen. Every question is asked as the visitor, so nobody finds what they may not see.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::pages::rows::{Row, id, int, text};
use contact::pages::slots::{Finder, Finding};
use kit::{Registry, Reply, Visit};
use maud::html;
use query::GetRequest;
use schema::Requirement;
use schema::fold::fold;
use serde_json::{Value as Json, json};
use store::{As, Result, Tx};
use ui::Icon;
use ui::part::empty::empty;
use ui::part::head::{Head, head};
use ui::part::search_box::{SearchBox, search_box};

/// Where one looks: the entity, the fields that are read, and how a hit is shown.
struct Place {
    entity: &'static str,
    /// The fields whose words count, the weightiest first.
    fields: &'static [&'static str],
    /// The key of the heading.
    title: &'static str,
    icon: Icon,
}

const PLACES: [Place; 4] = [
    Place {
        entity: "Contact",
        fields: &[
            "display_name",
            "nick_name",
            "legal_name",
            "external_identifier",
            "email_primary.email",
            "address_primary.city",
            "job_title",
            "source",
        ],
        title: "find-contacts",
        icon: Icon::User,
    },
    Place {
        entity: "Activity",
        fields: &["subject", "location", "details"],
        title: "find-activities",
        icon: Icon::ChatCircle,
    },
    Place { entity: "Note", fields: &["subject", "note"], title: "find-notes", icon: Icon::Note },
    Place { entity: "File", fields: &["file_name", "description", "uri"], title: "find-files", icon: Icon::Paperclip },
];

/// So many records of a kind are looked at, and shown.
const LOOKED: i64 = 200;
const SHOWN: usize = 20;
/// So many words of a question count.
const WORDS: usize = 6;

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
    let words: Vec<String> = fold(asked).split_whitespace().take(WORDS).map(str::to_owned).collect();
    let mut shelves = Vec::new();
    if words.is_empty() {
        return Ok(shelves);
    }
    for place in &PLACES {
        let hits = look(tx, place, &words)?;
        if !hits.is_empty() {
            shelves.push(Shelf { title: place.title, icon: place.icon, hits });
        }
    }
    Ok(shelves)
}

fn look(tx: &Tx<'_>, place: &Place, words: &[String]) -> Result<Vec<Hit>> {
    let Some(entity) = tx.catalog().entity(place.entity).cloned() else { return Ok(Vec::new()) };
    if !entity.door("get").met_by(&tx.actor().permissions) {
        return Ok(Vec::new());
    }
    let known = |path: &&str| crate::run::item::target(tx.catalog(), place.entity, &[], path).is_some();
    let fields: Vec<&str> = place.fields.iter().copied().filter(known).collect();
    let exact = rows(tx, place.entity, &fields, words, &|word| json!(["CONTAINS", word]))?;
    let found = match exact.is_empty() {
        false => exact,
        // A slip of the pen spares the beginning more often than not.
        true => rows(tx, place.entity, &fields, words, &|word| {
            let start: String = word.chars().take(word.chars().count().div_ceil(2).clamp(2, 5)).collect();
            json!(["CONTAINS", start])
        })?,
    };
    let mut hits: Vec<Hit> = found.iter().filter_map(|row| hit(place, &fields, row, words)).collect();
    hits.sort_by(|a, b| b.rank.cmp(&a.rank).then_with(|| schema::fold::compare(&a.name, &b.name)));
    hits.truncate(SHOWN);
    Ok(hits)
}

/// The records in which every word stands somewhere.
fn rows(tx: &Tx<'_>, entity: &str, fields: &[&str], words: &[String], how: &dyn Fn(&str) -> Json) -> Result<Vec<Row>> {
    let clause = |word: &String| {
        let one = how(word);
        let any: Vec<Json> = fields.iter().map(|field| json!([field, one[0], one[1]])).collect();
        json!(["OR", any])
    };
    let own = ["id", "contact_type", "entity_table", "entity_id", "activity_date_time", "activity_type_id:label"];
    let known = |path: &&str| crate::run::item::target(tx.catalog(), entity, &[], path).is_some();
    let select = own.iter().copied().filter(known).chain(fields.iter().copied()).map(str::to_owned).collect();
    let request =
        GetRequest { select, where_: words.iter().map(clause).collect(), limit: LOOKED, ..GetRequest::default() };
    Ok(tx.get(entity, &request, As::Actor)?.rows)
}

fn hit(place: &Place, fields: &[&str], row: &Row, words: &[String]) -> Option<Hit> {
    let texts: Vec<(i64, String)> =
        fields.iter().enumerate().map(|(at, field)| (10 - at as i64, fold(text(row, field)).into_owned())).collect();
    let rank = words.iter().map(|word| best(word, &texts)).try_fold(0, |sum, one| Some(sum + one?))?;
    let plain = |field: &str| words_of(text(row, field));
    let name = fields.iter().map(|field| plain(field)).find(|name| !name.is_empty())?;
    let first = fields.first().copied().unwrap_or_default();
    let line = fields.iter().filter(|field| **field != first).map(|field| plain(field)).find(|other| {
        let folded = fold(other).into_owned();
        *other != name && words.iter().any(|word| folded.contains(word.as_str()))
    });
    let href = match place.entity {
        "Contact" => format!("/contacts/{}", id(row)),
        "Activity" => format!("/activities/{}", id(row)),
        "Note" if text(row, "entity_table") == "civicrm_contact" => format!("/contacts/{}", int(row, "entity_id")?),
        "File" => format!("/files/{}/{}", id(row), crate::compose::state::encoded(&name)),
        _ => return None,
    };
    let line = line.map(|line| line.chars().take(120).collect()).unwrap_or_default();
    Some(Hit { entity: place.entity, id: id(row), name: name.chars().take(100).collect(), line, href, rank })
}

/// How well a word fits the best of the texts; None where it fits none, not even with a slip.
fn best(word: &str, texts: &[(i64, String)]) -> Option<i64> {
    texts.iter().filter_map(|(weight, text)| fits(word, text).map(|fit| fit * weight)).max()
}

/// 8 for the whole word, 5 for a beginning, 3 for a part, 1 and 2 for a word that differs by a slip or two.
pub fn fits(word: &str, text: &str) -> Option<i64> {
    let mut parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    if parts.clone().any(|part| part == word) {
        return Some(8);
    }
    if parts.clone().any(|part| part.starts_with(word)) {
        return Some(5);
    }
    if text.contains(word) {
        return Some(3);
    }
    let most = match word.chars().count() {
        0..=3 => return None,
        4..=6 => 1,
        _ => 2,
    };
    let slips = parts.by_ref().filter_map(|part| distance(word, part, most)).min()?;
    Some(if slips == 1 { 2 } else { 1 })
}

/// How many letters must be changed, added, left out or swapped, where that is at most `most`.
pub fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            let mut cost = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(before[j - 2] + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|cost| *cost <= most)
}

/// Text without the tags that details and notes may hold.
fn words_of(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut within = false;
    for c in text.chars() {
        match c {
            '<' => within = true,
            '>' if within => {
                within = false;
                out.push(' ');
            }
            c if !within => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `/find`
pub fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let asked: String = visit.query.text("q").unwrap_or_default().chars().take(200).collect();
    let shelves = visit.read(|tx| everywhere(tx, &asked))?;
    let title = lang.text("find-title");
    let page = Page { title, place: "/search", narrow: true };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let content = html! {
            (head(ui, &Head { title, count: None, intro: Some(lang.text("find-intro")) }, None))
            (search_box(&SearchBox { action: "/find", name: "q", value: &asked, label: lang.text("find-box"), kept: &[] }))
            @if !asked.is_empty() && shelves.is_empty() { (empty(lang.text("find-none"), lang.text("find-none-words"), html! {})) }
            @for shelf in &shelves {
                section { h2 { (lang.text(shelf.title)) }
                    ul.view-list { @for hit in &shelf.hits { li { (shelf.icon) " " a href=(hit.href) { (ui::part::palette::marked(&hit.name, &asked)) } @if !hit.line.is_empty() { span.quiet { (hit.line) } } } } }
                }
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(markup))
}

/// What the palette finds beside contacts: activities, notes, files.
fn others(visit: &Visit<'_>, _: &Lang, asked: &str) -> Result<Vec<Finding>> {
    if asked.chars().count() < 3 {
        return Ok(Vec::new());
    }
    let shelves = visit.read(|tx| everywhere(tx, asked))?;
    let far = shelves.into_iter().filter(|shelf| shelf.title != "find-contacts");
    let finding = |icon: Icon, hit: Hit| Finding {
        icon,
        name: hit.name,
        line: Some(hit.line).filter(|line| !line.is_empty()),
        href: hit.href,
    };
    Ok(far.flat_map(|shelf| shelf.hits.into_iter().take(3).map(move |hit| finding(shelf.icon, hit))).take(6).collect())
}

/// The saved searches that fit, in the palette.
fn saved(visit: &Visit<'_>, _: &Lang, asked: &str) -> Result<Vec<Finding>> {
    if asked.chars().count() < 2 {
        return Ok(Vec::new());
    }
    let clauses = json!([["label", "CONTAINS", asked], ["api_entity", "IS NOT EMPTY"]]);
    let found = visit.read(|tx| {
        contact::pages::rows::ask(tx, "SavedSearch", &["id", "label", "description"], clauses, &[("label", "ASC")], 5)
    })?;
    let one = |row: &Row| Finding {
        icon: Icon::MagnifyingGlass,
        name: text(row, "label").to_owned(),
        line: Some(text(row, "description").to_owned()).filter(|line| !line.is_empty()),
        href: format!("/view/{}", id(row)),
    };
    Ok(found.iter().map(one).collect())
}

/// Signs the box into the registry.
pub fn register(registry: &mut Registry) {
    registry
        .page("/find", Requirement::all(&["access CiviCRM"]), show)
        .fill(Finder { title: "find-elsewhere", find: others })
        .fill(Finder { title: "find-searches", find: saved });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_come_before_beginnings_and_those_before_slips() {
        let ranks: Vec<Option<i64>> = ["martin", "mart", "arti", "martni", "martxx", "zzz"]
            .iter()
            .map(|word| fits(word, "jean martin"))
            .collect();
        assert_eq!(ranks, [Some(8), Some(5), Some(3), Some(2), None, None]);
    }

    #[test]
    fn a_swap_is_one_slip() {
        assert_eq!(distance("lombrad", "lombard", 2), Some(1));
        assert_eq!(distance("abc", "abcdef", 2), None);
    }

    #[test]
    fn tags_are_no_words() {
        assert_eq!(words_of("<p>a<br>b</p>"), "a b");
    }
}
