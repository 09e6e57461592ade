//! Segments: names for ranges of a field ("small, middle, great donors"), to be shown and grouped by like a field.

use kit::Registry;
use query::GetRequest;
use schema::{Default, Entity, ListFormat, OptionItem, OptionSource, Value, Verb};
use serde_json::{Map, Value as Json, json};
use store::{As, Change, Error, Problem, Result, Tx};

/// What the pseudo-field of a segment is called in front of the segment's name.
pub const PREFIX: &str = "segment_";

/// Named ranges of an entity's records.
#[derive(Clone, Debug, Entity)]
#[entity(
    "SearchSegment",
    "civicrm_search_segment",
    label_field("label"),
    icon("fa-object-group"),
    kind("ManagedEntity"),
    door_all("meta", &["access CiviCRM"]),
    door_all("get", &["access CiviCRM"]),
    door_all("default", &["manage own search_kit"]),
    unique("UI_name", &["name"])
)]
pub struct SearchSegment {
    #[field(readonly, title("Search Segment ID"), input("Number"))]
    pub id: i64,
    #[field(text(255), default_by(Default::NameFrom("label")), input("Text"))]
    pub name: String,
    #[field(text(255), required, input("Text"))]
    pub label: String,
    #[field(text(255), input("Text"))]
    pub description: Option<String>,
    #[field(text(255), required, options(OptionSource::Named("getDAOEntityOptions")), input("Text"))]
    pub entity_name: String,
    #[field(long_text, list(ListFormat::Json), input("TextArea"))]
    pub items: Option<String>,
}

/// One range: its label and the conditions that all must hold; none at all stands for the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    pub label: String,
    pub when: Vec<Json>,
}

/// The ranges in the column's text.
pub fn ranges(items: Option<&str>) -> Vec<Range> {
    let all = items.and_then(|text| serde_json::from_str::<Json>(text).ok());
    let one = |item: &Json| Range {
        label: item.get("label").and_then(Json::as_str).unwrap_or_default().to_owned(),
        when: item.get("when").and_then(Json::as_array).cloned().unwrap_or_default(),
    };
    all.as_ref().and_then(Json::as_array).map(|all| all.iter().map(one).collect()).unwrap_or_default()
}

/// The ranges as one expression of the query language; it gives the label of the first range that a record falls into.
/// None where a condition cannot be said as an equation.
pub fn expression(ranges: &[Range]) -> Option<String> {
    ranges.iter().rev().try_fold("NULL".to_owned(), |rest, range| {
        let label = quoted(&range.label);
        if range.when.is_empty() {
            return Some(label);
        }
        let conditions: Option<Vec<String>> = range.when.iter().map(equation).collect();
        Some(format!("IF({}, {label}, {rest})", joined(&conditions?)))
    })
}

/// A text as the query language writes it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn joined(conditions: &[String]) -> String {
    match conditions {
        [only] => format!("({only})"),
        several => several.iter().map(|one| format!("({one})")).collect::<Vec<_>>().join(" AND "),
    }
}

fn equation(clause: &Json) -> Option<String> {
    let parts = clause.as_array()?;
    let (field, operator) = (parts.first()?.as_str()?, parts.get(1)?.as_str()?);
    let value = parts.get(2);
    let literal = |json: &Json| match json {
        Json::Number(n) => Some(n.to_string()),
        Json::Bool(on) => Some(if *on { "1" } else { "0" }.to_owned()),
        Json::String(text) if text.parse::<f64>().is_ok() => Some(text.clone()),
        Json::String(text) => Some(quoted(text)),
        _ => None,
    };
    match operator {
        "=" | "!=" | "<>" | "<" | ">" | "<=" | ">=" => {
            let sign = if operator == "<>" { "!=" } else { operator };
            Some(format!("{field} {sign} {}", literal(value?)?))
        }
        "IS NULL" | "IS EMPTY" => Some(format!("{field} IS NULL")),
        "IS NOT NULL" | "IS NOT EMPTY" => Some(format!("{field} IS NOT NULL")),
        "BETWEEN" => {
            let ends = value?.as_array()?;
            Some(format!("{field} BETWEEN {} AND {}", literal(ends.first()?)?, literal(ends.get(1)?)?))
        }
        _ => None,
    }
}

/// The segments of an entity, by the name of their pseudo-field.
///
/// # Errors
/// The database's own failure.
pub fn of(tx: &Tx<'_>, entity: &str) -> Result<Vec<(String, SearchSegment)>> {
    let mut all = tx.find_by::<SearchSegment>("entity_name", entity)?;
    // What is said of contacts holds for people, households and organisations.
    if let Some(preset) = tx.catalog().entity(entity).and_then(|known| known.preset.as_ref()) {
        all.extend(tx.find_by::<SearchSegment>("entity_name", preset.entity.as_ref())?);
    }
    Ok(all.into_iter().map(|(_, segment)| (format!("{PREFIX}{}", segment.name), segment)).collect())
}

/// The request with the pseudo-fields of segments written out, wherever they stand.
///
/// # Errors
/// The database's own failure.
pub fn written_out(tx: &Tx<'_>, entity: &str, request: &Map<String, Json>) -> Result<Option<Map<String, Json>>> {
    if !request.iter().any(|(key, value)| speaks(key) || mentions(value)) {
        return Ok(None);
    }
    let mut request = request.clone();
    for (field, segment) in of(tx, entity)? {
        let Some(expression) = expression(&ranges(segment.items.as_deref())) else { continue };
        if let Some(Json::Array(select)) = request.get_mut("select") {
            for item in select.iter_mut() {
                if item.as_str() == Some(&field) {
                    *item = json!(format!("{expression} AS {field}"));
                }
            }
        }
        for part in ["groupBy", "where", "having", "orderBy"] {
            if let Some(value) = request.get_mut(part) {
                replace(value, &field, &expression);
            }
        }
    }
    Ok(Some(request))
}

fn speaks(text: &str) -> bool {
    text.contains(PREFIX)
}

/// Whether a segment may be meant somewhere; asked of every request, and therefore quick.
fn mentions(json: &Json) -> bool {
    match json {
        Json::String(text) => speaks(text),
        Json::Array(items) => items.iter().any(mentions),
        Json::Object(map) => map.iter().any(|(key, value)| speaks(key) || mentions(value)),
        _ => false,
    }
}

/// The pseudo-fields of an entity's segments.
fn fields(tx: &Tx<'_>, entity: &schema::Entity) -> Result<Vec<schema::Field>> {
    Ok(of(tx, &entity.name)?.into_iter().map(|(name, segment)| field(name, &segment)).collect())
}

/// A segment as a field: a text that nobody writes.
pub fn field(name: String, segment: &SearchSegment) -> schema::Field {
    let ty = schema::FieldType::Text { max: 255 };
    let made = schema::Field::new(name, ty).title(segment.label.clone()).computed(schema::Computed::Custom);
    match segment.description.clone() {
        Some(words) => made.description(words),
        None => made,
    }
}

fn replace(json: &mut Json, field: &str, expression: &str) {
    match json {
        Json::String(text) if text == field => *text = expression.to_owned(),
        Json::Array(items) => items.iter_mut().for_each(|item| replace(item, field, expression)),
        Json::Object(map) => {
            if let Some(way) = map.get(field).cloned() {
                let order = map.iter().map(|(key, value)| match key == field {
                    true => (expression.to_owned(), way.clone()),
                    false => (key.clone(), value.clone()),
                });
                *map = order.collect();
            }
        }
        _ => {}
    }
}

/// Every range must be something that whoever writes it may ask.
fn settle(tx: &mut Tx<'_>, change: &mut Change<SearchSegment>) -> Result<()> {
    let segment = &change.after;
    if tx.catalog().entity(&segment.entity_name).is_none_or(|entity| entity.internal) {
        let text = segment.entity_name.clone();
        return Err(Error::field("entity_name", Problem::UnknownOption { text }));
    }
    let Some(expression) = expression(&ranges(segment.items.as_deref())) else {
        let text = "A range is made of comparisons with plain values.";
        return Err(Error::rule("items", "problem-segment-range", text));
    };
    let request = GetRequest { select: vec![format!("{expression} AS range")], ..GetRequest::default() };
    tx.plan(&segment.entity_name, &request, As::Actor, Verb::View).map(|_| ())
}

/// Every entity with a table of its own.
fn entities(tx: &Tx<'_>) -> Result<Vec<OptionItem>> {
    let fits = tx.catalog().entities().filter(|e| !e.internal && e.stored);
    Ok(fits
        .map(|e| OptionItem {
            id: Value::from(e.name.as_ref()),
            name: e.name.to_string(),
            label: e.title_plural.to_string(),
            is_active: true,
            ..OptionItem::default()
        })
        .collect())
}

/// Signs segments into the registry.
pub fn register(registry: &mut Registry) {
    registry
        .entity::<SearchSegment>()
        .before_save::<SearchSegment>(settle)
        .options("getDAOEntityOptions", entities)
        .fill(kit::Derived { fields, written_out });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_become_one_expression_in_their_order() {
        let all = ranges(Some(
            r#"[{"label":"young","when":[["age_years","<",30]]},{"label":"middle","when":[["age_years",">=",30],["age_years","<",60]]},{"label":"others"}]"#,
        ));
        assert_eq!(
            expression(&all).as_deref(),
            Some(r#"IF((age_years < 30), "young", IF((age_years >= 30) AND (age_years < 60), "middle", "others"))"#)
        );
    }

    #[test]
    fn a_label_cannot_leave_its_quotes() {
        let all = vec![Range { label: "a\" OR \"".to_owned(), when: Vec::new() }];
        assert_eq!(expression(&all).as_deref(), Some(r#""a\" OR \"""#));
    }
}
