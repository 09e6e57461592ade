//! Setting bodies up: which kinds of relationship are offices, how many seats each has and for how long, committees.

use contact::pages::form::{self, Errors};
use contact::pages::phrases::Lang;
use contact::pages::pick::{self, Found};
use kit::{Reply, Visit};
use maud::{Markup, html};
use serde_json::json;
use store::{As, Error, Result, Tx};
use ui::Icon;
use ui::part::button::Button;
use ui::part::field::{Field, Widget, Width, field};
use ui::part::form::Form;

use super::{object, offices, own, path, sheet};
use crate::body;
use crate::office::{self, Office};

/// What stands where no offices are known yet.
pub(super) fn begin(visit: &Visit<'_>, lang: &Lang, id: i64) -> Markup {
    if !visit.actor.may("administer CiviCRM") {
        return super::show::nothing(lang, html! {});
    }
    let action = format!("{}/kinds", path(id));
    super::show::nothing(
        lang,
        Form::post(visit.ui().csrf, &action).render(html! {
            input type="hidden" name="usual" value="1";
            (Button::submit(lang.text("offices-usual")).primary())
        }),
    )
}

/// What stands below the bodies: another committee, which relationships are offices.
pub(super) fn foot(visit: &Visit<'_>, lang: &Lang, id: i64, may_edit: bool, kinds: &[Office]) -> Markup {
    let ui = visit.ui();
    let name = Field {
        hidden_label: true,
        required: true,
        max_length: Some(128),
        placeholder: Some(lang.text("committee-name")),
        ..Field::text("name", lang.text("committee-name"), "")
    };
    let (adding, setting) = (format!("{}/committees", path(id)), format!("{}/kinds", path(id)));
    html! {
        @if may_edit {
            details.past {
                summary { (lang.text("committee-add")) }
                (Form::post(ui.csrf, &adding).class("add-line").render(html! {
                    (field(&ui, &name)) (Button::submit(lang.text("committee-add-do")).small().icon(Icon::PlusBold))
                }))
            }
        }
        @if visit.actor.may("administer CiviCRM") && !kinds.is_empty() {
            details.past {
                summary { (lang.text("offices-which")) }
                (Form::post(ui.csrf, &setting).class("stack").render(html! {
                    fieldset.checks {
                        legend { (lang.text("offices-which-words")) }
                        @for kind in kinds {
                            label.check { input type="checkbox" name="kind" value=(kind.kind) checked[kind.is_office]; span { (kind.title) } }
                        }
                    }
                    div.row { (Button::submit(lang.text("save")).small()) }
                }))
            }
        }
        div.row.form-end { (Button::link(lang.text("committees-all"), super::ALL).small().quiet()) }
    }
}

/// `/contacts/{id}/offices/kinds`: says which kinds of relationship are offices, or makes the usual ones.
pub(super) fn kinds(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    if visit.is_post {
        let form = visit.form.clone();
        let transaction = visit.write(|tx| {
            match form.has("usual") {
                true => office::make_usual(tx)?,
                false => {
                    let kinds: Vec<i64> = form.all("kind").filter_map(|id| id.parse().ok()).collect();
                    office::set_kinds(tx, &kinds)?;
                }
            }
            Ok(tx.transaction_id())
        })?;
        visit.say(if transaction.is_some() { "said-saved" } else { "said-nothing" }, transaction);
    }
    Ok(Reply::Redirect(path(id)))
}

/// `/contacts/{id}/offices/seats`: how many seats each office has, and how long a term takes.
pub(super) fn seats(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    if !visit.is_post {
        return Ok(Reply::Html(seats_form(visit, &lang, id, &Errors::new())?));
    }
    let form = visit.form.clone();
    let mut errors = Errors::new();
    let result = visit.write(|tx| {
        own(tx, id)?;
        let known = body::seats(tx, id)?;
        for office in offices(tx, &lang)? {
            let kind = office.kind;
            let there = known.get(&kind);
            let (seats, months) = (form.text(&format!("seats-{kind}")), form.text(&format!("months-{kind}")));
            let saved = keep(tx, (id, kind), there.map(|one| one.id), seats, months);
            if let Err(all) = form::field_errors(saved)? {
                for (field, words) in form::errors(&lang, &all) {
                    let name = if field == "term_months" { format!("months-{kind}") } else { format!("seats-{kind}") };
                    errors.insert(name, words);
                }
            }
        }
        match errors.is_empty() {
            true => Ok(tx.transaction_id()),
            // Nothing of it is kept while something is wrong.
            false => Err(Error::Invalid(Vec::new())),
        }
    });
    match form::field_errors(result)? {
        Ok(transaction) => {
            visit.say(if transaction.is_some() { "said-saved" } else { "said-nothing" }, transaction);
            Ok(Reply::Redirect(path(id)))
        }
        Err(_) => Ok(Reply::Status(422, seats_form(visit, &lang, id, &errors)?)),
    }
}

/// Writes what the rules say of an office; without seats they say nothing.
fn keep(
    tx: &mut Tx<'_>,
    (body, kind): (i64, i64),
    there: Option<i64>,
    seats: Option<&str>,
    months: Option<&str>,
) -> Result<()> {
    match (seats, there) {
        (None | Some("0"), None) => Ok(()),
        (None | Some("0"), Some(id)) => tx.delete("CommitteeSeat", id, As::Actor),
        (Some(seats), there) => {
            let mut values = object(json!({
                "contact_id": body, "relationship_type_id": kind, "seats": seats, "term_months": months,
            }));
            if let Some(id) = there {
                values.insert("id".to_owned(), json!(id));
            }
            tx.save("CommitteeSeat", values, As::Actor).map(drop)
        }
    }
}

fn seats_form(visit: &Visit<'_>, lang: &Lang, id: i64, errors: &Errors) -> Result<Markup> {
    let (here, known, offices) = visit.read(|tx| Ok((own(tx, id)?, body::seats(tx, id)?, offices(tx, lang)?)))?;
    let (ui, to) = (visit.ui(), path(id));
    let action = format!("{to}/seats");
    let number = |name: String, label: &'static str, stored: Option<i64>, most: &'static str| {
        let value = visit.form.get(&name).map(str::to_owned).or(stored.map(|n| n.to_string())).unwrap_or_default();
        let error = errors.get(&name).map(|words| lang.keep(words.clone()));
        let one = Field::text(lang.keep(name), lang.text(label), lang.keep(value));
        Field { error, least: Some("0"), most: Some(most), width: Width::Third, ..one.widget(Widget::Number("1")) }
    };
    let content = html! {
        div.section-head { h2 { (lang.with("seats-of", &[("name", here.name.as_str().into())])) } }
        p.quiet { (lang.text("seats-words")) }
        (Form::post(ui.csrf, &action).class("stack seats").render(html! {
            @for office in &offices {
                @let there = known.get(&office.kind);
                fieldset.fields {
                    legend { (office.title) }
                    (field(&ui, &number(format!("seats-{}", office.kind), "seats-count", there.map(|one| one.seats), "1000")))
                    (field(&ui, &number(format!("months-{}", office.kind), "seats-months", there.and_then(|one| one.months), "600")))
                }
            }
            div.row { (Button::submit(lang.text("save")).primary()) (Button::link(lang.text("cancel"), to.as_str()).quiet()) }
        }))
    };
    sheet(visit, lang, id, content)
}

/// `/contacts/{id}/offices/committees`: makes a committee of the organisation, or takes one that is there.
pub(super) fn committee(visit: &mut Visit<'_>) -> Result<Reply> {
    let id = visit.id(0)?;
    let name = visit.form.text("name").map(str::to_owned);
    let Some(name) = name.filter(|_| visit.is_post) else { return Ok(Reply::Redirect(path(id))) };
    let (committee, transaction) = visit.write(|tx| {
        own(tx, id)?;
        let committee = match pick::meant(tx, &name, Some("Organization"))? {
            Found::One(there) if there != id => there,
            _ => {
                let values = json!({"contact_type": "Organization", "organization_name": name});
                tx.save("Contact", object(values), As::Actor)?.id
            }
        };
        let kind = office::committee_kind(tx)?;
        let values = json!({"contact_id_a": committee, "contact_id_b": id, "relationship_type_id": kind});
        tx.save("Relationship", object(values), As::Actor)?;
        Ok((committee, tx.transaction_id()))
    })?;
    visit.say("said-committee-made", transaction);
    Ok(Reply::Redirect(path(committee)))
}
