//! Joins that only ask whether a partner exists: with the records grouped by their key and nothing of the partner
//! shown, `EXISTS` answers the same and stops at the first partner.

use serde_json::Value as Json;

use crate::expr::Expr;
use crate::planner::KEY;
use crate::request::GetRequest;

/// Whether every join of the request can be asked by `EXISTS`.
pub(crate) fn only_ask(request: &GetRequest) -> bool {
    let by_key = matches!(request.group_by.as_slice(), [only] if only == KEY);
    let plain = |text: &str| Expr::parse(text.split(" AS ").next().unwrap_or(text)).is_ok_and(|e| !e.aggregates());
    by_key
        && !request.join.is_empty()
        && request.having.is_empty()
        && request.select.iter().all(|text| plain(text))
        && request.order_by.iter().all(|(key, _)| plain(key))
        && request
            .join
            .iter()
            .enumerate()
            .all(|(at, join)| links(join).is_some_and(|alias| !spoken_of(request, at, alias)))
}

/// The alias of a join whose conditions link and say nothing else. Conditions with values may be found by an index of
/// their own, from which the database then begins: such joins stay joins.
fn links(join: &Json) -> Option<&str> {
    let parts = join.as_array()?;
    let alias = parts.first()?.as_str()?.split_once(" AS ")?.1.trim();
    let word = |json: &Json| json.as_str().is_some_and(|text| !text.starts_with(['"', '\'']) && !text.is_empty());
    let linking = |condition: &Json| match condition.as_array().map(Vec::as_slice) {
        Some([left, Json::String(operator), right]) => operator == "=" && word(left) && word(right),
        _ => false,
    };
    match parts.get(1)? {
        Json::String(side) if side == "EXCLUDE" => Some(alias),
        Json::String(side) if side == "INNER" => {
            parts.iter().skip(2).filter(|one| !one.is_string()).all(linking).then_some(alias)
        }
        _ => None,
    }
}

/// Whether anything but the join itself speaks of its table.
fn spoken_of(request: &GetRequest, own: usize, alias: &str) -> bool {
    let path = format!("{alias}.");
    let in_texts = request.select.iter().chain(request.order_by.iter().map(|(key, _)| key)).any(|t| t.contains(&path));
    let others = request.join.iter().enumerate().filter(|(at, _)| *at != own).map(|(_, join)| join);
    in_texts || request.where_.iter().chain(others).any(|json| json.to_string().contains(&path))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn asks(params: Json) -> bool {
        only_ask(&GetRequest::from_json(params.as_object().unwrap()).unwrap())
    }

    #[test]
    fn a_partner_that_is_shown_counted_or_described_is_joined() {
        let join = json!([["Email AS e", "INNER", ["e.person_id", "=", "id"]]]);
        assert!(asks(json!({"select": ["name"], "groupBy": ["id"], "join": join})));
        assert!(!asks(json!({"select": ["name"], "join": join})));
        assert!(!asks(json!({"select": ["name", "COUNT(e.id) AS n"], "groupBy": ["id"], "join": join})));
        assert!(!asks(
            json!({"select": ["name"], "where": [["e.email", "LIKE", "a%"]], "groupBy": ["id"], "join": join})
        ));
        let told = json!([["Email AS e", "INNER", ["e.person_id", "=", "id"], ["e.email", "=", "\"a\""]]]);
        assert!(!asks(json!({"select": ["name"], "groupBy": ["id"], "join": told})));
    }
}
