//! Many at once or one after the other: the database is the same afterwards.

use std::collections::BTreeMap;

use import::work;
use schema::{Actor, FieldType};
use serde_json::{Map, Value as Json, json};
use store::{As, Result, Tx};

use super::importing::{done, handed, setup};
use super::{World, world};

/// Every row of every table but those of the program's own work; without moments and what is drawn by chance.
fn rows(world: &World) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    let apart = ["File", "EntityFile", "UserJob"];
    let read = world.site.read(&Actor::system("test"), |tx| {
        for entity in tx.catalog().clone().entities() {
            let own = entity.table.starts_with("ruche_") || apart.contains(&entity.name.as_ref());
            if entity.preset.is_some() || !entity.stored || own {
                continue;
            }
            let moment = |ty| matches!(ty, FieldType::Timestamp | FieldType::DateTime);
            let columns: Vec<String> = entity
                .columns()
                .filter(|field| !moment(field.ty) && field.name != "hash")
                .map(|field| format!("\"{}\"", field.column()))
                .collect();
            let text = format!(r#"SELECT {} FROM "{}" ORDER BY "id""#, columns.join(", "), entity.table);
            all.insert(entity.name.to_string(), lines(tx, &text, &columns)?);
        }
        Ok(())
    });
    read.unwrap();
    all
}

/// History, whatever the order within a transaction.
fn history(world: &World) -> Vec<String> {
    let columns = ["entity", "record_id", "action", "owner_entity", "owner_id", "before", "after"];
    let columns = columns.map(|name| format!("\"{name}\""));
    let text = format!(
        r#"SELECT {} FROM "ruche_change" WHERE "entity" NOT IN ('UserJob', 'File', 'EntityFile')"#,
        columns.join(", ")
    );
    let mut all = world.site.read(&Actor::system("test"), |tx| lines(tx, &text, &columns)).unwrap();
    let now = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    all.iter_mut().for_each(|line| *line = without_moments(line, &now));
    all.sort();
    all
}

/// A line without the times of today.
fn without_moments(line: &str, today: &str) -> String {
    let mut parts = line.split(today);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.get("T00:00:00".len()..).unwrap_or(part));
    }
    // Whether the clock went on between two writes is chance.
    kept.replace(r#",\"modified_date\":\"\""#, "")
}

fn lines(tx: &Tx<'_>, text: &str, columns: &[String]) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    tx.rows(&store::statement(text, Vec::new()), |row| {
        let cells = (0..columns.len()).map(|at| format!("{}={:?}", columns[at], store::owned(row.cell(at))));
        lines.push(cells.collect::<Vec<_>>().join(" "));
        Ok(())
    })?;
    Ok(lines)
}

fn objects(list: Json) -> Vec<Map<String, Json>> {
    list.as_array().unwrap().iter().map(|one| one.as_object().cloned().unwrap()).collect()
}

/// Everything that people may write down about contacts, in pieces; ids as an empty site gives them, after this one.
fn pieces(last: i64) -> Vec<(&'static str, Json)> {
    let id = |n: i64| last + n;
    let contacts = json!([
        {"contact_type": "Individual", "first_name": "Claire", "last_name": "Morel", "prefix_id:name": "Mrs.", "gender_id": 1},
        {"contact_type": "Individual", "first_name": " Anaïs ", "last_name": "de la Tour", "birth_date": "1958-11-15"},
        {"contact_type": "Individual", "external_identifier": "A7", "nick_name": "Zozo", "email_greeting_custom": "Coucou"},
        {"contact_type": "Household", "household_name": "Les Morel"},
        {"contact_type": "Organization", "organization_name": "Mairie de Nyons", "legal_name": "Commune de Nyons"},
        {"first_name": "Paul", "last_name": "Rey", "do_not_email": true, "preferred_communication_method": [1, 2]},
        {"contact_type": "Individual", "deceased_date": "2020-01-02", "last_name": "Vial", "preferred_language": "fr_FR"},
    ]);
    let emails = json!([
        {"contact_id": id(1), "email": "claire@example.org"},
        {"contact_id": id(1), "email": "claire.pro@example.org", "location_type_id:name": "Work"},
        {"contact_id": id(2), "email": "un@example.org", "is_primary": false},
        {"contact_id": id(2), "email": "deux@example.org", "is_primary": true, "is_billing": true},
        {"contact_id": id(2), "email": "trois@example.org", "is_billing": true, "is_bulkmail": true},
        {"contact_id": id(3), "email": " seul@example.org "},
        {"contact_id": id(4), "email": "foyer@example.org", "on_hold": 1},
    ]);
    let phones = json!([
        {"contact_id": id(1), "phone": "06 39 98 14 27", "phone_type_id:name": "Mobile"},
        {"contact_id": id(5), "phone": "+33 4 75 26 00 00", "phone_ext": "12"},
        {"contact_id": id(5), "phone": "poste", "is_primary": true},
    ]);
    let addresses = json!([
        {"contact_id": id(4), "street_address": "3 rue du Four", "postal_code": "26110", "city": "Nyons", "country_id:name": "FR"},
        {"contact_id": id(5), "city": "Nyons", "is_billing": true},
        {"contact_id": id(6), "street_address": "1 chemin", "geo_code_1": 44.36, "geo_code_2": 5.14},
    ]);
    let changes = json!([
        {"id": id(1), "last_name": "Morel-Dupont", "employer_id": id(5)},
        {"id": id(2), "first_name": "Anaïs", "last_name": "de la Tour"},
        {"id": id(3), "nick_name": ""},
        {"id": id(5), "organization_name": "Ville de Nyons"},
        {"id": id(6), "is_deceased": true, "job_title": "Apiculteur"},
    ]);
    vec![
        ("Contact", contacts),
        ("Email", emails),
        ("Phone", phones),
        ("Address", addresses),
        ("Contact", changes),
        (
            "Website",
            json!([{"contact_id": id(1), "url": "https://morel.example.org"}, {"contact_id": id(5), "url": "https://nyons.example.org"}]),
        ),
        ("Tag", json!([{"label": "Salon", "used_for": ["civicrm_contact"]}, {"label": "Marché"}])),
        (
            "Note",
            json!([{"entity_table": "civicrm_contact", "entity_id": id(1), "note": "Vue au stand"}, {"entity_table": "civicrm_contact", "entity_id": id(2), "note": "À rappeler"}]),
        ),
    ]
}

fn last_contact(world: &World) -> i64 {
    world.get("Contact", &["id"], json!([])).last().and_then(|row| row["id"].as_i64()).unwrap_or(0)
}

fn location(world: &World, entity: &str, change: fn(Vec<i64>) -> Json) -> Json {
    change(world.get(entity, &["id"], json!([])).iter().filter_map(|row| row["id"].as_i64()).collect())
}

#[test]
fn records_saved_together_are_as_those_saved_one_by_one() {
    let (together, alone) = (world(), world());
    let last = last_contact(&together);
    assert_eq!(last, last_contact(&alone));
    let mut pieces = pieces(last);
    for (entity, list) in &pieces {
        both(&together, &alone, entity, list);
    }
    // What is there already changes place among its kind.
    let swapped = |ids: Vec<i64>| json!([{"id": ids[0], "is_primary": false, "email": "autre@example.org"}, {"id": ids[1], "is_primary": true}, {"id": ids[3], "is_primary": false}]);
    pieces = vec![("Email", location(&together, "Email", swapped))];
    let moved = |ids: Vec<i64>| json!([{"id": ids[0], "city": "Valence"}, {"id": ids[1], "is_primary": true, "street_address": "Place"}]);
    pieces.push(("Address", location(&together, "Address", moved)));
    for (entity, list) in &pieces {
        both(&together, &alone, entity, list);
    }
}

fn same_rows(one: &World, other: &World, after: &str) {
    let (one, other) = (rows(one), rows(other));
    for (entity, lines) in &one {
        same(lines, &other[entity], &format!("{entity} after {after}"));
    }
}

/// Compares line by line: the whole of it is too much to read.
fn same(one: &[String], other: &[String], what: &str) {
    for (left, right) in one.iter().zip(other) {
        assert_eq!(left, right, "{what}");
    }
    assert_eq!(one.len(), other.len(), "{what}");
}

fn both(together: &World, alone: &World, entity: &str, list: &Json) {
    let system = Actor::system("test");
    let ids =
        together.site.write(&system, "test", |tx| tx.save_many(entity, objects(list.clone()), As::Actor)).unwrap();
    let each = |tx: &mut Tx<'_>| {
        objects(list.clone())
            .into_iter()
            .map(|one| Ok(tx.save(entity, one, As::Actor)?.id))
            .collect::<Result<Vec<i64>>>()
    };
    assert_eq!(ids, alone.site.write(&system, "test", each).unwrap(), "{entity}");
    same_rows(together, alone, entity);
    same(&history(together), &history(alone), entity);
}

#[test]
fn one_wrong_record_among_many_is_refused_in_the_words_of_one() {
    let world = world();
    let before = rows(&world);
    let wrong = [
        ("Contact", json!([{"first_name": "Ada"}, {"first_name": "Bo", "contact_type": "Robot"}])),
        ("Contact", json!([{"first_name": "Ada"}, {"first_name": "x".repeat(65)}])),
        ("Contact", json!([{"first_name": "Ada"}, {"id": 99_999, "first_name": "Bo"}])),
        ("Email", json!([{"contact_id": 1, "email": "a@example.org"}, {"contact_id": 1, "email": ""}])),
        (
            "Email",
            json!([{"contact_id": 1, "email": "a@example.org"}, {"contact_id": 99_999, "email": "b@example.org"}]),
        ),
        (
            "Contact",
            json!([{"last_name": "Un", "external_identifier": "Z"}, {"last_name": "Deux", "external_identifier": "z"}]),
        ),
    ];
    for (entity, list) in wrong {
        let many = world.site.write(&Actor::system("test"), "test", |tx| {
            tx.attempt(|tx| tx.save_many(entity, objects(list.clone()), As::Actor))
        });
        let alone = world.site.write(&Actor::system("test"), "test", |tx| {
            tx.attempt(|tx| {
                objects(list.clone()).into_iter().try_for_each(|one| tx.save(entity, one, As::Actor).map(|_| ()))
            })
        });
        assert_eq!(many.unwrap_err().to_string(), alone.unwrap_err().to_string(), "{list}");
        assert_eq!(rows(&world), before, "nothing of {list} is kept");
    }
}

const HEADER: &str = "Matricule;Civilité;Prénom;Nom;Mail;Mail 2;Portable;Tél fixe;Adresse;CP;Commune;Né(e) le;Site web;Tags;Groupes;Notes\n";

/// Strangers, people whom the site knows, the same person twice, and rows that cannot be.
const LIST: [&str; 14] = [
    ";Mme;Claire;MOREL;claire@example.org;;0639981427;;3 rue du Four;26110;Nyons;15/11/1958;;Salon;Les amis;vue au stand",
    "A2;M.;Paul;Rey;paul@example.org;paul.pro@example.org;0611223344;0475260000;;26110;Nyons;;rey.example.org;Salon, Marché;;",
    ";;Claire;Morel;claire@example.org;;0622222222;;;;;;;;;",
    ";;;;seul@example.org;;;;;;;;;;;",
    ";;Gérard;Vial;pas une adresse;;;;;;;;;;;",
    "A1;;Ada;Lovelace;ada@example.org;;0699999999;;Rue neuve;26000;Valence;;;;Les amis;",
    ";;Zoé;Blanc;zoe@example.org;;;;;;;31/02/1950;;;;",
    ";;Thu;Nguyen;thu@example.org;;0712345678;;12 cours;26200;Montélimar;;;;;deux\u{a0}mots",
    ";;Inès;Kaddour;ines@example.org;;;;;;Crest;;;;;",
    "A1;;Ada;Lovelace;ada.autre@example.org;;;;;;;;;;;encore elle",
    ";;Anne;Roux;;;;0475260001;;1400;Bourg;;;;;",
    ";;Known;Person;known@example.org;;0600000000;;Rue;26110;Nyons;01/01/1970;;;;",
    ";;Other;Person;KNOWN@example.org;;;;;;;;;;;",
    ";;;;;;;;Rue sans nom;26110;Nyons;;;;;",
];

fn known(world: &World) {
    let ada = json!({"first_name": "Ada", "last_name": "Byron", "external_identifier": "A1", "email_primary.email": "ada@example.org"});
    world.save("Contact", ada).unwrap();
    let person = json!({"first_name": "Known", "last_name": "Person", "email_primary.email": "known@example.org"});
    world.save("Contact", person).unwrap();
}

fn bring(world: &World, text: &str) {
    let id = handed(world, text);
    setup(world, id, |setup| setup.ask_about_likeness = false);
    done(world, id, work::REHEARSE);
    done(world, id, work::IMPORT);
}

#[test]
fn a_list_brought_in_whole_leaves_what_its_rows_leave_one_after_the_other() {
    let (whole, piecemeal) = (world(), world());
    known(&whole);
    known(&piecemeal);
    bring(&whole, &format!("{HEADER}{}\n", LIST.join("\n")));
    for row in LIST {
        bring(&piecemeal, &format!("{HEADER}{row}\n"));
    }
    same_rows(&whole, &piecemeal, "the list");
    same(&history(&whole), &history(&piecemeal), "history");
}
