//! Actions of the API: finding duplicates, merging two, and where merged contacts went.

use kit::{Action, Parameter, ParameterType, Parameters, Registry, Rows};
use schema::Requirement;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Problem, Result, Tx};

use crate::matching;
use crate::merge::{self, Mode, trace};

/// The actions.
pub(crate) fn register(registry: &mut Registry) {
    let contact = || Parameter::required("contactId", ParameterType::Int);
    let merging = || Requirement::all(&["merge duplicate contacts"]);
    for entity in ["Contact", "Individual", "Household", "Organization"] {
        registry
            .action(Action {
                entity,
                name: "getDuplicates",
                description: "Finds the contacts that a duplicate rule takes for somebody with these values.",
                door: Requirement::all(&["access CiviCRM"]),
                parameters: vec![
                    Parameter::required("dedupeRule", ParameterType::Mixed),
                    Parameter::optional("values", ParameterType::Array, json!({})),
                ],
                writes: false,
                run: duplicates,
            })
            .action(Action {
                entity,
                name: "mergeDuplicates",
                description: "Merges a contact into another, which stays.",
                door: merging(),
                parameters: vec![
                    contact(),
                    Parameter::required("duplicateId", ParameterType::Int),
                    Parameter::optional("mode", ParameterType::String, json!("safe")),
                ],
                writes: true,
                run: merge_duplicates,
            })
            .action(Action {
                entity,
                name: "getMergedTo",
                description: "Tells into which contact this one was merged.",
                door: Requirement::all(&["access CiviCRM"]),
                parameters: vec![contact()],
                writes: false,
                run: merged_to,
            })
            .action(Action {
                entity,
                name: "getMergedFrom",
                description: "Tells which contacts were merged into this one.",
                door: Requirement::all(&["access CiviCRM"]),
                parameters: vec![contact()],
                writes: false,
                run: merged_from,
            });
    }
}

fn id(parameters: &Parameters, name: &str) -> Result<i64> {
    let id = parameters.get(name).and_then(|json| store::state::scalar(json).as_int());
    id.ok_or_else(|| Error::field(name, Problem::NotANumber))
}

fn listed(ids: impl IntoIterator<Item = i64>) -> Rows {
    let row = |id: i64| -> Map<String, Json> { [("id".to_owned(), json!(id))].into_iter().collect() };
    Rows::List(ids.into_iter().map(row).collect())
}

/// Those of the contacts that the caller may see, whether in the bin or not.
fn visible(tx: &Tx<'_>, ids: &[i64]) -> Result<Vec<i64>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let clauses = json!([["id", "IN", ids], ["is_deleted", "IN", [true, false]]]);
    let request = contact::pages::rows::request(&["id"], clauses, Vec::new(), 0);
    let seen: Vec<i64> = tx.get("Contact", &request, As::Actor)?.rows.iter().map(contact::pages::rows::id).collect();
    Ok(ids.iter().copied().filter(|id| seen.contains(id)).collect())
}

fn duplicates(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let rules = matching::rules(tx, parameters.get("dedupeRule").unwrap_or(&Json::Null))?;
    let values = parameters.get("values").and_then(Json::as_object).cloned().unwrap_or_default();
    let mut found = matching::alike(tx, &rules, &values)?;
    // A contact is not its own duplicate.
    let own = values.get("id").and_then(|json| store::state::scalar(json).as_int());
    found.retain(|id| Some(*id) != own);
    Ok(listed(visible(tx, &found)?))
}

fn merge_duplicates(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let (keep, other) = (id(parameters, "contactId")?, id(parameters, "duplicateId")?);
    let mode = match parameters.get("mode").and_then(Json::as_str).unwrap_or("safe") {
        "safe" => Mode::Safe,
        "aggressive" if tx.actor().may("force merge duplicate contacts") => Mode::Aggressive,
        "aggressive" => {
            return Err(Error::Forbidden(
                "Merging despite conflicts needs 'force merge duplicate contacts'.".to_owned(),
            ));
        }
        _ => return Err(Error::Request("Parameter \"mode\" is safe or aggressive.".to_owned())),
    };
    let pair = json!({"main_id": keep, "other_id": other});
    let (merged, skipped) = match merge::automatically(tx, keep, other, mode)? {
        true => (json!([pair]), json!([])),
        false => (json!([]), json!([pair])),
    };
    Ok(Rows::List(vec![[("merged".to_owned(), merged), ("skipped".to_owned(), skipped)].into_iter().collect()]))
}

fn merged_to(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let found = trace::survivor(tx, id(parameters, "contactId")?)?;
    Ok(listed(visible(tx, &found.into_iter().collect::<Vec<_>>())?))
}

fn merged_from(tx: &mut Tx<'_>, parameters: &Parameters) -> Result<Rows> {
    let contact = id(parameters, "contactId")?;
    let own = visible(tx, &[contact])?;
    let found = if own.is_empty() { Vec::new() } else { trace::predecessors(tx, contact)? };
    Ok(listed(found))
}
