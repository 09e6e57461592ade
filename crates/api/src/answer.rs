//! Answers as they go over the wire: bodies with their keys in the protocol's order, errors with their status.

use kit::Rows;
use serde_json::{Map, Value as Json, json};
use store::Error;

/// A status of HTTP and a JSON body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

/// What an action has done.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub rows: Rows,
    /// Members of the answer that only this action has.
    pub extras: Vec<(&'static str, Json)>,
    pub counts: Counts,
    pub debug: Json,
}

/// How many rows there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub count: i64,
    pub fetched: i64,
    /// Known only where it was asked for, or matters.
    pub matched: Option<i64>,
}

impl Counts {
    /// All rows are here.
    pub fn of(rows: usize) -> Counts {
        let count = i64::try_from(rows).unwrap_or(i64::MAX);
        Counts { count, fetched: count, matched: None }
    }
}

impl Outcome {
    /// An outcome of rows and nothing else.
    pub fn rows(rows: Vec<Map<String, Json>>) -> Outcome {
        let counts = Counts::of(rows.len());
        Outcome { rows: Rows::List(rows), extras: Vec::new(), counts, debug: Json::Null }
    }
}

/// Writes the members that follow `values` and closes the body.
pub(crate) fn finish(
    out: &mut Vec<u8>,
    entity: &str,
    action: &str,
    extras: &[(&'static str, Json)],
    debug: &Json,
    counts: Counts,
) {
    for (name, value) in extras {
        member(out, name, value);
    }
    member(out, "entity", &Json::from(entity));
    member(out, "action", &Json::from(action));
    member(out, "debug", debug);
    out.extend_from_slice(br#","version":4"#);
    member(out, "count", &Json::from(counts.count));
    member(out, "countFetched", &Json::from(counts.fetched));
    if let Some(matched) = counts.matched {
        member(out, "countMatched", &Json::from(matched));
    }
    out.push(b'}');
}

fn member(out: &mut Vec<u8>, name: &str, value: &Json) {
    out.extend_from_slice(b",\"");
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
    write(out, value);
}

/// Writes JSON as the protocol prints it.
pub(crate) fn write(out: &mut Vec<u8>, value: &Json) {
    // Writing JSON into memory fails for maps with keys that are no texts; there are none.
    let _ = serde_json::to_writer(out, value);
}

/// The answer to a call that failed. What the caller can mend is explained to everyone; what is our fault goes to the
/// log under an id that the caller is told.
pub(crate) fn failure(error: &Error) -> Answer {
    let (status, body) = failure_json(error);
    Answer { status, body: body.to_string().into_bytes() }
}

/// Status and body of a failure.
pub(crate) fn failure_json(error: &Error) -> (u16, Json) {
    let status = status(error);
    let id = error_id();
    if let Error::Internal(cause) = error {
        tracing::error!(error_id = %id, %cause, "a call of the API failed");
        let message = format!("Sorry an error occurred and your request was not completed. (Error ID: {id})");
        return (status, json!({"error_id": id, "error_code": "1", "error_message": message, "status": status}));
    }
    tracing::debug!(error_id = %id, %error, status, "a call of the API was refused");
    let message = error.to_string();
    let mut body = json!({"error_id": id, "error_code": 0, "error_message": message.trim(), "status": status});
    if let (Error::Invalid(problems), Json::Object(members)) = (error, &mut body) {
        let list = problems.iter().map(|wrong| {
            let required = store::Problem::Required;
            // Missing values carry one sentence for all of them; here each has its own.
            let said = if wrong.problem.key() == required.key() { &required } else { &wrong.problem };
            json!({"field": wrong.field, "problem": said.key(), "message": said.text(&wrong.field)})
        });
        members.insert("errors".to_owned(), list.collect());
    }
    (status, body)
}

fn status(error: &Error) -> u16 {
    match error {
        Error::NotFound(_) => 404,
        Error::Forbidden(_) => 403,
        Error::Invalid(_) | Error::Request(_) => 400,
        Error::Conflict(_) => 409,
        Error::Declined(_) => 402,
        Error::Internal(_) => 500,
    }
}

/// What ties an answer to a line of the log.
pub(crate) fn error_id() -> String {
    let mut bytes = [0_u8; 8];
    match getrandom::fill(&mut bytes) {
        Ok(()) => store::secret::hex(&bytes),
        Err(_) => format!("{:016x}", jiff::Timestamp::now().as_nanosecond()),
    }
}

#[cfg(test)]
mod tests {
    use store::Problem;

    use super::*;

    #[test]
    fn the_members_of_an_answer_stand_in_the_order_of_the_protocol() {
        let mut out = br#"{"values":[]"#.to_vec();
        let counts = Counts { count: 10, fetched: 3, matched: Some(10) };
        finish(&mut out, "Email", "replace", &[("deleted", json!([]))], &Json::Null, counts);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            r#"{"values":[],"deleted":[],"entity":"Email","action":"replace","debug":null,"version":4,"count":10,"countFetched":3,"countMatched":10}"#
        );
    }

    #[test]
    fn what_is_our_fault_is_not_told() {
        let (status, body) = failure_json(&Error::Internal("no such table: secrets".to_owned()));
        assert_eq!(status, 500);
        assert!(!body.to_string().contains("secrets"));
        assert_eq!(body["error_code"], "1");
    }

    #[test]
    fn a_mistake_is_explained_field_by_field() {
        let (status, body) = failure_json(&Error::field("birth_date", Problem::NotADate));
        assert_eq!(status, 400);
        assert_eq!(body["error_code"], 0);
        assert_eq!(body["error_message"], "birth_date must be a date.");
        assert_eq!(body["errors"][0]["field"], "birth_date");
    }
}
