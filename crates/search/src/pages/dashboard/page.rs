//! `/dashboard`: one's own board, or the one that one's role begins with.

use contact::pages::frame::{self, Page};
use contact::pages::labels::translated;
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, ask, text};
use kit::{Reply, Visit};
use maud::{Markup, html};
use serde_json::{Value as Json, json};
use store::{As, Result, Tx};
use ui::Icon;
use ui::part::button::Button;
use ui::part::empty::empty;
use ui::part::form::Form;
use ui::part::head::{Head, head};

use super::{Dashboard, DashboardContact, search_of, tile as tiles};

/// A place on a board.
#[derive(Clone, Debug)]
struct Spot {
    /// The row of the visitor's own board; None on a default one.
    row: Option<i64>,
    search: i64,
    column: i64,
    weight: i64,
}

/// The visitor's own board, else that of the first of their roles that has one.
fn spots(tx: &Tx<'_>) -> Result<Vec<Spot>> {
    let Some(contact) = tx.actor().contact_id else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for (id, own) in tx.find_by::<DashboardContact>("contact_id", contact)? {
        let board = tx.find::<Dashboard>(own.dashboard_id)?;
        if let Some(search) = board.and_then(|board| search_of(board.name.as_deref())) {
            let (column, weight) = (own.column_no.unwrap_or(0).clamp(0, 1), own.weight.unwrap_or(0));
            found.push(Spot { row: Some(id), search, column, weight });
        }
    }
    found.sort_by_key(|spot| (spot.column, spot.weight));
    if !found.is_empty() {
        return Ok(found);
    }
    let defaults = tx.setting(super::DEFAULTS)?;
    let Some(user) = tx.actor().user_id else { return Ok(found) };
    for role in roles(tx, Some(user))?.into_iter().map(|(id, ..)| id.to_string()) {
        let listed = defaults.get(&role).and_then(Json::as_array).cloned().unwrap_or_default();
        let spot = |(at, id): (usize, &Json)| {
            Some(Spot { row: None, search: id.as_i64()?, column: at as i64 % 2, weight: at as i64 })
        };
        found.extend(listed.iter().enumerate().filter_map(spot));
        if !found.is_empty() {
            break;
        }
    }
    Ok(found)
}

/// Roles with what they are called by programs and by people: all, or those of an account.
fn roles(tx: &Tx<'_>, user: Option<i64>) -> Result<Vec<(i64, String, String)>> {
    let only = user.map_or(String::new(), |_| {
        format!(r#" AND r."id" IN (SELECT "role_id" FROM "civicrm_user_role" WHERE "user_id" = {})"#, tx.placeholder(1))
    });
    let text = format!(
        r#"SELECT r."id", r."label", r."name" FROM "civicrm_role" r WHERE r."name" <> 'everyone'{only} ORDER BY r."id""#
    );
    let mut found = Vec::new();
    tx.rows(&store::statement(text, user.map(Into::into).into_iter().collect()), |row| {
        if let (query::Cell::Int(id), query::Cell::Text(label), query::Cell::Text(name)) =
            (row.cell(0), row.cell(1), row.cell(2))
        {
            found.push((id, name.to_owned(), label.to_owned()));
        }
        Ok(())
    })?;
    Ok(found)
}

/// `/dashboard`
pub fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let arranging = visit.query.has("arrange");
    let administers = visit.actor.may("administer CiviCRM");
    let (spots, offered, roles) = visit.read(|tx| {
        let spots = spots(tx)?;
        let clauses = json!([["api_entity", "IS NOT EMPTY"], ["is_template", "=", false]]);
        let all = ask(tx, "SavedSearch", &["id", "name", "label"], clauses, &[("label", "ASC")], 200)?;
        let offered: Vec<(i64, String)> = all
            .iter()
            .map(|row| {
                // Packaged reports are called what they are in the reader's language.
                let label = text(row, "label").to_owned();
                (rows::id(row), crate::report::said(&lang, text(row, "name"), label, String::new()).0)
            })
            .filter(|(id, _)| !spots.iter().any(|spot| spot.search == *id))
            .collect();
        Ok((spots, offered, if administers { roles(tx, None)? } else { Vec::new() }))
    })?;
    let mut made: Vec<(Spot, String, Markup)> = Vec::new();
    for spot in spots {
        if let Some((label, inside)) = tiles::tile(visit, &lang, spot.search)? {
            made.push((spot, label, inside));
        }
    }
    let title = lang.text("place-board");
    let page = Page { title, place: "/dashboard", narrow: false };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let toggle = if arranging { ("/dashboard", "board-done") } else { ("/dashboard?arrange", "board-arrange") };
        let actions = html! {
            @if !made.is_empty() {
                button.btn.by-script type="button" data-full="board" { (Icon::Desktop) (lang.text("board-full")) }
                (Button::link(lang.text(toggle.1), toggle.0).icon(Icon::DotsSixVertical))
            }
            (Button::link(lang.text("compose-new"), "/search/new").primary().icon(Icon::PlusBold))
        };
        let column = |number: i64| {
            html! {
                div.board-column { @for (spot, label, inside) in made.iter().filter(|(spot, ..)| spot.column == number) { (one(ui, &lang, spot, label, inside, arranging)) } }
            }
        };
        let content = html! {
            (head(ui, &Head { title, count: None, intro: Some(lang.text("board-intro")) }, Some(actions)))
            @if made.is_empty() {
                (empty(lang.text("board-empty"), lang.text("board-empty-words"), html! { (Button::link(lang.text("board-see-reports"), "/reports").icon(Icon::ChartBar)) }))
            } @else { div.board #board { (column(0)) (column(1)) } }
            @if arranging && !made.is_empty() { p.quiet.by-script { (lang.text("board-arrange-words")) } (Form::post(ui.csrf, "/dashboard/tile").id("board-order").render(html! { input type="hidden" name="do" value="order"; })) }
            @if !offered.is_empty() {
                (Form::post(ui.csrf, "/dashboard/pin").class("row board-add").render(html! {
                    label { span.sr { (lang.text("board-add")) } select.select name="id" { @for (id, label) in &offered { option value=(id) { (label) } } } }
                    (Button::submit(lang.text("board-add")).icon(Icon::Plus))
                }))
            }
            @if arranging && !roles.is_empty() {
                section { h2 { (lang.text("board-default")) }
                    (Form::post(ui.csrf, "/dashboard/default").class("row").render(html! {
                        label { span.sr { (lang.text("board-role")) } select.select name="role" { @for (id, name, label) in &roles { option value=(id) { (translated(lang.code(), "Role", name, label)) } } } }
                        (Button::submit(lang.text("board-default-do")))
                    }))
                }
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(markup))
}

fn one(ui: &ui::Ui<'_>, lang: &Lang, spot: &Spot, label: &str, inside: &Markup, arranging: bool) -> Markup {
    html! {
        @let id = format!("tile-{}", spot.search);
        section.card.board-tile data-row=[spot.row] {
            header {
                @if arranging && spot.row.is_some() { span.grip.by-script aria-hidden="true" { (Icon::DotsSixVertical) } }
                h2 { a href=(format!("/view/{}", spot.search)) { (label) } }
                @if !arranging { span.row.tile-tools {
                    a.btn.is-quiet.is-square.is-small href="/dashboard" hx-get=(format!("/dashboard/tile?search={}", spot.search)) hx-target={ "#" (id) } hx-swap="innerHTML" hx-push-url="false" aria-label=(lang.with("board-refresh", &[("what", label.into())])) { (Icon::ArrowClockwise) }
                    button.btn.is-quiet.is-square.is-small.by-script type="button" data-full=(id) aria-label=(lang.with("board-full-one", &[("what", label.into())])) { (Icon::Desktop) }
                } }
                @if let Some(row) = spot.row.filter(|_| arranging) {
                    (Form::post(ui.csrf, "/dashboard/tile").class("row").render(html! {
                        input type="hidden" name="row" value=(row);
                        @for (what, icon, words) in [("up", Icon::CaretUp, "board-up"), ("down", Icon::CaretDown, "board-down"), ("side", Icon::ArrowRight, "board-side"), ("drop", Icon::X, "board-drop")] {
                            (Button::submit(lang.text(words)).quiet().square().small().icon(icon).name("do", what))
                        }
                    }))
                }
            }
            div.tile-body id=(id) hx-get=[(!arranging).then(|| format!("/dashboard/tile?search={}", spot.search))] hx-trigger="every 600s" hx-swap="innerHTML" hx-push-url="false" { (inside) }
        }
    }
}

/// `/dashboard/pin`
pub fn pin(visit: &mut Visit<'_>) -> Result<Reply> {
    if let Some(id) = visit.form.int("id").filter(|_| visit.is_post) {
        let transaction = visit.write(|tx| {
            super::pin(tx, id)?;
            Ok(tx.transaction_id())
        })?;
        visit.say("said-tile-pinned", transaction);
    }
    Ok(Reply::Redirect("/dashboard".to_owned()))
}

/// `/dashboard/tile`: what stands on one tile now; or a tile moved or taken away.
pub fn tile(visit: &mut Visit<'_>) -> Result<Reply> {
    if let Some(search) = visit.query.int("search").filter(|_| !visit.is_post) {
        let lang = Lang::new(visit.locale);
        let tile = tiles::tile(visit, &lang, search)?;
        let (_, inside) = tile.ok_or_else(|| store::Error::NotFound(format!("search {search}")))?;
        return Ok(Reply::Html(inside));
    }
    if visit.is_post && visit.form.text("do") == Some("order") {
        let spots: Vec<(i64, i64)> = visit.form.all("spot").filter_map(spot_of).collect();
        let transaction = visit.write(|tx| {
            for (weight, (row, column)) in spots.iter().enumerate() {
                place(tx, *row, *column, i64::try_from(weight).unwrap_or(0))?;
            }
            Ok(tx.transaction_id())
        })?;
        visit.say("said-board-arranged", transaction);
        return Ok(Reply::Redirect("/dashboard?arrange".to_owned()));
    }
    let (row, what) = (visit.form.int("row"), visit.form.text("do").unwrap_or_default().to_owned());
    if let Some(row) = row.filter(|_| visit.is_post) {
        visit.write(|tx| arrange(tx, row, &what))?;
    }
    Ok(Reply::Redirect("/dashboard?arrange".to_owned()))
}

/// `12:1`: the row of a tile and the column that it stands in now.
fn spot_of(text: &str) -> Option<(i64, i64)> {
    let (row, column) = text.split_once(':')?;
    Some((row.parse().ok()?, column.parse::<i64>().ok()?.clamp(0, 1)))
}

fn arrange(tx: &mut Tx<'_>, row: i64, what: &str) -> Result<()> {
    if what == "drop" {
        return tx.delete("DashboardContact", row, As::Actor);
    }
    let spots = spots(tx)?;
    let Some(spot) = spots.iter().find(|spot| spot.row == Some(row)) else { return Ok(()) };
    let mut column: Vec<&Spot> = spots.iter().filter(|other| other.column == spot.column).collect();
    let at = column.iter().position(|other| other.row == Some(row)).unwrap_or(0);
    match what {
        "up" if at > 0 => column.swap(at, at - 1),
        "down" if at + 1 < column.len() => column.swap(at, at + 1),
        "side" => return place(tx, row, 1 - spot.column, i64::try_from(spots.len()).unwrap_or(0) + 1),
        _ => return Ok(()),
    }
    let order: Vec<(i64, i64)> = column.iter().filter_map(|other| Some((other.row?, other.column))).collect();
    for (weight, (row, column)) in order.into_iter().enumerate() {
        place(tx, row, column, i64::try_from(weight).unwrap_or(0))?;
    }
    Ok(())
}

fn place(tx: &mut Tx<'_>, row: i64, column: i64, weight: i64) -> Result<()> {
    let values = super::object(json!({"id": row, "column_no": column, "weight": weight}));
    tx.save("DashboardContact", values, As::Actor).map(|_| ())
}

/// `/dashboard/default`: the visitor's board is what a role begins with.
pub fn default(visit: &mut Visit<'_>) -> Result<Reply> {
    if let Some(role) = visit.form.int("role").filter(|_| visit.is_post) {
        let transaction = visit.write(|tx| {
            let mut listed: Vec<Spot> = spots(tx)?;
            listed.sort_by_key(|spot| (spot.weight, spot.column));
            let mut all = tx.setting(super::DEFAULTS)?;
            if !all.is_object() {
                all = json!({});
            }
            all[role.to_string()] = listed.iter().map(|spot| spot.search).collect();
            tx.set_setting(super::DEFAULTS, Some(&all))?;
            Ok(tx.transaction_id())
        })?;
        visit.say("said-board-default", transaction);
    }
    Ok(Reply::Redirect("/dashboard".to_owned()))
}

/// The first tile of the board, on the home page.
pub fn desk(visit: &Visit<'_>, lang: &Lang) -> Result<Option<Markup>> {
    let first = visit.read(|tx| Ok(spots(tx)?.into_iter().next()))?;
    let Some(spot) = first else { return Ok(None) };
    let Some((label, inside)) = tiles::tile(visit, lang, spot.search)? else { return Ok(None) };
    Ok(Some(html! {
        section.board-desk {
            div.section-head { h2 { a href=(format!("/view/{}", spot.search)) { (label) } } a.aside href="/dashboard" { (lang.text("place-board")) } }
            (inside)
        }
    }))
}
