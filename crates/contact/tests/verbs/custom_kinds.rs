//! Every kind of custom field, made while the site runs, under every operator and every suffix. What is found is
//! compared with a plain evaluation of the same values here, which knows nothing of SQL.

use std::cmp::Ordering;

use custom::widgets;
use schema::Actor;
use serde_json::{Value as Json, json};

use super::{World, world};

/// A kind of field: what is kept, how it is entered, whether several.
#[derive(Clone, Copy, PartialEq)]
struct Kind {
    data: &'static str,
    html: &'static str,
    several: bool,
}

fn kinds() -> Vec<Kind> {
    let mut all = Vec::new();
    for (data, inputs) in widgets::ALL {
        for html in inputs.iter().copied() {
            all.push(Kind { data, html, several: false });
            if widgets::may_be_several(data, html) {
                all.push(Kind { data, html, several: true });
            }
        }
    }
    all
}

impl Kind {
    /// A box to tick among several is always a list.
    fn is_real(self) -> bool {
        self.several || self.html != "CheckBox" || self.data == "Boolean"
    }

    fn has_choices(self) -> bool {
        let chosen = matches!(self.html, "Select" | "Radio" | "CheckBox" | "Autocomplete-Select");
        chosen && matches!(self.data, "String" | "Int" | "Float" | "Money")
    }
}

/// A value as somebody reading the records by hand would keep it.
#[derive(Clone, Debug, PartialEq)]
enum Plain {
    Nothing,
    Text(String),
    Number(f64, String),
    List(Vec<String>),
}

use Plain::{List, Nothing, Number, Text};

/// What lies there, and choices of it: as sent, and as kept.
struct Sample {
    sent: Vec<Json>,
    kept: Vec<Plain>,
}

/// The people that references name.
struct Known {
    contacts: [i64; 2],
    files: [i64; 2],
}

fn sample(kind: Kind, known: &Known) -> Sample {
    let text = |all: &[&str]| -> Vec<(Json, Plain)> { all.iter().map(|t| (json!(t), Text((*t).to_owned()))).collect() };
    let numbers = |all: &[(Json, f64, &str)]| -> Vec<(Json, Plain)> {
        all.iter().map(|(json, n, t)| (json.clone(), Number(*n, (*t).to_owned()))).collect()
    };
    let ids = |all: &[i64]| -> Vec<(Json, Plain)> {
        all.iter().map(|id| (json!(id), Number(*id as f64, id.to_string()))).collect()
    };
    let single: Vec<(Json, Plain)> = match kind.data {
        "String" if kind.has_choices() => text(&["a", "b", "c"]),
        "String" | "Memo" => text(&["Alpha", "alpha bêta", "Été 10%", "z_9"]),
        "Link" => text(&["https://b.example/Été", "https://a.example"]),
        "Int" if kind.has_choices() => numbers(&[(json!(1), 1.0, "1"), (json!("2"), 2.0, "2"), (json!(3), 3.0, "3")]),
        "Int" => numbers(&[(json!(-3), -3.0, "-3"), (json!(0), 0.0, "0"), (json!("12"), 12.0, "12")]),
        "Float" if kind.has_choices() => numbers(&[(json!(1.5), 1.5, "1.5"), (json!("2.5"), 2.5, "2.5")]),
        "Float" => numbers(&[(json!(-0.5), -0.5, "-0.5"), (json!(0), 0.0, "0"), (json!("2.25"), 2.25, "2.25")]),
        "Money" if kind.has_choices() => numbers(&[(json!("1.5"), 1.5, "1.50"), (json!("2.50"), 2.5, "2.50")]),
        "Money" => {
            numbers(&[(json!("-1.05"), -1.05, "-1.05"), (json!(0), 0.0, "0.00"), (json!("1240.5"), 1240.5, "1240.50")])
        }
        "Date" => text(&["2025-12-31", "2026-02-03", "2026-02-28"]),
        "Boolean" => numbers(&[(json!(true), 1.0, "1"), (json!(false), 0.0, "0")]),
        "Country" => ids(&[1076, 1082]),
        "StateProvince" => ids(&[1000, 1001]),
        "File" => ids(&known.files),
        "ContactReference" => ids(&known.contacts),
        _ => ids(&[1, 2]),
    };
    let (mut sent, mut kept) = (vec![json!(null), json!("")], vec![Nothing, Nothing]);
    for (json, plain) in &single {
        sent.push(if kind.several { json!([json]) } else { json.clone() });
        kept.push(if kind.several { List(vec![written(plain)]) } else { plain.clone() });
    }
    if kind.several {
        sent.push(single.iter().map(|(json, _)| json.clone()).collect());
        kept.push(List(single.iter().map(|(_, plain)| written(plain)).collect()));
        sent[1] = json!([]);
    }
    Sample { sent, kept }
}

/// How a value is written; of an element of a list, without the noughts that a column adds.
fn written(plain: &Plain) -> String {
    match plain {
        Nothing => String::new(),
        Text(text) => text.clone(),
        Number(n, text) => {
            if text.contains('.') {
                n.to_string()
            } else {
                text.clone()
            }
        }
        List(items) => format!("\u{1}{}\u{1}", items.join("\u{1}")),
    }
}

/// The same letters for whoever reads without case and accents.
fn folded(text: &str) -> String {
    let plain = |c: char| match c {
        'é' | 'è' | 'ê' => 'e',
        'à' | 'â' => 'a',
        c => c,
    };
    text.to_lowercase().chars().map(plain).collect()
}

/// The whole text of a value, as LIKE and its like see it.
fn text_of(plain: &Plain) -> Option<String> {
    match plain {
        Nothing => None,
        Number(_, text) => Some(text.clone()),
        other => Some(written(other)),
    }
}

fn like(pattern: &[char], text: &[char]) -> bool {
    match (pattern.first(), text.first()) {
        (None, None) => true,
        (Some('%'), _) => like(&pattern[1..], text) || !text.is_empty() && like(pattern, &text[1..]),
        (Some('_'), Some(_)) => like(&pattern[1..], &text[1..]),
        (Some(a), Some(b)) => a == b && like(&pattern[1..], &text[1..]),
        _ => false,
    }
}

/// How a value stands to what it is compared with; None where they cannot be compared.
fn compared(value: &Plain, with: &Json) -> Option<Ordering> {
    let plain = match with {
        Json::String(text) => text.clone(),
        Json::Bool(on) => u8::from(*on).to_string(),
        other => other.to_string(),
    };
    match value {
        Nothing => None,
        Number(n, _) => n.partial_cmp(&plain.parse().ok()?),
        Text(text) => Some(folded(text).cmp(&folded(&plain))),
        List(_) => Some(folded(&written(value)).cmp(&folded(&written(&List(vec![plain]))))),
    }
}

fn items(json: &Json) -> &[Json] {
    json.as_array().map_or(std::slice::from_ref(json), Vec::as_slice)
}

fn word(json: &Json) -> String {
    json.as_str().map_or_else(
        || if json.is_boolean() { u8::from(json == true).to_string() } else { json.to_string() },
        str::to_owned,
    )
}

fn contains(value: &Plain, part: &Json) -> bool {
    match value {
        List(items) => items.iter().any(|item| folded(item) == folded(&word(part))),
        other => text_of(other).is_some_and(|text| folded(&text).contains(&folded(&word(part)))),
    }
}

/// Regular expressions, and the same in plain words.
type Means = fn(&str) -> bool;
const PATTERNS: [(&str, Means); 4] = [
    ("^a", |text| text.starts_with('a')),
    ("[0-5]$", |text| text.ends_with(|c: char| ('0'..='5').contains(&c))),
    ("b|2", |text| text.contains(['b', '2'])),
    ("^A", |text| text.starts_with('A')),
];

/// Whether a value meets a condition, read by hand.
fn holds(kind: Kind, value: &Plain, operator: &str, right: &Json) -> bool {
    let is = |right: &Json| compared(value, right);
    let there = *value != Nothing;
    match operator {
        "=" => is(right) == Some(Ordering::Equal),
        "!=" | "<>" => there && is(right) != Some(Ordering::Equal),
        ">" => is(right) == Some(Ordering::Greater),
        ">=" => is(right).is_some_and(Ordering::is_ge),
        "<" => is(right) == Some(Ordering::Less),
        "<=" => is(right).is_some_and(Ordering::is_le),
        "IN" => items(right).iter().any(|one| is(one) == Some(Ordering::Equal)),
        "NOT IN" => there && !items(right).iter().any(|one| is(one) == Some(Ordering::Equal)),
        "BETWEEN" => is(&right[0]).is_some_and(Ordering::is_ge) && is(&right[1]).is_some_and(Ordering::is_le),
        "NOT BETWEEN" => is(&right[0]) == Some(Ordering::Less) || is(&right[1]) == Some(Ordering::Greater),
        "IS NULL" => !there,
        "IS NOT NULL" => there,
        // A nought is as good as nothing where numbers are counted, not where money is.
        "IS EMPTY" => !there || matches!(value, Number(n, _) if *n == 0.0 && kind.data != "Money"),
        "IS NOT EMPTY" => !holds(kind, value, "IS EMPTY", right),
        "CONTAINS" => there && items(right).iter().all(|one| contains(value, one)),
        "CONTAINS ONE OF" => there && items(right).iter().any(|one| contains(value, one)),
        "NOT CONTAINS" | "NOT CONTAINS ONE OF" if !there => kind.several || !right.is_array(),
        "NOT CONTAINS" => !holds(kind, value, "CONTAINS", right),
        "NOT CONTAINS ONE OF" => !holds(kind, value, "CONTAINS ONE OF", right),
        "LIKE" | "NOT LIKE" => text_of(value).is_some_and(|text| {
            let chars = |text: String| text.chars().collect::<Vec<_>>();
            like(&chars(folded(&word(right))), &chars(folded(&text))) == (operator == "LIKE")
        }),
        _ => text_of(value).is_some_and(|text| {
            let (pattern, means) = PATTERNS.iter().find(|(pattern, _)| right == pattern).expect("a known pattern");
            let exact = operator.ends_with("BINARY");
            let found = if exact {
                means(&text)
            } else {
                means(&text.to_lowercase()) || *pattern == "^A" && text.to_lowercase().starts_with('a')
            };
            found != operator.starts_with("NOT")
        }),
    }
}

const SINGLE: [&str; 7] = ["=", "!=", "<>", ">", ">=", "<", "<="];
const LISTS: [&str; 6] = ["IN", "NOT IN", "CONTAINS", "NOT CONTAINS", "CONTAINS ONE OF", "NOT CONTAINS ONE OF"];
const ENDS: [&str; 2] = ["BETWEEN", "NOT BETWEEN"];
const ALONE: [&str; 4] = ["IS NULL", "IS NOT NULL", "IS EMPTY", "IS NOT EMPTY"];
const REGEXPS: [&str; 4] = ["REGEXP", "NOT REGEXP", "REGEXP BINARY", "NOT REGEXP BINARY"];

/// All conditions that are put to a field: operators with what they are compared with.
fn conditions(sample: &Sample, kind: Kind) -> Vec<(&'static str, Json)> {
    let mut words: Vec<Json> = Vec::new();
    for plain in &sample.kept {
        let each = match plain {
            List(items) => items.iter().map(|item| json!(item)).collect(),
            Nothing => Vec::new(),
            other => vec![json!(written(other))],
        };
        words.extend(each.into_iter().filter(|one| !words.contains(one)).collect::<Vec<_>>());
    }
    let mut all: Vec<(&str, Json)> = ALONE.iter().map(|operator| (*operator, Json::Null)).collect();
    let strange = if kind.data == "Date" { json!("2030-01-01") } else { json!("7777") };
    let (first, last) = (words[0].clone(), words[words.len() - 1].clone());
    for operator in SINGLE {
        all.extend([&first, &last, &strange].map(|one| (operator, one.clone())));
    }
    for operator in LISTS {
        all.push((operator, json!([first, last])));
        all.push((operator, json!([strange])));
    }
    for operator in ["CONTAINS", "NOT CONTAINS", "CONTAINS ONE OF", "NOT CONTAINS ONE OF"] {
        all.extend([(operator, first.clone()), (operator, json!(if kind.several { "a" } else { "1" }))]);
    }
    for operator in ENDS {
        all.extend([(operator, json!([first, last])), (operator, json!([last, strange]))]);
    }
    for operator in ["LIKE", "NOT LIKE"] {
        let start: String = word(&first).chars().take(2).collect();
        let patterns = [json!(format!("{start}%")), json!("%a_"), first.clone()];
        all.extend(patterns.map(|one| (operator, one)));
    }
    for operator in REGEXPS {
        let some = PATTERNS.iter().skip(usize::from(kind.several)).step_by(2);
        all.extend(some.map(|(pattern, _)| (operator, json!(pattern))));
    }
    all
}

/// The choices of a list: value, name, label, and everything else that a choice can have.
fn choices(data: &str) -> Json {
    let values: &[&str] = match data {
        "String" => &["a", "b", "c"],
        "Int" => &["1", "2", "3"],
        _ => &["1.5", "2.5"],
    };
    let all = [
        ("first", "Première", json!("#ff0000"), json!("fa-star"), json!("The <b>first</b>"), json!("x")),
        ("second", "Deuxième", json!("#00ff00"), Json::Null, json!("The other"), Json::Null),
        ("third", "Troisième", Json::Null, json!("fa-leaf"), Json::Null, Json::Null),
    ];
    let one = |(value, (name, label, color, icon, description, grouping)): (
        &&str,
        &(&str, &str, Json, Json, Json, Json),
    )| {
        json!({"value": value, "name": name, "label": label, "color": color, "icon": icon, "description": description, "grouping": grouping})
    };
    values.iter().zip(&all).map(one).collect()
}

const SUFFIXES: [&str; 7] = ["name", "label", "color", "icon", "description", "abbr", "grouping"];

/// A field that was made, with one person for each of its values.
struct Made {
    kind: Kind,
    path: String,
    sample: Sample,
    people: Vec<i64>,
}

fn make(w: &World, set: i64, at: usize, kind: Kind, known: &Known) -> Made {
    let name = format!("f{at}");
    let mut values = json!({"custom_group_id": set, "label": name, "name": name, "data_type": kind.data,
        "html_type": kind.html, "serialize": i64::from(kind.several), "is_searchable": at.is_multiple_of(2)});
    if kind.data == "EntityReference" {
        values["fk_entity"] = json!("LocationType");
    }
    if kind.has_choices() {
        values["option_values"] = choices(kind.data);
    }
    w.save("CustomField", values).unwrap_or_else(|error| panic!("{}/{}: {error}", kind.data, kind.html));
    Made { kind, path: format!("All.{name}"), sample: sample(kind, known), people: Vec::new() }
}

/// What the API answers for a value that was kept.
fn answered(kind: Kind, kept: &Plain) -> Json {
    let number = |text: &str| match text.parse::<i64>() {
        Ok(whole) => json!(whole),
        Err(_) => json!(text.parse::<f64>().unwrap()),
    };
    let numeric = !matches!(kind.data, "String" | "Memo" | "Link" | "Date");
    match kept {
        Nothing => Json::Null,
        Number(n, _) if kind.data == "Boolean" => json!(*n != 0.0),
        Number(n, _) if n.fract() == 0.0 => json!(*n as i64),
        Number(n, _) => json!(n),
        Text(text) => json!(text),
        List(items) => items.iter().map(|item| if numeric { number(item) } else { json!(item) }).collect(),
    }
}

fn all_fields(w: &World) -> Vec<Made> {
    let set = w.save("CustomGroup", json!({"title": "All", "extends": "Individual"})).unwrap();
    let person = |name: &str| w.save("Contact", json!({"first_name": name})).unwrap();
    let file = |name: &str| w.save("File", json!({"file_name": name, "content": name})).unwrap();
    let known = Known { contacts: [person("Zoé"), person("Yann")], files: [file("a.txt"), file("b.txt")] };
    let real = kinds().into_iter().filter(|kind| kind.is_real());
    let mut all: Vec<Made> = real.enumerate().map(|(at, kind)| make(w, set, at, kind, &known)).collect();
    let rows = all.iter().map(|made| made.sample.sent.len()).max().unwrap_or(0);
    for row in 0..rows {
        let mut values = json!({"first_name": format!("Row {row}")});
        for made in all.iter().filter(|made| made.kind.data != "File") {
            if let Some(sent) = made.sample.sent.get(row) {
                values[&made.path] = sent.clone();
            }
        }
        let id = w.save("Contact", values).unwrap();
        all.iter_mut().filter(|made| row < made.sample.sent.len()).for_each(|made| made.people.push(id));
    }
    // A file belongs to one record: it is put in field by field.
    for made in all.iter().filter(|made| made.kind.data == "File") {
        for (person, sent) in made.people.iter().zip(&made.sample.sent).filter(|(_, sent)| sent.is_number()) {
            let mut values = json!({});
            values[&made.path] = sent.clone();
            w.update("Contact", *person, values).unwrap();
        }
    }
    all
}

fn found(w: &World, made: &Made, clause: Json) -> Vec<i64> {
    let both = json!([["id", "IN", made.people], clause]);
    let says = clause.to_string();
    let rows = w.get_by(&Actor::system("test"), "Contact", &["id"], both);
    rows.unwrap_or_else(|error| panic!("{says}: {error}")).iter().filter_map(|row| row["id"].as_i64()).collect()
}

fn kept(made: &Made) -> impl Iterator<Item = (i64, &Plain)> {
    made.people.iter().copied().zip(&made.sample.kept)
}

/// Collects what differs, so that one run tells everything.
fn check(wrong: &mut Vec<String>, made: &Made, what: &str, got: &[i64], expected: &[i64]) {
    if got != expected {
        let values = |ids: &[i64]| -> Vec<Plain> {
            kept(made).filter(|(id, _)| ids.contains(id)).map(|(_, v)| v.clone()).collect()
        };
        let Kind { data, html, several } = made.kind;
        wrong.push(format!("{data}/{html}/{several} {what}: {:?} for {:?}", values(got), values(expected)));
    }
}

#[test]
fn every_kind_of_field_answers_every_operator_as_its_values_say() {
    let w = world();
    let (all, mut wrong, mut asked) = (all_fields(&w), Vec::new(), 0);
    for made in &all {
        for (person, kept) in kept(made) {
            let told = w.one("Contact", person, &[&made.path])[&made.path].clone();
            let blank = kept == &Nothing && told == json!(false) && made.kind.data == "Boolean";
            assert!(
                blank || told == answered(made.kind, kept),
                "{} {}: {told} for {kept:?}",
                made.kind.data,
                made.kind.html
            );
        }
        for (operator, right) in conditions(&made.sample, made.kind) {
            let got = found(&w, made, json!([made.path, operator, right]));
            let meets = |(id, value): (i64, &Plain)| holds(made.kind, value, operator, &right).then_some(id);
            check(
                &mut wrong,
                made,
                &format!("{operator} {right}"),
                &got,
                &kept(made).filter_map(meets).collect::<Vec<_>>(),
            );
            asked += 1;
        }
    }
    assert!(wrong.is_empty(), "{} of {asked} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(asked > 3_000, "only {asked} conditions were put");
}

/// What a choice has behind a suffix, by what records keep.
fn attribute(w: &World, kind: Kind, suffix: &str, key: &str) -> Option<String> {
    let text = |json: &Json| json.as_str().map(str::to_owned);
    if kind.has_choices() {
        let all = choices(kind.data);
        let one = all.as_array()?.iter().find(|one| one["value"] == key)?;
        return text(&one[suffix]);
    }
    let (entity, field) = match (kind.data, suffix) {
        ("Country", "name" | "abbr") => ("Country", "iso_code"),
        ("Country", "label") => ("Country", "name"),
        ("StateProvince", "name" | "label") => ("StateProvince", "name"),
        ("StateProvince", "abbr") => ("StateProvince", "abbreviation"),
        _ => return None,
    };
    text(&w.one(entity, key.parse().ok()?, &[field])[field])
}

#[test]
fn every_suffix_tells_and_finds_what_the_choice_has() {
    let w = world();
    let (all, mut wrong) = (all_fields(&w), Vec::new());
    let chosen = |kind: Kind| kind.has_choices() || matches!(kind.data, "Country" | "StateProvince");
    for made in all.iter().filter(|made| chosen(made.kind)) {
        for suffix in SUFFIXES {
            suffixed(&w, made, suffix, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

fn suffixed(w: &World, made: &Made, suffix: &str, wrong: &mut Vec<String>) {
    let path = format!("{}:{suffix}", made.path);
    let has = |key: &str| attribute(w, made.kind, suffix, key);
    for (person, kept) in kept(made) {
        let expected = match kept {
            Nothing => Json::Null,
            List(items) => items.iter().filter_map(|item| has(item)).collect(),
            one => json!(has(&written(one))),
        };
        let told = w.one("Contact", person, &[&path])[&path].clone();
        if told != expected {
            wrong.push(format!("{} {} {suffix} tells {told} for {expected}", made.kind.data, made.kind.html));
        }
    }
    let mut texts: Vec<String> = Vec::new();
    for (_, value) in kept(made) {
        let keys = if let List(items) = value { items.clone() } else { vec![written(value)] };
        texts.extend(keys.iter().filter_map(|key| has(key)).filter(|text| !texts.contains(text)).collect::<Vec<_>>());
    }
    texts.truncate(1);
    texts.push("Nobody".to_owned());
    // Of a list, one choice alone equals a choice.
    let only = |value: &Plain| match value {
        List(items) if items.len() == 1 => has(&items[0]),
        Nothing | List(_) => None,
        one => has(&written(one)),
    };
    let any = |value: &Plain, fits: &dyn Fn(&str) -> bool| match value {
        List(items) => items.iter().filter_map(|item| has(item)).any(|text| fits(&text)),
        one => only(one).is_some_and(|text| fits(&text)),
    };
    for text in &texts {
        let same = |other: &str| folded(other) == folded(text);
        let part = folded(&text.chars().skip(1).take(4).collect::<String>());
        let within = |other: &str| folded(other).contains(&part);
        let single = !made.kind.several;
        let mut put = |operator: &str, right: Json, meets: &dyn Fn(&Plain) -> bool| {
            let got = found(w, made, json!([path, operator, right]));
            let expected: Vec<i64> = kept(made).filter_map(|(id, value)| meets(value).then_some(id)).collect();
            check(wrong, made, &format!(":{suffix} {operator} {right}"), &got, &expected);
        };
        let is = |value: &Plain| only(value).is_some_and(|other| same(&other));
        put("=", json!(text), &is);
        put("!=", json!(text), &|value| *value != Nothing && !is(value));
        put("IN", json!([text, "Nobody"]), &is);
        put("NOT IN", json!([text, "Nobody"]), &|value| *value != Nothing && !is(value));
        put("IS NULL", Json::Null, &|value| *value == Nothing);
        put("IS NOT EMPTY", Json::Null, &|value| *value != Nothing);
        put("LIKE", json!(format!("%{part}%")), &|value| only(value).is_some_and(|other| within(&other)));
        put("NOT LIKE", json!(format!("%{part}%")), &|value| {
            *value != Nothing && !only(value).is_some_and(|other| within(&other))
        });
        match single {
            true => {
                put("CONTAINS", json!(part), &|value| any(value, &within));
                put("CONTAINS ONE OF", json!([part, "Nobody"]), &|value| any(value, &within));
                put("NOT CONTAINS", json!(part), &|value| *value != Nothing && !any(value, &within));
            }
            false => {
                put("CONTAINS", json!(text), &|value| any(value, &same));
                put("CONTAINS ONE OF", json!([text, "Nobody"]), &|value| any(value, &same));
                put("NOT CONTAINS", json!(text), &|value| !any(value, &same));
            }
        }
    }
}

#[test]
fn what_a_field_cannot_hold_is_refused_and_nothing_is_written() {
    let w = world();
    let all = all_fields(&w);
    for made in &all {
        let Kind { data, html, several } = made.kind;
        let wrong = match data {
            "Int" | "Float" | "Money" => json!("a dozen"),
            "Date" => json!("the day before"),
            "Boolean" => json!("perhaps"),
            "Country" | "StateProvince" | "File" | "ContactReference" | "EntityReference" => json!(987_654),
            "String" if html != "TextArea" && !several => json!("x".repeat(256)),
            "Link" => json!("x".repeat(2_048)),
            _ => continue,
        };
        let person = made.people[2];
        let before = w.one("Contact", person, &[&made.path]);
        let mut values = json!({"first_name": "Changed"});
        values[&made.path] = if several { json!([wrong]) } else { wrong };
        let refused = w.update("Contact", person, values).expect_err(&format!("{data}/{html}/{several}"));
        assert!(
            refused.to_string().len() > 3 && !matches!(refused, store::Error::Internal(_)),
            "{data}/{html}: {refused}"
        );
        assert_eq!(w.one("Contact", person, &[&made.path]), before, "{data}/{html}");
        assert_ne!(w.one("Contact", person, &["first_name"])["first_name"], "Changed");
        if made.kind.has_choices() {
            let by_label = format!("{}:label", made.path);
            let label = if several { json!(["Deuxième"]) } else { json!("Deuxième") };
            let mut values = json!({});
            values[&by_label] = label.clone();
            w.update("Contact", person, values).unwrap();
            assert_eq!(w.one("Contact", person, &[&by_label])[&by_label], label, "{data}/{html}/{several}");
            let mut values = json!({});
            values[format!("{}:name", made.path)] = if several { json!(["nobody"]) } else { json!("nobody") };
            w.update("Contact", person, values).expect_err("an unknown choice");
        }
    }
    // A kind of value and an input that do not go together.
    let set = w.get("CustomGroup", &["id"], json!([]))[0]["id"].clone();
    for (data, html) in
        [("Date", "Radio"), ("Boolean", "Text"), ("File", "Select"), ("String", "File"), ("Nothing", "Text")]
    {
        let values = json!({"custom_group_id": set, "label": "Odd", "data_type": data, "html_type": html});
        w.save("CustomField", values).expect_err(&format!("{data}/{html}"));
    }
}
