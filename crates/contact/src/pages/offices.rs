//! `/contacts/{id}/offices`: who sits on the bodies of an organisation, in which office, from when until when; and the
//! offices of a person.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kit::{Registry, Reply, Visit};
use maud::{Markup, html};
use schema::{Requirement, Verb};
use serde_json::json;
use store::{Error, Result, Tx};
use ui::Icon;
use ui::part::Tone;
use ui::part::avatar::{Avatar, Kind};
use ui::part::button::Button;
use ui::part::chip::Tag;
use ui::part::empty::empty;
use ui::part::form::Form;

use super::contact;
use super::labels::translated;
use super::phrases::Lang;
use super::rows::{self, Row, ask, flag, int, text};
use super::slots::Section;
use crate::office::{self, COMMITTEE};

/// So many terms are told.
const MOST: i64 = 500;
/// A term that ends within so many days is marked.
const SOON: i64 = 90;

/// The section and what is done in it.
pub(super) fn register(registry: &mut Registry) {
    let inside = Requirement::all(&["access CiviCRM"]);
    registry.setting(office::SETTING, json!([])).page("/contacts/{id}/offices", inside.clone(), show).fill(Section {
        name: "offices",
        label: "offices",
        door: inside,
        count,
    });
}

fn clauses(tx: &Tx<'_>, contact: i64) -> Result<serde_json::Value> {
    let kinds = office::kinds(tx)?;
    Ok(json!([
        ["near_contact_id", "=", contact],
        ["relationship_type_id", "IN", if kinds.is_empty() { vec![0] } else { kinds }],
        ["is_active", "IN", [true, false]],
        ["far_contact_id.is_deleted", "=", false]
    ]))
}

fn count(tx: &Tx<'_>, contact: i64) -> Result<i64> {
    if office::kinds(tx)?.is_empty() {
        return Ok(0);
    }
    let serde_json::Value::Array(mut all) = clauses(tx, contact)? else { return Ok(0) };
    all.push(json!(["is_current", "=", true]));
    rows::count(tx, "RelationshipCache", serde_json::Value::Array(all))
}

/// One term of somebody.
struct Term {
    words: String,
    far: i64,
    name: String,
    far_type: String,
    start: Option<Date>,
    end: Option<Date>,
    is_current: bool,
    description: String,
}

/// A body: the organisation itself, or one of its committees.
struct Body {
    id: i64,
    name: String,
    terms: Vec<Term>,
}

/// What is read for the page.
struct Around {
    is_person: bool,
    may_edit: bool,
    bodies: Vec<Body>,
    /// The kinds that could be offices: number, words, whether they are.
    kinds: Vec<(i64, String, bool)>,
    today: Date,
}

fn terms(tx: &Tx<'_>, words: &BTreeMap<i64, String>, contact: i64) -> Result<Vec<Term>> {
    let select = [
        "relationship_type_id",
        "orientation",
        "far_contact_id",
        "far_contact_id.display_name",
        "far_contact_id.contact_type",
        "start_date",
        "end_date",
        "is_current",
        "relationship_id.description",
    ];
    let order = [("relationship_type_id", "ASC"), ("start_date", "DESC"), ("id", "ASC")];
    let found = ask(tx, "RelationshipCache", &select, clauses(tx, contact)?, &order, MOST)?;
    let one = |row: &Row| {
        let kind = int(row, "relationship_type_id").unwrap_or(0);
        let sign = if text(row, "orientation") == "a_b" { 1 } else { -1 };
        Term {
            words: words.get(&(sign * kind)).cloned().unwrap_or_default(),
            far: int(row, "far_contact_id").unwrap_or(0),
            name: text(row, "far_contact_id.display_name").to_owned(),
            far_type: text(row, "far_contact_id.contact_type").to_owned(),
            start: rows::date(row, "start_date"),
            end: rows::date(row, "end_date"),
            is_current: flag(row, "is_current"),
            description: text(row, "relationship_id.description").to_owned(),
        }
    };
    Ok(found.iter().map(one).collect())
}

fn around(tx: &mut Tx<'_>, lang: &Lang, id: i64) -> Result<Around> {
    let select = ["id", "display_name", "contact_type", "is_deleted"];
    let contact = rows::one(tx, "Contact", &select, id)?.ok_or_else(|| Error::NotFound(format!("contact {id}")))?;
    let chosen = office::kinds(tx)?;
    let select = ["id", "name_a_b", "label_a_b", "name_b_a", "label_b_a", "contact_type_b"];
    let (mut words, mut kinds, mut committee) = (BTreeMap::new(), Vec::new(), 0);
    for row in ask(tx, "RelationshipType", &select, json!([["is_active", "=", true]]), &[("id", "ASC")], 0)? {
        let number = rows::id(&row);
        let of =
            |name: &str, label: &str| translated(lang.code(), "RelationshipType", text(&row, name), text(&row, label));
        words.insert(number, of("name_a_b", "label_a_b"));
        words.insert(-number, of("name_b_a", "label_b_a"));
        if text(&row, "name_a_b") == COMMITTEE {
            committee = number;
        } else if text(&row, "contact_type_b") == "Organization" {
            kinds.push((number, of("name_a_b", "label_a_b"), chosen.contains(&number)));
        }
    }
    let name = text(&contact, "display_name").to_owned();
    let mut bodies = vec![Body { id, name, terms: terms(tx, &words, id)? }];
    let of_it = json!([
        ["near_contact_id", "=", id],
        ["relationship_type_id", "=", committee],
        ["orientation", "=", "b_a"],
        ["is_current", "=", true],
        ["far_contact_id.is_deleted", "=", false]
    ]);
    let select = ["far_contact_id", "far_contact_id.display_name"];
    for row in ask(tx, "RelationshipCache", &select, of_it, &[("id", "ASC")], 50)? {
        let body = int(&row, "far_contact_id").unwrap_or(0);
        let name = text(&row, "far_contact_id.display_name").to_owned();
        bodies.push(Body { id: body, name, terms: terms(tx, &words, body)? });
    }
    Ok(Around {
        is_person: text(&contact, "contact_type") == "Individual",
        may_edit: rows::may(tx, id, Verb::Edit)? && !flag(&contact, "is_deleted"),
        bodies,
        kinds,
        today: tx.clock().today(),
    })
}

/// `/contacts/{id}/offices`: shows them; a POST says which kinds of relationship are offices.
fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    if visit.is_post {
        let form = visit.form.clone();
        let code = lang.code();
        if !visit.actor.may("administer CiviCRM") {
            return Err(Error::Forbidden("administer CiviCRM".to_owned()));
        }
        let transaction = visit.write(|tx| {
            match form.has("usual") {
                true => office::make_usual(tx, code)?,
                false => {
                    let kinds: Vec<i64> = form.all("kind").filter_map(|id| id.parse().ok()).collect();
                    office::set_kinds(tx, &kinds)?;
                }
            }
            Ok(tx.transaction_id())
        })?;
        visit.say(if transaction.is_some() { "said-saved" } else { "said-nothing" }, transaction);
        return Ok(Reply::Redirect(format!("/contacts/{id}/offices")));
    }
    let around = visit.read(|tx| around(tx, &lang, id))?;
    let content = html! {
        div.section-head { h2 { (lang.text(if around.is_person { "offices-own" } else { "offices" })) } }
        @for (at, body) in around.bodies.iter().enumerate() { (shown(&lang, &around, body, at > 0)) }
        (set_up(visit, &lang, id, &around))
    };
    Ok(Reply::Html(contact::section(visit, &lang, id, "offices", content)?))
}

fn shown(lang: &Lang, around: &Around, body: &Body, is_committee: bool) -> Markup {
    let (current, past): (Vec<&Term>, Vec<&Term>) = body.terms.iter().partition(|term| term.is_current);
    let chosen: Vec<&(i64, String, bool)> = around.kinds.iter().filter(|(.., is_office)| *is_office).collect();
    html! {
        section.ties {
            @if is_committee { h3 { a href={ "/contacts/" (body.id) "/offices" } { (body.name) } } }
            @if current.is_empty() && !chosen.is_empty() { p.quiet { (lang.text("offices-none")) } }
            ul.tied { @for term in &current { (line(lang, around, term)) } }
            @if around.may_edit && !around.is_person && !chosen.is_empty() {
                div.row { @for (kind, words, _) in &chosen {
                    (Button::link(words.as_str(), format!("/contacts/{}/relationships?add=1&kind={kind}-b", body.id)).small().quiet().icon(Icon::PlusBold))
                } }
            }
            @if !past.is_empty() {
                details.past {
                    summary { (lang.with("offices-past", &[("count", (past.len() as i64).into())])) }
                    ul.tied.is-past { @for term in &past { (line(lang, around, term)) } }
                }
            }
        }
    }
}

fn line(lang: &Lang, around: &Around, term: &Term) -> Markup {
    let day = |day: Date| lang.locale.date(day);
    let when = match (term.start, term.end) {
        (Some(from), Some(to)) => lang.with("offices-from-to", &[("from", day(from).into()), ("to", day(to).into())]),
        (Some(from), None) => lang.with("offices-since", &[("from", day(from).into())]),
        (None, Some(to)) => lang.with("offices-until", &[("to", day(to).into())]),
        (None, None) => "",
    };
    let soon = term.is_current && term.end.is_some_and(|end| (end - around.today).get_days() <= SOON as i32);
    html! {
        li {
            (Avatar::of(Kind::of(&term.far_type), &term.name))
            span.say {
                b { (term.words) } " " a href={ "/contacts/" (term.far) } { (term.name) }
                @if soon { " " (Tag::of(Tone::Honey, lang.text("offices-soon"))) }
                small { (when) @if !term.description.is_empty() { @if !when.is_empty() { " · " } (term.description) } }
            }
            span.ends { (Button::link(lang.with("relationship-edit", &[("name", term.name.as_str().into())]), format!("/contacts/{}/relationships", term.far)).quiet().small().square().icon(Icon::PencilSimple)) }
        }
    }
}

/// Which kinds of relationship are offices, for administrators.
fn set_up(visit: &Visit<'_>, lang: &Lang, id: i64, around: &Around) -> Markup {
    let none = !around.kinds.iter().any(|(.., is_office)| *is_office);
    if !visit.actor.may("administer CiviCRM") {
        return html! { @if none { (empty(lang.text("offices-none-set"), lang.text("offices-none-set-words"), html! {})) } };
    }
    let (ui, action) = (visit.ui(), format!("/contacts/{id}/offices"));
    let usual = Form::post(ui.csrf, &action).render(html! {
        input type="hidden" name="usual" value="1";
        (Button::submit(lang.text("offices-usual")).primary())
    });
    html! {
        @if none { (empty(lang.text("offices-none-set"), lang.text("offices-none-set-words"), usual)) }
        @if !around.kinds.is_empty() {
            details.past {
                summary { (lang.text("offices-which")) }
                (Form::post(ui.csrf, &action).class("stack").render(html! {
                    fieldset.checks {
                        legend { (lang.text("offices-which-words")) }
                        @for (kind, words, is_office) in &around.kinds {
                            label.check { input type="checkbox" name="kind" value=(kind) checked[*is_office]; span { (words) } }
                        }
                    }
                    div.row { (Button::submit(lang.text("save")).small()) }
                }))
            }
        }
    }
}
