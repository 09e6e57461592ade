//! The list of contacts: found, narrowed, sorted, page by page from either end.

use kit::{Reply, Visit};
use maud::{Markup, html};
use query::GetRequest;
use serde_json::{Value as Json, json};
use store::{As, Result, Tx};
use ui::page::columns::Columns;
use ui::page::contact_list::{ContactList, ContactRow, Extras, Narrow, contact_list_with};
use ui::part::avatar::Kind;
use ui::part::bulk::Action;
use ui::part::chip::Filter;
use ui::part::field::{Choice, Field, Widget};
use ui::part::paging::{PageLink, Paging};
use ui::part::search_box::SearchBox;
use ui::part::table::{Column, Order, Role};
use ui::part::tabs::Tab;
use ui::{Icon, Locale};

use super::asked::{Asked, At, FLAGS, Window, beyond, key};
use super::column::{Shown, cells, choosable, chosen};
use super::frame::{self, Page};
use super::labels::{self, Pick};
use super::phrases::Lang;
use super::rows::{self, Row, int, request, text};

/// Rows of one page.
pub(super) const SIZE: i64 = 50;

/// What is always needed of a row.
const ALWAYS: [&str; 8] =
    ["id", "contact_type", "display_name", "sort_name", "first_name", "last_name", "image_URL", "address_primary.city"];

/// A page of the list as the database gave it.
pub(super) struct Found {
    pub rows: Vec<Row>,
    pub from: i64,
    pub total: Option<i64>,
    pub before: Option<Window>,
    pub after: Option<Window>,
}

/// Reads one window of the list.
///
/// # Errors
/// The database's own failure.
pub(super) fn window(
    tx: &Tx<'_>,
    asked: &Asked,
    window: &Window,
    columns: &[Shown],
    known: Option<i64>,
) -> Result<Found> {
    let clauses = asked.clauses(tx)?;
    let total = match known {
        Some(total) => total,
        None => rows::count(tx, "Contact", Json::Array(clauses.clone()))?,
    };
    let (path, down) = asked.order();
    let backwards = window.backwards();
    let wanted = match window.at {
        At::End => (total - 1).max(0) % SIZE + 1,
        _ => SIZE,
    };
    let mut select: Vec<&str> = ALWAYS.to_vec();
    select.push(path);
    select.extend(columns.iter().map(|column| column.path));
    select.sort_unstable();
    select.dedup();
    let way = if down != backwards { "DESC" } else { "ASC" };
    let order = vec![(path.to_owned(), way.to_owned())];
    let mut found = walk(tx, clauses, window, path, down != backwards, wanted + 1, |clauses, limit| {
        request(&select, Json::Array(clauses), order.clone(), limit)
    })?;
    let more = found.len() as i64 > wanted;
    found.truncate(usize::try_from(wanted).unwrap_or(0));
    if backwards {
        found.reverse();
    }
    Ok(placed(found, window, path, total, more))
}

fn walk(
    tx: &Tx<'_>,
    clauses: Vec<Json>,
    window: &Window,
    path: &str,
    down: bool,
    limit: i64,
    ask: impl Fn(Vec<Json>, i64) -> GetRequest,
) -> Result<Vec<Row>> {
    let steps = match &window.at {
        At::After(key) | At::Before(key) => beyond(key, path, down),
        At::Start | At::End => None,
    };
    let Some(steps) = steps else { return Ok(tx.get("Contact", &ask(clauses, limit), As::Actor)?.rows) };
    let mut found = Vec::new();
    for step in steps {
        let left = limit - found.len() as i64;
        if left > 0 {
            let mut all = clauses.clone();
            all.push(step);
            found.extend(tx.get("Contact", &ask(all, left), As::Actor)?.rows);
        }
    }
    Ok(found)
}

/// Where the rows lie in the list, and the windows beside them.
fn placed(rows: Vec<Row>, window: &Window, path: &'static str, total: i64, more: bool) -> Found {
    let count = rows.len() as i64;
    let from = match window.at {
        At::Start => 1,
        At::End => total - count + 1,
        At::After(_) | At::Before(_) => window.from,
    };
    let key_of = |row: Option<&Row>| row.map(|row| key(rows::id(row), row.get(path).unwrap_or(&Json::Null)));
    let (first, last) = (key_of(rows.first()), key_of(rows.last()));
    let (is_before, is_after) = match window.at {
        At::Start => (false, more),
        At::After(_) => (true, more),
        At::Before(_) => (more, true),
        At::End => (more, false),
    };
    let before = first.filter(|_| is_before).map(|key| Window { at: At::Before(key), from: (from - SIZE).max(1) });
    let after = last.filter(|_| is_after).map(|key| Window { at: At::After(key), from: from + count });
    Found { rows, from: from.max(1), total: Some(total), before, after }
}

/// `/contacts`
pub(super) fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let asked = Asked::of(&visit.query);
    let place = Window::of(&visit.query);
    let known = visit.query.int("of").filter(|_| place.at != At::Start && place.at != At::End);
    let (found, columns, cells, choices) = visit.read(|tx| {
        let columns = chosen(tx)?;
        let found = window(tx, &asked, &place, &columns, known)?;
        let cells = cells(tx, &lang, &columns, &found.rows)?;
        let subs = labels::choices(tx, lang.code(), "Contact", "contact_sub_type", &asked.sub)?;
        Ok((found, columns, cells, subs))
    })?;
    let markup = view(visit, &lang, &asked, &found, &columns, cells, &choices)?;
    Ok(Reply::Html(markup))
}

/// The end of the name that the list is sorted by.
pub(super) fn family(row: &Row) -> &str {
    let last = text(row, "last_name");
    let name = bare(text(row, "display_name"), text(row, "first_name"), last);
    if !last.is_empty() && name.ends_with(last) { last } else { "" }
}

#[allow(clippy::too_many_arguments)]
fn view(
    visit: &Visit<'_>,
    lang: &Lang,
    asked: &Asked,
    found: &Found,
    columns: &[Shown],
    cells: Vec<Vec<Markup>>,
    subs: &[Pick],
) -> Result<Markup> {
    let may = |permission: &str| visit.actor.may(permission);
    let title = title(lang, asked);
    let list = list_rows(lang, found, cells);
    let paging = pager(lang, asked, "/contacts", found);
    let kept_by_search: Vec<(&str, &str)> = asked
        .conditions()
        .into_iter()
        .filter(|(name, _)| *name != "q")
        .chain([("sort", asked.sort.as_str())])
        .collect();
    let kept_by_filter: Vec<(&str, &str)> =
        asked.conditions().into_iter().chain([("sort", asked.sort.as_str())]).collect();
    let conditions = asked.conditions();
    let export = asked.href("/contacts/export");
    let sub_choices: Vec<Choice<'_>> = subs.iter().map(|one| Choice::of(&one.value, &one.label)).collect();
    let flags: Vec<Choice<'_>> = FLAGS.iter().map(|flag| Choice::of(flag, flag_label(lang, flag))).collect();
    let mut actions = vec![Action { label: lang.text("export"), icon: Icon::Export, href: "/contacts/export" }];
    if may("delete contacts") {
        actions.push(Action { label: lang.text("action-trash"), icon: Icon::Trash, href: "/contacts/trash" });
    }
    let view = ContactList {
        title,
        count: found.total,
        views: views(lang, asked),
        search: SearchBox {
            action: "/contacts",
            name: "q",
            value: &asked.q,
            label: lang.text("search-list"),
            kept: &kept_by_search,
        },
        filters: filters(lang, asked, subs),
        narrow: Some(Narrow {
            action: "/contacts",
            kept: &kept_by_filter,
            fields: narrowing(lang, asked, &sub_choices, &flags),
        }),
        all: "/contacts",
        name_column: sortable(lang, asked, "name", Column { label: lang.text("column-name"), ..Column::default() }),
        columns: columns.iter().map(|column| head(lang, asked, column)).collect(),
        rows: list,
        paging,
        actions,
        conditions: &conditions,
        create: may("add contacts").then_some("/contacts/new"),
        export: Some(&export),
        import: None,
        trash: may("access deleted contacts").then_some("/trash"),
    };
    let page = Page { title, place: "/contacts", narrow: false };
    let names: Vec<String> = columns.iter().map(|column| column.name.to_owned()).collect();
    let extras = Extras {
        columns: Some(Columns {
            columns: choosable(lang, &names, &names),
            action: "/contacts/columns",
            kept: &kept_by_filter,
            page: "/contacts/columns",
        }),
        create_dialog: may("add contacts").then_some("/contacts/new?create=1"),
        ..Extras::default()
    };
    frame::show(visit, lang, page, |ui, shell| contact_list_with(ui, shell, &view, &extras))
}

fn title<'a>(lang: &'a Lang, asked: &Asked) -> &'a str {
    match asked.kind.as_str() {
        "Individual" => lang.text("view-people"),
        "Household" => lang.text("view-households"),
        "Organization" => lang.text("view-organisations"),
        _ => lang.text("contacts"),
    }
}

fn views<'a>(lang: &'a Lang, asked: &Asked) -> Vec<Tab<'a>> {
    let tab = |label: &'a str, kind: &str| {
        let to = Asked { kind: kind.to_owned(), sub: String::new(), ..asked.clone() };
        Tab {
            label,
            href: lang.keep(to.href("/contacts")),
            count: None,
            current: asked.kind == kind && asked.sort != "-modified",
        }
    };
    let mut all = vec![
        tab(lang.text("view-all"), ""),
        tab(lang.text("view-people"), "Individual"),
        tab(lang.text("view-households"), "Household"),
        tab(lang.text("view-organisations"), "Organization"),
    ];
    let recent = Asked { sort: "-modified".to_owned(), kind: String::new(), ..asked.clone() };
    all.push(Tab {
        label: lang.text("view-recent"),
        href: lang.keep(recent.href("/contacts")),
        count: None,
        current: asked.sort == "-modified",
    });
    all
}

fn filters<'a>(lang: &'a Lang, asked: &Asked, subs: &[Pick]) -> Vec<Filter<'a>> {
    let mut all = Vec::new();
    let mut add = |key: &'static str, value: &str, without: Asked| {
        let bold = html! { b { (value) } };
        all.push(Filter {
            words: sentence(lang.locale, key, bold),
            plain: lang.with(key, &[("value", value.into())]),
            without: lang.keep(without.href("/contacts")),
            change: None,
        });
    };
    if !asked.sub.is_empty() {
        let label = subs.iter().find(|sub| sub.value == asked.sub).map_or(asked.sub.as_str(), |sub| sub.label.as_str());
        add("filter-sub", label, Asked { sub: String::new(), ..asked.clone() });
    }
    if !asked.city.is_empty() {
        add("filter-city", &asked.city, Asked { city: String::new(), ..asked.clone() });
    }
    if !asked.flag.is_empty() {
        add("filter-flag", flag_label(lang, &asked.flag), Asked { flag: String::new(), ..asked.clone() });
    }
    all
}

fn flag_label<'a>(lang: &'a Lang, flag: &str) -> &'a str {
    if flag == super::asked::ON_HOLD { lang.text("filter-on-hold") } else { lang.field("Contact", flag) }
}

fn sentence(locale: Locale, key: &str, bold: Markup) -> Markup {
    locale.rich(key, &[("value", bold.into())])
}

fn narrowing<'a>(lang: &'a Lang, asked: &'a Asked, subs: &'a [Choice<'a>], flags: &'a [Choice<'a>]) -> Vec<Field<'a>> {
    let mut fields = vec![Field::text("city", lang.field("Address", "city"), &asked.city)];
    if !subs.is_empty() {
        fields.push(Field {
            may_be_empty: true,
            ..Field::text("sub", lang.field("Contact", "contact_sub_type"), &asked.sub).widget(Widget::Select(subs))
        });
    }
    fields.push(Field {
        may_be_empty: true,
        ..Field::text("flag", lang.text("filter-wish"), &asked.flag).widget(Widget::Select(flags))
    });
    fields
}

fn head<'a>(lang: &'a Lang, asked: &Asked, column: &Shown) -> Column<'a> {
    let role = if ["modified", "created", "id"].contains(&column.name) { Role::End } else { Role::Text };
    let label = lang.field(column.entity, column.field);
    sortable(lang, asked, column.name, Column { label, role, priority: column.priority, ..Column::default() })
}

fn sortable<'a>(lang: &'a Lang, asked: &Asked, name: &str, column: Column<'a>) -> Column<'a> {
    let sort = asked.turned(name).map(|to| lang.keep(to.href("/contacts")));
    let order = |down: bool| if down { Order::Descending } else { Order::Ascending };
    Column { sort, sorted: asked.sorted_by(name).map(order), ..column }
}

fn list_rows<'a>(lang: &'a Lang, found: &'a Found, cells: Vec<Vec<Markup>>) -> Vec<ContactRow<'a>> {
    let rows = found.rows.iter().zip(cells);
    rows.map(|(row, cells)| {
        let id = lang.keep(rows::id(row).to_string());
        ContactRow {
            id,
            href: lang.keep(format!("/contacts/{id}")),
            kind: Kind::of(text(row, "contact_type")),
            photo: photo(row),
            name: name(lang, row),
            family: family(row),
            line: text(row, "address_primary.city"),
            cells,
        }
    })
    .collect()
}

/// What a contact is called on a page: a person's name by the site's format, from the first name to the last, for
/// titles would only stand in the way of initials. Those without any name are called by their number.
pub(super) fn name<'a>(lang: &'a Lang, row: &'a Row) -> &'a str {
    let whole = text(row, "display_name");
    if whole.is_empty() {
        return lang.with("fact-number", &[("id", rows::id(row).to_string().into())]);
    }
    bare(whole, text(row, "first_name"), text(row, "last_name"))
}

/// The same; nothing for those without any name.
pub(super) fn called(row: &Row) -> &str {
    bare(text(row, "display_name"), text(row, "first_name"), text(row, "last_name"))
}

/// The part of a display name from the first name to the last.
fn bare<'a>(whole: &'a str, first: &str, last: &str) -> &'a str {
    if first.is_empty() || last.is_empty() {
        return whole;
    }
    match (whole.find(first), whole.rfind(last)) {
        (Some(start), Some(end)) if start < end => &whole[start..end + last.len()],
        _ => whole,
    }
}

/// A picture of this site; others would tell strangers who looks at whom.
pub(super) fn photo(row: &Row) -> Option<&str> {
    Some(text(row, "image_URL")).filter(|url| url.starts_with("/files/"))
}

/// Where in the list one is, and the ways on.
pub(super) fn pager<'a>(lang: &'a Lang, asked: &Asked, path: &str, found: &Found) -> Paging<'a> {
    let to = |window: &Window| lang.keep(asked.page(path, window, found.total));
    let count = found.rows.len() as i64;
    let total = found.total.unwrap_or(0);
    let last = (total + SIZE - 1) / SIZE;
    let current = (found.from - 1) / SIZE + 1;
    let mut pages = Vec::new();
    if last > 1 {
        pages.push(PageLink { number: 1, href: to(&Window::default()), current: current == 1 });
        if current > 1 && current < last {
            pages.push(PageLink { number: current, href: "", current: true });
        }
        let end = Window { at: At::End, from: 1 };
        pages.push(PageLink { number: last, href: to(&end), current: current == last });
    }
    for page in pages.iter_mut().filter(|page| page.current) {
        page.href = "#main";
    }
    Paging {
        first: if count == 0 { 0 } else { found.from },
        last: found.from + count - 1,
        total: found.total,
        previous: found.before.as_ref().map(&to),
        next: found.after.as_ref().map(&to),
        pages,
    }
}

/// The ids of a bulk action: the ticked ones, or all of the list that the form names.
///
/// # Errors
/// The database's own failure.
pub(super) fn picked(tx: &Tx<'_>, form: &kit::Fields, trash: bool, limit: i64) -> Result<Vec<i64>> {
    if form.has(ui::part::bulk::WHOLE) {
        let clauses = Asked { trash, ..Asked::of(form) }.clauses(tx)?;
        let found = rows::ask(tx, "Contact", &["id"], Json::Array(clauses), &[("sort_name", "ASC")], limit)?;
        return Ok(found.iter().filter_map(|row| int(row, "id")).collect());
    }
    let ids: Vec<i64> = form.all("id").filter_map(|id| id.parse().ok()).collect();
    let found = rows::ask(tx, "Contact", &["id"], json!([["id", "IN", ids], ["is_deleted", "=", trash]]), &[], 0)?;
    Ok(found.iter().filter_map(|row| int(row, "id")).collect())
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn titles_are_left_out_of_names() {
        assert_eq!(bare("Dr. Mathieu Étienne", "Mathieu", "Étienne"), "Mathieu Étienne");
        assert_eq!(bare("Étienne", "", "Étienne"), "Étienne");
        assert_eq!(bare("Étienne Mathieu", "Mathieu", "Étienne"), "Étienne Mathieu");
    }
}
