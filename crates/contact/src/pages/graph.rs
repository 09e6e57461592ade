//! The contacts around one, two steps far, placed on two circles.

use std::f64::consts::PI;

use serde_json::json;
use store::{Result, Tx};
use ui::page::relationship::{Graph, Node};

use super::labels::translated;
use super::phrases::Lang;
use super::rows::{self, Row, ask, int, text};

/// So many stand around the contact, and around each of them.
const NEAR: i64 = 10;
const FAR: i64 = 3;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 420.0;

const SELECT: [&str; 8] = [
    "far_contact_id",
    "far_contact_id.display_name",
    "far_contact_id.first_name",
    "far_contact_id.last_name",
    "far_contact_id.contact_type",
    "far_relation",
    "far_relation:label",
    "near_contact_id",
];

/// Somebody found.
struct Found {
    id: i64,
    name: String,
    kind: String,
    relation: String,
    /// The place in the list of those found whom it hangs on; None on the contact itself.
    on: Option<usize>,
}

fn around(tx: &Tx<'_>, lang: &Lang, contact: i64, most: i64) -> Result<Vec<Found>> {
    let clauses = json!([
        ["near_contact_id", "=", contact],
        ["is_current", "=", true],
        ["far_contact_id.is_deleted", "=", false]
    ]);
    let found = ask(tx, "RelationshipCache", &SELECT, clauses, &[("id", "ASC")], most)?;
    Ok(found.iter().filter_map(|row| read(lang, row)).collect())
}

fn read(lang: &Lang, row: &Row) -> Option<Found> {
    let named = [
        ("display_name", "far_contact_id.display_name"),
        ("first_name", "far_contact_id.first_name"),
        ("last_name", "far_contact_id.last_name"),
    ];
    let plain: Row = named.iter().map(|(to, from)| ((*to).to_owned(), json!(text(row, from)))).collect();
    let relation = text(row, "far_relation");
    Some(Found {
        id: int(row, "far_contact_id")?,
        name: super::list::called(&plain).to_owned(),
        kind: text(row, "far_contact_id.contact_type").to_owned(),
        relation: translated(lang.code(), "RelationshipType", relation, text(row, "far_relation:label")),
        on: None,
    })
}

/// The graph around a contact; None where it would show nothing that the list does not.
///
/// # Errors
/// The database's own failure.
pub(super) fn of<'a>(tx: &Tx<'_>, lang: &'a Lang, contact: i64) -> Result<Option<Graph<'a>>> {
    let Some(own) = rows::one(tx, "Contact", &super::pick::SELECT, contact)? else { return Ok(None) };
    let mut all: Vec<Found> = Vec::new();
    for one in around(tx, lang, contact, NEAR)? {
        if all.iter().all(|known| known.id != one.id) {
            all.push(one);
        }
    }
    let near = all.len();
    if near < 2 {
        return Ok(None);
    }
    for at in 0..near {
        for one in around(tx, lang, all[at].id, FAR + 1)?.into_iter().take(FAR as usize + 1) {
            if one.id != contact && all.iter().all(|known| known.id != one.id) {
                all.push(Found { on: Some(at), ..one });
            }
        }
    }
    let places = places(near, &all.iter().skip(near).filter_map(|one| one.on).collect::<Vec<_>>());
    let centre = (WIDTH / 2.0, HEIGHT / 2.0 - 14.0);
    let mut nodes = vec![Node {
        x: centre.0,
        y: centre.1,
        initials: initials(lang, super::list::called(&own)),
        name: lang.keep(short(super::list::called(&own))),
        words: "",
        href: None,
        class: class(text(&own, "contact_type")),
        far: false,
        from: centre,
    }];
    for (one, (x, y)) in all.iter().zip(&places) {
        let from = one.on.map_or(centre, |on| places[on]);
        nodes.push(Node {
            x: *x,
            y: *y,
            initials: initials(lang, &one.name),
            name: lang.keep(short(&one.name)),
            words: if one.on.is_none() { lang.keep(short(&one.relation)) } else { "" },
            href: Some(lang.keep(format!("/contacts/{}", one.id))),
            class: class(&one.kind),
            far: one.on.is_some(),
            from,
        });
    }
    let title = lang.with("relationship-graph-of", &[("name", super::list::called(&own).into())]);
    Ok(Some(Graph { title, nodes, width: WIDTH, height: HEIGHT }))
}

/// Where each stands: the near ones evenly around, each of the others outside of the one that it hangs on.
fn places(near: usize, hangs_on: &[usize]) -> Vec<(f64, f64)> {
    let (x, y) = (WIDTH / 2.0, HEIGHT / 2.0 - 14.0);
    let angle = |at: usize| at as f64 / near.max(1) as f64 * 2.0 * PI - PI / 2.0 + PI / near.max(1) as f64 * 0.5;
    let on_circle = |angle: f64, wide: f64, high: f64| (x + wide * angle.cos(), y + high * angle.sin());
    let mut all: Vec<(f64, f64)> = (0..near).map(|at| on_circle(angle(at), 150.0, 104.0)).collect();
    for (index, on) in hangs_on.iter().enumerate() {
        let brothers = hangs_on.iter().filter(|other| *other == on).count();
        let own = hangs_on[..index].iter().filter(|other| *other == on).count();
        let room = (2.0 * PI / near.max(1) as f64).min(1.2);
        let turn = (own as f64 + 0.5) / brothers as f64 - 0.5;
        all.push(on_circle(angle(*on) + turn * room, 272.0, 172.0));
    }
    all
}

fn class(contact_type: &str) -> &'static str {
    match contact_type {
        "Organization" => "is-org",
        "Household" => "is-house",
        _ => "is-person",
    }
}

/// A name that fits under a dot.
fn short(name: &str) -> String {
    const MOST: usize = 20;
    match name.chars().nth(MOST) {
        Some(_) => name.chars().take(MOST - 1).chain(['…']).collect(),
        None => name.to_owned(),
    }
}

fn initials<'a>(lang: &'a Lang, name: &str) -> &'a str {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    lang.keep(first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_stands_on_anybody_else_and_all_fit() {
        let all = places(6, &[0, 0, 1, 3, 3, 3]);
        for (at, one) in all.iter().enumerate() {
            assert!(one.0 > 20.0 && one.0 < WIDTH - 20.0 && one.1 > 10.0 && one.1 < HEIGHT - 20.0, "{one:?}");
            for other in &all[..at] {
                assert!((one.0 - other.0).hypot(one.1 - other.1) > 30.0, "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(short("Claire"), "Claire");
        assert_eq!(short("Association des amis du moulin").chars().count(), 20);
    }
}
