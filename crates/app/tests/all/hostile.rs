//! Requests that mean harm: a 4xx with a clear message, and nothing half done.

use serde_json::{Value as Json, json};
use testkit::http::{Answer, encode};
use testkit::{Engine, TestApp};

use crate::sure;

fn send(app: &TestApp, path: &str, kind: &str, body: &[u8]) -> Answer {
    let bearer = format!("Bearer {}", app.key);
    let headers = [("X-Civi-Auth", bearer.as_str()), ("Content-Type", kind)];
    sure(app.client().send("POST", path, &headers, Some(body)))
}

fn refused(app: &TestApp, what: &str, answer: &Answer) {
    assert!((400..500).contains(&answer.status), "{what}: {} {}", answer.status, answer.text());
    assert!(answer.json()["error_message"].as_str().is_some_and(|text| !text.is_empty()), "{what}: {}", answer.text());
    assert_eq!(sure(app.client().get("/health", &[])).status, 200, "{what}");
}

const GET: &str = "/civicrm/ajax/api4/Contact/get";
const FORM: &str = "application/x-www-form-urlencoded";

#[test]
fn bodies_that_are_no_text_or_too_large_or_too_deep_are_refused() {
    let app = TestApp::start(Engine::Sqlite);
    let deep = format!("{}1{}", "[".repeat(65), "]".repeat(65));
    let deeper = "[".repeat(1_000_000);
    let large = vec![b'a'; 10 * 1024 * 1024 + 1];
    let cases: Vec<(&str, &str, Vec<u8>)> = vec![
        ("invalid UTF-8 in a form", FORM, b"params=%7B%22select%22:[%22%ff%fe%22]%7D".to_vec()),
        ("raw invalid bytes", FORM, b"params=\xff\xfe".to_vec()),
        ("a NUL in a form", FORM, b"params=%7B%7D%00".to_vec()),
        ("a NUL in JSON", FORM, encode(&[("params", r#"{"where":[["first_name","=","a\u0000b"]]}"#)]).into_bytes()),
        ("nesting", FORM, encode(&[("params", &format!("{{\"where\":{deep}}}"))]).into_bytes()),
        ("a million brackets", FORM, encode(&[("params", &deeper)]).into_bytes()),
        ("a million brackets as JSON", "application/json", deeper.clone().into_bytes()),
        ("no JSON", FORM, b"params={nope".to_vec()),
        ("a list for an object", FORM, b"params=[1,2]".to_vec()),
        ("a text for an object", "application/json", b"\"x\"".to_vec()),
        ("a body beyond 10 MiB", FORM, large),
        ("too many fields", FORM, "a=1&".repeat(10_001).into_bytes()),
    ];
    for (what, kind, body) in cases {
        let answer = send(&app, GET, kind, &body);
        refused(&app, what, &answer);
    }
}

#[test]
fn parameters_that_make_no_sense_are_refused() {
    let app = TestApp::start(Engine::Sqlite);
    let many: Vec<i64> = (0..10_001).collect();
    for params in [
        json!({"where": [["id", "IN", many]]}),
        json!({"limit": "99999999999999999999999"}),
        json!({"where": [["id", "=", "99999999999999999999999"]]}),
        json!({"where": [["id", "IN", [1, 99999999999999999999999.0]]]}),
        json!({"where": [["nosuch", "=", 1]]}),
        json!({"where": [["id", "DROP TABLE", 1]]}),
        json!({"where": "1=1"}),
        json!({"orderBy": {"id": "ASC; DROP TABLE civicrm_contact"}}),
        json!({"orderBy": {"nosuch": "ASC"}}),
        json!({"limit": "many"}),
        json!({"limit": -1}),
        json!({"offset": -5}),
        json!({"groupBy": ["nosuch"]}),
        json!({"join": [["Nosuch AS n", "LEFT"]]}),
        json!({"nosuch": 1}),
    ] {
        let form = encode(&[("params", &params.to_string())]);
        let answer = send(&app, GET, FORM, form.as_bytes());
        let what: String = params.to_string().chars().take(80).collect();
        refused(&app, &what, &answer);
    }
}

#[test]
fn numbers_out_of_range_write_nothing() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let count = || app.rows("Contact", "get", &json!({"select": ["row_count"]}));
        let before = count().len();
        let numbers: [&str; 5] =
            ["9223372036854775808", "-9223372036854775809", "1e400", "1e3x", "12345678901234567890123"];
        for number in numbers {
            let params = format!(
                r#"{{"values":{{"first_name":"N","gender_id":{}}}}}"#,
                match number.parse::<f64>() {
                    Ok(n) if n.is_finite() => number.to_owned(),
                    _ => format!("\"{number}\""),
                }
            );
            let form = encode(&[("params", &params)]);
            let answer = send(&app, "/civicrm/ajax/api4/Contact/create", FORM, form.as_bytes());
            refused(&app, number, &answer);
        }
        assert_eq!(count().len(), before);
    }
}

#[test]
fn a_batch_with_one_wrong_record_writes_none_of_them() {
    for engine in Engine::ALL {
        let app = TestApp::start(engine);
        let records = json!([{"first_name": "Half"}, {"first_name": "Half", "birth_date": "no date"}]);
        let params = json!({"records": records, "defaults": {"last_name": "Done"}});
        assert_eq!(app.call("Contact", "save", &params).status, 400);
        let found = app.rows("Contact", "get", &json!({"select": ["id"], "where": [["last_name", "=", "Done"]]}));
        assert_eq!(found, Vec::<Json>::new());
    }
}

#[test]
fn odd_methods_and_doubled_parameters_do_no_harm() {
    let app = TestApp::start(Engine::Sqlite);
    let bearer = format!("Bearer {}", app.key);
    let headers = [("X-Civi-Auth", bearer.as_str())];
    let mut client = app.client();
    for method in ["GET", "HEAD"] {
        let path = "/civicrm/ajax/api4/Contact/create?params=%7B%22values%22%3A%7B%22first_name%22%3A%22No%22%7D%7D";
        assert_eq!(sure(client.send(method, path, &headers, None)).status, 405, "{method}");
    }
    assert_eq!(sure(client.send("TRACE", "/sign-in", &[], None)).status, 405);
    assert_eq!(sure(client.send("PUT", "/sign-in", &[], Some(b""))).status, 405);
    let doubled = "params=%7B%7D&params=%7B%22select%22:%5B%22id%22%5D,%22limit%22:1%7D";
    let answer = sure(client.send("POST", GET, &[headers[0], ("Content-Type", FORM)], Some(doubled.as_bytes())));
    assert_eq!(answer.json()["count"], 1, "{}", answer.text());
    for path in [
        "/%ff",
        "/contacts/%00",
        "//evil.example/",
        "/../../etc/passwd",
        "/assets/../Cargo.toml",
        "/.git/config",
        "/.env",
    ] {
        let status = sure(client.get(path, &[])).status;
        assert!((400..500).contains(&status), "{path}: {status}");
    }
}

#[test]
fn two_lengths_in_one_request_are_refused() {
    let app = TestApp::start(Engine::Sqlite);
    for message in [
        "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "GET /sign-in HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
    ] {
        let status = app.client().raw(message.as_bytes(), false).map_or(400, |answer| answer.status);
        assert_eq!(status, 400, "{message}");
    }
}
