//! `/contacts/{id}/offices`: who sits on the bodies of an organisation, which seats are vacant, which terms end soon,
//! who sat there before; and the offices of a person.

use contact::pages::address::local;
use contact::pages::phrases::Lang;
use contact::pages::rows::{self, Row};
use jiff::civil::Date;
use kit::{Reply, Visit};
use maud::{Markup, html};
use serde_json::json;
use store::{As, Error, Result, Tx};
use ui::Icon;
use ui::part::Tone;
use ui::part::avatar::{Avatar, Kind};
use ui::part::button::Button;
use ui::part::chip::Tag;
use ui::part::empty::empty;
use ui::part::field::{Field, Widget, field};
use ui::part::form::Form;

use super::{Here, elections, here, object, path, sheet, title, when};
use crate::body::{self, Body, Term, When};
use crate::office::Office;

/// What is read for the page.
pub(super) struct Around {
    here: Here,
    bodies: Vec<(Body, Vec<Row>)>,
    above: Vec<(i64, String)>,
    /// The kinds that are offices or could be.
    kinds: Vec<Office>,
    today: Date,
    /// The day whose state is shown.
    day: Date,
}

fn around(tx: &Tx<'_>, lang: &Lang, id: i64, day: Option<Date>) -> Result<Around> {
    let here = here(tx, id)?;
    let today = tx.clock().today();
    let mut bodies = vec![(body::read(tx, id, &here.name)?, elections(tx, id)?)];
    let mut above = Vec::new();
    if here.is_organisation {
        for (committee, name) in body::committees(tx, id)? {
            bodies.push((body::read(tx, committee, &name)?, elections(tx, committee)?));
        }
        above = body::above(tx, id)?;
    }
    Ok(Around { bodies, above, kinds: crate::office::all(tx, lang)?, today, day: day.unwrap_or(today), here })
}

impl Around {
    fn offices(&self) -> impl Iterator<Item = &Office> {
        self.kinds.iter().filter(|one| one.is_office)
    }

    fn is_today(&self) -> bool {
        self.day == self.today
    }
}

/// `/contacts/{id}/offices`
pub(super) fn show(visit: &mut Visit<'_>) -> Result<Reply> {
    let lang = Lang::new(visit.locale);
    let id = visit.id(0)?;
    let day = visit.query.text("on").and_then(|day| day.parse().ok());
    let around = visit.read(|tx| around(tx, &lang, id, day))?;
    let none = around.offices().next().is_none();
    let content = html! {
        (top(visit, &lang, &around))
        (ending(visit, &around))
        @if none { (super::seats::begin(visit, &lang, id)) }
        @else if around.here.is_person { (of_person(&lang, &around)) }
        @else { @for (at, (body, polls)) in around.bodies.iter().enumerate() { (sitting(&lang, &around, body, polls, at > 0)) } }
        @if around.here.is_organisation && !none { (super::seats::foot(visit, &lang, id, around.here.may_edit, &around.kinds)) }
    };
    Ok(Reply::Html(sheet(visit, &lang, id, content)?))
}

/// The title, what can be done, and the day whose state is shown.
fn top(visit: &Visit<'_>, lang: &Lang, around: &Around) -> Markup {
    let (ui, id, here) = (visit.ui(), around.here.id, &around.here);
    let to = path(id);
    let day = around.day.to_string();
    let on = Field { hidden_label: true, ..Field::text("on", lang.text("offices-on"), &day).widget(Widget::Date) };
    let is_set = around.offices().next().is_some();
    html! {
        div.section-head {
            h2 { (lang.text(if here.is_person { "offices-own" } else { "offices" })) }
            @if here.is_organisation && here.may_edit && is_set {
                div.row {
                    (Button::link(lang.text("election-new"), format!("{to}/elections/new")).small().icon(Icon::Plus))
                    (Button::link(lang.text("roster"), format!("{to}/list")).small().quiet().icon(Icon::UploadSimple))
                    (Button::link(lang.text("seats"), format!("{to}/seats")).small().quiet().icon(Icon::Users))
                }
            }
        }
        @if let Some((above, name)) = around.above.first() {
            p.quiet { (lang.locale.rich("committee-of", &[("name", html! { a href=(path(*above)) { (name) } }.into())])) }
        }
        @if is_set && (!around.is_today() || around.bodies.iter().any(|(body, _)| !body.terms.is_empty())) {
            (Form::get(&to).class("on-day").render(html! {
                span.quiet { (lang.text("offices-on")) } (field(&ui, &on)) (Button::submit(lang.text("offices-see")).small())
                @if !around.is_today() { (Button::link(lang.text("offices-today"), to.as_str()).small().quiet()) }
            }))
        }
    }
}

/// One body: its offices with who sits, what is vacant; what is to come and what is over; its elections.
fn sitting(lang: &Lang, around: &Around, body: &Body, polls: &[Row], is_committee: bool) -> Markup {
    let state = |term: &Term| term.on(around.day, around.today);
    let coming: Vec<&Term> = body.terms.iter().filter(|term| state(term) == When::Coming).collect();
    let over: Vec<&Term> = body.terms.iter().filter(|term| state(term) == When::Over).collect();
    let filled = |office: &&Office| {
        body.seats.contains_key(&office.kind) || !body.sitting(office.kind, around.day, around.today).is_empty()
    };
    let offices: Vec<&Office> = around.offices().filter(filled).collect();
    let free: Vec<&Office> = around.offices().filter(|office| !filled(office)).collect();
    let vacant: i64 = offices.iter().map(|office| body.vacant(office.kind, around.day, around.today)).sum();
    let soon = body.terms.iter().filter(|term| state(term) == When::Now && term.ends_soon(around.today)).count();
    html! {
        section.ties.body {
            header.body-head {
                @if is_committee || around.bodies.len() > 1 { h3 { @if is_committee { a href=(path(body.id)) { (body.name) } } @else { (body.name) } } }
                @if vacant > 0 { (Tag::of(Tone::Honey, lang.with("seats-vacant", &[("count", vacant.into())]))) }
                @if soon > 0 && around.is_today() { (Tag::of(Tone::Brick, lang.with("terms-soon", &[("count", (soon as i64).into())]))) }
            }
            @if offices.is_empty() { p.quiet { (lang.text("offices-none")) } }
            div.offices { @for office in &offices { (office_of(lang, around, body, office)) } }
            @if around.here.may_edit && around.is_today() && !free.is_empty() {
                div.row.more { @for office in &free { (Button::link(office.title.as_str(), seat_somebody(body.id, office.kind)).small().quiet().icon(Icon::Plus)) } }
            }
            @if !coming.is_empty() { h4 { (lang.text("offices-coming")) } ul.tied { @for term in &coming { (line(lang, around, body.id, term, Says::Office)) } } }
            @if !polls.is_empty() { h4 { (lang.text("elections")) } ul.tied.polls { @for poll in polls { (poll_line(lang, around, body.id, poll)) } } }
            @if !over.is_empty() {
                details.past {
                    summary { (lang.with("offices-past", &[("count", (over.len() as i64).into())])) }
                    ul.tied.is-past { @for term in &over { (line(lang, around, body.id, term, Says::Office)) } }
                }
            }
        }
    }
}

/// Where a term in this office begins.
fn seat_somebody(body: i64, kind: i64) -> String {
    format!("/contacts/{body}/relationships?add=1&kind={kind}-b")
}

fn office_of(lang: &Lang, around: &Around, body: &Body, office: &Office) -> Markup {
    let terms = body.sitting(office.kind, around.day, around.today);
    let vacant = body.vacant(office.kind, around.day, around.today);
    let seats = body.seats.get(&office.kind).map(|seats| seats.seats).filter(|seats| *seats > 1);
    html! {
        section.office {
            h4 {
                (office.title)
                @if let Some(seats) = seats { " " span.n { (lang.with("seats-filled", &[("filled", (terms.len() as i64).into()), ("seats", seats.into())])) } }
            }
            ul.tied {
                @for term in &terms { (line(lang, around, body.id, term, Says::Person)) }
                @if vacant > 0 {
                    li.vacant {
                        span.say { (if vacant == 1 { lang.text("seat-vacant") } else { lang.with("seats-vacant", &[("count", vacant.into())]) }) }
                        @if around.here.may_edit && around.is_today() {
                            span.ends { (Button::link(lang.text("seat-fill"), seat_somebody(body.id, office.kind)).small().quiet().icon(Icon::Plus)) }
                        }
                    }
                }
            }
        }
    }
}

/// What a line says beside who it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    Person,
    Office,
}

/// A term: who, from when until when, and what can be done with it.
fn line(lang: &Lang, around: &Around, near: i64, term: &Term, says: Says) -> Markup {
    let when = when(lang, term.start, term.end);
    let runs = term.on(around.today, around.today) == When::Now && around.is_today();
    let office = title(&around.kinds, term.kind);
    let edit = format!("/contacts/{near}/relationships?edit={}#bond-{}", term.id, term.id);
    html! {
        li {
            (Avatar::of(Kind::of(&term.far_type), &term.name))
            span.say {
                @if says == Says::Office { b { (office) } " " }
                a href={ "/contacts/" (term.far) @if !around.here.is_organisation { "/offices" } } { (term.name) }
                @if runs && term.ends_soon(around.today) { " " (Tag::of(Tone::Honey, lang.text("offices-soon"))) }
                small { (when) @if !term.description.is_empty() { @if !when.is_empty() { " · " } (term.description) } }
            }
            @if around.here.may_edit {
                span.ends {
                    @if runs && term.end.is_none_or(|end| end > around.today) {
                        (Button::submit(lang.text("term-end")).small().quiet().form(END).action(format!("{}/terms/{}/end", path(near), term.id)))
                    }
                    (Button::link(lang.with("relationship-edit", &[("name", term.name.as_str().into())]), edit).quiet().small().square().icon(Icon::PencilSimple))
                }
            }
        }
    }
}

/// The form that the buttons of terms send.
const END: &str = "end-term";

fn poll_line(lang: &Lang, around: &Around, body: i64, poll: &Row) -> Markup {
    let day = rows::date(poll, "held_on");
    let is_closed = rows::flag(poll, "is_closed");
    let (tone, words) = match (is_closed, day.is_some_and(|day| day > around.today)) {
        (true, _) => (Tone::Leaf, lang.text("election-closed")),
        (_, true) => (Tone::Sky, lang.text("election-planned")),
        _ => (Tone::Honey, lang.text("election-open")),
    };
    html! {
        li {
            span.say {
                a href={ (path(body)) "/elections/" (rows::id(poll)) } { (rows::text(poll, "title")) }
                small { (day.map(|day| lang.locale.date(day)).unwrap_or_default()) }
            }
            span.ends { (Tag::of(tone, words)) }
        }
    }
}

/// The offices of a person: those of today, and those of the past.
fn of_person(lang: &Lang, around: &Around) -> Markup {
    let all = around.bodies.first().map(|(body, _)| body.terms.as_slice()).unwrap_or_default();
    let of =
        |wanted: When| all.iter().filter(move |term| term.on(around.day, around.today) == wanted).collect::<Vec<_>>();
    let (now, coming, over) = (of(When::Now), of(When::Coming), of(When::Over));
    html! {
        section.ties.body {
            @if now.is_empty() { p.quiet { (lang.text("offices-own-none")) } }
            ul.tied { @for term in &now { (line(lang, around, around.here.id, term, Says::Office)) } }
            @if !coming.is_empty() { h4 { (lang.text("offices-coming")) } ul.tied { @for term in &coming { (line(lang, around, around.here.id, term, Says::Office)) } } }
            @if !over.is_empty() {
                h4 { (lang.with("offices-past", &[("count", (over.len() as i64).into())])) }
                ul.tied.is-past { @for term in &over { (line(lang, around, around.here.id, term, Says::Office)) } }
            }
        }
    }
}

/// The form that ends a term, once for all buttons of the page.
fn ending(visit: &Visit<'_>, around: &Around) -> Markup {
    html! {
        @if around.here.may_edit {
            (Form::post(visit.ui().csrf, "").id(END).render(html! { input type="hidden" name="back" value=(visit.path); }))
        }
    }
}

/// `/contacts/{id}/offices/terms/{term}/end`: the term ends today.
pub(super) fn end(visit: &mut Visit<'_>) -> Result<Reply> {
    let (id, term) = (visit.id(0)?, visit.id(1)?);
    if visit.is_post {
        let transaction = visit.write(|tx| {
            let known = body::terms(tx, id)?.iter().any(|one| one.id == term);
            if !known {
                return Err(Error::NotFound(format!("term {term}")));
            }
            let today = tx.clock().today().to_string();
            tx.save("Relationship", object(json!({"id": term, "end_date": today})), As::Actor)?;
            Ok(tx.transaction_id())
        })?;
        visit.say(if transaction.is_some() { "said-term-ended" } else { "said-nothing" }, transaction);
    }
    Ok(Reply::Redirect(local(visit.form.get("back")).map_or_else(|| path(id), str::to_owned)))
}

/// A body without offices yet, in words.
pub(super) fn nothing(lang: &Lang, actions: Markup) -> Markup {
    empty(lang.text("offices-none-set"), lang.text("offices-none-set-words"), actions)
}
