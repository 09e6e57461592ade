//! The values of custom fields as people read them.

use maud::{Markup, html};
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};
use store::{Result, Tx};

use super::super::labels;
use super::super::list::name;
use super::super::past::Changed;
use super::super::phrases::Lang;
use super::super::rows::{self, plain};
use super::set::{self, Custom, Part};

/// The items of a value: one, or several of a list.
pub fn items(value: &Json) -> Vec<String> {
    match value {
        Json::Null => Vec::new(),
        Json::Array(items) => items.iter().map(plain).filter(|item| !item.is_empty()).collect(),
        one => Some(plain(one)).filter(|item| !item.is_empty()).into_iter().collect(),
    }
}

/// A value in words, as part of a page; nothing where there is none.
///
/// # Errors
/// The database's own failure.
pub fn shown(tx: &Tx<'_>, lang: &Lang, field: &Custom, value: &Json) -> Result<Option<Markup>> {
    let all = items(value);
    if all.is_empty() {
        return Ok(None);
    }
    let one = |item: &String| match field.data_type.as_str() {
        "Memo" if field.html_type == "RichTextEditor" => Ok(kit::rich_text::shown(item)),
        "Memo" => Ok(html! { @for (at, line) in item.lines().enumerate() { @if at > 0 { br; } (line) } }),
        "Link" if item.starts_with("http://") || item.starts_with("https://") => Ok(
            html! { a href=(item) rel="noopener noreferrer" { (item.split_once("://").map_or(item.as_str(), |(_, rest)| rest)) } },
        ),
        "ContactReference" => reference(tx, lang, "Contact", item),
        "EntityReference" if field.names == "Contact" => reference(tx, lang, "Contact", item),
        "File" => attached(tx, lang, item),
        _ => Ok(html! { (ui::lang::raised(&item_in_words(tx, lang, field, item)?)) }),
    };
    let all: Vec<Markup> = all.iter().map(one).collect::<Result<_>>()?;
    Ok(Some(html! { @for (at, one) in all.iter().enumerate() { @if at > 0 { ", " } (one) } }))
}

/// What the sets for every record of an entity hold of one, as far as the visitor sees it: labels and values.
///
/// # Errors
/// The database's own failure.
pub fn of_record(tx: &Tx<'_>, lang: &Lang, entity: &str, id: i64) -> Result<Vec<(String, Markup)>> {
    let sets = set::of(tx, entity, &[])?;
    let fields: Vec<&Custom> = sets.iter().filter(|set| !set.is_multiple).flat_map(|set| &set.fields).collect();
    if fields.is_empty() {
        return Ok(Vec::new());
    }
    let select: Vec<&str> = fields.iter().map(|field| field.path.as_str()).collect();
    let Some(row) = rows::one(tx, entity, &select, id)? else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for field in fields {
        let value = shown(tx, lang, field, row.get(&field.path).unwrap_or(&Json::Null))?;
        all.extend(value.map(|value| (field.label.clone(), value)));
    }
    Ok(all)
}

/// A value in words, as plain text.
///
/// # Errors
/// The database's own failure.
pub fn in_words(tx: &Tx<'_>, lang: &Lang, field: &Custom, value: &Json) -> Result<String> {
    let all: Result<Vec<String>> = items(value).iter().map(|item| item_in_words(tx, lang, field, item)).collect();
    Ok(all?.join(", "))
}

fn item_in_words(tx: &Tx<'_>, lang: &Lang, field: &Custom, item: &str) -> Result<String> {
    if field.has_options {
        return labels::label_of(tx, lang.code(), &field.entity, &field.path, item);
    }
    if field.is_reference() || field.data_type == "File" {
        return called(tx, lang, &field.names, item);
    }
    Ok(match field.data_type.as_str() {
        "Boolean" => lang.text(if item == "1" || item == "true" { "yes" } else { "no" }).to_owned(),
        "Money" => match item.parse::<Decimal>() {
            Ok(sum) => lang.locale.money(sum, &currency(tx)?),
            Err(_) => item.to_owned(),
        },
        "Float" | "Int" => item.parse::<Decimal>().map_or_else(|_| item.to_owned(), |n| lang.locale.number(n)),
        "Date" => date(lang, field, item),
        _ => item.to_owned(),
    })
}

/// ISO 4217 code of the site's currency.
pub(super) fn currency(tx: &Tx<'_>) -> Result<String> {
    let kept = plain(&tx.setting("defaultCurrency")?);
    Ok(if kept.is_empty() { "EUR".to_owned() } else { kept })
}

fn date(lang: &Lang, field: &Custom, item: &str) -> String {
    let Some(moment) = rows::moment(&if item.len() == 10 { format!("{item} 00:00:00") } else { item.to_owned() })
    else {
        return item.to_owned();
    };
    match field.part() {
        Part::Year => moment.year().to_string(),
        Part::Month => lang.locale.month_year(moment.date()),
        Part::Day => lang.locale.date(moment.date()),
        Part::Time => lang.locale.date_time(moment),
    }
}

/// The custom fields that a change touched: label, before, after.
///
/// # Errors
/// The database's own failure.
pub(in super::super) fn changed(tx: &Tx<'_>, lang: &Lang, change: &Changed) -> Result<Vec<(String, String, String)>> {
    let name = change.entity.trim_start_matches("Custom_");
    let Some(set) = set::one(tx, "name", json!(name))? else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for field in &set.fields {
        let own = field.path.rsplit('.').next().unwrap_or(&field.path);
        let (before, after) = (change.before.get(own), change.after.get(own));
        if before.is_none() && after.is_none() {
            continue;
        }
        let said = |value: Option<&Json>| match field.html_type.as_str() {
            "RichTextEditor" => Ok(String::new()),
            _ => in_words(tx, lang, field, value.unwrap_or(&Json::Null)),
        };
        let (before, after) = (said(before)?, said(after)?);
        if before != after {
            all.push((field.label.clone(), before, after));
        }
    }
    Ok(all)
}

/// What a record is called: by the field that its entity names for this; by its number where the visitor sees none.
///
/// # Errors
/// The database's own failure.
pub fn called(tx: &Tx<'_>, lang: &Lang, entity: &str, id: &str) -> Result<String> {
    let number = || lang.with("fact-number", &[("id", id.into())]).to_owned();
    let (Some(known), Ok(number_of)) = (tx.catalog().entity(entity).cloned(), id.parse::<i64>()) else {
        return Ok(number());
    };
    if entity == "Contact" {
        let clauses = json!([["id", "=", number_of], ["is_deleted", "IN", [true, false]]]);
        let found = rows::ask(tx, "Contact", &["id", "display_name", "first_name", "last_name"], clauses, &[], 1)?;
        return Ok(found.first().map_or_else(number, |row| name(lang, row).to_owned()));
    }
    let Some(label) = known.label_field.as_deref() else { return Ok(number()) };
    let found = rows::one(tx, entity, &["id", label], number_of)?;
    let words = found.map(|row| rows::written(&row, label)).filter(|words| !words.is_empty());
    Ok(words.unwrap_or_else(number))
}

fn reference(tx: &Tx<'_>, lang: &Lang, entity: &str, id: &str) -> Result<Markup> {
    let words = called(tx, lang, entity, id)?;
    Ok(html! { a href={ "/contacts/" (id) } { (words) } })
}

/// A file under its name; a picture as a small one beside it.
fn attached(tx: &Tx<'_>, lang: &Lang, id: &str) -> Result<Markup> {
    let number = id.parse::<i64>().unwrap_or(0);
    let Some(found) = file::find(tx, number)? else { return Ok(html! { (called(tx, lang, "File", id)?) }) };
    let href = file::address(number, &found.name);
    let picture = found.kind.is_some_and(|kind| kind.is_picture);
    Ok(html! {
        a.file-link href=(href) hx-boost="false" {
            @if picture { img src={ (href) "?size=64" } alt="" loading="lazy" width="40" height="40"; }
            (found.name)
        }
    })
}
