//! `Entity`: what the API knows of, as rows.

use kit::Registry;
use schema::{Entity, Field, FieldType, ListFormat, OptionSource};
use serde_json::{Map, Value as Json, json};
use store::{Result, Tx};

use crate::language::Language;

/// How prominent searches make an entity: value, name, label.
const SEARCHABLE: &[(&str, &str, &str)] = &[
    ("primary", "primary", "Primary"),
    ("secondary", "secondary", "Secondary"),
    ("bridge", "bridge", "Bridge"),
    ("none", "none", "None"),
];

/// Signs what the API itself brings along.
pub fn register(registry: &mut Registry) {
    registry.array(declaration(), rows);
}

fn declaration() -> Entity {
    let text = |name: &'static str| Field::new(name, FieldType::Text { max: 255 });
    let list = |name: &'static str| text(name).list(ListFormat::Json);
    let fields = vec![
        text("name").description("What calls name it by."),
        text("title"),
        text("title_plural"),
        list("type").description("The kinds that it is of."),
        text("description"),
        text("comment"),
        text("icon"),
        text("dao"),
        text("table_name"),
        list("primary_key"),
        text("label_field").description("The field that names a record."),
        list("search_fields").description("The fields that autocomplete looks in."),
        list("icon_field"),
        text("order_by"),
        text("parent_field"),
        text("searchable").options(OptionSource::Fixed(SEARCHABLE)),
        list("paths").description("The pages of a record."),
        list("see"),
        text("since"),
        text("class"),
        list("class_args"),
        list("where").description("What is fixed in its records."),
        list("bridge").description("From which key to which it leads."),
        list("ui_join_filters"),
        list("match_fields"),
        list("group_weights_by"),
    ];
    Entity::new("Entity", "", fields)
        .title("Entity", "Entities")
        .description("What can be recorded and asked.")
        .label_field("title_plural")
        .searchable("none")
        .door_all("default", &["access CiviCRM"])
}

fn rows(tx: &mut Tx<'_>) -> Result<Vec<Map<String, Json>>> {
    Ok(tx.catalog().entities().filter(|entity| !entity.internal).map(|entity| row(entity)).collect())
}

/// Gives the rows the titles of a language, where it has any.
pub(crate) fn call_in(language: &Language, rows: &mut [Map<String, Json>]) {
    for row in rows {
        let titles = row.get("name").and_then(Json::as_str).map(|name| language.entity(name)).unwrap_or_default();
        let own = [("title", titles.one), ("title_plural", titles.many)];
        row.extend(own.into_iter().filter_map(|(name, title)| Some((name.to_owned(), Json::from(title?)))));
    }
}

/// The columns by which the records of an entity are told apart.
pub(crate) fn primary_key(entity: &Entity) -> Vec<&str> {
    match (entity.field("id"), entity.fields.first()) {
        (Some(_), _) if !entity.derived => vec!["id"],
        (_, first) => first.map(|field| &*field.name).into_iter().collect(),
    }
}

/// The fields by which a record is found again on another site.
pub(crate) fn match_fields(entity: &Entity) -> Vec<String> {
    let named = |columns: &[schema::field::Name]| columns.iter().all(|name| entity.field(name).is_some());
    let unique = entity.indexes.iter().find(|index| index.unique && named(&index.columns));
    if let Some(index) = unique {
        return index.columns.iter().map(ToString::to_string).collect();
    }
    let parent = |field: &&Field| {
        field.references.as_ref().is_some_and(|reference| reference.on_delete == schema::OnDelete::Cascade)
    };
    let mut fields: Vec<String> = entity.fields.iter().filter(parent).map(|field| field.name.to_string()).collect();
    fields.extend(["name", "value"].into_iter().filter(|name| entity.field(name).is_some()).map(str::to_owned));
    fields
}

fn row(entity: &Entity) -> Map<String, Json> {
    let is_abstract = !entity.stored || entity.types.iter().any(|kind| kind == "AbstractEntity");
    // The general kind comes last, as clients know it.
    let mut types: Vec<&str> =
        entity.types.iter().map(|kind| &**kind).filter(|kind| *kind != "AbstractEntity").collect();
    types.push(if is_abstract { "AbstractEntity" } else { "DAOEntity" });
    let names = |names: &[schema::field::Name]| -> Json { names.iter().map(|name| Json::from(&**name)).collect() };
    let search_fields = match entity.search_fields.is_empty() {
        true => entity.label_field.iter().map(|name| Json::from(&**name)).collect(),
        false => names(&entity.search_fields),
    };
    let paths: Map<String, Json> =
        entity.paths.iter().map(|(purpose, path)| (purpose.to_string(), Json::from(&**path))).collect();
    let fixed = entity.preset.as_ref().map(|preset| json!({preset.field.as_ref(): preset.value}));
    let members = [
        ("name", Json::from(&*entity.name)),
        ("title", Json::from(&*entity.title)),
        ("title_plural", Json::from(&*entity.title_plural)),
        ("type", json!(types)),
        ("description", Json::from(entity.description.as_deref())),
        ("comment", Json::Null),
        ("icon", Json::from(entity.icon.as_deref())),
        ("dao", Json::Null),
        ("table_name", if entity.stored { Json::from(&*entity.table) } else { Json::Null }),
        ("primary_key", json!(primary_key(entity))),
        ("label_field", Json::from(entity.label_field.as_deref())),
        ("search_fields", search_fields),
        ("icon_field", Json::Null),
        ("order_by", Json::from(entity.order_by.as_deref())),
        ("parent_field", Json::from(entity.parent_field.as_deref())),
        ("searchable", Json::from(&*entity.searchable)),
        ("paths", Json::Object(paths)),
        ("see", json!([])),
        ("since", Json::Null),
        ("class", Json::Null),
        ("class_args", Json::Null),
        ("where", fixed.unwrap_or(Json::Null)),
        ("bridge", bridge(entity)),
        ("ui_join_filters", json!([])),
        ("match_fields", json!(match_fields(entity))),
        ("group_weights_by", Json::Null),
    ];
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn bridge(entity: &Entity) -> Json {
    let Some(bridge) = &entity.bridge else { return Json::Null };
    let way = |(from, to): &(schema::field::Name, schema::field::Name)| (from.to_string(), json!({"to": to}));
    Json::Object(bridge.ways.iter().map(way).collect())
}
