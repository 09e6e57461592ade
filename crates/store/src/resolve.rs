//! What a caller's keys mean: columns, options by name or label, records by one of their columns, joined records.

use indexmap::IndexMap;
use schema::{Entity, Field, FieldType, Row, Value};
use serde_json::{Map, Value as Json};

use crate::coerce;
use crate::error::{Error, FieldError, Problem, Result};
use crate::tx::{As, Tx, statement};

/// What the caller's keys resolve to.
#[derive(Default)]
pub(crate) struct Assignments {
    pub(crate) values: IndexMap<usize, Value, schema::quick::BuildQuick>,
    /// Values for records reached through a virtual join, by the join's name.
    pub(crate) through: IndexMap<String, Map<String, Json>>,
    pub(crate) errors: Vec<FieldError>,
}

impl Tx<'_> {
    /// Turns the caller's keys into values of columns.
    pub(crate) fn resolve(
        &mut self,
        entity: &Entity,
        given: &Map<String, Json>,
        before: Option<&Row>,
        who: As,
    ) -> Result<Assignments> {
        let mut found = Assignments::default();
        let mut later = Vec::new();
        for (key, json) in given {
            if let Some((join, rest)) = key.split_once('.').filter(|(join, _)| entity.virtual_join(join).is_some()) {
                found.through.entry(join.to_owned()).or_default().insert(rest.to_owned(), json.clone());
            } else if key.contains([':', '.']) {
                later.push((key, json));
            } else if let Some((at, field)) = writable(entity, key, self, (who, before.is_none())) {
                self.assign(&mut found, key, at, field, json);
            }
        }
        // A province is looked up within its country: what others depend on comes first.
        later.sort_by_key(|(key, _)| depends(entity, key));
        for (key, json) in later {
            self.look_up(&mut found, entity, before, key, json, who)?;
        }
        Ok(found)
    }

    fn assign(&self, found: &mut Assignments, key: &str, at: usize, field: &Field, json: &Json) {
        let named = json.as_str().filter(|_| field.references.is_some()).and_then(|text| self.named_record(text));
        let value = match named {
            Some(value) => Ok(value),
            None => coerce::from_json(field, json, self.clock()),
        };
        match value {
            Ok(value) => {
                found.values.insert(at, value);
            }
            Err(problem) => found.errors.push(FieldError { field: key.to_owned(), problem }),
        }
    }

    /// `user_contact_id`, `@user:NAME`, `current_domain` instead of an id.
    fn named_record(&self, text: &str) -> Option<Value> {
        match text {
            "user_contact_id" => Some(self.actor().contact_id.into()),
            "current_domain" => Some(Value::Int(self.domain())),
            _ => {
                let login = text.strip_prefix("@user:")?;
                query::Lookup::contact_of_login(&crate::options::Reader(self), login).map(Value::Int)
            }
        }
    }

    /// A key with a suffix (`gender_id:name`) or a column of the referred record (`country_id.iso_code`).
    fn look_up(
        &mut self,
        found: &mut Assignments,
        entity: &Entity,
        before: Option<&Row>,
        key: &str,
        json: &Json,
        who: As,
    ) -> Result<()> {
        let (name, suffix, is_option) = match key.split_once(':') {
            Some((name, suffix)) => (name, suffix, true),
            None => match key.split_once('.') {
                Some((name, column)) => (name, column, false),
                None => return Ok(()),
            },
        };
        let Some((at, field)) = writable(entity, name, self, (who, before.is_none())) else { return Ok(()) };
        if json.is_null() || json.as_str() == Some("") {
            found.values.insert(at, Value::Null);
            return Ok(());
        }
        let value = match is_option {
            true => self.option_value(found, entity, before, field, suffix, json)?,
            false => self.referred(field, suffix, json, who)?,
        };
        match value {
            Ok(value) => {
                found.values.insert(at, value);
            }
            Err(problem) => found.errors.push(FieldError { field: key.to_owned(), problem }),
        }
        Ok(())
    }

    fn option_value(
        &self,
        found: &Assignments,
        entity: &Entity,
        before: Option<&Row>,
        field: &Field,
        suffix: &str,
        json: &Json,
    ) -> Result<std::result::Result<Value, Problem>> {
        if !matches!(suffix, "name" | "label" | "abbr") {
            return Err(Error::Request(format!("Illegal expression: {}:{suffix}", field.name)));
        }
        if field.ty == FieldType::Bool && field.options.is_none() {
            return Ok(coerce::from_json(field, json, self.clock()));
        }
        let Some(list) = self.options(entity, field)? else {
            return Ok(Err(Problem::UnknownOption { text: plain(json) }));
        };
        let within = depended_value(found, entity, before, field);
        let pick = |item: &Json| {
            let text = plain(item);
            let fits = |o: &&schema::OptionItem| within.as_ref().is_none_or(|v| v.is_null() || o.depends == *v);
            let id = list.matching(suffix, &text).find(fits).map(|o| self.kept(field, &o.id));
            id.ok_or(Problem::UnknownOption { text: text.clone() })
        };
        Ok(match json {
            Json::Array(items) => items.iter().map(pick).collect::<std::result::Result<Vec<_>, _>>().map(Value::List),
            one if field.list.is_some() => pick(one).map(|v| Value::List(vec![v])),
            one => pick(one),
        })
    }

    /// The value of a choice as its field keeps it: options of lists are texts.
    fn kept(&self, field: &Field, id: &Value) -> Value {
        match id {
            Value::Int(n) if field.ty.is_text() => Value::Text(n.to_string()),
            Value::Text(text) if !field.ty.is_text() => {
                let one = Field { list: None, ..field.clone() };
                coerce::from_json(&one, &Json::from(text.as_str()), self.clock()).unwrap_or_else(|_| id.clone())
            }
            other => other.clone(),
        }
    }

    /// The id of the referred record whose column has this value; one that the caller may not see is none, nor is one
    /// that is looked for by a field which they may not see.
    fn referred(
        &mut self,
        field: &Field,
        column: &str,
        json: &Json,
        who: As,
    ) -> Result<std::result::Result<Value, Problem>> {
        let Some(reference) = &field.references else { return Ok(Err(Problem::NoSuchRecord)) };
        let target = self.entity(&reference.entity)?;
        let held = &self.actor().permissions;
        let open = |by: &&Field| by.is_column() && !by.secret && (who == As::Program || by.permission.met_by(held));
        let Some(by) = target.field(column).filter(open) else {
            return Ok(Err(Problem::NoSuchRecord));
        };
        let (left, bind) = match by.ty.is_text() {
            true => {
                let quoted = format!(r#""{}""#, by.column());
                let folded = schema::fold::fold(&plain(json)).into_owned();
                (query::fold_expression(self.dialect(), &quoted), Value::Text(folded))
            }
            false => match coerce::from_json(by, json, self.clock()) {
                Ok(value) => (format!(r#""{}""#, by.column()), value),
                Err(problem) => return Ok(Err(problem)),
            },
        };
        let text = format!(
            r#"SELECT "id" FROM "{}" WHERE {left} = {} ORDER BY "id" LIMIT 1"#,
            target.table,
            self.placeholder(1)
        );
        let found = self.one(&statement(text, vec![bind]))?;
        match found.as_ref().and_then(Value::as_int) {
            Some(id) if who == As::Actor && !self.may_name(&target, id)? => Ok(Err(Problem::NoSuchRecord)),
            _ => Ok(found.ok_or(Problem::NoSuchRecord)),
        }
    }
}

/// The column behind a key that this caller may write; some may for new records alone.
pub(crate) fn writable<'e>(
    entity: &'e Entity,
    key: &str,
    tx: &Tx<'_>,
    (who, is_new): (As, bool),
) -> Option<(usize, &'e Field)> {
    let at = entity.position(key)?;
    let field = entity.fields.get(at)?;
    let held = &tx.actor().permissions;
    let fills = is_new && field.fill_permission.as_ref().is_some_and(|permission| permission.met_by(held));
    let met = fills || field.permission.met_by(held) && field.write_permission.met_by(held);
    let open = who == As::Program || !field.secret && met;
    (field.is_column() && open && key != "id").then_some((at, field))
}

/// How many other fields a key's options depend on, through each other: country 0, province 1, county 2.
fn depends(entity: &Entity, key: &str) -> usize {
    let mut name = key.split([':', '.']).next().unwrap_or(key).to_owned();
    let mut steps = 0;
    while let Some(on) = entity.field(&name).and_then(depends_on) {
        name = on.to_owned();
        steps += 1;
        if steps > 8 {
            break;
        }
    }
    steps
}

fn depends_on(field: &Field) -> Option<&str> {
    match &field.options {
        Some(schema::OptionSource::Table(table)) => table.depends_on.as_ref().map(|(on, _)| on.as_ref()),
        _ => None,
    }
}

/// The value that the record has in the field which this one's options depend on.
fn depended_value(found: &Assignments, entity: &Entity, before: Option<&Row>, field: &Field) -> Option<Value> {
    let at = entity.position(depends_on(field)?)?;
    found.values.get(&at).cloned().or_else(|| before?.get(at).cloned())
}

fn plain(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Bool(b) => u8::from(*b).to_string(),
        other => other.to_string(),
    }
}
