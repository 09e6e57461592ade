//! What a calculated field counts: records of another entity that lead to the record which holds the field.
//!
//! It is kept with the field: `{"entity":"Activity","function":"COUNT","where":[["activity_type_id","IN",[2]]]}`. Which
//! way leads from those records to this one is read from the metadata, so that any entity can be named.

use query::GetRequest;
use schema::{Catalog, Entity, Field, FieldType};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};

/// What is made of the values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Function {
    #[default]
    Count,
    Sum,
    Average,
    Least,
    Greatest,
    /// The value of the earliest record.
    First,
    /// The value of the latest record.
    Last,
}

impl Function {
    /// All of them, by their names in formulas.
    pub const ALL: [(&'static str, Function); 7] = [
        ("COUNT", Function::Count),
        ("SUM", Function::Sum),
        ("AVG", Function::Average),
        ("MIN", Function::Least),
        ("MAX", Function::Greatest),
        ("FIRST", Function::First),
        ("LAST", Function::Last),
    ];

    fn named(name: &str) -> Option<Function> {
        Function::ALL.iter().find(|(known, _)| *known == name).map(|(_, function)| *function)
    }

    /// Its name in formulas.
    pub fn name(self) -> &'static str {
        Function::ALL.iter().find(|(_, function)| *function == self).map_or("COUNT", |(name, _)| name)
    }

    /// Whether it adds up: nothing is nought then.
    pub fn adds(self) -> bool {
        matches!(self, Function::Count | Function::Sum)
    }
}

/// A formula as it is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Formula {
    /// Whose records are looked at.
    pub entity: String,
    pub function: Function,
    /// The field whose values are taken; none where records are counted.
    pub field: Option<String>,
    /// Which records count, in the words of the API; fields of the records alone.
    pub where_: Vec<Json>,
    /// In which roles, where a record leads to several (`record_type_id`): conditions on what ties them together.
    pub roles: Vec<Json>,
    /// By which date records are first, last, or within the period; by the usual one where none is named.
    pub date: Option<String>,
    /// Only records of this time: `this.year`, `previous.fiscal_year`.
    pub period: Option<String>,
}

impl Formula {
    /// Reads what the field keeps; None where it is not sound.
    pub fn read(text: &str) -> Option<Formula> {
        let json: Json = serde_json::from_str(text).ok()?;
        Formula::from_json(&json)
    }

    pub fn from_json(json: &Json) -> Option<Formula> {
        let all = json.as_object()?;
        let text = |name: &str| all.get(name).and_then(Json::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
        let list = |name: &str| match all.get(name) {
            None | Some(Json::Null) => Some(Vec::new()),
            Some(Json::Array(items)) => Some(items.clone()),
            Some(_) => None,
        };
        const KNOWN: [&str; 7] = ["entity", "function", "field", "where", "roles", "date", "period"];
        if !all.keys().all(|name| KNOWN.contains(&name.as_str())) {
            return None;
        }
        Some(Formula {
            entity: text("entity")?,
            function: Function::named(text("function").as_deref().unwrap_or("COUNT"))?,
            field: text("field"),
            where_: list("where")?,
            roles: list("roles")?,
            date: text("date"),
            period: text("period"),
        })
    }

    /// As it is kept.
    pub fn to_json(&self) -> Json {
        let mut all = Map::new();
        all.insert("entity".to_owned(), json!(self.entity));
        all.insert("function".to_owned(), json!(self.function.name()));
        for (name, text) in [("field", &self.field), ("date", &self.date), ("period", &self.period)] {
            all.extend(text.as_ref().map(|text| (name.to_owned(), json!(text))));
        }
        for (name, list) in [("where", &self.where_), ("roles", &self.roles)] {
            if !list.is_empty() {
                all.insert(name.to_owned(), json!(list));
            }
        }
        Json::Object(all)
    }

    /// The date that it goes by.
    pub fn date_of<'f>(&'f self, entity: &'f Entity) -> Option<&'f str> {
        self.date.as_deref().or_else(|| usual_date(entity))
    }

    /// The data type of a custom field that holds what it gives; None where the function cannot take the field.
    pub fn data_type(&self, entity: &Entity) -> Option<&'static str> {
        let taken = self.field.as_deref().and_then(|name| entity.field(name));
        match (self.function, taken.map(|field| field.ty)) {
            (Function::Count, _) => Some("Int"),
            (Function::Sum, Some(FieldType::Int)) => Some("Int"),
            (Function::Sum, Some(FieldType::Money { .. })) => Some("Money"),
            (Function::Average, Some(FieldType::Money { .. })) => Some("Money"),
            (Function::Sum | Function::Average, Some(FieldType::Int | FieldType::Float)) => Some("Float"),
            (Function::Sum | Function::Average, _) => None,
            (_, Some(ty)) => {
                let by_date = matches!(self.function, Function::First | Function::Last);
                let dated = !by_date || self.date_of(entity).is_some();
                taken.filter(|_| dated).and_then(|field| kept_as(field, ty))
            }
            (_, None) => None,
        }
    }
}

/// How the value of a field is kept in a custom one.
fn kept_as(field: &Field, ty: FieldType) -> Option<&'static str> {
    if field.list.is_some() || field.secret || field.options.is_some() || field.references.is_some() {
        return None;
    }
    Some(match ty {
        FieldType::Int => "Int",
        FieldType::Float => "Float",
        FieldType::Money { .. } => "Money",
        FieldType::Date | FieldType::DateTime | FieldType::Timestamp => "Date",
        FieldType::Text { .. } | FieldType::LongText => "Memo",
        FieldType::Bool => return None,
    })
}

/// Whether a date has its time with it.
pub fn has_time(entity: &Entity, field: &str) -> bool {
    entity.field(field).is_some_and(|field| matches!(field.ty, FieldType::DateTime | FieldType::Timestamp))
}

/// The dates that records of entities usually go by, the most telling first.
const DATES: [&str; 9] = [
    "activity_date_time",
    "receive_date",
    "register_date",
    "join_date",
    "note_date",
    "start_date",
    "date",
    "created_date",
    "create_date",
];

/// The date that records of this entity usually go by.
pub fn usual_date(entity: &Entity) -> Option<&'static str> {
    DATES.into_iter().find(|name| entity.field(name).is_some_and(Field::is_column))
}

/// A way from the records that count to those that hold the field.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// The entity that is asked: the records themselves, or what ties them to others.
    pub entity: String,
    /// Its column with the number of the one who holds the field.
    pub holder: String,
    /// What leads from there to the record; empty where it is the record itself.
    pub record: String,
    /// What must hold there.
    pub fixed: Vec<Json>,
}

impl Way {
    /// A field of the record, as the asked entity names it.
    pub fn field(&self, name: &str) -> String {
        if self.record.is_empty() { name.to_owned() } else { format!("{}.{name}", self.record) }
    }

    /// The column with the number of the record.
    pub fn number(&self) -> &str {
        if self.record.is_empty() { "id" } else { &self.record }
    }
}

/// The ways that lead from records of an entity to those of `holder`: its own keys, else what ties both together.
pub fn ways(catalog: &Catalog, entity: &str, holder: &str) -> Vec<Way> {
    let Some(own) = catalog.entity(entity).filter(|e| e.stored && !e.internal && e.preset.is_none()) else {
        return Vec::new();
    };
    let leads = |field: &&Field| field.is_column() && field.references.as_ref().is_some_and(|r| r.entity == holder);
    let key = format!("{}_id", holder.to_lowercase());
    let direct = |field: &Field| Way {
        entity: entity.to_owned(),
        holder: field.name.to_string(),
        record: String::new(),
        fixed: Vec::new(),
    };
    // What guards a record is what it belongs to: the contact of a note, not whoever wrote it down.
    let mut owned: Vec<Way> = own.fields.iter().filter(|field| field.guards).filter(leads).map(direct).collect();
    let by_table =
        own.fields.iter().filter(|field| field.guards).find_map(|f| Some((f, f.dynamic_reference.as_ref()?)));
    if let (Some((field, table)), Some(target)) = (by_table, catalog.entity(holder)) {
        let fixed = vec![json!([table, "=", target.table])];
        owned.push(Way { fixed, ..direct(field) });
    }
    if !owned.is_empty() {
        return owned;
    }
    // `contact_id` says it alone; `contact_id_a` and `contact_id_b` say it together.
    if let Some(field) = own.field(&key).filter(leads) {
        return vec![direct(field)];
    }
    let both: Vec<Way> = own.fields.iter().filter(|f| f.name.starts_with(&key)).filter(leads).map(direct).collect();
    if !both.is_empty() {
        return both;
    }
    tied(catalog, entity, holder).into_iter().collect()
}

/// Through an entity that ties both together (`ActivityContact`).
fn tied(catalog: &Catalog, entity: &str, holder: &str) -> Option<Way> {
    let key = |tie: &Entity, to: &str| {
        let found = tie.fields.iter().find(|f| f.is_column() && f.references.as_ref().is_some_and(|r| r.entity == to));
        found.map(|field| field.name.to_string())
    };
    let ties = catalog.entities().filter(|e| e.stored && !e.internal && !e.read_only && e.bridge.is_some());
    ties.into_iter().find_map(|tie| {
        let (record, holder) = (key(tie, entity)?, key(tie, holder)?);
        Some(Way { entity: tie.name.to_string(), holder, record, fixed: Vec::new() })
    })
}

/// The fields that `get` would leave out rows by, where nothing is said of them.
const HIDDEN: [&str; 3] = ["is_deleted", "is_test", "is_template"];

impl Formula {
    /// The question along a way: who holds, the number of the record, its value and its date.
    pub fn request(&self, own: &Entity, way: &Way) -> GetRequest {
        let mut select = vec![way.holder.clone(), way.number().to_owned()];
        select.extend(self.field.iter().map(|name| way.field(name)));
        let date = self.date_of(own);
        select.extend(date.map(|name| way.field(name)));
        select.dedup();
        let mut where_ = way.fixed.clone();
        where_.extend(self.where_.iter().map(|one| through(one, way)));
        if !way.record.is_empty() {
            where_.extend(self.roles.iter().cloned());
        }
        if let (Some(period), Some(date)) = (&self.period, date) {
            where_.push(json!([way.field(date), "=", period]));
        }
        let mut said = Vec::new();
        self.where_.iter().for_each(|one| named(one, &mut said));
        for name in HIDDEN.iter().filter(|name| own.field(name).is_some() && !said.contains(*name)) {
            where_.push(json!([way.field(name), "=", false]));
        }
        GetRequest { select, where_, ..GetRequest::default() }
    }

    /// Refuses what cannot be answered, in words beside the field.
    ///
    /// # Errors
    /// `Invalid` for the field `formula`.
    pub fn check(&self, tx: &Tx<'_>, holder: &str) -> Result<&'static str> {
        let wrong = |text: String| Err(Error::rule("formula", "problem-custom-formula", text));
        let Some(own) = tx.catalog().entity(&self.entity).cloned() else {
            return wrong(format!("There is no entity {}.", self.entity));
        };
        let ways = ways(tx.catalog(), &self.entity, holder);
        if ways.is_empty() {
            return wrong(format!("Nothing leads from {} to {holder}.", own.title));
        }
        let mut said = Vec::new();
        self.where_.iter().for_each(|one| named(one, &mut said));
        if said.iter().any(|name| name.contains('.') && own.field(name).is_none()) {
            return wrong("Its conditions speak of the records' own fields alone.".to_owned());
        }
        let Some(data_type) = self.data_type(&own) else {
            return wrong(format!("{} cannot be made of this field.", self.function.name()));
        };
        if self.period.is_some() && self.date_of(&own).is_none() {
            return wrong(format!("{} has no date.", own.title));
        }
        for way in &ways {
            match tx.plan(&way.entity, &self.request(&own, way), As::Actor, schema::Verb::View) {
                Ok(_) => {}
                Err(error @ Error::Internal(_)) => return Err(error),
                Err(error) => return wrong(error.to_string()),
            }
        }
        Ok(data_type)
    }
}

/// A condition on the record, as the asked entity words it.
fn through(one: &Json, way: &Way) -> Json {
    let Some(parts) = one.as_array().filter(|_| !way.record.is_empty()) else { return one.clone() };
    match (parts.first().and_then(Json::as_str), parts.get(1)) {
        (Some(group @ ("AND" | "OR" | "NOT")), Some(Json::Array(inner))) => {
            json!([group, inner.iter().map(|one| through(one, way)).collect::<Vec<_>>()])
        }
        (Some(name), _) => {
            let mut parts = parts.clone();
            parts[0] = json!(way.field(name));
            Json::Array(parts)
        }
        _ => one.clone(),
    }
}

/// The fields that conditions speak of, without suffixes.
fn named<'j>(one: &'j Json, found: &mut Vec<&'j str>) {
    match (one.get(0).and_then(Json::as_str), one.get(1)) {
        (Some("AND" | "OR" | "NOT"), Some(Json::Array(inner))) => inner.iter().for_each(|one| named(one, found)),
        (Some(name), _) => found.push(name.split(':').next().unwrap_or(name)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_read_as_it_is_kept() {
        let text = r#"{"entity":"Activity","function":"SUM","field":"duration","period":"this.year","where":[["status_id","=",2]]}"#;
        let formula = Formula::read(text).unwrap_or_default();
        assert_eq!((formula.function, formula.field.as_deref()), (Function::Sum, Some("duration")));
        assert_eq!(Formula::from_json(&formula.to_json()), Some(formula));
        assert_eq!(Formula::read(r#"{"entity":"Activity","function":"DROP"}"#), None);
        assert_eq!(Formula::read(r#"{"entity":"Activity","having":[]}"#), None);
    }

    #[test]
    fn conditions_go_along_the_way() {
        let way = Way {
            entity: "ActivityContact".to_owned(),
            holder: "contact_id".to_owned(),
            record: "activity_id".to_owned(),
            fixed: Vec::new(),
        };
        let one = json!(["OR", [["status_id:name", "=", "Completed"], ["NOT", [["duration", "=", 0]]]]]);
        let expected = json!([
            "OR",
            [["activity_id.status_id:name", "=", "Completed"], ["NOT", [["activity_id.duration", "=", 0]]]]
        ]);
        assert_eq!(through(&one, &way), expected);
        let mut said = Vec::new();
        named(&one, &mut said);
        assert_eq!(said, ["status_id", "duration"]);
    }
}
