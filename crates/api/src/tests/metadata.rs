//! What the API tells about itself.

use serde_json::{Value as Json, json};

use super::fixture::{World, admin, holder};

#[test]
fn actions_are_those_that_fit_and_that_the_caller_may_use() {
    let world = World::new();
    let names = |entity: &str, actor: &schema::Actor| {
        world.call_as(actor, &format!("{entity}.getActions"), json!({"select": ["name"]}), json!(["name"])).json["values"].clone()
    };
    assert_eq!(
        names("Label", &admin()),
        json!([
            "autocomplete",
            "checkAccess",
            "create",
            "delete",
            "export",
            "get",
            "getActions",
            "getFields",
            "getLinks",
            "replace",
            "revert",
            "save",
            "update"
        ])
    );
    assert_eq!(names("Entity", &admin()), json!(["checkAccess", "get", "getActions", "getFields", "getLinks"]));
    assert_eq!(names("Setting", &admin()), json!(["checkAccess", "get", "getActions", "getFields", "getLinks"]));
    assert!(names("Individual", &admin()).as_array().unwrap().contains(&json!("greet")));
    assert_eq!(
        names("Person", &holder(&["access CiviCRM"])),
        json!(["autocomplete", "checkAccess", "get", "getActions", "getFields", "getLinks", "greet", "update"])
    );
}

#[test]
fn actions_tell_their_parameters() {
    let world = World::new();
    let json = world.ask("Person.getActions", json!({"where": [["name", "=", "delete"]], "select": ["params"]}));
    let params = &json["values"][0]["params"];
    assert_eq!(params["limit"], json!({"type": ["int"], "default": 0}));
    assert_eq!(params["useTrash"], json!({"type": ["bool"], "default": true}));
    assert_eq!((&params["where"]["type"], &params["where"]["required"]), (&json!(["array"]), &json!(true)));
}

#[test]
fn fields_are_described() {
    let world = World::new();
    let json = world.ask("Person.getFields", json!({"where": [["name", "=", "name"]]}));
    let row = &json["values"][0];
    let expected = json!({
        "name": "name", "title": "Full Name", "label": "Full Name", "type": "Field", "entity": "Person",
        "required": false, "nullable": true, "readonly": false, "data_type": "String", "options": false,
        "table_name": "person", "column_name": "name", "fk_entity": null,
    });
    expected.as_object().unwrap().iter().for_each(|(key, value)| assert_eq!(&row[key], value, "{key}"));
    let json =
        world.ask("Mail.getFields", json!({"action": "create", "select": ["name", "required", "default_value"]}));
    let by = |name: &str| json["values"].as_array().unwrap().iter().find(|row| row["name"] == name).unwrap().clone();
    assert_eq!(by("mail")["required"], true);
    assert_eq!(by("is_primary")["default_value"], false);
    assert_eq!(by("person_id"), json!({"name": "person_id", "required": false, "default_value": null}));
}

#[test]
fn a_path_leads_to_the_field_of_another_entity() {
    let world = World::new();
    let params = json!({"where": [["name", "IN", ["person_id.name", "nosuch.name", "nosuch"]]], "select": ["name", "entity", "title"]});
    let json = world.ask("Mail.getFields", params);
    assert_eq!(json["values"], json!([{"name": "person_id.name", "entity": "Person", "title": "Full Name"}]));
    let json = world
        .ask("Label.getFields", json!({"where": [["name", "=", "parent_id.parent_id.label"]], "select": ["entity"]}));
    assert_eq!(json["values"], json!([{"entity": "Label"}]));
}

#[test]
fn options_come_in_the_form_that_is_asked_for() {
    let world = World::new();
    let fr = world.ask("Country.create", json!({"values": {"name": "France", "iso": "FR"}}))["values"][0]["id"].clone();
    let it = world.ask("Country.create", json!({"values": {"name": "Italy", "iso": "IT"}}))["values"][0]["id"].clone();
    world.ask(
        "Province.save",
        json!({"records": [{"name": "Loire", "country_id": fr}, {"name": "Lazio", "country_id": it}]}),
    );
    let options = |field: &str, load: Json, values: Json| {
        let params =
            json!({"where": [["name", "=", field]], "select": ["options"], "loadOptions": load, "values": values});
        world.ask("Mail.getFields", params)["values"][0]["options"].clone()
    };
    assert_eq!(options("mail", json!(true), json!({})), json!(false));
    assert_eq!(options("country_id", json!(false), json!({})), json!(true));
    assert_eq!(
        options("country_id", json!(true), json!({})),
        json!({fr.to_string(): "France", it.to_string(): "Italy"})
    );
    assert_eq!(options("country_id", json!(["id", "abbr"]), json!({}))[1], json!({"id": it, "abbr": "IT"}));
    assert_eq!(options("province_id", json!(["name"]), json!({"country_id": it})), json!([{"name": "Lazio"}]));
    assert_eq!(options("province_id", json!(true), json!({"country_id": 99})), json!([]));
}

#[test]
fn secrets_and_what_one_may_not_see_are_not_described() {
    let world = World::new();
    let names = |actor: &schema::Actor, action: &str| {
        world.call_as(actor, "Person.getFields", json!({"select": ["name"], "action": action}), json!(["name"])).json["values"].to_string()
    };
    assert!(!names(&admin(), "get").contains("api_key"));
    assert!(names(&admin(), "create").contains("api_key"));
    assert!(!names(&holder(&["access CiviCRM"]), "create").contains("api_key"));
}

#[test]
fn fields_of_another_kind_are_left_out_when_the_kind_is_known() {
    let world = World::new();
    let born = |values: Json| {
        world.ask("Person.getFields", json!({"where": [["name", "=", "born"]], "values": values}))["values"].clone()
    };
    assert_eq!(born(json!({"kind": "Club"})), json!([]));
    let row = &born(json!({"kind": "Individual"}))[0];
    assert_eq!((&row["input_type"], &row["input_attrs"]["time"]), (&json!("Date"), &json!(false)));
}

#[test]
fn entities_are_listed_but_not_the_internal_ones() {
    let world = World::new();
    let json = world.ask("Entity.get", json!({"where": [["name", "IN", ["Person", "RucheChange"]]]}));
    assert_eq!(json["count"], 1);
    let row = &json["values"][0];
    assert_eq!((&row["type"], &row["primary_key"]), (&json!(["DAOEntity"]), &json!(["id"])));
    assert_eq!(row["paths"]["view"], "people/[id]");
    assert_eq!(world.call_as(&admin(), "RucheChange.get", json!({}), Json::Null).status, 404);
}

#[test]
fn access_is_told_without_a_refusal() {
    let world = World::new();
    let id = world.person("Ada");
    let may = |actor: &schema::Actor, action: &str, values: Json| {
        let said = world.call_as(actor, "Person.checkAccess", json!({"action": action, "values": values}), Json::Null);
        said.json["values"][0]["access"].clone()
    };
    assert_eq!(may(&admin(), "update", json!({"id": id})), true);
    assert_eq!(may(&holder(&["view people"]), "update", json!({"id": id})), false);
    assert_eq!(may(&holder(&["view people"]), "get", json!({"id": id})), true);
    assert_eq!(may(&holder(&["edit people"]), "delete", json!({"id": id})), false);
}

#[test]
fn links_are_filled_and_only_where_one_may_go() {
    let world = World::new();
    let id = world.person("Ada");
    let links = |actor: &schema::Actor, values: Json| {
        world.call_as(actor, "Person.getLinks", json!({"values": values}), json!(["path"])).json["values"].clone()
    };
    assert_eq!(links(&admin(), json!({"id": id})), json!([format!("people/{id}")]));
    assert_eq!(links(&admin(), json!({})), json!(["people/[id]", "people/add?kind=[kind]"]));
    assert_eq!(links(&holder(&[]), json!({"id": id})), json!([]));
}

#[test]
fn a_record_is_exported_with_what_belongs_to_it() {
    let world = World::new();
    let values = json!({"name": "top", "label": "Top", "used_for": ["person"]});
    let top = world.ask("Label.create", json!({"values": values}))["values"][0]["id"].clone();
    world.ask("Label.create", json!({"values": {"name": "leaf", "label": "Leaf", "parent_id": top}}));
    let json = world.ask("Label.export", json!({"id": top, "match": ["name"]}));
    assert_eq!(
        json["values"][0],
        json!({"name": "Label_top", "entity": "Label", "cleanup": "unused", "update": "unmodified",
            "params": {"version": 4, "values": {"name": "top", "label": "Top", "used_for": ["person"], "is_active": true}, "match": ["name"]}})
    );
    assert_eq!(json["values"][1]["name"], "Label_top_Label_leaf");
    assert_eq!(json["values"][1]["params"]["values"]["parent_id.name"], "top");
}
