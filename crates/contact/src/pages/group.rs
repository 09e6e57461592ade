//! The page of a group: who is in it, since when and why; who waits, who was taken out; and how it grew.

mod explain;

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use kit::{Reply, Visit};
use maud::{Markup, html};
use serde_json::{Value as Json, json};
use store::{As, Error, Result, Tx, statement};
use ui::Icon;
use ui::page::group::{self as page, Add, GroupPage, Growth, Reason as Shown, Why};
use ui::part::Tone;
use ui::part::avatar::{Avatar, Kind};
use ui::part::bulk::Action;
use ui::part::chip::Tag;
use ui::part::crumbs::Crumb;
use ui::part::field::Field;
use ui::part::lookup::Lookup;
use ui::part::search_box::SearchBox;
use ui::part::table::{Column, Order, Role};
use ui::part::tabs::Tab;

use super::address::{href, local};
use super::asked::{Asked, Window};
use super::column;
use super::criteria;
use super::custom::words;
use super::frame::{self, Page};
use super::groups;
use super::list;
use super::pager;
use super::phrases::Lang;
use super::pick::{self, Found};
use super::rows::{self, Row, ask, flag, int, text};
use super::slots::{self, GroupDeed, Task};
use crate::group_contact::{self, ADDED, PENDING, REMOVED};
use crate::group_nesting::{Nesting, Reason, reasons};
use crate::saved_search::SavedSearch;
use explain::{explain, growth};

/// So many columns stand beside the name, the date and the reason.
const COLUMNS: usize = 3;
/// So many months are shown.
const MONTHS: i64 = 12;

/// What is read for the page.
struct Around {
    row: Row,
    live: bool,
    may_edit: bool,
    found: list::Found,
    columns: Vec<column::Shown>,
    cells: Vec<Vec<Markup>>,
    counts: BTreeMap<&'static str, i64>,
    kinds: Vec<String>,
    words: Vec<String>,
    parents: Vec<(String, String)>,
    why: Option<Explained>,
    growth: Vec<(Date, i64)>,
    /// What custom fields hold.
    facts: Vec<(String, Markup)>,
}

/// Why a contact is in or out.
struct Explained {
    id: i64,
    name: String,
    is_in: bool,
    by_hand: Option<String>,
    lines: Vec<(Option<bool>, String, String)>,
}

/// `/groups/{id}`
pub(super) fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    Ok(Reply::Html(whole(visit, id, "", &[], None)?))
}

/// The page; with what was typed to add somebody and why that did not do.
fn whole(visit: &Visit<'_>, id: i64, typed: &str, several: &[Row], error: Option<&str>) -> Result<Markup> {
    let lang = Lang::new(visit.locale);
    let asked = Asked { group: id.to_string(), ..Asked::of(&visit.query) };
    let window = Window::of(&visit.query);
    let explained = visit.query.int("why");
    let around = visit.read(|tx| around(tx, &lang, id, &asked, &window, explained))?;
    view(visit, &lang, id, &asked, &around, (typed, several, error))
}

fn around(tx: &mut Tx<'_>, lang: &Lang, id: i64, asked: &Asked, window: &Window, why: Option<i64>) -> Result<Around> {
    let row = groups::read(tx, id)?;
    let search = int(&row, "saved_search_id").map(|id| tx.find::<SavedSearch>(id)).transpose()?.flatten();
    let clauses = search.as_ref().and_then(criteria::conditions);
    let criteria = match &clauses {
        Some((entity, clauses)) => criteria::in_words(tx, lang, entity, clauses)?,
        None => Vec::new(),
    };
    let mut columns = column::chosen(tx)?;
    columns.retain(|column| !["modified", "created"].contains(&column.name.as_ref()));
    columns.truncate(COLUMNS);
    let found = list::window(tx, asked, window, &columns, None)?;
    let mut cells = column::cells(tx, lang, &columns, &found.rows)?;
    let places = places(tx, id, &found.rows)?;
    let live = search.is_some();
    for (row, cells) in found.rows.iter().zip(&mut cells) {
        cells.extend(standing(lang, id, row, asked, &places, live));
    }
    let nesting = Nesting::read(tx)?;
    let simple = !live && nesting.children(id).next().is_none();
    let may_edit = groups::may_edit(tx, id)? && flag(&row, "is_active");
    let kinds = groups::kinds(tx, lang, &row)?.into_iter().map(str::to_owned).collect();
    let whys = criteria.iter().map(|one| (one.words.clone(), one.clause.clone())).collect::<Vec<_>>();
    let of_contacts = clauses.as_ref().is_some_and(|(entity, _)| entity == "Contact");
    Ok(Around {
        live,
        may_edit,
        found,
        columns,
        cells,
        counts: counts(tx, id, live)?,
        kinds,
        words: criteria.into_iter().map(|one| one.words).collect(),
        parents: relatives(tx, lang, &row, &nesting)?,
        why: why.map(|contact| explain(tx, lang, id, contact, of_contacts.then_some(&whys))).transpose()?.flatten(),
        growth: if simple { growth(tx, id)? } else { Vec::new() },
        facts: words::of_record(tx, lang, "Group", id)?,
        row,
    })
}

/// The groups above and below, as names and addresses.
fn relatives(tx: &Tx<'_>, lang: &Lang, row: &Row, nesting: &Nesting) -> Result<Vec<(String, String)>> {
    let mut all = Vec::new();
    let above = row.get("parents").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    for parent in above.iter().filter_map(|one| rows::plain(one).parse::<i64>().ok()) {
        if let Some(title) = groups::title_of(tx, lang, parent)? {
            let words = lang.locale.with("group-within", &[("group", title.into())]);
            all.push((words, format!("/groups/{parent}")));
        }
    }
    for child in nesting.children(rows::id(row)) {
        if let Some(title) = groups::title_of(tx, lang, child)? {
            let words = lang.locale.with("group-contains", &[("group", title.into())]);
            all.push((words, format!("/groups/{child}")));
        }
    }
    let clauses = json!([["group_id", "=", rows::id(row)]]);
    let select = ["organization_id", "organization_id.display_name"];
    for owner in ask(tx, "GroupOrganization", &select, clauses, &[], 3)? {
        let name = text(&owner, "organization_id.display_name");
        let words = lang.locale.with("group-of", &[("organisation", name.into())]);
        all.push((words, format!("/contacts/{}", int(&owner, "organization_id").unwrap_or(0))));
    }
    Ok(all)
}

/// How many contacts stand how in the group.
fn counts(tx: &Tx<'_>, id: i64, live: bool) -> Result<BTreeMap<&'static str, i64>> {
    let mut all = BTreeMap::new();
    all.insert("", groups::members(tx, id)?);
    for (name, status) in [("hand", ADDED), ("pending", PENDING), ("removed", REMOVED)] {
        let clauses = json!([["group_id", "=", id], ["status", "=", status], ["contact_id.is_deleted", "=", false]]);
        all.insert(name, rows::count(tx, "GroupContact", clauses)?);
    }
    if live {
        let asked = Asked { group: id.to_string(), place: "rule".to_owned(), ..Asked::default() };
        let clauses = asked.clauses(tx)?;
        all.insert("rule", pager::count(tx, &asked, clauses)?);
    }
    Ok(all)
}

/// The places of these contacts in the group: status, and the day and way of the last change.
type Places = HashMap<i64, (String, Option<Date>, String)>;

fn places(tx: &Tx<'_>, group: i64, contacts: &[Row]) -> Result<Places> {
    let ids: Vec<i64> = contacts.iter().map(rows::id).collect();
    let mut all = Places::new();
    if ids.is_empty() {
        return Ok(all);
    }
    let clauses = json!([["group_id", "=", group], ["contact_id", "IN", ids]]);
    for row in ask(tx, "GroupContact", &["contact_id", "status"], clauses.clone(), &[], 0)? {
        let status = text(&row, "status").to_owned();
        all.insert(int(&row, "contact_id").unwrap_or(0), (status, None, String::new()));
    }
    let select = ["contact_id", "date", "method"];
    for row in ask(tx, "SubscriptionHistory", &select, clauses, &[("id", "ASC")], 0)? {
        if let Some(place) = all.get_mut(&int(&row, "contact_id").unwrap_or(0)) {
            (place.1, place.2) = (rows::date(&row, "date"), text(&row, "method").to_owned());
        }
    }
    Ok(all)
}

/// How somebody came in, in words.
pub(super) fn method<'a>(lang: &'a Lang, method: &str) -> &'a str {
    match method {
        "Email" => lang.text("group-by-email"),
        "Web" | "Form" => lang.text("group-by-form"),
        "API" => lang.text("group-by-api"),
        _ => lang.text("group-by-hand"),
    }
}

/// The last two cells of a row: since when, and why.
fn standing(lang: &Lang, id: i64, row: &Row, asked: &Asked, places: &Places, live: bool) -> [Markup; 2] {
    let contact = rows::id(row);
    let place = places.get(&contact);
    let since = place.and_then(|(_, day, _)| *day).map(|day| lang.locale.date_short(day)).unwrap_or_default();
    let plain = Asked { group: String::new(), ..asked.clone() };
    let path = format!("/groups/{id}");
    let mut to = plain.href(&path);
    to.push(if to.contains('?') { '&' } else { '?' });
    to.push_str(&format!("why={contact}#why"));
    let by_hand = place.filter(|(status, ..)| status == ADDED);
    let reason = match (by_hand, live) {
        (Some((_, _, how)), true) => html! {
            a.tag.is-stone href=(to) { (Icon::User) (method(lang, how)) }
        },
        (Some((_, _, how)), false) => html! { span.faint.wrap { (method(lang, how)) } },
        (None, _) => html! { a.btn.is-small.is-quiet href=(to) { (lang.text("group-why")) } },
    };
    [html! { (ui::lang::raised(&since)) }, reason]
}

fn view(
    visit: &Visit<'_>,
    lang: &Lang,
    id: i64,
    asked: &Asked,
    around: &Around,
    (typed, several, error): (&str, &[Row], Option<&str>),
) -> Result<Markup> {
    let path = lang.keep(format!("/groups/{id}"));
    let plain = Asked { group: String::new(), ..asked.clone() };
    let title = groups::title(lang, &around.row);
    let kept: Vec<(&str, &str)> = plain
        .conditions()
        .into_iter()
        .filter(|(name, _)| *name != "q")
        .chain([("sort", plain.sort.as_str())])
        .collect();
    let conditions: Vec<(&str, &str)> =
        asked.conditions().into_iter().chain([("in_group", asked.group.as_str())]).collect();
    let cells = around.cells.clone();
    let count = |name: &str| around.counts.get(name).copied().unwrap_or(0);
    let by_hand = match (around.live, count("hand"), count("removed")) {
        (false, ..) | (_, 0, 0) => "",
        (_, added, 0) => lang.with("group-plus", &[("added", added.into())]),
        (_, 0, removed) => lang.with("group-minus", &[("removed", removed.into())]),
        (_, added, removed) => lang.with("group-plus-minus", &[("added", added.into()), ("removed", removed.into())]),
    };
    let months: Vec<(&str, i64)> =
        around.growth.iter().map(|(day, members)| (lang.keep(lang.locale.month_short(*day)), *members)).collect();
    let mut marks: Vec<Tag<'_>> = Vec::new();
    if around.live {
        marks.push(Tag { icon: Some(Icon::Funnel), ..Tag::of(Tone::Honey, lang.text("group-live")) });
    }
    marks.extend(around.kinds.iter().map(|kind| Tag::of(Tone::Stone, kind)));
    if text(&around.row, "visibility") == "Public Pages" {
        marks.push(Tag { icon: Some(Icon::Globe), ..Tag::of(Tone::Sky, lang.text("group-public")) });
    }
    if !flag(&around.row, "is_active") {
        marks.push(Tag::of(Tone::Brick, lang.text("choice-resting")));
    }
    let intro = match (text(&around.row, "description"), around.live) {
        ("", true) => lang.text("group-live-intro"),
        (words, _) => words,
    };
    let view = GroupPage {
        way: vec![Crumb { label: lang.text("groups"), href: Some("/groups") }, Crumb { label: title, href: None }],
        title,
        count: count(""),
        intro,
        marks,
        rule: around.words.iter().map(String::as_str).collect(),
        by_hand,
        within: around.parents.iter().map(|(words, href)| (words.as_str(), href.as_str())).collect(),
        facts: around.facts.iter().map(|(label, value)| (label.as_str(), value.clone())).collect(),
        edit: (around.may_edit || visit.actor.may("edit groups")).then(|| lang.keep(format!("{path}/edit"))),
        deeds: deeds(visit, lang, id, around.may_edit),
        controls: slots::controls(visit, lang, "civicrm_group", id)?,
        history: lang.keep(format!("{path}/history")),
        export: lang.keep(asked.href("/contacts/export")),
        places: tabs(lang, path, &plain, around),
        search: SearchBox { action: path, name: "q", value: &asked.q, label: lang.text("search-list"), kept: &kept },
        name_column: sortable(
            lang,
            path,
            &plain,
            "name",
            Column { label: lang.text("column-name"), ..Column::default() },
        ),
        columns: columns(lang, path, &plain, around),
        rows: list::list_rows(lang, asked, &around.found, cells),
        paging: pager::pager(lang, &plain, path, &around.found),
        actions: actions(visit, lang, around, &asked.place),
        conditions: &conditions,
        add: around.may_edit.then(|| add(lang, id, typed, several, error)),
        why: around.why.as_ref().map(|why| shown_why(lang, id, &plain, why, around)),
        growth: (months.len() > 1).then(|| Growth { months, note: lang.text("group-growth-note") }),
        ask: Lookup {
            field: Field {
                placeholder: Some(lang.text("pick-name")),
                ..Field::text("who", lang.text("group-why-label"), "")
            },
            from: "/contacts/suggest?field=who",
        },
        ask_action: lang.keep(format!("{path}/why")),
    };
    let page = Page { title, place: "/groups", narrow: false };
    frame::show(visit, lang, page, |ui, shell| page::group(ui, shell, &view))
}

/// What other components do with a group that may be changed.
fn deeds<'a>(visit: &Visit<'_>, lang: &'a Lang, id: i64, may_edit: bool) -> Vec<(&'a str, &'a str)> {
    let open = visit.registry.filled::<GroupDeed>().iter();
    let open = open.filter(|one| may_edit && one.door.met_by(&visit.actor.permissions));
    open.map(|one| (lang.text(one.label), lang.keep(one.href.replace("{id}", &id.to_string())))).collect()
}

fn tabs<'a>(lang: &'a Lang, path: &str, plain: &Asked, around: &Around) -> Vec<Tab<'a>> {
    let tab = |label: &'a str, place: &'static str| Tab {
        label,
        href: lang.keep(Asked { place: place.to_owned(), ..plain.clone() }.href(path)),
        count: Some(around.counts.get(place).copied().unwrap_or(0)),
        current: plain.place == place,
    };
    let mut all = vec![tab(lang.text("group-all"), "")];
    if around.live {
        all.push(tab(lang.text("group-found"), "rule"));
        all.push(tab(lang.text("group-hand"), "hand"));
    }
    all.push(tab(lang.text("group-pending"), "pending"));
    all.push(tab(lang.text("group-removed"), "removed"));
    all
}

fn sortable<'a>(lang: &'a Lang, path: &str, plain: &Asked, name: &str, column: Column<'a>) -> Column<'a> {
    let sort = plain.turned(name).map(|to| lang.keep(to.href(path)));
    let order = |down: bool| if down { Order::Descending } else { Order::Ascending };
    Column { sort, sorted: plain.sorted_by(name).map(order), ..column }
}

fn columns<'a>(lang: &'a Lang, path: &str, plain: &Asked, around: &Around) -> Vec<Column<'a>> {
    let one = |shown: &column::Shown| {
        let label = shown.label(lang);
        sortable(lang, path, plain, &shown.name, Column { label, priority: shown.priority, ..Column::default() })
    };
    let mut all: Vec<Column<'a>> = around.columns.iter().map(one).collect();
    all.push(Column { label: lang.text("group-since"), priority: 3, ..Column::default() });
    all.push(Column { label: lang.text("group-reason"), role: Role::Mark, ..Column::default() });
    all
}

fn actions<'a>(visit: &'a Visit<'_>, lang: &'a Lang, around: &Around, place: &str) -> Vec<Action<'a>> {
    let mut all = Vec::new();
    if around.may_edit {
        if place == "pending" || place == "removed" {
            all.push(Action { label: lang.text("group-take-in"), icon: Icon::Plus, href: "/groups/in/add" });
        }
        if place != "removed" {
            all.push(Action { label: lang.text("group-take-out"), icon: Icon::Minus, href: "/groups/in/remove" });
        }
    }
    all.push(Action { label: lang.text("export"), icon: Icon::Export, href: "/contacts/export" });
    let tasks = visit.registry.filled::<Task>().iter().filter(|task| task.door.met_by(&visit.actor.permissions));
    all.extend(tasks.map(|task| Action { label: lang.text(task.label), icon: task.icon, href: task.path }));
    all
}

fn add<'a>(lang: &'a Lang, id: i64, typed: &'a str, several: &'a [Row], error: Option<&'a str>) -> Add<'a> {
    let one = |row: &'a Row| {
        let name = list::name(lang, row);
        let avatar = Avatar::of(Kind::of(text(row, "contact_type")), name);
        (lang.keep(rows::id(row).to_string()), avatar, name, text(row, "address_primary.city"))
    };
    Add {
        action: lang.keep(format!("/groups/{id}/add")),
        who: Lookup {
            field: Field {
                error,
                placeholder: Some(lang.text("pick-name")),
                ..Field::text("who", lang.text("group-add-label"), typed)
            },
            from: "/contacts/suggest?field=who",
        },
        several: several.iter().map(one).collect(),
    }
}

fn shown_why<'a>(lang: &'a Lang, id: i64, plain: &Asked, why: &'a Explained, around: &Around) -> Why<'a> {
    let name = why.name.as_str();
    let title = if why.is_in { "group-why-in" } else { "group-why-out" };
    let deed = |act: &str| lang.keep(format!("/groups/{id}/contacts/{}/{act}", why.id));
    let mut deeds = Vec::new();
    let mut foot = "";
    if around.may_edit {
        match (why.by_hand.as_deref(), why.is_in) {
            (Some(REMOVED), _) if around.live => {
                deeds.push((lang.text("group-forget-removed"), deed("forget"), Icon::ArrowCounterClockwise));
                foot = lang.text("group-foot-removed");
            }
            (Some(ADDED), _) => {
                deeds.push((lang.text("group-take-out-one"), deed("remove"), Icon::Minus));
                if around.live {
                    deeds.push((lang.text("group-forget-added"), deed("forget"), Icon::ArrowCounterClockwise));
                    foot = lang.text("group-foot-added");
                }
            }
            (_, true) => {
                deeds.push((lang.text("group-take-out-anyway"), deed("remove"), Icon::Minus));
                foot = lang.text("group-foot-found");
            }
            (_, false) => deeds.push((lang.text("group-take-in-one"), deed("add"), Icon::Plus)),
        }
    }
    let line =
        |(holds, words, when): &'a (Option<bool>, String, String)| Shown { holds: *holds, words, note: "", when };
    Why {
        title: lang.with(title, &[("name", name.into())]),
        lines: why.lines.iter().map(line).collect(),
        foot,
        deeds,
        close: lang.keep(plain.href(&format!("/groups/{id}"))),
    }
}

/// `/groups/{id}/why`: finds whom was meant and shows why they are in or out.
pub(super) fn why(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let typed = visit.query.text("who").unwrap_or_default().to_owned();
    let to = format!("/groups/{id}");
    Ok(match visit.read(|tx| pick::meant(tx, &typed, None))? {
        Found::One(contact) => Reply::Redirect(format!("{to}?why={contact}#why")),
        Found::Several(all) if !all.is_empty() => Reply::Redirect(format!("{to}?why={}#why", rows::id(&all[0]))),
        _ => Reply::Redirect(href("/contacts", &[("q", &typed)])),
    })
}

/// `/groups/{id}/add`: somebody by name.
pub(super) fn add_by_name(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if !visit.is_post {
        return Ok(Reply::Redirect(format!("/groups/{id}")));
    }
    let lang = Lang::new(visit.locale);
    let typed = visit.form.text("who").unwrap_or_default().to_owned();
    let chosen = visit.form.int("contact");
    let found = match chosen {
        Some(contact) => Found::One(contact),
        None => visit.read(|tx| pick::meant(tx, &typed, None))?,
    };
    let (several, error) = match found {
        Found::One(contact) => return put(visit, id, contact, ADDED, "said-group-added", &format!("/groups/{id}")),
        Found::Several(all) => (all, lang.text("problem-pick-several")),
        Found::Nobody if typed.is_empty() => (Vec::new(), lang.text("problem-required")),
        Found::Nobody => (Vec::new(), lang.text("problem-pick-nobody")),
    };
    Ok(Reply::Status(422, whole(visit, id, &typed, &several, Some(error))?))
}

fn put(visit: &mut Visit<'_>, id: i64, contact: i64, status: &str, said: &str, to: &str) -> Result<Reply> {
    let transaction = visit.write(|tx| {
        let entity = tx.entity("Group")?;
        tx.check_rule(&entity, id, schema::Verb::Edit)?;
        group_contact::place(tx, id, &[contact], status, As::Actor)?;
        Ok(tx.transaction_id())
    })?;
    match transaction {
        None => visit.say("said-nothing", None),
        Some(_) => visit.say(said, transaction),
    }
    Ok(Reply::Redirect(to.to_owned()))
}

/// `/groups/{id}/contacts/{contact}/{act}`: in, out, or as if nobody had decided.
pub(super) fn act(visit: &mut Visit<'_>) -> Result<Reply> {
    let (id, contact) = (visit.id(0)?, visit.id(1)?);
    let back = visit.query.get("back").map(str::to_owned);
    let to = local(back.as_deref()).map_or_else(|| format!("/groups/{id}"), str::to_owned);
    if !visit.is_post {
        return Ok(Reply::Redirect(to));
    }
    match visit.captures.get(2).map(String::as_str) {
        Some("add") => put(visit, id, contact, ADDED, "said-group-added", &to),
        Some("remove") => put(visit, id, contact, REMOVED, "said-group-removed", &to),
        Some("forget") => {
            let transaction = visit.write(|tx| {
                group_contact::forget(tx, id, &[contact], As::Actor)?;
                Ok(tx.transaction_id())
            })?;
            visit.say("said-group-forgotten", transaction);
            Ok(Reply::Redirect(to))
        }
        _ => Err(Error::NotFound(visit.path.to_owned())),
    }
}

/// `/groups/{id}/history`: who came in and went out, when and how.
pub(super) fn history(visit: &mut Visit<'_>) -> Result<Reply> {
    use ui::part::chip::Status;
    use ui::part::table::{Row as Line, Table};
    const SHOWN: i64 = 100;
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    let before = visit.query.int("before");
    let (group, found) = visit.read(|tx| {
        let group = groups::read(tx, id)?;
        let mut clauses = vec![json!(["group_id", "=", id])];
        clauses.extend(before.map(|before| json!(["id", "<", before])));
        let select = ["id", "date", "method", "status", "contact_id", "contact_id.display_name"];
        let found = ask(tx, "SubscriptionHistory", &select, Json::Array(clauses), &[("id", "DESC")], SHOWN + 1)?;
        Ok((group, found))
    })?;
    let more = found.len() as i64 > SHOWN;
    let shown = &found[..found.len().min(SHOWN as usize)];
    let lines = shown.iter().map(|row| {
        let contact = int(row, "contact_id").unwrap_or(0);
        let (tone, status) = status_words(&lang, text(row, "status"));
        Line {
            id: "",
            name: text(row, "contact_id.display_name"),
            cells: vec![
                html! { a href={ "/contacts/" (contact) } { (text(row, "contact_id.display_name")) } },
                html! { (Status::On(tone, status)) },
                html! { span.faint { (method(&lang, text(row, "method"))) } },
                html! { (ui::lang::raised(lang.date(text(row, "date").get(..10).unwrap_or_default()))) },
            ],
            ticked: false,
        }
    });
    let label = |key: &'static str| lang.keep(lang.locale.text(key).into_owned());
    let columns = vec![
        Column { label: label("column-name"), role: Role::Main, ..Column::default() },
        Column { label: label("group-status"), role: Role::Mark, ..Column::default() },
        Column { label: label("group-method"), priority: 2, ..Column::default() },
        Column { label: label("group-when"), role: Role::End, ..Column::default() },
    ];
    let listed = Table { caption: lang.text("group-history"), columns, rows: lines.collect(), ..Table::default() };
    let title = groups::title(&lang, &group);
    let way = [
        Crumb { label: lang.text("groups"), href: Some("/groups") },
        Crumb { label: title, href: Some(lang.keep(format!("/groups/{id}"))) },
        Crumb { label: lang.text("group-history"), href: None },
    ];
    let next = shown.last().filter(|_| more).map(|row| format!("/groups/{id}/history?before={}", rows::id(row)));
    let page = Page { title: lang.text("group-history"), place: "/groups", narrow: true };
    let view = page::History {
        way: way.to_vec(),
        title: lang.text("group-history"),
        lines: listed,
        none: lang.text("group-history-none"),
        next: next.as_deref(),
    };
    let markup = frame::show(visit, &lang, page, |ui, shell| page::history(ui, shell, &view))?;
    Ok(Reply::Html(markup))
}

/// How somebody stands in a group, in words.
pub(super) fn status_words<'a>(lang: &'a Lang, status: &str) -> (Tone, &'a str) {
    match status {
        PENDING => (Tone::Honey, lang.text("group-status-pending")),
        REMOVED => (Tone::Brick, lang.text("group-status-removed")),
        _ => (Tone::Leaf, lang.text("group-status-added")),
    }
}
