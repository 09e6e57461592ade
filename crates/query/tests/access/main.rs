//! Access rules as SQL: each rule's text, and that doubt closes and never opens.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod chains;
mod fields;
mod lists;

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use calendar::Clock;
use query::{Context, Dialect, GetRequest, Lookup};
use schema::{
    Actor, Catalog, Computed, Entity, Field, FieldType, OptionItem, OptionList, OptionSource, PermissionSet,
    Requirement, Rule, Value, Verb,
};
use serde_json::{Value as Json, json};

thread_local! {
    /// What the policies of the test's entities answer, by the first part of their names.
    static RULES: RefCell<HashMap<&'static str, Rule>> = RefCell::new(HashMap::new());
    static HELD: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    /// The circles that may not be searched by.
    static CLOSED: RefCell<Vec<i64>> = const { RefCell::new(Vec::new()) };
    static GRANTED: RefCell<HashMap<(String, Verb), Rule>> = RefCell::new(HashMap::new());
}

fn says(entity: &'static str) -> Rule {
    RULES.with_borrow(|rules| rules.get(entity).cloned().unwrap_or(Rule::Everything))
}

fn is(field: &'static str, value: impl Into<Value>) -> Rule {
    Rule::Is(field.into(), value.into())
}

fn among(entity: &'static str, rule: Rule) -> Rule {
    Rule::Among { field: "id".into(), entity: entity.into(), column: "thing_id".into(), rule: Box::new(rule) }
}

fn not_among(entity: &'static str, rule: Rule) -> Rule {
    Rule::NotAmong { field: "id".into(), entity: entity.into(), column: "thing_id".into(), rule: Box::new(rule) }
}

fn pointed(entity: &'static str, rule: Rule) -> Rule {
    Rule::Pointed { field: "id".into(), entity: entity.into(), column: "thing_id".into(), rule: Box::new(rule) }
}

fn through(field: &'static str, entity: &'static str) -> Rule {
    Rule::Through { field: field.into(), entity: entity.into() }
}

fn by_table() -> Rule {
    Rule::ByTable { table_field: "entity_table".into(), id_field: "entity_id".into() }
}

fn found(request: Json) -> Rule {
    Rule::Found { field: "id".into(), entity: "Person".into(), request: Box::new(request) }
}

fn not(rule: Rule) -> Rule {
    Rule::Not(Box::new(rule))
}

struct Lists;

impl Lookup for Lists {
    fn options(&self, _: &Entity, field: &Field) -> Option<Arc<OptionList>> {
        let Some(OptionSource::Fixed(items)) = &field.options else { return None };
        let item = |name: &str| OptionItem { id: name.into(), name: name.into(), ..OptionItem::default() };
        Some(Arc::new(OptionList::new(items.iter().map(|(_, name, _)| item(name)).collect())))
    }
    fn contact_of_login(&self, _: &str) -> Option<i64> {
        None
    }
    fn filter(&self, entity: &Entity, field: &Field, _: &str, values: &[Value]) -> Option<Rule> {
        let of = |value: &Value| match value {
            // The circle of those who are in this circle.
            Value::Int(9) => {
                let request = json!({"select": ["id"], "where": [["circles", "IN", [9]]]});
                Rule::Found { field: "id".into(), entity: "Safe".into(), request: Box::new(request) }
            }
            plain => Rule::Is("other_id".into(), plain.clone()),
        };
        (entity.name == "Safe" && field.name == "circles").then(|| values.iter().map(of).fold(Rule::Nothing, Rule::or))
    }
    fn may_search(&self, entity: &Entity, field: &Field, values: &[Value]) -> bool {
        assert_eq!((&*entity.name, &*field.name), ("Safe", "circles"));
        CLOSED.with_borrow(|closed| values.iter().filter_map(Value::as_int).all(|value| !closed.contains(&value)))
    }
    fn granted(&self, entity: &str, verb: Verb) -> Rule {
        GRANTED.with_borrow(|all| all.get(&(entity.to_owned(), verb)).cloned().unwrap_or(Rule::Nothing))
    }
}

fn int(name: &'static str) -> Field {
    Field::new(name, FieldType::Int)
}

fn text(name: &'static str) -> Field {
    Field::new(name, FieldType::Text { max: 64 })
}

fn open(name: &'static str, table: &'static str, fields: Vec<Field>) -> Entity {
    Entity::new(name, table, fields).door_all("default", &[])
}

const TABLES: OptionSource =
    OptionSource::Fixed(&[("person", "person", "Person"), ("town", "town", "Town"), ("knot", "knot", "Knot")]);
const OPEN_TABLES: OptionSource = OptionSource::Fixed(&[("town", "town", "Town")]);

fn catalog() -> Catalog {
    let mut by_code = text("person_code").references("Person");
    by_code.references.as_mut().unwrap().column = "code".into();
    let thing = vec![
        int("id").not_null(),
        text("name"),
        int("owner_id").references("Person"),
        int("keeper_id").references("Person").not_null(),
        by_code,
        int("town_id").references("Town"),
        Field::new("is_done", FieldType::Bool).not_null(),
        text("entity_table").options(TABLES),
        int("entity_id").references_by("entity_table"),
    ];
    let thing = open("Thing", "thing", thing).policy(|_, _| says("Thing"));
    let bin = vec![int("id").not_null(), Field::new("is_deleted", FieldType::Bool).not_null()];
    let bin = open("Bin", "bin", bin).policy(|_, _| says("Bin"));
    let person =
        open("Person", "person", vec![int("id").not_null(), text("name"), text("code")]).policy(|_, _| says("Person"));
    let mut sifted = text("sifted");
    sifted.search_permission = Requirement::any(&["search sifted"]);
    let safe = vec![
        int("id").not_null(),
        sifted,
        int("circles").filter(&["IN", "NOT IN"]),
        text("open"),
        text("hush").secret(),
        text("guarded").any_permission(&["see guarded"]),
        int("ledger_id").references("Ledger"),
        int("thing_id").references("Thing"),
        int("other_id").references("Safe"),
    ];
    let of = |key: &'static str, field: &'static str| Computed::Of { key, field };
    let safe = open("Safe", "safe", safe)
        .with(text("other_open").computed(of("other_id", "open")))
        .with(text("other_hush").computed(of("other_id", "hush")))
        .with(text("other_guarded").computed(of("other_id", "guarded")))
        .with(text("other_other").computed(of("other_id", "other_open")))
        .with(text("thing_name").computed(of("thing_id", "name")));
    let ledger =
        Entity::new("Ledger", "ledger", vec![int("id").not_null(), text("line")]).door_all("get", &["see ledgers"]);
    let town = open("Town", "town", vec![int("id").not_null(), text("name"), text("kind")]);
    let village = town.preset("Village", "kind", "Village");
    let bridge = open(
        "Bridge",
        "bridge",
        vec![int("id").not_null(), int("thing_id"), int("person_id").references("Person"), int("group_id")],
    );
    let seat = vec![int("id").not_null(), int("row"), int("place")];
    let seat = open("Seat", "seat", seat).index("index_seat", &["row", "place"]);
    let stem = open("Stem", "stem", vec![int("id").not_null()]).policy(|_, verb| match verb {
        Verb::View => is("id", 7_i64),
        Verb::Edit => is("id", 8_i64),
        Verb::Delete => Rule::Nothing,
    });
    let leaf = open("Leaf", "leaf", vec![int("id").not_null(), int("stem_id").references("Stem").guards()])
        .policy(|_, _| says("Leaf"));
    let knot = vec![int("id").not_null(), int("parent_id").references("Knot").guards(), text("name")];
    let knot = open("Knot", "knot", knot).policy(|_, _| says("Knot"));
    let label = vec![
        int("id").not_null(),
        text("entity_table").options(TABLES),
        int("entity_id").references_by("entity_table").guards(),
    ];
    let label = open("Label", "label", label);
    let sticker = vec![
        int("id").not_null(),
        text("entity_table").options(OPEN_TABLES),
        int("entity_id").references_by("entity_table").guards(),
    ];
    let sticker = open("Sticker", "sticker", sticker);
    let twig = open("Twig", "twig", vec![int("id").not_null()]).policy(|_, _| says("Twig"));
    let hangs = |key: &'static str, on: &'static str| vec![int("id").not_null(), int(key).references(on).guards()];
    let shoot = open("Shoot", "shoot", hangs("twig_id", "Twig")).policy(|_, _| says("Shoot"));
    let bud = open("Bud", "bud", hangs("shoot_id", "Shoot"));
    let ying = open("Ying", "ying", vec![int("id").not_null(), int("yang_id").references("Yang")]);
    let yang = open("Yang", "yang", vec![int("id").not_null(), int("ying_id").references("Ying")]);
    let (ying, yang) = (ying.policy(|_, _| says("Ying")), yang.policy(|_, _| says("Yang")));
    let named = |tables: &'static [(&'static str, &'static str, &'static str)]| {
        let names = text("entity_table").options(OptionSource::Fixed(tables));
        vec![int("id").not_null(), names, int("entity_id").references_by("entity_table").guards()]
    };
    let mark = open("Mark", "mark", named(&[("smudge", "smudge", "Smudge")]));
    let smudge = open("Smudge", "smudge", named(&[("mark", "mark", "Mark")]));
    let scrap = open("Scrap", "scrap", hangs("sticker_id", "Sticker"));
    let remark =
        vec![int("id").not_null(), text("entity_table"), int("entity_id").references_by("entity_table").guards()];
    let remark = open("Remark", "remark", remark);
    Catalog::new(
        [
            open("Ether", "", vec![int("id"), int("thing_id")]).made_by_code(),
            seat,
            ying,
            yang,
            mark,
            smudge,
            twig,
            shoot,
            bud,
            scrap,
            stem,
            leaf,
            safe,
            ledger,
            thing,
            bin,
            person,
            town,
            village,
            bridge,
            knot,
            label,
            sticker,
            remark,
        ],
        1,
    )
}

struct Asked<'r> {
    entity: &'static str,
    verb: Verb,
    checked: bool,
    dialect: Dialect,
    request: &'r Json,
}

fn plan(asked: &Asked<'_>) -> Result<query::Plan, query::PlanError> {
    let catalog = catalog();
    let clock = Clock::at(jiff::Timestamp::UNIX_EPOCH, jiff::tz::TimeZone::UTC, 0, (1, 1));
    let actor = Actor {
        name: "test".into(),
        contact_id: Some(1),
        user_id: Some(1),
        permissions: Arc::new(HELD.with_borrow(|names| PermissionSet::default().with(names.iter().cloned()))),
    };
    let context = Context {
        catalog: &catalog,
        lookup: &Lists,
        clock: &clock,
        actor: &actor,
        verb: asked.verb,
        checked: asked.checked,
        dialect: asked.dialect,
        searches: 0,
    };
    query::plan(&context, asked.entity, &GetRequest::from_json(asked.request.as_object().unwrap())?)
}

fn set(entity: &'static str, rule: Rule) {
    RULES.with_borrow_mut(|rules| rules.insert(entity, rule));
}

fn grant(entity: &str, verb: Verb, rule: Rule) {
    GRANTED.with_borrow_mut(|all| all.insert((entity.to_owned(), verb), rule));
}

/// What stands behind WHERE when these records are asked for; empty for all of them.
fn seen_in(dialect: Dialect, entity: &'static str, verb: Verb) -> String {
    let request = json!({"select": ["id"], "orderBy": {"id": "ASC"}});
    let asked = Asked { entity, verb, checked: true, dialect, request: &request };
    let text = plan(&asked).unwrap().rows.unwrap().text;
    let (head, rest) = text.split_once(" AS t0").unwrap();
    assert!(head.starts_with("SELECT t0.\"id\" FROM "), "{text}");
    let (inside, _) = rest.rsplit_once(" ORDER BY ").unwrap();
    inside.strip_prefix(" WHERE ").unwrap_or(inside).to_owned()
}

fn seen(entity: &'static str) -> String {
    seen_in(Dialect::Sqlite, entity, Verb::View)
}

/// The condition on things under this rule.
fn thing(rule: Rule) -> String {
    set("Thing", rule);
    seen("Thing")
}

const NOTHING: &str = "(1 = 0)";

#[test]
fn plain_rules_are_plain_conditions() {
    assert_eq!(thing(Rule::Everything), "");
    assert_eq!(thing(Rule::Nothing), NOTHING);
    assert_eq!(thing(is("id", 3_i64)), r#"t0."id" = ?1"#);
    assert_eq!(thing(is("id", Value::Null)), r#"t0."id" IS NULL"#);
    assert_eq!(thing(Rule::IsNull("name".into())), r#"t0."name" IS NULL"#);
    assert_eq!(thing(is("name", "Zoë")), r#"ruche_fold(t0."name") = ?1"#);
    set("Thing", is("name", "Zoë"));
    let postgres = seen_in(Dialect::Postgres, "Thing", Verb::View);
    assert!(postgres.contains(r#"ruche_fold(t0."name")"#) && postgres.contains(" = $1"), "{postgres}");
}

#[test]
fn a_text_is_compared_as_people_read_it_and_other_values_as_they_are() {
    set("Thing", is("name", "ÉCOLE"));
    let request = json!({"select": ["id"]});
    let asked = Asked { entity: "Thing", verb: Verb::View, checked: true, dialect: Dialect::Sqlite, request: &request };
    assert_eq!(plan(&asked).unwrap().rows.unwrap().binds, [Value::from("ecole")]);
    set("Thing", is("owner_id", "ÉCOLE"));
    assert_eq!(plan(&asked).unwrap().rows.unwrap().binds, [Value::from("ÉCOLE")]);
    assert_eq!(seen("Thing"), r#"t0."owner_id" = ?1"#);
}

#[test]
fn what_nearly_all_records_are_is_told_to_the_database_and_nothing_else() {
    // Records in the bin are left out anyway, unless they are asked for.
    let bin = |value: Value| {
        set("Bin", is("is_deleted", value));
        seen("Bin").split_once(" AND ").unwrap().1.to_owned()
    };
    let usual = r#"likelihood(t0."is_deleted" = 0, 0.97)"#;
    assert_eq!(bin(Value::Bool(false)), usual);
    assert_eq!(bin(Value::Int(0)), usual);
    assert_eq!(bin(Value::Bool(true)), r#"t0."is_deleted" = ?1"#);
    assert_eq!(bin(Value::Int(1)), r#"t0."is_deleted" = ?1"#);
    assert_eq!(thing(is("is_done", Value::Bool(false))), r#"t0."is_done" = ?1"#);
    assert_eq!(thing(is("owner_id", Value::Int(0))), r#"t0."owner_id" = ?1"#);
}

#[test]
fn rules_together_are_joined_and_those_that_say_nothing_vanish() {
    let all = |rules: Vec<Rule>| thing(Rule::All(rules));
    let any = |rules: Vec<Rule>| thing(Rule::Any(rules));
    assert_eq!(all(vec![is("id", 1_i64), is("town_id", 2_i64)]), r#"(t0."id" = ?1 AND t0."town_id" = ?2)"#);
    assert_eq!(any(vec![is("id", 1_i64), is("town_id", 2_i64)]), r#"(t0."id" = ?1 OR t0."town_id" = ?2)"#);
    assert_eq!(all(vec![is("id", 1_i64), Rule::Everything]), r#"t0."id" = ?1"#);
    assert_eq!(all(vec![Rule::Everything, Rule::Everything]), "");
    assert_eq!(any(vec![is("id", 1_i64), Rule::Everything]), "");
    assert_eq!(all(vec![is("id", 1_i64), Rule::Nothing]), format!(r#"(t0."id" = ?1 AND {NOTHING})"#));
    assert_eq!(any(vec![Rule::Nothing]), NOTHING);
    // No alternative at all is none that holds; no demand at all is one that is met.
    assert_eq!(any(vec![]), NOTHING);
    assert_eq!(all(vec![]), "");
}

#[test]
fn the_record_behind_a_key_is_asked_unless_all_of_them_are_seen() {
    set("Person", Rule::Everything);
    assert_eq!(thing(through("owner_id", "Person")), "");
    assert_eq!(thing(through("town_id", "Town")), "");
    set("Person", is("id", 7_i64));
    let person = |alias: &str, column: &str, own: &str| {
        format!(
            r#"EXISTS (SELECT 1 FROM "person" AS {alias} WHERE {alias}."{column}" = t0."{own}" AND {alias}."id" = ?1)"#
        )
    };
    let owner = format!(r#"(t0."owner_id" IS NULL OR {})"#, person("s1", "id", "owner_id"));
    assert_eq!(thing(through("owner_id", "Person")), owner);
    assert_eq!(thing(through("keeper_id", "Person")), person("s1", "id", "keeper_id"));
    let by_code = format!(r#"(t0."person_code" IS NULL OR {})"#, person("s1", "code", "person_code"));
    assert_eq!(thing(through("person_code", "Person")), by_code);
    // What nobody knows is seen by nobody, and a field that is none counts as one that may be empty.
    assert_eq!(thing(through("owner_id", "Nobody")), NOTHING);
    assert_eq!(thing(through("odd", "Person")), format!(r#"(t0."odd" IS NULL OR {})"#, person("s1", "id", "odd")));
}

#[test]
fn an_opposite_lets_through_what_the_rule_does_not_and_what_is_unknown() {
    assert_eq!(thing(not(is("town_id", 1_i64))), r#"(t0."town_id" = ?1) IS NOT TRUE"#);
    assert_eq!(thing(not(Rule::Nothing)), format!("({NOTHING}) IS NOT TRUE"));
    assert_eq!(thing(not(Rule::Everything)), NOTHING);
    assert_eq!(thing(not(Rule::All(vec![Rule::Everything]))), NOTHING);
    assert_eq!(thing(not(not(is("id", 1_i64)))), r#"((t0."id" = ?1) IS NOT TRUE) IS NOT TRUE"#);
    for values in [
        Rule::IsNull("name".into()),
        Rule::All(vec![is("id", 1_i64), is("town_id", 1_i64)]),
        Rule::Any(vec![is("id", 1_i64), is("town_id", 1_i64)]),
        among("Bridge", is("group_id", 1_i64)),
        not_among("Bridge", is("group_id", 1_i64)),
        pointed("Bridge", is("group_id", 1_i64)),
        found(json!({"select": ["id"]})),
    ] {
        let text = thing(not(values.clone()));
        assert!(text.ends_with(" IS NOT TRUE"), "{values:?}: {text}");
    }
}

#[test]
fn the_opposite_of_somebodys_rights_opens_nothing() {
    set("Person", is("id", 7_i64));
    grant("Thing", Verb::View, is("id", 9_i64));
    for rights in [through("owner_id", "Person"), by_table(), Rule::Granted("Thing".into())] {
        for rule in [
            rights.clone(),
            Rule::All(vec![is("id", 1_i64), rights.clone()]),
            Rule::Any(vec![is("id", 1_i64), rights.clone()]),
            among("Bridge", rights.clone()),
            not_among("Bridge", rights.clone()),
            pointed("Bridge", rights.clone()),
            not(rights.clone()),
        ] {
            assert_eq!(thing(not(rule.clone())), NOTHING, "{rule:?}");
        }
    }
}

#[test]
fn what_cannot_be_found_out_closes_and_its_opposite_too() {
    let broken = found(json!({"select": ["no_such_field"]}));
    let mut deep = is("group_id", 1_i64);
    for _ in 0..80 {
        deep = among("Bridge", deep);
    }
    for doubtful in [broken, found(json!(7)), among("Nothing", Rule::Everything), pointed("Nothing", Rule::Everything)]
    {
        assert_eq!(thing(doubtful.clone()), NOTHING, "{doubtful:?}");
        assert_eq!(thing(not(doubtful.clone())), NOTHING, "{doubtful:?}");
        assert_eq!(thing(not(not(doubtful.clone()))), NOTHING, "{doubtful:?}");
        let partly = Rule::Any(vec![is("id", 1_i64), doubtful.clone()]);
        assert_eq!(thing(partly.clone()), format!(r#"(t0."id" = ?1 OR {NOTHING})"#));
        assert_eq!(thing(not(partly)), NOTHING);
        // Doubt in one part does not close another beside it.
        let beside = Rule::All(vec![doubtful.clone(), not(is("id", 1_i64))]);
        assert_eq!(thing(beside), format!(r#"({NOTHING} AND (t0."id" = ?1) IS NOT TRUE)"#));
        // A doubt outside stays one, whatever was written after it.
        let after = not(Rule::All(vec![doubtful.clone(), not(is("id", 1_i64))]));
        assert_eq!(thing(after), NOTHING, "{doubtful:?}");
    }
    assert_eq!(thing(not_among("Nothing", Rule::Everything)), NOTHING);
    assert_eq!(thing(not_among("Bridge", found(json!(7)))), NOTHING);
    assert!(thing(deep.clone()).contains(NOTHING));
    assert_eq!(thing(not(deep.clone())), NOTHING);
    assert_eq!(thing(not_among("Bridge", deep)), NOTHING);
    let mut deep = is("group_id", 1_i64);
    for _ in 0..80 {
        deep = pointed("Bridge", deep);
    }
    assert!(thing(deep.clone()).contains(NOTHING));
    assert_eq!(thing(not(deep)), NOTHING);
}

#[test]
fn nesting_is_cut_where_requests_are() {
    let nested = |depth: usize| (0..depth).fold(is("group_id", 1_i64), |rule, _| among("Bridge", rule));
    let fits = |rule: Rule| !thing(rule).contains(NOTHING);
    let most = (1..80).take_while(|depth| fits(nested(*depth))).count();
    assert_eq!(most, 64);
    let pointing = |depth: usize| (0..depth).fold(is("group_id", 1_i64), |rule, _| pointed("Bridge", rule));
    assert_eq!((1..80).take_while(|depth| fits(pointing(*depth))).count(), most);
}

#[test]
fn a_saved_request_finds_what_its_own_rows_are() {
    let text = thing(found(json!({"select": ["id"], "where": [["name", "=", "x"]]})));
    assert!(text.starts_with(r#"t0."id" IN (WITH found(c0) AS (SELECT "#), "{text}");
    assert!(text.contains(r#"FROM "person" AS t0"#), "{text}");
}

#[test]
fn access_lists_grant_by_entity_and_verb() {
    grant("Thing", Verb::View, is("id", 5_i64));
    grant("Thing", Verb::Edit, is("id", 6_i64));
    set("Thing", Rule::Granted("Thing".into()));
    assert_eq!(seen_in(Dialect::Sqlite, "Thing", Verb::View), r#"t0."id" = ?1"#);
    assert_eq!(seen_in(Dialect::Sqlite, "Thing", Verb::Delete), NOTHING);
    grant("Thing", Verb::Edit, Rule::Everything);
    assert_eq!(seen_in(Dialect::Sqlite, "Thing", Verb::Edit), "");
    assert_eq!(thing(Rule::Granted("Person".into())), NOTHING);
    // What is granted as a whole needs no look at single records.
    set("Person", Rule::Any(vec![Rule::Nothing, Rule::Granted("Person".into())]));
    grant("Person", Verb::View, Rule::Everything);
    assert_eq!(thing(through("owner_id", "Person")), "");
    set("Person", Rule::All(vec![Rule::Everything, Rule::Granted("Person".into())]));
    assert_eq!(thing(through("owner_id", "Person")), "");
    grant("Person", Verb::View, is("id", 1_i64));
    assert!(thing(through("owner_id", "Person")).contains("EXISTS"));
}

#[test]
fn a_record_of_a_named_table_is_asked_in_that_table() {
    set("Person", is("id", 7_i64));
    set("Knot", is("id", 8_i64));
    let text = thing(by_table());
    let person = r#"(t0."entity_table" = ?1 AND EXISTS (SELECT 1 FROM "person" AS s1 WHERE s1."id" = t0."entity_id" AND s1."id" = ?2))"#;
    assert!(text.starts_with(&format!("({person} OR ")), "{text}");
    assert!(text.ends_with(r#" OR t0."entity_table" IN (?6))"#), "{text}");
    assert!(!text.contains("bridge"), "only the tables among the options: {text}");
    // Where all of them are seen as a whole nothing is asked.
    set("Person", Rule::Everything);
    set("Knot", Rule::Everything);
    assert_eq!(thing(by_table()), "");
    assert_eq!(seen("Sticker"), "");
    set("Person", Rule::Nothing);
    assert!(thing(by_table()).contains(r#"t0."entity_table" IN ("#));
}

#[test]
fn a_field_without_options_may_name_any_table_and_circles_end() {
    set("Thing", Rule::Everything);
    set("Person", is("id", 7_i64));
    set("Knot", Rule::Everything);
    let text = seen("Remark");
    for table in ["person", "remark", "label"] {
        assert!(text.contains(&format!("FROM \"{table}\"")), "{table}: {text}");
    }
    // A remark on a remark, and no further.
    assert_eq!(text.matches(r#"FROM "remark""#).count(), 1, "{text}");
    assert_eq!(text.matches(r#"FROM "label""#).count(), 2, "{text}");
    assert!(text.contains(NOTHING), "{text}");
}

#[test]
fn the_program_itself_is_asked_no_rule() {
    set("Thing", Rule::Nothing);
    let request = json!({"select": ["id"]});
    let asked =
        Asked { entity: "Thing", verb: Verb::View, checked: false, dialect: Dialect::Sqlite, request: &request };
    assert!(!plan(&asked).unwrap().rows.unwrap().text.contains(NOTHING));
}

#[test]
fn a_joined_table_carries_its_own_rule_for_viewing() {
    set("Thing", Rule::Everything);
    set("Person", is("id", 7_i64));
    let request = json!({"select": ["id", "owner_id.name"], "where": [["owner_id.name", "=", "x"]]});
    for checked in [true, false] {
        let asked = Asked { entity: "Thing", verb: Verb::Edit, checked, dialect: Dialect::Sqlite, request: &request };
        let text = plan(&asked).unwrap().rows.unwrap().text;
        let joined = r#"LEFT JOIN "person" AS t1 ON t1."id" = t0."owner_id""#;
        assert_eq!(text.contains(&format!(r#"{joined} AND t1."id" = "#)), checked, "{text}");
    }
}
