//! Lists of records: one table for the whole product, two-line rows on a phone.

use super::icon::Icon;
use crate::Ui;
use maud::{Markup, html};

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Ascending,
    Descending,
}

/// How a column behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    #[default]
    Text,
    /// The name of the record; the row's heading.
    Main,
    /// On the right edge.
    End,
    /// A sum, on the right edge, in tabular figures.
    Money,
    /// The word that a phone shows at the end of the row.
    Mark,
    /// A button at the end of the row, on phones too.
    Action,
    /// What a phone shows too: below the name, behind its label.
    More,
}

/// A column of a list.
#[derive(Clone, Debug, Default)]
pub struct Column<'a> {
    pub label: &'a str,
    pub role: Role,
    /// The same list sorted by this column, or the other way round.
    pub sort: Option<&'a str>,
    pub sorted: Option<Order>,
    /// The label is for readers only.
    pub hidden_label: bool,
    /// Given up when it gets narrow: 4 first, then 3, then 2; 0 and 1 stay.
    pub priority: u8,
}

/// A record of a list.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// What its tick sends.
    pub id: &'a str,
    /// Names the record for readers.
    pub name: &'a str,
    pub cells: Vec<Markup>,
    pub ticked: bool,
}

/// A list; `tick` is the name that the ticks send, if rows can be ticked.
#[derive(Clone, Debug, Default)]
pub struct Table<'a> {
    /// Says to readers what the table holds.
    pub caption: &'a str,
    pub columns: Vec<Column<'a>>,
    pub rows: Vec<Row<'a>>,
    pub tick: Option<&'a str>,
    pub dense: bool,
}

impl Column<'_> {
    fn class(&self) -> String {
        let mut class = match self.role {
            Role::Text => "",
            Role::Main => "m-main",
            Role::End => "end",
            Role::Money => "money",
            Role::Mark => "m-end",
            Role::Action => "m-end end",
            Role::More => "m-more",
        }
        .to_string();
        match self.priority {
            4 => class.push_str(" p4"),
            3 => class.push_str(" p3"),
            2 => class.push_str(" p2"),
            _ => {}
        }
        class
    }

    fn head_class(&self) -> String {
        let class = self.class();
        if self.role == Role::Money { format!("{class} end") } else { class }
    }

    fn head(&self) -> Markup {
        let sort = self.sorted.map(|order| if order == Order::Ascending { "ascending" } else { "descending" });
        let arrow = match self.sorted {
            Some(Order::Ascending) => Some(Icon::CaretUp),
            Some(Order::Descending) => Some(Icon::CaretDown),
            None => None,
        };
        html! {
            th scope="col" class=(self.head_class()) aria-sort=[sort] {
                @if let Some(href) = self.sort { a href=(href) { (self.label) @if let Some(arrow) = arrow { (arrow) } } }
                @else if self.hidden_label { span.sr { (self.label) } } @else { (self.label) }
            }
        }
    }
}

/// So many columns fit beside each other; more scroll sideways.
const FIT: usize = 7;

/// The table.
pub fn table(ui: &Ui<'_>, table: &Table<'_>) -> Markup {
    if table.columns.len() <= FIT { whole(ui, table) } else { sideways(ui, table) }
}

/// The table in a box that scrolls sideways, however few its columns are.
pub fn sideways(ui: &Ui<'_>, table: &Table<'_>) -> Markup {
    html! { div.scroll-x role="region" tabindex="0" aria-label=(table.caption) { (whole(ui, table)) } }
}

fn whole(ui: &Ui<'_>, table: &Table<'_>) -> Markup {
    html! {
        table.grid.is-list.is-dense[table.dense] {
            caption.sr { (table.caption) }
            thead {
                tr {
                    @if table.tick.is_some() {
                        th.fit scope="col" { input type="checkbox" data-all aria-label=(ui.lang.text("tick-all")); }
                    }
                    @for column in &table.columns { (column.head()) }
                }
            }
            tbody { @for row in &table.rows { (line(ui, table, row)) } }
        }
    }
}

fn line(ui: &Ui<'_>, table: &Table<'_>, row: &Row<'_>) -> Markup {
    html! {
        tr {
            @if let Some(name) = table.tick {
                td.fit.m-check {
                    input type="checkbox" name=(name) value=(row.id) checked[row.ticked]
                        aria-label=(ui.lang.with("tick-one", &[("name", row.name.into())]));
                }
            }
            @for (column, cell) in table.columns.iter().zip(&row.cells) {
                @if column.role == Role::Main { th scope="row" class=(column.class()) { (cell) } }
                @else if column.role == Role::More {
                    td class={ (column.class()) @if cell.0.is_empty() { " is-blank" } } data-label=(column.label) { span { (cell) } }
                }
                @else { td class=(column.class()) { (cell) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Csrf, Locale, Theme};

    #[test]
    fn what_a_phone_shows_too_bears_its_label() {
        let today = jiff::civil::date(2026, 11, 23);
        let lang = Locale::best(Some("en"), None);
        let ui = Ui { lang, csrf: Csrf("t"), nonce: "n", theme: Theme::System, keys: true, today };
        let columns = vec![Column { label: "Now", role: Role::More, ..Column::default() }];
        let row = |cell: Markup| Row { id: "1", name: "x", cells: vec![cell], ticked: false };
        let rows = vec![row(html! { "12" }), row(html! {})];
        let drawn = table(&ui, &Table { columns, rows, ..Table::default() }).into_string();
        assert!(drawn.contains(r#"<td class="m-more" data-label="Now"><span>12</span></td>"#), "{drawn}");
        assert!(drawn.contains(r#"<td class="m-more is-blank" data-label="Now"><span></span></td>"#), "{drawn}");
    }
}
