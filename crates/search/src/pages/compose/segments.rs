//! `/search/segments`: named ranges of a number ("under 30", "30 to 60", "over 60"), which searches then show and count by
//! like a field.

use contact::pages::frame::{self, Page};
use contact::pages::phrases::Lang;
use kit::{Reply, Visit};
use maud::{Markup, html};
use serde_json::{Value as Json, json};
use store::{As, Error, Result, Tx};
use ui::Icon;
use ui::part::button::Button;
use ui::part::form::Form;
use ui::part::head::{Head, head};

use super::fields::{self, Purpose};
use super::presets::MAIN;
use super::words::{self, About};
use crate::run::item;
use crate::segment::{SearchSegment, ranges};

/// So many ranges a segment has here; clients may write more.
const RANGES: usize = 8;

/// A segment as the form has it: ranges by their upper ends, the last one without.
#[derive(Default)]
struct Draft {
    id: Option<i64>,
    label: String,
    entity: String,
    field: String,
    ranges: Vec<(String, String)>,
}

impl Draft {
    fn of(id: i64, segment: &SearchSegment) -> Draft {
        let all = ranges(segment.items.as_deref());
        let clause = |at: usize| all.get(at).and_then(|range| range.when.first());
        let part = |clause: &Json, at: usize| crate::run::style::plain(clause.get(at));
        let one = |(at, range): (usize, &crate::segment::Range)| {
            let below = clause(at).filter(|clause| part(clause, 1) == "<").map(|clause| part(clause, 2));
            (range.label.clone(), below.unwrap_or_default())
        };
        Draft {
            id: Some(id),
            label: segment.label.clone(),
            entity: segment.entity_name.clone(),
            field: clause(0).map(|clause| part(clause, 0)).unwrap_or_default(),
            ranges: all.iter().enumerate().map(one).collect(),
        }
    }

    fn read(visit: &Visit<'_>) -> Draft {
        let form = if visit.is_post { &visit.form } else { &visit.query };
        let text = |name: &str| form.text(name).unwrap_or_default().to_owned();
        let range = |at: usize| (text(&format!("range-{at}")), text(&format!("below-{at}")).replace(',', "."));
        Draft {
            id: form.int("id"),
            label: text("label"),
            entity: Some(text("entity")).filter(|name| !name.is_empty()).unwrap_or_else(|| "Individual".to_owned()),
            field: text("field"),
            ranges: (0..RANGES).map(range).filter(|(label, _)| !label.is_empty()).collect(),
        }
    }

    /// The ranges from least to greatest; the last has no end, and what has no value falls into none.
    fn items(&self) -> Json {
        let mut bounded: Vec<(&str, f64)> =
            self.ranges.iter().filter_map(|(label, below)| Some((label.as_str(), below.parse().ok()?))).collect();
        bounded.sort_by(|a, b| a.1.total_cmp(&b.1));
        let mut items: Vec<Json> =
            bounded.iter().map(|(label, below)| json!({"label": label, "when": [[self.field, "<", below]]})).collect();
        let open = self.ranges.iter().find(|(_, below)| below.parse::<f64>().is_err());
        if let Some((label, _)) = open {
            let when = match bounded.last() {
                Some((_, from)) => json!([[self.field, ">=", from]]),
                None => json!([[self.field, "IS NOT NULL"]]),
            };
            items.push(json!({"label": label, "when": when}));
        }
        Json::Array(items)
    }
}

/// The page, and what its forms ask for.
pub fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let draft = Draft::read(visit);
    if !visit.is_post {
        let draft = match draft.id {
            Some(id) => {
                let kept = visit.read(|tx| tx.find::<SearchSegment>(id))?;
                Draft::of(id, &kept.ok_or_else(|| Error::NotFound(format!("segment {id}")))?)
            }
            None => draft,
        };
        return render(visit, &draft, None);
    }
    match visit.form.text("do") {
        Some("delete") => {
            let transaction = visit.write(|tx| {
                tx.delete("SearchSegment", draft.id.unwrap_or(0), As::Actor)?;
                Ok(tx.transaction_id())
            })?;
            visit.say("said-segment-deleted", transaction);
            Ok(Reply::Redirect("/search/segments".to_owned()))
        }
        Some("save") => save(visit, &draft),
        _ => render(visit, &draft, None),
    }
}

fn save(visit: &mut Visit<'_>, draft: &Draft) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let missing = draft.label.is_empty() || draft.field.is_empty() || draft.ranges.is_empty();
    if missing {
        return render(visit, draft, Some(lang.text("search-segment-missing").to_owned()));
    }
    let written = visit.write(|tx| {
        let mut values = json!({"label": draft.label, "entity_name": draft.entity, "items": draft.items()});
        if let Some(id) = draft.id {
            values["id"] = json!(id);
        }
        tx.save("SearchSegment", values.as_object().cloned().unwrap_or_default(), As::Actor)?;
        Ok(tx.transaction_id())
    });
    match written {
        Ok(transaction) => {
            visit.say("said-segment-saved", transaction);
            Ok(Reply::Redirect("/search/segments".to_owned()))
        }
        Err(Error::Invalid(problems)) => {
            let words = problems.first().map(|one| one.problem.text(&one.field)).unwrap_or_default();
            render(visit, draft, Some(words))
        }
        Err(error) => Err(error),
    }
}

/// The numbers of an entity that ranges can be made of.
fn numbers(tx: &Tx<'_>, lang: &Lang, entity: &str) -> Result<Vec<(String, String)>> {
    let known = tx.entity(entity)?;
    let held = tx.actor().permissions.clone();
    let all = fields::fields(lang, &known, "", &held, Purpose::Column);
    let number = |choice: &fields::Choice| {
        let target = item::target(tx.catalog(), entity, &[], &choice.path);
        target.is_some_and(|target| About::of(&target.field) == About::Number && target.field.name != "id")
    };
    Ok(all.into_iter().filter(number).map(|choice| (choice.path, choice.label)).collect())
}

fn render(visit: &Visit<'_>, draft: &Draft, fault: Option<String>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let (all, entities, numbers) = visit.read(|tx| {
        let rows = contact::pages::rows::ask(
            tx,
            "SearchSegment",
            &["id", "label", "entity_name"],
            json!([]),
            &[("label", "ASC")],
            200,
        )?;
        let named = |name: &str| tx.catalog().entity(name).map(|entity| words::many(&lang, entity).to_owned());
        let all: Vec<(i64, String, String)> = rows
            .iter()
            .map(|row| {
                let (id, label) = (contact::pages::rows::id(row), contact::pages::rows::text(row, "label").to_owned());
                (id, label, named(contact::pages::rows::text(row, "entity_name")).unwrap_or_default())
            })
            .collect();
        let entities: Vec<(&str, String)> = MAIN.iter().filter_map(|name| Some((*name, named(name)?))).collect();
        Ok((all, entities, numbers(tx, &lang, &draft.entity)?))
    })?;
    let title = lang.text("search-segments");
    let page = Page { title, place: "/search", narrow: true };
    let markup = frame::show(visit, &lang, page, |ui, shell| {
        let content = html! {
            div.stack {
            (head(ui, &Head { title, count: None, intro: Some(lang.text("search-segments-words")) }, None))
            @if !all.is_empty() { ul.segment-list { @for (id, label, about) in &all { li.row {
                a href=(format!("/search/segments?id={id}")) { (label) } span.quiet { (about) }
                (Form::post(ui.csrf, "/search/segments").render(html! { input type="hidden" name="id" value=(id);
                    (Button::submit(lang.with("compose-remove", &[("what", label.as_str().into())])).quiet().square().small().icon(Icon::Trash).name("do", "delete")) }))
            } } } }
            section { h2 { (lang.text(if draft.id.is_some() { "search-segment-change" } else { "search-segment-new" })) }
                (form(ui, &lang, draft, &entities, &numbers, fault.as_deref()))
            }
            }
        };
        ui::shell::page(ui, shell, content, html! {})
    })?;
    Ok(Reply::Status(if fault.is_some() { 422 } else { 200 }, markup))
}

fn form(
    ui: &ui::Ui<'_>,
    lang: &Lang,
    draft: &Draft,
    entities: &[(&str, String)],
    numbers: &[(String, String)],
    fault: Option<&str>,
) -> Markup {
    let label = ui::part::field::Field::text("label", lang.text("compose-label"), &draft.label).required().error(fault);
    let range = |at: usize| draft.ranges.get(at).map_or(("", ""), |(label, below)| (label.as_str(), below.as_str()));
    let shown = (draft.ranges.len() + 2).clamp(4, RANGES);
    Form::post(ui.csrf, "/search/segments").class("stack").render(html! {
        @if let Some(id) = draft.id { input type="hidden" name="id" value=(id); }
        (ui::part::field::field(ui, &label))
        div.row {
            label.field { span.label { (lang.text("search-about")) } select.select name="entity" {
                @for (name, words) in entities { option value=(name) selected[*name == draft.entity] { (words) } } } }
            (Button::submit(lang.text("search-segment-fields")).small())
        }
        label.field { span.label { (lang.text("search-segment-field")) } select.select name="field" {
            @for (path, words) in numbers { option value=(path) selected[*path == draft.field] { (words) } } } }
        fieldset.field { legend.label { (lang.text("search-segment-ranges")) }
            @for at in 0..shown { @let (words, below) = range(at);
                span.row.segment-range {
                    input.input name=(format!("range-{at}")) value=(words) aria-label=(lang.text("search-segment-range")) placeholder=(lang.text("search-segment-range"));
                    span.quiet { (lang.text("search-segment-below")) }
                    input.input.is-short name=(format!("below-{at}")) value=(below) inputmode="decimal" aria-label=(lang.text("search-segment-below"));
                }
            }
            span.hint { (lang.text("search-segment-hint")) }
        }
        div.row { (Button::submit(lang.text("compose-save-do")).primary().name("do", "save")) a.btn.is-quiet href="/search/segments" { (lang.text("cancel")) } }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_go_from_least_to_greatest_and_the_last_is_open() {
        let range = |label: &str, below: &str| (label.to_owned(), below.to_owned());
        let draft = Draft {
            field: "age_years".to_owned(),
            ranges: vec![range("old", ""), range("middle", "60"), range("young", "30")],
            ..Draft::default()
        };
        assert_eq!(
            draft.items(),
            json!([
                {"label": "young", "when": [["age_years", "<", 30.0]]},
                {"label": "middle", "when": [["age_years", "<", 60.0]]},
                {"label": "old", "when": [["age_years", ">=", 60.0]]},
            ])
        );
    }
}
