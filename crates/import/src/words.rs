//! The words of choices in both languages, as people write them in spreadsheets.

use std::collections::HashMap;

use contact::pages::labels;
use schema::FieldType;
use schema::fold::fold;
use serde_json::{Value as Json, json};
use store::{Result, Tx};

use crate::recognise::Goal;

/// What kind of value a column fills.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Text {
        longest: Option<usize>,
    },
    Whole,
    Number,
    Date,
    Yes,
    /// One of these, by folded word; several where `many`.
    Choice {
        words: HashMap<String, Json>,
        many: bool,
    },
}

/// The entity and field that a goal of its own value fills; None for what is no plain field.
pub fn target(goal: &Goal) -> Option<(&'static str, &str)> {
    match goal.field.as_str() {
        "" | "id" | "full_name" | "organization" | "employer" | "household" | "note" | "tag" | "group" | "website" => {
            None
        }
        "email" => Some(("Email", "email")),
        "phone" => Some(("Phone", "phone")),
        other => match other.strip_prefix("address.") {
            Some(field) => Some(("Address", field)),
            None => Some(("Contact", other)),
        },
    }
}

/// The shape of what a goal takes; None where there is no such field, or it may not be imported.
///
/// # Errors
/// The database's own failure.
pub fn shape(tx: &Tx<'_>, goal: &Goal) -> Result<Option<Shape>> {
    let Some((entity, name)) = target(goal) else {
        return Ok((!goal.is_none()).then_some(Shape::Text { longest: None }));
    };
    let declared = tx.entity(entity)?;
    // What sort of contact a row is about is told once, when the contact is made.
    let open = |field: &&schema::Field| !field.secret && (!field.readonly || name == crate::wanted::KIND);
    let Some(field) = declared.field(name).filter(open) else { return Ok(None) };
    if field.options.is_some() {
        let words = words(tx, entity, name)?;
        return Ok(Some(Shape::Choice { words, many: field.list.is_some() }));
    }
    Ok(Some(match field.ty {
        FieldType::Bool => Shape::Yes,
        FieldType::Int => Shape::Whole,
        FieldType::Date | FieldType::DateTime | FieldType::Timestamp => Shape::Date,
        FieldType::Text { max } => Shape::Text { longest: Some(max as usize) },
        _ if field.ty.is_text() => Shape::Text { longest: None },
        _ => Shape::Number,
    }))
}

/// Every word for every choice: labels in all languages, names and values.
fn words(tx: &Tx<'_>, entity: &str, field: &str) -> Result<HashMap<String, Json>> {
    let mut words = HashMap::new();
    for locale in ui::Locale::all() {
        for pick in labels::choices(tx, locale.code(), entity, field, "")? {
            let value = match pick.value.parse::<i64>() {
                Ok(number) => json!(number),
                Err(_) => json!(pick.value),
            };
            for word in [&pick.label, &pick.item.label, &pick.item.name, &pick.value] {
                let word = fold(word.trim_end_matches('.')).into_owned();
                if !word.is_empty() {
                    words.entry(word).or_insert_with(|| value.clone());
                }
            }
        }
    }
    more_words(field, &mut words);
    Ok(words)
}

/// What people write although no list has it.
fn more_words(field: &str, words: &mut HashMap<String, Json>) {
    const GENDERS: [(&str, &str); 8] = [
        ("f", "female"),
        ("femme", "female"),
        ("feminin", "female"),
        ("m", "male"),
        ("h", "male"),
        ("homme", "male"),
        ("masculin", "male"),
        ("w", "female"),
    ];
    const PREFIXES: [(&str, &str); 6] =
        [("m", "mr."), ("monsieur", "mr."), ("mme", "mrs."), ("madame", "mrs."), ("mlle", "ms."), ("docteur", "dr.")];
    const KINDS: [(&str, &str); 15] = [
        ("particulier", "individual"),
        ("personne", "individual"),
        ("personne physique", "individual"),
        ("individu", "individual"),
        ("person", "individual"),
        ("organisation", "organization"),
        ("personne morale", "organization"),
        ("association", "organization"),
        ("entreprise", "organization"),
        ("societe", "organization"),
        ("structure", "organization"),
        ("company", "organization"),
        ("foyer", "household"),
        ("famille", "household"),
        ("menage", "household"),
    ];
    let pairs: &[(&str, &str)] = match field {
        "contact_type" => &KINDS,
        "gender_id" => &GENDERS,
        "prefix_id" => &PREFIXES,
        _ => &[],
    };
    for (word, known) in pairs {
        let value = words.get(*known).or_else(|| words.get(known.trim_end_matches('.'))).cloned();
        if let Some(value) = value {
            words.entry((*word).to_owned()).or_insert(value);
        }
    }
}
