//! The imports of before: when, by whom, how far, and how many rows became what.

use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, date, text};
use jiff::civil::Date;
use maud::{Markup, Render, html};
use ui::Ui;
use ui::part::Tone;
use ui::part::chip::Status;
use ui::part::table::{self, Column, Role, Table};

use crate::rows::Tally;
use crate::setup::{Setup, Stage};

/// One import.
pub(super) struct Line {
    id: String,
    href: String,
    name: String,
    who: String,
    when: String,
    stage: Stage,
    counts: String,
}

/// What a record tells; None for what another program left.
pub(super) fn line(lang: &Lang, row: &Row, tally: &Tally, today: Date) -> Option<Line> {
    let metadata = row.get("metadata").cloned().unwrap_or_default();
    let setup = Setup::parse(&metadata.as_str().map_or_else(|| metadata.to_string(), str::to_owned))?;
    let id = rows::id(row);
    Some(Line {
        id: id.to_string(),
        href: format!("/import/{id}"),
        name: super::home::label_of(row).to_owned(),
        who: text(row, "created_id.display_name").to_owned(),
        when: date(row, "created_date").map(|day| lang.locale.relative(day, today)).unwrap_or_default(),
        stage: setup.stage,
        counts: counts(lang, &setup, tally),
    })
}

fn counts(lang: &Lang, setup: &Setup, tally: &Tally) -> String {
    match setup.stage {
        Stage::Draft => lang.with("import-columns", &[("count", (setup.header.len() as i64).into())]).to_owned(),
        Stage::Undone | Stage::Undoing => {
            lang.with("import-counted-undone", &[("count", tally.undone.into())]).to_owned()
        }
        _ => lang
            .with(
                "import-counted",
                &[
                    ("created", tally.created.into()),
                    ("updated", tally.updated.into()),
                    ("refused", tally.refused.into()),
                ],
            )
            .to_owned(),
    }
}

/// Where an import stands, in a word.
pub(super) fn stage(lang: &Lang, stage: Stage) -> (Tone, &str) {
    match stage {
        Stage::Draft => (Tone::Stone, lang.text("import-stage-draft")),
        Stage::Rehearsing => (Tone::Honey, lang.text("import-stage-rehearsing")),
        Stage::Rehearsed => (Tone::Sky, lang.text("import-stage-rehearsed")),
        Stage::Importing => (Tone::Honey, lang.text("import-stage-importing")),
        Stage::Imported => (Tone::Leaf, lang.text("import-stage-imported")),
        Stage::Undoing => (Tone::Honey, lang.text("import-stage-undoing")),
        Stage::Undone => (Tone::Stone, lang.text("import-stage-undone")),
    }
}

/// The list.
pub(super) fn table(ui: &Ui<'_>, lang: &Lang, lines: &[Line]) -> Markup {
    let columns = vec![
        Column { label: lang.text("import-column-file"), role: Role::Main, ..Column::default() },
        Column { label: lang.text("import-column-stage"), role: Role::Mark, ..Column::default() },
        Column { label: lang.text("import-column-rows"), priority: 2, ..Column::default() },
        Column { label: lang.text("import-column-who"), priority: 3, ..Column::default() },
        Column { label: lang.text("import-column-when"), role: Role::End, priority: 2, ..Column::default() },
    ];
    let rows = lines.iter().map(|line| {
        let (tone, word) = stage(lang, line.stage);
        table::Row {
            id: &line.id,
            name: &line.name,
            cells: vec![
                html! { a href=(line.href) { (line.name) } },
                Status::On(tone, word).render(),
                html! { (line.counts) },
                html! { (line.who) },
                html! { span.faint { (line.when) } },
            ],
            ticked: false,
        }
    });
    let listed = Table { caption: lang.text("import-past"), columns, rows: rows.collect(), ..Table::default() };
    table::table(ui, &listed)
}
