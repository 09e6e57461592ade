//! Whoever may not see something cannot find out about it: two sites that differ only in what a role may not see answer
//! every call of that role alike, byte for byte.
//!
//! `INTERFERENCE_CALLS` says how many calls each role makes on each database; `INTERFERENCE_SEED` where
//! chance begins.

mod calls;
mod chance;
mod model;
mod perturb;
mod world;
mod writes;

use std::collections::BTreeSet;

use testkit::Engine;

use calls::Asked;
use chance::Chance;
use model::ROLES;
use world::Base;

/// Twenty thousand calls on each database, within two minutes.
const USUAL: usize = 1_667;

fn setting(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

fn calls_each() -> usize {
    setting("INTERFERENCE_CALLS", USUAL)
}

fn chance_for(role: &str) -> Chance {
    let seed = setting("INTERFERENCE_SEED", 1) as u64;
    Chance::new(role.bytes().fold(seed, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte))))
}

#[test]
fn nobody_finds_out_what_they_may_not_see_on_sqlite() {
    nobody_finds_out(Engine::Sqlite);
}

#[test]
fn nobody_finds_out_what_they_may_not_see_on_postgres() {
    nobody_finds_out(Engine::Postgres);
}

/// Non-interference and containment at once: both need the same answers.
fn nobody_finds_out(engine: Engine) {
    let base = Base::make(engine);
    let system = schema::Actor::system("test");
    let mut faults = Vec::new();
    let mut answered = 0;
    for role in ROLES {
        let same = base.copy();
        let other = base.copy();
        let hidden = model::hidden(&base, role);
        perturb::everything_hidden(&other, &base, role, &hidden);
        same.index();
        other.index();
        let (actor, actor_there) = (same.actor(&base, role), other.actor(&base, role));
        // The worlds must differ for this to say anything.
        if !role.is_administrator() {
            let everything = Asked::all_contacts();
            let (here, there) = (everything.answer(&same, &system), everything.answer(&other, &system));
            assert_ne!(here, there, "{}", role.name);
        }
        let mut chance = chance_for(role.name);
        for _ in 0..calls_each() {
            let asked = Asked::by(&mut chance, &same, &base, role);
            let (here, there) = (asked.answer(&same, &actor), asked.answer(&other, &actor_there));
            answered += usize::from(here.0 == 200);
            if here != there && !(engine == Engine::Postgres && differ_in_ties_alone(&here, &there)) {
                faults.push(format!("{}: {asked}\n    {}\n    {}", role.name, told(&here), told(&there)));
            }
            if here.0 >= 500 {
                faults.push(format!("{}: {asked}\n    fails: {}", role.name, told(&here)));
            }
            // A refusal repeats what was asked.
            let said: BTreeSet<usize> = tokens(&asked.to_string()).collect();
            let told_of = tokens(&here.1).filter(|token| hidden.contacts.contains(token) && !said.contains(token));
            let leaked: BTreeSet<usize> = told_of.collect();
            if !leaked.is_empty() {
                faults.push(format!("{}: {asked}\n    tells of {leaked:?}: {}", role.name, told(&here)));
            }
        }
    }
    let all = calls_each() * ROLES.len();
    assert!(faults.is_empty(), "{} of {all} calls tell too much:\n{}", faults.len(), few(&faults));
    // A generator that is refused everything proves nothing.
    assert!(answered * 3 > all, "only {answered} of {all} calls were answered at all");
}

#[test]
fn a_write_that_is_denied_changes_nothing_and_others_only_what_may_be_changed() {
    let base = Base::make(Engine::Sqlite);
    let mut faults = Vec::new();
    for role in ROLES {
        let site = base.copy();
        faults.extend(writes::tried(&site, &base, role, &mut chance_for(role.name), calls_each() / 3));
    }
    assert!(faults.is_empty(), "{} writes went too far:\n{}", faults.len(), few(&faults));
}

/// Whether two answers hold the same rows, and each record's stand at the same place: rows that a join has made of one
/// record have no order among themselves, and PostgreSQL gives them as they lie on its pages.
fn differ_in_ties_alone(here: &(u16, String), there: &(u16, String)) -> bool {
    let rows = |answer: &(u16, String)| -> Option<Vec<(Option<i64>, String)>> {
        let body: serde_json::Value = serde_json::from_str(&answer.1).ok()?;
        let rows = body.get("values")?.as_array()?;
        Some(rows.iter().map(|row| (row.get("id").and_then(serde_json::Value::as_i64), row.to_string())).collect())
    };
    let (Some(mut here), Some(mut there)) = (rows(here), rows(there)) else { return false };
    let ids = |rows: &[(Option<i64>, String)]| rows.iter().map(|(id, _)| *id).collect::<Vec<_>>();
    let placed = ids(&here) == ids(&there) && ids(&here).iter().all(Option::is_some);
    here.sort();
    there.sort();
    placed && here == there
}

fn few(faults: &[String]) -> String {
    faults.iter().take(12).cloned().collect::<Vec<_>>().join("\n")
}

fn told(answer: &(u16, String)) -> String {
    format!("{} {}", answer.0, answer.1.chars().take(600).collect::<String>())
}

/// The numbers of the contacts whose words stand in a text: every text of contact 17 holds `q17q`.
fn tokens(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut parts = text.split('q');
    parts.next();
    parts.filter_map(|part| (part.len() < 5).then(|| part.parse().ok()).flatten())
}
