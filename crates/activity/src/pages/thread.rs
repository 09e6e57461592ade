//! Activities on the page of a contact: moments of the thread, and a section of their own with filters.

use contact::pages::contact as page;
use contact::pages::labels;
use contact::pages::phrases::Lang;
use contact::pages::preference;
use contact::pages::rows::{self, Row, ask};
use contact::pages::slots::Moment;
use kit::{Reply, Visit};
use maud::{Markup, html};
use query::Cell;
use serde_json::{Value as Json, json};
use store::{Result, Tx, statement};
use ui::page::activity::TICK;
use ui::page::activity_list::{OfContact, of_contact};
use ui::part::button::Button;
use ui::part::field::{Choice, Field, Widget};

use super::list::{self, Place};
use super::log;
use super::ordered::FEW;
use super::told::{self, SELECT, Words};
use crate::details;
use crate::state::State;

/// The name of the section in paths.
pub const SECTION: &str = "activities";

/// So many letters of the details are shown in the thread.
const EXCERPT: usize = 220;

/// Up to so many are counted one by one; of more the index of contacts alone tells, with those in the bin.
const COUNTED: i64 = 300;

/// How many activities a contact takes part in; more than a tab tells are not all counted.
///
/// # Errors
/// The database's own failure.
pub fn count(tx: &Tx<'_>, contact: i64) -> Result<i64> {
    let own = r#"SELECT "activity_id" FROM "civicrm_activity_contact" WHERE "contact_id" = "#;
    let one = tx.placeholder(1);
    let ask = |text: String| -> Result<i64> {
        let found = tx.one(&statement(text, vec![contact.into()]))?;
        Ok(found.and_then(|value| value.as_int()).unwrap_or(0))
    };
    if ask(format!("SELECT COUNT(*) FROM ({own}{one} LIMIT {COUNTED}) c"))? == COUNTED {
        let many = ask(format!("SELECT COUNT(*) FROM ({own}{one} LIMIT {FEW}) c"))?;
        return match many {
            FEW.. => Ok(many),
            _ => ask(format!(r#"SELECT COUNT(DISTINCT c."activity_id") FROM ({own}{one}) c"#)),
        };
    }
    ask(format!(
        r#"SELECT COUNT(DISTINCT c."activity_id") FROM ({own}{one}) c
           JOIN "civicrm_activity" a ON a."id" = c."activity_id" WHERE a."is_deleted" = 0 AND a."is_test" = 0"#
    ))
}

/// The newest activities of a contact, by number.
fn newest(tx: &Tx<'_>, contact: i64, most: i64) -> Result<Vec<i64>> {
    let enough = format!(
        r#"SELECT COUNT(*) FROM (SELECT 1 FROM "civicrm_activity_contact" WHERE "contact_id" = {} LIMIT {FEW}) c"#,
        tx.placeholder(1)
    );
    let many = tx.one(&statement(enough, vec![contact.into()]))?.and_then(|value| value.as_int()) >= Some(FEW);
    let text = match many {
        true => format!(
            r#"SELECT a."id" FROM "civicrm_activity" a WHERE a."is_deleted" = 0 AND a."is_test" = 0 AND EXISTS
               (SELECT 1 FROM "civicrm_activity_contact" c WHERE c."contact_id" = {one} AND c."activity_id" = a."id")
               ORDER BY a."activity_date_time" DESC, a."id" DESC LIMIT {two}"#,
            one = tx.placeholder(1),
            two = tx.placeholder(2)
        ),
        false => format!(
            r#"SELECT a."id" FROM (SELECT DISTINCT "activity_id" FROM "civicrm_activity_contact" WHERE "contact_id" = {one}) c
               JOIN "civicrm_activity" a ON a."id" = c."activity_id"
               WHERE a."is_deleted" = 0 AND a."is_test" = 0
               ORDER BY a."activity_date_time" DESC, a."id" DESC LIMIT {two}"#,
            one = tx.placeholder(1),
            two = tx.placeholder(2)
        ),
    };
    let mut ids = Vec::new();
    tx.rows(&statement(text, vec![contact.into(), most.into()]), |row| {
        if let Cell::Int(id) = row.cell(0) {
            ids.push(id);
        }
        Ok(())
    })?;
    Ok(ids)
}

/// The moments of a contact's thread.
///
/// # Errors
/// The database's own failure.
pub fn moments(tx: &mut Tx<'_>, lang: &Lang, contact: i64, most: i64) -> Result<Vec<Moment>> {
    let ids = newest(tx, contact, most.min(100))?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut select = SELECT.to_vec();
    select.push("details");
    let rows = ask(tx, "Activity", &select, json!([["id", "IN", ids]]), &[], 0)?;
    let words = Words::read(tx, lang, &rows)?;
    let files = super::attached::counts(tx, &ids)?;
    let writes = log::may_write(tx, contact)?;
    Ok(rows.iter().filter_map(|row| moment(lang, &words, row, contact, writes, &files)).collect())
}

fn moment(
    lang: &Lang,
    words: &Words,
    row: &Row,
    contact: i64,
    writes: bool,
    files: &std::collections::HashMap<i64, i64>,
) -> Option<Moment> {
    let id = rows::id(row);
    let (icon, tone) = words.cell(row);
    let open = words.state(row) == State::Open;
    let at = told::at(row)?;
    let done = Button::submit(lang.text("activity-done")).small().form(TICK).action(format!("/activities/{id}/done"));
    let done = done.name("back", format!("/contacts/{contact}"));
    let minutes = rows::int(row, "duration").filter(|minutes| *minutes > 0);
    let end_note = if open { None } else { minutes.map(|n| lang.locale.with("minutes", &[("count", n.into())])) };
    Some(Moment {
        at,
        icon,
        tone: if words.is_late(row) { ui::part::Tone::Brick } else { tone },
        title: title(lang, words, row, contact),
        text: Some(details::excerpt(rows::text(row, "details"), EXCERPT)).filter(|text| !text.is_empty()),
        note: note(lang, words, row, open, files.get(&id).copied().unwrap_or(0)),
        end: (open && writes).then(|| html! { (done) }),
        end_note,
        next: open,
        of: ("Activity", id),
    })
}

/// "Appel de Malik : Prête à tenir l'atelier", as a link.
fn title(lang: &Lang, words: &Words, row: &Row, contact: i64) -> Markup {
    let subject = rows::text(row, "subject");
    let href = format!("/activities/{}", rows::id(row));
    let others: Vec<i64> = told::ids(row, "target_contact_id").into_iter().filter(|id| *id != contact).collect();
    let by: Vec<i64> = told::ids(row, "source_contact_id").into_iter().filter(|id| *id != contact).collect();
    html! {
        a.entry-link href=(href) { b { (if subject.is_empty() { words.kind(lang, row) } else { subject }) } }
        @if words.state(row) != State::Open && !by.is_empty() {
            " " span.quiet { (lang.locale.rich("moment-by", &[("who", words.links(lang, &by, 1).into())])) }
        }
        @if !others.is_empty() {
            " " span.quiet { (lang.locale.rich("moment-with", &[("who", words.links(lang, &others, 2).into())])) }
        }
    }
}

/// The small line: what kind, for whom and when it is to be done, files.
fn note(lang: &Lang, words: &Words, row: &Row, open: bool, files: i64) -> Option<String> {
    let mut parts = Vec::new();
    if !rows::text(row, "subject").is_empty() {
        parts.push(words.kind(lang, row).to_owned());
    }
    if open {
        let assignees = told::ids(row, "assignee_contact_id");
        let names: Vec<&str> = assignees.iter().filter_map(|id| words.name(lang, *id)).take(2).collect();
        if !names.is_empty() {
            parts.push(lang.locale.with("moment-for", &[("who", names.join(", ").into())]));
        }
        if let Some(at) = told::at(row) {
            parts.push(lang.locale.relative(at.date(), words.today()));
        }
    } else if words.state(row) == State::Dropped {
        parts.push(words.status(lang, row).1.to_owned());
    }
    if files > 0 {
        parts.push(lang.locale.with("moment-files", &[("count", files.into())]));
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// What a reader last chose for the section, where the site keeps it.
const CHOSEN: &str = "ruche_activity_filter";

/// `/contacts/{id}/activities`
pub fn section(visit: &mut Visit<'_>) -> Result<Reply> {
    let contact = visit.id(0)?;
    let lang = Lang::new(visit.locale);
    if visit.is_post {
        return remember(visit);
    }
    let (kind, status, keeps) = visit.read(|tx| remembered(visit, tx))?;
    let days = ["from", "to"].map(|name| day(visit.query.text(name)));
    let place = Place::of(&visit.query);
    let found = visit.read(|tx| {
        log::seen(tx, contact)?;
        let mut clauses = vec![json!(["all_contact_id", "CONTAINS", contact])];
        for (day, (than, end)) in days.iter().zip([(">=", "00:00:00"), ("<=", "23:59:59")]) {
            clauses.extend((!day.is_empty()).then(|| json!(["activity_date_time", than, format!("{day} {end}")])));
        }
        if let Some(id) = kind.strip_prefix('-').and_then(|id| id.parse::<i64>().ok()) {
            clauses.push(json!(["activity_type_id", "!=", id]));
        } else if let Ok(id) = kind.parse::<i64>() {
            clauses.push(json!(["activity_type_id", "=", id]));
        }
        list::by_status(tx, &status, &mut clauses)?;
        let found = list::window(tx, clauses, &place, true)?;
        let words = Words::read(tx, &lang, &found.rows)?;
        let types = labels::choices(tx, lang.code(), "Activity", "activity_type_id", kind.trim_start_matches('-'))?;
        let statuses = labels::choices(tx, lang.code(), "Activity", "status_id", &status)?;
        Ok((found, words, types, statuses, log::may_write(tx, contact)?))
    })?;
    let (found, words, types, statuses, writes) = found;
    let back = visit.path.to_owned();
    let (only, but): (Vec<_>, Vec<_>) = types
        .iter()
        .filter(|one| !list::is_system(one))
        .map(|one| {
            let not = lang.keep(format!("-{}", one.value));
            let without = lang.with("filter-without", &[("value", one.label.as_str().into())]);
            (
                Choice::of(&one.value, &one.label),
                Choice { group: Some(lang.text("filter-but")), ..Choice::of(not, without) },
            )
        })
        .unzip();
    let kinds: Vec<Choice<'_>> = only.into_iter().chain(but).collect();
    let states = list::status_choices(&lang, &statuses);
    let empty = |name, label, value, choices| Field {
        may_be_empty: true,
        ..Field::text(name, label, value).widget(Widget::Select(choices))
    };
    let view = OfContact {
        action: &back,
        fields: vec![
            empty("type", lang.field("Activity", "activity_type_id"), kind.as_str(), kinds.as_slice()),
            empty("status", lang.field("Activity", "status_id"), status.as_str(), states.as_slice()),
            Field::text("from", lang.text("relationship-start"), &days[0]).widget(Widget::Date),
            Field::text("to", lang.text("relationship-last"), &days[1]).widget(Widget::Date),
        ],
        create: writes.then(|| lang.keep(format!("/activities/new?with={contact}"))),
        rows: found.rows.iter().map(|row| words.line(&lang, row, Some(contact))).collect(),
        steps: list::steps(&lang, &found, |pairs| list::section_href(&back, &kind, &status, &beside(&days, pairs))),
        narrowed: [&kind, &status, &days[0], &days[1]].iter().any(|asked| !asked.is_empty()),
        keeps,
        back: &back,
    };
    let content = of_contact(&visit.ui(), &view);
    Ok(Reply::Html(page::section(visit, &lang, contact, SECTION, content)?))
}

/// A day as an address carries it; nothing for what is none.
fn day(text: Option<&str>) -> String {
    text.and_then(|text| text.parse::<jiff::civil::Date>().ok()).map(|day| day.to_string()).unwrap_or_default()
}

/// The days of the filter beside what else an address says.
fn beside<'p>(days: &'p [String; 2], pairs: &[(&'p str, &'p str)]) -> Vec<(&'p str, &'p str)> {
    [("from", days[0].as_str()), ("to", days[1].as_str())].into_iter().chain(pairs.iter().copied()).collect()
}

/// The longest type or status of an address.
const LONGEST: usize = 20;

/// Writes down the type and the status that were chosen, where the site remembers them; then they are shown.
fn remember(visit: &mut Visit<'_>) -> Result<Reply> {
    let all = visit.form.has("all");
    let text = |name: &str| visit.form.text(name).filter(|_| !all).unwrap_or_default().chars().take(LONGEST).collect();
    let (kind, status): (String, String) = (text("type"), text("status"));
    if visit.read(|tx| keeps(tx))? {
        preference::write(visit, CHOSEN, &json!([kind, status]))?;
    }
    // Days are asked for once: nobody wants last year's days next year.
    let days = ["from", "to"].map(|name| day(visit.form.text(name).filter(|_| !all)));
    Ok(Reply::Redirect(list::section_href(visit.path, &kind, &status, &beside(&days, &[]))))
}

/// Whether the site remembers what a reader chose (setting `preserve_activity_tab_filter`).
fn keeps(tx: &Tx<'_>) -> Result<bool> {
    Ok(match tx.setting("preserve_activity_tab_filter")? {
        Json::Bool(on) => on,
        Json::Number(number) => number.as_i64() == Some(1),
        Json::String(text) => text == "1",
        _ => false,
    })
}

/// What is asked for; what was chosen last where nothing is asked and the site remembers.
fn remembered(visit: &Visit<'_>, tx: &Tx<'_>) -> Result<(String, String, bool)> {
    let text = |name: &str| visit.query.text(name).unwrap_or_default().chars().take(LONGEST).collect::<String>();
    let keeps = keeps(tx)?;
    if keeps && visit.query.0.is_empty() {
        let kept = preference::read(tx, visit.actor.contact_id, CHOSEN)?;
        let part = |at: usize| kept.get(at).and_then(Json::as_str).unwrap_or_default().to_owned();
        return Ok((part(0), part(1), keeps));
    }
    Ok((text("type"), text("status"), keeps))
}
