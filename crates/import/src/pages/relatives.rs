//! Columns about related contacts on the page of an import: what they can fill, and one more group of them.

use contact::pages::phrases::Lang;
use contact::pages::rows::{ask, id, text};
use kit::Fields;
use maud::{Markup, html};
use serde_json::json;
use store::{Result, Tx};
use ui::part::button::Button;
use ui::part::field::{Choice, Field, Widget, field};
use ui::{Icon, Ui};

use crate::recognise::Goal;
use crate::relative::{Group, RELATIVE};
use crate::setup::Setup;

use super::goals::Offer;

/// What lists say of related people, in the order in which it is offered; a phone with its type.
const FIELDS: [&str; 15] = [
    "full_name",
    "first_name",
    "last_name",
    "prefix_id",
    "gender_id",
    "birth_date",
    "email",
    "phone",
    "phone Mobile",
    "address.street_address",
    "address.postal_code",
    "address.city",
    "job_title",
    "external_identifier",
    "note",
];
/// So many groups of one kind.
const MOST: u32 = 20;

/// The relationships that columns can be about, in both directions: `1_b_a` and what it is called.
pub(super) fn relations(tx: &Tx<'_>, lang: &Lang) -> Result<Vec<(String, String)>> {
    let select = ["id", "name_a_b", "label_a_b", "name_b_a", "label_b_a"];
    let found = ask(tx, "RelationshipType", &select, json!([["is_active", "=", true]]), &[("id", "ASC")], 0)?;
    let mut all = Vec::new();
    for row in &found {
        let sides: &[&str] = if text(row, "name_a_b") == text(row, "name_b_a") { &["a_b"] } else { &["a_b", "b_a"] };
        for side in sides {
            let own = contact::label(lang.code(), "RelationshipType", text(row, &format!("name_{side}")));
            let label = own.map_or_else(|| text(row, &format!("label_{side}")).to_owned(), str::to_owned);
            all.push((format!("{}_{side}", id(row)), label));
        }
    }
    Ok(all)
}

/// The goals of the groups that an import has.
pub(super) fn offers(tx: &Tx<'_>, lang: &Lang, setup: &Setup, all: &mut Vec<Offer>) -> Result<()> {
    let groups = setup.groups();
    if groups.is_empty() {
        return Ok(());
    }
    let relations = relations(tx, lang)?;
    for group in groups {
        let title = title(lang, &relations, group);
        for field in FIELDS {
            let (name, phone) = field.split_once(' ').unwrap_or((field, ""));
            let inner = Goal { phone: phone.to_owned(), ..Goal::field(name) };
            let known = all.iter().find(|offer| offer.goal == inner);
            let label = match (name, known) {
                ("full_name", _) => lang.text("import-goal-relative-name").to_owned(),
                (_, Some(offer)) => offer.label.clone(),
                (_, None) => lang.field("Contact", name).to_owned(),
            };
            all.push(Offer {
                goal: Goal::of_relative(group, inner),
                label: format!("{label} · {title}"),
                group: title.clone(),
            });
        }
    }
    Ok(())
}

fn title(lang: &Lang, relations: &[(String, String)], group: Group) -> String {
    let relation = format!("{}_{}", group.kind, group.end.direction());
    let label = relations.iter().find(|(own, _)| *own == relation).map_or(relation.as_str(), |(_, label)| label);
    let values = [("relation", label.into()), ("number", i64::from(group.number).into())];
    lang.with("import-goals-relative", &values).to_owned()
}

/// The label of a change of a contact, whoever it is about: `relative.1_b_a.2.Email.email` without what comes before.
pub(super) fn of_contact(label: &str) -> &str {
    let parts: Vec<&str> = label.splitn(4, '.').collect();
    match parts.as_slice() {
        [relative, _, _, rest] if format!("{relative}.") == RELATIVE => rest,
        _ => label,
    }
}

/// The words for a change that is about a related contact; None where it is about the contact of the row.
pub(super) fn label(lang: &Lang, offers: &[Offer], label: &str) -> Option<String> {
    let rest = label.strip_prefix(RELATIVE)?;
    let mut parts = rest.splitn(3, '.');
    let group: Group = format!("{}.{}", parts.next()?, parts.next()?).parse().ok()?;
    let own = |offer: &&Offer| offer.goal.relative().is_some_and(|(of, _)| of == group);
    let title = offers.iter().find(own).map_or_else(|| group.to_string(), |offer| offer.group.clone());
    Some(match parts.next() {
        Some(inner) => format!("{title} · {}", super::goals::label(lang, offers, inner)),
        None => title,
    })
}

/// Asks for one more related contact.
pub(super) fn more(ui: &Ui<'_>, lang: &Lang, setup: &Setup, relations: &[(String, String)]) -> Markup {
    if !setup.is_of_contacts() || relations.is_empty() {
        return html! {};
    }
    let choices: Vec<Choice<'_>> = relations.iter().map(|(value, label)| Choice::of(value, label)).collect();
    html! {
        details.import-more {
            summary { (lang.text("import-relatives")) }
            div.stack {
                (field(ui, &Field {
                    help: Some(lang.text("import-relatives-help")),
                    ..Field::text("relation", lang.text("import-relatives-relation"), "").widget(Widget::Select(&choices))
                }))
                div.row { (Button::submit(lang.text("import-relatives-add")).small().icon(Icon::Plus).name("do", "relative")) }
            }
        }
    }
}

/// Adds a group of the kind that the form names.
pub(super) fn add(setup: &mut Setup, form: &Fields) {
    let Some(relation) = form.text("relation") else { return };
    let groups = setup.groups();
    let named = |number: u32| format!("{relation}.{number}").parse::<Group>().ok();
    if let Some(group) = (1..=MOST).filter_map(named).find(|group| !groups.contains(group)) {
        setup.relatives.push(group.to_string());
    }
}
