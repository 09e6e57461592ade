//! A display as a form: the order of its columns, their words, widths, links, styles and totals, read from fields into the
//! settings that clients know. What the form does not speak of stays as it was.

use kit::Fields;
use serde_json::{Map, Value as Json, json};

use crate::pages::public;
use crate::run::item::Item;

/// The looks that a condition can give: what clients call them, and the end of the key of what they are called.
pub const LOOKS: [(&str, &str); 7] = [
    ("strong", "strong"),
    ("bg-success", "success"),
    ("bg-warning", "warning"),
    ("bg-danger", "danger"),
    ("bg-info", "info"),
    ("disabled", "faded"),
    ("strikethrough", "struck"),
];

/// The icons that a condition can give.
pub const ICONS: [(&str, &str); 10] = [
    ("fa-star", "star"),
    ("fa-check", "check"),
    ("fa-exclamation-triangle", "warning"),
    ("fa-ban", "ban"),
    ("fa-clock-o", "clock"),
    ("fa-birthday-cake", "cake"),
    ("fa-phone", "phone"),
    ("fa-envelope-o", "mail"),
    ("fa-home", "home"),
    ("fa-tag", "tag"),
];

/// How a row's value is compared with what is written beside it.
pub const OPERATORS: [&str; 7] = ["=", "!=", ">", "<", "CONTAINS", "IS EMPTY", "IS NOT EMPTY"];

/// How wide a column is; the first stands for as wide as its words.
pub const WIDTHS: [&str; 4] = ["", "narrow", "medium", "wide"];

/// What stands under a column.
pub const TALLIES: [&str; 6] = ["", "SUM", "AVG", "COUNT", "MIN", "MAX"];

/// What a display can be: ways of showing rows, a grid to type new ones into, an entity of its own.
pub const KINDS: [&str; 14] = [
    "table", "list", "grid", "tree", "bar", "line", "area", "pie", "number", "calendar", "pivot", "map", "batch",
    "entity",
];

/// So many buttons stand over a display.
pub const BUTTONS: usize = 3;

/// The columns that can be arranged: those of the display, then what the search selects besides, hidden.
pub fn columns(settings: &Map<String, Json>, items: &[Item]) -> Vec<Json> {
    let mut all = settings.get("columns").and_then(Json::as_array).cloned().unwrap_or_default();
    for item in items.iter().filter(|item| item.key != "id" && !item.hidden) {
        if !all.iter().any(|column| text(column, "key") == item.key) {
            all.push(json!({"type": "field", "key": item.key, "enabled": false, "sortable": true}));
        }
    }
    all
}

/// A text of a piece of settings; empty where there is none.
pub fn text<'j>(json: &'j Json, name: &str) -> &'j str {
    json.get(name).and_then(Json::as_str).unwrap_or_default()
}

/// The way that a step asks for: which column moves, and whether up.
fn moved(form: &Fields) -> Option<(usize, bool)> {
    let (way, at) = form.text("do")?.split_once('-')?;
    matches!(way, "up" | "down").then(|| Some((at.parse().ok()?, way == "up")))?
}

/// The settings after what the form says.
pub fn read(before: &Map<String, Json>, known: &[Json], entity: &str, form: &Fields) -> Map<String, Json> {
    let mut settings = before.clone();
    let mut order: Vec<usize> = form.all("column").filter_map(|at| at.parse().ok()).collect();
    if let Some((column, up)) = moved(form)
        && let Some(at) = order.iter().position(|one| *one == column)
    {
        let to = if up { at.saturating_sub(1) } else { (at + 1).min(order.len() - 1) };
        order.swap(at, to);
    }
    let columns: Vec<Json> = order.iter().filter_map(|at| Some(column(known.get(*at)?, *at, entity, form))).collect();
    settings.insert("columns".to_owned(), Json::Array(columns));
    let said = |name: &str| form.text(name).map(str::trim).unwrap_or_default();
    keep(&mut settings, "noResultsText", said("empty"));
    keep(&mut settings, "draggable", said("weight"));
    let limit = said("limit").parse::<i64>().ok().filter(|limit| (1..=500).contains(limit)).unwrap_or(50);
    settings.insert("limit".to_owned(), json!(limit));
    match said("sort") {
        "" => drop(settings.shift_remove("sort")),
        key => {
            drop(settings.insert("sort".to_owned(), json!([[key, if said("way") == "DESC" { "DESC" } else { "ASC" }]])))
        }
    }
    if form.has("tab") || settings.contains_key(public::TAB) {
        keep(&mut settings, public::TAB, said("tab"));
    }
    // Only those who may open a display to the public have that part of the form.
    if form.has("opens") {
        match form.has("public") {
            true => drop(settings.insert(public::PUBLIC.to_owned(), json!(true))),
            false => drop(settings.shift_remove(public::PUBLIC)),
        }
    }
    rules(&mut settings, rule(form, "row"));
    let buttons: Vec<Json> = (0..BUTTONS).filter_map(|at| button(form, at)).collect();
    match buttons.is_empty() {
        true => drop(settings.shift_remove("toolbar")),
        false => drop(settings.insert("toolbar".to_owned(), Json::Array(buttons))),
    }
    settings
}

fn keep(map: &mut Map<String, Json>, name: &str, text: &str) {
    match text {
        "" => drop(map.shift_remove(name)),
        text => drop(map.insert(name.to_owned(), json!(text))),
    }
}

fn button(form: &Fields, at: usize) -> Option<Json> {
    let said = |name: &str| form.text(&format!("{name}-{at}")).map(str::trim).filter(|text| !text.is_empty());
    Some(
        json!({"text": said("button")?, "path": said("button-path")?, "style": "default", "icon": "", "condition": []}),
    )
}

/// A condition on a row's value with the class that it gives; None where there is none.
fn rule(form: &Fields, name: &str) -> Option<Json> {
    let said = |part: &str| form.text(&format!("{name}-{part}")).map(str::trim).unwrap_or_default();
    let class = LOOKS.iter().map(|(class, _)| *class).find(|class| *class == said("look"))?;
    match (said("if"), operator(said("op"))) {
        ("", _) => Some(json!([class])),
        (field, operator) if operator.starts_with("IS ") => Some(json!([class, field, operator])),
        (field, operator) => Some(json!([class, field, operator, said("value")])),
    }
}

fn operator(said: &str) -> &'static str {
    OPERATORS.into_iter().find(|one| *one == said).unwrap_or("=")
}

/// Puts the rule in the place of the first one; further ones, written by clients, stay.
fn rules(map: &mut Map<String, Json>, rule: Option<Json>) {
    let rest = map.get("cssRules").and_then(Json::as_array).map(|all| all.iter().skip(1).cloned().collect::<Vec<_>>());
    let all: Vec<Json> = rule.into_iter().chain(rest.unwrap_or_default()).collect();
    match all.is_empty() {
        true => drop(map.shift_remove("cssRules")),
        false => drop(map.insert("cssRules".to_owned(), Json::Array(all))),
    }
}

fn column(before: &Json, at: usize, entity: &str, form: &Fields) -> Json {
    let mut column = before.as_object().cloned().unwrap_or_default();
    let said = |name: &str| form.text(&format!("{name}-{at}")).map(str::trim).unwrap_or_default();
    match form.has(&format!("show-{at}")) {
        true => drop(column.shift_remove("enabled")),
        false => drop(column.insert("enabled".to_owned(), json!(false))),
    }
    keep(&mut column, "label", said("label"));
    let width = WIDTHS.into_iter().find(|one| *one == said("width")).unwrap_or_default();
    keep(&mut column, "width", width);
    keep(&mut column, "rewrite", said("rewrite"));
    keep(&mut column, "empty_value", said("blank"));
    keep(&mut column, "title", said("hint"));
    match form.has(&format!("edit-{at}")) {
        true => drop(column.insert("editable".to_owned(), json!(true))),
        false => drop(column.shift_remove("editable")),
    }
    match TALLIES.into_iter().find(|one| *one == said("tally")).unwrap_or_default() {
        "" => drop(column.shift_remove("tally")),
        function => drop(column.insert("tally".to_owned(), json!({"fn": function, "label": ""}))),
    }
    let key = column.get("key").and_then(Json::as_str).unwrap_or_default().to_owned();
    match said("link") {
        "record" => drop(column.insert("link".to_owned(), record(&key, entity))),
        "path" if !said("path").is_empty() => {
            drop(column.insert("link".to_owned(), json!({"path": said("path"), "target": ""})))
        }
        "kept" => {}
        _ => drop(column.shift_remove("link")),
    }
    rules(&mut column, rule(form, &format!("style-{at}")));
    match icon(form, at) {
        None => drop(column.shift_remove("icons")),
        Some(icon) => drop(column.insert("icons".to_owned(), json!([icon]))),
    }
    Json::Object(column)
}

/// The way to the record that a column tells of: the row's own, or the one that its key leads to.
fn record(key: &str, entity: &str) -> Json {
    match key.rsplit_once('.') {
        None => json!({"entity": entity, "action": "view", "join": "", "path": "", "target": ""}),
        Some((join, _)) => json!({"entity": "Contact", "action": "view", "join": join, "path": "", "target": ""}),
    }
}

fn icon(form: &Fields, at: usize) -> Option<Json> {
    let said = |name: &str| form.text(&format!("icon-{at}-{name}")).map(str::trim).unwrap_or_default();
    let class = ICONS.iter().map(|(class, _)| *class).find(|class| *class == said("look"))?;
    Some(match (said("if"), operator(said("op"))) {
        ("", _) => json!({"icon": class, "side": "left"}),
        (field, operator) if operator.starts_with("IS ") => {
            json!({"icon": class, "side": "left", "if": [field, operator]})
        }
        (field, operator) => json!({"icon": class, "side": "left", "if": [field, operator, said("value")]}),
    })
}

/// How it is shown, as the form says: `table`, `bar` …
pub fn shown<'f>(form: &'f Fields, before: &'f str) -> &'f str {
    form.text("kind").and_then(|kind| KINDS.into_iter().find(|one| *one == kind)).unwrap_or(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Fields {
        Fields(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    fn two() -> Vec<Json> {
        vec![json!({"type": "field", "key": "a", "label": "A"}), json!({"type": "buttons", "key": "b", "links": [1]})]
    }

    #[test]
    fn columns_move_and_keep_what_the_form_does_not_speak_of() {
        let form = form(&[
            ("column", "0"),
            ("column", "1"),
            ("show-0", "1"),
            ("show-1", "1"),
            ("label-0", "Nom"),
            ("do", "down-0"),
        ]);
        let settings = read(&Map::new(), &two(), "Contact", &form);
        assert_eq!(settings["columns"][0], json!({"type": "buttons", "key": "b", "links": [1]}));
        assert_eq!(settings["columns"][1]["label"], "Nom");
        assert_eq!(settings["limit"], 50);
    }

    #[test]
    fn styles_icons_totals_and_links_are_those_that_are_known() {
        let form = form(&[
            ("column", "0"),
            ("style-0-look", "bg-warning"),
            ("style-0-if", "a"),
            ("style-0-op", ">"),
            ("style-0-value", "3"),
            ("icon-0-look", "fa-evil"),
            ("tally-0", "SUM"),
            ("link-0", "path"),
            ("path-0", "/x/[a]"),
        ]);
        let column = &read(&Map::new(), &two(), "Contact", &form)["columns"][0];
        assert_eq!(column["cssRules"], json!([["bg-warning", "a", ">", "3"]]));
        assert_eq!(column["enabled"], false);
        assert_eq!(column["tally"]["fn"], "SUM");
        assert_eq!(column["link"]["path"], "/x/[a]");
        assert!(column.get("icons").is_none());
    }

    #[test]
    fn the_record_of_a_column_is_the_one_that_its_key_leads_to() {
        assert_eq!(record("employer_id.display_name", "Individual")["join"], "employer_id");
        assert_eq!(record("subject", "Activity")["entity"], "Activity");
    }
}
