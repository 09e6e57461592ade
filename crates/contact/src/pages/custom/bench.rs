//! The bench on which a set is made: its fields, the form of one of them, and how the set will look.

use std::collections::BTreeMap;

use kit::{Reply, Visit};
use maud::{Markup, html};
use serde_json::json;
use store::{As, Error, Result, Tx};
use ui::page::fields::{Bench, Kind as Card, Line, SHAPE, Sheet as FormPage, bench, kinds, preview, sheet};
use ui::part::field::{Choice, Field, Widget};

use super::super::form::{self, Errors};
use super::super::frame::{self, Page};
use super::super::labels::{self, Pick};
use super::super::phrases::Lang;
use super::super::rows::{self, Row, ask, flag, int, text};
use super::draft::{Draft, kept_options};
use super::editor::{form_of, parts_of};
use super::fields::{Sheet, near};
use super::kinds as all_kinds;
use super::set::{Custom, Set, base_of, custom};
use super::sets::{crumbs, entity_words, object, put_in_order, row_of};

/// The set of the address and its fields.
pub(super) struct Open {
    pub id: i64,
    pub set: Row,
    fields: Vec<Row>,
    on: String,
    /// The entity whose table holds the records.
    pub base: String,
}

fn open(visit: &Visit<'_>, lang: &Lang) -> Result<Open> {
    let id = visit.id(0)?;
    visit.read(|tx| {
        let set = row_of(tx, id)?;
        let clauses = json!([["custom_group_id", "=", id]]);
        let fields = ask(tx, "CustomField", &["*"], clauses, &[("weight", "ASC"), ("id", "ASC")], 0)?;
        let on = entity_words(tx, lang, text(&set, "extends"));
        let base = base_of(tx, text(&set, "extends"));
        Ok(Open { id, set, fields, on, base })
    })
}

impl Open {
    pub(super) fn path(&self) -> String {
        format!("/settings/fields/{}", self.id)
    }

    fn place(&self, field: &str) -> (String, String) {
        (self.base.clone(), format!("{}.{field}", text(&self.set, "name")))
    }

    pub(super) fn field(&self, id: i64) -> Result<&Row> {
        let found = self.fields.iter().find(|row| rows::id(row) == id);
        found.ok_or_else(|| Error::NotFound(format!("field {id}")))
    }
}

/// What is open on the bench.
#[derive(Default)]
pub(super) struct Middle {
    draft: Option<Draft>,
    choosing: bool,
    pub errors: Errors,
    pub misfits: Vec<::custom::convert::Misfit>,
}

/// `/settings/fields/{id}`
pub(super) fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let open = open(visit, &lang)?;
    let draft = asked(visit, &open)?;
    let choosing = draft.is_none() && visit.query.has("add");
    Ok(Reply::Html(page(visit, &lang, &open, &Middle { draft, choosing, ..Middle::default() })?))
}

/// The field that the address asks for: a kept one, or a new one of a kind.
fn asked(visit: &Visit<'_>, open: &Open) -> Result<Option<Draft>> {
    if let Some(id) = visit.query.int("edit") {
        let row = open.field(id)?;
        return visit.read(|tx| Draft::of(tx, row)).map(Some);
    }
    let kind = visit.query.text("add").and_then(all_kinds::named);
    Ok(kind.map(|kind| Draft::new(open.id, kind)))
}

/// `/settings/fields/{id}/field`: keeps the field of the form, or shows the form again.
pub(super) fn keep(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let open = open(visit, &lang)?;
    let Some(draft) = asked(visit, &open)?.filter(|_| visit.is_post) else { return Ok(Reply::Redirect(open.path())) };
    let mut draft = visit.read(|tx| Ok(draft.typed(&visit.form).counted(tx, &open.base, &visit.form)))?;
    let reshaped = draft.reshape(&visit.form);
    let misfits = visit.read(|tx| draft.misfits(tx))?;
    if reshaped || !misfits.is_empty() {
        let status = if reshaped { 200 } else { 422 };
        let markup = page(visit, &lang, &open, &Middle { draft: Some(draft), misfits, ..Middle::default() })?;
        return Ok(if status == 200 { Reply::Html(markup) } else { Reply::Status(status, markup) });
    }
    let result = visit.write(|tx| {
        let id = draft.save(tx)?;
        Ok((id, tx.transaction_id()))
    });
    match form::field_errors(result)? {
        Ok((_, transaction)) => {
            visit.say(if transaction.is_some() { "said-field-kept" } else { "said-nothing" }, transaction);
            Ok(Reply::Redirect(open.path()))
        }
        Err(errors) => {
            let errors = form::errors(&lang, &errors).into_iter().map(|(name, words)| match name.as_str() {
                "external_identifier" | "name" => ("label".to_owned(), words),
                "data_type" | "html_type" => ("kind".to_owned(), words),
                _ => (name, words),
            });
            let errors = errors.collect();
            let middle = Middle { draft: Some(draft), errors, ..Middle::default() };
            Ok(Reply::Status(422, page(visit, &lang, &open, &middle)?))
        }
    }
}

/// `/settings/fields/{id}/preview`: how the set looks with what is typed so far.
pub(super) fn look(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let open = open(visit, &lang)?;
    let Some(draft) = asked(visit, &open)? else { return Ok(Reply::Html(seen(visit, &lang, &open, None)?)) };
    let draft = visit.read(|tx| Ok(draft.typed(&visit.form).counted(tx, &open.base, &visit.form)))?;
    let preview = seen(visit, &lang, &open, Some(&draft))?;
    // Another kind, or another field to compare with, asks for other inputs.
    let reshaped = visit.form.get(SHAPE).is_some_and(|shape| shape != draft.shape());
    let parts = match reshaped {
        true => Some(parts_of(visit, &lang, &open, &draft, &Middle::default())?),
        false => None,
    };
    Ok(Reply::Html(html! { (preview) @if let Some(parts) = &parts { (parts) } }))
}

/// `/settings/fields/{id}/fields/order`
pub(super) fn order(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if visit.is_post {
        put_in_order(visit, "CustomField", json!([["custom_group_id", "=", id]]))?;
    }
    Ok(Reply::Redirect(format!("/settings/fields/{id}")))
}

/// `/settings/fields/{id}/fields/{field}/{act}`: switches a field off or on, deletes it, moves it.
pub(super) fn act(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let open = open(visit, &lang)?;
    let (id, act) = (visit.id(1)?, visit.captures.get(2).cloned().unwrap_or_default());
    let row = open.field(id)?.clone();
    if act == "move" {
        return move_it(visit, &lang, &open, &row);
    }
    if visit.is_post {
        let transaction = visit.write(|tx| {
            match act.as_str() {
                "toggle" => {
                    let values = object(json!({"id": id, "is_active": !flag(&row, "is_active")}));
                    tx.save("CustomField", values, As::Actor).map(|_| ())?;
                }
                "delete" => tx.delete("CustomField", id, As::Actor)?,
                _ => return Err(Error::NotFound(act.clone())),
            }
            Ok(tx.transaction_id())
        })?;
        visit.say(if act == "delete" { "said-field-deleted" } else { "said-field-kept" }, transaction);
    }
    Ok(Reply::Redirect(open.path()))
}

/// The other sets of the same records, with one line for each of them.
fn targets(tx: &Tx<'_>, open: &Open) -> Result<Vec<(String, String)>> {
    let extends = text(&open.set, "extends");
    let clauses = json!([["extends", "IN", [extends, open.base]], ["is_multiple", "=", false], ["id", "!=", open.id]]);
    let found = ask(tx, "CustomGroup", &["id", "title"], clauses, &[("weight", "ASC")], 0)?;
    Ok(found.iter().map(|row| (rows::id(row).to_string(), text(row, "title").to_owned())).collect())
}

fn move_it(visit: &mut Visit<'_>, lang: &Lang, open: &Open, row: &Row) -> Result<Reply> {
    let id = rows::id(row);
    let mut errors = Errors::new();
    if visit.is_post {
        let to = visit.form.int("to");
        let result = visit.write(|tx| {
            tx.save("CustomField", object(json!({"id": id, "custom_group_id": to})), As::Actor)?;
            Ok(tx.transaction_id())
        });
        match form::field_errors(result)? {
            Ok(transaction) => {
                visit.say("said-field-moved", transaction);
                return Ok(Reply::Redirect(format!("/settings/fields/{}", to.unwrap_or(open.id))));
            }
            Err(found) => errors = form::errors(lang, &found),
        }
    }
    let targets = if flag(&open.set, "is_multiple") { Vec::new() } else { visit.read(|tx| targets(tx, open))? };
    let choices: Vec<Choice<'_>> = targets.iter().map(|(value, label)| Choice::of(value, label)).collect();
    let name = text(row, "label");
    let title = lang.with("fields-move-title", &[("name", name.into())]);
    let to = Field {
        required: true,
        error: errors.values().next().map(String::as_str),
        ..Field::text("to", lang.text("fields-move-to"), "").widget(Widget::Radios(&choices))
    };
    let none = choices.is_empty().then(|| html! { p { (lang.text("fields-move-none")) } });
    let path = open.path();
    let view = FormPage {
        way: crumbs(lang, &[(text(&open.set, "title"), Some(&path)), (title, None)]),
        title,
        intro: Some(lang.text("fields-move-intro")),
        action: visit.path,
        cancel: &path,
        sections: vec![("move-to", lang.text("fields-move-to"), if none.is_some() { Vec::new() } else { vec![to] })],
        note: none,
        save: lang.text("fields-move-do"),
        ..FormPage::default()
    };
    let status = errors.is_empty();
    let page = Page { title, place: "/settings", narrow: true };
    let markup = frame::show(visit, lang, page, |ui, shell| sheet(ui, shell, &view))?;
    Ok(if status { Reply::Html(markup) } else { Reply::Status(422, markup) })
}

/// "Plusieurs choix": the kind of a field in words.
fn kind_words<'a>(lang: &'a Lang, row: &Row) -> &'a str {
    lang.text(all_kinds::of(row).label)
}

fn page(visit: &Visit<'_>, lang: &Lang, open: &Open, middle: &Middle) -> Result<Markup> {
    let path = open.path();
    let form = match &middle.draft {
        Some(draft) => Some(form_of(visit, lang, open, draft, middle)?),
        None => None,
    };
    let edited = middle.draft.as_ref().and_then(|draft| draft.id);
    let line = |row: &Row| {
        let (id, kind) = (rows::id(row), all_kinds::of(row));
        let is_open = edited == Some(id);
        Line {
            id: lang.keep(id.to_string()),
            label: lang.keep(text(row, "label")),
            note: lang.keep(kind_words(lang, row).to_lowercase()),
            icon: Some((kind.icon, kind.tone)),
            is_active: flag(row, "is_active"),
            is_required: flag(row, "is_required"),
            href: lang.keep(if is_open { path.clone() } else { format!("{path}?edit={id}#line-{id}") }),
            editor: form.clone().filter(|_| is_open),
        }
    };
    let adding = match (&middle.draft, middle.choosing) {
        (Some(draft), _) if draft.id.is_none() => form.clone(),
        (None, true) => Some(cards(visit, lang, open)),
        _ => None,
    };
    let count = [("count", open.fields.len().into()), ("where", open.on.as_str().into())];
    let (order, toggle, delete) = (format!("{path}/fields/order"), format!("{path}/toggle"), format!("{path}/delete"));
    let (settings, add) = (format!("{path}/set"), format!("{path}?add#adding"));
    let title = text(&open.set, "title");
    let view = Bench {
        way: crumbs(lang, &[(title, None)]),
        title,
        intro: lang.with("fields-set-intro", &count),
        is_active: flag(&open.set, "is_active"),
        settings: &settings,
        toggle: &toggle,
        delete: &delete,
        lines: open.fields.iter().map(line).collect(),
        order: &order,
        add: &add,
        adding,
        preview: seen(visit, lang, open, middle.draft.as_ref())?,
    };
    let page = Page { title, place: "/settings", narrow: false };
    frame::show(visit, lang, page, |ui, shell| bench(ui, shell, &view))
}

fn cards(visit: &Visit<'_>, lang: &Lang, open: &Open) -> Markup {
    let path = &open.path();
    let card = |kind: &'static all_kinds::Kind| Card {
        label: lang.text(kind.label),
        icon: kind.icon,
        tone: kind.tone,
        example: lang.text(&kind.label.replace("fields-", "help-")),
        href: lang.keep(format!("{path}?add={}#adding", kind.name)),
    };
    // A line of a table counts nothing.
    let fits = |kind: &&all_kinds::Kind| kind.name != all_kinds::TOTAL || !flag(&open.set, "is_multiple");
    let all: Vec<Card<'_>> = all_kinds::ALL.iter().filter(fits).map(card).collect();
    kinds(&visit.ui(), &all, path)
}

/// How the set looks with the field in the making among its fields.
fn seen(visit: &Visit<'_>, lang: &Lang, open: &Open, draft: Option<&Draft>) -> Result<Markup> {
    let shown = visit.read(|tx| {
        let mut picks = BTreeMap::new();
        let mut fields: Vec<Custom> = Vec::new();
        for row in open.fields.iter().filter(|row| flag(row, "is_active")) {
            let draft = draft.filter(|draft| draft.id == Some(rows::id(row)));
            let place = open.place(text(row, "name"));
            let field = draft.map_or_else(|| custom(row, place.clone()), |draft| draft.custom(place.clone()));
            picks.insert(field.path.clone(), picks_of(tx, lang, draft, &field, int(row, "option_group_id"))?);
            fields.push(field);
        }
        if let Some(draft) = draft.filter(|draft| draft.id.is_none()) {
            let field = draft.custom(open.place("new"));
            picks.insert(field.path.clone(), picks_of(tx, lang, Some(draft), &field, None)?);
            fields.push(field);
        }
        // The inputs of the preview stand beside those of the editor: their names must be others.
        for field in &mut fields {
            let path = format!("seen.{}", field.path);
            if let Some(own) = picks.remove(&field.path) {
                picks.insert(path.clone(), own);
            }
            field.path = path;
            field.when = field.when.map(&|parts| {
                let mut parts = parts.to_vec();
                if let Some(serde_json::Value::String(name)) = parts.first_mut() {
                    *name = format!("seen.{name}");
                }
                parts.into()
            });
        }
        Sheet::sample(tx, Set { fields, ..Set::default() }, picks)
    })?;
    let errors = Errors::new();
    let inputs = shown.inputs(lang, &errors);
    let ui = visit.ui();
    let fields = html! {
        @for set in &shown.sets {
            @let all = inputs.fields(set);
            @if all.is_empty() { p.faint { (lang.text("fields-preview-empty")) } }
            @for one in &all { (ui::part::field::field(&ui, &Field { focused: false, required: one.required, ..one.clone() })) }
        }
    };
    Ok(preview(&ui, text(&open.set, "title"), &fields))
}

fn picks_of(tx: &Tx<'_>, lang: &Lang, draft: Option<&Draft>, field: &Custom, group: Option<i64>) -> Result<Vec<Pick>> {
    let pick =
        |value: &str, label: &str| Pick { value: value.to_owned(), label: label.to_owned(), item: Default::default() };
    if matches!(field.data_type.as_str(), "Country" | "StateProvince") {
        let of = if field.data_type == "Country" { "country_id" } else { "state_province_id" };
        let all = labels::choices(tx, lang.code(), "Address", of, "")?;
        return Ok(labels::sorted(if of == "country_id" { all } else { near(tx, all, "")? }));
    }
    if let Some(draft) = draft.filter(|draft| draft.has_own_choices()) {
        let filled = draft.options.iter().filter(|one| !one.label.is_empty());
        let value = |one: &super::draft::Choice| if one.value.is_empty() { one.key.clone() } else { one.value.clone() };
        return Ok(filled.map(|one| pick(&value(one), &one.label)).collect());
    }
    let group = draft.and_then(|draft| draft.list.parse().ok()).or(group);
    Ok(match group.filter(|_| field.has_options) {
        Some(group) => kept_options(tx, group)?.iter().map(|one| pick(&one.value, &one.label)).collect(),
        None => Vec::new(),
    })
}

/// Nothing is lost on the way: what is not shown is not sent.
#[cfg(test)]
mod tests {
    use super::super::draft::Draft;
    use super::all_kinds;
    use kit::Fields;

    #[test]
    fn buttons_reshape_the_choices_and_keep_what_was_typed() {
        let kind = all_kinds::named("several").unwrap_or(&all_kinds::ALL[0]);
        let form =
            Fields::parse("label=Skills&option=n1&option-n1=Sewing&option=n2&option-n2=Driving&proposed=n2&do=up-n2");
        let mut draft = Draft::new(1, kind).typed(&form);
        assert!(draft.reshape(&form));
        let labels: Vec<&str> = draft.options.iter().map(|one| one.label.as_str()).collect();
        assert_eq!(labels, ["Driving", "Sewing"]);
        assert_eq!(draft.proposed, ["n2"]);
        assert!(draft.reshape(&Fields::parse("do=more")) && draft.options.len() == 3);
        assert!(!draft.reshape(&Fields::parse("do=save")));
    }
}
