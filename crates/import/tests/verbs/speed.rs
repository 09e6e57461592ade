//! Temporary.
use std::time::Instant;

use import::work;

use super::importing::{done, handed, setup};
use super::world;

#[test]
#[ignore]
fn speed() {
    let world = world();
    let rows: usize = std::env::var("ROWS").ok().and_then(|n| n.parse().ok()).unwrap_or(20_000);
    for phone in [10_000_000, 20_000_000] {
        let mut text = String::from("Prénom;Nom;Mail;Portable;Adresse;CP;Commune\n");
        for at in 0..rows {
            let (f, l) = (["Claire", "Paul", "Gérard"][at % 3], ["Morel", "Rey", "Vial"][at / 3 % 3]);
            text.push_str(&format!("{f};{l}-{at};adherent.{at}@import.example.org;06{:08};{} rue du Four;26110;Nyons\n", (phone + at * 7) % 100_000_000, at % 90));
        }
        let id = handed(&world, &text);
        setup(&world, id, |setup| setup.ask_about_likeness = std::env::var("LIKE").is_ok());
        let t = Instant::now();
        done(&world, id, work::REHEARSE);
        let r = t.elapsed().as_secs_f64();
        let t = Instant::now();
        done(&world, id, work::IMPORT);
        let i = t.elapsed().as_secs_f64();
        println!("rehearsal {:.0} rows/s, import {:.0} rows/s", rows as f64 / r, rows as f64 / i);
    }
    if std::env::var("UNDO").is_ok() {
        let t = Instant::now();
        done(&world, 2, work::UNDO);
        done(&world, 1, work::UNDO);
        println!("undo {:.0} rows/s", rows as f64 * 2.0 / t.elapsed().as_secs_f64());
    }
}
