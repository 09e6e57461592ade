//! The columns of an import and how it is done: looked over, corrected, and sent to the rehearsal.

use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, text};
use kit::{Fields, Reply, Visit};
use maud::{Markup, html};
use serde_json::{Map, json};
use store::{As, Error, Result, Tx};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::field::{Choice, Field, Widget, Width, field};
use ui::part::form::Form;
use ui::part::head::section_head;
use ui::part::notice::notice;
use ui::{Icon, Ui};

use crate::name::NameOrder;
use crate::recognise::Goal;
use crate::setup::{Always, Mode, Setup, Stage};
use crate::source::{Glance, Kind};
use crate::start;
use crate::value::{DateOrder, DecimalSign};
use crate::work;

use super::goals::{self, Offer};
use super::own;
use super::show::{View, framed};

/// The form's id: its button stands in the head of the page.
const FORM: &str = "import-columns";
const TYPES: [(&str, &str); 3] =
    [("Individual", "kind-person"), ("Household", "kind-household"), ("Organization", "kind-organisation")];
/// So many values for all rows are asked for at most.
const MOST_ALWAYS: usize = 8;
const ENCODINGS: [&str; 6] = ["UTF-8", "windows-1252", "macintosh", "ISO-8859-15", "UTF-16LE", "UTF-16BE"];

/// What the form chooses from.
pub(super) struct Given {
    pub offers: Vec<Offer>,
    pub glance: std::result::Result<Glance, String>,
    rules: Vec<(String, String)>,
    tags: Vec<Row>,
    groups: Vec<Row>,
}

impl Given {
    pub(super) fn read(tx: &Tx<'_>, lang: &Lang, setup: &Setup) -> Result<Given> {
        let glance = match start::glance(tx, setup) {
            Ok(glance) => Ok(glance),
            Err(Error::Request(_) | Error::NotFound(_)) => Err(lang.text("import-unreadable-damaged").to_owned()),
            Err(other) => return Err(other),
        };
        let clauses = json!([["contact_type", "=", setup.contact_type]]);
        let found = ask(tx, "DedupeRuleGroup", &["id", "name", "title"], clauses, &[("id", "ASC")], 0)?;
        let title = |row: &Row| {
            contact::label(lang.code(), "DedupeRuleGroup", text(row, "name")).unwrap_or(text(row, "title")).to_owned()
        };
        Ok(Given {
            offers: goals::offers(tx, lang)?,
            glance,
            rules: found.iter().map(|row| (rows::id(row).to_string(), title(row))).collect(),
            tags: ask(
                tx,
                "Tag",
                &["id", "label"],
                json!([["used_for", "CONTAINS", "civicrm_contact"], ["is_selectable", "=", true]]),
                &[("label", "ASC")],
                0,
            )?,
            groups: ask(
                tx,
                "Group",
                &["id", "title"],
                json!([["is_active", "=", true], ["saved_search_id", "IS NULL"]]),
                &[("title", "ASC")],
                0,
            )?,
        })
    }
}

/// What is wrong with the columns: where, and in words.
type Wrong = Vec<(Option<usize>, String)>;

pub(super) fn show(visit: &Visit<'_>, lang: &Lang, id: i64, setup: &Setup) -> Result<Reply> {
    Ok(Reply::Html(page(visit, lang, id, setup, &Vec::new())?))
}

fn page(visit: &Visit<'_>, lang: &Lang, id: i64, setup: &Setup, wrong: &Wrong) -> Result<Markup> {
    let given = visit.read(|tx| Given::read(tx, lang, setup))?;
    let known = setup.goals.iter().filter(|goal| !goal.is_none()).count() as i64;
    let values = [("known", known.into()), ("count", (setup.goals.len() as i64).into())];
    let go = Button::submit(lang.text("import-rehearse")).primary().icon(Icon::Eye).form(FORM).name("do", "rehearse");
    let drop = format!("/import/{id}/delete");
    let actions = html! {
        (Form::post(visit.ui().csrf, &drop).render(html! { (Button::submit(lang.text("import-delete")).quiet()) }))
        (go)
    };
    let view = View {
        title: &setup.file_name,
        intro: lang.with("import-columns-intro", &values),
        actions: Some(actions),
        stage: Stage::Draft,
        polls: None,
    };
    framed(visit, lang, view, |ui| {
        let action = format!("/import/{id}/columns");
        let inside = html! {
            @for (_, words) in wrong { (notice(Tone::Brick, Icon::WarningCircle, html! { (words) }, None)) }
            @if let Err(words) = &given.glance { (notice(Tone::Brick, Icon::WarningCircle, html! { (words) }, None)) }
            div.rehearse.is-draft {
                section {
                    (section_head("columns", lang.text("import-step-columns"), None))
                    (mapping(lang, setup, &given, wrong))
                }
                section.stack { (options(ui, lang, setup, &given)) }
            }
        };
        Form::post(ui.csrf, &action).id(FORM).class("stack").whole_page().render(inside)
    })
}

/// The columns with their goals, as they stand beside a rehearsal.
pub(super) fn aside(ui: &Ui<'_>, lang: &Lang, id: i64, setup: &Setup, given: &Given) -> Markup {
    let action = format!("/import/{id}/columns");
    let known = setup.goals.iter().filter(|goal| !goal.is_none()).count() as i64;
    let values = [("known", known.into()), ("count", (setup.goals.len() as i64).into())];
    let count = html! { span.aside { (lang.with("import-columns-known", &values)) } };
    let inside = html! {
        (section_head("columns", lang.text("import-step-columns"), Some(count)))
        (mapping(lang, setup, given, &Vec::new()))
        details.import-more {
            summary { (lang.text("import-options")) }
            div.stack { (options(ui, lang, setup, given)) }
        }
        div.row { (Button::submit(lang.text("import-rehearse-again")).icon(Icon::ArrowClockwise).name("do", "rehearse")) }
    };
    html! { section { (Form::post(ui.csrf, &action).class("stack").whole_page().render(inside)) } }
}

fn mapping(lang: &Lang, setup: &Setup, given: &Given, wrong: &Wrong) -> Markup {
    let example = |at: usize| given.glance.as_ref().map_or("", |glance| start::example(glance, at));
    html! {
        ul.mapping {
            @for (at, (name, goal)) in setup.header.iter().zip(&setup.goals).enumerate() {
                @let bad = wrong.iter().any(|(column, _)| *column == Some(at));
                li class=[goal.is_none().then_some("unmapped")] {
                    span { b { (name) } small { (example(at)) } }
                    (Icon::ArrowRight)
                    (select(lang, given, at, name, goal, bad))
                }
            }
        }
    }
}

fn select(lang: &Lang, given: &Given, at: usize, name: &str, goal: &Goal, bad: bool) -> Markup {
    let choices = goals::choices(lang, &given.offers, goal);
    let chosen = goals::code(goal);
    let mut groups: Vec<Option<&str>> = Vec::new();
    for choice in &choices {
        if !groups.contains(&choice.group) {
            groups.push(choice.group);
        }
    }
    html! {
        select.select name={ "c-" (at) } aria-invalid=[bad.then_some("true")]
            aria-label=(lang.with("import-goal-of", &[("name", name.into())])) {
            @for group in groups {
                @let own = choices.iter().filter(|choice| choice.group == group);
                @if let Some(label) = group {
                    optgroup label=(label) {
                        @for one in own { option value=(one.value) selected[one.value == chosen] { (one.label) } }
                    }
                } @else {
                    @for one in own { option value=(one.value) selected[one.value == chosen] { (one.label) } }
                }
            }
        }
    }
}

fn options(ui: &Ui<'_>, lang: &Lang, setup: &Setup, given: &Given) -> Markup {
    html! {
        (section_head("known", lang.text("import-known"), None))
        div.fields { (people(ui, lang, setup, given)) }
        (section_head("more", lang.text("import-all-of-them"), None))
        div.fields { (together(ui, lang, setup, given)) }
        details {
            summary { (lang.text("import-reading-options")) }
            div.fields { (reading(ui, lang, setup)) }
            div.row { (Button::submit(lang.text("import-read-anew")).small().name("do", "read")) }
        }
    }
}

/// Who is known, and what happens to them.
fn people(ui: &Ui<'_>, lang: &Lang, setup: &Setup, given: &Given) -> Markup {
    let types = TYPES.map(|(name, key)| Choice::of(name, lang.text(key)));
    let modes = [
        (Mode::Update, lang.text("import-mode-update"), lang.text("import-mode-update-note")),
        (Mode::Fill, lang.text("import-mode-fill"), lang.text("import-mode-fill-note")),
        (Mode::Skip, lang.text("import-mode-skip"), lang.text("import-mode-skip-note")),
        (Mode::Create, lang.text("import-mode-create"), lang.text("import-mode-create-note")),
    ];
    let modes = modes.map(|(mode, label, note)| Choice { note: Some(note), ..Choice::of(mode.name(), label) });
    let none = Choice::of("0", lang.text("import-rule-none"));
    let rules: Vec<Choice<'_>> =
        [none].into_iter().chain(given.rules.iter().map(|(id, title)| Choice::of(id, title))).collect();
    let rule = setup.rule.to_string();
    html! {
        (field(ui, &Field::text("type", lang.text("import-type"), &setup.contact_type).widget(Widget::Segments(&types))))
        (field(ui, &Field::text("mode", lang.text("import-mode"), setup.mode.name()).widget(Widget::Radios(&modes))))
        (field(ui, &Field {
            help: Some(lang.text("import-rule-help")),
            ..Field::text("rule", lang.text("import-rule"), &rule).widget(Widget::Select(&rules))
        }))
        (tick(ui, "likeness", lang.text("import-likeness"), Some(lang.text("import-likeness-help")), setup.ask_about_likeness))
    }
}

/// What is done with every row.
fn together(ui: &Ui<'_>, lang: &Lang, setup: &Setup, given: &Given) -> Markup {
    let orders = [
        Choice::of("first_last", lang.text("import-names-first")),
        Choice::of("last_first", lang.text("import-names-last")),
    ];
    let order = if setup.names == NameOrder::LastFirst { "last_first" } else { "first_last" };
    let has_whole = setup.goals.iter().any(|goal| goal.field == "full_name");
    let (none, new) = (Choice::of("", lang.text("choice-none")), Choice::of("new", lang.text("import-new-of-file")));
    let list = |rows: &[Row], name: &str| -> Vec<(String, String)> {
        rows.iter().map(|row| (rows::id(row).to_string(), text(row, name).to_owned())).collect()
    };
    let (tags, groups) = (list(&given.tags, "label"), list(&given.groups, "title"));
    let tags: Vec<Choice<'_>> =
        [none.clone(), new.clone()].into_iter().chain(tags.iter().map(|(id, label)| Choice::of(id, label))).collect();
    let groups: Vec<Choice<'_>> =
        [none, new].into_iter().chain(groups.iter().map(|(id, label)| Choice::of(id, label))).collect();
    let (tag, group) = (written(setup.tag), written(setup.group));
    html! {
        (field(ui, &Field::text("tag", lang.text("import-tag"), &tag).widget(Widget::Select(&tags)).width(Width::Half)))
        (field(ui, &Field::text("group", lang.text("import-group"), &group).widget(Widget::Select(&groups)).width(Width::Half)))
        (always(ui, lang, setup, given))
        @if has_whole {
            (field(ui, &Field::text("names", lang.text("import-names"), order).widget(Widget::Select(&orders))))
        }
        (tick(ui, "calm", lang.text("import-calm"), None, setup.calm_names))
        (tick(ui, "zeros", lang.text("import-zeros"), Some(lang.text("import-zeros-help")), setup.lost_zeros))
        (tick(ui, "missing", lang.text("import-missing"), Some(lang.text("import-missing-help")), setup.make_missing))
        (tick(ui, "remember", lang.text("import-remember"), Some(lang.text("import-remember-help")), setup.remember))
    }
}

/// What every row says that says nothing else: one line more than there are.
fn always(ui: &Ui<'_>, lang: &Lang, setup: &Setup, given: &Given) -> Markup {
    let none = Always { goal: Goal::default(), value: String::new() };
    let lines = setup.always.iter().chain([&none]).take(MOST_ALWAYS);
    html! {
        @for (at, one) in lines.enumerate() {
            @let (goal, value) = (format!("always-goal-{at}"), format!("always-value-{at}"));
            @let choices = goals::choices(lang, &given.offers, &one.goal);
            @let chosen = goals::code(&one.goal);
            @let choices: Vec<Choice<'_>> =
                [Choice::of("", lang.text("choice-none"))].into_iter().chain(choices.into_iter().skip(1)).collect();
            (field(ui, &Field {
                help: (at == 0).then(|| lang.text("import-always-help")),
                ..Field::text(&goal, lang.text("import-always"), &chosen).widget(Widget::Select(&choices)).width(Width::Half)
            }))
            (field(ui, &Field::text(&value, lang.text("import-always-value"), &one.value).width(Width::Half)))
        }
    }
}

fn written(id: Option<i64>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

fn tick(ui: &Ui<'_>, name: &str, label: &str, help: Option<&str>, on: bool) -> Markup {
    field(ui, &Field { help, ..Field::text(name, label, if on { "1" } else { "0" }).widget(Widget::Checkbox) })
}

/// How the file is read, as it was recognised.
fn reading(ui: &Ui<'_>, lang: &Lang, setup: &Setup) -> Markup {
    let source = &setup.source;
    let mut encodings: Vec<&str> = ENCODINGS.to_vec();
    if !encodings.contains(&source.encoding.as_str()) {
        encodings.push(&source.encoding);
    }
    let encodings: Vec<Choice<'_>> = encodings.iter().map(|name| Choice::of(name, name)).collect();
    let signs = [
        Choice::of(";", lang.text("import-delimiter-semicolon")),
        Choice::of(",", lang.text("import-delimiter-comma")),
        Choice::of("tab", lang.text("import-delimiter-tab")),
        Choice::of("|", lang.text("import-delimiter-bar")),
    ];
    let delimiter = if source.delimiter == '\t' { "tab".to_owned() } else { source.delimiter.to_string() };
    let sheets: Vec<Choice<'_>> = source.sheets.iter().map(|name| Choice::of(name, name)).collect();
    let decimals = [
        Choice::of("comma", lang.text("import-decimal-comma")),
        Choice::of("point", lang.text("import-decimal-point")),
    ];
    let dates = [
        Choice::of("day", lang.text("import-dates-day")),
        Choice::of("month", lang.text("import-dates-month")),
        Choice::of("year", lang.text("import-dates-year")),
    ];
    let decimal = if source.decimal == DecimalSign::Point { "point" } else { "comma" };
    let date = match source.dates {
        DateOrder::DayFirst => "day",
        DateOrder::MonthFirst => "month",
        DateOrder::YearFirst => "year",
    };
    let half = |name, label, value, choices| {
        field(ui, &Field::text(name, label, value).widget(Widget::Select(choices)).width(Width::Half))
    };
    html! {
        @if source.kind == Kind::Delimited {
            (half("encoding", lang.text("import-encoding"), &source.encoding, &encodings))
            (half("delimiter", lang.text("import-delimiter"), &delimiter, &signs))
        } @else {
            (half("sheet", lang.text("import-sheet"), source.sheet.as_deref().unwrap_or_default(), &sheets))
        }
        (half("decimal", lang.text("import-decimal"), decimal, &decimals))
        (half("dates", lang.text("import-dates"), date, &dates))
        (tick(ui, "header", lang.text("import-header"), None, source.has_header))
    }
}

/// `/import/{id}/columns`
pub(super) fn keep(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (id, before) = own(visit)?;
    let here = Reply::Redirect(format!("/import/{id}"));
    if !visit.is_post || !matches!(before.stage, Stage::Draft | Stage::Rehearsed | Stage::Undone) {
        return Ok(here);
    }
    let offers = visit.read(|tx| goals::offers(tx, &lang))?;
    let mut setup = filled(&before, &offers, &visit.form);
    if visit.form.get("do") == Some("read") || is_read_otherwise(&before, &setup) {
        return anew(visit, &lang, id, setup);
    }
    let mut wrong = wrong(&lang, &setup);
    wrong.extend(visit.read(|tx| unfit(tx, &lang, &setup))?);
    if !wrong.is_empty() {
        return Ok(Reply::Status(422, page(visit, &lang, id, &setup, &wrong)?));
    }
    let form = &visit.form;
    let kept = visit.write(|tx| {
        setup.tag = chosen(tx, form.get("tag"), "Tag", &setup)?;
        setup.group = chosen(tx, form.get("group"), "Group", &setup)?;
        if setup.rule != 0 && setup.contact_type != before.contact_type {
            setup.rule = start::usual_rule(tx, &setup.contact_type)?;
        }
        setup.stage = if before.stage == Stage::Draft { Stage::Draft } else { Stage::Rehearsed };
        work::keep(tx, id, &setup)?;
        work::begin(tx, id, work::REHEARSE).map(|_| ())
    });
    match kept {
        Ok(()) => Ok(here),
        Err(Error::Conflict(_)) => {
            visit.say("said-import-moved-on", None);
            Ok(here)
        }
        Err(error) => Err(error),
    }
}

fn is_read_otherwise(before: &Setup, now: &Setup) -> bool {
    let of = |setup: &Setup| {
        let source = &setup.source;
        (source.encoding.clone(), source.delimiter, source.sheet.clone(), source.has_header)
    };
    of(before) != of(now)
}

/// The file is looked at anew; its columns are recognised afresh where they have changed.
fn anew(visit: &mut Visit<'_>, lang: &Lang, id: i64, mut setup: Setup) -> Result<Reply> {
    let done = visit.write(|tx| {
        let glance = start::glance(tx, &setup)?;
        if glance.header != setup.header {
            let fresh = start::afresh(tx, setup.source.clone(), &glance)?;
            setup = Setup {
                header: fresh.header,
                goals: fresh.goals,
                names: fresh.names,
                contact_type: fresh.contact_type,
                rule: fresh.rule,
                ..setup.clone()
            };
        }
        setup.stage = Stage::Draft;
        work::keep(tx, id, &setup)
    });
    match done {
        Ok(()) => {
            visit.say("said-import-read-anew", None);
            Ok(Reply::Redirect(format!("/import/{id}")))
        }
        Err(Error::Request(_)) => {
            let wrong = vec![(None, lang.text("import-unreadable-so").to_owned())];
            Ok(Reply::Status(422, page(visit, lang, id, &setup, &wrong)?))
        }
        Err(error) => Err(error),
    }
}

/// The setup as the form has it.
fn filled(before: &Setup, offers: &[Offer], form: &Fields) -> Setup {
    let mut setup = before.clone();
    for (at, goal) in setup.goals.iter_mut().enumerate() {
        let Some(code) = form.get(&format!("c-{at}")) else { continue };
        let wanted = goals::decode(code);
        if wanted.is_none() || offers.iter().any(|offer| offer.goal == wanted) {
            *goal = wanted;
        }
    }
    if form.get("always-goal-0").is_some() {
        setup.always = always_of(offers, form);
    }
    let on = |name: &str, was: bool| form.get(name).map_or(was, |value| value == "1");
    let contact_type = form.get("type").filter(|name| TYPES.iter().any(|(known, _)| known == name));
    setup.contact_type = contact_type.unwrap_or(&before.contact_type).to_owned();
    setup.mode = form.get("mode").and_then(Mode::named).unwrap_or(before.mode);
    setup.rule = form.int("rule").unwrap_or(before.rule);
    setup.ask_about_likeness = on("likeness", before.ask_about_likeness);
    setup.calm_names = on("calm", before.calm_names);
    setup.lost_zeros = on("zeros", before.lost_zeros);
    setup.make_missing = on("missing", before.make_missing);
    setup.remember = on("remember", before.remember);
    setup.names = match form.get("names") {
        Some("last_first") => NameOrder::LastFirst,
        Some(_) => NameOrder::FirstLast,
        None => before.names,
    };
    let source = &mut setup.source;
    source.has_header = on("header", before.source.has_header);
    if let Some(name) = form.get("encoding").filter(|name| ENCODINGS.contains(name)) {
        source.encoding = name.to_owned();
    }
    match form.get("delimiter") {
        Some("tab") => source.delimiter = '\t',
        Some(sign @ (";" | "," | "|")) => source.delimiter = sign.chars().next().unwrap_or(';'),
        _ => {}
    }
    if let Some(sheet) = form.get("sheet").filter(|name| source.sheets.iter().any(|known| known == name)) {
        source.sheet = Some(sheet.to_owned());
    }
    match form.get("decimal") {
        Some("point") => source.decimal = DecimalSign::Point,
        Some("comma") => source.decimal = DecimalSign::Comma,
        _ => {}
    }
    match form.get("dates") {
        Some("day") => source.dates = DateOrder::DayFirst,
        Some("month") => source.dates = DateOrder::MonthFirst,
        Some("year") => source.dates = DateOrder::YearFirst,
        _ => {}
    }
    setup
}

/// What the form says of every row; a line without a field or a value is none.
fn always_of(offers: &[Offer], form: &Fields) -> Vec<Always> {
    let line = |at: usize| {
        let goal = goals::decode(form.get(&format!("always-goal-{at}"))?);
        let value = form.get(&format!("always-value-{at}"))?.trim().to_owned();
        let known = offers.iter().any(|offer| offer.goal == goal);
        (known && !value.is_empty()).then_some(Always { goal, value })
    };
    (0..MOST_ALWAYS).filter_map(line).collect()
}

/// What keeps the columns from being rehearsed.
fn wrong(lang: &Lang, setup: &Setup) -> Wrong {
    let mut wrong = Wrong::new();
    for (at, goal) in setup.goals.iter().enumerate() {
        let repeats = goal.is_none() || matches!(goal.field.as_str(), "tag" | "group" | "note");
        let first = setup.goals.iter().position(|other| other == goal);
        if let Some(first) = first.filter(|first| *first < at && !repeats) {
            let name = |at: usize| setup.header.get(at).cloned().unwrap_or_default();
            let names = [("one", name(first).into()), ("other", name(at).into())];
            wrong.push((Some(at), lang.with("import-problem-twice", &names).to_owned()));
        }
    }
    let names = [
        "first_name",
        "last_name",
        "full_name",
        "organization",
        "organization_name",
        "household_name",
        "email",
        "id",
        "external_identifier",
        "nick_name",
    ];
    if !setup.goals.iter().any(|goal| names.contains(&goal.field.as_str())) {
        wrong.push((None, lang.text("import-problem-nobody").to_owned()));
    }
    wrong
}

/// The values for all rows that are none of what their fields take.
fn unfit(tx: &Tx<'_>, lang: &Lang, setup: &Setup) -> Result<Wrong> {
    let mut wrong = Wrong::new();
    for one in &setup.always {
        let shape = crate::words::shape(tx, &one.goal)?;
        if let Some(key) = shape.and_then(|shape| crate::wanted::unfit(setup, &shape, &one.value)) {
            wrong.push((None, super::table::fault(lang, key, &one.value).to_owned()));
        }
    }
    Ok(wrong)
}

/// The tag or group for all: one that is there, or a new one that is named after the file.
fn chosen(tx: &mut Tx<'_>, asked: Option<&str>, entity: &str, setup: &Setup) -> Result<Option<i64>> {
    let field = if entity == "Tag" { "label" } else { "title" };
    match asked {
        Some("new") => {
            let stem = setup.file_name.rsplit_once('.').map_or(setup.file_name.as_str(), |(stem, _)| stem);
            let name: String = stem.chars().take(64).collect();
            let known = crate::plan::by_name(tx, entity, field, &name, json!([]))?;
            if known.is_some() {
                return Ok(known);
            }
            let mut values = Map::new();
            values.insert(field.to_owned(), json!(name));
            if entity == "Tag" {
                values.insert("used_for".to_owned(), json!(["civicrm_contact"]));
            }
            Ok(Some(tx.save(entity, values, As::Actor)?.id))
        }
        Some(id) => match id.parse::<i64>() {
            Ok(id) => Ok(rows::one(tx, entity, &["id"], id)?.map(|_| id)),
            Err(_) => Ok(None),
        },
        None => Ok(if entity == "Tag" { setup.tag } else { setup.group }),
    }
}

/// The label of a value that a field keeps.
pub(super) fn value(tx: &Tx<'_>, lang: &Lang, label: &str, value: &serde_json::Value) -> Result<String> {
    match label.split_once('.') {
        Some((entity, field)) if tx.entity(entity)?.field(field).is_some() => {
            contact::pages::past::value_in_words(tx, lang, entity, field, value)
        }
        _ => Ok(rows::plain(value)),
    }
}
