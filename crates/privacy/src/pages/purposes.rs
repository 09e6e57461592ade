//! `/settings/privacy`: the register, one line a purpose, and what is to be done.

use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, flag, text};
use kit::{Reply, Visit};
use maud::{Markup, Render, html};
use query::Cell;
use serde_json::json;
use store::{Result, Tx, statement};
use ui::Icon;
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::chip::{Status, Tag};
use ui::part::table::{Column, Role, Row as Line, Table, table};

use super::{HOME, Sheet, sheet, words};
use crate::permission::ADMINISTER;
use crate::seed;

/// What is read of a purpose.
pub const SELECT: [&str; 15] = [
    "id",
    "name",
    "title",
    "description",
    "legal_basis",
    "basis_note",
    "data_subjects",
    "data_categories",
    "recipients",
    "transfers",
    "retention",
    "security",
    "is_sensitive",
    "channels",
    "is_active",
];

/// A text of a purpose: shipped ones in the reader's language.
pub fn shown<'a>(lang: &'a Lang, row: &'a Row, field: &str) -> &'a str {
    let name = row.get("name").and_then(|name| name.as_str()).unwrap_or_default();
    lang.keep(seed::shown(lang.code(), name, field, text(row, field)))
}

/// All purposes, those at rest last.
///
/// # Errors
/// The database's own failure.
pub fn all(tx: &Tx<'_>) -> Result<Vec<Row>> {
    let clauses = json!([["is_active", "IN", [true, false]]]);
    let mut found = ask(tx, "ProcessingPurpose", &SELECT, clauses, &[("weight", "ASC"), ("id", "ASC")], 500)?;
    found.sort_by_key(|row| !flag(row, "is_active"));
    Ok(found)
}

/// How many people say yes and no to a purpose now.
///
/// # Errors
/// The database's own failure.
pub fn answers(tx: &Tx<'_>, purpose: i64) -> Result<(i64, i64)> {
    let text = format!(
        r#"SELECT c."status", COUNT(*) FROM "ruche_consent" c
           JOIN (SELECT MAX("id") AS "id" FROM "ruche_consent" WHERE "purpose_id" = {} AND "status" <> 'asked'
                 GROUP BY "contact_id", "channel") l ON l."id" = c."id" GROUP BY c."status""#,
        tx.placeholder(1)
    );
    let (mut yes, mut no) = (0, 0);
    tx.rows(&statement(text, vec![purpose.into()]), |row| {
        if let (Cell::Text(status), Cell::Int(count)) = (row.cell(0), row.cell(1)) {
            if status == crate::consent::GIVEN { yes += count } else { no += count }
        }
        Ok(())
    })?;
    Ok((yes, no))
}

/// `/settings/privacy`
pub fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (purposes, counts) = visit.read(|tx| {
        let purposes = all(tx)?;
        let counts: Result<Vec<(i64, i64)>> = purposes.iter().map(|row| answers(tx, rows::id(row))).collect();
        Ok((purposes, counts?))
    })?;
    let may = visit.actor.may(ADMINISTER);
    let actions = html! {
        (Button::link(lang.text("privacy-print"), "/settings/privacy/register").icon(Icon::Printer))
        @if may { (Button::link(lang.text("purpose-add"), "/settings/privacy/purposes/new").primary().icon(Icon::PlusBold).key("n")) }
    };
    let view = Sheet {
        title: lang.text("privacy-title"),
        intro: Some(lang.text("privacy-intro")),
        tab: HOME,
        ..Sheet::default()
    };
    let markup = sheet(visit, &lang, view, Some(actions), |ui| {
        let column = |key: &str, role, priority| Column { label: lang.text(key), role, priority, ..Column::default() };
        let columns = vec![
            column("purpose-title", Role::Main, 0),
            column("purpose-basis", Role::More, 0),
            column("purpose-retention", Role::More, 3),
            column("purpose-answers", Role::Mark, 2),
        ];
        let lines = purposes.iter().zip(&counts).map(|(row, counts)| line(&lang, row, *counts, may)).collect();
        html! {
            (table(ui, &Table { caption: lang.text("privacy-title"), columns, rows: lines, ..Table::default() }))
        }
    })?;
    Ok(Reply::Html(markup))
}

fn line<'a>(lang: &'a Lang, row: &'a Row, (yes, no): (i64, i64), may: bool) -> Line<'a> {
    let title = shown(lang, row, "title");
    let name: Markup = html! {
        @if may { a href={ "/settings/privacy/purposes/" (rows::id(row)) } { b { (title) } } } @else { b { (title) } }
        @if flag(row, "is_sensitive") { " " (Tag::of(Tone::Brick, lang.text("purpose-sensitive-tag"))) }
        @if !flag(row, "is_active") { " " (Tag::of(Tone::Stone, lang.text("choice-resting"))) }
    };
    let answers = match (yes, no) {
        (0, 0) => html! {},
        (yes, 0) => Status::On(Tone::Leaf, lang.with("purpose-yes", &[("count", yes.into())])).render(),
        (yes, no) => {
            let values = [("yes", yes.into()), ("no", no.into())];
            Status::On(Tone::Leaf, lang.with("purpose-yes-no", &values)).render()
        }
    };
    Line {
        id: lang.keep(rows::id(row).to_string()),
        name: title,
        cells: vec![
            name,
            html! { (words::option(lang, "basis", text(row, "legal_basis"))) },
            html! { span.faint.wrap { (shown(lang, row, "retention")) } },
            answers,
        ],
        ticked: false,
    }
}
