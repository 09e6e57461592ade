//! `/search`: the saved searches, with who made them and what uses them; and the page about one of them.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, text};
use kit::{Reply, Visit};
use maud::{Markup, html};
use schema::Requirement;
use serde_json::json;
use store::{As, Result, Tx};
use ui::Icon;
use ui::part::button::Button;
use ui::part::empty::empty;
use ui::part::form::Form;
use ui::part::head::{Head, head};
use ui::part::search_box::{SearchBox, search_box};
use ui::part::table::{Column, Role, Row as Line, Table, table};

use super::words;
use crate::display::SearchDisplay;
use crate::schedule::{self, Regular, Rhythm};

/// So many searches are listed.
const MOST: i64 = 500;

/// A search of the list.
struct Listed {
    id: i64,
    label: String,
    words: String,
    about: String,
    owner: String,
    used: Vec<String>,
    changed: String,
}

/// Who sees searches.
pub fn door() -> Requirement {
    Requirement::all(&["access CiviCRM"])
}

/// `/search`
pub fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let asked = visit.query.text("q").unwrap_or_default().to_owned();
    let mine = visit.query.has("mine");
    let all = visit.read(|tx| listed(tx, &lang, &asked, mine))?;
    let title = lang.text("place-search");
    let page = Page { title, place: "/search", narrow: false };
    let may = visit.actor.may("manage own search_kit");
    let rows: Vec<(String, &Listed)> = all.iter().map(|one| (one.id.to_string(), one)).collect();
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let actions = html! {
            (Button::link(lang.text("place-reports"), "/reports").icon(Icon::ChartBar))
            @if may { (Button::link(lang.text("search-segments"), "/search/segments").icon(Icon::ListDashes)) }
            (Button::link(lang.text("compose-new"), "/search/new").primary().icon(Icon::PlusBold))
        };
        let lines = rows.iter().map(|(id, one)| Line {
            id,
            name: &one.label,
            cells: vec![
                html! { a href=(format!("/search/{id}")) { b { (one.label) } } @if !one.words.is_empty() { small.faint.search-words { (one.words) } } },
                html! { (one.about) },
                html! { (one.owner) },
                html! { (one.used.join(", ")) },
                html! { (one.changed) },
            ],
            ticked: false,
        });
        let column =
            |label: &'static str, priority: u8| Column { label: lang.text(label), priority, ..Column::default() };
        let view = Table {
            caption: title,
            columns: vec![
                Column { role: Role::Main, ..column("compose-label", 0) },
                column("search-about", 2),
                column("search-owner", 3),
                column("search-used-by", 3),
                column("search-changed", 4),
            ],
            rows: lines.collect(),
            ..Table::default()
        };
        let filters = [("", "search-all"), ("1", "search-mine")];
        let content = html! {
            (head(ui, &Head { title, count: Some(all.len() as i64).filter(|n| *n > 0), intro: Some(lang.text("search-intro")) }, Some(actions)))
            div.list-tools {
                (search_box(&SearchBox { action: "/search", name: "q", value: &asked, label: lang.text("search-find"), kept: &[] }))
                nav.tabs.is-small aria-label=(title) { @for (value, label) in filters {
                    a href=(if value.is_empty() { "/search" } else { "/search?mine=1" }) aria-current=[(mine != value.is_empty()).then_some("page")] { (lang.text(label)) }
                } }
            }
            @if all.is_empty() {
                (empty(lang.text("search-none"), lang.text("search-none-words"), html! { @if may { (Button::link(lang.text("compose-new"), "/search/new").icon(Icon::PlusBold)) } }))
            } @else { (table(ui, &view)) }
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(markup))
}

fn listed(tx: &Tx<'_>, lang: &Lang, asked: &str, mine: bool) -> Result<Vec<Listed>> {
    // Reports that come with the program have a page of their own.
    let own =
        json!(["OR", [["name", "NOT LIKE", format!("{}%", crate::report::MANAGED)], ["created_id", "IS NOT NULL"]]]);
    let mut clauses = vec![json!(["api_entity", "IS NOT EMPTY"]), json!(["is_template", "=", false]), own];
    if !asked.is_empty() {
        clauses.push(json!(["OR", [["label", "CONTAINS", asked], ["description", "CONTAINS", asked]]]));
    }
    if mine {
        clauses.push(json!(["created_id", "=", tx.actor().contact_id.unwrap_or(0)]));
    }
    let select = ["id", "name", "label", "description", "api_entity", "created_id.display_name", "modified_date"];
    let found = ask(tx, "SavedSearch", &select, json!(clauses), &[("label", "ASC")], MOST)?;
    let ids: Vec<i64> = found.iter().map(rows::id).collect();
    let uses = uses(tx, lang, &ids)?;
    let today = tx.clock().today();
    let one = |row: &Row| {
        let id = rows::id(row);
        let entity = tx.catalog().entity(text(row, "api_entity"));
        Listed {
            id,
            label: Some(text(row, "label")).filter(|label| !label.is_empty()).unwrap_or(text(row, "name")).to_owned(),
            words: text(row, "description").to_owned(),
            about: entity.map(|entity| words::many(lang, entity).to_owned()).unwrap_or_default(),
            owner: text(row, "created_id.display_name").to_owned(),
            used: uses.iter().filter(|(search, _)| *search == id).map(|(_, words)| words.clone()).collect(),
            changed: rows::date(row, "modified_date").map(|day| lang.locale.relative(day, today)).unwrap_or_default(),
        }
    };
    Ok(found.iter().map(one).collect())
}

/// The groups that searches fill, and the boards they stand on.
fn uses(tx: &Tx<'_>, lang: &Lang, ids: &[i64]) -> Result<Vec<(i64, String)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let groups = ask(tx, "Group", &["saved_search_id", "title"], json!([["saved_search_id", "IN", ids]]), &[], 0)?;
    let group = |row: &Row| {
        let title = text(row, "title");
        Some((
            rows::int(row, "saved_search_id")?,
            lang.with("search-used-group", &[("title", title.into())]).to_owned(),
        ))
    };
    let mut found: Vec<(i64, String)> = groups.iter().filter_map(group).collect();
    for id in ids {
        let tiles = crate::dashboard::pins(tx, *id)?;
        if tiles > 0 {
            found.push((*id, lang.with("search-used-board", &[("count", tiles.into())]).to_owned()));
        }
    }
    Ok(found)
}

/// `/search/{id}/about`: who shares it, what uses it, what happened to it.
pub fn about(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if visit.is_post && visit.form.text("do") == Some("regular") {
        return set_regular(visit, id);
    }
    if visit.is_post {
        return change(visit, id);
    }
    told(visit, id, None)
}

fn told(visit: &Visit<'_>, id: i64, fault: Option<&str>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (kept, roles, shared, past, schedule) = visit.read(|tx| {
        let (search, mut kept, _) = super::page::kept(tx, id)?;
        (kept.label, kept.description) = crate::report::said(&lang, &search.name, kept.label, kept.description);
        Ok((kept, roles(tx, &lang)?, shared(tx, id)?, past(tx, &lang, id)?, schedule::own(tx, id)?))
    })?;
    let (used, displays) = visit.read(|tx| {
        let pinned = uses(tx, &lang, &[id])?.into_iter().map(|(_, words)| words);
        // Groups stand there by their names already.
        let pinned: Vec<String> = pinned.skip(kept.groups.len()).collect();
        Ok((pinned, displays(tx, id)?))
    })?;
    let files = visit.actor.contact_id.map(|own| schedule::files(visit.site, id, own)).unwrap_or_default();
    let status = if fault.is_some() { 422 } else { 200 };
    let page = Page { title: &kept.label, place: "/search", narrow: true };
    let action = format!("/search/{id}/about");
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let content = html! {
            div.stack {
            (head(ui, &Head { title: &kept.label, count: None, intro: Some(&kept.description) }, Some(html! { (Button::link(lang.text("search-open"), format!("/search/{id}"))) })))
            @if kept.may_edit {
                section { h2 { (lang.text("search-share")) }
                    (Form::post(ui.csrf, &action).class("stack").render(html! {
                        p.quiet { (lang.text("search-share-words")) }
                        div.check-list { @for (role, label) in &roles { label.check { input type="checkbox" name="role" value=(role) checked[shared.contains(role)]; span { (label) } } } }
                        div.row { (Button::submit(lang.text("search-share-do")).name("do", "share")) }
                    }))
                }
            }
            section { h2 { (lang.text("search-used-by")) }
                @if kept.groups.is_empty() && used.is_empty() && displays.is_empty() { p.quiet { (lang.text("search-unused")) } }
                ul.links {
                    @for (group, title) in &kept.groups { li { (Icon::UsersThree) " " a href=(format!("/groups/{group}")) { (title) } } }
                    @for display in &displays { li { (Icon::Columns) " " a href=(format!("/view/{id}?display={}", super::state::encoded(&display.name))) { (crate::report::said(&lang, &display.name, display.label.clone(), String::new()).0) } } }
                    @for words in &used { li { (Icon::ChartBar) " " (words) } }
                }
            }
            (regular(ui, &lang, id, schedule.as_ref(), &files, fault))
            section { h2 { (lang.text("search-past")) }
                ul.links { @for step in &past {
                    li { span { (step.when) " · " (step.who) " · " span.quiet { (step.what) }
                        @if let Some(href) = &step.question { " · " a href=(href) { (lang.text("search-version")) } } } }
                } }
            }
            @if kept.may_edit {
                section { (Form::post(ui.csrf, &action).render(html! { (Button::submit(lang.text("search-delete")).danger().icon(Icon::Trash).name("do", "delete")) })) }
            }
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Status(status, markup))
}

fn roles(tx: &Tx<'_>, lang: &Lang) -> Result<Vec<(i64, String)>> {
    let text = r#"SELECT "id", "label", "name" FROM "civicrm_role" WHERE "name" <> 'everyone' ORDER BY "label""#;
    let mut found = Vec::new();
    tx.rows(&store::statement(text, Vec::new()), |row| {
        if let (query::Cell::Int(id), query::Cell::Text(label), query::Cell::Text(name)) =
            (row.cell(0), row.cell(1), row.cell(2))
        {
            found.push((id, contact::pages::labels::translated(lang.code(), "Role", name, label)));
        }
        Ok(())
    })?;
    Ok(found)
}

fn shared(tx: &Tx<'_>, id: i64) -> Result<Vec<i64>> {
    let all = tx.find_by::<contact::saved_search::SavedSearchRole>("saved_search_id", id)?;
    Ok(all.into_iter().map(|(_, share)| share.role_id).collect())
}

/// The regular export of a search, and the files that it has made so far.
fn regular(
    ui: &ui::Ui<'_>,
    lang: &Lang,
    id: i64,
    now: Option<&Regular>,
    files: &[String],
    fault: Option<&str>,
) -> Markup {
    let csv = if lang.code() == "fr" { "csv-fr" } else { "csv" };
    let formats = [("xlsx", "export-xlsx"), ("ods", "export-ods"), (csv, "export-csv"), ("pdf", "export-pdf")];
    html! {
        section { h2 { (lang.text("search-regular")) }
            p.quiet { (lang.text("search-regular-words")) }
            (Form::post(ui.csrf, &format!("/search/{id}/about")).class("row").render(html! {
                label { span.sr { (lang.text("search-rhythm")) } select.select name="rhythm" {
                    option value="" { (lang.text("search-rhythm-never")) }
                    @for rhythm in Rhythm::ALL { option value=(rhythm.name()) selected[now.is_some_and(|one| one.rhythm == rhythm)] { (lang.text(rhythm.key())) } }
                } }
                label { span.sr { (lang.text("export")) } select.select name="format" {
                    @for (format, label) in formats { option value=(format) selected[now.is_some_and(|one| one.format == format)] { (lang.text(label)) } }
                } }
                label.check { input type="checkbox" name="only_rows" value="1" checked[now.is_some_and(|one| one.only_rows)]; span { (lang.text("search-regular-rows")) } }
                label.field.is-whole { span.label { (lang.text("search-regular-mail")) }
                    input.input type="text" name="mail" value=(now.map_or(String::new(), |one| one.mail.join(", "))) placeholder="tresorerie@exemple.org";
                    @if let Some(fault) = fault { span.error { (Icon::WarningCircle) (fault) } } @else { span.hint { (lang.text("search-regular-mail-words")) } } }
                (Button::submit(lang.text("search-share-do")).name("do", "regular"))
            }))
            @if !files.is_empty() {
                ul.links { @for file in files { li { a href=(format!("/search/{id}/files/{file}")) download hx-boost="false" { (Icon::DownloadSimple) " " (file) } } } }
            }
        }
    }
}

/// `/search/{id}/files/{name}`: a file of the visitor's own regular export.
pub fn file(visit: &mut Visit<'_>) -> Result<Reply> {
    let (id, name) = (visit.id(0)?, visit.captures.get(1).cloned().unwrap_or_default());
    let label = visit.read(|tx| Ok(super::page::kept(tx, id)?.1.label))?;
    let bytes = schedule::file(visit.site, id, visit.actor.contact_id.unwrap_or(0), &name)?;
    let extension = name.rsplit('.').next().unwrap_or_default();
    let content_type = crate::export::Format::named(extension).map_or("application/octet-stream", |f| f.content_type());
    Ok(Reply::File { name: format!("{label} {name}"), content_type, bytes })
}

/// So many addresses get a regular export.
const MAILED: usize = 20;

/// Begins, changes or ends the visitor's regular export of a search.
fn set_regular(visit: &mut Visit<'_>, id: i64) -> Result<Reply> {
    let (rhythm, format) = (visit.form.text("rhythm"), visit.form.text("format").unwrap_or_default().to_owned());
    let rhythm = rhythm.and_then(Rhythm::named);
    let language = visit.locale.code().to_owned();
    let only_rows = visit.form.has("only_rows");
    let (mail, wrong) = mail::address::several(visit.form.text("mail").unwrap_or_default());
    let lang = Lang::new(visit.locale);
    if mail.len() > MAILED || !wrong.is_empty() {
        return told(visit, id, Some(lang.text("search-regular-wrong")));
    }
    let transaction = visit.write(|tx| {
        super::page::kept(tx, id)?;
        let Some(contact) = tx.actor().contact_id else { return Ok(None) };
        let regular = rhythm.map(|rhythm| Regular { search: id, rhythm, format, language, contact, mail, only_rows });
        schedule::set(tx, id, regular)?;
        Ok(tx.transaction_id())
    })?;
    visit.say("said-regular-set", transaction);
    Ok(Reply::Redirect(format!("/search/{id}/about")))
}

/// Something that happened to a search.
struct Step {
    when: String,
    who: String,
    what: String,
    /// The question as it was from then on, where it was changed.
    question: Option<String>,
}

/// What happened to the search, newest first: when, by whom, which of its parts; and the question as it was then.
fn past(tx: &Tx<'_>, lang: &Lang, id: i64) -> Result<Vec<Step>> {
    let text = format!(
        r#"SELECT t."at", t."actor", c."after" FROM "ruche_change" c JOIN "ruche_transaction" t ON t."id" = c."transaction_id"
           WHERE c."entity" = 'SavedSearch' AND c."record_id" = {} ORDER BY c."id""#,
        tx.placeholder(1)
    );
    let mut found = Vec::new();
    let mut entity = String::new();
    let clock = tx.clock().clone();
    tx.rows(&store::statement(text, vec![id.into()]), |row| {
        let at = match row.cell(0) {
            query::Cell::DateTime(at) => Some(at),
            query::Cell::Text(text) => text.replace(' ', "T").parse().ok(),
            _ => None,
        };
        let text = |at: usize| match row.cell(at) {
            query::Cell::Text(text) => text.to_owned(),
            _ => String::new(),
        };
        let map = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&text(2)).unwrap_or_default();
        if let Some(name) = map.get("api_entity").and_then(serde_json::Value::as_str) {
            name.clone_into(&mut entity);
        }
        let fields: Vec<&str> =
            PARTS.iter().filter(|(field, _)| map.contains_key(*field)).map(|(_, key)| lang.text(key)).collect();
        found.push(Step {
            when: at.map(|at| lang.locale.date_time(clock.from_utc(at))).unwrap_or_default(),
            who: match text(1) {
                who if who.starts_with("system: ") => lang.text("history-program").to_owned(),
                who => who,
            },
            what: fields.join(", "),
            question: map.get("api_params").and_then(|params| version(id, &entity, params)),
        });
        Ok(())
    })?;
    found.reverse();
    found.truncate(PAST);
    Ok(found)
}

/// So many steps of the past are told.
const PAST: usize = 20;

/// The parts of a search that its history speaks of.
const PARTS: [(&str, &str); 4] = [
    ("label", "compose-label"),
    ("description", "compose-description"),
    ("api_params", "compose-sentence"),
    ("expires_date", "compose-expires"),
];

/// The address of a question as it once was; saving it there makes it what the search asks again.
fn version(id: i64, entity: &str, params: &serde_json::Value) -> Option<String> {
    let params = match params {
        serde_json::Value::String(text) => serde_json::from_str(text).ok()?,
        other => other.clone(),
    };
    let text = json!({"i": id, "e": entity, "p": params.as_object()?, "d": "table"}).to_string();
    Some(super::state::State::parse(&text)?.href())
}

fn change(visit: &mut Visit<'_>, id: i64) -> Result<Reply> {
    let form = visit.form.clone();
    let deletes = form.text("do") == Some("delete");
    let transaction = visit.write(|tx| {
        let entity = tx.entity("SavedSearch")?;
        if deletes {
            tx.delete("SavedSearch", id, As::Actor)?;
            return Ok(tx.transaction_id());
        }
        tx.check_rule(&entity, id, schema::Verb::Edit)?;
        for (share, _) in tx.find_by::<contact::saved_search::SavedSearchRole>("saved_search_id", id)? {
            tx.delete("SavedSearchRole", share, As::Program)?;
        }
        for role in form.all("role").filter_map(|role| role.parse::<i64>().ok()) {
            let values = json!({"saved_search_id": id, "role_id": role}).as_object().cloned().unwrap_or_default();
            tx.save("SavedSearchRole", values, As::Program)?;
        }
        Ok(tx.transaction_id())
    })?;
    visit.say(if deletes { "said-search-deleted" } else { "said-search-shared" }, transaction);
    Ok(Reply::Redirect(if deletes { "/search".to_owned() } else { format!("/search/{id}/about") }))
}

/// The displays of a search that the visitor may open.
///
/// # Errors
/// The database's own failure.
pub fn displays(tx: &Tx<'_>, id: i64) -> Result<Vec<SearchDisplay>> {
    Ok(tx.find_by::<SearchDisplay>("saved_search_id", id)?.into_iter().map(|(_, display)| display).collect())
}
