//! The list of contacts: found, narrowed, sorted, page by page from either end.

use kit::{Reply, Visit};
use maud::{Markup, html};
use query::GetRequest;
use serde_json::{Value as Json, json};
use store::{As, Result, Tx};
use ui::page::columns::{Columns, Keep};
use ui::page::contact_list::{ContactList, ContactRow, Extras, Narrow, contact_list_with};
use ui::part::avatar::Kind;
use ui::part::bulk::Action;
use ui::part::chip::Filter;
use ui::part::field::{Choice, Field, Widget};
use ui::part::search_box::SearchBox;
use ui::part::table::{Column, Order, Role};
use ui::part::tabs::Tab;
use ui::{Icon, Locale};

use super::asked::{Asked, At, FLAGS, Step, Window, beyond, key};
use super::column::{Shown, cells, choosable, chosen};
use super::custom;
use super::frame::{self, Page};
use super::labels::{self, Pick};
use super::pager::{SOON, count, count_soon, pager};
use super::phrases::Lang;
use super::rows::{self, Row, int, request, text};
use super::search::{self, Sought};
use super::slots::Task;
use super::sticking::Sticking;
use super::{preference, views};

/// What is always needed of a row.
const ALWAYS: [&str; 8] =
    ["id", "contact_type", "display_name", "sort_name", "first_name", "last_name", "image_URL", "address_primary.city"];

/// A page of the list as the database gave it.
pub struct Found {
    pub rows: Vec<Row>,
    /// Rows of a whole page.
    pub size: i64,
    pub from: i64,
    pub total: Option<i64>,
    /// They are more than the page waits for; who asks is told.
    pub is_counted_later: bool,
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
    let mut clauses = asked.narrowed(tx)?;
    let (path, down) = asked.order();
    let sought = asked.sought(tx, &clauses, if window.at == At::End { search::ALL } else { search::FEW })?;
    let ways = match sought {
        Some(Sought::Many(ways)) if window.at != At::End => Some(ways),
        Some(sought) => {
            clauses.push(sought.condition());
            None
        }
        None => None,
    };
    let size = preference::rows(tx)?;
    let total = match (known, &ways) {
        (Some(total), _) => Some(total),
        (None, Some(_)) => None,
        (None, None) if window.at == At::End || asked.trash || !asked.group.is_empty() => {
            Some(count(tx, asked, clauses.clone())?)
        }
        (None, None) => count_soon(tx, asked, clauses.clone())?,
    };
    let is_counted_later = total.is_none() && ways.is_none();
    // The first of many are met soon on the way along the list; a few are found by what they have in common.
    let along = total.is_none_or(|total| total > SOON);
    let wanted = match (window.at == At::End, total) {
        (true, Some(total)) => (total - 1).max(0) % size + 1,
        _ => size,
    };
    let backwards = window.backwards();
    let way = if down != backwards { "DESC" } else { "ASC" };
    let read = |select: &[&str], clauses: Vec<Json>, window: &Window| {
        walk(tx, clauses, window, path, down != backwards, wanted + 1, |clauses, by, limit| GetRequest {
            join: asked.joins(),
            along,
            ..request(select, Json::Array(clauses), vec![(by.to_owned(), way.to_owned())], limit)
        })
    };
    let select = selected(path, columns);
    let mut found = match ways {
        None => read(&select, clauses, window)?,
        Some(ways) => {
            let firsts = first_of_each(clauses, ways, |clauses| read(&["id"], clauses, window))?;
            read(
                &select,
                vec![json!(["id", "IN", firsts]), json!(["is_deleted", "=", asked.trash])],
                &Window::default(),
            )?
        }
    };
    let more = found.len() as i64 > wanted;
    found.truncate(usize::try_from(wanted).unwrap_or(0));
    if backwards {
        found.reverse();
    }
    Ok(Found { is_counted_later, ..placed(found, window, path, (total, size), more) })
}

/// What is asked of a row: what is always needed, what the list is sorted by, and its columns.
fn selected<'c>(path: &'c str, columns: &'c [Shown]) -> Vec<&'c str> {
    let mut select: Vec<&str> = ALWAYS.to_vec();
    select.push(path);
    select.extend(columns.iter().map(|column| column.path.as_ref()));
    select.sort_unstable();
    select.dedup();
    select
}

/// The first contacts of each way of matching. Those of all ways are among them.
fn first_of_each(
    clauses: Vec<Json>,
    ways: Vec<Json>,
    read: impl Fn(Vec<Json>) -> Result<Vec<Row>>,
) -> Result<Vec<i64>> {
    let mut firsts = Vec::new();
    for way in ways {
        let mut all = clauses.clone();
        all.push(way);
        firsts.extend(read(all)?.iter().map(rows::id));
    }
    firsts.sort_unstable();
    firsts.dedup();
    Ok(firsts)
}

fn walk(
    tx: &Tx<'_>,
    clauses: Vec<Json>,
    window: &Window,
    path: &str,
    down: bool,
    limit: i64,
    ask: impl Fn(Vec<Json>, &str, i64) -> GetRequest,
) -> Result<Vec<Row>> {
    let steps = match &window.at {
        At::After(key) | At::Before(key) => beyond(key, path, down),
        // Along the index of another table those who have nothing there are found apart.
        At::Start | At::End if path.contains('.') => Some(from_the_end(path, down)),
        At::Start | At::End => None,
    };
    let Some(steps) = steps else { return Ok(tx.get("Contact", &ask(clauses, path, limit), As::Actor)?.rows) };
    let mut found = Vec::new();
    for step in steps {
        let left = limit - found.len() as i64;
        if left > 0 {
            // Those who have nothing there are in the order of their ids, which needs no sorting.
            let by = if step.is_bare { "id" } else { path };
            let mut all = clauses.clone();
            all.push(step.clause);
            found.extend(tx.get("Contact", &ask(all, by, left), As::Actor)?.rows);
        }
    }
    Ok(found)
}

/// The clauses for all rows, in the order of `path`: both databases put nulls before everything else.
fn from_the_end(path: &str, down: bool) -> Vec<Step> {
    let mut steps = vec![Step::bare(json!([path, "IS NULL"])), Step::valued(json!([path, "IS NOT NULL"]))];
    if down {
        steps.reverse();
    }
    steps
}

/// Where the rows lie in the list, and the windows beside them.
fn placed(rows: Vec<Row>, window: &Window, path: &'static str, (total, size): (Option<i64>, i64), more: bool) -> Found {
    let count = rows.len() as i64;
    let from = match window.at {
        At::Start => 1,
        At::End => total.unwrap_or(count) - count + 1,
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
    let before = first.filter(|_| is_before).map(|key| Window { at: At::Before(key), from: (from - size).max(1) });
    let after = last.filter(|_| is_after).map(|key| Window { at: At::After(key), from: from + count });
    Found { rows, size, from: from.max(1), total, is_counted_later: false, before, after }
}

/// `/contacts`
pub fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let asked = Asked::of(&visit.query);
    let place = Window::of(&visit.query);
    let known = visit.query.int("of").filter(|_| place.at != At::Start && place.at != At::End);
    let (found, columns, cells, choices, views, own) = visit.read(|tx| {
        let views = views::all(tx)?;
        let mut columns = match views::columns(tx, &views, &asked)? {
            Some(columns) => columns,
            None => chosen(tx)?,
        };
        if preference::read(tx, tx.actor().contact_id, preference::ALL_COLUMNS)?.as_bool() == Some(true) {
            columns.iter_mut().for_each(|column| column.priority = 0);
        }
        let found = window(tx, &asked, &place, &columns, known)?;
        let cells = cells(tx, &lang, &columns, &found.rows)?;
        let subs = labels::choices(tx, lang.code(), "Contact", "contact_sub_type", &asked.sub)?;
        let own = Own { columns: super::column::all(tx)?, filters: custom::filter::read(tx, &lang, &asked)? };
        Ok((found, columns, cells, subs, views, own))
    })?;
    let markup = view(visit, &lang, &asked, &found, &columns, cells, &choices, &views, &own)?;
    Ok(Reply::Html(markup))
}

/// What the association has made of the list itself.
struct Own {
    columns: Vec<Shown>,
    filters: custom::filter::Filters,
}

/// The end of the name that the list is sorted by.
pub fn family(row: &Row) -> &str {
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
    kept_views: &[Row],
    own: &Own,
) -> Result<Markup> {
    let own_choices = own.filters.choices(lang);
    let may = |permission: &str| visit.actor.may(permission);
    let title = title(lang, asked);
    let list = list_rows(lang, asked, found, cells);
    let paging = pager(lang, asked, "/contacts", found);
    let kept_by_search: Vec<(&str, &str)> =
        asked.conditions().into_iter().filter(|(name, _)| *name != "q").chain(asked.around()).collect();
    let kept_by_filter: Vec<(&str, &str)> = asked.conditions().into_iter().chain(asked.around()).collect();
    // What the form asks anew must not be sent twice.
    let renewed = ["city", "sub", "flag", "group", "place", "tag"];
    let kept_by_narrowing: Vec<(&str, &str)> = kept_by_filter
        .iter()
        .copied()
        .filter(|(name, _)| !renewed.contains(name) && !custom::filter::is_own(name))
        .collect();
    let conditions = asked.conditions();
    let export = asked.href("/contacts/export");
    let sub_choices: Vec<Choice<'_>> = subs.iter().map(|one| Choice::of(&one.value, &one.label)).collect();
    let flags = flag_choices(lang);
    let sticking = visit.read(|tx| Sticking::read(tx, lang))?;
    let mut chips = filters(lang, asked, subs);
    chips.extend(sticking.filters(lang, asked));
    chips.extend(own.filters.chips(lang, asked));
    let (group_choices, tag_choices) = sticking.choices();
    let mut narrowing = narrowing(lang, asked, &sub_choices, &flags);
    narrowing.extend(own.filters.inputs(lang, asked, &own_choices));
    narrowing.extend(Sticking::fields(lang, asked, &group_choices, &tag_choices));
    let live = lang.keep(asked.href("/groups/new/live"));
    let mut actions = vec![Action { label: lang.text("export"), icon: Icon::Export, href: "/contacts/export" }];
    actions.push(Action { label: lang.text("action-vcard"), icon: Icon::IdentificationCard, href: "/contacts/vcard" });
    if may("delete contacts") {
        actions.push(Action { label: lang.text("action-trash"), icon: Icon::Trash, href: "/contacts/trash" });
    }
    let tasks = visit.registry.filled::<Task>().iter().filter(|task| task.door.met_by(&visit.actor.permissions));
    actions.extend(tasks.map(|task| Action { label: lang.text(task.label), icon: task.icon, href: task.path }));
    let view = ContactList {
        title,
        count: found.total,
        views: tabs(lang, asked, kept_views),
        search: SearchBox {
            action: "/contacts",
            name: "q",
            value: &asked.q,
            label: lang.text("search-list"),
            kept: &kept_by_search,
        },
        filters: chips,
        narrow: Some(Narrow { action: "/contacts", kept: &kept_by_narrowing, fields: narrowing }),
        all: "/contacts",
        name_column: sortable(lang, asked, "name", Column { label: lang.text("column-name"), ..Column::default() }),
        columns: columns.iter().map(|column| head(lang, asked, column)).collect(),
        rows: list,
        paging,
        actions,
        conditions: &conditions,
        create: may("add contacts").then_some("/contacts/new"),
        export: Some(&export),
        import: may("add contacts").then(|| import(visit)),
        trash: may("access deleted contacts").then_some("/trash"),
    };
    let page = Page { title, place: "/contacts", narrow: false };
    let columns_page = lang.keep(asked.href("/contacts/columns"));
    let names: Vec<String> = columns.iter().map(|column| column.name.to_string()).collect();
    let extras = Extras {
        columns: Some(Columns {
            columns: choosable(lang, &own.columns, &names, &names),
            action: "/contacts/columns",
            kept: &kept_by_filter,
            page: columns_page,
            stay: columns.iter().all(|column| column.priority == 0),
        }),
        stay: columns.iter().all(|column| column.priority == 0),
        keep: Some(Keep {
            action: "/contacts/views",
            kept: &kept_by_filter,
            for_everyone: may(crate::list_view::SHARES),
        }),
        manage_views: (!kept_views.is_empty()).then_some("/contacts/views"),
        print: true,
        group: (may("edit groups") && asked.conditions().iter().any(|(name, _)| *name != "place")).then_some(live),
        create_dialog: may("add contacts").then_some("/contacts/new?create=1"),
        ..Extras::default()
    };
    frame::show(visit, lang, page, |ui, shell| contact_list_with(ui, shell, &view, &extras))
}

/// Where contacts come in from files: spreadsheets where that is built in, else address books.
fn import(visit: &Visit<'_>) -> &'static str {
    let is_there = visit.registry.pages.iter().any(|page| page.path == "/import");
    if is_there { "/import" } else { "/contacts/vcards" }
}

fn title<'a>(lang: &'a Lang, asked: &Asked) -> &'a str {
    match asked.kind.as_str() {
        "Individual" => lang.text("view-people"),
        "Household" => lang.text("view-households"),
        "Organization" => lang.text("view-organisations"),
        _ => lang.text("contacts"),
    }
}

fn tabs<'a>(lang: &'a Lang, asked: &Asked, kept: &[Row]) -> Vec<Tab<'a>> {
    // Out of a kept view its conditions are left behind.
    let plain = if asked.view.is_empty() { asked.clone() } else { Asked::default() };
    let tab = |label: &'a str, kind: &str| {
        let to = Asked { kind: kind.to_owned(), sub: String::new(), ..plain.clone() };
        Tab {
            label,
            href: lang.keep(to.href("/contacts")),
            count: None,
            current: asked.view.is_empty() && asked.kind == kind && asked.sort != "-modified",
        }
    };
    let mut all = vec![
        tab(lang.text("view-all"), ""),
        tab(lang.text("view-people"), "Individual"),
        tab(lang.text("view-households"), "Household"),
        tab(lang.text("view-organisations"), "Organization"),
    ];
    let recent = Asked { sort: "-modified".to_owned(), kind: String::new(), ..plain.clone() };
    all.push(Tab {
        label: lang.text("view-recent"),
        href: lang.keep(recent.href("/contacts")),
        count: None,
        current: asked.view.is_empty() && asked.sort == "-modified",
    });
    all.extend(views::tabs(lang, kept, asked));
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

/// The wishes to choose from.
pub(super) fn flag_choices(lang: &Lang) -> Vec<Choice<'_>> {
    FLAGS.iter().map(|flag| Choice::of(flag, flag_label(lang, flag))).collect()
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
    let role = if ["modified", "created", "id"].contains(&column.name.as_ref()) { Role::End } else { Role::Text };
    let label = column.label(lang);
    sortable(lang, asked, &column.name, Column { label, role, priority: column.priority, ..Column::default() })
}

fn sortable<'a>(lang: &'a Lang, asked: &Asked, name: &str, column: Column<'a>) -> Column<'a> {
    let sort = asked.turned(name).map(|to| lang.keep(to.href("/contacts")));
    let order = |down: bool| if down { Order::Descending } else { Order::Ascending };
    Column { sort, sorted: asked.sorted_by(name).map(order), ..column }
}

/// The rows of a list with their cells.
pub(super) fn list_rows<'a>(
    lang: &'a Lang,
    asked: &Asked,
    found: &'a Found,
    cells: Vec<Vec<Markup>>,
) -> Vec<ContactRow<'a>> {
    let rows = found.rows.iter().zip(cells);
    rows.map(|(row, cells)| {
        let id = lang.keep(rows::id(row).to_string());
        ContactRow {
            id,
            href: lang.keep(asked.href(&format!("/contacts/{id}"))),
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
pub fn name<'a>(lang: &'a Lang, row: &'a Row) -> &'a str {
    let whole = text(row, "display_name");
    if whole.is_empty() {
        return lang.with("fact-number", &[("id", rows::id(row).to_string().into())]);
    }
    bare(whole, text(row, "first_name"), text(row, "last_name"))
}

/// The same; nothing for those without any name.
pub fn called(row: &Row) -> &str {
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
pub fn photo(row: &Row) -> Option<&str> {
    Some(text(row, "image_URL")).filter(|url| url.starts_with("/files/"))
}

/// The ids of a bulk action: the ticked ones, or all of the list that the form names.
///
/// # Errors
/// The database's own failure.
pub fn picked(tx: &Tx<'_>, form: &kit::Fields, trash: bool, limit: i64) -> Result<Vec<i64>> {
    if form.has(ui::part::bulk::WHOLE) {
        let asked = Asked { trash, ..Asked::of(form) };
        let order = vec![("sort_name".to_owned(), "ASC".to_owned())];
        let request = request(&["id"], Json::Array(asked.clauses(tx)?), order, limit);
        let found = tx.get("Contact", &GetRequest { join: asked.joins(), ..request }, As::Actor)?.rows;
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
