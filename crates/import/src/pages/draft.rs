//! The columns of an import and how it is done: looked over, corrected, and sent to the rehearsal.

use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, text};
use kit::{Reply, Visit};
use maud::{Markup, html};
use serde_json::json;
use store::{Error, Result, Tx};
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::field::{Choice, Field, Widget, Width, field};
use ui::part::form::Form;
use ui::part::head::section_head;
use ui::part::notice::notice;
use ui::{Icon, Ui};

use crate::name::NameOrder;
use crate::recognise::Goal;
use crate::records;
use crate::setup::{Always, Mode, Records, Setup, Stage};
use crate::source::{Glance, Kind};
use crate::start;
use crate::template;
use crate::value::{DateOrder, DecimalSign};
use crate::work;

use super::filled::{self, ENCODINGS, MOST_ALWAYS, TYPES, Wrong};
use super::goals::{self, Offer};
use super::show::{View, framed};
use super::{own, relatives};

/// The form's id: its button stands in the head of the page.
const FORM: &str = "import-columns";
/// What the form chooses from.
pub(super) struct Given {
    pub offers: Vec<Offer>,
    pub glance: std::result::Result<Glance, String>,
    rules: Vec<(String, String)>,
    /// The fields that say whom a record is about, with their labels.
    subjects: Vec<(String, String)>,
    /// What the records are called that rows become; nothing for contacts.
    title: String,
    /// The template that it was begun with, if it is one's own: its number and its name.
    template: Option<(i64, String)>,
    tags: Vec<Row>,
    groups: Vec<Row>,
    /// The relationships that columns can be about.
    relations: Vec<(String, String)>,
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
        let entity = if setup.is_of_contacts() { None } else { Some(tx.entity(&setup.entity)?) };
        let subject = |field: &schema::Field| {
            (field.name.to_string(), entity.as_ref().map_or(String::new(), |own| records::label(lang, own, field)))
        };
        let template = match setup.template {
            Some(wanted) => template::all(tx)?.into_iter().find(|one| one.id == wanted && one.owner.is_none()),
            None => None,
        };
        Ok(Given {
            offers: goals::offers(tx, lang, setup)?,
            subjects: entity.iter().flat_map(|own| records::subjects(own)).map(subject).collect(),
            title: entity.as_ref().map(|own| records::title(lang, own)).unwrap_or_default(),
            template: template.map(|one| (one.id, one.label)),
            relations: relatives::relations(tx, lang)?,
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
                    (relatives::more(ui, lang, setup, &given.relations))
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
        (relatives::more(ui, lang, setup, &given.relations))
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
        @if !setup.is_of_contacts() {
            (section_head("records", lang.with("import-records", &[("what", given.title.as_str().into())]), None))
            div.fields { (deeds(ui, lang, setup, given)) }
        }
        (section_head("known", lang.text(if setup.is_of_contacts() { "import-known" } else { "import-about" }), None))
        div.fields { (people(ui, lang, setup, given)) }
        (section_head("more", lang.text("import-all-of-them"), None))
        div.fields { (together(ui, lang, setup, given)) }
        (section_head("template", lang.text("import-template"), None))
        div.fields { (named(ui, lang, given)) }
        div.row {
            (Button::submit(lang.text("import-template-keep")).small().name("do", "template"))
            @if let Some((_, label)) = &given.template {
                (Button::submit(lang.with("import-template-update", &[("name", label.as_str().into())])).small().quiet().name("do", "update-template"))
            }
        }
        details {
            summary { (lang.text("import-reading-options")) }
            div.fields { (reading(ui, lang, setup)) }
            div.row { (Button::submit(lang.text("import-read-anew")).small().name("do", "read")) }
        }
    }
}

/// The name under which all of this is kept.
fn named(ui: &Ui<'_>, lang: &Lang, given: &Given) -> Markup {
    let label = given.template.as_ref().map_or("", |(_, label)| label);
    field(
        ui,
        &Field {
            help: Some(lang.text("import-template-help")),
            ..Field::text("template", lang.text("import-template-name"), label)
        },
    )
}

/// What happens to records that are there, and who they are about.
fn deeds(ui: &Ui<'_>, lang: &Lang, setup: &Setup, given: &Given) -> Markup {
    let all = [
        (Records::Both, lang.text("import-records-both"), lang.text("import-records-both-note")),
        (Records::Insert, lang.text("import-records-insert"), lang.text("import-records-insert-note")),
        (Records::Update, lang.text("import-records-update"), lang.text("import-records-update-note")),
    ];
    let all = all.map(|(one, label, note)| Choice { note: Some(note), ..Choice::of(one.name(), label) });
    let subjects: Vec<Choice<'_>> = given.subjects.iter().map(|(name, label)| Choice::of(name, label)).collect();
    html! {
        (field(ui, &Field::text("records", lang.text("import-records-mode"), setup.records.name()).widget(Widget::Radios(&all))))
        @if subjects.len() > 1 {
            (field(ui, &Field {
                help: Some(lang.text("import-subject-help")),
                ..Field::text("subject", lang.text("import-subject"), &setup.subject).widget(Widget::Select(&subjects))
            }))
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
    let kept = |mode: &Mode| setup.is_of_contacts() || *mode != Mode::Create;
    let modes: Vec<Choice<'_>> = modes
        .into_iter()
        .filter(|(mode, ..)| kept(mode))
        .map(|(mode, label, note)| {
            let note =
                if setup.is_of_contacts() || mode != Mode::Skip { note } else { lang.text("import-about-skip-note") };
            Choice { note: Some(note), ..Choice::of(mode.name(), label) }
        })
        .collect();
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
        @if !setup.is_of_contacts() {
            (tick(ui, "people", lang.text("import-make-people"), Some(lang.text("import-make-people-help")), setup.make_people))
        }
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
    let has_whole = setup.goals.iter().any(|goal| goal.field.ends_with("full_name"));
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
    // People whom nothing is done to get no tag either.
    let marks = setup.is_of_contacts() || setup.make_people || setup.mode != Mode::Skip;
    html! {
        @if marks {
            (field(ui, &Field::text("tag", lang.text("import-tag"), &tag).widget(Widget::Select(&tags)).width(Width::Half)))
            (field(ui, &Field::text("group", lang.text("import-group"), &group).widget(Widget::Select(&groups)).width(Width::Half)))
        }
        (always(ui, lang, setup, given))
        @if has_whole {
            (field(ui, &Field::text("names", lang.text("import-names"), order).widget(Widget::Select(&orders))))
        }
        @if marks {
            (tick(ui, "calm", lang.text("import-calm"), None, setup.calm_names))
            (tick(ui, "zeros", lang.text("import-zeros"), Some(lang.text("import-zeros-help")), setup.lost_zeros))
            (tick(ui, "missing", lang.text("import-missing"), Some(lang.text("import-missing-help")), setup.make_missing))
        }
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
    let (offers, subjects) = visit.read(|tx| {
        let subjects = match before.is_of_contacts() {
            true => Vec::new(),
            false => {
                records::subjects(&*tx.entity(&before.entity)?).iter().map(|field| field.name.to_string()).collect()
            }
        };
        Ok((goals::offers(tx, &lang, &before)?, subjects))
    })?;
    let mut setup = filled::setup(&before, &offers, &visit.form);
    if let Some(subject) = visit.form.get("subject").filter(|name| subjects.iter().any(|own| own == name)) {
        setup.subject = subject.to_owned();
    }
    match visit.form.get("do") {
        Some("template") => return templated(visit, &lang, id, setup, None),
        Some("relative") => {
            relatives::add(&mut setup, &visit.form);
            visit.write(|tx| work::keep(tx, id, &setup))?;
            return Ok(here);
        }
        Some("update-template") => return templated(visit, &lang, id, setup, before.template),
        _ => {}
    }
    if visit.form.get("do") == Some("read") || is_read_otherwise(&before, &setup) {
        return anew(visit, &lang, id, setup);
    }
    let mut wrong = filled::wrong(&lang, &setup);
    wrong.extend(visit.read(|tx| filled::lacking(tx, &lang, &setup))?);
    wrong.extend(visit.read(|tx| filled::unfit(tx, &lang, &setup))?);
    if !wrong.is_empty() {
        return Ok(Reply::Status(422, page(visit, &lang, id, &setup, &wrong)?));
    }
    let form = &visit.form;
    let kept = visit.write(|tx| {
        setup.tag = filled::chosen(tx, form.get("tag"), "Tag", &setup)?;
        setup.group = filled::chosen(tx, form.get("group"), "Group", &setup)?;
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

/// Keeps the columns and how they are brought in as a template: under the name that was typed, or in the one it was begun
/// with. The import stays where it is.
fn templated(visit: &mut Visit<'_>, lang: &Lang, id: i64, setup: Setup, known: Option<i64>) -> Result<Reply> {
    let label = visit.form.get("template").unwrap_or_default().to_owned();
    if known.is_none() && label.trim().is_empty() {
        let wrong = vec![(None, lang.text("import-template-nameless").to_owned())];
        return Ok(Reply::Status(422, page(visit, lang, id, &setup, &wrong)?));
    }
    let done = visit.write(|tx| {
        let template = match known {
            Some(known) => template::update(tx, known, &setup).map(|()| known)?,
            None => template::keep(tx, &setup, &label)?,
        };
        work::keep(tx, id, &Setup { template: Some(template), ..setup })?;
        Ok(tx.transaction_id())
    })?;
    visit.say("said-import-template-kept", done);
    Ok(Reply::Redirect(format!("/import/{id}")))
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
            let fresh = start::afresh(tx, &setup.entity, setup.source.clone(), &glance)?;
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
