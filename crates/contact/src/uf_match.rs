//! `UFMatch`: which account belongs to which contact, in the words of existing clients. The rows are those of accounts
//! that belong to somebody, and whatever is written here is written to the account, with all its rules and its history.

use kit::{Action, Parameter, ParameterType, Parameters, Registry, Rows};
use query::{Cell, GetRequest};
use schema::account::ADMINISTER;
use schema::{Entity, Field, FieldType, OptionSource, Requirement};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, MAIN_DOMAIN, Problem, Result, Tx, statement};

use crate::domain;
use crate::user::User;

/// The columns, in order.
const COLUMNS: [&str; 6] = ["id", "domain_id", "uf_id", "uf_name", "contact_id", "language"];
/// What a call may write of a link that there is.
const WRITTEN: [&str; 3] = ["contact_id", "uf_name", "language"];

pub(crate) fn register(registry: &mut Registry) {
    registry
        .array(entity(), rows)
        .action(action("create", "Ties an account to a contact.", vec![required("values")], create))
        .action(action("update", "Changes which contact an account belongs to.", changing(), update))
        .action(action("save", "Ties accounts to contacts, or changes that.", saving(), save))
        .action(action("delete", "Unties accounts from their contacts; the accounts stay.", chosen(), delete));
}

fn entity() -> Entity {
    let domains = OptionSource::table("Domain", "name").source();
    let fields = vec![
        Field::new("id", FieldType::Int).readonly().title("UF Match ID").input("Number"),
        Field::new("domain_id", FieldType::Int).readonly().title("Domain ID").options(domains).input("EntityRef"),
        Field::new("uf_id", FieldType::Int).required().title("CMS ID").input("Number"),
        Field::new("uf_name", FieldType::Text { max: 128 }).title("CMS Unique Identifier").input("Text"),
        Field::new("contact_id", FieldType::Int).required().title("Contact ID").input("EntityRef"),
        Field::new("language", FieldType::Text { max: 5 }).title("Preferred Language").input("Text"),
    ];
    Entity::new("UFMatch", "", fields)
        .kind("DAOEntity")
        .searchable("secondary")
        .door_all("get", &["access CiviCRM"])
        .door_all("default", &[ADMINISTER])
}

type Run = fn(&mut Tx<'_>, &Parameters) -> Result<Rows>;

fn action(name: &'static str, description: &'static str, mut parameters: Vec<Parameter>, run: Run) -> Action {
    parameters.push(Parameter::optional("reload", ParameterType::Mixed, json!(false)));
    Action {
        entity: "UFMatch",
        name,
        description,
        door: Requirement::all(&[ADMINISTER]),
        parameters,
        writes: true,
        run,
    }
}

fn required(name: &'static str) -> Parameter {
    Parameter::required(name, ParameterType::Array)
}

fn chosen() -> Vec<Parameter> {
    vec![
        required("where"),
        Parameter::optional("orderBy", ParameterType::Array, json!([])),
        Parameter::optional("limit", ParameterType::Int, json!(0)),
        Parameter::optional("offset", ParameterType::Int, json!(0)),
    ]
}

fn changing() -> Vec<Parameter> {
    [chosen(), vec![required("values")]].concat()
}

fn saving() -> Vec<Parameter> {
    vec![required("records"), Parameter::optional("defaults", ParameterType::Array, json!([]))]
}

/// Whoever looks after accounts sees all of them, everybody else their own.
fn rows(tx: &mut Tx<'_>) -> Result<Vec<Map<String, Json>>> {
    let names: Vec<String> = COLUMNS.iter().map(|name| format!(r#""{name}""#)).collect();
    let (column, own) = match (tx.actor().may(ADMINISTER), domain::administers_all(tx) || tx.domain() == MAIN_DOMAIN) {
        (true, true) => ("", None),
        (true, false) => ("domain_id", Some(tx.domain())),
        (false, _) => ("id", Some(tx.actor().user_id.unwrap_or(0))),
    };
    let condition = own.map(|_| format!(r#" AND "{column}" = {}"#, tx.placeholder(1))).unwrap_or_default();
    let text = format!(
        r#"SELECT {} FROM "civicrm_uf_match" WHERE "contact_id" IS NOT NULL{condition} ORDER BY "id""#,
        names.join(", ")
    );
    let mut found = Vec::new();
    tx.rows(&statement(text, own.into_iter().map(Into::into).collect()), |row| {
        let cell = |at: usize| match row.cell(at) {
            Cell::Int(n) => Json::from(n),
            Cell::Text(text) => Json::from(text),
            _ => Json::Null,
        };
        found.push(COLUMNS.iter().enumerate().map(|(at, name)| ((*name).to_owned(), cell(at))).collect());
        Ok(())
    })?;
    Ok(found)
}

fn object(json: &Json) -> Map<String, Json> {
    json.as_object().cloned().unwrap_or_default()
}

/// The links that the conditions of a call name, as the caller sees them.
fn meant(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Vec<i64>> {
    let mut asked = parameters.clone();
    asked.retain(|name, _| matches!(name.as_str(), "where" | "orderBy" | "limit" | "offset"));
    let request = GetRequest::from_json(&asked)?;
    let found = query::select_rows(rows(tx)?, &request)?.rows;
    Ok(found.iter().filter_map(|row| row.get("id")?.as_i64()).collect())
}

/// The rows as they are now.
fn told(tx: &mut Tx<'_>, ids: &[i64]) -> Result<Rows> {
    let is_meant = |row: &Map<String, Json>| row.get("id").and_then(Json::as_i64).is_some_and(|id| ids.contains(&id));
    Ok(Rows::List(rows(tx)?.into_iter().filter(is_meant).collect()))
}

fn create(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let id = tie(tx, &object(parameters.get("values").unwrap_or(&Json::Null)))?;
    told(tx, &[id])
}

fn update(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let ids = meant(tx, parameters)?;
    let values = object(parameters.get("values").unwrap_or(&Json::Null));
    ids.iter().try_for_each(|id| change(tx, *id, &values))?;
    told(tx, &ids)
}

fn save(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let defaults = object(parameters.get("defaults").unwrap_or(&Json::Null));
    let records = parameters.get("records").and_then(Json::as_array).cloned().unwrap_or_default();
    let mut ids = Vec::with_capacity(records.len());
    for record in &records {
        let mut values = defaults.clone();
        values.extend(object(record));
        ids.push(match values.shift_remove("id").filter(|id| !id.is_null()) {
            None => tie(tx, &values)?,
            Some(id) => {
                let id = number(&id).ok_or_else(|| Error::field("id", Problem::NotANumber))?;
                let known = meant(tx, &object(&json!({"where": [["id", "=", id]]})))?;
                known.first().ok_or_else(|| Error::NotFound(format!("There is no UFMatch {id}.")))?;
                change(tx, id, &values)?;
                id
            }
        });
    }
    told(tx, &ids)
}

fn delete(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let ids = meant(tx, parameters)?;
    for id in &ids {
        untie(tx, *id)?;
    }
    Ok(Rows::List(ids.iter().map(|id| object(&json!({"id": id}))).collect()))
}

fn number(json: &Json) -> Option<i64> {
    json.as_i64().or_else(|| json.as_str()?.trim().parse().ok())
}

/// Ties an account that belongs to nobody to a contact that has none.
fn tie(tx: &mut Tx<'_>, values: &Map<String, Json>) -> Result<i64> {
    let account = values.get("uf_id").and_then(number).ok_or_else(|| Error::field("uf_id", Problem::Required))?;
    if !values.contains_key("contact_id") {
        return Err(Error::field("contact_id", Problem::Required));
    }
    let found = tx.find_by::<User>("uf_id", account)?;
    let (id, user) = found.first().ok_or_else(|| Error::field("uf_id", Problem::NoSuchRecord))?;
    if user.contact_id.is_some() {
        return Err(Error::field("uf_id", Problem::Taken));
    }
    write(tx, *id, values)?;
    Ok(*id)
}

/// Changes a link that there is; which account it is of never changes.
fn change(tx: &mut Tx<'_>, id: i64, values: &Map<String, Json>) -> Result<()> {
    let user = tx.find::<User>(id)?.ok_or_else(|| Error::NotFound(format!("There is no UFMatch {id}.")))?;
    if values.get("uf_id").is_some_and(|given| number(given) != Some(user.uf_id)) {
        let text = "A link stays with its account: delete it, and create another one.";
        return Err(Error::rule("uf_id", "problem-link-of-account", text));
    }
    write(tx, id, values)
}

fn write(tx: &mut Tx<'_>, id: i64, values: &Map<String, Json>) -> Result<()> {
    if values.get("contact_id").is_some_and(|contact| contact.is_null() || contact.as_str() == Some("")) {
        return untie(tx, id);
    }
    let mut kept: Map<String, Json> = values
        .iter()
        .filter(|(name, _)| WRITTEN.contains(&name.as_str()))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect();
    if let Some(contact) = kept.get("contact_id").and_then(number)
        && tx.find_by::<User>("contact_id", contact)?.iter().any(|(other, _)| *other != id)
    {
        return Err(Error::field("contact_id", Problem::Taken));
    }
    kept.insert("id".to_owned(), json!(id));
    tx.save("User", kept, As::Actor).map(|_| ())
}

/// The account stays, and belongs to nobody.
fn untie(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    if tx.actor().user_id == Some(id) {
        let text = "One cannot untie the account that one is signed in with.";
        return Err(Error::Conflict(text.to_owned()));
    }
    tx.save("User", object(&json!({"id": id, "contact_id": null})), As::Actor).map(|_| ())
}
