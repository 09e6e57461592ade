//! The list of sets, the settings of one, and the lists of choices that several fields share.

use kit::{Reply, Visit};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};
use ui::Icon;
use ui::page::columns::{DO, ORDER};
use ui::page::fields::{Group, Line, Sets, Sheet, sets, sheet};
use ui::part::Tone;
use ui::part::crumbs::Crumb;
use ui::part::field::{Choice, Field, Widget, Width, input_id};
use ui::part::form::Fault;

use super::super::form::{self, Errors};
use super::super::frame::{self, Page};
use super::super::labels;
use super::super::phrases::Lang;
use super::super::rows::{self, Row, ask, flag, int, text};
use super::set::base_of;

const HOME: &str = "/settings/fields";

/// The entities that sets usually describe, in the order in which they are offered.
const USUAL: [&str; 22] = [
    "Contact",
    "Individual",
    "Household",
    "Organization",
    "Activity",
    "Relationship",
    "Group",
    "Contribution",
    "ContributionRecur",
    "Membership",
    "Event",
    "Participant",
    "Pledge",
    "Campaign",
    "Case",
    "Grant",
    "Address",
    "Phone",
    "Email",
    "IM",
    "OpenID",
    "Survey",
];

/// The field whose choices are the types that a set is narrowed to.
fn narrowed_by(extends: &str, column: Option<i64>) -> Option<(&'static str, &'static str)> {
    Some(match extends {
        "Individual" | "Household" | "Organization" => ("Contact", "contact_sub_type"),
        "Activity" => ("Activity", "activity_type_id"),
        "Relationship" => ("Relationship", "relationship_type_id"),
        "Contribution" => ("Contribution", "financial_type_id"),
        "Membership" => ("Membership", "membership_type_id"),
        "Event" => ("Event", "event_type_id"),
        "Campaign" => ("Campaign", "campaign_type_id"),
        "Case" => ("Case", "case_type_id"),
        "Grant" => ("Grant", "grant_type_id"),
        "Participant" if column == Some(2) => ("Participant", "event_id"),
        "Participant" if column == Some(3) => ("Event", "event_type_id"),
        "Participant" => ("Participant", "role_id"),
        _ => return None,
    })
}

/// What an entity is called, in the plural where the languages know it.
pub(super) fn entity_words(tx: &Tx<'_>, lang: &Lang, name: &str) -> String {
    let key = format!("view-on-{name}");
    match (lang.locale.has(&key), tx.catalog().entity(name)) {
        (true, _) => lang.text(&key).to_owned(),
        (_, Some(entity)) => entity.title_plural.to_string(),
        _ => name.to_owned(),
    }
}

pub(super) fn crumbs<'a>(lang: &'a Lang, more: &[(&'a str, Option<&'a str>)]) -> Vec<Crumb<'a>> {
    let first = [(lang.text("settings-title"), Some("/settings")), (lang.text("fields-title"), Some(HOME))];
    let all = first.into_iter().chain(more.iter().copied());
    let mut all: Vec<Crumb<'a>> = all.map(|(label, href)| Crumb { label, href }).collect();
    if let Some(last) = all.last_mut() {
        last.href = None;
    }
    all
}

/// `/settings/fields`
pub(super) fn home(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    const SELECT: [&str; 6] = ["id", "title", "extends", "style", "is_multiple", "is_active"];
    let (found, counts, names) = visit.read(|tx| {
        let found = ask(tx, "CustomGroup", &SELECT, json!([]), &[("weight", "ASC"), ("id", "ASC")], 0)?;
        let fields = ask(tx, "CustomField", &["custom_group_id"], json!([]), &[], 0)?;
        let count = |row: &Row| fields.iter().filter(|f| int(f, "custom_group_id") == Some(rows::id(row))).count();
        let counts: Vec<usize> = found.iter().map(count).collect();
        let names: Vec<String> = found.iter().map(|row| entity_words(tx, &lang, text(row, "extends"))).collect();
        Ok((found, counts, names))
    })?;
    let mut groups: Vec<Group<'_>> = Vec::new();
    for ((row, count), name) in found.iter().zip(&counts).zip(&names) {
        let (id, extends) = (lang.keep(rows::id(row).to_string()), lang.keep(format!("on-{}", text(row, "extends"))));
        let mut note = lang.with("fields-set-of", &[("count", (*count).into())]).to_owned();
        let look = match (flag(row, "is_multiple"), text(row, "style")) {
            (true, _) => Some(lang.text("fields-set-table")),
            (_, "Inline") => None,
            _ => Some(lang.text("fields-set-tab")),
        };
        if let Some(look) = look {
            note = format!("{note}, {look}");
        }
        let line = Line {
            id,
            label: lang.keep(text(row, "title")),
            note: lang.keep(note),
            icon: Some((Icon::TextB, Tone::Honey)),
            is_active: flag(row, "is_active"),
            href: lang.keep(format!("{HOME}/{id}")),
            ..Line::default()
        };
        match groups.iter_mut().find(|group| group.id == extends) {
            Some(group) => group.lines.push(line),
            None => groups.push(Group { id: extends, title: name, lines: vec![line] }),
        }
    }
    let view = Sets {
        way: crumbs(&lang, &[]),
        groups,
        add: "/settings/fields/new",
        order: "/settings/fields/order",
        lists: "/settings/fields/lists",
    };
    let page = Page { title: lang.text("fields-title"), place: "/settings", narrow: true };
    Ok(Reply::Html(frame::show(visit, &lang, page, |ui, shell| sets(ui, shell, &view))?))
}

/// The ids of a form of lines, in the order that its buttons ask for.
pub(super) fn ordered(form: &kit::Fields, name: &str) -> Vec<String> {
    let mut ids: Vec<String> = form.all(name).map(str::to_owned).collect();
    if let Some((way, id)) = form.get(DO).and_then(|what| what.split_once('-'))
        && matches!(way, "up" | "down")
        && let Some(at) = ids.iter().position(|one| one == id)
    {
        let to = if way == "up" { at.saturating_sub(1) } else { (at + 1).min(ids.len() - 1) };
        ids.swap(at, to);
    }
    ids
}

/// Gives records the weights 1, 2, 3 in this order.
pub(super) fn put_in_order(visit: &mut Visit<'_>, entity: &'static str, known: Json) -> Result<()> {
    let ids: Vec<i64> = ordered(&visit.form, ORDER).iter().filter_map(|id| id.parse().ok()).collect();
    let transaction = visit.write(|tx| {
        let known = ask(tx, entity, &["id", "weight"], known, &[], 0)?;
        let ids: Vec<i64> = ids.into_iter().filter(|id| known.iter().any(|row| rows::id(row) == *id)).collect();
        for (weight, id) in (1_i64..).zip(ids) {
            if known.iter().any(|row| rows::id(row) == id && int(row, "weight") != Some(weight)) {
                tx.save(entity, object(json!({"id": id, "weight": weight})), As::Actor)?;
            }
        }
        Ok(tx.transaction_id())
    })?;
    visit.say(if transaction.is_some() { "said-saved" } else { "said-nothing" }, transaction);
    Ok(())
}

pub(super) fn object(json: Json) -> Map<String, Json> {
    if let Json::Object(map) = json { map } else { Map::new() }
}

/// `/settings/fields/order`
pub(super) fn order(visit: &mut Visit<'_>) -> Result<Reply> {
    if visit.is_post {
        put_in_order(visit, "CustomGroup", json!([]))?;
    }
    Ok(Reply::Redirect(HOME.to_owned()))
}

/// The set of the address, with all its columns.
pub(super) fn row_of(tx: &Tx<'_>, id: i64) -> Result<Row> {
    rows::one(tx, "CustomGroup", &["*"], id)?.ok_or_else(|| Error::NotFound(format!("set {id}")))
}

/// `/settings/fields/new`
pub(super) fn new(visit: &mut Visit<'_>) -> Result<Reply> {
    settings_of(visit, None)
}

/// `/settings/fields/{id}/set`
pub(super) fn settings(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    settings_of(visit, Some(id))
}

fn settings_of(visit: &mut Visit<'_>, id: Option<i64>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let row = match id {
        Some(id) => visit.read(|tx| row_of(tx, id))?,
        None => object(
            json!({"extends": visit.query.text("on").unwrap_or("Contact"), "style": "Inline", "is_public": true}),
        ),
    };
    if !visit.is_post {
        return Ok(Reply::Html(settings_page(visit, &lang, id, &row, &Errors::new())?));
    }
    let form = visit.form.clone();
    let result = visit.write(|tx| {
        let saved = tx.save("CustomGroup", typed(&form, id, &row), As::Actor)?;
        Ok((saved.id, tx.transaction_id()))
    });
    match form::field_errors(result) {
        Ok(Ok((saved, transaction))) => {
            visit.say(if transaction.is_some() { "said-set-kept" } else { "said-nothing" }, transaction);
            Ok(Reply::Redirect(format!("{HOME}/{saved}")))
        }
        Ok(Err(errors)) => {
            // Titles are unique among the sets of an entity; the form knows no other key that must be.
            let errors = form::errors(&lang, &errors);
            let named = |(name, words): (String, String)| {
                (if name == "external_identifier" || name == "name" { "title".to_owned() } else { name }, words)
            };
            let errors = errors.into_iter().map(named).collect();
            let row = typed_row(&visit.form, row);
            Ok(Reply::Status(422, settings_page(visit, &lang, id, &row, &errors)?))
        }
        Err(error) => Err(error),
    }
}

/// What the form of a set sent, as the entity takes it.
fn typed(form: &kit::Fields, id: Option<i64>, row: &Row) -> Map<String, Json> {
    let mut values = Map::new();
    let some = |name: &str| json!(form.text(name));
    match id {
        Some(id) => {
            values.insert("id".to_owned(), json!(id));
        }
        None => {
            values.insert("extends".to_owned(), json!(form.text("extends").unwrap_or("Contact")));
        }
    }
    for name in ["title", "help_pre", "help_post"] {
        values.insert(name.to_owned(), some(name));
    }
    let style = form.text("style").unwrap_or("Inline");
    values.insert("style".to_owned(), json!(if style == "Table" { "Tab with table" } else { style }));
    if style == "Table" {
        values.insert("is_multiple".to_owned(), json!(true));
        values.insert("max_multiple".to_owned(), json!(form.int("max_multiple")));
    } else if flag(row, "is_multiple") {
        values.insert("max_multiple".to_owned(), json!(form.int("max_multiple")));
    }
    for name in ["collapse_display", "is_public"] {
        values.insert(name.to_owned(), json!(form.get(name) == Some("1")));
    }
    if form.has("only") {
        let only: Vec<&str> = form.all("only").filter(|one| !one.is_empty()).collect();
        values.insert("extends_entity_column_value".to_owned(), json!(only));
    }
    if form.has("extends_entity_column_id") {
        values.insert("extends_entity_column_id".to_owned(), json!(form.int("extends_entity_column_id")));
    }
    values
}

fn typed_row(form: &kit::Fields, mut row: Row) -> Row {
    for (name, value) in typed(form, None, &Map::new()) {
        row.insert(name, value);
    }
    row
}

fn settings_page(visit: &Visit<'_>, lang: &Lang, id: Option<i64>, row: &Row, errors: &Errors) -> Result<maud::Markup> {
    let extends = text(row, "extends");
    let column = int(row, "extends_entity_column_id");
    let (entities, subtypes) = visit.read(|tx| {
        let known = USUAL.iter().filter(|name| tx.catalog().entity(name).is_some());
        let entities: Vec<(&str, String)> = known.map(|name| (*name, entity_words(tx, lang, name))).collect();
        let subtypes = match narrowed_by(extends, column) {
            Some((entity, field)) if tx.catalog().entity(entity).is_some() => {
                let all = labels::choices(tx, lang.code(), entity, field, "")?;
                let parent = |one: &labels::Pick| !entity.eq("Contact") || own_subtype(tx, extends, &one.value);
                all.into_iter().filter(parent).collect()
            }
            _ => Vec::new(),
        };
        Ok((entities, subtypes))
    })?;
    let error = |name: &str| errors.get(name).map(String::as_str);
    let words = |name: &str| lang.keep(text(row, name));
    let tick = |name: &'static str, label: &str| {
        Field::text(name, lang.text(label), if flag(row, name) { "1" } else { "0" }).widget(Widget::Checkbox)
    };
    let mut about = vec![Field {
        error: error("title"),
        required: true,
        focused: id.is_none(),
        max_length: Some(64),
        ..Field::text("title", lang.text("fields-set-title"), words("title"))
    }];
    let entity_choices: Vec<Choice<'_>> = entities.iter().map(|(value, label)| Choice::of(value, label)).collect();
    let on = Field {
        disabled: id.is_some(),
        error: error("extends"),
        ..Field::text("extends", lang.text("fields-set-extends"), extends).widget(Widget::Select(&entity_choices))
    };
    about.push(on);
    let subtype_choices: Vec<Choice<'_>> = subtypes.iter().map(|one| Choice::of(&one.value, &one.label)).collect();
    let only = rows::texts(row, "extends_entity_column_value");
    if id.is_some() && !subtypes.is_empty() {
        about.push(Field {
            values: &only,
            help: Some(lang.text("fields-set-only-help")),
            error: error("extends_entity_column_value"),
            ..Field::text("only", lang.text("fields-set-only"), "").widget(Widget::Checkboxes(&subtype_choices))
        });
    }
    let style = |value: &'static str, label: &str, note: &str| Choice {
        note: Some(lang.text(note)),
        ..Choice::of(value, lang.text(label))
    };
    let mut styles = vec![
        style("Inline", "fields-set-style-inline", "fields-set-style-inline-note"),
        style("Tab", "fields-set-style-tab", "fields-set-style-tab-note"),
    ];
    let multiple = flag(row, "is_multiple");
    if multiple {
        styles.clear();
    }
    let of_contacts = visit.read(|tx| Ok(base_of(tx, extends) == "Contact"))?;
    if id.is_none() || of_contacts {
        styles.push(style("Table", "fields-set-style-table", "fields-set-style-table-note"));
    }
    let current = if multiple { "Table" } else { words("style") };
    let mut look = vec![Field::text("style", lang.text("fields-set-style"), current).widget(Widget::Radios(&styles))];
    look.push(
        Field::text("max_multiple", lang.text("fields-set-most"), lang.keep(rows::written(row, "max_multiple")))
            .widget(Widget::Number("1"))
            .width(Width::Half),
    );
    look.push(tick("collapse_display", "fields-set-collapsed"));
    look.push(tick("is_public", "fields-set-public"));
    for (name, label) in [("help_pre", "fields-set-help-before"), ("help_post", "fields-set-help-after")] {
        look.push(Field::text(name, lang.text(label), words(name)).widget(Widget::LongText(2)));
    }
    let title = if id.is_some() { lang.text("fields-set-settings") } else { lang.text("fields-set-new") };
    let cancel = id.map_or_else(|| HOME.to_owned(), |id| format!("{HOME}/{id}"));
    let fault = |(name, message): (&'_ String, &'_ String)| (lang.keep(input_id(name)), lang.keep(message.clone()));
    let faults = errors.iter().map(fault).map(|(input, message)| Fault { input, label: title, message });
    let view = Sheet {
        way: match id {
            Some(_) => crumbs(lang, &[(words("title"), Some(&cancel)), (title, None)]),
            None => crumbs(lang, &[(title, None)]),
        },
        title,
        action: visit.path,
        cancel: &cancel,
        faults: faults.collect(),
        sections: vec![
            ("set-about", lang.text("fields-set-about"), about),
            ("set-look", lang.text("fields-set-look"), look),
        ],
        save: lang.text("save"),
        ..Sheet::default()
    };
    frame::show(visit, lang, Page { title, place: "/settings", narrow: false }, |ui, shell| sheet(ui, shell, &view))
}

fn own_subtype(tx: &Tx<'_>, extends: &str, subtype: &str) -> bool {
    let clauses = json!([["name", "=", subtype], ["parent_id.name", "=", extends]]);
    ask(tx, "ContactType", &["id"], clauses, &[], 1).is_ok_and(|found| !found.is_empty())
}

/// `/settings/fields/{id}/{act}`: switches a set off or on, deletes it.
pub(super) fn act(visit: &mut Visit<'_>) -> Result<Reply> {
    let (id, act) = (visit.id(0)?, visit.captures.get(1).cloned().unwrap_or_default());
    if !visit.is_post {
        return Ok(Reply::Redirect(format!("{HOME}/{id}")));
    }
    let transaction = visit.write(|tx| {
        let row = row_of(tx, id)?;
        match act.as_str() {
            "toggle" => {
                let values = object(json!({"id": id, "is_active": !flag(&row, "is_active")}));
                tx.save("CustomGroup", values, As::Actor).map(|_| ())?;
            }
            "delete" => tx.delete("CustomGroup", id, As::Actor)?,
            _ => return Err(Error::NotFound(act.clone())),
        }
        Ok(tx.transaction_id())
    })?;
    if act == "delete" {
        visit.say("said-set-deleted", transaction);
        return Ok(Reply::Redirect(HOME.to_owned()));
    }
    visit.say("said-set-kept", transaction);
    Ok(Reply::Redirect(format!("{HOME}/{id}")))
}
