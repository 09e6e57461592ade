//! The lists of choices that an association keeps: types of contacts and places, options of fields.

use kit::{Reply, Visit};
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx};
use ui::page::choices::{ChoiceLine, Choices, Editor, choices};
use ui::page::columns::{DO, ORDER};
use ui::part::Tone;
use ui::part::crumbs::Crumb;
use ui::part::field::{Choice, Field, Widget};

use super::emblem;
use super::form::{self, Errors};
use super::frame::{self, Page};
use super::labels;
use super::phrases::Lang;
use super::refusal;
use super::rows::{self, Row, ask, flag, text};
use super::settings::group_title;

/// A list: the entity of its lines and how they are called.
struct List {
    /// In paths: an entity, or an option group by name.
    name: String,
    title: String,
    entity: &'static str,
    label: &'static str,
    /// The option group's id.
    group: Option<i64>,
}

impl List {
    fn find(tx: &Tx<'_>, lang: &Lang, name: &str) -> Result<List> {
        let list = |title: &str, entity, label, group| List {
            name: name.to_owned(),
            title: title.to_owned(),
            entity,
            label,
            group,
        };
        match name {
            "LocationType" => Ok(list(lang.text("list-LocationType"), "LocationType", "display_name", None)),
            "ContactType" => Ok(list(lang.text("list-ContactType"), "ContactType", "label", None)),
            name => {
                let found = ask(tx, "OptionGroup", &["id", "name", "title"], json!([["name", "=", name]]), &[], 1)?;
                let row = found.first().ok_or_else(|| Error::NotFound(format!("list {name}")))?;
                Ok(list(&group_title(lang, row), "OptionValue", "label", Some(rows::id(row))))
            }
        }
    }

    /// Whether its lines have an order of their own.
    fn has_order(&self) -> bool {
        self.group.is_some()
    }

    fn has_default(&self) -> bool {
        self.entity != "ContactType"
    }

    fn has_icon(&self) -> bool {
        self.entity == "ContactType" || self.name == "activity_type"
    }

    /// The list whose choices a line may be kept to: a status to some types.
    fn kept_to(&self) -> Option<&'static str> {
        (self.name == "activity_status").then_some("activity_type")
    }

    fn lines(&self, tx: &Tx<'_>) -> Result<Vec<Row>> {
        let mut select = vec!["id", "name", self.label, "description", "is_active", "is_reserved"];
        if self.has_default() {
            select.push("is_default");
        }
        let (conditions, order): (Json, &[(&str, &str)]) = match self.group {
            Some(group) => {
                select.push("value");
                if self.has_icon() {
                    select.push("icon");
                }
                if self.kept_to().is_some() {
                    select.push("grouping");
                }
                (json!([["option_group_id", "=", group]]), &[("weight", "ASC")])
            }
            None => (json!([]), &[("id", "ASC")]),
        };
        if self.entity == "ContactType" {
            select.extend(["parent_id", "icon"]);
        }
        ask(tx, self.entity, &select, conditions, order, 1000)
    }

    fn path(&self) -> String {
        format!("/settings/lists/{}", self.name)
    }
}

/// `/settings/lists/{list}`: shows it, or keeps the choice that was sent.
pub fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let name = visit.captures.first().cloned().unwrap_or_default();
    let list = visit.read(|tx| List::find(tx, &lang, &name))?;
    if !visit.is_post {
        return Ok(Reply::Html(show(visit, &lang, &list, &Errors::new())?));
    }
    let (form, edited) = (visit.form.clone(), visit.query.int("edit"));
    let result = visit.write(|tx| {
        keep(tx, &lang, &list, edited, &form)?;
        Ok(tx.transaction_id())
    });
    match form::field_errors(result)? {
        Ok(Some(transaction)) => visit.say("said-saved", Some(transaction)),
        Ok(None) => visit.say("said-nothing", None),
        Err(errors) => {
            let errors = form::errors(&lang, &errors);
            return Ok(Reply::Status(422, show(visit, &lang, &list, &errors)?));
        }
    }
    Ok(Reply::Redirect(list.path()))
}

/// Writes a choice: its label and what is said of it.
fn keep(tx: &mut Tx<'_>, lang: &Lang, list: &List, id: Option<i64>, form: &kit::Fields) -> Result<()> {
    let mut values = Map::new();
    if let Some(id) = id {
        values.insert("id".to_owned(), json!(id));
    }
    let label = form.text("label").unwrap_or_default();
    // A shipped label that is shown in the reader's language and left as it is stays the program's.
    let known = id.map(|_| list.lines(tx)).transpose()?.unwrap_or_default();
    let line = known.iter().find(|row| Some(rows::id(row)) == id);
    if line.is_none_or(|row| shown_label(lang, list, row) != label) {
        values.insert(list.label.to_owned(), json!(label));
    }
    if let Some(description) = form.get("description") {
        values.insert("description".to_owned(), json!(Some(description.trim()).filter(|text| !text.is_empty())));
    }
    if list.kept_to().is_some() && form.has("grouping") {
        let kinds: Vec<&str> = form.all("grouping").filter(|kind| !kind.is_empty()).collect();
        values.insert("grouping".to_owned(), json!(Some(kinds.join(",")).filter(|kinds| !kinds.is_empty())));
    }
    let stored = line.map(|row| text(row, "icon")).unwrap_or_default();
    if let Some(icon) = form.get("icon").filter(|_| list.has_icon()).filter(|icon| *icon != stored) {
        match (icon, emblem::drawn(icon), emblem::drawn(stored)) {
            // An icon that only the API knows is not lost to a form that cannot show it.
            ("", _, None) => {}
            ("", _, Some(_)) => drop(values.insert("icon".to_owned(), Json::Null)),
            (icon, Some(_), _) => drop(values.insert("icon".to_owned(), json!(icon))),
            (icon, None, _) => {
                return Err(Error::field("icon", store::Problem::UnknownOption { text: icon.to_owned() }));
            }
        }
    }
    if id.is_none() {
        if let Some(group) = list.group {
            values.insert("option_group_id".to_owned(), json!(group));
        }
        if let Some(parent) = form.int("parent_id") {
            values.insert("parent_id".to_owned(), json!(parent));
        }
    }
    if label.is_empty() {
        return Err(Error::field("label", store::Problem::Required));
    }
    tx.save(list.entity, values, As::Actor).map(|_| ())
}

/// `/settings/lists/{list}/order`
pub fn order(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let name = visit.captures.first().cloned().unwrap_or_default();
    let list = visit.read(|tx| List::find(tx, &lang, &name))?;
    if visit.is_post && list.has_order() {
        let mut ids: Vec<i64> = visit.form.all(ORDER).filter_map(|id| id.parse().ok()).collect();
        if let Some((way, id)) = visit.form.get(DO).and_then(|what| what.split_once('-'))
            && let Some(at) = id.parse().ok().and_then(|id: i64| ids.iter().position(|one| *one == id))
        {
            let to = if way == "up" { at.saturating_sub(1) } else { (at + 1).min(ids.len() - 1) };
            ids.swap(at, to);
        }
        let transaction = visit.write(|tx| {
            let known = list.lines(tx)?;
            for (weight, id) in (1..).zip(ids.iter().filter(|id| known.iter().any(|row| rows::id(row) == **id))) {
                tx.save(list.entity, change(*id, "weight", json!(weight)), As::Actor)?;
            }
            Ok(tx.transaction_id())
        })?;
        visit.say("said-saved", transaction);
    }
    Ok(Reply::Redirect(list.path()))
}

fn change(id: i64, field: &str, value: Json) -> Map<String, Json> {
    [("id".to_owned(), json!(id)), (field.to_owned(), value)].into_iter().collect()
}

/// `/settings/lists/{list}/{id}/{act}`: offers a choice or no longer, proposes it first, deletes it.
pub fn act(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let name = visit.captures.first().cloned().unwrap_or_default();
    let (id, act) = (visit.id(1)?, visit.captures.get(2).cloned().unwrap_or_default());
    let list = visit.read(|tx| List::find(tx, &lang, &name))?;
    if !visit.is_post {
        return Ok(Reply::Redirect(list.path()));
    }
    let transaction = visit.write(|tx| {
        let lines = list.lines(tx)?;
        let line =
            lines.iter().find(|row| rows::id(row) == id).ok_or_else(|| Error::NotFound(format!("choice {id}")))?;
        match act.as_str() {
            "toggle" => {
                tx.save(list.entity, change(id, "is_active", json!(!flag(line, "is_active"))), As::Actor).map(|_| ())?
            }
            "default" if list.has_default() => {
                tx.save(list.entity, change(id, "is_default", json!(true)), As::Actor).map(|_| ())?;
            }
            "delete" => tx.delete(list.entity, id, As::Actor)?,
            _ => return Err(Error::NotFound(act.clone())),
        }
        Ok(tx.transaction_id())
    });
    match transaction {
        Ok(transaction) => visit.say("said-saved", transaction),
        // What a rule refuses is said above the list, which stays as it is.
        Err(error) => match refusal::key(&error) {
            Some(key) => visit.say(key, None),
            None => return Err(error),
        },
    }
    Ok(Reply::Redirect(list.path()))
}

fn shown_label(lang: &Lang, list: &List, row: &Row) -> String {
    let of = if list.group.is_some() { list.name.as_str() } else { list.entity };
    labels::translated(lang.code(), of, text(row, "name"), text(row, list.label))
}

fn show(visit: &Visit<'_>, lang: &Lang, list: &List, errors: &Errors) -> Result<maud::Markup> {
    let rows_found = visit.read(|tx| list.lines(tx))?;
    let path = list.path();
    let edited = visit.query.int("edit");
    let adding = edited.is_none() && (visit.query.has("add") || visit.is_post);
    let parents: Vec<(String, String)> = match list.entity {
        "ContactType" => rows_found
            .iter()
            .filter(|row| rows::int(row, "parent_id").is_none())
            .map(|row| (rows::id(row).to_string(), shown_label(lang, list, row)))
            .collect(),
        _ => Vec::new(),
    };
    let icons = emblem::choices(lang);
    let kinds = match list.kept_to() {
        Some(group) => visit.read(|tx| labels::of_group(tx, lang.code(), group))?,
        None => Vec::new(),
    };
    let kinds: Vec<Choice<'_>> =
        kinds.iter().map(|one| Choice::of(lang.keep(one.value.clone()), lang.keep(one.label.clone()))).collect();
    let kept = rows_found.iter().find(|row| Some(rows::id(row)) == edited).map(|row| text(row, "grouping"));
    let kept: Vec<&str> = kept.unwrap_or_default().split(',').map(str::trim).filter(|kind| !kind.is_empty()).collect();
    let parent_choices: Vec<Choice<'_>> = parents.iter().map(|(value, label)| Choice::of(value, label)).collect();
    let error = |name: &str| {
        errors.get(name).or_else(|| errors.get(list.label).filter(|_| name == "label")).map(String::as_str)
    };
    let typed = |name: &str, stored: &str| lang.keep(visit.form.get(name).unwrap_or(stored));
    let editor = |row: Option<&Row>| {
        let label = row.map(|row| shown_label(lang, list, row)).unwrap_or_default();
        let mut fields = vec![Field {
            required: true,
            error: error("label"),
            focused: true,
            ..Field::text("label", lang.text("choice-label"), typed("label", &label))
        }];
        if row.is_none() && !parent_choices.is_empty() {
            fields.push(
                Field::text("parent_id", lang.text("choice-parent"), typed("parent_id", ""))
                    .widget(Widget::Select(&parent_choices)),
            );
        }
        if list.has_icon() {
            let icon = row.map(|row| text(row, "icon")).unwrap_or_default();
            fields.push(Field {
                error: error("icon"),
                may_be_empty: true,
                ..Field::text("icon", lang.text("choice-icon"), typed("icon", icon)).widget(Widget::Select(&icons))
            });
        }
        if !kinds.is_empty() {
            fields.push(Field {
                values: if row.is_some() { &kept } else { &[] },
                help: Some(lang.text("choice-kept-to-help")),
                ..Field::text("grouping", lang.text("choice-kept-to"), "").widget(Widget::SelectSeveral(&kinds))
            });
        }
        let description = row.map(|row| text(row, "description")).unwrap_or_default();
        fields.push(Field {
            error: error("description"),
            ..Field::text("description", lang.text("choice-description"), typed("description", description))
        });
        fields
    };
    let line = |row: &Row| {
        let id = lang.keep(rows::id(row).to_string());
        let (reserved, active) = (flag(row, "is_reserved"), flag(row, "is_active"));
        let is_default = list.has_default() && flag(row, "is_default");
        let open = edited == Some(rows::id(row));
        let to = |act: &str| lang.keep(format!("{path}/{id}/{act}"));
        let is_base = list.entity == "ContactType" && rows::int(row, "parent_id").is_none();
        ChoiceLine {
            id,
            label: lang.keep(shown_label(lang, list, row)),
            note: lang.keep(text(row, "description")),
            icon: emblem::drawn(text(row, "icon")).filter(|_| list.has_icon()).map(|icon| (icon, Tone::Leaf)),
            is_default,
            is_active: active,
            is_reserved: reserved,
            edit: Some(lang.keep(format!("{path}?edit={id}"))),
            make_default: (list.has_default() && !is_default && active).then(|| to("default")),
            toggle: (!is_base && !is_default).then(|| to("toggle")),
            delete: (!reserved && !is_base && !is_default).then(|| to("delete")),
            editor: open.then(|| Editor {
                fields: editor(Some(row)),
                action: lang.keep(format!("{path}?edit={id}")),
                version: None,
            }),
            ..ChoiceLine::default()
        }
    };
    let lines: Vec<ChoiceLine<'_>> = rows_found.iter().map(line).collect();
    let add = format!("{path}?add=1");
    let order = format!("{path}/order");
    let view = Choices {
        way: vec![
            Crumb { label: lang.text("settings-title"), href: Some("/settings") },
            Crumb { label: &list.title, href: None },
        ],
        title: &list.title,
        intro: None,
        lines,
        order: list.has_order().then_some(order.as_str()),
        add: Some(&add),
        adding: adding.then(|| Editor { fields: editor(None), action: &path, version: None }),
        here: &path,
    };
    let page = Page { title: &list.title, place: "/settings", narrow: true };
    frame::show(visit, lang, page, |ui, shell| choices(ui, shell, &view))
}
