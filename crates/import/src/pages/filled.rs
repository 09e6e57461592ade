//! What the form of an import says, read into its setup; and what is wrong with it.

use contact::pages::past;
use contact::pages::phrases::Lang;
use contact::pages::rows;
use kit::Fields;
use schema::FieldType;
use serde_json::{Map, json};
use store::{As, Result, Tx};

use crate::name::NameOrder;
use crate::recognise::{Goal, RECORD};
use crate::records;
use crate::setup::{Always, Mode, Records, Setup};
use crate::value::{DateOrder, DecimalSign};

use super::goals::{self, Offer};
use super::relatives;

/// What is wrong with the columns: where, and in words.
pub(super) type Wrong = Vec<(Option<usize>, String)>;

/// The types of contacts, with their words.
pub(super) const TYPES: [(&str, &str); 3] =
    [("Individual", "kind-person"), ("Household", "kind-household"), ("Organization", "kind-organisation")];
/// So many values for all rows are asked for at most.
pub(super) const MOST_ALWAYS: usize = 8;
/// The encodings that are offered.
pub(super) const ENCODINGS: [&str; 6] = ["UTF-8", "windows-1252", "macintosh", "ISO-8859-15", "UTF-16LE", "UTF-16BE"];

/// The setup as the form has it.
pub(super) fn setup(before: &Setup, offers: &[Offer], form: &Fields) -> Setup {
    let mut setup = before.clone();
    for (at, goal) in setup.goals.iter_mut().enumerate() {
        let Some(code) = form.get(&format!("c-{at}")) else { continue };
        let wanted = goals::decode(code);
        if wanted.is_none() || offers.iter().any(|offer| offer.goal == wanted) {
            *goal = wanted;
        }
    }
    if form.get("always-goal-0").is_some() {
        setup.always = always_of(offers, form);
    }
    let on = |name: &str, was: bool| form.get(name).map_or(was, |value| value == "1");
    let contact_type = form.get("type").filter(|name| TYPES.iter().any(|(known, _)| known == name));
    setup.contact_type = contact_type.unwrap_or(&before.contact_type).to_owned();
    setup.mode = form.get("mode").and_then(Mode::named).unwrap_or(before.mode);
    setup.rule = form.int("rule").unwrap_or(before.rule);
    setup.ask_about_likeness = on("likeness", before.ask_about_likeness);
    setup.calm_names = on("calm", before.calm_names);
    setup.lost_zeros = on("zeros", before.lost_zeros);
    setup.make_missing = on("missing", before.make_missing);
    setup.make_people = on("people", before.make_people);
    setup.records = form.get("records").and_then(Records::named).unwrap_or(before.records);
    setup.remember = on("remember", before.remember);
    setup.names = match form.get("names") {
        Some("last_first") => NameOrder::LastFirst,
        Some(_) => NameOrder::FirstLast,
        None => before.names,
    };
    let source = &mut setup.source;
    source.has_header = on("header", before.source.has_header);
    if let Some(name) = form.get("encoding").filter(|name| ENCODINGS.contains(name)) {
        source.encoding = name.to_owned();
    }
    match form.get("delimiter") {
        Some("tab") => source.delimiter = '\t',
        Some(sign @ (";" | "," | "|")) => source.delimiter = sign.chars().next().unwrap_or(';'),
        _ => {}
    }
    if let Some(sheet) = form.get("sheet").filter(|name| source.sheets.iter().any(|known| known == name)) {
        source.sheet = Some(sheet.to_owned());
    }
    match form.get("decimal") {
        Some("point") => source.decimal = DecimalSign::Point,
        Some("comma") => source.decimal = DecimalSign::Comma,
        _ => {}
    }
    match form.get("dates") {
        Some("day") => source.dates = DateOrder::DayFirst,
        Some("month") => source.dates = DateOrder::MonthFirst,
        Some("year") => source.dates = DateOrder::YearFirst,
        _ => {}
    }
    setup
}

/// What the form says of every row; a line without a field or a value is none.
fn always_of(offers: &[Offer], form: &Fields) -> Vec<Always> {
    let line = |at: usize| {
        let goal = goals::decode(form.get(&format!("always-goal-{at}"))?);
        let value = form.get(&format!("always-value-{at}"))?.trim().to_owned();
        let known = offers.iter().any(|offer| offer.goal == goal);
        (known && !value.is_empty()).then_some(Always { goal, value })
    };
    (0..MOST_ALWAYS).filter_map(line).collect()
}

/// What keeps the columns from being rehearsed.
pub(super) fn wrong(lang: &Lang, setup: &Setup) -> Wrong {
    let mut wrong = Wrong::new();
    for (at, goal) in setup.goals.iter().enumerate() {
        let repeats = goal.is_none() || matches!(goal.field.as_str(), "tag" | "group" | "note");
        let first = setup.goals.iter().position(|other| other == goal);
        if let Some(first) = first.filter(|first| *first < at && !repeats) {
            let name = |at: usize| setup.header.get(at).cloned().unwrap_or_default();
            let names = [("one", name(first).into()), ("other", name(at).into())];
            wrong.push((Some(at), lang.with("import-problem-twice", &names).to_owned()));
        }
    }
    let names = [
        "first_name",
        "last_name",
        "full_name",
        "organization",
        "organization_name",
        "household_name",
        "email",
        "id",
        "external_identifier",
        "nick_name",
    ];
    // Another record may be named by its number, or by a key to the contact.
    let names_somebody = |goal: &Goal| {
        let own = goal.field.strip_prefix(RECORD);
        names.contains(&goal.field.as_str())
            || goal.field == "phone"
            || own.is_some_and(|own| own == "id" || own == setup.subject)
    };
    let of_contacts = setup.is_of_contacts();
    let is_told = match of_contacts {
        true => setup.goals.iter().any(|goal| names.contains(&goal.field.as_str())),
        false => setup.subject.is_empty() || setup.all_goals().any(names_somebody),
    };
    if !is_told {
        wrong.push((None, lang.text("import-problem-nobody").to_owned()));
    }
    wrong
}

/// The fields that a new record needs and no column fills.
pub(super) fn lacking(tx: &Tx<'_>, lang: &Lang, setup: &Setup) -> Result<Wrong> {
    if setup.is_of_contacts() || setup.records == Records::Update || setup.fills(&Goal::of_record("id").field) {
        return Ok(Wrong::new());
    }
    let entity = tx.entity(&setup.entity)?;
    let own =
        |name: &str| name == setup.subject || name == "source_contact_id" || setup.fills(&Goal::of_record(name).field);
    let needed = |field: &&schema::Field| {
        let alone = field.default == schema::Default::None && field.dynamic_reference.is_none();
        (field.required || field.not_null) && alone && !own(&field.name)
    };
    let names: Vec<String> =
        records::fields(&entity).filter(needed).map(|field| records::label(lang, &entity, field)).collect();
    match names.is_empty() {
        true => Ok(Wrong::new()),
        false => {
            Ok(vec![(None, lang.with("import-problem-required", &[("fields", names.join(", ").into())]).to_owned())])
        }
    }
}

/// The values for all rows that are none of what their fields take.
pub(super) fn unfit(tx: &Tx<'_>, lang: &Lang, setup: &Setup) -> Result<Wrong> {
    let mut wrong = Wrong::new();
    for one in &setup.always {
        let shape = crate::words::shape(tx, &setup.entity, &one.goal)?;
        if let Some(key) = shape.and_then(|shape| crate::wanted::unfit(setup, &shape, &one.value)) {
            wrong.push((None, super::table::fault(lang, key, &one.value).to_owned()));
        }
    }
    Ok(wrong)
}

/// The tag or group for all: one that is there, or a new one that is named after the file.
pub(super) fn chosen(tx: &mut Tx<'_>, asked: Option<&str>, entity: &str, setup: &Setup) -> Result<Option<i64>> {
    let field = if entity == "Tag" { "label" } else { "title" };
    match asked {
        Some("new") => {
            let stem = setup.file_name.rsplit_once('.').map_or(setup.file_name.as_str(), |(stem, _)| stem);
            let name: String = stem.chars().take(64).collect();
            let known = crate::plan::by_name(tx, entity, field, &name, json!([]))?;
            if known.is_some() {
                return Ok(known);
            }
            let mut values = Map::new();
            values.insert(field.to_owned(), json!(name));
            if entity == "Tag" {
                values.insert("used_for".to_owned(), json!(["civicrm_contact"]));
            }
            Ok(Some(tx.save(entity, values, As::Actor)?.id))
        }
        Some(id) => match id.parse::<i64>() {
            Ok(id) => Ok(rows::one(tx, entity, &["id"], id)?.map(|_| id)),
            Err(_) => Ok(None),
        },
        None => Ok(if entity == "Tag" { setup.tag } else { setup.group }),
    }
}

/// The label of a value that a field keeps.
pub(super) fn value(tx: &Tx<'_>, lang: &Lang, label: &str, value: &serde_json::Value) -> Result<String> {
    match relatives::of_contact(label).split_once('.') {
        Some(("relative", _)) => Ok(rows::plain(value)),
        Some((entity, field)) => match tx.entity(entity)?.field(field) {
            Some(own) if names_contacts(own) => called(tx, value),
            Some(own) if matches!(own.ty, FieldType::DateTime | FieldType::Timestamp) => Ok(moment(lang, value)),
            Some(_) => contact::pages::past::value_in_words(tx, lang, entity, field, value),
            None => Ok(rows::plain(value)),
        },
        _ => Ok(rows::plain(value)),
    }
}

/// A moment in words; its time where it has one.
fn moment(lang: &Lang, value: &serde_json::Value) -> String {
    let text = rows::plain(value);
    let (day, time) = text.split_once([' ', 'T']).unwrap_or((&text, ""));
    match (lang.date(day), time.get(..5)) {
        ("", _) => text.clone(),
        (day, None | Some("00:00")) => day.to_owned(),
        (day, Some(time)) => format!("{day} · {time}"),
    }
}

/// Whether a field holds contacts that no list of choices names.
fn names_contacts(field: &schema::Field) -> bool {
    field.options.is_none() && field.references.as_ref().is_some_and(|reference| reference.entity == "Contact")
}

/// The names of contacts.
fn called(tx: &Tx<'_>, value: &serde_json::Value) -> Result<String> {
    let ids: Vec<i64> = match value {
        serde_json::Value::Array(all) => all.iter().filter_map(serde_json::Value::as_i64).collect(),
        one => one.as_i64().into_iter().collect(),
    };
    let names = past::names(tx, ids.iter().copied())?;
    let name = |id: &i64| past::name_of(&names, *id).map_or_else(|| id.to_string(), str::to_owned);
    Ok(ids.iter().map(name).collect::<Vec<_>>().join(", "))
}
