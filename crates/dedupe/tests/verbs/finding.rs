//! Finding duplicates: by rules, and by likeness as records come and change.

use kit::Work;
use schema::Actor;
use serde_json::{Value as Json, json};

use super::{World, refusal, world};

fn person(world: &World, first: &str, last: &str, more: Json) -> i64 {
    let mut values = json!({"contact_type": "Individual", "first_name": first, "last_name": last});
    for (name, value) in more.as_object().unwrap() {
        values[name] = value.clone();
    }
    world.save("Contact", values).unwrap()
}

fn duplicates(world: &World, rule: &str, values: Json) -> Vec<i64> {
    let found = world.call("Contact", "getDuplicates", json!({"dedupeRule": rule, "values": values})).unwrap();
    found.iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

/// Runs the job until it has nothing to do; the pairs that it then knows, with their reasons.
fn pairs(world: &World) -> Vec<(i64, i64, i64, String)> {
    for round in 0..2 {
        let mut work = Work::default();
        loop {
            world.site.write(&Actor::system("test"), "jobs", |tx| dedupe::compare::run(tx, &mut work)).unwrap();
            if work.position.is_none() {
                break;
            }
        }
        assert!(round < 2);
    }
    let mut found = Vec::new();
    world
        .site
        .read(&Actor::system("test"), |tx| {
            let text = r#"SELECT "contact_id1", "contact_id2", "score", "reasons" FROM "ruche_duplicate_pair" ORDER BY "contact_id1", "contact_id2""#;
            tx.rows(&store::statement(text, Vec::new()), |row| {
                let int = |at| store::owned(row.cell(at)).as_int().unwrap();
                let reasons = store::owned(row.cell(3)).as_text().unwrap().to_owned();
                found.push((int(0), int(1), int(2), reasons));
                Ok(())
            })
        })
        .unwrap();
    found
}

#[test]
fn a_rule_finds_whoever_reaches_its_threshold() {
    let world = world();
    let ada = person(&world, "Ada", "Byron", json!({"email_primary.email": "Ada@Example.org"}));
    person(&world, "Ada", "Byron", json!({}));
    let same = json!({"first_name": "ADA", "last_name": "byron", "email_primary.email": "ada@example.org"});
    assert_eq!(duplicates(&world, "Individual.Unsupervised", same.clone()), [ada]);
    assert_eq!(duplicates(&world, "IndividualSupervised", same), [ada]);
    let other = json!({"first_name": "Ada", "last_name": "Byron"});
    assert!(duplicates(&world, "Individual.Supervised", other).is_empty());
    let wrong = world.call("Contact", "getDuplicates", json!({"dedupeRule": "Nonsense", "values": {}}));
    assert!(refusal(wrong).contains("Nonsense"));
}

#[test]
fn contacts_in_the_bin_are_nobodys_duplicates() {
    let world = world();
    let ada = person(&world, "Ada", "Byron", json!({"email_primary.email": "ada@example.org"}));
    world.discard("Contact", ada).unwrap();
    assert!(
        duplicates(&world, "Individual.Unsupervised", json!({"email_primary.email": "ada@example.org"})).is_empty()
    );
}

#[test]
fn a_rule_may_look_at_the_first_letters_alone() {
    let world = world();
    let group = json!({"title": "Start of the name", "contact_type": "Individual", "threshold": 5, "used": "General"});
    let group = world.save("DedupeRuleGroup", group).unwrap();
    let rule = json!({"dedupe_rule_group_id": group, "rule_table": "civicrm_contact", "rule_field": "last_name", "rule_length": 3, "rule_weight": 5});
    world.save("DedupeRule", rule).unwrap();
    let ada = person(&world, "Ada", "Byron", json!({}));
    assert_eq!(duplicates(&world, &group.to_string(), json!({"last_name": "Byrnes"})), [ada]);
    assert!(duplicates(&world, &group.to_string(), json!({"last_name": "Bacon"})).is_empty());
    let wrong = json!({"dedupe_rule_group_id": group, "rule_table": "civicrm_contact", "rule_field": "nothing", "rule_weight": 5});
    assert!(refusal(world.save("DedupeRule", wrong)).contains("compared"));
}

#[test]
fn a_rule_finds_its_pairs_among_all_contacts() {
    let world = world();
    let one = person(&world, "Ada", "Byron", json!({"email_primary.email": "ada@example.org"}));
    let two = person(&world, "Ada", "BYRON", json!({"email_primary.email": "ADA@example.org"}));
    person(&world, "Ada", "Bacon", json!({"email_primary.email": "ada@example.org"}));
    let find = || {
        world.site.read(&Actor::system("test"), |tx| {
            let rules = dedupe::matching::rules(tx, &json!("Individual.Supervised"))?;
            dedupe::matching::pairs(tx, &rules, None, 100)
        })
    };
    let found: Vec<_> = find().unwrap().into_iter().map(|pair| (pair.one, pair.other, pair.weight)).collect();
    assert_eq!(found, [(one, two, 22)]);
    world.save("DedupeException", json!({"contact_id1": two, "contact_id2": one})).unwrap();
    assert!(find().unwrap().is_empty());
}

#[test]
fn each_type_has_one_rule_for_a_use() {
    let world = world();
    let group = json!({"title": "Mine", "contact_type": "Individual", "threshold": 5, "used": "Supervised"});
    world.save("DedupeRuleGroup", group).unwrap();
    let used = world.get(
        "DedupeRuleGroup",
        &["name"],
        json!([["contact_type", "=", "Individual"], ["used", "=", "Supervised"]]),
    );
    assert_eq!(used.len(), 1);
    assert_ne!(used[0]["name"], "IndividualSupervised");
}

#[test]
fn likely_pairs_are_found_once_everybody_is_compared_and_kept_current() {
    let world = world();
    let one = person(&world, "Hélène", "Lefèvre", json!({"birth_date": "1980-02-01"}));
    let two = person(&world, "Helene", "LEFEBVRE", json!({"birth_date": "1980-02-01"}));
    person(&world, "Paul", "Durand", json!({}));
    let found = pairs(&world);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].0, found[0].1), (one, two));
    assert!(found[0].3.contains("same-birth"), "{found:?}");
    // Somebody new comes, somebody changes, somebody goes.
    let three = person(&world, "Durand", "Paul", json!({}));
    assert_eq!(pairs(&world).len(), 2);
    world.update("Contact", three, json!({"last_name": "Martin"})).unwrap();
    assert_eq!(pairs(&world).len(), 1);
    world.discard("Contact", two).unwrap();
    assert!(pairs(&world).is_empty());
}

#[test]
fn an_undo_brings_pairs_back() {
    let world = world();
    person(&world, "Ada", "Byron", json!({}));
    let two = person(&world, "Ada", "Byron", json!({}));
    assert_eq!(pairs(&world).len(), 1);
    let transaction = world
        .site
        .write(&Actor::system("test"), "test", |tx| {
            tx.discard("Contact", two, store::As::Program)?;
            Ok(tx.transaction_id().unwrap())
        })
        .unwrap();
    assert!(pairs(&world).is_empty());
    world.site.write(&Actor::system("test"), "test", |tx| tx.undo(transaction, store::As::Program)).unwrap();
    assert_eq!(pairs(&world).len(), 1);
}
