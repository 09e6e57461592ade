//! Tags: the chips on a contact, and the page on which tags are made, coloured, moved, merged and thrown away.

mod merging;

use std::collections::BTreeMap;

use kit::{Registry, Reply, Visit};
use maud::{Markup, html};
use query::GetRequest;
use schema::Requirement;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Problem, Result, Tx, statement};
use ui::Icon;
use ui::page::group::Gather;
use ui::page::tags::{self as page, Branch, Chip, Chips, Editor, TagLine, Tags};
use ui::part::Tone;
use ui::part::field::{Choice, Field, Widget, Width};
use ui::part::search_box::SearchBox;

use super::form::{self, Errors};
use super::frame::{self, Page};
use super::labels;
use super::phrases::Lang;
use super::rows::{self, Row, ask, flag, int, text};
use super::slots::{Chipping, Moment, Moments, Settings};
use crate::entity_tag;
use merging::{delete, merge, relocate};

const TABLE: &str = "civicrm_contact";
/// What a new tag is used for.
const CONTACTS: &[&str] = &[TABLE];
/// So many tags are listed.
const MOST: i64 = 5000;

/// The pages, the chips, and the entry of settings.
pub(super) fn register(registry: &mut Registry) {
    let inside = Requirement::all(&["access CiviCRM"]);
    let managing = Requirement::all(&["access CiviCRM"]).and_any(&["manage tags", "administer Tagsets"]);
    registry
        .page("/tags", inside.clone(), list)
        .page("/tags/{id}/merge", managing.clone(), merge)
        .page("/tags/{id}/move", managing.clone(), relocate)
        .page("/tags/{id}/delete", managing.clone(), delete)
        .page("/contacts/{id}/tags", inside, change)
        .fill(Chipping(chips))
        .fill(Moments(moments))
        .fill(Settings {
            group: "settings-lists",
            label: "tags",
            words: "tags-intro",
            icon: Icon::Tag,
            tone: Tone::Leaf,
            href: "/tags",
            door: managing,
        });
}

/// The label of a tag in the reader's language.
pub(super) fn label<'r>(lang: &'r Lang, row: &'r Row) -> &'r str {
    lang.keep(labels::translated(lang.code(), "Tag", text(row, "name"), text(row, "label")))
}

/// The label of the tag with this number; None where there is none.
///
/// # Errors
/// The database's own failure.
pub(super) fn label_of(tx: &Tx<'_>, lang: &Lang, id: i64) -> Result<Option<String>> {
    Ok(rows::one(tx, "Tag", &["id", "name", "label"], id)?.map(|row| label(lang, &row).to_owned()))
}

const SELECT: [&str; 10] = [
    "id",
    "name",
    "label",
    "description",
    "color",
    "parent_id",
    "is_tagset",
    "is_reserved",
    "is_selectable",
    "used_for",
];

fn all(tx: &Tx<'_>) -> Result<Vec<Row>> {
    ask(tx, "Tag", &SELECT, json!([]), &[("label", "ASC")], MOST)
}

/// Tags that contacts can bear.
fn for_contacts(all: &[Row]) -> impl Iterator<Item = &Row> {
    all.iter().filter(|row| {
        !flag(row, "is_tagset") && flag(row, "is_selectable") && rows::texts(row, "used_for").contains(&TABLE)
    })
}

/// The set that a tag belongs to.
fn set_of<'r>(all: &'r [Row], row: &Row) -> Option<&'r Row> {
    let parent = int(row, "parent_id")?;
    all.iter().find(|one| rows::id(one) == parent).filter(|one| flag(one, "is_tagset"))
}

/// How a tag of a set is typed and shown among all: the set before it.
fn full<'a>(lang: &'a Lang, all: &[Row], row: &Row) -> &'a str {
    let own = labels::translated(lang.code(), "Tag", text(row, "name"), text(row, "label"));
    match set_of(all, row) {
        Some(set) => {
            let set = labels::translated(lang.code(), "Tag", text(set, "name"), text(set, "label"));
            lang.keep(format!("{set} : {own}"))
        }
        None => lang.keep(own),
    }
}

/// The chips in the head of a contact's page.
fn chips(visit: &Visit<'_>, lang: &Lang, contact: i64, may_edit: bool) -> Result<Markup> {
    chips_with(visit, lang, contact, may_edit, ("", None))
}

fn chips_with(
    visit: &Visit<'_>,
    lang: &Lang,
    contact: i64,
    may_edit: bool,
    (typed, error): (&str, Option<&str>),
) -> Result<Markup> {
    let (all, borne) = visit.read(|tx| {
        let clauses = json!([["entity_table", "=", TABLE], ["entity_id", "=", contact]]);
        let borne = ask(tx, "EntityTag", &["tag_id"], clauses, &[], 0)?;
        Ok((all(tx)?, borne.iter().filter_map(|row| int(row, "tag_id")).collect::<Vec<i64>>()))
    })?;
    let action = format!("/contacts/{contact}/tags");
    let own = all.iter().filter(|row| borne.contains(&rows::id(row)));
    let chip = |row| Chip {
        id: lang.keep(rows::id(row).to_string()),
        label: lang.keep(label(lang, row).to_owned()),
        color: lang.keep(text(row, "color").to_owned()),
        href: lang.keep(format!("/contacts?tag={}", rows::id(row))),
        set: set_of(&all, row).map_or("", |set| lang.keep(label(lang, set).to_owned())),
    };
    let open = for_contacts(&all).filter(|row| !borne.contains(&rows::id(row)));
    let view = Chips {
        chips: own.map(chip).collect(),
        action: may_edit.then_some(action.as_str()),
        known: open.map(|row| full(lang, &all, row)).collect(),
        creates: visit.actor.may("manage tags"),
        typed,
        error,
    };
    Ok(page::chips(&visit.ui(), &view))
}

/// `/contacts/{id}/tags`: puts a tag on the contact by its label, making it where there is none, or takes one off.
fn change(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let to = format!("/contacts/{id}");
    if !visit.is_post {
        return Ok(Reply::Redirect(to));
    }
    let lang = Lang::new(visit.locale);
    let (typed, remove) = (visit.form.text("tag").unwrap_or_default().to_owned(), visit.form.int("remove"));
    let result = visit.write(|tx| {
        match remove {
            Some(tag) => entity_tag::untag(tx, tag, TABLE, &[id], As::Actor)?,
            None => {
                let tag = known_or_new(tx, &lang, &typed)?;
                entity_tag::tag(tx, tag, TABLE, &[id], As::Actor)?
            }
        };
        Ok(tx.transaction_id())
    });
    match form::field_errors(result)? {
        Ok(None) => visit.say("said-nothing", None),
        Ok(transaction) if remove.is_some() => visit.say("said-tag-off", transaction),
        Ok(transaction) => visit.say("said-tag-on", transaction),
        Err(errors) => {
            let errors = form::errors(&lang, &errors);
            let error = errors.values().next().map(String::as_str);
            let head = chips_with(visit, &lang, id, true, (&typed, error))?;
            return Ok(Reply::Status(422, super::contact::with_chips(visit, &lang, id, head)?));
        }
    }
    Ok(Reply::Redirect(to))
}

/// The tag with this label; a new one where there is none and the actor may make it. `Set : label` is one of a set.
fn known_or_new(tx: &mut Tx<'_>, lang: &Lang, typed: &str) -> Result<i64> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Error::field("tag", Problem::Required));
    }
    let all = all(tx)?;
    let alike = |a: &str, b: &str| schema::fold::compare(a, b) == std::cmp::Ordering::Equal;
    let known = for_contacts(&all).find(|row| {
        alike(full(lang, &all, row), typed) || alike(label(lang, row), typed) || alike(text(row, "label"), typed)
    });
    if let Some(row) = known {
        return Ok(rows::id(row));
    }
    if !tx.actor().may("manage tags") {
        return Err(Error::rule("tag", "problem-tag-unknown", "There is no such tag."));
    }
    let (set, own) = typed.split_once(':').map_or((None, typed), |(set, own)| (Some(set.trim()), own.trim()));
    let set = set.and_then(|set| all.iter().find(|row| flag(row, "is_tagset") && alike(label(lang, row), set)));
    let mut values = Map::new();
    values.insert("label".to_owned(), json!(if set.is_some() { own } else { typed }));
    values.insert("used_for".to_owned(), json!([TABLE]));
    values.extend(set.map(|set| ("parent_id".to_owned(), json!(rows::id(set)))));
    make(tx, values)
}

/// Saves a tag; its name is made of the label, with a number where another tag has it.
fn make(tx: &mut Tx<'_>, mut values: Map<String, Json>) -> Result<i64> {
    if !values.contains_key("id") {
        let label = values.get("label").and_then(Json::as_str).unwrap_or_default();
        let base: String = store::machine_name(label).chars().take(56).collect();
        let base = if base.is_empty() { "tag".to_owned() } else { base };
        let mut name = base.clone();
        let mut number = 1;
        while !tx.find_by::<crate::tag::Tag>("name", name.as_str())?.is_empty() {
            number += 1;
            name = format!("{base}_{number}");
        }
        values.insert("name".to_owned(), json!(name));
    }
    tx.save("Tag", values, As::Actor).map(|saved| saved.id)
}

/// What is listed: the tags, how often each is borne, by the number of the tag.
fn counts(tx: &Tx<'_>) -> Result<BTreeMap<i64, i64>> {
    let request = GetRequest {
        select: vec!["tag_id".to_owned(), "COUNT(id) AS uses".to_owned()],
        group_by: vec!["tag_id".to_owned()],
        ..GetRequest::default()
    };
    let found = tx.get("EntityTag", &request, As::Actor)?.rows;
    Ok(found.iter().filter_map(|row| Some((int(row, "tag_id")?, int(row, "uses")?))).collect())
}

/// `/tags`: the tree and the sets; with `edit`, `add` and `set` one form is open, and sent here.
fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if !visit.is_post {
        return Ok(Reply::Html(show(visit, &lang, &Errors::new())?));
    }
    let (edit, is_set) = (visit.query.int("edit"), visit.query.has("set"));
    let form = visit.form.clone();
    let result = visit.write(|tx| {
        keep(tx, edit, is_set, &form)?;
        Ok(tx.transaction_id())
    });
    match form::field_errors(result)? {
        Ok(transaction) => {
            visit.say(if transaction.is_some() { "said-saved" } else { "said-nothing" }, transaction);
            Ok(Reply::Redirect("/tags".to_owned()))
        }
        Err(errors) => {
            let errors = form::errors(&lang, &errors);
            Ok(Reply::Status(422, show(visit, &lang, &errors)?))
        }
    }
}

fn keep(tx: &mut Tx<'_>, edit: Option<i64>, is_set: bool, form: &kit::Fields) -> Result<i64> {
    let typed = form.text("label").unwrap_or_default();
    if typed.is_empty() {
        return Err(Error::field("label", Problem::Required));
    }
    if !tx.actor().may("manage tags") && !tx.actor().may("administer Tagsets") {
        return Err(Error::Forbidden("manage tags".to_owned()));
    }
    let mut values = Map::new();
    values.extend(edit.map(|id| ("id".to_owned(), json!(id))));
    values.insert("label".to_owned(), json!(typed));
    values.insert("description".to_owned(), json!(form.text("description")));
    if is_set && edit.is_none() {
        values.insert("is_tagset".to_owned(), json!(true));
    }
    for name in ["is_selectable", "is_reserved"] {
        values.extend(form.get(name).map(|value| (name.to_owned(), json!(value == "1"))));
    }
    if form.has("color") {
        values.insert("color".to_owned(), json!(form.text("color")));
    }
    if form.has("parent_id") {
        values.insert("parent_id".to_owned(), json!(form.int("parent_id")));
    }
    let uses: Vec<&str> = form.all("used_for").filter(|value| !value.is_empty()).collect();
    if !uses.is_empty() {
        values.insert("used_for".to_owned(), json!(uses));
    }
    make(tx, values)
}

/// The tags below each, in the order of their labels.
fn below(all: &[Row]) -> BTreeMap<Option<i64>, Vec<&Row>> {
    let known: Vec<i64> = all.iter().map(rows::id).collect();
    let mut below: BTreeMap<Option<i64>, Vec<&Row>> = BTreeMap::new();
    for row in all {
        below.entry(int(row, "parent_id").filter(|parent| known.contains(parent))).or_default().push(row);
    }
    below
}

/// The rows below one, each with its depth.
fn branch<'r>(below: &BTreeMap<Option<i64>, Vec<&'r Row>>, root: Option<i64>) -> Vec<(&'r Row, usize)> {
    let mut all = Vec::new();
    let children = |id: Option<i64>, depth: usize| {
        let rows = below.get(&id).map(Vec::as_slice).unwrap_or_default();
        rows.iter().rev().map(move |row| (*row, depth)).collect::<Vec<_>>()
    };
    let mut open = children(root, 0);
    while let Some((row, depth)) = open.pop() {
        if !flag(row, "is_tagset") {
            all.push((row, depth));
            open.extend(children(Some(rows::id(row)), depth + 1));
        }
    }
    all
}

/// What the page needs to draw its lines.
struct Ground<'a> {
    lang: &'a Lang,
    all: &'a [Row],
    counts: &'a BTreeMap<i64, i64>,
    uses: &'a [labels::Pick],
    /// What each tag is used for.
    used: &'a BTreeMap<i64, Vec<&'a str>>,
    errors: &'a Errors,
    parents: &'a [Choice<'a>],
    use_choices: &'a [Choice<'a>],
    manage: bool,
    sets: bool,
    reserved: bool,
}

fn show(visit: &Visit<'_>, lang: &Lang, errors: &Errors) -> Result<Markup> {
    let asked: String = visit.query.text("q").unwrap_or_default().chars().take(64).collect();
    let (all, counts, uses) =
        visit.read(|tx| Ok((all(tx)?, counts(tx)?, labels::choices(tx, lang.code(), "Tag", "used_for", "")?)))?;
    let parents: Vec<Choice<'_>> =
        all.iter().map(|row| Choice::of(lang.keep(rows::id(row).to_string()), full(lang, &all, row))).collect();
    let use_choices: Vec<Choice<'_>> = uses.iter().map(|one| Choice::of(&one.value, &one.label)).collect();
    let used: BTreeMap<i64, Vec<&str>> = all.iter().map(|row| (rows::id(row), rows::texts(row, "used_for"))).collect();
    let may = |permission: &str| visit.actor.may(permission);
    let ground = Ground {
        lang,
        all: &all,
        counts: &counts,
        uses: &uses,
        used: &used,
        errors,
        parents: &parents,
        use_choices: &use_choices,
        manage: may("manage tags"),
        sets: may("administer Tagsets"),
        reserved: may("administer reserved tags"),
    };
    let below = below(&all);
    let (edit, add, set) = (visit.query.int("edit"), visit.query.has("add"), visit.query.has("set"));
    let at = visit.query.int("add");
    let fits =
        |row: &Row| asked.is_empty() || schema::fold::fold(label(lang, row)).contains(&*schema::fold::fold(&asked));
    let lines = |root: Option<i64>| -> Vec<TagLine<'_>> {
        let all = branch(&below, root).into_iter().filter(|(row, _)| fits(row));
        all.map(|(row, depth)| ground.line(visit, row, if asked.is_empty() { depth } else { 0 }, edit)).collect()
    };
    let new = |parent: Option<i64>, form: bool| form.then(|| ground.editor(visit, None, parent, false));
    let in_set = at.and_then(|id| all.iter().find(|row| rows::id(row) == id)).filter(|row| flag(row, "is_tagset"));
    let mut branches = vec![Branch {
        root: "",
        id: "tag-tree",
        title: "",
        note: "",
        lines: lines(None),
        add: None,
        edit: None,
        delete: None,
        editor: None,
        adding: new(at, add && in_set.is_none() && ground.manage),
    }];
    for row in all.iter().filter(|row| flag(row, "is_tagset")) {
        let id = rows::id(row);
        let key = lang.keep(id.to_string());
        let open = edit == Some(id) && ground.sets;
        branches.push(Branch {
            root: key,
            id: lang.keep(format!("tag-set-{key}")),
            title: label(lang, row),
            note: text(row, "description"),
            lines: lines(Some(id)),
            add: ground.manage.then(|| lang.keep(format!("/tags?add={key}#tag-set-{key}"))),
            edit: ground.sets.then(|| lang.keep(format!("/tags?edit={key}&set=1#tag-set-{key}"))),
            delete: (ground.sets && !flag(row, "is_reserved")).then(|| lang.keep(format!("/tags/{key}/delete"))),
            editor: open.then(|| ground.editor(visit, Some(row), None, true)),
            adding: new(Some(id), add && at == Some(id) && ground.manage),
        });
    }
    let view = Tags {
        search: SearchBox { action: "/tags", name: "q", value: &asked, label: lang.text("tag-search"), kept: &[] },
        asked: !asked.is_empty(),
        branches,
        add: ground.manage.then_some("/tags?add=0"),
        add_set: ground.sets.then_some("/tags?set=1"),
        adding_set: (set && edit.is_none() && ground.sets).then(|| ground.editor(visit, None, None, true)),
    };
    let page = Page { title: lang.text("tags"), place: "/groups", narrow: true };
    frame::show(visit, lang, page, |ui, shell| page::tags(ui, shell, &view))
}

impl<'a> Ground<'a> {
    fn line(&self, visit: &Visit<'_>, row: &'a Row, depth: usize, edit: Option<i64>) -> TagLine<'a> {
        let lang = self.lang;
        let id = lang.keep(rows::id(row).to_string());
        let reserved = flag(row, "is_reserved");
        let may = self.manage && (!reserved || self.reserved);
        let others: Vec<&str> = rows::texts(row, "used_for").into_iter().filter(|one| *one != TABLE).collect();
        let named = |value: &&str| self.uses.iter().find(|one| one.value == **value).map(|one| one.label.as_str());
        let uses: Vec<&str> = others.iter().filter_map(named).collect();
        TagLine {
            id,
            label: label(lang, row),
            note: text(row, "description"),
            color: text(row, "color"),
            depth,
            count: self.counts.get(&rows::id(row)).copied().unwrap_or(0),
            href: lang.keep(format!("/contacts?tag={id}")),
            uses: lang.keep(uses.join(", ")),
            is_reserved: reserved,
            edit: may.then(|| lang.keep(format!("/tags?edit={id}#tag-{id}"))),
            below: (may && set_of(self.all, row).is_none()).then(|| lang.keep(format!("/tags?add={id}"))),
            merge: may.then(|| lang.keep(format!("/tags/{id}/merge"))),
            delete: (may && !reserved).then(|| lang.keep(format!("/tags/{id}/delete"))),
            editor: (may && edit == Some(rows::id(row))).then(|| self.editor(visit, Some(row), None, false)),
        }
    }

    /// The form of a tag or of a set.
    fn editor(&self, visit: &Visit<'_>, row: Option<&'a Row>, parent: Option<i64>, is_set: bool) -> Editor<'a> {
        let lang = self.lang;
        let error = |name: &str| self.errors.get(name).map(String::as_str);
        let typed = |name: &str, stored: String| lang.keep(visit.form.get(name).map_or(stored, str::to_owned));
        let stored = |name: &str| row.map(|row| rows::written(row, name)).unwrap_or_default();
        let own = row.map(|row| label(lang, row).to_owned()).unwrap_or_default();
        let mut fields = vec![
            Field {
                required: true,
                focused: true,
                error: error("label"),
                max_length: Some(64),
                width: if is_set { Width::Full } else { Width::TwoThirds },
                ..Field::text("label", lang.text("tag-label"), typed("label", own))
            },
            Field {
                error: error("description"),
                ..Field::text("description", lang.text("tag-description"), typed("description", stored("description")))
            },
        ];
        if !is_set {
            let parent = parent.filter(|id| *id > 0).map(|id| id.to_string()).unwrap_or_else(|| stored("parent_id"));
            fields.push(Field {
                may_be_empty: true,
                error: error("parent_id"),
                width: Width::Half,
                ..Field::text("parent_id", lang.text("tag-parent"), typed("parent_id", parent))
                    .widget(Widget::Select(self.parents))
            });
        }
        let used = row.and_then(|row| self.used.get(&rows::id(row))).map_or(CONTACTS, Vec::as_slice);
        fields.push(Field {
            values: used,
            error: error("used_for"),
            ..Field::text("used_for", lang.text("tag-used-for"), "").widget(Widget::Checkboxes(self.use_choices))
        });
        if !is_set {
            let selectable = row.is_none_or(|row| flag(row, "is_selectable"));
            let value = typed("is_selectable", if selectable { "1" } else { "0" }.to_owned());
            fields.push(Field {
                help: Some(lang.text("tag-selectable-help")),
                ..Field::text("is_selectable", lang.text("tag-selectable"), value).widget(Widget::Switch)
            });
        }
        if self.reserved {
            let value = typed("is_reserved", stored("is_reserved"));
            fields.push(Field {
                help: Some(lang.text("tag-reserved-help")),
                ..Field::text("is_reserved", lang.text("tag-reserved"), value).widget(Widget::Switch)
            });
        }
        let action = match (row, is_set) {
            (Some(row), true) => format!("/tags?edit={}&set=1", rows::id(row)),
            (Some(row), false) => format!("/tags?edit={}", rows::id(row)),
            (None, true) => "/tags?set=1".to_owned(),
            (None, false) => "/tags?add=0".to_owned(),
        };
        let color = stored("color");
        let color = if color.len() == 7 { color } else { "#8f7f5f".to_owned() };
        let title = match (row.is_some(), is_set) {
            (true, _) => "",
            (false, true) => lang.text("tag-set-new"),
            (false, false) => lang.text("tag-new"),
        };
        Editor {
            title,
            fields,
            color: typed("color", color),
            color_error: error("color"),
            colored: !is_set,
            action: lang.keep(action),
            close: "/tags",
        }
    }
}

/// Tags that many contacts were given at once, for the thread: history has one entry for all of them.
fn moments(tx: &mut Tx<'_>, lang: &Lang, contact: i64, most: i64) -> Result<Vec<Moment>> {
    let text = format!(
        r#"SELECT c."id", c."action", c."before", c."after", t."at", t."actor" FROM "ruche_change_row" r
           JOIN "ruche_change" c ON c."id" = r."change_id" JOIN "ruche_transaction" t ON t."id" = c."transaction_id"
           WHERE r."owner_id" = {} AND c."entity" = 'EntityTag' ORDER BY c."id" DESC LIMIT {}"#,
        tx.placeholder(1),
        tx.placeholder(2)
    );
    let mut found: Vec<(i64, bool, i64, jiff::civil::DateTime)> = Vec::new();
    tx.rows(&statement(text, vec![contact.into(), most.into()]), |row| {
        let cell = |at| store::owned(row.cell(at));
        let at = match cell(4) {
            schema::Value::DateTime(at) => Some(at),
            schema::Value::Text(text) => rows::moment(&text),
            _ => None,
        };
        let put = cell(1).as_text() == Some("creates");
        let held: Json =
            cell(if put { 3 } else { 2 }).as_text().and_then(|t| serde_json::from_str(t).ok()).unwrap_or_default();
        let of_contacts = held["entity_table"] == TABLE;
        if let (Some(id), Some(tag), Some(at), true) = (cell(0).as_int(), held["tag_id"].as_i64(), at, of_contacts) {
            found.push((id, put, tag, tx.clock().from_utc(at)));
        }
        Ok(())
    })?;
    let mut all = Vec::new();
    for (id, put, tag, at) in found {
        let name = label_of(tx, lang, tag)?.unwrap_or_else(|| format!("#{tag}"));
        let key = if put { "tag-moment-on" } else { "tag-moment-off" };
        all.push(Moment {
            at,
            icon: Icon::Tag,
            tone: Tone::Stone,
            title: lang.locale.rich(key, &[("tag", html! { b { (name) } }.into())]),
            text: None,
            note: None,
            end: None,
            end_note: Some(lang.text("group-by-hand").to_owned()),
            next: false,
            of: ("RucheChange", id),
        });
    }
    Ok(all)
}
