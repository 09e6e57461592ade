//! The words of choices in both languages, as people write them in spreadsheets.

use std::collections::HashMap;

use contact::pages::labels;
use schema::FieldType;
use schema::fold::fold;
use serde_json::{Value as Json, json};
use store::{Result, Tx};

use crate::recognise::{Goal, RECORD};

/// What kind of value a column fills.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Text {
        longest: Option<usize>,
    },
    Whole,
    Number,
    Date,
    /// A day with the time of day.
    Moment,
    Yes,
    /// A record of this entity, by its number or by what it is called.
    Reference {
        entity: String,
        many: bool,
    },
    /// One of these, by folded word; several where `many`.
    Choice {
        words: HashMap<String, Json>,
        many: bool,
    },
}

/// The entity and field that a goal of its own value fills; None for what is no plain field. `entity` is what the rows
/// become where that is no contact.
pub fn target<'g>(entity: &'g str, goal: &'g Goal) -> Option<(&'g str, &'g str)> {
    if let Some(field) = goal.field.strip_prefix(RECORD) {
        return (!entity.is_empty()).then_some((entity, field));
    }
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

/// The shape of what a goal takes; None where there is no such field, or it may not be imported. `entity` is what the
/// rows become where that is no contact.
///
/// # Errors
/// The database's own failure.
pub fn shape(tx: &Tx<'_>, entity: &str, goal: &Goal) -> Result<Option<Shape>> {
    if let Some((_, inner)) = goal.relative() {
        return shape(tx, "", &inner);
    }
    let is_record = goal.field.starts_with(RECORD);
    let Some((entity, name)) = target(entity, goal) else {
        return Ok((!is_record && !goal.is_none()).then_some(Shape::Text { longest: None }));
    };
    let declared = tx.entity(entity)?;
    if is_record {
        return match crate::records::field(&declared, name) {
            Some(field) => shape_of_record(tx, entity, field).map(Some),
            None => Ok((name == "id").then_some(Shape::Whole)),
        };
    }
    // What sort of contact a row is about is told once, when the contact is made.
    let open = |field: &&schema::Field| !field.secret && (!field.readonly || name == crate::wanted::KIND);
    let Some(field) = declared.field(name).filter(open) else { return Ok(None) };
    if field.options.is_some() {
        let words = words(tx, entity, name)?;
        return Ok(Some(Shape::Choice { words, many: field.list.is_some() }));
    }
    Ok(Some(plain(field.ty)))
}

/// The shape of a field of a record: times of day count there, and references are told by names.
fn shape_of_record(tx: &Tx<'_>, entity: &str, field: &schema::Field) -> Result<Shape> {
    if field.options.is_some() {
        let words = words(tx, entity, &field.name)?;
        return Ok(Shape::Choice { words, many: field.list.is_some() });
    }
    if let Some(reference) = &field.references {
        return Ok(Shape::Reference { entity: reference.entity.to_string(), many: field.list.is_some() });
    }
    Ok(match field.ty {
        FieldType::DateTime | FieldType::Timestamp => Shape::Moment,
        other => plain(other),
    })
}

fn plain(ty: FieldType) -> Shape {
    match ty {
        FieldType::Bool => Shape::Yes,
        FieldType::Int => Shape::Whole,
        FieldType::Date | FieldType::DateTime | FieldType::Timestamp => Shape::Date,
        FieldType::Text { max } => Shape::Text { longest: Some(max as usize) },
        _ if ty.is_text() => Shape::Text { longest: None },
        _ => Shape::Number,
    }
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
    const EXCHANGES: [(&str, &str); 12] = [
        ("rendez-vous", "meeting"),
        ("rendez vous", "meeting"),
        ("rdv", "meeting"),
        ("entretien", "meeting"),
        ("appel", "phone call"),
        ("telephone", "phone call"),
        ("coup de fil", "phone call"),
        ("call", "phone call"),
        ("mail", "email"),
        ("e-mail", "email"),
        ("courriel", "email"),
        ("message", "email"),
    ];
    const STATES: [(&str, &str); 8] = [
        ("fait", "completed"),
        ("fini", "completed"),
        ("termine", "completed"),
        ("done", "completed"),
        ("prevu", "scheduled"),
        ("a faire", "scheduled"),
        ("planned", "scheduled"),
        ("annule", "cancelled"),
    ];
    let pairs: &[(&str, &str)] = match field {
        "activity_type_id" => &EXCHANGES,
        "status_id" => &STATES,
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
