//! The bundled components under the keys by which existing clients ask whether a part is there.

use kit::Registry;
use schema::{Entity, Field, FieldType, ListFormat, OptionSource};
use serde_json::{Map, Value as Json, json};
use store::{Result, Tx};

/// Key and English label of each.
const BUNDLED: [(&str, &str); 12] = [
    ("authx", "Sign-in by key and token"),
    ("civi_campaign", "Campaigns"),
    ("civi_case", "Cases"),
    ("civi_contribute", "Contributions"),
    ("civi_event", "Events"),
    ("civi_mail", "Mailings"),
    ("civi_member", "Memberships"),
    ("civi_pledge", "Pledges"),
    ("civi_report", "Reports"),
    ("org.civicrm.afform", "Forms"),
    ("org.civicrm.search_kit", "Searches"),
    ("standaloneusers", "Accounts"),
];

const STATUSES: &[(&str, &str, &str)] = &[
    ("installed", "installed", "Enabled"),
    ("disabled", "disabled", "Disabled"),
    ("uninstalled", "uninstalled", "Not installed"),
];

/// The entity that lists them.
pub(crate) fn register(registry: &mut Registry) {
    registry.array(entity(), rows);
}

fn entity() -> Entity {
    let text = |name: &'static str| Field::new(name, FieldType::Text { max: 255 }).readonly();
    let list = |name: &'static str| text(name).list(ListFormat::Json);
    let fields = vec![
        text("key").title("Key"),
        text("file").title("File"),
        text("label").title("Label"),
        text("description").title("Description"),
        text("version").title("Version"),
        list("tags").title("Tags"),
        text("path").title("Path"),
        text("releaseDate").title("Release Date"),
        text("compatibility").title("Compatibility"),
        text("develStage").title("Stage"),
        list("urls").title("Web Sites"),
        list("authors").title("Authors"),
        text("license").title("License"),
        text("comments").title("Comments"),
        text("status").title("Status").options(OptionSource::Fixed(STATUSES)),
    ];
    Entity::new("Extension", "", fields).label_field("label").door_all("default", &["administer CiviCRM"])
}

fn rows(_tx: &mut Tx<'_>) -> Result<Vec<Map<String, Json>>> {
    Ok(BUNDLED.iter().map(|(key, label)| row(key, label)).collect())
}

fn row(key: &str, label: &str) -> Map<String, Json> {
    let file = key.rsplit('.').next().unwrap_or(key);
    let cells: [(&str, Json); 15] = [
        ("key", key.into()),
        ("file", file.into()),
        ("label", label.into()),
        ("description", Json::Null),
        ("version", env!("CARGO_PKG_VERSION").into()),
        ("tags", json!([])),
        ("path", Json::Null),
        ("releaseDate", Json::Null),
        ("compatibility", Json::Null),
        ("develStage", "stable".into()),
        ("urls", json!([])),
        ("authors", json!([])),
        ("license", "AGPL-3.0-or-later".into()),
        ("comments", Json::Null),
        ("status", "installed".into()),
    ];
    cells.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
