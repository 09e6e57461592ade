//! The rows of an import: what each would do or has done, and what is still to be decided or mended.

use contact::pages::phrases::Lang;
use contact::pages::rows::{self as records, Row, text};
use kit::{Reply, Visit};
use maud::{Markup, html};
use schema::Value;
use serde_json::{Value as Json, json};
use store::{Result, Tx};
use ui::part::Tone;
use ui::part::avatar::{Avatar, Kind};
use ui::part::button::Button;
use ui::part::empty::empty;
use ui::part::field::{Field, field};
use ui::part::form::Form;
use ui::part::notice::notice;
use ui::{Icon, Ui};

use crate::rows::{self, ImportedRow, Tally, Which, state};
use crate::setup::{Setup, Stage};
use crate::who::How;
use crate::work;

use super::draft::{self, Given};
use super::filled;
use super::show::{PART, View, beginning, framed};
use super::{goals, own};

/// So many rows stand on a page.
const SHOWN: i64 = 50;
/// The form that tries refused rows again: its button stands within another one.
const AGAIN: &str = "import-again";
/// So many lines one form may change.
const CHANGED: usize = 200;

/// A change in words: label, before, after.
type Change = (String, String, String);

/// A page of rows with everything that it says.
struct Shown {
    tally: Tally,
    which: Which,
    rows: Vec<(ImportedRow, Vec<Change>)>,
    people: Vec<Row>,
    more: Option<i64>,
    /// What is looked for in the cells.
    asked: String,
    given: Given,
    may_undo: bool,
}

impl Shown {
    fn read(visit: &Visit<'_>, lang: &Lang, id: i64, setup: &Setup) -> Result<Shown> {
        let asked = visit.query.get("show").and_then(Which::named);
        let after = visit.query.int("after").unwrap_or(0);
        visit.read(|tx| {
            let tally = rows::division(tx, id)?;
            let which = asked.unwrap_or_else(|| likely(setup, &tally));
            let sought = visit.query.text("q").unwrap_or_default();
            let mut found = rows::of_with(tx, id, which, after, SHOWN + 1, sought)?;
            let more = found.len() as i64 > SHOWN;
            found.truncate(SHOWN as usize);
            let more = found.last().filter(|_| more).map(|row| row.line);
            let given = Given::read(tx, lang, setup)?;
            let people = people(tx, &found)?;
            let mut rows = Vec::new();
            for row in found {
                let changes = changes(tx, lang, &given, &row)?;
                rows.push((row, changes));
            }
            let asked = sought.to_owned();
            Ok(Shown { tally, which, rows, people, more, asked, given, may_undo: work::may_undo(tx, id)? })
        })
    }

    fn person(&self, id: i64) -> Option<&Row> {
        self.people.iter().find(|row| records::id(row) == id)
    }
}

/// What is looked at first: what waits for a decision, then what changes.
fn likely(setup: &Setup, tally: &Tally) -> Which {
    let order: &[Which] = match setup.stage {
        Stage::Undone => &[Which::Undone, Which::Kept],
        Stage::Imported => &[Which::Created, Which::Updated, Which::Doubtful, Which::Refused],
        _ => &[Which::Doubtful, Which::Updated, Which::Created, Which::Refused],
    };
    order.iter().copied().find(|which| tally.of(*which) > 0).unwrap_or(Which::Unchanged)
}

/// Everybody that the rows speak of.
fn people(tx: &Tx<'_>, found: &[ImportedRow]) -> Result<Vec<Row>> {
    let mut ids: Vec<i64> = found.iter().flat_map(|row| row.contact.into_iter().chain(row.others())).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let select = [
        "id",
        "display_name",
        "first_name",
        "last_name",
        "contact_type",
        "email_primary.email",
        "address_primary.city",
    ];
    records::ask(tx, "Contact", &select, json!([["id", "IN", ids]]), &[], 0)
}

fn changes(tx: &Tx<'_>, lang: &Lang, given: &Given, row: &ImportedRow) -> Result<Vec<Change>> {
    let mut all = Vec::new();
    for (label, before, after) in &row.changes() {
        let words = |value: &Json| filled::value(tx, lang, label, value);
        all.push((goals::label(lang, &given.offers, label), words(before)?, words(after)?));
    }
    Ok(all)
}

pub(super) fn show(visit: &Visit<'_>, lang: &Lang, id: i64, setup: &Setup) -> Result<Reply> {
    let shown = Shown::read(visit, lang, id, setup)?;
    let name = setup.file_name.as_str();
    let counts = [
        ("created", shown.tally.created.into()),
        ("updated", shown.tally.updated.into()),
        ("refused", shown.tally.refused.into()),
    ];
    let intro = match setup.stage {
        Stage::Rehearsed => lang.text("import-rehearsed-intro"),
        Stage::Imported => lang.with("import-counted", &counts),
        _ => lang.with("import-counted-undone", &[("count", shown.tally.undone.into())]),
    };
    let actions = actions(&visit.ui(), lang, id, setup, &shown);
    let view = View { title: name, intro, actions: Some(actions), stage: setup.stage, polls: None };
    let page = framed(visit, lang, view, |ui| {
        let right = html! {
            section.stack {
                (tally(lang, id, setup, &shown))
                (search(ui, lang, id, &shown))
                (listed(ui, lang, id, setup, &shown))
                @if setup.stage == Stage::Rehearsed {
                    (notice(Tone::Leaf, Icon::ArrowCounterClockwise, html! { (lang.text("import-undo-promise")) }, None))
                }
            }
        };
        match setup.stage {
            Stage::Imported => html! { div.import-done { (right) } },
            _ => html! { div.rehearse { (draft::aside(ui, lang, id, setup, &shown.given)) (right) } },
        }
    })?;
    Ok(Reply::Html(page))
}

fn actions(ui: &Ui<'_>, lang: &Lang, id: i64, setup: &Setup, shown: &Shown) -> Markup {
    let ready = shown.tally.ready;
    let go = Button::submit(lang.with("import-go", &[("count", ready.into())]).to_owned())
        .icon(Icon::CheckBold)
        .disabled(ready == 0);
    let drop = format!("/import/{id}/delete");
    let delete = || Form::post(ui.csrf, &drop).render(html! { (Button::submit(lang.text("import-delete")).quiet()) });
    match setup.stage {
        Stage::Imported => html! {
            @if shown.may_undo {
                (Button::link(lang.text("import-undo"), format!("/import/{id}/undo")).icon(Icon::ArrowCounterClockwise))
            }
            @if ready > 0 { (beginning(ui, id, "import", go.primary())) }
            @else { (Button::link(lang.text("import-another"), "/import").quiet()) }
        },
        Stage::Rehearsed => html! { (delete()) (beginning(ui, id, "import", go.primary())) },
        _ => html! {
            (delete())
            (beginning(ui, id, "rehearse", Button::submit(lang.text("import-rehearse-again")).primary()))
        },
    }
}

/// The figures, each of which lists its rows.
fn tally(lang: &Lang, id: i64, setup: &Setup, shown: &Shown) -> Markup {
    let words = |which: Which| {
        let count = [("count", shown.tally.of(which).into())];
        match which {
            Which::Created if !setup.is_of_contacts() => lang.with("import-tally-made", &count),
            Which::Created => lang.with("import-tally-created", &count),
            Which::Updated => lang.with("import-tally-updated", &count),
            Which::Unchanged => lang.text("import-tally-unchanged"),
            Which::Doubtful => lang.text("import-tally-doubtful"),
            Which::Refused => lang.text("import-tally-refused"),
            Which::Skipped => lang.text("import-tally-skipped"),
            Which::Kept => lang.text("import-tally-kept"),
            Which::Undone => lang.text("import-tally-undone"),
            Which::Ready => "",
        }
    };
    let always: &[Which] = match setup.stage {
        Stage::Undone => &[Which::Undone, Which::Kept],
        _ => &[Which::Created, Which::Updated, Which::Unchanged, Which::Doubtful, Which::Refused],
    };
    let all = Which::ALL.into_iter().filter(|which| *which != Which::Ready);
    html! {
        nav.tally aria-label=(lang.text("import-tally")) {
            @for which in all.filter(|which| always.contains(which) || shown.tally.of(*which) > 0) {
                @let count = shown.tally.of(which);
                a href={ "/import/" (id) "?show=" (which.name()) } aria-current=[(which == shown.which).then_some("true")]
                    class=[(which == Which::Refused && count > 0).then_some("is-brick")] {
                    b { (lang.locale.number(count)) } (words(which))
                }
            }
        }
    }
}

/// Looks for a text in the cells of these rows.
fn search(ui: &Ui<'_>, lang: &Lang, id: i64, shown: &Shown) -> Markup {
    if shown.asked.is_empty() && shown.tally.of(shown.which) <= SHOWN {
        return html! {};
    }
    let action = format!("/import/{id}");
    let label = lang.text("import-search");
    let inside = html! {
        input type="hidden" name="show" value=(shown.which.name());
        div.row {
            (input_of(ui, label, &shown.asked))
            (Button::submit(lang.text("import-search-do")).small().icon(Icon::MagnifyingGlass))
        }
    };
    Form::get(&action).render(inside)
}

fn input_of(ui: &Ui<'_>, label: &str, asked: &str) -> Markup {
    field(ui, &Field::text("q", label, asked))
}

fn listed(ui: &Ui<'_>, lang: &Lang, id: i64, setup: &Setup, shown: &Shown) -> Markup {
    if shown.rows.is_empty() {
        return empty(lang.text("import-no-rows"), lang.text("import-no-rows-words"), html! {});
    }
    let action = format!("/import/{id}/rows");
    let open = matches!(setup.stage, Stage::Rehearsed | Stage::Imported);
    let ticks = setup.stage == Stage::Rehearsed && matches!(shown.which, Which::Created | Which::Updated);
    let edits = ticks || open && matches!(shown.which, Which::Doubtful | Which::Refused);
    let inside = html! {
        input type="hidden" name="show" value=(shown.which.name());
        @if shown.which == Which::Refused {
            div.row {
                (Button::link(lang.text("import-refused-download"), format!("/import/{id}/refused")).small().icon(Icon::DownloadSimple).download())
                @if setup.stage == Stage::Imported {
                    (Button::submit(lang.text("import-again")).small().icon(Icon::ArrowClockwise).form(AGAIN).name("do", "again"))
                }
            }
        }
        @if known(shown.which) {
            div.row {
                (Button::link(lang.text("import-known-download"), format!("/import/{id}/known")).small().icon(Icon::DownloadSimple).download())
            }
        }
        div.scroll-x {
            table.grid.diff {
                thead { tr {
                    th.fit scope="col" { (lang.text("import-column-line")) }
                    th scope="col" { (lang.text("import-column-contact")) }
                    th scope="col" { @if setup.stage == Stage::Rehearsed { (lang.text("import-column-will")) } @else { (lang.text("import-column-has")) } }
                    @if ticks { th.end scope="col" { (lang.text("import-column-keep")) } }
                } }
                tbody {
                    @for (row, changes) in &shown.rows { (line(lang, setup, shown, row, changes, Means { action: &action, open, ticks })) }
                }
            }
        }
        div.row {
            @if edits { (Button::submit(lang.text("import-keep-choices")).small().name("do", "keep")) }
            @if let Some(after) = shown.more {
                (Button::link(lang.text("import-more-rows"), more(id, shown, after)).small().quiet())
            }
        }
    };
    let begin = format!("/import/{id}/begin");
    html! {
        (Form::post(ui.csrf, &action).class("stack").swaps(PART).render(inside))
        (Form::post(ui.csrf, &begin).id(AGAIN).render(html! {}))
    }
}

/// Whether such rows are about people who are there, as those are that can be handed out as a file.
fn known(which: Which) -> bool {
    matches!(which, Which::Updated | Which::Unchanged | Which::Doubtful | Which::Skipped)
}

fn more(id: i64, shown: &Shown, after: i64) -> String {
    let (which, after) = (shown.which.name(), after.to_string());
    let pairs = [("show", which), ("q", shown.asked.as_str()), ("after", after.as_str())];
    contact::pages::address::href(&format!("/import/{id}"), &pairs)
}

/// What can be done with the rows of this page.
#[derive(Clone, Copy)]
struct Means<'a> {
    action: &'a str,
    open: bool,
    ticks: bool,
}

fn line(lang: &Lang, setup: &Setup, shown: &Shown, row: &ImportedRow, changes: &[Change], means: Means<'_>) -> Markup {
    html! {
        tr {
            td.ln { (row.line) input type="hidden" name="line" value=(row.line); }
            td { (who(lang, setup, shown, row, means)) }
            td {
                @if matches!(row.state.as_str(), state::ERROR | state::FAILED) { (faults(lang, setup, row, means)) }
                @else { (differences(changes)) }
            }
            @if means.ticks {
                td.end {
                    input type="hidden" name={ "ticks-" (row.line) } value="1";
                    input type="checkbox" id={ "keep-" (row.line) } name={ "keep-" (row.line) } value="1" checked[!row.is_left_out]
                        hx-post=(means.action) hx-trigger="change" hx-target={ "#" (PART) } hx-select={ "#" (PART) } hx-swap="outerHTML"
                        aria-label=(lang.with("import-keep-line", &[("line", row.line.into())]));
                }
            }
        }
    }
}

fn differences(changes: &[Change]) -> Markup {
    html! {
        ul {
            @for (label, before, after) in changes {
                li {
                    span { (label) }
                    span {
                        @if before.is_empty() { ins { "+ " (after) } }
                        @else { del { (before) } " " (Icon::ArrowRight) " " ins { (after) } }
                    }
                }
            }
        }
    }
}

fn who(lang: &Lang, setup: &Setup, shown: &Shown, row: &ImportedRow, means: Means<'_>) -> Markup {
    if row.state == state::DOUBT {
        return doubt(lang, shown, row, means);
    }
    let kind = Kind::of(&setup.contact_type);
    let known = row.contact.and_then(|id| shown.person(id).map(|person| (id, person)));
    let why = why(lang, row);
    html! {
        span.who {
            @if let Some((id, person)) = known {
                @let name = contact::pages::list::name(lang, person);
                (Avatar::of(Kind::of(text(person, "contact_type")), name))
                span { a href={ "/contacts/" (id) } { (name) } small { (why) } (again(lang, row, means)) }
            } @else {
                @let name = called(setup, row);
                @if !name.is_empty() { (Avatar::of(kind, &name)) }
                span { b { (name) } @if !why.is_empty() { small { (why) } } (again(lang, row, means)) }
            }
        }
    }
}

/// The way back from a decision.
fn again(lang: &Lang, row: &ImportedRow, means: Means<'_>) -> Markup {
    let open = means.open
        && row.decided.is_some()
        && matches!(row.state.as_str(), state::CREATE | state::UPDATE | state::UNCHANGED);
    html! {
        @if open { (Button::submit(lang.text("import-undecide")).quiet().small().name("undecide", row.line.to_string())) }
    }
}

/// Those that a row may be, to choose from.
fn doubt(lang: &Lang, shown: &Shown, row: &ImportedRow, means: Means<'_>) -> Markup {
    let name = format!("who-{}", row.line);
    let radio = |value: i64, inside: Markup| {
        html! {
            label.check {
                input type="radio" name=(name) value=(value) disabled[!means.open] hx-post=(means.action) hx-trigger="change"
                    hx-target={ "#" (PART) } hx-select={ "#" (PART) } hx-swap="outerHTML";
                span { (inside) }
            }
        }
    };
    html! {
        fieldset.import-doubt {
            legend { (lang.text("import-doubt")) }
            @for id in &row.others() {
                @if let Some(person) = shown.person(*id) {
                    (radio(*id, html! {
                        (contact::pages::list::name(lang, person))
                        small { (detail(person)) " " a href={ "/contacts/" (id) } target="_blank" rel="noopener" { (lang.text("import-look-at")) } }
                    }))
                }
            }
            (radio(0, html! { (lang.text("import-doubt-new")) }))
        }
    }
}

fn detail(person: &Row) -> String {
    let parts = [text(person, "email_primary.email"), text(person, "address_primary.city")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// What the file calls somebody who is not there yet.
fn called(setup: &Setup, row: &ImportedRow) -> String {
    let changes = row.changes();
    let new: Vec<&str> =
        ["Contact.first_name", "Contact.last_name", "Contact.organization_name", "Contact.household_name"]
            .iter()
            .filter_map(|label| changes.iter().find(|(own, _, _)| own == label))
            .filter_map(|(_, _, after)| after.as_str())
            .collect();
    if !new.is_empty() {
        return new.join(" ");
    }
    let cell = |field: &&str| {
        let at = setup.goals.iter().position(|goal| goal.field == *field)?;
        row.cells.get(at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    };
    let named = ["full_name", "first_name", "last_name", "organization"];
    let name = named.iter().filter_map(cell).collect::<Vec<_>>().join(" ");
    match name.is_empty() {
        true if setup.is_of_contacts() => cell(&"email").unwrap_or_default().to_owned(),
        true => {
            let first = row.cells.iter().map(|cell| cell.trim()).find(|cell| !cell.is_empty());
            cell(&"email").or(first).unwrap_or_default().to_owned()
        }
        false => name,
    }
}

/// By what somebody was recognised.
pub(super) fn why<'a>(lang: &'a Lang, row: &ImportedRow) -> &'a str {
    let how = [How::Id, How::External, How::Rule, How::Likeness, How::Line, How::Decided];
    match how.into_iter().find(|how| how.name() == row.how) {
        Some(How::Id) => lang.text("import-how-id"),
        Some(How::External) => lang.text("import-how-external"),
        Some(How::Rule) => lang.text("import-how-rule"),
        Some(How::Likeness) => lang.text("import-how-likeness"),
        Some(How::Line) => lang.text("import-how-line"),
        Some(How::Decided) => lang.text("import-how-decided"),
        None if row.decided == Some(0) => lang.text("import-how-decided-new"),
        None if row.contact.is_none() && row.record.is_some() => "",
        None if matches!(row.state.as_str(), state::CREATE | state::DONE) => lang.text("import-how-new"),
        None => "",
    }
}

/// The cells that are wrong, to be mended on the spot.
fn faults(lang: &Lang, setup: &Setup, row: &ImportedRow, means: Means<'_>) -> Markup {
    let of_row = |key: &str| {
        matches!(key, "import-fault-nobody" | "import-fault-id" | "import-fault-refused" | "import-fault-unknown")
            || key.starts_with("import-fault-record")
    };
    let faults = row.faults();
    let whole = faults.iter().any(|(_, key, _)| of_row(key));
    let of_column = |at: usize| faults.iter().find(|(column, _, _)| *column == at).filter(|_| !whole);
    let columns: Vec<usize> = (0..setup.header.len())
        .filter(|at| of_column(*at).is_some() || whole && setup.goals.get(*at).is_some_and(|goal| !goal.is_none()))
        .collect();
    html! {
        @if whole {
            div.field.has-error {
                @for (_, key, value) in &faults { span.error { (Icon::WarningCircle) (fault(lang, key, value)) } }
            }
        }
        div.import-mend {
            @for at in columns {
                @let name = setup.header.get(at).map_or("", String::as_str);
                @let id = format!("cell-{}-{at}", row.line);
                @let wrong = of_column(at);
                div.field.has-error[wrong.is_some()] {
                    label for=(id) { (name) }
                    input.input type="text" id=(id) name=(id) value=(row.cells.get(at).map_or("", String::as_str)) disabled[!means.open]
                        aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| format!("{id}-error"))];
                    @if let Some((_, key, value)) = wrong {
                        span.error id={ (id) "-error" } { (Icon::WarningCircle) (fault(lang, key, value)) }
                    }
                }
            }
        }
        @if means.open { (Button::submit(lang.text("import-mend")).small().name("do", "keep")) }
    }
}

/// What is wrong, in words. What rules of records refuse comes with their own words.
pub(crate) fn fault<'a>(lang: &'a Lang, key: &str, value: &str) -> &'a str {
    let values = [("value", value.into())];
    match key {
        "import-fault-long" => lang.text("import-fault-long"),
        "import-fault-number" => lang.with("import-fault-number", &values),
        "import-fault-date" => lang.with("import-fault-date", &values),
        "import-fault-yes" => lang.with("import-fault-yes", &values),
        "import-fault-choice" => lang.with("import-fault-choice", &values),
        "import-fault-email" => lang.with("import-fault-email", &values),
        "import-fault-id" => lang.with("import-fault-id", &values),
        "import-fault-nobody" => lang.text("import-fault-nobody"),
        "import-fault-relative" => lang.with("import-fault-relative", &values),
        "import-fault-unknown" => lang.with("import-fault-unknown", &values),
        "import-fault-record" => lang.with("import-fault-record", &values),
        "import-fault-record-known" => lang.with("import-fault-record-known", &values),
        "import-fault-record-unnamed" => lang.text("import-fault-record-unnamed"),
        "import-fault-link" => lang.with("import-fault-link", &values),
        "import-fault-link-several" => lang.with("import-fault-link-several", &values),
        "import-fault-refused" => lang.with("import-fault-refused", &values),
        key if key.starts_with("problem-") => lang.text(key),
        _ => lang.keep(value.to_owned()),
    }
}

/// `/import/{id}/rows`: what was ticked, decided and mended on a page of rows.
pub(super) fn change(visit: &mut Visit<'_>) -> Result<Reply> {
    let (id, setup) = own(visit)?;
    let show = visit.form.get("show").and_then(Which::named).map_or("", Which::name);
    let back = Reply::Redirect(format!("/import/{id}?show={show}"));
    if !visit.is_post || !matches!(setup.stage, Stage::Rehearsed | Stage::Imported) {
        return Ok(back);
    }
    let form = visit.form.clone();
    let lines: Vec<i64> = form.all("line").filter_map(|line| line.parse().ok()).take(CHANGED).collect();
    visit.write(|tx| {
        // What was looked at may have been brought in meanwhile: the stage is read again with the rows.
        let now = work::load(tx, id)?;
        if now.stage != setup.stage {
            return Ok(());
        }
        for line in &lines {
            let row = rows::at(tx, id, *line)?;
            one(tx, id, &row, &form)?;
        }
        Ok(())
    })?;
    Ok(back)
}

fn one(tx: &mut Tx<'_>, id: i64, row: &ImportedRow, form: &kit::Fields) -> Result<()> {
    if matches!(row.state.as_str(), state::DONE | state::UNDONE | state::KEPT | state::NEW) {
        return Ok(());
    }
    let line = row.line;
    if form.has(&format!("ticks-{line}")) {
        let out = !form.has(&format!("keep-{line}"));
        if out != row.is_left_out {
            work::leave_out(tx, id, line, out)?;
        }
    }
    let mut looks = false;
    if let Some(chosen) = form.int(&format!("who-{line}")).filter(|who| *who == 0 || row.others().contains(who)) {
        rows::set(tx, row.id, "decided_id", Value::Int(chosen))?;
        looks = true;
    }
    if form.int("undecide") == Some(line) {
        rows::set(tx, row.id, "decided_id", Value::Null)?;
        looks = true;
    }
    let mut cells = row.cells.clone();
    let width = cells.len().max(form.0.len().min(crate::source::MOST_COLUMNS));
    for at in 0..width {
        let Some(text) = form.get(&format!("cell-{line}-{at}")) else { continue };
        if at >= cells.len() {
            cells.resize(at + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(at) {
            *cell = text.replace('\0', "");
        }
    }
    if cells != row.cells {
        rows::set(tx, row.id, "cells", Value::Text(json!(cells).to_string()))?;
        looks = true;
    }
    if looks { work::look_again(tx, id, line) } else { Ok(()) }
}
