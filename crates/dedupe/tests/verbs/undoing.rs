//! Undoing a merge gives both people back, with every row where it was: over generated worlds, row by row.

use std::collections::BTreeMap;

use dedupe::merge::{self, Mode};
use schema::Actor;
use serde_json::json;
use store::As;

use super::{World, world};

/// Numbers that look random and are the same each time (Park and Miller).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        self.0 % limit
    }
}

/// Every row of every table but history, queues and the search for duplicates; without the moment at which a contact
/// was last touched, which rules note beside history.
fn rows(world: &World) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    world
        .site
        .read(&Actor::system("test"), |tx| {
            for entity in tx.catalog().clone().entities() {
                if entity.preset.is_some() || !entity.stored || entity.table.starts_with("ruche_") {
                    continue;
                }
                let columns: Vec<String> = entity
                    .columns()
                    .filter(|field| !(entity.name == "Contact" && field.name == "modified_date"))
                    .map(|field| format!("\"{}\"", field.column()))
                    .collect();
                let text = format!(r#"SELECT {} FROM "{}" ORDER BY "id""#, columns.join(", "), entity.table);
                let mut lines = Vec::new();
                tx.rows(&store::statement(text, Vec::new()), |row| {
                    let cells =
                        (0..columns.len()).map(|at| format!("{}={:?}", columns[at], store::owned(row.cell(at))));
                    lines.push(cells.collect::<Vec<_>>().join(" "));
                    Ok(())
                })?;
                all.insert(entity.name.to_string(), lines);
            }
            Ok(())
        })
        .unwrap();
    all
}

/// People with all kinds of things that refer to them.
fn populate(world: &World, dice: &mut Dice) -> Vec<i64> {
    let first = ["Ada", "Anne", "Claire"];
    let mut people = Vec::new();
    let firm = world.save("Contact", json!({"contact_type": "Organization", "organization_name": "Moulin"})).unwrap();
    for n in 0..6 {
        let mut values = json!({
            "first_name": first[usize::try_from(dice.below(3)).unwrap()],
            "last_name": "Byron",
            "email_primary.email": format!("ada{}@example.org", dice.below(3)),
        });
        if dice.below(2) == 0 {
            values["nick_name"] = json!(format!("N{n}"));
            values["employer_id"] = json!(firm);
        }
        if dice.below(3) == 0 {
            values["external_identifier"] = json!(format!("X{n}"));
        }
        if dice.below(2) == 0 {
            values["do_not_mail"] = json!(true);
            values["Skills.level"] = json!("good");
        }
        people.push(world.save("Contact", values).unwrap());
    }
    let groups: Vec<i64> =
        (0..3).map(|n| world.save("Group", json!({"title": format!("Group {n}")})).unwrap()).collect();
    let tag = world.save("Tag", json!({"label": "Helper", "used_for": ["civicrm_contact"]})).unwrap();
    let any = |dice: &mut Dice| people[usize::try_from(dice.below(6)).unwrap()];
    for n in 0..40 {
        let (one, two) = (any(dice), any(dice));
        // What is refused (a second place in a group, a relationship with oneself) is refused: the world is as it is.
        let _ = match dice.below(9) {
            0 => world.save("Email", json!({"contact_id": one, "email": format!("m{}@example.org", dice.below(4)), "is_primary": dice.below(2) == 0})),
            1 => world.save("Phone", json!({"contact_id": one, "phone": format!("06 00 00 00 0{}", dice.below(3)), "is_billing": true})),
            2 => world.save("Address", json!({"contact_id": one, "street_address": format!("{} rue Haute", dice.below(2)), "city": "Crest"})),
            3 => world.save("Note", json!({"entity_table": "civicrm_contact", "entity_id": one, "note": format!("n{n}"), "contact_id": two})),
            4 => world.save("GroupContact", json!({"contact_id": one, "group_id": groups[usize::try_from(dice.below(3)).unwrap()], "status": if dice.below(3) == 0 { "Removed" } else { "Added" }})),
            5 => world.save("EntityTag", json!({"entity_table": "civicrm_contact", "entity_id": one, "tag_id": tag})),
            6 => world.save("Relationship", json!({"contact_id_a": one, "contact_id_b": two, "relationship_type_id": 1 + dice.below(4)})),
            7 => world.save("Activity", json!({"activity_type_id": 1 + dice.below(3), "source_contact_id": one, "target_contact_id": [two, one], "assignee_contact_id": [any(dice)]})),
            _ => world.save("Custom_Courses", json!({"entity_id": one, "level": format!("c{n}")})),
        };
    }
    people
}

#[test]
fn after_an_undo_every_row_is_where_it_was() {
    for seed in 1..=4 {
        let world = world();
        for (title, several) in [("Skills", false), ("Courses", true)] {
            let values = json!({"title": title, "name": title, "extends": "Individual", "is_multiple": several, "style": "Inline"});
            let set = world.save("CustomGroup", values).unwrap();
            let field = json!({"custom_group_id": set, "label": "Level", "name": "level", "data_type": "String", "html_type": "Text"});
            world.save("CustomField", field).unwrap();
        }
        let mut dice = Dice(seed * 7_919);
        let people = populate(&world, &mut dice);
        for pair in people.chunks(2) {
            let (keep, other) = (pair[0], pair[1]);
            let before = rows(&world);
            let transaction = world
                .site
                .write(&Actor::system("test"), "test", |tx| {
                    assert!(merge::automatically(tx, keep, other, Mode::Aggressive)?);
                    Ok(tx.transaction_id().unwrap())
                })
                .unwrap();
            assert_ne!(rows(&world), before);
            world.site.write(&Actor::system("test"), "test", |tx| tx.undo(transaction, As::Program)).unwrap();
            let after = rows(&world);
            for (entity, lines) in &before {
                assert_eq!(&after[entity], lines, "{entity} of seed {seed}, {keep} and {other}");
            }
            // And it can be merged again, for the next pair to have a past.
            world
                .site
                .write(&Actor::system("test"), "test", |tx| merge::automatically(tx, keep, other, Mode::Aggressive))
                .unwrap();
        }
    }
}
