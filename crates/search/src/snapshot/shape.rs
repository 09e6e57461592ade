//! What a snapshot consists of, worked out anew from its search whenever the site's declarations change: its fields, the
//! records that its rows tell of, and who may therefore read them.

use std::collections::BTreeSet;

use schema::access::Policy;
use schema::permission::{ALL, ALWAYS_DENY};
use schema::{
    Actor, Catalog, Computed, Default, Entity, Field, FieldType, Kind, ListFormat, OnDelete, Reference, Requirement,
    Rule, Verb,
};
use serde_json::{Map, Value as Json};
use ui::Locale;

use crate::run::cells;
use crate::run::item::{self, Item, Target};

/// What the names of these entities begin with.
pub const PREFIX: &str = "SK_";
/// The attribute of a column that names the field it is a copy of.
pub const ORIGIN: &str = "origin";
/// What the names of their tables begin with.
const TABLE: &str = "civicrm_sk_";
/// The column by which rows are told apart.
pub const ROW: &str = "_row";
/// So many characters a name of a column has at most: what PostgreSQL takes, with room for a number.
const LONGEST: usize = 56;

/// One column of a snapshot.
#[derive(Clone, Debug)]
pub struct Column {
    pub field: Field,
    /// The key of the search's answer that it holds.
    pub source: String,
}

/// A record that every row tells of: whoever may not see it does not see the row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The path to its id.
    pub path: String,
    pub entity: String,
}

/// A snapshot as its search and its display make it.
#[derive(Clone, Debug)]
pub struct Made {
    pub name: String,
    pub table: String,
    pub title: String,
    pub description: Option<String>,
    pub columns: Vec<Column>,
    /// Empty where rows cannot be traced back to records.
    pub keys: Vec<Key>,
    /// Only those who see everything read it, for its rows say something of records that stand in none of them.
    pub is_shut: bool,
    pub door: Requirement,
    pub entity: String,
    pub params: Map<String, Json>,
}

/// The table of a display of this name.
pub fn table(name: &str) -> String {
    format!("{TABLE}{}", name.to_lowercase())
}

/// Rows that cannot be traced back are for those who see everything.
fn shut(actor: &Actor, verb: Verb) -> Rule {
    match (verb, actor.may(ALL)) {
        (Verb::View, true) => Rule::Everything,
        _ => Rule::Nothing,
    }
}

/// What is being found out.
struct Survey<'c> {
    catalog: &'c Catalog,
    entity: &'c str,
    joins: Vec<(String, String)>,
    keys: Vec<Key>,
    is_shut: bool,
    /// Something that nobody may read.
    is_secret: bool,
    door: Requirement,
}

/// What a display of this name and these settings makes of a search; None where there is nothing to be kept.
pub fn made(
    catalog: &Catalog,
    (name, label): (&str, &str),
    settings: &Map<String, Json>,
    entity: &str,
    params: &Map<String, Json>,
) -> Option<Made> {
    let base = catalog.entity(entity).filter(|base| base.stored && !base.derived && !base.internal)?;
    let mut survey = Survey {
        catalog,
        entity,
        joins: item::joins(params),
        keys: vec![Key { path: "id".to_owned(), entity: entity.to_owned() }],
        is_shut: counts_or_cuts(params),
        is_secret: false,
        door: opened(settings),
    };
    survey.passes(base);
    survey.of_joins(params);
    for part in ["where", "having", "orderBy", "groupBy"] {
        let told = survey.of_json(params.get(part));
        survey.door = both(survey.door.clone(), &told);
    }
    let columns = survey.columns(settings, params);
    if survey.is_secret || columns.is_empty() {
        return None;
    }
    let keys = if survey.is_shut { Vec::new() } else { survey.keys };
    Some(Made {
        name: format!("{PREFIX}{name}"),
        table: table(name),
        title: label.to_owned(),
        description: None,
        params: selecting(params, &columns, &keys),
        columns,
        keys,
        is_shut: survey.is_shut,
        door: survey.door,
        entity: entity.to_owned(),
    })
}

/// Whether rows depend on records that they do not name: groups, sums, the first ten.
fn counts_or_cuts(params: &Map<String, Json>) -> bool {
    let filled = |name: &str| match params.get(name) {
        Some(Json::Array(all)) => !all.is_empty(),
        Some(Json::Object(all)) => !all.is_empty(),
        Some(Json::Number(number)) => number.as_i64() != Some(0),
        _ => false,
    };
    ["groupBy", "having", "limit", "offset"].into_iter().any(filled)
}

/// The permissions that the display itself asks for.
fn opened(settings: &Map<String, Json>) -> Requirement {
    let named = settings.get("entity_permission").and_then(Json::as_array).into_iter().flatten();
    let named: Vec<String> = named.filter_map(Json::as_str).map(str::to_owned).collect();
    let either = settings.get("entity_permission_operator").and_then(Json::as_str) == Some("OR");
    match (named.is_empty(), either) {
        (true, _) => Requirement::all(&["access CiviCRM"]),
        (_, true) => Requirement::anyone().and_any_of(named.into_iter().map(Into::into).collect()),
        _ => named.into_iter().fold(Requirement::anyone(), |all, one| all.and_any_of(vec![one.into()])),
    }
}

/// Both requirements together.
fn both(mut one: Requirement, other: &Requirement) -> Requirement {
    for group in &other.all_of {
        if !one.all_of.contains(group) {
            one.all_of.push(group.clone());
        }
    }
    one
}

/// The request with everything selected that the columns and the keys hold.
fn selecting(params: &Map<String, Json>, columns: &[Column], keys: &[Key]) -> Map<String, Json> {
    let mut params = params.clone();
    let mut select: Vec<Json> = params.get("select").and_then(Json::as_array).cloned().unwrap_or_default();
    let known = |select: &[Json], path: &str| {
        select.iter().filter_map(Json::as_str).any(|one| one.rsplit_once(" AS ").map_or(one, |(_, key)| key) == path)
    };
    for path in columns.iter().map(|column| &column.source).chain(keys.iter().map(|key| &key.path)) {
        if !known(&select, path) {
            select.push(Json::from(path.as_str()));
        }
    }
    params.insert("select".to_owned(), Json::Array(select));
    params
}

impl Survey<'_> {
    /// Takes the door of an entity into account.
    fn passes(&mut self, entity: &Entity) {
        self.door = both(self.door.clone(), &entity.door("get"));
    }

    /// What must be held for everything that a piece of a request speaks of.
    fn of_json(&mut self, json: Option<&Json>) -> Requirement {
        match json {
            Some(Json::String(text)) => self.of_text(text),
            Some(Json::Array(parts)) => {
                parts.iter().fold(Requirement::anyone(), |all, part| both(all, &self.of_json(Some(part))))
            }
            Some(Json::Object(parts)) => {
                parts.keys().fold(Requirement::anyone(), |all, key| both(all, &self.of_text(key)))
            }
            _ => Requirement::anyone(),
        }
    }

    /// The same for an expression. A plain value that is called like a field makes the snapshot narrower, never wider.
    fn of_text(&mut self, text: &str) -> Requirement {
        let mut needed = Requirement::anyone();
        for word in words(text) {
            let of = |word: &str| item::target(self.catalog, self.entity, &self.joins, word);
            // A name with a dash may also be one thing less another.
            let parts: Vec<Target> = match of(&word) {
                Some(target) => vec![target],
                None => word.split('-').filter_map(of).collect(),
            };
            for target in parts {
                needed = both(both(needed, &target.field.permission), &target.field.search_permission);
                self.of_target(&target);
            }
        }
        needed
    }

    fn of_target(&mut self, target: &Target) {
        self.is_secret |= target.field.secret;
        let own = matches!(
            target.field.computed,
            None | Some(Computed::AgeInYears(_) | Computed::DaysToAnniversary(_) | Computed::Current { .. })
        );
        // What hangs on other records, or on lists of them, cannot be told from the row.
        self.is_shut |= !own || matches!(target.field.kind, Kind::Filter);
        let catalog = self.catalog;
        let mut prefix = String::new();
        for (at, (_, name)) in target.steps.iter().enumerate() {
            if !prefix.is_empty() {
                prefix.push('.');
            }
            prefix.push_str(name);
            let reached = target.steps.get(at + 1).map_or(target.entity.name.as_ref(), |(entity, _)| entity.as_str());
            if let Some(entity) = catalog.entity(reached) {
                self.passes(entity);
            }
            let explicit = at == 0 && self.joins.iter().any(|(alias, _)| alias == name);
            if !explicit {
                self.key(format!("{prefix}.id"), reached);
            }
        }
    }

    fn key(&mut self, path: String, entity: &str) {
        if !self.keys.iter().any(|key| key.path == path) {
            self.keys.push(Key { path, entity: entity.to_owned() });
        }
    }

    /// Explicit joins: their records are kept by, unless their absence would tell something.
    fn of_joins(&mut self, params: &Map<String, Json>) {
        let all = params.get("join").and_then(Json::as_array).cloned().unwrap_or_default();
        for (join, (alias, entity)) in all.iter().zip(self.joins.clone()) {
            let told = self.of_json(Some(join));
            self.door = both(self.door.clone(), &told);
            let Some(joined) = self.catalog.entity(&entity).cloned() else {
                self.is_shut = true;
                continue;
            };
            self.passes(&joined);
            let side = join.get(1).and_then(Json::as_str).unwrap_or("LEFT");
            self.is_shut |= join.get(2).is_some_and(Json::is_string) || joined.derived;
            self.is_shut |= side != "INNER" && !self.hangs(&joined, &alias, join);
            if side != "EXCLUDE" {
                self.key(format!("{alias}.id"), &entity);
            }
        }
    }

    /// Whether whoever sees the base record sees all that is joined to it, so that there being none tells nothing new.
    fn hangs(&self, joined: &Entity, alias: &str, join: &Json) -> bool {
        let base = self.catalog.entity(self.entity);
        let root = base.map(|base| base.preset.as_ref().map_or(&base.name, |preset| &preset.entity));
        let mut guards = joined.fields.iter().filter(|field| field.guards).peekable();
        let tied = |field: &Field| {
            let by = format!("{alias}.{}", field.name);
            let clauses = join.as_array().into_iter().flatten().filter_map(Json::as_array);
            let is_tie = |clause: &Vec<Json>| {
                let side = |at: usize| clause.get(at).and_then(Json::as_str).unwrap_or_default();
                side(1) == "=" && [(side(0), side(2)), (side(2), side(0))].contains(&("id", by.as_str()))
            };
            clauses.into_iter().any(is_tie)
        };
        joined.policy.is_none()
            && guards.peek().is_some()
            && guards.all(|field| field.references.as_ref().map(|to| &to.entity) == root && tied(field))
    }

    fn columns(&mut self, settings: &Map<String, Json>, params: &Map<String, Json>) -> Vec<Column> {
        let select = params.get("select").and_then(Json::as_array).cloned().unwrap_or_default();
        let select: Vec<&str> = select.iter().filter_map(Json::as_str).collect();
        // An aggregate anywhere makes groups of the rows.
        for written in &select {
            self.is_shut |= Item::parse(self.catalog, self.entity, &self.joins, written).aggregate;
        }
        let mut taken = BTreeSet::from([ROW.to_owned()]);
        let mut columns = Vec::new();
        for shown in cells::columns(settings) {
            let text = |name: &str| shown.get(name).and_then(Json::as_str).filter(|text| !text.is_empty());
            let Some(key) = text("key") else { continue };
            let written = select.iter().find(|one| one.rsplit_once(" AS ").map_or(**one, |(_, alias)| alias) == key);
            let item = match written {
                Some(written) => Item::parse(self.catalog, self.entity, &self.joins, written),
                None if select.contains(&"*") => Item::parse(self.catalog, self.entity, &self.joins, key),
                None => continue,
            };
            let needed = self.of_text(&item.expression);
            let Some(mut column) = column(&item, free(key, &mut taken)) else { continue };
            let label = text("label");
            column.field.title = label.map_or_else(|| item.title(), str::to_owned).into();
            if let Some(origin) = origin(&item, label) {
                column.field.input_attrs.push((ORIGIN.into(), origin.into()));
            }
            column.field.permission = needed;
            columns.push(column);
        }
        columns
    }
}

/// The field that a column is a copy of, where it is called as that field is in one language or another: then readers of
/// every language find it under its own name.
fn origin(item: &Item, label: Option<&str>) -> Option<String> {
    let target = item.target.as_ref().filter(|target| item.function.is_none() && target.steps.is_empty())?;
    let entity = target.entity.preset.as_ref().map_or(&target.entity.name, |preset| &preset.entity);
    let name = &target.field.name;
    let called = |label: &str| {
        item.title() == label || Locale::all().filter_map(|locale| locale.field(entity, name)).any(|own| own == label)
    };
    label.is_none_or(called).then(|| format!("{entity}.{name}"))
}

/// The words of an expression that could be paths; what stands in quotes is none.
fn words(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    for letter in text.chars().chain([' ']) {
        match (quote, letter) {
            (Some(open), close) if open == close => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, letter) if letter.is_alphanumeric() || matches!(letter, '_' | '.' | ':' | '-') => word.push(letter),
            _ if !word.is_empty() => all.push(std::mem::take(&mut word)),
            _ => {}
        }
    }
    all
}

/// A name for a column made of a key, as clients know it: `employer_id.display_name` is `employer_id_display_name`.
fn free(key: &str, taken: &mut BTreeSet<String>) -> String {
    let plain = key.split(':').next().unwrap_or(key);
    let base: String = plain.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).take(LONGEST).collect();
    let numbered = (2..).map(|number| format!("{base}_{number}"));
    let free = std::iter::once(base.clone()).chain(numbered).find(|name| !taken.contains(&name.to_lowercase()));
    let name = free.unwrap_or(base);
    taken.insert(name.to_lowercase());
    name
}

/// The column that holds what an item of the search gives.
fn column(item: &Item, name: String) -> Option<Column> {
    let plain = item.target.as_ref().filter(|_| item.function.is_none());
    let Some(target) = plain else {
        let mut field = Field::new(name, type_of(item)).readonly();
        field.list = (item.function.as_deref() == Some("GROUP_CONCAT")).then_some(ListFormat::Json);
        return Some(Column { field, source: item.key.clone() });
    };
    if target.field.kind == Kind::Filter {
        return None;
    }
    let mut field = target.field.clone();
    let leads = (field.name == "id").then(|| Reference {
        entity: target.entity.preset.as_ref().map_or(&target.entity.name, |preset| &preset.entity).clone(),
        column: "id".into(),
        on_delete: OnDelete::SetNull,
    });
    field.references = leads.or(field.references);
    field.name = name.into();
    field.kind = Kind::Field;
    field.column = None;
    field.label = None;
    field.computed = None;
    field.default = Default::None;
    field.dynamic_reference = None;
    field.only_for = None;
    field.fill_permission = None;
    (field.guards, field.indexed, field.required, field.not_null) = (false, false, false, false);
    (field.readonly, field.localizable, field.secret) = (true, false, false);
    field.told = Vec::new();
    field.list = field.list.map(|_| ListFormat::Json);
    if field.ty == FieldType::Timestamp {
        field.ty = FieldType::DateTime;
    }
    let source = item.expression.split(':').next().unwrap_or(&item.expression).to_owned();
    Some(Column { field, source })
}

/// The type of what a function gives.
fn type_of(item: &Item) -> FieldType {
    match (item.kind(), item.function.as_deref()) {
        (_, Some("GROUP_CONCAT")) => FieldType::LongText,
        (item::Kind::Number, Some("COUNT" | "DATEDIFF" | "TIMESTAMPDIFF" | "DAYSTOANNIV")) => FieldType::Int,
        (item::Kind::Digits, _) => FieldType::Int,
        (item::Kind::Number, _) => FieldType::Float,
        (item::Kind::Money, _) => item.target.as_ref().map_or(FieldType::Float, |target| target.field.ty),
        (item::Kind::Bool, _) => FieldType::Bool,
        (item::Kind::Date, _) => FieldType::Date,
        (item::Kind::DateTime, _) => FieldType::DateTime,
        (item::Kind::Text, _) => FieldType::LongText,
    }
}

impl Made {
    /// The field of the key at this place; nobody selects it or asks by it.
    fn guard(at: usize, key: &Key) -> Field {
        let mut field = Field::new(guard_name(at), FieldType::Int).guards();
        field.kind = Kind::Extra;
        field.references =
            Some(Reference { entity: key.entity.clone().into(), column: "id".into(), on_delete: OnDelete::SetNull });
        field.permission = Requirement::all(&[ALWAYS_DENY]);
        field
    }

    /// The columns of its table beside the row's number: names with the fields that say their types.
    pub fn stored(&self) -> Vec<Field> {
        let own = self.columns.iter().map(|column| column.field.clone());
        let keys = (0..self.keys.len()).map(|at| Field::new(guard_name(at), FieldType::Int));
        own.chain(keys).collect()
    }

    /// The entity, with the columns that its table has: what was declared otherwise since is not there until it is filled
    /// again, and rows without all of their keys are for those who see everything.
    pub fn declared(&self, has: &dyn Fn(&Field) -> bool) -> Entity {
        let mut fields = vec![Field::new(ROW, FieldType::Int).readonly().title("Row")];
        fields.extend(self.columns.iter().map(|column| column.field.clone()).filter(|field| has(field)));
        let guards: Vec<Field> = self.keys.iter().enumerate().map(|(at, key)| Made::guard(at, key)).collect();
        let whole = !self.is_shut && guards.iter().all(has);
        let label = fields.iter().find(|field| field.ty.is_text() && field.list.is_none()).map(|f| f.name.clone());
        if whole {
            fields.extend(guards);
        }
        let mut entity = Entity::new(self.name.clone(), self.table.clone(), fields).kind("SavedSearch").derived();
        entity.title = self.title.clone().into();
        entity.title_plural = self.title.clone().into();
        entity.description = self.description.clone().map(Into::into);
        entity.icon = Some("fa-search-plus".into());
        entity.label_field = label;
        entity.policy = (!whole).then_some(shut as Policy);
        entity.doors.insert("get".into(), self.door.clone());
        entity.doors.insert("default".into(), Requirement::all(&[ALWAYS_DENY]));
        entity.doors.insert("meta".into(), Requirement::all(&["access CiviCRM"]));
        entity
    }
}

/// The name of the column that holds the key at this place.
fn guard_name(at: usize) -> String {
    format!("_key_{at}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns_are_those_that_clients_know() {
        let mut taken = BTreeSet::new();
        assert_eq!(free("employer_id.display_name", &mut taken), "employer_id_display_name");
        assert_eq!(free("gender_id:label", &mut taken), "gender_id");
        assert_eq!(free("Gender_ID", &mut taken), "Gender_ID_2");
    }

    #[test]
    fn words_in_quotes_are_no_paths() {
        assert_eq!(words(r#"IF((a.b > 3), "c d", e:label) AS f"#), ["IF", "a.b", "3", "e:label", "AS", "f"]);
    }

    #[test]
    fn groups_limits_and_havings_cannot_be_traced_back() {
        let params = |json: Json| json.as_object().cloned().unwrap_or_default();
        assert!(!counts_or_cuts(&params(serde_json::json!({"groupBy": [], "limit": 0, "orderBy": {"a": "ASC"}}))));
        assert!(counts_or_cuts(&params(serde_json::json!({"groupBy": ["a"]}))));
        assert!(counts_or_cuts(&params(serde_json::json!({"limit": 10}))));
    }

    #[test]
    fn the_permissions_of_a_display_are_all_asked_for_or_any() {
        let of = |operator: &str| {
            let json = serde_json::json!({"entity_permission": ["a", "b"], "entity_permission_operator": operator});
            opened(json.as_object().unwrap()).all_of.len()
        };
        assert_eq!((of("AND"), of("OR")), (2, 1));
    }
}
