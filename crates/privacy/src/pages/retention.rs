//! `/settings/privacy/retention`: for how long things are kept; what is due, shown before anything happens.

use super::fault::{self, Errors};
use contact::pages::phrases::Lang;
use contact::pages::rows::{Row, ask, id as id_of, text};
use jiff::ToSpan;
use kit::{Reply, Visit};
use maud::{Markup, Render, html};
use query::Cell;
use schema::Verb;
use serde_json::{Map, Value as Json, json};
use store::{As, Error, Result, Tx, statement};
use ui::Icon;
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::chip::{Status, Tag};
use ui::part::empty::empty;
use ui::part::field::{Choice, Field, Widget, Width, field};
use ui::part::form::Form;
use ui::part::head::section_head;
use ui::part::notice::notice;
use ui::part::table::{Column, Role, Row as Line, Table, table};

use super::{Sheet, sheet, words};
use crate::permission::{ADMINISTER, FORGET};
use crate::retention::{self, ACTIONS, BIN, DELETE, INACTIVE, KINDS, PROPOSE, RetentionRule};
use crate::seed;

const PATH: &str = "/settings/privacy/retention";

/// So many contacts are listed.
const LISTED: i64 = 200;

/// All rules, by number.
///
/// # Errors
/// The database's own failure.
pub fn all(tx: &Tx<'_>) -> Result<Vec<(i64, RetentionRule)>> {
    let mut ids = Vec::new();
    tx.rows(&statement(r#"SELECT "id" FROM "ruche_retention_rule" ORDER BY "id""#, Vec::new()), |row| {
        if let Cell::Int(id) = row.cell(0) {
            ids.push(id);
        }
        Ok(())
    })?;
    let mut found = Vec::new();
    for id in ids {
        found.extend(tx.find::<RetentionRule>(id)?.map(|rule| (id, rule)));
    }
    Ok(found)
}

/// What a rule is called: shipped ones in the reader's language.
pub fn title<'a>(lang: &'a Lang, rule: &RetentionRule) -> &'a str {
    let (name, stored) = (rule.name.as_deref().unwrap_or_default(), rule.title.as_deref().unwrap_or_default());
    lang.keep(seed::rule_title(lang.code(), name, stored))
}

/// For how long, in words.
pub fn period<'a>(lang: &'a Lang, rule: &RetentionRule) -> &'a str {
    let values = [("count", rule.period.into())];
    match rule.unit.as_str() {
        "day" => lang.with("retention-days", &values),
        "year" => lang.with("retention-years", &values),
        _ => lang.with("retention-months", &values),
    }
}

/// `/settings/privacy/retention`
pub fn list(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let rules = visit.read(|tx| {
        let rules = all(tx)?;
        let counted: Result<Vec<i64>> = rules.iter().map(|(_, rule)| retention::count(tx, rule)).collect();
        Ok(rules.into_iter().zip(counted?).collect::<Vec<_>>())
    })?;
    let add = Button::link(lang.text("retention-add"), "/settings/privacy/retention/new").icon(Icon::PlusBold).key("n");
    let actions = visit.actor.may(ADMINISTER).then(|| add.primary().render());
    let view = Sheet {
        title: lang.text("privacy-tab-retention"),
        intro: Some(lang.text("retention-intro")),
        tab: PATH,
        ..Sheet::default()
    };
    let markup = sheet(visit, &lang, view, actions, |ui| {
        let column = |key: &str, role, priority| Column { label: lang.text(key), role, priority, ..Column::default() };
        let columns = vec![
            column("retention-title", Role::Main, 0),
            column("retention-period", Role::Text, 2),
            column("retention-action", Role::Text, 3),
            column("retention-due", Role::Mark, 0),
        ];
        let rows = rules.iter().map(|((id, rule), count)| line(&lang, *id, rule, *count)).collect();
        table(ui, &Table { caption: lang.text("privacy-tab-retention"), columns, rows, ..Table::default() })
    })?;
    Ok(Reply::Html(markup))
}

fn line<'a>(lang: &'a Lang, id: i64, rule: &RetentionRule, count: i64) -> Line<'a> {
    let title = title(lang, rule);
    let due = match count {
        0 => Status::Off(lang.text("retention-none")).render(),
        count => Status::On(Tone::Honey, lang.with("retention-count", &[("count", count.into())])).render(),
    };
    Line {
        id: lang.keep(id.to_string()),
        name: title,
        cells: vec![
            html! { a href={ (PATH) "/" (id) } { b { (title) } } @if !rule.is_active { " " (Tag::of(Tone::Stone, lang.text("choice-resting"))) } },
            html! { (period(lang, rule)) },
            html! { span.faint { (words::option(lang, "action", &rule.action)) } },
            due,
        ],
        ticked: false,
    }
}

fn number(visit: &Visit<'_>) -> Result<i64> {
    if visit.captures.first().is_some_and(|id| id == "new") { Ok(0) } else { visit.id(0) }
}

/// `/settings/privacy/retention/{id}`: the rule, and what it finds now.
pub fn one(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = number(visit)?;
    if !visit.is_post {
        return Ok(Reply::Html(show(visit, &lang, id, &Errors::new())?));
    }
    let form = visit.form.clone();
    let result = visit.write(|tx| {
        let mut values = json!({
            "kind": form.text("kind"), "period": form.text("period"), "unit": form.text("unit"),
            "action": form.text("action"), "contact_type": form.text("contact_type"),
            "is_active": form.get("is_active") == Some("1"),
        });
        let known = tx.find::<RetentionRule>(id)?;
        let shown = known.as_ref().map(|rule| title(&lang, rule).to_owned());
        if shown.as_deref() != form.text("title") {
            values["title"] = json!(form.text("title"));
        }
        if id != 0 {
            values["id"] = json!(id);
        }
        let saved = tx.save("RetentionRule", values.as_object().cloned().unwrap_or_default(), As::Actor)?;
        Ok((saved.id, tx.transaction_id()))
    });
    match fault::field_errors(result)? {
        Ok((saved, transaction)) => {
            visit.say(if transaction.is_some() { "said-saved" } else { "said-nothing" }, transaction);
            Ok(Reply::Redirect(format!("{PATH}/{saved}")))
        }
        Err(errors) => {
            let errors = fault::errors(&lang, &errors);
            Ok(Reply::Status(422, show(visit, &lang, id, &errors)?))
        }
    }
}

fn show(visit: &Visit<'_>, lang: &Lang, id: i64, errors: &Errors) -> Result<Markup> {
    let (rule, count, due) = visit.read(|tx| {
        let Some(rule) = tx.find::<RetentionRule>(id)? else {
            return if id == 0 { Ok((None, 0, Vec::new())) } else { Err(Error::NotFound(format!("rule {id}"))) };
        };
        let ids = retention::due(tx, &rule, LISTED)?;
        let select = ["id", "display_name", "contact_type", "created_date", "modified_date"];
        let conditions = json!([["id", "IN", ids], ["is_deleted", "IN", [true, false]]]);
        let mut people = if ids.is_empty() { Vec::new() } else { ask(tx, "Contact", &select, conditions, &[], 0)? };
        people.sort_by_key(|row| ids.iter().position(|id| *id == id_of(row)));
        Ok((Some(rule.clone()), retention::count(tx, &rule)?, people))
    })?;
    let heading = rule.as_ref().map_or(lang.text("retention-new"), |rule| title(lang, rule));
    let view = Sheet { title: heading, tab: PATH, is_below: true, ..Sheet::default() };
    sheet(visit, lang, view, None, |ui| {
        html! {
            div.two.is-wide-left {
                section aria-labelledby="due" {
                    @match &rule {
                        Some(rule) => (found(visit, ui, lang, id, rule, count, &due)),
                        None => p.faint { (lang.text("retention-new-words")) },
                    }
                }
                @if visit.actor.may(ADMINISTER) { aside { (editor(visit, ui, lang, id, rule.as_ref(), errors)) } }
            }
        }
    })
}

/// What the rule finds, and what can be done with it.
fn found(
    visit: &Visit<'_>,
    ui: &ui::Ui<'_>,
    lang: &Lang,
    id: i64,
    rule: &RetentionRule,
    count: i64,
    due: &[Row],
) -> Markup {
    let kind = rule.kind.as_deref().unwrap_or_default();
    let head =
        section_head("due", lang.text("retention-due-now"), Some(html! { span.faint { (lang.locale.number(count)) } }));
    let about = html! { p.faint { (lang.text(&format!("help-retention-{kind}"))) } };
    if count == 0 {
        return html! { (head) (about) (empty(lang.text("retention-none-title"), lang.text("retention-none-words"), html! {})) };
    }
    if !retention::finds_contacts(rule) {
        let clear = Form::post(ui.csrf, &format!("{PATH}/{id}/clear"))
            .render(html! { (Button::submit(lang.with("retention-clear", &[("count", count.into())])).danger().icon(Icon::Trash)) });
        return html! {
            (head) (about)
            (notice(Tone::Honey, Icon::Warning, html! { (lang.text("retention-clear-words")) }, None))
            @if visit.actor.may(ADMINISTER) { div.row { (clear) } }
        };
    }
    let forgets = visit.actor.may(FORGET) && visit.actor.may("delete contacts");
    let column = |key: &str, role, priority| Column { label: lang.text(key), role, priority, ..Column::default() };
    let columns = vec![
        column("request-who", Role::Main, 0),
        column("retention-made", Role::Text, 3),
        column("retention-changed", Role::Mark, 0),
    ];
    let row = |row: &Row| Line {
        id: lang.keep(id_of(row).to_string()),
        name: lang.keep(text(row, "display_name")),
        cells: vec![
            html! { a href={ "/contacts/" (id_of(row)) } { b { (text(row, "display_name")) } } },
            html! { span.faint { (words::day(lang, text(row, "created_date"))) } },
            html! { span.faint { (words::day(lang, text(row, "modified_date"))) } },
        ],
        ticked: false,
    };
    let listed = Table {
        caption: lang.text("retention-due-now"),
        columns,
        rows: due.iter().map(row).collect(),
        tick: Some("id"),
        dense: false,
    };
    html! {
        (head) (about)
        (Form::post(ui.csrf, &format!("{PATH}/{id}/keep")).class("stack").render(html! {
            (table(ui, &listed))
            @if count > due.len() as i64 { p.faint { (lang.with("retention-more", &[("count", (count - due.len() as i64).into())])) } }
            div.row {
                @if forgets { (Button::submit(lang.text("anonymise-task")).action("/contacts/anonymise").danger().icon(Icon::Fingerprint)) }
                (Button::submit(lang.text("retention-keep")).icon(Icon::Clock))
            }
        }))
    }
}

/// The rule itself.
fn editor(
    visit: &Visit<'_>,
    ui: &ui::Ui<'_>,
    lang: &Lang,
    id: i64,
    rule: Option<&RetentionRule>,
    errors: &Errors,
) -> Markup {
    let error = |name: &str| errors.get(name).map(String::as_str);
    let typed = |name: &str, stored: &str| lang.keep(visit.form.get(name).unwrap_or(stored));
    let kind = rule.and_then(|rule| rule.kind.as_deref()).unwrap_or(INACTIVE);
    let (kinds, actions) = (words::choices(lang, "retention", KINDS), words::choices(lang, "action", ACTIONS));
    let fits = |value: &str| match kind {
        _ if rule.is_none() => true,
        INACTIVE => value != DELETE,
        BIN => true,
        _ => matches!(value, PROPOSE | DELETE),
    };
    let actions: Vec<Choice<'_>> = actions.into_iter().filter(|one| fits(one.value)).collect();
    let units = [
        Choice::of("day", lang.text("retention-unit-day")),
        Choice::of("month", lang.text("retention-unit-month")),
        Choice::of("year", lang.text("retention-unit-year")),
    ];
    let types = [
        Choice::of("Individual", lang.text("kind-person")),
        Choice::of("Household", lang.text("kind-household")),
        Choice::of("Organization", lang.text("kind-organisation")),
    ];
    let period = rule.map_or_else(|| "36".to_owned(), |rule| rule.period.to_string());
    let mut fields = vec![
        Field {
            required: true,
            max_length: Some(128),
            error: error("title"),
            ..Field::text(
                "title",
                lang.text("retention-title"),
                typed("title", rule.map_or("", |rule| title(lang, rule))),
            )
        },
        Field {
            error: error("kind"),
            ..Field::text("kind", lang.text("retention-kind"), typed("kind", kind)).widget(Widget::Select(&kinds))
        },
        Field {
            required: true,
            width: Width::Half,
            least: Some("1"),
            error: error("period"),
            ..Field::text("period", lang.text("retention-period"), typed("period", &period)).widget(Widget::Number("1"))
        },
        Field {
            width: Width::Half,
            error: error("unit"),
            ..Field::text("unit", lang.text("retention-unit"), typed("unit", rule.map_or("month", |rule| &rule.unit)))
                .widget(Widget::Select(&units))
        },
        Field {
            error: error("action"),
            ..Field::text(
                "action",
                lang.text("retention-action"),
                typed("action", rule.map_or(PROPOSE, |rule| &rule.action)),
            )
            .widget(Widget::Select(&actions))
        },
    ];
    if matches!(kind, INACTIVE | BIN) {
        let of = rule.and_then(|rule| rule.contact_type.as_deref()).unwrap_or_default();
        fields.push(Field {
            may_be_empty: true,
            ..Field::text("contact_type", lang.text("retention-of"), typed("contact_type", of))
                .widget(Widget::Select(&types))
        });
    }
    let active = if rule.is_none_or(|rule| rule.is_active) { "1" } else { "0" };
    fields.push(
        Field::text("is_active", lang.text("retention-active"), typed("is_active", active)).widget(Widget::Switch),
    );
    let action = if id == 0 { format!("{PATH}/new") } else { format!("{PATH}/{id}") };
    html! {
        (section_head("rule", lang.text("retention-rule"), None))
        (Form::post(ui.csrf, &action).class("stack").render(html! {
            div.fields { @for one in &fields { (field(ui, one)) } }
            div.row { (Button::submit(lang.text("save")).primary()) }
        }))
        @if id != 0 {
            (Form::post(ui.csrf, &format!("{PATH}/{id}/delete")).render(html! {
                (Button::submit(lang.text("retention-delete")).quiet().small().icon(Icon::Trash))
            }))
        }
    }
}

/// `/settings/privacy/retention/{id}/{act}`
pub fn act(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let act = visit.captures.get(1).cloned().unwrap_or_default();
    let back = format!("{PATH}/{id}");
    if !visit.is_post {
        return Ok(Reply::Redirect(back));
    }
    if act != "keep" && !visit.actor.may(ADMINISTER) {
        return Err(Error::Forbidden(ADMINISTER.to_owned()));
    }
    let ids: Vec<i64> = visit.form.all("id").filter_map(|id| id.parse().ok()).collect();
    let done = visit.write(|tx| {
        match act.as_str() {
            "keep" => keep(tx, id, &ids)?,
            "delete" => tx.delete("RetentionRule", id, As::Actor)?,
            "clear" => {
                let rule = tx.find::<RetentionRule>(id)?.ok_or_else(|| Error::NotFound(format!("rule {id}")))?;
                if !retention::finds_contacts(&rule) {
                    retention::carry_out(tx, &rule, 0)?;
                }
            }
            _ => return Err(Error::NotFound(act.clone())),
        }
        Ok(tx.transaction_id())
    })?;
    match act.as_str() {
        "clear" => visit.say("said-cleared", None),
        _ if done.is_none() => visit.say("said-nothing", None),
        _ => visit.say("said-saved", done),
    }
    Ok(Reply::Redirect(if act == "delete" { PATH.to_owned() } else { back }))
}

/// Keeps contacts for another year, whatever the rule says.
fn keep(tx: &mut Tx<'_>, rule: i64, ids: &[i64]) -> Result<()> {
    let until = tx.clock().today().saturating_add(1.year()).to_string();
    let entity = tx.entity("Contact")?;
    for id in ids {
        if !tx.may(&entity, *id, Verb::Edit)? {
            continue;
        }
        let known =
            ask(tx, "RetentionException", &["id"], json!([["rule_id", "=", rule], ["contact_id", "=", id]]), &[], 1)?;
        let mut values: Map<String, Json> = Map::new();
        values.insert("rule_id".to_owned(), json!(rule));
        values.insert("contact_id".to_owned(), json!(id));
        values.insert("until_date".to_owned(), json!(until));
        values.extend(known.first().map(|row| ("id".to_owned(), json!(id_of(row)))));
        tx.save("RetentionException", values, As::Actor)?;
    }
    Ok(())
}
