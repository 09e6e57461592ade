//! The kinds of relationships, as administrators keep them: what each end is called, and who may stand there.

use kit::{Fields, Registry, Reply, Visit};
use maud::Markup;
use schema::Requirement;
use serde_json::{Map, json};
use store::{As, Error, FieldError, Problem, Result, Tx};
use ui::Icon;
use ui::page::choices::{ChoiceLine, Choices, Editor, choices};
use ui::part::Tone;
use ui::part::crumbs::Crumb;
use ui::part::field::{Choice, Field, Widget, Width};

use super::form::{self, Errors};
use super::frame::{self, Page};
use super::labels::translated;
use super::phrases::Lang;
use super::rows::{self, Row, ask, flag, text};
use super::slots::Settings;

const PATH: &str = "/settings/relationships";

/// The page, what is done on it, and its entry of settings.
pub(super) fn register(registry: &mut Registry) {
    let door = Requirement::all(&["access CiviCRM", "administer CiviCRM"]);
    registry.page(PATH, door.clone(), list).page("/settings/relationships/{id}/{act}", door.clone(), act).fill(
        Settings {
            group: "settings-lists",
            label: "relationship-types",
            words: "relationship-types-intro",
            icon: Icon::LinkSimple,
            tone: Tone::Sky,
            href: PATH,
            door,
        },
    );
}

const SELECT: [&str; 12] = [
    "id",
    "name_a_b",
    "label_a_b",
    "name_b_a",
    "label_b_a",
    "description",
    "contact_type_a",
    "contact_type_b",
    "contact_sub_type_a",
    "contact_sub_type_b",
    "is_active",
    "is_reserved",
];

/// `/settings/relationships`
fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if !visit.is_post {
        return Ok(Reply::Html(show(visit, &lang, &Errors::new())?));
    }
    let (form, edited) = (visit.form.clone(), visit.query.int("edit"));
    let result = visit.write(|tx| {
        keep(tx, &lang, edited, &form)?;
        Ok(tx.transaction_id())
    });
    match form::field_errors(taken(result))? {
        Ok(None) => visit.say("said-nothing", None),
        Ok(transaction) => visit.say("said-saved", transaction),
        Err(errors) => {
            let errors = form::errors(&lang, &errors);
            return Ok(Reply::Status(422, show(visit, &lang, &errors)?));
        }
    }
    Ok(Reply::Redirect(PATH.to_owned()))
}

/// What must be one of a kind here are the names.
fn taken<T>(result: Result<T>) -> Result<T> {
    match result {
        Err(Error::Conflict(cause)) if cause.contains("already exists") => {
            Err(Error::Invalid(vec![FieldError { field: "label_a_b".to_owned(), problem: Problem::Taken }]))
        }
        other => other,
    }
}

fn keep(tx: &mut Tx<'_>, lang: &Lang, id: Option<i64>, form: &Fields) -> Result<()> {
    let known = id.map(|id| rows::one(tx, "RelationshipType", &SELECT, id)).transpose()?.flatten();
    let mut values = Map::new();
    values.extend(id.map(|id| ("id".to_owned(), json!(id))));
    let forward = form.text("label_a_b").unwrap_or_default().to_owned();
    let backward = form.text("label_b_a").map_or_else(|| forward.clone(), str::to_owned);
    if forward.is_empty() {
        return Err(Error::field("label_a_b", Problem::Required));
    }
    for (end, label) in [("a_b", &forward), ("b_a", &backward)] {
        let (label_field, name_field) = (format!("label_{end}"), format!("name_{end}"));
        let untouched = known.as_ref().is_some_and(|row| {
            translated(lang.code(), "RelationshipType", text(row, &name_field), text(row, &label_field)) == *label
        });
        if !untouched {
            values.insert(label_field, json!(label));
        }
        if known.is_none() {
            values.insert(name_field, json!(label));
        }
    }
    values.insert("description".to_owned(), json!(form.text("description")));
    for end in ["a", "b"] {
        let chosen = form.text(&format!("end_{end}")).unwrap_or_default().to_owned();
        let (kind, sub) = chosen.split_once('/').unwrap_or((&chosen, ""));
        let filled = |text: &str| json!(Some(text).filter(|text| !text.is_empty()));
        values.insert(format!("contact_type_{end}"), filled(kind));
        values.insert(format!("contact_sub_type_{end}"), filled(sub));
    }
    tx.save("RelationshipType", values, As::Actor).map(|_| ())
}

/// `/settings/relationships/{id}/{act}`
fn act(visit: &mut Visit<'_>) -> Result<Reply> {
    let (id, act) = (visit.id(0)?, visit.captures.get(1).cloned().unwrap_or_default());
    if !visit.is_post {
        return Ok(Reply::Redirect(PATH.to_owned()));
    }
    let done = visit.write(|tx| {
        let row = rows::one(tx, "RelationshipType", &SELECT, id)?;
        let row = row.ok_or_else(|| Error::NotFound(format!("relationship type {id}")))?;
        match act.as_str() {
            "toggle" => {
                let values = [("id", json!(id)), ("is_active", json!(!flag(&row, "is_active")))];
                let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
                tx.save("RelationshipType", values, As::Actor)?;
            }
            "delete" => tx.delete("RelationshipType", id, As::Actor)?,
            _ => return Err(Error::NotFound(act.clone())),
        }
        Ok(tx.transaction_id())
    });
    match done {
        Ok(transaction) => visit.say("said-saved", transaction),
        Err(Error::Conflict(_)) => visit.say("said-relationship-type-used", None),
        Err(error) => return Err(error),
    }
    Ok(Reply::Redirect(PATH.to_owned()))
}

/// The kinds of contacts and their subtypes: value, label.
fn ends(tx: &Tx<'_>, lang: &Lang) -> Result<Vec<(String, String)>> {
    let select = ["id", "name", "label", "parent_id", "parent_id.name"];
    let all = ask(tx, "ContactType", &select, json!([["is_active", "=", true]]), &[("id", "ASC")], 0)?;
    let label = |row: &Row| translated(lang.code(), "ContactType", text(row, "name"), text(row, "label"));
    let mut found = Vec::new();
    for row in all.iter().filter(|row| rows::int(row, "parent_id").is_none()) {
        let name = text(row, "name");
        found.push((name.to_owned(), label(row)));
        for sub in all.iter().filter(|sub| text(sub, "parent_id.name") == name) {
            found.push((format!("{name}/{}", text(sub, "name")), format!("{} › {}", label(row), label(sub))));
        }
    }
    Ok(found)
}

fn end_of(row: &Row, end: &str) -> String {
    let (kind, sub) = (text(row, &format!("contact_type_{end}")), text(row, &format!("contact_sub_type_{end}")));
    if sub.is_empty() { kind.to_owned() } else { format!("{kind}/{sub}") }
}

fn show(visit: &Visit<'_>, lang: &Lang, errors: &Errors) -> Result<Markup> {
    let (found, ends) = visit.read(|tx| {
        Ok((
            ask(tx, "RelationshipType", &SELECT, json!([["is_active", "IN", [true, false]]]), &[("id", "ASC")], 0)?,
            ends(tx, lang)?,
        ))
    })?;
    let end_choices: Vec<Choice<'_>> = ends.iter().map(|(value, label)| Choice::of(value, label)).collect();
    let edited = visit.query.int("edit");
    let adding = edited.is_none() && (visit.query.has("add") || visit.is_post);
    let named = |row: &Row, end: &str| {
        translated(
            lang.code(),
            "RelationshipType",
            text(row, &format!("name_{end}")),
            text(row, &format!("label_{end}")),
        )
    };
    let fields = |row: Option<&Row>| {
        let typed = |name: &str, stored: String| lang.keep(visit.form.get(name).map_or(stored, str::to_owned));
        let stored = |end: &str| row.map(|row| named(row, end)).unwrap_or_default();
        let error = |name: &str| errors.get(name).map(String::as_str);
        let label = |name: &'static str, key: &'static str, end: &str| Field {
            width: Width::Half,
            required: name == "label_a_b",
            focused: name == "label_a_b",
            error: error(name),
            max_length: Some(64),
            help: (name == "label_b_a").then(|| lang.text("relationship-type-other-help")),
            ..Field::text(name, lang.text(key), typed(name, stored(end)))
        };
        let end = |name: &'static str, key: &'static str, end: &str| Field {
            may_be_empty: true,
            width: Width::Half,
            error: error(&format!("contact_type_{end}")),
            ..Field::text(name, lang.text(key), typed(name, row.map(|row| end_of(row, end)).unwrap_or_default()))
                .widget(Widget::Select(&end_choices))
        };
        vec![
            label("label_a_b", "relationship-type-one", "a_b"),
            label("label_b_a", "relationship-type-other", "b_a"),
            end("end_a", "relationship-type-end-one", "a"),
            end("end_b", "relationship-type-end-other", "b"),
            Field {
                error: error("description"),
                ..Field::text(
                    "description",
                    lang.text("choice-description"),
                    typed("description", row.map(|row| text(row, "description").to_owned()).unwrap_or_default()),
                )
            },
        ]
    };
    let end_words = |row: &Row, end: &str| {
        let value = end_of(row, end);
        ends.iter()
            .find(|(known, _)| *known == value)
            .map_or(lang.text("relationship-type-anybody"), |(_, label)| label.as_str())
            .to_owned()
    };
    let line = |row: &Row| {
        let id = lang.keep(rows::id(row).to_string());
        let (one, other) = (named(row, "a_b"), named(row, "b_a"));
        let label = if one == other { one } else { format!("{one} ↔ {other}") };
        let reserved = flag(row, "is_reserved");
        let to = |act: &str| lang.keep(format!("{PATH}/{id}/{act}"));
        ChoiceLine {
            id,
            label: lang.keep(label),
            note: lang.keep(format!("{} · {}", end_words(row, "a"), end_words(row, "b"))),
            is_active: flag(row, "is_active"),
            is_reserved: reserved,
            edit: Some(lang.keep(format!("{PATH}?edit={id}"))),
            toggle: Some(to("toggle")),
            delete: (!reserved).then(|| to("delete")),
            editor: (edited == Some(rows::id(row))).then(|| Editor {
                fields: fields(Some(row)),
                action: lang.keep(format!("{PATH}?edit={id}")),
                version: None,
            }),
            ..ChoiceLine::default()
        }
    };
    let title = lang.text("relationship-types");
    let view = Choices {
        way: vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: title, href: None },
        ],
        title,
        intro: Some(lang.text("relationship-types-intro")),
        lines: found.iter().map(line).collect(),
        order: None,
        add: Some("/settings/relationships?add=1"),
        adding: adding.then(|| Editor { fields: fields(None), action: PATH, version: None }),
        here: PATH,
    };
    let page = Page { title, place: "/settings", narrow: true };
    frame::show(visit, lang, page, |ui, shell| choices(ui, shell, &view))
}
