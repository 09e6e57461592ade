//! Records that hang on records, in chains and in circles: a way that is open to its end is not asked about, and every
//! circle ends.

use super::*;

#[test]
fn a_chain_is_open_as_a_whole_when_each_of_its_links_is() {
    // Bud → Shoot → Twig, and Scrap → Sticker → Town.
    assert_eq!((seen("Bud"), seen("Scrap")), (String::new(), String::new()));
    let along = through("twig_id", "Twig");
    for rule in [Rule::All(vec![along.clone()]), Rule::Any(vec![Rule::Nothing, along.clone()])] {
        set("Shoot", rule);
        assert_eq!(seen("Bud"), "");
    }
    set("Twig", is("id", 1_i64));
    assert!(seen("Bud").contains(r#"FROM "twig""#));
    set("Shoot", Rule::Nothing);
    assert!(seen("Bud").contains(NOTHING));
}

#[test]
fn a_circle_of_several_is_open_as_a_whole_when_nothing_in_it_is_closed() {
    let (to_yang, to_ying) = (through("yang_id", "Yang"), through("ying_id", "Ying"));
    let either = |rule: &Rule| Rule::Any(vec![Rule::Nothing, rule.clone()]);
    for (ying, yang) in [(to_yang.clone(), to_ying.clone()), (either(&to_yang), either(&to_ying))] {
        set("Ying", ying);
        set("Yang", yang);
        assert_eq!((seen("Ying"), seen("Yang")), (String::new(), String::new()));
    }
    set("Yang", to_ying.and(is("id", 1_i64)));
    assert!(seen("Ying").contains(r#"FROM "yang""#));
    assert_eq!((seen("Mark"), seen("Smudge")), (String::new(), String::new()));
}

#[test]
fn to_take_something_off_a_record_is_to_change_that_record() {
    let asked = |entity: &'static str, verb: Verb| {
        let request = json!({"select": ["id"]});
        let asked = Asked { entity, verb, checked: true, dialect: Dialect::Sqlite, request: &request };
        plan(&asked).unwrap().rows.unwrap()
    };
    let on = |verb: Verb| asked("Leaf", verb).binds;
    assert_eq!(on(Verb::View), [Value::from(7_i64)]);
    assert_eq!(on(Verb::Edit), [Value::from(8_i64)]);
    assert_eq!(on(Verb::Delete), [Value::from(8_i64)]);
    assert!(asked("Stem", Verb::Delete).text.contains(NOTHING));
    // What is asked of the record itself after that is still about deleting.
    set("Leaf", Rule::All(vec![through("stem_id", "Stem"), Rule::Granted("Leaf".into())]));
    grant("Leaf", Verb::Edit, is("id", 5_i64));
    grant("Leaf", Verb::Delete, is("id", 6_i64));
    assert_eq!(on(Verb::Delete), [8_i64, 6, 8].map(Value::from));
}

#[test]
fn a_circle_of_keys_ends_after_some_turns() {
    set("Knot", is("name", "x"));
    let text = seen("Knot");
    assert_eq!(text.matches(r#"FROM "knot""#).count(), 1, "{text}");
    let inner = r#"EXISTS (SELECT 1 FROM "knot" AS s1 WHERE s1."id" = t0."parent_id" AND (ruche_fold(s1."name") = ?2 AND (s1."parent_id" IS NULL OR (1 = 0))))"#;
    assert_eq!(text, format!(r#"(ruche_fold(t0."name") = ?1 AND (t0."parent_id" IS NULL OR {inner}))"#));
    // Where all of them are seen, so is the circle.
    set("Knot", Rule::Everything);
    assert_eq!(seen("Knot"), "");
    set("Knot", Rule::Nothing);
    assert!(seen("Knot").contains(NOTHING));
}

#[test]
fn one_narrow_entity_in_the_middle_narrows_all_that_hangs_on_it() {
    // Label → Person, Town, Knot; Knot → Knot.
    set("Person", Rule::Everything);
    set("Knot", Rule::Everything);
    assert_eq!(seen("Label"), "");
    set("Knot", Rule::IsNull("name".into()));
    assert!(seen("Label").contains(r#"FROM "knot""#));
    for narrow in [
        Rule::Nothing,
        is("id", 1_i64),
        Rule::IsNull("name".into()),
        not(is("id", 1_i64)),
        Rule::Granted("Knot".into()),
        among("Bridge", Rule::Everything),
        not_among("Bridge", Rule::Everything),
        pointed("Bridge", Rule::Everything),
        found(json!({"select": ["id"]})),
        Rule::All(vec![Rule::Everything, is("id", 1_i64)]),
        Rule::Any(vec![Rule::Nothing, is("id", 1_i64)]),
        through("parent_id", "Nobody"),
    ] {
        set("Knot", narrow.clone());
        assert!(seen("Label").contains(r#"FROM "knot""#), "{narrow:?}");
    }
    for wide in [Rule::All(vec![]), Rule::Any(vec![is("id", 1_i64), Rule::Everything]), through("parent_id", "Knot")] {
        set("Knot", wide.clone());
        assert_eq!(seen("Label"), "", "{wide:?}");
    }
}

#[test]
fn a_saved_request_is_the_programs_own_and_one_that_leads_to_itself_finds_nothing() {
    let own = found(json!({"select": ["id"], "where": [["guarded", "=", "x"]]}));
    let Rule::Found { field, request, .. } = own else { panic!("it is a request") };
    set("Thing", Rule::Found { field, entity: "Safe".into(), request });
    let text = seen("Thing");
    assert!(text.contains(r#""guarded""#) && !text.contains(NOTHING), "{text}");
    let request = json!({"select": ["id"], "where": [["circles", "IN", [9]]]});
    let asked = Asked { entity: "Safe", verb: Verb::View, checked: true, dialect: Dialect::Sqlite, request: &request };
    let text = plan(&asked).unwrap().rows.unwrap().text;
    assert_eq!((text.matches("WITH found").count(), text.matches(NOTHING).count()), (8, 1), "{text}");
}
