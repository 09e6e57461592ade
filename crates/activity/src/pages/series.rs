//! Making an activity repeat: the rule, the dates that it gives, and the ones to leave out.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use contact::pages::rows::text;
use jiff::civil::DateTime;
use kit::{Fields, Reply, Visit};
use maud::{Markup, html};
use schema::Verb;
use store::{Error, Result, Tx};
use ui::part::button::Button;
use ui::part::crumbs::{Crumb, crumbs};
use ui::part::field::{Choice, Field, Widget, Width, field};
use ui::part::form::{Form, section};
use ui::part::head::{Head, head};

use super::{show, told};
use crate::recurring_entity;
use crate::repeat::{Rule, Unit};

/// The rule of a series in words.
///
/// # Errors
/// The database's own failure.
pub fn words(tx: &Tx<'_>, lang: &Lang, series: i64) -> Result<String> {
    Ok(recurring_entity::rule_of(tx, series)?.map(|rule| in_words(lang, &rule)).unwrap_or_default())
}

fn in_words(lang: &Lang, rule: &Rule) -> String {
    let every = lang.locale.with("repeat-every", &[("count", rule.every.into()), ("unit", rule.unit.name().into())]);
    let days: Vec<String> = rule
        .weekdays
        .iter()
        .map(|day| lang.locale.with("calendar-weekday", &[("day", i64::from(*day).into())]))
        .collect();
    let days = if days.is_empty() { String::new() } else { format!(" ({})", days.join(", ")) };
    let end = match (rule.until, rule.count) {
        (Some(until), _) => lang.locale.with("repeat-until", &[("date", lang.locale.date(until).into())]),
        (None, Some(count)) => lang.locale.with("repeat-times", &[("count", count.into())]),
        (None, None) => String::new(),
    };
    format!("{every}{days}{end}")
}

/// The rule that a form asks for.
fn asked(fields: &Fields) -> Rule {
    let until = fields.text("until").and_then(|day| day.parse().ok());
    Rule {
        every: fields.int("every").unwrap_or(1).clamp(1, 100),
        unit: fields.text("unit").and_then(Unit::named).unwrap_or_default(),
        weekdays: fields.all("days").filter_map(|day| day.parse().ok()).collect(),
        count: fields.int("times").filter(|count| *count > 0),
        until,
    }
}

/// `/activities/{id}/repeat`: with a rule in the address it shows the dates; a form makes them.
pub fn repeat(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let lang = Lang::new(visit.locale);
    let (row, first) = visit.read(|tx| {
        let row = show::read(tx, id)?;
        let entity = tx.entity("Activity")?;
        if !tx.may(&entity, id, Verb::Edit)? {
            return Err(Error::Forbidden("edit this activity".to_owned()));
        }
        let first = told::at(&row).unwrap_or(tx.clock().now);
        Ok((row, first))
    })?;
    if visit.is_post {
        return make(visit, id, first);
    }
    let rule = asked(&visit.query);
    let shown = visit.query.has("every");
    let times = if shown { rule.times(first) } else { Vec::new() };
    let title = lang.text("activity-repeat");
    let name = Some(text(&row, "subject")).filter(|name| !name.is_empty()).unwrap_or(lang.text("activity"));
    let action = visit.path.to_owned();
    let back = format!("/activities/{id}");
    let page = Page { title, place: "/activities", narrow: true };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let way = [
            Crumb { label: lang.text("activities"), href: Some("/activities") },
            Crumb { label: name, href: Some(&back) },
            Crumb { label: title, href: None },
        ];
        let content = html! {
            (crumbs(ui, &way, None))
            (head(ui, &Head { title, count: None, intro: Some(lang.text("repeat-intro")) }, None))
            (rule_form(ui, &lang, &action, &rule))
            @if shown { (dates_form(ui, &lang, &action, &rule, &times)) }
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Html(markup))
}

fn make(visit: &mut Visit<'_>, id: i64, first: DateTime) -> Result<Reply> {
    let rule = asked(&visit.form);
    let wanted: Vec<&str> = visit.form.all("on").collect();
    let mut times = rule.times(first);
    times.retain(|at| wanted.contains(&at.to_string().as_str()));
    if times.is_empty() {
        visit.say("said-repeat-none", None);
        return Ok(Reply::Redirect(visit.path.to_owned()));
    }
    let transaction = visit.write(|tx| {
        recurring_entity::repeat(tx, id, &rule, &times)?;
        Ok(tx.transaction_id())
    })?;
    visit.say("said-repeated", transaction);
    Ok(Reply::Redirect(format!("/activities/{id}")))
}

fn rule_form(ui: &ui::Ui<'_>, lang: &Lang, action: &str, rule: &Rule) -> Markup {
    let units: Vec<Choice<'_>> = Unit::ALL
        .iter()
        .map(|unit| Choice::of(unit.name(), lang.with("repeat-unit", &[("unit", unit.name().into())])))
        .collect();
    let days: Vec<Choice<'_>> = (1..=7_i64)
        .map(|day| {
            let label = lang.with("calendar-weekday", &[("day", day.into())]);
            Choice::of(lang.keep(day.to_string()), label)
        })
        .collect();
    let chosen: Vec<String> = rule.weekdays.iter().map(i8::to_string).collect();
    let chosen: Vec<&str> = chosen.iter().map(String::as_str).collect();
    let every = rule.every.max(1).to_string();
    let times = rule.count.map(|count| count.to_string()).unwrap_or_default();
    let until = rule.until.map(|day| day.to_string()).unwrap_or_default();
    let fields = [
        Field::text("every", lang.text("repeat-each"), &every).widget(Widget::Number("1")).width(Width::Third),
        Field::text("unit", lang.text("repeat-unit-label"), rule.unit.name())
            .widget(Widget::Select(&units))
            .width(Width::TwoThirds),
        Field {
            values: &chosen,
            help: Some(lang.text("repeat-days-help")),
            ..Field::text("days", lang.text("repeat-days"), "").widget(Widget::Checkboxes(&days))
        },
        Field::text("times", lang.text("repeat-count"), &times).widget(Widget::Number("1")).width(Width::Third),
        Field::text("until", lang.text("repeat-end"), &until).widget(Widget::Date).width(Width::TwoThirds),
    ];
    Form::get(action).class("sheet repeat").render(section(
        "rule",
        lang.text("repeat-rule"),
        None,
        html! {
            div.fields { @for one in &fields { (field(ui, one)) } }
            (Button::submit(lang.text("repeat-show")))
        },
    ))
}

fn dates_form(ui: &ui::Ui<'_>, lang: &Lang, action: &str, rule: &Rule, times: &[DateTime]) -> Markup {
    let kept: Vec<(&str, String)> = [
        ("every", rule.every.to_string()),
        ("unit", rule.unit.name().to_owned()),
        ("times", rule.count.map(|count| count.to_string()).unwrap_or_default()),
        ("until", rule.until.map(|day| day.to_string()).unwrap_or_default()),
    ]
    .into_iter()
    .chain(rule.weekdays.iter().map(|day| ("days", day.to_string())))
    .collect();
    Form::post(ui.csrf, action).class("sheet").render(section("dates", lang.text("repeat-dates"), None, html! {
        @for (name, value) in &kept { input type="hidden" name=(name) value=(value); }
        @if times.is_empty() { p.quiet { (lang.text("repeat-no-dates")) } }
        @else {
            p.quiet { (lang.text("repeat-leave-out")) }
            div.checks.repeat-dates {
                @for at in times {
                    label.check {
                        input type="checkbox" name="on" value=(at.to_string()) checked;
                        span { (lang.locale.weekday(at.date())) " " (at.year()) }
                    }
                }
            }
            div.form-bar { (Button::submit(lang.with("repeat-make", &[("count", (times.len() as i64).into())])).primary()) }
        }
    }))
}
