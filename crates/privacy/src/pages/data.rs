//! `/settings/privacy/data`: the map of the data, and the marks on custom fields that hold data of article 9.

use std::collections::BTreeMap;

use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row, ask, text};
use kit::{Fields, Reply, Visit};
use maud::{Markup, html};
use serde_json::{Map as Object, json};
use store::{As, Result, Tx};
use ui::Icon;
use ui::part::Tone;
use ui::part::button::Button;
use ui::part::chip::Tag;
use ui::part::field::{Choice, Field, Widget, field};
use ui::part::form::Form;
use ui::part::head::section_head;

use super::{Sheet, sheet, words};
use crate::class::{Class, Map};
use crate::mark::CATEGORIES;
use crate::permission::ADMINISTER;

const PATH: &str = "/settings/privacy/data";

/// A custom set with its fields: id, title, fields by id and label, marks by field (0 for the set).
struct Set {
    id: i64,
    title: String,
    fields: Vec<(i64, String)>,
    marks: BTreeMap<i64, (i64, String)>,
}

/// An entity with its columns by class.
struct Mapped {
    name: String,
    columns: Vec<(String, Class)>,
}

/// `/settings/privacy/data`
pub fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    if visit.is_post {
        return keep(visit);
    }
    let (sets, map) = visit.read(|tx| Ok((sets(tx)?, mapped(tx, &lang)?)))?;
    let may = visit.actor.may(ADMINISTER);
    let view = Sheet {
        title: lang.text("privacy-tab-data"),
        intro: Some(lang.text("data-intro")),
        tab: PATH,
        ..Sheet::default()
    };
    let markup = sheet(visit, &lang, view, None, |ui| {
        html! {
            (marks(ui, &lang, &sets, may))
            (whole(&lang, &map))
        }
    })?;
    Ok(Reply::Html(markup))
}

fn sets(tx: &Tx<'_>) -> Result<Vec<Set>> {
    let groups =
        ask(tx, "CustomGroup", &["id", "title"], json!([["is_active", "=", true]]), &[("weight", "ASC")], 500)?;
    let fields = ["id", "label", "custom_group_id"];
    let fields = ask(tx, "CustomField", &fields, json!([["is_active", "=", true]]), &[("weight", "ASC")], 5000)?;
    let select = ["id", "custom_group_id", "custom_field_id", "category"];
    let marks = ask(tx, "SensitiveMark", &select, json!([]), &[], 5000)?;
    let of = |row: &&Row, id: i64| rows::int(row, "custom_group_id") == Some(id);
    let set = |group: &Row| {
        let id = rows::id(group);
        Set {
            id,
            title: text(group, "title").to_owned(),
            fields: fields
                .iter()
                .filter(|row| of(row, id))
                .map(|row| (rows::id(row), text(row, "label").to_owned()))
                .collect(),
            marks: marks
                .iter()
                .filter(|row| of(row, id))
                .map(|row| {
                    let field = rows::int(row, "custom_field_id").unwrap_or(0);
                    (field, (rows::id(row), text(row, "category").to_owned()))
                })
                .collect(),
        }
    };
    Ok(groups.iter().map(set).collect())
}

fn mapped(tx: &Tx<'_>, lang: &Lang) -> Result<Vec<Mapped>> {
    let classes = Map::read(tx)?;
    let mut all = Vec::new();
    for entity in tx.catalog().entities().filter(|entity| entity.stored && entity.preset.is_none()) {
        let columns: Vec<(String, Class)> = entity
            .columns()
            .map(|field| (words::field(lang, entity, field).to_owned(), classes.of(entity, field)))
            .filter(|(_, class)| !matches!(class, Class::Technical | Class::Configuration))
            .collect();
        if !columns.is_empty() {
            all.push(Mapped { name: words::many_capital(lang, entity).to_owned(), columns });
        }
    }
    Ok(all)
}

fn marks(ui: &ui::Ui<'_>, lang: &Lang, sets: &[Set], may: bool) -> Markup {
    let categories = words::choices(lang, "category", CATEGORIES);
    html! {
        section.privacy-marks aria-labelledby="marks" {
            (section_head("marks", lang.text("marks-title"), None))
            p.faint { (lang.text("marks-words")) }
            @if sets.is_empty() {
                p { (lang.text("marks-none")) " " a href="/settings/fields" { (lang.text("marks-fields")) } }
            } @else {
                (Form::post(ui.csrf, PATH).class("stack").render(html! {
                    @for set in sets { (one(ui, lang, set, &categories, may)) }
                    @if may { div.row { (Button::submit(lang.text("save")).primary()) } }
                }))
            }
        }
    }
}

fn one(ui: &ui::Ui<'_>, lang: &Lang, set: &Set, categories: &[Choice<'_>], may: bool) -> Markup {
    let input = |id: i64, label: &str| {
        let name = format!("mark-{}-{id}", set.id);
        let value = set.marks.get(&id).map_or("", |(_, category)| category.as_str());
        let one = Field {
            may_be_empty: true,
            disabled: !may,
            width: ui::part::field::Width::Half,
            ..Field::text(&name, label, value).widget(Widget::Select(categories))
        };
        field(ui, &one)
    };
    html! {
        fieldset.mark-set {
            legend { (set.title) @if !set.marks.is_empty() { " " (Tag { icon: Some(Icon::ShieldCheck), ..Tag::of(Tone::Brick, lang.text("purpose-sensitive-tag")) }) } }
            div.fields {
                (input(0, lang.text("marks-whole")))
                @for (id, label) in &set.fields { (input(*id, label)) }
            }
        }
    }
}

fn whole(lang: &Lang, map: &[Mapped]) -> Markup {
    let tone = |class: Class| match class {
        Class::Sensitive | Class::Secret => Tone::Brick,
        Class::Identity | Class::Contact => Tone::Honey,
        Class::Financial => Tone::Leaf,
        Class::Subject | Class::Actor => Tone::Stone,
        _ => Tone::Sky,
    };
    html! {
        section.data-map aria-labelledby="data-map" {
            (section_head("data-map", lang.text("data-map"), None))
            p.faint { (lang.text("data-map-words")) }
            @for entity in map {
                details {
                    summary { b { (entity.name) } " " span.faint { (lang.with("register-columns", &[("count", entity.columns.len().into())])) } }
                    ul { @for (label, class) in &entity.columns { li { span { (label) } (Tag::of(tone(*class), words::option(lang, "class", class.name()))) } } }
                }
            }
        }
    }
}

fn keep(visit: &mut Visit<'_>) -> Result<Reply> {
    let form = visit.form.clone();
    let transaction = visit.write(|tx| {
        for set in sets(tx)? {
            let fields = std::iter::once(0).chain(set.fields.iter().map(|(id, _)| *id));
            for id in fields {
                settle(tx, &form, &set, id)?;
            }
        }
        Ok(tx.transaction_id())
    })?;
    visit.say(if transaction.is_some() { "said-saved" } else { "said-nothing" }, transaction);
    Ok(Reply::Redirect(PATH.to_owned()))
}

fn settle(tx: &mut Tx<'_>, form: &Fields, set: &Set, field: i64) -> Result<()> {
    let Some(sent) = form.get(&format!("mark-{}-{field}", set.id)) else { return Ok(()) };
    let known = set.marks.get(&field);
    match (known, sent.trim()) {
        (Some((_, category)), sent) if category == sent => Ok(()),
        (None, "") => Ok(()),
        (Some((id, _)), "") => tx.delete("SensitiveMark", *id, As::Actor),
        (known, category) => {
            let mut values = Object::new();
            values.extend(known.map(|(id, _)| ("id".to_owned(), json!(id))));
            values.insert("custom_group_id".to_owned(), json!(set.id));
            values.insert("custom_field_id".to_owned(), json!((field != 0).then_some(field)));
            values.insert("category".to_owned(), json!(category));
            tx.save("SensitiveMark", values, As::Actor).map(|_| ())
        }
    }
}
