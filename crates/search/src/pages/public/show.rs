//! `/s/{name}`: a display that everybody reads. It shows its own columns and nothing else: no links into the program, no
//! files, no questions about what it does not show.

use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use maud::{Markup, html};
use schema::Actor;
use serde_json::{Value as Json, json};
use store::{Error, Result, Tx};
use ui::part::button::Button;
use ui::part::form::Form;
use ui::part::paging::{Paging, paging};

use crate::compose::state::encoded;
use crate::compose::words;
use crate::display::Shape;
use crate::run::cells::Line;
use crate::run::item::Item;
use crate::run::{Question, Search, cells, item};
use crate::view::page::{self, Shown};

/// So many rows are drawn in charts and the like.
const DRAWN: i64 = 500;
/// So many rows stand on a page at most.
const ROWS: i64 = 200;

/// The question of the page, with what its visitors may narrow and sort by.
pub struct Open {
    question: Question,
    title: String,
    description: String,
    /// The keys of columns that stand there as they are.
    keys: Vec<String>,
    /// Whether rows are those that whoever made it public may see.
    whole: bool,
}

/// What a public display shows.
///
/// # Errors
/// `NotFound` for one that is not public.
pub fn open(tx: &Tx<'_>, name: &str) -> Result<Open> {
    let (search, display) = super::named(tx, name)?;
    let description = search.description.clone().unwrap_or_default();
    let search = Search::of(search).ok_or_else(|| Error::NotFound(format!("a public page {name}")))?;
    let title = display.label.clone();
    let whole = display.acl_bypass == Some(true);
    let shape = Shape { acl_bypass: false, ..super::shape(display) };
    let items = item::items(tx, &search.entity, &search.params);
    let plain = |column: &&Json| {
        let text = |name: &str| column.get(name).and_then(Json::as_str).unwrap_or_default();
        text("rewrite").is_empty() && items.iter().any(|item| item.key == text("key") && item.path().is_some())
    };
    let keys = cells::columns(&shape.settings).into_iter().filter(plain);
    let keys = keys.filter_map(|column| column.get("key").and_then(Json::as_str).map(str::to_owned)).collect();
    Ok(Open { question: Question::whole(search, shape), title, description, keys, whole })
}

impl Open {
    /// With the filters and the order of an address, as far as they speak of what stands there.
    fn asked(mut self, query: &kit::Fields) -> Open {
        for (name, value) in &query.0 {
            let key = name.strip_prefix("f:").filter(|key| self.keys.iter().any(|one| one == key));
            if let Some(key) = key.filter(|_| !value.trim().is_empty()) {
                self.question.filters.insert(key.to_owned(), json!(value.trim()));
            }
        }
        let sort = query.text("sort").map(|sort| sort.strip_prefix('-').map_or((sort, "ASC"), |key| (key, "DESC")));
        if let Some((key, way)) = sort.filter(|(key, _)| self.keys.iter().any(|one| one == key)) {
            self.question.sort = vec![(key.to_owned(), way.to_owned())];
        }
        self
    }
}

/// The page.
pub fn page(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let name = visit.captures.first().cloned().unwrap_or_default();
    if visit.is_post {
        return Ok(Reply::Redirect(format!("/s/{}", encoded(&name))));
    }
    let program = Actor::system("public display");
    let (open, organisation) = visit.site.read(&program, |tx| Ok((open(tx, &name)?, organisation(tx)?)))?;
    let open = open.asked(&visit.query);
    let actor = if open.whole { &program } else { visit.actor };
    let drawn = !matches!(open.question.display.kind.as_str(), "table" | "list" | "grid");
    let size = open.question.page_size().min(ROWS);
    let number = visit.query.int("page").unwrap_or(1).max(1);
    let (limit, offset) = if drawn { (DRAWN, 0) } else { (size, (number - 1).saturating_mul(size)) };
    let shown = visit.site.read(actor, |tx| page::run(tx, &lang, &open.question, limit, offset));
    let mut shown = match shown {
        // Whoever may not read such records at all finds none.
        Err(Error::Forbidden(_)) => return Err(Error::NotFound(format!("a public page {name}"))),
        shown => shown?,
    };
    shown.lines.iter_mut().for_each(close);
    let embedded = visit.query.has("embed");
    let ui = ui::Ui { keys: false, ..visit.ui() };
    let found = visit.origin.to_owned();
    let content = html! {
        @if !embedded {
            link rel="alternate" type="application/json+oembed" title=(open.title) href=(super::oembed::href(&found, &name));
        }
        div.pub-wide {
            h1 { (open.title) }
            @if !open.description.is_empty() { p { (open.description) } }
        }
        (filters(&lang, &open, &shown, &name, embedded))
        (body(&ui, &lang, visit, &shown, &open, &name))
        @if !drawn { (paging(&ui, &window(&lang, visit, &shown, number, size, &name), false)) }
    };
    Ok(Reply::Html(match embedded {
        true => ui::shell::embedded(&ui, &open.title, content),
        false => ui::shell::public(&ui, &open.title, &organisation, content),
    }))
}

/// The name of the association.
///
/// # Errors
/// The database's own failure.
pub fn organisation(tx: &Tx<'_>) -> Result<String> {
    contact::domain::name(tx)
}

/// Takes away what leads into the program: links to records, and the numbers by which they are known.
fn close(line: &mut Line) {
    line.id = None;
    for cell in &mut line.cells {
        let outside = |link: &Json| {
            let url = link.get("url").and_then(Json::as_str).unwrap_or_default();
            url.starts_with("https://") || url.starts_with("http://")
        };
        cell.links.retain(outside);
    }
}

/// The address with what it narrows and sorts by, and something else in the place of `but`.
fn here(visit: &Visit<'_>, name: &str, but: &[&str], more: &str) -> String {
    let kept = visit.query.0.iter().filter(|(key, _)| {
        (key.starts_with("f:") || matches!(key.as_str(), "sort" | "embed")) && !but.contains(&key.as_str())
    });
    let kept = kept.map(|(key, value)| format!("{}={}", encoded(key), encoded(value)));
    let all: Vec<String> = kept.chain(Some(more.to_owned())).filter(|part| !part.is_empty()).collect();
    format!("/s/{}?{}", encoded(name), all.join("&"))
}

fn filters(lang: &Lang, open: &Open, shown: &Shown, name: &str, embedded: bool) -> Markup {
    if !matches!(shown.kind.as_str(), "table" | "list" | "grid") {
        return html! {};
    }
    let fits = shown.heads.iter().filter(|(_, item)| open.keys.contains(&item.key)).take(3);
    let value = |key: &str| open.question.filters.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    html! {
        (Form::get(&format!("/s/{}", encoded(name))).class("list-tools view-filters").render(html! {
            @if embedded { input type="hidden" name="embed" value="1"; }
            @for (label, item) in fits {
                label { span.sr { (label) } input.input type="search" name=(format!("f:{}", item.key)) value=(value(&item.key)) placeholder=(label); }
            }
            (Button::submit(lang.text("view-filter")).small())
        }))
    }
}

fn body(ui: &ui::Ui<'_>, lang: &Lang, visit: &Visit<'_>, shown: &Shown, open: &Open, name: &str) -> Markup {
    if shown.kind != "table" || shown.lines.is_empty() {
        return page::body(ui, lang, visit, shown, &[], name, "", ui.today);
    }
    let sort = |item: &Item| {
        let down = visit.query.text("sort") == Some(item.key.as_str());
        here(visit, name, &["sort"], &format!("sort={}{}", if down { "-" } else { "" }, encoded(&item.key)))
    };
    html! {
        div.scroll-x role="region" tabindex="0" aria-label=(open.title) {
            table.grid.is-list {
                thead { tr { @for (label, item) in &shown.heads {
                    th scope="col" class=[words::is_measure(item).then_some("end")] {
                        @if open.keys.contains(&item.key) { a href=(sort(item)) { (label) } } @else { (label) }
                    }
                } } }
                tbody { @for line in &shown.lines { tr.(line.class) {
                    @for (at, (cell, (label, _))) in line.cells.iter().zip(&shown.heads).enumerate() {
                        td class=(crate::view::stands(at, cell, &shown.heads)) data-label=(label) { (crate::view::inside(ui, cell)) }
                    }
                } } }
            }
        }
    }
}

fn window<'a>(lang: &'a Lang, visit: &Visit<'_>, shown: &Shown, number: i64, size: i64, name: &str) -> Paging<'a> {
    let first = (number - 1) * size + 1;
    let last = first - 1 + shown.lines.len() as i64;
    let to = |number: i64| lang.keep(here(visit, name, &[], &format!("page={number}")));
    Paging {
        first: first.min(shown.count),
        last,
        total: Some(shown.count),
        counted: None,
        previous: (number > 1).then(|| to(number - 1)),
        next: (last < shown.count).then(|| to(number + 1)),
        pages: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::cells::Cell;

    #[test]
    fn nothing_of_a_public_row_leads_into_the_program() {
        let mut line = Line {
            id: Some(7),
            data: serde_json::Map::new(),
            cells: vec![Cell {
                links: vec![json!({"url": "/contacts/7"}), json!({"url": "https://a.example"})],
                ..Cell::default()
            }],
            class: String::new(),
        };
        close(&mut line);
        assert_eq!(line.id, None);
        assert_eq!(line.cells[0].links, [json!({"url": "https://a.example"})]);
    }
}
