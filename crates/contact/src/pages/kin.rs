//! The people and places beside a contact: its employer, its people, whom it is tied to.

use maud::html;
use serde_json::json;
use store::{Result, Tx};
use ui::part::avatar::{Avatar, Kind};
use ui::part::block::{Block, Tie, ties};

use super::labels;
use super::list::name;
use super::phrases::Lang;
use super::rows::{self, Row, ask, int, text};

/// So many of the people of an organisation are named.
const TIES: i64 = 12;

/// The people and places that a contact is tied to, with what each is to it; and how many there are.
pub(super) fn related(tx: &Tx<'_>, lang: &Lang, row: &Row) -> Result<(Vec<(Row, String)>, i64)> {
    const SELECT: [&str; 6] = ["id", "display_name", "first_name", "last_name", "contact_type", "job_title"];
    let id = rows::id(row);
    let mut found: Vec<(Row, String)> = Vec::new();
    let mut count = 0;
    if let Some(employer) = int(row, "employer_id") {
        let name = rows::one(tx, "Contact", &SELECT, employer)?;
        found.extend(name.map(|name| (name, lang.text("tie-employer").to_owned())));
    }
    if text(row, "contact_type") == "Organization" {
        let clauses = json!([["employer_id", "=", id], ["is_deleted", "=", false]]);
        count += rows::count(tx, "Contact", clauses.clone())?;
        for person in ask(tx, "Contact", &SELECT, clauses, &[("sort_name", "ASC")], TIES)? {
            let job = text(&person, "job_title").to_owned();
            found.push((person, job));
        }
    }
    if tx.catalog().entity("RelationshipCache").is_some() {
        const FAR: [&str; 5] = [
            "far_contact_id",
            "far_contact_id.display_name",
            "far_contact_id.contact_type",
            "far_relation",
            "far_relation:label",
        ];
        let clauses =
            json!([["near_contact_id", "=", id], ["is_current", "=", true], ["far_contact_id.is_deleted", "=", false]]);
        for tie in ask(tx, "RelationshipCache", &FAR, clauses, &[("id", "ASC")], TIES)? {
            let far = int(&tie, "far_contact_id").unwrap_or(0);
            let is_counted = count > TIES && text(&tie, "far_relation") == "Employee of";
            if is_counted || found.iter().any(|(known, _)| rows::id(known) == far) {
                continue;
            }
            let mut person = Row::new();
            person.insert("id".to_owned(), json!(far));
            person
                .insert("display_name".to_owned(), tie.get("far_contact_id.display_name").cloned().unwrap_or_default());
            person
                .insert("contact_type".to_owned(), tie.get("far_contact_id.contact_type").cloned().unwrap_or_default());
            let (relation, label) = (text(&tie, "far_relation"), text(&tie, "far_relation:label"));
            // Who works here is named by a noun: what a pair of people reads as a sentence breaks off beside one alone.
            found.push((
                person,
                match relation == "Employee of" {
                    true => lang.text("tie-employee").to_owned(),
                    false => labels::translated(lang.code(), "RelationshipType", relation, label),
                },
            ));
        }
    }
    Ok((found, count))
}

/// These people and places as a block of the page; none where there are none.
pub(super) fn block<'a>(lang: &'a Lang, known: &'a [(Row, String)], count: i64, kind: Kind) -> Option<Block<'a>> {
    if known.is_empty() {
        return None;
    }
    let all: Vec<Tie<'_>> = known
        .iter()
        .map(|(row, line)| Tie {
            avatar: Avatar::of(Kind::of(text(row, "contact_type")), name(lang, row)),
            name: name(lang, row),
            href: lang.keep(format!("/contacts/{}", rows::id(row))),
            line,
        })
        .collect();
    let rest = count - TIES;
    let more = html! {
        (ties(&all))
        @if rest > 0 { p.faint { (lang.with("ties-more", &[("count", rest.into())])) } }
    };
    let title = if kind == Kind::Person { lang.text("section-ties") } else { lang.text("section-people") };
    Some(Block { id: "block-ties", title, more: Some(more), ..Block::default() })
}
