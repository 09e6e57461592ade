//! The kept views of the list of contacts: conditions, order and columns under a name, as tabs above the list.

use kit::{Fields, Reply, Visit};
use serde_json::{Map, json};
use store::{As, Error, Result, Tx};
use ui::page::choices::{ChoiceLine, Choices, Editor, choices_or};
use ui::page::columns::{DO, ORDER};
use ui::part::crumbs::Crumb;
use ui::part::field::{Field, Widget};
use ui::part::tabs::Tab;

use super::asked::Asked;
use super::column::{self, Shown};
use super::form::{self, Errors};
use super::frame::{self, Page};
use super::phrases::Lang;
use super::rows::{self, Row, ask, flag, text};
use crate::list_view::{CONTACTS, SHARES};

const ENTITY: &str = "ListView";
const HOME: &str = "/contacts/views";
const FIELDS: [&str; 6] = ["id", "label", "conditions", "columns", "is_shared", "contact_id"];

/// The views that the visitor sees, in their order.
///
/// # Errors
/// The database's own failure.
pub(super) fn all(tx: &Tx<'_>) -> Result<Vec<Row>> {
    ask(tx, ENTITY, &FIELDS, json!([["list", "=", CONTACTS]]), &[("weight", "ASC"), ("id", "ASC")], 40)
}

/// The list that a view shows.
fn shown(row: &Row) -> Asked {
    Asked { view: rows::id(row).to_string(), ..Asked::of(&Fields::parse(text(row, "conditions"))) }
}

/// The columns of the view that is open; None where there is none, or it has none of its own.
pub(super) fn columns(tx: &Tx<'_>, views: &[Row], asked: &Asked) -> Result<Option<Vec<Shown>>> {
    let open = views.iter().find(|row| rows::id(row).to_string() == asked.view);
    let names = open.map_or("", |row| text(row, "columns"));
    (!names.is_empty()).then(|| column::named(tx, names.split(','))).transpose()
}

/// The views as tabs.
pub(super) fn tabs<'a>(lang: &'a Lang, views: &[Row], asked: &Asked) -> Vec<Tab<'a>> {
    let tab = |row: &Row| {
        let list = shown(row);
        Tab {
            label: lang.keep(text(row, "label")),
            href: lang.keep(list.href("/contacts")),
            count: None,
            current: list == *asked,
        }
    };
    views.iter().map(tab).collect()
}

/// Keeps columns with the open view, if there is one; tells whether there was.
///
/// # Errors
/// `Forbidden` for a view that the visitor may not change.
pub(super) fn keep_columns(visit: &mut Visit<'_>, view: i64, columns: Option<String>) -> Result<()> {
    let transaction = visit.write(|tx| {
        let values = [("id", json!(view)), ("columns", json!(columns))];
        tx.save(ENTITY, object(values), As::Actor)?;
        Ok(tx.transaction_id())
    })?;
    visit.say("said-saved", transaction);
    Ok(())
}

fn object<const N: usize>(pairs: [(&str, serde_json::Value); N]) -> Map<String, serde_json::Value> {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// `/contacts/views`: puts them in order; a form of the list keeps one more.
pub(super) fn home(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if !visit.is_post {
        return Ok(Reply::Html(page(visit, &lang, &Errors::new(), None)?));
    }
    let asked = Asked::of(&visit.form);
    let name = visit.form.text("view_name").unwrap_or_default().to_owned();
    let shared = visit.form.get("view_shared") == Some("1");
    let made = visit.write(|tx| {
        let views = all(tx)?;
        let own = match columns(tx, &views, &asked)? {
            Some(columns) => columns,
            None => column::chosen(tx)?,
        };
        let columns: Vec<&str> = own.iter().map(|column| column.name.as_ref()).collect();
        let values = [
            ("list", json!(CONTACTS)),
            ("label", json!(name)),
            ("conditions", json!(asked.kept())),
            ("columns", json!(columns.join(","))),
            ("is_shared", json!(shared)),
            ("weight", json!(views.len() + 1)),
        ];
        let id = tx.save(ENTITY, object(values), As::Actor)?.id;
        Ok((id, tx.transaction_id()))
    });
    match form::field_errors(made)? {
        Ok((id, transaction)) => {
            visit.say("said-view-kept", transaction);
            let kept = Asked { view: id.to_string(), ..asked };
            Ok(Reply::Redirect(kept.href("/contacts")))
        }
        Err(errors) => {
            let errors = form::errors(&lang, &errors);
            Ok(Reply::Status(422, page(visit, &lang, &errors, None)?))
        }
    }
}

/// `/contacts/views/order`
pub(super) fn order(visit: &mut Visit<'_>) -> Result<Reply> {
    if visit.is_post {
        let mut ids: Vec<i64> = visit.form.all(ORDER).filter_map(|id| id.parse().ok()).collect();
        if let Some((way, id)) = visit.form.get(DO).and_then(|what| what.split_once('-'))
            && let Some(at) = id.parse().ok().and_then(|id: i64| ids.iter().position(|one| *one == id))
        {
            let to = if way == "up" { at.saturating_sub(1) } else { (at + 1).min(ids.len() - 1) };
            ids.swap(at, to);
        }
        let transaction = visit.write(|tx| {
            let known = all(tx)?;
            for (weight, id) in (1..).zip(ids) {
                // The order of a view for everybody is kept by those who may change it.
                if known.iter().any(|row| rows::id(row) == id && may_change(tx, row)) {
                    tx.save(ENTITY, object([("id", json!(id)), ("weight", json!(weight))]), As::Actor)?;
                }
            }
            Ok(tx.transaction_id())
        })?;
        visit.say("said-saved", transaction);
    }
    Ok(Reply::Redirect(HOME.to_owned()))
}

fn may_change(tx: &Tx<'_>, row: &Row) -> bool {
    !flag(row, "is_shared") || tx.actor().may(SHARES)
}

/// `/contacts/views/{id}`: another name, for oneself or for everybody.
pub(super) fn change(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    if !visit.is_post {
        return Ok(Reply::Html(page(visit, &lang, &Errors::new(), Some(id))?));
    }
    let name = visit.form.text("label").unwrap_or_default().to_owned();
    let shared = visit.form.get("is_shared").map(|value| value == "1");
    let saved = visit.write(|tx| {
        let mut values = object([("id", json!(id)), ("label", json!(name))]);
        if let Some(shared) = shared {
            values.insert("is_shared".to_owned(), json!(shared));
        }
        tx.save(ENTITY, values, As::Actor)?;
        Ok(tx.transaction_id())
    });
    match form::field_errors(saved)? {
        Ok(Some(transaction)) => visit.say("said-saved", Some(transaction)),
        Ok(None) => visit.say("said-nothing", None),
        Err(errors) => {
            let errors = form::errors(&lang, &errors);
            return Ok(Reply::Status(422, page(visit, &lang, &errors, Some(id))?));
        }
    }
    Ok(Reply::Redirect(HOME.to_owned()))
}

/// `/contacts/views/{id}/delete`
pub(super) fn delete(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if visit.is_post {
        let transaction = visit.write(|tx| {
            tx.delete(ENTITY, id, As::Actor)?;
            Ok(tx.transaction_id())
        })?;
        visit.say("said-view-deleted", transaction);
    }
    Ok(Reply::Redirect(HOME.to_owned()))
}

fn page(visit: &Visit<'_>, lang: &Lang, errors: &Errors, edited: Option<i64>) -> Result<maud::Markup> {
    let views = visit.read(|tx| all(tx))?;
    if edited.is_some_and(|id| !views.iter().any(|row| rows::id(row) == id)) {
        return Err(Error::NotFound(visit.path.to_owned()));
    }
    let may_share = visit.actor.may(SHARES);
    let error = errors.get("label").map(String::as_str);
    let line = |row: &Row| {
        let id = rows::id(row);
        let to = |what: &str| lang.keep(format!("{HOME}/{id}{what}"));
        let mine = may_share || !flag(row, "is_shared");
        let note = if flag(row, "is_shared") { lang.text("view-shared") } else { lang.text("view-own") };
        ChoiceLine {
            id: lang.keep(id.to_string()),
            label: lang.keep(text(row, "label")),
            note,
            is_active: true,
            edit: mine.then(|| to("")),
            delete: mine.then(|| to("/delete")),
            editor: (edited == Some(id)).then(|| editor(visit, lang, row, error, to(""))),
            ..ChoiceLine::default()
        }
    };
    let title = lang.text("views-title");
    let view = Choices {
        way: vec![Crumb { label: lang.text("contacts"), href: Some("/contacts") }, Crumb { label: title, href: None }],
        title,
        intro: Some(lang.text("views-intro")),
        lines: views.iter().map(line).collect(),
        order: (views.len() > 1).then_some("/contacts/views/order"),
        here: HOME,
        ..Choices::default()
    };
    let frame = Page { title, place: "/contacts", narrow: true };
    let none = (lang.text("views-none"), lang.text("views-none-help"));
    frame::show(visit, lang, frame, |ui, shell| choices_or(ui, shell, &view, none))
}

fn editor<'a>(visit: &Visit<'_>, lang: &'a Lang, row: &Row, error: Option<&'a str>, action: &'a str) -> Editor<'a> {
    let typed = visit.form.get("label").unwrap_or_else(|| text(row, "label")).to_owned();
    let mut fields = vec![Field {
        error,
        focused: true,
        max_length: Some(60),
        ..Field::text("label", lang.text("view-name"), lang.keep(typed)).required()
    }];
    if visit.actor.may(SHARES) {
        let shared = if flag(row, "is_shared") { "1" } else { "0" };
        fields.push(Field::text("is_shared", lang.text("view-everyone"), shared).widget(Widget::Checkbox));
    }
    Editor { fields, action, version: None }
}
