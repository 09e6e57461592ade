//! Fields and entities that some may not see: left out where they are only selected, refused where they could tell something.

use super::*;

fn hold(permissions: &[&str]) {
    HELD.with_borrow_mut(|held| *held = permissions.iter().map(|name| (*name).to_owned()).collect());
}

/// The keys of the answer's columns, or what the refusal says.
fn keys(entity: &'static str, checked: bool, request: &Json) -> Result<Vec<String>, String> {
    let asked = Asked { entity, verb: Verb::View, checked, dialect: Dialect::Sqlite, request };
    let plan = plan(&asked).map_err(|error| error.to_string())?;
    Ok(plan.columns.iter().map(|column| column.key.clone()).collect())
}

#[test]
fn a_field_is_seen_by_whoever_holds_what_it_asks_for_and_a_secret_by_nobody() {
    let wanted = json!({"select": ["id", "open", "hush", "guarded"]});
    assert_eq!(keys("Safe", true, &wanted).unwrap(), ["id", "open"]);
    hold(&["see guarded"]);
    assert_eq!(keys("Safe", true, &wanted).unwrap(), ["id", "open", "guarded"]);
    assert_eq!(keys("Safe", false, &wanted).unwrap(), ["id", "open", "hush", "guarded"]);
    hold(&[]);
    assert_eq!(keys("Safe", false, &wanted).unwrap(), ["id", "open", "hush", "guarded"]);
    let all = keys("Safe", true, &json!({})).unwrap();
    assert!(all.contains(&"open".to_owned()), "{all:?}");
    assert!(!all.contains(&"hush".to_owned()) && !all.contains(&"guarded".to_owned()), "{all:?}");
}

#[test]
fn a_hidden_field_is_refused_where_it_could_tell_something() {
    for request in [
        json!({"select": ["id"], "where": [["FIELD", "=", "x"]]}),
        json!({"select": ["id"], "where": [["OR", [["id", "=", 1], ["FIELD", "IS NULL"]]]]}),
        json!({"select": ["id"], "orderBy": {"FIELD": "ASC"}}),
        json!({"select": ["COUNT(*) AS n"], "groupBy": ["FIELD"]}),
        json!({"select": ["id"], "where": [["other_id.FIELD", "=", "x"]]}),
        json!({"select": ["id"], "join": [["Safe AS s", "LEFT", ["s.FIELD", "=", "open"]]]}),
    ] {
        let with = |field: &str| serde_json::from_str::<Json>(&request.to_string().replace("FIELD", field)).unwrap();
        hold(&[]);
        for field in ["hush", "guarded"] {
            assert!(keys("Safe", true, &with(field)).is_err(), "{field} {request}");
            assert!(keys("Safe", false, &with(field)).is_ok(), "{field} {request}");
        }
        hold(&["see guarded"]);
        assert!(keys("Safe", true, &with("guarded")).is_ok(), "{request}");
        assert!(keys("Safe", true, &with("hush")).is_err(), "{request}");
        assert!(keys("Safe", true, &with("open")).is_ok(), "{request}");
    }
}

#[test]
fn a_field_that_may_not_be_searched_by_is_seen_and_sorts_nothing_out() {
    let told = json!({"select": ["id", "sifted", "MAX(other_id.sifted) AS most"], "groupBy": ["id"]});
    for request in [
        json!({"select": ["id"], "where": [["sifted", "=", "x"]]}),
        json!({"select": ["id", "row_count"], "where": [["other_id.sifted", "=", "x"]]}),
        json!({"select": ["row_count"], "where": [["sifted", "=", "x"]]}),
        json!({"select": ["id", "sifted"], "having": [["sifted", "=", "x"]]}),
        json!({"select": ["id"], "orderBy": {"sifted": "ASC"}}),
        json!({"select": ["sifted", "COUNT(*) AS n"], "groupBy": ["sifted"]}),
        json!({"select": ["row_count"], "groupBy": ["sifted"]}),
        json!({"select": ["id"], "join": [["Safe AS s", "LEFT", ["s.sifted", "=", "open"]]]}),
        json!({"select": ["row_count"], "join": [["Safe AS s", "INNER", ["s.sifted", "=", "open"]]]}),
    ] {
        hold(&[]);
        assert!(keys("Safe", true, &request).is_err(), "{request}");
        assert!(keys("Safe", false, &request).is_ok(), "{request}");
        hold(&["search sifted"]);
        assert!(keys("Safe", true, &request).is_ok(), "{request}");
    }
    hold(&[]);
    assert_eq!(keys("Safe", true, &told).unwrap(), ["id", "sifted", "most"]);
    // What is told after something was sorted out by another field is told all the same.
    let beside = json!({"select": ["id", "sifted"], "where": [["open", "=", "x"]], "orderBy": {"open": "ASC"}});
    assert_eq!(keys("Safe", true, &beside).unwrap(), ["id", "sifted"]);
    assert!(keys("Safe", true, &json!({})).unwrap().contains(&"sifted".to_owned()));
}

#[test]
fn a_condition_with_what_may_not_be_searched_by_is_refused() {
    let by = |operator: &str, circles: Json| json!({"select": ["id"], "where": [["circles", operator, circles]]});
    CLOSED.with_borrow_mut(|closed| *closed = vec![4]);
    for operator in ["IN", "NOT IN"] {
        assert!(keys("Safe", true, &by(operator, json!([3]))).is_ok());
        assert!(keys("Safe", true, &by(operator, json!([3, 4]))).is_err());
        assert!(keys("Safe", false, &by(operator, json!([4]))).is_ok());
    }
}

#[test]
fn a_closed_entity_is_reached_by_no_path() {
    let filtered = json!({"select": ["id"], "where": [["ledger_id.line", "=", "x"]]});
    let joined = json!({"select": ["id"], "join": [["Ledger AS l", "LEFT", ["l.id", "=", "ledger_id"]]]});
    for request in [filtered, joined] {
        hold(&[]);
        assert!(keys("Safe", true, &request).is_err(), "{request}");
        assert!(keys("Safe", false, &request).is_ok(), "{request}");
        hold(&["see ledgers"]);
        assert!(keys("Safe", true, &request).is_ok(), "{request}");
    }
    let selected = json!({"select": ["id", "ledger_id.line"]});
    assert_eq!(keys("Safe", true, &selected).unwrap(), ["id", "ledger_id.line"]);
    hold(&[]);
    assert_eq!(keys("Safe", true, &selected).unwrap(), ["id"]);
}

#[test]
fn what_lies_in_another_record_follows_the_rules_of_that_record() {
    // The answer's column, and what stands behind it; a field that is left out gives nothing.
    let text = |field: &str, checked: bool| {
        let request = json!({"select": ["id", field]});
        let asked = Asked { entity: "Safe", verb: Verb::View, checked, dialect: Dialect::Sqlite, request: &request };
        plan(&asked).map(|plan| plan.rows.unwrap().text).unwrap_or_default()
    };
    set("Thing", is("id", 7_i64));
    let (mine, all) = (text("thing_name", true), text("thing_name", false));
    let inside = r#"FROM "thing" AS s2 WHERE s2."id" = t0."thing_id""#;
    assert!(mine.contains(&format!(r#"{inside} AND s2."id" = "#)), "{mine}");
    assert!(all.contains(&format!("{inside})")), "{all}");
    set("Thing", Rule::Everything);
    let open = text("thing_name", true);
    assert!(open.contains(&format!("{inside})")), "{open}");
    assert!(text("other_open", true).contains(r#"s2."open""#));
    assert!(!text("other_hush", true).contains("hush\"") && !text("other_hush", false).contains("hush\""));
    assert!(!text("other_other", true).contains(r#""other_open""#), "only columns are read elsewhere");
    hold(&[]);
    assert!(!text("other_guarded", true).contains(r#"s2."guarded""#));
    hold(&["see guarded"]);
    assert!(text("other_guarded", true).contains(r#"s2."guarded""#));
}

#[test]
fn rows_that_lie_in_no_table_are_joined_by_nobody() {
    let request = json!({"select": ["id"], "join": [["Ether AS e", "LEFT", ["e.thing_id", "=", "id"]]]});
    for checked in [true, false] {
        assert_eq!(keys("Thing", checked, &request).unwrap_err(), "Ether cannot be joined.");
    }
}

#[test]
fn a_preset_holds_whoever_asks() {
    let preset = |checked: bool| {
        let request = json!({"select": ["id"]});
        let asked = Asked { entity: "Village", verb: Verb::View, checked, dialect: Dialect::Sqlite, request: &request };
        plan(&asked).unwrap().rows.unwrap().text
    };
    for checked in [true, false] {
        assert!(preset(checked).contains(r#"WHERE t0."kind" = ?1"#), "{}", preset(checked));
    }
}
