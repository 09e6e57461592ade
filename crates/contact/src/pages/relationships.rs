//! The relationships of a contact: told as sentences, made by typing a name, changed, ended, thrown away.

mod notes;
mod several;
mod writing;

use std::collections::BTreeMap;

use jiff::civil::Date;
use kit::{Fields, Registry, Reply, Visit};
use maud::{Markup, html};
use schema::{Requirement, Verb};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, FieldError, Problem, Result, Tx};
use ui::page::relationship::{self as page, Bond, Bonds, Editor};
use ui::part::avatar::{Avatar, Kind};
use ui::part::field::{Choice, Field, Widget, Width};
use ui::part::lookup::Lookup;

use super::contact;
use super::custom::{Sheet, set, words};
use super::form::{self, Errors};
use super::graph;
use super::labels::translated;
use super::list::called;
use super::phrases::Lang;
use super::pick::{self, Found};
use super::rows::{self, Row, ask, flag, int, text};
use super::slots::Section;
use writing::{dates, fill, made, more, named, new_form, permissions, relate};

/// So many are told.
const MOST: i64 = 500;

const SELECT: [&str; 18] = [
    "id",
    "relationship_id",
    "relationship_type_id",
    "orientation",
    "near_relation",
    "far_contact_id",
    "far_contact_id.display_name",
    "far_contact_id.first_name",
    "far_contact_id.last_name",
    "far_contact_id.contact_type",
    "far_contact_id.is_deleted",
    "is_active",
    "is_current",
    "start_date",
    "end_date",
    "relationship_id.description",
    "relationship_id.is_permission_a_b",
    "relationship_id.is_permission_b_a",
];

/// The section and what is done in it.
pub(super) fn register(registry: &mut Registry) {
    let inside = Requirement::all(&["access CiviCRM"]);
    several::register(registry);
    registry
        .page("/contacts/{id}/relationships", inside.clone(), show)
        .page("/contacts/{id}/relationships/{relationship}/notes", inside.clone(), notes::page)
        .fill(notes::HOME)
        .upload_page("/contacts/{id}/relationships/{relationship}/{act}", inside.clone(), act)
        .fill(Section { name: "relationships", label: "relationships", door: inside, count });
}

fn count(tx: &Tx<'_>, contact: i64) -> Result<i64> {
    let clauses = json!([
        ["near_contact_id", "=", contact],
        ["is_current", "=", true],
        ["far_contact_id.is_deleted", "=", false]
    ]);
    rows::count(tx, "RelationshipCache", clauses)
}

/// A kind of relationship seen from one end: its type, whether the contact stands at the first end, and the words.
#[derive(Clone, Debug)]
struct Way {
    kind: i64,
    forward: bool,
    words: String,
    /// The type of contact that the other end asks for.
    far_type: Option<String>,
}

impl Way {
    fn value(&self) -> String {
        format!("{}-{}", self.kind, if self.forward { "a" } else { "b" })
    }
}

/// The ways in which this contact can relate to others.
fn ways(tx: &Tx<'_>, lang: &Lang, contact: &Row) -> Result<Vec<Way>> {
    let own_type = text(contact, "contact_type");
    let own_subs = rows::texts(contact, "contact_sub_type");
    ways_where(tx, lang, |row, end| {
        let (wanted, sub) = (text(row, &format!("contact_type_{end}")), text(row, &format!("contact_sub_type_{end}")));
        (wanted.is_empty() || wanted == own_type) && (sub.is_empty() || own_subs.contains(&sub))
    })
}

/// The ways in which any contact can relate to others.
fn every_way(tx: &Tx<'_>, lang: &Lang) -> Result<Vec<Way>> {
    ways_where(tx, lang, |_, _| true)
}

/// The ways whose near end fits.
fn ways_where(tx: &Tx<'_>, lang: &Lang, fits: impl Fn(&Row, &str) -> bool) -> Result<Vec<Way>> {
    let select = [
        "id",
        "name_a_b",
        "label_a_b",
        "name_b_a",
        "label_b_a",
        "contact_type_a",
        "contact_type_b",
        "contact_sub_type_a",
        "contact_sub_type_b",
    ];
    let mut all = Vec::new();
    for row in ask(tx, "RelationshipType", &select, json!([["is_active", "=", true]]), &[("id", "ASC")], 0)? {
        let symmetric = text(&row, "name_a_b") == text(&row, "name_b_a");
        for (forward, end, other) in [(true, "a", "b"), (false, "b", "a")] {
            if !fits(&row, end) || symmetric && !forward {
                continue;
            }
            let (name, label) = (format!("name_{end}_{other}"), format!("label_{end}_{other}"));
            let far = text(&row, &format!("contact_type_{other}"));
            all.push(Way {
                kind: rows::id(&row),
                forward,
                words: translated(lang.code(), "RelationshipType", text(&row, &name), text(&row, &label)),
                far_type: Some(far.to_owned()).filter(|far| !far.is_empty()),
            });
        }
    }
    all.sort_by(|a, b| schema::fold::compare(&a.words, &b.words));
    Ok(all)
}

/// What is read for the section.
struct Around {
    contact: Row,
    rows: Vec<Row>,
    ways: Vec<Way>,
    may_edit: bool,
    words: BTreeMap<i64, String>,
    /// The values of custom fields in words, by the number of the relationship.
    custom: BTreeMap<i64, Vec<String>>,
    /// How many notes each has.
    notes: BTreeMap<i64, i64>,
}

/// The custom fields of a relationship.
fn sheet(tx: &Tx<'_>, lang: &Lang, row: &Row) -> Result<Sheet> {
    let kind = int(row, "relationship_type_id").unwrap_or(0).to_string();
    Sheet::read(tx, lang, "Relationship", &[&kind], int(row, "relationship_id"))
}

/// The custom values of these relationships, in words.
fn custom_words(tx: &Tx<'_>, lang: &Lang, found: &[Row]) -> Result<BTreeMap<i64, Vec<String>>> {
    let mut all: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    let sets = set::any_of(tx, "Relationship")?;
    let fields: Vec<_> = sets.iter().filter(|set| !set.is_multiple).flat_map(|set| &set.fields).collect();
    let ids: Vec<i64> = found.iter().filter_map(|row| int(row, "relationship_id")).collect();
    if fields.is_empty() || ids.is_empty() {
        return Ok(all);
    }
    let mut select = vec!["id"];
    select.extend(fields.iter().map(|field| field.path.as_str()));
    for row in ask(tx, "Relationship", &select, json!([["id", "IN", ids]]), &[], 0)? {
        for field in &fields {
            let value = row.get(&field.path).unwrap_or(&Json::Null);
            let words = words::in_words(tx, lang, field, value)?;
            if !words.is_empty() {
                all.entry(rows::id(&row)).or_default().push(format!("{} : {words}", field.label));
            }
        }
    }
    Ok(all)
}

fn around(tx: &Tx<'_>, lang: &Lang, id: i64) -> Result<Around> {
    let select = ["id", "display_name", "first_name", "last_name", "contact_type", "contact_sub_type", "is_deleted"];
    let contact = rows::one(tx, "Contact", &select, id)?.ok_or_else(|| Error::NotFound(format!("contact {id}")))?;
    let clauses = json!([["near_contact_id", "=", id], ["is_active", "IN", [true, false]]]);
    let found = ask(tx, "RelationshipCache", &SELECT, clauses, &[("start_date", "DESC"), ("id", "ASC")], MOST)?;
    let mut words = BTreeMap::new();
    for row in
        ask(tx, "RelationshipType", &["id", "name_a_b", "label_a_b", "name_b_a", "label_b_a"], json!([]), &[], 0)?
    {
        for (sign, end) in [(1, "a_b"), (-1, "b_a")] {
            let label = text(&row, &format!("label_{end}"));
            let name = text(&row, &format!("name_{end}"));
            words.insert(sign * rows::id(&row), translated(lang.code(), "RelationshipType", name, label));
        }
    }
    let custom = custom_words(tx, lang, &found)?;
    let numbers: Vec<i64> = found.iter().filter_map(|row| int(row, "relationship_id")).collect();
    Ok(Around {
        notes: notes::counts(tx, &numbers)?,
        custom,
        rows: found.into_iter().filter(|row| !flag(row, "far_contact_id.is_deleted")).collect(),
        ways: ways(tx, lang, &contact)?,
        may_edit: rows::may(tx, id, Verb::Edit)? && !flag(&contact, "is_deleted"),
        words,
        contact,
    })
}

impl Around {
    /// What the contact is to the other, in words.
    fn relation(&self, row: &Row) -> &str {
        let sign = if text(row, "orientation") == "a_b" { 1 } else { -1 };
        let kind = int(row, "relationship_type_id").unwrap_or(0);
        self.words.get(&(sign * kind)).map_or("", String::as_str)
    }
}

/// A day in words after a word that suits it: the year alone where it begins or ends with that day.
fn when(lang: &Lang, day: Date, alone: bool, (year_key, day_key): (&'static str, &'static str)) -> String {
    match alone {
        true => lang.locale.with(year_key, &[("day", day.year().to_string().into())]),
        false => lang.locale.with(day_key, &[("day", lang.locale.date(day).into())]),
    }
}

/// From when to when, in words; nothing where neither is known.
fn duration(lang: &Lang, row: &Row, today: Date) -> String {
    let (start, end) = (rows::date(row, "start_date"), rows::date(row, "end_date"));
    let begins = |day: Date| (day.month(), day.day()) == (1, 1);
    let ends = |day: Date| (day.month(), day.day()) == (12, 31);
    match (start, end) {
        (Some(from), Some(to)) => {
            let from = when(lang, from, begins(from), ("relationship-from-year", "relationship-from-day"));
            format!("{from} {}", when(lang, to, ends(to), ("relationship-to-year", "relationship-to-day")))
        }
        (Some(from), None) if from > today => {
            when(lang, from, begins(from), ("relationship-coming-year", "relationship-coming-day"))
        }
        (Some(from), None) => when(lang, from, begins(from), ("relationship-since-year", "relationship-since-day")),
        (None, Some(to)) => when(lang, to, ends(to), ("relationship-until-year", "relationship-until-day")),
        (None, None) => String::new(),
    }
}

/// The relationship as a sentence, the other a link.
fn sentence(lang: &Lang, relation: &str, row: &Row, today: Date) -> Markup {
    let far = int(row, "far_contact_id").unwrap_or(0);
    let duration = duration(lang, row, today);
    html! {
        b { (relation) } " " a href={ "/contacts/" (far) } { (far_name(row)) }
        @if !duration.is_empty() { " " (ui::lang::raised(&duration)) }
    }
}

fn far_name(row: &Row) -> String {
    let named = [
        ("display_name", "far_contact_id.display_name"),
        ("first_name", "far_contact_id.first_name"),
        ("last_name", "far_contact_id.last_name"),
    ];
    let plain: Row = named.iter().map(|(to, from)| ((*to).to_owned(), json!(text(row, from)))).collect();
    match called(&plain) {
        "" => format!("#{}", int(row, "far_contact_id").unwrap_or(0)),
        name => name.to_owned(),
    }
}

/// What is typed into a form.
#[derive(Clone, Debug, Default)]
struct Draft {
    values: BTreeMap<String, String>,
}

const TYPED: [&str; 9] =
    ["kind", "who", "contact", "make", "start_date", "end_date", "description", "may_far", "may_near"];

impl Draft {
    fn typed(form: &Fields) -> Draft {
        let value = |name: &str| form.get(name).unwrap_or_default().trim().to_owned();
        Draft { values: TYPED.iter().map(|name| ((*name).to_owned(), value(name))).collect() }
    }

    fn of(row: &Row) -> Draft {
        let forward = text(row, "orientation") == "a_b";
        let (to_far, to_near) = ("relationship_id.is_permission_a_b", "relationship_id.is_permission_b_a");
        let (to_far, to_near) = if forward { (to_far, to_near) } else { (to_near, to_far) };
        let pairs = [
            ("start_date", rows::written(row, "start_date")),
            ("end_date", rows::written(row, "end_date")),
            ("description", rows::written(row, "relationship_id.description")),
            ("may_far", rows::written(row, to_far)),
            ("may_near", rows::written(row, to_near)),
        ];
        Draft { values: pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect() }
    }

    fn get(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }
}

/// A form as it comes back.
#[derive(Default)]
struct Open {
    draft: Draft,
    errors: Errors,
    several: Vec<Row>,
    /// Nobody has the typed name: these kinds may be made.
    make: Vec<&'static str>,
}

/// `/contacts/{id}/relationships`: shows them; a POST makes a new one.
fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    if visit.is_post {
        return add(visit, &lang, id);
    }
    let draft = Draft {
        values: [("kind", "kind"), ("who", "who")]
            .iter()
            .map(|(to, from)| ((*to).to_owned(), visit.query.text(from).unwrap_or_default().to_owned()))
            .collect(),
    };
    let open = visit.query.has("add").then(|| Open { draft, ..Open::default() });
    let edit = visit.query.int("edit");
    Ok(Reply::Html(whole(visit, &lang, id, open, edit.map(|id| (id, None)))?))
}

fn whole(
    visit: &Visit<'_>,
    lang: &Lang,
    id: i64,
    adding: Option<Open>,
    editing: Option<(i64, Option<Open>)>,
) -> Result<Markup> {
    let none = Errors::new();
    let (around, graph, today, sheet) = visit.read(|tx| {
        let around = around(tx, lang, id)?;
        let graph = graph::of(tx, lang, id)?;
        let open = editing
            .as_ref()
            .and_then(|(open, _)| around.rows.iter().find(|row| int(row, "relationship_id") == Some(*open)));
        let mut sheet = open.map(|row| sheet(tx, lang, row)).transpose()?.filter(|sheet| !sheet.is_empty());
        if let (Some(sheet), true) = (&mut sheet, visit.is_post) {
            sheet.typed(&visit.form);
        }
        Ok((around, graph, tx.clock().today(), sheet))
    })?;
    let choices: Vec<(String, String)> = around.ways.iter().map(|way| (way.value(), way.words.clone())).collect();
    let kinds: Vec<Choice<'_>> = choices.iter().map(|(value, words)| Choice::of(value, words)).collect();
    let permissions = permissions(lang);
    let path = format!("/contacts/{id}/relationships");
    let own = lang.keep(called(&around.contact).to_owned());
    let bond = |row: &'_ Row| -> Bond<'_> {
        let number = int(row, "relationship_id").unwrap_or(0);
        let name = lang.keep(far_name(row));
        let to = |act: &str| lang.keep(format!("{path}/{number}/{act}"));
        let open = editing.as_ref().filter(|(open, _)| *open == number && around.may_edit).map(|(_, open)| open);
        Bond {
            id: lang.keep(number.to_string()),
            avatar: Avatar::of(Kind::of(lang.keep(text(row, "far_contact_id.contact_type").to_owned())), name),
            sentence: sentence(lang, around.relation(row), row, today),
            name,
            lines: lines(lang, &around, row, own, name),
            notes: (to("notes"), around.notes.get(&number).copied().unwrap_or(0)),
            edit: around.may_edit.then(|| lang.keep(format!("{path}?edit={number}#bond-{number}"))),
            end: (around.may_edit && flag(row, "is_active")).then(|| to("end")),
            delete: around.may_edit.then(|| to("delete")),
            editor: open.map(|open| {
                let stored = Draft::of(row);
                let (draft, errors) = open.as_ref().map_or((&stored, None), |open| (&open.draft, Some(&open.errors)));
                let title = lang.keep(format!("{} {name}", around.relation(row)));
                Editor {
                    title,
                    action: to("edit"),
                    close: lang.keep(path.clone()),
                    kind: None,
                    who: None,
                    several: Vec::new(),
                    make: Vec::new(),
                    dates: dates(lang, draft, errors),
                    more: more(lang, draft, errors, &permissions, (own, name)),
                    custom: sheet.as_ref().map(|sheet| sheet.form(&visit.ui(), lang, errors.unwrap_or(&none))),
                    open: true,
                }
            }),
        }
    };
    let mut current = Vec::new();
    let mut past = Vec::new();
    for row in &around.rows {
        let ended = rows::date(row, "end_date").is_some_and(|day| day < today);
        if flag(row, "is_active") && !ended { current.push(bond(row)) } else { past.push(bond(row)) }
    }
    let adding = adding.filter(|_| around.may_edit);
    let add_link = format!("{path}?add=1");
    let new = adding.as_ref().map(|open| new_form(lang, open, &kinds, &permissions, &path, own));
    let view = Bonds {
        current,
        past,
        add: (around.may_edit && !kinds.is_empty()).then_some(add_link.as_str()),
        adding: new,
        graph,
    };
    let content = page::bonds(&visit.ui(), &view);
    contact::section(visit, lang, id, "relationships", content)
}

/// What stands under the sentence.
fn lines<'a>(lang: &'a Lang, around: &Around, row: &Row, own: &str, name: &str) -> Vec<&'a str> {
    let mut all = Vec::new();
    let custom = around.custom.get(&int(row, "relationship_id").unwrap_or(0));
    all.extend(custom.into_iter().flatten().map(|words| lang.keep(words.clone())));
    let description = text(row, "relationship_id.description");
    if !description.is_empty() {
        all.push(lang.keep(description.to_owned()));
    }
    let draft = Draft::of(row);
    for (field, who, whom) in [("may_far", own, name), ("may_near", name, own)] {
        let values = [("who", who.into()), ("whom", whom.into())];
        match draft.get(field) {
            "1" => all.push(lang.with("relationship-may-edit", &values)),
            "2" => all.push(lang.with("relationship-may-view", &values)),
            _ => {}
        }
    }
    all
}

/// Makes a relationship of what was typed; the form comes back where that does not do.
fn add(visit: &mut Visit<'_>, lang: &Lang, id: i64) -> Result<Reply> {
    let draft = Draft::typed(&visit.form);
    let mut open = Open { draft, ..Open::default() };
    let ways = visit.read(|tx| Ok(around(tx, lang, id)?.ways))?;
    let way = ways.iter().find(|way| way.value() == open.draft.get("kind")).cloned();
    let fail = |visit: &Visit<'_>, open: Open| Ok(Reply::Status(422, whole(visit, lang, id, Some(open), None)?));
    let Some(way) = way else {
        open.errors.insert("kind".to_owned(), lang.text("problem-required").to_owned());
        return fail(visit, open);
    };
    let typed = open.draft.get("who").to_owned();
    let found = match open.draft.get("contact").parse::<i64>() {
        Ok(contact) => Found::One(contact),
        Err(_) => visit.read(|tx| pick::meant(tx, &typed, way.far_type.as_deref()))?,
    };
    let make = ["Individual", "Household", "Organization"].into_iter().find(|kind| *kind == open.draft.get("make"));
    let other = match found {
        Found::One(contact) => Some(contact),
        Found::Several(all) => {
            open.several = all;
            open.errors.insert("who".to_owned(), lang.text("problem-pick-several").to_owned());
            return fail(visit, open);
        }
        Found::Nobody if typed.is_empty() => {
            open.errors.insert("who".to_owned(), lang.text("problem-required").to_owned());
            return fail(visit, open);
        }
        Found::Nobody if make.is_some() => None,
        Found::Nobody => {
            open.errors.insert("who".to_owned(), lang.text("problem-pick-nobody").to_owned());
            if visit.actor.may("add contacts") {
                let all = ["Individual", "Organization", "Household"];
                open.make = all
                    .into_iter()
                    .filter(|kind| way.far_type.as_deref().is_none_or(|wanted| wanted == *kind))
                    .collect();
            }
            return fail(visit, open);
        }
    };
    let result = visit.write(|tx| {
        let other = match (other, make) {
            (Some(other), _) => other,
            (None, Some(kind)) => made(tx, kind, &typed)?,
            (None, None) => return Err(Error::field("who", Problem::Required)),
        };
        let made = relate(tx, &way, id, other, &open.draft)?;
        let more = !Sheet::read(tx, lang, "Relationship", &[&way.kind.to_string()], Some(made))?.is_empty();
        Ok((tx.transaction_id(), more.then_some(made)))
    });
    match form::field_errors(named(&way, result))? {
        Ok((transaction, more)) => {
            visit.say("said-relationship-added", transaction);
            let to = format!("/contacts/{id}/relationships");
            // What the site asks of this kind besides is filled in next.
            Ok(Reply::Redirect(more.map_or(to.clone(), |made| format!("{to}?edit={made}#bond-{made}"))))
        }
        Err(errors) => {
            open.errors = form::errors(lang, &errors);
            fail(visit, open)
        }
    }
}

/// `/contacts/{id}/relationships/{relationship}/{act}`
fn act(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (id, relationship) = (visit.id(0)?, visit.id(1)?);
    let path = format!("/contacts/{id}/relationships");
    if !visit.is_post {
        return Ok(Reply::Redirect(path));
    }
    let clauses = json!([
        ["near_contact_id", "=", id],
        ["relationship_id", "=", relationship],
        ["is_active", "IN", [true, false]]
    ]);
    let row = visit.read(|tx| ask(tx, "RelationshipCache", &SELECT, clauses, &[], 1))?;
    let row = row.into_iter().next().ok_or_else(|| Error::NotFound(format!("relationship {relationship}")))?;
    let forward = text(&row, "orientation") == "a_b";
    let form = visit.form.clone();
    let draft = Draft::typed(&form);
    let act = visit.captures.get(2).cloned().unwrap_or_default();
    let mut custom = Sheet::default();
    if act == "edit" {
        custom = visit.read(|tx| sheet(tx, &lang, &row))?;
        custom.typed(&form);
        custom.take_files(visit)?;
    }
    let result = visit.write(|tx| {
        let mut values = Map::new();
        values.insert("id".to_owned(), json!(relationship));
        match act.as_str() {
            "edit" => {
                fill(&mut values, &draft, forward);
                values.extend(custom.changes(tx)?);
                let today = tx.clock().today();
                let end: Option<Date> = draft.get("end_date").parse().ok();
                // One that had ended goes on when its end is taken away or put off.
                values.insert("is_active".to_owned(), json!(end.is_none_or(|end| end >= today)));
                tx.save("Relationship", values, As::Actor).map(|_| ())?;
            }
            "end" => {
                let today = tx.clock().today();
                let begun = rows::date(&row, "start_date").is_none_or(|start| start <= today);
                values.insert("end_date".to_owned(), json!(begun.then(|| today.to_string())));
                values.insert("is_active".to_owned(), json!(false));
                tx.save("Relationship", values, As::Actor).map(|_| ())?;
            }
            "delete" => tx.delete("Relationship", relationship, As::Actor)?,
            _ => return Err(Error::NotFound(act.clone())),
        }
        Ok(tx.transaction_id())
    });
    match super::form::field_errors(result)? {
        Ok(None) => visit.say("said-nothing", None),
        Ok(transaction) => match act.as_str() {
            "end" => visit.say("said-relationship-ended", transaction),
            "delete" => visit.say("said-relationship-deleted", transaction),
            _ => visit.say("said-saved", transaction),
        },
        Err(errors) => {
            let open = Open { draft, errors: super::form::errors(&lang, &errors), ..Open::default() };
            return Ok(Reply::Status(422, whole(visit, &lang, id, None, Some((relationship, Some(open))))?));
        }
    }
    Ok(Reply::Redirect(path))
}
