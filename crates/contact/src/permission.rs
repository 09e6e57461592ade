//! All permissions that a role can give, as the API lists them.

use kit::{Permission, Registry};
use schema::{Entity, Field, FieldType, ListFormat};
use serde_json::{Map, Value as Json};
use store::{Result, Tx};

use crate::data;
use crate::data::Line;

/// The shipped permissions, and the entity that lists them.
pub(crate) fn register(registry: &mut Registry) {
    for line in data::permissions().lines() {
        registry.permission(permission(line));
    }
    registry.array(entity(), rows);
}

fn permission(line: Line<'_>) -> Permission {
    let text = |column: &str| line.text(column).unwrap_or_default().to_owned();
    Permission {
        name: text("name"),
        group: text("group"),
        title: text("title"),
        description: text("description"),
        implies: line.list("implies").into_iter().map(str::to_owned).collect(),
        parent: line.text("parent").map(str::to_owned),
    }
}

fn entity() -> Entity {
    let text = |name: &'static str| Field::new(name, FieldType::Text { max: 255 }).readonly().input("Text");
    let flag = |name: &'static str| Field::new(name, FieldType::Bool).readonly().input("CheckBox");
    let fields = vec![
        text("group").title("Group"),
        text("name").title("Machine name"),
        text("title").title("Title"),
        text("description").title("Description"),
        flag("is_synthetic").title("Made up by rules"),
        flag("is_active").title("Enabled").default(true),
        text("implies").title("Permissions included").list(ListFormat::Json),
        text("parent").title("Included by"),
    ];
    Entity::new("Permission", "", fields)
        .label_field("title")
        .searchable("none")
        .parent_field("parent")
        .door_all("default", &["access CiviCRM"])
}

fn rows(_tx: &mut Tx<'_>) -> Result<Vec<Map<String, Json>>> {
    Ok(data::permissions().lines().map(row).collect())
}

fn row(line: Line<'_>) -> Map<String, Json> {
    let implies = line.list("implies");
    let group = line.text("group");
    let cells: [(&str, Json); 8] = [
        ("group", group.into()),
        ("name", line.text("name").into()),
        ("title", line.text("title").into()),
        ("description", line.text("description").into()),
        ("is_synthetic", (group == Some("const")).into()),
        ("is_active", line.is("is_active").into()),
        ("implies", if implies.is_empty() { Json::Null } else { implies.into() }),
        ("parent", line.text("parent").into()),
    ];
    cells.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
