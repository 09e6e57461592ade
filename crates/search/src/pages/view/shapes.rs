//! Shapes other than tables: a list, cards, a month, a tree, a pivot.

use std::collections::BTreeMap;

use contact::pages::phrases::Lang;
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::{inside, linked};
use crate::compose::words;
use crate::run::cells::Line;
use crate::run::item::{Item, Kind};

/// One line for each record: its name, and the rest behind it.
pub fn list(ui: &ui::Ui<'_>, lines: &[Line], entity: &str) -> Markup {
    html! {
        ul.view-list { @for line in lines {
            li.(line.class) {
                @if let Some(first) = line.cells.first() { b { (linked(ui, first, line, entity)) } }
                @let rest: Vec<&str> = line.cells.iter().skip(1).map(|cell| cell.words.as_str()).filter(|words| !words.is_empty()).collect();
                @if !rest.is_empty() { span.quiet { (rest.join(" · ")) } }
            }
        } }
    }
}

/// A card for each record, its columns under their labels.
pub fn grid(ui: &ui::Ui<'_>, lines: &[Line], heads: &[(String, Item)], entity: &str) -> Markup {
    html! {
        ul.view-cards { @for line in lines {
            li.card.(line.class) {
                @if let Some(first) = line.cells.first() { h3 { (linked(ui, first, line, entity)) } }
                dl { @for (cell, (label, _)) in line.cells.iter().zip(heads).skip(1).filter(|(cell, _)| !cell.words.is_empty()) {
                    div { dt { (label) } dd class=[Some(cell.class.as_str()).filter(|class| !class.is_empty())] { (inside(ui, cell)) } }
                } }
            }
        } }
    }
}

/// The days of a month with what falls on them, by the first column that is a day.
pub fn calendar(
    ui: &ui::Ui<'_>,
    lang: &Lang,
    lines: &[Line],
    heads: &[(String, Item)],
    entity: &str,
    month: Date,
) -> Markup {
    let day_at = heads.iter().position(|(_, item)| matches!(item.kind(), Kind::Date | Kind::DateTime));
    let mut days: BTreeMap<Date, Vec<&Line>> = BTreeMap::new();
    for line in lines {
        let day =
            day_at.and_then(|at| line.cells.get(at)).and_then(|cell| cell.value.as_str()?.get(..10)?.parse().ok());
        if let Some(day) = day {
            days.entry(day).or_default().push(line);
        }
    }
    let first = month.first_of_month();
    let start = first.saturating_sub(i64::from(first.weekday().to_monday_zero_offset()).days());
    let weeks: Vec<Vec<Date>> = (0..6)
        .map(|week| (0..7).map(|day| start.saturating_add((week * 7 + day).days())).collect::<Vec<_>>())
        .filter(|week: &Vec<Date>| week.iter().any(|day| day.month() == first.month()))
        .collect();
    let name_at = heads.iter().position(|(_, item)| !matches!(item.kind(), Kind::Date | Kind::DateTime)).unwrap_or(0);
    html! {
        div.scroll-x {
            table.view-month {
                caption { (lang.locale.month_year(first)) }
                thead { tr { @for day in weeks.first().into_iter().flatten() { th scope="col" { (lang.locale.weekday(*day)) } } } }
                tbody { @for week in &weeks { tr { @for day in week {
                    td.is-other[day.month() != first.month()] {
                        span.faint { (day.day()) }
                        @for line in days.get(day).into_iter().flatten().take(6) {
                            @if let Some(cell) = line.cells.get(name_at) { div { (linked(ui, cell, line, entity)) } }
                        }
                        @let more = days.get(day).map_or(0, |all| all.len().saturating_sub(6));
                        @if more > 0 { div.faint { "+" (more) } }
                    }
                } } } }
            }
        }
    }
}

/// Sums where two columns meet: the first names rows, the second columns.
pub fn pivot(lang: &Lang, lines: &[Line], heads: &[(String, Item)]) -> Markup {
    let measure = heads.iter().rposition(|(_, item)| words::is_measure(item));
    let names: Vec<usize> = (0..heads.len()).filter(|at| Some(*at) != measure).collect();
    let (Some(row_at), Some(column_at)) = (names.first(), names.get(1)) else {
        return html! { p.quiet { (lang.text("view-pivot-needs")) } };
    };
    let mut columns: Vec<&str> = Vec::new();
    let mut rows: Vec<(&str, BTreeMap<&str, Decimal>)> = Vec::new();
    for line in lines {
        let words = |at: usize| line.cells.get(at).map_or("", |cell| cell.words.as_str());
        let (row, column) = (words(*row_at), words(*column_at));
        let value = measure.and_then(|at| line.cells.get(at)).map_or(Decimal::ONE, |cell| amount(&cell.value));
        if !columns.contains(&column) {
            columns.push(column);
        }
        let at = match rows.iter().position(|(name, _)| *name == row) {
            Some(at) => at,
            None => {
                rows.push((row, BTreeMap::new()));
                rows.len() - 1
            }
        };
        *rows[at].1.entry(column).or_default() += value;
    }
    columns.sort_by(|a, b| schema::fold::compare(a, b));
    let said = |number: Decimal| lang.locale.number(number.normalize());
    html! {
        div.scroll-x { table.grid.is-dense {
            thead { tr { th scope="col" { (heads[*row_at].0) } @for column in &columns { th.end scope="col" { (if column.is_empty() { "–" } else { column }) } } th.end scope="col" { (lang.text("view-total")) } } }
            tbody { @for (row, cells) in &rows { tr {
                th scope="row" { (if row.is_empty() { "–" } else { row }) }
                @for column in &columns { td.money { @if let Some(value) = cells.get(column) { (said(*value)) } } }
                td.money { b { (said(cells.values().copied().sum())) } }
            } } }
            tfoot { tr { td { (lang.text("view-total")) } @for column in &columns { td.money { (said(rows.iter().filter_map(|(_, cells)| cells.get(column)).copied().sum())) } }
                td.money { (said(rows.iter().flat_map(|(_, cells)| cells.values()).copied().sum())) } } }
        } }
    }
}

fn amount(value: &Json) -> Decimal {
    match value {
        Json::Number(n) => n.to_string().parse().unwrap_or_default(),
        Json::String(text) => text.parse().unwrap_or_default(),
        _ => Decimal::ZERO,
    }
}

/// Rows under what they have in common: the first column folds, the second within it.
pub fn tree(ui: &ui::Ui<'_>, lines: &[Line], entity: &str) -> Markup {
    let mut branches: Vec<(&str, Vec<&Line>)> = Vec::new();
    for line in lines {
        let name = line.cells.first().map_or("", |cell| cell.words.as_str());
        match branches.iter_mut().find(|(known, _)| *known == name) {
            Some((_, all)) => all.push(line),
            None => branches.push((name, vec![line])),
        }
    }
    html! {
        ul.view-tree { @for (name, all) in &branches {
            li { details open[branches.len() < 6] {
                summary { b { (if name.is_empty() { "–" } else { name }) } " " span.faint { (ui.lang.number(all.len() as i64)) } }
                ul { @for line in all { li {
                    @if let Some(second) = line.cells.get(1) { (linked(ui, second, line, entity)) }
                    @let rest: Vec<&str> = line.cells.iter().skip(2).map(|cell| cell.words.as_str()).filter(|words| !words.is_empty()).collect();
                    @if !rest.is_empty() { span.quiet { " · " (rest.join(" · ")) } }
                } } }
            } }
        } }
    }
}
